# ruff: noqa: SIM905 -- months read better as words in a line
"""Collects the text of one document and notes, for every fact stated, where in the text it stands."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from typing import TypeVar

from labsupport.world.entities import PUBLIC, Gold, Mark, Triple, World
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.sides import share

T = TypeVar("T")
_SPIN = re.compile(r"<([^<>\n]*\|[^<>\n]*)>")
Value = str | int | tuple[Triple, str]
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}  # fmt: skip


@dataclass
class Meta:
    """What a document's writer says about it besides its text."""

    title: str
    tenant: str = PUBLIC
    department: str = "Engineering"
    tier: int = 0
    created: date = date(2025, 1, 1)
    updated: date | None = None  # None: as created
    version: int = 1
    language: str = "en"
    family: str | None = None  # shared by versions and near copies; `replaces` is set from it and `version`
    noise: float = 0.0  # share of words that get a typo or an abbreviation, outside spans


@dataclass
class Decks:
    """Banks being dealt; shared by all documents of a world so that wording is spread evenly.

    Kept by name and bank: types of documents have sections of one name and different wording.
    """

    left: dict[tuple[str, tuple[object, ...]], list[object]] = field(default_factory=dict)


class Writer:
    """One document in the making. Wording comes from banks through `deal`, `one` and `some`, never from elsewhere:
    they hand out only the part of a bank that this world's side may use."""

    def __init__(self, rng: random.Random, world: World, decks: Decks, language: str = "en") -> None:
        self.rng, self.world, self.decks, self.language = rng, world, decks, language
        self.text = ""
        self.gold: list[Gold] = []
        self.marks: list[Mark] = []

    # ---- choosing
    def deal(self, deck: str, bank: Sequence[T]) -> T:
        """The next entry of a bank; none comes back before all others of this side were dealt."""
        mine = share(bank, self.world.side)
        left = self.decks.left.setdefault((deck, mine), [])
        if not left:
            left += self.rng.sample(mine, len(mine))
        return left.pop()  # type: ignore[return-value]

    def one(self, bank: Sequence[T]) -> T:
        """Any entry of this side's part of a bank."""
        return self.rng.choice(share(bank, self.world.side))

    def some(self, deck: str, bank: Sequence[T], n: int) -> list[T]:
        """`n` different entries, dealt; fewer when this side's part of the bank is smaller."""
        out: list[T] = []
        for _ in range(min(n, len(share(bank, self.world.side)))):
            entry = self.deal(deck, bank)
            while entry in out:
                entry = self.deal(deck, bank)
            out.append(entry)
        return out

    def spin(self, text: str) -> str:
        """Draw one of the alternatives of every `<a|b|c>`; inner ones first."""
        while match := _SPIN.search(text):
            text = text[: match.start()] + self.rng.choice(match[1].split("|")) + text[match.end() :]
        return text

    # ---- writing
    def put(self, template: str, **values: Value) -> Writer:
        """Append a template. A value `(triple, surface)` is a stated fact and leaves a gold span."""
        for literal, key, _, _ in Formatter().parse(self.spin(template)):
            self.text += literal
            if key is None:
                continue
            value = values[key]
            if isinstance(value, tuple):
                triple, surface = value
                self.gold.append(Gold(triple, len(self.text), len(self.text) + len(surface)))
                self.text += surface
            else:
                self.text += str(value)
        return self

    def raw(self, text: str) -> Writer:
        """Append text as it is: code, tables, anything with braces or angle brackets."""
        self.text += text
        return self

    def planted(self, kind: str, text: str, note: str = "") -> Writer:
        """Append text that is no fact of the graph and mark it (canary, injection, contradiction, pii:<type>)."""
        self.marks.append(Mark(kind, len(self.text), len(self.text) + len(text), note))
        self.text += text
        return self

    def say(self, subject: str, relation: str, name: str = "", on: date | None = None) -> Writer:
        """One sentence of the relation's own statements (English)."""
        triple, surface = self.fact(subject, relation, on)
        template = self.deal(relation, opening(RELATIONS[relation].statements, surface))
        sentence, start, end = fill(template, name or self.world.name(subject), surface)
        self.gold.append(Gold(triple, len(self.text) + start, len(self.text) + end))
        self.text += sentence
        return self

    # ---- facts
    def fact(self, subject: str, relation: str, on: date | None = None, form: str = "") -> tuple[Triple, str]:
        """The fact `subject relation ?` valid on a day (today if not given), with its surface form."""
        day = on or self.world.today
        for fact in self.world.facts_about[subject, relation]:
            if fact.since <= day and (fact.until is None or day < fact.until):
                break
        else:  # before the first or after the last one: the nearest that is known
            fact = self.world.facts_about[subject, relation][-1]
        surface = self.world.name(fact.object)
        if relation.endswith((".date", ".due", ".effective", ".end")):
            surface = self.day(date.fromisoformat(surface), form)
        return fact.triple, surface

    def every(self, subject: str, relation: str) -> list[tuple[Triple, str]]:
        """All facts of a relation with several objects (incident.product, product.component, ...)."""
        return [(f.triple, self.world.name(f.object)) for f in self.world.facts_about.get((subject, relation), [])]

    def day(self, day: date, form: str = "") -> str:
        """A date as this document's language writes it: iso, long, us (English), short (German)."""
        month = MONTHS[self.language][day.month - 1]
        if self.language == "de":
            form = form or self.rng.choice(("iso", "long", "short"))
            written = f"{day.day}. {month} {day.year}"
            short = f"{day.day:02d}.{day.month:02d}.{day.year}"
            return {"iso": day.isoformat(), "long": written, "short": short, "us": written}[form]
        form = form or self.rng.choice(("iso", "long", "us"))
        long = f"{'1er' if self.language == 'fr' and day.day == 1 else day.day} {month} {day.year}"
        us = f"{month} {day.day}, {day.year}" if self.language == "en" else long
        return {"iso": day.isoformat(), "long": long, "us": us}[form]


def opening(statements: Sequence[str], obj: str) -> Sequence[str]:
    """The statements that can begin with a capital: those that begin with the object only where it has one."""
    return [s for s in statements if not (s.startswith("{o}") and obj[:1].islower())]


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
