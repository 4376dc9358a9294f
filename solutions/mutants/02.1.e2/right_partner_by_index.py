# right
import torch


def apply_rope(x, cos, sin, layout):
    dim = x.shape[-1]
    if dim % 2:
        raise ValueError(f"{dim} is odd")
    if layout == "half":
        order = [*range(dim // 2, dim), *range(dim // 2)]
        signs = [-1.0] * (dim // 2) + [1.0] * (dim // 2)
    elif layout == "interleaved":
        order = [i ^ 1 for i in range(dim)]
        signs = [-1.0, 1.0] * (dim // 2)
    else:
        raise ValueError(f"layout {layout!r}")
    if tuple(cos.shape) != tuple(sin.shape) or tuple(cos.shape[-2:]) != tuple(x.shape[-2:]):
        raise ValueError(f"tables {tuple(cos.shape)} and x {tuple(x.shape)}")
    partner = x[..., order] * torch.tensor(signs, dtype=x.dtype)
    return x * cos.to(x.dtype) + partner * sin.to(x.dtype)
