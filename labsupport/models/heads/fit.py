"""The one training loop of the heads: AdamW, warm-up, linear decay, batches shuffled from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn
from tqdm import tqdm


def fit(
    module: nn.Module,
    n: int,
    loss: Callable[[Sequence[int]], Tensor],
    *,
    epochs: int,
    batch: int,
    lr: float,
    seed: int,
    decay: float = 0.01,
    lengths: Sequence[int] | None = None,
    fast: Sequence[nn.Parameter] = (),
) -> list[float]:
    """Minimise `loss` (of the numbers of some of `n` items) over what `module` trains; returns the mean loss an epoch.

    With `lengths`, items of like length share a batch: padding costs time. `fast` parameters learn ten times as fast:
    tables of which an item touches a few rows only. Same seed, same number of threads: same weights. The module is
    left in eval mode.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)  # for dropout
    chosen = [p for p in module.parameters() if p.requires_grad]
    quick = {id(p) for p in fast}
    solver = torch.optim.AdamW(
        [
            {"params": [p for p in chosen if id(p) not in quick], "lr": lr},
            {"params": [p for p in chosen if id(p) in quick], "lr": 10 * lr},
        ],
        weight_decay=decay,
    )
    steps = epochs * -(-n // batch)
    warm = max(1, steps // 10)
    rate = torch.optim.lr_scheduler.LambdaLR(
        solver, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    module.train()
    curve = []
    with tqdm(total=steps, unit="step", ascii=True, delay=2.0) as bar:
        for _ in range(epochs):
            order = list(range(n))
            rng.shuffle(order)
            parts = list(_batches(order, batch, lengths))
            rng.shuffle(parts)
            total = 0.0
            for part in parts:
                solver.zero_grad()
                value = loss(part)
                value.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(chosen, 1.0)
                solver.step()
                rate.step()
                total += float(value.detach()) * len(part)
                bar.update()
            curve.append(total / n)
    module.eval()
    return curve


def _batches(order: Sequence[int], batch: int, lengths: Sequence[int] | None) -> Iterator[Sequence[int]]:
    """Batches of a shuffled order; with `lengths`, each of eight batches' items sorted first."""
    for at in range(0, len(order), 8 * batch):
        group = list(order[at : at + 8 * batch])
        if lengths is not None:
            group.sort(key=lambda i: lengths[i])
        yield from (group[i : i + batch] for i in range(0, len(group), batch))
