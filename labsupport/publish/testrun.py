"""`lab test`: the whole suite, from lint to notebooks, without outgoing network. `make test` and `.ci/run` call it.

The run re-executes itself in a network namespace that has loopback only; where the machine does not allow that, a
guard in every Python child refuses outgoing connections, and with CI=true the run fails instead.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from labsupport import offline, settings
from labsupport.errors import LabError

if TYPE_CHECKING:
    from labsupport.publish.execute import Result

# The suite decides these itself; a person's own values would change what is tested.
NOT_INHERITED = {
    "LAB_PACE",
    "LAB_SEED",
    "LAB_STRICT",
    "LAB_TIME_SCALE",
    "LAB_MODEL",
    "LAB_BASE_URL",
    "LAB_API_KEY",
    "LAB_QDRANT_URL",
    "LAB_GRAMMAR",
    "LAB_RERANKER",
}
Isolation = Literal["namespace", "guard"]
LAB = (sys.executable, "-m", "labsupport.cli")
GPU_REASONS = ("needs a GPU", "needs CUDA")  # the only reasons for which a test may be skipped in CI


@dataclass
class Tally:
    """Counts of the run: pytest tests, notebooks and single steps, each counted once."""

    passed: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list)  # one line for each failure
    notebooks: list[dict[str, Any]] = field(default_factory=list)

    def add(self, ok: bool, problem: str) -> None:
        if ok:
            self.passed += 1
        else:
            self.failed += 1
            self.problems.append(problem)

    def closing(self) -> str:
        """The line that ends the run."""
        return f"{self.passed} passed, {self.failed} failed"


# ---------------------------------------------------------------------------------------------- network isolation


def namespace_command(is_root: bool) -> list[str]:
    """The command prefix that starts a program in a network namespace of its own."""
    return ["unshare", "--net"] if is_root else ["unshare", "--map-root-user", "--net"]


def can_unshare() -> bool:
    """Whether this process may make a network namespace."""
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return False
    return subprocess.run([*namespace_command(os.geteuid() == 0), "true"], capture_output=True).returncode == 0


def loopback_up() -> None:
    """Switch on `lo` in a fresh network namespace (what `ip link set lo up` does, without needing iproute2)."""
    import fcntl

    get_flags, set_flags, up = 0x8913, 0x8914, 0x1  # SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP (linux/sockios.h, linux/if.h)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(control, get_flags, request))[1]
        fcntl.ioctl(control, set_flags, struct.pack("16sH14x", b"lo", flags | up))


def has_way_out() -> bool:
    """Whether the kernel has a route to the outside. Connecting a UDP socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737)
        except OSError:
            return False
    return True


def isolate(inner: Sequence[str], env: Mapping[str, str], *, in_ci: bool) -> int:
    """Run the suite's second half without outgoing network; returns its exit code.

    Raises LabError in CI when no namespace can be used.
    """
    command = [sys.executable, "-m", "labsupport.publish.testrun", *inner]
    if can_unshare():
        print("network: namespace with loopback only", flush=True)
        return _wait([*namespace_command(os.geteuid() == 0), *command, "--isolation", "namespace"], env)
    if in_ci:
        raise LabError(
            "CI=true, but this machine does not allow a network namespace (unshare --net)",
            "run as root, or allow unprivileged user namespaces",
        )
    guard = Path(__file__).parent / "netguard"
    path = os.pathsep.join([str(guard), *filter(None, [env.get("PYTHONPATH")])])
    print("network: no namespace here; a guard in every Python process refuses outgoing connections", flush=True)
    return _wait([*command, "--isolation", "guard"], {**env, "PYTHONPATH": path})


def _wait(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run to the end; Ctrl-C reaches the child too (same terminal), SIGTERM is passed on. The child tidies up."""
    child = subprocess.Popen(command, cwd=settings.repo_root(), env=dict(env))
    signal.signal(signal.SIGTERM, lambda number, frame: child.terminate())
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


# ---------------------------------------------------------------------------------------------- the steps


def call(name: str, command: Sequence[str], logs: Path, *, live: bool = False) -> bool:
    """One step that is a command; its output goes to a log and is shown when it fails (or at once with `live`)."""
    start = time.monotonic()
    log = logs / f"{name.replace(' ', '-')}.log"
    with log.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(
            command, cwd=settings.repo_root(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
        assert child.stdout is not None
        try:
            for line in child.stdout:
                out.write(line)
                if live:
                    print(line, end="", flush=True)
            ok = child.wait() == 0
        except BaseException:
            child.terminate()
            child.wait()
            raise
    print(f"{name:<32} {'ok' if ok else 'FAILED':<7} {time.monotonic() - start:6.1f} s", flush=True)
    if not ok and not live:
        print("".join(f"    {line}\n" for line in log.read_text(encoding="utf-8").splitlines()[-40:]), end="")
    return ok


def lint(logs: Path, tally: Tally) -> None:
    """Lint, format, types and the generated files."""
    python = sys.executable
    steps = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy"],
        "lock files": [*LAB, "lock", "--check"],
        "world data": [*LAB, "world", "--check"],
        "generated notebooks": [*LAB, "build", "--check"],
    }
    for name, command in steps.items():
        tally.add(call(name, command, logs), f"{name}: {logs / name.replace(' ', '-')}.log")


def junit(path: Path, tally: Tally, *, in_ci: bool) -> None:
    """Add pytest's results. A skipped test counts as a failure in CI unless it needs a GPU; elsewhere not at all."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        tally.add(False, f"pytest left no report ({error})")
        return
    for case in root.iter("testcase"):
        name = f"{case.get('classname', '')}::{case.get('name', '')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally.add(False, name)
        elif skipped is None or skipped.get("type") == "pytest.xfail":
            tally.add(True, name)
        elif in_ci and not (skipped.get("message") or "").startswith(GPU_REASONS):
            tally.add(False, f"{name} was skipped: {skipped.get('message')}")


def unit_tests(logs: Path, tally: Tally, *, in_ci: bool, select: Sequence[str] = ()) -> None:
    """pytest on tests/, with the services where a test asks for them."""
    report = logs / "pytest.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", f"--junitxml={report}", *select]
    before = tally.failed
    ok = call("pytest", command, logs, live=True)
    junit(report, tally, in_ci=in_ci)
    if not ok and tally.failed == before:
        tally.add(False, f"pytest ended with an error: {logs / 'pytest.log'}")


def stages(only: str | None) -> list[str]:
    """The stages that have a source. Raises LabError when `only` is not one of them."""
    found = sorted(path.name[:2] for path in (settings.repo_root() / "solutions").glob("[0-9][0-9]_*.py"))
    if only is None:
        return found
    if only not in found:
        raise LabError(f"there is no stage {only!r}", f"stages here: {', '.join(found)}")
    return [only]


def notebook(run: Callable[[], Result], label: str, tally: Tally) -> None:
    """Execute one notebook and add its result; an exception of the runner is a failure with its text."""
    print(f"{label:<32} ...", flush=True)
    try:
        result = run()
    except Exception as error:  # whatever the runner does, the table and the closing line must come
        traceback.print_exc()
        tally.add(False, f"{label}: {error}")
        return
    from labsupport.publish import execute

    names = ("stage", "kind", "seconds", "peak_mb", "cells", "compared")
    row = {name: getattr(result, name) for name in names}
    tally.notebooks.append(row | {"failed": len(result.failed), "log": str(result.log_path)})
    print(execute.describe(result), flush=True)
    tally.add(result.ok and result.cells > 0, f"{label}: {len(result.failed)} failed cell(s), see {result.log_path}")


def table(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Seconds and peak memory per notebook."""
    lines = [f"{'stage':<6} {'notebook':<9} {'seconds':>8} {'peak MB':>8} {'cells':>6} {'compared':>9} {'failed':>7}"]
    for row in rows:
        lines.append(
            f"{row['stage']:<6} {row['kind']:<9} {row['seconds']:8.1f} {row['peak_mb']:8.0f} {row['cells']:6} "
            f"{row['compared']:9} {row['failed']:7}"
        )
    return lines


def leftovers(home: Path, isolation: Isolation, wait_s: float = 8.0) -> list[str]:
    """Processes that still run with this lab home, and (in the namespace) ports that still listen."""
    import psutil

    deadline = time.monotonic() + wait_s
    while True:
        mine = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                ours = process.pid not in mine and process.environ().get("LAB_HOME") == str(home)
                if ours and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(f"process {process.pid} ({' '.join(process.cmdline())[:80]})")
        if isolation == "namespace":
            connections = psutil.net_connections("tcp")
            listening = {c.laddr.port for c in connections if c.laddr and c.status == psutil.CONN_LISTEN}
            found += [f"port {port} still listens" for port in sorted(listening)]
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


def write_run(tally: Tally) -> None:
    """Keep what the notebooks of a full run needed, on which machine, and with which versions and hashes."""
    from labsupport.lab import records
    from labsupport.publish.pages import status

    root = settings.repo_root()
    about = {"meta": records.meta(), "versions": status.versions(root), "notebooks": tally.notebooks}
    status.run_path(root).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def suite(args: argparse.Namespace, home: Path, tally: Tally) -> None:
    """Everything in order; the services go down in any case."""
    in_ci = os.environ.get("CI") == "true"
    logs = settings.repo_root() / "build" / "test"
    logs.mkdir(parents=True, exist_ok=True)
    chosen = stages(args.stage)
    if args.isolation == "namespace":
        tally.add(not has_way_out(), "the network namespace has a way out")
    try:
        if args.stage is None:
            lint(logs, tally)
            if not args.quick:  # before the tests, so that they and the notebooks share one start
                tally.add(call("lab up", [*LAB, "up", *chosen], logs, live=True), "lab up")
            unit_tests(logs, tally, in_ci=in_ci, select=["-m", "not services"] if args.quick else [])
        else:
            check = [*LAB, "build", "--check"]
            tally.add(call("generated notebooks", check, logs), "generated notebooks")
        if not args.quick:
            from labsupport.publish import execute

            for stage in chosen:
                notebook(partial(execute.student, stage, pace="smoke"), f"{stage} student, smoke", tally)
            for stage in chosen:
                notebook(partial(execute.solution, stage), f"{stage} solution, full", tally)
            if args.stage is None:
                write_run(tally)  # the status page shows it
                pages = [*LAB, "site", "--out", str(logs / "site")]
                tally.add(call("site", pages, logs), f"site: {logs / 'site.log'}")
    finally:
        from labsupport.services import commands

        commands.down([])
        found = leftovers(home, args.isolation)
        tally.add(not found, f"left behind after `lab down`: {'; '.join(found)}")


def inside(args: argparse.Namespace) -> int:
    """The part that runs without outgoing network. Prints the table, the failures and, last, the closing line."""
    home, tally = settings.load().home, Tally()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a cancelled run stops its services, too
    if args.isolation == "namespace":
        loopback_up()
    try:
        suite(args, home, tally)
    except LabError as error:
        tally.add(False, str(error))
    except KeyboardInterrupt:
        tally.add(False, "interrupted")
    if tally.notebooks:
        print("\n" + "\n".join(table(tally.notebooks)))
    if tally.failed:
        print(f"\nlogs: {settings.repo_root() / 'build' / 'test'}\nexecuted notebooks and service logs: {home}")
        print("\n".join(f"  failed: {problem}" for problem in tally.problems))
    sys.stderr.flush()
    print(f"\n{tally.closing()}", flush=True)
    return int(tally.failed > 0)


def main(argv: list[str]) -> int:
    """`lab test [--stage NN] [--quick]`; exit code 0 only when nothing failed."""
    parser = argparse.ArgumentParser(prog="lab test", description="the whole test suite without outgoing network")
    parser.add_argument("--stage", help="the generated files and notebooks of one stage only, for example 01")
    parser.add_argument("--quick", action="store_true", help="lint, types and the tests that need no services")
    parser.add_argument("--isolation", choices=("namespace", "guard"), help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.isolation:
        return inside(args)
    if args.stage is not None:
        args.stage = args.stage.zfill(2)
        stages(args.stage)
    root = settings.repo_root()
    settings.load()  # an unknown setting is said before anything starts
    fresh = not os.environ.get("LAB_HOME")
    (root / "build").mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="test-home-", dir=root / "build")) if fresh else settings.load().home
    extra = {"LAB_HOME": str(home), "IPYTHONDIR": str(home / "ipython"), "MPLCONFIGDIR": str(home / "matplotlib")}
    extra["JUPYTER_CONFIG_DIR"] = str(home / "jupyter-test")  # a person's own Jupyter settings must not decide
    env = {name: value for name, value in offline.child_env(extra).items() if name not in NOT_INHERITED}
    code = isolate(argv, env, in_ci=os.environ.get("CI") == "true")
    if fresh and code == 0:
        shutil.rmtree(home, ignore_errors=True)
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
