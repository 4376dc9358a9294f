"""Small demonstrations of common errors of topic 01.2: each shows what really happens. Knows nothing of notebooks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from labsupport.aio.bounded import run_bounded
from labsupport.aio.orphan_lab import chat, chat_client
from labsupport.aio.workers import naive_run_workers
from labsupport.services.provider_sim import ProviderSim, latency


class WatchedQueue(asyncio.Queue[Any]):
    """A queue that says how many entries were never marked as done."""

    def __init__(self) -> None:
        super().__init__()
        self.unfinished = 0

    def _put(self, item: Any) -> None:
        super()._put(item)
        self.unfinished += 1

    def task_done(self) -> None:
        super().task_done()
        self.unfinished -= 1


@dataclass(frozen=True)
class Leftover:
    """After waiting for `join()` in vain: entries without task_done, consumers that still wait, errors nobody saw."""

    join_returned: bool
    unfinished: int
    waiting_consumers: int
    lost_errors: int


async def naive_leftover(*, consumers: int, items: int = 3, failing: int | None = None) -> Leftover:
    """Run the naive queue worker on `items` items (item number `failing` raises) and see what it leaves behind."""
    queue = WatchedQueue()
    before = asyncio.all_tasks()

    async def handler(item: int) -> None:
        await asyncio.sleep(0)
        if item == failing:
            raise ValueError(item)

    work = asyncio.create_task(naive_run_workers(queue, range(items), handler, consumers=consumers))
    await asyncio.sleep(0)  # it has made its consumers now
    started = asyncio.all_tasks() - before - {work}
    await asyncio.wait([work], timeout=0.1)
    returned = work.done()
    waiting = [task for task in started if not task.done()]
    for task in [work, *waiting]:
        task.cancel()
    await asyncio.gather(work, *waiting, return_exceptions=True)
    # asking for the exception is what the naive worker never does; unasked, it would be logged at some later time
    lost = sum(not task.cancelled() and task.exception() is not None for task in started)
    return Leftover(returned, queue.unfinished, len(waiting), lost)


@dataclass(frozen=True)
class SlowGroup:
    """What a too short time-out did to a group: the error's name, the calls that finished, and all calls."""

    error: str
    finished: int
    calls: int


async def slow_call_in_group(sim: ProviderSim, *, read_timeout_s: float = 5.0, calls: int = 6) -> SlowGroup:
    """`calls` generations of 3 s, two at a time, the first one takes 8 s; the client waits `read_timeout_s`.

    Seconds are the provider's: the time scale of `sim` applies to the time-out as well.
    """
    sim.reset()
    sim.script(latency(8000, n=1), latency(3000))
    finished: list[int] = []

    async with chat_client(sim, timeout_s=read_timeout_s * sim.time_scale) as client:

        async def generate(number: int) -> None:
            (await chat(client, f"story {number}")).raise_for_status()
            finished.append(number)

        error = "none"
        try:
            await run_bounded(range(calls), generate, concurrency=2, mode="all_or_nothing")
        except Exception as caught:
            error = type(caught).__name__
    return SlowGroup(error, len(finished), calls)
