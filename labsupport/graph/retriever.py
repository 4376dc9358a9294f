"""Graph search as a retriever, so that it can be fused, reranked and filtered like the others."""

from __future__ import annotations

from labsupport.graph.oracle import GraphSearch
from labsupport.retrieval.base import Filters, Hit
from labsupport.retrieval.corpus import world_passages
from labsupport.retrieval.retrievers import fits
from labsupport.world.entities import Principal

EVERYTHING = Filters()


class GraphRetriever:
    """Chunks of the lab world that a walk from the question's entities collects; nothing where it names none."""

    def __init__(self, walk: GraphSearch, *, hops: int = 2) -> None:
        self.walk, self.hops = walk, hops
        self._by_id = {p.id: p for p in world_passages()}

    async def search(
        self, text: str, *, principal: Principal, filters: Filters = EVERYTHING, limit: int = 10
    ) -> list[Hit]:
        """See `base.Retriever`. The score is 1 / rank: a walk has an order and no scale."""
        if limit < 1:
            raise ValueError(f"limit={limit!r}: give at least 1")
        left = None if filters == EVERYTHING else {i for i, p in self._by_id.items() if fits(p.meta, filters)}
        rows = self.walk(text, principal=principal, hops=self.hops, limit=limit, among=left)
        found = [self._by_id[row.id] for row in rows]
        return [Hit(p.id, 1 / rank, p.text, p.meta, {"graph": rank}) for rank, p in enumerate(found, 1)]
