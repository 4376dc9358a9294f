# right
import asyncio

from labsupport.aio.bounded import Outcome


async def run_bounded(items, fn, *, concurrency, limiter=None, mode):
    if concurrency < 1:
        raise ValueError("concurrency must be at least 1")
    if mode not in ("all_or_nothing", "best_effort"):
        raise ValueError("unknown mode")
    queue = asyncio.Queue(1)
    outcomes = []

    async def feed():
        async def put(item):
            if limiter is not None:
                await limiter.acquire()
            outcome = Outcome(len(outcomes), None, None)
            outcomes.append(outcome)
            await queue.put((outcome, item))

        if hasattr(items, "__aiter__"):
            async for item in items:
                await put(item)
        else:
            for item in items:
                await put(item)
        for _ in range(concurrency):
            await queue.put(None)

    async def consume():
        while (entry := await queue.get()) is not None:
            outcome, item = entry
            try:
                outcome.value = await fn(item)
            except Exception as error:
                if mode == "all_or_nothing":
                    raise
                outcome.error = error

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(feed())
            for _ in range(concurrency):
                group.create_task(consume())
    except* Exception as group_error:
        first = group_error.exceptions[0]
    else:
        return outcomes
    raise first
