# diagnosis: copies-history
import torch

from labsupport.transformer.cache import CacheFull


class KVCache:
    def __init__(self, layers, kv_heads, head_dim, max_len, dtype, *, batch=1, device="cpu"):
        self.max_len, self.copied = max_len, 0
        self.layers, self.kv_heads, self.head_dim, self.dtype = layers, kv_heads, head_dim, dtype
        self.held = [None] * layers
        self.bytes = 2 * layers * batch * kv_heads * max_len * head_dim * dtype.itemsize

    @property
    def length(self):
        return min(0 if h is None else h[0].shape[2] for h in self.held)

    @property
    def nbytes(self):
        return self.bytes

    def append(self, layer, k, v):
        if k.shape != v.shape or k.shape[1] != self.kv_heads or k.dtype != self.dtype:
            raise ValueError("does not fit")
        held = self.held[layer]
        if (0 if held is None else held[0].shape[2]) + k.shape[2] > self.max_len:
            raise CacheFull("full")
        if held is not None:
            k, v = torch.cat([held[0], k], dim=2), torch.cat([held[1], v], dim=2)
        self.held[layer] = (k, v)
        return k, v

    def crop(self, n):
        if not 0 <= n <= self.length:
            raise ValueError("n")
        self.held = [None if h is None else (h[0][:, :, :n], h[1][:, :, :n]) for h in self.held]
