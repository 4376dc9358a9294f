"""Model folders on disk: replaced whole or not at all, hashed, and compared before anything loads."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from labsupport.errors import LabError

MANIFEST = "MANIFEST.json"
MAX_FILE = 16 * 2**20  # bytes


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` to write into; it takes the place of `target` when the block ends well.

    Readers see the old folder or the new one. Where the block raises, or the disk is full, the old one stays as it is.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    old = target.with_name(f".{target.name}-old-{os.getpid()}")
    try:
        yield fresh
        fresh.chmod(0o755)
        if target.exists():
            os.rename(target, old)
        try:
            os.rename(fresh, target)
        except OSError:
            if old.exists():
                os.rename(old, target)
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def write_manifest(folder: Path, name: str) -> dict[str, Any]:
    """MANIFEST.json with size and sha256 of every other file. Raises ValueError for a file of 16 MiB or more."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.name == MANIFEST or path.is_dir():
            continue
        path.chmod(0o644)  # safetensors writes 0600
        raw = path.read_bytes()
        if len(raw) >= MAX_FILE:
            raise ValueError(f"{path} has {len(raw)} bytes, the limit is {MAX_FILE}")
        files[path.relative_to(folder).as_posix()] = {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
    manifest = {"name": name, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def compare(folder: Path, remedy: str) -> None:
    """Compare every file of a folder with its manifest BEFORE anything is loaded.

    Raises LabError naming the first missing, truncated or changed file, or the damaged manifest, with `remedy`.
    """
    listing = folder / MANIFEST
    if not listing.exists():
        raise LabError(f"{listing} is missing", remedy)
    try:
        files: dict[str, dict[str, Any]] = json.loads(listing.read_text(encoding="utf-8"))["files"]
        entries = [(name, int(entry["bytes"]), str(entry["sha256"])) for name, entry in files.items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LabError(f"{listing} is damaged ({type(error).__name__}: {error})", remedy) from None
    for name, size, digest in entries:
        file = folder / name
        if not file.is_file():
            raise LabError(f"{file} is missing", remedy)
        if file.stat().st_size != size:
            raise LabError(f"{file} has {file.stat().st_size} bytes, the manifest says {size}", remedy)
        if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise LabError(f"{file} does not match its hash in {MANIFEST}", remedy)
