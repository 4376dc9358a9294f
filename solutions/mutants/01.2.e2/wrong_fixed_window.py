# diagnosis: fixed-window
import asyncio
import time


class TokenBucket:
    def __init__(self, rate_per_s, burst, clock=time.monotonic, *, sleep=asyncio.sleep):
        if not rate_per_s > 0 or not burst > 0:
            raise ValueError("rate_per_s and burst must be above 0")
        self.rate_per_s = rate_per_s
        self.burst = burst
        self._clock = clock
        self._sleep = sleep
        self._window = None
        self._used = 0.0
        self._lock = asyncio.Lock()

    async def acquire(self, cost=1.0):
        if not 0 < cost <= self.burst:
            raise ValueError("cost must be above 0 and at most the burst")
        started = self._clock()
        length = self.burst / self.rate_per_s
        async with self._lock:
            while True:
                now = self._clock()
                window = int(now / length + 1e-9)
                if window != self._window:
                    self._window, self._used = window, 0.0
                if self._used + cost <= self.burst + 1e-9:
                    self._used += cost
                    break
                await self._sleep((window + 1) * length - now + 1e-6)
        return self._clock() - started
