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
    picks = [curve[round(i * (len(curve) - 1) / 9)] for i in range(10)] if len(curve) > 10 else curve
    lines = [
        "---", "license: apache-2.0", "language: en", "---", "",
        f"# {config['name']}", "",
        f"A first small model: {training['parameters']:,} parameters, trained for {training['seconds'] / 60:.0f} "
        f"minutes on {training['hardware']}. **Its answers are poor.** It is here so that a real server gives "
        "real answers from day one; use it to measure latency, protocol and failure, not to learn facts.", "",
        "## Model", "",
        f"Llama architecture: {config['layers']} layers, width {config['hidden_size']}, {config['heads']} heads "
        f"({config['kv_heads']} key-value), SwiGLU {config['intermediate_size']}, RMSNorm, half-split RoPE, tied "
        f"embeddings, {config['vocab_size']:,} rows for {training['vocabulary']:,} byte-level BPE tokens, bf16. "
        f"Context {config['max_length']:,} (`config.json`); `config-extended.json` scales RoPE with YaRN to "
        f"{config['extended_length']:,} without further training.", "",
        "ChatML with Hermes tool calls (`chat_template.jinja`); tool use was not trained.", "",
        "## Data", "",
        f"{training['tokens']:,} tokens of sentences and short chats generated from invented companies whose names are "
        "disjoint from the lab world's by construction: extractive QA over one or two passages with a citation or "
        "abstention, field and one-sentence answers, repeating a text, plain prose. The lab world was never trained "
        f"on. All sequences have at most {config['sequence_length']} tokens: positions beyond that are untrained.", "",
        "## Training", "",
        f"{training['steps']:,} steps of {config['batch_tokens']:,} packed positions; examples in one row see the ones "
        f"before them. Loss weight {config['answer_weight']:g} to 1 for answers; Muon {config['muon_lr']:g} for "
        f"matrices, AdamW {config['adamw_lr']:g} for the rest; seed {config['seed']}. {training['note']}", "",
        "| tokens | loss | answer loss |", "| ---: | ---: | ---: |",
        *(f"| {r['tokens']:,} | {r['loss']:.3f} | {r['answer_loss']:.3f} |" for r in picks), "",
        "Loss in nats a token over ten steps; the whole curve is in `training.json`.", "",
        "## Evaluation", "",
        "Greedy decoding, float32, exact match; 95% Wilson intervals.", "",
        "| split | metric | value | interval | n |", "| --- | --- | ---: | --- | ---: |",
        *(
            f"| {split} | {row['what']} | {row['value']:.3f} | {row['low']:.3f} to {row['high']:.3f} | {row['n']} |"
            for split, rows in evaluation["metrics"].items() for row in rows.values()
        ), "",
        "The lab world's facts and documents were not used to choose anything.", "",
        "## Limits", "",
        "English, one narrow world, short inputs. It states wrong answers in a confident form, ignores most "
        "instructions outside its training forms, and must not be used outside this course.", "",
    ]  # fmt: skip
    return "\n".join(lines)
