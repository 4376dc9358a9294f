"""What a picture or a sound costs in tokens. Each formula is data of a date: it changes with the models."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from labsupport.llm import Ledger

Kind = Literal["tiles", "patches", "area"]


@dataclass(frozen=True)
class ImageProfile:
    """How one family of models counts pictures.

    kind: "tiles" counts squares of `piece` pixels a side after fitting the long side into `max_long` and the short one
    into `max_short`; "patches" counts squares too and scales until at most `cap` are left; "area" pays one token for
    `piece` pixels, with the long side at most `max_long` and at most `cap` tokens. tokens = base + per_piece * pieces,
    rounded up. low: flat tokens of low detail, None where there is no such setting. input_price: micro-dollars per
    million tokens. golden: (width, height, detail, tokens) from the source, or worked out by its rules.
    """

    name: str
    kind: Kind
    piece: int
    as_of: date
    source: str
    input_price: int
    golden: tuple[tuple[int, int, str, int], ...]
    max_long: int | None = None
    max_short: int | None = None
    cap: int | None = None
    base: int = 0
    per_piece: Fraction = Fraction(1)
    low: int | None = None


class TokenCount(NamedTuple):
    """Tokens of a picture, its size as the model sees it, and how many pieces it was cut into (low detail: none)."""

    tokens: int
    scaled_size: tuple[int, int]
    pieces: int


LOW_SIDE = 512  # what low detail shows at most, a side

TILES = ImageProfile(
    "tiles-512", "tiles", 512, date(2025, 4, 30), "OpenAI, guide 'Images and vision': GPT-4o, tiles and detail",
    2_500_000, ((1024, 1024, "high", 765), (2048, 4096, "high", 1105), (3840, 2160, "high", 1105),
                (4096, 8192, "low", 85)),
    max_long=2048, max_short=768, base=85, per_piece=Fraction(170), low=85,
)  # fmt: skip
PATCHES = ImageProfile(
    "patches-32", "patches", 32, date(2025, 4, 30),
    "OpenAI, guide 'Images and vision': patches of 32 pixels, without a multiplier",
    2_000_000, ((1024, 1024, "high", 1024), (1800, 2400, "high", 1452)), cap=1536,
)  # fmt: skip
PATCHES_MINI = ImageProfile(
    "patches-32-mini", "patches", 32, date(2025, 4, 30),
    "OpenAI, guide 'Images and vision': GPT-4.1 mini, multiplier 1.62",
    400_000, ((1024, 1024, "high", 1659), (1800, 2400, "high", 2353)), cap=1536, per_piece=Fraction(162, 100),
)  # fmt: skip
AREA = ImageProfile(
    "area-750", "area", 750, date(2025, 4, 30), "Anthropic, guide 'Vision', before the models with larger images",
    3_000_000, ((200, 200, "high", 54), (1000, 1000, "high", 1334), (512, 512, "high", 350)), max_long=1568, cap=1600,
)  # fmt: skip
PROFILES = {p.name: p for p in (TILES, PATCHES, PATCHES_MINI, AREA)}


def image_tokens(width: int, height: int, profile: ImageProfile, detail: str) -> TokenCount:
    """Tokens of a picture of `width` x `height` pixels under one profile; pictures are scaled down only, never up.

    detail: "high", or "low" where the profile has a flat price for it: the picture then fits into 512 x 512 and is not
    cut. Scaling keeps the aspect ratio; sides are rounded to the nearest pixel ("area": down) and are at least 1.
    "tiles": one scale fits long and short side. "patches": with more than `cap` squares, the scale makes the area
    `cap` squares, then less until one side is a whole number of squares (and the other no more than its own whole
    number). Raises ValueError for a side that is no positive int, an unknown detail, or "low" without a flat price.
    """
    for side in (width, height):
        if isinstance(side, bool) or not isinstance(side, int) or side < 1:
            raise ValueError(f"{width!r} x {height!r} pixels: both sides must be whole numbers of at least 1")
    if detail != "high" and (detail != "low" or profile.low is None):
        known = "'high'" if profile.low is None else "'low' or 'high'"
        raise ValueError(f"unknown detail {detail!r} for {profile.name}: use {known}")
    # BEGIN SOLUTION
    long, short = max(width, height), min(width, height)

    def scaled(scale: Fraction) -> tuple[int, int]:
        return max(1, round(width * scale)), max(1, round(height * scale))

    if detail == "low":
        assert profile.low is not None
        return TokenCount(profile.low, scaled(min(Fraction(1), Fraction(LOW_SIDE, long))), 0)
    if profile.kind == "area":
        most, area = profile.max_long or long, (profile.cap or width * height) * profile.piece
        # whole numbers throughout: a float of 512.0000001 would be one tile too many
        w = max(1, min(width, width * most // long, math.isqrt(area * width // height)))
        h = max(1, min(height, height * most // long, math.isqrt(area * height // width)))
        pieces, size = -(-w * h // profile.piece), (w, h)
    else:
        scale = min(Fraction(1), Fraction(profile.max_long or long, long), Fraction(profile.max_short or short, short))
        size = scaled(scale)
        pieces = math.prod(-(-side // profile.piece) for side in size)
        if profile.cap is not None and pieces > profile.cap:
            cap, piece = profile.cap, profile.piece
            columns = max(1, min(cap, math.isqrt(cap * width // height), width // piece))
            rows = max(1, min(cap, math.isqrt(cap * height // width), height // piece))
            size = scaled(min(scale, Fraction(columns * piece, width), Fraction(rows * piece, height)))
            pieces = math.prod(-(-side // piece) for side in size)
    return TokenCount(profile.base + math.ceil(profile.per_piece * pieces), size, pieces)
    # END SOLUTION


class Bill(NamedTuple):
    """What many pictures cost."""

    images: int
    tokens: int
    microusd: int


def bill(sizes: Iterable[tuple[int, int]], profile: ImageProfile, detail: str) -> Bill:
    """Tokens and micro-dollars of pictures of these sizes (width, height), input only. Raises as `image_tokens`."""
    counts = [image_tokens(width, height, profile, detail).tokens for width, height in sizes]
    micro = Ledger({profile.name: (profile.input_price, 0)}).cost(profile.name, sum(counts), 0)
    assert micro is not None  # the price is given
    return Bill(len(counts), sum(counts), micro)


def patch_count(width: int, height: int, patch: int = 16, merge: int = 1) -> int:
    """Tokens of a vision transformer that cuts squares of `patch` pixels and merges `merge` x `merge` of them.

    Raises ValueError unless both sides are multiples of patch * merge: pad the picture first.
    """
    unit = patch * merge
    if min(width, height, patch, merge) < 1 or width % unit or height % unit:
        raise ValueError(f"{width} x {height} pixels: both sides must be positive multiples of {unit}")
    return (width // unit) * (height // unit)


class AudioCount(NamedTuple):
    """Windows of 30 s, mel frames and embeddings of a sound; the last window is padded with silence."""

    windows: int
    mel_frames: int
    embeddings: int


def audio_tokens(seconds: float, *, pool: int = 1) -> AudioCount:
    """A Whisper-style encoder (arXiv 2212.04356): 30 s windows, 100 mel frames a second, stride 2, `pool` embeddings
    joined to one token afterwards. Raises ValueError for seconds that are not above 0 and finite, or pool < 1."""
    if not 0.0 < seconds < math.inf or pool < 1:
        raise ValueError(f"seconds={seconds!r} must be above 0 and finite, pool={pool!r} at least 1")
    windows = math.ceil(seconds / 30)
    return AudioCount(windows, windows * 3000, windows * -(-1500 // pool))
