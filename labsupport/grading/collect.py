"""Find submissions in folders, zips and nbgrader's tree, and when each was handed in. Trusts no name, size or link.

The time is nbgrader's `timestamp.txt`, which counts only in a `submitted/` tree, where a student cannot write it; else
the file's own time: that of an entry in the instructor's zip, or of the student's zip as a whole, as the clock inside
it is the student's. Knows files and students, nothing of exercises.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from labsupport.errors import LabError
from labsupport.grading.course import Stamp
from labsupport.grading.lift import MAX_BYTES

MAX_FILES = 5_000  # entries of one zip
MAX_CLASS = 2 << 30  # bytes unpacked from the zip of a whole class
MAX_TOTAL = 64 << 20  # bytes unpacked from all zips of one student
TIMESTAMP = "timestamp.txt"
STAGE_NAME = re.compile(r"^\d{2}_[a-z0-9_]+$")
SKIP_FOLDERS = {".ipynb_checkpoints", "__MACOSX", ".git"}


@dataclass
class Submission:
    """One student's notebooks, and what was wrong with the rest of what came in."""

    student: str
    notebooks: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stamps: dict[Path, Stamp] = field(default_factory=dict)  # of the notebooks; one whose time is unknown is missing

    def add(self, other: Submission) -> None:
        self.notebooks += [n for n in other.notebooks if n not in self.notebooks]
        self.notes += other.notes
        self.stamps |= other.stamps


def collect(paths: Iterable[Path], scratch: Path) -> list[Submission]:
    """All submissions below `paths`, by student. Zips are unpacked below `scratch`. LabError when there is nothing."""
    found: dict[str, Submission] = {}
    for number, path in enumerate(paths):
        if not path.exists():
            raise LabError(f"{path} does not exist", "give a folder, a zip or notebooks")
        for one in _of(path, scratch / str(number)):
            found.setdefault(one.student, Submission(one.student)).add(one)
    if not found:
        raise LabError(f"no submissions in {', '.join(map(str, paths))}", "put one folder or zip per student there")
    return [found[name] for name in sorted(found)]


def _of(path: Path, scratch: Path) -> Iterator[Submission]:
    if path.is_file():
        yield from _of_file(path, scratch, whole_class=True)
        return
    tree = path / "submitted" if (path / "submitted").is_dir() else path
    nbgrader = tree.resolve().name == "submitted"
    children = sorted(p for p in tree.iterdir() if p.name not in SKIP_FOLDERS)
    files = [p for p in children if p.suffix == ".ipynb" and p.is_file()]
    if files and all(STAGE_NAME.match(p.stem) for p in files):  # a learner's own work folder
        yield _folder(tree.resolve().name, tree)
        return
    for number, child in enumerate(children):
        if child.is_symlink():
            yield Submission(child.stem, notes=["the submission is a symbolic link: not followed"])
        elif child.is_dir():
            yield from _student_folder(child, scratch / f"d{number}", nbgrader=nbgrader)
        else:
            yield from _of_file(child, scratch / f"f{number}")


def _student_folder(folder: Path, scratch: Path, *, nbgrader: bool = False) -> Iterator[Submission]:
    """A student's folder, with the zips in it unpacked (one level: a zip in such a zip is not opened)."""
    mine = _folder(folder.name, folder)
    if nbgrader:
        _believe_timestamps(mine, folder)
    left = MAX_TOTAL
    for number, path in enumerate(sorted(folder.glob("*.zip"))):
        if path.is_file() and not path.is_symlink():
            target = scratch / str(number)
            notes = unpack(path, target, left)
            left -= sum(p.stat().st_size for p in target.rglob("*") if p.is_file())
            inside = _folder("", target)
            mine.add(Submission("", inside.notebooks, notes, dict.fromkeys(inside.notebooks, _file_time(path))))
    yield mine


def _believe_timestamps(mine: Submission, folder: Path) -> None:
    """nbgrader's own record, `submitted/<student>/<assignment>/timestamp.txt`, instead of the files' times."""
    for path in mine.notebooks:
        stamp = folder / path.relative_to(folder).parts[0] / TIMESTAMP
        if not stamp.is_file() or stamp.is_symlink():
            continue
        try:
            mine.stamps[path] = Stamp(_moment(stamp.read_text(encoding="utf-8")[:100].strip()), TIMESTAMP)
        except (ValueError, KeyError, OSError):
            mine.notes.append(f"{TIMESTAMP} holds no date that can be read: the time of {path.name} counts")


def _moment(text: str) -> datetime:
    """A time as nbgrader writes it, `2027-03-01 21:30:00.123456 UTC`; a zone may be a name, an offset, or missing."""
    words = text.split()
    if len(words) == 3:
        zone = UTC if words[2] == "UTC" else ZoneInfo(words[2])
        return datetime.fromisoformat(f"{words[0]} {words[1]}").replace(tzinfo=zone)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _of_file(path: Path, scratch: Path, *, whole_class: bool = False) -> Iterator[Submission]:
    """One notebook or zip. Only a zip that the instructor named may hold several students: the names inside a
    student's own zip are the student's choice, and would hand in for others."""
    if path.suffix == ".ipynb":
        mine = Submission(re.sub(r"[_-]\d{2}_[a-z0-9_]+$", "", path.stem), [path])
        mine.stamps[path] = _file_time(path)
        yield mine
    elif path.suffix.lower() == ".zip":
        notes = unpack(path, scratch, MAX_CLASS if whole_class else MAX_TOTAL, entry_times=whole_class)
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
                mine.add(one)
            mine.stamps = dict.fromkeys(mine.notebooks, _file_time(path))
            yield mine


def _file_time(path: Path) -> Stamp:
    return Stamp(datetime.fromtimestamp(path.stat().st_mtime, UTC), "file time")


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
                mine.stamps[path] = _file_time(path)
        if len(mine.notebooks) > MAX_FILES:
            mine.notes.append("too many notebooks")
            break
    return mine


def unpack(path: Path, target: Path, allowed: int = MAX_TOTAL, *, entry_times: bool = False) -> list[str]:
    """Unpack the notebooks (and zips) of a zip, at most `allowed` bytes, below `target`; returns what was left out and
    why. With `entry_times` files get the time of their entry and nbgrader's time stamps are kept."""
    notes: list[str] = []
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES:
                return [f"{path.name} has {len(entries)} entries; {MAX_FILES} are allowed"]
            for entry in entries:
                name = PurePosixPath(entry.filename.replace("\\", "/"))
                wanted = name.suffix.lower() in (".ipynb", ".zip") or (entry_times and name.name == TIMESTAMP)
                if entry.is_dir() or not wanted or SKIP_FOLDERS & set(name.parts):
                    continue
                if name.is_absolute() or ".." in name.parts or ":" in entry.filename or "\0" in entry.filename:
                    notes.append(f"{path.name}: an entry outside the folder was left out")
                elif stat.S_ISLNK(entry.external_attr >> 16):
                    notes.append(f"{path.name}: a symbolic link was left out")
                elif entry.flag_bits & 1:
                    notes.append(f"{path.name}: an encrypted entry was left out")
                else:
                    file = target.joinpath(*name.parts)
                    written = _write(archive, entry, file, allowed - total)
                    if written >= 0 and entry_times:
                        _set_time(file, entry)
                    elif written < 0:
                        notes.append(f"{path.name}: an entry is larger than allowed when unpacked and was left out")
                    total += abs(written)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        notes.append(f"{path.name} is not a readable zip ({type(error).__name__})")
    except Exception as error:  # zlib.error, lzma.LZMAError and what other decompressors raise
        notes.append(f"{path.name} cannot be unpacked ({type(error).__name__})")
    return notes


def _set_time(file: Path, entry: zipfile.ZipInfo) -> None:
    """Give a file the time of its entry; a zip knows no zone, so this machine's is meant."""
    with contextlib.suppress(OSError, OverflowError, ValueError):
        moment = time.mktime((*entry.date_time, 0, 0, -1))
        os.utime(file, (moment, moment))


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
