"""Hidden check for 01.4.e2: the parent signs with fresh secrets and knows what each request deserves."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "01.4 Webhooks"

DRIVER = """
import sys

CONSTANT_TIME = {"compare_digest", "_compare_digest", "bytes_eq", "verify"}


async def drive(subject, call, args):
    answers = []
    for raw, header, secret, now, more in args["cases"]:
        names = set()

        def profile(frame, event, arg):
            if event == "c_call":
                names.add(getattr(arg, "__name__", ""))

        sys.setprofile(profile)
        try:
            value = subject(bytes.fromhex(raw), header, bytes.fromhex(secret), now=now, **more)
            told = "accepted" if value is None else "returned"
        except Exception as error:
            told = type(error).__name__
        finally:
            sys.setprofile(None)
        answers.append([told, bool(names & CONSTANT_TIME)])
    return answers
"""

Case = tuple[bytes, str, bytes, float, dict[str, Any]]


def hexed(raw: bytes, stamp: int | str, secret: bytes) -> str:
    return hmac.new(secret, str(stamp).encode() + b"." + raw, hashlib.sha256).hexdigest()


def judge(cases: list[Case], want: str, diagnosis: str, cause: str, *, timed: bool = False) -> Any:
    def decide(result: Any, world: Any) -> None:
        for case, (told, constant) in zip(cases, result, strict=True):
            slug, why = diagnosis, cause
            if told == "returned":
                slug, why = (
                    "returns-instead-of-raising",
                    "a value is returned where an exception has to stop the caller",
                )
            elif want == "accepted" and told == "Stale":
                slug, why = (
                    "ignores-now",
                    "a fresh request is called stale: time is `now`, and the tolerance `tolerance_s`",
                )
            expect(told == want, expected=want, got=told, case=str(case), cause=why, read=READ, diagnosis=slug)
            expect(
                constant or not timed,
                expected="compare_digest",
                got="another comparison",
                case=str(case),
                read=READ,
                cause="the comparison stops at the first difference, so its time tells how much of a guess was right",
                diagnosis="not-constant-time",
            )

    return decide


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    secret = rng.randbytes(rng.randint(16, 80))
    now = rng.randrange(2_100_000_000, 3_000_000_000)  # far from any real clock

    def one(raw: bytes, header: str, at: float = now, key: bytes = secret, **more: Any) -> Case:
        return (raw, header, key, at, more)

    def header(raw: bytes, stamp: int = now, key: bytes = secret) -> str:
        return f"t={stamp},v1={hexed(raw, stamp, key)}"

    def make(name: str, cases: list[Case], want: str, diagnosis: str, cause: str, **more: Any) -> Scenario:
        args = {"cases": [[raw.hex(), head, key.hex(), at, options] for raw, head, key, at, options in cases]}
        return Scenario(name, args, None, judge(cases, want, diagnosis, cause, **more), time_limit_s=5.0)

    number = rng.randrange(10**6)
    compact = json.dumps({"id": f"evt_{number}"}, separators=(",", ":")).encode()
    plain = json.dumps({"id": f"evt_{number}"}).encode()
    odd = [
        b'{"b":%d,   "a": "\\u00e9"}' % number,
        b'{"z": 1.50, "a": 2}\n',
        b'{"n": 1e3, "m": 1, "m": 2}',
        b"payload=%d&type=paid" % number,
        b"",
        rng.randbytes(200),
    ]
    rng.shuffle(odd)
    yield make(
        "right signatures",
        [one(raw, header(raw)) for raw in (compact, plain)],
        "accepted",
        "rejects-valid",
        "signed is the time of the header, a dot and the body, as HMAC-SHA256 in hex",
        timed=True,
    )
    yield make(
        "bodies of every kind",
        [one(raw, header(raw)) for raw in odd],
        "accepted",
        "hashes-parsed-json",
        "the bytes that were received are not what is hashed",
    )
    spaced = b'{"id":   "evt_%d"}' % number
    yield make(
        "written again",
        [one(plain, header(spaced)), one(spaced, header(plain)), one(compact, header(plain))],
        "BadSignature",
        "hashes-parsed-json",
        "another body with the same meaning passes",
    )
    flipped = header(plain)[:-1] + ("0" if header(plain)[-1] != "0" else "1")
    changed = [
        one(plain.replace(b"evt", b"EVT"), header(plain)),
        one(plain, header(plain, key=rng.randbytes(32))),
        one(plain, flipped),
    ]
    why = "a body or signature that was changed passes"
    yield make("changed", changed, "BadSignature", "accepts-changed-body", why, timed=True)
    longer = [one(plain, header(plain)[:-2]), one(plain, header(plain) + "00")]  # a look at the length may refuse these
    yield make("of another length", longer, "BadSignature", "accepts-changed-body", why)
    stamp = now - rng.randint(20, 200)
    moved = [one(plain, f"t={now},v1={hexed(plain, stamp, secret)}")]
    yield make(
        "a new time on an old signature",
        moved,
        "BadSignature",
        "time-not-signed",
        "the time is not part of what is verified",
    )
    old = [one(plain, header(plain), at=now + 301 + rng.randrange(10**6)), one(plain, header(plain), at=now + 300.9)]
    yield make("too old", old, "Stale", "ignores-timestamp", "an old request that was recorded can be sent for ever")
    forged = [one(plain, header(plain, key=rng.randbytes(32)), at=now + 301 + rng.randrange(10**6))]
    yield make(
        "old and forged",
        forged,
        "BadSignature",
        "time-before-signature",
        "the time is judged before the signature: a forger learns that only the time was wrong",
    )
    ahead = [one(plain, header(plain), at=now - 302 - rng.randrange(10**6))]
    yield make(
        "too far ahead", ahead, "Stale", "future-accepted", "a time far in the future passes, and will stay fresh"
    )
    tolerance = rng.randint(3, 60)
    inside = [
        one(plain, header(plain), at=now + tolerance - 1, tolerance_s=tolerance),
        one(plain, header(plain), at=now + 3000, tolerance_s=3600),
    ]
    yield make("inside another tolerance", inside, "accepted", "ignores-tolerance", "`tolerance_s` is not used")
    outside = [one(plain, header(plain), at=now + tolerance + 1, tolerance_s=tolerance)]
    yield make("outside another tolerance", outside, "Stale", "ignores-tolerance", "`tolerance_s` is not used")
    right, other = hexed(plain, now, secret), hexed(plain, now, rng.randbytes(32))
    pairs = [
        [f"t={now}", f"v1={right}", f"v1={other}"],
        [f"t={now}", f"v1={other}", f"v1={right}"],
        [f"t={now}", f"v0={other}", f"v1={other}", f"v1={right}", "x=1"],
    ]
    yield make(
        "a secret that is being changed",
        [one(plain, ",".join(parts)) for parts in pairs],
        "accepted",
        "one-signature-only",
        "one of several v1 signatures fits, and the request is refused",
    )
    schemes = [one(plain, f"t={now},v0={right}"), one(plain, f"t={now},v1={other},v0={right}")]
    yield make(
        "another scheme", schemes, "BadSignature", "any-scheme", "a signature under another name than v1 is accepted"
    )
    bad = [
        "",
        ",",
        "t",
        "v1",
        "=",
        f"v1={right}",
        f"t={now}",
        f"t=,v1={right}",
        f"t=now,v1={right}",
        f"t={now},v1=",
        f"t={now},v1=\xe9\xff",
        f"t={now}.5,v1={right}",
        f"t={now},v1={right[:-1]}g",
    ]
    rng.shuffle(bad)
    yield make(
        "malformed headers",
        [one(plain, text) for text in bad],
        "BadSignature",
        "malformed-header",
        "a header that anybody can send raises something else than BadSignature",
    )
