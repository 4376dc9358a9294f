"""Writes a trained model in Hugging Face layout, with evaluation, card and a manifest of hashes."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport.models import card, checkpoints, corpus, evaluate, models_dir
from labsupport.models import config as configs
from labsupport.models import tokenizer as tok

if TYPE_CHECKING:
    from labsupport.models.train import Run
    from labsupport.world.entities import World

MAX_FILE = 16 * 2**20  # bytes


def write_weights(run: Run, folder: Path) -> None:
    """Weights (bf16 safetensors, shards under 16 MiB), both configurations and the tokenizer into `folder`."""
    import torch

    config = run.config
    model: Any = copy.deepcopy(run.model)
    model = model.to(device="cpu", dtype=torch.bfloat16)
    model.save_pretrained(folder, max_shard_size="12MB")
    config.llama(extended=True).save_pretrained(folder / "extended")
    os.replace(folder / "extended" / "config.json", folder / "config-extended.json")
    (folder / "extended").rmdir()
    for name in ("config.json", "config-extended.json"):
        data = json.loads((folder / name).read_text(encoding="utf-8"))
        data |= {"architectures": ["LlamaForCausalLM"], "dtype": "bfloat16"}
        (folder / name).write_text(json.dumps(data, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    generation = {"do_sample": False, "eos_token_id": [2, 0], "pad_token_id": 0}
    (folder / "generation_config.json").write_text(json.dumps(generation, indent=2) + "\n", encoding="utf-8")
    tok.save(run.tokenizer, folder, max_length=config.max_length)


def write_manifest(folder: Path, name: str) -> dict[str, Any]:
    """MANIFEST.json with size and sha256 of every other file. Raises ValueError for a file of 16 MiB or more."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.name == "MANIFEST.json" or path.is_dir():
            continue
        path.chmod(0o644)  # safetensors writes 0600
        raw = path.read_bytes()
        if len(raw) >= MAX_FILE:
            raise ValueError(f"{path} has {len(raw)} bytes, the limit is {MAX_FILE}")
        files[path.relative_to(folder).as_posix()] = {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
    manifest = {"name": name, "files": files}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def export(
    run: Run, target: Path | None = None, *, n: int = 200, note: str = "", world: World | None = None,
    checkpoints_from: Path | None = None,
) -> Path:  # fmt: skip
    """Evaluate the run and write `target` (default data/models/NAME), replacing it only when all is complete.

    `checkpoints_from` is the training folder whose intermediate checkpoints are shipped with the model.
    `world` is the lab world where the caller has it already; otherwise it is built from its seed.
    """
    import torch

    target = target or models_dir() / run.config.name
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        write_weights(run, fresh)
        if checkpoints_from and (checkpoints_from / checkpoints.FOLDER).is_dir():
            shutil.copytree(checkpoints_from / checkpoints.FOLDER, fresh / checkpoints.FOLDER)
        evaluation = evaluate.report(fresh, name=run.config.name, n=n, world=world)  # what is shipped is what is judged
        (fresh / "eval.json").write_text(json.dumps(evaluation, indent=1) + "\n", encoding="utf-8")
        training = {
            "config": configs.to_dict(run.config), "parameters": run.config.parameters, "tokens": run.tokens,
            "steps": run.step, "seconds": round(run.seconds), "vocabulary": run.tokenizer.get_vocab_size(),
            "hardware": run.hardware, "torch": torch.__version__, "note": note, "curve": run.curve,
            "skills": run.skills, "mixture": corpus.MIXTURES[run.config.mixture],
        }  # fmt: skip
        (fresh / "training.json").write_text(json.dumps(training) + "\n", encoding="utf-8")
        (fresh / "README.md").write_text(card.card(fresh), encoding="utf-8")
        write_manifest(fresh, run.config.name)
        fresh.chmod(0o755)
        old = target.with_name(f".{target.name}-old")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            os.rename(target, old)
        os.rename(fresh, target)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    print(f"wrote {target}")
    return target
