# right
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
    running = {}
    source = each(items)
    exhausted = False
    try:
        while running or not exhausted:
            while not exhausted and len(running) < concurrency:
                try:
                    item = await source.__anext__()
                except StopAsyncIteration:
                    exhausted = True
                    break
                if limiter is not None:
                    await limiter.acquire()
                results.append(None)
                running[asyncio.ensure_future(fn(item))] = len(results) - 1
            if not running:
                break
            finished, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in finished:
                index = running.pop(task)
                error = asyncio.CancelledError() if task.cancelled() else task.exception()
                if error is not None and mode == "all_or_nothing":
                    raise error
                results[index] = Outcome(index, None if error else task.result(), error)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await source.aclose()
    return results
