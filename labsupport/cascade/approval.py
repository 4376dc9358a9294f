"""How often a small evaluation approves the worse of two models, or never sees a rare slice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Design = Literal["unpaired", "paired", "stratified"]


@dataclass(frozen=True)
class Approval:
    """Shares of the draws: the worse model picked (a tie counts half), a model tried on no case of the slice."""

    design: Design
    n: int
    draws: int
    picks_worse: float
    misses_slice: float


def approval_draws(
    better: Sequence[bool], worse: Sequence[bool], in_slice: Sequence[bool], *, n: int, design: Design = "unpaired",
    draws: int = 2000, seed: int = 0, slice_n: int = 10,
) -> Approval:  # fmt: skip
    """Draw evaluations of `n` cases, with replacement, from a set on which both models are known, and let each decide.

    better, worse: verdicts of the two models on the same cases; the first must have more right ones. in_slice: whether
    a case is of the rare slice. unpaired: each model gets cases of its own. paired: both get the same. stratified: the
    same, with at least `slice_n` cases of the slice, each stratum weighted by its share in the whole set.

    Raises ValueError for lengths that differ, a `better` that is not, an empty slice or rest, or n that leaves no case
    for the rest.
    """
    import numpy as np

    a, b, rare = (np.asarray(v, dtype=bool) for v in (better, worse, in_slice))
    if not len(a) == len(b) == len(rare) or not len(a):
        raise ValueError(f"{len(a)}, {len(b)} and {len(rare)} cases: as many of each, at least one")
    if not a.sum() > b.sum():
        raise ValueError(f"better has {int(a.sum())} right and worse {int(b.sum())}: give the better model first")
    if rare.all() or not rare.any():
        raise ValueError("in_slice must hold for some cases and not for all")
    if design not in ("unpaired", "paired", "stratified"):
        raise ValueError(f"unknown design {design!r}: use unpaired, paired or stratified")
    share = float(rare.mean())
    inside = max(slice_n, round(n * share)) if design == "stratified" else 0
    if n < 1 or draws < 1 or (design == "stratified" and not 0 < inside < n):
        raise ValueError(f"n={n!r}, draws={draws!r}, slice_n={slice_n!r}: too few, or no case is left for the rest")
    rng = np.random.default_rng(seed)
    slice_at, rest_at = np.flatnonzero(rare), np.flatnonzero(~rare)
    picks, misses = 0.0, 0
    for _ in range(draws):
        if design == "stratified":
            one, two = rng.choice(slice_at, inside), rng.choice(rest_at, n - inside)
            difference = a.astype(float) - b
            ahead = share * float(difference[one].mean()) + (1.0 - share) * float(difference[two].mean())
        else:
            first = rng.integers(0, len(a), n)
            second = first if design == "paired" else rng.integers(0, len(a), n)
            ahead = float(int(a[first].sum()) - int(b[second].sum()))
            misses += not (rare[first].any() and rare[second].any())
        picks += 0.5 if ahead == 0.0 else float(ahead < 0.0)
    return Approval(design, n, draws, picks / draws, misses / draws)
