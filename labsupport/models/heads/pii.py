"""Personal data in text: BIO tags over MiniLM's word pieces, decoded to spans with calibrated confidence.

MiniLM reads lower case only, and splits numbers at will; so each piece also carries its shape in the original text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from labsupport.models.heads import store
from labsupport.models.heads.encoder import DIMENSIONS, Encoder, State
from labsupport.models.heads.fit import fit

if TYPE_CHECKING:
    from labsupport.world.sets.pii import Pii

TYPES = (
    "person", "email", "phone", "address", "iban", "card", "national_id", "birth_date", "ip", "customer_id",
)  # fmt: skip
TAGS = ("O", *(f"{mark}-{t}" for t in TYPES for mark in "BI"))  # B at odd numbers, the I of the same type after it
OUTSIDE = -100  # of the marks at both ends: no loss
SHAPES = 20
REACH = 2  # pieces to each side whose shapes a piece sees
_WORD = re.compile(r"\S+")
_UNIT = re.compile(r"[^\s;,|<>()\[\]{}\"`=*#]+")
_EDGE = ".:!?'-/_\u2019\u00ab\u00bb"
_RUN = re.compile(r"[+(]?\d(?:[\d .()/-]*\d)?")


@dataclass(frozen=True)
class Span:
    """Characters [start, end) that hold personal data of a type; `score` is the chance that all three are right."""

    start: int
    end: int
    type: str
    score: float


def shapes(text: str, offsets: Sequence[tuple[int, int]]) -> Tensor:
    """What lower-casing and splitting hide, (pieces, 20): case, digits, the word and the number around a piece."""
    word, run = [(0, 0)] * (len(text) + 1), [0] * (len(text) + 1)
    for match in _WORD.finditer(text):
        word[match.start() : match.end()] = [match.span()] * len(match[0])
    for match in _RUN.finditer(text):
        run[match.start() : match.end()] = [sum(c.isdigit() for c in match[0])] * len(match[0])
    rows = []
    for start, end in offsets:
        if start == end:
            rows.append([0.0] * SHAPES)
            continue
        piece, (w0, w1) = text[start:end], word[start]
        around = text[w0:w1].strip(".,;:!?()[]\"'")
        rows.append([
            1.0, float(piece.isalpha()), float(piece.isdigit()), float(not piece.isalnum()), float(piece[0].isupper()),
            float(piece.isupper()), float(start == w0), float(end == w1), float(around[:1].isupper()),
            float(around[1:].islower()), float(around.isupper()), float(any(c.isdigit() for c in around)),
            float("@" in around), float("-" in around), float("." in around), min(len(around), 30) / 30,
            min(run[start], 24) / 24, float(text[:start].rstrip(" ")[-1:] in ("", "\n", ".", "!", "?")),
            float("\n" in text[max(0, start - 1) : start]), float("`" in around or "/" in around),
        ])  # fmt: skip
    return torch.tensor(rows)


def tags(spans: Sequence[tuple[int, int, str]], offsets: Sequence[tuple[int, int]]) -> list[int]:
    """The tag number of each piece: B where a span begins, I inside it, `OUTSIDE` for the marks at both ends."""
    out = []
    for start, end in offsets:
        mine = next((s for s in spans if s[0] < end and start < s[1]), None)
        if start == end:
            out.append(OUTSIDE)
        elif mine is None:
            out.append(0)
        else:
            out.append(1 + 2 * TYPES.index(mine[2]) + (start > mine[0]))
    return out


def units(text: str) -> list[tuple[int, int]]:
    """The words of a text without punctuation around them: personal data begin and end where a unit does."""
    out = []
    for match in _UNIT.finditer(text):
        start, end = match.span()
        while start < end and text[start] in _EDGE:
            start += 1
        while start < end and text[end - 1] in _EDGE:
            end -= 1
        if text[start:end].endswith(("'s", "\u2019s")):
            end -= 2
        if start < end:
            out.append((start, end))
    return out


def decode(scores: Tensor, fresh: Sequence[int] = ()) -> list[int]:
    """The best tag sequence in which I follows B or I of its type (Viterbi 1967). `scores`: log p (units, 21).

    At the units of `fresh` no span goes on: they begin a line.
    """
    number = torch.arange(len(TAGS))
    inner = (number > 0) & (number % 2 == 0)
    barred = inner[None, :] & (number[:, None] != number[None, :]) & (number[:, None] != number[None, :] - 1)
    step = torch.zeros(len(TAGS), len(TAGS)).masked_fill(barred, -math.inf)  # from, to
    begins = set(fresh)
    best = scores[0].masked_fill(inner, -math.inf)
    back = []
    for at, row in enumerate(scores[1:], 1):
        value, source = (best[:, None] + step).max(dim=0)
        back.append(source)
        best = value + (row.masked_fill(inner, -math.inf) if at in begins else row)
    path = [int(best.argmax())]
    for source in reversed(back):
        path.append(int(source[path[-1]]))
    return path[::-1]


class Tagger(nn.Module):
    """The hidden state of a piece and the shapes of it and its neighbours, through one hidden layer to 21 tags."""

    def __init__(self, encoder: Encoder, width: int = 64) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.near = nn.Linear((2 * REACH + 1) * SHAPES, width)
        self.out = nn.Linear(DIMENSIONS + width, len(TAGS))

    def forward(self, states: Sequence[State], shape: Sequence[Tensor]) -> Tensor:
        """Logits (n, pieces, 21)."""
        hidden, _ = self.encoder.finish(states)
        padded = F.pad(nn.utils.rnn.pad_sequence(list(shape), batch_first=True), (0, 0, REACH, REACH))
        near = padded.unfold(1, 2 * REACH + 1, 1).flatten(2)
        out: Tensor = self.out(self.drop(torch.cat([hidden, F.gelu(self.near(near))], dim=2)))
        return out


def train(model: Tagger, items: Sequence[Pii], *, epochs: int, lr: float, seed: int, batch: int = 16) -> list[float]:
    """Cross-entropy over the pieces; returns the mean loss of each epoch."""
    states = model.encoder.begin([i.text for i in items])
    shape = [shapes(i.text, s.offsets) for i, s in zip(items, states, strict=True)]
    gold = [torch.tensor(tags(i.spans, s.offsets)) for i, s in zip(items, states, strict=True)]

    def loss(part: Sequence[int]) -> Tensor:
        target = nn.utils.rnn.pad_sequence([gold[i] for i in part], batch_first=True, padding_value=OUTSIDE)
        found = model([states[i] for i in part], [shape[i] for i in part])
        return F.cross_entropy(found.flatten(0, 1), target.flatten(), ignore_index=OUTSIDE)

    return fit(model, len(items), loss, epochs=epochs, batch=batch, lr=lr, seed=seed,
               lengths=[len(s.ids) for s in states])  # fmt: skip


def find(model: Tagger, texts: Sequence[str], batch: int = 32) -> list[list[tuple[int, int, str, float]]]:
    """(start, end, type, mean log-probability of its tags) of the spans of each text, in text order."""
    out: list[list[tuple[int, int, str, float]]] = [[] for _ in texts]
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    with torch.inference_mode():
        for at in range(0, len(order), batch):
            part = order[at : at + batch]
            states = model.encoder.begin([texts[i] for i in part])
            logits = model(states, [shapes(texts[i], s.offsets) for i, s in zip(part, states, strict=True)])
            for row, (i, state) in enumerate(zip(part, states, strict=True)):
                out[i] = spans(logits[row, : len(state.offsets)].log_softmax(dim=-1), state.offsets, texts[i])
    return out


def spans(scores: Tensor, offsets: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int, str, float]]:
    """The spans that log-probabilities (pieces, 21) speak for, cut at the units of the text.

    The pieces of a unit vote with the mean of their log-probabilities: the first piece for B, the others for I.
    """
    rows: list[Tensor] = []
    places: list[tuple[int, int]] = []
    fresh: list[int] = []
    inner = torch.arange(2, len(TAGS), 2)
    for start, end in units(text):
        mine = [at for at, (s, e) in enumerate(offsets) if s < end and start < e]
        if not mine:
            break  # beyond what the encoder reads
        row = scores[mine].mean(dim=0)
        row[inner - 1] = (scores[mine[0], inner - 1] + scores[mine[1:]][:, inner].sum(dim=0)) / len(mine)
        if places and "\n" in text[places[-1][1] : start]:
            fresh.append(len(places))
        rows.append(row)
        places.append((start, end))
    if not rows:
        return []
    each = torch.stack(rows).log_softmax(dim=1)
    found: list[tuple[int, int, str, list[float]]] = []
    for at, tag in enumerate(decode(each, fresh)):
        start, end = places[at]
        if tag % 2:
            found.append((start, end, TYPES[tag // 2], [float(each[at, tag])]))
        elif tag:
            first, _, kind, chances = found[-1]
            found[-1] = (first, end, kind, [*chances, float(each[at, tag])])
    return [(s, e, t, sum(c) / len(c)) for s, e, t, c in found]


def odds(score: float) -> float:
    """The log-odds of a mean log-probability: what Platt's line is drawn through."""
    p = min(max(math.exp(score), 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


class PiiTagger:
    """Spans of personal data of ten types."""

    def __init__(self, config: Mapping[str, Any], model: Tagger) -> None:
        self.model = model
        self.slope, self.shift = config["platt"]

    @classmethod
    def open(cls, config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> PiiTagger:
        """The head from its settings and stored tensors."""
        model = build(config)
        store.fill(model, tensors, "pii-ner")
        return cls(config, model)

    def predict(self, texts: Sequence[str]) -> list[list[Span]]:
        """The spans of each text in text order; their scores are calibrated. Nothing is found beyond `max_tokens`."""
        return [
            [Span(s, e, t, 1 / (1 + math.exp(-(self.slope * odds(score) + self.shift)))) for s, e, t, score in found]
            for found in find(self.model, texts)
        ]


def build(config: Mapping[str, Any]) -> Tagger:
    """An untrained tagger as `config` describes it: cut, rank, max_tokens."""
    return Tagger(Encoder(config["cut"], config["rank"], config["max_tokens"]))
