"""The access filter: the world's rule `visible` as a Qdrant filter, built from who asks and from nothing else.

Payload of a point: `{"chunk_id": ..., "text": ..., "meta": {the fields of DocMeta}}`. The metadata has a namespace of
its own, so that no payload key can replace the id or the text. Knows no collection and runs no search.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from labsupport.retrieval.base import Filters
from labsupport.world.entities import PUBLIC, Principal

if TYPE_CHECKING:
    from qdrant_client.models import Filter

TIERS = ("public", "internal", "confidential", "restricted")


class AccessError(Exception):
    """A principal that no filter can be built from. The search is refused: without a filter it would show all."""


def build_filter(
    principal: Principal,
    *,
    doc_types: Sequence[str] | None = None,
    updated: tuple[datetime | None, datetime | None] = (None, None),
    department: str | None = None,
) -> Filter:
    """What this principal may see, narrowed: a point passes if its document is visible to the principal and matches.

    The rule of access: the document's tenant is "public" or the principal's own; its tier is at most the principal's;
    from tier 2 on its department is one of the principal's. Fields: `meta.tenant_id`, `meta.tier`, `meta.department`,
    `meta.doc_type`, `meta.updated_at` (seconds since 1970); a point that lacks a field of a condition does not pass.
    `None` means not narrowed; an empty sequence and "" mean that nothing matches. `updated` is (from, to): the start is
    included, the end is not. Raises AccessError for a tier that is no int in 0..3 (a bool is none) and for a tenant
    that is no text or empty; ValueError for a datetime without a zone and for from > to.
    """
    from qdrant_client import models

    tier = principal.tier
    if isinstance(tier, bool) or not isinstance(tier, int) or not 0 <= tier < len(TIERS):
        raise AccessError(f"tier={tier!r} is no int in 0..{len(TIERS) - 1}: take it from the authenticated identity")
    if not isinstance(principal.tenant_id, str) or not principal.tenant_id:
        raise AccessError(f"tenant_id={principal.tenant_id!r} names no tenant: take it from the authenticated identity")
    start, end = updated
    for bound in (start, end):
        if bound is not None and bound.utcoffset() is None:
            raise ValueError(f"updated has {bound!r}, a time without a zone: write datetime(..., tzinfo=UTC)")
    if start is not None and end is not None and start > end:
        raise ValueError(f"updated starts at {start} and ends before, at {end}: swap them")

    def one_of(key: str, values: Sequence[str]) -> models.FieldCondition:
        return models.FieldCondition(key=f"meta.{key}", match=models.MatchAny(any=list(values)))

    def within(key: str, **bounds: float) -> models.FieldCondition:
        return models.FieldCondition(key=f"meta.{key}", range=models.Range(**bounds))

    must: list[Any] = [
        one_of("tenant_id", sorted({PUBLIC, principal.tenant_id})),
        within("tier", gte=0, lte=tier),
        models.Filter(should=[within("tier", lt=2), one_of("department", sorted(principal.departments))]),
    ]
    if doc_types is not None:
        must.append(one_of("doc_type", doc_types))
    if department is not None:
        must.append(one_of("department", [department]))
    bounds = {name: at.timestamp() for name, at in (("gte", start), ("lt", end)) if at is not None}
    if bounds:
        must.append(within("updated_at", **bounds))
    return models.Filter(must=must)


def filter_for(principal: Principal, filters: Filters) -> Filter:
    """`build_filter` for a `Filters`, the form in which retrievers pass narrowing on."""
    return build_filter(principal, doc_types=filters.doc_types, updated=filters.updated, department=filters.department)


def digest(where: Filter) -> str:
    """Sixteen hex digits that name a filter in an audit line, equal for equal filters."""
    text = json.dumps(where.model_dump(mode="json", exclude_none=True), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def passes(where: Filter, payload: Mapping[str, Any]) -> bool:
    """Whether a payload passes a filter, by the embedded engine's own rules and without a collection."""
    from qdrant_client.local.payload_filters import check_filter

    return bool(check_filter(where, dict(payload), 0, {}))
