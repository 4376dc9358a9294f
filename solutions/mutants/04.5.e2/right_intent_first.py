# right
from __future__ import annotations
import dataclasses
from collections.abc import Callable, Iterable

from labsupport.retrieval.indexer import Drift, Encode, Point, PointStore, drifts, points_of
from labsupport.retrieval.ledger import CHUNKER, Entry, MODEL, Manifest
from labsupport.retrieval.plan import SyncPlan
from labsupport.world.entities import Document


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

    def wanted(self, todo: SyncPlan, doc_id: str) -> list[Point]:
        """The points that a document of the plan should have."""
        return points_of(todo.docs[doc_id], todo.fingerprints[doc_id].pipeline)

    def apply(self, todo: SyncPlan) -> None:
        """Bring the index to what the plan says; a crash after any write is healed by applying the plan again.

        For each document: new chunk points, manifest row (pending), tombstones on old chunk points, manifest row.
        Only points that are not there yet are embedded. A document that is deleted gets its tombstones first.
        """
        known, now = self.manifest.entries(), self.clock()
        touched = (*todo.add, *todo.update_content, *todo.update_metadata, *todo.restore)
        there = self.points.of((*touched, *todo.delete))
        for i in touched:
            print_ = todo.fingerprints[i]
            have, want = there.get(i, {}), self.wanted(todo, i)
            new = [p for p in want if p.id not in have]
            self.manifest.put(i, Entry(print_, pending=True))
            if new:
                self.points.upsert(new, self.encode([p.text for p in new]))
            kept = [p for p in want if p.id in have and (have[p.id].deleted_at or have[p.id].meta != p.meta)]
            if kept:
                self.points.refresh([p.id for p in kept], kept[0].meta)
            wanted = {p.id for p in want}
            old = [p.id for p in have.values() if p.id not in wanted and not p.deleted_at]
            if old:
                self.points.bury(old, now)
            self.manifest.put(i, Entry(print_))
        for i in todo.delete:
            self.points.bury([p.id for p in there.get(i, {}).values() if not p.deleted_at], now)
            if i in known:
                self.manifest.put(i, dataclasses.replace(known[i], deleted_at=now, pending=False))

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
