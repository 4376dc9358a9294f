# diagnosis: edges-kept
from __future__ import annotations
from typing import Any

import networkx as nx

from labsupport.graph.extract import Extraction
from labsupport.graph.support import Edge, Resolver, by_name


class SupportGraph:
    """A MultiDiGraph `g` keyed by relation: two relations between one pair are two edges.

    `g.nodes[n]["chunks"]` and `g.edges[source, target, relation]["chunks"]` are the sets of supporting chunk ids, a
    node also has its `type`. `resolve(name, type)` gives the node of a mention.
    """

    def __init__(self, resolve: Resolver = by_name) -> None:
        self.g: Any = nx.MultiDiGraph()
        self.resolve = resolve

    def upsert_chunk(self, chunk_id: str, extraction: Extraction) -> None:
        """State what a chunk says; what it said before and does not say any more is forgotten first."""
        self.remove_chunk(chunk_id)
        ids = {mention.name: self.resolve(mention.name, mention.type) for mention in extraction.entities}
        for mention in extraction.entities:
            node = ids[mention.name]
            if node not in self.g:
                self.g.add_node(node, type=mention.type, chunks=set())
            self.g.nodes[node]["chunks"].add(chunk_id)
        for link in extraction.relations:
            source, target = ids[link.source], ids[link.target]
            if not self.g.has_edge(source, target, link.relation):
                self.g.add_edge(source, target, key=link.relation, chunks=set())
            self.g.edges[source, target, link.relation]["chunks"].add(chunk_id)

    def remove_chunk(self, chunk_id: str) -> None:
        """Take a chunk's support away; an edge or a node that has none left goes. An unknown chunk changes nothing."""
        for source, target, relation, chunks in list(self.g.edges(keys=True, data="chunks")):
            chunks.discard(chunk_id)
        for node, chunks in list(self.g.nodes(data="chunks")):
            chunks.discard(chunk_id)
            if not chunks:
                self.g.remove_node(node)

    def supports(self) -> dict[str | Edge, tuple[str, ...]]:
        """Chunk ids, sorted, of every node (by id) and every edge (source, relation, target), in order."""
        found: dict[str | Edge, tuple[str, ...]] = {n: tuple(sorted(c)) for n, c in sorted(self.g.nodes(data="chunks"))}
        for source, target, relation, chunks in sorted(self.g.edges(keys=True, data="chunks"), key=lambda e: e[:3]):
            found[source, relation, target] = tuple(sorted(chunks))
        return found
