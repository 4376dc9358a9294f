# diagnosis: wrong-dtype
import torch


def attention(q, k, v, *, causal, key_mask=None):
    if q.shape[:2] != k.shape[:2] or q.shape[3] != k.shape[3]:
        raise ValueError(f"q {tuple(q.shape)} does not fit k {tuple(k.shape)}")
    if k.shape != v.shape:
        raise ValueError(f"k {tuple(k.shape)} does not fit v {tuple(v.shape)}")
    if q.dtype != k.dtype or q.dtype != v.dtype:
        raise ValueError(f"dtypes {q.dtype}, {k.dtype}, {v.dtype}")
    scores = (q.float() @ k.float().transpose(-2, -1)) / q.shape[-1] ** 0.5
    visible = torch.ones(q.shape[2], k.shape[2], dtype=torch.bool)
    if causal:
        visible = torch.tril(visible, k.shape[2] - q.shape[2])
    visible = visible.expand(q.shape[0], 1, -1, -1)
    if key_mask is not None:
        visible = visible & key_mask[:, None, None, :]
    weights = scores.masked_fill(~visible, torch.finfo(scores.dtype).min).softmax(-1)
    weights = weights * visible
    return weights @ v.float(), weights
