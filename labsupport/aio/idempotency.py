"""The server's side of an idempotency key, in SQLite: the first answer is stored, and a repeat gets it again.

The effect and the answer belong into one transaction; then a crash leaves both or neither:

    match store.begin(Scope(tenant, "POST /v1/tickets", key), raw, lease_s=30):
        case Execute() as mine:
            with transaction(store.db) as db:
                db.execute("INSERT INTO ticket ...")     # the effect
                store.finish(mine, 201, body)            # the answer; LeaseLost undoes both
        case Replay(status, body): ...                   # send this again
        case InProgress(retry_in_s): ...                 # 409 with Retry-After
        case Mismatch(): ...                             # 422

Knows nothing of HTTP. Sources: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ and
https://docs.stripe.com/api/idempotent_requests
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from labsupport.aio.inbox import DAY_S, LeaseLost, transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS idempotency (
    tenant TEXT NOT NULL, route TEXT NOT NULL, key TEXT NOT NULL, request TEXT, attempt INTEGER NOT NULL,
    lease_until REAL NOT NULL, done_at REAL, status INTEGER, body TEXT, PRIMARY KEY (tenant, route, key)
)"""
WHERE = "WHERE tenant = ? AND route = ? AND key = ?"
"""Picks the row of a scope; the values are `scope.row`."""


@dataclass(frozen=True)
class Scope:
    """What a key belongs to. Two tenants, or two routes, may use the same key for different operations."""

    tenant: str
    route: str
    key: str

    @property
    def row(self) -> tuple[str, str, str]:
        """The values of the primary key."""
        return (self.tenant, self.route, self.key)


@dataclass(frozen=True)
class Execute:
    """The operation is yours until `lease_until`: do it, then `finish`. `attempt` counts from 1."""

    scope: Scope
    attempt: int
    lease_until: float


@dataclass(frozen=True)
class Replay:
    """The operation was done before, and this was the answer."""

    status: int
    body: str


@dataclass(frozen=True)
class InProgress:
    """Somebody else is at it, for `retry_in_s` seconds more at most."""

    retry_in_s: float


@dataclass(frozen=True)
class Mismatch:
    """The key belongs to another request: same key, other parameters."""

    scope: Scope


class IdempotencyStore:
    """First answers with a lease for whoever works on one, shared by all processes that open the same file.

    db: from `inbox.open_db`. clock: seconds since the epoch, the same for all workers. keep_s: how long an answer is
    kept, longer than any client goes on retrying (Stripe: at least 24 hours). Raises ValueError for a `keep_s` that is
    not above 0.
    """

    def __init__(
        self, db: sqlite3.Connection, *, clock: Callable[[], float] = time.time, keep_s: float = DAY_S
    ) -> None:
        if not keep_s > 0:
            raise ValueError(f"keep_s must be above 0, got {keep_s}")
        self.db = db
        self.clock = clock
        self.keep_s = keep_s
        db.execute(SCHEMA)

    def begin(self, scope: Scope, request: bytes, lease_s: float) -> Execute | Replay | InProgress | Mismatch:
        """What to do with a request that carries a key. Exactly one of all racing callers gets Execute.

        Mismatch: the key is known with another SHA-256 of `request` (the raw body). Replay: it is done. InProgress: a
        lease still runs. Otherwise, also after a lease ran out, `abandon`, or an answer that is `keep_s` old, Execute
        with the next `attempt`, for `lease_s` seconds. Raises ValueError for `lease_s <= 0`.
        """
        if not lease_s > 0:
            raise ValueError(f"lease_s must be above 0, got {lease_s}")
        # BEGIN SOLUTION
        digest = hashlib.sha256(request).hexdigest()
        with transaction(self.db):
            now = self.clock()
            columns = "request, attempt, lease_until, done_at, status, body"
            row = self.db.execute(f"SELECT {columns} FROM idempotency {WHERE}", scope.row).fetchone()
            known, attempt, lease_until, done_at, status, body = row or (None, 0, 0.0, None, 0, "")
            if done_at is None or done_at + self.keep_s > now:
                if known not in (None, digest):
                    return Mismatch(scope)
                if done_at is not None:
                    return Replay(status, body)
                if lease_until > now:
                    return InProgress(lease_until - now)
            execute = Execute(scope, attempt + 1, now + lease_s)
            columns = "tenant, route, key, request, attempt, lease_until"
            values = (*scope.row, digest, execute.attempt, execute.lease_until)
            self.db.execute(f"INSERT OR REPLACE INTO idempotency ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values)
            return execute
        # END SOLUTION

    def finish(self, execute: Execute, status: int, body: str) -> None:
        """Store the answer, inside the caller's transaction, which holds the effect; does not commit it.

        Raises LeaseLost, and stores nothing, if a newer attempt exists or the operation is done already.
        """
        # BEGIN SOLUTION
        done = self.db.execute(
            f"UPDATE idempotency SET done_at = ?, status = ?, body = ? {WHERE} AND attempt = ? AND done_at IS NULL",
            (self.clock(), status, body, *execute.scope.row, execute.attempt),
        )
        if done.rowcount != 1:
            raise LeaseLost(f"attempt {execute.attempt} at {execute.scope} is not the newest one, or it is done")
        # END SOLUTION

    def abandon(self, execute: Execute) -> None:
        """Nothing was done: make the key free at once, for any request. Does nothing if the lease is lost.

        The attempt is used up, so a late `finish` of it raises LeaseLost.
        """
        self.db.execute(
            "UPDATE idempotency SET attempt = attempt + 1, lease_until = ?, request = NULL"
            f" {WHERE} AND attempt = ? AND done_at IS NULL",
            (self.clock(), *execute.scope.row, execute.attempt),
        )

    def prune(self) -> int:
        """Forget what was finished, or left unfinished, longer than `keep_s` ago; how many."""
        old = self.clock() - self.keep_s
        return self.db.execute("DELETE FROM idempotency WHERE coalesce(done_at, lease_until) < ?", (old,)).rowcount
