"""Hidden check for 02.2.e1: the parent draws what every tier does, answers the calls and knows the right result."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "02.2 Missing confidence"

DRIVER = """
import asyncio

from labsupport.cascade.tier import Answer, NoAnswer, Tier
from labsupport.usage import Usage

ERRORS = {"TimeoutError": TimeoutError, "ConnectionError": ConnectionError, "ValueError": ValueError,
          "KeyError": KeyError, "ZeroDivisionError": ZeroDivisionError}


def plain(number):
    return None if number is None else str(float(number))


def attempts(tried):
    return [[a.tier, a.model, a.outcome, plain(a.confidence), a.latency_s, a.cost_usd, a.error] for a in tried]


async def drive(subject, call, args):
    found = []
    for case in args["cases"]:
        tiers = [Tier(*tier) for tier in case["tiers"]]

        async def ask(tier, req):
            reply = await call("ask", [case["number"], tier.name, req])
            if "error" in reply:
                raise ERRORS[reply["error"]]("it failed")
            if reply.get("cancel"):
                raise asyncio.CancelledError
            sure = None if reply["sure"] is None else float(reply["sure"])
            return Answer(reply["text"], sure, Usage(*reply["tokens"]), reply["latency"])

        try:
            result = await subject(case["request"], tiers, float(case["threshold"]), call=ask)
        except NoAnswer as error:
            found.append(["NoAnswer", attempts(error.tried)])
        except asyncio.CancelledError:
            found.append(["cancelled"])
        except Exception as error:
            found.append(["raised", type(error).__name__])
        else:
            try:
                found.append(["result", result.answer.text, result.tier.name, attempts(result.tried),
                              result.total_cost, result.total_latency_s])
            except AttributeError:
                found.append(["shape", type(result).__name__])
    return found
"""

ERRORS = ("TimeoutError", "ConnectionError", "ValueError", "KeyError", "ZeroDivisionError")
NO_NUMBER = (None, "nan", "1.5", "97", "-0.25", "inf", "-inf")
SLUGS = {
    None: ("fails-open", "a number stands in for a missing confidence: 1.0 never escalates, 0.0 not at threshold 0"),
    "nan": ("nan-accepted", "comparisons with NaN are false: ask whether it is enough, not whether it is too low"),
}
OUTSIDE = ("out-of-range", "outside [0, 1] there is no confidence, at any threshold")


@dataclass
class World:
    """Replies by (case, tier), and who was asked with what."""

    replies: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    asked: dict[int, list[str]] = field(default_factory=dict)
    requests: dict[int, set[str]] = field(default_factory=dict)

    def on(self, event: str, payload: Any) -> Any:
        number, name, request = payload
        self.asked.setdefault(number, []).append(name)
        self.requests.setdefault(number, set()).add(str(request))
        return self.replies[number, name]


def tiers_of(rng: random.Random, count: int) -> list[list[Any]]:
    names = rng.sample(["ash", "birch", "cedar", "elm", "fir", "oak"], count)
    return [
        [name, f"model-{name}", "http://127.0.0.1:1/v1", rng.randint(1, 9) / 10, rng.randint(10, 90) / 10,
         rng.randint(50, 900)]
        for name in names
    ]  # fmt: skip


def reply_of(rng: random.Random, sure: str | None) -> dict[str, Any]:
    return {
        "text": f"text {rng.randrange(10**6)}", "sure": sure, "tokens": [rng.randint(50, 900), rng.randint(1, 90)],
        "latency": rng.randint(1, 400) / 64,
    }  # fmt: skip


def enough(reply: dict[str, Any], threshold: float) -> bool:
    sure = None if reply["sure"] is None else float(reply["sure"])
    return sure is not None and 0.0 <= sure <= 1.0 and sure >= threshold


def scenario(name: str, world: World, cases: list[dict[str, Any]], why: tuple[str, str] | None = None) -> Scenario:
    def judge(result: Any, seen: World) -> None:
        for case, got in zip(cases, result, strict=True):
            compare(case, got, seen, why)

    return Scenario(name, {"cases": cases}, world, judge, min_events=len(cases) if name != "bad arguments" else 0)


def add(
    world: World, cases: list[dict[str, Any]], tiers: list[list[Any]], threshold: float, replies: list[Any]
) -> None:
    number = len(cases)
    for tier, reply in zip(tiers, replies, strict=True):
        world.replies[number, tier[0]] = reply
    cases.append({"number": number, "tiers": tiers, "threshold": str(threshold), "request": f"question {number}"})


def compare(case: dict[str, Any], got: list[Any], world: World, why: tuple[str, str] | None) -> None:
    number, threshold = case["number"], float(case["threshold"])
    wanted: list[list[Any]] = []
    best: tuple[dict[str, Any], str] | None = None
    for position, tier in enumerate(case["tiers"]):
        reply = world.replies[number, tier[0]]
        if "error" in reply:
            wanted.append([tier[0], tier[1], "failed", None, None, 0.0, reply["error"]])
            continue
        best = reply, tier[0]
        accepted = enough(reply, threshold) or position == len(case["tiers"]) - 1
        cost = (reply["tokens"][0] * tier[3] + reply["tokens"][1] * tier[4]) / 1e6
        sure = None if reply["sure"] is None else str(float(reply["sure"]))
        wanted.append([tier[0], tier[1], "accepted" if accepted else "escalated", sure, reply["latency"], cost, None])
        if accepted:
            break
    names, asked = [w[0] for w in wanted], world.asked.get(number, [])
    text = {"case": f"{case}, replies {[world.replies[number, t[0]] for t in case['tiers']]}", "read": READ}
    if got[0] == "raised" and any(w[2] == "failed" for w in wanted):
        slug, cause = "exception-escapes", "a tier that fails is a reason to ask the next one, not to fail"
        if best is not None and wanted[-1][2] == "failed":
            slug, cause = "loses-answer", "an unsure answer came and is thrown away when the last tier fails"
        elif best is None:
            slug, cause = "no-answer", "without any answer the caller gets NoAnswer(tuple(tried))"
        expect(False, expected=wanted, got=got, cause=cause, diagnosis=slug, **text)
    expect(
        got[0] != "raised", expected=wanted, got=got, cause=f"your code raised {got[-1]}", diagnosis="raised", **text
    )
    if asked != names:
        slug, cause = why or ("wrong-order", "the tiers are asked in their order, each once, until one is enough")
        if why is None and len(asked) > len(names):
            slug, cause = "asks-on", "a confident answer, at exactly the threshold too, ends the cascade"
        expect(False, expected=names, got=asked, cause=cause, diagnosis=slug, **text)
    expect(
        world.requests[number] == {case["request"]}, expected=case["request"], got=world.requests[number],
        cause="every tier gets the same request", diagnosis="request-changed", **text,
    )  # fmt: skip
    if best is None:
        expect(
            got[0] == "NoAnswer", expected="NoAnswer", got=got, diagnosis="no-answer",
            cause="without any answer the caller gets NoAnswer(tuple(tried))", **text,
        )  # fmt: skip
        compare_attempts(got[1], wanted, text)
        return
    expect(
        got[0] == "result", expected="a CascadeResult", got=got,
        cause="an answer came: it is returned, in a result of the same form also at the last tier",
        diagnosis="loses-answer" if got[0] == "NoAnswer" else "last-tier-shape", **text,
    )  # fmt: skip
    expect(
        got[1:3] == [best[0]["text"], best[1]], expected=[best[0]["text"], best[1]], got=got[1:3],
        cause="the answer of the last tier that gave one, and that tier's name", diagnosis="wrong-answer", **text,
    )  # fmt: skip
    compare_attempts(got[3], wanted, text)
    cost = sum(w[5] for w in wanted)
    last = wanted[-1][5]
    expect(
        math.isclose(got[4], cost, rel_tol=1e-9, abs_tol=1e-15), expected=cost, got=got[4],
        cause="only the tier that answered is counted; the others sent their invoices, too"
        if math.isclose(got[4], last) else "the cost of all tiers tried, input and output at their own prices",
        diagnosis="last-tier-cost" if math.isclose(got[4], last) else "wrong-cost", **text,
    )  # fmt: skip
    took = sum(w[4] for w in wanted if w[4] is not None)
    slack = 1.0 if any(w[4] is None for w in wanted) else 1e-9
    expect(
        took - 1e-9 <= got[5] <= took + slack, expected=took, got=got[5],
        cause="the user waited for every tier that was tried", diagnosis="last-tier-latency", **text,
    )  # fmt: skip


def compare_attempts(got: list[list[Any]], wanted: list[list[Any]], text: dict[str, Any]) -> None:
    short = [g[:4] + g[6:] for g in got]
    expect(
        short == [w[:4] + w[6:] for w in wanted], expected=wanted, got=got,
        cause="`tried` holds every tier in order: name, model, outcome, confidence, the error's name",
        diagnosis="failure-not-recorded" if any(w[2] == "failed" for w in wanted) else "wrong-attempts", **text,
    )  # fmt: skip
    same = all(
        math.isclose(g[5], w[5], rel_tol=1e-9, abs_tol=1e-15) and (w[4] is None or abs(g[4] - w[4]) < 1e-9)
        for g, w in zip(got, wanted, strict=True)
    )
    expect(
        same, expected=wanted, got=got, cause="latency and cost of each attempt are its own",
        diagnosis="wrong-attempts", **text,
    )  # fmt: skip


def judge_arguments(result: Any, world: World) -> None:
    for number, got in enumerate(result):
        slug = "empty-list" if number == 0 else "no-validation"
        expect(
            got == ["raised", "ValueError"] and not world.asked, expected="ValueError before anyone is asked", got=got,
            case=f"bad arguments, number {number}", read=READ, diagnosis=slug,
            cause="refuse an empty list before the loop; NoAnswer is for tiers that failed" if number == 0
            else "a threshold is a probability: outside [0, 1], and NaN, nothing sensible can follow",
        )  # fmt: skip


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    world, cases = World(), list[dict[str, Any]]()
    for _ in range(25):
        count, threshold = rng.randint(1, 4), rng.choice([0.0, 0.25, 0.5, 0.75, 0.9, 1.0])
        sures = [rng.choice(["0.0", "0.25", "0.5", "0.75", "0.9", "1.0", f"{rng.random():.6f}"]) for _ in range(count)]
        add(world, cases, tiers_of(rng, count), threshold, [reply_of(rng, sure) for sure in sures])
    yield scenario("confident and unsure tiers", world, cases)

    for bad in NO_NUMBER:
        world, cases = World(), []
        for threshold in (0.0, rng.randint(1, 99) / 100, 1.0):
            replies = [reply_of(rng, bad), reply_of(rng, bad), reply_of(rng, rng.choice(["0.5", bad]))]
            add(world, cases, tiers_of(rng, 3), threshold, replies)
        yield scenario(f"confidence {bad}", world, cases, SLUGS.get(bad, OUTSIDE))

    world, cases = World(), []
    for _ in range(20):
        count = rng.randint(2, 4)
        down = rng.randrange(1, 2**count)
        replies = [
            {"error": rng.choice(ERRORS)} if down >> i & 1 else reply_of(rng, rng.choice([None, "0.3", "0.8"]))
            for i in range(count)
        ]
        add(world, cases, tiers_of(rng, count), 0.7, replies)
    for count in (1, 3):
        add(world, cases, tiers_of(rng, count), 0.7, [{"error": rng.choice(ERRORS)} for _ in range(count)])
    # one of each kind in every run: the first tier down, the last one down
    add(world, cases, tiers_of(rng, 2), 0.7, [{"error": "TimeoutError"}, reply_of(rng, "0.9")])
    add(world, cases, tiers_of(rng, 2), 0.7, [reply_of(rng, "0.1"), {"error": "ConnectionError"}])
    yield scenario("tiers that fail", world, cases)

    world, cases = World(), []
    add(world, cases, tiers_of(rng, 2), 0.5, [{"cancel": True}, reply_of(rng, "0.9")])

    def judge_cancelled(result: Any, seen: World) -> None:
        expect(
            result == [["cancelled"]], expected="CancelledError passes through", got=result, case="a cancelled call",
            cause="`except BaseException` takes the caller's wish to stop for a failure of a tier", read=READ,
            diagnosis="swallows-cancellation",
        )  # fmt: skip

    yield Scenario("cancellation", {"cases": cases}, world, judge_cancelled, min_events=1)

    world, cases = World(), []
    add(world, cases, [], 0.5, [])
    for threshold in (1 + rng.random(), -rng.random() - 0.01, math.nan):
        add(world, cases, tiers_of(rng, 2), threshold, [reply_of(rng, "0.9"), reply_of(rng, "0.9")])
    yield Scenario("bad arguments", {"cases": cases}, world, judge_arguments)
