# right
import asyncio

import httpx

from labsupport.aio.breaker import CircuitOpen, UpstreamStatus
from labsupport.aio.resilient import BaseClient, Reply
from labsupport.aio.retry import Attempt, DeadlineExceeded, GaveUp, classify, parse_retry_after


class ResilientClient(BaseClient):
    async def post(self, path, json, *, key, deadline_s, idempotent=False):
        if not deadline_s > 0:
            raise ValueError(f"deadline_s must be above 0, got {deadline_s}")
        state = _Operation(self, deadline_s, key is not None or idempotent)
        headers = None if key is None else {"Idempotency-Key": key}
        while True:
            try:
                response = await self._send(path, json, headers, state)
            except asyncio.TimeoutError as error:
                state.note(None, "deadline")
                raise DeadlineExceeded(state.sent, deadline_s) from error
            except CircuitOpen as error:
                if not await state.wait_for_circuit(error.retry_in_s):
                    raise
                continue
            except (httpx.RequestError, httpx.StreamError) as error:
                state.note(None, repr(error))
                await state.pause(error, None)
                continue
            if 200 <= response.status_code < 300:
                state.note(response.status_code, "ok")
                return Reply(response.status_code, response.content, state.sent)
            state.note(response.status_code, "refused")
            await state.pause(response, response.headers.get("Retry-After"))

    async def _send(self, path, json, headers, state):
        """One request. Faults are shown to the breaker; its answer is returned whatever the status."""
        try:
            async with self.breaker:
                call = self.http.post(path, json=json, headers=headers)
                response = await asyncio.wait_for(call, state.left())
                if response.status_code >= 500:
                    raise UpstreamStatus(response)
                return response
        except UpstreamStatus as shown:
            return shown.response


class _Operation:
    """Time, turns and attempts of one post."""

    def __init__(self, client, deadline_s, repeatable):
        self.client, self.deadline_s, self.repeatable = client, deadline_s, repeatable
        self.ends_at = client.clock() + deadline_s
        self.turns, self.waited, self.sent = 0, 0.0, []
        client.budget.request()

    def left(self):
        return self.ends_at - self.client.clock()

    def note(self, status, reason):
        self.sent.append(Attempt(status, self.waited, reason))
        self.waited = 0.0

    async def wait_for_circuit(self, seconds):
        self.turns += 1
        seconds += self.client.backoff_s(0)
        if self.turns >= self.client.attempts or seconds >= self.left():
            return False
        self.waited += seconds
        await self.client.sleep(seconds)
        return True

    async def pause(self, failure, header):
        """Wait for the next turn, or raise why there is none."""
        cause = failure if isinstance(failure, BaseException) else None
        reason = self.reason(classify(failure))
        if reason:
            raise GaveUp(failure, self.sent, reason) from cause
        told = parse_retry_after(header, now=self.client.now())
        seconds = self.client.backoff_s(self.turns) if told is None else told + self.client.backoff_s(0)
        if seconds >= self.left():
            raise DeadlineExceeded(self.sent, self.deadline_s) from cause
        if not self.client.budget.take():
            raise GaveUp(failure, self.sent, "budget") from cause
        self.turns += 1
        self.waited += seconds
        await self.client.sleep(seconds)

    def reason(self, verdict):
        if verdict == "fatal":
            return "fatal"
        if verdict == "unknown_outcome" and not self.repeatable:
            return "unknown outcome"
        return "attempts" if self.turns + 1 >= self.client.attempts else ""
