"""Output length on the lab's extraction set: a request that asks for too much, a blunt cap, and shape with a guard."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from labsupport import world
from labsupport.models import wording
from labsupport.tokens.counting import Message
from labsupport.tokens.outputs import Output
from labsupport.world.sets.extract import Extract, record
from labsupport.world.sides import Split

LONGEST = 40  # characters of a field, so that a loop inside a string ends


class Record(NamedTuple):
    """A text and the flat record that is wanted from it, as compact JSON."""

    text: str
    keys: tuple[str, ...]
    gold: str


def records(split: Split | None = None, *, schema: str = "order", keys: Sequence[str] | None = None) -> list[Record]:
    """The English texts of one schema in the extraction set; `keys` keeps some fields of its records."""
    found: Sequence[Extract] = world.extract(split)
    whole = [(item, record(item)) for item in found if item.schema == schema and item.language == "en"]
    made = [(item, {k: v for k, v in value.items() if keys is None or k in keys}) for item, value in whole]
    return [Record(item.text, tuple(value), json.dumps(value, ensure_ascii=False)) for item, value in made]


def sample(n: int, seed: int, *, split: Split = "test", keys: Sequence[str] | None = None) -> list[Record]:
    """`n` of them in a fixed random order, the same texts whatever the keys."""
    found = records(split, keys=keys)
    return random.Random(f"outputs-{seed}").sample(found, min(n, len(found)))


def rambling(item: Record) -> list[Message]:
    """A request that makes the model write the whole text before anybody gets a field."""
    return [{"role": "user", "content": f"{wording.REPEAT_REQUESTS[1]}\n\n{item.text}"}]


def shaped(item: Record) -> list[Message]:
    """The fields and nothing else."""
    shape = json.dumps(dict.fromkeys(item.keys, "string"))
    return [{"role": "user", "content": f"{wording.JSON_SYSTEMS[1]}\n\nSchema: {shape}\nText: {item.text}"}]


def json_format(item: Record) -> dict[str, Any]:
    """`response_format` that lets the server sample this shape only: every key, each a short string or null."""
    field = {"anyOf": [{"type": "string", "maxLength": LONGEST}, {"type": "null"}]}
    schema = {
        "type": "object", "properties": dict.fromkeys(item.keys, field), "required": list(item.keys),
        "additionalProperties": False,
    }  # fmt: skip
    return {"type": "json_schema", "json_schema": {"name": "record", "schema": schema}}


def ask(chat: Callable[..., Any], groups: Sequence[Sequence[Record]], make: Callable[[Record], list[Message]], *,
        structured: bool = False, max_tokens: int | None = None) -> list[list[Output]]:  # fmt: skip
    """The answers of one arm, one list a group, all requests at once: an answer that never ends holds up no other.

    chat: as `CacheProbe.chat`. No cap without `max_tokens`.
    """

    def one(item: Record) -> Output:
        options: dict[str, Any] = {} if max_tokens is None else {"max_tokens": max_tokens}
        if structured:
            options["response_format"] = json_format(item)
        return Output.from_response(chat(make(item), **options))

    with ThreadPoolExecutor(16) as pool:
        made = pool.map(one, [item for group in groups for item in group])
        return [[next(made) for _ in group] for group in groups]
