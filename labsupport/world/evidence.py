"""Where the documents state the facts of the graph: an index of a world by fact, by subject and by passage."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from labsupport.world import chunks
from labsupport.world.entities import PUBLIC, Document, Fact, Principal, Triple, World, visible
from labsupport.world.graph import DEPARTMENTS
from labsupport.world.writer import MONTHS

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
SENIOR = ("senior engineer", "account manager", "bookkeeper", "analyst", "site reliability engineer")  # tier 2


class Statement(NamedTuple):
    """One gold span: the triple, and where it stands."""

    triple: Triple
    doc: Document
    chunk: chunks.Chunk
    start: int  # in the document
    end: int


def entity(subject: str) -> str:
    """The entity that a fact is about: a dated release, `product-007@2.1.0`, belongs to its product."""
    return subject.split("@")[0]


def named(world: World, subject: str) -> str:
    """What a text calls the subject of a fact: a name, an id, or product and version for a release."""
    head, _, version = subject.partition("@")
    return f"{world.name(head)} {version}" if version else world.name(head)


def long_day(day: date) -> str:
    """A day as questions write it: 4 May 2025."""
    return f"{day.day} {MONTHS['en'][day.month - 1]} {day.year}"


def valid(world: World, subject: str, relation: str, day: date) -> list[Fact]:
    """The facts of a relation that are true on a day."""
    found = world.facts_about.get((subject, relation), [])
    return [f for f in found if f.since <= day and (f.until is None or day < f.until)]


def hinting(world: World, fact: Triple) -> list[Document]:
    """The documents that hold the subject's name and the object's in any form: they might imply the fact, as a table
    under a customer's heading does, although no span states it."""
    name, value = named(world, fact.subject), world.name(fact.object)
    forms = [value]
    if _DAY.fullmatch(value):
        day = date.fromisoformat(value)
        forms += [long_day(day), f"{MONTHS['en'][day.month - 1]} {day.day}, {day.year}", f"{day:%d.%m.%Y}"]
        forms += [f"{day.day}. {MONTHS['de'][day.month - 1]}", f"{day.day} {MONTHS['fr'][day.month - 1]}"]
    return [d for d in world.documents if name in d.text and any(f in d.text for f in forms)]


def twins(name: str, digits: str = "0123456789") -> list[str]:
    """Every identifier that differs from this one in one digit of its number."""
    head, _, tail = name.rpartition("-")
    return [
        f"{head}-{tail[:at]}{digit}{tail[at + 1 :]}"
        for at in range(len(tail))
        for digit in digits
        if digit != tail[at] and (at or digit != "0")
    ]


class Evidence:
    """The statements of all documents, in their order. Build it once per world: it walks over every span."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stated: dict[Triple, list[Statement]] = defaultdict(list)
        self.about: dict[str, list[Statement]] = defaultdict(list)  # by entity
        self.in_chunk: dict[str, list[Triple]] = defaultdict(list)
        self.principals = principals(world)
        self._readers: dict[tuple[str, int, str], list[Principal]] = {}
        for doc in world.documents:
            parts = chunks.of_document(doc)
            for gold in doc.gold:
                chunk = next((c for c in parts if c.start <= gold.start < c.end), None)
                if chunk is None:  # a span in white space cannot be; a fault of the writer is found by its proof
                    continue
                found = Statement(gold.triple, doc, chunk, gold.start, gold.end)
                self.stated[gold.triple].append(found)
                self.about[entity(gold.triple.subject)].append(found)
                self.in_chunk[chunk.id].append(gold.triple)

    def readers(self, doc: Document) -> list[Principal]:
        """Everybody who may see a document."""
        key = doc.tenant, doc.access_tier, doc.department
        if key not in self._readers:
            self._readers[key] = [p for p in self.principals if visible(doc, p)]
        return self._readers[key]


def principals(world: World) -> tuple[Principal, ...]:
    """Everybody who may ask: a guest, the staff, and two users of each customer (one sees only what is for all there).

    Team leads see what is restricted in their department, some roles what is confidential there, the head everything.
    """
    every = frozenset((*DEPARTMENTS.values(), "Engineering", *(d.department for d in world.documents)))
    department = {team.id: team.department for team in world.teams}
    out = [Principal("guest", PUBLIC, 0, frozenset())]
    for person in world.people:
        own = frozenset((department[person.team],))
        tier = 3 if person.role in ("managing director", "team lead") else 2 if person.role in SENIOR else 1
        out.append(Principal(person.id, world.company.lower(), tier, own if person.manager else every))
    for customer in world.customers:
        out.append(Principal(f"{customer.id}:admin", customer.tenant, 3, every))
        out.append(Principal(f"{customer.id}:user", customer.tenant, 1, frozenset()))
    return tuple(out)
