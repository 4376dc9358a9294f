"""Filters that match nothing: count before the search, relax what is soft, and say so. Access is never soft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from labsupport.retrieval.access import AccessError
from labsupport.retrieval.base import Filters, Hit, Retriever
from labsupport.world.entities import Principal

FIELDS = {"doc_type": "doc_types", "updated": "updated", "department": "department"}  # soft name -> field of Filters
OPEN = Filters()
HARD = ("tenant", "tenant_id", "tier", "principal")


@dataclass(frozen=True)
class Relaxed:
    """Hits, and the names of what was dropped to find them, in that order: it belongs into the answer."""

    hits: list[Hit]
    relaxed: list[str]
    filters: Filters  # what the hits passed


class Counter(Protocol):
    """Something that counts what a principal may see through filters, such as a `SecureRetriever`."""

    async def count(self, *, principal: Principal, filters: Filters) -> int:
        """How many chunks there are."""


def narrowed(filters: Filters) -> list[str]:
    """The soft names of what these filters narrow."""
    return [name for name, field in FIELDS.items() if getattr(filters, field) != getattr(OPEN, field)]


def without(filters: Filters, name: str) -> Filters:
    """The filters with one soft field open. Raises AccessError for a hard one, ValueError for an unknown one."""
    if name in HARD:
        raise AccessError(f"{name!r} is part of the access rule: it is never relaxed")
    if name not in FIELDS:
        raise ValueError(f"soft={name!r}: use some of {', '.join(FIELDS)}")
    return replace(filters, **{FIELDS[name]: getattr(OPEN, FIELDS[name])})


async def search_with_relaxation(
    retriever: Retriever,
    text: str,
    *,
    principal: Principal,
    filters: Filters,
    limit: int = 10,
    soft: Sequence[str] = ("doc_type", "updated"),
    least: int = 1,
) -> Relaxed:
    """Search; while fewer than `least` hits come, drop the next soft field that narrows, in the declared order.

    The principal is the same in every search, so nothing is seen that the first search could not have seen without its
    filters. Raises AccessError for a soft field that belongs to the access rule, ValueError for an unknown one.
    """
    for name in soft:
        without(filters, name)  # refuse before anything is searched
    relaxed: list[str] = []
    hits = await retriever.search(text, principal=principal, filters=filters, limit=limit)
    for name in soft:
        if len(hits) >= least:
            break
        if name in narrowed(filters):
            filters = without(filters, name)
            relaxed.append(name)
            hits = await retriever.search(text, principal=principal, filters=filters, limit=limit)
    return Relaxed(hits, relaxed, filters)


async def facets(counter: Counter, *, principal: Principal, filters: Filters) -> dict[str, int]:
    """Counts before a search: as asked, and without each field that narrows. A zero says what to question."""
    found = {"as asked": await counter.count(principal=principal, filters=filters)}
    for name in narrowed(filters):
        found[f"without {name}"] = await counter.count(principal=principal, filters=without(filters, name))
    return found
