"""What a tool is: a function with a typed argument model, a description, a time limit and a declared side effect.

Holds the types of calls and results and the texts that a model gets to read. Runs nothing (see `registry`).
"""

from __future__ import annotations

import functools
import inspect
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pydantic
import pydantic.json_schema
import pydantic_core
from pydantic.json_schema import JsonSchemaValue

from labsupport.structured.audit import keywords
from labsupport.structured.strict import NotStrict, from_strict, to_strict

MAX_ARGUMENTS = 16_000  # characters of a call's arguments; a longer text is refused unread
MAX_CONTENT = 8_000  # characters of a result
MAX_DESCRIPTION = 1_024
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_CODE = re.compile(r"[a-z][a-z_]{0,63}")
_MARK = re.compile(r"<(?=[|/A-Za-z])")
_KEYWORDS = frozenset({
    "type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const", "$ref", "$defs",
    "description", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minLength", "maxLength", "minItems", "maxItems",
})  # fmt: skip


class ToolDefinitionError(ValueError):
    """A tool that no model could be trusted to call rightly; the text says what its author has to change."""


class ToolFailure(Exception):
    """What a tool's author raises for a failure that the model is to read.

    code: short, lower case, such as `not_found`. message: written for the model; never the text of another exception.
    retryable: whether the same call may succeed later. Raises ValueError for a code of another form.
    """

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        if not _CODE.fullmatch(code):
            raise ValueError(f"code={code!r} must be lower-case words joined by _")
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.retryable = code, message, retryable


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call as the model wrote it: `arguments` is text that should be a JSON object and may be anything."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What becomes of a call: `content` is the JSON text of the tool message.

    error_code: None if ok. retryable: whether the same call, unchanged, may succeed later. incident: the id under which
    the local log holds the exception that the model does not see.
    """

    ok: bool
    content: str
    error_code: str | None = None
    retryable: bool = False
    incident: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Tool:
    """A tool, made by `tool`. `fn` takes one instance of `args`; `parameters` is the strict schema of `args`."""

    name: str
    description: str
    args: type[pydantic.BaseModel]
    side_effect: bool
    timeout_s: float
    fn: Callable[[Any], Any]
    parameters: Mapping[str, Any]

    def schema(self, *, strict: bool = True) -> dict[str, Any]:
        """One entry of `tools` of a chat completion request; `strict` asks the server to constrain the arguments."""
        function = {"name": self.name, "description": self.description, "parameters": dict(self.parameters)}
        return {"type": "function", "function": function | ({"strict": True} if strict else {})}


def tool(
    args: type[pydantic.BaseModel],
    side_effect: bool,
    timeout_s: float,
    description: str | None = None,
    *,
    name: str | None = None,
) -> Callable[[Callable[[Any], Any]], Tool]:
    """Make a `Tool` of a function that takes one instance of `args`.

    side_effect: whether a call changes anything; only calls without one may run in parallel or be repeated.
    timeout_s: seconds that a call may take. description: when to use it and when not. name: default, the function's.
    A plain function runs in a thread, which cannot be stopped at its time limit, so one with a side effect has to be
    a coroutine function. Raises ToolDefinitionError, also for an argument model without a strict schema.
    """

    def decorate(fn: Callable[[Any], Any]) -> Tool:
        called = name or str(getattr(fn, "__name__", ""))
        if not NAME.fullmatch(called):
            raise ToolDefinitionError(f"name {called!r} must be 1 to 64 of A-Z a-z 0-9 _ - and begin with a letter")
        if not isinstance(description, str) or not description.strip():
            raise ToolDefinitionError(f"{called} has no description: say when to use it and when not")
        if len(description) > MAX_DESCRIPTION:
            raise ToolDefinitionError(f"{called}: a description of {len(description)} characters is above the limit of "
                                      f"{MAX_DESCRIPTION}: every request pays for it")  # fmt: skip
        if isinstance(timeout_s, bool) or not isinstance(timeout_s, int | float) or not 0 < timeout_s < math.inf:
            raise ToolDefinitionError(f"{called}: timeout_s={timeout_s!r} must be above 0 and finite")
        if not isinstance(side_effect, bool):
            raise ToolDefinitionError(f"{called}: side_effect={side_effect!r} must be True or False")
        if side_effect and not inspect.iscoroutinefunction(fn):
            raise ToolDefinitionError(f"{called} has a side effect and is a plain function, whose thread would go on "
                                      "after its time limit: write it with async def")  # fmt: skip
        return Tool(called, description.strip(), args, side_effect, float(timeout_s), fn, strict_parameters(args))

    return decorate


# ---- schemas
def strict_parameters(args: type[pydantic.BaseModel]) -> dict[str, Any]:
    """The JSON Schema of an argument model in the strict subset: closed objects, every property required.

    A field with a default becomes nullable: null stands for the default, and `validate` puts it in. Titles and defaults
    are left out. Raises ToolDefinitionError that names the place when a part cannot be said strictly: an open object, a
    value of any type, a tuple, a tagged union, an alias.
    """
    if not (isinstance(args, type) and issubclass(args, pydantic.BaseModel)):
        raise ToolDefinitionError(f"args={args!r} must be a pydantic model")
    try:
        schema = args.model_json_schema(schema_generator=_Unsorted)
    except pydantic.errors.PydanticUserError as error:
        raise ToolDefinitionError(f"{args.__name__} has no JSON Schema: {error.message}") from error
    if schema.get("type") != "object":
        raise ToolDefinitionError(f"{args.__name__}: arguments are an object with named fields, not {schema!r:.80}")
    if aliased := [name for name, info in args.model_fields.items() if info.alias or info.validation_alias]:
        raise ToolDefinitionError(f"{args.__name__}: {aliased[0]} has an alias; call it what the model is to write")
    if unknown := [f"{path}: {keyword}" for path, keyword, _ in keywords(schema) if keyword not in _KEYWORDS]:
        raise ToolDefinitionError(
            f"{args.__name__} at {unknown[0]} is not in the strict subset; write the type another way"
        )
    try:
        return to_strict(schema)
    except NotStrict as error:
        raise ToolDefinitionError(f"{args.__name__} at {error}") from None


class _Unsorted(pydantic.json_schema.GenerateJsonSchema):
    """Keys stay in the order in which they are written; a small model reads them better in the order that it knows."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        return value


# ---- arguments
def parse_arguments(text: str) -> dict[str, Any]:
    """The JSON object of a call. Raises ValueError, its text written for the model, for anything else.

    Stricter than `json.loads`: a key that occurs twice, NaN, infinite numbers, half a surrogate pair, nesting beyond
    the stack and more than MAX_ARGUMENTS characters are refused. 5.0 is the integer 5, as in JSON Schema.
    """
    if not isinstance(text, str):
        raise ValueError("the arguments are no text")
    if len(text) > MAX_ARGUMENTS:
        raise ValueError(f"the arguments have {len(text)} characters; at most {MAX_ARGUMENTS} are read")
    try:
        data = json.loads(text, object_pairs_hook=_unique, parse_float=_number, parse_constant=_number)
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise ValueError(f"the arguments are not valid JSON: {error.msg} at character {error.pos}") from None
    except (ValueError, RecursionError):
        raise ValueError("the arguments are not valid JSON: a repeated key, a number or a text that is none") from None
    if not isinstance(data, dict):
        raise ValueError("the arguments are JSON, but not an object")
    return data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):  # two readers of one text could see different calls
        raise ValueError("repeated key")
    return found


def _number(text: str) -> int | float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("not a JSON number")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def validate(args: type[pydantic.BaseModel], data: Mapping[str, Any]) -> Any:
    """An instance of `args` from a parsed object: exact types, no unknown fields, null for a default.

    Raises pydantic.ValidationError, and whatever a validator of `args` raises by mistake.
    """
    text = json.dumps(from_strict(data, _schema_of(args)))
    return args.model_validate_json(text, strict=True, extra="forbid")


@functools.cache
def _schema_of(args: type[pydantic.BaseModel]) -> dict[str, Any]:
    return args.model_json_schema()


# ---- what the model reads
def render(value: Any, limit: int = MAX_CONTENT) -> str:
    """A tool's value as JSON text of at most `limit` characters, in which no mark of a chat template can stand.

    A longer text becomes an object with its beginning and its length. "<" before a letter, "/" or "|" is written as
    an escape, which is the same JSON: a document cannot end the tool's turn. Raises ValueError or TypeError for what
    JSON cannot say.
    """
    text = _json(pydantic_core.to_jsonable_python(value))
    if len(text) <= limit:
        return text
    room = limit
    while True:
        hint = "ask for fewer or narrower results"
        cut = _json({"truncated": True, "characters": len(text), "beginning": text[:room], "hint": hint})
        if len(cut) <= limit or not room:
            return cut
        room = max(0, room - max(1, len(cut) - limit))


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _MARK.sub(r"\\u003c", text).encode(errors="backslashreplace").decode()


def failure(
    code: str,
    message: str,
    *,
    retryable: bool = False,
    hint: str | None = None,
    fields: list[dict[str, str]] | None = None,
    incident: str | None = None,
) -> ToolResult:
    """A result that says what went wrong, whether to try again and what to change."""
    error = {"code": code, "message": message[:500], "retryable": retryable, "hint": hint, "fields": fields,
             "incident": incident}  # fmt: skip
    content = _json({"error": {key: value for key, value in error.items() if value is not None}})
    return ToolResult(False, content, code, retryable, incident=incident)


def field_errors(error: pydantic.ValidationError, limit: int = 8) -> list[dict[str, str]]:
    """Which fields are wrong and why, at most `limit`, without the values.

    The text of a ValueError or AssertionError of a validator is left out, since it may quote anything; a validator that
    has something to tell the model raises `pydantic_core.PydanticCustomError`.
    """
    found = []
    for item in error.errors(include_url=False, include_context=False, include_input=False)[:limit]:
        own = item["type"] in ("value_error", "assertion_error")
        problem = "refused by the tool's own check" if own else item["msg"]
        found.append({"field": ".".join(map(str, item["loc"]))[:80] or "(all)", "problem": problem[:200]})
    return found
