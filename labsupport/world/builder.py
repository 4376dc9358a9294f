"""`lab world`: build the lab world into data/world, or compare it with what is shipped (`--check`)."""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from labsupport import settings
from labsupport.errors import LabError
from labsupport.world import datasheet, docs, sets, store, validate
from labsupport.world.entities import World
from labsupport.world.graph import build_graph
from labsupport.world.names import LAB_SEED


def block_of(seed: int, scale: float, block: int, wanted: int, first: int) -> World:
    """One block with its documents, numbered from `first`; its facts carry the documents that state them."""
    world = build_graph(seed, scale, block)
    documents = tuple(docs.write(world, wanted, first=first))
    stated: dict[tuple[str, str, str], list[str]] = {}
    for doc in documents:
        for triple in sorted({g.triple for g in doc.gold}):
            stated.setdefault(triple, []).append(doc.doc_id)
    facts = tuple(
        dataclasses.replace(f, docs=tuple(stated[f.triple])) if f.triple in stated else f for f in world.facts
    )
    return dataclasses.replace(world, facts=facts, documents=documents)


def blocks(seed: int, scale: float = 1.0, *, n_documents: int | None = None, progress: bool = False) -> Iterator[World]:
    """The blocks of a world one after another, so that a world of any size needs the memory of one block.

    Raises TypeError for a seed that is not a whole number, ValueError for a scale that is not above 0 or not finite.
    """
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise TypeError(f"seed={seed!r} must be a whole number")
    if not isinstance(scale, int | float) or isinstance(scale, bool):
        raise TypeError(f"scale={scale!r} must be a number")
    if not 0 < scale < math.inf:
        raise ValueError(f"scale={scale!r} must be above 0 and finite")
    if n_documents is not None and n_documents < 1:
        raise ValueError(f"n_documents={n_documents!r} must be at least 1")
    sizes = [1.0] * int(scale) + ([scale - int(scale)] if scale > int(scale) else [])
    wanted = docs.TOTAL * scale if n_documents is None else n_documents
    turns: Iterable[float] = sizes
    if progress:
        from tqdm import tqdm

        turns = tqdm(sizes, unit="block", ascii=True, delay=2.0)
    first = 1
    for number, size in enumerate(turns):
        made = block_of(seed, size, number, round(wanted * size / scale), first)
        first += len(made.documents)
        yield dataclasses.replace(made, scale=scale)


def build(seed: int, scale: float = 1.0, *, n_documents: int | None = None, progress: bool = False) -> World:
    """A whole world in memory: graph first, then its documents. The same seed and scale always give the same world.

    Raises TypeError for a seed that is not a whole number, ValueError for a scale that is not above 0.
    """
    parts = list(blocks(seed, scale, n_documents=n_documents, progress=progress))
    if len(parts) == 1:
        return parts[0]
    return dataclasses.replace(
        parts[0],
        **{k: tuple(e for p in parts for e in getattr(p, k)) for k in (*World.KINDS, "facts", "documents")},  # type: ignore[arg-type]
    )


def folder() -> Path:
    """Where the lab world is shipped."""
    return settings.repo_root() / "data" / "world"


Items = Mapping[str, Sequence[Any]]  # labelled sets by name


def labelled(world: World, wanted: Iterable[str] = sets.NAMES) -> Items:
    """The labelled sets of a world."""
    return {name: sets.make(name, world) for name in wanted}


def check(path: Path, made: World | None = None, items: Items | None = None) -> list[str]:
    """Names of shipped files that differ from a fresh build (`made` and its sets, else one of the manifest's seed)."""
    head = store.manifest(path)
    made = made or build(head["seed"], head["scale"], progress=True)
    listed = [name for name in sets.NAMES if f"{name}.jsonl" in head["files"]]
    items = items or labelled(made, listed)
    texts = {part: store.lines(made, part) for part in store.PARTS}
    texts |= {name: store.set_lines(name, items[name]) for name in listed}
    wrong = []
    for name, lines in texts.items():
        file = f"{name}.jsonl"
        digest = hashlib.sha256("".join(lines).encode()).hexdigest()
        try:
            shipped = hashlib.sha256((path / file).read_bytes()).hexdigest()
        except OSError:
            shipped = "missing"
        if not digest == shipped == head["files"].get(file, {}).get("sha256"):
            wrong.append(file)
    sheet = path / "DATASHEET.md"
    if path != folder():
        return wrong
    if not sheet.exists() or not _same(sheet.read_text(encoding="utf-8"), datasheet.text(made, items)):
        wrong.append(sheet.name)
    return wrong


def _same(shipped: str, made: str) -> bool:
    """Whether two datasheets agree, but for the lines that the documentation of the Python in use decides."""
    pairs = itertools.zip_longest(shipped.splitlines(), made.splitlines(), fillvalue="")
    return all(a == b or (a.startswith(datasheet.REFERENCE) and b.startswith(datasheet.REFERENCE)) for a, b in pairs)


def main(argv: list[str]) -> int:
    """`lab world [--check] [--prove] [--seed N --scale S --out DIR]`."""
    parser = argparse.ArgumentParser(prog="lab world", description="Build the lab world, or another one.")
    parser.add_argument("--check", action="store_true", help="regenerate and compare byte for byte")
    parser.add_argument("--prove", action="store_true", help="derive every gold span and label again from the graph")
    parser.add_argument("--seed", type=int, default=LAB_SEED)
    parser.add_argument("--scale", type=float, default=1.0, help="100 makes about 250,000 documents, block by block")
    parser.add_argument("--out", type=Path, help="folder to write (default: data/world)")
    options = parser.parse_args(argv)
    target = options.out or folder()
    if options.check or options.prove:
        wrong = check(target) if options.check else []
        if wrong:
            raise LabError(f"{target}: {', '.join(wrong)} differ from a fresh build", store.REMEDY)
        if options.check:
            print(f"{target}: every file equals a fresh build")
        if options.prove:
            print(validate.report(target))
        return 0
    if options.out is None and (options.seed, options.scale) != (LAB_SEED, 1.0):
        raise LabError(f"data/world holds seed {LAB_SEED} at scale 1 only", "give --out DIR for another world")
    if not 0 < options.scale < math.inf:
        raise LabError(f"--scale {options.scale} must be above 0 and finite", "for example --scale 0.5")
    if target.exists() and not (target / "MANIFEST.json").exists() and (target.is_file() or any(target.iterdir())):
        raise LabError(
            f"{target} exists and holds no world", "name a new or an empty folder: what is there is replaced"
        )
    if options.out is None:
        world = build(LAB_SEED, progress=True)
        items = labelled(world)
        manifest = store.write([world], target, {"DATASHEET.md": datasheet.text(world, items)}, items)
    else:
        manifest = store.write(blocks(options.seed, options.scale, progress=True), target)
    count = {part: manifest["files"][f"{part}.jsonl"]["records"] for part in ("documents", "facts")}
    print(f"{target}: {count['documents']} documents, {count['facts']} facts, seed {options.seed}")
    return 0
