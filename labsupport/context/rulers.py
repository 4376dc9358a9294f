"""Three rulers for one text: tokens of a language model, word pieces of the embedder, characters (`len`)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from labsupport import models
from labsupport.context.split import Length
from labsupport.tokens.counting import Message, count_tokens, lab_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Count = Callable[[Sequence[Message]], int]
"""Maps a conversation to the tokens that the model reads, the template's own among them."""
Spans = Callable[[str], Sequence[tuple[int, int]]]
"""Maps a text to the characters [start, end) of its tokens, in order."""


# The bare tokenizers below transformers' own: splitting asks thousands of times, and these answer several times faster.
@functools.cache
def _of_lm(name: str) -> Tokenizer:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(models.verify(name) / "tokenizer.json"))


@functools.cache
def _of_embedder() -> Tokenizer:
    from tokenizers import Tokenizer

    from labsupport.serving.embedder import load_embedder

    copy: Tokenizer = Tokenizer.from_str(load_embedder()._tokenizer.backend_tokenizer.to_str())
    copy.no_truncation()  # `encode` leaves its own limit behind
    copy.no_padding()
    return copy


def _length(tokenizer: Tokenizer) -> Length:
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def _spans(tokenizer: Tokenizer) -> Spans:
    return lambda text: tokenizer.encode(text, add_special_tokens=False).offsets


def lm_length(name: str = "lab-nano") -> Length:
    """Tokens of a lab model, by name or path. Raises LabError for an unknown model."""
    return _length(_of_lm(name))


def lm_spans(name: str = "lab-nano") -> Spans:
    """Characters [start, end) of a lab model's tokens; the tokens of one character have the same span."""
    return _spans(_of_lm(name))


def chat_count(name: str = "lab-nano") -> Count:
    """Tokens of a conversation as a lab model's server counts them: template, roles, start of the answer included."""
    tokenizer = lab_tokenizer(name)
    return lambda messages: count_tokens(messages, tokenizer)


def embedder_length() -> Length:
    """Word pieces of MiniLM. It reads 256, of which two are marks: 254 of a text."""
    return _length(_of_embedder())


def embedder_spans() -> Spans:
    """Characters [start, end) of the word pieces of MiniLM, which skip white space."""
    return _spans(_of_embedder())
