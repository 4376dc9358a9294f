"""Tools that fail on purpose, and scripted models that read what they say: what code does is shown without chance.

What a script does is simulated; it never stands for what a model would do.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import pydantic

from labsupport.agents.asked import Asked
from labsupport.agents.scripted import Turn
from labsupport.agents.tools import Tool, failure, tool

Form = Literal["silent", "trace", "structured"]
FORMS: tuple[Form, ...] = ("silent", "trace", "structured")
CANARY = "postgres://desk:c4nary-7f3a@db.internal.example:5432/orders"
SECRETS = ("c4nary-7f3a", "db.internal.example", "labsupport/")
"""What must never reach a model: a password, a host, a path of the code."""


class Query(pydantic.BaseModel):
    """What the searching tools here take."""

    query: str = pydantic.Field(min_length=1, max_length=200)


def endless(passage: str) -> Tool:
    """A search that always has a part of the answer only, and asks to be asked again."""

    @tool(Query, False, 5.0, "Search the papers.", name="search")
    async def search(args: Query) -> dict[str, Any]:
        return {"partial": True, "passage": passage, "hint": "ask again for the rest"}

    return search


def ask_again(number: int, body: Mapping[str, Any]) -> Turn:
    """A model that does as it is told: it asks the same again. Its prompt tokens are counted by the lab's tokenizer."""
    return Turn(calls=[("search", {"query": "return policy"})], usage=(prompt_size(body["messages"]), 20))


def prompt_size(messages: Sequence[Mapping[str, Any]]) -> int:
    """Tokens of a request's messages in the lab model's template."""
    from labsupport.tokens.counting import count_tokens, lab_tokenizer

    return count_tokens([dict(message) for message in messages], lab_tokenizer())


def connect(**arguments: Any) -> Any:
    """A tool whose database is gone; its exception names the connection."""
    raise ConnectionError(f"could not connect to {CANARY}: timeout expired")


def told(form: Form) -> str:
    """What the model reads of a failed call: nothing, the traceback, or a code with a hint."""
    if form == "silent":
        return ""
    if form == "structured":
        return failure("unavailable", "the tool is down", retryable=True, hint="make the same call again").content
    try:
        return str(connect())
    except ConnectionError:
        return traceback.format_exc(limit=-1)


def failed_call(asked: Asked, form: Form) -> list[dict[str, Any]]:
    """The messages of a first turn in which the right call was made and its tool failed."""
    name, arguments = asked.calls[0]
    call = {"name": name, "arguments": json.dumps(dict(arguments))}
    return [
        {"role": "assistant", "content": "", "tool_calls": [{"id": "first", "type": "function", "function": call}]},
        {"role": "tool", "tool_call_id": "first", "content": told(form)},
    ]


def leaks(text: str | None) -> int:
    """How many of the secrets stand in a text."""
    return sum(secret in (text or "") for secret in SECRETS)


def reader(asked: Asked) -> Callable[[int, dict[str, Any]], Turn]:
    """A model that takes every result at its word: empty is "none", text is the answer, a hint to retry is followed."""

    def turn(number: int, body: dict[str, Any]) -> Turn:
        text = str(body["messages"][-1]["content"])
        try:
            found = json.loads(text)
        except ValueError:
            return Turn(f"The result is: {text.splitlines()[-1]}" if text else "There is nothing of that kind.")
        if "error" in found:
            return Turn(calls=asked.calls) if found["error"]["retryable"] else Turn("The tool failed.")
        return Turn(", ".join(map(str, found.values())))

    return turn
