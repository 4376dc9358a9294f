"""Whether the served model is the model: tokens of transformers and of vLLM, tool calls and schemas on the real server.

Two engines add the same numbers in another order, so their logits differ by rounding. Greedy decoding then may take
another token only where the two best logits are closer than that; everything else is an error of one of the engines.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport import services
from labsupport.errors import LabError
from labsupport.models import evaluate
from labsupport.models.verdicts import tool_parts
from labsupport.services import control, vllm
from labsupport.services.spec import http_json
from labsupport.services.state import Paths
from labsupport.world.entities import World
from labsupport.world.sets import extract
from labsupport.world.sets.extract import Extract, record
from labsupport.world.sets.tickets import CATEGORIES, RULES, SENTIMENTS
from labsupport.world.sides import Split

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import PreTrainedModel

CLOSE = 1e-3  # two logits this near may change places between engines
LONGEST = 40  # characters of a free string in a schema; without a limit a weak model may never close it


@contextmanager
def server(name: str, *, home: Path, dtype: str = "float32") -> Iterator[services.Endpoint]:
    """The server of `lab up` for one model, in a lab home of its own and in another precision than the default.

    Raises LabError where vLLM cannot be had or does not start.
    """
    spec = vllm.spec(model=name)
    if spec is None:
        raise LabError("vLLM cannot be had on this system", "compare on Linux, where `make lab` installs it")
    paths = Paths(home)
    try:
        started = control.start(paths, [replace(spec, argv=(*spec.argv, "--dtype", dtype))])["vllm"]
        yield services.Endpoint(
            "vllm", started.url or "", started.kind, started.process.pid if started.process else None, started.details
        )
    finally:
        control.stop(paths)


def each(call: Any, items: Sequence[Any], streams: int = 16) -> list[Any]:
    """`call(item)` for all items, `streams` at a time, in order. Raises what a call raised."""
    with ThreadPoolExecutor(streams) as pool:
        return list(pool.map(call, items))


# ---- tokens
@dataclass(frozen=True)
class Difference:
    """The first token at which two engines part: `gap` is the difference of the two best logits there."""

    prompt: int
    position: int
    ours: int
    theirs: int
    gap: float

    @property
    def excused(self) -> bool:
        return self.gap < CLOSE


def texts(world: World, n: int = 100, split: Split = "dev", seed: int = 0) -> list[str]:
    """`n` ChatML prompts on the lab world: every kind of the evaluation in turn."""
    kinds = [evaluate.prompts(k) for k in evaluate.lab_asked(world, split, n)]
    rng = random.Random(f"agree-{seed}")
    for prompts in kinds:
        rng.shuffle(prompts)
    mixed = [prompts[i] for i in range(max(map(len, kinds))) for prompts in kinds if i < len(prompts)]
    return mixed[:n]


def served_tokens(
    found: services.Endpoint, tokenizer: Tokenizer, prompts: Sequence[str], max_new: int = 48
) -> list[list[int]]:
    """Greedy tokens of the server, end mark included; prompts go as tokens, all in one request."""
    body = {
        "model": found.details["model"], "prompt": [tokenizer.encode(p).ids for p in prompts], "max_tokens": max_new,
        "temperature": 0, "return_token_ids": True,
    }  # fmt: skip
    choices = http_json(f"{found.url}/completions", body)["choices"]
    return [list(c["token_ids"]) for c in sorted(choices, key=lambda c: c["index"])]


def differences(
    model: PreTrainedModel, tokenizer: Tokenizer, prompts: Sequence[str], theirs: Sequence[Sequence[int]],
    max_new: int = 48,
) -> list[Difference]:  # fmt: skip
    """Where the greedy tokens of `model` part from those of another engine: the first difference of each prompt.

    One pass over prompt and tokens tells, because up to the first difference both have the same past. A reply that
    ends too early or too late is a difference, too. Raises ValueError for a reply without tokens.
    """
    import torch

    untyped: Any = model
    found = []
    for at, (text, said) in enumerate(zip(prompts, theirs, strict=True)):
        if not said or len(said) > max_new:
            raise ValueError(f"prompt {at} has a reply of {len(said)} tokens, 1 to {max_new} are possible")
        ids = tokenizer.encode(text).ids
        with torch.inference_mode():
            logits = untyped(input_ids=torch.tensor([ids + list(said)])).logits[0, len(ids) - 1 :].float()
        best = logits.argmax(-1).tolist()
        wanted = list(said)
        if len(said) < max_new and said[-1] not in (0, 2):
            wanted.append(2)  # the reply stopped there, so the other engine chose an end
        for position, token in enumerate(wanted):
            if best[position] != token:
                top = logits[position].topk(2).values.tolist()
                found.append(Difference(at, position, best[position], token, top[0] - top[1]))
                break
            if token in (0, 2) and position + 1 < len(said):
                raise ValueError(f"prompt {at}: the reply goes on after its end mark at {position}")
    return found


# ---- tool calls
def calls(world: World, n: int = 30, split: Split = "dev") -> list[dict[str, Any]]:
    """`n` requests for the desk's tools: messages, the offered tools, the expected call as text."""
    asked = evaluate.tool_requests(world, split, n)
    return [
        {"messages": [{"role": r, "content": c} for r, c in e.messages], "tools": [json.loads(t) for t in e.tools],
         "call": e.answer}
        for e in asked.examples
    ]  # fmt: skip


def parsed_call(found: services.Endpoint, asked: Mapping[str, Any], text: str | None = None) -> Any:
    """What the server's own parser makes of the reply to `asked`: {"content": ..., "calls": [(name, arguments)]}.

    With `text` the model is held to write exactly that.
    """
    body = {
        "model": found.details["model"], "messages": asked["messages"], "tools": asked["tools"], "tool_choice": "auto",
        "temperature": 0, "max_tokens": 160,
    }  # fmt: skip
    if text is not None:
        body["structured_outputs"] = {"choice": [text]}
    message = http_json(f"{found.url}/chat/completions", body)["choices"][0]["message"]
    made = [(c["function"]["name"], json.loads(c["function"]["arguments"])) for c in message.get("tool_calls") or []]
    return {"content": message.get("content"), "calls": made}


def parser_faults(found: services.Endpoint, asked: Sequence[Mapping[str, Any]]) -> list[str]:
    """Calls that the server's parser does not read as they were written; empty when all is well."""

    def check(item: Mapping[str, Any]) -> str | None:
        got = parsed_call(found, item, item["call"])
        want = [tool_parts(item["call"])]
        return None if got["calls"] == want and not (got["content"] or "").strip() else f"{item['call']!r} gave {got}"

    return [fault for fault in each(check, asked) if fault]


# ---- schemas
def _leaf(rng: random.Random, key: str, value: Any) -> dict[str, Any]:
    """The schema of one value by its field's name, one of several that fit."""
    if key in ("due_date", "date"):
        return {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    if key in ("quantity", "minutes", "extension") and rng.random() < 0.6:
        return {"type": "integer", "minimum": 0, "maximum": 9999}
    if key.endswith("_id") and rng.random() < 0.5:
        return {"type": "string", "pattern": r"^[A-Z]{1,3}-[0-9]{4,5}$"}
    if key == "severity":
        return {"enum": ["low", "medium", "high", "critical"]}
    # No maxLength: xgrammar 0.2.8 lets bare control characters, such as a tab, into a string of limited length.
    text = {"type": "string", "pattern": rf"^[^\x00-\x1f]{{0,{LONGEST}}}$"}
    return {"anyOf": [text, {"type": "null"}]} if value is None or rng.random() < 0.3 else text


def _shape(rng: random.Random, key: str, value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {"type": "array", "items": _shape(rng, key, value[0]), "minItems": 1, "maxItems": len(value)}
    if not isinstance(value, dict):
        return _leaf(rng, key, value)
    keys = rng.sample(list(value), rng.randrange(1, len(value) + 1))
    return {
        "type": "object", "properties": {k: _shape(rng, k, value[k]) for k in keys}, "required": keys,
        "additionalProperties": False,
    }  # fmt: skip


def schemas(items: Sequence[Extract], n: int = 200, seed: int = 0) -> list[tuple[str, dict[str, Any]]]:
    """`n` texts, each with a JSON schema of its record: a random choice of keys, nested where the record is, with
    enumerations, patterns, numbers, nulls, and labels of tickets."""
    rng = random.Random(f"schemas-{seed}")
    made = []
    for item in rng.sample(list(items), min(n, len(items))):
        schema = _shape(rng, "", record(item))
        labels = {
            "category": {"enum": list(CATEGORIES)}, "priority": {"enum": list(RULES)},
            "sentiment": {"enum": list(SENTIMENTS)}, "urgent": {"type": "boolean"},
        }  # fmt: skip
        for key in rng.sample(list(labels), rng.randrange(3)):
            schema["properties"][key] = labels[key]
            schema["required"].append(key)
        made.append((item.text, schema))
    return made


def extracts(world: World) -> list[Extract]:
    """The texts from which `schemas` are made; those of the test split are left out."""
    return [i for i in extract.make(world) if i.split != "test"]


def schema_faults(found: services.Endpoint, asked: Sequence[tuple[str, dict[str, Any]]]) -> list[str]:
    """Constrained replies that are not valid by their schema (JSON Schema 2020-12); empty when all is well."""
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    def check(item: tuple[str, dict[str, Any]]) -> str | None:
        text, schema = item
        body = {
            "model": found.details["model"], "temperature": 0, "max_tokens": 400,
            "messages": [{"role": "user", "content": f"Return one JSON object.\n\nText: {text}"}],
            "response_format": {"type": "json_schema", "json_schema": {"name": "record", "schema": schema}},
        }  # fmt: skip
        choice = http_json(f"{found.url}/chat/completions", body)["choices"][0]
        said = choice["message"]["content"]
        try:
            faults = [e.message for e in Draft202012Validator(schema).iter_errors(json.loads(said))]
        except ValueError as error:
            faults = [str(error)]
        if choice["finish_reason"] != "stop":
            faults.append(f"ended by {choice['finish_reason']}")
        return f"{said!r} by {json.dumps(schema)}: {'; '.join(faults)}" if faults else None

    return [fault for fault in each(check, asked, 32) if fault]
