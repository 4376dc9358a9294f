# diagnosis: wrong-content
import torch

from labsupport.transformer.cache import CacheFull


class KVCache:
    def __init__(self, layers, kv_heads, head_dim, max_len, dtype, *, batch=1, device="cpu"):
        self.max_len, self.copied = max_len, 0
        self.layers, self.kv_heads, self.head_dim, self.dtype = layers, kv_heads, head_dim, dtype
        self.k = torch.zeros(layers, batch, kv_heads, max_len, head_dim, dtype=dtype)
        self.v = torch.zeros_like(self.k)
        self.n = 0

    @property
    def length(self):
        return self.n

    @property
    def nbytes(self):
        return self.k.nbytes + self.v.nbytes

    def append(self, layer, k, v):
        if k.shape != v.shape or k.shape[1] != self.kv_heads or k.dtype != self.dtype:
            raise ValueError("does not fit")
        end = self.n + k.shape[2]
        if end > self.max_len:
            raise CacheFull("full")
        self.k[layer][:, :, self.n : end] = k
        self.v[layer][:, :, self.n : end] = v
        self.n = end
        return self.k[layer][:, :, :end], self.v[layer][:, :, :end]

    def crop(self, n):
        if not 0 <= n <= self.n:
            raise ValueError("n")
        self.n = n
