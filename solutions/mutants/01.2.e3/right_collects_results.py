# right
import asyncio

from labsupport.aio.workers import STOP


async def run_workers(queue, items, handler, *, consumers=3):
    if consumers < 1:
        raise ValueError("consumers must be at least 1")
    errors = []

    async def attempt(item):
        try:
            await handler(item)
        except Exception as error:
            return [error]
        return []

    async def consume():
        found = []
        stopped = False
        while not stopped:
            item = await queue.get()
            try:
                stopped = item is STOP
                found += [] if stopped else await attempt(item)
            finally:
                queue.task_done()
        return found

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(consume()) for _ in range(consumers)]
        for item in items:
            await queue.put(item)
        await queue.join()
        for _ in tasks:
            await queue.put(STOP)
    await queue.join()
    return errors + [error for task in tasks for error in task.result()]
