"""What a way of splitting costs and finds: cut sentences, recall of gold spans, index size, spread of neighbours.

Knows nothing of files or figures. Embedding is what takes the time: give all arms one `cached` embedder, so that a
chunk which several arms make alike is embedded once (except where the building itself is timed).
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labsupport import stats, world
from labsupport.context.rulers import Spans
from labsupport.context.split import Chunk, Embed, neighbour_cosines, sentences
from labsupport.world.entities import Document
from labsupport.world.sets.qa import Question
from labsupport.world.sides import Split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Splitter = Callable[[str], Sequence[Chunk]]
BATCH = 32


def batched(embed: Embed, *, batch: int = BATCH) -> Embed:
    """`embed` on any number of texts, in batches of similar length: less padding, bounded memory."""
    if batch < 1:
        raise ValueError(f"batch={batch!r} must be at least 1")

    def many(texts: Sequence[str]) -> list[Sequence[float]]:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found: dict[int, Sequence[float]] = {}
        for at in range(0, len(order), batch):
            part = order[at : at + batch]
            found.update(zip(part, embed([texts[i] for i in part]), strict=True))
        return [found[i] for i in range(len(texts))]

    return many


def cached(embed: Embed) -> Embed:
    """`embed` that remembers every text, and is asked about new ones only."""
    known: dict[str, Sequence[float]] = {}

    def recall(texts: Sequence[str]) -> list[Sequence[float]]:
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            known.update(zip(fresh, embed(fresh), strict=True))
        return [known[text] for text in texts]

    return recall


# ---- cut sentences
@dataclass(frozen=True)
class Cuts:
    """Sentences of texts: all of them, those that a chunk begins or ends inside, and those that no chunk holds whole.

    Without overlap the last two are the same; what overlap rescues is the difference.
    """

    sentences: int = 0
    at_edges: int = 0
    lost: int = 0

    def __add__(self, other: Cuts) -> Cuts:
        return Cuts(self.sentences + other.sentences, self.at_edges + other.at_edges, self.lost + other.lost)

    @property
    def lost_share(self) -> stats.Interval:
        """Share of all sentences that no chunk holds whole, with its interval. ValueError without sentences."""
        return stats.proportion_ci(self.lost, self.sentences)

    @property
    def integrity(self) -> stats.Interval:
        """Share of the sentences at edges that some chunk holds whole. ValueError when no edge is in a sentence."""
        return stats.proportion_ci(self.at_edges - self.lost, self.at_edges)


def cuts(text: str, chunks: Sequence[Chunk]) -> Cuts:
    """What the edges of chunks do to the sentences of their source; white space around a sentence may be cut."""
    found = Cuts()
    edges = {edge for chunk in chunks for edge in (chunk.start, chunk.end)}
    for sentence in sentences(text):
        if not (bare := sentence.text.strip()):
            continue
        start = sentence.start + sentence.text.index(bare)
        end = start + len(bare)
        inside = any(start < edge < end for edge in edges)
        whole = any(chunk.start <= start and end <= chunk.end for chunk in chunks)
        found += Cuts(1, int(inside), int(not whole))
    return found


# ---- recall of gold spans
@dataclass(frozen=True)
class Corpus:
    """Documents, and questions whose gold spans lie in them."""

    documents: tuple[Document, ...]
    questions: tuple[Question, ...]


def corpus(
    split: Split, *, questions: int, documents: int, seed: int, at_least: int = 1000, at_most: int = 6000
) -> Corpus:
    """Answerable questions of a split with their documents, and others up to `documents` in all.

    at_least, at_most: characters of a document. Most documents of the world are shorter than one chunk of 256 tokens,
    where every way of splitting is the same. Fewer questions than asked for when the split has no more.
    """
    pool = {d.doc_id: d for d in world.documents() if at_least <= len(d.text) <= at_most}
    rng = random.Random(f"corpus-{seed}")
    fitting = [q for q in world.qa(split) if q.answerable and q.doc_id in pool]
    asked = rng.sample(fitting, min(questions, len(fitting)))
    chosen = dict.fromkeys(q.doc_id for q in asked)
    others = [doc_id for doc_id in pool if doc_id not in chosen]
    others = rng.sample(others, min(max(0, documents - len(chosen)), len(others)))
    return Corpus(tuple(pool[doc_id] for doc_id in [*chosen, *others]), tuple(asked))


@dataclass(frozen=True)
class Index:
    """Chunks with their documents and vectors (n, d). `characters`: of all chunks, repeated ones counted again."""

    places: tuple[tuple[str, Chunk], ...]
    vectors: NDArray[np.float32]
    characters: int
    cuts: Cuts

    def search(self, vector: Sequence[float], k: int) -> list[tuple[str, Chunk]]:
        """(document, chunk) of the k nearest chunks by cosine, nearest first."""
        import numpy as np

        scores = self.vectors @ np.asarray(vector, dtype=np.float32)
        return [self.places[i] for i in np.argsort(-scores, kind="stable")[:k]]


def build_index(documents: Sequence[Document], split: Splitter, embed: Embed) -> Index:
    """Split and embed documents. Raises ValueError when there is nothing to index."""
    import numpy as np

    places: list[tuple[str, Chunk]] = []
    found = Cuts()
    for doc in documents:
        chunks = split(doc.text)
        places += [(doc.doc_id, chunk) for chunk in chunks]
        found += cuts(doc.text, chunks)
    if not places:
        raise ValueError("the documents have no chunks: there is nothing to index")
    vectors = np.asarray(embed([chunk.text for _, chunk in places]), dtype=np.float32)
    return Index(tuple(places), vectors, sum(len(chunk.text) for _, chunk in places), found)


def span_recall(index: Index, questions: Sequence[Question], embed: Embed, *, k: int = 5) -> list[bool]:
    """Of each question, whether one of the k nearest chunks holds its gold span whole.

    Compare two ways of splitting by `stats.paired_diff_ci` over the same questions. Raises ValueError for k < 1.
    """
    if k < 1:
        raise ValueError(f"k={k!r} must be at least 1")
    hits = []
    for question, vector in zip(questions, embed([q.question for q in questions]), strict=True):
        near = index.search(vector, k)
        hits.append(any(d == question.doc_id and c.start <= question.start and question.end <= c.end for d, c in near))
    return hits


def build_ratio(
    documents: Sequence[Document], arms: Mapping[str, Splitter], *, base: str, rounds: int = 5, seed: int = 0
) -> dict[str, stats.Interval]:
    """CPU time of splitting by each arm over that of `base`, interleaved, with an A/A arm of the base.

    Splitting only: what a splitter embeds on its way counts, embedding its chunks does not.
    """

    def timed(split: Splitter) -> Callable[[], float]:
        def run() -> float:
            start = time.process_time()
            for doc in documents:
                split(doc.text)
            return time.process_time() - start

        return run

    timers = {name: timed(split) for name, split in arms.items()}
    measured = stats.interleave({**timers, "A/A": timers[base]}, rounds, seed)
    return {
        name: stats.ratio_ci(measured[name], measured[base], paired=True, seed=seed)
        for name in measured
        if name != base
    }


# ---- what the embedder sees
def truncation_cosine(embed: Embed, text: str, other: str, spans: Spans) -> float:
    """Cosine between a text and the same with its second half, counted in tokens, replaced by that of `other`.

    spans: tokens of the embedder (`labsupport.context.rulers.embedder_spans`). Exactly 1.0 when both vectors are the
    same numbers: then the embedder never read the second half. Raises ValueError for a text below two tokens.
    """
    halves = []
    for each in (text, other):
        tokens = spans(each)
        if len(tokens) < 2:
            raise ValueError(f"text {each[:40]!r} has {len(tokens)} tokens: there is no second half to replace")
        halves.append(tokens[len(tokens) // 2][0])
    a, b = embed([text, text[: halves[0]] + other[halves[1] :]])
    ab, aa, bb = (sum(x * y for x, y in zip(p, q, strict=True)) for p, q in ((a, b), (a, a), (b, b)))
    return float(ab / math.sqrt(aa * bb))


def adjacent_cosines(documents: Sequence[Document], embed: Embed) -> list[float]:
    """Cosines of neighbouring sentences inside each document, document after document."""
    found: list[float] = []
    for doc in documents:
        texts = [s.text.strip() for s in sentences(doc.text) if s.text.strip()]
        if len(texts) > 1:
            found += neighbour_cosines(embed(texts))
    return found
