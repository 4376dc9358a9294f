"""Schemas of any size and what constraining by them costs: once when they are compiled, and for each token."""

from __future__ import annotations

import functools
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from labsupport import stats
from labsupport.stats import Interval
from labsupport.structured import maskers
from labsupport.structured.backends import xgrammar_compiler
from labsupport.structured.record_lab import response_format
from labsupport.tokens.cache_lab import CacheProbe
from labsupport.tokens.counting import Message, lab_tokenizer

Schema = dict[str, Any]
LEAVES: tuple[Schema, ...] = (
    {"type": "string"}, {"type": "integer"}, {"enum": ["low", "high", None]}, {"type": ["string", "null"]},
)  # fmt: skip


def closed(properties: Mapping[str, Any]) -> Schema:
    """An object with exactly these properties."""
    return {
        "type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


def sized(fields: int, depth: int, *, salt: str = "", unions: bool = False) -> Schema:
    """A schema with `fields` plain fields over `depth` levels of objects.

    salt: begins every name, so that no cache knows the schema. unions: every other leaf is one of two objects.
    """
    if not 1 <= depth <= fields:
        raise ValueError(f"depth={depth} must be from 1 to fields={fields}")
    either = {"anyOf": [closed({f"{salt}n": LEAVES[1]}), closed({f"{salt}t": LEAVES[0], f"{salt}u": LEAVES[2]})]}
    made: Schema | None = None
    for level in range(depth, 0, -1):
        numbers = range((level - 1) * fields // depth, level * fields // depth)
        here = {f"{salt}f{i}": either if unions and i % 2 else LEAVES[i % len(LEAVES)] for i in numbers}
        made = closed(here | ({f"{salt}more": made} if made else {}))
    assert made is not None
    return made


def recursive() -> Schema:
    """A tree of named nodes: nested as deep as the document likes."""
    node = closed({"name": LEAVES[0], "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}}})
    return {"$ref": "#/$defs/Node", "$defs": {"Node": node}}


def example(schema: Mapping[str, Any]) -> Any:
    """A small value that fits a schema of `sized`."""
    if "anyOf" in schema:
        return example(schema["anyOf"][0])
    if schema.get("type") == "object":
        return {name: example(part) for name, part in schema["properties"].items()}
    return "low" if "enum" in schema else 7 if schema["type"] == "integer" else "late"


def document(schema: Mapping[str, Any]) -> list[int]:
    """The tokens of `example`."""
    ids: list[int] = lab_tokenizer().encode(json.dumps(example(schema)), add_special_tokens=False)
    return ids


class Compiled(NamedTuple):
    """Seconds for compiling a schema and all masks along one document: the first time, and again with all caches.

    masks, edges: worked out by our decoder the first time; `masks_again` the second time.
    """

    first_s: float
    again_s: float
    masks: int = 0
    edges: int = 0
    masks_again: int = 0


def compile_cost(schema: Mapping[str, Any], backend: str, *, value: Any = None) -> Compiled:
    """What a schema costs one of the decoders ("own", "xgrammar", "llguidance") that has never seen it.

    value: the document; default, the `example` of the schema.
    """
    ids = document(schema) if value is None else lab_tokenizer().encode(json.dumps(value), add_special_tokens=False)
    if backend == "own":
        maskers.vocabulary()
        started = time.perf_counter()
        make = maskers.compile_own(schema)
        maskers.seconds_of_masks(make, ids)
        first, decoder = time.perf_counter() - started, make().decoder  # type: ignore[attr-defined]
        masks, edges = decoder.counts.masks, decoder.counts.edges
        started = time.perf_counter()
        maskers.seconds_of_masks(make, ids)
        return Compiled(first, time.perf_counter() - started, masks, edges, decoder.counts.masks - masks)
    compile_it: Callable[[Mapping[str, Any]], Callable[[], maskers.Masker]] = maskers.COMPILERS[backend]
    if backend == "xgrammar":
        xgrammar_compiler().clear_cache()
    times = []
    for _ in range(2):
        started = time.perf_counter()
        maskers.seconds_of_masks(compile_it(schema), ids)
        times.append(time.perf_counter() - started)
    first_s, again_s = times
    return Compiled(first_s, again_s)


def per_token(
    model: Any, prompt: Sequence[int], schema: Mapping[str, Any], *, tokens: int, rounds: int, seed: int
) -> dict[str, Interval]:
    """Time per token under each decoder over that without one, all caches warm; "A/A" is none over none."""
    ids = document(schema)[:tokens]
    free = functools.partial(maskers.seconds_per_token, model, prompt, ids)
    arms: dict[str, Callable[[], float]] = {"none": lambda: free(maskers.Free()), "A/A": lambda: free(maskers.Free())}
    for name, compile_it in maskers.COMPILERS.items():
        make = compile_it(schema)
        maskers.seconds_of_masks(make, ids)
        arms[name] = functools.partial(lambda m: free(m()), make)
    seen = stats.interleave(arms, rounds, seed)
    return {name: stats.ratio_ci(seen[name], seen["none"], paired=True) for name in arms if name != "none"}


def first_token(
    probe: CacheProbe, messages: Sequence[Message], make: Callable[[str], Schema], *, rounds: int, seed: int
) -> dict[str, Interval]:
    """Time to the first token at the server over that without a schema: "cold" never seen, "warm" seen, "A/A".

    make: a schema for a salt, new for every cold request.
    """
    fresh = random.Random(f"first-token-{seed}-{time.time_ns()}")  # the server's cache outlives the run
    salt = probe.empty()
    seen_before = make(f"s{fresh.randrange(16**8):08x}")

    def seconds(schema: Schema | None) -> float:
        more = {} if schema is None else {"response_format": response_format(schema)}
        started = time.perf_counter()
        probe.chat(messages, salt, max_tokens=1, **more)
        return time.perf_counter() - started

    for schema in (None, seen_before, seen_before):
        seconds(schema)
    arms: dict[str, Callable[[], float]] = {
        "none": lambda: seconds(None), "A/A": lambda: seconds(None), "warm": lambda: seconds(seen_before),
        "cold": lambda: seconds(make(f"s{fresh.randrange(16**8):08x}")),
    }  # fmt: skip
    seen = stats.interleave(arms, rounds, seed)
    return {name: stats.ratio_ci(seen[name], seen["none"], paired=True) for name in arms if name != "none"}
