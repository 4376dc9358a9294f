"""`lab world`: build the lab world into data/world, or compare it with what is shipped (`--check`)."""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import statistics
from collections import Counter
from pathlib import Path

from labsupport import settings
from labsupport.errors import LabError
from labsupport.world import store, writing
from labsupport.world.entities import World
from labsupport.world.graph import LAB_SEED, build_graph

DOCUMENTS = 200  # of the lab world at scale 1


def build(seed: int, scale: float = 1.0, *, n_documents: int | None = None, progress: bool = False) -> World:
    """A world from a seed: graph first, then its documents, then the facts with the documents that state them.

    The same seed and scale always give the same world. Raises TypeError for a seed that is not a whole number,
    ValueError for a scale that is not above 0.
    """
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise TypeError(f"seed={seed!r} must be a whole number")
    world = build_graph(seed, scale)
    wanted = round(DOCUMENTS * scale) if n_documents is None else n_documents
    made = writing.write(world, wanted)
    if progress:
        from tqdm import tqdm

        made = iter(tqdm(made, total=wanted, unit="doc", ascii=True, delay=2.0))
    docs = tuple(made)
    stated: dict[tuple[str, str, str], list[str]] = {}
    for doc in docs:
        for triple in sorted({g.triple for g in doc.gold}):
            stated.setdefault(triple, []).append(doc.doc_id)
    facts = tuple(
        dataclasses.replace(f, docs=tuple(stated[f.triple])) if f.triple in stated else f for f in world.facts
    )
    return dataclasses.replace(world, facts=facts, documents=docs)


def folder() -> Path:
    """Where the lab world is shipped."""
    return settings.repo_root() / "data" / "world"


def style(world: World) -> dict[str, float]:
    """How varied the documents are: words, vocabulary, share of different 4-grams, length quartiles in words."""
    words = [w for d in world.documents for w in d.text.split()]
    grams = [tuple(d.text.split()[i : i + 4]) for d in world.documents for i in range(len(d.text.split()) - 3)]
    lengths = sorted(len(d.text.split()) for d in world.documents)
    low, mid, high = statistics.quantiles(lengths, n=4)
    return {
        "words": len(words), "vocabulary": len({w.strip(".,;:!?()[]|*#`\"'").lower() for w in words}),
        "distinct_4gram_ratio": round(len(set(grams)) / len(grams), 4), "shortest": lengths[0], "quarter": low,
        "median": mid, "three_quarters": high, "longest": lengths[-1],
    }  # fmt: skip


def datasheet(world: World) -> str:
    """The datasheet of the shipped world, with its counts filled in."""
    kinds = Counter(d.doc_type for d in world.documents)
    measured = style(world)
    stated = sum(1 for f in world.facts if f.docs)
    lines = [
        f"# Datasheet: the lab world ({world.company})", "",
        "**Motivation.** One invented company whose every fact is known, so that questions, labels and judgements in "
        "the labs have a known answer.", "",
        f"**Composition.** {world.company} makes devices and software that watch the cold chain. "
        + ", ".join(f"{len(getattr(world, k)):,} {k}" for k in world.KINDS)
        + f"; {len(world.facts):,} typed and dated facts, {stated:,} of them stated by at least one document; "
        f"{len(world.documents)} documents: " + ", ".join(f"{n} {k.replace('_', ' ')}" for k, n in kinds.items())
        + f". {measured['words']:,} words, vocabulary {measured['vocabulary']:,}, "
        f"{measured['distinct_4gram_ratio']:.0%} of all 4-grams differ, lengths {measured['shortest']} to "
        f"{measured['longest']} words (median {measured['median']:.0f}).", "",
        f"**Generation.** `lab world` builds graph and texts from seed {world.seed}; the same seed gives the same "
        "bytes (`lab world --check`). Each document lists the triples it states with the characters that name the "
        "object. Names are put together from short parts; a hash decides whether a name can occur here or in "
        "training worlds, never both.", "",
        "**Uses.** Extraction, retrieval, question answering and load tests in this course.", "",
        "**Limits.** English only; no labelled sets beyond gold spans; old policy versions exist in the graph and in "
        "some documents, planted contradictions do not. Texts are put together from hand-written parts and are "
        "shorter and tidier than real ones. Nothing measured here speaks for other companies' documents.", "",
        "**Ethics.** All names are invented; any likeness is chance. No real person, brand, domain, telephone or "
        "card number. Extensions are internal four-digit numbers.", "", "**Licence.** CC BY 4.0.", "",
    ]  # fmt: skip
    return "\n".join(lines)


def check(path: Path) -> list[str]:
    """Names of shipped files that differ from a fresh build of the manifest's seed and scale."""
    head = store.manifest(path)
    world = build(head["seed"], head["scale"], progress=True)
    wrong = []
    for name, lines in store.files(world):
        digest = hashlib.sha256("".join(lines).encode()).hexdigest()
        try:
            shipped = hashlib.sha256((path / name).read_bytes()).hexdigest()
        except OSError:
            shipped = "missing"
        if not digest == shipped == head["files"].get(name, {}).get("sha256"):
            wrong.append(name)
    sheet = path / "DATASHEET.md"
    if not sheet.exists() or sheet.read_text(encoding="utf-8") != datasheet(world):
        wrong.append("DATASHEET.md")
    return wrong


def main(argv: list[str]) -> int:
    """`lab world [--check] [--seed N --scale S --out DIR]`."""
    parser = argparse.ArgumentParser(prog="lab world", description="Build the lab world, or another one.")
    parser.add_argument("--check", action="store_true", help="regenerate and compare byte for byte")
    parser.add_argument("--seed", type=int, default=LAB_SEED)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--out", type=Path, help="folder to write (default: data/world)")
    options = parser.parse_args(argv)
    target = options.out or folder()
    if options.check:
        wrong = check(target)
        if wrong:
            raise LabError(f"{target}: {', '.join(wrong)} differ from a fresh build", store.REMEDY)
        print(f"{target}: every file equals a fresh build")
        return 0
    if options.out is None and (options.seed, options.scale) != (LAB_SEED, 1.0):
        raise LabError(f"data/world holds seed {LAB_SEED} at scale 1 only", "give --out DIR for another world")
    if not options.scale > 0:
        raise LabError(f"--scale {options.scale} must be above 0", "for example --scale 0.5")
    world = build(options.seed, options.scale, progress=True)
    sheet = datasheet(world)
    store.write(world, target, {"DATASHEET.md": sheet})
    print(f"{target}: {len(world.documents)} documents, {len(world.facts)} facts, seed {world.seed}")
    return 0
