"""Two prompts on the same cases: paired differences, an interval, a verdict that may be "undecided", and gates.

Knows nothing of models: the scorer that the caller gives asks one with the rendered messages and judges the answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from labsupport import stats
from labsupport.prompts.environment import Message
from labsupport.prompts.render import render
from labsupport.prompts.store import Prompt

Verdict = Literal["better", "worse", "undecided"]
N_MIN = 20  # cases below which no verdict on the whole is given
LEVEL = 0.95


@dataclass(frozen=True)
class Case:
    """One golden case: the variables of the prompt, the slice it belongs to, and what the scorer compares with."""

    id: str
    variables: Mapping[str, Any]
    slice: str = "all"
    expected: Any = None


Scorer = Callable[[Sequence[Message], Case], float]
"""Maps rendered messages and their case to a score, the higher the better."""


@dataclass(frozen=True)
class SliceReport:
    """A slice: `n` cases, means, the paired difference b - a with its interval. None where there is no case."""

    n: int
    mean_a: float | None
    mean_b: float | None
    diff: float | None
    ci: stats.Interval | None
    verdict: Verdict


@dataclass(frozen=True)
class Report:
    """b against a: means, `diff` = mean_b - mean_a, its 95% interval, `p` of no difference, the same by slice.

    verdict: b is better or worse where the interval leaves 0 out and p is below 0.05; otherwise undecided, which says
    that this many cases cannot tell, not that the two are equal. a, b: sha256 of the prompts, None if not known.
    """

    mean_a: float
    mean_b: float
    diff: float
    ci: stats.Interval
    p: float
    per_slice: Mapping[str, SliceReport]
    verdict: Verdict
    n: int = 0
    a: str | None = field(default=None, kw_only=True)
    b: str | None = field(default=None, kw_only=True)


def sign_flip_p(differences: Sequence[float], *, seed: int = 0, n: int = 10_000) -> float:
    """p of the two-sided paired permutation test: under no difference each sign is as likely as its opposite.

    Exact up to 12 differences that are not 0, otherwise `n` random flips. No such difference: 1. Source: Fisher 1935,
    The Design of Experiments, section 21. Raises ValueError as `stats.mean`.
    """
    import numpy as np

    stats.mean(differences)
    values = np.array([d for d in differences if d != 0.0])
    if not len(values):
        return 1.0
    seen = abs(values.sum()) - 1e-9 * np.abs(values).sum()  # equal sums must count as equal, whatever was rounded
    if len(values) <= 12:
        signs = np.array(list(itertools.product((-1.0, 1.0), repeat=len(values))))
        return float((np.abs(signs @ values) >= seen).mean())
    rng = np.random.default_rng(seed)
    hits = 0
    for at in range(0, n, 500):
        signs = rng.choice((-1.0, 1.0), size=(min(500, n - at), len(values)))
        hits += int((np.abs(signs @ values) >= seen).sum())
    return (hits + 1) / (n + 1)  # the data itself is one of the flips


def compare(
    a: Sequence[float],
    b: Sequence[float],
    slices: Sequence[str],
    *,
    seed: int,
    n_min: int = N_MIN,
    expected_slices: Sequence[str] = (),
) -> Report:
    """The report of scores already there: a[i], b[i] and slices[i] belong to case i.

    expected_slices: those that must appear in the report, also with no case. A slice of fewer than 2 cases is
    undecided. Raises ValueError for fewer than `n_min` cases, unequal lengths, or a score that is not finite.
    """
    # BEGIN SOLUTION
    if not len(a) == len(b) == len(slices):
        raise ValueError(f"a has {len(a)} scores, b {len(b)}, slices {len(slices)}: they belong to the same cases")
    if len(a) < max(1, n_min):
        raise ValueError(f"{len(a)} cases are fewer than n_min={n_min}: too few for a verdict")
    differences = [y - x for x, y in zip(a, b, strict=True)]
    ci = stats.paired_diff_ci(b, a, level=LEVEL, seed=seed)
    p = sign_flip_p(differences, seed=seed)
    per_slice: dict[str, SliceReport] = {}
    for name in sorted({*slices, *expected_slices}):
        picked = [i for i, s in enumerate(slices) if s == name]
        if not picked:
            per_slice[name] = SliceReport(0, None, None, None, None, "undecided")
            continue
        ours, theirs = [a[i] for i in picked], [b[i] for i in picked]
        part = stats.paired_diff_ci(theirs, ours, level=LEVEL, seed=seed)
        part_p = sign_flip_p([differences[i] for i in picked], seed=seed)
        per_slice[name] = SliceReport(
            len(picked), stats.mean(ours), stats.mean(theirs), part.value, part, _verdict(part, part_p)
        )
    return Report(stats.mean(a), stats.mean(b), ci.value, ci, p, per_slice, _verdict(ci, p), len(a))
    # END SOLUTION


def _verdict(ci: stats.Interval, p: float) -> Verdict:
    if p >= 1.0 - LEVEL or ci.low <= 0.0 <= ci.high:
        return "undecided"
    return "better" if ci.low > 0.0 else "worse"


def ab_eval(
    a: Prompt,
    b: Prompt,
    cases: Sequence[Case],
    scorer: Scorer,
    *,
    seed: int,
    n_min: int = N_MIN,
    expected_slices: Sequence[str] = (),
) -> Report:
    """Whether prompt `b` beats prompt `a`: both are rendered with the variables of each case, and scored.

    seed: of bootstrap and permutations; the same scores and seed give the same report. Raises ValueError as `compare`
    (before the scorer is asked) and for two cases of one id, and VariableError where a case does not fit a prompt.
    """
    # BEGIN SOLUTION
    if len(cases) < max(1, n_min):
        raise ValueError(f"{len(cases)} cases are fewer than n_min={n_min}: too few for a verdict")
    ids = [case.id for case in cases]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise ValueError(f"case {twice[0]!r} is there twice: a copy counts as evidence that nobody has")
    rendered = [(render(a, **case.variables), render(b, **case.variables), case) for case in cases]
    pairs = [(scorer(first, case), scorer(second, case)) for first, second, case in rendered]
    report = compare(
        [float(x) for x, _ in pairs], [float(y) for _, y in pairs], [case.slice for case in cases],
        seed=seed, n_min=n_min, expected_slices=expected_slices,
    )  # fmt: skip
    return replace(report, a=a.sha256, b=b.sha256)
    # END SOLUTION


@dataclass(frozen=True)
class Gate:
    """What a report must show before a prompt goes live.

    better: the whole must be better, not only not worse. slices: must be measured with at least `slice_min` cases.
    Any slice whose verdict is worse refuses, whatever the mean says. Slices are judged one by one at 95%: of twenty
    harmless edits on one slice about one is refused for nothing, and more with more slices.
    """

    better: bool = False
    slices: tuple[str, ...] = ()
    slice_min: int = 10

    def reasons(self, report: Report) -> list[str]:
        """Why the report does not pass; empty when it does."""
        found: list[str] = []
        if report.verdict == "worse" or (self.better and report.verdict != "better"):
            found.append(f"the whole is {report.verdict}: {report.diff:+.3f}, interval {report.ci}, n={report.n}")
        for name, part in report.per_slice.items():
            if part.verdict == "worse":
                found.append(f"slice {name!r} is worse: {part.diff:+.3f}, interval {part.ci}, n={part.n}")
        for name in self.slices:
            n = report.per_slice[name].n if name in report.per_slice else 0
            if n < self.slice_min:
                found.append(f"slice {name!r} has {n} cases, needed are {self.slice_min}")
        return found
