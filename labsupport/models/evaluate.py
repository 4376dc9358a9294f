"""Greedy evaluation of a lab model per skill, with Wilson intervals, on held-out worlds and on the lab world."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from labsupport import world
from labsupport.models import corpus
from labsupport.models import tokenizer as tok

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM

# metric -> (skill, passages, what counts as right)
METRICS: dict[str, tuple[corpus.Skill, int, str]] = {
    "qa_exact_1": ("qa", 1, "answer exact, one passage"),
    "qa_exact_2": ("qa", 2, "answer exact, up to two passages"),
    "citation_2": ("qa", 2, "source number right, up to two passages"),
    "abstain": ("abstain", 2, "abstains when the sources do not say"),
    "no_false_abstain": ("qa", 2, "answers when the sources do say"),
    "field_exact": ("field", 1, "field value exact"),
    "sentence_exact": ("sentence", 1, "one-sentence answer exact"),
    "repeat_exact": ("repeat", 1, "text repeated exactly"),
}


def wilson(right: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """95% Wilson score interval of a share (Wilson 1927). Raises ValueError when n is 0."""
    if n <= 0 or not 0 <= right <= n:
        raise ValueError(f"right={right}, n={n}: need 0 <= right <= n and n > 0")
    p, zz = right / n, z * z / n
    centre = (p + zz / 2) / (1 + zz)
    half = z * math.sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz)
    return (0.0 if right == 0 else centre - half), (1.0 if right == n else centre + half)


def answer(model: LlamaForCausalLM, tokenizer: Tokenizer, prompts: list[str], *, max_new: int = 48) -> list[str]:
    """Greedy answers to ChatML prompts, batched with left padding; text without the end mark."""
    import torch

    out: list[str] = []
    untyped: Any = model  # transformers' own annotations do not fit its classes
    device = next(model.parameters()).device
    for first in range(0, len(prompts), 32):
        rows = [tokenizer.encode(p).ids for p in prompts[first : first + 32]]
        width = max(map(len, rows))
        ids = torch.tensor([[0] * (width - len(r)) + r for r in rows], device=device)
        mask = torch.tensor([[0] * (width - len(r)) + [1] * len(r) for r in rows], device=device)
        with torch.no_grad():
            made = untyped.generate(
                input_ids=ids, attention_mask=mask, max_new_tokens=max_new, do_sample=False, eos_token_id=2,
                pad_token_id=0,
            )  # fmt: skip
        for row in made[:, width:].tolist():
            end = next((i for i, t in enumerate(row) if t in (0, 2)), len(row))
            out.append(tokenizer.decode(row[:end]))
    return out


def judge(metric: str, got: str, expected: str) -> bool:
    """Whether one answer counts as right under a metric."""
    if metric == "citation_2":
        return re.findall(r"\[\d+\]", got)[-1:] == re.findall(r"\[\d+\]$", expected)
    if metric == "abstain":
        return got.strip() == corpus.ABSTAIN
    if metric == "no_false_abstain":
        return got.strip() != corpus.ABSTAIN
    if metric.startswith("qa_exact"):
        return re.sub(r"\s*\[\d+\]$", "", got.strip()) == re.sub(r"\s*\[\d+\]$", "", expected)
    return got.strip() == expected


def _row(right: list[bool], split: str, what: str) -> dict[str, Any]:
    low, high = wilson(sum(right), len(right))
    return {"value": round(sum(right) / len(right), 4), "low": round(low, 4), "high": round(high, 4),
            "n": len(right), "split": split, "what": what}  # fmt: skip


def evaluate(model: LlamaForCausalLM, tokenizer: Tokenizer, *, n: int = 200, seed: int = 1) -> dict[str, Any]:
    """Every metric on held-out worlds and on the lab world's facts, and extraction from the lab world's documents.

    Returns {"metrics": {split: {metric: row}}, "samples": [...]}; a row has value, low, high, n, split, what.
    """
    model.train(False)
    lab = world.load()
    result: dict[str, Any] = {"metrics": {}, "samples": []}
    for split, source in (("held-out worlds", None), ("lab world facts", lab)):
        answers: dict[tuple[corpus.Skill, int], tuple[list[str], list[str]]] = {}
        rows = result["metrics"].setdefault(split, {})
        for metric, (skill, passages, what) in METRICS.items():
            if (skill, passages) not in answers:
                made = corpus.held_out(skill, n, passages=passages, world=source, seed=seed)
                prompts = [tok.chatml([{"role": r, "content": c} for r, c in e.messages]) for e in made]
                got = answer(model, tokenizer, prompts, max_new=96 if skill == "repeat" else 40)
                answers[skill, passages] = (got, [e.answer for e in made])
                if source is not None and skill != "repeat":
                    result["samples"] += [
                        {"prompt": e.messages[-1][1], "expected": e.answer, "got": g}
                        for e, g in list(zip(made, got, strict=True))[:2]
                    ]
            got, expected = answers[skill, passages]
            rows[metric] = _row([judge(metric, g, e) for g, e in zip(got, expected, strict=True)], split, what)
    asked = list(world.prompts(n, seed, world=lab))
    got = answer(model, tokenizer, [tok.chatml([{"role": "user", "content": p.text}]) for p in asked], max_new=40)
    right = [g.strip() == p.expected for g, p in zip(got, asked, strict=True)]
    result["metrics"]["lab world documents"] = {
        "extract_exact": _row(right, "lab world documents", "extraction requests of stage 01, exact")
    }
    result["samples"] += [
        {"prompt": p.text, "expected": p.expected, "got": g} for p, g in zip(asked[:4], got, strict=False)
    ]
    return result
