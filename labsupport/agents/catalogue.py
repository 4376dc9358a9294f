"""The desk's tools under three kinds of description: vague, precise, and precise with what a tool is not for.

Short, so that catalogues of different length fit into a small window; the schemas of the arguments are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from labsupport.agents.asked import Asked
from labsupport.world.sets.tasks_desk import TOOLS as DESK

Style = Literal["vague", "precise", "precise + negative"]
STYLES: tuple[Style, ...] = ("vague", "precise", "precise + negative")
VAGUE = "Search for information."
# what it is for, what it is not for; the first two are those that the requests of the ablation need
LINES: dict[str, tuple[str, str]] = {
    "get_order": ("One order by its number.", "Not for tickets."),
    "get_product": ("One product by its name.", "Not for orders."),
    "get_team": ("One team by its name.", "Not for a person."),
    "get_incident": ("One incident by its number.", "Not for tickets."),
    "get_ticket": ("One ticket by its number.", "Not for incidents."),
    "get_person": ("One member of staff by name.", "Not for customers."),
    "get_customer": ("One customer by name.", "Not for orders."),
    "get_site": ("One site by its name.", "Not for teams."),
    "get_supplier": ("One supplier by its name.", "Not for products."),
    "get_error": ("One error code.", "Not for incidents."),
    "get_policy": ("The policy on a topic.", "Not for contracts."),
    "get_contract": ("The contract of a customer.", "Not for policies."),
    "get_vulnerability": ("One vulnerability by its number.", "Not for errors."),
    "close_ticket": ("Closes a ticket.", "Not to read one."),
    "cancel_order": ("Cancels an order.", "Not to read one."),
    "hold_order": ("Puts an order on hold.", "Not to read one."),
}
OVERLAPPING = ("search", "find", "lookup", "query_data", "get_info", "retrieve")
"""Names of six tools that all say the same of themselves."""


def entries(style: Style, tools: int) -> list[dict[str, Any]]:
    """The first `tools` of `LINES` as `tools` of a request. ValueError for more than there are or less than one."""
    if not 1 <= tools <= len(LINES):
        raise ValueError(f"tools={tools!r} must be from 1 to {len(LINES)}")
    made = []
    for name, (use, other) in list(LINES.items())[:tools]:
        text = {"vague": VAGUE, "precise": use, "precise + negative": f"{use} {other}"}[style]
        made.append(_entry(name, text, list(DESK[name].parameters["properties"])))
    return made


def overlapping() -> list[dict[str, Any]]:
    """Six tools of different names that all "search for information"."""
    return [_entry(name, VAGUE, ["query"]) for name in OVERLAPPING]


def _entry(name: str, description: str, arguments: Sequence[str]) -> dict[str, Any]:
    parameters = {
        "type": "object", "properties": {key: {"type": "string"} for key in arguments}, "required": list(arguments),
        "additionalProperties": False,
    }  # fmt: skip
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def routed(asked: Asked, keys: Sequence[str]) -> bool:
    """Whether tools are offered at all: only to a request that names a record, one of `keys` or a number like ORD-1.

    A rule outside the model. It knows keys and nothing of what is wanted: "thank you for ORD-1" would pass.
    """
    words = asked.prompt.replace("?", " ").replace(".", " ")
    return any(key in words for key in keys) or any("-" in word and word[-1].isdigit() for word in words.split())
