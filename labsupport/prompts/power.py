"""How often a rule and a test are wrong about an edit, by resampling scores that a model really got.

Real: the two scores of each case, and with them how often two prompts disagree. Simulated: which cases are drawn (with
replacement), that an edit is harmless (the two scores of a case trade places at random), and a planted effect (a share
of the right answers of one side is made wrong). So the truth is known, which no real edit offers.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labsupport import stats

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALPHA = 0.05


@functools.lru_cache(maxsize=100_000)
def mcnemar_p(lost: int, won: int) -> float:
    """Two-sided exact p of McNemar's test: of the cases on which the arms differ, is one side favoured?

    lost, won: cases that only the first, only the second arm has right. Source: McNemar 1947, Psychometrika 12, in its
    exact form. Equal to `sign_flip_p` on scores of 0 and 1. Raises ValueError for a negative count.
    """
    if lost < 0 or won < 0:
        raise ValueError(f"lost={lost}, won={won}: counts are at least 0")
    n, fewer = lost + won, min(lost, won)
    tail = sum(math.comb(n, k) for k in range(fewer + 1)) / float(2**n)
    return min(1.0, 2.0 * tail)


@dataclass(frozen=True)
class Calls:
    """Shares of repeats: the rule calls the edit a regression or a gain, the paired test calls it worse or better."""

    rule_worse: float
    rule_better: float
    test_worse: float
    test_better: float


def calls(
    a: Sequence[float], b: Sequence[float], *, n: int, repeats: int, seed: int, effect: float = 0.0,
    points: float = 0.02,
) -> Calls:  # fmt: skip
    """What rule and test say about an edit whose true effect is `effect`, on `n` cases, `repeats` times.

    a, b: 0 or 1 for each case of a pool, before and after a real edit. effect: expected difference of the means, from
    -1 to 1; below 0 right answers of b are made wrong, above 0 those of a. points: of the rule.
    Raises ValueError for other scores, unequal lengths, n or repeats below 1, and an effect above the share that is
    right.
    """
    import numpy as np

    if len(a) != len(b) or not a or not {*a, *b} <= {0.0, 1.0}:
        raise ValueError(f"a has {len(a)} scores and b {len(b)}: want as many, each 0 or 1")
    if n < 1 or repeats < 1:
        raise ValueError(f"n={n}, repeats={repeats}: at least 1")
    rng = np.random.default_rng(seed)
    picked = rng.integers(0, len(a), (repeats, n))
    before, after = np.asarray(a)[picked], np.asarray(b)[picked]
    trade = rng.random((repeats, n)) < 0.5
    before, after = np.where(trade, after, before), np.where(trade, before, after)
    share = (sum(a) + sum(b)) / (2 * len(a))  # right on either side, once places are traded
    if abs(effect) > share:
        raise ValueError(f"effect={effect}: only {share:.3f} of the answers are right")
    if effect:
        spoiled = rng.random((repeats, n)) < abs(effect) / share
        if effect < 0:
            after = np.where(spoiled, 0.0, after)
        else:
            before = np.where(spoiled, 0.0, before)
    return _judge(before, after, points)


def _judge(before: NDArray[np.float64], after: NDArray[np.float64], points: float) -> Calls:
    repeats, n = before.shape
    lost = ((before == 1) & (after == 0)).sum(axis=1)
    won = ((before == 0) & (after == 1)).sum(axis=1)
    sure = [mcnemar_p(int(x), int(y)) < ALPHA for x, y in zip(lost, won, strict=True)]
    limit = points * n + 1e-9
    return Calls(
        rule_worse=float((lost - won > limit).mean()),
        rule_better=float((won - lost > limit).mean()),
        test_worse=sum(s and x > y for s, x, y in zip(sure, lost, won, strict=True)) / repeats,
        test_better=sum(s and x < y for s, x, y in zip(sure, lost, won, strict=True)) / repeats,
    )


@dataclass(frozen=True)
class Turn:
    """Two prompts whose order differs between models: on which the second one is better, on which worse.

    sure: on a model of each side the interval of the difference leaves 0 out.
    """

    prompts: tuple[str, str]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    sure: bool


def turns(scores: Mapping[tuple[str, str], Sequence[float]], *, seed: int) -> list[Turn]:
    """Pairs of prompts whose order turns from model to model; `scores` by (model, prompt), on the same cases.

    Raises ValueError as `stats.paired_diff_ci`.
    """
    models = list(dict.fromkeys(model for model, _ in scores))
    found = []
    for u, v in itertools.combinations(dict.fromkeys(prompt for _, prompt in scores), 2):
        gaps = {m: stats.paired_diff_ci(scores[m, v], scores[m, u], seed=seed) for m in models}
        up = tuple(m for m in models if gaps[m].value > 0)
        down = tuple(m for m in models if gaps[m].value < 0)
        if up and down:
            sure = any(gaps[m].low > 0 for m in up) and any(gaps[m].high < 0 for m in down)
            found.append(Turn((u, v), up, down, sure))
    return found


def rule_alarm(n: int, discordant: float, *, points: float = 0.02) -> float:
    """Chance that the rule calls a harmless edit a regression: a drop above `points` on n cases.

    discordant: share of cases on which the two prompts differ, each as likely lost as won. Raises ValueError for n
    below 1 or a share outside [0, 1].
    """
    if n < 1 or not 0.0 <= discordant <= 1.0:
        raise ValueError(f"n={n}, discordant={discordant}: want n >= 1 and a share in [0, 1]")
    import numpy as np

    # a case is lost, won or neither; the spectrum of a sum of n equal steps is that of one to the power of n
    step = np.array([discordant / 2, 1.0 - discordant, discordant / 2])
    net = np.fft.irfft(np.fft.rfft(step, 2 * n + 1) ** n, 2 * n + 1)  # chance of -n .. n more cases lost than won
    return float(net[n + math.floor(points * n + 1e-9) + 1 :].sum())
