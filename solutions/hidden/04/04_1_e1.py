"""Hidden check for 04.1.e1: drawn lists, and for every usual mistake one on which it alone gives what it gives."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "04.1 Ranks instead of scores"

DRIVER = """
import copy


async def drive(subject, call, args):
    rows = []
    for case in args["cases"]:
        lists, weights = copy.deepcopy(case["lists"]), copy.deepcopy(case["weights"])
        given = {} if case["k"] is None else {"k": case["k"]}
        if weights is not None:
            given["weights"] = weights
        try:
            found = [[str(i), float(score)] for i, score in subject(lists, **given)]
        except NotImplementedError:
            raise
        except Exception as error:
            rows.append(["raised", "ValueError" if isinstance(error, ValueError) else type(error).__name__])
            continue
        if lists != case["lists"] or weights != case["weights"]:
            found = ["changed"]
        rows.append(found)
    return rows
"""

Case = dict[str, Any]
Pairs = list[tuple[str, float]]


def oracle(case: Case, *, start: int = 1, pooled: Callable[[list[float]], float] = math.fsum, repeats: str = "first",
           weighted: bool = True, fixed_k: bool = False, by_length: bool = False, ascending: bool = False,
           tie: str = "id", penalty: bool = False) -> Pairs:  # fmt: skip
    """The right answer, or that of a usual mistake."""
    k = 60 if fixed_k or case["k"] is None else case["k"]
    weights = case["weights"] if weighted and case["weights"] is not None else [1.0] * len(case["lists"])
    parts: dict[str, list[float]] = {}
    for ids, weight in zip(case["lists"], weights, strict=True):
        kept = list(dict.fromkeys(ids)) if repeats == "shifted" else ids
        ranks: dict[str, list[int]] = {}
        for rank, i in enumerate(kept, start):
            ranks.setdefault(i, []).append(rank)
        for i, found in ranks.items():
            used = found if repeats == "all" else [found[-1]] if repeats == "last" else [found[0]]
            size = len(ids) if by_length else 1
            parts.setdefault(i, []).extend(weight / (k + rank) / size for rank in used)
    if penalty:  # a list that lacks an id counts as if it stood behind its end
        for ids, weight in zip(case["lists"], weights, strict=True):
            for i in parts:
                if i not in ids:
                    parts[i].append(weight / (k + len(ids) + 1))
    scores = {i: pooled(found) for i, found in parts.items()}
    if pooled is MEAN:
        scores = {i: math.fsum(found) / max(1, len(case["lists"])) for i, found in parts.items()}
    if tie == "seen":
        return sorted(scores.items(), key=lambda p: -p[1])
    return sorted(scores.items(), key=lambda p: (p[1] if ascending else -p[1], p[0]))


def MEAN(found: list[float]) -> float:  # a mark, replaced by the division by the number of lists
    return math.fsum(found)


MISTAKES: dict[str, tuple[str, dict[str, Any]]] = {
    "zero-based": ("ranks count from 1", {"start": 0}),
    "max": ("parts are added up, the greatest is not enough", {"pooled": max}),
    "averaged": ("the sum is not divided by the number of lists", {"pooled": MEAN}),
    "by-length": ("a list's length does not matter", {"by_length": True}),
    "double-counted": ("an id that is repeated in one list counts once", {"repeats": "all"}),
    "last-rank": ("of a repeated id the best rank counts", {"repeats": "last"}),
    "ranks-shifted": ("a repetition takes up its place", {"repeats": "shifted"}),
    "weights-ignored": ("each part is multiplied by its list's weight", {"weighted": False}),
    "k-ignored": ("k is a parameter", {"fixed_k": True}),
    "wrong-order": ("best first", {"ascending": True}),
    "tie-order": ("equal scores by id", {"tie": "seen"}),
    "absent-counted": ("a list that lacks an id gives it nothing", {"penalty": True}),
}


def same(got: Any, want: Pairs) -> bool:
    return (
        isinstance(got, list)
        and len(got) == len(want)
        and all(
            len(g) == 2 and g[0] == w[0] and math.isclose(g[1], w[1], rel_tol=1e-9)
            for g, w in zip(got, want, strict=True)
        )
    )


def judge(cases: list[Case], slug: str = "wrong-score", cause: str = "add weight / (k + rank)") -> Any:
    def check(result: Any, world: Any) -> None:
        if any(not same(got, oracle(case)) for case, got in zip(cases, result, strict=True)):
            why = (slug, cause)
            for name, (said, how) in MISTAKES.items():
                if all(same(got, oracle(case, **how)) for case, got in zip(cases, result, strict=True)):
                    why = (name, said)
                    break
            for case, got in zip(cases, result, strict=True):
                if got == ["changed"]:
                    why = ("changes-input", "the lists and weights belong to the caller")
                expect(same(got, oracle(case)), expected=oracle(case), got=got, case=str(case), cause=why[1],
                       read=READ, diagnosis=why[0])  # fmt: skip

    return check


def refused(cases: list[Case], slug: str, cause: str) -> Any:
    def check(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            expect(got == ["raised", "ValueError"], expected="ValueError", got=got, case=str(case), cause=cause,
                   read=READ, diagnosis=slug)  # fmt: skip

    return check


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def names(n: int) -> list[str]:
        return [f"doc-{x:03}" for x in rng.sample(range(1000), n)]

    def case(lists: list[list[str]], k: float | None = None, weights: list[float] | None = None) -> Case:
        return {"lists": lists, "k": k, "weights": weights}

    def clear(made: Case) -> bool:
        """No two scores so near that the order of addition could decide."""
        scores = [s for _, s in oracle(made)]
        return all(a - b > 1e-9 for a, b in itertools.pairwise(scores))

    def drawn(repeats: bool, weighted: bool, n: int = 3) -> Case:
        while True:
            pool = names(8)
            lists = [rng.sample(pool, rng.randrange(3, 7)) for _ in range(n)]
            if repeats:
                for ids in lists:
                    ids.insert(rng.randrange(1, len(ids)), ids[0])
            weights = [rng.choice((0.5, 1.5, 2.0, 3.5)) for _ in lists] if weighted else None
            made = case(lists, rng.choice((1, 2, 7, 30.5)), weights)
            if clear(made):
                return made

    def told(how: dict[str, Any], make: Callable[[], Case]) -> Case:
        while True:
            made = make()
            if not same([list(p) for p in oracle(made, **how)], oracle(made)):
                return made

    plain = [told(MISTAKES[m][1], lambda: drawn(False, False)) for m in
             ("zero-based", "max", "averaged", "by-length", "k-ignored", "wrong-order", "absent-counted")]  # fmt: skip
    yield Scenario("drawn lists", {"cases": plain}, None, judge(plain))
    again = [told(MISTAKES[m][1], lambda: drawn(True, False)) for m in
             ("double-counted", "last-rank", "ranks-shifted")]  # fmt: skip
    yield Scenario("repeated ids", {"cases": again}, None,
                   judge(again, "double-counted", "a repeated id counts once, at its best rank"))  # fmt: skip
    weighted = [told(MISTAKES["weights-ignored"][1], lambda: drawn(False, True)) for _ in range(3)]
    yield Scenario("weights", {"cases": weighted}, None, judge(weighted))
    one, both, *rest = names(9)
    flip = [case([[one, *rest[:3], both], [*rest[3:7], both]], k) for k in (2, 60, None)]
    yield Scenario("first in one list against fifth in both", {"cases": flip}, None, judge(flip))
    a, b, c = sorted(names(3))
    ties = [case([[c, a], [a, c]], 5), case([[b], [a], [c]], 1), case([[c, b], [], [b, c]])]
    yield Scenario("equal scores", {"cases": ties}, None, judge(ties, "tie-order", "equal scores by id"))
    base = drawn(False, False)
    turned = [base, base | {"lists": base["lists"][::-1]}, base | {"lists": base["lists"][1:] + base["lists"][:1]}]
    yield Scenario("the order of the lists", {"cases": turned}, None,
                   judge(turned, "order-of-lists", "the order of the lists decides nothing"))  # fmt: skip
    empty = [case([]), case([[], []], 2), case([[], names(1)], 2, [1.0, 3.0])]
    yield Scenario("empty lists", {"cases": empty}, None, judge(empty, "empty", "an empty list adds nothing"))
    for_k = [case([names(2)], k) for k in (0, -1, -0.5)]
    yield Scenario("k is checked", {"cases": for_k}, None, refused(for_k, "k-not-checked", "k <= 0 is refused"))
    off = [case([names(2), names(2)], 60, w) for w in ([1.0], [1.0, 2.0, 3.0], [])]
    yield Scenario("weights are counted", {"cases": off}, None,
                   refused(off, "weights-not-checked", "one weight a list"))  # fmt: skip
