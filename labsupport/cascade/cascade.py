"""Cheap first: ask the tiers in order until one is confident. Knows nothing of prompts, HTTP or confidence's source."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from labsupport.cascade.tier import Answer, Attempt, Call, CascadeResult, NoAnswer, Outcome, Tier


async def cascade(req: Any, tiers: Sequence[Tier], threshold: float, *, call: Call) -> CascadeResult:
    """Ask `tiers` in the given order, cheapest first; return the first answer that is confident enough.

    An answer is accepted when its confidence is a number in [0, 1] that is at least `threshold`. None, NaN and numbers
    outside [0, 1] are no confidence: they escalate, at every threshold. The last tier's answer is accepted whatever its
    confidence.
    A tier that raises is recorded as failed, with the name of its exception, and the next one is asked; cancellation is
    not a failure and passes through. When the last tier fails, the answer of the last tier that gave one is returned.

    Cost (USD) and latency (seconds) are those of all tiers tried: `answer.latency_s` where an answer came, the
    measured time where the tier failed.

    Raises ValueError for no tiers or a threshold outside [0, 1], before anything is asked; NoAnswer when all failed.
    """
    if not tiers:
        raise ValueError("tiers is empty: a cascade needs at least one")
    if not 0.0 <= threshold <= 1.0:
        raise ValueError(f"threshold={threshold!r} must be in [0, 1]")
    tried: list[Attempt] = []
    best: tuple[Answer, Tier] | None = None
    failure: Exception | None = None
    for position, tier in enumerate(tiers):
        started = time.perf_counter()
        try:
            answer = await call(tier, req)
        except Exception as error:
            failure = error
            took = time.perf_counter() - started
            tried.append(Attempt(tier.name, tier.model, "failed", None, took, 0.0, type(error).__name__))
            continue
        best = answer, tier
        sure = answer.confidence
        # asks for what is good: a comparison with NaN is false, so NaN escalates
        enough = sure is not None and 0.0 <= sure <= 1.0 and sure >= threshold
        accepted = enough or position == len(tiers) - 1
        outcome: Outcome = "accepted" if accepted else "escalated"
        tried.append(Attempt(tier.name, tier.model, outcome, sure, answer.latency_s, tier.cost(answer.usage)))
        if accepted:
            break
    if best is None:
        raise NoAnswer(tuple(tried)) from failure
    cost, latency_s = sum(a.cost_usd for a in tried), sum(a.latency_s for a in tried)
    return CascadeResult(best[0], best[1], tuple(tried), cost, latency_s)
