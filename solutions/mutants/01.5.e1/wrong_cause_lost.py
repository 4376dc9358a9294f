# diagnosis: no-cause
import asyncio

import httpx

from labsupport.aio.breaker import CircuitOpen, UpstreamStatus
from labsupport.aio.resilient import BaseClient, Reply
from labsupport.aio.retry import Attempt, DeadlineExceeded, GaveUp, classify, parse_retry_after


class ResilientClient(BaseClient):
    async def post(self, path, json, *, key, deadline_s, idempotent=False):
        if not deadline_s > 0:
            raise ValueError(f"deadline_s must be above 0, got {deadline_s}")
        ends_at = self.clock() + deadline_s
        headers = {"Idempotency-Key": key} if key is not None else {}
        sent = []
        waited = 0.0
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
                wait = error.retry_in_s + self.backoff_s(0)
                if turn + 1 == self.attempts or wait >= ends_at - self.clock():
                    raise
                waited += wait
                await self.sleep(wait)
                continue
            verdict = classify(last)
            if verdict == "fatal":
                raise GaveUp(last, sent, "fatal")
            if verdict == "unknown_outcome" and key is None and not idempotent:
                raise GaveUp(last, sent, "unknown outcome")
            if turn + 1 == self.attempts:
                raise GaveUp(last, sent, "attempts")
            told = parse_retry_after(last.headers.get("retry-after"), now=self.now()) if cause is None else None
            wait = self.backoff_s(turn) if told is None else told + self.backoff_s(0)
            if wait >= ends_at - self.clock():
                raise DeadlineExceeded(sent, deadline_s) from cause
            if not self.budget.take():
                raise GaveUp(last, sent, "budget") from cause
            waited = wait
            await self.sleep(wait)
