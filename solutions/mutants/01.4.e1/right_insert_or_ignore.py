# right
import sqlite3
import time

from labsupport.aio.inbox import HORIZON_S, SCHEMA, Busy, Claim, Duplicate, LeaseLost, transaction


class Inbox:
    def __init__(self, db, *, clock=time.time, horizon_s=HORIZON_S):
        if not horizon_s > 0:
            raise ValueError("horizon_s must be above 0")
        self.db = db
        self.clock = clock
        self.horizon_s = horizon_s
        db.execute(SCHEMA)

    def claim(self, event_id, lease_s):
        if not lease_s > 0:
            raise ValueError("lease_s must be above 0")
        self.db.execute("BEGIN IMMEDIATE")
        try:
            now = self.clock()
            self.db.execute("INSERT OR IGNORE INTO inbox (id, attempt, lease_until) VALUES (?, 0, 0)", (event_id,))
            taken = self.db.execute(
                "UPDATE inbox SET attempt = attempt + 1, lease_until = ? WHERE id = ? AND done_at IS NULL"
                " AND lease_until <= ?",
                (now + lease_s, event_id, now),
            ).rowcount
            attempt, until, done_at = self.db.execute(
                "SELECT attempt, lease_until, done_at FROM inbox WHERE id = ?", (event_id,)
            ).fetchone()
        finally:
            self.db.execute("COMMIT")
        if taken:
            return Claim(event_id, attempt, until)
        return Busy(event_id, until - now) if done_at is None else Duplicate(event_id, done_at)

    def complete(self, claim):
        newest = self.db.execute(
            "SELECT attempt, lease_until, done_at FROM inbox WHERE id = ?", (claim.event_id,)
        ).fetchone()
        if newest is None or newest[0] != claim.attempt or newest[2] is not None or newest[1] <= self.clock():
            raise LeaseLost("the lease is over, or there is a newer claim")
        self.db.execute("UPDATE inbox SET done_at = ? WHERE id = ?", (self.clock(), claim.event_id))

    def fail(self, claim, error):
        self.db.execute(
            "UPDATE inbox SET lease_until = 0, error = ? WHERE id = ? AND attempt = ? AND done_at IS NULL",
            (error, claim.event_id, claim.attempt),
        )

    def prune(self):
        return self.db.execute("DELETE FROM inbox WHERE done_at < ?", (self.clock() - self.horizon_s,)).rowcount
