"""Extractive questions: one passage, one span that answers, and questions that no passage answers.

The question names its subject as the passage does, the answer is copied from the passage, and `as_of` is the day for
which it is true: today, or for a superseded fact a day of the past that the question names.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from labsupport.world import chunks
from labsupport.world.docs.page import sections
from labsupport.world.entities import Triple, World
from labsupport.world.evidence import Evidence, Statement, entity, hinting, long_day, named, valid
from labsupport.world.relations import RELATIONS
from labsupport.world.sets import queries_text
from labsupport.world.sides import Split, by_split, share
from labsupport.world.writer import capital

PER_SPLIT: dict[Split, int] = {"train": 260, "dev": 190, "test": 190}
UNANSWERABLE = 0.16  # share of questions that no document answers
PAST = 0.12  # share of questions on a fact that was superseded since
MOST = 2  # questions about one subject
FRAMES = sections(queries_text.FRAMES)


@dataclass(frozen=True)
class Question:
    """A question with its gold passage. Not answerable: the passage is about the subject, but neither it nor any
    other states what is asked; answer and value are empty, start and end are 0."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    question: str
    relation: str
    as_of: date
    answerable: bool
    doc_id: str
    chunk_id: str
    start: int  # of the answer in the document
    end: int
    answer: str  # as the passage writes it
    value: str  # as the graph has it; dates in ISO form


Item = Question


def _spoiled(found: Statement) -> bool:
    """Whether the passage also says something else about the same fact, on purpose."""
    about = f"{found.triple.subject}|{found.triple.relation}|"
    return any(
        m.kind == "contradiction" and m.note.startswith(about) and found.chunk.start <= m.start < found.chunk.end
        for m in found.doc.marks
    )


def _day(world: World, found: Statement) -> date | None:
    """The day for which a statement answers alone: today, else the document's; None when it never does."""
    for day in (world.today, found.doc.updated_at, found.doc.created_at):
        true = [f.triple for f in valid(world, found.triple.subject, found.triple.relation, day)]
        if true == [found.triple]:
            return day
    return None


def make(world: World) -> Sequence[Question]:
    """All questions of a world, split by split: relations in turn, each subject at most twice."""
    evidence = Evidence(world)
    pools: dict[Split, dict[str, dict[str, list[tuple[Statement, date]]]]] = {s: {} for s in PER_SPLIT}
    rivals: dict[str, dict[str, None]] = {}  # relation to an entity -> the names that could be taken for the answer
    for fact in world.facts:
        if fact.object in world.by_id:
            rivals.setdefault(fact.relation, {})[world.name(fact.object)] = None
    silent: dict[Split, list[tuple[Triple, list[Statement]]]] = {s: [] for s in PER_SPLIT}
    for (subject, relation), facts in world.facts_about.items():
        split, name = world.split[entity(subject)], named(world, subject)
        stated = [s for f in facts for s in evidence.stated.get(f.triple, ())]
        now = valid(world, subject, relation, world.today)
        if now and not any(f.docs for f in facts):
            near = [
                s for s in evidence.about.get(entity(subject), ()) if name in s.chunk.text and s.doc.language == "en"
            ]
            near = [s for s in near if not any(r in s.chunk.text for r in rivals.get(relation, ()))]
            if near:
                silent[split].append((now[0].triple, near))
        for found in stated:
            day = _day(world, found)
            if day and found.doc.language == "en" and name in found.chunk.text and not _spoiled(found):
                age = "now" if day == world.today else "past"
                pools[split].setdefault(age, {}).setdefault(relation, []).append((found, day))
    out: list[Question] = []
    for split, total in PER_SPLIT.items():
        rng = random.Random(f"qa-{world.seed}-{split}")
        uses: dict[str, int] = {}
        asked: dict[str, None] = {}

        def ask(triple: Triple, found: Statement, day: date | None, *, split: Split = split, rng: random.Random = rng,
                uses: dict[str, int] = uses, asked: dict[str, None] = asked) -> bool:  # fmt: skip
            bank = FRAMES["release"] if triple.relation == "release.date" else RELATIONS[triple.relation].questions
            at, said = rng.choice(by_split(share(bank, world.side), split))
            template, said = f"{triple.relation}/{at}", said.replace("{s}", named(world, triple.subject))
            if day and day != world.today:
                at, frame = rng.choice(by_split(share(FRAMES["day"], world.side), split))
                template, said = f"day/{at}+{template}", frame.replace("{q}", said).replace("{d}", long_day(day))
            subject = entity(triple.subject)
            if uses.get(subject, 0) >= MOST or said in asked:
                return False
            uses[subject], asked[said] = uses.get(subject, 0) + 1, None
            start, end = (found.start, found.end) if day else (0, 0)
            out.append(Question(
                f"qa-{split}-{len(asked):03d}", split, template, (subject,), capital(said), triple.relation,
                day or world.today, day is not None, found.doc.doc_id, found.chunk.id, start, end,
                found.doc.text[start:end], world.name(triple.object) if day else "",
            ))  # fmt: skip
            return True

        wanted = {"past": round(total * PAST), "silent": round(total * UNANSWERABLE)}
        wanted["now"] = total - sum(wanted.values())
        for age in ("past", "now"):  # a relation that few documents state must not lose to one that many do
            groups = list(pools[split].get(age, {}).values())
            for group in groups:
                rng.shuffle(group)
            while wanted[age] and (groups := [g for g in groups if g]):
                for group in groups:
                    if wanted[age]:
                        found, day = group.pop()
                        wanted[age] -= ask(found.triple, found, day)
        kinds: dict[str, list[tuple[Triple, list[Statement]]]] = {}
        for triple, near in silent[split]:
            kinds.setdefault(triple.relation, []).append((triple, near))
        for pool in kinds.values():
            rng.shuffle(pool)
        while wanted["silent"] and (kinds := {r: pool for r, pool in kinds.items() if pool}):
            for pool in kinds.values():
                triple, near = pool.pop()
                known = world.facts_about[triple.subject, triple.relation]  # former values count too
                if wanted["silent"] and not any(hinting(world, f.triple) for f in known):
                    wanted["silent"] -= ask(triple, rng.choice(near), None)
    return out


def prove(item: Question, world: World) -> list[str]:
    """What is wrong with a question: its span, its value, its day, and for an unanswerable one that nobody answers."""
    wrong = []
    doc = world.by_doc[item.doc_id]
    passage = next((c for c in chunks.of_document(doc) if c.id == item.chunk_id), None)
    subjects = [s for s, r in world.facts_about if r == item.relation and entity(s) == item.entities[0]]
    subjects = [s for s in subjects if named(world, s) in item.question and passage and named(world, s) in passage.text]
    if passage is None or not subjects:
        return [f"{item.chunk_id} does not name the subject of the question"]
    facts = [f for s in subjects for f in world.facts_about[s, item.relation]]
    if not item.answerable:
        if any(f.docs for f in facts) or any(g.triple[:2] == (s, item.relation) for s in subjects for g in doc.gold):
            wrong.append(f"a document states {item.relation} of {subjects}")
        others = {world.name(f.object) for f in world.facts if f.relation == item.relation and f.object in world.by_id}
        wrong += [f"{item.chunk_id} could be taken to answer {other}" for other in others if other in passage.text]
        wrong += [f"{d.doc_id} implies {f.triple}" for f in facts for d in hinting(world, f.triple)]
        return wrong + (["has an answer"] if item.answer or item.value or item.start or item.end else [])
    true = [f for f in facts if f.since <= item.as_of and (f.until is None or item.as_of < f.until)]
    spans = [g for g in doc.gold if (g.start, g.end) == (item.start, item.end) and g.triple in [f.triple for f in true]]
    if not spans or {f.object for f in true} != {spans[0].triple.object}:
        wrong.append(f"the span [{item.start}:{item.end}] is not the only answer on {item.as_of}")
    elif item.value != world.name(spans[0].triple.object):
        wrong.append(f"the value {item.value!r} is not {world.name(spans[0].triple.object)!r}")
    if doc.text[item.start : item.end] != item.answer or not passage.start <= item.start < item.end <= passage.end:
        wrong.append(f"{item.answer!r} is not what {item.chunk_id} says at [{item.start}:{item.end}]")
    if item.as_of != world.today and long_day(item.as_of) not in item.question:
        wrong.append(f"asks for {item.as_of} without saying so")
    return wrong
