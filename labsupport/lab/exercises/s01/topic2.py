"""Exercises and review questions of topic 01.2: bounded calls, a token bucket, a queue worker."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from itertools import pairwise
from typing import Any, TypeVar

from labsupport.aio.bounded import Outcome
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect, run_async

T = TypeVar("T")
BOUNDED = "01.2 Bounded work"
RATE = "01.2 Concurrency is not rate"
QUEUE = "01.2 Queues that end"


def other_tasks() -> list[asyncio.Task[Any]]:
    """Tasks of the running loop besides the caller's own."""
    return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


def within(
    coro_fn: Callable[[], Coroutine[Any, Any, T]],
    *,
    case: str,
    cause: str,
    read: str,
    diagnosis: str,
    limit_s: float = 3,
) -> T:
    """`run_async`, with a diagnosis of its own when the coroutine does not end."""
    try:
        return run_async(coro_fn, timeout_s=limit_s)
    except CheckFailed as failed:
        if failed.diagnosis != "timeout":
            raise
        raise CheckFailed(
            expected="the call returns", got="it never does", case=case, cause=cause, read=read, diagnosis=diagnosis
        ) from None


async def rounds(count: int) -> None:
    """Let other tasks run for so many rounds of the event loop: a delay that a busy machine cannot shorten."""
    for _ in range(count):
        await asyncio.sleep(0)


# ---------------------------------------------------------------- e1 run_bounded


def bounded_run(coro_fn: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """`run_async`; a primitive that belongs to another check's event loop gets its diagnosis."""
    try:
        return run_async(coro_fn)
    except RuntimeError as error:
        if "different event loop" not in str(error):
            raise
        raise CheckFailed(
            expected="every call of run_bounded works in its own event loop",
            got=repr(error),
            case="each check runs in a loop of its own",
            cause="a semaphore or lock that outlives the call belongs to the first loop in which tasks queued for it",
            read=BOUNDED,
            diagnosis="second-loop",
        ) from None


def check_order(run_bounded: Any) -> None:
    rng = random.Random(1)
    delays = [rng.random() * 0.01 for _ in range(12)]

    async def fn(index: int) -> int:
        await asyncio.sleep(delays[index])
        return index * index

    outcomes = bounded_run(lambda: run_bounded(range(12), fn, concurrency=4, mode="best_effort"))
    got = [(o.index, o.value, o.error) for o in outcomes]
    want = [(i, i * i, None) for i in range(12)]
    wrong = next((i for i, (a, b) in enumerate(zip(got, want, strict=False)) if a != b), min(len(got), len(want)))
    expect(
        got == want,
        expected=f"12 outcomes, number {wrong} = {want[wrong] if wrong < 12 else 'none'}",
        got=f"{len(got)} outcomes, number {wrong} = {got[wrong] if wrong < len(got) else 'missing'}",
        case="12 calls of different length, 4 at a time",
        cause="outcomes are stored when a call ends instead of at the place of its item",
        read=BOUNDED,
        diagnosis="completion-order",
    )


def check_peak(run_bounded: Any) -> None:
    live = peak = 0

    async def fn(_: int) -> None:
        nonlocal live, peak
        live += 1
        peak = max(peak, live)
        await rounds(40)
        live -= 1

    bounded_run(lambda: run_bounded(range(20), fn, concurrency=3, mode="best_effort"))
    text = {"case": "20 calls with concurrency=3", "read": BOUNDED}
    expect(
        peak <= 3,
        expected="at most 3 calls alive",
        got=f"{peak}",
        cause="more calls start than there are slots",
        diagnosis="too-many-live",
        **text,
    )
    expect(
        peak == 3,
        expected="3 calls alive at the same time",
        got=f"{peak}",
        cause="each call is awaited before the next starts",
        diagnosis="serial",
        **text,
    )


def check_tasks(run_bounded: Any) -> None:
    most = 0

    async def fn(_: int) -> None:
        nonlocal most
        most = max(most, len(asyncio.all_tasks()))
        await asyncio.sleep(0)

    bounded_run(lambda: run_bounded(range(400), fn, concurrency=4, mode="best_effort"))
    expect(
        most <= 12,
        expected="about 4 tasks alive for 400 items",
        got=f"{most} tasks",
        case="400 items with concurrency=4",
        cause="a task is made for every item first and throttled afterwards: the semaphore bounds calls, not memory",
        read=BOUNDED,
        diagnosis="creates-all-tasks",
    )


def check_lazy(run_bounded: Any) -> None:
    pulled = done = ahead = 0

    def source() -> Iterator[int]:
        nonlocal pulled, ahead
        for index in range(100):
            pulled += 1
            ahead = max(ahead, pulled - done)
            yield index

    async def fn(_: int) -> None:
        nonlocal done
        await asyncio.sleep(0)
        done += 1

    bounded_run(lambda: run_bounded(source(), fn, concurrency=3, mode="best_effort"))
    expect(
        ahead <= 3 + 2,
        expected="about 3 items pulled and not finished",
        got=f"{ahead}",
        case="a generator of 100 items with concurrency=3",
        cause="the source is read to its end before the calls run; an endless source would never start",
        read=BOUNDED,
        diagnosis="source-not-lazy",
    )


def check_best_effort(run_bounded: Any) -> None:
    async def fn(index: int) -> int:
        if index % 3 == 0:
            raise KeyError(index)
        return index

    outcomes: list[Outcome[int]] = bounded_run(lambda: run_bounded(range(7), fn, concurrency=2, mode="best_effort"))
    for index, outcome in enumerate(outcomes):
        bad = index % 3 == 0
        expect(
            isinstance(outcome.error, KeyError) == bad and (outcome.value is None) == bad,
            expected="value=None, error=KeyError" if bad else f"value={index}, error=None",
            got=f"value={outcome.value!r}, error={outcome.error!r}",
            case=f"item {index}; items 0, 3 and 6 raise KeyError",
            cause="the exception is stored as if it were a result, or is lost",
            read=BOUNDED,
            diagnosis="error-as-value",
        )
    expect(
        len(outcomes) == 7,
        expected="7 outcomes",
        got=len(outcomes),
        cause="an item that failed has no outcome",
        read=BOUNDED,
        diagnosis="outcome-missing",
    )


def check_all_or_nothing(run_bounded: Any) -> None:
    boom = KeyError("item 2")
    started = cleaned = 0

    async def fn(index: int) -> None:
        nonlocal started, cleaned
        started += 1
        try:
            if index == 2:
                await rounds(40)
                raise boom
            await asyncio.sleep(1.0)
        finally:
            await asyncio.sleep(0)
            cleaned += 1

    async def main() -> tuple[BaseException | None, int, int]:
        caught: BaseException | None = None
        try:
            await run_bounded(range(9), fn, concurrency=4, mode="all_or_nothing")
        except RuntimeError:
            raise
        except BaseException as error:
            caught = error
        return caught, started, cleaned

    case = "4 calls run, item 2 raises KeyError, the others would take a second"
    caught, begun, at_return = bounded_run(main)
    expect(
        not isinstance(caught, BaseExceptionGroup),
        expected=repr(boom),
        got=repr(caught),
        case=case,
        cause="a TaskGroup wraps errors in an ExceptionGroup: take the first one out and raise it",
        read=BOUNDED,
        diagnosis="raises-group",
    )
    expect(
        caught is boom,
        expected=repr(boom),
        got="nothing raised" if caught is None else repr(caught),
        case=case,
        cause="the child's own exception must reach the caller",
        read=BOUNDED,
        diagnosis="error-not-raised",
    )
    expect(
        at_return == begun,
        expected=f"all {begun} calls have ended (each through its finally) when the error is raised",
        got=f"{at_return} of {begun}",
        case=case,
        cause="gather raises the first error and leaves the siblings running; cancel them and wait",
        read=BOUNDED,
        diagnosis="orphans-siblings",
    )


def check_arguments(run_bounded: Any) -> None:
    for bad in ({"concurrency": 0, "mode": "best_effort"}, {"concurrency": 2, "mode": "best-effort"}):
        got = "no exception"
        try:
            run_async(lambda bad=bad: run_bounded([1], lambda _: asyncio.sleep(0), **bad), timeout_s=1)  # type: ignore[misc]
        except ValueError:
            continue
        except CheckFailed:
            got = "a call that never returns"
        except Exception as error:
            got = repr(error)
        expect(
            False,
            expected="ValueError",
            got=got,
            case=f"run_bounded([1], fn, {', '.join(f'{k}={v!r}' for k, v in bad.items())})",
            cause="a wrong argument should fail at once, not wait for ever",
            read=BOUNDED,
            diagnosis="no-validation",
        )


# ---------------------------------------------------------------- e2 TokenBucket


class FakeTime:
    """A clock and a sleep that belong together: time passes only when somebody sleeps, in order of wake-up."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.sleeps = self.looks = 0
        self._wakeups: list[tuple[float, int, asyncio.Future[None]]] = []

    def clock(self) -> float:
        self.looks += 1
        return self.now

    def ignored(self, looks: int) -> bool:
        """Nobody has read the clock since it had been read `looks` times, and nobody sleeps here."""
        return self.looks == looks and not self._wakeups

    async def sleep(self, seconds: float) -> None:
        self.sleeps += 1
        expect(
            self.sleeps < 5_000,
            expected="a bounded number of sleeps",
            got="5,000 of them",
            case="waiting for a few tokens",
            cause="a wait of almost nothing is repeated: float time does not advance by 1e-17, so accept a tiny rest",
            read=RATE,
            diagnosis="spins",
        )
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._wakeups.append((self.now + seconds, self.sleeps, future))
        if len(self._wakeups) == 1:
            asyncio.get_running_loop().call_soon(self._advance, 20)
        await future

    def _advance(self, rounds: int) -> None:
        if rounds:  # let every task that can run do so before time moves
            asyncio.get_running_loop().call_soon(self._advance, rounds - 1)
            return
        self._wakeups.sort(key=lambda entry: entry[:2])
        while self._wakeups:
            at, _, future = self._wakeups.pop(0)
            if not future.done():
                self.now = max(self.now, at)
                future.set_result(None)
                break
        if self._wakeups:
            asyncio.get_running_loop().call_soon(self._advance, 20)


def bucket_of(cls: Any, time: FakeTime, rate: float, burst: float) -> Any:
    return cls(rate, burst, time.clock, sleep=time.sleep)


def timed(time: FakeTime, coro_fn: Callable[[], Awaitable[T]]) -> T:
    text: dict[str, Any] = {
        "case": "waiting for a token under a clock that only `sleep` moves",
        "cause": "the bucket reads another clock or sleeps without the `sleep` it was given",
        "read": RATE,
        "diagnosis": "ignores-clock",
    }

    async def main() -> T:
        task = asyncio.ensure_future(coro_fn())
        while not task.done():
            looks = time.looks
            await rounds(200)  # time moves after 20 rounds; so many without a look at it say that it is not used
            if not task.done() and time.ignored(looks):
                task.cancel()
                raise CheckFailed(expected="a wait by `sleep`", got="a wait for something else", **text)
        return task.result()

    return within(main, **text)


def check_burst(cls: Any) -> None:
    time = FakeTime()
    moments: list[float] = []

    async def main() -> list[float]:
        bucket = bucket_of(cls, time, 10, 3)
        waits = []
        for _ in range(6):
            waits.append(round(float(await bucket.acquire()), 4))
            moments.append(round(time.now - 1000.0, 4))
        return waits

    waits = timed(time, main)
    want = [0.0, 0.0, 0.0, 0.1, 0.2, 0.3]
    case = "TokenBucket(rate_per_s=10, burst=3), six acquire() one after another: moments at which they return, s"
    expect(
        moments[-1] > 0,
        expected=want,
        got=moments,
        case=case,
        cause="no time passed on the given clock: use `clock` and `sleep` from the constructor",
        read=RATE,
        diagnosis="ignores-clock",
    )
    expect(
        moments[:3] == want[:3],
        expected=want,
        got=moments,
        case=case,
        cause="the bucket starts full: the first `burst` calls do not wait",
        read=RATE,
        diagnosis="no-burst",
    )
    expect(
        all(later - sooner > 0.05 for sooner, later in pairwise(moments[2:])),
        expected=want,
        got=moments,
        case=case,
        cause="all tokens of a window come back at once at its edge: refill continuously",
        read=RATE,
        diagnosis="fixed-window",
    )
    expect(
        all(abs(a - b) < 1e-3 for a, b in zip(moments, want, strict=True)),
        expected=want,
        got=moments,
        case=case,
        cause="the refill is not rate_per_s tokens a second",
        read=RATE,
        diagnosis="wrong-rate",
    )
    expect(
        all(abs(a - b) < 1e-3 for a, b in zip(waits, [0, 0, 0, 0.1, 0.1, 0.1], strict=True)),
        expected="[0, 0, 0, 0.1, 0.1, 0.1]",
        got=waits,
        case="the same six calls: returned seconds",
        cause="acquire returns the seconds it waited, by the given clock",
        read=RATE,
        diagnosis="wrong-wait",
    )


def check_idle(cls: Any) -> None:
    time = FakeTime()

    async def main() -> int:
        bucket = bucket_of(cls, time, 10, 3)
        await bucket.acquire(3)
        time.now += 60
        free = 0
        while free < 50 and await bucket.acquire() < 0.001:
            free += 1
        return free

    free = timed(time, main)
    expect(
        free == 3,
        expected="3 calls pass at once after a minute of rest",
        got=f"{free}{' or more' if free == 50 else ''}",
        case="TokenBucket(10, 3), emptied, then idle for 60 s",
        cause="a bucket never holds more than its burst" if free > 3 else "tokens of the idle time are lost",
        read=RATE,
        diagnosis="overfills-after-idle" if free > 3 else "no-burst",
    )


def check_shared(cls: Any) -> None:
    time = FakeTime()
    served: list[int] = []
    costs = [1, 1, 3, 1, 2, 1, 3, 1, 1, 1]  # a cheap call behind an expensive one is tempted to overtake it

    async def main() -> None:
        bucket = bucket_of(cls, time, 10, 3)

        async def one(number: int) -> None:
            await bucket.acquire(costs[number])
            served.append(number)

        await asyncio.gather(*(one(number) for number in range(10)))

    timed(time, main)
    elapsed = time.now - 1000.0
    expect(
        elapsed > 1.15,
        expected="1.2 s for a cost of 15 in all, at 10 per second with burst 3",
        got=f"{elapsed:.2f} s",
        case=f"10 tasks call acquire(cost) at the same time, costs {costs}",
        cause="each caller waits on its own, as if the others did not exist: they must share one count",
        read=RATE,
        diagnosis="no-shared-state",
    )
    expect(
        served == list(range(10)),
        expected=list(range(10)),
        got=served,
        case=f"order in which 10 waiting tasks were served, costs {costs}",
        cause="whoever wakes first takes the token: let only the head of a queue wait for tokens",
        read=RATE,
        diagnosis="not-fifo",
    )


def check_cost(cls: Any) -> None:
    time = FakeTime()

    async def main() -> float:
        bucket = bucket_of(cls, time, 10, 5)
        await bucket.acquire(5)
        return round(float(await bucket.acquire(4)), 6)

    waited = timed(time, main)
    expect(
        abs(waited - 0.4) < 1e-4,
        expected="0.4 s",
        got=f"{waited} s",
        case="TokenBucket(10, 5): acquire(5), then acquire(4)",
        cause="a call of cost 4 needs four tokens" if waited < 0.4 else "",
        read=RATE,
        diagnosis="ignores-cost",
    )


def check_refuses(cls: Any) -> None:
    for cost in (0, -1.0, 5.5):
        got = "no exception"
        try:
            time = FakeTime()
            run_async(lambda time=time, cost=cost: bucket_of(cls, time, 10, 5).acquire(cost), timeout_s=1)  # type: ignore[misc]
        except ValueError:
            continue
        except CheckFailed:
            got = "a call that never returns"
        expect(
            False,
            expected="ValueError",
            got=got,
            case=f"TokenBucket(10, 5).acquire({cost})",
            cause="a cost above the burst can never be served: say so instead of waiting for ever",
            read=RATE,
            diagnosis="no-validation",
        )


# ---------------------------------------------------------------- e3 run_workers


class CountingQueue(asyncio.Queue[Any]):
    """A queue that counts what goes in and out, so that a check can tell why a join hangs."""

    def __init__(self, maxsize: int = 0) -> None:
        super().__init__(maxsize)
        self.puts = self.gets = self.dones = 0

    def _put(self, item: Any) -> None:
        self.puts += 1
        super()._put(item)

    def _get(self) -> Any:
        self.gets += 1
        return super()._get()

    def task_done(self) -> None:
        super().task_done()
        self.dones += 1


async def run_workers_for(
    run_workers: Any, items: list[int], handler: Any, consumers: int, maxsize: int = 4
) -> tuple[Any, CountingQueue, bool]:
    """(result, queue, finished) of one call that gets half a second."""
    queue = CountingQueue(maxsize)
    try:
        async with asyncio.timeout(0.5):
            return await run_workers(queue, items, handler, consumers=consumers), queue, True
    except TimeoutError:
        return None, queue, False


async def quiet(_: int) -> None:
    await asyncio.sleep(0)


def check_sentinel(run_workers: Any) -> None:
    _, queue, finished = run_async(lambda: run_workers_for(run_workers, [1, 2, 3], quiet, 1))
    expect(
        finished,
        expected="queue.join() returns after the last item",
        got=f"it waits: {queue.gets} get, {queue.dones} task_done",
        case="3 items, 1 consumer, a handler that never fails",
        cause="the sentinel was taken with get() as well, so it needs its task_done()",
        read=QUEUE,
        diagnosis="sentinel-not-done",
    )


def check_raising(run_workers: Any) -> None:
    handled: list[int] = []

    async def handler(item: int) -> None:
        await asyncio.sleep(0)
        handled.append(item)
        if item % 4 == 1:
            raise ValueError(item)

    text = {"case": "10 items, 1 consumer, the handler raises for items 1, 5 and 9", "read": QUEUE}
    try:
        errors, queue, finished = run_async(lambda: run_workers_for(run_workers, list(range(10)), handler, 1))
    except (Exception, BaseExceptionGroup) as error:
        found = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
        twice = "task_done() called too many times" in str(found)
        raise CheckFailed(
            expected="three errors in the returned list",
            got=f"raised {found!r}",
            cause="task_done() is called twice for an item that fails"
            if twice
            else "one bad item must not end the consumer: keep its error and go on",
            diagnosis="done-twice" if twice else "stops-at-first-error",
            **text,
        ) from None
    expect(
        finished,
        expected="queue.join() returns",
        got=f"it waits: {queue.gets} get, {queue.dones} task_done, {len(handled)} items handled",
        cause="a raising handler skips task_done() or ends its consumer: put task_done() into a finally",
        diagnosis="task-done-skipped",
        **text,
    )
    expect(
        handled == list(range(10)),
        expected="all 10 items handled",
        got=handled,
        cause="the work stops at the first error",
        diagnosis="stops-at-first-error",
        **text,
    )
    got = [error.args[0] for error in errors] if isinstance(errors, list) else errors
    expect(
        got == [1, 5, 9],
        expected="a list with the ValueErrors of items 1, 5 and 9",
        got=errors,
        cause="an exception that is caught and not kept is a lost item",
        diagnosis="errors-lost",
        **text,
    )


def check_three(run_workers: Any) -> None:
    handled: list[int] = []
    live = peak = 0

    async def handler(item: int) -> None:
        nonlocal live, peak
        live += 1
        peak = max(peak, live)
        await rounds(40)
        live -= 1
        handled.append(item)

    async def main() -> tuple[bool, CountingQueue, int, int]:
        _, queue, finished = await run_workers_for(run_workers, list(range(12)), handler, 3)
        at_return = len(handled)
        await asyncio.sleep(0)
        return finished, queue, at_return, len(other_tasks())

    finished, queue, at_return, left = run_async(main)
    text = {"case": "12 items, 3 consumers", "read": QUEUE}
    expect(
        finished,
        expected="the call returns with all 3 consumers ended",
        got=f"it waits: {queue.puts - 12} sentinel(s) for 3 consumers, {queue.gets - queue.dones} get not done",
        cause="one sentinel stops one consumer; the others wait for an item that never comes",
        diagnosis="one-sentinel",
        **text,
    )
    expect(
        at_return == 12,
        expected="12 items handled when the call returns",
        got=at_return,
        cause="an empty queue only says that everything was taken, not that it was finished: await queue.join()",
        diagnosis="returns-early",
        **text,
    )
    expect(
        left == 0,
        expected="no consumer left when the call returns",
        got=f"{left} task(s) still there",
        cause="consumers that were started but not ended or awaited wait at get() for ever",
        diagnosis="consumer-left",
        **text,
    )
    expect(
        peak == 3,
        expected="3 handlers at the same time",
        got=peak,
        cause="the consumers take turns",
        diagnosis="serial-consumers",
        **text,
    )


EXERCISES = (
    Exercise(
        id="01.2.e1",
        title="Bounded work over a source of any length",
        reference=("labsupport.aio.bounded:run_bounded",),
        difficulty=4,
        minutes=20,
        section=BOUNDED,
        task=(
            "Write `run_bounded`: call `fn` on every item, at most `concurrency` calls alive, and return one "
            "`Outcome(index, value, error)` per item in input order; `value` or `error` is None.\n\n"
            "- The source may be an endless generator, plain or async: pull an item only when a slot is free.\n"
            '- `"best_effort"` stores a call\'s exception in `Outcome.error`; `"all_or_nothing"` cancels the other '
            "calls, waits for them and raises the first exception itself.\n"
            "- With a `limiter`, take one token before each call starts: `await limiter.acquire()`."
        ),
        gotchas=(
            "The number of tasks is bounded too, not only the number of running calls.",
            "A semaphore made at module level works in the first event loop only.",
            "`except BaseException` also catches the cancellation that is meant for you.",
        ),
        hints=(
            "Who may take the next item, and when? Ask for a slot first, for the item second.",
            "A `TaskGroup` gives you cancel-and-wait. Make the semaphore inside the function, acquire it in the loop "
            "that pulls, release it in the child's `finally`. `labsupport.aio.bounded.stream(items)` turns both "
            "kinds of source into one async iterator.",
            "In the group: acquire a slot; `item = await anext(source)` until StopAsyncIteration; take a token; "
            "reserve `outcomes[i]`; `group.create_task(call(i, item))`. Around it: `except BaseExceptionGroup as "
            "failed: raise failed.exceptions[0] from None`.",
        ),
        checks=(
            Check("outcomes come in input order", check_order),
            Check("at most `concurrency` calls are alive, and that many are", check_peak),
            Check("tasks are made when a slot is free", check_tasks),
            Check("a generator is pulled lazily", check_lazy),
            Check("best_effort keeps errors apart from values", check_best_effort),
            Check("all_or_nothing cancels, waits and raises the child's exception", check_all_or_nothing),
            Check("wrong arguments raise ValueError", check_arguments),
        ),
        time_limit_s=15.0,
    ),
    Exercise(
        id="01.2.e2",
        title="A token bucket",
        reference=("labsupport.aio.limits:TokenBucket",),
        difficulty=3,
        minutes=15,
        section=RATE,
        task=(
            "Write `acquire` (and the helper `_missing`, if it helps): wait until `cost` tokens are there, take them, "
            "return the seconds waited.\n\n"
            "- The bucket starts full with `burst` tokens, refills at `rate_per_s` and never holds more than `burst`.\n"
            "- Waiters are served in the order in which they came.\n"
            "- Read time only from `self._clock()` and wait only by `self._sleep(seconds)`: the checks bring their own."
        ),
        gotchas=(
            "A sleep may wake up late; look at the clock again instead of assuming.",
            "Two floats can differ by less than the clock can move: treat a wait below a nanosecond as over.",
            "A waiter may be cancelled while it stands in the queue.",
        ),
        hints=(
            "Store how many tokens there were and when you looked; the rest follows from the clock.",
            "Only the head of the queue waits for tokens. Everybody else waits for a future that the predecessor "
            "completes, in a `finally`, so that a cancelled waiter passes the turn on.",
            "refill: `tokens = min(burst, tokens + (now - filled_at) * rate)`; loop: while the missing tokens divided "
            "by the rate exceed 1e-9 seconds, sleep that long and refill again; then subtract the cost.",
        ),
        checks=(
            Check("a burst at once, then a steady rate, seconds waited returned", check_burst),
            Check("idle time never fills the bucket above its burst", check_idle),
            Check("callers share one bucket and are served in order", check_shared),
            Check("a call of cost n takes n tokens", check_cost),
            Check("costs that can never be served raise ValueError", check_refuses),
        ),
        time_limit_s=20.0,
    ),
    Exercise(
        id="01.2.e3",
        title="Repair the queue worker",
        reference=("labsupport.aio.workers:run_workers",),
        difficulty=3,
        minutes=10,
        section=QUEUE,
        task=(
            "`naive_run_workers` above hangs. Write the two missing parts of `run_workers` so that `queue.join()` "
            "returns with 3 consumers and a handler that sometimes raises.\n\n"
            "- `consume`: take items until the sentinel `STOP`; a handler's exception goes to `errors`, and the work "
            "goes on.\n"
            "- After the last item, see to it that every consumer ends."
        ),
        gotchas=("Every `get` needs exactly one `task_done`: no item is an exception to that, and none may get two.",),
        hints=(
            "Count get() and task_done() on paper for one consumer and one item.",
            "There are three ways out of the loop body: the handler returned, the handler raised, it was the sentinel. "
            "One keyword covers all three.",
            "`try:` return on STOP, else await the handler; `except Exception as error:` keep it; `finally:` "
            "task_done. And put STOP as often as there are consumers.",
        ),
        checks=(
            Check("join returns with one consumer", check_sentinel),
            Check("a raising handler loses no item and no error", check_raising),
            Check("three consumers work at the same time and all end", check_three),
        ),
        time_limit_s=10.0,
    ),
)

QUESTIONS = (
    Question(
        id="01.2.q1",
        text="What is structured concurrency?",
        choices=(
            Choice(
                "Tasks are organised in classes, each with a start and a stop method",
                False,
                "Structure here means the lifetime of tasks, not the shape of the code around them.",
            ),
            Choice(
                "The number of running tasks is kept under a fixed limit",
                False,
                "That is bounded concurrency. A bounded set of tasks can still outlive its caller.",
            ),
            Choice(
                "Tasks start in a block and have ended before the block is left, also on errors",
                True,
                "So failures reach the caller and nothing leaks; a TaskGroup cancels siblings and raises a group.",
            ),
            Choice(
                "Every coroutine awaits only one other coroutine at a time, so nothing overlaps",
                False,
                "That is sequential code. Structured tasks do overlap, inside their block.",
            ),
        ),
        answer=(
            "Tasks start in a block and must end before it exits, so failures propagate and nothing leaks; TaskGroup "
            "cancels siblings and raises a group."
        ),
    ),
    Question(
        id="01.2.q2",
        text="You call 200 extractions. A partial result is useful, a silent error is not. What do you take?",
        choices=(
            Choice(
                "Typed outcomes: catch inside each child, return value or error",
                True,
                "Best effort needs errors that cannot pass for values. A TaskGroup around it bounds lifetimes.",
            ),
            Choice(
                "`gather(*calls)`, and catch the first exception around it",
                False,
                "It raises the first error and leaves the siblings running as orphans; their results are lost to you.",
            ),
            Choice(
                "`gather(*calls, return_exceptions=True)`, and write the list to the database",
                False,
                "Errors come back as values in the same list: failure lab 01.2.b writes them as rows.",
            ),
            Choice(
                "A `TaskGroup` whose children let their exceptions out",
                False,
                "The first failure cancels the other calls: right when a partial batch is worthless, not here.",
            ),
        ),
        answer=(
            "gather's default leaves orphans on failure and its other mode returns errors as values; use TaskGroup for "
            "all-or-nothing and typed outcomes for best effort."
        ),
    ),
    Question(
        id="01.2.q3",
        text="A service sometimes freezes for half a second. How do you find what blocks the event loop?",
        choices=(
            Choice(
                "Set a loop exception handler: it is called for every slow callback",
                False,
                "It is never called for them (erratum r5): they are a WARNING on the asyncio logger.",
            ),
            Choice(
                "Debug mode with a slow-callback threshold, a lag ticker, a sampling profiler",
                True,
                "The first names the callback, the second shows that and when it happens, the third the line.",
            ),
            Choice(
                "Raise the number of workers until the freezes are gone, then compare the logs of both versions",
                False,
                "More workers hide the stall behind other processes; each of them still freezes.",
            ),
        ),
        answer=(
            "Debug mode with a slow-callback threshold, a lag ticker in production, and a sampling profiler or the "
            "3.14 task-tree command."
        ),
    ),
)
