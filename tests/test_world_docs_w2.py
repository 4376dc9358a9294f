"""Manuals, runbooks, release notes and incident reports: true spans, varied wording, editions, sides kept apart."""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from labsupport.world import docs, style, validate
from labsupport.world.docs import manual, post_mortem, release_notes, runbook, technical
from labsupport.world.entities import Document, World
from labsupport.world.graph import build_graph
from labsupport.world.names import LAB_SEED
from labsupport.world.sides import FIXED, share

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("manual", "runbook", "release_notes", "post_mortem")
WORLDS = ((LAB_SEED, 1.0), (7, 0.2))
BANKS = (manual.BANK, manual.DE, manual.FR, runbook.BANK, runbook.TASKS, release_notes.BANK, post_mortem.BANK,
         technical.PARTS, technical.ROLES, technical.CAUSES, technical.WORDS)  # fmt: skip


@cache
def made(seed: int, scale: float) -> World:
    graph = build_graph(seed, scale)
    return dataclasses.replace(graph, documents=tuple(docs.write(graph, round(docs.TOTAL * scale), kinds=KINDS)))


def of_kind(world: World, kind: str) -> list[Document]:
    return [d for d in world.documents if d.doc_type == kind]


def newest(found: list[Document]) -> list[Document]:
    """The last edition of each family, and everything without one."""
    return list({d.family or d.doc_id: d for d in found}.values())


def digest(seed: int, scale: float) -> str:
    graph = build_graph(seed, scale)
    return hashlib.sha256(repr(tuple(docs.write(graph, 400, kinds=KINDS))).encode()).hexdigest()


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_documents_as_planned_and_enough_layouts(kind: str) -> None:
    assert docs.kind(kind).LAYOUTS >= 8
    assert len(of_kind(made(LAB_SEED, 1.0), kind)) == docs.COUNTS[kind]
    small = made(7, 0.2)
    most = sum(len(p.versions) for p in small.products) if kind == "release_notes" else 10**9  # one text a version
    assert abs(len(of_kind(small, kind)) - min(most, docs.COUNTS[kind] * 0.2)) <= 1


@pytest.mark.parametrize(("seed", "scale"), WORLDS)
def test_every_document_is_proved_and_states_something(seed: int, scale: float) -> None:
    world = made(seed, scale)
    assert [problem for d in world.documents for problem in validate.document(d, world)] == []
    silent = [d.doc_id for d in world.documents if not d.gold]  # a page may only mention somebody: see `docs.cues`
    assert len(silent) <= 0.01 * len(world.documents), silent


@pytest.mark.parametrize(("seed", "scale"), WORLDS)
def test_spans_start_and_end_with_the_value(seed: int, scale: float) -> None:
    world = made(seed, scale)
    for doc in world.documents:
        for gold in doc.gold:
            around = doc.text[max(0, gold.start - 1) : gold.end + 1]
            assert not re.match(r"\w\w", around) or gold.start == 0 or not around[0].isalnum(), (doc.doc_id, around)
            assert doc.text[gold.start : gold.end] == doc.text[gold.start : gold.end].strip()


@pytest.mark.parametrize(("seed", "scale"), WORLDS)
def test_nobody_is_named_before_joining(seed: int, scale: float) -> None:
    world = made(seed, scale)
    for doc in world.documents:
        for person in world.people:
            if person.joined > doc.updated_at:
                assert person.name not in doc.text, (doc.doc_id, person.name)


def test_same_seed_same_text_whatever_the_string_hashes() -> None:
    here = digest(7, 0.2)
    assert here == digest(7, 0.2)
    code = "import sys; sys.path.insert(0, 'tests'); import test_world_docs_w2 as t; print(t.digest(7, 0.2))"
    env = {**os.environ, "PYTHONHASHSEED": "3", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == here


@pytest.mark.parametrize("kind", KINDS)
def test_wording_is_varied(kind: str) -> None:
    found = of_kind(made(LAB_SEED, 1.0), kind)
    last = style.measure([d.text for d in newest(found)])
    assert last.distinct_4gram_ratio >= 0.60
    assert last.repeated_sentences <= 0.10
    every = style.measure([d.text for d in found])  # with earlier editions, which are near copies
    assert every.distinct_4gram_ratio >= 0.55
    assert every.shortest < 60
    assert every.longest > 200


@pytest.mark.parametrize("kind", KINDS)
def test_openings_differ(kind: str) -> None:
    found = newest(of_kind(made(LAB_SEED, 1.0), kind))
    opening = Counter(" ".join(re.findall(r"[a-z]+", d.text.lower())[:5]) for d in found)
    assert opening.most_common(1)[0][1] <= len(found) * 0.06, opening.most_common(3)


def test_templates_leave_nothing_behind() -> None:
    for seed, scale in WORLDS:
        for doc in made(seed, scale).documents:
            assert not re.search(r"<[^<>\n]*\|[^<>\n]*>", doc.text), doc.doc_id
            assert not re.search(r"\{[A-Za-z]\w*\}", doc.text), doc.doc_id
            prose = re.sub(r"```.*?```|`[^`\n]*`|\S*/\S*", "X", doc.text, flags=re.S)
            assert not re.search(r"[a-z] [.,] |\b(\w{4,}) \1 \1\b", prose), doc.doc_id


def pieces(template: str) -> list[str]:
    """The runs of plain words of a template, five words or longer."""
    found = (p.strip(" .,;:()") for p in re.split(r"\{\w+\}|[<>|]|\n", template))
    return [p for p in found if len(p.split()) >= 5]


def test_sides_share_no_wording() -> None:
    lab = "\n".join(d.text for d in made(LAB_SEED, 1.0).documents).lower()
    other = "\n".join(d.text for d in made(7, 0.2).documents).lower()
    checked, found = 0, list[tuple[str, str]]()
    for bank in BANKS:
        for entries in bank.values():
            if len(entries) < FIXED:
                continue
            for mine, text in (("lab", other), ("other", lab)):
                for template in share(entries, mine):  # type: ignore[arg-type]
                    for piece in pieces(template):
                        checked += 1
                        if piece.lower() in text:
                            found.append((mine, piece))
    assert found == []
    assert checked > 1000


@pytest.mark.parametrize("kind", ["manual", "release_notes", "post_mortem"])
def test_editions_are_near_copies_in_a_chain(kind: str) -> None:
    world = made(LAB_SEED, 1.0)
    families: dict[str, list[Document]] = defaultdict(list)
    for doc in of_kind(world, kind):
        if doc.family:
            families[doc.family].append(doc)
    several = [f for f in families.values() if len(f) > 1]
    assert len(several) >= 10
    alike = []
    for editions in several:
        for older, newer in pairwise(editions):
            assert newer.replaces == older.doc_id
            assert newer.version > older.version
            assert newer.created_at >= older.created_at
            assert newer.text != older.text
            before, after = ([x for x in d.text.splitlines() if x.strip()] for d in (older, newer))
            alike.append(difflib.SequenceMatcher(None, before, after, autojunk=False).ratio())
    assert sorted(alike)[len(alike) // 2] > 0.5


def test_manuals_have_long_books_languages_and_planted_text() -> None:
    found = of_kind(made(LAB_SEED, 1.0), "manual")
    long = [d for d in found if len(re.findall(r"\S+", d.text)) >= 3400]
    assert len(long) >= 14
    for doc in long:
        assert len(set(re.findall(r"^(?:## ?\d* ?|\d+\. )(.+)$", doc.text, re.M))) >= 20
    spoken = Counter(d.language for d in found)
    assert spoken["de"] >= 8
    assert spoken["fr"] >= 8
    marks = Counter(m.kind for d in found for m in d.marks)
    assert marks["injection"] >= 8
    assert marks["contradiction"] >= 8
    for doc in found:
        for mark in doc.marks:
            if mark.kind == "injection":
                assert re.match(r"(?:say|tool|exfiltrate):", mark.note)


def test_a_default_is_the_same_wherever_it_is_written() -> None:
    for seed, scale in WORLDS:
        values: dict[tuple[str, str], str] = {}
        for doc in made(seed, scale).documents:
            product = next((p.name for p in made(seed, scale).products if p.name in doc.text), "")
            if doc.doc_type == "manual":
                for key, value in re.findall(r"^([a-z_]+\.[a-z_]+) = (\S+)", doc.text, re.M):
                    assert values.setdefault((product, key), value) == value, (doc.doc_id, key)


def test_reports_say_what_happened_and_stay_within_its_time() -> None:
    world = made(LAB_SEED, 1.0)
    names = {i.id for i in world.incidents}
    timed = 0
    for doc in of_kind(world, "post_mortem"):
        stated = [g.triple for g in doc.gold if g.triple.subject in names]
        incident = next(i for i in world.incidents if i.id == Counter(t.subject for t in stated).most_common(1)[0][0])
        about = {t.relation for t in stated}
        assert len(about) >= 3, (doc.doc_id, about)
        assert about & {"incident.cause", "incident.minutes"}, doc.doc_id
        course = [int(h) * 60 + int(m) for h, m in re.findall(r"^\W*(\d\d):(\d\d)\b(?!:\d)", doc.text, re.M)]
        if len(course) >= 6:  # a timeline: in order, and as long as the incident
            passed = [(t - course[0]) % 1440 for t in course]
            assert passed == sorted(passed), doc.doc_id
            assert passed[-1] == incident.minutes, doc.doc_id
            timed += 1
    assert timed >= 30


def test_facts_are_stated_by_some_documents_and_many_by_several() -> None:
    stated: dict[object, set[str]] = defaultdict(set)
    for doc in made(LAB_SEED, 1.0).documents:
        for gold in doc.gold:
            stated[gold.triple].add(doc.doc_id)
    relations = {t.relation for t in stated}  # type: ignore[attr-defined]
    wanted = (
        "product.owner product.role product.sku product.supplier product.component product.version product.price "
        "release.date error.component error.meaning error.remedy incident.product incident.cause incident.minutes "
        "incident.oncall incident.date vulnerability.fixed vulnerability.component vulnerability.severity "
        "team.lead team.site team.channel person.extension person.role"
    )
    assert set(wanted.split()) <= relations
    assert len(stated) > 1500
    assert sum(len(where) > 1 for where in stated.values()) > 700


@pytest.mark.parametrize("kind", KINDS)
def test_restricted_documents_carry_their_own_canary(kind: str) -> None:
    found = of_kind(made(LAB_SEED, 1.0), kind)
    canaries = [m.note for d in found for m in d.marks if m.kind == "canary"]
    assert len(canaries) == len(set(canaries)) == sum(d.access_tier == 3 for d in found)
    if kind in ("manual", "release_notes"):
        assert any(d.access_tier == 0 for d in found)
    else:
        assert canaries
