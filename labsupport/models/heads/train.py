"""`lab train-heads [NAME...]`: train heads on MiniLM and write data/models/NAME."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport import models, offline
from labsupport.errors import LabError
from labsupport.models import heads

if TYPE_CHECKING:
    from labsupport.models.heads.encoder import State


def train(name: str, out: Path | None = None, *, seed: int = 0, known: Mapping[str, State] | None = None) -> Path:
    """Train one head, evaluate it on dev and test, and write its folder under `out` (default data/models).

    `known` are token vectors of passages and queries that the caller has already (`recipes.states`).
    Raises LabError for an unknown name.
    """
    if name not in heads.NAMES:
        raise LabError(f"unknown head {name!r}", f"use one of: {', '.join(heads.NAMES)}")
    offline.apply()
    import torch

    from labsupport.models.heads import card, recipes, store
    from labsupport.models.train import hardware

    begun = time.perf_counter()
    recipe = recipes.RECIPES[name]
    made = recipe(seed, known) if name in recipes.RETRIEVAL else recipe(seed)
    evaluation: dict[str, Any] = {
        "head": name, "base": "all-MiniLM-L6-v2",
        "interval": "95% intervals: Wilson for shares, bootstrap over items for the rest",
        "training": {
            "n": made.n, "foreign": made.foreign, "seed": seed, "epochs": len(made.curve),
            "seconds": made.seconds, "cpu_seconds": made.cpu,
            "parameters": sum(t.numel() for t in made.tensors.values()), "hardware": hardware("cpu"),
            "torch": torch.__version__, "curve": [round(v, 4) for v in made.curve],
        },
        "metrics": made.rows, "calibration": made.calibration,
    }  # fmt: skip
    target = (out or models.models_dir()) / name
    store.write(target, made.config, made.tensors, evaluation, card.card(name, made.config, evaluation))
    print(f"wrote {target}: trained {made.seconds:.0f} s, all {time.perf_counter() - begun:.0f} s")
    return target


def main(argv: Sequence[str]) -> int:
    """Train the named heads, or all of them; the passages are encoded once for both retrieval heads."""
    parser = argparse.ArgumentParser(prog="lab train-heads", description="Train small heads on MiniLM.")
    parser.add_argument("name", nargs="*", help=f"one or more of: {', '.join(heads.NAMES)} (default: all)")
    parser.add_argument("--out", type=Path, help="folder for the heads (default: data/models)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(argv)
    for name in options.name:
        if name not in heads.NAMES:
            raise LabError(f"unknown head {name!r}", f"use one of: {', '.join(heads.NAMES)}")
    offline.apply()
    from labsupport.models.heads import recipes

    chosen = options.name or heads.NAMES
    known = recipes.states(recipes.EVERY) if any(n in recipes.RETRIEVAL for n in chosen) else None
    for name in chosen:
        train(name, options.out, seed=options.seed, known=known)
    return 0
