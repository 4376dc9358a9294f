"""Support tickets made from the lab world's incidents, and three ways to export them (failure lab 01.3.b)."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ValidationError

from labsupport import world
from labsupport.contracts.ids import ExternalId


class Ticket(BaseModel, extra="forbid"):
    """One ticket: what is broken, since when, how long it took, and how it is labelled."""

    id: ExternalId
    product: str
    subject: str
    opened: datetime
    took: timedelta
    labels: frozenset[str]


def tickets(count: int, seed: int) -> list[Ticket]:
    """`count` tickets drawn, with replacement, from the world's incidents; the same for the same seed."""
    rng = random.Random(seed)
    known = world.load()
    made = []
    for incident in rng.choices(known.incidents, k=count):
        day = datetime(incident.started.year, incident.started.month, incident.started.day, tzinfo=UTC)
        made.append(
            Ticket(
                id=int(incident.id.partition("-")[2]),
                product=known.name(incident.product),
                subject=incident.cause,
                opened=day + timedelta(hours=incident.hour, minutes=rng.randrange(60)),
                took=timedelta(minutes=incident.minutes),
                labels=frozenset(rng.sample(["billing", "hardware", "login", "network"], 2)),
            )
        )
    return made


def naive_dumps(ticket: Ticket) -> str:
    """Python objects straight into `json.dumps`, which knows no datetime."""
    return json.dumps(ticket.model_dump())


def naive_default_str(ticket: Ticket) -> str:
    """The patch that is often given for it: whatever json does not know becomes its `str()`."""
    return json.dumps(ticket.model_dump(), default=str)


def json_mode(ticket: Ticket) -> str:
    """JSON-safe values first, then any JSON writer."""
    return json.dumps(ticket.model_dump(mode="json"))


def direct(ticket: Ticket) -> str:
    """From the model to JSON text without a dictionary in between."""
    return ticket.model_dump_json()


@dataclass(frozen=True)
class Export:
    """What became of the rows: `type_errors` were not written, `unreadable` do not validate when they are read back."""

    rows: int
    type_errors: int
    unreadable: int
    equal: int


def export(rows: Sequence[Ticket], write: Callable[[Ticket], str]) -> Export:
    """Write every ticket, read each line back, compare with the original."""
    type_errors = unreadable = equal = 0
    for row in rows:
        try:
            text = write(row)
        except TypeError:
            type_errors += 1
            continue
        try:
            equal += Ticket.model_validate_json(text) == row
        except ValidationError:
            unreadable += 1
    return Export(len(rows), type_errors, unreadable, equal)
