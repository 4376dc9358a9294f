"""When a prefix cache pays: uses per lifetime, arrivals, and the order of a prompt's parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from labsupport.tokens.cost import cost
from labsupport.tokens.money import Money
from labsupport.tokens.prices import Price
from labsupport.usage import Usage


def break_even(price: Price) -> int | None:
    """Uses of a prefix within one lifetime, the writing one included, from which caching costs no more than none.

    One write and n - 1 reads against n fresh reads. A write at 1.25 times input with reads at 0.1 breaks even at the
    second use, one at 2 times at the third, a free one at once. None when reads are not cheaper and writes dearer.
    """
    if price.write <= price.input:
        return 1
    if price.cached >= price.input:
        return None
    return -(-(price.write - price.cached) // (price.input - price.cached))


def hit_share(
    interval_s: float, lifetime_s: float | None, *, arrivals: Literal["steady", "poisson"] = "steady"
) -> float:
    """Share of calls after the first that find the prefix, when each use renews its lifetime.

    interval_s: mean seconds between calls. "steady": all or none. "poisson": 1 - exp(-lifetime / interval), the chance
    that the gap is below the lifetime. A lifetime of None never ends. Raises ValueError for a negative interval or an
    unknown kind of arrivals.
    """
    if not interval_s >= 0 or arrivals not in ("steady", "poisson"):
        raise ValueError(f"interval_s={interval_s!r} must be at least 0, arrivals={arrivals!r} steady or poisson")
    if lifetime_s is None or interval_s == 0:
        return 1.0
    if arrivals == "steady":
        return float(interval_s <= lifetime_s)
    return -math.expm1(-lifetime_s / interval_s)


def prefix_cost(
    price: Price,
    prefix: int,
    calls: int,
    interval_s: float = 0.0,
    *,
    cache: bool = True,
    arrivals: Literal["steady", "poisson"] = "steady",
) -> Money:
    """Expected dollars for the prefix alone over `calls`: the first writes, and so does each that finds it gone.

    prefix: tokens. A prefix below `price.minimum` is not cached, nor billed as written; a rest beyond whole blocks is
    fresh each time. The expected number of hits is rounded to a whole one. Raises ValueError for a negative prefix or
    calls < 1.
    """
    if prefix < 0 or calls < 1:
        raise ValueError(f"prefix={prefix} must be at least 0 and calls={calls} at least 1")
    kept = prefix // price.block * price.block if cache and prefix >= price.minimum else 0
    hits = round((calls - 1) * hit_share(interval_s, price.lifetime_s, arrivals=arrivals)) if kept else 0
    # billed as one request, so that rounding happens once and not per call
    usage = Usage(prefix * calls, 0, kept * hits)
    return cost(usage, price, writes=kept * (calls - hits))


def cost_ratio(
    price: Price,
    prefix: int,
    calls: int,
    interval_s: float = 0.0,
    *,
    arrivals: Literal["steady", "poisson"] = "steady",
) -> float:
    """Dollars for the prefix with the cache over those without: above 1 caching loses. ValueError as `prefix_cost`."""
    without = prefix_cost(price, prefix, calls, interval_s, cache=False, arrivals=arrivals)
    if not without:
        raise ValueError(f"{prefix} tokens at {price.input} micro-dollars per million cost nothing: no ratio")
    return float(prefix_cost(price, prefix, calls, interval_s, arrivals=arrivals) / without)


class PromptPart(NamedTuple):
    """A part of a prompt: tokens, and the share of calls (0..1) in which it differs from the call before."""

    name: str
    tokens: int
    changes: float


def expected_reuse(parts: Sequence[PromptPart]) -> float:
    """Tokens expected to be reused per call in this order: a part counts if it and all before it are unchanged.

    Parts change independently of each other; blocks are ignored. Raises ValueError for a share outside [0, 1].
    """
    alive, total = 1.0, 0.0
    for part in parts:
        if not 0.0 <= part.changes <= 1.0 or part.tokens < 0:
            raise ValueError(f"{part}: changes must be in [0, 1] and tokens at least 0")
        alive *= 1.0 - part.changes
        total += alive * part.tokens
    return total


def plan_prefix(parts: Sequence[PromptPart]) -> list[PromptPart]:
    """The order with the most expected reuse: by tokens * (1 - changes) / changes, largest first, ties as given.

    Stable parts come first and ever-changing ones last; between them a long part may precede a shorter one that
    changes less often. Exchanging two neighbours shows that no order is better. ValueError as `expected_reuse`.
    """
    expected_reuse(parts)

    def rank(part: PromptPart) -> float:
        return part.tokens * (1.0 - part.changes) / part.changes if part.changes else math.inf

    return sorted(parts, key=rank, reverse=True)
