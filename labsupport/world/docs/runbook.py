"""Runbooks: steps with commands, decision tables, contacts, hand-over notes, records of drills."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labsupport.world.docs import planting, runbook_text
from labsupport.world.docs.page import Slot, sections
from labsupport.world.docs.planting_text import SEAL
from labsupport.world.docs.technical import CAUSES, Cell, Sheet, table
from labsupport.world.entities import Product, World
from labsupport.world.graph import CAUSES as CAUSE_NAMES
from labsupport.world.writer import Meta, Writer, capital

BANK = sections(runbook_text.BANK)
TASKS = sections(runbook_text.TASKS)
NAMES = tuple(name for name in TASKS if "." not in name)
LAYOUTS = 12


@dataclass(frozen=True)
class Subject:
    """A task with a product."""

    product: Product
    task: str


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Subject]:
    """Pairs of product and task, no pair twice."""
    pool = [Subject(product, task) for product in world.products for task in NAMES]
    return rng.sample(pool, min(n, len(pool)))


MENTIONED = frozenset({"product.owner", "team.channel", "team.lead"})


def write(w: Writer, subject: Subject, turn: int) -> Meta:
    first = max(subject.product.versions[0][1], date(2023, 6, 1)) + timedelta(days=20)
    day = first + timedelta(days=w.rng.randrange(max(1, (w.world.today - first).days)))
    p = Book(w, day, BANK).load(subject)
    level = planting.tier(w)
    title = p.title()
    WRITE[turn](p)
    if all(g.triple.relation in MENTIONED for g in w.gold):  # its team is named, but perhaps in passing only
        p.raw("\n\n").tell("facts")
    if level == 3:
        p.seal(SEAL)
    made = day - timedelta(days=w.rng.choice((0, 0, w.rng.randrange(200))))
    return Meta(title, planting.tenant(w.world, level), p.team.department, level, made, day, w.rng.randrange(1, 7),
                noise=0.015 if turn in (4, 9) else 0.0)  # fmt: skip


class Book(Sheet):
    """The page of one task with one product."""

    subject: Subject

    def load(self, subject: Subject) -> Book:
        """Set the facts of product and team."""
        self.subject = subject
        self.about(subject.product)
        product, team = self.product, self.team
        for key, relation in (
            ("owner", "owner"),
            ("version", "version"),
            ("sku", "sku"),
            ("supplier", "supplier"),
            ("prole", "role"),
        ):
            self.fact(key, product.id, f"product.{relation}")
        for key, relation in (("lead", "lead"), ("channel", "channel"), ("site", "site")):
            self.fact(key, team.id, f"team.{relation}")
        for key, part in zip(("part", "part2", "part3"), self.w.every(product.id, "product.component"), strict=True):
            self.v[key] = part
        self.v["p"], self.v["a"] = product.name, "an" if product.role[0] in "aeiou" else "a"
        self.named.append(self.lead(team))
        self.somebody()
        return self

    def somebody(self) -> None:
        """Choose a colleague of the owning team for `{who2}`, with the extension for `{ext}`."""
        chosen = self.person(self.team.id)
        self.v["who2"] = chosen.name
        self.fact("ext", chosen.id, "person.extension")

    def fresh(self, key: str) -> Slot:
        if key in ("cond", "then"):
            return self.plain(self.line(key))
        if key == "clue":
            return self.from_bank(CAUSES, f"clue.{self.rng.choice(CAUSE_NAMES)}")
        if key in ("key", "kvalue"):
            chosen = self.settings(self.rng.choice(self.product.components), 1)[0]
            self.v["kvalue"] = f"{chosen.value} {chosen.unit}".strip()
            return f"`{chosen.name}`" if key == "key" else str(self.v["kvalue"])
        return super().fresh(key)

    def title(self) -> str:
        """One of the task's titles."""
        chosen = self.w.one(tuple(TASKS[self.subject.task][0].split(" | ")))
        name = self.product.name
        text = chosen.replace("{p}", name)
        return (
            text
            if name in text
            else self.rng.choice(
                (f"{name}: {text[0].lower()}{text[1:]}", f"{text} ({name})", f"Runbook {name}: {text}")
            )
        )

    def steps(self, n: int) -> list[str]:
        """At most `n` steps of the task, in their order."""
        bank = TASKS[f"step.{self.subject.task}"]
        return sorted(self.w.some(f"step.{self.subject.task}", bank, n), key=bank.index)

    def step(self, template: str) -> Book:
        """Write a step, check or remark; many without a value of their own get an aside."""
        return self.put(self.aside(template), cap=True)

    def aside(self, template: str) -> str:
        """The step with an aside before its full stop, or as it is."""
        if template.endswith(".") and self.rng.random() < (0.15 if "{" in template else 0.6):
            return template[:-1] + " (" + self.line("aside") + ")."
        return template

    def goal(self) -> None:
        """When the task is done."""
        self.step(self.w.deal(f"goal.{self.subject.task}", TASKS[f"goal.{self.subject.task}"]))

    def head(self, key: str, level: str) -> None:
        """A heading on a line of its own, with an empty line before it."""
        self.raw("\n\n" if self.w.text else "").raw(level).tell(f"head.{key}").raw("\n")

    def each(self, key: str, n: int, mark: str) -> None:
        """`n` entries of a section, one a line."""
        for template in self.lines(key, n):
            if key == "escalate":
                self.somebody()
            self.raw(f"\n{mark}").step(template)

    def decide(self, n: int) -> None:
        """A table of conditions and what to do."""
        conditions, answers = self.lines("cond", n), self.lines("then", n)
        rows: list[list[Cell]] = [[self.cell(a), self.cell(b)] for a, b in zip(conditions, answers, strict=False)]
        heads = [*self.rng.choice((("If", "Then"), ("You see", "Do"), ("Sign", "Answer"), ("State", "Next")))]
        if self.rng.random() < 0.6:
            title, cell = self.rng.choice(
                (("Within", "{nn} min"), ("Who", "{who2}"), ("Then step", "{n}"), ("Since", "{lately}"))
            )
            heads.append(title)
            for row in rows:
                if title == "Who":
                    self.somebody()
                row.append(self.plain(cell))
        table(heads, rows, self.w)

    def past(self) -> bool:
        """A sentence on an incident of the product, if there was one; whether it was written."""
        pool = [i for i in self.world.incidents if self.product.id in (i.product, *i.also) and i.started < self.day]
        if not pool:
            return False
        other = self.rng.choice(pool)
        self.v["i2"] = other.id
        for key, relation in (("cause2", "cause"), ("min2", "minutes"), ("who3", "oncall")):
            self.fact(key, other.id, f"incident.{relation}")
        self.tell("past")
        return True

    def codes(self, n: int, mark: str) -> int:
        """Remarks on up to `n` error codes of the product, one a line; how many there were."""
        pool = [e for e in self.world.errors if e.product == self.product.id]
        chosen = self.rng.sample(pool, min(n, len(pool)))
        for code in chosen:
            self.v["code"] = code.id
            for key, relation in (("epart", "component"), ("meaning", "meaning"), ("remedy", "remedy")):
                self.fact(key, code.id, f"error.{relation}")
            self.raw(mark).tell("code")
        return len(chosen)

    def block(self, n: int) -> None:
        """A code block of commands, some with a remark."""
        self.raw("```\n")
        for command in dict.fromkeys(self.command() for _ in range(n)):
            if self.rng.random() < 0.4:
                self.raw("# " + self.plain(self.line("check")).replace("`", "") + "\n")
            self.raw(command + "\n")
        self.raw("```")


def _numbered(p: Book) -> None:
    level = p.rng.choice(("## ", "### ", "", "== "))
    if p.rng.random() < 0.6:
        p.tell("intro")
    p.head("when", level)
    p.goal()
    p.head("steps", level)
    for number, step in enumerate(p.steps(p.rng.randrange(5, 10)), 1):
        p.raw(f"\n{number}. ").step(step)
    p.head("check", level)
    p.each("check", p.rng.randrange(2, 4), "- ")
    p.head("call", level)
    p.each("escalate", p.rng.randrange(1, 3), "")
    if p.rng.random() < 0.5:
        p.head("after", level)
        p.each("after", p.rng.randrange(1, 4), "- ")


def _alert(p: Book) -> None:
    p.put("<Alert|Alarm>: ").put(p.line("cond"), cap=True).raw("\n").put(
        "<Service|Product>: {p}, <owned by|team> {owner}\n"
    )
    p.put("<Meaning|What it says>: ").goal()
    p.raw("\n\n").tell("head.check").raw(":")
    p.each("check", 3, p.rng.choice(("- ", "* ", "  ")))
    p.raw("\n\n")
    p.decide(p.rng.randrange(3, 7))
    p.raw("\n").tell("escalate")
    if p.rng.random() < 0.6:
        p.raw("\n\n")
        p.past()


def _decision(p: Book) -> None:
    p.tell("facts").raw("\n\n")
    p.decide(p.rng.randrange(6, 11))
    p.raw("\n").put("<Steps behind the table|Details|The moves>:")
    for letter, step in zip("abcdefgh", p.steps(p.rng.randrange(3, 6)), strict=False):
        p.raw(f"\n({letter}) ").step(step)
    p.raw("\n\n").tell("escalate", "warn")


def _boxes(p: Book) -> None:
    p.goal()
    box = p.rng.choice(("[ ] ", "( ) ", "- [ ] ", "__ "))
    p.raw("\n")
    for step in p.steps(p.rng.randrange(6, 11)):
        p.raw(f"\n{box}").step(step)
    p.each("check", p.rng.randrange(1, 4), box)
    p.put("\n\n<Done by|Name>: ______ <at|time>: ______\n")
    p.tell("escalate")


def _colleague(p: Book) -> None:
    p.tell("chat").raw(" ").goal()
    p.raw("\n\n")
    for number, step in enumerate(p.steps(p.rng.randrange(4, 8))):
        p.raw(" " if number else "").step(step)
    p.raw("\n\n").tell("warn").raw(" ").tell("ifthen")
    if p.rng.random() < 0.6:
        p.raw(" ")
        p.past()
    p.somebody()
    p.raw("\n\n").tell("escalate")


def _sheet(p: Book) -> None:
    p.put("# {p}, {owner}, {channel}\n\n")
    p.block(p.rng.randrange(4, 9))
    p.raw("\n\n").tell("ifthen").raw("\n").tell("ifthen")
    p.raw("\n\n")
    p.block(p.rng.randrange(2, 5))
    p.codes(2, "\n\n")
    p.raw("\n\n").tell("after")


def _codes(p: Book) -> None:
    p.tell("facts").raw(" ").tell("intro").raw("\n\n")
    pool = [e for e in p.world.errors if e.product == p.product.id]
    rows: list[list[Cell]] = []
    for code in pool:
        rows.append([code.id, *(p.stating(code.id, f"error.{x}") for x in ("component", "meaning", "remedy"))])
    if rows:
        table(
            p.rng.choice((("Code", "Part", "Meaning", "Remedy"), ("Error", "Raised by", "It means", "Do this"))),
            rows,
            p.w,
        )
    p.raw("\n").goal()
    p.each("ifthen", p.rng.randrange(2, 5), p.rng.choice(("- ", "* ", "")))
    for step in p.steps(3):
        p.raw("\n\n").step(step)
    p.raw("\n\n").tell("escalate")


def _contacts(p: Book) -> None:
    p.tell("facts").raw("\n\n")
    names = p.rng.sample(p.staff(p.team.id), min(len(p.staff(p.team.id)), p.rng.randrange(2, 6)))
    rows: list[list[Cell]] = []
    for person in names:
        when = p.rng.choice(("{wday}", "nights", "{comp}", "by day", "weekends", "until {clock}", "{host}, {host}"))
        facts = (p.stating(person.id, f"person.{x}") for x in ("role", "extension"))
        rows.append([person.name, *facts, p.cell(when)])
    table(("Who", "Role", "Extension", "For"), rows, p.w)
    p.raw("\n").tell("escalate", "warn")
    p.raw("\n\n").goal()
    for step in p.steps(p.rng.randrange(2, 5)):
        p.raw("\n- ").step(step)


def _phases(p: Book) -> None:
    heads = p.line("phase").split(" | ")
    steps = p.steps(p.rng.randrange(6, 10))
    cut = max(1, len(steps) // 3)
    style = p.rng.choice(("## {}", "{}:", "[{}]", "-- {} --"))
    p.tell("facts")
    for number, (title, own) in enumerate(zip(heads, (steps[:cut], steps[cut:-cut], steps[-cut:]), strict=True)):
        p.raw("\n\n" + style.format(title) + "\n")
        if number == 0:
            p.raw("\n").goal()
        for step in own:
            p.raw("\n- ").step(step)
        if number == 1:
            p.raw("\n\n")
            p.decide(p.rng.randrange(2, 4))
            p.w.text = p.w.text.rstrip("\n")
        if number == 2:
            p.each("after", p.rng.randrange(1, 3), "- ")
    p.raw("\n\n").tell("escalate")


def _card(p: Book) -> None:
    p.goal()
    for step in p.steps(p.rng.randrange(2, 4)):
        p.raw("\n> ").step(step)
    p.raw("\n").tell("escalate")
    if p.rng.random() < 0.4:
        p.codes(1, "\n")


def _drill(p: Book) -> None:
    p.tell("drill").raw(" ").tell("facts").raw("\n\n")
    steps = p.steps(p.rng.randrange(4, 8))
    notes = p.lines("drillnote", len(steps))
    rows: list[list[Cell]] = []
    for number, step in enumerate(steps):
        rows.append([str(number + 1), p.cell(p.aside(step)), p.cell(notes[number % len(notes)])])
    table(("No.", "Step", "Seen"), rows, p.w)
    p.raw("\n").tell("warn")
    if p.rng.random() < 0.6:
        p.raw(" ")
        p.past()
    p.raw("\n\n").tell("escalate", "after")


def _branches(p: Book) -> None:
    p.tell("intro").raw("\n\n").goal()
    p.raw("\n")
    p.each("ifthen", p.rng.randrange(4, 8), p.rng.choice(("", "- ", "+ ", "* ")))
    p.raw("\n\n").put(capital(p.rng.choice(("the full way", "from the start", "in order", "long form")))).raw(":")
    for number, step in enumerate(p.steps(p.rng.randrange(4, 8)), 1):
        p.raw(f"\n{number}) ").step(step)
    p.codes(1, "\n\n")
    p.raw("\n\n")
    if not p.past():
        p.tell("facts")
    p.raw(" ").tell("escalate")


WRITE = (_numbered, _alert, _decision, _boxes, _colleague, _sheet, _codes, _contacts, _phases, _card, _drill, _branches)
