"""Where keys and values live: one row per running request, and a pool of blocks that later prompts begin with.

The rows are dense, and the running requests always fill the first of them without a gap: a step reads views and copies
nothing. Block tables over a pool, which need no room for the longest request, were measured as well: without a kernel
of its own each layer must gather its blocks first, which on the CPU made attention 2 to 3 times slower (see
docs/decisions/0004-engine.md). Blocks are therefore used where they are read once per request: for shared beginnings.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import OrderedDict
from collections.abc import Sequence

import torch

from labsupport.transformer.checkpoint import Shape

BLOCK = 16  # tokens; only full blocks are shared


class RowCache:
    """Keys and values, (layers, rows, 2 * kv_heads, max_length + 1, head_dim): heads of K first, then those of V.

    The position behind the last one takes what padding writes; nobody reads it. The memory is reserved at once and,
    on the CPU, occupied as it is used.
    """

    def __init__(self, shape: Shape, rows: int, max_length: int, dtype: torch.dtype, device: str) -> None:
        size = (shape.layers, rows, 2 * shape.kv_heads, max_length + 1, shape.head_dim)
        self.kv = torch.zeros(size, dtype=dtype, device=device)
        self.max_length = max_length

    def move(self, source: int, target: int, length: int) -> None:
        """Copy the first `length` positions of a row over another row."""
        self.kv[:, target, :, :length] = self.kv[:, source, :, :length]


class PrefixStore:
    """The newest `blocks` full blocks of earlier requests, found by a hash over all tokens up to their end.

    Equal hashes mean equal tokens from the start on (blake2b, 16 bytes), so a block fits wherever its hash does.
    `blocks` of 0 stores nothing.
    """

    def __init__(self, shape: Shape, blocks: int, dtype: torch.dtype, device: str) -> None:
        size = (blocks, shape.layers, 2 * shape.kv_heads, BLOCK, shape.head_dim)
        self._pool = torch.zeros(size, dtype=dtype, device=device)
        self._table: OrderedDict[bytes, int] = OrderedDict()  # hash -> block, least recently used first
        self._free = list(range(blocks))

    def __len__(self) -> int:
        return len(self._table)

    def fetch(self, tokens: Sequence[int], cache: RowCache, row: int) -> int:
        """Copy the longest stored beginning into a row; its length in tokens, always below that of `tokens`.

        The last token is never taken from here: its logits are what the next token is chosen from.
        """
        chain = self._chain(tokens[: len(tokens) - 1])
        hits = 0
        while hits < len(chain) and chain[hits] in self._table:
            hits += 1
        if hits:
            self._touch(chain[:hits])
            table = torch.tensor([self._table[h] for h in chain[:hits]], device=self._pool.device)
            found = self._pool[table].permute(1, 2, 0, 3, 4)  # layers, heads, blocks, BLOCK, head_dim
            cache.kv[:, row, :, : hits * BLOCK] = found.flatten(2, 3)
        return hits * BLOCK

    def store(self, tokens: Sequence[int], cache: RowCache, row: int) -> None:
        """Keep the full blocks of a row whose first positions hold `tokens`, dropping the least recently used ones."""
        chain = self._chain(tokens)[: self._pool.shape[0]]
        first = next((i for i, h in enumerate(chain) if h not in self._table), len(chain))
        self._touch(chain)
        new = chain[first:]
        for h in new:
            if h in self._table:  # it was stored, and a block before it dropped
                self._free.append(self._table.pop(h))
            elif not self._free:
                self._free.append(self._table.popitem(last=False)[1])
            self._table[h] = self._free.pop()
        if new:
            self._touch(chain)
            table = torch.tensor([self._table[h] for h in new], device=self._pool.device)
            filled = cache.kv[:, row, :, first * BLOCK : len(chain) * BLOCK]
            layers, heads, _, dim = filled.shape
            self._pool[table] = filled.reshape(layers, heads, len(new), BLOCK, dim).permute(2, 0, 1, 3, 4)

    def _touch(self, chain: list[bytes]) -> None:
        """Beginnings last, so that they outlive what follows them and is of no use without them."""
        for h in reversed(chain):
            if h in self._table:
                self._table.move_to_end(h)

    @staticmethod
    def _chain(tokens: Sequence[int]) -> list[bytes]:
        """One hash per full block, each over the one before it and the block's tokens."""
        chain, last = [], b""
        for start in range(0, len(tokens) - BLOCK + 1, BLOCK):
            last = hashlib.blake2b(last + array("q", tokens[start : start + BLOCK]).tobytes(), digest_size=16).digest()
            chain.append(last)
        return chain
