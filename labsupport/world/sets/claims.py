"""Claims about a passage of a document: supported, contradicted, or not to be found in it, with the type of error.

A claim is made of one or two parts, each a fact (or a denied fact) of the graph. What the passage states is known from
its gold spans, so every label follows from parts and spans. Supported claims have the same shapes and relations as the
wrong ones: the claim alone does not tell.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from labsupport.world import chunks
from labsupport.world.chunks import Chunk
from labsupport.world.entities import Document, Gold, Triple, World
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.sets.claims_text import JOIN, NEGATIVE
from labsupport.world.sides import PATTERN, Split, by_split, share
from labsupport.world.writer import MONTHS, Decks, Writer, capital

TOTAL = 2000  # of a whole world; smaller worlds get fewer in proportion
Label = Literal["supported", "contradicted", "not_found"]
Error = Literal["wrong_number", "wrong_entity", "negation", "added_fact", "other_document"]
ERRORS: tuple[Error, ...] = ("wrong_number", "wrong_entity", "negation", "added_fact", "other_document")
SEVERAL = ("incident.product", "product.component", "vulnerability.affected")  # several objects can be true at once
OPEN = (  # one value in this world, but a passage that gives one does not rule out others
    "error.product", "error.component", "vulnerability.product", "vulnerability.component", "product.supplier",
    "customer.contact",
)  # fmt: skip
DATES = (".date", ".due", ".effective", ".end")
NUMBERS = (
    "person.extension", "product.version", "product.price", "product.sku", "order.amount", "incident.minutes",
    "vulnerability.fixed", "policy.limit", "contract.amount", "contract.response", "contract.notice",
)  # fmt: skip
NOUNS = ("product.role", "person.role")  # common nouns, which read badly as a bare second part
NEAR = 0.85  # how often a wrong value is one that the passage gives for something else, where it gives one
HARD = 0.7  # how often the passage of a claim about one value is one that names such values
FEW = 7  # relations with fewer passages than these are left out while there are others
CUES = re.compile(r"\b(not|never|nobody)\b", re.IGNORECASE)
_VERBAL = ("on", "to", "from", "by", "for", "in", "within", "since", "until", "do", "published", "us", "call")
FORM = re.compile(r"\d+")


class Part(NamedTuple):
    """One atomic statement of a claim: the triple it asserts or denies, and the object as the claim writes it."""

    subject: str
    relation: str
    object: str
    surface: str
    denied: bool


@dataclass(frozen=True)
class Claim:
    """A passage (`document.text[span[0]:span[1]]`) and a claim about it."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    doc_id: str
    chunk_id: str
    span: tuple[int, int]
    passage: str
    claim: str
    label: Label
    error: Error | None  # None for supported claims
    true: bool  # whether the graph agrees with the claim; a claim can be true and yet not be found in the passage
    parts: tuple[Part, ...]
    evidence: tuple[tuple[int, int], ...]  # characters of the passage that decide, one pair for each stated part
    reason: str  # one line
    other: str | None  # for `other_document`: a document that states the claim


Item = Claim


class _Source(NamedTuple):
    doc: Document
    chunk: Chunk
    gold: Gold
    stated: Mapping[tuple[str, str], tuple[Gold, ...]]  # what the chunk states, by (subject, relation)


def named(world: World, ref: str) -> str:
    """What a claim calls an entity; a release `product-001@2.1.0` by the product's name and the version."""
    product, _, version = ref.partition("@")
    return f"{world.name(product)} {version}" if version else world.name(ref)


def labels(relation: str) -> list[str]:
    """The first names of a relation's object that can stand after an article (`due date`, not `promised for`)."""
    names = RELATIONS[relation].fields
    return [f for f in names if f.rsplit(" ", 1)[-1] not in _VERBAL and not f.startswith("our ")][:2]


def is_number(relation: str) -> bool:
    """Whether the objects of a relation are numbers, amounts, versions or dates."""
    return relation in NUMBERS or relation.endswith(DATES)


def within(doc: Document, start: int, end: int) -> list[Gold]:
    """The gold spans of a document that lie inside `[start, end)`."""
    return [g for g in doc.gold if start <= g.start and g.end <= end]


def _stated(golds: Sequence[Gold]) -> dict[tuple[str, str], tuple[Gold, ...]]:
    found: dict[tuple[str, str], tuple[Gold, ...]] = {}
    for gold in golds:
        key = gold.triple.subject, gold.triple.relation
        found[key] = (*found.get(key, ()), gold)
    return found


def _sources(world: World) -> Iterator[_Source]:
    """Every stated fact that a claim can be about: named subject, one value in the passage, true on its day."""
    for doc in world.documents:
        if doc.language != "en":
            continue
        for chunk in chunks.of_document(doc):
            if any(m.start < chunk.end and m.end > chunk.start for m in doc.marks if m.kind[:3] in ("inj", "con")):
                continue
            stated = _stated(within(doc, chunk.start, chunk.end))
            for (subject, relation), golds in stated.items():
                fact = world.by_triple.get(golds[0].triple)
                if fact is None or relation in SEVERAL or named(world, subject) not in chunk.text:
                    continue
                old = fact.until is not None and fact.until <= doc.updated_at
                if not old and all(g.triple.object == fact.object for g in golds):
                    yield _Source(doc, chunk, golds[0], stated)


@cache
def _day_forms(text: str) -> tuple[str, ...]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ()
    month = MONTHS["en"][day.month - 1]
    return day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"


def mentions(text: str, relation: str, surface: str) -> bool:
    """Whether a text contains an object in any of the forms that English documents use."""
    if relation.endswith(DATES):
        return any(form in text for form in _day_forms(surface))
    return surface.lower() in text.lower()


class _Maker:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, random.Random(f"claims-{world.seed}")
        self.writer = Writer(self.rng, world, Decks())
        self.objects: dict[str, dict[str, None]] = {}  # relation -> its different objects, in order
        for fact in world.facts:
            self.objects.setdefault(fact.relation, {})[fact.object] = None
        self.pools: dict[Split, list[_Source]] = {"train": [], "dev": [], "test": []}
        for source in _sources(world):
            split = world.split.get(source.gold.triple.subject.partition("@")[0])
            if split:
                self.pools[split].append(source)
        self.by_relation: dict[Split, dict[str, list[_Source]]] = {s: {} for s in self.pools}
        self.confusing: dict[Split, dict[str, list[_Source]]] = {s: {} for s in self.pools}
        self.pairs: dict[Split, dict[str, list[tuple[_Source, Triple]]]] = {s: {} for s in self.pools}
        for split, pool in self.pools.items():
            for source in pool:
                subject, relation, _ = source.gold.triple
                self.by_relation[split].setdefault(relation, []).append(source)
                if self.near(source.gold.triple, source):
                    self.confusing[split].setdefault(relation, []).append(source)
                for (other, second), golds in source.stated.items():
                    if other == subject and second not in (relation, *NOUNS) and self._single(golds):
                        self.pairs[split].setdefault(second, []).append((source, golds[0].triple))

    def _single(self, golds: Sequence[Gold]) -> bool:
        same = len({g.triple.object for g in golds}) == 1
        return same and golds[0].triple.relation not in SEVERAL

    # ---- values
    def plainly(self, relation: str, obj: str) -> str:
        return obj if relation.endswith(DATES) else named(self.world, obj)

    def surface(self, relation: str, obj: str) -> str:
        return self.writer.day(date.fromisoformat(obj)) if relation.endswith(DATES) else named(self.world, obj)

    def near(self, triple: Triple, source: _Source) -> list[str]:
        """False objects of the same form that the passage itself names: the harder errors."""
        known = {f.object for f in self.world.facts_about[triple.subject, triple.relation]}
        here = [t for golds in source.stated.values() for t in (g.triple for g in golds)]
        if is_number(triple.relation):
            form = FORM.sub("0", triple.object)
            return [t.object for t in here if FORM.sub("0", t.object) == form and t.object not in known]
        kind, ids = type(self.world.by_id.get(triple.object)), self.world.by_id
        refs = dict.fromkeys(ref for t in here for ref in (t.subject, t.object))
        return [r for r in refs if r in ids and type(ids[r]) is kind and r not in known and r != triple.subject]

    def wrong(self, triple: Triple, source: _Source | None = None) -> str | None:
        """An object that is false for the subject, now and at all times, of the form that the relation has; None where
        a small world has no other."""
        subject, relation, true = triple
        rng, known = self.rng, {f.object for f in self.world.facts_about[subject, relation]}
        near = self.near(triple, source) if source else []
        if near and rng.random() < NEAR:
            return rng.choice(near)
        if relation.endswith(DATES):
            shift = timedelta(days=rng.choice((-40, -14, -10, -7, -3, -2, -1, 1, 2, 3, 4, 7, 9, 11, 30)))
            return (date.fromisoformat(true) + shift).isoformat()
        if is_number(relation):
            for _ in range(50):
                made = self._digits(true)
                if made not in known:
                    return made
        others = [o for o in self.objects[relation] if o not in known]
        return rng.choice(others) if others else None

    def _digits(self, value: str) -> str:
        """A value that differs in one number: a digit changed, or two digits exchanged."""
        rng = self.rng
        counted = re.fullmatch(r"(\d+) ([a-z]+?)s?", value)
        if counted:
            n = max(1, int(counted[1]) + rng.choice((-4, -2, -1, 1, 2, 3, 5, 10)))
            return f"{n} {counted[2]}" if n == 1 else f"{n} {counted[2]}s"
        places = [m.start() for m in re.finditer(r"\d", value.split(".")[0] if value.startswith("EUR") else value)]
        at = rng.choice(places)
        if at + 1 in places and value[at] != value[at + 1] and value[at + 1] != "0" and rng.random() < 0.3:
            return value[:at] + value[at + 1] + value[at] + value[at + 2 :]
        return value[:at] + rng.choice([d for d in "123456789" if d != value[at]]) + value[at + 1 :]

    # ---- wording
    def plain(self, split: Split, part: Part) -> tuple[str, str]:
        bank = by_split(RELATIONS[part.relation].statements_for(self.world.side), split)
        index, template = self.rng.choice([(i, t) for i, t in bank if not CUES.search(t)])
        return fill(template, named(self.world, part.subject), part.surface)[0], f"{part.relation}/{index}"

    def said(self, split: Split, parts: Sequence[Part]) -> tuple[str, str]:
        """The claim's text and the name of its template."""
        first = parts[0]
        if first.denied:
            index, template = self.rng.choice(by_split(share(NEGATIVE, self.world.side), split))
            field = self.rng.choice(labels(first.relation))
            article = "an" if field[0] in "aeiou" else "a"
            text = template.format(f=field, s=named(self.world, first.subject), o=first.surface, a=article)
            return capital(text), f"claims/not/{index}"
        text, name = self.plain(split, first)
        if len(parts) > 1:
            index, template = self.rng.choice(by_split(share(JOIN, self.world.side), split))
            field = self.rng.choice(labels(parts[1].relation))
            text = template.format(a=text.removesuffix("."), f=field, o=parts[1].surface)
            text = re.sub(r"(?<=\. )[a-z]", lambda m: m[0].upper(), text)
            name += f"+{index}"
        return capital(text), f"claims/{name}"

    # ---- items
    def part(self, triple: Triple, obj: str | None = None, denied: bool = False) -> Part:
        value = triple.object if obj is None else obj
        return Part(triple.subject, triple.relation, value, self.surface(triple.relation, value), denied)

    def any_of(self, split: Split, relations: Sequence[str], *, hard: bool = False) -> _Source | None:
        """A source of one of the relations, each relation as likely as the others; where `hard`, mostly one whose
        passage names false objects of the same form. None where the world has none."""
        pools = self.confusing[split] if hard and self.rng.random() < HARD else self.by_relation[split]
        have = [r for r in relations if len(pools.get(r, ())) > FEW] or [r for r in relations if pools.get(r)]
        if not have:
            return self.any_of(split, relations) if pools is not self.by_relation[split] else None
        return self.rng.choice(pools[self.rng.choice(have)])

    def erring(self, split: Split, error: Error) -> tuple[_Source, tuple[Part, ...], str | None] | None:
        """A passage and the parts of a claim that is wrong in the given way; None where the world has none."""
        relations = [r for r in RELATIONS if r not in SEVERAL]
        if error == "wrong_number":
            relations = [r for r in relations if is_number(r)]
        elif error == "wrong_entity":
            ids = self.world.by_id
            relations = [r for r in relations if any(o in ids for o in self.objects.get(r, ()))]
        if error in ("wrong_number", "wrong_entity", "negation"):
            relations = [r for r in relations if r not in OPEN]
            source = self.any_of(split, relations, hard=True)
            if source is None:
                return None
            triple = source.gold.triple
            if error == "negation":
                return source, (self.part(triple, denied=True),), None
            made = self.wrong(triple, source)
            return (source, (self.part(triple, made),), None) if made else None
        seconds = list(self.pairs[split] if error == "added_fact" else self.by_relation[split])
        for _ in range(60):
            second = self.rng.choice(seconds) if seconds else ""
            kin = [r for r in self.by_relation[split] if r.split(".")[0] == second.split(".")[0] and r != second]
            source = self.any_of(split, kin)
            if source is None:
                continue
            subject = source.gold.triple.subject
            facts = self.world.facts_about.get((subject, second), [])
            if not facts or second in SEVERAL or (subject, second) in source.stated:
                continue
            fact, text = facts[-1], source.chunk.text
            if error == "other_document":
                docs = [d for d in fact.docs if d != source.doc.doc_id]
                if docs and not mentions(text, second, self.plainly(second, fact.object)):
                    return source, (self.part(fact.triple),), docs[0]
                continue
            made = self.wrong(fact.triple)
            if made and not any(mentions(text, second, self.plainly(second, o)) for o in (made, fact.object)):
                return source, (self.part(source.gold.triple), self.part(fact.triple, made)), None
        return None

    def holding(self, split: Split, like: Sequence[Part]) -> tuple[_Source, tuple[Part, ...]] | None:
        """A passage and the parts of a supported claim of the same shape and relation as a wrong one."""
        if len(like) > 1:
            found = self.pairs[split].get(like[1].relation)
            if not found:
                return None
            source, second = self.rng.choice(found)
            return source, (self.part(source.gold.triple), self.part(second))
        source_ = self.any_of(split, [like[0].relation], hard=True)
        if source_ is None:
            return None
        triple = source_.gold.triple
        if like[0].denied:
            made = self.wrong(triple, source_)
            return (source_, (self.part(triple, made, denied=True),)) if made else None
        return source_, (self.part(triple),)


def judged(parts: Sequence[Part], stated: Mapping[tuple[str, str], Sequence[Gold]]) -> Label:
    """The label that follows from what a passage states: a contradiction counts before a part that is not found."""
    labels: list[Label] = []
    for part in parts:
        golds = stated.get((part.subject, part.relation), ())
        if not golds:
            labels.append("not_found")
        else:
            same = any(g.triple.object == part.object for g in golds)
            labels.append("supported" if same != part.denied else "contradicted")
    return "contradicted" if "contradicted" in labels else "not_found" if "not_found" in labels else "supported"


def _reason(world: World, label: Label, parts: Sequence[Part], source: _Source) -> str:
    told = []
    for part in parts:
        field, subject = labels(part.relation)[0], named(world, part.subject)
        golds = source.stated.get((part.subject, part.relation), ())
        if not golds:
            return f"The passage does not give the {field} of {subject}."
        quote = source.doc.text[golds[0].start : golds[0].end]
        told.append(f"the {field} of {subject} as {quote}")
    last = parts[-1]
    tail = ""
    if label == "contradicted":
        tail = ", which the claim denies" if last.denied else f", not {last.surface}"
    elif last.denied:
        tail = f", so not as {last.surface}"
    return f"The passage gives {' and '.join(told)}{tail}."


def true(parts: Sequence[Part], world: World) -> bool:
    """Whether the graph agrees with every part, at whatever time."""
    return all((Triple(p.subject, p.relation, p.object) in world.by_triple) != p.denied for p in parts)


def make(world: World) -> Sequence[Claim]:
    """The claims of a world: half of them supported, the errors equally frequent."""
    maker, out = _Maker(world), list[Claim]()
    turns: dict[Split, int] = {"train": 0, "dev": 0, "test": 0}
    before: dict[Split, tuple[Part, ...]] = {}
    seen: dict[tuple[str, str], None] = {}
    for number in range(round(TOTAL * min(1.0, world.scale))):
        split = PATTERN[number % len(PATTERN)]
        turn = turns[split]
        turns[split] += 1
        error = ERRORS[turn // 2 % len(ERRORS)] if turn % 2 == 0 else None
        for _ in range(40):
            other = None
            if error:
                found = maker.erring(split, error)
                if found is None:
                    continue
                source, parts, other = found
            else:
                held = maker.holding(split, before[split]) if split in before else None
                if held is None:
                    continue
                source, parts = held
            text, template = maker.said(split, parts)
            if (source.chunk.id, text) not in seen:
                break
        else:
            continue
        before[split] = parts
        seen[source.chunk.id, text] = None
        label, chunk = judged(parts, source.stated), source.chunk
        spans = [source.stated[p.subject, p.relation][0] for p in parts if (p.subject, p.relation) in source.stated]
        out.append(Claim(
            f"claim-{number:05d}", split, template, tuple(dict.fromkeys(p.subject.partition("@")[0] for p in parts)),
            source.doc.doc_id, chunk.id, (chunk.start, chunk.end), chunk.text, text, label, error, true(parts, world),
            parts, tuple((g.start - chunk.start, g.end - chunk.start) for g in spans),
            _reason(world, label, parts, source), other,
        ))  # fmt: skip
    return out


def prove(item: Claim, world: World) -> list[str]:
    """What is wrong with a claim, judged from the gold spans of its document and from the graph."""
    wrong = []
    doc = world.by_doc.get(item.doc_id)
    if doc is None or doc.text[item.span[0] : item.span[1]] != item.passage:
        return [f"the passage is not {item.doc_id} at {item.span}"]
    stated: dict[tuple[str, str], dict[str, None]] = {}
    for gold in within(doc, *item.span):
        stated.setdefault((gold.triple.subject, gold.triple.relation), {})[gold.triple.object] = None
    verdicts = []
    for part in item.parts:
        objects = stated.get((part.subject, part.relation))
        name = named(world, part.subject)
        if name not in item.claim or part.surface.lower() not in item.claim.lower():
            wrong.append(f"the claim does not name {name} and {part.surface}")
        if part.relation.endswith(DATES):
            if part.surface not in _day_forms(part.object):
                wrong.append(f"{part.surface} is not {part.object}")
        elif part.surface != named(world, part.object):
            wrong.append(f"{part.surface} is not {part.object}")
        if objects is None:
            verdicts.append("not_found")
            verdict = part.object if part.relation.endswith(DATES) else part.surface
            if mentions(item.passage, part.relation, verdict):
                wrong.append(f"{part.surface} occurs in the passage, which is said not to give it")
        elif part.relation in OPEN and (part.object in objects) == part.denied:
            wrong.append(f"a passage that gives one {part.relation} does not rule out {part.surface}")
        elif len(objects) > 1:
            wrong.append(f"the passage gives several values of {part.relation} of {part.subject}")
        else:
            verdicts.append("contradicted" if (part.object in objects) == part.denied else "supported")
        bare = item.claim
        for other in item.parts:  # an object may be a sentence with a negation of its own
            bare = re.sub(re.escape(other.surface), " ", bare, flags=re.IGNORECASE)
        if part.denied != bool(CUES.search(bare)):
            wrong.append("a denial without a negation, or a negation without a denial")
    label = "contradicted" if "contradicted" in verdicts else "not_found" if "not_found" in verdicts else "supported"
    if label != item.label:
        wrong.append(f"the passage says {label}, the label {item.label}")
    in_graph = [(Triple(p.subject, p.relation, p.object) in world.by_triple) ^ p.denied for p in item.parts]
    if all(in_graph) != item.true:
        wrong.append(f"true is {item.true}, the graph says otherwise")
    expected: str | None = None
    if label == "contradicted":
        part = item.parts[verdicts.index("contradicted")]
        counted = part.object not in world.by_id and any(c.isdigit() for c in part.object)
        expected = "negation" if part.denied else "wrong_number" if counted else "wrong_entity"
    elif label == "not_found":
        expected = "other_document" if in_graph[verdicts.index("not_found")] else "added_fact"
    if item.error != expected:
        wrong.append(f"the error is {expected}, the item says {item.error}")
    if expected == "other_document":
        fact = world.by_triple[Triple(*item.parts[0][:3])]
        if item.other == item.doc_id or item.other not in fact.docs:
            wrong.append(f"{item.other} does not state the claim")
    elif item.other is not None:
        wrong.append("names another document without need")
    quotes = [item.passage[a:b] for a, b in item.evidence]
    if not all(q and q in item.reason for q in quotes[:1]) and label != "not_found":
        wrong.append("the reason does not quote the evidence")
    if len(quotes) != sum(v != "not_found" for v in verdicts):
        wrong.append("evidence is missing or too much")
    if any(world.split[e] != item.split for e in item.entities):
        wrong.append("an entity belongs to another split")
    return wrong
