# right
import asyncio


async def run_workers(queue, items, handler, *, consumers=3):
    if consumers < 1:
        raise ValueError("consumers must be at least 1")
    errors = []

    async def consume():
        while True:
            item = await queue.get()
            try:
                await handler(item)
            except Exception as error:
                errors.append(error)
            finally:
                queue.task_done()

    tasks = [asyncio.create_task(consume()) for _ in range(consumers)]
    try:
        for item in items:
            await queue.put(item)
        await queue.join()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return errors
