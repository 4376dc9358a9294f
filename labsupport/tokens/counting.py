"""Counting with the tokenizer of the model that will read the prompt; any other one gives another number."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from labsupport import models

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

Message = Mapping[str, Any]
"""A chat message: role, content, and what the template reads besides."""


class Piece(NamedTuple):
    """One token and the characters text[start:end] that it stands for; the bytes of one character share a span."""

    id: int
    start: int
    end: int


@functools.cache
def lab_tokenizer(name: str = "lab-nano") -> PreTrainedTokenizerBase:
    """The tokenizer of a shipped model, from its files, without its weights. LabError as `models.verify`."""
    from transformers import AutoTokenizer

    tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(models.verify(name), local_files_only=True)
    return tokenizer


def pieces(text: str, tokenizer: PreTrainedTokenizerBase | None = None) -> list[Piece]:
    """The tokens of a text, control tokens written out in it included; by default those of the lab model."""
    made = (tokenizer or lab_tokenizer())(text, return_offsets_mapping=True, add_special_tokens=False, verbose=False)
    return [Piece(i, start, end) for i, (start, end) in zip(made["input_ids"], made["offset_mapping"], strict=True)]


def prompt_tokens(
    messages: Sequence[Message],
    tokenizer: PreTrainedTokenizerBase,
    *,
    tools: Sequence[Mapping[str, Any]] = (),
    generation: bool = True,
) -> list[int]:
    """Token ids of a chat request as the server makes them with the model's chat template.

    `generation` appends the opening of the answer, which the server does too. Raises ValueError for no messages.
    """
    if not messages:
        raise ValueError("messages is empty: a chat request has at least one")
    given: Any = tokenizer.apply_chat_template(
        [dict(m) for m in messages], tools=[dict(t) for t in tools] or None, tokenize=True,
        add_generation_prompt=generation, return_dict=False, tokenizer_kwargs={"verbose": False},
    )  # fmt: skip
    return list(given)


def count_tokens(
    messages: Sequence[Message],
    tokenizer: PreTrainedTokenizerBase,
    *,
    tools: Sequence[Mapping[str, Any]] = (),
    generation: bool = True,
) -> int:
    """Tokens of a chat request, template overhead included: what the server reports as prompt_tokens.

    Raises ValueError for no messages.
    """
    return len(prompt_tokens(messages, tokenizer, tools=tools, generation=generation))


def template_overhead(messages: Sequence[Message], tokenizer: PreTrainedTokenizerBase) -> int:
    """Tokens of a request beyond the contents of its messages: role marks and the opening of the answer."""
    bare = sum(len(pieces(str(m.get("content") or ""), tokenizer)) for m in messages)
    return count_tokens(messages, tokenizer) - bare
