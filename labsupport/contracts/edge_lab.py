"""Webhook payloads of a partner who sends some ids as strings, and three receivers (failure lab 01.3.c)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from labsupport import world
from labsupport.contracts.ids import ExternalId

Kind = Literal["order.placed", "order.paid", "order.returned"]
BAD_IDS: tuple[Any, ...] = (True, False, 7.0, 58166.0, "4_2", "+42", " 42 ")
"""All of these are ints to lax mode."""


class StrictOrder(BaseModel, strict=True):
    """Strict throughout, as "be strict everywhere" would have it."""

    id: int
    kind: Kind
    quantity: int
    paid: bool


class LaxOrder(BaseModel):
    """Pydantic's default."""

    id: int
    kind: Kind
    quantity: int
    paid: bool


class EdgeOrder(BaseModel, strict=True):
    """Strict inside; one field is tolerant, in the one way that the partner needs."""

    id: ExternalId
    kind: Kind
    quantity: int
    paid: bool


@dataclass(frozen=True)
class Payload:
    """What arrived, as parsed JSON, and whether a person would accept it."""

    body: dict[str, Any]
    valid: bool


def payloads(seed: int, *, count: int = 500, as_string: float = 0.3, bad: int = 20) -> list[Payload]:
    """`count` valid payloads, each id a string with probability `as_string`, and `bad` ones with an id of `BAD_IDS`."""
    rng = random.Random(seed)
    made = []
    for order in rng.choices(world.load().orders, k=count):
        number = int(order.id.partition("-")[2])
        made.append(Payload(_body(rng, str(number) if rng.random() < as_string else number, order.quantity), True))
    for index in range(bad):
        made.append(Payload(_body(rng, BAD_IDS[index % len(BAD_IDS)], 1), False))
    rng.shuffle(made)
    return made


def _body(rng: random.Random, id_: Any, quantity: int) -> dict[str, Any]:
    kinds = ("order.placed", "order.paid", "order.returned")
    return {"id": id_, "kind": rng.choice(kinds), "quantity": quantity, "paid": rng.random() < 0.5}


@dataclass(frozen=True)
class Received:
    """The two ways to be wrong: valid payloads refused, bad ones let in."""

    valid_rejected: int
    bad_accepted: int


def receive(model: type[BaseModel], sent: Sequence[Payload]) -> Received:
    """Validate every payload with `model`."""
    rejected = accepted = 0
    for payload in sent:
        try:
            model.model_validate(payload.body)
        except ValidationError:
            rejected += payload.valid
        else:
            accepted += not payload.valid
    return Received(rejected, accepted)
