"""Labelled queries of the lab world, rankings for them, and paired evaluation by kind. Knows no single retriever."""

from __future__ import annotations

import functools
import itertools
import random
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from labsupport import stats, world
from labsupport.retrieval.base import Hit, Retriever
from labsupport.retrieval.corpus import Passage, passage, world_passages
from labsupport.retrieval.metrics import mrr, ndcg_at_k, precision_at_k, recall_at_k

if TYPE_CHECKING:
    from labsupport.world import Split
    from labsupport.world.sets.queries import Query

Metric = Literal["recall", "precision", "mrr", "ndcg"]
KINDS = ("identifier", "paraphrase", "mixed", "multi_hop", "global", "temporal", "restricted")  # those with gold
CROWD_SEED = 7
IDENTIFIER = re.compile(r"\b[A-Z]{1,5}(?:-[A-Z0-9]+)*-\d+\b")


def labelled(split: Split, kinds: Collection[str] = KINDS, each: int | None = None) -> tuple[Query, ...]:
    """Queries that have gold, in order, at most `each` of a kind. A `restricted` one is asked by its entitled reader.

    `no_answer` has no gold and never comes. Raises ValueError for a kind that is unknown or has no gold.
    """
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise ValueError(f"kinds {unknown} have no gold or are unknown: use {', '.join(KINDS)}")
    found: dict[str, list[Query]] = {kind: [] for kind in KINDS}
    for query in world.queries(split):
        if query.kind in kinds and (each is None or len(found[query.kind]) < each):
            found[query.kind].append(query.for_entitled() if query.kind == "restricted" else query)
    return tuple(query for some in found.values() for query in some)


async def rankings(retriever: Retriever, queries: Sequence[Query], limit: int = 100) -> dict[str, list[Hit]]:
    """Each query's hits under its own principal, by the query's id."""
    return {q.id: await retriever.search(q.text, principal=q.principal, limit=limit) for q in queries}


def ids(found: Mapping[str, Sequence[Hit]]) -> dict[str, list[str]]:
    """Rankings of hits as rankings of chunk ids."""
    return {query: [hit.id for hit in hits] for query, hits in found.items()}


@dataclass(frozen=True)
class Row:
    """One query's measures, all at the same k except `mrr`, which reads the whole ranking."""

    query: str
    kind: str
    recall: float
    precision: float
    mrr: float
    ndcg: float


def evaluate(ranking_by_query: Mapping[str, Sequence[str]], queries: Sequence[Query], k: int = 10) -> list[Row]:
    """A row a query, in the order of `queries`. Raises ValueError for a query without gold or without a ranking."""
    if missing := [q.id for q in queries if q.id not in ranking_by_query]:
        raise ValueError(f"{len(missing)} queries have no ranking, {missing[0]} among them: rank them, [] for no hit")
    rows = []
    for q in queries:
        found, gold = ranking_by_query[q.id], q.gold_chunk_ids
        rows.append(Row(q.id, q.kind, recall_at_k(found, gold, k), precision_at_k(found, gold, k), mrr(found, gold),
                        ndcg_at_k(found, q.graded_relevance, k)))  # fmt: skip
    return rows


def of(rows: Sequence[Row], metric: Metric = "recall", kind: str | None = None) -> list[float]:
    """One measure of each row, of one kind or of all."""
    return [float(getattr(row, metric)) for row in rows if kind in (None, row.kind)]


def by_kind(rows: Sequence[Row], metric: Metric = "recall") -> dict[str, float]:
    """Mean of a measure by kind, and over all queries under "all"."""
    kinds = dict.fromkeys(row.kind for row in rows)
    return {kind: stats.mean(of(rows, metric, kind)) for kind in kinds} | {"all": stats.mean(of(rows, metric))}


def paired(a: Sequence[Row], b: Sequence[Row], metric: Metric = "recall", kind: str | None = None, *,
           seed: int = 0) -> stats.Interval:  # fmt: skip
    """Mean of a minus b over the same queries with its bootstrap interval. Raises ValueError for other queries."""
    if [row.query for row in a] != [row.query for row in b]:
        raise ValueError("a and b are rows of other queries or in another order: evaluate both on the same queries")
    return stats.paired_diff_ci(of(a, metric, kind), of(b, metric, kind), seed=seed)


@functools.cache
def crowd(n: int) -> tuple[Passage, ...]:
    """`n` passages of another company, ids from "other-" on: what a larger corpus would hold besides the world's."""
    from labsupport.world import chunks

    made = world.build(CROWD_SEED, n_documents=max(100, n))
    documents = made.by_doc
    found = (passage(chunk, documents[chunk.doc_id]) for chunk in chunks.of_world(made))
    return tuple(replace(p, id=f"other-{p.id}") for p in itertools.islice(found, n))


def slice_of(n: int, queries: Sequence[Query], seed: int = 0) -> tuple[Passage, ...]:
    """A corpus of `n` passages: the gold of the queries, and others of the world drawn by the seed.

    Above the size of the world it is the whole world and a `crowd`, of which no vectors are shipped. Raises ValueError
    when the gold alone is more than `n`.
    """
    every = world_passages()
    gold = {i for q in queries for i in q.gold_chunk_ids}
    if len(gold) > n:
        raise ValueError(f"n={n}: the gold of {len(queries)} queries has {len(gold)} passages")
    if n > len(every):
        return every + crowd(n - len(every))
    others = [p.id for p in every if p.id not in gold]
    kept = gold | set(random.Random(f"slice-{seed}").sample(others, n - len(gold)))
    return tuple(p for p in every if p.id in kept)


def shape(identifier: str) -> str:
    """An identifier with every digit written as 9: what near-twins share."""
    return re.sub(r"\d", "9", identifier)


def wrong_twin(asked: str, text: str) -> bool:
    """Whether a passage lacks every identifier of the question and has one of the same shape."""
    wanted, there = set(IDENTIFIER.findall(asked)), set(IDENTIFIER.findall(text))
    return bool(wanted) and not wanted & there and bool({shape(i) for i in wanted} & {shape(i) for i in there})
