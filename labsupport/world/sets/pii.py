"""Texts with personal data of ten types at known characters, and with what looks like it but is not.

All data come from reserved, published test or never issued ranges; names belong to people of the graph. `negatives`
marks the traps: order and serial numbers, versions, dates, addresses in examples, test cards in code, shared mailboxes.
"""

from __future__ import annotations

import ipaddress
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from labsupport.world.docs import planting, planting_text
from labsupport.world.docs.page import Page, clock, sections
from labsupport.world.entities import Mark, World
from labsupport.world.graph import STREETS, money
from labsupport.world.noise import disturb
from labsupport.world.sets.extract import lay, slots
from labsupport.world.sets.pii_text import ENGLISH, FRENCH, GERMAN
from labsupport.world.sides import PATTERN, Split, by_split, share
from labsupport.world.writer import Decks, Writer

TOTAL = 800  # of a whole world; smaller worlds get fewer in proportion
Type = Literal[
    "person", "email", "phone", "address", "iban", "card", "national_id", "birth_date", "ip", "customer_id",
]  # fmt: skip
TYPES: tuple[Type, ...] = (
    "person", "email", "phone", "address", "iban", "card", "national_id", "birth_date", "ip", "customer_id",
)  # fmt: skip
SLOTS: Mapping[str, Type] = {**{t: t for t in TYPES}, "first": "person", "family": "person", "who": "email"}
BANKS = {"en": sections(ENGLISH), "de": sections(GERMAN), "fr": sections(FRENCH)}
SHARED = ("invoices", "support", "orders", "returns", "info", "dock", "night-desk", "press")  # nobody's own mailbox
Values = dict[str, tuple[str, str, str]]


class Datum(NamedTuple):
    """Personal data in a text, or a trap: the characters and what they are."""

    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Pii:
    """A text; `spans` are personal data of the ten types, `negatives` look like it and must stay."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    language: Literal["en", "de", "fr"]
    text: str
    spans: tuple[Datum, ...]
    negatives: tuple[Datum, ...]


Item = Pii


def check_digit(number: str) -> str:
    """The last digit of a customer number `KN-482913-7`: the digits weighted 1 to 6, their sum modulo 10."""
    return str(sum(i * int(d) for i, d in enumerate(number, 1)) % 10)


class _Maker:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, random.Random(f"pii-{world.seed}")
        self.used: Counter[tuple[str, str]] = Counter()  # how often a type has been written, by split
        splits: tuple[Split, ...] = ("train", "dev", "test")
        known = world.split
        self.people = {s: [p for p in world.people if known[p.id] == s] for s in splits}
        self.customers = {s: [c for c in world.customers if known[c.id] == s] for s in splits}
        self.products = {s: [p for p in world.products if known[p.id] == s] for s in splits}
        self.orders = {s: [o for o in world.orders if known[o.id] == s] for s in splits}
        self.sites = {s: [t for t in world.sites if known[t.id] == s] or list(world.sites[:1]) for s in splits}
        self.teams = {s: [t for t in world.teams if known[t.id] == s] for s in splits}

    def values(self, split: Split, language: str) -> Values:
        """What every slot holds in one text: one person, one datum of each type, one trap of each kind."""
        rng = self.rng
        page = Page(Writer(rng, self.world, Decks(), language), self.world.today, {})
        person = rng.choice(self.people[split])
        name, ref = person.name, person.id
        if rng.random() < 0.4 and self.customers[split]:
            customer = rng.choice(self.customers[split])
            name, ref = customer.contact, customer.id
        first, family = name.split(" ", 1)
        lower = [part.lower() for part in (first, family)]

        def mail(form: str) -> str:
            host = rng.choice(("mailbox.example", "post.example", "home.example"))
            return f"{form.format(*lower, f=lower[0][0], n=rng.randrange(2, 99))}@{host}"

        number = f"{rng.randrange(100_000, 1_000_000)}"
        card = planting.datum(page, "card")
        iban = planting.datum(page, "iban")
        found = {
            "person": name, "first": first, "family": family,
            "who": mail(rng.choice(("{0}.{1}", "{f}.{1}", "{0}_{1}", "{1}.{0}", "{0}{n}"))),
            "email": mail(rng.choice(("{1}{n}", "{f}{1}", "the.{1}s", "{0}.home", "{1}-{f}", "{0}.{1}.{n}"))),
            "phone": planting.datum(page, "phone"), "national_id": planting.datum(page, "national_id"),
            "birth_date": planting.datum(page, "birth_date"), "ip": planting.datum(page, "ip"),
            "card": rng.choice((card, card, card.replace(" ", ""), card.replace(" ", "-"))),
            "iban": rng.choice((iban, iban, iban.replace(" ", ""))),
            "address": f"{rng.randrange(200, 390)} {rng.choice(share(planting_text.STREETS, self.world.side))}",
            "customer_id": f"KN-{number}-{check_digit(number)}",
        }  # fmt: skip
        if rng.random() < 0.6:
            found["address"] += f", {rng.choice(self.sites[split]).name}"
        site = rng.choice(self.sites[split])
        day = self.world.today - timedelta(days=rng.randrange(2, 900))
        traps = {
            "site": site.address, "place": site.name, "street": rng.choice(STREETS),
            "version": ".".join(str(rng.randrange(1, 30)) for _ in range(rng.choice((3, 4, 4)))),
            "day": page.day_text(day), "clock": clock(rng), "sum": money(rng.randrange(40, 900) * 50),
            "serial": f"{rng.randrange(16**8):08X}", "counter": str(rng.randrange(10**9, 10**10)),
            "badge": f"{rng.randrange(100, 1000)}-{rng.randrange(10, 100)}-{rng.randrange(1000, 10000)}X",
            "tracking": _not_luhn(rng), "localip": rng.choice(("127.0.0.1", "0.0.0.0", "::1")),
            "docip": f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randrange(1, 20)}",
            "testcard": planting.datum(page, "card").replace(" ", ""),
            "mailbox": f"{rng.choice(SHARED)}@{self.world.company.lower()}.example",
            "hash": f"{rng.randrange(16**32):032x}",
        }  # fmt: skip
        own: dict[str, str] = {}
        if self.orders[split]:  # a small world may have none in a split
            order = rng.choice(self.orders[split])
            traps["order"] = own["order"] = order.id
        if self.products[split]:
            product = rng.choice(self.products[split])
            traps["sku"], traps["product"] = product.sku, product.name
            own["sku"] = own["product"] = product.id
        if self.teams[split]:
            traps["team"] = rng.choice(self.teams[split]).name
        named = ("person", "first", "family", "who", "email")
        made: Values = {k: (v, ref if k in named else "", v) for k, v in found.items()}
        return made | {k: (v, own.get(k, ""), v) for k, v in traps.items()}

    def bank(self, language: str, section: str, split: Split) -> tuple[tuple[int, str], ...]:
        return by_split(share(BANKS[language][section], self.world.side), split)

    def item(self, number: int, split: Split, turn: int) -> Pii | None:
        rng = self.rng
        language: Literal["en", "de", "fr"] = "en"
        if rng.random() < 0.2:
            language = rng.choice(("de", "fr"))
        if not self.people[split]:
            return None
        values = self.values(split, language)
        clean = turn % 5 == 4
        head = "trap" if clean else "mix" if language != "en" else rng.choice(("one",) * 5 + ("mix", "mix", "form"))
        if head == "one":
            head = TYPES[turn % 11 % len(TYPES)]
        sections_ = [head]
        for _ in range(rng.choice((1, 1, 2, 2, 3, 4))):
            kinds = ("trap", "filler", "filler") if clean else ("trap", "trap", "filler", "filler", "one")
            section = rng.choice(kinds)
            sections_.append("mix" if language != "en" and section == "one" else section)
        chosen: list[str] = []
        first = ""
        taken: set[str] = set()
        for section in sections_:
            if section == "one":  # whatever has been rare so far
                section = min(rng.sample(TYPES, 4), key=lambda t: self.used[split, t])
            bank = self.bank(language, section, split)
            fits = [(i, t) for i, t in bank if t not in chosen and not slots(t) & taken and slots(t) <= values.keys()]
            if not fits:
                continue
            index, template = rng.choice(fits)
            first = first or f"{section}/{index}"
            chosen.append(template)
            taken |= slots(template)
        if not first:
            return None
        if head != "form":
            rng.shuffle(chosen)
        for section, place, odds in (("open", 0, 0.3), ("close", len(chosen) + 1, 0.3)):
            bank = self.bank(language, section, split)
            fits = [(i, t) for i, t in bank if slots(t) <= values.keys() and not (clean and slots(t) & SLOTS.keys())]
            if fits and rng.random() < odds:
                chosen.insert(place, rng.choice(fits)[1])
        text, last, marks = "", "", list[Mark]()
        writer = Writer(rng, self.world, Decks(), language)
        for template in chosen:
            if text:
                block = "\n" in template or template[0] in "|-[" or "\n" in last
                text += "\n\n" if block else rng.choice((" ", " ", " ", "\n", "\n\n")) if text[-1] in ".:!?" else "\n"
            last = template
            part, found = lay(writer.spin(template), values, len(text))
            text, marks = text + part, marks + found
        text, _, marks = disturb(rng, text, [], marks, rng.choice((0.0, 0.0, 0.03, 0.08)), language)
        marks.sort(key=lambda m: m.start)
        self.used.update((split, SLOTS[m.kind]) for m in marks if m.kind in SLOTS)
        ref = {values[m.kind][1] for m in marks} - {""}
        return Pii(
            f"pii-{number:04d}", split, f"pii/{language}.{first}", tuple(sorted(ref)), language, text,
            tuple(Datum(m.start, m.end, SLOTS[m.kind]) for m in marks if m.kind in SLOTS),
            tuple(Datum(m.start, m.end, m.kind) for m in marks if m.kind not in SLOTS),
        )  # fmt: skip


def _not_luhn(rng: random.Random) -> str:
    """Sixteen digits in the look of a card number whose check digit is wrong."""
    while True:
        digits = f"{rng.randrange(4, 7)}{rng.randrange(10**13, 10**14)}"
        for last in "0123456789":
            if not luhn(digits + last):
                made = digits + last
                return " ".join(made[i : i + 4] for i in range(0, 16, 4)) if rng.random() < 0.5 else made


def luhn(text: str) -> bool:
    """Whether the digits of a text pass the check of payment cards (ISO/IEC 7812-1, annex B)."""
    digits = [int(c) for c in text if c.isdigit()]
    return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(reversed(digits))) % 10 == 0


def iban_valid(text: str) -> bool:
    """Whether a text passes the modulo 97 check of bank account numbers (ISO 13616)."""
    plain = re.sub(r"\s", "", text)
    return plain.isalnum() and int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def make(world: World) -> Sequence[Pii]:
    """The texts of a world; one in five has no personal data at all."""
    maker, out, seen = _Maker(world), list[Pii](), set[str]()
    turns: dict[Split, int] = {"train": 0, "dev": 0, "test": 0}
    for number in range(round(TOTAL * min(1.0, world.scale))):
        split = PATTERN[number % len(PATTERN)]
        turns[split] += 1
        for _ in range(10):
            item = maker.item(number, split, turns[split])
            if item and item.text not in seen:
                seen.add(item.text)
                out.append(item)
                break
    return out


_PATTERNS: Mapping[str, re.Pattern[str]] = {  # what a text may hold only inside a span or a trap
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "card": re.compile(r"\b(?:\d[ -]?){14,15}\d\b"),
    "iban": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b"),
    "ip": re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b2001:db8:[0-9a-f:]+"),
    "phone": re.compile(r"\+(?:1|44)(?:[ -]?\d){8,}|\b0(?:1632 960|20 7946 0)\d{3}\b"),
    "national_id": re.compile(r"\b(?:666-\d\d-\d{4}|987-65-432\d|QQ \d\d \d\d \d\d [A-D])(?!\w)"),
    "customer_id": re.compile(r"\bKN-\d{6}-\d\b"),
}
_BORN = range(1957, 2005)


def _right(kind: str, said: str, names: Sequence[str]) -> bool:
    """Whether characters are what their type promises, by the type's own rule."""
    match kind:
        case "person":
            return any(said == name or said in name.split() for name in names)
        case "email":
            return bool(_PATTERNS["email"].fullmatch(said)) and said.endswith(".example")
        case "card":
            return luhn(said) and 13 <= sum(c.isdigit() for c in said) <= 16
        case "iban":
            return iban_valid(said)
        case "ip":
            try:
                address = ipaddress.ip_address(said)
            except ValueError:
                return False
            return any(address in net for net in _NETS if net.version == address.version)
        case "address":
            return bool(re.match(r"(2\d\d|3[0-8]\d) ", said)) and any(s in said for s in planting_text.STREETS)
        case "birth_date":
            return any(int(n) in _BORN for n in re.findall(r"\d{4}", said))
        case "customer_id":
            found = re.fullmatch(r"KN-(\d{6})-(\d)", said)
            return bool(found) and found is not None and check_digit(found[1]) == found[2]
    return bool(_PATTERNS[kind].fullmatch(said)) if kind in _PATTERNS else False


_NETS = [ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]


def prove(item: Pii, world: World) -> list[str]:
    """What is wrong with an item: spans by the rules of their types, personal data without a span, traps that are."""
    wrong = []
    names = []
    for ref in item.entities:
        entity = world.by_id.get(ref)
        names += [getattr(entity, "contact", "") or getattr(entity, "name", "")]
        if entity is None or world.split.get(ref) != item.split:
            wrong.append(f"{ref} is unknown or belongs to another split")
    for span in item.spans:
        said = item.text[span.start : span.end]
        if not said or span.end > len(item.text) or not _right(span.type, said, names):
            wrong.append(f"[{span.start}:{span.end}] {said!r} is no {span.type}")
    if slots(item.text) & (SLOTS.keys() | {"order"}):
        wrong.append("a slot was left empty")
    covered = sorted([*item.spans, *item.negatives])
    if any(a.end > b.start for a, b in pairwise(covered)):
        wrong.append("two spans overlap")
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(item.text):
            if not any(s.start <= match.start() and match.end() <= s.end for s in covered):
                wrong.append(f"{match[0]!r} looks like {kind} and is not marked")
    words = set(re.findall(r"\w+", item.text))
    for name in [p.name for p in world.people] + [c.contact for c in world.customers]:
        if words.issuperset(name.split()) and name in item.text:
            at = item.text.index(name)
            if not any(s.type == "person" and s.start <= at < s.end for s in item.spans):
                wrong.append(f"{name} is not marked")
    for trap in item.negatives:
        said = item.text[trap.start : trap.end]
        if trap.type == "tracking" and luhn(said):
            wrong.append(f"{said} passes the check of cards")
        if trap.type == "order" and said not in world.by_id:
            wrong.append(f"{said} is no order")
        if trap.type in ("testcard", "docip") and "`" not in item.text and "/24" not in item.text:
            wrong.append(f"{said} stands in no example, so it could be somebody's")
    return wrong
