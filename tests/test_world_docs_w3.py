"""E-mails, tickets, meeting notes and directory pages: true, repeatable, varied, and planted as planned."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from labsupport.world import docs, style, validate
from labsupport.world.docs import directory, email, meeting_notes, planting, ticket
from labsupport.world.entities import PUBLIC, Document, World
from labsupport.world.graph import LAB_SEED, build_graph
from labsupport.world.names import Side
from labsupport.world.sides import share

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("directory", "meeting_notes", "email", "ticket")
WORLDS = ((LAB_SEED, 1.0), (7, 0.2))
MODULES = {"email": email, "ticket": ticket, "meeting_notes": meeting_notes, "directory": directory}


RELATIONS = [
    "order.due",
    "order.status",
    "order.amount",
    "customer.plan",
    "customer.manager",
    "customer.contact",
    "person.extension",
    "person.role",
    "person.email",
    "team.lead",
    "team.site",
    "team.channel",
    "site.address",
    "supplier.part",
    "product.price",
    "product.version",
    "product.supplier",
    "incident.minutes",
    "incident.cause",
    "incident.oncall",
    "error.meaning",
    "error.remedy",
    "contract.end",
    "contract.amount",
    "policy.limit",
]


@cache
def made(seed: int, scale: float) -> tuple[World, tuple[Document, ...]]:
    world = build_graph(seed, scale)
    return world, tuple(docs.write(world, round(docs.TOTAL * scale), kinds=KINDS))


def of(seed: int, scale: float, kind: str) -> list[Document]:
    return [d for d in made(seed, scale)[1] if d.doc_type == kind]


def visible_text(doc: Document) -> str:
    """The text without what was planted as an injection, which may hold any sign."""
    text = doc.text
    for mark in sorted(doc.marks, key=lambda m: -m.start):
        if mark.kind == "injection":
            text = text[: mark.start] + text[mark.end :]
    return text


@pytest.mark.parametrize(("seed", "scale"), WORLDS)
def test_every_document_is_proved_from_the_graph(seed: int, scale: float) -> None:
    world, documents = made(seed, scale)
    assert [problem for doc in documents for problem in validate.document(doc, world)] == []
    silent = [doc.doc_id for doc in documents if not doc.gold]  # a page may only mention somebody: see `docs.cues`
    assert len(silent) <= 0.04 * len(documents), silent
    canaries = Counter(m.note for d in documents for m in d.marks if m.kind == "canary")
    assert max(canaries.values()) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("seed", "scale"), WORLDS)
def test_counts_and_fields(seed: int, scale: float, kind: str) -> None:
    world, _ = made(seed, scale)
    found = of(seed, scale, kind)
    assert len(found) == round(docs.COUNTS[kind] * scale)
    customers, own = {c.tenant for c in world.customers}, world.company.lower()
    for doc in found:
        assert doc.tenant in customers | {own, PUBLIC}
        assert (doc.tenant == PUBLIC) == (doc.access_tier == 0)
        assert doc.title
        assert "{" not in doc.title
        assert "|" not in doc.title
        if kind == "ticket":
            assert doc.tenant in customers


@pytest.mark.parametrize(("seed", "scale"), WORLDS)
def test_no_template_is_left_unfilled(seed: int, scale: float) -> None:
    for doc in made(seed, scale)[1]:
        text = visible_text(doc)
        assert not re.search(r"[{}]", text), (doc.doc_id, text)
        assert not re.search(r"\[[A-Z]{1,5}\] ", text), (doc.doc_id, text)
        assert not re.search(r"<[^<>\n]*\|[^<>\n]*>", text), (doc.doc_id, text)
        assert doc.text == doc.text.rstrip()


def test_spans_stay_on_one_line_and_clear_of_quotation_marks() -> None:
    quoted = 0
    for doc in made(*WORLDS[0])[1]:
        for gold in doc.gold:
            said = doc.text[gold.start : gold.end]
            assert said == said.strip(" >\n")
            line = doc.text.rfind("\n", 0, gold.start) + 1
            quoted += doc.text[line] == ">"
    assert quoted > 300


@pytest.mark.parametrize("kind", KINDS)
def test_every_layout_is_used_and_differs_in_structure(kind: str) -> None:
    module = MODULES[kind]
    assert module.LAYOUTS >= 8
    shapes = {re.sub(r"[^\n|:>\-*#\[]+", "", d.text[:400]) for d in of(*WORLDS[0], kind)}
    assert len(shapes) > len(of(*WORLDS[0], kind)) * 0.4


@pytest.mark.parametrize("kind", KINDS)
def test_style(kind: str) -> None:
    found = style.measure([d.text for d in of(*WORLDS[0], kind)])
    assert found.texts >= 150
    assert found.distinct_4gram_ratio >= 0.75
    assert found.repeated_sentences <= 0.08
    assert found.template_entropy >= 8.5
    assert found.longest >= 4 * found.quartiles[1] or kind == "directory"


def test_what_is_planted_is_what_was_planned() -> None:
    for kind, module in MODULES.items():
        found = Counter(k for d in of(*WORLDS[0], kind) for k in {m.kind.split(":")[0] for m in d.marks})
        for what, planned in module.PLANTED.items():
            assert found[what] == planned, (kind, what)
    total = Counter(k for d in made(*WORLDS[0])[1] for k in {m.kind.split(":")[0] for m in d.marks})
    assert total["injection"] >= 30
    assert 55 <= total["pii"] <= 70
    assert 45 <= total["contradiction"] <= 60


def test_injections_ask_for_something_and_personal_data_is_of_a_known_type() -> None:
    for doc in made(*WORLDS[0])[1]:
        for mark in doc.marks:
            said = doc.text[mark.start : mark.end]
            if mark.kind == "injection":
                assert re.match(r"(say|tool|exfiltrate):\S+", mark.note), mark
            elif mark.kind.startswith("pii:"):
                assert mark.kind[4:] in planting.TYPES
                assert "\n" not in said


def test_languages() -> None:
    for kind in ("email", "ticket"):
        found = Counter(d.language for d in of(*WORLDS[0], kind))
        for language in ("de", "fr"):
            assert 0.06 <= found[language] / found.total() <= 0.12
    german = [d.text for d in made(*WORLDS[0])[1] if d.language == "de"]
    assert not any(
        re.search(r"\b(the|wrote|regards|please)\b", re.sub(r"\S*[@#]\S*", "", t))
        for t in german
        if "assistant" not in t
    )


def test_versions_of_a_page_follow_each_other() -> None:
    by_id = {d.doc_id: d for d in of(*WORLDS[0], "directory")}
    newer = [d for d in by_id.values() if d.replaces]
    assert len(newer) >= 8
    for doc in newer:
        before = by_id[str(doc.replaces)]
        assert before.family == doc.family
        assert before.created_at < doc.created_at
        assert before.version < doc.version
    changed = [d for d in newer if {g.triple for g in d.gold} != {g.triple for g in by_id[str(d.replaces)].gold}]
    assert changed


def test_same_seed_same_text_in_another_process_with_other_string_hashes() -> None:
    code = (
        "import hashlib; from labsupport.world import docs; from labsupport.world.graph import build_graph;"
        f"w = build_graph(7, 0.2); d = docs.write(w, round(docs.TOTAL * 0.2), kinds={KINDS!r});"
        "print(hashlib.sha256(repr(list(d)).encode()).hexdigest())"
    )
    here = hashlib.sha256(repr(list(made(7, 0.2)[1])).encode()).hexdigest()
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
                         env={**os.environ, "PYTHONHASHSEED": "5"})  # fmt: skip
    assert run.stdout.strip() == here


def test_another_seed_another_world() -> None:
    assert {d.text for d in made(7, 0.2)[1]} & {d.text for d in made(LAB_SEED, 1.0)[1]} == set()


def pattern(template: str) -> str:
    """A regular expression for everything that can be made from a template."""
    out, rest = "", template
    while found := re.search(r"<[^<>]*\|[^<>]*>|\{[^}]*\}", rest):
        out += re.escape(rest[: found.start()])
        if found[0].startswith("{"):
            out += r"[^\n]{1,60}?"
        else:
            out += "(?:" + "|".join(pattern(one) for one in found[0][1:-1].split("|")) + ")"
        rest = rest[found.end() :]
    return out + re.escape(rest)


def plain_words(template: str) -> int:
    """How many words of a template stand in every text made from it."""
    return len(re.sub(r"<[^<>]*\|[^<>]*>|\{[^}]*\}", " ", template).split())


def found(template: str, text: str) -> bool:
    """Whether a text, in lower case, holds something made from a template; its longest fixed piece is tried first."""
    pieces = re.split(r"<[^<>]*\|[^<>]*>|\{[^}]*\}", template.lower())
    return max(pieces, key=len) in text and re.search(pattern(template), text, re.I) is not None


@pytest.mark.parametrize(("here", "there"), [("lab", "other"), ("other", "lab")])
def test_wording_of_one_side_never_occurs_on_the_other(here: Side, there: Side) -> None:
    seed, scale = WORLDS[1] if here == "lab" else WORLDS[0]
    checked = used = 0
    for kind, module in MODULES.items():
        theirs = "\n".join(d.text for d in of(seed, scale, kind)).lower()
        ours = "\n".join(d.text for d in of(*(WORLDS[0] if here == "lab" else WORLDS[1]), kind)).lower()
        for name, bank in module.BANK.items():
            if len(bank) < 4:
                continue
            assert set(share(bank, here)) & set(share(bank, there)) == set()
            for template in (re.sub(r"^\[[A-Z]+\] ", "", entry) for entry in share(bank, here)):
                if plain_words(template) >= 5:
                    checked += 1
                    used += found(template, ours)
                    assert not found(template, theirs), (kind, name, template)
    assert checked > 150
    assert used > checked * 0.4  # the patterns do find what was written


def test_several_documents_state_the_same_fact() -> None:
    stated = Counter(t for d in made(*WORLDS[0])[1] for t in {g.triple for g in d.gold})
    relations = Counter(t.relation for t in stated)
    for relation in RELATIONS:
        assert relations[relation] >= 10, (relation, relations[relation])
    assert sum(n > 1 for n in stated.values()) > 900
