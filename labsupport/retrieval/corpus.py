"""The lab world as retrieval sees it: passages with the metadata that filters read. Knows no database."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime

from labsupport import world
from labsupport.retrieval.base import DocMeta, DocType
from labsupport.world.chunks import Chunk
from labsupport.world.entities import Document

KINDS: dict[str, DocType] = {
    "policy": "policy", "directory": "policy", "faq": "faq", "ticket": "faq", "email": "faq", "contract": "legal",
    "manual": "technical", "runbook": "technical", "release_notes": "technical", "advisory": "technical",
    "post_mortem": "technical", "meeting_notes": "technical",
}  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """One chunk and the metadata of its document."""

    id: str  # doc-00012#3
    text: str
    meta: DocMeta


def epoch(day: date) -> int:
    """The first second of a day in UTC, counted from 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def meta_of(doc: Document) -> DocMeta:
    """What filters see of a document of the world."""
    return DocMeta(
        doc.doc_id, doc.tenant, KINDS[doc.doc_type], doc.department, doc.access_tier, doc.language, doc.version,
        doc.schema_version, epoch(doc.created_at), epoch(doc.updated_at),
    )  # fmt: skip


def passage(chunk: Chunk, doc: Document) -> Passage:
    """A chunk with its document's metadata."""
    return Passage(chunk.id, chunk.text, meta_of(doc))


@functools.cache
def world_passages() -> tuple[Passage, ...]:
    """All passages of the lab world, in order."""
    documents = world.load().by_doc
    return tuple(passage(chunk, documents[chunk.doc_id]) for chunk in world.passages())
