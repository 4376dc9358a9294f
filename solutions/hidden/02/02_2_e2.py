"""Hidden check for 02.2.e2: limits against the roots of their defining equation, sizes against the power they buy."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from statistics import NormalDist
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = '02.2 How sure is "19 of 20"?'

DRIVER = """
async def drive(subject, call, args):
    wilson, n_required = subject
    found = []
    for kind, values, options in args["calls"]:
        try:
            got = (wilson if kind == "wilson" else n_required)(*values, **options)
            found.append([type(got).__name__, list(got) if kind == "wilson" else got])
        except Exception as error:
            found.append(["raised", type(error).__name__])
    return found
"""

Ask = tuple[str, list[Any], dict[str, Any]]


def roots(right: int, total: int, level: float) -> tuple[float, float]:
    """The two shares q at which |p - q| is z standard errors of q: solved by bisection, not by Wilson's formula."""
    z, p = NormalDist().inv_cdf(0.5 + level / 2), right / total

    def far(q: float) -> bool:
        return abs(p - q) > z * math.sqrt(q * (1 - q) / total)

    ends = []
    for edge in (0.0, 1.0):
        near, away = p, edge
        for _ in range(200):
            middle = (near + away) / 2
            near, away = (near, middle) if far(middle) else (middle, away)
        ends.append(near)
    return (0.0 if right == 0 else ends[0]), (1.0 if right == total else ends[1])


def judge_limits(result: Any, calls: list[Ask]) -> None:
    for (_, (right, total), options), got in zip(calls, result, strict=True):
        case, level = f"wilson({right}, {total}, {options})", options.get("level", 0.95)
        want = roots(right, total, level)
        expect(got[0] != "raised", expected=want, got=got, case=case, cause=f"your code raised {got[1]}", read=READ,
               diagnosis="raised")  # fmt: skip
        low, high = got[1]
        p = right / total
        half = NormalDist().inv_cdf(0.5 + level / 2) * math.sqrt(p * (1 - p) / total)
        normal = any(abs(low - f(p - half)) + abs(high - g(p + half)) < 1e-3 for f, g in
                     ((float, float), (lambda v: max(0.0, v), lambda v: min(1.0, v))))  # fmt: skip
        close = abs(low - want[0]) < 1e-6 and abs(high - want[1]) < 1e-6
        at_95 = roots(right, total, 0.95)
        ignored = level != 0.95 and abs(low - at_95[0]) + abs(high - at_95[1]) < 1e-3
        slug, cause = "wrong-interval", "centre and half width are both divided by 1 + z^2 / n"
        if normal:
            slug, cause = "normal-interval", "the normal interval shrinks to a point at the ends and leaves [0, 1]"
        elif ignored:
            slug, cause = "level-ignored", "z is NormalDist().inv_cdf(0.5 + level / 2), not always 1.96"
        expect(close, expected=want, got=got[1], case=case, cause=cause, read=READ, diagnosis=slug)
        exact = (right > 0 or low == 0.0) and (right < total or high == 1.0)
        expect(exact, expected=want, got=got[1], case=case, read=READ, diagnosis="rounding-at-the-ends",
               cause="a subtraction leaves a rounding error: return 0 for no success and 1 for all")  # fmt: skip


def power_of(n: int, null: float, alternative: float, difference: float, level: float) -> float:
    """The chance that a two-sided test of n cases finds the difference (the far tail is negligible)."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    return NormalDist().cdf((difference * math.sqrt(n) - z * math.sqrt(null)) / math.sqrt(alternative))


def judge_sizes(result: Any, calls: list[Ask]) -> None:
    for (_, (p1, p2, power), options), got in zip(calls, result, strict=True):
        case = f"n_required({p1}, {p2}, {power}, {options})"
        level, d, discordant = options.get("level", 0.95), abs(p1 - p2), options.get("discordant")
        mean = (p1 + p2) / 2
        unpaired = (2 * mean * (1 - mean), p1 * (1 - p1) + p2 * (1 - p2))
        null, other = unpaired if discordant is None else (discordant, discordant - d * d)
        expect(got[0] == "int", expected="an int", got=got, case=case, read=READ,
               diagnosis="raised" if got[0] == "raised" else "no-whole-number",
               cause=f"your code raised {got[1]}" if got[0] == "raised" else "cases are whole: round up")  # fmt: skip
        n = got[1]
        want = next_enough(null, other, d, level, power)
        slack = max(1, round(0.003 * want))
        slug, cause = "wrong-paired" if discordant else "wrong-unpaired", "the power that this number buys is another"
        if discordant and abs(n - next_enough(*unpaired, d, level, power)) <= 2 + 0.01 * n:
            slug, cause = "unpaired-for-paired", "the unpaired formula was applied to pairs"
        elif abs(n - next_enough(null, other, d, 2 * level - 1, power)) <= 2 + 0.01 * n:
            slug, cause = "one-sided", "the test is two-sided: z for 0.5 + level / 2"
        elif abs(n - next_enough(null, other, d, level, 0.8)) <= 1 + 0.003 * n and power != 0.8:
            slug, cause = "power-ignored", "z of the power is NormalDist().inv_cdf(power), not always 0.84"
        elif abs(n - 2 * want) <= 2 + 0.01 * n:
            slug, cause = "both-arms", "cases for each arm, not for both together"
        expect(abs(n - want) <= slack, expected=want, got=n, case=case, cause=cause, read=READ, diagnosis=slug)


def next_enough(null: float, other: float, d: float, level: float, power: float) -> int:
    """The least number of cases with that power, by doubling and bisection."""
    high = 1
    while power_of(high, null, other, d, level) < power:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power_of(middle, null, other, d, level) >= power else (middle, high)
    return high


def judge_refused(result: Any, calls: list[Ask]) -> None:
    for ask, got in zip(calls, result, strict=True):
        expect(got == ["raised", "ValueError"], expected="ValueError", got=got, case=str(ask), read=READ,
               cause="no such counts, shares or disagreement can be; say so", diagnosis="no-validation")  # fmt: skip


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def of(name: str, calls: list[Ask], judge: Any) -> Scenario:
        return Scenario(name, {"calls": calls}, None, lambda result, world: judge(result, calls))

    counts = [(right, total) for total in (rng.randint(3, 40), rng.randint(41, 2000)) for right in
              (0, total, rng.randint(1, total - 1), 1, total - 1)]  # fmt: skip
    yield of("limits", [("wilson", [r, n], {}) for r, n in counts], judge_limits)
    levels = [("wilson", [rng.randint(1, 29), 30], {"level": level}) for level in (0.5, 0.9, 0.99)]
    yield of("other levels", levels, judge_limits)
    ends = [("wilson", [right, n], {}) for n in rng.sample(range(2, 400), 30) for right in (0, n)]
    yield of("the ends", ends, judge_limits)
    sizes: list[Ask] = [("size", [0.96, 0.97, 0.8], {})]
    for _ in range(8):
        p1 = rng.randint(10, 90) / 100
        p2 = min(0.99, max(0.01, p1 + rng.choice([-1, 1]) * rng.randint(2, 12) / 100))
        if p1 != p2:
            sizes.append(("size", [p1, p2, rng.choice([0.7, 0.9, 0.95])], {}))
    yield of("cases per arm", sizes, judge_sizes)
    paired: list[Ask] = []
    for _ in range(8):
        p1, d = rng.randint(55, 80) / 100, rng.randint(1, 6) / 100
        paired.append(("size", [p1, p1 + d, rng.choice([0.7, 0.8, 0.9])], {"discordant": d + rng.randint(5, 25) / 100}))
    yield of("pairs", paired, judge_sizes)
    yield of("another level", [("size", [0.5, 0.6, 0.8], {"level": 0.99})], judge_sizes)
    bad: list[Ask] = [("wilson", [21, 20], {}), ("wilson", [-1, 20], {}), ("wilson", [0, 0], {}),
                      ("wilson", [1, 2], {"level": 1.0}), ("size", [0.5, 0.5, 0.8], {}), ("size", [96, 97, 0.8], {}),
                      ("size", [0.5, 0.6, 1.0], {}), ("size", [0.5, 0.6, 0.8], {"discordant": 0.05}),
                      ("size", [0.9, 1.0, 0.8], {"discordant": 0.3})]  # fmt: skip
    yield of("what cannot be", bad, judge_refused)
