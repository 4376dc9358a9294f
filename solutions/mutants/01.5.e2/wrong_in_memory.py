# diagnosis: not-durable
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
        self.rows = getattr(self, "rows", {})
        now = self.clock()
        row = self.rows.setdefault(scope, {"request": digest, "attempt": 0, "until": 0.0, "done": None})
        if row["done"] is None or now - row["done"] < self.keep_s:
            if row["request"] != digest:
                return Mismatch(scope)
            if row["done"] is not None:
                return Replay(*row["answer"])
            if row["until"] > now:
                return InProgress(row["until"] - now)
        row.update(request=digest, attempt=row["attempt"] + 1, until=now + lease_s, done=None)
        return Execute(scope, row["attempt"], now + lease_s)

    def finish(self, execute, status, body):
        row = self.rows[execute.scope]
        if row["done"] is not None or row["attempt"] != execute.attempt:
            raise LeaseLost(execute.scope.key)
        row.update(done=self.clock(), answer=(status, body))

    def abandon(self, execute):
        self.db.execute(
            "UPDATE idempotency SET attempt = attempt + 1, lease_until = ?, request = NULL"
            f" {WHERE} AND attempt = ? AND done_at IS NULL",
            (self.clock(), *execute.scope.row, execute.attempt),
        )

    def prune(self):
        old = self.clock() - self.keep_s
        return self.db.execute("DELETE FROM idempotency WHERE coalesce(done_at, lease_until) < ?", (old,)).rowcount
