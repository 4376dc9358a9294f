"""Exercises and review questions of topic 01.1: a lifespan, and the answer to a provider's failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI, HTTPException

from labsupport.lab.check import Check, Choice, Exercise, Question, expect, run_async
from labsupport.serving.app import Settings

LIFESPAN = "01.1 Lifespan"
MAPPING = "01.1 When the provider fails"
SETTINGS = Settings("http://provider.example/v1")


# ---------------------------------------------------------------- e1 make_lifespan


class Log:
    """Makes resources that write down when they are entered and left; the one named `refused` does not open."""

    def __init__(self, refused: str = "") -> None:
        self.events: list[str] = []
        self.refused = refused

    def opener(self, name: str) -> Any:
        return lambda: Resource(self, name)


@dataclass
class Resource:
    """A class, not a generator: a generator that is left open runs its clean-up when it is garbage collected."""

    log: Log
    name: str

    async def __aenter__(self) -> str:
        if self.name == self.log.refused:
            raise ConnectionError(f"{self.name} refused")
        self.log.events.append(f"open {self.name}")
        return f"the {self.name}"

    async def __aexit__(self, *_: object) -> None:
        self.log.events.append(f"close {self.name}")


def enter(lifespan: Any) -> Any:
    """`lifespan(app)`, which has to be an async context manager."""
    manager = lifespan(FastAPI())
    expect(
        hasattr(manager, "__aenter__") and hasattr(manager, "__aexit__"),
        expected="an async context manager",
        got=f"an object of type {type(manager).__name__}",
        case="lifespan(app)",
        cause="an async generator function becomes one by the decorator contextlib.asynccontextmanager",
        read=LIFESPAN,
        diagnosis="not-a-context-manager",
    )
    return manager


def start_and_stop(make_lifespan: Any, log: Log, thrown: Exception | None = None) -> dict[str, Any]:
    """Run one start and stop with three resources; returns what the lifespan yielded. Raises `thrown` in between."""
    lifespan = make_lifespan(SETTINGS, opener=log.opener("http"), model=log.opener("model"), queue=log.opener("queue"))

    async def main() -> dict[str, Any]:
        async with enter(lifespan) as state:
            log.events.append("serving")
            if thrown is not None:
                raise thrown
            return dict(state)

    return run_async(main)


def check_order(make_lifespan: Any) -> None:
    """Three resources open in order and close in reverse."""
    log = Log()
    start_and_stop(make_lifespan, log)
    at = log.events.index("serving") if "serving" in log.events else len(log.events)
    opened, closed = log.events[:at], log.events[at + 1 :]
    expect(
        opened == ["open http", "open model", "open queue"],
        expected="http, model, queue opened before serving",
        got=opened,
        case="a normal start",
        cause="the openers are called, and entered, one after the other before the yield",
        read=LIFESPAN,
        diagnosis="open-order",
    )
    expect(
        closed,
        expected="queue, model, http closed after serving",
        got="nothing closed",
        case="a normal stop",
        cause="no release runs after the yield",
        read=LIFESPAN,
        diagnosis="release-skipped",
    )
    expect(
        closed == ["close queue", "close model", "close http"],
        expected="queue, model, http closed after serving",
        got=closed,
        case="a normal stop",
        cause="a later resource may use an earlier one, so the last opened is closed first",
        read=LIFESPAN,
        diagnosis="close-order",
    )


def check_state(make_lifespan: Any) -> None:
    """The yielded mapping holds every resource under its name."""
    want = {"http": "the http", "model": "the model", "queue": "the queue"}
    got = start_and_stop(make_lifespan, Log())
    expect(
        got == want,
        expected=want,
        got=got,
        case="three resources",
        cause="yield what each opener gave when it was entered, not the opener",
        read=LIFESPAN,
        diagnosis="state-wrong",
    )


def check_default(make_lifespan: Any) -> None:
    """Without an opener the resource "http" is a real client, closed at the end."""
    lifespan = make_lifespan(SETTINGS)

    async def main() -> tuple[Any, bool]:
        async with enter(lifespan) as state:
            client = state["http"]
            return client, isinstance(client, httpx.AsyncClient) and not client.is_closed

    client, open_inside = run_async(main)
    expect(
        open_inside,
        expected="an open httpx.AsyncClient",
        got=client,
        case="no opener given",
        cause="the default opener is open_http(settings)",
        read=LIFESPAN,
        diagnosis="state-wrong",
    )
    expect(
        client.is_closed,
        expected="closed after the lifespan",
        got="still open",
        case="no opener given",
        cause="the client is never closed",
        read=LIFESPAN,
        diagnosis="release-skipped",
    )


def check_yielded(make_lifespan: Any) -> None:
    """The mapping at the yield: every resource, and a real client where no opener is given."""
    check_state(make_lifespan)
    check_default(make_lifespan)


def check_ways_out(make_lifespan: Any) -> None:
    """What was opened is closed when a later resource does not open and when an exception arrives at the yield."""
    boom = LookupError("the app failed while serving")
    three = ["close queue", "close model", "close http"]
    early, late = "an opening that fails skips all lines after it", "an exception at the yield skips the lines after it"
    for case, log, thrown, kind, want, cause in (
        ("the third resource does not open", Log("queue"), None, ConnectionError, three[1:], early),
        ("an exception at the yield", Log(), boom, LookupError, three, late),
    ):
        raised: Exception | None = None
        try:
            start_and_stop(make_lifespan, log, thrown)
        except (ConnectionError, LookupError, RuntimeError) as error:
            raised = error
        closed = [event for event in log.events if event.startswith("close")]
        expect(
            closed == want,
            expected=want,
            got=closed or "nothing closed",
            case=case,
            cause=f"{cause}: the releases have to be registered before it can happen",
            read=LIFESPAN,
            diagnosis="release-skipped" if len(closed) < len(want) else "close-order",
        )
        expect(
            isinstance(raised, kind),
            expected=kind.__name__,
            got="no exception" if raised is None else raised,
            case=f"{case}: what leaves the lifespan",
            cause="the failure has to reach the server, or it believes that all is well",
            read=LIFESPAN,
            diagnosis="error-swallowed" if raised is None else "wrong-error",
        )


# ---------------------------------------------------------------- e2 upstream_error


def status_error(status: int, **headers: str) -> httpx.HTTPStatusError:
    """What `raise_for_status()` raises for an answer with this status and these headers."""
    request = httpx.Request("POST", "http://provider.example/v1/chat/completions")
    dashed = {name.replace("_", "-"): value for name, value in headers.items()}
    response = httpx.Response(status, headers=dashed, request=request)
    return httpx.HTTPStatusError(f"status {status}", request=request, response=response)


def answer(upstream_error: Any, exc: Exception, case: str) -> HTTPException:
    """The learner's answer to `exc`; CheckFailed when it is raised or not an HTTPException."""
    try:
        got = upstream_error(exc)
    except NotImplementedError:
        raise
    except Exception as raised:
        got = f"raised {raised!r}"
    expect(
        isinstance(got, HTTPException),
        expected="an HTTPException, returned",
        got=got,
        case=case,
        cause="the function returns the answer and leaves raising it to the route",
        read=MAPPING,
        diagnosis="raised-instead-of-returned",
    )
    mapped: HTTPException = got
    return mapped


def check_server_error(upstream_error: Any) -> None:
    """A provider's 5xx becomes 502."""
    for status in (500, 503):
        got = answer(upstream_error, status_error(status), f"provider answers {status}").status_code
        expect(
            got == 502,
            expected=502,
            got=got,
            case=f"provider answers {status}",
            cause="the provider's status is passed through" if got == status else "a failing provider is a bad gateway",
            read=MAPPING,
            diagnosis="status-passed-through" if got == status else "wrong-status",
        )


def check_rate_limit(upstream_error: Any) -> None:
    """A provider's 429 becomes 503 and keeps its Retry-After."""
    case = "provider answers 429 with retry-after: 7"
    got = answer(upstream_error, status_error(429, retry_after="7"), case)
    expect(
        got.status_code == 503,
        expected=503,
        got=got.status_code,
        case=case,
        cause="our caller did not exceed a limit of ours",
        read=MAPPING,
        diagnosis="status-passed-through" if got.status_code == 429 else "wrong-status",
    )
    wait = {name.lower(): value for name, value in (got.headers or {}).items()}.get("retry-after")
    expect(
        wait == "7",
        expected="retry-after: 7",
        got=wait,
        case=case,
        cause="the provider's Retry-After is the caller's only hint when to come back",
        read=MAPPING,
        diagnosis="retry-after-lost",
    )


def check_transport(upstream_error: Any) -> None:
    """No answer in time is 504, no connection is 502."""
    narrow = "httpx's time-outs are also RequestErrors: ask for the narrower class first"
    for exc, want, slug, cause in (
        (httpx.ReadTimeout("late"), 504, "timeout-as-502", narrow),
        (httpx.ConnectError("refused"), 502, "wrong-status", "a refused connection is no time-out: no usable answer"),
    ):
        case = type(exc).__name__
        got = answer(upstream_error, exc, case).status_code
        expect(
            got == want,
            expected=want,
            got=got,
            case=case,
            cause=cause,
            read=MAPPING,
            diagnosis=slug,
        )


EXERCISES = (
    Exercise(
        id="01.1.e1",
        title="A lifespan that releases what it opened",
        reference=("labsupport.serving.app:make_lifespan",),
        difficulty=3,
        minutes=12,
        task=(
            "Return an async context manager function `lifespan(app)`. It opens the resources of `openers` in order, "
            "yields a new dict with each resource under its name, and closes them in reverse order.\n\n"
            "Whatever has been opened must be closed on *every* way out: a later resource does not open, an "
            "exception arrives at the yield, another resource fails to close. The exception still reaches the caller."
        ),
        gotchas=(
            "An opener is called with no arguments and gives an async context manager; what you enter may be another "
            "object than what you get.",
            "Nothing may be made before the lifespan is entered: two apps with one lifespan share nothing.",
        ),
        hints=(
            "Which lines of your generator still run when the second resource does not open? The standard library has "
            "a context manager that collects other context managers as you go.",
            "Enter each resource through one `contextlib.AsyncExitStack`. It remembers it at once and unwinds in "
            "reverse order on every way out, going on when one of them fails to close.",
            "Decorate an inner async generator with `asynccontextmanager`. Inside `async with AsyncExitStack() as "
            "stack`, loop over `openers.items()` and await `stack.enter_async_context(...)` of what each opener makes, "
            "keeping the result in a dict that you make inside the function. The yield belongs inside the block.",
        ),
        section=LIFESPAN,
        checks=(
            Check("opens in order, closes in reverse", check_order),
            Check("yields every resource under its name, by default a real client", check_yielded),
            Check("closes what is open after a failed start and after an exception", check_ways_out),
        ),
    ),
    Exercise(
        id="01.1.e2",
        title="The answer when the provider fails",
        reference=("labsupport.serving.app:upstream_error",),
        difficulty=2,
        minutes=10,
        task=(
            "Return the `HTTPException` that tells *our* caller what happened, by the table in the docstring. "
            "Return it, do not raise it: the route does that.\n\n"
            "An exception that is not a failure of the provider is raised again unchanged, so that a bug of ours "
            "stays visible as a bug."
        ),
        gotchas=(
            "Time-outs of httpx are RequestErrors too, and a pool time-out is a time-out: the order of your tests "
            "matters.",
            "The total deadline of the route raises Python's own TimeoutError.",
            "Retry-After may be a number or a date: pass it on as it came.",
            "The values of headers are strings; `DEFAULT_RETRY_AFTER_S` is a number.",
        ),
        hints=(
            "Draw httpx's exception tree first: which classes are parents of which?",
            "Ask from the narrow to the wide: a bad status, then the pool time-out, then all time-outs together with "
            "TimeoutError, then any other RequestError. What is left is not the provider's.",
            "`isinstance(exc, httpx.HTTPStatusError)` gives you `exc.response` with `status_code` and `headers`. Only "
            "429 is special there. `HTTPException` takes status, text and a dict of headers. The last line of the "
            "function re-raises.",
        ),
        section=MAPPING,
        checks=(
            Check("a server error is a bad gateway", check_server_error),
            Check("a rate limit becomes 503 with Retry-After", check_rate_limit),
            Check("time-out and connect error", check_transport),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="01.1.q1",
        text="Why a lifespan rather than separate startup and shutdown hooks?",
        choices=(
            Choice(
                "Because the code after its yield is guaranteed to run, whatever ends the process.",
                False,
                "No construct runs after SIGKILL or the OOM killer, and a bare yield is skipped by an exception.",
            ),
            Choice(
                "Because it pairs acquisition and release in one place and can unwind a startup that failed halfway.",
                True,
                "One context manager holds both ends; written with an exit stack it knows what was already open.",
            ),
            Choice(
                "Because hooks run in a worker thread and cannot create objects that belong to the event loop.",
                False,
                "Async hooks ran on the loop too; what they lacked was the pairing of open and close.",
            ),
        ),
        answer="One context manager pairs acquisition with release and unwinds partial startup when written with a "
        "stack; separate hooks have no pairing. It cannot help against a killed process.",
    ),
    Question(
        id="01.1.q2",
        text="A route and two of its sub-dependencies all depend on `get_session`. How often does it run per request?",
        choices=(
            Choice(
                "Three times: once for each place that declares it, which is why it has to be cheap.",
                False,
                "That is what `use_cache=False` does; the default keeps the first result for the request.",
            ),
            Choice(
                "Once per process: FastAPI resolves the graph when the app is built and keeps the objects.",
                False,
                "Then it could not depend on the caller, and an override in a test would come too late.",
            ),
            Choice(
                "Once per request, and a test can replace it through `app.dependency_overrides`.",
                True,
                "Resolved at call time and cached within the request, so all three get the same object.",
            ),
            Choice(
                "Once per worker thread, since results are kept in thread-local storage.",
                False,
                "Threads play no part in the cache; an async dependency never leaves the loop's thread.",
            ),
        ),
        answer="Per request, once per dependency unless caching is off; so it can depend on the caller, clean up by "
        "yield, and be replaced by an override.",
    ),
    Question(
        id="01.1.q3",
        text="Forty `def` handlers are sleeping. Which other request is answered at once?",
        choices=(
            Choice(
                "One to an `async def` route that only awaits async calls.",
                True,
                "It runs on the loop's thread, which is idle while the forty sleep.",
            ),
            Choice(
                "One to an `async def` route with a `def` dependency, because the route itself is async.",
                False,
                "The dependency needs one of the same 40 tokens and queues for it.",
            ),
            Choice(
                "One to an `async def` route that returns a small file from a fast local disk.",
                False,
                "Opening and reading a file goes through the same limiter, however fast the disk is.",
            ),
        ),
        answer="Sync handlers queue for about 40 shared threads; async routes that touch the same limiter stall too, "
        "pure async ones do not.",
    ),
)
