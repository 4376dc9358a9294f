"""Ingestion as a rate-limited producer: bounded workers, a token budget, and the wait that the provider asks for.

The endpoint is the provider simulator's; counts come from its ledger, times are in the provider's unscaled seconds.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from labsupport.aio.limits import TokenBucket
from labsupport.aio.rate_lab import Chatter, Reply
from labsupport.retrieval.naive_5 import naive_ingest
from labsupport.services.echo import count_tokens
from labsupport.services.provider_sim import ProviderSim, latency, token_limit

Send = Callable[[Sequence[str]], Awaitable[Reply]]
Arm = Literal["unbounded", "with Retry-After", "one at a time", "paced"]
ARMS: tuple[Arm, ...] = ("unbounded", "with Retry-After", "one at a time", "paced")


class EmbeddingCaller(Chatter):
    """A client of the embedding endpoint; every call is one request, refused or not."""

    async def embed(self, texts: Sequence[str]) -> Reply:
        """Embed a batch; the reply whatever its status."""
        body = json.dumps({"model": "echo", "input": list(texts), "dimensions": 8}).encode()
        reader, writer = self._idle.pop() if self._idle else await self._connect()
        writer.write(
            f"POST /v1/embeddings HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        content = await reader.readexactly(int(headers.get("content-length", "0")))
        self._idle.append((reader, writer))
        return Reply(int(status.split(" ", 2)[1]), headers, content)


def batch_tokens(texts: Sequence[str]) -> int:
    """Tokens of a batch as the provider counts them."""
    return sum(map(count_tokens, texts))


async def ingest(
    send: Send,
    batches: Sequence[Sequence[str]],
    *,
    workers: int,
    bucket: TokenBucket | None = None,
    rng: random.Random,
    jitter_s: float = 0.0,
) -> None:
    """Send every batch until it is accepted: at most `workers` at once, tokens of `bucket` before each attempt.

    After a 429 the wait is Retry-After plus up to `jitter_s`, in wall-clock seconds: all who were told the same time
    would come back together. Raises ValueError for workers below 1.
    """
    if workers < 1:
        raise ValueError(f"workers={workers!r} must be at least 1")
    waiting = iter(batches)

    async def work() -> None:
        for texts in waiting:  # the workers share one iterator: each batch is taken once
            while True:
                if bucket is not None:
                    await bucket.acquire(batch_tokens(texts))
                reply = await send(texts)
                if reply.status_code != 429:
                    break
                await asyncio.sleep(float(reply.headers.get("retry-after", "0")) + rng.uniform(0.0, jitter_s))

    async with asyncio.TaskGroup() as group:
        for _ in range(min(workers, max(1, len(batches)))):
            group.create_task(work())


@dataclass(frozen=True)
class IngestRun:
    """One arm as the ledger saw it. `seconds` and `first_refusal_s` are the provider's; the latter -1 without one."""

    arm: str
    requests: int
    refused: int
    tokens: int
    wasted: int
    seconds: float
    first_refusal_s: float

    @property
    def share_429(self) -> float:
        """Refused requests of all."""
        return self.refused / self.requests if self.requests else 0.0


async def measure(
    sim: ProviderSim,
    batches: Sequence[Sequence[str]],
    arm: Arm,
    *,
    tpm: float,
    burst: int,
    latency_ms: float = 500.0,
    seed: int = 0,
) -> IngestRun:
    """Send all batches under one policy against a limit of `tpm` tokens a minute that lets `burst` pass at once."""
    scale, sent = sim.time_scale, list[tuple[float, int, bool]]()
    async with EmbeddingCaller(sim.base) as client:
        await client.warm(len(batches) if arm in ("unbounded", "with Retry-After") else 4)
        sim.reset()
        sim.script(token_limit(tpm, burst, None if arm == "unbounded" else "auto"), latency(latency_ms))
        began = time.perf_counter()

        async def send(texts: Sequence[str]) -> Reply:
            reply = await client.embed(texts)
            sent.append((time.perf_counter() - began, batch_tokens(texts), reply.status_code == 429))
            return reply

        rng = random.Random(seed)
        if arm == "unbounded":
            await naive_ingest(send, batches, base_s=1.0 * scale, cap_s=16.0 * scale)
        elif arm == "with Retry-After":
            await ingest(send, batches, workers=len(batches), rng=rng, jitter_s=0.5 * scale)
        elif arm == "one at a time":
            await ingest(send, batches, workers=1, rng=rng)
        else:  # a little below the limit, with half of the provider's burst: the rest is room for jitter on the way
            bucket = TokenBucket(0.95 * tpm / 60.0 / scale, burst / 2)
            await ingest(send, batches, workers=4, bucket=bucket, rng=rng, jitter_s=0.5 * scale)
    refused = [(at, n) for at, n, no in sent if no]
    return IngestRun(
        arm, len(sent), len(refused), sum(n for _, n, _ in sent), sum(n for _, n in refused),
        max(at for at, _, _ in sent) / scale, min((at for at, _ in refused), default=-scale) / scale,
    )  # fmt: skip
