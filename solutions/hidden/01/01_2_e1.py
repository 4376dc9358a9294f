"""Hidden check for 01.2.e1: the parent is the upstream, counts what is alive and decides who fails.

Calls are answered only when the child waits for nothing else, so all counts are the same on a busy machine.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.grading.quiet import TICKER, Quiet, release
from labsupport.lab.check import expect

READ = "01.2 Bounded work"

DRIVER = (
    TICKER
    + """
def plain(outcome):
    value = "an exception" if isinstance(outcome.value, BaseException) else outcome.value
    return [outcome.index, value, type(outcome.error).__name__]


async def drive(subject, call, args):
    async def source():
        for index in range(args["n"]):
            await call("pull", index)
            yield index

    async def fn(index):
        try:
            reply = await call("work", index)
            if reply == "fail":
                raise LookupError(index)
            return reply
        finally:
            call.notify("ended", index)

    class Limiter:
        async def acquire(self, cost=1.0):
            return await call("token", cost)

    kind = args["kind"]
    if kind == "bad":
        raised = []
        for concurrency, mode in args["bad"]:
            try:
                await asyncio.wait_for(subject([1, 2], fn, concurrency=concurrency, mode=mode), 0.3)
                raised.append("nothing")
            except BaseException as error:
                raised.append(type(error).__name__)
        return raised
    if kind == "loops":
        async def once():
            ticking = asyncio.create_task(ticker(call))
            return [plain(o) for o in await subject(range(args["n"]), fn, concurrency=args["c"], mode="best_effort")]

        try:
            return [await asyncio.to_thread(lambda: asyncio.run(once())) for _ in range(2)]
        except RuntimeError as error:
            return "different event loop" in str(error)
    ticking = asyncio.create_task(ticker(call))
    items = source() if args["agen"] else range(args["n"])
    work = subject(
        items, fn, concurrency=args["c"], mode=args["mode"], limiter=Limiter() if kind == "limiter" else None
    )
    if kind == "cancel":
        task = asyncio.create_task(work)
        await call("full")
        if task.done():
            await task
        call.notify("cancel")
        task.cancel()
        await asyncio.wait([task, asyncio.create_task(call("settled"))], return_when=asyncio.FIRST_COMPLETED)
        await call("returned")
        return task.done() and task.cancelled()
    if kind == "nothing":
        try:
            await work
            raised = "nothing"
        except BaseException as error:
            raised = type(error).__name__
        await call("returned")
        return raised
    return [plain(outcome) for outcome in await work]
"""
)


class World(Quiet):
    """The upstream. Keeps the order of events and how many calls were alive; answers when the child is quiet.

    answers: "random" some of the calls each time; "first-last" item 0 only when no other call is left; "failing" the
    calls that fail, and the rest when that has not stopped them; "never".
    """

    def __init__(self, rng: random.Random, n: int, *, fails: set[int] | None = None, answers: str = "random") -> None:
        super().__init__()
        self.rng, self.n, self.fails, self.answers = rng, n, fails or set(), answers
        self.values = {index: rng.randrange(10**9) for index in range(n)}
        self.calls: list[tuple[int, asyncio.Future[Any]]] = []  # not answered and not ended
        self.asked: list[asyncio.Future[Any]] = []  # the driver asks to be told when the child is quiet
        self.peak = self.pulled = self.ahead = self.tokens = self.started = self.tokenless = 0
        self.ended: list[int] = []
        self.live: set[int] = set()
        self.log: list[str] = []
        self.before_first: int | None = None  # calls that ended while item 0 was kept waiting
        self.unstopped = False  # calls went on after the failure
        self.capacity = 0

    def seen(self, event: str, payload: Any) -> Any:
        self.log.append(event)
        if event == "pull":
            self.pulled += 1
            self.ahead = max(self.ahead, self.pulled - len(self.ended))
        elif event == "token":
            self.tokens += 1
        elif event in ("full", "settled"):
            self.asked.append(self.held())
            return self.asked[-1]
        elif event == "ended":
            self.ended.append(payload)
            self.live.discard(payload)
            self.calls = [call for call in self.calls if call[0] != payload]
        elif event == "work":
            self.started += 1
            self.tokenless += self.started > self.tokens
            self.live.add(int(payload))
            self.peak = max(self.peak, len(self.live))
            self.calls.append((int(payload), self.held()))
            return self.calls[-1][1]
        return None

    def quiet(self) -> bool:
        asked, self.asked = self.asked, []
        for one in asked:
            release(one)
        if asked:
            return True
        chosen = self.choose()
        for call in chosen:
            self.calls.remove(call)
            index, reply = call
            release(reply, "fail" if index in self.fails else self.values[index])
        return bool(chosen)

    def choose(self) -> list[tuple[int, asyncio.Future[Any]]]:
        """The calls to answer now, in random order."""
        calls = list(self.calls)
        if not calls or self.answers == "never":
            return []
        if self.answers == "failing":
            failing = [call for call in calls if call[0] in self.fails]
            self.unstopped |= not failing
            return failing or calls
        if self.answers == "first-last":
            others = [call for call in calls if call[0] != 0]
            if not others:
                self.before_first = len(self.ended)
            calls = others or calls
        return self.rng.sample(calls, self.rng.randint(1, len(calls)))


def right(world: World) -> list[list[Any]]:
    return [[i, None, "LookupError"] if i in world.fails else [i, world.values[i], "NoneType"] for i in range(world.n)]


def judge_results(result: Any, world: World) -> None:
    want = right(world)
    if sorted(map(str, result)) == sorted(map(str, want)) and result != want:
        expect(
            False,
            expected=want,
            got=result,
            cause="outcomes come in the order in which calls end",
            read=READ,
            diagnosis="completion-order",
        )
    by_index = sorted(result, key=lambda row: row[0])
    expect(
        [row[0] for row in result] == [row[0] for row in by_index],
        expected="ascending indices",
        got=result,
        cause="outcomes come in the order in which calls end",
        read=READ,
        diagnosis="completion-order",
    )
    expect(
        result == want,
        expected=want,
        got=result,
        cause="an outcome's value or error is not that of its item",
        read=READ,
        diagnosis="error-as-value" if world.fails else "wrong-result",
    )


def judge_bounds(capacity: int, *, lazy: bool) -> Any:
    def judge(result: Any, world: World) -> None:
        judge_results(result, world)
        expect(
            world.peak <= capacity,
            expected=f"<= {capacity}",
            got=world.peak,
            cause="more calls are alive than `concurrency` allows",
            read=READ,
            diagnosis="too-many-live",
        )
        expect(
            world.peak == capacity,
            expected=capacity,
            got=world.peak,
            cause="free slots stay empty",
            read=READ,
            diagnosis="serial",
        )
        expect(
            not lazy or world.ahead <= capacity + 2,  # two: one in a feeder's hand, one in the queue behind it
            expected=f"<= {capacity + 2}",
            got=world.ahead,
            cause="items are pulled from the source long before there is a slot for them",
            read=READ,
            diagnosis="source-not-lazy",
        )

    return judge


def judge_slots(result: Any, world: World) -> None:
    judge_results(result, world)
    expect(
        world.before_first == world.n - 1,
        expected=world.n - 1,
        got=world.before_first,
        cause="one slow call keeps the free slots waiting: a slot must be refilled as soon as it is free",
        read=READ,
        diagnosis="waits-for-batch",
    )


def judge_limiter(result: Any, world: World) -> None:
    judge_results(result, world)
    expect(
        world.tokenless == 0 and world.tokens == world.n,
        expected=f"{world.n} tokens, each before its call",
        got=f"{world.tokens} tokens, {world.tokenless} calls without",
        cause="each call needs one token before it starts",
        read=READ,
        diagnosis="ignores-limiter",
    )


def expect_full(world: World) -> None:
    """All slots have to be taken before something goes wrong; otherwise the scenario would prove nothing."""
    expect(
        world.peak == world.capacity,
        expected=world.capacity,
        got=world.peak,
        cause="not all slots are used" if world.peak < world.capacity else "more calls are alive than allowed",
        read=READ,
        diagnosis="serial" if world.peak < world.capacity else "too-many-live",
    )


def judge_nothing(result: Any, world: World) -> None:
    expect(
        "Group" not in str(result),
        expected="LookupError",
        got=result,
        cause="the error arrives inside an ExceptionGroup",
        read=READ,
        diagnosis="raises-group",
    )
    expect(
        result == "LookupError",
        expected="LookupError",
        got=result,
        cause="the first call's exception has to reach the caller",
        read=READ,
        diagnosis="error-not-raised",
    )
    before = world.log[: world.log.index("returned")]
    expect(
        before.count("ended") == before.count("work"),
        expected=f"{before.count('work')} calls ended before the error is raised",
        got=before.count("ended"),
        cause="sibling calls are still running when the error is raised",
        read=READ,
        diagnosis="orphans-siblings",
    )
    expect(
        not world.unstopped,
        expected="the failure cancels the other calls",
        got="they ran on to their ends before the error was raised",
        cause="sibling calls are waited for, but not cancelled",
        read=READ,
        diagnosis="siblings-not-cancelled",
    )
    expect_full(world)


def judge_cancel(result: Any, world: World) -> None:
    cut, end = world.log.index("cancel"), world.log.index("returned")
    expect(
        "work" not in world.log[cut:],
        expected="no call starts after the cancellation",
        got=world.log[cut:].count("work"),
        cause="the cancellation is caught as if a call had failed, and the work goes on",
        read=READ,
        diagnosis="swallows-cancellation",
    )
    expect(
        world.log[:end].count("ended") == world.log[:cut].count("work"),
        expected="every running call has gone through its finally",
        got=world.log[:end].count("ended"),
        cause="the cancellation does not reach the running calls",
        read=READ,
        diagnosis="orphans-siblings",
    )
    expect(
        result is True,
        expected="CancelledError from run_bounded",
        got=result,
        cause="the caller asked for cancellation and must see it",
        read=READ,
        diagnosis="swallows-cancellation",
    )
    expect_full(world)


def judge_loops(result: Any, world: World) -> None:
    expect(
        isinstance(result, list),
        expected="two runs",
        got="RuntimeError: bound to a different event loop",
        cause="a semaphore or lock survives from one event loop to the next",
        read=READ,
        diagnosis="second-loop",
    )
    for one in result:
        judge_results(one, world)


def judge_bad(result: Any, world: None) -> None:
    expect(
        set(result) == {"ValueError"},
        expected="ValueError each",
        got=result,
        cause="a wrong argument must be refused at once",
        read=READ,
        diagnosis="no-validation",
    )


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def make(
        name: str,
        judge: Any,
        kind: str,
        n: int,
        c: int,
        *,
        mode: str = "best_effort",
        agen: bool = True,
        world: World | None = None,
        **more: Any,
    ) -> Scenario:
        world = world or World(rng, n)
        world.capacity = c
        args = {"kind": kind, "n": n, "c": c, "mode": mode, "agen": agen}
        return Scenario(name, args, world, judge, min_events=n // 2, **more)

    c = rng.randint(3, 5)
    n = rng.randint(24, 30)
    yield make("order and peak, list", judge_bounds(c, lazy=False), "map", n, c, agen=False, mode="all_or_nothing")
    yield make("order, peak and laziness, async generator", judge_bounds(c, lazy=True), "map", 40, c)
    slow = World(rng, 16, answers="first-last")
    yield make("a free slot is used at once", judge_slots, "map", 16, 4, agen=False, world=slow)
    fails = set(rng.sample(range(n), 5))
    yield make("failures are outcomes", judge_results, "map", n, c, world=World(rng, n, fails=fails))
    stuck = World(rng, 30, fails={rng.randrange(4)}, answers="failing")
    yield make("first failure cancels and waits", judge_nothing, "nothing", 8, 4, mode="all_or_nothing", world=stuck)
    never = World(rng, 30, answers="never")
    never.stall = "swallows-cancellation"
    yield make("cancelled from outside", judge_cancel, "cancel", 8, 4, world=never, timeout_diagnosis=never.stall)
    yield make("limiter", judge_limiter, "limiter", 12, 3, agen=False)
    yield make("second event loop", judge_loops, "loops", 12, 2)
    bad = [[0, "best_effort"], [-rng.randint(1, 9), "all_or_nothing"], [2, "everything"]]
    yield Scenario(
        "bad arguments",
        {"kind": "bad", "n": 2, "bad": bad},
        World(rng, 4),
        judge_bad,
        timeout_diagnosis="no-validation",
    )
