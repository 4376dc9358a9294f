"""Comparing and judging: equal values, a value in a list, a claim about a passage, two answers, an answer and a rule.

The skills form a ladder. `equal`, `contains` and `claim_rows` need no language, `claim_easy` changes one value of a
sentence, `claim` paraphrases and adds near misses, `text_claim` and `gold_claim` do the same on real documents.
Every judgement is half of the time positive, whatever its shape: neither the claim alone nor a word of it tells.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from labsupport.models import phrases, wording
from labsupport.models.examples import Example, asked, fresh
from labsupport.models.skills.copying import item
from labsupport.models.skills.texts import _flat, judging, window
from labsupport.models.sources import SEVERAL, Facts, Texts
from labsupport.models.wording import ABSTAIN
from labsupport.world.entities import Fact, World
from labsupport.world.evidence import named
from labsupport.world.names import Side
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.sets.claims import OPEN

SAME = (  # (equal, different)
    ("same", "different"), ("same", "different"), ("yes", "no"), ("equal", "not equal"), ("true", "false"),
    ("match", "mismatch"), ("identical", "not identical"), ("equal", "different"), ("1", "0"), ("agree", "differ"),
)  # fmt: skip
EQUAL = (
    "Are the two values the same? Answer {p} or {n}.", "Compare. Reply {p} or {n}.", "{p} or {n}?",
    "Say {p} if both are written alike, otherwise {n}.", "Reply {n} if anything differs, otherwise {p}.",
    "Two entries follow. Write {p} when nothing separates them and {n} when something does.",
    "Check letter by letter and digit by digit: {p} or {n}.", "Is the second a true copy of the first? ({p}/{n})",
    "I typed this twice. Did I type it the same both times? {p} / {n}", "One word: {p} or {n}.",
    "Look at both and decide between {p} and {n}.", "Was it copied without a slip? Reply {p}, or {n} if there is one.",
    "Spot the difference: {n} if there is one, {p} if there is none.", "Do these agree? Choose: {n}, {p}.",
    "Output {p} for equal and {n} for unequal.", "Does the right side repeat the left side? {p} or {n}",
)  # fmt: skip
TWO = (
    "A: {a}\nB: {b}", "{a} | {b}", "{a} = {b}", "First: {a}\nSecond: {b}", "{a}\n{b}", "1) {a}\n2) {b}",
    'left "{a}", right "{b}"', "Old: {a}\nNew: {b}", "Ours: {a}\nTheirs: {b}", "- {a}\n- {b}", "{a} / {b}",
    "the form says {a}, the system says {b}", "Expected: {a}\nFound: {b}", "{a} -> {b}", "Original: {a}\nCopy: {b}",
)  # fmt: skip
HELD = (
    ("yes", "no"), ("yes", "no"), ("yes", "no"), ("true", "false"), ("present", "absent"), ("found", "missing"),
    ("in", "out"), ("listed", "not listed"), ("there", "not there"), ("included", "not included"),
)  # fmt: skip
CONTAINS = (
    "Is {v} in the list? Answer {p} or {n}.", "Does the list hold {v}? ({p}/{n})", "Look for {v}: {p} or {n}?",
    "{v}: {p} or {n}?", "Can {v} be found here? Reply {p}, otherwise {n}.", "Say {n} if {v} does not occur, else {p}.",
    "Check whether {v} is among these. {p} or {n}.", "Search the entries for {v}. One word: {n} or {p}.",
    "Did anybody write down {v}? Answer {p} or {n}.", "Tell me {p} if you see {v} and {n} if you do not.",
    "Is there an entry {v}? Options: {p}, {n}.", "I am looking for {v}. Is it here? {p} / {n}",
    "Output {p} when {v} appears below or above, {n} when it does not.", "{v} - on the list? {p} or {n}",
)  # fmt: skip
MENTIONS = (
    "Does the text mention {v}? Answer {p} or {n}.", "Is {v} named anywhere in this text? ({p}/{n})",
    "Does {v} occur here? Reply {p} or {n}.", "Read the text. Is {v} in it: {p} or {n}?",
    "{v} in the text: {p} or {n}?",
    "Write {p} if the passage contains {v}, otherwise {n}.", "Say {n} where {v} is not mentioned, otherwise {p}.",
    "I wonder whether these lines speak of {v}. {p} or {n}?", "Find {v}. Found: {p}. Not found: {n}.",
    "Is {v} written down here? One word, {p} or {n}.", "Check the passage for {v}: {p} / {n}",
    "Do we read {v} in these sentences? Choose {n} or {p}.",
)  # fmt: skip

VERDICTS = (
    ("yes", "no"), ("true", "false"), ("entailed", "not entailed"), ("correct", "incorrect"), ("right", "wrong"),
    ("backed", "not backed"), ("holds", "fails"), ("stated", "not stated"), ("grounded", "ungrounded"), ("ok", "error"),
    ("confirmed", "not confirmed"), ("faithful", "unfaithful"), ("pass", "fail"), ("proven", "unproven"),
    ("consistent", "inconsistent"), ("keep", "drop"), ("valid", "invalid"),
)  # fmt: skip
NOUNS = (
    ("passage", "claim"), ("passage", "claim"), ("text", "statement"), ("source", "claim"), ("context", "assertion"),
    ("premise", "hypothesis"), ("document", "sentence"), ("evidence", "claim"), ("source", "answer"),
    ("note", "remark"), ("record", "entry to check"), ("excerpt", "summary line"), ("text", "draft"),
)  # fmt: skip
JUDGE = (
    "Does the {t} back the {c}? Answer {p} or {n}.", "Is the {c} borne out by the {t}? Reply {p} or {n}.",
    "Check the {c} against the {t}: {p} or {n}.", "{p} or {n}?", "Verdict on the {c}, {p} or {n}:",
    "Read the {t}, then judge the {c}. Write {p} if it follows and {n} if it does not.",
    "Reply {n} unless the {t} says exactly what the {c} says; then reply {p}.",
    "Decide from the {t} only whether the {c} is true. Labels: {p}, {n}.",
    "You are a fact checker. Compare names, numbers and dates of the {c} with the {t}. {p} or {n}.",
    "Can a reader of the {t} be sure of the {c}? One word: {p} or {n}.",
    "Does every detail of the {c} appear in the {t}? If so {p}, if not {n}.",
    "Watch out for changed values. Is the {c} what the {t} says? ({p}/{n})",
    "Classify the {c} given the {t}. Options: {n} / {p}.", "Your output is a single label, {n} or {p}.",
    "Somebody wrote the {c} after reading the {t}. Was it read rightly? {p} or {n}",
    "Trust only the {t}. Is the {c} {p} or {n}?",
    "Say {p} when the {t} tells us so; say {n} when it says otherwise or nothing.",
    "Judge strictly: what the {t} leaves open is {n}, what it says is {p}.",
    "Proofread. Mark the {c} {p} if the {t} agrees with it, otherwise {n}.",
    "Is there anything in the {c} that the {t} does not contain? Then {n}, else {p}.",
    "Label the {c} as {p} or {n} by what stands in the {t}.",
    "Would you sign the {c} on the strength of the {t}? {p} / {n}",
)  # fmt: skip
BECAUSE = (
    " Add a reason after a colon.", " Then a colon and a short reason.", " Give the reason too.",
    " Say why in a few words.",
    " Explain briefly after the label.", " Put what the source says after it.", " Justify it: 'label: reason'.",
    " Reason after the label, please.", " Format: label: reason.", " Follow it with the reason.",
    " Quote what decides.", " I also want to know why.",
)  # fmt: skip
VALUE = (
    " After a colon give the value that decides, or none.", " Then ': ' and the value found, none if there is none.",
    " Format: label: value as written in the {t}, or none.", " Append the deciding value (none if it is not given).",
)  # fmt: skip
LIST = (
    "Judge each {c} by the {t}: {p} or {n}.", "Go through the list and mark every {c} {p} or {n}.",
    "For each number write {p} or {n}, as the {t} has it.", "Which are borne out by the {t}? Number: {p} or {n}.",
    "Check them one by one. Reply a line each, number and {p} or {n}.", "Grade the list, {n} or {p} per line.",
    "Several sentences are to be verified against the {t}. Give {p} or {n} for each.",
    "Compare every {c} with the {t}. Use {p} where it agrees, {n} where it does not.",
    "Verify all. Labels: {p}, {n}.", "One verdict a line ({p} or {n}), in the order given.",
    "Tell for each {c} whether the {t} says so: {p}/{n}.",
    "Write {n} beside what the {t} does not say, {p} beside the rest.",
)  # fmt: skip
POSITIVE = (
    "The {f} of {s} is {o}.", "{o} is the {f} of {s}.", "{s} has {o} as {f}.", "For {s}, the {f} is {o}.",
    "{s}: {f} {o}", "The {f} given for {s} is {o}.", "As {f} of {s} we have {o}.",
    "According to the source, the {f} of {s} is {o}.",
)  # fmt: skip
DENIED = (
    "The {f} of {s} is not {o}.", "{o} is not the {f} of {s}.", "{s} does not have {o} as {f}.",
    "It is wrong to call {o} the {f} of {s}.", "The {f} of {s} is something other than {o}.",
    "For {s}, the {f} is not {o}.",
    "Nobody should take {o} for the {f} of {s}.", "{s} never had {o} as its {f}.",
    "That {o} is the {f} of {s} is not the case.",
    "Whatever the {f} of {s} is, it is not {o}.", "The {f} of {s} isn't {o}.", "No, {o} is not what {s} has as {f}.",
)  # fmt: skip
JOINED = (
    "{a}, and the {f} is {o}.", "{a}; the {f} is {o}.", "{a}. The {f} is {o}.", "{a}. Its {f} is {o}.",
    "{a} - {f}: {o}.",
    "{a}, with {o} as {f}.", "{a} ({f}: {o}).", "{a}, while the {f} is {o}.", "{a}. As {f} there is {o}.",
)  # fmt: skip
_VERBAL = (
    "on",
    "to",
    "from",
    "by",
    "for",
    "in",
    "within",
    "since",
    "until",
    "do",
    "published",
    "us",
    "call",
    "of",
    "at",
)


# ---- values
def surface(rng: random.Random, value: str) -> str:
    """A date as 2026-03-04, 4 March 2026 or March 4, 2026; everything else as it is."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        return rng.choice((value, f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}"))
    return value


def near(rng: random.Random, value: str, *, mixed: bool = False) -> str:
    """A value of the same form that differs a little: a digit, a day, one word of a name.

    `mixed` also makes names of halves of others; not where names are replaced later, since only these would stay odd.
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (date.fromisoformat(value) + timedelta(rng.choice((-365, -31, -7, -1, 1, 2, 10, 30, 366)))).isoformat()
    places = [m.start() for m in re.finditer(r"\d", value)]
    while places:
        at = rng.choice(places)
        if at + 1 in places and value[at] != value[at + 1] and value[at + 1] != "0" and rng.random() < 0.3:
            return value[:at] + value[at + 1] + value[at] + value[at + 2 :]
        return value[:at] + rng.choice([d for d in "123456789" if d != value[at]]) + value[at + 1 :]
    words = value.split(" ")
    at = rng.randrange(len(words))
    word = fresh(rng) if words[at][:1].isupper() else rng.choice(wording.COMMON)
    while word == words[at]:
        word = rng.choice(wording.COMMON)
    if mixed and len(words) == 1 and word[0].isupper() and rng.random() < 0.5:
        half = max(3, len(value) // 2)
        other = value[:half] + word[-4:].lower() if rng.random() < 0.5 else word[:4] + value[half:]
        word = other if other != value else word
    return " ".join([*words[:at], word, *words[at + 1 :]])


def _posed(rng: random.Random, skill: str, instruction: str, content: str, answer: str) -> Example:
    """The instruction as system message, before or after the content."""
    if rng.random() < 0.3:
        return Example(skill, (("user", f"{content}\n\n{instruction}"),), answer)
    return asked(rng, instruction, content, skill, answer)


def equal(rng: random.Random) -> Example:
    """Two values, words, ids or short lines that are the same or differ in little."""
    count = rng.choice((1, 1, 1, 1, 2, 3, 4, 6))
    first = [item(rng) for _ in range(count)]
    second, same = list(first), rng.random() < 0.5
    changed: tuple[str, str] | None = None
    if not same:
        at = rng.randrange(count)
        while second[at] == first[at] or first[at] in first[:at] + first[at + 1 :]:
            first[at] = item(rng)
            second[at] = near(rng, first[at], mixed=True) if rng.random() < 0.6 else item(rng)
        changed = first[at], second[at]
    gap = rng.choice((" ", ", ", "; "))
    yes, no = rng.choice(SAME)
    content = rng.choice(TWO).format(a=gap.join(first), b=gap.join(second))
    instruction, answer = rng.choice(EQUAL).format(p=yes, n=no), yes if same else no
    if rng.random() < 0.2:
        instruction += rng.choice(
            (" If they differ, say in what.", " Name what differs.", " Show the place that differs.")
        )
        answer += f": {changed[0]}, {changed[1]}" if changed else ""
    return replace(_posed(rng, "equal", instruction, content, answer), prompt_counts=False)


def contains(rng: random.Random) -> Example:
    """A list and a value that is in it or is nearly the same as an entry."""
    held = rng.random() < 0.5
    while True:
        items = list(dict.fromkeys(item(rng) for _ in range(rng.randrange(2, 13))))
        value = rng.choice(items)
        if not held:
            value = near(rng, value, mixed=True) if rng.random() < 0.6 else item(rng)
        if held or not any(value in i for i in items):  # as part of another entry it is neither in nor out
            break
    text = rng.choice((", ", "\n", "; ", " | ", "\n- ", " ")).join(items)
    yes, no = rng.choice(HELD)
    instruction = rng.choice(CONTAINS).format(v=value, p=yes, n=no)
    return replace(_posed(rng, "contains", instruction, text, yes if held else no), prompt_counts=False)


def claim_rows(rng: random.Random) -> Example:
    """Rows of unrelated keys and values and a claim about one row: comparing without any language."""
    keys = list(dict.fromkeys(item(rng) for _ in range(rng.randrange(1, 7))))
    rows = {k: item(rng) for k in keys}
    key, right = rng.choice(keys), rng.random() < 0.5
    value = rows[key]
    others = [v for v in rows.values() if v != value]
    while not right and value == rows[key]:
        draw = rng.random()
        value = (
            rng.choice(others)
            if others and draw < 0.5
            else near(rng, rows[key], mixed=True)
            if draw < 0.85
            else item(rng)
        )
    forms = ("{k}: {v}", "{k} - {v}", "{k} is {v}.", "{k} has {v}.", "{k} = {v}", "| {k} | {v} |", "{v} goes with {k}.")
    form = rng.choice(forms)
    said = (form if rng.random() < 0.5 else rng.choice(forms)).format(k=key, v=value)
    text = rng.choice(("\n", "\n", " ")).join(form.format(k=k, v=v) for k, v in rows.items())
    made = _dressed(rng, "claim_rows", Case(text, said, right, rows[key]), reason=rng.random() < 0.25)
    return replace(made, prompt_counts=False)


# ---- claims about sentences of a world
class Said(NamedTuple):
    """A fact as a passage says it."""

    fact: Fact
    name: str
    surface: str
    template: str
    text: str


class Part(NamedTuple):
    """A statement that a claim makes or denies; `surface` as the claim writes it."""

    subject: str
    relation: str
    object: str
    surface: str
    denied: bool = False


class Case(NamedTuple):
    """A passage, a claim about it, and what the passage says instead or too; "" where it says nothing."""

    passage: str
    claim: str
    supported: bool
    stated: str


@cache
def _nouns(relation: str, side: Side) -> tuple[str, ...]:
    """Names of a relation's object that can stand after an article."""
    found = phrases.fields(relation, side)
    plain = [f for f in found if f.rsplit(" ", 1)[-1] not in _VERBAL and not f.startswith(("our ", "in "))]
    return tuple(plain or found[:1])


@cache
def _short(relation: str, side: Side) -> tuple[str, ...]:
    bank = phrases.statements(relation, side)
    return tuple(t for t in bank if len(t) < 75) or bank


def _any(rng: random.Random, facts: Facts) -> Fact:
    return rng.choice(facts.by_relation[rng.choice(_relations(tuple(facts.by_relation)))])


@cache
def _relations(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _say(rng: random.Random, world: World, fact: Fact) -> Said:
    template = rng.choice(phrases.statements(fact.relation, world.side))
    shown = surface(rng, world.name(fact.object))
    name = named(world, fact.subject)
    return Said(fact, name, shown, template, fill(template, name, shown)[0])


def _claimed(rng: random.Random, world: World, part: Part, template: str = "") -> str:
    """The sentence of a part: by a given template, by a field's name, or by a statement of its own."""
    name = named(world, part.subject)
    if part.denied or (not template and rng.random() < 0.3):
        form = rng.choice(DENIED if part.denied else POSITIVE)
        text = form.format(f=rng.choice(_nouns(part.relation, world.side)), s=name, o=part.surface)
        return text[0].upper() + text[1:]
    bank = _short if rng.random() < 0.7 else phrases.statements
    return fill(template or rng.choice(bank(part.relation, world.side)), name, part.surface)[0]


def _wrong(rng: random.Random, facts: Facts, target: Fact, told: Sequence[Said]) -> str | None:
    """A false object for a fact, as the graph writes objects; None where the draw gives none."""
    world = facts.world
    known = {f.object for f in facts.by_subject[target.subject] if f.relation == target.relation}
    names = {world.name(o) for o in known}
    like = [s.fact for s in told if s.fact.relation == target.relation or _kin(world, s.fact.object, target.object)]
    here = [f.object for f in like if f.object not in known]
    draw = rng.random()
    if here and draw < 0.55:
        return rng.choice(here)
    others = [f.object for f in facts.by_relation[target.relation] if f.object not in known]
    if others and (draw < 0.7 or not _open(world, target.object)):
        return rng.choice(others)
    made = near(rng, world.name(target.object))
    return None if made in names or not _open(world, target.object) else made


def _kin(world: World, one: str, other: str) -> bool:
    """Whether both are things of the world, and of one kind."""
    return other in world.by_id and type(world.by_id.get(one)) is type(world.by_id[other])


def _open(world: World, obj: str) -> bool:
    """Whether objects like this one can be made up: numbers and names can, plans and causes cannot."""
    return obj in world.by_id or bool(re.search(r"\d|^[A-Z]\w+ [A-Z]", obj))


def judged(parts: Sequence[Part], told: Sequence[Said]) -> bool:
    """Whether sentences bear out every part: stated as it says, or, for a denied part, stated otherwise."""
    for part in parts:
        said = [s.fact for s in told if (s.fact.subject, s.fact.relation) == (part.subject, part.relation)]
        same = [f.object == part.object for f in said]
        if not same or any(same) == part.denied:
            return False
    return True


def _draw(rng: random.Random, facts: Facts, level: int, want: bool, shape: str) -> Case | None:
    world, target = facts.world, _any(rng, facts)
    errors = ("value", "value", "subject", "absent")[: 4 if level > 1 else 3]
    kind = "right" if want else rng.choice(errors)
    if shape == "denied" and (target.relation in SEVERAL or target.relation in OPEN):
        return None
    second: Fact | None = None
    if shape == "joined":
        more = [f for f in facts.by_subject[target.subject] if f.relation not in (target.relation, *SEVERAL)]
        if not more:
            return None
        second = rng.choice(more)
    told_facts = [] if kind == "absent" and shape != "joined" else [target]
    if second and kind != "absent":
        told_facts.append(second)
    claimed = {(target.subject, target.relation)} | ({(second.subject, second.relation)} if second else set())
    wanted = (0, rng.choice((0, 1)), rng.choice((0, 0, 1)), rng.randrange(1, 6))[level] + (not told_facts)
    for _ in range(4 * wanted):
        if len(told_facts) >= wanted + 1:
            break
        draw = rng.random()
        other = (
            rng.choice(facts.by_relation[target.relation]) if draw < 0.45 else
            rng.choice(facts.by_subject[target.subject]) if draw < 0.75 else _any(rng, facts)
        )  # fmt: skip
        if (other.subject, other.relation) not in claimed and other not in told_facts:
            told_facts.append(other)
    if not told_facts:
        return None
    told = [_say(rng, world, f) for f in told_facts]
    made = target
    if kind == "subject":
        rivals = [f for f in facts.by_relation[target.relation] if f.subject != target.subject]
        if not rivals or shape != "plain":
            return None
        made = rng.choice(rivals)
        if any(f.object == target.object for f in facts.by_subject[made.subject] if f.relation == made.relation):
            return None
        if level > 0 and rng.random() < 0.5 and made not in told_facts:
            told.append(_say(rng, world, made))
    denied = shape == "denied"
    spoiled = rng.randrange(2) if second else 0

    def part(fact: Fact, wrong: bool) -> Part | None:
        value = (target.object if kind == "subject" else _wrong(rng, facts, fact, told)) if wrong else fact.object
        if value is None:
            return None
        shown = world.name(value)
        stated = next((s.surface for s in told if s.fact == fact), None)
        if not wrong and stated and rng.random() < 0.5:  # mostly copied, sometimes in another form of date
            return Part(fact.subject, fact.relation, value, stated, denied)
        return Part(fact.subject, fact.relation, value, surface(rng, shown), denied)

    false = kind == "subject" or (kind == "value" and spoiled == 0)
    if denied:  # right to deny a false value; nothing can be denied where nothing is said
        false = want or (kind == "absent" and rng.random() < 0.5)
    first = part(made, false)
    if first is None:
        return None
    parts = [first]
    if second:
        extra = part(second, kind == "value" and spoiled == 1)
        if extra is None:
            return None
        parts.append(extra)
    if judged(parts, told) != want:
        return None
    for p in parts:  # no sentence may say in passing what the label says is not said
        if not want and not p.denied and not judged([p], told):
            name = named(world, p.subject)
            if any(name in s.text and p.surface in s.text for s in told if name != p.surface):
                return None
    used = next((s.template for s in told if s.fact == target), "")
    claim = _claimed(rng, world, first, used if level < 2 and not denied else "")
    if level > 1 and any(claim == s.text for s in told):
        return None
    if second:
        form = rng.choice(JOINED)
        noun = rng.choice(_nouns(second.relation, world.side))
        claim = form.format(a=claim.rstrip("."), f=noun, o=parts[1].surface)
    stated = [next((s.surface for s in told if s.fact == f), "") for f in (made, second) if f]
    shown = stated[0] if len(stated) == 1 else " and ".join(stated) if want else _deciding(parts, told, stated)
    lines = [s.text for s in rng.sample(told, len(told))]
    return Case(_laid(rng, lines), claim, want, shown)


def _deciding(parts: Sequence[Part], told: Sequence[Said], stated: Sequence[str]) -> str:
    return next(s for p, s in zip(parts, stated, strict=True) if not judged([p], told))


def _laid(rng: random.Random, lines: Sequence[str]) -> str:
    draw = rng.random()
    if draw < 0.6 or len(lines) == 1:
        return " ".join(lines)
    if draw < 0.75:
        return "\n".join(lines)
    if draw < 0.87:
        return "\n" + "\n".join(f"- {t}" for t in lines)
    return "\n" + "\n".join(f"[{i}] {t}" for i, t in enumerate(lines, 1))


def case(rng: random.Random, facts: Facts, level: int) -> Case:
    """A passage and a claim. Levels: 0 one sentence, same words; 1 perhaps two; 2 paraphrased; 3 longer."""
    want = rng.random() < 0.5
    shape = rng.choices(("plain", "denied", "joined"), (62, 16, 22))[0] if level > 1 else "plain"
    while True:
        made = _draw(rng, facts, level, want, shape)
        if made is not None:
            return made


def _verdicts(rng: random.Random) -> tuple[str, str, str]:
    """Labels for supported and unsupported, and a line that defines them where they are opaque."""
    draw = rng.random()
    if draw < 0.6:
        return (*wording.LABELS, "")
    if draw < 0.92:
        return (*rng.choice(VERDICTS), "")
    yes, no = rng.sample(rng.choice(("AB", "XY", "12", "PQ")), 2)
    sense = [f"{yes} = {rng.choice(('supported', 'it is said', 'borne out'))}",
             f"{no} = {rng.choice(('unsupported', 'it is not said', 'not borne out'))}"]  # fmt: skip
    rng.shuffle(sense)
    return yes, no, f" ({', '.join(sense)})"


def _pair(rng: random.Random, passage: str, claim: str, nouns: tuple[str, str]) -> str:
    rows = [f"{nouns[0].capitalize()}: {passage}".replace(": \n", ":\n"), f"{nouns[1].capitalize()}: {claim}"]
    if rng.random() < 0.22:
        rows.reverse()
    return rng.choice(("\n", "\n", "\n\n")).join(rows)


def _dressed(rng: random.Random, skill: str, made: Case, *, reason: bool = False) -> Example:
    """A case with an instruction and labels; with a reason where asked for."""
    yes, no, sense = _verdicts(rng)
    nouns = rng.choice(NOUNS)
    label = yes if made.supported else no
    instruction = rng.choice(JUDGE).format(t=nouns[0], c=nouns[1], p=yes, n=no) + sense
    if yes == wording.LABELS[0] and rng.random() < 0.35:
        instruction, nouns = rng.choice(wording.CLAIM_SYSTEMS), ("passage", "claim")
    if reason and rng.random() < 0.3:
        instruction += rng.choice(VALUE).format(t=nouns[0])
        label += f": {made.stated or 'none'}"
    elif reason:
        instruction += rng.choice(BECAUSE)
        label += f": the source says {made.stated}" if made.stated else ": the source does not say"
    return _posed(rng, skill, instruction, _pair(rng, made.passage, made.claim, nouns), label)


def claim_easy(rng: random.Random, facts: Facts) -> Example:
    """One or two sentences and the same sentence again, or with one value or the subject exchanged."""
    return _dressed(rng, "claim_easy", case(rng, facts, rng.randrange(2)))


def claim(rng: random.Random, facts: Facts) -> Example:
    """A claim in other words about one to six sentences, label only."""
    return _dressed(rng, "claim", case(rng, facts, rng.choice((2, 3, 3))))


def claim_reason(rng: random.Random, facts: Facts) -> Example:
    """A claim of any level; the answer has a reason 40% of the time."""
    level = rng.choices((0, 1, 2, 3), (10, 15, 30, 45))[0]
    return _dressed(rng, "claim_reason", case(rng, facts, level), reason=rng.random() < 0.4)


def claim_list(rng: random.Random, facts: Facts) -> Example:
    """Two to five claims about one passage, a verdict a line."""
    world = facts.world
    while True:
        told = [_say(rng, world, _any(rng, facts))]
        for _ in range(rng.randrange(1, 5)):
            near_by = rng.choice(told).fact
            pool = facts.by_relation[near_by.relation] if rng.random() < 0.5 else facts.by_subject[near_by.subject]
            other = rng.choice(pool)
            if all(s.fact.subject != other.subject or s.fact.relation != other.relation for s in told):
                told.append(_say(rng, world, other))
        if len(told) > 1:
            break
    yes, no, sense = _verdicts(rng)
    nouns = rng.choice(NOUNS)
    rows: list[tuple[str, bool]] = []
    wanted = rng.randrange(2, 6)
    while len(rows) < wanted:
        want = rng.random() < 0.5
        source = rng.choice(told)
        value = source.fact.object if want else _wrong(rng, facts, source.fact, told)
        if value is None:
            continue
        part = Part(source.fact.subject, source.fact.relation, value, surface(rng, world.name(value)))
        if judged([part], told) != want or (not want and part.surface in source.text):
            continue
        text = _claimed(rng, world, part)
        if "\n" not in text:
            rows.append((text, want))
    mark = rng.choice(("{i}. {t}", "({i}) {t}", "{i}) {t}", "{i}: {t}"))
    listed = "\n".join(mark.format(i=i, t=t) for i, (t, _) in enumerate(rows, 1))
    content = f"{nouns[0].capitalize()}: {_laid(rng, [s.text for s in told])}\n\n{listed}".replace(": \n", ":\n", 1)
    answer = "\n".join(f"{i}: {yes if r else no}" for i, (_, r) in enumerate(rows, 1))
    instruction = rng.choice(LIST).format(t=nouns[0], c=nouns[1], p=yes, n=no) + sense
    return _posed(rng, "claim_list", instruction, content, answer)


def mentions(rng: random.Random, facts: Facts) -> Example:
    """Sentences and a name, number or id that they hold, or one that is like those they hold."""
    world, held = facts.world, rng.random() < 0.5
    while True:
        told = [_say(rng, world, _any(rng, facts)) for _ in range(rng.randrange(1, 6))]
        text = " ".join(s.text for s in told)
        pick = rng.choice(told)
        value = rng.choice((pick.surface, pick.name))
        if not held:
            other = rng.choice(facts.by_relation[pick.fact.relation])
            ref = other.object if value == pick.surface else other.subject
            value = near(rng, value) if rng.random() < 0.4 else surface(rng, named(world, ref))
        if (value in text) == held and (held or value.lower() not in text.lower()):
            break
    yes, no = rng.choice(HELD[:6])
    return _posed(rng, "mentions", rng.choice(MENTIONS).format(v=value, p=yes, n=no), text, yes if held else no)


# ---- claims about documents
def text_claim(rng: random.Random, texts: Texts) -> Example | None:
    """A labelled claim of the world about a passage of a document, in other dress."""
    made = judging(rng, rng.choice(texts.claims), texts.world, rng.choice((280, 420, 600)))
    if made is None:
        return None
    body = made.messages[-1][1]
    passage, _, said = body[body.index("Passage: ") + 9 :].rpartition("\nClaim: ")
    return _dressed(rng, "text_claim", Case(passage, said, made.answer == wording.LABELS[0], ""))


def gold_claim(rng: random.Random, texts: Texts) -> Example | None:
    """A claim about what a piece of a document states: as stated, with another value, denied, or not stated there."""
    want, denied = rng.random() < 0.5, rng.random() < 0.15
    absent, beside = not want and rng.random() < 0.25, rng.random() < 0.3
    for _ in range(40):
        made = _of_gold(rng, texts, want=want, denied=denied, absent=absent, beside=beside)
        if made:
            return _dressed(rng, "gold_claim", made, reason=rng.random() < 0.3)
    return None


def _of_gold(rng: random.Random, texts: Texts, *, want: bool, denied: bool, absent: bool, beside: bool) -> Case | None:
    world = texts.world
    doc, gold = rng.choice(texts.golds)
    subject, relation, obj = gold.triple
    piece = window(rng, doc, gold.start, gold.end, rng.choice((200, 320, 480, 700)), named(world, subject))
    if piece is None or relation in SEVERAL or (denied and relation in OPEN):
        return None
    if any(g.triple[:2] == (subject, relation) and g.triple.object != obj for g in doc.gold):
        return None
    piece, stated = _flat(piece), doc.text[gold.start : gold.end]
    inside = [g.triple for g in doc.gold if doc.text[g.start : g.end] in piece]
    said = {g.triple[:2] for g in doc.gold}
    if beside:  # a second piece says the same of something else
        alike = [(d, g) for d, g in texts.golds if g.triple.relation == relation and g.triple.subject != subject]
        other, rival = rng.choice(alike or texts.golds)
        second = window(rng, other, rival.start, rival.end, 260, named(world, rival.triple.subject))
        if second is None or other is doc or any(g.triple.subject == subject for g in other.gold):
            return None
        pieces = [piece, _flat(second)]
        rng.shuffle(pieces)
        piece = rng.choice(("{}\n{}", "\n[1] {}\n[2] {}", "{}\n---\n{}")).format(*pieces)
        inside.append(rival.triple)
    value, shown = obj, stated if rng.random() < 0.5 else surface(rng, world.name(obj))
    if absent:  # true, but the piece does not tell
        more = [f for r in RELATIONS if r not in SEVERAL and (subject, r) not in said
                for f in world.facts_about.get((subject, r), ())[-1:]]  # fmt: skip
        if not more:
            return None
        fact = rng.choice(more)
        relation, value, stated = fact.relation, fact.object, ""
        shown = surface(rng, world.name(value))
        if world.name(value) in piece or (denied and relation in OPEN):
            return None
    elif want == denied:  # a wrong value: a false claim, or rightly denied
        known = {f.object for f in world.facts_about.get((subject, relation), ())} | {obj}
        here = [t.object for t in inside if t.relation == relation or _kin(world, t.object, obj)]
        here = [o for o in here if o not in known]
        if here and rng.random() < 0.65:
            value = rng.choice(here)
        elif _open(world, obj) and rng.random() < 0.5:
            value = near(rng, world.name(obj))
        else:
            value = rng.choice([g.triple.object for _, g in texts.golds if g.triple.relation == relation])
        if value in known or world.name(value) == stated:
            return None
        shown = surface(rng, world.name(value))
    return Case(piece, _claimed(rng, world, Part(subject, relation, value, shown, denied)), want, stated)


# ---- two answers, and an answer and a rule
PREFER = (
    "Which answer is better, A or B?", "Pick the answer that the sources back and that cites them. Reply A or B.",
    "Two answers to one question. Name the better one: A or B.", "A or B?", "Preferred answer (A/B):",
    "You rate answers. Right value first, then the right source number. Say A or B.",
    "Choose between A and B. Only the sources count.", "One of these is faulty. Which one is good? A or B.",
    "Compare the candidates with the sources and give the letter of the winner.",
    "Letter of the grounded answer, please.",
    "Which reply would you send to the customer? Answer with its letter.", "Judge the pair. Output: A or B.",
    "Decide which reply follows from the sources and carries the correct citation. One letter.",
)  # fmt: skip
TIES = (" If both are equally good, say tie.", " Reply tie when they say the same.", " Or tie, if neither is better.",
        " A tie is allowed: tie.", " Equal ones get tie.")  # fmt: skip
REPLIES = ("{v} [{n}]", "{v} [{n}]", "It is {v} [{n}].", "The answer is {v} [{n}].", "[{n}] says {v}.",
"{v}, see [{n}]",
           "According to [{n}]: {v}", "That would be {v} [{n}].")  # fmt: skip


def prefer(rng: random.Random, facts: Facts) -> Example:
    """A question, sources and two answers, one of which is right and cited; or, where told so, a tie."""
    world = facts.world
    while True:
        target = _any(rng, facts)
        told = [_say(rng, world, target)]
        for _ in range(rng.randrange(1, 5)):
            pool = facts.by_relation[target.relation] if rng.random() < 0.6 else facts.by_subject[target.subject]
            other = rng.choice(pool)
            if all((s.fact.subject, s.fact.relation) != (other.subject, other.relation) for s in told):
                told.append(_say(rng, world, other))
        if target.relation in SEVERAL or len(told) < 2:
            continue
        absent = rng.random() < 0.12
        said = told[0]
        listed = rng.sample(told[1:] if absent else told, len(told) - absent)
        if absent and any(said.name in s.text and said.surface in s.text for s in listed):
            continue
        right = 0 if absent else listed.index(said) + 1
        wrong = _wrong(rng, facts, target, told)
        if wrong is None or wrong in said.text:
            continue
        break

    def reply(value: str, number: int) -> str:
        return rng.choice(REPLIES).format(v=value, n=number)

    value = surface(rng, world.name(wrong))
    held = next((i for i, s in enumerate(listed, 1) if s.fact.object == wrong), 0)
    good = ABSTAIN if absent else reply(said.surface, right)
    kinds = ["value"] if absent else ["value", "value", "value", "abstain", "uncited", "number"]
    kind = rng.choice(kinds)
    if kind == "number" and len(listed) == 1:
        kind = "value"
    if kind == "value":
        bad = reply(value, (held if rng.random() < 0.5 else 0) or right or rng.randrange(1, len(listed) + 1))
    elif kind == "abstain":
        bad = ABSTAIN
    elif kind == "uncited":
        bad = rng.choice(("{v}", "It is {v}.", "The answer is {v}.", "That would be {v}.")).format(v=said.surface)
    else:
        bad = reply(said.surface, rng.choice([i for i in range(1, len(listed) + 1) if i != right]))
    tie_offered, tie = rng.random() < 0.3, False
    if tie_offered and not absent and rng.random() < 0.33:
        tie, bad = True, reply(said.surface, right)
    first = rng.random() < 0.5
    a, b = (good, bad) if first else (bad, good)
    sources = "\n".join(f"[{i}] {s.text}" for i, s in enumerate(listed, 1))
    question = rng.choice(phrases.questions(target.relation, world.side)).replace("{s}", said.name)
    form = rng.choice(("A: {a}\nB: {b}", "Answer A: {a}\nAnswer B: {b}", "(A) {a}\n(B) {b}", "A) {a}\nB) {b}"))
    rows = [sources, f"Question: {question}" if rng.random() < 0.6 else question, form.format(a=a, b=b)]
    if rng.random() < 0.25:
        rows[0], rows[1] = rows[1], rows[0]
    instruction = rng.choice(PREFER) + (rng.choice(TIES) if tie_offered else "")
    return _posed(rng, "prefer", instruction, "\n\n".join(rows), "tie" if tie else "A" if first else "B")


GRADES = (
    ("pass", "fail"), ("pass", "fail"), ("pass", "fail"), ("accept", "reject"), ("ok", "not ok"), ("yes", "no"),
    ("good", "bad"), ("met", "not met"), ("valid", "invalid"), ("keep", "redo"),
)  # fmt: skip
GRADE = (
    "Rule: {r} Reply {p} or {n}.", "{r} Does the answer keep to this? {p} or {n}",
    "Check one rule. {r} Verdict: {p} / {n}.",
    "Grade the answer {p} or {n}. {r}", "{r} If so say {p}, otherwise {n}.", "Requirement: {r} ({p}/{n})",
    "The answer gets {p} only under this condition: {r} Else {n}.", "Criterion: {r} One label, {n} or {p}.",
    "You test replies automatically. {r} Output {p} or {n}.", "We allow nothing else than this: {r} {p} or {n}?",
    "Does it obey? {r} Choose {n} or {p}.", "{r} Mark it {p} or {n}.",
    "Acceptance test: {r} {p}, or {n} where it is broken.",
)  # fmt: skip
RULES: dict[str, tuple[str, ...]] = {
    "cite": ("It must cite a source like [1].", "A source number in square brackets is needed.",
             "No answer without a citation such as [2]."),
    "json": ("It must be JSON.", "Only valid JSON is allowed.", "The reply has to parse as a JSON object."),
    "short": ("It must have fewer than {x} words.", "Use under {x} words.", "At least {x} words is too long."),
    "names": ("It must name {x}.", "{x} has to be mentioned.", "An answer without {x} is no good."),
    "avoid": ("It must not name {x}.", "{x} may not be mentioned.", "An answer with {x} in it is no good."),
    "key": ("It must be JSON with the key {x}.", 'The JSON object needs a field "{x}".',
            "There must be a key {x} in the JSON."),
    "digits": ("It must hold no digit.", "Digits are forbidden.", "No figures 0 to 9 anywhere."),
    "start": ("It must begin with {x}.", "The first word has to be {x}.", "Start with {x}."),
    "same": ("It must give the value {x}.", "The expected value is {x}.",
             "Gold answer: {x}. The reply must contain it."),
}  # fmt: skip


def _graded(rng: random.Random, facts: Facts, rule: str, keeps: bool) -> tuple[str, str]:
    """An answer that keeps or breaks a rule, and what the rule names (`{x}`)."""
    world = facts.world
    said, other = _say(rng, world, _any(rng, facts)), _say(rng, world, _any(rng, facts))
    text, number = rng.choice((said.text, said.text, said.surface, f"{said.text} {other.text}")), rng.randrange(1, 6)
    if rule == "cite":
        bare = (text, f"{text} ({number})", f"{text} Source: {other.name}", f"{text} - {number}")
        return f"{text} [{number}]" if keeps else rng.choice(bare), ""
    if rule in ("json", "key"):
        key, second = rng.sample(wording.COMMON, 2)
        record = json.dumps({key: said.surface, second: said.name}, ensure_ascii=False)
        if rule == "key":
            third = rng.choice([c for c in wording.COMMON[::7] if c not in record])
            return record, rng.choice((key, second)) if keeps else third
        broken = (record[:-1], record[1:], record.replace('"', "", 1), record.replace(":", " =", 1), text,
                  record.replace('", "', '" "', 1), f"{key}: {said.surface}")  # fmt: skip
        return record if keeps else rng.choice(broken), ""
    if rule == "short":
        count, gap = len(text.split()), rng.choice((1, 2, 3, 5, 8, 12))
        return text, str(count + gap if keeps else max(1, count + 1 - gap))
    if rule in ("names", "avoid"):
        inside = keeps == (rule == "names")
        return said.text, said.name if inside else rng.choice((other.name, near(rng, said.name)))
    if rule == "digits":
        clean = re.sub(r"\s*[^\s]*\d[^\s]*", "", said.text).strip() or "Nothing is known."
        return clean if keeps else f"{clean} {rng.choice((str(rng.randrange(999)), f'[{number}]'))}", ""
    if rule == "start":
        heads = ("Answer:", "Note:", "Yes,", "No,", "Hello,", "Sorry,", "Result:", "Well,")
        head, wanted = rng.sample(heads, 2)
        return f"{head} {said.text}", head if keeps else wanted
    return rng.choice((said.text, said.surface)), said.surface if keeps else near(rng, said.surface)


def kept(rule: str, text: str, x: str) -> bool:
    """Whether an answer keeps a rule."""
    if rule in ("json", "key"):
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            return False
        return isinstance(found, dict) and (rule == "json" or x in found)
    return {
        "cite": lambda: bool(re.search(r"\[\d\]", text)), "short": lambda: len(text.split()) < int(x),
        "names": lambda: x in text, "avoid": lambda: x not in text, "digits": lambda: not re.search(r"\d", text),
        "start": lambda: text.startswith(x), "same": lambda: x in text,
    }[rule]()  # fmt: skip


def grade(rng: random.Random, facts: Facts) -> Example:
    """A rule and an answer that keeps or breaks it."""
    rule, keeps = rng.choice(list(RULES)), rng.random() < 0.5
    while True:
        text, x = _graded(rng, facts, rule, keeps)
        if kept(rule, text, x) == keeps:
            break
    yes, no = rng.choice(GRADES)
    instruction = rng.choice(GRADE).format(r=rng.choice(RULES[rule]).format(x=x), p=yes, n=no)
    content = rng.choice(("Answer: {t}", "Reply: {t}", "{t}", "Answer:\n{t}", "Candidate: {t}")).format(t=text)
    return _posed(rng, "grade", instruction, content, yes if keeps else no)


FROM_FACTS: dict[str, Callable[[random.Random, Facts], Example]] = {
    "claim_easy": claim_easy, "claim": claim, "claim_reason": claim_reason, "claim_list": claim_list,
    "mentions": mentions, "prefer": prefer, "grade": grade,
}  # fmt: skip
FROM_TEXTS: dict[str, Callable[[random.Random, Texts], Example | None]] = {
    "text_claim": text_claim, "gold_claim": gold_claim,
}  # fmt: skip
FREE: dict[str, Callable[[random.Random], Example]] = {"equal": equal, "contains": contains, "claim_rows": claim_rows}
SKILLS: dict[str, Callable[..., Example | None]] = {**FROM_FACTS, **FROM_TEXTS, **FREE}
