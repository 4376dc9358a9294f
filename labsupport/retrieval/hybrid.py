"""Hybrid search on Qdrant: a named dense and a named sparse vector a point, fused by the engine under one filter.

The sparse vector holds BM25's saturated term frequency; the engine multiplies by IDF (its modifier), so that the sparse
score is that of `bm25.BM25Index`. Embedded and server engines take the same calls.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from labsupport.retrieval import vectors
from labsupport.retrieval.access import filter_for
from labsupport.retrieval.base import DocMeta, Filters, Hit
from labsupport.retrieval.corpus import Passage
from labsupport.retrieval.tokens import tokenize
from labsupport.world.entities import Principal

if TYPE_CHECKING:
    from qdrant_client import AsyncQdrantClient, QdrantClient
    from qdrant_client.models import PointStruct, ScoredPoint, SparseVector

DENSE, SPARSE = "dense", "sparse"
POINTS = uuid.UUID("5f2c4f8e-3f0b-5d0a-9b53-6d1f6a0c0401")  # namespace of point ids
BATCH = 256
AVERAGE = 120.0  # tokens of a passage, where a collection grows and its average is not known
EVERYTHING = Filters()


@functools.lru_cache(maxsize=65536)
def term_id(term: str) -> int:
    """The index of a term in a sparse vector: 32 bits of its hash, so that no vocabulary has to be kept."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=4).digest(), "big")


def point_id(chunk_id: str) -> str:
    """The id of a chunk's point: always the same, so that writing a chunk again replaces it."""
    return str(uuid.uuid5(POINTS, chunk_id))


def _sparse(weights: dict[str, float]) -> SparseVector:
    from qdrant_client.models import SparseVector

    summed: dict[int, float] = {}
    for term, weight in weights.items():
        summed[term_id(term)] = summed.get(term_id(term), 0.0) + weight
    return SparseVector(indices=list(summed), values=list(summed.values()))


def sparse_document(text: str, average: float, k1: float = 1.2, b: float = 0.75) -> SparseVector:
    """BM25's part without IDF for each term of a text; `average` is the mean number of tokens of the collection."""
    tokens = tokenize(text)
    length = k1 * (1 - b + b * len(tokens) / average)
    return _sparse({term: tf * (k1 + 1) / (tf + length) for term, tf in Counter(tokens).items()})


def sparse_query(text: str) -> SparseVector:
    """How often each term is in a query."""
    return _sparse({term: float(n) for term, n in Counter(tokenize(text)).items()})


def config() -> dict[str, Any]:
    """What `create_collection` needs for a dense and a sparse vector; the engine knows the IDF."""
    from qdrant_client import models

    from labsupport.serving.embedder import DIMENSIONS

    return {
        "vectors_config": {DENSE: models.VectorParams(size=DIMENSIONS, distance=models.Distance.COSINE)},
        "sparse_vectors_config": {SPARSE: models.SparseVectorParams(modifier=models.Modifier.IDF)},
    }


def points(passages: Sequence[Passage], average: float | None = None) -> Iterator[PointStruct]:
    """The points of passages: both vectors, and the payload that `access.build_filter` reads."""
    from qdrant_client.models import PointStruct

    if not passages:
        return
    mean = average or sum(len(tokenize(p.text)) for p in passages) / len(passages)
    for p, vector in zip(passages, vectors.encode([p.text for p in passages]), strict=True):
        yield PointStruct(
            id=point_id(p.id),
            vector={DENSE: vector.tolist(), SPARSE: sparse_document(p.text, mean)},
            payload={"chunk_id": p.id, "text": p.text, "meta": dataclasses.asdict(p.meta)},
        )


def collection(client: QdrantClient, name: str, passages: Sequence[Passage], *, average: float | None = None) -> str:
    """Make a collection of the passages and return its name. A collection of that name must not exist."""
    client.create_collection(name, **config())
    made = list(points(passages, average))
    for at in range(0, len(made), BATCH):
        client.upsert(name, made[at : at + BATCH], wait=True)
    return name


async def acollection(
    client: AsyncQdrantClient, name: str, passages: Sequence[Passage], *, average: float | None = None
) -> str:
    """`collection` for an async client."""
    await client.create_collection(name, **config())
    made = list(points(passages, average))
    for at in range(0, len(made), BATCH):
        await client.upsert(name, made[at : at + BATCH], wait=True)
    return name


def request(
    text: str, *, principal: Principal, limit: int, pool: int = 100, offset: int = 0, filters: Filters = EVERYTHING,
    k: float = 60,
) -> dict[str, Any]:  # fmt: skip
    """The arguments of `query_points` for a fused search. Two prefetches, and the access filter is in each of them.

    `k` is that of the paper; Qdrant counts ranks from 0 and wants k + 1. Raises ValueError for limit < 1, offset < 0 or
    a pool below limit + offset; AccessError as `access.build_filter`.
    """
    from qdrant_client import models

    if limit < 1 or offset < 0 or pool < limit + offset:
        raise ValueError(f"limit={limit!r}, offset={offset!r}, pool={pool!r}: give a pool of at least limit + offset")
    if int(k) != k or k < 1:
        raise ValueError(f"k={k!r}: the engine takes whole numbers from 1 on")
    where = filter_for(principal, filters)
    dense: Any = vectors.encode([text])[0].tolist()
    arms = [
        models.Prefetch(query=dense, using=DENSE, filter=where, limit=pool),
        models.Prefetch(query=sparse_query(text), using=SPARSE, filter=where, limit=pool),
    ]
    fuse = models.RrfQuery(rrf=models.Rrf(k=int(k) + 1))
    return {"prefetch": arms, "query": fuse, "query_filter": where, "limit": limit, "offset": offset}


def hit(point: ScoredPoint) -> Hit:
    """A point as a hit."""
    payload = point.payload or {}
    return Hit(payload["chunk_id"], float(point.score), payload["text"], DocMeta(**payload["meta"]))


def hybrid_search(
    client: QdrantClient, collection: str, text: str, *, principal: Principal, limit: int, pool: int = 100,
    offset: int = 0, filters: Filters = EVERYTHING, k: float = 60,
) -> list[Hit]:  # fmt: skip
    """Dense and sparse search of `pool` points each under the access filter, fused by RRF; see `request`.

    It blocks: from a coroutine call `ahybrid_search` with an async client.
    """
    asked = request(text, principal=principal, limit=limit, pool=pool, offset=offset, filters=filters, k=k)
    return [hit(p) for p in client.query_points(collection, **asked).points]


async def ahybrid_search(
    client: AsyncQdrantClient, collection: str, text: str, *, principal: Principal, limit: int, pool: int = 100,
    offset: int = 0, filters: Filters = EVERYTHING, k: float = 60,
) -> list[Hit]:  # fmt: skip
    """`hybrid_search` with an async client."""
    asked = request(text, principal=principal, limit=limit, pool=pool, offset=offset, filters=filters, k=k)
    return [hit(p) for p in (await client.query_points(collection, **asked)).points]
