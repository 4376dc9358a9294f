"""Hidden check for 02.4.e1: pictures and profiles drawn anew, counted here in fractions, by rules of its own."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect
from labsupport.vision.tokens import AREA, LOW_SIDE, PATCHES, PATCHES_MINI, TILES, ImageProfile

READ = "02.4 What a picture costs"

DRIVER = """
import datetime
from fractions import Fraction

from labsupport.vision.tokens import ImageProfile, TokenCount


def plain(number):
    return number if type(number) is int else repr(number)


async def drive(subject, call, args):
    rows = []
    for width, height, terms, detail in args["cases"]:
        terms = terms | {"per_piece": Fraction(*terms["per_piece"])}
        profile = ImageProfile(as_of=datetime.date(2026, 1, 1), source="hidden", input_price=1, golden=(), **terms)
        try:
            made = subject(width, height, profile, detail)
            if isinstance(made, TokenCount):
                rows.append([plain(made.tokens), [plain(side) for side in made.scaled_size], plain(made.pieces)])
            else:
                rows.append(["other", repr(made)])
        except NotImplementedError:
            raise
        except Exception as error:
            rows.append(["raised", "ValueError" if isinstance(error, ValueError) else type(error).__name__])
    return rows
"""

Size = tuple[int, int]
Count = tuple[int, Size, int]
FIELDS = ("name", "kind", "piece", "max_long", "max_short", "cap", "base", "low")

RULES = ("floor-squares", "squares-by-area", "no-rescaling", "one-limit-only", "over-cap", "ratio-lost")


class Half(Exception):
    """A side is exactly between two pixels: rules do not say which is nearest, so such a picture is not asked."""


@dataclass(frozen=True)
class Case:
    """One call, and what a wrong answer to it that is not recognised most likely means."""

    width: Any
    height: Any
    profile: ImageProfile
    detail: str = "high"
    slug: str = "wrong-count"
    cause: str = "tokens, size or pieces are not those of the scaled picture"

    @property
    def args(self) -> list[Any]:
        terms = {name: getattr(self.profile, name) for name in FIELDS}
        terms["per_piece"] = [self.profile.per_piece.numerator, self.profile.per_piece.denominator]
        return [self.width, self.height, terms, self.detail]

    def __str__(self) -> str:
        terms = {name: value for name, value in self.args[2].items() if value is not None}
        return f"{self.width!r} x {self.height!r}, {self.detail!r}, {terms}"


def fitted(size: Size, scale: Fraction) -> Size:
    sides = [side * min(scale, Fraction(1)) for side in size]
    if any((2 * side).denominator == 1 and side.denominator != 1 for side in sides):
        raise Half
    width, height = (max(1, math.floor(side + Fraction(1, 2))) for side in sides)
    return width, height


def squares(size: Size, piece: int) -> int:
    return math.ceil(Fraction(size[0], piece)) * math.ceil(Fraction(size[1], piece))


def price(profile: ImageProfile, pieces: int) -> int:
    return math.ceil(profile.base + pieces * profile.per_piece)


def scaled(size: Size, p: ImageProfile) -> Size:
    """The size that is counted in high detail."""
    width, height = size
    if p.kind == "area":
        product, sides = width * height, []
        for side, other in ((width, height), (height, width)):
            limits = [side]
            if p.max_long is not None:
                limits.append(math.floor(Fraction(side * p.max_long, max(size))))
            if p.cap is not None:
                limits.append(math.isqrt(p.cap * p.piece * product) // other)
            sides.append(max(1, min(limits)))
        return sides[0], sides[1]
    scale = Fraction(1)
    if p.max_long is not None:
        scale = min(scale, Fraction(p.max_long, max(size)))
    if p.max_short is not None:
        scale = min(scale, Fraction(p.max_short, min(size)))
    made = fitted(size, scale)
    if p.cap is None or squares(made, p.piece) <= p.cap:
        return made
    root = math.isqrt(p.cap * width * height)
    columns = max(1, min(p.cap, root // height, width // p.piece))
    rows = max(1, min(p.cap, root // width, height // p.piece))
    return fitted(size, min(scale, Fraction(columns * p.piece, width), Fraction(rows * p.piece, height)))


def pieces_of(size: Size, p: ImageProfile) -> int:
    return math.ceil(Fraction(size[0] * size[1], p.piece)) if p.kind == "area" else squares(size, p.piece)


def right(case: Case) -> Count:
    """The rules. Raises Half where they leave a pixel open."""
    size, p = (case.width, case.height), case.profile
    if case.detail == "low":
        assert p.low is not None
        return p.low, fitted(size, Fraction(LOW_SIDE, max(size))), 0
    made = scaled(size, p)
    return price(p, pieces_of(made, p)), made, pieces_of(made, p)


def upright(size: Size, p: ImageProfile) -> Size:
    """The wrong size of those who take the width for the long side."""
    limits = [Fraction(m, side) for m, side in zip((p.max_long, p.max_short), size, strict=True) if m is not None]
    return fitted(size, min(limits, default=Fraction(1)))


def likely(case: Case, got: Count, want: Count) -> tuple[str, str]:
    """(diagnosis, cause) of a wrong count."""
    size, p = (case.width, case.height), case.profile
    tokens, made, pieces = got
    if made == want[1][::-1] != want[1]:
        return "swapped-sides", "width and height are swapped"
    if any(a > b for a, b in zip(made, size, strict=True)):
        return "scales-up", "the picture is larger than it came: scales are at most 1"
    if min(made) < 1:
        return "zero-side", "a side of a thin picture is rounded to 0"
    if case.detail == "low":
        if (tokens, pieces) != (want[0], 0):
            return "low-not-flat", "low detail has one price, and no pieces"
        if made == fitted(size, Fraction(LOW_SIDE, case.width)):
            return "long-is-width", "the long side of an upright picture is its height"
        return "low-size", "low detail shows a picture that fits into 512 x 512"
    if p.kind == "area" and made != want[1] and max(abs(a - b) for a, b in zip(made, want[1], strict=True)) == 1:
        if all(a >= b for a, b in zip(made, want[1], strict=True)):
            return "sides-rounded", "sides are rounded down here"
        return "float", "a float is just below a whole number, and is cut down"
    above = p.max_long is not None and max(size) > p.max_long
    if p.cap is not None and pieces > p.cap and not above:
        return "over-cap", "more than `cap` pieces are left"
    if made == size != want[1] and pieces == pieces_of(size, p) and (above or p.kind != "tiles"):
        return "no-rescaling", "the picture is counted as it came, before the provider's scaling"
    if made == want[1] != size and tokens == price(p, pieces_of(size, p)) != want[0]:
        return "bills-original", "the scaled picture is sent, the original is counted"
    if p.cap is not None and pieces > p.cap:
        return "over-cap", "more than `cap` pieces are left"
    if p.cap is not None and tokens == price(p, p.cap) and tokens != want[0]:
        return "cap-without-scaling", "the number is cut off at `cap`, the picture is not scaled to it"
    if made == want[1] and pieces == want[2]:
        if p.base and tokens == want[0] - p.base:
            return "base-missing", "`base` is paid with every picture"
        if p.per_piece != 1 and tokens == p.base + pieces:
            return "multiplier-ignored", "`per_piece` is the price of each piece"
        whole, part = math.floor(p.per_piece), p.per_piece != math.floor(p.per_piece)
        if part and tokens in (p.base + whole * pieces, p.base + (whole + 1) * pieces):
            return "rounded-per-piece", "the price of a piece is rounded before it is multiplied"
        if tokens == math.floor(p.base + p.per_piece * pieces) != want[0]:
            return "rounded-down", "a part of a token is paid as one"
    if made == want[1] and p.kind == "area" and pieces == made[0] * made[1] // p.piece != want[2]:
        return "floor-squares", "a piece that is only partly filled is paid, too"
    if made == want[1] and p.kind != "area" and pieces != want[2]:
        if pieces in (math.prod(max(1, side // p.piece) for side in made), math.prod(side // p.piece for side in made)):
            return "floor-squares", "squares that are only partly covered are paid, too"
        if pieces == math.prod(side // p.piece + 1 for side in made):
            return "square-too-many", "a side of exactly one square needs no second one"
        if pieces == math.ceil(Fraction(made[0] * made[1], p.piece**2)):
            return "squares-by-area", "squares lie in rows and columns: round up each side"
    if made != want[1] and p.kind == "tiles":
        alone = {(min(a, m or a), min(b, n or b)) for a, b in (size,) for m, n in
                 ((p.max_long, p.max_short), (p.max_short, p.max_long))}  # fmt: skip
        if made in alone and made != size:
            return "ratio-lost", "each side is scaled on its own"
        if upright(size, p) == made:
            return "long-is-width", "the long side of an upright picture is its height"
        if max(made) > max(want[1]):
            return "one-limit-only", "the picture is above `max_long` or `max_short`"
    return case.slug, case.cause


def judge_counts(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, row in zip(cases, result, strict=True):
            want = right(case)
            expect(row[0] != "raised", expected=want, got=row, case=str(case), read=READ,
                   cause=f"a picture that can be counted raises {row[1]}",
                   diagnosis=case.slug if case.slug == "none-limit" else "raised")  # fmt: skip
            expect(row[0] != "other", expected="a TokenCount", got=row, case=str(case), read=READ,
                   cause="return TokenCount(tokens, scaled_size, pieces)", diagnosis="not-a-count")  # fmt: skip
            numbers = [row[0], *row[1], row[2]]
            expect(all(isinstance(n, int) for n in numbers) and len(numbers) == 4, expected=want, got=row,
                   case=str(case), cause="tokens, sides and pieces are whole numbers (int)", read=READ,
                   diagnosis="not-whole")  # fmt: skip
            got = row[0], (row[1][0], row[1][1]), row[2]
            slug, cause = ("", "") if got == want else likely(case, got, want)
            if case.slug == "hard-coded" and slug in RULES:
                slug, cause = case.slug, case.cause  # the known profiles, which stand first, came out right
            expect(got == want, expected=want, got=got, case=str(case), cause=cause, read=READ, diagnosis=slug)

    return judge


def judge_refusals(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, row in zip(cases, result, strict=True):
            expect(row == ["raised", "ValueError"], expected="ValueError", got=row, case=str(case), cause=case.cause,
                   read=READ, diagnosis=case.slug)  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    n = rng.randint

    def fresh(kind: Any, piece: int, **more: Any) -> ImageProfile:
        """Numbers that no published profile has."""
        base: dict[str, Any] = {"as_of": TILES.as_of, "source": "", "input_price": 1, "golden": (), "base": n(9, 60)}
        return ImageProfile(f"fresh-{kind}", kind, piece, **(base | more))

    def some(profile: ImageProfile, one: Size, other: Size, **more: str) -> list[Case]:
        """A picture whose sides are in these ranges, lying and standing, without halves of a pixel."""
        while True:
            width, height = n(*one), n(*other)
            cases = [Case(w, h, profile, **more) for w, h in ((width, height), (height, width))]
            try:
                for case in cases:
                    right(case)
            except Half:
                continue
            return cases

    def counts(name: str, cases: list[Case]) -> Scenario:
        return Scenario(name, {"cases": [case.args for case in cases]}, None, judge_counts(cases))

    fixed = {"slug": "hard-coded", "cause": "a number of a known profile is in the code"}
    free = {"slug": "none-limit", "cause": "a limit that is None does not bind"}
    odd = Fraction(n(110, 190), 100) + Fraction(1, 300)

    golden = [Case(w, h, p, detail) for p in (TILES, PATCHES, PATCHES_MINI, AREA) for w, h, detail, _ in p.golden]
    tiles = some(TILES, (2300, 9000), (1000, 2000))  # both limits bind
    tiles += [case for case in golden if case.profile is TILES]
    for least, most in ((1, 512), (513, 768), (769, 2048), (2049, 9000)):
        tiles += some(TILES, (least, most), (least, most))
    tiles += some(TILES, (2049, 9000), (1, 512))  # only the long side binds
    tiles += some(TILES, (1600, 2048), (900, 1500))  # only the short side binds
    tiles += some(TILES, (20_000, 200_000), (1, 4))
    tiles += [Case(513, 513, TILES), Case(512, 512, TILES), *some(TILES, (513, 513), (100, 512))]
    own = fresh("tiles", n(80, 140), max_long=n(700, 900), max_short=n(300, 400), per_piece=odd, low=n(3, 40))
    bare = fresh("tiles", n(80, 140), per_piece=odd)
    for wide, high in ((300, 300), (690, 600), (5000, 200), (5000, 4000)):
        tiles += some(own, (wide // 2, wide), (high // 2, high), **fixed)
        tiles += some(bare, (wide // 2, wide), (high // 2, high), **free)
    p = own.piece
    tiles += [Case(2 * p, p, own, **fixed), Case(2 * p + 1, p, own, **fixed), Case(p + 1, p + 1, own, **fixed)]
    yield counts("tiles", tiles)

    low = [Case(4096, 8192, TILES, "low")]
    for profile in (TILES, own, fresh("patches", n(8, 12), cap=n(20, 90), low=n(2, 30)),
                    fresh("area", n(50, 90), cap=n(20, 90), low=n(2, 30))):  # fmt: skip
        for one, other in (((1, 512), (1, 512)), ((513, 9000), (513, 9000)), ((20_000, 90_000), (1, 9))):
            low += some(profile, one, other, detail="low")
    yield counts("low detail", low)

    patches = [case for case in golden if case.profile.kind == "patches"]
    for profile in (PATCHES, PATCHES_MINI):
        patches += some(profile, (1, 900), (1, 900))  # below the cap
        for _ in range(3):
            patches += some(profile, (1500, 6000), (1500, 6000))
        patches += some(profile, (60_000, 200_000), (1, 31))
        patches += some(profile, (9_000, 20_000), (33, 200))
    # the area is below the cap, rows times columns are not
    patches += some(PATCHES, (31 * 32 + 1, 31 * 32 + 8), (49 * 32 + 1, 49 * 32 + 3))
    own = fresh("patches", n(9, 15), cap=n(60, 140), per_piece=odd)
    bare = fresh("patches", n(9, 15), per_piece=odd)
    for _ in range(3):
        patches += some(own, (200, 900), (200, 900), **fixed)
        patches += some(own, (1, 60), (1, 60), **fixed)
        patches += some(bare, (200, 900), (200, 900), **free)
    float_cause = {"slug": "float", "cause": "a float is just below a whole number of squares, and is cut down"}
    found = 0
    while found < 4:  # pictures whose columns and rows come out whole, and just below it in floats
        a, b, k, m, side = n(1, 5), n(1, 5), n(4, 9), n(100, 900), n(9, 40)
        whole = fresh("patches", side, cap=a * b * k * k)
        w, h = a * m, b * m
        shrink = math.sqrt(a * b * k * k * side * side / (w * h))
        if shrink >= 1 or (math.floor(w * shrink / side), math.floor(h * shrink / side)) == (a * k, b * k):
            continue
        case = Case(w, h, whole, **float_cause)
        try:
            right(case)
        except Half:
            continue
        patches.append(case)
        found += 1
    yield counts("patches", patches)

    area = [case for case in golden if case.profile is AREA]
    area += some(AREA, (1, 900), (1, 900))
    area += some(AREA, (1600, 9000), (1, 500))  # the long side binds
    area += some(AREA, (60_000, 200_000), (1, 9))
    for _ in range(4):
        area += some(AREA, (1200, 1560), (1100, 1560))  # the area binds
        area += some(AREA, (1600, 9000), (1600, 9000))
    own = fresh("area", n(90, 200), max_long=n(400, 500), cap=n(500, 900), per_piece=odd)
    bare = fresh("area", n(90, 200), per_piece=odd)
    for _ in range(3):
        area += some(own, (100, 900), (100, 900), **fixed)
        area += some(own, (501, 900), (1, 99), **fixed)
        area += some(bare, (100, 900), (100, 900), **free)
    below = [side for side in range(1569, 9000) if int(side * (1568 / side)) != 1568]
    area += [Case(side, n(100, 400), AREA, **float_cause) for side in rng.sample(below, 3)]
    yield counts("area", area)

    size = {"slug": "size-accepted", "cause": "a size that no picture has is counted, or refused in another way"}
    word = {"slug": "detail-accepted", "cause": "a detail that this profile does not know is counted"}
    k = n(2, 900)
    bad = [Case(w, h, profile, detail, **size)
           for w, h in ((0, k), (k, 0), (-k, k), (k, -1), (-k, -k), (True, k), (k, True), (k + 0.5, k), (float(k), k))
           for profile, detail in ((TILES, "high"), (TILES, "low"), (PATCHES, "high"), (AREA, "high"))]  # fmt: skip
    bad += [Case(k, k, profile, detail, **word) for profile in (TILES, PATCHES, AREA)
            for detail in ("medium", "", "HIGH", "auto")]  # fmt: skip
    bad += [Case(k, k, profile, "low", **word) for profile in (PATCHES, PATCHES_MINI, AREA)]
    yield Scenario("what cannot be counted", {"cases": [case.args for case in bad]}, None, judge_refusals(bad))
