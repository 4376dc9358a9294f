"""Proves a world: every gold span and every label is derived again from the graph, without the code that wrote it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.world import sets, store
from labsupport.world.entities import Document, World
from labsupport.world.writer import MONTHS

_NUMBER = re.compile(r"\d+")


def same_day(text: str, day: date) -> bool:
    """Whether a text names a day in one of the forms that documents use, in any of their languages."""
    if text == day.isoformat() or text == f"{day.day:02d}.{day.month:02d}.{day.year}":
        return True
    numbers = [int(n) for n in _NUMBER.findall(text)]
    return sorted(numbers) == sorted([day.day, day.year]) and any(
        names[day.month - 1].lower() in text.lower() for names in MONTHS.values()
    )


def says(text: str, meant: str) -> bool:
    """Whether a span of a document is a form of the object it stands for (dates have several forms)."""
    if text == meant:
        return True
    try:
        return same_day(text, date.fromisoformat(meant))
    except ValueError:
        return False


def document(doc: Document, world: World) -> list[str]:
    """What is wrong with one document's gold spans, marks, dates and access fields."""
    wrong = []
    triples = world.by_triple
    for gold in doc.gold:
        fact = triples.get(gold.triple)
        if fact is None:
            wrong.append(f"{doc.doc_id}: states {gold.triple}, which is no fact of the graph")
        elif fact.since > doc.updated_at:
            wrong.append(f"{doc.doc_id}: states {gold.triple} of {fact.since} before it was true")
        said, meant = doc.text[gold.start : gold.end], world.name(gold.triple.object)
        if not says(said, meant):
            wrong.append(f"{doc.doc_id}: span [{gold.start}:{gold.end}] says {said!r}, the graph says {meant!r}")
    for mark in doc.marks:
        said = doc.text[mark.start : mark.end]
        if not said or mark.end > len(doc.text):
            wrong.append(f"{doc.doc_id}: mark {mark.kind} [{mark.start}:{mark.end}] is empty or outside the text")
        if mark.kind == "contradiction":
            subject, relation, true, stated = mark.note.split("|")
            if not says(said, stated):
                wrong.append(f"{doc.doc_id}: contradiction span says {said!r}, its note {stated!r}")
            objects = [world.name(f.object) for f in world.facts_about.get((subject, relation), []) if f.until is None]
            if not any(says(true, o) for o in objects) or any(says(stated, o) for o in objects):
                wrong.append(f"{doc.doc_id}: {mark.note} does not contradict the graph")
    if doc.access_tier == 3 and not any(m.kind == "canary" for m in doc.marks):
        wrong.append(f"{doc.doc_id}: restricted, but without a canary")
    if not doc.created_at <= doc.updated_at <= world.today:
        wrong.append(f"{doc.doc_id}: dates {doc.created_at}, {doc.updated_at} are out of order")
    return wrong


def world(made: World) -> list[str]:
    """What is wrong with the graph and the documents of a world; empty when everything is proved."""
    wrong = [problem for doc in made.documents for problem in document(doc, made)]
    stated = {(g.triple, d.doc_id) for d in made.documents for g in d.gold}
    carried = {(f.triple, doc) for f in made.facts for doc in f.docs}
    wrong += [f"fact {triple} and document {doc} disagree about each other" for triple, doc in stated ^ carried]
    for (subject, relation), facts in made.facts_about.items():
        if relation in ("team.lead", "product.version", "product.price", "customer.plan"):
            for older, newer in pairwise(facts):
                if older.until != newer.since:
                    wrong.append(f"{relation} of {subject}: {older.until} is followed by {newer.since}")
    twice = [doc for doc, n in Counter(d.doc_id for d in made.documents).items() if n > 1]
    canaries = Counter(m.note for d in made.documents for m in d.marks if m.kind == "canary")
    wrong += [f"{doc}: id used twice" for doc in twice] + [
        f"canary {c} used twice" for c, n in canaries.items() if n > 1
    ]
    return wrong


def _log(name: str, found: tuple[Any, ...], made: World) -> list[str]:
    """What is wrong with a set that is one log: its rows, which have no id, and their order."""
    prove = sets.module(name).prove
    wrong = [f"{name} row {n}: {problem}" for n, row in enumerate(found) for problem in prove(row, made)]
    late = [n for n, (a, b) in enumerate(pairwise(found), 1) if b.at < a.at]
    return wrong + [f"{name} row {n}: earlier than the row before it" for n in late]


def items(name: str, found: tuple[Any, ...], made: World) -> list[str]:
    """What is wrong with a labelled set: its items one by one, and its splits by entity and by template."""
    module = sets.module(name)
    if not found:
        return [f"{name}: the set is empty"]
    if not sets.divided(name):
        return _log(name, found, made)
    wrong = [f"{name} {item.id}: {problem}" for item in found for problem in module.prove(item, made)]
    for field in ("entities", "template"):
        where: dict[str, str] = {}
        for item in found:
            values = getattr(item, field)
            for value in (values,) if isinstance(values, str) else values:
                first = where.setdefault(value, item.split)
                if first != item.split:
                    wrong.append(f"{name} {item.id}: {field} {value!r} occurs in {first} and {item.split}")
    twice = [i for i, n in Counter(item.id for item in found).items() if n > 1]
    return wrong + [f"{name}: id {i} used twice" for i in twice]


def report(folder: Path) -> str:
    """Prove everything in a world's folder; one line a part. Raises LabError naming the first problems."""
    made = store.read(folder)
    wrong = world(made)
    lines = [f"{'documents':14} {len(made.documents):6d} documents, {sum(len(d.gold) for d in made.documents)} spans"]
    listed = store.manifest(folder)["files"]
    for name in sets.NAMES:
        if f"{name}.jsonl" in listed:
            found = sets.read(name, None, folder)
            wrong += items(name, found, made)
            lines.append(f"{name:14} {len(found):6d} items")
    if wrong:
        raise LabError(f"{folder}: {len(wrong)} things are wrong, first: " + "; ".join(wrong[:3]), store.REMEDY)
    return "\n".join([*lines, "everything is proved from the graph"])
