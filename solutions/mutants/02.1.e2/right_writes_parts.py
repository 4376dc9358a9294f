# right
import torch


def apply_rope(x, cos, sin, layout):
    if layout not in ("half", "interleaved"):
        raise ValueError(f"layout {layout!r}")
    if x.shape[-1] % 2 or cos.shape != sin.shape or cos.shape[-2:] != x.shape[-2:]:
        raise ValueError(f"tables {tuple(cos.shape)} do not fit {tuple(x.shape)}")
    half = x.shape[-1] // 2
    first, second = (slice(0, half), slice(half, None)) if layout == "half" else (slice(0, None, 2), slice(1, None, 2))
    c, s, wide = cos.float(), sin.float(), x.float()
    out = torch.empty(torch.broadcast_shapes(wide.shape, c.shape))
    out[..., first] = wide[..., first] * c[..., first] - wide[..., second] * s[..., first]
    out[..., second] = wide[..., second] * c[..., second] + wide[..., first] * s[..., second]
    return out.to(x.dtype)
