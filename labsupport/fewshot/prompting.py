"""Examples as turns of a chat, in an order and within a budget; and the label bias that they bring, divided out."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, get_args

from labsupport.context.pack import BudgetError
from labsupport.context.rulers import Count
from labsupport.fewshot.library import Example
from labsupport.prompts.content import to_ids
from labsupport.prompts.environment import Message
from labsupport.tokens.counting import lab_tokenizer

Order = Literal["best_last", "best_first", "shuffled"]
FORM = "Text: {input}\nLabel: {output}"


def safe_count(name: str = "lab-nano") -> Count:
    """Tokens of a conversation as `to_ids` makes them: marks in a message cost more than as control tokens."""
    tokenizer = lab_tokenizer(name)
    return lambda messages: len(to_ids(messages, tokenizer))


def build_messages(
    task: str,
    examples: Sequence[Example],
    user: str,
    *,
    order: Order = "best_last",
    budget_tokens: int | None = None,
    count: Count | None = None,
    seed: int = 0,
) -> list[Message]:
    """The chat: `task` as the system message (none where empty), examples as turns of user and assistant, then `user`.

    examples: the most relevant first, as `nearest` gives them; they must be right ones, a model imitates them all.
    budget_tokens: of the whole prompt by `count` (default: the lab model's). The least relevant are dropped until it
    fits. order: how those that stay are laid out; "shuffled" by `seed`.
    Raises ValueError for an unknown order or a budget below 1, BudgetError when even without examples it does not fit.
    """
    if order not in get_args(Order):
        raise ValueError(f"order={order!r} must be one of: {', '.join(get_args(Order))}")
    if budget_tokens is not None and budget_tokens < 1:
        raise ValueError(f"budget_tokens={budget_tokens!r} must be at least 1")

    def laid(n: int) -> list[Message]:
        shown = list(examples[:n])
        if order == "best_last":
            shown.reverse()
        elif order == "shuffled":
            random.Random(seed).shuffle(shown)
        turns: list[Message] = [{"role": "system", "content": task}] if task else []
        for example in shown:
            turns.append({"role": "user", "content": example.input})
            turns.append({"role": "assistant", "content": example.output})
        return [*turns, {"role": "user", "content": user}]

    if budget_tokens is None:
        return laid(len(examples))
    count = count or safe_count()
    for n in range(len(examples), -1, -1):
        if count(laid(n)) <= budget_tokens:
            return laid(n)
    raise BudgetError({"task and input": count(laid(0))}, budget_tokens, what="before any example")


def as_block(messages: Sequence[Message], form: str = FORM) -> list[Message]:
    """The chat of `build_messages` with its examples as one block at the end of the system message.

    Which of the two a model reads better depends on what it was trained on; measure it. The last message stays as it
    is. Raises ValueError where the turns before it are not pairs of user and assistant.
    """
    head = [m["content"] for m in messages[:1] if m["role"] == "system"]
    turns = messages[len(head) : -1]
    pairs = list(zip(turns[::2], turns[1::2], strict=False))
    if len(turns) % 2 or any((x["role"], y["role"]) != ("user", "assistant") for x, y in pairs):
        raise ValueError(f"the turns are {[m['role'] for m in turns]}, not pairs of user and assistant")
    parts = [*head, *(form.format(input=x["content"], output=y["content"]) for x, y in pairs)]
    system: list[Message] = [{"role": "system", "content": "\n\n".join(parts)}] if parts else []
    return [*system, *messages[-1:]]


def calibrate(label_priors: Mapping[str, float]) -> Callable[[Mapping[str, float]], dict[str, float]]:
    """A function from label probabilities to probabilities without the bias of the prompt.

    label_priors: what the same prompt gives each label for an input without content, such as "N/A", averaged over a few
    of them. The calibrated probability is proportional to the probability over its prior. Source: Zhao et al. 2021,
    arXiv 2102.09690, with a diagonal matrix.
    Raises ValueError for no labels or a prior that is not finite and above 0; the function does so for other labels
    than these, and for probabilities that are negative, not finite or all 0.
    """
    if not label_priors:
        raise ValueError("label_priors is empty")
    for label, prior in label_priors.items():
        if not (math.isfinite(prior) and prior > 0.0):
            raise ValueError(f"the prior of {label!r} is {prior!r}: it must be finite and above 0")
    priors = dict(label_priors)

    def apply(probabilities: Mapping[str, float]) -> dict[str, float]:
        if set(probabilities) != set(priors):
            raise ValueError(f"labels {sorted(probabilities)} are not those of the priors, {sorted(priors)}")
        if not all(math.isfinite(p) and p >= 0.0 for p in probabilities.values()):
            raise ValueError(f"probabilities must be finite and at least 0: {dict(probabilities)}")
        weights = {label: probabilities[label] / prior for label, prior in priors.items()}
        total = sum(weights.values())
        if not total > 0.0:
            raise ValueError("every probability is 0: nothing to calibrate")
        return {label: weight / total for label, weight in weights.items()}

    return apply
