"""Short tickets and reports with every entity marked and the fields of one record to extract, in five slices.

The texts are written for this set from the graph, so all that they name is known: entities with their characters,
class, id and normal form, and the values of a record's fields exactly as the text writes them (null where it does not).
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from labsupport.world.docs.page import sections
from labsupport.world.entities import Mark, Order, World
from labsupport.world.graph import money
from labsupport.world.noise import disturb
from labsupport.world.sets.extract_text import ENGLISH, FRENCH, GERMAN
from labsupport.world.sides import PATTERN, Split, by_split, share
from labsupport.world.writer import MONTHS, Decks, Writer

COUNTS = {"easy": 150, "nested": 90, "multilingual": 100, "adversarial": 90, "empty": 50}  # of a whole world
Slice = Literal["easy", "nested", "multilingual", "adversarial", "empty"]
Class = Literal[
    "order", "incident", "error", "advisory", "product", "version", "release", "component", "customer", "person",
    "team", "site", "address", "street", "extension", "quantity", "amount", "date", "minutes", "cause", "severity",
]  # fmt: skip
BANKS = {"en": sections(ENGLISH), "de": sections(GERMAN), "fr": sections(FRENCH)}
SCHEMAS: dict[str, dict[str, str]] = {  # record -> field -> slot that holds it
    "order": {"order_id": "order", "customer": "customer", "product": "product", "quantity": "quantity",
              "amount": "amount", "due_date": "due", "contact": "contact"},
    "incident": {"incident_id": "incident", "product": "product", "date": "date", "minutes": "minutes",
                 "cause": "cause", "on_call": "person"},
    "contact": {"person": "person", "team": "team", "site": "site", "extension": "extension"},
    "error": {"error_code": "error", "product": "product", "component": "component"},
    "advisory": {"advisory_id": "advisory", "product": "product", "severity": "severity", "fixed_version": "version"},
    "orders": {"customer": "customer",
               **{f"orders.{i}.{key}": slot + ("2" if i else "") for i in (0, 1) for key, slot in (
                   ("order_id", "order"), ("product", "product"), ("quantity", "quantity"), ("amount", "amount"),
                   ("due_date", "due"))}},
    "release": {"release.product": "product", "release.version": "version", "component": "component"},
    "site": {"address.street": "street", "address.site": "site", "person": "person", "team": "team"},
}  # fmt: skip
CLASSES: dict[str, Class] = {"due": "date", "contact": "person", "decoy": "order"}  # of slots named otherwise
_MARKUP = re.compile(r"\{([a-z_]+2?)\}|\[\[(\w+) |\]\]")
_NUMBER = re.compile(r"\d+")


class Mention(NamedTuple):
    """An entity in a text: the characters, its class, its id in the graph ("" for plain values), its normal form."""

    start: int
    end: int
    kind: Class
    ref: str
    value: str


@dataclass(frozen=True)
class Extract:
    """One text with its entities and the fields of one record; dotted names are nested (`record` builds the JSON)."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    slice: Slice
    kind: Literal["ticket", "report"]
    language: Literal["en", "de", "fr"]
    schema: str  # a key of SCHEMAS
    text: str
    mentions: tuple[Mention, ...]
    fields: dict[str, str | None]


Item = Extract
Values = Mapping[str, tuple[str, str, str]]  # slot -> (surface, id, normal form)


def lay(template: str, values: Values, start: int = 0) -> tuple[str, list[Mark]]:
    """A template with its slots filled, and a mark for each: kind is the slot, `[[kind ...]]` marks a whole group.

    Positions count from `start`. Braces that hold no known slot stay as they are.
    """
    text, marks, opened, last = "", list[Mark](), list[tuple[str, int]](), 0
    for found in _MARKUP.finditer(template):
        if found[1] and found[1] not in values:
            continue
        text += template[last : found.start()]
        last = found.end()
        if found[1]:
            surface = values[found[1]][0]
            marks.append(Mark(found[1], start + len(text), start + len(text) + len(surface)))
            text += surface
        elif found[2]:
            opened.append((found[2], start + len(text)))
        else:
            kind, begin = opened.pop()
            marks.append(Mark(kind, begin, start + len(text)))
    return text + template[last:], marks


def slots(template: str) -> set[str]:
    """The slots that a template uses."""
    return {m[1] for m in _MARKUP.finditer(template) if m[1]}


def record(item: Extract) -> dict[str, Any]:
    """The JSON object to extract: `orders.0.product` becomes the product of the first of a list of orders."""
    made: dict[str, Any] = {}
    for path, value in item.fields.items():
        at: Any = made
        steps = path.split(".")
        for step, following in pairwise(steps):
            fresh: Any = [] if following.isdigit() else {}
            if isinstance(at, list):
                if int(step) == len(at):
                    at.append(fresh)
                at = at[int(step)]
            else:
                at = at.setdefault(step, fresh)
        at[steps[-1]] = value
    return made


class _Maker:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, random.Random(f"extract-{world.seed}")
        self.split: Split = "train"
        self.language: Literal["en", "de", "fr"] = "en"
        known = world.split
        splits: tuple[Split, ...] = ("train", "dev", "test")
        several = [o for o in world.orders if o.quantity > 1]  # so that plurals fit
        self.orders = {s: [o for o in several if known[o.product] == known[o.customer] == s] for s in splits}
        self.incidents = {s: [i for i in world.incidents if known[i.product] == known[i.oncall] == s] for s in splits}
        self.errors = {s: [e for e in world.errors if known[e.product] == s] for s in splits}
        self.advisories = {s: [v for v in world.vulnerabilities if known[v.product] == s] for s in splits}
        self.products = {s: [p for p in world.products if known[p.id] == s] for s in splits}
        self.people = {s: [p for p in world.people if known[p.id] == known[p.site] == s] for s in splits}

    # ---- values
    def day(self, day: date) -> tuple[str, str, str]:
        writer = Writer(self.rng, self.world, Decks(), self.language)
        return writer.day(day), "", day.isoformat()

    def sum(self, cents: int) -> tuple[str, str, str]:
        normal = money(cents)
        if self.language == "en":
            return normal, "", normal
        number = normal.removeprefix("EUR ").replace(".", ",")
        return self.rng.choice((f"{number} EUR", f"{number} €", normal)), "", normal

    def named(self, ref: str) -> tuple[str, str, str]:
        name = self.world.name(ref)
        return name, ref, name

    def of_order(self, order: Order, tail: str = "") -> dict[str, tuple[str, str, str]]:
        customer = next(c for c in self.world.customers if c.id == order.customer)
        made = {"order": (order.id, order.id, order.id), "product": self.named(order.product),
                "customer": self.named(order.customer), "quantity": (str(order.quantity), "", str(order.quantity)),
                "amount": self.sum(order.cents), "due": self.day(order.due),
                "contact": (customer.contact, customer.id, customer.contact)}  # fmt: skip
        return {slot + tail: value for slot, value in made.items()}

    def values(self, schema: str) -> dict[str, tuple[str, str, str]] | None:
        """The slots of one record drawn from the current split; None where the split has nothing to draw."""
        rng, split = self.rng, self.split
        if schema in ("order", "orders"):
            pool = self.orders[split]
            if len(pool) < 2:
                return None
            order, second = rng.sample(pool, 2)
            if schema == "orders":  # two orders of one customer where there are
                same = [o for o in pool if o.customer == order.customer and o.id != order.id]
                second = rng.choice(same or [second])
                made = self.of_order(order) | self.of_order(second, "2")
                if second.customer != order.customer:
                    del made["customer"]
                return made
            decoys = sorted(pool, key=lambda o: (sum(a != b for a, b in zip(o.id, order.id, strict=True)), o.id))
            near = decoys[1]  # the identifier most like it
            return self.of_order(order) | {"decoy": (near.id, near.id, near.id)}
        if schema == "incident" and self.incidents[split]:
            incident = rng.choice(self.incidents[split])
            return {"incident": (incident.id, incident.id, incident.id), "product": self.named(incident.product),
                    "date": self.day(incident.started), "minutes": (str(incident.minutes), "", str(incident.minutes)),
                    "cause": (incident.cause, "", incident.cause), "person": self.named(incident.oncall)}  # fmt: skip
        if schema == "error" and self.errors[split]:
            code = rng.choice(self.errors[split])
            return {"error": (code.id, code.id, code.id), "product": self.named(code.product),
                    "component": (code.component, "", code.component)}  # fmt: skip
        if schema == "advisory" and self.advisories[split]:
            found = rng.choice(self.advisories[split])
            return {"advisory": (found.id, found.id, found.id), "product": self.named(found.product),
                    "severity": (found.severity, "", found.severity),
                    "version": (found.fixed, "", found.fixed)}  # fmt: skip
        if schema == "release" and self.products[split]:
            product = rng.choice(self.products[split])
            version = rng.choice(product.versions)[0]
            component = rng.choice(product.components)
            return {"product": self.named(product.id), "version": (version, "", version),
                    "component": (component, "", component)}  # fmt: skip
        if schema in ("contact", "site") and self.people[split]:
            person = rng.choice(self.people[split])
            site = next(s for s in self.world.sites if s.id == person.site)
            street = site.address.rsplit(", ", 1)[0]
            return {"person": self.named(person.id), "team": self.named(person.team), "site": self.named(person.site),
                    "extension": (person.extension, "", person.extension), "street": (street, "", street)}  # fmt: skip
        return None

    # ---- texts
    def pick(self, section: str, taken: set[str] | None = None, have: Values | None = None) -> tuple[int, str] | None:
        """A template of the section that this split may use, with no slot in `taken` and none that `have` lacks."""
        bank = by_split(share(BANKS[self.language][section], self.world.side), self.split)
        fits = [
            (i, t) for i, t in bank
            if not (slots(t) & (taken or set())) and (have is None or slots(t) <= have.keys())
        ]  # fmt: skip
        return self.rng.choice(fits) if fits else None

    def item(self, number: int, slice_: Slice) -> Extract | None:
        rng = self.rng
        self.language = rng.choice(("de", "fr")) if slice_ == "multilingual" else "en"
        schema = {
            "easy": ("order", "order", "incident", "incident", "contact", "error", "advisory"),
            "nested": ("orders", "release", "site"), "multilingual": ("order", "order", "incident", "error"),
            "adversarial": ("order", "order", "incident"), "empty": ("order", "incident", "contact", "error"),
        }[slice_]  # fmt: skip
        name = rng.choice(schema)
        values = self.values(name)
        if values is None:
            return None
        head = "empty" if slice_ == "empty" else f"nested.{name}" if slice_ == "nested" else f"first.{name}"
        first = self.pick(head, None, values if slice_ != "empty" else None)
        if first is None:
            return None
        chosen = [first[1]]
        if slice_ == "empty":
            chosen += [t for _ in range(rng.randrange(3)) if (p := self.pick("empty")) and (t := p[1]) not in chosen]
        else:
            taken = slots(first[1])
            for _ in range(
                0 if slice_ == "nested" else rng.randrange(1, 6) if name == "incident" else rng.randrange(4)
            ):
                extra = self.pick(f"more.{name}", taken, values)
                if extra:
                    chosen.append(extra[1])
                    taken |= slots(extra[1])
            for _ in range(rng.choice((0, 0, 1, 1, 2))):
                filler = self.pick("filler.report" if name == "incident" and self.language == "en" else "filler")
                if filler and filler[1] not in chosen:
                    chosen.insert(rng.randrange(len(chosen)) + 1, filler[1])
            if slice_ == "adversarial":
                for section in rng.choice((("attack",), ("decoy.order",), ("attack", "decoy.order"))):
                    if section == "decoy.order" and name != "order":
                        section = "attack"
                    trap = self.pick(section)
                    if trap and trap[1] not in chosen:
                        chosen.insert(rng.randrange(len(chosen)) + 1, trap[1])
        if rng.random() < 0.4 and (close := self.pick("close")):
            chosen.append(close[1])
        text, marks = "", list[Mark]()
        writer = Writer(rng, self.world, Decks(), self.language)
        for template in chosen:
            if text:
                block = template[0] in "\n`|" or text[-1] in "`|"  # tables and code keep their own lines
                text += "\n\n" if block else rng.choice((" ", " ", " ", "\n", "\n\n"))
            part, found = lay(writer.spin(template), values, len(text))
            text, marks = text + part, marks + found
        report = name == "incident"
        noise = 0.0 if slice_ == "adversarial" or report else rng.choice((0.0, 0.0, 0.03, 0.08))
        text, _, marks = disturb(rng, text, [], marks, noise, self.language)
        marks.sort(key=lambda m: (m.start, -m.end))
        used = dict.fromkeys(m.kind for m in marks)
        fields = {
            field: next((text[m.start : m.end] for m in marks if m.kind == slot), None)
            for field, slot in SCHEMAS[name].items()
        }
        entities = dict.fromkeys(values[m][1] for m in used if m in values and values[m][1])
        return Extract(
            f"extract-{number:04d}", self.split, f"extract/{self.language}.{head}/{first[0]}", tuple(entities), slice_,
            "report" if report else "ticket", self.language, name, text,
            tuple(_mention(m, text, values) for m in marks), fields,
        )  # fmt: skip


def _mention(mark: Mark, text: str, values: Values) -> Mention:
    slot = mark.kind.removesuffix("2")
    kind: Class = CLASSES.get(slot, slot)  # type: ignore[arg-type]
    _, ref, value = values.get(mark.kind, ("", "", text[mark.start : mark.end]))
    return Mention(mark.start, mark.end, kind, ref, value)


def make(world: World) -> Sequence[Extract]:
    """The texts of a world, slice by slice."""
    maker, out, seen = _Maker(world), list[Extract](), set[str]()
    for slice_, full in COUNTS.items():
        for number in range(round(full * min(1.0, world.scale))):
            maker.split = PATTERN[number % len(PATTERN)]
            for _ in range(8):
                item = maker.item(len(out), slice_)  # type: ignore[arg-type]
                if item and item.text not in seen:
                    out.append(item)
                    seen.add(item.text)
                    break
    return out


_IDS = re.compile(r"\b(?:ORD|INC|SEC|POL|CTR|E)-\d+\b")
_RELATIONS = {  # field -> relation of the record's head that it must agree with
    "order_id": {"customer": "order.customer", "product": "order.product", "amount": "order.amount",
                 "due_date": "order.due"},
    "incident_id": {"product": "incident.product", "date": "incident.date", "minutes": "incident.minutes",
                    "cause": "incident.cause", "on_call": "incident.oncall"},
    "error_code": {"product": "error.product", "component": "error.component"},
    "advisory_id": {"product": "vulnerability.product", "severity": "vulnerability.severity",
                    "fixed_version": "vulnerability.fixed"},
    "person": {"team": "person.team", "site": "person.site", "extension": "person.extension"},
}  # fmt: skip


def _normal(text: str, kind: str) -> str:
    """The normal form of a value as a text writes it, read without help of what made it."""
    if kind == "amount":
        number = re.search(r"\d+[.,]\d\d", text)
        return "EUR " + number[0].replace(",", ".") if number else text
    if kind == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        if short := re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text):
            return f"{short[3]}-{short[2]}-{short[1]}"
        words = re.split(r"[ .,]+", text.lower())
        month = next(i for names in MONTHS.values() for i, name in enumerate(names, 1) if name.lower() in words)
        numbers = [int(n) for n in _NUMBER.findall(text)]
        return date(max(numbers), month, min(numbers)).isoformat()
    return text


def prove(item: Extract, world: World) -> list[str]:
    """What is wrong with an item: its spans, classes and ids, entities that were missed, fields against the graph."""
    wrong = []
    expected = {"order": "orders", "incident": "incidents", "error": "errors", "advisory": "vulnerabilities",
                "product": "products", "team": "teams", "site": "sites"}  # fmt: skip
    for m in item.mentions:
        said = item.text[m.start : m.end]
        if not said or _normal(said, m.kind) != m.value:
            wrong.append(f"[{m.start}:{m.end}] says {said!r}, its value {m.value!r}")
        if m.ref:
            entity = world.by_id.get(m.ref)
            names = {world.name(m.ref), getattr(entity, "contact", "")} if entity else set()
            if m.value not in names:
                wrong.append(f"{m.ref} is not called {m.value}")
            if m.kind in expected and entity not in getattr(world, expected[m.kind]):
                wrong.append(f"{m.ref} is no {m.kind}")
            if world.split.get(m.ref) != item.split:
                wrong.append(f"{m.ref} belongs to another split")
    covered = [(m.start, m.end) for m in item.mentions]
    for match in _IDS.finditer(item.text):
        if match[0] in world.by_id and not any(a <= match.start() and match.end() <= b for a, b in covered):
            wrong.append(f"{match[0]} at {match.start()} is not marked")
    words = set(re.findall(r"\w+", item.text))
    for kind in ("products", "people", "customers", "teams", "sites"):
        for entity in getattr(world, kind):
            if not words.issuperset(entity.name.split()):
                continue
            for match in re.finditer(rf"\b{re.escape(entity.name)}\b", item.text):
                if not any(a <= match.start() and match.end() <= b for a, b in covered):
                    wrong.append(f"{entity.name} at {match.start()} is not marked")
    if set(item.fields) != set(SCHEMAS[item.schema]):
        wrong.append(f"the fields are not those of {item.schema}")
    by_value = {item.text[m.start : m.end]: m for m in item.mentions}
    for name, value in item.fields.items():
        if value is not None and value not in by_value:
            wrong.append(f"{name} {value!r} is no entity of the text")
        slot = SCHEMAS[item.schema].get(name, "").removesuffix("2")
        kind, alike = CLASSES.get(slot, slot), [m for m in item.mentions if m.ref not in _decoys(item)]
        missed = [m for m in alike if m.kind == kind]
        if value is None and missed and not (item.schema == "orders" or kind in ("date", "person")):
            wrong.append(f"{name} is null although the text gives {missed[0].value}")
    for prefix in dict.fromkeys(name.rpartition(".")[0] for name in item.fields):
        part = {n.rpartition(".")[2]: v for n, v in item.fields.items() if n.rpartition(".")[0] == prefix}
        for head, relations in _RELATIONS.items():
            value = part.get(head)
            if value is None or value not in by_value:
                continue
            subject = by_value[value].ref
            for name, relation in relations.items():
                given = part.get(name)
                objects = {world.name(f.object) for f in world.facts_about.get((subject, relation), ())}
                if given is not None and given in by_value and by_value[given].value not in objects:
                    wrong.append(f"{name} {given!r} is not {relation} of {subject}")
    if item.slice == "empty" and (item.mentions or any(v is not None for v in item.fields.values())):
        wrong.append("an empty text with entities")
    if (
        item.slice == "nested"
        and item.schema != "orders"
        and not any(a.start <= b.start and b.end <= a.end for a in item.mentions for b in item.mentions if a is not b)
    ):
        wrong.append("no entity holds another")
    return wrong


def _decoys(item: Extract) -> set[str]:
    """Ids that the text names only to set them apart: orders other than the record's."""
    heads = {v for n, v in item.fields.items() if n.endswith("order_id")}
    return {m.ref for m in item.mentions if m.kind == "order" and item.text[m.start : m.end] not in heads}
