# right
import hashlib
import time

from labsupport.aio.idempotency import SCHEMA, WHERE, Execute, InProgress, Mismatch, Replay
from labsupport.aio.inbox import DAY_S, LeaseLost


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
        self.db.execute("BEGIN IMMEDIATE")
        try:
            now = self.clock()
            self.db.execute(
                "INSERT OR IGNORE INTO idempotency (tenant, route, key, attempt, lease_until) VALUES (?, ?, ?, 0, 0)",
                scope.row,
            )
            self.db.execute(
                f"UPDATE idempotency SET request = NULL, lease_until = 0, done_at = NULL {WHERE} AND done_at <= ?",
                (*scope.row, now - self.keep_s),
            )
            taken = self.db.execute(
                f"UPDATE idempotency SET request = ?, attempt = attempt + 1, lease_until = ? {WHERE}"
                " AND done_at IS NULL AND lease_until <= ? AND (request IS NULL OR request = ?)",
                (digest, now + lease_s, *scope.row, now, digest),
            ).rowcount
            known, attempt, until, done_at, status, body = self.db.execute(
                f"SELECT request, attempt, lease_until, done_at, status, body FROM idempotency {WHERE}", scope.row
            ).fetchone()
        finally:
            self.db.execute("COMMIT")
        if taken:
            return Execute(scope, attempt, until)
        if known != digest:
            return Mismatch(scope)
        return InProgress(until - now) if done_at is None else Replay(status, body)

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
