"""A queue and its consumers: the join protocol in its right form, and the common wrong one for comparison."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")

STOP = object()
"""The sentinel: a consumer that gets it ends."""


async def naive_run_workers(
    queue: asyncio.Queue[Any], items: Iterable[T], handler: Callable[[T], Awaitable[object]], *, consumers: int = 3
) -> list[Exception]:
    """The worker as it is often copied. With a sentinel, `queue.join()` never returns; see `run_workers`."""

    async def consume() -> None:
        while True:
            item = await queue.get()
            if item is STOP:
                break
            await handler(item)
            queue.task_done()

    tasks = [asyncio.create_task(consume()) for _ in range(consumers)]
    for item in items:
        await queue.put(item)
    await queue.put(STOP)
    await queue.join()
    await asyncio.gather(*tasks)
    return []


async def run_workers(
    queue: asyncio.Queue[Any], items: Iterable[T], handler: Callable[[T], Awaitable[object]], *, consumers: int = 3
) -> list[Exception]:
    """Put every item on `queue`, let `consumers` tasks handle them, return the handler's exceptions.

    queue: empty, bounded or not, used by nobody else. When this returns, `queue.join()` returns at once, every item was
    handled exactly once and no consumer is left, also when `handler` raised. A cancellation ends the consumers too.
    Raises ValueError for `consumers < 1`.
    """
    if consumers < 1:
        raise ValueError(f"consumers must be at least 1, got {consumers}")
    errors: list[Exception] = []

    async def consume() -> None:
        # BEGIN SOLUTION
        while True:
            item = await queue.get()
            try:
                if item is STOP:
                    return
                await handler(item)
            except Exception as error:
                errors.append(error)
            finally:
                queue.task_done()  # one per get, whatever happened in between, for the sentinel too
        # END SOLUTION

    async with asyncio.TaskGroup() as group:
        for _ in range(consumers):
            group.create_task(consume())
        for item in items:
            await queue.put(item)
        # BEGIN SOLUTION
        for _ in range(consumers):  # one sentinel stops one consumer
            await queue.put(STOP)
        # END SOLUTION
        await queue.join()
    return errors
