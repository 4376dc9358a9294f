"""Low-rank adaptation (Hu et al. 2021): a frozen linear map W plus a trained product of two thin matrices.

y = x W^T + b + (alpha / rank) x A^T B^T, with A of shape (rank, in) and B of shape (out, rank). B starts at zero, so
an adapted model begins as the model that it adapts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn


class LoraLinear(nn.Module):
    """A linear layer whose own weights stay as they are; only `a` and `b` are trained."""

    def __init__(self, base: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        if not 1 <= rank <= min(base.in_features, base.out_features):
            raise ValueError(f"rank={rank!r} must be from 1 to {min(base.in_features, base.out_features)}")
        self.base = base.requires_grad_(False)
        self.scale = alpha / rank
        self.a = nn.Parameter(torch.empty(rank, base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) to (..., out)."""
        out: Tensor = self.base(x)
        return out + (x @ self.a.T @ self.b.T) * self.scale


def adapt(module: nn.Module, rank: int, alpha: float | None = None) -> nn.Module:
    """Replace every linear layer inside `module` by a `LoraLinear` and freeze all else; returns the module.

    `alpha` (default twice the rank) scales the update. Raises ValueError for a rank that a layer cannot have, and for
    a module that is adapted already or holds no linear layer.
    """
    if any(isinstance(m, LoraLinear) for m in module.modules()):
        raise ValueError("the module is adapted already: adapt a fresh copy")
    module.requires_grad_(False)
    places = [(parent, name, child) for parent in module.modules() for name, child in parent.named_children()
              if isinstance(child, nn.Linear)]  # fmt: skip
    if not places:
        raise ValueError(f"{type(module).__name__} holds no linear layer")
    for parent, name, child in places:
        setattr(parent, name, LoraLinear(child, rank, 2.0 * rank if alpha is None else alpha))
    return module


def trained(module: nn.Module) -> dict[str, Tensor]:
    """The tensors that training changes, by name: what has to be stored beside the untouched base model."""
    return {name: p.detach() for name, p in module.named_parameters() if p.requires_grad}


def count(parameters: Iterable[nn.Parameter]) -> int:
    """How many numbers of these parameters are trained."""
    return sum(p.numel() for p in parameters if p.requires_grad)
