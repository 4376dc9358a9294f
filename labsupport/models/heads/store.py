"""Heads on disk: small safetensors in half precision, the settings to rebuild them, and the hashes that guard both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport import models
from labsupport.errors import LabError
from labsupport.models import folders

if TYPE_CHECKING:
    from torch import Tensor, nn

Config = dict[str, Any]
REMEDY = "restore data/models from the repository, or train it again with `lab train-heads {}`"


def rounded(module: nn.Module) -> dict[str, Tensor]:
    """What has to be stored of a module in half precision: trained parameters, and buffers such as tables."""
    import torch

    kept = {n: p for n, p in module.named_parameters() if p.requires_grad} | dict(module.named_buffers())
    return {name: value.detach().to(torch.float16).contiguous() for name, value in kept.items()}


def fill(module: nn.Module, tensors: Mapping[str, Tensor], name: str) -> None:
    """Put stored tensors into a fresh module, in its own precision. Raises LabError when they do not fit it."""
    import torch

    wanted = {n: p for n, p in module.named_parameters() if p.requires_grad} | dict(module.named_buffers())
    shapes = {n: tuple(t.shape) for n, t in tensors.items()}
    if shapes != {n: tuple(t.shape) for n, t in wanted.items()}:
        raise LabError(f"the weights of {name} do not fit its head.json", REMEDY.format(name))
    with torch.no_grad():
        for n, target in wanted.items():
            target.copy_(tensors[n])
    module.eval()


def read(name: str, folder: Path | None = None) -> tuple[Config, dict[str, Tensor]]:
    """Settings and tensors of a head, every file compared with MANIFEST.json before it is opened.

    Raises LabError naming the missing or damaged file and the remedy.
    """
    folder = folder or models.models_dir() / name
    folders.compare(folder, REMEDY.format(name))
    from safetensors.torch import load_file

    config: Config = json.loads((folder / "head.json").read_text(encoding="utf-8"))
    return config, load_file(folder / "weights.safetensors")


def write(
    target: Path, config: Config, tensors: Mapping[str, Tensor], evaluation: Mapping[str, Any], card: str
) -> Path:
    """Write a head's folder, replacing an older one only when all is complete."""
    from safetensors.torch import save_file

    with folders.replacing(target) as fresh:
        save_file(dict(tensors), fresh / "weights.safetensors")
        for file, data in (("head.json", config), ("eval.json", evaluation)):
            (fresh / file).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        (fresh / "README.md").write_text(card, encoding="utf-8")
        folders.write_manifest(fresh, target.name)
    return target
