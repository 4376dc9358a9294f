# diagnosis: ranks-not-indices
from labsupport.fewshot.library import DIGITS


def mmr_order(relevance, vectors, k, lam):
    if k < 1 or not 0 <= lam <= 1:
        raise ValueError(f"k={k!r}, lam={lam!r}")
    order = sorted(range(len(relevance)), key=lambda i: -relevance[i])
    picked = []
    left = list(range(len(order)))
    while left and len(picked) < k:

        def value(r):
            likeness = max((float(vectors[order[r]] @ vectors[order[p]]) for p in picked), default=0.0)
            return round(lam * relevance[order[r]] - (1 - lam) * likeness, DIGITS), -r

        best = max(left, key=value)
        picked.append(best)
        left.remove(best)
    return picked
