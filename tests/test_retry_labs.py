"""Labs of topic 01.5 about retries: the copied client, the herd, the recovery. Directions and counts, no seconds."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
import tenacity

from labsupport.aio import herd_lab, naive_client, recovery_lab
from labsupport.services.provider_sim import ProviderSim, rate_limit, status

SEEDS = [0, 1, 2]


# ---------------------------------------------------------------- the copied client


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_two_waits_of_all_clients_are_the_same(seed: int) -> None:
    rows = naive_client.first_waits(100, seed=seed)
    assert [(row.low_s, row.high_s, row.distinct) for row in rows[:2]] == [(2.0, 2.0, 1)] * 2
    assert all(row.distinct > 90 and 2.0 <= row.low_s < row.high_s <= 2.0 ** (row.retry - 1) for row in rows[2:])


def test_drawing_from_a_seed_leaves_the_global_generator_alone() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    assert naive_client.first_waits(seed=1) == naive_client.first_waits(seed=1)
    assert random.random() == expected


def test_retry_after_is_slept_and_then_the_decorator_waits_too() -> None:
    run = asyncio.run(naive_client.retry_after("7"))
    assert (run.requests, run.header_sleeps, run.after_last_s) == (5, 5, 7.0)
    assert run.decorator_s >= 2 + 2 + 2 + 2
    assert run.total_s == pytest.approx(5 * 7 + run.decorator_s)
    assert [step.what for step in run.steps[:4]] == ["request", "sleep", "sleep", "request"]
    two = asyncio.run(naive_client.retry_after("2"))
    assert (two.header_sleeps, two.decorator_s) == (5, run.decorator_s)  # as long as the decorator's, told apart


def test_a_date_kills_the_call_and_a_day_is_believed() -> None:
    dated = asyncio.run(naive_client.retry_after("Sun, 01 Mar 2026 12:00:30 GMT"))
    assert (dated.requests, dated.total_s, dated.caller_got) == (1, 0.0, "ValueError")
    assert asyncio.run(naive_client.retry_after("86400")).total_s > 5 * 86_400


def test_what_is_repeated_and_what_should_be() -> None:
    faults = {row.outcome: row for row in asyncio.run(naive_client.transport_faults())}
    assert {name for name, row in faults.items() if not row.repeats} == {
        "RemoteProtocolError",
        "ReadError",
        "WriteError",
    }
    assert faults["PoolTimeout"].requests == 5
    assert faults["PoolTimeout"].verdict == "fatal"
    answers = {row.outcome: row for row in asyncio.run(naive_client.statuses())}
    assert {name for name, row in answers.items() if row.repeats} == {"429", "429 quota", "502", "503", "504"}
    assert {name for name, row in answers.items() if row.verdict == "unknown_outcome"} == {"500", "502", "504"}
    wrong = {name for name, row in answers.items() if row.repeats == (row.verdict == "fatal")}
    assert wrong == {"408", "409", "500", "529", "429 quota"}


def test_a_header_does_not_make_an_endpoint_idempotent() -> None:
    assert asyncio.run(naive_client.promised_safe()) == naive_client.PromisedSafe(requests=5, keys=1, effects=5)


def test_the_callers_except_misses() -> None:
    view = asyncio.run(naive_client.caller_view(503))
    assert (view.caller_got, view.hidden_inside, view.caught) == ("RetryError", "RetriedStatus", False)
    assert asyncio.run(naive_client.caller_view(400)).caught
    assert asyncio.run(naive_client.caller_view(200)).caller_got == "200"
    assert asyncio.run(naive_client.dead_upstream(20)) == 100


def test_the_copied_client_talks_to_a_real_server() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def main(sim: ProviderSim) -> None:
        body = {"model": "echo", "messages": [{"role": "user", "content": "hello"}]}
        async with httpx.AsyncClient(base_url=sim.url + "/", trust_env=False) as client:
            sim.script(status(503, n=2, headers={"retry-after": "3"}))
            reply = await naive_client.naive_post(client, "chat/completions", body, sleep=sleep)
            assert reply.status_code == 200
            sim.script(status(503))
            with pytest.raises(tenacity.RetryError):
                await naive_client.naive_post(client, "chat/completions", body, sleep=sleep)

    with ProviderSim() as sim:
        asyncio.run(main(sim))
        assert [row.status for row in sim.ledger()] == [503, 503, 200, *[503] * 5]
    assert slept[:6] == [3.0, 2.0, 3.0, 2.0, 2.0, 2.0]


# ---------------------------------------------------------------- the herd


@pytest.mark.parametrize("seed", SEEDS)
def test_the_herd_returns_together_or_not(seed: int) -> None:
    runs = {strategy: herd_lab.simulate(strategy, seed) for strategy in herd_lab.STRATEGIES}
    fixed, copied, full = (runs[name] for name in (herd_lab.FIXED, herd_lab.COPIED, herd_lab.FULL))
    assert (fixed.per_window[20], fixed.per_window[40]) == (copied.per_window[20], copied.per_window[40]) == (100, 90)
    assert fixed.per_window[:41] == copied.per_window[:41]
    assert fixed.peak == copied.peak == 100
    assert full.peak < 20
    assert full.peak_over_mean < 3 < 10 < copied.peak_over_mean
    assert full.requests < copied.requests < fixed.requests
    assert full.drain_ratio < copied.drain_ratio < fixed.drain_ratio
    assert all(run.served == 100 and run.gave_up == 0 for run in runs.values())
    assert all(runs[name].peak < 20 for name in (herd_lab.HALF, herd_lab.DECORRELATED))


def test_the_simulation_is_exact_and_seeded() -> None:
    fixed = herd_lab.simulate(herd_lab.FIXED)
    assert fixed.drain_ratio == pytest.approx(20.0)  # ten rounds of 2 s, the ideal is 1 s
    assert fixed.requests == 100 + sum(range(10, 101, 10))
    assert sum(fixed.per_window) == len(fixed.arrivals_s)
    assert herd_lab.simulate(herd_lab.FULL, 1) == herd_lab.simulate(herd_lab.FULL, 1)
    assert herd_lab.simulate(herd_lab.FULL, 1) != herd_lab.simulate(herd_lab.FULL, 2)
    few = herd_lab.simulate(herd_lab.FIXED, attempts=5)
    assert (few.served, few.gave_up, few.requests) == (40, 60, 100 + 100 + 90 + 80 + 70)


@pytest.mark.parametrize(("name", "low", "high"), [("FIXED", 2, 2), ("COPIED", 2, 60), ("HALF", 1, 90), ("FULL", 0, 60),
                                                    ("DECORRELATED", 2, 60)])  # fmt: skip
def test_waits_stay_in_their_windows(name: str, low: float, high: float) -> None:
    strategy: herd_lab.Strategy = getattr(herd_lab, name)
    rng = random.Random(0)
    wait_s = 0.0
    for retry in [*range(12)] * 50:
        wait_s = strategy.wait(retry, wait_s if retry else 0.0, rng)
        assert low <= wait_s <= high


def test_the_real_herd_agrees_with_the_simulated_one() -> None:
    async def main(sim: ProviderSim) -> list[herd_lab.HerdRun]:
        arms = (herd_lab.COPIED, herd_lab.FULL)
        return [await herd_lab.replay(sim, strategy, attempts=3) for strategy in arms]

    with ProviderSim(time_scale=0.4) as sim:
        copied, full = asyncio.run(main(sim))
    assert copied.peak > 2.5 * full.peak
    assert min(copied.arrivals_s) >= 2.0 > min(full.arrivals_s)
    assert full.served >= 95
    assert copied.requests > 250
    assert full.requests == 100 + len(full.arrivals_s) < 225
    assert full.drain_ratio < copied.drain_ratio


@pytest.mark.parametrize("min_s", [0.0, 2.0])
def test_the_named_strategy_is_full_jitter(min_s: float) -> None:
    sample = herd_lab.sample_waits(10_000, min_s=min_s)
    assert sample.window_s == 16.0
    assert sample.off_full_jitter < 1.63 / 100 < 0.3 < sample.off_half  # Kolmogorov's 1% limit for 10,000 values
    assert sample.below_half == pytest.approx((8 - min_s) / (16 - min_s), abs=0.02)
    assert sample.above == 0


def test_distance_from_uniform() -> None:
    assert herd_lab.distance_from_uniform([0.5], 0, 1) == 0.5
    assert herd_lab.distance_from_uniform([0.25, 0.75], 0, 1) == 0.25
    assert herd_lab.distance_from_uniform([2.0, 3.0], 0, 1) == 1.0


# ---------------------------------------------------------------- recovery


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with recovery_lab.provider() as base:
        yield base


def test_the_arithmetic_of_the_plan() -> None:
    assert recovery_lab.FULL.amplified == pytest.approx(3.25)
    assert recovery_lab.FULL.queue > recovery_lab.FULL.patience
    assert recovery_lab.BELOW.amplified < 1
    assert recovery_lab.FULL.crowd("breaker") < 1 < 2 < recovery_lab.SWINGING.crowd("breaker")


def test_retries_hold_the_provider_down_and_the_others_settle(provider: str) -> None:
    # units of 0.4 s: the breaker reads a machine that stands still for a time-out as another outage
    runs = asyncio.run(recovery_lab.run_arms(provider, 0, plan=replace(recovery_lab.SMOKE, unit_s=0.4)))
    retries, breaker, budget = (runs[arm] for arm in recovery_lab.ARMS)
    assert not retries.recovered
    assert retries.offered_after > 1.2  # 3.25 by the plan, if this machine can send as many
    assert retries.goodput_after < 0.05
    assert retries.wasted_share > 0.9
    for run in (breaker, budget):
        assert run.outage_requests < retries.outage_requests / 6  # more than 10 at full pace
        assert run.recovery < 0.5 * retries.recovery  # the retries never recover
        assert run.offered_after < 1
        assert run.goodput_after > 0.5
    assert budget.ends.keys() & {"deadline", "gave up: budget"}
    assert retries.goodput[0] > 0.4  # it was healthy before


def test_without_amplification_the_same_outage_heals(provider: str) -> None:
    plan = replace(recovery_lab.SMOKE, unit_s=0.3, load=0.5, attempts=1, outage=4.0, queue=2.0, after=6.0)
    run = asyncio.run(recovery_lab.run_arm(provider, "retries", 0, plan=plan))
    assert run.wasted_share > 0.2  # it had work to do for clients that had left
    assert sum(run.goodput[5:7]) < 0.2
    assert sum(run.goodput[-2:]) / 2 > 0.3


def test_the_provider_works_on_for_clients_that_left(provider: str) -> None:
    plan = replace(recovery_lab.SMOKE, unit_s=0.3, outage=2.0, after=3.0, attempts=1)
    run = asyncio.run(recovery_lab.run_arm(provider, "retries", 1, plan=plan))
    left = [row for row in run.requests if row.status == 0 and row.done is not None]
    assert left
    assert not any(row.good for row in left)
    assert sum(row.good for row in run.requests) == pytest.approx(sum(call.ok for call in run.calls), abs=1)
    ends = sorted(row.done for row in run.requests if row.done is not None)
    assert len([end for end in ends if plan.warm + 0.3 < end < plan.up_at]) == 0  # down
    assert len(run.bins) == len(run.offered) == len(run.goodput) == len(run.worked) == 6


def test_an_unknown_arm_is_refused() -> None:
    with pytest.raises(ValueError, match="'hope' must be one of retries, breaker, budget"):
        asyncio.run(recovery_lab.run_arm("http://127.0.0.1:1", "hope"))  # type: ignore[arg-type]


def test_the_limit_of_the_simulation_is_the_simulators() -> None:
    assert herd_lab.simulate(herd_lab.FIXED).per_window[20] == 100
    rule = rate_limit(6000, burst=10)
    assert (rule.rpm / 60 * herd_lab.WINDOW_S, rule.burst) == (herd_lab.CAPACITY, herd_lab.CAPACITY)
