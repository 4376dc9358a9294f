"""`lab grade --scheduler`: the same jobs on a real scheduler with worker processes on this machine."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from grading_class import E1, E2, FIXTURE, WEAK, WRONG, graded, hand_in, notebook

from labsupport.errors import LabError
from labsupport.grading import grade, remote, sandbox
from labsupport.grading.hidden import Roots
from labsupport.settings import repo_root

pytest_plugins = ["grading_fixture"]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a scheduler with two worker processes, which know the fixture exercises."""
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    paths = os.pathsep.join([str(FIXTURE), str(repo_root())])
    env = {**os.environ, "PYTHONPATH": paths, "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False"}
    common = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
    worker = ["worker", *common, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder)]
    commands = [["scheduler", *common, "--port", "0"], worker, worker]
    with (folder / "log").open("w") as log:
        running = [
            subprocess.Popen([sys.executable, "-m", "dask", *words], env=env, cwd=folder, stdout=log, stderr=log)
            for words in commands
        ]
    try:
        from distributed import Client

        with Client(scheduler_file=str(file), timeout=120, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
            yield client.scheduler.address
    except BaseException:
        print((folder / "log").read_text()[-3000:])
        raise
    finally:
        for process in running[::-1]:  # workers first: one whose scheduler is gone may wait for it
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()
            process.wait()


@pytest.mark.sandbox
def test_workers_give_the_results_of_this_machine(
    scheduler: str, roots: Roots, boxed: sandbox.Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attack = "def running_total(values, start=0):\n    import os\n    os._exit(0)\n"
    folder = hand_in(tmp_path / "in", ann=notebook(), bob=notebook(WRONG), eve=notebook(attack))
    here = graded(folder, tmp_path / "here", roots, level=boxed)
    there = graded(folder, tmp_path / "there", roots, scheduler=scheduler, require_sandbox=True)
    assert there == here == {"ann": {E1: True, E2: True}, "bob": {E1: False, E2: True}, "eve": {E1: False, E2: True}}
    stored = json.loads((tmp_path / "there" / "grades.json").read_text())
    assert stored["isolation"] == f"bubblewrap (on the workers of {scheduler})"
    verdicts = [[(v["name"], v["diagnosis"]) for v in s["exercises"][E1]["hidden"]] for s in stored["students"]]
    assert all(rows for rows in verdicts)

    sent: list[int] = []

    def counted(orders: Any, address: str) -> Any:
        sent.append(len(orders))
        return original(orders, address)

    original = remote.run
    monkeypatch.setattr(remote, "run", counted)
    assert graded(folder, tmp_path / "there", roots, scheduler=scheduler) == there
    assert sent == [], "a second run sends nothing"
    graded(folder, tmp_path / "there", roots, scheduler=scheduler, only=["bob"])
    assert sent == [2]


def test_a_worker_with_another_copy_of_the_lab_grades_nothing(
    scheduler: str, roots: Roots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "code_hash", lambda _: "newer than the workers")
    folder = hand_in(tmp_path / "in", ann=notebook())
    out = tmp_path / "out"
    run = grade.grade([folder], out, seed=7, stages=["01"], roots=roots, scheduler=scheduler, progress=False)
    assert len(run.ungraded) == 2
    assert "differs from this one" in run.ungraded[0]
    assert not (out / "results").exists(), "no zero is stored"


def test_a_worker_without_the_full_sandbox_grades_nothing(roots: Roots, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "detect", lambda: WEAK)
    assert "rlimits-only" in remote.work(remote.Order(E1, (), 7, "", roots))["problem"]


def test_no_scheduler_no_workers_and_no_package_are_told(
    roots: Roots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = hand_in(tmp_path / "in", ann=notebook())
    monkeypatch.setattr(remote, "CONNECT_S", 1)
    with pytest.raises(LabError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        graded(folder, tmp_path / "out", roots, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(LabError, match="no Dask scheduler at nonsense"):
        graded(folder, tmp_path / "out", roots, scheduler="nonsense://x")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LabError, match="'distributed', which is not installed"):
        graded(folder, tmp_path / "out", roots, scheduler="tcp://127.0.0.1:9")
