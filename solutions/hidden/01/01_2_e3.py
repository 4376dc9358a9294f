"""Hidden check for 01.2.e3: the parent is the handler; it knows which items ran, how often and how many at a time.

Handlers are answered only when the child waits for nothing else, so all counts are the same on a busy machine.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.grading.quiet import TICKER, Quiet, release
from labsupport.lab.check import expect

READ = "01.2 Queues that end"

DRIVER = (
    TICKER
    + """
async def drive(subject, call, args):
    async def handler(item):
        try:
            if await call("handle", item) == "fail":
                raise LookupError(item)
        finally:
            call.notify("ended", item)

    queue = asyncio.Queue(args["maxsize"])
    ticking = asyncio.create_task(ticker(call))
    try:
        errors = await subject(queue, list(args["items"]), handler, consumers=args["consumers"])
    except BaseException as error:
        inner = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
        return {"raised": type(inner).__name__, "text": str(inner)}
    await call("returned")
    for _ in range(3):
        await asyncio.sleep(0)
    left = len(asyncio.all_tasks() - {asyncio.current_task(), ticking})
    await queue.join()
    if not isinstance(errors, list):
        return {"errors": None, "left": left, "size": queue.qsize()}
    return {"errors": sorted(str(error.args[0]) for error in errors), "left": left, "size": queue.qsize()}
"""
)


class World(Quiet):
    """The handler's other end. It ends some of the handlers each time the child is quiet."""

    def __init__(self, rng: random.Random, items: list[str], fails: set[str], consumers: int) -> None:
        super().__init__()
        self.rng, self.items, self.fails, self.consumers = rng, items, fails, consumers
        self.live = self.peak = 0
        self.calls: list[tuple[str, asyncio.Future[Any]]] = []
        self.started: list[str] = []
        self.ended: list[str] = []
        self.ended_at_return = -1

    def seen(self, event: str, payload: Any) -> Any:
        if event == "handle":
            self.started.append(payload)
            self.live += 1
            self.peak = max(self.peak, self.live)
            self.calls.append((str(payload), self.held()))
            return self.calls[-1][1]
        if event == "ended":
            self.live -= 1
            self.ended.append(payload)
        elif event == "returned":
            self.ended_at_return = len(self.ended)
        return None

    def quiet(self) -> bool:
        chosen = self.rng.sample(self.calls, self.rng.randint(1, len(self.calls))) if self.calls else []
        for call in chosen:
            self.calls.remove(call)
            release(call[1], "fail" if call[0] in self.fails else "ok")
        return bool(chosen)


def judge(result: Any, world: World) -> None:
    if "raised" in result:
        twice = "too many times" in str(result["text"])
        expect(
            False,
            expected="a list of errors",
            got=result,
            cause="task_done is called more often than get" if twice else "a handler's exception ends the consumers",
            read=READ,
            diagnosis="done-twice" if twice else "stops-at-first-error",
        )
    expect(
        sorted(world.started) == sorted(world.items),
        expected=f"each of {len(world.items)} items handled once",
        got=f"{len(world.started)} calls of {len(set(world.started))} items",
        cause="items are skipped or handled twice",
        read=READ,
        diagnosis="wrong-items",
    )
    expect(
        world.ended_at_return == len(world.items),
        expected=len(world.items),
        got=world.ended_at_return,
        cause="the call returns before every item is finished",
        read=READ,
        diagnosis="returns-early",
    )
    expect(
        result["errors"] == sorted(world.fails),
        expected=sorted(world.fails),
        got=result["errors"],
        cause="the returned list does not hold every exception of the handler once",
        read=READ,
        diagnosis="errors-lost",
    )
    expect(
        world.peak == min(world.consumers, len(world.items)),
        expected=world.consumers,
        got=world.peak,
        cause="the consumers do not work at the same time",
        read=READ,
        diagnosis="serial-consumers",
    )
    expect(
        result["left"] == 0 and result["size"] == 0,
        expected="no task and nothing on the queue left",
        got=result,
        cause="consumers or queue entries are left behind",
        read=READ,
        diagnosis="consumer-left",
    )


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def make(name: str, count: int, bad: int, consumers: int, maxsize: int, hangs: str) -> Scenario:
        items = [f"item-{rng.randrange(10**9)}-{i}" for i in range(count)]
        fails = set(rng.sample(items, bad))
        args = {"items": items, "consumers": consumers, "maxsize": maxsize}
        world = World(rng, items, fails, consumers)
        world.stall = hangs
        return Scenario(name, args, world, judge, timeout_diagnosis=hangs, min_events=count)

    yield make("one consumer, no failure", rng.randint(4, 8), 0, 1, 0, "sentinel-not-done")
    yield make("three consumers, no failure", rng.randint(12, 18), 0, 3, 4, "one-sentinel")
    yield make("one consumer, failures", 8, rng.randint(2, 4), 1, 2, "task-done-skipped")
    yield make("three consumers, failures", 20, rng.randint(4, 8), 3, rng.randint(2, 5), "join-never-returns")
    yield make("every item fails", 6, 6, 3, 2, "join-never-returns")
    yield make("no items", 0, 0, 3, 2, "one-sentinel")
