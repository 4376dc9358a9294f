# diagnosis: reasoning-free
from labsupport.tokens.money import Money


def cost(usage, price, *, writes=0):
    cached = usage.cached_tokens or 0
    reasoning = usage.reasoning_tokens or 0
    if min(usage.prompt_tokens, usage.completion_tokens, cached, reasoning, writes) < 0:
        raise ValueError("negative")
    if cached + writes > usage.prompt_tokens or reasoning > usage.completion_tokens:
        raise ValueError("a part is larger than its whole")
    fresh = usage.prompt_tokens - cached - writes
    exact = (
        fresh * price.input
        + cached * price.cached
        + writes * price.write
        + (usage.completion_tokens - reasoning) * price.output
    )
    return Money.from_microusd((exact + 500_000) // 1_000_000)
