"""Why two prompts stop sharing a prefix: the first differing token and its likely cause."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from labsupport.tokens.counting import Piece, pieces

Cause = Literal["timestamp", "id", "whitespace", "key order", "order", "content"]

STAMP = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?)?|\b\d{1,2}:\d\d(?::\d\d)?\b|\b1\d{9}(?:\d{3})?\b"
)
RANDOM_ID = re.compile(r"(?<![0-9a-z])(?=[0-9a-f-]*\d)[0-9a-f]{8,}(?:-[0-9a-f]{4,})*(?![0-9a-z])", re.IGNORECASE)


class Finding(NamedTuple):
    """Where a call leaves the prefix of the first one.

    call: its index. token: index of the first differing token, so many are shared. cause: see `lint_prefix`. expected,
    got: the line of the first call and of this one, 40 characters to each side of the first that differs.
    """

    call: int
    token: int
    cause: Cause
    expected: str
    got: str


def lint_prefix(prompts: Sequence[str], *, tokenize: Callable[[str], Sequence[Piece]] = pieces) -> list[Finding]:
    """The first token in which each later prompt differs from the first one, with its cause; none if it only goes on.

    Tokens, not characters: a character in the middle of a token changes all of it. A prompt that is the beginning of
    the other has no differing token. Causes, first that applies: "timestamp" and "id" (STAMP or RANDOM_ID matches at
    that place in both), "whitespace" (the rest of the line is equal but for it, or a line is empty in one of them),
    "key order" (JSON that begins before the place is equal in value), "order" (a JSON list has the same items, or the
    line stands further down in both), else "content": a question that differs at the end is no mistake, so the reader
    judges.
    """
    findings: list[Finding] = []
    first = tokenize(prompts[0]) if prompts else []
    for call, text in enumerate(prompts[1:], start=1):
        base, mine = prompts[0], tokenize(text)
        token = next((i for i, (a, b) in enumerate(zip(first, mine, strict=False)) if a.id != b.id), None)
        if token is None:
            continue
        # the texts are equal up to `at`, the tokens only up to their start
        at = next(i for i, (a, b) in enumerate(zip(base + "\0", text + "\1", strict=False)) if a != b)
        begin = base.rfind("\n", 0, at) + 1
        old, new = base[begin:].split("\n"), text[begin:].split("\n")

        def found(pattern: re.Pattern[str], line: str, place: int = at - begin) -> bool:
            return any(m.start() <= place < m.end() for m in pattern.finditer(line))

        cause: Cause = "content"
        if found(STAMP, old[0]) and found(STAMP, new[0]):
            cause = "timestamp"
        elif found(RANDOM_ID, old[0]) and found(RANDOM_ID, new[0]):
            cause = "id"
        elif "".join(old[0].split()) == "".join(new[0].split()) or not (old[0].strip() and new[0].strip()):
            cause = "whitespace"
        else:
            for start in (m.start() for m in re.finditer(r"[{\[]", base[:at])):
                try:
                    a, end = json.JSONDecoder().raw_decode(base, start)
                    b, _ = json.JSONDecoder().raw_decode(text, start)
                except (ValueError, RecursionError):
                    continue
                if end > at and a == b:
                    cause = "key order"
                    break
                if end > at and isinstance(a, list) and sorted(map(repr, a)) == sorted(map(repr, b)):
                    cause = "order"
                    break
            else:
                if old[0] in new[1:] and new[0] in old[1:]:
                    cause = "order"
        view = slice(max(0, at - begin - 40), at - begin + 40)
        findings.append(Finding(call, token, cause, old[0][view], new[0][view]))
    return findings
