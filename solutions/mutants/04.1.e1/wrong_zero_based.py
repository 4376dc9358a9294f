# diagnosis: zero-based
def rrf(lists, k=60, weights=None):
    if k <= 0:
        raise ValueError(f"k={k}")
    if weights is None:
        weights = [1.0] * len(lists)
    if len(weights) != len(lists):
        raise ValueError(f"{len(weights)} weights for {len(lists)} lists")
    scores = {}
    for ids, weight in zip(lists, weights):
        seen = set()
        for rank, doc_id in enumerate(ids, start=0):
            if doc_id in seen:
                continue
            seen.add(doc_id)
            scores[doc_id] = scores.get(doc_id, 0.0) + weight / (k + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
