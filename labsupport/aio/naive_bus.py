"""The event bus as it is often copied, with its errors kept, so that one can watch each of them."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from labsupport.aio.events import Event


def naive_id(payload: Mapping[str, Any]) -> str:
    """A content hash that forgets the type."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


class NaiveBus:
    """See the errata of topic 01.4."""

    def __init__(self, maxsize: int = 0) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue(maxsize)
        self.handlers: dict[str, list[Callable[[Any], Coroutine[Any, Any, object]]]] = {}
        self.seen: set[str] = set()

    def on(self, type: str, handler: Callable[[Any], Coroutine[Any, Any, object]]) -> None:
        self.handlers.setdefault(type, []).append(handler)

    async def emit(self, event: Event) -> None:
        event_id = naive_id(event.payload)
        if event_id in self.seen:
            return
        self.seen.add(event_id)
        await self.queue.put(event)

    async def run(self) -> None:
        while True:
            event = await self.queue.get()
            if event is None:
                break
            for handler in self.handlers.get(event.type, []):
                asyncio.create_task(handler(event))  # noqa: RUF006
