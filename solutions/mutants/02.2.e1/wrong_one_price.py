# diagnosis: wrong-cost
import time

from labsupport.cascade.tier import Attempt, CascadeResult, NoAnswer


async def cascade(req, tiers, threshold, *, call):
    if len(tiers) == 0:
        raise ValueError("a cascade needs at least one tier")
    if not (threshold >= 0 and threshold <= 1):
        raise ValueError(f"threshold {threshold} is outside [0, 1]")
    tried = []
    last_answer = last_tier = None
    for tier in tiers:
        began = time.perf_counter()
        try:
            answer = await call(tier, req)
        except Exception as problem:
            spent = time.perf_counter() - began
            tried.append(Attempt(tier.name, tier.model, "failed", None, spent, 0.0, type(problem).__name__))
            continue
        last_answer, last_tier = answer, tier
        sure = answer.confidence
        confident = sure is not None and threshold <= sure <= 1 and sure >= 0
        outcome = "accepted" if confident or tier is tiers[-1] else "escalated"
        tried.append(Attempt(tier.name, tier.model, outcome, sure, answer.latency_s, tier.cost(answer.usage)))
        if outcome == "accepted":
            break
    if last_answer is None:
        raise NoAnswer(tuple(tried))
    cost = sum(
        t.price_in * (last_answer.usage.prompt_tokens + last_answer.usage.completion_tokens) / 1e6
        for t in tiers[: len(tried)]
    )
    seconds = sum(attempt.latency_s for attempt in tried)
    return CascadeResult(last_answer, last_tier, tuple(tried), cost, seconds)
