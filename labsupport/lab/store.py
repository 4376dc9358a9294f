"""Small JSON files that are written atomically and survive corruption. Knows nothing of what they hold."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.services.state import FileLock

LOCK_WAIT_S = 5.0


def read(path: Path) -> dict[str, Any]:
    """The JSON object in `path`, or {} when there is none.

    A file that is not a JSON object is renamed to `NAME.corrupt-N` with a notice, never silently overwritten.
    Raises LabError when the file is there and cannot be opened or renamed.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(value, dict):
            raise ValueError("not a JSON object")
        return value
    except FileNotFoundError:
        return {}
    except (ValueError, UnicodeDecodeError) as error:
        number = 1
        while (aside := path.with_name(f"{path.name}.corrupt-{number}")).exists():
            number += 1
        try:
            path.replace(aside)
        except OSError as refused:
            raise _unreadable(path, refused) from error
        print(f"notice: {path.name} could not be read ({error}); kept as {aside.name}, a new one is started")
        return {}
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> LabError:
    return LabError(
        f"cannot use {path}: {error.strerror or error}",
        "set LAB_HOME to a folder that can be read and written, or mend the file's permissions",
    )


def write(path: Path, value: dict[str, Any]) -> None:
    """Write `value` as JSON so that a reader sees the old or the new file, never half of one.

    Raises LabError when the folder cannot be written (full disk, no permission).
    """
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=True) + "\n"
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                os.unlink(name)
        raise LabError(
            f"cannot write {path}: {error.strerror or error}", "free some disk space, or set LAB_HOME to another folder"
        ) from error


@contextlib.contextmanager
def update(path: Path) -> Iterator[dict[str, Any]]:
    """Read, let the caller change, write: under a lock file, so that two notebooks do not lose each other's entries."""
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    if not lock.acquire(LOCK_WAIT_S):
        print(f"notice: {lock.path.name} is held by another process; writing without it")
    try:
        value = read(path)
        yield value
        write(path, value)
    finally:
        lock.release()
