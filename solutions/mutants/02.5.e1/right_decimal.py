# right
from decimal import ROUND_HALF_UP, Decimal

from labsupport.tokens.money import Money


def cost(usage, price, *, writes=0):
    cached = usage.cached_tokens or 0
    reasoning = usage.reasoning_tokens or 0
    fresh = usage.prompt_tokens - cached - writes
    if min(usage.prompt_tokens, usage.completion_tokens, cached, reasoning, writes, fresh) < 0:
        raise ValueError(f"{usage} with writes={writes} cannot be")
    if reasoning > usage.completion_tokens:
        raise ValueError("more reasoning than output")
    total = Decimal(fresh * price.input + cached * price.cached)
    total += writes * price.write
    total += usage.completion_tokens * price.output
    return Money((total / Decimal(10**12)).quantize(Decimal("0.000001"), ROUND_HALF_UP))
