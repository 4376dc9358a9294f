# right
import math
from fractions import Fraction

from labsupport.vision.tokens import LOW_SIDE, TokenCount


def at_least_one(number):
    return number if number > 1 else 1


def fit(width, height, scale):
    """The size at a scale of at most 1, to the nearest pixel."""
    scale = scale if scale < 1 else Fraction(1)
    return at_least_one(round(scale * width)), at_least_one(round(scale * height))


def cover(size, piece):
    """(columns, rows) of squares over a picture."""
    return (size[0] + piece - 1) // piece, (size[1] + piece - 1) // piece


def most_whole(cap, piece, side, other):
    """The largest n with n * n * other <= cap * side, by trying; within cap and the picture."""
    low, high = 1, max(1, min(cap, side // piece))
    while low < high:
        middle = (low + high + 1) // 2
        if middle * middle * other <= cap * side:
            low = middle
        else:
            high = middle - 1
    return low


def tiles(width, height, profile):
    scale = Fraction(1)
    if profile.max_long:
        scale = min(scale, Fraction(profile.max_long, max(width, height)))
    if profile.max_short:
        scale = min(scale, Fraction(profile.max_short, min(width, height)))
    return fit(width, height, scale)


def patches(width, height, profile):
    size = tiles(width, height, profile)
    if profile.cap and math.prod(cover(size, profile.piece)) > profile.cap:
        columns = most_whole(profile.cap, profile.piece, width, height)
        rows = most_whole(profile.cap, profile.piece, height, width)
        size = fit(width, height, min(Fraction(columns, width), Fraction(rows, height)) * profile.piece)
    return size


def area(width, height, profile):
    sides = []
    for side, other in ((width, height), (height, width)):
        most = side
        if profile.max_long:
            most = min(most, side * profile.max_long // max(width, height))
        if profile.cap:
            most = min(most, math.isqrt(profile.cap * profile.piece * side // other))
        sides.append(at_least_one(most))
    return tuple(sides)


def image_tokens(width, height, profile, detail):
    for side in (width, height):
        if not isinstance(side, int) or side is True or side < 1:
            raise ValueError(f"a side of {side!r}")
    if detail == "low" and profile.low is not None:
        return TokenCount(profile.low, fit(width, height, Fraction(LOW_SIDE, max(width, height))), 0)
    if detail != "high":
        raise ValueError(f"no detail {detail!r}")
    size = {"tiles": tiles, "patches": patches, "area": area}[profile.kind](width, height, profile)
    if profile.kind == "area":
        pieces = math.ceil(Fraction(size[0] * size[1], profile.piece))
    else:
        pieces = math.prod(cover(size, profile.piece))
    return TokenCount(math.ceil(profile.base + profile.per_piece * pieces), size, pieces)
