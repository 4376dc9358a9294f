# right
import numpy as np

from labsupport.fewshot.library import DIGITS


def mmr_order(relevance, vectors, k, lam):
    if k < 1 or not 0 <= lam <= 1:
        raise ValueError(f"k={k!r}, lam={lam!r}")
    scores = np.asarray(relevance, dtype=np.float64)
    free = np.ones(len(scores), dtype=bool)
    likeness = np.zeros(len(scores))
    order = []
    for step in range(min(k, len(scores))):
        values = np.round(lam * scores - (1 - lam) * likeness, DIGITS)
        ranked = np.lexsort((np.arange(len(scores)), -scores, -values))
        best = int(next(i for i in ranked if free[i]))
        order.append(best)
        free[best] = False
        new = vectors @ vectors[best]
        likeness = new if step == 0 else np.maximum(likeness, new)
    return order
