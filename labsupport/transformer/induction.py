"""Copying that a model learns: two attention layers on repeating sequences, and the scores that find the heads at work.

An induction head looks from a token to the one that followed it last time; it needs a head in an earlier layer that
tells every token which one stood before it (Olsson et al. 2022, arXiv 2209.11895).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from labsupport.transformer.attention import attention
from labsupport.transformer.rope import apply_rope, rope_tables
from labsupport.transformer.tiny_llama import Attend, Rotate, TinyLlama


def repeated_ids(
    rows: int, length: int, period: int | tuple[int, int], tokens: range, generator: torch.Generator
) -> Tensor:
    """(rows, length) random tokens that start again after `period` positions, or after one drawn per row between two.

    Nothing but copying predicts the repetition; a period that varies keeps a model from counting positions instead.
    """
    low, high = (period, period) if isinstance(period, int) else period
    periods = torch.randint(low, high + 1, (rows, 1), generator=generator)
    drawn = torch.randint(tokens.start, tokens.stop, (rows, length), generator=generator)
    return drawn.gather(1, torch.arange(length)[None] % periods)


def head_scores(weights: Sequence[Tensor], period: int) -> tuple[Tensor, Tensor]:
    """(previous, copying), each (layers, heads): mean attention to the token before, and to what followed last time.

    weights: of each layer (B, H, T, T), on sequences that repeat after `period`. Copying is taken where the token was
    seen before; both are shares from 0 to 1.
    """
    later = torch.arange(period, weights[0].shape[-1])
    previous = torch.stack([w.diagonal(-1, 2, 3).float().mean((0, 2)) for w in weights])
    copying = torch.stack([w[:, :, later, later - period + 1].float().mean((0, 2)) for w in weights])
    return previous, copying


class TwoLayer(nn.Module):
    """Embedding, attention layers without a feed-forward part, output: the smallest model in which copying appears.

    attend and rotate: called as `attention` and `apply_rope` are.
    """

    def __init__(
        self, vocab: int, *, width: int = 64, heads: int = 2, layers: int = 2,
        attend: Attend = attention, rotate: Rotate = apply_rope,
    ) -> None:  # fmt: skip
        super().__init__()
        self.heads, self.attend, self.rotate = heads, attend, rotate
        self.embed = nn.Embedding(vocab, width)
        nn.init.normal_(self.embed.weight, std=width**-0.5)
        self.qkv = nn.ModuleList(nn.Linear(width, 3 * width, bias=False) for _ in range(layers))
        self.mix = nn.ModuleList(nn.Linear(width, width, bias=False) for _ in range(layers))
        self.norms = nn.ModuleList(nn.RMSNorm(width) for _ in range(layers + 1))
        self.out = nn.Linear(width, vocab, bias=False)

    def forward(self, ids: Tensor, watch: list[Tensor] | None = None) -> Tensor:
        """Logits (B, T, vocab); `watch` gets the attention weights of each layer."""
        x: Tensor = self.embed(ids)
        tables = rope_tables(torch.arange(ids.shape[1]), x.shape[-1] // self.heads, 10_000.0, "half")
        for qkv, mix, norm in zip(self.qkv, self.mix, self.norms, strict=False):
            q, k, v = (part.view(*ids.shape, self.heads, -1).transpose(1, 2) for part in qkv(norm(x)).chunk(3, dim=-1))
            seen, weights = self.attend(
                self.rotate(q, *tables, "half"), self.rotate(k, *tables, "half"), v, causal=True
            )
            if watch is not None:
                watch.append(weights.detach())
            x = x + mix(seen.transpose(1, 2).flatten(-2))
        logits: Tensor = self.out(self.norms[-1](x))
        return logits


@dataclass(frozen=True)
class Moment:
    """What a model does on repeating sequences after `seen` steps or tokens: losses in nats, best head scores."""

    seen: int
    first: float
    again: float
    previous: float
    copying: float


def moment(seen: int, forward: Callable[..., Tensor], ids: Tensor, period: int) -> Moment:
    """Measure a model, called as `forward(ids, watch=list)`, on sequences that repeat after `period`."""
    watch: list[Tensor] = []
    with torch.no_grad():
        logits = forward(ids, watch=watch)
    loss = F.cross_entropy(logits[:, :-1].transpose(1, 2).float(), ids[:, 1:], reduction="none")
    previous, copying = (float(scores.max()) for scores in head_scores(watch, period))
    return Moment(seen, float(loss[:, : period - 1].mean()), float(loss[:, period:].mean()), previous, copying)


def train_copying(
    steps: int, *, seed: int = 0, every: int = 20, vocab: int = 48, rows: int = 32, length: int = 48, lr: float = 3e-3,
    layers: int = 2, attend: Attend = attention, rotate: Rotate = apply_rope,
) -> Iterator[Moment]:  # fmt: skip
    """Train a `TwoLayer` on repeating sequences; yields a `Moment` before the first step and after each `every`.

    Same seed and thread count: same curve on one machine. The measured sequences are none of the trained ones.
    """
    generator = torch.Generator().manual_seed(seed)
    period = 17
    held_out = repeated_ids(32, length, period, range(vocab), torch.Generator().manual_seed(seed + 1_000_003))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = TwoLayer(vocab, layers=layers, attend=attend, rotate=rotate)
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=0.01)
    for step in range(steps + 1):
        if step % every == 0:
            yield moment(step, model.forward, held_out, period)
        if step == steps:
            return
        ids = repeated_ids(rows, length, (6, 20), range(vocab), generator)
        loss = F.cross_entropy(model(ids)[:, :-1].transpose(1, 2), ids[:, 1:])
        for group in optimizer.param_groups:
            group["lr"] = lr * min(1.0, (step + 1) / 50)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()


def appears(moments: Sequence[Moment], threshold: float = 0.3) -> Moment | None:
    """The first moment at which some head puts `threshold` of its attention on what followed last time, if any."""
    return next((m for m in moments if m.copying >= threshold), None)


def saved_moments(name: str, *, rows: int = 8, period: int = 32, seed: int = 0) -> list[Moment]:
    """The same measure of a lab model at each shipped checkpoint, `seen` in thousands of tokens, ascending.

    The sequences are ordinary tokens of its vocabulary in random order. Raises LabError for a damaged model folder.
    """
    from labsupport import models
    from labsupport.models import checkpoints
    from labsupport.transformer.checkpoint import read_shape

    shape = read_shape(models.path(name))
    generator = torch.Generator().manual_seed(seed)
    ids = repeated_ids(rows, 2 * period, period, range(300, shape.vocab), generator)
    return [
        moment(seen, TinyLlama(shape, dict(checkpoints.load(name, seen).state_dict())).forward, ids, period)
        for seen in checkpoints.tokens(name)
    ]
