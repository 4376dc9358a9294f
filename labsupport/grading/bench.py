"""`lab bench-grading`: what grading one submission of stage 01 costs, beside nbgrader and otter on the same answers.

CPU seconds count every process of an arm, kernels and servers that the notebook starts included. Each round grades
another group of students with every arm, in a new order. The whole class is then graded by one `lab grade`, and its
cost per submission is set against the arms. Reports, never asserts seconds.
"""

from __future__ import annotations

import argparse
import compileall
import csv
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labsupport import stats
from labsupport.errors import LabError
from labsupport.grading import lift, remote, sandbox, simulate
from labsupport.grading.hidden import Roots
from labsupport.grading.others import STAGE, Nbgrader, Otter, Shape, versions
from labsupport.grading.spent import Failed, Spent, Stopped, spent
from labsupport.settings import repo_root

MIN_ROUNDS = 3
COMPARED = ("mixed", "strong", "half-done", "unfinished", "untouched")  # plain notebooks, which every grader can read
CLASS = "class"
LAB = (sys.executable, "-m", "labsupport.cli")
LOAD = (
    "import json, sys; from labsupport.grading import child\n"
    "for parts, names in json.load(open(sys.argv[1])):\n"
    "    try: child.define(parts, names)\n"
    "    except Exception: pass\n"
)
ARMS: Mapping[str, str] = {
    "definitions": "definitions only",
    "lab": "lab grade",
    "lab-aa": "lab grade, A/A",
    "nbgrader": "nbgrader, exercises only, a command each",
    "nbgrader-batch": "nbgrader, exercises only, one command",
    "nbgrader-whole": "nbgrader, whole notebook, one command",
    "otter": "otter run, exercises only",
    "otter-whole": "otter run, whole notebook",
}
WHOLE = ("nbgrader-whole", "otter-whole")
NOTE = (
    "nbgrader and otter run every cell of a notebook and have no option against it: the whole notebook is what their\n"
    "commands cost, at smoke pace, without the CPU of vLLM and Redis; exercises only is a lower bound."
)


@dataclass(frozen=True)
class Measured:
    """One round of one arm: CPU and clock of a group, and the students whose totals are not the true ones."""

    arm: str
    round: int
    submissions: int
    cpu_s: float
    wall_s: float
    wrong: tuple[str, ...] = ()

    @property
    def each_s(self) -> float:
        """CPU seconds per submission."""
        return self.cpu_s / self.submissions


@dataclass(frozen=True)
class ClassRun:
    """The run over the whole class: the cost of its parts, and the scores that are not the true ones."""

    used: Spent
    complete: bool
    wrong: list[str]
    parts: int


class Book:
    """What was measured, line by line in a file, so that a stopped run goes on. LabError for another run's file."""

    def __init__(self, path: Path, options: Mapping[str, Any]) -> None:
        self.path = path
        self.rows: list[dict[str, Any]] = []
        if path.exists():
            self.rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        known = next((row["options"] for row in self.rows if "options" in row), None)
        if known is None:
            self.add({"options": dict(options)})
        elif known != dict(options):
            other = ", ".join(f"{k}={known.get(k)!r}" for k in options if known.get(k) != options[k])
            raise LabError(
                f"{path.parent} holds a run with {other}", "repeat those options, or name another folder with --out"
            )

    def add(self, row: Mapping[str, Any]) -> None:
        self.rows.append(dict(row))
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    def measured(self) -> list[Measured]:
        """All rounds of all arms."""
        return [Measured(**{**row, "wrong": tuple(row["wrong"])}) for row in self.rows if "arm" in row]

    def class_run(self) -> ClassRun | None:
        """The whole-class run so far. None: not begun, or killed with the benchmark, its part's cost unknown."""
        rows = [row for row in self.rows if CLASS in row]
        last = max((number for number, row in enumerate(rows) if row[CLASS] == "anew"), default=-1)
        parts = [row for row in rows[last + 1 :] if row[CLASS] != "part begins"]
        if not parts or len(rows) - last - 1 != 2 * len(parts):
            return None
        used = sum((Spent(row["cpu_s"], row["wall_s"]) for row in parts), Spent())
        return ClassRun(used, parts[-1][CLASS] == "complete", parts[-1].get("wrong", []), len(parts))


class Class:
    """A simulated class of students whose notebooks every grader can read, in a folder of its own."""

    def __init__(self, folder: Path, students: int, seed: int, jobs: int) -> None:
        self.folder, self.seed, self.jobs = folder, seed, jobs
        self.expected = folder / "class" / simulate.EXPECTED
        self.ids = Roots().ids([STAGE])
        size = 2 * students + 20  # about two of three are plain notebooks
        while not self.expected.exists() or len(self.readable()) < students:
            shutil.rmtree(folder / "class", ignore_errors=True)
            simulate.simulate(folder / "class", students=size, seed=seed, stage=STAGE)
            size *= 2
        self.names = list(self.readable())[:students]
        submitted = (folder / "class" / "submitted").rglob("*.ipynb")
        self.paths = {p.parts[-3]: p for p in submitted if p.parts[-3] in set(self.names)}

    def readable(self) -> dict[str, float]:
        """Students whose files every grader can read, and their true totals."""
        with self.expected.open(encoding="utf-8", newline="") as file:
            return {row["student"]: float(row["total"]) for row in csv.DictReader(file) if row["habit"] in COMPARED}

    def group(self, number: int, size: int) -> dict[str, Path]:
        """The notebooks of one round."""
        return {name: self.paths[name] for name in self.names[number * size : (number + 1) * size]}

    def wrong(self, scores: Mapping[str, float], names: Sequence[str]) -> tuple[str, ...]:
        """Students whose total is not the true one."""
        true = self.readable()
        return tuple(f"{n}: {scores.get(n)} instead of {true[n]}" for n in names if scores.get(n) != true[n])

    def lab(self, names: Sequence[str], room: Path) -> tuple[Spent, tuple[str, ...]]:
        """`lab grade` of these students, sandbox on, and the scores that are not the true ones. Goes on where it was
        stopped in this room."""
        for name in names:
            shutil.copytree(self.paths[name].parents[1], room / "in" / name, dirs_exist_ok=True)
        command = [*LAB, "grade", str(room / "in"), "--out", str(room / "out")]
        command += ["--stages", STAGE, "--require-sandbox", "--jobs", str(self.jobs), "--seed", str(self.seed)]
        used = spent(command, cwd=self.folder)
        wrong = simulate.differences(self.expected, room / "out" / "grades.csv")
        return used, tuple(line for line in wrong if not line.endswith(": not graded"))

    def lab_once(self, group: Mapping[str, Path]) -> tuple[Spent, tuple[str, ...]]:
        """`lab grade` from nothing."""
        with tempfile.TemporaryDirectory(dir=self.folder) as room:
            return self.lab(list(group), Path(room))

    def plain(self, group: Mapping[str, Path]) -> tuple[Spent, tuple[str, ...]]:
        """The definitions of each submission loaded in a Python of its own: no checks, no isolation."""
        total = Spent()
        exercises = [Roots().exercise(i) for i in self.ids]
        for path in group.values():
            cells, _ = lift.read_notebook(path)
            answers = lift.lift(cells, exercises)
            file = self.folder / "answers.json"
            file.write_text(json.dumps([[answers[e.id].parts, e.names] for e in exercises if answers[e.id].parts]))
            total += spent([sys.executable, "-c", LOAD, file], cwd=self.folder)
        return total, ()


Arm = Callable[[Mapping[str, Path]], tuple[Spent, tuple[str, ...]]]


def lab_arms(room: Class) -> dict[str, Arm]:
    return {"definitions": room.plain, "lab": room.lab_once, "lab-aa": room.lab_once}


def other_arm(name: str, room: Class, venv: Path) -> Arm:
    """An arm of nbgrader or otter with its files set up; LabError when the program is missing or refuses."""
    folder = room.folder / name
    shape: Shape = "whole" if name in WHOLE else "exercises"
    grader: Nbgrader | Otter
    if name.startswith("otter"):
        grader = Otter(folder, venv, room.ids, room.seed, shape)
    else:
        batch = name != "nbgrader"
        grader = Nbgrader(folder, venv, room.ids, room.seed, shape, batch=batch)

    def arm(group: Mapping[str, Path]) -> tuple[Spent, tuple[str, ...]]:
        used, scores = grader.grade(group)
        return used, room.wrong(scores, list(group))

    return arm


def measure(
    room: Class,
    book: Book,
    names: Sequence[str],
    rounds: int,
    batch: int,
    venv: Path | None,
    lacking: Mapping[str, str],
) -> dict[str, str]:
    """Measure what the book does not hold yet; why an arm has no figure, by arm."""
    arms = lab_arms(room)
    reasons = dict(lacking)
    for number in range(rounds):
        order = [name for name in names if not _has(book, name, number)]
        random.Random(f"{room.seed} {number}").shuffle(order)
        for name in order:
            if name in reasons:
                continue
            group = room.group(number, batch)
            try:
                if name not in arms:
                    if venv is None:
                        raise LabError("no --graders", "--graders VENV names an environment with nbgrader and otter")
                    arms[name] = other_arm(name, room, venv)
                used, wrong = arms[name](group)
            except LabError as error:
                reasons[name] = str(error)
                continue
            row = Measured(name, number, len(group), round(used.cpu_s, 3), round(used.wall_s, 3), wrong)
            book.add({**row.__dict__, "wrong": list(wrong)})
            print(f"round {number + 1}, {ARMS[name]}: {row.each_s:.2f} CPU s each, load {os.getloadavg()[0]:.1f}",
                  flush=True)  # fmt: skip
    return reasons


def _has(book: Book, name: str, number: int) -> bool:
    return any(row.arm == name and row.round == number for row in book.measured())


def grade_class(room: Class, book: Book, students: int) -> ClassRun:
    """One `lab grade` of the first `students`; after an interruption it goes on, and its parts are added up."""
    folder = room.folder / "whole-class"
    run = book.class_run()
    if run is None:
        shutil.rmtree(folder, ignore_errors=True)
        book.add({CLASS: "anew"})
        run = ClassRun(Spent(), False, [], 0)
    elif run.complete:
        return run
    book.add({CLASS: "part begins"})
    try:
        part, wrong = room.lab(room.names[:students], folder)
    except (Stopped, Failed) as end:
        book.add({CLASS: "stopped", **end.used.__dict__})
        raise
    book.add({CLASS: "complete", **part.__dict__, "wrong": list(wrong)})
    return ClassRun(run.used + part, True, list(wrong), run.parts + 1)


def table(rows: Sequence[Measured], reasons: Mapping[str, str], names: Sequence[str], seed: int) -> list[str]:
    """CPU seconds per submission of each arm, and the ratio to `lab grade` of the same groups."""
    found: dict[str, dict[int, float]] = {}
    for row in rows:
        found.setdefault(row.arm, {})[row.round] = row.each_s
    width = max(map(len, ARMS.values()))
    lines = [f"{'arm':<{width}} submissions  CPU s each   ratio to lab grade, 95 % interval"]
    for name in [one for one in ARMS if one in found or one in names]:
        if name not in found:
            lines.append(f"{ARMS[name]:<{width}} not measured: {reasons.get(name, 'not asked for')}")
            continue
        mine, base = found[name], found.get("lab", {})
        count = sum(row.submissions for row in rows if row.arm == name)
        line = f"{ARMS[name]:<{width}} {count:>11}  {stats.mean(list(mine.values())):>10.2f}"
        both = sorted(mine.keys() & base.keys())
        if both:
            line += f"   {_ratio([mine[i] for i in both], [base[i] for i in both], seed)}"
        lines.append(line)
        if name in reasons:
            lines.append(f"{'':<{width}} later rounds failed: {reasons[name]}")
    return lines


def summary(used: Spent, students: int, rows: Sequence[Measured], names: Sequence[str], seed: int) -> list[str]:
    """The cost per submission of one run over the class, and its ratio to each other arm."""
    each_s = used.cpu_s / students
    lines = []
    for name in [one for one in ARMS if not one.startswith("lab")]:
        values = [row.each_s for row in sorted(rows, key=lambda r: r.round) if row.arm == name]
        if values:
            lines.append(f"  to {ARMS[name]}: {_ratio([each_s] * len(values), values, seed)}")
        elif name in names:
            lines.append(f"  to {ARMS[name]}: not measured, see above")
    return [f"CPU of lab grade in one run over {students}, {each_s:.2f} s a submission, as a ratio", *lines]


def _ratio(above: Sequence[float], below: Sequence[float], seed: int) -> str:
    ratio = stats.ratio_ci(above, below, statistic=stats.mean, paired=True, seed=seed)
    limits = f"[{ratio.low:.3f}, {ratio.high:.3f}]" if len(above) >= MIN_ROUNDS else "(too few rounds for an interval)"
    return f"{ratio.value:.3f} {limits}"


@contextmanager
def services_up(needed: bool) -> Iterator[str]:
    """The services of the stage, stopped again if they did not run before; why they do not run, "" if they do.

    `lab up` runs in a process of its own, so that the services have another parent and are not in any arm's sum.
    """
    from labsupport import services

    if not needed or all(services.endpoint(name) is not None for name in ("vllm", "redis")):
        yield ""
        return
    try:
        done = subprocess.run([*LAB, "up", STAGE], capture_output=True, text=True, cwd=repo_root())
        yield "" if done.returncode == 0 else f"lab up {STAGE}: {(done.stderr or done.stdout).strip()[-600:]}"
    finally:
        subprocess.run([*LAB, "down"], capture_output=True, cwd=repo_root())


def main(argv: Sequence[str]) -> int:
    """`lab bench-grading`: ratios of arms in rounds, then one run of a whole class."""
    parser = argparse.ArgumentParser(
        prog="lab bench-grading", description="what grading a submission of stage 01 costs. Reports, never asserts."
    )
    parser.add_argument("--students", type=int, default=200, help="size of the class (default 200); 0: rounds only")
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each arm (default 5)")
    parser.add_argument("--batch", type=int, default=4, help="submissions of one measurement (default 4)")
    parser.add_argument(
        "--graders", type=Path, default=None, metavar="VENV", help="environment with nbgrader and otter"
    )
    parser.add_argument("--arms", nargs="+", default=list(ARMS), choices=list(ARMS), help="measure only these now")
    parser.add_argument("--out", type=Path, default=None, metavar="DIR", help="keep what was measured; a stopped run"
                        " goes on there (default: nothing is kept)")  # fmt: skip
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="answers graded at the same time")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(argv)
    if options.rounds < 1 or options.batch < 1 or options.students < 0 or options.jobs < 1:
        raise LabError(
            "--rounds, --batch, --students or --jobs is too small", "give whole numbers of at least 1 (students: 0)"
        )
    if not sys.platform.startswith("linux"):
        raise LabError(f"{sys.platform} cannot count the CPU of grandchildren", "run the benchmark on Linux")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop by `timeout` or a shutdown stores its part, too
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        return _bench(options.out.resolve(), options)
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as folder:
        return _bench(Path(folder), options)


def _bench(folder: Path, options: argparse.Namespace) -> int:
    level = sandbox.detect()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    size = max(options.students, options.rounds * options.batch)
    same = {"machine": machine, "sandbox": str(level), "code": remote.code_hash(Roots())[:12], "class": size}
    same |= {name: getattr(options, name) for name in ("students", "batch", "jobs", "seed")}
    book = Book(folder / "measured.jsonl", same)
    kept = len(book.measured())
    print(f"{machine}, sandbox {level}, graders: {versions(options.graders) if options.graders else 'none'}")
    print(f"load before the run: {os.getloadavg()[0]:.1f}, {kept} measurements from an earlier run", flush=True)
    os.environ["LAB_HOME"] = str(folder / "home")  # progress and records of graded notebooks are nobody's
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every kernel compiles the course anew
    for part in ("labsupport", "solutions/hidden"):
        compileall.compile_dir(repo_root() / part, quiet=2)
    room = Class(folder, size, options.seed, options.jobs)
    print(f"{options.batch} submissions a measurement, {options.rounds} rounds, seed {options.seed}", flush=True)
    whole = [n for n in WHOLE if n in options.arms and not all(_has(book, n, i) for i in range(options.rounds))]
    with services_up(bool(whole) and options.graders is not None) as problem:
        lacking = dict.fromkeys(whole, problem) if problem else {}
        reasons = measure(room, book, options.arms, options.rounds, options.batch, options.graders, lacking)
    rows = book.measured()
    print("\n".join(["", *table(rows, reasons, options.arms, options.seed), NOTE, ""]), flush=True)
    for name in [one for one in ARMS if any(row.arm == one for row in rows)]:
        wrong = [text for row in rows if row.arm == name for text in row.wrong]
        print(f"totals that are not the true ones, {ARMS[name]}: {'; '.join(wrong) or 'none'}", flush=True)
    if options.students:
        run = grade_class(room, book, options.students)
        each_s, minute = run.used.cpu_s / options.students, 60 * options.students / run.used.wall_s
        parts = "one run" if run.parts == 1 else f"a run stopped {run.parts - 1} times, all parts added up,"
        print(f"scores that are not the true ones, whole class: {'; '.join(run.wrong) or 'none'}\n")
        print(f"{options.students} submissions in {parts} of lab grade, sandbox {level}: {minute:.1f} a minute,"
              f" {each_s:.2f} CPU s each")  # fmt: skip
        print("\n".join(summary(run.used, options.students, rows, options.arms, options.seed)))
    return 0
