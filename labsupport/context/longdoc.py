"""Documents longer than the window: all chunks at once and then combined, or one after the other with a draft."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from labsupport.aio.bounded import run_bounded
from labsupport.context.pack import HasText

A = TypeVar("A")
T = TypeVar("T")


async def map_reduce(
    doc: Sequence[HasText],
    ask: Callable[[str], Awaitable[A]],
    combine: Callable[[Sequence[A]], Awaitable[A]],
    *,
    concurrency: int,
    fan_in: int | None = None,
) -> A:
    """Ask about every chunk on its own, then combine the answers.

    doc: the document in chunks. ask: gets the text of one. combine: gets answers in the order of the document, once
        also when there is only one, so that the result always has its form.
    concurrency: calls alive at a time. fan_in: the most answers of one combining call; more are combined in levels,
        neighbours first, for when all of them would not fit the window. None: one call for all.
    What two chunks say only together is lost: no call sees both. A failing call cancels the others and is raised.
    Raises ValueError for a document without chunks, concurrency < 1 or fan_in < 2.
    """
    if not doc:
        raise ValueError("doc has no chunks: there is nothing to ask about")
    if fan_in is not None and fan_in < 2:
        raise ValueError(f"fan_in={fan_in!r} must be at least 2, or the answers never become fewer")

    async def level(call: Callable[[T], Awaitable[A]], items: Sequence[T]) -> list[A]:
        outcomes = await run_bounded(items, call, concurrency=concurrency, mode="all_or_nothing")
        return [outcome.value for outcome in outcomes]  # type: ignore[misc]  # all_or_nothing has no failures here

    answers = await level(ask, [chunk.text for chunk in doc])
    while fan_in is not None and len(answers) > fan_in:
        groups = [answers[at : at + fan_in] for at in range(0, len(answers), fan_in)]
        answers = await level(combine, groups)
    return await combine(answers)


async def refine(doc: Sequence[HasText], ask: Callable[[str, A | None], Awaitable[A]]) -> A:
    """Read the chunks in order, each with the draft so far; the last draft is the answer.

    ask: gets the text of a chunk and the draft, None at the first. Keeps links across chunks at the price of as many
    calls in a row as there are chunks, and what is read early can be overwritten later.
    Raises ValueError for a document without chunks.
    """
    if not doc:
        raise ValueError("doc has no chunks: there is nothing to ask about")
    draft: A | None = None
    for chunk in doc:
        draft = await ask(chunk.text, draft)
    return draft  # type: ignore[return-value]  # at least one call was made
