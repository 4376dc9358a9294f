"""A page whose bank nests, with the scenes that correspondence keeps coming back to.

`{@name}` in a template is replaced by a line of that section, dealt; `{@Name}` starts it with a capital.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from labsupport.world import names
from labsupport.world.docs.page import FRESH, Bank, Page, Slot
from labsupport.world.entities import Contract, Customer, ErrorCode, Incident, Order, Policy, Product, Team, World
from labsupport.world.writer import Writer, capital

T = TypeVar("T")
OWN = ("guy", "Guy", "guest", "Guest", "month", "nth")  # fresh slots of this module
_SLOT = re.compile(r"\{(\w+)\}")
_TAG = re.compile(r"\[([A-Z]+)\] ")
_NEST = re.compile(r"\{@([\w.]+)\}")


class Desk(Page):
    """A page with nested banks; `space` keeps its decks apart from those of other types."""

    def __init__(self, w: Writer, day: date, bank: Bank, space: str) -> None:
        super().__init__(w, day, bank)
        self.space = space
        self.topic = ""  # letters of the sub-topic, set by the opening
        self.minute = -1  # of the last message on the page's day; -1 before the first

    # ---- text
    def line(self, *keys: str) -> str:
        """A template of the first section that exists, dealt: one whose slots this document can fill, and one of the
        sub-topic of its opening, if there is any. A section `*.open` sets the sub-topic."""
        key = next((k for k in keys if k in self.bank), "")
        if not key:
            raise KeyError(f"no bank section {keys}")
        fallback = ""
        for _ in range(len(self.bank[key])):
            found = self.w.deal(f"{self.space}.{key}", self.bank[key])
            tag = _TAG.match(found)
            text = found[tag.end() :] if tag else found
            if not all(slot in self.v or slot in FRESH or slot in OWN for slot in _SLOT.findall(text)):
                continue
            if tag and key.endswith(".open"):
                self.topic = tag[1]
            elif tag and self.topic and not set(tag[1]) & set(self.topic):
                fallback = fallback or text
                continue
            return text
        if fallback:
            return fallback
        raise KeyError(f"section {key!r} of {self.space} has no line for {', '.join(sorted(self.v))}")

    def lines(self, key: str, n: int) -> list[str]:
        """`n` different templates of a section, dealt."""
        return self.w.some(f"{self.space}.{key}", self.bank[key], n)

    def grow(self, template: str) -> str:
        """The template with its alternatives drawn and its nested sections filled in."""
        text = self.w.spin(template)
        while found := _NEST.search(text):
            low = found[1][:1].lower() + found[1][1:]
            new = self.w.spin(self.line(low))
            if low != found[1]:
                new = "{" + capital(new[1:]) if new[0] == "{" and new[1] != "@" else capital(new)
                new = "{@" + capital(new[2:]) if new.startswith("{@") else new
            text = text[: found.start()] + new + text[found.end() :]
        return text

    def put(self, template: str, cap: bool = False) -> Desk:
        """Write a template, with nested sections and slots filled; `cap` starts it with a capital."""
        super().put(self.grow(template), cap)
        return self

    def fresh(self, key: str) -> Slot:
        """A value for a slot that nobody set."""
        if key == "guy":
            return self.rng.choice(names.bank("given", self.world.side))
        if key == "guest":
            return f"{self.fresh('guy')} {self.rng.choice(names.bank('family', self.world.side))}"
        if key == "month" and self.w.language == "en":
            return f"{self.day - timedelta(days=self.rng.randrange(20, 90)):%B}"
        if key == "nth":
            return self.rng.choice(("third", "fourth", "fifth", "sixth", "seventh"))
        if key in FRESH:
            return super().fresh(key)
        raise KeyError(f"no slot {key!r} in {self.space}; known: {', '.join(sorted(self.v))}")

    def raw(self, text: str) -> Desk:
        """Write text as it is."""
        super().raw(text)
        return self

    def plain(self, template: str) -> str:
        """The template filled in as a text of its own, for titles: nothing is written, no span is left."""
        w = self.w
        kept = w.text, list(w.gold), list(w.marks)
        w.text = ""
        self.put(template)
        made = w.text
        w.text, w.gold, w.marks = kept
        return made[:1].upper() + made[1:]

    def tick(self, most: int = 3) -> tuple[date, str]:
        """The day and the time of the next message: time goes on, and the page's day with it."""
        now = after(self.world, self.rng, self.day, 0, most)
        if now > self.day or self.minute < 0:
            self.day, self.minute = now, self.rng.randrange(7 * 60, 15 * 60)
        else:
            self.minute = min(self.minute + self.rng.randrange(4, 140), 24 * 60 - 1)
        return self.day, f"{self.minute // 60:02d}:{self.minute % 60:02d}"

    def cell(self, subject: str, relation: str, form: str = "") -> Slot:
        """A fact as of the page's day, for a table or list; its plain words where it was not yet true."""
        self.fact("_cell", subject, relation, form=form)
        return self.v.pop("_cell")

    def write(self, value: Slot) -> Desk:
        """Write the value of a slot."""
        self.v["_cell"] = value
        super().put("{_cell}")
        del self.v["_cell"]
        return self

    # ---- scenes: each sets the slots of one entity, with spans
    def about_order(self, order: Order, form: str = "") -> None:
        """`o q item sum state due placed`."""
        self.v |= {"o": order.id, "q": order.quantity, "placed": self.day_text(order.placed, form)}
        self.fact("item", order.id, "order.product")
        self.fact("sum", order.id, "order.amount")
        self.fact("state", order.id, "order.status")
        self.fact("due", order.id, "order.due", form=form)
        self.fact("buyer", order.id, "order.customer")

    def about_customer(self, customer: Customer) -> None:
        """`firm plan manager contact`."""
        self.v["firm"] = customer.name
        for key in ("plan", "manager", "contact"):
            self.fact(key, customer.id, f"customer.{key}")

    def about_product(self, product: Product) -> None:
        """`prod ver price kind owner sku maker channel lead`."""
        self.v["prod"] = product.name
        for key, relation in (("ver", "version"), ("price", "price"), ("kind", "role"), ("owner", "owner"),
                              ("sku", "sku"), ("maker", "supplier")):  # fmt: skip
            self.fact(key, product.id, f"product.{relation}")
        self.v["comp"] = self.rng.choice(product.components)
        self.fact("channel", product.owner, "team.channel")
        self.fact("lead", product.owner, "team.lead")

    def about_error(self, code: ErrorCode) -> None:
        """`e emean efix ecomp eprod`."""
        self.v["e"] = code.id
        for key, relation in (("emean", "meaning"), ("efix", "remedy"), ("ecomp", "component"), ("eprod", "product")):
            self.fact(key, code.id, f"error.{relation}")

    def about_incident(self, incident: Incident, form: str = "") -> None:
        """`i ip icause imin iwho iday sev`."""
        self.v |= {"i": incident.id, "sev": incident.severity}
        for key, relation in (("ip", "product"), ("icause", "cause"), ("imin", "minutes"), ("iwho", "oncall")):
            self.fact(key, incident.id, f"incident.{relation}")
        self.fact("iday", incident.id, "incident.date", form=form)

    def about_contract(self, contract: Contract, form: str = "") -> None:
        """`k kamt kend kresp knotice ksign kprod`."""
        self.v["k"] = contract.id
        for key, relation in (("kamt", "amount"), ("kresp", "response"), ("knotice", "notice"),
                              ("ksign", "signatory"), ("kprod", "product")):  # fmt: skip
            self.fact(key, contract.id, f"contract.{relation}")
        self.fact("kend", contract.id, "contract.end", form=form)

    def about_policy(self, policy: Policy, form: str = "") -> None:
        """`pol topic limit powner psince`."""
        self.v |= {"pol": policy.id, "topic": policy.topic.lower()}
        for key, relation in (("limit", "limit"), ("powner", "owner")):
            self.fact(key, policy.id, f"policy.{relation}")
        self.fact("psince", policy.id, "policy.effective", form=form)

    def about_team(self, team: Team) -> None:
        """`team head room_of channel`."""
        self.v["team"] = team.name
        for key, relation in (("head", "lead"), ("seat", "site"), ("channel", "channel")):
            self.fact(key, team.id, f"team.{relation}")


def often(rng: random.Random, pool: Sequence[T], share: float = 0.7) -> T:
    """An entry of a pool, mostly from a few at its beginning, so that several documents meet on the same subject."""
    few = max(3, len(pool) // 16)
    return pool[rng.randrange(min(few, len(pool)))] if rng.random() < share else rng.choice(pool)


def after(world: World, rng: random.Random, first: date, least: int, most: int) -> date:
    """A day at least `least` and less than `most` days after `first`, but at the latest today."""
    left = (world.today - first).days + 1
    return first + timedelta(days=rng.randrange(min(least, max(0, left - 1)), max(1, min(most, left))))
