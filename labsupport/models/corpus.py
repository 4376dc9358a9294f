"""Training and evaluation examples, generated from worlds that share no name with the lab world.

Every batch is a pure function of (seed, step): nothing has to be stored to resume a run, and no example repeats.
Skills so far: short extractive QA with a citation and abstention, field and one-sentence answers, plain prose,
repeating a text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from labsupport.world import names
from labsupport.world.entities import Fact, World
from labsupport.world.graph import LAB_SEED, build_graph
from labsupport.world.relations import RELATIONS, Relation, fill

Skill = Literal["qa", "abstain", "field", "sentence", "prose", "repeat"]
ABSTAIN = "Not found in the sources."
TRAIN_WORLDS = range(100_000, 160_000)  # seeds of training worlds
HELD_OUT_WORLDS = range(200_000, 201_000)  # seeds of evaluation worlds: other people, teams, numbers

QA_SYSTEMS = (
    "Answer from the sources and cite them like [1]. If they do not say, reply: Not found in the sources.",
    "Use only the sources. Cite like [1]. If the answer is missing, reply: Not found in the sources.",
    "Give a short answer with its source number, like [1], or reply: Not found in the sources.",
)
FIELD_REQUESTS = (
    "Extract the {f} of {s}.", "Give the {f} of {s}.", "Read the text and name the {f} of {s}.",
    "What is the {f} of {s}? Answer with the value only.", "Field: {f} of {s}",
)  # fmt: skip
REPEAT_REQUESTS = ("Repeat the text.", "Copy this word for word.", "Say it again:")
SENTENCE_HINTS = ("Answer in one sentence.", "Reply with one full sentence.", "One sentence, please.")


@dataclass(frozen=True)
class Example:
    """One training text: `prompt` up to and including the assistant header, `answer` without the end mark."""

    skill: Skill
    messages: tuple[tuple[str, str], ...]  # (role, content), prompt only; empty for prose
    answer: str


@lru_cache(maxsize=8)
def _world(seed: int) -> tuple[World, dict[str, list[Fact]]]:
    if seed == LAB_SEED:
        raise ValueError("the lab world is never trained on")
    return _indexed(build_graph(seed, 0.1))


def _indexed(world: World) -> tuple[World, dict[str, list[Fact]]]:
    facts: dict[str, list[Fact]] = {}
    for fact in world.facts:
        if fact.until is None and fact.relation in RELATIONS:
            facts.setdefault(fact.relation, []).append(fact)
    return world, facts


def _surface(rng: random.Random, value: str) -> str:
    """Dates appear as 2026-03-04 or as 4 March 2026; everything else as it is."""
    if len(value) == 10 and value[4] == value[7] == "-" and rng.random() < 0.5:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return value


def _sentence(rng: random.Random, world: World, fact: Fact, surface: str) -> str:
    return fill(rng.choice(RELATIONS[fact.relation].statements_for(world.side)), world.name(fact.subject), surface)[0]


def _pick(rng: random.Random, facts: dict[str, list[Fact]]) -> Fact:
    return rng.choice(facts[rng.choice(sorted(facts))])


def example(
    rng: random.Random, world: World, facts: dict[str, list[Fact]], skill: Skill, *, passages: int = 2
) -> Example:
    """One example of a skill from a world's current facts."""
    target = _pick(rng, facts)
    relation: Relation = RELATIONS[target.relation]
    surface = _surface(rng, world.name(target.object))
    subject = world.name(target.subject)
    others: list[Fact] = []
    wanted = rng.randrange(1, 3) if passages == 1 else rng.randrange(1, 4)
    wanted += skill == "abstain"  # its target is left out, something must remain
    while len(others) < wanted:  # distractors: the same relation of another subject, or anything else
        other = rng.choice(facts[target.relation]) if rng.random() < 0.4 else _pick(rng, facts)
        if (other.subject, other.relation) != (target.subject, target.relation):
            others.append(other)
    lines = [_sentence(rng, world, o, _surface(rng, world.name(o.object))) for o in others]
    statement = _sentence(rng, world, target, surface)
    if skill == "prose":
        return Example(skill, (), " ".join(rng.sample([statement, *lines], len(lines) + 1)))
    if skill == "abstain":
        statement, answer = lines.pop(), ABSTAIN  # the statement that would answer is not among the sources
    if skill in ("qa", "abstain"):
        groups: list[list[str]] = [[] for _ in range(passages)]
        place = rng.randrange(passages)
        groups[place].append(statement)
        for i, line in enumerate(lines):
            empty = [g for g in groups if not g]
            group = empty[0] if empty and i < passages else rng.choice(groups)
            group.insert(rng.randrange(len(group) + 1), line)
        groups = [g for g in groups if g]
        number = next(i for i, g in enumerate(groups, 1) if statement in g)
        sources = "\n".join(f"[{i}] {' '.join(g)}" for i, g in enumerate(groups, 1))
        question = rng.choice(relation.questions_for(world.side)).replace("{s}", subject)
        system = rng.choice(QA_SYSTEMS)
        if skill == "qa":
            answer = f"{surface} [{number}]"
        if rng.random() < 0.5:
            return Example(skill, (("system", system), ("user", f"{sources}\n\n{question}")), answer)
        return Example(skill, (("user", f"{system}\n\n{sources}\n\n{question}"),), answer)
    text = " ".join(rng.sample([statement, *lines], len(lines) + 1))
    if skill == "field":
        request = rng.choice(FIELD_REQUESTS).format(f=rng.choice(relation.fields), s=subject)
        answer = surface
    else:
        request = f"{rng.choice(relation.questions_for(world.side)).replace('{s}', subject)} {rng.choice(SENTENCE_HINTS)}"
        answer = fill(relation.answer, subject, surface)[0]
    content = f"{request}\n\n{text}" if rng.random() < 0.5 else f"{text}\n\n{request}"
    return Example(skill, (("user", content),), answer)


def repeat(rng: random.Random) -> Example:
    """A list of unrelated words, names and numbers to be repeated: nothing but copying can lower its loss.

    On whole sentences a small model first learns the wordings and stays there; lists bring out copying.
    """
    banks = [COMMON, *(names.bank(kind, "other") for kind in ("given", "family", "product", "place", "firm", "team"))]
    items = []
    for _ in range(rng.randrange(4, 13)):
        bank = rng.choice(banks)
        items.append(f"{rng.randrange(10 ** rng.randrange(1, 6))}" if rng.random() < 0.25 else rng.choice(bank))
    text = " ".join(items)
    return Example("repeat", (("user", f"{rng.choice(REPEAT_REQUESTS)}\n\n{text}"),), text)


def examples(seed: int, step: int, progress: float) -> Iterator[Example]:
    """Endless examples of one training step. `progress` in [0, 1] moves from one passage to two."""
    rng = random.Random(f"corpus-{seed}-{step}")
    world, facts = _world(rng.choice(TRAIN_WORLDS))
    while True:
        if rng.random() < (0.6 if progress < 0.9 else 0.1):
            yield repeat(rng)
            continue
        draw = rng.random()
        skill: Skill = (
            "qa" if draw < 0.46 else "abstain" if draw < 0.54 else "field" if draw < 0.78 else
            "sentence" if draw < 0.94 else "prose"
        )  # fmt: skip
        yield example(rng, world, facts, skill, passages=1 if rng.random() > 0.8 * progress else 2)


def held_out(skill: Skill, n: int, *, passages: int, world: World | None = None, seed: int = 1) -> list[Example]:
    """`n` evaluation examples of a skill from held-out worlds, or from the facts of `world` when one is given."""
    rng = random.Random(f"held-out-{seed}-{skill}-{passages}")
    fixed = _indexed(world) if world is not None else None
    out = []
    for _ in range(n):
        source = fixed or _world(rng.choice(HELD_OUT_WORLDS))
        out.append(repeat(rng) if skill == "repeat" else example(rng, *source, skill, passages=passages))
    return out


# Common words, so that ordinary English is not spelled letter by letter; names come from the worlds' own parts.
COMMON = """
the of and to in is that for it as was with be by on not he his but at are this have from or had an they which
one you were all her she there would their we him been has when who will no more if out so up said what its
about than into them can only other time new some could these two may first then do any like my now over such
our man me even most made after also did many off before must well back through years where much your way down
should because long each just state those people too little good world make very year still see own work men day
get here old between both life being under three never know same last another while us might great go come since
against right came take used himself few house use place during without again home around small however found
part school every does got united left number course war until always away something fact public put think
almost enough far took head yet government system better set told nothing night end why called eyes find going
look asked later knew point next program city business give group toward days young let room word present began
order possible side second white door need within water large often case best light given general early level
free four company line force change above done problem service open power clear answer question source sources
sentence value field text read write extract name date number list reply cite table row column report review
check start stop error failed failure cause fixed fix update updated release released note notes version install
upgrade restart server database queue cache disk memory network request response token key login password
account access permission policy customer supplier delivery shipment invoice payment refund price amount total
contract plan team manager engineer office warehouse site product sensor gateway dashboard device alert alarm
temperature battery cable door truck driver store cold frozen chain monitor monitoring measure measured
calibration summary impact timeline action actions owner status resolved closed pending ticket issue reported
replied attached please thanks hello regards dear team morning evening monday tuesday wednesday thursday friday
saturday sunday january february march april may june july august september october november december minutes
hours days weeks months per cent before after between during because therefore however although unless instead
already usually sometimes never always step steps run command file folder path config setting settings default
value true false null none yes no example import return def class print self str int float json http https get
post put delete status code user admin role data
""".split()  # noqa: SIM905 -- words read better as words


def tokenizer_texts(worlds: int = 900, per_world: int = 24) -> Iterator[str]:
    """Texts from which the tokenizer is learned: examples of training worlds, and a list of common words."""
    for index in range(worlds):
        rng = random.Random(f"tokenizer-{index}")
        world, facts = _world(TRAIN_WORLDS[index])
        for _ in range(per_world):
            made = example(rng, world, facts, rng.choice(("qa", "field", "sentence", "prose")), passages=2)
            yield "\n".join([*(content for _, content in made.messages), made.answer])
    words = [*COMMON, *(w.capitalize() for w in COMMON)]
    for _ in range(60):
        yield " " + " ".join(words)
