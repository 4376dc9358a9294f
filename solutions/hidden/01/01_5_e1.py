"""Hidden check for 01.5.e1: the parent is the provider. It decides every answer, keeps the clock and the ledger.

The child has a transport that asks the parent for each answer, and a clock, a time of day and a sleep that are the
parent's. What a right client does next follows from what the parent answered, so each event is judged as it comes.
"""

from __future__ import annotations

import asyncio
import email.utils
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "01.5 A client that survives"

DRIVER = """
import asyncio
import random
from datetime import UTC, datetime

import httpx

from labsupport.aio.breaker import CircuitBreaker
from labsupport.aio.retry import RetryBudget


def plain(value):
    return value if value is None or isinstance(value, (int, float, str)) else type(value).__name__


def token(value):
    value = getattr(value, "response", value)
    return value.headers.get("x-token") if isinstance(value, httpx.Response) else str(value)


def tried(attempts):
    try:
        return [[plain(a.status), plain(a.waited_s)] for a in attempts]
    except Exception:
        return None


async def end_of(posting):
    try:
        reply = await posting
    except NotImplementedError:
        raise
    except Exception as error:
        cause = error.__cause__
        return {
            "type": type(error).__name__, "package": type(error).__module__.split(".")[0], "token": token(error),
            "reason": plain(getattr(error, "reason", None)), "last": token(getattr(error, "last", None)),
            "cause": None if cause is None else [type(cause).__name__, token(cause)],
            "attempts": tried(getattr(error, "attempts", None)),
            "deadline_s": plain(getattr(error, "deadline_s", None)),
        }
    if not hasattr(reply, "attempts"):
        return {"type": type(reply).__name__, "attempts": None}
    return {
        "type": "Reply", "status": plain(reply.status), "body": bytes(reply.body).decode(),
        "attempts": tried(reply.attempts),
    }


class Broken(httpx.AsyncByteStream):
    def __init__(self, error):
        self.error = error

    async def __aiter__(self):
        yield b'{"half": '
        raise self.error


class Link(httpx.AsyncBaseTransport):
    def __init__(self, call):
        self.call = call

    async def handle_async_request(self, request):
        body = (await request.aread()).decode()
        keys = request.headers.get_list("idempotency-key")
        try:
            answer = await self.call("request", [request.method, request.url.path, keys, body])
        except asyncio.CancelledError:
            self.call.notify("dropped")
            raise
        if "raise" in answer:
            kind = getattr(httpx, answer["raise"], LookupError)
            if answer["in_body"]:
                return httpx.Response(200, stream=Broken(kind(answer["token"])))
            raise kind(answer["token"])
        return httpx.Response(answer["status"], headers=answer["headers"], content=answer["body"].encode())


async def drive(subject, call, args):
    def clock():
        return call.sync("clock")

    def now():
        return datetime.fromtimestamp(call.sync("now"), UTC)

    async def sleep(seconds):
        await call("sleep", seconds)

    def make(job, **more):
        http = httpx.AsyncClient(transport=Link(call), base_url="http://provider.example")
        if job.get("burst"):
            more["budget"] = RetryBudget(job["burst"], 0.0, clock=clock, burst=job["burst"])
            while more["budget"].take():
                pass
        return subject(
            http, attempts=job["attempts"], base_s=job["base_s"], cap_s=job["cap_s"], rng=random.Random(job["seed"]),
            clock=clock, sleep=sleep, now=now, **more,
        )

    def post(client, job):
        return client.post(
            job["path"], job["json"], key=job["key"], deadline_s=job["deadline_s"], idempotent=job["idempotent"]
        )

    kind = args["kind"]
    if kind == "jobs":
        result = None
        while (job := await call("next", result)) is not None:
            result = await end_of(post(make(job), job))
        return "end"
    if kind == "breaker":
        breaker = CircuitBreaker(args["failures"], args["cooldown_s"], clock)
        clients = [make(args["job"], breaker=breaker) for _ in range(2)]
        result = None
        while (step := await call("next", result)) is not None:
            job = {**args["job"], "deadline_s": step["deadline_s"]}
            tasks = [asyncio.ensure_future(end_of(post(clients[n % 2], job))) for n in range(step["callers"])]
            if step["callers"] > 1:
                for _ in range(300):
                    await asyncio.sleep(0)
                await call("settled", sum(task.done() for task in tasks))
            result = await asyncio.gather(*tasks)
        return "end"
    if kind == "cancel":
        before = asyncio.all_tasks()
        task = asyncio.ensure_future(post(make(args["job"]), args["job"]))
        reached = asyncio.ensure_future(call("reached"))
        await asyncio.wait([task, reached], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        task.cancel()
        await asyncio.wait([task], timeout=1.0)
        result = [task.done(), task.done() and task.cancelled(), len(asyncio.all_tasks() - before - {task})]
        await call("returned")
        return result
    if kind == "bad":
        jobs = [{**args["job"], "deadline_s": bad} for bad in (0, -1.5, float("nan"))]
        return [(await end_of(post(make(job), job)))["type"] for job in jobs]
    result = await end_of(post(make(args["job"]), args["job"]))
    await call("returned")
    return result
"""

SURE = (408, 409, 429, 503, 529)
MAYBE = (500, 502, 504)
FATAL = (400, 401, 403, 404, 422)
SURE_ERRORS = ("ConnectError", "ConnectTimeout")
MAYBE_ERRORS = ("ReadError", "WriteError", "ReadTimeout", "WriteTimeout", "RemoteProtocolError")
READING_ERRORS = ("ReadError", "ReadTimeout", "RemoteProtocolError")  # may also come in the middle of an answer
FAR_S = 1e6


@dataclass
class Answer:
    """What the provider does with one request."""

    token: str
    status: int | None = None
    error: str | None = None
    header: str | None = None
    told_s: float | None = None
    quota: bool = False
    in_body: bool = False

    def frame(self) -> dict[str, Any]:
        if self.error:
            return {"raise": self.error, "token": self.token, "in_body": self.in_body}
        headers = {"x-token": self.token} | ({} if self.header is None else {"retry-after": self.header})
        body = {"error": {"code": "insufficient_quota" if self.quota else "other"}, "token": self.token}
        return {"status": self.status, "headers": headers, "body": json.dumps(body)}

    @property
    def good(self) -> bool:
        return self.status is not None and self.status < 300


@dataclass
class Job:
    """One call of `post`, and what the provider will answer. `end`: how a right client ends."""

    args: dict[str, Any]
    answers: list[tuple[str, Any]]
    end: str
    end_after: int


def said(ok: object, expected: object, got: object, case: str, cause: str, slug: str) -> None:
    expect(ok, expected=expected, got=got, case=case, cause=cause, read=READ, diagnosis=slug)


GOES_ON = {
    "ok": ("retries-success", "after a 2xx nothing more is sent"),
    "fatal": ("retries-fatal", "what will not go differently the next time is not tried again"),
    "quota": ("retries-quota", "a 429 for an exhausted quota is not a rate limit; waiting does not help"),
    "unknown outcome": (
        "retries-unknown-outcome",
        "the request may have been carried out, and without a key it may be carried out again",
    ),
    "attempts": ("too-many-attempts", "more requests are sent than `attempts` allows"),
    "budget": ("ignores-budget", "a retry is made although the budget has none left"),
    "deadline": ("ignores-deadline", "a wait that does not fit into the rest of the deadline ends the call at once"),
    "stranger": ("catches-everything", "an exception that is not about the transport is retried"),
}


class World:
    """The provider for a list of jobs."""

    def __init__(self, rng: random.Random, jobs: Sequence[Job]) -> None:
        self.rng = rng
        self.jobs = list(jobs)[::-1]
        self.time = rng.uniform(1e5, 1e6)
        self.offset = 1_950_000_000.0 + rng.randrange(10**6)  # the time of day is far from that of any real clock
        self.job: Job | None = None
        self.shares: dict[int, list[float]] = defaultdict(list)  # wait / window of the backoffs, by turn

    def on(self, event: str, payload: Any) -> Any:
        if event == "clock":
            return self.time
        if event == "now":
            return self.time + self.offset
        if event == "next":
            if self.job is not None:
                self.finish(self.job, payload)
            self.job = self.jobs.pop() if self.jobs else None
            self.seen: list[Answer] = []
            self.waits = [0.0]
            self.state = "request"
            return None if self.job is None else self.job.args
        assert self.job is not None
        if event == "request":
            return self.request(self.job, *payload)
        if event == "sleep":
            return self.sleep(self.job, payload)
        return None

    def case(self) -> str:
        what = [a.error or f"{a.status}{' Retry-After: ' + a.header if a.header else ''}" for a in self.seen]
        return f"answers so far: {what}; job {self.job.args if self.job else None}"

    def goes_on(self, job: Job, got: str) -> None:
        slug, cause = GOES_ON[job.end]
        if job.end == "attempts" and got != "request":
            slug, cause = "sleeps-after-last", "nothing follows the last attempt, so there is nothing to wait for"
        said(False, f"an end: {job.end}", got, self.case(), cause, slug)

    def request(self, job: Job, method: str, path: str, keys: list[str], body: str) -> dict[str, Any]:
        if self.state == "end":
            self.goes_on(job, "request")
        said(
            self.state == "request" or self.seen[-1].told_s == 0, "a wait", "a request", self.case(),
            "a retry is sent without a wait by self.sleep before it", "no-wait",
        )  # fmt: skip
        want = [] if job.args["key"] is None else [job.args["key"]]
        said(keys == want, want, keys, self.case(), "each attempt has the given key as Idempotency-Key, or none",
             "key-changes")  # fmt: skip
        said((method, path, json.loads(body)) == ("POST", job.args["path"], job.args["json"]),
             [job.args["path"], job.args["json"]], [method, path, body], self.case(), "the request is another one",
             "wrong-request")  # fmt: skip
        self.time += self.rng.uniform(0.0, 0.2)
        answer = self.draw(*job.answers[len(self.seen)])
        if self.state != "request":
            self.waits.append(0.0)
        self.seen.append(answer)
        self.state = "end" if len(self.seen) == job.end_after else "wait"
        return answer.frame()

    def draw(self, kind: str, value: Any) -> Answer:
        """Make the answer now: a date in the header depends on the time."""
        token = f"t{self.rng.randrange(10**9)}"
        if kind == "error":
            return Answer(token, error=value, in_body=value in READING_ERRORS and self.rng.random() < 0.5)
        status, told = value if isinstance(value, tuple) else (value, None)
        answer = Answer(token, status=status, quota=kind == "quota")
        if told is not None:
            how, seconds = told
            if how == "date":
                then = int(self.time + self.offset + seconds)
                answer.header = email.utils.format_datetime(datetime.fromtimestamp(then, UTC), usegmt=True)
                answer.told_s = max(0.0, then - self.time - self.offset)
            elif how == "garbage":
                answer.header = self.rng.choice(["soon", "", "3 minutes", "nan"])
            else:
                answer.header = str(seconds)
                answer.told_s = max(0.0, float(seconds))
        return answer

    def sleep(self, job: Job, seconds: Any) -> None:
        if self.state == "end":
            self.goes_on(job, f"sleep({seconds})")
        last = self.seen[-1] if self.seen else Answer("")
        slug, cause = "sleeps-twice", "two places wait for the same failure, for example the function and a decorator"
        said(self.state == "wait", "a request", f"sleep({seconds})", self.case(), cause, slug)
        base, turn = job.args["base_s"], len(self.seen) - 1
        window = min(job.args["cap_s"], base * 2**turn)
        low, high = 0.0, window
        if last.told_s is not None:
            low, high = last.told_s, last.told_s + max(base, 0.1 * last.told_s)
        case = f"{self.case()}, sleep({seconds})"
        number = isinstance(seconds, int | float) and seconds == seconds
        said(number, "a number", seconds, case, "self.sleep gets seconds", "wrong-window")
        slug = "date-header" if last.header and "GMT" in last.header else "ignores-retry-after"
        said(
            seconds >= low - 1e-3, f">= {low:.3f}", seconds, case, "the wait is shorter than Retry-After asks for", slug
        )
        slug = "wrong-window"
        cause = "the wait after turn n, from 0, is drawn from [0, min(cap_s, base_s * 2**n)]"
        if last.told_s is not None:
            slug, cause = "adds-header-to-backoff", "Retry-After replaces the backoff, plus a little jitter"
        said(seconds <= high + 1e-3, f"<= {high:.3f}", seconds, case, cause, slug)
        if last.told_s is None:
            self.shares[turn].append(seconds / window)
        self.time += max(0.0, seconds)
        self.waits.append(seconds)
        self.state = "request"

    def finish(self, job: Job, end: dict[str, Any]) -> None:
        case = self.case()
        kind, last = end["type"], self.seen[-1] if self.seen else Answer("", error="nothing was sent")
        cause = "the exception of a retry library reaches the caller: it has to be the client's own"
        said(kind != "RetryError", "GaveUp", kind, case, cause, "wrapper-leaks")
        if self.state != "end":
            slug, cause = "gives-up-early", "this may be retried, and there was time and an attempt left"
            if end.get("reason") == "budget":
                slug, cause = "no-deposit", "each post is one request() for the budget, which pays for some retries"
            elif last.error in MAYBE_ERRORS:
                slug, cause = "disconnect-not-retried", "a connection that broke may be retried when there is a key"
            elif last.header and "GMT" in last.header:
                slug, cause = "date-header", "Retry-After may be an HTTP date"
            said(False, "another attempt", end, case, cause, slug)
        want = {"ok": "Reply", "deadline": "DeadlineExceeded", "stranger": "LookupError"}.get(job.end, "GaveUp")
        slug, cause = "wrong-exception", f"the call has to end with {want}"
        if job.end == "stranger":
            slug, cause = "catches-everything", "an exception that is not about the transport has to pass untouched"
        said(kind == want, want, end, case, cause, slug)
        if job.end == "stranger":
            said(end["token"] == last.token, last.token, end["token"], case, cause, slug)
            return
        if job.end == "ok":
            body = last.frame()["body"]
            said((end["status"], end["body"]) == (last.status, body), [last.status, body], end, case,
                 "Reply has the status and the body of the 2xx answer", "wrong-reply")  # fmt: skip
        else:
            cause = "the exception of the last failure has to be the __cause__: raise ... from error"
            original = None if last.error is None else [last.error, last.token]
            said(original is None or end["cause"] == original, original, end["cause"], case, cause, "no-cause")
            outside = end["cause"] is None or end["cause"][0] != "RetryError"
            said(outside, original, end["cause"], case, "the cause is a retry library's own exception", "wrapper-leaks")
        if want == "GaveUp":
            reason = "fatal" if job.end == "quota" else job.end
            said((end["reason"], end["last"]) == (reason, last.token), [reason, last.token], end, case,
                 "GaveUp has the last failure and the reason", "wrong-reason")  # fmt: skip
        if want == "DeadlineExceeded":
            said(end["deadline_s"] == job.args["deadline_s"], job.args["deadline_s"], end, case,
                 "DeadlineExceeded has the deadline", "wrong-reason")  # fmt: skip
        rows: list[Any] = [[a.status, w] for a, w in zip(self.seen, self.waits, strict=True)]
        got = end["attempts"]
        same = got is not None and len(got) == len(rows) and all(
            a[0] == b[0] and isinstance(a[1], int | float) and abs(a[1] - b[1]) < 1e-6
            for a, b in zip(got, rows, strict=True)
        )  # fmt: skip
        said(same, rows, got, case, "attempts has one Attempt for each request, with its status and the wait before it",
             "wrong-attempts")  # fmt: skip


def plan(rng: random.Random, kind: str) -> Job:
    """A job that ends as `kind` says: retryable failures first, then what the kind is about."""
    attempts = rng.randint(3, 6)
    base_s = rng.uniform(0.2, 1.0)
    keyed = kind != "unknown outcome" and (kind in ("disconnect", "told") or rng.random() < 0.6)
    idempotent = kind == "idempotent" or (kind != "unknown outcome" and rng.random() < 0.1)
    if kind == "idempotent":
        keyed = False

    def failure() -> tuple[str, Any]:
        repeatable = keyed or idempotent
        if kind == "disconnect":
            return "error", rng.choice(MAYBE_ERRORS)
        if rng.random() < 0.3 and kind != "told":
            return "error", rng.choice(SURE_ERRORS + MAYBE_ERRORS * repeatable)
        status = rng.choice(SURE + MAYBE * repeatable)
        if rng.random() < (0.9 if kind == "told" else 0.25):
            return "status", (status, rng.choice([("date", rng.randint(2, 6)), ("s", rng.randint(1, 5)), ("s", -3),
                                                  ("date", -500), ("garbage", 0)]))  # fmt: skip
        return "status", status

    burst = 0
    turn = rng.randrange(attempts)
    last: tuple[str, Any] = ("status", rng.choice((200, 201, 202)))
    end = "ok"
    if kind == "told":
        attempts, turn = 6, 5
    elif kind in ("disconnect", "idempotent"):
        turn = attempts - 1
    elif kind == "attempts":
        end, turn, last = kind, attempts - 1, failure()
    elif kind == "fatal":
        end, last = kind, rng.choice([("status", rng.choice(FATAL)), ("error", "PoolTimeout")])
    elif kind == "quota":
        end, last = kind, ("quota", rng.choice([429, (429, ("s", 2))]))
    elif kind == "unknown outcome":
        end, last = kind, rng.choice([("status", rng.choice(MAYBE)), ("error", rng.choice(MAYBE_ERRORS))])
    elif kind == "deadline":
        turn = rng.randrange(attempts - 1)
        end, last = kind, ("status", (rng.choice((429, 503)), (rng.choice(("s", "date")), rng.randint(1200, 90_000))))
    elif kind == "budget":
        attempts = rng.randint(4, 6)
        burst = rng.randint(1, attempts - 2)
        end, turn, last = kind, burst, failure()
    elif kind == "stranger":
        end, last = kind, ("error", "LookupError")
    answers = [*(failure() for _ in range(turn)), last]
    if kind == "idempotent":
        answers[0] = rng.choice([("status", 500), ("error", "ReadError")])
    args = {
        "path": f"/v1/{rng.choice(['tickets', 'notes', 'payments'])}/{rng.randrange(1000)}",
        "json": {"title": f"title {rng.randrange(10**6)}", "n": rng.randrange(100)},
        "key": f"key-{rng.randrange(10**9)}" if keyed else None,
        "idempotent": idempotent, "deadline_s": 1000.0 if kind == "deadline" else FAR_S, "attempts": attempts,
        "base_s": base_s, "cap_s": base_s * (16 if kind == "told" else rng.choice((3, 8, 16))), "burst": burst,
        "seed": rng.randrange(10**9),
    }  # fmt: skip
    more = [("status", 200)] * 8  # what a client gets that goes on although it should not
    return Job(args, [*answers, *more], end, len(answers))


def judge_jobs(_: Any, world: World) -> None:
    said(not world.jobs and world.job is None, "all jobs", f"{len(world.jobs)} left", "", "the run ended early", "exit")


def judge_windows(result: Any, world: World) -> None:
    judge_jobs(result, world)
    for turn, shares in sorted(world.shares.items()):
        if len(shares) >= 30:
            cause = "the draw is from the whole window [0, w], so some waits are below w/2 and some above"
            said(min(shares) < 0.5 < max(shares), "waits below and above half of the window",
                 f"{min(shares):.2f} to {max(shares):.2f} of it in {len(shares)} draws", f"after turn {turn}", cause,
                 "no-jitter" if min(shares) >= 0.5 else "wrong-window")  # fmt: skip


class Breaker(World):
    """Steps: (name, callers, deadline, statuses, clock moves before it)."""

    def __init__(self, rng: random.Random, failures: int, cooldown_s: float) -> None:
        super().__init__(rng, ())
        self.failures, self.cooldown_s = failures, cooldown_s
        short, long = 0.4 * cooldown_s, 40 * cooldown_s
        self.steps = [
            ("opens", 1, long, 500, 0.0), ("open", 1, short, 200, 0.0), ("probe", 4, short, 200, cooldown_s),
            ("closed", 4, short, 200, 0.0), ("opens", 1, long, 503, 0.0), ("waits", 1, long, 200, 0.0),
        ][::-1]  # fmt: skip
        self.step: tuple[str, int, float, int, float] | None = None
        self.held: list[asyncio.Future[Any]] = []
        self.count = 0
        self.slept = 0.0

    def on(self, event: str, payload: Any) -> Any:
        if event == "clock":
            return self.time
        if event == "now":
            return self.time + self.offset
        if event == "sleep":
            self.slept += payload
            self.time += max(0.0, payload)
            return None
        if event == "next":
            if self.step is not None:
                self.compare(self.step, payload)
            self.step = self.steps.pop() if self.steps else None
            if self.step is None:
                return None
            self.count, self.slept = 0, 0.0
            self.time += self.step[4]
            return {"callers": self.step[1], "deadline_s": self.step[2]}
        if event == "request":
            assert self.step is not None
            self.count += 1
            frame = Answer("t", status=self.step[3]).frame()
            if self.step[1] == 1:
                return frame
            self.held.append(asyncio.get_running_loop().create_future())
            return self.held[-1]
        if event == "settled":
            assert self.step is not None
            for reply in self.held:
                if not reply.done():
                    reply.set_result(Answer("t", status=self.step[3]).frame())
            self.held = []
        return None

    def compare(self, step: tuple[str, int, float, int, float], ends: list[dict[str, Any]]) -> None:
        name = step[0]
        kinds = sorted(end["type"] for end in ends)
        case = f"breaker of {self.failures} failures and {self.cooldown_s:.1f} s, step {name!r}: {kinds}"
        if name == "opens":
            said(self.count == self.failures, self.failures, self.count, case,
                 f"{self.failures} attempts, with a key, meet {self.failures} failures", "gives-up-early")  # fmt: skip
        elif name == "open":
            said(self.count == 0, "no request", self.count, case,
                 "the breaker given to the client has to see each failure, a 5xx too, and then nothing is sent",
                 "breaker-sees-no-status")  # fmt: skip
            said(kinds == ["CircuitOpen"] and self.slept == 0, "CircuitOpen at once", [kinds, self.slept], case,
                 "waiting for the circuit does not fit into the deadline", "circuit-not-raised")  # fmt: skip
        elif name == "probe":
            said(self.count == 1, "1 request", self.count, case, "after the cooldown one caller probes",
                 "breaker-not-shared")  # fmt: skip
            said(kinds == ["CircuitOpen"] * 3 + ["Reply"], "1 Reply, 3 CircuitOpen", kinds, case,
                 "while the probe runs the others are refused", "circuit-not-raised")  # fmt: skip
        elif name == "closed":
            said(kinds == ["Reply"] * 4 and self.count == 4, "4 replies", kinds, case,
                 "after a good probe all calls pass", "breaker-not-shared")  # fmt: skip
        else:
            said(kinds == ["Reply"] and self.count == 1 and self.slept >= self.cooldown_s - 1e-3,
                 f"a wait of {self.cooldown_s:.1f} s, then a Reply", [kinds, self.slept, self.count], case,
                 "when retry_in_s fits into the deadline, it is waited for", "circuit-not-waited")  # fmt: skip


class Stuck(World):
    """A provider that takes `first` seconds for a 503, if that is given, and never answers the request after it."""

    def __init__(self, rng: random.Random, *, first_s: float | None = None, hold_sleep: bool = False) -> None:
        super().__init__(rng, ())
        self.first_s, self.hold_sleep = first_s, hold_sleep
        self.requests = self.dropped = 0
        self.stuck = asyncio.Event()
        self.late = 0  # requests and waits after the call should have ended
        self.ended = False
        self.dropped_in_time = 0

    def never(self) -> asyncio.Future[Any]:
        self.late += self.stuck.is_set()
        self.stuck.set()
        return asyncio.get_running_loop().create_future()

    def on(self, event: str, payload: Any) -> Any:
        if event == "clock":
            return self.time
        if event == "now":
            return self.time + self.offset
        if event == "reached":
            return self.stuck.wait()
        if event == "returned":
            self.dropped_in_time = self.dropped
        elif event == "dropped":
            self.dropped += 1
        elif event == "sleep":
            if self.hold_sleep:
                return self.never()
            self.time += max(0.0, payload)
        elif event == "request":
            self.requests += 1
            if self.requests == 1 and self.first_s is not None:
                self.time += self.first_s
                return Answer("t", status=503).frame()
            return self.never()
        return None


def judge_hang(slug: str) -> Callable[[Any, Stuck], None]:
    def judge(end: Any, world: Stuck) -> None:
        said(end["type"] == "DeadlineExceeded", "DeadlineExceeded", end, "", "the time is up",
             slug)  # fmt: skip
        timed_out = end["cause"] is not None and end["cause"][0] == "TimeoutError"
        said(timed_out, "__cause__: TimeoutError", end["cause"], "",
             "the original exception has to be the __cause__", "no-cause")  # fmt: skip
        said(world.dropped_in_time == 1, "the request is dropped", world.dropped_in_time, "",
             "the request that hung is still open after the call has ended", "leaves-request")  # fmt: skip
        rows = world.requests
        said(end["attempts"] is not None and len(end["attempts"]) == rows, f"{rows} attempts", end["attempts"], "",
             "the request that hung was sent, so it is an Attempt", "wrong-attempts")  # fmt: skip

    return judge


def judge_cancel(*, asks: bool) -> Callable[[Any, Stuck], None]:
    def judge(result: Any, world: Stuck) -> None:
        done, cancelled, others = result
        said(done and cancelled and world.late == 0, "cancelled", [done, cancelled, world.late], "",
             "CancelledError is the caller's wish: it must pass, and nothing is sent after it",
             "swallows-cancellation")  # fmt: skip
        said(others == 0, "no task left", others, "", "tasks are left behind by a cancelled call", "leaves-request")
        said(world.dropped_in_time == asks, "the request is dropped", world.dropped_in_time, "",
             "the request is still open after the call was cancelled", "leaves-request")  # fmt: skip

    return judge


def judge_blind(result: Any, world: Blind) -> None:
    said(world.requests == 1, "1 request", world.requests, "breaker of 1 failure; the first of two posts hangs",
         "the breaker must see the time-out: asyncio.timeout inside the breaker's block, not around it",
         "breaker-misses-timeouts")  # fmt: skip


class Blind(World):
    """A provider that never answers, and a breaker that one time-out opens."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng, ())
        self.steps = [1, 1]
        self.requests = 0

    def on(self, event: str, payload: Any) -> Any:
        if event == "clock":
            return self.time
        if event == "now":
            return self.time + self.offset
        if event == "next":
            return {"callers": self.steps.pop(), "deadline_s": 0.2} if self.steps else None
        if event == "request":
            self.requests += 1
            return asyncio.get_running_loop().create_future()
        return None


def judge_bad(result: Any, _: Any) -> None:
    said(set(result) == {"ValueError"}, "ValueError each", result, "deadline_s 0, -1.5 and nan",
         "a deadline that is not above 0 is a mistake of the caller", "no-validation")  # fmt: skip


KINDS = {
    "retries until it succeeds": ("ok", 12),
    "no wait after the last attempt": ("attempts", 12),
    "Retry-After as seconds and as a date": ("told", 16),
    "a deadline shorter than Retry-After": ("deadline", 8),
    "broken connections": ("disconnect", 8),
    "fatal answers": ("fatal", 12),
    "exhausted quota": ("quota", 4),
    "unknown outcome without a key": ("unknown outcome", 8),
    "an idempotent operation without a key": ("idempotent", 4),
    "exceptions of others": ("stranger", 4),
    "retry budget": ("budget", 6),
}


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    for name, (kind, count) in KINDS.items():
        jobs = [plan(rng, kind) for _ in range(count)]
        yield Scenario(name, {"kind": "jobs"}, World(rng, jobs), judge_jobs, min_events=count)
    jobs = [plan(rng, "attempts") for _ in range(60)]
    yield Scenario(
        "backoff windows", {"kind": "jobs"}, World(rng, jobs), judge_windows, min_events=60, time_limit_s=20.0
    )

    def one(attempts: int, deadline_s: float, base_s: float) -> dict[str, Any]:
        return {**plan(rng, "ok").args, "key": "key-1", "idempotent": False, "attempts": attempts,
                "deadline_s": deadline_s, "base_s": base_s, "cap_s": base_s, "burst": 0}  # fmt: skip

    failures = rng.randint(2, 5)
    cooldown_s = rng.uniform(20.0, 90.0)
    job = one(failures, FAR_S, 0.01)
    args = {"kind": "breaker", "failures": failures, "cooldown_s": cooldown_s, "job": job}
    yield Scenario("four callers, one probe", args, Breaker(rng, failures, cooldown_s), judge_jobs)
    args = {"kind": "breaker", "failures": 1, "cooldown_s": 900.0, "job": one(1, 0.2, 0.01)}
    yield Scenario("the breaker sees a time-out", args, Blind(rng), judge_blind, time_limit_s=6.0,
                   timeout_diagnosis="hangs-past-deadline")  # fmt: skip

    slug = "hangs-past-deadline"
    yield Scenario("a request that hangs", {"kind": "once", "job": one(3, 0.2, 0.01)}, Stuck(rng), judge_hang(slug),
                   time_limit_s=6.0, timeout_diagnosis=slug)  # fmt: skip
    slug = "deadline-per-attempt"
    stuck = Stuck(rng, first_s=59.8)
    yield Scenario("the second request hangs", {"kind": "once", "job": one(3, 60.0, 0.001)}, stuck, judge_hang(slug),
                   time_limit_s=6.0, timeout_diagnosis=slug)  # fmt: skip
    slug = "swallows-cancellation"
    for name, held in (("cancelled in a request", False), ("cancelled in a wait", True)):
        stuck = Stuck(rng, first_s=0.0 if held else None, hold_sleep=held)
        yield Scenario(name, {"kind": "cancel", "job": one(5, FAR_S, 0.5)}, stuck, judge_cancel(asks=not held),
                       time_limit_s=6.0, timeout_diagnosis=slug)  # fmt: skip
    yield Scenario("bad deadlines", {"kind": "bad", "job": one(2, 1.0, 0.1)}, World(rng, ()), judge_bad)
