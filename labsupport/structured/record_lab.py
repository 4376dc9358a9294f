"""Records of the extraction set as contracts: what is asked, how an answer is judged, five slices, several modes.

Each text has a record of its own kind; its contract is a strict schema in which whole numbers are numbers. An answer is
judged in steps that do not imply each other: it parses, it fits the schema, its fields are right, the text says them.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal, NamedTuple, get_args

import jsonschema  # type: ignore[import-untyped]

from labsupport import world
from labsupport.models import wording
from labsupport.structured.extraction import unwrapped
from labsupport.structured.strict import shape_of
from labsupport.structured.support import flat
from labsupport.tokens.counting import Message
from labsupport.world.sets.extract import Extract, Slice, record
from labsupport.world.sets.tickets import Ticket
from labsupport.world.sides import Split

SLICES: tuple[Slice, ...] = get_args(Slice)
LONGEST = 60  # characters of a field, so that a loop inside a string ends
NUMBERS = ("quantity", "minutes")  # fields that the contract wants as whole numbers
Mode = Literal["asked", "json", "schema", "spaced"]
"""asked: in words. json: JSON mode. schema: the server's json_schema. spaced: the same as a grammar with blanks."""


def sample(each: int, seed: int, *, split: Split = "test", slices: Sequence[Slice] = SLICES, kind: str = "",
           ) -> list[Extract]:  # fmt: skip
    """`each` texts of every slice, in a fixed random order; kind: of this record only."""
    rng = random.Random(f"records-{seed}")
    texts: Sequence[Extract] = world.extract(split)
    found = [[item for item in texts if item.slice == name and kind in ("", item.schema)] for name in slices]
    return [item for items in found for item in rng.sample(items, min(each, len(items)))]


def gold(item: Extract) -> dict[str, Any]:
    """The right record, whole numbers as numbers."""

    def typed(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: typed(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [typed(v) for v in value]
        return int(value) if key in NUMBERS and value is not None and value.isdigit() else value

    made: dict[str, Any] = typed(record(item))
    return made


def contract(item: Extract, *, longest: int | None = LONGEST) -> dict[str, Any]:
    """The strict schema of the item's record. longest: characters of a string; None leaves that limit out."""

    def schema(value: Any, key: str = "") -> dict[str, Any]:
        if isinstance(value, dict):
            fields = {k: schema(v, k) for k, v in value.items()}
            return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
        if isinstance(value, list):
            return {"type": "array", "items": schema(value[0]), "maxItems": 4}
        if key in NUMBERS:
            return {"type": ["integer", "null"]}
        return {"anyOf": [{"type": "string", "maxLength": longest or LONGEST}, {"type": "null"}]}

    made = schema(record(item))
    return made if longest is not None else shape_of(made)[0]


def messages(item: Extract) -> list[Message]:
    """The request in words, the same in every mode."""

    def shape(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: shape(v, k) for k, v in value.items()}
        return [shape(v) for v in value] if isinstance(value, list) else "integer" if key in NUMBERS else "string"

    asked = f"Schema: {json.dumps(shape(record(item)))}\nText: {item.text}"
    return [{"role": "user", "content": f"{wording.JSON_SYSTEMS[1]}\n\n{asked}"}]


def response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The request's `response_format` for a schema."""
    return {"type": "json_schema", "json_schema": {"name": "record", "schema": dict(schema), "strict": True}}


def spaced(schema: Mapping[str, Any]) -> str:
    """The schema as a grammar (EBNF of xgrammar) for documents as `json.dumps` writes them, a blank after , and :."""
    import xgrammar

    made = xgrammar.Grammar.from_json_schema(json.dumps(schema), any_whitespace=False, separators=(", ", ": "))
    return str(made)


def options(mode: Mode, schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a request says besides its words."""
    if mode == "json":
        return {"response_format": {"type": "json_object"}}
    if mode == "schema":
        return {"response_format": response_format(schema)}
    return {"extra_body": {"structured_outputs": {"grammar": spaced(schema)}}} if mode == "spaced" else {}


class Score(NamedTuple):
    """What an answer is worth. finished: not cut at the limit. field_f1: of the fields that are not null.

    span_supported: share of its values that stand in the text (1 if it gives none). tokens: of all its tries.
    """

    finished: bool
    parse_ok: bool
    schema_ok: bool
    field_f1: float
    span_supported: float
    tokens: int
    fault: str = ""
    text: str = ""


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Path and value of everything in a JSON value that is neither object nor list nor null."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from leaves(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from leaves(part, f"{path}.{i}")
    elif value is not None:
        yield path, value


def field_f1(found: Any, right: Any) -> float:
    """Harmonic mean of precision and recall over fields with their values; 1 where both give none."""
    got, want = dict(leaves(found)), dict(leaves(right))
    if not got and not want:
        return 1.0
    hits = sum(1 for path, value in want.items() if type(got.get(path)) is type(value) and got[path] == value)
    return 2 * hits / (len(got) + len(want))


def score(item: Extract, text: str, tokens: int, *, finished: bool = True, tolerant: bool = False,
          schema: Mapping[str, Any] | None = None) -> Score:  # fmt: skip
    """Judge one answer. tolerant: take the object out of a fence or sentences. schema: default, the item's contract."""
    try:
        value = json.loads(unwrapped(text) if tolerant else text)
    except (ValueError, RecursionError):
        return Score(finished, False, False, 0.0, 0.0, tokens, "no JSON", text)
    validator = jsonschema.Draft202012Validator(contract(item) if schema is None else schema)
    fault = jsonschema.exceptions.best_match(validator.iter_errors(value))
    said = [flat(str(v)) in flat(item.text) for _, v in leaves(value)]
    supported = sum(said) / len(said) if said else 1.0
    what = "" if fault is None else f"{fault.validator} at {'.'.join(map(str, fault.absolute_path)) or 'the root'}"
    return Score(finished, True, fault is None, field_f1(value, gold(item)), supported, tokens, what, text)


Chat = Callable[..., Any]


def answer(chat: Chat, item: Extract, mode: Mode, *, max_tokens: int, retries: int = 0,
           change: Callable[[dict[str, Any]], dict[str, Any]] = dict) -> Score:  # fmt: skip
    """One answer of a server, judged; `retries` more tries, each shown the fault, while it does not fit.

    chat: as `CacheProbe.chat`. change: makes the schema that is wanted out of the item's contract.
    """
    wanted = change(contract(item))
    talk, spent, more = messages(item), 0, options(mode, wanted)
    for _ in range(retries + 1):
        reply = chat(talk, max_tokens=max_tokens, **more)
        choice, spent = reply.choices[0], spent + reply.usage.completion_tokens
        text = choice.message.content or ""
        made = score(item, text, spent, finished=choice.finish_reason != "length", tolerant=mode == "asked",
                     schema=wanted)  # fmt: skip
        if made.schema_ok:
            break
        talk = [*talk, {"role": "assistant", "content": text},
                {"role": "user", "content": f"That is wrong ({made.fault}). Reply with the JSON only."}]  # fmt: skip
    return made


def answers(chat: Chat, items: Sequence[Extract], mode: Mode, **options: Any) -> list[Score]:
    """`answer` for all items, all requests at once."""
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(lambda item: answer(chat, item, mode, **options), items))


def means(scores: Sequence[Score]) -> dict[str, float]:
    """Mean of each measure over some answers; those of no answer at all are 0."""
    names = ("finished", "parse_ok", "schema_ok", "field_f1", "span_supported", "tokens")
    return {name: sum(float(getattr(s, name)) for s in scores) / max(1, len(scores)) for name in names}


def valid_of_finished(scores: Sequence[Score]) -> float:
    """Share of the finished answers that fit their schema; 0 if none is finished."""
    ended = [s.schema_ok for s in scores if s.finished]
    return sum(ended) / max(1, len(ended))


class Push(NamedTuple):
    """How hard the grammar pushed while one field was written: the largest mass outside the mask; was it right?"""

    path: str
    outside: float
    right: bool


def pushes(item: Extract, text: str, sizes: Sequence[int], outside: Sequence[float]) -> list[Push]:
    """One `Push` for each field of a flat record. sizes: bytes of each token of the text; outside: as `Generation`.

    A field's tokens are those that reach into its key and value.
    """
    want, made = dict(leaves(gold(item))), json.loads(text)
    ends, at = list[int](), 0
    for size in sizes:
        at += size
        ends.append(at)
    found, begin = list[Push](), 0
    for key, value in made.items():
        raw = json.dumps(value, ensure_ascii=False, separators=(",", ":") if '":"' in text else None)
        stop = text.find(raw, text.find(json.dumps(key), begin) + len(json.dumps(key))) + len(raw)
        low, high = len(text[:begin].encode()), len(text[:stop].encode())
        mass = max(o for o, end, size in zip(outside, ends, sizes, strict=False) if end > low and end - size < high)
        found.append(Push(key, mass, value == want.get(key) and type(value) is type(want.get(key))))
        begin = stop
    return found


def stored_rows(item: Extract) -> Iterator[tuple[int, dict[str, Any]]]:
    """Version and payload: the entities of a text as producers of versions 1, 2 and 3 of `Extraction` write them."""
    found = [{"name": item.text[m.start : m.end], "kind": m.kind, "quote": item.text} for m in item.mentions]
    sure = [entity | {"confidence": None} for entity in found]
    yield 1, {"language": item.language, "entities": found}
    yield 2, {"schema_version": 2, "language": item.language, "entities": found, "complete": True}
    yield 3, {"schema_version": 3, "language": item.language, "entities": sure, "complete": True}


class Decision(NamedTuple):
    """A ticket sorted with a quote as evidence: is the category right, does the quote stand in the text?"""

    right: bool
    quoted: bool


def decisions(chat: Chat, tickets: Sequence[Ticket], labels: Sequence[str], order: Sequence[str]) -> list[Decision]:
    """Sort tickets with an object of "quote" and "category", written in the given order; all requests at once."""
    fields = {"quote": {"type": "string", "maxLength": 100}, "category": {"enum": list(labels)}}
    schema = {"type": "object", "properties": {name: fields[name] for name in order}, "required": list(order),
              "additionalProperties": False}  # fmt: skip
    shape = json.dumps({name: {"quote": "string", "category": " | ".join(labels)}[name] for name in order})
    more = options("spaced", schema)

    def one(ticket: Ticket) -> Decision:
        words = wording.CLASS_SYSTEMS["category"][0].format(l=", ".join(labels))
        asked = f"{words} Quote the words that show it.\n\nSchema: {shape}\nText: {ticket.text}"
        reply = chat([{"role": "user", "content": asked}], max_tokens=80, **more)
        try:
            made = json.loads(reply.choices[0].message.content or "")
        except ValueError:
            return Decision(False, False)
        return Decision(
            made["category"] == ticket.category, bool(made["quote"]) and flat(made["quote"]) in flat(ticket.text)
        )

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(one, tickets))


def split_answers(chat: Chat, items: Sequence[Extract], *, max_tokens: int) -> list[float]:
    """Field F1 of records with a list of two orders, asked for in two calls with a flat schema each."""

    def one(item: Extract) -> float:
        parts: list[Any] = []
        whole = contract(item)["properties"]
        flat_fields = {"customer": whole["customer"], **whole["orders"]["items"]["properties"]}
        schema = {"type": "object", "properties": flat_fields, "required": list(flat_fields),
                  "additionalProperties": False}  # fmt: skip
        for which in ("first", "second"):
            shape = json.dumps({k: "integer" if k in NUMBERS else "string" for k in flat_fields})
            words = f"{wording.JSON_SYSTEMS[1]} Only the {which} order counts."
            talk = [{"role": "user", "content": f"{words}\n\nSchema: {shape}\nText: {item.text}"}]
            reply = chat(talk, max_tokens=max_tokens, **options("spaced", schema))
            try:
                parts.append(json.loads(reply.choices[0].message.content or ""))
            except ValueError:
                parts.append({})
        customer = parts[0].get("customer")
        orders = [{k: v for k, v in part.items() if k != "customer"} for part in parts]
        return field_f1({"customer": customer, "orders": orders}, gold(item))

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(one, items))


def seconds_per_output(chat: Chat, item: Extract, mode: Mode, *, max_tokens: int = 60) -> float:
    """Seconds of one call over the tokens of its answer: arms write answers of different length."""
    started = time.perf_counter()
    reply = chat(messages(item), max_tokens=max_tokens, **options(mode, contract(item)))
    seconds = time.perf_counter() - started
    return seconds / max(1, int(reply.usage.completion_tokens))
