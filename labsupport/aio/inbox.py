"""An inbox in SQLite: which events are done, and who works on which. Knows nothing of what the work is.

The effect of an event and the mark "done" belong into one transaction; then a crash leaves both or neither:

    claim = inbox.claim(event.id, lease_s=30)      # Claim, Duplicate or Busy
    with transaction(inbox.db) as db:
        db.execute("INSERT INTO charge ...")       # the effect
        inbox.complete(claim)                      # the mark; LeaseLost undoes both

Pattern: https://microservices.io/patterns/communication-style/idempotent-consumer.html
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

DAY_S = 86_400.0
HORIZON_S = 4 * DAY_S
"""How long a finished id is kept: longer than a sender goes on redelivering (three days at Stripe)."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS inbox (
    id TEXT PRIMARY KEY, attempt INTEGER NOT NULL, lease_until REAL NOT NULL, done_at REAL, error TEXT
)"""


@dataclass(frozen=True)
class Claim:
    """The event is yours until `lease_until`. `attempt` counts the claims of this id, from 1."""

    event_id: str
    attempt: int
    lease_until: float


@dataclass(frozen=True)
class Duplicate:
    """The event was completed at `done_at`: nothing is left to do."""

    event_id: str
    done_at: float


@dataclass(frozen=True)
class Busy:
    """Somebody else holds the event, for `retry_in_s` seconds more at most."""

    event_id: str
    retry_in_s: float


class LeaseLost(Exception):
    """The claim is not the newest one: the lease ran out and another worker took the event, or finished it."""


def open_db(path: str | Path, *, wait_s: float = 10.0) -> sqlite3.Connection:
    """Open an SQLite file for several processes: a write-ahead log, and writers that wait for each other.

    The connection is in autocommit mode, so a transaction is where `transaction` says so. What was committed survives
    a killed process; after a power cut the last commits may be missing (synchronous=NORMAL).
    """
    db = sqlite3.connect(path, timeout=wait_s, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    return db


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All writes of the block or none. One writer at a time: the next one waits at the beginning of its block.

    BEGIN IMMEDIATE takes the write lock before the first read, so what the block reads stays true until it ends.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


class Inbox:
    """Claims with a lease, durable and shared by all processes that open the same file.

    db: from `open_db`. clock: seconds since the epoch, the same for all workers. Raises ValueError for a horizon that
    is not above 0.
    """

    def __init__(
        self, db: sqlite3.Connection, *, clock: Callable[[], float] = time.time, horizon_s: float = HORIZON_S
    ) -> None:
        if not horizon_s > 0:
            raise ValueError(f"horizon_s must be above 0, got {horizon_s}")
        self.db = db
        self.clock = clock
        self.horizon_s = horizon_s
        db.execute(SCHEMA)

    def claim(self, event_id: str, lease_s: float) -> Claim | Duplicate | Busy:
        """Try to take an event for `lease_s` seconds. Exactly one of all racing callers gets a Claim.

        Duplicate: it is done. Busy: another claim's lease still runs. Otherwise, also after a lease ran out or `fail`
        gave the event back, a Claim with the next `attempt`. Raises ValueError for `lease_s <= 0`.
        """
        if not lease_s > 0:
            raise ValueError(f"lease_s must be above 0, got {lease_s}")
        # BEGIN SOLUTION
        with transaction(self.db):
            now = self.clock()
            row = self.db.execute(
                "SELECT attempt, lease_until, done_at FROM inbox WHERE id = ?", (event_id,)
            ).fetchone()
            attempt, lease_until, done_at = row or (0, 0.0, None)
            if done_at is not None:
                return Duplicate(event_id, done_at)
            if lease_until > now:
                return Busy(event_id, lease_until - now)
            claim = Claim(event_id, attempt + 1, now + lease_s)
            upsert = (
                "INSERT INTO inbox (id, attempt, lease_until) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET attempt = excluded.attempt, lease_until = excluded.lease_until"
            )
            self.db.execute(upsert, (event_id, claim.attempt, claim.lease_until))
            return claim
        # END SOLUTION

    def complete(self, claim: Claim) -> None:
        """Mark the event done, inside the caller's transaction, which holds the effect; does not commit it.

        Raises LeaseLost, and marks nothing, if a newer claim exists or the event is done already.
        """
        # BEGIN SOLUTION
        done = self.db.execute(
            "UPDATE inbox SET done_at = ?, error = NULL WHERE id = ? AND attempt = ? AND done_at IS NULL",
            (self.clock(), claim.event_id, claim.attempt),
        )
        if done.rowcount != 1:
            raise LeaseLost(f"attempt {claim.attempt} at {claim.event_id!r} is not the newest one, or it is done")
        # END SOLUTION

    def fail(self, claim: Claim, error: str) -> None:
        """Give the event back before the lease ends and keep the reason; nothing happens if the claim is lost."""
        self.db.execute(
            "UPDATE inbox SET lease_until = 0, error = ? WHERE id = ? AND attempt = ? AND done_at IS NULL",
            (error, claim.event_id, claim.attempt),
        )

    def prune(self) -> int:
        """Forget events that were done longer than `horizon_s` ago; how many."""
        old = self.clock() - self.horizon_s
        return self.db.execute("DELETE FROM inbox WHERE done_at < ?", (old,)).rowcount


def look(inbox: Inbox, event_id: str) -> Claim | Duplicate | Busy | None:
    """What the inbox knows of an event, without taking it: None for never seen, given back, or a lease that ran out."""
    row = inbox.db.execute("SELECT lease_until, done_at FROM inbox WHERE id = ?", (event_id,)).fetchone()
    if row is None:
        return None
    if row[1] is not None:
        return Duplicate(event_id, row[1])
    left = row[0] - inbox.clock()
    return Busy(event_id, left) if left > 0 else None
