"""The clients' side: ask for services, wait for them, stop them, and clear up after a supervisor that was killed.

Clients change want.json under a lock and read state.json; the supervisor does the rest. A call that fails or is
interrupted withdraws what it had asked for, so that nothing half-started stays.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport import settings
from labsupport.errors import LabError
from labsupport.services import state
from labsupport.services.spec import Spec, alive
from labsupport.services.state import Paths, Process, Service, State
from labsupport.services.supervisor import EXIT_ALREADY, EXIT_DISK_FULL, stop_group

if TYPE_CHECKING:
    import psutil

POLL_S = 0.1
LAUNCH_S = 30.0  # what a slow machine needs to start an interpreter and import the supervisor
MIN_FREE_BYTES = 64 * 1024 * 1024
Progress = Callable[[Service, Spec, float], None]  # service, its spec, seconds waited


def silent(service: Service, spec: Spec, waited_s: float) -> None:
    """A Progress that says nothing."""


@dataclass
class _Request:
    """What one call to `start` waits for: generation of each service, and which of them it asked for first."""

    generations: dict[str, int]
    added: set[str]
    supervisor: subprocess.Popen[bytes] | None = None


def running(paths: Paths) -> State | None:
    """The state of a live supervisor; None when there is none. Raises state.Corrupted. Changes nothing."""
    found = state.read_state(paths)
    if found is None or not found.supervisor.alive() or not state.held(paths.supervisor_lock):
        return None
    return found


def start(
    paths: Paths,
    specs: Sequence[Spec],
    *,
    timeout_s: float | None = None,
    fresh: bool = False,
    progress: Progress = silent,
) -> dict[str, Service]:
    """Make sure that a healthy service runs for each spec, and return them when all are ready.

    A service that runs with another spec is started anew; one that has failed for good only with `fresh`. Safe to
    call from several processes at once: they share the services. Raises LabError with the service's last log lines;
    what this call had asked for is then gone again.
    """
    by_name = {spec.name: spec for spec in specs}
    _check_disk(paths)
    asked = 0
    while True:
        request = _Request({}, set())
        try:
            asked += 1
            _ask(paths, by_name, fresh, request)
            return _wait(paths, by_name, request, timeout_s, progress)
        except _Vanished:
            # Killed about when we asked: what we want is still written down, and a new one will do it. After
            # `lab down` nothing is written down any more, and down it stays.
            if asked == 3 or not paths.want.exists():
                raise
        except BaseException as error:
            if isinstance(error, state.Corrupted):
                with contextlib.suppress(LabError), state.locked(paths):
                    sweep(paths)
            elif request.added:
                _withdraw(paths, request)
            raise


class _Vanished(LabError):
    """The supervisor that we relied on is gone, and it was not ours."""


def _check_disk(paths: Paths) -> None:
    try:
        paths.root.mkdir(parents=True, exist_ok=True)
        room = shutil.disk_usage(paths.root).free
    except OSError as error:
        raise state.disk_error(paths.root, error) from error
    if room < MIN_FREE_BYTES:
        raise LabError(
            f"only {room // 2**20} MiB are free on the disk of {paths.home}, {MIN_FREE_BYTES // 2**20} MiB are needed",
            "free some space, or set LAB_HOME to another disk",
        )


def _ask(paths: Paths, specs: dict[str, Spec], fresh: bool, request: _Request) -> None:
    with state.locked(paths):
        current = _current(paths)
        want = state.read_want(paths)
        before = dict(want.services)
        for name, spec in specs.items():
            have = want.services.get(name)
            reported = current.services.get(name) if current else None
            failed = reported is not None and reported.status == "failed"
            if have and _same(have["spec"], spec) and not (failed and fresh):
                request.generations[name] = int(have["generation"])
                continue
            want.generation += 1
            want.services[name] = {"generation": want.generation, "spec": spec.to_json()}
            request.generations[name] = want.generation
            request.added.add(name)
        if want.services != before:
            state.write_want(paths, want)
        if current is None:
            try:
                request.supervisor = _launch(paths)
            except BaseException:
                _unlink(paths.want)
                raise
            _await_hold(paths, request.supervisor)


def _await_hold(paths: Paths, supervisor: subprocess.Popen[bytes]) -> None:
    """Under the clients' lock: wait until a new supervisor holds its own lock, or has ended.

    Before that the next client would take it for a dead one, clear its files away and start a second one.
    """
    until = time.monotonic() + LAUNCH_S
    while supervisor.poll() is None and not state.held(paths.supervisor_lock) and time.monotonic() < until:
        time.sleep(0.02)


def _same(written: dict[str, Any], spec: Spec) -> bool:
    """Whether a spec in want.json is `spec`; one that a lab of another version wrote, with other fields, is not."""
    try:
        return Spec.from_json(written).same_as(spec)
    except (KeyError, TypeError):
        return False


def _current(paths: Paths) -> State | None:
    """Under the lock: the live supervisor's state, or None after clearing up whatever a dead one left."""
    if state.held(paths.supervisor_lock):
        until = time.monotonic() + 15.0
        while time.monotonic() < until:
            found = state.read_state(paths)
            if found is not None and found.supervisor.alive():
                return found  # otherwise it has only just started, or is about to end
            if not state.held(paths.supervisor_lock):
                break
            time.sleep(POLL_S)
        else:
            sweep(paths)  # it holds its lock but reports nothing: its file was taken away, or it hangs
            return None
    clear_stale(paths)
    return None


def clear_stale(paths: Paths) -> bool:
    """Under the lock, with no live supervisor: kill what a dead one left running and remove its files."""
    left = state.read_state(paths)
    _end(left)
    cleared = [_unlink(path) for path in (paths.state, paths.want)]
    lock = state.FileLock(paths.supervisor_lock)
    if paths.supervisor_lock.exists() and lock.try_acquire():  # never unlink a lock that somebody has just taken
        lock.release()
        cleared.append(True)
    return any(cleared)


def _end(left: State | None) -> None:
    """End the processes that a dead supervisor has recorded, and remove their temporary folders."""
    for service in left.services.values() if left else ():
        if service.process is not None:
            stop_group(service.process, grace_s=2.0)
        if service.temporary and Path(service.temporary).name.startswith("lab-"):  # never a folder that is not ours
            shutil.rmtree(service.temporary, ignore_errors=True)


def _unlink(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _launch(paths: Paths) -> subprocess.Popen[bytes]:
    log = paths.log("supervisor")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "labsupport.services.supervisor", str(paths.home)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=settings.repo_root(),
                start_new_session=os.name != "nt",
            )  # fmt: skip
    except OSError as error:
        raise state.disk_error(log, error) from error


def _wait(
    paths: Paths, specs: dict[str, Spec], request: _Request, timeout_s: float | None, progress: Progress
) -> dict[str, Service]:
    begun = time.monotonic()
    limit = timeout_s if timeout_s is not None else sum(spec.start_s for spec in specs.values()) + 30.0
    deaf_since: float | None = None
    while True:
        waited = time.monotonic() - begun
        found = running(paths)
        if found is None:
            _explain_absence(paths, request, waited)
        else:
            services = {n: found.services[n] for n in specs if n in found.services}
            mine = {n: s for n, s in services.items() if s.generation == request.generations[n]}
            for name, service in services.items():
                if service.generation > request.generations[name] or (service.status == "failed" and name in mine):
                    raise failure(paths, service, replaced=name not in mine)
            if len(mine) == len(specs) and all(s.status == "ready" for s in mine.values()):
                deaf = [s for s in mine.values() if not alive(s.kind, s.url or "")]
                if not deaf:
                    return mine
                # The supervisor will act when the service hangs; a client in another network never gets an answer.
                deaf_since = deaf_since or time.monotonic()
                if time.monotonic() - deaf_since > 10.0:
                    raise LabError(
                        f"{deaf[0].name} runs, but does not answer at {deaf[0].url}", "run `lab down`, then `lab up`"
                    )
            for name, service in mine.items():
                if service.status != "ready":
                    progress(service, specs[name], waited)
        if waited > limit:
            ready = {n for n, s in found.services.items() if s.status == "ready"} if found else set()
            name = next((n for n in specs if n not in ready), "the set of services")
            raise _with_log(paths, name, f"{name} was not ready after {limit:.0f} s", "run `lab up` again")
        time.sleep(POLL_S)


def _explain_absence(paths: Paths, request: _Request, waited_s: float) -> None:
    """No live supervisor: return if it may still be coming, otherwise raise LabError."""
    code = request.supervisor.poll() if request.supervisor else None
    if request.supervisor and code is None:
        return
    if code == EXIT_DISK_FULL:
        raise _with_log(paths, "supervisor", "the services cannot write their state", "free disk space or set LAB_HOME")
    if request.supervisor is None or code == EXIT_ALREADY:
        if waited_s < 1.0 or state.held(paths.supervisor_lock):
            return
        raise _Vanished("the services' supervisor ended while this command waited", "run `lab up` again")
    raise _with_log(paths, "supervisor", f"the services' supervisor ended with code {code}", "run `lab up` again")


def failure(paths: Paths, service: Service, *, replaced: bool = False) -> LabError:
    """The LabError for a failed service: what happened, its last log lines, the remedy."""
    if replaced:
        return LabError(f"{service.name} was started anew with other settings by another command", "run this again")
    problem = service.problem or f"{service.name} failed"
    lines = service.events[-1].log if service.events else []
    quoted = "".join(f"\n  | {line}" for line in lines)
    return LabError(problem + quoted, service.remedy or "run `lab up`")


def _with_log(paths: Paths, name: str, problem: str, remedy: str) -> LabError:
    quoted = "".join(f"\n  | {line}" for line in state.tail(paths.log(name)))
    return LabError(problem + quoted, remedy)


def _withdraw(paths: Paths, request: _Request) -> None:
    """Take back what `request` added and wait until it is gone."""
    with contextlib.suppress(LabError), state.locked(paths):
        if running(paths) is None and not (request.supervisor and request.supervisor.poll() is None):
            clear_stale(paths)
            return
        want = state.read_want(paths)
        for name in request.added:
            if want.services.get(name, {}).get("generation") == request.generations[name]:
                del want.services[name]
        state.write_want(paths, want)
    keeper: Process | None = None
    until = time.monotonic() + 30.0
    while time.monotonic() < until:
        with contextlib.suppress(LabError):
            found = running(paths)
            if found is not None:
                keeper = found.supervisor
                left = {name: service.generation for name, service in found.services.items()}
                if left and not any(left.get(name) == request.generations[name] for name in request.added):
                    return  # it goes on for what others asked for
            elif not (
                state.held(paths.supervisor_lock)
                or (keeper is not None and keeper.alive())
                or (request.supervisor is not None and request.supervisor.poll() is None)
            ):
                return
        time.sleep(POLL_S)
    with contextlib.suppress(LabError), state.locked(paths):
        sweep(paths)  # it cannot read what we ask (a full disk, a broken file): stop everything


def stop(paths: Paths) -> list[str]:
    """Stop every service and the supervisor, remove all their files but logs; names of what ran."""
    if not paths.root.is_dir():
        return []
    with state.locked(paths):
        names: list[str] = []
        try:
            found = state.read_state(paths)
            names = [n for n, s in found.services.items() if s.process and s.process.alive()] if found else []
        except state.Corrupted:
            with contextlib.suppress(state.Corrupted):
                names = list(state.read_want(paths).services)
        sweep(paths)
    return names


def sweep(paths: Paths) -> None:
    """Under the lock: end every supervisor of this lab home and what it started, whatever its files say."""
    import psutil

    left: State | None = None
    with contextlib.suppress(LabError):
        left = state.read_state(paths)
    supervisors = _find(paths)
    for process in supervisors:
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal.SIGTERM)
    _, stuck = psutil.wait_procs(supervisors, timeout=25.0)
    for process in stuck:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(_find(paths, watchdogs=True), timeout=10.0)
    _end(left)
    for path in (paths.state, paths.want, paths.supervisor_lock):
        _unlink(path)
    for path in paths.root.glob(".*.json.*"):  # half-written files of somebody who was killed
        _unlink(path)


def _find(paths: Paths, *, watchdogs: bool = False) -> list[psutil.Process]:
    """The supervisors (or watchdogs) of this lab home, found by their command lines."""
    import psutil

    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            line = process.cmdline()
            if line[1:3] != ["-m", "labsupport.services.supervisor"] or line[-1] != str(paths.home):
                continue
            if ("--watchdog" in line) == watchdogs and process.pid != os.getpid():
                found.append(process)
    return found
