"""The lab models: where they are, whether they are intact, and how to load them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport import settings
from labsupport.errors import LabError
from labsupport.models import folders

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

REMEDY = "restore the file from the repository, or train again with `lab train NAME` and `lab train NAME --export`"


def models_dir() -> Path:
    """Where the shipped models live."""
    return settings.repo_root() / "data" / "models"


def names() -> list[str]:
    """Names of the shipped models."""
    return sorted(p.parent.name for p in models_dir().glob("*/MANIFEST.json") if not p.parent.name.startswith("."))


def path(name_or_path: str | Path) -> Path:
    """The folder of a model in Hugging Face layout, by name or path.

    Raises LabError listing the known names when it is neither a shipped model nor a folder with a config.json.
    """
    text = str(name_or_path)
    if text in names():
        return models_dir() / text
    folder = Path(text).expanduser()
    if (folder / "config.json").is_file():
        return folder.resolve()
    raise LabError(
        f"unknown model {text!r}: neither a shipped name nor a folder with a config.json",
        f"known models: {', '.join(names()) or 'none; run `lab train lab-nano` first'}",
    )


def verify(name_or_path: str | Path) -> Path:
    """Compare every file of a model with its manifest BEFORE anything is loaded; returns the folder.

    A folder without MANIFEST.json (somebody else's model) has nothing to compare and passes. Raises LabError naming
    the first missing, truncated or changed file.
    """
    folder = path(name_or_path)
    if (folder / folders.MANIFEST).exists() or folder.parent == models_dir():
        folders.compare(folder, REMEDY)
    return folder


def extended(name_or_path: str | Path) -> Path:
    """A folder with the same weights and the RoPE-scaled configuration, made under the lab home when first asked for.

    Raises LabError when the model has no second configuration, or when the folder cannot be written; a copy that
    was begun is removed then.
    """
    folder = verify(name_or_path)
    if not (folder / "config-extended.json").exists():
        raise LabError(f"{folder} has no config-extended.json", "use a lab model, or scale its RoPE yourself")
    stamp = hashlib.sha256((folder / "MANIFEST.json").read_bytes()).hexdigest()[:12]
    target = settings.load().home / "models" / f"{folder.name}-extended-{stamp}"
    if not target.exists():
        partial = target.with_name(f".{target.name}-{os.getpid()}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(folder, partial, ignore=shutil.ignore_patterns("MANIFEST.json", "config*.json"))
            shutil.copyfile(folder / "config-extended.json", partial / "config.json")
            length = json.loads((partial / "config.json").read_text(encoding="utf-8"))["max_position_embeddings"]
            settings_file = partial / "tokenizer_config.json"
            chosen = json.loads(settings_file.read_text(encoding="utf-8")) | {"model_max_length": length}
            settings_file.write_text(json.dumps(chosen, indent=2) + "\n", encoding="utf-8")
        except OSError as error:  # shutil.Error too, whose text lists every file
            shutil.rmtree(partial, ignore_errors=True)
            reason = error.strerror or "not all files could be copied"
            raise LabError(
                f"cannot write {target}: {reason}", "free some disk space, or set LAB_HOME to another folder"
            ) from error
        try:
            os.rename(partial, target)
        except OSError:  # another process was faster
            shutil.rmtree(partial, ignore_errors=True)
    return target


def load(
    name_or_path: str | Path, *, dtype: str = "float32", device: str = "cpu"
) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """(model in eval mode, tokenizer) after `verify`. `dtype` is a torch dtype's name, for example "bfloat16".

    Raises LabError for an unknown model, a head, a damaged file or an unknown dtype.
    """
    folder = verify(name_or_path)
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar for a load of milliseconds is noise
    if not (folder / "config.json").is_file():
        raise LabError(f"{folder.name} is a head and writes no text", "load it with labsupport.models.heads.load")
    kind = getattr(torch, dtype, None)
    if not isinstance(kind, torch.dtype):
        raise LabError(f"unknown dtype {dtype!r}", "use float32, bfloat16 or float16")
    tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=kind, local_files_only=True)
    return model.to(device).eval(), tokenizer
