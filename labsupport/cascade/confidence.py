"""Confidence of an answer, raw: from log-probabilities, from what the model says of itself, from repeated samples.

None of these is a probability of being right until `calibration.fit_calibrator` has seen some answers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

_NUMBER = re.compile(r"(?<![\w.,-])(\d+(?:[.,]\d+)?)(?:\s*(%|/\s*100?\b|out of 100?\b|percent\b))?", re.IGNORECASE)


def sequence_probability(logprobs: Sequence[float]) -> float | None:
    """The probability that the model gave its whole answer: exp of the sum of its tokens' log-probabilities.

    None for no tokens. Raises ValueError for a log-probability above 0 or NaN.
    """
    if not logprobs:
        return None
    for value in logprobs:
        if not value <= 1e-6:  # rounding may leave a hair above 0
            raise ValueError(f"{value!r} is not a log-probability: it must be at most 0")
    return min(1.0, math.exp(math.fsum(logprobs)))


def label_margin(logprobs: Mapping[str, float]) -> float | None:
    """How far the best label is ahead of the second: the difference of their probabilities among the labels given.

    `logprobs` maps each label to the log-probability of the model for it, in full or of its first token. None for fewer
    than two labels, or when all are impossible.
    """
    if len(logprobs) < 2 or (top := max(logprobs.values())) == -math.inf:
        return None
    weights = sorted((math.exp(value - top) for value in logprobs.values()), reverse=True)
    return (weights[0] - weights[1]) / math.fsum(weights)


def agreement(texts: Sequence[str]) -> tuple[str, float]:
    """Self-consistency (Wang et al. 2022): the most frequent of several sampled answers, and its share of them.

    Answers are compared without case and surplus space; the first sample wins a tie. Raises ValueError for no texts.
    """
    if not texts:
        raise ValueError("texts is empty: sample at least one answer")
    keys = [" ".join(text.casefold().split()) for text in texts]
    key, n = Counter(keys).most_common(1)[0]
    return texts[keys.index(key)], n / len(texts)


def verbalised(text: str) -> float | None:
    """The confidence that a model states in words such as "0.85", "85%", "85/100" or "Confidence: 9/10", in [0, 1].

    The last number of the text counts. None when there is none or when it is no share: a bare number above 1 could be
    percent or marks out of ten, and a guess would be a made-up confidence.
    """
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    number, unit = found[-1].groups()
    value = float(number.replace(",", "."))
    if unit is not None:
        tens = unit.endswith("10")
        value /= 10.0 if tens else 100.0
    return value if 0.0 <= value <= 1.0 else None


def answer_probability(completion: Any) -> float | None:
    """`sequence_probability` of the first choice of a chat completion that was asked for with `logprobs=True`.

    None when the server sent no log-probabilities, which every cascade has to expect.
    """
    logprobs = getattr(completion.choices[0], "logprobs", None)
    content = getattr(logprobs, "content", None)
    return sequence_probability([token.logprob for token in content]) if content else None


def completion_margin(completion: Any, labels: Sequence[str]) -> float | None:
    """`label_margin` of a chat completion whose answer is one of `labels`, from the alternatives of its first token.

    Needs `top_logprobs`. A token counts for every label that begins with it, without case; labels that begin with the
    same token then come out even, so that the margin is 0 and the cascade asks on. None without log-probabilities, or
    when no alternative begins a label.
    """
    content = getattr(getattr(completion.choices[0], "logprobs", None), "content", None)
    if not content:
        return None
    chances = dict.fromkeys(labels, 0.0)
    for option in content[0].top_logprobs:
        start = option.token.strip().casefold()
        for label in labels:
            if start and label.casefold().startswith(start):
                chances[label] += math.exp(option.logprob)
    return label_margin({label: math.log(p) if p else -math.inf for label, p in chances.items()})
