"""`lab export-grades`: grades.csv of a grading run as the file that Canvas or Moodle imports for one assignment.

Canvas takes the columns of its own gradebook export; Moodle asks at the import which column is what
(https://docs.moodle.org/en/Grade_import). Tried against neither: the lab has no such server.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from labsupport.errors import LabError
from labsupport.grading import report

CANVAS_IDS = ("ID", "SIS User ID", "SIS Login ID")

Row = Mapping[str, str]


def read(path: Path) -> list[Row]:
    """The rows of a grades.csv. LabError for another file, and while an answer in it is not graded."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        rows: list[Row] = list(table)
        columns = list(table.fieldnames or ())
    if missing := [name for name in ("student", "lms_id", "points", "maximum", "comment") if name not in columns]:
        raise LabError(f"{path} has no column {', '.join(missing)}", "give the grades.csv that `lab grade` wrote")
    exercises = columns[columns.index("lms_id") + 1 : columns.index("total")]
    if empty := [f"{row['student']} {i}" for row in rows for i in exercises if row[i] == ""]:
        raise LabError(f"not graded: {', '.join(empty)}", "run the same `lab grade` command again first")
    return rows


def canvas(rows: Sequence[Row], assignment: str, identity: str = "SIS User ID") -> str:
    """Canvas's gradebook: `identity` is the column that holds the roster's ids, `assignment` "Name (number)"."""
    if identity not in CANVAS_IDS:
        raise LabError(f"Canvas has no column {identity!r}", f"one of: {', '.join(CANVAS_IDS)}")
    lines = [["Student", *CANVAS_IDS, "Section", assignment]]
    lines.append(["    Points Possible", *[""] * (len(CANVAS_IDS) + 1), rows[0]["maximum"] if rows else ""])
    for row in rows:
        ids = [_identity(row) if name == identity else "" for name in CANVAS_IDS]
        lines.append([row["student"], *ids, "", row["points"]])
    return _csv(lines)


def moodle(rows: Sequence[Row], assignment: str, identity: str = "ID number") -> str:
    """Moodle's grade import: it asks which column names the person and which is the grade item."""
    lines = [[identity, assignment, f"{assignment} feedback"]]
    return _csv([*lines, *([_identity(row), row["points"], row["comment"]] for row in rows)])


def _identity(row: Row) -> str:
    return row["lms_id"] or row["student"]


def _csv(lines: Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue()


FORMATS = {"canvas": canvas, "moodle": moodle}


def main(argv: Sequence[str]) -> int:
    """`lab export-grades GRADES --to canvas --assignment NAME --out FILE`."""
    parser = argparse.ArgumentParser(
        prog="lab export-grades", description="grades.csv as an LMS imports it. See docs/instructor.md."
    )
    parser.add_argument("grades", type=Path, help="grades.csv of a grading run")
    parser.add_argument("--to", choices=FORMATS, required=True)
    parser.add_argument("--assignment", required=True, help='column of the grade; for Canvas "Name (number)"')
    parser.add_argument("--identity", default=None, help="column of the people's ids, as the LMS calls it")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    options = parser.parse_args(argv)
    rows = read(options.grades)
    more = {} if options.identity is None else {"identity": options.identity}
    report.write_text(options.out, FORMATS[options.to](rows, options.assignment, **more))
    unknown = [row["student"] for row in rows if not row["lms_id"]]
    print(f"{options.out}: {len(rows)} students")
    if unknown:
        print(f"without an id on the roster, so named by their folder: {', '.join(unknown)}")
    return 0
