"""Statistics: known values, coverage, seeds, refusals."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labsupport import stats

SEEDS = (0, 1, 2)
finite = st.floats(-1e6, 1e6)


def test_interval_prints_short_and_is_frozen() -> None:
    interval = stats.Interval(4.2, 3.9, 4.6)
    assert str(interval) == "4.2 [3.9, 4.6]"
    assert str(stats.Interval(49.81, 0.0512, 123.4)) == "50 [0.051, 123]"
    assert 4.0 in interval
    assert 5.0 not in interval
    with pytest.raises(dataclasses.FrozenInstanceError):
        interval.value = 1.0  # type: ignore[misc]


def test_percentile_against_worked_values() -> None:
    assert stats.percentile([1, 2, 3, 4], 50) == 2.5
    assert stats.percentile([1, 2, 3, 4], 0) == 1.0
    assert stats.percentile([1, 2, 3, 4], 100) == 4.0
    assert stats.percentile([10, 20], 90) == pytest.approx(19.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_bootstrap_covers_the_true_mean_as_often_as_it_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hits = sum(0.0 in stats.bootstrap_ci(rng.normal(size=60), n=200, level=0.9, seed=i) for i in range(120))
    # binomial(120, 0.9): standard deviation 3.3; five of them on each side
    assert abs(hits - 108) < 17


def test_the_seed_decides() -> None:
    values = np.random.default_rng(0).exponential(size=30)
    assert stats.bootstrap_ci(values, seed=5) == stats.bootstrap_ci(values, seed=5)
    assert stats.bootstrap_ci(values, seed=5) != stats.bootstrap_ci(values, seed=6)
    custom = stats.bootstrap_ci(values, statistic=lambda x: float(np.quantile(x, 0.9)))
    assert custom.low <= custom.value <= custom.high


@pytest.mark.parametrize("seed", SEEDS)
def test_pairing_removes_what_both_arms_share(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shared = rng.normal(0, 100, size=80)
    a, b = shared + rng.normal(1, 0.5, size=80), shared + rng.normal(0, 0.5, size=80)
    interval = stats.paired_diff_ci(a, b, n=500)
    assert interval.low > 0.5
    assert interval.high < 1.5
    assert interval.value == pytest.approx(float((a - b).mean()))


@pytest.mark.parametrize("seed", SEEDS)
def test_ratio_of_medians(seed: int) -> None:
    rng = np.random.default_rng(seed)
    b = rng.lognormal(0, 0.2, size=100)
    a = 3.0 * rng.lognormal(0, 0.2, size=100)
    assert 3.0 in stats.ratio_ci(a, b, n=500, level=0.99)
    assert 1.0 not in stats.ratio_ci(a, b, n=500)
    same = stats.ratio_ci(b * 2.0, b, paired=True, n=200)
    assert (same.value, same.low, same.high) == pytest.approx((2.0, 2.0, 2.0))


def test_wilson_against_published_values() -> None:
    # Newcombe 1998, table I: 81 of 263 and 15 of 148
    one, two = stats.proportion_ci(81, 263), stats.proportion_ci(15, 148)
    assert (round(one.low, 4), round(one.high, 4)) == (0.2553, 0.3662)
    assert (round(two.low, 4), round(two.high, 4)) == (0.0624, 0.1605)
    assert stats.proportion_ci(0, 20).low == 0.0
    assert stats.proportion_ci(20, 20).high == 1.0


@given(st.integers(1, 500), st.data())
def test_wilson_stays_inside_and_holds_the_share(total: int, data: st.DataObject) -> None:
    interval = stats.proportion_ci(data.draw(st.integers(0, total)), total)
    assert 0.0 <= interval.low <= interval.value <= interval.high <= 1.0


@settings(deadline=None, max_examples=40)
@given(st.lists(finite, min_size=1, max_size=20), st.integers(0, 2**32 - 1))
def test_bootstrap_stays_within_the_values(values: list[float], seed: int) -> None:
    interval = stats.bootstrap_ci(values, n=50, seed=seed)
    slack = 1e-9 * max(1.0, max(map(abs, values)))
    assert min(values) - slack <= interval.low <= interval.high <= max(values) + slack


def test_interleave_calls_each_arm_once_a_round_in_changing_order() -> None:
    calls: list[str] = []

    def arm(name: str) -> float:
        calls.append(name)
        return float(len(calls))

    arms = {name: (lambda name=name: arm(name)) for name in ("a", "b", "a2")}  # type: ignore[misc]
    result = stats.interleave(arms, 20, seed=3)
    assert {name: len(values) for name, values in result.items()} == {"a": 20, "b": 20, "a2": 20}
    rounds = [tuple(calls[i : i + 3]) for i in range(0, 60, 3)]
    assert all(sorted(order) == ["a", "a2", "b"] for order in rounds)
    assert len(set(rounds)) == 6
    first = list(calls)
    calls.clear()
    stats.interleave(arms, 20, seed=3)
    assert calls == first


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: stats.bootstrap_ci([]), "values is empty"),
        (lambda: stats.bootstrap_ci([1.0, math.nan]), r"values\[1\] is nan"),
        (lambda: stats.bootstrap_ci([math.inf]), r"values\[0\] is inf"),
        (lambda: stats.bootstrap_ci([1.0], level=1.0), "level=1.0"),
        (lambda: stats.bootstrap_ci([1.0], level=0.0), "level=0.0"),
        (lambda: stats.bootstrap_ci([1.0], level=math.nan), "level=nan"),
        (lambda: stats.bootstrap_ci([1.0], n=0), "n=0"),
        (lambda: stats.bootstrap_ci([[1.0]]), "one dimension"),  # type: ignore[list-item]
        (lambda: stats.paired_diff_ci([1.0], [1.0, 2.0]), "equal lengths"),
        (lambda: stats.ratio_ci([1.0], [0.0]), "above 0"),
        (lambda: stats.ratio_ci([1.0], [1.0, 2.0], paired=True), "equal lengths"),
        (lambda: stats.percentile([1.0], 101), "q=101"),
        (lambda: stats.percentile([], 50), "values is empty"),
        (lambda: stats.proportion_ci(3, 2), "successes=3"),
        (lambda: stats.proportion_ci(0, 0), "total=0"),
        (lambda: stats.interleave({}, 1), "arms is empty"),
        (lambda: stats.interleave({"a": lambda: 1.0}, 0), "rounds=0"),
        (lambda: stats.interleave({"a": lambda: math.nan}, 1), "'a' returned nan in round 0"),
    ],
)
def test_meaningless_input_is_refused_by_name(call, named: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=named):
        call()
