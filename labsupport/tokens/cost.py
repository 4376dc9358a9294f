"""What one call costs, and where the money goes."""

from __future__ import annotations

from labsupport.tokens.money import Money
from labsupport.tokens.prices import Price
from labsupport.usage import Usage


def cost(usage: Usage, price: Price, *, writes: int = 0) -> Money:
    """Dollars for one call: fresh input, cached input, cache writes and output, each at its own price.

    usage: `prompt_tokens` counts all input, so fresh is what is neither cached nor written; `completion_tokens` counts
    all output, so `reasoning_tokens` are in it already. An unreported (None) cached count is billed as fresh: an upper
    bound. price: micro-dollars per million tokens. writes: input tokens that this call wrote to the cache, billed at
    `price.write` instead of `price.input`. The sum is rounded once, half up to a whole micro-dollar.
    Raises ValueError for a negative count, cached + writes above the prompt, and reasoning above the output: `Usage`
    refuses such counts too, but not every usage that comes from a log was made by it.
    """
    cached = usage.cached_tokens or 0
    reasoning = usage.reasoning_tokens or 0
    counts = {
        "prompt": usage.prompt_tokens, "output": usage.completion_tokens,
        "cached": cached, "reasoning": reasoning, "writes": writes,
    }  # fmt: skip
    for name, count in counts.items():
        if count < 0:
            raise ValueError(f"{name} tokens {count} must be at least 0")
    if cached + writes > usage.prompt_tokens:
        raise ValueError(
            f"{cached} cached + {writes} written tokens exceed the prompt of {usage.prompt_tokens}, which has both"
        )
    if reasoning > usage.completion_tokens:
        raise ValueError(f"{reasoning} reasoning tokens exceed the output of {usage.completion_tokens}: they are in it")
    fresh = usage.prompt_tokens - cached - writes
    # tokens times micro-dollars per million: whole millionths of a micro-dollar, nothing to round yet
    exact = fresh * price.input + cached * price.cached + writes * price.write + usage.completion_tokens * price.output
    return Money.from_microusd((exact + 500_000) // 1_000_000)


def cost_parts(usage: Usage, price: Price, *, writes: int = 0) -> dict[str, Money]:
    """The four parts of `cost`: "fresh", "cached", "write", "output", each rounded on its own.

    Their sum may differ from `cost` by up to two micro-dollars. Raises ValueError as `cost`.
    """
    cost(usage, price, writes=writes)
    cached = usage.cached_tokens or 0
    fresh = usage.prompt_tokens - cached - writes
    return {
        "fresh": cost(Usage(fresh, 0), price),
        "cached": cost(Usage(cached, 0, cached), price),
        "write": cost(Usage(writes, 0), price, writes=writes),
        "output": cost(Usage(0, usage.completion_tokens), price),
    }
