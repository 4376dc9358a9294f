"""The lab world: one invented company with known truth. `load()` reads the shipped one, `build()` makes others."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from labsupport.errors import LabError
from labsupport.world.entities import (
    Customer,
    Document,
    Entity,
    Fact,
    Gold,
    Incident,
    Order,
    Person,
    Policy,
    Product,
    Site,
    Supplier,
    Team,
    Triple,
    Vulnerability,
    World,
)

Split = Literal["train", "dev", "test"]

__all__ = [
    "Customer", "Document", "Entity", "Fact", "Gold", "Incident", "Order", "Person", "Policy", "Product", "Prompt",
    "Site", "Split", "Supplier", "Team", "Triple", "Vulnerability", "World", "build", "documents", "load", "prompts",
    "split_of",
]  # fmt: skip


@cache
def _load(folder: Path) -> World:
    from labsupport.world import store

    return store.read(folder)


def load(folder: Path | None = None) -> World:
    """The shipped lab world, or the one in `folder`; read once per process, every file checked by hash.

    Raises LabError naming the file and the remedy when something is missing, truncated or changed.
    """
    from labsupport.world.builder import folder as shipped

    return _load(folder or shipped())


def build(seed: int, scale: float = 1.0, *, n_documents: int | None = None) -> World:
    """Another company of any size. Same arguments, same world. Raises TypeError (seed), ValueError (scale)."""
    from labsupport.world.builder import build as make

    return make(seed, scale, n_documents=n_documents)


def split_of(doc_id: str) -> Split:
    """The split of a document: 60% train, 20% dev, 20% test, decided by the hash of its id."""
    part = hashlib.blake2b(doc_id.encode(), digest_size=2).digest()[0] % 5
    return "test" if part == 0 else "dev" if part == 1 else "train"


def documents(split: Split | None = None, *, world: World | None = None) -> tuple[Document, ...]:
    """The documents of the lab world (or of `world`), all or one split. Raises LabError for an unknown split."""
    if split is not None and split not in get_args(Split):
        raise LabError(f"unknown split {split!r}", f"use one of: {', '.join(get_args(Split))}")
    every = (world or load()).documents
    return every if split is None else tuple(d for d in every if split_of(d.doc_id) == split)


@dataclass(frozen=True)
class Prompt:
    """One extraction request: the text to send, and the answer that the document's gold span gives."""

    id: str
    doc_id: str
    relation: str
    text: str
    expected: str


_REQUESTS = (
    "Extract the {f} of {s}.", "Give the {f} of {s}.", "Read the text and name the {f} of {s}.",
    "What is the {f} of {s}? Answer with the value only.", "Field: {f} of {s}",
)  # fmt: skip


def prompts(n: int = 200, seed: int = 0, *, world: World | None = None) -> Iterator[Prompt]:
    """`n` extraction requests written from the documents, one at a time, never held together in memory.

    Each takes a stated fact, the one to six lines or sentences around it, and one of several wordings; texts have
    5 to about 200 words. Ids are unique; with large `n` the same fact returns in other windows and wordings.
    Raises ValueError when `n` is negative.
    """
    import re

    from labsupport.world.relations import RELATIONS

    if n < 0:
        raise ValueError(f"n={n} must not be negative")

    def generate() -> Iterator[Prompt]:
        source = world or load()
        pool = [(d, g) for d in source.documents for g in d.gold if g.triple.relation in RELATIONS]
        rng = random.Random(f"prompts-{seed}")
        for number in range(n):
            doc, gold = rng.choice(pool)
            cuts = [0, *(m.end() for m in re.finditer(r"(?<=[.!?])\s+|\n+", doc.text)), len(doc.text)]
            at = max(i for i, cut in enumerate(cuts) if cut <= gold.start)
            first = max(0, at - rng.randrange(4))
            last = next(i for i, cut in enumerate(cuts) if cut >= gold.end) + rng.randrange(3)
            passage = doc.text[cuts[first] : cuts[min(last, len(cuts) - 1)]].strip()
            request = rng.choice(_REQUESTS).format(
                f=rng.choice(RELATIONS[gold.triple.relation].fields), s=source.name(gold.triple.subject)
            )
            text = f"{request}\n\n{passage}" if rng.random() < 0.5 else f"{passage}\n\n{request}"
            yield Prompt(
                f"p{seed}-{number:05d}", doc.doc_id, gold.triple.relation, text, doc.text[gold.start : gold.end]
            )

    return generate()
