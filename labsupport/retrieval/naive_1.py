"""Widely copied hybrid retrieval, kept as it is so that its faults can be watched. Nothing else imports this."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from labsupport.retrieval import vectors
from labsupport.retrieval.hybrid import DENSE, SPARSE, sparse_query

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import Filter


def naive_tokenize(text: str) -> list[str]:
    """Split at white space: "ORD-77?" is a word of its own."""
    return text.lower().split()


def naive_top_k(scores: Sequence[float], k: int) -> list[int]:
    """Reversed argsort: k places come back, those with score 0 too, and of equal ones the last first."""
    import numpy as np

    return [int(i) for i in np.argsort(np.asarray(scores), kind="stable")[::-1][:k]]


def naive_tf_idf(docs: Mapping[str, str], q: str) -> dict[str, float]:
    """TF-IDF under the name of BM25: a term repeated ten times counts ten times, and length does not matter."""
    cut = {doc_id: Counter(naive_tokenize(text)) for doc_id, text in docs.items()}
    score = dict.fromkeys(docs, 0.0)
    for term in naive_tokenize(q):
        holders = [doc_id for doc_id, words in cut.items() if term in words]
        for doc_id in holders:
            score[doc_id] += cut[doc_id][term] * math.log(1 + len(docs) / len(holders))
    return score


def naive_sum(dense: Mapping[str, float], sparse: Mapping[str, float], weight: float = 1.0) -> list[tuple[str, float]]:
    """weight * cosine + BM25 as they are, best first."""
    both = {i: weight * dense.get(i, 0.0) + sparse.get(i, 0.0) for i in {**dense, **sparse}}
    return sorted(both.items(), key=lambda pair: (-pair[1], pair[0]))


def naive_sparse_search(client: QdrantClient, name: str, text: str, limit: int = 5) -> list[str]:
    """The sparse query as a plain dict."""
    vector = sparse_query(text)
    plain: Any = {"indices": vector.indices, "values": vector.values}
    found = client.query_points(name, query=plain, using=SPARSE, limit=limit)
    return [(point.payload or {})["chunk_id"] for point in found.points]


async def naive_async_search(client: QdrantClient, name: str, text: str, limit: int = 5) -> list[str]:
    """`async def` around a client that blocks: nothing else runs until it is done."""
    return naive_hybrid(client, name, text, limit)


def naive_hybrid(
    client: QdrantClient, name: str, text: str, limit: int = 5, pool: int = 50, where: Filter | None = None
) -> list[str]:
    """Two prefetches fused with the engine's default. `where` goes to the root only; copied code passes none."""
    from qdrant_client import models

    dense: Any = vectors.encode([text])[0].tolist()
    arms = [
        models.Prefetch(query=dense, using=DENSE, limit=pool),
        models.Prefetch(query=sparse_query(text), using=SPARSE, limit=pool),
    ]
    fuse = models.FusionQuery(fusion=models.Fusion.RRF)
    found = client.query_points(name, prefetch=arms, query=fuse, query_filter=where, limit=limit)
    return [(point.payload or {})["chunk_id"] for point in found.points]
