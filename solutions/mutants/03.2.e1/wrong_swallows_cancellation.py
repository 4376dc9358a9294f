# diagnosis: swallows-cancellation
import asyncio
import inspect

import pydantic

from labsupport.agents.registry import Catalogue, incident
from labsupport.agents.tools import ToolFailure, ToolResult, failure, field_errors, parse_arguments, render, validate


class Registry(Catalogue):
    async def execute(self, call):
        found = self.get(call.name)
        if found is None:
            return failure("unknown_tool", "no tool has that name")
        try:
            data = parse_arguments(call.arguments)
        except ValueError as error:
            return failure("invalid_json", str(error))
        try:
            args = validate(found.args, data)
        except pydantic.ValidationError as error:
            return failure("invalid_arguments", "change these fields", fields=field_errors(error))
        again = not found.side_effect
        limit = asyncio.timeout(found.timeout_s)
        try:
            async with limit:
                if inspect.iscoroutinefunction(found.fn):
                    value = await found.fn(args)
                else:
                    value = await asyncio.to_thread(found.fn, args)
            return ToolResult(True, render(value, self.max_content))
        except ToolFailure as refusal:
            return failure(refusal.code, refusal.message, retryable=refusal.retryable)
        except BaseException as error:
            if isinstance(error, TimeoutError) and limit.expired():
                return failure("timeout", "too slow", retryable=again)
            if isinstance(error, ConnectionError | TimeoutError):
                return incident(call, error, "unavailable", "the tool is down", retryable=again)
            return incident(call, error)
