"""`lab release`: what goes out to students hides the answers; what stays with the instructor holds them."""

from __future__ import annotations

import ast
import contextlib
import functools
import json
import shutil
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from grading_class import FIXTURE, STUB, notebook

from labsupport.errors import LabError
from labsupport.grading import course, material, release
from labsupport.grading.hidden import Roots
from labsupport.lab.check import Choice, Question
from labsupport.publish.inject import inject
from labsupport.settings import repo_root

pytest_plugins = ["grading_fixture"]


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


def test_a_list_of_imports_is_no_leak_and_hides_none() -> None:
    body = ["a = 1", "b = a", "c = b", "d = c", "e = d"]
    lines = ["from x import (", "    one,", "    two,", "    three,", "    four,", "    five,", ")", *body]
    assert list(release._shingles(lines)) == [tuple(body)]
    assert list(release._shingles(["from x import (one, two)", *body])) == [tuple(body)]


def test_a_leak_is_found_wherever_it_hides(project: tuple[Path, Roots], tmp_path: Path) -> None:
    """In the output of a cell, in a data file that is no text, in sealed bytes; and variants count as solutions."""
    _, roots = project
    canary = next(iter(release.canaries(roots)))
    right = (FIXTURE / "mutants/01.9.e2/right_chunks.py").read_text()
    output = {"cells": [{"cell_type": "code", "source": "", "outputs": [{"text": right.splitlines(keepends=True)}]}]}
    files = {
        "data/table.bin": b"\0\1" + canary + b"\2",
        "labsupport/sealed_data/x.cpython-311": zlib.compress(b"marshalled " + canary),
        "notebooks/01_x.ipynb": json.dumps(output).encode(),
        "labsupport/help.py": right.replace("    ", "        ").encode(),
        "README.md": b"nothing to see",
    }
    found = release.leaks(files, roots)
    assert [line.split(":")[0] for line in found] == [name for name in files if name != "README.md"]
    folder = tmp_path / "hidden" / "01"
    folder.mkdir(parents=True)
    (folder / "01_9_e1.py").write_text("DRIVER = ''\n")
    with pytest.raises(LabError, match="no docstring"):
        release.canaries(replace(roots, hidden=tmp_path / "hidden"))


# ---------------------------------------------------------------- the real course


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """The course folder of stage 01, what is in the student bundle, and what is in the instructor's."""
    folder = tmp_path_factory.mktemp("course")
    (folder / course.SETTINGS).write_text("[late]\npercent_per_day = 5\n[deadlines]\n01 = 2027-03-01T23:59:00Z\n")
    release.release(folder, ["01"], pythons=[sys.executable])
    return folder, unpacked(folder / release.STUDENT), unpacked(folder / release.INSTRUCTOR)


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


Bundles = tuple[Path, dict[str, bytes], dict[str, bytes]]


@functools.cache
def bodies(source: str) -> frozenset[str]:
    """Every function's statements without the docstring, as syntax: layout, comments and names of functions aside."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            kept = [n for n in node.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]
            if sum(isinstance(n, ast.stmt) for statement in kept for n in ast.walk(statement)) > 2:
                found.add(ast.dump(ast.Module(kept, [])))
    return frozenset(found)


def test_no_solution_body_and_no_canary_is_in_the_student_bundle(bundles: Bundles) -> None:
    """Written without the release's own search, so that a mistake in that does not hide itself."""
    _, student, instructor = bundles
    roots = Roots()
    secret: dict[str, str] = {}
    for exercise_id in roots.ids(["01"]):
        exercise = roots.exercise(exercise_id)
        stub = frozenset[str]().union(
            *(bodies(inject(t, exercise_id, exercise.names).stub) for t in exercise.reference)
        )
        mine = [inject(t, exercise_id, exercise.names).solution for t in exercise.reference]
        mine += [path.read_text() for path in (roots.mutants / exercise_id).glob("right_*.py")]
        secret |= {body: exercise_id for source in mine for body in bodies(source) - stub}
    assert set(secret.values()) == set(roots.ids(["01"])), "each exercise has a body to look for"
    marks = [path.read_text().split('"""')[1].splitlines()[0].encode() for path in roots.hidden.rglob("*.py")]
    assert len(marks) >= 11

    def leaking(files: dict[str, bytes]) -> set[str]:
        found = set()
        for name, data in files.items():
            plain = zlib.decompress(data) if "/sealed_data/" in name else data
            sources = [data.decode()] if name.endswith(".py") else []
            if name.endswith(".ipynb"):
                sources = ["".join(c["source"]) for c in json.loads(data)["cells"] if c["cell_type"] == "code"]
            for source in sources:
                with contextlib.suppress(SyntaxError):  # a cell with top-level await parses, one with a magic does not
                    found |= {name for body in bodies(source) if body in secret}
            found |= {name for mark in marks if mark in plain}
        return found

    assert leaking(student) == set()
    control = leaking(instructor)
    assert {"solutions/hidden/01/01_1_e1.py", "solutions/01_async_python.ipynb"} <= control, (
        "the search finds what is there"
    )
    assert any(name.startswith("solutions/mutants/") for name in control)
    assert any(name.startswith("labsupport/") for name in control)


def test_student_bundle_holds_what_a_student_needs(bundles: Bundles) -> None:
    _, student, _ = bundles
    assert release.leaks(student, Roots()) == []
    assert not any(release.FORBIDDEN.search(name) for name in student)
    assert [name for name in student if name.startswith("notebooks/")] == ["notebooks/01_async_python.ipynb"]
    assert "due 2027-03-01 23:59" in student["COURSE.txt"].decode()
    assert "2027-08-28" in student["PRIVACY.txt"].decode()
    for exercise_id in Roots().ids():
        for target in Roots().exercise(exercise_id).reference:
            module, _, name = target.partition(":")
            assert any(f.startswith(f"labsupport/sealed_data/{module}.{name.split('.')[0]}.") for f in student)


def test_other_stages_stay_at_home() -> None:
    files = release.contents(repo_root(), [], Roots(), [sys.executable])
    assert not any(name.startswith(("labsupport/lab/exercises/s01", "notebooks/")) for name in files)
    assert "labsupport/lab/exercises/__init__.py" in files
    chosen = release.instructor_contents(repo_root(), [], Roots())
    assert not any(name.startswith("solutions/") for name in chosen)


def test_instructor_bundle_and_the_course_folder(bundles: Bundles) -> None:
    folder, _, instructor = bundles
    roots = Roots()
    for exercise_id in roots.ids(["01"]):
        assert f"solutions/hidden/01/{exercise_id.replace('.', '_')}.py" in instructor
        assert any(name.startswith(f"solutions/mutants/{exercise_id}/") for name in instructor)
    assert not any("roster" in name for name in instructor), "names of students do not travel"
    rubric = (folder / "rubric.md").read_text()
    assert instructor["course/rubric.md"].decode() == rubric
    for exercise_id in roots.ids(["01"]):
        assert f"### {exercise_id} " in rubric
    questions = material.questions(["01"], roots)
    gift = (folder / "questions.gift.txt").read_text().split("\n\n")
    assert len(gift) == len(questions) > 10
    for question, block in zip(questions, gift, strict=True):
        lines = block.splitlines()
        assert block.startswith(f"::{question.id}::")
        assert [line[2] for line in lines[1 : 1 + len(question.choices)]] == [
            "=" if c.right else "~" for c in question.choices
        ]
        assert question.id in (folder / "questions.md").read_text()
    assert (folder / "course.toml").read_text().startswith("[late]"), "settings that are there stay"
    assert (folder / "roster.csv").read_text() == course.ROSTER_TEMPLATE


def test_gift_escapes_its_own_characters(monkeypatch: pytest.MonkeyPatch, roots: Roots) -> None:
    choices = (Choice("{a: 1}", True, "a = b"), Choice("~x#", False, "no\n\nline"))
    monkeypatch.setattr(material, "questions", lambda *_: [Question("01.1.q1", "what?", choices, "a\\b")])
    text = material.gift(["01"], roots)
    assert "=\\{a\\: 1\\}#A \\= b." in text
    assert "~\\~x\\##No line." in text
    assert "####a\\\\b" in text
