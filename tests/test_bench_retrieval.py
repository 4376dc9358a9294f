"""The retrieval benchmark: its arms find the same passages, its counts are counts, its page shows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labsupport import settings, world
from labsupport.errors import LabError
from labsupport.publish.pages import retrieval
from labsupport.retrieval import bench
from labsupport.retrieval.corpus import world_passages


@pytest.mark.parametrize("engine", bench.ENGINES)
def test_every_engine_finds_the_passage_with_the_id(engine: str) -> None:
    texts = {p.id: p.text for p in world_passages()[:300]}
    found = bench.built(engine, texts)("Which customer is on order ORD-67610?")
    assert len(found) > 0


def test_own_and_rank_bm25_rank_an_identifier_alike() -> None:
    texts = {p.id: p.text for p in world_passages()[:300]}
    word = next(t for p in world_passages()[:300] for t in p.text.split() if t.startswith("POL-"))
    own, other = (bench.built(engine, texts)(word) for engine in ("own", "rank_bm25"))
    assert own[0].id in other


def test_one_document_of_a_hundred_is_edited() -> None:
    before = world.documents()
    after = bench.edited(before, 0)
    changed = [b.doc_id for a, b in zip(before, after, strict=True) if a.text != b.text]
    assert len(changed) == len(before) // 100
    assert bench.ledger(before[:300], 0)["changed"] == 3


def test_an_engine_alone_reads_what_was_written(tmp_path: Path) -> None:
    file = bench.file_of(1, tmp_path)
    file.write_text("".join(json.dumps([p.id, p.text]) + "\n" for p in world_passages()[:200]))
    row = bench.alone("own", file)
    assert row["passages"] == 200
    assert row["query_ms"] > 0


def test_the_larger_world_alone_needs_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "repo_root", lambda: tmp_path)
    with pytest.raises(LabError, match=r"which is missing\n  remedy: measure everything"):
        bench.main(["--only-scale", "--scale", "2"])


def test_the_page_shows_every_kind(tmp_path: Path) -> None:
    cells: dict[str, Any] = {"n": 3, "recall": [0.5, 0.4, 0.6], "ndcg": [0.5, 0.4, 0.6]}
    cells["ndcg_over_bm25"] = [0.1, 0.0, 0.2]
    record = {
        "date": "2026-01-01", "hardware": "a machine", "rounds": 3,
        "ratios": {"query: bm25s / own": [0.03, 0.02, 0.04]},
        "alone": {"1": {"own": {"passages": 10, "build_s": 1.0, "query_ms": 2.0, "memory_mb": 3.0}}},
        "ledger": {"1": {"documents": 10, "changed": 1, "plan_s": 0.1, "date": "2026-01-02", "hardware": "a box"}},
        "indexing": {"documents": 100, "changed": 1, "embedded_full": 200, "embedded_incremental": 2, "drifts": 0},
        "quality": [{"retriever": r, "kind": k, **cells} for r in ("BM25", "fused") for k in ("identifier", "all")],
    }  # fmt: skip
    path = retrieval.path(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(record))
    page = retrieval.page(tmp_path)
    assert "| identifier | 3 | 0.50 (0.40 to 0.60) | 0.50 (0.40 to 0.60) |" in page
    assert "100 times as many" in page
    assert "hashing and comparing 10 documents took 0.1 s of processor time (2026-01-02, a box)" in page
