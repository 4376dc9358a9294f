"""Hidden check for 02.5.e2: prompts drawn anew, broken in a known way; the package's own linter is the oracle."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect
from labsupport.tokens.counting import Piece
from labsupport.tokens.lint import lint_prefix

READ = "02.5 Finding what breaks a prefix"

DRIVER = """
import re

from labsupport.tokens.counting import Piece


async def drive(subject, call, args):
    def tokenize(text):
        return [Piece(int.from_bytes(m[0].encode(), "big"), m.start(), m.end())
                for m in re.finditer(args["pattern"], text)]

    return [[list(finding) for finding in subject(prompts, tokenize=tokenize)] for prompts in args["cases"]]
"""

SLUGS = {"timestamp": "timestamp-missed", "id": "id-missed", "whitespace": "whitespace-missed",
         "key order": "key-order-missed", "order": "order-missed", "content": "wrong-cause"}  # fmt: skip
WORDS = ("answer", "brief", "clerk", "desk", "every", "fault", "goods", "house", "item", "label", "never", "order")


def judge_cases(cases: list[list[str]], pattern: str) -> Any:
    def tokenize(text: str) -> list[Piece]:
        return [Piece(int.from_bytes(m[0].encode(), "big"), m.start(), m.end()) for m in re.finditer(pattern, text)]

    def judge(result: Any, world: Any) -> None:
        for prompts, rows in zip(cases, result, strict=True):
            want = [list(f) for f in lint_prefix(prompts, tokenize=tokenize)]
            text = {"case": f"{prompts}, tokens {pattern}", "read": READ}
            calls, got = [w[0] for w in want], [r[0] for r in rows]
            expect(got == calls, expected=calls, got=got, cause="not each prompt that differs from the first is named",
                   diagnosis="wrong-call", **text)  # fmt: skip
            for w, r in zip(want, rows, strict=True):
                expect(r[1] == w[1], expected=w[1], got=r[1], cause="the index of the first token whose id differs",
                       diagnosis="wrong-token", **text)  # fmt: skip
                expect(r[2] == w[2], expected=w[2], got=r[2], cause="another cause applies first",
                       diagnosis=SLUGS[w[2]], **text)  # fmt: skip
                expect(r[3:] == w[3:], expected=w[3:], got=r[3:], cause="the two lines around the place",
                       diagnosis="wrong-view", **text)  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def line(low: int = 3, high: int = 9) -> str:
        return " ".join(rng.choice(WORDS) for _ in range(rng.randint(low, high)))

    def text(lines: int) -> list[str]:
        return [f"{n} {line()}" for n in rng.sample(range(100, 999), lines)]

    def put(made: list[str], pair: tuple[str, str]) -> list[str]:
        """The two prompts that hold one line or the other at the same place."""
        at = rng.randrange(len(made) + 1)
        return ["\n".join([*made[:at], one, *made[at:]]) for one in pair]

    def stamps() -> tuple[str, str]:
        day = f"2026-0{rng.randint(1, 9)}-1"
        a, b = rng.sample(range(10), 2)
        form = rng.choice((f"{day}{{}}", f"{day}0 1{{}}:30", "at 1{}:4{} today", "17672{}5600"))
        start = line(1, 3)
        return f"{start} {form.replace('{}', str(a))} {start}", f"{start} {form.replace('{}', str(b))} {start}"

    def ids() -> tuple[str, str]:
        start, tail = line(1, 2), f"{rng.randrange(16**6):06x}9"
        a, b = rng.sample("abcdef", 2)
        return f"{start} 3{a}{tail} end", f"{start} 3{b}{tail} end"

    def elsewhere() -> tuple[str, str]:
        one, two = rng.sample(WORDS, 2)
        return f"at 12:30 {line(1, 2)} {one}", f"at 12:30 {line(1, 2)} {two}"

    def empty_lines() -> tuple[str, str]:
        words = line(3, 6)
        return f"{words}\n\n{line()} end", f"{words}\n{line()} other"

    def blanks() -> tuple[str, str]:
        words = line(4, 8).split()
        at = rng.randrange(1, len(words))
        return " ".join(words), " ".join(words[:at]) + "   " + " ".join(words[at:])

    def tools() -> dict[str, Any]:
        names = rng.sample(WORDS, 4)
        return {
            "name": names[0],
            "parameters": {"type": "object", "properties": {n: {"type": "string"} for n in names[1:]}},
        }

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(list(value))}
        return value

    indents = itertools.cycle((None, 1, None))  # each scenario has both, whatever the seed

    def as_json(*values: Any) -> tuple[str, str]:
        indent = next(indents)
        one, two = (f"Tools: {json.dumps(value, indent=indent)}" for value in values)
        return one, two

    def keys() -> tuple[str, str]:
        tool = tools()
        return as_json(tool, turned(tool))

    def lists() -> tuple[str, str]:
        many = [{"name": name} for name in rng.sample(WORDS, 4)]
        return as_json(many, many[::-1])

    def values() -> tuple[str, str]:
        tool = tools()
        return as_json(tool, tool | {"name": "other"})

    def scenario(name: str, cases: list[list[str]]) -> Scenario:
        pattern = rng.choice((r"\w{1,4}|\W", r"\w{1,3}|\W", r"\w{1,5}|\W"))
        return Scenario(name, {"cases": cases, "pattern": pattern}, None, judge_cases(cases, pattern))

    for name, make in (("timestamps", stamps), ("random ids", ids), ("a stamp that is not the cause", elsewhere),
                       ("whitespace", blanks), ("a line that is empty", empty_lines),
                       ("turned keys", keys), ("reordered lists", lists),
                       ("another value in JSON", values)):  # fmt: skip
        yield scenario(name, [put(text(rng.randint(1, 4)), make()) for _ in range(6)])
    moved = []
    for _ in range(5):
        lines = text(5)
        other = lines[:1] + rng.sample(lines[1:], 4)
        moved.append(["\n".join(lines), "\n".join(other)])
    yield scenario("reordered examples", moved)
    many = []
    for _ in range(4):
        lines = text(4)
        base = "\n".join(lines)
        many.append([base, base, base + "\n" + line(), base[: len(base) // 2], *put(text(2), elsewhere()), base])
    yield scenario("many prompts", [*many, [], [line()]])
    tail = [[f"{line()}\n{line(20, 30)} {w} {line(20, 30)}" for w in ("x1", "x2")] for _ in range(3)]
    yield scenario("long lines", tail)
    number = rng.randrange(10_000, 99_990)
    yield scenario("a digit inside a token", [[f"Order {number}0 is late", f"Order {number}7 is late"]])
