"""Sizes and weights of a Llama-architecture model in Hugging Face layout, read without transformers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from labsupport import models
from labsupport.errors import LabError
from labsupport.transformer.rope import Scaling

REMEDY = "use a lab model, or another one of the Llama architecture (RMSNorm, RoPE, SwiGLU, no biases)"


@dataclass(frozen=True)
class Shape:
    """The sizes that a decoder's arithmetic depends on. Lengths in tokens; `inner` is the width of the SwiGLU part."""

    vocab: int
    width: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    inner: int
    max_length: int = 1024
    norm_eps: float = 1e-6
    rope_base: float = 10_000.0
    scaling: Scaling = field(default_factory=Scaling)
    end_ids: tuple[int, ...] = ()  # tokens that end an answer


def read_shape(folder: Path) -> Shape:
    """The shape in `config.json`, with the end tokens of `generation_config.json` where there is one.

    Raises LabError, naming the value, for another architecture or an option that is not built here.
    """
    path = folder / "config.json"
    try:
        conf: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        generation = folder / "generation_config.json"
        more = json.loads(generation.read_text(encoding="utf-8")) if generation.is_file() else {}
        for name, built in (("model_type", "llama"), ("hidden_act", "silu"), ("attention_bias", False),
                            ("mlp_bias", False)):  # fmt: skip
            if conf.get(name, built) != built:
                raise LabError(f"{path} says {name}={conf[name]!r}, only {built!r} is built here", REMEDY)
        ends = more.get("eos_token_id", conf.get("eos_token_id"))
        return Shape(
            vocab=conf["vocab_size"], width=conf["hidden_size"], layers=conf["num_hidden_layers"],
            heads=conf["num_attention_heads"],
            kv_heads=conf.get("num_key_value_heads") or conf["num_attention_heads"],
            head_dim=conf.get("head_dim") or conf["hidden_size"] // conf["num_attention_heads"],
            inner=conf["intermediate_size"], max_length=conf["max_position_embeddings"],
            norm_eps=conf["rms_norm_eps"], rope_base=_rope(conf).get("rope_theta", 10_000.0), scaling=_scaling(conf),
            end_ids=tuple(ends) if isinstance(ends, list) else () if ends is None else (ends,),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = f"lacks {error}" if isinstance(error, KeyError) else f"cannot be used: {error}"
        raise LabError(f"{path} {why}", REMEDY) from error


def _rope(conf: dict[str, Any]) -> dict[str, Any]:
    """RoPE's options, which older configurations keep in two places."""
    older = {"rope_theta": conf.get("rope_theta", 10_000.0)} | (conf.get("rope_scaling") or {})
    return dict(conf.get("rope_parameters") or older)


def _scaling(conf: dict[str, Any]) -> Scaling:
    rope = _rope(conf)
    kind = rope.get("rope_type", "default")
    if kind == "default":
        return Scaling()
    plain = {"rope_type", "rope_theta", "factor", "original_max_position_embeddings"}
    if kind not in ("linear", "yarn") or set(rope) - plain:
        raise LabError(f"RoPE scaling {rope} is not built here", "use default, linear or yarn with its usual constants")
    return Scaling(kind, rope["factor"], rope.get("original_max_position_embeddings", conf["max_position_embeddings"]))


def read_tensors(
    folder: Path, shape: Shape, *, dtype: torch.dtype = torch.float32, device: str = "cpu"
) -> dict[str, Tensor]:
    """All weights by their names in the checkpoint; a tied output layer appears as `lm_head.weight` all the same.

    Raises LabError for a folder without weights, or one whose weights are not those of the shape.
    """
    from safetensors.torch import load_file

    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise LabError(f"{folder} holds no *.safetensors file", models.REMEDY)
    tensors = {n: t.to(device=device, dtype=dtype) for file in files for n, t in load_file(file).items()}
    tensors.setdefault("lm_head.weight", tensors.get("model.embed_tokens.weight", torch.empty(0)))
    q, kv = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    expected = {"model.embed_tokens.weight": (shape.vocab, shape.width), "model.norm.weight": (shape.width,),
                "lm_head.weight": (shape.vocab, shape.width)}  # fmt: skip
    for i in range(shape.layers):
        inside = {
            "input_layernorm": (shape.width,), "self_attn.q_proj": (q, shape.width),
            "self_attn.k_proj": (kv, shape.width), "self_attn.v_proj": (kv, shape.width),
            "self_attn.o_proj": (shape.width, q), "post_attention_layernorm": (shape.width,),
            "mlp.gate_proj": (shape.inner, shape.width), "mlp.up_proj": (shape.inner, shape.width),
            "mlp.down_proj": (shape.width, shape.inner),
        }  # fmt: skip
        expected |= {f"model.layers.{i}.{name}.weight": size for name, size in inside.items()}
    for name, size in expected.items():
        got = tuple(tensors[name].shape) if name in tensors else "nothing"
        if got != size:
            raise LabError(f"{folder} has {got} for {name}, its config.json asks for {size}", models.REMEDY)
    return tensors
