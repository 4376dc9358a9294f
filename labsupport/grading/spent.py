"""What a command costs with everything that it starts: CPU seconds of all processes, and seconds on the clock."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from labsupport.errors import LabError
from labsupport.grading import child

LINGER_S = 30.0  # for what a command leaves behind; a kernel's servers need a moment to see that it is gone
STOP_S = 15.0  # for an interrupted command, to store what it has
LAST_WORDS = 600  # characters of a failed command's output


@dataclass(frozen=True)
class Spent:
    """CPU seconds of a command with all its descendants, and seconds on the clock."""

    cpu_s: float = 0.0
    wall_s: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.cpu_s + other.cpu_s, self.wall_s + other.wall_s)


class Stopped(KeyboardInterrupt):
    """The wait was interrupted and the command ended; `used` is what it had cost until then."""

    def __init__(self, used: Spent) -> None:
        super().__init__()
        self.used = used


class Failed(LabError):
    """The command ended with an error, after it had cost `used`."""

    def __init__(self, problem: str, used: Spent) -> None:
        super().__init__(problem, "mend this first")
        self.used = used


def spent(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None) -> Spent:
    """Run a command and wait for it and for all it leaves behind, which is killed when it stays.

    This process adopts orphans (a Linux subreaper), so that servers and forks of the command are in the sum. What was
    started before the first call and has its parent elsewhere, as the lab's services have, is not. Not while this
    process waits for other children: it reaps them all. Raises Failed with the command's last words, and Stopped.
    """
    child.prctl(child.PR_SET_CHILD_SUBREAPER, 1)
    with tempfile.TemporaryFile() as words:
        family = _Family(command, cwd, {**os.environ, **(env or {})}, words)
        try:
            family.reap()
            if not family.reap(LINGER_S):
                family.kill()
        except KeyboardInterrupt:
            if family.code is None:
                os.kill(family.pid, signal.SIGINT)
            if not family.reap(STOP_S):
                family.kill()
            raise Stopped(family.used()) from None
        if family.code:
            words.seek(0)
            last = words.read().decode("utf-8", "replace").strip()[-LAST_WORDS:]
            raise Failed(f"{Path(command[0]).name} ended with code {family.code}: {last}", family.used())
        return family.used()


class _Family:
    """A command and its descendants. `code` is the command's exit code once it has ended."""

    def __init__(self, command: Sequence[str | Path], cwd: Path, env: Mapping[str, str], words: IO[bytes]) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            list(map(str, command)), cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=words, stderr=words
        )
        self.pid = self.process.pid
        self.code: int | None = None
        self.cpu_s = 0.0
        self.wall_s: float | None = None

    def reap(self, limit_s: float | None = None) -> bool:
        """Wait for the command, or with a limit until no child is left. False: some child is, after that time."""
        begun = time.monotonic()
        while limit_s is not None or self.code is None:
            try:
                pid, status, usage = os.wait4(-1, 0 if limit_s is None else os.WNOHANG)
            except ChildProcessError:
                return True
            if pid:
                self.cpu_s += usage.ru_utime + usage.ru_stime
            if pid == self.pid:
                self.wall_s = time.monotonic() - self.started
                self.code = self.process.returncode = os.waitstatus_to_exitcode(status)
            elif not pid:
                if limit_s is not None and time.monotonic() - begun > limit_s:
                    return False
                time.sleep(0.02)
        return True

    def kill(self) -> None:
        """End every descendant; those whose parent goes become children of this process and go with the next turn."""
        for _ in range(5):
            for one in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.kill()
            if self.reap(1.0):
                return

    def used(self) -> Spent:
        return Spent(self.cpu_s, time.monotonic() - self.started if self.wall_s is None else self.wall_s)
