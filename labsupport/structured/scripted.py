"""A model server that answers from a list: to see what a client makes of ends that a real server reaches rarely.

Its answers are simulated and never stand for model quality.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2


def reply(content: str | None = None, *, finish: str = "stop", refusal: str | None = None) -> dict[str, Any]:
    """A chat completion as JSON, of 5 tokens in and 9 out."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {
        "id": "scripted", "object": "chat.completion", "created": 0, "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 9, "total_tokens": 14},
    }  # fmt: skip


def objection(message: str) -> tuple[int, dict[str, Any]]:
    """A 400 with its reason."""
    return 400, {"error": {"message": message, "type": "BadRequestError", "code": 400}}


class Scripted:
    """`client` is an AsyncOpenAI whose requests are kept in `seen` and answered in order, the last answer for ever.

    An answer is a body (status 200) or (status, body).
    """

    def __init__(self, *answers: dict[str, Any] | tuple[int, dict[str, Any]]) -> None:
        import httpx2
        import openai

        self.answers, self.seen = list(answers), list[dict[str, Any]]()
        self.client = openai.AsyncOpenAI(
            base_url="http://model.example/v1", api_key="none", max_retries=0,
            http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(self._answer)),
        )  # fmt: skip

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        import httpx2

        self.seen.append(json.loads(request.content))
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, body = found if isinstance(found, tuple) else (200, found)
        return httpx2.Response(status, json=body)
