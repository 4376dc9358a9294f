"""Hidden check for 02.3.e1: the parent packs plain texts by the rules; the driver holds chunks, parts and a counter."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "02.3 Packing a prompt"

DRIVER = """
from labsupport.context.pack import BudgetError, PromptParts
from labsupport.context.split import Chunk


def count(messages):
    return sum(len("<" + m["role"] + ">" + m["content"] + "<end>") + 2 for m in messages) // 3


ORDERS = {
    "reversed": lambda chunks: list(reversed(chunks)),
    "as ranked": lambda chunks: list(chunks),
}


async def drive(subject, call, args):
    results = []
    for case in args["cases"]:
        parts = PromptParts(**{**case["parts"], "history": tuple(case["parts"]["history"])})
        chunks = [Chunk(text, 0, len(text)) for text in case["chunks"]]
        more = {"order": ORDERS[case["order"]]} if case["order"] else {}
        ranks = {id(chunk): i for i, chunk in enumerate(chunks)}
        row = {}
        try:
            more |= {"window": case["window"], "reserve_output": case["reserve"], "count": count}
            got = subject(parts, list(chunks), **more)
            row["used"] = [ranks.get(id(c), -1) for c in got.used]
            row["dropped"] = [ranks.get(id(c), -1) for c in got.dropped]
            row["messages"] = [dict(m) for m in got.messages]
            row["tokens"] = got.tokens
        except BudgetError as error:
            row["raised"] = "BudgetError"
            row["table"] = sum(error.table.values())
        except Exception as error:
            if isinstance(error, NotImplementedError):
                raise
            row["raised"] = type(error).__name__
        results.append(row)
    return results
"""

Values = dict[str, Any]


def count(messages: list[Values]) -> int:
    """The driver's counter: characters of the rendered conversation over three, so that parts do not add up."""
    return sum(len(f"<{m['role']}>{m['content']}<end>") + 2 for m in messages) // 3


def build(parts: Values, texts: list[str]) -> list[Values]:
    """The conversation with these texts."""
    marked = [f"[{i}] {t}" if parts["numbered"] else t for i, t in enumerate(texts, 1)]
    system = [{"role": "system", "content": parts["system"]}] if parts["system"] else []
    last = {"role": "user", "content": parts["separator"].join([*marked, parts["question"]])}
    return [*system, *parts["history"], last]


def arranged(taken: list[int], order: str) -> list[int]:
    if order == "reversed":
        return taken[::-1]
    return taken if order == "as ranked" else taken[::2] + taken[1::2][::-1]


class Case:
    """One call. `slug` and `cause`: what it means when the set of used chunks is not the right one."""

    def __init__(
        self, parts: Values, chunks: list[str], window: int, reserve: int, slug: str, cause: str, order: str = ""
    ) -> None:
        self.parts, self.chunks, self.window, self.reserve = parts, chunks, window, reserve
        self.slug, self.cause, self.order = slug, cause, order

    @property
    def args(self) -> Values:
        return {"parts": self.parts, "chunks": self.chunks, "window": self.window, "reserve": self.reserve,
                "order": self.order}  # fmt: skip

    def messages(self, taken: list[int]) -> list[Values]:
        return build(self.parts, [self.chunks[i] for i in arranged(taken, self.order)])

    def want(self) -> tuple[list[int], list[int]]:
        """Ranks used (best first) and dropped."""
        taken: list[int] = []
        dropped: list[int] = []
        for i in range(len(self.chunks)):
            (taken if count(self.messages([*taken, i])) <= self.window - self.reserve else dropped).append(i)
        return taken, dropped


def judge_case(case: Case, row: Values) -> None:
    sizes = [len(c) for c in case.chunks]
    text = {"case": f"window={case.window}, reserve_output={case.reserve}, chunks of {sizes} characters", "read": READ}
    base = count(case.messages([]))
    raised = row.get("raised")
    if case.window < 1 or case.reserve < 0:
        expect(raised == "ValueError", expected="ValueError", got=raised or "a prompt", cause=case.cause,
               diagnosis="no-validation", **text)  # fmt: skip
        return
    if base > case.window - case.reserve:
        expect(raised is not None, expected="BudgetError", got="a prompt", diagnosis="silent-negative-budget",
               cause="a base above the window gives a prompt without context, in silence", **text)  # fmt: skip
        expect(raised == "BudgetError", expected="BudgetError", got=raised, diagnosis="wrong-error",
               cause="callers catch BudgetError", **text)  # fmt: skip
        expect(row["table"] == base + case.reserve, expected=base + case.reserve, got=row["table"],
               cause="the parts of the table and the reserved output add up to what was asked for",
               diagnosis="table-wrong", **text)  # fmt: skip
        return
    expect(
        not raised, expected="a prompt", got=raised, cause="a prompt that fits is refused", diagnosis="raised", **text
    )
    taken, dropped = case.want()
    contents = " ".join(str(m["content"]) for m in row["messages"])
    expect(case.parts["question"] in contents, expected=case.parts["question"], got=contents[-60:],
           cause="the question is not in the prompt", diagnosis="question-dropped", **text)  # fmt: skip
    over = count(row["messages"]) > case.window - case.reserve
    expect(sorted(row["used"]) == taken and not over, expected=f"chunks {taken}", got=f"chunks {sorted(row['used'])}",
           cause=case.cause, diagnosis=case.slug, **text)  # fmt: skip
    expect(row["dropped"] == dropped, expected=f"dropped {dropped}", got=f"dropped {row['dropped']}",
           cause="what was not used is dropped, best first", diagnosis="dropped-wrong", **text)  # fmt: skip
    expect(row["used"] == arranged(taken, case.order), expected=f"used {arranged(taken, case.order)}",
           got=f"used {row['used']}", cause="the chunks do not stand as `order` says", diagnosis="order-ignored",
           **text)  # fmt: skip
    want = case.messages(taken)
    expect(row["messages"] == want, expected=want, got=row["messages"], diagnosis="messages-wrong",
           cause="the conversation is not that of `parts.messages`: history, system or numbers are missing",
           **text)  # fmt: skip
    expect(row["tokens"] == count(want), expected=count(want), got=row["tokens"], cause="tokens of the finished prompt",
           diagnosis="tokens-wrong", **text)  # fmt: skip


def scenario(name: str, cases: list[Case]) -> Scenario:
    def judge(result: Any, world: Any) -> None:
        for case, row in zip(cases, result, strict=True):
            judge_case(case, row)

    return Scenario(name, {"cases": [case.args for case in cases]}, None, judge, 5.0)


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def word(n: int) -> str:
        return "".join(rng.choice("abcdefghij ") for _ in range(n)).strip().ljust(n, "x")

    def parts(**values: Any) -> Values:
        return {"system": word(rng.randint(10, 40)), "question": "?" + word(rng.randint(12, 40)), "history": [],
                "separator": "\n\n", "numbered": True, **values}  # fmt: skip

    def base(p: Values) -> int:
        return count(build(p, []))

    def fitting(p: Values, texts: list[str]) -> int:
        return count(build(p, texts))

    stops = "the loop ends at a chunk that does not fit instead of trying the next"
    misfits = []
    for _ in range(4):
        p, reserve = parts(), rng.randint(0, 30)
        small = [word(rng.randint(20, 90)) for _ in range(rng.randint(3, 5))]
        big = [word(rng.randint(900, 1500)) for _ in range(3)]
        chunks = [big[0], small[0], big[1], *small[1:3], big[2], *small[3:]]
        window = base(p) + reserve + rng.randint(160, 210)
        misfits.append(Case(p, chunks, window, reserve, "stops-at-misfit", stops))
    yield scenario("one oversized chunk first, others later", misfits)

    exact = []
    for _ in range(4):
        p, reserve = parts(), rng.randint(0, 20)
        chunks = [word(rng.randint(30, 60)) for _ in range(3)]
        # the edges order of three: 0, 2, 1; lengths decide the count, not the order
        window = fitting(p, chunks) + reserve
        exact.append(
            Case(p, chunks, window, reserve, "exact-fit-refused", "a prompt may fill the window to the last token")
        )
    yield scenario("exact fit", exact)

    seams = "separators, numbers or the template are not counted, or parts are rounded one by one"
    tight = []
    for _ in range(5):
        p = parts(separator=rng.choice(["\n\n---\n\n", "\n", " | "]), numbered=rng.random() < 0.5)
        chunks = [word(rng.randint(8, 20)) for _ in range(12)]
        window = fitting(p, chunks) - rng.randint(1, 2)
        tight.append(Case(p, chunks, window, 0, "seams-not-counted", seams))
    yield scenario("separator tokens are counted", tight)

    silent = "the reserved output is not taken from the window"
    reserved = []
    for _ in range(3):
        p = parts()
        chunks = [word(60), word(60)]
        reserved.append(Case(p, chunks, fitting(p, chunks) + 5, rng.randint(6, 12), "output-not-reserved", silent))
    yield scenario("the output is reserved", reserved)

    below = []
    for gap in (1, rng.randint(2, 40)):
        p, reserve = parts(history=[{"role": "user", "content": word(30)}]), rng.randint(0, 50)
        below.append(Case(p, [word(9)], base(p) + reserve - gap, reserve, "silent-negative-budget", ""))
    p = parts()
    below.append(Case(p, [], max(1, base(p) - 9), 0, "silent-negative-budget", ""))
    equal = parts()
    below.append(
        Case(equal, [word(30)], base(equal) + 4, 4, "exact-fit-refused", "a base that fills the window is no error")
    )
    yield scenario("a window smaller than the base", below)

    talk = [{"role": "user", "content": word(20)}, {"role": "assistant", "content": word(25)}]
    whole = "the history is not counted"
    kept = []
    for p in (parts(history=talk), parts(system=""), parts(system="", history=talk, numbered=False)):
        chunks = [word(40), word(50), word(30)]
        kept.append(Case(p, chunks, fitting(p, chunks) - 1, 0, "seams-not-counted", whole))
    yield scenario("history, no system, no numbers", kept)

    orders = []
    for order in ("reversed", "as ranked", ""):
        p = parts()
        chunks = [word(rng.randint(10, 30)) for _ in range(6)]
        orders.append(Case(p, chunks, base(p) + 400, 10, "stops-at-misfit", stops, order))
    yield scenario("the order that was asked for", orders)

    p = parts()
    same = word(120)
    twice = Case(p, [same, same, word(20)], fitting(p, [same, "y" * 20]) + 3, 0, "stops-at-misfit", stops)
    yield scenario("equal chunks are two chunks", [twice])

    refused = "a wrong argument is not a prompt that is too long"
    yield scenario(
        "wrong arguments",
        [
            Case(parts(), [word(5)], 0, 0, "no-validation", refused),
            Case(parts(), [word(5)], -rng.randint(1, 99), 0, "no-validation", refused),
            Case(parts(), [], 900, -rng.randint(1, 99), "no-validation", refused),
        ],
    )
