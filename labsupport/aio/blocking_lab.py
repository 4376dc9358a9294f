"""Failure lab 01.2.a: one blocking call, or all of them, inside the event loop.

Times are in unscaled seconds; `time_scale` shrinks the wall clock. `time.sleep` stands for a synchronous parse, driver
or file read: what matters is that the thread does not return to the loop.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from labsupport.aio.watch import LoopWatch

BLOCK_S = 0.5
RATE_PER_S = 100.0
Parse = Callable[[float], object]


def naive_parse(seconds: float) -> None:
    """A synchronous parse. Called in a coroutine it stops every task of the loop."""
    time.sleep(seconds)


@dataclass(frozen=True)
class BlockingRun:
    """p99 and worst loop lag in milliseconds, requests completed per second, share of requests that parse slowly."""

    p99_lag_ms: float
    worst_lag_ms: float
    completed_per_s: float
    slow_share: float


async def serve(
    *, seconds: float, slow_share: float, in_thread: bool, seed: int, time_scale: float = 1.0
) -> BlockingRun:
    """100 requests per second arrive for `seconds`; a share of them parses for 500 ms, in the loop or in a thread.

    One request in every hundred means exactly one, at a place that the seed chooses. Counts what had completed when
    the time was up; the rest is cancelled.
    """
    count = round(RATE_PER_S * seconds)
    rng = random.Random(seed)
    block_of = round(1 / slow_share)
    slow = {start + rng.randrange(min(block_of, count - start)) for start in range(0, count, block_of)}
    completed = 0

    async def request(number: int) -> None:
        nonlocal completed
        if number in slow and in_thread:
            await asyncio.to_thread(naive_parse, BLOCK_S * time_scale)
        elif number in slow:
            naive_parse(BLOCK_S * time_scale)
        completed += 1

    ends_at = time.perf_counter() + seconds * time_scale
    tasks: list[asyncio.Task[None]] = []
    async with LoopWatch(0.05) as watch:
        for number in range(count):
            due = ends_at - (count - number) / RATE_PER_S * time_scale
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if time.perf_counter() >= ends_at:
                break
            tasks.append(asyncio.create_task(request(number)))
        await asyncio.sleep(max(0.0, ends_at - time.perf_counter()))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return BlockingRun(
        p99_lag_ms=watch.p99 * 1000 / time_scale,
        worst_lag_ms=watch.worst * 1000 / time_scale,
        completed_per_s=completed / seconds,
        slow_share=slow_share,
    )


@dataclass(frozen=True)
class SlowCallback:
    """Where a slow callback is reported: calls of the loop's exception handler, and the log records."""

    handler_calls: int
    levels: tuple[str, ...]
    message: str


def slow_callback_report(block_s: float = 0.08, threshold_s: float = 0.05) -> SlowCallback:
    """Block a loop in debug mode past its threshold. Runs a loop of its own: call it outside one, or in a thread."""
    records: list[logging.LogRecord] = []
    calls: list[object] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "Executing" in record.getMessage():  # the loop's own "Using selector" line is not of interest
                records.append(record)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.slow_callback_duration = threshold_s
        loop.set_exception_handler(lambda _, context: calls.append(context))
        await asyncio.sleep(0)
        naive_parse(block_s)
        await asyncio.sleep(0)

    logger = logging.getLogger("asyncio")
    keep = Keep()
    propagate, level = logger.propagate, logger.level
    logger.addHandler(keep)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        with asyncio.Runner(debug=True) as runner:
            runner.run(main())
    finally:
        logger.removeHandler(keep)
        logger.propagate = propagate
        logger.setLevel(level)
    message = records[0].getMessage() if records else ""
    return SlowCallback(len(calls), tuple(record.levelname for record in records), message)
