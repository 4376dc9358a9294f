"""Experiment 01.5.x3 and failure lab 01.5.c: what retries do to a provider that comes back from an outage.

The provider is a first-in-first-out queue in a process of its own. It serves `capacity` requests per time unit, one
after the other, and like most servers it also works on requests whose client has hung up. When it is down it serves
nothing, requests wait in the queue, and what finds the queue full gets 503. New calls come at a steady 65% of the
capacity; an attempt is abandoned after one time unit.

Why retries alone hold such a provider down after the cause has gone (a metastable failure):
- Each call that fails sends `attempts` requests. While all fail, the load is 0.65 * 5 = 3.25 times the capacity. In
  general retries feed themselves when load * attempts > capacity, with five attempts from a load of 20% on. Below that
  the same outage heals by itself, as soon as the queue has been worked off (`BELOW`).
- The queue is longer (4 time units of work) than a client waits (1 unit). As long as it is full, every request is
  served when its client has left: the provider works at full capacity and the goodput is 0.
- The queue would have to shrink to a quarter for the first success, and shrinks only while less than the capacity
  arrives. More than three times the capacity does: the state keeps itself up, with no fault left in the provider.
A breaker ends that by arithmetic too: during the outage one probe at a time is sent, so that the queue is short when
the provider comes back. It brings a danger of its own, the crowd of calls that wait for it to close and then come
together: if the provider cannot serve the crowd within one time-out (`Plan.crowd` well above 1), the late part of it
opens the breaker again, and so on. A long cooldown with patient callers does that (`SWINGING`). A deadline bounds the
crowd, and the budget bounds the repetitions of calls that fail all the same, to a tenth of the calls.

Sources: N. Bronson et al., Metastable failures in distributed systems, HotOS 2021; "Addressing cascading failures" in
Google's SRE book.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import math
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from labsupport.services.asgi import serve_in_process

if TYPE_CHECKING:
    import httpx

ME = "labsupport.aio.recovery_lab"
PATH = "/v1/answers"
Arm = Literal["retries", "breaker", "budget"]
ARMS: tuple[Arm, ...] = ("retries", "breaker", "budget")
LABELS: dict[Arm, str] = {"retries": "retries", "breaker": "+ breaker", "budget": "+ breaker + budget + deadline"}


@dataclass(frozen=True)
class Plan:
    """The scene, in time units of `unit_s` wall-clock seconds each.

    warm: healthy before the outage. outage: down. after: observed after it. capacity: requests served in a unit. load:
    new calls as a share of it. patience: of one attempt. queue: how much work may wait. The rest are the arms'
    settings; `long_deadline` is that of the arms without one.
    """

    unit_s: float = 0.3
    warm: float = 1.0
    outage: float = 10.0
    after: float = 12.0
    capacity: float = 16.0
    load: float = 0.65
    patience: float = 1.0
    queue: float = 4.0
    attempts: int = 5
    base: float = 0.25
    failures: int = 5
    cooldown: float = 0.2
    ratio: float = 0.1
    deadline: float = 2.0
    long_deadline: float = 12.0

    @property
    def end(self) -> float:
        return self.warm + self.outage + self.after

    @property
    def up_at(self) -> float:
        """When the provider works again."""
        return self.warm + self.outage

    @property
    def amplified(self) -> float:
        """Offered load while every attempt fails, as a multiple of the capacity."""
        return self.load * self.attempts

    def crowd(self, arm: Arm) -> float:
        """Most calls that can wait for the breaker to close, over what the provider serves within one time-out.

        A call waits at most `attempts` - 1 times, each time a cooldown and on average half of the first backoff window.
        """
        waits = 0.0 if arm == "retries" else (self.attempts - 1) * (self.cooldown + self.base / 2)
        return self.load * min(self.deadline_of(arm), waits) / self.patience

    def deadline_of(self, arm: Arm) -> float:
        return self.deadline if arm == "budget" else self.long_deadline


FULL = Plan()
SMOKE = Plan(unit_s=0.15, after=8.0, capacity=8.0)
SWINGING = Plan(cooldown=1.0)
BELOW = Plan(load=0.3, attempts=2)


# ---------------------------------------------------------------- the provider, in its own process


class Provider:
    """An ASGI app: POST `PATH` waits in the queue, POST /plan starts a run, GET /ledger ends it and tells."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []  # arrival, status, end of the work, whether the client was still there
        self.queue: asyncio.Queue[tuple[list[Any], asyncio.Future[None]]] = asyncio.Queue(1)
        self.worker: asyncio.Task[None] | None = None

    def start(self, down_at: float, up_at: float, service_s: float, room: int) -> None:
        """Start anew. Times are monotonic seconds of this machine."""
        self.stop()
        self.rows = []
        self.queue = asyncio.Queue(room)
        self.worker = asyncio.create_task(self.serve(down_at, up_at, service_s))

    def stop(self) -> None:
        if self.worker is not None:
            self.worker.cancel()

    async def serve(self, down_at: float, up_at: float, service_s: float) -> None:
        """Work off the queue at a fixed rate, for ever."""
        free_at = 0.0
        while True:
            row, done = await self.queue.get()
            now = time.monotonic()
            if down_at <= now < up_at:
                await asyncio.sleep(up_at - now)
                now = up_at
            # by plan, not by sleep: a timer that comes late must not lower the capacity
            free_at = max(free_at, now) + service_s
            await asyncio.sleep(free_at - time.monotonic())
            row[2] = time.monotonic()
            if not done.done():
                row[3] = True
                done.set_result(None)

    async def answer(self, receive: Any) -> int:
        """Status for one request; 0 when the client left, in which case the work is done all the same."""
        row: list[Any] = [time.monotonic(), 503, None, False]
        self.rows.append(row)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            self.queue.put_nowait((row, done))
        except asyncio.QueueFull:
            return 503
        row[1] = 0

        async def hung_up() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            done.cancel()

        watch = asyncio.create_task(hung_up())
        with contextlib.suppress(asyncio.CancelledError):
            await done
            row[1] = 200
        watch.cancel()
        return int(row[1])

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            self.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status, reply = 200, b"{}"
        if scope["path"] == "/plan":
            self.start(**json.loads(body))
        elif scope["path"] == "/ledger":
            reply = json.dumps(self.rows).encode()
        else:
            status = await self.answer(receive)
        if status:
            headers = [(b"content-type", b"application/json"), (b"content-length", str(len(reply)).encode())]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": reply})


@contextlib.contextmanager
def provider() -> Iterator[str]:
    """Serve `Provider` from a process of its own; its base URL."""
    with serve_in_process(f"{ME}:Provider") as served:
        yield served.url


# ---------------------------------------------------------------- one arm


@dataclass(frozen=True)
class Request:
    """A row of the provider's ledger, times in units from the start. status 0: the client left before the answer.

    done: end of the work, None when it was not done (503, or still in the queue). good: the client was still there.
    """

    at: float
    status: int
    done: float | None
    good: bool


@dataclass(frozen=True)
class Call:
    """One operation of the client, as it saw it, in units: when it began, when it ended, how."""

    at: float
    end: float
    ok: bool
    how: str


@dataclass(frozen=True)
class RecoveryRun:
    """One arm of one seed. Series are per bin of `bin` units and in multiples of the capacity."""

    arm: Arm
    seed: int
    plan: Plan
    requests: tuple[Request, ...]
    calls: tuple[Call, ...]
    bin: float = 1.0

    @property
    def bins(self) -> list[float]:
        """The middle of each bin, in units from the recovery on (negative: before it)."""
        return [(number + 0.5) * self.bin - self.plan.up_at for number in range(self._bins)]

    @property
    def offered(self) -> list[float]:
        """Requests that arrived at the provider."""
        return self._rates([row.at for row in self.requests])

    @property
    def goodput(self) -> list[float]:
        """Requests that were served while their client still waited."""
        return self._rates([row.done for row in self.requests if row.good and row.done is not None])

    @property
    def worked(self) -> list[float]:
        """Requests that were served, in vain or not."""
        return self._rates([row.done for row in self.requests if row.done is not None])

    @property
    def outage_requests(self) -> int:
        """Requests that the provider got while it was down."""
        return sum(self.plan.warm <= row.at < self.plan.up_at for row in self.requests)

    @property
    def offered_after(self) -> float:
        """Mean offered load from one unit after the recovery to the end, in multiples of the capacity."""
        return self._mean([row.at for row in self.requests])

    @property
    def goodput_after(self) -> float:
        """Mean goodput over the same time."""
        return self._mean([row.done for row in self.requests if row.good and row.done is not None])

    @property
    def wasted_share(self) -> float:
        """Of the work done after the recovery, the share whose client had left."""
        done = [row for row in self.requests if row.done is not None and row.done >= self.plan.up_at]
        return sum(not row.good for row in done) / max(1, len(done))

    @property
    def recovery(self) -> float:
        """Units from the recovery to 95% goodput; `plan.after` when it was not reached (a lower bound then).

        Reached at the first call from which on at least 95% of all later calls succeed; at least 20 must be left.
        """
        after = [call for call in self.calls if call.at >= self.plan.up_at]
        good = list(itertools.accumulate(call.ok for call in reversed(after)))
        for first in range(max(0, len(after) - 19)):
            left = len(after) - first
            if good[left - 1] >= 0.95 * left and after[first].ok:
                return after[first].at - self.plan.up_at
        return self.plan.after

    @property
    def recovered(self) -> bool:
        return self.recovery < self.plan.after

    @property
    def ends(self) -> dict[str, int]:
        """How the calls ended, and how many so."""
        return dict(Counter(call.how for call in self.calls))

    @property
    def _bins(self) -> int:
        return round(self.plan.end / self.bin)

    def _rates(self, times: Sequence[float]) -> list[float]:
        counts = Counter(math.floor(at / self.bin) for at in times)
        return [counts[number] / (self.plan.capacity * self.bin) for number in range(self._bins)]

    def _mean(self, times: Sequence[float]) -> float:
        since = self.plan.up_at + 1.0
        count = sum(since <= at < self.plan.end for at in times)
        return count / (self.plan.capacity * (self.plan.end - since))


@contextlib.asynccontextmanager
async def http_client(base: str, patience_s: float) -> AsyncIterator[httpx.AsyncClient]:
    """Without a limit on connections: a full pool of our own would hold requests back and hide the storm."""
    import httpx

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=base, timeout=patience_s, limits=limits, trust_env=False) as client:
        yield client


async def run_arm(base: str, arm: Arm, seed: int = 0, *, plan: Plan = FULL) -> RecoveryRun:
    """Play the scene with one client design; takes `plan.end * plan.unit_s` seconds.

    base: URL of a `provider`. Each call may be repeated (`idempotent=True`), so that only load is at stake.
    Calls that are still open at the end are cancelled and do not count. Raises ValueError for an unknown arm.
    """
    # here and not at the top: the provider's process needs none of them
    import httpx

    from labsupport.aio.breaker import CircuitBreaker, CircuitOpen
    from labsupport.aio.resilient import DeadlineExceeded, GaveUp, ResilientClient
    from labsupport.aio.retry import RetryBudget

    if arm not in ARMS:
        raise ValueError(f"arm={arm!r} must be one of {', '.join(ARMS)}")
    unit_s = plan.unit_s
    rng = random.Random(seed)
    async with http_client(base, plan.patience * unit_s) as http:
        began = time.monotonic() + 0.05
        scene = {
            "down_at": began + plan.warm * unit_s,
            "up_at": began + plan.up_at * unit_s,
            "service_s": unit_s / plan.capacity,
            "room": round(plan.queue * plan.capacity),
        }
        (await http.post("/plan", json=scene, timeout=30.0)).raise_for_status()
        client = ResilientClient(
            http,
            attempts=plan.attempts,
            base_s=plan.base * unit_s,
            cap_s=plan.patience * unit_s,
            breaker=None if arm == "retries" else CircuitBreaker(plan.failures, plan.cooldown * unit_s),
            budget=RetryBudget(plan.ratio, 0.0, burst=2.0) if arm == "budget" else None,
            rng=random.Random(seed + 1),
        )
        deadline_s = plan.deadline_of(arm) * unit_s
        calls: list[Call] = []

        async def call(at: float) -> None:
            how = "ok"
            try:
                await client.post(PATH, {"n": 1}, key=None, deadline_s=deadline_s, idempotent=True)
            except GaveUp as error:
                how = f"gave up: {error.reason}"
            except DeadlineExceeded:
                how = "deadline"
            except CircuitOpen:
                how = "circuit open"
            calls.append(Call(at, (time.monotonic() - began) / unit_s, how == "ok", how))

        tasks: list[asyncio.Task[None]] = []
        every = 1.0 / (plan.load * plan.capacity)
        for number in range(int(plan.end / every)):
            at = (number + rng.uniform(0.0, 0.9)) * every  # a steady stream, but not in step with anything
            await asyncio.sleep(began + at * unit_s - time.monotonic())
            tasks.append(asyncio.create_task(call(at)))
        await asyncio.sleep(began + plan.end * unit_s - time.monotonic())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    async with httpx.AsyncClient(base_url=base, trust_env=False) as http:
        rows = (await http.get("/ledger", timeout=30.0)).json()
    requests = tuple(
        Request((at - began) / unit_s, status, None if done is None else (done - began) / unit_s, good)
        for at, status, done, good in rows
    )
    return RecoveryRun(arm, seed, plan, requests, tuple(sorted(calls, key=lambda call: call.at)))


async def run_arms(
    base: str, seed: int = 0, *, plan: Plan = FULL, arms: Sequence[Arm] = ARMS
) -> dict[Arm, RecoveryRun]:
    """The arms one after the other, on one provider."""
    return {arm: await run_arm(base, arm, seed, plan=plan) for arm in arms}
