"""What examples are made from: graphs of worlds, and small companies with documents and labelled sets."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from labsupport.world import build, sets
from labsupport.world.entities import Document, Fact, Gold, World
from labsupport.world.graph import build_graph
from labsupport.world.names import LAB_SEED
from labsupport.world.relations import RELATIONS
from labsupport.world.sets.claims import Claim
from labsupport.world.sets.extract import Extract
from labsupport.world.sets.tickets import Ticket

SCALE = 0.05  # of the worlds with documents: about 130 of them
SEVERAL = ("incident.product", "product.component", "vulnerability.affected")  # several objects are true at once


class Facts(NamedTuple):
    """The facts of a world that are true today, by relation and by subject."""

    world: World
    by_relation: dict[str, list[Fact]]
    by_subject: dict[str, list[Fact]]


@lru_cache(maxsize=16)
def graph(seed: int) -> Facts:
    """The facts of a world without documents. Raises ValueError for the seed of the lab world."""
    if seed == LAB_SEED:
        raise ValueError("the lab world is never trained on")
    return facts_of(build_graph(seed, SCALE))


def facts_of(world: World) -> Facts:
    """A world's facts that are true today, indexed."""
    found = Facts(world, {}, {})
    for fact in world.facts:
        if fact.until is None and fact.relation in RELATIONS:
            found.by_relation.setdefault(fact.relation, []).append(fact)
            found.by_subject.setdefault(fact.subject, []).append(fact)
    return found


class Texts(NamedTuple):
    """What a world's documents and labelled sets offer to examples."""

    world: World
    golds: list[tuple[Document, Gold]]
    extracts: list[Extract]
    tickets: list[Ticket]
    claims: list[Claim]


@lru_cache(maxsize=20)  # a process that makes every batch alternates between sixteen (corpus.LANES)
def company(seed: int) -> Texts:
    """A small company with documents and labelled sets. Raises ValueError for the seed of the lab world."""
    if seed == LAB_SEED:
        raise ValueError("the lab world is never trained on")
    return texts_of(build(seed, SCALE))


def texts_of(world: World) -> Texts:
    """The gold spans and labelled items of a world with documents."""
    golds = [(d, g) for d in world.documents if d.language == "en" for g in d.gold if g.triple.relation in RELATIONS]
    made = [list(sets.make(name, world)) for name in ("extract", "tickets", "claims")]
    return Texts(world, golds, *made)
