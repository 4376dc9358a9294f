"""A cross-encoder: MiniLM's upper layers read query and passage together, and their token states are compared.

MiniLM has never read pairs: joined at its input, its states order worse than the pool they get. So the lower layers
read the two texts apart, as they were trained to, and only the upper ones read them together (MacAvaney et al. 2020,
PreTTR). There `gate` is added to every attention logit between the texts: minus infinity would be reading apart, 0 is
what the untrained model cannot bear, and in between low-rank adapters learn whom to look at. The jointly read states
are scored by `Interaction` (similarities of contextual states, as MacAvaney et al. 2019, CEDR), which begins with the
weights of the head `reranker`: with a closed gate and untrained adapters the score is that head's. A few hundred
queries teach it nothing beyond that head: on dev and test it orders slightly worse (eval.json).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from labsupport.models.heads import store
from labsupport.models.heads.encoder import Encoder, State
from labsupport.models.heads.reranker import Interaction, PairHead, Side, side

if TYPE_CHECKING:
    import numpy as np

CHUNK = 8  # pairs of one pass; those of like length share one


class JointReader(nn.Module):
    """Scores of a query with passages, given as states after the frozen lower layers (`encoder.begin`).

    `gate`: what is added to an attention logit between the two texts. The upper layers carry low-rank adapters.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()
        self.encoder = Encoder(config["cut"], config["rank"], config["max_tokens"])
        for layer in self.encoder.upper:
            layer.attention.self.dropout.p = 0.0  # type: ignore[union-attr]  # with it, attention takes twice as long
        self.gate = float(config["gate"])
        self.meet = Interaction(config["width"])

    def read(self, query: State, passages: Sequence[State]) -> tuple[list[Side], list[Side]]:
        """Both sides of each pair after joint reading; one pass."""
        n = len(query.ids)
        joined = [torch.cat([query.hidden, p.hidden]).float() for p in passages]
        hidden = nn.utils.rnn.pad_sequence(joined, batch_first=True)  # (pairs, tokens, 384)
        place = torch.arange(hidden.shape[1])
        beyond = place[None] >= torch.tensor([len(j) for j in joined])[:, None]
        across = (place < n)[:, None] != (place < n)[None]  # (tokens, tokens), true from one text to the other
        bias = (self.gate * across.float()).masked_fill(beyond[:, None, None, :], torch.finfo(hidden.dtype).min)
        for layer in self.encoder.upper:
            hidden = layer(hidden, bias)  # added to attention logits: (pairs, 1, tokens, tokens)
        mine = [side(State(h[:n], query.ids, ()), hidden.dtype) for h in hidden]
        theirs = [
            side(State(h[n : len(j)], p.ids, ()), hidden.dtype)
            for h, j, p in zip(hidden, joined, passages, strict=True)
        ]
        return mine, theirs

    def forward(self, query: State, passages: Sequence[State]) -> Tensor:
        """Scores (passages,) in input order."""
        order = sorted(range(len(passages)), key=lambda i: len(passages[i].ids))
        parts = [order[at : at + CHUNK] for at in range(0, len(order), CHUNK)]
        found = torch.cat([self.meet(*self.read(query, [passages[i] for i in part])) for part in parts])
        return found[torch.tensor(order).argsort()]


def build(config: Mapping[str, Any]) -> JointReader:
    """An untrained reader whose interaction has the weights of the shipped head `reranker`.

    Raises LabError when that head is missing or has another width.
    """
    model = JointReader(config)
    store.fill(model.meet, store.read("reranker")[1], "reranker")
    return model


class CrossEncoder(PairHead):
    """Scores of (query, passage) pairs that the upper layers read together."""

    def __init__(self, config: Mapping[str, Any], model: JointReader) -> None:
        super().__init__(config)
        self.model = model

    @classmethod
    def open(cls, config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> CrossEncoder:
        """The head from its settings and stored tensors."""
        model = JointReader(config)
        store.fill(model, tensors, "cross-encoder")
        return cls(config, model)

    def score(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """See `PairHead`."""
        import numpy as np

        if not texts:
            return np.zeros(0, dtype=np.float32)
        asked, *rest = self.model.encoder.begin([query, *texts])
        with torch.inference_mode():
            found: np.ndarray = self.model(asked, rest).numpy()
        return found
