"""Token bookkeeping as it is often copied, errors kept, so that one can watch them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from unittest import mock

from labsupport.tokens.counting import Message, pieces

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

DISCOUNT = 0.10  # of cached reads, for every provider alike: elsewhere in the same text it is 50% for one of them


class NaiveTracker:
    """Cache savings from an assumption, not from usage: the system prompt counts as read from the cache on every call.

    The first call included; no write fee, no minimum, no lifetime. A system prompt above 1 / 0.9 = 1.11 times the
    stated input makes the input cost negative, an input of 0 divides by zero, and only the number of calls is added up.
    """

    def __init__(self, input_per_million: float) -> None:
        self.input_per_million = input_per_million
        self.calls = 0

    def track(self, system_tokens: int, input_tokens: int) -> dict[str, float]:
        """Dollars for the input of a call, and the "hit ratio"."""
        self.calls += 1
        full = input_tokens / 1e6 * self.input_per_million
        saved = system_tokens / 1e6 * self.input_per_million * (1 - DISCOUNT)
        return {"input_cost": full - saved, "hit_ratio": system_tokens / input_tokens}


def naive_prompt(system: str, question: str, now: str) -> list[Message]:
    """The clock on line 1: no two calls share more than the first few tokens."""
    return [{"role": "system", "content": f"Now: {now}\n{system}"}, {"role": "user", "content": question}]


def timed_prompt(system: str, question: str, now: str) -> list[Message]:
    """The same facts, the clock last: the system message is the same in every call."""
    return [{"role": "system", "content": system}, {"role": "user", "content": f"{question}\nNow: {now}"}]


def naive_count(messages: Sequence[Message], tokenizer: PreTrainedTokenizerBase) -> int:
    """Tokens of the contents alone: role marks and the opening of the answer are forgotten."""
    return sum(len(pieces(str(m.get("content") or ""), tokenizer)) for m in messages)


def naive_first_difference(prompts: Sequence[str]) -> int:
    """Characters that all prompts share at their start: not the tokens, and blocks of tokens are what is reused."""
    shared = 0
    for column in zip(*prompts, strict=False):
        if len(set(column)) > 1:
            break
        shared += 1
    return shared


def naive_gpt_counter(encoding: str = "cl100k_base") -> Callable[[str], int]:
    """Counts with one vendor's tokenizer for every model, whose vocabulary is downloaded on first use: not offline."""
    import tiktoken

    encoder = tiktoken.get_encoding(encoding)
    return lambda text: len(encoder.encode(text))


def gpt_counter_offline() -> str:
    """What `naive_gpt_counter` raises on a machine that has not downloaded the vocabulary and has no network."""
    import requests
    from tiktoken import registry

    refused = requests.ConnectionError("no network")
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.dict(os.environ, TIKTOKEN_CACHE_DIR=folder),
        mock.patch.object(requests, "get", side_effect=refused),
        mock.patch.dict(registry.ENCODINGS, clear=True),
    ):
        try:
            naive_gpt_counter()
        except requests.ConnectionError as error:
            return f"{type(error).__name__}: {error}"
    return "nothing"


def naive_usage(usage: Mapping[str, int]) -> dict[str, int]:
    """Absent counts become 0, so that "no caching" and "not reported" look the same."""
    return {name: usage.get(name, 0) for name in ("prompt_tokens", "completion_tokens", "cached_tokens")}
