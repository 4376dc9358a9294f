"""Receipts, invoices and two-column scans with gold fields, drawn on demand with Pillow's own font.

An item says what is printed; `words` lays it out at the base size, `draw` paints it at any scale. The same item gives
the same picture, so that no picture has to be shipped and every word's box and reading order is known.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from labsupport.world import names
from labsupport.world.entities import Document, World
from labsupport.world.graph import money
from labsupport.world.sets.images_text import ARTICLES, FOOTERS, INVOICES, RECEIPTS, SHOPS, Layout
from labsupport.world.sides import Split, by_split, share

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFont import FreeTypeFont

SCALES = (1.0, 0.75, 0.5, 0.35, 0.25)
WIDTH = {"receipt": 384, "invoice": 640, "scan": 800}  # pixels at scale 1
SIZE = {"receipt": 15, "invoice": 16, "scan": 14}  # font size in pixels at scale 1
COUNTS = {"receipt": 240, "invoice": 120, "scan": 60}
MARGIN = 16
GAP = 40  # between the columns of a scan
COLUMN = (WIDTH["scan"] - 2 * MARGIN - GAP) // 2


class Line(NamedTuple):
    """One position of a receipt or an invoice."""

    text: str
    quantity: int
    cents: int  # of the whole line


class Word(NamedTuple):
    """A printed word and its box in pixels at scale 1; the order of words is the reading order."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Image:
    """What is printed on one picture. `fields` are the gold values as printed; a scan prints a span of a document."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    kind: Literal["receipt", "invoice", "scan"]
    title: str
    lines: tuple[Line, ...]
    total: int  # cents; 0 for scans
    fields: dict[str, str]
    footer: str
    signed: bool  # whether a signature is drawn
    tilt: float  # degrees, counter-clockwise
    doc_id: str | None = None
    span: tuple[int, int] = field(default=(0, 0))
    body: str = ""  # what a scan prints: the words of the span


Item = Image


def _layout(item: Image) -> Layout:
    bank = RECEIPTS if item.kind == "receipt" else INVOICES
    return bank[int(item.template.rsplit("/", 1)[1])]


@cache
def _font(size: float) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)  # type: ignore[return-value]


def printed(item: Image) -> list[tuple[str, str]]:
    """The (left, right) texts of each printed line of a receipt or an invoice, from top to bottom."""
    layout = _layout(item)
    rows = [(item.title, ""), *((layout.label(name), value) for name, value in item.fields.items() if name != "total")]
    rows.append(("", ""))
    for line in item.lines:
        amount = layout.amount(line.cents)
        rows.append((layout.line.format(q=line.quantity, t=line.text), amount))
    rows += [("", ""), (layout.total, layout.amount(item.total)), ("", ""), (item.footer, "")]
    return rows


def words(item: Image) -> list[Word]:
    """Every printed word with its box at scale 1, in reading order (columns one after another for a scan)."""
    font, step = _font(SIZE[item.kind]), SIZE[item.kind] + 8
    width = WIDTH[item.kind]
    out: list[Word] = []

    def put(text: str, left: int, top: int) -> int:
        for word in text.split():
            end = left + round(font.getlength(word))
            out.append(Word(word, left, top, end, top + SIZE[item.kind] + 4))
            left = end + 5
        return left

    if item.kind != "scan":
        top = MARGIN
        for left_text, right_text in printed(item):
            length = sum(round(font.getlength(w)) + 5 for w in right_text.split())
            edge = width - MARGIN - length
            part: list[str] = []
            for word in left_text.split():  # wrap what does not fit beside the amount
                if part and MARGIN + font.getlength(" ".join([*part, word])) + 5 * len(part) > edge - 8:
                    put(" ".join(part), MARGIN, top)
                    top, part = top + step, []
                part.append(word)
            put(" ".join(part), MARGIN, top)
            put(right_text, edge, top)
            top += step
        return out
    top = MARGIN

    def wrapped(text: str, room: int) -> list[list[str]]:
        lines: list[list[str]] = [[]]
        for word in text.split():
            if lines[-1] and sum(font.getlength(w) + 5 for w in [*lines[-1], word]) > room:
                lines.append([])
            lines[-1].append(word)
        return lines

    for line in wrapped(item.title, width - 2 * MARGIN):
        put(" ".join(line), MARGIN, top)
        top += step
    top += step
    lines = wrapped(item.body, COLUMN)
    half = (len(lines) + 1) // 2
    for number, line in enumerate(lines):
        left = MARGIN if number < half else MARGIN + COLUMN + GAP
        put(" ".join(line), left, top + step * (number % half if number < half else number - half))
    return out


def size(item: Image) -> tuple[int, int]:
    """Width and height in pixels at scale 1."""
    return WIDTH[item.kind], max(w.bottom for w in words(item)) + 2 * MARGIN + (44 if item.signed else 0)


def draw(item: Image, scale: float = 1.0, *, tilt: float | None = None, watermark: str = "") -> Picture:
    """The picture in grey levels at a scale; `tilt` in degrees replaces the item's own. Raises ValueError (scale)."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    if not 0 < scale <= 4:
        raise ValueError(f"scale={scale!r} must be above 0 and at most 4, for example one of {SCALES}")
    width, height = size(item)
    page = Pillow.new("L", (width, height), 255)
    pen = ImageDraw.Draw(page)
    if watermark:
        pen.text((width // 6, height // 2), watermark, fill=215, font=_font(SIZE[item.kind] * 3))
    for word in words(item):
        pen.text((word.left, word.top), word.text, fill=0, font=_font(SIZE[item.kind]))
    if item.signed:
        stroke = random.Random(f"signature-{item.id}")
        x, y, points = width // 2, height - MARGIN - 20, []
        for _ in range(14):
            points.append((x, y))
            x, y = x + stroke.randrange(4, 13), height - MARGIN - 20 + stroke.randrange(-14, 15)
        pen.line(points, fill=40, width=2, joint="curve")
    turn = item.tilt if tilt is None else tilt
    if turn:
        page = page.rotate(turn, resample=Pillow.Resampling.BICUBIC, expand=True, fillcolor=255)
    if scale != 1.0:
        small = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
        page = page.resize(small, Pillow.Resampling.LANCZOS)
    return page


def make(world: World) -> Sequence[Image]:
    """All items of a world: receipts of travelling staff, invoices of orders, scans of policy text."""
    rng = random.Random(f"images-{world.seed}")
    out: list[Image] = []
    towns = names.bank("place", world.side)

    def who(split: Split) -> list[str]:
        return [p.id for p in world.people if world.split[p.id] == split]

    def footer(kinds: Sequence[str]) -> str:
        wanted = ("signed",) if signed and rng.random() < 0.4 else kinds
        return rng.choice(share(FOOTERS[rng.choice(wanted)], world.side))

    pools: dict[Split, list[str]] = {s: who(s) for s in ("train", "dev", "test")}
    orders = {s: [o for o in world.orders if world.split[o.id] == s] for s in pools}
    texts: dict[Split, list[Document]] = {split: [] for split in pools}
    for doc in world.documents:  # running text that belongs to one entity: the one it names first
        subject = doc.gold[0].triple.subject if doc.gold else ""
        plain = not any(mark in doc.text for mark in ("|", "```", "\t")) and not doc.marks
        found = doc.text.split()
        plain = plain and max(_font(SIZE["scan"]).getlength(w) for w in sorted(found, key=len)[-3:]) < COLUMN
        if subject in world.split and plain and doc.language == "en" and len(found) > 110:
            texts[world.split[subject]].append(doc)
    for number in range(sum(COUNTS.values())):
        split: Split = ("train", "dev", "train", "test")[number % 4]
        kind = "receipt" if number < COUNTS["receipt"] else "invoice" if number < 360 else "scan"
        tilt = rng.choice((0.0, 0.0, 0.0, 0.0, -1.5, 1.0, 2.0))
        signed = rng.random() < 0.4
        if kind == "receipt":
            index, layout = rng.choice(by_split(RECEIPTS, split))
            person = rng.choice(pools[split])
            shop, goods = rng.choice(share(SHOPS, world.side))
            day = world.today - timedelta(days=rng.randrange(5, 700))
            stock = share(ARTICLES[goods], world.side)
            articles = rng.sample(stock, min(len(stock), rng.randrange(1, 6)))
            lines = []
            for text, low, high in articles:
                quantity = rng.choice((1, 1, 1, 2, 3))
                lines.append(Line(text, quantity, quantity * rng.randrange(low, high)))
            total = sum(line.cents for line in lines)
            fields = {
                "date": layout.day(day),
                "receipt": str(rng.randrange(1000, 99999)),
                "total": layout.amount(total),
            }
            title = f"{shop} {rng.choice(towns)}"
            item = Image(f"img-{number:04d}", split, f"images/receipt/{index:02d}", (person,), "receipt", title,
                         tuple(lines), total, fields, footer(("receipt", goods)), signed, tilt)  # fmt: skip
        elif kind == "invoice":
            index, layout = rng.choice(by_split(INVOICES, split))
            order = rng.choice(orders[split])
            each = order.cents // order.quantity
            lines = [Line(f"{world.name(order.product)} ({money(each)})", order.quantity, order.cents)]
            fields = {"order": order.id, "customer": world.name(order.customer), "date": layout.day(order.placed),
                      "due": layout.day(order.due), "total": layout.amount(order.cents)}  # fmt: skip
            item = Image(f"img-{number:04d}", split, f"images/invoice/{index:02d}", (order.id,), "invoice",
                         f"{world.company} {layout.title}", tuple(lines), order.cents, fields,
                         footer(("invoice",)), signed, tilt)  # fmt: skip
        else:
            if not texts[split]:
                continue
            doc = rng.choice(texts[split])
            spots = list(re.finditer(r"\S+", doc.text))
            first = rng.randrange(max(1, len(spots) - 320))
            part = spots[first : first + 320]
            start, end = part[0].start(), part[-1].end()
            item = Image(f"img-{number:04d}", split, f"images/scan-{split}/00",
                         (doc.gold[0].triple.subject,), "scan", doc.title, (), 0,
                         {"document": doc.doc_id}, "", False, tilt, doc.doc_id, (start, end),
                         " ".join(m[0] for m in part))  # fmt: skip
        out.append(item)
    return out


def prove(item: Image, world: World) -> list[str]:
    """What is wrong with an item: its sums, its fields against the graph, its text and the boxes of its words."""
    wrong = []
    if item.kind != "scan" and sum(line.cents for line in item.lines) != item.total:
        wrong.append(f"lines add up to {sum(line.cents for line in item.lines)}, the total says {item.total}")
    if item.kind == "invoice":
        order = next((o for o in world.orders if o.id == item.fields["order"]), None)
        if order is None or order.cents != item.total or order.quantity != item.lines[0].quantity:
            wrong.append(f"the graph knows another order {item.fields['order']}")
        elif world.name(order.customer) != item.fields["customer"] or not item.lines[0].text.startswith(
            world.name(order.product)
        ):
            wrong.append("customer or product differ from the order")
    if item.kind == "scan":
        doc = world.by_doc.get(item.doc_id or "")
        if doc is None or doc.text[item.span[0] : item.span[1]].split() != item.body.split():
            wrong.append(f"the words are not those of {item.doc_id} at {item.span}")
    laid = words(item)
    width, height = size(item)
    if any(w.left < 0 or w.top < 0 or w.right > width or w.bottom > height for w in laid):
        wrong.append("a word leaves the page")
    if item.kind == "scan":
        if [w.text for w in laid] != [*item.title.split(), *item.body.split()]:
            wrong.append("the reading order of the boxes is not that of the text")
    elif _layout(item).amount(item.total) not in " ".join(w.text for w in laid):
        wrong.append("the total is not printed")
    rows: dict[int, list[Word]] = {}
    for word in laid:
        rows.setdefault(word.top, []).append(word)
    for row in rows.values():
        ordered = sorted(row, key=lambda w: w.left)
        if any(a.right > b.left for a, b in pairwise(ordered)):
            wrong.append(f"words overlap in the row at {ordered[0].top}")
    return wrong
