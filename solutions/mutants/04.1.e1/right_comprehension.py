# right
import math


def rrf(lists, k=60, weights=None):
    if not k > 0:
        raise ValueError("k must be above 0")
    shares = list(weights) if weights is not None else [1] * len(lists)
    if len(shares) != len(lists):
        raise ValueError("one weight a list")
    found = list(dict.fromkeys(i for ids in lists for i in ids))
    scored = [
        (i, math.fsum(s / (k + 1 + list(ids).index(i)) for ids, s in zip(lists, shares) if i in ids)) for i in found
    ]
    scored.sort(key=lambda pair: pair[0])
    scored.sort(key=lambda pair: pair[1], reverse=True)
    return scored
