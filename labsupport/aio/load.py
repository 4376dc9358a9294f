"""Load for experiments: a burst, a steady probe, a paced stream; and a plain HTTP caller that costs little.

The generator is open-loop: every call has a planned start and its latency counts from there, so a stalled server
cannot slow the generator down and hide its own delay. Knows nothing of servers, figures or the lab.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Call = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class Sample:
    """One call: planned start and end in seconds after the load began; `error` is the exception, if it failed."""

    start_s: float
    end_s: float
    value: Any = None
    error: BaseException | None = None

    @property
    def latency_s(self) -> float:
        """Seconds from the planned start to the end."""
        return self.end_s - self.start_s


async def _timed(call: Call, began: float, start_s: float) -> Sample:
    clock = asyncio.get_running_loop().time
    try:
        value = await call()
    except Exception as error:  # a failed call is a result of a load test, not the end of it
        return Sample(start_s, clock() - began, error=error)
    return Sample(start_s, clock() - began, value)


async def burst(n: int, call: Call) -> list[Sample]:
    """Start `n` calls at once and wait for all; one Sample each. Raises ValueError for n < 1."""
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}")
    began = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_timed(call, began, 0.0)) for _ in range(n)]
    return [task.result() for task in tasks]


async def paced(rate_per_s: float, n: int, call: Call) -> list[Sample]:
    """Start `n` calls, one every 1/rate seconds, whether or not the earlier ones have ended; wait for all."""
    if rate_per_s <= 0 or n < 1:
        raise ValueError(f"rate_per_s and n must be above 0, got {rate_per_s} and {n}")
    clock = asyncio.get_running_loop().time
    began = clock()
    async with asyncio.TaskGroup() as group:
        tasks = []
        for i in range(n):
            planned = i / rate_per_s
            await asyncio.sleep(max(0.0, began + planned - clock()))
            tasks.append(group.create_task(_timed(call, began, planned)))
    return [task.result() for task in tasks]


@asynccontextmanager
async def probing(call: Call, *, every_s: float) -> AsyncIterator[list[Sample]]:
    """Probe every `every_s` seconds while the block runs; the list is complete when the block has been left.

    Probes that are still open at the end are waited for: the slowest one is the one of interest.
    """
    clock = asyncio.get_running_loop().time
    began = clock()
    samples: list[Sample] = []
    stop = asyncio.Event()

    async def one(planned: float) -> None:
        samples.append(await _timed(call, began, planned))

    async def tick() -> None:
        async with asyncio.TaskGroup() as group:
            planned = 0.0
            while not stop.is_set():
                group.create_task(one(planned))
                planned += every_s
                await asyncio.sleep(max(0.0, began + planned - clock()))

    ticker = asyncio.create_task(tick())
    try:
        yield samples
    finally:
        stop.set()
        await ticker
        samples.sort(key=lambda sample: sample.start_s)


def quantile(values: Sequence[float], q: float) -> float:
    """The smallest value that is not below a share `q` of all values (nearest rank). ValueError when empty."""
    if not values or not 0 <= q <= 1:
        raise ValueError(f"need values and 0 <= q <= 1, got {len(values)} values and q={q}")
    # 0.07 * 100 is 7.000000000000001 in floats, and the rank 7, not 8
    return sorted(values)[max(0, math.ceil(q * len(values) - 1e-9) - 1)]


def wall_s(samples: Sequence[Sample]) -> float:
    """Seconds until the last call ended."""
    return max(sample.end_s for sample in samples)


def completed_per_window(samples: Sequence[Sample], window_s: float) -> list[int]:
    """How many calls ended in each window of `window_s` seconds, from the start of the load."""
    ended = [sample.end_s for sample in samples if sample.error is None]
    counts = [0] * (int(max(ended, default=0.0) / window_s) + 1)
    for end in ended:
        counts[int(end / window_s)] += 1
    return counts


class Caller:
    """HTTP/1.1 GET over plain asyncio streams with its own keep-alive connections.

    A full client spends a millisecond or two of CPU on each request, which a burst of 50 against a 100 ms wait would
    feel; this one spends about a tenth of that. Only for load on our own servers: loopback, small bodies.
    Use as an async context manager; it closes its connections.
    """

    def __init__(self, base: str, *, timeout_s: float = 60.0) -> None:
        parts = urlsplit(base)
        if parts.scheme != "http" or parts.hostname is None or parts.port is None:
            raise ValueError(f"base must be http://HOST:PORT, got {base!r}")
        self._host, self._port = parts.hostname, parts.port
        self._timeout_s = timeout_s
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._all: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Caller:
        return self

    async def __aexit__(self, *_: object) -> None:
        for writer in self._all:
            writer.close()
        self._idle.clear()
        await asyncio.gather(*(writer.wait_closed() for writer in self._all), return_exceptions=True)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        self._all.append(writer)
        return reader, writer

    async def warm(self, n: int) -> None:
        """Open connections until `n` are idle, so that the measured calls do not pay for connecting."""
        while len(self._idle) < n:
            self._idle.append(await self._connect())

    async def get(self, path: str) -> bytes:
        """GET `path`; the body of a 200. Raises RuntimeError for any other status, TimeoutError, OSError."""
        async with asyncio.timeout(self._timeout_s):
            reader, writer = self._idle.pop() if self._idle else await self._connect()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = 0
            for line in head.split("\r\n")[1:]:
                name, _, value = line.partition(":")
                if name == "content-length":
                    length = int(value)
            body = await reader.readexactly(length)
        self._idle.append((reader, writer))
        status = int(head.split(" ", 2)[1])
        if status != 200:
            raise RuntimeError(f"GET {path} answered {status}: {body[:200]!r}")
        return body
