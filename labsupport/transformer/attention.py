"""Scaled dot-product attention, in the few lines that everything else in a transformer stands on."""

from __future__ import annotations

import torch
from torch import Tensor


def attention(
    q: Tensor, k: Tensor, v: Tensor, *, causal: bool, key_mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """softmax(q kT / sqrt(D) + mask) v: every query takes a weighted mean of the values it may see.

    q: (B, H, T_q, D), k and v: (B, H, T_k, D), all of one dtype. causal: the queries are the last T_q of the T_k
    positions, and each sees itself and earlier ones. key_mask: (B, T_k) bool, False hides a key from all queries.
    Returns out (B, H, T_q, D) and weights (B, H, T_q, T_k), both in the dtype of q; a query that may see no key gets
    zeros in both. Raises ValueError, naming both shapes or dtypes, where they do not fit each other.
    Source: Vaswani et al. 2017, arXiv 1706.03762, section 3.2.1.
    """
    # BEGIN SOLUTION
    if q.ndim != 4 or k.ndim != 4 or q.shape[:2] != k.shape[:2] or q.shape[3] != k.shape[3]:
        raise ValueError(f"q {tuple(q.shape)} and k {tuple(k.shape)} must be (B, H, T, D) with equal B, H and D")
    if k.shape != v.shape:
        raise ValueError(f"k {tuple(k.shape)} and v {tuple(v.shape)} must have one shape")
    if not q.dtype == k.dtype == v.dtype:
        raise ValueError(f"q, k and v must have one dtype, got {q.dtype}, {k.dtype} and {v.dtype}")
    (batch, _, queries, dim), keys = q.shape, k.shape[2]
    if causal and queries > keys:
        raise ValueError(f"q {tuple(q.shape)} has more positions than k {tuple(k.shape)}: no key for the first queries")

    visible = torch.ones(queries, keys, dtype=torch.bool, device=q.device)
    if causal:
        # The last query is at the last key; with a cache the first query is at position keys - queries, not at 0.
        visible = visible.tril(diagonal=keys - queries)
    visible = visible[None, None]  # (1, 1, T_q, T_k)
    if key_mask is not None:
        if key_mask.shape != (batch, keys) or key_mask.dtype != torch.bool:
            raise ValueError(
                f"key_mask {tuple(key_mask.shape)} {key_mask.dtype} must be bool of shape {(batch, keys)}"
                f" to fit k {tuple(k.shape)}"
            )
        visible = visible & key_mask[:, None, None, :]

    # Scaling q before the product keeps half-precision scores in range; the softmax runs in float32 or better.
    scores = (q * dim**-0.5) @ k.transpose(-2, -1)
    scores = scores.to(torch.promote_types(q.dtype, torch.float32))
    # The smallest number instead of -inf: a row without any visible key stays finite, in its gradient too, ...
    scores = scores.masked_fill(~visible, torch.finfo(scores.dtype).min)
    weights = scores.softmax(dim=-1)
    # ... and its weights, which are uniform now, become zeros here. Elsewhere this changes nothing.
    weights = weights.masked_fill(~visible, 0.0).to(q.dtype)
    return weights @ v, weights
    # END SOLUTION
