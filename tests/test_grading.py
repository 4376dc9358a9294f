"""Grading: lifting, collecting, verdicts, isolation, reports, release. Attacks gain nothing and disturb nobody."""

from __future__ import annotations

import ast
import asyncio
import csv
import io
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from labsupport.errors import LabError
from labsupport.grading import collect, grade, hidden, lift, matrix, release, remote, report, sandbox, strip
from labsupport.grading.hidden import Roots, Scenario
from labsupport.settings import repo_root

FIXTURE = Path(__file__).parent / "fixtures" / "gradefix"
E1, E2 = "01.9.e1", "01.9.e2"
WEAK = sandbox.Level("rlimits-only", "asked for by a test")
RIGHT = (FIXTURE / "mutants" / E1 / "right_list.py").read_text()
WRONG = (FIXTURE / "mutants" / E1 / "wrong_start.py").read_text()
RIGHT2 = (FIXTURE / "mutants" / E2 / "right_workers.py").read_text()
STUB = 'def running_total(values, start=0):\n    """Sums."""\n    raise NotImplementedError("01.9.e1")\n'


@pytest.fixture(scope="session")
def roots() -> Iterator[Roots]:
    sys.path.insert(0, str(FIXTURE))
    yield replace(
        Roots(),
        hidden=FIXTURE / "hidden",
        mutants=FIXTURE / "mutants",
        packages=(FIXTURE / "gradefix", repo_root() / "labsupport"),
        modules="gradefix.s{stage}",
    )
    sys.path.remove(str(FIXTURE))


@pytest.fixture(scope="session")
def boxed() -> sandbox.Level:
    """The bubblewrap level; missing is a failure in CI and a skip on a machine without it."""
    level = sandbox.detect()
    if level.name != "bubblewrap":
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run the sandbox tests: {level}")
        pytest.skip(str(level))
    return level


def code(source: str, **lab: str) -> dict[str, Any]:
    return {"cell_type": "code", "id": "x", "metadata": {"lab": lab} if lab else {}, "source": source, "outputs": []}


def notebook(e1: str | None = RIGHT, e2: str | None = RIGHT2, extra: tuple[dict[str, Any], ...] = ()) -> str:
    cells = [code("import asyncio, random\nraise SystemExit('this must not run')", kind="setup")]
    for exercise_id, source in ((E1, e1), (E2, e2)):
        if source is not None:
            cells.append(code(source, kind="exercise", id=exercise_id))
            cells.append(code(f'f = exercise("{exercise_id}", f)', kind="check", id=exercise_id))
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [*cells, *extra]})


def hand_in(folder: Path, **students: str) -> Path:
    for name, text in students.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "01_fixture.ipynb").write_text(text)
    return folder


def graded(folder: Path, out: Path, roots: Roots, **options: Any) -> dict[str, dict[str, bool]]:
    run = grade.grade([folder], out, seed=7, stages=["01"], roots=roots, progress=False, **options)
    return {s.name: {i: r.passed for i, r in s.results.items()} for s in run.students}


# ---------------------------------------------------------------- matrix and machinery


@pytest.mark.parametrize("exercise_id", [E1, E2])
def test_fixture_matrix(exercise_id: str, roots: Roots) -> None:
    rows = matrix.run(exercise_id, roots=roots)
    assert [row.problem for row in rows] == [""] * len(rows)
    assert any("wrong killed" in line for line in matrix.table(rows))


def test_matrix_sees_a_survivor_and_a_misdiagnosis(roots: Roots) -> None:
    level = sandbox.detect()
    survivor = matrix.Variant("wrong_none", "wrong", RIGHT, ("anything",))
    misnamed = matrix.Variant("wrong_start", "wrong", WRONG, ("some-other-slug",))
    refused = matrix.Variant("right_not", "right", WRONG)
    problems = [
        matrix.problem_of(v, hidden.run_hidden(E1, v.source, 1, roots=roots, level=level))
        for v in (survivor, misnamed, refused)
    ]
    assert problems[0] == "accepted"
    assert "some-other-slug" in problems[1]
    assert "a right answer is rejected" in problems[2]


def test_exercise_without_hidden_check_or_mutants_is_refused(roots: Roots, tmp_path: Path) -> None:
    with pytest.raises(LabError, match="no hidden check"):
        matrix.run(E1, roots=replace(roots, hidden=tmp_path))
    folder = tmp_path / E1
    folder.mkdir()
    with pytest.raises(LabError, match="0 wrong and 0 right"):
        matrix.variants(roots.exercise(E1), replace(roots, mutants=tmp_path))
    (folder / "wrong_a.py").write_text("def running_total(): ...\n")
    with pytest.raises(LabError, match="does not begin"):
        matrix.variants(roots.exercise(E1), replace(roots, mutants=tmp_path))


def test_hidden_inputs_come_from_the_seed(roots: Roots) -> None:
    check = hidden.load(E1, roots)
    draw = [[s.args for s in check.scenarios(random.Random(seed))] for seed in (1, 1, 2)]
    assert draw[0] == draw[1]
    assert draw[0] != draw[2]


def test_stripped_copy_raises_and_keeps_the_rest() -> None:
    source = (
        "import math\n\n@cache\ndef f(x):\n    return 41 + x\n\nclass C(Base):\n    y = 42\n\ndef g():\n    return 7\n"
    )
    text = strip.raising(source, ["f", "C"])
    space: dict[str, Any] = {}
    exec(text, space)
    assert "41" not in text
    assert "42" not in text
    assert space["g"]() == 7
    for name in ("f", "C"):
        with pytest.raises(RuntimeError, match="not available"):
            space[name](1)
    with pytest.raises(LabError, match="no definition"):
        strip.raising(source, ["h"])


# ---------------------------------------------------------------- lifting


def lifted(text: str, roots: Roots, tmp_path: Path, exercise_id: str = E1) -> lift.Lifted:
    path = tmp_path / "n.ipynb"
    path.write_text(text)
    cells, problem = lift.read_notebook(path)
    assert not problem
    return lift.lift(cells, [roots.exercise(exercise_id)])[exercise_id]


def test_lift_takes_definitions_and_needed_imports_only(roots: Roots, tmp_path: Path) -> None:
    setup = code(
        "import itertools as it\nimport matplotlib\nfrom __future__ import annotations\nopen('x')", kind="setup"
    )
    answer = "LIMIT = 3\nprint('no')\nFOUND = open('/etc/passwd')\n\n\n"
    answer += "def running_total(v, start=0):\n    return [*it.accumulate(v)]"
    nb = {"cells": [setup, code(answer, kind="exercise", id=E1), code("helper()", kind="demo")]}
    parts = lifted(json.dumps(nb), roots, tmp_path).parts
    text = "\n".join(part for _, part in parts)
    assert "import itertools as it" in text
    assert "LIMIT = 3" in text
    for unwanted in ("matplotlib", "print", "open", "helper"):
        assert unwanted not in text
    assert parts[1][1].split("\n")[5].startswith("def running_total"), "line numbers stay those of the cell"


def test_lift_takes_own_cells_beside_and_finds_by_name(roots: Roots, tmp_path: Path) -> None:
    own = code("def helper(x):\n    return x")
    nb = {"cells": [own, code(RIGHT, kind="exercise", id=E1), code(f'exercise("{E1}", f)', kind="check", id=E1)]}
    assert any("def helper" in text for _, text in lifted(json.dumps(nb), roots, tmp_path).parts)
    later = {"cells": [code(STUB, kind="exercise", id=E1), code(RIGHT)]}
    parts = lifted(json.dumps(later), roots, tmp_path).parts
    assert hidden.run_hidden(E1, "\n".join(t for _, t in parts), 3, roots=roots).passed
    bare = lifted(json.dumps({"cells": [code(RIGHT)]}), roots, tmp_path)
    assert bare.parts
    assert "by the name" in bare.notes[0]
    twice = {"cells": [code(WRONG, kind="exercise", id=E1), code(RIGHT, kind="exercise", id=E1)]}
    double = lifted(json.dumps(twice), roots, tmp_path)
    assert "the last one counts" in double.notes[0]


def test_lift_leaves_operators_at_the_start_of_a_line(roots: Roots, tmp_path: Path) -> None:
    body = "def running_total(v, start=0):\n    return (\n        start\n        % 7\n        != len(v)\n    )"
    nb = {"cells": [code(body, kind="exercise", id=E1)]}
    assert lifted(json.dumps(nb), roots, tmp_path).parts[1][1] == body


def test_lift_magics_and_shared_lines(roots: Roots, tmp_path: Path) -> None:
    source = "%matplotlib inline\n!ls\nX = 1; print(X)\ndef running_total(v, start=0): return X"
    text = lifted(json.dumps({"cells": [code(source, kind="exercise", id=E1)]}), roots, tmp_path).parts[-1][1]
    names = [type(node).__name__ for node in ast.parse(text).body]
    assert names == ["Assign", "FunctionDef"]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"{", "not JSON"),
        (b"[1]", "format 4"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 200_000, "not JSON"),
        (json.dumps({"cells": [code("x = 1\n" * 400_000)]}).encode(), "MiB of code"),
        (json.dumps({"cells": [{}] * 6000}).encode(), "cells"),
    ],
)
def test_unreadable_notebook_is_a_problem(data: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_bytes(data)
    cells, problem = lift.read_notebook(path)
    assert cells == []
    assert word in problem


def test_huge_notebook_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    assert "200 MiB" in lift.read_notebook(path)[1]


def test_odd_cells_do_not_crash(roots: Roots, tmp_path: Path) -> None:
    odd = [None, 3, {"cell_type": "code"}, code("(" * 9000), code("-" * 90_000 + "1"), code("\ud800"), code("x\0")]
    odd += [{"cell_type": "code", "metadata": [], "id": 4, "source": ["a", 3]}, code(RIGHT, kind="exercise", id=E1)]
    assert lifted(json.dumps({"cells": odd}), roots, tmp_path).parts
    bad = lifted(json.dumps({"cells": [code("def running_total(:", kind="exercise", id=E1)]}), roots, tmp_path)
    assert "line 1" in bad.problem


# ---------------------------------------------------------------- collecting


def test_collect_shapes(tmp_path: Path) -> None:
    tree = tmp_path / "course" / "submitted" / "ann" / "01"
    tree.mkdir(parents=True)
    (tree / "a.ipynb").write_text("{}")
    archive = tmp_path / "in" / "bob.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("deep/01_x.ipynb", "{}")
        file.writestr("deep/notes.txt", "x")
    (tmp_path / "in" / "cy_01_async_python.ipynb").write_text("{}")
    (tmp_path / "in" / "dan").mkdir()
    found = collect.collect([tmp_path / "course", tmp_path / "in"], tmp_path / "scratch")
    assert {one.student: len(one.notebooks) for one in found} == {"ann": 1, "bob": 1, "cy": 1, "dan": 0}
    whole = tmp_path / "class.zip"
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("eve/x.ipynb", "{}")
        file.write(archive, "bob.zip")
    again = collect.collect([whole], tmp_path / "scratch2")
    assert {one.student: len(one.notebooks) for one in again} == {"bob": 1, "eve": 1}
    with pytest.raises(LabError, match="does not exist"):
        collect.collect([tmp_path / "none"], tmp_path / "s")


def zipped(entries: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


def test_a_student_cannot_hand_in_for_another(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bob.zip").write_bytes(zipped({"x.ipynb": "{}"}))
    inner = zipped({"y.ipynb": "{}"})
    (folder / "eve.zip").write_bytes(zipped({"bob/x.ipynb": "{}", "carol/x.ipynb": "{}"}))
    (folder / "mal.zip").write_bytes(zipped({"bob.zip": inner, "carol.zip": inner}))
    expected = {"bob": 1, "eve": 2, "mal": 2}
    found = collect.collect([folder], tmp_path / "s1")
    assert {one.student: len(one.notebooks) for one in found} == expected
    whole = tmp_path / "class.zip"
    whole.write_bytes(zipped({path.name: path.read_bytes() for path in folder.iterdir()}))
    found = collect.collect([whole], tmp_path / "s2")
    assert {one.student: len(one.notebooks) for one in found} == expected


def test_zips_in_zips_are_opened_once_and_share_one_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    nest = zipped({"n.ipynb": "{}"})
    for _ in range(10):  # doubles at each level
        nest = zipped({"a.zip": nest, "b.zip": nest})
    (folder / "mal.zip").write_bytes(nest)
    (one,) = collect.collect([folder], tmp_path / "s1")
    assert one.notebooks == []
    assert len([p for p in (tmp_path / "s1").rglob("*") if p.is_file()]) == 6
    monkeypatch.setattr(collect, "MAX_TOTAL", 1500)
    inner = {f"{number}.zip": zipped({f"{number}.ipynb": "{" + " " * 700 + "}"}) for number in range(1, 4)}
    (tmp_path / "students" / "ann").mkdir(parents=True)
    for name, content in inner.items():
        (tmp_path / "students" / "ann" / name).write_bytes(content)
    (one,) = collect.collect([tmp_path / "students"], tmp_path / "s2")
    assert len(one.notebooks) == 2
    assert "larger than allowed" in one.notes[0]


def test_collect_hostile_zip(tmp_path: Path) -> None:
    path = tmp_path / "in" / "mal.zip"
    path.parent.mkdir()
    link = zipfile.ZipInfo("link.ipynb")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ("../up.ipynb", "/abs.ipynb", "C:\\x.ipynb", "a/../../b.ipynb"):
            file.writestr(name, "{}")
        file.writestr(link, "/etc/passwd")
        file.writestr("bomb.ipynb", b"0" * (64 << 20))
        file.writestr("good.ipynb", "{}")
    assert path.stat().st_size < 1 << 20
    (one,) = collect.collect([path.parent], tmp_path / "scratch")
    assert [n.name for n in one.notebooks] == ["good.ipynb"]
    assert len(one.notes) == 6
    written = [p for p in (tmp_path / "scratch").rglob("*") if p.is_file()]
    assert [p.name for p in written] == ["good.ipynb"]
    assert not (tmp_path / "up.ipynb").exists()
    path.write_bytes(b"PK\3\4 not a zip")
    assert "not a readable zip" in collect.collect([path.parent], tmp_path / "s3")[0].notes[0]


def test_collect_does_not_follow_links(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.ipynb").write_text("{}")
    mine = tmp_path / "in" / "ann"
    mine.mkdir(parents=True)
    (mine / "l.ipynb").symlink_to(secret / "key.ipynb")
    (mine / "d").symlink_to(secret)
    (tmp_path / "in" / "zoe").symlink_to(secret)
    found = {one.student: one for one in collect.collect([tmp_path / "in"], tmp_path / "s")}
    assert found["ann"].notebooks == []
    assert found["zoe"].notebooks == []
    assert "symbolic link" in found["zoe"].notes[0]


# ---------------------------------------------------------------- a whole run


def test_grade_run_reports_and_resume(roots: Roots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = hand_in(
        tmp_path / "in",
        ann=notebook(),
        bob=notebook(WRONG),
        cy=notebook(STUB, None),
        dan="{ not a notebook",
        eve=notebook("def running_total(:"),
        fay=notebook("import nothing_like_that\n" + RIGHT),
    )
    (folder / "=cmd|x").mkdir()
    out = tmp_path / "out"
    got = graded(folder, out, roots)
    assert got["ann"] == {E1: True, E2: True}
    assert got["bob"] == {E1: False, E2: True}
    assert got["eve"] == {E1: False, E2: True}
    assert got["cy"] == got["dan"] == got["=cmd|x"] == {E1: False, E2: False}
    assert got["fay"] == {E1: True, E2: True}, "an import that nothing uses must not cost the exercise"

    rows = list(csv.reader(io.StringIO((out / "grades.csv").read_text())))
    assert rows[0] == ["student", "lms_id", E1, E2, "total", "points", "maximum", "days_late", "comment"]
    table = {row[0]: row for row in rows[1:]}
    assert table["ann"][1:] == ["", "1", "1", "2", "2", "2", "0", "all solved"]
    assert table["'=cmd|x"][4] == "0"
    stored = json.loads((out / "grades.json").read_text())
    assert stored["seed"] == 7
    page = (out / "feedback" / "bob.html").read_text()
    assert "start-ignored" in (out / "index.html").read_text()
    secret = {v["expected"] for s in stored["students"] for r in s["exercises"].values() for v in r["hidden"]} - {""}
    names = {s.name for s in hidden.load(E1, roots).scenarios(random.Random(7))}
    assert secret
    assert not any(text in page for text in secret), "feedback must not show hidden inputs or results"
    assert not any(f">{name}<" in page for name in names)
    assert "not JSON" in (out / "feedback" / "dan.html").read_text()

    calls: list[str] = []
    original = hidden.grade_source

    async def counted(exercise: Any, *args: Any, **kwargs: Any) -> Any:
        calls.append(exercise.id)
        return await original(exercise, *args, **kwargs)

    monkeypatch.setattr(hidden, "grade_source", counted)
    before = (out / "grades.csv").read_text()
    assert graded(folder, out, roots) == got
    assert calls == [], "a second run grades nothing anew"
    assert (out / "grades.csv").read_text() == before
    graded(folder, out, roots, only=["ann"])
    assert sorted(calls) == [E1, E2]
    monkeypatch.setattr(remote, "code_hash", lambda _: "a visible check was mended")
    graded(folder, out, roots)
    assert len(calls) > 4, "results that older code gave are not used"
    del calls[2:]
    (folder / "bob" / "01_fixture.ipynb").write_text(notebook())
    assert graded(folder, out, roots)["bob"] == {E1: True, E2: True}
    assert len(calls) == 3
    with pytest.raises(LabError, match="no submission of"):
        graded(folder, out, roots, only=["nobody"])


def test_feedback_escapes_what_the_submission_says(roots: Roots, tmp_path: Path) -> None:
    evil = "def running_total(values, start=0):\n    raise ValueError('<script>alert(1)</script>')\n"
    folder = hand_in(tmp_path / "in", **{"<b>x": notebook(evil)})
    graded(folder, tmp_path / "out", roots)
    for path in (tmp_path / "out").rglob("*.html"):
        text = path.read_text()
        assert "<script>" not in text
        assert "<b>x" not in text


def test_require_sandbox_refuses_the_weaker_level(roots: Roots, tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "in", ann=notebook())
    with pytest.raises(LabError, match="rlimits-only"):
        graded(folder, tmp_path / "out", roots, level=WEAK, require_sandbox=True)
    assert not (tmp_path / "out").exists()
    assert graded(folder, tmp_path / "out", roots, level=WEAK)["ann"] == {E1: True, E2: True}
    assert "rlimits-only (asked for by a test)" in (tmp_path / "out" / "index.html").read_text()


def test_missing_bubblewrap_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.detect.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    try:
        level = sandbox.detect()
        assert str(level) == "rlimits-only (bubblewrap is not installed)"
    finally:
        sandbox.detect.cache_clear()


def test_a_sandbox_that_does_not_start_is_not_a_zero(
    roots: Roots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: sandbox.Box) -> None:
        raise LabError("no sandbox today", "none")

    monkeypatch.setattr(sandbox.Box, "start", broken)
    folder = hand_in(tmp_path / "in", ann=notebook())
    run = grade.grade([folder], tmp_path / "out", stages=["01"], roots=roots, level=WEAK, progress=False)
    assert len(run.ungraded) == 2
    assert list(csv.reader(io.StringIO(report.csv_text(run))))[1][2:4] == ["", ""]


# ---------------------------------------------------------------- the wire


class Echo:
    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def on(self, event: str, payload: Any) -> Any:
        self.seen.append((event, payload))
        if event == "slow":
            await asyncio.sleep(0.05)
        if event == "bad":
            raise KeyError("no such thing")
        return payload


def drive(
    roots: Roots, driver: str, *, source: str = RIGHT, world: Any = None, level: Any = None, **options: Any
) -> Any:
    """One scenario with this driver; (verdict, world)."""
    world = world or Echo()
    scenario = Scenario("s", {"n": 3}, world, options.pop("judge", lambda result, w: None), **options)
    check = hidden.Hidden(E1, driver, lambda rng: [scenario])
    level = level or sandbox.detect()
    job = hidden.grade_source(roots.exercise(E1), source, 1, roots=roots, level=level, hidden=check, visible=False)
    return asyncio.run(job).hidden[0], world


def test_rpc_overlaps_and_works_in_a_second_loop(roots: Roots) -> None:
    driver = """
import asyncio, threading
async def drive(subject, call, args):
    slow = asyncio.ensure_future(call("slow", 1))
    await asyncio.sleep(0)
    fast = await call("fast", 2)
    first = not slow.done()
    box = []
    worker = threading.Thread(target=lambda: box.append(asyncio.run(other(call))))
    worker.start()
    await asyncio.to_thread(worker.join)
    call.notify("note", 5)
    return [fast, first, await slow, box, await asyncio.to_thread(call.sync, "sync", 4)]
async def other(call):
    return await call("loop", 3)
"""
    results: list[Any] = []
    verdict, world = drive(roots, driver, judge=lambda result, w: results.append(result))
    assert verdict.passed, verdict
    assert results == [[2, True, 1, [3], 4]]
    assert ("note", 5) in world.seen


@pytest.mark.parametrize(
    ("body", "diagnosis"),
    [
        ('await call("bad")', "forged"),
        ("return object()", "raised"),
        ("return 1 / 0", "raised"),
        ("import os; os._exit(0)", "exit"),
        ("raise SystemExit", "raised"),
        ("while True: pass", "timeout"),
        ("return 'x' * 2_000_000", "raised"),
        ("call._sock.sendall(b'\\xff' * 4000)", "forged"),
        ("call._sock.sendall(b'\\0\\0\\0\\2{]')", "forged"),
        ("call._sock.sendall(b'\\0\\0\\0\\4null')", "forged"),
        ("call._sock.close(); return 1", "exit"),
        ("call._send({'t': 'call', 'id': [], 'event': 3}); return 1", "forged"),
        ("call._sock.sendall(b'\\0\\1\\0\\0' + b'[' * 65536)", "forged"),
        ("call._send({'t': 'result', 'value': 1})", "no-observations"),
        ("call._send({'t': 'result', 'value': 1}); import time; time.sleep(60)", "no-observations"),
    ],
)
def test_the_parent_survives_any_child(body: str, diagnosis: str, roots: Roots) -> None:
    driver = f"async def drive(subject, call, args):\n    {body}\n"
    verdict, _ = drive(roots, driver, time_limit_s=1.0, min_events=1)
    assert not verdict.passed
    assert verdict.diagnosis == diagnosis, verdict


def test_a_judge_that_stumbles_is_a_failure(roots: Roots) -> None:
    def judge(result: Any, world: Any) -> None:
        assert result["a"]["b"] > 0

    verdict, _ = drive(roots, "async def drive(s, c, a):\n    return [1]\n", judge=judge)
    assert verdict.diagnosis == "malformed-result"


def test_an_exception_text_does_not_reach_the_learner(roots: Roots) -> None:
    driver = (
        "async def drive(s, c, a):\n    raise type('Leak' + str(a['n']), (Exception,), {})('n is ' + str(a['n']))\n"
    )
    verdict, _ = drive(roots, driver)
    assert "3" not in verdict.cause
    assert "n is 3" in verdict.got


# ---------------------------------------------------------------- attacks

ATTACKS = {path.stem: path.read_text() for path in sorted((FIXTURE.parent / "attacks").glob("*.py"))}


@pytest.mark.sandbox
def test_attacks_gain_nothing_and_disturb_nobody(roots: Roots, boxed: sandbox.Level, tmp_path: Path) -> None:
    """All attackers in one class with two honest students; their second exercise is honest work and must count."""
    texts = {f"mal_{name}": notebook(source) for name, source in ATTACKS.items()}
    folder = hand_in(tmp_path / "in", ann=notebook(), zoe=notebook(WRONG), **texts)
    processes = len(os.listdir("/proc"))
    got = graded(folder, tmp_path / "out", roots, level=boxed, require_sandbox=True, jobs=4)
    assert {name for name, result in got.items() if result[E1]} == {"ann"}, "an attack scored"
    assert [name for name, result in got.items() if not result[E2]] == [], "honest work was lost"
    assert len(os.listdir("/proc")) < processes + 60, "processes were left behind"
    rows = list(csv.reader(io.StringIO((tmp_path / "out" / "grades.csv").read_text())))
    assert len(rows) == len(ATTACKS) + 3
    assert all(row[-1] for row in rows[1:]), "every zero is explained"


@pytest.mark.sandbox
def test_what_a_submission_can_see(
    roots: Roots, boxed: sandbox.Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_API_KEY", "very-secret")
    listener = socket.create_server(("127.0.0.1", 0))
    accepted: list[Any] = []
    threading.Thread(target=lambda: accepted.append(listener.accept()), daemon=True).start()
    other = tmp_path / "other_student.ipynb"
    other.write_text(notebook())
    paths = [str(FIXTURE / "hidden/01/01_9_e1.py"), str(other), "/etc/passwd", "/etc/shadow", __file__]
    folders = [
        str(FIXTURE),
        str(tmp_path),
        str(Path.home()),
        str(repo_root() / "solutions"),
        str(repo_root().parent),
        "/var",
    ]
    folders = [
        folder for folder in folders if folder != "/tmp"
    ]  # a clone may lie there; inside, /tmp is one of its own
    source = f"PORT = {listener.getsockname()[1]}\nPATHS = {paths!r}\nFOLDERS = {folders!r}\n"
    source += (FIXTURE.parent / "probe.py").read_text()
    driver = "async def drive(subject, call, args):\n    import submission\n    return await submission.spy()\n"
    results: list[Any] = []
    verdict, _ = drive(roots, driver, source=source, level=boxed, judge=lambda r, w: results.append(r))
    assert verdict.passed, verdict
    (seen,) = results
    assert "very-secret" not in json.dumps(seen["env"])
    assert not any(name.startswith("LAB_") for name in seen["env"])
    assert seen["argv"] == ["submission"]
    assert not any(str(repo_root()) in word for word in seen["orig"][1:])
    assert seen["uid"] != 0
    assert seen["net"] == [None, None]
    assert accepted == []
    listener.close()
    assert set(seen["read"].values()) == {None}
    assert set(seen["write"].values()) == {None}
    assert seen["modules"] == [None, None]
    assert seen["tmp"] == "1", "an own empty /tmp is there"
    # Above the interpreter's folder only the way to it may be seen, which is the project's own folder name.
    listed = {folder: ast.literal_eval(names) for folder, names in seen["list"].items() if names}
    assert set(listed.pop(str(repo_root().parent), [])) <= {repo_root().name}
    assert not any("lab" in name for names in listed.values() for name in names)
    assert len(seen["pids"]) < 8, "only the sandbox's own processes are visible"
    assert not Path("/tmp/own").exists()


@pytest.mark.sandbox
def test_limits_are_set(roots: Roots, boxed: sandbox.Level) -> None:
    driver = """
import resource
async def drive(subject, call, args):
    names = ("AS", "NPROC", "FSIZE", "NOFILE", "CPU")
    return {n: resource.getrlimit(getattr(resource, "RLIMIT_" + n))[1] for n in names}
"""
    results: list[Any] = []
    verdict, _ = drive(roots, driver, level=boxed, judge=lambda r, w: results.append(r))
    assert verdict.passed
    assert all(0 < value < 1 << 33 for value in results[0].values())
    assert results[0]["NPROC"] < 20_000


@pytest.mark.sandbox
def test_works_inside_a_network_namespace(boxed: sandbox.Level) -> None:
    script = "from labsupport.grading import sandbox; print(sandbox.detect())"
    done = subprocess.run(
        ["unshare", "-n" if os.geteuid() == 0 else "-rn", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=repo_root(),
        check=True,
    )
    assert done.stdout.strip() == "bubblewrap"


@pytest.mark.parametrize("name", ["exit", "loop", "memory_bomb", "reference", "always_equal", "forged_result"])
def test_attacks_on_the_weaker_level(name: str, roots: Roots) -> None:
    result = hidden.run_hidden(E1, ATTACKS[name], 5, roots=roots, level=WEAK, visible=False)
    assert not any(v.passed for v in result.hidden if v.name != "nothing")
    assert not result.passed


# ---------------------------------------------------------------- release


@pytest.fixture
def project(tmp_path: Path, roots: Roots, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Roots]:
    """A small project whose package is the fixture's, with one notebook."""
    root = tmp_path / "project"
    shutil.copytree(FIXTURE / "gradefix", root / "gradefix", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "labsupport").mkdir()
    (root / "labsupport" / "__init__.py").write_text("")
    shutil.copy(repo_root() / "labsupport" / "errors.py", root / "labsupport")
    (root / "notebooks").mkdir()
    (root / "notebooks" / "01_fixture.ipynb").write_text(notebook(STUB, None))
    (root / "solutions").mkdir()
    (root / "solutions" / "secret.py").write_text("x = 1\n")
    monkeypatch.setattr(release, "FOLDERS", ("labsupport", "gradefix"))
    return root, roots


def test_release_runs_and_hides(project: tuple[Path, Roots], tmp_path: Path) -> None:
    root, roots = project
    path = release.release(tmp_path / "course", ["01"], roots=roots, root=root, pythons=[sys.executable])
    first = path.read_bytes()
    release.release(tmp_path / "course", ["01"], roots=roots, root=root, pythons=[sys.executable])
    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "x")
    assert not any("solutions" in name for name in names)
    bundle = tmp_path / "x" / release.ROOT
    text = (bundle / "gradefix" / "refs.py").read_text()
    assert "total += value" not in text
    assert 'raise NotImplementedError("01.9.e1")' in text
    script = "from gradefix.refs import running_total as f, limited_map as g; import asyncio\n"
    script += "async def a(x): return -x\nprint(f([1, 2], 5), asyncio.run(g(a, [1, 2], limit=1)))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(bundle)!r})\n{script}"],
        capture_output=True, text=True, cwd=bundle,
    )  # fmt: skip
    assert done.stdout.strip() == "[6, 8] [-1, -2]", done.stderr


def test_release_refuses_a_leak(project: tuple[Path, Roots], tmp_path: Path) -> None:
    root, roots = project
    source = (FIXTURE / "gradefix" / "refs.py").read_text()
    leaky = notebook(source, None)
    (root / "notebooks" / "01_fixture.ipynb").write_text(leaky)
    with pytest.raises(LabError, match=r"01_fixture\.ipynb: solution of gradefix"):
        release.release(tmp_path / "course", ["01"], roots=roots, root=root, pythons=[sys.executable])
    assert not (tmp_path / "course" / "student-bundle.zip").exists()
    (root / "notebooks" / "01_fixture.ipynb").write_text(notebook(STUB, None))
    (root / "gradefix" / "extra.py").write_text((FIXTURE / "hidden/01/01_9_e1.py").read_text())
    with pytest.raises(LabError, match=r"extra\.py: hidden check 01_9_e1"):
        release.release(tmp_path / "course", ["01"], roots=roots, root=root, pythons=[sys.executable])
    assert release.leaks({"a/solutions/b.py": b"", "hidden/x": b""}, roots)
    with pytest.raises(LabError, match="no notebook"):
        release.release(tmp_path / "course", ["02"], roots=roots, root=root, pythons=[sys.executable])


def test_release_of_the_real_package_leaks_nothing(tmp_path: Path) -> None:
    roots = Roots()
    files = release.contents(repo_root(), [], roots, [sys.executable])
    assert release.leaks(files, roots) == []
    for exercise_id in roots.ids():
        for target in roots.exercise(exercise_id).reference:
            module, _, name = target.partition(":")
            assert any(f.startswith(f"labsupport/sealed_data/{module}.{name.split('.')[0]}.") for f in files)


def test_an_interpreter_below_tmp_stays_visible_in_the_sandbox() -> None:
    """A clone in /tmp keeps its environment there: the sandbox's own /tmp must not be mounted over it."""
    command = sandbox.bwrap_command(sandbox.Level("bubblewrap", root=True), Path("/nowhere"), ["true"])
    mounts = [command[i + 1] for i, word in enumerate(command) if word in ("--tmpfs", "--ro-bind")]
    assert mounts[0] == "/tmp"
    assert mounts.count("/tmp") == 1


def test_a_project_in_view_shows_no_references(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "usr" / "src" / "lab"
    for name in ("solutions", "labsupport", "tests"):
        (root / name).mkdir(parents=True)
    monkeypatch.setattr(sandbox, "repo_root", lambda: root)
    monkeypatch.setattr(sandbox, "_visible_paths", lambda: [tmp_path / "usr"])
    command = sandbox.bwrap_command(sandbox.Level("bubblewrap"), Path("/nowhere"), ["true"])
    covered = [command[i + 1] for i, word in enumerate(command) if word == "--tmpfs"]
    assert set(covered) - {"/tmp"} == {str(root / name) for name in ("solutions", "labsupport", "tests")}
