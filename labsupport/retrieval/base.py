"""What all retrievers share: metadata of a chunk, filters, a hit, and the protocol. Knows no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from labsupport.world.entities import Principal

DocType = Literal["policy", "faq", "legal", "technical"]


@dataclass(frozen=True)
class DocMeta:
    """What filters see of a chunk's document. Times are seconds since 1970 in UTC: a range compares numbers."""

    source_id: str  # doc-00012
    tenant_id: str  # "public", the company's own, or one customer's
    doc_type: DocType
    department: str
    tier: int  # 0 public, 1 internal, 2 confidential (its department only), 3 restricted (its department only)
    language: str
    version: int
    schema_version: int
    created_at: int
    updated_at: int


@dataclass(frozen=True)
class Filters:
    """What a query is narrowed to, beyond what its principal may see. None: not narrowed. An empty tuple: nothing."""

    doc_types: tuple[DocType, ...] | None = None
    updated: tuple[datetime | None, datetime | None] = (None, None)  # from, inclusive; to, exclusive; with a zone
    department: str | None = None


@dataclass(frozen=True)
class Hit:
    """A chunk that was found.

    `score`: more is better, comparable within one list only. `ranks`: the rank, from 1, in each list that held it, by
    the list's name: where the hit comes from.
    """

    id: str  # of the chunk, doc-00012#3
    score: float
    text: str = ""
    meta: DocMeta | None = None
    ranks: Mapping[str, int] = field(default_factory=dict)


class Retriever(Protocol):
    """Text in, hits out, best first. The principal is an argument of every call: there is no search without one."""

    async def search(
        self, text: str, *, principal: Principal, filters: Filters = Filters(), limit: int = 10
    ) -> list[Hit]:
        """At most `limit` chunks that the principal may see and the filters let through, best first, ties by id."""
