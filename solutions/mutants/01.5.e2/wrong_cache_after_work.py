# diagnosis: two-executions
import hashlib
import time

from labsupport.aio.idempotency import SCHEMA, WHERE, Execute, InProgress, Mismatch, Replay
from labsupport.aio.inbox import DAY_S


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
        now = self.clock()
        row = self.db.execute(f"SELECT request, done_at, status, body FROM idempotency {WHERE}", scope.row).fetchone()
        if row is not None and now - row[1] < self.keep_s:
            return Replay(row[2], row[3]) if row[0] == digest else Mismatch(scope)
        self.digests = {**getattr(self, "digests", {}), scope: digest}
        return Execute(scope, 1, now + lease_s)

    def finish(self, execute, status, body):
        self.db.execute(
            "INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?, 1, 0, ?, ?, ?)",
            (*execute.scope.row, self.digests.get(execute.scope), self.clock(), status, body),
        )

    def abandon(self, execute):
        self.db.execute(
            "UPDATE idempotency SET attempt = attempt + 1, lease_until = ?, request = NULL"
            f" {WHERE} AND attempt = ? AND done_at IS NULL",
            (self.clock(), *execute.scope.row, execute.attempt),
        )

    def prune(self):
        old = self.clock() - self.keep_s
        return self.db.execute("DELETE FROM idempotency WHERE coalesce(done_at, lease_until) < ?", (old,)).rowcount
