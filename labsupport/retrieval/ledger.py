"""What an index depends on, as hashes, and the SQLite manifest that remembers them. Knows no vectors."""

from __future__ import annotations

import functools
import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from labsupport.retrieval.corpus import meta_of
from labsupport.world.entities import PUBLIC, SCHEMA_VERSION, Document

CHUNKER = "paragraphs-900"
MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True)
class Fingerprint:
    """Three hashes of a document: its text, its metadata, and the pipeline (chunker and model) that indexes it."""

    content: str
    metadata: str
    pipeline: str


@dataclass(frozen=True)
class Entry:
    """What the manifest knows of one document.

    `deleted_at`: seconds since 1970 in UTC of the tombstone, None for a live document. `pending`: a change was begun
    and not finished, so that the old points may still be live.
    """

    fingerprint: Fingerprint
    deleted_at: int | None = None
    pending: bool = False


def digest(*parts: str) -> str:
    """The first 32 hex digits of a SHA-256 over parts whose borders count."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def normalised(text: str) -> str:
    """Text without what changes no word: Unicode NFC, line feeds, no blanks at line ends, none around."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


@functools.lru_cache(maxsize=8192)
def fingerprint(doc: Document, chunker_version: str, model_id: str) -> Fingerprint:
    """Everything that changes the index of a document; equal fingerprints need no work."""
    metadata = json.dumps(asdict(meta_of(doc)), sort_keys=True)
    return Fingerprint(digest(normalised(doc.text)), digest(metadata), digest(chunker_version, model_id))


def page(doc_id: str, text: str, *, tier: int = 1, department: str = "support", tenant: str = PUBLIC) -> Document:
    """A small document for examples: what the world's documents have, with a text and an access rule of your own."""
    day = date(2026, 3, 1)
    return Document(
        doc_id, tenant, "policy", department, tier, "en", day, day, 1, SCHEMA_VERSION, doc_id, text, ()
    )  # fmt: skip


class Manifest:
    """One row a document in SQLite: what was indexed last. Every write is committed before it returns."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self.db = sqlite3.connect(str(path), isolation_level=None)
        self.db.execute(
            "CREATE TABLE IF NOT EXISTS doc (id TEXT PRIMARY KEY, content TEXT NOT NULL, metadata TEXT NOT NULL, "
            "pipeline TEXT NOT NULL, deleted_at INTEGER, pending INTEGER NOT NULL)"
        )

    def entries(self) -> Mapping[str, Entry]:
        """All rows, tombstones included, by document id."""
        rows = self.db.execute("SELECT id, content, metadata, pipeline, deleted_at, pending FROM doc ORDER BY id")
        return {r[0]: Entry(Fingerprint(r[1], r[2], r[3]), r[4], bool(r[5])) for r in rows}

    def put(self, doc_id: str, entry: Entry) -> None:
        """Write or replace the row of a document."""
        f = entry.fingerprint
        row = (doc_id, f.content, f.metadata, f.pipeline, entry.deleted_at, int(entry.pending))
        self.db.execute("INSERT OR REPLACE INTO doc VALUES (?, ?, ?, ?, ?, ?)", row)

    def forget(self, doc_id: str) -> None:
        """Remove the row of a document; none is no error."""
        self.db.execute("DELETE FROM doc WHERE id = ?", (doc_id,))
