"""Loop lag: how late the event loop runs what is due. The number to watch in production, next to latency."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType

from labsupport.aio.load import quantile


class LoopWatch:
    """A ticker that notes how late its ticks ran: `async with LoopWatch(0.05) as watch: ...`, then `watch.p99`.

    Ticks are due on a fixed grid of `tick_s` seconds. A blocked loop misses many ticks, and each of them is counted
    with its own lateness. Counting only the one tick that ran late would hide the stall behind all the punctual ticks
    around it ("coordinated omission"). So a percentile is a share of *time*: p99 is the lag that an event arriving at
    a random moment exceeds in 1% of cases.

    threshold_s: a tick later than this counts in `stalls`. Raises ValueError unless both are above 0.
    """

    def __init__(self, threshold_s: float, *, tick_s: float = 0.01) -> None:
        if not threshold_s > 0 or not tick_s > 0:
            raise ValueError(f"threshold_s and tick_s must be above 0, got {threshold_s!r} and {tick_s!r}")
        self.threshold_s = threshold_s
        self.tick_s = tick_s
        self.lags: list[float] = []
        self._due = 0.0
        self._ticker: asyncio.Task[None] | None = None

    async def __aenter__(self) -> LoopWatch:
        self._due = time.perf_counter() + self.tick_s
        self._ticker = asyncio.create_task(self._tick(), name="loop-watch")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ticker, self._ticker = self._ticker, None
        if ticker is not None:
            ticker.cancel()
            await asyncio.gather(ticker, return_exceptions=True)
        self._note()  # a stall that lasted until now has not been seen by the ticker

    def _note(self) -> None:
        now = time.perf_counter()
        while self._due <= now:
            self.lags.append(now - self._due)
            self._due += self.tick_s

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(max(0.0, self._due - time.perf_counter()))
            self._note()

    def percentile(self, percent: float) -> float:
        """Lag in seconds that `percent` of all moments stay at or below (nearest rank); 0.0 before the first tick."""
        if not 0 <= percent <= 100:
            raise ValueError(f"percent must lie between 0 and 100, got {percent!r}")
        return quantile(self.lags, percent / 100) if self.lags else 0.0

    @property
    def p50(self) -> float:
        """Median lag in seconds."""
        return self.percentile(50)

    @property
    def p99(self) -> float:
        """99th percentile of the lag in seconds."""
        return self.percentile(99)

    @property
    def worst(self) -> float:
        """Longest lag in seconds."""
        return max(self.lags, default=0.0)

    @property
    def stalls(self) -> int:
        """Ticks that ran later than `threshold_s`."""
        return sum(lag > self.threshold_s for lag in self.lags)
