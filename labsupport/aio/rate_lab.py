"""Experiment 01.2.x1 and failure lab 01.2.c: what a semaphore does to a rate limit, and what a token bucket does.

All counts come from the simulator's ledger. Times are in the provider's own (unscaled) seconds unless a name says
otherwise: with a time scale of 0.1 a provider second takes 0.1 s of wall clock.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Self

from labsupport.aio.limits import TokenBucket
from labsupport.aio.load import Caller
from labsupport.services.provider_sim import ProviderSim, latency, rate_limit

LIMIT_RPM = 500.0  # the "tier 1" limit of the curriculum: a setting of the simulator, not a fact about a provider
SERVER_BURST = 4  # requests that the provider lets pass at once; covers the jitter of a loopback socket


@dataclass(frozen=True)
class RateRun:
    """One arm, as the ledger saw it. `goodput_rpm`: successes per provider minute; `share_429`: of all requests."""

    slots: int
    latency_ms: float
    requests: int
    succeeded: int
    refused: int
    goodput_rpm: float

    @property
    def share_429(self) -> float:
        return self.refused / self.requests if self.requests else 0.0

    @property
    def amplification(self) -> float:
        """Requests sent for each success."""
        return self.requests / max(1, self.succeeded)


def little_rpm(slots: int, latency_ms: float) -> float:
    """Requests per minute of `slots` calls that each take `latency_ms` (Little: rate = concurrency / latency)."""
    return slots / latency_ms * 60_000.0


@dataclass(frozen=True)
class Reply:
    """Status, headers (lower-case names) and body of one answer."""

    status_code: int
    headers: dict[str, str]
    body: bytes


class Chatter(Caller):
    """`Caller` with the one POST that these labs send.

    At five thousand slots a minute a full client would be the bottleneck and hide the provider's limit; this one costs
    a tenth of it.
    """

    async def __aenter__(self) -> Self:
        return self

    async def chat(self, prompt: str) -> Reply:
        """One chat request; the reply whatever its status. Raises OSError when the connection breaks."""
        body = json.dumps({"model": "echo", "messages": [{"role": "user", "content": prompt}]}).encode()
        reader, writer = self._idle.pop() if self._idle else await self._connect()
        writer.write(
            f"POST /v1/chat/completions HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        content = await reader.readexactly(int(headers.get("content-length", "0")))
        self._idle.append((reader, writer))
        return Reply(int(status.split(" ", 2)[1]), headers, content)


def limited(sim: ProviderSim, latency_ms: float, *, rpm: float = LIMIT_RPM) -> None:
    """Script one provider: a fixed latency and a limit of `rpm`."""
    sim.reset()
    sim.script(rate_limit(rpm, burst=SERVER_BURST), latency(latency_ms))


def bucket_for(sim: ProviderSim, *, rpm: float = LIMIT_RPM, share: float = 0.98) -> TokenBucket:
    """A token bucket for `share` of the provider's limit, in wall-clock seconds of this time scale.

    A little below the limit, and with half of the provider's burst: the rest is room for the network's jitter.
    """
    return TokenBucket(share * rpm / 60.0 / sim.time_scale, SERVER_BURST / 2)


def read_ledger(sim: ProviderSim, slots: int, latency_ms: float) -> RateRun:
    """Counts and steady goodput: successes per minute between the first and the last arrival, without the first burst.

    Unhindered calls arrive in waves of `slots`. Both ends of such a span would count a whole wave, so the last one is
    left out where there are more than two.
    """
    rows = sim.ledger()
    done = sorted(row.t for row in rows if row.status == 200)
    steady = done[SERVER_BURST:]  # the bucket starts full; what counts is the rate after that
    end = len(steady) - (slots if len(steady) > 2 * slots else 1)
    span_s = (steady[end] - steady[0]) / sim.time_scale if end > 0 else 0.0
    return RateRun(
        slots=slots,
        latency_ms=latency_ms,
        requests=len(rows),
        succeeded=len(done),
        refused=sum(row.status == 429 for row in rows),
        goodput_rpm=end / span_s * 60.0 if span_s > 0 else 0.0,
    )


async def measure(
    sim: ProviderSim,
    *,
    slots: int,
    latency_ms: float,
    seconds: float,
    bucket: bool = False,
    rpm: float = LIMIT_RPM,
) -> RateRun:
    """Keep `slots` calls alive for `seconds` provider seconds and read the ledger. A refused call is not repeated.

    bucket: take a token of `bucket_for` before each call.
    """
    async with Chatter(sim.base) as client:
        await client.warm(slots)
        limited(sim, latency_ms, rpm=rpm)
        limiter = bucket_for(sim, rpm=rpm) if bucket else None
        ends_at = time.perf_counter() + seconds * sim.time_scale

        async def slot() -> None:
            while time.perf_counter() < ends_at:
                if limiter is not None:
                    await limiter.acquire()
                await client.chat("hello")

        async with asyncio.TaskGroup() as group:
            for _ in range(slots):
                group.create_task(slot())
    return read_ledger(sim, slots, latency_ms)


async def sweep(
    sim: ProviderSim, sizes: tuple[int, ...], latencies_ms: tuple[float, ...], *, seconds: float, bucket: bool
) -> list[RateRun]:
    """`measure` over the grid, with or without a token bucket."""
    return [
        await measure(sim, slots=slots, latency_ms=latency_ms, seconds=seconds, bucket=bucket)
        for latency_ms in latencies_ms
        for slots in sizes
    ]


async def naive_retry(client: Chatter, prompt: str, slots: asyncio.Semaphore) -> Reply:
    """A semaphore and an immediate retry: the common way to turn one 429 into hundreds."""
    while True:
        async with slots:
            reply = await client.chat(prompt)
        if reply.status_code != 429:
            return reply


async def paced_retry(client: Chatter, prompt: str, slots: asyncio.Semaphore, bucket: TokenBucket) -> Reply:
    """A token before each attempt, and after a 429 the wait that the provider asked for, once, outside the slot."""
    while True:
        await bucket.acquire()
        async with slots:
            reply = await client.chat(prompt)
        if reply.status_code != 429:
            return reply
        await asyncio.sleep(float(reply.headers.get("retry-after", "0")))


async def storm(
    sim: ProviderSim, *, calls: int, paced: bool, slots: int = 10, latency_ms: float = 200.0, rpm: float = LIMIT_RPM
) -> RateRun:
    """Failure lab 01.2.c: `calls` prompts that must all succeed, with immediate or paced retries."""
    semaphore = asyncio.Semaphore(slots)
    async with Chatter(sim.base) as client:
        await client.warm(slots)
        limited(sim, latency_ms, rpm=rpm)
        bucket = bucket_for(sim, rpm=rpm)
        async with asyncio.TaskGroup() as group:
            for number in range(calls):
                prompt = f"prompt {number}"
                if paced:
                    group.create_task(paced_retry(client, prompt, semaphore, bucket))
                else:
                    group.create_task(naive_retry(client, prompt, semaphore))
    return read_ledger(sim, slots, latency_ms)
