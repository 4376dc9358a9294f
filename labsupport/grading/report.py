"""The files of a grading run: CSV for the LMS, JSON for the instructor, one page per student, an overview.

Everything that came from a submission is escaped. Student pages show visible checks in full and of the hidden ones
only how many passed and the diagnosis. Knows nothing of how verdicts are made.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport.errors import LabError
from labsupport.grading.course import Late
from labsupport.grading.hidden import HiddenResult, Roots, Verdict
from labsupport.grading.similar import Hint
from labsupport.lab.check import Exercise

if TYPE_CHECKING:
    from labsupport.grading.grade import Run, Student

NOT_GRADED = "not graded"  # begins the problem of a result that this machine owes
TOP = 10  # most common mistakes of the class
PAIRS = 200  # of answers that are alike, shown on the page; grades.json has them all
STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border: 1px solid #8888; padding: .3rem .6rem; text-align: left; vertical-align: top; }
td.n { text-align: right; }
section { border-top: 1px solid #8888; margin-top: 1.5rem; }
.cause { font-size: 1.1rem; }
code { overflow-wrap: anywhere; }
"""


def write(run: Run, out: Path) -> None:
    """Write all files; each appears complete or not at all."""
    from labsupport.grading.grade import file_name

    write_text(out / "grades.csv", csv_text(run))
    write_text(out / "grades.json", json.dumps(_json(run), indent=1) + "\n")
    for student in run.students:
        write_text(out / "feedback" / f"{file_name(student.name)}.html", student_page(run, student))
    write_text(out / "index.html", overview(run))
    write_text(out / "similar.html", similar_page(run))


def read(out: Path, roots: Roots) -> Run:
    """The run of `grades.json`. LabError when there is none."""
    from labsupport.grading.grade import Run, Student

    path = out / "grades.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LabError(
            f"{path} cannot be read ({type(error).__name__})", "name the --out folder of a finished run"
        ) from None
    students = []
    for one in content["students"]:
        results = {i: _result(stored) for i, stored in one["exercises"].items()}
        late = {stage: Late(**row) for stage, row in one["late"].items()}
        students.append(Student(one["student"], results, one["notes"], late, one["lms_id"]))
    return Run(
        tuple(roots.exercise(i) for i in content["exercises"]),
        tuple(students),
        content["seed"],
        content["isolation"],
        content["date"],
        tuple(content["ungraded"]),
        tuple(
            Hint(row["exercise_id"], (row["students"][0], row["students"][1]), row["share"])
            for row in content["similar"]
        ),
        tuple(content["remarks"]),
    )


def _result(stored: dict[str, Any]) -> HiddenResult:
    from labsupport.grading.grade import stored_result

    return stored_result({key: value for key, value in stored.items() if key not in ("passed", "diagnoses")})


def write_text(path: Path, text: str) -> None:
    """Write atomically: a stopped run leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _cell(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def csv_text(run: Run) -> str:
    """student, LMS id, one column per exercise (0 or 1), solved, points after lateness, maximum, days late, comment."""
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\r\n")
    ids = [e.id for e in run.exercises]
    table.writerow(["student", "lms_id", *ids, "total", "points", "maximum", "days_late", "comment"])
    for student in run.students:
        scores = [score(student.results[e.id]) for e in run.exercises]
        comments = [f"{i}: {headline(student.results[i])}" for i in ids if not student.results[i].passed]
        comment = "; ".join([*(_late(stage, late) for stage, late in student.late.items() if late.days), *comments])
        sums = [student.total, f"{student.points:g}", len(ids), max((x.days for x in student.late.values()), default=0)]
        row = [_cell(student.name), _cell(student.lms_id), *scores, *sums, _cell(comment or "all solved")]
        table.writerow(row)
    return buffer.getvalue()


def _late(stage: str, late: Late) -> str:
    if not late.days:
        return f"stage {stage}: in time ({late.submitted}, {late.source}; due {late.deadline})"
    days = f"{late.days} day{'s' if late.days > 1 else ''} late"
    return f"stage {stage}: {days} ({late.submitted}, {late.source}; due {late.deadline}), {late.percent:g} % taken"


def score(result: HiddenResult) -> str:
    """1, 0, or empty when the machine could not grade."""
    return "" if result.problem.startswith(NOT_GRADED) else str(int(result.passed))


def headline(result: HiddenResult) -> str:
    """The first thing to tell a learner about one exercise."""
    if result.passed:
        return "solved"
    if result.problem:
        return result.problem
    first = next((v for v in (*result.visible, *result.hidden) if not v.passed), None)
    return (first.cause or first.diagnosis) if first is not None else "no checks ran"


def _json(run: Run) -> dict[str, object]:
    return {
        "seed": run.seed,
        "isolation": run.level,
        "date": run.date,
        "exercises": [e.id for e in run.exercises],
        "ungraded": run.ungraded,
        "remarks": run.remarks,
        "similar": [asdict(hint) for hint in run.similar],
        "students": [
            {
                "student": s.name,
                "lms_id": s.lms_id,
                "total": s.total,
                "points": s.points,
                "late": {stage: asdict(late) for stage, late in s.late.items()},
                "notes": s.notes,
                "exercises": {i: {**asdict(r), "passed": r.passed, "diagnoses": r.diagnoses}
                              for i, r in s.results.items()},
            }
            for s in run.students
        ],
    }  # fmt: skip


def _page(title: str, body: Iterable[str]) -> str:
    text = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{text}\n</main>\n</body>\n</html>\n"
    )


def student_page(run: Run, student: Student) -> str:
    """Feedback for one student: the diagnosis first, nothing of the hidden checks but their number."""
    body = [f"<h1>Feedback for {escape(student.name)}</h1>"]
    body.append(f"<p>{student.total} of {len(run.exercises)} exercises solved. Graded {escape(run.date)}.</p>")
    if student.late:
        body.append(f"<p>{student.points:g} points after lateness.</p>\n<ul>")
        body += [f"<li>{escape(_late(stage, late))}</li>" for stage, late in student.late.items()]
        body.append("</ul>")
    if student.notes:
        body += ["<h2>Remarks on the files</h2>", "<ul>", *(f"<li>{escape(n)}</li>" for n in student.notes), "</ul>"]
    for exercise in run.exercises:
        body += _exercise(exercise, student.results[exercise.id])
    return _page(f"Feedback for {student.name}", body)


def _exercise(exercise: Exercise, result: HiddenResult) -> Iterable[str]:
    word = "solved" if result.passed else "not graded" if not score(result) else "not solved yet"
    name = f"{escape(exercise.id)} {escape(exercise.title)}"
    yield f'<section aria-label="{escape(exercise.id)}">\n<h2>{name}: {word}</h2>'
    if not result.passed:
        yield f'<p class="cause"><strong>{escape(headline(result))}</strong></p>'
        failed = [v for v in result.visible if not v.passed]
        if failed:
            yield from _visible(failed[0], exercise)
        elif result.hidden:
            causes = dict.fromkeys(v.cause for v in result.hidden if not v.passed and v.cause)
            yield "<p>All visible checks pass. Further inputs showed:</p>\n<ul>"
            yield from (f"<li>{escape(cause)}</li>" for cause in causes)
            yield "</ul>"
            if exercise.section:
                yield f"<p>Where to read: {escape(exercise.section)}</p>"
    if result.visible or result.hidden:
        done, hidden = (sum(v.passed for v in rows) for rows in (result.visible, result.hidden))
        counts = f"Visible checks: {done} of {len(result.visible)}. Hidden checks: {hidden} of {len(result.hidden)}."
        yield f"<p>{counts}</p>"
    yield "</section>"


def _visible(row: Verdict, exercise: Exercise) -> Iterable[str]:
    yield "<table>\n<caption>The first check that failed</caption>"
    yield '<tr><th scope="col">What</th><th scope="col">Value</th></tr>'
    lines = [("check", row.name), ("expected", row.expected), ("got", row.got), ("first differing case", row.case)]
    for label, text in [*lines, ("where to read", row.read or exercise.section)]:
        if text:
            yield f'<tr><th scope="row">{label}</th><td><code>{escape(text)}</code></td></tr>'
    yield "</table>"


def overview(run: Run) -> str:
    """The class: most common mistakes, rates and diagnoses by exercise, then all students."""
    from labsupport.grading.grade import file_name

    body = [f"<h1>Class overview</h1>\n<p>{len(run.students)} students, graded {escape(run.date)}."]
    body.append(f" Seed {run.seed}. Isolation: {escape(run.level)}.</p>")
    body += _list("Not graded", run.ungraded)
    body += _list("Remarks", run.remarks)
    body += _mistakes(run)
    body.append('<h2>Exercises</h2>\n<table>\n<tr><th scope="col">Exercise</th><th scope="col">Solved</th>')
    body.append('<th scope="col">Most common diagnoses</th></tr>')
    for exercise in run.exercises:
        results = [s.results[exercise.id] for s in run.students]
        counts: Counter[str] = Counter()
        for result in results:
            counts.update(["not handed in or unreadable"] if result.problem else result.diagnoses)
        common = "".join(f"<li>{escape(slug)}: {n}</li>" for slug, n in counts.most_common(5))
        solved = sum(r.passed for r in results)
        body.append(f'<tr><th scope="row">{escape(exercise.id)} {escape(exercise.title)}</th>')
        body.append(f'<td class="n">{solved} of {len(results)}</td><td><ul>{common or "<li>none</li>"}</ul></td></tr>')
    body.append('</table>\n<h2>Students</h2>\n<table>\n<tr><th scope="col">Student</th>')
    body += [f'<th scope="col">{escape(e.id)}</th>' for e in run.exercises]
    body.append('<th scope="col">Solved</th><th scope="col">Points</th><th scope="col">Late</th></tr>')
    for student in run.students:
        link = f"feedback/{file_name(student.name)}.html"
        body.append(f'<tr><th scope="row"><a href="{escape(link)}">{escape(student.name)}</a></th>')
        body += [f'<td class="n">{score(student.results[e.id]) or "?"}</td>' for e in run.exercises]
        late = ", ".join(f"{stage}: {late.days} d" for stage, late in student.late.items() if late.days)
        body.append(f'<td class="n">{student.total}</td><td class="n">{student.points:g}</td><td>{late}</td></tr>')
    body.append("</table>")
    pairs = "1 pair" if len(run.similar) == 1 else f"{len(run.similar)} pairs"
    body.append(
        f'<p><a href="similar.html">Answers that are alike</a>: {pairs}. Hints for you alone, not verdicts.</p>'
    )
    return _page("Class overview", body)


def _list(title: str, lines: Iterable[str]) -> list[str]:
    items = [f"<li>{escape(line)}</li>" for line in lines]
    return [f"<h2>{title}</h2>\n<ul>", *items, "</ul>"] if items else []


def _mistakes(run: Run) -> Iterable[str]:
    """Diagnoses by the number of students, with what most of them were told."""
    counts: Counter[tuple[str, str]] = Counter()
    causes: dict[tuple[str, str], Counter[str]] = {}
    for student in run.students:
        for exercise_id, result in student.results.items():
            told = {v.diagnosis: v.cause for v in (*result.hidden, *result.visible) if not v.passed}
            for slug in result.diagnoses:
                counts[exercise_id, slug] += 1
                causes.setdefault((exercise_id, slug), Counter())[told[slug]] += 1
    if not counts:
        return
    yield '<h2>Most common mistakes</h2>\n<table>\n<tr><th scope="col">Students</th><th scope="col">Exercise</th>'
    yield '<th scope="col">Diagnosis</th><th scope="col">Told</th></tr>'
    for (exercise_id, slug), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:TOP]:
        cause = causes[exercise_id, slug].most_common(1)[0][0]
        yield f'<tr><td class="n">{count}</td><td>{escape(exercise_id)}</td><td>{escape(slug)}</td>'
        yield f"<td>{escape(cause)}</td></tr>"
    yield "</table>"


def similar_page(run: Run) -> str:
    """Pairs of answers that are alike, for the instructor alone."""
    body = ["<h1>Answers that are alike</h1>"]
    body.append("<p>Hints, not verdicts: two people can write the same code, and a pair may have a common source.")
    body.append(" Compared is what neither stub, reference nor most of the class has, without names, comments and")
    body.append(" layout. Look at both answers before you say anything, and do not hand this page out.</p>")
    if not run.similar:
        return _page("Answers that are alike", [*body, "<p>None.</p>"])
    body.append(
        '<table>\n<tr><th scope="col">Exercise</th><th scope="col">Students</th><th scope="col">Alike</th></tr>'
    )
    for hint in sorted(run.similar, key=lambda hint: -hint.share)[:PAIRS]:
        pair = " and ".join(map(escape, hint.students))
        body.append(f'<tr><td>{escape(hint.exercise_id)}</td><td>{pair}</td><td class="n">{hint.share:.0%}</td></tr>')
    more = len(run.similar) - PAIRS
    body.append(f"</table>\n<p>{more} more in grades.json.</p>" if more > 0 else "</table>")
    return _page("Answers that are alike", body)
