# diagnosis: sleeps-twice
import asyncio
import contextlib
import random
import time
from datetime import UTC, datetime

import httpx
import tenacity

from labsupport.aio.breaker import CircuitOpen, UpstreamStatus
from labsupport.aio.resilient import Reply
from labsupport.aio.retry import Attempt, DeadlineExceeded, GaveUp, classify, full_jitter, parse_retry_after


class ResilientClient:
    def __init__(
        self,
        http,
        *,
        attempts=5,
        base_s=0.5,
        cap_s=20.0,
        breaker=None,
        budget=None,
        rng=None,
        clock=time.monotonic,
        sleep=asyncio.sleep,
        now=lambda: datetime.now(UTC),
    ):
        if attempts < 1:
            raise ValueError(f"attempts must be 1 or more, got {attempts}")
        self.http = http
        self.attempts = attempts
        self.base_s = base_s
        self.cap_s = cap_s
        self.breaker = breaker or contextlib.nullcontext()
        self.budget = budget
        self.rng = rng or random.Random()
        self.clock = clock
        self.sleep = sleep
        self.now = now

    def _backoff_s(self, turn):
        return full_jitter(turn, base_s=self.base_s, cap_s=self.cap_s, rng=self.rng)

    async def post(self, path, json, *, key, deadline_s, idempotent=False):
        if not deadline_s > 0:
            raise ValueError(f"deadline_s must be above 0, got {deadline_s}")
        sent = []
        waits = [0.0]
        headers = {} if key is None else {"Idempotency-Key": key}
        ends_at = self.clock() + deadline_s

        async def pause(seconds):
            waits.append(seconds)
            await self.sleep(seconds)

        def again(error):
            what = error.response if isinstance(error, UpstreamStatus) else error
            verdict = classify(what)
            return verdict == "retry" or (verdict == "unknown_outcome" and (key is not None or idempotent))

        @tenacity.retry(
            retry=tenacity.retry_if_exception(again),
            stop=tenacity.stop_after_attempt(self.attempts),
            wait=lambda state: self._backoff_s(state.attempt_number - 1),
            sleep=pause,
            reraise=True,
        )
        async def once():
            try:
                async with self.breaker, asyncio.timeout(ends_at - self.clock()):
                    answer = await self.http.post(path, json=json, headers=headers)
                    sent.append(Attempt(answer.status_code, waits[-1], "answer"))
                    if not answer.is_success:
                        raise UpstreamStatus(answer)
                return Reply(answer.status_code, answer.content, sent)
            except UpstreamStatus as error:
                told = parse_retry_after(error.response.headers.get("Retry-After"), now=self.now())
                if told is not None:
                    if told >= ends_at - self.clock():
                        raise DeadlineExceeded(sent, deadline_s) from None
                    await self.sleep(told)
                raise
            except httpx.TransportError as error:
                sent.append(Attempt(None, waits[-1], type(error).__name__))
                raise

        try:
            return await once()
        except UpstreamStatus as error:
            raise GaveUp(error.response, sent, "fatal" if classify(error.response) == "fatal" else "attempts") from None
        except TimeoutError as error:
            raise DeadlineExceeded(sent, deadline_s) from error
        except httpx.TransportError as error:
            raise GaveUp(error, sent, "fatal" if classify(error) == "fatal" else "attempts") from error
