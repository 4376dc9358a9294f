"""The card of a head, written from its settings, training and eval.json; no number is typed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WHAT = {
    "reranker": "Scores (query, passage) pairs. The encoder is frozen; a small interaction over its token vectors is "
    "trained: nearness after a projection, equal word pieces, equal neighbours, weighted by rarity and context. Both "
    "texts are encoded apart and meet in the interaction, so passages can be encoded ahead of time.",
    "cross-encoder": "Scores (query, passage) pairs. Frozen lower layers read both texts apart; the upper layers, with "
    "low-rank adapters, read them together, with `gate` added to every attention logit between the two texts. The "
    "interaction of the head `reranker` compares the jointly read token states, and began with that head's weights. "
    "Trained listwise with gold passages and hard negatives from the ranks of BM25, MiniLM and both fused. Only the "
    "lower layers' states can be kept ahead of time. It is slow, so dev and test are queries at even distances.",
    "pii-ner": "Tags word pieces with ten types of personal data. Low-rank adapters in the upper layers; each piece "
    "also carries its shape in the original text, because the encoder reads lower case only.",
    "injection-detector": "Tells prompt injections from harmless texts that use the same words. Low-rank adapters in "
    "the upper layers.",
    "ticket-classifier": "Category, priority and sentiment of a support ticket. Low-rank adapters in the upper layers, "
    "shared by three linear layers, plus a hashed table of word pieces and pairs.",
    "embedding-adapter": "A low-rank map of MiniLM's sentence vectors, y = unit(x + x A^T B^T), the same for queries "
    "and passages; an index is upgraded by one matrix product.",
}
USE = {
    "reranker": 'load("reranker").score(query, texts)',
    "cross-encoder": 'load("cross-encoder").score(query, texts)',
    "pii-ner": 'load("pii-ner").predict(texts)',
    "injection-detector": 'load("injection-detector").predict(texts)',
    "ticket-classifier": 'load("ticket-classifier").predict(texts)',
    "embedding-adapter": 'load("embedding-adapter").predict(texts)',
}


def _short(value: Any) -> str:
    """A setting as text, numbers with four significant digits."""
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_short(v)}" for k, v in value.items())
    if isinstance(value, list):
        return " and ".join(map(_short, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def card(name: str, config: Mapping[str, Any], evaluation: Mapping[str, Any]) -> str:
    """The text of `README.md`."""
    training = evaluation["training"]
    epochs = f"{training['epochs']} epoch" + "s" * (training["epochs"] != 1)
    shown = {k: v for k, v in config.items() if k not in ("labels", "types", "kind")}
    lines = [
        "---", "license: apache-2.0", "base_model: all-MiniLM-L6-v2", "---", "",
        f"# {name}", "", WHAT[name], "",
        f"`from labsupport.models.heads import load`, then `{USE[name]}`. The weights of all-MiniLM-L6-v2 (Apache-2.0) "
        "come with the lab's environment and are not part of this folder.", "",
        "## Training", "",
        f"{training['n'] - training['foreign']:,} items of the lab world's train split"
        + (f" and {training['foreign']:,} of another company, whose wordings are disjoint from the lab world's"
           if training["foreign"] else "")
        + f", {training['parameters']:,} stored numbers in half "
        f"precision, {epochs}, seed {training['seed']}: {training['seconds']:.0f} s of wall-clock "
        f"time, {training['cpu_seconds']:.0f} s of processor time, on {training['hardware']}, shared with other work. "
        f"Loss by epoch: {', '.join(f'{x:.3f}' for x in training['curve'])}. Again with `lab train-heads {name}`.", "",
        "Settings: " + "; ".join(f"`{k}` {_short(v)}" for k, v in shown.items()) + ".", "",
        "## Evaluation", "",
        "Settings, thresholds and calibration were chosen on dev; test was measured once, with the shipped weights. "
        "95% intervals: Wilson for shares, bootstrap over items for the rest.", "",
        "| split | what | value | interval | n |", "| --- | --- | ---: | --- | ---: |",
        *(f"| {r['split']} | {r['what']} | {r['value']:.3f} | {r['low']:.3f} to {r['high']:.3f} | {r['n']} |"
          for r in evaluation["metrics"].values()), "",
    ]  # fmt: skip
    if evaluation["calibration"]:
        lines += [
            "## Calibration", "",
            "Expected calibration error over ten bins; the map was fitted on dev, so only test is held out. The curves "
            "are in `eval.json`." + (
                f" The {name}'s score before calibration is no chance at all, which its large error shows; most "
                "candidates are irrelevant, so a small error after it says little about the relevant ones."
                if name in ("reranker", "cross-encoder") else ""
            ), "",
            "| split | before | after | n |", "| --- | ---: | ---: | ---: |",
            *(f"| {key} | {c['before']['ece']:.3f} | {c['after']['ece']:.3f} | {c['after']['n']} |"
              for key, c in evaluation["calibration"].items()), "",
        ]  # fmt: skip
    lines += [
        "## Limits", "",
        "Trained on a few hundred invented texts of one company; it ranks methods in this course and must not guard or "
        "sort anything outside it. Where an interval of the difference to a baseline includes 0, the baseline is as "
        "good.", "",
    ]  # fmt: skip
    return "\n".join(lines)
