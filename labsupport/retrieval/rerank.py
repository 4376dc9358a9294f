"""The second stage: a pool from the first one, put in a new order by a model that reads query and text together.

Knows no model: whoever has `score(query, texts)` can be the scorer. What is not in the pool cannot come back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, Protocol

from labsupport.retrieval.base import Filters, Hit, Retriever
from labsupport.world.entities import Principal

EVERYTHING = Filters()
WORDS, OVERLAP = 160, 40  # a passage of the lab world is one window; longer texts are cut
By = Literal["passage", "document"]
Agg = Literal["max", "mean"]


class Scorer(Protocol):
    """Whatever scores a query with texts: a float32 array (texts,) in input order, higher is more relevant."""

    def score(self, query: str, texts: Sequence[str]) -> Any: ...


def shipped() -> Scorer:
    """The lab's own reranker, loaded once."""
    from labsupport.retrieval.reranker import load_reranker

    return load_reranker()


def windows(text: str, size: int = WORDS, overlap: int = OVERLAP) -> list[str]:
    """A text as windows of at most `size` words, each beginning with the last `overlap` words of the one before.

    Words are what `str.split` gives, joined by one blank. Every word is in a window, no window lies within the one
    before, and a text without words is one empty window. Raises ValueError for size below 1 and for an overlap
    outside 0..size-1.
    """
    if size < 1 or not 0 <= overlap < size:
        raise ValueError(f"size={size!r}, overlap={overlap!r}: give size >= 1 and overlap from 0 to size - 1")
    words = text.split()
    starts = range(0, max(1, len(words) - overlap), size - overlap)
    return [" ".join(words[at : at + size]) for at in starts]


def rerank(
    query: str,
    hits: Sequence[Hit],
    *,
    top_n: int,
    by: By = "passage",
    agg: Agg = "max",
    scorer: Scorer | None = None,
    size: int = WORDS,
    overlap: int = OVERLAP,
) -> list[Hit]:
    """The `top_n` best hits in the scorer's order; all of them where there are fewer.

    by="passage": each text is cut into `windows` and the hit's score is the greatest (agg="max") or the mean score of
    its windows. by="document": the text is scored whole, and the model cuts it off where its input ends. All windows
    of all hits go to the scorer in one call; without hits there is none. Equal scores keep the order of `hits`. Hits
    keep id, text, meta and ranks, and get the new score and ranks["rerank"], from 1. `scorer`: None for the lab's own.
    Raises ValueError for top_n below 1, an unknown `by` or `agg`, and as `windows`.
    """
    model = shipped() if scorer is None else scorer
    # BEGIN SOLUTION
    if top_n < 1 or by not in ("passage", "document") or agg not in ("max", "mean"):
        raise ValueError(f"top_n={top_n!r}, by={by!r}, agg={agg!r}: see the docstring for what is allowed")
    parts = [windows(hit.text, size, overlap) if by == "passage" else [hit.text] for hit in hits]
    if not hits:
        return []
    flat = model.score(query, [part for some in parts for part in some])
    owners = [i for i, some in enumerate(parts) for _ in some]
    found: list[list[float]] = [[] for _ in hits]
    for owner, score in zip(owners, flat, strict=True):
        found[owner].append(float(score))
    scores = [max(some) if agg == "max" else sum(some) / len(some) for some in found]
    order = sorted(range(len(hits)), key=lambda i: -scores[i])[:top_n]  # sorted keeps equal ones in order
    return [
        replace(hits[i], score=scores[i], ranks={**hits[i].ranks, "rerank": place})
        for place, i in enumerate(order, start=1)
    ]
    # END SOLUTION


class Ceiling(NamedTuple):
    """Recall of a final list and its two limits, all shares of the gold ids: reached <= attainable <= pool."""

    reached: float  # of the gold, in the final list
    attainable: float  # by the best order of this pool, in as many places
    pool: float  # of the gold, in the pool: no length of the final list gets above it


def recall_ceiling(before: Sequence[str], after: Sequence[str], gold: Collection[str]) -> Ceiling:
    """What reranking reached and what it could have reached.

    `before`: ids of the whole pool that the first stage gave. `after`: ids of the final list, a selection of the pool.
    An id that `before` or `gold` repeats counts once. Raises ValueError for no gold, for an id in `after` that the pool
    does not hold, and for one that `after` repeats.
    """
    wanted, pool = set(gold), set(before)
    if not wanted:
        raise ValueError("gold is empty: a query without gold has no recall")
    strange = [i for i in after if i not in pool]
    if strange:
        raise ValueError(f"{strange[0]!r} is not in the pool: a reranker adds nothing")
    if len(set(after)) < len(after):
        raise ValueError("after repeats an id: each place of the final list holds another one")
    there = len(wanted & pool)
    return Ceiling(len(wanted & set(after)) / len(wanted), min(there, len(after)) / len(wanted), there / len(wanted))


@dataclass(frozen=True)
class Reranked:
    """Hits, best first. `degraded`: the second stage was too late, and this is the order of the first."""

    hits: tuple[Hit, ...]
    degraded: bool = False


async def retrieve_and_rerank(
    retriever: Retriever,
    text: str,
    *,
    principal: Principal,
    pool: int = 50,
    top_n: int = 10,
    scorer: Scorer | None = None,
    filters: Filters = EVERYTHING,
    timeout_s: float = 2.0,
) -> Reranked:
    """Both stages. Scoring runs in a worker thread, so that the loop stays free, and has `timeout_s` seconds.

    After that the first stage's order is returned, marked as degraded; the thread ends by itself, later. Errors of the
    scorer pass through: a broken model is no slow one. Raises ValueError for top_n below 1 or above `pool`.
    """
    if not 1 <= top_n <= pool:
        raise ValueError(f"top_n={top_n!r}, pool={pool!r}: give 1 <= top_n <= pool")
    hits = await retriever.search(text, principal=principal, filters=filters, limit=pool)
    scoring = asyncio.create_task(asyncio.to_thread(rerank, text, hits, top_n=top_n, scorer=scorer))
    done, _ = await asyncio.wait({scoring}, timeout=timeout_s)
    if not done:
        scoring.add_done_callback(lambda late: late.cancelled() or late.exception())  # nobody waits for it any more
        return Reranked(tuple(hits[:top_n]), degraded=True)
    return Reranked(tuple(scoring.result()))


class RerankedRetriever:
    """Another retriever's pool in the scorer's order. A hit without ranks["rerank"] comes from a scorer too late."""

    def __init__(
        self, retriever: Retriever, *, pool: int = 50, scorer: Scorer | None = None, timeout_s: float = 2.0
    ) -> None:
        self.retriever, self.pool, self.scorer, self.timeout_s = retriever, pool, scorer, timeout_s

    async def search(
        self, text: str, *, principal: Principal, filters: Filters = EVERYTHING, limit: int = 10
    ) -> list[Hit]:
        """See `base.Retriever`. Raises ValueError for a limit above the pool."""
        found = await retrieve_and_rerank(
            self.retriever, text, principal=principal, pool=self.pool, top_n=limit, scorer=self.scorer,
            filters=filters, timeout_s=self.timeout_s,
        )  # fmt: skip
        return list(found.hits)
