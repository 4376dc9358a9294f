"""Experiment 01.4.x2 and failure lab 01.4.c: a producer at three times the service rate, with and without a bound.

`python -m labsupport.aio.overload_lab` is a child that lowers its own memory limit and then takes the load.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import json
import math
import os
import random
import resource
import sqlite3
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from labsupport.aio.bus import EventBus, Overloaded
from labsupport.aio.events import Event
from labsupport.aio.inbox import Inbox

UNBOUNDED = 10**9
FACTOR = 3.0
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def page(number: int, size: int) -> Event:
    """An event with about `size` bytes of text of its own."""
    return Event(f"page_{number}", "page.read", {"text": f"{number:>8}" + "x" * (size - 8)}, NOON)


def service(bus: EventBus, per_s: float) -> None:
    """Subscribe a handler that takes 1 / `per_s` seconds."""

    @bus.on("page.read")
    async def embed(event: Event) -> None:
        await asyncio.sleep(1 / per_s)


def memory_inbox() -> Inbox:
    """An inbox that lives and dies with the process: these labs are about memory and waiting, not about crashes."""
    return Inbox(sqlite3.connect(":memory:", isolation_level=None))


@dataclass
class OverloadRun:
    """Samples over time, and what the producer did. `wait_share`: of the second half, how much it waited for room."""

    maxsize: int
    t_s: list[float] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    traced_mb: list[float] = field(default_factory=list)
    emitted: int = 0
    handled: int = 0
    wait_share: float = 0.0

    def at(self, share: float, what: Sequence[float]) -> float:
        """A sample at this share of the run."""
        return what[min(len(what) - 1, round(share * (len(what) - 1)))]

    def growth(self, what: Sequence[float]) -> float:
        """Value at the end over value at half time: 2 for a straight line from 0, 1 for a plateau."""
        return self.at(1.0, what) / max(1e-9, self.at(0.5, what))


async def overload(maxsize: int, *, seconds: float, service_per_s: float = 100.0, size: int = 10_000) -> OverloadRun:
    """A producer that reads a page in a third of the time that one is handled, for `seconds`, into one bus."""
    run = OverloadRun(maxsize)
    bus = EventBus(maxsize, 1, memory_inbox())
    service(bus, service_per_s)
    clock = asyncio.get_running_loop().time
    gc.collect()
    tracemalloc.start()
    base, _ = tracemalloc.get_traced_memory()
    began = clock()
    waited = 0.0

    async def produce() -> None:
        nonlocal waited
        due = began
        while True:
            due = max(due, clock() - 0.05) + 1 / (FACTOR * service_per_s)  # reading a page; a late timer catches up
            await asyncio.sleep(due - clock())
            asked = clock()
            await bus.emit(page(run.emitted, size), math.inf)
            took = clock() - asked
            due += took
            waited += took
            run.emitted += 1

    async def watch() -> None:
        while True:
            run.t_s.append(clock() - began)
            run.depth.append(bus.depth)
            run.traced_mb.append((tracemalloc.get_traced_memory()[0] - base) / 1e6)
            await asyncio.sleep(seconds / 50)

    tasks = [asyncio.create_task(work) for work in (bus.run(), produce(), watch())]
    try:
        await asyncio.sleep(seconds / 2)
        at_half, half = waited, clock()
        await asyncio.sleep(seconds / 2)
        run.handled = bus.stats.handled
        run.wait_share = (waited - at_half) / (clock() - half)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        tracemalloc.stop()
        bus.inbox.db.close()
    return run


def queue_cpu_s(maxsize: int, *, events: int = 20_000) -> float:
    """CPU seconds to pass `events` items through an asyncio.Queue of this size to a consumer that keeps up."""

    async def main() -> float:
        queue: asyncio.Queue[int] = asyncio.Queue(maxsize)

        async def consume() -> None:
            for _ in range(events):
                await queue.get()

        began = time.thread_time()
        consumer = asyncio.create_task(consume())
        for number in range(events):
            await queue.put(number)
            if number % 10 == 0:  # items come in small bursts, as from a socket
                await asyncio.sleep(0)
        await consumer
        return time.thread_time() - began

    return asyncio.run(main())


# ---------------------------------------------------------------- 01.4.c: under a memory limit


@dataclass(frozen=True)
class CeilingRun:
    """How a process under a memory limit ended. `died` is what killed it, or an empty text."""

    arm: str
    exit_code: int
    died: str
    arrived: int
    accepted: int
    rejected: int
    handled: int
    handled_in_time: int
    retry_after: bool

    @property
    def alive(self) -> bool:
        return self.exit_code == 0

    @property
    def lost(self) -> int:
        """Events that were answered with 202 and never handled."""
        return self.accepted - self.handled

    @property
    def rejected_share(self) -> float:
        return self.rejected / max(1, self.arrived)

    @property
    def expected_share(self) -> float:
        """1 - service / arrival, with the rates of this run."""
        return 1 - self.handled_in_time / max(1, self.arrived)


async def edge(bus: EventBus, event: Event) -> tuple[int, dict[str, str]]:
    """What the HTTP edge answers: 202, or 503 with Retry-After when the bus has no room."""
    try:
        await bus.emit(event, 0)
    except Overloaded as full:
        return 503, {"retry-after": str(max(1, math.ceil(full.retry_after_s)))}
    return 202, {}


async def _child(arm: str, maxsize: int, seconds: float, service_per_s: float, size: int, seed: int) -> None:
    rng = random.Random(seed)
    bus = EventBus(maxsize, 1, memory_inbox())
    service(bus, service_per_s)
    running = asyncio.create_task(bus.run())
    clock = asyncio.get_running_loop().time
    arrived = accepted = rejected = 0
    all_told = True
    period = 1 / (FACTOR * service_per_s)
    began = clock()

    def report(died: str, code: int, in_time: int) -> None:
        row = CeilingRun(arm, code, died, arrived, accepted, rejected, bus.stats.handled, in_time, all_told)
        print(json.dumps(asdict(row)), flush=True)

    try:
        while clock() - began < seconds:
            await asyncio.sleep(max(0.0, began + arrived * period - clock()))
            arrived += 1
            status, headers = await edge(bus, page(arrived, round(size * rng.uniform(0.6, 1.4))))
            accepted += status == 202
            rejected += status == 503
            all_told = all_told and (status == 202 or int(headers["retry-after"]) >= 1)
    except MemoryError:
        report("MemoryError", 1, bus.stats.handled)
        os._exit(1)  # what waits in memory is gone, as it would be with the process
    in_time = bus.stats.handled
    await bus.stop(30)
    await running
    report("", 0, in_time)


def under_ceiling(
    arm: str, *, limit_mb: int = 48, seed: int = 0, seconds: float = 2.0, size: int = 250_000, bound: int = 10
) -> CeilingRun:
    """Run one arm, "unbounded" or "bounded", in a child whose memory may grow by `limit_mb`."""
    size_of = {"unbounded": UNBOUNDED, "bounded": bound}
    args = {"arm": arm, "maxsize": size_of[arm], "limit_mb": limit_mb, "seconds": seconds, "size": size, "seed": seed}
    done = subprocess.run(
        [sys.executable, "-m", "labsupport.aio.overload_lab", json.dumps(args)], capture_output=True, text=True
    )
    if not done.stdout.strip():
        raise RuntimeError(f"the child ended with {done.returncode} and said: {done.stderr[-500:]}")
    row = json.loads(done.stdout)
    row["exit_code"] = done.returncode
    return CeilingRun(**row)


def main() -> None:
    """The child: lower the limit, take the load, print one CeilingRun."""
    args = json.loads(sys.argv[1])
    limit_mb = args.pop("limit_mb")
    with open("/proc/self/statm" if os.path.exists("/proc/self/statm") else os.devnull) as file:
        pages = (file.read().split() or ["0"])[0]
    now = int(pages) * resource.getpagesize() or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (now + limit_mb * 2**20, resource.RLIM_INFINITY))
    asyncio.run(_child(service_per_s=100.0, **args))


if __name__ == "__main__":
    main()
