"""Support tickets: threads between a customer and the desk, kept in the customer's tenant."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from labsupport.world.docs import planting, ticket_text
from labsupport.world.docs.desk import Desk, after, often
from labsupport.world.docs.page import sections, shares
from labsupport.world.entities import Incident, Order, World
from labsupport.world.writer import Meta, Writer

LAYOUTS = 12
BANK = sections(
    ticket_text.PARTS + ticket_text.ENGLISH + ticket_text.DESK + ticket_text.GERMAN + ticket_text.FRENCH
)  # fmt: skip
CATEGORIES = {  # weight of each category among the tickets
    "delivery": 17, "billing": 13, "fault": 14, "error": 13, "login": 8, "plan": 8, "return": 8, "data": 7,
    "outage": 8, "wish": 4, "service": 6,
}  # fmt: skip
PLANTED = {"injection": 15, "pii": 26, "contradiction": 11}  # of 330
GROUP = {  # what German and French tickets of a category are about, where it is not a fault
    "delivery": "delivery", "return": "delivery", "service": "delivery", "wish": "delivery",
    "billing": "billing", "plan": "billing",
}  # fmt: skip
LANGUAGES = {"de": 34, "fr": 31}
SPOILT = ("sum", "due", "price", "kend", "kamt", "kresp", "imin", "iday")  # slots that may be wrong on purpose
LABELS = {
    "en": ("Customer", "Contact", "Opened", "Status", "wrote", "Priority"),
    "de": ("Kunde", "Ansprechpartner", "Eingang", "Status", "schrieb", "Priorität"),
    "fr": ("Client", "Contact", "Ouvert", "État", "a écrit", "Priorité"),
}
STATES = {
    "en": ("open", "waiting for customer", "solved", "closed", "reopened", "with second line"),
    "de": ("offen", "wartet auf Kunde", "gelöst", "geschlossen"),
    "fr": ("ouvert", "en attente du client", "résolu", "clos"),
}


@dataclass(frozen=True)
class Case:
    """What a ticket is about and what is planted in it."""

    category: str
    order: Order
    incident: Incident | None
    language: str
    planted: str


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Case]:
    """`n` cases, about 9% German and 8% French; customers come back with the same orders."""
    found = []
    for planted, other in zip(shares(n, PLANTED, 330, rng), shares(n, LANGUAGES, 330, rng), strict=True):
        category = rng.choices(list(CATEGORIES), list(CATEGORIES.values()))[0]
        language = other or "en"
        if planted == "contradiction":
            language = "en"
            category = category if category not in ("login", "error", "wish", "data") else "delivery"
        incident = often(rng, world.incidents, 0.3) if category == "outage" and language == "en" else None
        order = often(rng, world.orders, 0.7 if planted != "contradiction" else 1.0)
        if incident:
            before = [o for o in world.orders if o.placed <= incident.started] or list(world.orders)
            order = rng.choice(before[: max(20, len(before) // 6)])
        found.append(Case(category, order, incident, language, planted))
    return found


class Thread:
    """One ticket being written: its page, its two sides and the messages they send."""

    def __init__(self, w: Writer, case: Case) -> None:
        w.language = case.language
        world, rng = w.world, w.rng
        self.case, self.rng, self.replied = case, rng, False
        self.first = ""  # the opening, where it is settled before it is written
        self.customer = next(c for c in world.customers if c.id == case.order.customer)
        first = max(
            case.order.placed, self.customer.since, case.incident.started if case.incident else case.order.placed
        )
        self.day = after(world, rng, first, 1, 12 if case.incident else 45)
        self.p = Desk(w, self.day, BANK, "ticket")
        self.last = self.day
        self._facts()

    def _facts(self) -> None:
        p, world, rng = self.p, self.p.world, self.rng
        p.about_order(self.case.order)
        p.about_customer(self.customer)
        product = next(x for x in world.products if x.id == self.case.order.product)
        p.about_product(product)
        errors = [e for e in world.errors if e.product == product.id] or list(world.errors)
        code = rng.choice(errors)
        p.about_error(code)
        p.v["prod2"] = world.name(code.product)
        running = [c for c in world.contracts if c.customer == self.customer.id and c.start <= self.day < c.end]
        if running:
            p.about_contract(running[-1])
        if self.case.incident:
            p.about_incident(self.case.incident)
        refunds = [x for x in world.policies if x.topic == "Refunds" and x.effective <= self.day]
        if refunds:
            p.about_policy(refunds[-1])
        agents = [x for x in p.staff() if x.role == "support agent" and x.id != self.customer.manager] or p.staff()
        self.agent = rng.choice(agents).name if rng.random() < 0.75 else world.name(self.customer.manager)
        p.v["agent"] = self.agent
        p.named += [x.id for x in world.people if x.name == self.agent or x.id == self.customer.manager]
        if self.case.planted == "contradiction":
            p.spoil([k for k in SPOILT if k in p.v])

    # ---- wording
    def keys(self, *parts: str) -> list[str]:
        """Bank sections of this case: of its category in English, of its language otherwise."""
        language = self.case.language
        if language != "en":
            group = GROUP.get(self.case.category, "fault")
            mine = ((f"{language}.{group}.{part}", f"{language}.{part}") for part in parts)
            return [k for pair in mine for k in pair if k in BANK]
        return [f"{self.case.category}.{part}" if f"{self.case.category}.{part}" in BANK else part for part in parts]

    def say(self, *parts: str, sep: str = " ") -> None:
        """One line of each part; the first starts with a capital."""
        for number, key in enumerate(self.keys(*parts)):
            line = self.first if key.endswith(".open") and self.first else self.p.line(key)
            self.first = "" if line == self.first else self.first
            self.p.raw(sep if number else "").put(line, cap=True)

    def decide(self) -> None:
        """Settle how the customer opens, for layouts that write the answer first."""
        self.first = self.p.line(self.keys("open")[0])

    def stamp(self, hours: bool = True) -> str:
        """When the next message was written; time goes on."""
        self.last, time = self.p.tick()
        return self.p.day_text(self.last) + (f", {time}" if hours else "")

    def plant(self, who: str) -> None:
        """What this case has planted, at the end of a message of `me` (the customer) or `they` (the desk)."""
        p, case = self.p, self.case
        if case.planted == "pii" and not any(m.kind.startswith("pii") for m in p.w.marks):
            p.raw(self.rng.choice((" ", "\n\n", "\n")) if p.w.text[-1:] not in " \n" else "")
            voice = who if case.language == "en" else case.language
            planting.pii(p, voice, n=1 + (self.rng.random() < 0.3))
        elif case.planted == "injection" and who == "me" and not any(m.kind == "injection" for m in p.w.marks):
            p.raw("\n\n" if p.w.text[-1:] not in " \n" else "")
            style = self.rng.choice([s for s in planting.STYLES if s not in ("cell", "de", "fr")])
            planting.injection(p, style if case.language == "en" else case.language)
        elif case.planted == "contradiction" and who == "they":
            p.raw(" " if not p.w.marks and p.w.text[-1:] not in " \n" else "")
            planting.wrong(p)

    def opening(self, full: bool = True) -> None:
        """The customer's first message."""
        rng, sep = self.rng, self.rng.choice((" ", " ", "\n\n", "\n"))
        if full and rng.random() < 0.85:
            self.say("hello")
            self.p.raw("\n\n" if sep != "\n" else "\n")
        parts = ["open", *rng.sample(["more", "ask", rng.choice(("sting", "kind", "more"))], rng.randrange(4))]
        parts = list(dict.fromkeys(parts))
        self.say(*parts, sep=sep)
        self.plant("me")
        if rng.random() < 0.25 and self.case.language == "en":
            self.p.raw("\n\n")
            self.say("extra")
        if full and rng.random() < 0.9:
            self.p.raw("\n\n")
            self.say("bye")
            self.p.raw("\n").put(
                rng.choice(("{contact}", "{contact}, {firm}", "{contact}\n{firm}", "{contact} ({firm})"))
            )

    def answer(self, full: bool = True, end: bool = True) -> None:
        """The desk's answer."""
        rng, sep = self.rng, self.rng.choice((" ", " ", "\n\n", "\n"))
        if full and rng.random() < 0.8 and self.case.language == "en":
            self.say("back")
            self.p.raw(rng.choice(("\n\n", " ", "\n")))
        self.say(
            *rng.choice((("look", "fix"), ("look", "fix"), ("fix", "look"), ("look",), ("look", "fix", "end"))), sep=sep
        )
        if end and rng.random() < 0.5 and self.case.language == "en":
            self.p.raw(sep)
            self.say("end")
        self.plant("they")
        if full and rng.random() < 0.85:
            self.p.raw(rng.choice(("\n\n", "\n"))).put(rng.choice(("{agent}", "{agent}, customer desk", "-- {agent}"))
                                                       if self.case.language == "en" else "{agent}")  # fmt: skip

    def reply(self) -> None:
        """The customer's next message."""
        self.say("last" if not self.replied else self.rng.choice(("last", "more", "ask")))
        self.replied = True
        if self.rng.random() < 0.3:
            self.p.raw(" ")
            self.say("more")
        self.plant("me")


def write(w: Writer, subject: Case, turn: int) -> Meta:
    """One ticket in one of twelve layouts; German and French ones in those that need no English labels."""
    t = Thread(w, subject)
    if subject.language != "en":
        turn = (0, 1, 2, 6, 10)[turn % 5]
    if subject.planted and turn in (5,):
        turn = 0
    tier = 1
    if turn == 0:
        _portal(t)
    elif turn == 1:
        _mail(t)
    elif turn == 2:
        _chat(t)
    elif turn == 3:
        _phone(t)
    elif turn == 4:
        _form(t)
    elif turn == 5:
        _tiny(t)
    elif turn == 6:
        _long(t)
    elif turn == 7:
        _table(t)
    elif turn == 8:
        _rating(t)
    elif turn == 9:
        tier = 2
        _handover(t)
    elif turn == 10:
        _brackets(t)
    else:
        _merged(t)
    p, rng = t.p, t.rng
    if not w.gold:
        p.put("\n\n({firm}, {plan})")
    key = "subject" if subject.language == "en" else f"{subject.language}.subject"
    noise = rng.choice((0.0, 0.0, 0.01, 0.02, 0.04, 0.07))
    return Meta(
        p.plain(p.line(key)), t.customer.tenant, "Customer Care", tier, t.day, t.last, 1, subject.language,
        noise=noise if turn not in (4, 7) else noise / 4,
    )  # fmt: skip


# ---- layouts
def _head(t: Thread) -> None:
    """A few header fields, never all of them."""
    names, rng, p = LABELS[t.case.language], t.rng, t.p
    fields: list[Callable[[], object]] = [
        lambda: p.put(f"{names[0]}: {{firm}}"),
        lambda: p.put(f"{names[1]}: {{contact}}"),
        lambda: p.raw(f"{names[2]}: {p.day_text(t.day)}"),
        lambda: p.raw(f"{names[3]}: {rng.choice(STATES[t.case.language])}"),
        lambda: p.raw(f"{names[5]}: {rng.randrange(1, 5)}"),
    ]
    chosen = sorted(rng.sample(range(5), rng.randrange(2, 5)))
    sep = rng.choice(("\n", "\n", " | ", "; "))
    for number, at in enumerate(chosen):
        p.raw(sep if number else "")
        fields[at]()
    p.raw("\n\n")


def _portal(t: Thread) -> None:
    """Messages one under the other, each under a line with its time and author."""
    rng, p = t.rng, t.p
    if rng.random() < 0.7:
        _head(t)
    form = rng.choice(("--- {x}, {a} ---", "[{x}] {a}", "{a}, {x}:", "## {a} ({x})", "{x}  {a}"))

    def mark(author: str) -> None:
        head, tail = form.replace("{x}", t.stamp()).split("{a}")
        p.raw(head).put(author).raw(tail + "\n")

    mark("{contact}")
    t.opening(rng.random() < 0.6)
    p.raw("\n\n")
    mark("{agent}")
    t.answer(rng.random() < 0.6)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        p.raw("\n\n")
        mark("{contact}")
        t.reply()
        if rng.random() < 0.5:
            p.raw("\n\n")
            mark("{agent}")
            t.answer(False)


def _mail(t: Thread) -> None:
    """The desk's answer on top, what it answers quoted below."""
    p, rng = t.p, t.rng
    name = LABELS[t.case.language][4]
    t.decide()
    stamp = t.stamp()
    if rng.random() < 0.35 and t.case.language == "en":
        t.reply()
        p.raw("\n\n")
        p.put("{contact}\n\n")

        def both() -> None:
            t.answer()
            p.raw(f"\n\n{stamp}, ").put("{contact}").raw(f" {name}:\n")
            p.quoted("> ", t.opening)

        p.raw(f"{t.stamp()}, ").put("{agent}").raw(f" {name}:\n").quoted("> ", both)
        return
    t.answer()
    p.raw(f"\n\n{stamp}, ").put("{contact}").raw(f" {name}:\n").quoted("> ", t.opening)


def _chat(t: Thread) -> None:
    """A chat: short lines with minutes, each side several in a row."""
    p, rng = t.p, t.rng
    minute = rng.randrange(7 * 60, 20 * 60)
    names = {"me": "{contact}", "they": "{agent}"}
    if rng.random() < 0.4:
        p.put(rng.choice(("{firm}, ", "{firm} / "))).raw(t.stamp(False) + "\n\n")
    form = rng.choice(("[{m}] {a}: ", "{m} {a}: ", "{a} {m}\n", "({m}) {a} > "))

    def turn(who: str, *parts: str) -> None:
        nonlocal minute
        for part in parts:
            for key in t.keys(part):
                minute += rng.randrange(0, 6)
                head, tail = form.replace("{m}", f"{minute // 60 % 24:02d}:{minute % 60:02d}").split("{a}")
                p.raw(head).put(names[who]).raw(tail).put(p.line(key), cap=rng.random() < 0.6).raw("\n")

    turn("me", *rng.sample(["hello"], rng.randrange(2)), "open", *rng.sample(["more", "ask"], rng.randrange(3)))
    turn("they", *rng.sample(["back"], rng.randrange(2)), "look")
    if rng.random() < 0.6:
        turn("me", rng.choice(("more", "sting", "ask")))
    turn("they", "fix", *rng.sample(["end"], rng.randrange(2)))
    turn("me", "last")
    if t.case.planted and not p.w.marks:
        who = "they" if t.case.planted == "contradiction" else "me"
        head, tail = form.replace("{m}", f"{minute // 60 % 24:02d}:{minute % 60:02d}").split("{a}")
        p.raw(head).put(names[who]).raw(tail)
        t.plant(who)


def _phone(t: Thread) -> None:
    """What an agent writes down after a call, in the third person."""
    p, rng = t.p, t.rng
    t.say("call")
    p.raw(rng.choice((" ", "\n\n", "\n"))).raw(rng.choice(('Says: "', '"', 'In their words: "', '- "')))
    t.say("open", *rng.sample(["more", "sting", "ask"], rng.randrange(3)))
    p.raw('"').raw(rng.choice((" ", "\n\n", "\n")))
    t.say(*rng.choice((("look", "told"), ("look", "fix", "told"), ("told", "look"), ("look", "fix", "told", "note"))))
    t.plant("they")
    t.plant("me") if t.case.planted == "injection" else None
    p.raw(rng.choice(("\n\n", "\n", " "))).put(
        rng.choice(("{agent}", "Noted by {agent}", "({agent}, {clock})", "/{agent}"))
    )


def _form(t: Thread) -> None:
    """A web form with fields, and how it ended."""
    p, rng = t.p, t.rng
    style = rng.choice(("{k}: ", "**{k}** ", "{k}\n  ", "- {k}: "))

    def field(name: str, write: Callable[[], object]) -> None:
        p.raw(style.replace("{k}", p.w.spin(name)))
        write()
        p.raw("\n")

    field("<Company|Customer|Firm>", lambda: p.put("{firm}"))
    if rng.random() < 0.7:
        field("<Contact|Your name|Name>", lambda: p.put("{contact}"))
    optional: list[tuple[str, Callable[[], object]]] = [
        ("<Order|Order number>", lambda: p.put("{o}")),
        ("<Product|Device>", lambda: p.put("{item}")),
        ("<Quantity|How many>", lambda: p.put("{q}")),
        ("<Serial number|Serial>", lambda: p.put("{serial}")),
        ("<Site|Where>", lambda: p.put("{@spot}", cap=True)),
        ("<Since when|When did it start>", lambda: p.put("{@when}", cap=True)),
        ("<Effect|Impact on your work>", lambda: p.put("{@effect}", cap=True)),
        ("<Plan|Your plan>", lambda: p.put("{plan}")),
        ("<Software version|Version>", lambda: p.put("{ver}")),
    ]
    for at in sorted(rng.sample(range(len(optional)), rng.randrange(2, 6))):
        field(*optional[at])
    field("<What happened|Your message|Description>", lambda: t.say("open", *rng.sample(["more"], rng.randrange(2))))
    if rng.random() < 0.6:
        field("<What do you want from us|What should happen now|Your wish>", lambda: t.say("ask"))
    if t.case.planted in ("pii", "injection"):
        field("<Remarks|Anything else|Comment>", lambda: t.plant("me"))
    p.raw("\n")
    field(
        "<Answer|Reply|Result|Solution> <by {agent}|of the desk>".replace("{agent}", t.agent),
        lambda: t.say("look", "fix"),
    )
    t.plant("they") if t.case.planted == "contradiction" else None


def _tiny(t: Thread) -> None:
    """Two lines, or three."""
    p, rng = t.p, t.rng
    t.say("tiny")
    p.raw("\n\n").put(rng.choice(("{contact}, {firm}", "({firm})", "{contact}", "sent from a phone"))).raw("\n\n")
    for line in rng.sample(["tinyback", "end", "look"], rng.choice((1, 2))):
        p.raw(rng.choice(("> ", "re: ", ""))).put(p.line(t.keys(line)[0]), cap=True).raw("\n")
    if rng.random() < 0.4:
        t.say("last")


def _long(t: Thread) -> None:
    """A case that went from hand to hand."""
    p, rng = t.p, t.rng
    english = t.case.language == "en"
    other = p.person().name
    rounds = rng.choice((2, 3, 3, 4, 9))
    number, form = 0, rng.choice(("#n ", "n. ", "", "(n) "))

    def head(author: str) -> None:
        nonlocal number
        number += 1
        p.raw("\n\n" if number > 1 else "").raw(form.replace("n", str(number))).put(author).raw(f", {t.stamp()}\n")

    _head(t)
    head("{contact}")
    t.opening()
    for at in range(rounds):
        author = "{agent}" if at == 0 or rng.random() < 0.5 else other
        head(author)
        if at and english and rng.random() < 0.4:
            t.say("note", *rng.sample(["told"], rng.randrange(2)))
            continue
        t.answer(at == 0)
        head("{contact}" if rng.random() < 0.8 else "{firm}")
        t.reply()
        if english and rng.random() < 0.5:
            p.raw(" ")
            t.say(rng.choice(("sting", "extra", "ask", "kind")) if at < rounds - 1 else "kind")
    if english and rng.random() < 0.5:
        head("{agent}")
        t.say("fix", "end")


def _table(t: Thread) -> None:
    """The case as a table of entries."""
    p, rng = t.p, t.rng
    p.put(p.line("head.table")).raw("\n\n")
    p.raw(rng.choice(("| Time | Who | Entry |\n", "| When | From | Text |\n", "| Date | Author | Note |\n"))).raw(
        "| --- | --- | --- |\n"
    )
    rows = [("{contact}", "open"), ("{contact}", "more"), ("{agent}", "look"), ("{col}", "note"), ("{agent}", "fix"),
            ("{agent}", "told"), ("{contact}", "last"), ("{agent}", "end"), ("{contact}", "ask")]  # fmt: skip
    keep = sorted(rng.sample(range(1, len(rows)), rng.randrange(3, 7)))
    for author, part in [rows[0], *(rows[i] for i in keep)]:
        p.raw(f"| {t.stamp()} | ").put(author).raw(" | ")
        t.say(part)
        p.raw(" |\n")
    if t.case.planted == "injection":
        p.raw(f"| {t.stamp()} | ").put("{contact}").raw(" | ")
        planting.injection(p, "cell")
        p.raw(" |\n")
    elif t.case.planted:
        p.raw("\n")
        t.plant("they")


def _rating(t: Thread) -> None:
    """A rating with a comment, and the desk's reaction."""
    p, rng = t.p, t.rng
    stars = rng.randrange(1, 6)
    p.raw(
        rng.choice(
            (f"Rating: {stars} of 5\n", f"Score {stars * 2}/10\n", f"How did we do? {stars}/5\n", f"{'*' * stars}\n")
        )
    )
    p.raw(rng.choice(("Comment: ", "", "In your own words: ", "\n")))
    tone = "kind" if stars > 3 else "sting"
    t.say(*rng.choice(((tone, "open"), ("open", tone), (tone, "open", "more"), ("open", "more", tone))))
    t.plant("me")
    p.raw(rng.choice(("\n", "\n\n"))).put(rng.choice(("{firm}", "{contact}, {firm}", "({contact})")))
    if rng.random() < 0.8:
        p.raw(rng.choice(("\n\nReply of the desk:\n", "\n\n---\n", "\n\nOur answer: ", "\n\n")))
        t.answer()
    elif t.case.planted == "contradiction":
        p.raw("\n\n")
        t.plant("they")


def _handover(t: Thread) -> None:
    """The desk asks another team, with the customer's words quoted; not shown to the customer's users."""
    p, rng = t.p, t.rng
    t.decide()
    p.put(p.line("hand.to")).raw("\n\n")
    t.say("note", "look")
    p.raw("\n\n").put(p.line("hand.from")).raw("\n")
    p.quoted(rng.choice(("> ", "| ", "    ")), lambda: t.opening(rng.random() < 0.4))
    p.raw("\n\n")
    t.say(*rng.choice((("told",), ("told", "fix"), ("fix", "told"), ("end",))))
    t.plant("they")
    p.raw("\n").put(rng.choice(("{agent}", "Thanks, {agent}", "{agent} (desk)", "/ {agent}")))


def _brackets(t: Thread) -> None:
    """Names in brackets, a paragraph each."""
    p, rng = t.p, t.rng
    messages: list[tuple[str, Callable[[], object]]] = [
        ("{contact}", lambda: t.opening(False)),
        ("{agent}", lambda: t.answer(False)),
        ("{contact}", t.reply),
    ]
    for author, act in messages:
        p.raw("\n\n" if p.w.text else "").raw("[").put(author).raw("] ")
        act()
    if rng.random() < 0.5:
        p.raw("\n\n[").put("{agent}").raw("] ")
        t.say("fix")


def _merged(t: Thread) -> None:
    """An automatic answer first, then people."""
    p, rng = t.p, t.rng
    t.opening(rng.random() < 0.5)
    p.raw("\n\n").raw(rng.choice(("(automatic) ", "-- ", "AUTO: ", "")))
    t.say("auto")
    p.raw("\n\n")
    if rng.random() < 0.5:
        p.put("{contact}: ")
        t.say(rng.choice(("ask", "sting", "more")))
        p.raw("\n\n")
    p.put(rng.choice(("{agent}: ", "{agent}, {clock}\n", "")))
    t.answer(False)
    if rng.random() < 0.5:
        p.raw("\n\n")
        t.say("last")
