"""How the next token is chosen: greedy, or drawn with a temperature, top-k and top-p, each request by its own seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Sampling:
    """Wishes of one request.

    max_tokens: tokens at most, the end token included. temperature: 0 is greedy. top_k: only the k likeliest, 0 for
    all. top_p: only the likeliest that together have this share, after top_k (arXiv 1904.09751). seed: the same draws
    whatever else is in the batch; None draws anew each time. ignore_end: go on behind an end token, for measurements.
    Raises ValueError naming the value that is out of range.
    """

    max_tokens: int = 64
    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    seed: int | None = None
    ignore_end: bool = False

    def __post_init__(self) -> None:
        if not _whole(self.max_tokens) or self.max_tokens < 1:
            raise ValueError(f"max_tokens={self.max_tokens!r} must be a whole number of at least 1")
        if not _number(self.temperature) or self.temperature < 0:
            raise ValueError(f"temperature={self.temperature!r} must be a number of at least 0")
        if not _whole(self.top_k) or self.top_k < 0:
            raise ValueError(f"top_k={self.top_k!r} must be a whole number of at least 0 (0: no limit)")
        if not _number(self.top_p) or not 0 < self.top_p <= 1:
            raise ValueError(f"top_p={self.top_p!r} must be above 0 and at most 1")
        if self.seed is not None and not _whole(self.seed):
            raise ValueError(f"seed={self.seed!r} must be a whole number or None")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def choose(logits: Tensor, wishes: Sequence[Sampling], draws: Sequence[float]) -> Tensor:
    """The next token of each row, (R,) int64. logits: (R, vocab); draws: one number in [0, 1) a row, unused if greedy.

    A draw u picks the first token, likeliest first, at which the cumulative probability exceeds u.
    """
    best = logits.max(dim=-1).indices  # on the CPU faster than argmax
    rows = [i for i, wish in enumerate(wishes) if wish.temperature > 0]
    if not rows:
        return best

    def column(values: list[float]) -> Tensor:
        return torch.tensor(values, device=logits.device)[:, None]

    at = torch.tensor(rows, device=logits.device)
    # The smallest temperature that is used: a division by less would overflow, and is greedy anyway.
    scaled = logits[at].float() / column([max(wishes[i].temperature, 1e-4) for i in rows])
    ordered, tokens = scaled.sort(dim=-1, descending=True, stable=True)
    rank = torch.arange(ordered.shape[1], device=logits.device)
    ordered.masked_fill_(rank >= column([wishes[i].top_k or ordered.shape[1] for i in rows]), -math.inf)
    shares = ordered.softmax(dim=-1)
    before = shares.cumsum(dim=-1) - shares
    shares.masked_fill_(before >= column([wishes[i].top_p for i in rows]), 0.0)
    shares[:, 0].clamp_(min=torch.finfo(shares.dtype).tiny)  # the likeliest stays, however small top_p is
    sums = shares.cumsum(dim=-1)
    target = column([draws[i] for i in rows]) * sums[:, -1:]
    kept = (shares > 0).sum(dim=-1) - 1  # rounding must not reach a token that was cut off
    picked = torch.minimum((sums <= target).sum(dim=-1), kept)
    best[at] = tokens.gather(1, picked[:, None])[:, 0]
    return best
