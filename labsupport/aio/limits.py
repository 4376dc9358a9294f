"""Rate limiting: a token bucket. A semaphore limits how many calls are alive; a bucket limits how many start."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

# Below this wait (seconds) a token counts as there. A float clock cannot always advance by less: waiting for the rest
# could loop for ever.
_TINY_S = 1e-9


class TokenBucket:
    """At most `burst + rate_per_s * T` units of cost in any window of T seconds, handed out in order of arrival.

    rate_per_s: refill in units per second; burst: what the bucket holds, and what it holds at the start.
    clock and sleep are injectable, so that a test needs no real time. A wake-up that comes late is made up for out of
    the burst: with `burst` equal to one call's cost nothing is left for that, so give it two or more.
    Belongs to no event loop; one loop at a time. Not for several threads.
    Raises ValueError for a rate or burst that is not above 0.
    """

    def __init__(
        self,
        rate_per_s: float,
        burst: float,
        clock: Callable[[], float] = time.monotonic,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        if not rate_per_s > 0 or not burst > 0:
            raise ValueError(f"rate_per_s and burst must be above 0, got {rate_per_s!r} and {burst!r}")
        self.rate_per_s = rate_per_s
        self.burst = burst
        self._clock = clock
        self._sleep = sleep
        self._tokens = burst
        self._filled_at = clock()
        self._queue: deque[asyncio.Future[None]] = deque()

    async def acquire(self, cost: float = 1.0) -> float:
        """Wait for `cost` tokens and take them. Returns the seconds waited.

        First come, first served: a cheap call does not overtake an expensive one. A cancelled waiter takes nothing and
        holds nobody up. Raises ValueError for `cost <= 0` or `cost > burst` (it could never be served).
        """
        if not 0 < cost <= self.burst:
            raise ValueError(f"cost must be above 0 and at most the burst of {self.burst:g}, got {cost!r}")
        # BEGIN SOLUTION
        arrived = self._clock()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            if self._queue[0] is not turn:
                await turn
            while (missing_s := self._missing(cost) / self.rate_per_s) > _TINY_S:
                await self._sleep(missing_s)
            self._tokens -= cost
        finally:
            self._queue.remove(turn)
            if self._queue and not self._queue[0].done():
                self._queue[0].set_result(None)
        return self._clock() - arrived
        # END SOLUTION

    def _missing(self, cost: float) -> float:
        """Refill up to now, never above `burst`, and say how many tokens are missing for `cost`."""
        # BEGIN SOLUTION
        now = self._clock()
        self._tokens = min(self.burst, self._tokens + (now - self._filled_at) * self.rate_per_s)
        self._filled_at = now
        return cost - self._tokens
        # END SOLUTION
