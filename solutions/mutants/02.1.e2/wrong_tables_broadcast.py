# diagnosis: no-refusal
import torch


def apply_rope(x, cos, sin, layout):
    if layout not in ("half", "interleaved") or x.shape[-1] % 2:
        raise ValueError("layout or odd dimension")
    if layout == "half":
        a, b = x.chunk(2, dim=-1)
        partner = torch.cat([-b, a], dim=-1)
    else:
        a, b = x[..., ::2], x[..., 1::2]
        partner = torch.stack([-b, a], dim=-1).flatten(-2)
    return x * cos.to(x.dtype) + partner * sin.to(x.dtype)
