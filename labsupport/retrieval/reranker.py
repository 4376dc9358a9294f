"""Scorers of (query, text) pairs: a model in this process, one behind an endpoint, and two instruments.

What a model cannot read is cut off, not "attended less": `clip` shows what is left. Knows no ranking.
"""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from labsupport import settings
from labsupport.errors import LabError
from labsupport.retrieval.rerank import Scorer

if TYPE_CHECKING:
    import httpx
    import numpy as np

HEADS = ("reranker", "cross-encoder")  # in data/models: late interaction, and joint reading
MARKS = 3  # the marks of a pair: at the beginning, between, at the end


def clip(query: str, texts: Sequence[str], max_len: int) -> list[str]:
    """The beginning of each text that fits into a pair of `max_len` word pieces with this query.

    Raises ValueError when the query alone fills it.
    """
    from labsupport.serving.embedder import load_embedder

    tokenizer = load_embedder()._tokenizer
    asked = tokenizer([query], add_special_tokens=False, truncation=True, max_length=max_len)["input_ids"][0]
    room = max_len - MARKS - len(asked)
    if room < 1:
        raise ValueError(f"max_len={max_len!r} leaves no room beside a query of {len(asked)} pieces: raise it")
    long = [i for i, text in enumerate(texts) if len(text) > room]  # a piece has at least one character
    out = list(texts)
    if long:
        coded = tokenizer([texts[i] for i in long], add_special_tokens=False, truncation=True, max_length=room,
                          return_offsets_mapping=True)  # fmt: skip
        for i, spans in zip(long, coded["offset_mapping"], strict=True):
            if len(spans) == room:
                out[i] = texts[i][: spans[-1][1]]
    return out


class CrossEncoderReranker:
    """A model in this process. `model`: anything with `score(query, texts)`, such as the heads in data/models.

    `max_len`: word pieces of a pair, marks included; what is longer is cut off at the end. `batch_size`: pairs of one
    pass. Texts of like length share a pass: padding costs time. Raises ValueError for a length or a batch below 1.
    """

    def __init__(self, model: Scorer, max_len: int = 256, batch_size: int = 32) -> None:
        if max_len < 1 or batch_size < 1:
            raise ValueError(f"max_len={max_len!r}, batch_size={batch_size!r}: give at least 1")
        self.model, self.max_len, self.batch_size = model, max_len, batch_size

    def score(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """Scores float32 (texts,) in input order; no texts give an empty array. RuntimeError for one that is NaN."""
        import numpy as np

        out = np.zeros(len(texts), dtype=np.float32)
        if not texts:
            return out
        cut = clip(query, texts, self.max_len)
        order = sorted(range(len(cut)), key=lambda i: len(cut[i]))
        for at in range(0, len(order), self.batch_size):
            part = order[at : at + self.batch_size]
            out[part] = self.model.score(query, [cut[i] for i in part])
        if np.isnan(out).any():
            bad = int(np.isnan(out).argmax())
            raise RuntimeError(
                f"the score of text {bad} is NaN: look at the model's weights and at {texts[bad][:60]!r}"
            )
        return out


class HostedReranker:
    """A model behind an endpoint `rerank`. `client`: one httpx client for all calls, whose base URL ends in /v1."""

    def __init__(self, client: httpx.Client, model: str) -> None:
        self.client, self.model = client, model

    def score(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """Scores float32 (texts,) in input order, by one request; no texts, no request.

        The answer is sorted by score, so scores are put back by the index that it names. Raises httpx.HTTPStatusError
        for an error status and RuntimeError when the answer does not hold each index once or a score is NaN.
        """
        import numpy as np

        out = np.zeros(len(texts), dtype=np.float32)
        if not texts:
            return out
        body = {"model": self.model, "query": query, "documents": list(texts)}
        reply = self.client.post("rerank", json=body).raise_for_status().json()
        found = {row["index"]: row["relevance_score"] for row in reply["results"]}
        if sorted(found) != list(range(len(texts))) or len(reply["results"]) != len(texts):
            raise RuntimeError(f"the answer holds {len(reply['results'])} scores for {len(texts)} texts")
        out[list(found)] = list(found.values())
        if np.isnan(out).any():
            raise RuntimeError("the endpoint answered NaN")
        return out


def key(query: str, text: str) -> int:
    """The first eight bytes of the pair's SHA-256: what a score is found by."""
    return int.from_bytes(hashlib.sha256(f"{query}\0{text}".encode()).digest()[:8], "big", signed=True)


class Memo:
    """A scorer that asks `inner` for no pair twice. `known`: scores by `key`, made before.

    `pairs` and `seconds`: what `inner` was asked so far, and how long it took.
    """

    def __init__(self, inner: Scorer, known: Mapping[int, float] | None = None) -> None:
        self.inner, self.pairs, self.seconds = inner, 0, 0.0
        self.known = dict(known or {})

    def score(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """Scores float32 (texts,) in input order."""
        import numpy as np

        keys = [key(query, text) for text in texts]
        new = list({k: text for k, text in zip(keys, texts, strict=True) if k not in self.known}.values())
        if new:
            begun = time.perf_counter()
            found = self.inner.score(query, new)
            self.seconds += time.perf_counter() - begun
            self.pairs += len(new)
            self.known.update((key(query, text), float(s)) for text, s in zip(new, found, strict=True))
        return np.array([self.known[k] for k in keys], dtype=np.float32)


class Oracle:
    """The best reranker that can be: it knows the grade of each text. An instrument, no model."""

    def __init__(self, grades: Mapping[str, float]) -> None:
        self.grades = grades

    def score(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """The grades float32 (texts,), 0 for an unknown text."""
        import numpy as np

        return np.array([self.grades.get(text, 0.0) for text in texts], dtype=np.float32)


class BiEncoder:
    """MiniLM's vectors as a scorer: the product of query and text, each encoded apart; shipped vectors are used."""

    def score(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """Scores float32 (texts,) in input order."""
        from labsupport.retrieval.vectors import encode

        found: np.ndarray = encode(texts) @ encode([query])[0]
        return found


class HubModel:
    """A cross-encoder with one output by its name at the hub, on `device`; needs the network once."""

    def __init__(self, name: str, device: str = "auto") -> None:
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        self.device = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
        self._tokenizer: Any = AutoTokenizer.from_pretrained(name)
        self._model: Any = AutoModelForSequenceClassification.from_pretrained(name).to(self.device).eval()

    def score(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """Scores float32 (texts,) in input order."""
        import torch

        coded = self._tokenizer([query] * len(texts), list(texts), padding=True, truncation="only_second",
                                return_tensors="pt").to(self.device)  # fmt: skip
        with torch.inference_mode():
            found: np.ndarray = self._model(**coded).logits[:, 0].float().cpu().numpy()
        return found


def model_name(name: str | None = None) -> str:
    """What `load_model` loads: the argument, else LAB_RERANKER, else the lab's own."""
    return name or settings.load().reranker


@functools.cache
def load_model(name: str | None = None, device: str = "auto") -> Scorer:
    """A pair model, loaded once: a head in data/models (one of HEADS) or a hub model ("owner/name").

    `device` is for hub models. A name with a slash may also be a folder. Raises LabError for a head that scores no
    pairs.
    """
    from labsupport.models import heads

    chosen = model_name(name)
    if "/" in chosen:
        return HubModel(chosen, device)
    if chosen not in HEADS:
        known = " or ".join(HEADS)
        raise LabError(f"{chosen!r} scores no pairs", f"use {known}, or owner/name of a hub model, in LAB_RERANKER")
    model: Scorer = heads.load(chosen)  # type: ignore[call-overload]
    return model


@functools.cache
def load_reranker(name: str | None = None, max_len: int = 256, device: str = "auto") -> CrossEncoderReranker:
    """The lab's reranker, made once."""
    return CrossEncoderReranker(load_model(name, device), max_len)
