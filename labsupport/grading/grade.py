"""`lab grade`: submissions in, CSV, JSON and feedback pages out. Resumable; nothing a submission does stops the run."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import random
import re
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.grading import collect, hidden, lift, report, sandbox
from labsupport.grading.hidden import HiddenResult, Roots, Verdict
from labsupport.lab.check import Exercise

RUN_FILE = "run.json"


@dataclass
class Student:
    """One student's results by exercise id, with remarks about what was handed in."""

    name: str
    results: dict[str, HiddenResult] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(result.passed for result in self.results.values())


@dataclass(frozen=True)
class Run:
    """Everything the reports are written from."""

    exercises: tuple[Exercise, ...]
    students: tuple[Student, ...]
    seed: int
    level: str
    date: str
    ungraded: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Job:
    student: str
    exercise: Exercise
    parts: tuple[tuple[str, str], ...]
    key: str


def grade(
    submissions: Sequence[Path],
    out: Path,
    *,
    seed: int | None = None,
    stages: Sequence[str] | None = None,
    only: Sequence[str] = (),
    require_sandbox: bool = False,
    jobs: int | None = None,
    roots: Roots | None = None,
    level: sandbox.Level | None = None,
    progress: bool = True,
) -> Run:
    """Grade every submission and write the reports below `out`. Returns what was written.

    A run that was stopped goes on where it was, with its recorded seed. `only` grades these students anew and keeps
    the others' stored results. Raises LabError when there is nothing to grade or no sandbox where one is required.
    """
    roots = roots or Roots()
    level = level or sandbox.detect()
    if require_sandbox and level.name != "bubblewrap":
        raise LabError(f"isolation here is only {level}", "install bubblewrap, or grade without --require-sandbox")
    out.mkdir(parents=True, exist_ok=True)
    stored = _read(out / RUN_FILE)
    if seed is None:
        seed = stored["seed"] if isinstance(stored.get("seed"), int) else random.SystemRandom().randrange(1 << 31)
    exercises = [roots.exercise(i) for i in roots.ids(stages)]
    if not exercises:
        raise LabError(f"no exercises in stages {', '.join(stages or ['?'])}", "see `lab grade --help`")
    checks = {one.id: hidden.load(one.id, roots) for one in exercises}
    code = code_hash(roots)
    date = time.strftime("%Y-%m-%d %H:%M")
    _write_json(out / RUN_FILE, {"seed": seed, "level": str(level), "date": date})
    with tempfile.TemporaryDirectory(prefix="lab-submissions-") as scratch:
        handed_in = collect.collect(submissions, Path(scratch))
        lifted = {one.student: lift_all(one, exercises) for one in handed_in}
    if stages is None:  # a stage that nobody handed in is not everybody's zero
        seen = {i[:2] for answers, _ in lifted.values() for i, a in answers.items() if a.parts or "valid" in a.problem}
        exercises = [e for e in exercises if e.id[:2] in seen] or exercises
    if unknown := sorted(set(only) - {one.student for one in handed_in}):
        raise LabError(f"no submission of {', '.join(unknown)}", "names are those of the first column of grades.csv")
    students, todo = [], []
    for one in handed_in:
        answers, notes = lifted[one.student]
        student = Student(one.student, notes=[*one.notes, *notes])
        old = {} if one.student in only else _read(_store(out, one.student)).get("results", {})
        for exercise in exercises:
            answer = answers[exercise.id]
            if answer.problem:
                student.results[exercise.id] = _nothing(exercise, seed, level, answer.problem)
                continue
            key = _key(answer.parts, roots.hidden_file(exercise.id), seed, level, code)
            known = old.get(exercise.id) if isinstance(old, dict) else None
            if isinstance(known, dict) and known.get("key") == key:
                student.results[exercise.id] = _result(known["result"])
            else:
                todo.append(_Job(one.student, exercise, answer.parts, key))
        students.append(student)
    ungraded = asyncio.run(_work(todo, students, checks, out, seed, roots, level, jobs, progress))
    run = Run(tuple(exercises), tuple(students), seed, str(level), date, tuple(ungraded))
    report.write(run, out)
    return run


def lift_all(one: collect.Submission, exercises: Sequence[Exercise]) -> tuple[dict[str, lift.Lifted], list[str]]:
    """Answers of one student, each from the notebook that holds most of its stage; remarks about unusable files."""
    notes: list[str] = []
    best: dict[str, lift.Lifted] = {}
    if not one.notebooks:
        notes.append("no notebook was handed in")
    stages: dict[str, tuple[int, dict[str, lift.Lifted]]] = {}
    for path in one.notebooks:
        cells, problem = lift.read_notebook(path)
        if problem:
            notes.append(f"{path.name}: {problem}")
            continue
        answers = lift.lift(cells, exercises)
        for stage in {e.id[:2] for e in exercises}:
            mine = {i: a for i, a in answers.items() if i[:2] == stage}
            count = sum(bool(a.parts) or "not valid" in a.problem for a in mine.values())
            if count and stage in stages:
                notes.append(f"several notebooks hold answers of stage {stage}: the fullest one counts")
            if count > stages.get(stage, (0, {}))[0]:
                stages[stage] = (count, mine)
    for _, mine in stages.values():
        best.update(mine)
        notes += [f"{i}: {note}" for i, answer in mine.items() for note in answer.notes]
    missing = "; ".join(notes[:2]) if notes and not best else "nothing was handed in for this exercise"
    return {e.id: best.get(e.id, lift.Lifted(e.id, problem=missing)) for e in exercises}, notes


async def _work(
    todo: Sequence[_Job],
    students: Iterable[Student],
    checks: dict[str, hidden.Hidden],
    out: Path,
    seed: int,
    roots: Roots,
    level: sandbox.Level,
    jobs: int | None,
    progress: bool,
) -> list[str]:
    from tqdm import tqdm

    by_name = {student.name: student for student in students}
    keys: dict[str, dict[str, Any]] = {
        name: {i: r for i, r in _stored(out, name).items() if i in student.results}
        for name, student in by_name.items()
    }  # fmt: skip
    gate = asyncio.Semaphore(max(1, jobs or os.cpu_count() or 1))
    ungraded: list[str] = []
    bar = tqdm(total=len(todo), desc="grading", unit="answer", ascii=True, disable=not (progress and todo))

    async def one(job: _Job) -> None:
        async with gate:
            try:
                result = await hidden.grade_source(
                    job.exercise, job.parts, seed, roots=roots, level=level, hidden=checks[job.exercise.id]
                )
            except LabError as error:  # the sandbox did not start: not the student's fault, so no zero is stored
                ungraded.append(f"{job.student} {job.exercise.id}: {error.problem}")
                by_name[job.student].results[job.exercise.id] = HiddenResult(
                    job.exercise.id, seed, level.name, problem="not graded: the sandbox did not start"
                )
            else:
                by_name[job.student].results[job.exercise.id] = result
                keys[job.student][job.exercise.id] = {"key": job.key, "result": asdict(result)}
                _write_json(_store(out, job.student), {"student": job.student, "results": keys[job.student]})
            bar.update()

    try:
        async with asyncio.TaskGroup() as group:
            for job in todo:
                group.create_task(one(job))
    finally:
        bar.close()
    return sorted(ungraded)


def _nothing(exercise: Exercise, seed: int, level: sandbox.Level, problem: str) -> HiddenResult:
    return HiddenResult(exercise.id, seed, level.name, problem=problem)


def code_hash(roots: Roots) -> str:
    """Changes with every Python file of the packages: visible checks, what an answer calls, and the grading itself."""
    total = hashlib.sha256()
    for package in roots.packages:
        for path in sorted(package.rglob("*.py")):
            total.update(path.relative_to(package.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _key(parts: tuple[tuple[str, str], ...], check: Path, seed: int, level: sandbox.Level, code: str) -> str:
    """What a stored result depends on: answer, hidden check, seed, isolation, and the code of the packages."""
    text = json.dumps([parts, seed, level.name, code]).encode() + check.read_bytes()
    return hashlib.sha256(text).hexdigest()


def file_name(student: str) -> str:
    """A file name for a student: plain characters, and a short hash when that changed anything."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", student).lstrip(".")[:80]
    if plain == student and plain.lower() not in ("index", ""):
        return plain
    return f"{plain or 'student'}-{hashlib.sha256(student.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _store(out: Path, student: str) -> Path:
    return out / "results" / f"{file_name(student)}.json"


def _stored(out: Path, student: str) -> dict[str, Any]:
    found = _read(_store(out, student)).get("results")
    return found if isinstance(found, dict) else {}


def _read(path: Path) -> dict[str, Any]:
    """A JSON object, or an empty one when the file is missing or was cut off."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write_json(path: Path, content: Any) -> None:
    report.write_text(path, json.dumps(content, indent=1, ensure_ascii=True) + "\n")


def _result(stored: dict[str, Any]) -> HiddenResult:
    rows = {kind: tuple(Verdict(**row) for row in stored[kind]) for kind in ("visible", "hidden")}
    return HiddenResult(**{**stored, **rows})


def main(argv: Sequence[str]) -> int:
    """`lab grade SUBMISSIONS... --out DIR`."""
    parser = argparse.ArgumentParser(prog="lab grade", description="Grade learners' notebooks. See docs/instructor.md.")
    parser.add_argument(
        "submissions", nargs="+", type=Path, help="folders, zips, notebooks, or nbgrader's course folder"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the reports; a stopped run goes on there")
    parser.add_argument("--seed", type=int, default=None, help="seed of the hidden inputs (default: drawn, recorded)")
    parser.add_argument("--stages", nargs="*", default=None, metavar="NN", help="stages to grade (default: handed in)")
    parser.add_argument("--only", action="append", default=[], metavar="STUDENT", help="grade this student anew")
    parser.add_argument("--require-sandbox", action="store_true", help="refuse a weaker isolation than bubblewrap")
    parser.add_argument("--jobs", type=int, default=None, help="answers graded at the same time (default: cores)")
    options = parser.parse_args(argv)
    if options.jobs is not None and options.jobs < 1:
        raise LabError(f"--jobs {options.jobs} is below 1", "give a whole number of at least 1")
    level = sandbox.detect()
    print(f"isolation: {level}")
    run = grade(
        options.submissions,
        options.out,
        seed=options.seed,
        stages=options.stages,
        only=options.only,
        require_sandbox=options.require_sandbox,
        jobs=options.jobs,
        level=level,
    )
    print(f"seed: {run.seed}")
    print(f"{len(run.students)} students, {len(run.exercises)} exercises: {options.out / 'index.html'}")
    for line in run.ungraded:
        print(f"NOT GRADED {line}")
    return 1 if run.ungraded else 0
