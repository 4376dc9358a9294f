# diagnosis: view-mutated
import torch

from labsupport.transformer.cache import CacheFull


class KVCache:
    def __init__(self, layers, kv_heads, head_dim, max_len, dtype, *, batch=1, device="cpu"):
        self.max_len, self.copied = max_len, 0
        self.layers, self.kv_heads, self.head_dim, self.dtype = layers, kv_heads, head_dim, dtype
        self.k = torch.zeros(layers, batch, kv_heads, max_len, head_dim, dtype=dtype, device=device)
        self.v = torch.zeros_like(self.k)
        self.lengths = [0] * layers

    @property
    def length(self):
        return min(self.lengths)

    @property
    def nbytes(self):
        return self.k.nbytes + self.v.nbytes

    def append(self, layer, k, v):
        if k.shape != v.shape or k.shape[1] != self.kv_heads or k.dtype != self.dtype:
            raise ValueError("does not fit")
        n, new = self.lengths[layer], k.shape[2]
        if n + new > self.max_len:
            raise CacheFull("full")
        for room, x in ((self.k[layer], k), (self.v[layer], v)):
            room[:, :, self.max_len - n - new : self.max_len - new] = room[:, :, self.max_len - n :].clone()
            room[:, :, self.max_len - new :] = x
        self.lengths[layer] = n + new
        start = self.max_len - n - new
        return self.k[layer][:, :, start:], self.v[layer][:, :, start:]

    def crop(self, n):
        if n < 0 or n > self.length:
            raise ValueError(f"{n}")
        self.lengths = [n for _ in self.lengths]
