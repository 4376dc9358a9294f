"""What several skills are made of: entries of a graph with near misses, layouts of sources, invented records."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from labsupport.models import phrases
from labsupport.models.examples import Example, asked, fresh
from labsupport.models.sources import SEVERAL, Facts
from labsupport.world.entities import Fact, World
from labsupport.world.evidence import named
from labsupport.world.names import Side
from labsupport.world.relations import RELATIONS, fill

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
CLOSE = (  # relations whose questions a loose reader may answer with the other's value
    {"person.site", "person.team"}, {"person.manager", "person.team"}, {"customer.manager", "customer.contact"},
    {"error.meaning", "error.remedy"}, {"error.component", "error.product"}, {"error.meaning", "error.component"},
    {"order.status", "order.due"}, {"incident.cause", "incident.product"}, {"person.extension", "person.email"},
    {"site.address", "team.site"}, {"vulnerability.product", "vulnerability.component"},
    {"product.version", "product.sku"},
    {"contract.product", "contract.customer"}, {"product.role", "product.component"}, {"person.role", "person.team"},
    {"team.lead", "team.channel"}, {"vulnerability.product", "vulnerability.affected"},
)  # fmt: skip
FILLERS = (
    "The rest is unchanged.", "More follows on Monday.", "Please tell the others.", "This page is read by many.",
    "Nothing else was noted.", "See the folder for the rest.", "Thanks to all who helped.",
    "The coffee machine works again.",
    "Comments are welcome.", "The list was checked twice.", "Somebody should tidy the archive.",
    "No questions came up.",
    "Bitte bis Freitag melden.", "Der Rest bleibt, wie er ist.", "Die Liste wurde gestern geprüft.", "Merci de relire.",
    "Le reste ne change pas.", "Questions go to the front desk.", "It rained all week.", "Lunch is at noon.",
    "Wir danken für die Hilfe.", "La suite arrive lundi.", "The old form is no longer used.",
    "Numbers are rounded nowhere.",
)  # fmt: skip
LONG_DAYS = ("{d} {m} {y}", "{m} {d}, {y}")


class Entry(NamedTuple):
    """One fact as a text gives it: names instead of ids."""

    subject: str
    relation: str
    value: str


def written(rng: random.Random, day: date) -> str:
    """A day in one of three forms: 2026-03-04, 4 March 2026, March 4, 2026."""
    form = rng.choice(("", "", *LONG_DAYS))
    return form.format(d=day.day, m=f"{day:%B}", y=day.year) if form else day.isoformat()


def surface(rng: random.Random, value: str) -> str:
    """Dates appear in any of their forms; everything else as it is."""
    return written(rng, date.fromisoformat(value)) if _ISO.fullmatch(value) else value


def near(rng: random.Random, value: str) -> str | None:
    """Almost the same value: another day, one digit changed; None where there is no number."""
    if _ISO.fullmatch(value):
        return (date.fromisoformat(value) + timedelta(rng.choice((-365, -31, -10, -1, 1, 10, 31, 365)))).isoformat()
    spots = [m.start() for m in re.finditer(r"\d", value)]
    if not spots:
        return None
    at = rng.choice(spots)
    first = at == 0 or not value[at - 1].isdigit()
    digit = rng.choice([d for d in "0123456789" if d != value[at] and not (first and d == "0")])
    return value[:at] + digit + value[at + 1 :]


def twin(rng: random.Random, subject: str) -> str:
    """Almost the same subject: an id with one other digit, or a name that shares a word."""
    changed = near(rng, subject)
    if changed:
        return changed
    words = subject.split()
    at = rng.randrange(len(words))
    if not words[at][:1].isupper():
        at = 0
    words[at] = fresh(rng)
    return " ".join(words)


def entry(rng: random.Random, facts: Facts, fact: Fact) -> Entry:
    """The fact with names and a written value."""
    return Entry(named(facts.world, fact.subject), fact.relation, surface(rng, facts.world.name(fact.object)))


def any_fact(rng: random.Random, facts: Facts) -> Fact:
    """A fact of any relation, each as likely; several values may be true at once."""
    return rng.choice(facts.by_relation[rng.choice(sorted(facts.by_relation))])


def single(rng: random.Random, facts: Facts) -> Fact:
    """A fact of a relation that has one value at a time."""
    while True:
        fact = any_fact(rng, facts)
        if fact.relation not in SEVERAL:
            return fact


def close(one: str, other: str) -> bool:
    """Whether two relations are easily taken for each other."""
    return {one, other} in CLOSE


def others(
    rng: random.Random, facts: Facts, target: Fact, n: int, *, avoid: Collection[str] = (), strict: bool = False
) -> list[Entry]:
    """Up to `n` entries that do not say the target: same relation, a near twin of the subject, the same subject, any.

    `strict` leaves out facts about the subject that a loose reader may take for the answer; `avoid` names relations.
    """
    world, subject = facts.world, named(facts.world, target.subject)
    taken, found = {(subject, target.relation)}, list[Entry]()
    alike, about = facts.by_relation[target.relation], facts.by_subject[target.subject]
    for _ in range(6 * n):
        if len(found) >= n:
            break
        draw = rng.random()
        if draw < 0.35:
            made = entry(rng, facts, rng.choice(alike))
        elif draw < 0.55:
            raw = world.name(rng.choice(alike).object)
            raw = (near(rng, raw) or raw) if rng.random() < 0.5 else raw
            made = Entry(twin(rng, subject), target.relation, surface(rng, raw))
        else:
            fact = rng.choice(about) if draw < 0.8 else any_fact(rng, facts)
            if strict and fact.subject == target.subject and close(fact.relation, target.relation):
                continue
            made = entry(rng, facts, fact)
        key = made[:2]
        if key not in taken and made.relation not in avoid:
            taken.add(key)
            found.append(made)
    return found


def said(rng: random.Random, world: World, item: Entry) -> str:
    """The entry as a sentence."""
    return fill(rng.choice(phrases.statements(item.relation, world.side)), item.subject, item.value)[0]


def asking(rng: random.Random, world: World, item: Entry) -> str:
    """A question for the entry's value."""
    return rng.choice(phrases.questions(item.relation, world.side)).replace("{s}", item.subject)


def label(rng: random.Random, world: World, relation: str) -> str:
    """A name of the relation in a form."""
    return rng.choice(phrases.fields(relation, world.side))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


LINES = (
    "{f} of {s}: {o}", "{s} | {f} | {o}", "{s} - {f}: {o}", "{s}, {f}: {o}", "{s} / {f} = {o}", "{f} ({s}): {o}",
    "* {s}: {f} {o}", "{s}; {f}; {o}", "{F} for {s}: {o}",
)  # fmt: skip
CARDS = ("{F}: {o}", "- {f}: {o}", "{f} = {o}", "* {F}: {o}", "{F} - {o}")


def block(rng: random.Random, world: World, items: Sequence[Entry]) -> str:
    """Some entries as one source: sentences, record lines, a table, or a card when they are about one subject."""
    draw = rng.random()
    subjects = {e.subject for e in items}
    if draw < 0.6 or not items:
        parts = [said(rng, world, e) for e in items]
        if rng.random() < 0.15:
            parts.insert(rng.randrange(len(parts) + 1), rng.choice(FILLERS))
        head = ""
        if rng.random() < 0.12 and items:
            about = rng.choice(items).subject
            head = rng.choice(("## {s}\n", "{s}: ", "About {s}. ", "Notes on {s}\n", "Re: {s}\n")).format(s=about)
        return head + " ".join(parts)
    named_fields = [(e, label(rng, world, e.relation)) for e in items]
    if len(subjects) == 1 and draw < 0.8:
        form = rng.choice(CARDS)
        head = rng.choice(("{s}\n", "## {s}\n", "Card of {s}\n", "{s}:\n", "Name: {s}\n")).format(s=items[0].subject)
        return head + "\n".join(form.format(f=f, F=capital(f), o=e.value) for e, f in named_fields)
    if draw < 0.9:
        form = rng.choice(LINES)
        return "\n".join(form.format(f=f, F=capital(f), s=e.subject, o=e.value) for e, f in named_fields)
    head = rng.choice(("| name | field | value |", "| subject | what | entry |", "| item | key | content |"))
    rows = [f"| {e.subject} | {f} | {e.value} |" for e, f in named_fields]
    return "\n".join([head, "|---|---|---|", *rows])


def deal(rng: random.Random, gold: Entry | None, items: Sequence[Entry], n: int) -> list[list[Entry]]:
    """Entries dealt into at most `n` groups, none empty; the gold one stands anywhere."""
    groups: list[list[Entry]] = [[] for _ in range(n)]
    if gold:
        groups[rng.randrange(n)].append(gold)
    for item in items:
        group = rng.choice([g for g in groups if not g] or groups)
        group.insert(rng.randrange(len(group) + 1), item)
    return [g for g in groups if g]


SOURCE_FORMS = (
    "[{n}] {t}", "[{n}] {t}", "[{n}] {t}", "[{n}] {t}", "[{n}] {t}", "[{n}]\n{t}", "Source [{n}]: {t}",
    "Source {n}: {t}",
    "{n}) {t}", "<source {n}>\n{t}\n</source>", "Document {n}\n{t}", "[{n}]: {t}",
)  # fmt: skip


def numbered(rng: random.Random, texts: Sequence[str]) -> tuple[str, list[int]]:
    """Sources in one of many layouts, and the number of each; now and then the numbers are not 1, 2, 3."""
    numbers = list(range(1, len(texts) + 1))
    if rng.random() < 0.12:
        numbers = sorted(rng.sample(range(1, 20), len(texts)))
    form = rng.choice(SOURCE_FORMS)
    gap = rng.choice(("\n", "\n", "\n\n"))
    return gap.join(form.format(n=n, t=t) for n, t in zip(numbers, texts, strict=True)), numbers


def posed(rng: random.Random, skill: str, instruction: str, material: str, question: str, answer: str) -> Example:
    """Material and question in any order; the instruction as system message, at the head or at the end."""
    draw = rng.random()
    body = (
        f"{material}\n\n{question}" if draw < 0.6 else
        f"{question}\n\n{material}" if draw < 0.78 else
        f"Sources:\n{material}\n\nQuestion: {question}" if draw < 0.86 else
        f"Question: {question}\n\nContext:\n{material}" if draw < 0.93 else
        f"{material}\n---\n{question}"
    )  # fmt: skip
    if rng.random() < 0.15:
        return Example(skill, (("user", f"{body}\n\n{instruction}"),), answer)
    return asked(rng, instruction, body, skill, answer)


CHATTER = (
    "hi, quick one: {q}", "Hello, {q}", "hey - {q}", "One more thing: {q}", "Sorry to bother you. {q}", "{q} Thanks!",
    "{q} thx", "Quick question. {q}", "Good morning! {q}", "I was wondering: {q}", "For the report: {q}",
    "{q} It is urgent.",
    "My boss asks: {q}", "Just checking, {q}", "um, {q}", "{q} Cheers",
)  # fmt: skip
_LOW = re.compile(r"\b[a-z]{4,}\b")


def typo(rng: random.Random, text: str, keep: str) -> str:
    """One letter slip in a lower-case word of the text outside the words of `keep`."""
    spare = set(keep.lower().split())
    words = [m for m in _LOW.finditer(text) if m[0] not in spare]
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 1)
    slip = rng.randrange(3)
    middle = "" if slip == 0 else text[at] * 2 if slip == 1 else text[at + 1] + text[at]
    return text[:at] + middle + text[at + 1 + (slip == 2) :]


def noised(rng: random.Random, question: str, subject: str) -> str:
    """A quarter of the questions as people type them: lower case, a slip, no question mark, a word of greeting."""
    if rng.random() >= 0.25:
        return question
    draw = rng.randrange(4)
    if draw == 0:
        head, name, tail = question.partition(subject)
        return head.lower() + name + tail.lower() if rng.random() < 0.6 else question.lower()
    if draw == 1:
        head, name, tail = question.partition(subject)
        if not name or (len(tail) > len(head)):
            return head + name + typo(rng, tail, "")
        return typo(rng, head, "") + name + tail
    if draw == 2:
        return question.rstrip("?. ")
    return rng.choice(CHATTER).format(q=question)


_BAD = re.compile(
    r"\b(?:the|an?|orders?|code|contract|incident|error|team|site|policy|release|version|product|customer|person"
    r"|supplier|vulnerability|named?|called|number|case|advisory|article|item|report|unit|group|our|colleagues?"
    r"|in-house|the \w+) \{s\}|\{s\}(?:'|-| (?:site|team|customer|order|incident|contract|policy|office|is|does))"
    r"|\"\{s\}|^\{s\}",
    re.I,
)  # fmt: skip


@cache
def open_questions(relation: str, side: Side) -> tuple[str, ...]:
    """Questions in which a noun phrase may stand for the subject; perhaps none."""
    bank = phrases.questions(relation, side)
    return tuple(q for q in bank if q.count("{s}") == 1 and not _BAD.search(q))


# Ordinary keys with values, so that reading a schema is not bound to the relations of worlds. `#`: a number, `@`: a
# name, `!`: a date, `&`: an id.
_ATTRIBUTES = """
colour: teal, crimson, olive, navy, ivory, amber, violet, grey, black, white
material: oak, steel, wool, cotton, glass, brass, clay, paper, felt, cork
size: tiny, small, medium, large, huge, wide, narrow
shape: round, square, oval, flat, curved, hexagonal
taste: sweet, sour, salty, bitter, mild, hot
mood: calm, cheerful, tired, tense, curious, bored
weather: sunny, cloudy, windy, foggy, rainy, snowy
season: spring, summer, autumn, winter
language: Welsh, Danish, Greek, Polish, Hindi, Swahili, Turkish
instrument: flute, cello, harp, drum, violin, trumpet
animal: otter, heron, badger, goat, hare, owl, trout
fruit: pear, plum, cherry, quince, fig, melon
drink: tea, cocoa, cider, milk, lemonade
shelf: top, middle, bottom, left, right
transport: train, bus, ferry, bicycle, tram, van
condition: new, used, worn, broken, repaired, sealed
level: beginner, intermediate, advanced, expert
day: Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday
month: January, February, March, April, May, June, July, October
direction: north, south, east, west
sport: rowing, chess, hockey, judo, cricket, sailing
payment: cash, card, invoice, voucher, transfer
subject: algebra, botany, history, drawing, physics, poetry
state: open, closed, waiting, done, cancelled
urgency: low, normal, high, critical
country: Norway, Kenya, Peru, Japan, Malta, Chile, Iceland
job: baker, nurse, pilot, tailor, gardener, plumber, teacher
room: kitchen, cellar, attic, hall, garage, library
tool: hammer, chisel, pliers, rake, ladder, brush
format: hardback, paperback, folder, poster, booklet
weight: #, kg, g, t
length: #, m, cm, km
price: #, EUR, coins, pounds
temperature: #, degrees
quantity: #
age: #
score: #
page: #
floor: #
year: #
seats: #
guest: @
author: @
owner: @
city: @
village: @
ship: @
brand: @
street: @
contact: @
start: !
deadline: !
born: !
arrival: !
paid on: !
serial number: &
booking code: &
batch: &
ticket: &
file number: &
"""
THINGS = """
crate kettle ladder lamp basket parcel bicycle tent canoe violin blanket mirror engine bucket carpet drawer fence garden
helmet jacket kite lantern mattress notebook oven piano quilt raft saddle tablecloth umbrella vase wagon yacht boiler
candle desk envelope fountain globe hammock island journal key locket map needle organ pillow rug statue tower window
course concert lecture voyage recipe flight guesthouse orchard workshop meeting library museum harbour bakery clinic
""".split()  # noqa: SIM905 -- words read better as words
_MARKED: dict[str, Callable[[random.Random], str]] = {
    "@": lambda rng: fresh(rng) if rng.random() < 0.6 else f"{fresh(rng)} {fresh(rng)}",
    "!": lambda rng: written(rng, some_day(rng)),
    "&": lambda rng: some_id(rng),
}


def some_day(rng: random.Random) -> date:
    """Any day of 2015 to 2027."""
    return date(2015, 1, 1) + timedelta(rng.randrange(4700))


def some_id(rng: random.Random) -> str:
    """An identifier of one of many shapes."""
    letters = "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(rng.randrange(1, 4)))
    number = str(rng.randrange(10 ** rng.randrange(1, 5), 99999))
    return rng.choice(("{l}-{n}", "{l}{n}", "{n}-{l}", "{l}/{n}", "#{n}", "{l}-{n}-{m}", "{l}_{n}")).format(
        l=letters, n=number, m=rng.randrange(10, 99)
    )


@lru_cache(maxsize=1)
def attributes() -> dict[str, tuple[str, ...]]:
    """Key -> its values, or a mark and units."""
    rows = (line.split(": ") for line in _ATTRIBUTES.strip().splitlines())
    return {key: tuple(values.split(", ")) for key, values in rows}


def free_value(rng: random.Random, key: str) -> str:
    """A value for an ordinary key."""
    bank = attributes()[key]
    if bank[0] == "#":
        number = str(rng.randrange(10 ** rng.randrange(1, 5)))
        return f"{number} {rng.choice(bank[1:])}" if len(bank) > 1 and rng.random() < 0.6 else number
    return _MARKED[bank[0]](rng) if bank[0] in _MARKED else rng.choice(bank)


def free_subject(rng: random.Random) -> str:
    """What an invented record is about: a name, an id, a thing with a name or a number."""
    draw = rng.randrange(6)
    thing = rng.choice(THINGS)
    if draw == 0:
        return fresh(rng)
    if draw == 1:
        return f"{fresh(rng)} {fresh(rng)}"
    if draw == 2:
        return some_id(rng)
    if draw == 3:
        return f"{thing} {rng.randrange(1, 60)}"
    if draw == 4:
        return f"{fresh(rng)} {thing}"
    return f"{rng.choice(attributes()['colour'])} {thing}"


def free_keys(rng: random.Random, n: int) -> list[str]:
    """`n` different ordinary keys."""
    return rng.sample(list(attributes()), n)


def free_subjects(rng: random.Random, n: int) -> list[str]:
    """`n` different subjects; some differ in one digit or one word only."""
    found: list[str] = []
    while len(found) < n:
        made = twin(rng, rng.choice(found)) if found and rng.random() < 0.25 else free_subject(rng)
        if made not in found:
            found.append(made)
    return found


def relations_of(kind: str) -> list[str]:
    """The relations of a kind of subject that have one value at a time."""
    return [r for r in RELATIONS if r.split(".")[0] == kind and r not in SEVERAL]
