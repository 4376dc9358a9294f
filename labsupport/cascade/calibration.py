"""From a score to a probability, and how good it is: isotonic regression, expected calibration error, risk-coverage."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Calibrator = Callable[[float | None], float | None]


@dataclass(frozen=True)
class Isotonic:
    """A rising map from scores to shares of right answers: straight lines between its points, flat outside.

    Called with None or NaN it gives None: a missing score does not become a probability.
    """

    scores: tuple[float, ...]
    shares: tuple[float, ...]

    def __call__(self, score: float | None) -> float | None:
        if score is None or math.isnan(score):
            return None
        import numpy as np

        return float(np.interp(score, self.scores, self.shares))


def fit_calibrator(scores: Sequence[float], correct: Sequence[bool]) -> Calibrator:
    """Isotonic regression of `correct` on `scores` by pooling adjacent violators (Ayer et al. 1955).

    scores: any finite numbers, higher is surer (log-probabilities, votes, a spoken percentage). The result maps a score
    to a share in [0, 1] and never turns an order round. Fit on dev, apply to test; a few hundred cases are needed, and
    the outermost shares, often 0 or 1, rest on the fewest of them.

    Raises ValueError for no cases, lengths that differ or a score that is not finite.
    """
    _same_length(scores, correct)
    for score in scores:
        if not math.isfinite(score):
            raise ValueError(f"score {score!r} is not finite: leave out the cases without one")
    tied: dict[float, list[int]] = {}  # equal scores get one share
    for score, good in sorted(zip(map(float, scores), correct, strict=True)):
        tied.setdefault(score, []).append(int(bool(good)))
    blocks: list[tuple[list[float], int, int]] = []  # scores, right, all
    for score, rights in tied.items():
        at, right, n = [score], sum(rights), len(rights)
        while blocks and blocks[-1][1] * n >= right * blocks[-1][2]:  # the share before is no lower
            before, more_right, more = blocks.pop()
            at, right, n = before + at, right + more_right, n + more
        blocks.append((at, right, n))
    pairs = [(score, right / n) for at, right, n in blocks for score in at]
    return Isotonic(tuple(s for s, _ in pairs), tuple(share for _, share in pairs))


def ece(p: Sequence[float], y: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean |confidence - share right| over equal-width bins, weighted by their cases.

    p: probabilities in [0, 1]; y: whether the answer was right. Raises ValueError for no cases, lengths that differ,
    bins < 1 or a p outside [0, 1].
    """
    from labsupport.models.heads.calibrate import reliability

    return reliability(p, y, bins).ece


@dataclass(frozen=True)
class RiskCoverage:
    """Answering only what is at least as sure as `threshold`: the share answered, and the share of those wrong.

    Three sequences of one length, by falling threshold; `area` is the mean risk over all coverages, lower is better.
    """

    threshold: tuple[float, ...]
    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    area: float


def risk_coverage(p: Sequence[float], y: Sequence[bool]) -> RiskCoverage:
    """The risk-coverage curve (El-Yaniv and Wiener 2010) of confidences `p` for answers that are right or not (`y`).

    Only the order of `p` counts, so any finite scores will do; equal ones are answered together. A confidence that
    says nothing has the overall error as its area. Raises ValueError for no cases, lengths that differ, or a p that is
    not finite.
    """
    _same_length(p, y)
    if not all(map(math.isfinite, p)):
        raise ValueError("p must be finite: leave out the cases without a confidence, or give them the lowest")
    wrong_at: dict[float, list[int]] = {}
    for score, right in sorted(zip(map(float, p), y, strict=True), key=lambda pair: -pair[0]):
        wrong_at.setdefault(score, []).append(not right)
    n, wrong, area = 0, 0.0, 0.0
    rows: list[tuple[float, float, float]] = []
    for score, wrongs in wrong_at.items():
        # among equals the order is chance: on the way each brings the mean risk of the group
        area += sum((wrong + sum(wrongs) * k / len(wrongs)) / (n + k) for k in range(1, len(wrongs) + 1))
        n, wrong = n + len(wrongs), wrong + sum(wrongs)
        rows.append((score, n / len(p), wrong / n))
    thresholds, coverage, risk = zip(*rows, strict=True)
    return RiskCoverage(thresholds, coverage, risk, area / len(p))


def _same_length(scores: Sequence[float], right: Sequence[bool]) -> None:
    if not len(scores) or len(scores) != len(right):
        raise ValueError(f"{len(scores)} scores and {len(right)} verdicts: as many of both, at least one")
