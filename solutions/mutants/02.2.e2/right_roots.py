# right
import math
import statistics

_Z = statistics.NormalDist()


def wilson(successes, total, *, level=0.95):
    if total < 1 or not 0 <= successes <= total or not 0 < level < 1:
        raise ValueError("counts or level")
    square = _Z.inv_cdf(0.5 + level / 2) ** 2
    # the limits are the roots of (total + square) q^2 - (2 successes + square) q + successes^2 / total
    a, b, c = total + square, 2 * successes + square, successes**2 / total
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    limits = [(b - root) / (2 * a), (b + root) / (2 * a)]
    return (0.0 if successes == 0 else limits[0], 1.0 if successes == total else limits[1])


def n_required(p1, p2, power=0.8, *, level=0.95, discordant=None):
    if not (0 <= p1 <= 1 and 0 <= p2 <= 1) or p1 == p2 or not 0 < power < 1 or not 0 < level < 1:
        raise ValueError("shares, power or level")
    d2 = (p1 - p2) ** 2
    if discordant is not None and not abs(p1 - p2) - 1e-9 <= discordant <= min(p1 + p2, 2 - p1 - p2) + 1e-9:
        raise ValueError("no two arms disagree so often")
    if discordant is None:
        deviations = (math.sqrt((p1 + p2) * (1 - (p1 + p2) / 2)), math.sqrt(p1 - p1**2 + p2 - p2**2))
    else:
        deviations = (math.sqrt(discordant), math.sqrt(max(0, discordant - d2)))
    total = _Z.inv_cdf(0.5 + level / 2) * deviations[0] + _Z.inv_cdf(power) * deviations[1]
    return -int(-(total**2) / d2 // 1)
