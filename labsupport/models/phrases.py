"""How training worlds say, ask and label a relation: their share of the world's wordings, and training-only phrases.

The lab world uses none of the latter. Their writers had not seen its wordings; where one coincides nevertheless, it is
left out here.
"""

from __future__ import annotations

import re
from functools import cache

from labsupport.models import phrases_goods, phrases_papers, phrases_people
from labsupport.world.names import Side
from labsupport.world.relations import RELATIONS


def _bare(phrase: str) -> str:
    return " ".join(re.findall(r"[a-z0-9{}]+", phrase.lower()))


@cache
def _extra() -> dict[tuple[str, str], tuple[str, ...]]:
    """(relation, mark) -> phrases; the marks are `+` statements, `?` questions, `=` field names."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for text in (phrases_people.TEXT, phrases_goods.TEXT, phrases_papers.TEXT):
        for block in text.split("\n= ")[1:]:
            head, *lines = block.strip().splitlines()
            name, _, fields = (part.strip() for part in head.partition("|"))
            if name not in RELATIONS:
                raise ValueError(f"phrases for the unknown relation {name!r}")
            found[name, "="] = tuple(f.strip() for f in fields.split(";") if f.strip())
            relation = RELATIONS[name]
            taken = {_bare(p) for p in (*relation.statements_for("lab"), *relation.questions_for("lab"))}
            for mark in "+?":
                mine = [line[2:].strip() for line in lines if line.startswith(mark + " ")]
                found[name, mark] = tuple(p for p in mine if _bare(p) not in taken)
    return found


@cache
def statements(relation: str, side: Side) -> tuple[str, ...]:
    """Sentences with {s} and {o} that one side may use for a relation."""
    own = RELATIONS[relation].statements_for(side)
    return own if side == "lab" else own + _extra().get((relation, "+"), ())


@cache
def questions(relation: str, side: Side) -> tuple[str, ...]:
    """Questions with {s} that one side may use for a relation."""
    own = RELATIONS[relation].questions_for(side)
    return own if side == "lab" else own + _extra().get((relation, "?"), ())


@cache
def fields(relation: str, side: Side) -> tuple[str, ...]:
    """Names of the relation in a form or a schema."""
    own = RELATIONS[relation].fields
    return own if side == "lab" else own + _extra().get((relation, "="), ())
