# right
from labsupport.tokens.money import Money


def cost(usage, price, *, writes=0):
    cached = 0 if usage.cached_tokens is None else usage.cached_tokens
    thought = 0 if usage.reasoning_tokens is None else usage.reasoning_tokens
    pairs = [
        (usage.prompt_tokens - cached - writes, price.input),
        (cached, price.cached),
        (writes, price.write),
        (usage.completion_tokens - thought, price.output),
        (thought, price.output),
    ]
    for tokens, _ in pairs:
        if tokens < 0:
            raise ValueError(f"{tokens} tokens: at least 0")
    millionths = sum(tokens * per_million for tokens, per_million in pairs)
    micro, rest = divmod(millionths, 10**6)
    return Money.from_microusd(micro + (rest >= 500_000))
