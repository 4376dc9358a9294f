"""Find submissions in folders, zips and nbgrader's tree. Trusts no name, size or link in them.

Knows files and students, nothing of exercises.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from labsupport.errors import LabError
from labsupport.grading.lift import MAX_BYTES

MAX_FILES = 5_000  # entries of one zip
MAX_TOTAL = 400 << 20  # bytes unpacked from one zip, and from all zips inside one student's folder or zip
STAGE_NAME = re.compile(r"^\d{2}_[a-z0-9_]+$")
SKIP_FOLDERS = {".ipynb_checkpoints", "__MACOSX", ".git"}


@dataclass
class Submission:
    """One student's notebooks, and what was wrong with the rest of what came in."""

    student: str
    notebooks: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def collect(paths: Iterable[Path], scratch: Path) -> list[Submission]:
    """All submissions below `paths`, by student. Zips are unpacked below `scratch`. LabError when there is nothing."""
    found: dict[str, Submission] = {}
    for number, path in enumerate(paths):
        if not path.exists():
            raise LabError(f"{path} does not exist", "give a folder, a zip or notebooks")
        for one in _of(path, scratch / str(number)):
            mine = found.setdefault(one.student, Submission(one.student))
            mine.notebooks += [n for n in one.notebooks if n not in mine.notebooks]
            mine.notes += one.notes
    if not found:
        raise LabError(f"no submissions in {', '.join(map(str, paths))}", "put one folder or zip per student there")
    return [found[name] for name in sorted(found)]


def _of(path: Path, scratch: Path) -> Iterator[Submission]:
    if path.is_file():
        yield from _of_file(path, scratch, whole_class=True)
        return
    tree = path / "submitted" if (path / "submitted").is_dir() else path
    children = sorted(p for p in tree.iterdir() if p.name not in SKIP_FOLDERS)
    files = [p for p in children if p.suffix == ".ipynb" and p.is_file()]
    if files and all(STAGE_NAME.match(p.stem) for p in files):  # a learner's own work folder
        yield _folder(tree.resolve().name, tree)
        return
    for number, child in enumerate(children):
        if child.is_symlink():
            yield Submission(child.stem, notes=["the submission is a symbolic link: not followed"])
        elif child.is_dir():
            yield from _student_folder(child, scratch / f"d{number}")
        else:
            yield from _of_file(child, scratch / f"f{number}")


def _student_folder(folder: Path, scratch: Path) -> Iterator[Submission]:
    """A student's folder, with the zips in it unpacked (one level: a zip in such a zip is not opened)."""
    mine = _folder(folder.name, folder)
    left = MAX_TOTAL
    for number, path in enumerate(sorted(folder.glob("*.zip"))):
        if path.is_file() and not path.is_symlink():
            target = scratch / str(number)
            mine.notes += unpack(path, target, left)
            left -= sum(p.stat().st_size for p in target.rglob("*") if p.is_file())
            mine.notebooks += _folder("", target).notebooks
    yield mine


def _of_file(path: Path, scratch: Path, *, whole_class: bool = False) -> Iterator[Submission]:
    """One notebook or zip. Only a zip that the instructor named may hold several students: the names inside a
    student's own zip are the student's choice, and would hand in for others."""
    if path.suffix == ".ipynb":
        yield Submission(re.sub(r"[_-]\d{2}_[a-z0-9_]+$", "", path.stem), [path])
    elif path.suffix.lower() == ".zip":
        notes = unpack(path, scratch)
        inside = sorted(p for p in scratch.iterdir()) if scratch.is_dir() else []
        notebooks = any(p.suffix == ".ipynb" for p in inside)
        many = len(inside) > 1 or (len(inside) == 1 and inside[0].name == "submitted")
        zips = any(p.suffix == ".zip" for p in inside)
        nested = scratch.with_name(scratch.name + "-nested")
        if whole_class and inside and not notebooks and (many or zips):  # as a learning platform hands it out
            yield from _of(scratch, nested)
            if notes:
                yield Submission(path.stem, notes=notes)
        else:
            mine = Submission(path.stem, notes=notes)
            for one in _student_folder(scratch, nested):
                mine.notebooks += one.notebooks
                mine.notes += one.notes
            yield mine


def _folder(student: str, folder: Path) -> Submission:
    mine = Submission(student)
    if not folder.is_dir():
        return mine
    for base, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(d for d in folders if d not in SKIP_FOLDERS)
        for name in sorted(files):
            path = Path(base) / name
            if path.is_symlink():
                mine.notes.append(f"{name} is a symbolic link: not followed")
            elif name.endswith(".ipynb"):
                mine.notebooks.append(path)
        if len(mine.notebooks) > MAX_FILES:
            mine.notes.append("too many notebooks")
            break
    return mine


def unpack(path: Path, target: Path, allowed: int = MAX_TOTAL) -> list[str]:
    """Unpack the notebooks (and zips) of a zip, at most `allowed` bytes, below `target`; returns what was left out and
    why."""
    notes: list[str] = []
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES:
                return [f"{path.name} has {len(entries)} entries; {MAX_FILES} are allowed"]
            for entry in entries:
                name = PurePosixPath(entry.filename.replace("\\", "/"))
                if entry.is_dir() or name.suffix.lower() not in (".ipynb", ".zip") or SKIP_FOLDERS & set(name.parts):
                    continue
                if name.is_absolute() or ".." in name.parts or ":" in entry.filename or "\0" in entry.filename:
                    notes.append(f"{path.name}: an entry outside the folder was left out")
                elif stat.S_ISLNK(entry.external_attr >> 16):
                    notes.append(f"{path.name}: a symbolic link was left out")
                elif entry.flag_bits & 1:
                    notes.append(f"{path.name}: an encrypted entry was left out")
                else:
                    written = _write(archive, entry, target.joinpath(*name.parts), allowed - total)
                    if written < 0:
                        notes.append(f"{path.name}: an entry is larger than allowed when unpacked and was left out")
                    total += abs(written)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        notes.append(f"{path.name} is not a readable zip ({type(error).__name__})")
    except Exception as error:  # zlib.error, lzma.LZMAError and what other decompressors raise
        notes.append(f"{path.name} cannot be unpacked ({type(error).__name__})")
    return notes


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Bytes written; negative when the entry was too large. The size in the header is not believed."""
    allowed = min(left, MAX_BYTES + 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(entry) as source, target.open("wb") as out:
        while chunk := source.read(1 << 16):
            written += len(chunk)
            if written > allowed:
                break
            out.write(chunk)
    if written > allowed:
        target.unlink()
        return -written
    return written
