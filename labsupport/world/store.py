"""The shipped form of a world: JSONL files, a manifest with their hashes, and a loader that trusts nothing else."""

from __future__ import annotations

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
from labsupport.world import codec, entities, sets
from labsupport.world.entities import SCHEMA_VERSION, Document, Fact, Gold, Mark, Triple, World

REMEDY = "restore the file from the repository, or rebuild with `lab world`"
TYPES: dict[str, Any] = {
    "sites": entities.Site, "people": entities.Person, "teams": entities.Team, "products": entities.Product,
    "customers": entities.Customer, "suppliers": entities.Supplier, "orders": entities.Order,
    "incidents": entities.Incident, "vulnerabilities": entities.Vulnerability, "policies": entities.Policy,
    "contracts": entities.Contract, "errors": entities.ErrorCode,
}  # fmt: skip


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


PARTS = (*TYPES, "facts", "documents")  # the files of every world, in order
QUOTED = {"claims": "passage"}  # sets that quote a document: the file leaves the text out, `doc_id` and `span` say it


def lines(world: World, part: str) -> Iterator[str]:
    """The lines of one part: an entity kind, facts, documents, or a labelled set made for this world."""
    if part == "facts":
        for f in world.facts:
            yield _line([f.subject, f.relation, f.object, codec.plain(f.since), codec.plain(f.until), list(f.docs)])
    elif part in PARTS:
        for item in getattr(world, part):
            yield _line(codec.plain(item))
    else:
        yield from set_lines(part, sets.make(part, world))


def set_lines(name: str, items: Iterable[Any]) -> Iterator[str]:
    """The lines of a labelled set."""
    for item in items:
        row = codec.plain(item)
        if name in QUOTED:
            del row[QUOTED[name]]
        yield _line(row)


class _File:
    """One data file being written: what the manifest says of it grows with it."""

    def __init__(self, path: Path) -> None:
        self.out, self.digest, self.records, self.size = open(path, "wb"), hashlib.sha256(), 0, 0  # noqa: SIM115 -- closed by close()

    def add(self, texts: Iterable[str]) -> None:
        for text in texts:
            raw = text.encode()
            self.out.write(raw)
            self.digest.update(raw)
            self.records, self.size = self.records + 1, self.size + len(raw)

    def close(self) -> dict[str, Any]:
        self.out.close()
        return {"sha256": self.digest.hexdigest(), "bytes": self.size, "records": self.records}


def write(
    blocks: Iterable[World],
    folder: Path,
    extra: Mapping[str, str] | None = None,
    labelled: Mapping[str, Iterable[Any]] | None = None,
) -> dict[str, Any]:
    """Write a world, block by block, with `extra` texts, labelled sets by name and MANIFEST.json into `folder`.

    The folder is replaced only when everything is complete: an interrupted write leaves the old one as it was. Only
    one block is held at a time. Returns the manifest.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    files: dict[str, _File] = {}
    try:
        for name in (*PARTS, *(labelled or {})):
            files[f"{name}.jsonl"] = _File(fresh / f"{name}.jsonl")
        head: dict[str, Any] = {}
        for world in blocks:
            head = head or {
                "name": "lab-world", "company": world.company, "seed": world.seed, "scale": world.scale,
                "schema_version": SCHEMA_VERSION, "today": world.today.isoformat(),
            }  # fmt: skip
            for name in PARTS:
                files[f"{name}.jsonl"].add(lines(world, name))
        for name, items in (labelled or {}).items():
            files[f"{name}.jsonl"].add(set_lines(name, items))
        manifest = head | {"files": {name: file.close() for name, file in files.items()}}
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
        for file in files.values():
            file.out.close()
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


def verify(folder: Path) -> None:
    """Compare every file that the manifest lists with its hash. Raises LabError naming the first that differs."""
    for name, expected in manifest(folder)["files"].items():
        read_checked(folder, name, expected)


def _rows(raw: bytes) -> Iterable[Any]:
    return json.loads(b"[" + b",".join(raw.splitlines()) + b"]")  # type: ignore[no-any-return]


def _document(row: dict[str, Any]) -> Document:
    row["gold"] = tuple(Gold(Triple(*triple), start, end) for triple, start, end in row["gold"])
    row["marks"] = tuple(Mark(*mark) for mark in row["marks"])
    for key in ("created_at", "updated_at"):
        row[key] = codec.day(row[key])
    return Document(**row)


def read_set(name: str, item: type, folder: Path) -> tuple[Any, ...]:
    """The items of one labelled set in `folder`, checked against the manifest first. Raises LabError."""
    head = manifest(folder)
    file = f"{name}.jsonl"
    if file not in head["files"]:
        raise LabError(f"{folder / 'MANIFEST.json'} does not list {file}", REMEDY)
    try:
        rows = list(_rows(read_checked(folder, file, head["files"][file])))
        if name in QUOTED:
            from labsupport.world import load

            docs = load(folder).by_doc
            for row in rows:
                row[QUOTED[name]] = docs[row["doc_id"]].text[slice(*row["span"])]
        return tuple(map(codec.reader(item), rows))
    except (ValueError, KeyError, TypeError) as error:
        raise LabError(
            f"{folder / file} cannot be read ({type(error).__name__}: {error})", "rebuild with `lab world`"
        ) from None


def read(folder: Path) -> World:
    """The world in `folder`, every file checked against the manifest first. Raises LabError."""
    head = manifest(folder)
    needed = tuple(f"{part}.jsonl" for part in PARTS)
    missing = [n for n in needed if n not in head["files"]]
    if missing:
        raise LabError(f"{folder / 'MANIFEST.json'} does not list {missing[0]}", REMEDY)
    raw = {name: read_checked(folder, name, head["files"][name]) for name in needed}
    try:
        parts = {k: tuple(map(codec.reader(cls), _rows(raw[f"{k}.jsonl"]))) for k, cls in TYPES.items()}
        facts = tuple(
            Fact(s, r, o, codec.day(since), codec.day(until) if until else None, tuple(docs))
            for s, r, o, since, until, docs in _rows(raw["facts.jsonl"])
        )
        documents = tuple(_document(row) for row in _rows(raw["documents.jsonl"]))
    except (ValueError, KeyError, TypeError) as error:  # hash right, content wrong: written by another version
        raise LabError(
            f"{folder} cannot be read ({type(error).__name__}: {error})", "rebuild with `lab world`"
        ) from None
    return World(head["seed"], head["scale"], head["company"], date.fromisoformat(head["today"]), **parts,
                 facts=facts, documents=documents)  # fmt: skip


def documents(folder: Path) -> Iterator[Document]:
    """The documents of a world of any size, one at a time. Raises LabError, at the end too if the hash differs."""
    entry = manifest(folder)["files"].get("documents.jsonl")
    path = folder / "documents.jsonl"
    if entry is None:
        raise LabError(f"{folder / 'MANIFEST.json'} does not list documents.jsonl", REMEDY)
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as rows:
            for row in rows:
                digest.update(row)
                yield _document(json.loads(row))
    except FileNotFoundError:
        raise LabError(f"{path} is missing", REMEDY) from None
    except (ValueError, KeyError, TypeError) as error:
        raise LabError(f"{path} cannot be read ({type(error).__name__}: {error})", REMEDY) from None
    if digest.hexdigest() != entry["sha256"]:
        raise LabError(f"{path} does not match its hash in MANIFEST.json", REMEDY)
