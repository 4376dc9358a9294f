# diagnosis: stops-at-first-error
import asyncio

from labsupport.aio.workers import STOP


async def run_workers(queue, items, handler, *, consumers=3):
    if consumers < 1:
        raise ValueError("consumers must be at least 1")
    errors = []

    async def consume():
        while True:
            item = await queue.get()
            try:
                if item is STOP:
                    return
                await handler(item)
            finally:
                queue.task_done()

    async with asyncio.TaskGroup() as group:
        for _ in range(consumers):
            group.create_task(consume())
        for item in items:
            await queue.put(item)
        for _ in range(consumers):
            await queue.put(STOP)
        await queue.join()
    return errors
