"""`lab simulate-class`: an invented class that hands in, and the scores that grading it has to give.

Every submission is the student notebook with answers whose verdict the mutants' matrix guarantees, and with what people
do to their files: they stop half-way, break off in a line, lose the cells' metadata, save a web page. The scores are
written beside the submissions, never among them. Knows nothing of how grading comes to its verdicts.
"""

from __future__ import annotations

import argparse
import copy
import csv
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.grading import matrix
from labsupport.grading.hidden import EXERCISE_ID, Roots
from labsupport.grading.matrix import Variant
from labsupport.settings import repo_root
from labsupport.world.names import choose

EXPECTED = "expected.csv"
DEADLINE = datetime(2026, 10, 5, 22, tzinfo=UTC)
LATE = 0.15  # share of the class
STUB_RAISES = re.compile(r"raise NotImplementedError\([^)]*\)")

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Habit:
    """A way to hand in. `right` and `wrong` are shares of the answers, the rest stays a stub or is left half-written.

    `save` makes the file from the answered notebook; `counts` is False where nothing in the file can be graded.
    """

    weight: int
    right: float
    wrong: float
    save: Callable[[Notebook, random.Random], bytes]
    counts: bool = True
    ordered: bool = False  # solved from the top until the time was up
    unfinished: float = 0.2  # share of half-written ones among the rest


@dataclass(frozen=True)
class Answer:
    """What stands in one exercise cell, and its score."""

    made_of: str
    source: str | None  # None: the cell was deleted
    score: int


@dataclass(frozen=True)
class Pupil:
    """One student of the class."""

    name: str
    habit: str
    handed_in: datetime
    answers: Mapping[str, Answer]


def _json(made: Notebook, rng: random.Random) -> bytes:
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode()


def _windows(made: Notebook, rng: random.Random) -> bytes:
    """As an editor on Windows saves it: a byte-order mark and CRLF, in the file and in the cells."""
    for cell in made["cells"]:
        cell["source"] = [line.replace("\n", "\r\n") for line in cell["source"]]
    return b"\xef\xbb\xbf" + _json(made, rng).replace(b"\n", b"\r\n")


def _without_metadata(made: Notebook, rng: random.Random) -> bytes:
    """As another tool saves it: format 4.4, neither ids nor the lab's metadata."""
    cells = [{k: v for k, v in cell.items() if k != "id"} | {"metadata": {}} for cell in made["cells"]]
    return _json({**made, "cells": cells, "nbformat_minor": 4}, rng)


def _with_own_cells(made: Notebook, rng: random.Random) -> bytes:
    """With notes, trials and outputs around the answers."""
    trials = [
        "import sys\nprint(sys.version)",
        "%time sum(range(10))",
        "x = 3\nx",
        "# TODO: ask about this",
        "!pip list",
    ]
    cells: list[dict[str, Any]] = []
    for cell in made["cells"]:
        cells.append(cell)
        if cell["cell_type"] == "code" and rng.random() < 0.3:
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["ok\n"]}]
            cell["execution_count"] = len(cells)
            cells.append(_cell(rng.choice(trials)))
        elif rng.random() < 0.1:
            cells.append({"cell_type": "markdown", "metadata": {}, "source": ["Why does this hang?\n"]})
    return _json({**made, "cells": cells}, rng)


def _truncated(made: Notebook, rng: random.Random) -> bytes:
    """The upload broke off."""
    data = _json(made, rng)
    return data[: int(len(data) * rng.uniform(0.1, 0.9))]


def _web_page(made: Notebook, rng: random.Random) -> bytes:
    """The page was saved instead of the notebook."""
    return b"<!doctype html>\n<html><head><title>JupyterLab</title></head><body></body></html>\n"


def _empty(made: Notebook, rng: random.Random) -> bytes:
    return b""


# Small classes take them from the top, one of each.
HABITS: Mapping[str, Habit] = {
    "mixed": Habit(8, 0.55, 0.35, _json),
    "untouched": Habit(1, 0.0, 0.0, _json, unfinished=0.0),
    "half-done": Habit(3, 0.4, 0.15, _json, ordered=True, unfinished=0.1),
    "unfinished": Habit(2, 0.3, 0.1, _json, unfinished=1.0),
    "strong": Habit(4, 0.95, 0.05, _json),
    "truncated": Habit(1, 0.6, 0.3, _truncated, counts=False),
    "without-metadata": Habit(2, 0.6, 0.3, _without_metadata),
    "own-cells": Habit(2, 0.6, 0.3, _with_own_cells),
    "windows": Habit(1, 0.6, 0.3, _windows),
    "web-page": Habit(1, 0.0, 0.0, _web_page, counts=False),
    "empty": Habit(1, 0.0, 0.0, _empty, counts=False),
}


def _cell(source: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines}


def _answer(variant: Variant) -> Answer:
    """A variant as a student would hand it in: without the line that says what it is."""
    source = variant.source
    if matrix.FIRST_LINE.match(source.partition("\n")[0]):
        source = source.partition("\n")[2]
    return Answer(variant.name, source, int(variant.kind == "right"))


def _half_written(variants: Sequence[Variant], rng: random.Random) -> Answer:
    """An answer on the way: the cell does nothing yet, is no valid Python, or is gone."""
    stub = next(v for v in variants if v.kind == "stub").source
    right = rng.choice([v for v in variants if v.kind == "right"])
    kind = rng.choice(["does nothing", "breaks off", "deleted"])
    if kind == "deleted":
        return Answer(kind, None, 0)
    if kind == "does nothing":
        return Answer(kind, STUB_RAISES.sub("pass", stub), 0)
    lines = (_answer(right).source or "").splitlines()
    kept = lines[: rng.randint(len(lines) // 2, len(lines) - 1)]
    return Answer(kind, "\n".join([*kept, "    found = ("]), 0)


def _answers(habit: Habit, bank: Mapping[str, Sequence[Variant]], rng: random.Random) -> dict[str, Answer]:
    found = {}
    draws = [rng.random() for _ in bank]
    if habit.ordered:
        draws.sort()
    for draw, (exercise_id, variants) in zip(draws, bank.items(), strict=True):
        rest = draw >= habit.right + habit.wrong
        if rest and rng.random() < habit.unfinished:
            answer = _half_written(variants, rng)
        else:
            kind = "stub" if rest else "right" if draw < habit.right else "wrong"
            answer = _answer(rng.choice([v for v in variants if v.kind == kind]))
        found[exercise_id] = answer if habit.counts else Answer(answer.made_of, answer.source, 0)
    return found


def _handed_in(deadline: datetime, rng: random.Random) -> datetime:
    """Most on the last evening, some in the days before, a few too late."""
    hours = -rng.expovariate(1 / 60) if rng.random() < LATE else rng.expovariate(1 / 20)
    return (deadline - timedelta(hours=hours)).replace(microsecond=0)


def write_answers(made: Notebook, answers: Mapping[str, Answer]) -> Notebook:
    """The student notebook with these answers in its exercise cells. LabError when an exercise has no cell."""
    made = copy.deepcopy(made)
    left = dict(answers)
    cells = []
    for cell in made["cells"]:
        lab = cell["metadata"].get("lab", {})
        if cell["cell_type"] == "code" and lab.get("kind") == "exercise" and lab.get("id") in answers:
            answer = left.pop(lab["id"], None)  # the answer holds all functions: later cells of the exercise go
            if answer is None or answer.source is None:
                continue
            cell["source"] = answer.source.splitlines(keepends=True)
        cells.append(cell)
    if left:
        raise LabError(f"the notebook has no cell for {', '.join(left)}", "run `lab build`")
    return {**made, "cells": cells}


def pupils(bank: Mapping[str, Sequence[Variant]], students: int, rng: random.Random, deadline: datetime) -> list[Pupil]:
    """The class, in the order of its names."""
    weights = [habit.weight for habit in HABITS.values()]
    habits = [*HABITS, *rng.choices(list(HABITS), weights, k=students)][:students]
    names: dict[str, None] = {}
    while len(names) < students:
        names[f"{choose(rng, 'given', 'other', 1)[0]}-{choose(rng, 'family', 'other', 1)[0]}".lower()] = None
    found = [
        Pupil(name, habit, _handed_in(deadline, rng), _answers(HABITS[habit], bank, rng))
        for name, habit in zip(names, habits, strict=True)
    ]
    return sorted(found, key=lambda one: one.name)


def simulate(
    out: Path,
    *,
    students: int,
    seed: int,
    stage: str = "01",
    deadline: datetime = DEADLINE,
    roots: Roots | None = None,
    notebooks: Path | None = None,
) -> list[Pupil]:
    """Write `out/submitted/<student>/<notebook>/` as nbgrader collects it, and the true scores to `out/expected.csv`.

    The same seed, stage and lab give the same files. LabError for a folder with a class in it, for a stage without
    notebook or mutants, and for less than one student.
    """
    if students < 1:
        raise LabError(f"a class of {students} students", "give --students a whole number of at least 1")
    if (out / "submitted").exists():
        raise LabError(f"{out / 'submitted'} exists", "name another folder, or delete that one: classes do not mix")
    roots = roots or Roots()
    paths = sorted((notebooks or repo_root() / "notebooks").glob(f"{stage}_*.ipynb"))
    bank = {i: matrix.variants(roots.exercise(i), roots) for i in roots.ids([stage])}
    if not paths or not bank:
        raise LabError(f"no notebook or no exercises of stage {stage}", "stages that exist: see notebooks/")
    blank = json.loads(paths[0].read_text(encoding="utf-8"))
    rng = random.Random(f"{seed} {stage}")
    found = pupils(bank, students, rng, deadline)
    for one in found:
        folder = out / "submitted" / one.name / paths[0].stem
        folder.mkdir(parents=True)
        data = HABITS[one.habit].save(write_answers(blank, one.answers), rng)
        (folder / paths[0].name).write_bytes(data)
        (folder / "timestamp.txt").write_text(f"{one.handed_in:%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")
    _write_expected(out / EXPECTED, found, list(bank), deadline)
    return found


def _write_expected(path: Path, found: Sequence[Pupil], ids: Sequence[str], deadline: datetime) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["student", *ids, "total", "maximum", "habit", "handed in", "late", "made of"])
        for one in found:
            scores = [one.answers[i].score for i in ids]
            late = "late" if one.handed_in > deadline else ""
            made_of = "; ".join(f"{i}: {one.answers[i].made_of}" for i in ids)
            when = f"{one.handed_in:%Y-%m-%d %H:%M:%S} UTC"
            table.writerow([one.name, *scores, sum(scores), len(ids), one.habit, when, late, made_of])


def differences(expected: Path, grades: Path) -> list[str]:
    """Where `grades.csv` of a grading run differs from the true scores: one line each, none when all is right."""
    true, given = _rows(expected), _rows(grades)
    found = [f"{name}: not graded" for name in true if name not in given]
    found += [f"{name}: not of this class" for name in given if name not in true]
    graded = {column for row in given.values() for column in row if EXERCISE_ID.match(column)}
    handed_in = {column for row in true.values() for column in row}
    found += [f"{column}: graded, though nobody was given it" for column in sorted(graded - handed_in)]
    for name, row in true.items():
        made_of = dict(part.split(": ", 1) for part in row["made of"].split("; "))
        for exercise_id, what in made_of.items():
            got = given.get(name, {}).get(exercise_id, row[exercise_id])
            if got != row[exercise_id]:
                found.append(f"{name} {exercise_id}: {got or 'no score'} instead of {row[exercise_id]} ({what})")
    return found


def _rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def main(argv: Sequence[str]) -> int:
    """`lab simulate-class --students N --seed S --out DIR`, then `--check GRADES` with what grading it gave."""
    parser = argparse.ArgumentParser(
        prog="lab simulate-class", description="An invented class to try grading with. See docs/instructor.md."
    )
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="folder for submitted/ and expected.csv")
    parser.add_argument("--stage", default="01", metavar="NN")
    parser.add_argument("--check", type=Path, metavar="GRADES", help="compare this grades.csv with the class in --out")
    options = parser.parse_args(argv)
    if options.check is not None:
        wrong = differences(options.out / EXPECTED, options.check)
        print(*wrong, f"{len(wrong)} differences", sep="\n")
        return int(bool(wrong))
    found = simulate(options.out, students=options.students, seed=options.seed, stage=options.stage)
    late = sum(one.handed_in > DEADLINE for one in found)
    print(f"{len(found)} students, {late} of them after {DEADLINE:%Y-%m-%d %H:%M} UTC: {options.out / 'submitted'}")
    print(f"true scores: {options.out / EXPECTED}")
    return 0
