"""Accuracy, latency and cost of several models on the same cases, one row a model."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labsupport.aio.bounded import run_bounded
from labsupport.cascade.confidence import answer_probability
from labsupport.cascade.tier import Answer, Call, Tier
from labsupport.stats import Interval, percentile, proportion_ci
from labsupport.usage import Usage

if TYPE_CHECKING:
    import openai

    from labsupport.llm import Ledger

Scorer = Callable[[str, str], bool]
"""Whether an answer is right: `scorer(text, expected)`."""


@dataclass(frozen=True)
class Case:
    """One question of an evaluation: what is sent, what is expected, and which slice it belongs to."""

    id: str
    request: Any
    expected: str
    slice: str = ""


@dataclass(frozen=True)
class Row:
    """One model on all cases. A failed call is a wrong answer: leaving it out would reward failing on hard cases.

    p50_s, p95_s, p99_s: quantiles of the seconds of one request, of those that were answered; NaN without any.
    cost_per_1000: USD for a thousand answered requests. throughput_per_s: answers a second at this concurrency, which
    is no latency. right: the verdicts in the order of the cases, for paired comparisons. answers: None where it failed.
    """

    name: str
    model: str
    n: int
    failed: int
    accuracy: Interval
    p50_s: float
    p95_s: float
    p99_s: float
    cost_per_1000: float
    throughput_per_s: float
    right: tuple[bool, ...]
    answers: tuple[Answer | None, ...]


async def benchmark(
    models: Sequence[Tier], cases: Sequence[Case], *, scorer: Scorer, concurrency: int, call: Call | None = None
) -> list[Row]:
    """Ask every model every case, at most `concurrency` calls at a time, one model after the other.

    Latency is the answer's own, per request: waiting for a free slot is not in it, sharing the server with
    `concurrency` - 1 others is. Models do not run side by side, since they would slow each other down. `call` asks a
    tier; by default `chat_call`, for which a case's request is a list of messages.

    Raises ValueError for no models, no cases, a name that is there twice, or concurrency < 1, and what `scorer` raises.
    """
    names = [tier.name for tier in models]
    if not names or not cases or len(set(names)) < len(names):
        raise ValueError(f"{len(cases)} cases and models {names}: at least one of both, and each name once")
    async with contextlib.AsyncExitStack() as stack:
        ask = call if call is not None else await stack.enter_async_context(chat_call())
        return [await _row(tier, cases, scorer, concurrency, ask) for tier in models]


async def _row(tier: Tier, cases: Sequence[Case], scorer: Scorer, concurrency: int, call: Call) -> Row:
    async def one(case: Case) -> Answer:
        return await call(tier, case.request)

    started = time.perf_counter()
    outcomes = await run_bounded(cases, one, concurrency=concurrency, mode="best_effort")
    wall_s = time.perf_counter() - started
    answers = tuple(o.value for o in outcomes)
    came = [a for a in answers if a is not None]
    right = tuple(a is not None and bool(scorer(a.text, case.expected)) for a, case in zip(answers, cases, strict=True))
    p50, p95, p99 = (percentile([a.latency_s for a in came], q) if came else float("nan") for q in (50, 95, 99))
    per_1000 = 1000 * sum(tier.cost(a.usage) for a in came) / len(came) if came else float("nan")
    return Row(
        tier.name, tier.model, len(cases), len(cases) - len(came), proportion_ci(sum(right), len(right)), p50, p95, p99,
        per_1000, len(came) / wall_s, right, answers,
    )  # fmt: skip


@contextlib.asynccontextmanager
async def chat_call(
    *, max_tokens: int = 64, confidence: Callable[[Any], float | None] = answer_probability,
    ledger: Ledger | None = None, max_connections: int = 100,
) -> AsyncIterator[Call]:  # fmt: skip
    """A `Call` that sends chat completions (temperature 0, with log-probabilities) through the lab's clients.

    A request is a list of messages. One client per endpoint, closed at the end. `confidence` reads the completion;
    None means that the server gave nothing to go by. Exceptions are those of the openai SDK; an answer without usage is
    a ValueError.
    """
    from labsupport import llm

    clients: dict[str, openai.AsyncOpenAI] = {}

    async def call(tier: Tier, req: Any) -> Answer:
        if tier.endpoint not in clients:
            made = llm.async_client(base_url=tier.endpoint, ledger=ledger, max_connections=max_connections)
            clients[tier.endpoint] = await stack.enter_async_context(made)
        started = time.perf_counter()
        completion = await clients[tier.endpoint].chat.completions.create(
            model=tier.model, messages=req, max_tokens=max_tokens, temperature=0.0, logprobs=True, top_logprobs=5
        )
        took = time.perf_counter() - started
        text = completion.choices[0].message.content or ""
        return Answer(text, confidence(completion), Usage.from_response(completion), took)

    async with contextlib.AsyncExitStack() as stack:
        yield call
