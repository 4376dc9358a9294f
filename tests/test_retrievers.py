"""The contract of all retrievers: who asks decides, filters hold, the best come first; and they compose."""

from __future__ import annotations

import asyncio
import inspect
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from labsupport.graph.oracle import GraphSearch, true_graph
from labsupport.graph.retriever import GraphRetriever
from labsupport.retrieval import queries
from labsupport.retrieval.base import Filters, Retriever
from labsupport.retrieval.corpus import world_passages
from labsupport.retrieval.rerank import RerankedRetriever
from labsupport.retrieval.retrievers import DenseRetriever, FusedRetriever, LexicalRetriever, fits, may_see

FEW = queries.labelled("dev", ("identifier", "mixed", "multi_hop", "restricted"), each=3)
RECENT = Filters(doc_types=("policy", "technical"), updated=(datetime(2024, 1, 1, tzinfo=UTC), None))


class Longest:
    """A scorer for which long texts are relevant."""

    def score(self, query: str, texts: Any) -> Any:
        return np.array([len(text) for text in texts], dtype=np.float32)


@pytest.fixture(scope="module")
def parts() -> dict[str, Retriever]:
    passages = world_passages()
    words, dense = LexicalRetriever(passages), DenseRetriever(passages)
    graph = GraphRetriever(GraphSearch(true_graph()))
    fused = FusedRetriever({"lexical": words, "dense": dense, "graph": graph}, pool=30)
    reranked = RerankedRetriever(fused, pool=30, scorer=Longest(), timeout_s=60)
    return {"lexical": words, "dense": dense, "graph": graph, "fused": fused, "reranked": reranked}


@pytest.mark.parametrize("name", ["lexical", "dense", "graph", "fused", "reranked"])
@pytest.mark.parametrize("filters", [Filters(), RECENT, Filters(doc_types=())])
def test_contract(name: str, filters: Filters, parts: dict[str, Retriever]) -> None:
    for query in FEW:
        hits = asyncio.run(parts[name].search(query.text, principal=query.principal, filters=filters, limit=7))
        assert len(hits) <= 7
        assert len({h.id for h in hits}) == len(hits)
        assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
        assert all(h.meta and may_see(h.meta, query.principal) and fits(h.meta, filters) for h in hits)
        assert all(h.text and h.ranks for h in hits)
        assert filters.doc_types != () or hits == []


def test_there_is_no_search_without_a_principal(parts: dict[str, Retriever]) -> None:
    for part in parts.values():
        principal = inspect.signature(part.search).parameters["principal"]
        assert principal.default is inspect.Parameter.empty


def test_a_hit_says_where_it_comes_from(parts: dict[str, Retriever]) -> None:
    query = next(q for q in FEW if q.kind == "multi_hop")
    hits = asyncio.run(parts["reranked"].search(query.text, principal=query.principal, limit=30))
    assert {"lexical", "dense", "graph", "rerank"} <= {name for hit in hits for name in hit.ranks}
    assert [hit.ranks["rerank"] for hit in hits] == list(range(1, len(hits) + 1))
    with pytest.raises(ValueError, match="pool=30"):
        asyncio.run(parts["reranked"].search(query.text, principal=query.principal, limit=31))
