"""MiniLM cut in two: frozen lower layers, whose output can be kept, and upper layers that low-rank adapters change.

A text passes the lower layers once, however many epochs the upper ones train: at a cut of three of six layers that
halves the time of an epoch. Knows nothing of what the heads predict.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from labsupport.models.heads import lora
from labsupport.serving.embedder import DIMENSIONS, MAX_TOKENS, load_embedder

LAYERS = 6


@dataclass(frozen=True)
class State:
    """One text after the frozen layers: `hidden` (tokens, 384), piece numbers and characters [start, end) of tokens."""

    hidden: Tensor
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]  # (0, 0) for the marks at both ends


class Encoder(nn.Module):
    """`begin` runs the frozen layers, `finish` the adapted ones. With a cut of 6 nothing is left to adapt.

    `cut` is the number of frozen layers, `rank` that of the adapters; texts are cut off after `max_tokens` pieces.
    """

    def __init__(self, cut: int, rank: int, max_tokens: int = MAX_TOKENS) -> None:
        super().__init__()
        if not 0 <= cut <= LAYERS:
            raise ValueError(f"cut={cut!r} must be from 0 to {LAYERS}")
        if not 3 <= max_tokens <= MAX_TOKENS:
            raise ValueError(f"max_tokens={max_tokens!r} must be from 3 to {MAX_TOKENS}")
        self.max_tokens = max_tokens
        base = load_embedder()
        self._tokenizer: Any = base._tokenizer
        # in a tuple, so that the shared model's weights do not count as this module's
        self._lower: tuple[Any, ...] = (base._model.embeddings, *base._model.encoder.layer[:cut])
        self.upper = nn.ModuleList(copy.deepcopy(layer) for layer in base._model.encoder.layer[cut:])
        if cut < LAYERS:
            lora.adapt(self.upper, rank)

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The piece numbers of texts, with the marks at both ends, without running any layer."""
        if not texts:
            return []
        found: list[list[int]] = self._tokenizer(list(texts), truncation=True, max_length=self.max_tokens)["input_ids"]
        return found

    def begin(self, texts: Sequence[str], pairs: Sequence[str] | None = None, *, batch: int = 32) -> list[State]:
        """The states of texts (with `pairs`: of two texts each, read together; only the second is cut off)."""
        kept: list[State | None] = [None] * len(texts)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]) + len(pairs[i] if pairs else ""))
        for at in range(0, len(order), batch):
            part = order[at : at + batch]
            coded = self._tokenizer(
                [texts[i] for i in part], None if pairs is None else [pairs[i] for i in part], padding=True,
                truncation=True if pairs is None else "only_second", max_length=self.max_tokens,
                return_offsets_mapping=True, return_tensors="pt",
            )  # fmt: skip
            mask = coded["attention_mask"]
            with torch.no_grad():
                hidden = self._lower[0](input_ids=coded["input_ids"], token_type_ids=coded["token_type_ids"])
                for layer in self._lower[1:]:
                    hidden = layer(hidden, spread(mask))
            spans, ids = coded["offset_mapping"].tolist(), coded["input_ids"].tolist()
            for row, i in enumerate(part):
                n = int(mask[row].sum())
                kept[i] = State(hidden[row, :n].clone(), tuple(ids[row][:n]), tuple((s, e) for s, e in spans[row][:n]))
        return [state for state in kept if state is not None]

    def finish(self, states: Sequence[State]) -> tuple[Tensor, Tensor]:
        """Last hidden states (n, tokens, 384) and mask (n, tokens) of a batch, through the adapted layers."""
        hidden = nn.utils.rnn.pad_sequence([s.hidden for s in states], batch_first=True)
        lengths = torch.tensor([len(s.hidden) for s in states])
        mask = (torch.arange(hidden.shape[1])[None] < lengths[:, None]).long()
        for layer in self.upper:
            hidden = layer(hidden, spread(mask))
        return hidden, mask


def spread(mask: Tensor) -> Tensor:
    """A mask (n, tokens) as attention takes it: (n, 1, 1, tokens), true where a token may be looked at."""
    return mask[:, None, None, :].bool()


def mean(hidden: Tensor, mask: Tensor) -> Tensor:
    """Mean over the tokens of a text, (n, 384): the pooling that MiniLM was trained with."""
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-9)


__all__ = ["DIMENSIONS", "LAYERS", "Encoder", "State", "mean", "spread"]
