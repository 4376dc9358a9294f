"""`lab train NAME [--minutes M] [--resume]`: train a lab model on CPU or CUDA, resumable at any step.

State lives under the lab home (`training/NAME/`), never in the repository. A resumed run continues with the same
losses as an uninterrupted one: batches depend on (seed, step) only, optimiser and RNG states are stored.
Muon (Jordan et al. 2024) moves the matrices, AdamW embeddings and norms.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport import settings
from labsupport.errors import LabError
from labsupport.models import config as configs
from labsupport.models import corpus
from labsupport.models import tokenizer as tok
from labsupport.models.config import ModelConfig

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM


def state_dir(name: str) -> Path:
    """Where the training state of a model lives on this machine."""
    return settings.load().home / "training" / name


def encode(tokenizer: Tokenizer, example: corpus.Example, answer_weight: float) -> tuple[list[int], list[float]]:
    """Token ids and loss weights of one example: `answer_weight` on the answer and its end mark, 1 elsewhere."""
    if not example.messages:
        ids = [*tokenizer.encode(example.answer).ids, 0]
        return ids, [1.0] * len(ids)
    prompt = tok.chatml([{"role": r, "content": c} for r, c in example.messages])
    head = tokenizer.encode(prompt).ids
    tail = [*tokenizer.encode(example.answer).ids, 2]  # 2 = <|im_end|>
    return head + tail, [1.0] * len(head) + [answer_weight] * len(tail)


def batch(tokenizer: Tokenizer, config: ModelConfig, step: int, progress: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Packed ids and weights of one step, both [rows, sequence_length + 1]; padding has weight 0.

    Rows are filled best-fit from a small pool of examples, so that few positions are padding.
    """
    import torch

    length = config.sequence_length + 1
    rows = max(1, config.batch_tokens // config.sequence_length)
    stream = corpus.examples(config.seed, step, progress)
    pool: list[tuple[list[int], list[float]]] = []
    ids, weights = torch.zeros(rows, length, dtype=torch.long), torch.zeros(rows, length)
    for row in range(rows):
        used = 0
        while True:
            while len(pool) < 12:
                made = encode(tokenizer, next(stream), config.answer_weight)
                if len(made[0]) <= length:
                    pool.append(made)
            fitting = [i for i, (tokens, _) in enumerate(pool) if used + len(tokens) <= length]
            if not fitting:
                break
            pick = fitting[0] if used == 0 else max(fitting, key=lambda i: len(pool[i][0]))
            tokens, weight = pool.pop(pick)
            ids[row, used : used + len(tokens)] = torch.tensor(tokens)
            weights[row, used : used + len(tokens)] = torch.tensor(weight)
            used += len(tokens)
    return ids, weights


def rate(config: ModelConfig, step: int, tokens: int) -> float:
    """Learning-rate factor in [0, 1]: warm-up, constant, linear cool-down over the last `cooldown_share`."""
    warm = min(1.0, (step + 1) / max(1, config.warmup_steps))
    left = max(0.0, 1.0 - tokens / config.total_tokens)
    return warm * min(1.0, left / config.cooldown_share)


@dataclass
class Run:
    """A training run in memory."""

    config: ModelConfig
    tokenizer: Tokenizer
    model: LlamaForCausalLM
    optimizers: list[torch.optim.Optimizer]
    device: str
    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    curve: list[dict[str, float]] | None = None


def start(config: ModelConfig, tokenizer: Tokenizer, device: str = "cpu") -> Run:
    """A fresh run: model initialised from the seed, optimisers empty."""
    import torch
    import transformers

    torch.manual_seed(config.seed)
    llama: Any = transformers.LlamaForCausalLM
    model: Any = llama(config.llama())
    model.to(device)
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and "embed" not in n and "lm_head" not in n]
    chosen = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.Muon(matrices, lr=config.muon_lr, weight_decay=0.0),
        torch.optim.AdamW(rest, lr=config.adamw_lr, betas=(0.9, 0.95), weight_decay=0.0),
    ]
    return Run(config, tokenizer, model, optimizers, device, curve=[])


def advance(run: Run) -> dict[str, float]:
    """One optimiser step. Returns losses in nats a token: of all tokens, and of answer tokens only."""
    import torch
    import torch.nn.functional as F

    config = run.config
    factor = rate(config, run.step, run.tokens)
    for optimizer, base in zip(run.optimizers, (config.muon_lr, config.adamw_lr), strict=True):
        for group in optimizer.param_groups:
            group["lr"] = base * factor
    ids, weights = batch(run.tokenizer, config, run.step, min(1.0, run.tokens / config.total_tokens))
    ids, weights = ids.to(run.device), weights.to(run.device)
    with torch.autocast(run.device, dtype=torch.bfloat16, enabled=run.device == "cuda"):
        logits = run.model(input_ids=ids[:, :-1], use_cache=False).logits
    each = F.cross_entropy(logits.float().flatten(0, 1), ids[:, 1:].flatten(), reduction="none")
    scale = weights[:, 1:].flatten()
    loss = (each * scale).sum() / scale.sum()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    for optimizer in run.optimizers:
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    run.step += 1
    run.tokens += int((scale > 0).sum())
    answer = scale == config.answer_weight
    with torch.no_grad():
        return {"loss": float(each[scale > 0].mean()), "answer_loss": float(each[answer].mean())}


def save(run: Run, folder: Path) -> None:
    """Write the whole state atomically: an interrupted save leaves the previous state intact."""
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    state = {
        "config": configs.to_dict(run.config), "tokenizer": run.tokenizer.to_str(), "model": run.model.state_dict(),
        "optimizers": [o.state_dict() for o in run.optimizers], "step": run.step, "tokens": run.tokens,
        "seconds": run.seconds, "curve": run.curve, "torch_rng": torch.get_rng_state(), "python_rng": random.getstate(),
    }  # fmt: skip
    partial = folder / "state.pt.partial"
    torch.save(state, partial)
    os.replace(partial, folder / "state.pt")
    curve = folder / "curve.json.partial"
    curve.write_text(json.dumps(run.curve) + "\n", encoding="utf-8")
    os.replace(curve, folder / "curve.json")


def resume(folder: Path, device: str = "cpu") -> Run:
    """Continue from `folder/state.pt`. Raises LabError when there is none or it cannot be read."""
    import torch
    from tokenizers import Tokenizer

    path = folder / "state.pt"
    if not path.exists():
        raise LabError(f"there is no training state at {path}", "start without --resume")
    try:
        state = torch.load(path, map_location=device, weights_only=False)
        config = configs.from_dict(state["config"])
    except Exception as error:
        raise LabError(f"the training state {path} cannot be read ({type(error).__name__}: {error})",
                       "delete it and start without --resume") from None  # fmt: skip
    run = start(config, Tokenizer.from_str(state["tokenizer"]), device)
    run.model.load_state_dict(state["model"])
    for optimizer, saved in zip(run.optimizers, state["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    run.step, run.tokens, run.seconds, run.curve = state["step"], state["tokens"], state["seconds"], state["curve"]
    torch.set_rng_state(state["torch_rng"].cpu())
    random.setstate(state["python_rng"])
    return run


def train(run: Run, folder: Path, *, minutes: float | None = None, save_every_s: float = 45.0) -> None:
    """Train until the token budget or `minutes` are used up, saving as it goes."""
    from tqdm import tqdm

    began = saved = time.monotonic()
    before = run.seconds
    recent: list[dict[str, float]] = []
    with tqdm(total=run.config.total_tokens, initial=run.tokens, unit="tok", unit_scale=True, ascii=True) as bar:
        while run.tokens < run.config.total_tokens:
            tokens = run.tokens
            recent.append(advance(run))
            bar.update(run.tokens - tokens)
            now = time.monotonic()
            run.seconds = before + now - began
            if run.step % 10 == 0:
                means = {k: sum(r[k] for r in recent) / len(recent) for k in recent[0]}
                recent.clear()
                bar.set_postfix({k: f"{v:.3f}" for k, v in means.items()})
                assert run.curve is not None
                run.curve.append({"step": run.step, "tokens": run.tokens, "seconds": round(run.seconds, 1),
                                  **{k: round(v, 4) for k, v in means.items()}})  # fmt: skip
            if now - saved > save_every_s:
                save(run, folder)
                saved = now
            if minutes is not None and now - began > minutes * 60:
                break
    save(run, folder)


def main(argv: list[str]) -> int:
    """`lab train NAME [--minutes M] [--resume] [--export]`."""
    parser = argparse.ArgumentParser(prog="lab train", description="Train a lab model from its configuration.")
    parser.add_argument("name", help=f"one of: {', '.join(configs.names())}")
    parser.add_argument("--minutes", type=float, help="stop after this many minutes; --resume continues later")
    parser.add_argument("--resume", action="store_true", help="continue from the state under the lab home")
    parser.add_argument("--export", action="store_true", help="evaluate, then write data/models/NAME and its card")
    parser.add_argument("--note", default="", help="a sentence for the model card, with --export")
    options = parser.parse_args(argv)
    config = configs.read(options.name)
    folder = state_dir(config.name)
    if (folder / "state.pt").exists() and not (options.resume or options.export):
        raise LabError(f"{folder} already holds a training state", "continue with --resume, or delete the folder")
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    if not (options.resume or options.export):
        print("learning the tokenizer ...", flush=True)
        run = start(config, tok.train(corpus.tokenizer_texts(), config.vocab_size), device)
    else:
        run = resume(folder, device)
        shape = ("vocab_size", "hidden_size", "layers", "heads", "kv_heads", "intermediate_size", "rope_theta")
        if any(getattr(run.config, k) != getattr(config, k) for k in shape):
            raise LabError(
                f"{folder} was trained with another shape than {config.name}.toml", "delete it and start anew"
            )
        run.config = config  # the schedule may change between sittings, the shape may not
    if not options.export:
        print(f"{config.name}: {config.parameters:,} parameters on {device}, step {run.step}, state in {folder}")
        train(run, folder, minutes=options.minutes)
    if options.export:
        from labsupport.models import export

        export.export(run, note=options.note)
    return 0
