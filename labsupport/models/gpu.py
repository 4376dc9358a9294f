"""`lab gpu`: the checks that need a CUDA device, and their dated record in data/records/gpu.json.

The same weights must give the same greedy tokens on CPU and CUDA in float32, and a training step the same loss; where
two logits are nearly equal the order of additions may decide, so a divergence counts only if the best two are further
apart than 1e-3. Rates are ratios inside one run; the machine is named beside them.
"""

from __future__ import annotations

import argparse
import copy
import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport import models, settings
from labsupport.errors import LabError
from labsupport.models import agree, corpus, shipped, train
from labsupport.models import config as configs
from labsupport.models import tokenizer as tok

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SKILLS = ("fact:qa", "text:qa", "fact:json", "tool", "claim")


def prompts(n: int = 100) -> list[str]:
    """ChatML prompts of held-out worlds, skill by skill."""
    made = [e for skill in SKILLS for e in corpus.held_out(skill, -(-n // len(SKILLS)))][:n]
    return [tok.chatml([{"role": r, "content": c} for r, c in e.messages], tools=e.tools) for e in made]


def agreement(model: Any, tokenizer: Tokenizer, n: int = 100, *, device: str = "cuda") -> dict[str, float]:
    """Greedy tokens of a float32 model on the CPU and on `device`: prompts, equal replies, divergences between clear
    logits, and the largest difference of a logit at the end of a prompt."""
    import torch

    here, there = model.to("cpu"), copy.deepcopy(model).to(device)
    asked, replies, furthest = prompts(n), [], 0.0
    for prompt in asked:
        ids = torch.tensor([tokenizer.encode(prompt).ids])
        with torch.inference_mode():
            one, two = here(input_ids=ids).logits[0, -1], there(input_ids=ids.to(device)).logits[0, -1].cpu()
            furthest = max(furthest, float((one - two).abs().max()))
            made = there.generate(input_ids=ids.to(device), max_new_tokens=48, do_sample=False, pad_token_id=0)
        replies.append(made[0, ids.shape[1] :].tolist())
    found = agree.differences(here, tokenizer, asked, replies)
    clear = sum(difference.gap >= agree.CLOSE for difference in found)
    return {"prompts": n, "equal": n - len(found), "clear_divergences": clear, "largest_difference": furthest}


def training_step(name: str = "lab-nano", *, device: str = "cuda") -> dict[str, float]:
    """Loss of the first three training steps from the same weights on the CPU and `device`, in float32, and the largest
    relative difference."""
    config = replace(configs.read(name), stage_batches=tuple(2048 for _ in configs.read(name).stage_batches))
    tokenizer = train.first_tokenizer(replace(config, tokenizer_of="lab-nano"))
    losses: list[list[float]] = []
    first: dict[str, Any] = {}
    for where in ("cpu", device):
        run = train.start(config, tokenizer, where)
        run.bf16 = False
        first = first or {k: v.clone() for k, v in run.model.state_dict().items()}
        run.model.load_state_dict(first)
        losses.append([float(train.advance(run)["loss"]) for _ in range(3)])
    worst = max(abs(a - b) / a for a, b in zip(*losses, strict=True))
    return {"largest_relative_difference": worst, "last_loss": losses[1][-1]}


def rates(
    model: Any, tokenizer: Tokenizer, streams: tuple[int, ...] = (1, 8, 32), rounds: int = 3, *, device: str = "cuda"
) -> dict[str, Any]:
    """New tokens per second of transformers' generate on the CPU and on `device` at several batch sizes: medians of
    interleaved rounds, and their ratio."""
    import torch

    arms = (("cpu", model.to("cpu")), (device, copy.deepcopy(model).to(device)))
    found: dict[str, dict[str, float]] = {}
    for n in streams:
        ids = torch.tensor([tokenizer.encode(prompts(5)[0]).ids[:128]] * n)
        taken: list[list[float]] = [[], []]
        for turn in range(rounds + 1):
            for (where, arm), rate in zip(arms, taken, strict=True):
                began = time.perf_counter()
                made = arm.generate(input_ids=ids.to(where), attention_mask=torch.ones_like(ids).to(where),
                                    max_new_tokens=64, min_new_tokens=64, do_sample=False, pad_token_id=0)  # fmt: skip
                made.cpu()
                if turn:  # the first one warms up
                    rate.append(64 * n / (time.perf_counter() - began))
        here, there = (sorted(rate)[len(rate) // 2] for rate in taken)
        found[f"streams_{n}"] = {"cpu": round(here), "device": round(there), "ratio": there / here}
    return found


def main(argv: list[str]) -> int:
    """`lab gpu [NAME...] [--out FILE]`: run the checks and write the record. Returns 1 when a check failed."""
    parser = argparse.ArgumentParser(prog="lab gpu", description="Checks that need a CUDA device.")
    parser.add_argument("names", nargs="*", help="shipped models or folders (default: all generators)")
    parser.add_argument("--out", type=Path, help="default: data/records/gpu.json")
    options = parser.parse_args(argv)
    import torch

    if not torch.cuda.is_available():
        raise LabError("torch sees no CUDA device", "use a machine with an NVIDIA GPU and a CUDA build of torch")
    record: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(), "device": torch.cuda.get_device_name(0),
        "host": train.hardware("cpu"), "torch": torch.__version__, "training_step": training_step(), "models": {},
    }  # fmt: skip
    passed = record["training_step"]["largest_relative_difference"] < 1e-3
    for name in options.names or shipped.generators():
        folder = models.verify(name)
        model, _ = models.load(folder)
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        found = agreement(model, tokenizer)
        record["models"][folder.name] = {"agreement": found, "rates": rates(model, tokenizer)}
        passed &= not found["clear_divergences"]
    text = json.dumps(record, indent=1) + "\n"
    (options.out or settings.repo_root() / "data" / "records" / "gpu.json").write_text(text, encoding="utf-8")
    print(text)
    return 0 if passed else 1
