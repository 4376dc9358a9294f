"""Faulty filters and searches as they are often copied, to be watched as they fail. Nothing else relies on them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from labsupport.retrieval import hybrid
from labsupport.retrieval.access import filter_for
from labsupport.retrieval.base import Filters, Hit
from labsupport.retrieval.leaks import CACHE, LOG
from labsupport.retrieval.retrievers import may_see
from labsupport.retrieval.secure import EVERYTHING, PATHS, arguments
from labsupport.world.entities import Principal

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import Filter


def naive_filter(principal: Principal, doc_types: Sequence[str] | None = None, department: str | None = None) -> Filter:
    """Fails open: truthiness drops a condition, an empty `should` and a range without bounds let everything through."""
    from qdrant_client import models

    def one_of(key: str, values: Sequence[str]) -> models.FieldCondition:
        return models.FieldCondition(key=f"meta.{key}", match=models.MatchAny(any=list(values)))

    must: list[Any] = [models.FieldCondition(key="meta.tier", range=models.Range(lte=principal.tier))]
    must.append(models.Filter(should=[one_of("department", [d]) for d in sorted(principal.departments)]))
    if doc_types:
        must.append(one_of("doc_type", doc_types))
    if department:
        must.append(one_of("department", [department]))
    return models.Filter(must=must)


def naive_meta(updated_at: datetime) -> dict[str, Any]:
    """Metadata with the date as text, as a dataclass with a datetime becomes JSON."""
    return {"updated_at": updated_at.isoformat()}


def naive_since(start: datetime) -> Filter:
    """A numeric range over what may be text, its bound taken from a time without a zone."""
    from qdrant_client import models

    return models.Filter(must=[models.FieldCondition(key="meta.updated_at", range=models.Range(gte=start.timestamp()))])


def seconds_on_server(at: datetime, zone: str) -> float:
    """`at.timestamp()` on a server whose local zone is `zone`, a POSIX name such as "NZT-12" for twelve hours ahead."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        return at.timestamp()
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


def naive_payload(chunk_id: str, text: str, meta: dict[str, Any]) -> dict[str, Any]:
    """The payload spread behind the id: a key called "id" in it replaces the real one."""
    return {"id": chunk_id, "text": text, **meta}


async def naive_search(client: QdrantClient, collection: str, text: str, *, tier: int, limit: int = 10) -> list[Hit]:
    """A coroutine that calls a client which blocks, and filters by tier alone: no tenant, no department."""
    from qdrant_client import models

    where = models.Filter(must=[models.FieldCondition(key="meta.tier", range=models.Range(lte=tier))])
    found = client.query_points(collection, **arguments(text, where, hybrid.DENSE, limit, limit))
    return [hybrid.hit(point) for point in found.points]


async def longest_gap(work: Callable[[], Awaitable[object]], *, times: int = 1, every_s: float = 0.001) -> float:
    """The longest time in seconds in which the event loop ran nothing else while `work` was awaited `times` times."""
    gaps: list[float] = [0.0]

    async def beat() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(every_s)
            now = time.perf_counter()
            gaps.append(now - last - every_s)
            last = now

    heart = asyncio.ensure_future(beat())
    await asyncio.sleep(5 * every_s)
    gaps[:] = [0.0]
    for _ in range(times):
        await work()
    await asyncio.sleep(2 * every_s)
    heart.cancel()
    with suppress(asyncio.CancelledError):
        await heart
    return max(gaps)


class PostFilterRetriever:
    """Fetches `fetch` candidates without a filter, logs and caches them, and drops what may not be seen at the end."""

    def __init__(self, client: QdrantClient, collection: str, *, fetch: int = 20) -> None:
        self._client, self._collection, self.fetch = client, collection, fetch
        self._cache: dict[tuple[str, str], list[Hit]] = {}
        self._log: list[str] = []

    @property
    def paths(self) -> Sequence[str]:
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
        """What is left of the candidates: fewer than `limit` although there may be more."""
        hits = self._cache.get((text, path)) if cached else None
        if hits is None:
            asked = arguments(text, None, path, self.fetch, max(100, self.fetch))
            hits = [hybrid.hit(point) for point in self._client.query_points(self._collection, **asked).points]
            self._log.append(f"candidates for {text!r}: {[hit.text for hit in hits]}")
        if cached:
            self._cache[text, path] = hits
        return [hit for hit in hits if hit.meta and may_see(hit.meta, principal)][:limit]

    def forget(self) -> None:
        self._cache.clear()

    def log(self) -> list[str]:
        return list(self._log)

    def held(self) -> list[str]:
        """Every text that this object keeps: candidates in the cache, then log lines."""
        return [hit.text for hits in self._cache.values() for hit in hits] + self._log


class LeakyRetriever:
    """Filters in the query, except where `faults` says otherwise: "dense", "sparse", "fused", "cache", "log".

    A path among the faults carries no filter; of "fused" that is the sparse prefetch alone. The "cache" is keyed by
    text and path, the "log" writes the texts that were found.
    """

    def __init__(self, client: QdrantClient, collection: str, *, faults: Sequence[str], pool: int = 100) -> None:
        self._client, self._collection, self.faults, self._pool = client, collection, frozenset(faults), pool
        self._cache: dict[tuple[str, ...], list[Hit]] = {}
        self._log: list[str] = []

    @property
    def paths(self) -> Sequence[str]:
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
        """Hits of one path, with the faults."""
        key = (text, path) if CACHE in self.faults else (text, path, principal.user_id)
        hits = self._cache.get(key) if cached else None
        if hits is None:
            asked = arguments(text, filter_for(principal, filters), path, limit, self._pool)
            if path in self.faults:
                asked["query_filter"] = None
                if path == "fused":
                    asked["prefetch"][1].filter = None
            found = await asyncio.to_thread(self._client.query_points, self._collection, **asked)
            hits = [hybrid.hit(point) for point in found.points]
        if cached:
            self._cache[key] = hits
        self._log.append(str([hit.text if LOG in self.faults else hit.id for hit in hits]))
        return list(hits)

    def forget(self) -> None:
        self._cache.clear()

    def log(self) -> list[str]:
        return list(self._log)
