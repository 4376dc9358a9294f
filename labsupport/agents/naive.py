"""Tools and a tool loop as they are often copied, errors kept, so that one can watch them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

NaiveTools = Mapping[str, Callable[..., Any]]

NAIVE_SCHEMAS: list[dict[str, Any]] = [
    {"type": "function", "function": {
        "name": "naive_search", "description": "Search for information.",
        "parameters": {"type": "object", "required": ["query"], "properties": {
            "query": {"type": "string"},
            "top_k": {"type": "integer", "description": "Number of results, 1 to 20. Default 5.", "default": 5},
            "domain": {"type": "string", "enum": ["policy", "product", "order"], "description": "Filter by domain."},
        }},
    }},
    {"type": "function", "function": {
        "name": "naive_time", "description": "Get the current time.",
        "parameters": {"type": "object", "properties": {}},
    }},
]  # fmt: skip
"""Vague descriptions; bounds and default of `top_k` are words that no code reads."""


def naive_time() -> str:
    """The module that it uses was never imported, and the call that it makes is deprecated besides."""
    return datetime.utcnow().isoformat()  # type: ignore[name-defined, no-any-return]  # noqa: F821


def naive_search(
    documents: Sequence[tuple[str, str]], query: str, top_k: int = 5, domain: str | None = None
) -> list[str]:
    """Texts of (domain, text) that share most words with the query. `domain` is declared, sent and never looked at;
    any `top_k` is taken, so one call can bring the whole collection."""
    words = set(query.lower().split())
    ranked = sorted(documents, key=lambda d: -len(words & set(d[1].lower().split())))
    return [text for _, text in ranked[:top_k]]


def naive_execute(tools: NaiveTools, name: str, arguments: Mapping[str, Any]) -> str:
    """Run a tool; whatever goes wrong is a polite sentence with the exception's text.

    A bug looks like an outage, for ever; a connection string, a path or a version in the text goes to the model. No
    time limit; arguments reach the function unchecked, and a function that is not awaited gives its repr.
    """
    try:
        return str(tools[name](**arguments))
    except Exception as e:
        return f"Sorry, the tool could not complete the request: {e!s}"


def naive_execute_silent(tools: NaiveTools, name: str, arguments: Mapping[str, Any]) -> str:
    """The other bad form of an error: nothing at all, which reads like a search without results."""
    try:
        return json.dumps(tools[name](**arguments))
    except Exception:
        return ""


def naive_execute_trace(tools: NaiveTools, name: str, arguments: Mapping[str, Any]) -> str:
    """The third: the whole traceback, with paths of files and the text of every exception in the chain."""
    import traceback

    try:
        return json.dumps(tools[name](**arguments))
    except Exception:
        return traceback.format_exc()


async def naive_run(
    client: Any,
    model: str,
    messages: Sequence[Mapping[str, Any]],
    tools: NaiveTools,
    schemas: Sequence[Mapping[str, Any]] = NAIVE_SCHEMAS,
    max_iterations: int = 10,
    execute: Callable[[NaiveTools, str, Mapping[str, Any]], str] = naive_execute,
) -> str:
    """Call tools until the model answers, ten times at most.

    Arguments are parsed outside of every `try`, so one malformed call ends the run with an exception and leaves the
    other calls of its turn unanswered. Calls run one after another, the same call as often as the model likes. There
    is no budget and no deadline, a cut reply is an answer, and so is the sentence at the limit.
    """
    history: list[Any] = list(messages)
    for _ in range(max_iterations):
        reply = await client.chat.completions.create(model=model, messages=history, tools=list(schemas))
        message = reply.choices[0].message
        if not message.tool_calls:
            return str(message.content)
        history.append(message)
        for call in message.tool_calls:
            arguments = json.loads(call.function.arguments)
            result = execute(tools, call.function.name, arguments)
            history.append({"role": "tool", "tool_call_id": call.id, "content": result})
    return "I could not find a complete answer within the allowed number of steps."
