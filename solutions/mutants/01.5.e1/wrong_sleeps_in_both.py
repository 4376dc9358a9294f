# diagnosis: sleeps-twice
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
            wait=lambda state: self.backoff_s(state.attempt_number - 1),
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
