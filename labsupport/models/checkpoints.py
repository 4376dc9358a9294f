"""Intermediate checkpoints: what a model could do after 2, 4, 8, ... million tokens.

They are kept in eight bits, half the size of bfloat16: every row of a matrix has its own scale, its largest weight is
127 steps. Rounding moves a weight by at most half a step, 0.4% of the row's largest; vectors stay in bfloat16.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport import models
from labsupport.errors import LabError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch
    from transformers import PreTrainedModel

FOLDER = "checkpoints"
SCALE = ".scale"


def quantise(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Matrices as int8 [rows, columns] with float32 scales [rows], the rest in bfloat16; all on the CPU."""
    import torch

    out = {}
    for name, weight in weights.items():
        weight = weight.detach().to("cpu", torch.float32)
        if weight.ndim != 2:
            out[name] = weight.to(torch.bfloat16).contiguous()
            continue
        scale = (weight.abs().amax(dim=1) / 127).clamp(min=1e-12)
        out[name] = (weight / scale[:, None]).round().to(torch.int8).contiguous()
        out[name + SCALE] = scale.contiguous()
    return out


def restore(stored: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights in float32 from what `quantise` made."""
    import torch

    return {
        name: weight.to(torch.float32) * (stored[name + SCALE][:, None] if name + SCALE in stored else 1.0)
        for name, weight in stored.items()
        if not name.endswith(SCALE)
    }


def tokens(name: str) -> list[int]:
    """Tokens seen at each shipped checkpoint of a model, ascending, in thousands as the files are named."""
    folder = models.path(name) / FOLDER
    return sorted(int(m[1]) for p in folder.glob("*k.safetensors") if (m := re.fullmatch(r"(\d+)k", p.stem)))


def parted(name: str) -> tuple[str, int | None]:
    """A model's name and, where it names a checkpoint such as "lab-small@16803k", the thousand tokens seen."""
    found = re.fullmatch(r"(.+)@(\d+)k", name)
    return (found[1], int(found[2])) if found else (name, None)


def named(name: str) -> PreTrainedModel:
    """A shipped model or a checkpoint of its training, float32 in eval mode. Raises LabError as loading them does."""
    shipped, seen = parted(name)
    return models.load(shipped)[0] if seen is None else load(shipped, seen)


def load(name: str, thousand_tokens: int) -> PreTrainedModel:
    """The model as it was after so many thousand tokens, float32 in eval mode, after its files were verified.

    Raises LabError that lists the checkpoints there are.
    """
    folder = models.verify(name)
    path = folder / FOLDER / f"{thousand_tokens:06d}k.safetensors"
    if not path.is_file():
        known = ", ".join(map(str, tokens(name))) or "none"
        raise LabError(f"{name} has no checkpoint at {thousand_tokens} thousand tokens", f"choose one of: {known}")
    from safetensors.torch import load_file
    from transformers import AutoConfig, AutoModelForCausalLM

    factory: Any = AutoModelForCausalLM
    model = factory.from_config(AutoConfig.from_pretrained(folder, local_files_only=True))
    missing, unexpected = model.load_state_dict(restore(load_file(path)), strict=False)
    if unexpected or set(missing) - {"lm_head.weight"}:  # tied with the embedding
        raise LabError(f"{path} does not fit {folder / 'config.json'}", models.REMEDY)
    model.tie_weights()
    return model.float().eval()  # type: ignore[no-any-return]


def write(weights: Mapping[str, torch.Tensor], folder: Path, seen: int, step: int) -> Path:
    """Write a checkpoint into `folder/checkpoints`, named after the tokens seen; returns its path."""
    from safetensors.torch import save_file

    path = folder / FOLDER / f"{seen // 1000:06d}k.safetensors"
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(quantise(weights), path, metadata={"tokens": str(seen), "step": str(step)})
    return path
