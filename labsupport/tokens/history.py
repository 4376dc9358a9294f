"""Chat history: what of it to send again, and how many tokens that makes over a conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from labsupport.tokens.counting import Message, prompt_tokens
from labsupport.tokens.prefix import PrefixIndex

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

Kind = Literal["full", "window", "summary", "retrieve", "summary+retrieve"]
Policy = Callable[[Sequence[Message]], list[Message]]
"""Makes the messages to send out of the whole conversation, whose last message is the new question."""

Summarise = Callable[[str, Sequence[Message]], str]
"""(summary so far, messages that leave the window now) -> new summary."""
Score = Callable[[str, Sequence[str]], Sequence[float]]
"""(question, texts) -> one number per text, more is better."""


def history_policy(
    kind: Kind,
    window: int,
    *,
    step: int = 1,
    top: int = 2,
    summarise: Summarise | None = None,
    score: Score | None = None,
) -> Policy:
    """What to send of a conversation. A turn is a user message with all that follows up to the next one.

    "full": everything. "window": the last `window` turns. "summary": those, and a summary of the others at the end of
    the system message. "retrieve": those, and the `top` others with the best score before the question.
    "summary+retrieve": both. System messages at the head always stay. step: turns that leave at once, so that the
    prefix changes only every `step` turns and window - step + 1 to window of them are kept. A policy with a summary
    remembers it: make one per conversation. Raises ValueError for an unknown kind, window < 0, step outside
    1..max(window, 1), top < 1, and a missing `summarise` or `score`; the policy raises it for a conversation that does
    not end with a user message.
    """
    if kind not in get_args(Kind):
        raise ValueError(f"unknown kind {kind!r}: use {', '.join(get_args(Kind))}")
    if window < 0 or not 1 <= step <= max(window, 1) or top < 1:
        raise ValueError(
            f"window={window} must be at least 0, step={step} in 1..{max(window, 1)}, top={top} at least 1"
        )
    if "summary" in kind and summarise is None:
        raise ValueError(f"kind {kind!r} needs summarise=")
    if "retrieve" in kind and score is None:
        raise ValueError(f"kind {kind!r} needs score=")
    summary = _Summary(summarise) if summarise is not None and "summary" in kind else None

    def policy(messages: Sequence[Message]) -> list[Message]:
        head, turns, question = _split(messages)
        over = 0 if kind == "full" else max(0, len(turns) - window)
        over = min(len(turns), -(-over // step) * step)
        old, recent = turns[:over], [m for turn in turns[over:] for m in turn]
        if old and summary is not None:
            known = f"Earlier in this conversation: {summary.of(old)}"
            before = f"{head[-1]['content']}\n\n" if head else ""
            head = [*head[:-1], {"role": "system", "content": before + known}]
        if old and score is not None and "retrieve" in kind:
            asked = str(question["content"])
            texts = ["\n".join(f"{m['role']}: {m.get('content') or ''}" for m in turn) for turn in old]
            ranks = score(asked, texts)
            best = sorted(sorted(range(len(texts)), key=lambda i: -ranks[i])[:top])
            found = "\n".join(texts[i] for i in best)
            question = {**question, "content": f"From earlier in this conversation:\n{found}\n\n{asked}"}
        return [*head, *recent, question]

    return policy


class _Summary:
    """A running summary: each turn is summarised once, when it leaves the window."""

    def __init__(self, summarise: Summarise) -> None:
        self._summarise = summarise
        self._done: list[list[Message]] = []
        self._text = ""

    def of(self, turns: list[list[Message]]) -> str:
        if turns[: len(self._done)] != self._done:  # another conversation
            self._done, self._text = [], ""
        new = [m for turn in turns[len(self._done) :] for m in turn]
        if new:
            self._text, self._done = self._summarise(self._text, new), list(turns)
        return self._text


def _split(messages: Sequence[Message]) -> tuple[list[Message], list[list[Message]], Message]:
    """(leading system messages, earlier turns, the new question)."""
    if not messages or messages[-1]["role"] != "user":
        raise ValueError("the conversation must end with the user's new message")
    head = 0
    while messages[head]["role"] == "system":
        head += 1
    turns: list[list[Message]] = []
    for message in messages[head:-1]:
        if message["role"] == "user" or not turns:
            turns.append([])
        turns[-1].append(message)
    return list(messages[:head]), turns, messages[-1]


def embedding_score(encode: Callable[[Sequence[str]], Sequence[Sequence[float]]]) -> Score:
    """Scores by the cosine of unit vectors, for example those of `serving.embedder.Embedder.encode`."""

    def score(question: str, texts: Sequence[str]) -> list[float]:
        query, *others = encode([question, *texts])
        return [sum(a * b for a, b in zip(query, other, strict=True)) for other in others]

    return score


class TurnTokens(NamedTuple):
    """Input of one turn: prompt tokens, of which cached ones, and the sum of fresh ones up to here."""

    turn: int
    prompt: int
    cached: int
    cumulative: int

    @property
    def fresh(self) -> int:
        return self.prompt - self.cached


def replay(
    turns: Sequence[tuple[str, str]],
    policy: Policy,
    tokenizer: PreTrainedTokenizerBase,
    *,
    system: str = "",
    block: int | None = None,
) -> list[TurnTokens]:
    """Count the input of every turn of a conversation (question, answer) under a policy, without a model.

    block: tokens per cache block; None: no cache. Cached tokens are what a cache that forgets nothing would give.
    Requests that a summary costs are not in it.
    """
    messages: list[Message] = [{"role": "system", "content": system}] if system else []
    index = None if block is None else PrefixIndex(block=block)
    rows: list[TurnTokens] = []
    total = 0
    for turn, (question, answer) in enumerate(turns, start=1):
        messages.append({"role": "user", "content": question})
        tokens = prompt_tokens(policy(messages), tokenizer)
        cached = 0 if index is None else index.add(tokens)
        total += len(tokens) - cached
        rows.append(TurnTokens(turn, len(tokens), cached, total))
        messages.append({"role": "assistant", "content": answer})
    return rows


def growth(rows: Sequence[TurnTokens]) -> float:
    """Fresh tokens of the whole conversation over those of its first turn. ValueError for no rows."""
    if not rows:
        raise ValueError("no turns: nothing to compare")
    return rows[-1].cumulative / rows[0].fresh


def history_tokens(per_turn: int, turns: int) -> tuple[int, int]:
    """(history sent on the last turn, history sent in total) when every turn adds `per_turn` tokens and all is sent.

    The last turn carries turns - 1 earlier ones, all together turns * (turns - 1) / 2. ValueError for turns < 1.
    """
    if turns < 1 or per_turn < 0:
        raise ValueError(f"turns={turns} must be at least 1 and per_turn={per_turn} at least 0")
    return per_turn * (turns - 1), per_turn * turns * (turns - 1) // 2
