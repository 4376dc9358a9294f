"""The model card, written from the configuration, the training state and eval.json; no number is typed by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def card(folder: Path) -> str:
    """The text of `README.md` for an exported model folder. Reads eval.json and training.json beside the weights."""
    evaluation = json.loads((folder / "eval.json").read_text(encoding="utf-8"))
    training = json.loads((folder / "training.json").read_text(encoding="utf-8"))
    config: dict[str, Any] = training["config"]
    curve = training["curve"]
    curve_rows = [curve[round(i * (len(curve) - 1) / 9)] for i in range(10)] if len(curve) > 10 else curve
    skills: list[dict[str, float]] = training["skills"]
    probes = list(dict.fromkeys(k for row in skills for k in row if k != "tokens"))
    lines = [
        "---", "license: apache-2.0", "language: en", "---", "",
        f"# {config['name']}", "",
        f"A small model with skills and no facts: {training['parameters']:,} parameters, trained for "
        f"{training['seconds'] / 60:.0f} minutes on {training['hardware']}. It was trained to read answers, fields, "
        "labels and tool arguments out of its prompt; how much of that it can do is measured below. What it says "
        "without a source is invented.", "",
        "## Model", "",
        f"Llama architecture: {config['layers']} layers, width {config['hidden_size']}, {config['heads']} heads "
        f"({config['kv_heads']} key-value), SwiGLU {config['intermediate_size']}, RMSNorm, half-split RoPE, tied "
        f"embeddings, {config['vocab_size']:,} rows for {training['vocabulary']:,} byte-level BPE tokens, bf16. "
        f"Context {config['max_length']:,} (`config.json`); `config-extended.json` scales RoPE with YaRN to "
        f"{config['extended_length']:,} without further training. No training row was longer than "
        f"{max(config['stage_lengths']):,} tokens, and few examples had more than half of that.", "",
        "ChatML with Hermes tool calls (`chat_template.jinja`). The instructions of the training data are in "
        "`labsupport/models/wording.py`; prompts in those words work best.", "",
        "## Data", "",
        f"{training['tokens']:,} tokens generated from invented companies whose names and wordings are disjoint from "
        "the lab world's by construction; a test compares. The lab world was never trained on. Three stages: copying "
        "lists and looking up pairs with first questions; questions over one to three sources with citation or "
        "abstention, fields, JSON and claims about single sentences; then passages of documents, extraction to JSON by "
        "a schema, labels, claims and tool calls. Names are replaced by fresh ones in four of five examples.", "",
        "## Training", "",
        f"{training['steps']:,} steps of {config['batch_tokens']:,} packed positions, rows of "
        f"{', '.join(map(str, config['stage_lengths']))} tokens in the three stages; examples in a row do not see each "
        f"other. Loss weight {config['answer_weight']:g} on answers, 1 on {config['prompt_share']:.0%} of the prompt; "
        f"Muon {config['muon_lr']:g} for matrices, AdamW {config['adamw_lr']:g} for the rest; seed {config['seed']}. "
        f"{training['note']}".rstrip(), "",
        "| tokens | loss | answer loss |", "| ---: | ---: | ---: |",
        *(f"| {r['tokens']:,} | {r['loss']:.3f} | {r['answer_loss']:.3f} |" for r in curve_rows), "",
        "Loss in nats a token over ten steps; it rises where a stage brings new skills. The whole curve is in "
        "`training.json`.", "",
        "Exact match on held-out training worlds while training, 48 examples a skill (no lab text):", "",
        f"| tokens | {' | '.join(probes)} |", f"| ---: |{' ---: |' * len(probes)}",
        *(
            f"| {row['tokens']:,.0f} | {' | '.join(f'{row[p]:.2f}' if p in row else '-' for p in probes)} |"
            for row in skills
        ), "",
        "## Evaluation", "",
        f"{evaluation['decoding'].capitalize()}; {evaluation['interval']}. Rows of one split only compare with each "
        "other: see `what` for the task.", "",
        "| split | metric | value | interval | n |", "| --- | --- | ---: | --- | ---: |",
        *(
            f"| {split} | {row['what']} | {row['value']:.3f} | {row['low']:.3f} to {row['high']:.3f} | {row['n']} |"
            for split, rows in evaluation["metrics"].items() for row in rows.values()
        ), "",
        "Nothing was chosen on the test split.", "",
        "## Limits", "",
        "One narrow world, short inputs, mostly English. It states wrong answers in a confident form, does not "
        "calculate, knows nothing, obeys few instructions outside its training forms, and must not be used outside "
        "this course.", "",
    ]  # fmt: skip
    return "\n".join(lines)
