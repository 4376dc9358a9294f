"""The retrying client as it is often copied, with its errors kept, and one small demonstration for each of them.

Every demonstration runs in virtual time: the sleeps are recorded, not slept, and the provider is a function. What is
real is the retry library, its strategy object and the client that it wraps.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import tenacity

from labsupport.aio.retry import classify

Sleep = Callable[[float], Awaitable[None]]
Answer = int | tuple[int, Mapping[str, str]] | tuple[int, Mapping[str, str], Mapping[str, Any]] | Exception
"""One scripted answer: a status, with headers, with a JSON body, or the exception that the transport raises."""

ATTEMPTS = 5
RETRIED = (429, 502, 503, 504)
QUOTA = {
    "error": {"message": "You have used up your quota.", "type": "insufficient_quota", "code": "insufficient_quota"}
}
URL = "http://provider.example/v1/"


def copied_wait() -> tenacity.wait_random_exponential:
    """The strategy object of the sample: "exponential backoff with jitter", at least 2 s and at most 60 s."""
    return tenacity.wait_random_exponential(multiplier=1, min=2, max=60)


def state_of(attempt: int) -> tenacity.RetryCallState:
    """What a tenacity strategy is asked with after attempt number `attempt` (counted from 1) failed."""
    state = tenacity.RetryCallState(tenacity.Retrying(), None, (), {})
    state.attempt_number = attempt
    return state


@contextlib.contextmanager
def seeded(seed: int | float) -> Iterator[None]:
    """Let tenacity, which draws from the global generator, draw from `seed`; the generator's state is put back."""
    before = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(before)


class RetriedStatus(httpx.HTTPStatusError):
    """An answer that the sample repeats."""


async def naive_post(
    client: httpx.AsyncClient, path: str, json: Any, *, key: str = "op-1", sleep: Sleep = asyncio.sleep
) -> httpx.Response:
    """See the errata of topic 01.5."""

    @tenacity.retry(
        wait=copied_wait(),
        stop=tenacity.stop_after_attempt(ATTEMPTS),
        retry=tenacity.retry_if_exception_type(
            (httpx.ConnectError, httpx.TimeoutException, httpx.PoolTimeout, RetriedStatus)
        ),
        sleep=sleep,
    )
    async def attempt() -> httpx.Response:
        # "retry-safe": the sample's comment on this header
        response = await client.post(path, json=json, headers={"Idempotency-Key": key})
        if response.status_code in RETRIED:
            if "retry-after" in response.headers:
                await sleep(float(response.headers["retry-after"]))
            raise RetriedStatus("try again", request=response.request, response=response)
        response.raise_for_status()
        return response

    return await attempt()


# ---------------------------------------------------------------- the scripted provider and the clock


@dataclass(frozen=True)
class Step:
    """What happened at `t_s` (virtual seconds): "request", with the answer's name, or "sleep", with its length."""

    t_s: float
    what: str
    answer: str = ""
    length_s: float = 0.0


@dataclass
class Script:
    """A provider that gives `answers` in order, the last one for ever; it writes down requests and sleeps."""

    answers: Sequence[Answer]
    now_s: float = 0.0
    steps: list[Step] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.keys)

    @property
    def sleeps(self) -> list[float]:
        """Seconds of each sleep, in order."""
        return [step.length_s for step in self.steps if step.what == "sleep"]

    async def sleep(self, seconds: float) -> None:
        """Let virtual time pass."""
        self.steps.append(Step(self.now_s, "sleep", length_s=seconds))
        self.now_s += seconds

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The transport."""
        answer = self.answers[min(self.requests, len(self.answers) - 1)]
        self.keys.append(request.headers["idempotency-key"])
        if isinstance(answer, Exception):
            self.steps.append(Step(self.now_s, "request", type(answer).__name__))
            raise answer
        code, headers, body = (*(answer if isinstance(answer, tuple) else (answer,)), {}, {})[:3]
        self.steps.append(Step(self.now_s, "request", str(code)))
        return httpx.Response(code, headers=headers, json=body)

    async def call(self) -> httpx.Response | Exception:
        """One `naive_post`; what the caller gets, raised or returned."""
        transport = httpx.MockTransport(self.answer)
        async with httpx.AsyncClient(base_url=URL, transport=transport) as client:
            try:
                return await naive_post(client, "chat/completions", {}, sleep=self.sleep)
            except Exception as error:
                return error


def name(got: httpx.Response | Exception) -> str:
    """A status, or the name of an exception's class."""
    return str(got.status_code) if isinstance(got, httpx.Response) else type(got).__name__


# ---------------------------------------------------------------- one demonstration for each erratum


@dataclass(frozen=True)
class Waits:
    """01.5.r1: the waits of all clients before retry number `retry`; `distinct` of them differ."""

    retry: int
    low_s: float
    high_s: float
    distinct: int


def first_waits(clients: int = 100, *, retries: int = ATTEMPTS - 1, seed: int = 0) -> list[Waits]:
    """Ask the real strategy object for the waits of `clients` clients."""
    strategy = copied_wait()
    rows = []
    with seeded(seed):
        for retry in range(1, retries + 1):
            waits = [strategy(state_of(retry)) for _ in range(clients)]
            rows.append(Waits(retry, min(waits), max(waits), len(set(waits))))
    return rows


@dataclass(frozen=True)
class HeaderRun:
    """01.5.r2: one call whose provider always answers 503 with this Retry-After.

    asked_s: what the header asks for. header_sleeps: how often it was slept. decorator_s: what the decorator slept on
    top. after_last_s: slept after the last attempt, for nothing. total_s: how long the caller was held.
    """

    header: str
    requests: int
    header_sleeps: int
    decorator_s: float
    after_last_s: float
    total_s: float
    caller_got: str
    steps: tuple[Step, ...]


async def retry_after(header: str, *, seed: int = 0) -> HeaderRun:
    """Call a provider that is overloaded and says when to come back: "7", an HTTP date, "86400"."""
    script = Script([(503, {"retry-after": header})])
    with seeded(seed):
        got = await script.call()
    # the function sleeps right after its request, the decorator after that
    pairs = zip(script.steps, script.steps[1:], strict=False)
    by_header = [step.length_s for before, step in pairs if (before.what, step.what) == ("request", "sleep")]
    last = max(number for number, step in enumerate(script.steps) if step.what == "request")
    return HeaderRun(
        header, script.requests, len(by_header), sum(script.sleeps) - sum(by_header),
        sum(step.length_s for step in script.steps[last:]), script.now_s, name(got), tuple(script.steps),
    )  # fmt: skip


@dataclass(frozen=True)
class Treatment:
    """01.5.r3 and r4: how often the sample sends a request that always ends this way, beside the verdict of
    `classify`."""

    outcome: str
    requests: int
    caller_got: str
    verdict: str

    @property
    def repeats(self) -> bool:
        """Whether the sample tries again."""
        return self.requests > 1


async def treatment(answer: Answer, label: str = "", *, seed: int = 0) -> Treatment:
    """Send one call to a provider that knows only this answer."""
    script = Script([answer])
    with seeded(seed):
        got = await script.call()
    if isinstance(answer, Exception):
        return Treatment(label or type(answer).__name__, script.requests, name(got), classify(answer))
    response = Script([answer]).answer(httpx.Request("POST", URL, headers={"idempotency-key": ""}))
    return Treatment(label or str(response.status_code), script.requests, name(got), classify(response))


async def transport_faults() -> list[Treatment]:
    """01.5.r3: connect errors and timeouts are repeated, dropped connections are not, a full pool of our own is."""
    faults = (
        httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("server disconnected"), httpx.ReadError("reset"), httpx.WriteError("reset"),
        httpx.PoolTimeout("our own pool is full"),
    )  # fmt: skip
    return [await treatment(fault) for fault in faults]


async def statuses() -> list[Treatment]:
    """01.5.r4: 500 is left out as ambiguous, 502 and 504 are not; 408, 409, 529 and an exhausted quota are missing."""
    plain = [await treatment(code) for code in (500, 502, 503, 504, 529, 408, 409)]
    return [*plain, await treatment(429), await treatment((429, {}, QUOTA), "429 quota")]


@dataclass(frozen=True)
class PromisedSafe:
    """01.5.r5: one call, how many requests with how many different keys, and how often the work was done."""

    requests: int
    keys: int
    effects: int


async def promised_safe(*, seed: int = 0) -> PromisedSafe:
    """An endpoint that documents no idempotency key does the work each time and answers 504."""
    script = Script([504])
    with seeded(seed):
        await script.call()
    return PromisedSafe(script.requests, len(set(script.keys)), sum(step.answer == "504" for step in script.steps))


@dataclass(frozen=True)
class CallerView:
    """01.5.r6: what arrives at the caller after the last attempt, and what `except httpx.HTTPError` makes of it."""

    provider: str
    caller_got: str
    hidden_inside: str
    caught: bool
    held_s: float


async def caller_view(answer: Answer = 503, *, seed: int = 0) -> CallerView:
    """Give up on a provider that always answers `answer`. `held_s`: virtual seconds, the provider answers at once."""
    script = Script([answer])
    with seeded(seed):
        got = await script.call()
    inside = got.last_attempt.exception() if isinstance(got, tenacity.RetryError) else None
    return CallerView(
        script.steps[0].answer, name(got), type(inside).__name__ if inside else "", isinstance(got, httpx.HTTPError),
        script.now_s,
    )  # fmt: skip


async def dead_upstream(calls: int = 20, *, seed: int = 0) -> int:
    """01.5.r6: requests that `calls` calls, one after the other, send to a provider that is down: nothing learns."""
    script = Script([503])
    with seeded(seed):
        for _ in range(calls):
            await script.call()
    return script.requests
