"""Work and memory of a decoder from its shape: floating-point operations (a multiply-add is two) and cache bytes."""

from __future__ import annotations

from typing import Literal

import torch

from labsupport.transformer.checkpoint import Shape

Mode = Literal["prefill", "decode", "recompute"]


def flops(config: Shape, n: int, mode: Mode) -> int:
    """Operations of the matrix products, softmax and norms left out (they are of lower order).

    "prefill": a prompt of n tokens in one pass, logits of the last one. "decode": one token that attends to n
    positions, itself included, the others from a cache. "recompute": the same token without a cache, which is a
    prefill again. Attention counts the causal half, what is needed; a kernel that computes the masked half too does
    up to twice that part. Raises ValueError for n < 1 or an unknown mode.
    """
    if n < 1:
        raise ValueError(f"n={n} must be at least 1")
    if mode not in ("prefill", "decode", "recompute"):
        raise ValueError(f"unknown mode {mode!r}: use prefill, decode or recompute")
    tokens = 1 if mode == "decode" else n
    pairs = n if mode == "decode" else n * (n + 1) // 2  # of a query and a key that it sees
    output = 2 * config.width * config.vocab
    return config.layers * (tokens * linear_flops(config) + pairs * pair_flops(config)) + output


def linear_flops(config: Shape) -> int:
    """One token through the matrices of one layer: two per weight. 24 d^2 where q, k, v, o and SwiGLU have 12 d^2."""
    c = config
    return 2 * c.width * (2 * c.heads * c.head_dim + 2 * c.kv_heads * c.head_dim + 3 * c.inner)


def pair_flops(config: Shape) -> int:
    """One query and one key in all heads of one layer: 2 for the score, 2 for the sum, per dimension. 4 d in all."""
    return 4 * config.heads * config.head_dim


def kv_bytes(config: Shape, n: int, dtype: torch.dtype) -> int:
    """Bytes of the cache for n tokens of one sequence: K and V, layers, KV heads (not query heads), dimensions.

    Raises ValueError for n < 0.
    """
    if n < 0:
        raise ValueError(f"n={n} must be at least 0")
    return 2 * config.layers * config.kv_heads * config.head_dim * n * dtype.itemsize
