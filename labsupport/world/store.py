"""The shipped form of a world: JSONL files, a manifest with their hashes, and a loader that trusts nothing else."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.world import entities
from labsupport.world.entities import SCHEMA_VERSION, Document, Fact, Gold, Triple, World

REMEDY = "restore the file from the repository, or rebuild with `lab world`"
TYPES: dict[str, Any] = {
    "sites": entities.Site, "people": entities.Person, "teams": entities.Team, "products": entities.Product,
    "customers": entities.Customer, "suppliers": entities.Supplier, "orders": entities.Order,
    "incidents": entities.Incident, "vulnerabilities": entities.Vulnerability, "policies": entities.Policy,
}  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _row(item: Any) -> str:
    return _line({f.name: _plain(getattr(item, f.name)) for f in dataclasses.fields(item)})


def files(world: World) -> Iterator[tuple[str, Iterator[str]]]:
    """(file name, its lines) for every data file of a world, in a fixed order."""
    for kind in TYPES:
        yield f"{kind}.jsonl", (_row(e) for e in getattr(world, kind))
    facts = ([f.subject, f.relation, f.object, _plain(f.since), _plain(f.until), list(f.docs)] for f in world.facts)
    yield "facts.jsonl", (_line(f) for f in facts)
    yield "documents.jsonl", (_row(d) for d in world.documents)


def write(world: World, folder: Path, extra: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Write all files, `extra` texts and MANIFEST.json into `folder`, replacing it only when everything is complete.

    An interrupted write leaves the old folder as it was. Returns the manifest.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        manifest: dict[str, Any] = {
            "name": "lab-world", "company": world.company, "seed": world.seed, "scale": world.scale,
            "schema_version": SCHEMA_VERSION, "today": world.today.isoformat(), "files": {},
        }  # fmt: skip
        for name, lines in files(world):
            digest, count, size = hashlib.sha256(), 0, 0
            with open(fresh / name, "wb") as out:
                for line in lines:
                    raw = line.encode()
                    out.write(raw)
                    digest.update(raw)
                    count, size = count + 1, size + len(raw)
            manifest["files"][name] = {"sha256": digest.hexdigest(), "bytes": size, "records": count}
        (fresh / "MANIFEST.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        for name, text in (extra or {}).items():
            (fresh / name).write_text(text, encoding="utf-8")
        fresh.chmod(0o755)
        _swap(fresh, folder)
        return manifest
    except OSError as error:
        raise LabError(
            f"{folder} could not be written: {error}", "free some disk space; the old data is intact"
        ) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        os.rename(folder, old)
    try:
        os.rename(fresh, folder)
    except OSError:
        if old.exists():
            os.rename(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a world folder. Raises LabError if it is missing or damaged."""
    path = folder / "MANIFEST.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["schema_version"] != SCHEMA_VERSION:
            raise LabError(f"{path} has schema version {found['schema_version']}, this package reads {SCHEMA_VERSION}",
                           "rebuild with `lab world`")  # fmt: skip
        _ = found["files"], found["seed"], found["scale"], found["company"], found["today"]
    except FileNotFoundError:
        raise LabError(f"{path} is missing", REMEDY) from None
    except (ValueError, KeyError, TypeError) as error:
        raise LabError(f"{path} is damaged ({type(error).__name__}: {error})", REMEDY) from None
    return found  # type: ignore[no-any-return]


def read_checked(folder: Path, name: str, expected: dict[str, Any]) -> bytes:
    """The bytes of one file after its hash was compared. Raises LabError naming the file and the remedy."""
    path = folder / name
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise LabError(f"{path} is missing", REMEDY) from None
    except OSError as error:
        raise LabError(f"{path} cannot be read: {error}", REMEDY) from None
    if len(raw) != expected["bytes"]:
        raise LabError(f"{path} has {len(raw)} bytes, the manifest says {expected['bytes']}", REMEDY)
    if hashlib.sha256(raw).hexdigest() != expected["sha256"]:
        raise LabError(f"{path} does not match its hash in MANIFEST.json", REMEDY)
    return raw


def _rows(raw: bytes) -> Iterable[Any]:
    return json.loads(b"[" + b",".join(raw.splitlines()) + b"]")  # type: ignore[no-any-return]


def _entity(cls: Any, row: dict[str, Any]) -> Any:
    for field in dataclasses.fields(cls):
        if field.type == "date":
            row[field.name] = date.fromisoformat(row[field.name])
    if cls is entities.Product:
        row["components"] = tuple(row["components"])
        for key in ("versions", "prices"):
            row[key] = tuple((value, date.fromisoformat(day)) for value, day in row[key])
    return cls(**row)


def _document(row: dict[str, Any]) -> Document:
    row["gold"] = tuple(Gold(Triple(*triple), start, end) for triple, start, end in row["gold"])
    for key in ("created_at", "updated_at"):
        row[key] = date.fromisoformat(row[key])
    return Document(**row)


def read(folder: Path) -> World:
    """The world in `folder`, every file checked against the manifest first. Raises LabError."""
    head = manifest(folder)
    missing = [n for n in (*(f"{k}.jsonl" for k in TYPES), "facts.jsonl", "documents.jsonl") if n not in head["files"]]
    if missing:
        raise LabError(f"{folder / 'MANIFEST.json'} does not list {missing[0]}", REMEDY)
    raw = {name: read_checked(folder, name, entry) for name, entry in head["files"].items()}
    try:
        parts = {k: tuple(_entity(cls, row) for row in _rows(raw[f"{k}.jsonl"])) for k, cls in TYPES.items()}
        days: dict[str, date] = {}

        def day(text: str) -> date:  # few different days, many facts
            if text not in days:
                days[text] = date.fromisoformat(text)
            return days[text]

        facts = tuple(
            Fact(s, r, o, day(since), day(until) if until else None, tuple(docs))
            for s, r, o, since, until, docs in _rows(raw["facts.jsonl"])
        )
        documents = tuple(_document(row) for row in _rows(raw["documents.jsonl"]))
    except (ValueError, KeyError, TypeError) as error:  # hash right, content wrong: written by another version
        raise LabError(
            f"{folder} cannot be read ({type(error).__name__}: {error})", "rebuild with `lab world`"
        ) from None
    return World(head["seed"], head["scale"], head["company"], date.fromisoformat(head["today"]), **parts,
                 facts=facts, documents=documents)  # fmt: skip
