"""Words of a page in the order in which people read them, and the angle by which a page lies askew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Literal

import numpy as np

from labsupport.models.vision.evaluate import edits
from labsupport.world.sets.images import Word as Box

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

__all__ = ["Box", "estimate_skew", "ink_of", "level", "order_distance", "reading_order", "turned"]

COLUMN_GAP = 1.2  # in heights of a word: narrower white between words is a space, wider may be a gutter
WORK_WIDTH = 900  # pixels to which a page is scaled down before its angle is looked for


def reading_order(words: list[Box], method: Literal["naive", "xycut"] = "xycut") -> list[Box]:
    """The boxes in reading order. "naive": by top, then left, as many extractors do: it reads across columns, and where
    a page lies askew also across lines.

    "xycut" (Nagy and Seth 1984): cut the page along its widest white strip and order both parts the same way. A strip
    down must be wider than `COLUMN_GAP` heights of a word, one across may be a pixel; what cannot be cut is read from
    left to right. Needs a level page. Raises ValueError for an unknown method or a box without area.
    """
    if method not in ("naive", "xycut"):
        raise ValueError(f"unknown method {method!r}: use 'naive' or 'xycut'")
    for box in words:
        if box.right <= box.left or box.bottom <= box.top:
            raise ValueError(f"{box} has no area: left < right and top < bottom are needed")
    if method == "naive" or len(words) < 2:
        return sorted(words, key=lambda box: (box.top, box.left))
    gutter = COLUMN_GAP * median(box.bottom - box.top for box in words)
    out: list[Box] = []
    parts = [words]  # a stack, not a recursion: a long list of lines is cut one by one
    while parts:
        part = parts.pop()
        down, x = _widest([(box.left, box.right) for box in part])
        across, y = _widest([(box.top, box.bottom) for box in part])
        if down >= gutter and down > across:
            first, rest = [b for b in part if b.right <= x], [b for b in part if b.right > x]
        elif across > 0:
            first, rest = [b for b in part if b.bottom <= y], [b for b in part if b.bottom > y]
        else:
            out += sorted(part, key=lambda box: (box.left, box.top))
            continue
        parts += [rest, first]
    return out


def _widest(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Width of the widest strip that no span touches, and where it begins; (0, 0) when there is none."""
    widest, where, reached = 0, 0, min(spans)[0]
    for start, end in sorted(spans):
        if start - reached > widest:
            widest, where = start - reached, reached
        reached = max(reached, end)
    return widest, where


def ink_of(picture: Picture) -> np.ndarray:
    """Where a picture is dark, bool [height, width]: nearer to its darkest hundredth than to its paper. A watermark in
    light grey is paper. All False where paper and darkest hardly differ."""
    grey = np.asarray(picture.convert("L"))
    paper, dark = float(np.median(grey)), float(np.percentile(grey, 1))
    return np.zeros(grey.shape, dtype=bool) if paper - dark < 16 else grey < (paper + dark) / 2


def estimate_skew(image: Picture, *, limit: float = 10.0) -> float:
    """By how many degrees a page of text was turned, counter-clockwise positive: `image.rotate(-degrees)` levels it.

    Tries angles up to `limit` both ways, first in halves of a degree, then finer, for the one at which the ink falls
    into the sharpest rows (the profile of Postl 1986: squared differences of neighbouring rows). Right to about 0.1
    degrees on a page with some lines of text; 0.0 for an empty one. Raises ValueError for a limit outside (0, 45].
    """
    if not 0 < limit <= 45:
        raise ValueError(f"limit={limit!r} must be above 0 and at most 45 degrees")
    if image.width > WORK_WIDTH:
        image = image.reduce(math.ceil(image.width / WORK_WIDTH))
    ys, xs = np.nonzero(ink_of(image))
    if not len(ys):
        return 0.0
    step = max(1, len(ys) // 30_000)
    ys, xs = ys[::step] - ys.mean(), xs[::step] - xs.mean()

    def sharpness(degrees: float) -> float:
        angle = math.radians(degrees)
        rows = np.floor(ys * math.cos(angle) + xs * math.sin(angle)).astype(np.int64)
        profile = np.bincount(rows - rows.min())
        return float((np.diff(profile.astype(np.float64)) ** 2).sum())

    best = 0.0
    for width, grain in ((limit, 0.5), (0.5, 0.1), (0.1, 0.02)):
        count = round(width / grain)
        tried = [best + grain * i for i in range(-count, count + 1)]
        best = max(tried, key=lambda degrees: (sharpness(degrees), -abs(degrees)))
    return round(best, 2)


def level(image: Picture, *, limit: float = 10.0) -> tuple[Picture, float]:
    """The page turned back by its estimated skew, and that skew in degrees. Below 0.1 it stays: turning blurs."""
    from PIL import Image

    degrees = estimate_skew(image, limit=limit)
    if abs(degrees) < 0.1:
        return image, degrees
    grey = image.convert("L")
    return grey.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255), degrees


def turned(words: Sequence[Box], degrees: float, size: tuple[int, int]) -> list[Box]:
    """The upright boxes around words of a page of `size` (width, height) that is turned counter-clockwise as Pillow
    does with expand=True: what text recognition without mistakes would report for the turned page. Keeps the order."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    width, height = size
    wide = width * abs(cos) + height * abs(sin)
    high = width * abs(sin) + height * abs(cos)
    out = []
    for box in words:
        x, y = (box.left + box.right - width) / 2, (box.top + box.bottom - height) / 2
        half_w, half_h = (box.right - box.left) / 2, (box.bottom - box.top) / 2
        half_w, half_h = half_w * abs(cos) + half_h * abs(sin), half_w * abs(sin) + half_h * abs(cos)
        x, y = x * cos + y * sin + wide / 2, -x * sin + y * cos + high / 2
        out.append(Box(box.text, round(x - half_w), round(y - half_h), round(x + half_w), round(y + half_h)))
    return out


def order_distance(got: Sequence[str], want: Sequence[str]) -> float:
    """Words to insert, delete or replace to get from one order to the other, as a share of the longer one; 0 is equal.

    Raises ValueError when both are empty.
    """
    if not got and not want:
        raise ValueError("both orders are empty: there is nothing to compare")
    codes = {word: chr(0x10000 + i) for i, word in enumerate(dict.fromkeys([*got, *want]))}
    spelled = ["".join(codes[word] for word in words) for words in (got, want)]  # one character a word
    return edits(*spelled) / max(len(got), len(want))


def rows_of(ink: np.ndarray) -> list[tuple[int, int]]:
    """(top, bottom) of each run of rows that holds ink, from top to bottom."""
    full = np.concatenate([[False], ink.any(axis=1), [False]])
    edges = np.flatnonzero(full[1:] != full[:-1]).tolist()
    return [(a, b) for a, b in pairwise(edges)][::2]
