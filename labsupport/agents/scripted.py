"""A client that plays a script in place of a model: real OpenAI client, real wire format, no socket.

An instrument: what it measures is the code around a model, never a model.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2
    import openai

MODEL = "echo"  # the name of the simulator, which has a price


@dataclass(frozen=True)
class Turn:
    """One reply: `text`, `calls` as (name, arguments), the arguments an object or text that is sent as it is.

    ids: of the calls, default call_TURN_PLACE. usage: prompt and completion tokens, None for a server that tells none.
    delay_s: seconds until the reply. status: of HTTP; above 200 the reply is an error.
    """

    text: str | None = None
    calls: Sequence[tuple[str, Mapping[str, Any] | str]] = ()
    finish: str | None = None
    refusal: str | None = None
    ids: Sequence[str] | None = None
    usage: tuple[int, int] | None = (10, 5)
    delay_s: float = 0.0
    status: int = 200


@dataclass
class Script:
    """What a scripted client was asked: the JSON bodies of its requests, in order."""

    requests: list[dict[str, Any]] = field(default_factory=list)


def scripted(turns: Sequence[Turn] | Callable[[int, dict[str, Any]], Turn]) -> tuple[openai.AsyncOpenAI, Script]:
    """A client that replies with `turns` in order, the last one again and again, and the record of what it was asked.

    turns: or a function of the number of the request and its JSON body. ValueError for no turn.
    """
    import httpx2
    import openai

    if not callable(turns) and not turns:
        raise ValueError("a script needs at least one turn")
    script = Script()

    async def answer(request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        number = len(script.requests)
        script.requests.append(body)
        turn = turns(number, body) if callable(turns) else turns[min(number, len(turns) - 1)]
        await asyncio.sleep(turn.delay_s)
        if turn.status != 200:
            return httpx2.Response(turn.status, json={"error": {"message": "scripted", "type": "scripted"}})
        return httpx2.Response(200, json=completion(turn, number, body))

    http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    client = openai.AsyncOpenAI(
        base_url="http://scripted.example/v1", api_key="none", max_retries=0, http_client=http_client
    )
    return client, script


def completion(turn: Turn, number: int, request: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a chat completion that holds a turn."""
    calls = [
        {
            "id": f"call_{number}_{i}" if turn.ids is None else turn.ids[i],
            "type": "function",
            "function": {"name": name, "arguments": given if isinstance(given, str) else json.dumps(given)},
        }
        for i, (name, given) in enumerate(turn.calls)
    ]
    message = {"role": "assistant", "content": turn.text, "refusal": turn.refusal, "tool_calls": calls or None}
    choice = {"index": 0, "message": message, "finish_reason": turn.finish or ("tool_calls" if calls else "stop")}
    body = {"id": f"scripted-{number}", "object": "chat.completion", "created": 0, "model": request.get("model", MODEL)}
    if turn.usage is not None:
        prompt, completed = turn.usage
        body["usage"] = {"prompt_tokens": prompt, "completion_tokens": completed, "total_tokens": prompt + completed}
    return body | {"choices": [choice], "simulated": True}
