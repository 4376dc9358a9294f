# diagnosis: mean
from dataclasses import replace

from labsupport.retrieval.rerank import shipped


def windows(text, size=160, overlap=40):
    if size < 1 or not 0 <= overlap < size:
        raise ValueError(f"size={size}, overlap={overlap}")
    words = text.split()
    starts = range(0, max(1, len(words) - overlap), size - overlap)
    return [" ".join(words[at : at + size]) for at in starts]


def rerank(query, hits, *, top_n, by="passage", agg="max", scorer=None, size=160, overlap=40):
    model = shipped() if scorer is None else scorer
    if top_n < 1 or by not in ("passage", "document") or agg not in ("max", "mean"):
        raise ValueError(f"{top_n}, {by}, {agg}")
    parts = [windows(hit.text, size, overlap) if by == "passage" else [hit.text] for hit in hits]
    if not hits:
        return []
    flat = list(model.score(query, [part for some in parts for part in some]))
    scores, at = [], 0
    for some in parts:
        own = [float(s) for s in flat[at : at + len(some)]]
        at += len(some)
        scores.append(sum(own) / len(own))
    order = sorted(range(len(hits)), key=lambda i: -scores[i])
    return [
        replace(hits[i], score=scores[i], ranks={**hits[i].ranks, "rerank": n})
        for n, i in enumerate(order[:top_n], start=1)
    ]
