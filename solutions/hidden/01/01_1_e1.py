"""Hidden check for 01.1.e1: the parent owns the resources, hands out their values and keeps the order of events."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "01.1 Lifespan"

DRIVER = """
import asyncio

from labsupport.serving.app import Settings


class Resource:
    def __init__(self, name, call):
        self.name, self.call, self.key = name, call, None

    async def __aenter__(self):
        reply = await self.call("open", self.name)
        if "fail" in reply:
            raise ConnectionError(reply["fail"])
        self.key = reply["key"]
        return reply["value"]

    async def __aexit__(self, kind, error, trace):
        reply = await self.call("close", self.key)
        if "fail" in reply:
            raise OSError(reply["fail"])


async def drive(subject, call, args):
    def maker(name):
        def make():
            call.notify("made", name)
            return Resource(name, call)
        return make

    first, *rest = args["names"]
    lifespan = subject(
        Settings("http://provider.example/v1"), opener=maker(first), **{name: maker(name) for name in rest}
    )
    seen = {"states": [], "raised": []}

    async def one(app, inner=None):
        try:
            async with lifespan(app) as state:
                seen["states"].append(dict(state))
                await call("inside", None)
                if inner:
                    await inner(state)
                if args["throw"]:
                    raise LookupError(args["throw"])
                state["mark"] = 1
            seen["raised"].append(None)
        except BaseException as error:
            seen["raised"].append([type(error).__name__, str(error)])

    async def second(outer):
        await one(object())
        seen["marked"] = "mark" in outer
        await call("outer", None)

    await call("ready", None)
    await one(object(), second if args["nested"] else None)
    if args["again"]:
        await one(object())
    return seen
"""


class World:
    """The resources: hands out a fresh value for each opening, fails where the scenario says, keeps the order."""

    def __init__(self, rng: random.Random, *, fail_open: str = "", fail_close: str = "") -> None:
        self.rng, self.fail_open, self.fail_close = rng, fail_open, fail_close
        self.text = f"refused-{rng.randrange(10**9)}"
        self.log: list[tuple[str, str]] = []
        self.values: dict[str, tuple[str, int]] = {}
        self.opening = self.overlap = 0

    async def on(self, event: str, payload: Any) -> Any:
        if event == "open":
            self.opening += 1
            self.overlap = max(self.overlap, self.opening)
            await asyncio.sleep(self.rng.random() * 0.01)
            self.opening -= 1
            if payload == self.fail_open:
                self.log.append(("refused", payload))
                return {"fail": self.text}
            key = f"{payload}-{len(self.values)}"
            self.values[key] = (payload, self.rng.randrange(10**9))
            self.log.append(("open", key))
            return {"key": key, "value": self.values[key][1]}
        self.log.append((event, str(payload)))
        if event == "close" and self.values.get(payload, ("",))[0] == self.fail_close:
            return {"fail": self.text}
        return {}

    def names(self, verb: str) -> list[str]:
        return [self.values[key][0] for event, key in self.log if event == verb]

    def keys(self, verb: str) -> list[str]:
        return [key for event, key in self.log if event == verb]


def check_not_early(world: World) -> None:
    before = [event for event, _ in world.log[: world.log.index(("ready", "None"))]]
    expect(
        not before, expected="nothing before the lifespan is entered", got=before, case="make_lifespan(...) alone",
        cause="a resource was made when the lifespan was built, so every start shares that one object",
        read=READ, diagnosis="opened-too-early",
    )  # fmt: skip


def check_open_order(world: World, names: list[str]) -> None:
    opened = world.names("open")
    in_order = opened == [name for name in names for _ in range(1)][: len(opened)] or len(opened) > len(names)
    expect(
        in_order and world.overlap == 1, expected=names, got=(opened, f"{world.overlap} at once"), case="opening",
        cause="resources are not opened one after the other in the order given",
        read=READ, diagnosis="open-order",
    )  # fmt: skip


def check_raised(raised: Any, kind: str, text: str) -> None:
    expect(
        raised is not None, expected=kind, got="no exception", case="what leaves the lifespan",
        cause="the failure is swallowed, so the server believes that all is well", read=READ,
        diagnosis="error-swallowed",
    )  # fmt: skip
    unbound = raised[0] in ("UnboundLocalError", "NameError") and raised[0] != kind
    expect(
        not unbound, expected=kind, got=raised, case="what leaves the lifespan",
        cause="the clean-up refers to a name that is bound only when every resource has opened",
        read=READ, diagnosis="unbound-in-finally",
    )  # fmt: skip
    expect(
        raised == [kind, text], expected=(kind, text), got=raised, case="what leaves the lifespan",
        cause="another exception than the one that happened reaches the server", read=READ, diagnosis="wrong-error",
    )  # fmt: skip


def check_closed(world: World, want: list[str], case: str) -> None:
    closed = world.names("close")
    expect(
        len(closed) > 0 or not want, expected=want, got=closed, case=case,
        cause="the release does not run on this path", read=READ, diagnosis="release-skipped",
    )  # fmt: skip
    expect(
        sorted(closed) == sorted(want), expected=want, got=closed, case=case,
        cause="one failing release keeps the others from running" if case == "a close fails"
        else "not every open resource is released exactly once",
        read=READ, diagnosis="close-error-stops" if case == "a close fails" else "release-skipped",
    )  # fmt: skip
    expect(
        closed == want, expected=want, got=closed, case=case,
        cause="resources are not closed in the reverse order of opening", read=READ, diagnosis="close-order",
    )  # fmt: skip


def check_state(result: Any, world: World, names: list[str]) -> None:
    want = {name: value for name, value in list(world.values.values())[: len(names)]}
    expect(
        result["states"][0] == want, expected=want, got=result["states"][0], case="the value at the yield",
        cause="the lifespan does not yield each resource under its name", read=READ, diagnosis="state-wrong",
    )  # fmt: skip


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def names(n: int) -> list[str]:
        return ["http", *rng.sample(["index", "cache", "queue", "mail", "audit", "search"], n - 1)]

    def args(used: list[str], *, throw: str = "", nested: bool = False, again: bool = False) -> dict[str, Any]:
        return {"names": used, "throw": throw, "nested": nested, "again": again}

    def normal(used: list[str]) -> Scenario:
        def judge(result: Any, world: World) -> None:
            check_not_early(world)
            check_open_order(world, used)
            check_state(result, world, used)
            check_closed(world, used[::-1], "a normal end")
            expect(
                result["raised"] == [None], expected="no exception", got=result["raised"], case="a normal end",
                cause="a clean start and stop raises", read=READ, diagnosis="wrong-error",
            )  # fmt: skip

        return Scenario(
            f"a normal start and stop of {len(used)}", args(used), World(rng), judge, 3.0, min_events=2 * len(used)
        )

    def refused(used: list[str]) -> Scenario:
        def judge(result: Any, world: World) -> None:
            check_raised(result["raised"][0], "ConnectionError", world.text)
            check_closed(world, used[:-1][::-1], "the last one fails to open")
            expect(
                not world.keys("inside"), expected="the app does not start", got="it did", case="a failed start",
                cause="the lifespan yields although a resource is missing", read=READ, diagnosis="error-swallowed",
            )  # fmt: skip

        return Scenario(
            "the third does not open", args(used), World(rng, fail_open=used[-1]), judge, 3.0, min_events=len(used)
        )

    def thrown(used: list[str]) -> Scenario:
        text = f"boom-{rng.randrange(10**9)}"

        def judge(result: Any, world: World) -> None:
            check_raised(result["raised"][0], "LookupError", text)
            check_closed(world, used[::-1], "an exception at the yield")

        return Scenario("an exception at the yield", args(used, throw=text), World(rng), judge, 3.0, min_events=3)

    def close_fails(used: list[str]) -> Scenario:
        def judge(result: Any, world: World) -> None:
            check_closed(world, used[::-1], "a close fails")
            check_raised(result["raised"][0], "OSError", world.text)

        return Scenario(
            "a close fails", args(used), World(rng, fail_close=rng.choice(used[1:])), judge, 3.0, min_events=len(used)
        )

    def two_apps(used: list[str]) -> Scenario:
        def judge(result: Any, world: World) -> None:
            opened, closed = world.keys("open"), world.keys("close")
            expect(
                len(opened) == 3 * len(used) and not result["marked"],
                expected=f"{3 * len(used)} openings for three starts", got=len(opened), case="two apps, one lifespan",
                cause="the second app gets the first one's resources or its state",
                read=READ, diagnosis="shared-state",
            )  # fmt: skip
            early = closed[: len(used)]
            expect(
                sorted(early) == sorted(opened[len(used) : 2 * len(used)])
                and len(world.keys("close")[: len(used)]) == len(used)
                and [event for event, _ in world.log].index("outer") > 0
                and sorted(closed) == sorted(opened),
                expected="the inner app closes its own resources and no others", got=closed,
                case="two apps, one lifespan", cause="the two apps close each other's resources",
                read=READ, diagnosis="shared-state",
            )  # fmt: skip

        return Scenario(
            "two apps, and one started again", args(used, nested=True, again=True), World(rng), judge, 3.0,
            min_events=len(used),
        )  # fmt: skip

    yield normal(names(rng.choice([2, 3, 5])))
    yield normal(names(4))
    yield refused(names(3))
    yield thrown(names(rng.randint(2, 4)))
    yield close_fails(names(rng.randint(3, 5)))
    yield two_apps(names(2))
