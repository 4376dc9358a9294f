"""A webhook receiver: verify, persist, answer 202, work later. Knows nothing of what the events mean.

Signatures are those of Stripe's scheme: `t=SECONDS,v1=HEX[,v1=HEX ...]`, an HMAC-SHA256 of `SECONDS.BODY`.
Source: https://docs.stripe.com/webhooks#verify-manually
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import math
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from fastapi import FastAPI, HTTPException, Request

from labsupport.aio.bus import EventBus
from labsupport.aio.events import Event
from labsupport.aio.inbox import Busy, Duplicate, Inbox, look, open_db, transaction

TOLERANCE_S = 300.0
MAX_BODY = 256 * 1024
HEADER = "webhook-signature"


class BadSignature(Exception):
    """The request was not signed with the secret, or was changed on its way."""


class Stale(Exception):
    """The signature is right, but its time is too far from now: an old request, perhaps sent again by a listener."""


def sign(raw: bytes, secret: bytes, *, at: float, also: bytes | None = None) -> str:
    """The header a sender puts on `raw`; with `also` it carries a second signature, as while a secret is changed."""
    stamp = str(int(at))
    keys = [secret] if also is None else [also, secret]
    made = [hmac.new(key, stamp.encode() + b"." + raw, hashlib.sha256).hexdigest() for key in keys]
    return ",".join([f"t={stamp}", *(f"v1={one}" for one in made)])


def verify_signature(raw: bytes, header: str, secret: bytes, *, now: float, tolerance_s: float = TOLERANCE_S) -> None:
    """Return if `raw` was signed with `secret` no longer than `tolerance_s` seconds from `now`.

    raw: the body as it came, byte for byte. header: `t=SECONDS,v1=HEX`, where further `v1=HEX` may follow (one of them
    has to fit) and pairs with other names are ignored. now: seconds since the epoch.
    Raises BadSignature, also for a header that is missing a part or is no such text, and Stale for a right signature
    whose time is too old or too far ahead.
    """
    pairs = [pair.strip().partition("=") for pair in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t"]
    given = [value.encode() for name, _, value in pairs if name == "v1"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdecimal()) or len(stamps[0]) > 15:
        raise BadSignature("the header has no time")
    signed = stamps[0].encode() + b"." + raw  # the time is signed, too: nobody can make an old request young
    right = hmac.new(secret, signed, hashlib.sha256).hexdigest().encode()
    # bytes, because compare_digest refuses text that is not ASCII; a list, because any() would stop at the first match
    if not any([hmac.compare_digest(right, one) for one in given]):
        raise BadSignature("no signature fits")
    if abs(now - int(stamps[0])) > tolerance_s:
        raise Stale(f"signed {now - int(stamps[0]):.0f} s ago, the tolerance is {tolerance_s:g} s")


class Backlog:
    """Events that were accepted and are not settled, in SQLite, at most `limit` of them. Raises ValueError below 1."""

    def __init__(self, db: sqlite3.Connection, *, limit: int) -> None:
        if limit < 1:
            raise ValueError(f"limit must be at least 1, got {limit}")
        self.db = db
        self.limit = limit
        db.execute(  # AUTOINCREMENT: a number is never used again, so that a reader can go on after the last one it saw
            "CREATE TABLE IF NOT EXISTS backlog (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, event TEXT,"
            " dead INTEGER DEFAULT 0)"
        )

    def put(self, event: Event) -> Literal["stored", "known", "full"]:
        """Store an event durably, unless it is there or there is no room."""
        with transaction(self.db) as db:
            if db.execute("SELECT 1 FROM backlog WHERE id = ?", (event.id,)).fetchone():
                return "known"
            if self.count() >= self.limit:
                return "full"
            db.execute("INSERT INTO backlog (id, event) VALUES (?, ?)", (event.id, event.to_json().decode()))
            return "stored"

    def count(self) -> int:
        """Events that wait or are being handled."""
        return int(self.db.execute("SELECT count(*) FROM backlog WHERE dead = 0").fetchone()[0])

    def after(self, seq: int) -> tuple[int, Event] | None:
        """The oldest event that is not settled and has a higher number than `seq`, with its number."""
        row = self.db.execute(
            "SELECT seq, event FROM backlog WHERE dead = 0 AND seq > ? ORDER BY seq LIMIT 1", (seq,)
        ).fetchone()
        return None if row is None else (row[0], Event.from_json(row[1]))

    def settle(self, event: Event, well: bool) -> None:
        """Remove an event that was handled; keep one that was given up apart, for a person to look at."""
        if well:
            self.db.execute("DELETE FROM backlog WHERE id = ?", (event.id,))
        else:
            self.db.execute("UPDATE backlog SET dead = 1 WHERE id = ?", (event.id,))

    def dead(self) -> list[Event]:
        """Events that were given up."""
        return [Event.from_json(row[0]) for row in self.db.execute("SELECT event FROM backlog WHERE dead = 1")]


def create_receiver(
    path: str | Path,
    secrets: Mapping[str, bytes],
    subscribe: Callable[[EventBus], object],
    *,
    maxsize: int = 100,
    workers: int = 4,
    lease_s: float = 60.0,
    retries: int = 2,
    drain_s: float = 5.0,
    max_body: int = MAX_BODY,
    clock: Callable[[], float] = time.time,
) -> FastAPI:
    """An app with `POST /webhooks/{source}`; its lifespan runs a bus on the same SQLite file.

    path: the file that holds inbox and backlog. secrets: one per source. subscribe: called with the bus, to register
    handlers. maxsize: events that may wait durably; one that finds no place gets a 503.

    202: stored, or done already; the sender may forget it. 401: wrong signature, stale, or an unknown source. 409: this
    event is being worked on right now. 413, 422: too large, or no event. 503 with Retry-After: no room.
    After a crash the next start goes on with what was stored. Raises ValueError for an empty secret.
    """
    if empty := [source for source, secret in secrets.items() if not secret]:
        raise ValueError(f"the secret of {empty[0]!r} is empty: everybody could sign with it")

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        db = open_db(path)
        with contextlib.closing(db):
            backlog = Backlog(db, limit=maxsize)
            inbox = Inbox(db, clock=clock)
            bus = EventBus(workers, workers, inbox, retries=retries, lease_s=lease_s, settled=backlog.settle)
            subscribe(bus)
            arrived = asyncio.Event()
            app.state.receiver = (bus, backlog, inbox, arrived)
            async with asyncio.TaskGroup() as group:
                group.create_task(bus.run(), name="bus")
                feeder = group.create_task(_feed(bus, backlog, arrived), name="feeder")
                try:
                    yield
                finally:
                    feeder.cancel()
                    await bus.stop(drain_s)

    app = FastAPI(lifespan=lifespan)

    async def body_of(request: Request) -> bytes:
        raw = bytearray()
        async for chunk in request.stream():  # a size that is checked after reading protects nothing
            raw += chunk
            if len(raw) > max_body:
                raise HTTPException(413, f"at most {max_body} bytes")
        return bytes(raw)

    @app.post("/webhooks/{source}", status_code=202)
    async def receive(source: str, request: Request) -> dict[str, str]:
        bus, backlog, inbox, arrived = request.app.state.receiver
        raw = await body_of(request)
        try:
            if source not in secrets:
                raise BadSignature("unknown source")
            verify_signature(raw, request.headers.get(HEADER, ""), secrets[source], now=clock())
        except (BadSignature, Stale) as error:
            raise HTTPException(401, type(error).__name__) from None
        try:
            event = Event.from_json(raw)
        except ValueError as error:
            raise HTTPException(422, str(error)[:200]) from None
        event = replace(event, id=f"{source}/{event.id}")  # two sources may use the same ids
        known = [look(inbox, one.key(event)) for one in bus.subscriptions(event.type)]
        if all(isinstance(state, Duplicate) for state in known):  # also when nobody subscribed: nothing to do
            return {"status": "done"}
        if busy := [state.retry_in_s for state in known if isinstance(state, Busy)]:
            raise HTTPException(409, "in progress", {"retry-after": _seconds(max(busy))})
        state = backlog.put(event)
        if state == "full":
            raise HTTPException(503, "no room", {"retry-after": _seconds(bus.until_room_s())})
        arrived.set()
        return {"status": state}

    return app


def _seconds(wait_s: float) -> str:
    return str(max(1, math.ceil(wait_s)))


async def _feed(bus: EventBus, backlog: Backlog, arrived: asyncio.Event) -> None:
    """Move what was stored into the bus, at the bus's own pace; first of all what an earlier process left behind."""
    seq = 0
    while True:
        arrived.clear()
        while (found := backlog.after(seq)) is not None:
            seq, event = found
            await bus.emit(event, math.inf)
        await arrived.wait()
