# diagnosis: both-arms
import math
from statistics import NormalDist


def wilson(successes, total, *, level=0.95):
    if total <= 0 or successes < 0 or successes > total:
        raise ValueError(f"{successes} of {total} is no share")
    if level <= 0 or level >= 1:
        raise ValueError(f"level {level}")
    z = NormalDist().inv_cdf((1 + level) / 2)
    p = successes / total
    bottom = 1 + z**2 / total
    middle = (p + z**2 / (2 * total)) / bottom
    reach = z / bottom * math.sqrt(p * (1 - p) / total + z**2 / (4 * total**2))
    low, high = middle - reach, middle + reach
    if successes == 0:
        low = 0.0
    if successes == total:
        high = 1.0
    return low, high


def n_required(p1, p2, power=0.8, *, level=0.95, discordant=None):
    for share in (p1, p2):
        if not 0 <= share <= 1:
            raise ValueError(f"share {share}")
    if p1 == p2 or not 0 < power < 1 or not 0 < level < 1:
        raise ValueError("no such test")
    gap = abs(p1 - p2)
    alpha_z, beta_z = NormalDist().inv_cdf((1 + level) / 2), NormalDist().inv_cdf(power)
    if discordant is None:
        mean = 0.5 * (p1 + p2)
        null, other = 2 * mean * (1 - mean), p1 * (1 - p1) + p2 * (1 - p2)
    else:
        if discordant < gap - 1e-12 or discordant > min(p1 + p2, 2 - p1 - p2) + 1e-12:
            raise ValueError(f"discordant {discordant}")
        null, other = discordant, max(0.0, discordant - gap**2)
    return max(
        1, (1 if discordant else 2) * math.ceil(((alpha_z * math.sqrt(null) + beta_z * math.sqrt(other)) / gap) ** 2)
    )
