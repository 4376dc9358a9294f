# right
import math

from labsupport.vision.tokens import LOW_SIDE, TokenCount


def image_tokens(width, height, profile, detail):
    """Floats for the scale, whole numbers wherever something is rounded down."""
    if any(type(side) is not int or side <= 0 for side in (width, height)):
        raise ValueError("sides are whole numbers above 0")
    if detail not in ("low", "high") or (detail == "low" and profile.low is None):
        raise ValueError(f"detail {detail!r} is unknown to {profile.name}")

    def shrunk(*limits):
        scale = min([1.0, *limits])
        return tuple(max(1, math.floor(side * scale + 0.5)) for side in (width, height))

    def squares(size):
        return math.ceil(size[0] / profile.piece) * math.ceil(size[1] / profile.piece)

    def tokens(pieces):
        return profile.base - (-profile.per_piece.numerator * pieces // profile.per_piece.denominator)

    if detail == "low":
        return TokenCount(profile.low, shrunk(LOW_SIDE / width, LOW_SIDE / height), 0)
    if profile.kind == "area":
        w, h = width, height
        if profile.max_long is not None and max(w, h) > profile.max_long:
            w, h = width * profile.max_long // max(width, height), height * profile.max_long // max(width, height)
        if profile.cap is not None:
            pixels = profile.cap * profile.piece
            w = min(w, math.isqrt(pixels * width * height) // height)
            h = min(h, math.isqrt(pixels * width * height) // width)
        size = max(w, 1), max(h, 1)
        pieces = math.ceil(size[0] * size[1] / profile.piece)
        return TokenCount(tokens(pieces), size, pieces)
    limits = []
    if profile.max_long is not None:
        limits.append(profile.max_long / max(width, height))
    if profile.max_short is not None:
        limits.append(profile.max_short / min(width, height))
    size = shrunk(*limits)
    if profile.cap is not None and squares(size) > profile.cap:
        both = math.isqrt(profile.cap * width * height)
        columns = max(1, min(profile.cap, both // height, width // profile.piece))
        rows = max(1, min(profile.cap, both // width, height // profile.piece))
        size = shrunk(*limits, columns * profile.piece / width, rows * profile.piece / height)
    return TokenCount(tokens(squares(size)), size, squares(size))
