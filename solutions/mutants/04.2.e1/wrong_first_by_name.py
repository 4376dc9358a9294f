# diagnosis: cut-before-order
from __future__ import annotations
from collections.abc import Collection, Iterable

from labsupport.graph.evidence import Found, ScoredChunk
from labsupport.graph.support import Edge, SupportGraph


class EvidenceGraph(SupportGraph):
    """A graph with support sets that is walked outward from anchors."""

    def edges_of(self, node: str, *, max_degree: int, min_support: int, allowed: Collection[str] | None) -> list[Edge]:
        """Edges into and out of a node with at least `min_support` chunks among the allowed ones.

        The best supported come first, equal ones in the order of (source, relation, target), at most `max_degree`.
        """
        found: list[tuple[int, Edge]] = []
        for source, target, relation in {*self.g.out_edges(node, keys=True), *self.g.in_edges(node, keys=True)}:
            support = len(self.chunks_of((source, relation, target), allowed))
            if support >= min_support:
                found.append((-support, (source, relation, target)))
        return [edge for _, edge in sorted(found)[:max_degree]]

    def chunks_of(self, edge: Edge, allowed: Collection[str] | None = None) -> list[str]:
        """The chunks that state an edge (source, relation, target), in order; only allowed ones."""
        source, relation, target = edge
        chunks = self.g.edges[source, target, relation]["chunks"]
        return sorted(c for c in chunks if allowed is None or c in allowed)

    def k_hop(
        self, anchors: Iterable[str], hops: int, *, max_degree: int = 50, min_support: int = 1,
        allowed: Collection[str] | None = None,
    ) -> Found:  # fmt: skip
        """Chunks that support the edges of all paths of at most `hops` edges from the anchors, in either direction.

        Order: hop, then support (more first), then id. An edge counts once, at its first hop. allowed: the chunks that
        the reader may see; what has no support among them is not there. Raises ValueError for hops below 0, and
        max_degree or min_support below 1.
        """
        if hops < 0 or max_degree < 1 or min_support < 1:
            raise ValueError(f"hops={hops}, max_degree={max_degree}, min_support={min_support}: want >= 0, >= 1, >= 1")
        names = list(dict.fromkeys(anchors))
        seen = {name for name in names if name in self.g}
        frontier, walked = sorted(seen), set[Edge]()
        hop_of, support = dict[str, int](), dict[str, int]()
        for hop in range(1, hops + 1):
            reached = set[str]()
            for node in frontier:
                every = self.edges_of(node, max_degree=10**9, min_support=min_support, allowed=allowed)
                for edge in sorted(every)[:max_degree]:
                    if edge in walked:
                        continue
                    walked.add(edge)
                    reached |= {edge[0], edge[2]}
                    for chunk in self.chunks_of(edge, allowed):
                        if hop_of.setdefault(chunk, hop) == hop:
                            support[chunk] = support.get(chunk, 0) + 1
            frontier = sorted(reached - seen)  # sorted: the order of a set of strings changes between processes
            seen |= reached
        rows = [ScoredChunk(chunk, hop, support[chunk]) for chunk, hop in hop_of.items()]
        order = sorted(rows, key=lambda row: (row.hop, -row.support, row.id))
        return Found(order, [name for name in names if name not in self.g])
