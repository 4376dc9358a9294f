# right
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
        self.budget.request()

        def stop(state):
            """Whether the failed attempt was the last one; a verdict of its own replaces the failure."""
            error = state.outcome.exception()
            what = error.response if isinstance(error, UpstreamStatus) else error
            cause = None if what is not error else error
            verdict = classify(what)
            if verdict == "fatal":
                raise GaveUp(what, sent, "fatal") from cause
            if verdict == "unknown_outcome" and key is None and not idempotent:
                raise GaveUp(what, sent, "unknown outcome") from cause
            if state.attempt_number >= self.attempts:
                raise GaveUp(what, sent, "attempts") from cause
            if state.upcoming_sleep >= ends_at - self.clock():
                raise DeadlineExceeded(sent, deadline_s) from cause
            if not self.budget.take():
                raise GaveUp(what, sent, "budget") from cause
            return False

        def wait(state):
            error = state.outcome.exception()
            if isinstance(error, UpstreamStatus):
                told = parse_retry_after(error.response.headers.get("Retry-After"), now=self.now())
                if told is not None:
                    return told + self.backoff_s(0)
            return self.backoff_s(state.attempt_number - 1)

        async def pause(seconds):
            waits.append(seconds)
            await self.sleep(seconds)

        async for attempt in tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception_type((UpstreamStatus, httpx.TransportError)),
            wait=wait,
            stop=stop,
            sleep=pause,
            reraise=True,
        ):
            with attempt:
                try:
                    answer = await self._once(path, json, headers, ends_at)
                except TimeoutError as error:
                    sent.append(Attempt(None, waits[-1], "deadline"))
                    raise DeadlineExceeded(sent, deadline_s) from error
                except UpstreamStatus as error:
                    sent.append(Attempt(error.response.status_code, waits[-1], str(error)))
                    raise
                except httpx.TransportError as error:
                    sent.append(Attempt(None, waits[-1], type(error).__name__))
                    raise
                sent.append(Attempt(answer.status_code, waits[-1], "ok"))
                return Reply(answer.status_code, answer.content, sent)

    async def _once(self, path, json, headers, ends_at):
        """One request; waits for the circuit to close when there is time for that."""
        while True:
            try:
                async with self.breaker, asyncio.timeout(ends_at - self.clock()):
                    answer = await self.http.post(path, json=json, headers=headers)
                    if not answer.is_success:
                        raise UpstreamStatus(answer)
                    return answer
            except CircuitOpen as refused:
                seconds = refused.retry_in_s + self.backoff_s(0)
                if seconds >= ends_at - self.clock():
                    raise
                await self.sleep(seconds)
