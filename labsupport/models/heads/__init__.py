"""Small heads on all-MiniLM-L6-v2, trained on the lab world's train split: `load(name)`, then `.predict(...)`.

| name | `predict` takes | and gives |
| --- | --- | --- |
| reranker | (query, passage) pairs | chance that the passage answers; both are encoded apart |
| cross-encoder | (query, passage) pairs | the same; both are read together |
| pii-ner | texts | spans of personal data with type and chance |
| injection-detector | texts | chance of an attack |
| ticket-classifier | texts | category, priority and sentiment with chances |
| embedding-adapter | texts | unit vectors (n, 384) |
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, overload

from labsupport.errors import LabError

if TYPE_CHECKING:
    from labsupport.models.heads.adapter import EmbeddingAdapter
    from labsupport.models.heads.classify import InjectionDetector, TicketClassifier
    from labsupport.models.heads.cross_encoder import CrossEncoder
    from labsupport.models.heads.pii import PiiTagger
    from labsupport.models.heads.reranker import Reranker

NAMES = ("reranker", "cross-encoder", "pii-ner", "injection-detector", "ticket-classifier", "embedding-adapter")


@overload
def load(name: Literal["reranker"]) -> Reranker: ...
@overload
def load(name: Literal["cross-encoder"]) -> CrossEncoder: ...
@overload
def load(name: Literal["pii-ner"]) -> PiiTagger: ...
@overload
def load(name: Literal["injection-detector"]) -> InjectionDetector: ...
@overload
def load(name: Literal["ticket-classifier"]) -> TicketClassifier: ...
@overload
def load(name: Literal["embedding-adapter"]) -> EmbeddingAdapter: ...
def load(name: str) -> Any:
    """A shipped head, its files checked by hash before they are opened; read once per process.

    Raises LabError for an unknown name and for a missing or damaged file, with the remedy.
    """
    if name not in NAMES:
        raise LabError(f"unknown head {name!r}", f"use one of: {', '.join(NAMES)}")
    return _load(name)


@cache
def _load(name: str) -> Any:
    from labsupport.models.heads import adapter, classify, cross_encoder, pii, reranker, store

    config, tensors = store.read(name)
    kinds: dict[str, Any] = {
        "reranker": reranker.Reranker, "cross-encoder": cross_encoder.CrossEncoder, "pii-ner": pii.PiiTagger,
        "injection-detector": classify.InjectionDetector, "ticket-classifier": classify.TicketClassifier,
        "embedding-adapter": adapter.EmbeddingAdapter,
    }  # fmt: skip
    return kinds[name].open(config, tensors)
