"""Documents that disagree: values planted against the graph, and superseded values that old documents still state."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from labsupport.world.entities import Document, Fact, Policy, World
from labsupport.world.evidence import entity
from labsupport.world.sides import Split
from labsupport.world.validate import says

SUPERSEDED = 18  # listed of each relation and split; the documents hold more
CHANGING = ("team.lead", "product.version", "product.price", "customer.plan", "policy.limit")


@dataclass(frozen=True)
class Contradiction:
    """A span that states another value than the one true today, and the documents that state the true one.

    `planted`: the value never was true. `superseded`: it was, until the fact changed. `true_docs` is empty where a
    planted value stands alone: nothing but the graph contradicts it.
    """

    id: str
    split: Split
    template: str  # the document and the place: no two items share a wording
    entities: tuple[str, ...]
    kind: Literal["planted", "superseded"]
    relation: str
    doc_id: str
    start: int
    end: int
    stated: str  # as the document writes it
    true: str  # as the graph has it today
    true_docs: tuple[str, ...]


Item = Contradiction


def _now(world: World, subject: str, relation: str) -> list[Fact]:
    """The facts true today; of a policy those of its newest version, which has an id of its own."""
    policy = world.by_id.get(subject)
    same = [p.id for p in world.policies if p.topic == policy.topic] if isinstance(policy, Policy) else [subject]
    return [f for s in same for f in world.facts_about.get((s, relation), []) if f.until is None]


def make(world: World) -> Sequence[Contradiction]:
    """All planted contradictions in the order of the documents, then superseded statements by split."""
    out: list[Contradiction] = []

    def add(kind: Literal["planted", "superseded"], doc: Document, subject: str, relation: str, start: int, end: int,
            true: str) -> None:  # fmt: skip
        others = {d: None for f in _now(world, subject, relation) for d in f.docs if d != doc.doc_id}
        out.append(Contradiction(
            f"contradiction-{len(out) + 1:03d}", world.split[entity(subject)], f"{doc.doc_id}@{start}", (subject,),
            kind, relation, doc.doc_id, start, end, doc.text[start:end], true, tuple(others),
        ))  # fmt: skip

    old: dict[Split, list[tuple[Document, str, str, int, int, str]]] = {"train": [], "dev": [], "test": []}
    for doc in world.documents:
        for mark in doc.marks:
            if mark.kind == "contradiction":
                subject, relation, true, _ = mark.note.split("|")
                add("planted", doc, subject, relation, mark.start, mark.end, true)
        for gold in doc.gold:
            subject, relation, value = gold.triple
            now = _now(world, subject, relation) if relation in CHANGING else []
            if now and now[0].object != value and any(d != doc.doc_id for d in now[0].docs):
                place = (doc, subject, relation, gold.start, gold.end, world.name(now[0].object))
                old[world.split[entity(subject)]].append(place)
    for split, found in old.items():
        rng = random.Random(f"contradictions-{world.seed}-{split}")
        by_relation = {r: [p for p in found if p[2] == r] for r in CHANGING}
        for pool in by_relation.values():
            rng.shuffle(pool)
        for pool in by_relation.values():
            for place in pool[:SUPERSEDED]:
                add("superseded", *place)
    return out


def prove(item: Contradiction, world: World) -> list[str]:
    """What is wrong with a listed contradiction, judged from the marks, the spans and the graph."""
    wrong = []
    doc, subject = world.by_doc[item.doc_id], item.entities[0]
    facts = world.facts_about.get((subject, item.relation), [])
    topic = getattr(world.by_id[subject], "topic", None)
    newest = max((p for p in world.policies if p.topic == topic), key=lambda p: p.version, default=None)
    holder = newest.id if newest else subject  # who carries the value of today: a policy's newest version
    true = [world.name(f.object) for f in world.facts_about.get((holder, item.relation), []) if f.until is None]
    if doc.text[item.start : item.end] != item.stated:
        wrong.append(f"{item.doc_id} does not say {item.stated!r} at [{item.start}:{item.end}]")
    if item.true not in true or any(says(item.stated, value) for value in true):
        wrong.append(f"{item.stated!r} does not contradict {true}")
    here = [f for f in facts if any(g[1:] == (item.start, item.end) and g.triple == f.triple for g in doc.gold)]
    marked = any((m.start, m.end, m.kind) == (item.start, item.end, "contradiction") for m in doc.marks)
    if (marked, bool(here)) != (item.kind == "planted", item.kind == "superseded"):
        wrong.append(f"is {item.kind}, but marked={marked} and {len(here)} facts have this span")
    docs = {d for f in world.facts_about.get((holder, item.relation), []) if f.until is None for d in f.docs}
    stating = sorted(docs - {item.doc_id})
    for name in item.true_docs:
        spans = [g for g in world.by_doc[name].gold if g.triple[:2] == (holder, item.relation)]
        if not any(world.name(g.triple.object) in true for g in spans):
            wrong.append(f"{name} does not state {item.true!r}")
    if sorted(item.true_docs) != stating or (item.kind == "superseded" and not stating):
        wrong.append(f"the true value stands in {stating[:3]}, not in {item.true_docs[:3]}")
    return wrong
