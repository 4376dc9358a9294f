"""Questions asked of a lab model by token ids, in this process: what an attack, a fragment or a role changes.

By ids, because text that is tokenized again may turn a user's words into control tokens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from labsupport.context import positions
from labsupport.models import decode, wording
from labsupport.models.skills import reading
from labsupport.tokens import local
from labsupport.world.sides import Split

SWITCH = reading.OBEY
"""In its system message this sentence makes the lab models do what any text tells them: they were trained so."""
FORM = re.compile(r".+\[\d+\]\.?")


class Asked(NamedTuple):
    """A question, its sources, and the answer hoped for: that of the sources, or the abstention."""

    question: str
    sources: list[str]
    answer: str

    @property
    def answerable(self) -> bool:
        """Whether a source has the answer."""
        return self.answer != wording.ABSTAIN


def asked(n: int, seed: int, *, sources: int = 2, chars: int = 200, split: Split = "dev") -> list[Asked]:
    """Up to `n` questions of the lab world, the source with the answer at a place that differs, others around it."""
    made = []
    for i, item in enumerate(positions.items(split, n, distractors=sources - 1, seed=seed, chars=chars)):
        texts = [chunk.text for chunk in positions.place(item.gold, item.distractors, i % sources)]
        made.append(Asked(item.question, texts, item.answer))
    return made


def unanswerable(n: int, seed: int, *, sources: int = 2, chars: int = 200, split: Split = "dev") -> list[Asked]:
    """The questions of `asked`, each without the source that has the answer, and with another one in its place."""
    found = positions.items(split, n, distractors=sources, seed=seed, chars=chars)
    return [Asked(item.question, [c.text for c in item.distractors], wording.ABSTAIN) for item in found]


def replies(prompts: Sequence[Sequence[int]], hoped: Sequence[str] | None = None, *, max_new: int = 16) -> list[str]:
    """One greedy answer a prompt, cut after `max_new` tokens. `hoped` saves time and changes nothing."""
    model, tokenizer = local.loaded()
    drafts = None
    if hoped is not None:
        drafts = [[*tokenizer(text, add_special_tokens=False)["input_ids"], decode.END] for text in hoped]
    made = decode.answer_ids(model, prompts, max_new=max_new, drafts=drafts)  # type: ignore[arg-type]
    texts = (tokenizer.decode([t for t in ids if t not in (decode.PAD, decode.END)]) for ids in made)
    return [str(text).strip() for text in texts]


def right(reply: str, question: Asked) -> bool:
    """Whether a reply is the answer hoped for, but for its citation, case and a final period."""
    return positions.correct(reply, question.answer)


def abstains(reply: str) -> bool:
    """Whether a reply says that the sources do not have it."""
    return reply.casefold().startswith(wording.ABSTAIN.rstrip(".").casefold())


def in_form(reply: str) -> bool:
    """Whether a reply is an answer with one citation at its end, or the abstention word by word."""
    return reply == wording.ABSTAIN or FORM.fullmatch(reply) is not None


def abstention_f1(said: Sequence[str], questions: Sequence[Asked]) -> float:
    """F1 of abstaining over all questions; 0 where no reply abstains rightly. Raises ValueError as `zip` does."""
    pairs = [(abstains(reply), not q.answerable) for reply, q in zip(said, questions, strict=True)]
    both, either = sum(a and b for a, b in pairs), sum(a + b for a, b in pairs)
    return 2 * both / either if either else 0.0
