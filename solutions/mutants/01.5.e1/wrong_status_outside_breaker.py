# diagnosis: breaker-sees-no-status
import asyncio
import contextlib
import random
import time
from datetime import UTC, datetime

import httpx

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
        headers = {"Idempotency-Key": key} if key is not None else {}
        sent = []
        waited = 0.0
        if self.budget is not None:
            self.budget.request()
        for turn in range(self.attempts):
            cause = None
            try:
                async with self.breaker:
                    async with asyncio.timeout(ends_at - self.clock()):
                        answer = await self.http.post(path, json=json, headers=headers)
                if not answer.is_success:
                    raise UpstreamStatus(answer)
                sent.append(Attempt(answer.status_code, waited, "ok"))
                return Reply(answer.status_code, answer.content, sent)
            except UpstreamStatus:
                last = answer
                sent.append(Attempt(answer.status_code, waited, f"status {answer.status_code}"))
            except TimeoutError as error:
                sent.append(Attempt(None, waited, "deadline"))
                raise DeadlineExceeded(sent, deadline_s) from error
            except httpx.TransportError as error:
                last = cause = error
                sent.append(Attempt(None, waited, type(error).__name__))
            except CircuitOpen as error:
                wait = error.retry_in_s + self._backoff_s(0)
                if turn + 1 == self.attempts or wait >= ends_at - self.clock():
                    raise
                waited += wait
                await self.sleep(wait)
                continue
            verdict = classify(last)
            if verdict == "fatal":
                raise GaveUp(last, sent, "fatal") from cause
            if verdict == "unknown_outcome" and key is None and not idempotent:
                raise GaveUp(last, sent, "unknown outcome") from cause
            if turn + 1 == self.attempts:
                raise GaveUp(last, sent, "attempts") from cause
            told = parse_retry_after(last.headers.get("retry-after"), now=self.now()) if cause is None else None
            wait = self._backoff_s(turn) if told is None else told + self._backoff_s(0)
            if wait >= ends_at - self.clock():
                raise DeadlineExceeded(sent, deadline_s) from cause
            if self.budget is not None and not self.budget.take():
                raise GaveUp(last, sent, "budget") from cause
            waited = wait
            await self.sleep(wait)
