# diagnosis: relevance-only
def mmr_order(relevance, vectors, k, lam):
    if k < 1 or not 0 <= lam <= 1:
        raise ValueError(f"k={k!r}, lam={lam!r}")
    return sorted(range(len(relevance)), key=lambda i: -relevance[i])[:k]
