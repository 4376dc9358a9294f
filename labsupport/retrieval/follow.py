"""The twelve scripted syncs as states of a corpus, and an encoder that counts what it is asked for."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from labsupport import world
from labsupport.retrieval.indexer import points_of
from labsupport.retrieval.ledger import CHUNKER, MODEL, digest
from labsupport.services import echo
from labsupport.world.entities import Document
from labsupport.world.sets import syncs
from labsupport.world.sets.syncs import Sync

PRICE = 0.02  # USD per million tokens of a small hosted embedding model, as 04.5.c1 has it
DIMENSIONS = 8


_tokens = functools.lru_cache(maxsize=16_384)(echo.count_tokens)


class CountingEncoder:
    """The simulator's embedding in this process: vectors from a hash of the text, and counts of what was embedded.

    With `remember`, a text that was embedded before costs nothing, whatever document it stands in.
    """

    def __init__(self, *, remember: bool = True) -> None:
        self.remember = remember
        self.kept: dict[str, list[float]] = {}
        self.texts = self.tokens = 0

    def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text, of unit length."""
        for text in texts:
            if not (self.remember and text in self.kept):
                self.texts += 1
                self.tokens += _tokens(text)
                self.kept[text] = echo.embedding(text, DIMENSIONS)
        return [self.kept[text] for text in texts]

    def read(self) -> tuple[int, int]:
        """Texts and tokens since the last reading."""
        found = self.texts, self.tokens
        self.texts = self.tokens = 0
        return found


@dataclass(frozen=True)
class Step:
    """One sync: its script, and the corpus after it."""

    sync: Sync
    docs: tuple[Document, ...]

    @property
    def change_rate(self) -> float:
        """Documents with a new text or a new id that is no restore, as a share of all."""
        expected = self.sync.expected
        return (len(expected.edited) + len(expected.added) - len(expected.restored)) / len(self.docs)


def script(others: int | None = None) -> tuple[tuple[Document, ...], tuple[Step, ...]]:
    """The corpus before the script, and its twelve steps; `others` documents that no sync names (None: all)."""
    named = {i for s in world.syncs() for c in s.changes for i in (c.doc_id, c.new_id) if i}
    copied = {c.document.text for s in world.syncs() for c in s.changes if c.document is not None}
    named |= {d.doc_id for d in world.documents() if d.text in copied}  # a copy needs its original
    first: dict[str, Document] = {}
    rest = 0
    for doc in world.documents():
        if doc.doc_id in named or others is None or rest < others:
            rest += doc.doc_id not in named
            first[doc.doc_id] = doc
    state, deleted, steps = dict(first), dict[str, Document](), []
    for sync in world.syncs():
        state = syncs.apply(state, sync, deleted)
        steps.append(Step(sync, tuple(state.values())))
    return tuple(first.values()), tuple(steps)


def corpus_tokens(docs: Sequence[Document]) -> int:
    """Tokens of all chunks: what a full re-embedding pays for."""
    pipeline = digest(CHUNKER, MODEL)
    return sum(_tokens(p.text) for doc in docs for p in points_of(doc, pipeline))
