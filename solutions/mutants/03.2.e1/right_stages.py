# right
import asyncio
import inspect

import pydantic

from labsupport.agents.registry import Catalogue, incident
from labsupport.agents.tools import ToolFailure, ToolResult, failure, field_errors, parse_arguments, render, validate


class Registry(Catalogue):
    async def execute(self, call):
        if (found := self.get(call.name)) is None:
            return failure("unknown_tool", "unknown", hint=", ".join(one.name for one in self)[:300])
        try:
            args = validate(found.args, parse_arguments(call.arguments))
        except pydantic.ValidationError as error:  # it is a ValueError, too
            return failure("invalid_arguments", "see the fields", fields=field_errors(error))
        except ValueError as error:
            return failure("invalid_json", str(error))
        return await self.carry_out(found, args, call)

    async def carry_out(self, found, args, call):
        async def work():
            if inspect.iscoroutinefunction(found.fn):
                return await found.fn(args)
            return await asyncio.get_running_loop().run_in_executor(None, found.fn, args)

        own = asyncio.ensure_future(work())
        try:
            done, _ = await asyncio.wait([own], timeout=found.timeout_s)
        except asyncio.CancelledError:
            own.cancel()
            await asyncio.wait([own], timeout=1)
            raise
        if not done:
            own.cancel()
            await asyncio.wait([own], timeout=1)
            return failure("timeout", f"nothing within {found.timeout_s} s", retryable=not found.side_effect)
        error = own.exception()
        if isinstance(error, ToolFailure):
            return failure(error.code, error.message, retryable=error.retryable)
        if isinstance(error, (ConnectionError, TimeoutError)):
            return incident(call, error, "unavailable", "down", retryable=not found.side_effect)
        if error is not None:
            return incident(call, error)
        try:
            return ToolResult(True, render(own.result(), self.max_content))
        except Exception as problem:
            return incident(call, problem)
