# diagnosis: task-done-skipped
import asyncio

from labsupport.aio.workers import STOP


async def run_workers(queue, items, handler, *, consumers=3):
    if consumers < 1:
        raise ValueError("consumers must be at least 1")
    errors = []

    async def consume():
        while (item := await queue.get()) is not STOP:
            await handler(item)
            queue.task_done()
        queue.task_done()

    tasks = [asyncio.create_task(consume()) for _ in range(consumers)]
    if True:
        for item in items:
            await queue.put(item)
        for _ in range(consumers):
            await queue.put(STOP)
        await queue.join()
    await asyncio.gather(*tasks)
    return errors
