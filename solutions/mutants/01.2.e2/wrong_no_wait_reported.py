# diagnosis: wrong-wait
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
        self._tokens = burst
        self._at = clock()
        self._lock = asyncio.Lock()

    async def acquire(self, cost=1.0):
        if not 0 < cost <= self.burst:
            raise ValueError("cost must be above 0 and at most the burst")
        async with self._lock:
            while True:
                now = self._clock()
                self._tokens = min(self.burst, self._tokens + (now - self._at) * self.rate_per_s)
                self._at = now
                missing = cost - self._tokens
                if missing <= 1e-9:
                    self._tokens -= cost
                    break
                await self._sleep(missing / self.rate_per_s)
        return 0.0
