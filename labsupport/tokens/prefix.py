"""Prefix reuse: what a cache of token blocks can give, beside what the server says it gave."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from labsupport.tokens.cost import cost
from labsupport.tokens.money import Money
from labsupport.tokens.prices import Price
from labsupport.usage import Usage


def shared_prefix(a: Sequence[int], b: Sequence[int]) -> int:
    """Number of equal leading tokens."""
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def reusable(shared: int, length: int, *, block: int, minimum: int = 0) -> int:
    """Cached tokens of a prompt of `length` whose first `shared` tokens were seen: whole blocks, at least `minimum`.

    The last token is always computed, for its logits choose the first token of the answer; a prompt seen before in
    full therefore reuses at most length - 1, rounded down to a block. Raises ValueError for block < 1 or a negative
    number.
    """
    if block < 1 or minimum < 0 or not 0 <= shared <= length:
        raise ValueError(
            f"block={block} must be at least 1, minimum={minimum} at least 0, shared={shared} in 0..{length}"
        )
    tokens = min(shared, max(length - 1, 0)) // block * block
    return tokens if tokens >= minimum else 0


def same_until(base: Sequence[int], shared: int, *, seed: int = 0) -> list[int]:
    """A prompt as long as `base` that shares exactly its first `shared` tokens: the rest is drawn from its tokens.

    For staircases: every step has a tail that no other step has cached. Raises ValueError for `shared` outside the
    prompt, and for a base of less than two different tokens.
    """
    if not 0 <= shared <= len(base) or len(set(base)) < 2:
        raise ValueError(f"shared={shared} must be in 0..{len(base)}, and the prompt needs two different tokens")
    rng, known = random.Random(f"{seed}-{shared}"), sorted(set(base))
    tail = [rng.choice(known) for _ in base[shared:]]
    if tail:
        tail[0] = rng.choice([token for token in known if token != base[shared]])
    return [*base[:shared], *tail]


def broken_at(base: Sequence[int], depth: int) -> list[int]:
    """The prompt with one token replaced by another of its own. Raises ValueError as `same_until`, or at the end."""
    if not 0 <= depth < len(base) or len(set(base)) < 2:
        raise ValueError(f"depth={depth} must be in 0..{len(base) - 1}, and the prompt needs two different tokens")
    other = next(token for token in base if token != base[depth])
    return [*base[:depth], other, *base[depth + 1 :]]


def block_of(cached: Sequence[int]) -> int | None:
    """The block size that reported cached counts betray: their greatest common divisor; None when all are 0.

    A multiple of the true one if too few different counts were seen.
    """
    return math.gcd(*cached) or None


class PrefixIndex:
    """All prompts seen so far, as a tree of blocks; forgets nothing, so its prediction is an upper bound."""

    def __init__(self, *, block: int, minimum: int = 0) -> None:
        reusable(0, 0, block=block, minimum=minimum)  # refuses what makes no sense
        self.block, self.minimum = block, minimum
        self._root: dict[tuple[int, ...], Any] = {}

    def add(self, tokens: Sequence[int]) -> int:
        """Tokens of this prompt that earlier ones left in the cache; then its own full blocks are kept too."""
        node, shared, size = self._root, 0, self.block
        for start in range(0, len(tokens) - size + 1, size):
            key = tuple(tokens[start : start + size])
            if key in node and shared == start:
                shared += size
            node = node.setdefault(key, {})
        return reusable(shared, len(tokens), block=size, minimum=self.minimum)


class Reuse(NamedTuple):
    """One call: prompt tokens, cached tokens predicted, and cached tokens reported (None: the server did not tell)."""

    prompt: int
    predicted: int
    reported: int | None


class PrefixReport:
    """Predicted against reported cached tokens over calls in order, and savings from what was reported.

    price: for the savings, and for block and minimum unless they are given (a local server's block is its own; read
    it with `services.vllm.block_size`). Calls without a reported count are kept apart: absent is not 0.
    """

    def __init__(self, price: Price, *, block: int | None = None, minimum: int | None = None) -> None:
        self.price = price
        self._index = PrefixIndex(
            block=price.block if block is None else block, minimum=price.minimum if minimum is None else minimum
        )
        self.rows: list[Reuse] = []
        self._savings = Money()

    def add(self, tokens: Sequence[int], usage: Usage, *, writes: int = 0) -> Reuse:
        """Note a call: the prompt's token ids, the reported usage, and tokens billed as cache writes.

        Raises ValueError when the usage counts another number of prompt tokens (another tokenizer or template), or
        as `cost`.
        """
        if len(tokens) != usage.prompt_tokens:
            raise ValueError(
                f"{len(tokens)} tokens, but the server counted {usage.prompt_tokens}: use its tokenizer and template"
            )
        if usage.cached_tokens is not None:
            plain = replace(usage, cached_tokens=0)
            self._savings += cost(plain, self.price) - cost(usage, self.price, writes=writes)
        self.rows.append(Reuse(len(tokens), self._index.add(tokens), usage.cached_tokens))
        return self.rows[-1]

    @property
    def predicted(self) -> int:
        """Cached tokens predicted, over the calls with a reported count."""
        return sum(row.predicted for row in self.rows if row.reported is not None)

    @property
    def reported(self) -> int:
        """Cached tokens reported."""
        return sum(row.reported or 0 for row in self.rows)

    @property
    def unknown(self) -> int:
        """Calls whose cached tokens the server did not report."""
        return sum(row.reported is None for row in self.rows)

    @property
    def share(self) -> float | None:
        """Reported over predicted tokens; None when nothing was predicted. Above 1: the server had seen more."""
        return self.reported / self.predicted if self.predicted else None

    @property
    def savings(self) -> Money:
        """Dollars saved against the same calls without a cache; negative when write fees outweigh the reads."""
        return self._savings
