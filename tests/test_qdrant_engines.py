"""Retrieval on Qdrant: the same tests in the embedded engine and, where LAB_QDRANT_URL names one, on a server."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from labsupport import world
from labsupport.retrieval import follow, hybrid, leaks, queries, upgrade
from labsupport.retrieval.corpus import world_passages
from labsupport.retrieval.indexer import Indexer, PointStore
from labsupport.retrieval.ledger import Manifest
from labsupport.retrieval.plan import plan
from labsupport.retrieval.retrievers import DenseRetriever, FusedRetriever, LexicalRetriever, may_see
from labsupport.retrieval.secure import SecureRetriever
from labsupport.services import qdrant

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

SERVER = os.environ.get("LAB_QDRANT_URL")
FEW = queries.labelled("dev", ("identifier", "mixed", "restricted"), each=3)
CORPUS = queries.slice_of(120, FEW)


@pytest.fixture(params=["embedded", *(["server"] if SERVER else [])])
def client(request: pytest.FixtureRequest) -> Iterator[QdrantClient]:
    found = qdrant.client(qdrant.MEMORY if request.param == "embedded" else SERVER)
    before = {c.name for c in found.get_collections().collections}
    yield found
    for one in found.get_collections().collections:
        if one.name not in before:
            found.delete_collection(one.name)
    found.close()


@pytest.fixture
def name() -> str:
    return f"lab-test-{uuid.uuid4().hex[:8]}"


def test_fused_search_is_that_of_the_retriever_in_memory(client: QdrantClient, name: str) -> None:
    hybrid.collection(client, name, CORPUS)
    fusing = FusedRetriever({"dense": DenseRetriever(CORPUS), "lexical": LexicalRetriever(CORPUS)}, pool=60)
    for query in FEW:
        ours = asyncio.run(fusing.search(query.text, principal=query.principal, limit=5))
        theirs = hybrid.hybrid_search(client, name, query.text, principal=query.principal, limit=5, pool=60)
        assert [h.score for h in theirs] == pytest.approx([h.score for h in ours], rel=1e-4)
        assert all(h.meta is not None and may_see(h.meta, query.principal) for h in theirs)


def test_no_canary_comes_out(client: QdrantClient, name: str) -> None:
    cast = [replace(FEW[0].principal, user_id="low", tier=0), replace(FEW[0].principal, departments=frozenset())]
    canaries = leaks.canaries_of(world.queries("test"), world.load().by_doc, cast)[:2]
    probes = {c.probe for c in canaries}
    withheld = {i for q in world.queries("test") if q.text in probes for i in q.withheld}
    secret = [p for p in world_passages() if p.id in withheld]
    hybrid.collection(client, name, [*secret, *(p for p in CORPUS if p.id not in withheld)])
    assert secret
    assert asyncio.run(leaks.leak_check(SecureRetriever(client, name), cast, canaries)) == []


def test_the_index_follows_and_forgets(client: QdrantClient, name: str) -> None:
    docs, steps = follow.script(12)
    state = {"docs": docs}
    store = PointStore(client, name).create(follow.DIMENSIONS)
    made = Indexer(store, Manifest(), follow.CountingEncoder(), source=lambda: state["docs"], clock=lambda: 7)
    made.apply(plan(docs, {}))
    for step in steps[:5]:
        state["docs"] = step.docs
        made.apply(plan(step.docs, made.manifest.entries()))
        assert made.verify() == []
    made.purge(8)
    assert made.verify() == []


def test_an_alias_moves_in_one_step(client: QdrantClient, name: str) -> None:
    for version in ("v1", "v2"):
        PointStore(client, f"{name}-{version}").create(4)
    assert upgrade.swap_alias(name, f"{name}-v1", client=client) is None
    assert upgrade.swap_alias(name, f"{name}-v2", client=client) == f"{name}-v1"
