"""The lab world's true graph, built from what the documents state, and retrieval over it. Knows no model.

An extraction of a chunk is read off the gold spans of its document, so that edges have true supports. It is an oracle:
what it reaches is the ceiling of any extraction.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from labsupport import world
from labsupport.graph.evidence import EvidenceGraph, Found
from labsupport.graph.extract import SIGNATURES, Extraction, Link, Mention
from labsupport.graph.resolve import KIND_OF, Linker
from labsupport.world.entities import Principal, Triple, visible
from labsupport.world.evidence import Evidence, entity

if TYPE_CHECKING:
    from labsupport.world.sets.queries import Query

BUDGET = 10  # chunks


@functools.cache
def evidence() -> Evidence:
    """Where the documents of the lab world state its facts."""
    return Evidence(world.load())


@functools.cache
def types() -> dict[str, str]:
    """The type of every entity id of the lab world."""
    return {e.id: KIND_OF[kind] for kind in world.load().KINDS for e in getattr(world.load(), kind)}


def edge_of(triple: Triple) -> tuple[str, str, str]:
    """The edge of a fact: releases belong to their product, causes are shared, other values belong to their subject."""
    subject = entity(triple.subject)
    if triple.relation == "incident.cause":
        return subject, triple.relation, f"cause:{triple.object}"
    if triple.relation in SIGNATURES:
        return subject, triple.relation, triple.object
    return subject, triple.relation, f"value:{triple.subject} {triple.relation.split('.')[1]} {triple.object}"


def kind_of(node: str) -> Any:
    """The type of a node of the true graph."""
    return node.split(":")[0] if node.startswith(("cause:", "value:")) else types()[node]


def true_extraction(chunk_id: str) -> Extraction:
    """What a perfect extractor finds in a chunk of the lab world; names are ids."""
    edges = list(dict.fromkeys(edge_of(t) for t in evidence().in_chunk.get(chunk_id, [])))
    nodes = dict.fromkeys(end for source, _, target in edges for end in (source, target))
    return Extraction(
        entities=tuple(Mention(name=node, type=kind_of(node)) for node in nodes),
        relations=tuple(Link(source=s, relation=r, target=t) for s, r, t in edges),
    )


@functools.cache
def true_graph() -> EvidenceGraph:
    """The graph of all chunks of the lab world, shared: do not change it."""
    graph = EvidenceGraph()
    for chunk in world.passages():
        found = true_extraction(chunk.id)
        if found.entities:
            add_new(graph, chunk.id, found)
    return graph


def add_new(graph: EvidenceGraph, chunk_id: str, extraction: Extraction) -> None:
    """`upsert_chunk` of a chunk that the graph does not know yet, without looking for what it said before."""
    g = graph.g
    for mention in extraction.entities:
        if mention.name not in g:
            g.add_node(mention.name, type=mention.type, chunks=set())
        g.nodes[mention.name]["chunks"].add(chunk_id)
    for link in extraction.relations:
        if not g.has_edge(link.source, link.target, link.relation):
            g.add_edge(link.source, link.target, key=link.relation, chunks=set())
        g.edges[link.source, link.target, link.relation]["chunks"].add(chunk_id)


@functools.cache
def graph_for(principal: Principal) -> EvidenceGraph:
    """The graph of what somebody may see. Summaries are made from it: a sum over all chunks has no access filter."""
    graph = EvidenceGraph()
    for chunk_id in sorted(readable(principal)):
        found = true_extraction(chunk_id)
        if found.entities:
            add_new(graph, chunk_id, found)
    return graph


@functools.cache
def linker() -> Linker:
    """Links questions to the entities of the lab world."""
    return Linker(world.load())


@functools.cache
def readable(principal: Principal) -> frozenset[str]:
    """Ids of the chunks that somebody may see."""
    documents = world.load().by_doc
    open_docs = {d.doc_id for d in documents.values() if visible(d, principal)}
    return frozenset(c.id for c in world.passages() if c.doc_id in open_docs)


@functools.cache
def _matrix() -> tuple[tuple[str, ...], Any]:
    from labsupport.retrieval.vectors import encode

    some = sorted(world.passages(), key=lambda c: c.id)
    return tuple(c.id for c in some), encode([c.text for c in some])


@functools.cache
def _places(principal: Principal) -> Any:
    import numpy as np

    allowed = readable(principal)
    return np.array([i for i, c in enumerate(_matrix()[0]) if c in allowed], dtype=np.int64)


def vector_search(text: str, *, principal: Principal, limit: int = BUDGET) -> list[str]:
    """Ids of the chunks nearest to the text among those the principal may see, best first, ties by id."""
    import numpy as np

    from labsupport.retrieval.vectors import encode

    ids, matrix = _matrix()
    at = _places(principal)
    best = at[np.argsort(-(matrix @ encode([text])[0])[at], kind="stable")[:limit]]
    return [ids[i] for i in best]


@functools.cache
def _lexical() -> Any:
    from labsupport.retrieval.bm25 import BM25Index

    return BM25Index({c.id: c.text for c in world.passages()})


def flat_search(text: str, *, principal: Principal, limit: int = BUDGET) -> list[str]:
    """Ids of chunks by BM25 and vectors, fused by reciprocal ranks: the strongest search that looks at chunks alone."""
    from labsupport.retrieval.fusion import rrf

    words = [hit.id for hit in _lexical().search(text, 100, allowed=readable(principal))]
    return [c for c, _ in rrf([words, vector_search(text, principal=principal, limit=100)])[:limit]]


def iterative_search(text: str, *, principal: Principal, limit: int = BUDGET, first: int = 4) -> list[str]:
    """Flat search twice: the best `first` chunks, then by words for the question and the names that those name."""
    begin = flat_search(text, principal=principal, limit=first)
    docs = _lexical().docs
    names = dict.fromkeys(m.name for c in begin for m in subjects(docs[c]))
    more = _lexical().search(" ".join([text, *names]), limit + first, allowed=readable(principal))
    return list(dict.fromkeys([*begin, *(hit.id for hit in more)]))[:limit]


@functools.cache
def _relation_vectors() -> dict[str, Any]:
    """For each relation the mean vector of the train queries that ask for it, of unit length."""
    import numpy as np

    from labsupport.retrieval.vectors import encode

    texts: dict[str, list[str]] = {}
    for query in world.queries("train"):
        for fact in query.facts:
            texts.setdefault(fact.relation, []).append(query.text)
    means = {name: encode(some).mean(axis=0) for name, some in sorted(texts.items())}
    return {name: vector / np.linalg.norm(vector) for name, vector in means.items()}


def stated_by(graph: EvidenceGraph) -> dict[str, list[tuple[str, str, str]]]:
    """The edges that each chunk supports."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for source, target, relation, chunks in graph.g.edges(keys=True, data="chunks"):
        for chunk in chunks:
            found.setdefault(chunk, []).append((source, relation, target))
    return found


class GraphSearch:
    """Evidence from a graph, cut to a budget so that every chunk adds something.

    The pool is `k_hop` over what the principal may see. Of the pool, each hop in turn gives the chunk whose edges that
    no chosen chunk states are nearest to the question: to the mean of the train questions that ask for the relation.
    """

    def __init__(self, graph: EvidenceGraph) -> None:
        self.graph, self.stated = graph, stated_by(graph)

    def __call__(
        self, text: str, *, principal: Principal, hops: int = 2, limit: int = BUDGET, max_degree: int = 50,
        min_support: int = 1, among: Collection[str] | None = None,
    ) -> Found:  # fmt: skip
        """`among`: ids of chunks that a filter leaves, None for all; what the principal may not see is never one."""
        anchors = linker().anchors(text)
        allowed = readable(principal) if among is None else readable(principal) & frozenset(among)
        pool = self.graph.k_hop(anchors, hops, max_degree=max_degree, min_support=min_support, allowed=allowed)
        return Found(self.cut(text, anchors, pool, hops, limit), pool.unlinked)

    def cut(self, text: str, anchors: Iterable[str], pool: Found, hops: int, limit: int) -> list[Any]:
        """At most `limit` chunks of a pool."""
        from labsupport.retrieval.vectors import encode

        away = near(self.graph, anchors, hops)
        query = encode([text])[0]
        worth = {name: max(0.01, float(vector @ query)) for name, vector in _relation_vectors().items()}
        queues: dict[int, dict[Any, set[Any]]] = {}
        for row in pool:
            ends = {e for e in self.stated[row.id] if min(away.get(e[0], 99), away.get(e[2], 99)) + 1 == row.hop}
            queues.setdefault(row.hop, {})[row] = ends
        chosen, told = list[Any](), set[Any]()
        while len(chosen) < limit and any(queues.values()):
            for hop in sorted(queues):
                if queues[hop] and len(chosen) < limit:
                    gain = {
                        row: sum(worth.get(e[1], 0.01) for e in sorted(ends - told))
                        for row, ends in queues[hop].items()
                    }
                    best = min(gain, key=lambda row: (-round(gain[row], 6), row.id))
                    told |= queues[hop].pop(best)
                    chosen.append(best)
        return chosen


def near(graph: EvidenceGraph, anchors: Iterable[str], hops: int) -> dict[str, int]:
    """Distance in edges of the nodes within `hops` of an anchor, in either direction."""
    g = graph.g
    found = {a: 0 for a in anchors if a in g}
    ring = sorted(found)
    for step in range(1, hops + 1):
        following = dict.fromkeys(
            n for node in ring for n in (*g.successors(node), *g.predecessors(node)) if n not in found
        )
        found.update(dict.fromkeys(following, step))
        ring = list(following)
    return found


def fact_recall(query: Query, chunk_ids: Iterable[str]) -> float:
    """Share of the query's facts that at least one of the chunks states."""
    stated = {edge_of(t) for c in chunk_ids for t in evidence().in_chunk.get(c, [])}
    return sum(edge_of(f) in stated for f in query.facts) / len(query.facts)


def whole_chain(query: Query, chunk_ids: Iterable[str]) -> float:
    """1.0 when every fact of the query is stated by one of the chunks, else 0.0."""
    return float(fact_recall(query, chunk_ids) == 1.0)


def asked(split: Any, kinds: Sequence[str]) -> list[Query]:
    """The queries of a split and of some kinds that have facts to be found."""
    return [q for q in world.queries(split) if q.kind in kinds and q.facts and q.gold_chunk_ids]


def draw(items: Sequence[Query], n: int, seed: int) -> list[Query]:
    """At most n queries, drawn by the seed, in their order."""
    import random

    picked = set(random.Random(f"queries-{seed}").sample(range(len(items)), min(n, len(items))))
    return [item for i, item in enumerate(items) if i in picked]


def edges(graph: EvidenceGraph) -> Collection[tuple[str, str, str]]:
    """All edges (source, relation, target) of a graph, in order."""
    return sorted((s, r, t) for s, t, r in graph.g.edges(keys=True))


def subjects(text: str) -> list[Mention]:
    """The entities of the lab world that a text names and that have relations of their own, causes left out."""
    named = [a for a in linker().anchors(text) if a in types()]
    return [Mention(name=world.load().name(a), type=kind_of(a)) for a in named]


def label(node: str) -> str:
    """What a text calls a node of the true graph."""
    if node.startswith("value:"):
        return node.split(" ", 2)[2]
    return node.removeprefix("cause:") if node.startswith("cause:") else world.load().name(node)


def claim_of(edge: tuple[str, str, str]) -> str:
    """An edge in a sentence, as a judge is asked about it."""
    from labsupport.world.relations import RELATIONS, fill

    return fill(RELATIONS[edge[1]].answer, label(edge[0]), label(edge[2]))[0]


def true_edge(edge: tuple[str, str, str]) -> bool:
    """Whether an edge is a fact of the lab world, today or once."""
    source, relation, target = edge
    return Triple(source, relation, target.removeprefix("cause:")) in world.load().by_triple


def chains(split: Any) -> list[Query]:
    """The multi-hop queries whose relations are all between entities, so that `SIGNATURES` covers them."""
    return [q for q in asked(split, ("multi_hop",)) if all(f.relation in SIGNATURES for f in q.facts)]


def evidence_chunks(queries: Iterable[Query]) -> list[Any]:
    """For each fact of the queries the first passage that states it and that the principal may see, each once."""
    found: dict[str, Any] = {}
    for query in queries:
        allowed = readable(query.principal)
        for fact in query.facts:
            said = [s.chunk for s in evidence().stated[fact] if s.chunk.id in allowed]
            if said:
                found.setdefault(said[0].id, said[0])
    return list(found.values())


def true_themes(relation: str, least: float = 0.05) -> list[str]:
    """What makes up more than a share `least` of a relation's facts in the lab world, the most frequent first."""
    from collections import Counter

    from labsupport.graph.communities import themes

    facts = dict.fromkeys(f.triple for f in world.load().facts if f.relation == relation)
    return themes(Counter(label(edge_of(triple)[2]) for triple in facts), least)


def named_in(chunk_ids: Iterable[str], relation: str) -> set[str]:
    """What a perfect reader of the chunks can name for a relation."""
    stated = (t for c in chunk_ids for t in evidence().in_chunk.get(c, []))
    return {label(edge_of(t)[2]) for t in stated if t.relation == relation}
