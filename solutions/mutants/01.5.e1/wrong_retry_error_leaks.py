# diagnosis: wrapper-leaks
import asyncio

import httpx
import tenacity

from labsupport.aio.breaker import CircuitOpen, UpstreamStatus
from labsupport.aio.resilient import BaseClient, Reply
from labsupport.aio.retry import Attempt, DeadlineExceeded, GaveUp, classify, parse_retry_after


class ResilientClient(BaseClient):
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
            return self.backoff_s(state.attempt_number - 1) if told is None else told + self.backoff_s(0)

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
