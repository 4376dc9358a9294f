"""The model card, written from the configuration, the training state and eval.json; no number is typed by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from labsupport.models import curves


def card(folder: Path, instead: Mapping[str, Any] | None = None) -> str:
    """The text of `README.md` for an exported model folder.

    Reads eval.json, training.json and, where there is one, bench.json beside the weights; `instead` gives the values
    of files that are about to be written.
    """

    def read(name: str) -> Any:
        if instead and name in instead:
            return instead[name]
        path = folder / name
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    evaluation, training, bench = read("eval.json"), read("training.json"), read("bench.json")
    config: dict[str, Any] = training["config"]
    batches = list(dict.fromkeys(config.get("stage_batches") or [config["batch_tokens"]]))
    before: dict[str, Any] = training.get("before", {})
    longest = max(length for run in curves.runs(training) for length in run["config"]["stage_lengths"])
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
        "without a source is invented."
        + (f" It is `{config['starts_from']}` trained on: minutes, tokens and steps are those since."
           if config.get("starts_from") else "")
        + (f" Before: {before['tokens']:,} tokens in {before['steps']:,} steps and rows of up to "
           f"{max(before['config']['stage_lengths']):,} tokens, {before['seconds'] / 60:.0f} minutes "
           f"on {before['hardware']}; curve, mixture and settings of that run are in `training.json` under `before`."
           if before else ""), "",
        "## Model", "",
        f"Llama architecture: {config['layers']} layers, width {config['hidden_size']}, {config['heads']} heads "
        f"({config['kv_heads']} key-value), SwiGLU {config['intermediate_size']}, RMSNorm, half-split RoPE, tied "
        f"embeddings, {config['vocab_size']:,} rows for {training['vocabulary']:,} byte-level BPE tokens, bf16. "
        f"Context {config['max_length']:,} (`config.json`); `config-extended.json` scales RoPE with YaRN to "
        f"{config['extended_length']:,} without further training. No training row was longer than "
        f"{longest:,} tokens, and few examples had more than half of that.", "",
        "ChatML with Hermes tool calls (`chat_template.jinja`). The instructions of the training data are in "
        "`labsupport/models/wording.py`; prompts in those words work best.", "",
        "## Data", "",
        f"{training['tokens']:,} tokens generated from invented companies whose names and wordings are disjoint from "
        "the lab world's by construction; a test compares. The lab world was never trained on. "
        + ("" if "mixture" in training else "Three stages: copying "
           "lists and looking up pairs with first questions; questions over one to three sources with citation or "
           "abstention, fields, JSON and claims about single sentences; then passages of documents, extraction to JSON "
           "by a schema, labels, claims and tool calls. ")
        + "Names are replaced by fresh ones in four of five examples.", "",
        *mixture(training.get("mixture", ())),
        "## Training", "",
        f"{training['steps']:,} steps of {', '.join(f'{b:,}' for b in batches)} packed positions, rows of "
        f"{', '.join(map(str, config['stage_lengths']))} tokens in the {NUMBERS[len(config['stage_lengths'])]} stages; "
        f"examples in a row do not see each other. Loss weight {config['answer_weight']:g} on answers, 1 on "
        f"{config['prompt_share']:.0%} of the prompt; "
        f"Muon {config['muon_lr']:g} for matrices, AdamW {config['adamw_lr']:g} for the rest; seed {config['seed']}. "
        + (f"Two parts: {config['total_tokens']:,} tokens, then {config['second_tokens']:,} at "
           f"{config['second_rate']:g} of the rates, from an average of {config['second_share']:.0%} of the weights so "
           "far and the rest of those at the start. " if config.get("second_tokens") else "")
        + (f"Heads that are told where to look (layer.head): {_heads(config['pointer_heads'])}; weight of these losses "
           f"{config['pointer_weight']:g}, of a source's number {config['number_weight']:g}. "
           if config.get("pointer_weight") else "")
        + training["note"], "",
        "| tokens | loss | answer loss |", "| ---: | ---: | ---: |",
        *(f"| {r['tokens']:,} | {r['loss']:.3f} | {r['answer_loss']:.3f} |" for r in curve_rows), "",
        "Loss in nats a token over ten steps; it rises where a stage brings new skills. The whole curve is in "
        "`training.json`.", "",
        *([f"![{curves.alt(training)}]({curves.FILE})", ""] if curve and skills else []),
        "Exact match on held-out training worlds while training, 48 examples a skill (no lab text):", "",
        f"| tokens | {' | '.join(probes)} |", f"| ---: |{' ---: |' * len(probes)}",
        *(
            f"| {row['tokens']:,.0f} | {' | '.join(f'{row[p]:.2f}' if p in row else '-' for p in probes)} |"
            for row in skills
        ), "",
        *bars(evaluation.get("bars", {})),
        *gap(evaluation.get("gap", {})),
        *speed(bench),
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


def _heads(named: Mapping[str, Sequence[Sequence[int]]]) -> str:
    """The guided heads by what they look for."""
    return "; ".join(f"{kind} {', '.join(f'{layer}.{head}' for layer, head in pairs)}" for kind, pairs in named.items())


NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def mixture(stages: Sequence[Mapping[str, float]]) -> list[str]:
    """The skills of each stage, by their share of the examples."""
    if not stages:
        return []
    lines = ["Skills of the stages, in percent of the examples:", ""]
    for number, weights in enumerate(stages, 1):
        total = sum(weights.values())
        named = sorted(weights.items(), key=lambda item: -item[1])
        lines.append(f"{number}. " + ", ".join(f"{skill} {100 * w / total:.1f}" for skill, w in named))
    return [*lines, ""]


def bars(configurations: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """What a default generator has to reach on the test split, with both configurations."""
    if not configurations:
        return []
    return [
        "## Bars", "",
        "What the course asks of its default generator, on the lab world's test split. Every model is held against "
        "them, a smaller one to see the difference. \"Extended\" is the configuration with scaled RoPE.", "",
        "| bar | configuration | needed | value | interval | reached |", "| --- | --- | ---: | ---: | --- | --- |",
        *(
            f"| {r['name']} | {name} | {r['bar']:.2f} | {r['value']:.3f} | {r['low']:.3f} to {r['high']:.3f} | "
            f"{r['reached']} |"
            for name, rows in configurations.items() for r in rows.values()
        ), "",
    ]  # fmt: skip


def gap(rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What is left of the skills on prompts that no generator wrote."""
    if not rows:
        return []
    return [
        "## Generalisation gap", "",
        "Prompts written by hand (`labsupport/models/handwritten.jsonl`) beside the same skill on the test split: "
        "other subjects, longer passages, misspellings, half of them with an instruction that no training example "
        "has. The difference has a 95% bootstrap interval; the two halves have rows of their own below.", "",
        "| skill and measure | handwritten | test split | difference | interval | n |",
        "| --- | ---: | ---: | ---: | --- | ---: |",
        *(
            f"| {r['what']} | {r['handwritten']:.3f} | {r['test']:.3f} | {r['difference']:+.3f} | {r['low']:+.3f} to "
            f"{r['high']:+.3f} | {r['n']} and {r['n_test']} |"
            for r in rows.values()
        ), "",
    ]  # fmt: skip


def speed(bench: Mapping[str, Any]) -> list[str]:
    """Tokens a second of the engines, as ratios."""
    if not bench:
        return []
    return [
        "## Speed", "",
        f"Ratios of generated tokens a second, arms interleaved in one run of {bench['rounds']} rounds on "
        f"{bench['date']} ({bench['hardware']}); {bench['settings']}. The A/A rows measure one arm twice and "
        "show what no difference looks like.", "",
        "| ratio | value | 95% interval |", "| --- | ---: | --- |",
        *(f"| {r['what']} | {r['value']:.2f} | {r['low']:.2f} to {r['high']:.2f} |" for r in bench["ratios"]), "",
    ]  # fmt: skip
