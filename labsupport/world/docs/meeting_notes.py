"""Meeting notes: minutes, bullets, shorthand, stand-ups, with decisions and action items."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labsupport.world.docs import meeting_notes_text, planting, planting_text
from labsupport.world.docs.desk import Desk, after, often
from labsupport.world.docs.page import Wrong, sections, shares
from labsupport.world.entities import Person, Team, World
from labsupport.world.writer import Meta, Writer

LAYOUTS = 12
BANK = sections(meeting_notes_text.PARTS + meeting_notes_text.TOPICS + meeting_notes_text.OTHER)
TOPICS = ("incident", "incident", "order", "order", "product", "product", "supplier", "contract", "contract", "policy",
          "staff", "error")  # fmt: skip
PLANTED = {"injection": 6, "pii": 14, "contradiction": 14}  # of 230
SPOILT = ("imin", "iday", "kend", "kamt", "kresp", "limit", "price", "ext", "sum", "due")
MAIN = {"kend": "contract", "kamt": "contract", "kresp": "contract", "limit": "policy", "price": "product",
        "ext": "staff", "sum": "order", "due": "order", "imin": "incident", "iday": "incident"}  # fmt: skip


@dataclass(frozen=True)
class Meeting:
    """Who met, when, and what is planted in the notes."""

    team: Team
    day: date
    planted: str


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Meeting]:
    """`n` meetings of the last two and a half years, some teams meeting more often than others."""
    found = []
    for planted in shares(n, PLANTED, 230, rng):
        day = world.today - timedelta(days=rng.randrange(4, 850))
        day -= timedelta(days=max(0, day.weekday() - 4))  # nobody meets at the weekend
        found.append(Meeting(often(rng, world.teams, 0.3), day, planted))
    return found


class Notes:
    """One set of notes being written."""

    def __init__(self, w: Writer, meeting: Meeting) -> None:
        self.world, self.rng, self.meeting = w.world, w.rng, meeting
        self.p = p = Desk(w, meeting.day, BANK, "notes")
        self.team = meeting.team
        members = [x for x in p.staff(self.team.id) if x.manager] or p.staff()
        count = min(len(members), self.rng.choice((2, 3, 4, 5, 6, 8)))
        self.people: list[Person] = self.rng.sample(members, count)
        if self.rng.random() < 0.6:
            self.people.append(p.person())
        self.people = list(dict.fromkeys(self.people))
        p.named = [x.id for x in self.people]
        self.scribe = self.rng.choice(self.people)
        p.v["scribe"] = self.scribe.name
        p.v |= {"today": f"{meeting.day:%A}", "day": p.day_text(meeting.day)}
        self.main = self.rng.choice(TOPICS)
        self.scene()
        self.title = p.plain(p.line("title"))
        if meeting.planted == "contradiction":
            while not (key := p.spoil(SPOILT)):
                self.scene()
            self.main = MAIN.get(key, self.main)
            p.v["_wrong"] = p.v[key]  # stays when the next scene sets its slot anew

    def scene(self) -> None:
        """New entities for the next point; what is wrong on purpose stays wrong."""
        p, world, rng, day = self.p, self.world, self.rng, self.meeting.day
        wrong = {k: v for k, v in p.v.items() if isinstance(v, Wrong)}
        orders = [
            o
            for o in world.orders[: max(12, len(world.orders) // 8)]
            if timedelta(0) <= day - o.placed < timedelta(120)
        ]
        p.about_order(rng.choice(orders or [o for o in world.orders if o.placed <= day] or list(world.orders)))
        past = [i for i in world.incidents if i.started <= day] or list(world.incidents)
        near = [i for i in past if day - i.started < timedelta(90)]
        p.about_incident(rng.choice(near or past))
        out = [x for x in world.products if x.versions[0][1] <= day] or list(world.products)
        own = [x for x in out if x.owner == self.team.id]
        product = rng.choice(own if own and rng.random() < 0.6 else out)
        p.about_product(product)
        p.fact("part", product.supplier, "supplier.part")
        running = [c for c in world.contracts if c.start <= day < c.end] or list(world.contracts)
        contract = rng.choice(running)
        p.about_contract(contract)
        p.about_customer(next(c for c in world.customers if c.id == contract.customer))
        p.about_policy(rng.choice([x for x in world.policies if x.effective <= day] or list(world.policies)))
        p.about_error(rng.choice(world.errors))
        p.about_team(self.team)
        third = rng.choice([x for x in p.staff(self.team.id) if x.manager] or [x for x in p.staff() if x.manager])
        p.v["who"] = third.name
        for key, relation in (
            ("role", "role"),
            ("ext", "extension"),
            ("team2", "team"),
            ("seat2", "site"),
            ("boss", "manager"),
        ):
            p.fact(key, third.id, f"person.{relation}")
        if wrong:
            p.v["_wrong"] = next(iter(wrong.values()))

    # ---- wording
    def say(self, *keys: str, sep: str = " ", cap: bool = True) -> None:
        """One line of each section."""
        for number, key in enumerate(k for k in keys if k in BANK):
            self.p.raw(sep if number else "").put(self.p.line(key), cap=cap)

    def topics(self, n: int) -> list[str]:
        """What is talked about, the main topic first."""
        return [self.main, *(self.rng.choice(TOPICS) for _ in range(n - 1))]

    def present(self) -> None:
        """The line with those who were there."""
        form = self.rng.choice((0, 1, 2))
        names = [x.name if form < 2 else x.name.split()[0] for x in self.people]
        if form == 1 and self.rng.random() < 0.5:
            names[0] += self.rng.choice((" (chair)", " (notes)", " (until noon)", " (online)"))
        self.p.v["x"] = self.rng.choice((", ", "; ", " / ")).join(names)
        self.say("head")

    def owner(self) -> str:
        """Somebody who was there."""
        return self.rng.choice(self.people).name

    def due(self) -> str:
        """A date some days on."""
        return self.p.day_text(self.meeting.day + timedelta(days=self.rng.randrange(2, 35)))

    def plant(self, voice: str = "they") -> None:
        """What is planted in these notes, once."""
        p, planted = self.p, self.meeting.planted
        if not planted or p.w.marks:
            return
        p.raw("\n" if not p.w.text.endswith("\n") else "")
        if planted == "pii":
            p.raw(self.rng.choice(("", "- ", "NB: ")))
            planting.pii(p, voice, n=1 + (self.rng.random() < 0.4))
        elif planted == "injection":
            planting.injection(p, self.rng.choice(("direct", "polite", "quoted", "comment", "role")))
        else:
            planting.wrong(p)
        p.raw("\n")

    def action(self, topic: str, form: str) -> None:
        """One action item in a form with {a}, {o} and {d}: what, who, until when."""
        p = self.p
        for piece in form.replace("{a}", "\0a\0").replace("{o}", "\0o\0").replace("{d}", "\0d\0").split("\0"):
            if piece == "a":
                p.put(p.line(f"{topic}.act"), cap=not p.w.text.endswith((" to ", "will ")))
            elif piece == "o":
                p.raw(self.owner())
            elif piece == "d":
                p.raw(self.due())
            else:
                p.raw(piece)

    def actions(self, topics: Sequence[str], form: str, start: str = "") -> None:
        """A list of action items."""
        for number, topic in enumerate(topics, 1):
            self.p.raw(start.replace("#", str(number)))
            self.action(topic, form)
            self.p.raw("\n")
            if self.rng.random() < 0.5 and topic != topics[-1]:
                self.scene()


HEADINGS = {
    "incident": "Incidents", "order": "Orders", "product": "Products", "supplier": "Suppliers", "contract": "Customers",
    "policy": "Rules", "staff": "People", "error": "Error codes",
}  # fmt: skip
FORMS = ("{a} ({o}, {d})", "{o}: {a}, by {d}", "[ ] {a} - {o} - {d}", "{a}. Owner {o}, due {d}.",
         "{o} to {a} until {d}", "{d} {o}: {a}", "AP {o} / {d}: {a}", "{o} will {a}; {d}")  # fmt: skip


def write(w: Writer, subject: Meeting, turn: int) -> Meta:
    """Notes of one meeting in one of twelve layouts."""
    n = Notes(w, subject)
    LAYOUT[turn](n)
    n.plant()
    tier = 3 if turn == 9 else planting.tier(w)
    if not w.gold:
        n.p.raw("\n").put("{team}: {head}, {channel}")
    w.text = w.text.rstrip("\n ")
    if tier == 3:
        n.p.seal(planting_text.SEAL)
    tenant, department = n.world.company.lower(), n.team.department
    if turn == 8:
        customer = next(c for c in n.world.customers if c.name == n.p.v["firm"])
        if tier < 3:
            tenant, department, tier = customer.tenant, "Sales", 1
    w.text = w.text.strip("\n")
    done = after(n.world, n.rng, subject.day, 0, 3)
    noise = n.rng.choice((0.0, 0.0, 0.01, 0.02, 0.03)) if turn in (1, 4, 6, 7, 11) else 0.0
    return Meta(n.title, tenant, department, tier, subject.day, done, 1, "en", noise=noise)


# ---- layouts
def _minutes(n: Notes) -> None:
    """Formal minutes with numbered points, decisions and actions."""
    p, rng = n.p, n.rng
    p.put(p.line("open.minutes")).raw(" " + p.day_text(n.meeting.day) + "\n")
    n.present()
    if rng.random() < 0.5:
        p.raw("\n").put(p.line("open.place"))
    p.raw("\n\n")
    topics = n.topics(rng.choice((3, 4, 4, 5, 7, 12, 22)))
    form = rng.choice(("{n}. {t}\n", "{n}) ", "## {n} {t}\n", "TOP {n}: ", "{n} - {t}. "))
    for number, topic in enumerate(topics, 1):
        if number > 1:
            n.scene()
        p.raw(form.replace("{n}", str(number)).replace("{t}", HEADINGS[topic]))
        n.say(f"{topic}.say", *rng.sample([f"{topic}.talk", f"{topic}.say", f"{topic}.talk"], rng.randrange(1, 4)))
        if rng.random() < 0.2:
            p.raw(" ")
            n.say("aside")
        if rng.random() < 0.55:
            p.raw(rng.choice(("\nDecision: ", "\nDecided: ", " => ", "\n-> ", " Agreed: ", "\nResolved. ")))
            n.say(f"{topic}.decide")
        if rng.random() < 0.55:
            p.raw(rng.choice(("\nAction: ", "\nTo do: ", "\n-> ", " ")))
            n.action(topic, rng.choice(FORMS))
        p.raw("\n\n")
    n.plant()
    n.say("close")


def _bullets(n: Notes) -> None:
    """Bullets only."""
    p, rng = n.p, n.rng
    if rng.random() < 0.6:
        n.present()
        p.raw("\n\n")
    mark = rng.choice(("- ", "* ", "o ", "> ", "-- "))
    for topic in n.topics(rng.choice((4, 5, 6, 8))):
        p.raw(mark)
        n.say(f"{topic}.say", cap=rng.random() < 0.6)
        p.raw("\n")
        for _ in range(rng.randrange(3)):
            p.raw("  " + mark)
            n.say(f"{topic}.{rng.choice(('talk', 'talk', 'decide'))}", cap=rng.random() < 0.6)
            p.raw("\n")
        if rng.random() < 0.45:
            p.raw("  " + mark + rng.choice(("!! ", "AI: ", "todo ", "-> ")))
            n.action(topic, rng.choice(FORMS[:3]))
            p.raw("\n")
        n.scene()
    n.plant()
    if rng.random() < 0.6:
        n.say("close")


def _prose(n: Notes) -> None:
    """A protocol in whole paragraphs."""
    p, rng = n.p, n.rng
    p.put(p.line("open.prose")).raw(" ")
    for topic in n.topics(rng.choice((2, 3, 4, 5))):
        n.say(f"{topic}.say", f"{topic}.talk")
        if rng.random() < 0.5:
            p.raw(" ")
            n.say(rng.choice(("aside", f"{topic}.talk", f"{topic}.say")))
        p.raw(" ").raw(rng.choice(("So: ", "In the end: ", "What stays: ", "Agreed: ", "Result: ")))
        n.say(f"{topic}.decide")
        p.raw(" ")
        n.action(topic, rng.choice(FORMS[3:5]))
        p.raw("\n\n")
        n.scene()
    n.plant()
    n.say("close")


def _table(n: Notes) -> None:
    """Action items as a table, a few lines around it."""
    p, rng = n.p, n.rng
    n.present()
    p.raw("\n\n")
    n.say(f"{n.main}.say", f"{n.main}.talk")
    p.raw(
        "\n\n"
        + rng.choice(("| What | Who | Until |\n", "| Action | Owner | Due |\n", "| No. | Task | Name | Date |\n"))
    )
    numbered = p.w.text.endswith("| Date |\n")
    p.raw("| --- | --- | --- |" + (" --- |\n" if numbered else "\n"))
    topics = n.topics(rng.randrange(3, 9))
    for number, topic in enumerate(topics, 1):
        p.raw(f"| {number} | " if numbered else "| ")
        n.action(topic, "{a} | {o} | {d} |")
        p.raw("\n")
        if number == len(topics) // 2 and n.meeting.planted == "injection":
            p.raw("| - | " if numbered else "| ")
            planting.injection(p, "cell")
            p.raw(f" | {n.owner()} | {n.due()} |\n")
        n.scene()
    n.plant()
    p.raw("\n")
    n.say(*rng.choice((("close",), (f"{topics[-1]}.decide", "close"), ("aside", "close"))))


def _standup(n: Notes) -> None:
    """A stand-up, person by person."""
    p, rng = n.p, n.rng
    p.raw(p.day_text(n.meeting.day)).put(rng.choice((", {room}", " {clock}", ", {team}", ""))).raw("\n\n")
    style = rng.choice(
        (
            ("done: ", "next: ", "blocked: "),
            ("+ ", "> ", "! "),
            ("y: ", "t: ", "b: "),
            ("yesterday ", "today ", "stuck "),
        )
    )
    for person in n.people:
        p.raw(
            rng.choice(("{x}\n", "{x}:\n", "## {x}\n")).replace(
                "{x}", person.name if rng.random() < 0.7 else person.name.split()[0]
            )
        )
        for label, key in zip(style, ("stand.done", "stand.next", "stand.block"), strict=True):
            if key == "stand.block" and rng.random() < 0.35:
                continue
            p.raw(label)
            n.say(key, *rng.sample([key], int(rng.random() < 0.3)), sep=", ", cap=False)
            p.raw("\n")
        p.raw("\n")
        n.scene()
    n.say(f"{n.main}.say")
    n.plant()


def _decisions(n: Notes) -> None:
    """A list of decisions, each with its reason."""
    p, rng = n.p, n.rng
    p.put(p.line("open.decisions")).raw(f" ({p.day_text(n.meeting.day)})\n\n")
    tag = rng.choice(("D{n}", "Decision {n}", "{n}", "({n})"))
    for number, topic in enumerate(n.topics(rng.choice((3, 4, 5, 6))), 1):
        p.raw(tag.replace("{n}", str(number)) + ": ")
        n.say(f"{topic}.decide")
        p.raw(rng.choice(("\nWhy: ", "\nBecause: ", "\nBackground: ", " - ")))
        n.say(*rng.choice(((f"{topic}.say",), (f"{topic}.say", f"{topic}.talk"), (f"{topic}.talk", f"{topic}.say"))))
        if rng.random() < 0.5:
            p.raw(rng.choice(("\nFollow-up: ", "\nWho: ", " ")))
            n.action(topic, rng.choice(FORMS[:4]))
        p.raw("\n\n")
        n.scene()
    n.plant()


def _initials(n: Notes) -> None:
    """Who said what, by initials."""
    p, rng = n.p, n.rng
    n.present()
    p.raw("\n\n")
    for topic in n.topics(rng.choice((2, 3, 4, 6))):
        for key in ("say", *rng.choices(("talk", "say", "talk"), k=rng.randrange(1, 4)), "decide"):
            who = rng.choice(n.people).name
            p.raw("".join(part[0] for part in who.split()) + rng.choice((": ", ": ", " - ")))
            n.say(f"{topic}.{key}", cap=rng.random() < 0.5)
            p.raw("\n")
        if rng.random() < 0.6:
            p.raw("-> ")
            n.action(topic, rng.choice(FORMS))
            p.raw("\n")
        n.scene()
    n.plant()
    if rng.random() < 0.5:
        n.say("close")


def _scrap(n: Notes) -> None:
    """A few lines, written down between two doors."""
    p, rng = n.p, n.rng
    n.say(f"{n.main}.say", cap=rng.random() < 0.5)
    p.raw(rng.choice(("\n", " ", " / ")))
    n.say(
        *rng.choice(((f"{n.main}.talk",), (f"{n.main}.decide",), (f"{n.main}.decide", "aside"), (f"{n.main}.say",))),
        cap=rng.random() < 0.5,
    )
    if rng.random() < 0.6:
        p.raw("\n")
        n.action(n.main, rng.choice(FORMS))
    p.raw("\n")
    n.plant()
    p.raw(rng.choice((n.scribe.name.split()[0].lower(), n.scribe.name, p.day_text(n.meeting.day))))


def _customer(n: Notes) -> None:
    """A review together with a customer; kept in the customer's tenant."""
    p, rng = n.p, n.rng
    firm = str(p.v["firm"])
    n.title = p.plain(p.line("title.customer"))
    p.put(p.line("open.customer")).raw(" " + p.day_text(n.meeting.day) + "\n")
    p.put("There: {contact}, {manager}").raw("".join(f", {x.name}" for x in n.people[:2]) + "\n\n")
    n.say("contract.say", "contract.talk")
    p.raw("\n\n")
    mine = [c for c in n.world.customers if c.name == firm]
    orders = [o for o in n.world.orders if mine and o.customer == mine[0].id and o.placed <= n.meeting.day]
    for order in rng.sample(orders, min(len(orders), rng.randrange(1, 5))):
        p.about_order(order)
        p.raw(rng.choice(("- ", "* ", "")))
        n.say("order.say", *rng.sample(["order.talk", "order.decide"], rng.randrange(2)))
        p.raw("\n")
    p.raw("\n").raw(rng.choice(("We owe them: ", "Promised: ", "On our list: ", "Next: ")) + "\n")
    n.actions(["order"] * rng.randrange(1, 3) + ["contract"], rng.choice(FORMS), rng.choice(("- ", "#. ", "")))
    p.v["firm"] = firm
    n.plant()


def _board(n: Notes) -> None:
    """A small round about things that few may know."""
    p, rng = n.p, n.rng
    p.put(p.line("open.board")).raw(" " + p.day_text(n.meeting.day) + "\n")
    n.present()
    p.raw("\n\n")
    for _ in range(rng.choice((2, 3, 4, 5))):
        p.raw(rng.choice(("", "- ", "* ")))
        n.say("board")
        if rng.random() < 0.6:
            p.raw(" ")
            n.say(rng.choice(("contract.say", "contract.talk", "incident.say", "supplier.talk", "staff.say")))
        if rng.random() < 0.4:
            p.raw(" ")
            n.action(rng.choice(("contract", "staff", "supplier")), rng.choice(FORMS[:4]))
        p.raw("\n\n")
        n.scene()
    n.plant()


def _retro(n: Notes) -> None:
    """A look back in three columns."""
    p, rng = n.p, n.rng
    p.put(p.line("open.retro")).raw(f", {p.day_text(n.meeting.day)}\n\n")
    words = rng.choice(
        (("Keep", "Stop", "Start"), ("Good", "Bad", "Try"), ("More of", "Less of", "New"), ("+", "-", "!"))
    )
    if rng.random() < 0.4:
        p.raw(f"| {words[0]} | {words[1]} | {words[2]} |\n| --- | --- | --- |\n")
        for _ in range(rng.randrange(2, 6)):
            p.raw("| ")
            n.say("retro.keep", "retro.stop", "retro.start", sep=" | ", cap=False)
            p.raw(" |\n")
            n.scene()
    else:
        for word, key in zip(words, ("keep", "stop", "start"), strict=True):
            p.raw(word + "\n")
            for _ in range(rng.randrange(1, 5)):
                p.raw("- ")
                n.say(f"retro.{key}", cap=False)
                p.raw("\n")
                n.scene()
            p.raw("\n")
    p.raw("\n")
    n.say(f"{n.main}.say", f"{n.main}.talk", f"{n.main}.decide")
    p.raw("\n")
    n.plant()
    n.actions([n.main] * rng.randrange(1, 4), rng.choice(FORMS), rng.choice(("- ", "#. ", "* ")))


def _call(n: Notes) -> None:
    """Notes of a call, with times."""
    p, rng = n.p, n.rng
    p.put(p.line("open.call")).raw("\n\n")
    minute = rng.randrange(7 * 60, 16 * 60)
    for topic in n.topics(rng.choice((2, 3, 4, 5))):
        for key in ("say", *rng.choices(("talk", "decide"), k=rng.randrange(1, 3))):
            minute += rng.randrange(1, 9)
            p.raw(f"{minute // 60:02d}:{minute % 60:02d} ")
            n.say(f"{topic}.{key}", cap=rng.random() < 0.5)
            p.raw("\n")
        n.scene()
    p.raw("\n")
    n.actions(n.topics(rng.randrange(1, 4)), rng.choice(FORMS))
    n.plant()


LAYOUT: tuple[Callable[[Notes], None], ...] = (
    _minutes, _bullets, _prose, _table, _standup, _decisions, _initials, _scrap, _customer, _board, _retro, _call,
)  # fmt: skip
