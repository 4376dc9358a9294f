"""Small statistics for labs: bootstrap intervals, paired differences, ratios, proportions, interleaved timing.

Every random choice is seeded. Knows nothing of what the numbers mean; it only refuses numbers that mean nothing
(empty, NaN, infinite).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Statistic = Callable[[Any], float]
"""Maps a one-dimensional float64 array to one number."""


@dataclass(frozen=True)
class Interval:
    """A point estimate with its confidence limits, in the unit of the values: `low`, `high` at `level`."""

    value: float
    low: float
    high: float
    level: float = 0.95

    def __str__(self) -> str:
        return f"{_short(self.value)} [{_short(self.low)}, {_short(self.high)}]"

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean. Raises ValueError for an empty sequence or a value that is not finite."""
    return float(_array("values", values).mean())


def median(values: Sequence[float]) -> float:
    """Median. Raises ValueError for an empty sequence or a value that is not finite."""
    return percentile(values, 50.0)


def percentile(values: Sequence[float], q: float) -> float:
    """The q-th percentile (q in percent, 0..100), linear between order statistics (Hyndman and Fan 1996, type 7).

    Raises ValueError for an empty sequence, a value that is not finite, or q outside [0, 100].
    """
    import numpy as np

    if not 0.0 <= q <= 100.0:
        raise ValueError(f"q={q!r} must be in percent, 0 to 100")
    return float(np.percentile(_array("values", values), q))


def bootstrap_ci(
    values: Sequence[float], *, statistic: Statistic = mean, n: int = 2000, level: float = 0.95, seed: int = 0
) -> Interval:
    """Percentile bootstrap interval of a statistic of one sample (Efron and Tibshirani 1993, chapter 13).

    `n` resamples of the same size with replacement. The interval is too narrow for fewer than about ten values.
    Raises ValueError for an empty sample, a value that is not finite, n < 1 or a level outside (0, 1).
    """
    import numpy as np

    sample = _array("values", values)
    _check(n, level)
    rng = np.random.default_rng(seed)
    draws = _resample(lambda pick: _apply(statistic, sample[pick]), rng, len(sample), n)
    return _interval(_apply(statistic, sample), draws, level)


def paired_diff_ci(
    a: Sequence[float],
    b: Sequence[float],
    *,
    statistic: Statistic = mean,
    n: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Bootstrap interval of `statistic(a - b)`, where a[i] and b[i] belong together (same item, round or seed).

    Pairs are resampled, so what both arms share cancels. Raises ValueError as `bootstrap_ci`, and for lengths that
    differ.
    """
    first, second = _array("a", a), _array("b", b)
    if len(first) != len(second):
        raise ValueError(f"a has {len(first)} values and b has {len(second)}: pairs need equal lengths")
    return bootstrap_ci(first - second, statistic=statistic, n=n, level=level, seed=seed)  # type: ignore[arg-type]


def ratio_ci(
    a: Sequence[float],
    b: Sequence[float],
    *,
    statistic: Statistic = median,
    paired: bool = False,
    n: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Bootstrap interval of `statistic(a) / statistic(b)`, medians unless told otherwise.

    `paired=True` resamples a[i] and b[i] together: right for rounds of `interleave`, where noise is shared.
    Raises ValueError as `bootstrap_ci`, when the statistic of b is not above 0 (also in a resample, where the ratio has
    no meaning), and for unequal lengths when paired.
    """
    import numpy as np

    first, second = _array("a", a), _array("b", b)
    _check(n, level)
    if paired and len(first) != len(second):
        raise ValueError(f"a has {len(first)} values and b has {len(second)}: pairs need equal lengths")

    def ratio(x: Array, y: Array) -> float:
        below = _apply(statistic, y)
        if not below > 0.0:
            raise ValueError(f"the statistic of b is {below!r}: a ratio needs it above 0")
        return _apply(statistic, x) / below

    rng = np.random.default_rng(seed)
    if paired:
        draws = _resample(lambda pick: ratio(first[pick], second[pick]), rng, len(first), n)
    else:
        draws = np.array(
            [
                ratio(
                    first[rng.integers(0, len(first), len(first))],
                    second[rng.integers(0, len(second), len(second))],
                )
                for _ in range(n)
            ]
        )
    return _interval(ratio(first, second), draws, level)


def wilson(successes: int, total: int, *, level: float = 0.95) -> tuple[float, float]:
    """Limits (low, high) of the Wilson score interval of a proportion (Wilson 1927), both inside [0, 1].

    Sound near 0 and 1, where the normal interval p +- z sqrt(p (1 - p) / n) shrinks to a point: 20 of 20 is 84% to
    100%. Raises ValueError unless 0 <= successes <= total, total >= 1 and level is between 0 and 1, both excluded.
    """
    if total < 1:
        raise ValueError(f"total={total!r} must be at least 1")
    if not 0 <= successes <= total:
        raise ValueError(f"successes={successes!r} must be between 0 and total={total!r}")
    if not 0.0 < level < 1.0:
        raise ValueError(f"level={level!r} must be between 0 and 1, both excluded")
    z = NormalDist().inv_cdf(0.5 + level / 2.0)
    share = successes / total
    scale = 1.0 + z * z / total
    centre = (share + z * z / (2 * total)) / scale
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / scale
    # at 0 and at `total` one limit is exactly the share; the subtraction would miss it by a rounding error
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == total else min(1.0, centre + half)
    return low, high


def proportion_ci(successes: int, total: int, *, level: float = 0.95) -> Interval:
    """`wilson` as an `Interval` around the share; raises ValueError as `wilson`."""
    low, high = wilson(successes, total, level=level)
    return Interval(successes / total, low, high, level)


def n_required(
    p1: float, p2: float, power: float = 0.8, *, level: float = 0.95, discordant: float | None = None
) -> int:
    """Cases needed to tell a share of p1 from one of p2, two-sided: per arm, or pairs when `discordant` is given.

    Unpaired: the arms see different cases (Fleiss 1981, without continuity correction); 0.96 against 0.97 needs 5,301
    at power 0.8. Paired: both arms answer the same cases, and only those count on which one is right and the other
    wrong. `discordant` is their share of all cases, and McNemar's test decides (Connor 1987).

    Raises ValueError for p1 or p2 outside [0, 1], p1 == p2, power or level outside (0, 1), or a discordant share that
    no two such arms can have: it is at least |p1 - p2| and at most min(p1 + p2, 2 - p1 - p2).
    """
    if not (0.0 <= p1 <= 1.0 and 0.0 <= p2 <= 1.0) or p1 == p2:
        raise ValueError(f"p1={p1!r}, p2={p2!r} must be two different shares in [0, 1]")
    if not (0.0 < power < 1.0 and 0.0 < level < 1.0):
        raise ValueError(f"power={power!r} and level={level!r} must be between 0 and 1, both excluded")
    z_level = NormalDist().inv_cdf(0.5 + level / 2.0)
    z_power = NormalDist().inv_cdf(power)
    difference = abs(p1 - p2)
    if discordant is None:
        pooled = (p1 + p2) / 2.0
        under_null = 2.0 * pooled * (1.0 - pooled)
        under_alternative = p1 * (1.0 - p1) + p2 * (1.0 - p2)
    else:
        least, most = difference, min(p1 + p2, 2.0 - p1 - p2)
        if not least - 1e-12 <= discordant <= most + 1e-12:
            raise ValueError(f"discordant={discordant!r} must be between {least:g} and {most:g} for these shares")
        under_null = discordant
        under_alternative = max(0.0, discordant - difference**2)
    root = z_level * math.sqrt(under_null) + z_power * math.sqrt(under_alternative)
    return max(1, math.ceil((root / difference) ** 2))


def interleave(arms: Mapping[str, Callable[[], float]], rounds: int, seed: int = 0) -> dict[str, list[float]]:
    """Measure several arms in one run: every round calls each arm once, in a fresh random order.

    Drift of the machine then falls on all arms alike. Give the baseline twice (an A/A arm) to see what ratio no
    difference makes. Returns one list per arm, `rounds` long, in round order; the arm's function returns its own
    number. Raises ValueError without arms, for rounds < 1, or for a result that is not finite (naming arm and round).
    """
    if not arms:
        raise ValueError("arms is empty: give at least one name with a function")
    if rounds < 1:
        raise ValueError(f"rounds={rounds!r} must be at least 1")
    rng = random.Random(seed)
    names = list(arms)
    results: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        order = names.copy()
        rng.shuffle(order)
        for name in order:
            value = float(arms[name]())
            if not math.isfinite(value):
                raise ValueError(f"arm {name!r} returned {value!r} in round {number}")
            results[name].append(value)
    return results


def _array(name: str, values: Sequence[float]) -> Array:
    import numpy as np

    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError(f"{name} has shape {array.shape}: one dimension is needed")
    if array.size == 0:
        raise ValueError(f"{name} is empty")
    bad = np.flatnonzero(~np.isfinite(array))
    if bad.size:
        raise ValueError(f"{name}[{int(bad[0])}] is {float(array[bad[0]])!r}: values must be finite")
    return array


def _check(n: int, level: float) -> None:
    if n < 1:
        raise ValueError(f"n={n!r} must be at least 1")
    if not 0.0 < level < 1.0:
        raise ValueError(f"level={level!r} must be between 0 and 1, both excluded")


def _apply(statistic: Statistic, sample: Array) -> float:
    # the two usual statistics without the checks of the public functions: they run thousands of times
    if statistic is mean:
        return float(sample.mean())
    if statistic is median:
        import numpy as np

        return float(np.median(sample))
    return float(statistic(sample))


def _resample(statistic: Callable[[Any], float], rng: np.random.Generator, size: int, n: int) -> Array:
    import numpy as np

    return np.array([statistic(rng.integers(0, size, size)) for _ in range(n)], dtype=np.float64)


def _interval(value: float, draws: Array, level: float) -> Interval:
    import numpy as np

    low, high = np.percentile(draws, [50.0 * (1.0 - level), 50.0 * (1.0 + level)])
    return Interval(value, float(low), float(high), level)


def _short(number: float) -> str:
    """Two significant digits below 10, whole numbers above 100: enough to read, never more than is known."""
    if number == 0 or not math.isfinite(number):
        return f"{number:g}"
    size = math.floor(math.log10(abs(number)))
    return f"{number:.{max(0, 1 - size)}f}"
