"""A service that opens tickets and understands idempotency keys: `POST /v1/tickets`, on SQLite.

Its table of tickets has no unique key that could hide a double, so the table says what really happened.
Headers: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ ; the mark on a replay is named as
at https://docs.stripe.com/api/idempotent_requests
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, Field, ValidationError

from labsupport.aio.idempotency import Execute, IdempotencyStore, InProgress, Mismatch, Replay, Scope
from labsupport.aio.inbox import LeaseLost, open_db, transaction

ROUTE = "POST /v1/tickets"
MAX_KEY = 255
BUSY_S = 1.0  # a repeat is told to come back this soon, even if the lease could run longer: the work is short
TICKETS = """
CREATE TABLE IF NOT EXISTS ticket (
    number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, reference TEXT NOT NULL, subject TEXT NOT NULL,
    opened REAL NOT NULL
)"""


class NewTicket(BaseModel, extra="forbid", strict=True):
    """What a client sends. reference: the client's own number of the matter, which one ticket should be about."""

    reference: str = Field(min_length=1, max_length=100)
    subject: str = Field(min_length=1, max_length=500)


def open_ticket(db: sqlite3.Connection, tenant: str, new: NewTicket) -> str:
    """Insert a ticket, in the caller's transaction if there is one; the answer's JSON."""
    row = (tenant, new.reference, new.subject, time.time())
    number = db.execute("INSERT INTO ticket (tenant, reference, subject, opened) VALUES (?, ?, ?, ?)", row).lastrowid
    return json.dumps({"number": number, **new.model_dump()})


def tickets_of(path: str | Path, tenant: str) -> Counter[str]:
    """How many tickets one tenant has for each reference, from the file itself."""
    with contextlib.closing(open_db(path)) as db:
        found = db.execute("SELECT reference, count(*) FROM ticket WHERE tenant = ? GROUP BY reference", (tenant,))
        return Counter(dict(found))


def create_app(
    path: str | Path, *, honour_keys: bool = True, require_key: bool = False, lease_s: float = 30.0, work_s: float = 0.0
) -> FastAPI:
    """The service on the SQLite file `path`, which several processes may share.

    honour_keys=False: the header is ignored, as by every server that does not know it. require_key: a POST without a
    key is refused; otherwise it is simply done, as at Stripe. work_s: how long a ticket takes before it is written.

    201: opened, or opened before (then with the header `idempotent-replayed: true`). 400: no usable body, an empty or
    overlong key, or none where one is required. 401: no bearer token; it names the tenant. 409 with Retry-After: the
    same key is being worked on. 422: the same key came with another body.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with contextlib.closing(open_db(path)) as db:
            db.execute(TICKETS)
            app.state.store = IdempotencyStore(db)
            yield

    app = FastAPI(lifespan=lifespan)

    @app.post("/v1/tickets")
    async def create(request: Request) -> Response:
        store: IdempotencyStore = request.app.state.store
        raw = await request.body()
        scheme, _, tenant = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not tenant:
            return problem(401, "send your token as Authorization: Bearer TOKEN")
        key = request.headers.get("idempotency-key")
        if key is None and require_key:
            return problem(400, "send an Idempotency-Key")
        if key is not None and not 0 < len(key) <= MAX_KEY:
            return problem(400, f"an Idempotency-Key has 1 to {MAX_KEY} characters")
        try:
            new = NewTicket.model_validate_json(raw)
        except ValidationError as error:  # before the key is looked at: a corrected request may use it
            return problem(400, f"not a ticket: {error.error_count()} error(s), first at {error.errors()[0]['loc']}")
        if key is None or not honour_keys:
            await asyncio.sleep(work_s)
            return answer(201, open_ticket(store.db, tenant, new))
        match store.begin(Scope(tenant, ROUTE, key), raw, lease_s):
            case Replay(status, body):
                return answer(status, body, {"idempotent-replayed": "true"})
            case InProgress(retry_in_s):
                return in_progress(retry_in_s)
            case Mismatch():
                return problem(422, "this Idempotency-Key belongs to a request with another body")
            case Execute() as mine:
                return await once(store, mine, tenant, new)

    async def once(store: IdempotencyStore, mine: Execute, tenant: str, new: NewTicket) -> Response:
        try:
            await asyncio.sleep(work_s)
            with transaction(store.db) as db:
                body = open_ticket(db, tenant, new)
                store.finish(mine, 201, body)
        except LeaseLost:  # we were too slow, and somebody else has taken over
            return in_progress(BUSY_S)
        except BaseException:
            store.abandon(mine)  # the transaction was undone
            raise
        return answer(201, body)

    return app


def answer(status: int, body: str, headers: dict[str, str] | None = None) -> Response:
    """A JSON text as a response."""
    return Response(body, status, headers, "application/json")


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """An error in the form that a client of this lab expects."""
    return answer(status, json.dumps({"error": {"message": detail}}), headers)


def in_progress(retry_in_s: float) -> Response:
    """409 with Retry-After in whole seconds, which is what the header allows."""
    wait = math.ceil(min(retry_in_s, BUSY_S))
    return problem(409, "a request with this Idempotency-Key is being worked on", {"retry-after": str(wait)})
