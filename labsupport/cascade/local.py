"""Two local models at work: many prompts in one batch with log-probabilities, and the same behind a chat endpoint.

A batch is for recording answers; it has no latency of one request. `chat_app` answers one request at a time, so that
waiting behind others is part of what a client measures. Knows nothing of tasks, prices or cascades.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from labsupport.cascade.confidence import sequence_probability
from labsupport.cascade.tier import Answer
from labsupport.models.decode import END, PAD
from labsupport.usage import Usage

if TYPE_CHECKING:
    from fastapi import FastAPI
    from tokenizers import Tokenizer
    from transformers import PreTrainedModel


@dataclass(frozen=True)
class Said:
    """A greedy answer: its text, the log-probability of each token (end mark included) and whether it came
    to its end before the limit."""

    text: str
    logprobs: tuple[float, ...]
    tokens: tuple[str, ...]
    prompt_tokens: int
    ended: bool

    def answer(self, latency_s: float = 0.0) -> Answer:
        """As an `Answer` whose confidence is the probability of the whole text; 0 s for one that came in a batch."""
        usage = Usage(self.prompt_tokens, len(self.logprobs))
        return Answer(self.text, sequence_probability(self.logprobs), usage, latency_s)


def load(name: str) -> tuple[PreTrainedModel, Tokenizer]:
    """A shipped model in float32 on the CPU, and its tokenizer, after its files were verified."""
    from labsupport import models

    model, tokenizer = models.load(name)
    return model, cast("Any", tokenizer).backend_tokenizer


def complete(
    model: PreTrainedModel, tokenizer: Tokenizer, prompts: Sequence[str], *, max_new: int = 24, batch: int = 24
) -> list[Said]:
    """Greedy answers to ChatML prompts, in their order, of at most `max_new` tokens each.

    Raises ValueError for max_new or batch below 1.
    """
    if max_new < 1 or batch < 1:
        raise ValueError(f"max_new={max_new!r} and batch={batch!r} must be at least 1")
    coded = [tokenizer.encode(p).ids for p in prompts]
    order = sorted(range(len(coded)), key=lambda i: len(coded[i]))
    found: dict[int, tuple[list[int], list[float]]] = {}
    for at in range(0, len(order), batch):
        rows = order[at : at + batch]
        found |= zip(rows, _greedy(model, [coded[i] for i in rows], max_new), strict=True)
    said = []
    for i, ids in enumerate(coded):
        made, logs = found[i]
        pieces = tuple(tokenizer.decode([t], skip_special_tokens=False) for t in made)
        text = tokenizer.decode([t for t in made if t not in (PAD, END)], skip_special_tokens=False).strip()
        said.append(Said(text, tuple(logs), pieces, len(ids), made[-1] == END))
    return said


def _greedy(model: Any, coded: Sequence[Sequence[int]], max_new: int) -> list[tuple[list[int], list[float]]]:
    """Tokens and their log-probabilities, up to and with the end mark, for prompts of similar length."""
    import torch
    from transformers import DynamicCache

    width = max(map(len, coded))
    ids = torch.tensor([[PAD] * (width - len(c)) + list(c) for c in coded], device=model.device)
    mask = torch.tensor([[0] * (width - len(c)) + [1] * len(c) for c in coded], device=model.device)
    made: list[tuple[list[int], list[float]]] = [([], []) for _ in coded]
    rows, cache = list(range(len(coded))), DynamicCache(config=model.config)
    with torch.inference_mode():
        while rows:
            positions = (mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
            logits = model(
                input_ids=ids, attention_mask=mask, position_ids=positions, past_key_values=cache, logits_to_keep=1
            ).logits[:, -1]
            logs, ids = logits.float().log_softmax(-1).max(-1, keepdim=True)
            for row, token, log in zip(rows, ids[:, 0].tolist(), logs[:, 0].tolist(), strict=True):
                made[row][0].append(token)
                made[row][1].append(min(0.0, log))
            mask = torch.cat([mask, torch.ones_like(ids)], dim=1)
            keep = [k for k, r in enumerate(rows) if made[r][0][-1] not in (PAD, END) and len(made[r][0]) < max_new]
            if keep and len(keep) < len(rows):
                chosen = torch.tensor(keep, device=model.device)
                cache.batch_select_indices(chosen)
                ids, mask = ids[chosen], mask[chosen]
            rows = [rows[k] for k in keep]
    return made


def chat_prompt(messages: Sequence[Mapping[str, str]]) -> str:
    """The ChatML text that a list of messages becomes."""
    from labsupport.models import tokenizer as tok

    return tok.chatml([dict(message) for message in messages])


def chat_app(loaded: Mapping[str, tuple[PreTrainedModel, Tokenizer]]) -> FastAPI:
    """An OpenAI-compatible /v1/chat/completions (greedy, no streams) for several local models, by name.

    One request is computed at a time. `logprobs` is served, `top_logprobs` holds the chosen token only.
    """
    from fastapi import FastAPI, HTTPException

    app, turn = FastAPI(), threading.Lock()

    # a plain function: FastAPI runs it in a thread, so that the loop goes on accepting
    def answer(body: dict[str, Any]) -> dict[str, Any]:
        name = str(body.get("model"))
        if name not in loaded:
            raise HTTPException(404, f"no model {name!r}; known: {', '.join(loaded)}")
        with turn:
            model, tokenizer = loaded[name]
            said = complete(model, tokenizer, [chat_prompt(body["messages"])], max_new=int(body.get("max_tokens", 64)))
        content = [
            {"token": t, "logprob": log, "bytes": None, "top_logprobs": [{"token": t, "logprob": log, "bytes": None}]}
            for t, log in zip(said[0].tokens, said[0].logprobs, strict=True)
        ]
        choice = {
            "index": 0, "finish_reason": "stop" if said[0].ended else "length",
            "message": {"role": "assistant", "content": said[0].text},
            "logprobs": {"content": content} if body.get("logprobs") else None,
        }  # fmt: skip
        spent = (said[0].prompt_tokens, len(said[0].logprobs))
        usage = {"prompt_tokens": spent[0], "completion_tokens": spent[1], "total_tokens": sum(spent)}
        return {
            "id": f"chatcmpl-{uuid.uuid4().hex[:12]}", "object": "chat.completion", "created": int(time.time()),
            "model": name, "choices": [choice], "usage": usage,
        }  # fmt: skip

    app.post("/v1/chat/completions")(answer)
    return app
