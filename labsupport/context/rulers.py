"""Three rulers for one text: tokens of a language model, word pieces of the embedder, characters (`len`)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from labsupport import models
from labsupport.context.split import Length

Message = dict[str, str]
Count = Callable[[Sequence[Message]], int]
"""Maps a conversation to the tokens that the model reads, the template's own among them."""
Spans = Callable[[str], Sequence[tuple[int, int]]]


@functools.cache
def _tokenizer(name: str) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(str(models.verify(name)), local_files_only=True)


def _pieces(tokenizer: Any, text: str, **options: Any) -> Any:
    # verbose=False: a text longer than the window is what we are here to measure, not worth a warning
    return tokenizer(text, add_special_tokens=False, truncation=False, verbose=False, **options)


def lm_length(name: str = "lab-nano") -> Length:
    """Tokens of a lab model, by name or path. Raises LabError for an unknown model."""
    tokenizer = _tokenizer(name)
    return lambda text: len(_pieces(tokenizer, text)["input_ids"])


def lm_spans(name: str = "lab-nano") -> Spans:
    """Characters [start, end) of a lab model's tokens; the tokens of one character have the same span."""
    tokenizer = _tokenizer(name)

    def spans(text: str) -> list[tuple[int, int]]:
        return [(a, b) for a, b in _pieces(tokenizer, text, return_offsets_mapping=True)["offset_mapping"]]

    return spans


def chat_count(name: str = "lab-nano") -> Count:
    """Tokens of a conversation as a lab model's server counts them: template, roles, start of the answer included."""
    tokenizer = _tokenizer(name)

    def count(messages: Sequence[Message]) -> int:
        text = tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=True)
        return len(_pieces(tokenizer, text)["input_ids"])

    return count


def embedder_length() -> Length:
    """Word pieces of MiniLM. It reads 256, of which two are marks: 254 of a text."""
    from labsupport.serving.embedder import load_embedder

    tokenizer = load_embedder()._tokenizer
    return lambda text: len(_pieces(tokenizer, text)["input_ids"])
