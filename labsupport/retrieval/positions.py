"""Long documents with one paragraph that answers, at a place of one's choice, and documents that do not answer."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labsupport.retrieval.base import Hit
from labsupport.retrieval.bm25 import BM25Index
from labsupport.retrieval.corpus import world_passages

if TYPE_CHECKING:
    from labsupport.world.sets.queries import Query

PARAGRAPH, PARAGRAPHS, PAGES = 100, 13, 5  # words, paragraphs of a document, pages of 260 words
ANSWER = "answer"


@dataclass(frozen=True)
class Case:
    """A question, the paragraph that answers it, and paragraphs that do not: for its document and for the others."""

    query: Query
    paragraph: str
    fillers: tuple[str, ...]
    others: tuple[str, ...]

    def pool(self, position: int) -> list[Hit]:
        """The document with the answer as its paragraph `position`, from 0, behind those without it.

        Raises ValueError for a position outside the document.
        """
        if not 0 <= position < PARAGRAPHS:
            raise ValueError(f"position={position!r}: give 0 to {PARAGRAPHS - 1}")
        parts = [*self.fillers[:position], self.paragraph, *self.fillers[position:]]
        others = [Hit(f"other-{i}", 0.0, text) for i, text in enumerate(self.others)]
        return [*others, Hit(ANSWER, 0.0, "\n\n".join(parts))]


def states(query: Query) -> bool:
    """Whether the first gold passage says one of the answers in so many words."""
    texts = _texts()
    return any(value in around(texts[query.gold_chunk_ids[0]], query.answer) for value in query.answer)


@functools.cache
def _texts() -> dict[str, str]:
    return {p.id: p.text for p in world_passages()}


@functools.cache
def _bm25() -> BM25Index:
    return BM25Index(_texts())


def around(text: str, values: Sequence[str], words: int = PARAGRAPH) -> str:
    """At most `words` words of a text, with the first of the values near the middle if it is there."""
    found = text.split()
    at = next((len(text[: m.start()].split()) for v in values if (m := re.search(re.escape(v), text))), 0)
    start = max(0, min(at - words // 2, len(found) - words))
    return " ".join(found[start : start + words])


def cases(queries: Sequence[Query], seed: int = 0, others: int = 3) -> list[Case]:
    """One case a query, with paragraphs of `PARAGRAPH` words out of public passages that have nothing to do with it.

    Each document without the answer begins with a passage that shares words with the query and has no grade. Paragraphs
    that are shorter are filled up with a stranger's words, so that all have one length.
    """
    texts = _texts()
    public = [p for p in world_passages() if p.meta.tenant_id == "public"]
    out = []
    for query in queries:
        rng = random.Random(f"{seed} {query.id}")
        related = {i.partition("#")[0] for i in query.graded_relevance}
        free = [p for p in public if p.meta.source_id not in related]
        long = [p for p in free if len(p.text.split()) >= PARAGRAPH]
        drawn = [" ".join(p.text.split()[:PARAGRAPH]) for p in rng.sample(long, PARAGRAPHS * (others + 1))]
        spare, fillers = drawn[0], drawn[1:PARAGRAPHS]
        gold = around(texts[query.gold_chunk_ids[0]], query.answer).split()
        paragraph = " ".join([*gold, *spare.split()[: PARAGRAPH - len(gold)]])
        alike = [hit.text.split() for hit in _bm25().search(query.text, 200, allowed={p.id for p in free})]
        heads = [" ".join([*some, *spare.split()][:PARAGRAPH]) for some in alike[:others]]
        rest = [drawn[PARAGRAPHS * i : PARAGRAPHS * (i + 1)] for i in range(1, others + 1)]
        for some, head in zip(rest, heads, strict=False):
            some[0] = head
        out.append(Case(query, paragraph, tuple(fillers), tuple("\n\n".join(some) for some in rest)))
    return out
