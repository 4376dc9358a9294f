"""Greedy answers of a lab model inside this process: for sweeps over many prompts, where a server would be the wait."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from labsupport import models
from labsupport.models import decode
from labsupport.tokens.counting import Message

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


@functools.cache
def loaded(name: str = "lab-nano") -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """Model and tokenizer, loaded once per process. LabError as `models.load`."""
    return models.load(name)


def answers(
    chats: Sequence[Sequence[Message]], expected: Sequence[str], *, name: str = "lab-nano", max_new: int = 24
) -> list[str]:
    """One greedy answer per chat, cut after `max_new` tokens. `expected` saves time and changes nothing."""
    model, tokenizer = loaded(name)
    prompts = [
        str(tokenizer.apply_chat_template([dict(m) for m in chat], tokenize=False, add_generation_prompt=True))
        for chat in chats
    ]
    inner: Any = tokenizer
    made = decode.answer(model, inner.backend_tokenizer, prompts, max_new=max_new, expected=expected)  # type: ignore[arg-type]
    return [text.strip() for text in made]
