# right
import torch

from labsupport.transformer.cache import CacheFull


class KVCache:
    def __init__(self, layers, kv_heads, head_dim, max_len, dtype, *, batch=1, device="cpu"):
        self.max_len, self.copied = max_len, 0
        self.layers, self.kv_heads, self.head_dim, self.dtype = layers, kv_heads, head_dim, dtype
        self.room = [torch.empty(2, batch, kv_heads, max_len, head_dim, dtype=dtype) for _ in range(layers)]
        self.ends = [0] * layers

    @property
    def length(self):
        return min(self.ends)

    @property
    def nbytes(self):
        return sum(x.numel() * x.element_size() for x in self.room)

    def append(self, layer, k, v):
        room, start = self.room[layer], self.ends[layer]
        if (
            (*k.shape[:2], k.shape[3]) != (*room.shape[1:3], room.shape[4])
            or k.shape != v.shape
            or k.dtype != room.dtype
            or v.dtype != room.dtype
        ):
            raise ValueError("k and v do not fit the cache")
        if start + k.size(2) > self.max_len:
            raise CacheFull("no room")
        room[0].narrow(2, start, k.size(2)).copy_(k)
        room[1].narrow(2, start, k.size(2)).copy_(v)
        self.ends[layer] += k.size(2)
        self.copied += k.nbytes + v.nbytes
        return room[0].narrow(2, 0, self.ends[layer]), room[1].narrow(2, 0, self.ends[layer])

    def crop(self, n):
        if not 0 <= n <= self.length:
            raise ValueError("n")
        for layer in range(len(self.ends)):
            self.ends[layer] = n
