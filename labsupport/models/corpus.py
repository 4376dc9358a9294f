"""Training and evaluation examples, generated from worlds that share no name and no wording with the lab world.

Every batch is a pure function of (seed, step, stage): nothing has to be stored to resume a run, and no example repeats.
Skills come in stages: copying lists and looking up pairs first, then questions about short texts, then passages of
whole documents with extraction to JSON, labels, claims and tool calls. Sources are graphs (`from_facts`) and small
companies with documents and labelled sets (`from_texts`); `rename` gives every example names that no bank holds.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from labsupport.models import wording
from labsupport.models.wording import ABSTAIN, NO_TOOL
from labsupport.world import build, chunks, names, sets
from labsupport.world.entities import Document, Fact, Gold, World
from labsupport.world.evidence import named
from labsupport.world.graph import build_graph
from labsupport.world.names import LAB_SEED
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.sets.claims import Claim
from labsupport.world.sets.extract import Extract, record
from labsupport.world.sets.tasks_desk import TOOLS as DESK
from labsupport.world.sets.tickets import CATEGORIES, RULES, SENTIMENTS, Ticket

TRAIN_WORLDS = range(100_000, 160_000)  # seeds of training worlds
HELD_OUT_WORLDS = range(200_000, 201_000)  # seeds of evaluation worlds: other people, teams, numbers
STEPS_PER_WORLD = 12  # a world with documents takes half a second to write, so some steps share one
SCALE = 0.05  # of the worlds with documents: about 130 of them
SEVERAL = ("incident.product", "product.component", "vulnerability.affected")  # several objects are true at once


@dataclass(frozen=True)
class Example:
    """One training text: `messages` up to and including the user's, `answer` without the end mark."""

    skill: str
    messages: tuple[tuple[str, str], ...]  # (role, content), prompt only; empty for prose
    answer: str
    tools: tuple[str, ...] = ()  # JSON specifications, one a line
    prompt_counts: bool = True  # whether the prompt is worth predicting; random lists are not


# ---- names
_WORD = re.compile(r"[A-Za-z]+")


@lru_cache(maxsize=1)
def _parts() -> tuple[list[str], list[str], frozenset[str]]:
    """Heads and tails of names, and every word of a training world's names in lower case."""
    heads = [*names.GIVEN[0], *names.FAMILY[0], *names.PRODUCT_HEAD, *names.PLACE[0], *names.FIRM_HEAD[0]]
    tails = [*names.GIVEN[1], *names.FAMILY[1], *names.PRODUCT_ROLE, *names.PLACE[1], *names.FIRM_HEAD[1]]
    known = {n.split()[0].lower() for k in ("given", "family", "product", "place", "firm", "supplier")
             for n in names.bank(k, "other")}  # fmt: skip
    return list(dict.fromkeys(heads)), list(dict.fromkeys(tails)), frozenset(known)


def fresh(rng: random.Random) -> str:
    """A name of two parts from the whole range of parts, on the training worlds' side: thousands of them."""
    heads, tails, _ = _parts()
    while True:
        name = rng.choice(heads) + rng.choice(tails)
        if names.side(name) == "other":
            return name


def rename(rng: random.Random, example: Example) -> Example:
    """The example with every word that is part of a name replaced by a fresh one, the same everywhere."""
    known = _parts()[2]
    given: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        low = word.lower()
        if low not in known:
            return word
        if low not in given:
            made = fresh(rng)
            while made in given.values():
                made = fresh(rng)
            given[low] = made
        return given[low].lower() if word == low else given[low]

    def swap(text: str) -> str:
        return _WORD.sub(other, text)

    return replace(
        example, messages=tuple((r, swap(c)) for r, c in example.messages), answer=swap(example.answer),
    )  # fmt: skip


# ---- what needs no world: copying and looking up
def _item(rng: random.Random) -> str:
    """A name, number, id, word, version or amount that nothing but its text can predict."""
    draw = rng.randrange(10)
    if draw < 3:
        return fresh(rng)
    if draw == 3:
        return f"{fresh(rng)} {fresh(rng)}"
    if draw < 6:
        return rng.choice(wording.COMMON)
    if draw == 6:
        return str(rng.randrange(10 ** rng.randrange(1, 6)))
    if draw == 7:
        return f"{rng.choice(('ORD', 'INC', 'SEC', 'POL', 'CTR', 'E'))}-{rng.randrange(1000, 99999)}"
    if draw == 8:
        return f"{rng.randrange(1, 10)}.{rng.randrange(12)}.{rng.randrange(12)}"
    return f"{rng.choice(wording.COMMON)} {rng.choice(wording.COMMON)}"


def repeat(rng: random.Random) -> Example:
    """A list of unrelated items to be repeated: nothing but copying can lower its loss.

    On whole sentences a small model first learns the wordings and stays there; lists bring out copying.
    """
    gap = rng.choice((" ", ", ", "\n", " | "))
    text = gap.join(_item(rng) for _ in range(rng.randrange(3, 16)))
    request = rng.choice(wording.REPEAT_REQUESTS)
    return Example("repeat", (("user", f"{request}\n\n{text}"),), text, prompt_counts=False)


def pairs(rng: random.Random) -> Example:
    """Pairs of unrelated items, one to be looked up: the smallest form of a question about a text."""
    rows: dict[str, str] = {}
    for _ in range(rng.randrange(2, 8)):
        rows[_item(rng)] = _item(rng)
    form = rng.choice(("{k}: {v}", "{k} - {v}", "| {k} | {v} |", "{k} is {v}.", "{k} has {v}.", "{v} goes with {k}."))
    text = rng.choice(("\n", "\n", " ")).join(form.format(k=k, v=v) for k, v in rows.items())
    key = rng.choice(list(rows))
    request = rng.choice(wording.PAIR_REQUESTS).format(k=key)
    content = f"{request}\n\n{text}" if rng.random() < 0.3 else f"{text}\n\n{request}"
    return Example("pairs", (("user", content),), rows[key], prompt_counts=False)


def _argument(rng: random.Random, kind: str) -> str:
    if kind in ("order", "incident", "error"):
        return f"{dict(order='ORD', incident='INC', error='E')[kind]}-{rng.randrange(1000, 99999)}"
    if kind == "number":
        return str(rng.randrange(1, 9999))
    if kind == "day":
        return f"202{rng.randrange(3, 7)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
    if kind == "words":
        return " ".join(rng.choice(wording.COMMON) for _ in range(rng.randrange(1, 6)))
    if kind == "person":
        return f"{fresh(rng)} {fresh(rng)}"
    if kind == "team":
        return rng.choice(names.bank("team", "other"))
    if kind == "firm":
        return f"{fresh(rng)} {rng.choice(names.FIRM_SECTOR)}"
    return fresh(rng)


def specification(name: str, description: str, arguments: Sequence[str]) -> str:
    """An OpenAI-style tool specification as one line of JSON; all arguments are required strings."""
    fields = {a: {"type": "string"} for a in arguments}
    parameters = {"type": "object", "properties": fields, "required": list(arguments)}
    function = {"name": name, "description": description, "parameters": parameters}
    return json.dumps({"type": "function", "function": function}, ensure_ascii=False)


def call_text(name: str, arguments: dict[str, Any]) -> str:
    """A Hermes tool call as the model writes it."""
    call = json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)
    return f"<tool_call>\n{call}\n</tool_call>"


def _invented(rng: random.Random, usual: str) -> str:
    """The usual name of a tool or argument, or half of the time words that only the specification can tell."""
    if rng.random() < 0.5:
        return usual
    while True:
        name = "_".join(rng.choice(wording.COMMON) for _ in range(rng.choice((1, 2, 2))))
        if name not in DESK:
            return name


def tool(rng: random.Random, *, most: int = 3) -> Example:
    """Two or three tools and a request that one of them serves, or, now and then, none."""
    families = rng.sample(wording.TOOLS, rng.randrange(2, most + 1))
    specs, answer, request = [], NO_TOOL, ""
    missing = rng.random() < 0.08
    for at, family in enumerate(families):
        name = _invented(rng, rng.choice(family.names))
        keys = list(dict.fromkeys(_invented(rng, rng.choice(k)) for k, _ in family.arguments))
        if len(keys) < len(family.arguments):  # two arguments drew one name
            keys = [k[0] for k, _ in family.arguments]
        if at == 0:
            values = [_argument(rng, kind) for _, kind in family.arguments]
            request = rng.choice(family.requests).format(*values)
            if missing:
                continue
            answer = call_text(name, dict(zip(keys, values, strict=True)))
        specs.append(specification(name, family.description, keys))
    rng.shuffle(specs)
    return Example("tool", (("user", request),), answer, tools=tuple(specs))


# ---- from graphs: sentences of the relations
class Facts(NamedTuple):
    """The facts of a world that are true today, by relation and by subject."""

    world: World
    by_relation: dict[str, list[Fact]]
    by_subject: dict[str, list[Fact]]


@lru_cache(maxsize=4)
def _facts(seed: int) -> Facts:
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


def _surface(rng: random.Random, value: str) -> str:
    """Dates appear as 2026-03-04 or as 4 March 2026; everything else as it is."""
    if len(value) == 10 and value[4] == value[7] == "-" and rng.random() < 0.5:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return value


def _said(rng: random.Random, world: World, fact: Fact, surface: str) -> str:
    bank = RELATIONS[fact.relation].statements_for(world.side)
    return fill(rng.choice(bank), named(world, fact.subject), surface)[0]


def _any(rng: random.Random, facts: Facts) -> Fact:
    return rng.choice(facts.by_relation[rng.choice(sorted(facts.by_relation))])


def _grouped(rng: random.Random, statement: str, lines: list[str], passages: int) -> tuple[str, int]:
    """Sentences dealt into numbered sources, and the number of the one that holds `statement`."""
    groups: list[list[str]] = [[] for _ in range(passages)]
    groups[rng.randrange(passages)].append(statement)
    for line in lines:
        empty = [g for g in groups if not g]
        group = rng.choice(empty or groups)
        group.insert(rng.randrange(len(group) + 1), line)
    groups = [g for g in groups if g]
    number = next(i for i, g in enumerate(groups, 1) if statement in g)
    return "\n".join(f"[{i}] {' '.join(g)}" for i, g in enumerate(groups, 1)), number


def _asked(rng: random.Random, system: str, content: str, skill: str, answer: str) -> Example:
    if rng.random() < 0.5:
        return Example(skill, (("system", system), ("user", content)), answer)
    return Example(skill, (("user", f"{system}\n\n{content}"),), answer)


def from_facts(rng: random.Random, facts: Facts, skill: str, *, passages: int = 2) -> Example:
    """One example of a skill (qa, abstain, field, sentence, json, claim, prose) from a world's current facts."""
    world, target = facts.world, _any(rng, facts)
    while skill in ("json", "claim") and target.relation in SEVERAL:
        target = _any(rng, facts)
    relation, subject = RELATIONS[target.relation], named(world, target.subject)
    surface = _surface(rng, world.name(target.object))
    others: list[Fact] = []
    wanted = rng.randrange(passages, passages + 3) - (passages == 1 and rng.random() < 0.5)
    wanted += skill == "abstain"  # its target is left out, something must remain
    while len(others) < wanted:  # distractors: the same relation of another subject, the same subject, anything else
        draw = rng.random()
        other = (
            rng.choice(facts.by_relation[target.relation]) if draw < 0.4 else
            rng.choice(facts.by_subject[target.subject]) if draw < 0.6 else _any(rng, facts)
        )  # fmt: skip
        if (other.subject, other.relation) != (target.subject, target.relation):
            others.append(other)
        elif draw < 0.6 and rng.random() < 0.3:
            wanted -= 1  # the only fact of its kind
    surfaces = [_surface(rng, world.name(o.object)) for o in others]
    lines = [_said(rng, world, o, s) for o, s in zip(others, surfaces, strict=True)]
    statement = _said(rng, world, target, surface)
    if skill == "prose":
        return Example(skill, (), " ".join(rng.sample([statement, *lines], len(lines) + 1)))
    question = rng.choice(relation.questions_for(world.side)).replace("{s}", subject)
    if skill in ("qa", "abstain"):
        answer = f"{surface} [0]"
        if skill == "abstain":
            statement = lines.pop() if lines else _said(rng, world, other, _surface(rng, world.name(other.object)))
        sources, number = _grouped(rng, statement, lines, passages)
        answer = ABSTAIN if skill == "abstain" else f"{surface} [{number}]"
        return _asked(rng, rng.choice(wording.QA_SYSTEMS), f"{sources}\n\n{question}", skill, answer)
    if skill == "claim":
        same = rng.choice(relation.statements_for(world.side))
        wrong = [s for o, s in zip(others, surfaces, strict=True) if s != surface]
        alike = [world.name(f.object) for f in facts.by_relation[target.relation] if f.object != target.object]
        supported = rng.random() < 0.5 or not (wrong or alike)
        said = surface if supported else rng.choice(alike or wrong)
        if not supported and rng.random() < 0.3:  # what is said is true, but the passage does not say it
            said, statement = surface, lines.pop() if lines else ""
        text = " ".join(t for t in rng.sample([statement, *lines], len(lines) + 1) if t)
        content = f"Passage: {text}\nClaim: {fill(same, subject, said)[0]}"
        return _asked(rng, rng.choice(wording.CLAIM_SYSTEMS), content, skill, wording.LABELS[not supported])
    text = " ".join(rng.sample([statement, *lines], len(lines) + 1))
    if skill == "json":
        keys = {target.relation: surface}
        keys |= {
            o.relation: s for o, s in zip(others, surfaces, strict=True)
            if o.subject == target.subject and o.relation not in SEVERAL
        }  # fmt: skip
        stated = {o.relation for o in (target, *others) if o.subject == target.subject}
        kind = target.relation.split(".")[0]
        absent = [r for r in RELATIONS if r.split(".")[0] == kind and r not in stated]
        chosen: dict[str, str | None] = {_key(rng, r): v for r, v in keys.items()}
        chosen |= {_key(rng, r): None for r in rng.sample(absent, min(len(absent), rng.randrange(2)))}
        order = rng.sample(list(chosen), len(chosen))
        content = f"Schema: {_schema(order)}\nAbout: {subject}\nText: {text}"
        answer = json.dumps({k: chosen[k] for k in order}, ensure_ascii=False)
        return _asked(rng, rng.choice(wording.JSON_SYSTEMS), content, skill, answer)
    if skill == "field":
        request = rng.choice(wording.FIELD_REQUESTS).format(f=rng.choice(relation.fields), s=subject)
        answer = surface
    else:
        request = f"{question} {rng.choice(wording.SENTENCE_HINTS)}"
        answer = fill(relation.answer, subject, surface)[0]
    content = f"{request}\n\n{text}" if rng.random() < 0.5 else f"{text}\n\n{request}"
    return Example(skill, (("user", content),), answer)


def _key(rng: random.Random, relation: str) -> str:
    return re.sub(r"[^a-z]+", "_", rng.choice(RELATIONS[relation].fields).lower())


def _schema(keys: Sequence[str]) -> str:
    return json.dumps(dict.fromkeys(keys, "string"))


# ---- from companies with documents: passages and labelled sets
class Texts(NamedTuple):
    """What a world's documents and labelled sets offer to examples."""

    world: World
    golds: list[tuple[Document, Gold]]
    extracts: list[Extract]
    tickets: list[Ticket]
    claims: list[Claim]


@lru_cache(maxsize=3)
def _texts(seed: int) -> Texts:
    if seed == LAB_SEED:
        raise ValueError("the lab world is never trained on")
    return texts_of(build(seed, SCALE))


def texts_of(world: World) -> Texts:
    """The gold spans and labelled items of a world with documents."""
    golds = [(d, g) for d in world.documents if d.language == "en" for g in d.gold if g.triple.relation in RELATIONS]
    made = [list(sets.make(name, world)) for name in ("extract", "tickets", "claims")]
    return Texts(world, golds, *made)


_CUT = re.compile(r"(?<=[.!?])\s+|\n+")


@lru_cache(maxsize=2048)
def _cuts(doc: Document) -> tuple[int, ...]:
    return (0, *(m.end() for m in _CUT.finditer(doc.text)), len(doc.text))


def window(rng: random.Random, doc: Document, start: int, end: int, limit: int, must: str = "") -> str | None:
    """The lines or sentences around `[start, end)`, at most `limit` characters, holding `must`; None if too long."""
    part = chunks.at(doc, start)
    cuts = [c for c in _cuts(doc) if part.start <= c <= part.end]
    cuts = sorted({part.start, *cuts, part.end})
    first = max(i for i, c in enumerate(cuts) if c <= start)
    last = next((i for i, c in enumerate(cuts) if c >= end), len(cuts) - 1)
    if must and must not in doc.text[cuts[first] : cuts[last]]:
        near = doc.text.rfind(must, part.start, start)
        if near < 0 and (near := doc.text.find(must, end, part.end)) < 0:
            return None
        first = min(first, max(i for i, c in enumerate(cuts) if c <= near))
        last = max(last, next((i for i, c in enumerate(cuts) if c >= near + len(must)), len(cuts) - 1))
    if cuts[last] - cuts[first] > limit:
        return None
    for _ in range(rng.randrange(4)):
        wider = (first - 1, last) if rng.random() < 0.5 else (first, last + 1)
        if wider[0] >= 0 and wider[1] < len(cuts) and cuts[wider[1]] - cuts[wider[0]] <= limit:
            first, last = wider
    return doc.text[cuts[first] : cuts[last]].strip()


def _flat(text: str) -> str:
    """A passage on as few lines as its layout allows: numbered sources are told apart by blank lines no longer."""
    return re.sub(r"\n\s*\n", "\n", text)


def passage_question(
    rng: random.Random, texts: Texts, skill: str, *, passages: int, limit: int = 280,
    questions: Callable[[str], Sequence[str]] | None = None,
) -> Example | None:  # fmt: skip
    """A question (qa, abstain) or field request about real passages; None when the draw does not fit."""
    world = texts.world
    doc, gold = rng.choice(texts.golds)
    subject, relation = named(world, gold.triple.subject), RELATIONS[gold.triple.relation]
    key = gold.triple[:2]
    text = window(rng, doc, gold.start, gold.end, limit, subject)
    if text is None:
        return None
    answer = doc.text[gold.start : gold.end]
    if gold.triple.relation in SEVERAL or sum(g.triple[:2] == key and g.triple != gold.triple for g in doc.gold):
        return None  # the passage may state several values
    asked = questions(gold.triple.relation) if questions else relation.questions_for(world.side)
    question = rng.choice(list(asked)).replace("{s}", subject)
    if skill == "field":
        request = rng.choice(wording.FIELD_REQUESTS).format(f=rng.choice(relation.fields), s=subject)
        content = f"{request}\n\n{text}" if rng.random() < 0.5 else f"{text}\n\n{request}"
        return Example("field", (("user", content),), answer)
    found = [] if skill == "abstain" else [_flat(text)]
    alike = [(d, g) for d, g in texts.golds if g.triple.relation == key[1] and g.triple.subject != key[0]]
    about = [(d, g) for d, g in texts.golds if g.triple.subject == key[0] and g.triple.relation != key[1]]
    for _ in range(40):
        if len(found) == passages:
            break
        draw = rng.random()
        pool = (
            about if about and draw < (0.7 if skill == "abstain" else 0.25) else alike if alike and draw < 0.7 else []
        )
        other, near = rng.choice(pool or texts.golds)
        if any(g.triple[:2] == key for g in other.gold):
            continue
        piece = window(rng, other, near.start, near.end, limit)
        if piece and answer not in piece and _flat(piece) not in found:
            found.append(_flat(piece))
    if not found:
        return None
    right = found[0]
    rng.shuffle(found)
    sources = "\n".join(f"[{i}] {p}" for i, p in enumerate(found, 1))
    said = ABSTAIN if skill == "abstain" else f"{answer} [{found.index(right) + 1}]"
    return _asked(rng, rng.choice(wording.QA_SYSTEMS), f"{sources}\n\n{question}", skill, said)


def extraction(rng: random.Random, item: Extract, *, shuffle: bool = True) -> Example:
    """A text and the schema of a record; the answer is the record as JSON."""
    made = record(item)
    if shuffle and all(not isinstance(v, (dict, list)) for v in made.values()):
        keys = rng.sample(list(made), rng.randrange(min(2, len(made)), len(made) + 1))
        made = {k: made[k] for k in keys}

    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: shape(v) for k, v in value.items()}
        return [shape(v) for v in value] if isinstance(value, list) else "string"

    content = f"Schema: {json.dumps(shape(made))}\nText: {item.text}"
    return _asked(rng, rng.choice(wording.JSON_SYSTEMS), content, "json", json.dumps(made, ensure_ascii=False))


def labels(rng: random.Random, item: Ticket, aspect: str, *, all_labels: bool = False) -> Example:
    """A ticket and a list of labels, one of which fits: category, priority or sentiment."""
    banks: dict[str, list[str]] = {
        "category": list(CATEGORIES), "priority": list(RULES), "sentiment": list(SENTIMENTS),
    }  # fmt: skip
    bank = banks[aspect]
    right = str(getattr(item, aspect))
    if aspect == "category" and not all_labels:
        bank = [right, *rng.sample([b for b in bank if b != right], rng.randrange(1, len(bank)))]
    bank = rng.sample(bank, len(bank)) if not all_labels else bank
    request = rng.choice(wording.CLASS_SYSTEMS[aspect]).format(l=", ".join(bank))
    return _asked(rng, request, f"Ticket: {item.text}", aspect, right)


def judging(rng: random.Random, item: Claim, world: World, limit: int = 420) -> Example | None:
    """A passage around the evidence and a claim about it; None when the evidence does not fit."""
    doc = world.by_doc[item.doc_id]
    begin, text = item.span[0], item.passage
    name = named(world, item.parts[0].subject)
    spots = list(item.evidence) or ([(at, at + len(name))] if (at := text.find(name)) >= 0 else [(0, 1)])
    start, end = min(a for a, _ in spots), max(b for _, b in spots)
    piece = window(rng, doc, begin + start, begin + end, limit, name if name in text else "")
    if piece is None:
        return None
    content = f"Passage: {_flat(piece)}\nClaim: {item.claim}"
    return _asked(rng, rng.choice(wording.CLAIM_SYSTEMS), content, "claim", wording.LABELS[item.label != "supported"])


def from_texts(rng: random.Random, texts: Texts, skill: str, *, passages: int = 2) -> Example:
    """One example of a skill from a company's documents and sets; draws again until one fits."""
    while True:
        made: Example | None = None
        if skill in ("qa", "abstain", "field"):
            made = passage_question(rng, texts, skill, passages=passages)
        elif skill == "json":
            made = extraction(rng, rng.choice(texts.extracts))
        elif skill in ("category", "priority", "sentiment"):
            made = labels(rng, rng.choice(texts.tickets), skill)
        elif skill == "claim":
            made = judging(rng, rng.choice(texts.claims), texts.world)
        else:
            doc, gold = rng.choice(texts.golds)
            piece = window(rng, doc, gold.start, gold.end, 700)
            made = Example("prose", (), piece) if piece else None
        if made:
            return made


# ---- the mixture
STAGES: tuple[dict[str, float], ...] = (
    {"repeat": 40, "pairs": 30, "qa": 20, "field": 10},
    {"repeat": 18, "pairs": 22, "qa": 30, "abstain": 4, "field": 12, "json": 6, "sentence": 3, "claim": 4, "prose": 1},
    {"repeat": 6, "pairs": 8, "qa": 12, "abstain": 3, "field": 5, "json": 5, "sentence": 1, "claim": 3, "tool": 10,
     "text:qa": 16, "text:abstain": 5, "text:field": 6, "text:json": 9, "text:category": 6, "text:priority": 1,
     "text:sentiment": 1, "text:claim": 5, "text:prose": 1},
)  # fmt: skip
MOST_PASSAGES = (2, 3, 5)


def one(rng: random.Random, stage: int, facts: Facts, texts: Callable[[], Texts]) -> Example:
    """One example of a stage's mixture."""
    mixture = STAGES[stage]
    skill = rng.choices(list(mixture), list(mixture.values()))[0]
    passages = min(rng.randrange(1, MOST_PASSAGES[stage] + 1) for _ in range(2))  # rather few
    if skill == "repeat":
        return repeat(rng)
    if skill == "pairs":
        return pairs(rng)
    if skill == "tool":
        return tool(rng)
    if skill.startswith("text:"):
        made = from_texts(rng, texts(), skill[5:], passages=passages)
    else:
        made = from_facts(rng, facts, skill, passages=passages)
    return rename(rng, made) if rng.random() < 0.8 else made


def examples(seed: int, step: int, stage: int) -> Iterator[Example]:
    """Endless examples of one training step."""
    rng = random.Random(f"corpus-{seed}-{step}-{stage}")
    facts = _facts(rng.choice(TRAIN_WORLDS))
    company = random.Random(f"company-{seed}-{step // STEPS_PER_WORLD}").choice(TRAIN_WORLDS)
    while True:
        yield one(rng, stage, facts, lambda: _texts(company))


PROBES = ("repeat", "pairs", "qa", "field", "json", "claim", "tool")


def held_out(skill: str, n: int, *, passages: int = 2, seed: int = 1) -> list[Example]:
    """`n` examples of a skill from held-out worlds: the skill curve. `text:` skills come from companies."""
    rng = random.Random(f"held-out-{seed}-{skill}-{passages}")
    out = []
    for at in range(n):
        if skill in ("repeat", "pairs", "tool"):
            out.append({"repeat": repeat, "pairs": pairs, "tool": tool}[skill](rng))
        elif skill.startswith("text:"):
            texts = _texts(HELD_OUT_WORLDS[seed * 10 + at * 3 // n])
            out.append(rename(rng, from_texts(rng, texts, skill[5:], passages=passages)))
        else:
            facts = _facts(HELD_OUT_WORLDS[seed * 10 + at * 20 // n])
            out.append(rename(rng, from_facts(rng, facts, skill, passages=passages)))
    return out


def tokenizer_texts(worlds: int = 24, per_world: int = 700) -> Iterator[str]:
    """Texts from which the tokenizer is learned: examples of training worlds, and a list of common words."""
    for index in range(worlds):
        rng = random.Random(f"tokenizer-{index}")
        facts, texts = _facts(TRAIN_WORLDS[index]), _texts(TRAIN_WORLDS[index])
        for _ in range(per_world):
            made = one(rng, 2, facts, lambda texts=texts: texts)  # type: ignore[misc]
            made = rename(rng, made)  # whole names stay rare, so that only their parts are learned
            yield "\n".join([*made.tools, *(content for _, content in made.messages), made.answer])
    words = [*wording.COMMON, *(w.capitalize() for w in wording.COMMON)]
    for _ in range(60):
        yield " " + " ".join(words)
