"""Measures of a ranking against labels. All refuse a query without gold: no average takes one in silently.

An id that is repeated in a ranking counts once, at its best place.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence


def _checked(ranking: Sequence[str], gold: Collection[str], k: int) -> list[str]:
    if isinstance(gold, str):
        raise TypeError(f"gold={gold!r} is one text: give a collection of ids")
    if not gold:
        raise ValueError("a query without gold has no recall: keep no_answer queries out and judge them by abstention")
    if k < 1:
        raise ValueError(f"k={k!r}: give at least 1")
    return list(dict.fromkeys(ranking))[:k]


def recall_at_k(ranking: Sequence[str], gold: Collection[str], k: int) -> float:
    """Share of the gold ids among the first k. Raises ValueError for no gold or k below 1."""
    return len(set(_checked(ranking, gold, k)) & set(gold)) / len(set(gold))


def precision_at_k(ranking: Sequence[str], gold: Collection[str], k: int) -> float:
    """Share of gold ids in k places; a short ranking is not excused. Raises ValueError for no gold or k below 1."""
    return len(set(_checked(ranking, gold, k)) & set(gold)) / k


def mrr(ranking: Sequence[str], gold: Collection[str]) -> float:
    """1 / rank of the first gold id, 0 if none is there: one query's part of the mean reciprocal rank.

    Raises ValueError for no gold.
    """
    ids = _checked(ranking, gold, max(1, len(ranking)))
    return next((1 / rank for rank, doc_id in enumerate(ids, start=1) if doc_id in gold), 0.0)


def ndcg_at_k(ranking: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Normalised discounted cumulative gain: sum of (2**grade - 1) / log2(rank + 1), over that of the best order.

    `grades`: id -> grade; what is missing has 0. Raises ValueError if no grade is above 0, or for k below 1.
    Source: Jarvelin and Kekalainen, ACM TOIS 2002, with the exponential gain of Burges et al. 2005.
    """
    ids = _checked(ranking, [i for i, grade in grades.items() if grade > 0], k)

    def gain(grade_of: Sequence[int]) -> float:
        return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grade_of, start=1))

    best = sorted(grades.values(), reverse=True)[:k]
    return gain([grades.get(i, 0) for i in ids]) / gain(best)


def kendall_tau(a: Sequence[str], b: Sequence[str]) -> float:
    """Agreement of two orders on the ids that both hold, from -1 (reversed) to 1 (the same).

    Raises ValueError if they share fewer than two ids. Source: Kendall, Biometrika 1938 (tau-a; there are no ties).
    """
    place = {doc_id: at for at, doc_id in enumerate(dict.fromkeys(b))}
    shared = [place[doc_id] for doc_id in dict.fromkeys(a) if doc_id in place]
    if len(shared) < 2:
        raise ValueError(f"the orders share {len(shared)} ids: an order needs two")
    pairs = len(shared) * (len(shared) - 1) // 2
    agree = sum(shared[i] < shared[j] for i in range(len(shared)) for j in range(i + 1, len(shared)))
    return 2 * agree / pairs - 1
