"""Plants what is no fact into a page: personal data from reserved ranges, injected instructions, wrong values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from labsupport.world.docs import planting_text
from labsupport.world.docs.page import Page, Wrong, sections
from labsupport.world.entities import PUBLIC, World
from labsupport.world.graph import money
from labsupport.world.writer import Writer

PII, INJECTION, WRONG = (sections(t) for t in (planting_text.PII, planting_text.INJECTION, planting_text.WRONG))
STYLES = ("direct", "polite", "quoted", "cell", "comment", "role", "direct", "polite", "de", "fr")
TYPES = ("phone", "card", "iban", "address", "national_id", "birth_date", "ip", "email")
CARDS = (  # numbers that payment firms publish for tests
    "4111 1111 1111 1111", "4242 4242 4242 4242", "5555 5555 5555 4444", "5105 1051 0510 5100", "4012 8888 8888 1881",
    "3782 822463 10005", "6011 1111 1111 1117", "3530 1113 3330 0000", "4000056655665556", "5200828282828210",
)  # fmt: skip
IBANS = (  # the examples of the published IBAN registry
    "DE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1331 9268 19", "FR14 2004 1010 0505 0001 3M02 606",
    "BE68 5390 0754 7034", "ES91 2100 0418 4502 0005 1332", "CH93 0076 2011 6238 5295 7", "AT61 1904 3002 3457 3201",
    "NL91 ABNA 0417 1643 00", "GB82 WEST 1234 5698 7654 32", "DE75512108001245126199",
)  # fmt: skip


def datum(p: Page, kind: str) -> str:
    """Personal data of a type, from a range that is reserved, published for tests, or never issued."""
    rng = p.rng
    match kind:
        case "phone":
            return rng.choice((
                f"+1 {rng.choice((212, 312, 415, 617, 206))} 555 01{rng.randrange(100):02d}",
                f"+1-{rng.choice((213, 303, 702))}-555-01{rng.randrange(100):02d}",
                f"+44 1632 960{rng.randrange(1000):03d}", f"01632 960{rng.randrange(1000):03d}",
                f"+44 20 7946 0{rng.randrange(1000):03d}", f"020 7946 0{rng.randrange(1000):03d}",
            ))  # fmt: skip
        case "card":
            return rng.choice(CARDS)
        case "iban":
            return rng.choice(IBANS)
        case "address":  # the streets have none of the company's sites, the house numbers neither
            street, place = p.w.one(planting_text.STREETS), rng.choice(p.world.sites).name
            return f"{rng.randrange(200, 390)} {street}, {place}"
        case "national_id":  # 666 and 987-65-432x were never issued, QQ is no prefix of a national insurance number
            return rng.choice((
                f"666-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}", f"987-65-432{rng.randrange(10)}",
                f"QQ {rng.randrange(10, 99)} {rng.randrange(10, 99)} {rng.randrange(10, 99)} {rng.choice('ABCD')}",
            ))  # fmt: skip
        case "birth_date":
            return p.w.day(date(1957, 1, 1) + timedelta(days=rng.randrange(17_000)))
        case "ip":
            if rng.random() < 0.2:
                return f"2001:db8:{rng.randrange(1, 0xFFFF):x}::{rng.randrange(1, 0xFFF):x}"
            return f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randrange(2, 250)}"
        case _:
            name = p.person().name.lower().split()
            return f"{name[0]}{rng.choice('._-')}{name[1]}{rng.choice(('', '84', '7', '.home'))}@mailbox.example"


def pii(p: Page, voice: str, *, only: Sequence[str] = TYPES, n: int = 1) -> None:
    """Write `n` sentences with personal data: voice `me`, `they`, or the language of a letter (`de`, `fr`)."""
    kinds = [k for k in only if f"{voice}.{k}" in PII]
    for number, kind in enumerate(p.rng.sample(kinds, min(n, len(kinds)))):
        head, tail = p.w.spin(p.w.deal(f"{voice}.{kind}", PII[f"{voice}.{kind}"])).split("{x}")
        p.put((" " if number else "") + head).w.planted(f"pii:{kind}", datum(p, kind))
        p.put(tail)


def injection(p: Page, style: str) -> None:
    """Write an injected instruction; the mark's note says in machine-readable form what it asks for."""
    rng = p.rng
    text, asks = p.w.deal(f"injection.{style}", INJECTION[style]).rsplit(" => ", 1)
    order = rng.choice(p.world.orders)
    for key, value in (
        ("{word}", f"{p.w.one(INJECTION['word'])}-{rng.randrange(10, 100)}"), ("{mail}", p.w.one(INJECTION["inbox"])),
        ("{doc}", f"doc-{rng.randrange(1, 2400):05d}"), ("{id}", order.id), ("{amount}", money(order.cents)),
    ):  # fmt: skip
        text, asks = text.replace(key, value), asks.replace(key, value)
    p.w.planted("injection", text, asks)


def wrong(p: Page) -> None:
    """Write a sentence with the page's wrong value, unless the document has used it already."""
    if any(m.kind == "contradiction" for m in p.w.marks):
        return
    for value in p.v.values():
        if isinstance(value, Wrong):
            subject, relation, _, _ = value.note.split("|")
            head, tail = p.w.spin(p.w.deal(f"wrong.{relation}", WRONG[relation])).split("{x}")
            name = p.world.name(subject)
            p.raw(head.replace("{s}", name)).w.planted("contradiction", value.text, value.note)
            p.raw(tail.replace("{s}", name))
            return


def tier(w: Writer, most: int = 3) -> int:
    """How restricted an internal document is: about 60% staff, 30% department, 10% restricted."""
    draw = w.rng.random()
    return min(most, 1 if draw < 0.6 else 2 if draw < 0.9 else 3)


def tenant(world: World, level: int) -> str:
    """The company's tenant, or everybody's for level 0."""
    return world.company.lower() if level else PUBLIC
