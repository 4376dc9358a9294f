"""Topic 04.1's machinery: words, BM25, fusion, measures, retrievers under access, and the same search on Qdrant."""

from __future__ import annotations

import asyncio
import itertools
import math
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from labsupport import world
from labsupport.retrieval import hybrid, metrics, naive_1, queries, vectors
from labsupport.retrieval.base import Filters
from labsupport.retrieval.bm25 import BM25Index
from labsupport.retrieval.corpus import Passage, world_passages
from labsupport.retrieval.fusion import convex, rrf
from labsupport.retrieval.retrievers import DenseRetriever, FusedRetriever, LexicalRetriever, fits, may_see
from labsupport.retrieval.tokens import tokenize
from labsupport.services import qdrant
from labsupport.world.entities import Principal, visible

FEW = queries.labelled("dev", ("identifier", "mixed"), each=5)
CORPUS = queries.slice_of(120, FEW)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("ORD-77?", ["ord-77", "ord", "77"]),
        ("a--b", ["a", "b"]),
        ("_x_ .y.", ["x", "y"]),
        ("I\u0307\u2460", ["i", "1"]),  # a combining mark is no letter
        ("", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


def test_tokens_of_tokens_are_those_tokens() -> None:
    for passage in world_passages()[::40]:
        for token in tokenize(passage.text):
            assert tokenize(token)[0] == token


def test_bm25_refuses() -> None:
    with pytest.raises(ValueError, match="empty"):
        BM25Index({})
    for k1, b in ((-1, 0.5), (1, 1.1), (math.nan, 0.5)):
        with pytest.raises(ValueError, match="k1"):
            BM25Index({"a": "x"}, k1, b)
    assert BM25Index({"a": "", "b": "x"}).search("x", 1)[0].id == "b"


def test_rrf_does_not_depend_on_the_order_of_the_lists() -> None:
    rng = random.Random(4)
    for _ in range(50):
        lists = [rng.sample("abcdefgh", rng.randrange(1, 8)) for _ in range(4)]
        assert len({tuple(rrf(turned)) for turned in itertools.permutations(lists)}) == 1


def test_first_of_one_list_against_rank_r_of_both() -> None:
    for k, r in itertools.product((1, 2, 10), range(2, 16)):
        lists = [["one", *(f"x{i}" for i in range(r - 2)), "both"], [*(f"y{i}" for i in range(r - 1)), "both"]]
        scores = dict(rrf(lists, k))
        assert (scores["one"] > scores["both"] + 1e-12) == (r > k + 2)


def test_a_document_in_one_pool_only_is_fused() -> None:
    dense, lexical = ["d1", "d2", "d3", "d4", "d5", "first"], ["first", "l2", "l3", "l4", "l5"]
    assert "first" in dict(rrf([dense[:5], lexical[:5]]))


def test_convex() -> None:
    dense, sparse = {"a": 0.9, "b": 0.1}, {"b": 12.0, "c": 2.0}
    assert convex(dense, sparse, 1.0) == [("a", 1.0), ("b", 0.0), ("c", 0.0)]
    assert convex(dense, sparse, 0.5) == [("a", 0.5), ("b", 0.5), ("c", 0.0)]
    assert dict(convex({"a": 0.5}, {"b": 3.0, "a": 3.0}, 0.5)) == {"a": 0.0, "b": 0.0}  # constant lists
    assert dict(convex(dense, sparse, 0.5, "theoretical"))["c"] == pytest.approx(0.5 * 2 / 12)
    assert convex({}, {}, 0.3) == []
    wrong: Any
    for alpha, wrong in ((-0.1, "minmax"), (math.nan, "minmax"), (0.5, "zscore")):
        with pytest.raises(ValueError, match="give"):
            convex(dense, sparse, alpha, wrong)


def test_measures() -> None:
    ranking, gold = ["x", "g", "g", "y"], ["g", "h"]
    assert metrics.recall_at_k(ranking, gold, 2) == 0.5
    assert metrics.precision_at_k(["g"], gold, 10) == 0.1
    assert metrics.mrr(ranking, gold) == 0.5
    assert metrics.mrr([], gold) == 0.0
    assert metrics.ndcg_at_k(["a", "b"], {"a": 3, "b": 1}, 10) == 1.0
    assert metrics.ndcg_at_k(["b", "a"], {"a": 3, "b": 1}, 10) == pytest.approx(
        (1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3))
    )
    for call in (metrics.recall_at_k, metrics.precision_at_k):
        with pytest.raises(ValueError, match="without gold"):
            call(ranking, [], 5)
    with pytest.raises(ValueError, match="without gold"):
        metrics.ndcg_at_k(ranking, {"x": 0}, 5)
    with pytest.raises(TypeError, match="one text"):
        metrics.mrr(ranking, "g")
    assert metrics.kendall_tau("abc", "abc") == 1.0
    assert metrics.kendall_tau("abc", "cbax") == -1.0
    with pytest.raises(ValueError, match="share"):
        metrics.kendall_tau("ab", "cd")


def test_access_on_metadata_is_the_rule_of_the_world() -> None:
    documents = world.load().by_doc
    people = {q.principal for q in world.queries("dev")}
    for passage, who in itertools.product(world_passages()[::60], sorted(people, key=lambda p: p.user_id)[:12]):
        assert may_see(passage.meta, who) == visible(documents[passage.meta.source_id], who)


def test_filters() -> None:
    meta = CORPUS[0].meta
    day = datetime.fromtimestamp(meta.updated_at, UTC)
    assert fits(meta, Filters(doc_types=(meta.doc_type,), updated=(day, None), department=meta.department))
    for wrong in (Filters(doc_types=()), Filters(updated=(None, day)), Filters(department="nobody")):
        assert not fits(meta, wrong)


def test_retrievers_show_what_the_principal_may_see() -> None:
    arms: dict[str, Any] = {"lexical": LexicalRetriever(CORPUS), "dense": DenseRetriever(CORPUS)}
    arms["fused"] = FusedRetriever(arms, pool=50)
    guest = Principal("guest", "public", 0, frozenset())
    own = {p.id: p for p in CORPUS}

    async def go() -> None:
        for query in FEW:
            for arm in arms.values():
                hits = await arm.search(query.text, principal=guest, limit=50)
                assert all(may_see(own[h.id].meta, guest) for h in hits)
            hits = await arms["fused"].search(query.text, principal=query.principal)
            assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
            assert all(h.score == pytest.approx(sum(1 / (60 + r) for r in h.ranks.values())) for h in hits)
        with pytest.raises(ValueError, match="pool"):
            await arms["fused"].search("x", principal=guest, limit=51)

    asyncio.run(go())
    with pytest.raises(ValueError, match="empty"):
        LexicalRetriever([])


def test_queries_with_gold_only() -> None:
    some = queries.labelled("test", each=3)
    assert {q.kind for q in some} == set(queries.KINDS)
    assert all(q.gold_chunk_ids for q in some)
    with pytest.raises(ValueError, match="no_answer"):
        queries.labelled("test", ("no_answer",))
    unlabelled = [q for q in world.queries("test") if q.kind == "no_answer"][:1]
    with pytest.raises(ValueError, match="without gold"):
        queries.evaluate({unlabelled[0].id: []}, unlabelled)
    with pytest.raises(ValueError, match="no ranking"):
        queries.evaluate({}, some)
    rows = queries.evaluate({q.id: list(q.gold_chunk_ids) for q in some}, some)
    assert queries.by_kind(rows, "mrr")["all"] == 1.0
    assert queries.paired(rows, rows, "ndcg").value == 0.0


def test_slices() -> None:
    gold = {i for q in FEW for i in q.gold_chunk_ids}
    assert len(CORPUS) == 120
    assert gold <= {p.id for p in CORPUS}
    wide = queries.slice_of(len(world_passages()) + 5, FEW)
    assert len({p.id for p in wide}) == len(wide) == len(world_passages()) + 5
    with pytest.raises(ValueError, match="gold"):
        queries.slice_of(1, FEW)


def test_twins() -> None:
    assert queries.wrong_twin("Where is ORD-8821?", "ORD-8822 left")
    assert not queries.wrong_twin("Where is ORD-8821?", "ORD-8822 and ORD-8821 left")
    assert not queries.wrong_twin("Where is ORD-8821?", "INC-8822")


def test_qdrant_scores_are_those_of_bm25() -> None:
    client = qdrant.client(":memory:")
    hybrid.collection(client, "c", CORPUS)
    index = BM25Index({p.id: p.text for p in CORPUS})
    for query in FEW:
        found = client.query_points("c", query=hybrid.sparse_query(query.text), using="sparse", limit=200).points
        theirs = {(p.payload or {})["chunk_id"]: p.score for p in found}
        ours = {h.id: h.score for h in index.search(query.text, 200)}
        assert theirs.keys() == ours.keys()
        assert all(math.isclose(theirs[i], ours[i], rel_tol=1e-4) for i in ours)


def test_hybrid_search_on_qdrant_is_the_fused_retriever() -> None:
    from qdrant_client import AsyncQdrantClient

    client = qdrant.client(":memory:")
    hybrid.collection(client, "c", CORPUS)
    fusing = FusedRetriever({"dense": DenseRetriever(CORPUS), "lexical": LexicalRetriever(CORPUS)}, pool=60)

    async def go() -> None:
        other = AsyncQdrantClient(":memory:")
        await hybrid.acollection(other, "c", CORPUS)
        for query in FEW[::3]:
            asked: dict[str, Any] = {"principal": query.principal, "limit": 5, "pool": 60}
            ours = await fusing.search(query.text, principal=query.principal, limit=5)
            for hits in (
                hybrid.hybrid_search(client, "c", query.text, **asked),
                await hybrid.ahybrid_search(other, "c", query.text, **asked),
            ):
                assert [h.score for h in hits] == pytest.approx([h.score for h in ours], rel=1e-4)
                assert all(h.meta is not None and may_see(h.meta, query.principal) for h in hits)
            shifted = hybrid.hybrid_search(client, "c", query.text, principal=query.principal, limit=2, offset=1)
            assert len(shifted) == 2
        await other.close()

    asyncio.run(go())


def test_hybrid_request_refuses() -> None:
    who = FEW[0].principal
    bad: Any
    for bad in ({"limit": 0}, {"limit": 5, "pool": 4}, {"limit": 5, "pool": 6, "offset": 2}, {"limit": 1, "k": 0.5}):
        with pytest.raises(ValueError, match=r"give|whole"):
            hybrid.request(FEW[0].text, principal=who, **bad)
    for arm in hybrid.request(FEW[0].text, principal=who, limit=1)["prefetch"]:
        assert arm.filter is not None


def test_points_have_stable_ids() -> None:
    one = list(hybrid.points(CORPUS[:2]))
    assert [p.id for p in one] == [hybrid.point_id(p.id) for p in CORPUS[:2]]
    assert list(hybrid.points([])) == []


def test_copied_code_fails_as_shown() -> None:
    assert naive_1.naive_tokenize("ORD-77?") == ["ord-77?"]
    assert naive_1.naive_top_k([0.0, 1.0, 0.0, 0.0], 3) == [1, 3, 2]
    client = qdrant.client(":memory:")
    hybrid.collection(client, "c", CORPUS[:20])
    with pytest.raises(ValueError, match="dict"):
        naive_1.naive_sparse_search(client, "c", "x")
    assert len(naive_1.naive_hybrid(client, "c", FEW[0].text)) == 5


def test_dense_takes_vectors_that_are_given() -> None:
    import numpy as np

    def encode(texts: Any) -> Any:
        return np.array([[1.0, 0.0] if "x" in t else [0.0, 1.0] for t in texts], dtype=np.float32)

    meta = CORPUS[0].meta
    two = [Passage("b", "x", meta), Passage("a", "y", meta)]
    who = Principal("u", meta.tenant_id, 3, frozenset({meta.department}))
    hits = asyncio.run(DenseRetriever(two, encode=encode).search("x", principal=who))
    assert [(h.id, h.score, dict(h.ranks)) for h in hits] == [("b", 1.0, {"dense": 1}), ("a", 0.0, {"dense": 2})]
    with pytest.raises(ValueError, match="vectors for"):
        DenseRetriever(two, vectors=vectors.encode([CORPUS[0].text]))
