"""Failure labs 01.4.a and 01.4.b, and the senders' profiles: shops that receive webhooks in processes of their own."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hashlib
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response

from labsupport import settings
from labsupport.aio.bus import EventBus, Write
from labsupport.aio.events import Event
from labsupport.aio.inbox import open_db
from labsupport.aio.load import quantile
from labsupport.aio.senders import PROFILES, Delivery, Profile, Sender
from labsupport.aio.webhooks import create_receiver
from labsupport.services.asgi import serve_in_process

if TYPE_CHECKING:
    import httpx

    from labsupport.services.provider_sim import ProviderSim

SECRET = b"whsec_lab"
CHARGE = "CREATE TABLE IF NOT EXISTS charge (event TEXT, answer TEXT)"  # no unique key: doubles have to show
ME = "labsupport.aio.webhook_lab"


def order_paid(number: int, *, run: str = "") -> Event:
    """An event of the shop; `run` keeps the ids of several runs apart."""
    return Event(f"evt_{run}{number}", "order.paid", {"order": number}, dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))


@dataclass
class LoseAnswers:
    """ASGI middleware: the app does its work, but a share of its answers does not arrive.

    Half of them become a 500 (something after the work failed), half come `late_s` seconds too late. Which ones is
    drawn from (seed, event, attempt), so that the order of requests does not matter.
    """

    app: Any
    share: float
    late_s: float
    seed: int

    def __post_init__(self) -> None:
        self.seen: dict[str, int] = {}

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = b""

        async def watched() -> Any:
            nonlocal body
            message = await receive()
            body += message.get("body", b"")
            return message

        sent: list[Any] = []

        async def held(message: Any) -> None:
            sent.append(message)

        await self.app(scope, watched, held)
        key = hashlib.sha256(body).hexdigest()
        self.seen[key] = attempt = self.seen.get(key, 0) + 1
        draw = int.from_bytes(hashlib.sha256(f"{self.seed}/{key}/{attempt}".encode()).digest()[:4], "big") / 2**32
        if draw < self.share / 2:
            sent[0]["status"] = 500
        elif draw < self.share:
            await asyncio.sleep(self.late_s)
        for message in sent:
            await send(message)


async def ask_model(client: httpx.AsyncClient | None, model: str, event: Event) -> str:
    """The work: let the model write to the customer; without a client the work is done at once."""
    if client is None:
        return "none"
    prompt = f"Thank for order {event.payload['order']}."
    body = {"model": model, "max_tokens": 8, "messages": [{"role": "user", "content": prompt}]}
    reply = await client.post("chat/completions", json=body, headers={"x-lab-request": event.id})
    reply.raise_for_status()
    return str(reply.json()["choices"][0]["message"]["content"])


@contextlib.asynccontextmanager
async def provider_client(provider: str | None) -> AsyncIterator[httpx.AsyncClient | None]:
    """A client of the model's API, or None."""
    import httpx

    if provider is None:
        yield None
        return
    key = {"authorization": f"Bearer {settings.load().api_key}"}
    async with httpx.AsyncClient(base_url=provider + "/", headers=key, timeout=60, trust_env=False) as client:
        yield client


def naive_shop(path: str, provider: str | None, model: str, lose: Mapping[str, Any]) -> Any:
    """All work inside the request, a row for every delivery, no signature check, "return 200"."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        async with provider_client(provider) as client:
            with contextlib.closing(open_db(path)) as db:
                db.execute(CHARGE)
                yield {"db": db, "client": client}

    app = FastAPI(lifespan=lifespan)

    @app.post("/webhooks/shop", status_code=200)
    async def receive(request: Request) -> dict[str, str]:
        event = Event.from_json(await request.body())
        answer = await ask_model(request.state.client, model, event)
        request.state.db.execute("INSERT INTO charge VALUES (?, ?)", (event.id, answer))
        return {"status": "ok"}

    return LoseAnswers(app, **lose)


def inbox_shop(path: str, provider: str | None, model: str, lose: Mapping[str, Any]) -> Any:
    """Verify, persist, 202; a worker does the work, and the inbox sees to it that it counts once."""
    opened: list[httpx.AsyncClient | None] = []

    def subscribe(bus: EventBus) -> None:
        bus.inbox.db.execute(CHARGE)

        @bus.on("order.paid")
        async def charge(event: Event) -> Write:
            answer = await ask_model(opened[0], model, event)
            return lambda db: db.execute("INSERT INTO charge VALUES (?, ?)", (event.id, answer))

    receiver = create_receiver(path, {"shop": SECRET}, subscribe, maxsize=1000)
    inner: Any = receiver.router.lifespan_context

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Mapping[str, Any] | None]:
        async with provider_client(provider) as client:
            opened[:] = [client]
            async with inner(app) as state:
                yield state

    receiver.router.lifespan_context = lifespan  # type: ignore[assignment]
    return LoseAnswers(receiver, **lose)


@dataclass(frozen=True)
class Shop:
    """Servers that receive, and the SQLite file that they share."""

    urls: tuple[str, ...]
    path: Path

    async def settled(self, timeout_s: float = 30.0) -> None:
        """Wait until no accepted event waits any more."""
        with contextlib.closing(open_db(self.path)) as db, contextlib.suppress(sqlite3.OperationalError):
            async with asyncio.timeout(timeout_s):
                while db.execute("SELECT count(*) FROM backlog WHERE dead = 0").fetchone()[0]:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)

    def rows(self, run: str) -> dict[str, int]:
        """Charges per event of one run."""
        with contextlib.closing(open_db(self.path)) as db:
            found = db.execute(
                "SELECT event, count(*) FROM charge WHERE event LIKE ? GROUP BY event", (f"%evt_{run}%",)
            )
            return dict(found.fetchall())


@contextlib.contextmanager
def shop(
    design: str,
    *,
    processes: int = 1,
    provider: str | None = None,
    model: str = "",
    lose: float = 0.0,
    late_s: float = 0.0,
) -> Iterator[Shop]:
    """Serve the `naive` or the `inbox` design from one or more processes on one SQLite file."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lab-shop-")))
        path = folder / "shop.db"
        urls = []
        for number in range(processes):
            lost = {"share": lose, "late_s": late_s, "seed": number}
            kwargs = {"path": str(path), "provider": provider, "model": model, "lose": lost}
            urls.append(stack.enter_context(serve_in_process(f"{ME}:{design}_shop", kwargs)).url)
        yield Shop(tuple(f"{url}/webhooks/shop" for url in urls), path)


@contextlib.asynccontextmanager
async def http_client() -> AsyncIterator[httpx.AsyncClient]:
    """One client for all deliveries."""
    import httpx

    async with httpx.AsyncClient(trust_env=False, limits=httpx.Limits(max_connections=100)) as client:
        yield client


@dataclass(frozen=True)
class ShopRun:
    """What the receivers' table and the sender's log say after a run."""

    events: int
    deliveries: int
    rows: int
    most: int
    missing: int
    p99_answer_s: float

    @property
    def rows_per_event(self) -> float:
        return self.rows / self.events

    @property
    def deliveries_per_event(self) -> float:
        return self.deliveries / self.events


async def deliver_all(
    to: Shop, *, events: int, timeout_s: float, run: str, attempts: int = 4, width: int = 10
) -> ShopRun:
    """Send `events` events, each to every process of the shop at once, and redeliver what was not confirmed."""
    slots = asyncio.Semaphore(width)
    waits = [0.05 * 2**number for number in range(attempts - 1)]
    async with http_client() as client:
        sender = Sender(client, SECRET, timeout_s, waits)

        async def one(number: int) -> list[Delivery]:
            async with slots:
                return list(
                    await asyncio.gather(*(sender.deliver(order_paid(number, run=run), url) for url in to.urls))
                )

        async with asyncio.TaskGroup() as group:
            for number in range(events):
                group.create_task(one(number))
        await to.settled()
    rows = to.rows(run)
    counted = [rows.get(key, 0) for key in {*rows}] + [0] * (events - len(rows))
    return ShopRun(
        events, sum(len(d.statuses) for d in sender.log), sum(counted), max(counted), counted.count(0),
        quantile([s for d in sender.log for s in d.answer_s], 0.99),
    )  # fmt: skip


@dataclass(frozen=True)
class ModelRun:
    """01.4.b: the shop's run, and the model calls that the provider's ledger counted."""

    shop: ShopRun
    model_calls: int
    timeout_s: float

    @property
    def calls_per_event(self) -> float:
        return self.model_calls / self.shop.events

    @property
    def answer_share(self) -> float:
        """p99 of the receiver's answers as a share of the sender's time-out."""
        return self.shop.p99_answer_s / self.timeout_s


async def through_model(
    to: Shop, sim: ProviderSim, *, events: int, timeout_s: float, model_s: float, run: str
) -> ModelRun:
    """Deliver events whose work is a model call of `model_s` seconds, longer than the sender waits."""
    from labsupport.services.provider_sim import latency

    sim.reset()
    sim.script(latency(1000 * model_s / sim.time_scale))
    result = await deliver_all(to, events=events, timeout_s=timeout_s, run=run, attempts=3)
    await sim.adrain()
    calls = sum(row.committed for row in sim.ledger())
    return ModelRun(result, calls, timeout_s)


@dataclass(frozen=True)
class Outage:
    """What one sender's events became when the receiver was down at their first delivery."""

    profile: Profile
    sent: int
    arrived: int
    after_reconciliation: int


def flaky_receiver(arrived: set[str]) -> FastAPI:
    """Answers the first attempt of every event with 503, later ones with 202; fills `arrived`."""
    app = FastAPI()
    tried: set[str] = set()

    @app.post("/")
    async def receive(request: Request) -> Response:
        event = Event.from_json(await request.body())
        if event.id not in tried:
            tried.add(event.id)
            return Response(status_code=503)
        arrived.add(event.id)
        return Response(status_code=202)

    return app


async def first_attempt_fails(*, events: int = 20) -> list[Outage]:
    """Each profile sends to a receiver that is down at the first attempt; then somebody asks for what is missing."""
    import httpx

    outages = []
    for profile in PROFILES:
        arrived: set[str] = set()
        transport = httpx.ASGITransport(flaky_receiver(arrived))
        async with httpx.AsyncClient(transport=transport, base_url="http://receiver") as client:
            sender = Sender(client, SECRET, 30.0, [0.001] if profile.redelivers else [])
            for number in range(events):
                await sender.deliver(order_paid(number), "/")
            by_itself = len(arrived)
            await sender.redeliver_failed("/")
        outages.append(Outage(profile, events, by_itself, len(arrived)))
    return outages
