"""The `lab` command: the table, its errors, and what importing the package costs."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from labsupport import cli, settings

ROOT = settings.repo_root()


def lab(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `lab` in a fresh process."""
    command = [sys.executable, "-m", "labsupport.cli", *words]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True)


def two_lines(done: subprocess.CompletedProcess[str]) -> tuple[str, str]:
    """The problem and the remedy; fails on anything else, such as a traceback."""
    lines = done.stderr.splitlines()
    assert done.returncode == 2, done.stderr
    assert len(lines) == 2, done.stderr
    assert lines[0].startswith("lab: ")
    assert lines[1].startswith("  remedy: ")
    return lines[0], lines[1]


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_exists_and_takes_its_arguments(name: str) -> None:
    module, function = cli.COMMANDS[name][0].split(":")
    target = getattr(importlib.import_module(module), function)
    required = [
        p for p in inspect.signature(target).parameters.values()
        if p.default is p.empty and p.kind is not p.KEYWORD_ONLY
    ]  # fmt: skip
    assert len(required) <= 1
    inspect.signature(target).bind([])


def test_unknown_command() -> None:
    problem, remedy = two_lines(lab("opne"))
    assert "'opne'" in problem
    assert "open" in remedy


def test_unknown_setting_is_refused_with_a_guess() -> None:
    problem, remedy = two_lines(lab("doctor", LAB_HOEM="/tmp/x"))
    assert "LAB_HOEM" in problem
    assert "did you mean LAB_HOME" in remedy


@pytest.mark.parametrize(("name", "value"), [("LAB_PACE", "fast"), ("LAB_SEED", "one"), ("LAB_TIME_SCALE", "0")])
def test_a_bad_value_is_named(name: str, value: str) -> None:
    problem, _ = two_lines(lab("test", **{name: value}))
    assert f"{name}={value!r}" in problem


def test_unknown_stage() -> None:
    problem, remedy = two_lines(lab("test", "--stage", "77"))
    assert "'77'" in problem
    assert "01" in remedy


def test_help_lists_every_command() -> None:
    done = lab("--help")
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in cli.COMMANDS)
    assert done.stdout.isascii()


def test_importing_the_package_and_the_command_is_light() -> None:
    code = (
        "import sys, json; before = set(sys.modules); import labsupport, labsupport.cli, labsupport.settings\n"
        "print(json.dumps(sorted({n.split('.')[0] for n in set(sys.modules) - before})))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout)) - set(sys.stdlib_module_names) == {"labsupport"}


def test_a_path_that_cannot_be_used_is_two_lines(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    problem, _ = two_lines(lab("progress", LAB_HOME=str(tmp_path / "file")))
    assert str(tmp_path / "file") in problem
    problem, _ = two_lines(lab("release", "--course", str(tmp_path / "file" / "course")))
    assert "course" in problem


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_reader_that_leaves_is_no_traceback(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)  # nobody will ever read
    command = [sys.executable, "-m", "labsupport.cli", "progress"]
    env = {**os.environ, "LAB_HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")
