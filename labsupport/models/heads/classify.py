"""Labels of a whole text from MiniLM: one or several label sets at once over shared low-rank adapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from labsupport.models.heads import store
from labsupport.models.heads.encoder import DIMENSIONS, Encoder, State, mean
from labsupport.models.heads.fit import fit

BUCKETS = 8192
_PRIME = 1_000_003


def pieces(ids: Sequence[int]) -> list[int]:
    """Buckets of a text's word pieces and of pairs of neighbours, each once (Weinberger et al. 2009)."""
    inner = ids[1:-1]
    pairs = (a * _PRIME + b for a, b in pairwise(inner))
    return sorted({(n * 2_654_435_761 % 2**32) * BUCKETS >> 32 for n in (*inner, *pairs)})


def said_by(table: nn.EmbeddingBag, texts: Sequence[Sequence[int]]) -> Tensor:
    """The sums of a table's rows for the pieces of each text, divided by the root of their number: (n, labels)."""
    bags = [pieces(ids) or [0] for ids in texts]
    weights = torch.cat([torch.full((len(b),), 1 / len(b) ** 0.5) for b in bags])
    starts = torch.tensor([0, *(len(b) for b in bags[:-1])]).cumsum(0)
    out: Tensor = table(torch.tensor([n for b in bags for n in b]), starts, per_sample_weights=weights)
    return out


class Classifier(nn.Module):
    """Mean and maximum over the tokens (768 numbers) through a linear layer for each label set, plus a table of words.

    The table adds, for each word piece and pair of pieces of the text, a learned number to each label: what a linear
    model over counted words knows, which a few hundred examples do not teach the encoder. `words=False` leaves it out.
    """

    def __init__(self, encoder: Encoder, sizes: Mapping[str, int], *, words: bool = True) -> None:
        super().__init__()
        self.sizes = dict(sizes)
        self.words = nn.EmbeddingBag(BUCKETS, sum(sizes.values()), mode="sum") if words else None
        if self.words is not None:
            nn.init.zeros_(self.words.weight)
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.out = nn.ModuleDict({name: nn.Linear(2 * DIMENSIONS, n) for name, n in sizes.items()})

    def forward(self, states: Sequence[State]) -> dict[str, Tensor]:
        """Logits (n, labels) of every label set."""
        hidden, mask = self.encoder.finish(states)
        top = hidden.masked_fill(mask.unsqueeze(-1) == 0, -1e4).amax(dim=1)
        pooled = self.drop(torch.cat([mean(hidden, mask), top], dim=1))
        made = {name: layer(pooled) for name, layer in self.out.items()}
        if self.words is not None:
            said = said_by(self.words, [s.ids for s in states])
            for name, part in zip(self.sizes, torch.split(said, list(self.sizes.values()), dim=1), strict=True):
                made[name] = made[name] + part
        return made

    def logits(self, texts: Sequence[str], batch: int = 32) -> dict[str, Tensor]:
        """Logits of texts in their order, without gradients. Texts of like length share a batch."""
        made = {name: torch.zeros(len(texts), layer.out_features) for name, layer in self._layers()}
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        with torch.inference_mode():
            for at in range(0, len(order), batch):
                part = order[at : at + batch]
                for name, found in self(self.encoder.begin([texts[i] for i in part])).items():
                    made[name][part] = found
        return made

    def _layers(self) -> list[tuple[str, nn.Linear]]:
        return [(name, layer) for name, layer in self.out.items() if isinstance(layer, nn.Linear)]


def train(
    model: Classifier,
    texts: Sequence[str],
    labels: Mapping[str, Sequence[int]],
    *,
    epochs: int,
    lr: float,
    seed: int,
    batch: int = 16,
    smoothing: float = 0.0,
) -> list[float]:
    """Cross-entropy summed over the label sets; returns the mean loss of each epoch."""
    states = model.encoder.begin(texts)
    gold = {name: torch.tensor(list(each)) for name, each in labels.items()}

    def loss(part: Sequence[int]) -> Tensor:
        found = model([states[i] for i in part])
        return torch.stack(
            [F.cross_entropy(found[name], gold[name][list(part)], label_smoothing=smoothing) for name in gold]
        ).sum()

    fast = [] if model.words is None else list(model.words.parameters())
    return fit(
        model, len(texts), loss, epochs=epochs, batch=batch, lr=lr, seed=seed, lengths=[len(s.ids) for s in states],
        fast=fast,
    )  # fmt: skip


def table(
    ids: Sequence[Sequence[int]], labels: Mapping[str, Sequence[int]], sizes: Mapping[str, int], *, seed: int
) -> nn.EmbeddingBag:
    """A table of words trained alone, in seconds: beside the encoder it learns too little, because both explain train.

    Its rows may be added, label set by label set, to those of a `Classifier` with the same `sizes`.
    """
    words = nn.EmbeddingBag(BUCKETS, sum(sizes.values()), mode="sum")
    nn.init.zeros_(words.weight)
    gold = {name: torch.tensor(list(each)) for name, each in labels.items()}

    def loss(part: Sequence[int]) -> Tensor:
        found = torch.split(said_by(words, [ids[i] for i in part]), list(sizes.values()), dim=1)
        each = [F.cross_entropy(f, gold[name][list(part)]) for name, f in zip(sizes, found, strict=True)]
        return torch.stack(each).sum()

    fit(words, len(ids), loss, epochs=12, batch=32, lr=0.05, seed=seed)
    return words


def build(config: Mapping[str, Any]) -> Classifier:
    """An untrained classifier as `config` describes it: cut, rank, max_tokens, labels, words."""
    encoder = Encoder(config["cut"], config["rank"], config["max_tokens"])
    return Classifier(encoder, {k: len(v) for k, v in config["labels"].items()}, words=config["words"])


class InjectionDetector:
    """The chance that a text tries to give orders to an assistant. `threshold` keeps 99% of dev's harmless texts."""

    def __init__(self, config: Mapping[str, Any], model: Classifier) -> None:
        self.model = model
        self.slope, self.shift = config["platt"]
        self.threshold: float = config["threshold"]

    @classmethod
    def open(cls, config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> InjectionDetector:
        """The head from its settings and stored tensors."""
        model = build(config)
        store.fill(model, tensors, "injection-detector")
        return cls(config, model)

    def scores(self, texts: Sequence[str]) -> Tensor:
        """Log-odds before calibration, (texts,)."""
        found = self.model.logits(texts)["attack"]
        return found[:, 1] - found[:, 0]

    def predict(self, texts: Sequence[str]) -> list[float]:
        """Calibrated probabilities of an attack, one for each text; flag what is above `threshold`."""
        found: list[float] = torch.sigmoid(self.scores(texts).double() * self.slope + self.shift).tolist()
        return found


@dataclass(frozen=True)
class Choice:
    """The likeliest label, its calibrated probability, and those of all labels."""

    label: str
    probability: float
    all: Mapping[str, float]


@dataclass(frozen=True)
class TicketLabels:
    """What a ticket is about, how much it hurries, and its tone."""

    category: Choice
    priority: Choice
    sentiment: Choice


class TicketClassifier:
    """Category (12), priority (4) and sentiment (5) of support tickets."""

    def __init__(self, config: Mapping[str, Any], model: Classifier) -> None:
        self.model = model
        self.labels: Mapping[str, list[str]] = config["labels"]
        self.temperature: Mapping[str, float] = config["temperature"]

    @classmethod
    def open(cls, config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> TicketClassifier:
        """The head from its settings and stored tensors."""
        model = build(config)
        store.fill(model, tensors, "ticket-classifier")
        return cls(config, model)

    def predict(self, texts: Sequence[str]) -> list[TicketLabels]:
        """Labels with calibrated probabilities, one for each text."""
        logits = self.model.logits(texts)
        found = {name: (logits[name].double() / self.temperature[name]).softmax(dim=1).tolist() for name in self.labels}
        rows = ({name: self._choice(name, found[name][i]) for name in self.labels} for i in range(len(texts)))
        return [TicketLabels(**row) for row in rows]

    def _choice(self, name: str, chances: Sequence[float]) -> Choice:
        each = dict(zip(self.labels[name], chances, strict=True))
        best = max(each, key=lambda label: each[label])
        return Choice(best, each[best], each)
