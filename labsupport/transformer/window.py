"""A cache that forgets: the last tokens, and the first few (attention sinks) if they are kept.

Source: Xiao et al. 2023, arXiv 2309.17453.
"""

from __future__ import annotations

import torch
from torch import Tensor

from labsupport.transformer.rope import apply_rope, rope_tables


class WindowCache:
    """The first `sinks` and the last `window` positions of every layer, for half-split RoPE with this `base`.

    Give it as the cache of `TinyLlama.forward`, in chunks that are short beside the window: a chunk is trimmed after
    it was attended to, so its last token sees up to the window plus its chunk. Raises ValueError for window < 1,
    or sinks < 0.
    """

    def __init__(self, layers: int, window: int, *, sinks: int = 0, base: float = 10_000.0) -> None:
        if window < 1 or sinks < 0:
            raise ValueError(f"window={window} must be at least 1 and sinks={sinks} at least 0")
        self.window, self.sinks, self.base = window, sinks, base
        self._seen = [0] * layers
        self._held: list[tuple[Tensor, Tensor] | None] = [None] * layers

    @property
    def length(self) -> int:
        """Tokens seen, which is where the next one stands; not the tokens held."""
        return min(self._seen)

    def append(self, layer: int, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """Take turned keys and values (B, H, T, D); return those to attend to, sinks first."""
        held = self._held[layer]
        evicted = 0 if held is None else self._seen[layer] - held[0].shape[2]
        if held is not None:
            k, v = torch.cat([held[0], k], dim=2), torch.cat([held[1], v], dim=2)
        self._seen[layer] = evicted + k.shape[2]
        over = k.shape[2] - self.sinks - self.window
        keep = torch.ones(k.shape[2], dtype=torch.bool, device=k.device)
        keep[self.sinks : self.sinks + max(over, 0)] = False
        self._held[layer] = (k[:, :, keep], v[:, :, keep])
        if not (self.sinks and evicted):
            return k, v
        # Sinks stand right before the window, as if nothing had been between: turned keys can be turned further.
        cos, sin = rope_tables(torch.tensor([float(evicted)], device=k.device), k.shape[-1], self.base, "half")
        moved = apply_rope(k[:, :, : self.sinks], cos.expand(self.sinks, -1), sin.expand(self.sinks, -1), "half")
        return torch.cat([moved, k[:, :, self.sinks :]], dim=2), v
