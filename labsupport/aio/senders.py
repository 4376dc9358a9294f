"""Webhook senders as they behave: a time-out, redeliveries or none, and a log. Knows nothing of receivers.

The numbers are from the senders' own documentation (`source`), read in 2026; None where it gives no number.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from labsupport.aio.events import Event
from labsupport.aio.webhooks import HEADER, sign

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class Profile:
    """What a sender documents: seconds it waits for an answer, whether it delivers again by itself, and how long."""

    name: str
    timeout_s: float | None
    redelivers: bool
    horizon_s: float
    source: str


PROFILES = (
    Profile("Stripe", None, True, 3 * 86_400, "docs.stripe.com/webhooks/process-undelivered-events"),
    Profile("GitHub", 10, False, 0, "docs.github.com/webhooks/using-webhooks/handling-failed-webhook-deliveries"),
    Profile("Optimizely CMP", 30, True, 3 * 86_400, "docs.developers.optimizely.com, event delivery"),
    Profile("Strike", 5, True, 9 * 86_400, "docs.strike.me/webhooks/failure-recovery"),
    Profile("Pusher Beams", 3, True, 10 + 30 + 120 + 300, "docs.bird.com/pusher/beams, timeouts and retries"),
)


@dataclass
class Delivery:
    """One event and the answers to its attempts; 0 is an attempt without an answer in time."""

    event: Event
    statuses: list[int] = field(default_factory=list)
    answer_s: list[float] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        """Whether the receiver has confirmed it."""
        return any(200 <= status < 300 for status in self.statuses)


@dataclass
class Sender:
    """Delivers events over HTTP. `timeout_s` per attempt, `waits_s` before each further attempt (none: never again).

    A sender that saw no 2xx does not know whether the receiver did the work: it has to send again, and that is where
    duplicates come from. `log` is what a sender's dashboard or API would show.
    """

    client: httpx.AsyncClient
    secret: bytes
    timeout_s: float
    waits_s: Sequence[float] = ()
    log: list[Delivery] = field(default_factory=list)

    async def deliver(self, event: Event, url: str) -> Delivery:
        """Send until a 2xx or until the attempts are used up."""
        delivery = Delivery(event)
        self.log.append(delivery)
        for wait_s in (0.0, *self.waits_s):
            await asyncio.sleep(wait_s)
            await self.attempt(delivery, url)
            if delivery.accepted:
                break
        return delivery

    async def attempt(self, delivery: Delivery, url: str) -> None:
        """One request, signed now."""
        import httpx

        raw = delivery.event.to_json()
        headers = {HEADER: sign(raw, self.secret, at=time.time()), "content-type": "application/json"}
        began = time.perf_counter()
        try:
            async with asyncio.timeout(self.timeout_s):
                reply = await self.client.post(url, content=raw, headers=headers, timeout=None)
            status = reply.status_code
        except (TimeoutError, httpx.TransportError):
            status = 0
        delivery.answer_s.append(time.perf_counter() - began)
        delivery.statuses.append(status)

    async def redeliver_failed(self, url: str) -> int:
        """What a receiver's reconciliation asks for: one more attempt for all that was never confirmed; how many."""
        failed = [delivery for delivery in self.log if not delivery.accepted]
        for delivery in failed:
            await self.attempt(delivery, url)
        return len(failed)
