"""Policies, questions, contracts and advisories: true spans, one seed one text, wording of one side only."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from labsupport.world import docs, validate
from labsupport.world.docs import advisory, contract, faq, policy
from labsupport.world.docs.cues import CUES, Reader
from labsupport.world.entities import PUBLIC, Document, Gold, World
from labsupport.world.graph import build_graph
from labsupport.world.names import LAB_SEED
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.sides import FIXED, share
from labsupport.world.style import measure
from labsupport.world.writer import Meta

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("policy", "faq", "contract", "advisory")
WORLDS = ((LAB_SEED, 1.0), (7, 0.2), (11, 0.5))
MODULES = {"policy": policy, "faq": faq, "contract": contract, "advisory": advisory}


@cache
def graph(seed: int, scale: float) -> World:
    return build_graph(seed, scale)


def write(kind: str, seed: int, scale: float) -> tuple[Document, ...]:
    return tuple(docs.write(graph(seed, scale), round(docs.TOTAL * scale), kinds=(kind,)))


@cache
def made(kind: str, seed: int = LAB_SEED, scale: float = 1.0) -> tuple[Document, ...]:
    return write(kind, seed, scale)


def banks(kind: str) -> Iterator[tuple[str, ...]]:
    """The sections of a type's banks that are divided between the sides."""
    module = MODULES[kind]
    for bank in (module.BANK, *getattr(module, "FOREIGN", {}).values()):
        yield from (lines for lines in bank.values() if len(lines) >= FIXED)


def pattern(template: str) -> re.Pattern[str] | None:
    """What a template can become: alternatives as such, a slot as a few words. None for fewer than five fixed words."""
    template = template.removeprefix("+ ").split(" => ")[-1].rstrip(".")
    fixed = template
    while (less := re.sub(r"<[^<>]*\|[^<>]*>", " ", fixed)) != fixed:
        fixed = less
    if len(re.sub(r"\{[^}]*\}", " ", fixed).split()) < 5:
        return None
    template = re.sub(r"^(\{[^}]*\}\s*)+|(\s*\{[^}]*\})+$", "", template)  # outer slots say nothing
    parts = re.split(r"(<(?=[^<>]*\||[^<>]*<)|(?<=[^-])>|\||\{[^}]*\}|\n)", template)
    into = {"<": "(?:", ">": ")", "|": "|", "\n": "\\n"}
    made = (into.get(p) or (r"[^\n]{1,90}?" if p[:1] == "{" else re.escape(p)) for p in parts if p)
    return re.compile("".join(made))


@pytest.mark.parametrize(("seed", "scale"), WORLDS)
@pytest.mark.parametrize("kind", KINDS)
def test_spans_marks_dates_and_access_are_true(kind: str, seed: int, scale: float) -> None:
    found = made(kind, seed, scale)
    assert len(found) == round(docs.COUNTS[kind] * scale)
    assert [p for d in found for p in validate.document(d, graph(seed, scale))] == []
    silent = [d.doc_id for d in found if not d.gold]  # a page may only mention somebody: see `docs.cues`
    most = 0.06 if len(found) >= 100 else 0.07  # of thirty pages two may be
    assert len(silent) <= most * len(found), silent
    for doc in found:
        assert not re.search(r"\{@?\w+\}|<[^<>\n]*\|[^<>\n]*>|\\n", doc.text), doc.doc_id
        assert "  \n" not in doc.text
        assert doc.text == doc.text.strip()


def test_two_builds_are_equal_also_in_another_process() -> None:
    def digest(found: tuple[Document, ...]) -> str:
        return hashlib.sha256(repr(found).encode()).hexdigest()

    for kind in KINDS:
        assert digest(write(kind, 7, 0.2)) == digest(made(kind, 7, 0.2))
    code = (
        "import hashlib; from labsupport.world import docs; from labsupport.world.graph import build_graph\n"
        f"for kind in {KINDS!r}:\n"
        "    found = tuple(docs.write(build_graph(7, 0.2), round(docs.TOTAL * 0.2), kinds=(kind,)))\n"
        "    print(hashlib.sha256(repr(found).encode()).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert other.stdout.split() == [digest(made(kind, 7, 0.2)) for kind in KINDS]


@pytest.mark.parametrize(("seed", "scale"), WORLDS)
@pytest.mark.parametrize("kind", KINDS)
def test_style_is_above_the_floors(kind: str, seed: int, scale: float) -> None:
    found = made(kind, seed, scale)
    style = measure([d.text for d in found])
    assert style.distinct_4gram_ratio >= 0.55
    assert style.repeated_sentences <= 0.10
    assert style.longest > 3 * style.quartiles[1] > 6 * style.shortest / 2
    assert MODULES[kind].LAYOUTS >= 8
    for first in range(0, len(found) - 9, 10):
        openings = Counter(" ".join(d.text.split()[:6]) for d in found[first : first + 10])
        assert max(openings.values()) <= 2, openings.most_common(1)


@pytest.mark.parametrize("kind", KINDS)
def test_wording_of_one_side_never_occurs_on_the_other(kind: str) -> None:
    texts = {"lab": "\n".join(d.text for d in made(kind)), "other": "\n".join(d.text for d in made(kind, 11, 1.0))}
    for side, away in (("lab", "other"), ("other", "lab")):
        lines = dict.fromkeys(line for bank in banks(kind) for line in share(bank, side))  # type: ignore[arg-type]
        known = [p for p in (pattern(line) for line in lines) if p]
        assert len(known) > 40
        used = sum(bool(p.search(texts[side])) for p in known)
        assert used > 0.6 * len(known), side  # so that finding none on the other side means something
        assert [p.pattern for p in known if p.search(texts[away])] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_bank_is_rich_on_both_sides(kind: str) -> None:
    for bank in banks(kind):
        assert len(share(bank, "lab")) >= 2
        assert len(share(bank, "other")) >= 2
        assert not set(share(bank, "lab")) & set(share(bank, "other"))
        assert len(set(bank)) == len(bank)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("seed", "scale"), WORLDS)
def test_versions_of_a_family_follow_one_another(kind: str, seed: int, scale: float) -> None:
    newest: dict[str, Document] = {}
    for doc in made(kind, seed, scale):
        if doc.family:
            before = newest.get(doc.family)
            assert doc.replaces == (before.doc_id if before else None)
            if before:
                assert (before.version, before.updated_at) < (doc.version, doc.updated_at) or kind == "contract"
                assert before.version < doc.version
                assert before.updated_at <= doc.updated_at
            newest[doc.family] = doc
    assert any(d.replaces for d in made(kind, seed, scale))


def test_policies_have_superseded_versions_site_copies_and_translations() -> None:
    found = made("policy")
    superseded = {p.replaces for p in graph(LAB_SEED, 1.0).policies}
    limits = {g.triple.subject for d in found for g in d.gold if g.triple.relation == "policy.limit"}
    assert len(limits & superseded) > 20
    copies = [d for d in found if (d.family or "").count("/") == 2]
    assert len(copies) >= 4
    for copy in copies:
        original = next(
            d for d in found if d.family == str(copy.family).rsplit("/", 1)[0] and d.version == copy.version
        )
        same = set(original.text.split("\n")) & set(copy.text.split("\n"))
        words = sum(len(line.split()) for line in same)
        assert words > 0.4 * len(original.text.split()), copy.doc_id
        assert original.text != copy.text


def test_languages_have_their_slices() -> None:
    for kind in ("policy", "faq"):
        counts = Counter(d.language for d in made(kind))
        assert counts["de"] >= 10
        assert counts["fr"] >= 10


def test_advisories_are_public_and_embargoed_notes_restricted() -> None:
    for doc in made("advisory"):
        sealed = [m for m in doc.marks if m.kind == "canary"]
        assert (doc.access_tier, doc.tenant) == ((3, "tarnholt") if sealed else (0, PUBLIC))
    assert sum(d.access_tier == 3 for d in made("advisory")) >= 5


def test_contracts_belong_to_their_customers() -> None:
    world = graph(LAB_SEED, 1.0)
    tenant = {c.id: c.tenant for c in world.customers}
    tiers = Counter(d.access_tier for d in made("contract"))
    assert tiers[2] + tiers[3] > 0.7 * len(made("contract"))
    for doc in made("contract"):
        contracts = {g.triple.subject for g in doc.gold if g.triple.relation.startswith("contract.")}
        assert len(contracts) == 1
        owner = next(c.customer for c in world.contracts if c.id in contracts)
        assert doc.tenant in (tenant[owner], world.company.lower())


def test_most_facts_of_the_types_are_stated() -> None:
    world = graph(LAB_SEED, 1.0)
    stated: Counter[str] = Counter()
    several = Counter(t for k in KINDS for d in made(k) for t in {g.triple for g in d.gold})
    for triple in several:
        stated[triple.relation] += 1
    there = Counter(f.relation for f in world.facts)
    for relation, least in (
        ("policy.limit", 0.8), ("policy.owner", 0.8), ("policy.effective", 0.7), ("vulnerability.product", 0.9),
        ("vulnerability.fixed", 0.9), ("vulnerability.affected", 0.7), ("vulnerability.severity", 0.6),
        ("contract.amount", 0.4), ("contract.end", 0.4), ("error.meaning", 0.4), ("error.remedy", 0.4),
        ("product.component", 0.1), ("product.price", 0.15), ("team.channel", 0.8), ("team.lead", 0.5),
        ("customer.contact", 0.5), ("customer.manager", 0.15),
    ):  # fmt: skip
        assert stated[relation] >= least * there[relation], (relation, stated[relation], there[relation])
    assert sum(n > 1 for n in several.values()) > 300
    assert sum(n > 2 for n in several.values()) > 100


def test_questions_carry_what_is_planted() -> None:
    marks = Counter(m.kind.split(":")[0] for d in made("faq") for m in d.marks)
    assert marks["injection"] >= 4
    assert marks["contradiction"] >= 4
    assert marks["pii"] >= 2


# ---- what states a fact
def spans(text: str, *facts: tuple[str, str], title: str = "", tenant: str = PUBLIC) -> list[str]:
    """The relations that a text states, of facts given as subject and relation whose object it names once."""
    world = graph(LAB_SEED, 1.0)
    gold = []
    for subject, relation in facts:
        fact = world.facts_about[subject, relation][-1]
        said = world.name(fact.object)
        assert text.count(said) == 1, said
        gold.append(Gold(fact.triple, text.index(said), text.index(said) + len(said)))
    return [g.triple.relation for g in Reader(world).stated(text, Meta(title, tenant), gold)]


def test_statements_of_the_relations_count() -> None:
    world = graph(LAB_SEED, 1.0)
    reader = Reader(world)
    for relation in CUES:
        (subject, _), facts = next(item for item in world.facts_about.items() if item[0][1] == relation)
        name, value = world.name(subject), world.name(facts[-1].object)
        missed = []
        for statement in RELATIONS[relation].statements:
            text, start, end = fill(statement, name, value)
            missed += [text] if not reader.stated(text, Meta(""), [Gold(facts[-1].triple, start, end)]) else []
        assert not missed, relation


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("{p} belongs to {t}.", True),
        ("Who is behind {p}?\nThe {t} team.", True),
        ("| Product | Owner |\n| --- | --- |\n| {p} | {t} |", True),
        ("{p} is out, {t} watches the graphs.", False),
        ("{p}. Last change: April 29, 2024, {t}.", False),
        ("| Product | Asked |\n| --- | --- |\n| {p} | {t} |", False),
        ("Who owns {p}, still {t}?", False),
        ("{t} maintains this text on {p}.", False),
        ("Owner: {t}.", False),  # of what?
        ("{p} is old. {q} is new. Its owner is {t}.", False),  # of the other one
    ],
)
def test_an_owner_is_stated_only_in_words_and_of_a_known_product(text: str, states: bool) -> None:
    world = graph(LAB_SEED, 1.0)
    product, other = world.products[0], world.products[1]
    said = text.format(p=product.name, q=other.name, t=world.name(product.owner))
    assert spans(said, (product.id, "product.owner")) == ["product.owner"] * states


def test_title_or_tenant_say_whose_fact_it_is() -> None:
    world = graph(LAB_SEED, 1.0)
    product, customer = world.products[0], world.customers[0]
    text = f"Owner: {world.name(product.owner)}."
    assert spans(text, (product.id, "product.owner"), title=f"{product.name} in short") == ["product.owner"]
    plan = f"We are on {world.name(world.facts_about[customer.id, 'customer.plan'][-1].object)}."
    assert spans(plan, (customer.id, "customer.plan")) == []
    assert spans(plan, (customer.id, "customer.plan"), tenant=customer.tenant) == ["customer.plan"]
