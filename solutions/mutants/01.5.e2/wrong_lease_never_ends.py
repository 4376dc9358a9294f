# diagnosis: lease-never-ends
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
            row = self.db.execute(
                f"SELECT request, attempt, lease_until, done_at, status, body FROM idempotency {WHERE}", scope.row
            ).fetchone()
            if row is None:
                self.db.execute(
                    "INSERT INTO idempotency VALUES (?, ?, ?, ?, 1, ?, NULL, NULL, NULL)",
                    (*scope.row, digest, now + lease_s),
                )
                return Execute(scope, 1, now + lease_s)
            known, attempt, until, done_at, status, body = row
            if done_at is None or now - done_at < self.keep_s:
                if known is not None and known != digest:
                    return Mismatch(scope)
                if done_at is not None:
                    return Replay(status, body)
                if known is not None:
                    return InProgress(max(0.0, until - now))
            self.db.execute(
                f"UPDATE idempotency SET request = ?, attempt = attempt + 1, lease_until = ?, done_at = NULL {WHERE}",
                (digest, now + lease_s, *scope.row),
            )
            return Execute(scope, attempt + 1, now + lease_s)

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
