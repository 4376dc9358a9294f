"""A training or evaluation example, and fresh names for it.

Every word that is part of a name can be replaced by one that no bank holds, so that names must be copied, not known.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from labsupport.world import names

MOST_DRAWS = 30_000  # of one example; the longest take a tenth


@dataclass(frozen=True)
class Example:
    """One training text: `messages` up to and including the user's, `answer` without the end mark."""

    skill: str
    messages: tuple[tuple[str, str], ...]  # (role, content), prompt only; empty for prose
    answer: str
    tools: tuple[str, ...] = ()  # JSON specifications, one a line
    prompt_counts: bool = True  # whether the prompt is worth predicting; random lists are not
    every_turn: bool = False  # whether the assistant's earlier turns are answers to learn from, too


class Stuck(RuntimeError):
    """An example took more random numbers than any example should: its draw cannot be completed."""


class Draws(random.Random):
    """The numbers of `random.Random`, at most `left` of them until `left` is set anew; then Stuck is raised.

    Some draws cannot be completed, such as a wrong value for a fact whose value everything shares. A skill that tries
    until it succeeds ends here, at the same place in every run.
    """

    def __init__(self, seed: str) -> None:
        super().__init__(seed)
        self.left = MOST_DRAWS

    def _spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Stuck(f"more than {MOST_DRAWS} random numbers for one example")

    def random(self) -> float:
        """As in `random.Random`. Raises Stuck."""
        self._spend()
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        """As in `random.Random`. Raises Stuck."""
        self._spend()
        return super().getrandbits(k)


_WORD = re.compile(r"[A-Za-z]+")


@lru_cache(maxsize=1)
def _parts() -> tuple[list[str], list[str], frozenset[str]]:
    """Heads and tails of names, and every word of a training world's names in lower case."""
    heads = [*names.GIVEN[0], *names.FAMILY[0], *names.PRODUCT_HEAD, *names.PLACE[0], *names.FIRM_HEAD[0]]
    tails = [*names.GIVEN[1], *names.FAMILY[1], *names.PRODUCT_ROLE, *names.PLACE[1], *names.FIRM_HEAD[1]]
    known = {n.split()[0].lower() for k in ("given", "family", "product", "place", "firm", "supplier")
             for n in names.bank(k, "other")}  # fmt: skip
    return list(dict.fromkeys(heads)), list(dict.fromkeys(tails)), frozenset(known)


def fresh(rng: random.Random) -> str:
    """A name of two parts from the whole range of parts, on the training worlds' side: thousands of them."""
    heads, tails, _ = _parts()
    while True:
        name = rng.choice(heads) + rng.choice(tails)
        if names.side(name) == "other":
            return name


def rename(rng: random.Random, example: Example) -> Example:
    """The example with every word that is part of a name replaced by a fresh one, the same everywhere."""
    known = _parts()[2]
    given: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        low = word.lower()
        if low not in known:
            return word
        if low not in given:
            made = fresh(rng)
            while made in given.values():
                made = fresh(rng)
            given[low] = made
        return given[low].lower() if word == low else given[low]

    def swap(text: str) -> str:
        return _WORD.sub(other, text)

    return replace(
        example, messages=tuple((r, swap(c)) for r, c in example.messages), answer=swap(example.answer),
    )  # fmt: skip


def asked(rng: random.Random, system: str, content: str, skill: str, answer: str) -> Example:
    """An example whose instruction is a system message or the head of the user's, as `rng` decides."""
    if rng.random() < 0.5:
        return Example(skill, (("system", system), ("user", content)), answer)
    return Example(skill, (("user", f"{system}\n\n{content}"),), answer)
