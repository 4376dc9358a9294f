"""Idempotency keys: the store, the ticket server, and the lab of unknown outcomes. The ticket table decides."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from labsupport.aio import unknown_lab
from labsupport.aio.idempotency import Execute, IdempotencyStore, InProgress, Mismatch, Replay, Scope
from labsupport.aio.inbox import DAY_S, LeaseLost, open_db, transaction
from labsupport.aio.ticket_server import BUSY_S, create_app, tickets_of
from labsupport.services.provider_sim import drop_after_commit, reset_mid_stream, status

SEEDS = [0, 1, 2]
SCOPE = Scope("acme", "POST /v1/tickets", "k1")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(open_db(tmp_path / "store.db")) as connection:
        connection.execute("CREATE TABLE effect (key TEXT)")  # no unique key: doubles have to show
        yield connection


def effects(db: sqlite3.Connection) -> Counter[str]:
    return Counter(row[0] for row in db.execute("SELECT key FROM effect"))


def mine(answer: object) -> Execute:
    assert isinstance(answer, Execute)
    return answer


def work(store: IdempotencyStore, execute: Execute, body: str = "{}") -> None:
    """Effect and answer in one transaction, as a server does it."""
    with transaction(store.db) as db:
        db.execute("INSERT INTO effect VALUES (?)", (execute.scope.key,))
        store.finish(execute, 201, body)


# ---------------------------------------------------------------- IdempotencyStore


def test_the_first_answer_is_stored_and_sent_again(db: sqlite3.Connection, tmp_path: Path) -> None:
    clock = Clock()
    store = IdempotencyStore(db, clock=clock)
    first = store.begin(SCOPE, b"body", 30)
    assert first == Execute(SCOPE, 1, clock.now + 30)
    clock.now += 10
    assert store.begin(SCOPE, b"body", 30) == InProgress(20)
    work(store, mine(first), '{"number": 7, "name": "\u00e9"}')
    clock.now += 3600
    with contextlib.closing(open_db(tmp_path / "store.db")) as again:  # another process, later
        other = IdempotencyStore(again, clock=clock)
        assert other.begin(SCOPE, b"body", 30) == Replay(201, '{"number": 7, "name": "\u00e9"}')
    with pytest.raises(LeaseLost):
        work(store, mine(first))
    assert effects(db) == {"k1": 1}


def test_a_failure_that_was_finished_is_an_answer_too(db: sqlite3.Connection) -> None:
    store = IdempotencyStore(db)
    store.finish(mine(store.begin(SCOPE, b"body", 30)), 402, "no money")
    assert store.begin(SCOPE, b"body", 30) == Replay(402, "no money")


@pytest.mark.parametrize("other", [b"", b"body ", b"BODY", b"\xff\x00"])
def test_other_parameters_are_a_mismatch_while_it_runs_and_when_it_is_done(
    db: sqlite3.Connection, other: bytes
) -> None:
    clock = Clock()
    store = IdempotencyStore(db, clock=clock)
    first = mine(store.begin(SCOPE, b"body", 30))
    assert store.begin(SCOPE, other, 30) == Mismatch(SCOPE)
    clock.now += 31  # nobody works on it any more; the key is still the first request's
    assert store.begin(SCOPE, other, 30) == Mismatch(SCOPE)
    work(store, first)
    assert store.begin(SCOPE, other, 30) == Mismatch(SCOPE)
    assert store.begin(SCOPE, b"body", 30) == Replay(201, "{}")


@pytest.mark.parametrize(
    "other",
    [
        Scope("other", SCOPE.route, SCOPE.key),
        Scope(SCOPE.tenant, "POST /v1/refunds", SCOPE.key),
        Scope(SCOPE.tenant, SCOPE.route, "k2"),
        Scope("acmePOST", " /v1/tickets", SCOPE.key),  # the same text when it is joined
        Scope("acme", "POST /v1/ticketsk", "1"),
    ],
)
def test_a_key_belongs_to_its_tenant_and_route(db: sqlite3.Connection, other: Scope) -> None:
    store = IdempotencyStore(db, clock=Clock())
    work(store, mine(store.begin(SCOPE, b"body", 30)), "mine")
    assert store.begin(other, b"another body", 30) == Execute(other, 1, 1_000_030)
    assert store.begin(SCOPE, b"body", 30) == Replay(201, "mine")


def test_a_lease_ends_and_the_late_worker_loses(db: sqlite3.Connection) -> None:
    clock = Clock()
    store = IdempotencyStore(db, clock=clock)
    slow = mine(store.begin(SCOPE, b"body", 5))
    clock.now += 5
    second = mine(store.begin(SCOPE, b"body", 5))
    assert second.attempt == 2
    with pytest.raises(LeaseLost):
        work(store, slow)
    store.abandon(slow)  # without effect
    assert store.begin(SCOPE, b"body", 5) == InProgress(5)
    work(store, second, "second")
    store.abandon(second)  # too late, it is done
    with pytest.raises(LeaseLost):
        work(store, slow)
    assert effects(db) == {"k1": 1}
    assert store.begin(SCOPE, b"body", 5) == Replay(201, "second")


def test_abandoned_means_free_for_any_request(db: sqlite3.Connection) -> None:
    store = IdempotencyStore(db, clock=Clock())
    first = mine(store.begin(SCOPE, b"wrong", 300))
    store.abandon(first)
    with pytest.raises(LeaseLost):
        work(store, first)
    second = mine(store.begin(SCOPE, b"corrected", 300))
    assert second.attempt > first.attempt
    with pytest.raises(LeaseLost):
        work(store, first)
    assert store.begin(SCOPE, b"wrong", 300) == Mismatch(SCOPE)


def test_rolled_back_means_not_done(db: sqlite3.Connection) -> None:
    clock = Clock()
    store = IdempotencyStore(db, clock=clock)
    first = mine(store.begin(SCOPE, b"body", 5))
    with pytest.raises(ZeroDivisionError), transaction(db):  # noqa: PT012
        db.execute("INSERT INTO effect VALUES ('k1')")
        store.finish(first, 201, "{}")
        raise ZeroDivisionError
    assert not db.in_transaction
    clock.now += 6
    assert isinstance(store.begin(SCOPE, b"body", 5), Execute)
    assert effects(db) == {}


def test_an_old_answer_is_forgotten_by_begin_and_by_prune(db: sqlite3.Connection) -> None:
    clock = Clock()
    store = IdempotencyStore(db, clock=clock, keep_s=3600)
    old = mine(store.begin(SCOPE, b"body", 30))
    work(store, old)
    for number in range(1000):
        store.finish(mine(store.begin(Scope("t", "r", f"k{number}"), b"", 30)), 200, "")
    clock.now += 3599
    assert store.begin(SCOPE, b"body", 30) == Replay(201, "{}")
    assert store.begin(SCOPE, b"other", 30) == Mismatch(SCOPE)
    assert store.prune() == 0
    clock.now += 1
    again = mine(store.begin(SCOPE, b"other", 30))
    assert again.attempt == 2
    with pytest.raises(LeaseLost):
        work(store, old)
    clock.now += 1
    assert store.prune() == 1000
    work(store, again)
    assert store.begin(SCOPE, b"other", 30) == Replay(201, "{}")
    unfinished = mine(store.begin(Scope("t", "r", "dead worker"), b"", 30))
    clock.now += 3700
    assert store.prune() == 2
    with pytest.raises(LeaseLost):
        work(store, unfinished)
    assert db.execute("SELECT count(*) FROM idempotency").fetchone() == (0,)


def test_an_answer_is_kept_for_a_day() -> None:
    with contextlib.closing(open_db(":memory:")) as db:
        assert IdempotencyStore(db).keep_s == DAY_S == 24 * 3600


@pytest.mark.parametrize("bad", [0, -1, float("nan")])
def test_wrong_durations_are_refused(db: sqlite3.Connection, bad: float) -> None:
    with pytest.raises(ValueError, match="lease_s"):
        IdempotencyStore(db).begin(SCOPE, b"", bad)
    with pytest.raises(ValueError, match="keep_s"):
        IdempotencyStore(db, keep_s=bad)


# ---------------------------------------------------------------- several processes

FORK = multiprocessing.get_context("fork")


def racer(path: str, seed: int, start: Any, count: int) -> None:
    """Begin, sometimes die before or after the effect, sometimes abandon, else finish. In a process of its own."""
    rng = random.Random(seed)
    db = open_db(path)
    store = IdempotencyStore(db)
    start.wait()
    todo = set(range(count))
    while todo:
        number = rng.choice(sorted(todo))
        answer = store.begin(Scope("t", "r", f"k{number}"), b"%d" % number, 0.2)
        assert not isinstance(answer, Mismatch)
        if isinstance(answer, Replay):
            assert (answer.status, answer.body) == (201, str(number))
            todo.discard(number)
        if not isinstance(answer, Execute):
            continue
        fate = rng.random()
        if fate < 0.05:
            os.kill(os.getpid(), signal.SIGKILL)
        if fate < 0.1:
            store.abandon(answer)
            continue
        with contextlib.suppress(LeaseLost), transaction(db):
            db.execute("INSERT INTO effect VALUES (?)", (f"k{number}",))
            if fate < 0.15:
                os.kill(os.getpid(), signal.SIGKILL)
            store.finish(answer, 201, str(number))
            if fate < 0.2:
                os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_processes_that_keep_being_killed_have_each_effect_once(
    db: sqlite3.Connection, tmp_path: Path, seed: int
) -> None:
    start, count = FORK.Event(), 120
    rng = random.Random(seed)
    killed = 0

    def begin() -> Any:
        process = FORK.Process(target=racer, args=(str(tmp_path / "store.db"), rng.randrange(10**6), start, count))
        process.start()
        return process

    IdempotencyStore(db)
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
    assert effects(db) == {f"k{number}": 1 for number in range(count)}


@pytest.mark.parametrize("when", ["after the effect", "after the record"])
def test_a_crash_between_effect_and_record_leaves_neither(db: sqlite3.Connection, tmp_path: Path, when: str) -> None:
    clock = Clock()

    def dies() -> None:
        own = open_db(tmp_path / "store.db")
        store = IdempotencyStore(own, clock=clock)
        execute = mine(store.begin(SCOPE, b"body", 30))
        with transaction(own):
            own.execute("INSERT INTO effect VALUES ('k1')")
            if when == "after the record":
                store.finish(execute, 201, "lost")
            os.kill(os.getpid(), signal.SIGKILL)

    process = FORK.Process(target=dies)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    store = IdempotencyStore(db, clock=clock)
    assert effects(db) == {}
    assert store.begin(SCOPE, b"body", 30) == InProgress(30)
    clock.now += 31
    work(store, mine(store.begin(SCOPE, b"body", 30)), "second")
    assert effects(db) == {"k1": 1}
    assert store.begin(SCOPE, b"body", 30) == Replay(201, "second")


# ---------------------------------------------------------------- the ticket server

TICKET = {"reference": "op-1", "subject": "The export stops."}


def at_server(tmp_path: Path, work: Callable[[httpx.AsyncClient], Any], **options: Any) -> Any:
    """Run `work` with a client of the app."""
    app = create_app(tmp_path / "tickets.db", **options)

    async def main() -> Any:
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            headers = {"authorization": "Bearer acme"}
            async with httpx.AsyncClient(transport=transport, base_url="http://tickets", headers=headers) as client:
                return await work(client)

    return asyncio.run(main())


def keyed(key: str, **headers: str) -> dict[str, str]:
    return {"idempotency-key": key, **headers}


def test_the_server_replays_refuses_and_counts(tmp_path: Path) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        first = await client.post("/v1/tickets", json=TICKET, headers=keyed("k1"))
        again = await client.post("/v1/tickets", json=TICKET, headers=keyed("k1"))
        assert (first.status_code, first.json()) == (201, {"number": 1, **TICKET})
        assert (again.status_code, again.content) == (201, first.content)
        assert "idempotent-replayed" not in first.headers
        assert again.headers["idempotent-replayed"] == "true"
        other = await client.post("/v1/tickets", json={**TICKET, "subject": "x"}, headers=keyed("k1"))
        assert (other.status_code, "another body" in other.text) == (422, True)
        stranger = await client.post("/v1/tickets", json=TICKET, headers=keyed("k1", authorization="Bearer other"))
        assert stranger.json()["number"] == 2
        plain = await client.post("/v1/tickets", json=TICKET)
        assert plain.json()["number"] == 3

    at_server(tmp_path, work)
    assert tickets_of(tmp_path / "tickets.db", "acme") == {"op-1": 2}
    assert tickets_of(tmp_path / "tickets.db", "other") == {"op-1": 1}


def test_a_concurrent_duplicate_is_told_to_come_back(tmp_path: Path) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        replies = await asyncio.gather(
            *(client.post("/v1/tickets", json=TICKET, headers=keyed("k1")) for _ in range(10))
        )
        assert Counter(reply.status_code for reply in replies) == {201: 1, 409: 9}
        waits = {reply.headers["retry-after"] for reply in replies if reply.status_code == 409}
        assert waits == {str(int(BUSY_S))}

    at_server(tmp_path, work, work_s=0.05)
    assert tickets_of(tmp_path / "tickets.db", "acme") == {"op-1": 1}


def test_what_the_server_does_not_take(tmp_path: Path) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        async def code(body: Any = TICKET, **headers: str) -> int:
            return (await client.post("/v1/tickets", content=json.dumps(body), headers=headers)).status_code

        assert await code() == 400  # no key
        assert await code(**keyed("")) == 400
        assert await code(**keyed("k" * 256)) == 400
        assert await code(**keyed("k", authorization="Basic x")) == 401
        assert await code(**keyed("k", authorization="Bearer ")) == 401
        bad: list[object] = [{}, [], {**TICKET, "extra": 1}, {**TICKET, "reference": ""}, {**TICKET, "subject": 5}]
        for body in bad:
            assert await code(body, **keyed("k")) == 400
        assert await code(**keyed("k")) == 201  # a refused body does not use up the key
        assert await code(**keyed("k" * 255)) == 201

    at_server(tmp_path, work, require_key=True)
    assert tickets_of(tmp_path / "tickets.db", "acme") == {"op-1": 2}


def test_a_server_that_ignores_keys_opens_a_ticket_each_time(tmp_path: Path) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        for _ in range(3):
            assert (await client.post("/v1/tickets", json=TICKET, headers=keyed("k1"))).status_code == 201

    at_server(tmp_path, work, honour_keys=False)
    assert tickets_of(tmp_path / "tickets.db", "acme") == {"op-1": 3}


def test_a_failed_attempt_gives_the_key_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> str:
        raise sqlite3.OperationalError("database or disk is full")

    async def work(client: httpx.AsyncClient) -> None:
        with monkeypatch.context() as patch:
            patch.setattr("labsupport.aio.ticket_server.open_ticket", full)
            with pytest.raises(sqlite3.OperationalError):
                await client.post("/v1/tickets", json=TICKET, headers=keyed("k1"))
        corrected = {**TICKET, "subject": "shorter"}
        assert (await client.post("/v1/tickets", json=corrected, headers=keyed("k1"))).status_code == 201

    at_server(tmp_path, work)
    assert tickets_of(tmp_path / "tickets.db", "acme") == {"op-1": 1}


def test_a_server_too_slow_for_its_lease_opens_one_ticket(tmp_path: Path) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        async def post(wait_s: float) -> int:
            await asyncio.sleep(wait_s)
            return (await client.post("/v1/tickets", json=TICKET, headers=keyed("k1"))).status_code

        assert sorted(await asyncio.gather(post(0), post(0.05))) == [201, 409]

    at_server(tmp_path, work, work_s=0.1, lease_s=0.02)
    assert tickets_of(tmp_path / "tickets.db", "acme") == {"op-1": 1}


# ---------------------------------------------------------------- the lab


@pytest.fixture(scope="module")
def desks() -> Iterator[Any]:
    with unknown_lab.desks() as found:
        yield found


@pytest.mark.parametrize("fault", [unknown_lab.DROPPED, unknown_lab.COMMITTED_500])
@pytest.mark.parametrize("seed", SEEDS)
def test_only_a_key_that_the_server_honours_gives_one_ticket(desks: Any, seed: int, fault: Any) -> None:
    runs = {
        arm: asyncio.run(unknown_lab.unknown_outcome(desks[arm], arm, operations=60, seed=seed, fault=fault))
        for arm in unknown_lab.ARMS
    }
    assert all(run.lost == 0 and run.committed == run.requests > 60 for run in runs.values())
    honoured = runs.pop("retry + key")
    assert (honoured.effects, honoured.duplicates, honoured.effects_per_operation) == (60, 0, 1.0)
    for run in runs.values():
        assert run.effects == run.requests == 60 + run.duplicates > 60


def test_the_same_seed_gives_the_same_run(desks: Any) -> None:
    arm: unknown_lab.Arm = "retry + key, ignored"
    first, second = (asyncio.run(unknown_lab.unknown_outcome(desks[arm], arm, operations=30, seed=4)) for _ in range(2))
    assert first == second


def test_the_rules_of_a_key(desks: Any) -> None:
    rules = asyncio.run(unknown_lab.key_rules(desks["retry + key"], operations=20))
    assert (rules.replayed, rules.other_body, rules.effects) == (20, 20, 20)
    assert 10 < rules.in_progress <= 20  # a machine under load may be late with all copies; they are replayed then
    ignored = asyncio.run(unknown_lab.key_rules(desks["retry + key, ignored"], operations=5))
    assert (ignored.replayed, ignored.other_body, ignored.in_progress, ignored.effects) == (0, 0, 0, 30)


def test_an_unknown_arm_is_refused(desks: Any) -> None:
    bad: dict[str, Any] = {"arm": "keys"}
    with pytest.raises(ValueError, match="retry \\+ key, ignored"):
        asyncio.run(unknown_lab.unknown_outcome(desks["retry + key"], **bad, operations=1))


def test_ten_thousand_operations_at_a_fault_rate_of_a_fifth_lose_and_double_nothing() -> None:
    """Three seeds together: lost answers, committed and plain 500s, cut bodies. The table and the replies agree."""
    shares = [3334, 3333, 3333]
    faults = {
        drop_after_commit(): 0.06,
        status(500, committed=True): 0.05,
        status(503): 0.05,
        reset_mid_stream(1): 0.04,
    }
    with unknown_lab.desk(work_s=0.0) as to:
        for seed, operations in enumerate(shares):
            to.sim.reset()
            to.sim.schedule(seed, faults)
            tenant, keys = unknown_lab.new_tenant("many"), unknown_lab.keys_of(seed, operations)
            replies = asyncio.run(
                unknown_lab.open_tickets(to, tenant, operations=operations, seed=seed, key_of=keys.__getitem__, width=6)
            )
            to.sim.drain()
            rows = to.sim.ledger()
            assert 0.18 < sum(row.fault is not None for row in rows) / len(rows) < 0.22
            assert len({row.fault for row in rows}) == 5
            assert sum(row.committed for row in rows) > operations
            assert tickets_of(to.path, tenant) == {f"op-{number}": 1 for number in range(operations)}
            with contextlib.closing(open_db(to.path)) as db:
                found = db.execute("SELECT reference, number FROM ticket WHERE tenant = ?", (tenant,)).fetchall()
            assert {reply.json()["reference"]: reply.json()["number"] for reply in replies} == dict(found)
