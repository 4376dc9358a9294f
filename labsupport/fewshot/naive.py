"""Selecting and placing examples as it is often copied, errors kept, so that one can watch them."""

from __future__ import annotations

from collections.abc import Sequence

from labsupport.context.split import Embed
from labsupport.fewshot.library import Example
from labsupport.prompts.environment import Message


def naive_select(examples: Sequence[Example], q: str, k: int, embed: Embed) -> list[Example]:
    """Sorts pairs of score and example: two equal scores make Python compare the examples, a TypeError."""
    query = embed([q])[0]
    scored = [(_dot(query, embed([example.input])[0]), example) for example in examples]  # a call for each of them
    return [example for _, example in sorted(scored, reverse=True)[:k]]


def naive_mmr(relevance: Sequence[float], vectors: Sequence[Sequence[float]], k: int, lam: float = 0.7) -> list[int]:
    """Called MMR, is a filter: walks down the relevance and takes what scores above a fixed 0.3.

    It may return fewer than k (relevance 0.5 with redundancy 0.3 scores 0.26), and takes an exact copy once its
    relevance is 0.86 or more.
    """
    taken: list[int] = []
    for i in sorted(range(len(relevance)), key=lambda i: -relevance[i]):
        redundancy = max((_dot(vectors[i], vectors[j]) for j in taken), default=0.0)
        if lam * relevance[i] - (1 - lam) * redundancy > 0.3:
            taken.append(i)
        if len(taken) == k:
            break
    return taken


def naive_messages(task: str, examples: Sequence[Example], user: str) -> list[Message]:
    """The comment of the original says that the best example comes last; the code puts it first. No budget."""
    turns: list[Message] = [{"role": "system", "content": task}]
    for example in examples:
        turns.append({"role": "user", "content": example.input})
        turns.append({"role": "assistant", "content": example.output})
    return [*turns, {"role": "user", "content": user}]


def naive_with_counterexamples(
    task: str, examples: Sequence[Example], wrong: Sequence[Example], user: str
) -> list[Message]:
    """Wrong outputs as turns of the assistant, marked as bad only in the turn before: the model learns to give them."""
    marked = [Example(e.id, f"Bad example, do not answer like this: {e.input}", e.output, e.tags) for e in wrong]
    return naive_messages(task, [*examples, *marked], user)


def naive_leaks(inputs: Sequence[str], eval_set: Sequence[str]) -> list[str]:
    """Only texts that are equal to the character; a copy with another space or in other words passes."""
    known = set(inputs)
    return [text for text in eval_set if text in known]


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
