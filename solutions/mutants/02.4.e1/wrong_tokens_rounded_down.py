# diagnosis: rounded-down
import math
from fractions import Fraction

from labsupport.vision.tokens import LOW_SIDE, TokenCount


def image_tokens(width, height, profile, detail):
    for side in (width, height):
        if isinstance(side, bool) or not isinstance(side, int) or side < 1:
            raise ValueError(f"{width!r} x {height!r} pixels")
    if detail != "high" and (detail != "low" or profile.low is None):
        raise ValueError(f"unknown detail {detail!r}")
    long, short = max(width, height), min(width, height)
    if detail == "low":
        scale = min(Fraction(1), Fraction(LOW_SIDE, long))
        return TokenCount(profile.low, (max(1, round(width * scale)), max(1, round(height * scale))), 0)
    if profile.kind == "area":
        most, pixels = profile.max_long or long, (profile.cap or width * height) * profile.piece
        w = max(1, min(width, width * most // long, math.isqrt(pixels * width // height)))
        h = max(1, min(height, height * most // long, math.isqrt(pixels * height // width)))
        pieces = -(-w * h // profile.piece)
        return TokenCount(profile.base + int(profile.per_piece * pieces), (w, h), pieces)
    scale = min(Fraction(1), Fraction(profile.max_long or long, long), Fraction(profile.max_short or short, short))
    w, h = max(1, round(width * scale)), max(1, round(height * scale))
    columns, rows = -(-w // profile.piece), -(-h // profile.piece)
    if profile.cap is not None and columns * rows > profile.cap:
        columns = max(1, min(profile.cap, math.isqrt(profile.cap * width // height), width // profile.piece))
        rows = max(1, min(profile.cap, math.isqrt(profile.cap * height // width), height // profile.piece))
        scale = min(scale, Fraction(columns * profile.piece, width), Fraction(rows * profile.piece, height))
        w, h = max(1, round(width * scale)), max(1, round(height * scale))
        columns, rows = -(-w // profile.piece), -(-h // profile.piece)
    pieces = columns * rows
    return TokenCount(profile.base + int(profile.per_piece * pieces), (w, h), pieces)
