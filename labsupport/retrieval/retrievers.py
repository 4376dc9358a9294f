"""Retrievers over passages in memory: lexical, dense, and fused. Each search is exact and sees what its principal may.

They fulfil `base.Retriever`. Knows no database: `hybrid` has the same search on Qdrant.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from labsupport.retrieval.base import DocMeta, Filters, Hit, Retriever
from labsupport.retrieval.bm25 import BM25Index
from labsupport.retrieval.corpus import Passage
from labsupport.retrieval.fusion import rrf
from labsupport.world.entities import PUBLIC, Principal

EVERYTHING = Filters()


def may_see(meta: DocMeta, who: Principal) -> bool:
    """The access rule `labsupport.world.entities.visible` on a chunk's metadata."""
    own = meta.tenant_id in (PUBLIC, who.tenant_id) and meta.tier <= who.tier
    return own and (meta.tier < 2 or meta.department in who.departments)


def fits(meta: DocMeta, filters: Filters) -> bool:
    """Whether the filters let a chunk through; an empty tuple of types lets nothing through."""
    start, end = filters.updated
    return (
        (filters.doc_types is None or meta.doc_type in filters.doc_types)
        and (filters.department is None or meta.department == filters.department)
        and (start is None or start.timestamp() <= meta.updated_at)
        and (end is None or meta.updated_at < end.timestamp())
    )


class Shelf:
    """Passages by place, and which of them a principal's search may return. Raises ValueError for no passages."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        if not passages:
            raise ValueError("passages is empty: give at least one")
        self.passages = sorted(passages, key=lambda p: p.id)
        self._allowed = functools.lru_cache(maxsize=1024)(self._scan)

    def _scan(self, who: Principal, filters: Filters) -> tuple[int, ...]:
        return tuple(i for i, p in enumerate(self.passages) if may_see(p.meta, who) and fits(p.meta, filters))

    def allowed(self, who: Principal, filters: Filters) -> tuple[int, ...]:
        """Places of the passages that this principal's search with these filters may return."""
        return self._allowed(who, filters)


class LexicalRetriever:
    """BM25 over passages, cut by `tokenize`. The IDF counts all passages: it does not depend on who asks."""

    def __init__(self, passages: Sequence[Passage], k1: float = 1.2, b: float = 0.75) -> None:
        self.shelf = Shelf(passages)
        self.index = BM25Index({p.id: p.text for p in passages}, k1, b)
        self._by_id = {p.id: p for p in passages}

    async def search(
        self, text: str, *, principal: Principal, filters: Filters = EVERYTHING, limit: int = 10
    ) -> list[Hit]:
        """See `base.Retriever`. Fewer than `limit` where fewer passages share a word with the text."""
        ids = {self.shelf.passages[i].id for i in self.shelf.allowed(principal, filters)}
        found = self.index.search(text, limit, allowed=ids)
        return [
            Hit(h.id, h.score, h.text, self._by_id[h.id].meta, {"lexical": rank}) for rank, h in enumerate(found, 1)
        ]


class DenseRetriever:
    """Cosine of MiniLM vectors, by a product with all of them. `vectors`: float32 (n, 384) of unit length, in order."""

    def __init__(self, passages: Sequence[Passage], vectors: Any = None, encode: Any = None) -> None:
        import numpy as np

        from labsupport.retrieval import vectors as shipped

        self.shelf = Shelf(passages)
        self.encode = encode or shipped.encode
        given = self.encode([p.text for p in passages]) if vectors is None else vectors
        if len(given) != len(passages):
            raise ValueError(f"{len(given)} vectors for {len(passages)} passages: give one a passage")
        place = {p.id: i for i, p in enumerate(passages)}
        self.vectors = np.asarray(given, dtype=np.float32)[[place[p.id] for p in self.shelf.passages]]

    async def search(
        self, text: str, *, principal: Principal, filters: Filters = EVERYTHING, limit: int = 10
    ) -> list[Hit]:
        """See `base.Retriever`. Always `limit` hits where the principal may see so many: likeness has no zero."""
        import numpy as np

        if limit < 1:
            raise ValueError(f"limit={limit!r}: give at least 1")
        at = np.array(self.shelf.allowed(principal, filters), dtype=np.int64)
        cosines = (self.vectors @ np.asarray(self.encode([text])[0], dtype=np.float32))[at]
        best = at[np.argsort(-cosines, kind="stable")[:limit]]
        scores = np.sort(-cosines, kind="stable")[:limit]
        chosen = [(self.shelf.passages[i], -float(s)) for i, s in zip(best, scores, strict=True)]
        return [Hit(p.id, score, p.text, p.meta, {"dense": rank}) for rank, (p, score) in enumerate(chosen, 1)]


class FusedRetriever:
    """Reciprocal rank fusion of other retrievers, each asked for `pool` hits under the same principal and filters."""

    def __init__(
        self, retrievers: Mapping[str, Retriever], *, pool: int = 100, k: float = 60,
        weights: Sequence[float] | None = None,
    ) -> None:  # fmt: skip
        if not retrievers or pool < 1:
            raise ValueError(f"{len(retrievers)} retrievers, pool={pool!r}: give at least one of each")
        self.retrievers, self.pool, self.k, self.weights = dict(retrievers), pool, k, weights

    async def search(
        self, text: str, *, principal: Principal, filters: Filters = EVERYTHING, limit: int = 10
    ) -> list[Hit]:
        """See `base.Retriever`. Raises ValueError for a limit above the pool: fusion holds nothing beyond it."""
        if not 1 <= limit <= self.pool:
            raise ValueError(f"limit={limit!r}, pool={self.pool}: give a limit from 1 to the pool")
        lists = {
            name: await r.search(text, principal=principal, filters=filters, limit=self.pool)
            for name, r in self.retrievers.items()
        }
        return fused(lists, k=self.k, weights=self.weights)[:limit]


def fused(lists: Mapping[str, Sequence[Hit]], *, k: float = 60, weights: Sequence[float] | None = None) -> list[Hit]:
    """Lists of hits in one order by `rrf`; each hit says at which rank each list had it, by the list's name."""
    hits: dict[str, Hit] = {}
    ranks: dict[str, dict[str, int]] = {}
    for name, found in lists.items():
        for rank, hit in enumerate(found, 1):
            hits.setdefault(hit.id, hit)
            ranks.setdefault(hit.id, {}).setdefault(name, rank)
    order = rrf([[h.id for h in found] for found in lists.values()], k, weights)
    return [Hit(i, score, hits[i].text, hits[i].meta, ranks[i]) for i, score in order]
