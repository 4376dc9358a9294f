"""What the two retrieval heads learn from: queries with the passages that BM25 and MiniLM rank first for them.

Only passages that the principal may see are candidates. A `restricted` query is asked as an entitled reader asks it;
`no_answer` has no gold and is left out. The fifty candidates are the best by reciprocal rank fusion of both orders
(Cormack et al. 2009); those without a grade are the hard negatives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labsupport.world import load as load_world
from labsupport.world import passages, queries
from labsupport.world.entities import visible
from labsupport.world.hardness import tokens
from labsupport.world.sides import Split

if TYPE_CHECKING:
    import numpy as np

POOL = 50
RRF = 60  # the constant of reciprocal rank fusion


@dataclass(frozen=True)
class Asked:
    """A query and its candidates, numbers of passages, in three orders; `grades` of the graded passages (1 to 3)."""

    id: str
    kind: str
    text: str
    gold: tuple[int, ...]
    grades: Mapping[int, int]
    fused: tuple[int, ...]
    bm25: tuple[int, ...]  # the candidates in the order of BM25
    dense: tuple[int, ...]  # and in the order of MiniLM
    seen: np.ndarray  # (passages,), true where the principal may read


def asked(split: Split, vectors: Mapping[str, np.ndarray], most: int = POOL) -> list[Asked]:
    """The queries of a split that have gold, with `most` candidates each. `vectors`: unit vectors (384,) by text."""
    import numpy as np
    from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

    world, parts = load_world(), passages()
    lexical = BM25Okapi([tokens(c.text) for c in parts], k1=1.2, b=0.75)
    dense = np.stack([vectors[c.text] for c in parts])
    docs = [world.by_doc[c.doc_id] for c in parts]
    place = {c.id: i for i, c in enumerate(parts)}
    out = []
    for query in queries(split):
        query = query.for_entitled() if query.entitled else query
        if not query.gold_chunk_ids:
            continue
        seen = np.array([visible(d, query.principal) for d in docs])
        orders = [
            np.argsort(-np.where(seen, scores, -np.inf), kind="stable")[: int(seen.sum())]
            for scores in (lexical.get_scores(tokens(query.text)), dense @ vectors[query.text])
        ]
        ranks = np.zeros(len(parts))
        for order in orders:
            ranks[order] += 1 / (RRF + 1 + np.arange(len(order)))
        fused = np.argsort(-ranks, kind="stable")[: min(most, int(seen.sum()))]
        pool = set(fused.tolist())
        by_bm25, by_dense = (tuple(int(i) for i in order if int(i) in pool) for order in orders)
        out.append(
            Asked(
                query.id, query.kind, query.text, tuple(place[c] for c in query.gold_chunk_ids),
                {place[c]: g for c, g in query.graded_relevance.items()}, tuple(fused.tolist()), by_bm25, by_dense,
                seen,
            )
        )  # fmt: skip
    return out


def texts(splits: Sequence[Split]) -> list[str]:
    """All passages and the queries of some splits, each text once."""
    return list(dict.fromkeys([*(c.text for c in passages()), *(q.text for s in splits for q in queries(s))]))
