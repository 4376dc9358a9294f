# diagnosis: waits-for-batch
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
    results = []
    batch = []

    async def call(item):
        if limiter is not None:
            await limiter.acquire()
        return await fn(item)

    async def flush():
        tasks = [asyncio.create_task(call(item)) for item in batch]
        try:
            values = await asyncio.gather(*tasks, return_exceptions=mode == "best_effort")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for value in values:
            failed = isinstance(value, BaseException)
            results.append(Outcome(len(results), None if failed else value, value if failed else None))
        batch.clear()

    async for item in each(items):
        batch.append(item)
        if len(batch) == concurrency:
            await flush()
    if batch:
        await flush()
    return results
