# diagnosis: returns-early
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
            except Exception as error:
                errors.append(error)
            finally:
                queue.task_done()

    tasks = [asyncio.create_task(consume()) for _ in range(consumers)]
    for item in items:
        await queue.put(item)
    while not queue.empty():
        await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    return errors
