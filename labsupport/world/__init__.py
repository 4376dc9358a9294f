"""The lab world: one invented company with known truth. `load()` reads the shipped one, `build()` makes others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from labsupport.errors import LabError
from labsupport.world.entities import (
    Contract,
    Customer,
    Document,
    Entity,
    ErrorCode,
    Fact,
    Gold,
    Incident,
    Mark,
    Order,
    Person,
    Policy,
    Principal,
    Product,
    Site,
    Supplier,
    Team,
    Triple,
    Vulnerability,
    World,
    visible,
)
from labsupport.world.sides import Split

if TYPE_CHECKING:
    from labsupport.world.chunks import Chunk
    from labsupport.world.requests import Prompt
    from labsupport.world.sets.attacks import Attack
    from labsupport.world.sets.benign_hard import Benign
    from labsupport.world.sets.claims import Claim
    from labsupport.world.sets.contradictions import Contradiction
    from labsupport.world.sets.conversations import Conversation
    from labsupport.world.sets.extract import Extract
    from labsupport.world.sets.images import Image
    from labsupport.world.sets.pii import Pii
    from labsupport.world.sets.qa import Question
    from labsupport.world.sets.queries import Query
    from labsupport.world.sets.syncs import Sync
    from labsupport.world.sets.tasks import Task
    from labsupport.world.sets.tickets import Ticket
    from labsupport.world.sets.traffic import Request

__all__ = [
    "Contract", "Customer", "Document", "Entity", "ErrorCode", "Fact", "Gold", "Incident", "Mark", "Order", "Person",
    "Policy", "Principal", "Product", "Site", "Split", "Supplier", "Team", "Triple", "Vulnerability", "World",
    "attacks", "benign_hard", "build", "claims", "contradictions", "conversations", "documents", "extract",
    "images", "labelled", "load", "passages", "pii", "prompts", "qa", "queries", "split_of", "stream", "syncs",
    "tasks", "tickets", "traffic", "visible",
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


def stream(folder: Path) -> Iterator[Document]:
    """The documents of a world of any size in `folder`, one at a time. Raises LabError for a damaged file."""
    from labsupport.world import store

    return store.documents(folder)


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


@cache
def passages() -> tuple[Chunk, ...]:
    """The lab world's documents cut into passages of at most 900 characters, in order."""
    from labsupport.world import chunks

    return chunks.of_world(load())


def prompts(n: int = 200, seed: int = 0, *, world: World | None = None) -> Iterator[Prompt]:
    """`n` extraction requests written from the documents, one at a time; see `labsupport.world.requests`."""
    from labsupport.world import requests

    return requests.prompts(n, seed, world=world)


def labelled(name: str, split: Split | None = None, folder: Path | None = None) -> tuple[Any, ...]:
    """The items of a labelled set of the lab world (or of `folder`), all or one split, read once per process.

    Raises LabError for an unknown set or split and for a missing or damaged file, naming it and the remedy.
    """
    from labsupport.world import sets
    from labsupport.world.builder import folder as shipped

    return sets.read(name, split, folder or shipped())


def queries(split: Split | None = None) -> tuple[Query, ...]:
    """Retrieval queries with kind, principal, as-of date, gold chunks and graded relevance."""
    return labelled("queries", split)


def qa(split: Split | None = None) -> tuple[Question, ...]:
    """Extractive questions with gold passage, span and answer."""
    return labelled("qa", split)


def claims(split: Split | None = None) -> tuple[Claim, ...]:
    """Claims with their evidence, supported or not, and the type of error."""
    return labelled("claims", split)


def extract(split: Split | None = None) -> tuple[Extract, ...]:
    """Tickets and reports with gold entities, spans, classes and fields, in five slices."""
    return labelled("extract", split)


def tickets(split: Split | None = None) -> tuple[Ticket, ...]:
    """Support tickets with category, priority and sentiment."""
    return labelled("tickets", split)


def tasks(split: Split | None = None) -> tuple[Task, ...]:
    """Agent tasks with a checkable end state, one to six hops, impossible ones included."""
    return labelled("tasks", split)


def conversations(split: Split | None = None) -> tuple[Conversation, ...]:
    """Sessions of several turns with facts to be remembered."""
    return labelled("conversations", split)


def attacks(split: Split | None = None) -> tuple[Attack, ...]:
    """Prompt injections by family; split by template."""
    return labelled("attacks", split)


def benign_hard(split: Split | None = None) -> tuple[Benign, ...]:
    """Harmless texts that look like attacks or like harm."""
    return labelled("benign_hard", split)


def pii(split: Split | None = None) -> tuple[Pii, ...]:
    """Texts with gold spans of personal data, and hard negatives."""
    return labelled("pii", split)


def images(split: Split | None = None) -> tuple[Image, ...]:
    """Receipts, invoices and two-column scans with gold fields; draw one with `labsupport.world.sets.images.draw`."""
    return labelled("images", split)


def traffic() -> tuple[Request, ...]:
    """Ninety days of request log with planted drifts, a cost incident and seasons."""
    return labelled("traffic")


def syncs() -> tuple[Sync, ...]:
    """Twelve scripted changes of the corpus, each on the state that the one before leaves."""
    return labelled("syncs")


def contradictions(split: Split | None = None) -> tuple[Contradiction, ...]:
    """Pairs of documents that disagree: planted errors and superseded versions."""
    return labelled("contradictions", split)
