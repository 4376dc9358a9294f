"""Writes a trained encoder with its evaluation, card and manifest to data/models/lab-vision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from labsupport import world
from labsupport.errors import LabError
from labsupport.models import folders, models_dir
from labsupport.models.vision import evaluate
from labsupport.models.vision.data import HEAD, QUESTIONS
from labsupport.models.vision.model import ADAPTERS, Encoder, VisionConfig, fingerprint, merged, parted
from labsupport.models.vision.reader import WEIGHTS, VisionReader

if TYPE_CHECKING:
    from labsupport.world.sets.images import Image

NAME = "lab-vision"


def read(path: Path) -> tuple[Encoder, dict[str, torch.Tensor], dict[str, Any]]:
    """The encoder, the adapters (bfloat16 values in float32) and the facts of their run from `final.safetensors`.

    Raises LabError when the file is missing or is none of ours.
    """
    from safetensors import SafetensorError, safe_open

    remedy = "train with `lab train-vision`, or name its folder with --state"
    if not path.is_file():
        raise LabError(f"there is no trained encoder at {path}", remedy)
    try:
        with safe_open(path, "pt") as stored:
            facts: dict[str, Any] = json.loads(stored.metadata()["facts"])
            weights, adapters = parted({name: stored.get_tensor(name) for name in stored.keys()})  # noqa: SIM118
        encoder = Encoder(VisionConfig(**facts["config"]))
        encoder.load_state_dict(weights)
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise LabError(f"{path} is no trained encoder ({type(error).__name__}: {error})", remedy) from None
    return encoder.eval(), adapters, facts


def export(
    path: Path, lm: str | None = None, target: Path | None = None, *, note: str = "",
    items: Sequence[Image] | None = None, asked: Mapping[str, Sequence[float]] = evaluate.ASKED,
) -> Path:  # fmt: skip
    """Evaluate the encoder in `path` (`final.safetensors`) and write `target` (default data/models/lab-vision),
    replacing it only when all is complete. `items` are pictures to judge by, the lab world's by default.

    Raises LabError when the language model is not the one that it was trained with.
    """
    from safetensors.torch import save_file

    from labsupport.models.vision.train import language_model

    encoder, adapters, facts = read(path)
    owner = facts["language_model"]
    model, tokenizer, _ = language_model(lm or owner["name"])
    if fingerprint(model) != owner["sha256"]:
        raise LabError(f"{path} was trained in front of {owner['name']} with weights {owner['sha256'][:12]}",
                       "name that model with --lm, or train again")  # fmt: skip
    target = target or models_dir() / NAME
    with folders.replacing(target) as fresh:
        parts = encoder.state_dict() | {ADAPTERS + name: weight for name, weight in adapters.items()}
        weights = {name: weight.to(torch.bfloat16).contiguous() for name, weight in parts.items()}
        save_file(weights, fresh / WEIGHTS)
        config = {"model_type": NAME, "encoder": facts["config"], "language_model": owner, "head": HEAD,
                  "questions": QUESTIONS, "dtype": "bfloat16"}  # fmt: skip
        (fresh / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
        evaluation = {"model": NAME, "decoding": "greedy, float32", "interval": "95% Wilson intervals"}
        reader = VisionReader(encoder, merged(model, adapters), tokenizer)
        evaluation |= evaluate.evaluate(reader, world.images() if items is None else items, asked=asked)
        (fresh / "eval.json").write_text(json.dumps(evaluation, indent=1) + "\n", encoding="utf-8")
        training = {**facts, "parameters": sum(w.numel() for w in encoder.state_dict().values()),
                    "adapters": sum(w.numel() for w in adapters.values()), "torch": torch.__version__,
                    "note": note}  # fmt: skip
        (fresh / "training.json").write_text(json.dumps(training) + "\n", encoding="utf-8")
        (fresh / "README.md").write_text(card(fresh), encoding="utf-8")
        manifest = folders.write_manifest(fresh, NAME) | {"language_model": owner}
        (fresh / folders.MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {target}")
    return target


def card(folder: Path) -> str:
    """The text of `README.md` from config.json, training.json and eval.json; no number is typed by hand."""
    config, training, evaluation = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("config", "training", "eval")
    )
    shape, recipe, plan, owner = config["encoder"], training["recipe"], training["plan"], config["language_model"]
    curve = training["curve"]
    points = [curve[round(i * (len(curve) - 1) / 11)] for i in range(12)] if len(curve) > 12 else curve
    unit = shape["patch"] * shape["merge"]
    return "\n".join([
        "---", "license: apache-2.0", "language: en", "---", "",
        f"# {NAME}", "",
        f"A vision encoder of {training['parameters']:,} parameters that lets `{owner['name']}` answer questions about "
        f"pictures of receipts and invoices, trained for {training['seconds']:.0f} seconds on {training['hardware']}. "
        f"The language model's weights are used as they are, plus adapters of rank {recipe['rank']} on its matrices "
        f"({training['adapters']:,} parameters, LoRA) that ship with the encoder. It works with the weights "
        f"{owner['sha256'][:12]} only; `MANIFEST.json` has the whole hash and loading compares it.", "",
        "## Model", "",
        f"A ViT: patches of {shape['patch']} x {shape['patch']} grey pixels, width {shape['width']}, {shape['layers']} "
        f"blocks, {shape['heads']} heads, rotary positions in two dimensions beside learned rows and columns. "
        f"{shape['merge']} x {shape['merge']} patches are merged and projected by a two-layer MLP to width "
        f"{shape['lm_width']}: one soft token for {unit} x {unit} pixels. A side may have {shape['max_side']} pixels. "
        "The soft tokens stand at the head of the user's message, before the question:", "",
        *(f"- {question}" for question in config["questions"].values()), "",
        "## Data", "",
        f"{training['pictures']:,} pictures drawn while it was trained, none twice. Shops, goods, names and footers "
        "are those of the training worlds, layouts those of the `train` split and others written for training; dev and "
        "test layouts and the lab world's names were never seen. "
        f"At first, for {plan['alone']:,} steps, the encoder alone learned to name characters on lines and slips. Then "
        f"came single lines for {plan['stages'][0]:,} steps, some lines until step "
        f"{plan['alone'] + plan['stages'][1]:,}, then mostly whole slips at scales from 1 to 0.35, some tilted, pale, "
        "noisy or compressed.", "",
        "## Training", "",
        f"{training['step']:,} steps of up to {plan['most']} pictures or {plan['patches']:,} patches; Muon "
        f"{recipe['muon_lr']:g} for matrices, AdamW {recipe['adamw_lr']:g} for the rest, cooled down over the last "
        f"{recipe['cooldown_share']:.0%}; seed {plan['seed']}. Linear heads asked the patches for "
        "characters and for the places of amounts, and the queries for the characters of the answers; they are not "
        f"shipped. {training['note']}".rstrip(), "",
        "| seconds | step | answer loss | totals exact | digits seen by patches |",
        "| ---: | ---: | ---: | ---: | ---: |",
        *(f"| {p['seconds']:.0f} | {p['step']:,} | {shown(p, 'loss')} | {shown(p, 'exact')} | {shown(p, 'digits')} |"
          for p in points), "",
        "Means over the steps since the point before, on pictures not seen before; a total is exact when each of its "
        "tokens is the likeliest after the true ones. The whole curve is in `training.json`.", "",
        "## Evaluation", "",
        f"Receipts and invoices of the lab world, {evaluation['decoding']}, {evaluation['interval']}. Intervals of "
        "digits take the digits of a picture for independent.", "",
        "| split | measure | value | interval | n |", "| --- | --- | ---: | --- | ---: |",
        *(f"| {split} | {r['what']} | {r['value']:.3f} | {r['low']:.3f} to {r['high']:.3f} | {r['n']} |"
          for split, rows in evaluation["metrics"].items() for r in rows.values()), "",
        "Nothing was chosen on the test split.", "",
        "## Limits", "",
        "One font, one kind of page, printed amounts. It reads no names and no running text, does not add up, "
        "and answers about any picture: check sums, ask twice or abstain where the least token probability is low.", "",
    ])  # fmt: skip


def shown(point: dict[str, float], name: str) -> str:
    """A value of the curve, or a dash while the encoder learned alone."""
    return f"{point[name]:.3f}" if name in point else "-"
