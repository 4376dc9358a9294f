# diagnosis: commits-by-itself
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
        with transaction(self.db):
            now = self.clock()
            row = self.db.execute(
                "SELECT attempt, lease_until, done_at FROM inbox WHERE id = ?", (event_id,)
            ).fetchone()
            if row is None:
                self.db.execute("INSERT INTO inbox VALUES (?, 1, ?, NULL, NULL)", (event_id, now + lease_s))
                return Claim(event_id, 1, now + lease_s)
            attempt, until, done_at = row
            if done_at is not None:
                return Duplicate(event_id, done_at)
            if until > now:
                return Busy(event_id, until - now)
            self.db.execute(
                "UPDATE inbox SET attempt = ?, lease_until = ? WHERE id = ?", (attempt + 1, now + lease_s, event_id)
            )
            return Claim(event_id, attempt + 1, now + lease_s)

    def complete(self, claim):
        changed = self.db.execute(
            "UPDATE inbox SET done_at = ? WHERE id = ? AND attempt = ? AND done_at IS NULL",
            (self.clock(), claim.event_id, claim.attempt),
        ).rowcount
        if changed == 0:
            raise LeaseLost(claim.event_id)
        self.db.commit()

    def fail(self, claim, error):
        self.db.execute(
            "UPDATE inbox SET lease_until = 0, error = ? WHERE id = ? AND attempt = ? AND done_at IS NULL",
            (error, claim.event_id, claim.attempt),
        )

    def prune(self):
        return self.db.execute("DELETE FROM inbox WHERE done_at < ?", (self.clock() - self.horizon_s,)).rowcount
