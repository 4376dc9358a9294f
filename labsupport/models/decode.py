"""Greedy decoding of many prompts, fast enough for a busy laptop: the expected answers serve as drafts.

An evaluation knows the answer it hopes for. One forward pass over prompt and expected answer tells how far greedy
decoding would have written exactly that (speculative decoding, arXiv 2211.17192, with an oracle as draft model); only
what differs is decoded token by token, from the first difference on. The result is that of plain greedy decoding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM

PAD, END = 0, 2
POSITIONS = 16384  # of one forward pass, padding included
MOST_ROWS = 64


def answer(
    model: LlamaForCausalLM, tokenizer: Tokenizer, prompts: Sequence[str], *, max_new: int = 48,
    expected: Sequence[str] | None = None,
) -> list[str]:  # fmt: skip
    """Greedy answers to ChatML prompts; text without the end mark, at most `max_new` tokens long.

    `expected` (one text a prompt) changes the time it takes, not the answers.
    """
    coded = [tokenizer.encode(p).ids for p in prompts]
    drafts = None if expected is None else [[*tokenizer.encode(text).ids, END] for text in expected]
    made = answer_ids(model, coded, max_new=max_new, drafts=drafts)
    return [tokenizer.decode([t for t in ids if t not in (PAD, END)], skip_special_tokens=False) for ids in made]


def answer_ids(
    model: LlamaForCausalLM, prompts: Sequence[Sequence[int]], *, max_new: int = 48,
    drafts: Sequence[Sequence[int]] | None = None,
) -> list[list[int]]:  # fmt: skip
    """As `answer`, ids in and ids out, the end mark included; `drafts` are the ids of the answers hoped for."""
    import torch

    coded = [list(ids) for ids in prompts]
    made: list[list[int]] = [[] for _ in coded]
    with torch.inference_mode():
        if drafts is not None:
            _verify(model, coded, [list(ids)[:max_new] for ids in drafts], made)
        left = [i for i, ids in enumerate(made) if not _done(ids, max_new)]
        for rows in _batches([len(coded[i]) + len(made[i]) for i in left]):
            _extend(model, coded, made, [left[r] for r in rows], max_new)
    return made


def _done(ids: list[int], max_new: int) -> bool:
    return len(ids) >= max_new or (bool(ids) and ids[-1] in (PAD, END))


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in batches of similar length, shortest first."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) == MOST_ROWS or (len(batch) + 1) * lengths[i] > POSITIONS):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _verify(model: Any, coded: list[list[int]], drafts: list[list[int]], made: list[list[int]]) -> None:
    """Fill `made` with the part of each draft that greedy decoding would write, and the first other token."""
    import torch

    whole = [c + d for c, d in zip(coded, drafts, strict=True)]
    for rows in _batches([len(w) for w in whole]):
        width = max(len(whole[i]) for i in rows)
        # padding on the right is behind every position that is read, so that the causal mask alone suffices
        ids = torch.tensor([whole[i] + [PAD] * (width - len(whole[i])) for i in rows], device=model.device)
        hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state
        at = [(r, len(coded[i]) - 1 + k) for r, i in enumerate(rows) for k in range(len(drafts[i]))]
        r, k = torch.tensor(at, device=model.device).T
        best = model.lm_head(hidden[r, k]).argmax(-1).tolist()
        for i in rows:
            said, best = best[: len(drafts[i])], best[len(drafts[i]) :]
            same = next((n for n, (a, b) in enumerate(zip(said, drafts[i], strict=True)) if a != b), len(said) - 1)
            made[i].extend(said[: same + 1])


def _extend(model: Any, coded: list[list[int]], made: list[list[int]], rows: list[int], max_new: int) -> None:
    """Decode a batch to its end, with a cache from which finished rows are taken out."""
    import torch
    from transformers import DynamicCache

    begun = [coded[i] + made[i] for i in rows]
    width = max(map(len, begun))
    ids = torch.tensor([[PAD] * (width - len(b)) + b for b in begun], device=model.device)
    mask = torch.tensor([[0] * (width - len(b)) + [1] * len(b) for b in begun], device=model.device)
    cache = DynamicCache(config=model.config)
    while rows:
        positions = (mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
        logits = model(
            input_ids=ids, attention_mask=mask, position_ids=positions, past_key_values=cache, logits_to_keep=1
        ).logits
        ids = logits[:, -1].argmax(-1, keepdim=True)
        for i, token in zip(rows, ids[:, 0].tolist(), strict=True):
            made[i].append(token)
        mask = torch.cat([mask, torch.ones_like(ids)], dim=1)
        keep = [r for r, i in enumerate(rows) if not _done(made[i], max_new)]
        if keep and len(keep) < len(rows):
            chosen = torch.tensor(keep, device=model.device)
            cache.batch_select_indices(chosen)
            ids, mask = ids[chosen], mask[chosen]
        rows = [rows[r] for r in keep]
