"""The tools that a model may call, and the one way to call them: nothing that it writes raises."""

from __future__ import annotations

import asyncio
import inspect
import logging
import secrets
from collections.abc import Iterable, Iterator
from typing import Any, Self

import pydantic

from labsupport.agents.tools import (
    MAX_CONTENT,
    Tool,
    ToolCall,
    ToolDefinitionError,
    ToolFailure,
    ToolResult,
    failure,
    field_errors,
    parse_arguments,
    render,
    validate,
)

LOG = logging.getLogger(__name__)
MIN_CONTENT = 200


class Catalogue:
    """Tools by name, in order, to look up and to offer. `max_content`: characters that a result may have.

    Raises ToolDefinitionError for two tools of one name or what is no `Tool`, ValueError for `max_content` below 200.
    """

    def __init__(self, tools: Iterable[Tool] = (), *, max_content: int = MAX_CONTENT) -> None:
        if max_content < MIN_CONTENT:
            raise ValueError(f"max_content={max_content!r} must be at least {MIN_CONTENT}")
        self.max_content = max_content
        self._tools: dict[str, Tool] = {}
        for each in tools:
            self.add(each)

    def __iter__(self) -> Iterator[Tool]:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)

    def add(self, new: Tool) -> None:
        """One more tool."""
        if not isinstance(new, Tool):
            raise ToolDefinitionError(f"{new!r} is no tool: decorate the function with @tool")
        if new.name in self._tools:
            raise ToolDefinitionError(f"there are two tools called {new.name}")
        self._tools[new.name] = new

    def get(self, name: str) -> Tool | None:
        """The tool of that name."""
        return self._tools.get(name)

    def only(self, names: Iterable[str]) -> Self:
        """These tools alone: what is not in it cannot be called. KeyError for an unknown name."""
        return type(self)([self._tools[name] for name in names], max_content=self.max_content)

    def schemas(self, *, strict: bool = True) -> list[dict[str, Any]]:
        """`tools` of a chat completion request. `strict` asks the server to constrain arguments under `auto` too."""
        return [each.schema(strict=strict) for each in self]


class Registry(Catalogue):
    """The tools that a model may call: `execute` is the only way from what it writes to a function."""

    async def execute(self, call: ToolCall) -> ToolResult:
        """Parse, validate, run and render one call.

        An unknown name (`unknown_tool`), bad JSON (`invalid_json`), bad arguments (`invalid_arguments`), the time limit
        (`timeout`), a tool that is down (`unavailable`) and a `ToolFailure` (its own code) are results. Any other
        exception, and a value that JSON cannot say, is a bug: logged in full under an incident id, and the model reads
        `internal_error` and the id. A failed side effect is never retryable, since it may have happened. Cancellation
        from outside propagates; a plain function's thread then runs on unseen.
        """
        # BEGIN SOLUTION
        found = self.get(call.name)
        if found is None:
            return failure(
                "unknown_tool", "no tool has that name", hint=f"tools: {', '.join(each.name for each in self)}"[:400]
            )
        try:
            data = parse_arguments(call.arguments)
        except ValueError as error:  # a text of our own
            return failure("invalid_json", str(error), hint="write the arguments as one JSON object")
        try:
            args = validate(found.args, data)
        except pydantic.ValidationError as error:
            return failure("invalid_arguments", "change these fields", fields=field_errors(error))
        except Exception as error:
            return incident(call, error)
        limit = asyncio.timeout(found.timeout_s)
        try:
            async with limit:
                if inspect.iscoroutinefunction(found.fn):
                    value = await found.fn(args)
                else:
                    value = await asyncio.to_thread(found.fn, args)
            if limit.expired():
                raise TimeoutError  # the tool swallowed its cancellation
            return ToolResult(True, render(value, self.max_content))
        except ToolFailure as refusal:
            return failure(refusal.code, refusal.message, retryable=refusal.retryable)
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            return incident(call, error)  # nobody cancelled us: the tool let its own cancellation out
        except Exception as error:
            again = not found.side_effect
            hint = None if again else "it may have taken effect: look before you try again"
            # both are TimeoutError since Python 3.11: ours, and one that an upstream of the tool ran into
            if isinstance(error, TimeoutError) and limit.expired():
                return failure("timeout", f"no result within {found.timeout_s:g} s", retryable=again, hint=hint)
            if isinstance(error, ConnectionError | TimeoutError):
                return incident(call, error, "unavailable", "the tool is down", retryable=again, hint=hint)
            return incident(call, error, hint=hint)
        # END SOLUTION


def incident(
    call: ToolCall,
    error: BaseException,
    code: str = "internal_error",
    message: str = "the tool failed; the arguments are not the reason",
    *,
    retryable: bool = False,
    hint: str | None = None,
) -> ToolResult:
    """Log an exception in full under a new id; the result holds the id and nothing of the exception."""
    number = secrets.token_hex(6)
    # %r: a line end in the arguments must not forge a line of the log
    LOG.error("incident %s: tool %r, arguments %.2000r", number, call.name, call.arguments, exc_info=error)
    return failure(code, message, retryable=retryable, hint=hint, incident=number)
