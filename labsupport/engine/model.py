"""The forward pass of the engine: a batch of rows at their own positions, prefill and decode by the same code."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from labsupport.engine.cache import RowCache
from labsupport.transformer.checkpoint import Shape, read_shape, read_tensors
from labsupport.transformer.rope import rope_tables


@dataclass(frozen=True)
class Layer:
    """Weights of one layer, joined where they read the same input: one product instead of two or three."""

    norm: Tensor
    qkv: Tensor  # ((heads + 2 * kv_heads) * head_dim, width)
    out: Tensor
    mlp_norm: Tensor
    gate_up: Tensor  # (2 * inner, width)
    down: Tensor


class Decoder:
    """A model's weights and the pass over them. Knows nothing of requests."""

    def __init__(self, shape: Shape, tensors: dict[str, Tensor], max_length: int) -> None:
        self.shape = shape
        self.embedding, self.norm = tensors["model.embed_tokens.weight"], tensors["model.norm.weight"]
        self.head = tensors["lm_head.weight"]
        self.dtype, self.device = self.embedding.dtype, self.embedding.device
        self.layers = []
        for i in range(shape.layers):
            w = {n.removeprefix(f"model.layers.{i}.").removesuffix(".weight"): t for n, t in tensors.items()}
            qkv = torch.cat([w[f"self_attn.{part}_proj"] for part in "qkv"])
            gate_up = torch.cat([w["mlp.gate_proj"], w["mlp.up_proj"]])
            self.layers.append(
                Layer(w["input_layernorm"], qkv, w["self_attn.o_proj"], w["post_attention_layernorm"], gate_up,
                      w["mlp.down_proj"])
            )  # fmt: skip
        positions = torch.arange(max_length + 1)  # one more for padding
        cos, sin = rope_tables(positions, shape.head_dim, shape.rope_base, "half", scaling=shape.scaling)
        # (a, b) -> (a cos - b sin, b cos + a sin) is x * cos + x with its halves exchanged * (-sin, sin).
        sin = torch.cat([-sin[:, : shape.head_dim // 2], sin[:, shape.head_dim // 2 :]], dim=1)
        self.cos, self.sin = (t.to(self.dtype).to(self.device) for t in (cos, sin))

    @classmethod
    def load(cls, folder: Path, max_length: int, *, dtype: torch.dtype, device: str) -> Decoder:
        """Read a verified folder. Raises LabError for another architecture or weights that do not fit."""
        shape = read_shape(folder)
        return cls(shape, read_tensors(folder, shape, dtype=dtype, device=device), max_length)

    def forward(
        self, tokens: Tensor, positions: Tensor, last: Tensor | None, cache: RowCache, first_row: int, length: int
    ) -> Tensor:
        """Logits (R, vocab) of the token behind column `last` of each row; the cache gets all keys and values.

        tokens, positions: (R, T) int64 for the R cache rows from `first_row` on; padding has the position max_length.
        last: (R,) columns, None where T is 1. length: 1 + the highest position that is no padding. Each token sees
        what its cache row holds up to its own position.
        """
        s, (rows, width) = self.shape, tokens.shape
        q_heads, group = s.heads, s.heads // s.kv_heads
        index = torch.arange(rows, device=self.device)[:, None]
        cos, sin = self.cos[positions][:, :, None], self.sin[positions][:, :, None]  # (R, T, 1, head_dim)
        mask: Tensor | None = None
        if rows * width > 1:
            hidden = torch.arange(length, device=self.device) > positions[:, :, None]  # (R, T, length)
            mask = torch.zeros(hidden.shape, dtype=self.dtype, device=self.device).masked_fill_(hidden, -math.inf)
            # Query heads that share a KV head become more rows of that head, which spares copies of K and V.
            mask = mask[:, None].repeat_interleave(group, dim=2)

        x = self.embedding[tokens]
        for layer, kv in zip(self.layers, cache.kv, strict=True):
            kv = kv[first_row : first_row + rows]
            heads = F.linear(F.rms_norm(x, (s.width,), layer.norm, s.norm_eps), layer.qkv)
            heads = heads.view(rows, width, -1, s.head_dim)
            turned = heads[:, :, : q_heads + s.kv_heads]  # q and k, not v
            turned.copy_(torch.addcmul(turned * cos, turned.roll(s.head_dim // 2, -1), sin))
            kv[index, :, positions] = heads[:, :, q_heads:]
            q = heads[:, :, :q_heads].view(rows, width, s.kv_heads, group, s.head_dim).transpose(1, 2)
            seen = kv[:, :, :length]
            mixed = F.scaled_dot_product_attention(
                q.reshape(rows, s.kv_heads, width * group, s.head_dim),
                seen[:, : s.kv_heads], seen[:, s.kv_heads :], attn_mask=mask,
            )  # fmt: skip
            mixed = mixed.view(rows, s.kv_heads, width, group, s.head_dim).transpose(1, 2).reshape(rows, width, -1)
            x = x + F.linear(mixed, layer.out)
            gate, up = F.linear(F.rms_norm(x, (s.width,), layer.mlp_norm, s.norm_eps), layer.gate_up).chunk(2, dim=-1)
            x = x + F.linear(F.silu(gate) * up, layer.down)
        x = x[:, 0] if last is None else x[index[:, 0], last]
        return F.linear(F.rms_norm(x, (s.width,), self.norm, s.norm_eps), self.head)
