"""A circuit breaker: after failures in a row nothing is sent for a while, then one call finds out how things are.

Knows nothing of retries. Pattern: M. Nygard, Release It!; https://martinfowler.com/bliki/CircuitBreaker.html
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal, Self

import httpx

_TINY_S = 1e-9  # a wait of exactly the cooldown must suffice, whatever floats make of it


class CircuitOpen(Exception):
    """Nothing was sent: the upstream failed too often. `retry_in_s`: seconds until it is worth asking again."""

    def __init__(self, retry_in_s: float) -> None:
        super().__init__(f"the circuit is open; the next call may be tried in {retry_in_s:.3g} s")
        self.retry_in_s = retry_in_s


class UpstreamStatus(Exception):
    """An answer that is no success, raised inside `async with breaker` to show it to the breaker."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(f"status {response.status_code}")
        self.response = response


def upstream_fault(exc: BaseException) -> bool:
    """Whether the upstream is to blame: a 5xx, a broken connection or a time-out.

    Not a 4xx (our request, our rate or our quota), and not a full connection pool of our own.
    """
    if isinstance(exc, UpstreamStatus):
        return exc.response.status_code >= 500
    if isinstance(exc, httpx.PoolTimeout | httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return False
    return isinstance(exc, httpx.TransportError | TimeoutError)


class CircuitBreaker:
    """`async with breaker: ...` around each call. Share one per upstream; one event loop at a time.

    closed: calls pass; `failures` faults in a row open it. open: every call gets CircuitOpen for `cooldown_s` seconds.
    half_open: one call, the probe, passes and decides; the others get CircuitOpen as long as it runs. A call that ends
    by an exception that `counts` does not blame on the upstream, as cancellation, decides nothing; if it was the probe,
    the next call is. Calls that began before the breaker opened do not count any more.
    Raises ValueError for `failures < 1` or a negative cooldown.
    """

    def __init__(
        self,
        failures: int,
        cooldown_s: float,
        clock: Callable[[], float] = time.monotonic,
        *,
        counts: Callable[[BaseException], bool] = upstream_fault,
    ) -> None:
        if failures < 1 or not cooldown_s >= 0:
            raise ValueError(f"failures must be 1 or more and cooldown_s 0 or more, got {failures} and {cooldown_s}")
        self.failures = failures
        self.cooldown_s = cooldown_s
        self._clock = clock
        self._counts = counts
        self._faults = 0  # in a row
        self._opened_at: float | None = None
        self._probe: asyncio.Task[Any] | None = None

    @property
    def state(self) -> Literal["closed", "open", "half_open"]:
        """half_open from the end of the cooldown until a probe has decided."""
        if self._opened_at is None:
            return "closed"
        return "open" if self._probe is None and self._left_s(self._opened_at) > 0 else "half_open"

    def _left_s(self, opened_at: float) -> float:
        left_s = opened_at + self.cooldown_s - self._clock()
        return left_s if left_s > _TINY_S else 0.0

    async def __aenter__(self) -> Self:
        if self._opened_at is None:
            return self
        # how long a probe takes nobody knows; if it fails now, the next one is a cooldown away
        left_s = self.cooldown_s if self._probe is not None else self._left_s(self._opened_at)
        if self._probe is not None or left_s > 0:
            raise CircuitOpen(left_s)
        self._probe = asyncio.current_task()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        probing = self._probe is not None and self._probe is asyncio.current_task()
        if probing:
            self._probe = None
        elif self._opened_at is not None:
            return
        if exc is not None and self._counts(exc):
            self._faults += 1
            if probing or self._faults >= self.failures:
                self._opened_at = self._clock()
        elif exc is None or isinstance(exc, UpstreamStatus):  # any answer shows that the upstream is alive
            self._faults = 0
            self._opened_at = None
