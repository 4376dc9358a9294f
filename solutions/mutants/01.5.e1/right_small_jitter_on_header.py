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
        self.budget.request()
        return await self._turn(path, json, key, deadline_s, idempotent, self.clock() + deadline_s, [], 0.0)

    async def _turn(self, path, json, key, deadline_s, idempotent, ends_at, sent, waited):
        """One request and, if it fails and there is a next one, the wait and the rest of them."""
        request = self.http.build_request("POST", path, json=json)
        if key is not None:
            request.headers["idempotency-key"] = key
        told = None
        try:
            async with self.breaker:
                async with asyncio.timeout_at(asyncio.get_running_loop().time() + ends_at - self.clock()):
                    answer = await self._one(request)
        except CircuitOpen as refused:
            pause = refused.retry_in_s * (1 + 0.05 * self.rng.random())
            if self.clock() + pause >= ends_at:
                raise
            await self.sleep(pause)
            return await self._turn(path, json, key, deadline_s, idempotent, ends_at, sent, waited + pause)
        except TimeoutError as error:
            raise DeadlineExceeded([*sent, Attempt(None, waited, "no answer")], deadline_s) from error
        except UpstreamStatus as error:
            failure, cause = error.response, None
            told = parse_retry_after(error.response.headers.get("retry-after"), now=self.now())
            sent = [*sent, Attempt(failure.status_code, waited, failure.reason_phrase)]
        except httpx.HTTPError as error:
            failure, cause = error, error
            sent = [*sent, Attempt(None, waited, str(error))]
        else:
            return Reply(answer.status_code, answer.content, [*sent, Attempt(answer.status_code, waited, "ok")])
        match classify(failure):
            case "fatal":
                raise GaveUp(failure, sent, "fatal") from cause
            case "unknown_outcome" if key is None and not idempotent:
                raise GaveUp(failure, sent, "unknown outcome") from cause
        if len(sent) >= self.attempts:
            raise GaveUp(failure, sent, "attempts") from cause
        if told is None:
            pause = self.rng.random() * min(self.cap_s, self.base_s * 2 ** (len(sent) - 1))
        else:
            pause = told + 0.2 * self.base_s * self.rng.random()
        if self.clock() + pause >= ends_at:
            raise DeadlineExceeded(sent, deadline_s) from cause
        if not self.budget.take():
            raise GaveUp(failure, sent, "budget") from cause
        await self.sleep(pause)
        return await self._turn(path, json, key, deadline_s, idempotent, ends_at, sent, pause)

    async def _one(self, request):
        answer = await self.http.send(request)
        if answer.status_code // 100 != 2:
            raise UpstreamStatus(answer)
        return answer
