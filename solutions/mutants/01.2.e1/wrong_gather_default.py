# diagnosis: orphans-siblings
import asyncio
from collections.abc import AsyncIterable

from labsupport.aio.bounded import Outcome


async def each(items):
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item


async def run_bounded(items, fn, *, concurrency, limiter=None, mode):
    if concurrency < 1:
        raise ValueError("concurrency must be at least 1")
    if mode not in ("all_or_nothing", "best_effort"):
        raise ValueError("unknown mode")
    source = each(items)
    lock = asyncio.Lock()
    results = {}

    async def worker():
        while True:
            async with lock:
                try:
                    item = await anext(source)
                except StopAsyncIteration:
                    return
                index = len(results)
                results[index] = None
                if limiter is not None:
                    await limiter.acquire()
            try:
                results[index] = Outcome(index, await fn(item), None)
            except Exception as error:
                if mode == "all_or_nothing":
                    raise
                results[index] = Outcome(index, None, error)

    await asyncio.gather(*(worker() for _ in range(concurrency)))
    return [results[i] for i in sorted(results)]
