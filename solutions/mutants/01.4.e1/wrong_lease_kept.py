# diagnosis: two-claims
from labsupport.aio.inbox import transaction
import sqlite3
import time
from collections.abc import Callable

from labsupport.aio.inbox import Busy, Claim, Duplicate, HORIZON_S, LeaseLost, SCHEMA


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
        with transaction(self.db):
            row = self.db.execute(
                "SELECT attempt, lease_until, done_at FROM inbox WHERE id = ?", (event_id,)
            ).fetchone()
            now = self.clock()
            attempt = 1
            if row:
                attempt, lease_until, done_at = row
                if done_at:
                    return Duplicate(event_id, done_at)
                if lease_until > now:
                    return Busy(event_id, lease_until - now)
                attempt += 1
            self.db.execute(
                "INSERT INTO inbox (id, attempt, lease_until) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET attempt = attempt + 1",
                (event_id, attempt, now + lease_s),
            )
            return Claim(event_id, attempt, now + lease_s)

    def complete(self, claim: Claim) -> None:
        """Mark the event done, inside the caller's transaction, which holds the effect; does not commit it.

        Raises LeaseLost, and marks nothing, if a newer claim exists or the event is done already.
        """
        changed = self.db.execute(
            "UPDATE inbox SET done_at = ? WHERE id = ? AND attempt = ? AND done_at IS NULL",
            (self.clock(), claim.event_id, claim.attempt),
        ).rowcount
        if changed == 0:
            raise LeaseLost(claim)

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
