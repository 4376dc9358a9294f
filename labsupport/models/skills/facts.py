"""Skills on sentences of a world's graph: questions, fields, JSON and claims."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from datetime import date

from labsupport.models import phrases, wording
from labsupport.models.examples import Example, asked
from labsupport.models.skills.copying import item
from labsupport.models.sources import SEVERAL, Facts
from labsupport.models.wording import ABSTAIN
from labsupport.world.entities import Fact, World
from labsupport.world.evidence import named
from labsupport.world.relations import RELATIONS, fill


def _surface(rng: random.Random, value: str) -> str:
    """Dates appear as 2026-03-04 or as 4 March 2026; everything else as it is."""
    if len(value) == 10 and value[4] == value[7] == "-" and rng.random() < 0.5:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return value


def _appearing(rng: random.Random, world: World) -> Callable[[str], str]:
    """How values appear in one example: as they are or, in one of six of a training world, each replaced by an
    unrelated item, so that an answer has to be read and cannot be guessed from its kind."""
    given: dict[str, str] = {}
    odd = world.side == "other" and rng.random() < 1 / 6

    def appear(value: str) -> str:
        if not odd:
            return _surface(rng, value)
        if value not in given:
            given[value] = item(rng)
        return given[value]

    return appear


def _said(rng: random.Random, world: World, fact: Fact, surface: str) -> str:
    bank = phrases.statements(fact.relation, world.side)
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


def from_facts(rng: random.Random, facts: Facts, skill: str, *, passages: int = 2) -> Example:
    """One example of a skill (qa, abstain, field, sentence, json, claim, prose) from a world's current facts."""
    world, target = facts.world, _any(rng, facts)
    while skill in ("json", "claim") and target.relation in SEVERAL:
        target = _any(rng, facts)
    relation, subject = RELATIONS[target.relation], named(world, target.subject)
    appear = _appearing(rng, world)
    surface = appear(world.name(target.object))
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
    surfaces = [appear(world.name(o.object)) for o in others]
    lines = [_said(rng, world, o, s) for o, s in zip(others, surfaces, strict=True)]
    statement = _said(rng, world, target, surface)
    if skill == "prose":
        return Example(skill, (), " ".join(rng.sample([statement, *lines], len(lines) + 1)))
    question = rng.choice(phrases.questions(relation.name, world.side)).replace("{s}", subject)
    if skill in ("qa", "abstain"):
        answer = f"{surface} [0]"
        if skill == "abstain":
            statement = lines.pop() if lines else _said(rng, world, other, appear(world.name(other.object)))
        sources, number = _grouped(rng, statement, lines, passages)
        answer = ABSTAIN if skill == "abstain" else f"{surface} [{number}]"
        return asked(rng, rng.choice(wording.QA_SYSTEMS), f"{sources}\n\n{question}", skill, answer)
    if skill == "claim":
        same = rng.choice(phrases.statements(relation.name, world.side))
        wrong = [s for o, s in zip(others, surfaces, strict=True) if s != surface]
        alike = [f.object for f in facts.by_relation[target.relation] if f.object != target.object]
        supported = rng.random() < 0.5 or not (wrong or alike)
        said = surface if supported else appear(world.name(rng.choice(alike))) if alike else rng.choice(wrong)
        if not supported and rng.random() < 0.3:  # what is said is true, but the passage does not say it
            said, statement = surface, lines.pop() if lines else ""
        text = " ".join(t for t in rng.sample([statement, *lines], len(lines) + 1) if t)
        content = f"Passage: {text}\nClaim: {fill(same, subject, said)[0]}"
        return asked(rng, rng.choice(wording.CLAIM_SYSTEMS), content, skill, wording.LABELS[not supported])
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
        return asked(rng, rng.choice(wording.JSON_SYSTEMS), content, skill, answer)
    if skill == "field":
        request = rng.choice(wording.FIELD_REQUESTS).format(
            f=rng.choice(phrases.fields(relation.name, world.side)), s=subject
        )
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
