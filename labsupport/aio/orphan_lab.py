"""Experiment 01.2.x2 and failure lab 01.2.b: what is left running after an error, and what a returned error becomes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labsupport.aio.bounded import Outcome, run_bounded
from labsupport.services.provider_sim import ProviderSim, latency, status

if TYPE_CHECKING:
    import httpx


@contextlib.asynccontextmanager
async def chat_client(sim: ProviderSim, *, timeout_s: float = 30.0) -> AsyncIterator[httpx.AsyncClient]:
    """One shared httpx client for all calls to the simulator."""
    import httpx

    limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=sim.url + "/", timeout=timeout_s, limits=limits, trust_env=False) as client:
        yield client


async def chat(client: httpx.AsyncClient, prompt: str) -> httpx.Response:
    """One chat request; the reply whatever its status."""
    return await client.post(
        "chat/completions", json={"model": "echo", "messages": [{"role": "user", "content": prompt}]}
    )


async def warm(client: httpx.AsyncClient, sim: ProviderSim, connections: int) -> None:
    """Open that many connections, so that the measured calls do not pay for connecting; leaves no rule behind.

    The calls overlap because each waits 50 ms of wall clock: without a wait they would share a few connections.
    """
    sim.reset()
    sim.script(latency(50 / sim.time_scale))
    await asyncio.gather(*(chat(client, "warm up") for _ in range(connections)))
    sim.reset()


Gatherer = Callable[[Sequence[Awaitable[None]]], Awaitable[Any]]


@dataclass(frozen=True)
class OrphanRun:
    """Rows that the client wrote before and after the caller saw the error, and what the server did all the same."""

    rows_before: int
    rows_after: int
    committed: int
    client_gone: int


async def naive_gather(calls: Sequence[Awaitable[None]]) -> None:
    """`gather` in its default mode: raises the first error at once, the siblings go on."""
    await asyncio.gather(*calls)


async def in_task_group(calls: Sequence[Awaitable[None]]) -> None:
    """A TaskGroup: the first error cancels the siblings, and the block ends when all have ended."""

    async def run(call: Awaitable[None]) -> None:
        await call

    async with asyncio.TaskGroup() as group:
        for call in calls:
            group.create_task(run(call))


async def orphans(sim: ProviderSim, gatherer: Gatherer, *, calls: int = 20) -> OrphanRun:
    """`calls` requests; one fails after 10 ms, the others answer after 200 ms and each writes a row then."""
    rows: list[int] = []

    async with chat_client(sim) as client:
        await warm(client, sim, calls)
        sim.script(latency(200))
        sim.script(latency(10), status(500), match="/v1/completions")  # the one call to the older endpoint fails

        async def extract(number: int) -> None:
            if number == calls - 1:  # the last, so that the others are on their way when it fails
                reply = await client.post("completions", json={"model": "echo", "prompt": "ticket"})
            else:
                reply = await chat(client, f"ticket {number}")
            reply.raise_for_status()
            rows.append(number)  # the client-side effect: a row in a database, a message sent

        with contextlib.suppress(Exception):
            await gatherer([extract(number) for number in range(calls)])
        before = len(rows)
        await asyncio.sleep(0.4 * sim.time_scale)  # twice the latency: whatever still runs has ended by then
        # connections are closed only now, so that the orphans had every chance
    stats = sim.stats()
    gone = sum(row.disconnected for row in sim.ledger())
    return OrphanRun(before, len(rows) - before, stats.committed, gone)


# ---------------------------------------------------------------- errors as values


def prompts_for(count: int, seed: int) -> list[str]:
    """Ticket texts in an order that depends on the seed, so that the injected failures hit others each time."""
    texts = [f"ticket {number}: the delivery is {number % 9 + 1} days late" for number in range(count)]
    random.Random(seed).shuffle(texts)
    return texts


SLOTS = 20


async def extract(client: httpx.AsyncClient, prompt: str) -> str:
    """One extraction. The echo provider stands in for the model: its answer is the prompt."""
    reply = await chat(client, prompt)
    reply.raise_for_status()
    return str(reply.json()["choices"][0]["message"]["content"])


async def naive_extract_unchecked(client: httpx.AsyncClient, prompt: str) -> str:
    """The same without a look at the status: whatever came back is the result."""
    reply = await chat(client, prompt)
    body = reply.json()
    return str(body["choices"][0]["message"]["content"]) if "choices" in body else json.dumps(body)


@dataclass(frozen=True)
class TableRun:
    """What a downstream reader finds: rows, rows that are an error in disguise, failures recorded as failures."""

    rows: int
    corrupt: int
    recorded_failures: int
    injected: int


def fresh_table() -> sqlite3.Connection:
    """An SQLite database in memory with one table for results and one for failures."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE extraction (prompt TEXT PRIMARY KEY, value TEXT NOT NULL)")
    db.execute("CREATE TABLE failure (prompt TEXT PRIMARY KEY, error TEXT NOT NULL)")
    return db


def corrupt_rows(db: sqlite3.Connection) -> int:
    """Rows whose value is not an extraction of their prompt. The echo provider makes this exact: value == prompt."""
    return int(db.execute("SELECT count(*) FROM extraction WHERE value NOT LIKE '%' || prompt || '%'").fetchone()[0])


async def naive_save_all(client: httpx.AsyncClient, prompts: Sequence[str], db: sqlite3.Connection) -> None:
    """`return_exceptions=True` and no check: an exception is one more value to be written."""
    slots = asyncio.Semaphore(SLOTS)

    async def one(prompt: str) -> str:
        async with slots:
            return await extract(client, prompt)

    results = await asyncio.gather(*(one(prompt) for prompt in prompts), return_exceptions=True)
    for prompt, result in zip(prompts, results, strict=True):
        db.execute("INSERT INTO extraction VALUES (?, ?)", (prompt, str(result)))


async def save_outcomes(client: httpx.AsyncClient, prompts: Sequence[str], db: sqlite3.Connection) -> None:
    """Typed outcomes: a value goes to one table, an error to the other."""
    outcomes: list[Outcome[str]] = await run_bounded(
        prompts, lambda prompt: extract(client, prompt), concurrency=SLOTS, mode="best_effort"
    )
    for prompt, outcome in zip(prompts, outcomes, strict=True):
        if outcome.error is None:
            db.execute("INSERT INTO extraction VALUES (?, ?)", (prompt, outcome.value))
        else:
            db.execute("INSERT INTO failure VALUES (?, ?)", (prompt, repr(outcome.error)))


Saver = Callable[["httpx.AsyncClient", Sequence[str], sqlite3.Connection], Awaitable[None]]


async def errors_as_values(sim: ProviderSim, save: Saver, *, count: int, seed: int, share: float = 0.1) -> TableRun:
    """Failure lab 01.2.b: `count` extractions, a share of them answered with 500, results written to SQLite."""
    injected = round(count * share)
    sim.reset()
    sim.script(status(500, n=injected))
    db = fresh_table()
    with contextlib.closing(db):
        async with chat_client(sim) as client:
            await save(client, prompts_for(count, seed), db)
        rows = int(db.execute("SELECT count(*) FROM extraction").fetchone()[0])
        failures = int(db.execute("SELECT count(*) FROM failure").fetchone()[0])
        return TableRun(rows, corrupt_rows(db), failures, sim.stats().by_status.get(500, 0))
