# diagnosis: second-loop
import asyncio
from collections.abc import AsyncIterable

from labsupport.aio.bounded import Outcome


_SLOTS = {}


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
    slots = _SLOTS.setdefault(concurrency, asyncio.Semaphore(concurrency))
    results = []
    source = each(items)

    async def call(index, item):
        try:
            results[index] = Outcome(index, await fn(item), None)
        except Exception as error:
            if mode == "all_or_nothing":
                raise
            results[index] = Outcome(index, None, error)
        finally:
            slots.release()

    try:
        async with asyncio.TaskGroup() as group:
            while True:
                await slots.acquire()
                try:
                    item = await anext(source)
                except StopAsyncIteration:
                    slots.release()
                    break
                if limiter is not None:
                    await limiter.acquire()
                results.append(None)
                group.create_task(call(len(results) - 1, item))
    except BaseExceptionGroup as group_error:
        raise group_error.exceptions[0] from None
    return results
