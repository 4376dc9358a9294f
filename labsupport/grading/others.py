"""nbgrader's and otter's command lines on the students' notebooks of the benchmark, with the checks of `lab grade`.

Both run their tests in the learner's kernel; there `check_here` makes the visible and hidden checks of an exercise, so
that all arms of the benchmark do the same work. A notebook comes in two shapes. "exercises": the exercise cells and
their tests only. "whole": every cell of the student's notebook, as both tools run it, at smoke pace, with a test after
each exercise; no option of theirs leaves cells out.
"""

from __future__ import annotations

import csv
import functools
import inspect
import json
import os
import random
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from labsupport.errors import LabError
from labsupport.grading import hidden
from labsupport.grading.hidden import Roots, Scenario
from labsupport.grading.spent import Spent, spent
from labsupport.lab.attempt import run_check
from labsupport.lab.check import run_async
from labsupport.settings import repo_root

Shape = Literal["exercises", "whole"]
Notebook = dict[str, Any]
Cell = dict[str, Any]
Scores = dict[str, float]

STAGE = "01"
KERNEL = "lab"
CELL_LIMIT_S = 600  # nbgrader's own is 30 s, less than some experiments need
PACE = ('pace = "full"', 'pace = "smoke"')
# The grader's packages come last, so that the lab's own versions are the ones that a notebook imports.
KERNEL_START = "import sys; sys.path.append({site!r}); from ipykernel.kernelapp import launch_new_instance as go; go()"
OTTER_TEST = """\
from otter.test_files import test_case

from labsupport.grading.others import check_here

OK_FORMAT = False
name = {question!r}
points = 1


@test_case()
def test_all(env):
    check_here({exercise!r}, *(env[name] for name in {names!r}), seed={seed})
"""


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


def blank() -> Notebook:
    """The student notebook of the stage, without answers."""
    made: Notebook = json.loads(next(iter(repo_root().glob(f"notebooks/{STAGE}_*.ipynb"))).read_text("utf-8"))
    return made


def answered(made: Notebook, ids: Sequence[str], shape: Shape) -> list[tuple[str, Cell]]:
    """The cells to run, each with the id of the exercise that it answers or "".

    A deleted answer is an empty cell at its place, since its test needs one. LabError for a notebook whose parameters
    cell has no pace.
    """
    found: list[tuple[str, Cell]] = []
    seen: set[str] = set()
    paced = False
    for cell in made["cells"]:
        lab = cell["metadata"].get("lab", {})
        kind, exercise_id = lab.get("kind") if cell["cell_type"] == "code" else None, str(lab.get("id"))
        if kind == "check" and exercise_id in ids and exercise_id not in seen:
            found.append((exercise_id, _code([])))
            seen.add(exercise_id)
        if kind == "exercise" and exercise_id in ids and exercise_id not in seen:
            found.append((exercise_id, cell))
            seen.add(exercise_id)
            continue
        if kind == "parameters":
            source = "".join(cell["source"])
            paced = paced or PACE[0] in source
            cell = {**cell, "source": source.replace(*PACE).splitlines(keepends=True)}
        found.append(("", cell))
    if shape == "exercises":
        return [item for item in found if item[0]]
    if not paced:
        raise LabError(f"the notebook's parameters cell has no line {PACE[0]}", "run `lab build`")
    return found


def packages(venv: Path) -> Iterator[Path]:
    """The package folders of an environment."""
    return venv.absolute().glob("lib/python*/site-packages")


def versions(venv: Path) -> str:
    """The graders that an environment holds, with their versions."""
    found = [p.name for site in packages(venv) for p in site.glob("*.dist-info")]
    known = [name.removesuffix(".dist-info") for name in found if name.startswith(("nbgrader-", "otter_grader-"))]
    return ", ".join(sorted(known)).replace("-", " ") or "none"


class _Grader:
    """What both graders share: their program, a kernel of this interpreter, and a folder."""

    name: str

    def __init__(self, folder: Path, venv: Path, ids: Sequence[str], seed: int, shape: Shape) -> None:
        self.folder, self.ids, self.seed, self.shape = folder, ids, seed, shape
        self.program = venv.absolute() / "bin" / self.name
        if not self.program.exists():
            raise LabError(
                f"no {self.name} in {venv}", "make an environment and `pip install nbgrader otter-grader` in it"
            )
        shutil.rmtree(folder, ignore_errors=True)
        kernel = folder / "jupyter" / "kernels" / KERNEL
        kernel.mkdir(parents=True)
        site = next(packages(venv), venv)
        argv = [sys.executable, "-c", KERNEL_START.format(site=str(site)), "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": KERNEL, "language": "python", "env": {"PYTHONPATH": str(repo_root())}}
        (kernel / "kernel.json").write_text(json.dumps(spec))
        self.env = {
            "PATH": f"{self.program.parent}:{os.environ['PATH']}",  # nbgrader calls alembic by name
            "JUPYTER_PATH": str(folder / "jupyter"),
            "HOME": str(folder),
        }

    def run(self, *words: str | Path) -> Spent:
        return spent([self.program, *words], cwd=self.folder, env=self.env)

    def grade(self, notebooks: Mapping[str, Path]) -> tuple[Spent, Scores]:
        """What grading these students' notebooks cost, and their totals."""
        raise NotImplementedError


class Nbgrader(_Grader):
    """`nbgrader autograde`: a command for each student, or with `batch` one for all."""

    name = "nbgrader"

    def __init__(
        self, folder: Path, venv: Path, ids: Sequence[str], seed: int, shape: Shape, *, batch: bool = False
    ) -> None:
        super().__init__(folder, venv, ids, seed, shape)
        self.batch = batch
        (folder / "nbgrader_config.py").write_text(
            "c = get_config()\nc.CourseDirectory.course_id = 'lab'\n"
            f"c.CourseDirectory.root = {str(folder)!r}\nc.ExecutePreprocessor.timeout = {CELL_LIMIT_S}\n"
        )
        source = folder / "source" / STAGE / f"{STAGE}.ipynb"
        source.parent.mkdir(parents=True)
        source.write_text(json.dumps(self.tested(blank())))
        self.run("generate_assignment", STAGE, "--create")

    def tested(self, made: Notebook) -> Notebook:
        """The notebook with an autograder test after each exercise."""
        cells: list[Cell] = []
        for exercise_id, cell in answered(made, self.ids, self.shape):
            if not exercise_id:
                cells.append(cell)
                continue
            number = self.ids.index(exercise_id)
            names = ", ".join(Roots().exercise(exercise_id).names)
            call = f"check_here({exercise_id!r}, {names}, seed={self.seed})"
            test = _code(["from labsupport.grading.others import check_here\n", call])
            cells += [_marked(cell, f"answer-{number}", grade=False)]
            cells += [_marked(test, f"test-{number}", grade=True)]
        return _notebook(cells)

    def grade(self, notebooks: Mapping[str, Path]) -> tuple[Spent, Scores]:
        for old in ("submitted", "autograded"):
            shutil.rmtree(self.folder / old, ignore_errors=True)
        for name, path in notebooks.items():
            copy = self.folder / "submitted" / name / STAGE / f"{STAGE}.ipynb"
            copy.parent.mkdir(parents=True)
            copy.write_text(json.dumps(self.tested(json.loads(path.read_text("utf-8")))))
        command = ("autograde", STAGE, "--create", "--force")
        students: list[tuple[str, ...]] = [()] if self.batch else [("--student", name) for name in notebooks]
        used = sum((self.run(*command, *one) for one in students), Spent())
        self.run("export", "--to", self.folder / "grades.csv")
        with (self.folder / "grades.csv").open(newline="") as file:
            return used, {row["student_id"]: float(row["score"] or 0) for row in csv.DictReader(file)}


class Otter(_Grader):
    """`otter run`, which grades one notebook without a container. `otter grade` builds a Docker image first."""

    name = "otter"

    def __init__(self, folder: Path, venv: Path, ids: Sequence[str], seed: int, shape: Shape) -> None:
        super().__init__(folder, venv, ids, seed, shape)
        (folder / "tests").mkdir()
        for exercise_id in ids:
            names = tuple(Roots().exercise(exercise_id).names)
            question = self.question(exercise_id)
            text = OTTER_TEST.format(question=question, exercise=exercise_id, names=names, seed=seed)
            (folder / "tests" / f"{question}.py").write_text(text)
        self.run("generate", "-t", "tests", "-o", "autograder.zip", "--no-environment", "--no-requirements")

    @staticmethod
    def question(exercise_id: str) -> str:
        return f"q{exercise_id.replace('.', '_')}"

    def tested(self, made: Notebook) -> Notebook:
        """The notebook with the name of its test in the metadata of each exercise."""
        cells: list[Cell] = []
        for exercise_id, cell in answered(made, self.ids, self.shape):
            if exercise_id:
                cell = {**cell, "metadata": {**cell["metadata"], "otter": {"tests": [self.question(exercise_id)]}}}
            cells.append(cell)
        return _notebook(cells)

    def grade(self, notebooks: Mapping[str, Path]) -> tuple[Spent, Scores]:
        used, scores = Spent(), {}
        for name, path in notebooks.items():
            room = self.folder / "room"
            shutil.rmtree(room, ignore_errors=True)
            room.mkdir()
            submission = room / f"{STAGE}.ipynb"
            submission.write_text(json.dumps(self.tested(json.loads(path.read_text("utf-8")))))
            used += self.run("run", "-a", "autograder.zip", "-o", room, "--no-logo", submission)
            results = json.loads((room / "results.json").read_text())
            if problem := [t["output"] for t in results["tests"] if t["name"].startswith("Autograder ")]:
                raise LabError(f"otter run could not grade {name}: {problem[-1][-600:]}", "mend this first")
            scores[name] = float(sum(test.get("score", 0) for test in results["tests"]))
        return used, scores


def _code(source: list[str]) -> Cell:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def _marked(cell: Cell, name: str, *, grade: bool) -> Cell:
    """The cell with nbgrader's metadata: an answer, or a test that gives a point."""
    marks = {"grade": grade, "solution": not grade, "locked": grade, "task": False, "schema_version": 3}
    points = {"points": 1} if grade else {}
    metadata = {**cell["metadata"], "nbgrader": {**marks, "grade_id": name, "cell_type": "code", **points}}
    return {**cell, "metadata": metadata}


def _notebook(cells: Sequence[Cell]) -> Notebook:
    """A notebook of these cells with new ids, since students' copies may have lost or doubled theirs."""
    kernel = {"name": KERNEL, "display_name": KERNEL, "language": "python"}
    numbered = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    return {"cells": numbered, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
