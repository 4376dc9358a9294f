# ruff: noqa: E501, SIM905 -- name parts read better as words in a line
"""Name banks of every generated world, and the partition that keeps the lab world's names out of all others.

A name is put together from short parts (`Cor` + `ina`, `Heath` + `gate`), so that a small vocabulary can spell it.
Each finished name belongs to one side by the hash of its text: a quarter of all names can occur in the lab world
only, the rest in other worlds only. Nothing else decides, so the two sets are disjoint by construction.
"""

from __future__ import annotations

import hashlib
import random
from functools import cache, lru_cache
from typing import Literal

Side = Literal["lab", "other"]

LAB_SEED = 2026
COMPANY = "Tarnholt"  # the lab world's company; invented, no brand known to the authors

GIVEN = (
    "Al Bel Cor Dar El Fer Gal Hel Il Jor Kal Lor Mar Nor Or Per Quin Ros Sel Tam Ul Ver Wil Yor Zel Bren Cal".split(),
    "ia en ina us ric a ette ian is on ara ev im ora in ane ik essa o ith".split(),
)
FAMILY = (
    "Ash Brook Carl Dun Ever Fair Grim Hol Ivers Karl Lind Mort North Oak Pell Rask Stan Thor Under Voss West "
    "Yard Bram Croft Dahl Eng Frost Gar Hav Jar Kirk Lang Nord Ost Quill Rav Sund Tarr Wex Zim".split(),
    "berg by croft dal feld gaard ham holm ing ley lund man mark nik ow quist rup sen sk son strom ton ver well wick".split(),
)
PRODUCT_HEAD = (
    "Alder Birch Cinder Dray Ember Fen Gale Heath Iron Juniper Kelp Lark Moss Nettle Otter Pine Quartz Rook Sable "
    "Tern Umber Vale Wren Yarrow Zinc Amber Basalt Copper Dune Flint".split()
)
PRODUCT_ROLE = {  # second part of a product name -> what the product is
    "gate": "gateway", "probe": "temperature probe", "view": "dashboard", "link": "connector", "desk": "support console",
    "cast": "alerting service", "vault": "archive", "path": "route planner", "seal": "door sensor", "mint": "billing service",
    "scope": "analytics module", "lock": "access service", "tag": "shipment tag", "loop": "sync agent",
}  # fmt: skip
PLACE = (
    "Arn Bryn Cald Dorn Esk Farl Glen Hart Ink Jess Kest Lyn Mer Nant Ott Prin Quar Ruth Skel Trev Usk Vann Wyr Yew".split(),
    "bourne by cott dale fleet garth haven hurst mere moor port rigg shaw stead thwaite vik".split(),
)
FIRM_HEAD = (
    "Bell Brant Corv Drum Elst Fald Grand Hest Jun Kor Lumb Mall Nest Orr Pask Quen Rond Salt Tull Vint Wend Yar".split(),
    "ane ero ic ilo ora ova ure wick ana eth ison".split(),
)
FIRM_SECTOR = (
    "Foods Pharma Dairies Growers Logistics Bakeries Labs Fisheries Markets Clinics Vineyards Florists".split()
)
SUPPLY_SECTOR = "Plastics Circuits Batteries Castings Radios Glass Cables Packaging".split()
TEAM_AREA = (
    "Billing Catalogue Customer Data Device Field Firmware Fleet Identity Invoice Ledger Mobile Network Order Partner "
    "Payment Pricing Quality Release Route Search Sensor Storage Support Training Warehouse".split()
)
TEAM_KIND = "Operations Platform Services Tools Care Design Research Insight Delivery Systems".split()
FIRM_KIND = "Instruments Systems Monitoring Works Technologies Group".split()


@lru_cache(maxsize=65_536)  # a large world has many more numbers than fit
def side(name: str) -> Side:
    """The side a finished name belongs to, decided by its hash alone."""
    return "lab" if hashlib.blake2b(name.encode(), digest_size=2).digest()[0] % 4 == 0 else "other"


def _joined(heads: list[str], tails: list[str], gap: str = "") -> list[str]:
    vowels = "aeiou"
    return [
        h + gap + t
        for h in heads
        for t in tails
        if gap or (not (h[-1].lower() in vowels and t[0] in vowels) and h[-2:].lower() != t[:2] and h[-1] != t[0])
    ]


@cache
def bank(kind: str, where: Side) -> tuple[str, ...]:
    """All names of a kind (given, family, product, place, firm, supplier, team, company) that one side may use."""
    if kind == "given":
        names = _joined(*GIVEN)
    elif kind == "family":
        names = _joined(*FAMILY)
    elif kind == "product":
        names = _joined(PRODUCT_HEAD, list(PRODUCT_ROLE))
    elif kind == "place":
        names = _joined(*PLACE)
    elif kind == "firm":
        names = _joined(_joined(*FIRM_HEAD), FIRM_SECTOR, " ")
    elif kind == "supplier":
        names = _joined(_joined(*FIRM_HEAD), SUPPLY_SECTOR, " ")
    elif kind == "team":
        names = _joined(TEAM_AREA, TEAM_KIND, " ")
    elif kind == "company":
        if where == "lab":
            return (COMPANY,)
        return tuple(n for n in bank("family", "other") if n != COMPANY)
    else:
        raise ValueError(f"unknown name bank {kind!r}")
    return tuple(n for n in names if side(n) == where)


def choose(rng: random.Random, kind: str, where: Side, n: int) -> list[str]:
    """`n` different names of a kind. Raises ValueError when the bank is too small."""
    return rng.sample(bank(kind, where), n)


def number_id(
    rng: random.Random, prefix: str, digits: int, where: Side, taken: dict[str, None], *, twin: float = 0.0
) -> str:
    """A fresh identifier whose hash lies on the given side, `INC-4821` for the prefix `INC-`; adds it to `taken`.

    With probability `twin` it differs in one digit only from an identifier taken before, if a free one exists.
    """
    if twin and rng.random() < twin:
        before = [name for name in taken if name.startswith(prefix)]
        if before:
            model = rng.choice(before)
            near = [
                model[:at] + digit + model[at + 1 :]
                for at in range(len(prefix) + 1, len(model))
                for digit in "0123456789"
                if digit != model[at]
            ]
            free = [name for name in near if side(name) == where and name not in taken]
            if free:
                taken[name := rng.choice(free)] = None
                return name
    while True:
        name = f"{prefix}{rng.randrange(10 ** (digits - 1), 10**digits)}"
        if side(name) == where and name not in taken:
            taken[name] = None
            return name
