"""The daemon that keeps the services: starts what want.json asks for, watches it, restarts a dead child once, reports.

Run as `python -m labsupport.services.supervisor LAB_HOME`, in a session of its own. It ends when nothing is wanted
any more, on SIGTERM, or when its folder disappears, and then leaves no process and no file but logs. Should it be
killed outright, its watchdog (a second process that holds a pipe to it) ends the children, at last with SIGKILL; on
Linux the kernel asks them to end too (PR_SET_PDEATHSIG, tied to the *thread* that started a child: only the main
thread starts them).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from labsupport.errors import LabError
from labsupport.services import ports, state
from labsupport.services.spec import PORT, Spec, alive, warm_up
from labsupport.services.state import Event, Paths, Process, Service, State

POLL_S = 0.1
HEALTH_EVERY_S = 5.0  # or a third of what a service may leave unanswered, if that is less
GRACE_S = 10.0  # between SIGTERM and SIGKILL
EXIT_DISK_FULL = 28  # what clients see as the exit code when state.json cannot be written
EXIT_ALREADY = 3
BIND_ERRORS = ("address already in use", "address in use", "eaddrinuse")
LOG_LIMIT = 32 * 1024 * 1024
_PDEATHSIG = 1  # PR_SET_PDEATHSIG in <sys/prctl.h>


def _die_with_parent() -> Callable[[], None] | None:
    """A preexec function that asks the kernel to end the child when we die; None where it cannot."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)  # looked up before the fork: after it only async-signal-safe work is safe
    parent = os.getpid()

    def prepare() -> None:
        libc.prctl(_PDEATHSIG, signal.SIGTERM, 0, 0, 0)  # not SIGKILL: vLLM has semaphores to give back
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return prepare


def group_members(group: int) -> list[int]:
    """Pids in a process group (POSIX), zombies left out."""
    import psutil

    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found


def stop_group(leader: Process, grace_s: float = GRACE_S) -> None:
    """End a child and everything in its process group: SIGTERM, then SIGKILL after `grace_s` seconds.

    Safe against reused pids: a pid is not given out while a group of that number exists, so either the leader is
    still the recorded process, or there is no process with that pid and the rest of the group is ours.
    """
    import psutil

    if leader.boot != state.boot_id():
        return
    if os.name == "nt":
        _stop_tree(leader)
        return
    if psutil.pid_exists(leader.pid) and not leader.alive():
        with contextlib.suppress(psutil.Error):
            if psutil.Process(leader.pid).status() != psutil.STATUS_ZOMBIE:
                return  # somebody else's process by now
    for number, wait_s in ((signal.SIGTERM, grace_s), (signal.SIGKILL, 5.0)):
        try:
            os.killpg(leader.pid, number)
        except (ProcessLookupError, PermissionError):
            return
        until = time.monotonic() + wait_s
        while time.monotonic() < until:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(leader.pid, os.WNOHANG)
            if not group_members(leader.pid):
                return
            time.sleep(0.05)


def _stop_tree(leader: Process) -> None:
    import psutil

    if not leader.alive():
        return
    top = psutil.Process(leader.pid)
    everyone = [*top.children(recursive=True), top]
    for process in everyone:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, left = psutil.wait_procs(everyone, timeout=GRACE_S)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()


@dataclass
class Child:
    """A running child of the supervisor and what is known about its health."""

    spec: Spec
    report: Service
    popen: subprocess.Popen[bytes]
    process: Process
    temporary: Path
    started: float
    answered: float  # monotonic seconds of the last good health check
    checked: float = 0.0
    warm: threading.Thread | None = None
    warm_result: dict[str, Any] | None = None
    warm_error: str | None = None
    bind_retry: bool = False
    problem: tuple[str, str] | None = field(default=None)


class Supervisor:
    """Keeps the services of one lab home. `run()` returns the exit code."""

    def __init__(self, home: Path) -> None:
        self.paths = Paths(home)
        self.state = State(Process.of(os.getpid()))
        self.children: dict[str, Child] = {}
        self.stopping = False
        self.watchdog: subprocess.Popen[bytes] | None = None
        self._clients = state.FileLock(self.paths.lock)
        self._written = ""
        self._complaint = ""
        self._prepare = _die_with_parent()

    # life ---------------------------------------------------------------------------------------------------

    def run(self) -> int:
        lock = state.FileLock(self.paths.supervisor_lock)
        if not lock.acquire(1.0):  # a client that looks whether the lock is held takes it for a moment
            return EXIT_ALREADY
        code = 0
        try:
            self._start_watchdog()
            while not self.stopping:
                if not self.paths.root.is_dir():  # the lab home was deleted under us
                    break
                self._follow_want()
                if not self.state.services and self._may_end():
                    return 0
                for child in list(self.children.values()):
                    self._watch(child)
                self._report()
                time.sleep(POLL_S)
        except LabError as error:
            print(f"{state.now()} {error}", flush=True)
            code = EXIT_DISK_FULL
        finally:
            self._stop_all()
            self._end_watchdog()
            for path in (self.paths.state, self.paths.want):
                with contextlib.suppress(OSError):
                    path.unlink()
            lock.release()
            self._clients.release()
        return code

    def _may_end(self) -> bool:
        """Nothing is wanted: take the clients' lock, so that no client can ask for something while we leave."""
        if not self._clients.try_acquire():
            return False
        if not state.read_want(self.paths).services:
            return True
        self._clients.release()
        return False

    def _report(self) -> None:
        """Write state.json if it changed. A full disk is fatal only while something starts and a client waits."""
        from dataclasses import asdict

        text = json.dumps(asdict(self.state), sort_keys=True)
        if text == self._written:
            return
        try:
            state.write_state(self.paths, self.state)
            self._written = text
        except LabError:
            if not self.paths.root.is_dir():
                return
            if any(s.status in ("starting", "warming") for s in self.state.services.values()):
                raise

    def _follow_want(self) -> None:
        try:
            want = state.read_want(self.paths)
        except LabError as error:
            # Not ours to mend: keep what runs; clients complain about the file by themselves.
            if str(error) != self._complaint:
                self._complaint = str(error)
                print(f"{state.now()} {error}", flush=True)
            return
        for name, report in list(self.state.services.items()):
            wanted = want.services.get(name)
            if wanted is None or wanted["generation"] != report.generation:
                self._stop(name)
                del self.state.services[name]
        for name, wanted in want.services.items():
            if name not in self.state.services:
                spec = Spec.from_json(wanted["spec"])
                self.state.services[name] = Service(
                    name,
                    "starting",
                    int(wanted["generation"]),
                    spec.kind,
                    since=time.time(),
                    details=dict(spec.details),
                )
                self._start(spec, self.state.services[name], spec.port)

    # one child ----------------------------------------------------------------------------------------------

    def _start(self, spec: Spec, report: Service, port: int | None, *, bind_retry: bool = False) -> None:
        report.since = time.time()
        try:
            if port is not None and spec.port is not None:
                ports.require(port, spec.name)
            if port is None or not ports.is_free(port):
                port = ports.free()
            self._spawn(spec, report, port, bind_retry)
        except LabError as error:
            self._fail(report, error.problem, error.remedy)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                problem = state.disk_error(self.paths.log(spec.name), error)
                self._fail(report, problem.problem, problem.remedy)
            else:
                self._fail(
                    report, f"cannot start {spec.argv[0]}: {error.strerror}", "run `make lab`, which installs it again"
                )

    def _spawn(self, spec: Spec, report: Service, port: int, bind_retry: bool) -> None:
        log = self.paths.log(spec.name)
        log.parent.mkdir(parents=True, exist_ok=True)
        keep = report.restarts > 0 and log.exists() and log.stat().st_size < LOG_LIMIT
        # Sockets of vLLM lie in its temporary folder, and socket paths are short (about 100 bytes): not below the home.
        temporary = Path(tempfile.mkdtemp(prefix="lab-"))
        argv = [part.replace(PORT, str(port)) for part in spec.argv]
        environment = (
            os.environ | {"TMPDIR": str(temporary)} | {k: v.replace(PORT, str(port)) for k, v in spec.env.items()}
        )
        options: dict[str, Any] = (
            {"creationflags": 0x200}  # CREATE_NEW_PROCESS_GROUP
            if sys.platform == "win32"
            else {"process_group": 0, "preexec_fn": self._prepare}
        )
        try:
            with log.open("ab" if keep else "wb") as output:
                output.write(f"--- {state.now()} start of {spec.name} on port {port}\n".encode())
                output.flush()
                popen = subprocess.Popen(
                    argv, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                    env=environment, cwd=temporary, **options,
                )  # fmt: skip
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        self._tell_watchdog(f"+ {popen.pid} {temporary}")
        process = Process.of(popen.pid)  # our own child, not yet waited for: it has a create time even if it is dead
        now = time.monotonic()
        report.process, report.port, report.url = process, port, spec.url.replace(PORT, str(port))
        report.temporary = str(temporary)
        self.children[spec.name] = Child(spec, report, popen, process, temporary, now, now, bind_retry=bind_retry)

    def _watch(self, child: Child) -> None:
        report, spec = child.report, child.spec
        code = child.popen.poll()
        if code is not None:
            self._died(child, f"exited with code {code}" if code >= 0 else f"was killed by signal {-code}")
            return
        assert report.url is not None
        now = time.monotonic()
        if report.status in ("starting", "restarting"):
            if alive(spec.kind, report.url, 1.0):
                child.answered = time.monotonic()
                report.status = "warming"
                child.warm = threading.Thread(target=self._warm, args=(child, report.url), daemon=True)
                child.warm.start()
            elif now - child.started > spec.start_s:
                self._died(child, f"did not answer within {spec.start_s:.0f} s", final=True)
        elif report.status == "warming":
            assert child.warm is not None
            if not child.warm.is_alive():
                if child.warm_error is not None:
                    self._died(child, f"answers, but cannot work: {child.warm_error}", final=True)
                    return
                report.details |= child.warm_result or {}
                report.status, report.since = "ready", time.time()
                report.ready_s = round(time.monotonic() - child.started, 2)
        elif report.status == "ready" and now - child.checked > min(HEALTH_EVERY_S, spec.hang_s / 3):
            child.checked = now
            if alive(spec.kind, report.url):
                child.answered = time.monotonic()
            elif now - child.answered > spec.hang_s:
                self._died(child, f"did not answer its health check for {spec.hang_s:.0f} s")

    def _warm(self, child: Child, url: str) -> None:
        try:
            child.warm_result = warm_up(child.spec.kind, url, child.spec.details)
        except Exception as error:  # a thread has nobody else to tell
            child.warm_error = " ".join(str(error).split())[:400] or type(error).__name__

    def _died(self, child: Child, what: str, *, final: bool = False) -> None:
        """A child is dead or as good as dead: clear up its group; restart it once if it had been ready."""
        report, spec = child.report, child.spec
        was_ready = report.ready_s is not None
        self._stop(spec.name)
        lines = state.tail(self.paths.log(spec.name))
        report.events.append(Event(state.now(), what, lines))
        port = report.port
        bind = any(word in line.lower() for line in lines for word in BIND_ERRORS)
        if not was_ready and bind and spec.port is None and not child.bind_retry:
            self._start(spec, report, None, bind_retry=True)  # somebody took the port between our choice and its use
        elif was_ready and report.restarts == 0 and not final:
            report.restarts, report.status = 1, "restarting"
            self._start(spec, report, port)
        else:
            again = "again, after a restart" if report.restarts else "while it started"
            if bind:
                what = f"could not bind port {port}, which another program took"
            self._fail(report, f"{spec.name} {what} ({again})", f"see {self.paths.log(spec.name)}, then run `lab up`")

    def _fail(self, report: Service, problem: str, remedy: str) -> None:
        report.status, report.since = "failed", time.time()
        report.problem, report.remedy = problem, remedy
        report.process = report.url = report.port = report.temporary = None

    def _stop(self, name: str) -> None:
        child = self.children.pop(name, None)
        if child is None:
            return
        stop_group(child.process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.popen.wait(1.0)
        shutil.rmtree(child.temporary, ignore_errors=True)
        self._tell_watchdog(f"- {child.popen.pid} {child.temporary}")

    def _stop_all(self) -> None:
        for name in list(self.children):
            self._stop(name)

    # watchdog -----------------------------------------------------------------------------------------------

    def _start_watchdog(self) -> None:
        options: dict[str, Any] = {} if os.name == "nt" else {"start_new_session": True}
        self.watchdog = subprocess.Popen(
            [sys.executable, "-m", "labsupport.services.supervisor", "--watchdog", str(self.paths.home)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options,
        )  # fmt: skip

    def _tell_watchdog(self, line: str) -> None:
        if self.watchdog is not None and self.watchdog.stdin is not None:
            with contextlib.suppress(OSError):
                self.watchdog.stdin.write((line + "\n").encode())
                self.watchdog.stdin.flush()

    def _end_watchdog(self) -> None:
        if self.watchdog is not None:
            self._tell_watchdog("bye")
            if self.watchdog.stdin is not None:
                with contextlib.suppress(OSError):
                    self.watchdog.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.watchdog.wait(5.0)


def watch_over(pipe: IO[bytes], home: Path) -> None:
    """The watchdog: remembers the supervisor's children and, if the pipe ends without "bye", kills them."""
    mine: dict[int, tuple[Process | None, Path]] = {}
    for raw in pipe:
        sign, _, rest = raw.decode().strip().partition(" ")
        if sign == "bye":
            return
        pid, _, temporary = rest.partition(" ")
        if sign == "+":
            process = None
            with contextlib.suppress(Exception):  # it may be dead already; its group is then found by number
                process = Process.of(int(pid))
            mine[int(pid)] = (process, Path(temporary))
        else:
            mine.pop(int(pid), None)
    for leader, (process, folder) in mine.items():
        stop_group(process or Process(leader, 0.0, state.boot_id()), grace_s=3.0)
        shutil.rmtree(folder, ignore_errors=True)


def main(argv: list[str]) -> int:
    if argv[0] == "--watchdog":
        for number in (signal.SIGINT, signal.SIGTERM):  # it ends with its pipe, not before
            signal.signal(number, signal.SIG_IGN)
        watch_over(sys.stdin.buffer, Path(argv[1]))
        return 0
    supervisor = Supervisor(Path(argv[0]))

    def stop(number: int, frame: object) -> None:
        supervisor.stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the client in the foreground
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return supervisor.run()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
