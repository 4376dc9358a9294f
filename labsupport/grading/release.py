"""`lab release`: a course folder with the student bundle, the instructor bundle, rubric, questions and settings.

The student bundle has no solutions, hidden checks, mutants or readable references. The references of all exercises
are replaced by the learner's stub plus bytecode, because the notebooks fall back to them. Bytecode is a deterrent, not
a secret: grading never relies on it.
"""

from __future__ import annotations

import argparse
import ast
import base64
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.grading import course, material, strip
from labsupport.grading.hidden import Roots
from labsupport.publish.inject import BEGIN, END, inject
from labsupport.settings import repo_root

ROOT = "ai-engineering-lab"
STUDENT, INSTRUCTOR = "student-bundle.zip", "instructor-bundle.zip"
FOLDERS = ("labsupport", "data", "requirements")
FILES = ("Makefile", "README.md", "LICENSE", "pyproject.toml", "environment.yml", ".gitignore")
TEACHING = ("docs/instructor.md", "CONTRIBUTING.md", "CHANGELOG.md")
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}
FORBIDDEN = re.compile(r"(^|/)(solutions|hidden|mutants|tests|work)(/|$)")
STAGE_PART = re.compile(r"^labsupport/lab/exercises/s(\d{2})(/|\.py$)")  # checks, hints and answers of one stage
SHINGLE = 5  # so many consecutive lines of a solution in a readable file are a leak; all lines of a shorter one
TEXT = {".py", ".md", ".txt", ".json", ".toml", ".yml", ".yaml", ".cfg", ".html", ".js", ".css", ".in", ".lock", ""}
EPOCH = (2026, 1, 1, 0, 0, 0)

LOADER = '''"""References of exercises, as bytecode. Written by `lab release`; the full repository has their source."""

from __future__ import annotations

import marshal
import sys
import zlib
from pathlib import Path
from typing import Any

from labsupport.errors import LabError


def unseal(module: str, name: str, namespace: dict[str, Any]) -> None:
    """Replace the stub `name` of `module` by the reference."""
    tag = sys.implementation.cache_tag
    path = Path(__file__).with_name("sealed_data") / f"{module}.{name}.{tag}"
    if not path.is_file():
        have = sorted({p.name.rsplit(".", 1)[1] for p in path.parent.iterdir()})
        raise LabError(f"this bundle has no references for {tag}", f"use one of: {', '.join(have)}")
    exec(marshal.loads(zlib.decompress(path.read_bytes())), namespace)
'''
COMPILE = """
import base64, json, marshal, sys, zlib
done = {}
for name, source in json.load(sys.stdin).items():
    code = compile(source, "<reference>", "exec", dont_inherit=True)
    done[name] = base64.b64encode(zlib.compress(marshal.dumps(code), 9)).decode()
print(json.dumps([sys.implementation.cache_tag, sys.version_info[:2], done]))
"""


def seal(source: str, module: str, names: dict[str, str]) -> tuple[str, dict[str, str]]:
    """(`source` with the learner's stubs, {`module.name`: source of the reference}); `names` are name -> stub."""
    lines = source.splitlines()
    future = "from __future__ import annotations\n" if "from __future__ import annotations" in source else ""
    hidden = {}
    for node in sorted(strip.definitions(source, list(names)).values(), key=lambda n: -n.lineno):
        name: str = node.name  # type: ignore[attr-defined]
        first = min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1  # type: ignore[attr-defined]
        hidden[f"{module}.{name}"] = future + "\n".join(lines[first : node.end_lineno]) + "\n"
        load = f'__import__("labsupport.sealed").sealed.unseal({module!r}, {name!r}, globals())'
        lines[first : node.end_lineno] = [*names[name].splitlines(), "", "", load]
    lines = [line for line in lines if line.strip() not in (BEGIN, END)]
    return "\n".join(lines) + "\n", hidden


def compile_for(python: str, sources: dict[str, str]) -> dict[str, bytes]:
    """Bytecode of these sources by one interpreter, by file name. Raises LabError when it cannot be run."""
    try:
        done = subprocess.run(
            [python, "-I", "-c", COMPILE], input=json.dumps(sources), capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        words = (getattr(error, "stderr", "") or str(error)).strip()[-200:]
        raise LabError(f"{python} cannot compile the references: {words}", "give a CPython 3.11 or 3.12") from error
    tag, _, codes = json.loads(done.stdout)
    return {f"{name}.{tag}": base64.b64decode(text) for name, text in codes.items()}


def interpreters(extra: Iterable[str] = ()) -> list[str]:
    """This Python, those asked for, and the other supported minor version when a working one is on the PATH."""
    found = [sys.executable, *extra]
    for minor in (11, 12):
        path = shutil.which(f"python3.{minor}") if minor != sys.version_info[1] else None
        if path and subprocess.run([path, "-I", "-c", ""], capture_output=True).returncode == 0:
            found.append(path)
    return found


def contents(root: Path, stages: Sequence[str], roots: Roots, pythons: Sequence[str]) -> dict[str, bytes]:
    """The student bundle: path -> bytes. What belongs to other stages than these is left out."""
    files = _common(root, stages)
    for name in list(files):
        if (part := STAGE_PART.match(name)) and part[1] not in stages:
            del files[name]
    stubs: dict[str, dict[str, str]] = {}
    for exercise_id in roots.ids():
        exercise = roots.exercise(exercise_id)
        for target in exercise.reference:
            module, _, name = target.partition(":")
            injected = inject(target, exercise_id, exercise.names)
            stubs.setdefault(module, {}).setdefault(name.split(".")[0], injected.stub)
    hidden: dict[str, str] = {}
    for module, names in stubs.items():
        member = strip.module_file(root, module).relative_to(root).as_posix()
        text, mine = seal(files[member].decode(), module, names)
        files[member] = text.encode()
        hidden.update(mine)
    files["labsupport/sealed.py"] = LOADER.encode()
    for python in pythons:
        for name, code in compile_for(python, hidden).items():
            files[f"labsupport/sealed_data/{name}"] = code
    return files


def _common(root: Path, stages: Sequence[str]) -> dict[str, bytes]:
    """Package, data and notebooks as they are: path -> bytes."""
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root, FOLDERS, FILES)}
    for stage in stages:
        notebooks = sorted((root / "notebooks").glob(f"{stage}_*.ipynb"))
        if not notebooks:
            raise LabError(f"stage {stage} has no notebook in {root / 'notebooks'}", "run `lab build`")
        files.update({f"notebooks/{n.name}": n.read_bytes() for n in notebooks})
    return files


def instructor_contents(root: Path, stages: Sequence[str], roots: Roots) -> dict[str, bytes]:
    """All that is needed to teach and grade these stages elsewhere: readable package, solutions, hidden checks."""
    files = _common(root, stages)
    files.update({path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root, (), TEACHING)})
    for stage in stages:
        for pattern in (f"{stage}_*.py", f"{stage}_*.ipynb"):
            files.update({f"solutions/{p.name}": p.read_bytes() for p in sorted((root / "solutions").glob(pattern))})
        for name, base, pattern in (
            ("hidden", roots.hidden, f"{stage}/*.py"),
            ("mutants", roots.mutants, f"{stage}.*/*.py"),
        ):
            for path in sorted(base.glob(pattern)):
                files[f"solutions/{name}/{path.relative_to(base).as_posix()}"] = path.read_bytes()
    return files


def _files(root: Path, folders: Iterable[str], names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        if (root / name).is_file():
            yield root / name
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not LEFT_OUT & set(path.parts) and path.suffix != ".pyc":
                yield path


def leaks(files: dict[str, bytes], roots: Roots) -> list[str]:
    """Why this bundle must not go out: forbidden paths, and files that hold lines of a solution or hidden check."""
    found = [f"{name}: path" for name in files if FORBIDDEN.search(name)]
    secret: dict[tuple[str, ...], str] = {}
    public: set[tuple[str, ...]] = set()
    for exercise_id in roots.ids():
        exercise = roots.exercise(exercise_id)
        for target in exercise.reference:
            injected = inject(target, exercise_id, exercise.names)
            public |= set(_shingles(injected.stub.splitlines()))
            lines = [line for line in injected.solution_lines if line and not line.startswith("#")]
            size = min(SHINGLE, len(lines))
            secret |= dict.fromkeys(_shingles(lines, size), f"solution of {target}")
    for label, base in (("hidden check", roots.hidden), ("variant", roots.mutants)):
        for path in sorted(base.rglob("*.py")):
            found_here = _shingles(path.read_text(encoding="utf-8").splitlines())
            secret |= dict.fromkeys(found_here, f"{label} {path.name}")
    secret = {s: label for s, label in secret.items() if s not in public and len("".join(s)) >= 40}
    sizes = {len(shingle) for shingle in secret}
    marks = canaries(roots)
    for name, data in files.items():
        plain = zlib.decompress(data) if "/sealed_data/" in name else data
        found += [f"{name}: canary of {label}" for mark, label in marks.items() if mark in plain]
        lines = _lines(name, data)
        hits = (secret[s] for size in sizes for s in _shingles(lines, size) if s in secret)
        if label := next(hits, ""):
            found.append(f"{name}: {label}")
    return found


def canaries(roots: Roots) -> dict[bytes, str]:
    """The first line of each hidden check's docstring: one line that betrays the file in whatever it was packed."""
    found = {}
    for path in sorted(roots.hidden.rglob("*.py")):
        line = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        if len(line) < 20:
            raise LabError(
                f"{path} has no docstring to be known by", "begin it with one sentence on what the parent does"
            )
        found[line.encode()] = path.name
    return found


def _shingles(lines: Iterable[str], size: int = SHINGLE) -> Iterator[tuple[str, ...]]:
    plain: list[str] = []
    inside = False  # imports give nothing away, a list of names in brackets included
    for line in (text.strip() for text in lines):
        if inside:
            inside = ")" not in line
        elif line.startswith(("import ", "from ")):
            inside = line.endswith("(")
        elif line and not line.startswith("#"):
            plain.append(line)
    for start in range(max(0, len(plain) - size + 1)):
        yield tuple(plain[start : start + size])


def _lines(name: str, data: bytes) -> list[str]:
    if name.endswith(".ipynb"):
        return [line for text in _strings(json.loads(data)) for line in text.splitlines()]
    return data.decode("utf-8", "replace").splitlines() if Path(name).suffix in TEXT else []


def _strings(value: Any) -> Iterator[str]:
    """Texts of a notebook: sources, outputs, metadata, attachments. A list of strings is one text, as in its format."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        yield "".join(value)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def pack(files: dict[str, bytes], root: str = ROOT) -> bytes:
    """A zip with fixed dates and order: the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(f"{root}/{name}", EPOCH)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name])
    return buffer.getvalue()


def release(
    folder: Path,
    stages: Sequence[str] | None = None,
    *,
    roots: Roots | None = None,
    root: Path | None = None,
    pythons: Sequence[str] | None = None,
) -> Path:
    """Fill the course folder and return the path of the student bundle. LabError when something in it would leak.

    `course.toml` and `roster.csv` are written once and then belong to the instructor; the rest is written anew.
    """
    roots, root = roots or Roots(), root or repo_root()
    if stages is None:
        stages = sorted(p.name[:2] for p in (root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
        if not stages:
            raise LabError(f"no notebooks in {root / 'notebooks'}", "run `lab build`")
    settings = course.load(folder) if (folder / course.SETTINGS).exists() else course.Course()
    files = contents(root, stages, roots, pythons or interpreters())
    files["PRIVACY.txt"] = course.privacy_note(settings).encode()
    files["COURSE.txt"] = course.course_note(settings, stages).encode()
    if found := leaks(files, roots):
        raise LabError("the bundle would leak:\n    " + "\n    ".join(found[:20]), "remove these lines or files")
    texts = {
        "rubric.md": material.rubric(stages, roots),
        "questions.md": material.question_bank(stages, roots),
        "questions.gift.txt": material.gift(stages, roots),
    }
    mine = instructor_contents(root, stages, roots) | {f"course/{name}": text.encode() for name, text in texts.items()}
    mine["PRIVACY.txt"] = files["PRIVACY.txt"]
    course.write_templates(folder)
    for name, text in texts.items():
        _write(folder / name, text.encode())
    _write(folder / INSTRUCTOR, pack(mine, f"{ROOT}-instructor"))
    _write(folder / STUDENT, pack(files))
    return folder / STUDENT


def _write(target: Path, data: bytes) -> None:
    new = target.with_name(target.name + ".new")
    new.write_bytes(data)
    new.replace(target)


def main(argv: Sequence[str]) -> int:
    """`lab release --course DIR [--stages 01,02]`."""
    parser = argparse.ArgumentParser(prog="lab release", description="Fill a course folder. See docs/instructor.md.")
    parser.add_argument("--course", type=Path, default=Path("build/course"), help="the folder (default: %(default)s)")
    parser.add_argument(
        "--stages", nargs="+", default=None, metavar="NN", help="stages to release, as 01,02 (default: all)"
    )
    parser.add_argument("--python", action="append", default=[], help="seal for this interpreter too (3.11 or 3.12)")
    options = parser.parse_args(argv)
    path = release(options.course, course.stage_list(options.stages), pythons=interpreters(options.python))
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    tags = sorted({n.rsplit(".", 1)[1] for n in names if "/sealed_data/" in n})
    print(f"{path}: {len(names)} files, {path.stat().st_size / 1e6:.1f} MB, references for {', '.join(tags) or 'none'}")
    print(f"for you alone: {INSTRUCTOR}, rubric.md, questions.md, questions.gift.txt; to edit: course.toml, roster.csv")
    return 0
