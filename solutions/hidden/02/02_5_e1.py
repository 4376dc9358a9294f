"""Hidden check for 02.5.e1: random counts and prices, the bill computed here in exact fractions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "02.5 Prices"

DRIVER = """
import datetime
from types import SimpleNamespace

from labsupport.tokens.money import Money
from labsupport.tokens.prices import Price
from labsupport.usage import Usage


async def drive(subject, call, args):
    rows = []
    for case in args["cases"]:
        price = Price(model="hidden", as_of=datetime.date(2026, 1, 1), **case["price"])
        names = ("prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens")
        counts = dict(zip(names, case["counts"]))
        usage = SimpleNamespace(**counts) if case["logged"] else Usage(**counts)
        try:
            made = subject(usage, price, writes=case["writes"])
            rows.append([type(made).__name__ if isinstance(made, Money) else "other", str(made)])
        except NotImplementedError:
            raise
        except Exception as error:
            rows.append(["raised", "ValueError" if isinstance(error, ValueError) else type(error).__name__])
    return rows
"""

Case = dict[str, Any]


def micro(case: Case) -> int:
    """The right amount: the exact fraction, rounded half up."""
    prompt, output, cached, _ = case["counts"]
    p, hit = case["price"], cached or 0
    fresh = prompt - hit - case["writes"]
    exact = fresh * p["input"] + hit * p["cached"] + case["writes"] * p["write"] + output * p["output"]
    return int((Fraction(exact, 10**6) + Fraction(1, 2)) // 1)


def dollars(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return Fraction(-1)


def judge_bills(cases: list[Case], slug: str, cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, (kind, text) in zip(cases, result, strict=True):
            shown = f"usage {case['counts']}, writes {case['writes']}, price {case['price']}"
            want = Fraction(micro(case), 10**6)
            expect(kind == "Money", expected="Money", got=(kind, text), case=shown,
                   cause="the result is no Money, or an exception", read=READ,
                   diagnosis="none-not-handled" if text == "TypeError" else "not-money")  # fmt: skip
            expect(
                dollars(text) == want, expected=str(want), got=text, case=shown, cause=cause, read=READ, diagnosis=slug
            )

    return judge


def judge_refusals(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, row in zip(cases, result, strict=True):
            expect(row == ["raised", "ValueError"], expected="ValueError", got=row,
                   case=f"usage {case['counts']}, writes {case['writes']}", read=READ, diagnosis=case["slug"],
                   cause="a count that cannot be is billed, or refused with another exception")  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def price(**terms: int) -> dict[str, int]:
        fresh = rng.randrange(10_000, 9_000_000)
        cached, write = fresh * rng.choice((1, 2, 5)) // 10, fresh * rng.choice((4, 5, 8)) // 4
        base = {"input": fresh, "cached": cached, "write": write, "output": fresh * rng.randrange(3, 9)}  # fmt: skip
        return base | terms

    def case(prompt: int, out: int, cached: int | None = 0, reasoning: int | None = None, writes: int = 0,
             logged: bool = False, slug: str = "", **terms: int) -> Case:  # fmt: skip
        return {"counts": [prompt, out, cached, reasoning], "writes": writes, "price": price(**terms),
                "logged": logged, "slug": slug}  # fmt: skip

    n = rng.randrange
    reads = [case(n(50_000, 90_000), 0, n(10_000, 40_000)) for _ in range(12)]
    yield Scenario("reads of the cache", {"cases": reads}, None,
                   judge_bills(reads, "one-discount", "reads are not billed at the price of this model"))  # fmt: skip
    writes = [case(n(50_000, 90_000), n(100), n(10_000), writes=n(10_000, 30_000)) for _ in range(8)]
    yield Scenario("writes to the cache", {"cases": writes}, None,
                   judge_bills(writes, "write-fee-missing", "written tokens have a price of their own"))  # fmt: skip
    thinking = [case(n(1_000), n(500, 900), None, n(1, 500)) for _ in range(6)]
    yield Scenario("reasoning tokens, cached not reported", {"cases": thinking}, None,
                   judge_bills(thinking, "reasoning-billed-twice", "reasoning is in the output"))  # fmt: skip
    halves = [case(2 * k + 1, 0, input=500_000) for k in (0, 1, 2, n(3, 50))]
    halves += [case(1, 1, input=500_000, output=500_000), case(1, 1, input=499_999, output=500_000)]
    yield Scenario("halves of a micro-dollar", {"cases": halves}, None,
                   judge_bills(halves, "rounding", "the sum is rounded once, half up"))  # fmt: skip
    large = [case(n(10**16, 10**17), n(10**15), 10**9 * n(1_000), input=n(1, 10**6) | 1) for _ in range(4)]
    yield Scenario("very many tokens", {"cases": large}, None,
                   judge_bills(large, "float", "a float cannot hold the sum"))  # fmt: skip
    k = n(10, 10_000)
    bad = [
        case(k, 0, k + n(1, 9), logged=True, slug="hit-ratio-above-one"),
        case(k, 0, k - 3, writes=4, logged=True, slug="hit-ratio-above-one"),
        case(k, 0, 0, writes=k + 1, logged=True, slug="hit-ratio-above-one"),
        case(-k, 0, None, logged=True, slug="negative-accepted"),
        case(k, -1, None, logged=True, slug="negative-accepted"),
        case(k, 1, -k, logged=True, slug="negative-accepted"),
        case(k, 5, 0, -1, logged=True, slug="negative-accepted"),
        case(k, 1, 5, writes=-1, logged=True, slug="negative-accepted"),
        case(k, 7, 0, 8, logged=True, slug="reasoning-above-output"),
    ]
    yield Scenario("counts that cannot be", {"cases": bad}, None, judge_refusals(bad))
    fine = [case(k, 0, k), case(k, 0, 0, writes=k), case(k, 7, 0, 7), case(0, 0, None), case(k, 9, k - 4, writes=4)]
    yield Scenario("counts at their limits", {"cases": fine}, None,
                   judge_bills(fine, "wrong-sum", "a part as large as its whole is allowed"))  # fmt: skip
