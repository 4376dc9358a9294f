"""Attention, rotation and cache as they are often copied, errors kept, so that one can watch them."""

from __future__ import annotations

import torch
from torch import Tensor

from labsupport.transformer.rope import Layout


class ConcatCache:
    """A cache that joins its whole history with every new token: `copied` bytes grow with the square of the length."""

    def __init__(self, layers: int) -> None:
        self._held: list[tuple[Tensor, Tensor] | None] = [None] * layers
        self.copied = 0

    @property
    def length(self) -> int:
        return min(0 if held is None else held[0].shape[2] for held in self._held)

    def append(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        held = self._held[layer]
        if held is not None:
            k, v = torch.cat([held[0], k], dim=2), torch.cat([held[1], v], dim=2)
        self.copied += k.nbytes + v.nbytes  # old and new: torch.cat writes all of it to a new place
        self._held[layer] = (k, v)
        return k, v


def naive_apply_rope(x: Tensor, cos: Tensor, sin: Tensor, layout: Layout) -> Tensor:
    """Turns neighbours 2i and 2i + 1 whatever the layout, with the tables as they come: wrong on half-split weights."""
    a, b = x[..., 0::2], x[..., 1::2]
    return x * cos + torch.stack([-b, a], dim=-1).flatten(-2) * sin


def _scores(q: Tensor, k: Tensor) -> Tensor:
    scaled: Tensor = q * q.shape[-1] ** -0.5
    return scaled @ k.transpose(-2, -1)


def _visible(q: Tensor, k: Tensor, causal: bool, key_mask: Tensor | None) -> Tensor:
    visible = torch.ones(q.shape[2], k.shape[2], dtype=torch.bool, device=q.device)
    if causal:
        visible = visible.tril(k.shape[2] - q.shape[2])
    return visible if key_mask is None else visible & key_mask[:, None, None, :]


def naive_attention_unmasked(
    q: Tensor, k: Tensor, v: Tensor, *, causal: bool, key_mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """No mask is built: every token sees the ones behind it."""
    weights = _scores(q, k).softmax(-1)
    return weights @ v, weights


def naive_attention_mask_after(
    q: Tensor, k: Tensor, v: Tensor, *, causal: bool, key_mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Masks after the softmax: hidden keys have taken their share, and the rows no longer add up to 1."""
    weights = _scores(q, k).softmax(-1) * _visible(q, k, causal, key_mask)
    return weights @ v, weights


def naive_attention_nan(
    q: Tensor, k: Tensor, v: Tensor, *, causal: bool, key_mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """-inf for what is hidden: right until a row may see nothing, which becomes NaN."""
    weights = _scores(q, k).masked_fill(~_visible(q, k, causal, key_mask), float("-inf")).softmax(-1)
    return weights @ v, weights


def naive_attention_unscaled(
    q: Tensor, k: Tensor, v: Tensor, *, causal: bool, key_mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Without the square root of the dimension: the softmax saturates."""
    scores = q @ k.transpose(-2, -1)
    weights = scores.masked_fill(~_visible(q, k, causal, key_mask), torch.finfo(q.dtype).min).softmax(-1)
    return weights @ v, weights


def naive_attention_offset(
    q: Tensor, k: Tensor, v: Tensor, *, causal: bool, key_mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """The causal mask of a square, also with a cache: the newest query sees only the first key."""
    visible = torch.ones(q.shape[2], k.shape[2], dtype=torch.bool, device=q.device)
    if causal:
        visible = visible.tril()
    if key_mask is not None:
        visible = visible & key_mask[:, None, None, :]
    weights = _scores(q, k).masked_fill(~visible, torch.finfo(q.dtype).min).softmax(-1)
    return weights @ v, weights
