"""One document in the making, with its day and its values: what the writers of correspondence share.

Banks are texts of sections: `= name` starts one, each further line is a template with `{slots}` and `<a|b>`
alternatives. A slot is a value set before (facts among them) or one of `FRESH`, drawn anew each time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from string import Formatter

from labsupport.world.entities import Customer, Person, Team, Triple
from labsupport.world.graph import money
from labsupport.world.writer import Value, Writer, capital

Bank = Mapping[str, tuple[str, ...]]


def sections(text: str) -> dict[str, tuple[str, ...]]:
    """The sections of a bank. `\\n` in a line is a line break. Raises ValueError for a section given twice."""
    found: dict[str, tuple[str, ...]] = {}
    for block in ("\n" + text).split("\n= ")[1:]:
        name, *lines = block.splitlines()
        if name.strip() in found:
            raise ValueError(f"bank section {name!r} is there twice")
        found[name.strip()] = tuple(line.strip().replace("\\n", "\n") for line in lines if line.strip())
    return found


@dataclass(frozen=True)
class Wrong:
    """A value that contradicts the graph on purpose: `note` is subject|relation|true|stated."""

    text: str
    note: str


Slot = Value | Wrong
CHANGEABLE = (  # relations that a planted contradiction may get wrong
    "incident.minutes", "order.due", "order.amount", "contract.end", "contract.amount", "contract.response",
    "product.price", "product.version", "person.extension", "policy.limit", "team.lead", "incident.date",
)  # fmt: skip
HOSTS = ("gw", "app", "node", "edge", "db", "relay", "web", "job", "cache", "core", "lb", "mq")


class Page:
    """A writer, the day of the document, and its values. `person`, `place` and the like respect the day."""

    def __init__(self, w: Writer, day: date, bank: Bank) -> None:
        self.w, self.day, self.bank, self.rng, self.world = w, day, bank, w.rng, w.world
        self.v: dict[str, Slot] = {}
        self.host = f"{self.rng.choice(HOSTS)}-{self.rng.randrange(1, 30):02d}"
        self.named: list[str] = []  # people already in this document, so that one name means one person

    # ---- values
    def fact(self, key: str, subject: str, relation: str, on: date | None = None, form: str = "") -> None:
        """Set a slot to a fact; to its plain words where the fact was not yet true on the day of the document."""
        day = on or self.day
        triple, surface = self.w.fact(subject, relation, day, form)
        true = any(f.triple == triple and f.since <= self.day for f in self.world.facts_about[subject, relation])
        self.v[key] = (triple, surface) if true else surface

    def has(self, subject: str, relation: str) -> bool:
        """Whether a fact of this relation is true on the day of the document."""
        return any(f.since <= self.day for f in self.world.facts_about.get((subject, relation), ()))

    def spoil(self, keys: Sequence[str]) -> str:
        """Make one of the slots contradict the graph; returns its key, or "" where none can."""
        for key in self.rng.sample(list(keys), len(keys)):
            value = self.v.get(key)
            if isinstance(value, tuple) and value[0].relation in CHANGEABLE:
                wrong = self._other(value[0], value[1])
                if wrong:
                    true = self.world.name(value[0].object)
                    self.v[key] = Wrong(wrong, f"{value[0].subject}|{value[0].relation}|{true}|{wrong}")
                    return key
        return ""

    def _other(self, triple: Triple, surface: str) -> str:
        """A plausible wrong value of the same form; "" where the fact is history and being wrong is only being old."""
        facts = self.world.facts_about[triple.subject, triple.relation]
        now = next((f for f in facts if f.until is None), None)
        if now is None or now.triple != triple:
            return ""
        if len(facts) > 1:
            return self.world.name(facts[-2].object)
        if triple.relation.endswith((".due", ".end", ".date")):
            true = date.fromisoformat(triple.object)
            form = "iso" if "-" in surface else "us" if surface[0].isalpha() else "long"
            return self.w.day(true + timedelta(days=self.rng.choice((-3, 2, 4, 7, 10, 30))), form)
        if triple.relation in ("team.lead", "product.version"):
            return ""
        digits = [m.start() for m in re.finditer(r"\d", surface.split(".")[0])]
        while True:
            at = self.rng.choice(digits)
            made = surface[:at] + self.rng.choice("123456789") + surface[at + 1 :]
            if made != surface:
                return made.replace("1 hours", "2 hours") if surface != "2 hours" else "4 hours"

    # ---- people
    def staff(self, team: str | None = None, day: date | None = None) -> list[Person]:
        """Who worked here on the day, in one team or in all."""
        on = day or self.day
        return [p for p in self.world.people if p.joined <= on and (team is None or p.team == team)]

    def person(self, team: str | None = None) -> Person:
        """Somebody who works here and is not yet in this document, from the team where it has one left."""
        pool = [p for p in self.staff(team) if p.id not in self.named]
        pool = pool or [p for p in self.staff() if p.id not in self.named] or self.staff()
        chosen = self.rng.choice(pool)
        self.named.append(chosen.id)
        return chosen

    def lead(self, team: Team) -> str:
        """The id of who led a team on the day."""
        return self.w.fact(team.id, "team.lead", self.day)[0].object

    # ---- text
    def fresh(self, key: str) -> Slot:
        """A value for a slot that nobody set."""
        make = FRESH.get(key)
        if make is None:
            raise KeyError(f"no slot {key!r} here; known: {', '.join(sorted(self.v))}")
        return make(self)

    def line(self, *keys: str) -> str:
        """A template of the first section that exists, dealt."""
        for key in keys:
            if key in self.bank:
                return self.w.deal(key, self.bank[key])
        raise KeyError(f"no bank section {keys}")

    def lines(self, key: str, n: int) -> list[str]:
        """`n` different templates of a section, dealt."""
        return self.w.some(key, self.bank[key], n)

    def put(self, template: str, cap: bool = False) -> Page:
        """Write a template, with its slots filled; `cap` starts it with a capital."""
        start = len(self.w.text)
        for literal, key, _, _ in Formatter().parse(self.w.spin(template)):
            self.w.raw(literal)
            if key is None:
                continue
            low = key[:1].lower() + key[1:]
            value = self.v[key] if key in self.v else self.v[low] if low in self.v else self.fresh(low)
            if isinstance(value, Wrong):
                self.w.planted("contradiction", value.text, value.note)
            elif isinstance(value, tuple):
                self.w.put("{x}", x=value)
            else:
                self.w.raw(capital(str(value)) if key != low else str(value))
        if cap and start < len(self.w.text):
            text = self.w.text
            if not any(g.start == start for g in self.w.gold):
                self.w.text = text[:start] + text[start].upper() + text[start + 1 :]
        return self

    def tell(self, *keys: str, sep: str = " ") -> Page:
        """Write one template of each section, separated."""
        return self.put(sep.join(self.line(key) for key in keys))

    def raw(self, text: str) -> Page:
        """Write text as it is."""
        self.w.raw(text)
        return self

    def day_text(self, day: date, form: str = "") -> str:
        """A date that is no fact, as this document writes it."""
        return self.w.day(day, form)

    def quoted(self, mark: str, write: Callable[[], object]) -> Page:
        """Write something with `mark` before each of its lines; spans move along."""
        w, start = self.w, len(self.w.text)
        gold, marks = list(w.gold), list(w.marks)
        write()
        body, w.text = w.text[start:], w.text[:start]
        places: list[int] = []
        for line in body.splitlines(keepends=True):
            w.text += mark if line.strip() else mark.rstrip()
            places += range(len(w.text), len(w.text) + len(line))
            w.text += line

        def moved(at: int) -> int:
            return places[at - start]

        def end(at: int) -> int:
            return places[at - start - 1] + 1

        w.gold[len(gold) :] = [g._replace(start=moved(g.start), end=end(g.end)) for g in w.gold[len(gold) :]]
        w.marks[len(marks) :] = [m._replace(start=moved(m.start), end=end(m.end)) for m in w.marks[len(marks) :]]
        return self

    def folded(self, mark: str, write: Callable[[], object]) -> Page:
        """As `quoted`, but only where the text inside has no mark that must stay on one line."""
        return self.quoted(mark, write)

    def seal(self, bank: Sequence[str]) -> Page:
        """Write a reference number that occurs nowhere else: the canary of a restricted document."""
        signs = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
        number = f"CN-{''.join(self.rng.choice(signs) for _ in range(4))}-{self.rng.randrange(10, 100)}"
        head, tail = self.w.spin(self.w.deal("seal", bank)).split("{c}")
        self.w.raw(head).planted("canary", number, number).raw(tail)
        return self


def clock(rng: random.Random) -> str:
    """A time in office hours."""
    return f"{rng.randrange(7, 18):02d}:{rng.randrange(60):02d}"


def _customer(p: Page) -> str:
    pool: list[Customer] = [c for c in p.world.customers if c.since <= p.day] or list(p.world.customers)
    return p.rng.choice(pool).name


def _colleague(p: Page) -> str:
    return p.person().name


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th ... 11th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number // 10 % 10 == 1 else ending}"


FRESH: dict[str, Callable[[Page], Slot]] = {
    "n": lambda p: p.rng.randrange(2, 10),
    "nn": lambda p: p.rng.randrange(11, 90),
    "nnn": lambda p: p.rng.randrange(112, 980),
    "nth": lambda p: ordinal(p.rng.randrange(2, 10)),
    "nnth": lambda p: ordinal(p.rng.randrange(11, 90)),
    "nnnth": lambda p: ordinal(p.rng.randrange(112, 980)),
    "nk": lambda p: f"{p.rng.randrange(2, 90)},{p.rng.randrange(1000):03d}",
    "pct": lambda p: p.rng.randrange(71, 100),
    "low": lambda p: p.rng.randrange(3, 30),
    "deg": lambda p: f"{p.rng.choice(('-21', '-18', '2', '3', '4', '5', '6', '7', '8', '9'))}.{p.rng.randrange(10)}",
    "port": lambda p: p.rng.randrange(1, 49),
    "dock": lambda p: f"dock {p.rng.randrange(1, 15)}",
    "room": lambda p: f"{p.rng.choice('ABCDE')}{p.rng.randrange(1, 5)}.{p.rng.randrange(1, 20):02d}",
    "clock": lambda p: clock(p.rng),
    "host": lambda p: p.host,
    "serial": lambda p: "".join(p.rng.choice("0123456789ABCDEF") for _ in range(8)),
    "wday": lambda p: p.rng.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")),
    "col": _colleague,
    "cust": _customer,
    "place": lambda p: p.rng.choice(p.world.sites).name,
    "soon": lambda p: p.day_text(p.day + timedelta(days=p.rng.randrange(2, 24))),
    "lately": lambda p: p.day_text(p.day - timedelta(days=p.rng.randrange(2, 24))),
    "eur": lambda p: money(p.rng.randrange(40, 900) * 50),
    "sum": lambda p: money(p.rng.randrange(40, 900) * 50),
}


def shares(n: int, want: Mapping[str, int], full: int, rng: random.Random) -> list[str]:
    """For `n` documents, what is planted in each ("" mostly): `want` of `full` documents, scaled, well spread."""
    plan: list[str] = []
    for what, number in want.items():
        plan += [what] * round(number * n / full)
    plan = (plan + [""] * n)[: max(n, 0)]
    rng.shuffle(plan)
    return plan
