# diagnosis: wrapper-leaks
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
        ends_at = self.clock() + deadline_s
        headers = {} if key is None else {"Idempotency-Key": key}
        sent = []
        waits = [0.0]

        def again(error):
            if not isinstance(error, UpstreamStatus | httpx.TransportError):
                return False
            verdict = classify(error.response if isinstance(error, UpstreamStatus) else error)
            return verdict == "retry" or (verdict == "unknown_outcome" and (key is not None or idempotent))

        def wait(state):
            error = state.outcome.exception()
            told = None
            if isinstance(error, UpstreamStatus):
                told = parse_retry_after(error.response.headers.get("Retry-After"), now=self.now())
            return self._backoff_s(state.attempt_number - 1) if told is None else told + self._backoff_s(0)

        async def pause(seconds):
            if seconds >= ends_at - self.clock():
                raise DeadlineExceeded(sent, deadline_s)
            waits.append(seconds)
            await self.sleep(seconds)

        async for attempt in tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(again),
            wait=wait,
            sleep=pause,
            stop=tenacity.stop_after_attempt(self.attempts),
        ):
            with attempt:
                async with self.breaker, asyncio.timeout(ends_at - self.clock()):
                    answer = await self.http.post(path, json=json, headers=headers)
                    sent.append(Attempt(answer.status_code, waits[-1], "answer"))
                    if not answer.is_success:
                        raise UpstreamStatus(answer)
                return Reply(answer.status_code, answer.content, sent)
