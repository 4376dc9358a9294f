# diagnosis: creates-all-tasks, source-not-lazy
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
    slots = asyncio.Semaphore(concurrency)
    results = {}

    async def call(index, item):
        async with slots:
            if limiter is not None:
                await limiter.acquire()
            try:
                results[index] = Outcome(index, await fn(item), None)
            except Exception as error:
                if mode == "all_or_nothing":
                    raise
                results[index] = Outcome(index, None, error)

    index = 0
    try:
        async with asyncio.TaskGroup() as group:
            async for item in each(items):
                group.create_task(call(index, item))
                index += 1
    except BaseExceptionGroup as group_error:
        raise group_error.exceptions[0] from None
    return [results[i] for i in range(index)]
