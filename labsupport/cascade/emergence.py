"""Smooth in, sharp out: exact match on L tokens from the accuracy of one, measured on a model's own answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labsupport.stats import Interval, proportion_ci

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import PreTrainedModel

PAD, END = 0, 2


def exact_match(p: float, length: int) -> float:
    """Chance that all `length` tokens are right when each is with chance p, independently: p ** length.

    Raises ValueError for p outside [0, 1] or a length < 1.
    """
    if not 0.0 <= p <= 1.0 or length < 1:
        raise ValueError(f"p={p!r} must be in [0, 1] and length={length!r} at least 1")
    return float(p**length)


def token_hits(
    model: PreTrainedModel, tokenizer: Tokenizer, prompts: Sequence[str], answers: Sequence[str], *, batch: int = 16
) -> list[list[bool]]:
    """For each answer, token by token, whether the model's most likely next token is the right one (END included).

    The right tokens before it are given (teacher forcing): greedy decoding writes the answer's first L tokens exactly
    when the first L are all true. `prompts` are ChatML texts. Raises ValueError for lengths that differ.
    """
    import torch

    if len(prompts) != len(answers):
        raise ValueError(f"{len(prompts)} prompts and {len(answers)} answers: as many of both")
    coded = [(tokenizer.encode(p).ids, [*tokenizer.encode(a).ids, END]) for p, a in zip(prompts, answers, strict=True)]
    order = sorted(range(len(coded)), key=lambda i: len(coded[i][0]) + len(coded[i][1]))
    hits: list[list[bool]] = [[] for _ in coded]
    run: Any = model
    for at in range(0, len(order), batch):
        rows = order[at : at + batch]
        width = max(len(coded[i][0]) + len(coded[i][1]) for i in rows)
        # padding on the right is behind every position that is read, so the causal mask alone suffices
        ids = torch.tensor([(whole := coded[i][0] + coded[i][1]) + [PAD] * (width - len(whole)) for i in rows])
        with torch.inference_mode():
            best = run(input_ids=ids.to(model.device), use_cache=False).logits.argmax(-1).cpu()
        for row, i in enumerate(rows):
            start, wanted = len(coded[i][0]), coded[i][1]
            said = best[row, start - 1 : start - 1 + len(wanted)].tolist()
            hits[i] = [a == b for a, b in zip(said, wanted, strict=True)]
    return hits


@dataclass(frozen=True)
class LengthPoint:
    """Answers of at least `length` tokens, cut to it: accuracy of a token, of the whole, and p ** length beside it."""

    length: int
    n: int
    token_accuracy: float
    exact: Interval
    predicted: float


def by_length(hits: Sequence[Sequence[bool]], lengths: Sequence[int] = (1, 5, 10, 20)) -> list[LengthPoint]:
    """Exact match against p ** L on the same answers. `hits` are those of `token_hits`.

    Where errors cluster in few answers, exact match lies above p ** L, which takes tokens to be independent. Lengths
    that no answer has are left out. Raises ValueError for a length < 1.
    """
    points = []
    for length in lengths:
        if length < 1:
            raise ValueError(f"length={length!r} must be at least 1")
        cut = [answer[:length] for answer in hits if len(answer) >= length]
        if not cut:
            continue
        p = sum(map(sum, cut)) / (length * len(cut))
        exact = proportion_ci(sum(map(all, cut)), len(cut))
        points.append(LengthPoint(length, len(cut), p, exact, exact_match(p, length)))
    return points
