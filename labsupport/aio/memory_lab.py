"""Experiment 01.2.x3: peak memory of twenty thousand prompts, tasks first against a bounded pool."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections.abc import Awaitable, Callable, Iterable, Iterator

from labsupport.aio.bounded import run_bounded


def prompt_stream(count: int, *, characters: int = 4000) -> Iterator[str]:
    """Prompts that are made when asked for, one by one, as a database cursor or a file would give them."""
    for number in range(count):
        yield f"prompt {number} ".ljust(characters, ".")


async def call_model(prompt: str) -> int:
    """A call that waits once and keeps only a number."""
    await asyncio.sleep(0)
    return len(prompt)


async def naive_tasks_first(prompts: Iterable[str], concurrency: int) -> int:
    """A task per prompt, throttled by a semaphore: few calls run at a time, but all prompts are held at once."""
    slots = asyncio.Semaphore(concurrency)

    async def one(prompt: str) -> int:
        async with slots:
            return await call_model(prompt)

    return sum(await asyncio.gather(*[asyncio.create_task(one(prompt)) for prompt in prompts]))


async def pooled(prompts: Iterable[str], concurrency: int) -> int:
    """`run_bounded`: a prompt is pulled when a slot is free."""
    outcomes = await run_bounded(prompts, call_model, concurrency=concurrency, mode="all_or_nothing")
    return sum(outcome.value or 0 for outcome in outcomes)


async def traced_peak(work: Callable[[], Awaitable[int]]) -> tuple[int, int]:
    """(result, peak bytes of Python memory that the work added), by tracemalloc."""
    gc.collect()
    tracemalloc.start()
    try:
        base, _ = tracemalloc.get_traced_memory()
        result = await work()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return result, peak - base
