# right
import hashlib
import time

from labsupport.aio.idempotency import SCHEMA, WHERE, Execute, InProgress, Mismatch, Replay
from labsupport.aio.inbox import DAY_S, LeaseLost, transaction


class IdempotencyStore:
    def __init__(self, db, *, clock=time.time, keep_s=DAY_S):
        if not keep_s > 0:
            raise ValueError("keep_s must be above 0")
        self.db = db
        self.clock = clock
        self.keep_s = keep_s
        db.execute(SCHEMA)

    def begin(self, scope, request, lease_s):
        if not lease_s > 0:
            raise ValueError("lease_s must be above 0")
        digest = hashlib.sha256(request).hexdigest()
        with transaction(self.db):
            now = self.clock()
            select = f"SELECT request, attempt, lease_until, done_at, status, body FROM idempotency {WHERE}"
            row = self.db.execute(select, scope.row).fetchone()
            attempt = 1
            if row is not None:
                attempt += row[1]
                old = row[3] is not None and row[3] + self.keep_s <= now
                if not old and row[0] is not None and row[0] != digest:
                    return Mismatch(scope)
                if not old and row[3] is not None:
                    return Replay(row[4], row[5])
                if not old and row[2] > now:
                    return InProgress(row[2] - now)
                self.db.execute(f"DELETE FROM idempotency {WHERE}", scope.row)
            values = (*scope.row, digest, attempt, now + lease_s)
            self.db.execute("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL)", values)
        return Execute(scope, attempt, now + lease_s)

    def finish(self, execute, status, body):
        changed = self.db.execute(
            f"UPDATE idempotency SET done_at = ?, status = ?, body = ? {WHERE} AND attempt = ? AND done_at IS NULL",
            (self.clock(), status, body, *execute.scope.row, execute.attempt),
        ).rowcount
        if changed == 0:
            raise LeaseLost(execute.scope.key)

    def abandon(self, execute):
        self.db.execute(
            "UPDATE idempotency SET attempt = attempt + 1, lease_until = ?, request = NULL"
            f" {WHERE} AND attempt = ? AND done_at IS NULL",
            (self.clock(), *execute.scope.row, execute.attempt),
        )

    def prune(self):
        old = self.clock() - self.keep_s
        return self.db.execute("DELETE FROM idempotency WHERE coalesce(done_at, lease_until) < ?", (old,)).rowcount
