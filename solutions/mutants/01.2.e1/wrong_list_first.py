# diagnosis: source-not-lazy
import asyncio
from collections.abc import AsyncIterable

from labsupport.aio.bounded import Outcome


async def run_bounded(items, fn, *, concurrency, limiter=None, mode):
    if concurrency < 1:
        raise ValueError("concurrency must be at least 1")
    if mode not in ("all_or_nothing", "best_effort"):
        raise ValueError("unknown mode")
    waiting = [item async for item in items] if isinstance(items, AsyncIterable) else list(items)
    results = [None] * len(waiting)
    following = iter(range(len(waiting)))

    async def worker():
        for index in following:
            if limiter is not None:
                await limiter.acquire()
            try:
                results[index] = Outcome(index, await fn(waiting[index]), None)
            except Exception as error:
                if mode == "all_or_nothing":
                    raise
                results[index] = Outcome(index, None, error)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(concurrency, len(waiting))):
                group.create_task(worker())
    except BaseExceptionGroup as group_error:
        raise group_error.exceptions[0] from None
    return results
