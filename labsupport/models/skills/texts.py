"""Skills on documents and labelled sets of a company: questions, extraction, labels and claims."""

from __future__ import annotations

import json
import random
import re
from functools import lru_cache
from typing import Any

from labsupport.models import phrases, wording
from labsupport.models.examples import Example, asked
from labsupport.models.sources import SEVERAL, Texts
from labsupport.models.wording import ABSTAIN
from labsupport.world import chunks
from labsupport.world.entities import Document, World
from labsupport.world.evidence import named
from labsupport.world.relations import RELATIONS
from labsupport.world.sets.claims import Claim
from labsupport.world.sets.extract import Extract, record
from labsupport.world.sets.tickets import CATEGORIES, RULES, SENTIMENTS, Ticket

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
    rng: random.Random, texts: Texts, skill: str, *, passages: int, limit: int = 280
) -> Example | None:
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
    question = rng.choice(phrases.questions(relation.name, world.side)).replace("{s}", subject)
    if skill == "field":
        request = rng.choice(wording.FIELD_REQUESTS).format(
            f=rng.choice(phrases.fields(relation.name, world.side)), s=subject
        )
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
    return asked(rng, rng.choice(wording.QA_SYSTEMS), f"{sources}\n\n{question}", skill, said)


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
    return asked(rng, rng.choice(wording.JSON_SYSTEMS), content, "json", json.dumps(made, ensure_ascii=False))


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
    return asked(rng, request, f"Ticket: {item.text}", aspect, right)


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
    return asked(rng, rng.choice(wording.CLAIM_SYSTEMS), content, "claim", wording.LABELS[item.label != "supported"])


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
