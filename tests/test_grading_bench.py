"""The benchmark of grading: what a command costs is counted with all its processes, and a stopped run goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from labsupport.errors import LabError
from labsupport.grading import bench, others
from labsupport.grading.bench import Book, Measured
from labsupport.grading.hidden import Roots
from labsupport.grading.spent import Failed, Spent, Stopped

IDS = Roots().ids([others.STAGE])
OPTIONS = {"seed": 0, "batch": 2}
BURN = "import time\nwhile time.process_time() < 0.4: pass\n"


def in_a_process(body: str, folder: Path) -> Any:
    """What `body` leaves in `found`, in a Python of its own: `spent` takes all children of its process."""
    script = (
        "import json, os, signal, subprocess, sys, threading, time\nfrom pathlib import Path\n"
        f"from labsupport.grading import spent as module\nfrom labsupport.grading.spent import *\n{body}\n"
        "print(json.dumps(found))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted on Linux only")
class TestSpent:
    def test_orphans_are_in_the_sum(self, tmp_path: Path) -> None:
        parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BURN!r}], start_new_session=True)"
        used = in_a_process(
            f"used = spent([sys.executable, '-c', {parent!r}], cwd=Path())\nfound = [used.cpu_s, used.wall_s]", tmp_path
        )
        assert used[0] >= 0.4

    def test_what_stays_is_ended(self, tmp_path: Path) -> None:
        left = "sleep 50 & echo $! > pid"
        seconds = in_a_process(
            "module.LINGER_S = 0.2\nbegun = time.monotonic()\n"
            f"used = spent(['sh', '-c', {left!r}], cwd=Path())\nfound = time.monotonic() - begun",
            tmp_path,
        )
        assert seconds < 20
        assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()

    def test_interruption_tells_what_was_used(self, tmp_path: Path) -> None:
        cpu, gone = in_a_process(
            "threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
            f"try: spent([sys.executable, '-c', {BURN + 'time.sleep(50)'!r}], cwd=Path())\n"
            "except Stopped as stop: found = [stop.used.cpu_s, stop.used.wall_s < 30]",
            tmp_path,
        )
        assert cpu > 0
        assert gone

    def test_failure_shows_the_last_words(self, tmp_path: Path) -> None:
        said = in_a_process(
            "try: spent(['sh', '-c', 'echo no such course; exit 3'], cwd=Path())\n"
            "except Failed as failure: found = failure.problem",
            tmp_path,
        )
        assert said == "sh ended with code 3: no such course"


def pieces(made: others.Notebook, shape: others.Shape) -> list[tuple[str, str]]:
    return [(i, "".join(cell["source"])) for i, cell in others.answered(made, IDS, shape)]


def test_exercises_only_are_the_exercise_cells() -> None:
    found = pieces(others.blank(), "exercises")
    assert sorted(i for i, _ in found) == sorted(IDS)
    assert all("NotImplementedError" in source for _, source in found)


def test_whole_notebook_keeps_every_cell_at_smoke_pace() -> None:
    made = others.blank()
    before = ["".join(cell["source"]) for cell in made["cells"]]
    after = [source for _, source in pieces(made, "whole")]
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1] == changed[0][0].replace('pace = "full"', 'pace = "smoke"')


def test_deleted_answer_leaves_its_place_to_a_test() -> None:
    made = others.blank()
    gone = IDS[3]
    made["cells"] = [
        c for c in made["cells"] if (c["metadata"]["lab"]["kind"], c["metadata"]["lab"]["id"]) != ("exercise", gone)
    ]
    found = pieces(made, "whole")
    place = next(n for n, (i, _) in enumerate(found) if i == gone)
    assert found[place][1] == ""
    assert f'exercise("{gone}"' in found[place + 1][1]


def test_notebook_without_pace_is_refused() -> None:
    made = others.blank()
    for cell in made["cells"]:
        cell["source"] = [line.replace("pace =", "speed =") for line in cell["source"]]
    with pytest.raises(LabError, match="parameters cell"):
        others.answered(made, IDS, "whole")


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The graders' commands, recorded; their result files are written as the programs write them."""
    found: list[list[str]] = []

    def spend(command: Sequence[str | Path], *, cwd: Path, env: Any = None) -> Spent:
        words = [str(word) for word in command[1:]]
        found.append(words)
        if words[0] == "export":
            Path(words[2]).write_text("student_id,score\nann,9\nbob,\n")
        if words[0] == "run":
            tests = [{"name": "Public Tests"}, {"name": "q", "score": 1.0}, {"name": "r", "score": 0.0}]
            (Path(words[4]) / "results.json").write_text(json.dumps({"tests": tests}))
        return Spent(2.0, 1.0)

    monkeypatch.setattr(others, "spent", spend)
    return found


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    for name in ("nbgrader", "otter"):
        (tmp_path / "venv" / "bin" / name).touch()
    return tmp_path / "venv"


@pytest.fixture
def handed_in(tmp_path: Path) -> dict[str, Path]:
    path = tmp_path / "01.ipynb"
    path.write_text(json.dumps(others.blank()))
    return {"ann": path, "bob": path}


def test_nbgrader_gets_a_test_after_each_exercise(
    commands: list[list[str]], venv: Path, handed_in: dict[str, Path], tmp_path: Path
) -> None:
    grader = others.Nbgrader(tmp_path / "n", venv, IDS, 5, "whole", batch=True)
    used, scores = grader.grade(handed_in)
    assert (used, scores) == (Spent(2.0, 1.0), {"ann": 9.0, "bob": 0.0})
    assert [words[0] for words in commands] == ["generate_assignment", "autograde", "export"]
    cells = json.loads((tmp_path / "n/submitted/ann/01/01.ipynb").read_text())["cells"]
    assert len(cells) == len(others.blank()["cells"]) + len(IDS)
    tests = [n for n, cell in enumerate(cells) if cell["metadata"].get("nbgrader", {}).get("grade")]
    assert len(tests) == len(IDS)
    assert all(cells[n - 1]["metadata"]["nbgrader"]["solution"] for n in tests)
    assert all(f"check_here('{cells[n - 1]['metadata']['lab']['id']}'" in cells[n]["source"][1] for n in tests)


def test_nbgrader_takes_a_command_for_each_student(
    commands: list[list[str]], venv: Path, handed_in: dict[str, Path], tmp_path: Path
) -> None:
    used, _ = others.Nbgrader(tmp_path / "n", venv, IDS, 5, "exercises").grade(handed_in)
    assert used == Spent(4.0, 2.0)
    assert [words[-1] for words in commands if words[0] == "autograde"] == ["ann", "bob"]


def test_otter_runs_each_student_and_adds_the_points(
    commands: list[list[str]], venv: Path, handed_in: dict[str, Path], tmp_path: Path
) -> None:
    used, scores = others.Otter(tmp_path / "o", venv, IDS, 5, "exercises").grade(handed_in)
    assert (used, scores) == (Spent(4.0, 2.0), {"ann": 1.0, "bob": 1.0})
    cells = json.loads((tmp_path / "o/room/01.ipynb").read_text())["cells"]
    asked = [test for cell in cells for test in cell["metadata"]["otter"]["tests"]]
    assert sorted(asked) == sorted(path.stem for path in (tmp_path / "o/tests").glob("*.py"))


def test_missing_grader_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="no otter in"):
        others.Otter(tmp_path / "o", tmp_path, IDS, 0, "exercises")


def test_all_checks_of_a_right_and_a_wrong_answer() -> None:
    def never(*args: Any, **more: Any) -> Any:
        raise NotImplementedError

    with pytest.raises(AssertionError):
        others.check_here(IDS[0], never, seed=1)


# ---------------------------------------------------------------- what was measured


def test_book_goes_on_and_refuses_other_options(tmp_path: Path) -> None:
    path = tmp_path / "measured.jsonl"
    row = Measured("lab", 0, 2, 4.0, 3.0, ("ann: 1.0 instead of 2.0",))
    Book(path, OPTIONS).add({**row.__dict__, "wrong": list(row.wrong)})
    assert Book(path, OPTIONS).measured() == [row]
    with pytest.raises(LabError, match="batch=2"):
        Book(path, {**OPTIONS, "batch": 3})


class TestClassRun:
    def students(self, ends: list[Any]) -> Any:
        """A class whose `lab grade` ends like these: an exception, or what it cost."""

        def lab(names: list[str], room: Path) -> tuple[Spent, tuple[str, ...]]:
            end = ends.pop(0)
            if isinstance(end, BaseException):
                raise end
            return end, ()

        return lambda folder: SimpleNamespace(folder=folder, names=["ann", "bob", "cem"], lab=lab)

    def test_parts_are_added_up(self, tmp_path: Path) -> None:
        room = self.students([Stopped(Spent(10.0, 5.0)), Failed("x", Spent(1.0, 1.0)), Spent(7.0, 4.0)])(tmp_path)
        for kind in (Stopped, Failed):
            with pytest.raises(kind):
                bench.grade_class(room, Book(tmp_path / "b", OPTIONS), 3)
        whole = bench.ClassRun(Spent(18.0, 10.0), True, [], parts=3)
        assert bench.grade_class(room, Book(tmp_path / "b", OPTIONS), 3) == whole
        assert bench.grade_class(room, Book(tmp_path / "b", OPTIONS), 3) == whole

    def test_a_killed_part_has_no_known_cost(self, tmp_path: Path) -> None:
        killed = MemoryError("stands for a kill: nothing is written")
        room = self.students([Stopped(Spent(10.0, 5.0)), killed, Spent(12.0, 6.0)])(tmp_path)
        for kind in (Stopped, MemoryError):
            with pytest.raises(kind):
                bench.grade_class(room, Book(tmp_path / "b", OPTIONS), 3)
        (tmp_path / "whole-class").mkdir()
        assert bench.grade_class(room, Book(tmp_path / "b", OPTIONS), 3).used == Spent(12.0, 6.0)
        assert not (tmp_path / "whole-class").exists()


def test_rounds_that_are_known_are_not_measured_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[str] = []

    def arm(name: str) -> bench.Arm:
        def measured(group: Any) -> tuple[Spent, tuple[str, ...]]:
            calls.append(f"{name} {' '.join(group)}")
            if name == "lab-aa":
                raise LabError("no such thing", "mend it")
            return Spent(3.0, 1.0), ()

        return measured

    monkeypatch.setattr(bench, "lab_arms", lambda room: {name: arm(name) for name in ("lab", "lab-aa")})
    room: Any = SimpleNamespace(seed=0, group=lambda number, size: {f"s{number}": Path()})
    names = ["lab", "lab-aa", "otter"]
    reasons = bench.measure(room, Book(tmp_path / "b", OPTIONS), names, 2, 1, None, {})
    assert [call for call in calls if call.startswith("lab s")] == ["lab s0", "lab s1"]
    assert "no such thing" in reasons["lab-aa"]
    assert "--graders" in reasons["otter"]
    calls.clear()
    bench.measure(room, Book(tmp_path / "b", OPTIONS), ["lab"], 3, 1, None, {})
    assert calls == ["lab s2"]


def test_table_and_summary_give_ratios_and_reasons() -> None:
    each = {"definitions": 1.0, "lab": 8.0, "nbgrader-whole": 40.0}
    rows = [Measured(name, n, 2, 2 * cost * (n + 1), 1.0) for name, cost in each.items() for n in range(3)]
    lines = bench.table(rows, {"otter": "otter said no"}, list(bench.ARMS), 0)
    by_arm = {label: line for line in lines for label in bench.ARMS.values() if line.startswith(label + " ")}
    assert "0.125 [0.125, 0.125]" in by_arm["definitions only"]
    assert "5.000 [5.000, 5.000]" in by_arm["nbgrader, whole notebook, one command"]
    assert by_arm["otter run, exercises only"].endswith("not measured: otter said no")
    said = bench.summary(Spent(1600.0, 900.0), 200, rows, ["otter"], 0)
    assert "one run over 200, 8.00 s a submission" in said[0]
    assert said[1].startswith("  to definitions only: 4.000 [")
    assert said[2].startswith("  to nbgrader, whole notebook, one command: 0.100 [")
    assert said[3:] == ["  to otter run, exercises only: not measured, see above"]


def test_options_that_measure_nothing_are_refused() -> None:
    with pytest.raises(LabError, match="too small"):
        bench.main(["--rounds", "0"])
