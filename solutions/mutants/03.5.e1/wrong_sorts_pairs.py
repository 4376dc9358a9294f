# diagnosis: compares-on-ties
def mmr_order(relevance, vectors, k, lam):
    if k < 1 or not 0 <= lam <= 1:
        raise ValueError(f"k={k!r}, lam={lam!r}")
    left = [(relevance[i], vectors[i], i) for i in range(len(relevance))]
    picked = []
    while left and len(picked) < k:
        scored = []
        for score, vector, i in left:
            likeness = max((float(vector @ vectors[j]) for j in picked), default=0.0)
            scored.append((lam * score - (1 - lam) * likeness, vector, i))
        best = sorted(scored, reverse=True)[0][2]
        picked.append(best)
        left = [row for row in left if row[2] != best]
    return picked
