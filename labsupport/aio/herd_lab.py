"""Experiment 01.5.x1 and failure lab 01.5.a: clients that were all rejected at once, and when they come back.

100 clients are rejected at t0. From then on a token bucket lets 10 requests pass in each window of 100 ms, so that an
ideal schedule has served all of them after ten windows, 1 s. Who is rejected waits as its strategy says and asks again.
Two layers share the strategies: `simulate` is exact and in virtual time, `replay` sends real requests to the provider
simulator and reads its ledger. All times are in the provider's seconds.
"""

from __future__ import annotations

import asyncio
import heapq
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import tenacity

from labsupport.aio.naive_client import copied_wait, seeded, state_of
from labsupport.aio.rate_lab import Chatter
from labsupport.aio.retry import full_jitter
from labsupport.services.faults import Schedule, rate_limit, status
from labsupport.services.provider_sim import ProviderSim

CLIENTS = 100
CAPACITY = 10  # requests in a window
WINDOW_S = 0.1
BASE_S = 2.0
CAP_S = 60.0

Wait = Callable[[int, float, random.Random], float]
"""(number of the retry from 0, the wait before it or 0.0, generator) -> seconds to wait now."""


@dataclass(frozen=True)
class Strategy:
    """A name and its waits."""

    name: str
    wait: Wait


def exponential(retry: int) -> float:
    """The window that all strategies but the first share: 2, 4, 8 ... 60 s."""
    return min(CAP_S, BASE_S * 2.0**retry)


def copied(retry: int, before_s: float, rng: random.Random) -> float:
    """tenacity's own class with the setting of the sample: multiplier 1, min 2 s, max 60 s."""
    with seeded(rng.random()):
        return copied_wait()(state_of(retry + 1))


def decorrelated(retry: int, before_s: float, rng: random.Random) -> float:
    """Uniform between the base and three times the wait before."""
    return min(CAP_S, rng.uniform(BASE_S, 3.0 * (before_s or BASE_S)))


FIXED = Strategy("fixed 2 s", lambda retry, before_s, rng: BASE_S)
COPIED = Strategy("random exponential, min 2 s", copied)
HALF = Strategy("exponential +-50%", lambda retry, before_s, rng: exponential(retry) * rng.uniform(0.5, 1.5))
FULL = Strategy("full jitter", lambda retry, before_s, rng: full_jitter(retry, base_s=BASE_S, cap_s=CAP_S, rng=rng))
DECORRELATED = Strategy("decorrelated", decorrelated)
STRATEGIES = (FIXED, COPIED, HALF, FULL, DECORRELATED)


@dataclass(frozen=True)
class HerdRun:
    """Arrivals after t0, and what became of the clients. `drain_s`: when the last one was served.

    first_bin_s: where the first bin begins; a real burst is spread over some milliseconds, which must not be cut in
    two.
    """

    strategy: str
    seed: int
    arrivals_s: tuple[float, ...]
    served: int
    gave_up: int
    drain_s: float
    first_bin_s: float = 0.0

    @property
    def requests(self) -> int:
        """All requests, the rejected ones at t0 included."""
        return len(self.arrivals_s) + self.served + self.gave_up

    @property
    def per_window(self) -> list[int]:
        """Arrivals in each window of 100 ms from t0 to the last arrival."""
        # the tiny term: 0.3 / 0.1 is a little less than 3
        numbers = [math.floor((at - self.first_bin_s) / WINDOW_S + 1e-9) for at in self.arrivals_s]
        counts = [0] * (max(numbers, default=0) + 1)
        for number in numbers:
            counts[max(0, number)] += 1
        return counts

    @property
    def peak(self) -> int:
        """The most arrivals in a window."""
        return max(self.per_window)

    @property
    def mean(self) -> float:
        """Arrivals in a window, from the first arrival to the last."""
        counts = self.per_window
        first = next(number for number, count in enumerate(counts) if count)
        return sum(counts) / (len(counts) - first)

    @property
    def peak_over_mean(self) -> float:
        return self.peak / self.mean

    @property
    def drain_ratio(self) -> float:
        """Time to drain over that of an ideal schedule."""
        return self.drain_s / ((self.served + self.gave_up) / CAPACITY * WINDOW_S)


def simulate(strategy: Strategy, seed: int = 0, *, clients: int = CLIENTS, attempts: int | None = None) -> HerdRun:
    """Play the herd in exact virtual time. attempts: a client's requests, the one at t0 included; None: no limit."""
    rng = random.Random(seed)
    provider = Schedule((rate_limit(60.0 * CAPACITY / WINDOW_S, burst=CAPACITY, retry_after=None),), seed=seed)
    heap: list[tuple[float, int, int, float]] = []  # time of arrival, client, number of the retry, wait before it
    for client in range(clients):
        wait_s = strategy.wait(0, 0.0, rng)
        heapq.heappush(heap, (wait_s, client, 0, wait_s))
    arrivals: list[float] = []
    served, drain_s = 0, 0.0
    while heap:
        now, client, retry, wait_s = heapq.heappop(heap)
        arrivals.append(now)
        if provider.plan(None, now=now).limited is None:
            served, drain_s = served + 1, now
        elif attempts is None or retry + 2 < attempts:
            wait_s = strategy.wait(retry + 1, wait_s, rng)
            heapq.heappush(heap, (now + wait_s, client, retry + 1, wait_s))
    return HerdRun(strategy.name, seed, tuple(arrivals), served, clients - served, drain_s)


async def replay(
    sim: ProviderSim, strategy: Strategy, seed: int = 0, *, clients: int = CLIENTS, attempts: int = 5
) -> HerdRun:
    """The same herd over real sockets: `sim` rejects every first request, then applies the rate limit.

    The time scale of `sim` also applies to the waits: at 0.2, retries after 2 s come after 0.4 s. At most `attempts`
    requests a client, as in the copied sample. Arrivals are the ledger's; t0 is when the last of the first requests was
    answered. A hundred requests sent at once need some tens of milliseconds of this machine, so that the peaks of the
    two synchronised strategies are lower than in `simulate`, the more the smaller the scale is.
    """
    scale = sim.time_scale
    sim.reset()
    sim.script(status(429, n=clients))
    async with Chatter(sim.base) as chatter:
        await chatter.warm(clients)
        await asyncio.gather(*(chatter.chat(str(client)) for client in range(clients)))
        sim.script(rate_limit(60.0 * CAPACITY / WINDOW_S, burst=CAPACITY, retry_after=None))
        rejected_at = time.monotonic()

        async def one(client: int) -> None:
            rng = random.Random(f"{seed}/{client}")
            now, wait_s = rejected_at, 0.0
            for retry in range(attempts - 1):
                wait_s = strategy.wait(retry, wait_s, rng)
                await asyncio.sleep(now + wait_s * scale - time.monotonic())
                if (await chatter.chat(str(client))).status_code == 200:
                    return
                now = time.monotonic()

        async with asyncio.TaskGroup() as group:
            for client in range(clients):
                group.create_task(one(client))
    rows = sim.ledger()[clients:]
    arrivals = [(row.t - rejected_at) / scale for row in rows]
    served = [at for at, row in zip(arrivals, rows, strict=True) if row.status == 200]
    return HerdRun(
        strategy.name, seed, tuple(arrivals), len(served), clients - len(served), max(served, default=0.0),
        first_bin_s=arrivals[0] % WINDOW_S,
    )  # fmt: skip


# ---------------------------------------------------------------- 01.5.c2: what the named strategy draws


@dataclass(frozen=True)
class WaitSample:
    """Waits of tenacity's `wait_random_exponential` after attempt number `attempt`, from 1. `window_s`: its window.

    If its jitter were +-50% around the window, no wait would be below half of it, and half of them would be above it.
    """

    attempt: int
    min_s: float
    window_s: float
    waits_s: tuple[float, ...]

    @property
    def below_half(self) -> float:
        """Share of the waits that are shorter than half of the window."""
        return sum(wait < self.window_s / 2 for wait in self.waits_s) / len(self.waits_s)

    @property
    def above(self) -> float:
        """Share of the waits that are longer than the window."""
        return sum(wait > self.window_s for wait in self.waits_s) / len(self.waits_s)

    @property
    def off_full_jitter(self) -> float:
        """Kolmogorov-Smirnov distance, 0 to 1, from the uniform distribution on [min, window]."""
        return distance_from_uniform(self.waits_s, self.min_s, self.window_s)

    @property
    def off_half(self) -> float:
        """The same distance from the uniform distribution on [0.5 window, 1.5 window]."""
        return distance_from_uniform(self.waits_s, 0.5 * self.window_s, 1.5 * self.window_s)


def distance_from_uniform(values: Sequence[float], low: float, high: float) -> float:
    """The largest difference between the sample's distribution function and that of Uniform(low, high)."""
    n = len(values)
    return max(
        max((rank + 1) / n - share, share - rank / n)
        for rank, value in enumerate(sorted(values))
        for share in [min(1.0, max(0.0, (value - low) / (high - low)))]
    )


def sample_waits(n: int = 10_000, seed: int = 0, *, attempt: int = 5, min_s: float = 2.0) -> WaitSample:
    """Draw `n` waits from the strategy object with multiplier 1, this minimum, and a maximum of 60 s."""
    strategy = tenacity.wait_random_exponential(multiplier=1, min=min_s, max=CAP_S)
    state = state_of(attempt)
    with seeded(seed):
        waits = tuple(strategy(state) for _ in range(n))
    return WaitSample(attempt, min_s, min(CAP_S, 2.0 ** (attempt - 1)), waits)
