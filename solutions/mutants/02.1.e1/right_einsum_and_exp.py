# right
import math

import torch


def attention(q, k, v, *, causal, key_mask=None):
    for name, other in (("k", k), ("v", v)):
        if (q.shape[0], q.shape[1], q.shape[3]) != (other.shape[0], other.shape[1], other.shape[3]):
            raise ValueError(f"q {tuple(q.shape)} and {name} {tuple(other.shape)} do not fit")
        if q.dtype is not other.dtype:
            raise ValueError(f"q is {q.dtype}, {name} is {other.dtype}")
    if k.shape[2] != v.shape[2]:
        raise ValueError(f"k {tuple(k.shape)} and v {tuple(v.shape)} do not fit")
    n, m = q.shape[2], k.shape[2]
    scores = torch.einsum("bhid,bhjd->bhij", q.double(), k.double()) / math.sqrt(q.shape[3])
    bias = torch.zeros(q.shape[0], 1, n, m, dtype=torch.float64)
    if causal:
        late = torch.arange(m)[None, :] > torch.arange(m - n, m)[:, None]
        bias[:, :, late] = -torch.inf
    if key_mask is not None:
        bias = bias.masked_fill(~key_mask[:, None, None, :], -torch.inf)
    scores = scores + bias
    top = scores.amax(-1, keepdim=True).clamp(min=-1e300)
    exps = torch.exp(scores - top)
    weights = exps / exps.sum(-1, keepdim=True).clamp(min=1e-300)
    return torch.einsum("bhij,bhjd->bhid", weights, v.double()).to(q.dtype), weights.to(q.dtype)
