"""Experiment 01.2.x4: chunk -> embed (real MiniLM) -> index (Qdrant, embedded), one by one against queued."""

from __future__ import annotations

import asyncio
import functools
import itertools
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from labsupport.aio.pipeline import PipelineStats, Stage, pipeline, sequential

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

    from labsupport.serving.embedder import Embedder

Chunked = list[str]
Embedded = tuple[list[str], list[list[float]]]


def chunk(text: str, words: int = 8) -> Chunked:
    """Split a document into passages of at most `words` words; a blocking function on purpose."""
    tokens = re.findall(r"\S+", text)
    return [" ".join(tokens[i : i + words]) for i in range(0, len(tokens), words)] or [""]


class Indexer:
    """The three blocking steps and the threads they run in: one thread a stage, so that stages can overlap.

    torch gets one thread: on two cores the other one belongs to the stages around it. Use as a context manager.
    """

    def __init__(self, embedder: Embedder, client: QdrantClient, *, collection: str = "passages") -> None:
        from qdrant_client import models

        self._embedder = embedder
        self._client = client
        self._collection = collection
        self._ids = itertools.count()
        self._pools = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("chunk", "embed", "index")}
        if client.collection_exists(collection):
            client.delete_collection(collection)
        client.create_collection(
            collection, vectors_config=models.VectorParams(size=384, distance=models.Distance.COSINE)
        )

    def __enter__(self) -> Indexer:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in self._pools.values():
            pool.shutdown(wait=True)

    def embed(self, chunks: Chunked) -> Embedded:
        """Vectors of all chunks of one document."""
        return chunks, self._embedder.encode(chunks)

    def index(self, embedded: Embedded) -> int:
        """Write the chunks with their vectors, one durable write each as a live index would; the number of points."""
        from qdrant_client import models

        chunks, vectors = embedded
        for text, vector in zip(chunks, vectors, strict=True):
            point = models.PointStruct(id=next(self._ids), vector=vector, payload={"text": text})
            self._client.upsert(self._collection, [point])
        return len(chunks)

    def count(self) -> int:
        """Points in the index."""
        return int(self._client.count(self._collection).count)

    def stages(self) -> tuple[Stage, ...]:
        """The steps as pipeline stages: each hands its blocking function to its own thread."""
        loop = asyncio.get_running_loop()

        def threaded(name: str, fn: Any) -> Stage:
            async def call(item: Any) -> Any:
                return await loop.run_in_executor(self._pools[name], functools.partial(fn, item))

            return Stage(name, call)

        return (threaded("chunk", chunk), threaded("embed", self.embed), threaded("index", self.index))

    async def queued(self, documents: Sequence[str], *, maxsize: int = 4) -> PipelineStats:
        """All documents through the queued pipeline."""
        return await pipeline(documents, self.stages(), maxsize=maxsize)

    async def one_by_one(self, documents: Sequence[str]) -> PipelineStats:
        """All documents, each through all steps before the next one starts."""
        return await sequential(documents, self.stages())


def work_bound(runs: Sequence[PipelineStats]) -> float:
    """Amdahl's line from runs without overlap: all work / the slowest stage's work, summed over the runs."""
    per_stage = [sum(run.stages[i].busy_s for run in runs) for i in range(len(runs[0].stages))]
    return sum(per_stage) / max(per_stage)


def one_torch_thread() -> int:
    """Let torch use one thread, and say how many cores there are."""
    import torch

    torch.set_num_threads(1)
    return os.cpu_count() or 1


def documents_of(texts: Sequence[str], count: int, words: int) -> Iterator[str]:
    """`count` texts of about `words` words each, cut or joined from the given ones."""
    tokens = list(itertools.chain.from_iterable(re.findall(r"\S+", text) for text in texts))
    for number in range(count):
        start = number * words % max(1, len(tokens))
        yield " ".join((tokens[start:] + tokens)[:words])
