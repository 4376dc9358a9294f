"""The desk's tools (`labsupport.world.sets.tasks_desk`) in a registry, so that a loop can work on the world's tasks.

Names, descriptions and schemas are the desk's own; here they get argument models and time limits.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

import pydantic

from labsupport.agents.registry import Registry
from labsupport.agents.tools import MAX_CONTENT, Tool, ToolFailure, tool
from labsupport.world.sets.tasks_desk import TOOLS, Desk
from labsupport.world.sets.tasks_desk import Tool as DeskTool

TIMEOUT_S = 5.0
_TYPES: Mapping[str, Any] = {"string": str, "integer": int, "null": None}


def desk_registry(
    desk: Desk, names: Iterable[str] = tuple(TOOLS), *, timeout_s: float = TIMEOUT_S, max_content: int = MAX_CONTENT
) -> Registry:
    """The desk's tools, all or those of `names`. KeyError for a name that it does not have.

    A call that the desk refuses is a failed result with the desk's own code (`not_found`, `not_allowed`) and reason.
    """
    return Registry([_tool(desk, TOOLS[name], timeout_s) for name in names], max_content=max_content)


def _tool(desk: Desk, given: DeskTool, timeout_s: float) -> Tool:
    async def run(args: pydantic.BaseModel) -> dict[str, Any]:
        result = desk.call(given.name, args.model_dump())
        if "error" in result:
            raise ToolFailure(result["error"], result["message"])
        return result

    return tool(arguments(given.name), given.effect != "read", timeout_s, given.description, name=given.name)(run)


@functools.cache
def arguments(name: str) -> type[pydantic.BaseModel]:
    """The argument model of a tool of the desk; its schema is the desk's, word for word."""
    given = TOOLS[name]
    fields: dict[str, Any] = {
        name: (Annotated[_type(rule), pydantic.Field(description=rule["description"])], ...)
        for name, rule in given.parameters["properties"].items()
    }

    def own(schema: dict[str, Any]) -> None:
        schema.clear()
        schema.update(given.parameters)

    config = pydantic.ConfigDict(extra="forbid", json_schema_extra=own)
    return pydantic.create_model(given.name, __config__=config, **fields)


def _type(rule: Mapping[str, Any]) -> Any:
    if "enum" in rule:
        return Literal[tuple(rule["enum"])]
    if isinstance(rule["type"], list):
        first, second = rule["type"]
        return _TYPES[first] | _TYPES[second]
    return Annotated[_TYPES[rule["type"]], pydantic.Field(pattern=rule.get("pattern"), ge=rule.get("minimum"))]
