"""The documents of a world, one module a type. `write` puts them in a fixed order and gives them their ids."""

from __future__ import annotations

import importlib
import random
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from labsupport.world.docs.cues import Reader
from labsupport.world.entities import SCHEMA_VERSION, Document, World
from labsupport.world.noise import disturb
from labsupport.world.writer import Decks, Meta, Writer


class Kind(Protocol):
    """What a module of this package offers."""

    LAYOUTS: int  # number of layouts; `turn` counts through them, each once before any comes back

    def subjects(self, world: World, rng: random.Random, n: int) -> Sequence[Any]:
        """`n` things to write about, fewer if the graph has fewer; versions of one family oldest first."""

    def write(self, w: Writer, subject: Any, turn: int) -> Meta:
        """Fill the writer with one document."""


COUNTS = {  # documents of one block of a world, about 2,500
    "policy": 190, "faq": 150, "manual": 190, "runbook": 220, "post_mortem": 230, "release_notes": 290, "advisory": 150,
    "directory": 150, "meeting_notes": 230, "email": 270, "ticket": 330, "contract": 110,
}  # fmt: skip
TOTAL = sum(COUNTS.values())


def kind(name: str) -> Kind:
    """The module that writes documents of a type."""
    return importlib.import_module(f"labsupport.world.docs.{name}")


def write(world: World, n: int, *, first: int = 1, kinds: Sequence[str] = tuple(COUNTS)) -> Iterator[Document]:
    """About `n` documents of all types in the proportions of `COUNTS`, numbered from `first`.

    One after another, so that only the decks are held; the same world and `n` give the same documents.
    """
    decks, reader, number = Decks(), Reader(world), first
    for name in kinds:
        module = kind(name)
        rng = random.Random(f"documents-{world.seed}-{name}-{first}")
        latest: dict[str, str] = {}  # family -> doc_id of its newest document so far
        layouts: list[int] = []
        for subject in module.subjects(world, rng, max(1, round(COUNTS[name] * n / TOTAL))):
            if not layouts:
                layouts = rng.sample(range(module.LAYOUTS), module.LAYOUTS)
            w = Writer(rng, world, decks)
            meta = module.write(w, subject, layouts.pop())
            doc_id = f"doc-{number:05d}"
            # before the noise, which abbreviates words that matter
            said = reader.stated(w.text, meta, w.gold)
            text, gold, marks = disturb(rng, w.text.rstrip(), said, w.marks, meta.noise, meta.language)
            updated = max(meta.created, meta.updated or meta.created)
            yield Document(
                doc_id=doc_id, tenant=meta.tenant, doc_type=name, department=meta.department, access_tier=meta.tier,
                language=meta.language, created_at=meta.created, updated_at=min(updated, world.today),
                version=meta.version, schema_version=SCHEMA_VERSION, title=meta.title, text=text,
                gold=tuple(sorted(set(gold), key=lambda g: (g.start, g.triple))), marks=tuple(sorted(marks)),
                replaces=latest.get(meta.family) if meta.family else None, family=meta.family,
            )  # fmt: skip
            if meta.family:
                latest[meta.family] = doc_id
            number += 1
