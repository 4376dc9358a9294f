"""A cascade over answers that were recorded once, at many thresholds: the cost-accuracy plane without new calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from labsupport.cascade.benchmark import Case, Row, Scorer
from labsupport.cascade.cascade import cascade
from labsupport.cascade.tier import Answer, Call, Tier
from labsupport.stats import Interval, paired_diff_ci


class Unanswered(RuntimeError):
    """The recorded call failed."""


def replay(answers: Mapping[tuple[str, str], Answer | None]) -> Call:
    """A `Call` that returns what was recorded by (tier name, request). None replays as a failure (`Unanswered`).

    The request of this call is a case's id. Raises KeyError, inside the call, for what was never recorded.
    """

    async def call(tier: Tier, req: str) -> Answer:
        answer = answers[tier.name, req]
        if answer is None:
            raise Unanswered(f"{tier.name} had failed on {req}")
        return answer

    return call


def recorded(rows: Sequence[Row], cases: Sequence[Case]) -> dict[tuple[str, str], Answer | None]:
    """What `replay` needs, from the rows of a benchmark on these cases."""
    return {
        (row.name, case.id): answer for row in rows for case, answer in zip(cases, row.answers, strict=True)
    }  # fmt: skip


@dataclass(frozen=True)
class Point:
    """A way of answering in the cost-accuracy plane; cost in USD per 1,000 requests, all tried tiers included.

    escalated: share of requests that went beyond the first tier. latency_s: mean seconds of all tiers tried.
    right: verdicts in the order of the cases.
    """

    name: str
    threshold: float
    cost_per_1000: float
    accuracy: float
    escalated: float
    latency_s: float
    right: tuple[bool, ...]


async def sweep(
    tiers: Sequence[Tier], cases: Sequence[Case], thresholds: Sequence[float], *, call: Call, scorer: Scorer,
    calibrate: Callable[[float | None], float | None] | None = None,
) -> list[Point]:  # fmt: skip
    """One point for each threshold, by running `cascade` on every case. `call` gets a case's id, as `replay` does.

    calibrate: applied to every confidence first (a fitted calibrator). A case that no tier answers raises NoAnswer.
    Raises ValueError for no cases.
    """
    if not cases:
        raise ValueError("cases is empty: give at least one")

    async def ask(tier: Tier, req: str) -> Answer:
        answer = await call(tier, req)
        sure = answer.confidence if calibrate is None else calibrate(answer.confidence)
        return Answer(answer.text, sure, answer.usage, answer.latency_s)

    points = []
    for threshold in thresholds:
        results = [await cascade(case.id, tiers, threshold, call=ask) for case in cases]
        right = tuple(bool(scorer(r.answer.text, c.expected)) for r, c in zip(results, cases, strict=True))
        n = len(cases)
        points.append(
            Point(
                f"cascade at {threshold:g}", threshold, 1000 * sum(r.total_cost for r in results) / n, sum(right) / n,
                sum(len(r.tried) > 1 for r in results) / n, sum(r.total_latency_s for r in results) / n, right,
            )
        )  # fmt: skip
    return points


def pareto(points: Sequence[Point]) -> list[Point]:
    """The points that no other one dominates (at most as dear and at least as accurate, one of them strictly).

    By rising cost; of points that are equal in both, the first.
    """
    front: list[Point] = []
    for point in sorted(points, key=lambda p: (p.cost_per_1000, -p.accuracy)):
        if not front or point.accuracy > front[-1].accuracy:
            front.append(point)
    return front


@dataclass(frozen=True)
class Against:
    """A point against a reference on the same cases: cost ratio, and accuracy difference with its paired interval."""

    cost_ratio: float
    difference: Interval


def against(point: Point, right: Sequence[bool], cost_per_1000: float, *, seed: int = 0) -> Against:
    """Compare with the reference's verdicts (same order of cases) and cost. Raises ValueError for a cost of 0."""
    if not cost_per_1000 > 0.0:
        raise ValueError(f"cost_per_1000={cost_per_1000!r} of the reference must be above 0 for a ratio")
    return Against(
        point.cost_per_1000 / cost_per_1000,
        paired_diff_ci([float(r) for r in point.right], [float(r) for r in right], seed=seed),
    )


def tune(points: Sequence[Point], right: Sequence[bool], *, max_loss: float = 0.0) -> Point:
    """The cheapest point whose accuracy is at most `max_loss` below the reference's; for dev, never for test.

    The measured difference decides, not its interval: on few cases an interval that contains 0 would let a bad
    threshold pass. Raises ValueError when no point is good enough.
    """
    if not right:
        raise ValueError("right is empty: the reference needs verdicts")
    least = sum(right) / len(right) - max_loss
    good = [p for p in points if p.accuracy >= least - 1e-12]
    if not good:
        raise ValueError(f"no point reaches an accuracy of {least:.3f}: sweep up to threshold 1, or allow a loss")
    return min(good, key=lambda p: p.cost_per_1000)
