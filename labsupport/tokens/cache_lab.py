"""Prefix caching watched at the lab's own server: prompts by token ids, cached counts as the server reports them.

Requests with one salt share cached blocks and no others do, so every experiment begins with an empty cache, also on a
server that has run for days. A call with one output token ends with the first token: its seconds are the TTFT.
"""

from __future__ import annotations

import itertools
import time
import uuid
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from labsupport import llm, services
from labsupport.services import vllm
from labsupport.tokens.counting import Message
from labsupport.usage import Usage


class CacheProbe:
    """The running model server and its block size; a context manager that closes the client.

    block: tokens per cache block, None if the server does not tell. Raises LabError as `services.ensure`.
    """

    def __init__(self) -> None:
        found = services.ensure("vllm")
        self.model = str(found.details.get("model", llm.model()))
        self.block = vllm.block_size(found.url)
        self.ledger = llm.Ledger()
        self._client = llm.client(base_url=found.url, ledger=self.ledger, timeout_s=300.0)
        self._run, self._count = uuid.uuid4().hex[:8], itertools.count()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def empty(self) -> str:
        """A new salt: no request before has left anything under it."""
        return f"{self._run}-{next(self._count)}"

    def send(self, tokens: Sequence[int], salt: str) -> Usage:
        """The usage of a prompt given as token ids, answered with one token."""
        reply = self._client.completions.create(
            model=self.model, prompt=list(tokens), max_tokens=1, temperature=0, extra_body={"cache_salt": salt}
        )
        return Usage.from_response(reply)

    def seconds(self, tokens: Sequence[int], salt: str) -> float:
        """Seconds to the first token."""
        started = time.perf_counter()
        self.send(tokens, salt)
        return time.perf_counter() - started

    def chat(self, messages: Sequence[Message], salt: str | None = None, **options: Any) -> Any:
        """A chat completion, greedy; without a salt under a new one."""
        return self._client.chat.completions.create(
            model=self.model, messages=[dict(m) for m in messages], temperature=0,  # type: ignore[misc]
            extra_body={"cache_salt": salt or self.empty(), **options.pop("extra_body", {})}, **options,
        )  # fmt: skip
