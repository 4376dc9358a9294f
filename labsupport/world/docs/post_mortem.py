"""Incident reports: timelines, five whys, minutes of a review, notes of three lines; drafts and final versions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from labsupport.world.docs import planting, post_mortem_text
from labsupport.world.docs.page import Slot, sections
from labsupport.world.docs.planting_text import SEAL
from labsupport.world.docs.technical import CAUSES, ROLES, Cell, Sheet, edition, table
from labsupport.world.entities import Incident, Product, World
from labsupport.world.sides import share
from labsupport.world.writer import Meta, Writer, capital

BANK = sections(post_mortem_text.BANK)
LAYOUTS = 13
LETTER = 7  # the layout that goes to a customer
PAIRED = (0, 2, 5, 8, 9)  # layouts with a draft and a final version


ASKED = (  # a section of questions and the sections that answer it
    ("q.happened", ("open", "sum")), ("q.wrong", ("guess", "badly")), ("q.found", ("found", "why")),
    ("q.end", ("ended",)), ("q.impact", ("impact",)), ("q.after", ("lesson", "letter.act")),
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """A report on an incident; `version` 1 and 2 of a family are its draft and its final form."""

    incident: Incident
    version: int = 1
    family: str = ""
    layout: int = -1  # of both members of a family


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Subject]:
    """Incidents, some twice: as a draft and as the final report."""
    pool = sorted(rng.sample(world.incidents, min(n, len(world.incidents))), key=lambda i: i.started)
    pairs = {i.id for i in rng.sample(pool, min(len(pool), max(n - len(pool), n // 12)))}
    made: list[Subject] = []
    for incident in pool:
        if incident.id in pairs:
            layout = rng.choice(PAIRED)
            made += [Subject(incident, v, f"report-{incident.id}", layout) for v in (1, 2)]
        else:
            made.append(Subject(incident))
    return made[:n]


def write(w: Writer, subject: Subject, turn: int) -> Meta:
    incident = subject.incident
    layout = subject.layout if subject.family else turn
    own = random.Random(f"report-{w.world.seed}-{incident.id}")
    after = own.randrange(1, 6) + (own.randrange(3, 12) if subject.version == 2 else 0)
    day = min(w.world.today, incident.started + timedelta(days=after))
    level = 1 if layout == LETTER else planting.tier(w)
    p = Report(w, day, BANK).load(incident)
    p.family, p.version = subject.family, subject.version
    p.part("title")
    title = p.plain(p.line("title"))
    p.part("frame")
    tenant = planting.tenant(w.world, level)
    if layout == LETTER:
        customer = p.rng.choice([c for c in w.world.customers if c.since <= day] or list(w.world.customers))
        p.v["cust2"], tenant = customer.name, customer.tenant
    WRITE[layout](p)
    if incident.id not in title + p.w.text:  # every report gives its number
        title += f" ({incident.id})"
    if subject.family:
        p.part("state", subject.version)
        p.raw("\n\n").tell("draft" if subject.version == 1 else "final")
    if level == 3:
        p.seal(SEAL)
    noise = 0.02 if layout in (4, 12) and w.rng.random() < 0.5 else 0.0
    return Meta(title, tenant, p.team.department, level, day, version=subject.version,
                family=subject.family or None, noise=noise)  # fmt: skip


class Report(Sheet):
    """The page of one incident, with the clauses that belong to its cause and product."""

    incident: Incident
    family = ""
    version = 1

    def fresh(self, key: str) -> Slot:
        if key == "bit":  # a part of the duration
            return self.rng.randrange(2, max(4, self.incident.minutes // 2))
        if key in ("hurt", "hurt2"):  # what people noticed; no two alike in one document
            name = f"hurt.{self.product.role}"
            left = [t for t in share(ROLES[name], self.world.side) if t not in self.used]
            template = self.rng.choice(left) if left else self.line("hurt")
            self.used.append(template)
            return self.plain(template)
        return super().fresh(key)

    def part(self, name: str, edits: int = 0) -> None:
        """Begin a part; in a family its wording is the same until it is edited."""
        if self.family:
            edition(self.w, self.family, name, edits)
            self.rng = self.w.rng

    def load(self, incident: Incident) -> Report:
        """Set the facts of an incident and the times of its course."""
        world, self.incident = self.world, incident
        product = world.by_id[incident.product]
        assert isinstance(product, Product)
        self.about(product)
        for key, relation in (("cause", "cause"), ("min", "minutes"), ("who", "oncall"), ("day", "date")):
            self.fact(key, incident.id, f"incident.{relation}")
        self.v["i"], self.v["sev"] = incident.id, incident.severity
        self.v["p"] = self.w.every(incident.id, "incident.product")[0]
        self.fact("owner", product.id, "product.owner")
        self.fact("lead", product.owner, "team.lead")
        self.fact("role", incident.oncall, "person.role")
        self.named += [incident.oncall, self.lead(self.team)]
        self.v["soon2"] = self.day_text(self.day)
        own = random.Random(f"course-{world.seed}-{incident.id}")  # the same in every report on it
        self.minute = own.randrange(60)
        marks = sorted(own.sample(range(1, max(5, incident.minutes)), 3))
        for key, at in (("t0", 0), ("t1", marks[0]), ("t2", marks[1]), ("t3", marks[2]), ("t9", incident.minutes)):
            self.v[key] = self.at(at)
        self.marks = marks
        colleagues = [second.name for second in (self.person(self.team.id), self.person(self.team.id), self.person())]
        self.v["who2"] = colleagues[0]
        self.others = colleagues
        self.clauses()
        return self

    def at(self, after: int) -> str:
        """The clock `after` minutes from the start."""
        total = self.incident.hour * 60 + self.minute + after
        return f"{total // 60 % 24:02d}:{total % 60:02d}"

    def clauses(self) -> None:
        """Draw the clauses of the cause."""
        cause = self.incident.cause
        for key in ("clue", "mend", "avoid"):
            self.v[key] = self.from_bank(CAUSES, f"{key}.{cause}")

    def also(self) -> None:
        """Name the further products, if there are any."""
        others = self.w.every(self.incident.id, "incident.product")[1:]
        for other in others:
            self.v["also"] = other
            self.raw("" if self.w.text.endswith("\n") else " ").tell("more")

    def earlier(self) -> bool:
        """A sentence on another incident of the same product or cause, if there is one; whether it was written."""
        pool = [i for i in self.world.incidents if i.started < self.incident.started
                and (i.product == self.incident.product or i.cause == self.incident.cause)]  # fmt: skip
        if not pool:
            return False
        other = self.rng.choice(pool)
        self.v["i2"] = other.id
        for key, relation in (("cause2", "cause"), ("min2", "minutes"), ("who3", "oncall"), ("day2", "date")):
            self.fact(key, other.id, f"incident.{relation}")
        self.tell("before")
        return True

    def sentences(self, key: str, n: int, mark: str = "") -> None:
        """`n` sentences of a section, in a line or as a list with a mark."""
        for number, template in enumerate(self.lines(key, n)):
            self.raw(f"\n{mark}" if mark else " " if number else "").put(template, cap=True)

    def events(self, n: int, write_one: str) -> None:
        """The course of events with about `n` lines; `write_one` is how time and event stand together."""
        minutes, (first, middle, late) = self.incident.minutes, self.marks
        free = [m for m in range(1, minutes) if m not in self.marks]
        extra = sorted(self.rng.sample(free, min(len(free), max(0, n - 6))))
        plan = [(0, "alarm"), (first, "ack"), (middle, "clue"), (late, "mend"), (minutes, "end")]
        plan += [(m, "look") for m in extra]
        for at, kind in sorted(plan):
            head, tail = write_one.split("{e}")
            self.raw(head.replace("{t}", self.at(at)))
            template = self.line(f"ev.{kind}")
            if self.rng.random() < 0.5:
                self.v["who2"] = self.rng.choice(self.others)
            self.put(template, cap=kind != "mend" and self.rng.random() < 0.3).raw(tail)

    def actions(self, n: int, mark: str, key: str = "actline") -> None:
        """`n` actions with owner and date, one a line after `mark`; the first is about the cause."""
        form = self.line(key)
        first = BANK["act"][0]
        chosen = [t for t in self.lines("act", n + 1) if t != first][: n - 1]
        for template in [first, *chosen]:
            self.v["who2"] = self.rng.choice(self.others)
            task, whom, due = (self.plain(x.strip()) for x in template.split(" | "))
            self.v["task"], self.v["whom"], self.v["due"] = task, self._whom(template, whom), due
            self.v["verbtask"] = f"look after {task}" if template == first else f"see to it: {task}"
            self.raw(mark).put(form if key == "actline" else self.line(key))

    def _whom(self, template: str, whom: str) -> Slot:
        """The owner of an action: as a stated fact where it is the team or its lead."""
        for key in ("owner", "lead", "who"):
            if "{" + key + "}" in template:
                return self.v[key]
        return whom

    def head(self, key: str, level: str) -> None:
        """A heading on a line of its own, with an empty line before it."""
        self.raw("\n\n" if self.w.text else "").raw(level).tell(f"head.{key}").raw("\n" + ("\n" if level else ""))

    def chain(self) -> list[str]:
        """Three statements, each the reason of the one before."""
        return self.from_bank(CAUSES, f"chain.{self.incident.cause}").split(" > ")

    def reasons(self, n: int = 3) -> None:
        """The chain of reasons as prose."""
        for link in self.chain()[:n]:
            self.v["link"] = (link[:1].lower() + link[1:]).rstrip(".")
            self.raw(" ").tell("link")


def _classic(p: Report) -> None:
    level = p.rng.choice(("## ", "# ", "### ", ""))
    p.head("sum", level)
    p.tell("sum").also()
    if p.rng.random() < 0.6:
        p.raw(" ").tell("call")
    p.part("impact")
    p.head("impact", level)
    p.sentences("impact", p.rng.randrange(1, 3))
    p.part("time")
    p.head("time", level)
    p.events(p.rng.randrange(6, 13), p.rng.choice(("- {t} {e}\n", "* {t}: {e}\n", "{t}  {e}\n", "- **{t}** {e}\n")))
    p.w.text = p.w.text.rstrip("\n")
    p.part("cause")
    p.head("cause", level)
    p.tell("why")
    p.reasons(p.rng.randrange(1, 4))
    for key in p.rng.sample(("good", "bad", "luck"), p.rng.randrange(0, 4)):
        p.part(key)
        p.head(key, level)
        p.sentences({"good": "well", "bad": "badly", "luck": "luck"}[key], p.rng.randrange(1, 4))
    p.part("actions", p.version)
    p.head("act", level)
    p.w.text = p.w.text.rstrip("\n")
    p.actions(p.rng.randrange(2, 5), p.rng.choice(("\n- ", "\n* ", "\n+ ")))
    if p.rng.random() < 0.5:
        p.raw("\n\n").tell("close")


def _story(p: Report) -> None:
    p.tell("open", "call")
    p.raw(" ").tell("guess")
    p.raw("\n\n").tell("found", "ended")
    p.raw(" ").tell("why")
    if p.rng.random() < 0.6:
        p.raw(" It lasted ").put("{min} minutes<, all told| from the first sign to the last|>.")
    p.raw("\n\n").tell("impact").also()
    if p.rng.random() < 0.5:
        p.raw(" ").tell("luck")
    p.raw("\n\n")
    if p.rng.random() < 0.5 and p.earlier():
        p.raw(" ")
    p.tell("lesson")
    p.actions(p.rng.randrange(1, 3), " ", "goal")


def _timeline(p: Report) -> None:
    p.put("{i}, {p}, {day}\n\n")
    p.events(p.rng.randrange(8, 16), p.rng.choice(("{t} - {e}\n", "{t} | {e}\n", "[{t}] {e}\n", "{t} {e}\n")))
    p.part("text")
    p.raw("\n").tell("sum").also()
    p.raw(" ").tell("why")
    p.raw("\n\n").tell("badly").raw(" ")
    p.sentences("lesson", p.rng.randrange(1, 3))
    p.part("actions", p.version)
    p.raw("\n")
    p.actions(p.rng.randrange(1, 4), "\n- ")


def _whys(p: Report) -> None:
    style = p.rng.randrange(3)
    p.tell("sum").raw("\n")
    links = p.chain()
    steps = [f"Why {p.rng.choice(('was that', 'this', 'that', 'did it happen', 'so'))}?"] * len(links)
    ask = "<Why did {p} fail?|Why was {p} down?|Why was there no {p}?|Why did people see that {hurt}?>"
    p.raw("\n" + ("1. " if style == 0 else "")).put(
        ask + " <Because of {cause}.|The short answer: {cause}.|It was {cause}.>"
    )
    for number, (step, link) in enumerate(zip(steps, links, strict=True), 2):
        p.raw((f"\n{number}. ", "\n", "\n- ")[style])
        p.raw((step if style == 0 else "Why? " if style == 1 else "Because: ").strip() + " " + link)
    p.raw(f"\n{len(links) + 2}. " if style == 0 else "\n")
    p.put("<And why did it last {min} minutes?|Why {min} minutes?|Why did it take {min} minutes?> ").tell("badly")
    p.raw("\n\n").tell("impact", "found", "ended")
    p.raw("\n\n").tell("call")
    p.actions(p.rng.randrange(1, 4), "\n- ")


def _note(p: Report) -> None:
    p.tell("note").raw("\n" if p.incident.also else "").also()
    if p.rng.random() < 0.5:
        p.raw(p.rng.choice((" ", "\n"))).tell("lesson")


def _form(p: Report) -> None:
    rows = [("<Incident|Number|Id>", "{i}"), ("<Product|System|Affected>", "{p}"), ("<Date|Day>", "{day}"),
            ("<Duration (minutes)|Minutes|Length in minutes>", "{min}"), ("<Cause|Root cause>", "{cause}"),
            ("<On call|On duty|Handled by>", "{who}"), ("<Product owner|Owning team>", "{owner}"),
            ("<From|Start>", "{t0}"), ("<To|End>", "{t9}"), ("Severity", "{sev}"),
            ("<Noticed by|First sign>", "{hurt}")]  # fmt: skip
    keep = [r for r in rows[:6]] + p.rng.sample(rows[6:], p.rng.randrange(1, 6))
    if p.rng.random() < 0.5:
        p.rng.shuffle(keep)
    cells: list[list[Cell]] = [[p.cell(a), p.cell(b)] for a, b in keep]
    if p.rng.random() < 0.5:
        table(["Field", "Entry"] if p.rng.random() < 0.5 else [" ", " "], cells, p.w)
    else:
        for a, b in keep:
            p.put(a + ": " + b + "\n")
    p.also()
    p.part("text")
    p.raw("\n").tell("impact", "found", "ended")
    if p.rng.random() < 0.6:
        p.raw(" ").tell("guess")
    p.part("actions", p.version)
    p.raw("\n")
    p.actions(p.rng.randrange(1, 4), "\n")
    if p.rng.random() < 0.4:
        p.raw("\n\n")
        p.earlier()


def _minutes(p: Report) -> None:
    p.tell("moder").raw("\n\n").tell("sum").also()
    names = [p.v["who"][1], *p.others, p.v["lead"][1]]  # type: ignore[index]
    speaker = ""
    p.raw("\n")
    for template in p.lines("talk", p.rng.randrange(4, 10)):
        speaker = p.rng.choice([n for n in names if n != speaker])
        p.v["a"] = p.rng.choice((speaker, speaker.split()[0])) if p.rng.random() < 0.3 else speaker
        for key, bank in (
            ("guess", "guess"),
            ("lesson", "lesson"),
            ("good", "well"),
            ("bad", "badly"),
            ("luck", "luck"),
        ):
            if "{" + capital(key) + "}" in template or "{" + key + "}" in template:
                p.v[key] = p.plain(p.line(bank))
        p.clauses()
        p.raw("\n").put(template)
    p.raw("\n\n").put("<Agreed|Decisions|We agreed>:")
    p.actions(p.rng.randrange(2, 4), "\n- ")
    p.raw("\n\n").tell("why")


def _letter(p: Report) -> None:
    p.tell("letter.open", "letter.why").raw("\n\n").tell("impact").also()
    p.raw(" ").tell("ended")
    p.raw("\n\n").tell("letter.act", "letter.end")
    p.put("\n\n<Regards|Yours|Kind regards>,\n<{who2}|{lead}, {owner}|{who2}, {owner}>")


def _page(p: Report) -> None:
    """One page of bullets: what, so what, now what."""
    heads = p.rng.choice((("What?", "So what?", "Now what?"), ("Fact", "Effect", "Plan"), ("Seen", "Learned", "Next"),
                          ("Then", "Meanwhile", "Now"), ("The fault", "The people", "The work")))  # fmt: skip
    mark = p.rng.choice(("- ", "* ", "> "))
    p.put("{i} - {p} - {day} - {min} minutes\n\n").raw(heads[0])
    for key in p.rng.sample(("found", "why", "ended", "guess"), 3):
        p.raw(f"\n{mark}").tell(key)
    p.part("effect")
    p.raw("\n\n" + heads[1])
    for key in p.rng.sample(("impact", "badly", "well", "luck", "call"), p.rng.randrange(2, 5)):
        p.raw(f"\n{mark}").tell(key)
    p.also()
    p.part("actions", p.version)
    p.raw("\n\n" + heads[2])
    p.actions(p.rng.randrange(2, 5), f"\n{mark}")


def _technical(p: Report) -> None:
    p.tell("sum").raw(" ").tell("call").raw("\n\n```\n")
    minute = p.incident.hour * 60 + p.minute
    lines: list[str] = []
    for _ in range(p.rng.randrange(3, 9)):
        lines.append(p.log(p.rng.choice(p.product.components), minute))
        minute += p.rng.randrange(p.incident.minutes // 8 + 1)
    p.raw("\n".join(sorted(lines) if minute < 1440 else lines) + "\n```\n\n").tell("found").raw(" ").tell("guess")
    p.part("text")
    p.raw("\n\n").tell("why")
    p.reasons()
    p.part("commands")
    p.raw("\n\n").put("<What was typed|Commands used|For the record, the commands>:\n\n")
    for command in dict.fromkeys(p.command() for _ in range(p.rng.randrange(2, 6))):
        p.raw(f"    $ {command}\n")
    p.raw("\n").tell("ended").also()
    p.part("actions", p.version)
    p.raw("\n")
    p.actions(p.rng.randrange(1, 4), "\n* ")
    if p.rng.random() < 0.5:
        p.raw("\n\n").tell("close")


def _long(p: Report) -> None:
    """The full report of a large review: every part, several sentences each."""
    number = 0

    def head(key: str) -> None:
        nonlocal number
        number += 1
        p.raw("\n\n" if number > 1 else "").raw(f"{number}. ").tell(f"head.{key}").raw("\n")

    head("sum")
    p.tell("sum", "call").also()
    p.raw(" ").tell("open")
    head("impact")
    p.sentences("impact", 3)
    head("time")
    p.events(p.rng.randrange(12, 20), "{t}  {e}\n")
    p.sentences("guess", 3)
    p.raw(" ").tell("found", "ended")
    head("cause")
    p.tell("why")
    p.reasons()
    for statement in ("incident.cause", "incident.minutes", "incident.date"):
        if p.rng.random() < 0.5:
            p.raw(" ")
            p.say(p.incident.id, statement)
    if p.rng.random() < 0.7:
        p.raw(" ")
        p.earlier()
    for key, bank in (("good", "well"), ("bad", "badly"), ("luck", "luck"), ("lesson", "lesson")):
        head(key)
        p.sentences(bank, p.rng.randrange(2, 4))
    head("act")
    p.raw("\n")
    rows: list[list[str]] = []
    for template in p.lines("act", p.rng.randrange(4, 7)):
        p.v["avoid"] = p.from_bank(CAUSES, f"avoid.{p.incident.cause}")
        rows.append([p.plain(x.strip()) for x in template.split(" | ")])
    table(["Action", "Who", "Due"], rows, p.w)
    p.raw("\n").tell("close", "close")


def _interview(p: Report) -> None:
    p.put("<Three questions|Some questions|A talk> <with|to> {who}, <who was on call|on call for {i}>, {day}, {p}\n")
    q, a = p.rng.choice((("Q: ", "A: "), ("", "  "), ("- ", "  "), ("**", "")))
    for ask, answers in ASKED:
        if ask in ("q.wrong", "q.impact") and p.rng.random() < 0.3:
            continue
        p.raw(f"\n{q}").tell(ask).raw("**\n" if q == "**" else "\n")
        p.raw(a).tell(*answers[: p.rng.randrange(1, len(answers) + 1)]).raw("\n")
    p.say(p.incident.id, "incident.minutes")
    p.raw(" ")
    p.say(p.incident.id, "incident.cause")


def _mail(p: Report) -> None:
    p.tell("mail").raw("\n\n").tell("greet").raw("\n\n").tell("sum").also()
    for key in p.rng.sample(("impact", "found", "ended", "guess", "luck"), p.rng.randrange(2, 4)):
        p.raw(p.rng.choice((" ", " ", "\n\n"))).tell(key)
    p.raw("\n\n").tell("lesson")
    p.actions(p.rng.randrange(1, 3), " ", "goal")
    if p.rng.random() < 0.4:
        p.raw(" ")
        p.earlier()
    p.put("\n\n<|Regards, |Thanks, |Yours, ><{who}|{who2}>")


WRITE = (
    _classic,
    _story,
    _timeline,
    _whys,
    _note,
    _form,
    _minutes,
    _letter,
    _page,
    _technical,
    _long,
    _interview,
    _mail,
)
