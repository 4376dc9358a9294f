"""How well an encoder reads the lab world's receipts and invoices, by scale: dev and test have layouts of their own.

Shares have Wilson intervals at 95%. Those of single digits take the digits for independent, which digits of one picture
are not quite: they are somewhat too narrow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from labsupport.models.vision.data import QUESTIONS
from labsupport.stats import proportion_ci
from labsupport.world.sets.images import SCALES, Image, draw, printed

if TYPE_CHECKING:
    from labsupport.models.vision.reader import Reading, VisionReader

ASKED = {"total": SCALES, "lines": (1.0, 0.5), "signed": (1.0, 0.5, 0.25)}  # question -> the scales to judge it at
SURE = 0.9  # the smallest token probability of an answer that counts as accepted


def edits(a: str, b: str) -> int:
    """The number of characters to insert, delete or replace between two strings (Levenshtein 1966)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


def digits(text: str) -> str:
    """The digits of a text."""
    return re.sub(r"\D", "", text)


def amounts(item: Image) -> str:
    """The gold answer to the question for the lines: their amounts as printed, without the currency."""
    first = len(item.fields) + 1  # before the lines stand the title, the fields without the total, and an empty row
    lines = printed(item)[first : first + len(item.lines)]
    return "; ".join(re.sub(r"[^\d.,]", "", right) for _, right in lines)


def gold(item: Image, question: str) -> str:
    """The right answer to one of the `QUESTIONS`, by its key."""
    if question == "signed":
        return "yes" if item.signed else "no"
    return item.fields["total"] if question == "total" else amounts(item)


def row(right: int, n: int, what: str) -> dict[str, Any]:
    """A share with its interval, as data."""
    found = proportion_ci(right, n)
    value, low, high = (round(v, 4) for v in (found.value, found.low, found.high))
    return {"value": value, "low": low, "high": high, "n": n, "what": what}


def judge(got: Sequence[Reading], want: Sequence[str], name: str, where: str) -> dict[str, dict[str, Any]]:
    """Rows of one question: exact match, errors in digits where there are any, and what a threshold accepts."""
    texts = [g.text.strip() for g in got]
    hits = [t == w for t, w in zip(texts, want, strict=True)]
    rows = {f"{name}_exact": row(sum(hits), len(hits), f"{where}: answer exact")}
    count = sum(len(digits(w)) for w in want)
    if count:
        wrong = sum(min(edits(digits(t), digits(w)), len(digits(w))) for t, w in zip(texts, want, strict=True))
        rows[f"{name}_digit_error"] = row(wrong, count, f"{where}: digits wrong or missing")
    sure = [h for g, h in zip(got, hits, strict=True) if g.min_token_prob >= SURE]
    rows[f"{name}_coverage"] = row(len(sure), len(hits), f"{where}: least token probability {SURE} or more")
    if sure:
        rows[f"{name}_accepted_wrong"] = row(len(sure) - sum(sure), len(sure), f"{where}: of those, wrong")
    return rows


def evaluate(
    reader: VisionReader, items: Sequence[Image], *, splits: Sequence[str] = ("dev", "test"),
    asked: Mapping[str, Sequence[float]] = ASKED,
) -> dict[str, Any]:  # fmt: skip
    """{"metrics": {split: {metric: row}}, "samples": [...]} for the receipts and invoices among `items`; a metric is
    called question_scale_measure. Samples are of dev only, so that nobody reads test answers while choosing."""
    from tqdm import tqdm

    result: dict[str, Any] = {"metrics": {}, "samples": []}
    work = [(split, scale, question) for split in splits for question, scales in asked.items() for scale in scales]
    for split, scale, question in tqdm(work, unit="row", ascii=True):
        mine = [i for i in items if i.split == split and i.kind != "scan"]
        want = [gold(i, question) for i in mine]
        got = reader.answer([draw(i, scale) for i in mine], QUESTIONS[question])
        rows = result["metrics"].setdefault(split, {})
        name = f"{question}_{scale:g}"
        rows |= judge(got, want, name, f"{question} at scale {scale:g}")
        if question == "total":
            for kind in ("receipt", "invoice"):
                pairs = [(g, w) for g, w, i in zip(got, want, mine, strict=True) if i.kind == kind]
                hits = [g.text.strip() == w for g, w in pairs]
                rows[f"{name}_{kind}_exact"] = row(
                    sum(hits), len(hits), f"total at scale {scale:g}, {kind}s only: answer exact"
                )
        if split == "dev":
            result["samples"] += [
                {"image": i.id, "scale": scale, "question": QUESTIONS[question], "expected": w, "got": g.text,
                 "min_token_prob": round(g.min_token_prob, 4)}
                for i, w, g in list(zip(mine, want, got, strict=True))[:4]
            ]  # fmt: skip
    return result
