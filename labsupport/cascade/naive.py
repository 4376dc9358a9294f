"""A cascade, a benchmark and a cost table as they are often copied, errors kept, so that one can watch them."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Sequence
from typing import Any

from labsupport.cascade.benchmark import Case
from labsupport.cascade.tier import Call, Tier


async def naive_cascade(req: Any, tiers: Sequence[Tier], threshold: float = 0.8, *, call: Call) -> dict[str, Any]:
    """Fails open: who reports no confidence is taken to be certain. One price, the last tier's cost, no exceptions."""
    for tier in tiers:
        answer = await call(tier, req)
        confidence = 1.0 if answer.confidence is None else answer.confidence
        cost = (answer.usage.prompt_tokens + answer.usage.completion_tokens) * tier.price_in / 1e6
        if confidence >= threshold:
            return {"text": answer.text, "model": tier.model, "cost": cost, "latency_s": answer.latency_s}
    return {"text": answer.text, "cost": cost, "latency_s": answer.latency_s}


async def naive_benchmark(models: Sequence[Tier], cases: Sequence[Case], *, call: Call) -> list[dict[str, Any]]:
    """All calls at once, "latency" from the wall clock divided by their number, exact string equality, one price."""
    rows = []
    for tier in models:
        started = time.perf_counter()
        answers = await asyncio.gather(*(call(tier, case.request) for case in cases))
        wall_s = time.perf_counter() - started
        tokens = sum(a.usage.prompt_tokens + a.usage.completion_tokens for a in answers)
        rows.append(
            {
                "model": tier.model, "latency_s": wall_s / len(cases),
                "accuracy": sum(a.text == c.expected for a, c in zip(answers, cases, strict=True)) / len(cases),
                "cost_per_1000": tokens * tier.price_in / 1e6 / len(cases) * 1000,
            }
        )  # fmt: skip
    return rows


def naive_monthly_cost(tokens_per_day: float, price_per_1k: float) -> float:
    """Multiplies a day's tokens by the price of a thousand: neither divided by 1,000 nor multiplied by 30."""
    return tokens_per_day * price_per_1k


def naive_breakeven_tokens_per_day(hourly: float, blended_price: float) -> float:
    """Takes a machine's tokens to be free and endless: no capacity, no utilisation."""
    return hourly * 24 / blended_price * 1e6


def naive_interval(right: int, n: int) -> tuple[float, float]:
    """The normal interval of a share: a single point at 20 of 20, and beyond 1 at 19 of 20."""
    p = right / n
    half = 1.96 * math.sqrt(p * (1 - p) / n)
    return p - half, p + half
