"""Where the tokens of an answer stand in its prompt: what a head should look at while the answer is written.

Every example is made from known facts, so the place that an answer is copied from is known, too. `guide` turns it into
a loss on attention. Three kinds: a `value` is looked up where it stands; the `number` of its source is looked up from
that place; and each token of a source (`source`) looks at the number that the source bears.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from labsupport.models import tokenizer as tok
from labsupport.models.examples import Example

KINDS = ("value", "number", "source")
SOURCE_SHARE = 0.25  # of the tokens of sources, how many are drawn
_MARK = re.compile(r"(?m)^(?:Source \[|Source |<source |Document |\[)(\d+)(?:\]|:|>|$)|^(\d+)\) ")
_CITED = re.compile(r"(.*?) ?\[(\d+)\]", re.S)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)+)"|(?<=: )(\d[\d.]*)')
_JSON_VALUE = re.compile(r': "((?:[^"\\]|\\.)+)"')


class Pointer(NamedTuple):
    """At token `at` the attention belongs on the tokens `to`, all at or before it. `kind` numbers `KINDS`."""

    kind: int
    at: int
    to: tuple[int, ...]


class Source(NamedTuple):
    """A numbered source in a prompt: characters `start` to `end`, and the place of its number's last digit."""

    start: int
    end: int
    digit: int


def pieces(example: Example) -> Iterator[tuple[str, bool]]:
    """The text of an example in the pieces that are tokenised one by one, and whether a piece is an answer."""
    first = next((i for i, (role, _) in enumerate(example.messages) if role == "assistant"), len(example.messages))
    first = first if example.every_turn else len(example.messages)
    turns = [{"role": r, "content": c} for r, c in (*example.messages, ("assistant", example.answer))]
    yield tok.chatml(turns[:first], tools=example.tools), False
    yield turns[first]["content"] + tok.IM_END, True
    for at in range(first + 1, len(turns), 2):
        yield "\n" + tok.chatml([turns[at]]), False
        yield turns[at + 1]["content"] + tok.IM_END, True


def occurrences(text: str, value: str) -> list[int]:
    """Where `value` stands in `text` as whole words."""
    left = r"(?<![^\W_])" if value[:1].isalnum() else ""
    right = r"(?![^\W_])" if value[-1:].isalnum() else ""
    return [m.start() for m in re.finditer(left + re.escape(value) + right, text)]


def numbered(prompt: str) -> dict[int, Source]:
    """The numbered sources of a prompt by their numbers."""
    found: dict[int, Source] = {}
    marks = list(_MARK.finditer(prompt))
    for mark, following in itertools.zip_longest(marks, marks[1:]):
        number = mark[1] or mark[2]
        gap = prompt.find("\n\n", mark.end())
        end = following.start() if following else gap if gap > 0 else prompt.find(tok.IM_END, mark.end())
        found[int(number)] = Source(mark.end(), end, (mark.end(1) if mark[1] else mark.end(2)) - 1)
    return found


class _Tokens:
    """A text and the characters [from, to) of each of its tokens."""

    def __init__(self, text: str, places: Sequence[tuple[int, int]]) -> None:
        self.text, self.places = text, places
        self.at = [0] * len(text)  # the token of each character
        for token, (begin, end) in enumerate(places):
            self.at[begin:end] = [token] * (end - begin)

    def copied(self, start: int, value: str, spots: Sequence[int]) -> Iterator[Pointer]:
        """Pointers of an answer's value that starts at character `start` and was copied from one of `spots`."""
        for token in range(self.at[start], self.at[start + len(value) - 1] + 1):
            offset = self.places[token][0] - start
            if spots and 0 <= offset < len(value):
                yield Pointer(0, token - 1, tuple(sorted({self.at[s + offset] for s in spots})))


def find(
    text: str, places: Sequence[tuple[int, int]], answers: Sequence[tuple[int, str]], rng: random.Random
) -> list[Pointer]:
    """The pointers of a text, given its tokens' characters and its answers (first character, answer).

    A token of a source is drawn with `SOURCE_SHARE`. What an answer says and its prompt does not has no pointer.
    """
    tokens, prompt = _Tokens(text, places), text[: answers[0][0]]
    sources, found, cited = numbered(prompt), list[Pointer](), False
    for start, answer in answers:
        if answer.startswith("<tool_call>"):
            found += _call(tokens, prompt, start, answer)
        elif answer.startswith(("{", "[{")):
            for m in _JSON_VALUE.finditer(answer):
                found += tokens.copied(start + m.start(1), m[1], occurrences(prompt, m[1]))
        else:
            split = _CITED.fullmatch(answer)
            value, number = (split[1], int(split[2])) if split else (answer, None)
            spots = occurrences(prompt, value) if value else []
            if number in sources:
                home = sources[number]
                spots = [s for s in spots if home.start <= s < home.end] or spots
            found += tokens.copied(start, value, spots)
            if number in sources and len(sources) > 1:
                cited = True
                ends = {tokens.at[s + o] for s in spots for o in (0, len(value) - 1)}
                digits = range(len(answer) - 1 - len(str(number)), len(answer) - 1)
                found += [Pointer(1, tokens.at[start + d] - 1, tuple(sorted(ends))) for d in digits if ends]
    for home in sources.values() if cited else ():
        digit = tokens.at[home.digit]
        for token in range(tokens.at[home.start], tokens.at[home.end - 1] + 1):
            if token > digit and rng.random() < SOURCE_SHARE:
                found.append(Pointer(2, token, (digit,)))
    return found


def _call(tokens: _Tokens, prompt: str, start: int, answer: str) -> Iterator[Pointer]:
    """A tool call: its names stand in the specifications, its values in the last request."""
    user = tokens.text.rfind(f"{tok.IM_START}user\n", 0, start)
    for m in _QUOTED.finditer(answer):
        value, at = (m[1], m.start(1)) if m[1] else (m[2], m.start(2))
        if value in ("name", "arguments"):
            continue
        if answer[m.end() :].startswith(":") or answer[: m.start()].endswith('"name": '):
            spots = [s for s in occurrences(prompt, value) if prompt[s - 1] == '"']
        else:
            spots = [user + s for s in occurrences(tokens.text[user:start], value)]
        yield from tokens.copied(start + at, value, spots)
