"""Who can answer (`Tier`), what came (`Answer`), and what a cascade did about it (`Attempt`, `CascadeResult`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

from labsupport.usage import Usage

if TYPE_CHECKING:
    from labsupport.tokens.prices import Price


@dataclass(frozen=True)
class Tier:
    """A model at an endpoint. Prices in USD per million tokens, input and output apart; latency in milliseconds.

    `endpoint` is the base URL of an OpenAI-compatible server. Raises ValueError for a negative price or latency.
    """

    name: str
    model: str
    endpoint: str
    price_in: float
    price_out: float
    expected_latency_ms: float

    def __post_init__(self) -> None:
        for name in ("price_in", "price_out", "expected_latency_ms"):
            value = getattr(self, name)
            if not 0.0 <= value < float("inf"):  # NaN is refused, too
                raise ValueError(f"{name}={value!r} of tier {self.name!r} must be 0 or more, and finite")

    @classmethod
    def priced(cls, name: str, price: Price, endpoint: str, expected_latency_ms: float) -> Self:
        """A tier at the dated price of a `PriceBook`, for its model."""
        return cls(name, price.model, endpoint, price.input / 1e6, price.output / 1e6, expected_latency_ms)

    def cost(self, usage: Usage) -> float:
        """USD for the tokens of one call. Cached input is charged as fresh input, an upper bound."""
        # USD per million tokens is micro-dollars per token
        return (usage.prompt_tokens * self.price_in + usage.completion_tokens * self.price_out) / 1e6


@dataclass
class Answer:
    """One model's answer. `confidence` is a probability of being right, None when nobody gave one."""

    text: str
    confidence: float | None
    usage: Usage
    latency_s: float


Call = Callable[[Tier, Any], Awaitable[Answer]]
"""Asks a tier: `await call(tier, req)`. What a request is, is between the caller and this function."""

Outcome = Literal["accepted", "escalated", "failed"]


@dataclass(frozen=True)
class Attempt:
    """One tier that was tried.

    accepted: confident enough, or the last tier. escalated: an answer came, and the next tier was asked. failed: an
    exception, named in `error`; what it cost is not known and counted as 0.
    """

    tier: str
    model: str
    outcome: Outcome
    confidence: float | None
    latency_s: float
    cost_usd: float
    error: str | None = None


@dataclass(frozen=True)
class CascadeResult:
    """The answer, the tier that gave it, every attempt in order, and what all of them took together (USD, seconds)."""

    answer: Answer
    tier: Tier
    tried: tuple[Attempt, ...]
    total_cost: float
    total_latency_s: float


class NoAnswer(RuntimeError):
    """Every tier failed. `tried` holds the attempts; the last tier's exception is the cause."""

    def __init__(self, tried: tuple[Attempt, ...]) -> None:
        super().__init__("no tier answered: " + "; ".join(f"{a.tier}: {a.error}" for a in tried))
        self.tried = tried
