"""What bounds cost: ratios of interleaved arms in one run, each with an A/A arm. Asserts nothing, knows no verdict."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from labsupport import stats
from labsupport.aio.bounded import run_bounded
from labsupport.aio.bus import EventBus
from labsupport.aio.overload_lab import memory_inbox, page, queue_cpu_s

CALLS = 2_000


async def _call(number: int) -> int:
    await asyncio.sleep(0)
    return number


async def plain_loop() -> None:
    """One call after the other."""
    for number in range(CALLS):
        await _call(number)


async def unbounded_gather() -> None:
    """A task for every call."""
    await asyncio.gather(*(_call(number) for number in range(CALLS)))


async def bounded_gather() -> None:
    """`run_bounded` with twenty slots."""
    await run_bounded(range(CALLS), _call, concurrency=20, mode="all_or_nothing")


async def plain_queue() -> None:
    """Events through an asyncio.Queue to one consumer: no inbox, no retries, no second delivery."""
    queue: asyncio.Queue[object] = asyncio.Queue(100)

    async def consume() -> None:
        for _ in range(CALLS):
            await queue.get()
            queue.task_done()

    consumer = asyncio.create_task(consume())
    for number in range(CALLS):
        await queue.put(page(number, 100))
    await consumer


async def event_bus() -> None:
    """The same events through the bus: a claim, a transaction and a mark for each, in SQLite in memory."""
    bus = EventBus(100, 1, memory_inbox())

    @bus.on("page.read")
    async def work(event: object) -> None:
        return None

    running = asyncio.create_task(bus.run())
    for number in range(CALLS):
        await bus.emit(page(number, 100), 60)
    await bus.stop(60)
    await running
    bus.inbox.db.close()


def _cpu_s(work: Callable[[], Awaitable[None]]) -> Callable[[], float]:
    async def main() -> float:
        start = time.thread_time()
        await work()
        return time.thread_time() - start

    return lambda: asyncio.run(main())


def _compare(base: str, arms: dict[str, Callable[[], float]], rounds: int, seed: int) -> list[dict[str, object]]:
    measured = stats.interleave({**arms, "A/A": arms[base]}, rounds, seed)
    return [
        {"what": f"{name} / {base}", "ratio": stats.ratio_ci(measured[name], measured[base], paired=True, seed=seed)}
        for name in measured
        if name != base
    ]


def queue_bound(*, rounds: int = 15, seed: int = 0, events: int = 20_000) -> list[dict[str, object]]:
    """CPU of a queue with a bound of 100 over one without."""
    arms = {"no bound": lambda: queue_cpu_s(0, events=events), "maxsize=100": lambda: queue_cpu_s(100, events=events)}
    return _compare("no bound", arms, rounds, seed)


def rows(*, rounds: int = 15, seed: int = 0) -> list[dict[str, object]]:
    """For `lab bench-aio`: one line an arm, name and ratio of CPU seconds with its interval."""
    calls = {
        "plain loop": _cpu_s(plain_loop), "bounded gather": _cpu_s(bounded_gather),
        "unbounded gather": _cpu_s(unbounded_gather),
    }  # fmt: skip
    found = _compare("plain loop", calls, rounds, seed)
    found += _compare("unbounded gather", {k: calls[k] for k in ("unbounded gather", "bounded gather")}, rounds, seed)
    buses = {"asyncio.Queue": _cpu_s(plain_queue), "EventBus": _cpu_s(event_bus)}
    return found + _compare("asyncio.Queue", buses, rounds, seed) + queue_bound(rounds=rounds, seed=seed)
