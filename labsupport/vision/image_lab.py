"""Measurements of topic 02.4: token tables, readers against scale and JPEG quality, encoding in parallel, patch shapes,
and the three failure labs. Pictures come from the lab world; what tells words from a scan's pixels is not measured, its
boxes are those of the layout, turned with the page.
"""

from __future__ import annotations

import io
import multiprocessing
import random
import re
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from labsupport.models.vision.data import QUESTIONS
from labsupport.models.vision.evaluate import gold, judge
from labsupport.stats import Interval, interleave, proportion_ci
from labsupport.vision.naive import naive_decide, naive_decide_by_confidence, naive_image_tokens
from labsupport.vision.pages import estimate_skew, ink_of, order_distance, reading_order, turned
from labsupport.vision.prepare import prepare_image
from labsupport.vision.receipts import (
    Answers,
    Decision,
    ReceiptReader,
    decide,
    parse_amount,
    read_checked,
)
from labsupport.vision.tokens import ImageProfile, image_tokens
from labsupport.world.evidence import named
from labsupport.world.relations import RELATIONS
from labsupport.world.sets.images import SIZE, Image, draw, size, words
from labsupport.world.sets.qa import FRAMES
from labsupport.world.sides import by_split, share
from labsupport.world.writer import capital

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from labsupport.models.vision.model import Encoder
    from labsupport.world.entities import Document, World

SIZES = ((512, 512), (513, 513), (1024, 1024), (800, 3200), (1800, 2400), (3840, 2160), (3024, 4032), (2048, 4096))


# ---------------------------------------------------------------- x1: tokens and money


class TokenRow(NamedTuple):
    """One size under one profile: tokens as it comes, after a resize to `max_side`, and by tiles without rescaling."""

    width: int
    height: int
    profile: str
    tokens: int
    resized: int
    naive: int


def fitted(width: int, height: int, max_side: int) -> tuple[int, int]:
    """The size that `prepare_image` makes of a picture, to a pixel."""
    scale = min(1.0, max_side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def token_rows(
    profiles: Iterable[ImageProfile], sizes: Sequence[tuple[int, int]] = SIZES, *, max_side: int = 768
) -> list[TokenRow]:
    """High detail for every size and profile."""
    return [
        TokenRow(w, h, p.name, image_tokens(w, h, p, "high").tokens,
                 image_tokens(*fitted(w, h, max_side), p, "high").tokens, naive_image_tokens(w, h))
        for p in profiles for w, h in sizes
    ]  # fmt: skip


# ---------------------------------------------------------------- x2: reading against scale and quality


def jpeg(picture: Picture, quality: int) -> Picture:
    """The picture after a round trip through JPEG."""
    from PIL import Image

    store = io.BytesIO()
    picture.convert("L").save(store, "JPEG", quality=quality)
    return Image.open(store).convert("L")


def totals_at(
    reader: Answers, items: Sequence[Image], *, scale: float, quality: int | None = None
) -> dict[str, dict[str, Any]]:
    """Rows with Wilson intervals for the totals of receipts and invoices at one scale and JPEG quality (None: none):
    `total_exact`, `total_digit_error`, `total_coverage`, `total_accepted_wrong`. Raises ValueError without such items.
    """
    mine = [item for item in items if item.kind != "scan"]
    if not mine:
        raise ValueError("there is no receipt or invoice among the items")
    pictures = [draw(item, scale) for item in mine]
    if quality is not None:
        pictures = [jpeg(picture, quality) for picture in pictures]
    where = f"scale {scale:g}" + ("" if quality is None else f", JPEG {quality}")
    return judge(reader.answer(pictures, QUESTIONS["total"]), [gold(i, "total") for i in mine], "total", where)


def unreadable(scale: float, *, grain: float = 20.0, rounds: int = 1, seed: int = 0) -> float:
    """Share of digits that even an instrument misreads which knows the receipts' font and all 16 places, a pixel apart,
    where a digit stands on the page: it takes the nearest of all clean pictures. A measure of what a scale leaves.

    grain: standard deviation of the noise on the scaled picture, in grey levels; each digit is shown `rounds` times at
    each place. Raises ValueError for a scale that leaves no pixel, or rounds < 1.
    """
    from PIL import Image, ImageDraw, ImageFont

    side = round(20 * scale)
    if side < 1 or rounds < 1:
        raise ValueError(f"scale={scale!r} must leave a pixel of 20, rounds={rounds!r} be at least 1")
    font, rng = ImageFont.load_default(SIZE["receipt"]), np.random.default_rng(seed)
    clean = []
    for digit in range(10):
        for place in range(16):
            page = Image.new("L", (20, 20), 255)
            ImageDraw.Draw(page).text((4 + place % 4, place // 4), str(digit), fill=0, font=font)
            clean.append(np.asarray(page.resize((side, side), Image.Resampling.LANCZOS), dtype=np.float64).ravel())
    known = np.stack(clean)
    wrong = 0
    for number, view in enumerate(np.repeat(known, rounds, axis=0)):
        seen = view + rng.normal(0.0, grain, view.shape)
        nearest = int(((known - seen) ** 2).sum(axis=1).argmin())
        wrong += nearest // 16 != number // (16 * rounds)
    return wrong / (len(known) * rounds)


# ---------------------------------------------------------------- x3: encoding in parallel


def photo(seed: int, side: int = 1600) -> bytes:
    """A JPEG of smooth colours with grain, as large on disk as a camera's of that size."""
    from PIL import Image

    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 256, (9, 12, 3), dtype=np.uint8))
    smooth = np.asarray(coarse.resize((side, side * 3 // 4), Image.Resampling.BICUBIC), dtype=np.int16)
    grain = rng.normal(0, 6, smooth.shape).astype(np.int16)
    store = io.BytesIO()
    Image.fromarray((smooth + grain).clip(0, 255).astype(np.uint8)).save(store, "JPEG", quality=88)
    return store.getvalue()


def _encode(data: bytes) -> int:
    return len(prepare_image(data, max_side=768, max_pixels=50_000_000).bytes)


def encode_times(
    photos: Sequence[bytes], *, workers: int = 2, rounds: int = 5, seed: int = 0
) -> dict[str, list[float]]:
    """Seconds to prepare all photos, by arm and round: "serial", "serial again" (the A/A arm), "threads", "processes".

    Pools are started before the clock. The arms of a round follow each other, so take ratios within rounds.
    """

    def serial() -> float:
        return _timed(lambda: [_encode(data) for data in photos])

    def pooled(pool: Executor) -> float:
        return _timed(lambda: list(pool.map(_encode, photos)))

    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    with ThreadPoolExecutor(workers) as threads, ProcessPoolExecutor(workers, mp_context=context) as processes:
        list(processes.map(_encode, [photos[0]] * (4 * workers)))  # imports
        arms: dict[str, Callable[[], float]] = {
            "serial": serial, "serial again": serial, "threads": partial(pooled, threads),
            "processes": partial(pooled, processes),
        }  # fmt: skip
        return interleave(arms, rounds, seed)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


# ---------------------------------------------------------------- x4: shapes


def patch_shapes(encoder: Encoder, width: int, height: int) -> list[tuple[str, tuple[int, ...]]]:
    """The shape after each stage of an encoder for one grey picture, batch dimension first. Raises ValueError for sides
    that are no multiples of a merged patch or above the encoder's `max_side`."""
    import torch

    config = encoder.config
    unit = config.patch * config.merge
    if width % unit or height % unit or not 0 < max(width, height) <= config.max_side:
        raise ValueError(f"{width} x {height} pixels: sides must be multiples of {unit}, at most {config.max_side}")
    page = torch.full((1, height, width), 255, dtype=torch.uint8)
    with torch.no_grad():
        patches = encoder.vit.embed(1.0 - page[:, None].float() / 255.0)
        states, queries = encoder.vit(page)
        tokens = encoder.projector(states[-1], queries)
    return [
        ("pixels", tuple(page.shape)), ("patches", (1, patches.shape[2] * patches.shape[3], patches.shape[1])),
        ("after the blocks", tuple(states[-1].flatten(1, 2).shape)),
        ("soft tokens", tuple(tokens[:, : -queries.shape[1]].shape)), ("queries", tuple(queries.shape)),
    ]  # fmt: skip


# ---------------------------------------------------------------- failure a: paying for pixels


def phone_sizes(n: int, seed: int = 0) -> list[tuple[int, int]]:
    """Sizes of photos as phones and scanners make them, upright or across."""
    rng = random.Random(f"phones-{seed}")
    usual = ((3024, 4032), (2160, 3840), (1080, 1920), (2480, 3508), (1536, 2048))
    sizes = [rng.choice(usual) for _ in range(n)]
    return [pair if rng.random() < 0.7 else pair[::-1] for pair in sizes]


def has_signature(picture: Picture) -> bool:
    """Whether a line of ink is there that is much higher than print and wide: an instrument in place of a model for a
    coarse question. Goes by connected pixels, knows nothing of writing."""
    from scipy import ndimage  # type: ignore[import-untyped]

    found = ndimage.find_objects(ndimage.label(ink_of(picture), np.ones((3, 3)))[0])
    boxes = [(s[0].stop - s[0].start, s[1].stop - s[1].start) for s in found]
    if not boxes:
        return False
    print_height = float(np.percentile([high for high, _ in boxes], 75))
    return any(high > 1.15 * print_height and wide > 4 * print_height for high, wide in boxes)


def signature_hits(items: Sequence[Image], *, side: int, camera: float = 4.0) -> list[bool]:
    """For each receipt and invoice, photographed at `camera` times its size and shown with at most `side` pixels:
    whether `has_signature` is right."""
    hits = []
    for item in items:
        if item.kind == "scan":
            continue
        picture = draw(item, camera)
        picture.thumbnail((side, side))
        hits.append(has_signature(picture) == item.signed)
    return hits


# ---------------------------------------------------------------- failure b: confidently wrong digits


@dataclass(frozen=True)
class Accepted:
    """Of `n` totals, how many were accepted and how many of those were wrong."""

    n: int
    accepted: int
    wrong: int

    @property
    def coverage(self) -> Interval:
        return proportion_ci(self.accepted, self.n)

    @property
    def wrong_share(self) -> Interval | None:
        """Of the accepted ones; None when there are none."""
        return proportion_ci(self.wrong, self.accepted) if self.accepted else None


Arm = Literal["any amount", "confidence", "sum and confidence", "checked"]
ARMS: tuple[Arm, ...] = ("any amount", "confidence", "sum and confidence", "checked")


def accepted_at(
    reader: Answers,
    items: Sequence[Image],
    arm: Arm,
    *,
    scale: float = 0.35,
    min_prob: float = 0.9,
    scales: tuple[float, float] = (1.0, 1.5),
) -> Accepted:
    """Read every receipt and invoice at a scale and accept by one rule: the two naive ones, `decide` on a single read,
    or `read_checked`, whose `scales` count from the small picture. Raises ValueError for an unknown arm, or without
    receipts."""
    if arm not in ARMS:
        raise ValueError(f"unknown arm {arm!r}: use one of {ARMS}")
    mine = [item for item in items if item.kind != "scan"]
    if not mine:
        raise ValueError("there is no receipt or invoice among the items")
    pictures = [draw(item, scale) for item in mine]
    made: list[Decision]
    if arm == "checked":
        made = [read_checked(reader, picture, scales=scales, min_prob=min_prob) for picture in pictures]
    else:
        reads = ReceiptReader(reader).read_many(pictures)
        if arm == "any amount":
            made = [naive_decide(read) for read in reads]
        elif arm == "confidence":
            made = [naive_decide_by_confidence(read, min_prob=min_prob) for read in reads]
        else:
            made = [decide(read, min_prob=min_prob) for read in reads]
    wrong = sum(d.accepted and d.total != parse_amount(i.fields["total"]) for d, i in zip(made, mine, strict=True))
    return Accepted(len(made), sum(d.accepted for d in made), wrong)


# ---------------------------------------------------------------- failure c: skew and columns


@dataclass(frozen=True)
class PageRun:
    """A scan read in one way: its text, how far the order of words is from the true one (0 to 1), the angle found."""

    text: str
    distance: float
    degrees: float


def read_page(item: Image, tilt: float, method: Literal["naive", "xycut"], *, deskew: bool) -> PageRun:
    """Turn a scan with a watermark by `tilt` degrees and put its words in order. The angle is estimated from the
    picture; boxes are turned back by it, as if the page had been recognised after levelling."""
    laid = words(item)
    found = estimate_skew(draw(item, tilt=tilt, watermark="COPY")) if deskew else 0.0
    numbered = [box._replace(text=str(number)) for number, box in enumerate(laid)]
    order = [int(box.text) for box in reading_order(turned(numbered, tilt - found, size(item)), method)]
    distance = order_distance([str(n) for n in order], [box.text for box in numbered])
    return PageRun(" ".join(laid[n].text for n in order), distance, found)


def kept_facts(item: Image, doc: Document, text: str, *, around: int = 4) -> tuple[int, int]:
    """(kept, all): facts of the document inside a scan whose object stands in `text` with `around` words before and
    after it as in the document. What a reader of the text can no longer find, no model can answer."""
    got = f" {' '.join(text.split())} "
    start, end = item.span
    spots = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", doc.text[start:end])]
    kept = total = 0
    for fact in doc.gold:
        if not start <= fact.start < fact.end <= end:
            continue
        inside = [n for n, (a, b) in enumerate(spots) if a < fact.end and b > fact.start]
        part = spots[max(0, inside[0] - around) : inside[-1] + 1 + around]
        total += 1
        kept += f" {' '.join(doc.text[a:b] for a, b in part)} " in got
    return kept, total


class PageQuestion(NamedTuple):
    """A question that the words of a scan answer, and the answer as the scan prints it."""

    question: str
    answer: str


def page_questions(item: Image, lab: World) -> list[PageQuestion]:
    """One question for each fact that a scan states about a subject which it names, in the wording of the item's split.

    About 7 for a scan; ask them of the clean text and of the extracted one, and compare in pairs.
    """
    doc = lab.by_doc[item.doc_id or ""]
    out = []
    for fact in doc.gold:
        name = named(lab, fact.triple.subject)
        if not item.span[0] <= fact.start < fact.end <= item.span[1] or name not in item.body:
            continue
        relation = fact.triple.relation
        bank = FRAMES["release"] if relation == "release.date" else RELATIONS[relation].questions
        _, wording = by_split(share(bank, lab.side), item.split)[0]
        out.append(PageQuestion(capital(wording.replace("{s}", name)), doc.text[fact.start : fact.end]))
    return out
