"""Topic 04.4's machinery: a filter equal to the rule, one door, leaks found where they were put, walks, indexes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from labsupport import world
from labsupport.retrieval import ann, hybrid, leaks, naive_4, payload_index, relax
from labsupport.retrieval.access import AccessError, build_filter, digest, passes
from labsupport.retrieval.base import Filters, Hit
from labsupport.retrieval.corpus import Passage, meta_of, world_passages
from labsupport.retrieval.retrievers import may_see
from labsupport.retrieval.secure import SecureRetriever, build
from labsupport.services import qdrant
from labsupport.world.entities import PUBLIC, Principal, visible

HOME = "tarnholt"
STAFF = Principal("staff", HOME, 1, frozenset({"Engineering"}))
DIRECTOR = Principal("director", HOME, 3, frozenset({"Engineering"}))
VISITOR = Principal("visitor", PUBLIC, 0, frozenset())


@pytest.fixture(scope="module")
def shelf() -> list[Passage]:
    return list(world_passages()[::40])


@pytest.mark.parametrize("who", [STAFF, DIRECTOR, VISITOR])
def test_the_filter_is_the_rule(who: Principal) -> None:
    where = build_filter(who)
    for doc in world.load().documents[::7]:
        meta = meta_of(doc)
        assert passes(where, {"meta": asdict(meta)}) == visible(doc, who) == may_see(meta, who)


@pytest.mark.parametrize("tier", [None, True, "3", 2.0, -1, 4])
def test_no_filter_for_a_bad_tier(tier: Any) -> None:
    with pytest.raises(AccessError, match="tier="):
        build_filter(Principal("x", HOME, tier, frozenset()))


def test_nothing_means_nothing_and_times_have_zones() -> None:
    meta = {"meta": asdict(world_passages()[0].meta) | {"tier": 0, "tenant_id": PUBLIC}}
    assert passes(build_filter(STAFF), meta)
    assert not passes(build_filter(STAFF, doc_types=[]), meta)
    assert not passes(build_filter(STAFF, department=""), meta)
    with pytest.raises(AccessError, match="tenant_id="):
        build_filter(Principal("x", "", 1, frozenset()))
    with pytest.raises(ValueError, match="zone"):
        build_filter(STAFF, updated=(datetime(2026, 1, 1), None))
    with pytest.raises(ValueError, match="swap"):
        build_filter(STAFF, updated=(datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)))
    assert digest(build_filter(STAFF)) == digest(build_filter(STAFF)) != digest(build_filter(DIRECTOR))


def test_one_door(shelf: list[Passage]) -> None:
    guard, text = build(shelf), world.queries("test")[0].text
    for path in guard.paths:
        hits = asyncio.run(guard.search(text, principal=STAFF, path=path))
        assert hits
        assert all(hit.meta and may_see(hit.meta, STAFF) for hit in hits)
    assert not any(hit.text in line for hit in hits for line in guard.log())
    again = asyncio.run(guard.search(text, principal=STAFF, path=path))
    assert again == hits
    with pytest.raises(AccessError, match="principal=None"):
        asyncio.run(guard.search(text, principal=None))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="path="):
        asyncio.run(guard.search(text, principal=STAFF, path="title"))
    n = asyncio.run(guard.count(principal=STAFF))
    assert n == sum(may_see(p.meta, STAFF) for p in shelf)


def test_relaxation_never_touches_access(shelf: list[Passage]) -> None:
    guard, text = build(shelf), world.queries("test")[0].text
    never = Filters(doc_types=(), department="Engineering")
    found = asyncio.run(relax.search_with_relaxation(guard, text, principal=STAFF, filters=never))
    assert found.relaxed == ["doc_type"]
    assert found.hits
    assert all(h.meta and may_see(h.meta, STAFF) and h.meta.department == "Engineering" for h in found.hits)
    counted = asyncio.run(relax.facets(guard, principal=STAFF, filters=never))
    assert counted["as asked"] == counted["without department"] == 0 < counted["without doc_type"]
    with pytest.raises(AccessError, match="never relaxed"):
        asyncio.run(relax.search_with_relaxation(guard, text, principal=STAFF, filters=never, soft=("tier",)))
    with pytest.raises(ValueError, match="colour"):
        relax.without(never, "colour")


@pytest.mark.parametrize("way", ["dense", "sparse", "fused", "cache", "log"])
def test_a_leak_is_found_where_it_was_put(way: str, shelf: list[Passage]) -> None:
    cast = [VISITOR, STAFF, DIRECTOR]
    canaries = leaks.canaries_of(world.queries("test"), world.load().by_doc, cast)
    canaries = [c for c in canaries if c.readers][:2]
    probes = {c.probe for c in canaries}
    wanted = {i for q in world.queries("test") if q.text in probes for i in q.withheld}
    client = qdrant.client(":memory:")
    hybrid.collection(client, "leaks", [*(p for p in world_passages() if p.id in wanted), *shelf[::2]])
    leaky = naive_4.LeakyRetriever(client, "leaks", faults=(way,))
    assert {leak.way for leak in asyncio.run(leaks.leak_check(leaky, cast, canaries))} == {way}
    assert asyncio.run(leaks.leak_check(SecureRetriever(client, "leaks"), cast, canaries)) == []


def test_post_filter_keeps_what_it_drops(shelf: list[Passage]) -> None:
    client = qdrant.client(":memory:")
    hybrid.collection(client, "post", shelf)
    post, text = naive_4.PostFilterRetriever(client, "post", fetch=20), world.queries("test")[0].text
    hits = asyncio.run(post.search(text, principal=VISITOR))
    assert all(hit.meta and may_see(hit.meta, VISITOR) for hit in hits)
    assert len(hits) < 10 < len(post.held())


def test_walks_and_planner() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(800, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    graph = ann.NSW(vectors)
    everything, few = ann.random_filter(800, 1, 0), ann.random_filter(800, 0.01, 0)
    exact = ann.scan(vectors, vectors[5], 10, everything)
    assert exact.rows[0] == 5
    assert ann.recall(graph.search(vectors[5], 10, allowed=everything), exact) >= 0.9
    rare = ann.scan(vectors, vectors[5], 10, few)
    assert rare.compared == few.sum() == 8
    assert ann.planned(graph, vectors[5], 10, allowed=few) == rare
    lost = graph.search(vectors[5], 10, allowed=few, walk="matching")
    assert ann.recall(lost, rare) < 1
    assert set(lost.rows) <= set(np.flatnonzero(few).tolist())
    for bad in ({"walk": "fly"}, {"k": 0}):
        with pytest.raises(ValueError, match="walk="):
            graph.search(vectors[0], **{"k": 1, "allowed": few, **bad})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="share="):
        ann.random_filter(10, 0, 0)


def test_an_index_touches_matches() -> None:
    for size in (1_000, 20_000):
        rows = payload_index.make_rows(size)
        index = payload_index.PayloadIndex(rows)
        for start in (0, 450 * payload_index.DAY, 899 * payload_index.DAY):
            scanned, found = payload_index.scan(rows, "tenant-00003", start), index.search("tenant-00003", start)
            assert scanned.rows == found.rows
            assert found.touched <= 50 < scanned.touched == size
        assert index.search("nobody", 0).rows == []
    assert payload_index.sqlite_plan(rows, "tenant-00003", 0, indexed=False).startswith("SCAN")
    assert "USING" in payload_index.sqlite_plan(rows, "tenant-00003", 0, indexed=True)
    client = qdrant.client(":memory:")
    assert not payload_index.is_server(client)
    assert payload_index.declare(client, "none") == []


def test_what_is_copied_fails() -> None:
    late = {"meta": naive_4.naive_meta(datetime(2026, 6, 20, tzinfo=UTC)) | {"tier": 3, "department": "People"}}
    assert not passes(naive_4.naive_since(datetime(2026, 6, 1)), late)
    assert passes(naive_4.naive_filter(Principal("x", HOME, None, frozenset()), doc_types=[]), late)  # type: ignore[arg-type]
    assert naive_4.naive_payload("a", "text", {"id": "b"})["id"] == "b"
    june = datetime(2026, 6, 1)
    assert naive_4.seconds_on_server(june, "PST8") - naive_4.seconds_on_server(june, "UTC0") == 8 * 3600


def test_a_blocking_client_stops_the_loop() -> None:
    import time

    async def blocks() -> None:
        time.sleep(0.05)  # noqa: ASYNC251 - what the test is about

    async def steps() -> Sequence[Hit]:
        await asyncio.sleep(0.05)
        return []

    assert asyncio.run(naive_4.longest_gap(blocks)) > 0.04 > asyncio.run(naive_4.longest_gap(steps))
