"""The difference between a corpus and what was indexed, as a plan. Pure: reads two mappings, touches nothing."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from labsupport.errors import LabError
from labsupport.retrieval.ledger import CHUNKER, MODEL, Entry, Fingerprint, fingerprint
from labsupport.world.entities import Document

MOST_DELETED = 0.2  # share of the live documents that one sync may delete without being asked


class SuspiciousDeletion(LabError):
    """A sync that would delete too many documents: an empty or truncated source must not wipe the index."""

    def __init__(self, deleted: int, live: int) -> None:
        super().__init__(
            f"the plan deletes {deleted} of {live} live documents", "look at the source; confirm_deletion=True goes on"
        )
        self.deleted, self.live = deleted, live


@dataclass(frozen=True)
class SyncPlan:
    """Document ids by what has to be done; each id is in one group. `docs` and `fingerprints` hold the source."""

    add: tuple[str, ...] = ()
    update_content: tuple[str, ...] = ()
    update_metadata: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    docs: Mapping[str, Document] = field(default_factory=dict, repr=False)
    fingerprints: Mapping[str, Fingerprint] = field(default_factory=dict, repr=False)

    @property
    def sizes(self) -> dict[str, int]:
        """How many documents each group has."""
        names = ("add", "update_content", "update_metadata", "restore", "delete", "unchanged")
        return {name: len(getattr(self, name)) for name in names}


def plan(
    docs: Iterable[Document],
    manifest: Mapping[str, Entry],
    *,
    chunker_version: str = CHUNKER,
    model_id: str = MODEL,
    confirm_deletion: bool = False,
) -> SyncPlan:
    """What a sync has to do for each document of the source, and for what has left it.

    Raises ValueError for an id that comes twice, SuspiciousDeletion when more than MOST_DELETED of the live documents
    would go and nobody confirmed it.
    """
    hashed = functools.partial(fingerprint, chunker_version=chunker_version, model_id=model_id)  # takes a document
    # BEGIN SOLUTION
    source: dict[str, Document] = {}
    for doc in docs:
        if doc.doc_id in source:
            raise ValueError(f"the source holds {doc.doc_id} twice")
        source[doc.doc_id] = doc
    prints = {i: hashed(doc) for i, doc in source.items()}
    groups: dict[str, list[str]] = {}
    for i, new in prints.items():
        entry = manifest.get(i)
        if entry is None:
            kind = "add"
        elif entry.deleted_at is not None:
            kind = "restore"
        elif entry.pending or (entry.fingerprint.content, entry.fingerprint.pipeline) != (new.content, new.pipeline):
            kind = "update_content"
        elif entry.fingerprint.metadata != new.metadata:
            kind = "update_metadata"
        else:
            kind = "unchanged"
        groups.setdefault(kind, []).append(i)
    live = [i for i, entry in manifest.items() if entry.deleted_at is None]
    gone = [i for i in live if i not in source]
    if len(gone) > MOST_DELETED * len(live) and not confirm_deletion:
        raise SuspiciousDeletion(len(gone), len(live))
    found = {kind: tuple(ids) for kind, ids in groups.items()}
    return SyncPlan(**found, delete=tuple(gone), docs=source, fingerprints=prints)
    # END SOLUTION


def recorded(todo: SyncPlan, manifest: Mapping[str, Entry], now: int) -> dict[str, Entry]:
    """The manifest after a plan was carried out at `now` (seconds since 1970): a new mapping, the old one stays."""
    after = dict(manifest)
    for i in (*todo.add, *todo.update_content, *todo.update_metadata, *todo.restore):
        after[i] = Entry(todo.fingerprints[i])
    for i in todo.delete:
        after[i] = dataclasses.replace(manifest[i], deleted_at=now, pending=False)
    return after
