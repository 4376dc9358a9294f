"""Two hundred requests to a desk with four tools: no call, one, two independent ones, two of which one needs the other.

Made from the lab world by rule, so that they are the same everywhere. What is asked of one split names other orders,
products, teams, incidents and words than what is asked of the other.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from labsupport import world
from labsupport.agents.loop import loop_signature
from labsupport.agents.tools import ToolCall
from labsupport.world.sets.tasks_desk import Desk
from labsupport.world.sides import rank

Kind = Literal["none", "one", "independent", "dependent"]
Half = Literal["dev", "test"]
HALVES: tuple[Half, ...] = ("dev", "test")
KINDS: tuple[Kind, ...] = ("none", "one", "independent", "dependent")
COUNTS: Mapping[Kind, int] = {"none": 40, "one": 60, "independent": 50, "dependent": 50}  # halves: dev and test
TOOLS = ("get_order", "get_product", "get_team", "get_incident")
WORDS = (
    "deadline", "discount", "invoice", "parcel", "receipt", "refund", "shipment", "supplier", "warehouse", "warranty",
)  # fmt: skip
NO_CALL = (
    "What does the word {w} mean?", "How is the word {w} spelled?", "Write a rhyme on the word {w}.",
    "Say thank you in one line, with the word {w} in it.",
)  # fmt: skip


class Form(NamedTuple):
    """A question that one call answers: `field` of what `tool` says about `key`."""

    tool: str
    key: str
    field: str
    text: str


ONE = (
    Form("get_order", "order_id", "status", "What is the status of order {x}?"),
    Form("get_product", "name", "version", "Which version of {x} is current?"),
    Form("get_team", "name", "lead", "Who leads the team {x}?"),
    Form("get_incident", "incident_id", "minutes", "How many minutes did incident {x} last?"),
)
# the first call's tool, the field that the second call needs, the second call, the question
CHAINS = (
    (ONE[1], "owner_team", ONE[2], "Who leads the team that owns {x}?"),
    (ONE[3], "product", ONE[1], "Which version of the product of incident {x} is current?"),
    (ONE[0], "product", ONE[1], "Which version of the product of order {x} is current?"),
)


@dataclass(frozen=True)
class Asked:
    """A request. `calls`: the shortest solution, as (tool, arguments); `answers`: values that a right reply has."""

    id: str
    split: Half
    kind: Kind
    prompt: str
    calls: tuple[tuple[str, Mapping[str, Any]], ...]
    answers: tuple[str, ...]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The request as a conversation."""
        return [{"role": "user", "content": self.prompt}]

    @property
    def signatures(self) -> list[str]:
        """The calls of the solution in canonical form."""
        return [loop_signature(ToolCall("", name, json.dumps(dict(given)))) for name, given in self.calls]


@cache
def asked() -> tuple[Asked, ...]:
    """All requests, the same in every run."""
    return tuple(one for split in HALVES for one in _half(split))


def sample(each: int, *, split: Half = "test", kinds: Sequence[Kind] = KINDS, seed: int = 0) -> list[Asked]:
    """`each` requests of every kind, or all there are. Raises ValueError for less than one."""
    if each < 1:
        raise ValueError(f"each={each!r} must be at least 1")
    found: list[Asked] = []
    for kind in kinds:
        pool = [one for one in asked() if one.split == split and one.kind == kind]
        found += random.Random(seed).sample(pool, min(each, len(pool)))
    return found


def _half(split: Half) -> Iterator[Asked]:
    lab = world.load()
    desk, rng = Desk(lab), random.Random(split)
    pools = {
        "get_order": [order.id for order in lab.orders], "get_product": [product.name for product in lab.products],
        "get_team": [team.name for team in lab.teams], "get_incident": [incident.id for incident in lab.incidents],
    }  # fmt: skip
    keys = {tool: [key for key in pool if rank(key)[0] % 2 == _parity(split)] for tool, pool in pools.items()}

    def one(form: Form, key: str) -> tuple[tuple[str, Mapping[str, Any]], dict[str, Any]]:
        given = {form.key: key}
        return (form.tool, given), desk.call(form.tool, given)

    words = WORDS[_parity(split) :: 2]
    made: list[tuple[Kind, str, list[Any], list[str]]] = [
        ("none", text.format(w=word), [], []) for word in words for text in NO_CALL
    ]
    for i in range(COUNTS["one"] // 2):
        form = ONE[i % len(ONE)]
        key = rng.choice(keys[form.tool])
        call, row = one(form, key)
        made.append(("one", form.text.format(x=key), [call], [str(row[form.field])]))
    for i in range(COUNTS["independent"] // 2):
        forms = [ONE[i % len(ONE)], ONE[(i + 1 + i // len(ONE) % 3) % len(ONE)]]
        chosen = [rng.choice(keys[form.tool]) for form in forms]
        calls = [one(form, key) for form, key in zip(forms, chosen, strict=True)]
        texts = [form.text.format(x=key) for form, key in zip(forms, chosen, strict=True)]
        values = [str(row[form.field]) for form, (_, row) in zip(forms, calls, strict=True)]
        made.append(("independent", " ".join(texts), [call for call, _ in calls], values))
    for i in range(COUNTS["dependent"] // 2):
        first, link, second, text = CHAINS[i % len(CHAINS)]
        key = rng.choice(keys[first.tool])
        start, row = one(first, key)
        end, row = one(second, str(row[link]))
        made.append(("dependent", text.format(x=key), [start, end], [str(row[second.field])]))
    for i, (kind, prompt, calls_, answers) in enumerate(made):
        yield Asked(f"{split}-{i:03d}", split, kind, prompt, tuple(calls_), tuple(answers))


def _parity(split: Half) -> int:
    return 0 if split == "dev" else 1
