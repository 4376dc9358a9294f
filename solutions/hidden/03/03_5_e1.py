"""Hidden check for 03.5.e1: drawn pools with clear margins, pools with equal values, and the oracle kept here."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "03.5 A filter that is called MMR"

DRIVER = """
import numpy as np


async def drive(subject, call, args):
    rows = []
    for case in args["cases"]:
        lam = float(case["lam"])
        vectors = np.array(case["vectors"], dtype=np.float32).reshape(len(case["vectors"]), case["width"])
        try:
            rows.append([int(i) for i in subject(case["relevance"], vectors, case["k"], lam)])
        except NotImplementedError:
            raise
        except Exception as error:
            rows.append(["raised", "ValueError" if isinstance(error, ValueError) else type(error).__name__, str(error)])
    return rows
"""

Case = dict[str, Any]
Vector = list[float]


def dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def oracle(case: Case, pooled: Any = max) -> tuple[list[int], float]:
    """The right picks, and the least distance of a pick's value from the next best one."""
    relevance, vectors, lam = case["relevance"], case["vectors"], case["lam"]
    picked: list[int] = []
    margin = math.inf
    while len(picked) < min(case["k"], len(relevance)):
        left = [i for i in range(len(relevance)) if i not in picked]
        values = {
            i: round(
                lam * relevance[i]
                - (1 - lam) * (pooled([dot(vectors[i], vectors[j]) for j in picked]) if picked else 0),
                5,
            )
            for i in left
        }
        ranked = sorted(left, key=lambda i: (-values[i], -relevance[i], i))
        if len(ranked) > 1:
            margin = min(margin, values[ranked[0]] - values[ranked[1]])
        picked.append(ranked[0])
    return picked, margin


def compare(case: Case, got: Any, slug: str, cause: str) -> None:
    want = oracle(case)[0]
    shown = f"{len(case['vectors'])} candidates, k={case['k']}, lam={case['lam']}"
    if got and got[0] == "raised":
        ambiguous = "ambiguous" in got[2] or "not supported between" in got[2]
        expect(False, expected=want, got=got, case=shown, read=READ,
               diagnosis="compares-on-ties" if ambiguous else "raised",
               cause="on equal values something is compared that has no order" if ambiguous else "the "
               "call raised")  # fmt: skip
    if len(got) < len(want):
        slug, cause = "threshold", "fewer came back than were asked for and there: MMR only reorders"
    elif len(set(got)) < len(got):
        slug, cause = "repeats", "a candidate was picked twice"
    expect(got == want, expected=want, got=got, case=shown, cause=cause, read=READ, diagnosis=slug)


RULES: dict[str, Any] = {"mean": lambda s: sum(s) / len(s), "last-only": lambda s: s[-1], "sum": sum, "least": min,
                         "first-only": lambda s: s[0]}  # fmt: skip
LIKENESS = "the likeness that counts is the greatest one with anything picked"


def explanations(case: Case) -> dict[tuple[str, str], list[int]]:
    """What each usual mistake would pick."""
    found = {(name, LIKENESS): oracle(case, rule)[0] for name, rule in RULES.items()}
    found["swapped", "lam weighs the relevance"] = oracle(case | {"lam": 1 - case["lam"]})[0]
    found["relevance-only", "likeness to what is picked does not count here"] = oracle(case | {"lam": 1.0})[0]
    return found


def judge_picks(cases: list[Case], slug: str, cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        why = (slug, cause)
        if slug == "likeness":  # the mistake that explains all picks; one case alone may fit several
            why = ("wrong-order", "the picks are not those of greatest value at each step")
            each = [explanations(case) for case in cases]
            why = next((w for w in each[0] if all(e[w] == g for e, g in zip(each, result, strict=True))), why)
        for case, got in zip(cases, result, strict=True):
            compare(case, got, *why)

    return judge


def judge_refusals(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            expect(got[:2] == ["raised", "ValueError"], expected="ValueError", got=got,
                   case=f"k={case['k']}, lam={case['lam']}",
                   cause="k below 1 and lam outside 0..1 are refused, NaN too", read=READ,
                   diagnosis="not-refused")  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def pool(n: int, k: int, lam: float, width: int = 3, *, clear: bool = True) -> Case:
        """Random directions and a random query, without close calls."""
        while True:
            vectors = []
            for _ in range(n + 1):
                drawn = [rng.gauss(0, 1) for _ in range(width)]
                size = math.sqrt(dot(drawn, drawn))
                vectors.append([x / size for x in drawn])
            query = vectors.pop()
            case = {
                "relevance": [dot(query, v) for v in vectors],
                "vectors": vectors,
                "k": k,
                "lam": lam,
                "width": width,
            }
            if not clear or oracle(case)[1] > 1e-3:
                return case

    def flat(relevance: list[float], turns: list[float], k: int, lam: float) -> Case:
        """Directions in the plane, for cases by hand."""
        vectors = [[math.cos(math.radians(t)), math.sin(math.radians(t))] for t in turns]
        return {"relevance": relevance, "vectors": vectors, "k": k, "lam": lam, "width": 2}

    free = [pool(rng.randrange(5, 8), rng.randrange(4, 6), rng.choice((0.3, 0.5, 0.6))) for _ in range(12)]
    telling: list[Case] = []
    for mistake in explanations(free[0]):  # for every usual mistake a pool on which it alone picks what it picks
        while True:
            case = pool(7, 6, 0.3)
            picks = explanations(case)
            if picks[mistake] != oracle(case)[0] and list(picks.values()).count(picks[mistake]) == 1:
                telling.append(case)
                break
    yield Scenario("drawn pools", {"cases": telling + free}, None, judge_picks(telling + free, "likeness", ""))
    moderate = []
    for _ in range(4):
        base = sorted((rng.uniform(0.42, 0.6) for _ in range(4)), reverse=True)
        moderate.append(flat([b if i else b + 0.3 for i, b in enumerate(base)], [0, 75, 150, 225], 4, 0.7))
        moderate.append(flat([-b for b in base], [0, 80, 160, 240], 4, 0.7))
    yield Scenario("moderate and negative relevance", {"cases": moderate}, None,
                   judge_picks(moderate, "wrong-order", "the picks are not those of greatest value"))  # fmt: skip
    only = [pool(6, rng.randrange(2, 7), 1.0) for _ in range(5)]
    yield Scenario("lam is 1", {"cases": only}, None,
                   judge_picks(only, "not-nearest",
                   "at 1 the picks are the most relevant ones, in that order"))  # fmt: skip
    zero = []
    for _ in range(4):
        start = rng.randrange(360)
        relevance = [rng.uniform(0, 0.5), 0.9, rng.uniform(0, 0.5), rng.uniform(-0.5, 0)]
        zero.append(flat(relevance, [start + 90, start, start + 200, start + 40], 4, 0.0))
    yield Scenario("lam is 0", {"cases": zero}, None,
                   judge_picks(zero, "tie-order",
                   "at 0 every first value is 0, so that the more relevant one comes first"))  # fmt: skip
    a = rng.uniform(0.7, 0.95)
    copies = [
        flat([0.2, a, 0.1, a], [90, 0, 180, 0], 2, 0.7),
        flat([a, 0.1, 0.2], [0, 0, 120], 2, 0.4),
        flat([0.5, 0.5, 0.5, 0.5], [10, 10, 10, 10], 3, 0.5),
        flat([0.4, 0.6, 0.4], [90, 0, -90], 3, 0.5),
    ]
    yield Scenario("copies and equal values", {"cases": copies}, None,
                   judge_picks(copies, "tie-order",
                   "of equal values the more relevant comes first, then the earlier; a copy "
                               "of a very relevant one is no exception"))  # fmt: skip
    opposite = [flat([0.0, 1.0, -1.0], [90, 0, 180], 3, 0.0), flat([0.1, 0.9, -0.2], [90, 0, 150], 3, 0.2)]
    yield Scenario("likeness below 0", {"cases": opposite}, None,
                   judge_picks(opposite, "clipped", "a likeness below 0 counts as it is"))  # fmt: skip
    short = [pool(3, 9, 0.5), flat([], [], 2, 0.5), flat([0.4], [0], 1, 0.5)]
    yield Scenario("fewer than k", {"cases": short}, None,
                   judge_picks(short, "wrong-order", "all that are there come back"))  # fmt: skip
    bad = [flat([0.5], [0], k, lam) for k, lam in ((0, 0.5), (-3, 0.5), (1, -0.01), (1, 1.01), (1, 7.0))]
    bad.append(flat([0.5], [0], 1, 0.5) | {"lam": "nan"})
    yield Scenario("arguments that are refused", {"cases": bad}, None, judge_refusals(bad))
