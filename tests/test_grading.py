"""Grading: lifting, collecting, verdicts, isolation, reports, release. Attacks gain nothing and disturb nobody."""

from __future__ import annotations

import ast
import asyncio
import csv
import io
import json
import py_compile
import random
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from grading_class import E1, E2, RIGHT, STUB, WEAK, WRONG, Echo, code, drive, graded, hand_in, notebook, zipped

from labsupport.errors import LabError
from labsupport.grading import collect, grade, hidden, lift, matrix, remote, report, sandbox, strip
from labsupport.grading.hidden import Roots, Scenario

pytest_plugins = ["grading_fixture"]


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


@pytest.mark.parametrize("lost", [False, True])
def test_a_function_of_the_same_name_answers_its_own_stage_only(lost: bool, tmp_path: Path) -> None:
    answer = code("def leak_check(a, b, c):\n    return []", kind="exercise", id="04.4.e2")
    if lost:  # metadata, but not the cell's id
        answer |= {"metadata": {}, "id": "04-4-e2-2"}
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": [answer]}))
    exercises = [Roots().exercise(i) for i in ("03.5.e2", "04.4.e2")]
    found, _ = grade.lift_all(collect.Submission("ada", notebooks=[path]), exercises)
    assert found["04.4.e2"].parts
    assert found["03.5.e2"].problem == "nothing was handed in for this exercise"


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
        (json.dumps({"cells": [code("x = 1\n" * 400_000)]}).encode(), "KiB of code"),
        (json.dumps({"cells": [{}] * 6000}).encode(), "cells"),
    ],
)
def test_unreadable_notebook_is_a_problem(data: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_bytes(data)
    cells, problem = lift.read_notebook(path)
    assert cells == []
    assert word in problem


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


def test_a_tree_holds_the_reference_of_its_exercise_neither_as_source_nor_as_byte_code(tmp_path: Path) -> None:
    package = tmp_path / "p"
    package.mkdir()
    (package / "m.py").write_text("def f():\n    return 'the-secret-answer'\n")
    py_compile.compile(str(package / "m.py"), str(strip.byte_code(package / "m.py")))
    (package / "__pycache__" / f"gone.{sys.implementation.cache_tag}.pyc").write_bytes(b"the-secret-answer")
    strip.copy_packages([package], tmp_path / "whole", skip=())
    tree = strip.sandbox_tree(tmp_path / "whole", ["p.m:f"], tmp_path / "one")
    files = [path for path in tree.rglob("*") if path.is_file()]
    assert strip.byte_code(tree / "p" / "m.py") in files
    assert not any(b"the-secret-answer" in path.read_bytes() for path in files)
    assert "the-secret-answer" in (tmp_path / "whole" / "p" / "m.py").read_text()
    assert all(path.stat().st_nlink == 1 for path in files)  # a write into one tree changes no other


def test_an_answer_that_loops_pays_for_one_scenario(roots: Roots) -> None:
    source = "def running_total(values, start=0):\n    while True:\n        pass\n"
    endless = Scenario("s", {"n": 3}, Echo(), lambda result, world: None, time_limit_s=0.5)
    check = hidden.Hidden(E1, "async def drive(subject, call, args):\n    subject([1])\n", lambda rng: [endless] * 3)
    job = hidden.grade_source(roots.exercise(E1), source, 1, roots=roots, level=WEAK, hidden=check, visible=False)
    result = asyncio.run(job)
    assert [verdict.diagnosis for verdict in result.hidden] == ["timeout"]
    assert "were not run" in result.hidden[0].cause
    assert not result.passed


def test_only_what_the_course_imports_is_imported_before_the_fork(roots: Roots) -> None:
    text = "import antigravity\nimport tenacity\nfrom labsupport import settings\nimport submission\n"
    assert hidden.imported([["x", text]], roots) == ["tenacity", "labsupport", "labsupport.settings"]
