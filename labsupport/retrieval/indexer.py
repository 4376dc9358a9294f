"""An index that follows its sources: chunk points in Qdrant, a manifest beside them, changes that survive a crash.

The index is a function of (documents, chunker, model). `Indexer.apply` brings it there in small writes, each of which
may be the last one before a crash; `drifts` says what is not as the source says.
"""

from __future__ import annotations

import dataclasses
import functools
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from labsupport.retrieval.base import DocMeta, Hit
from labsupport.retrieval.corpus import meta_of
from labsupport.retrieval.ledger import CHUNKER, MODEL, Entry, Manifest, digest, fingerprint, normalised
from labsupport.retrieval.plan import SyncPlan
from labsupport.world import chunks
from labsupport.world.entities import Document, Principal

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

SPACE = uuid.UUID("5a0f2f4e-04b5-5d3c-9a86-0c6f8a5d7e21")  # of the lab's point ids
Encode = Callable[[Sequence[str]], Sequence[Sequence[float]]]
DriftKind = Literal["missing", "ghost", "stale", "manifest"]


@dataclass(frozen=True)
class Point:
    """One chunk as it should stand in the index."""

    id: str
    chunk_id: str
    text: str
    meta: Mapping[str, Any]


@dataclass(frozen=True)
class Stored:
    """What a point in the index says of itself. `deleted_at`: seconds since 1970 in UTC, 0 for a live point."""

    id: str
    chunk_id: str
    meta: Mapping[str, Any]
    deleted_at: int = 0


@dataclass(frozen=True, order=True)
class Drift:
    """One way in which index and source disagree.

    missing: no live point for a chunk. ghost: a live point that no document asks for. stale: other metadata.
    manifest: the row is absent, pending, or not that of the source; `what` is the point, else the document.
    """

    kind: DriftKind
    doc_id: str
    what: str


def point_id(doc_id: str, number: int, text: str, pipeline: str = "") -> str:
    """uuid5 of document, number of the chunk, and hash of its text and pipeline: Qdrant takes a number or a UUID."""
    return str(uuid.uuid5(SPACE, f"{doc_id}#{number}#{digest(text, pipeline)}"))


@functools.lru_cache(maxsize=8192)
def points_of(doc: Document, pipeline: str) -> tuple[Point, ...]:
    """The points of a document, one a chunk of its normalised text, in order."""
    text = normalised(doc.text)
    cut = chunks.of_document(doc if text == doc.text else dataclasses.replace(doc, text=text))
    meta = asdict(meta_of(doc))
    return tuple(Point(point_id(doc.doc_id, n, c.text, pipeline), c.id, c.text, meta) for n, c in enumerate(cut))


class PointStore:
    """The points of one collection; the only part that talks to Qdrant. Each write is one request."""

    def __init__(self, client: QdrantClient, name: str = "docs") -> None:
        self.client, self.name = client, name

    def create(self, dimensions: int) -> PointStore:
        """Make the collection, empty, for vectors of this length compared by cosine."""
        from qdrant_client import models

        vectors = models.VectorParams(size=dimensions, distance=models.Distance.COSINE)
        self.client.create_collection(self.name, vectors_config=vectors)
        return self

    def of(self, doc_ids: Iterable[str] | None = None) -> dict[str, dict[str, Stored]]:
        """The points of these documents (None: of all), tombstones included: document id to point id to point."""
        from qdrant_client import models

        where = None
        if doc_ids is not None:
            ids = list(doc_ids)
            if not ids:
                return {}
            where = models.Filter(
                must=[models.FieldCondition(key="meta.source_id", match=models.MatchAny(any=ids))]
            )  # fmt: skip
        found: dict[str, dict[str, Stored]] = {}
        offset: Any = None
        while True:  # a scroll has pages: the first one is not the collection
            page, offset = self.client.scroll(self.name, scroll_filter=where, limit=2_000, offset=offset)
            for record in page:
                body = record.payload or {}
                one = Stored(str(record.id), body["chunk_id"], body["meta"], body["deleted_at"])
                found.setdefault(body["meta"]["source_id"], {})[one.id] = one
            if offset is None:
                return found

    def upsert(self, points: Sequence[Point], vectors: Sequence[Sequence[float]]) -> None:
        """Write new points, live."""
        from qdrant_client import models

        rows = [
            models.PointStruct(
                id=p.id,
                vector=[float(x) for x in v],
                payload={"chunk_id": p.chunk_id, "text": p.text, "meta": dict(p.meta), "deleted_at": 0},
            )
            for p, v in zip(points, vectors, strict=True)
        ]
        if rows:
            self.client.upsert(self.name, rows)

    def refresh(self, ids: Sequence[str], meta: Mapping[str, Any]) -> None:
        """Give points that are there this metadata and make them live; vectors stay."""
        if ids:
            self.client.set_payload(self.name, {"meta": dict(meta), "deleted_at": 0}, points=list(ids))

    def bury(self, ids: Sequence[str], now: int) -> None:
        """Mark points as deleted at `now`: searches leave them out, `refresh` brings them back."""
        if ids:
            self.client.set_payload(self.name, {"deleted_at": now}, points=list(ids))

    def erase(self, ids: Sequence[str]) -> None:
        """Remove points for good."""
        if ids:
            self.client.delete(self.name, points_selector=list(ids))

    def search(self, vector: Sequence[float], principal: Principal, limit: int = 10) -> list[Hit]:
        """Live points that the principal may see, best first, ties by id."""
        from qdrant_client import models

        from labsupport.retrieval.access import build_filter

        live = models.FieldCondition(key="deleted_at", match=models.MatchValue(value=0))
        where = models.Filter(must=[build_filter(principal), live])
        reply = self.client.query_points(self.name, query=list(vector), query_filter=where, limit=limit)
        hits = [
            Hit(p.payload["chunk_id"], p.score, p.payload["text"], DocMeta(**p.payload["meta"]))
            for p in reply.points
            if p.payload
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))


class Indexer:
    """Carries out plans: points in a store, one row a document in a manifest. `clock`: seconds since 1970 in UTC."""

    def __init__(
        self,
        points: PointStore,
        manifest: Manifest,
        encode: Encode,
        *,
        source: Callable[[], Iterable[Document]],
        clock: Callable[[], int],
        chunker_version: str = CHUNKER,
        model_id: str = MODEL,
    ) -> None:
        self.points, self.manifest, self.encode = points, manifest, encode
        self.source, self.clock = source, clock
        self.versions = {"chunker_version": chunker_version, "model_id": model_id}

    def wanted(self, todo: SyncPlan, doc_id: str) -> tuple[Point, ...]:
        """The points that a document of the plan should have."""
        return points_of(todo.docs[doc_id], todo.fingerprints[doc_id].pipeline)

    def apply(self, todo: SyncPlan) -> None:
        """Bring the index to what the plan says; a crash after any write is healed by applying the plan again.

        For each document: new chunk points, manifest row (pending), tombstones on old chunk points, manifest row.
        Only points that are not there yet are embedded. A document that is deleted gets its tombstones first.
        """
        # BEGIN SOLUTION
        known, now = self.manifest.entries(), self.clock()
        touched = (*todo.add, *todo.update_content, *todo.update_metadata, *todo.restore)
        there = self.points.of((*touched, *todo.delete))
        for i in touched:
            print_ = todo.fingerprints[i]
            have, want = there.get(i, {}), self.wanted(todo, i)
            new = [p for p in want if p.id not in have]
            if new:
                self.points.upsert(new, self.encode([p.text for p in new]))
            kept = [p for p in want if p.id in have and (have[p.id].deleted_at or have[p.id].meta != p.meta)]
            if kept:
                self.points.refresh([p.id for p in kept], kept[0].meta)
            wanted = {p.id for p in want}
            old = [p.id for p in have.values() if p.id not in wanted and not p.deleted_at]
            if old:
                self.manifest.put(i, Entry(print_, pending=True))
                self.points.bury(old, now)
            self.manifest.put(i, Entry(print_))
        for i in todo.delete:
            self.points.bury([p.id for p in there.get(i, {}).values() if not p.deleted_at], now)
            if i in known:
                self.manifest.put(i, dataclasses.replace(known[i], deleted_at=now, pending=False))
        # END SOLUTION

    def purge(self, older_than: int) -> int:
        """Remove for good what was deleted before `older_than` (seconds since 1970): points first, then rows."""
        old = {i for i, e in self.manifest.entries().items() if e.deleted_at is not None and e.deleted_at < older_than}
        found = [p for points in self.points.of().values() for p in points.values()]
        self.points.erase([p.id for p in found if 0 < p.deleted_at < older_than])
        for i in old:
            self.manifest.forget(i)
        return sum(0 < p.deleted_at < older_than for p in found)

    def verify(self) -> list[Drift]:
        """Every way in which index and manifest differ from the source, sorted; empty when they follow it."""
        return drifts(list(self.source()), self.points.of(), self.manifest.entries(), **self.versions)


def drifts(
    docs: Iterable[Document],
    there: Mapping[str, Mapping[str, Stored]],
    manifest: Mapping[str, Entry],
    *,
    chunker_version: str = CHUNKER,
    model_id: str = MODEL,
) -> list[Drift]:
    """Compare points and manifest rows with what the documents ask for; reads two states, calls nobody."""
    found: list[Drift] = []
    source = {doc.doc_id: doc for doc in docs}
    for i, doc in source.items():
        mine, have = fingerprint(doc, chunker_version, model_id), there.get(i, {})
        want = points_of(doc, mine.pipeline)
        live = {p.id: p for p in have.values() if not p.deleted_at}
        for point in want:
            if point.id not in live:
                found.append(Drift("missing", i, point.id))
            elif live[point.id].meta != point.meta:
                found.append(Drift("stale", i, point.id))
        found += [Drift("ghost", i, p) for p in live.keys() - {point.id for point in want}]
        if manifest.get(i) != Entry(mine):
            found.append(Drift("manifest", i, i))
    for i in there.keys() - source.keys():
        found += [Drift("ghost", i, p.id) for p in there[i].values() if not p.deleted_at]
    found += [Drift("manifest", i, i) for i, e in manifest.items() if i not in source and e.deleted_at is None]
    return sorted(found)
