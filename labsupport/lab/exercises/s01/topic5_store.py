"""Exercise 01.5.e2: the server's side of an idempotency key, in SQLite."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Any

from labsupport.aio.idempotency import Execute, InProgress, Mismatch, Replay, Scope
from labsupport.aio.inbox import DAY_S, LeaseLost, transaction
from labsupport.lab.check import Check, Exercise, expect
from labsupport.lab.exercises.s01.topic4 import two_workers

STORE = "01.5 The server's side"

ROUTE = "POST /v1/tickets"
SCOPE = Scope("acme", ROUTE, "k1")
BODY = b'{"reference": "op-1"}'
OTHER = b'{"reference": "op-2"}'
ANSWER = '{"number":  7, "name": "\\u00e9"}'


def said(
    answer: Any, want: Any, case: str, cause: str, diagnosis: str, *, instead: tuple[type, str, str] | None = None
) -> None:
    """Whether the answer is the wanted one; `instead` is (type, cause, diagnosis) of one that needs other words."""
    if instead is not None and isinstance(answer, instead[0]):
        _, cause, diagnosis = instead
    expect(answer == want, expected=want, got=answer, case=case, cause=cause, read=STORE, diagnosis=diagnosis)


def executing(answer: Any, case: str, cause: str, diagnosis: str) -> Execute:
    """The answer, which has to be an Execute."""
    expect(
        isinstance(answer, Execute), expected="an Execute", got=answer, case=case, cause=cause, read=STORE,
        diagnosis=diagnosis,
    )  # fmt: skip
    return answer  # type: ignore[no-any-return]


def first_of(store: Any, scope: Scope = SCOPE, *, lease_s: float = 30) -> Execute:
    """Begin with a key that nobody used."""
    return executing(
        store.begin(scope, BODY, lease_s), f"begin() with the new key {scope.key!r}", "a new key is free", "not-execute"
    )


def finish(store: Any, execute: Execute, answer: tuple[int, str] = (201, ANSWER), *, crash: bool = False) -> None:
    """What a server does: effect and answer in one transaction; with `crash` it fails before the commit."""
    try:
        with contextlib.suppress(ZeroDivisionError), transaction(store.db) as db:
            db.execute("INSERT INTO effect VALUES (?)", (execute.scope.key,))
            store.finish(execute, *answer)
            if crash:
                raise ZeroDivisionError
    except sqlite3.OperationalError as error:
        if "transaction" not in str(error):
            raise
        expect(
            False, expected="finish() works inside the caller's transaction", got=repr(error),
            case="with transaction(store.db): write the effect; store.finish(execute, 201, body)",
            cause="finish() begins or commits a transaction; the caller has begun one, which holds the effect",
            read=STORE, diagnosis="commits-by-itself",
        )  # fmt: skip


def effects(store: Any) -> int:
    return int(store.db.execute("SELECT count(*) FROM effect").fetchone()[0])


EARLY = (
    Replay, "an answer is there before the operation is done: if the server dies now, nobody ever does it",
    "marked-before-work",
)  # fmt: skip
KEPT = "the answer has to stay in the database, also after the lease has ended"


def check_first(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        first = first_of(one)
        want = Execute(SCOPE, 1, clock.now + 30)
        said(
            first, want, "begin(scope, request, 30) at 1000 s",
            "attempts count from 1, and the lease begins now, by self.clock()", "wrong-execute",
        )  # fmt: skip
        clock.now += 10
        said(
            one.begin(SCOPE, BODY, 30), InProgress(20.0), "the same request again 10 s later, while the work goes on",
            "the running lease of the first attempt is not looked at: both do the work", "two-executions",
            instead=EARLY,
        )  # fmt: skip
        said(
            two.begin(SCOPE, BODY, 30), InProgress(20.0), "the repeat reaches another worker",
            "what one worker knows has to be in the database, where the other one sees it", "not-durable",
            instead=EARLY,
        )  # fmt: skip


def check_replay(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        for key, answer in (("k1", (201, ANSWER)), ("k2", (402, "no money"))):
            scope = Scope("acme", ROUTE, key)
            finish(one, first_of(one, scope), answer)
            clock.now += 3600
            for name, store in (("the same worker", one), ("another worker, or the same after a restart", two)):
                slug, cause = ("forgets-answer" if store is one else "not-durable"), KEPT
                if key == "k2":
                    slug, cause = "wrong-replay", "an error that was finished is an answer like any other"
                said(
                    store.begin(scope, BODY, 30), Replay(*answer),
                    f"finished with {answer[0]}; an hour later the same request reaches {name}",
                    cause, slug,
                    instead=(Replay, "a replay is the first answer: its status, also an error, and its text, "
                             "character for character", "wrong-replay"),
                )  # fmt: skip


def check_mismatch(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        execute = first_of(one)
        cause = "the SHA-256 of the request has to be stored with the key, and compared in every state"
        said(two.begin(SCOPE, OTHER, 30), Mismatch(SCOPE), "same key, other request, while the first one is executed",
             cause, "ignores-request", instead=EARLY)  # fmt: skip
        finish(one, execute)
        said(two.begin(SCOPE, OTHER, 30), Mismatch(SCOPE), "same key, other request, after the first one is finished",
             cause, "ignores-request",
             instead=(Execute, "a key that is done is given out again", "forgets-answer"))  # fmt: skip
        said(one.begin(SCOPE, BODY, 30), Replay(201, ANSWER), "then the first request again",
             "a mismatch must not change what is stored", "forgets-answer")  # fmt: skip
        scope = Scope("acme", ROUTE, "k2")
        first_of(one, scope, lease_s=5)
        clock.now += 6
        said(two.begin(scope, OTHER, 30), Mismatch(scope), "same key, other request, after the first one's lease ended",
             cause, "ignores-request")  # fmt: skip
        third = Scope("acme", ROUTE, "k3")
        one.abandon(first_of(one, third))
        executing(
            two.begin(third, OTHER, 30), "same key, other request, after abandon()",
            "abandon() has set the column request to NULL: nothing was done, so the key is free for any request",
            "holds-abandoned",
        )  # fmt: skip


def check_scope(cls: Any) -> None:
    others = (
        (Scope("bolt", ROUTE, "k1"), "another tenant uses the same key"),
        (Scope("acme", "POST /v1/refunds", "k1"), "the same key on another route"),
        (Scope("acmeP", "OST /v1/tickets", "k1"), "tenant and route give the same text only when they are joined"),
    )
    for scope, case in others:
        with two_workers(cls) as (one, _, clock):
            finish(one, first_of(one))
            said(
                one.begin(scope, BODY, 30), Execute(scope, 1, clock.now + 30), case,
                "a row belongs to tenant, route and key together: otherwise one customer gets another one's answer",
                "key-without-scope",
            )  # fmt: skip


def check_race(cls: Any) -> None:
    """While one worker is at its n-th statement, the other one begins, too, or is kept out by the lock."""
    with two_workers(cls) as (one, two, _):
        two.db.execute("PRAGMA busy_timeout = 0")  # in one thread nobody could wait for the other
        for number in range(1, 7):
            scope, statements, answers = Scope("acme", ROUTE, f"k{number}"), 0, list[Any]()

            def between(_: str, scope: Scope = scope, number: int = number, answers: list[Any] = answers) -> None:
                nonlocal statements
                statements += 1
                if statements == number:
                    with contextlib.suppress(sqlite3.OperationalError):
                        answers.append(two.begin(scope, BODY, 30))

            one.db.set_trace_callback(between)
            case = f"another process begins while this one is at statement {number} of its begin()"
            try:
                answers.append(one.begin(scope, BODY, 30))
            except sqlite3.Error as error:
                expect(
                    False, expected="Execute or InProgress", got=repr(error), case=case, read=STORE,
                    cause="the other one wrote after you had read: begin with the write lock, as transaction() does",
                    diagnosis="locked" if isinstance(error, sqlite3.OperationalError) else "race-raises",
                )  # fmt: skip
            finally:
                one.db.set_trace_callback(None)
            count = sum(isinstance(answer, Execute) for answer in answers)
            expect(
                count == 1, expected="one Execute", got=f"{count}: {answers}", case=case, read=STORE,
                cause="reading and writing are two steps, and another process got between them: both do the work",
                diagnosis="two-executions",
            )  # fmt: skip


def check_lease(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        late = first_of(one)
        clock.now += 31
        second = executing(
            two.begin(SCOPE, BODY, 30), "the first worker vanished 31 s ago, its lease was 30 s",
            "a lease that has run out makes the key free for the same request", "lease-never-ends",
        )  # fmt: skip
        said(second, Execute(SCOPE, 2, clock.now + 30), "the second attempt",
             "each attempt gets the next number; it tells an old one from the newest", "wrong-execute")  # fmt: skip
        for store, execute, case in (
            (one, late, "the first worker was only slow, and finishes after the second one has begun"),
            (one, late, "the first worker was only slow, and finishes after the second one, too"),
            (two, second, "the second worker finishes twice"),
        ):
            got = "no exception"
            try:
                finish(store, execute, (201, "late"))
            except LeaseLost:
                got = "LeaseLost"
            expect(
                got == "LeaseLost", expected="LeaseLost", got=got, case=case,
                cause="finish() has to see that a newer attempt exists, or that it is done: both would write an effect",
                read=STORE, diagnosis="no-fence",
            )  # fmt: skip
            if effects(two) == 0:
                finish(two, second)
        expect(
            effects(two) == 1, expected="1 effect", got=effects(two), case="both workers are through", read=STORE,
            cause="the late worker's effect was committed", diagnosis="no-fence",
        )  # fmt: skip


def check_rollback(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        finish(one, first_of(one), crash=True)
        clock.now += 31
        count, answer = effects(two), two.begin(SCOPE, BODY, 30)
        expect(
            count == 0 and not isinstance(answer, Replay), expected="no effect, and the key is free again",
            got=f"{count} effect(s), {answer}",
            case="the server fails after finish() and before the commit of its transaction",
            cause="finish() commits; effect and answer then no longer stand or fall together",
            read=STORE, diagnosis="commits-by-itself",
        )  # fmt: skip
        executing(
            answer, "the lease has ended", "a lease that has run out makes the key free again", "lease-never-ends"
        )


def check_expiry(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        old = first_of(one)
        clock.now += 5
        finish(one, old)
        clock.now += DAY_S - 1
        said(two.begin(SCOPE, BODY, 30), Replay(201, ANSWER), "a second before the answer is keep_s old",
             "an answer is kept for self.keep_s seconds after done_at", "forgets-answer")  # fmt: skip
        clock.now += 2
        again = executing(
            two.begin(SCOPE, OTHER, 30), "a second after it; the request is another one",
            "an answer that is older than self.keep_s counts as none, also for the comparison of the request",
            "never-expires",
        )  # fmt: skip
        said(again, Execute(SCOPE, 2, clock.now + 30), "the attempt over a forgotten answer",
             "the number goes on counting, so that no old attempt can finish the new one", "wrong-execute")  # fmt: skip
        finish(two, again, (201, "new"))
        said(one.begin(SCOPE, OTHER, 30), Replay(201, "new"), "the new answer is stored in place of the old one",
             "the old answer has to go when the key is given out again", "forgets-answer")  # fmt: skip


EXERCISES = (
    Exercise(
        id="01.5.e2",
        title="Server-side IdempotencyStore",
        reference=("labsupport.aio.idempotency:IdempotencyStore",),
        difficulty=4,
        minutes=20,
        section=STORE,
        task=(
            "`begin` and `finish` are missing. The table `idempotency` has the primary key `tenant, route, key` and "
            "the columns `request` (NULL after `abandon`), `attempt`, `lease_until`, `done_at` (NULL until finished), "
            "`status` and `body`.\n\n"
            "`begin` answers by the first line that fits:\n\n"
            "1. No row, or finished `self.keep_s` seconds ago or longer: `Execute`.\n"
            "2. `request` is not NULL and not the hex SHA-256 of this request: `Mismatch(scope)`.\n"
            "3. Finished: `Replay(status, body)`, exactly as stored.\n"
            "4. `lease_until` is still to come: `InProgress(seconds until then)`.\n"
            "5. Otherwise: `Execute`.\n\n"
            "`Execute(scope, attempt, lease_until)` has to be in the row before you return it, with the request's "
            "SHA-256. `attempt` is 1 for a new row, and one more than in the row that was found, however old.\n\n"
            "`finish` stores `done_at`, status and body. If a newer attempt exists, or it is finished already, it "
            "stores nothing and raises `LeaseLost`. It runs inside the caller's transaction, which also holds the "
            "effect.\n\n"
            "Time is `self.clock()`. Two processes will call `begin` at the same moment."
        ),
        gotchas=(
            "Add `from labsupport.aio.inbox import transaction`: `with transaction(self.db):` takes the write lock "
            "before you read. `finish` needs none, since the caller has begun one.",
            '`self.db.execute(f"SELECT ... FROM idempotency {WHERE}", scope.row)` finds the row of a scope by all '
            "three parts of its key: two customers may send the same one.",
            "The request is compared in every state but the forgotten one, also while the first is being worked on.",
            "A forgotten answer is still in the row: `done_at` has to be NULL again when the key is given out anew.",
        ),
        hints=(
            "Which of the five lines change the row? What must be in it afterwards, so that the same call, a moment "
            "later and in another process, falls into the right line?",
            "One `transaction` around reading, deciding and writing. `INSERT OR REPLACE INTO idempotency (tenant, "
            "route, key, request, attempt, lease_until) VALUES (...)` writes a new and an old row alike and leaves "
            "`done_at` NULL. `finish` is one UPDATE with `{WHERE} AND attempt = ? AND done_at IS NULL`.",
            "begin: digest = hashlib.sha256(request).hexdigest(); row = SELECT request, attempt, lease_until, done_at, "
            "status, body; missing means (None, 0, 0.0, None, 0, ''); if done_at is None or done_at + keep_s > now: "
            "lines 2, 3 and 4; then write attempt + 1 and now + lease_s. finish: if the UPDATE's rowcount is not 1, "
            "raise LeaseLost.",
        ),
        checks=(
            Check("the first request is executed, a repeat is told to wait", check_first),
            Check("what is finished is replayed, status and text, to every worker", check_replay),
            Check("the same key with another request is a mismatch", check_mismatch),
            Check("a key belongs to one tenant and one route", check_scope),
            Check("of two processes at the same moment one executes", check_race),
            Check("a lease ends, and a late worker cannot finish", check_lease),
            Check("effect and answer are committed together or not at all", check_rollback),
            Check("an answer is kept for keep_s seconds and no longer", check_expiry),
        ),
        time_limit_s=15.0,
    ),
)
