"""Calibrated probabilities: temperature scaling (Guo et al. 2017), Platt's line (1999), reliability and its error.

Both maps are fitted on dev by minimising the negative log-likelihood and never change which of two scores is higher.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F


def _minimise(loss: Any, start: Sequence[float]) -> tuple[float, ...]:
    """Where a smooth, convex loss of few parameters is least (L-BFGS in float64)."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    solver = torch.optim.LBFGS([x], max_iter=200, line_search_fn="strong_wolfe", tolerance_grad=1e-9)

    def step() -> Tensor:
        solver.zero_grad()
        value: Tensor = loss(x)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    solver.step(step)  # type: ignore[no-untyped-call]
    return tuple(float(v) for v in x.detach())


def temperature(logits: Tensor, labels: Tensor) -> float:
    """The T for which softmax(logits / T) fits the labels best. `logits` (n, classes), `labels` (n,) class numbers.

    Raises ValueError for no items or lengths that differ.
    """
    _check(len(logits), len(labels))
    scores, gold = logits.detach().double(), labels.long()
    (log_t,) = _minimise(lambda x: F.cross_entropy(scores / x[0].exp(), gold), [0.0])
    return math.exp(min(max(log_t, -5.0), 5.0))  # where every item is right the best T is 0; e^-5 is near enough


def platt(scores: Tensor, labels: Tensor) -> tuple[float, float]:
    """(a, b) of sigmoid(a * score + b) for `labels` (n,) of 0 and 1, with Platt's targets against overconfidence.

    Raises ValueError for no items, lengths that differ, or labels of one class only.
    """
    _check(len(scores), len(labels))
    x, y = scores.detach().double(), labels.double()
    positive, negative = float(y.sum()), float((1 - y).sum())
    if not positive or not negative:
        raise ValueError("labels are of one class: a line needs both")
    target = torch.where(y > 0.5, (positive + 1) / (positive + 2), 1 / (negative + 2))
    a, b = _minimise(lambda v: F.binary_cross_entropy_with_logits(v[0] * x + v[1], target), [1.0, 0.0])
    return a, b


@dataclass(frozen=True)
class Bin:
    """Items with confidence in (low, high]: how many, their mean confidence, the share that was right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Reliability:
    """The reliability curve over the bins that hold items, and the expected calibration error (ECE)."""

    n: int
    ece: float
    bins: tuple[Bin, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON, rounded to four digits."""
        return {"n": self.n, "ece": round(self.ece, 4),
                "bins": [{k: round(v, 4) for k, v in asdict(b).items()} for b in self.bins]}  # fmt: skip


def reliability(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> Reliability:
    """Equal-width bins over [0, 1]; ECE is the mean of |confidence - share right| weighted by the items of a bin.

    Raises ValueError for no items, lengths that differ, bins < 1 or a confidence outside [0, 1].
    """
    _check(len(confidence), len(right))
    if bins < 1:
        raise ValueError(f"bins={bins!r} must be at least 1")
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for c, r in zip(confidence, right, strict=True):
        if not 0.0 <= c <= 1.0 + 1e-6:
            raise ValueError(f"confidence {c!r} is outside 0 to 1")
        groups[min(max(math.ceil(c * bins) - 1, 0), bins - 1)].append((c, bool(r)))
    made = tuple(
        Bin(i / bins, (i + 1) / bins, len(g), sum(c for c, _ in g) / len(g), sum(r for _, r in g) / len(g))
        for i, g in enumerate(groups) if g
    )  # fmt: skip
    ece = sum(b.n * abs(b.confidence - b.right) for b in made) / len(confidence)
    return Reliability(len(confidence), ece, made)


def _check(n: int, labels: int) -> None:
    if n == 0 or n != labels:
        raise ValueError(f"{n} scores and {labels} labels: as many of both, at least one")
