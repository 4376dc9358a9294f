"""Topic 04.5's machinery: fingerprints, plans, an indexer through crashes, aliases, maps, paced ingestion."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from labsupport import world
from labsupport.retrieval import follow, upgrade
from labsupport.retrieval.crash import Died, Fuse, Fused
from labsupport.retrieval.indexer import Indexer, PointStore, points_of
from labsupport.retrieval.ingest import ingest
from labsupport.retrieval.ledger import CHUNKER, MODEL, Entry, Fingerprint, Manifest, fingerprint, normalised, page
from labsupport.retrieval.naive_5 import NaiveIndexer, naive_gather
from labsupport.retrieval.plan import SuspiciousDeletion, plan, recorded
from labsupport.services import echo, faults, qdrant
from labsupport.world import chunks
from labsupport.world.entities import Document, Principal

STAFF = Principal("u", "public", 3, frozenset({"support"}))


def indexer(docs: Sequence[Document], store: PointStore | None = None, manifest: Manifest | None = None) -> Indexer:
    store = store or PointStore(qdrant.client(":memory:")).create(follow.DIMENSIONS)
    return Indexer(store, manifest or Manifest(), follow.CountingEncoder(), source=lambda: docs, clock=lambda: 1_000)


def test_a_fingerprint_has_three_parts() -> None:
    one = page("a", "First line. \r\nSecond line.\n")
    old = fingerprint(one, CHUNKER, MODEL)
    assert normalised(one.text) == "First line.\nSecond line."
    assert fingerprint(replace(one, text="First line.\nSecond line."), CHUNKER, MODEL) == old
    assert fingerprint(replace(one, access_tier=2), CHUNKER, MODEL).metadata != old.metadata
    assert fingerprint(one, CHUNKER, "other").pipeline != old.pipeline
    assert fingerprint(one, "b", "c").pipeline != fingerprint(one, "bc", "").pipeline


def test_points_are_the_chunks_of_the_world() -> None:
    for doc in world.documents()[:50]:
        assert [p.chunk_id for p in points_of(doc, "")] == [c.id for c in chunks.of_document(doc)]


def test_a_plan_has_a_group_for_each_change() -> None:
    docs = [page(f"d{i}", f"Text {i}.") for i in range(8)]
    rows = recorded(plan(docs, {}), {}, 1)
    changed = [replace(docs[0], text="Other."), replace(docs[1], access_tier=2), *docs[2:7]]
    todo = plan(iter(changed), rows)
    assert {k: v for k, v in todo.sizes.items() if v} == {
        "update_content": 1,
        "update_metadata": 1,
        "unchanged": 5,
        "delete": 1,
    }
    after = recorded(todo, rows, 2)
    assert after["d7"].deleted_at == 2
    assert rows["d7"].deleted_at is None
    assert plan(docs, after).restore == ("d7",)
    assert plan(changed, after).sizes["unchanged"] == 7
    with pytest.raises(ValueError, match="d0"):
        plan([docs[0], docs[0]], {})
    with pytest.raises(SuspiciousDeletion, match="8 of 8"):
        plan([], rows)
    assert plan([], rows, confirm_deletion=True).sizes["delete"] == 8
    pending = {**rows, "d2": replace(rows["d2"], pending=True)}
    assert plan(docs, pending).update_content == ("d2",)


def test_the_manifest_keeps_what_it_is_given(tmp_path: object) -> None:
    path = f"{tmp_path}/manifest.db"
    entry = Entry(Fingerprint("a", "b", "c"), 5, True)
    Manifest(path).put("x", entry)
    again = Manifest(path)
    assert again.entries() == {"x": entry}
    again.forget("x")
    again.forget("x")
    assert not again.entries()


def test_the_index_follows_the_script() -> None:
    first, steps = follow.script(20)
    state = {"docs": first}
    encoder = follow.CountingEncoder()
    store = PointStore(qdrant.client(":memory:")).create(follow.DIMENSIONS)
    made = Indexer(store, Manifest(), encoder, source=lambda: state["docs"], clock=lambda: 7)
    made.apply(plan(first, made.manifest.entries()))
    encoder.read()
    for step in steps:
        state["docs"] = step.docs
        made.apply(plan(step.docs, made.manifest.entries()))
        assert made.verify() == []
        assert encoder.read()[0] == len(step.sync.expected.chunks_embed)
    assert made.purge(8) > 0
    assert made.verify() == []


def test_every_crash_is_healed() -> None:
    wide = page("b", "\n\n".join(f"{name} " + "word " * 110 for name in "abc"))
    before = [page("a", "One."), wide, page("c", "Old.")]
    after = [page("a", "One.", tier=2), replace(wide, text=wide.text.replace("b word", "B word"))]
    at, crashed = 1, True
    while crashed:
        store, manifest = PointStore(qdrant.client(":memory:")).create(follow.DIMENSIONS), Manifest()
        indexer(before, store, manifest).apply(plan(before, {}))
        fuse = Fuse(at)
        mortal = indexer(after, Fused(store, fuse), Fused(manifest, fuse))  # type: ignore[arg-type]
        try:
            mortal.apply(plan(after, manifest.entries(), confirm_deletion=True))
            crashed = False
        except Died:
            made = indexer(after, store, manifest)
            made.apply(plan(after, manifest.entries(), confirm_deletion=True))
            assert made.verify() == [], fuse.log
        at += 1
    assert at > 6


def test_searches_see_live_points_of_their_reader() -> None:
    docs = [page("a", "One."), page("b", "Two.", tier=3, department="legal")]
    made = indexer(docs)
    made.apply(plan(docs, {}))
    vector = echo.embedding("One.", follow.DIMENSIONS)
    assert [hit.id for hit in made.points.search(vector, STAFF)] == ["a#0"]
    made.points.bury(list(made.points.of(["a"])["a"]), 5)
    assert made.points.search(vector, STAFF) == []
    assert {d.kind for d in made.verify()} == {"missing"}


def test_an_alias_moves_in_one_step() -> None:
    client = qdrant.client(":memory:")
    for name in ("v1", "v2"):
        PointStore(client, name).create(4)
    assert upgrade.swap_alias("docs", "v1", client=client) is None
    assert upgrade.swap_alias("docs", "v2", client=client) == "v1"
    with pytest.raises(ValueError, match="v3"):
        upgrade.swap_alias("docs", "v3", client=client)


def test_procrustes_finds_a_rotation() -> None:
    rng = np.random.default_rng(0)
    old = rng.normal(size=(40, 6)).astype(np.float32)
    turn, _ = np.linalg.qr(rng.normal(size=(6, 6)))
    found = upgrade.procrustes(old @ turn.T.astype(np.float32), old)
    assert np.allclose(found, turn, atol=1e-4)
    assert np.allclose(upgrade.procrustes(old[:2], old[:2], pull=1.0), np.eye(6), atol=1e-4)
    with pytest.raises(ValueError, match="pairs"):
        upgrade.procrustes(old, old[:3])


def test_the_sample_does_what_the_errata_say() -> None:
    five = [page(f"d{i}", f"Page {i}.") for i in range(5)]
    written = NaiveIndexer(follow.CountingEncoder(), loads=False)
    loads = NaiveIndexer(follow.CountingEncoder(), loads=True, page=4)
    for sample in (written, loads):
        for docs in (five, five, five[1:], five):
            sample.sync(docs)
    assert written.embedded == 19
    assert loads.embedded == 8
    assert loads.harm(five).lost == 1
    tight = [replace(five[1], access_tier=2), *five[2:]]
    loads.sync([five[0], *tight])
    assert loads.harm([five[0], *tight]).stale == 1


def test_gather_around_a_blocking_call_keeps_what_failed() -> None:
    done = asyncio.run(naive_gather(lambda n: 1 // n, [1, 0, 2]))
    assert [type(x).__name__ for x in done] == ["int", "ZeroDivisionError", "int"]


def test_ingest_sends_every_batch_once_it_is_accepted() -> None:
    from labsupport.aio.rate_lab import Reply

    sent: list[str] = []

    async def send(texts: Sequence[str]) -> Reply:
        sent.append(texts[0])
        again = sent.count(texts[0]) == 1 and texts[0] != "a"
        return Reply(429 if again else 200, {"retry-after": "0.001"}, b"")

    asyncio.run(ingest(send, [["a"], ["b"], ["c"]], workers=2, rng=random.Random(0)))
    assert sorted(sent) == ["a", "b", "b", "c", "c"]
    with pytest.raises(ValueError, match="workers"):
        asyncio.run(ingest(send, [], workers=0, rng=random.Random(0)))


def test_a_token_limit_counts_tokens() -> None:
    rule = faults.from_json(faults.to_json(faults.token_limit(600, 30)))
    schedule = faults.Schedule([rule], seed=0)
    assert schedule.plan(None, now=0.0, tokens=lambda: 25).limited is None
    refused = schedule.plan(None, now=0.0, tokens=lambda: 15)
    assert refused.limited is rule
    assert refused.wait_s == pytest.approx(1.0)
    assert schedule.plan(None, now=1.0, tokens=lambda: 15).limited is None
    assert schedule.plan(None, now=9.0, tokens=lambda: 500).limited is None  # above the burst: costs all of it
    assert echo.request_tokens({"input": ["one two", "three"]}) == 3
    assert echo.request_tokens({"messages": [{"content": "one two"}, 5], "input": None}) == 2
