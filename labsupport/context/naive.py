"""Splitting, counting and packing as they are often copied, errors kept, so that one can watch them."""

from __future__ import annotations

from collections.abc import Sequence

from labsupport.context.pack import HasText
from labsupport.context.split import Chunk, Embed, check_sizes, neighbour_cosines, split_recursive


def naive_split_characters(text: str, size: int = 512, overlap: int = 0) -> list[Chunk]:
    """Every `size` characters, in the middle of words and sentences."""
    check_sizes(size, overlap)
    starts = range(0, max(len(text) - overlap, min(len(text), 1)), size - overlap)
    return [Chunk(text[at : at + size], at, min(at + size, len(text))) for at in starts]


def naive_split_recursive(text: str, size: int = 512, overlap: int = 50) -> list[Chunk]:
    """`size` and `overlap` are called tokens but count characters, and no separator is a line end."""
    return split_recursive(text, size, overlap, len, (r"\. ", r" "))


def naive_split_semantic(text: str, embed: Embed, threshold: float = 0.85) -> list[str]:
    """Splits on ". ", joins neighbours above a fixed cosine, and writes no period back.

    "Dr. " and "e.g. " end a sentence, "?" and "!" do not, chunks have no upper size, an empty text is an IndexError.
    """
    parts = [part.strip() for part in text.split(". ") if part.strip()]
    cosines = neighbour_cosines(embed(parts)) if len(parts) > 1 else []
    groups = [[parts[0]]]
    for part, cosine in zip(parts[1:], cosines, strict=True):
        if cosine > threshold:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [" ".join(group) for group in groups]


def naive_tokens_words(text: str) -> int:
    """Words times 1.3, a rule of thumb for English prose."""
    return int(len(text.split()) * 1.3)


def naive_tokens_characters(text: str) -> int:
    """Characters over 4, the other rule of thumb."""
    return len(text) // 4


def naive_pack(system: str, question: str, chunks: Sequence[HasText], max_tokens: int = 4096) -> str:
    """A prompt by guessed tokens, with all the errors of the often copied one.

    The question is never used. 1,000 tokens are kept for the answer, so a smaller window has a negative budget and
    silently gets no context; so does one large first chunk, since the loop stops at the first that does not fit.
    Separators and the chat template are not counted.
    """
    budget = max_tokens - naive_tokens_words(system) - 1000
    taken: list[str] = []
    for chunk in chunks:
        tokens = naive_tokens_words(chunk.text)
        if tokens > budget:
            break
        taken.append(chunk.text)
        budget -= tokens
    return f"{system}\n\nContext:\n" + "\n\n---\n\n".join(taken)


def naive_pack_guessed(
    system: str, question: str, chunks: Sequence[HasText], *, window: int, reserve_output: int
) -> list[dict[str, str]]:
    """A sound loop on a guessed ruler: words times 1.3, no template. On texts full of ids the prompt is too long."""
    budget = window - reserve_output - naive_tokens_words(system) - naive_tokens_words(question)
    taken: list[str] = []
    for chunk in chunks:
        tokens = naive_tokens_words(chunk.text)
        if tokens <= budget:
            taken.append(f"[{len(taken) + 1}] {chunk.text}")
            budget -= tokens
    content = "\n\n".join([*taken, question])
    return [{"role": "system", "content": system}, {"role": "user", "content": content}]
