"""What a course adds to its notebooks: deadlines, late policy, roster, retention. Two files that people edit.

`course.toml` and `roster.csv` lie in the course folder; `lab release` writes both with comments when they are missing,
`lab grade --course` reads them. Knows nothing of submissions or verdicts.
"""

from __future__ import annotations

import csv
import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from labsupport.errors import LabError

SETTINGS, ROSTER = "course.toml", "roster.csv"
TEMPLATE = """\
# Deadlines, late policy and retention of a course; `lab release` and `lab grade` read it with --course.
name = "AI-engineering lab"

[late]
percent_per_day = 10   # of the points of a stage, for each day begun after the deadline
grace_minutes = 15     # handed in within these, it is not late
zero_after_days = 7    # what comes later earns nothing

[privacy]
contact = ""           # whom a student may ask about stored results
retention_days = 180   # after the last deadline; nothing is deleted by itself

[deadlines]            # one line for each stage, with the offset from UTC; a stage without a line is never late
# 01 = 2027-03-01T23:59:00+01:00
"""
ROSTER_TEMPLATE = "folder,lms_id,name\n"


@dataclass(frozen=True)
class Stamp:
    """When something was handed in, and what says so."""

    when: datetime
    source: str


@dataclass(frozen=True)
class Late:
    """One student's hand-in of one stage against its deadline. `days` begun after it; `percent` of the points taken."""

    submitted: str
    source: str
    deadline: str
    days: int
    percent: float


@dataclass(frozen=True)
class Person:
    """One line of the roster."""

    lms_id: str
    name: str = ""


@dataclass(frozen=True)
class Course:
    """The settings of one course. Without files: no deadline, nobody on the roster."""

    name: str = "AI-engineering lab"
    percent_per_day: float = 0.0
    grace_minutes: float = 0.0
    zero_after_days: int | None = None
    contact: str = ""
    retention_days: int = 180
    deadlines: Mapping[str, datetime] = field(default_factory=dict)
    roster: Mapping[str, Person] = field(default_factory=dict)

    def late(self, stage: str, stamp: Stamp | None) -> Late | None:
        """The verdict on a hand-in of `stage`; None without a deadline or a known time."""
        deadline = self.deadlines.get(stage)
        if deadline is None or stamp is None:
            return None
        over = stamp.when - deadline
        days = 0 if over <= timedelta(minutes=self.grace_minutes) else math.ceil(over / timedelta(days=1))
        percent = min(100.0, days * self.percent_per_day)
        if self.zero_after_days is not None and days > self.zero_after_days:
            percent = 100.0
        shown = [moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") for moment in (stamp.when, deadline)]
        return Late(shown[0], stamp.source, shown[1], days, percent)


def load(folder: Path) -> Course:
    """The course of a folder. LabError names the file, the key and the value that is wrong."""
    path = folder / SETTINGS
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LabError(
            f"{folder} has no {SETTINGS}", f"run `lab release --course {folder}`, which writes one"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabError(f"{path} cannot be read: {error}", "see `lab release`, which writes an example") from None
    sections = {name: _take(content, name, dict, {}, path) for name in ("late", "privacy", "deadlines")}
    late, privacy = sections["late"], sections["privacy"]
    percent = float(_take(late, "percent_per_day", (int, float), 0, path, least=0, most=100))
    grace = float(_take(late, "grace_minutes", (int, float), 0, path, least=0))
    found = Course(
        name=_take(content, "name", str, Course.name, path),
        percent_per_day=percent,
        grace_minutes=grace,
        zero_after_days=_take(late, "zero_after_days", int, None, path, least=0),
        contact=_take(privacy, "contact", str, "", path),
        retention_days=_take(privacy, "retention_days", int, Course.retention_days, path, least=1),
        deadlines=_deadlines(sections["deadlines"], path),
        roster=read_roster(folder / ROSTER) if (folder / ROSTER).exists() else {},
    )
    if left := [*content, *late, *privacy]:
        raise LabError(f"{path} has unknown settings: {', '.join(left)}", "correct the spelling or remove them")
    return found


def _take(
    table: dict[str, Any], key: str, kind: Any, default: Any, path: Path, *, least: float = -math.inf, most: float = 1e9
) -> Any:
    """Remove a checked value from `table`, so that what stays is unknown."""
    if key not in table:
        return default
    value = table.pop(key)
    numeric = isinstance(value, int | float)
    if not isinstance(value, kind) or isinstance(value, bool) or (numeric and not least <= value <= most):
        raise LabError(f"{path}: {key} = {value!r} is not allowed", "see the comments that `lab release` writes")
    return value


def _deadlines(table: dict[str, Any], path: Path) -> dict[str, datetime]:
    for stage, when in table.items():
        if not re.fullmatch(r"\d{2}", stage):
            raise LabError(f"{path}: {stage!r} is not a stage", "write it with two digits, as 01")
        if not isinstance(when, datetime) or when.tzinfo is None:
            raise LabError(
                f"{path}: the deadline of stage {stage} is {when}",
                "give date, time and offset: 2027-03-01T23:59:00+01:00",
            )
    return dict(table)


def read_roster(path: Path) -> dict[str, Person]:
    """Folder name -> person. The header is `folder,lms_id` or `folder,lms_id,name`; each folder and id occurs once."""
    found: dict[str, Person] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not {"folder", "lms_id"} <= set(rows.fieldnames or ()):
                raise LabError(f"{path} has the columns {rows.fieldnames}", f"begin with: {ROSTER_TEMPLATE.strip()}")
            for row in rows:
                folder, lms_id = ((row[key] or "").strip() for key in ("folder", "lms_id"))
                if not folder or not lms_id:
                    raise LabError(f"{path}, line {rows.line_num}: folder or lms_id is empty", "fill in both")
                if folder in found or lms_id in {person.lms_id for person in found.values()}:
                    raise LabError(f"{path}, line {rows.line_num}: {folder}, {lms_id} occurs twice", "remove one line")
                found[folder] = Person(lms_id, (row.get("name") or "").strip())
    except (UnicodeDecodeError, csv.Error) as error:
        raise LabError(f"{path} is not a CSV in UTF-8 ({error})", "export it again") from None
    return found


def write_templates(folder: Path) -> None:
    """`course.toml` and `roster.csv` to fill in, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((SETTINGS, TEMPLATE), (ROSTER, ROSTER_TEMPLATE)):
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")


def stage_list(words: Iterable[str] | None) -> list[str] | None:
    """Stages from `01,02` or `01 02`, each once, in the order given. LabError for anything but two digits."""
    if words is None:
        return None
    stages = [part for word in words for part in word.split(",") if part]
    for stage in stages:
        if not re.fullmatch(r"\d{2}", stage):
            raise LabError(f"{stage!r} is not a stage", "write stages with two digits: --stages 01,02")
    return list(dict.fromkeys(stages))


def privacy_note(course: Course) -> str:
    """What is stored about students, for whom and how long: the text of PRIVACY.txt."""
    ends = max(course.deadlines.values()) + timedelta(days=course.retention_days) if course.deadlines else None
    until = f"until {ends.date().isoformat()}" if ends else f"for {course.retention_days} days after the last deadline"
    asked = f"Ask {course.contact}" if course.contact else "Ask your instructor"
    return f"""\
Privacy and retention: {course.name}

What the grader reads: the exercise cells of the notebooks that you hand in, your own cells beside them, and imports.
Outputs, other cells and other files are not run. When you handed in is what the platform's time stamp or the file says.

What it stores, on the instructor's machine or on machines that the instructor names: your folder's name, the id that
the roster gives for it, the verdict of every check, and the times above. Answers are compared between students
for likeness; the outcome is a hint that only the instructor sees, and decides nothing by itself. Nothing is sent
anywhere else: grading has no network, and the lab reports nothing to anybody.

How long: {until}. Nothing is deleted by itself: the instructor deletes the folder of the grading run, or one
student's results with `lab grade --forget STUDENT --out DIR`. Copies in a learning platform are that platform's.

What your own copy of the lab stores (answers, progress, records) stays on your machine; `lab uninstall` removes it.

{asked} to see, correct or delete what is stored about you.
"""


def course_note(course: Course, stages: Iterable[str]) -> str:
    """Deadlines and late policy for students: the text of COURSE.txt."""
    lines = [course.name, ""]
    for stage in stages:
        when = course.deadlines.get(stage)
        lines.append(f"Stage {stage}: {f'due {when:%Y-%m-%d %H:%M %Z}' if when else 'no deadline'}")
    if course.deadlines and course.percent_per_day:
        lines += ["", f"Late: {course.percent_per_day:g} % of a stage's points for each day begun after the deadline."]
        if course.grace_minutes:
            lines.append(f"The first {course.grace_minutes:g} minutes do not count.")
        if course.zero_after_days is not None:
            lines.append(f"After {course.zero_after_days} days there are no points.")
    return "\n".join(lines) + "\n"
