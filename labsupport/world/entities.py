"""Types of the lab world: entities, facts, documents. Frozen, plain data; knows nothing of how they are generated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import ClassVar, NamedTuple

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Site:
    id: str
    name: str
    kind: str  # office, warehouse, lab
    address: str


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    role: str
    team: str  # team id
    site: str  # site id
    manager: str | None  # person id; None for the head of the company
    extension: str  # internal telephone extension, four digits
    joined: date


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    department: str
    lead: str  # person id
    site: str  # site id
    channel: str


@dataclass(frozen=True)
class Product:
    id: str
    name: str
    role: str
    owner: str  # team id
    components: tuple[str, ...]
    versions: tuple[tuple[str, date], ...]  # oldest first
    prices: tuple[tuple[int, date], ...]  # (cents per month, valid from), oldest first

    @property
    def version(self) -> str:
        """The current version."""
        return self.versions[-1][0]


@dataclass(frozen=True)
class Customer:
    id: str
    name: str
    tenant: str
    plan: str
    manager: str  # person id
    since: date


@dataclass(frozen=True)
class Supplier:
    id: str
    name: str
    part: str


@dataclass(frozen=True)
class Order:
    id: str
    customer: str
    product: str
    quantity: int
    cents: int
    status: str
    placed: date
    due: date


@dataclass(frozen=True)
class Incident:
    id: str
    product: str
    cause: str
    minutes: int
    oncall: str  # person id
    started: date
    hour: int
    severity: int


@dataclass(frozen=True)
class Vulnerability:
    id: str
    product: str
    affected: str
    fixed: str
    severity: str


@dataclass(frozen=True)
class Policy:
    id: str
    title: str
    topic: str
    owner: str  # team id
    limit: str
    effective: date
    version: int
    replaces: str | None  # id of the superseded version


Entity = Site | Person | Team | Product | Customer | Supplier | Order | Incident | Vulnerability | Policy


@dataclass(frozen=True)
class Fact:
    """One dated relation of the graph. `object` is an entity id or a literal; `docs` are the documents stating it."""

    subject: str
    relation: str
    object: str
    since: date
    until: date | None = None
    docs: tuple[str, ...] = ()

    @property
    def triple(self) -> Triple:
        return Triple(self.subject, self.relation, self.object)


class Triple(NamedTuple):
    subject: str
    relation: str
    object: str


class Gold(NamedTuple):
    """A triple that a document states, and the characters `text[start:end]` that name the triple's object."""

    triple: Triple
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    doc_id: str
    tenant: str
    doc_type: str
    department: str
    access_tier: int  # 0 public, 1 staff, 2 department, 3 named people
    language: str
    created_at: date
    updated_at: date
    version: int
    schema_version: int
    title: str
    text: str
    gold: tuple[Gold, ...]


@dataclass(frozen=True)
class World:
    """One company: its entities, the facts of its graph, and the documents written from them."""

    seed: int
    scale: float
    company: str
    today: date
    sites: tuple[Site, ...]
    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    products: tuple[Product, ...]
    customers: tuple[Customer, ...]
    suppliers: tuple[Supplier, ...]
    orders: tuple[Order, ...]
    incidents: tuple[Incident, ...]
    vulnerabilities: tuple[Vulnerability, ...]
    policies: tuple[Policy, ...]
    facts: tuple[Fact, ...] = ()
    documents: tuple[Document, ...] = field(default=())

    KINDS: ClassVar[tuple[str, ...]] = (
        "sites", "people", "teams", "products", "customers", "suppliers", "orders", "incidents", "vulnerabilities",
        "policies",
    )  # fmt: skip

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        """Every entity by its id."""
        return {e.id: e for kind in self.KINDS for e in getattr(self, kind)}

    @cached_property
    def facts_about(self) -> Mapping[tuple[str, str], list[Fact]]:
        """Facts by (subject, relation), oldest first where a relation has a history."""
        found: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.facts:
            found.setdefault((fact.subject, fact.relation), []).append(fact)
        return found

    @cached_property
    def by_doc(self) -> Mapping[str, Document]:
        """Every document by its id."""
        return {d.doc_id: d for d in self.documents}

    def name(self, ref: str) -> str:
        """What a text calls the thing with this id; a literal is its own name."""
        entity = self.by_id.get(ref)
        if entity is None:
            return ref
        return str(getattr(entity, "name", ref))
