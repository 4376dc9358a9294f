"""Ranked chunks packed into a prompt that is sure to fit: the whole conversation is counted, not its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from labsupport.context.rulers import Count
from labsupport.tokens.counting import Message


class HasText(Protocol):
    """A chunk of any kind."""

    @property
    def text(self) -> str: ...


C = TypeVar("C", bound=HasText)
T = TypeVar("T")


class BudgetError(ValueError):
    """A prompt is above the window, or budget, `what`: even without any chunk, or as it is.

    `table`: tokens by part, in the order of the message.
    """

    def __init__(self, table: Mapping[str, int], window: int, *, what: str = "before any context") -> None:
        self.table = dict(table)
        width = max(len(name) for name in [*table, "window"])
        rows = [f"  {name:<{width}} {tokens:>8,}" for name, tokens in [*table.items(), ("window", window)]]
        needed = sum(table.values())
        super().__init__(
            f"{needed:,} tokens do not fit the window of {window:,}, {what}\n" + "\n".join(rows) + "\n"
            "  shorten a part, reserve less for the output, or use a model with a larger window"
        )


@dataclass(frozen=True)
class PromptParts:
    """What a prompt holds besides its chunks. An empty `system` sends no system message.

    history: earlier messages, oldest first. separator: what stands between chunks and before the question. numbered:
    whether a chunk begins with its place in the prompt, as in "[1] ".
    """

    system: str
    question: str
    history: tuple[Message, ...] = ()
    separator: str = "\n\n"
    numbered: bool = True

    def messages(self, chunks: Sequence[HasText]) -> list[Message]:
        """The conversation with these chunks, in this order, before the question in the last message."""
        texts = [f"[{i}] {chunk.text}" if self.numbered else chunk.text for i, chunk in enumerate(chunks, 1)]
        system: list[Message] = [{"role": "system", "content": self.system}] if self.system else []
        question: Message = {"role": "user", "content": self.separator.join([*texts, self.question])}
        return [*system, *self.history, question]


@dataclass(frozen=True)
class Packed(Generic[C]):
    """A prompt. used: chunks in the order of the prompt. dropped: the others, best first. tokens: of the prompt."""

    messages: list[Message]
    used: tuple[C, ...]
    dropped: tuple[C, ...]
    tokens: int = field(default=0, kw_only=True)


def order_edges(chunks: Sequence[T]) -> list[T]:
    """Chunks ranked best first, so ordered that the best stand at both ends and the worst in the middle.

    Ranks 1 2 3 4 5 become 1 3 5 4 2. Source: Liu et al. 2023, Lost in the Middle, arXiv 2307.03172.
    """
    return [*chunks[::2], *reversed(chunks[1::2])]


def budget_table(parts: PromptParts, reserve_output: int, count: Count) -> dict[str, int]:
    """Tokens by part of a prompt without chunks, measured by leaving parts out: template, question, history, system.

    They add up to the count of the whole prompt and the tokens reserved for the output.
    """
    steps = {
        "template": replace(parts, system="", history=(), question=""),
        "question": replace(parts, system="", history=()),
        "history": replace(parts, system=""),
        "system": parts,
    }
    table, before = {}, 0
    for name, part in steps.items():
        tokens = count(part.messages([]))
        table[name], before = tokens - before, tokens
    return table | {"output": reserve_output}


def pack(
    parts: PromptParts,
    chunks: Sequence[C],
    *,
    window: int,
    reserve_output: int,
    count: Count,
    order: Callable[[Sequence[C]], list[C]] = order_edges,
) -> Packed[C]:
    """Fill what system, history, question and output leave of the window with chunks.

    chunks: best first. One that does not fit is dropped and the next is tried. order: how the chunks taken, best
        first, stand in the prompt; the question stays last.
    window: tokens that prompt and answer share. reserve_output: of these, kept for the answer.
    count: tokens of a conversation (`labsupport.context.rulers.chat_count`). It is asked about the finished messages,
        so separators, numbers and the template count too, and a prompt may fill the window to the last token.
    Raises ValueError for window < 1 or reserve_output < 0, and BudgetError with the tokens of each part when the
    prompt without chunks and the reserved output are above the window.
    """
    # BEGIN SOLUTION
    if window < 1:
        raise ValueError(f"window={window!r} must be at least 1")
    if reserve_output < 0:
        raise ValueError(f"reserve_output={reserve_output!r} must be at least 0")
    room = window - reserve_output
    messages = parts.messages([])
    tokens = count(messages)
    if tokens > room:
        raise BudgetError(budget_table(parts, reserve_output, count), window)
    taken: list[C] = []
    dropped: list[C] = []
    for chunk in chunks:
        # parts do not add up: a token may span a seam, and numbers and order change with every chunk
        trial = parts.messages(order([*taken, chunk]))
        needed = count(trial)
        if needed > room:
            dropped.append(chunk)
        else:
            taken.append(chunk)
            messages, tokens = trial, needed
    return Packed(messages, tuple(order(taken)), tuple(dropped), tokens=tokens)
    # END SOLUTION
