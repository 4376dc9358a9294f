"""Questions with one passage, the passage shortened in several ways: is the answer still there, and is it found?"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, get_args

from labsupport import world
from labsupport.models import wording
from labsupport.tokens import local
from labsupport.tokens.compression import Extractive, RandomScorer, Scorer, SelfInformation, compress
from labsupport.tokens.counting import Message, pieces
from labsupport.world.sides import Split

Arm = Literal["random", "self-information", "extractive"]
ARMS: tuple[Arm, ...] = get_args(Arm)
Encode = Callable[[Sequence[str]], Sequence[Sequence[float]]]


class Case(NamedTuple):
    """A question, the passage that holds the answer, and the answer as the passage writes it."""

    question: str
    passage: str
    answer: str

    def chat(self, passage: str) -> list[Message]:
        """The request with this passage in place of the whole one."""
        return [{"role": "user", "content": f"{wording.QA_SYSTEMS[0]}\n\n[1] {passage}\n\n{self.question}"}]


def cases(n: int, seed: int = 0, *, split: Split = "dev") -> list[Case]:
    """`n` questions of the lab world with their gold passages of about 900 characters, in a fixed random order."""
    whole = {chunk.id: chunk.text for chunk in world.passages()}
    found = [
        Case(q.question, whole[q.chunk_id], q.answer)
        for q in world.qa(split)
        if q.answerable and q.answer in whole.get(q.chunk_id, "")
    ]
    return random.Random(f"compression-{seed}").sample(found, min(n, len(found)))


def scorer(arm: Arm, case: Case, encode: Encode, *, seed: int = 0) -> Scorer:
    """Who decides what stays. Raises ValueError for an unknown arm."""
    if arm == "random":
        return RandomScorer(seed)
    if arm == "self-information":
        return SelfInformation(*local.loaded())
    if arm == "extractive":
        return Extractive(case.question, encode)
    raise ValueError(f"unknown arm {arm!r}: use {', '.join(ARMS)}")


class Kept(NamedTuple):
    """One arm at one ratio. ratio: tokens before over after, as reached. present, right: one entry a case."""

    arm: str
    asked: float
    ratio: float
    present: list[bool]
    right: list[bool]


def sweep(items: Sequence[Case], ratios: Sequence[float], encode: Encode, *, seed: int = 0) -> list[Kept]:
    """Every arm at every ratio on the same cases, answered by the lab model in this process. Ratio 1 is asked once."""
    plan: list[tuple[str, float, list[str]]] = [("whole", 1.0, [c.passage for c in items])]
    for arm in ARMS:
        for ratio in ratios:
            if ratio > 1:
                made = [compress(c.passage, ratio, scorer(arm, c, encode, seed=seed + i)) for i, c in enumerate(items)]
                plan.append((arm, ratio, made))
    chats = [c.chat(text) for _, _, texts in plan for c, text in zip(items, texts, strict=True)]
    wanted = [f"{c.answer} [1]" for _ in plan for c in items]
    got = iter(local.answers(chats, wanted))
    before = sum(len(pieces(c.passage)) for c in items)
    rows: list[Kept] = []
    for arm_name, ratio, texts in plan:
        after = sum(len(pieces(text)) for text in texts)
        present = [c.answer in text for c, text in zip(items, texts, strict=True)]
        right = [c.answer in next(got) for c in items]
        rows.append(Kept(arm_name, ratio, before / max(after, 1), present, right))
    return rows
