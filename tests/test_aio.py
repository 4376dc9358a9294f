"""Bounded work, token bucket, pipeline, loop watch and queue workers: the library parts of topic 01.2."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labsupport.aio.bounded import Outcome, run_bounded
from labsupport.aio.limits import TokenBucket
from labsupport.aio.pipeline import PipelineStats, Stage, pipeline, sequential
from labsupport.aio.watch import LoopWatch
from labsupport.aio.workers import STOP, naive_run_workers, run_workers


def others() -> list[asyncio.Task[object]]:
    return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


# ---------------------------------------------------------------- run_bounded


@settings(max_examples=30, deadline=None)
@given(
    delays=st.lists(st.sampled_from([0.0, 0.0005, 0.001, 0.002]), max_size=25),
    concurrency=st.integers(1, 8),
    as_async=st.booleans(),
)
def test_order_and_peak_for_any_delays(delays: list[float], concurrency: int, as_async: bool) -> None:
    live = peak = 0

    async def agen() -> AsyncIterator[int]:
        for index in range(len(delays)):
            yield index

    async def fn(index: int) -> int:
        nonlocal live, peak
        live += 1
        peak = max(peak, live, len(others()))
        await asyncio.sleep(delays[index])
        live -= 1
        return index * 10

    async def main() -> list[Outcome[int]]:
        items = agen() if as_async else range(len(delays))
        return await run_bounded(items, fn, concurrency=concurrency, mode="best_effort")

    outcomes = asyncio.run(main())
    assert outcomes == [Outcome(i, i * 10, None) for i in range(len(delays))]
    # `others` counts the caller of run_bounded as well
    assert peak <= concurrency + 1


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_best_effort_types_every_failure(seed: int) -> None:
    bad = set(random.Random(seed).sample(range(40), 7))

    async def fn(index: int) -> int:
        await asyncio.sleep(0)
        if index in bad:
            raise ValueError(index)
        return index

    outcomes = asyncio.run(run_bounded(range(40), fn, concurrency=5, mode="best_effort"))
    assert [o.index for o in outcomes] == list(range(40))
    assert {o.index for o in outcomes if not o.ok} == bad
    assert all(isinstance(o.error, ValueError) and o.value is None for o in outcomes if not o.ok)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_all_or_nothing_cancels_waits_and_raises_the_childs_exception(seed: int) -> None:
    chosen = random.Random(seed).randrange(5)
    events: list[str] = []
    boom = KeyError("the one")

    async def fn(index: int) -> None:
        try:
            await asyncio.sleep(0.005 if index == chosen else 30)
            raise boom
        finally:
            await asyncio.sleep(0)  # clean-up that awaits must be waited for
            events.append("clean")

    async def main() -> None:
        with pytest.raises(KeyError) as caught:
            await run_bounded(range(100), fn, concurrency=5, mode="all_or_nothing")
        assert caught.value is boom
        assert events == ["clean"] * 5
        assert others() == []

    asyncio.run(main())


def test_cancellation_from_outside_reaches_every_call_and_closes_the_source() -> None:
    started = cleaned = closed = 0

    async def source() -> AsyncIterator[int]:
        nonlocal closed
        try:
            while True:
                yield 0
        finally:
            closed += 1

    async def fn(_: int) -> None:
        nonlocal started, cleaned
        started += 1
        try:
            await asyncio.sleep(30)
        finally:
            cleaned += 1

    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await run_bounded(source(), fn, concurrency=4, mode="best_effort")
        assert others() == []

    asyncio.run(main())
    assert (started, cleaned, closed) == (4, 4, 1)


def test_source_is_pulled_lazily() -> None:
    pulled = done = ahead = 0

    def source() -> Iterator[int]:
        nonlocal pulled, ahead
        for index in range(200):
            pulled += 1
            ahead = max(ahead, pulled - done)
            yield index

    async def fn(_: int) -> None:
        nonlocal done
        await asyncio.sleep(0)
        done += 1

    asyncio.run(run_bounded(source(), fn, concurrency=3, mode="best_effort"))
    assert (pulled, done) == (200, 200)
    assert ahead <= 3


def test_source_error_is_raised_in_both_modes_and_leaves_no_task() -> None:
    async def source() -> AsyncIterator[int]:
        yield 1
        raise OSError("disk")

    async def main(mode: str) -> None:
        with pytest.raises(OSError, match="disk"):
            await run_bounded(source(), lambda _: asyncio.sleep(30), concurrency=3, mode=mode)  # type: ignore[arg-type]
        assert others() == []

    asyncio.run(main("best_effort"))
    asyncio.run(main("all_or_nothing"))


def test_a_call_that_cancels_itself_is_an_outcome_not_a_hole() -> None:
    async def fn(index: int) -> int:
        if index == 1:
            raise asyncio.CancelledError
        return index

    outcomes = asyncio.run(run_bounded(range(3), fn, concurrency=2, mode="best_effort"))
    assert [type(o.error) for o in outcomes] == [type(None), asyncio.CancelledError, type(None)]
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run_bounded(range(3), fn, concurrency=2, mode="all_or_nothing"))


def test_the_limiter_is_asked_once_per_call_and_a_second_loop_works() -> None:
    now = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        await asyncio.sleep(0)

    bucket = TokenBucket(10, 2, lambda: now, sleep=sleep)

    async def fn(index: int) -> int:
        await asyncio.sleep(0)
        return index

    for _ in range(2):  # the same bucket in two event loops
        outcomes = asyncio.run(run_bounded(range(12), fn, concurrency=4, limiter=bucket, mode="best_effort"))
        assert [o.value for o in outcomes] == list(range(12))
    assert now == pytest.approx((24 - 2) / 10)


@pytest.mark.parametrize("bad", [{"concurrency": 0, "mode": "best_effort"}, {"concurrency": 1, "mode": "other"}])
def test_bad_arguments_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"concurrency|mode"):
        asyncio.run(run_bounded([1], lambda _: asyncio.sleep(0), **bad))  # type: ignore[arg-type]


# ---------------------------------------------------------------- TokenBucket


class Clock:
    """Time that only `sleep` moves; one sleeper at a time is enough for a bucket."""

    def __init__(self) -> None:
        self.now = 100.0
        self.late = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds + self.late
        await asyncio.sleep(0)


def test_burst_then_steady_and_no_overfill_after_idle() -> None:
    clock = Clock()
    bucket = TokenBucket(5, 3, clock, sleep=clock.sleep)

    async def main() -> list[float]:
        first = [await bucket.acquire() for _ in range(5)]
        clock.now += 1000
        return first + [await bucket.acquire() for _ in range(5)]

    waits = asyncio.run(main())
    assert waits == pytest.approx([0, 0, 0, 0.2, 0.2] * 2)


def test_a_hundred_waiters_are_served_in_order_whatever_they_cost() -> None:
    clock = Clock()
    bucket = TokenBucket(100, 5, clock, sleep=clock.sleep)
    served: list[int] = []

    async def one(number: int) -> None:
        await bucket.acquire(1 + number % 5)
        served.append(number)

    async def main() -> None:
        await asyncio.gather(*(one(number) for number in range(100)))

    asyncio.run(main())
    assert served == list(range(100))
    assert clock.now - 100.0 == pytest.approx((300 - 5) / 100)


def test_no_drift_over_ten_thousand_acquisitions_even_when_every_sleep_is_late() -> None:
    clock = Clock()
    clock.late = 0.004  # 40% of one interval
    bucket = TokenBucket(100, 4, clock, sleep=clock.sleep)

    async def main() -> None:
        for _ in range(10_000):
            await bucket.acquire()

    asyncio.run(main())
    assert clock.now - 100.0 == pytest.approx((10_000 - 4) / 100, abs=0.02)


@settings(max_examples=40, deadline=None)
@given(
    burst=st.floats(1, 6),
    steps=st.lists(st.tuples(st.floats(0, 3), st.floats(0.1, 1)), min_size=1, max_size=40),
    late=st.floats(0, 0.5),
)
def test_no_window_ever_gets_more_than_burst_plus_rate(
    burst: float, steps: list[tuple[float, float]], late: float
) -> None:
    clock = Clock()
    clock.late = late
    bucket = TokenBucket(2.0, burst, clock, sleep=clock.sleep)
    grants: list[tuple[float, float]] = []

    async def main() -> None:
        for idle, cost in steps:
            clock.now += idle
            await bucket.acquire(cost)
            grants.append((clock.now, cost))

    asyncio.run(main())
    for i, (start, _) in enumerate(grants):
        total = 0.0
        for at, cost in grants[i:]:
            total += cost
            assert total <= burst + 2.0 * (at - start) + 1e-6


def test_a_cancelled_waiter_takes_nothing_and_holds_nobody_up() -> None:
    async def main() -> None:
        bucket = TokenBucket(200, 1)
        await bucket.acquire()
        served: list[int] = []

        async def one(number: int) -> None:
            await bucket.acquire()
            served.append(number)

        tasks = [asyncio.create_task(one(number)) for number in range(6)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        tasks[3].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert served == [1, 2, 4, 5]
        assert len(bucket._queue) == 0

    asyncio.run(main())


@pytest.mark.parametrize(("cost", "burst"), [(0, 2), (-1, 2), (2.5, 2), (float("nan"), 2)])
def test_costs_that_can_never_be_served_are_refused(cost: float, burst: float) -> None:
    with pytest.raises(ValueError, match="cost"):
        asyncio.run(TokenBucket(1, burst).acquire(cost))
    with pytest.raises(ValueError, match="rate_per_s"):
        TokenBucket(0, burst)


# ---------------------------------------------------------------- pipeline


async def one_more(item: int) -> int:
    await asyncio.sleep(0.001)
    return item + 1


@pytest.mark.parametrize("workers", [1, 3])
def test_every_item_passes_every_stage(workers: int) -> None:
    seen: list[int] = []

    async def last(item: int) -> None:
        seen.append(item)

    async def main() -> PipelineStats:
        result = await pipeline(
            range(30), [Stage("a", one_more, workers), Stage("b", one_more), Stage("c", last)], maxsize=2
        )
        assert others() == []
        return result

    stats = asyncio.run(main())
    assert sorted(seen) == list(range(2, 32))
    assert [s.items for s in stats.stages] == [30, 30, 30]
    assert all(0 <= s.peak_depth <= 2 and 0 <= s.busy_fraction <= 1 for s in stats.stages)
    assert 1 <= stats.overlap_bound <= 3


def test_a_slow_stage_holds_the_source_back_and_is_named_the_bottleneck() -> None:
    pulled = done = ahead = 0

    def source() -> Iterator[int]:
        nonlocal pulled, ahead
        for index in range(20):
            pulled += 1
            ahead = max(ahead, pulled - done)
            yield index

    async def fast(item: int) -> int:
        return item

    async def slow(_: int) -> None:
        nonlocal done
        await asyncio.sleep(0.002)
        done += 1

    stats = asyncio.run(pipeline(source(), [Stage("fast", fast), Stage("slow", slow)], maxsize=2))
    assert stats.bottleneck.name == "slow"
    # two queues of two, one item in each stage, one in the hand of the source
    assert ahead <= 7


def test_an_exception_in_a_stage_stops_the_rest() -> None:
    touched: list[int] = []

    async def fails(item: int) -> int:
        if item == 3:
            raise RuntimeError("stage b")
        return item

    async def last(item: int) -> None:
        touched.append(item)
        await asyncio.sleep(0)

    def endless() -> Iterator[int]:
        index = 0
        while True:
            yield index
            index += 1

    async def main() -> None:
        with pytest.raises(RuntimeError, match="stage b"):
            await pipeline(endless(), [Stage("b", fails), Stage("c", last, 2)], maxsize=1)
        assert others() == []

    asyncio.run(main())
    assert set(touched) <= {0, 1, 2}


def test_a_cancelled_pipeline_leaves_no_task() -> None:
    async def forever(_: int) -> None:
        await asyncio.sleep(30)

    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await pipeline(range(9), [Stage("a", forever, 2)], maxsize=1)
        assert others() == []

    asyncio.run(main())


def test_pipeline_refuses_unbounded_queues_and_no_stages() -> None:
    with pytest.raises(ValueError, match="maxsize"):
        asyncio.run(pipeline([1], [Stage("a", one_more)], maxsize=0))
    with pytest.raises(ValueError, match="stage"):
        asyncio.run(pipeline([1], [], maxsize=1))
    with pytest.raises(ValueError, match="workers"):
        Stage("a", one_more, 0)


def test_sequential_does_the_same_work() -> None:
    seen: list[int] = []

    async def last(item: int) -> None:
        seen.append(item)

    stats = asyncio.run(sequential(range(5), [Stage("a", one_more), Stage("b", last)]))
    assert [s.items for s in stats.stages] == [5, 5]
    assert stats.bottleneck.name == "a"
    assert sum(s.busy_s for s in stats.stages) <= stats.wall_s
    assert seen == [1, 2, 3, 4, 5]


# ---------------------------------------------------------------- LoopWatch


def test_a_stall_is_counted_for_as_long_as_it_lasts() -> None:
    async def main() -> LoopWatch:
        async with LoopWatch(0.05) as watch:
            await asyncio.sleep(0.05)
            time.sleep(0.2)  # noqa: ASYNC251  the stall under test
            await asyncio.sleep(0.05)
        assert others() == []
        return watch

    watch = asyncio.run(main())
    # 20 ticks fell into the stall; 15 of them ran more than 50 ms late
    assert watch.stalls >= 13
    assert watch.worst >= 0.15
    assert watch.p50 <= watch.p99 <= watch.worst


def test_watch_edge_cases() -> None:
    assert LoopWatch(0.1).p99 == 0.0
    hundred = LoopWatch(0.1)
    hundred.lags = [float(number) for number in range(1, 101)]
    assert (hundred.p50, hundred.p99, hundred.percentile(100)) == (50.0, 99.0, 100.0)  # one in a hundred exceeds p99
    with pytest.raises(ValueError, match="threshold_s"):
        LoopWatch(0)
    with pytest.raises(ValueError, match="percent"):
        LoopWatch(1).percentile(101)

    async def ends_in_a_stall() -> float:
        async with LoopWatch(0.05) as watch:
            time.sleep(0.1)  # noqa: ASYNC251
        return watch.worst

    assert asyncio.run(ends_in_a_stall()) > 0.05


# ---------------------------------------------------------------- workers


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_join_returns_with_three_consumers_and_a_raising_handler(seed: int) -> None:
    bad = set(random.Random(seed).sample(range(30), 6))
    handled: list[int] = []

    async def handler(item: int) -> None:
        await asyncio.sleep(0)
        handled.append(item)
        if item in bad:
            raise ValueError(item)

    async def main() -> None:
        queue: asyncio.Queue[object] = asyncio.Queue(4)
        async with asyncio.timeout(5):
            errors = await run_workers(queue, range(30), handler, consumers=3)
            await queue.join()
        assert sorted(handled) == list(range(30))
        assert {error.args[0] for error in errors} == bad
        assert queue.empty()
        assert others() == []

    asyncio.run(main())


def test_the_naive_worker_never_joins() -> None:
    async def main() -> int:
        queue: asyncio.Queue[object] = asyncio.Queue()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await naive_run_workers(queue, range(3), lambda _: asyncio.sleep(0), consumers=1)
        return queue._unfinished_tasks  # type: ignore[attr-defined]

    assert asyncio.run(main()) == 1  # the sentinel


def test_cancelled_workers_end() -> None:
    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await run_workers(asyncio.Queue(2), range(9), lambda _: asyncio.sleep(30))
        assert others() == []

    asyncio.run(main())
    with pytest.raises(ValueError, match="consumers"):
        asyncio.run(run_workers(asyncio.Queue(), [], lambda _: asyncio.sleep(0), consumers=0))
    assert STOP is not None
