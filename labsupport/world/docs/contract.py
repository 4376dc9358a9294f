"""Contracts with customers, in the customers' own tenants: agreements, amendments, letters about renewal, side
letters; and the company's own short notes on them.

A contract and its amendments are a family `contract/<id>`, oldest first. What is restricted carries a canary.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labsupport.world.docs import contract_text
from labsupport.world.docs.formal import Sheet, mixed
from labsupport.world.docs.page import sections
from labsupport.world.entities import Contract, Customer, World
from labsupport.world.writer import Meta, Writer

LAYOUTS = 9

BANK = {**sections(contract_text.CLAUSES), **sections(contract_text.PAGE)}
FULL = 110
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")  # of amendments; later ones: last
PARTS = {"amendment": 20, "letter": 12, "note": 11, "side": 8}  # the rest: agreements
CORE = ("subject", "term", "fee", "response", "notice")  # clauses that state facts
MORE = ("delivery", "duties", "data", "secret", "liability", "quality", "changes", "people", "audit", "force", "end",
        "law")  # fmt: skip


@dataclass(frozen=True)
class Subject:
    contract: Contract
    part: str  # agreement, or one of PARTS
    revision: int = 1


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Subject]:
    """Agreements, newest contracts more often than old ones, each before its amendments."""
    wanted = {part: round(count * n / FULL) for part, count in PARTS.items()}
    recent = [c for c in world.contracts if c.start >= date(2023, 1, 1)]
    older = [c for c in world.contracts if c.start < date(2023, 1, 1)]
    pool = rng.sample(recent, len(recent)) + rng.sample(older, len(older))
    chosen = pool[: max(1, n - sum(wanted.values()))]
    made = [Subject(c, "agreement") for c in chosen]
    revisions: dict[str, int] = {}
    for part, count in wanted.items():
        for _ in range(count):
            contract = rng.choice(chosen)
            if part == "amendment":
                revisions[contract.id] = revisions.get(contract.id, 1) + 1
                made.append(Subject(contract, part, revisions[contract.id]))
            else:
                made.append(Subject(contract, part))
    return mixed(rng, made, lambda s: s.contract.id if s.part in ("agreement", "amendment") else s)


def customer_of(world: World, contract: Contract) -> Customer:
    """The customer of a contract."""
    return next(c for c in world.customers if c.id == contract.customer)


def write(w: Writer, subject: Subject, turn: int) -> Meta:
    """One document about a contract."""
    world, rng, contract = w.world, w.rng, subject.contract
    customer = customer_of(world, contract)
    last = min(world.today, contract.end)
    span = max(1, (last - contract.start).days)
    match subject.part:
        case "agreement":
            day = contract.start
        case "amendment":  # later ones later
            day = contract.start + timedelta(days=span * (2 * subject.revision - 3) // 8 + rng.randrange(span // 5 + 1))
            day = min(day, last)
        case "letter":
            day = max(contract.start, last - timedelta(days=rng.randrange(20, 120)))
        case _:
            day = contract.start + timedelta(days=rng.randrange(span))
    p = Sheet(w, day, BANK, "contract")
    _values(p, contract, customer)
    p.v |= {
        "rev": subject.revision - 1,
        "revth": (ORDINALS[: subject.revision - 1] or ORDINALS)[-1],
        "today": p.day_text(day),
    }
    tier = rng.choices((1, 2, 3), (15, 55, 30))[0]
    tenant, department = customer.tenant, "Sales"
    match subject.part:
        case "agreement":
            LAYOUT[turn % len(LAYOUT)](p, contract)
            title = rng.choice((
                f"Contract {contract.id}", f"{contract.id}, {customer.name}", f"Agreement {contract.id}",
                f"{customer.name}: service agreement", f"{contract.id} ({contract.plan})",
            ))  # fmt: skip
        case "amendment":
            _amendment(p, turn)
            title = f"Amendment {subject.revision - 1} to {contract.id}"
        case "letter":
            _letter(p)
            tier, title = 1, rng.choice((f"Renewal of {contract.id}", f"Your contract {contract.id}", contract.id))
        case "note":
            _note(p, turn)
            tenant, tier, title = world.company.lower(), min(tier + 1, 2), f"{customer.name}: {contract.id} in short"
        case _:
            _side(p)
            tier, title = 3, f"Letter beside {contract.id}"
    if tier == 3:
        p.w.text = p.w.text.rstrip("\n") + "\n\n"
        p.seal(BANK["seal"])
    made = contract.start - timedelta(days=rng.randrange(3, 40)) if subject.part == "agreement" else day
    family = f"contract/{contract.id.lower()}" if subject.part in ("agreement", "amendment") else None
    noise = 0.008 if subject.part == "note" else 0.0
    return Meta(title, tenant, department, tier, made, day, subject.revision, "en", family, noise)


def _values(p: Sheet, contract: Contract, customer: Customer) -> None:
    for key, name in (("cust", "customer"), ("prod", "product"), ("amount", "amount"), ("end", "end"),
                      ("response", "response"), ("notice", "notice")):  # fmt: skip
        p.fact(key, contract.id, f"contract.{name}")
    p.v |= {"cid": contract.id, "company": p.world.company, "start": p.day_text(contract.start)}
    p.fact("plan", customer.id, "customer.plan")
    p.fact("contact", customer.id, "customer.contact")
    boss = p.world.people[0]
    for key, subject, relation in (("manager", customer.id, "customer.manager"),
                                   ("signer", contract.id, "contract.signatory")):  # fmt: skip
        if not p.knows(key, subject, relation):  # whoever does so today was not yet in the company
            p.v[key] = boss.name
    p.tailed = dict.fromkeys((*MORE, "amend.point"), "tail")
    p.named = [contract.signatory, boss.id]


def _clauses(p: Sheet, least: int, most: int) -> list[str]:
    """The names of the clauses of an agreement: all that state facts, and some others."""
    return [*CORE, *(c for c in MORE if c in p.rng.sample(MORE, p.rng.randint(least, most)))]


def _points(p: Sheet, name: str, most: int = 3) -> list[str]:
    """The paragraphs of a clause."""
    return p.lines(name, 1 if name in CORE and p.rng.random() < 0.5 else p.rng.randint(1, most))


def _signed(p: Sheet) -> None:
    p.w.text = p.w.text.rstrip("\n") + "\n\n"
    p.text(p.line("witness")).raw("\n")


def _schedule(p: Sheet) -> None:
    """Where devices hang."""
    columns = (("serial", "no.", "device"), ("place", "where", "room"), ("limits in degrees", "degrees", "from - to"),
               ("probes", "pieces", "count"))  # fmt: skip
    names = [p.rng.choice(column) for column in columns]
    p.raw("\n").head("schedule").raw(f"\n| {' | '.join(names)} |\n| --- | --- | --- | --- |\n")
    for _ in range(p.rng.randint(4, 16)):
        low = p.rng.choice((-24, -22, -20, 2, 3, 4, 5, 12))
        p.put(f"| {{serial}} | {p.rng.choice(('{room}', '{dock}', '{place}, {room}', 'zone {sign}'))} | ")
        p.raw(f"{low} to {low + p.rng.randrange(2, 7)} | {p.rng.randrange(1, 30)} |\n")


def _prices(p: Sheet) -> None:
    """What extras cost."""
    p.raw("\n").head("prices").raw("\n| item | EUR |\n| --- | ---: |\n")
    for item in p.upto("extra", 3, 7):
        p.put(f"| {item} | {p.rng.randrange(3, 190) * 5}.00 |\n")


def _numbered(p: Sheet, contract: Contract) -> None:
    p.text(p.line("open")).raw("\n\n")
    for number, name in enumerate(_clauses(p, 5, 9), 1):
        p.head(f"head.{name}", f"{number}. ")
        for at, point in enumerate(_points(p, name), 1):
            p.put(f"{number}.{at} {point}\n")
        p.raw("\n")
    _signed(p)
    for part in (_schedule, _prices):
        if p.rng.random() < 0.6:
            part(p)


def _keyed(p: Sheet, contract: Contract) -> None:
    """Key terms in a table, clauses below."""
    rows = [
        ("customer", "{cust}"), ("product", "{prod}"), ("monthly fee", "{amount}"), ("end", "{end}"),
        ("answer within", "{response}"), ("notice", "{notice}"), ("plan", "{plan}"), ("contact", "{contact}"),
    ]  # fmt: skip
    p.raw(f"| {contract.id} | |\n| --- | --- |\n")
    for name, value in p.rng.sample(rows, p.rng.randint(5, 8)):
        p.put(f"| {name} | {value} |\n")
    p.raw("\n")
    for name in p.rng.sample(MORE, p.rng.randint(3, 7)):
        p.put(f"**{p.line(f'head.{name}')}.** ").text(*_points(p, name, 2)).raw("\n\n")
    _signed(p)


def _recitals(p: Sheet, contract: Contract) -> None:
    p.text(p.line("open")).raw("\n\n")
    for mark, entry in zip("ABC", p.upto("recital", 2, 3), strict=False):
        p.put(f"({mark}) {entry}\n")
    p.raw("\n")
    for number, name in enumerate(_clauses(p, 6, 11), 1):
        p.put(f"Article {number} -- ").head(f"head.{name}").text(*_points(p, name, 5)).raw("\n\n")
    _signed(p)
    _schedule(p)
    _prices(p)


def _plain(p: Sheet, contract: Contract) -> None:
    p.text(p.line("plain")).raw("\n\n").text(p.line("open")).raw("\n\n")
    for name in ("subject", "term", *p.rng.sample(MORE, p.rng.randint(2, 4)), "response"):
        p.text(*_points(p, name, 2)).raw("\n\n")
    _signed(p)


def _form(p: Sheet, contract: Contract) -> None:
    """An order form: short, with its fields filled in."""
    rows = [
        ("No.", "{cid}"), ("Customer", "{cust}"), ("Orders", "{contact}"), ("Product", "{prod}"), ("Plan", "{plan}"),
        ("EUR/month", "{amount}"), ("From", "{start}"), ("Until", "{end}"), ("Answer", "{response}"),
        ("Notice", "{notice}"), ("For us", "{signer}"),
    ]  # fmt: skip
    gap = p.rng.choice((": ", " .... ", " = ", "\t"))
    for name, value in rows:
        if name in ("No.", "Customer", "EUR/month") or p.rng.random() < 0.85:
            p.put(f"[{'x' if p.rng.random() < 0.8 else ' '}] {name}{gap}{value}\n")
    p.raw("\n").text(*p.upto("delivery", 0, 2), *p.maybe(0.5, "changes"))


def _sections(p: Sheet, contract: Contract) -> None:
    p.text(p.line("open")).raw("\n")
    for number, name in enumerate(_clauses(p, 4, 8), 1):
        p.put(f"\n§ {number} {p.line(f'head.{name}')}\n")
        for at, point in enumerate(_points(p, name), 1):
            p.put(f"({at}) {point}\n")
    _signed(p)


def _letter_form(p: Sheet, contract: Contract) -> None:
    """A contract in the form of a letter that is countersigned."""
    p.text(p.line("letter.open")).raw("\n\n").text(p.line("open"), "\n\n", p.line("subject")).raw("\n\n")
    p.text(p.line("term"), p.line("fee"), p.line("notice")).raw("\n\n").text(p.line("response"), p.line("people"))
    p.text(*(p.line(name) for name in p.rng.sample(MORE, p.rng.randint(1, 3)))).raw("\n\n").text(p.line("letter.bye"))
    _signed(p)


def _lettered(p: Sheet, contract: Contract) -> None:
    """Clauses as a flat list, the paragraphs lettered."""
    p.text(p.line("open")).raw("\n\n")
    names = [*CORE, *p.rng.sample(MORE, p.rng.randint(3, 6))]
    p.rng.shuffle(names)
    for number, name in enumerate(names, 1):
        points = _points(p, name)
        p.put(f"{number}) ").text(points[0]).raw("\n")
        for mark, point in zip("abc", points[1:], strict=False):
            p.put(f"   {mark}) {point}\n")
    _signed(p)
    if p.rng.random() < 0.5:
        _schedule(p)


def _headed(p: Sheet, contract: Contract) -> None:
    p.put(f"# {p.line('open')}\n\n")
    for name in _clauses(p, 3, 8):
        p.head(f"head.{name}", "## ").text(*_points(p, name)).raw("\n\n")
    _signed(p)
    if p.rng.random() < 0.7:
        _prices(p)


LAYOUT = (_numbered, _keyed, _recitals, _plain, _form, _sections, _letter_form, _lettered, _headed)


def _amendment(p: Sheet, turn: int) -> None:
    points = p.upto("amend.point", 2, 5)
    p.text(p.line("amend.open")).raw("\n\n")
    if turn % 3 == 0:
        for number, point in enumerate(points, 1):
            p.put(f"{number}. {point}\n")
        p.raw("\n").text(p.line("amend.stays"))
    elif turn % 3 == 1:
        p.text(*points, p.line("amend.stays"))
        _schedule(p)
    else:
        p.bullets([*points, p.line("amend.stays")], "* ").raw("\n").text(p.line("people"), p.line("changes"))
    _signed(p)


def _letter(p: Sheet) -> None:
    p.text(p.line("letter.open")).raw("\n\n").text(*p.upto("letter.renew", 1, 2)).raw("\n\n")
    p.text(*p.upto("letter.body", 2, 5)).raw("\n\n").text(p.line("letter.bye"))


def _note(p: Sheet, turn: int) -> None:
    p.text(p.line("sum.open")).raw("\n\n")
    if turn % 2:
        rows = ("{prod}, {amount} a month", "end: {end}", "answer: {response}", "notice: {notice}", "plan: {plan}",
                "there: {contact}", "here: {manager}", "signed: {signer}")  # fmt: skip
        p.bullets(p.rng.sample(rows, p.rng.randint(4, 8)), p.rng.choice(("- ", "* ", ""))).raw("\n")
    else:
        p.text(p.line("plain"), p.line("people")).raw("\n\n")
    p.bullets(p.upto("sum.note", 2, 5))


def _side(p: Sheet) -> None:
    p.text(p.line("letter.open")).raw("\n\n").text(*p.upto("side", 2, 4)).raw("\n\n")
    p.text(*p.maybe(0.6, "secret"), *p.maybe(0.4, "law"), p.line("amend.stays"))
    _signed(p)
