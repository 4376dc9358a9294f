"""The service files under the lab home: one JSON file for what is wanted, one for what runs, and the locks.

Every write is atomic (temporary file, fsync, rename), so a reader never sees half a file. A process is identified by
pid *and* create time *and* boot, because pids are reused. Knows nothing about what the services are.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from labsupport.errors import LabError

VERSION = 1
Status = Literal["starting", "warming", "ready", "restarting", "failed"]


@dataclass(frozen=True)
class Paths:
    """Where the service files lie: everything is in `<lab home>/services`."""

    home: Path

    @property
    def root(self) -> Path:
        return self.home / "services"

    @property
    def state(self) -> Path:  # written by the supervisor only
        return self.root / "state.json"

    @property
    def want(self) -> Path:  # written by clients only, under `lock`
        return self.root / "want.json"

    @property
    def lock(self) -> Path:  # held by a client while it reads and changes `want`
        return self.root / "lock"

    @property
    def supervisor_lock(self) -> Path:  # held by the supervisor all its life
        return self.root / "supervisor.lock"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


@dataclass(frozen=True)
class Process:
    """A process that cannot be mistaken for another one: pid, create time (seconds since the epoch), boot."""

    pid: int
    created: float
    boot: str

    @classmethod
    def of(cls, pid: int) -> Process:
        """The identity of a running process. Raises psutil.NoSuchProcess if there is none."""
        import psutil

        return cls(pid, psutil.Process(pid).create_time(), boot_id())

    def alive(self) -> bool:
        """Whether this very process still runs (a zombie does not)."""
        import psutil

        if self.boot != boot_id():
            return False
        try:
            found = psutil.Process(self.pid)
            # psutil derives create times from the boot time, which may be corrected by a moment: 1 s of slack.
            return abs(found.create_time() - self.created) < 1.0 and found.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False


@dataclass
class Event:
    """Something that went wrong with a service: when (ISO, UTC), what, and the last lines of its log."""

    time: str
    what: str
    log: list[str] = field(default_factory=list)


@dataclass
class Service:
    """What the supervisor reports about one service."""

    name: str
    status: Status
    generation: int
    kind: str
    url: str | None = None
    port: int | None = None
    process: Process | None = None
    temporary: str | None = None  # folder for the process's sockets, removed with it
    since: float = 0.0  # epoch seconds of the last change of status
    ready_s: float | None = None  # seconds from start to ready
    restarts: int = 0
    details: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    problem: str | None = None
    remedy: str | None = None


@dataclass
class State:
    """Content of state.json."""

    supervisor: Process
    services: dict[str, Service] = field(default_factory=dict)
    version: int = VERSION


@dataclass
class Want:
    """Content of want.json: the specs that should run (`Spec` as JSON), each with its generation."""

    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    generation: int = 0
    version: int = VERSION


def boot_id() -> str:
    """Identifies this boot of the machine where the system tells (Linux); elsewhere an empty string."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def write_json(path: Path, value: Any) -> None:
    """Write JSON atomically. Raises LabError when the disk is full or the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, json.dumps(value, indent=1, sort_keys=True) + "\n")
    except OSError as error:
        raise disk_error(path, error) from error


def _replace(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def disk_error(path: Path, error: OSError) -> LabError:
    """The LabError for an OSError on a file of the lab home."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LabError(
            f"no space left on the disk to write {path}", "free some space, or set LAB_HOME to another disk"
        )
    reason = error.strerror or type(error).__name__
    return LabError(f"cannot write {path}: {reason}", "make the folder writable, or set LAB_HOME to one that is")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LabError(
            f"cannot read {path}: {error.strerror}", "make the lab home readable, or set LAB_HOME"
        ) from error
    except ValueError as error:
        raise Corrupted(path, f"is not JSON ({error})") from error
    if not isinstance(value, dict) or value.get("version") != VERSION:
        raise Corrupted(path, f"is not a version {VERSION} service file")
    return value


class Corrupted(LabError):
    """A service file that cannot be understood. `path` is the file."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} {why}", "run `lab down`, which stops the services and removes the file")
        self.path = path


def read_state(paths: Paths) -> State | None:
    """state.json, or None if there is none. Raises Corrupted."""
    raw = _read(paths.state)
    if raw is None:
        return None
    try:
        services = {name: _service(value) for name, value in raw["services"].items()}
        return State(Process(**raw["supervisor"]), services)
    except (KeyError, TypeError, AttributeError) as error:
        raise Corrupted(paths.state, f"lacks or misnames a field ({type(error).__name__}: {error})") from error


def _service(value: dict[str, Any]) -> Service:
    process = value["process"]
    return Service(
        **value
        | {
            "process": Process(**process) if process else None,
            "events": [Event(**event) for event in value["events"]],
        }
    )


def write_state(paths: Paths, state: State) -> None:
    write_json(paths.state, asdict(state))


def read_want(paths: Paths) -> Want:
    """want.json, or an empty Want. Raises Corrupted."""
    raw = _read(paths.want)
    if raw is None:
        return Want()
    try:
        return Want(dict(raw["services"]), int(raw["generation"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Corrupted(paths.want, f"lacks or misnames a field ({type(error).__name__}: {error})") from error


def write_want(paths: Paths, want: Want) -> None:
    write_json(paths.want, asdict(want))


def tail(path: Path, lines: int = 8, width: int = 200) -> list[str]:
    """The last lines of a log in ASCII, and before them the last line that names an error; [] if there is no log."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 64 * 1024))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    kept = [line.rstrip().encode("ascii", "replace").decode()[:width] for line in text.splitlines() if line.strip()]
    # A server's own traceback often ends in a shutdown notice; the line that says why stands above it.
    causes = [line for line in kept[:-lines] if re.search(r"\b\w*(Error|Exception): \S", line)]
    if any(re.search(r"\b\w*(Error|Exception): \S", line) for line in kept[-lines:]):
        causes = []
    return causes[-1:] + kept[-lines:]


class FileLock:
    """An exclusive lock on a file that exists only while the lock is held. The system releases it when we die.

    Unlinking a lock file is a known trap: a waiter may hold the unlinked inode while a third process creates a new
    file. So after taking the lock we check that the path still names our inode, and start over if it does not.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it. Raises LabError if the file cannot be made."""
        while True:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                raise disk_error(self.path, error) from error
            if not _lock(handle):
                os.close(handle)
                return False
            try:
                same = os.path.samestat(os.stat(self.path), os.fstat(handle))
            except FileNotFoundError:
                same = False
            if same:
                self._handle = handle
                return True
            os.close(handle)

    def acquire(self, timeout_s: float) -> bool:
        """Take the lock, waiting up to `timeout_s` seconds."""
        until = time.monotonic() + timeout_s
        while not self.try_acquire():
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def release(self) -> None:
        """Remove the file and let go."""
        if self._handle is None:
            return
        with contextlib.suppress(OSError):
            os.unlink(self.path)
        os.close(self._handle)
        with contextlib.suppress(OSError):  # Windows unlinks only what is closed
            if os.name == "nt":
                os.unlink(self.path)
        self._handle = None


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def held(path: Path) -> bool:
    """Whether some process holds the lock file at `path` (the file is not created)."""
    if not path.exists():
        return False
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise disk_error(path, error) from error
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def locked(paths: Paths, timeout_s: float = 60.0) -> Iterator[None]:
    """Hold the clients' lock. Raises LabError when another `lab` command keeps it for `timeout_s` seconds."""
    lock = FileLock(paths.lock)
    if not lock.acquire(timeout_s):
        raise LabError(
            f"another `lab` command has held {paths.lock} for {timeout_s:.0f} s",
            "wait for it to end or stop it, then try again",
        )
    try:
        yield
    finally:
        lock.release()
