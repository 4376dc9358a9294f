"""Shipped vectors: complete, equal to what the model makes now, refused when damaged."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from labsupport.errors import LabError
from labsupport.retrieval import vectors


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_made", {})


def test_every_text_of_the_world_is_there() -> None:
    missing = [text for text in vectors.world_texts() if vectors.key(text) not in vectors._shipped()]
    assert not missing


def test_a_sample_is_what_the_model_makes_now() -> None:
    sample = random.Random(0).sample(vectors.world_texts(), 24)
    cosine = (vectors.encode(sample) * vectors.embed(sample)).sum(axis=1)
    assert cosine.min() > 0.9999


def test_new_texts_are_made_once_and_order_is_kept(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = vectors.world_texts()[0]
    calls: list[list[str]] = []

    def embed(texts: list[str]) -> np.ndarray:
        calls.append(texts)
        return np.eye(len(texts), 384, dtype=np.float32)

    monkeypatch.setattr(vectors, "embed", embed)
    found = vectors.encode(["never seen", old, "never seen"])
    again = vectors.encode(["never seen"])
    assert [len(c) for c in calls if c] == [1]
    assert np.array_equal(found[0], found[2])
    assert np.array_equal(found[0], again[0])
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert vectors.encode([]).shape == (0, 384)


def test_a_damaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(vectors.folder(), tmp_path / "v")
    raw = bytearray((tmp_path / "v" / vectors.FILE).read_bytes())
    raw[-1] ^= 1
    (tmp_path / "v" / vectors.FILE).write_bytes(raw)
    monkeypatch.setattr(vectors, "folder", lambda: tmp_path / "v")
    with pytest.raises(LabError, match="manifest"):
        vectors._shipped.__wrapped__()
