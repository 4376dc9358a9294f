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
from labsupport.models import config as configs
from labsupport.models import corpus, evaluate, train
from labsupport.models import tokenizer as tok

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLOSE = 1e-3  # of two logits
SKILLS = ("fact:qa", "text:qa", "fact:json", "tool", "claim")


def prompts(n: int = 100) -> list[str]:
    """ChatML prompts of held-out worlds, skill by skill."""
    made = [e for skill in SKILLS for e in corpus.held_out(skill, -(-n // len(SKILLS)))][:n]
    return [tok.chatml([{"role": r, "content": c} for r, c in e.messages], tools=e.tools) for e in made]


def agreement(model: Any, tokenizer: Tokenizer, n: int = 100) -> dict[str, float]:
    """Greedy answers of a float32 model on CPU and CUDA: prompts, equal answers, divergences between clear logits, and
    the largest difference of a logit at the end of a prompt."""
    import torch

    cpu, cuda = model.to("cpu"), copy.deepcopy(model).to("cuda")
    asked = prompts(n)
    left = evaluate.answer(cpu, tokenizer, asked, max_new=64)
    right = evaluate.answer(cuda, tokenizer, asked, max_new=64)
    unclear, furthest = 0, 0.0
    for prompt, a, b in zip(asked, left, right, strict=True):
        ids = torch.tensor([tokenizer.encode(prompt).ids])
        with torch.no_grad():
            one = cpu(input_ids=ids).logits[0, -1]
            furthest = max(furthest, float((one - cuda(input_ids=ids.cuda()).logits[0, -1].cpu()).abs().max()))
        if a != b:
            same = tokenizer.encode(prompt + _common(a, b)).ids
            with torch.no_grad():
                best = cpu(input_ids=torch.tensor([same])).logits[0, -1].topk(2).values
            unclear += float(best[0] - best[1]) < CLOSE
    equal = sum(a == b for a, b in zip(left, right, strict=True))
    return {"prompts": n, "equal": equal, "clear_divergences": n - equal - unclear, "largest_difference": furthest}


def _common(a: str, b: str) -> str:
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:at]


def training_step(name: str = "lab-nano") -> dict[str, float]:
    """Loss of the first three training steps from the same weights on both devices, in float32, and the largest
    relative difference."""
    config = replace(configs.read(name), stage_batches=tuple(2048 for _ in configs.read(name).stage_batches))
    tokenizer = train.first_tokenizer(replace(config, tokenizer_of="lab-nano"))
    losses: dict[str, list[float]] = {}
    first: dict[str, Any] = {}
    for device in ("cpu", "cuda"):
        run = train.start(config, tokenizer, device)
        run.bf16 = False
        first = first or {k: v.clone() for k, v in run.model.state_dict().items()}
        run.model.load_state_dict(first)
        losses[device] = [float(train.advance(run)["loss"]) for _ in range(3)]
    worst = max(abs(a - b) / a for a, b in zip(losses["cpu"], losses["cuda"], strict=True))
    return {"largest_relative_difference": worst, "last_loss": losses["cuda"][-1]}


def rates(model: Any, tokenizer: Tokenizer, streams: tuple[int, ...] = (1, 8, 32), rounds: int = 3) -> dict[str, Any]:
    """New tokens per second of transformers' generate on both devices at several batch sizes: medians and ratio."""
    import torch

    arms = {"cpu": model.to("cpu"), "cuda": copy.deepcopy(model).to("cuda")}
    found: dict[str, dict[str, float]] = {}
    for n in streams:
        ids = torch.tensor([tokenizer.encode(prompts(5)[0]).ids[:128]] * n)
        taken: dict[str, list[float]] = {"cpu": [], "cuda": []}
        for turn in range(rounds + 1):
            for device, arm in arms.items():
                began = time.perf_counter()
                made = arm.generate(input_ids=ids.to(device), attention_mask=torch.ones_like(ids).to(device),
                                    max_new_tokens=64, min_new_tokens=64, do_sample=False, pad_token_id=0)  # fmt: skip
                made.cpu()
                if turn:  # the first one warms up
                    taken[device].append(64 * n / (time.perf_counter() - began))
        median = {d: sorted(v)[len(v) // 2] for d, v in taken.items()}
        found[f"streams_{n}"] = {**{d: round(v) for d, v in median.items()}, "ratio": median["cuda"] / median["cpu"]}
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
    for name in options.names or [n for n in models.names() if (models.path(n) / "generation_config.json").exists()]:
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
