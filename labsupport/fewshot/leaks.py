"""Evaluation items in the library, word for word or in other words: they make dynamic selection look brilliant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labsupport.fewshot.library import ExampleLibrary

THRESHOLD = 0.9
BATCH = 512  # evaluation items compared at once


@dataclass(frozen=True)
class Leak:
    """An example and an evaluation item that are too close. exact: equal but for case and white space."""

    example_id: str
    eval_id: str
    cosine: float
    exact: bool


def leak_check(library: ExampleLibrary, eval_set: Mapping[str, str], threshold: float = THRESHOLD) -> list[Leak]:
    """Every pair of example and evaluation item with a cosine of at least `threshold`, or of equal text; closest first.

    eval_set: inputs by id. Give the ids to `nearest(exclude=...)`, or clean the library. What lies below the threshold
    may still be a paraphrase: choose it on pairs that you know. Raises ValueError for a threshold outside 0..1.
    """
    # BEGIN SOLUTION
    if not 0.0 <= threshold <= 1.0:
        raise ValueError(f"threshold={threshold!r} must be from 0 to 1")
    if not len(library) or not eval_set:
        return []
    ids = list(eval_set)
    folded = [_folded(example.input) for example in library.examples]
    leaks: list[Leak] = []
    for at in range(0, len(ids), BATCH):
        part = ids[at : at + BATCH]
        cosines = library.embedded([eval_set[i] for i in part]) @ library.vectors.T
        for row, eval_id in zip(cosines.tolist(), part, strict=True):
            text = _folded(eval_set[eval_id])
            for example, other, cosine in zip(library.examples, folded, row, strict=True):
                exact = text == other
                if exact or cosine >= threshold - 1e-6:  # float32: a copy may come out just below 1
                    leaks.append(Leak(example.id, eval_id, cosine, exact))
    return sorted(leaks, key=lambda leak: (-leak.cosine, leak.eval_id, leak.example_id))
    # END SOLUTION


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
