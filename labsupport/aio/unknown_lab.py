"""Experiment 01.5.x2 and failure lab 01.5.b: a ticket is opened, the answer is lost, and the client tries again.

A ticket server and the simulator in front of it run in processes of their own; the simulator forwards each request and
then spoils a share of the answers. How many tickets there are is read from the server's table, never asked of a client.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
import tempfile
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx

from labsupport.aio.resilient import Reply, ResilientClient
from labsupport.aio.ticket_server import tickets_of
from labsupport.services.asgi import serve_in_process
from labsupport.services.faults import Rule
from labsupport.services.provider_sim import ProviderSim, drop_after_commit, status

Arm = Literal["retry only", "retry + key", "retry + key, ignored"]
ARMS: tuple[Arm, ...] = ("retry only", "retry + key", "retry + key, ignored")
DROPPED = drop_after_commit()
COMMITTED_500 = status(500, committed=True)
WORK_S = 0.05  # of the server on one ticket: long enough that a concurrent duplicate finds it at work


@dataclass(frozen=True)
class Desk:
    """A ticket server, the simulator in front of it, and the SQLite file with the server's tickets."""

    sim: ProviderSim
    path: Path


@contextlib.contextmanager
def desk(*, honour_keys: bool = True, work_s: float = WORK_S) -> Iterator[Desk]:
    """Start one ticket server and its simulator; `work_s` in real seconds."""
    with contextlib.ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lab-tickets-"))) / "tickets.db"
        kwargs = {"path": str(path), "honour_keys": honour_keys, "work_s": work_s}
        served = stack.enter_context(serve_in_process("labsupport.aio.ticket_server:create_app", kwargs))
        yield Desk(stack.enter_context(ProviderSim(upstream=served.url)), path)


@contextlib.contextmanager
def desks() -> Iterator[Mapping[Arm, Desk]]:
    """The desk of each arm: one that knows keys, shared by two arms, and one that ignores them."""
    with desk() as knows, desk(honour_keys=False) as ignores:
        yield {"retry only": knows, "retry + key": knows, "retry + key, ignored": ignores}


def new_tenant(name: str) -> str:
    """A token that was never used: the tickets of a run are those of its tenant."""
    return f"{name}-{secrets.token_hex(6)}"


def keys_of(seed: int, operations: int) -> list[str]:
    """One UUID an operation, the same for the same seed, so that the simulator's faults are, too."""
    rng = random.Random(seed)
    return [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(operations)]


@contextlib.asynccontextmanager
async def http_client(to: Desk, tenant: str, *, width: int) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the desk with one tenant's token; `httpx` does not retry by itself."""
    limits = httpx.Limits(max_connections=2 * width, max_keepalive_connections=2 * width)
    headers = {"authorization": f"Bearer {tenant}"}
    async with httpx.AsyncClient(
        base_url=to.sim.url, headers=headers, timeout=30.0, limits=limits, trust_env=False
    ) as http:
        yield http


async def open_tickets(
    to: Desk,
    tenant: str,
    *,
    operations: int,
    seed: int,
    key_of: Callable[[int], str | None],
    width: int = 20,
    deadline_s: float = 60.0,
) -> list[Reply]:
    """Open one ticket an operation, `width` at a time, each retried until it succeeds; the replies in order.

    key_of: the key of an operation; with None, the caller claims that twice is as good as once, and is wrong.
    """
    slots = asyncio.Semaphore(width)
    async with http_client(to, tenant, width=width) as http:
        # more attempts than the faults can use up, and waits that fit a loopback socket
        client = ResilientClient(http, attempts=20, base_s=0.005, cap_s=0.05, rng=random.Random(seed))

        async def one(number: int) -> Reply:
            ticket = {"reference": f"op-{number}", "subject": "The export stops at row 500."}
            key = key_of(number)
            async with slots:
                return await client.post("/tickets", ticket, key=key, deadline_s=deadline_s, idempotent=key is None)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(number)) for number in range(operations)]
    return [task.result() for task in tasks]


@dataclass(frozen=True)
class UnknownRun:
    """One arm. effects: rows in the ticket table. requests and committed: of the simulator, replays included.

    duplicates: tickets beyond the first of an operation. lost: operations without a ticket.
    """

    arm: Arm
    seed: int
    operations: int
    effects: int
    duplicates: int
    lost: int
    requests: int
    committed: int

    @property
    def effects_per_operation(self) -> float:
        return self.effects / self.operations


async def unknown_outcome(
    to: Desk, arm: Arm, *, operations: int = 100, seed: int = 0, fault: Rule = DROPPED, share: float = 0.2
) -> UnknownRun:
    """Open `operations` tickets while a `share` of the requests meets `fault`, after the server has done its work.

    fault: `DROPPED` closes the socket instead of an answer, `COMMITTED_500` answers 500. The same seed gives the same
    faults. Raises ValueError for an unknown arm.
    """
    if arm not in ARMS:
        raise ValueError(f"arm={arm!r} must be one of {', '.join(ARMS)}")
    to.sim.reset()
    to.sim.schedule(seed, {fault: share})
    tenant, keys = new_tenant("run"), keys_of(seed, operations)
    await open_tickets(
        to, tenant, operations=operations, seed=seed,
        key_of=lambda number: None if arm == "retry only" else keys[number],
    )  # fmt: skip
    await to.sim.adrain()
    rows, stats = tickets_of(to.path, tenant), to.sim.stats()
    lost = sum(rows[f"op-{number}"] == 0 for number in range(operations))
    return UnknownRun(
        arm, seed, operations, rows.total(), rows.total() - len(rows), lost, stats.requests, stats.committed
    )


@dataclass(frozen=True)
class KeyRules:
    """What the server answered to a key that comes again, in number of operations.

    replayed: the first answer, word for word. other_body: 422 for another body. in_progress: 409 with Retry-After for a
    copy that came while the first was being worked on. effects: tickets in the table, one an operation if all is well.
    """

    operations: int
    replayed: int
    other_body: int
    in_progress: int
    effects: int


async def key_rules(to: Desk, *, operations: int = 20, copies: int = 4, width: int = 4) -> KeyRules:
    """Send each of `operations` keys as `copies` at once, then again, then with another body. No faults, no retries.

    A copy that arrives after the first one is done is replayed; only if all do, the operation is not `in_progress`.
    """
    to.sim.reset()
    tenant, slots = new_tenant("rules"), asyncio.Semaphore(width)
    async with http_client(to, tenant, width=width * copies) as http:

        async def one(number: int, key: str) -> Counter[str]:
            async def send(subject: str) -> httpx.Response:
                ticket = {"reference": f"op-{number}", "subject": subject}
                return await http.post("/tickets", json=ticket, headers={"idempotency-key": key})

            async with slots:
                at_once = await asyncio.gather(*(send("No invoice came.") for _ in range(copies)))
                again, other = await send("No invoice came."), await send("Two invoices came.")
            same = again.content in {reply.content for reply in at_once if reply.status_code == 201}
            return Counter(
                replayed=int(same and again.headers.get("idempotent-replayed") == "true"),
                other_body=int(other.status_code == 422),
                in_progress=int(any(reply.status_code == 409 and "retry-after" in reply.headers for reply in at_once)),
            )

        counts = await asyncio.gather(*(one(*pair) for pair in enumerate(keys_of(0, operations))))
    total = sum(counts, Counter[str]())
    effects = tickets_of(to.path, tenant).total()
    return KeyRules(operations, total["replayed"], total["other_body"], total["in_progress"], effects)
