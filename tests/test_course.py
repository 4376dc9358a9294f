"""What a course adds to grading: deadlines, late marks, roster, forgetting, hints about answers that are alike."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from grading_class import E1, FIXTURE, RIGHT, WRONG, hand_in, notebook, zipped

from labsupport.errors import LabError
from labsupport.grading import collect, course, grade, sandbox, similar
from labsupport.grading.course import Course, Person, Stamp
from labsupport.grading.hidden import HiddenResult, Roots

pytest_plugins = ["grading_fixture"]

DUE = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
POLICY = Course(percent_per_day=10, grace_minutes=15, zero_after_days=7, deadlines={"01": DUE})


def at(moment: datetime) -> Stamp:
    return Stamp(moment, "file time")


@pytest.mark.parametrize(
    ("after", "days", "percent"),
    [
        (timedelta(days=-3), 0, 0),
        (timedelta(minutes=15), 0, 0),
        (timedelta(minutes=16), 1, 10),
        (timedelta(days=1), 1, 10),
        (timedelta(days=1, seconds=1), 2, 20),
        (timedelta(days=7), 7, 70),
        (timedelta(days=7, hours=1), 8, 100),
    ],
)
def test_days_begun_after_the_deadline(after: timedelta, days: int, percent: float) -> None:
    late = POLICY.late("01", at(DUE + after))
    assert late is not None
    assert (late.days, late.percent) == (days, percent)


def test_no_deadline_and_no_time_are_never_late() -> None:
    assert POLICY.late("02", at(DUE + timedelta(days=9))) is None
    assert POLICY.late("01", None) is None
    steep = Course(percent_per_day=60, deadlines={"01": DUE}).late("01", at(DUE + timedelta(days=5)))
    assert steep is not None
    assert steep.percent == 100


def test_the_written_course_folder_can_be_read(tmp_path: Path) -> None:
    course.write_templates(tmp_path)
    found = course.load(tmp_path)
    assert (found.percent_per_day, found.deadlines, found.roster) == (10, {}, {})
    path = tmp_path / course.SETTINGS
    path.write_text(path.read_text().replace("# 01 =", "01 ="))
    (tmp_path / course.ROSTER).write_text("\ufefffolder,lms_id,name\nann, 17 ,Ann Example\n")
    course.write_templates(tmp_path)  # does not overwrite
    found = course.load(tmp_path)
    assert found.deadlines["01"].utcoffset() == timedelta(hours=1)
    assert found.roster == {"ann": Person("17", "Ann Example")}
    assert "2027-03-01 23:59" in course.course_note(found, ["01", "02"])
    assert "2027-08-28" in course.privacy_note(found), "180 days after the last deadline"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("late = 3", "late = 3"),
        ("[late]\npercent_per_day = 101", "percent_per_day = 101"),
        ("[late]\npercent_per_day = true", "percent_per_day = True"),
        ("[late]\ngrace = 3", "unknown settings: grace"),
        ("[deadlines]\n1 = 2027-03-01T00:00:00Z", "'1' is not a stage"),
        ("[deadlines]\n01 = 2027-03-01T00:00:00", "deadline of stage 01"),
        ("[deadlines]\n01 = 2027-03-01", "deadline of stage 01"),
        ("[deadlines", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named(text: str, word: str, tmp_path: Path) -> None:
    (tmp_path / course.SETTINGS).write_text(text)
    with pytest.raises(LabError, match=word):
        course.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name,id\n", "columns"),
        ("folder,lms_id\nann,\n", "line 2"),
        ("folder,lms_id\nann,1\nann,2\n", "line 3"),
        ("folder,lms_id\nann,1\nbob,1\n", "twice"),
    ],
)
def test_a_wrong_roster_is_named(text: str, word: str, tmp_path: Path) -> None:
    (tmp_path / course.ROSTER).write_text(text)
    with pytest.raises(LabError, match=word):
        course.read_roster(tmp_path / course.ROSTER)


def test_stages_come_with_commas_or_spaces() -> None:
    assert course.stage_list(["01,02", "03", "01"]) == ["01", "02", "03"]
    assert course.stage_list(None) is None
    with pytest.raises(LabError, match="'1'"):
        course.stage_list(["1"])
    with pytest.raises(LabError, match="no course"):
        course.load(Path("/nowhere"))


# ---------------------------------------------------------------- when it was handed in


def stamps(folder: Path, scratch: Path) -> dict[str, tuple[datetime, str]]:
    found = collect.collect([folder], scratch)
    return {one.student: (stamp.when, stamp.source) for one in found for stamp in one.stamps.values()}


def touch(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_time_stamps_count_only_where_a_student_cannot_write_them(tmp_path: Path) -> None:
    for name in ("submitted", "plain"):
        for student, text in (("ann", "2027-02-28 11:00:00.5 UTC"), ("bob", "2027-02-28 12:00:00 Europe/Berlin")):
            folder = tmp_path / name / student / "lab"
            folder.mkdir(parents=True)
            (folder / "01_x.ipynb").write_text("{}")
            touch(folder / "01_x.ipynb", DUE)
            (folder / "timestamp.txt").write_text(text)
    believed = stamps(tmp_path / "submitted", tmp_path / "s1")
    assert believed["ann"] == (datetime(2027, 2, 28, 11, 0, 0, 500_000, tzinfo=UTC), "timestamp.txt")
    assert believed["bob"] == (datetime(2027, 2, 28, 11, tzinfo=UTC), "timestamp.txt")
    assert set(stamps(tmp_path / "plain", tmp_path / "s2").values()) == {(DUE, "file time")}
    (tmp_path / "submitted/ann/lab/timestamp.txt").write_text("yesterday, honestly")
    (one, _) = collect.collect([tmp_path / "submitted"], tmp_path / "s3")
    assert one.stamps[one.notebooks[0]].source == "file time"
    assert "no date" in one.notes[0]


def test_the_clock_inside_a_students_zip_is_not_believed(tmp_path: Path) -> None:
    """But that inside the platform's zip is: it says when each student handed in."""
    early = zipfile.ZipInfo("01_x.ipynb", (2020, 1, 1, 0, 0, 0))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr(early, "{}")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ann.zip").write_bytes(inner.getvalue())
    touch(folder / "ann.zip", DUE)
    assert stamps(folder, tmp_path / "s1")["ann"] == (DUE, "file time")
    assert stamps(folder / "ann.zip", tmp_path / "s2")["ann"] == (DUE, "file time")
    local = DUE.astimezone()
    whole = tmp_path / "class.zip"
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr(zipfile.ZipInfo("ann.zip", local.timetuple()[:6]), inner.getvalue())
        file.writestr(zipfile.ZipInfo("bob/01_x.ipynb", local.timetuple()[:6]), "{}")
    assert stamps(whole, tmp_path / "s3") == {"ann": (DUE, "file time"), "bob": (DUE, "file time")}


# ---------------------------------------------------------------- a run with a course


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts without running anything: solved unless the answer is the wrong one of the fixture."""

    async def grade_source(exercise: Any, parts: Any, seed: int, *, level: sandbox.Level, **_: Any) -> HiddenResult:
        wrong = any(WRONG.split("\n", 1)[1].strip() in text for _, text in parts)
        row = grade.Verdict("row", not wrong, "start-ignored" if wrong else "", "the start value is ignored")
        return HiddenResult(exercise.id, seed, level.name, (row,), (row,))

    monkeypatch.setattr(grade.hidden, "grade_source", grade_source)


@pytest.mark.usefixtures("quick")
def test_late_marks_roster_and_forgetting(roots: Roots, tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "in", ann=notebook(), bob=notebook(WRONG), cy=notebook(WRONG))
    for name, late in (("ann", timedelta(days=1, hours=1)), ("bob", timedelta()), ("cy", timedelta(days=30))):
        touch(folder / name / "01_fixture.ipynb", DUE + late)
    roster = {"ann": Person("17"), "bob": Person("=18"), "dan": Person("19")}
    plan = Course(percent_per_day=10, zero_after_days=7, deadlines={"01": DUE}, roster=roster)
    out = tmp_path / "out"
    run = grade.grade([folder], out, seed=7, roots=roots, course=plan, progress=False)
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO((out / "grades.csv").read_text()))}
    shown = {name: [row[k] for k in ("lms_id", "total", "points", "days_late")] for name, row in rows.items()}
    assert shown == {
        "ann": ["17", "2", "1.6", "2"],
        "bob": ["'=18", "1", "1", "0"],
        "cy": ["", "1", "0", "30"],
        "dan": ["19", "0", "0", "0"],
    }
    assert (
        "2 days late (2027-03-02 13:00 UTC, file time; due 2027-03-01 12:00 UTC), 20 % taken" in rows["ann"]["comment"]
    )
    assert run.remarks == ("cy is not on the roster", "dan is on the roster and handed in nothing")
    page = (out / "feedback" / "ann.html").read_text()
    assert "1.6 points after lateness" in page
    assert "in time" in (out / "feedback" / "bob.html").read_text()
    overview = (out / "index.html").read_text()
    assert '<tr><td class="n">2</td><td>01.9.e1</td><td>start-ignored</td>' in overview, "most common mistakes"

    grade.forget("cy", out, roots)
    left = [path for path in out.rglob("*") if path.is_file() and "cy" in path.read_text() + path.name]
    assert left == []
    again = {row["student"]: row for row in csv.DictReader(io.StringIO((out / "grades.csv").read_text()))}
    assert again == {name: row for name, row in rows.items() if name != "cy"}
    assert (out / "feedback" / "ann.html").read_text() == page
    with pytest.raises(LabError, match="no results of 'cy'"):
        grade.forget("cy", out, roots)
    with pytest.raises(LabError, match="cannot be read"):
        grade.forget("cy", tmp_path, roots)


def test_the_command_line_refuses_what_makes_no_sense(tmp_path: Path) -> None:
    for words, match in (
        ([], "no submissions"),
        (["x", "--forget", "ann"], "grades nothing"),
        (["x", "--jobs", "0"], "below 1"),
    ):
        with pytest.raises(LabError, match=match):
            grade.main([*words, "--out", str(tmp_path / "out")])


# ---------------------------------------------------------------- answers that are alike

ODD = """
def running_total(values, start=0):
    # my own way
    table = {}
    for place, number in enumerate(values, 1):
        before = table.get(place - 1, start)
        table[place] = before + number if number else before
    order = sorted(table, key=lambda place: place * 1)
    return [table[place] for place in order if place > 0]
"""
RENAMED = """
import math

def running_total(values, start=0):
    '''Sums, done differently.'''
    memory = {}
    for index, item in enumerate(values, 1):
        last = memory.get(index - 1, start)
        memory[index] = last + item if item else last
    keys = sorted(memory, key=lambda k: k * 1)
    return [memory[k] for k in keys if k > 0]
"""
OTHER = """
def running_total(values, start=0):
    found, rest = [], list(values)
    while rest:
        start = start + rest.pop(0)
        found = found + [start]
    if not found:
        return []
    return found[:len(found)]
"""


def test_a_copy_with_other_names_is_hinted_at_and_common_answers_are_not() -> None:
    answers = {"ann": ODD, "bob": RENAMED, "cy": OTHER, "dan": RIGHT, "eve": RIGHT, "fay": "def f(:"}
    found = similar.hints(E1, {name: similar.grams(text) for name, text in answers.items()}, [])
    assert [(hint.students, hint.share) for hint in found if "ann" in hint.students] == [(("ann", "bob"), 1.0)]
    known = [(FIXTURE / "gradefix" / "refs.py").read_text(), RIGHT]
    found = similar.hints(E1, {name: similar.grams(text) for name, text in answers.items()}, known)
    assert [hint.students for hint in found] == [("ann", "bob")], "what everybody is given says nothing"
    usual = {f"s{number}": f"{OTHER}\ndef own{number}():\n    return [{number}] * {number}\n" for number in range(8)}
    assert similar.hints(E1, {name: similar.grams(text) for name, text in usual.items()}, []) == []
    copies = {f"s{number}": ODD for number in range(8)}
    assert len(similar.hints(E1, {name: similar.grams(text) for name, text in copies.items()}, [])) == 28


@pytest.mark.usefixtures("quick")
def test_hints_are_for_the_instructor_alone(roots: Roots, tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "in", **{"ann": notebook(ODD, None), "<b>": notebook(RENAMED, None), "cy": notebook()})
    (tmp_path / "in" / "dan.zip").write_bytes(zipped({"01_fixture.ipynb": notebook(OTHER, None)}))
    out = tmp_path / "out"
    run = grade.grade([folder], out, seed=7, roots=roots, progress=False)
    assert [(hint.exercise_id, hint.students) for hint in run.similar] == [(E1, ("<b>", "ann"))]
    page = (out / "similar.html").read_text()
    assert "&lt;b&gt; and ann" in page
    assert "not verdicts" in page
    assert 'href="similar.html">Answers that are alike</a>: 1 pair' in (out / "index.html").read_text()
    for path in [*(out / "feedback").iterdir(), out / "grades.csv"]:
        assert "alike" not in path.read_text()
    assert json.loads((out / "grades.json").read_text())["similar"][0]["share"] == 1.0
    grade.forget("<b>", out, roots)
    assert "None." in (out / "similar.html").read_text()
