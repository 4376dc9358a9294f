"""Hidden check for 04.3.e2: drawn pools with built traps, random reorderings, and the answers kept here."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "04.3 The ceiling"

DRIVER = """
async def drive(subject, call, args):
    rows = []
    for case in args["cases"]:
        try:
            found = subject(case["before"], case["after"], case["gold"])
            rows.append([float(found.reached), float(found.attainable), float(found.pool)])
        except NotImplementedError:
            raise
        except Exception as error:
            rows.append(["raised", "ValueError" if isinstance(error, ValueError) else type(error).__name__])
    return rows
"""

Case = dict[str, Any]


def answer(case: Case, mistake: str = "") -> list[float]:
    """The three shares, or those of one mistake."""
    gold, pool, after = set(case["gold"]), set(case["before"]), case["after"]
    there, got, places = len(gold & pool), len(gold & set(after)), len(after)
    n = len(gold)
    if mistake == "final-only":
        return [got / n, got / n, got / n]
    if mistake == "top-of-pool":
        first = len(gold & set(case["before"][:places])) / n
        return [got / n, first, first]
    if mistake == "places-ignored":
        return [got / n, there / n, there / n]
    if mistake == "wrong-divisor":
        n = there or 1
    if mistake == "places-divisor":
        return [got / (places or 1), min(there, places) / (places or 1), there / n]
    if mistake == "gold-repeats":
        n = len(case["gold"])
    if mistake == "pool-repeats":
        counted = sum(i in gold for i in case["before"])
        return [got / n, min(counted, places) / n, counted / n]
    if mistake == "fields-swapped":
        return [got / n, there / n, min(there, places) / n]
    if mistake == "capped-pool":
        return [got / n, min(there, places) / n, min(there, places) / n]
    return [got / n, min(there, places) / n, there / n]


CAUSES = {
    "final-only": "this is the recall of the final list: the ceiling is what the pool holds",
    "top-of-pool": "the ceiling counts the whole pool, not its first places",
    "places-ignored": "the best order fills as many places as the final list has, and no more",
    "wrong-divisor": "gold that was never retrieved counts in the divisor",
    "places-divisor": "a share of the gold ids is divided by their number",
    "gold-repeats": "a gold id that is repeated counts once",
    "pool-repeats": "an id that the pool repeats counts once",
    "fields-swapped": "a Ceiling holds reached, attainable and pool, in this order",
    "capped-pool": "the pool's recall does not depend on the final list",
}


def judge_values(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        wrong = [(c, got) for c, got in zip(cases, result, strict=True) if not close(got, answer(c))]
        if not wrong:
            return
        case, got = wrong[0]
        each = list(zip(cases, result, strict=True))
        fits = [m for m in CAUSES if all(close(g, answer(c, m)) for c, g in each)]
        slug = fits[0] if fits else "raised" if got[:1] == ["raised"] else "wrong-share"
        cause = CAUSES.get(slug, "each is a share of all gold ids")
        expect(False, expected=answer(case), got=got, read=READ, cause=cause, diagnosis=slug,
               case=f"pool of {len(case['before'])}, final {len(case['after'])}, gold {len(case['gold'])}")  # fmt: skip

    return judge


def close(a: Any, b: list[float]) -> bool:
    return a[:1] != ["raised"] and all(abs(x - y) < 1e-9 for x, y in zip(a, b, strict=True))


def judge_limit(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            ok = got[:1] != ["raised"] and got[0] <= got[1] + 1e-9 and got[1] <= got[2] + 1e-9
            expect(ok, expected="reached <= attainable <= pool", got=got, read=READ, diagnosis="exceeded",
                   case=f"a random order of {len(case['before'])}",
                   cause="no reranker exceeds the ceiling")  # fmt: skip
        judge_values(cases)(result, world)

    return judge


def judge_refused(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            expect(got[:2] == ["raised", "ValueError"], expected="ValueError", got=got, read=READ,
                   case=f"pool {case['before'][:3]}, final {case['after']}, gold {case['gold']}",
                   diagnosis="not-refused", cause="refuse what the docstring names")  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def ids(n: int) -> list[str]:
        return [f"doc-{k}#{rng.randrange(9)}" for k in rng.sample(range(10_000), n)]

    def case(pool: int, gold_in: int, gold_out: int, places: int, kept: int) -> Case:
        """A pool whose gold is not among its first places, and a final list that keeps `kept` of it."""
        every = ids(pool + gold_out)
        before, outside = every[:pool], every[pool:]
        inside = before[-gold_in:] if gold_in else []
        others = [i for i in before if i not in inside]
        after = [*inside[:kept], *others[: places - kept]]
        rng.shuffle(after)
        gold = [*inside, *outside]
        rng.shuffle(gold)
        return {"before": before, "after": after, "gold": gold}

    drawn = [case(20, 3, 1, 10, 2), case(30, 5, 2, 3, 1), case(12, 4, 0, 2, 2), case(15, 2, 3, 5, 0)]
    yield Scenario("drawn pools", {"cases": drawn}, None, judge_values(drawn))
    wide = [case(40, 6, 2, 2, 1), case(25, 5, 1, 3, 0)]
    yield Scenario("more gold than places", {"cases": wide}, None, judge_values(wide))
    none = [case(10, 0, 3, 4, 0), case(8, 2, 0, 0, 0)]
    yield Scenario("nothing to reach", {"cases": none}, None, judge_values(none))
    again = []
    for made in (case(12, 3, 1, 4, 1), case(10, 2, 2, 5, 2)):
        gold = made["gold"]
        inside = [i for i in gold if i in made["before"]]
        again.append({**made, "gold": [*gold, gold[0], gold[-1]]})
        again.append({**made, "before": [*made["before"], inside[0], inside[0]]})
    yield Scenario("repeated ids", {"cases": again}, None, judge_repeats(again))
    shuffled = []
    for _ in range(20):
        made = case(rng.randrange(10, 30), rng.randrange(1, 5), rng.randrange(0, 3), 5, 0)
        order = rng.sample(made["before"], len(made["before"]))
        shuffled.append({**made, "after": order[: rng.randrange(1, len(order) + 1)]})
    yield Scenario("random orders", {"cases": shuffled}, None, judge_limit(shuffled))
    made = case(10, 2, 1, 3, 1)
    bad = [{**made, "gold": []}, {**made, "after": [*made["after"][:2], "doc-x#0"]},
           {**made, "after": [made["after"][0], made["after"][0]]}]  # fmt: skip
    yield Scenario("arguments that are refused", {"cases": bad}, None, judge_refused(bad))


def judge_repeats(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for c, got in zip(cases, result, strict=True):
            slug = "gold-repeats" if close(got, answer(c, "gold-repeats")) else "pool-repeats"
            expect(close(got, answer(c)), expected=answer(c), got=got, read=READ, cause=CAUSES[slug], diagnosis=slug,
                   case=f"gold {c['gold']}")  # fmt: skip

    return judge
