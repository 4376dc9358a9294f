"""Choosing a tool from OpenAI-style specifications and writing the Hermes call."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

from labsupport.models import wording
from labsupport.models.examples import Example, fresh
from labsupport.models.wording import NO_TOOL
from labsupport.world import names
from labsupport.world.sets.tasks_desk import TOOLS as DESK


def _argument(rng: random.Random, kind: str) -> str:
    if kind in ("order", "incident", "error"):
        return f"{dict(order='ORD', incident='INC', error='E')[kind]}-{rng.randrange(1000, 99999)}"
    if kind == "number":
        return str(rng.randrange(1, 9999))
    if kind == "day":
        return f"202{rng.randrange(3, 7)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
    if kind == "words":
        return " ".join(rng.choice(wording.COMMON) for _ in range(rng.randrange(1, 6)))
    if kind == "person":
        return f"{fresh(rng)} {fresh(rng)}"
    if kind == "team":
        return rng.choice(names.bank("team", "other"))
    if kind == "firm":
        return f"{fresh(rng)} {rng.choice(names.FIRM_SECTOR)}"
    return fresh(rng)


def specification(name: str, description: str, arguments: Sequence[str]) -> str:
    """An OpenAI-style tool specification as one line of JSON; all arguments are required strings."""
    fields = {a: {"type": "string"} for a in arguments}
    parameters = {"type": "object", "properties": fields, "required": list(arguments)}
    function = {"name": name, "description": description, "parameters": parameters}
    return json.dumps({"type": "function", "function": function}, ensure_ascii=False)


def call_text(name: str, arguments: dict[str, Any]) -> str:
    """A Hermes tool call as the model writes it."""
    call = json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)
    return f"<tool_call>\n{call}\n</tool_call>"


def _invented(rng: random.Random, usual: str) -> str:
    """The usual name of a tool or argument, or half of the time words that only the specification can tell."""
    if rng.random() < 0.5:
        return usual
    while True:
        name = "_".join(rng.choice(wording.COMMON) for _ in range(rng.choice((1, 2, 2))))
        if name not in DESK:
            return name


def tool(rng: random.Random, *, most: int = 3) -> Example:
    """Two or three tools and a request that one of them serves, or, now and then, none."""
    families = rng.sample(wording.TOOLS, rng.randrange(2, most + 1))
    specs, answer, request = [], NO_TOOL, ""
    missing = rng.random() < 0.08
    for at, family in enumerate(families):
        name = _invented(rng, rng.choice(family.names))
        keys = list(dict.fromkeys(_invented(rng, rng.choice(k)) for k, _ in family.arguments))
        if len(keys) < len(family.arguments):  # two arguments drew one name
            keys = [k[0] for k, _ in family.arguments]
        if at == 0:
            values = [_argument(rng, kind) for _, kind in family.arguments]
            request = rng.choice(family.requests).format(*values)
            if missing:
                continue
            answer = call_text(name, dict(zip(keys, values, strict=True)))
        specs.append(specification(name, family.description, keys))
    rng.shuffle(specs)
    return Example("tool", (("user", request),), answer, tools=tuple(specs))
