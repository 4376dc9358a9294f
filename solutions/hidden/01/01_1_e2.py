"""Hidden check for 01.1.e2: the parent knows which failure was built and which answer belongs to it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "01.1 When the provider fails"

DRIVER = """
import httpx
from fastapi import HTTPException


def build(kind, status, headers):
    request = httpx.Request("POST", "http://provider.example/v1/chat/completions")
    if kind == "status":
        response = httpx.Response(status, headers=headers, request=request)
        return httpx.HTTPStatusError(f"status {status}", request=request, response=response)
    if kind.startswith("httpx."):
        return getattr(httpx, kind[6:])("it failed", request=request)
    return {"TimeoutError": TimeoutError, "KeyError": KeyError, "ZeroDivisionError": ZeroDivisionError,
            "RuntimeError": RuntimeError}[kind]("it failed")


async def drive(subject, call, args):
    answers = []
    for kind, status, headers in args["cases"]:
        exc = build(kind, status, headers)
        try:
            got = subject(exc)
            if isinstance(got, HTTPException):
                lower = {name.lower(): value for name, value in (got.headers or {}).items()}
                answers.append(["returned", got.status_code, lower.get("retry-after")])
            else:
                answers.append(["returned", type(got).__name__, None])
        except BaseException as raised:
            answers.append(["same" if raised is exc else "raised", type(raised).__name__, None])
    return answers
"""

Case = tuple[str, int, dict[str, str]]


def diagnose(case: Case, got: list[Any], want: int) -> tuple[str, str]:
    """The likely mistake behind a wrong answer: (slug, sentence for the learner)."""
    kind, status, headers = case
    if got[0] == "raised" and got[1] == "HTTPException":
        return "raised-instead-of-returned", "the function returns the answer; the route raises it"
    if kind == "status" and status == 429 and got[0] == "raised" and headers:
        return "retry-after-date", "Retry-After may be an HTTP date, not only a number of seconds"
    if kind == "status" and got[1] == status:
        return "status-passed-through", "the provider's status is handed to our caller, who did nothing wrong"
    if kind == "TimeoutError":
        return "deadline-not-mapped", "the total deadline raises the built-in TimeoutError, which needs a 504 too"
    if want == 504:
        return "timeout-as-502", "a time-out is handled by the branch of its parent class"
    if kind == "httpx.PoolTimeout":
        return "pool-timeout", "waiting for a connection of our own pool is our limit: 503, before the other time-outs"
    if got[0] != "returned":
        return "not-mapped", "this failure of the provider is not mapped"
    return "wrong-status", "this failure of the provider gets the wrong status"


def judge_mapped(result: Any, cases: list[Case], wants: list[int]) -> None:
    for case, want, got in zip(cases, wants, result, strict=True):
        slug, cause = diagnose(case, got, want)
        expect(
            got[0] == "returned" and got[1] == want, expected=want, got=got, case=str(case), cause=cause, read=READ,
            diagnosis=slug,
        )  # fmt: skip
        if want != 503:
            continue
        given = case[2].get("retry-after")
        right = got[2] == given if given else str(got[2] or "").isdecimal() and int(got[2]) >= 1
        expect(
            right, expected=given or "a number of seconds, at least 1", got=got[2], case=str(case),
            cause="a 503 without the provider's Retry-After, or without any, invites an immediate retry",
            read=READ, diagnosis="retry-after-lost",
        )  # fmt: skip


def judge_bugs(result: Any, cases: list[Case]) -> None:
    for case, got in zip(cases, result, strict=True):
        expect(
            got[0] == "same", expected="the same exception, raised again", got=got, case=str(case),
            cause="a bug of ours is reported as a failure of the provider and will never be found",
            read=READ, diagnosis="bug-hidden",
        )  # fmt: skip


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def mapped(name: str, pairs: list[tuple[Case, int]]) -> Scenario:
        rng.shuffle(pairs)
        cases, wants = [case for case, _ in pairs], [want for _, want in pairs]
        return Scenario(
            name, {"cases": cases}, None, lambda result, world: judge_mapped(result, cases, wants), time_limit_s=3.0
        )

    wait = str(rng.randint(2, 90))
    date = f"Wed, 21 Oct 2099 07:{rng.randint(10, 59)}:00 GMT"
    yield mapped(
        "the provider's rate limit",
        [(("status", 429, {"retry-after": wait}), 503), (("status", 429, {}), 503)],
    )
    yield mapped("a date in Retry-After", [(("status", 429, {"retry-after": date}), 503)])
    yield mapped("server errors", [(("status", code, {}), 502) for code in rng.sample([500, 502, 503, 504, 529], 4)])
    yield mapped("refusals", [(("status", code, {}), 502) for code in [401, *rng.sample([400, 403, 404, 409, 422], 3)]])
    yield mapped(
        "time-outs",
        [((f"httpx.{kind}", 0, {}), 504) for kind in ("ReadTimeout", "ConnectTimeout", "WriteTimeout")],
    )
    yield mapped("the total deadline", [(("TimeoutError", 0, {}), 504)])
    yield mapped("the pool", [(("httpx.PoolTimeout", 0, {}), 503)])
    yield mapped(
        "no usable answer",
        [((f"httpx.{kind}", 0, {}), 502) for kind in ("ConnectError", "ReadError", "RemoteProtocolError")],
    )
    bugs: list[Case] = [(kind, 0, {}) for kind in ("KeyError", "ZeroDivisionError", "RuntimeError")]
    rng.shuffle(bugs)
    yield Scenario(
        "bugs of our own", {"cases": bugs}, None, lambda result, world: judge_bugs(result, bugs), time_limit_s=3.0
    )
