"""Retry decisions, circuit breaker and ResilientClient: every rule on a fake clock, then real sockets under faults."""

from __future__ import annotations

import asyncio
import email.utils
import functools
import random
import uuid
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labsupport.aio.breaker import CircuitBreaker, CircuitOpen, UpstreamStatus, upstream_fault
from labsupport.aio.resilient import Attempt, DeadlineExceeded, GaveUp, Reply, ResilientClient
from labsupport.aio.retry import RetryBudget, classify, full_jitter, parse_retry_after
from labsupport.services.provider_sim import ProviderSim, SimStats, drop_after_commit, hang, reset_mid_stream, status

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BODY = {"model": "echo", "messages": [{"role": "user", "content": "hello"}]}
PATH = "/v1/chat/completions"


P = ParamSpec("P")


def in_loop(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run an async test in an event loop of its own."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


def state(breaker: object) -> str:
    """A plain string: mypy would take the state for the same after each await."""
    assert isinstance(breaker, CircuitBreaker)
    return breaker.state


async def until(sim: ProviderSim, ready: Callable[[SimStats], bool]) -> None:
    """Wait for up to 30 s until the simulator's counts are as wanted."""
    async with asyncio.timeout(30.0):
        while not ready(await asyncio.to_thread(sim.stats)):  # noqa: ASYNC110 - another process, so no Event
            await asyncio.sleep(0.01)


class Clock:
    """Time that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


class Rig:
    """A client on a fake clock and a provider that answers from a list."""

    def __init__(self, *answers: Any, **options: Any) -> None:
        self.answers = deque(answers)
        self.clock = Clock()
        self.keys: list[str | None] = []
        self.http = httpx.AsyncClient(transport=httpx.MockTransport(self.answer), base_url="http://provider.example")
        self.client = ResilientClient(
            self.http, clock=self.clock, sleep=self.clock.sleep, rng=random.Random(3),
            now=lambda: NOON + timedelta(seconds=self.clock.now),
            **{"attempts": 4, "base_s": 1.0, "cap_s": 60.0, **options},
        )  # fmt: skip

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.keys.append(request.headers.get("Idempotency-Key"))
        await asyncio.sleep(0)
        answer = self.answers.popleft()
        if isinstance(answer, BaseException):
            raise answer
        return httpx.Response(answer, json={"n": len(self.keys)}) if isinstance(answer, int) else answer

    def post(self, *, key: str | None = "k", deadline_s: float = 1000.0, idempotent: bool = False) -> Reply:
        return asyncio.run(self.client.post("/v1/x", {"a": 1}, key=key, deadline_s=deadline_s, idempotent=idempotent))


def told(code: int, header: str) -> httpx.Response:
    return httpx.Response(code, headers={"Retry-After": header})


def other_tasks() -> list[asyncio.Task[object]]:
    return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


# ---------------------------------------------------------------- decisions


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        *((code, "retry") for code in (408, 409, 429, 503, 529)),
        *((code, "unknown_outcome") for code in (500, 502, 504)),
        *((code, "fatal") for code in (301, 400, 401, 403, 404, 410, 422, 501)),
        *((cls("x"), "retry") for cls in (httpx.ConnectError, httpx.ConnectTimeout)),
        *(
            (cls("x"), "unknown_outcome")
            for cls in (httpx.WriteError, httpx.WriteTimeout, httpx.ReadError, httpx.ReadTimeout,
                        httpx.RemoteProtocolError, httpx.CloseError, httpx.ProxyError, TimeoutError)
        ),
        *(
            (cls("x"), "fatal")
            for cls in (httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.DecodingError,
                        ValueError, KeyError, asyncio.CancelledError)
        ),
    ],
)  # fmt: skip
def test_classify(outcome: Any, verdict: str) -> None:
    assert classify(httpx.Response(outcome) if isinstance(outcome, int) else outcome) == verdict


@pytest.mark.parametrize("field", ["code", "type"])
def test_an_exhausted_quota_is_fatal_and_a_rate_limit_is_not(field: str) -> None:
    assert classify(httpx.Response(429, json={"error": {field: "insufficient_quota"}})) == "fatal"
    assert classify(httpx.Response(429, json={"error": {field: "rate_limit_exceeded"}})) == "retry"
    for body in (b"", b"no JSON", b"[]", b"3", b'{"error": "insufficient_quota"}', b'{"error": null}', b"\xff"):
        assert classify(httpx.Response(429, content=body)) == "retry"
    assert classify(httpx.Response(503, json={"error": {field: "insufficient_quota"}})) == "retry"


def test_a_success_cannot_be_classified() -> None:
    with pytest.raises(ValueError, match="201"):
        classify(httpx.Response(201))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0), (" 3 ", 3.0), ("0", 0.0), ("1.5", 1.5), ("-4", 0.0), ("+2", 2.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0), ("Sunday, 01-Mar-26 12:00:30 GMT", 30.0),
        ("Sun Mar  1 12:00:30 2026", 30.0), ("Sun, 01 Mar 2026 13:00:30 +0100", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0), ("Sat, 01 Jan 2000 00:00:00 GMT", 0.0),
        (None, None), ("", None), ("soon", None), ("nan", None), ("inf", None), ("1e3", None), ("1_000", None),
        ("0x10", None), ("9" * 400, None), ("Sun, 99 Mar 2026 12:00:30 GMT", None), ("\u0663", None),
    ],
)  # fmt: skip
def test_parse_retry_after(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, now=NOON) == seconds


@settings(deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"[A-Za-z]{3}, [0-9 :A-Za-z+-]{0,30}", fullmatch=True))
def test_parse_retry_after_never_fails(value: str) -> None:
    seconds = parse_retry_after(value, now=NOON)
    assert seconds is None or seconds >= 0.0


def test_parse_retry_after_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        parse_retry_after("3", now=datetime(2026, 3, 1))


def test_the_window_doubles_and_the_draw_fills_it() -> None:
    """Claim 01.5.c1: the window is 1, 2, 4, 8; the wait is anywhere in it."""
    for attempt, window in enumerate([1.0, 2.0, 4.0, 8.0, 10.0, 10.0]):
        rng = random.Random(attempt)
        waits = [full_jitter(attempt, base_s=1.0, cap_s=10.0, rng=rng) for _ in range(4000)]
        assert 0.0 <= min(waits) < 0.01 * window
        assert 0.99 * window < max(waits) <= window
        assert sum(waits) / len(waits) == pytest.approx(window / 2, rel=0.05)
    assert full_jitter(10**6, base_s=1.0, cap_s=10.0, rng=random.Random(1)) <= 10.0


@settings(deadline=None)
@given(
    st.floats(0, 1), st.floats(0, 2), st.floats(1, 20),
    st.lists(st.tuples(st.booleans(), st.floats(0, 3)), max_size=80),
)  # fmt: skip
def test_a_budget_bounds_retries(ratio: float, min_per_s: float, burst: float, steps: list[tuple[bool, float]]) -> None:
    clock = Clock()
    budget = RetryBudget(ratio, min_per_s, clock=clock, burst=burst)
    retries = requests = 0
    for first, pause_s in steps:
        clock.now += pause_s
        if first:
            budget.request()
            requests += 1
        else:
            retries += budget.take()
        assert retries <= burst + ratio * requests + min_per_s * clock.now + 1e-6


def test_a_budget_is_paid_by_requests_and_by_time() -> None:
    clock = Clock()
    budget = RetryBudget(0.1, 0.5, clock=clock, burst=1.0)
    assert budget.take()
    assert not budget.take()
    for _ in range(10):
        budget.request()
    assert budget.take()
    assert not budget.take()
    clock.now += 2.0
    assert budget.take()
    clock.now += 1000.0
    assert budget.take()
    assert not budget.take(), "more than the burst was saved up"
    for wrong in ((-1.0, 0.0, 1.0), (0.0, -1.0, 1.0), (0.0, 0.0, 0.5)):
        with pytest.raises(ValueError, match="or more"):
            RetryBudget(wrong[0], wrong[1], burst=wrong[2])


# ---------------------------------------------------------------- breaker


async def call(breaker: CircuitBreaker, error: BaseException | None = None) -> None:
    async with breaker:
        if error is not None:
            raise error


async def fail(breaker: CircuitBreaker, error: BaseException | None = None) -> None:
    error = error or httpx.ReadError("x")
    with pytest.raises(type(error)):
        await call(breaker, error)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (UpstreamStatus(httpx.Response(500)), True), (UpstreamStatus(httpx.Response(529)), True),
        (httpx.ReadError("x"), True), (httpx.ConnectTimeout("x"), True), (TimeoutError(), True),
        (UpstreamStatus(httpx.Response(429)), False), (UpstreamStatus(httpx.Response(404)), False),
        (httpx.PoolTimeout("x"), False), (httpx.UnsupportedProtocol("x"), False), (ValueError(), False),
        (asyncio.CancelledError(), False),
    ],
)  # fmt: skip
def test_upstream_fault(error: BaseException, fault: bool) -> None:
    assert upstream_fault(error) is fault


@in_loop
async def test_breaker_opens_after_failures_in_a_row() -> None:
    clock = Clock()
    breaker = CircuitBreaker(3, 10.0, clock)
    for error in (None, "fault", "fault", None, "fault", "fault"):
        await (call(breaker) if error is None else fail(breaker))
    assert state(breaker) == "closed"
    await fail(breaker)
    assert state(breaker) == "open"
    clock.now += 4.0
    with pytest.raises(CircuitOpen, match=r"6 s") as refused:
        await call(breaker)
    assert refused.value.retry_in_s == pytest.approx(6.0)
    clock.now += 6.0
    assert state(breaker) == "half_open"
    await call(breaker)
    assert state(breaker) == "closed"


@in_loop
async def test_a_failed_probe_opens_for_another_cooldown() -> None:
    clock = Clock()
    breaker = CircuitBreaker(3, 10.0, clock)
    for _ in range(3):
        await fail(breaker)
    clock.now += 10.0
    await fail(breaker, UpstreamStatus(httpx.Response(503)))
    assert state(breaker) == "open"
    with pytest.raises(CircuitOpen) as refused:
        await call(breaker)
    assert refused.value.retry_in_s == pytest.approx(10.0)


@in_loop
async def test_of_four_callers_one_probes() -> None:
    clock = Clock()
    breaker = CircuitBreaker(1, 10.0, clock)
    await fail(breaker)
    clock.now += 10.0
    gate, inside = asyncio.Event(), 0

    async def caller() -> float:
        nonlocal inside
        try:
            async with breaker:
                inside += 1
                await gate.wait()
        except CircuitOpen as refused:
            return refused.retry_in_s
        return 0.0

    tasks = [asyncio.create_task(caller()) for _ in range(4)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert inside == 1
    assert state(breaker) == "half_open"
    gate.set()
    assert sorted(await asyncio.gather(*tasks)) == [0.0, 10.0, 10.0, 10.0]
    assert state(breaker) == "closed"


@pytest.mark.parametrize("error", [asyncio.CancelledError(), httpx.PoolTimeout("x"), ValueError("x")])
@in_loop
async def test_what_is_not_the_upstreams_decides_nothing(error: BaseException) -> None:
    clock = Clock()
    breaker = CircuitBreaker(2, 10.0, clock)
    await fail(breaker)
    await fail(breaker, error)
    assert state(breaker) == "closed"
    await fail(breaker)
    assert state(breaker) == "open", "the count of faults in a row was reset"
    clock.now += 10.0
    await fail(breaker, error)
    assert state(breaker) == "half_open", "the probe's place must be free for the next call"
    await call(breaker)
    assert state(breaker) == "closed"


@in_loop
async def test_a_refusal_by_the_upstream_shows_that_it_is_alive() -> None:
    clock = Clock()
    breaker = CircuitBreaker(2, 10.0, clock)
    for _ in range(5):
        await fail(breaker, UpstreamStatus(httpx.Response(429)))
    await fail(breaker)
    await fail(breaker, UpstreamStatus(httpx.Response(404)))
    await fail(breaker)
    assert state(breaker) == "closed"


@in_loop
async def test_calls_from_before_it_opened_do_not_count() -> None:
    clock = Clock()
    breaker = CircuitBreaker(1, 10.0, clock)
    gates = [asyncio.Event() for _ in range(2)]

    async def slow(gate: asyncio.Event, error: BaseException | None) -> None:
        async with breaker:
            await gate.wait()
            if error is not None:
                raise error

    good = asyncio.create_task(slow(gates[0], None))
    bad = asyncio.create_task(slow(gates[1], httpx.ReadError("x")))
    await asyncio.sleep(0)
    await fail(breaker)
    gates[0].set()
    await good
    assert state(breaker) == "open"
    clock.now += 10.0
    gates[1].set()
    with pytest.raises(httpx.ReadError):
        await bad
    assert state(breaker) == "half_open"


@pytest.mark.parametrize(("failures", "cooldown_s"), [(0, 1.0), (1, -1.0), (1, float("nan"))])
def test_breaker_arguments(failures: int, cooldown_s: float) -> None:
    with pytest.raises(ValueError, match="failures"):
        CircuitBreaker(failures, cooldown_s)


# ---------------------------------------------------------------- post


def test_retries_until_it_succeeds_with_one_key() -> None:
    rig = Rig(503, httpx.RemoteProtocolError("cut"), 500, 201)
    reply = rig.post(key="order-7")
    assert (reply.status, reply.json()) == (201, {"n": 4})
    assert rig.keys == ["order-7"] * 4
    first, second, third = rig.clock.sleeps
    assert 0 <= first <= 1
    assert 0 <= second <= 2
    assert 0 <= third <= 4
    assert reply.attempts == [
        Attempt(503, 0.0, "status 503"), Attempt(None, first, "RemoteProtocolError"),
        Attempt(500, second, "status 500"), Attempt(201, third, "ok"),
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["7", email.utils.format_datetime(NOON + timedelta(seconds=7), usegmt=True)])
def test_retry_after_replaces_the_backoff(header: str) -> None:
    for _ in range(50):
        rig = Rig(told(503, header), 200, base_s=2.0)
        rig.post()
        assert len(rig.clock.sleeps) == 1
        assert 7.0 <= rig.clock.sleeps[0] <= 9.0
    waits = set()
    for seed in range(5):
        rig = Rig(told(503, header), 200)
        rig.client.rng = random.Random(seed)
        rig.post()
        waits.add(rig.clock.sleeps[0])
    assert len(waits) == 5, "all told the same must not come back together"


@pytest.mark.parametrize("header", ["", "soon", "nan"])
def test_a_header_that_says_nothing_is_ignored(header: str) -> None:
    rig = Rig(told(503, header), 200)
    rig.post()
    assert 0.0 <= rig.clock.sleeps[0] <= 1.0


def test_no_wait_after_the_last_attempt() -> None:
    lost = httpx.ReadError("gone")
    rig = Rig(503, 503, 503, lost)
    with pytest.raises(GaveUp, match="attempts") as gave_up:
        rig.post()
    assert len(rig.clock.sleeps) == 3
    assert gave_up.value.__cause__ is lost
    assert gave_up.value.last is lost
    assert [attempt.status for attempt in gave_up.value.attempts] == [503, 503, 503, None]
    rig = Rig(503, attempts=1)
    with pytest.raises(GaveUp) as gave_up:
        rig.post()
    assert rig.clock.sleeps == []
    assert isinstance(gave_up.value.last, httpx.Response)
    assert gave_up.value.__cause__ is None
    assert gave_up.value.__context__ is None


@pytest.mark.parametrize("header", ["1001", "Sun, 01 Mar 2026 18:00:00 GMT"])
def test_a_wait_beyond_the_deadline_fails_at_once(header: str) -> None:
    rig = Rig(503, told(429, header))
    with pytest.raises(DeadlineExceeded, match="1000 s") as late:
        rig.post()
    assert len(rig.clock.sleeps) == 1
    assert late.value.deadline_s == 1000.0
    assert [attempt.status for attempt in late.value.attempts] == [503, 429]


def test_a_backoff_beyond_the_deadline_fails_at_once_with_its_cause() -> None:
    lost = httpx.ConnectError("refused")
    rig = Rig(lost, base_s=1000.0, cap_s=1000.0)
    rig.client.rng = random.Random(1)
    with pytest.raises(DeadlineExceeded) as late:
        rig.post(deadline_s=1.0)
    assert rig.clock.sleeps == []
    assert late.value.__cause__ is lost


@pytest.mark.parametrize("deadline_s", [0, -1, float("nan")])
def test_a_deadline_must_be_ahead(deadline_s: float) -> None:
    rig = Rig(200)
    with pytest.raises(ValueError, match="deadline_s"):
        rig.post(deadline_s=deadline_s)
    assert rig.keys == []
    with pytest.raises(ValueError, match="attempts"):
        Rig(attempts=0)


@pytest.mark.parametrize(
    "answer",
    [400, 401, 403, 404, 422, 302, httpx.Response(429, json={"error": {"code": "insufficient_quota"}}),
     httpx.PoolTimeout("full"), httpx.UnsupportedProtocol("x")],
)  # fmt: skip
def test_fatal_is_not_retried(answer: Any) -> None:
    rig = Rig(answer, 200)
    with pytest.raises(GaveUp) as gave_up:
        rig.post()
    assert gave_up.value.reason == "fatal"
    assert gave_up.value.__cause__ is (answer if isinstance(answer, Exception) else None)
    assert len(rig.keys) == 1
    assert rig.clock.sleeps == []


@pytest.mark.parametrize("answer", [500, 502, 504, httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x")])
def test_an_unknown_outcome_needs_a_key(answer: Any) -> None:
    rig = Rig(answer, 200)
    with pytest.raises(GaveUp) as gave_up:
        rig.post(key=None)
    assert gave_up.value.reason == "unknown outcome"
    assert rig.keys == [None]
    for options in ({"key": "k"}, {"key": None, "idempotent": True}):
        rig = Rig(answer, 200)
        assert rig.post(**options).status == 200


@pytest.mark.parametrize("answer", [408, 409, 429, 503, 529, httpx.ConnectError("x")])
def test_what_was_not_done_is_retried_without_a_key(answer: Any) -> None:
    assert Rig(answer, 200).post(key=None).status == 200


@pytest.mark.parametrize("error", [LookupError("bug"), OSError("disk"), MemoryError()])
def test_other_exceptions_pass(error: Exception) -> None:
    rig = Rig(error, 200)
    with pytest.raises(type(error)) as passed:
        rig.post()
    assert passed.value is error
    assert len(rig.keys) == 1


def test_the_budget_is_asked_before_each_retry() -> None:
    budget = RetryBudget(0.5, 0.0, burst=1.0, clock=Clock())
    rig = Rig(503, 503, 503, budget=budget)
    with pytest.raises(GaveUp) as gave_up:
        rig.post()
    assert gave_up.value.reason == "budget"
    assert len(rig.keys) == 2
    with pytest.raises(GaveUp):
        rig.post()
    assert len(rig.keys) == 3, "half a retry was deposited: not enough for one"
    rig.answers.extend([503, 200])
    assert rig.post().status == 200


def test_a_deadline_that_ends_the_call_costs_no_budget() -> None:
    budget = RetryBudget(0.0, 0.0, burst=1.0, clock=Clock())
    with pytest.raises(DeadlineExceeded):
        Rig(told(503, "5000"), budget=budget).post()
    assert budget.take()


def test_a_5xx_opens_the_breaker_and_then_nothing_is_sent() -> None:
    rig = Rig(500, 502, 503, attempts=3)
    rig.client.breaker = CircuitBreaker(3, 50.0, rig.clock)
    with pytest.raises(GaveUp):
        rig.post()
    slept = len(rig.clock.sleeps)
    with pytest.raises(CircuitOpen) as refused:
        rig.post(deadline_s=20.0)
    assert refused.value.__cause__ is None
    assert len(rig.keys) == 3
    assert len(rig.clock.sleeps) == slept
    rig.answers.append(200)
    reply = rig.post(deadline_s=100.0)
    assert [attempt.status for attempt in reply.attempts] == [200]
    assert 50.0 <= reply.attempts[0].waited_s <= 51.0
    assert state(rig.client.breaker) == "closed"


@in_loop
async def test_a_refused_turn_counts_as_an_attempt() -> None:
    rig = Rig(attempts=3)
    breaker = CircuitBreaker(1, 1.0, rig.clock)
    rig.client.breaker = breaker
    await fail(breaker)
    rig.clock.now += 1.0
    async with breaker:  # a probe that takes for ever
        probe = asyncio.create_task(rig.client.post("/v1/x", {}, key="k", deadline_s=1000.0))
        with pytest.raises(CircuitOpen):
            await probe
    assert len(rig.clock.sleeps) == 2
    assert rig.keys == []


@in_loop
async def test_four_posts_share_one_probe() -> None:
    rig = Rig(500, 200, attempts=1)
    rig.client.breaker = CircuitBreaker(1, 50.0, rig.clock)
    with pytest.raises(GaveUp):
        await rig.client.post("/v1/x", {}, key="k", deadline_s=10.0)
    rig.clock.now += 50.0
    posts = (rig.client.post("/v1/x", {}, key="k", deadline_s=10.0) for _ in range(4))
    ends = await asyncio.gather(*posts, return_exceptions=True)
    assert [type(end) for end in ends] == [Reply, CircuitOpen, CircuitOpen, CircuitOpen]
    assert len(rig.keys) == 2


@in_loop
async def test_a_request_that_hangs_ends_with_the_deadline_and_counts_for_the_breaker() -> None:
    cancelled = 0

    async def never(_: httpx.Request) -> httpx.Response:
        nonlocal cancelled
        try:
            await asyncio.Event().wait()
        finally:
            cancelled += 1
        raise AssertionError("not reached")

    breaker = CircuitBreaker(1, 50.0)
    async with httpx.AsyncClient(transport=httpx.MockTransport(never), base_url="http://provider.example") as http:
        client = ResilientClient(http, breaker=breaker)
        with pytest.raises(DeadlineExceeded) as late:
            await client.post("/v1/x", {}, key="k", deadline_s=0.05)
    assert isinstance(late.value.__cause__, TimeoutError)
    assert late.value.attempts == [Attempt(None, 0.0, "deadline")]
    assert cancelled == 1
    assert state(breaker) == "open"
    assert not other_tasks()


@in_loop
async def test_cancellation_at_every_await_leaves_nothing() -> None:
    """Cancel after 0, 1, 2, ... rounds of the loop, in the probe, in waits and in requests, until it gets through."""
    reached = Counter[int]()
    for rounds in range(500):
        rig = Rig(503, httpx.ReadError("x"), 503, 200)
        breaker = CircuitBreaker(1, 5.0, rig.clock)
        rig.client.breaker = breaker
        await fail(breaker)
        rig.clock.now += 4.0  # the first turn is refused, the second one is the probe
        rig.client.attempts = 9
        task = asyncio.create_task(rig.client.post("/v1/x", {}, key="k", deadline_s=1000.0))
        for _ in range(rounds):
            await asyncio.sleep(0)
        if task.done():
            assert task.result().status == 200
            break
        reached[len(rig.keys)] += 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not other_tasks()
        rig.clock.now += 5.0
        assert state(breaker) in ("half_open", "closed"), "the cancelled probe keeps its place"
        await call(breaker)
        assert state(breaker) == "closed"
    else:
        pytest.fail("it never got through")
    assert set(reached) == {0, 1, 2, 3, 4}, reached


# ---------------------------------------------------------------- real sockets, faults, and the server's ledger


@pytest.fixture(scope="module")
def sim() -> Iterator[ProviderSim]:
    with ProviderSim() as one:
        yield one


OPERATIONS = {1: 3334, 2: 3333, 3: 3333}
FAULTS = {
    status(500): 0.03, status(500, committed=True): 0.02, status(503, headers={"Retry-After": "0"}): 0.03,
    status(429): 0.04, drop_after_commit(): 0.05, reset_mid_stream(1): 0.02, hang(): 0.01,
}  # fmt: skip


@pytest.mark.parametrize("seed", sorted(OPERATIONS))
@in_loop
async def test_no_operation_is_lost_under_faults(sim: ProviderSim, seed: int) -> None:
    sim.reset()
    sim.schedule(seed, FAULTS)
    rng = random.Random(seed)
    keys = [str(uuid.UUID(int=rng.getrandbits(128))) for _ in range(OPERATIONS[seed])]
    todo = list(keys)
    replies: dict[str, Reply] = {}
    # httpx looks through all its connections for each request, so more of them make it slower
    limits = httpx.Limits(max_connections=12, max_keepalive_connections=12)
    # the read time-out ends a hang; where a busy machine is slower than that, it is one more unknown outcome
    timeout = httpx.Timeout(30.0, read=0.5)
    async with httpx.AsyncClient(base_url=sim.base, timeout=timeout, limits=limits, trust_env=False) as http:
        client = ResilientClient(http, attempts=12, base_s=0.005, cap_s=0.05, rng=rng)

        async def worker() -> None:
            while todo:
                key = todo.pop()
                replies[key] = await client.post(PATH, BODY, key=key, deadline_s=60.0)

        async with asyncio.TaskGroup() as group:
            for _ in range(12):
                group.create_task(worker())
    await sim.adrain()
    rows = sim.ledger()
    seen = Counter(row.key for row in rows)
    committed = Counter(row.key for row in rows if row.committed)
    assert set(replies) == set(keys) == set(committed), "an operation has no effect on the server"
    told_wrong = {
        key: (len(replies[key].attempts), seen[key]) for key in keys if len(replies[key].attempts) != seen[key]
    }
    assert not told_wrong, "attempts of the client and requests at the server differ"
    faulty = sum(row.fault is not None for row in rows) / len(rows)
    assert 0.17 < faulty < 0.23, "the schedule did not do what this test is about"
    assert {row.fault for row in rows if row.fault} == {rule.name for rule in FAULTS}
    assert sum(committed.values()) > len(keys), "without unknown outcomes nothing was at stake"
    assert not other_tasks()
    assert sim.stats().open_connections == 0


@in_loop
async def test_cancelling_200_posts_in_flight_leaves_no_task_and_no_socket(sim: ProviderSim) -> None:
    sim.reset()
    sim.script(hang())
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
    timeout = httpx.Timeout(30.0, pool=5.0)
    async with httpx.AsyncClient(base_url=sim.base, timeout=timeout, limits=limits, trust_env=False) as http:
        client = ResilientClient(http, base_s=0.001, breaker=CircuitBreaker(5, 1.0))
        tasks = [
            asyncio.create_task(client.post(PATH, BODY, key=f"key-{number}", deadline_s=60.0)) for number in range(200)
        ]
        await until(sim, lambda stats: stats.inflight == 200)
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(end) for end in ends} == {asyncio.CancelledError}
        assert not other_tasks()
        await sim.adrain()
        assert (await asyncio.to_thread(sim.stats)).open_connections == 0, "a cancelled request keeps its socket"
        sim.script()
        # the pool has room for 200 again, and the breaker holds no cancellation against the provider
        await asyncio.gather(*(client.post(PATH, BODY, key=f"new-{n}", deadline_s=30.0) for n in range(200)))
    assert not other_tasks()
    await until(sim, lambda stats: stats.open_connections == 0)
    rows = sim.ledger()
    assert sum(row.key is not None and row.key.startswith("new-") and row.committed for row in rows) == 200
