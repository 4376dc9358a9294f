"""Shorter prompts by leaving units of text out, and who decides which.

Self-information: Li et al. 2023, Selective Context, arXiv 2310.06201.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from labsupport.context.split import sentences
from labsupport.tokens.counting import pieces

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_WORD = re.compile(r"\s*\S+|\s+$")


class Scorer(Protocol):
    """Cuts a text into units that join to the text again, and says how much each is worth keeping."""

    def split(self, text: str) -> list[str]: ...

    def score(self, units: Sequence[str]) -> Sequence[float]: ...


def words(text: str) -> list[str]:
    """Words with the whitespace before them; they join to the text."""
    return _WORD.findall(text)


def compress(
    text: str, ratio: float, scorer: Scorer, *, length: Callable[[str], int] = lambda text: len(pieces(text))
) -> str:
    """The text without its least valuable units, at most length(text) / ratio long; order and spelling are kept.

    ratio: input over output, at least 1 (1 returns the text). scorer: see `Scorer`. length: tokens of a text, by
    default those of the lab model. Units are taken by falling score, ties in order; one that does not fit is passed
    over, and if none fits the result is empty. Raises ValueError for ratio < 1, and for a scorer whose units do not
    join to the text or whose scores are of another number.
    """
    if not ratio >= 1:
        raise ValueError(f"ratio={ratio!r} must be at least 1: tokens before over tokens after")
    limit = length(text) / ratio
    if ratio == 1 or not text:
        return text
    units = scorer.split(text)
    scores = scorer.score(units)
    if "".join(units) != text or len(scores) != len(units):
        raise ValueError(f"{len(units)} units with {len(scores)} scores that do not make up the text")
    # lengths of units add up only roughly, since tokens may join across a cut: take by estimate, then measure
    kept: list[int] = []
    used = 0
    for i in sorted(range(len(units)), key=lambda i: -scores[i]):
        size = length(units[i])
        if used + size <= limit:
            kept.append(i)
            used += size
    while kept and length(_joined(units, kept)) > limit:
        kept.pop()
    return _joined(units, kept)


def _joined(units: Sequence[str], kept: Sequence[int]) -> str:
    text = "".join(units[i] for i in sorted(kept))
    text = text if 0 in kept else text.lstrip()
    return text if len(units) - 1 in kept else text.rstrip()


class RandomScorer:
    """The control arm: words by chance."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed

    def split(self, text: str) -> list[str]:
        return words(text)

    def score(self, units: Sequence[str]) -> list[float]:
        rng = random.Random(self._seed)
        return [rng.random() for _ in units]


class SelfInformation:
    """Words by what they tell a language model: the sum of -log p over their tokens, in nats, one pass over the text.

    Texts longer than `window` tokens (the model's own limit by default) are read in separate windows, whose first token
    counts 0, for nothing stands before it.
    """

    def __init__(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, *, window: int | None = None
    ) -> None:
        self._model, self._tokenizer = model, tokenizer
        self._window = int(model.config.max_position_embeddings) if window is None else window
        if self._window < 2:
            raise ValueError(f"window={self._window} must be at least 2 tokens")

    def split(self, text: str) -> list[str]:
        return words(text)

    def score(self, units: Sequence[str]) -> list[float]:
        tokens = pieces("".join(units), self._tokenizer)
        owner = [i for i, unit in enumerate(units) for _ in unit]  # of each character
        scores = [0.0] * len(units)
        for start in range(0, len(tokens), self._window):
            part = tokens[start : start + self._window]
            for token, nats in zip(part[1:], self._nats([t.id for t in part]), strict=True):
                scores[owner[token.end - 1]] += nats  # by its end: a token may begin with the space before the word
        return scores

    def _nats(self, ids: list[int]) -> list[float]:
        import torch

        with torch.inference_mode():
            given = torch.tensor([ids], device=self._model.device)
            logits: Any = self._model(given).logits[0, :-1].float()
            chosen = logits.log_softmax(-1).gather(-1, given[0, 1:, None])
        return [-float(p) for p in chosen[:, 0]]


class Extractive:
    """Sentences by the cosine of their vector with a question's; `encode` gives unit vectors."""

    def __init__(self, question: str, encode: Callable[[Sequence[str]], Sequence[Sequence[float]]]) -> None:
        self._encode = encode
        self._question = question

    def split(self, text: str) -> list[str]:
        return [chunk.text for chunk in sentences(text)]

    def score(self, units: Sequence[str]) -> list[float]:
        query, *others = self._encode([self._question, *(unit.strip() for unit in units)])
        return [sum(a * b for a, b in zip(query, other, strict=True)) for other in others]
