"""`lab train NAME... [--minutes M] [--resume]`: train a lab model on CPU or CUDA, resumable at any step.

State lives under the lab home (`training/NAME/`), never in the repository. A resumed run continues with the same
losses as an uninterrupted one: batches depend on (seed, step) only, optimiser and RNG states are stored.
Muon (Jordan et al. 2024) moves the matrices, AdamW embeddings and norms.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import random
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from labsupport import models, settings
from labsupport.errors import LabError
from labsupport.models import checkpoints, corpus
from labsupport.models import config as configs
from labsupport.models import tokenizer as tok
from labsupport.models.batches import Batch, batch, encode
from labsupport.models.config import ModelConfig
from labsupport.models.examples import Example
from labsupport.models.guide import Guide

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM


FIRST_KEPT = 2**21  # tokens, of the first intermediate checkpoint


def state_dir(name: str) -> Path:
    """Where the training state of a model lives on this machine."""
    return settings.load().home / "training" / name


def rate(config: ModelConfig, step: int, done: float) -> float:
    """Learning-rate factor in [0, 1] when `done` times `total_tokens` are over: warm-up, then constant, then a linear
    cool-down over the last `cooldown_share`; beyond 1 the same at `second_rate`, without the warm-up."""
    if done >= 1 and config.second_tokens:
        left = 1 - (done - 1) * config.total_tokens / config.second_tokens
        return config.second_rate * min(1.0, max(0.0, left) / config.cooldown_share)
    warm = min(1.0, (step + 1) / max(1, config.warmup_steps))
    return warm * min(1.0, max(0.0, 1.0 - done) / config.cooldown_share)


@dataclass
class Run:
    """A training run in memory."""

    config: ModelConfig
    tokenizer: Tokenizer
    model: LlamaForCausalLM
    optimizers: list[torch.optim.Optimizer]
    device: str
    bf16: bool
    hardware: str  # what it was trained on, in words
    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    averaged: bool = False  # whether the second part has begun
    limit: float | None = None  # seconds at which a run that goes by the clock ends
    guide: Guide | None = None  # of the heads that are told where to look, from the first step on
    compiled: Any = None  # the model's body as torch.compile made it, for steps of one shape
    curve: list[dict[str, float]] = field(default_factory=list)
    skills: list[dict[str, float]] = field(default_factory=list)


def fast_bf16(device: str) -> bool:
    """Whether matrix products in bfloat16 are faster than in float32: on CUDA, and on CPUs with instructions for it."""
    if device == "cuda":
        return True
    try:
        return "bf16" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False


def hardware(device: str) -> str:
    """The machine in words: processor or accelerator, threads used."""
    import torch

    if device == "cuda":
        return str(torch.cuda.get_device_name(0))
    name = platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    return f"{torch.get_num_threads()} CPU thread(s), {name}"


def first_tokenizer(config: ModelConfig, file: Path | None = None) -> Tokenizer:
    """The tokenizer in `file`, or of the model that the configuration names, or one learned from generated texts."""
    from tokenizers import Tokenizer

    if file or config.tokenizer_of:
        return Tokenizer.from_file(str(file or models.verify(config.tokenizer_of) / "tokenizer.json"))
    print("learning the tokenizer ...", flush=True)
    return tok.train(corpus.tokenizer_texts(), config.vocab_size)


def start(config: ModelConfig, tokenizer: Tokenizer, device: str = "cpu") -> Run:
    """A fresh run: model initialised from the seed, or as the model was shipped that it starts from; optimisers empty.

    Raises LabError when that model is unknown, damaged or of another shape.
    """
    import torch
    import transformers

    torch.manual_seed(config.seed)
    llama: Any = transformers.LlamaForCausalLM
    model: Any = llama(config.llama())
    if config.starts_from:
        weights = checkpoints.named(config.starts_from).state_dict()
        if {n: w.shape for n, w in weights.items()} != {n: w.shape for n, w in model.state_dict().items()}:
            raise LabError(f"{config.name} has another shape than {config.starts_from}, which it starts from",
                           "give both configurations the same sizes")  # fmt: skip
        model.load_state_dict(weights)
    model.to(device)
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and "embed" not in n and "lm_head" not in n]
    chosen = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.Muon(matrices, lr=config.muon_lr, weight_decay=0.0),
        torch.optim.AdamW(rest, lr=config.adamw_lr, betas=(0.9, 0.95), weight_decay=0.0),
    ]
    return Run(config, tokenizer, model, optimizers, device, fast_bf16(device), hardware(device))


def average(run: Run) -> None:
    """Begin the second part: weights become an average of themselves and of those at the start, which keeps skills that
    the new ones displaced (Wortsman et al. 2022, arXiv 2109.01903)."""
    import torch

    before = checkpoints.named(run.config.starts_from).state_dict()
    with torch.no_grad():
        for name, weight in run.model.named_parameters():
            weight.lerp_(before[name].to(weight.device), 1 - run.config.second_share)
    run.averaged = True


def hidden(run: Run, ids: torch.Tensor, parts: torch.Tensor, *, body: Any = None) -> torch.Tensor:
    """Last hidden states [rows, length, width]; an example sees only itself and counts its positions from 0.

    `body` stands for the model without its output layer, where it was compiled.
    """
    import torch

    length = ids.shape[1]
    seen = (parts[:, :, None] == parts[:, None, :]) & torch.ones(
        length, length, dtype=torch.bool, device=ids.device
    ).tril()
    at = torch.arange(length, device=ids.device).expand_as(parts)
    first = torch.ones_like(parts, dtype=torch.bool)
    first[:, 1:] = parts[:, 1:] != parts[:, :-1]
    places = at - torch.where(first, at, 0).cummax(dim=1).values
    base: Any = run.model.model if body is None else body
    with torch.autocast(run.device, dtype=torch.bfloat16, enabled=run.bf16):
        states = base(input_ids=ids, attention_mask=seen[:, None], position_ids=places, use_cache=False)
    return states.last_hidden_state  # type: ignore[no-any-return]


def advance(run: Run, made: Batch | None = None) -> dict[str, torch.Tensor]:
    """One optimiser step. Returns losses in nats a token, still on the device so that nothing waits for it: `loss` of
    all weighted tokens, `answer_loss` of answer tokens only, and `guided`, the sum of the losses on attention."""
    import torch
    import torch.nn.functional as F

    config = run.config
    if config.second_tokens and run.tokens >= config.total_tokens and not run.averaged:
        average(run)
    done = run.tokens / config.total_tokens
    factor = rate(config, run.step, max(done, run.seconds / run.limit) if run.limit else done)
    for optimizer, base in zip(run.optimizers, (config.muon_lr, config.adamw_lr), strict=True):
        for group in optimizer.param_groups:
            group["lr"] = base * factor
    made = made or batch(run.tokenizer, config, run.step)
    run.step += 1
    run.tokens += int((made.parts > 0).sum())
    weights = made.weights[:, 1:].ravel()
    chosen = np.flatnonzero(weights)  # found here: on the device it would be waited for
    ids, parts, where, scale, target = (
        torch.from_numpy(a).to(run.device, non_blocking=True)
        for a in (made.ids[:, :-1], made.parts[:, :-1], chosen, weights[chosen], made.ids[:, 1:].ravel()[chosen])
    )
    if config.pointer_weight and not run.guide:
        run.guide = Guide(run.model, config.pointer_heads, run.tokenizer)
    states = hidden(run, ids.long(), parts, body=run.compiled)
    with torch.autocast(run.device, dtype=torch.bfloat16, enabled=run.bf16):
        logits = run.model.lm_head(states.flatten(0, 1)[where])
    each = F.cross_entropy(logits.float(), target.long(), reduction="none")
    guided = sum(run.guide.losses(made).values(), torch.zeros(())) if run.guide else torch.zeros(())
    ((each * scale).sum() / scale.sum() + config.pointer_weight * guided).backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    for optimizer in run.optimizers:
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    with torch.no_grad():
        answer = (scale >= config.answer_weight).float()
        found = {"loss": each.mean(), "answer_loss": (each * answer).sum() / answer.sum()}
        return found | {"guided": guided.detach()} if run.guide else found


def exact(run: Run, examples: Sequence[Example], rows: int = 48) -> list[bool]:
    """Whether greedy decoding gives each example's answer, end mark included, found in one pass: the answer is exact
    when every one of its tokens is the likeliest after the true ones before it."""
    import torch

    nothing, right = random.Random(0), list[bool]()
    run.model.train(False)
    for first in range(0, len(examples), rows):
        rows_ = [encode(run.tokenizer, e, 2.0, 0.0, nothing) for e in examples[first : first + rows]]
        width = max(len(r.ids) for r in rows_)
        ids = torch.tensor([r.ids + [0] * (width - len(r.ids)) for r in rows_], device=run.device)
        mark = torch.tensor([r.weights + [0.0] * (width - len(r.ids)) for r in rows_], device=run.device)[:, 1:] == 2.0
        with torch.no_grad():
            states = hidden(run, ids[:, :-1], torch.ones_like(ids[:, :-1]))
            wrong = torch.zeros_like(mark)
            wrong[mark] = run.model.lm_head(states[mark].float()).argmax(-1) != ids[:, 1:][mark]
        right += [not bool(row.any()) for row in wrong]
    run.model.train()
    return right


def probe(run: Run, n: int = 48) -> dict[str, float]:
    """Exact match on held-out worlds for each skill: one point of the skill curve."""
    found = {name: exact(run, corpus.held_out(name, n, passages=p)) for name, p in corpus.PROBES.items()}
    return {"tokens": run.tokens, **{k: round(sum(v) / len(v), 3) for k, v in found.items()}}


def save(run: Run, folder: Path) -> None:
    """Write the whole state atomically: an interrupted save leaves the previous state intact."""
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    state = {
        "config": configs.to_dict(run.config), "tokenizer": run.tokenizer.to_str(), "model": run.model.state_dict(),
        "optimizers": [o.state_dict() for o in run.optimizers], "step": run.step, "tokens": run.tokens,
        "seconds": run.seconds, "curve": run.curve, "skills": run.skills, "averaged": run.averaged,
        "torch_rng": torch.get_rng_state(), "python_rng": random.getstate(), "hardware": run.hardware,
    }  # fmt: skip
    partial = folder / "state.pt.partial"
    torch.save(state, partial)
    os.replace(partial, folder / "state.pt")
    curve = folder / "curve.json.partial"
    curve.write_text(json.dumps({"curve": run.curve, "skills": run.skills}) + "\n", encoding="utf-8")
    os.replace(curve, folder / "curve.json")


def finish(run: Run, folder: Path) -> Path:
    """Write `final.pt`: what an export needs, weights in bfloat16 and no optimiser. Returns its path."""
    import torch

    state = {
        "config": configs.to_dict(run.config), "tokenizer": run.tokenizer.to_str(),
        "model": {n: p.to("cpu", torch.bfloat16) for n, p in run.model.state_dict().items() if n != "lm_head.weight"},
        "step": run.step, "tokens": run.tokens, "seconds": run.seconds, "curve": run.curve, "skills": run.skills,
        "hardware": run.hardware,
    }  # fmt: skip
    torch.save(state, folder / "final.pt.partial")
    os.replace(folder / "final.pt.partial", folder / "final.pt")
    return folder / "final.pt"


def _read(path: Path, device: str) -> tuple[dict[str, Any], Run]:
    import torch
    from tokenizers import Tokenizer

    if not path.exists():
        raise LabError(f"there is no training state at {path}", "train first, or start without --resume")
    try:
        state = torch.load(path, map_location=device, weights_only=False)
        config = configs.from_dict(state["config"])
    except Exception as error:
        raise LabError(f"the training state {path} cannot be read ({type(error).__name__}: {error})",
                       "delete it and start without --resume") from None  # fmt: skip
    run = start(config, Tokenizer.from_str(state["tokenizer"]), device)
    run.model.load_state_dict(state["model"], strict=False)  # of two tied matrices one is enough
    run.model.tie_weights()
    for name in ("step", "tokens", "seconds", "curve", "skills", "hardware"):
        setattr(run, name, state[name])
    run.averaged = state.get("averaged", False)
    return state, run


def resume(folder: Path, device: str = "cpu") -> Run:
    """Continue from `folder/state.pt`. Raises LabError when there is none or it cannot be read."""
    import torch

    state, run = _read(folder / "state.pt", device)
    for optimizer, saved in zip(run.optimizers, state["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    torch.set_rng_state(state["torch_rng"].cpu())
    random.setstate(state["python_rng"])
    here = hardware(device)
    run.hardware += "" if here in run.hardware else f"; {here}"
    return run


def finished(folder: Path) -> Run:
    """The run that `finish` wrote, for evaluation and export on the CPU. Raises LabError as `resume` does."""
    return _read(folder / "final.pt", "cpu")[1]


def _make(text: str, config: ModelConfig, first: int, stride: int, queue: Any) -> None:
    """A worker: the batches `first`, `first + stride`, ... in order."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(text)
    for step in itertools.count(first, stride):
        queue.put(batch(tokenizer, config, step))


def feed(run: Run, workers: int) -> Iterator[Batch]:
    """Batches from the run's step on, made by `workers` processes ahead of time, or one by one when there are none.

    Raises RuntimeError when a worker has died.
    """
    if not workers:
        for step in itertools.count(run.step):
            yield batch(run.tokenizer, run.config, step)
    from multiprocessing import get_context
    from queue import Empty

    spawn = get_context("spawn")  # a fork would copy torch's threads in an unknown state
    queues = [spawn.Queue(3) for _ in range(workers)]
    text = run.tokenizer.to_str()
    makers = [
        spawn.Process(target=_make, args=(text, run.config, run.step + i, workers, q), daemon=True)
        for i, q in enumerate(queues)
    ]
    try:
        for maker in makers:
            maker.start()
        for maker, queue in itertools.cycle(zip(makers, queues, strict=True)):
            while True:
                try:
                    made = queue.get(timeout=5)
                    break
                except Empty:
                    if not maker.is_alive():
                        raise RuntimeError(f"a process that makes batches ended with code {maker.exitcode}") from None
            yield made
    finally:
        for maker in makers:
            maker.terminate()


def train(
    runs: Sequence[Run], folders: Sequence[Path], *, minutes: float | None = None, save_every_s: float = 45.0,
    workers: int = 0,
) -> None:  # fmt: skip
    """Train models side by side on the same batches until the token budget or `minutes` are used up.

    States are saved and skills probed on the way. Raises LabError when the runs cannot share batches.
    """
    from tqdm import tqdm

    for run in runs[1:]:
        if _shared(run) != _shared(runs[0]):
            raise LabError(
                f"{run.config.name} and {runs[0].config.name} do not see the same batches",
                "give both the same tokenizer, seed, mixture, stages and step, or train one by one",
            )
    first, config = runs[0], runs[0].config
    began = saved = time.monotonic()
    before = first.seconds
    recent: list[list[dict[str, torch.Tensor]]] = [[] for _ in runs]
    batches = feed(first, workers)
    stop: list[int] = []  # a signal ends the sitting after the step at hand, with its state saved
    before_signal = signal.signal(signal.SIGTERM, lambda number, _: stop.append(number))
    with tqdm(total=config.all_tokens, initial=first.tokens, unit="tok", unit_scale=True, ascii=True) as bar:
        while first.tokens < config.all_tokens:
            tokens, made = first.tokens, next(batches)
            for run, losses in zip(runs, recent, strict=True):
                losses.append(advance(run, made))
            bar.update(first.tokens - tokens)
            now = time.monotonic()
            for run, folder, losses in zip(runs, folders, recent, strict=True):
                run.seconds = before + now - began
                if run.step % 10 == 0:
                    means = {k: sum(float(r[k]) for r in losses) / len(losses) for k in losses[0]}
                    losses.clear()
                    run.curve.append({"step": run.step, "tokens": run.tokens, "seconds": round(run.seconds, 1),
                                      **{k: round(v, 4) for k, v in means.items()}})  # fmt: skip
                    bar.set_postfix({k: f"{v:.3f}" for k, v in means.items()})
                doubled = tokens.bit_length() < run.tokens.bit_length() and run.tokens >= FIRST_KEPT
                if doubled:
                    checkpoints.write(dict(run.model.named_parameters()), folder, run.tokens, run.step)
                if doubled or tokens // config.probe_tokens < run.tokens // config.probe_tokens:
                    run.skills.append(probe(run))
                    tqdm.write(json.dumps({"name": run.config.name, **run.skills[-1]}))
            ending = stop or (minutes is not None and now - began > minutes * 60)
            if ending or now - saved > save_every_s:
                for run, folder in zip(runs, folders, strict=True):
                    save(run, folder)
                saved = now
            if ending:
                break
    signal.signal(signal.SIGTERM, before_signal)
    batches.close()  # type: ignore[attr-defined]
    for run, folder in zip(runs, folders, strict=True):
        save(run, folder)
        finish(run, folder)


def _shared(run: Run) -> tuple[object, ...]:
    """What decides the batches of a run."""
    c = run.config
    return (run.tokenizer.to_str(), run.step, c.seed, c.mixture, c.stage_steps, c.stage_lengths, c.stage_batches,
            c.answer_weight, c.prompt_share, bool(c.pointer_weight), c.number_weight)  # fmt: skip


@contextmanager
def without_denormals() -> Iterator[None]:
    """Numbers below the normal range, with which a CPU computes slowly, are zero: in this thread and in those that are
    started here. Everything else in a process may count on them, so it ends with the block."""
    import torch

    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


def main(argv: list[str]) -> int:
    """`lab train NAME... [--minutes M] [--resume] [--export]`."""
    parser = argparse.ArgumentParser(prog="lab train", description="Train lab models from their configurations.")
    parser.add_argument("names", nargs="+", metavar="NAME",
                        help=f"one of: {', '.join(configs.names())}; several share their batches")  # fmt: skip
    parser.add_argument("--minutes", type=float, help="stop after this many minutes; --resume continues later")
    parser.add_argument("--clock", action="store_true", help="cool down so that the run is complete after --minutes")
    parser.add_argument("--state", type=Path, help="folder of the training states (default: under the lab home)")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches ahead of time")
    parser.add_argument("--tokenizer", type=Path, help="a tokenizer.json to use instead of the configuration's")
    parser.add_argument("--resume", action="store_true", help="continue from the state")
    parser.add_argument("--compile", action="store_true", help="faster steps; needs a C++ compiler, a minute a stage")
    parser.add_argument("--export", action="store_true", help="evaluate, then write data/models/NAME and its card")
    parser.add_argument("--note", default="", help="a sentence for the model card, with --export")
    options = parser.parse_args(argv)
    if options.clock and not options.minutes:
        raise LabError("--clock needs the minutes to go by", "add --minutes M")
    chosen = {name: configs.read(name) for name in options.names}
    if options.clock and any(c.second_tokens for c in chosen.values()):
        raise LabError("a run in two parts goes by its tokens, not by the clock", "leave out --clock")
    if options.compile and any(c.pointer_weight for c in chosen.values()):
        raise LabError("compiled steps do not show what heads look at, and the configuration tells them where to look",
                       "leave out --compile, or set pointer_weight = 0")  # fmt: skip
    folders = {name: options.state / name if options.state else state_dir(name) for name in chosen}
    if options.export:
        from labsupport.models import export

        for folder in folders.values():
            export.export(finished(folder), checkpoints_from=folder, note=options.note)
        return 0
    import torch

    with without_denormals():
        device = "cuda" if torch.cuda.is_available() else "cpu"
        runs = [_begin(config, folders[name], device, options) for name, config in chosen.items()]
        for run in runs:
            run.limit = run.seconds + 60 * options.minutes if options.clock else None
            run.compiled = torch.compile(run.model.model, dynamic=False) if options.compile else None
            print(f"{run.config.name}: {run.config.parameters:,} parameters on {run.hardware}, step {run.step}, "
                  f"state in {folders[run.config.name]}")  # fmt: skip
        train(runs, list(folders.values()), minutes=options.minutes, workers=options.workers)
    return 0


def _begin(config: ModelConfig, folder: Path, device: str, options: argparse.Namespace) -> Run:
    """A fresh or resumed run. Raises LabError where a state is in the way, missing, or of another shape."""
    if not options.resume:
        if (folder / "state.pt").exists():
            raise LabError(f"{folder} already holds a training state", "continue with --resume, or delete the folder")
        return start(config, first_tokenizer(config, options.tokenizer), device)
    run = resume(folder, device)
    shape = ("vocab_size", "hidden_size", "layers", "heads", "kv_heads", "intermediate_size", "rope_theta")
    if any(getattr(run.config, k) != getattr(config, k) for k in shape):
        raise LabError(f"{folder} was trained with another shape than {config.name}.toml", "delete it and start anew")
    run.config = config  # the schedule may change between sittings, the shape may not
    return run
