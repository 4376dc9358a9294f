"""Hidden check for 01.5.e2: the parent draws every step, keeps the clock, and knows what a right store answers.

Steps are drawn as the scenario goes on; the situations that a wrong answer must meet (`World.script`) come in every
run, in random order between random steps over scopes that share keys, tenants and routes, and in part the joined text.
Races and crashes are those of real processes, which the driver forks and makes dawdle at every statement.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "01.5 The server's side"

DRIVER = """
import json
import os
import signal
import sqlite3
import tempfile
import time

from labsupport.aio.idempotency import Execute, InProgress, Mismatch, Replay, Scope
from labsupport.aio.inbox import LeaseLost, open_db, transaction

ROUTE = "POST /v1/payments"


class Undo(Exception):
    pass


def plain(answer):
    if isinstance(answer, Execute):
        return ["Execute", list(answer.scope.row), answer.attempt, answer.lease_until]
    if isinstance(answer, Replay):
        return ["Replay", answer.status, answer.body]
    if isinstance(answer, InProgress):
        return ["InProgress", answer.retry_in_s]
    if isinstance(answer, Mismatch):
        return ["Mismatch", list(answer.scope.row)]
    return ["other", type(answer).__name__]


def finish(store, execute, status, body, how="do"):
    try:
        with transaction(store.db) as db:
            db.execute("INSERT INTO effect VALUES (?)", ("|".join(execute.scope.row),))
            if how == "die before":
                os.kill(os.getpid(), signal.SIGKILL)
            store.finish(execute, status, body)
            if how == "die after":
                os.kill(os.getpid(), signal.SIGKILL)
            if how == "undo":
                raise Undo
    except Undo:
        return ["undone"]
    except LeaseLost:
        return ["LeaseLost"]
    return ["done"]


def effects(db):
    return dict(db.execute("SELECT scope, count(*) FROM effect GROUP BY scope").fetchall())


def in_process(work):
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        try:
            found = work()
        except BaseException as error:
            found = ["raised", type(error).__name__, str(error)[:100]]
        with os.fdopen(write, "w") as out:
            json.dump(found, out)
        os._exit(0)
    os.close(write)
    return pid, read


def outcome(child):
    pid, read = child
    with os.fdopen(read) as stream:
        text = stream.read()
    os.waitpid(pid, 0)
    return json.loads(text) if text else ["killed"]


async def drive(subject, call, args):
    with tempfile.TemporaryDirectory() as folder:
        return await drive_in(os.path.join(folder, "store.db"), subject, call, args)


async def drive_in(path, subject, call, args):
    kind = args["kind"]
    db = open_db(path)
    db.execute("CREATE TABLE effect (scope TEXT)")

    def clock():
        return call.sync("clock")

    if kind == "steps":
        dbs = [db, open_db(path)]
        stores = [subject(one, clock=clock, keep_s=args["keep"]) for one in dbs]
        given = {}
        result = None
        while True:
            step = await call("next", result)
            if step is None:
                return effects(dbs[0])
            what, who, number, more = step
            store = stores[who]
            try:
                if what == "begin":
                    answer = store.begin(Scope(*more[0]), more[1].encode("latin-1"), more[2])
                    if isinstance(answer, Execute):
                        given[number] = answer
                    result = plain(answer)
                elif what == "finish":
                    result = finish(store, given[number], *more)
                elif what == "abandon":
                    store.abandon(given[number])
                    result = ["ok"]
                else:
                    dbs[who].close()
                    dbs[who] = open_db(path)
                    stores[who] = subject(dbs[who], clock=clock, keep_s=args["keep"])
                    result = ["ok"]
            except Exception as error:
                result = ["raised", type(error).__name__, str(error)[:100]]
    if kind in ("race", "serve"):
        subject(db, clock=lambda: args["now"])
        gates = [os.pipe() for _ in range(args["workers"])]

        def worker(number):
            mine = open_db(path)
            store = subject(mine, clock=lambda: args["now"])
            if kind == "race":
                mine.set_trace_callback(lambda statement: time.sleep(args["dawdle"]))
            got = []
            ends = time.monotonic() + 6
            for key in args["keys"]:
                os.read(gates[number][0], 1)
                scope = Scope("tenant", ROUTE, key)
                try:
                    answer = store.begin(scope, b"body", 60.0)
                    while kind == "serve" and not isinstance(answer, Replay) and time.monotonic() < ends:
                        if isinstance(answer, Execute):
                            finish(store, answer, 201, f"{key} by {number}")
                        else:
                            time.sleep(0.001)
                        answer = store.begin(scope, b"body", 60.0)
                    got.append(plain(answer)[0] if kind == "race" else plain(answer))
                except Exception as error:
                    raised = "raised " + type(error).__name__
                    got.append(raised if kind == "race" else [raised])
            return got

        children = [in_process(lambda number=number: worker(number)) for number in range(args["workers"])]
        for _ in args["keys"]:
            for _, gate in gates:
                os.write(gate, b"x")
            time.sleep(args["dawdle"] * 3)
        found = [outcome(child) for child in children]
        return [found, effects(db)]
    if kind == "crash":
        subject(db, clock=lambda: args["now"])
        db.close()
        scope = Scope("tenant", ROUTE, "key")

        def dies():
            store = subject(open_db(path), clock=lambda: args["now"])
            execute = store.begin(scope, b"body", args["lease"])
            if args["how"] == "begun":
                os.kill(os.getpid(), signal.SIGKILL)
            finish(store, execute, 201, "of the dead", args["how"])

        first = outcome(in_process(dies))
        db = open_db(path)
        now = args["now"] + 0.5 * args["lease"]
        store = subject(db, clock=lambda: now)
        during = plain(store.begin(scope, b"body", args["lease"]))
        now = args["now"] + 1.5 * args["lease"]
        after = store.begin(scope, b"body", args["lease"])
        ended = finish(store, after, 200, args["body"]) if isinstance(after, Execute) else ["none"]
        return [first, during, plain(after), ended, effects(db), plain(store.begin(scope, b"body", args["lease"]))]
    now = args["now"]
    store = subject(db, clock=lambda: now, keep_s=args["keep"])
    for number in range(args["n"]):
        scope = Scope("tenant", ROUTE, f"key {number}")
        store.finish(store.begin(scope, b"body", 30.0), 201, str(number))
    now += args["keep"] - 1
    early = store.prune()
    sample = [plain(store.begin(Scope("tenant", ROUTE, f"key {number}"), b"body", 30.0)) for number in args["sample"]]
    now += 2
    again = plain(store.begin(Scope("tenant", ROUTE, "key 0"), b"other body", 30.0))
    late = store.prune()
    rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = [row[0] for row in rows if "sqlite" not in row[0]]
    left = sum(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables)
    return [early, sample, again[0], late, left]
"""

SCOPES = (
    ("acme", "POST /v1/payments", "k1"),
    ("bolt", "POST /v1/payments", "k1"),
    ("acme", "POST /v1/refunds", "k1"),
    ("acme", "POST /v1/payments", "k2"),
    ("acmePOST", " /v1/payments", "k1"),
)
BODIES = ('{"amount": 10}', '{"amount":10}', "", "\xff\x00")


@dataclass
class State:
    """What a right store knows of one scope, and which opening of the file brought it there."""

    request: str | None = None
    attempt: int = 0
    lease_until: float = 0.0
    done_at: float | None = None
    answer: tuple[int, str] = (0, "")
    by: int = -1
    undone: bool = False


def broken(answer: list[Any]) -> tuple[str, str]:
    """Diagnosis of an exception that a right store does not raise."""
    if answer[1] == "OperationalError" and "transaction" in answer[2]:
        return (
            "commits-by-itself",
            "finish() runs inside the caller's transaction; it must neither begin nor commit one",
        )
    if answer[1] == "OperationalError" and "locked" in answer[2]:
        return "locked", "a transaction that reads first and writes later is refused when another one has written"
    return "raised", f"your code raised {answer[1]}"


Key = tuple[str, str, str]
"""Tenant, route and key of a scope."""
Step = tuple[str, int, int, Any]
"""What, which worker, number of the execution, and what else it takes."""


class World:
    """Draws a step, knows the right answer, compares, draws the next one."""

    def __init__(self, rng: random.Random, keep: float) -> None:
        self.rng, self.keep = rng, keep
        self.now = float(rng.randrange(5_000_000_000, 6_000_000_000))  # far from any real clock
        self.states = {scope: State() for scope in SCOPES}
        self.given: dict[int, tuple[Key, int]] = {}
        self.generation = [0, 1]  # which opening of the file a worker has; `by` refers to it
        self.opened = 2
        self.effects: Counter[str] = Counter()
        self.steps = self.script()
        self.step: Step | None = None
        self.number = self.looked = 0

    def on(self, event: str, payload: Any) -> Any:
        if event == "clock":
            self.looked += 1
            return self.now
        if self.step is not None:
            self.compare(self.step, payload)
        self.step = next(self.steps, None)
        return self.step

    def script(self) -> Iterator[Step]:
        """Every situation once, in scopes of its own, between random steps in the shared ones."""
        situations = [
            self.taken_over(), self.abandoned(), self.abandoned_late(), self.rolled_back(), self.same_key(),
            self.restarted(), self.expired(),
        ]  # fmt: skip
        self.rng.shuffle(situations)
        for situation in situations:
            for _ in range(self.rng.randint(10, 20)):
                yield self.draw()
            yield from situation

    def draw(self) -> Step:
        rng = self.rng
        if rng.random() < 0.3:
            self.now += rng.choice([0.5, 3.0, 11.0, 40.0])
        elif rng.random() < 0.04:
            self.now += self.keep + 0.5
        who, kind = rng.randrange(2), rng.random()
        if kind < 0.05:
            return self.reopen(who)
        if kind < 0.45 and self.given:
            number = rng.choice(sorted(self.given)[-4:])
            if kind < 0.1:
                return ("abandon", who, number, None)
            return self.finish(who, number, "undo" if kind < 0.18 else "do", [200, 201, 402, 500])
        scope = rng.choice(SCOPES)
        body = self.states[scope].request
        if body is None or rng.random() < 0.3:
            body = rng.choice(BODIES)
        return self.begin(who, scope, body, rng.choice([5.25, 10.25, 30.25]))

    def begin(self, who: int, scope: Key, body: str, lease_s: float) -> Step:
        self.number += 1
        return ("begin", who, self.number, [scope, body, lease_s])

    def finish(self, who: int, number: int, how: str = "do", statuses: Sequence[int] = (402, 409, 500)) -> Step:
        body = f'{{"number":  {self.rng.randrange(10**9)}, "name": "\xe9"}}'
        return ("finish", who, number, [self.rng.choice(statuses), body, how])

    def reopen(self, who: int) -> Step:
        self.generation[who] = self.opened
        self.opened += 1
        return ("reopen", who, 0, None)

    def cast(self) -> tuple[Key, int, int, str, str, float]:
        """A fresh scope, the two workers in random order, two different bodies, and the seconds of a lease."""
        scope = (f"tenant {self.rng.randrange(10**6)}", "POST /v1/orders", f"k{self.rng.randrange(10**6)}")
        self.states[scope] = State()
        one = self.rng.randrange(2)
        body, other = self.rng.sample(BODIES, 2)
        return scope, one, 1 - one, body, other, self.rng.randint(5, 15) + 0.25

    def both(self, scope: Key, body: str, lease_s: float) -> Iterator[Step]:
        """Both workers ask, in random order."""
        for who in self.rng.sample([0, 1], 2):
            yield self.begin(who, scope, body, lease_s)

    def pass_lease(self, lease_s: float) -> None:
        self.now += lease_s * self.rng.uniform(1.1, 2.0)

    def taken_over(self) -> Iterator[Step]:
        """A lease runs out, the other worker has the operation to itself, and the first one is too late."""
        scope, one, other, body, changed, lease_s = self.cast()
        first = self.begin(one, scope, body, lease_s)
        yield first
        yield self.begin(other, scope, changed, lease_s)  # Mismatch, while it is in progress
        self.pass_lease(lease_s)
        second = self.begin(other, scope, body, lease_s)
        yield second
        self.now += lease_s * self.rng.uniform(0.1, 0.4)
        yield from self.both(scope, body, lease_s)  # InProgress: the new lease runs
        yield self.finish(one, first[2])  # LeaseLost
        yield self.finish(other, second[2])
        yield self.finish(other, second[2])  # LeaseLost: finished once
        yield from self.both(scope, body, lease_s)  # Replay
        yield self.begin(one, scope, changed, lease_s)  # Mismatch
        self.now += 3 * lease_s
        yield from self.both(scope, body, lease_s)  # Replay still, long after the lease

    def abandoned(self) -> Iterator[Step]:
        """An operation is given back: the key is free at once, for any request, and for one."""
        scope, one, other, body, changed, lease_s = self.cast()
        first = self.begin(one, scope, body, lease_s)
        yield first
        yield self.begin(other, scope, body, lease_s)  # InProgress
        yield ("abandon", one, first[2], None)
        second = self.begin(other, scope, changed, lease_s)
        yield second
        yield from self.both(scope, changed, lease_s)  # InProgress
        yield self.finish(one, first[2])  # LeaseLost
        yield self.finish(other, second[2])
        yield from self.both(scope, changed, lease_s)  # Replay

    def abandoned_late(self) -> Iterator[Step]:
        """A worker gives back what is not its own any more: nothing happens."""
        scope, one, other, body, _, lease_s = self.cast()
        first = self.begin(one, scope, body, lease_s)
        yield first
        self.pass_lease(lease_s)
        second = self.begin(other, scope, body, lease_s)
        yield second
        yield ("abandon", one, first[2], None)
        yield self.begin(one, scope, body, lease_s)  # InProgress
        yield self.finish(other, second[2])
        yield ("abandon", other, second[2], None)
        yield self.begin(one, scope, body, lease_s)  # Replay

    def rolled_back(self) -> Iterator[Step]:
        """The caller's transaction is undone after `finish`: neither effect nor answer, and the lease runs on."""
        scope, one, other, body, _, lease_s = self.cast()
        first = self.begin(one, scope, body, lease_s)
        yield first
        yield self.finish(one, first[2], "undo")
        yield self.begin(other, scope, body, lease_s)  # InProgress
        self.pass_lease(lease_s)
        second = self.begin(other, scope, body, lease_s)
        yield second
        yield self.finish(other, second[2], "undo")
        yield self.finish(other, second[2])
        yield self.begin(one, scope, body, lease_s)  # Replay

    def same_key(self) -> Iterator[Step]:
        """One key of two tenants and on two routes, and names that run together to the same text."""
        (tenant, route, key), *_, lease_s = self.cast()
        scopes = [(tenant, route, key), (tenant + "b", route, key), (tenant, route + "/b", key)]
        scopes += [(tenant + route[:4], route[4:], key), (tenant, route + key[0], key[1:])]
        self.rng.shuffle(scopes)
        given = []
        for scope in scopes:
            self.states[scope] = State()
            given.append(self.begin(self.rng.randrange(2), scope, self.rng.choice(BODIES), lease_s))
            yield given[-1]
        for step in given:
            yield self.finish(step[1], step[2])
        for step in given:
            yield self.begin(1 - step[1], step[3][0], step[3][1], lease_s)  # Replay of its own answer

    def restarted(self) -> Iterator[Step]:
        """Both processes start anew between the steps: what counts is in the file."""
        scope, one, other, body, changed, lease_s = self.cast()
        first = self.begin(one, scope, body, lease_s)
        yield first
        yield from (self.reopen(one), self.reopen(other))
        yield from self.both(scope, body, lease_s)  # InProgress
        yield self.finish(one, first[2])
        yield from (self.reopen(one), self.reopen(other))
        yield from self.both(scope, body, lease_s)  # Replay
        yield self.begin(other, scope, changed, lease_s)  # Mismatch

    def expired(self) -> Iterator[Step]:
        """An answer gets too old: the key is free for any request, and its attempts count on."""
        scope, one, other, body, changed, lease_s = self.cast()
        first = self.begin(one, scope, body, lease_s)
        yield first
        yield self.finish(one, first[2])
        self.now += self.keep - 1
        yield self.begin(other, scope, body, lease_s)  # Replay
        self.now += 1.5
        second = self.begin(other, scope, changed, lease_s)
        yield second
        yield self.begin(one, scope, changed, lease_s)  # InProgress
        yield self.finish(other, second[2])
        yield self.begin(one, scope, changed, lease_s)  # Replay

    def compare(self, step: Step, answer: list[Any]) -> None:
        what, who, number, more = step
        if answer[0] == "raised":
            slug, cause = broken(answer)
            expect(False, expected=f"{what} works", got=answer, cause=cause, read=READ, diagnosis=slug)
        if what == "begin":
            self.compare_begin(who, number, more[0], more[1], more[2], answer)
        elif what in ("finish", "abandon"):
            scope, attempt = self.given[number]
            state = self.states[scope]
            newest = state.attempt == attempt and state.done_at is None
            if what == "finish":
                self.compare_finish(scope, newest, who, more, answer)
            elif newest:
                state.request, state.attempt, state.lease_until = None, attempt + 1, self.now

    def compare_finish(self, scope: Key, newest: bool, who: int, more: list[Any], answer: list[Any]) -> None:
        state = self.states[scope]
        if not newest:
            expect(
                answer == ["LeaseLost"],
                expected="LeaseLost",
                got=answer,
                read=READ,
                diagnosis="no-fence",
                cause="an old attempt, or one that is finished, could be finished: its effect counts twice",
            )
            return
        if state.lease_until <= self.now and answer == ["LeaseLost"]:
            return  # to refuse a lease that is over is right, too
        expect(
            answer[0] != "LeaseLost",
            expected="finished",
            got=answer,
            read=READ,
            diagnosis="finish-refused",
            cause="the newest attempt with a running lease must be able to finish",
        )
        if more[2] == "undo":
            state.undone = True
        else:
            state.done_at, state.answer, state.by = self.now, (more[0], more[1]), self.generation[who]
            self.effects["|".join(scope)] += 1

    def compare_begin(self, who: int, number: int, scope: Key, body: str, lease_s: float, answer: list[Any]) -> None:
        state = self.states[scope]
        want, (slug, cause) = self.wanted(scope, body, lease_s, answer)
        begins_anew = answer[0] == "Execute" and answer[2] <= state.attempt  # a store that knows the key counts on
        if begins_anew and want[0] != "Execute" and state.by != self.generation[who]:
            slug, cause = "not-durable", "what another worker, or an earlier process, did is not known"
        expect(answer[0] == want[0], expected=want, got=answer, cause=cause, read=READ, diagnosis=slug)
        if want[0] == "Replay":
            others = [one.answer for key, one in self.states.items() if key != scope and one.done_at is not None]
            slug, cause = "wrong-replay", "a replay is not the first answer, status and text, character for character"
            if tuple(answer[1:]) in others:
                slug, cause = "key-without-scope", "one tenant or route got the answer of another one with the same key"
            expect(answer == want, expected=want, got=answer, cause=cause, read=READ, diagnosis=slug)
        same = all(abs(a - b) < 1e-3 if isinstance(b, float) else a == b for a, b in zip(answer, want, strict=True))
        cause = "scope, attempt, lease or time in the answer is wrong: attempts count up, and time is self.clock()"
        expect(same, expected=want, got=answer, cause=cause, read=READ, diagnosis="wrong-execute")
        if want[0] == "Execute":
            self.states[scope] = State(body, want[2], want[3], by=self.generation[who])
            self.given[number] = (scope, want[2])

    def wanted(self, scope: Key, body: str, lease_s: float, answer: list[Any]) -> tuple[list[Any], tuple[str, str]]:
        """The right answer, and (diagnosis, cause) in case the given one is of another kind."""
        state = self.states[scope]
        old = state.done_at is not None and state.done_at + self.keep <= self.now
        if state.attempt and not old:
            if state.request not in (None, body):
                early = answer[0] == "Replay" and state.done_at is None
                return ["Mismatch", list(scope)], (
                    ("marked-before-work", "an answer is there before the operation is done")
                    if early
                    else ("ignores-request", "the same key with other parameters is not noticed")
                )
            if state.done_at is not None:
                return ["Replay", *state.answer], ("forgets-answer", "a request that was done is not replayed")
            if state.lease_until > self.now:
                return ["InProgress", state.lease_until - self.now], (
                    ("marked-before-work", "an answer is there before the operation is done")
                    if answer[0] == "Replay"
                    else ("two-executions", "an operation is given out twice while a lease runs")
                )
        wrong = ("not-execute", "a free key is not given out")
        if not state.attempt:
            wrong = ("key-without-scope", "a key that this tenant never used on this route is taken for a known one")
        elif old:
            wrong = ("never-expires", "an answer older than keep_s still counts")
        elif answer[0] == "Replay":
            wrong = ("marked-before-work", "an answer is there before the operation is done")
            if state.undone:
                wrong = ("commits-by-itself", "the answer stays although the caller's transaction was rolled back")
        elif state.request is None:
            wrong = ("holds-abandoned", "a key that abandon() gave back is not free for any request")
        elif answer[0] == "InProgress":
            wrong = ("lease-never-ends", "a key whose lease is over stays taken")
        elif answer[0] == "Mismatch":
            wrong = ("wrong-fingerprint", "the same request is taken for another one")
        return ["Execute", list(scope), state.attempt + 1, self.now + lease_s], wrong


def judge_steps(result: Any, world: World) -> None:
    expect(
        result == dict(world.effects),
        expected=dict(world.effects),
        got=result,
        read=READ,
        diagnosis="commits-by-itself",
        cause="effects were committed that should have been rolled back, or the other way round",
    )
    expect(
        world.looked > 0,
        expected="self.clock() is read",
        got="never",
        read=READ,
        diagnosis="wrong-execute",
        cause="time is self.clock(), not another clock",
    )


def judge_race(keys: list[str]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for number, key in enumerate(keys):
            answers = [worker[number] for worker in result[0]]
            count = answers.count("Execute")
            raised = [answer for answer in answers if answer.startswith("raised")]
            expect(
                count <= 1,
                expected="1 Execute",
                got=answers,
                case=key,
                read=READ,
                diagnosis="two-executions",
                cause="two processes ask at the same moment and both do the work: reading and writing are two steps",
            )
            slug = "locked" if any("Operational" in answer for answer in raised) else "race-raises"
            expect(
                not raised,
                expected="Execute, InProgress or Replay",
                got=answers,
                case=key,
                read=READ,
                diagnosis=slug,
                cause="two processes ask at the same moment, and one of them gets an exception instead of an answer",
            )
            slug = "marked-before-work" if "Replay" in answers else "not-execute"
            expect(
                count == 1 and answers.count("InProgress") == len(answers) - 1,
                expected="1 Execute, else InProgress",
                got=answers,
                case=key,
                read=READ,
                diagnosis=slug,
                cause="of several workers one executes, the others are told to wait",
            )

    return judge


def judge_serve(keys: list[str]) -> Any:
    def judge(result: Any, world: Any) -> None:
        workers, effects = result
        want = {f"tenant|POST /v1/payments|{key}": 1 for key in keys}
        expect(
            effects == want,
            expected="1 effect a key",
            got=Counter(effects.values()),
            read=READ,
            diagnosis="two-executions",
            cause="several processes served the same keys, and an effect is missing or there twice",
        )
        for number, key in enumerate(keys):
            answers = [worker[number] for worker in workers]
            expect(
                all(one == answers[0] and one[0] == "Replay" and one[2].startswith(f"{key} by ") for one in answers),
                expected="the same Replay everywhere",
                got=answers,
                case=key,
                read=READ,
                diagnosis="wrong-replay",
                cause="several processes served the same key, and their clients got different answers",
            )

    return judge


def judge_crash(how: str, body: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        first, during, after, ended, effects, last = result
        if first[0] == "raised":
            slug, cause = broken(first)
            expect(False, expected="a process that is killed", got=first, cause=cause, read=READ, diagnosis=slug)
        wrong = ("marked-before-work", "the killed worker's operation counts as done, and nobody did it")
        if how == "die after":
            wrong = ("commits-by-itself", "the answer was committed without the effect")
        expect(
            "Replay" not in (during[0], after[0]),
            expected="not Replay",
            got=[during, after],
            cause=wrong[1],
            read=READ,
            diagnosis=wrong[0],
        )
        expect(
            during[0] == "InProgress",
            expected="InProgress",
            got=during,
            read=READ,
            diagnosis="not-durable",
            cause="the lease of a worker that died has to be known to the others until it ends",
        )
        expect(
            after[0] == "Execute",
            expected="Execute",
            got=after,
            read=READ,
            diagnosis="lease-never-ends",
            cause="after the lease of a worker that died the key has to be free for the same request",
        )
        expect(
            ended == ["done"],
            expected="done",
            got=ended,
            read=READ,
            diagnosis="finish-refused",
            cause="the second worker cannot finish",
        )
        expect(
            list(effects.values()) == [1],
            expected="1 effect",
            got=effects,
            read=READ,
            diagnosis="commits-by-itself",
            cause="after a crash and a second attempt the effect is missing or there twice",
        )
        slug = "wrong-replay" if last[0] == "Replay" else "forgets-answer"
        expect(
            last == ["Replay", 200, body],
            expected=["Replay", 200, body],
            got=last,
            read=READ,
            diagnosis=slug,
            cause="what was finished after a crash is not replayed as it was",
        )

    return judge


def judge_expiry(n: int, sample: list[int]) -> Any:
    def judge(result: Any, world: Any) -> None:
        early, kept, again, late, left = result
        expect(
            early == 0,
            expected=0,
            got=early,
            read=READ,
            diagnosis="pruned-too-early",
            cause="answers are forgotten before they are keep_s old: done_at has to be self.clock()",
        )
        want = [["Replay", 201, str(number)] for number in sample]
        slug = "wrong-replay" if all(one[0] == "Replay" for one in kept) else "forgets-answer"
        expect(
            kept == want,
            expected=want,
            got=kept,
            read=READ,
            diagnosis=slug,
            cause="answers are not known any more, or not the right ones, before they are keep_s old",
        )
        expect(
            again == "Execute",
            expected="Execute",
            got=again,
            read=READ,
            diagnosis="never-expires",
            cause="an answer older than keep_s still counts, if only for the comparison of the request",
        )
        expect(
            late == n - 1 and left == 1,
            expected=[n - 1, 1],
            got=[late, left],
            read=READ,
            diagnosis="never-expires",
            cause="old answers stay, and the table grows for ever, or the new attempt was forgotten with them",
        )

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    args: dict[str, Any]
    for number in range(3):
        keep = rng.randrange(150, 300) + 0.125  # no step of the clock hits the edge
        yield Scenario(
            f"two workers {number + 1}", {"kind": "steps", "keep": keep}, World(rng, keep), judge_steps, min_events=130,
        )  # fmt: skip
    now = float(rng.randrange(5_000_000_000, 6_000_000_000))
    for workers in (2, 3):
        keys = [f"key {rng.randrange(10**6)}" for _ in range(25)]
        args = {"kind": "race", "keys": keys, "workers": workers, "now": now, "dawdle": 0.004}
        yield Scenario(f"{workers} processes race", args, None, judge_race(keys), time_limit_s=20.0)
    keys = [f"key {rng.randrange(10**6)}" for _ in range(30)]
    args = {"kind": "serve", "keys": keys, "workers": 3, "now": now, "dawdle": 0.0}
    yield Scenario(
        "3 processes serve the same keys", args, None, judge_serve(keys), time_limit_s=20.0,
        timeout_diagnosis="lease-never-ends",
    )  # fmt: skip
    for how in ("begun", "die before", "die after"):
        body = f'{{"number": {rng.randrange(10**9)}}}'
        args = {"kind": "crash", "how": how, "now": now, "lease": float(rng.randint(10, 90)), "body": body}
        yield Scenario(f"killed, {how}", args, None, judge_crash(how, body))
    sample = rng.sample(range(3_000), 20)
    args = {"kind": "expiry", "now": now, "n": 3_000, "keep": float(rng.randint(3600, 90_000)), "sample": sample}
    yield Scenario("three thousand keys", args, None, judge_expiry(3_000, sample), time_limit_s=30.0)
