# right
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
        self._empty_at = clock() - burst / rate_per_s
        self._last = None

    async def acquire(self, cost=1.0):
        if not 0 < cost <= self.burst:
            raise ValueError("cost must be above 0 and at most the burst")
        arrived = self._clock()
        before, mine = self._last, asyncio.Event()
        self._last = mine
        try:
            if before is not None:
                await before.wait()
            while True:
                now = self._clock()
                self._empty_at = max(self._empty_at, now - self.burst / self.rate_per_s)
                ready = self._empty_at + cost / self.rate_per_s
                if ready - now <= 1e-9:
                    self._empty_at = ready
                    break
                await self._sleep(ready - now)
        finally:
            if before is not None and not before.is_set():
                # cancelled in the queue: hand on only when it is our predecessor's turn to do so
                asyncio.get_running_loop().create_task(self._relay(before, mine))
            else:
                mine.set()
        return self._clock() - arrived

    async def _relay(self, before, mine):
        await before.wait()
        mine.set()
