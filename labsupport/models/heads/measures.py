"""Measures of ranking and detection, each for one list of scores; intervals come from `labsupport.stats`."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from labsupport.stats import Interval, bootstrap_ci, proportion_ci

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

T = TypeVar("T", bound=Hashable)


def ndcg(ranked: Sequence[T], grades: Mapping[T, int], k: int = 10) -> float:
    """nDCG@k with gain 2^grade - 1 and discount log2(rank + 1) (Jarvelin and Kekalainen 2002; Burges et al. 2005).

    The ideal order is over all graded items, also those that `ranked` lacks. Raises ValueError without a grade above 0.
    """
    gain = sum((2 ** grades.get(item, 0) - 1) / math.log2(at + 2) for at, item in enumerate(ranked[:k]))
    best = sum((2**g - 1) / math.log2(at + 2) for at, g in enumerate(sorted(grades.values(), reverse=True)[:k]))
    if not best:
        raise ValueError("no item has a grade above 0: nDCG is undefined")
    return float(gain / best)


def reciprocal_rank(ranked: Sequence[T], gold: Sequence[T]) -> float:
    """One over the rank of the first gold item, 0 when none is ranked."""
    return next((1 / (at + 1) for at, item in enumerate(ranked) if item in gold), 0.0)


def recall(ranked: Sequence[T], gold: Sequence[T], k: int = 10) -> float:
    """The share of gold items among the first k. Raises ValueError without gold."""
    if not gold:
        raise ValueError("no gold item: recall is undefined")
    return len(set(gold) & set(ranked[:k])) / len(set(gold))


def auc(positive: np.ndarray, negative: np.ndarray) -> float:
    """The chance that a positive scores above a negative, ties count half (Mann and Whitney 1947)."""
    import numpy as np

    order = np.sort(negative)
    below, upto = np.searchsorted(order, positive, "left"), np.searchsorted(order, positive, "right")
    return float((below + upto).mean() / 2 / len(order))


def threshold_at_fpr(negative: np.ndarray, rate: float) -> float:
    """The lowest threshold that at most `rate` of the negatives exceed; what exceeds it is flagged."""
    import numpy as np

    if not 0.0 <= rate < 1.0:
        raise ValueError(f"rate={rate!r} must be from 0 to below 1")
    return float(np.sort(negative)[::-1][math.floor(rate * len(negative))])


def f1(counts: np.ndarray) -> float:
    """F1 of rows (hits, false alarms, misses), summed first; 0 where there is nothing to find and nothing found."""
    hit, false, miss = (float(c) for c in counts.sum(axis=0))
    return 2 * hit / (2 * hit + false + miss) if hit + false + miss else 0.0


def macro_f1(gold: np.ndarray, guess: np.ndarray, classes: int) -> float:
    """Mean F1 over the classes (class numbers) that occur in gold or guess."""
    import numpy as np

    each = []
    for c in range(classes):
        mine, said = gold == c, guess == c
        if (mine | said).any():
            each.append(f1(np.array([[(mine & said).sum(), (said & ~mine).sum(), (mine & ~said).sum()]])))
    return sum(each) / len(each)


Row = dict[str, Any]


def entry(interval: Interval, n: int, split: str, what: str) -> Row:
    """One value of eval.json: value, 95% interval, number of items, split, and what was measured."""
    return {"value": round(interval.value, 4), "low": round(interval.low, 4), "high": round(interval.high, 4), "n": n,
            "split": split, "what": what}  # fmt: skip


def share(right: Sequence[bool], split: str, what: str) -> Row:
    """A share of items with its Wilson interval."""
    return entry(proportion_ci(sum(map(bool, right)), len(right)), len(right), split, what)


def average(values: Sequence[float], split: str, what: str) -> Row:
    """A mean over items with its bootstrap interval."""
    return entry(bootstrap_ci(values, n=1000), len(values), split, what)


def resampled(n: int, statistic: Callable[[np.ndarray], float], split: str, what: str) -> Row:
    """A statistic of the items' numbers 0..n-1 with its bootstrap interval over items."""
    return entry(bootstrap_ci(list(range(n)), statistic=lambda x: statistic(x.astype(int)), n=1000), n, split, what)
