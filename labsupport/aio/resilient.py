"""A POST that survives an unreliable provider: retries with a deadline, idempotency keys, a breaker, a retry budget.

Puts the decisions of `retry` and `breaker` around one HTTP client. Use it in place of retries in an SDK, not on top:
nested layers multiply.
"""

from __future__ import annotations

import asyncio
import contextlib
import json as json_module
import math
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from labsupport.aio.breaker import CircuitBreaker, CircuitOpen, UpstreamStatus
from labsupport.aio.retry import (
    Attempt,
    DeadlineExceeded,
    GaveUp,
    RetryBudget,
    classify,
    full_jitter,
    parse_retry_after,
)

__all__ = ["Attempt", "BaseClient", "DeadlineExceeded", "GaveUp", "Reply", "ResilientClient"]


@dataclass(frozen=True)
class Reply:
    """A 2xx answer. attempts: every request sent for it, the last one included."""

    status: int
    body: bytes
    attempts: list[Attempt]

    def json(self) -> Any:
        """The body as JSON. Raises ValueError when it is none."""
        return json_module.loads(self.body)


class BaseClient:
    """What `post` works with. Share one client, with its breaker and budget, per upstream.

    http: has the base URL, limits and time-outs of one attempt. attempts: at most so many requests for one post.
    base_s, cap_s: window of the first and of the longest backoff, seconds. breaker, budget: None for none. rng, clock
    (monotonic seconds), sleep and now (time of day, for Retry-After dates) are injectable.
    Raises ValueError for `attempts < 1`.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        attempts: int = 5,
        base_s: float = 0.5,
        cap_s: float = 20.0,
        breaker: CircuitBreaker | None = None,
        budget: RetryBudget | None = None,
        rng: random.Random | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if attempts < 1:
            raise ValueError(f"attempts must be 1 or more, got {attempts}")
        self.http = http
        self.attempts = attempts
        self.base_s = base_s
        self.cap_s = cap_s
        self.breaker = breaker or contextlib.nullcontext()
        self.budget = budget or RetryBudget(0.0, 0.0, burst=math.inf)
        self.rng = rng or random.Random()
        self.clock = clock
        self.sleep = sleep
        self.now = now

    def backoff_s(self, turn: int) -> float:
        """A wait after turn number `turn`, from 0, drawn by `full_jitter`."""
        return full_jitter(turn, base_s=self.base_s, cap_s=self.cap_s, rng=self.rng)


class ResilientClient(BaseClient):
    """A client whose `post` goes on after failures, as long as that is safe, in time and within the budget."""

    async def post(
        self, path: str, json: Any, *, key: str | None, deadline_s: float, idempotent: bool = False
    ) -> Reply:
        """POST `json` to `path`; the first 2xx answer, within `deadline_s` seconds all told.

        key: sent as Idempotency-Key with every attempt. After an unknown outcome there is another one only with a key,
        or when `idempotent` says that twice is as good as once. A turn that the breaker refuses counts as an attempt.
        Raises DeadlineExceeded, GaveUp, CircuitOpen (refused at the last turn, or for longer than the deadline), and
        ValueError for `deadline_s <= 0`. Exceptions that are not about the transport pass.
        """
        if not deadline_s > 0:
            raise ValueError(f"deadline_s must be above 0, got {deadline_s}")
        # BEGIN SOLUTION
        ends_at = self.clock() + deadline_s
        headers = {} if key is None else {"Idempotency-Key": key}
        sent: list[Attempt] = []
        waited_s = 0.0
        self.budget.request()
        for turn in range(self.attempts):
            is_last_turn = turn == self.attempts - 1
            failure: Exception | httpx.Response
            try:
                async with self.breaker, asyncio.timeout(ends_at - self.clock()):
                    response = await self.http.post(path, json=json, headers=headers)
                    if not response.is_success:
                        raise UpstreamStatus(response)  # so that the breaker sees it
                sent.append(Attempt(response.status_code, waited_s, "ok"))
                return Reply(response.status_code, response.content, sent)
            except CircuitOpen as refused:
                wait_s = refused.retry_in_s + self.backoff_s(0)
                if is_last_turn or wait_s >= ends_at - self.clock():
                    raise
                waited_s += wait_s
                await self.sleep(wait_s)
                continue
            except TimeoutError as error:  # the deadline's; httpx has exceptions of its own
                raise DeadlineExceeded([*sent, Attempt(None, waited_s, "deadline")], deadline_s) from error
            except UpstreamStatus as answer:
                failure, status, reason = answer.response, answer.response.status_code, str(answer)
            except httpx.RequestError as error:
                failure, status, reason = error, None, type(error).__name__
            sent.append(Attempt(status, waited_s, reason))
            cause = failure if isinstance(failure, Exception) else None
            verdict = classify(failure)
            if verdict == "fatal":
                raise GaveUp(failure, sent, "fatal") from cause
            if verdict == "unknown_outcome" and key is None and not idempotent:
                raise GaveUp(failure, sent, "unknown outcome") from cause
            if is_last_turn:
                raise GaveUp(failure, sent, "attempts") from cause
            header = failure.headers.get("Retry-After") if isinstance(failure, httpx.Response) else None
            told_s = parse_retry_after(header, now=self.now())
            # a little jitter on the header, too: or all who were told the same come back together
            wait_s = self.backoff_s(turn) if told_s is None else told_s + self.backoff_s(0)
            if wait_s >= ends_at - self.clock():
                raise DeadlineExceeded(sent, deadline_s) from cause
            if not self.budget.take():
                raise GaveUp(failure, sent, "budget") from cause
            waited_s = wait_s
            await self.sleep(wait_s)
        raise AssertionError("not reached")
        # END SOLUTION
