"""A Llama model in plain steps: the same tensors as the checkpoint, the same logits as transformers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from labsupport import models
from labsupport.transformer.attention import attention
from labsupport.transformer.cache import Cache, KVCache
from labsupport.transformer.checkpoint import Shape, read_shape, read_tensors
from labsupport.transformer.rope import Layout, Scaling, apply_rope, rope_tables

Attend = Callable[..., tuple[Tensor, Tensor]]
Rotate = Callable[[Tensor, Tensor, Tensor, Layout], Tensor]


def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    """Divide each vector by its root mean square, in float32, and scale its dimensions (arXiv 1910.07467)."""
    wide = x.to(torch.float32)
    return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + eps)).to(x.dtype) * weight


class TinyLlama:
    """The model of one checkpoint, for reading and for experiments.

    attend and rotate: called as `attention` and `apply_rope` are, so that others can be tried on real weights.
    scaling: of RoPE, instead of what the configuration says.
    """

    def __init__(
        self, shape: Shape, weights: dict[str, Tensor], *, scaling: Scaling | None = None,
        attend: Attend = attention, rotate: Rotate = apply_rope,
    ) -> None:  # fmt: skip
        self.shape = shape
        self.weights = weights
        self.scaling = scaling or shape.scaling
        self.attend = attend
        self.rotate = rotate

    @classmethod
    def load(
        cls, name_or_path: str | Path, *, dtype: torch.dtype = torch.float32, device: str = "cpu",
        scaling: Scaling | None = None, attend: Attend = attention, rotate: Rotate = apply_rope,
    ) -> TinyLlama:  # fmt: skip
        """Read a model's tensors after its files were verified. Raises LabError for a damaged or unfit folder."""
        folder = models.verify(name_or_path)
        shape = read_shape(folder)
        weights = read_tensors(folder, shape, dtype=dtype, device=device)
        return cls(shape, weights, scaling=scaling, attend=attend, rotate=rotate)

    def new_cache(self, max_len: int, *, batch: int = 1) -> KVCache:
        """An empty cache that fits this model."""
        embedding, s = self.weights["model.embed_tokens.weight"], self.shape
        return KVCache(
            s.layers, s.kv_heads, s.head_dim, max_len, embedding.dtype, batch=batch, device=str(embedding.device)
        )

    @torch.inference_mode()
    def forward(
        self, ids: Tensor, cache: Cache | None = None, *, last: bool = False, watch: list[Tensor] | None = None,
        head_gain: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        """Logits (B, T, vocab) of the token behind each position, in the dtype of the weights.

        ids: (B, T) integers, which stand behind what the cache holds. last: logits of the last position only,
        (B, 1, vocab). watch: a list that gets the attention weights of each layer. head_gain: (layers, heads), factors
        on what each head says; 0 takes a head out. Raises ValueError for ids of another shape, CacheFull beyond the
        cache; positions beyond the trained length are computed as asked.
        """
        if ids.ndim != 2 or not ids.numel():
            raise ValueError(f"ids {tuple(ids.shape)} must be (B, T) with at least one token")
        s, w = self.shape, self.weights
        start = 0 if cache is None else cache.length
        positions = torch.arange(start, start + ids.shape[1], device=ids.device)
        tables = rope_tables(positions, s.head_dim, s.rope_base, "half", scaling=self.scaling)

        x = w["model.embed_tokens.weight"][ids]  # (B, T, width)
        for i in range(s.layers):
            name = f"model.layers.{i}."
            normed = rms_norm(x, w[name + "input_layernorm.weight"], s.norm_eps)
            gain = None if head_gain is None else head_gain[i]
            x = x + self._attention(i, normed, tables, cache, watch, gain)
            normed = rms_norm(x, w[name + "post_attention_layernorm.weight"], s.norm_eps)
            x = x + self._swiglu(i, normed)
        if last:
            x = x[:, -1:]
        return F.linear(rms_norm(x, w["model.norm.weight"], s.norm_eps), w["lm_head.weight"])

    def _attention(
        self, i: int, x: Tensor, tables: tuple[Tensor, Tensor], cache: Cache | None, watch: list[Tensor] | None,
        gain: Tensor | None,
    ) -> Tensor:  # fmt: skip
        """Multi-head attention of layer i: project, turn, append to the cache, attend, mix the heads."""
        s, name = self.shape, f"model.layers.{i}.self_attn."

        def heads(part: str, count: int) -> Tensor:  # (B, count, T, head_dim)
            made = F.linear(x, self.weights[f"{name}{part}.weight"])
            return made.view(*x.shape[:2], count, s.head_dim).transpose(1, 2)

        q = self.rotate(heads("q_proj", s.heads), *tables, "half")
        k = self.rotate(heads("k_proj", s.kv_heads), *tables, "half")
        v = heads("v_proj", s.kv_heads)
        if cache is not None:
            k, v = cache.append(i, k, v)
        shared = s.heads // s.kv_heads  # query heads that share one head of K and V (GQA)
        out, weights = self.attend(
            q, k.repeat_interleave(shared, dim=1), v.repeat_interleave(shared, dim=1), causal=True
        )
        if watch is not None:
            watch.append(weights)
        if gain is not None:
            out = out * gain.to(out.dtype)[None, :, None, None]
        return F.linear(out.transpose(1, 2).flatten(-2), self.weights[name + "o_proj.weight"])

    def _swiglu(self, i: int, x: Tensor) -> Tensor:
        """The feed-forward part: one projection gates the other (arXiv 2002.05202)."""
        name = f"model.layers.{i}.mlp."
        gate = F.silu(F.linear(x, self.weights[name + "gate_proj.weight"]))
        return F.linear(
            gate * F.linear(x, self.weights[name + "up_proj.weight"]), self.weights[name + "down_proj.weight"]
        )

    @torch.inference_mode()
    def generate(self, ids: Tensor, n: int, use_cache: bool = True, *, cache: Cache | None = None) -> Tensor:
        """ids (B, T) followed by n greedy tokens: (B, T + n). It never ends early, so that times compare.

        use_cache=False computes the whole prefix again for every token. cache: an empty one, of another kind than
        the `KVCache` that is made otherwise. Raises ValueError for n < 0, or a cache that is not to be used or not
        empty.
        """
        if n < 0:
            raise ValueError(f"n={n} must be at least 0")
        if cache is not None and (not use_cache or cache.length):
            raise ValueError("give an empty cache together with use_cache=True")
        if use_cache and cache is None:
            cache = self.new_cache(ids.shape[1] + max(n, 1), batch=ids.shape[0])
        new = ids  # what the model has not seen yet
        for _ in range(n):
            token = self.forward(new, cache, last=True)[:, -1].argmax(-1, keepdim=True)
            ids = torch.cat([ids, token], dim=1)
            new = token if use_cache else ids
        return ids
