"""Writes a trained model in Hugging Face layout, with evaluation, card and a manifest of hashes."""

from __future__ import annotations

import copy
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport.models import card, checkpoints, corpus, curves, evaluate, folders, models_dir
from labsupport.models import config as configs
from labsupport.models import tokenizer as tok

if TYPE_CHECKING:
    from labsupport.models.train import Run
    from labsupport.world.entities import World

BENCH = "bench.json"  # speeds, measured by `lab bench-models`


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


def earlier(name: str, starts_from: str) -> dict[str, Any] | None:
    """What training.json says of the run whose checkpoint a model was trained on from, where that was its own."""
    if starts_from.partition("@")[0] != name:
        return None
    known = json.loads((models_dir() / name / "training.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = known.get("before", known)  # exported once more, it starts where it started before
    return found


def _shape(folder: Path) -> str:
    return (folder / "config.json").read_text(encoding="utf-8")


def export(
    run: Run, target: Path | None = None, *, n: int = 200, note: str = "", world: World | None = None,
    checkpoints_from: Path | None = None,
) -> Path:  # fmt: skip
    """Evaluate the run and write `target` (default data/models/NAME), replacing it only when all is complete.

    `checkpoints_from` is the training folder whose intermediate checkpoints are shipped with the model; one that was
    trained on from a checkpoint of its own keeps those of its first run. Speeds measured before stay, if the shape did.
    `world` is the lab world where the caller has it already; otherwise it is built from its seed.
    """
    import torch

    target = target or models_dir() / run.config.name
    with folders.replacing(target) as fresh:
        write_weights(run, fresh)
        before = earlier(run.config.name, run.config.starts_from)
        kept = models_dir() / run.config.name if before else checkpoints_from
        if kept and (kept / checkpoints.FOLDER).is_dir():
            shutil.copytree(kept / checkpoints.FOLDER, fresh / checkpoints.FOLDER)
        if (target / BENCH).is_file() and _shape(target) == _shape(fresh):  # speed depends on the shape alone
            shutil.copyfile(target / BENCH, fresh / BENCH)
        evaluation = evaluate.report(fresh, name=run.config.name, n=n, world=world)  # what is shipped is what is judged
        (fresh / "eval.json").write_text(json.dumps(evaluation, indent=1) + "\n", encoding="utf-8")
        training = {
            "config": configs.to_dict(run.config), "parameters": run.config.parameters, "tokens": run.tokens,
            "steps": run.step, "seconds": round(run.seconds), "vocabulary": run.tokenizer.get_vocab_size(),
            "hardware": run.hardware, "torch": torch.__version__, "note": note, "curve": run.curve,
            "skills": run.skills, "mixture": corpus.MIXTURES[run.config.mixture],
        }  # fmt: skip
        if before:
            training["before"] = before
        (fresh / "training.json").write_text(json.dumps(training) + "\n", encoding="utf-8")
        if run.curve and run.skills:
            (fresh / curves.FILE).write_bytes(curves.draw(training))
        (fresh / "README.md").write_text(card.card(fresh), encoding="utf-8")
        folders.write_manifest(fresh, run.config.name)
    print(f"wrote {target}")
    return target
