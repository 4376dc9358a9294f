"""The forward pass of the engine: a batch of rows at their own positions, prefill and decode by the same code.

What differs from `labsupport.transformer.TinyLlama` is there for speed: products that share an input are one product,
matrices lie with their input dimension first (on the CPU that halves a product of few rows), rotary pairs lie side by
side so that turning them is one complex product, and each operation serves all rows.
"""

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
    """Weights of one layer, matrices as (input, output)."""

    norm: Tensor
    qkv: Tensor  # (width, (heads + 2 * kv_heads) * head_dim)
    out: Tensor
    mlp_norm: Tensor
    gate_up: Tensor  # (width, 2 * inner)
    down: Tensor


class Decoder:
    """A model's weights and the pass over them. Knows nothing of requests."""

    def __init__(self, shape: Shape, tensors: dict[str, Tensor], max_length: int) -> None:
        self.shape = shape
        self.embedding = tensors["model.embed_tokens.weight"]
        self.head = tensors["lm_head.weight"].T.contiguous()
        self.dtype, self.device = self.embedding.dtype, self.embedding.device
        self.eps = torch.tensor(math.sqrt(shape.width * shape.norm_eps), device=self.device)

        def norm(weight: Tensor) -> Tensor:  # see _rms_norm
            return weight if weight.is_cuda else weight.float() * math.sqrt(shape.width)

        self.norm = norm(tensors["model.norm.weight"])
        self.layers = []
        for i in range(shape.layers):
            start = f"model.layers.{i}."
            w = {n[len(start) : -len(".weight")]: t for n, t in tensors.items() if n.startswith(start)}
            q, k = (side_by_side(w[f"self_attn.{part}_proj"], shape.head_dim) for part in "qk")
            self.layers.append(
                Layer(
                    norm(w["input_layernorm"]), torch.cat([q, k, w["self_attn.v_proj"]]).T.contiguous(),
                    w["self_attn.o_proj"].T.contiguous(), norm(w["post_attention_layernorm"]),
                    torch.cat([w["mlp.gate_proj"], w["mlp.up_proj"]]).T.contiguous(), w["mlp.down_proj"].T.contiguous(),
                )
            )  # fmt: skip
        positions = torch.arange(max_length + 1)  # one more for padding
        cos, sin = rope_tables(positions, shape.head_dim, shape.rope_base, "interleaved", scaling=shape.scaling)
        self.turns = torch.complex(cos[:, ::2], sin[:, ::2]).to(self.device)  # (max_length + 1, head_dim / 2)

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
        group, turned_heads = s.heads // s.kv_heads, s.heads + s.kv_heads  # q and k are turned, v is not
        index = torch.arange(rows, device=self.device)[:, None]
        turns = self.turns[positions][:, :, None]  # (R, T, 1, head_dim / 2)
        mask: Tensor | None = None
        if rows * width > 1:  # a single query is the newest token of its row and sees all of it
            hidden = torch.arange(length, device=self.device) > positions[:, :, None]  # (R, T, length)
            mask = torch.zeros(hidden.shape, dtype=self.dtype, device=self.device).masked_fill_(hidden, -math.inf)
            # Query heads that share a KV head become more rows of that head, which spares copies of K and V.
            mask = mask[:, None].repeat_interleave(group, dim=2)

        x = self.embedding[tokens.reshape(-1)]  # (R * T, width)
        for layer, kv in zip(self.layers, cache.kv, strict=True):
            kv = kv[first_row : first_row + rows]
            heads = torch.mm(self._rms_norm(x, layer.norm), layer.qkv).view(rows, width, -1, s.head_dim)
            pairs = heads[:, :, :turned_heads]
            halves = pairs.float().view(rows, width, turned_heads, -1, 2)
            pairs.copy_(torch.view_as_real(torch.view_as_complex(halves) * turns).view(pairs.shape))
            kv[index, :, positions] = heads[:, :, s.heads :]
            q = heads[:, :, : s.heads].view(rows, width, s.kv_heads, group, s.head_dim).transpose(1, 2)
            seen = kv[:, :, :length]
            mixed = F.scaled_dot_product_attention(
                q.reshape(rows, s.kv_heads, width * group, s.head_dim),
                seen[:, : s.kv_heads], seen[:, s.kv_heads :], attn_mask=mask,
            )  # fmt: skip
            mixed = mixed.view(rows, s.kv_heads, width, group, s.head_dim).transpose(1, 2).reshape(rows * width, -1)
            x = torch.addmm(x, mixed, layer.out)
            gate, up = torch.mm(self._rms_norm(x, layer.mlp_norm), layer.gate_up).chunk(2, dim=-1)
            x = torch.addmm(x, F.silu(gate) * up, layer.down)
        if last is not None:
            x = x.view(rows, width, -1)[index[:, 0], last]
        return torch.mm(self._rms_norm(x, self.norm), self.head)

    def _rms_norm(self, x: Tensor, weight: Tensor) -> Tensor:
        """x over its root mean square, times the weight. On the CPU, where torch has no fused one, in four operations.

        There the weight comes multiplied by sqrt(width): the vector's norm is that much more than its root mean square.
        """
        if x.is_cuda:
            return F.rms_norm(x, weight.shape, weight, self.shape.norm_eps)
        wide = x.float()
        norm = torch.hypot(torch.linalg.vector_norm(wide, dim=-1, keepdim=True), self.eps)
        return (wide / norm * weight).to(x.dtype)


def side_by_side(weight: Tensor, head_dim: int) -> Tensor:
    """Rows of a q or k projection reordered so that the two dimensions of a rotary pair are neighbours.

    Scores stay what they are: q and k are reordered alike.
    """
    return weight.view(-1, 2, head_dim // 2, weight.shape[1]).transpose(1, 2).reshape(weight.shape)
