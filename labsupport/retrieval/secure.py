"""One door to the index: every search names its principal, every path carries the filter, every answer is audited.

The client is held here and nowhere else. Audit lines hold the user, the path, the filter's digest and the ids of the
results, never a text; the cache is keyed by the filter, so that nobody is answered from what another may see.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from labsupport.retrieval import hybrid, payload_index, vectors
from labsupport.retrieval.access import AccessError, digest, filter_for
from labsupport.retrieval.base import Filters, Hit
from labsupport.retrieval.corpus import Passage
from labsupport.services import qdrant
from labsupport.world.entities import Principal

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import Filter

EVERYTHING = Filters()
PATHS = (hybrid.DENSE, hybrid.SPARSE, "fused")


class SecureRetriever:
    """Search over one collection. It fulfils `base.Retriever` and `leaks.Searchable`."""

    def __init__(self, client: QdrantClient, collection: str, *, pool: int = 100, keep: int = 256) -> None:
        """`pool`: candidates of each path before fusion; `keep`: answers in the cache, the oldest goes first."""
        self.__client, self._collection, self._pool, self._keep = client, collection, pool, keep
        self._cache: OrderedDict[tuple[str, ...], list[Hit]] = OrderedDict()
        self._log: list[str] = []

    @property
    def paths(self) -> Sequence[str]:
        """Every way that a search can take."""
        return PATHS

    async def search(
        self,
        text: str,
        *,
        principal: Principal,
        filters: Filters = EVERYTHING,
        limit: int = 10,
        path: str = "fused",
        cached: bool = True,
    ) -> list[Hit]:
        """At most `limit` chunks that the principal may see and the filters let through, best first.

        `path`: "dense", "sparse" or "fused". `cached=False` neither reads nor fills the cache. Raises AccessError for a
        principal that is none or from which no filter can be built, ValueError for an unknown path.
        """
        where = self._where(principal, filters)
        if path not in PATHS:
            raise ValueError(f"path={path!r}: use one of {', '.join(PATHS)}")
        key = (digest(where), text, path, str(limit))
        hits = self._cache.get(key) if cached else None
        if hits is None:
            asked = arguments(text, where, path, limit, self._pool)
            found = await asyncio.to_thread(self.__client.query_points, self._collection, **asked)  # the client blocks
            hits = [hybrid.hit(point) for point in found.points]
        if cached:
            self._cache[key] = hits
            self._cache.move_to_end(key)
            while len(self._cache) > self._keep:
                self._cache.popitem(last=False)
        self._audit(principal, path, where, ids=[hit.id for hit in hits])
        return list(hits)

    async def count(self, *, principal: Principal, filters: Filters = EVERYTHING) -> int:
        """How many chunks the principal may see through these filters. Raises AccessError as `search`."""
        where = self._where(principal, filters)
        found = await asyncio.to_thread(self.__client.count, self._collection, count_filter=where, exact=True)
        self._audit(principal, "count", where, n=found.count)
        return int(found.count)

    def forget(self) -> None:
        """Empty the cache: after any change of the index, of permissions of documents above all."""
        self._cache.clear()

    def log(self) -> list[str]:
        """The audit lines so far, one JSON object each."""
        return list(self._log)

    def held(self) -> list[str]:
        """Every text that this object keeps: answers in the cache, then audit lines. For an audit of the auditor."""
        return [hit.text for hits in self._cache.values() for hit in hits] + self._log

    def _where(self, principal: Principal, filters: Filters) -> Filter:
        if not isinstance(principal, Principal):
            raise AccessError(f"principal={principal!r}: a search needs the Principal of an authenticated user")
        return filter_for(principal, filters)

    def _audit(self, principal: Principal, path: str, where: Filter, **more: Any) -> None:
        self._log.append(json.dumps({"user": principal.user_id, "path": path, "filter": digest(where), **more}))


def arguments(text: str, where: Filter | None, path: str, limit: int, pool: int) -> dict[str, Any]:
    """What `query_points` is called with. The filter stands in every prefetch and around them."""
    from qdrant_client import models

    def query(using: str) -> Any:
        return vectors.encode([text])[0].tolist() if using == hybrid.DENSE else hybrid.sparse_query(text)

    if path != "fused":
        return {"query": query(path), "using": path, "query_filter": where, "limit": limit}
    arms = [
        models.Prefetch(query=query(using), using=using, filter=where, limit=max(pool, limit))
        for using in (hybrid.DENSE, hybrid.SPARSE)
    ]
    fuse = models.RrfQuery(rrf=models.Rrf(k=61))
    return {"prefetch": arms, "query": fuse, "query_filter": where, "limit": limit}


def build(passages: Sequence[Passage], *, name: str = "secure", pool: int = 100) -> SecureRetriever:
    """A retriever over these passages in an embedded engine of its own; nobody else gets the client."""
    client = qdrant.client(":memory:")
    hybrid.collection(client, name, passages)
    payload_index.declare(client, name)
    return SecureRetriever(client, name, pool=pool)
