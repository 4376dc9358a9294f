"""Amounts read from pictures, and the checks without which they must not be believed. Money in whole cents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import numpy as np

from labsupport.models.vision.data import QUESTIONS
from labsupport.vision.pages import ink_of, level, rows_of

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from labsupport.models.vision.reader import Reading

Code = Literal["total_format", "line_format", "no_lines", "range", "sum"]

MIN_PROB = 0.9
_AMOUNT = re.compile(r"(EUR )?([0-9]{1,9})[.,]([0-9]{2})( EUR)?")


class Answers(Protocol):
    """What `ReceiptReader` asks of a reader; `labsupport.models.vision.reader.VisionReader` is one."""

    def answer(self, pictures: Sequence[Picture | np.ndarray], question: str) -> list[Reading]: ...


@dataclass(frozen=True)
class Receipt:
    """What was read: cents of each line and of the total, None where the text is no amount; `min_token_prob` is the
    smallest probability of all tokens read, 0 to 1. `printed`: the answers for total and lines as they came.

    Raises ValueError for a probability outside [0, 1] (or NaN).
    """

    lines: tuple[int | None, ...]
    total: int | None
    min_token_prob: float
    printed: tuple[str, str] = field(default=("", ""), kw_only=True)

    def __post_init__(self) -> None:
        if not 0.0 <= self.min_token_prob <= 1.0:
            raise ValueError(f"min_token_prob={self.min_token_prob!r} must be between 0 and 1")


class Issue(NamedTuple):
    """A reason not to believe a reading."""

    code: Code
    problem: str


def parse_amount(text: str) -> int | None:
    """Cents of an amount as printed ("EUR 41.30", "41,30 EUR", "41.30"); None for anything else, also a missing cent:
    guessing what was meant is how a misread digit becomes a payment."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or (match[1] and match[4]):
        return None
    return 100 * int(match[2]) + int(match[3])


class ReceiptReader:
    """Asks a vision reader for total and lines of receipts, `scale` times as large as they come.

    Raises ValueError for a scale outside (0, 4].
    """

    def __init__(self, reader: Answers, *, scale: float = 1.0) -> None:
        if not 0 < scale <= 4:
            raise ValueError(f"scale={scale!r} must be above 0 and at most 4")
        self.reader, self.scale = reader, scale

    def read(self, image: Picture) -> Receipt:
        """One receipt. Raises ValueError for a picture that is too large for the reader."""
        return self.read_many([image])[0]

    def read_many(self, images: Sequence[Picture]) -> list[Receipt]:
        """Several at once, which is faster."""
        pictures = [resized(image, self.scale) for image in images]
        totals = self.reader.answer(pictures, QUESTIONS["total"])
        lines = self.reader.answer(pictures, QUESTIONS["lines"])
        out = []
        for total, line in zip(totals, lines, strict=True):
            parts = [parse_amount(part) for part in line.text.split(";")] if line.text.strip() else []
            sure = min(total.min_token_prob, line.min_token_prob)
            out.append(Receipt(tuple(parts), parse_amount(total.text), sure, printed=(total.text, line.text)))
        return out

    def read_total(self, image: Picture) -> tuple[int | None, float]:
        """Cents of the total alone (None: no amount) and its smallest token probability: a second look at a crop."""
        found = self.reader.answer([resized(image, self.scale)], QUESTIONS["total"])[0]
        return parse_amount(found.text), found.min_token_prob


def verify_receipt(r: Receipt) -> list[Issue]:
    """Every reason not to believe a reading that its own numbers give; an empty list means that they agree.

    total_format, line_format: a text that is no amount (one issue a line). no_lines: nothing to check the total with.
    range: a total that is not above 0. sum: the lines do not add up to the total; a difference of one cent is one too.
    The sum is compared only where total and all lines are amounts. Says nothing about probabilities: see `decide`.
    """
    # BEGIN SOLUTION
    issues = []
    if r.total is None:
        issues.append(Issue("total_format", f"the total {r.printed[0]!r} is no amount"))
    elif r.total <= 0:
        issues.append(Issue("range", f"the total is {r.total} cents, it must be above 0"))
    if not r.lines:
        issues.append(Issue("no_lines", "no line was read, so nothing confirms the total"))
    for number, cents in enumerate(r.lines, 1):
        if cents is None:
            issues.append(Issue("line_format", f"line {number} of {r.printed[1]!r} is no amount"))
    known = [cents for cents in r.lines if cents is not None]
    if r.total is not None and r.lines and len(known) == len(r.lines) and sum(known) != r.total:
        issues.append(Issue("sum", f"the lines add up to {sum(known)} cents, the total is {r.total}"))
    return issues
    # END SOLUTION


@dataclass(frozen=True)
class Decision:
    """The total in cents, or None: a person must look. `reasons` say why."""

    total: int | None
    reasons: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.total is not None


def decide(first: Receipt, others: Sequence[int | None] = (), *, min_prob: float = MIN_PROB) -> Decision:
    """Accept a total or abstain. Accepted when `verify_receipt` finds nothing, the least sure token has at least
    `min_prob`, and every other reading of the total (`others`, cents or None, at other scales or of a crop) is the
    same. All reasons to abstain are given. Raises ValueError for min_prob outside [0, 1]."""
    if not 0.0 <= min_prob <= 1.0:
        raise ValueError(f"min_prob={min_prob!r} must be between 0 and 1")
    # BEGIN SOLUTION
    reasons = [issue.problem for issue in verify_receipt(first)]
    if first.min_token_prob < min_prob:
        reasons.append(f"the least sure token has probability {first.min_token_prob:.3f}, wanted is {min_prob:g}")
    reasons += [f"another reading says {other}, not {first.total}" for other in others if other != first.total]
    return Decision(None if reasons else first.total, tuple(reasons))
    # END SOLUTION


def resized(image: Picture, scale: float) -> Picture:
    """The picture in grey, `scale` times as large."""
    from PIL import Image

    grey = image.convert("L")
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return grey if size == grey.size else grey.resize(size, Image.Resampling.BICUBIC)


def crop_total(image: Picture, *, text_height: int = 14) -> Picture | None:
    """The row with the total of a level receipt, scaled so that its ink is `text_height` pixels high (at most 4 times
    as large as it is). None when no row looks like it.

    Goes by layout: the total is the lowest row with a text at the left, a wide gap, and a text that ends near the right
    edge. Footers have no such gap, signatures do not reach the edge.
    """
    ink = ink_of(image)
    for top, bottom in reversed(rows_of(ink)):
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        high = bottom - top
        if high < 3 or columns[-1] < 0.9 * image.width or np.diff(columns, prepend=0).max() < 2 * high:
            continue
        border = max(2, high // 2)
        part = image.crop((0, max(0, top - border), image.width, min(image.height, bottom + border)))
        return resized(part, min(4.0, max(1.0, text_height / high)))
    return None


def read_checked(
    reader: Answers, image: Picture, *, scales: tuple[float, float] = (1.0, 1.5), min_prob: float = MIN_PROB
) -> Decision:
    """Read a receipt of unknown quality: level it, read all of it at the first scale, the total again at the second and
    once more from a crop, then `decide`. No crop found counts as a reading that disagrees.

    Raises ValueError for a picture that is too large for the reader at one of the scales.
    """
    page, _ = level(image)
    first = ReceiptReader(reader, scale=scales[0]).read(page)
    again, _ = ReceiptReader(reader, scale=scales[1]).read_total(page)
    part = crop_total(page)
    third = None if part is None else ReceiptReader(reader).read_total(part)[0]
    return decide(first, (again, third), min_prob=min_prob)
