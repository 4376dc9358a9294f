"""A low-rank map of MiniLM's sentence vectors for retrieval in the lab world: y = unit(x + x A^T B^T).

Queries and passages pass the same map, so an index is upgraded by one product and old and new vectors stay close.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from labsupport.models.heads import store
from labsupport.models.heads.encoder import DIMENSIONS
from labsupport.models.heads.fit import fit

if TYPE_CHECKING:
    import numpy as np


class Adapter(nn.Module):
    """`rank` directions of the space may be stretched, turned or removed; B starts at zero, as no change."""

    def __init__(self, rank: int) -> None:
        super().__init__()
        if not 1 <= rank <= DIMENSIONS:
            raise ValueError(f"rank={rank!r} must be from 1 to {DIMENSIONS}")
        self.a = nn.Parameter(torch.randn(rank, DIMENSIONS) / DIMENSIONS**0.5)
        self.b = nn.Parameter(torch.zeros(DIMENSIONS, rank))

    def forward(self, vectors: Tensor) -> Tensor:
        """Unit vectors (..., 384) to unit vectors (..., 384)."""
        return F.normalize(vectors + vectors @ self.a.T @ self.b.T, dim=-1)


def train(
    model: Adapter,
    queries: Tensor,
    gold: Sequence[Sequence[int]],
    hard: Sequence[Sequence[int]],
    barred: Sequence[Sequence[int]],
    passages: Tensor,
    *,
    epochs: int,
    lr: float,
    seed: int,
    batch: int = 32,
    heat: float = 0.05,
) -> list[float]:
    """Contrastive loss (van den Oord et al. 2018) over the hard negatives of all queries in a batch and their gold.

    `gold`, `hard`, `barred`: numbers of passages for each query; what is barred (graded, but not gold) is no negative.
    Several gold passages share the probability. `heat` divides the cosines. Returns the mean loss of each epoch.
    """

    def loss(part: Sequence[int]) -> Tensor:
        pool = sorted({p for i in part for p in (*gold[i], *hard[i])})
        place = {p: at for at, p in enumerate(pool)}
        scores = model(queries[list(part)]) @ model(passages[pool]).T / heat
        wanted = torch.zeros(len(part), len(pool), dtype=torch.bool)
        out = torch.zeros(len(part), len(pool), dtype=torch.bool)
        for row, i in enumerate(part):
            wanted[row, [place[p] for p in gold[i]]] = True
            out[row, [place[p] for p in barred[i] if p in place]] = True
        scores = scores.masked_fill(out & ~wanted, -1e4)
        lost: Tensor = scores.logsumexp(dim=1) - scores.masked_fill(~wanted, -1e4).logsumexp(dim=1)
        return lost.mean()

    return fit(model, len(queries), loss, epochs=epochs, batch=batch, lr=lr, seed=seed)


class EmbeddingAdapter:
    """MiniLM's sentence vectors, adapted to retrieval in the lab world."""

    def __init__(self, model: Adapter) -> None:
        self.model = model

    @classmethod
    def open(cls, config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> EmbeddingAdapter:
        """The head from its settings and stored tensors."""
        model = Adapter(config["rank"])
        store.fill(model, tensors, "embedding-adapter")
        return cls(model)

    def adapt(self, vectors: np.ndarray) -> np.ndarray:
        """MiniLM's unit vectors (n, 384), of queries or passages, to adapted unit vectors, float32 (n, 384)."""
        if vectors.ndim != 2 or vectors.shape[1] != DIMENSIONS:
            raise ValueError(f"vectors of shape {vectors.shape}: (n, {DIMENSIONS}) is needed")
        with torch.inference_mode():
            found: np.ndarray = self.model(torch.tensor(vectors, dtype=torch.float32)).numpy()
        return found

    def predict(self, texts: Sequence[str]) -> np.ndarray:
        """Adapted unit vectors of texts, float32 (n, 384)."""
        import numpy as np

        from labsupport.serving.embedder import embed

        return self.adapt(embed(texts)) if texts else np.zeros((0, DIMENSIONS), dtype=np.float32)
