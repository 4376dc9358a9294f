"""Cascades, calibration, benchmarks, quantization, break-even, emergence, sample sizes; and what the naive forms do."""

from __future__ import annotations

import asyncio
import json
import math
import random
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from labsupport import models, stats
from labsupport.cascade import baselines, breakeven, calibration, confidence, emergence, local, naive, quantize
from labsupport.cascade.approval import approval_draws
from labsupport.cascade.benchmark import Case, Row, benchmark, chat_call
from labsupport.cascade.cascade import cascade
from labsupport.cascade.sweep import Point, Unanswered, against, pareto, recorded, replay, sweep, tune
from labsupport.cascade.tasks import RECORD, TASKS, lab_cases
from labsupport.cascade.tier import Answer, Call, NoAnswer, Tier
from labsupport.llm import Ledger
from labsupport.models import shipped
from labsupport.services.provider_sim import ProviderSim
from labsupport.tokens.cost import cost
from labsupport.tokens.prices import Price
from labsupport.usage import Usage

NANO = Tier("nano", "lab-nano", "http://127.0.0.1:1/v1", 0.05, 0.2, 100)
SMALL = Tier("small", "lab-small", "http://127.0.0.1:1/v1", 0.25, 1.0, 300)
LARGE = Tier("large", "lab-large", "http://127.0.0.1:1/v1", 2.5, 10.0, 900)
GENERATORS = shipped.generators()


def answer(
    text: str = "x", sure: float | None = None, latency_s: float = 0.5, tokens: tuple[int, int] = (100, 10)
) -> Answer:
    return Answer(text, sure, Usage(*tokens), latency_s)


def scripted(**by_tier: Answer | Exception) -> tuple[Call, list[str]]:
    """A call that answers by the tier's name, and the names that were asked."""
    asked: list[str] = []

    async def call(tier: Tier, req: Any) -> Answer:
        asked.append(tier.name)
        got = by_tier[tier.name]
        if isinstance(got, Exception):
            raise got
        return got

    return call, asked


# ---------------------------------------------------------------- cascade


def test_a_confident_first_tier_ends_it() -> None:
    call, asked = scripted(nano=answer("cheap", 0.9))
    result = asyncio.run(cascade("q", [NANO, SMALL], 0.9, call=call))
    assert (result.answer.text, result.tier, asked) == ("cheap", NANO, ["nano"])
    assert result.total_cost == pytest.approx((100 * 0.05 + 10 * 0.2) / 1e6)
    assert result.tried[0].outcome == "accepted"


@pytest.mark.parametrize("threshold", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("sure", [None, math.nan, 1.5, 95.0, math.inf, -0.1, -math.inf])
def test_what_is_no_confidence_escalates_at_every_threshold(sure: float | None, threshold: float) -> None:
    call, asked = scripted(nano=answer("cheap", sure, 0.25), small=answer("dear", None, 0.5, (200, 20)))
    result = asyncio.run(cascade("q", [NANO, SMALL], threshold, call=call))
    assert (result.answer.text, result.tier, asked) == ("dear", SMALL, ["nano", "small"])
    assert [a.outcome for a in result.tried] == ["escalated", "accepted"]
    assert result.total_cost == pytest.approx((100 * 0.05 + 10 * 0.2 + 200 * 0.25 + 20 * 1.0) / 1e6)
    assert result.total_latency_s == 0.75


def test_a_failing_tier_escalates_and_is_recorded_with_its_time() -> None:
    async def call(tier: Tier, req: Any) -> Answer:
        if tier is NANO:
            await asyncio.sleep(0.02)
            raise TimeoutError("slow")
        return answer("dear", 0.1, 0.5)

    result = asyncio.run(cascade("q", [NANO, SMALL], 0.9, call=call))
    first, second = result.tried
    assert (first.outcome, first.error, first.cost_usd, first.confidence) == ("failed", "TimeoutError", 0.0, None)
    assert (second.outcome, second.model) == ("accepted", "lab-small")
    assert first.latency_s >= 0.015
    assert result.total_latency_s == pytest.approx(first.latency_s + 0.5)


def test_when_the_last_tier_fails_the_answer_that_came_is_kept() -> None:
    call, _ = scripted(nano=answer("cheap", 0.8), small=answer("better", 0.2), large=ConnectionError("down"))
    result = asyncio.run(cascade("q", [NANO, SMALL, LARGE], 0.9, call=call))
    assert (result.answer.text, result.tier) == ("better", SMALL)
    assert [a.outcome for a in result.tried] == ["escalated", "escalated", "failed"]


def test_all_tiers_failing_names_them_and_keeps_the_cause() -> None:
    last = ConnectionError("down")
    call, _ = scripted(nano=TimeoutError(), small=last)
    with pytest.raises(NoAnswer, match=r"nano: TimeoutError; small: ConnectionError") as caught:
        asyncio.run(cascade("q", [NANO, SMALL], 0.5, call=call))
    assert caught.value.__cause__ is last
    assert [a.outcome for a in caught.value.tried] == ["failed", "failed"]


@pytest.mark.parametrize(("tiers", "threshold"), [([], 0.5), ([NANO], -0.01), ([NANO], 1.01), ([NANO], math.nan)])
def test_a_bad_cascade_is_refused_before_anyone_is_asked(tiers: list[Tier], threshold: float) -> None:
    call, asked = scripted(nano=answer())
    with pytest.raises(ValueError, match=r"tiers is empty|threshold="):
        asyncio.run(cascade("q", tiers, threshold, call=call))
    assert not asked


def test_cancelling_a_cascade_is_no_failure_of_a_tier() -> None:
    asked: list[str] = []

    async def call(tier: Tier, req: Any) -> Answer:
        asked.append(tier.name)
        await asyncio.sleep(60)
        return answer()

    async def run() -> None:
        task = asyncio.create_task(cascade("q", [NANO, SMALL], 0.5, call=call))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert asked == ["nano"]


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 1), st.just("error")), min_size=1, max_size=4),
    st.floats(0, 1),
)
@settings(max_examples=80, deadline=None)
def test_a_cascade_by_its_definition(script: list[Any], threshold: float) -> None:
    tiers = [Tier(str(i), f"m{i}", "", 1.0 + i, 2.0, 1.0) for i in range(len(script))]
    by = {str(i): TimeoutError() if s == "error" else answer(str(i), s) for i, s in enumerate(script)}
    call, asked = scripted(**by)
    good = [i for i, s in enumerate(script) if isinstance(s, float) and s >= threshold]
    came = [i for i, s in enumerate(script) if s != "error"]
    if not came:
        with pytest.raises(NoAnswer):
            asyncio.run(cascade("q", tiers, threshold, call=call))
        return
    stop = good[0] if good else len(script) - 1
    result = asyncio.run(cascade("q", tiers, threshold, call=call))
    assert asked == [str(i) for i in range(stop + 1)]
    assert result.tier is tiers[stop if stop in came else max(came)]
    assert result.total_cost == pytest.approx(sum(tiers[i].cost(Usage(100, 10)) for i in came if i <= stop))


def test_a_tier_at_a_dated_price() -> None:
    price = Price(model="lab-nano", as_of=date(2026, 1, 2), input=50_000, cached=5_000, write=50_000, output=200_000)
    tier = Tier.priced("nano", price, "http://127.0.0.1:1/v1", 100)
    assert tier == NANO
    assert tier.cost(Usage(100_000, 10_000)) == pytest.approx(float(cost(Usage(100_000, 10_000), price)))


def test_a_tier_refuses_a_price_that_is_none() -> None:
    for bad in (-1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="price_out"):
            Tier("t", "m", "", 1.0, bad, 1.0)


# ---------------------------------------------------------------- the naive forms


def test_naive_cascade_fails_open_and_forgets_cost_and_name() -> None:
    call, asked = scripted(nano=answer("wrong", None), small=answer("right", 0.3, 0.5, (100, 50)))
    assert asyncio.run(naive.naive_cascade("q", [NANO, SMALL], call=call))["text"] == "wrong"
    assert asked == ["nano"]
    call, _ = scripted(nano=answer("wrong", 0.1), small=answer("right", 0.3, 0.5, (100, 50)))
    got = asyncio.run(naive.naive_cascade("q", [NANO, SMALL], call=call))
    assert "model" not in got
    true = asyncio.run(cascade("q", [NANO, SMALL], 0.8, call=call))
    assert got["cost"] < true.total_cost
    with pytest.raises(UnboundLocalError):
        asyncio.run(naive.naive_cascade("q", [], call=call))


def slow_call(seconds: float, text: str = "yes") -> tuple[Call, list[int]]:
    """A call that takes so long; and how many were open at each start."""
    opened: list[int] = []
    state = SimpleNamespace(open=0)

    async def call(tier: Tier, req: Any) -> Answer:
        state.open += 1
        opened.append(state.open)
        await asyncio.sleep(seconds)
        state.open -= 1
        return answer(text, None, seconds)

    return call, opened


def test_naive_benchmark_reports_throughput_as_latency_and_opens_everything_at_once() -> None:
    cases = [Case(str(i), "q", "Yes") for i in range(20)]
    call, opened = slow_call(0.05)
    (wrong,) = asyncio.run(naive.naive_benchmark([NANO], cases, call=call))
    assert max(opened) == 20
    assert wrong["latency_s"] < 0.025  # less than half of what every single request took
    assert wrong["accuracy"] == 0.0  # "yes" is not "Yes"
    call, opened = slow_call(0.05)
    (row,) = asyncio.run(benchmark([NANO], cases, scorer=same, concurrency=4, call=call))
    assert max(opened) == 4
    assert row.p50_s == 0.05
    assert row.accuracy.value == 1.0
    assert row.cost_per_1000 > wrong["cost_per_1000"]  # output costs more than input


def test_monthly_cost_of_the_sample_is_off_by_33() -> None:
    for price_per_1k, month in ((0.002, 60), (0.060, 1800)):
        assert breakeven.monthly_cost(1e6, price_per_1k * 1000) == pytest.approx(month)
        assert naive.naive_monthly_cost(1e6, price_per_1k) / month == pytest.approx(1000 / 30)


# ---------------------------------------------------------------- benchmark


def same(text: str, expected: str) -> bool:
    return text.casefold() == expected.casefold()


def test_benchmark_counts_failures_as_wrong_and_keeps_the_order() -> None:
    async def call(tier: Tier, req: Any) -> Answer:
        await asyncio.sleep(0.002 * (5 - req))
        if req == 2:
            raise TimeoutError
        return answer("yes" if req != 3 else "no", 0.5, 0.1 * (req + 1))

    cases = [Case(str(i), i, "yes") for i in range(5)]
    (row,) = asyncio.run(benchmark([NANO], cases, scorer=same, concurrency=5, call=call))
    assert row.right == (True, True, False, False, True)
    assert (row.n, row.failed, row.accuracy.value) == (5, 1, 0.6)
    assert (row.accuracy.low, row.accuracy.high) == pytest.approx(stats.wilson(3, 5))
    assert row.p50_s == pytest.approx(0.3)  # of 0.1, 0.2, 0.4, 0.5
    assert row.cost_per_1000 == pytest.approx(1000 * NANO.cost(Usage(100, 10)))
    assert row.answers[2] is None


def test_benchmark_of_a_model_that_never_answers() -> None:
    call, _ = scripted(nano=TimeoutError(), small=answer("yes"))
    cases = [Case("1", "q", "yes")]
    dead, alive = asyncio.run(benchmark([NANO, SMALL], cases, scorer=same, concurrency=1, call=call))
    assert dead.failed == 1
    assert dead.accuracy.value == 0.0
    assert math.isnan(dead.p95_s)
    assert math.isnan(dead.cost_per_1000)
    assert alive.accuracy.value == 1.0


def test_benchmark_refuses_bad_input_and_passes_on_a_broken_scorer() -> None:
    call, _ = scripted(nano=answer())
    case = Case("1", "q", "yes")
    for tiers, cases, concurrency in (([], [case], 1), ([NANO], [], 1), ([NANO, NANO], [case], 1), ([NANO], [case], 0)):
        with pytest.raises(ValueError, match="at least"):
            asyncio.run(benchmark(tiers, cases, scorer=same, concurrency=concurrency, call=call))

    def broken(text: str, expected: str) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(benchmark([NANO], [case], scorer=broken, concurrency=1, call=call))


def test_benchmark_over_a_real_socket() -> None:
    """The echo sends no log-probabilities, so that its confidence is missing; a dead endpoint counts as failed."""
    with ProviderSim() as sim:
        here = Tier("here", "echo", sim.url, 1.0, 2.0, 1.0)
        cases = [Case(str(i), [{"role": "user", "content": f"word {i}"}], f"word {i}") for i in range(6)]
        ledger = Ledger({"echo": (1_000_000, 2_000_000)})

        async def run() -> list[Row]:
            async with chat_call(ledger=ledger) as call:
                return await benchmark([here, NANO], cases, scorer=lambda t, e: e in t, concurrency=3, call=call)

        live, dead = asyncio.run(run())
        assert (live.failed, live.accuracy.value, dead.failed) == (0, 1.0, 6)
        assert all(a is not None and a.confidence is None and a.latency_s > 0 for a in live.answers)
        # the ledger rounds every call to a micro-dollar
        assert live.cost_per_1000 / 1000 * 6 * 1e6 == pytest.approx(ledger.total().cost_microusd, abs=6)
        assert ledger.total().calls == 12
        assert len(sim.ledger()) == 6


# ---------------------------------------------------------------- sweep


def recorded_cases(n: int = 200) -> tuple[list[Case], dict[tuple[str, str], Answer | None]]:
    """A cheap model that is right with the chance that it reports, a dear one that is right on nine of ten."""
    rng = random.Random(3)
    cases, answers = [], {}
    for i in range(n):
        sure = rng.random() ** 0.4
        cases.append(Case(str(i), str(i), "yes"))
        answers["nano", str(i)] = answer("yes" if rng.random() < sure else "no", sure)
        answers["small", str(i)] = answer("yes" if rng.random() < 0.9 else "no", None)
    return cases, answers


def test_sweep_goes_from_always_cheap_to_always_dear() -> None:
    cases, answers = recorded_cases()
    grid = [0.0, 0.25, 0.5, 0.7, 0.8, 0.9, 1.0]
    points = asyncio.run(sweep([NANO, SMALL], cases, grid, call=replay(answers), scorer=same))
    escalated = [p.escalated for p in points]
    assert escalated == sorted(escalated)
    assert (escalated[0], escalated[-1]) == (0.0, 1.0)
    cheap, both = NANO.cost(Usage(100, 10)), NANO.cost(Usage(100, 10)) + SMALL.cost(Usage(100, 10))
    assert points[0].cost_per_1000 == pytest.approx(1000 * cheap)
    assert points[-1].cost_per_1000 == pytest.approx(1000 * both)  # dearer than asking the dear one at once
    # cost relative to always-dear is r + p
    for p in points:
        assert p.cost_per_1000 / (1000 * (both - cheap)) == pytest.approx(0.2 + p.escalated)
    dear = [same(a.text, "yes") for (name, _), a in answers.items() if name == "small" and a is not None]
    chosen = tune(points, dear, max_loss=0.02)
    found = against(chosen, dear, 1000 * (both - cheap))
    assert found.cost_ratio < 1.0
    assert found.difference.value >= -0.02 - 1e-9


def test_calibration_moves_the_threshold_and_missing_stays_missing() -> None:
    cases, answers = recorded_cases(50)
    answers["nano", "0"] = answer("yes", None)
    answers["nano", "1"] = None
    seen: list[float | None] = []

    def half(score: float | None) -> float | None:
        seen.append(score)
        return None if score is None else score / 2

    (point,) = asyncio.run(sweep([NANO, SMALL], cases, [0.5], call=replay(answers), scorer=same, calibrate=half))
    assert None in seen
    assert point.escalated == 1.0  # nothing but 1.0 would pass
    answers["small", "1"] = None
    with pytest.raises(NoAnswer) as caught:
        asyncio.run(sweep([NANO, SMALL], cases, [0.5], call=replay(answers), scorer=same))
    assert isinstance(caught.value.__cause__, Unanswered)


def test_recorded_rows_replay_what_was_benchmarked() -> None:
    cases, answers = recorded_cases(20)
    rows = asyncio.run(benchmark([NANO, SMALL], cases, scorer=same, concurrency=3, call=replay(answers)))
    assert recorded(rows, cases) == answers


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12))
def test_pareto_keeps_what_nothing_dominates(raw: list[tuple[int, int]]) -> None:
    points = [Point(str(i), 0.0, float(c), a / 5, 0.0, 0.0, ()) for i, (c, a) in enumerate(raw)]

    def dominated(p: Point) -> bool:
        return any(
            o.cost_per_1000 <= p.cost_per_1000 and o.accuracy >= p.accuracy
            and (o.cost_per_1000, o.accuracy) != (p.cost_per_1000, p.accuracy) for o in points
        )  # fmt: skip

    front = pareto(points)
    assert {(p.cost_per_1000, p.accuracy) for p in front} == {
        (p.cost_per_1000, p.accuracy) for p in points if not dominated(p)
    }
    assert len({(p.cost_per_1000, p.accuracy) for p in front}) == len(front)


def test_tune_takes_the_cheapest_that_is_good_enough_or_says_so() -> None:
    points = [
        Point("a", 0.1, 1.0, 0.7, 0, 0, ()),
        Point("b", 0.5, 2.0, 0.9, 0, 0, ()),
        Point("c", 1.0, 3.0, 0.95, 0, 0, ()),
    ]
    reference = [True] * 9 + [False]
    assert tune(points, reference).name == "b"
    assert tune(points, reference, max_loss=0.2).name == "a"
    with pytest.raises(ValueError, match="no point"):
        tune(points[:1], reference)
    with pytest.raises(ValueError, match="empty"):
        tune(points, [])
    with pytest.raises(ValueError, match="above 0"):
        against(points[0], reference, 0.0)


# ---------------------------------------------------------------- calibration and confidence


@given(st.lists(st.tuples(st.integers(-8, 8), st.booleans()), min_size=1, max_size=60))
@settings(max_examples=100, deadline=None)
def test_calibrator_equals_scikit_learn(pairs: list[tuple[int, bool]]) -> None:
    from sklearn.isotonic import IsotonicRegression

    scores, right = [s / 4 for s, _ in pairs], [y for _, y in pairs]
    fitted = calibration.fit_calibrator(scores, right)
    reference = IsotonicRegression(out_of_bounds="clip").fit(scores, [float(y) for y in right])
    grid = np.linspace(-3, 3, 49)
    np.testing.assert_allclose([fitted(float(x)) for x in grid], reference.predict(grid), atol=1e-6)


def test_calibrator_mends_overconfidence_and_keeps_missing_missing() -> None:
    rng = random.Random(0)
    spoken = [rng.uniform(0.6, 1.0) for _ in range(3000)]
    right = [rng.random() < (s - 0.5) for s in spoken]  # 10% to 50% right
    fitted = calibration.fit_calibrator(spoken[:2000], right[:2000])
    test, truth = spoken[2000:], right[2000:]
    better = [fitted(s) for s in test]
    assert all(p is not None for p in better)
    assert calibration.ece(test, truth) > 0.4
    assert calibration.ece([p for p in better if p is not None], truth) < 0.06
    assert fitted(None) is None
    assert fitted(math.nan) is None


@pytest.mark.parametrize(("scores", "right"), [([], []), ([0.5], []), ([math.nan], [True]), ([math.inf], [True])])
def test_calibration_refuses_bad_input(scores: list[float], right: list[bool]) -> None:
    for function in (calibration.fit_calibrator, calibration.risk_coverage):
        with pytest.raises(ValueError, match=r"as many|finite"):
            function(scores, right)


def test_ece_by_hand() -> None:
    # bins (0.4, 0.5] with 1 of 2 right and (0.9, 1.0] with 1 of 2 right
    assert calibration.ece([0.45, 0.45, 0.95, 0.95], [True, False, True, False]) == pytest.approx(
        0.5 * 0.05 + 0.5 * 0.45
    )
    with pytest.raises(ValueError, match="outside"):
        calibration.ece([95.0], [True])


def test_risk_coverage_by_hand() -> None:
    curve = calibration.risk_coverage([0.9, 0.8, 0.8, 0.1], [True, True, False, False])
    assert curve.threshold == (0.9, 0.8, 0.1)
    assert curve.coverage == pytest.approx((0.25, 0.75, 1.0))
    assert curve.risk == pytest.approx((0.0, 1 / 3, 0.5))
    # the tied two in either order: (0 + 0/2 or 1/2 + 1/3 + 2/4) / 4
    assert curve.area == pytest.approx((0 + 0.25 + 1 / 3 + 0.5) / 4)
    silent = calibration.risk_coverage([0.5] * 10, [True] * 7 + [False] * 3)
    assert silent.area == pytest.approx(0.3)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_risk_coverage_ends_at_the_overall_error(pairs: list[tuple[float, bool]]) -> None:
    curve = calibration.risk_coverage([p for p, _ in pairs], [y for _, y in pairs])
    assert curve.coverage[-1] == 1.0
    assert curve.risk[-1] == pytest.approx(sum(not y for _, y in pairs) / len(pairs))
    assert list(curve.coverage) == sorted(curve.coverage)
    assert 0.0 <= curve.area <= 1.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.85", 0.85), ("Confidence: 85%", 0.85), ("I am 85 percent sure", 0.85), ("90/100", 0.9), ("9/10", 0.9),
        ("0,7", 0.7), ("first 20%, no: 60 %", 0.6), ("1", 1.0), ("100%", 1.0), ("8 out of 10", 0.8), ("0.9.", 0.9),
        ("85", None), ("very sure", None), ("", None), ("120%", None), ("-0.5", None), ("ORD-17", None),
    ],
)  # fmt: skip
def test_verbalised(text: str, expected: float | None) -> None:
    assert confidence.verbalised(text) == (None if expected is None else pytest.approx(expected))


def test_confidence_from_logprobs() -> None:
    assert confidence.sequence_probability([math.log(0.5), math.log(0.5)]) == pytest.approx(0.25)
    assert confidence.sequence_probability([]) is None
    assert confidence.sequence_probability([-math.inf]) == 0.0
    for bad in (0.5, math.nan):
        with pytest.raises(ValueError, match="not a log-probability"):
            confidence.sequence_probability([bad])
    assert confidence.label_margin({"a": math.log(0.3), "b": math.log(0.1)}) == pytest.approx(0.5)
    assert confidence.label_margin({"a": -900.0, "b": -900.0}) == 0.0
    assert confidence.label_margin({"a": -1.0}) is None
    assert confidence.label_margin({"a": -math.inf, "b": -math.inf}) is None


def completion(*options: tuple[str, float]) -> Any:
    """A chat completion whose first token had these alternatives (text, probability)."""
    top = [SimpleNamespace(token=t, logprob=math.log(p)) for t, p in options]
    content = [SimpleNamespace(token=top[0].token, logprob=top[0].logprob, top_logprobs=top)] if top else None
    return SimpleNamespace(choices=[SimpleNamespace(logprobs=SimpleNamespace(content=content))])


def test_confidence_of_a_completion() -> None:
    labels = ["billing", "bug", "access"]
    assert confidence.completion_margin(completion(("bill", 0.6), (" acc", 0.2), ("Bi", 0.1), ("!", 0.1)), labels) == (
        pytest.approx((0.7 - 0.2) / 0.9)
    )
    assert confidence.completion_margin(completion(("b", 0.9), ("acc", 0.1)), labels) == pytest.approx(0.0)
    assert confidence.completion_margin(completion(("bug", 0.9)), labels) == 1.0
    assert confidence.completion_margin(completion(("zzz", 0.9), (" ", 0.1)), labels) is None
    assert confidence.completion_margin(completion(), labels) is None
    assert confidence.answer_probability(completion(("bug", 0.9))) == pytest.approx(0.9)
    assert confidence.answer_probability(completion()) is None


def test_agreement() -> None:
    assert confidence.agreement(["Billing", " billing ", "other"]) == ("Billing", pytest.approx(2 / 3))
    assert confidence.agreement(["b", "a"]) == ("b", 0.5)
    with pytest.raises(ValueError, match="empty"):
        confidence.agreement([])


# ---------------------------------------------------------------- sample sizes


def test_curriculum_numbers_of_small_samples() -> None:
    assert [round(x, 2) for x in stats.wilson(19, 20)] == [0.76, 0.99]
    assert [round(x, 2) for x in stats.wilson(20, 20)] == [0.84, 1.0]
    assert naive.naive_interval(20, 20) == (1.0, 1.0)
    assert naive.naive_interval(19, 20)[1] > 1.0
    assert 5250 <= stats.n_required(0.96, 0.97, 0.8) <= 5350
    assert stats.n_required(0.96, 0.97, 0.8, discordant=0.02) < 5301 / 3


@pytest.mark.parametrize(("p1", "p2", "power"), [(0.6, 0.7, 0.8), (0.5, 0.65, 0.9), (0.9, 0.8, 0.8)])
def test_n_required_reaches_its_power_unpaired(p1: float, p2: float, power: float) -> None:
    n = stats.n_required(p1, p2, power)
    rng = np.random.default_rng(0)
    a, b = rng.binomial(n, p1, 20_000) / n, rng.binomial(n, p2, 20_000) / n
    pooled = (a + b) / 2
    z = np.abs(a - b) / np.sqrt(2 * pooled * (1 - pooled) / n)
    assert float((z > 1.96).mean()) == pytest.approx(power, abs=0.02)


@pytest.mark.parametrize(("p1", "p2", "discordant"), [(0.6, 0.65, 0.2), (0.9, 0.87, 0.1)])
def test_n_required_reaches_its_power_paired(p1: float, p2: float, discordant: float) -> None:
    pairs = stats.n_required(p1, p2, 0.8, discordant=discordant)
    only_one, only_two = (discordant + p1 - p2) / 2, (discordant - p1 + p2) / 2
    rng = np.random.default_rng(0)
    counts = rng.multinomial(pairs, [only_one, only_two, 1 - discordant], 20_000)
    z = np.abs(counts[:, 0] - counts[:, 1]) / np.sqrt(np.maximum(counts[:, 0] + counts[:, 1], 1))
    assert float((z > 1.96).mean()) == pytest.approx(0.8, abs=0.03)
    assert pairs < stats.n_required(p1, p2, 0.8)


def test_discordance_of_independent_arms_gives_about_the_unpaired_number() -> None:
    independent = 0.6 * 0.3 + 0.7 * 0.4
    assert stats.n_required(0.6, 0.7, 0.8, discordant=independent) == pytest.approx(
        stats.n_required(0.6, 0.7, 0.8), rel=0.03
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: stats.n_required(0.5, 0.5), lambda: stats.n_required(-0.1, 0.5), lambda: stats.n_required(96, 97),
        lambda: stats.n_required(0.5, 0.6, 1.0), lambda: stats.n_required(0.5, 0.6, 0.0),
        lambda: stats.n_required(0.5, 0.6, level=1.0), lambda: stats.n_required(0.5, math.nan),
        lambda: stats.n_required(0.5, 0.6, discordant=0.05), lambda: stats.n_required(0.9, 1.0, discordant=0.2),
        lambda: stats.n_required(0.5, 0.6, discordant=math.nan),
        lambda: stats.wilson(21, 20), lambda: stats.wilson(-1, 20), lambda: stats.wilson(0, 0),
        lambda: stats.wilson(1, 2, level=0.0),
    ],
)  # fmt: skip
def test_sample_sizes_refuse_bad_input(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="="):
        call()


def verdicts(n: int = 600) -> tuple[list[bool], list[bool], list[bool]]:
    """Two models that are each right where the other one is wrong; the worse one is far behind on a slice of 3%."""
    rng = random.Random(1)
    rare = [i < 18 for i in range(n)]
    better = [rng.random() < 0.9 for _ in range(n)]
    worse = [(rng.random() < 0.3) if r else (b if rng.random() < 0.7 else rng.random() < 0.85)
             for b, r in zip(better, rare, strict=True)]  # fmt: skip
    return better, worse, rare


def test_twenty_cases_pick_the_worse_and_miss_the_slice() -> None:
    better, worse, rare = verdicts()
    assert sum(w and not b for b, w in zip(better, worse, strict=True)) > 5
    small = approval_draws(better, worse, rare, n=20)
    assert small.picks_worse > 0.15
    # a set of 20 misses 3% with chance 0.97^20, one of two such sets with 1 - (1 - 0.97^20)^2
    assert small.misses_slice == pytest.approx(1 - (1 - 0.97**20) ** 2, abs=0.03)
    assert approval_draws(better, worse, rare, n=20, design="paired").misses_slice == pytest.approx(0.97**20, abs=0.03)
    p1, p2 = sum(better) / 600, sum(worse) / 600
    apart = sum(a != b for a, b in zip(better, worse, strict=True)) / 600
    enough = stats.n_required(p1, p2, 0.8, discordant=apart)
    fixed = approval_draws(better, worse, rare, n=enough, design="stratified")
    assert fixed.picks_worse < 0.02
    assert fixed.misses_slice == 0.0
    # as many cases without pairs are not enough
    assert approval_draws(better, worse, rare, n=enough).picks_worse > 0.02
    assert approval_draws(better, worse, rare, n=20) == small


def test_approval_refuses_bad_input() -> None:
    better, worse, rare = verdicts()
    draws: list[tuple[Any, Any, Any, dict[str, Any]]] = [
        (worse, better, rare, {}), (better, worse, rare[1:], {}), (better, worse, [False] * 600, {}),
        (better, worse, [True] * 600, {}), (better, worse, rare, {"n": 0}), (better, worse, rare, {"design": "lucky"}),
        (better, worse, rare, {"n": 10, "design": "stratified"}), ([], [], [], {}),
    ]  # fmt: skip
    for a, b, r, options in draws:
        with pytest.raises(ValueError, match=r"\w"):
            approval_draws(a, b, r, **{"n": 20, **options})


# ---------------------------------------------------------------- break-even


@pytest.mark.parametrize(("price", "millions"), [(0.60, 60), (2.0, 18), (60.0, 0.6)])
def test_breakeven_of_the_curriculum(price: float, millions: float) -> None:
    assert breakeven.breakeven_tokens_per_day(1.5, 5000, 0.5, price) == pytest.approx(millions * 1e6)
    assert naive.naive_breakeven_tokens_per_day(1.5, price) == pytest.approx(millions * 1e6)


def test_no_breakeven_beyond_what_the_machine_can_do() -> None:
    # 300 tokens/s at 30% are 7.8M a day; 60M would be needed
    assert breakeven.breakeven_tokens_per_day(1.5, 300, 0.3, 0.60) == math.inf
    assert breakeven.breakeven_tokens_per_day(1.5, 300, 0.3, 60.0) == pytest.approx(0.6e6)


@given(st.floats(0.1, 100), st.floats(1, 1e5), st.floats(0.01, 1), st.floats(0.01, 100))
def test_breakeven_exists_exactly_when_the_own_token_is_cheaper(
    h: float, rate: float, use: float, price: float
) -> None:
    own = breakeven.self_hosted_price(h, rate, use)
    if abs(own / price - 1) > 1e-9:
        assert (breakeven.breakeven_tokens_per_day(h, rate, use, price) < math.inf) == (own < price)


def test_breakeven_refuses_bad_input() -> None:
    for bad in ((0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0), (1, 1, 60, 1), (1, 1, math.nan, 1)):
        with pytest.raises(ValueError, match="="):
            breakeven.breakeven_tokens_per_day(*bad)
    with pytest.raises(ValueError, match="output_share"):
        breakeven.blended(1, 2, 1.5)
    assert breakeven.blended(3.0, 15.0, 0.25) == pytest.approx(6.0)
    assert breakeven.self_hosted_price(1.0, 1000, 0.5, 0.8) == pytest.approx(1.0)


# ---------------------------------------------------------------- emergence


def test_smooth_in_sharp_out() -> None:
    assert emergence.exact_match(0.8, 20) == pytest.approx(0.01, abs=0.005)
    assert emergence.exact_match(0.95, 20) == pytest.approx(0.36, abs=0.005)
    for p, length in ((1.2, 1), (-0.1, 1), (0.5, 0), (math.nan, 1)):
        with pytest.raises(ValueError, match="p="):
            emergence.exact_match(p, length)


def test_by_length_on_independent_and_on_clustered_errors() -> None:
    rng = random.Random(0)
    loose = [[rng.random() < 0.9 for _ in range(20)] for _ in range(4000)]
    for point in emergence.by_length(loose):
        assert point.predicted in stats.Interval(0, point.exact.low - 0.01, point.exact.high + 0.01)
    heap = [[True] * 20] * 90 + [[False] * 20] * 10
    last = emergence.by_length(heap, [20])[0]
    assert (last.token_accuracy, last.exact.value) == (0.9, 0.9)
    assert last.predicted < 0.13
    assert [p.length for p in emergence.by_length([[True] * 6], [1, 5, 10])] == [1, 5]


@pytest.mark.parametrize("name", GENERATORS)
def test_token_hits_agree_with_greedy_decoding(name: str) -> None:
    from tokenizers import Tokenizer

    from labsupport.models.decode import answer as greedy

    folder = models.verify(name)
    model, _ = models.load(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    asks = [
        "Mara Oakly leads the Billing Care team.\n\nWho leads it?",
        "Say a word.",
        "[1] Ada Finch pays.\n\nWho pays?",
    ]
    prompts = [f"<|im_start|>user\n{a}<|im_end|>\n<|im_start|>assistant\n" for a in asks]
    wanted = ["Mara Oakly", "Something else entirely", "Ada Finch [1]"]
    hits = emergence.token_hits(model, tokenizer, prompts, wanted, batch=2)
    said = greedy(model, tokenizer, prompts, max_new=32)
    assert [all(h) for h in hits] == [a == b for a, b in zip(said, wanted, strict=True)]
    assert [len(h) for h in hits] == [len(tokenizer.encode(w).ids) + 1 for w in wanted]
    one = [emergence.token_hits(model, tokenizer, [p], [w])[0] for p, w in zip(prompts, wanted, strict=True)]
    assert hits == one  # padding changes nothing


# ---------------------------------------------------------------- quantization


def test_bits_per_weight_of_the_curriculum() -> None:
    assert quantize.bits_per_weight(4, 128) == 4.25
    assert 16 / quantize.bits_per_weight(4, 128) == pytest.approx(3.76, abs=0.01)
    assert 16 / quantize.bits_per_weight(4, 32) == pytest.approx(3.2)
    assert quantize.bits_per_weight(16, 32) == 16.0
    for bits, group in ((1, 32), (9, 32), (4, 0), (0, 32)):
        with pytest.raises(ValueError, match="bits="):
            quantize.bits_per_weight(bits, group)


@given(st.sampled_from([2, 3, 4, 8]), st.sampled_from([1, 5, 32, 128]), st.integers(1, 70), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_rounding_stays_within_half_a_step_and_is_stable(bits: int, group: int, columns: int, seed: int) -> None:
    weight = torch.randn(3, columns, generator=torch.Generator().manual_seed(seed)) * 0.1
    back = quantize.round_weights(weight, bits, group)
    assert back.shape == weight.shape
    for start in range(0, columns, group):
        part, got = weight[:, start : start + group], back[:, start : start + group]
        spread = part.amax(1) - part.amin(1)
        assert bool(((part - got).abs().amax(1) <= spread / (2**bits - 1) / 2 + 2e-3 * part.abs().amax(1)).all())
        for row in got:
            assert len(row.unique()) <= 2**bits


def test_rounding_of_constants_and_other_shapes() -> None:
    same_all = torch.full((2, 8), 0.25)
    assert torch.equal(quantize.round_weights(same_all, 2, 4), same_all)
    exact = torch.tensor([[0.0, 1.0, 2.0, 3.0]])
    assert torch.equal(quantize.round_weights(exact, 2, 4), exact)
    assert quantize.round_weights(exact.bfloat16(), 3, 4).dtype == torch.bfloat16
    with pytest.raises(ValueError, match="matrix"):
        quantize.round_weights(torch.ones(3), 4, 32)


class Tied(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(50, 64)
        self.one = nn.Linear(64, 64)
        self.norm = nn.LayerNorm(64)
        self.head = nn.Linear(64, 50, bias=False)
        self.head.weight = self.embed.weight


def test_fake_quantize_leaves_embedding_norm_and_original_alone() -> None:
    torch.manual_seed(0)
    model = Tied()
    before = {name: p.clone() for name, p in model.named_parameters()}
    low = quantize.fake_quantize(model, 3, 32)
    assert all(torch.equal(before[name], p) for name, p in model.named_parameters())
    assert low.head.weight is low.embed.weight
    assert torch.equal(low.embed.weight, model.embed.weight.half().float())
    assert torch.equal(low.norm.weight, model.norm.weight)
    assert torch.equal(low.one.weight, quantize.round_weights(model.one.weight, 3, 32))
    assert not torch.equal(low.one.weight, model.one.weight)
    with pytest.raises(ValueError, match="no linear layer"):
        quantize.fake_quantize(nn.Sequential(nn.Embedding(3, 4)), 4, 32)


def test_stored_bytes_from_shapes() -> None:
    kept = 50 * 64 + 64 + 2 * 64  # embedding once, bias, norm
    assert quantize.stored_bytes(Tied(), 16, 32) == 2 * (kept + 64 * 64)
    assert quantize.stored_bytes(Tied(), 4, 32) == 2 * kept + 64 * 64 * 5 // 8
    # groups of 48: a row has one full group and one of 16 columns, with a scale of its own
    assert quantize.stored_bytes(Tied(), 4, 48) == 2 * kept + 64 * (64 * 4 + 2 * 32) // 8


@pytest.mark.parametrize("name", GENERATORS)
def test_few_bits_cost_a_shipped_model_more_than_many(name: str) -> None:
    folder = models.verify(name)
    model, _ = models.load(folder)
    ids = torch.arange(3, 120)[None]
    with torch.no_grad():
        whole = model(input_ids=ids).logits
        errors = [
            float((quantize.fake_quantize(model, bits, 32)(input_ids=ids).logits - whole).pow(2).mean())
            for bits in (16, 8, 4, 2)
        ]
    assert errors == sorted(errors)
    assert errors[1] < errors[3] / 100
    sizes = [quantize.stored_bytes(model, bits, 32) for bits in (2, 3, 4, 8, 16)]
    assert sizes == sorted(sizes)
    assert sizes[-1] == 2 * sum(p.numel() for p in model.parameters())


@pytest.mark.parametrize("name", GENERATORS)
def test_slack_of_a_shipped_model(name: str) -> None:
    from tokenizers import Tokenizer

    folder = models.verify(name)
    model, _ = models.load(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    text = 'Schema: {"name": "string"}\nText: Mara Oakly leads the team.'
    prompts = [f"<|im_start|>user\n{text}<|im_end|>\n<|im_start|>assistant\n"]
    expected = [json.dumps({"name": "Mara Oakly"})]
    found = quantize.measure_slack(model, tokenizer, prompts, expected, 8, 32, max_new=32)
    assert found.bytes == quantize.stored_bytes(model, 8, 32)
    assert found.exact.value == float(found.right[0])
    assert found.exact.value <= found.valid_json.value
    with pytest.raises(ValueError, match="as many"):
        quantize.measure_slack(model, tokenizer, prompts, [], 8, 32)


def test_is_object() -> None:
    assert quantize.is_object(' {"a": 1} ')
    for text in ("[1]", "1", "", '{"a": 1', '{"a": 1} and more', "null"):
        assert not quantize.is_object(text)


# ---------------------------------------------------------------- baselines


def test_majority_and_nearest() -> None:
    assert baselines.majority(["b", "a", "b"]) == "b"
    assert baselines.majority(["b", "a"]) == "a"
    nearest = baselines.NearestTexts([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0]], ["x", "x", "y"], k=2)
    assert nearest.predict([[1.0, 0.0], [0.0, 1.0]]) == [("x", 1.0), ("y", 0.5)]
    for vectors, labels, k in (([], [], 1), ([[1.0]], ["a", "b"], 1), ([[1.0]], ["a"], 2), ([[1.0]], ["a"], 0)):
        with pytest.raises(ValueError, match="as many"):
            baselines.NearestTexts(vectors, labels, k=k)
    with pytest.raises(ValueError, match="empty"):
        baselines.majority([])
    assert baselines.accuracy(["a", "b"], ["a", "a"]).value == 0.5
    with pytest.raises(ValueError, match="as many"):
        baselines.accuracy(["a"], [])


def test_usage_refuses_counts_that_are_none() -> None:
    for nothing in ({}, {"usage": None}, SimpleNamespace(usage=None), {"usage": {"prompt_tokens": 3}}):
        with pytest.raises(ValueError, match="no usage"):
            Usage.from_response(nothing)
    bad: list[tuple[Any, ...]] = [(-1, 0), (1, 0, 2), (1, 1, 0, 2), (1, 1, -1), (1.5, 0), (True, 0), ("7", 1)]
    for counts in bad:
        with pytest.raises(ValueError, match="tokens="):
            Usage(*counts)


# ---------------------------------------------------------------- local models, tasks, word votes


@pytest.mark.parametrize("name", GENERATORS)
def test_a_batch_says_what_greedy_decoding_says(name: str) -> None:
    from labsupport.models.decode import answer as greedy

    model, tokenizer = local.load(name)
    asks = ["Say a word.", "Mara Oakly leads the Billing Care team.\n\nWho leads it?", "Who pays?"]
    prompts = [local.chat_prompt([{"role": "user", "content": text}]) for text in asks]
    said = local.complete(model, tokenizer, prompts, max_new=6, batch=2)
    assert [s.text for s in said] == [t.strip() for t in greedy(model, tokenizer, prompts, max_new=6)]
    for one, prompt in zip(said, prompts, strict=True):
        assert one.prompt_tokens == len(tokenizer.encode(prompt).ids)
        assert len(one.logprobs) == len(one.tokens) <= 6
        assert one.ended or len(one.tokens) == 6
        assert one.answer().confidence == pytest.approx(math.exp(sum(one.logprobs)))
    for bad in ({"max_new": 0}, {"batch": 0}):
        with pytest.raises(ValueError, match="at least 1"):
            local.complete(model, tokenizer, prompts, **bad)


def test_two_local_models_behind_one_endpoint() -> None:
    from fastapi.testclient import TestClient

    loaded = {name: local.load(name) for name in GENERATORS}
    client = TestClient(local.chat_app(loaded))
    body = {"messages": [{"role": "user", "content": "Say a word."}], "max_tokens": 4, "logprobs": True}
    for name, (model, tokenizer) in loaded.items():
        reply = client.post("/v1/chat/completions", json={"model": name, **body}).json()
        (said,) = local.complete(model, tokenizer, [local.chat_prompt(body["messages"])], max_new=4)  # type: ignore[arg-type]
        assert reply["choices"][0]["message"]["content"] == said.text
        assert [t["logprob"] for t in reply["choices"][0]["logprobs"]["content"]] == list(said.logprobs)
        assert Usage.from_response(reply) == said.answer().usage
    assert client.post("/v1/chat/completions", json={"model": "other", **body}).status_code == 404


def test_cases_of_every_task_are_the_same_again_and_differ_by_split() -> None:
    for task in TASKS | RECORD:
        cases = lab_cases(task, "dev", 3)
        assert cases == lab_cases(task, "dev", 3)
        assert len({case.id for case in cases} | {case.id for case in lab_cases(task, "test", 3)}) == 6
        assert all(case.slice == task and case.expected and case.request for case in cases)
    assert json.loads(lab_cases("record", "dev", 1)[0].expected)
    with pytest.raises(KeyError, match="two hops"):
        lab_cases("three hops", "dev", 1)


def test_word_votes() -> None:
    texts, labels = ["pay the bill", "pay by bill", "door code", "code for the door"], ["pay", "pay", "door", "door"]
    for letters in (0, 3):
        votes = baselines.WordVotes(texts, labels, letters=letters)
        (pay, sure), (door, _), (unknown, even) = votes.predict(["the bill", "my door", "zzz"])
        assert (pay, door) == ("pay", "door")
        assert 0.5 < sure < 1
        assert (unknown, even) == ("door", 0.5)  # nothing known: the prior decides, the first of equals
    with pytest.raises(ValueError, match="as many"):
        baselines.WordVotes(["a"], [])
