"""Nearest neighbours under a filter: an exact scan, and a navigable small-world graph walked in three ways.

The graph is what HNSW has on its lowest layer: every vector is linked to its nearest among those that came before, in
both directions (Malkov et al., 2014, with an exact search at insertion). A walk keeps a beam of `ef` candidates. Its
costs are counted in vectors compared, which is the same on every machine. Knows no database.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

Walk = Literal["all", "matching", "two hops"]
BLOCK = 512


@dataclass(frozen=True)
class Found:
    """Row numbers, best first, and how many vectors were compared with the query."""

    rows: list[int]
    compared: int


def scan(vectors: np.ndarray, query: np.ndarray, k: int, allowed: np.ndarray) -> Found:
    """The exact answer: compare every allowed row. `vectors` (n, d) and `query` (d,) are unit, `allowed` bool (n,)."""
    import numpy as np

    rows = np.flatnonzero(allowed)
    scores = vectors[rows] @ query
    best = np.lexsort((rows, -scores))[:k]
    return Found(rows[best].tolist(), len(rows))


class NSW:
    """A navigable small-world graph over unit vectors, inner product as likeness."""

    def __init__(self, vectors: np.ndarray, m: int = 8) -> None:
        """Link each row to its `m` nearest earlier ones, both ways. Raises ValueError for m < 1 or no vectors."""
        import numpy as np

        if m < 1 or not len(vectors):
            raise ValueError(f"m={m!r}, {len(vectors)} vectors: give m >= 1 and at least one vector")
        self.vectors = vectors
        links: list[set[int]] = [set() for _ in range(len(vectors))]
        for start in range(0, len(vectors), BLOCK):
            stop = min(start + BLOCK, len(vectors))
            likeness = vectors[start:stop] @ vectors[:stop].T
            for row in range(max(start, 1), stop):
                near = np.argsort(-likeness[row - start, :row], kind="stable")[:m]
                links[row].update(near.tolist())
                for other in near.tolist():
                    links[other].add(row)
        self.links = [np.array(sorted(found), dtype=np.int64) for found in links]
        self.degree = sum(map(len, self.links)) / len(self.links)  # mean number of links of a row

    def search(
        self, query: np.ndarray, k: int, *, allowed: np.ndarray, walk: Walk = "all", ef: int = 64, most: int = 1500
    ) -> Found:
        """The best `k` allowed rows that a walk meets, started at the first (allowed) row.

        "all" steps on every row and collects the allowed ones; "matching" steps on allowed rows only; "two hops" steps
        on allowed rows and on allowed neighbours of the others, as ACORN does. The walk ends when `ef` collected rows
        are better than everything ahead, or after `most` comparisons, a budget that keeps a rare filter from walking
        the whole graph. Raises ValueError for an unknown walk or k < 1.
        """
        import numpy as np

        if walk not in ("all", "matching", "two hops") or k < 1:
            raise ValueError(f"walk={walk!r}, k={k!r}: give all, matching or two hops, and k >= 1")
        starts = np.flatnonzero(allowed)[:1] if walk != "all" else np.array([0])
        seen = np.zeros(len(self.links), dtype=bool)
        ahead: list[tuple[float, int]] = []  # (-likeness, row): what to step on next
        kept: list[tuple[float, int]] = []  # (likeness, row) of the best `ef` allowed rows so far
        compared = 0

        def meet(rows: np.ndarray) -> None:
            nonlocal compared
            seen[rows] = True
            compared += len(rows)
            for likeness, row in zip((self.vectors[rows] @ query).tolist(), rows.tolist(), strict=True):
                heapq.heappush(ahead, (-likeness, row))
                if allowed[row]:
                    heapq.heappush(kept, (likeness, row))
                    if len(kept) > ef:
                        heapq.heappop(kept)

        meet(starts)
        while ahead and compared < most:
            distance, row = heapq.heappop(ahead)
            if len(kept) >= ef and -distance < kept[0][0]:
                break
            rows = self.links[row]
            if walk == "two hops":
                others = rows[~allowed[rows]]
                rows = np.unique(np.concatenate([rows, *(self.links[other] for other in others.tolist())]))
            rows = rows[~seen[rows]]
            if walk != "all":
                rows = rows[allowed[rows]]
            if len(rows):
                meet(rows)
        best = sorted(kept, key=lambda pair: (-pair[0], pair[1]))[:k]
        return Found([row for _, row in best], compared)


def planned(graph: NSW, query: np.ndarray, k: int, *, allowed: np.ndarray, limit: int = 500) -> Found:
    """What a planner does: count the matches first; scan them when they are few, walk the graph when they are many."""
    if int(allowed.sum()) <= limit:
        return scan(graph.vectors, query, k, allowed)
    return graph.search(query, k, allowed=allowed, walk="all")


def recall(found: Found, exact: Found) -> float:
    """Share of the exact answer that was found; 1 where there is nothing to find."""
    return len(set(found.rows) & set(exact.rows)) / len(exact.rows) if exact.rows else 1.0


def random_filter(n: int, share: float, seed: int) -> np.ndarray:
    """A filter that lets through `round(n * share)` rows, at least one, drawn without regard to their content."""
    import numpy as np

    if not 0 < share <= 1:
        raise ValueError(f"share={share!r}: give a share above 0, at most 1")
    allowed = np.zeros(n, dtype=bool)
    allowed[np.random.default_rng(seed).choice(n, max(1, round(n * share)), replace=False)] = True
    return allowed
