"""Hidden check for 02.3.e2: the parent splits plain texts by the rules; rulers are named, and known to both sides."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "02.3 From coarse to fine"

DRIVER = r"""
import re

RULERS = {
    "characters": len,
    "words": lambda text: len(text.split()),
    "bytes": lambda text: len(text.encode()),
    "pairs": lambda text: (len(text) + 1) // 2,
    "runs": lambda text: len(re.findall(r"[a-z]+|[A-Z]+|\d+|\s+|[^\sa-zA-Z\d]", text)),
}


async def drive(subject, call, args):
    results = []
    for case in args["cases"]:
        more = {} if case["separators"] is None else {"separators": tuple(case["separators"])}
        row = {}
        try:
            chunks = subject(case["text"], case["size"], case["overlap"], RULERS[case["ruler"]], **more)
            row["chunks"] = [[c.text, c.start, c.end] for c in chunks]
        except Exception as error:
            if isinstance(error, NotImplementedError):
                raise
            row["raised"] = type(error).__name__
        results.append(row)
    return results
"""

RULERS: dict[str, Callable[[str], int]] = {
    "characters": len,
    "words": lambda text: len(text.split()),
    "bytes": lambda text: len(text.encode()),
    "pairs": lambda text: (len(text) + 1) // 2,
    "runs": lambda text: len(re.findall(r"[a-z]+|[A-Z]+|\d+|\s+|[^\sa-zA-Z\d]", text)),
}
BREAKS = (r"\n\n", r"\n", r"(?<=[.!?]) ", r" ")
Values = dict[str, Any]


def pieces(
    text: str, at: int, size: int, length: Callable[[str], int], separators: tuple[str, ...]
) -> list[tuple[int, int]]:
    """Spans of the pieces of a text that begins at `at` of the source."""
    if len(text) == 1 or length(text) <= size:
        return [(at, at + len(text))]
    if separators:
        inner = [m.end() for m in re.finditer(separators[0], text) if m.end() > 0]
    else:
        inner = list(range(1, len(text)))
    edges = sorted({0, *inner, len(text)})
    return [p for a, b in itertools.pairwise(edges)
            for p in pieces(text[a:b], at + a, size, length, separators[1:])]  # fmt: skip


def split(
    text: str, size: int, overlap: int, length: Callable[[str], int], separators: tuple[str, ...]
) -> list[list[Any]]:
    """The rules: pieces as coarse as may be, joined while they fit, each chunk repeating what `overlap` holds."""
    todo = pieces(text, 0, size, length, separators) if text else []
    made: list[list[Any]] = []
    first = 0
    for i in range(len(todo)):
        if i + 1 < len(todo) and length(text[todo[first][0] : todo[i + 1][1]]) <= size:
            continue
        start, end = todo[first][0], todo[i][1]
        made.append([text[start:end], start, end])
        if i + 1 == len(todo):
            break
        back = [j for j in range(first, i + 1) if overlap and length(text[todo[j][0] : end]) <= overlap
                and length(text[todo[j][0] : todo[i + 1][1]]) <= size]  # fmt: skip
        first = min(back, default=i + 1)
    return made


class Case:
    """One call. `exact`: the chunks have to be those of the rules, not only any that keep the promises."""

    def __init__(self, text: str, size: int, overlap: int, ruler: str, slug: str, cause: str,
                 separators: tuple[str, ...] | None = BREAKS) -> None:  # fmt: skip
        self.text, self.size, self.overlap, self.ruler = text, size, overlap, ruler
        self.slug, self.cause, self.separators = slug, cause, separators

    @property
    def args(self) -> Values:
        chosen = None if self.separators is None else list(self.separators)
        return {
            "text": self.text,
            "size": self.size,
            "overlap": self.overlap,
            "ruler": self.ruler,
            "separators": chosen,
        }


def judge_case(case: Case, row: Values) -> None:
    text = {
        "case": f"{case.text[:60]!a}, size {case.size}, overlap {case.overlap}, counted in {case.ruler}",
        "read": READ,
    }
    bad = case.size < 1 or not 0 <= case.overlap < case.size
    raised = row.get("raised")
    if bad:
        expect(raised == "ValueError", expected="ValueError", got=raised or "chunks", diagnosis="no-validation",
               cause="such an overlap never gets further", **text)  # fmt: skip
        return
    expect(
        not raised, expected="chunks", got=raised, cause="a text that can be split raises", diagnosis=case.slug, **text
    )
    chunks, length = row["chunks"], RULERS[case.ruler]
    wrong = next((c for c in chunks if c[0] != case.text[c[1] : c[2]]), None)
    expect(wrong is None, expected="chunk.text == text[start:end]", got=wrong, diagnosis="offsets-wrong",
           cause="offsets are those of the source, its line ends and emoji included", **text)  # fmt: skip
    seen = 0
    for _, start, end in chunks:
        expect(start <= seen < end, expected=f"a chunk that goes on at {seen}", got=[start, end],
               cause="characters are lost or repeated at the joins", diagnosis="text-lost", **text)  # fmt: skip
        seen = end
    expect(
        seen == len(case.text),
        expected=len(case.text),
        got=seen,
        cause="the end is lost",
        diagnosis="text-lost",
        **text,
    )
    long = next((c[0] for c in chunks if length(c[0]) > case.size and len(c[0]) > 1), None)
    expect(long is None, expected=f"at most {case.size} {case.ruler}", got=long and f"{length(long)}: {long!a}",
           cause="the size is not measured by `length` on the chunk's own text",
           diagnosis="wrong-ruler" if case.ruler in ("runs", "bytes", "pairs") else "too-long", **text)  # fmt: skip
    if case.ruler == "runs":
        return  # joining may go either way where a longer text can have fewer tokens
    want = split(case.text, case.size, case.overlap, length, case.separators or BREAKS)
    expect(chunks == want, expected=[c[0] for c in want], got=[c[0] for c in chunks], cause=case.cause,
           diagnosis=case.slug, **text)  # fmt: skip


def scenario(name: str, cases: list[Case]) -> Scenario:
    def judge(result: Any, world: Any) -> None:
        for case, row in zip(cases, result, strict=True):
            judge_case(case, row)

    return Scenario(name, {"cases": [case.args for case in cases]}, None, judge, 8.0)


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def word() -> str:
        return "".join(rng.choice("abcdefghijk") for _ in range(rng.randint(1, 7)))

    def sentence() -> str:
        return " ".join(word() for _ in range(rng.randint(2, 9))).capitalize() + rng.choice(".!?")

    def page(line: str = "\n") -> str:
        paragraphs = []
        for _ in range(rng.randint(3, 6)):
            lines = [" ".join(sentence() for _ in range(rng.randint(1, 4))) for _ in range(rng.randint(1, 2))]
            paragraphs.append(line.join(lines))
        return (line * 2).join(paragraphs)

    joined = "coarse cuts first, only what is too long is cut finer, then as many pieces as fit are joined again"
    yield scenario(
        "pages by words", [Case(page(), rng.randint(5, 30), 0, "words", "cut-elsewhere", joined) for _ in range(6)]
    )
    yield scenario(
        "pages by characters",
        [Case(page(), rng.randint(8, 90), 0, "characters", "cut-elsewhere", joined) for _ in range(5)],
    )
    ruler = "the size is compared with something else than `length` of the chunk's own text"
    yield scenario(
        "rulers that are no character counts",
        [Case(page(), rng.randint(12, 60), 0, "pairs", "wrong-ruler", ruler) for _ in range(3)]
        + [Case(page(), rng.randint(12, 60), 0, "runs", "wrong-ruler", ruler) for _ in range(3)],
    )
    repeated = "a chunk begins with the last whole pieces of the one before, as many as `overlap` and `size` allow"
    overlaps = []
    for _ in range(8):
        size = rng.randint(8, 24)
        overlaps.append(Case(page(), size, rng.randint(1, size - 1), "words", "overlap-wrong", repeated))
    yield scenario("overlap", overlaps)
    blank = "white space has no length on this ruler, and is repeated although no overlap was asked for"
    yield scenario(
        "no overlap means none",
        [Case(page("\n \n"), rng.randint(3, 9), 0, "words", "overlap-wrong", blank) for _ in range(4)],
    )
    solid = "".join(rng.choice("abcdef") for _ in range(rng.randint(30, 60)))
    last = "when no separator is left, every character is a piece"
    yield scenario(
        "no separators",
        [
            Case(solid, rng.randint(4, 9), 0, "characters", "no-characters", last),
            Case(solid, 9, rng.randint(1, 8), "characters", "no-characters", last),
            Case(solid, rng.randint(4, 9), 0, "characters", "no-characters", last, ()),
            Case(f"{word()} {solid} {word()}", 7, 0, "characters", "no-characters", last),
        ],
    )
    faces = "".join(rng.choice("\U0001f600\U0001f680\u00e9x ") for _ in range(rng.randint(12, 30)))
    whole = "a single character that is above the size is a chunk of its own"
    yield scenario(
        "emoji",
        [
            Case(faces, rng.randint(3, 9), 0, "characters", "no-characters", last),
            Case(faces, rng.randint(4, 12), 0, "bytes", "wrong-ruler", whole),
            Case("\U0001f600" * 6, 3, 0, "bytes", "wrong-ruler", whole),
            Case("\U0001f600" * 6, 8, 4, "bytes", "overlap-wrong", repeated),
        ],
    )
    crlf = (r"\r?\n(?:[ \t]*\r?\n)+", r"\r?\n", r" ")
    ends = "line ends of two characters are text too: they stay where they are"
    yield scenario(
        "CRLF", [Case(page("\r\n"), rng.randint(6, 20), 0, "words", "cut-elsewhere", ends, crlf) for _ in range(4)]
    )
    yield scenario(
        "empty and tiny texts",
        [
            Case("", 5, 0, "words", "empty-text", "an empty text has no chunks"),
            Case("\n", 5, 2, "characters", "empty-text", "a text of one character is one chunk"),
            Case(word(), 50, 10, "characters", "cut-elsewhere", joined),
        ],
    )
    size = rng.randint(2, 9)
    wrong = [(size, size), (size, size + rng.randint(1, 9)), (size, -1), (0, 0), (-size, 0)]
    yield scenario(
        "wrong sizes",
        [Case(page(), s, o, "words", "no-validation", "") for s, o in wrong] + [Case("", 0, 0, "words", "", "")],
    )
