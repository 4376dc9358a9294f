"""A KV cache that is allocated once: keys and values of earlier tokens, so that a step computes only its own."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor


class CacheFull(Exception):
    """The new positions do not fit behind those that the cache holds; nothing was written."""


class Cache(Protocol):
    """What a model needs of a cache: how many tokens it has seen, and a place for those of each layer."""

    @property
    def length(self) -> int: ...

    def append(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]: ...


class KVCache:
    """Room for `max_len` positions of `layers` layers, reserved at once; appending copies only what is new.

    kv_heads: heads of K and V (fewer than query heads under GQA). `copied`: bytes written. Sizes below 1: ValueError.
    """

    def __init__(
        self, layers: int, kv_heads: int, head_dim: int, max_len: int, dtype: torch.dtype, *, batch: int = 1,
        device: str = "cpu",
    ) -> None:  # fmt: skip
        if min(layers, kv_heads, head_dim, max_len, batch) < 1:
            raise ValueError(f"sizes must be at least 1, got {(layers, kv_heads, head_dim, max_len, batch)}")
        self.max_len, self.copied = max_len, 0
        # BEGIN SOLUTION
        self._kv = torch.zeros(2, layers, batch, kv_heads, max_len, head_dim, dtype=dtype, device=device)
        self._lengths = [0] * layers  # a pass appends to one layer after the other
        # END SOLUTION

    @property
    def length(self) -> int:
        """Positions that every layer holds."""
        # BEGIN SOLUTION
        return min(self._lengths)
        # END SOLUTION

    @property
    def nbytes(self) -> int:
        """Bytes reserved: 2 * layers * batch * kv_heads * max_len * head_dim * bytes of a number."""
        # BEGIN SOLUTION
        return self._kv.nbytes
        # END SOLUTION

    def append(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """Write k and v, both (batch, kv_heads, T, head_dim), behind the layer's positions; return all it holds.

        The results, (batch, kv_heads, length, head_dim), are views: later calls write behind them, and only after
        `crop` over their end. Raises CacheFull, and writes nothing, beyond `max_len`; ValueError for what does not fit.
        """
        # BEGIN SOLUTION
        room = self._kv[0, layer]
        fits = k.shape == v.shape and k.shape[:2] + k.shape[3:] == room.shape[:2] + room.shape[3:]
        if not fits or not k.dtype == v.dtype == room.dtype:
            kinds = ", ".join(f"{tuple(x.shape)} {x.dtype}" for x in (k, v, room))
            raise ValueError(f"k, v and the room of the cache do not fit each other: {kinds}")
        start, end = self._lengths[layer], self._lengths[layer] + k.shape[2]
        if end > self.max_len:
            raise CacheFull(f"layer {layer} holds {start} of {self.max_len} positions, {k.shape[2]} more do not fit")
        self._kv[0, layer, :, :, start:end] = k
        self._kv[1, layer, :, :, start:end] = v
        self._lengths[layer], self.copied = end, self.copied + k.nbytes + v.nbytes
        return self._kv[0, layer, :, :, :end], self._kv[1, layer, :, :, :end]
        # END SOLUTION

    def crop(self, n: int) -> None:
        """Keep the first `n` positions of every layer. Raises ValueError unless 0 <= n <= length."""
        # BEGIN SOLUTION
        if not 0 <= n <= self.length:
            raise ValueError(f"n={n} must be between 0 and the length, {self.length}")
        self._lengths = [n] * len(self._lengths)
        # END SOLUTION
