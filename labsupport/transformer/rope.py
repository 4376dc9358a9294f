"""Rotary positions (RoPE): turn pairs of dimensions of q and k by an angle that grows with the position.

The score of two turned vectors depends on the difference of their positions only. Which dimensions form a pair is the
layout: "half" pairs i with i + dim/2 (the checkpoints on model hubs, and the lab models), "interleaved" pairs 2i with
2i + 1 (the original paper). A checkpoint works with the layout it was trained in, and the tables must match.
Source: Su et al. 2021, arXiv 2104.09864.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

Layout = Literal["half", "interleaved"]


@dataclass(frozen=True)
class Scaling:
    """How the angles are stretched to reach `factor` times the trained length `trained` (in tokens).

    "none": not at all. "linear": positions are divided by the factor (arXiv 2306.15595). "ntk": the base grows, so that
    slow pairs are stretched and fast ones hardly. "yarn": each pair by its number of turns within the trained length,
    and scores a little sharper (arXiv 2309.00071; turns between 1 and 32 are blended).
    Raises ValueError for an unknown kind, or a factor below 1.
    """

    kind: Literal["none", "linear", "ntk", "yarn"] = "none"
    factor: float = 1.0
    trained: int = 1024

    def __post_init__(self) -> None:
        if self.kind not in ("none", "linear", "ntk", "yarn"):
            raise ValueError(f"unknown scaling {self.kind!r}: use none, linear, ntk or yarn")
        if not self.factor >= 1 or self.trained < 1:
            raise ValueError(f"factor={self.factor} and trained={self.trained} must be at least 1")


def frequencies(dim: int, base: float, scaling: Scaling | None = None) -> tuple[Tensor, float]:
    """Radians per position of each of the dim/2 pairs, float32, and the number that cos and sin are multiplied by.

    Pair i turns by base^(-2i/dim) per position. Raises ValueError for an odd dim or a base that is not above 1.
    """
    if dim < 2 or dim % 2:
        raise ValueError(f"dim={dim} must be even: dimensions are turned in pairs")
    if not base > 1:
        raise ValueError(f"base={base} must be above 1")
    scaling = scaling or Scaling()
    if scaling.kind == "ntk" and dim > 2:
        base *= scaling.factor ** (dim / (dim - 2))  # the slowest pair is then slower by exactly the factor
    plain = 1.0 / base ** (torch.arange(0, dim, 2, dtype=torch.float32) / dim)
    if scaling.kind == "linear":
        return plain / scaling.factor, 1.0
    if scaling.kind != "yarn":
        return plain, 1.0

    def pair_with(turns: float) -> float:
        """The (fractional) pair that turns so many times within the trained length."""
        return dim * math.log(scaling.trained / (2 * math.pi * turns)) / (2 * math.log(base))

    first, last = max(0, math.floor(pair_with(32))), min(dim - 1, math.ceil(pair_with(1)))
    keep = 1 - ((torch.arange(dim // 2) - first) / max(last - first, 0.001)).clamp(0, 1)  # 1: fast pairs, 0: slow ones
    return plain / scaling.factor * (1 - keep) + plain * keep, 0.1 * math.log(scaling.factor) + 1.0


def rope_tables(
    positions: Tensor, dim: int, base: float, layout: Layout, *, scaling: Scaling | None = None
) -> tuple[Tensor, Tensor]:
    """cos and sin of every position's angles, (*positions.shape, dim), float32, for `apply_rope` of the same layout.

    positions: token indices, of any shape and possibly fractional. Each angle stands at both dimensions of its pair.
    Raises ValueError for an odd dim or an unknown layout.
    """
    pairs, gain = frequencies(dim, base, scaling)
    angles = positions[..., None].to(torch.float32) * pairs.to(positions.device)  # (..., dim/2)
    if layout == "half":
        angles = torch.cat([angles, angles], dim=-1)
    elif layout == "interleaved":
        angles = angles.repeat_interleave(2, dim=-1)
    else:
        raise ValueError(f"unknown layout {layout!r}: use 'half' or 'interleaved'")
    return angles.cos() * gain, angles.sin() * gain


def apply_rope(x: Tensor, cos: Tensor, sin: Tensor, layout: Layout) -> Tensor:
    """Turn every pair (a, b) of x into (a cos - b sin, b cos + a sin).

    x: (B, H, T, D), queries or keys, never values. cos, sin: (T, D) or any shape that broadcasts against x, from
    `rope_tables` with the same layout. Returns the shape and dtype of x. Raises ValueError for an odd D, an unknown
    layout, or tables that do not fit x.
    """
    # BEGIN SOLUTION
    if x.shape[-1] % 2:
        raise ValueError(f"x {tuple(x.shape)} has an odd last dimension: dimensions are turned in pairs")
    if cos.shape != sin.shape or cos.shape[-1] != x.shape[-1]:
        raise ValueError(f"tables {tuple(cos.shape)}, {tuple(sin.shape)} do not fit x {tuple(x.shape)}")
    if cos.ndim > 1 and cos.shape[-2] != x.shape[-2]:
        raise ValueError(f"tables for {cos.shape[-2]} positions do not fit x {tuple(x.shape)}")
    if layout == "half":
        a, b = x.chunk(2, dim=-1)
        partner = torch.cat([-b, a], dim=-1)
    elif layout == "interleaved":
        a, b = x[..., 0::2], x[..., 1::2]
        partner = torch.stack([-b, a], dim=-1).flatten(-2)
    else:
        raise ValueError(f"unknown layout {layout!r}: use 'half' or 'interleaved'")
    return x * cos.to(x.dtype) + partner * sin.to(x.dtype)
    # END SOLUTION
