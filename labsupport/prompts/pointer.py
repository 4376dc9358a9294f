"""Which version of a prompt is live, by environment: moved by evidence, moved back in one step, every move recorded.

Moving a pointer changes no file and restarts no process. A request resolves once and keeps what it got.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.prompts.evaluate import Gate, Report
from labsupport.prompts.store import IntegrityError, Prompt, PromptNotFound, PromptRef, PromptStore, check_name
from labsupport.prompts.versions import Version

TTL = 5.0  # seconds

_TABLES = """
CREATE TABLE IF NOT EXISTS live (
  env TEXT, name TEXT, depth INTEGER, version TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (env, name, depth)
);
CREATE TABLE IF NOT EXISTS audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, action TEXT NOT NULL, env TEXT NOT NULL, name TEXT NOT NULL,
  before TEXT, after TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL, evidence TEXT
);
CREATE TRIGGER IF NOT EXISTS audit_fixed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the log is fixed'); END;
CREATE TRIGGER IF NOT EXISTS audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the log is kept'); END;
"""


class GateError(LabError):
    """A promotion without the evidence for it. `reasons`: why, one a line in the message."""

    def __init__(self, ref: PromptRef, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(
            f"{ref} is not promoted: {'; '.join(reasons)}", "evaluate it against the live version on enough cases"
        )


@dataclass(frozen=True)
class Move:
    """One entry of the audit log. at: UTC. evidence: the figures of the report, None without one."""

    at: datetime.datetime
    action: str
    env: str
    name: str
    before: Version | None
    after: Version
    author: str
    reason: str
    evidence: dict[str, Any] | None


class Pointer:
    """Pointers in a SQLite file, to versions of one store. Threads and processes may share the file.

    ttl: seconds for which `resolve` answers from memory: another process's move may stay unseen so long. clock: in s.
    """

    def __init__(
        self,
        store: PromptStore,
        file: Path,
        *,
        gate: Gate | None = None,
        ttl: float = TTL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not ttl >= 0:
            raise ValueError(f"ttl={ttl!r} must be at least 0 seconds")
        self.store, self.file, self.gate, self.ttl = store, Path(file), gate or Gate(), ttl
        self._clock = clock
        self._lock = threading.Lock()
        self._cache: dict[tuple[str, str], tuple[float, PromptRef, str]] = {}
        with self._database() as db:
            db.executescript(_TABLES)

    def resolve(self, name: str, env: str = "prod") -> PromptRef:
        """The live version. Raises ValueError for a bad name or environment, PromptNotFound when none is live."""
        return self._resolve(name, env)[0]

    def load(self, name: str, env: str = "prod") -> Prompt:
        """The live prompt, whose text is still the one that was promoted.

        Raises as `resolve` and `PromptStore.load`, and IntegrityError when file and record were changed together.
        """
        ref, digest = self._resolve(name, env)
        prompt = self.store.load(ref)
        if prompt.sha256 != digest:
            raise IntegrityError(
                f"{ref} has sha256 {prompt.sha256}, promoted was {digest}", "restore the file, or publish a new version"
            )
        return prompt

    def promote(
        self,
        name: str,
        version: Version | str,
        report: Report | None,
        *,
        env: str = "prod",
        author: str,
        reason: str,
    ) -> PromptRef:
        """Make a version live, if the report passes the gate.

        report: of `ab_eval(live prompt, this version, ...)`; None only where nothing is live yet.
        Raises GateError for a report that is missing, compares other prompts or does not pass; ValueError for an empty
        author or reason or a version that is live already; and as `PromptStore.load`.
        """
        # BEGIN SOLUTION
        prompt = self.store.load(name, version)
        ref = prompt.ref
        assert ref is not None
        _said(author, reason)
        with self._moving() as db:
            top = self._top(db, name, env)
            if top and top[1] == str(ref.version):
                raise ValueError(f"{ref} is live in {env!r} already")
            if top:
                # compared with what is live now, inside the transaction: somebody else may have moved the pointer
                why = ["nothing compares it with the live version"] if report is None else self.gate.reasons(report)
                if report is not None and (report.a, report.b) != (top[2], prompt.sha256):
                    why.append(f"the report compares other prompts than {name}@{top[1]} with {ref}")
                if why:
                    raise GateError(ref, why)
            depth = top[0] + 1 if top else 0
            row = (env, name, depth, str(ref.version), prompt.sha256)
            db.execute("INSERT INTO live VALUES (?, ?, ?, ?, ?)", row)
            self._log(db, "promote", env, name, top[1] if top else None, str(ref.version), author, reason, report)
        self._forget(name, env)
        return ref
        # END SOLUTION

    def rollback(self, name: str, *, env: str = "prod", author: str, reason: str) -> PromptRef:
        """Go back to the version that was live before, and with every further call one more; needs no report.

        Raises LabError when there is no earlier one, and as `PromptStore.load` when its file is not intact any more.
        """
        # BEGIN SOLUTION
        _said(author, reason)
        with self._moving() as db:
            top = self._top(db, name, env)
            if top is None or top[0] == 0:
                raise LabError(f"{name!r} has no earlier version in {env!r}", "promote a good version instead")
            db.execute("DELETE FROM live WHERE env = ? AND name = ? AND depth = ?", (env, name, top[0]))
            back = self._top(db, name, env)
            assert back is not None
            ref = PromptRef(name, Version.parse(back[1]))
            if self.store.load(ref).sha256 != back[2]:
                raise IntegrityError(f"{ref} is not the text that was live", "restore the file and roll back again")
            self._log(db, "rollback", env, name, top[1], back[1], author, reason, None)
        self._forget(name, env)
        return ref
        # END SOLUTION

    def history(self, name: str, env: str = "prod") -> list[Move]:
        """Every move of a pointer, oldest first."""
        _checked(name, env)
        fields = "at, action, env, name, before, after, author, reason, evidence"
        with self._database() as db:
            rows = db.execute(f"SELECT {fields} FROM audit WHERE env = ? AND name = ? ORDER BY id", (env, name))
            return [
                Move(datetime.datetime.fromisoformat(at), action, e, n, Version.parse(before) if before else None,
                     Version.parse(after), author, reason, json.loads(evidence) if evidence else None)
                for at, action, e, n, before, after, author, reason, evidence in rows
            ]  # fmt: skip

    def _resolve(self, name: str, env: str) -> tuple[PromptRef, str]:
        _checked(name, env)
        now = self._clock()
        with self._lock:
            kept = self._cache.get((env, name))
        if kept and now < kept[0]:
            return kept[1], kept[2]
        with self._database() as db:
            top = self._top(db, name, env)
            known = [n for (n,) in db.execute("SELECT DISTINCT name FROM live WHERE env = ? ORDER BY name", (env,))]
        if top is None:
            raise PromptNotFound(f"no version of {name!r} is live in {env!r}", f"live: {', '.join(known) or 'none'}")
        ref = PromptRef(name, Version.parse(top[1]))
        with self._lock:
            self._cache[env, name] = now + self.ttl, ref, top[2]
        return ref, top[2]

    def _forget(self, name: str, env: str) -> None:
        with self._lock:
            self._cache.pop((env, name), None)

    @staticmethod
    def _top(db: sqlite3.Connection, name: str, env: str) -> tuple[int, str, str] | None:
        _checked(name, env)
        order = "SELECT depth, version, sha256 FROM live WHERE env = ? AND name = ? ORDER BY depth DESC LIMIT 1"
        row: tuple[int, str, str] | None = db.execute(order, (env, name)).fetchone()
        return row

    @staticmethod
    def _log(db: sqlite3.Connection, action: str, env: str, name: str, before: str | None, after: str, author: str,
             reason: str, report: Report | None) -> None:  # fmt: skip
        at = datetime.datetime.now(datetime.UTC).isoformat()
        evidence = report and json.dumps(
            {"mean_a": report.mean_a, "mean_b": report.mean_b, "diff": report.diff, "low": report.ci.low,
             "high": report.ci.high, "p": report.p, "n": report.n, "verdict": report.verdict}
        )  # fmt: skip
        row = (at, action, env, name, before, after, author, reason, evidence)
        db.execute(
            "INSERT INTO audit (at, action, env, name, before, after, author, reason, evidence) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row,
        )  # fmt: skip

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        # a connection for each call: they are not shared by threads, and this one is asked once in `ttl` seconds
        try:
            with closing(sqlite3.connect(self.file, timeout=10, isolation_level=None)) as db:
                yield db
        except sqlite3.Error as error:
            raise LabError(f"{self.file} cannot be used: {error}", "check the path, or restore the file") from None

    @contextmanager
    def _moving(self) -> Iterator[sqlite3.Connection]:
        with self._database() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")


def _checked(name: str, env: str) -> None:
    check_name(name)
    check_name(env)


def _said(author: str, reason: str) -> None:
    if not author.strip() or not reason.strip():
        raise ValueError(f"author={author!r} and reason={reason!r} must say who moves the pointer and why")
