"""Topic 04.3: the second stage, its scorers, the endpoint of the simulator, long documents, shipped scores."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from labsupport import world
from labsupport.errors import LabError
from labsupport.models import heads
from labsupport.retrieval import naive_3, pairs, positions, reranker
from labsupport.retrieval.base import Filters, Hit
from labsupport.retrieval.nsw import CountingNSW
from labsupport.retrieval.rerank import EVERYTHING, recall_ceiling, rerank, retrieve_and_rerank, windows
from labsupport.services.provider_sim import ProviderSim
from labsupport.world.entities import Principal

WHO = Principal("u", "public", 0, frozenset())


class Words:
    """Scores by a table of words; keeps its calls."""

    def __init__(self, table: dict[str, float], slow: float = 0.0) -> None:
        self.table, self.slow = table, slow
        self.calls: list[list[str]] = []

    def score(self, query: str, texts: Sequence[str]) -> Any:
        time.sleep(self.slow)
        self.calls.append(list(texts))
        return np.array([sum(self.table.get(w, 0.0) for w in text.split()) for text in texts], dtype=np.float32)


class Fixed:
    """A first stage with a list of its own."""

    def __init__(self, hits: list[Hit]) -> None:
        self.hits = hits

    async def search(
        self, text: str, *, principal: Principal, filters: Filters = EVERYTHING, limit: int = 10
    ) -> list[Hit]:
        return self.hits[:limit]


def test_windows_cover_every_word_once_more_than_they_overlap() -> None:
    rng = random.Random(0)
    for _ in range(200):
        size = rng.randrange(1, 9)
        overlap = rng.randrange(size)
        words = [str(i) for i in range(rng.randrange(40))]
        found = [w.split() for w in windows(" ".join(words), size, overlap)]
        assert [*found[0], *(w for some in found[1:] for w in some[overlap:])] == words
        assert all(len(some) > overlap for some in found[1:])
        assert all(len(some) <= size for some in found)


def test_the_best_window_speaks_for_its_text() -> None:
    hits = [Hit("a", 1.0, "x " * 5 + "good", None, {"fused": 1}), Hit("b", 0.5, "fair", None, {"fused": 2})]
    words = Words({"good": 2.0, "fair": 1.0})
    found = rerank("q", hits, top_n=5, scorer=words, size=2, overlap=0)
    assert [(h.id, h.score, h.ranks) for h in found] == [
        ("a", 2.0, {"fused": 1, "rerank": 1}), ("b", 1.0, {"fused": 2, "rerank": 2}),
    ]  # fmt: skip
    assert words.calls == [["x x", "x x", "x good", "fair"]]
    assert [h.id for h in rerank("q", hits, top_n=1, scorer=words, size=2, overlap=0, agg="mean")] == ["b"]


def test_no_order_exceeds_the_ceiling() -> None:
    rng = random.Random(1)
    for _ in range(200):
        pool = [str(i) for i in rng.sample(range(30), rng.randrange(1, 20))]
        gold = [str(i) for i in rng.sample(range(30), rng.randrange(1, 8))]
        n = rng.randrange(1, len(pool) + 1)
        found = recall_ceiling(pool, rng.sample(pool, n), gold)
        best = recall_ceiling(pool, sorted(pool, key=lambda i: i not in gold)[:n], gold)
        assert found.reached <= found.attainable <= found.pool
        assert best.reached == best.attainable == found.attainable


def test_a_late_second_stage_degrades() -> None:
    hits = [Hit("a", 1.0, "fair"), Hit("b", 0.5, "good")]

    def both(slow: float, timeout_s: float) -> Any:
        scorer = Words({"good": 2.0, "fair": 1.0}, slow)
        return asyncio.run(
            retrieve_and_rerank(Fixed(hits), "q", principal=WHO, pool=2, top_n=2, scorer=scorer, timeout_s=timeout_s)
        )

    late, in_time = both(0.2, 0.01), both(0.0, 5.0)
    assert ([h.id for h in late.hits], late.degraded) == (["a", "b"], True)
    assert ([h.id for h in in_time.hits], in_time.degraded) == (["b", "a"], False)
    with pytest.raises(ValueError, match="top_n=3"):
        asyncio.run(retrieve_and_rerank(Fixed(hits), "q", principal=WHO, pool=2, top_n=3))


def test_errors_of_the_model_are_no_delay() -> None:
    class Broken:
        def score(self, query: str, texts: Sequence[str]) -> Any:
            return np.full(len(texts), np.nan)

    model = reranker.CrossEncoderReranker(Broken())
    assert model.score("q", []).shape == (0,)
    with pytest.raises(RuntimeError, match="NaN"):
        model.score("q", ["a"])
    with pytest.raises(RuntimeError, match="NaN"):
        asyncio.run(retrieve_and_rerank(Fixed([Hit("a", 1.0, "t")]), "q", principal=WHO, scorer=model))
    with pytest.raises(ValueError, match="max_len=0"):
        reranker.CrossEncoderReranker(Broken(), max_len=0)


def test_batches_come_back_in_input_order() -> None:
    words = Words({f"w{i}": float(i) for i in range(40)})
    texts = [f"w{i} " + "x " * (i * 7 % 11) for i in range(40)]
    found = reranker.CrossEncoderReranker(words, batch_size=7).score("q", texts)
    assert found.dtype == np.float32
    assert found.tolist() == [float(i) for i in range(40)]
    assert [len(call) for call in words.calls] == [7, 7, 7, 7, 7, 5]


def test_clip_keeps_what_a_pair_has_room_for() -> None:
    text = "one two three four five six seven eight nine ten"
    assert reranker.clip("a b", [text, "short"], 10) == ["one two three four five", "short"]
    with pytest.raises(ValueError, match="no room"):
        reranker.clip("a b c", ["t"], 6)


def reply(results: list[tuple[int, float]]) -> httpx.Client:
    rows = [{"index": i, "relevance_score": s} for i, s in results]
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=json.dumps({"results": rows})))
    return httpx.Client(transport=transport, base_url="http://test/v1")


def test_hosted_scores_are_put_back_by_index() -> None:
    found = reranker.HostedReranker(reply([(2, 0.9), (0, 0.5), (1, 0.1)]), "m").score("q", ["a", "b", "c"])
    assert found.tolist() == pytest.approx([0.5, 0.1, 0.9])
    assert reranker.HostedReranker(reply([]), "m").score("q", []).shape == (0,)
    for wrong in ([(0, 0.5)], [(0, 0.5), (0, 0.4)], [(0, 0.5), (2, 0.4)], [(0, 0.5), (1, 0.4), (1, 0.3)]):
        with pytest.raises(RuntimeError, match="scores for 2 texts"):
            reranker.HostedReranker(reply(wrong), "m").score("q", ["a", "b"])


def test_the_endpoint_answers_sorted_and_refuses() -> None:
    with ProviderSim(time_scale=0.01) as sim, httpx.Client(base_url=sim.url) as client:
        body = {"model": "m", "query": "cold store", "documents": ["nothing", "the cold store", "cold"]}
        data = client.post("rerank", json=body).json()
        assert [row["index"] for row in data["results"]] == [1, 2, 0]
        assert data["simulated"] is True
        assert len(client.post("rerank", json={**body, "top_n": 1}).json()["results"]) == 1
        scores = reranker.HostedReranker(client, "m").score("cold store", body["documents"])
        assert scores.tolist() == [0.0, 1.0, 0.5]
        for bad in ({"query": ""}, {"documents": []}, {"documents": "text"}, {"top_n": 0}, {"top_n": True}):
            assert client.post("rerank", json={**body, **bad}).status_code == 400
        with pytest.raises(TypeError, match="return_documents"):
            naive_3.naive_hosted_v1(sim.url, "q", ["a"], 1)
        with pytest.raises(httpx.HTTPStatusError):
            reranker.HostedReranker(client, "m").score("", ["a"])


def test_a_memo_asks_once() -> None:
    words = Words({"a": 1.0})
    memo = reranker.Memo(words, {reranker.key("q", "known"): 7.0})
    assert memo.score("q", ["a", "known", "a"]).tolist() == [1.0, 7.0, 1.0]
    assert memo.score("q", ["a"]).tolist() == [1.0]
    assert (words.calls, memo.pairs) == ([["a"]], 1)


def test_models_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_RERANKER", "owner/name")
    assert reranker.model_name() == "owner/name"
    assert reranker.model_name("reranker") == "reranker"
    with pytest.raises(LabError, match="scores no pairs") as refused:
        reranker.load_model("pii-ner")
    assert all(name in str(refused.value) for name in reranker.HEADS)
    monkeypatch.setenv("LAB_RERANKER", "cross-encoder")
    assert reranker.load_model() is heads.load("cross-encoder")


def test_a_model_of_the_hub_scores_in_input_order(tmp_path: Path) -> None:
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "cold", "store", "who", "is", "there", "the", "pump"]
    (tmp_path / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    torch.manual_seed(0)
    shape = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=64, num_labels=1, initializer_range=0.5,
    )  # fmt: skip
    BertForSequenceClassification(shape).save_pretrained(tmp_path)
    BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    model = reranker.load_model(str(tmp_path), "cpu")
    assert isinstance(model, reranker.HubModel)
    texts = ["the pump is there", "cold store", "the cold cold pump " * 9, "who"]
    scorer = reranker.CrossEncoderReranker(model, max_len=24, batch_size=2)
    found = scorer.score("who is there", texts)
    one_by_one = [float(scorer.score("who is there", [text])[0]) for text in texts]
    assert found.tolist() == pytest.approx(one_by_one, abs=1e-5)
    assert len({round(s, 4) for s in one_by_one}) == len(texts)


def test_long_documents_have_one_answer_at_its_place() -> None:
    case = pairs.placed(0, 1)[0]
    for spot in (0, 5, 12):
        *others, whole = case.pool(spot)
        words = whole.text.split()
        start = spot * positions.PARAGRAPH
        assert len(words) == positions.PARAGRAPH * positions.PARAGRAPHS
        assert " ".join(words[start : start + positions.PARAGRAPH]) == case.paragraph
        assert any(value in case.paragraph for value in case.query.answer)
        assert [len(hit.text.split()) for hit in others] == [len(words)] * 3
    with pytest.raises(ValueError, match="position=13"):
        case.pool(13)


@pytest.mark.parametrize("name", reranker.HEADS)
def test_shipped_scores_are_those_of_the_model(name: str) -> None:
    known = pairs.shipped(name)
    query = pairs.asked(1)[0]
    hits = asyncio.run(pairs.systems()["fused"].search(query.text, principal=query.principal, limit=pairs.DEPTH))
    read = [part for hit in hits for part in windows(hit.text)]
    assert all(reranker.key(query.text, part) in known for part in read)
    some = read[:3]
    again = reranker.load_reranker(name).score(query.text, some)
    assert again.tolist() == pytest.approx([known[reranker.key(query.text, text)] for text in some], abs=1e-3)
    assert all(world.visible(world.load().by_doc[h.id.partition("#")[0]], query.principal) for h in hits)


def test_three_readers_are_timed_with_and_without_what_can_be_kept() -> None:
    took = pairs.reading_costs("cold store", ["the cold store", "a pump"], rounds=2)
    assert {key: len(some) for key, some in took.items()} == {
        (reader, when): 2 for reader in ("bi-encoder", "late interaction", "cross-encoder") for when in ("new", "kept")
    }
    assert all(s > 0 for some in took.values() for s in some)
    assert min(took["cross-encoder", "kept"]) > min(took["bi-encoder", "kept"])
    scores = reranker.BiEncoder().score("cold store", ["the pump is loud", "the cold store"])
    assert scores[1] > scores[0]


def test_a_walk_counts_its_distances() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(600, 16)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    graph = CountingNSW(points)
    found = [graph.search(p, 1)[0] for p in points[:50]]
    assert sum(a == b for a, b in enumerate(found)) >= 48
    assert 0 < graph.counted < 50 * len(points)
    with pytest.raises(ValueError, match="1 points"):
        CountingNSW(points[:1])


def test_copied_code_fails_as_told() -> None:
    with pytest.raises(NameError, match="dense_retriever"):
        asyncio.run(naive_3.naive_two_stage("q", Words({}), 3))
    hits = [Hit("a", 1.0, "fair"), Hit("b", 0.5, "good")]
    found = asyncio.run(naive_3.naive_rerank("q", hits, Words({"good": 2.0}), 1))
    assert [h.id for h in found] == ["b"]
    assert naive_3.naive_ceiling(["a"], ["a", "b"]) == 0.5
