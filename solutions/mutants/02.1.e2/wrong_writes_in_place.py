# diagnosis: in-place
import torch


def apply_rope(x, cos, sin, layout):
    if layout not in ("half", "interleaved"):
        raise ValueError(f"layout {layout!r}")
    if x.shape[-1] % 2:
        raise ValueError(f"odd {tuple(x.shape)}")
    if cos.shape != sin.shape or cos.shape[-1] != x.shape[-1] or cos.shape[-2] != x.shape[-2]:
        raise ValueError(f"tables {tuple(cos.shape)} for x {tuple(x.shape)}")
    if layout == "half":
        a, b = x.chunk(2, dim=-1)
        partner = torch.cat([-b, a], dim=-1)
    else:
        a, b = x[..., ::2], x[..., 1::2]
        partner = torch.stack([-b, a], dim=-1).flatten(-2)
    return x.mul_(cos.to(x.dtype)).add_(partner * sin.to(x.dtype))
