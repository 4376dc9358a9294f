# diagnosis: no-shared-state
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

    async def acquire(self, cost=1.0):
        if not 0 < cost <= self.burst:
            raise ValueError("cost must be above 0 and at most the burst")
        started = self._clock()
        await self._sleep(cost / self.rate_per_s)
        return self._clock() - started
