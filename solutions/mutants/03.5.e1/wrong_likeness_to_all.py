# diagnosis: wrong-order
def mmr_order(relevance, vectors, k, lam):
    if k < 1 or not 0 <= lam <= 1:
        raise ValueError(f"k={k!r}, lam={lam!r}")
    n = len(relevance)
    likeness = [max((float(vectors[i] @ vectors[j]) for j in range(n) if j != i), default=0.0) for i in range(n)]
    return sorted(range(n), key=lambda i: -(lam * relevance[i] - (1 - lam) * likeness[i]))[:k]
