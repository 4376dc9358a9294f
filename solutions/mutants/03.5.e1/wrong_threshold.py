# diagnosis: threshold
def mmr_order(relevance, vectors, k, lam):
    if k < 1 or not 0 <= lam <= 1:
        raise ValueError(f"k={k!r}, lam={lam!r}")
    taken = []
    for i in sorted(range(len(relevance)), key=lambda i: -relevance[i]):
        likeness = max((float(vectors[i] @ vectors[j]) for j in taken), default=0.0)
        if lam * relevance[i] - (1 - lam) * likeness > 0.3:
            taken.append(i)
        if len(taken) == k:
            break
    return taken
