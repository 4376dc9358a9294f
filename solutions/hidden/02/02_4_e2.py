"""Hidden check for 02.4.e2: receipts drawn anew, their issues and reasons counted here."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "02.4 Numbers that check themselves"

DRIVER = """
from labsupport.vision.receipts import Decision, Issue, Receipt


async def drive(subject, call, args):
    verify, decide = subject
    rows = []
    for lines, total, sure, others, limit in args["cases"]:
        receipt = Receipt(tuple(lines), total, sure, printed=(str(total), "; ".join(str(line) for line in lines)))
        more = {} if limit is None else {"min_prob": limit}
        row = {}
        try:
            found = verify(receipt)
            kept = isinstance(found, list) and all(isinstance(issue, Issue) for issue in found)
            row["codes"] = [str(issue.code) for issue in found] if kept else None
            row["words"] = kept and all(isinstance(i.problem, str) and bool(i.problem.strip()) for i in found)
            made = decide(receipt, tuple(others), **more)
            row["total"] = made.total if isinstance(made, Decision) else "other"
            row["reasons"] = [str(reason) for reason in made.reasons] if isinstance(made, Decision) else []
        except NotImplementedError:
            raise
        except Exception as error:
            row["raised"] = "ValueError" if isinstance(error, ValueError) else type(error).__name__
        rows.append(row)
    return rows
"""


@dataclass(frozen=True)
class Case:
    """One reading, other readings of its total, and what a wrong answer to it most likely means."""

    lines: Sequence[int | None]
    total: int | None
    slug: str
    cause: str
    sure: float = 0.99
    others: Sequence[int | None] = ()
    limit: float | None = None

    @property
    def args(self) -> list[Any]:
        return [list(self.lines), self.total, self.sure, list(self.others), self.limit]

    def codes(self) -> list[str]:
        """The issues, by the rules."""
        unread = sum(line is None for line in self.lines)
        found = ["line_format"] * unread
        if not self.lines:
            found.append("no_lines")
        if self.total is None:
            return sorted([*found, "total_format"])
        if self.total < 1:
            found.append("range")
        if self.lines and not unread and sum(line or 0 for line in self.lines) != self.total:
            found.append("sum")
        return sorted(found)

    def reasons(self) -> int:
        """How many reasons there are to abstain."""
        unsure = self.sure < (0.9 if self.limit is None else self.limit)
        return len(self.codes()) + unsure + sum(other != self.total for other in self.others)

    def __str__(self) -> str:
        limit = "" if self.limit is None else f", min_prob={self.limit}"
        return f"lines {list(self.lines)}, total {self.total}, sure {self.sure}, others {list(self.others)}{limit}"


def judge_case(case: Case, row: dict[str, Any]) -> None:
    text = {"case": str(case), "read": READ}
    expect("raised" not in row, expected="issues and a decision", got=row.get("raised"), diagnosis="raised",
           cause="a reading with missing parts makes it raise: None is a value that comes", **text)  # fmt: skip
    expect(row["codes"] is not None, expected="a list of Issue", got=row, diagnosis="not-issues",
           cause="collect an Issue(code, problem) for each reason", **text)  # fmt: skip
    got = sorted(row["codes"])
    expect(got == case.codes(), expected=case.codes(), got=got, cause=case.cause, diagnosis=case.slug, **text)
    expect(row["words"], expected="a problem in words", got=row, diagnosis="no-words", cause="a person reads why",
           **text)  # fmt: skip
    expect(row["total"] != "other", expected="a Decision", got=row, diagnosis="not-a-decision",
           cause="return Decision(total, reasons)", **text)  # fmt: skip
    reasons, want = row["reasons"], case.reasons()
    total = None if want else case.total
    expect(row["total"] == total, expected=total, got=row["total"], cause=case.cause,
           diagnosis="total-with-reasons" if reasons and row["total"] is not None else case.slug, **text)  # fmt: skip
    expect(len(reasons) == want and all(reason.strip() for reason in reasons), expected=f"{want} reasons",
           got=reasons, diagnosis="reasons-missing" if len(reasons) < want else "reasons-invented",
           cause="one reason for each issue, for the probability, for each reading that differs", **text)  # fmt: skip


def scenario(name: str, cases: list[Case]) -> Scenario:
    def judge(result: Any, world: Any) -> None:
        for case, row in zip(cases, result, strict=True):
            judge_case(case, row)

    return Scenario(name, {"cases": [case.args for case in cases]}, None, judge)


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    n = rng.randint

    def lines(least: int = 1) -> list[int]:
        return [n(10, 99_999) for _ in range(n(least, 6))]

    def moved(cents: int) -> int:
        """A total with one digit read as another one."""
        place = int(10 ** n(0, len(str(cents)) - 1))
        digit = cents // place % 10
        return cents + place * (rng.choice([d for d in range(1, 10) if d != digit]) - digit)

    agree = ("false-alarm", "numbers that agree, read with certainty, are not accepted")
    cent = ("cent-rounded-away", "a difference of one cent is a misread digit: compare cents, without tolerance")
    add = ("sum-missed", "the lines do not add up to the total")
    cases = []
    for _ in range(5):
        cases.append(Case(read := lines(), sum(read), *agree))
        cases.append(Case(read := lines(), sum(read) + rng.choice((-1, 1)), *cent))
    cases += [Case(read := lines(), sum(read) + step, *cent) for step in (-1, 1)]
    cases += [Case([euros := 100 * n(10**6, 9 * 10**6), 50], euros + 50 + step, *cent) for step in (-1, 1)]
    cases += [Case(read := lines(), moved(sum(read)), *add) for _ in range(6)]
    cases.append(Case([*(read := lines()), -n(1, 9)], sum(read), *add))
    yield scenario("sums", cases)

    discount = ("discount-refused", "a line may be negative, only the total has to be above 0")
    gone = ("no-lines", "without lines nothing confirms the total, and there is no sum to compare")
    unread = ("none-line", "each line that is None is one issue, and then no sum can be compared")
    none = ("none-total", "a total that is None is no amount, and no number to compare with")
    below = ("total-not-positive", "a total has to be above 0, even where the lines agree with it")
    yield scenario("discounts", [Case([*(read := lines()), -9], sum(read) - 9, *discount) for _ in range(3)])
    yield scenario("no lines", [Case([], n(1, 99_999), *gone) for _ in range(3)])
    cases = []
    for missing in (1, 2, 3):
        read = lines(2)
        for total in (sum(read), sum(read) + n(10, 900)):  # the lines that are left add up to it, or they do not
            mixed: list[int | None] = [*read, *[None] * missing]
            rng.shuffle(mixed)
            cases.append(Case(mixed, total, *unread))
    yield scenario("lines that are no amounts", [*cases, Case([None], n(1, 999), *unread)])
    yield scenario("totals that are no amounts", [Case(lines(), None, *none) for _ in range(3)])
    cases = [Case([0], 0, *below), Case([n(1, 9) * 100, 0], 0, *below), Case([(k := n(1, 999)), -k], 0, *below)]
    cases += [Case([(k := n(1, 999)), -k - m], -m, *below) for m in (1, n(2, 9_999))]
    yield scenario("totals that are not above 0", cases)

    every = ("first-issue-only", "all issues have to be told, not the first one")
    cases = [Case([None, k := n(1, 99)], None, *every), Case([k], -k, *every), Case([], None, *every),
             Case([], 0, *every), Case([], -k, *every), Case([None, None], 0, *every)]  # fmt: skip
    yield scenario("several issues", cases)

    sure = ("confidence-only", "the model is sure of it, and still its numbers do not agree")
    guess = ("confidence-ignored", "the least sure token is below the limit")
    border = ("border", "a probability of just `min_prob` is enough")
    limit = ("limit-ignored", "the limit is that of the call, MIN_PROB where none is given")
    cases = []
    for p in (1.0, round(rng.uniform(0.991, 0.999), 4)):
        cases += [Case(read := lines(), moved(sum(read)), *sure, p), Case([], n(1, 999), *sure, p),
                  Case([*lines(), None], n(1, 999), *sure, p), Case([0], 0, *sure, p)]  # fmt: skip
    yield scenario("sure and wrong", cases)
    cases = [Case(read := lines(), sum(read), *guess, p) for p in (0.0, round(rng.uniform(0.1, 0.8), 3), 0.899)]
    yield scenario("right and not sure", cases)
    p = n(1, 99) / 100
    cases = [
        Case(read := lines(), sum(read), *border, p, (), q) for p, q in ((0.9, None), (p, p), (0.0, 0.0), (1.0, 1.0))
    ]
    yield scenario("the limit itself", cases)
    p = round(rng.uniform(0.3, 0.8), 3)
    cases = [Case(read := lines(), sum(read), *limit, p + step, (), p) for step in (-0.01, 0.01)]
    cases += [Case(read := lines(), sum(read), *limit, 0.97, (), 0.98), Case(read, sum(read), *limit, 0.0, (), 0.0)]
    yield scenario("other limits", cases)

    same = ("false-alarm", "all readings agree, and the total is not accepted")
    other = ("others-ignored", "a reading that differs is a reason, wherever it stands")
    vote = ("vote", "there is no vote: when readings differ, a person has to look")
    blank = ("none-agrees", "a reading that finds no amount does not confirm one")
    cases = []
    for _ in range(2):
        read = lines()
        t = sum(read)
        cases += [Case(read, t, *same, others=[t] * k) for k in (1, 2, 4)]
        cases += [Case(read, t, *other, others=more) for more in
                  ([t + 1], [t - 1, t], [t, t + n(1, 99)], [t, t, moved(t)], [t, 0], [t, -t])]  # fmt: skip
    yield scenario("other readings", cases)
    t = n(100, 99_999)
    cases = [Case([t], t, *blank, others=more) for more in ([None], [t, None], [None, t, t], [None, None])]
    yield scenario("readings without an amount", cases)
    cases = [Case([(t := n(100, 99_999))], t, *vote, others=[m := moved(t), m]),
             Case([(t := n(100, 99_999))], t + 1, *vote, others=[t, t])]  # fmt: skip
    yield scenario("outvoted readings", cases)

    last = ("total-with-reasons", "where there is a reason, there is no total")
    k = n(100, 999)
    cases = [Case([k, None], None, *last, 0.2, [k, None]), Case([k], k + 1, *last, 0.2, [k, None, k + 1]),
             Case([k], -k, *last, 0.1, [k]), Case([], None, *last, 0.0, [k, k])]  # fmt: skip
    yield scenario("all reasons", cases)
