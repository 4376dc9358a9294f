"""When a machine of one's own costs less than paying by the token. Plain arithmetic in USD; no prices are kept here."""

from __future__ import annotations

import math

HOURS_PER_DAY = 24
SECONDS_PER_HOUR = 3600


def breakeven_tokens_per_day(hourly: float, tokens_per_s: float, utilisation: float, blended_price: float) -> float:
    """Tokens a day from which a rented machine is cheaper than an API.

    hourly: USD for an hour of the machine, which is paid day and night. tokens_per_s: what it can process when busy.
    utilisation: the share of that it reaches over a day, (0, 1]. blended_price: what the API takes, USD per million
    tokens of the actual mix of input and output.
    math.inf when the break-even lies above what the machine can process in a day: then a second machine is needed
    before the first has paid for itself, and it never does.

    Raises ValueError unless every number is above 0 and finite, and utilisation at most 1.
    """
    _positive(hourly=hourly, tokens_per_s=tokens_per_s, utilisation=utilisation, blended_price=blended_price)
    if utilisation > 1.0:
        raise ValueError(f"utilisation={utilisation!r} must be in (0, 1]: a share, not percent")
    needed = hourly * HOURS_PER_DAY / blended_price * 1e6
    capacity = tokens_per_s * SECONDS_PER_HOUR * HOURS_PER_DAY * utilisation
    return needed if needed <= capacity else math.inf


def self_hosted_price(
    hourly: float, tokens_per_s: float, utilisation: float, operations_per_hour: float = 0.0
) -> float:
    """USD per million tokens of a machine that is paid by the hour: falls with utilisation, is never zero.

    Raises ValueError as `breakeven_tokens_per_day`, and for negative operations.
    """
    _positive(hourly=hourly, tokens_per_s=tokens_per_s, utilisation=utilisation)
    if utilisation > 1.0 or not 0.0 <= operations_per_hour < math.inf:
        raise ValueError(
            f"utilisation={utilisation!r} must be at most 1, operations {operations_per_hour!r} at least 0"
        )
    return (hourly + operations_per_hour) / (tokens_per_s * SECONDS_PER_HOUR * utilisation) * 1e6


def blended(price_in: float, price_out: float, output_share: float) -> float:
    """One price for a mix: `output_share` of all tokens are output. Raises ValueError for a share outside [0, 1]."""
    if not 0.0 <= output_share <= 1.0:
        raise ValueError(f"output_share={output_share!r} must be in [0, 1]")
    return price_in * (1.0 - output_share) + price_out * output_share


def monthly_cost(tokens_per_day: float, price_per_million: float, days: int = 30) -> float:
    """USD a month for so many tokens a day at a price in USD per million tokens."""
    return tokens_per_day * days * price_per_million / 1e6


def _positive(**numbers: float) -> None:
    for name, value in numbers.items():
        if not 0.0 < value < math.inf:
            raise ValueError(f"{name}={value!r} must be above 0 and finite")
