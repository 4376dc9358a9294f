"""`lab train-vision`: train the encoder in front of a lab model, and adapters in it, by the clock, resumable.

Batches depend on (seed, step) only; worker processes draw them ahead of time into shared memory. The loss is that of
the language model's answer tokens plus that of linear heads on patches and queries, which are dropped afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional as F

from labsupport import models, settings
from labsupport.errors import LabError
from labsupport.models import checkpoints
from labsupport.models import train as language
from labsupport.models.vision import data, feed
from labsupport.models.vision.data import Batch, Plan
from labsupport.models.vision.model import (
    ADAPTERS,
    Encoder,
    TrainingHeads,
    VisionConfig,
    adapt,
    causal_attention,
    fingerprint,
    soft_prompt,
)

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM

PLACES = ("vit.row", "vit.column", "vit.queries")  # are embeddings, although they look like matrices
SHOWN = 20  # steps between two points of the curve, and between two readings of the losses


@dataclass(frozen=True)
class Recipe:
    """Rates of the optimisers, weight of the heads' loss, shape of the learning rate over the run."""

    muon_lr: float = 0.02
    adamw_lr: float = 2e-3  # of the adapters too
    rank: int = 8  # of the adapters
    heads_weight: float = 1.0
    warmup_steps: int = 40
    cooldown_share: float = 0.5


@dataclass
class Run:
    """A training run in memory."""

    encoder: Encoder
    heads: TrainingHeads
    adapters: torch.nn.ModuleDict  # are part of lm
    lm: LlamaForCausalLM
    tokenizer: Tokenizer
    optimizers: list[torch.optim.Optimizer]
    plan: Plan
    recipe: Recipe
    device: str
    bf16: bool  # products in bfloat16, and the language model's weights
    lm_sha256: str
    lm_name: str
    hardware: str
    step: int = 0
    pictures: int = 0
    seconds: float = 0.0
    limit: float = 0.0  # seconds at which the run ends
    curve: list[dict[str, float]] = field(default_factory=list)


def start(
    lm: LlamaForCausalLM, tokenizer: Tokenizer, plan: Plan, device: str = "cpu", *, recipe: Recipe | None = None,
    lm_name: str = "", bf16: bool | None = None,
) -> Run:  # fmt: skip
    """A fresh run in front of a language model, whose weights are frozen; the adapters are put into the model that is
    given. `bf16` is on where it is faster unless it is given."""
    from transformers import AttentionInterface

    recipe, bf16 = recipe or Recipe(), language.fast_bf16(device) if bf16 is None else bf16
    sha256 = fingerprint(lm)
    torch.manual_seed(plan.seed)
    embedding: Any = lm.get_input_embeddings()
    rms = float(embedding.weight.detach().float().square().mean().sqrt())
    made: Any = Encoder(VisionConfig(lm_width=lm.config.hidden_size), rms)
    encoder: Encoder = made.to(device=device, memory_format=torch.channels_last)  # what CUDA's convolutions like best
    heads = TrainingHeads(encoder.config).to(device)
    lm.requires_grad_(False)
    untyped: Any = lm
    untyped.to(device=device, dtype=torch.bfloat16 if bf16 else torch.float32)
    untyped.train(False)
    AttentionInterface.register("lab_vision", causal_attention)
    untyped.set_attn_implementation("lab_vision")
    adapters = adapt(lm, recipe.rank).to(device)
    matrices = [p for n, p in encoder.named_parameters() if p.ndim == 2 and n not in PLACES]
    chosen = {id(p) for p in matrices}
    rest = [p for p in (*encoder.parameters(), *heads.parameters(), *adapters.parameters()) if id(p) not in chosen]
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.Muon(matrices, lr=recipe.muon_lr, weight_decay=0.0),
        torch.optim.AdamW(rest, lr=recipe.adamw_lr, betas=(0.9, 0.95), weight_decay=0.0, fused=device == "cuda"),
    ]
    return Run(encoder, heads, adapters, lm, tokenizer, optimizers, plan, recipe, device, bf16, sha256, lm_name,
               language.hardware(device))  # fmt: skip


def advance(run: Run, made: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """One optimiser step. Returns losses in nats, the share of digits that the patches name and, unless the encoder
    still learns alone, that of totals that are right in every token (each after the true ones before it); all still on
    the device so that nothing waits for them."""
    factor = min(1.0, (run.step + 1) / run.recipe.warmup_steps)
    if run.limit:
        factor *= min(1.0, max(0.0, 1.0 - run.seconds / run.limit) / run.recipe.cooldown_share)
    for optimizer, full in zip(run.optimizers, (run.recipe.muon_lr, run.recipe.adamw_lr), strict=True):
        for group in optimizer.param_groups:
            group["lr"] = full * factor
    run.step += 1
    run.pictures += len(made["pixels"])
    alone = run.step <= run.plan.alone
    with torch.autocast(run.device, dtype=torch.bfloat16, enabled=run.bf16):
        states, queries = run.encoder.vit(made["pixels"])
        seen = run.heads.characters(states[run.encoder.config.read_at - 1]).reshape(-1, data.OTHER + 1)
        placed = states[run.encoder.config.placed_at - 1]
        roles, places = run.heads.roles(placed), run.heads.places(placed).reshape(-1, data.PLACES)
        spelled = run.heads.queries(queries)
        logits = None if alone else answers(run, made, run.encoder.projector(states[-1], queries))
    rare = torch.ones(data.OTHER + 1, device=seen.device)
    rare[0], rare[-1] = 0.1, 0.3  # most slots are empty, and letters need no name
    characters = F.cross_entropy(seen.float(), made["characters"].flatten().long(), weight=rare)
    role = F.cross_entropy(roles.flatten(0, -2).float(), made["roles"].flatten().long())
    rare = torch.ones(data.PLACES, device=seen.device)
    rare[0] = 0.1
    place = F.cross_entropy(places.float(), made["places"].flatten().long(), weight=rare)
    rare = torch.ones(spelled.shape[-1], device=seen.device)
    rare[0] = 0.2
    wanted = made["spelled"].long()
    spelling = F.cross_entropy(spelled.float().flatten(0, 1), wanted.flatten(), weight=rare)
    loss = run.recipe.heads_weight * (characters + role + place + spelling)
    digit = made["characters"].flatten()
    told = (digit > 0) & (digit <= 10)
    right = (seen.argmax(-1) == digit) & told
    total = (spelled.argmax(-1) == wanted)[:, : data.TOTAL_LENGTH].all(-1)
    out = {"characters": characters.detach(), "digits": right.sum() / told.sum(), "roles": role.detach(),
           "places": place.detach(), "spelling": spelling.detach(), "spelled": total.float().mean()}  # fmt: skip
    if logits is not None:
        target, owner = made["target"].long(), made["owner"].long()
        mean = F.cross_entropy(logits.float(), target)
        loss = loss + mean
        wrong = (logits.detach().argmax(-1) != target) & (owner >= 0)
        failed = torch.zeros(len(made["ids"]), device=seen.device).index_add(0, owner.clamp(min=0), wrong.float())
        out |= {"loss": mean.detach(), "exact": (failed == 0).float().mean()}
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_([*run.encoder.parameters(), *run.adapters.parameters()], 1.0)
    for optimizer in run.optimizers:
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    return out


def answers(run: Run, made: dict[str, torch.Tensor], tokens: torch.Tensor) -> torch.Tensor:
    """The language model's logits [n, vocabulary] where an answer's tokens are predicted, after the soft tokens."""
    base: Any = run.lm.model
    ids = made["ids"].long()
    inputs = soft_prompt(run.lm, made["head"], tokens, ids)
    hidden = base(inputs_embeds=inputs, use_cache=False).last_hidden_state[:, -ids.shape[1] :]
    logits: torch.Tensor = run.lm.lm_head(hidden.flatten(0, 1)[made["where"].long()])
    return logits


def to_device(made: Batch, head: torch.Tensor, device: str) -> dict[str, torch.Tensor]:
    """A copy of the batch on the device. From pinned memory the copy runs beside the computation."""
    out = {"head": head}
    for name, array in made._asdict().items():
        tensor = torch.from_numpy(np.asarray(array))
        if device == "cuda":
            out[name] = tensor.pin_memory().to(device, non_blocking=True)
        else:
            out[name] = tensor.clone()
    return out


def save(run: Run, folder: Path) -> None:
    """Write the whole state atomically: an interrupted save leaves the previous state intact."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {
        "encoder": run.encoder.state_dict(), "heads": run.heads.state_dict(),
        "adapters": run.adapters.state_dict(),
        "optimizers": [o.state_dict() for o in run.optimizers], "facts": facts(run),
    }  # fmt: skip
    partial = folder / "state.pt.partial"
    torch.save(state, partial)
    os.replace(partial, folder / "state.pt")
    curve = folder / "curve.json.partial"
    curve.write_text(json.dumps(run.curve) + "\n", encoding="utf-8")
    os.replace(curve, folder / "curve.json")


def facts(run: Run) -> dict[str, Any]:
    """What is known of a run beside its weights, as plain data."""
    return {
        "config": asdict(run.encoder.config), "plan": asdict(run.plan), "recipe": asdict(run.recipe), "step": run.step,
        "pictures": run.pictures, "seconds": run.seconds, "curve": run.curve, "hardware": run.hardware,
        "language_model": {"name": run.lm_name, "sha256": run.lm_sha256},
    }  # fmt: skip


def finish(run: Run, folder: Path) -> Path:
    """Write `final.safetensors`: encoder and adapters in bfloat16 without the heads, the facts of the run as its
    metadata."""
    from safetensors.torch import save_file

    parts = run.encoder.state_dict() | {ADAPTERS + n: p for n, p in run.adapters.state_dict().items()}
    weights = {n: p.detach().to("cpu", torch.bfloat16).contiguous() for n, p in parts.items()}
    save_file(weights, folder / "final.partial", metadata={"facts": json.dumps(facts(run))})
    os.replace(folder / "final.partial", folder / "final.safetensors")
    return folder / "final.safetensors"


def resume(lm: LlamaForCausalLM, tokenizer: Tokenizer, folder: Path, device: str = "cpu") -> Run:
    """Continue from `folder/state.pt`. Raises LabError when there is none, it cannot be read, or it was trained in
    front of another language model."""
    path = folder / "state.pt"
    if not path.exists():
        raise LabError(f"there is no training state at {path}", "train first, or start without --resume")
    try:
        state = torch.load(path, map_location=device, weights_only=True)
        known = state["facts"]
        plan = Plan(**known["plan"] | {"stages": tuple(known["plan"]["stages"])})
        recipe, shape = Recipe(**known["recipe"]), VisionConfig(**known["config"])
    except Exception as error:
        raise LabError(f"the training state {path} cannot be read ({type(error).__name__}: {error})",
                       "delete it and start without --resume") from None  # fmt: skip
    run = start(lm, tokenizer, plan, device, recipe=recipe, lm_name=known["language_model"]["name"])
    if run.lm_sha256 != known["language_model"]["sha256"] or run.encoder.config != shape:
        owner = known["language_model"]["name"]
        raise LabError(f"{path} was trained in front of other weights, or with another shape",
                       f"name the language model {owner!r} with --lm, or start anew")  # fmt: skip
    run.encoder.load_state_dict(state["encoder"])
    run.heads.load_state_dict(state["heads"])
    run.adapters.load_state_dict(state["adapters"])
    for optimizer, saved in zip(run.optimizers, state["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    for name in ("step", "pictures", "seconds", "curve"):
        setattr(run, name, known[name])
    run.hardware = known["hardware"] + ("" if run.hardware in known["hardware"] else f"; {run.hardware}")
    return run


def train(run: Run, folder: Path, *, minutes: float, workers: int = 0, save_every_s: float = 60.0) -> None:
    """Train for `minutes` by the clock, in which the learning rate comes down to nothing; the state is saved on the way
    and at the end."""
    from tqdm import tqdm

    began = saved = time.monotonic()
    before, shown = run.seconds, 0.0
    run.limit = before + 60 * minutes
    head = torch.tensor(run.tokenizer.encode(data.HEAD).ids, device=run.device)
    recent: list[dict[str, torch.Tensor]] = []
    batches = feed.batches(run.tokenizer, run.plan, run.step, workers)
    stop: list[int] = []  # a signal ends the sitting after the step at hand, with its state saved
    before_signal = signal.signal(signal.SIGTERM, lambda number, _: stop.append(number))
    waited = 0.0
    with tqdm(total=round(60 * minutes), unit="s", ascii=True) as bar:
        while run.seconds < run.limit and not stop:
            asked = time.monotonic()
            made = to_device(next(batches), head, run.device)
            waited += time.monotonic() - asked
            recent.append(advance(run, made))
            now = time.monotonic()
            run.seconds = before + now - began
            if run.step % SHOWN == 0:
                recent = [r for r in recent if r.keys() == recent[-1].keys()]  # losses of one kind
                means = {k: float(torch.stack([r[k] for r in recent]).mean()) for k in recent[0]}
                recent.clear()
                run.curve.append({
                    "step": run.step, "pictures": run.pictures, "seconds": round(run.seconds, 1),
                    "waited": round(waited, 2), **{k: round(v, 4) for k, v in means.items()},
                })  # fmt: skip
                waited = 0.0
                bar.update(round(run.seconds - before - shown, 1))
                shown = run.seconds - before
                bar.set_postfix({"step": run.step, **{k: f"{v:.3f}" for k, v in means.items()}})
            if now - saved > save_every_s:
                save(run, folder)
                saved = now
    signal.signal(signal.SIGTERM, before_signal)
    batches.close()  # type: ignore[attr-defined]
    save(run, folder)
    finish(run, folder)


def language_model(where: str) -> tuple[LlamaForCausalLM, Tokenizer, str]:
    """A language model in float32, its tokenizer and name: a shipped name, a checkpoint as NAME@TOKENSk, a folder in
    Hugging Face layout, or a training folder with `final.pt`. Raises LabError when it is none of them."""
    from tokenizers import Tokenizer

    folder = Path(where).expanduser()
    if (folder / "final.pt").is_file():
        trained = language.finished(folder)
        model: Any = trained.model
        return model.float(), trained.tokenizer, trained.config.name
    shipped, seen = checkpoints.parted(where)
    path = models.verify(shipped)
    lm: Any = checkpoints.named(where)
    return lm, Tokenizer.from_file(str(path / "tokenizer.json")), path.name if seen is None else where


def main(argv: list[str]) -> int:
    """`lab train-vision [--minutes M] [--resume] [--export]`."""
    parser = argparse.ArgumentParser(prog="lab train-vision", description="Train the vision encoder of a lab model.")
    parser.add_argument("--lm", default="lab-small", help="the language model: a name, or a folder (of a training run)")
    parser.add_argument("--minutes", type=float, default=3.0, help="how long; the learning rate goes by it (default 3)")
    parser.add_argument("--state", type=Path, help="folder of the training state (default: under the lab home)")
    parser.add_argument("--workers", type=int, default=0, help="processes that draw pictures ahead of time")
    parser.add_argument("--patches", type=int, default=Plan().patches, help="patches of 16 x 16 pixels in a step")
    parser.add_argument("--alone", type=int, default=Plan().alone, metavar="STEPS",
                        help="steps at first in which the encoder learns characters, without the model")  # fmt: skip
    parser.add_argument("--stages", type=int, nargs=2, default=Plan().stages, metavar="STEP",
                        help="steps after those at which slips of some lines and whole slips begin")  # fmt: skip
    parser.add_argument("--resume", action="store_true", help="continue from the state")
    parser.add_argument("--export", action="store_true", help="evaluate, write data/models/lab-vision")
    parser.add_argument("--note", default="", help="a sentence for the model card, with --export")
    options = parser.parse_args(argv)
    folder = options.state or settings.load().home / "training" / "lab-vision"
    if options.export:
        from labsupport.models.vision import export

        export.export(folder / "final.safetensors", options.lm, note=options.note)
        return 0
    with language.without_denormals():
        device = "cuda" if torch.cuda.is_available() else "cpu"
        lm, tokenizer, name = language_model(options.lm)
        if options.resume:
            run = resume(lm, tokenizer, folder, device)
        elif (folder / "state.pt").exists():
            raise LabError(f"{folder} already holds a training state", "continue with --resume, or delete the folder")
        else:
            plan = Plan(patches=options.patches, alone=options.alone, stages=tuple(options.stages))
            run = start(lm, tokenizer, plan, device, lm_name=name)
        count = sum(p.numel() for p in run.encoder.parameters())
        print(
            f"{count:,} parameters in front of {name} on {run.hardware}, step {run.step}, state in {folder}", flush=True
        )
        train(run, folder, minutes=options.minutes, workers=options.workers)
    return 0
