"""Hidden check for 01.2.e2: time belongs to the parent; what passes is judged by the order of events."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "01.2 Concurrency is not rate"
NOT_GIVEN = "the bucket reads another clock or sleeps without the `sleep` it was given"

DRIVER = """
import asyncio


async def drive(subject, call, args):
    kind = args["kind"]

    def clock():
        return call.sync("clock")

    async def sleep(seconds):
        await call("sleep", seconds)

    async def ticker():
        while True:
            for _ in range(15):
                await asyncio.sleep(0)
            await call("advance")

    if kind == "bad":
        raised = []
        for rate, burst, cost in args["bad"]:
            try:
                bucket = subject(rate, burst, clock, sleep=sleep)
                await asyncio.wait_for(bucket.acquire(cost), 0.3)
                raised.append("nothing")
            except BaseException as error:
                raised.append(type(error).__name__)
        return raised

    if kind == "drift":
        now = [args["start"]]
        used = [0]

        def look():
            used[0] += 1
            return now[0]

        async def late(seconds):
            used[0] += 1
            call.notify("slept", seconds)
            now[0] += max(0.0, seconds) + args["late"]

        async def watch():
            while True:
                before = used[0]
                for _ in range(200):
                    await asyncio.sleep(0)
                if used[0] == before:
                    call.notify("unused")

        watching = asyncio.create_task(watch())
        bucket = subject(args["rate"], args["burst"], look, sleep=late)
        for index in range(args["n"]):
            await bucket.acquire()
            if index % 50 == 0:
                await asyncio.sleep(0)
        watching.cancel()
        await call("end")
        return None

    clockwork = asyncio.create_task(ticker())
    bucket = subject(args["rate"], args["burst"], clock, sleep=sleep)

    async def one(number, cost):
        waited = await bucket.acquire(cost)
        call.sync("served", number)
        return waited

    if kind == "steps":
        waits = []
        for number, (idle, cost) in enumerate(args["steps"]):
            if idle:
                call.sync("idle", idle)
            waits.append(await one(number, cost))
    else:
        tasks = []
        for number, cost in enumerate(args["costs"]):
            call.notify("arrived", number)
            tasks.append(asyncio.create_task(one(number, cost)))
            await asyncio.sleep(0)
        for number in args.get("cancel", []):
            call.notify("cancelled", number)
            tasks[number].cancel()
        waits = await asyncio.gather(*tasks, return_exceptions=True)
        waits = [w if isinstance(w, float | int) else None for w in waits]
    clockwork.cancel()
    return waits
"""


class World:
    """The clock. Time moves to the earliest wake-up when the child says that nothing else can run."""

    def __init__(self, rng: random.Random, rate: float, burst: float, costs: list[float]) -> None:
        self.rate, self.burst, self.costs = rate, burst, costs
        self.now = self.start = round(rng.uniform(100, 5000), 3)
        self.sleepers: list[tuple[float, int, asyncio.Event]] = []
        self.count = 0
        self.slept = 0.0
        self.arrived: list[int] = []
        self.gone: set[int] = set()
        self.served: list[tuple[float, int]] = []
        self.looks = self.unused = 0
        self.stall = ("ignores-clock", NOT_GIVEN)  # verdict on a wait that neither the clock nor the sleep can end

    async def on(self, event: str, payload: Any) -> Any:
        self.unused = 0 if event != "advance" or self.sleepers else self.unused + 1
        if self.unused > 40:  # each is some rounds of the child's event loop in which it did nothing that we can see
            slug, cause = self.stall if self.count else ("ignores-clock", NOT_GIVEN)
            expect(False, expected="a wait by `sleep`", got="neither slept nor ended", cause=cause, diagnosis=slug)
        if event == "clock":
            self.looks += 1
            return self.now
        if event == "sleep":
            self.count += 1
            expect(
                not self.costs or self.count <= 20 * len(self.costs),
                expected="one or two sleeps for each call",
                got=f"{self.count} sleeps for {len(self.costs)} calls",
                cause="all waiters sleep and look again; only the head of the queue has to",
                read=READ,
                diagnosis="polls",
            )
            woken = asyncio.Event()
            self.sleepers.append((self.now + max(0.0, float(payload)), self.count, woken))
            await woken.wait()
        elif event == "advance":
            if self.sleepers:
                self.sleepers.sort(key=lambda s: s[:2])
                at, _, woken = self.sleepers.pop(0)
                self.now = max(self.now, at)
                woken.set()
                for _ in range(4):  # the sleeper's reply goes out before this one
                    await asyncio.sleep(0)
        elif event == "idle":
            self.now += float(payload)
        elif event == "unused":
            expect(False, expected="waits by `sleep`", got="others", cause=NOT_GIVEN, diagnosis="ignores-clock")
        elif event == "slept":
            self.slept += max(0.0, float(payload))
            self.count += 1
        elif event == "arrived":
            self.arrived.append(payload)
        elif event == "cancelled":
            self.gone.add(payload)
        elif event == "served":
            self.served.append((self.now, payload))
            spent = sum(self.costs[number] for _, number in self.served)
            expect(
                self.looks + self.count > 0 or spent <= self.burst,
                expected="a look at the clock before more than the burst is spent",
                got=f"{spent:.2f} units, no look at the clock, no sleep",
                cause=NOT_GIVEN,
                read=READ,
                diagnosis="ignores-clock",
            )
        return None

    def worst_excess(self) -> float:
        """How far any window went above burst + rate * length, in tokens."""
        worst = -self.burst
        for i, (start, _) in enumerate(self.served):
            total = 0.0
            for at, number in self.served[i:]:
                total += self.costs[number]
                worst = max(worst, total - self.burst - self.rate * (at - start))
        return worst


def bounded(world: World, diagnosis: str, cause: str) -> None:
    worst = world.worst_excess()
    expect(
        worst < 1e-3,
        expected="no window above burst + rate * length",
        got=f"{worst:.3f} tokens too many",
        cause=cause,
        read=READ,
        diagnosis=diagnosis,
    )


def moments(world: World, steps: list[list[float]]) -> list[float]:
    """When a right bucket serves these sequential steps, seconds after the start."""
    now, tokens, at, out = 0.0, world.burst, 0.0, []
    for idle, cost in steps:
        now += idle
        tokens = min(world.burst, tokens + (now - at) * world.rate)
        at = now
        if tokens < cost:
            now += (cost - tokens) / world.rate
            tokens, at = cost, now
        tokens -= cost
        out.append(now)
    return out


def judge_steps(steps: list[list[float]], excess: str, cause: str, *, lacking: str = "too-slow") -> Any:
    def judge(result: Any, world: World) -> None:
        want = moments(world, steps)
        got = [at - world.start for at, _ in world.served]
        idle = sum(step[0] for step in steps)
        expect(
            got[-1] > idle or want[-1] <= idle,
            expected=want,
            got=got,
            cause="no time passed on the given clock",
            read=READ,
            diagnosis="ignores-clock",
        )
        bounded(world, excess, cause)
        expect(
            all(abs(a - b) < 1e-4 for a, b in zip(got, want, strict=True)),
            expected=want,
            got=got,
            cause="calls wait although their tokens are there, or go without them",
            read=READ,
            diagnosis=lacking if sum(got) > sum(want) else "ignores-cost",
        )
        waited = [b - a - i for a, b, (i, _) in zip([0.0, *want], want, steps, strict=False)]
        expect(
            all(abs(a - b) < 1e-4 for a, b in zip(result, waited, strict=True)),
            expected=waited,
            got=result,
            cause="acquire must return the seconds waited",
            read=READ,
            diagnosis="wrong-wait",
        )

    return judge


def judge_queue(result: Any, world: World) -> None:
    bounded(world, "no-shared-state", "callers that arrive together do not share one count")
    order = [number for _, number in world.served]
    want = [number for number in world.arrived if number not in world.gone]
    expect(
        sorted(order) == want,
        expected=f"{len(want)} served",
        got=f"{len(order)} served",
        cause="a waiter is lost",
        read=READ,
        diagnosis="cancelled-waiter-blocks",
    )
    expect(
        order == want,
        expected=want,
        got=order,
        cause="waiters are not served in the order in which they came",
        read=READ,
        diagnosis="not-fifo",
    )
    total = sum(world.costs[number] for number in want)
    took = world.served[-1][0] - world.start
    ideal = max(0.0, (total - world.burst) / world.rate)
    expect(
        took <= ideal * 1.02 + 0.1 / world.rate,
        expected=ideal,
        got=took,
        cause="tokens are lost while callers wait",
        read=READ,
        diagnosis="drifts",
    )


def judge_drift(n: int, late: float) -> Any:
    def judge(result: Any, world: World) -> None:
        took = world.slept + world.count * late
        ideal = (n - world.burst) / world.rate
        expect(
            abs(took / ideal - 1) < 0.01,
            expected=f"{ideal:.2f} s",
            got=f"{took:.2f} s",
            cause="over many calls the rate drifts away from rate_per_s: late wake-ups are not made up for"
            if took > ideal
            else "over many calls more is let through than rate_per_s",
            read=READ,
            diagnosis="drifts" if took > ideal else "overfills-after-idle",
        )

    return judge


def judge_bad(result: Any, world: Any) -> None:
    expect(
        set(result) == {"ValueError"},
        expected="ValueError each",
        got=result,
        cause="an impossible cost must be refused at once",
        read=READ,
        diagnosis="no-validation",
    )


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def steps(
        name: str, rate: float, burst: float, todo: list[list[float]], excess: str, cause: str, **more: Any
    ) -> Any:
        world = World(rng, rate, burst, [cost for _, cost in todo])
        args = {"kind": "steps", "rate": rate, "burst": burst, "steps": todo}
        judge = judge_steps(todo, excess, cause, **more)
        return Scenario(name, args, world, judge, timeout_diagnosis="ignores-clock", min_events=len(todo))

    rate, burst = rng.uniform(2, 20), float(rng.randint(3, 6))
    first = [[0.0, 1.0] for _ in range(int(burst) + 8)]
    yield steps(
        "burst, then steady", rate, burst, first, "fixed-window", "more pass than the rate allows", lacking="no-burst"
    )
    window = burst / rate
    edge = [[0.0, 1.0], [0.9 * window, 1.0]] + [[0.0, 1.0] for _ in range(int(2 * burst))]
    yield steps("no double burst at an edge", rate, burst, edge, "fixed-window", "a window's edge lets two bursts pass")
    rest = [[0.0, burst], [rng.uniform(100, 900), 1.0]] + [[0.0, 1.0] for _ in range(int(3 * burst))]
    yield steps(
        "no overfill after idle", rate, burst, rest, "overfills-after-idle", "idle time fills it above its burst"
    )
    costs = [[0.0, round(rng.uniform(0.5, burst), 2)] for _ in range(12)]
    yield steps("costs", rate, burst, costs, "ignores-cost", "a call takes fewer tokens than its cost")

    many = [float(rng.randint(1, 3)) for _ in range(100)]
    args = {"kind": "queue", "rate": 50.0, "burst": 3.0, "costs": many}
    world = World(rng, 50.0, 3.0, many)
    world.stall = ("timeout", "a waiter never gets its turn")
    yield Scenario("a hundred waiters", args, world, judge_queue, min_events=200)
    some = [1.0] * 12
    args = {"kind": "queue", "rate": 10.0, "burst": 1.0, "costs": some, "cancel": sorted(rng.sample(range(1, 11), 4))}
    world = World(rng, 10.0, 1.0, some)
    world.stall = ("cancelled-waiter-blocks", "a cancelled waiter holds up those behind it")
    yield Scenario(
        "cancelled waiters",
        args,
        world,
        judge_queue,
        timeout_diagnosis="cancelled-waiter-blocks",
        min_events=20,
    )
    n, late = 10_000, rng.uniform(0.2, 0.5) / 100
    world = World(rng, 100.0, 4.0, [])
    args = {"kind": "drift", "rate": 100.0, "burst": 4.0, "n": n, "late": late, "start": world.start}
    yield Scenario("ten thousand calls", args, world, judge_drift(n, late), min_events=1000)
    bad = [[5.0, 2.0, 0.0], [5.0, 2.0, -rng.random()], [5.0, 2.0, 2.0 + rng.random()]]
    yield Scenario(
        "bad costs",
        {"kind": "bad", "bad": bad},
        World(rng, 5.0, 2.0, []),
        judge_bad,
        timeout_diagnosis="no-validation",
    )
