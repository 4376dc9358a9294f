"""Answers and their ends: how long they are, how many were cut, and what a cut did to JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from labsupport import stats
from labsupport.usage import Usage


class Output(NamedTuple):
    """One answer: its text, its tokens, and why it ended ("stop", or "length" for a cut)."""

    text: str
    tokens: int
    finish_reason: str

    @classmethod
    def from_response(cls, r: Any) -> Self:
        """Of a chat completion's first choice, an object of the SDK. ValueError as `Usage.from_response`."""
        choice = r.choices[0]
        return cls(choice.message.content or "", Usage.from_response(r).completion_tokens, choice.finish_reason)


@dataclass(frozen=True)
class OutputReport:
    """Mean tokens per answer with an interval; shares of answers that were cut, and that are no JSON."""

    n: int
    tokens: stats.Interval
    truncated: stats.Interval
    invalid_json: stats.Interval


def output_report(outputs: Sequence[Output], *, seed: int = 0) -> OutputReport:
    """Summary of the answers of one arm; `invalid_json` matters where JSON was asked for. ValueError for none."""
    n = len(outputs)
    if not n:
        raise ValueError("no answers to report on")
    return OutputReport(
        n,
        stats.bootstrap_ci([float(o.tokens) for o in outputs], seed=seed),
        stats.proportion_ci(sum(o.finish_reason == "length" for o in outputs), n),
        stats.proportion_ci(sum(not is_json(o.text) for o in outputs), n),
    )


def is_json(text: str) -> bool:
    """Whether the whole text is one JSON value."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def cap_at(tokens: Sequence[int], q: float = 99.0) -> int:
    """An output cap as a guard: the q-th percentile of the lengths of complete answers, rounded up.

    Measure it on answers that were not cut themselves. ValueError as `stats.percentile`.
    """
    return math.ceil(stats.percentile([float(t) for t in tokens], q))
