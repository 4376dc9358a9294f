"""What the writers of formal documents (policies, questions, contracts, advisories) share: a page with more fresh
slots, and the choice between facts that are already true and those that are not."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from labsupport.world.docs.page import Bank, Page, Slot
from labsupport.world.entities import Team
from labsupport.world.writer import MONTHS, Writer

T = TypeVar("T")
_NEST = re.compile(r"\{@([\w.]+)\}")
NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")


def marked(text: str, prefix: str) -> dict[str, tuple[str, ...]]:
    """A bank of topics: `= topic` starts one, the first character of a line says which section it belongs to.

    The section `!` of the topic `Backup` is called `<prefix>.Backup.!`.
    """
    found: dict[str, list[str]] = {}
    for block in ("\n" + text).split("\n= ")[1:]:
        name, *lines = block.splitlines()
        for line in lines:
            if line.strip():
                found.setdefault(f"{prefix}.{name.strip()}.{line[0]}", []).append(line[1:].strip().replace("\\n", "\n"))
    return {name: tuple(lines) for name, lines in found.items()}


class Sheet(Page):
    """A page of a formal document. `fresh` knows more slots than a page of correspondence."""

    def __init__(self, w: Writer, day: date, bank: Bank, space: str, language: str = "en") -> None:
        super().__init__(w, day, bank)
        w.language = language
        self.space = space  # keeps the decks of this type apart from those of others
        self.alias: dict[str, str] = {}  # what a section name stands for in this document, where it is not itself
        self.recent: list[str] = []  # places and teams named last, so that one sentence does not name one twice
        self.macros: dict[str, str] = {}  # slots that stand for a piece of template
        self.tailed: dict[str, str] = {}  # sections whose sentences may get a tail, and the section of tails

    # ---- choosing
    def line(self, *keys: str) -> str:
        """A template of the first section that exists, dealt, with each `{@name}` in it replaced by a line."""
        for key in (self.alias.get(k, k) for k in keys):
            if key in self.bank:
                return self._whole(key, self.w.deal(f"{self.space}.{key}", self.bank[key]))
        raise KeyError(f"no bank section {keys}")

    def lines(self, key: str, n: int) -> list[str]:
        """Up to `n` different templates of a section, dealt."""
        key = self.alias.get(key, key)
        return [self._whole(key, t) for t in self.w.some(f"{self.space}.{key}", self.bank[key], n)]

    def upto(self, key: str, least: int, most: int) -> list[str]:
        """From `least` to `most` different templates of a section, dealt."""
        return self.lines(key, self.rng.randint(least, most))

    def maybe(self, chance: float, key: str) -> list[str]:
        """One template of a section, or none."""
        return [self.line(key)] if self.rng.random() < chance else []

    def _whole(self, key: str, template: str) -> str:
        """A template with its alternatives drawn and lines of other sections put in; sometimes with a tail."""
        template = self.w.spin(template)  # first, so that no line is dealt for an alternative that is not drawn
        used: dict[str, list[str]] = {}  # two of one section in one sentence differ
        while match := _NEST.search(template):
            line = self.line(match[1])
            if line in used.setdefault(match[1], []):
                line = self.line(match[1])
            used[match[1]].append(line)
            template = template[: match.start()] + line + template[match.end() :]
        chance = (0.85, 0.4)[min(1, template.count("{"))]  # what has a slot is already unlike the next of its kind
        if key in self.tailed and template.endswith(".") and self.rng.random() < chance:
            tails = self.tailed[key]
            tail = self.w.spin(self.w.deal(f"{self.space}.{tails}", self.bank[tails]))
            template = f"{template[:-1]}{'' if tail[0] in ',;' else ' '}{tail}"
        return template

    # ---- writing
    def put(self, template: str, cap: bool = False) -> Sheet:
        """Write a template, with its slots filled."""
        for name, meant in self.macros.items():
            template = template.replace("{" + name + "}", meant)
        super().put(template, cap)
        return self

    def raw(self, text: str) -> Sheet:
        """Write text as it is."""
        super().raw(text)
        return self

    def text(self, *templates: str) -> Sheet:
        """Write templates one after another, with a space wherever two words would touch."""
        for template in templates:
            if template:
                touch = self.w.text[-1:].strip() and not template.startswith("\n")
                self.put(f" {template}" if touch else template)
        return self

    def head(self, key: str, mark: str = "") -> Sheet:
        """Write a heading of a section on a line of its own."""
        return self.put(f"{mark}{self.line(key)}\n")

    def bullets(self, templates: Sequence[str], mark: str = "- ") -> Sheet:
        """Write templates as a list, each on its line."""
        for template in templates:
            self.put(f"{mark}{template}\n")
        return self

    # ---- values
    def fresh(self, key: str) -> Slot:
        """A value for a slot that nobody set."""
        make = SLOTS.get(key)
        return make(self) if make else super().fresh(key)

    def knows(self, key: str, subject: str, relation: str, on: date | None = None, form: str = "") -> bool:
        """Set a slot to a fact where it is true on the day of the document; False where it is not."""
        if not self.has(subject, relation):
            return False
        self.fact(key, subject, relation, on, form)
        return True

    def team_of(self, team_id: str) -> Team:
        """The team with this id."""
        return next(t for t in self.world.teams if t.id == team_id)


def _unlike(p: Page, names: list[str]) -> str:
    """One of the names that was not among the last ones."""
    recent = p.recent if isinstance(p, Sheet) else []
    chosen = p.rng.choice([n for n in names if n not in recent] or names)
    recent.append(chosen)
    del recent[:-3]
    return chosen


def _team(p: Page) -> str:
    return _unlike(p, [t.name for t in p.world.teams if p.has(t.id, "team.channel")] or [p.world.teams[0].name])


def _place(p: Page) -> str:
    return _unlike(p, [s.name for s in p.world.sites])


def _month(p: Page) -> str:
    return p.rng.choice(MONTHS[p.w.language])


def _word(p: Page) -> str:
    return p.rng.choice(NUMBER_WORDS)


SLOTS: dict[str, Callable[[Page], Slot]] = {
    "few": _word,
    "month": _month,
    "team": _team,
    "place": _place,
    "clock": lambda p: f"{p.rng.randrange(6, 20)}:{p.rng.choice(('00', '00', '15', '30', '45'))}",
    "n9": lambda p: p.rng.randrange(2, 10),
    "wk": lambda p: p.rng.randrange(1, 53),
    "mins": lambda p: p.rng.choice((5, 10, 12, 15, 20, 25, 30, 40, 45, 50, 90)),
    "floor": lambda p: p.rng.choice(("ground floor", "first floor", "second floor", "third floor", "mezzanine")),
    "share": lambda p: f"{p.rng.randrange(4, 97)} percent",
    "euro": lambda p: f"EUR {p.rng.randrange(12, 400) * 5}",
    "sign": lambda p: f"{p.rng.choice('ABCDEFHKLMPRSTVW')}{p.rng.randrange(10, 99)}",
    "past": lambda p: p.day_text(p.day - timedelta(days=p.rng.randrange(30, 500))),
    "later": lambda p: p.day_text(p.day + timedelta(days=p.rng.randrange(20, 200))),
    "sum": lambda p: f"EUR {p.rng.randrange(20, 900) * 10}",
}  # fmt: skip


def mixed(rng: random.Random, items: Sequence[T], family: Callable[[T], object]) -> list[T]:
    """The items in random order, those of one family among themselves in the order given."""
    shuffled = rng.sample(list(items), len(items))
    waiting: dict[object, list[T]] = {}
    for item in items:
        waiting.setdefault(family(item), []).append(item)
    return [waiting[family(item)].pop(0) for item in shuffled]
