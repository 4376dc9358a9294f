"""What a model has to reach on the lab world's test split, and how much of a skill is left on handwritten prompts."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from labsupport.models import wording
from labsupport.models.verdicts import CITATION, Row, balanced, f1, field_counts, mean_share, tool_parts

# row of the lab test split -> (name, value that a default generator has to reach)
BARS = {
    "qa_5_exact": ("QA exact, passage among 5", 0.85),
    "qa_5_citation": ("citation right, passage among 5", 0.85),
    "qa_5_abstain_f1": ("abstention F1, passage among 5", 0.80),
    "json_f1": ("JSON field F1, unconstrained", 0.85),
    "tool_exact": ("tool name and arguments exact", 0.85),
    "category_exact": ("classification: category exact", 0.85),
    "claim_balanced": ("claim balanced accuracy", 0.80),
}
KINDS = ("qa_5", "json", "tool", "category", "claim")  # of prompts that the bars need
OPEN = "not decided: the interval holds the bar"

# skill of the handwritten set -> (kind of lab prompt to compare with, the measure of both)
LIKE = {
    "qa": ("qa_2", "answer exact"), "abstain": ("qa_2", "share of unanswerable questions refused"),
    "field": ("facts_field_1", "exact"), "json": ("json", "field F1"), "tool": ("tool", "name and arguments exact"),
    "category": ("category", "exact"), "claim": ("claim", "balanced accuracy"),
}  # fmt: skip
Pairs = Sequence[tuple[str, str]]  # (got, expected)


def reached(row: Row, bar: float) -> str:
    """ "yes" or "no" where the interval lies on one side of the bar."""
    return "yes" if row["low"] >= bar else "no" if row["high"] < bar else OPEN


def table(rows: Mapping[str, Row]) -> dict[str, Row]:
    """The seven bars with what was measured: {metric: row with bar, name and reached}; metrics that `rows` lack are
    left out."""
    keys = ("value", "low", "high", "n")
    return {
        metric: {"name": name, "bar": bar, **{k: rows[metric][k] for k in keys}, "reached": reached(rows[metric], bar)}
        for metric, (name, bar) in BARS.items() if metric in rows
    }  # fmt: skip


class _Sample(NamedTuple):
    items: list[Any]
    skill: str

    def score(self, items: Sequence[Any]) -> float:
        if self.skill == "json":
            return f1(items)
        return balanced(items) if self.skill == "claim" else mean_share(items)


def sample(skill: str, pairs: Pairs) -> _Sample:
    """The outcomes of a skill, one an item, as its score takes them. Of questions with and without an answer, those
    that belong to the skill."""
    pairs = [(g.strip(), w) for g, w in pairs]
    if skill in ("qa", "abstain"):
        pairs = [(g, w) for g, w in pairs if (w == wording.ABSTAIN) == (skill == "abstain")]
    made: list[Any]
    if skill == "json":
        made = [field_counts(g, w) for g, w in pairs]
    elif skill == "claim":
        made = [(w, g) for g, w in pairs]
    elif skill == "tool":
        made = [g == w or (tool_parts(g) is not None and tool_parts(g) == tool_parts(w)) for g, w in pairs]
    elif skill == "qa":
        made = [CITATION.sub("", g) == CITATION.sub("", w) for g, w in pairs]
    else:
        made = [g == w for g, w in pairs]
    return _Sample(made, skill)


def gap(handwritten: Mapping[str, Pairs], test: Mapping[str, Pairs], *, n: int = 1000) -> dict[str, Row]:
    """Handwritten minus test split by skill, and "all": the mean of the skills' differences.

    `handwritten` by skill, `test` by kind of prompt. A row has handwritten, test, difference, its 95% percentile
    bootstrap interval low..high (items of both sets resampled apart, skills apart), and the two numbers of items.
    """
    rng = random.Random("gap")
    rows: dict[str, Row] = {}
    draws: list[list[float]] = []
    for skill, (kind, what) in LIKE.items():
        ours, theirs = sample(skill, handwritten.get(skill, ())), sample(skill, test.get(kind, ()))
        if not ours.items or not theirs.items:
            continue
        drawn = [
            ours.score(rng.choices(ours.items, k=len(ours.items)))
            - theirs.score(rng.choices(theirs.items, k=len(theirs.items)))
            for _ in range(n)
        ]
        draws.append(drawn)
        rows[skill] = _gap_row(
            ours.score(ours.items), theirs.score(theirs.items), drawn, len(ours.items), len(theirs.items),
            f"{skill}: {what}; test split: {kind}",
        )  # fmt: skip
    if rows:
        means = [sum(r[k] for r in rows.values()) / len(rows) for k in ("handwritten", "test")]
        sizes = [sum(r[k] for r in rows.values()) for k in ("n", "n_test")]
        together = [sum(d) / len(d) for d in zip(*draws, strict=True)]
        rows["all"] = _gap_row(means[0], means[1], together, sizes[0], sizes[1], "all: mean of the skills")
    return rows


def _gap_row(ours: float, theirs: float, draws: Sequence[float], n: int, n_test: int, what: str) -> Row:
    found = sorted(draws)
    low, high = found[round(0.025 * (len(found) - 1))], found[round(0.975 * (len(found) - 1))]
    values = {"handwritten": ours, "test": theirs, "difference": ours - theirs, "low": low, "high": high}
    return {**{k: round(v, 4) for k, v in values.items()}, "n": n, "n_test": n_test, "what": what}
