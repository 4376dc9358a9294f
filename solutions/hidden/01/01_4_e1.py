"""Hidden check for 01.4.e1: the parent decides every step, keeps the clock, and knows what a right inbox answers.

Steps are drawn as the scenario goes on, so an answer cannot know what comes; the situations that a wrong answer must
meet (`World.script`) come in every run, in random order between random steps. Races are between real processes:
the driver forks workers and makes them dawdle at every statement, so that whatever is not atomic comes apart.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "01.4 An inbox"

DRIVER = """
import json
import os
import signal
import sqlite3
import tempfile
import time

from labsupport.aio.inbox import Busy, Claim, Duplicate, LeaseLost, open_db, transaction


class Undo(Exception):
    pass


def plain(answer):
    if isinstance(answer, Claim):
        return ["Claim", answer.event_id, answer.attempt, answer.lease_until]
    if isinstance(answer, Duplicate):
        return ["Duplicate", answer.event_id, answer.done_at]
    if isinstance(answer, Busy):
        return ["Busy", answer.event_id, answer.retry_in_s]
    return ["other", type(answer).__name__]


def finish(inbox, claim, how):
    try:
        with transaction(inbox.db) as db:
            db.execute("INSERT INTO effect VALUES (?)", (claim.event_id,))
            inbox.complete(claim)
            if how == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            if how == "undo":
                raise Undo
    except Undo:
        return ["undone"]
    except LeaseLost:
        return ["LeaseLost"]
    return ["done"]


def effects(db):
    return dict(db.execute("SELECT event, count(*) FROM effect GROUP BY event").fetchall())


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
        return await play(subject, call, args, os.path.join(folder, "inbox.db"))


async def play(subject, call, args, path):
    kind = args["kind"]
    db = open_db(path)
    db.execute("CREATE TABLE effect (event TEXT)")

    def clock():
        return call.sync("clock")

    if kind == "steps":
        dbs = [db, open_db(path)]
        inboxes = [subject(one, clock=clock) for one in dbs]
        claims = {}
        result = None
        while True:
            step = await call("next", result)
            if step is None:
                return effects(dbs[0])
            what, who, number, more = step
            inbox = inboxes[who]
            try:
                if what == "claim":
                    answer = inbox.claim(more[0], more[1])
                    if isinstance(answer, Claim):
                        claims[number] = answer
                    result = plain(answer)
                elif what == "complete":
                    result = finish(inbox, claims[number], more)
                elif what == "fail":
                    inbox.fail(claims[number], "failed")
                    result = ["ok"]
                else:
                    dbs[who].close()
                    dbs[who] = open_db(path)
                    inboxes[who] = subject(dbs[who], clock=clock)
                    result = ["ok"]
            except Exception as error:
                result = ["raised", type(error).__name__, str(error)[:100]]
    if kind == "race":
        subject(db, clock=lambda: args["now"])
        db.close()
        gates = [os.pipe() for _ in range(args["workers"])]

        def worker(number):
            mine = open_db(path)
            inbox = subject(mine, clock=lambda: args["now"])
            mine.set_trace_callback(lambda statement: time.sleep(args["dawdle"]))
            got = []
            for event_id in args["ids"]:
                os.read(gates[number][0], 1)
                try:
                    got.append(plain(inbox.claim(event_id, 60.0))[0])
                except Exception as error:
                    got.append("raised " + type(error).__name__)
            return got

        children = [in_process(lambda number=number: worker(number)) for number in range(args["workers"])]
        for _ in args["ids"]:
            for _, gate in gates:
                os.write(gate, b"x")
            time.sleep(args["dawdle"] * 3)
        return [outcome(child) for child in children]
    if kind == "crash":
        subject(db, clock=lambda: args["now"])
        db.close()

        def dies():
            inbox = subject(open_db(path), clock=lambda: args["now"])
            claim = inbox.claim("evt", args["lease"])
            if args["how"] == "claimed":
                os.kill(os.getpid(), signal.SIGKILL)
            finish(inbox, claim, "die")

        first = outcome(in_process(dies))
        db = open_db(path)
        now = args["now"] + 0.5 * args["lease"]
        inbox = subject(db, clock=lambda: now)
        during = plain(inbox.claim("evt", args["lease"]))
        now = args["now"] + 1.5 * args["lease"]
        after = inbox.claim("evt", args["lease"])
        ended = finish(inbox, after, "do") if isinstance(after, Claim) else ["none"]
        return [first, during, plain(after), ended, effects(db), plain(inbox.claim("evt", args["lease"]))]
    now = args["now"]
    inbox = subject(db, clock=lambda: now, horizon_s=args["horizon"])
    for number in range(args["n"]):
        inbox.complete(inbox.claim(f"evt_{number}", 30.0))
    now += args["horizon"] - 1
    early = inbox.prune()
    sample = [plain(inbox.claim(f"evt_{number}", 30.0))[0] for number in args["sample"]]
    now += 2
    late = inbox.prune()
    rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = [row[0] for row in rows if "sqlite" not in row[0]]
    left = sum(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables)
    return [early, sample, late, left, plain(inbox.claim("evt_0", 30.0))[0]]
"""


@dataclass
class State:
    """What a right inbox knows of one id, and who brought it there."""

    attempt: int = 0
    lease_until: float = 0.0
    done_at: float | None = None
    by: int = -1
    undone: bool = False


def broken(answer: list[Any]) -> tuple[str, str]:
    """Diagnosis of an exception that a right inbox does not raise."""
    if answer[1] == "OperationalError" and "transaction" in answer[2]:
        return (
            "commits-by-itself",
            "complete() runs inside the caller's transaction; it must neither begin nor commit one",
        )
    if answer[1] == "OperationalError" and "locked" in answer[2]:
        return "locked", "a transaction that reads first and writes later is refused when another one has written"
    return "raised", f"your code raised {answer[1]}"


Step = tuple[str, int, int, Any]
"""What, which worker, number of the claim, and what else it takes."""


class World:
    """Draws a step, knows the right answer, compares, draws the next one."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.now = float(rng.randrange(5_000_000_000, 6_000_000_000))  # far from any real clock
        self.ids = [f"evt_{rng.randrange(10**6)}" for _ in range(6)]
        self.states = {event_id: State() for event_id in self.ids}
        self.claims: dict[int, tuple[str, int]] = {}
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
        """Every situation once, with its own event, between random steps with the shared ones."""
        situations = [self.taken_over(), self.given_back(), self.rolled_back(), self.late_failure(), self.restarted()]
        self.rng.shuffle(situations)
        for situation in situations:
            for _ in range(self.rng.randint(10, 25)):
                yield self.draw()
            yield from situation

    def draw(self) -> Step:
        rng = self.rng
        if rng.random() < 0.3:
            self.now += rng.choice([0.5, 3.0, 11.0, 40.0])
        who, kind = rng.randrange(2), rng.random()
        if kind < 0.05:
            return self.reopen(who)
        if kind < 0.45 and self.claims:
            claim = rng.choice(sorted(self.claims)[-4:])
            if kind < 0.12:
                return ("fail", who, claim, None)
            return ("complete", who, claim, "undo" if kind < 0.2 else "do")
        return self.claim(who, rng.choice(self.ids), rng.choice([5.0, 10.0, 30.0]))

    def claim(self, who: int, event_id: str, lease_s: float) -> Step:
        self.number += 1
        return ("claim", who, self.number, [event_id, lease_s])

    def reopen(self, who: int) -> Step:
        self.generation[who] = self.opened
        self.opened += 1
        return ("reopen", who, 0, None)

    def cast(self) -> tuple[str, int, int, float]:
        """A fresh event, the two workers in random order, and the seconds of a lease."""
        event_id = f"evt_{self.rng.randrange(10**6, 10**7)}"
        self.states[event_id] = State()
        one = self.rng.randrange(2)
        return event_id, one, 1 - one, float(self.rng.randint(5, 60))

    def taken_over(self) -> Iterator[Step]:
        """A lease runs out, the other worker takes the event and has it to itself, and the first one is too late."""
        event_id, one, other, lease_s = self.cast()
        first = self.claim(one, event_id, lease_s)
        yield first
        self.now += lease_s * self.rng.uniform(1.1, 3.0)
        second = self.claim(other, event_id, lease_s)
        yield second
        self.now += lease_s * self.rng.uniform(0.1, 0.4)
        for who in self.rng.sample([one, other], 2):
            yield self.claim(who, event_id, lease_s)  # Busy: the new lease runs
        yield ("complete", one, first[2], "do")  # LeaseLost
        yield ("complete", other, second[2], "do")
        self.now += lease_s * self.rng.uniform(0.1, 0.4)
        yield ("complete", other, second[2], "do")  # LeaseLost: done once
        for who in self.rng.sample([one, other], 2):
            yield self.claim(who, event_id, lease_s)  # Duplicate, done at the first time
        self.now += lease_s * self.rng.uniform(3.0, 9.0)
        yield self.claim(one, event_id, lease_s)  # Duplicate still, long after the lease

    def given_back(self) -> Iterator[Step]:
        """A claim is given back: the event is free at once, for one."""
        event_id, one, other, lease_s = self.cast()
        first = self.claim(one, event_id, lease_s)
        yield first
        yield self.claim(other, event_id, lease_s)  # Busy
        yield ("fail", one, first[2], None)
        second = self.claim(other, event_id, lease_s)
        yield second
        yield self.claim(one, event_id, lease_s)  # Busy
        yield ("complete", one, first[2], "do")  # LeaseLost
        yield ("complete", other, second[2], "do")
        yield self.claim(one, event_id, lease_s)

    def rolled_back(self) -> Iterator[Step]:
        """The caller's transaction is undone after `complete`: neither effect nor mark, and the lease runs on."""
        event_id, one, other, lease_s = self.cast()
        first = self.claim(one, event_id, lease_s)
        yield first
        yield ("complete", one, first[2], "undo")
        yield self.claim(other, event_id, lease_s)  # Busy
        self.now += lease_s * self.rng.uniform(1.1, 3.0)
        second = self.claim(other, event_id, lease_s)
        yield second
        yield ("complete", other, second[2], "undo")
        yield ("complete", other, second[2], "do")
        yield self.claim(one, event_id, lease_s)

    def late_failure(self) -> Iterator[Step]:
        """A worker gives back what is not its own any more: nothing happens."""
        event_id, one, other, lease_s = self.cast()
        first = self.claim(one, event_id, lease_s)
        yield first
        self.now += lease_s * self.rng.uniform(1.1, 3.0)
        second = self.claim(other, event_id, lease_s)
        yield second
        yield ("fail", one, first[2], None)
        yield self.claim(one, event_id, lease_s)  # Busy
        yield ("complete", other, second[2], "do")
        yield ("fail", other, second[2], None)
        yield self.claim(one, event_id, lease_s)  # Duplicate

    def restarted(self) -> Iterator[Step]:
        """Both processes start anew between the steps: what counts is in the file."""
        event_id, one, other, lease_s = self.cast()
        first = self.claim(one, event_id, lease_s)
        yield first
        yield self.reopen(one)
        yield self.reopen(other)
        for who in self.rng.sample([one, other], 2):
            yield self.claim(who, event_id, lease_s)  # Busy
        yield ("complete", one, first[2], "do")
        yield self.reopen(one)
        yield self.reopen(other)
        for who in self.rng.sample([one, other], 2):
            yield self.claim(who, event_id, lease_s)  # Duplicate

    def compare(self, step: Step, answer: list[Any]) -> None:
        what, who, number, more = step
        if answer[0] == "raised":
            slug, cause = broken(answer)
            expect(False, expected=f"{what} works", got=answer, cause=cause, read=READ, diagnosis=slug)
        if what == "claim":
            self.compare_claim(who, number, more[0], more[1], answer)
        elif what in ("complete", "fail"):
            event_id, attempt = self.claims[number]
            state = self.states[event_id]
            newest = state.attempt == attempt and state.done_at is None
            if what == "fail":
                state.lease_until = 0.0 if newest else state.lease_until
                return
            running = newest and state.lease_until > self.now
            if not newest:
                expect(
                    answer == ["LeaseLost"],
                    expected="LeaseLost",
                    got=answer,
                    read=READ,
                    diagnosis="no-fence",
                    cause="an old claim, or one that is done already, could be completed: its effect counts twice",
                )
                return
            if not running and answer == ["LeaseLost"]:
                return  # to refuse a lease that is over is right, too
            expect(
                answer[0] != "LeaseLost",
                expected="completed",
                got=answer,
                read=READ,
                diagnosis="complete-refused",
                cause="the newest claim with a running lease must be able to complete",
            )
            if more == "undo":
                state.undone = True
            else:
                state.done_at, state.by = self.now, self.generation[who]
                self.effects[event_id] += 1

    def compare_claim(self, who: int, number: int, event_id: str, lease_s: float, answer: list[Any]) -> None:
        state = self.states[event_id]
        elsewhere = state.by != self.generation[who]
        if state.done_at is not None:
            want: list[Any] = ["Duplicate", event_id, state.done_at]
            wrong = (
                ("not-durable", "what another worker, or an earlier process, did is not known")
                if elsewhere
                else ("forgets-done", "an event that was completed is given out again")
            )
        elif state.lease_until > self.now:
            want = ["Busy", event_id, state.lease_until - self.now]
            wrong = (
                ("not-durable", "the claim of another worker is not known")
                if elsewhere
                else ("two-claims", "an event is given out twice while a lease runs")
            )
            if answer[0] == "Duplicate":
                wrong = ("marked-before-work", "a claim is taken for a finished event")
        else:
            want = ["Claim", event_id, state.attempt + 1, self.now + lease_s]
            wrong = ("not-a-claim", "a free event is not given out")
            if answer[0] == "Duplicate":
                wrong = ("marked-before-work", "an event counts as done although no effect was committed")
                if state.undone:
                    wrong = ("commits-by-itself", "the mark stays although the caller's transaction was rolled back")
            elif answer[0] == "Busy":
                wrong = ("lease-never-ends", "an event whose lease is over, or was given back, stays taken")
        expect(answer[0] == want[0], expected=want, got=answer, cause=wrong[1], read=READ, diagnosis=wrong[0])
        same = all(abs(a - b) < 1e-3 if isinstance(b, float) else a == b for a, b in zip(answer, want, strict=True))
        cause = "attempt, lease or time in the answer is wrong: attempts count up, and time is self.clock()"
        expect(same, expected=want, got=answer, cause=cause, read=READ, diagnosis="wrong-claim")
        if want[0] == "Claim":
            state.attempt, state.lease_until, state.by = want[2], want[3], self.generation[who]
            self.claims[number] = (event_id, want[2])


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
        diagnosis="wrong-claim",
        cause="time is self.clock(), not another clock",
    )


def judge_race(ids: list[str]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for number, event_id in enumerate(ids):
            answers = [worker[number] for worker in result]
            claims = answers.count("Claim")
            raised = [answer for answer in answers if answer.startswith("raised")]
            expect(
                claims <= 1,
                expected="1 claim",
                got=answers,
                case=event_id,
                read=READ,
                diagnosis="two-claims",
                cause="two processes ask at the same moment and both get the event: reading and writing are two steps",
            )
            slug = "locked" if any("Operational" in answer for answer in raised) else "race-raises"
            expect(
                not raised,
                expected="Claim, Busy or Duplicate",
                got=answers,
                case=event_id,
                read=READ,
                diagnosis=slug,
                cause="two processes ask at the same moment, and one of them gets an exception instead of an answer",
            )
            slug = "marked-before-work" if "Duplicate" in answers else "not-a-claim"
            expect(
                claims == 1 and answers.count("Busy") == len(answers) - 1,
                expected="1 Claim, else Busy",
                got=answers,
                case=event_id,
                read=READ,
                diagnosis=slug,
                cause="of several workers one gets the event, the others wait",
            )

    return judge


def judge_crash(how: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        first, during, after, ended, effects, last = result
        if first[0] == "raised":
            slug, cause = broken(first)
            expect(False, expected="a process that is killed", got=first, cause=cause, read=READ, diagnosis=slug)
        wrong = ("marked-before-work", "the killed worker's event counts as done, and nobody did it")
        if how == "completed":
            wrong = ("commits-by-itself", "the mark was committed without the effect")
        expect(
            during[0] != "Duplicate" and after[0] != "Duplicate",
            expected="not Duplicate",
            got=[during, after],
            cause=wrong[1],
            read=READ,
            diagnosis=wrong[0],
        )
        expect(
            during[0] == "Busy",
            expected="Busy",
            got=during,
            read=READ,
            diagnosis="not-durable",
            cause="the lease of a worker that died has to be known to the others until it ends",
        )
        expect(
            after[0] == "Claim",
            expected="Claim",
            got=after,
            read=READ,
            diagnosis="lease-never-ends",
            cause="after the lease of a worker that died the event has to be free",
        )
        expect(
            ended == ["done"],
            expected="done",
            got=ended,
            read=READ,
            diagnosis="complete-refused",
            cause="the second worker cannot complete",
        )
        expect(
            effects == {"evt": 1},
            expected="1 effect",
            got=effects,
            read=READ,
            diagnosis="commits-by-itself",
            cause="after a crash and a second attempt the effect is missing or there twice",
        )
        expect(
            last[0] == "Duplicate",
            expected="Duplicate",
            got=last,
            read=READ,
            diagnosis="forgets-done",
            cause="what was completed after a crash is given out again",
        )

    return judge


def judge_prune(n: int, sample: int) -> Any:
    def judge(result: Any, world: Any) -> None:
        early, kept, late, left, again = result
        expect(
            early == 0,
            expected=0,
            got=early,
            read=READ,
            diagnosis="pruned-too-early",
            cause="ids are forgotten before the horizon: done_at has to be self.clock()",
        )
        expect(
            kept == ["Duplicate"] * sample,
            expected="Duplicate",
            got=kept,
            read=READ,
            diagnosis="forgets-done",
            cause="finished ids are not known any more within the horizon",
        )
        expect(
            late == n and left == 0 and again == "Claim",
            expected=f"{n} forgotten",
            got=[late, left, again],
            read=READ,
            diagnosis="never-pruned",
            cause="after the horizon finished ids stay, and the table grows for ever",
        )

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    for number in range(3):
        yield Scenario(f"two workers {number + 1}", {"kind": "steps"}, World(rng), judge_steps, min_events=90)
    now = float(rng.randrange(5_000_000_000, 6_000_000_000))
    for workers in (2, 3):
        ids = [f"evt_{rng.randrange(10**6)}" for _ in range(25)]
        args = {"kind": "race", "ids": ids, "workers": workers, "now": now, "dawdle": 0.004}
        yield Scenario(f"{workers} processes race", args, None, judge_race(ids), time_limit_s=20.0)
    for how in ("claimed", "completed"):
        args = {"kind": "crash", "how": how, "now": now, "lease": float(rng.randint(10, 90))}
        yield Scenario(f"killed, {how}", args, None, judge_crash(how))
    sample = rng.sample(range(10_000), 20)
    args = {"kind": "prune", "now": now, "n": 10_000, "horizon": float(rng.randint(3600, 90_000)), "sample": sample}
    yield Scenario("ten thousand ids", args, None, judge_prune(10_000, len(sample)), time_limit_s=30.0)
