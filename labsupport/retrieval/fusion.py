"""Rank fusion: one order out of several. Knows ids, ranks and scores, nothing of where they come from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

Norm = Literal["minmax", "theoretical"]
LEAST = {"dense": -1.0, "sparse": 0.0}  # the least that a cosine and a BM25 score can be


def rrf(
    lists: Sequence[Sequence[str]], k: float = 60, weights: Sequence[float] | None = None
) -> list[tuple[str, float]]:
    """Reciprocal rank fusion: (id, score) with score = sum of weight / (k + rank), best first, ties by id.

    `lists`: ids, best first; ranks count from 1. An id that is repeated in one list counts once, at its best rank: a
    repetition takes up its place all the same. `weights`: one a list, 1 if not given. Raises ValueError for k <= 0 and
    for another number of weights than of lists. Source: Cormack, Clarke and Buettcher, SIGIR 2009.
    """
    if not k > 0:
        raise ValueError(f"k={k!r}: give a number above 0")
    shares = [1.0] * len(lists) if weights is None else list(weights)
    if len(shares) != len(lists):
        raise ValueError(f"{len(shares)} weights for {len(lists)} lists: give one a list")
    votes: dict[str, list[float]] = {}
    for ids, share in zip(lists, shares, strict=True):
        first: dict[str, int] = {}
        for rank, doc_id in enumerate(ids, start=1):
            first.setdefault(doc_id, rank)
        for doc_id, rank in first.items():
            votes.setdefault(doc_id, []).append(share / (k + rank))
    scores = {doc_id: math.fsum(each) for doc_id, each in votes.items()}  # the order of the lists changes no last digit
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def normalised(scores: Mapping[str, float], least: float | None = None) -> dict[str, float]:
    """Scores moved to 0..1: 0 is the least of the list (or `least`), 1 the greatest. All 0 if the list is constant."""
    if not scores:
        return {}
    low = min(scores.values()) if least is None else least
    width = max(scores.values()) - low
    return {i: (s - low) / width if width > 0 else 0.0 for i, s in scores.items()}


def convex(
    dense: Mapping[str, float], sparse: Mapping[str, float], alpha: float, norm: Norm = "minmax"
) -> list[tuple[str, float]]:
    """Convex combination: (id, alpha * dense + (1 - alpha) * sparse) of normalised scores, best first, ties by id.

    `norm`: "minmax" takes the least score of each list as 0, "theoretical" the least possible one (-1 for a cosine, 0
    for BM25). An id that a list lacks has 0 there; a constant list maps to 0, never to NaN. Raises ValueError for alpha
    outside 0..1 and an unknown norm. Source: Bruch, Gai and Ingber, ACM TOIS 2023.
    """
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha={alpha!r}: give a number from 0 to 1")
    if norm not in ("minmax", "theoretical"):
        raise ValueError(f"norm={norm!r}: give minmax or theoretical")
    fixed = norm == "theoretical"
    near = normalised(dense, LEAST["dense"] if fixed else None)
    words = normalised(sparse, LEAST["sparse"] if fixed else None)
    both = {i: alpha * near.get(i, 0.0) + (1 - alpha) * words.get(i, 0.0) for i in {**near, **words}}
    return sorted(both.items(), key=lambda pair: (-pair[1], pair[0]))
