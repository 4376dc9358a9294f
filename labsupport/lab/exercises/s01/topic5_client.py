"""Exercise 01.5.e1, the client that survives an unreliable provider, and the review questions of topic 01.5."""

from __future__ import annotations

import asyncio
import email.utils
import functools
import random
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import httpx

from labsupport.aio.breaker import CircuitBreaker, CircuitOpen
from labsupport.aio.retry import DeadlineExceeded, GaveUp, RetryBudget
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect, run_async

CLIENT = "01.5 A client that survives"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DEADLINE_S = 100.0
BASE_S = 1.0
QUOTA = httpx.Response(429, json={"error": {"code": "insufficient_quota", "message": "no credit left"}})


class Spied(CircuitBreaker):
    """A breaker that knows whether it was used."""

    entered = 0

    async def __aenter__(self) -> Self:
        self.entered += 1
        return await super().__aenter__()


class Provider:
    """Answers POSTs from a list (a status, a response or an exception), on a clock that only sleeping moves.

    sleeps: seconds that the client asked for; sent: the Idempotency-Key of each request.
    """

    def __init__(self, cls: Any, *answers: Any, **options: Any) -> None:
        self.answers = deque(answers)
        self.now = 0.0
        self.sleeps: list[float] = []
        self.sent: list[str | None] = []
        options = {"attempts": 4, "base_s": BASE_S, "cap_s": 60.0, "rng": random.Random(5), **options}
        self.http = httpx.AsyncClient(transport=httpx.MockTransport(self.answer), base_url="http://provider.example")
        self.client = cls(
            self.http, clock=lambda: self.now, sleep=self.sleep, now=lambda: NOON + timedelta(seconds=self.now),
            **options,
        )  # fmt: skip

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += max(0.0, seconds)
        await asyncio.sleep(0)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request.headers.get("Idempotency-Key"))
        await asyncio.sleep(0)
        answer = self.answers.popleft() if self.answers else 418
        if isinstance(answer, BaseException):
            raise answer
        return httpx.Response(answer, json={"done": True}) if isinstance(answer, int) else answer

    async def post(self, *, key: str | None = "key-1", deadline_s: float = DEADLINE_S) -> Any:
        """The reply, or the exception that the client ended with."""
        try:
            return await self.client.post("/v1/tickets", {"title": "t"}, key=key, deadline_s=deadline_s)
        except NotImplementedError:
            raise
        except Exception as error:
            return error

    def run(self, **call: Any) -> Any:
        return run_async(lambda: self.post(**call))


def told(status: int, header: str) -> httpx.Response:
    return httpx.Response(status, headers={"Retry-After": header})


def replied(end: Any, case: str, cause: str, diagnosis: str) -> Any:
    """The end, which has to be a Reply with status 200."""
    if type(end).__name__ == "RetryError":
        cause, diagnosis = "the retry library's own exception reaches the caller: pass reraise=True", "wrapper-leaks"
    elif isinstance(end, httpx.HTTPStatusError):
        cause = "raise_for_status() raises an HTTPStatusError, which is no httpx.RequestError: raise UpstreamStatus"
    elif getattr(end, "status", 200) != 200:
        cause = "httpx raises nothing for this status: unless it is a 2xx, raise UpstreamStatus(response)"
    expect(
        getattr(end, "status", None) == 200, expected="a Reply with status 200", got=repr(end), case=case, cause=cause,
        read=CLIENT, diagnosis=diagnosis,
    )  # fmt: skip
    return end


def gave_up(end: Any, reason: str, case: str, cause: str, diagnosis: str) -> GaveUp:
    """The end, which has to be a GaveUp for this reason."""
    if type(end).__name__ == "RetryError":
        cause, diagnosis = "the retry library's own exception reaches the caller: pass reraise=True", "wrapper-leaks"
    expect(
        isinstance(end, GaveUp) and end.reason == reason, expected=f"GaveUp, reason {reason!r}", got=repr(end),
        case=case, cause=cause, read=CLIENT, diagnosis=diagnosis,
    )  # fmt: skip
    return end  # type: ignore[no-any-return]


def check_retries(cls: Any) -> None:
    for failures in ((503, 500), (httpx.ConnectError("refused"), 429), (httpx.RemoteProtocolError("cut off"), 529)):
        provider = Provider(cls, *failures, 200)
        case = f"the provider answers {failures[0]!r}, then {failures[1]!r}, then 200; with a key"
        slug = "disconnect-not-retried" if isinstance(failures[0], httpx.RemoteProtocolError) else "gives-up-early"
        end = replied(provider.run(), case, "with a key all three may be retried, and the third attempt succeeds", slug)
        expect(
            provider.sent == ["key-1"] * 3, expected="three requests with Idempotency-Key: key-1", got=provider.sent,
            case=case, cause="the key names the operation, so it is the same on every attempt",
            read=CLIENT, diagnosis="key-changes",
        )  # fmt: skip
        expect(
            len(provider.sleeps) == 2, expected="two waits, one between each two attempts", got=provider.sleeps,
            case=case, cause="wait by self.sleep, once after each failure that is retried",
            read=CLIENT, diagnosis="no-wait" if len(provider.sleeps) < 2 else "sleeps-twice",
        )  # fmt: skip
        expect(
            end.body == b'{"done":true}', expected=b'{"done":true}', got=end.body, case=f"Reply.body; {case}",
            cause="the body is response.content: bytes, as they came", read=CLIENT, diagnosis="wrong-body",
        )  # fmt: skip
        windows = [BASE_S, 2 * BASE_S]
        expect(
            all(0 <= wait <= window for wait, window in zip(provider.sleeps, windows, strict=True)),
            expected=f"waits within [0, {windows[0]:g}] and [0, {windows[1]:g}]", got=provider.sleeps, case=case,
            cause="the wait after turn number n, from 0, is self.backoff_s(n)", read=CLIENT, diagnosis="wrong-window",
        )  # fmt: skip
        want = [getattr(failure, "status", failure) for failure in failures]
        seen = [(attempt.status, attempt.waited_s) for attempt in end.attempts]
        want = [
            (f if isinstance(f, int) else None, w) for f, w in zip((*want, 200), (0.0, *provider.sleeps), strict=True)
        ]
        expect(
            seen == want, expected=want, got=seen, case=f"(status, waited_s) of Reply.attempts; {case}",
            cause="one Attempt for each request; status None without an answer; waited_s is the wait before it",
            read=CLIENT, diagnosis="wrong-attempts",
        )  # fmt: skip


def check_retry_after(cls: Any) -> None:
    date = email.utils.format_datetime(NOON + timedelta(seconds=7), usegmt=True)
    for header in ("7", date):
        provider = Provider(cls, 503, 503, told(429, header), 200)
        case = f"two plain 503, then a 429 with Retry-After: {header}"
        slug = "gives-up-early" if header == "7" else "date-header"
        replied(provider.run(), case, "the header is seconds or a date; parse_retry_after reads both", slug)
        before = sum(provider.sleeps[:2])
        waits = provider.sleeps[2:]
        low = 7.0 if header == "7" else 7.0 - before
        expect(
            sum(waits) >= low - 1e-6, expected=f"a wait of at least {low:.3f} s", got=waits, case=case,
            cause="the provider says when to come back; sooner is refused again" if header == "7"
            else "a date is compared with self.now(), not with another clock",
            read=CLIENT, diagnosis="ignores-retry-after",
        )  # fmt: skip
        expect(
            len(waits) == 1, expected="one wait", got=waits, case=case,
            cause="two places wait for the same failure, for example the function and a decorator",
            read=CLIENT, diagnosis="sleeps-twice",
        )  # fmt: skip
        expect(
            waits[0] <= low + BASE_S, expected=f"{low:.3f} s and a jitter of at most {BASE_S:g} s", got=waits,
            case=case, cause="the header replaces the backoff; add self.backoff_s(0) to it, not the grown backoff",
            read=CLIENT, diagnosis="adds-header-to-backoff",
        )  # fmt: skip
    provider = Provider(cls, told(503, "soon"), 200)
    replied(
        provider.run(), "a 503 with Retry-After: soon, then 200",
        "parse_retry_after gives None for a header that says nothing: then the usual backoff applies",
        "nonsense-header",
    )  # fmt: skip


def check_last_attempt(cls: Any) -> None:
    for failure in (503, httpx.ReadError("connection lost")):
        provider = Provider(cls, *[failure] * 9, attempts=3)
        case = f"attempts=3, and every answer is {failure!r}; with a key"
        end = provider.run()
        expect(
            len(provider.sent) <= 3, expected="3 requests", got=len(provider.sent), case=case,
            cause="`attempts` counts all requests, the first one included", read=CLIENT, diagnosis="too-many-attempts",
        )  # fmt: skip
        slug = "gives-up-early" if failure == 503 else "disconnect-not-retried"
        lost = gave_up(end, "attempts", case, "after the last attempt the client gives up", slug)
        expect(
            len(provider.sleeps) < 3, expected="2 waits", got=provider.sleeps, case=case,
            cause="nothing follows the last attempt, so there is nothing to wait for",
            read=CLIENT, diagnosis="sleeps-after-last",
        )  # fmt: skip
        if isinstance(failure, Exception):
            expect(
                lost.__cause__ is failure and lost.last is failure, expected=f"last and __cause__ are {failure!r}",
                got=f"last {lost.last!r}, __cause__ {lost.__cause__!r}", case=case,
                cause="raise GaveUp(...) from the exception, or nobody can see what was wrong",
                read=CLIENT, diagnosis="no-cause",
            )  # fmt: skip


def check_deadline(cls: Any) -> None:
    provider = Provider(cls, told(503, "3600"), 200)
    case = "deadline_s=100 and Retry-After: 3600"
    end = provider.run()
    expect(
        isinstance(end, DeadlineExceeded) and not provider.sleeps, expected="DeadlineExceeded at once, without a wait",
        got=f"{end!r} after waits {provider.sleeps}", case=case,
        cause="a wait that does not fit into what is left cannot help; the caller should know now",
        read=CLIENT, diagnosis="ignores-deadline",
    )  # fmt: skip

    breaker = CircuitBreaker(1, 50.0)

    async def hangs(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("not reached")

    async def real_time(answer: Callable[[httpx.Request], Any], deadline_s: float, **options: Any) -> Any:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://provider.example") as http:
            try:
                return await cls(http, **options).post("/v1/tickets", {}, key="key-1", deadline_s=deadline_s)
            except NotImplementedError:
                raise
            except Exception as error:
                return error

    def ended(answer: Callable[[httpx.Request], Any], deadline_s: float, **options: Any) -> Any:
        try:
            return run_async(functools.partial(real_time, answer, deadline_s, **options), timeout_s=2.0)
        except CheckFailed as failed:
            if failed.diagnosis != "timeout":
                raise
            return "still waiting"

    case = "deadline_s=0.05, and the provider never answers"
    end = ended(hangs, 0.05, breaker=breaker)
    expect(
        isinstance(end, DeadlineExceeded), expected="DeadlineExceeded", got=repr(end), case=case,
        cause="asyncio.timeout ends with the built-in TimeoutError: raise DeadlineExceeded from it"
        if isinstance(end, TimeoutError)
        else "an attempt may take what is left of the deadline: asyncio.timeout around it",
        read=CLIENT, diagnosis="hangs-past-deadline",
    )  # fmt: skip
    expect(
        breaker.state == "open", expected="open", got=breaker.state, case=f"{case}; state of a breaker of 1 failure",
        cause="asyncio.timeout belongs inside the breaker's block: around it the breaker sees only a cancellation",
        read=CLIENT, diagnosis="breaker-misses-timeouts",
    )  # fmt: skip
    expect(
        len(end.attempts) == 1, expected="1 Attempt", got=end.attempts, case=f"{case}; DeadlineExceeded.attempts",
        cause="the request that hung was sent, so it is an Attempt", read=CLIENT, diagnosis="wrong-attempts",
    )  # fmt: skip

    now = 0.0

    async def slow_then_hangs(request: httpx.Request) -> httpx.Response:
        nonlocal now
        if now:
            return await hangs(request)
        now = 99.95
        return httpx.Response(503)

    end = ended(slow_then_hangs, 100.0, base_s=0.0, clock=lambda: now)
    expect(
        isinstance(end, DeadlineExceeded), expected="DeadlineExceeded 0.05 s later", got=repr(end),
        case="deadline_s=100; a 503 comes after 99.95 s, and the second attempt is never answered",
        cause="the time-out of an attempt is what is left of the deadline, not the whole of it once more",
        read=CLIENT, diagnosis="deadline-per-attempt",
    )  # fmt: skip


def check_not_retried(cls: Any) -> None:
    fatal = "classify() calls it fatal: it will not go differently the next time"
    unknown = "it may have been done, and without a key the provider cannot know that the next request is the same"
    pool = httpx.PoolTimeout("no free connection")
    for answer, key, reason, cause, slug in (
        (422, "key-1", "fatal", fatal, "retries-fatal"),
        (QUOTA, "key-1", "fatal", "an exhausted quota does not come back in seconds, though its status is 429",
         "retries-quota"),
        (pool, "key-1", "fatal", "our own pool is full; more attempts make it fuller", "retries-fatal"),
        (500, None, "unknown outcome", unknown, "retries-unknown-outcome"),
        (httpx.ReadTimeout("no answer"), None, "unknown outcome", unknown, "retries-unknown-outcome"),
    ):  # fmt: skip
        provider = Provider(cls, answer, 200)
        case = f"the provider answers {answer!r}; " + ("with a key" if key else "without a key")
        end = gave_up(provider.run(key=key), reason, case, cause, slug)
        expect(
            len(provider.sent) == 1 and not provider.sleeps, expected="1 request, no wait",
            got=f"{len(provider.sent)} requests, waits {provider.sleeps}", case=case, cause=cause,
            read=CLIENT, diagnosis=slug,
        )  # fmt: skip
        if isinstance(answer, Exception):
            expect(
                end.__cause__ is answer, expected=f"__cause__ is {answer!r}", got=repr(end.__cause__), case=case,
                cause="raise GaveUp(...) from the exception, or nobody can see what was wrong",
                read=CLIENT, diagnosis="no-cause",
            )  # fmt: skip
    bug = LookupError("a mistake in the program")
    provider = Provider(cls, bug, 200)
    end = provider.run()
    expect(
        end is bug, expected=repr(bug), got=repr(end), case="sending raises a LookupError, which is none of httpx's",
        cause="`except Exception` takes mistakes of the program for failures of the provider; catch httpx.RequestError",
        read=CLIENT, diagnosis="catches-everything",
    )  # fmt: skip


def check_budget(cls: Any) -> None:
    provider = Provider(cls, 503, 503, 503, 503)
    provider.client.budget = budget = RetryBudget(1.0, 0.0, burst=1.0, clock=lambda: provider.now)
    budget.take()
    case = "an empty budget with ratio 1: a post pays for one retry; the provider answers 503 each time"
    gave_up(provider.run(), "budget", case, "ask self.budget.take() before each retry", "ignores-budget")
    expect(
        len(provider.sent) == 2, expected="2 requests", got=len(provider.sent), case=case,
        cause="call self.budget.request() once for each post, and take() only before a retry", read=CLIENT,
        diagnosis="no-deposit" if len(provider.sent) < 2 else "ignores-budget",
    )  # fmt: skip


def check_breaker(cls: Any) -> None:
    provider = Provider(cls, 500, 500, 500, 200, attempts=3)
    provider.client.breaker = breaker = Spied(3, 50.0, lambda: provider.now)
    case = "breaker: 3 failures, 50 s. One post meets 500 three times"
    provider.run()
    expect(
        breaker.entered, expected="client.breaker is entered for each attempt", got="never", case=case,
        cause="the client's callers share self.breaker; a breaker for each call cannot count for all of them",
        read=CLIENT, diagnosis="breaker-not-shared",
    )  # fmt: skip
    end = provider.run(deadline_s=20.0)
    expect(
        isinstance(end, CircuitOpen) and len(provider.sent) == 3, expected="CircuitOpen, and no fourth request",
        got=f"{end!r} after {len(provider.sent)} requests", case=f"{case}; then another post, deadline_s=20",
        cause="each attempt is made inside `async with self.breaker`, and a 500 must leave the block as an exception",
        read=CLIENT, diagnosis="breaker-sees-no-status",
    )  # fmt: skip
    provider.now += 60.0

    async def four() -> list[Any]:
        return await asyncio.gather(*(provider.post(deadline_s=20.0) for _ in range(4)))

    ends = run_async(four)
    expect(
        len(provider.sent) == 4, expected="1 request: the probe", got=f"{len(provider.sent) - 3} requests",
        case=f"{case}; 60 s later four posts at once",
        cause="the client's callers share self.breaker; a breaker for each call cannot count for all of them",
        read=CLIENT, diagnosis="breaker-not-shared",
    )  # fmt: skip
    refused = [end for end in ends if isinstance(end, CircuitOpen)]
    expect(
        len(refused) == 3, expected="one Reply, three CircuitOpen", got=ends, case=f"{case}; 60 s later four posts",
        cause="the probe runs, and the next chance is further away than the deadline of the others",
        read=CLIENT, diagnosis="circuit-not-raised",
    )  # fmt: skip
    provider = Provider(cls, 500, 500, 500, 200, attempts=3)
    provider.client.breaker = CircuitBreaker(3, 50.0, lambda: provider.now)
    provider.run()
    opened_at, slept = provider.now, len(provider.sleeps)
    end = replied(
        provider.run(), f"{case}; then another post, deadline_s=100",
        "nothing was sent, and retry_in_s fits the deadline: wait for it and try again", "circuit-not-waited",
    )  # fmt: skip
    expect(
        provider.now - opened_at >= 50.0 - 1e-6 and len(end.attempts) == 1, expected="a wait of 50 s, then one request",
        got=f"waits {provider.sleeps[slept:]}, {len(end.attempts)} attempts", case=f"{case}; then deadline_s=100",
        cause="CircuitOpen.retry_in_s says how long to wait; what was not sent is no Attempt",
        read=CLIENT, diagnosis="circuit-not-waited",
    )  # fmt: skip


def check_cancel(cls: Any) -> None:
    provider = Provider(cls, *[503] * 9)
    reached = 0

    async def forever(*_: Any) -> Any:
        nonlocal reached
        reached += 1
        await asyncio.Event().wait()

    async def cancelled(where: str) -> bool:
        provider.client.sleep = forever
        if where == "its request":
            provider.client.http = httpx.AsyncClient(
                transport=httpx.MockTransport(forever), base_url="http://provider.example"
            )
        task = asyncio.create_task(provider.client.post("/v1/tickets", {}, key="key-1", deadline_s=DEADLINE_S))
        for _ in range(50):
            await asyncio.sleep(0)
        if task.done():
            task.result()
        task.cancel()
        await asyncio.wait([task], timeout=1.0)
        if task.done() and task.cancelled():
            return True
        task.cancel()
        return False

    for where in ("its wait", "its request"):
        expect(
            run_async(functools.partial(cancelled, where)) and reached, expected="CancelledError, at once",
            got="something else", case=f"the caller cancels the post during {where}",
            cause="CancelledError is the caller's wish, not a failure to retry", read=CLIENT,
            diagnosis="swallows-cancellation",
        )  # fmt: skip


EXERCISES = (
    Exercise(
        id="01.5.e1",
        title="A POST that survives",
        reference=("labsupport.aio.resilient:ResilientClient",),
        difficulty=5,
        minutes=35,
        section=CLIENT,
        task=(
            "Only `post` is missing. `BaseClient` gives it `self.http`, `self.attempts`, `self.breaker`, "
            "`self.budget`, `self.clock()` (monotonic seconds), `self.now()` (time of day), `self.sleep(seconds)` and "
            "`self.backoff_s(turn)`, a jittered wait.\n\n"
            "Call `self.budget.request()` once. Then take at most `self.attempts` turns, counted from 0. In each, "
            "enter `self.breaker` and inside it `asyncio.timeout(what is left of deadline_s)`, and send there by "
            "`self.http.post`, with the header `Idempotency-Key` if there is a key. A status other than 2xx becomes "
            "`raise UpstreamStatus(response)`, still inside. Then:\n\n"
            "| the turn ended with | what follows |\n"
            "|---|---|\n"
            "| a 2xx | return `Reply(status, response.content, attempts)` |\n"
            "| `UpstreamStatus` or `httpx.RequestError` | a failure: the list below |\n"
            "| the built-in `TimeoutError`: the time is up | raise `DeadlineExceeded(attempts, deadline_s)` |\n"
            "| `CircuitOpen`: nothing was sent | wait `retry_in_s` plus `self.backoff_s(0)`, then the next turn; if "
            "that does not fit into what is left, or at the last turn, let it pass |\n"
            "| any other exception | let it pass |\n\n"
            "After a failure, `classify` the response or the exception. The first line that applies decides:\n\n"
            '1. `"fatal"`: raise `GaveUp(failure, attempts, "fatal")`.\n'
            '2. `"unknown_outcome"`, without a key and not `idempotent`: raise `GaveUp(failure, attempts, "unknown '
            'outcome")`.\n'
            '3. This was the last turn: raise `GaveUp(failure, attempts, "attempts")`.\n'
            "4. The wait does not fit into what is left: raise `DeadlineExceeded`, without waiting. The wait is what "
            "Retry-After says plus `self.backoff_s(0)`, or `self.backoff_s(turn)` if it says nothing.\n"
            '5. `self.budget.take()` is False: raise `GaveUp(failure, attempts, "budget")`.\n'
            "6. Otherwise `self.sleep` so long, and take the next turn."
        ),
        gotchas=(
            "`attempts` holds an `Attempt(status, waited_s, reason)` for each request that was sent, also for one that "
            'ran out of time: status None without an answer; the wait before it; `"ok"`, `"status 503"` or the name of '
            "the exception.",
            "If an exception was the failure, raise `GaveUp` or `DeadlineExceeded` `from` it. A response is not one.",
            "`classify` and `parse_retry_after` are in `labsupport.aio.retry`. The latter gives None for a header that "
            "is missing, and for nonsense.",
            "`asyncio.timeout` raises the built-in `TimeoutError`; httpx's time-outs are `httpx.RequestError`s.",
            "`CancelledError` is no `Exception`; whoever catches `BaseException` keeps the caller from stopping.",
        ),
        hints=(
            "Begin with a client of one turn: the 2xx, `UpstreamStatus` and lines 1 to 3 of the list. Run the check, "
            "then add the loop and the wait, then one row or line at a time; each has a check of its own.",
            "One `for turn in range(self.attempts)`. In `try`: breaker, timeout, request, `UpstreamStatus`, Reply. One "
            "`except` each for CircuitOpen, TimeoutError, UpstreamStatus and httpx.RequestError; the last two only "
            "set `failure`. After the `try`: classify, reasons to give up, the wait, does it fit, budget, sleep.",
            "ends_at = self.clock() + deadline_s, once. cause = failure if it is an exception else None. Order: fatal; "
            "unknown outcome; last turn; told = parse_retry_after(failure.headers.get('Retry-After'), now=self.now()) "
            "for a response; wait = self.backoff_s(turn) if told is None else told + self.backoff_s(0); "
            "wait >= ends_at - self.clock(): DeadlineExceeded from cause; not budget.take(): GaveUp; sleep.",
        ),
        checks=(
            Check("failures are retried with the same key and a growing wait", check_retries),
            Check("Retry-After replaces the backoff, as seconds and as a date", check_retry_after),
            Check("nothing is waited for after the last attempt", check_last_attempt),
            Check("the deadline holds: no wait that does not fit, no endless request", check_deadline),
            Check("what must not be retried is not", check_not_retried),
            Check("retries come out of the budget", check_budget),
            Check("all callers share the breaker, and one probes", check_breaker),
            Check("a cancelled post is cancelled", check_cancel),
        ),
        time_limit_s=20.0,
    ),
)

QUESTIONS = (
    Question(
        id="01.5.q1",
        text="A provider turned 1,000 clients away at the same moment. Why should their waits have jitter?",
        choices=(
            Choice(
                "Waits that double are too long for most clients; jitter makes them shorter on average",
                False,
                "Full jitter halves the mean wait, but that is not the point: equal short waits collide as well.",
            ),
            Choice(
                "Clients that failed together would come back together; draws from the whole window spread them",
                True,
                "The provider then sees a stream instead of one peak after another.",
            ),
            Choice(
                "Without jitter the provider cannot tell the clients apart and bans them all",
                False,
                "Who a client is has nothing to do with when it comes.",
            ),
            Choice(
                "Doubling alone spreads them, jitter only covers clocks that differ",
                False,
                "All of them double the same waits, so they stay together: 1, 2, 4, 8 seconds after the first time.",
            ),
        ),
        answer=("Without it clients that failed together return together; drawing from the whole window spreads them."),
    ),
    Question(
        id="01.5.q2",
        text="Your request to create a ticket timed out. When does an idempotency key make it safe to send it again?",
        choices=(
            Choice(
                "Whenever the header is sent; that is what makes a POST idempotent",
                False,
                "A server that does not store keys creates a second ticket: experiment 01.5.x2.",
            ),
            Choice(
                "When each attempt has a fresh UUID, so that the server can tell the attempts apart",
                False,
                "To the server these are different operations, and it carries out each of them.",
            ),
            Choice(
                "When the key is the same on every attempt and the server replays its first result for it",
                True,
                "The key names the logical operation, not the request.",
            ),
            Choice(
                "It is safe without a key, since a request that timed out was not carried out",
                False,
                "The answer may have been lost, not the request: the outcome is unknown.",
            ),
        ),
        answer=(
            "A client-made id (a UUID, the same on every retry) per logical operation that lets the server replay its "
            "first result; needed whenever an unsafe request (payment, mail, record creation) may be retried after an "
            "unknown outcome."
        ),
    ),
    Question(
        id="01.5.q3",
        text="A circuit breaker has been open, and its cooldown ends. Fifty calls arrive. What happens?",
        choices=(
            Choice(
                "All fifty are sent; if most succeed, it closes",
                False,
                "That is the burst which a provider that has just come back cannot take.",
            ),
            Choice(
                "One is sent as a probe and decides; the others fail fast until it has",
                True,
                "Half-open: success closes the circuit, failure opens it for another cooldown.",
            ),
            Choice(
                "None is sent: it stays open until somebody closes it",
                False,
                "Then the first call after the cooldown could never find out that the provider is back.",
            ),
            Choice(
                "It is closed again and counts failures from zero",
                False,
                "It would take N more failures, all sent to a provider that may still be down.",
            ),
        ),
        answer=("Closed counts failures, open fails fast for a cooldown, half-open lets one probe decide."),
    ),
)
