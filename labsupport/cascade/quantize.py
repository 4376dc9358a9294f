"""Weights rounded to few bits in groups, still computed with as floats, and the bytes that they would take.

Round-to-nearest without calibration data; methods that use data (GPTQ, AWQ) lose less at the same bits.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM

    from labsupport.stats import Interval

Model = TypeVar("Model", bound=nn.Module)
PER_GROUP = 32  # bits: scale and zero point, 16 each
MOST = torch.finfo(torch.float16).max


def bits_per_weight(bits: int, group: int) -> float:
    """Bits of a weight with its part of the group's scale and zero point: 4.25 for 4 bits in groups of 128; 16 for 16.

    Raises ValueError for bits that are none of 2 to 8 or 16, or a group < 1.
    """
    if bits not in (*range(2, 9), 16) or group < 1:
        raise ValueError(f"bits={bits!r} must be 2 to 8, or 16; group={group!r} at least 1")
    return 16.0 if bits == 16 else bits + PER_GROUP / group


def round_weights(weight: Tensor, bits: int, group: int) -> Tensor:
    """A matrix (rows, columns) as it comes back from storage: `group` columns of a row share scale and zero point.

    Asymmetric: the 2^bits levels of a group lie evenly between its least and its largest weight. The zero point (the
    least weight) and the scale (their distance) are float16. The last group of a row may be shorter. 16 bits is
    float16. Same shape and dtype; raises ValueError as `bits_per_weight`, and for a tensor that is no matrix.
    """
    bits_per_weight(bits, group)
    if weight.ndim != 2:
        raise ValueError(f"weight has shape {tuple(weight.shape)}: a matrix is needed")
    if bits == 16:
        return weight.clamp(-MOST, MOST).to(torch.float16).to(weight.dtype)
    rows, columns = weight.shape
    w = weight.detach().float()
    if missing := -columns % group:  # the last column repeated changes neither least nor largest
        w = torch.cat([w, w[:, -1:].expand(rows, missing)], dim=1)
    w = w.reshape(rows, -1, group)
    zero = w.amin(dim=2, keepdim=True).half().float()
    scale = ((w.amax(dim=2, keepdim=True) - zero) / (2**bits - 1)).half().float()
    levels = ((w - zero) / scale.where(scale > 0, 1.0)).round().clamp(0, 2**bits - 1)
    back: Tensor = (levels * scale + zero).reshape(rows, -1)[:, :columns]
    return back.to(weight.dtype)


def fake_quantize(model: Model, bits: int, group: int) -> Model:
    """A copy of `model` whose linear layers hold the weights that `bits` bits in groups of `group` can express.

    Embeddings, an output layer that is tied to them, norms and biases keep 16 bits (float16). Dtype and device stay, so
    speed and memory do too: what changes is what low-bit storage changes, the answers. The given model is untouched.
    Raises ValueError as `bits_per_weight`, and for a model without linear layers of its own.
    """
    bits_per_weight(bits, group)
    made = copy.deepcopy(model)
    names = {name for name, _ in _quantized(made)}
    if not names:
        raise ValueError("the model has no linear layer to quantize")
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            if name in names:
                parameter.copy_(round_weights(parameter, bits, group))
            else:
                parameter.copy_(parameter.clamp(-MOST, MOST).to(torch.float16).to(parameter.dtype))
    return made


def stored_bytes(model: nn.Module, bits: int, group: int) -> int:
    """Bytes of the weights on disk or in memory when stored so, from shapes: tied weights count once.

    Raises ValueError as `bits_per_weight`.
    """
    bits_per_weight(bits, group)
    low = {name for name, _ in _quantized(model)}
    total = 0
    for name, parameter in model.named_parameters():  # which lists shared parameters once
        if name not in low or bits == 16:
            total += parameter.numel() * 16
        else:
            rows, columns = parameter.shape
            total += rows * (columns * bits + -(-columns // group) * PER_GROUP)
    return -(-total // 8)


def _quantized(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Names and weights of the linear layers that share nothing with an embedding."""
    kept = {id(m.weight) for m in model.modules() if isinstance(m, nn.Embedding)}
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear) and id(module.weight) not in kept:
            yield f"{name}.weight" if name else "weight", module.weight


@dataclass(frozen=True)
class Slack:
    """What a model writes at so many bits. bytes: of its weights. valid_json: share of answers that are an object.

    field_f1: F1 over the fields of all answers. exact: share of answers that equal the expected text. right: those,
    one by one, for paired comparisons.
    """

    bits: int
    group: int
    bytes: int
    valid_json: Interval
    field_f1: float
    exact: Interval
    right: tuple[bool, ...]


def measure_slack(
    model: LlamaForCausalLM, tokenizer: Tokenizer, prompts: Sequence[str], expected: Sequence[str], bits: int,
    group: int, *, max_new: int = 160,
) -> Slack:  # fmt: skip
    """Greedy answers of the model at `bits` to ChatML prompts that ask for a JSON object; `expected` are the objects.

    Raises ValueError as `fake_quantize`, for no prompts and for lengths that differ.
    """
    from labsupport.models.decode import answer
    from labsupport.models.verdicts import f1, field_counts
    from labsupport.stats import proportion_ci

    if not prompts or len(prompts) != len(expected):
        raise ValueError(f"{len(prompts)} prompts and {len(expected)} expected answers: as many of both, at least one")
    low = fake_quantize(model, bits, group)
    got = [t.strip() for t in answer(low, tokenizer, prompts, max_new=max_new, expected=expected)]
    right = tuple(a == b for a, b in zip(got, expected, strict=True))
    n, valid = len(got), sum(map(is_object, got))
    return Slack(
        bits, group, stored_bytes(model, bits, group), proportion_ci(valid, n),
        f1([field_counts(a, b) for a, b in zip(got, expected, strict=True)]), proportion_ci(sum(right), n), right,
    )  # fmt: skip


def is_object(text: str) -> bool:
    """Whether a text is one JSON object and nothing else."""
    import json

    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
