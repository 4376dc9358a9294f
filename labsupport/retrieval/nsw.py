"""A navigable small-world graph that counts its distance computations: how search grows with the number of points.

Source: Malkov et al., Approximate nearest neighbor algorithm based on navigable small world graphs, 2014. HNSW adds
layers and bounds the number of neighbours; 04.4 has filters on such a graph.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


class CountingNSW:
    """Points (n, d) of unit length, in order of insertion; each is linked both ways to its `m` nearest before it.

    `counted`: distances computed by searches so far. Links are made by exact search, which a real index does not
    afford; the graph is what its own search would find at best. Raises ValueError for fewer than two points or m < 1.
    """

    def __init__(self, points: np.ndarray, m: int = 8) -> None:
        import numpy as np

        if len(points) < 2 or m < 1:
            raise ValueError(f"{len(points)} points, m={m!r}: give at least 2 points and m >= 1")
        self.points, self.counted = points, 0
        self.links: list[list[int]] = [[] for _ in points]
        near = points @ points.T
        for i in range(1, len(points)):
            before = near[i, :i]
            best = np.argpartition(-before, m)[:m] if i > m else np.arange(i)
            for j in best.tolist():
                self.links[i].append(j)
                self.links[j].append(i)

    def search(self, query: np.ndarray, k: int = 10, ef: int = 32) -> list[int]:
        """The `k` nearest that a best-first walk with `ef` kept candidates finds, nearest first."""
        seen = {0}
        self.counted += 1
        first = float(self.points[0] @ query)
        todo, kept = [(-first, 0)], [(first, 0)]
        while todo:
            far, at = heapq.heappop(todo)
            if len(kept) == ef and -far < kept[0][0]:
                break
            new = [j for j in self.links[at] if j not in seen]
            seen.update(new)
            self.counted += len(new)
            for j, cosine in zip(new, (self.points[new] @ query).tolist() if new else [], strict=True):
                if len(kept) < ef or cosine > kept[0][0]:
                    heapq.heappush(todo, (-cosine, j))
                    (heapq.heappush if len(kept) < ef else heapq.heappushpop)(kept, (cosine, j))
        return [j for _, j in sorted(kept, key=lambda pair: (-pair[0], pair[1]))[:k]]
