# diagnosis: crop-wrong
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
        if (
            k.shape != v.shape
            or k.shape[1] != self.k.shape[2]
            or k.shape[0] != self.k.shape[1]
            or k.dtype != self.k.dtype
        ):
            raise ValueError(f"{tuple(k.shape)} {k.dtype} does not fit {tuple(self.k.shape)} {self.k.dtype}")
        start = self.lengths[layer]
        end = start + k.shape[2]
        if end > self.max_len:
            raise CacheFull(f"{end} of {self.max_len}")
        self.k[layer][:, :, start:end] = k
        self.v[layer][:, :, start:end] = v
        self.lengths[layer] = end
        self.copied += k.nbytes + v.nbytes
        return self.k[layer][:, :, :end], self.v[layer][:, :, :end]

    def crop(self, n):
        if n < 0 or n > self.length:
            raise ValueError(f"{n}")
        start = self.length - n
        self.k[:, :, :, :n] = self.k[:, :, :, start : start + n].clone()
        self.v[:, :, :, :n] = self.v[:, :, :, start : start + n].clone()
        self.lengths = [n for _ in self.lengths]
