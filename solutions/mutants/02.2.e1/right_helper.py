# right
import math
from time import monotonic

from labsupport.cascade.tier import Attempt, CascadeResult, NoAnswer


def probability(value):
    """The confidence as a number in [0, 1], or -1 when there is none."""
    if value is None or math.isnan(value) or value < 0.0 or value > 1.0:
        return -1.0
    return value


async def cascade(req, tiers, threshold, *, call):
    if not tiers:
        raise ValueError("no tiers")
    if math.isnan(threshold) or threshold < 0.0 or threshold > 1.0:
        raise ValueError("threshold")
    attempts, given = [], []
    cost = seconds = 0.0
    waiting = list(tiers)
    while waiting:
        tier = waiting.pop(0)
        started = monotonic()
        try:
            answer = await call(tier, req)
        except Exception as error:
            took = monotonic() - started
            seconds += took
            attempts.append(Attempt(tier.name, tier.model, "failed", None, took, 0.0, error.__class__.__name__))
            continue
        paid = tier.cost(answer.usage)
        cost, seconds = cost + paid, seconds + answer.latency_s
        given.append((answer, tier))
        done = not waiting or probability(answer.confidence) >= threshold
        attempts.append(
            Attempt(
                tier=tier.name,
                model=tier.model,
                outcome="accepted" if done else "escalated",
                confidence=answer.confidence,
                latency_s=answer.latency_s,
                cost_usd=paid,
            )
        )
        if done:
            break
    if not given:
        raise NoAnswer(tuple(attempts))
    return CascadeResult(
        answer=given[-1][0], tier=given[-1][1], tried=tuple(attempts), total_cost=cost, total_latency_s=seconds
    )
