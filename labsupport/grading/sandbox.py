"""Isolation of learners' code: which level this machine offers, and one sandboxed process that runs scenarios.

Two levels. `bubblewrap`: own namespaces, no network, no home, only the interpreter and a stripped copy of the package
visible, read-only. `rlimits-only`: resource limits, scrubbed environment and wall-clock limit, but the file system and
the network stay visible. The level is detected once, printed in every report, and never chosen silently.
Knows nothing of exercises or verdicts.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from labsupport.errors import LabError
from labsupport.grading import child
from labsupport.settings import repo_root

LevelName = Literal["bubblewrap", "rlimits-only"]
LIMITS: dict[str, int] = {
    "AS": 2 << 30,  # bytes of address space of one process; a web framework with a thread pool fits in a quarter of it
    "CPU": 120,  # seconds of one process, all scenarios; the wall-clock limit of a scenario is much shorter
    "FSIZE": 16 << 20,  # bytes of one written file
    "NOFILE": 256,
    "CORE": 0,
}
PROCESSES = 192  # processes and threads, above those that the user already has
TREE_MEMORY = 3 << 29  # bytes resident in all processes of one sandbox together
TMP_BYTES = 64 << 20
MAX_EVENTS = 200_000  # frames of one scenario
MAX_BYTES = 64 << 20  # bytes of one scenario, all frames
START_S = 60.0
CHILD = str(Path(child.__file__).resolve())
UID_BASE = 1_879_000_000  # no system gives these to people; one uid a sandbox makes RLIMIT_NPROC count only its own
_uids = itertools.count(os.getpid() % 50_000 * 1000)


@dataclass(frozen=True)
class Level:
    """What protects this machine. `why` explains a weaker level, `root` says that uids are switched."""

    name: LevelName
    why: str = ""
    root: bool = False

    def __str__(self) -> str:
        return f"{self.name} ({self.why})" if self.why else self.name


@dataclass(frozen=True)
class Outcome:
    """How one scenario ended, as seen by the parent. `value` is untrusted JSON.

    kind: `result`, `error` (the submission raised; value = type, message, line, stage), `timeout`, `memory`,
    `exit` (the process ended without a result), `garbage` (bytes that are no frames), `protocol` (an event that the
    world did not understand).
    """

    kind: Literal["result", "error", "timeout", "memory", "exit", "garbage", "protocol"]
    value: Any = None
    events: int = 0
    seconds: float = 0.0
    failure: BaseException | None = field(default=None, compare=False)


def really_root() -> bool:
    """Root of the whole machine, not only of a user namespace (where other uids cannot be taken)."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    try:
        return Path("/proc/self/uid_map").read_text().split() == ["0", "0", "4294967295"]
    except OSError:
        return True


@functools.cache
def detect() -> Level:
    """The strongest level that works here, found by really starting it once."""
    if os.name != "posix" or not hasattr(os, "fork"):
        raise LabError("grading needs fork()", "grade on Linux or macOS, or in WSL on Windows")
    root = really_root()
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return Level("rlimits-only", "bubblewrap is not installed", root)
    with tempfile.TemporaryDirectory(prefix="lab-probe-") as folder:
        os.chmod(folder, 0o755)
        level = Level("bubblewrap", root=root)
        box = Box(level, Path(folder), preload=["difflib"])  # not imported before the uid changes
        try:
            asyncio.run(_probe(box))
        except LabError as error:
            return Level("rlimits-only", f"bubblewrap does not work here: {error.problem[-200:]}", root)
    return level


async def _probe(box: Box) -> None:
    try:
        await box.start()
    finally:
        await box.close()


def environment(level: Level) -> dict[str, str]:
    """All that a submission can read of the environment."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp",
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "MALLOC_ARENA_MAX": "2",  # each arena takes 64 MiB of the address-space limit
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
        "DO_NOT_TRACK": "1",
    }


def bwrap_command(level: Level, tree: Path, inner: Sequence[str]) -> list[str]:
    """The bubblewrap call: everything unshared, read-only interpreter and tree, empty home and tmp, no network."""
    command = [shutil.which("bwrap") or "bwrap"]
    if level.root:  # real root cannot be limited in processes, so the child changes to a uid of its own
        command += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
        command += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-all", "--unshare-user", "--disable-userns"]
    command += ["--die-with-parent", "--new-session", "--hostname", "sandbox", "--clearenv"]
    for name, value in environment(level).items():
        command += ["--setenv", name, value]
    # /tmp comes before the binds: an interpreter below it (a clone in /tmp) would be hidden by a later mount
    command += ["--perms", "1777", "--size", str(TMP_BYTES), "--tmpfs", "/tmp"]
    seen: list[Path] = []
    made: set[Path] = {Path("/tmp")}
    for path in _visible_paths():
        if path.is_symlink() and path.parent == Path("/"):
            command += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            for parent in reversed(path.parents):  # bubblewrap would copy the mode 0700 of a home folder
                if parent != Path("/") and parent not in made:
                    command += ["--perms", "0755", "--dir", str(parent)]
                    made.add(parent)
            made.add(path)
            command += ["--ro-bind", str(path), str(path)]
            seen.append(path)
    # a project below /usr comes into view with it; the package, too, since it holds the references
    for name in ("solutions", "work", "labsupport", "tests", "build", ".git"):
        secret = repo_root() / name
        if any(secret.is_relative_to(path) for path in seen) and secret.is_dir():
            command += ["--tmpfs", str(secret)]
    command += ["--ro-bind", str(tree), "/lab", "--ro-bind", CHILD, "/lab-child.py"]
    return [*command, "--proc", "/proc", "--dev", "/dev", "--chdir", "/tmp", *inner]


def _visible_paths() -> list[Path]:
    """The interpreter, its libraries and the loader's cache; outer paths first."""
    fixed = [Path(p) for p in ("/usr", "/bin", "/lib", "/lib64", "/lib32", "/etc/ld.so.cache", "/etc/localtime")]
    own = sorted({Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), Path(sys.prefix).absolute()})
    return fixed + [p for p in own if not any(p.is_relative_to(f) for f in fixed[:1])]


def _uid_load(uid: int) -> int:
    """Threads that `uid` runs now: RLIMIT_NPROC counts them all."""
    total = 0
    with contextlib.suppress(OSError):
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                with contextlib.suppress(OSError):
                    if os.stat(f"/proc/{entry}").st_uid == uid:
                        total += len(os.listdir(f"/proc/{entry}/task"))
    return total


class Box:
    """One sandboxed zygote: started once per exercise and submission, forks a process for each scenario."""

    def __init__(
        self,
        level: Level,
        tree: Path,
        *,
        preload: Sequence[str] = (),
        attempt: Sequence[str] = (),
        limits: dict[str, int] | None = None,
    ) -> None:
        self.level, self.tree, self.preload, self.attempt = level, tree, list(preload), list(attempt)
        self.limits = dict(LIMITS if limits is None else limits)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._errors: Any = None
        self._over_memory = False

    async def start(self) -> None:
        """Start the zygote and wait until it has imported the subject. LabError with its last words when it cannot.

        Modules of `attempt` may fail to import, and are left out if that ends the zygote or takes long.
        """
        if self.attempt:
            try:
                return await self._start(START_S / 4)
            except LabError:
                self.attempt = []
        await self._start(START_S)

    async def _start(self, limit_s: float) -> None:
        ours, theirs = socket.socketpair()
        uid = UID_BASE + next(_uids) % 50_000_000 if self.level.root else 0
        self.limits["NPROC"] = PROCESSES + (0 if uid else _uid_load(os.getuid()))
        boxed = self.level.name == "bubblewrap"
        python = [sys.executable, "-I", "-B", "-X", "utf8"]
        if boxed:
            command = bwrap_command(self.level, self.tree, [*python, "/lab-child.py", str(theirs.fileno())])
        else:
            command = [*python, CHILD, str(theirs.fileno())]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in close()
        self._over_memory = False
        self._process = await asyncio.to_thread(
            subprocess.Popen,
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            env=environment(self.level),
            cwd="/",
            start_new_session=True,
        )
        theirs.close()
        ours.setblocking(False)
        self._control = ours
        job = {
            "uid": uid if boxed else 0,
            "folder": "/tmp",
            "limits": self.limits,
            "paths": ["/lab" if boxed else str(self.tree)],
            "hide": [str(repo_root())],
            "preload": self.preload,
            "attempt": self.attempt,
        }
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(limit_s):
                await loop.sock_sendall(ours, child.encode(job))
                await self._control_frame()
        except (OSError, child.FrameError, TimeoutError, ValueError) as error:
            words = self._last_words()
            await self.close()
            raise LabError(
                f"the sandboxed Python did not start: {words or type(error).__name__}",
                "run the same command again; if it stays, try `bwrap --ro-bind / / true` by hand",
            ) from None

    async def _control_frame(self) -> Any:
        assert self._control is not None
        loop = asyncio.get_running_loop()

        async def exactly(count: int) -> bytes:
            data = b""
            while len(data) < count:
                assert self._control is not None
                part = await loop.sock_recv(self._control, count - len(data))
                if not part:
                    raise child.FrameError("closed")
                data += part
            return data

        (length,) = child.HEADER.unpack(await exactly(child.HEADER.size))
        if length > 4096:
            raise child.FrameError("control frame too long")
        return json.loads(await exactly(length))

    def _last_words(self) -> str:
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
        if self._errors is None:
            return ""
        self._errors.seek(0)
        return " ".join(self._errors.read(100_000).decode("utf-8", "replace").split())[-400:]

    async def run(
        self, task: dict[str, Any], on_event: Callable[[str, Any], Any] | None = None, *, time_limit_s: float
    ) -> Outcome:
        """Run one scenario. Whatever the child sends or does not send, an Outcome comes back.

        `on_event(event, payload)` may return a value or an awaitable; an exception that it raises ends the scenario.
        """
        if self._control is None:
            await self.start()
        assert self._control is not None
        ours, theirs = socket.socketpair()
        started = time.monotonic()
        try:
            socket.send_fds(self._control, [b"s"], [theirs.fileno()])
        except OSError:
            ours.close()
            await self.close()
            return Outcome("exit", seconds=time.monotonic() - started)
        finally:
            theirs.close()
        talk = _Talk(ours, on_event)
        watch = asyncio.create_task(self._watch_memory())
        try:
            async with asyncio.timeout(time_limit_s):
                outcome = await talk.run(task)
        except TimeoutError:
            outcome = Outcome("timeout", events=talk.events)
        finally:
            watch.cancel()
            await talk.close()
        if self._over_memory:
            outcome = Outcome("memory", events=talk.events)
        await self._end_scenario()
        return Outcome(outcome.kind, outcome.value, talk.events, time.monotonic() - started, outcome.failure)

    async def _end_scenario(self) -> None:
        """Have the zygote kill what is left of the scenario; a zygote that does not answer is replaced."""
        assert self._control is not None
        try:
            async with asyncio.timeout(10):
                await asyncio.get_running_loop().sock_sendall(self._control, b"k")
                await self._control_frame()
        except (OSError, child.FrameError, TimeoutError, ValueError):
            await self.close()

    async def _watch_memory(self) -> None:
        """Kill the whole tree when its processes together hold too much: RLIMIT_AS binds each one alone."""
        while self._process is not None:
            await asyncio.sleep(0.1)
            if self._process is not None and _tree_bytes(self._process.pid) > TREE_MEMORY:
                self._over_memory = True
                self._kill()
                return

    def _kill(self) -> None:
        process = self._process
        if process is None:
            return
        pids = [process.pid] if self.level.name == "bubblewrap" else [*_tree(process.pid)]
        for pid in pids:  # under bubblewrap the pid namespace dies with its first process
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    async def close(self) -> None:
        """End the zygote and everything below it. May be called twice."""
        if self._control is not None:
            self._control.close()
            self._control = None
        process = self._process
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(process.wait, 0.3)
            self._kill()
            await asyncio.to_thread(process.wait)
            self._process = None
        if self._errors is not None:
            self._errors.close()
            self._errors = None


class _Talk:
    """The parent's side of one scenario's socket."""

    def __init__(self, sock: socket.socket, on_event: Callable[[str, Any], Any] | None) -> None:
        sock.setblocking(False)
        self.sock, self.on_event, self.events = sock, on_event, 0
        self.writer: asyncio.StreamWriter | None = None
        self.pending: set[asyncio.Future[Any]] = set()
        self.failed: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()

    async def run(self, task: dict[str, Any]) -> Outcome:
        reader, self.writer = await asyncio.open_connection(sock=self.sock)
        self.writer.write(child.encode(task))
        reading = asyncio.ensure_future(self._read(reader))
        try:
            waiting: list[asyncio.Future[Any]] = [reading, self.failed]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if self.failed.done():
                return Outcome("protocol", failure=self.failed.result())
            return reading.result()
        finally:
            reading.cancel()

    async def _read(self, reader: asyncio.StreamReader) -> Outcome:
        total = 0
        try:
            while True:
                (length,) = child.HEADER.unpack(await reader.readexactly(child.HEADER.size))
                total += length + child.HEADER.size
                if length > child.FRAME_LIMIT or total > MAX_BYTES:
                    return Outcome("garbage", "too many bytes")
                frame = json.loads(await reader.readexactly(length))
                if not isinstance(frame, dict):
                    return Outcome("garbage", "not an object")
                kind = frame.get("t")
                if kind == "result":
                    return Outcome("result", frame.get("value"))
                if kind == "error":
                    return Outcome("error", {k: v for k, v in frame.items() if k != "t"})
                number, event = frame.get("id"), frame.get("event")
                if kind != "call" or not isinstance(event, str) or not isinstance(number, int):
                    return Outcome("garbage", "unknown frame")
                self.events += 1
                if self.events > MAX_EVENTS:
                    return Outcome("garbage", "too many events")
                self._dispatch(number, event, frame.get("payload"))
                if self.failed.done():
                    return Outcome("protocol", failure=self.failed.result())
        except (asyncio.IncompleteReadError, ConnectionError):
            return Outcome("exit")
        except (ValueError, RecursionError):
            return Outcome("garbage", "not JSON")

    def _dispatch(self, number: int, event: str, payload: Any) -> None:
        try:
            if self.on_event is None:
                raise LookupError(f"this scenario knows no event {event!r}")
            reply = self.on_event(event, payload)
        except Exception as error:
            self._fail(error)
            return
        if inspect.isawaitable(reply):
            task = asyncio.ensure_future(reply)  # the coroutine itself: a cancelled wrapper would leave it unawaited
            self.pending.add(task)
            task.add_done_callback(functools.partial(self._later, number))
        else:
            self._reply(number, reply)

    def _later(self, number: int, task: asyncio.Future[Any]) -> None:
        self.pending.discard(task)
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            self._fail(error)
        else:
            self._reply(number, task.result())

    def _reply(self, number: int, reply: Any) -> None:
        if number and self.writer is not None and not self.writer.is_closing():
            self.writer.write(child.encode({"id": number, "reply": reply}))

    def _fail(self, error: BaseException) -> None:
        if not self.failed.done():
            self.failed.set_result(error)

    async def close(self) -> None:
        for task in list(self.pending):
            task.cancel()
        if self.pending:
            await asyncio.gather(*self.pending, return_exceptions=True)
        if self.writer is not None:
            self.writer.transport.abort()
        else:
            self.sock.close()


def _tree(pid: int) -> list[int]:
    """`pid` and all its descendants, children last."""
    found, queue = [pid], [pid]
    while queue:
        current = queue.pop()
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{current}/task"):
                with contextlib.suppress(OSError):
                    for below in Path(f"/proc/{current}/task/{thread}/children").read_text().split():
                        found.append(int(below))
                        queue.append(int(below))
    return found


def _tree_bytes(pid: int) -> int:
    page = os.sysconf("SC_PAGESIZE")
    total = 0
    for one in _tree(pid):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/{one}/statm").read_text().split()
            total += max(int(fields[1]) - int(fields[2]), 0) * page  # without shared pages: forks share the imports
    return total
