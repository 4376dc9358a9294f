"""Events over Redis: a stream (a log with a consumer group, at least once) and Pub/Sub (at most once).

A stream keeps what was published until it is trimmed; a group hands each entry to one of its consumers and keeps it
*pending* until that one acknowledges. Pub/Sub hands a message to whoever listens at that moment and forgets it.
Source: https://redis.io/docs/latest/develop/data-types/streams/
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labsupport.aio.bus import Handler
from labsupport.aio.events import Event
from labsupport.aio.inbox import Busy, Duplicate, Inbox, LeaseLost, transaction

if TYPE_CHECKING:
    from redis.asyncio import Redis

FIELD = "event"


@dataclass
class StreamStats:
    """Counts of one consumer. `taken_over`: entries another consumer had got and never acknowledged."""

    handled: int = 0
    duplicates: int = 0
    failed: int = 0
    taken_over: int = 0
    dead: int = 0


@dataclass(frozen=True)
class EventStream:
    """One Redis stream with one consumer group.

    redis: a client of redis.asyncio with `decode_responses=True`. maxlen: about how many entries Redis keeps; what is
    trimmed is lost for a group that has not read it, so it bounds memory against the longest outage.
    Every group gets all events (a bus); the consumers of one group share them (a queue).
    """

    redis: Redis
    name: str
    group: str
    maxlen: int = 100_000

    async def open(self) -> None:
        """Make stream and group unless they exist; the group starts with the oldest entry that is kept."""
        from redis.exceptions import ResponseError

        try:
            await self.redis.xgroup_create(self.name, self.group, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def publish(self, event: Event) -> str:
        """Append an event; its entry id. A publisher that is not sure may do it again: the inbox sorts that out."""
        entry = await self.redis.xadd(self.name, {FIELD: event.to_json()}, maxlen=self.maxlen, approximate=True)
        return str(entry)

    async def backlog(self) -> tuple[int, int]:
        """(entries not yet given to anybody, entries given and not acknowledged)."""
        for group in await self.redis.xinfo_groups(self.name):
            if group["name"] == self.group:
                lag = group.get("lag")  # counted by Redis 7 and later, and not always
                if lag is None:
                    lag = len(await self.redis.xrange(self.name, min=f"({group['last-delivered-id']}") or ())
                return int(lag), int(group["pending"])
        return 0, 0

    async def consume(
        self,
        handler: Handler,
        inbox: Inbox,
        *,
        consumer: str,
        stop: asyncio.Event,
        lease_s: float = 30.0,
        idle_s: float = 30.0,
        block_s: float = 1.0,
        count: int = 16,
        max_deliveries: int = 5,
    ) -> StreamStats:
        """Handle entries until `stop` is set: effect and mark in one transaction, then acknowledge.

        Entries that another consumer has held for `idle_s` are taken over: it has died, or is slower than that. One
        that was delivered `max_deliveries` times and failed goes to the stream `NAME:dead`. A handler's failure leaves
        the entry pending, so it comes back after `idle_s`. Cancelling is safe: what was not acknowledged comes back.
        """
        stats = StreamStats()
        while not stop.is_set():
            entries = await self._abandoned(consumer, idle_s, count)
            stats.taken_over += len(entries)
            if not entries:
                found = await self.redis.xreadgroup(
                    self.group, consumer, {self.name: ">"}, count=count, block=max(1, round(1000 * block_s))
                )
                entries = _entries(found)
            for entry, fields in entries:
                await self._one(entry, fields, handler, inbox, lease_s, max_deliveries, stats)
        return stats

    async def _abandoned(self, consumer: str, idle_s: float, count: int) -> list[tuple[str, dict[str, str]]]:
        reply: Any = await self.redis.xautoclaim(
            self.name, self.group, consumer, min_idle_time=round(1000 * idle_s), start_id="0-0", count=count
        )
        return [(entry, fields) for entry, fields in reply[1] if fields]  # trimmed entries come without fields

    async def _one(
        self,
        entry: str,
        fields: dict[str, str],
        handler: Handler,
        inbox: Inbox,
        lease_s: float,
        max_deliveries: int,
        stats: StreamStats,
    ) -> None:
        try:
            event = Event.from_json(fields.get(FIELD, ""))
        except ValueError:  # poison: it will never be an event, and would come back for ever
            await self._bury(entry, fields, stats)
            return
        claim = inbox.claim(f"{self.group}:{event.id}", lease_s)
        if isinstance(claim, Busy):
            return  # not acknowledged: it comes back
        if isinstance(claim, Duplicate):
            stats.duplicates += 1
            await self.redis.xack(self.name, self.group, entry)
            return
        try:
            write = await handler(event)
            with transaction(inbox.db) as db:
                if write is not None:
                    write(db)
                inbox.complete(claim)
        except LeaseLost:
            return
        except asyncio.CancelledError:
            inbox.fail(claim, "cancelled")
            raise
        except Exception as error:
            stats.failed += 1
            inbox.fail(claim, repr(error))
            rows: Any = await self.redis.xpending_range(self.name, self.group, entry, entry, 1)
            if rows and rows[0]["times_delivered"] >= max_deliveries:
                await self._bury(entry, fields, stats)
            return
        stats.handled += 1
        await self.redis.xack(self.name, self.group, entry)

    async def _bury(self, entry: str, fields: dict[str, str], stats: StreamStats) -> None:
        stats.dead += 1
        kept: Any = fields or {FIELD: ""}
        await self.redis.xadd(f"{self.name}:dead", kept, maxlen=self.maxlen, approximate=True)
        await self.redis.xack(self.name, self.group, entry)


def _entries(found: Any) -> list[tuple[str, dict[str, str]]]:
    """The entries of one stream in a reply of XREADGROUP, whose shape depends on the protocol version."""
    if not found:
        return []
    if isinstance(found, dict):
        lists = next(iter(found.values()))
        return [entry for part in lists for entry in part] if lists and isinstance(lists[0], list) else list(lists)
    return list(found[0][1])


@contextlib.asynccontextmanager
async def connect(url: str) -> Any:
    """A client of redis.asyncio that returns text and is closed at the end of the block."""
    from redis.asyncio import Redis

    client = Redis.from_url(url, decode_responses=True)
    try:
        yield client
    finally:
        await client.aclose()
