"""Set-up, locks, doctor, lab open and the test runner, on machines that the tests describe."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from labsupport import bootstrap, offline, settings
from labsupport.errors import LabError
from labsupport.publish import lock, open_lab, testrun, uninstall
from labsupport.services import doctor

ROOT = settings.repo_root()
HOST = bootstrap.Host((3, 11, 7), "Linux", "x86_64", "glibc", cuda=False, has_venv=True, free_gb=50.0)
MACHINE = doctor.Machine("3.11.7", "Linux x86_64", cores=2, memory_gb=16.0, disk_gb=50.0, built=frozenset({"01"}))


# ---------------------------------------------------------------------------------------------- bootstrap


def fake_project(root: Path, python: str = "3.11.7") -> None:
    """A project folder with two environments that look complete but have no stamp yet."""
    (root / "requirements").mkdir()
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    for name, folder in bootstrap.FOLDERS.items():
        (root / "requirements" / f"{name}.lock").write_text(f"{name}==1\n", encoding="utf-8")
        binary = bootstrap.python_of(root / folder)
        binary.parent.mkdir(parents=True)
        binary.touch()
        bootstrap.command_of(root / folder).touch()
        (root / folder / "pyvenv.cfg").write_text(f"home = /usr\nversion = {python}\n", encoding="utf-8")


def stamp(root: Path, name: str, cuda: bool = False) -> None:
    content = json.dumps(bootstrap.expected_stamp(root, name, cuda))
    (root / bootstrap.FOLDERS[name] / bootstrap.STAMP).write_text(content, encoding="utf-8")


@pytest.mark.parametrize("version", [(3, 10, 12), (3, 10, 0), (3, 13, 0), (3, 14, 1)])
def test_python_outside_the_range_is_refused_with_a_remedy(version: tuple[int, int, int]) -> None:
    with pytest.raises(LabError) as caught:
        bootstrap.check_host(replace(HOST, python=version), ["lab"])
    assert ".".join(map(str, version)) in caught.value.problem
    assert "PYTHON=python3.12" in caught.value.remedy


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 11, 2), (3, 12, 9)])
def test_python_inside_the_range_is_accepted(version: tuple[int, int, int]) -> None:
    bootstrap.check_host(replace(HOST, python=version), ["lab", "serve"])


def test_disk_message_names_both_numbers() -> None:
    with pytest.raises(LabError, match=r"3\.2 GB free.*lab and serve needs 8\.0 GB"):
        bootstrap.check_host(replace(HOST, free_gb=3.2), ["lab", "serve"])
    bootstrap.check_host(replace(HOST, free_gb=5.0), ["lab"])
    with pytest.raises(LabError):
        bootstrap.check_host(replace(HOST, free_gb=8.5, cuda=True), ["lab"])


def test_a_python_without_venv_is_told_which_package_to_install() -> None:
    with pytest.raises(LabError) as caught:
        bootstrap.check_host(replace(HOST, has_venv=False), ["lab"])
    assert "python3.11-venv" in caught.value.remedy


@pytest.mark.parametrize(
    ("changes", "word"),
    [({"system": "Darwin"}, "Darwin"), ({"system": "Windows"}, "Windows"), ({"machine": "riscv64"}, "riscv64"),
     ({"libc": ""}, "glibc")],
)  # fmt: skip
def test_where_vllm_cannot_be_had_the_reason_is_named(changes: dict[str, str], word: str) -> None:
    assert bootstrap.serve_possible(HOST) is None
    assert word in (bootstrap.serve_possible(replace(HOST, **changes)) or "")  # type: ignore[arg-type]


def test_old_python_on_path_finds_a_newer_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, version in (("python3.12", "3 12 3"), ("python3.11", "3 10 9")):
        script = tmp_path / name
        script.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.other_python() == str(tmp_path / "python3.12")
    (tmp_path / "python3.12").unlink()
    assert bootstrap.other_python() is None  # what it says of itself counts, not its name


def test_complete_environments_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_project(tmp_path)
    stamp(tmp_path, "lab")
    stamp(tmp_path, "serve")
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("a process was started"))
    assert bootstrap.setup(tmp_path, ["lab", "serve"], HOST) == []
    assert not (tmp_path / "build").exists()  # not even the lock was needed


def test_what_makes_an_environment_stale(tmp_path: Path) -> None:
    fake_project(tmp_path)
    assert not bootstrap.is_ready(tmp_path, "lab", cuda=False)  # no stamp: an interrupted installation
    stamp(tmp_path, "lab")
    assert bootstrap.is_ready(tmp_path, "lab", cuda=False)
    assert not bootstrap.is_ready(tmp_path, "lab", cuda=True)
    (tmp_path / "requirements/lab.lock").write_text("lab==2\n", encoding="utf-8")
    assert not bootstrap.is_ready(tmp_path, "lab", cuda=False)
    stamp(tmp_path, "lab")
    project = tmp_path / "pyproject.toml"
    project.write_text("[project]\n\n[tool.ruff]\nline-length = 120\n", encoding="utf-8")
    assert bootstrap.is_ready(tmp_path, "lab", cuda=False)  # a linter's setting changes nothing that is installed
    project.write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert not bootstrap.is_ready(tmp_path, "lab", cuda=False)
    stamp(tmp_path, "lab")
    moved = tmp_path.parent / (tmp_path.name + "-moved")
    tmp_path.rename(moved)
    assert not bootstrap.is_ready(moved, "lab", cuda=False)  # scripts hold the old path
    stamp(moved, "lab")
    assert bootstrap.is_ready(moved, "lab", cuda=False)
    bootstrap.command_of(moved / ".venv").unlink()
    assert not bootstrap.is_ready(moved, "lab", cuda=False)  # half deleted
    bootstrap.command_of(moved / ".venv").touch()
    bootstrap.python_of(moved / ".venv").unlink()
    assert not bootstrap.is_ready(moved, "lab", cuda=False)  # the Python it was made with is gone
    (moved / ".venv" / bootstrap.STAMP).write_text("{", encoding="utf-8")
    assert bootstrap.read_stamp(moved, "lab") is None


def test_a_failing_step_leaves_no_stamp_and_shows_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_project(tmp_path)
    stamp(tmp_path, "serve")
    (tmp_path / "requirements/serve.lock").write_text("serve==2\n", encoding="utf-8")

    def refuse(self: bootstrap.Installer, *args: str) -> bool:
        with self.log.open("a", encoding="utf-8") as log:
            log.write("WARNING: noise\nERROR: no matching distribution\n")
        return False

    monkeypatch.setattr(bootstrap.Installer, "pip", refuse)
    with pytest.raises(LabError) as caught:
        bootstrap.setup(tmp_path, ["serve"], HOST)
    assert "no matching distribution" in caught.value.problem
    assert "noise" not in caught.value.problem
    assert bootstrap.read_stamp(tmp_path, "serve") is None
    bootstrap.take_lock(tmp_path / "build/bootstrap.lock", 0.0).release()  # and the lock is free again


def test_torch_falls_back_to_the_public_cpu_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_project(tmp_path)
    calls: list[tuple[str, ...]] = []

    def pip(self: bootstrap.Installer, *args: str) -> bool:
        calls.append(args)
        return bootstrap.TORCH_CPU_INDEX in args

    monkeypatch.setattr(bootstrap.Installer, "pip", pip)
    (tmp_path / "build").mkdir()
    bootstrap.Installer(tmp_path, "lab", HOST).torch()
    assert [bootstrap.TORCH_CPU_INDEX in args for args in calls] == [False, True]
    assert all("torch==2.13.0+cpu" in args for args in calls)
    calls.clear()
    gpu = bootstrap.Installer(tmp_path, "lab", replace(HOST, cuda=True))
    gpu.log.write_text("ERROR: none\n", encoding="utf-8")
    with pytest.raises(LabError, match="ERROR: none"):
        gpu.torch()
    assert calls == [("torch==2.13.0",)]


def test_damaged_packages_are_found(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for name in ("whole", "torn"):
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").write_text("x = 1\n", encoding="utf-8")
        info = site / f"{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n", encoding="utf-8")
        (info / "RECORD").write_text(f"{name}/__init__.py,sha256=x,6\n{name}-1.dist-info/RECORD,,\n", encoding="utf-8")
    (site / "torn" / "__init__.py").write_text("x =", encoding="utf-8")
    command = [sys.executable, "-S", "-c", bootstrap.VERIFY, json.dumps(["whole", "torn", "absent"])]
    done = subprocess.run(command, env={"PYTHONPATH": str(site)}, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["torn", "absent"]


def test_a_taken_lock_names_its_holder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "build" / "bootstrap.lock"
    code = (
        "import sys, time; from pathlib import Path; from labsupport import bootstrap\n"
        "held = bootstrap.take_lock(Path(sys.argv[1]), 0); print('taken', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "taken\n"
        with pytest.raises(LabError, match=rf"process {other.pid}\b"):
            bootstrap.take_lock(path, 0.2)
        assert "waiting" in capsys.readouterr().out
    finally:
        other.kill()
        other.wait()
    bootstrap.take_lock(path, 0.0).release()  # the holder was killed: the lock is free without anyone tidying up


def test_an_environment_behind_a_link_is_left_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / ".venv").symlink_to(elsewhere)
    with pytest.raises(LabError, match=r"(?s)is a link to .*remove the link"):
        bootstrap.Installer(tmp_path / "root", "lab", HOST).run()
    assert [p.name for p in elsewhere.iterdir()] == ["kept"]


def test_bootstrap_needs_the_standard_library_only() -> None:
    code = (
        "import sys; before = set(sys.modules); import labsupport.bootstrap\n"
        "new = {name.split('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)\n"
        "print(sorted(new))"
    )
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['labsupport']"


# ---------------------------------------------------------------------------------------------- locks


def test_locks_inputs_and_environment_agree() -> None:
    assert lock.problems(ROOT) == []


@pytest.mark.parametrize("name", ["lab", "serve"])
def test_every_locked_line_is_exact_and_hashed(name: str) -> None:
    found = lock.pins(ROOT / f"requirements/{name}.lock")
    assert len(found) > 100
    assert all(pin.hashes >= 1 for pin in found)
    names = [(pin.name, pin.marker) for pin in found]
    assert len(names) == len(set(names))
    text = (ROOT / f"requirements/{name}.lock").read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if line.startswith("-") or "://" in line]


def test_a_changed_pin_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    for name in ("lab.in", "lab.lock", "serve.in", "serve.lock"):
        (tmp_path / "requirements" / name).write_bytes((ROOT / "requirements" / name).read_bytes())
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    (tmp_path / "environment.yml").write_text(text.replace("pytest==", "pytest==1."), encoding="utf-8")
    assert lock.problems(tmp_path) == ["environment.yml differs from requirements/lab.lock"]
    (tmp_path / "environment.yml").write_text(text, encoding="utf-8")
    wanted = (tmp_path / "requirements/lab.in").read_text(encoding="utf-8")
    (tmp_path / "requirements/lab.in").write_text(wanted + "left-pad>=1\nhttpx>=99\n", encoding="utf-8")
    found = lock.problems(tmp_path)
    assert "lab.in: left-pad>=1 is not in lab.lock" in found
    assert any("httpx>=99" in problem for problem in found)


def test_a_line_without_hash_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    path.write_text("# comment\nhttpx==1.0\n", encoding="utf-8")
    with pytest.raises(LabError, match=r"httpx==1\.0"):
        lock.pins(path)


def test_no_part_of_torch_or_cuda_is_locked_but_lookalikes_are() -> None:
    assert all(lock.NOT_LOCKED.fullmatch(name) for name in ("torch", "triton", "nvidia-nccl-cu13", "cuda-bindings"))
    assert not any(lock.NOT_LOCKED.fullmatch(name) for name in ("torchao", "pytorch-x", "nvidia"))


# ---------------------------------------------------------------------------------------------- doctor


def verdict(machine: doctor.Machine, stage: str = "01") -> doctor.Row:
    return next(row for row in doctor.judge(machine) if row.stage == stage)


def test_doctor_good_machine_and_stages_that_are_not_built() -> None:
    assert verdict(MACHINE) == doctor.Row("01", "fits", ())
    assert verdict(MACHINE, "07").verdict == "not built yet"
    assert [row.stage for row in doctor.judge(MACHINE)] == [f"{n:02}" for n in range(1, 11)]


@pytest.mark.parametrize(
    ("changes", "expected", "words"),
    [
        ({"memory_gb": 6.0}, "fits smaller", "LAB_PACE=smoke"),
        ({"memory_gb": 2.0}, "not here", "2.0 GB memory"),
        ({"cores": 1}, "fits smaller", "1 core"),
        ({"disk_gb": 0.2}, "not here", "0.2 GB free disk"),
        ({"serve_env": "vLLM has no build for Darwin"}, "fits smaller", "prefix-cache"),
        ({"redis": None}, "not here", "redis"),
        ({"weights": "model.safetensors has a wrong sha256"}, "not here", "sha256"),
        ({"data": "people.json has a wrong sha256"}, "not here", "people.json"),
        ({"lab_env": ".venv is not up to date"}, "not here", ".venv"),
        ({"loopback": "ports on 127.0.0.1 do not work"}, "not here", "127.0.0.1"),
    ],
)
def test_doctor_says_why(changes: dict[str, object], expected: str, words: str) -> None:
    row = verdict(replace(MACHINE, **changes))  # type: ignore[arg-type]
    assert row.verdict == expected
    assert words in "; ".join(row.reasons)


def test_doctor_needs_neither_weights_nor_vllm_with_a_remote_endpoint() -> None:
    remote = replace(MACHINE, remote="http://192.0.2.1/v1", weights="none", serve_env="none")
    assert verdict(remote).verdict == "fits"


def test_doctor_report_is_ascii_and_complete() -> None:
    text = "\n".join(doctor.report(replace(MACHINE, gpu="GPU\u2122 141 GB", redis=None)))
    assert text.isascii()
    assert all(word in text for word in ("Python", "memory", "GPU", "redis", "sandbox", "Chromium", "10     not built"))


# ---------------------------------------------------------------------------------------------- lab open, uninstall


def test_a_taken_port_is_named_and_the_next_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        with pytest.raises(LabError, match=str(taken)):
            open_lab.choose_port(taken)
        monkeypatch.setattr(open_lab, "FIRST_PORT", taken)
        assert taken < open_lab.choose_port(None) < taken + 200
    with pytest.raises(LabError, match="70000"):
        open_lab.choose_port(70000)


def test_jupyterlab_starts_quiet_answers_only_with_its_token_and_stops(tmp_path: Path) -> None:
    import urllib.error
    import urllib.request

    import psutil

    home, work = tmp_path / "home", tmp_path / "work"
    work.mkdir()
    open_lab.folder(home).mkdir(parents=True)
    found = open_lab.start(home, work, open_lab.choose_port(None))
    try:
        assert open_lab.running(home) == found
        assert open_lab.answers(found)
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{found.port}/api/contents", timeout=5)
        with urllib.request.urlopen(found.url(), timeout=5) as reply:
            page = reply.read().decode()
        assert '"news": {"disabled": true}' in page
        assert '"can_install": false' in page
        if os.name != "nt":
            assert (open_lab.folder(home) / "server.json").stat().st_mode & 0o077 == 0
            assert found.token not in " ".join(psutil.Process(found.pid).cmdline())
    finally:
        assert open_lab.stop(home)
    assert not psutil.pid_exists(found.pid)
    assert open_lab.running(home) is None
    assert not open_lab.stop(home)


def test_the_token_is_not_shown_to_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.3)
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        assert not open_lab.answers(open_lab.Running(1, 0.0, port, "secret", "/"))
        with pytest.raises(TimeoutError):
            proxy.accept()


def test_a_stale_server_file_is_not_believed(tmp_path: Path) -> None:
    state = open_lab.folder(tmp_path) / "server.json"
    state.parent.mkdir()
    # This process's id with another create time: the id was reused. stop() must not kill it.
    content = {"pid": os.getpid(), "created": time.time() - 1e6, "port": 1, "token": "t", "root": "/"}
    state.write_text(json.dumps(content), encoding="utf-8")
    assert open_lab.running(tmp_path) is None
    assert not state.exists()
    assert not open_lab.stop(tmp_path)


def test_uninstall_refuses_folders_that_are_not_a_lab_home(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    with pytest.raises(LabError, match="contains"):
        uninstall.check_home(tmp_path, root)
    with pytest.raises(LabError, match="contains"):
        uninstall.check_home(Path.home(), root)
    other = tmp_path / "documents"
    other.mkdir()
    (other / "thesis.txt").touch()
    with pytest.raises(LabError, match=r"thesis\.txt"):
        uninstall.check_home(other, root)
    (other / "models").mkdir()
    with pytest.raises(LabError, match=r"thesis\.txt"):  # also where a folder happens to have a name of ours
        uninstall.check_home(other, root)
    (other / "thesis.txt").unlink()
    for name in ("progress.json", ".progress.json.lock", "progress.json.corrupt-1"):
        (other / name).touch()
    uninstall.check_home(other, root)
    uninstall.check_home(tmp_path / "absent", root)


# ---------------------------------------------------------------------------------------------- switches, test runner


def test_the_switches_win_over_the_environment_and_defaults_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    child = offline.child_env({"X": "1"})
    assert (child["HF_HUB_OFFLINE"], child["OMP_NUM_THREADS"], child["X"]) == ("1", "4", "1")
    assert child["RAGAS_DO_NOT_TRACK"] == "true"
    assert Path(child["TIKTOKEN_CACHE_DIR"]).is_dir()


JUNIT = """<testsuites><testsuite>
<testcase classname="a" name="good"/>
<testcase classname="a" name="bad"><failure message="no"/></testcase>
<testcase classname="a" name="broken"><error message="no"/></testcase>
<testcase classname="a" name="left_out"><skipped type="pytest.skip" message="bubblewrap is missing"/></testcase>
<testcase classname="a" name="gpu"><skipped type="pytest.skip" message="needs a GPU"/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize(("in_ci", "closing"), [(False, "1 passed, 2 failed"), (True, "1 passed, 3 failed")])
def test_skips_count_as_failures_in_ci(tmp_path: Path, in_ci: bool, closing: str) -> None:
    report, tally = tmp_path / "r.xml", testrun.Tally()
    report.write_text(JUNIT, encoding="utf-8")
    testrun.junit(report, tally, in_ci=in_ci)
    assert tally.closing() == closing
    assert any("bubblewrap" in problem for problem in tally.problems) is in_ci


def test_a_missing_report_is_a_failure(tmp_path: Path) -> None:
    tally = testrun.Tally()
    testrun.junit(tmp_path / "none.xml", tally, in_ci=False)
    assert tally.closing() == "0 passed, 1 failed"


def test_a_notebook_runner_that_breaks_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    tally = testrun.Tally()

    def run() -> testrun.Result:
        raise RuntimeError("kernel died")

    testrun.notebook(run, "01 student", tally)
    assert tally.problems == ["01 student: kernel died"]
    assert "kernel died" in capsys.readouterr().err


def test_ci_without_a_namespace_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testrun, "can_unshare", lambda: False)
    monkeypatch.setattr(testrun, "_wait", lambda command, env: pytest.fail("the suite was started"))
    with pytest.raises(LabError, match="namespace"):
        testrun.isolate([], {}, in_ci=True)


def test_without_a_namespace_children_get_the_guard(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: dict[str, str] = {}
    monkeypatch.setattr(testrun, "can_unshare", lambda: False)
    monkeypatch.setattr(testrun, "_wait", lambda command, env: seen.update(env) or 0)
    assert testrun.isolate(["--quick"], dict(os.environ), in_ci=False) == 0
    assert "guard" in capsys.readouterr().out
    code = (
        "import socket\n"
        "with socket.create_server(('127.0.0.1', 0)) as s: socket.create_connection(s.getsockname()).close()\n"
        "for target in ('192.0.2.1', 'host.example'):\n"
        "    try: socket.create_connection((target, 80), timeout=1)\n"
        "    except OSError as error: print('refuse' in str(error))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=seen, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


@pytest.mark.sandbox
def test_the_namespace_has_loopback_and_no_way_out() -> None:
    if not testrun.can_unshare():
        pytest.skip("this machine does not allow a network namespace")
    code = (
        "import socket; from labsupport.publish import testrun as t; t.loopback_up()\n"
        "with socket.create_server(('127.0.0.1', 0)) as s: socket.create_connection(s.getsockname()).close()\n"
        "print(t.has_way_out())"
    )
    command = [*testrun.namespace_command(os.geteuid() == 0), sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_process_that_is_left_behind_is_named(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], env={**os.environ, "LAB_HOME": str(tmp_path)}
    )
    try:
        assert any(f"process {child.pid}" in line for line in testrun.leftovers(tmp_path, "guard", wait_s=0.0))
    finally:
        child.kill()
        child.wait()
    assert testrun.leftovers(tmp_path, "guard", wait_s=2.0) == []


def test_the_closing_line_is_last_and_failures_set_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"stage": "01", "kind": "student", "seconds": 3.2, "peak_mb": 410.0, "cells": 70, "compared": 0, "failed": 0}

    def suite(args: argparse.Namespace, home: Path, tally: testrun.Tally) -> None:
        tally.add(True, "")
        tally.add(False, "mypy: see the log")
        tally.notebooks.append(row)

    monkeypatch.setattr(testrun, "suite", suite)
    monkeypatch.setattr(testrun.settings, "repo_root", lambda: Path(os.environ["LAB_HOME"]))
    (Path(os.environ["LAB_HOME"]) / "build" / "test").mkdir(parents=True, exist_ok=True)
    assert testrun.inside(argparse.Namespace(isolation="guard", stage=None, quick=False)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "1 passed, 1 failed"
    assert "  failed: mypy: see the log" in lines
    assert any(line.split() == ["01", "student", "3.2", "410", "70", "0", "0"] for line in lines)


def test_the_readme_names_every_setting() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in settings.KNOWN if f"| `{name}` |" not in text] == []
    first_screen = text.splitlines()[:12]
    assert any(line.startswith("make lab") for line in first_screen)
    assert any(line.startswith("make test") for line in first_screen)
