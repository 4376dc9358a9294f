"""`lab grade`: submissions in, CSV, JSON and feedback pages out. Resumable; nothing a submission does stops the run."""

from __future__ import annotations

import argparse
import asyncio
import functools
import hashlib
import json
import os
import random
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.grading import collect, hidden, lift, limited, matrix, remote, report, sandbox, similar
from labsupport.grading.course import Course, Late, Person, load, stage_list
from labsupport.grading.hidden import HiddenResult, Roots, Verdict
from labsupport.lab.check import Exercise

RUN_FILE = "run.json"


@dataclass
class Student:
    """One student's results by exercise id and lateness by stage, with remarks about what was handed in."""

    name: str
    results: dict[str, HiddenResult] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    late: dict[str, Late] = field(default_factory=dict)
    lms_id: str = ""

    @property
    def total(self) -> int:
        """Exercises solved, late or not."""
        return sum(result.passed for result in self.results.values())

    @property
    def points(self) -> float:
        """One for each exercise solved, less what lateness takes."""
        taken = {stage: late.percent / 100 for stage, late in self.late.items()}
        return round(sum(1 - taken.get(i[:2], 0.0) for i, result in self.results.items() if result.passed), 4)


@dataclass(frozen=True)
class Run:
    """Everything the reports are written from."""

    exercises: tuple[Exercise, ...]
    students: tuple[Student, ...]
    seed: int
    level: str
    date: str
    ungraded: tuple[str, ...] = ()
    similar: tuple[similar.Hint, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What one student handed in: answers by exercise, their grams, remarks about unusable files."""

    lifted: dict[str, lift.Lifted]
    notes: list[str]
    grams: dict[str, frozenset[int]]


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
    course: Course | None = None,
    scheduler: str | None = None,
    progress: bool = True,
) -> Run:
    """Grade every submission and write the reports below `out`. Returns what was written.

    A run that was stopped goes on where it was, with its recorded seed. `only` grades these students anew and keeps
    the others' stored results. `course` adds deadlines and LMS ids. `scheduler` is the address of a Dask scheduler
    whose workers grade instead of this machine. Raises LabError when there is nothing to grade, no sandbox where one is
    required, or no scheduler.
    """
    roots = roots or Roots()
    course = course or Course()
    if scheduler:  # its workers refuse anything weaker
        level = sandbox.Level("bubblewrap", f"on the workers of {scheduler}")
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
    code = remote.code_hash(roots)
    states = {one.id: remote.state(roots, one.id, code) for one in exercises}
    date = time.strftime("%Y-%m-%d %H:%M")
    at_once = max(1, jobs or os.cpu_count() or 1)
    _write_json(out / RUN_FILE, {"seed": seed, "level": str(level), "date": date})
    with tempfile.TemporaryDirectory(prefix="lab-submissions-") as scratch:
        handed_in = collect.collect(submissions, Path(scratch))
        answers = lift_class(handed_in, exercises, at_once)
    absent = sorted(set(course.roster) - answers.keys())
    for name in absent:
        handed_in.append(collect.Submission(name))
        answers[name] = Answers(*lift_all(handed_in[-1], exercises), {})
    if stages is None:  # a stage that nobody handed in is not everybody's zero
        found = (item for one in answers.values() for item in one.lifted.items())
        seen = {i[:2] for i, answer in found if answer.parts or "valid" in answer.problem}
        exercises = [e for e in exercises if e.id[:2] in seen] or exercises
    if unknown := sorted(set(only) - answers.keys()):
        raise LabError(f"no submission of {', '.join(unknown)}", "names are those of the first column of grades.csv")
    students, todo = [], []
    for one in sorted(handed_in, key=lambda one: one.student):
        mine = answers[one.student]
        student = Student(one.student, notes=[*one.notes, *mine.notes])
        student.late = _lateness(one, mine, course)
        student.lms_id = course.roster.get(one.student, Person("")).lms_id
        old = {} if one.student in only else _stored(out, one.student)
        for exercise in exercises:
            answer = mine.lifted[exercise.id]
            if answer.problem:
                student.results[exercise.id] = HiddenResult(exercise.id, seed, level.name, problem=answer.problem)
                continue
            key = _key(answer.parts, states[exercise.id], seed, level)
            known = old.get(exercise.id)
            if isinstance(known, dict) and known.get("key") == key:
                student.results[exercise.id] = stored_result(known["result"])
            else:
                todo.append(_Job(one.student, exercise, answer.parts, key))
        students.append(student)
    book = _Book(students, out, len(todo), progress)
    try:
        if scheduler:
            _remote(todo, book, seed, None if roots == Roots() else roots, states, scheduler)
        else:
            asyncio.run(_local(todo, book, checks, seed, roots, level, at_once))
    finally:
        book.bar.close()
    alike = [hint for exercise in exercises for hint in _alike(exercise, answers)]
    strangers = sorted(answers.keys() - course.roster.keys()) if course.roster else []
    remarks = [f"{name} is not on the roster" for name in strangers]
    remarks += [f"{name} is on the roster and handed in nothing" for name in absent]
    run = Run(
        tuple(exercises), tuple(students), seed, str(level), date,
        tuple(sorted(book.ungraded)), tuple(alike), tuple(remarks),
    )  # fmt: skip
    report.write(run, out)
    return run


def lift_class(
    handed_in: Sequence[collect.Submission], exercises: Sequence[Exercise], at_once: int
) -> dict[str, Answers]:
    """The answers of all students, each lifted in a process with limits: a crafted file must not stop the class."""
    tasks = [functools.partial(_lift_plain, one, exercises) for one in handed_in]
    found = {}
    for one, plain in zip(handed_in, limited.run_each(tasks, at_once=at_once), strict=True):
        if plain is None:
            problem = "the notebooks took too much time or memory to read"
            none = {e.id: lift.Lifted(e.id, problem=problem) for e in exercises}
            found[one.student] = Answers(none, [problem], {})
            continue
        lifted = {
            i: lift.Lifted(
                i, tuple((name, text) for name, text in a["parts"]), a["problem"], tuple(a["notes"]),
                Path(a["notebook"]) if a["notebook"] else None,
            )
            for i, a in plain["lifted"].items()
        }  # fmt: skip
        found[one.student] = Answers(lifted, plain["notes"], {i: frozenset(g) for i, g in plain["grams"].items()})
    return found


def _lift_plain(one: collect.Submission, exercises: Sequence[Exercise]) -> dict[str, Any]:
    """`lift_all` and the answers' grams as JSON."""
    lifted, notes = lift_all(one, exercises)
    return {
        "lifted": {i: {**asdict(a), "notebook": str(a.notebook or "")} for i, a in lifted.items()},
        "notes": notes,
        "grams": {i: list(similar.grams("\n".join(text for _, text in a.parts))) for i, a in lifted.items() if a.parts},
    }


def _lateness(one: collect.Submission, answers: Answers, course: Course) -> dict[str, Late]:
    """By stage, from the notebook that counts."""
    found = {}
    for exercise_id, answer in answers.lifted.items():
        stamp = one.stamps.get(answer.notebook) if answer.notebook else None
        if (late := course.late(exercise_id[:2], stamp)) is not None:
            found[exercise_id[:2]] = late
    return found


def _alike(exercise: Exercise, answers: Mapping[str, Answers]) -> list[similar.Hint]:
    mine = {name: one.grams[exercise.id] for name, one in answers.items() if exercise.id in one.grams}
    known = [matrix.reference_source(exercise, stub=stub) for stub in (False, True)]
    return similar.hints(exercise.id, mine, known)


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
        # two stages may have functions of one name: what says its stage answers no other one
        for stage in lift.stages(cells) or {e.id[:2] for e in exercises}:
            mine = {i: a for i, a in answers.items() if i[:2] == stage}
            count = sum(bool(a.parts) or "not valid" in a.problem for a in mine.values())
            if count and stage in stages:
                notes.append(f"several notebooks hold answers of stage {stage}: the fullest one counts")
            if count > stages.get(stage, (0, {}))[0]:
                stages[stage] = (count, {i: replace(a, notebook=path) for i, a in mine.items()})
    for _, mine in stages.values():
        best.update(mine)
        notes += [f"{i}: {note}" for i, answer in mine.items() for note in answer.notes]
    missing = "; ".join(notes[:2]) if notes and not best else "nothing was handed in for this exercise"
    return {e.id: best.get(e.id, lift.Lifted(e.id, problem=missing)) for e in exercises}, notes


class _Book:
    """Results as they come in: to the students, and to the files that a stopped run goes on from."""

    def __init__(self, students: Sequence[Student], out: Path, total: int, progress: bool) -> None:
        from tqdm import tqdm

        self.out, self.ungraded = out, list[str]()
        self.students = {student.name: student for student in students}
        self.stored: dict[str, dict[str, Any]] = {
            name: {i: r for i, r in _stored(out, name).items() if i in student.results}
            for name, student in self.students.items()
        }  # fmt: skip
        self.bar = tqdm(total=total, desc="grading", unit="answer", ascii=True, disable=not (progress and total))

    def graded(self, job: _Job, result: HiddenResult) -> None:
        self.students[job.student].results[job.exercise.id] = result
        mine = self.stored[job.student]
        mine[job.exercise.id] = {"key": job.key, "result": asdict(result)}
        _write_json(_store(self.out, job.student), {"student": job.student, "results": mine})
        self.bar.update()

    def failed(self, job: _Job, problem: str, seed: int) -> None:
        """The machine could not grade: not the student's fault, so no zero is stored."""
        self.ungraded.append(f"{job.student} {job.exercise.id}: {problem}")
        nothing = HiddenResult(job.exercise.id, seed, "none", problem=f"{report.NOT_GRADED}: {problem}")
        self.students[job.student].results[job.exercise.id] = nothing
        self.bar.update()


async def _local(
    todo: Sequence[_Job],
    book: _Book,
    checks: Mapping[str, hidden.Hidden],
    seed: int,
    roots: Roots,
    level: sandbox.Level,
    at_once: int,
) -> None:
    gate = asyncio.Semaphore(at_once)

    async def one(job: _Job) -> None:
        async with gate:
            try:
                result = await hidden.grade_source(
                    job.exercise, job.parts, seed, roots=roots, level=level, hidden=checks[job.exercise.id]
                )
            except LabError as error:
                book.failed(job, error.problem, seed)
            else:
                book.graded(job, result)

    async with asyncio.TaskGroup() as group:
        for job in todo:
            group.create_task(one(job))


def _remote(
    todo: Sequence[_Job], book: _Book, seed: int, roots: Roots | None, states: Mapping[str, str], address: str
) -> None:
    orders = [remote.Order(j.exercise.id, j.parts, seed, states[j.exercise.id], roots) for j in todo]
    for number, plain in remote.run(orders, address) if orders else ():
        if "exercise_id" in plain:
            book.graded(todo[number], stored_result(plain))
        else:
            book.failed(todo[number], str(plain.get("problem")), seed)


def _key(parts: tuple[tuple[str, str], ...], state: str, seed: int, level: sandbox.Level) -> str:
    """What a stored result depends on: answer, seed, isolation, and the state of hidden check and packages."""
    return hashlib.sha256(json.dumps([parts, seed, level.name, state]).encode()).hexdigest()


def forget(name: str, out: Path, roots: Roots | None = None) -> None:
    """Remove one student from every file of a grading run. LabError when the run knows no such student."""
    run = report.read(out, roots or Roots())
    left = tuple(student for student in run.students if student.name != name)
    if len(left) == len(run.students):
        raise LabError(f"{out} holds no results of {name!r}", "names are those of the first column of grades.csv")
    _store(out, name).unlink(missing_ok=True)
    (out / "feedback" / f"{file_name(name)}.html").unlink(missing_ok=True)
    report.write(
        replace(
            run,
            students=left,
            similar=tuple(hint for hint in run.similar if name not in hint.students),
            ungraded=tuple(line for line in run.ungraded if not re.match(re.escape(name) + r" [\d.e]+: ", line)),
            remarks=tuple(line for line in run.remarks if not line.startswith(f"{name} is ")),
        ),
        out,
    )


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


def stored_result(stored: dict[str, Any]) -> HiddenResult:
    """Back from `asdict`."""
    rows = {kind: tuple(Verdict(**row) for row in stored[kind]) for kind in ("visible", "hidden")}
    return HiddenResult(**{**stored, **rows})


def main(argv: Sequence[str]) -> int:
    """`lab grade SUBMISSIONS... --out DIR`."""
    parser = argparse.ArgumentParser(prog="lab grade", description="Grade learners' notebooks. See docs/instructor.md.")
    parser.add_argument(
        "submissions", nargs="*", type=Path, help="folders, zips, notebooks, or nbgrader's course folder"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the reports; a stopped run goes on there")
    parser.add_argument("--course", type=Path, default=None, help="folder with course.toml (deadlines) and roster.csv")
    parser.add_argument("--seed", type=int, default=None, help="seed of the hidden inputs (default: drawn, recorded)")
    parser.add_argument(
        "--stages", nargs="*", default=None, metavar="NN", help="stages to grade, as 01,02 (default: handed in)"
    )
    parser.add_argument("--only", action="append", default=[], metavar="STUDENT", help="grade this student anew")
    parser.add_argument("--require-sandbox", action="store_true", help="refuse a weaker isolation than bubblewrap")
    parser.add_argument("--jobs", type=int, default=None, help="answers graded at the same time (default: cores)")
    parser.add_argument("--scheduler", default=None, metavar="ADDRESS", help="grade on the workers of a Dask scheduler")
    parser.add_argument(
        "--forget", default=None, metavar="STUDENT", help="remove this student from the reports in --out"
    )
    options = parser.parse_args(argv)
    if options.forget is not None:
        if options.submissions:
            raise LabError("--forget grades nothing", "leave the submissions out")
        forget(options.forget, options.out)
        print(f"{options.forget} is removed from {options.out}; what was handed in is where you keep it")
        return 0
    if not options.submissions:
        raise LabError("no submissions were named", "name folders, zips or notebooks: lab grade submissions/ --out DIR")
    if options.jobs is not None and options.jobs < 1:
        raise LabError(f"--jobs {options.jobs} is below 1", "give a whole number of at least 1")
    level = None if options.scheduler else sandbox.detect()
    print(f"isolation: {level or 'bubblewrap, on the workers'}")
    run = grade(
        options.submissions,
        options.out,
        seed=options.seed,
        stages=stage_list(options.stages),
        only=options.only,
        require_sandbox=options.require_sandbox,
        jobs=options.jobs,
        level=level,
        course=load(options.course) if options.course else None,
        scheduler=options.scheduler,
    )
    print(f"seed: {run.seed}")
    print(f"{len(run.students)} students, {len(run.exercises)} exercises: {options.out / 'index.html'}")
    for line in run.remarks:
        print(f"remark: {line}")
    for line in run.ungraded:
        print(f"NOT GRADED {line}")
    return 1 if run.ungraded else 0
