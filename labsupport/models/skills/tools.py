"""The form of OpenAI-style tool specifications and of Hermes calls."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


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
