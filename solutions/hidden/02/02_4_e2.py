"""Hidden check for 02.4.e2: receipts drawn anew, their issues and reasons counted here."""

from __future__ import annotations

import random
from collections import Counter
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


MIN_PROB = 0.9


@dataclass(frozen=True)
class Case:
    """One reading, other readings of its total, and the limit of the call (None: the default one)."""

    lines: Sequence[int | None]
    total: int | None
    sure: float = 0.99
    others: Sequence[int | None] = ()
    limit: float | None = None

    @property
    def args(self) -> list[Any]:
        return [list(self.lines), self.total, self.sure, list(self.others), self.limit]

    @property
    def least(self) -> float:
        return MIN_PROB if self.limit is None else self.limit

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
        if self.lines and not unread and self.added() != self.total:
            found.append("sum")
        return sorted(found)

    def added(self) -> int:
        return sum(line or 0 for line in self.lines)

    def reasons(self) -> int:
        """How many reasons there are to abstain."""
        return len(self.codes()) + (self.sure < self.least) + sum(other != self.total for other in self.others)

    def __str__(self) -> str:
        limit = "" if self.limit is None else f", min_prob={self.limit}"
        return f"lines {list(self.lines)}, total {self.total}, sure {self.sure}, others {list(self.others)}{limit}"


def likely_issues(case: Case, got: list[str]) -> tuple[str, str]:
    """(diagnosis, cause) of wrong issues."""
    want = Counter(case.codes())
    lost, added = want - Counter(got), Counter(got) - want
    if not added and len(want) > len(set(got)) == len(got) > 0:
        return "first-issue-only", "all issues have to be told, not the first one"
    if "line_format" in lost:
        return "none-line", "each line that is None is one issue"
    if "sum" in lost and abs(case.added() - (case.total or 0)) == 1:
        return "cent-rounded-away", "a difference of one cent is a misread digit: compare cents, without tolerance"
    if "sum" in lost:
        return "sum-missed", "the lines do not add up to the total"
    if "no_lines" in lost or ("sum" in added and not case.lines):
        return "no-lines", "without lines nothing confirms the total, and there is no sum to compare"
    if "range" in lost:
        return "total-not-positive", "a total has to be above 0, even where the lines agree with it"
    if "total_format" in lost:
        return "none-total", "a total that is None is no amount, and no number to compare with"
    if "sum" in added and None in case.lines:
        return "none-line", "where a line is no amount there is no sum to compare"
    if any(line is not None and line < 1 for line in case.lines):
        return "discount-refused", "a line may be negative or 0, only the total has to be above 0"
    return "false-alarm", "issues are reported that do not hold"


def likely_decision(case: Case, total: Any, reasons: list[str]) -> tuple[str, str]:
    """(diagnosis, cause) of a wrong total, where the issues are right."""
    if not case.reasons():
        if case.sure == case.least:
            return "border", "a probability of just `min_prob` is enough"
        if case.limit is not None:
            return "limit-ignored", "the limit is that of the call, MIN_PROB where none is given"
        return "false-alarm", "numbers that agree, read with certainty, are not accepted"
    if reasons:
        return "total-with-reasons", "where there is a reason, there is no total"
    if total != case.total:
        return "vote", "there is no vote: when readings differ, a person has to look"
    if case.codes():
        return "confidence-only", "the model is sure of it, and still its numbers do not agree"
    if case.sure < case.least:
        if case.limit is not None:
            return "limit-ignored", "the limit is that of the call, MIN_PROB where none is given"
        return "confidence-ignored", "the least sure token is below the limit"
    if all(other in (None, case.total) for other in case.others):
        return "none-agrees", "a reading that finds no amount does not confirm one"
    return "others-ignored", "a reading that differs is a reason, wherever it stands"


def judge_case(case: Case, row: dict[str, Any]) -> None:
    text = {"case": str(case), "read": READ}
    expect("raised" not in row, expected="issues and a decision", got=row.get("raised"), diagnosis="none-raises",
           cause="a reading with missing parts makes it raise: None is a value that comes", **text)  # fmt: skip
    expect(row["codes"] is not None, expected="a list of Issue", got=row, diagnosis="not-issues",
           cause="collect an Issue(code, problem) for each reason", **text)  # fmt: skip
    got, codes = sorted(row["codes"]), case.codes()
    slug, cause = ("", "") if got == codes else likely_issues(case, got)
    expect(got == codes, expected=codes, got=got, cause=cause, diagnosis=slug, **text)
    expect(row["words"], expected="a problem in words", got=row, diagnosis="no-words", cause="a person reads why",
           **text)  # fmt: skip
    expect(row["total"] != "other", expected="a Decision", got=row, diagnosis="not-a-decision",
           cause="return Decision(total, reasons)", **text)  # fmt: skip
    reasons, many = row["reasons"], case.reasons()
    total = None if many else case.total
    slug, cause = ("", "") if row["total"] == total else likely_decision(case, row["total"], reasons)
    expect(row["total"] == total, expected=total, got=row["total"], cause=cause, diagnosis=slug, **text)
    expect(len(reasons) == many and all(reason.strip() for reason in reasons), expected=f"{many} reasons",
           got=reasons, diagnosis="reasons-missing" if len(reasons) < many else "reasons-invented",
           cause="one reason for each issue, for the probability, for each reading that differs", **text)  # fmt: skip


def scenario(name: str, cases: list[Case]) -> Scenario:
    def judge(result: Any, world: Any) -> None:
        for case, row in zip(cases, result, strict=True):
            judge_case(case, row)

    return Scenario(name, {"cases": [case.args for case in cases]}, None, judge)


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    n = rng.randint

    def amounts(least: int = 1) -> list[int]:
        return [n(10, 99_999) for _ in range(n(least, 6))]

    def moved(cents: int) -> int:
        """A total with one digit read as another one."""
        place = int(10 ** n(0, len(str(cents)) - 1))
        digit = cents // place % 10
        return cents + place * (rng.choice([d for d in range(1, 10) if d != digit]) - digit)

    cases = []
    for step in (-1, 1):
        cases += [Case(read := amounts(), sum(read)), Case(read := amounts(), sum(read) + step)]
        cases += [Case([k := 100 * n(1, 900), 49], k + 50), Case([k := 100 * n(1, 900), 51], k + 50)]  # half a euro
        cases += [Case([k := 100 * n(10**6, 9 * 10**6), 50], k + 50 + step)]  # a cent of a large amount
        cases += [Case(read := amounts(), moved(sum(read))) for _ in range(3)]
        cases += [Case([*(read := amounts()), -9], sum(read) - 9), Case([*(read := amounts()), -9], sum(read))]
    yield scenario("lines and their sum", cases)

    cases = [Case([], n(2, 99_999)), Case(amounts(), None), Case([None], n(1, 999))]
    for missing in (1, 2, 3):
        read = amounts(2)
        for total in (sum(read), sum(read) + n(10, 900)):  # the lines that are left add up to it, or they do not
            mixed: list[int | None] = [*read, *[None] * missing]
            rng.shuffle(mixed)
            cases.append(Case(mixed, total))
    yield scenario("what is no amount, or is not there", cases)

    k = n(2, 999)
    cases = [Case([0], 0), Case([k, -k], 0), Case([k, -k - 1], -1), Case([k, -3 * k], -2 * k)]
    cases += [Case([None, k], None), Case([k], -k), Case([], None), Case([], 0), Case([], -k), Case([None, None], 0)]
    yield scenario("totals that are not above 0, and several issues", cases)

    cases = []
    for p in (1.0, round(rng.uniform(0.991, 0.999), 4)):
        cases += [Case(read := amounts(), sum(read), p), Case(read := amounts(), moved(sum(read)), p)]
        cases += [Case([], n(2, 999), p), Case([*amounts(), None], n(2, 999), p), Case([0], 0, p)]
    cases += [Case(read := amounts(), sum(read), p) for p in (0.0, round(rng.uniform(0.1, 0.8), 3), 0.899)]
    yield scenario("sure and wrong, right and not sure", cases)

    p = n(10, 80) / 100
    cases = [Case(read := amounts(), sum(read), p + step, (), p) for step in (-0.01, 0.01)]
    cases += [Case(read := amounts(), sum(read), 0.97, (), 0.98), Case(read, sum(read), MIN_PROB)]
    cases += [Case(read := amounts(), sum(read), q, (), q) for q in (p, 0.0, 1.0)]
    yield scenario("the limit", cases)

    t = n(100, 99_999)
    cases = [Case([t], t, others=[t] * many) for many in (1, 2, 4)]
    for more in ([t + 1], [t - 1, t], [t, t + n(2, 99)], [t, t, moved(t)], [t, 0], [t, -t]):
        cases.append(Case([t], t, others=more))
    yield scenario("other readings", cases)
    t = n(100, 99_999)
    cases = [Case([t], t, others=more) for more in ([None], [t, None], [None, t, t], [None, None])]
    yield scenario("readings without an amount", cases)
    t, wrong = n(100, 99_999), moved(n(100, 99_999))
    cases = [Case([t], t, others=[wrong + t, wrong + t]), Case([t], t + 1, others=[t, t])]
    cases += [Case([t, None], None, 0.2, [t, None]), Case([t], t + 1, 0.2, [t, None, t + 1])]
    cases += [Case([t], -t, 0.1, [t]), Case([], None, 0.0, [t, t])]
    yield scenario("all reasons, and no vote", cases)
