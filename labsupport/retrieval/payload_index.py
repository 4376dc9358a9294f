"""What a payload index does: posting lists and a sorted column beside the rows, and SQLite's words for the same.

Qdrant's embedded engine has none and evaluates every payload; a server makes one for each field that is declared. So
the mechanism is here in miniature, counted in rows touched.
"""

from __future__ import annotations

import bisect
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

FIELDS = {  # every field that a filter reads -> its index on a server
    "meta.tenant_id": "tenant", "meta.tier": "integer", "meta.department": "keyword", "meta.doc_type": "keyword",
    "meta.updated_at": "integer", "meta.source_id": "keyword", "meta.language": "keyword", "meta.version": "integer",
    "meta.schema_version": "integer", "meta.created_at": "integer",
}  # fmt: skip
DAY = 86_400


@dataclass(frozen=True)
class Row:
    """A payload: whose it is and when it changed, in seconds since 1970."""

    tenant: str
    updated_at: int


@dataclass(frozen=True)
class Matches:
    """Row numbers in order, and how many rows were touched to find them."""

    rows: list[int]
    touched: int


def make_rows(n: int, seed: int = 0, *, per_tenant: int = 50, days: int = 900) -> list[Row]:
    """`n` rows of tenants with `per_tenant` rows each, in random order: a bigger table has more tenants."""
    rng = random.Random(seed)
    rows = [Row(f"tenant-{i // per_tenant:05}", rng.randrange(days) * DAY) for i in range(n)]
    rng.shuffle(rows)
    return rows


def scan(rows: Sequence[Row], tenant: str, start: int) -> Matches:
    """Rows of a tenant that changed at `start` or later, by looking at every row."""
    return Matches([i for i, row in enumerate(rows) if row.tenant == tenant and row.updated_at >= start], len(rows))


class PayloadIndex:
    """Posting lists by tenant and a column sorted by time, over rows that stay as they are."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.postings: dict[str, list[int]] = {}
        for i, row in enumerate(rows):
            self.postings.setdefault(row.tenant, []).append(i)
        self.column = sorted((row.updated_at, i) for i, row in enumerate(rows))

    def search(self, tenant: str, start: int) -> Matches:
        """What `scan` finds. Each side's size is known before it is read; the smaller one is read and checked."""
        listed = self.postings.get(tenant, [])
        first = bisect.bisect_left(self.column, (start, -1))
        if len(listed) <= len(self.column) - first:
            return Matches([i for i in listed if self.rows[i].updated_at >= start], len(listed))
        late = [i for _, i in self.column[first:]]
        return Matches(sorted(i for i in late if self.rows[i].tenant == tenant), len(late))


def sqlite_plan(rows: Sequence[Row], tenant: str, start: int, *, indexed: bool) -> str:
    """SQLite's own description of how it answers the same question, with or without an index on (tenant, time)."""
    with sqlite3.connect(":memory:") as db:
        db.execute("create table chunk (tenant text, updated_at integer)")
        db.executemany("insert into chunk values (?, ?)", [(r.tenant, r.updated_at) for r in rows])
        if indexed:
            db.execute("create index by_tenant on chunk (tenant, updated_at)")
        plan = db.execute(
            "explain query plan select rowid from chunk where tenant = ? and updated_at >= ?", (tenant, start)
        ).fetchall()
    db.close()
    return "; ".join(step[3] for step in plan)


def is_server(client: QdrantClient) -> bool:
    """Whether a client talks to a server. The embedded engine ignores payload indexes and says so in a warning."""
    from qdrant_client.qdrant_remote import QdrantRemote

    return isinstance(client._client, QdrantRemote)


def declare(client: QdrantClient, collection: str) -> list[str]:
    """Create an index for every field of `FIELDS` and return their names; [] on the embedded engine, which has none.

    Call it before points come in: a server links its graph by the values of indexed fields as it builds it.
    """
    from qdrant_client import models

    if not is_server(client):
        return []
    for name, kind in FIELDS.items():
        schema: Any = models.PayloadSchemaType.INTEGER if kind == "integer" else models.PayloadSchemaType.KEYWORD
        if kind == "tenant":
            schema = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True)
        client.create_payload_index(collection, field_name=name, field_schema=schema, wait=True)
    return list(FIELDS)
