"""E-mails: threads with quoted replies, forwards, one-liners, newsletters, offers and complaints."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from labsupport.world.docs import email_text, planting, planting_text
from labsupport.world.docs.desk import Desk, after, often
from labsupport.world.docs.page import Wrong, sections, shares
from labsupport.world.entities import Customer, Person, World
from labsupport.world.writer import Meta, Value, Writer

LAYOUTS = 12
BANK = sections(
    email_text.PARTS + email_text.TOPICS + email_text.OTHER + email_text.GERMAN + email_text.FRENCH
)  # fmt: skip
TOPICS = {  # weight -> what colleagues write about
    "incident": 14, "price": 9, "supplier": 9, "staff": 12, "team": 9, "policy": 9, "release": 9, "order": 14,
    "contract": 10, "site": 5,
}  # fmt: skip
PLANTED = {"injection": 11, "pii": 22, "contradiction": 20}  # of 270
LANGUAGES = {"de": 30, "fr": 28}
SPOILT = {  # topic -> slots that may be wrong on purpose
    "incident": ("imin", "iday"), "price": ("price",), "order": ("sum", "due"), "contract": ("kend", "kamt", "kresp"),
    "policy": ("limit",), "staff": ("ext",), "release": ("price",), "customer": ("sum", "due", "price"),
}  # fmt: skip
EXTERNAL = (5, 9)  # layouts of mail with a customer: complaint with answer, offer
WROTE = {"en": "wrote", "de": "schrieb", "fr": "a écrit"}
HEADS = {
    "en": ("From", "To", "Cc", "Date", "Subject"),
    "de": ("Von", "An", "Kopie", "Datum", "Betreff"),
    "fr": ("De", "À", "Copie", "Date", "Objet"),
}


@dataclass(frozen=True)
class Letter:
    """What a mail is about and what is planted in it."""

    topic: str
    language: str
    planted: str


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Letter]:
    """`n` mails, about a tenth German and a tenth French."""
    found = []
    for planted, other in zip(shares(n, PLANTED, 270, rng), shares(n, LANGUAGES, 270, rng), strict=True):
        topic = rng.choices(list(TOPICS), list(TOPICS.values()))[0]
        language = other or "en"
        if planted == "contradiction":
            language = "en"
            topic = topic if topic in SPOILT else rng.choice(("incident", "contract", "policy", "price"))
        found.append(Letter(topic, language, planted))
    return found


class Mail:
    """One mail being written: its page, who writes to whom, and the facts at hand."""

    def __init__(self, w: Writer, letter: Letter, turn: int) -> None:
        outside = turn in EXTERNAL
        w.language = letter.language
        world, rng = w.world, w.rng
        self.letter, self.rng, self.world = letter, rng, world
        self.answered = False  # whether a reply of this thread has given the fact; later ones talk of other things
        order = often(rng, world.orders, 0.7 if letter.planted != "contradiction" else 1.0)
        incident = often(rng, world.incidents, 0.5)
        recent = letter.topic == "incident"
        first = incident.started if recent else order.placed
        self.day = after(world, rng, max(first, date(2024, 2, 20)), 1, 20 if recent else 60)
        if not recent:
            incident = rng.choice([i for i in world.incidents if i.started <= self.day] or [incident])
        if order.placed > self.day:
            order = rng.choice([o for o in world.orders if o.placed <= self.day] or [order])
        self.customer: Customer = next(c for c in world.customers if c.id == order.customer)
        self.p = p = Desk(w, self.day, BANK, "email")
        p.about_order(order)
        p.about_incident(incident)
        self._scene(order.product)
        self._people(turn)
        if letter.planted == "contradiction":
            p.spoil(SPOILT["customer" if outside else letter.topic]) or p.spoil(
                ("imin", "iday", "price", "limit", "kend")
            )

    def _scene(self, product_id: str) -> None:
        p, world, rng = self.p, self.world, self.rng
        out = [x for x in world.products if x.versions[0][1] <= self.day] or list(world.products)
        product = next((x for x in out if x.id == product_id and self.letter.topic == "order"), None) or rng.choice(out)
        p.about_product(product)
        p.fact("part", product.supplier, "supplier.part")
        p.about_customer(self.customer)
        codes = [e for e in world.errors if e.product == product.id] or list(world.errors)
        p.about_error(rng.choice(codes))
        p.v["comp2"] = p.v["comp"]
        held = [c for c in world.contracts if c.customer == self.customer.id and c.start <= self.day < c.end]
        if not held:
            held = [c for c in world.contracts if c.start <= self.day < c.end] or list(world.contracts)
            if self.letter.topic == "contract":
                self.customer = next(c for c in world.customers if c.id == held[-1].customer)
                p.about_customer(self.customer)
        p.about_contract(held[-1])
        p.about_policy(rng.choice([x for x in world.policies if x.effective <= self.day] or list(world.policies)))
        p.about_team(often(rng, world.teams, 0.2))
        site = rng.choice(world.sites)
        p.v["loc"] = site.name
        p.fact("addr", site.id, "site.address")

    def _people(self, turn: int) -> None:
        """Who writes to whom. The slots `who role ext team2 seat2 boss` are about a third person."""
        p, rng, outside = self.p, self.rng, turn in EXTERNAL
        third = rng.choice([x for x in p.staff() if x.manager] or p.staff())
        p.named.append(third.id)
        p.v["who"] = third.name
        for key, relation in (
            ("role", "role"),
            ("ext", "extension"),
            ("team2", "team"),
            ("seat2", "site"),
            ("boss", "manager"),
        ):
            p.fact(key, third.id, f"person.{relation}")
        self.sender: Person = p.person()
        self.reader: Person = p.person(self.sender.team if rng.random() < 0.5 else None)
        if turn == 5:  # the desk answers a complaint
            self.sender = rng.choice([x for x in p.staff() if x.role == "support agent"] or p.staff())
        elif outside:
            self.sender = next(x for x in self.world.people if x.id == self.customer.manager)
            p.named.append(self.sender.id)
        self.department = next(t for t in self.world.teams if t.id == self.sender.team).department
        self.last = self.day
        self.title = p.plain(p.line(f"{self.letter.language}.subject" if self.letter.language != "en"
                                    else "subject.customer" if outside else "subject.internal"))  # fmt: skip

    # ---- wording
    def keys(self, *parts: str) -> list[str]:
        """Bank sections: of the topic in English, of the language otherwise."""
        letter = self.letter
        if letter.language != "en":
            return [k for k in (f"{letter.language}.{part}" for part in parts) if k in BANK]
        return [f"{letter.topic}.{part}" if f"{letter.topic}.{part}" in BANK else part for part in parts]

    def say(self, *parts: str, sep: str = " ") -> None:
        """One line of each part, each starting with a capital."""
        for number, key in enumerate(self.keys(*parts)):
            self.p.raw(sep if number else "").put(self.p.line(key), cap=True)

    def to(self, name: str) -> None:
        """Whom the next message addresses."""
        self.p.v["to"] = name.split()[0] if self.rng.random() < 0.7 else name

    def stamp(self) -> str:
        """When the next message was written; time goes on."""
        self.last, time = self.p.tick()
        return f"{self.p.day_text(self.last)}, {time}"

    def address(self, person: Person) -> None:
        """Name and mailbox of somebody of the company."""
        self.p.raw(f"{person.name} <").w.put("{x}", x=self._of(person, "email"))
        self.p.raw(">")

    def _of(self, person: Person, relation: str) -> Value:
        return self.p.w.fact(person.id, f"person.{relation}", self.day)

    def head(self, sender: Callable[[], object], reader: Callable[[], object], title: str = "") -> None:
        """Header lines, the less important ones not always."""
        names, p, rng = HEADS[self.letter.language], self.p, self.rng
        p.raw(f"{names[0]}: ")
        sender()
        p.raw(f"\n{names[1]}: ")
        reader()
        if rng.random() < 0.2:
            p.raw(f"\n{names[2]}: {p.person().name}")
        if rng.random() < 0.8:
            p.raw(f"\n{names[3]}: {self.stamp()}")
        p.raw(f"\n{names[4]}: {title or self.title}\n\n")

    def sign(self, person: Person, full: bool = False) -> None:
        """A name under a message, or a whole signature block, which states the writer's role and extension."""
        p, rng = self.p, self.rng
        p.w.text = p.w.text.rstrip(" ")
        p.raw("\n\n" if not p.w.text.endswith("\n") else "\n" if not p.w.text.endswith("\n\n") else "")
        if rng.random() < 0.7:
            self.say("bye")
            p.raw("\n")
        if not full or self.letter.language != "en":
            p.raw(person.name if rng.random() < 0.6 else person.name.split()[0])
            return
        p.raw(person.name)
        wanted = rng.sample(["role", "team", "extension", "site"], rng.randrange(1, 4))
        form = rng.choice(("\n{x}", " | {x}", ", {x}"))
        for relation in ("role", "team", "site", "extension"):
            if relation in wanted:
                lead, tail = form.split("{x}")
                p.raw(lead + (rng.choice(("ext. ", "Tel. ", "extension ")) if relation == "extension" else ""))
                p.w.put("{x}", x=self._of(person, relation))
                p.raw(tail)

    def plant(self, voice: str = "they") -> None:
        """What this letter has planted, at the end of a paragraph; only once."""
        p, letter = self.p, self.letter
        if not letter.planted or p.w.marks:
            return
        if letter.planted == "pii":
            p.raw(self.rng.choice((" ", "\n\n", "\n")))
            planting.pii(p, voice if letter.language == "en" else letter.language, n=1 + (self.rng.random() < 0.3))
        elif letter.planted == "injection":
            p.raw("\n\n")
            style = self.rng.choice([s for s in planting.STYLES if s not in ("cell", "de", "fr")])
            planting.injection(p, style if letter.language == "en" else letter.language)
        else:
            p.raw("" if p.w.text.endswith("\n") else " ")
            planting.wrong(p)

    def body(self, reply: bool = False, greet: float = 0.8, plant: bool = True) -> None:
        """Greeting and text of a first mail or of a reply."""
        p, rng = self.p, self.rng
        sep = rng.choice((" ", " ", "\n\n", "\n"))
        if rng.random() < greet:
            self.say("hello")
            p.raw("\n\n" if sep != "\n" else "\n")
        if self.letter.language != "en":
            self.say("reply" if reply else "first", *["more"] * rng.choice((0, 1, 1, 2)), sep=sep)
        elif reply and self.answered:
            self.say(*rng.sample(["yes", "no", "ask", "more", "more", "small"], rng.randrange(1, 4)), sep=sep)
        elif reply:
            self.answered = True
            extra = rng.sample(["more", rng.choice(("yes", "no", "ask"))], rng.randrange(3))
            self.say(*rng.choice((["reply", *extra], [*extra, "reply"], ["reply"])), sep=sep)
        else:
            extra = rng.sample(["more", "first", "ask", "more"], rng.randrange(4))
            self.say("first", *extra, sep=sep)
            for _ in range(rng.choice((1, 1, 2, 3, 6, 11)) if rng.random() < 0.34 else 0):
                _other_scene(self)
                p.raw("\n\n")
                if rng.random() < 0.6:
                    p.put(p.line("link")).raw(" ")
                other = rng.choice(list(TOPICS))
                self.say(*(f"{other}.{part}" for part in rng.choice((["first"], ["first", "more"], ["more", "first"]))))
        if plant:
            self.plant("me" if rng.random() < 0.6 else "they")
        if rng.random() < 0.22 and self.letter.language == "en":
            p.raw("\n\n")
            self.say("small")


def write(w: Writer, subject: Letter, turn: int) -> Meta:
    """One mail in one of twelve layouts."""
    if subject.language != "en" and turn in (5, 6, 8, 9, 10, 11):
        turn = {5: 1, 6: 0, 8: 2, 9: 3, 10: 7, 11: 0}[turn]
    if subject.planted and turn == 4:
        turn = 1
    outside = turn in EXTERNAL
    m = Mail(w, subject, turn)
    LAYOUT[turn](m)
    rng, world = m.rng, m.world
    if not w.gold:
        w.raw("\n")
        m.sign(m.sender, True)
        if not w.gold:
            m.address(m.sender)
    if outside:
        tenant, tier, department = m.customer.tenant, 1, "Customer Care" if turn == 5 else "Sales"
    elif turn == 10:
        tier, department = rng.choice((0, 1, 1)), m.department
        tenant = planting.tenant(world, tier)
    else:
        tier, department = planting.tier(w), m.department
        tenant = planting.tenant(world, tier)
    if tier == 3:
        m.p.seal(planting_text.SEALS[subject.language])
    noise = rng.choice((0.0, 0.0, 0.0, 0.01, 0.02, 0.04)) if turn not in (9, 10) else 0.0
    return Meta(m.title, tenant, department, tier, m.day, m.last, 1, subject.language, noise=noise + 0.02 * (turn == 4))


# ---- layouts
def _plain(m: Mail) -> None:
    """One mail with its header."""
    m.to(m.reader.name)
    m.head(lambda: m.address(m.sender), lambda: m.p.raw(m.reader.name))
    m.body()
    m.sign(m.sender, m.rng.random() < 0.5)


def _reply(m: Mail) -> None:
    """A reply with the mail that it answers below, quoted."""
    p, rng = m.p, m.rng
    first = m.stamp()
    m.to(m.sender.name)
    if rng.random() < 0.6:
        m.head(lambda: m.address(m.reader), lambda: p.raw(m.sender.name), "Re: " + m.title)
    m.body(reply=True)
    m.sign(m.reader, rng.random() < 0.3)
    p.raw(f"\n\n{first}, {m.sender.name} {WROTE[m.letter.language]}:\n")
    m.to(m.reader.name)

    def answered() -> None:
        m.body()
        m.sign(m.sender)

    p.quoted("> ", answered)


def _deep(m: Mail) -> None:
    """A thread of three to six mails, the newest first, each quoting the rest."""
    p, rng = m.p, m.rng
    people = [m.sender, m.reader, *(p.person() for _ in range(rng.randrange(1, 3)))]
    count = rng.choice((3, 3, 4, 5, 6))
    stamps = [m.stamp() for _ in range(count)]
    authors = [m.sender]
    for _ in range(count - 1):
        authors.append(rng.choice([x for x in people if x is not authors[-1]]))

    def level(at: int) -> None:
        m.to(authors[at - 1].name if at else m.reader.name)
        m.body(reply=at > 0, greet=0.5)
        m.sign(authors[at])
        if at:
            p.raw(f"\n\n{stamps[at - 1]}, {authors[at - 1].name} {WROTE[m.letter.language]}:\n")
            p.quoted("> ", lambda: level(at - 1))

    level(count - 1)


def _forward(m: Mail) -> None:
    """Something passed on, with a word on top."""
    p, rng = m.p, m.rng
    english = m.letter.language == "en"
    m.to(m.reader.name)
    if rng.random() < 0.5:
        m.head(lambda: m.address(m.sender), lambda: p.raw(m.reader.name), ("Fw: " if english else "WG: ") + m.title)
    m.say("forward" if english else "more")
    if rng.random() < 0.3:
        p.raw(" ")
        m.say("reply")
    m.sign(m.sender)
    other = p.person()
    m.to(m.sender.name)
    rules = ("---------- Forwarded message ----------", "----- Original message -----", "Begin of forwarded mail:")
    p.raw(f"\n\n{rng.choice(rules)}\n" if english else "\n\n-----\n")
    m.head(lambda: m.address(other), lambda: p.raw(m.sender.name))
    m.body()
    m.sign(other, rng.random() < 0.5)


def _single(m: Mail) -> None:
    """One line, or two."""
    p, rng = m.p, m.rng
    if m.letter.language != "en":
        m.say("first")
        return
    if rng.random() < 0.5:
        p.raw(f"To: {m.reader.name}\nSubject: {m.title}\n\n")
    m.say("single")
    if rng.random() < 0.5:
        p.raw(rng.choice((" ", "\n")))
        m.say(rng.choice(("single", "reply", "small")))
    p.raw("\n\n" + rng.choice((m.sender.name, m.sender.name.split()[0], m.sender.name.split()[0].lower(),
                              f"{m.sender.name} (from my phone)", f"({m.sender.name.split()[0]})")))  # fmt: skip


def _complaint(m: Mail) -> None:
    """A customer complains; often the desk's answer follows."""
    p, rng = m.p, m.rng
    m.to(m.sender.name)
    if rng.random() < 0.7:
        m.head(lambda: p.put("{contact}, {firm}"), lambda: m.address(m.sender))
    m.say("hello")
    p.raw("\n\n")
    m.say("letter", *rng.sample(["letter", "letter2"], rng.randrange(1, 3)), sep=rng.choice((" ", "\n\n")))
    m.plant("me")
    p.raw("\n\n")
    m.say("bye")
    p.raw("\n").put(rng.choice(("{contact}", "{contact}\n{firm}", "{contact}, {firm}")))
    if rng.random() < 0.7 or m.letter.planted == "contradiction":
        p.raw(f"\n\n{rng.choice(('=====', '-- answer --', '***', 'Our answer,'))} {m.stamp()}\n\n")
        m.say(*rng.choice((("care", "care"), ("care",), ("care", "care", "care"))), sep=rng.choice((" ", "\n\n")))
        if m.letter.planted == "contradiction":
            p.raw(" ")
            planting.wrong(p)
        m.sign(m.sender, rng.random() < 0.5)


def _bullets(m: Mail) -> None:
    """A status mail as a list, on several things at once."""
    p, rng = m.p, m.rng
    m.to(m.reader.name)
    if rng.random() < 0.6:
        m.head(
            lambda: m.address(m.sender),
            lambda: p.put(rng.choice(("{channel}", "{team}", m.reader.name, "all of {team}"))),
        )
    m.say("hello")
    p.raw("\n\n")
    if rng.random() < 0.5:
        m.say("first")
        p.raw("\n\n")
    mark = rng.choice(("- ", "* ", "{n}. ", "o ", "+ "))
    for number in range(1, rng.randrange(4, 10)):
        p.raw(mark.replace("{n}", str(number))).put(p.line("bullet"), cap=rng.random() < 0.5).raw("\n")
    m.plant("they")
    p.raw("\n")
    m.say(*rng.sample(["ask", "small"], 1))
    m.sign(m.sender)


def _between(m: Mail) -> None:
    """Answers between the quoted lines."""
    p, rng = m.p, m.rng
    m.to(m.sender.name)
    if rng.random() < 0.5:
        m.say("hello")
        p.raw("\n\n")
    pieces = rng.randrange(2, 5)
    for at in range(pieces):
        parts = ["first"] if at == 0 else [rng.choice(("more", "first", "ask"))]
        p.quoted("> ", lambda parts=parts: m.say(*parts))  # type: ignore[misc]
        p.raw("\n\n" if rng.random() < 0.6 else "\n")
        m.say("reply" if at == 0 or m.letter.language != "en" else rng.choice(("yes", "no", "more", "ask")))
        if at == pieces - 1:
            m.plant("me")
        p.raw("\n\n")
    m.sign(m.reader, rng.random() < 0.3)


def _away(m: Mail) -> None:
    """An absence note, sometimes under a mail that nobody read."""
    p, rng = m.p, m.rng
    p.raw(rng.choice((f"Auto: {m.title}\n\n", "Automatic reply\n\n", "", "Absence note\n")))
    m.say("away")
    p.raw(" ")
    if rng.random() < 0.4:
        m.say("small")
    m.plant("me")
    m.sign(m.sender, True)
    if rng.random() < 0.6:
        m.to(m.sender.name)
        p.raw(f"\n\n{m.stamp()}, {m.reader.name} wrote:\n")
        p.quoted("> ", lambda: m.body(greet=0.4, plant=False))


def _offer(m: Mail) -> None:
    """An offer or an answer to a customer who is still friendly."""
    p, rng = m.p, m.rng
    p.v["to"] = m.customer.contact
    m.head(lambda: m.address(m.sender), lambda: p.put("{contact}, {firm}"))
    m.say("hello")
    p.raw("\n\n")
    sep = rng.choice((" ", "\n\n", "\n- "))
    for number, line in enumerate(p.lines("offer", rng.randrange(2, 6))):
        p.raw(sep if number else "").put(line, cap=True)
    p.raw("\n\n" if "-" in sep else sep)
    m.say("ask")
    m.plant("me")
    m.sign(m.sender, True)


def _news(m: Mail) -> None:
    """A newsletter of several items, some of them about nothing."""
    p, rng = m.p, m.rng
    m.say("news.head")
    p.raw("\n\n")
    m.say("news.intro")
    p.raw("\n\n")
    form = rng.choice(("{n}. {x}\n\n", "{x}\n\n", "* {x}\n", "+++ {x}\n\n", "--\n{x}\n"))
    for number in range(rng.choice((4, 6, 8, 12, 18, 30))):
        _other_scene(m)
        before, after_ = form.replace("{n}", str(number + 1)).split("{x}")
        p.raw(before)
        m.say("news.item", *rng.sample(["news.item"], int(rng.random() < 0.15)))
        p.raw(after_)
    m.plant("they")
    p.raw("\n\n" if not p.w.text.endswith("\n\n") else "")
    m.say("news.end")


def _other_scene(m: Mail) -> None:
    """Other products, teams, people and incidents for the next item of a newsletter or status mail."""
    spoilt = [v for v in m.p.v.values() if isinstance(v, Wrong)]
    p, rng, world = m.p, m.rng, m.world
    now, p.day = p.day, m.day
    m._scene("")
    p.about_incident(rng.choice([i for i in world.incidents if i.started <= m.day] or list(world.incidents)))
    third = rng.choice([x for x in p.staff() if x.manager] or p.staff())
    p.v["who"] = third.name
    for key, relation in (("role", "role"), ("ext", "extension"), ("team2", "team"), ("seat2", "site")):
        p.fact(key, third.id, f"person.{relation}")
    p.day = now
    if spoilt:  # belongs to the scene that was; `planting.wrong` writes it in a sentence of its own
        p.v["_spoilt"] = spoilt[0]


def _table(m: Mail) -> None:
    """A mail around a small table of orders, prices or extensions."""
    p, rng, world = m.p, m.rng, m.world
    m.to(m.reader.name)
    m.say("hello")
    p.raw("\n\n")
    m.say("first")
    p.raw("\n\n")
    what = rng.choice(("orders", "prices", "people", "incidents"))
    count = rng.randrange(3, 9)
    headers, relations, pool = {
        "orders": (("Order | Customer | Status | Due", "No. | For | State | Date"), ("customer", "status", "due"),
                   [o.id for o in world.orders[: max(12, len(world.orders) // 10)] if o.placed <= m.day]),
        "prices": (("Product | Price | Version", "Article | Monthly | Release"), ("price", "version"),
                   [x.id for x in world.products if x.versions[0][1] <= m.day]),
        "people": (("Name | Role | Ext.", "Who | What | Phone"), ("role", "extension"), [x.id for x in p.staff()]),
        "incidents": (("Case | Product | Minutes | Day", "No. | System | Min. | Date"), ("product", "minutes", "date"),
                      [i.id for i in world.incidents if i.started <= m.day]),
    }[what]  # fmt: skip
    kind = {"orders": "order", "prices": "product", "people": "person", "incidents": "incident"}[what]
    p.raw(f"| {rng.choice(headers)} |\n" + "| --- " * (len(relations) + 1) + "|\n")
    p.day, now = m.day, p.day
    for ref in rng.sample(pool, min(count, len(pool))):
        p.raw(f"| {world.name(ref)} ")
        for relation in relations:
            p.raw("| ").write(p.cell(ref, f"{kind}.{relation}", "iso")).raw(" ")
        p.raw("|\n")
    p.day = now
    p.raw("\n")
    m.say(rng.choice(("more", "ask")))
    m.plant("they")
    m.sign(m.sender, rng.random() < 0.3)


LAYOUT: tuple[Callable[[Mail], None], ...] = (
    _plain, _reply, _deep, _forward, _single, _complaint, _bullets, _between, _away, _offer, _news, _table,
)  # fmt: skip
