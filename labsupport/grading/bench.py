"""`lab bench-grading`: what grading one submission costs, beside nbgrader on the same answers and checks.

CPU seconds count every process: this one adopts what its commands leave behind (`prctl` subreaper), so the children
of a sandbox are in the sum. nbgrader runs the visible and hidden checks of the exercises inside the learner's kernel
(`check_here`), as its tests do, so all arms do the same checks. Reports, never asserts seconds.
"""

from __future__ import annotations

import argparse
import csv
import functools
import inspect
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labsupport import stats
from labsupport.errors import LabError
from labsupport.grading import child, hidden, lift, sandbox, simulate
from labsupport.grading.hidden import Roots, Scenario
from labsupport.lab.attempt import run_check
from labsupport.lab.check import run_async
from labsupport.settings import repo_root

STAGE = "01"
KERNEL = "lab"
MIN_ROUNDS = 3
COMPARED = ("mixed", "strong", "half-done", "unfinished", "untouched")  # plain notebooks, which every grader can read
LOAD = (
    "import json, sys; from labsupport.grading import child\n"
    "for parts, names in json.load(open(sys.argv[1])):\n"
    "    try: child.define(parts, names)\n"
    "    except Exception: pass\n"
)


@dataclass(frozen=True)
class Spent:
    """CPU seconds of a command with all its descendants, and seconds on the clock."""

    cpu_s: float
    wall_s: float


def spent(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None) -> Spent:
    """Run a command and wait for it and for all it leaves behind. LabError with its last words when it fails.

    Linux only, and not while this process waits for other children: it reaps them all.
    """
    child.prctl(child.PR_SET_CHILD_SUBREAPER, 1)
    with tempfile.TemporaryFile() as words:
        started = time.monotonic()
        process = subprocess.Popen(
            list(map(str, command)), cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=words, stderr=words,
        )  # fmt: skip
        cpu = wall = 0.0
        while True:
            try:
                pid, status, usage = os.wait4(-1, 0)
            except ChildProcessError:
                break
            cpu += usage.ru_utime + usage.ru_stime
            if pid == process.pid:
                process.returncode, wall = os.waitstatus_to_exitcode(status), time.monotonic() - started
        if process.returncode:
            words.seek(0)
            last = words.read().decode("utf-8", "replace").strip()[-600:]
            raise LabError(f"{Path(command[0]).name} ended with code {process.returncode}: {last}", "mend this first")
    return Spent(cpu, wall)


def check_here(exercise_id: str, *objects: Any, seed: int) -> None:
    """All checks of an exercise in this process, as a test cell of nbgrader runs them. AssertionError if not.

    The work is that of `lab grade`; what is missing is everything that keeps the answer from its own verdict.
    """
    exercise = Roots().exercise(exercise_id)
    check = hidden.load(exercise_id)
    for visible in exercise.checks:
        assert run_check(visible, objects, exercise.time_limit_s, exercise) is None, visible.name
    space: dict[str, Any] = {"__name__": "driver"}
    exec(compile(check.driver, "<driver>", "exec", dont_inherit=True), space)
    subject = objects[0] if len(objects) == 1 else objects
    for scenario in check.scenarios(random.Random(seed)):
        drive = functools.partial(space["drive"], subject, _Direct(scenario), scenario.args)
        value = run_async(drive, scenario.time_limit_s)
        scenario.judge(json.loads(json.dumps(value)), scenario.world)


class _Direct:
    """A driver's `call` without a process between: the world answers at once."""

    def __init__(self, scenario: Scenario) -> None:
        self.world = scenario.world

    def reply(self, event: str, payload: Any) -> Any:
        return self.world.on(event, json.loads(json.dumps(payload)))

    async def __call__(self, event: str, payload: Any = None) -> Any:
        reply = self.reply(event, payload)
        return json.loads(json.dumps(await reply if inspect.isawaitable(reply) else reply))

    def sync(self, event: str, payload: Any = None) -> Any:
        reply = self.reply(event, payload)
        if inspect.iscoroutine(reply):  # the driver blocks its event loop, so only a reply at once can be waited for
            try:
                reply.send(None)
            except StopIteration as done:
                return json.loads(json.dumps(done.value))
            raise RuntimeError(f"the world withholds its reply to {event!r}, for which the driver blocks")
        return json.loads(json.dumps(reply))

    def notify(self, event: str, payload: Any = None) -> None:
        self.sync(event, payload)


class Class:
    """A simulated class in a folder of its own, and the arms that grade some of it."""

    def __init__(self, folder: Path, students: int, seed: int, jobs: int) -> None:
        self.folder, self.seed, self.jobs = folder, seed, jobs
        self.pupils = simulate.simulate(folder / "class", students=students, seed=seed, stage=STAGE)
        self.ids = Roots().ids([STAGE])
        self.paths = {p.parts[-3]: p for p in (folder / "class" / "submitted").rglob("*.ipynb")}

    def readable(self, count: int) -> list[str]:
        """Students whose files every grader can read."""
        return [one.name for one in self.pupils if one.habit in COMPARED][:count]

    def lab(self, names: Sequence[str]) -> Spent:
        """`lab grade` of these students, sandbox on. LabError if a score is not the true one."""
        room = Path(tempfile.mkdtemp(dir=self.folder))
        for name in names:
            shutil.copytree(self.folder / "class" / "submitted" / name, room / "in" / name)
        command = [sys.executable, "-m", "labsupport.cli", "grade", str(room / "in"), "--out", str(room / "out")]
        command += ["--stages", STAGE, "--require-sandbox", "--jobs", str(self.jobs)]
        used = spent(command, cwd=self.folder)
        wrong = simulate.differences(self.folder / "class" / simulate.EXPECTED, room / "out" / "grades.csv")
        if wrong := [line for line in wrong if not line.endswith(": not graded")]:
            raise LabError(f"lab grade differs from the truth: {'; '.join(wrong)}", "see the matrix of these exercises")
        return used

    def plain(self, names: Sequence[str]) -> Spent:
        """The definitions of each submission loaded in a Python of its own: no checks, no isolation."""
        total = Spent(0.0, 0.0)
        exercises = [Roots().exercise(i) for i in self.ids]
        for name in names:
            cells, _ = lift.read_notebook(self.paths[name])
            answers = lift.lift(cells, exercises)
            file = self.folder / "answers.json"
            file.write_text(json.dumps([[answers[e.id].parts, e.names] for e in exercises if answers[e.id].parts]))
            used = spent([sys.executable, "-c", LOAD, file], cwd=self.folder)
            total = Spent(total.cpu_s + used.cpu_s, total.wall_s + used.wall_s)
        return total


class Nbgrader:
    """nbgrader's command line, one `autograde` a student, on notebooks that hold the exercises and their tests only.

    The students' notebooks have many more cells; nbgrader would run them all, so this is the cheaper half of its work.
    """

    def __init__(self, room: Class, venv: Path) -> None:
        self.room, self.course, self.program = room, room.folder / "nbgrader", venv / "bin" / "nbgrader"
        if not self.program.exists():
            raise LabError(
                f"no nbgrader in {venv}", "make an environment and `pip install nbgrader otter-grader` in it"
            )
        kernel = room.folder / "jupyter" / "kernels" / KERNEL
        kernel.mkdir(parents=True)
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        (kernel / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": KERNEL, "language": "python"}))
        self.env = {
            "PATH": f"{venv.absolute() / 'bin'}:{os.environ['PATH']}",  # it calls alembic by name
            "JUPYTER_PATH": str(room.folder / "jupyter"),
            "HOME": str(room.folder),
        }
        self.course.mkdir()
        (self.course / "nbgrader_config.py").write_text(
            "c = get_config()\nc.CourseDirectory.course_id = 'lab'\nc.ExecutePreprocessor.timeout = 600\n"
        )
        source = self.course / "source" / STAGE / f"{STAGE}.ipynb"
        source.parent.mkdir(parents=True)
        blank = json.loads(next(iter(repo_root().glob(f"notebooks/{STAGE}_*.ipynb"))).read_text())
        source.write_text(json.dumps(self.tested(blank)))
        self.run("generate_assignment", STAGE, "--create")

    def run(self, *words: str) -> Spent:
        return spent([self.program, *words], cwd=self.course, env=self.env)

    def tested(self, made: Mapping[str, Any]) -> dict[str, Any]:
        """The exercise cells, each followed by its test."""
        cells = []
        found = {c["metadata"].get("lab", {}).get("id"): c for c in made["cells"] if _is_answer(c)}
        for number, exercise_id in enumerate(self.room.ids):
            source = found[exercise_id]["source"] if exercise_id in found else []
            names = ", ".join(Roots().exercise(exercise_id).names)
            call = f"check_here({exercise_id!r}, {names}, seed={self.room.seed})"
            test = ["from labsupport.grading.bench import check_here\n", call]
            cells += [_cell(f"answer-{number}", source, grade=False), _cell(f"test-{number}", test, grade=True)]
        kernel = {"name": KERNEL, "display_name": KERNEL, "language": "python"}
        return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}

    def grade(self, names: Sequence[str], *, batch: bool = False) -> Spent:
        """Grade these students: a command each, or with `batch` one for all."""
        shutil.rmtree(self.course / "submitted", ignore_errors=True)
        for name in names:
            path = self.course / "submitted" / name / STAGE / f"{STAGE}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(self.tested(json.loads(self.room.paths[name].read_text()))))
        if batch:
            return self.run("autograde", STAGE, "--create", "--force")
        each = [self.run("autograde", STAGE, "--create", "--force", "--student", name) for name in names]
        return Spent(sum(one.cpu_s for one in each), sum(one.wall_s for one in each))

    def differences(self, names: Sequence[str]) -> list[str]:
        """Students whose total is not the true one."""
        self.run("export", "--to", str(self.course / "grades.csv"))
        with (self.course / "grades.csv").open(newline="") as file:
            totals = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
        true = {one.name: sum(a.score for a in one.answers.values()) for one in self.room.pupils}
        return [
            f"{name}: {totals.get(name)} instead of {true[name]}" for name in names if totals.get(name) != true[name]
        ]


def _is_answer(cell: Mapping[str, Any]) -> bool:
    return bool(cell["cell_type"] == "code" and cell["metadata"].get("lab", {}).get("kind") == "exercise")


def _cell(name: str, source: list[str], *, grade: bool) -> dict[str, Any]:
    marks = {
        "grade": grade,
        "solution": not grade,
        "locked": grade,
        "task": False,
        "schema_version": 3,
        "grade_id": name,
    }
    meta = {"nbgrader": {**marks, "cell_type": "code", **({"points": 1} if grade else {})}}
    return {"cell_type": "code", "id": name, "metadata": meta, "source": source, "outputs": [], "execution_count": None}


def compare(room: Class, names: Sequence[str], rounds: int, graders: Path | None) -> None:
    """Print CPU seconds per submission of each arm and their ratios to `lab grade`, an A/A arm included."""
    arms: dict[str, Callable[[], float]] = {
        "lab grade": lambda: room.lab(names).cpu_s / len(names),
        "lab grade, A/A": lambda: room.lab(names).cpu_s / len(names),
        "definitions only": lambda: room.plain(names).cpu_s / len(names),
    }
    other = Nbgrader(room, graders) if graders is not None else None
    if other is not None:
        arms["nbgrader, a command each"] = lambda: other.grade(names).cpu_s / len(names)
        arms["nbgrader, one batch"] = lambda: other.grade(names, batch=True).cpu_s / len(names)
    measured = stats.interleave(arms, rounds, room.seed)
    print(f"{'arm':<28} {'CPU s per submission':>20}   ratio to lab grade, 95 % interval")
    for name, values in measured.items():
        ratio = stats.ratio_ci(values, measured["lab grade"], paired=True, seed=room.seed)
        limits = f"[{ratio.low:.2f}, {ratio.high:.2f}]" if rounds >= MIN_ROUNDS else "(too few rounds for an interval)"
        print(f"{name:<28} {stats.median(values):>20.2f}   {ratio.value:.2f} {limits}")
    if other is None:
        print("nbgrader: not measured (--graders VENV names an environment that has it)")
    else:
        wrong = other.differences(names)
        print(f"nbgrader's totals that are not the true ones: {'; '.join(wrong) or 'none'}")


def main(argv: Sequence[str]) -> int:
    """`lab bench-grading`: ratios of interleaved arms, then one run of a whole class."""
    parser = argparse.ArgumentParser(
        prog="lab bench-grading", description="what grading a submission of stage 01 costs. Reports, never asserts."
    )
    parser.add_argument("--students", type=int, default=200, help="size of the class (default 200); 0: ratios only")
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each arm (default 5)")
    parser.add_argument("--batch", type=int, default=4, help="submissions of one measurement (default 4)")
    parser.add_argument("--graders", type=Path, default=None, metavar="VENV", help="environment with nbgrader in it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="answers graded at the same time")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(argv)
    if options.rounds < 1 or options.batch < 1 or options.students < 0:
        raise LabError("--rounds, --batch or --students is too small", "give whole numbers of at least 1 (students: 0)")
    if not sys.platform.startswith("linux"):
        raise LabError(f"{sys.platform} cannot count the CPU of grandchildren", "run the benchmark on Linux")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {sandbox.detect()}")
    print(f"load before the run: {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as folder:
        room = Class(Path(folder), max(options.students, 2 * options.batch + 20), options.seed, options.jobs)
        names = room.readable(options.batch)
        print(f"{len(names)} submissions a measurement, {options.rounds} rounds, seed {options.seed}", flush=True)
        compare(room, names, options.rounds, options.graders)
        if options.students:
            everyone = [one.name for one in room.pupils][: options.students]
            used = room.lab(everyone)
            print(f"{len(everyone)} submissions in one run: {60 * len(everyone) / used.wall_s:.1f} a minute,"
                  f" {used.cpu_s / len(everyone):.2f} CPU s each, all scores as expected")  # fmt: skip
    return 0
