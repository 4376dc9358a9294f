"""Examples as token rows: what each position costs, and where attention belongs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from labsupport.models import corpus, pointers
from labsupport.models import tokenizer as tok
from labsupport.models.config import ModelConfig
from labsupport.models.examples import Example
from labsupport.models.pointers import Pointer

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Encoded(NamedTuple):
    """An example as tokens, with a loss weight each."""

    ids: list[int]
    weights: list[float]
    pointers: list[Pointer]


def encode(
    tokenizer: Tokenizer, example: Example, answer_weight: float, share: float, rng: random.Random, *,
    number_weight: float | None = None,
) -> Encoded:  # fmt: skip
    """Tokens and loss weights of one example: `answer_weight` on the answer and its end mark, 1 on a drawn share of the
    prompt, 0 elsewhere. With `number_weight`, which multiplies the weight of a source's number, pointers are found."""
    if not example.messages:
        ids = [*tokenizer.encode(example.answer).ids, 0]
        return Encoded(ids, [1.0] * len(ids), [])
    share *= example.prompt_counts
    made, text = Encoded([], [], []), ""
    places, answers = list[tuple[int, int]](), list[tuple[int, str]]()
    for piece, learned in pointers.pieces(example):
        new = tokenizer.encode(piece)
        made.ids.extend(new.ids)
        made.weights.extend(answer_weight if learned else float(rng.random() < share) for _ in new.ids)
        places += [(len(text) + begin, len(text) + end) for begin, end in new.offsets]
        if learned:
            answers.append((len(text), piece.removesuffix(tok.IM_END)))
        text += piece
    if number_weight is not None:
        made.pointers.extend(pointers.find(text, places, answers, rng))
        for at in {p.at + 1 for p in made.pointers if pointers.KINDS[p.kind] == "number"}:
            made.weights[at] *= number_weight
    return made


class Batch(NamedTuple):
    """Packed rows of one step, each [rows, length + 1]. `parts` numbers the examples of a row from 1; 0 is padding.

    `pointers` is [n, 4]: kind, row, the position that looks, one position to look at.
    """

    ids: np.ndarray
    weights: np.ndarray
    parts: np.ndarray
    pointers: np.ndarray


def batch(tokenizer: Tokenizer, config: ModelConfig, step: int) -> Batch:
    """The batch of a step. Rows are filled best-fit from a small pool of examples, so that little is padding."""
    stage = config.stage(step)
    length = config.stage_lengths[stage] + 1
    rows = max(1, config.stage_batches[stage] // config.stage_lengths[stage])
    stream = corpus.examples(config.seed, step, stage, config.mixture)
    rng = random.Random(f"loss-{config.seed}-{step}")
    number_weight = config.number_weight if config.pointer_weight else None
    pool: list[Encoded] = []
    ids, weights, parts = (np.zeros((rows, length), dtype=t) for t in (np.int32, np.float32, np.int32))
    looks: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        used = part = 0
        while True:
            while len(pool) < 12:
                example = encode(tokenizer, next(stream), config.answer_weight, config.prompt_share, rng,
                                 number_weight=number_weight)  # fmt: skip
                if len(example.ids) <= length:
                    pool.append(example)
            fitting = [i for i, e in enumerate(pool) if used + len(e.ids) <= length]
            if not fitting:
                break
            chosen = pool.pop(fitting[0] if used == 0 else max(fitting, key=lambda i: len(pool[i].ids)))
            part += 1
            here = slice(used, used + len(chosen.ids))
            ids[row, here], weights[row, here], parts[row, here] = chosen.ids, chosen.weights, part
            looks += [(p.kind, row, used + p.at, used + to) for p in chosen.pointers for to in p.to]
            used += len(chosen.ids)
    weights[:, 0] = 0.0  # nothing comes before it
    weights[:, 1:][parts[:, 1:] != parts[:, :-1]] = 0.0  # an example does not foretell the next one
    return Batch(ids, weights, parts, np.array(looks, dtype=np.int32).reshape(-1, 4))
