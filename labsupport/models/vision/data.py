"""Training pictures: receipts and invoices that no world holds, drawn fast, and what is printed where.

Names, shops, goods and footers come from the banks of the training worlds' side, layouts from the `train` split and
from the lists below. A batch is a pure function of (seed, step). Pictures get harder by step: a single line, a few
lines, whole slips. Words are drawn once with Pillow and then copied from a cache, which is several times faster.
"""

from __future__ import annotations

import io
import itertools
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from labsupport.world import names
from labsupport.world.sets.images_text import ARTICLES, FOOTERS, INVOICES, RECEIPTS, SHOPS
from labsupport.world.sides import by_split, share

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CHARACTERS = "0123456789.,EUR"  # classes 1, 2, ...; 0 is nothing, the last class is any other character
OTHER = len(CHARACTERS) + 1
SLOTS = (2, 4)  # parts of a patch, down and across: rarely do two characters have their centre in the same one
PATCH = 16
UNIT = 32  # pixels of a merged patch; the sides of a canvas are multiples of it

# What each query of the encoder has to collect: characters of the total, the side of it on which EUR stands, characters
# of up to 6 lines, and whether it is signed.
SPELLED = "0123456789.,<>-yn"  # classes 1, 2, ...; 0 is nothing
TOTAL_LENGTH, MOST_LINES, LINE_LENGTH = 8, 6, 7
QUERIES = TOTAL_LENGTH + 1 + MOST_LINES * LINE_LENGTH + 1
ROLES = 3 + MOST_LINES  # of a patch: nothing, other text, total, amount of the first line, of the second, ...
PLACES = 1 + TOTAL_LENGTH  # of a character in such an amount: in none, its last one, the last but one, ...

HEAD = "<|im_start|>user\n"  # what comes before the soft tokens
QUESTIONS = {
    "total": "What is the total?",
    "lines": "Which amounts do the lines show?",
    "signed": "Is it signed?",
}


def question_text(question: str) -> str:
    """What comes after the soft tokens, up to the answer."""
    return f"\n{question}<|im_end|>\n<|im_start|>assistant\n"


# ---- what is printed
TOTALS = ("Total due", "Please pay", "Amount", "To be paid", "Total amount", "Final sum", "Total price", "TOTAL EUR",
          "Sum total", "Total to pay", "Due now", "AMOUNT", "Charged", "Net amount", "Pay this", "You owe", "Sum:",
          "TOTAL:", "Overall", "Final amount")  # fmt: skip
LINES = ("{t}", "{q} {t}", "{t} {q}", "{q} of: {t}", "{t} [{q}]", "{q} units {t}", "{t} *{q}", "{t}; {q}", "#{q} {t}",
         "{q} of {t}", "{t} ({q} pc)", "{q}. {t}")  # fmt: skip
LABELS = ("When", "Day", "Printed on", "No", "Numbered", "Slip no.", "Ref", "Order", "Customer", "Time", "Cashier",
          "Till", "Delivery", "Bought by", "Document", "Id", "Made on", "Paid on", "Serial", "Made for")  # fmt: skip
DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d %b %Y", "%d-%m-%y", "%y%m%d", "%b %d, %Y", "%d.%m.%y", "%d %B %Y",
        "%d%m%Y", "%Y/%m/%d")  # fmt: skip
CURRENCIES = ("EUR {}", "{} EUR", "{}")
TITLES = ("Our invoice", "Receipt", "Bill", "Sales slip", "Account", "Note of sale")
SECONDS = ("Keep it safe", "Paid", "Cash", "Card", "Ask for help", "VAT included", "Good day", "Page 1", "Till 4",
           "End")  # fmt: skip


class Row(NamedTuple):
    """A printed line: text at the left, text at the right edge, and the role of the latter (1: other text)."""

    left: str
    right: str = ""
    role: int = 1


@dataclass(frozen=True)
class Slip:
    """What is printed, and the answers to the questions that can be asked about it."""

    rows: tuple[Row, ...]
    signed: bool
    answers: dict[str, str]


@lru_cache(maxsize=1)
def _banks() -> dict[str, tuple[Any, ...]]:
    layouts = [layout for bank in (RECEIPTS, INVOICES) for _, layout in by_split(bank, "train")]
    return {
        "total": (*TOTALS, *(x.total for x in layouts)),
        "line": (*LINES, *(x.line for x in layouts)),
        "label": (*LABELS, *(label for x in layouts for label in x.labels.split("; "))),
        "shop": tuple(s for s, _ in share(SHOPS, "other")),
        "goods": tuple(t for bank in ARTICLES.values() for t, _, _ in share(bank, "other")),
        "footer": (*SECONDS, *(t for bank in FOOTERS.values() for t in share(bank, "other"))),
        "title": (*TITLES, *(x.title for x in layouts)),
        **{k: names.bank(k, "other") for k in ("place", "product", "firm", "family", "company")},
    }


def cents(rng: random.Random) -> int:
    """An amount; small and large ones are equally likely on a logarithmic scale, and a fifth is in whole euros."""
    amount = int(10 ** rng.uniform(1.0, 5.8))
    return amount if rng.random() < 0.8 else max(100, amount // 100 * 100)


def slip(rng: random.Random, kind: str) -> Slip:
    """A random slip: `line` (one amount), `few` (some lines and the total), `receipt` or `invoice`."""
    bank = _banks()
    pick = rng.choice
    currency, comma = pick(CURRENCIES), rng.random() < 0.4

    def number(value: int) -> str:
        text = f"{value // 100}.{value % 100:02d}"
        return text.replace(".", ",") if comma else text

    def price(value: int) -> str:
        return currency.format(number(value))

    count = {"line": 0, "few": rng.randrange(0, 4), "invoice": pick((1, 1, 1, 2, 3))}.get(kind, rng.randrange(1, 7))
    bounds = rng.uniform(2.0, 5.5)
    amounts = [int(10 ** rng.uniform(1.0, bounds)) if rng.random() < 0.85 else cents(rng) for _ in range(count)]
    total = sum(amounts) if amounts and rng.random() < 0.7 else cents(rng)  # not to be guessed from the lines
    rows: list[Row] = []
    if kind in ("receipt", "invoice"):
        heads = ("shop", "place") if kind == "receipt" else ("company", "title")
        rows.append(Row(" ".join(pick(bank[k]) for k in heads)))
        day = date(2019, 1, 1) + timedelta(days=rng.randrange(3000))
        values = [day.strftime(pick(DAYS)), str(rng.randrange(1000, 99999))]
        if kind == "invoice":
            values = [f"ORD-{rng.randrange(10000, 99999)}", pick(bank["firm"]), values[0],
                      (day + timedelta(days=30)).strftime(pick(DAYS))]  # fmt: skip
        elif rng.random() < 0.2:
            values += [pick((f"{rng.randrange(24):02d}:{rng.randrange(60):02d}", pick(bank["family"])))]
        rows += [Row(pick(bank["label"]), value) for value in values]
        rows.append(Row(""))
    elif kind == "few" and rng.random() < 0.5:
        rows.append(Row(pick(bank["label"]), str(rng.randrange(1000, 99999))))
    pattern = pick(bank["line"])
    for value in amounts:
        goods = pick(bank["goods"])
        if kind == "invoice":
            goods = pick(bank["product"]) + (f" ({price(value)})" if rng.random() < 0.6 else "")
        role = 3 + sum(r.role > 2 for r in rows)
        rows.append(Row(pattern.format(q=pick((1, 1, 2, 3, rng.randrange(1, 40))), t=goods), price(value), role))
    if rows and rng.random() < (0.9 if kind != "few" else 0.4):
        rows.append(Row(""))
    rows.append(Row(pick(bank["total"]) if kind != "line" or rng.random() < 0.7 else "", price(total), 2))
    signed = kind in ("receipt", "invoice") and rng.random() < 0.4
    if kind in ("receipt", "invoice") or (kind == "few" and rng.random() < 0.5):
        rows += [Row("")] * (rng.random() < 0.9) + [Row(pick(bank["footer"]))]
    answers = {"total": price(total)}
    if amounts:
        answers["lines"] = "; ".join(map(number, amounts))
    if kind in ("receipt", "invoice"):
        answers["signed"] = "yes" if signed else "no"
    return Slip(tuple(rows), signed, answers)


# ---- how it is drawn
class Ink(NamedTuple):
    """A drawn word: pixels (255 is paper), its advance, and a row for the centre of each character: x, y, class, 0, and
    its place from the right where the word is a number."""

    pixels: np.ndarray
    advance: int
    marks: np.ndarray


@lru_cache(maxsize=8)
def _font(size: int) -> tuple[Any, float]:
    """Pillow's own font, and how far below the top of a word the middle of a digit is."""
    from PIL import ImageFont

    font: Any = ImageFont.load_default(size)
    box = font.getbbox("0")
    return font, (box[1] + box[3]) / 2


@lru_cache(maxsize=60_000)
def ink(word: str, size: int) -> Ink:
    """A word as Pillow draws it, two pixels of paper at its left. Numbers are put together from digits, because no two
    are alike and drawing one takes ten times as long."""
    from PIL import Image, ImageDraw

    font, middle = _font(size)
    if len(word) == 1:
        length = font.getlength(word)
        advance, edges = round(length), [0.0, length]
    else:
        steps = [_length(c, size) for c in word]
        edges = [0.0, *itertools.accumulate(steps)]
        advance = round(edges[-1] if word[0].isdigit() else font.getlength(word))
    if len(word) > 1 and word[0].isdigit():
        pixels = np.full((size + 8, advance + 6), 255, dtype=np.uint8)
        for character, left in zip(word, edges, strict=False):
            drawn = ink(character, size).pixels
            part = pixels[:, round(left) : round(left) + drawn.shape[1]]
            np.minimum(part, drawn[:, : part.shape[1]], out=part)
    else:
        page = Image.new("L", (advance + 6, size + 8), 255)
        ImageDraw.Draw(page).text((2, 0), word, fill=0, font=font)
        pixels = np.asarray(page)
    marks = np.zeros((len(word), 5), dtype=np.float32)
    for n, (row, character) in enumerate(zip(marks, word, strict=True)):
        row[:3] = (edges[n] + edges[n + 1]) / 2, middle, CHARACTERS.find(character) + 1 or OTHER
        row[4] = len(word) - n if word[0].isdigit() else 0
    return Ink(pixels, advance, marks)


@lru_cache(maxsize=1000)
def _length(character: str, size: int) -> float:
    return float(_font(size)[0].getlength(character))


def width_of(text: str, size: int) -> int:
    """Pixels that a text takes, with the gap after its last word."""
    return sum(ink(word, size).advance + 5 for word in text.split())


def lay(made: Slip, width: int, size: int, step: int, margin: int) -> list[tuple[int, int, str, int]]:
    """(left, top, word, role) of every word; a left text that does not fit beside the right one is wrapped."""
    out: list[tuple[int, int, str, int]] = []
    top = margin
    for left, right, role in made.rows:
        edge = width - margin - width_of(right, size)
        x = margin
        for word in left.split():
            room = ink(word, size).advance
            if x > margin and x + room > edge - 8:
                top, x = top + step, margin
            out.append((x, top, word, 1))
            x += room + 5
        x = edge
        for word in right.split():
            out.append((x, top, word, role))
            x += ink(word, size).advance + 5
        top += step
    return out


class Page(NamedTuple):
    """A drawn slip: grey pixels, and a row (x, y, class, role, place) for every character."""

    pixels: np.ndarray
    marks: np.ndarray


def draw(rng: random.Random, made: Slip, width: int, size: int, step: int, margin: int) -> Page:
    """The slip at scale 1, as high as it needs."""
    words = lay(made, width, size, step, margin)
    height = max(top for _, top, _, _ in words) + size + 4 + 2 * margin + (44 if made.signed else 0)
    pixels = np.full((height, width + 8), 255, dtype=np.uint8)
    marks: list[np.ndarray] = []
    for left, top, word, role in words:
        drawn = ink(word, size)
        h, w = drawn.pixels.shape
        if left < 2 or left + w > width + 8:
            continue  # as in print, what is too wide is lost
        part = pixels[top : top + h, left - 2 : left - 2 + w]
        np.minimum(part, drawn.pixels[: len(part)], out=part)
        marks.append(drawn.marks + np.array((left, top, 0.0, role, 0.0), dtype=np.float32))
        marks[-1][:, 4] *= role > 1
    pixels = pixels[:, :width]
    if made.signed:
        _sign(rng, pixels, width // 2 + rng.randrange(-40, 40), height - margin - 20)
    return Page(pixels, np.concatenate(marks))


def _sign(rng: random.Random, pixels: np.ndarray, x: int, y: int) -> None:
    """A scribble of 13 strokes."""
    from PIL import Image, ImageDraw

    points = []
    for _ in range(14):
        points.append((x, y + rng.randrange(-14, 15)))
        x += rng.randrange(4, 13)
    left, top = points[0][0] - 4, y - 18
    patch = Image.new("L", (190, 36), 255)
    moved = [(a - left, b - top) for a, b in points]
    ImageDraw.Draw(patch).line(moved, fill=rng.randrange(20, 90), width=2, joint="curve")
    part = pixels[top : top + 36, left : left + 190]
    np.minimum(part, np.asarray(patch)[: part.shape[0], : part.shape[1]], out=part)


@lru_cache(maxsize=1)
def _noise() -> np.ndarray:
    return np.random.default_rng(0).normal(0.0, 32.0, 1 << 20).clip(-127, 127).astype(np.int8)


def spoil(rng: random.Random, page: Page, scale: float) -> Page:
    """The page tilted (a quarter of them), scaled, pale, noisy or with the traces of JPEG."""
    from PIL import Image

    image = None
    marks = page.marks
    height, width = page.pixels.shape
    if rng.random() < 0.25:
        degrees = rng.uniform(-2.2, 2.2)
        image = Image.fromarray(page.pixels).rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
        angle = np.deg2rad(degrees)
        x, y = marks[:, 0] - width / 2, marks[:, 1] - height / 2
        marks = marks.copy()
        marks[:, 0] = x * np.cos(angle) + y * np.sin(angle) + image.width / 2
        marks[:, 1] = -x * np.sin(angle) + y * np.cos(angle) + image.height / 2
    if scale != 1.0:
        image = image or Image.fromarray(page.pixels)
        small = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        kind = Image.Resampling.LANCZOS if rng.random() < 0.4 else Image.Resampling.HAMMING  # a third of the time
        marks = marks * np.array([small[0] / image.width, small[1] / image.height, 1, 1, 1], dtype=np.float32)
        image = image.resize(small, kind)
    if rng.random() < 0.15:
        image = image or Image.fromarray(page.pixels)
        store = io.BytesIO()
        image.save(store, "JPEG", quality=rng.randrange(30, 95))
        image = Image.open(store)
    pixels = np.asarray(image) if image is not None else page.pixels
    if rng.random() < 0.35:
        paper, weight = rng.randrange(215, 256), rng.uniform(0.55, 1.0)
        table = (paper - (255 - np.arange(256)) * weight * paper / 255).astype(np.int16)
        grey = table[pixels]
        at = rng.randrange(len(_noise()) - grey.size) if grey.size < len(_noise()) else 0
        strength = rng.choice((0, 8, 4, 3))  # one over the strength
        if strength and grey.size < len(_noise()):
            grey += _noise()[at : at + grey.size].reshape(grey.shape) // strength
        pixels = grey.clip(0, 255).astype(np.uint8)
    return Page(pixels, marks)


# ---- batches
@dataclass(frozen=True)
class Plan:
    """How much is in a step and when pictures become harder."""

    seed: int = 0
    patches: int = 98_304  # of all pictures of a step
    most: int = 384  # pictures
    alone: int = 0  # steps at first in which the encoder learns characters and places only, without the language model
    stages: tuple[int, int] = (200, 600)  # the steps after those at which slips of a few lines and whole slips begin


def spelled(answers: dict[str, str]) -> np.ndarray:
    """Classes of the queries [QUERIES], uint8, for the answers to the questions. Amounts end in the last of their
    queries, as they do at the right edge of a slip."""
    total, lines = answers["total"], answers.get("lines", "").split("; ")
    text = total.removeprefix("EUR ").removesuffix(" EUR").rjust(TOTAL_LENGTH, "\0")
    text += "<" if total.startswith("EUR") else ">" if total.endswith("EUR") else "-"
    text += "".join(line.rjust(LINE_LENGTH, "\0") for line in lines).ljust(MOST_LINES * LINE_LENGTH, "\0")
    text += answers.get("signed", "\0")[0]
    return np.array([SPELLED.find(c) + 1 for c in text], dtype=np.uint8)


class Batch(NamedTuple):
    """One step. Text rows `ids` [batch, r] follow the soft tokens; `where` are places of `ids` (flat, row by row) whose
    state predicts `target`; `owner` is the row of each, or -1 where it does not belong to the total."""

    pixels: np.ndarray  # uint8 [batch, height, width]
    characters: np.ndarray  # uint8 [batch, rows, columns, slots]
    places: np.ndarray  # uint8 [batch, rows, columns, slots]
    roles: np.ndarray  # uint8 [batch, rows, columns]
    spelled: np.ndarray  # uint8 [batch, queries]
    ids: np.ndarray  # int32
    where: np.ndarray  # int32
    target: np.ndarray  # int32
    owner: np.ndarray  # int32


def up(pixels: float, unit: int = UNIT) -> int:
    """The next multiple of a unit."""
    return int(-(-pixels // unit) * unit)


KINDS = ("line", "few", "receipt", "invoice")


def _kind(rng: random.Random, plan: Plan, step: int) -> str:
    if step < plan.alone:  # at first those with much text on little paper
        return rng.choices(KINDS, (15, 60, 15, 10) if step < plan.alone // 2 else (5, 25, 45, 25))[0]
    if step < plan.alone + plan.stages[0]:
        return "line"
    if step < plan.alone + plan.stages[1]:
        return rng.choices(KINDS[:2], (1, 3))[0]
    return rng.choices(KINDS, (2, 10, 60, 28))[0]


SIDES = {"line": (None, (32, 64)), "few": (None, (96, 128, 160, 192, 224)),
         "receipt": (384, tuple(range(288, 481, 32))), "invoice": (640, tuple(range(288, 417, 32)))}  # fmt: skip


FIRST = {1.0: 85, 0.75: 15}  # scales while the encoder learns alone
SHARES = ({1.0: 50, 0.85: 50}, {1.0: 60, 0.75: 30, 0.5: 10}, {1.0: 48, 0.75: 27, 0.5: 21, 0.35: 4})  # scales by stage


def _page(rng: random.Random, kind: str, width: int, height: int, scale: float) -> tuple[Slip, Page]:
    """A slip that fills a canvas of the height well; sides are those at scale 1."""
    while True:
        made = slip(rng, kind)
        size = rng.choice((15, 16)) if rng.random() < 0.85 else rng.choice((14, 17))
        step = size + (8 if rng.random() < 0.7 else rng.randrange(5, 12))
        margin = 16 if kind in ("receipt", "invoice") else rng.randrange(2, 17)
        rows = len(made.rows) + (2 if made.signed else 0)
        if kind in ("receipt", "invoice") and not height - 110 < rows * step + 3 * margin <= height:
            continue  # before it is drawn
        if kind == "line" or kind == "few":
            margin = min(margin, max(2, (height - step * len(made.rows)) // 3))
        page = draw(rng, made, width, size, step, margin)
        if kind in ("line", "few") and page.pixels.shape[0] > height:
            page = Page(page.pixels[:height], page.marks)
            if page.marks[page.marks[:, 3] == 2, 1].max() + size // 2 > height:
                continue
        page = spoil(rng, page, scale)
        if page.pixels.shape[0] <= up(height * scale) and page.pixels.shape[1] <= up((width + 24) * scale):
            return made, page


def _turns(rng: random.Random, made: Slip) -> list[str]:
    """The questions of one picture in order: the total is always asked, and is mostly first."""
    others = [k for k in made.answers if k != "total" and rng.random() < (0.4 if k == "lines" else 0.15)]
    rng.shuffle(others)
    return ["total", *others] if rng.random() < 0.6 else [*others, "total"]


def batch(tokenizer: Tokenizer, plan: Plan, step: int) -> Batch:
    """The batch of a step; all its pictures have the same canvas, so that nothing has to be masked."""
    rng = random.Random(f"vision-{plan.seed}-{step}")
    kind = _kind(rng, plan, step)
    shares = FIRST if step < plan.alone else SHARES[sum(step >= plan.alone + first for first in plan.stages)]
    scale = rng.choices(tuple(shares), tuple(shares.values()))[0]
    width, heights = SIDES[kind]
    width = width or rng.choice(range(160, 385, 32))
    height = rng.choice(heights)
    canvas = up(height * scale), up((width + rng.choice((0, 24))) * scale)
    rows, columns = canvas[0] // PATCH, canvas[1] // PATCH
    count = max(4, min(plan.most, plan.patches // (rows * columns)))
    pixels = np.full((count, *canvas), 255, dtype=np.uint8)
    characters = np.zeros((count, rows, columns, SLOTS[0] * SLOTS[1]), dtype=np.uint8)
    places = np.zeros_like(characters)
    roles = np.zeros((count, rows, columns), dtype=np.uint8)
    queries = np.zeros((count, QUERIES), dtype=np.uint8)
    texts: list[list[int]] = []
    marked: list[tuple[int, int, bool]] = []  # (place, token, whether of the total) of the row at hand
    all_marked: list[list[tuple[int, int, bool]]] = []
    for i in range(count):
        while True:
            made, page = _page(rng, kind, width, height, scale)
            spare = canvas[0] - page.pixels.shape[0], canvas[1] - page.pixels.shape[1]
            if min(spare) >= 0:
                break
        down, across = (0, 0) if rng.random() < 0.4 else (rng.randrange(spare[0] + 1), rng.randrange(spare[1] + 1))
        h, w = page.pixels.shape
        queries[i] = spelled(made.answers)
        pixels[i, down : down + h, across : across + w] = page.pixels
        y, x = page.marks[:, 1] + down, page.marks[:, 0] + across
        inside = (y >= 0) & (x >= 0) & (y < canvas[0]) & (x < canvas[1])
        y, x, marks = y[inside], x[inside], page.marks[inside]
        slot = (y % PATCH * SLOTS[0] // PATCH).astype(int) * SLOTS[1] + (x % PATCH * SLOTS[1] // PATCH).astype(int)
        at = (y // PATCH).astype(int), (x // PATCH).astype(int)
        characters[i][(*at, slot)] = marks[:, 2]
        places[i][(*at, slot)] = marks[:, 4]
        np.maximum.at(roles[i], at, marks[:, 3].astype(np.uint8))
        ids: list[int] = []
        marked = []
        for question in _turns(rng, made):
            before = f"<|im_end|>\n{HEAD.rstrip()}" if ids else ""  # the turn before ends, this one begins
            ids += _coded(tokenizer, before + question_text(QUESTIONS[question]))
            for token in (*tokenizer.encode(made.answers[question]).ids, 2):
                marked.append((len(ids) - 1, token, question == "total"))
                ids.append(token)
            ids.pop()  # the end mark is predicted; where a turn follows it is part of the next text
        texts.append(ids)
        all_marked.append(marked)
    length = max(map(len, texts))
    ids_array = np.zeros((count, length), dtype=np.int32)
    for i, ids in enumerate(texts):
        ids_array[i, : len(ids)] = ids
    flat = [(i * length + p, t, i if mine else -1) for i, marks in enumerate(all_marked) for p, t, mine in marks]
    where, target, owner = np.array(flat, dtype=np.int32).T
    return Batch(pixels, characters, places, roles, queries, ids_array, where.copy(), target.copy(), owner.copy())


@lru_cache(maxsize=64)
def _coded(tokenizer: Tokenizer, text: str) -> tuple[int, ...]:
    return tuple(tokenizer.encode(text).ids)
