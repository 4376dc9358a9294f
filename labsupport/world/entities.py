"""Types of the lab world: entities, facts, documents. Frozen, plain data; knows nothing of how they are generated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import ClassVar, NamedTuple

from labsupport.world.names import LAB_SEED, Side
from labsupport.world.sides import PATTERN, Split, rank

SCHEMA_VERSION = 2


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
    email: str  # at a reserved example domain


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    department: str
    lead: str  # person id
    site: str  # site id
    channel: str
    former_lead: str | None  # person id; led the team until `lead_since`
    lead_since: date


@dataclass(frozen=True)
class Product:
    id: str
    name: str
    role: str
    sku: str
    owner: str  # team id
    supplier: str  # supplier id, of its hardware part
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
    contact: str  # name of the person there; works for the customer, so not one of `people`
    email: str
    former_plan: str | None  # until `plan_since`
    plan_since: date


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
    also: tuple[str, ...]  # further affected products


@dataclass(frozen=True)
class Vulnerability:
    id: str
    product: str
    component: str
    affected: tuple[str, ...]  # versions, oldest first
    fixed: str  # version
    severity: str
    published: date


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


@dataclass(frozen=True)
class Contract:
    id: str
    customer: str
    plan: str
    product: str  # the main product it covers
    cents: int  # per month
    start: date
    end: date
    response_hours: int
    notice_months: int
    signatory: str  # person id


@dataclass(frozen=True)
class ErrorCode:
    id: str
    product: str
    component: str
    meaning: str  # key of a hand-written bank entry, in the words that every document uses
    remedy: str


Entity = (
    Site
    | Person
    | Team
    | Product
    | Customer
    | Supplier
    | Order
    | Incident
    | Vulnerability
    | Policy
    | Contract
    | ErrorCode
)


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


class Mark(NamedTuple):
    """Something planted in a document that is no fact: `kind` is canary, injection, contradiction or pii:<type>."""

    kind: str
    start: int
    end: int
    note: str = ""  # what a checker needs: the canary, what the injection asks for, subject|relation|true|stated


@dataclass(frozen=True)
class Principal:
    """Who asks. Built from the authenticated identity, never from a model's output."""

    user_id: str
    tenant_id: str
    tier: int  # 0 public, 1 staff, 2 department, 3 restricted
    departments: frozenset[str]


PUBLIC = "public"  # tenant of documents that everybody may read


@dataclass(frozen=True)
class Document:
    doc_id: str
    tenant: str  # PUBLIC, the company's own, or one customer's
    doc_type: str
    department: str
    access_tier: int  # 0 public, 1 staff, 2 department, 3 restricted
    language: str
    created_at: date
    updated_at: date
    version: int
    schema_version: int
    title: str
    text: str
    gold: tuple[Gold, ...]
    marks: tuple[Mark, ...] = ()
    replaces: str | None = None  # doc_id of the version before
    family: str | None = None  # shared by the versions and near copies of one document


def visible(doc: Document, who: Principal) -> bool:
    """The access rule of the lab world: own tenant or public, tier high enough, and from tier 2 on the department."""
    return (
        doc.tenant in (PUBLIC, who.tenant_id)
        and doc.access_tier <= who.tier
        and (doc.access_tier < 2 or doc.department in who.departments)
    )


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
    contracts: tuple[Contract, ...]
    errors: tuple[ErrorCode, ...]
    facts: tuple[Fact, ...] = ()
    documents: tuple[Document, ...] = field(default=())

    KINDS: ClassVar[tuple[str, ...]] = (
        "sites", "people", "teams", "products", "customers", "suppliers", "orders", "incidents", "vulnerabilities",
        "policies", "contracts", "errors",
    )  # fmt: skip

    @property
    def side(self) -> Side:
        """Which part of every name and template bank this world draws from."""
        return "lab" if self.seed == LAB_SEED else "other"

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
    def by_triple(self) -> Mapping[Triple, Fact]:
        """Facts by their triple; of a value that returned, the first time it was true."""
        found: dict[Triple, Fact] = {}
        for fact in self.facts:
            found.setdefault(fact.triple, fact)
        return found

    @cached_property
    def by_doc(self) -> Mapping[str, Document]:
        """Every document by its id."""
        return {d.doc_id: d for d in self.documents}

    @cached_property
    def split(self) -> Mapping[str, Split]:
        """The split of every entity. A team takes its people and products along, a product its orders, incidents,
        vulnerabilities and error codes, a customer its contracts, a topic all versions of its policy: so chains of
        facts can stay within one split."""
        found: dict[str, Split] = {}

        def deal(groups: Mapping[str, list[str]]) -> None:
            for at, key in enumerate(sorted(groups, key=rank)):
                found.update(dict.fromkeys(groups[key], PATTERN[at % len(PATTERN)]))

        deal({t.name: [t.id] for t in self.teams})
        deal({s.name: [s.id] for s in self.sites})
        deal({s.name: [s.id] for s in self.suppliers})
        deal({c.name: [c.id] for c in self.customers})
        topics: dict[str, list[str]] = {}
        for policy in self.policies:
            topics.setdefault(policy.topic, []).append(policy.id)
        deal(topics)
        found.update({p.id: found[p.team] for p in self.people})
        found.update({p.id: found[p.owner] for p in self.products})
        for made in (self.orders, self.incidents, self.vulnerabilities, self.errors):
            found.update({item.id: found[item.product] for item in made})
        found.update({c.id: found[c.customer] for c in self.contracts})
        return found

    def name(self, ref: str) -> str:
        """What a text calls the thing with this id; a literal is its own name."""
        entity = self.by_id.get(ref)
        if entity is None:
            return ref
        return str(getattr(entity, "name", ref))
