# diagnosis: last-only
from labsupport.fewshot.library import DIGITS


def mmr_order(relevance, vectors, k, lam):
    if k < 1:
        raise ValueError(f"k={k}")
    if not 0.0 <= lam <= 1.0:
        raise ValueError(f"lam={lam}")
    picked = []
    left = list(range(len(relevance)))
    while left and len(picked) < k:

        def value(i):
            likeness = float(vectors[i] @ vectors[picked[-1]]) if picked else 0.0
            return round(lam * relevance[i] - (1.0 - lam) * likeness, DIGITS), relevance[i], -i

        best = max(left, key=value)
        picked.append(best)
        left.remove(best)
    return picked
