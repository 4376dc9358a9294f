"""Exercises and review questions of topic 01.4: an inbox in SQLite, and the signature of a webhook."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from labsupport.aio.inbox import Busy, Claim, Duplicate, LeaseLost, open_db, transaction
from labsupport.lab.check import Check, Choice, Exercise, Question, expect

INBOX = "01.4 An inbox"
SIGNATURE = "01.4 Webhooks"

# ---------------------------------------------------------------- e1 Inbox


class Clock:
    """Time that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@contextlib.contextmanager
def two_workers(cls: Any) -> Iterator[tuple[Any, Any, Clock]]:
    """Two inboxes with connections of their own on one new file, as two processes would have, and their clock."""
    clock = Clock()
    with contextlib.ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lab-inbox-"))) / "inbox.db"
        first, second = (stack.enter_context(contextlib.closing(open_db(path))) for _ in range(2))
        first.execute("CREATE TABLE effect (event TEXT)")
        yield cls(first, clock=clock), cls(second, clock=clock), clock


def claimed(answer: Any, case: str, cause: str, diagnosis: str) -> Claim:
    """The answer, which has to be a Claim."""
    expect(
        isinstance(answer, Claim),
        expected="a Claim",
        got=answer,
        case=case,
        cause=cause,
        read=INBOX,
        diagnosis=diagnosis,
    )
    return answer  # type: ignore[no-any-return]


def finish(inbox: Any, claim: Claim, *, crash: bool = False) -> None:
    """What a worker does: effect and mark in one transaction; with `crash` it fails before the commit.

    LeaseLost passes through.
    """
    try:
        with contextlib.suppress(ZeroDivisionError), transaction(inbox.db) as db:
            db.execute("INSERT INTO effect VALUES (?)", (claim.event_id,))
            inbox.complete(claim)
            if crash:
                raise ZeroDivisionError
    except sqlite3.OperationalError as error:
        if "transaction" not in str(error):
            raise
        expect(
            False, expected="complete() works inside the caller's transaction", got=repr(error),
            case="with transaction(inbox.db): write the effect; inbox.complete(claim)",
            cause="complete() begins or commits a transaction; the caller has begun one, which holds the effect",
            read=INBOX, diagnosis="commits-by-itself",
        )  # fmt: skip


def finish_newest(inbox: Any, claim: Claim, case: str, *, crash: bool = False) -> None:
    """`finish` for a claim that has to be accepted."""
    try:
        finish(inbox, claim, crash=crash)
    except LeaseLost as error:
        expect(
            False, expected="no exception", got=f"LeaseLost: {error}", case=case,
            cause="the UPDATE found no row: are id and attempt stored as the Claim says? And in SQL nothing equals "
            "NULL: write done_at IS NULL",
            read=INBOX, diagnosis="complete-refused",
        )  # fmt: skip


def late_finish(inbox: Any, claim: Claim, case: str, cause: str) -> None:
    """`finish` for a claim that has to be refused."""
    got = "no exception"
    try:
        finish(inbox, claim)
    except LeaseLost:
        got = "LeaseLost"
    expect(got == "LeaseLost", expected="LeaseLost", got=got, case=case, cause=cause, read=INBOX, diagnosis="no-fence")


def check_one_claim(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        first = claimed(one.claim("evt_1", 30), "claim() of a new id", "a new event is free to take", "not-a-claim")
        expect(
            first == Claim("evt_1", 1, clock.now + 30), expected=Claim("evt_1", 1, clock.now + 30), got=first,
            case="claim('evt_1', 30) at 1000 s",
            cause="attempts count from 1, and the lease begins now, by self.clock()",
            read=INBOX, diagnosis="wrong-claim",
        )  # fmt: skip
        clock.now += 10
        for name, inbox in (("the same worker", one), ("another worker", two)):
            answer = inbox.claim("evt_1", 30)
            expect(
                not isinstance(answer, Duplicate), expected="Busy: it is being worked on", got=answer,
                case=f"{name} claims it 10 s later, while the work goes on",
                cause="a claim is taken for a finished event: if that worker dies now, the event is lost",
                read=INBOX, diagnosis="marked-before-work",
            )  # fmt: skip
            slug = "two-claims" if inbox is one else "not-durable"
            expect(
                answer == Busy("evt_1", 20.0), expected=Busy("evt_1", 20.0), got=answer,
                case=f"{name} claims it 10 s later, while the work goes on",
                cause="what one worker knows has to be in the database, where the other one sees it"
                if inbox is two else "the running lease of the first claim is not looked at",
                read=INBOX, diagnosis=slug,
            )  # fmt: skip
        claimed(two.claim("evt_2", 30), "claim() of another id", "one event does not hold up another", "not-a-claim")


def check_done(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        claim = claimed(one.claim("evt_1", 30), "claim() of a new id", "a new event is free to take", "not-a-claim")
        clock.now += 5
        finish_newest(one, claim, "complete() of the first and only claim, 5 s after it")
        clock.now += 3600
        for name, inbox in (("the same worker", one), ("another worker, or the same after a restart", two)):
            answer = inbox.claim("evt_1", 30)
            expect(
                answer == Duplicate("evt_1", 1005.0), expected=Duplicate("evt_1", 1005.0), got=answer,
                case=f"completed at 1005 s; an hour later {name} gets it again",
                cause="that it is done, and when, has to stay in the database, also after the lease has ended",
                read=INBOX, diagnosis="forgets-done" if inbox is one else "not-durable",
            )  # fmt: skip
        late_finish(
            one, claim, "complete() of the same claim once more",
            "the claim is the newest one, but the event is done: also ask for done_at IS NULL",
        )  # fmt: skip


def check_lease(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        late = claimed(one.claim("evt_1", 30), "claim() of a new id", "a new event is free to take", "not-a-claim")
        clock.now += 31
        second = claimed(
            two.claim("evt_1", 30), "the first worker vanished 31 s ago, its lease was 30 s",
            "a lease that has run out makes the event free again", "lease-never-ends",
        )  # fmt: skip
        expect(
            second.attempt == 2, expected="attempt 2", got=f"attempt {second.attempt}", case="the second claim",
            cause="each claim gets the next number; it tells an old claim from the newest one",
            read=INBOX, diagnosis="wrong-claim",
        )  # fmt: skip
        clock.now += 1
        answer = one.claim("evt_1", 30)
        expect(
            answer == Busy("evt_1", 29.0), expected=Busy("evt_1", 29.0), got=answer,
            case="1 s after the second claim the first worker asks again",
            cause="the second claim has to be stored like the first: the row still holds the lease that ran out",
            read=INBOX, diagnosis="two-claims",
        )  # fmt: skip
        late_finish(
            one, late, "the first worker was only slow, and completes after the second one has claimed",
            "complete() has to see that a newer claim exists: both would write their effect",
        )  # fmt: skip
        finish_newest(two, second, "complete() of the second claim, which is the newest one")
        count = two.db.execute("SELECT count(*) FROM effect").fetchone()[0]
        expect(
            count == 1, expected="1 effect", got=count, case="both workers are through", read=INBOX,
            cause="the late worker's effect was committed", diagnosis="no-fence",
        )  # fmt: skip


def check_rollback(cls: Any) -> None:
    with two_workers(cls) as (one, two, clock):
        claim = claimed(one.claim("evt_1", 30), "claim() of a new id", "a new event is free to take", "not-a-claim")
        finish_newest(one, claim, "complete() of the first and only claim", crash=True)
        count = two.db.execute("SELECT count(*) FROM effect").fetchone()[0]
        clock.now += 31
        answer = two.claim("evt_1", 30)
        expect(
            count == 0 and not isinstance(answer, Duplicate), expected="no effect, and the event is free again",
            got=f"{count} effect(s), {answer}",
            case="the worker fails after complete() and before the commit of its transaction",
            cause="complete() commits; effect and mark then no longer stand or fall together",
            read=INBOX, diagnosis="commits-by-itself",
        )  # fmt: skip
        claimed(
            answer, "the lease has ended", "a lease that has run out makes the event free again", "lease-never-ends"
        )


def check_race(cls: Any) -> None:
    """While one worker is at its n-th statement, the other one makes a whole claim, or is kept out by the lock."""
    with two_workers(cls) as (one, two, _):
        two.db.execute("PRAGMA busy_timeout = 0")  # in one thread nobody could wait for the other
        for number in range(1, 7):
            event_id, statements, answers = f"evt_{number}", 0, list[Any]()

            def between(_: str, event_id: str = event_id, number: int = number, answers: list[Any] = answers) -> None:
                nonlocal statements
                statements += 1
                if statements == number:
                    with contextlib.suppress(sqlite3.OperationalError):
                        answers.append(two.claim(event_id, 30))

            one.db.set_trace_callback(between)
            case = f"another process claims while this one is at statement {number} of its claim()"
            try:
                answers.append(one.claim(event_id, 30))
            except sqlite3.Error as error:
                expect(
                    False, expected="Claim or Busy", got=repr(error), case=case, read=INBOX,
                    cause="the other one wrote after you had read: begin with the write lock, as transaction() does",
                    diagnosis="locked" if isinstance(error, sqlite3.OperationalError) else "race-raises",
                )  # fmt: skip
            finally:
                one.db.set_trace_callback(None)
            claims = [answer for answer in answers if isinstance(answer, Claim)]
            expect(
                len(claims) == 1, expected="one Claim", got=f"{len(claims)}: {answers}", case=case,
                cause="reading and writing are two steps, and another process got between them: both do the work",
                read=INBOX, diagnosis="two-claims",
            )  # fmt: skip


# ---------------------------------------------------------------- e2 verify_signature

SECRET = b"whsec_visible"
RAW = b'{"id": "evt_1",  "amount": 10.0, "name": "\\u00e9"}'
NOW = 1_700_000_000
CONSTANT_TIME = ("compare_digest", "_compare_digest", "bytes_eq", "verify")


def sign(raw: bytes, secret: bytes, **more: Any) -> str:
    """`webhooks.sign`, imported here: its module brings a web framework, which a sandbox for the inbox does without."""
    from labsupport.aio import webhooks

    return webhooks.sign(raw, secret, **more)


def outcome(verify: Any, raw: bytes, header: str, *, secret: bytes = SECRET, now: float = NOW, **more: Any) -> str:
    """What the call did: "accepted", the name of the exception, or the value that should have been an exception."""
    try:
        value = verify(raw, header, secret, now=now, **more)
    except NotImplementedError:
        raise
    except Exception as error:
        return type(error).__name__
    return "accepted" if value is None else f"returned {value!r}"


def hears(work: Callable[[], object]) -> bool:
    """Whether `work` calls a comparison whose time does not depend on where the first difference is."""
    names: set[str] = set()

    def profile(frame: Any, event: str, arg: Any) -> None:
        if event == "c_call":
            names.add(getattr(arg, "__name__", ""))

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return not names.isdisjoint(CONSTANT_TIME)


def said(got: str, want: str, case: str, cause: str, diagnosis: str) -> None:
    if got.startswith("returned"):
        cause = "no value is asked for: return nothing when all is well, and raise where the caller has to be stopped"
        diagnosis = "returns-instead-of-raising"
    expect(got == want, expected=want, got=got, case=case, cause=cause, read=SIGNATURE, diagnosis=diagnosis)


def check_valid(verify: Any) -> None:
    usual = b'{"id": "evt_1"}'
    said(
        outcome(verify, usual, sign(usual, SECRET, at=NOW)), "accepted", "a right signature, made now",
        "what is signed is the time in the header, a dot and the body; the digest is written in hex", "rejects-valid",
    )  # fmt: skip
    said(
        outcome(verify, RAW, sign(RAW, SECRET, at=NOW)), "accepted",
        f"the same with the body {RAW.decode()}",
        "the body is parsed and written again before it is hashed; that changes blanks and escapes",
        "hashes-parsed-json",
    )  # fmt: skip


def check_changed(verify: Any) -> None:
    header = sign(RAW, SECRET, at=NOW)
    said(outcome(verify, RAW.replace(b"10.0", b"99.0"), header), "BadSignature", "another amount in the body",
         "the body is not part of what is verified", "accepts-changed-body")  # fmt: skip
    again = json.dumps(json.loads(RAW)).encode()
    said(outcome(verify, again, header), "BadSignature", "the same JSON with other blanks",
         "the signature is of bytes, not of what they mean", "hashes-parsed-json")  # fmt: skip
    said(outcome(verify, RAW, header, secret=b"other"), "BadSignature", "another secret",
         "the secret is not used as the key of the HMAC", "accepts-changed-body")  # fmt: skip


def check_time(verify: Any) -> None:
    header = sign(RAW, SECRET, at=NOW)
    said(outcome(verify, RAW, header, now=NOW + 299), "accepted", "299 s old, tolerance 300 s",
         "requests take a while; within the tolerance they are fine", "ignores-tolerance")  # fmt: skip
    said(outcome(verify, RAW, header, now=NOW + 301), "Stale", "301 s old, tolerance 300 s",
         "the time in the header is not compared with now: whoever recorded a request can send it for ever",
         "ignores-timestamp")  # fmt: skip
    said(outcome(verify, RAW, header, secret=b"other", now=NOW + 301), "BadSignature", "301 s old, and another secret",
         "the time is judged before the signature: until one fits, the time may be anybody's invention",
         "time-before-signature")  # fmt: skip


def check_rotation(verify: Any) -> None:
    header = sign(RAW, b"new secret", at=NOW, also=SECRET)
    said(outcome(verify, RAW, header), "accepted", "two signatures, ours is the first",
         "while the secret is changed the header has one v1= per secret; one of them has to fit",
         "one-signature-only")  # fmt: skip
    header = sign(RAW, SECRET, at=NOW, also=b"old secret")
    said(outcome(verify, RAW, header), "accepted", "two signatures, ours is the second",
         "while the secret is changed the header has one v1= per secret; one of them has to fit",
         "one-signature-only")  # fmt: skip


def check_malformed(verify: Any) -> None:
    for header in ("", "nonsense", "t=soon,v1=00", f"t={NOW}", f"t={NOW},v1=\xe9"):
        said(outcome(verify, RAW, header), "BadSignature", f"the header {header!a}",
             "anybody can send such a header; another exception would become a 500", "malformed-header")  # fmt: skip


def check_constant_time(verify: Any) -> None:
    wrong = f"t={NOW},v1=" + "0" * 64
    expect(
        hears(lambda: outcome(verify, RAW, wrong)), expected="hmac.compare_digest", got="another comparison",
        case="a wrong signature of the right length",
        cause="== stops at the first difference, so the time it takes tells how much of a guess was right",
        read=SIGNATURE, diagnosis="not-constant-time",
    )  # fmt: skip


EXERCISES = (
    Exercise(
        id="01.4.e1",
        title="An inbox: claim and complete",
        reference=("labsupport.aio.inbox:Inbox",),
        difficulty=4,
        minutes=25,
        section=INBOX,
        task=(
            "Fill in `claim` and `complete`; the rest is given. `SCHEMA` has made the table `inbox`, one row an event, "
            "with the columns `id`, `attempt`, `lease_until`, `done_at` (NULL until done) and `error` (from `fail`)."
            "\n\n"
            "- `claim` returns `Duplicate(event_id, done_at)` if the event is done, and `Busy(event_id, retry_in_s)` "
            "while the lease of an earlier claim runs, whoever made it. Otherwise it stores a new claim in the row and "
            "returns it: `Claim(event_id, attempt, lease_until)`; `attempt` counts the claims of this event from 1.\n"
            "- `complete` sets `done_at`, but only for the newest claim of an event that is not done; otherwise it "
            "raises `LeaseLost`. The caller has begun a transaction, and ends it.\n"
            "- Time is `self.clock()`. Two processes will call you at the same moment."
        ),
        gotchas=(
            "Between a SELECT and an INSERT another process may do the same; `with transaction(self.db):` (from "
            "`labsupport.aio.inbox`, imported above) forbids it.",
            "Name the columns when you insert: `INSERT INTO inbox (id, ...) VALUES (?, ...)`. NULL is found by `IS "
            "NULL`; `= NULL` is never true.",
            "No event may become `Duplicate` before its effect is committed.",
        ),
        hints=(
            "Write the four situations of an id on paper: unknown, leased, lease over, done. Which answer has each, "
            "and which of them changes the row?",
            "One `transaction` around reading the row, deciding and writing. In SQL: `INSERT ... ON CONFLICT (id) DO "
            "UPDATE SET ...` covers the unknown and the expired row alike. `complete` is one UPDATE whose WHERE names "
            "the id, the attempt and `done_at IS NULL`.",
            "claim: row = SELECT attempt, lease_until, done_at; missing means (0, 0.0, None); test done_at, then "
            "lease_until > now; then write attempt + 1 and now + lease_s: in the UPDATE part `excluded.attempt` means "
            "the value that the INSERT part tried to write. complete: if the UPDATE's rowcount is not 1, raise "
            "LeaseLost.",
        ),
        checks=(
            Check("the first claim wins, the others are told how long it runs", check_one_claim),
            Check("of two processes at the same moment one gets the claim", check_race),
            Check("what is done stays done, for every worker", check_done),
            Check("a lease ends, and a late worker cannot complete", check_lease),
            Check("effect and mark are committed together or not at all", check_rollback),
        ),
        time_limit_s=15.0,
    ),
    Exercise(
        id="01.4.e2",
        title="The signature of a webhook",
        reference=("labsupport.aio.webhooks:verify_signature",),
        difficulty=2,
        minutes=10,
        section=SIGNATURE,
        task=(
            "It returns nothing if the body was signed with our secret, and not long ago; otherwise it raises.\n\n"
            "- The header is `t=SECONDS,v1=HEX`, perhaps with more `v1=HEX` pairs or pairs of other names. A signature "
            "is the HMAC-SHA256, in hex, of the header's SECONDS, a dot and the raw body.\n"
            "- No `v1` fits, or the header is malformed: raise `BadSignature`. One fits, but the time is more than "
            "`tolerance_s` from `now`: raise `Stale`.\n"
            "- Compare with `hmac.compare_digest(a, b)`, which takes the same time wherever `a` and `b` differ."
        ),
        gotchas=(
            "The body is bytes and stays bytes: parsing and writing JSON changes it, and an f-string makes `b'...'` of "
            "it.",
            "`compare_digest` raises TypeError for text that is not ASCII; bytes are always fine.",
            "A clock may also be ahead: a time far in the future is as wrong as one in the past.",
        ),
        hints=(
            "Which bytes did the sender put into its HMAC? Build exactly those from the header's time and `raw`.",
            "Split the header at commas, each pair at the first `=`. Collect the `t` values and the `v1` values "
            "separately: a dict would keep only the last `v1`.",
            "stamp must be digits; signed = stamp.encode() + b'.' + raw; right = hmac.new(secret, signed, sha256)"
            ".hexdigest().encode(); compare it with every v1.encode(); then abs(now - int(stamp)) > tolerance_s.",
        ),
        checks=(
            Check("a right signature is accepted, whatever the body looks like", check_valid),
            Check("a changed body or another secret is refused", check_changed),
            Check("an old request is stale, if it is genuine", check_time),
            Check("one of two signatures is enough", check_rotation),
            Check("a malformed header is a bad signature, not a crash", check_malformed),
            Check("the comparison takes the same time wherever the difference is", check_constant_time),
        ),
        time_limit_s=10.0,
    ),
)

QUESTIONS = (
    Question(
        id="01.4.q1",
        text="Your queue delivers at least once. How do you get each charge exactly once?",
        choices=(
            Choice(
                "Mark the id as seen in Redis, then charge: a repeat finds the mark",
                False,
                "A crash between the two loses the charge for good: the repeat is taken for a duplicate.",
            ),
            Choice(
                "Switch the broker to exactly-once delivery",
                False,
                "No broker can know whether your handler finished before it crashed; only the effect can tell.",
            ),
            Choice(
                "Keep the sender's id in durable storage, written in the transaction of the charge",
                True,
                "Mark and effect stand or fall together, and a duplicate gets a 2xx so that the sender stops.",
            ),
            Choice(
                "Charge first, and mark the id as seen only after that has surely succeeded, in a second transaction",
                False,
                "A crash between the two transactions charges twice.",
            ),
        ),
        answer=(
            "Deduplicate by sender id in durable storage in the same transaction as the effect, and answer 2xx for "
            "duplicates."
        ),
    ),
    Question(
        id="01.4.q2",
        text="Events come in three times as fast as you handle them. How does backpressure work in asyncio?",
        choices=(
            Choice(
                "`put` on a full bounded queue suspends the producer; at the HTTP edge that becomes a 503",
                True,
                "With Retry-After, instead of letting the caller wait for ever.",
            ),
            Choice(
                "Each event gets a task, and the event loop starts fewer of them when it is busy",
                False,
                "The loop takes as many tasks as you create; it never pushes back.",
            ),
            Choice(
                "An unbounded queue grows until the operating system slows the producer down",
                False,
                "It grows until MemoryError or the OOM killer: failure lab 01.4.c.",
            ),
        ),
        answer=(
            "put on a full bounded queue suspends the producer; at the edge translate that into 503 + Retry-After "
            "instead of waiting forever."
        ),
    ),
    Question(
        id="01.4.q3",
        text="Billing, search and mail must each react to every paid order; each runs in three copies. Queue or bus?",
        choices=(
            Choice(
                "One work queue that all nine workers read",
                False,
                "Each order would go to one of the nine: billing would miss most of them.",
            ),
            Choice(
                "Redis Pub/Sub with nine subscribers",
                False,
                "Each copy would get every order, so billing would charge three times; and what is missed is gone.",
            ),
            Choice(
                "A bus or log with three consumer groups",
                True,
                "Each group gets every event, and within a group one worker handles it.",
            ),
            Choice(
                "Nine queues, and the shop writes each order into all of them",
                False,
                "That repeats the charge for every copy, and the shop has to know all of its readers.",
            ),
        ),
        answer=(
            "A queue hands each task to one worker; a bus copies each event to all subscribers; logs with consumer "
            "groups offer both."
        ),
    ),
)
