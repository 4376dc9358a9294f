"""Attention that is told where to look, while a model learns (attention supervision).

Looking up one of several keys takes three things at once: the key gathered at the end of the question, found in the
text, and what stands there read. Until all three are there, none of them lowers the loss, and a small model stays for
long where it chooses by chance. The place is known for generated examples, so a few heads get a loss of their own: the
negative logarithm of their attention on the right tokens. A fourth loss asks for the source's number at its tokens.
What it changed: docs/decisions/0005-training.md. Nothing of this is needed, or left, when a model is used.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from labsupport.models.pointers import KINDS

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM

    from labsupport.models.batches import Batch

MOST = 300  # pointers of a kind in a step
LATER = 0.15  # weight of an answer's second and later tokens: going on copying is learned early


class Guide:
    """The guided heads of a model: `heads` gives (layer, head) pairs for each kind of pointer."""

    def __init__(
        self, model: LlamaForCausalLM, heads: Mapping[str, Sequence[Sequence[int]]], tokenizer: Tokenizer
    ) -> None:
        self.model: Any = model
        self.heads = heads
        self.digits = [tokenizer.token_to_id(str(d)) for d in range(10)]
        self._inputs: dict[int, tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]] = {}
        for layer in sorted({layer for pairs in heads.values() for layer, _ in pairs}):
            self.model.model.layers[layer].self_attn.register_forward_pre_hook(self._keep(layer), with_kwargs=True)

    def _keep(self, layer: int) -> Any:
        def keep(_: Any, __: Any, given: dict[str, Any]) -> None:
            self._inputs[layer] = given["hidden_states"], given["position_embeddings"]

        return keep

    def attention(
        self, layer: int, heads: Sequence[int], rows: torch.Tensor, at: torch.Tensor, parts: torch.Tensor
    ) -> torch.Tensor:
        """Logarithms of attention [n, heads, length] of the positions (rows, at) in the last forward pass."""
        import torch
        import torch.nn.functional as F

        states, (cos, sin) = self._inputs[layer]
        block, states = self.model.model.layers[layer].self_attn, states.float()
        shape, cos, sin = (*states.shape[:2], -1, block.head_dim), cos.float()[:, :, None], sin.float()[:, :, None]

        def turned(weight: torch.Tensor) -> torch.Tensor:
            x = F.linear(states, weight.float()).view(shape)
            half = block.head_dim // 2
            return x * cos + torch.cat((-x[..., half:], x[..., :half]), dim=-1) * sin

        queries, keys = turned(block.q_proj.weight), turned(block.k_proj.weight)
        shared = queries.shape[2] // keys.shape[2]  # heads of queries on one of keys
        queries, keys = queries[rows, at][:, heads], keys[:, :, [h // shared for h in heads]][rows]
        scores = torch.einsum("nhd,nthd->nht", queries, keys) / math.sqrt(block.head_dim)
        length = torch.arange(parts.shape[1], device=parts.device)
        seen = (parts[rows] == parts[rows, at][:, None]) & (length <= at[:, None])
        return scores.masked_fill(~seen[:, None], -1e9).log_softmax(dim=-1)

    def losses(self, made: Batch) -> dict[str, torch.Tensor]:
        """Losses in nats after a forward pass on `made`, one a kind of pointer that it has, and `digit`."""
        import torch
        import torch.nn.functional as F

        weight: Any = self.model.lm_head.weight
        parts = torch.from_numpy(made.parts[:, :-1]).to(weight.device)
        found: dict[str, torch.Tensor] = {}
        for number, kind in enumerate(KINDS):
            looks = made.pointers[made.pointers[:, 0] == number, 1:]
            if not len(looks):
                continue
            places, back = np.unique(looks[:, :2], axis=0, return_inverse=True)
            kept = np.arange(0, len(places), max(1, math.ceil(len(places) / MOST)))
            target = np.zeros((len(places), parts.shape[1]), dtype=bool)
            target[back.ravel(), looks[:, 2]] = True
            # a later token of a value is one before which the answer has begun
            later = (kind == "value") & (made.weights[places[kept, 0], places[kept, 1]] > 1.0)
            each = torch.from_numpy(np.where(later, LATER, 1.0)).float().to(weight.device)
            rows, at = (torch.from_numpy(places[kept, i]).long().to(weight.device) for i in (0, 1))
            right = torch.from_numpy(target[kept]).to(weight.device)
            logs = []
            for layer in sorted({layer for layer, _ in self.heads[kind]}):
                chosen = [head for at_layer, head in self.heads[kind] if at_layer == layer]
                seen = self.attention(layer, chosen, rows, at, parts)
                logs.append(seen.masked_fill(~right[:, None], -1e9).logsumexp(dim=-1))
            mass = torch.cat(logs, dim=1)  # [n, heads of the kind]
            found[kind] = -(mass * each[:, None]).sum() / each.sum() / mass.shape[1]
            if kind == "source":
                states = self._inputs[self.heads["number"][0][0]][0][rows, at].float()
                ids = torch.from_numpy(made.ids[:, :-1]).to(weight.device)
                said = ids[rows, right.float().argmax(dim=1)]
                digits = torch.tensor(self.digits, device=weight.device)
                logits = states @ weight[digits].float().T
                found["digit"] = F.cross_entropy(logits, (said[:, None] == digits).float().argmax(dim=1))
        return found
