"""Experiment 01.4.x1: real worker processes, killed at five points, under three orders of mark and work.

`python -m labsupport.aio.crash_lab` is the broker: it forks workers, hands them one delivery at a time, and gives an
event that nobody acknowledged to the next worker. Deliveries, kills and acknowledgements are counted there, effects in
the SQLite file, which has no unique key that could hide a double.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, NoReturn

from labsupport.aio.inbox import Claim, Duplicate, Inbox, open_db, transaction

Design = Literal["mark first", "mark last", "claim + transaction"]
Point = Literal["before claim", "after claim", "mid-work", "after work", "after mark"]
DESIGNS: tuple[Design, ...] = ("mark first", "mark last", "claim + transaction")
POINTS: tuple[Point, ...] = ("before claim", "after claim", "mid-work", "after work", "after mark")
LEASE_S = 0.02
Reach = Callable[[Point], None]


@dataclass(frozen=True)
class Cell:
    """One design at one point: events whose effect is missing (also in part), is there twice, and workers killed."""

    design: Design
    point: Point
    lost: int
    doubled: int
    killed: int
    deliveries: int


def charge(db: sqlite3.Connection, event_id: str, reach: Reach) -> None:
    """The effect: a charge and its receipt. Between the two a crash leaves half of it."""
    db.execute("INSERT INTO charge VALUES (?)", (event_id,))
    reach("mid-work")
    db.execute("INSERT INTO receipt VALUES (?)", (event_id,))


def naive_mark_first(db: sqlite3.Connection, event_id: str, reach: Reach) -> bool:
    """Mark, then work: what comes again after a crash is taken for a duplicate."""
    reach("before claim")
    if db.execute("SELECT 1 FROM seen WHERE id = ?", (event_id,)).fetchone():
        return True
    db.execute("INSERT INTO seen VALUES (?)", (event_id,))
    reach("after claim")
    charge(db, event_id, reach)
    reach("after work")
    reach("after mark")
    return True


def naive_mark_last(db: sqlite3.Connection, event_id: str, reach: Reach) -> bool:
    """Work, then mark: what comes again after a crash is done again."""
    reach("before claim")
    if db.execute("SELECT 1 FROM seen WHERE id = ?", (event_id,)).fetchone():
        return True
    reach("after claim")
    charge(db, event_id, reach)
    reach("after work")
    db.execute("INSERT INTO seen VALUES (?)", (event_id,))
    reach("after mark")
    return True


def claim_and_transaction(db: sqlite3.Connection, event_id: str, reach: Reach) -> bool:
    """Claim with a lease, then effect and mark in one transaction. False: not now, deliver it again later."""
    inbox = Inbox(db)
    reach("before claim")
    claim = inbox.claim(event_id, LEASE_S)
    if not isinstance(claim, Claim):
        return isinstance(claim, Duplicate)
    reach("after claim")
    with transaction(db):
        charge(db, event_id, reach)
        reach("after work")
        inbox.complete(claim)
    reach("after mark")
    return True


WORK = {"mark first": naive_mark_first, "mark last": naive_mark_last, "claim + transaction": claim_and_transaction}


def _worker(path: Path, design: Design, channel: socket.socket) -> NoReturn:
    """Take deliveries ("ID POINT" lines; a POINT that is not empty: die there), answer "ack" or "later"."""
    db = open_db(path)
    with channel.makefile("rw", encoding="utf-8", newline="\n") as stream:
        for line in stream:
            event_id, _, point = line.rstrip("\n").partition(" ")

            def reach(here: Point, point: str = point) -> None:
                if here == point:
                    os.kill(os.getpid(), signal.SIGKILL)  # no `finally`, no flush, no goodbye

            done = WORK[design](db, event_id, reach)
            stream.write("ack\n" if done else "later\n")
            stream.flush()
    os._exit(0)


class _Broker:
    """Delivers at least once: what was not acknowledged is delivered again."""

    def __init__(self, path: Path, design: Design) -> None:
        self.path, self.design = path, design
        self.killed = self.deliveries = self.pid = 0

    def start(self) -> None:
        mine, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            mine.close()
            try:
                _worker(self.path, self.design, theirs)
            finally:
                os._exit(1)
        theirs.close()
        self.pid, self.channel = pid, mine
        self.reader = mine.makefile("r", encoding="utf-8", newline="\n")

    def stop(self) -> None:
        self.reader.close()
        self.channel.close()
        _, status = os.waitpid(self.pid, 0)
        self.killed += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL

    def deliver(self, event_id: str, point: str) -> None:
        while True:
            self.deliveries += 1
            self.channel.sendall(f"{event_id} {point}\n".encode())
            answer = self.reader.readline()
            if answer == "ack\n":
                return
            if not answer:  # it died: a new worker gets the same event, and lives
                self.stop()
                self.start()
                point = ""
            else:
                time.sleep(LEASE_S / 2)


def one_cell(design: Design, point: Point, *, events: int, duplicates: float, kills: int, seed: int) -> Cell:
    """Run `events` events, a share of them delivered twice, with `kills` workers killed at `point`."""
    rng = random.Random(seed)
    ids = [f"evt_{number}" for number in range(events)]
    deliveries = [(event_id, "") for event_id in ids] + [(i, "") for i in rng.sample(ids, round(events * duplicates))]
    rng.shuffle(deliveries)
    fatal = set(rng.sample(ids, kills))
    with tempfile.TemporaryDirectory(prefix="lab-crash-") as folder:
        path = Path(folder) / "effects.db"
        with contextlib.closing(open_db(path)) as db:
            for statement in ("charge (id TEXT)", "receipt (id TEXT)", "seen (id TEXT PRIMARY KEY)"):
                db.execute(f"CREATE TABLE {statement}")
        broker = _Broker(path, design)
        broker.start()
        for event_id, _ in deliveries:
            broker.deliver(event_id, point if event_id in fatal else "")
            fatal.discard(event_id)  # its first delivery is the fatal one
        broker.stop()
        with contextlib.closing(open_db(path)) as db:
            counts = {
                name: dict(db.execute(f"SELECT id, count(*) FROM {name} GROUP BY id")) for name in ("charge", "receipt")
            }
    lost = sum(min(counts["charge"].get(i, 0), counts["receipt"].get(i, 0)) < 1 for i in ids)
    doubled = sum(max(counts["charge"].get(i, 0), counts["receipt"].get(i, 0)) > 1 for i in ids)
    return Cell(design, point, lost, doubled, broker.killed, broker.deliveries)


def crash_matrix(*, events: int = 200, duplicates: float = 0.2, kills: int = 10, seed: int = 0) -> list[Cell]:
    """All designs at all points. The broker is a process of its own, since a notebook's process must not fork."""
    args = {"events": events, "duplicates": duplicates, "kills": kills, "seed": seed}
    done = subprocess.run(
        [sys.executable, "-m", "labsupport.aio.crash_lab", json.dumps(args)], check=True, capture_output=True, text=True
    )
    return [Cell(**row) for row in json.loads(done.stdout)]


def main() -> None:
    """Print the matrix as JSON."""
    args = json.loads(sys.argv[1])
    cells = [one_cell(design, point, **args) for design in DESIGNS for point in POINTS]
    print(json.dumps([asdict(cell) for cell in cells]))


if __name__ == "__main__":
    main()
