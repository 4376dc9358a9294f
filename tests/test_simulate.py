"""An invented class: the same for a seed, with files of every kind, and graded as its true scores say."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from labsupport.errors import LabError
from labsupport.grading import grade, hidden, matrix, simulate
from labsupport.grading.hidden import Roots
from labsupport.settings import repo_root

FIXTURE = Path(__file__).parent / "fixtures" / "gradefix"


@pytest.fixture(scope="module")
def roots() -> Iterator[Roots]:
    """Two exercises that are graded in a moment."""
    sys.path.insert(0, str(FIXTURE))
    yield replace(
        Roots(),
        hidden=FIXTURE / "hidden",
        mutants=FIXTURE / "mutants",
        packages=(FIXTURE / "gradefix", repo_root() / "labsupport"),
        modules="gradefix.s{stage}",
    )
    sys.path.remove(str(FIXTURE))


def cell(source: str, **lab: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "id": "-".join(lab.values()), "metadata": {"lab": lab}, "source": lines, "outputs": []}


@pytest.fixture(scope="module")
def notebooks(roots: Roots, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the student notebook of these exercises."""
    cells = [cell("import asyncio", kind="setup", id="setup")]
    for exercise_id in roots.ids(["01"]):
        stub = matrix.reference_source(roots.exercise(exercise_id), stub=True)
        cells.append(cell(stub, kind="exercise", id=exercise_id))
        cells.append(cell(f'f = exercise("{exercise_id}", f)', kind="check", id=exercise_id))
    folder = tmp_path_factory.mktemp("notebooks")
    made = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (folder / "01_fixture.ipynb").write_text(json.dumps(made))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_class_is_graded_as_its_true_scores_say(roots: Roots, notebooks: Path, tmp_path: Path) -> None:
    room = tmp_path / "class"
    found = simulate.simulate(room, students=12, seed=5, roots=roots, notebooks=notebooks)
    run = grade.grade([room], tmp_path / "grades", seed=9, stages=["01"], roots=roots, progress=False)
    assert simulate.differences(room / simulate.EXPECTED, tmp_path / "grades" / "grades.csv") == []
    assert {one.name: sum(a.score for a in one.answers.values()) for one in found} == {
        student.name: student.total for student in run.students
    }
    assert 0 < sum(student.total for student in run.students) < len(found) * 2


def test_differences_are_named(roots: Roots, notebooks: Path, tmp_path: Path) -> None:
    simulate.simulate(tmp_path, students=3, seed=1, roots=roots, notebooks=notebooks)
    expected = tmp_path / simulate.EXPECTED
    with expected.open(newline="") as file:
        rows = list(csv.DictReader(file))
    exercise_id = roots.ids(["01"])[0]
    rows[0][exercise_id] = str(1 - int(rows[0][exercise_id]))
    rows[2]["student"] = "somebody-else"
    rows = [row | {"99.1.e1": "0"} for row in rows]
    with (tmp_path / "grades.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    found = simulate.differences(expected, tmp_path / "grades.csv")
    assert len(found) == 4
    assert "99.1.e1: graded, though nobody was given it" in found
    assert any(line.startswith(f"{rows[0]['student']} {exercise_id}: ") for line in found)
    assert "somebody-else: not of this class" in found
    assert simulate.main(["--out", str(tmp_path), "--check", str(tmp_path / "grades.csv")]) == 1
    assert simulate.main(["--out", str(tmp_path), "--check", str(expected)]) == 0


def test_stage_01_is_the_same_for_a_seed(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        found = simulate.simulate(tmp_path / name, students=40, seed=seed)
    a, b, c = (files(tmp_path / name) for name in "abc")
    assert a == b
    assert a.keys() != c.keys()
    assert {one.habit for one in found} == set(simulate.HABITS)
    answers = [answer for one in found for answer in one.answers.values()]
    assert {"stub", "reference", "deleted", "breaks off", "does nothing"} <= {answer.made_of for answer in answers}
    stamps = [text.decode() for name, text in c.items() if name.endswith("timestamp.txt")]
    times = [datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC\n").replace(tzinfo=UTC) for text in stamps]
    assert 0 < sum(time > simulate.DEADLINE for time in times) < len(times) / 2


def test_no_submission_says_what_it_is_made_of(tmp_path: Path) -> None:
    simulate.simulate(tmp_path, students=30, seed=2)
    for name, text in files(tmp_path / "submitted").items():
        assert b"# diagnosis" not in text, name
        assert b"# right" not in text, name


@pytest.mark.parametrize(("options", "word"), [({"students": 0}, "0 students"), ({"stage": "99"}, "stage 99")])
def test_wrong_options_are_refused(options: dict[str, Any], word: str, tmp_path: Path) -> None:
    with pytest.raises(LabError, match=word):
        simulate.simulate(tmp_path, **{"students": 3, "seed": 1, **options})


def test_a_folder_with_a_class_is_refused(roots: Roots, notebooks: Path, tmp_path: Path) -> None:
    simulate.simulate(tmp_path, students=1, seed=1, roots=roots, notebooks=notebooks)
    before = files(tmp_path)
    with pytest.raises(LabError, match="classes do not mix"):
        simulate.simulate(tmp_path, students=1, seed=2, roots=roots, notebooks=notebooks)
    assert files(tmp_path) == before


@pytest.mark.parametrize(("load", "factor"), [(0.0, 1.0), (2.0, 1.0), (6.0, 3.0), (99.0, 4.0)])
def test_limits_grow_with_the_load(load: float, factor: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getloadavg", lambda: (load, load, load))
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert hidden.patience() == factor
