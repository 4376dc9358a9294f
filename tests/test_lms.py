"""Grades as Canvas and Moodle import them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from labsupport.errors import LabError
from labsupport.grading import lms

HEAD = "student,lms_id,01.1.e1,01.1.e2,total,points,maximum,days_late,comment\r\n"
GRADES = HEAD + 'ann,s1001,1,1,2,1.8,2,1,"stage 01: 1 day late"\r\n' + '"bo, eve",,1,0,1,1,2,0,"01.1.e2: a, b"\r\n'


def grades(folder: Path, text: str = GRADES) -> Path:
    path = folder / "grades.csv"
    path.write_text(text, newline="")
    return path


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_canvas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "canvas.csv"
    words = [str(grades(tmp_path)), "--to", "canvas", "--assignment", "Stage 01 (77)", "--out", str(out)]
    assert lms.main(words) == 0
    assert table(out.read_bytes().decode()) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Stage 01 (77)"],
        ["    Points Possible", "", "", "", "", "2"],
        ["ann", "", "s1001", "", "", "1.8"],
        ["bo, eve", "", "bo, eve", "", "", "1"],
    ]
    assert "without an id on the roster, so named by their folder: bo, eve" in capsys.readouterr().out
    assert table(lms.canvas(lms.read(grades(tmp_path)), "A", "ID"))[2][:4] == ["ann", "s1001", "", ""]


def test_moodle(tmp_path: Path) -> None:
    found = table(lms.moodle(lms.read(grades(tmp_path)), "Stage 01", "Email address"))
    assert found[0] == ["Email address", "Stage 01", "Stage 01 feedback"]
    assert found[1] == ["s1001", "1.8", "stage 01: 1 day late"]
    assert found[2] == ["bo, eve", "1", "01.1.e2: a, b"]


def test_what_cannot_be_exported_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"not graded: ann 01\.1\.e2"):
        lms.read(grades(tmp_path, HEAD + "ann,s1001,1,,1,1,2,0,\r\n"))
    with pytest.raises(LabError, match="no column lms_id, points"):
        lms.read(grades(tmp_path, "student,total,maximum,comment\r\nann,1,2,\r\n"))
    with pytest.raises(LabError, match="no column 'Email'"):
        lms.canvas(lms.read(grades(tmp_path)), "A", "Email")
