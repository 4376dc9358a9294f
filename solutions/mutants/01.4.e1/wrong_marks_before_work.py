# diagnosis: marked-before-work
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
        now = self.clock()
        try:
            self.db.execute("INSERT INTO inbox VALUES (?, 1, ?, ?, NULL)", (event_id, now + lease_s, now))
        except sqlite3.IntegrityError:
            done_at = self.db.execute("SELECT done_at FROM inbox WHERE id = ?", (event_id,)).fetchone()[0]
            return Duplicate(event_id, done_at)
        return Claim(event_id, 1, now + lease_s)

    def complete(self, claim):
        pass

    def fail(self, claim, error):
        self.db.execute(
            "UPDATE inbox SET lease_until = 0, error = ? WHERE id = ? AND attempt = ? AND done_at IS NULL",
            (error, claim.event_id, claim.attempt),
        )

    def prune(self):
        return self.db.execute("DELETE FROM inbox WHERE done_at < ?", (self.clock() - self.horizon_s,)).rowcount
