"""A token budget: fixed parts and the answer first, context takes the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """One part of a budget: tokens planned, and tokens of the last request (None: not logged)."""

    part: str
    planned: int
    actual: int | None

    @property
    def over(self) -> int:
        """Tokens above the plan, 0 when within it or unknown."""
        return max(0, (self.actual or 0) - self.planned)


class TokenBudget:
    """A window of tokens shared by the answer, the fixed parts of the prompt, and context.

    window: tokens of prompt and answer together. reserve_output: tokens kept free for the answer. parts: planned
    tokens of the fixed parts (system, tools, examples, user message, chat template). Raises ValueError for a negative
    count, window < 1, and when the parts and the reserve leave a negative rest.
    """

    def __init__(self, window: int, reserve_output: int, parts: Mapping[str, int]) -> None:
        if window < 1 or reserve_output < 0:
            raise ValueError(f"window={window} must be at least 1 and reserve_output={reserve_output} at least 0")
        for name, tokens in parts.items():
            if tokens < 0:
                raise ValueError(f"part {name!r} has {tokens} tokens: at least 0")
        self.window, self.reserve_output, self.parts = window, reserve_output, dict(parts)
        if self.remaining < 0:
            table = ", ".join(f"{name} {tokens}" for name, tokens in self.parts.items())
            raise ValueError(f"{table} and {reserve_output} for the answer exceed the window by {-self.remaining}")
        self._actual: dict[str, int] = {}

    @property
    def total_input(self) -> int:
        """Planned tokens of all fixed parts."""
        return sum(self.parts.values())

    @property
    def remaining(self) -> int:
        """Tokens left for context."""
        return self.window - self.reserve_output - self.total_input

    def fits(self, tokens: int) -> bool:
        """Whether so many tokens of context fit. Raises ValueError for a negative count."""
        if tokens < 0:
            raise ValueError(f"tokens={tokens} must be at least 0")
        return tokens <= self.remaining

    def keep(self, ranked: Sequence[int]) -> int:
        """How many of the pieces, best first, fit: the lowest ranked are dropped, none is jumped over."""
        used = 0
        for n, tokens in enumerate(ranked):
            used += tokens
            if not self.fits(used):
                return n
        return len(ranked)

    def log(self, part: str, tokens: int) -> None:
        """Note what a part really took. KeyError for a part without a plan ("context" and "output" have one)."""
        planned = self._planned()
        if part not in planned:
            raise KeyError(f"no part {part!r}; planned: {', '.join(planned)}")
        if tokens < 0:
            raise ValueError(f"tokens={tokens} must be at least 0")
        self._actual[part] = tokens

    def lines(self) -> list[Line]:
        """Planned and actual tokens of every part, then of context and output."""
        return [Line(part, planned, self._actual.get(part)) for part, planned in self._planned().items()]

    def _planned(self) -> dict[str, int]:
        return {**self.parts, "context": self.remaining, "output": self.reserve_output}
