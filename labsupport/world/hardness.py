"""`python -m labsupport.world.hardness`: how hard the retrieval queries are for BM25, for MiniLM, and for both.

Each retriever ranks only the passages that the principal may see. A `restricted` query is measured as an entitled
reader asks it; `no_answer` has no gold and is left out. Nothing is stored: the passages are embedded anew each time.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, get_args

from labsupport.world import chunks
from labsupport.world.entities import World, visible
from labsupport.world.sets.queries import Query

if TYPE_CHECKING:
    import numpy as np

TOP = 10
_TOKEN = re.compile(r"\w+(?:[-_./]\w+)*")


class Row(NamedTuple):
    """Mean Recall@10 of the queries of one kind."""

    kind: str
    n: int
    bm25: float
    dense: float
    union: float  # found by one of the two


def tokens(text: str) -> list[str]:
    """Lower-case words; `ORD-48213` and `2.1.0` stay whole, and the parts of compounds are given too."""
    found = _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())
    return [part for t in found for part in ([t, *re.split(r"[-_./]", t)] if not t.isalnum() else [t])]


def measure(world: World, queries: Iterable[Query], vectors: np.ndarray | None = None) -> list[Row]:
    """One row a kind, and one over all. `vectors` are those of `chunks.of_world(world)`, embedded here if not given."""
    import numpy as np
    from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

    from labsupport.serving.embedder import embed

    asked = [q.for_entitled() if q.entitled else q for q in queries]
    asked = [q for q in asked if q.gold_chunk_ids]
    parts = chunks.of_world(world)
    lexical = BM25Okapi([tokens(c.text) for c in parts], k1=1.2, b=0.75)
    dense = embed([c.text for c in parts]) if vectors is None else vectors
    sides = dense @ embed([q.text for q in asked]).T  # (passages, queries)
    docs = [world.by_doc[c.doc_id] for c in parts]
    place = {c.id: i for i, c in enumerate(parts)}
    found: dict[str, list[tuple[float, float, float]]] = {}
    for number, query in enumerate(asked):
        may = np.array([visible(d, query.principal) for d in docs])
        gold = {place[c] for c in query.gold_chunk_ids}
        hits = []
        for scores in (lexical.get_scores(tokens(query.text)), sides[:, number]):
            ranked = np.argsort(-np.where(may, scores, -np.inf), kind="stable")[:TOP]
            hits.append(gold & {int(i) for i in ranked})
        recall = tuple(len(h) / len(gold) for h in (*hits, hits[0] | hits[1]))
        found.setdefault(query.kind, []).append(recall)  # type: ignore[arg-type]
    rows = [(kind, each) for kind, each in found.items()] + [("all", [r for each in found.values() for r in each])]
    return [
        Row(kind, len(each), *(float(np.mean(column)) for column in zip(*each, strict=True))) for kind, each in rows
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table for one split of the shipped queries (default dev)."""
    from labsupport import world
    from labsupport.world.sides import Split

    parser = argparse.ArgumentParser(prog="python -m labsupport.world.hardness", description="Recall@10 by query kind.")
    parser.add_argument("--split", choices=get_args(Split), default="dev")
    split = parser.parse_args(argv).split
    print(f"Recall@{TOP} on {split}, access filter applied")
    print(f"{'kind':12} {'n':>4} {'BM25':>6} {'MiniLM':>7} {'union':>6}")
    for row in measure(world.load(), world.queries(split)):
        print(f"{row.kind:12} {row.n:4d} {row.bm25:6.2f} {row.dense:7.2f} {row.union:6.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
