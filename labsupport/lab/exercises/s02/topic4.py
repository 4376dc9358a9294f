"""Exercises and review questions of topic 02.4: what a picture costs, and when a total that was read is believed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect
from labsupport.vision.receipts import Decision, Issue, Receipt
from labsupport.vision.tokens import AREA, PATCHES, PATCHES_MINI, TILES, ImageProfile, Kind, TokenCount

COUNT = "02.4 What a picture costs"
BELIEVE = "02.4 Numbers that check themselves"

# ---------------------------------------------------------------- e1 image_tokens

Size = tuple[int, int]
Causes = Mapping[Any, tuple[str, str]]

UNSCALED = ("the picture is counted as it came: scale it first, as the provider does", "no-rescaling")
ORIGINAL = ("the scaled picture is what is sent and paid, but the original is what is counted", "bills-original")
GROWN = ("a small picture is scaled up: both scales are at most 1", "scales-up")
UPRIGHT = ("the long side of an upright picture is its height", "long-is-width")
TOO_MANY = ("a side of exactly one square needs no second one", "square-too-many")
WHOLE_ONLY = ("squares that are only partly covered are paid, too: round the number of a side up", "floor-squares")
BY_AREA = ("squares lie in rows and columns: round up each side, then multiply", "squares-by-area")
BENT = ("each side is scaled on its own: one scale for both keeps the ratio", "ratio-lost")
LIMIT = ("the number is cut off at `cap`: the picture has to be scaled until it has that many", "cap-without-scaling")
OVER = ("still more than `cap` squares: an area of `cap` squares has partly covered ones at its edges", "over-cap")
ROUNDED = ("sides are rounded down here, so that the area stays below `cap` pieces", "sides-rounded")
BASELESS = ("`base` is paid with every picture", "base-missing")
FLOAT = ("a float is just below a whole number, and rounding down loses one: use integers or Fraction", "float")
PIECEWISE = ("the price of one piece is rounded: multiply first, then round up once", "rounded-per-piece")


def profile(kind: Kind, piece: int, **more: Any) -> ImageProfile:
    """A made-up profile: a formula is data, and no number of it belongs in the code."""
    base: dict[str, Any] = {
        "as_of": datetime.date(2026, 1, 1), "source": "made up", "input_price": 1_000_000, "golden": (),
    }  # fmt: skip
    return ImageProfile("made-up", kind, piece, **(base | more))


def counted(
    image_tokens: Any, size: Size, terms: ImageProfile, want: tuple[int, Size, int], causes: Causes | None = None, *,
    detail: str = "high", otherwise: tuple[str, str] = ("", ""),
) -> None:  # fmt: skip
    """Compare one count; `causes` maps a wrong (tokens, size), size or number of tokens to (cause, diagnosis)."""
    case = f"{size[0]} x {size[1]} pixels, {terms.name}, {detail} detail"
    try:
        got = image_tokens(*size, terms, detail)
    except TypeError as error:
        if None not in (terms.max_long, terms.max_short, terms.cap):
            raise
        raise CheckFailed(
            expected=TokenCount(*want), got=repr(error), case=case, read=COUNT, diagnosis="none-limit",
            cause="`max_long`, `max_short` and `cap` may be None: no limit",
        ) from error  # fmt: skip
    expect(
        isinstance(got, TokenCount), expected="a TokenCount", got=got, case=case,
        cause="return TokenCount(tokens, scaled_size, pieces)", read=COUNT, diagnosis="not-a-count",
    )  # fmt: skip
    tokens, scaled = got.tokens, tuple(got.scaled_size)
    known = causes or {}
    keys = [key for key in ((tokens, scaled), scaled, tokens) if key in known]
    cause, slug = known[keys[0]] if keys else ("", "")
    if scaled == want[1][::-1] != want[1]:
        cause, slug = "width and height are swapped", "swapped-sides"
    elif any(a > b for a, b in zip(scaled, size, strict=True)):
        cause, slug = GROWN
    elif not keys and min(scaled) < 1:
        cause, slug = "a side of a thin picture was rounded to 0: it keeps at least 1 pixel", "zero-side"
    elif not keys:
        cause, slug = otherwise if otherwise[0] else (
            ("the size is right, the count is not", "wrong-count") if scaled == want[1] else
            ("the scaled size is wrong", "wrong-size"))  # fmt: skip
    expect((tokens, scaled, got.pieces) == want, expected=TokenCount(*want), got=got, case=case, cause=cause,
           read=COUNT, diagnosis=slug)  # fmt: skip


def check_tiles(image_tokens: Any) -> None:
    counted(image_tokens, (3840, 2160), TILES, (1105, (1365, 768), 6), {
        (6885, (3840, 2160)): UNSCALED, 6885: ORIGINAL, (1105, (3840, 2160)): (
            "the count is right, but the size is the original's: `scaled_size` is what the model sees", "wrong-size"),
        2125: ("the long side fits, the short one does not yet", "one-limit-only"),
        (425, (1365, 768)): WHOLE_ONLY, (765, (1365, 768)): BY_AREA,
        (2048, 768): BENT,
    })  # fmt: skip
    counted(image_tokens, (2048, 4096), TILES, (1105, (768, 1536), 6), {
        (5525, (2048, 4096)): UNSCALED, 5525: ORIGINAL,
        (384, 768): UPRIGHT, 1445: TOO_MANY,
    })  # fmt: skip
    counted(image_tokens, (1024, 1024), TILES, (765, (768, 768), 4), {(1024, 1024): UNSCALED})


def check_small(image_tokens: Any) -> None:
    counted(image_tokens, (300, 200), TILES, (255, (300, 200), 1))
    counted(image_tokens, (1, 700), TILES, (425, (1, 700), 2), {255: WHOLE_ONLY})
    counted(image_tokens, (40, 40), PATCHES, (4, (40, 40), 4))
    counted(image_tokens, (200, 200), AREA, (54, (200, 200), 54), {
        53: ("a part of a piece is paid, too: round up", "floor-squares"),
    })  # fmt: skip


def check_edges(image_tokens: Any) -> None:
    counted(image_tokens, (512, 512), TILES, (255, (512, 512), 1), {
        765: TOO_MANY,
    })  # fmt: skip
    counted(image_tokens, (513, 513), TILES, (765, (513, 513), 4), {255: WHOLE_ONLY, 425: BY_AREA})
    counted(image_tokens, (100_000, 10), TILES, (765, (2048, 1), 4), {
        (2048, 10): BENT, (100_000, 10): UNSCALED, 33405: ORIGINAL,
    })  # fmt: skip


def check_low(image_tokens: Any) -> None:
    flat = ("low detail costs `profile.low`, however large the picture is, and nothing is cut", "low-not-flat")
    whole = ("low detail shows a picture that fits into 512 x 512", "low-size")
    counted(image_tokens, (4096, 8192), TILES, (85, (256, 512), 0), {
        (85, (4096, 8192)): whole, (85, (768, 1536)): whole, (85, (512, 1024)): UPRIGHT,
    }, detail="low", otherwise=flat)  # fmt: skip
    counted(image_tokens, (300, 200), TILES, (85, (300, 200), 0), detail="low", otherwise=flat)


def check_cap(image_tokens: Any) -> None:
    counted(image_tokens, (1800, 2400), PATCHES, (1452, (1056, 1408), 1452), {
        (4275, (1800, 2400)): UNSCALED, 4275: ORIGINAL, (1536, (1800, 2400)): LIMIT,
        1564: OVER, (1536, (1086, 1448)): LIMIT,
    })  # fmt: skip
    counted(image_tokens, (1000, 1570), PATCHES, (1519, (992, 1557), 1519), {
        1600: ("its area is below `cap` squares, but rows times columns are not", "over-cap"),
        (1536, (1000, 1570)): LIMIT,
    })  # fmt: skip
    counted(image_tokens, (100_000, 10), PATCHES, (1536, (49152, 5), 1536), {(1536, (100_000, 10)): LIMIT})


def check_multiplier(image_tokens: Any) -> None:
    counted(image_tokens, (1024, 1024), PATCHES_MINI, (1659, (1024, 1024), 1024), {
        1658: ("a part of a token is paid as one: round up", "rounded-down"),
        2048: PIECEWISE, 1024: ("`per_piece` is the price of each piece", "multiplier-ignored"),
    })  # fmt: skip


def check_area(image_tokens: Any) -> None:
    counted(image_tokens, (1000, 1000), AREA, (1334, (1000, 1000), 1334), {
        1333: ("a part of a piece is paid, too: round up", "floor-squares"),
    })  # fmt: skip
    counted(image_tokens, (3136, 784), AREA, (820, (1568, 392), 820), {
        (1600, (3136, 784)): LIMIT, (3279, (3136, 784)): UNSCALED, 3279: ORIGINAL,
    })  # fmt: skip
    counted(image_tokens, (4000, 3000), AREA, (1598, (1264, 948), 1598), {
        (16000, (4000, 3000)): UNSCALED, 16000: ORIGINAL, 2459: ("`max_long` is kept, `cap` is not", "over-cap"),
        (1600, (4000, 3000)): LIMIT, (1600, (1568, 1176)): LIMIT,
        (1265, 949): ROUNDED,
    })  # fmt: skip


def check_whole(image_tokens: Any) -> None:
    counted(image_tokens, (2512, 3768), PATCHES, (1536, (1024, 1536), 1536), {
        (992, 1488): FLOAT, (1536, (2512, 3768)): LIMIT, (2512, 3768): UNSCALED,
    })  # fmt: skip
    counted(image_tokens, (2093, 100), AREA, (155, (1568, 74), 155), {
        (1567, 74): FLOAT, (1568, 75): ROUNDED, (2093, 100): UNSCALED, 280: ORIGINAL,
    })  # fmt: skip
    counted(image_tokens, (2284, 100), AREA, (143, (1568, 68), 143), {
        (1567, 68): FLOAT, (2284, 100): UNSCALED, 305: ORIGINAL,
    })  # fmt: skip


def check_profile(image_tokens: Any) -> None:
    fixed = (
        "where known profiles come out right, one of their numbers is in the code: take them all from `profile`",
        "hard-coded",
    )
    tiles = profile("tiles", 100, max_long=400, max_short=300, base=7, per_piece=Fraction(5, 2), low=9)
    counted(image_tokens, (800, 400), tiles, (27, (400, 200), 8), otherwise=fixed)
    counted(image_tokens, (101, 50), tiles, (12, (101, 50), 2), otherwise=fixed)
    counted(image_tokens, (800, 400), tiles, (9, (512, 256), 0), detail="low", otherwise=fixed)
    free = profile("patches", 10, base=3)
    counted(
        image_tokens,
        (105, 20),
        free,
        (25, (105, 20), 22),
        {22: BASELESS},
        otherwise=("`cap` may be None: no limit", "none-limit"),
    )
    area = profile("area", 100, base=3)
    counted(image_tokens, (105, 20), area, (24, (105, 20), 21), {21: BASELESS}, otherwise=(
        "`max_long` and `cap` may be None: no limit", "none-limit"))  # fmt: skip


def check_sizes_refused(image_tokens: Any) -> None:
    for width, height, terms, detail, slug, cause in (
        (0, 10, TILES, "high", "size-accepted", "no picture has a side below 1"),
        (10, -1, TILES, "low", "size-accepted", "a flat price is no reason to take a picture that cannot be"),
        (True, 10, TILES, "high", "size-accepted", "True is an int for Python, but no size"),
        (10.5, 10, TILES, "high", "size-accepted", "half a pixel is no size"),
        (10, 10, TILES, "medium", "detail-accepted", "an unknown detail must not silently cost something"),
        (10, 10, AREA, "low", "detail-accepted", "this profile has no flat price: `low` is None"),
    ):  # fmt: skip
        try:
            got: Any = image_tokens(width, height, terms, detail)
        except ValueError:
            continue
        except (TypeError, ArithmeticError, AssertionError) as error:
            got = repr(error)
        expect(False, expected="ValueError", got=got, case=f"{width!r} x {height!r}, {terms.name}, detail {detail!r}",
               cause=cause, read=COUNT, diagnosis=slug)  # fmt: skip


# ---------------------------------------------------------------- e2 verify_receipt, decide


def receipt(lines: Sequence[int | None], total: int | None, sure: float = 0.99) -> Receipt:
    """A reading with its texts: what is None was printed in a way that is no amount."""
    texts = ["4?,00" if cents is None else f"{cents / 100:.2f}" for cents in (total, *lines)]
    return Receipt(tuple(lines), total, sure, printed=(texts[0], "; ".join(texts[1:])))


def told(r: Receipt) -> str:
    """A receipt for a message."""
    return f"lines {list(r.lines)}, total {r.total} (cents), least sure token {r.min_token_prob:g}"


def survived(case: str, function: Any, *args: Any, **more: Any) -> Any:
    """What a function returns. A TypeError over a None is told as such."""
    try:
        return function(*args, **more)
    except TypeError as error:
        if "None" not in case:
            raise
        raise CheckFailed(
            expected="no exception", got=repr(error), case=case, read=BELIEVE, diagnosis="none-raises",
            cause="None is no number: ask for it before you compare or add",
        ) from error  # fmt: skip


def issues(verify: Any, r: Receipt, want: Sequence[str], cause: str, slug: str) -> None:
    """The codes of the issues, in any order."""
    found = survived(told(r), verify, r)
    expect(
        isinstance(found, list) and all(isinstance(issue, Issue) for issue in found), expected="a list of Issue",
        got=found, case=told(r), cause="collect an Issue(code, problem) for each reason, none: an empty list",
        read=BELIEVE, diagnosis="not-issues",
    )  # fmt: skip
    got = sorted(issue.code for issue in found)
    expect(got == sorted(want), expected=sorted(want), got=got, case=told(r), cause=cause, read=BELIEVE, diagnosis=slug)
    expect(
        all(isinstance(issue.problem, str) and issue.problem.strip() for issue in found), expected="a problem in words",
        got=found, case=told(r), cause="a person has to read why", read=BELIEVE, diagnosis="no-words",
    )  # fmt: skip


def check_agrees(verify: Any, decide: Any) -> None:
    for lines in ([1250], [4130, 2990, 70], [500, 500]):
        issues(verify, receipt(lines, sum(lines)), [], "lines and total agree: nothing to report", "false-alarm")
    issues(verify, receipt([4130, 0, -500], 3630), [], "a line may be a discount, only the total has to be above 0",
           "discount-refused")  # fmt: skip


def check_cent(verify: Any, decide: Any) -> None:
    for lines, total in (([1000, 250], 1251), ([1000, 250], 1249), ([70_000_000, 1], 70_000_000)):
        issues(verify, receipt(lines, total), ["sum"],
               "one cent is a misread digit like any other: compare the cents themselves, without tolerance",
               "cent-rounded-away")  # fmt: skip
    issues(verify, receipt([4130, 2990], 1720), ["sum"], "the lines do not add up to the total", "sum-missed")


def check_missing(verify: Any, decide: Any) -> None:
    issues(verify, receipt([], 1250), ["no_lines"],
           "without lines nothing confirms the total; their sum of 0 is no reading either", "no-lines")  # fmt: skip
    issues(verify, receipt([1000, None, None], 1000), ["line_format", "line_format"],
           "each line that is no amount is an issue of its own; the sum of the others says nothing",
           "none-line")  # fmt: skip
    issues(verify, receipt([1000, None], 1500), ["line_format"],
           "where a line is no amount there is no sum to compare", "none-line")  # fmt: skip
    issues(verify, receipt([1000], None), ["total_format"], "a total that is None is no amount", "none-total")


def check_range(verify: Any, decide: Any) -> None:
    for lines, total in (([0], 0), ([300, -550], -250)):
        issues(verify, receipt(lines, total), ["range"], "a total has to be above 0, even if the lines agree with it",
               "total-not-positive")  # fmt: skip


def check_all(verify: Any, decide: Any) -> None:
    why = "it returns after the first issue: a person wants to see all of them"
    issues(verify, receipt([None], None), ["line_format", "total_format"], why, "first-issue-only")
    issues(verify, receipt([100], -100), ["range", "sum"], why, "first-issue-only")
    issues(verify, receipt([], None), ["no_lines", "total_format"], why, "first-issue-only")


def decision(
    decide: Any, r: Receipt, others: Sequence[int | None], want: int | None, reasons: int, cause: str,
    slug: str, **more: Any,
) -> None:  # fmt: skip
    """One decision: its total, and how many reasons it gives."""
    case = f"{told(r)}; other readings {list(others)}" + "".join(f"; {k}={v}" for k, v in more.items())
    found = survived(case, decide, r, tuple(others), **more)
    expect(isinstance(found, Decision), expected="a Decision", got=found, case=case,
           cause="return Decision(total, reasons)", read=BELIEVE, diagnosis="not-a-decision")  # fmt: skip
    if found.total not in (None, r.total):
        cause, slug = "there is no vote: when readings differ, a person has to look", "vote"
    expect(found.total == want, expected=f"total {want}", got=f"total {found.total}", case=case, cause=cause,
           read=BELIEVE, diagnosis=slug)  # fmt: skip
    expect(
        len(found.reasons) == reasons, expected=f"{reasons} reasons", got=found.reasons, case=case,
        cause="a reason for each issue, one for the probability, one for each reading that differs",
        read=BELIEVE, diagnosis="reasons-missing",
    )  # fmt: skip


def check_confident(verify: Any, decide: Any) -> None:
    sure = "the model is sure of it, and still it is wrong: what `verify_receipt` finds counts whatever it thinks"
    decision(decide, receipt([4130, 2990], 1720, 1.0), (), None, 1, sure, "confidence-only")
    decision(decide, receipt([4130, 2990], 7120, 0.5), (), None, 1,
             "the numbers agree, but a token was hardly more than a guess", "confidence-ignored")  # fmt: skip


def check_others(verify: Any, decide: Any) -> None:
    good = receipt([4130, 2990], 7120)
    decision(decide, good, (7120, 7120), 7120, 0, "everything agrees: accept", "false-alarm")
    decision(decide, good, (7120, 7129), None, 1, "the last of the other readings differs", "others-ignored")
    decision(decide, good, (None,), None, 1, "a second look that finds no amount does not confirm the first",
             "none-agrees")  # fmt: skip


def check_limit(verify: Any, decide: Any) -> None:
    decision(decide, receipt([500], 500, 0.6), (), 500, 0, "the limit is the one of the call", "limit-ignored",
             min_prob=0.5)  # fmt: skip
    decision(decide, receipt([500], 500, 0.97), (), None, 1, "the limit is the one of the call", "limit-ignored",
             min_prob=0.98)  # fmt: skip
    for sure in (0.75, 1.0, 0.0):
        decision(decide, receipt([500], 500, sure), (), 500, 0, "`min_prob` itself is enough: at least, not above",
                 "border", min_prob=sure)  # fmt: skip
    decision(decide, receipt([500], 500, 0.89), (), None, 1, "the default limit is MIN_PROB", "limit-ignored")


def check_reasons(verify: Any, decide: Any) -> None:
    decision(decide, receipt([4130, 2990], 7120), (1720, 1720), None, 2, "other readings differ", "others-ignored")
    decision(decide, receipt([100, None], None, 0.2), (300,), None, 4, "no total to accept", "total-with-reasons")
    decision(
        decide, receipt([100], 101, 0.2), (100, None), None, 4, "there are reasons: no total", "total-with-reasons"
    )


EXERCISES = (
    Exercise(
        id="02.4.e1",
        title="What one picture costs",
        reference=("labsupport.vision.tokens:image_tokens",),
        difficulty=3,
        minutes=25,
        section=COUNT,
        task=(
            "Write `image_tokens`: tokens of one picture, its size as the model sees it, and its pieces.\n\n"
            "- Pictures shrink, or stay as they are; both sides by one scale, and to at least 1 pixel. A limit that is "
            "None does not bind.\n"
            "- `tokens` = `base` + `per_piece` * pieces, rounded up once. Low detail: `profile.low` tokens, no pieces, "
            "the long side at most LOW_SIDE.\n"
            '- `"tiles"`: the long side is at most `max_long`, the short one at most `max_short`; sides to the nearest '
            "pixel. Pieces are the squares of side `piece` that cover the scaled picture.\n"
            '- `"patches"`: the same squares of the picture. Above `cap` of them shrink it to at most '
            "floor(sqrt(cap * width / height)) columns and floor(sqrt(cap * height / width)) rows. Each number is at "
            "most that of the whole squares in the picture, at most `cap`, and at least 1.\n"
            '- `"area"`: `piece` pixels are one piece. The long side is at most `max_long`, the area at most `cap` '
            "pieces: each side is at most floor(sqrt(cap * piece * side / other side)). Sides are rounded down."
        ),
        gotchas=(
            "Tokens, size and pieces are those of one picture: the one that is sent.",
            "A square that is covered only in part is paid.",
            "Floats come out just below a whole number, and rounding down loses a column: use `Fraction`, or integers "
            "and `math.isqrt`.",
        ),
        hints=(
            "Which one scale satisfies all limits at once? And what must it never exceed?",
            "Tiles: scale = min(1, max_long / long, max_short / short), as Fractions. Then scale, then count "
            "ceil(side / piece) for both sides. Patches: count first; only above `cap` is there a scale.",
            "Patches: columns = max(1, min(cap, math.isqrt(cap * width // height), width // piece)), rows likewise; "
            "scale = min(1, columns * piece / width, rows * piece / height), and count again. Area: a side is the "
            "smallest of itself, side * max_long // long and math.isqrt(cap * piece * side // other).",
        ),
        checks=(
            Check("tiles of the scaled picture", check_tiles),
            Check("nothing is scaled up", check_small),
            Check("513 pixels, and a picture as thin as a thread", check_edges),
            Check("low detail is flat", check_low),
            Check("patches up to the cap", check_cap),
            Check("a multiplier, rounded once", check_multiplier),
            Check("tokens by area", check_area),
            Check("what is whole stays whole", check_whole),
            Check("every number is the profile's", check_profile),
            Check("impossible sizes and details are refused", check_sizes_refused),
        ),
    ),
    Exercise(
        id="02.4.e2",
        title="Believe it, or ask a person?",
        reference=("labsupport.vision.receipts:verify_receipt", "labsupport.vision.receipts:decide"),
        difficulty=2,
        minutes=15,
        section=BELIEVE,
        task=(
            "Write `verify_receipt`, which finds what does not fit in a reading, and `decide`, which accepts its total "
            "or abstains.\n\n"
            "`verify_receipt` returns an `Issue(code, problem)` for each of these that holds, with the problem in "
            "words:\n\n"
            '- `"total_format"`: the total is None. `"range"`: it is not above 0.\n'
            '- `"no_lines"`: there is no line. `"line_format"`: a line is None, one issue for each.\n'
            '- `"sum"`: total and lines are all amounts, and the lines do not add up to the total.\n\n'
            "`decide` returns `Decision(total, reasons)`, with None for the total when there is a reason: one for each "
            "issue, one for a probability below `min_prob`, one for each other reading that is not the same total."
        ),
        gotchas=(
            "All amounts are whole cents. A single cent is a misread digit, not a rounding error.",
            "Another reading may be None: it found no amount.",
            "A line may be negative, a discount; the total may not.",
        ),
        hints=(
            "What can be checked without asking the model at all? What does its probability add, and what not?",
            "Begin with an empty list and go through the five codes, without any `return` in between. Which of them "
            "can be decided when a line is None?",
            "sum: only if the total is not None, there are lines, and None is not among them; then compare "
            "sum(lines) != total. In `decide` collect texts: issue.problem for each issue, then one if "
            "min_token_prob < min_prob, then one for each other != total; an empty list means accept.",
        ),
        checks=(
            Check("a receipt that agrees has no issue", check_agrees),
            Check("one cent is an issue", check_cent),
            Check("what is missing is an issue", check_missing),
            Check("a total is above 0", check_range),
            Check("all issues are told", check_all),
            Check("being sure is not being right", check_confident),
            Check("other readings have to agree", check_others),
            Check("the limit itself is enough", check_limit),
            Check("all reasons are given", check_reasons),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="02.4.q1",
        text="How does a picture enter a language model?",
        choices=(
            Choice(
                "As its caption: an encoder describes the picture, and the model reads that text as it reads any",
                False,
                "Then nothing that the caption leaves out could be asked. The model gets vectors, not words.",
            ),
            Choice(
                "As one vector for all of it, so that its size does not matter for the bill",
                False,
                "One vector holds a subject but no small print. There are many, and more of them at more pixels.",
            ),
            Choice(
                "As encoded patches, projected to its width or attended to by cross-attention",
                True,
                "Either way their number follows resolution, patch size and merging of neighbours.",
            ),
        ),
        answer="Patches are encoded and projected to token width, or attended through cross-attention; their count "
        "follows resolution and merging.",
    ),
    Question(
        id="02.4.q2",
        text="A shop asks whether ten thousand scans carry a signature. How do you set the detail?",
        choices=(
            Choice(
                "Low, if a test on some of them shows no loss: its price is flat, and the question is coarse",
                True,
                "High scales first and is paid by tile or patch. Spend it on small print, after a look at the formula.",
            ),
            Choice(
                "High, since a scan is large and low detail would be paid by its pixels all the same",
                False,
                "Low detail has one price, whatever the size of the file.",
            ),
            Choice(
                "High, with each scan enlarged first, so that the model has more tiles to find it in",
                False,
                "More tiles cost more and hold no more information than the scan had.",
            ),
            Choice(
                "It does not matter, as providers count every picture alike",
                False,
                "Tiles, patches and area are different formulas, and they change with the models.",
            ),
        ),
        answer="Low is flat; high scales first and charges per tile or patch, so know the model's formula and spend it "
        "only on fine detail.",
    ),
    Question(
        id="02.4.q3",
        text="How do you put many pictures through a model behind a rate limit?",
        choices=(
            Choice(
                "Encode all of them first and keep them in a list, then send them as fast as the loop can",
                False,
                "All encoded pictures are in memory at once, and the rate limit answers with refusals.",
            ),
            Choice(
                "Encode off the loop in parallel, cache by content; a bounded queue, drained at the rate",
                True,
                "The queue's bound holds memory, the gate the rate; equal pictures are encoded once.",
            ),
            Choice(
                "One task a picture on the event loop, which encodes, sends and waits for its answer there",
                False,
                "Encoding is work, not waiting: on the loop it stops all other calls.",
            ),
        ),
        answer="Encode in parallel off the loop, cache by hash, feed a bounded queue drained at the rate limit.",
    ),
)
