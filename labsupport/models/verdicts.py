"""How answers are judged: measures with 95% intervals, and the rows of each kind of prompt.

Counts have Wilson intervals; F1 and balanced accuracy have percentile intervals of 1,000 bootstrap samples over items.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from labsupport.models import wording
from labsupport.models.examples import Example
from labsupport.stats import wilson as wilson

Row = dict[str, Any]
CITATION = re.compile(r"\s*\[(\d+)\]$")


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """F1 of (hits, false alarms, misses) summed over items; 0 where there is nothing to find and nothing found."""
    hit, false, miss = (sum(c[i] for c in counts) for i in range(3))
    return 2 * hit / (2 * hit + false + miss) if hit + false + miss else 0.0


def balanced(pairs: Sequence[tuple[str, str]]) -> float:
    """Balanced accuracy of (expected, got): the mean recall of the expected labels."""
    recalls = []
    for label in sorted({e for e, _ in pairs}):
        mine = [g == label for e, g in pairs if e == label]
        recalls.append(sum(mine) / len(mine))
    return sum(recalls) / len(recalls)


def bootstrap(items: Sequence[Any], score: Callable[[Sequence[Any]], float], n: int = 1000) -> tuple[float, float]:
    """95% percentile interval of a score over resampled items (Efron 1979), always from the same random numbers."""
    rng = random.Random("bootstrap")
    found = sorted(score(rng.choices(items, k=len(items))) for _ in range(n))
    return found[round(0.025 * (n - 1))], found[round(0.975 * (n - 1))]


def mean_share(right: Sequence[bool]) -> float:
    """The share of true values."""
    return sum(right) / len(right)


@dataclass(frozen=True)
class Asked:
    """One kind of prompt: examples with their expected answers, and how long an answer may be."""

    name: str
    what: str
    examples: list[Example]
    max_new: int = 48


def _row(value: float, interval: tuple[float, float], n: int, split: str, what: str) -> Row:
    return {"value": round(value, 4), "low": round(interval[0], 4), "high": round(interval[1], 4), "n": n,
            "split": split, "what": what}  # fmt: skip


def share(right: Sequence[bool], split: str, what: str) -> Row:
    """The row of a share with its Wilson interval."""
    return _row(sum(right) / len(right), wilson(sum(right), len(right)), len(right), split, what)


def leaves(value: Any, path: str = "") -> dict[str, Any]:
    """The values of a JSON document by path."""
    if isinstance(value, dict):
        return {k: v for key, part in value.items() for k, v in leaves(part, f"{path}.{key}").items()}
    if isinstance(value, list):
        return {k: v for at, part in enumerate(value) for k, v in leaves(part, f"{path}.{at}").items()}
    return {path: value}


def field_counts(got: str, expected: str) -> tuple[int, int, int]:
    """(hits, false alarms, misses) of the values that are not null; text that is no JSON object misses all."""
    want = {k: v for k, v in leaves(json.loads(expected)).items() if v is not None}
    try:
        parsed = json.loads(got)
    except ValueError:
        parsed = None
    have = {k: v for k, v in leaves(parsed).items() if v is not None} if isinstance(parsed, dict) else {}
    hit = sum(want.get(k) == v for k, v in have.items())
    return hit, len(have) - hit, len(want) - hit


def tool_parts(text: str) -> tuple[str, Any] | None:
    """Name and arguments of a Hermes tool call; None when the text is none."""
    match = re.fullmatch(r"\s*<tool_call>\s*(.*?)\s*</tool_call>\s*", text, re.DOTALL)
    try:
        call = json.loads(match[1]) if match else None
        return (str(call["name"]), call["arguments"]) if call else None
    except (ValueError, KeyError, TypeError):
        return None


def judge(asked: Asked, got: Sequence[str], split: str) -> dict[str, Row]:
    """Metric rows of one kind of prompt."""
    want = [e.answer for e in asked.examples]
    got = [g.strip() for g in got]
    pairs = list(zip(got, want, strict=True))
    rows: dict[str, Row] = {}
    name, what = asked.name, asked.what
    if "qa" in name:
        told = [(CITATION.sub("", g), CITATION.sub("", w), g, w) for g, w in pairs if w != wording.ABSTAIN]
        rows[f"{name}_exact"] = share([a == b for a, b, _, _ in told], split, f"{what}: answer exact")
        cited = [CITATION.search(g) for _, _, g, _ in told]
        true = [CITATION.search(w) for *_, w in told]
        hits = [bool(c and t and c[1] == t[1]) for c, t in zip(cited, true, strict=True)]
        rows[f"{name}_citation"] = share(hits, split, f"{what}: source number right")
        said = [(int(g == w == wording.ABSTAIN), int(g == wording.ABSTAIN != w), int(w == wording.ABSTAIN != g))
                for g, w in pairs]  # fmt: skip
        if any(w == wording.ABSTAIN for w in want):
            rows[f"{name}_abstain_f1"] = _row(f1(said), bootstrap(said, f1), len(said), split, f"{what}: abstention F1")
    elif name.endswith("json") or "json_" in name:
        counts = [field_counts(g, w) for g, w in pairs]
        rows[f"{name}_f1"] = _row(f1(counts), bootstrap(counts, f1), len(counts), split, f"{what}: field F1")
        rows[f"{name}_exact"] = share([g == w for g, w in pairs], split, f"{what}: whole object exact")
    elif "claim" in name:
        both = [(w, g) for g, w in pairs]
        rows[f"{name}_balanced"] = _row(
            balanced(both), bootstrap(both, balanced), len(both), split, f"{what}: balanced accuracy"
        )
    elif name == "tool":
        calls = [(tool_parts(g), tool_parts(w), g == w) for g, w in pairs]  # a reply without a call compares as text
        named = [same or bool(g and w and g[0] == w[0]) for g, w, same in calls]
        rows["tool_name"] = share(named, split, "the right tool of those offered, or the refusal")
        rows["tool_exact"] = share([same or bool(g and g == w) for g, w, same in calls], split, what)
    else:
        rows[f"{name}_exact"] = share([g == w for g, w in pairs], split, f"{what}: exact")
    return rows
