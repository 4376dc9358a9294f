# diagnosis: task-done-skipped
import asyncio

from labsupport.aio.workers import STOP


async def run_workers(queue, items, handler, *, consumers=3):
    if consumers < 1:
        raise ValueError("consumers must be at least 1")
    errors = []

    async def consume():
        try:
            while True:
                item = await queue.get()
                if item is STOP:
                    queue.task_done()
                    return
                await handler(item)
                queue.task_done()
        except Exception as error:
            errors.append(error)
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
