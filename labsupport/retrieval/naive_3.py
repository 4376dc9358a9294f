"""Copied code for two-stage retrieval, reconstructed so that it can be watched failing. Nothing here is to be used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from labsupport.retrieval.base import Hit
from labsupport.retrieval.rerank import Scorer

if TYPE_CHECKING:
    import httpx

HOSTED = "rerank-v3.5"  # typed into the code; superseded since
LOCAL = """
import torch

model = torch.nn.Linear(384, 1).to("cuda")  # at import: the machine decides whether the module exists


def rerank(query, documents):
    return model
"""


class ClientV2:
    """The second version of a hosted reranker's client: `return_documents` is gone. Opens connections of its own."""

    def __init__(self, url: str) -> None:
        import httpx

        self.http: httpx.Client = httpx.Client(base_url=url)

    def rerank(self, *, model: str, query: str, documents: Sequence[str], top_n: int) -> list[dict[str, Any]]:
        """Results with index and relevance_score, best first."""
        body = {"model": model, "query": query, "documents": list(documents), "top_n": top_n}
        found: list[dict[str, Any]] = self.http.post("rerank", json=body).raise_for_status().json()["results"]
        return found


def naive_hosted(url: str, query: str, documents: Sequence[str], top_n: int, **more: Any) -> list[dict[str, Any]]:
    """A new client for each call, never closed."""
    client = ClientV2(url)
    return client.rerank(model=HOSTED, query=query, documents=documents, top_n=top_n, **more)


def naive_hosted_v1(url: str, query: str, documents: Sequence[str], top_n: int) -> list[dict[str, Any]]:
    """The call as it was written for the first version of the client."""
    return naive_hosted(url, query, documents, top_n, return_documents=True)


def naive_import() -> Any:
    """Import a module that loads its model on cuda at import."""
    space: dict[str, Any] = {}
    exec(LOCAL, space)
    return space["rerank"]


async def naive_rerank(query: str, hits: Sequence[Hit], scorer: Scorer, top_n: int) -> list[Hit]:
    """Scores inside the coroutine: nothing else runs until it is done."""
    scores = scorer.score(query, [hit.text for hit in hits])
    order = sorted(range(len(hits)), key=lambda i: -float(scores[i]))
    return [hits[i] for i in order[:top_n]]


async def naive_two_stage(query: str, scorer: Scorer, top_n: int) -> list[Hit]:
    """Both stages, as they stood on the page."""
    hits = await dense_retriever.search(query, limit=50)  # type: ignore[name-defined]  # noqa: F821
    return await naive_rerank(query, hits, scorer, top_n)


def naive_one_by_one(client: httpx.Client, model: str, query: str, texts: Sequence[str]) -> list[float]:
    """One request for each candidate, one after the other."""
    from labsupport.retrieval.reranker import HostedReranker

    return [float(HostedReranker(client, model).score(query, [text])[0]) for text in texts]


def naive_ceiling(after: Sequence[str], gold: Sequence[str]) -> float:
    """Recall of the final list, called the ceiling."""
    return len(set(after) & set(gold)) / len(set(gold))
