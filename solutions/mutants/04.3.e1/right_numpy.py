# right
from dataclasses import replace

import numpy as np

from labsupport.retrieval.rerank import shipped


def windows(text, size=160, overlap=40):
    if size < 1:
        raise ValueError(f"size={size}")
    if overlap < 0 or overlap >= size:
        raise ValueError(f"overlap={overlap}")
    words = text.split()
    found = [" ".join(words[:size])]
    at = 0
    while at + size < len(words):
        at += size - overlap
        found.append(" ".join(words[at : at + size]))
    return found


def rerank(query, hits, *, top_n, by="passage", agg="max", scorer=None, size=160, overlap=40):
    if top_n <= 0:
        raise ValueError(f"top_n={top_n}")
    if by == "passage":
        pieces = [(i, part) for i, hit in enumerate(hits) for part in windows(hit.text, size, overlap)]
    elif by == "document":
        pieces = [(i, hit.text) for i, hit in enumerate(hits)]
    else:
        raise ValueError(f"by={by}")
    if agg not in {"max", "mean"}:
        raise ValueError(f"agg={agg}")
    if not pieces:
        return []
    model = scorer or shipped()
    owners = np.array([i for i, _ in pieces])
    found = np.asarray(model.score(query, [part for _, part in pieces]), dtype=np.float64)
    join = np.max if agg == "max" else np.mean
    totals = np.array([join(found[owners == i]) for i in range(len(hits))])
    out = []
    for place, i in enumerate(np.argsort(-totals, kind="stable")[:top_n].tolist(), start=1):
        ranks = dict(hits[i].ranks)
        ranks["rerank"] = place
        out.append(replace(hits[i], score=float(totals[i]), ranks=ranks))
    return out
