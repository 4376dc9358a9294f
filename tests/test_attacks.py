"""Submissions that attack the grader: none gains a point beyond its real work, and none disturbs the others.

All attackers hand in in one class, between honest students, and are graded in one run; each test looks at one of them.
Most carry honest work for the second exercise, which has to count. A spy answers rightly if it gets hold of what it
must not see, so its point would show a hole; on the weaker level of isolation some of them do.
"""

from __future__ import annotations

import ast
import contextlib
import csv
import io
import json
import os
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from grading_class import E1, E2, FIXTURE, RIGHT, RIGHT2, WEAK, WRONG, code, drive, hand_in, notebook, zipped

from labsupport.grading import collect, grade, hidden, lift, limited, report, sandbox
from labsupport.grading.hidden import Roots
from labsupport.settings import repo_root

pytest_plugins = ["grading_fixture"]

ATTACKS = {path.stem: path.read_text() for path in sorted((FIXTURE.parent / "attacks").glob("*.py"))}
SPIES = {path.stem: path.read_text() for path in sorted((FIXTURE.parent / "spies").glob("*.py"))}
HONEST = {"ann": notebook(), "kim": notebook(), "zoe": notebook(WRONG)}
FILE = "01_fixture.ipynb"
SECRET = "spies-look-for-this"


# ---------------------------------------------------------------- files that attack


def bytes_in(data: bytes) -> Callable[[Path, str], None]:
    def put(folder: Path, name: str) -> None:
        (folder / name).mkdir()
        (folder / name / FILE).write_bytes(data)

    return put


def zip_in(data: bytes) -> Callable[[Path, str], None]:
    def put(folder: Path, name: str) -> None:
        (folder / f"{name}.zip").write_bytes(data)

    return put


def huge_notebook(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    with (folder / name / FILE).open("wb") as file:
        file.write(notebook().encode())
        file.truncate(200 << 20)


def links(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    (folder / name / FILE).symlink_to(folder / "ann" / FILE)
    (folder / name / "d").symlink_to(folder / "ann")


def linked_folder(folder: Path, name: str) -> None:
    (folder / name).symlink_to(folder / "ann")


def bomb() -> bytes:
    """60 KB that unpack to 192 MB of zeros, beside an honest notebook; and zips in zips, doubled at each level."""
    nest = zipped({"n.ipynb": notebook()})
    for _ in range(8):
        nest = zipped({"a.zip": nest, "b.zip": nest})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"{number}.ipynb", bytes(64 << 20))
        file.writestr("nest.zip", nest)
        file.writestr(FILE, notebook(WRONG))
    return buffer.getvalue()


def linked_zip() -> bytes:
    link = zipfile.ZipInfo("01_link.ipynb")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(link, "../../ann/" + FILE)
        file.writestr(FILE, notebook(WRONG))
    return buffer.getvalue()


def cells(*found: dict[str, Any]) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": found}).encode()


TRANSFORMER = """
ip = get_ipython()
ip.input_transformers_cleanup.append(lambda lines: ["running_total = lambda v, start=0: __import__('itertools')"])
def exercise(*args): return args[1:]
"""
TWICE = [{**code(source, kind="exercise", id=E1), "id": "01-9-e1-1"} for source in (RIGHT, WRONG)]
SECOND = code(RIGHT2, kind="exercise", id=E2)
PATHS = ("../ann/" + FILE, "../../ann/" + FILE, "/tmp/ann.ipynb", "C:\\ann.ipynb", "a/../../kim/" + FILE)
# name -> (how it is handed in, whether its second exercise is honest work that can be read)
FILES: dict[str, tuple[Callable[[Path, str], None], bool]] = {
    "input_transformer": (bytes_in(notebook(WRONG, extra=(code(TRANSFORMER), code(TRANSFORMER))).encode()), True),
    "transformer_beside": (bytes_in(cells(code(TRANSFORMER), *TWICE[1:], SECOND)), True),
    "broken_format": (bytes_in(b'{"nbformat": 4, "cells": {"0": 3}}'), False),
    "cut_off": (bytes_in(notebook().encode()[:-40]), False),
    "deep_json": (bytes_in(b"[" * 300_000), False),
    "non_utf8": (bytes_in(notebook().replace("Sums", "S\u00fcm").encode("utf-16")), False),
    "not_text": (bytes_in(b"\xff\xfe\x00\x9d" * 999), False),
    "surrogates": (bytes_in(notebook(WRONG + "\n# \ud800\0").encode()), True),
    "duplicate_ids": (bytes_in(cells(*TWICE, SECOND)), True),
    "same_id_everywhere": (bytes_in(cells(*[{**c, "id": "01-9-e1"} for c in (*TWICE, SECOND)])), True),
    "parser_bomb": (bytes_in(notebook(WRONG + "x," * 200_000).encode()), True),
    "nested_code": (bytes_in(notebook("x = " + "-" * 90_000 + "1\n" + WRONG).encode()), True),
    "huge_notebook": (huge_notebook, False),
    "links": (links, False),
    "linked_folder": (linked_folder, False),
    "zip_bomb": (zip_in(bomb()), True),
    "linked_zip": (zip_in(linked_zip()), True),
    "no_zip": (zip_in(b"PK\3\4 not a zip"), False),
    "traversal": (zip_in(zipped({**{path: notebook(WRONG, None) for path in PATHS}, FILE: notebook(WRONG)})), True),
    "for_others": (zip_in(zipped({f"{name}/{FILE}": notebook(WRONG) for name in ("ann", "kim")})), True),
}


# ---------------------------------------------------------------- one class, graded once


@dataclass
class Class:
    """What happened: results by student, the honest students' results when they were graded alone, traces."""

    graded: dict[str, grade.Student]
    alone: dict[str, grade.Student]
    connections: int
    changed: list[str]
    left_over: set[str]
    table: list[list[str]]


def verdicts(student: grade.Student) -> dict[str, Any]:
    """All that a report says, without how long it took."""

    def plain(row: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in row.items() if key != "seconds"}

    found = {i: plain(asdict(result)) for i, result in student.results.items()}
    return {i: {**r, **{k: [plain(v) for v in r[k]] for k in ("visible", "hidden")}} for i, r in found.items()}


def state(folder: Path) -> dict[str, Any]:
    """Every file with its size and time."""
    files = {p: p.lstat() for p in folder.rglob("*") if "__pycache__" not in p.parts}
    return {str(p): (s.st_size, s.st_mtime_ns) for p, s in files.items() if not p.is_dir()}


def of_the_sandbox(roots: Roots) -> set[str]:
    """Sandboxes of this test run that still live: nothing inside one outlives its first process."""
    found, mine = set(), str(hidden.trees_for(roots).folder).encode()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if mine in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.add(pid)
    return found


@contextlib.contextmanager
def listener() -> Iterator[tuple[int, str, list[Any]]]:
    """A server on the loopback and one on an abstract socket, both answering: (port, name, connections)."""
    accepted: list[Any] = []
    name = f"lab-attack-{os.getpid()}"
    tcp = socket.create_server(("127.0.0.1", 0))
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(f"\0{name}")
    unix.listen()

    def serve(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                link, _ = server.accept()
                accepted.append(link)
                link.sendall(b"an answer")

    for server in (tcp, unix):
        threading.Thread(target=serve, args=(server,), daemon=True).start()
    try:
        yield tcp.getsockname()[1], name, accepted
    finally:
        for server in (tcp, unix):
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()


def spies(folder: Path, out: Path, port: int, abstract: str) -> dict[str, str]:
    words = {
        "HIDDEN": FIXTURE / "hidden/01/01_9_e1.py", "VARIANTS": FIXTURE / "mutants" / E1,
        "OTHER": folder / "ann" / FILE, "OUT": out, "PORT": port, "ABSTRACT": abstract,
        "PACKAGE": repo_root(), "SECRET": SECRET,
    }  # fmt: skip
    found = dict(SPIES)
    for word, value in words.items():
        found = {name: source.replace(f"@{word}@", str(value)) for name, source in found.items()}
    return found


@pytest.fixture(scope="module")
def attacked(roots: Roots, boxed: sandbox.Level, tmp_path_factory: pytest.TempPathFactory) -> Class:
    base = tmp_path_factory.mktemp("attacked")
    folder, out = base / "in", base / "out"
    options: dict[str, Any] = {"seed": 7, "stages": ["01"], "roots": roots, "level": boxed, "jobs": 8}
    options["progress"] = False
    alone = grade.grade([hand_in(base / "alone", **HONEST)], base / "out-alone", **options)
    hand_in(folder, **HONEST)
    with listener() as (port, abstract, accepted), pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_NOTE", SECRET)
        sources = {**ATTACKS, **spies(folder, out, port, abstract)}
        hand_in(folder, **{name: notebook(source) for name, source in sources.items()})
        for name, (put, _) in FILES.items():
            put(folder, name)
        watched = [folder, FIXTURE, Path(grade.__file__).parent]
        before = [state(path) for path in watched]
        run = grade.grade([folder], out, require_sandbox=True, **options)
        after = [state(path) for path in watched]
        changed = [p for old, new in zip(before, after, strict=True) for p, _ in set(old.items()) ^ set(new.items())]
        connections = len(accepted)
    left_over = of_the_sandbox(roots)
    rows = list(csv.reader(io.StringIO((out / "grades.csv").read_text())))
    by_name = [{s.name: s for s in one.students} for one in (run, alone)]
    return Class(by_name[0], by_name[1], connections, changed, left_over, rows)


NAMES = [*ATTACKS, *SPIES, *FILES]


def test_there_are_enough_attacks() -> None:
    assert len(NAMES) == len(set(NAMES)) >= 25


@pytest.mark.sandbox
@pytest.mark.parametrize("name", NAMES)
def test_an_attack_gains_nothing_and_disturbs_nobody(name: str, attacked: Class) -> None:
    student = attacked.graded[name]
    assert not student.results[E1].passed, "the attack scored"
    assert student.results[E2].passed == FILES.get(name, (None, True))[1], student.results[E2]
    assert report.headline(student.results[E1]), "a zero without a reason"
    for honest in HONEST:
        assert verdicts(attacked.graded[honest]) == verdicts(attacked.alone[honest])
    assert [attacked.graded[honest].total for honest in HONEST] == [2, 2, 1]


@pytest.mark.sandbox
def test_nothing_was_reached_written_or_left_behind(attacked: Class) -> None:
    assert attacked.connections == 0
    assert attacked.changed == []
    assert attacked.left_over == set()
    assert not Path("/tmp/lab-attack-was-here").exists()
    assert len(attacked.table) == len(NAMES) + len(HONEST) + 1
    assert all(row[-1] for row in attacked.table[1:]), "every zero is explained"


def test_some_spies_succeed_without_the_sandbox(roots: Roots, tmp_path: Path) -> None:
    """The control: these attacks are real, and the weaker level is what its name says."""
    hand_in(tmp_path, ann=notebook())
    (tmp_path / "run.json").write_text('{"seed": 3}')
    with listener() as (port, abstract, accepted):
        sources = spies(tmp_path, tmp_path, port, abstract)
        for name in ("hidden_check", "variants", "other_submission", "seed_of_the_run", "network", "write_outside"):
            result = hidden.run_hidden(E1, sources[name], 5, roots=roots, level=WEAK, visible=False)
            assert result.hidden_passed, name
        assert accepted
        for name in ("environment", "grader_modules"):
            result = hidden.run_hidden(E1, sources[name], 5, roots=roots, level=WEAK, visible=False)
            assert not any(verdict.passed for verdict in result.hidden), name


# ---------------------------------------------------------------- one by one


@pytest.mark.parametrize("name", ["exit", "loop", "memory_bomb", "reference", "always_equal", "forged_result"])
def test_attacks_on_the_weaker_level(name: str, roots: Roots) -> None:
    result = hidden.run_hidden(E1, ATTACKS[name], 5, roots=roots, level=WEAK, visible=False)
    assert not any(v.passed for v in result.hidden if v.name != "nothing")
    assert not result.passed


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


def test_huge_notebook_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    assert "200 MiB" in lift.read_notebook(path)[1]


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


def test_reading_has_limits_of_its_own(tmp_path: Path) -> None:
    """A file that costs too much to read is a result of None, and the files beside it are read."""

    def spin() -> None:
        while True:
            pass

    def eat() -> int:
        return len(bytearray(limited.MEMORY + (64 << 20)))

    def vanish() -> None:
        os._exit(0)

    def fail() -> None:
        raise LookupError("our own mistake")

    tasks = [lambda: [1, "\ud800"], spin, eat, vanish, fail, lambda: "x" * 300_000]
    found = limited.run_each(tasks, at_once=3, cpu_s=1)
    assert found == [[1, "\ud800"], None, None, None, None, "x" * 300_000]
    assert Path("/proc/self/task", str(os.getpid()), "children").read_text().split() == []
    assert limited.run_each([], at_once=2) == []
