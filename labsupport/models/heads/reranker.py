"""A reranker over frozen token vectors: each query token looks for its best partner in the passage.

The score of a pair is a learned sum over query tokens of three kinds of match: nearness of the token vectors after a
learned projection (late interaction, Khattab and Zaharia 2020), the same word piece, and the same two pieces in a row
(what names and numbers are made of). A token's weight depends on its vector and on how rare its piece is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from labsupport.models.heads import store
from labsupport.models.heads.encoder import DIMENSIONS, LAYERS, Encoder, State
from labsupport.models.heads.fit import fit

if TYPE_CHECKING:
    import numpy as np

VOCABULARY = 30_522
MATCHES = 3
T = TypeVar("T")  # a text as a model takes it


@dataclass(frozen=True)
class Side:
    """The inner tokens of a text: vectors (tokens, 384), piece numbers (tokens,), and the text's unit vector."""

    tokens: Tensor
    ids: Tensor
    whole: Tensor


def side(state: State, kept: torch.dtype = torch.float16) -> Side:
    """A state of the whole encoder as one side of a pair, without the marks at both ends; token vectors as `kept`."""
    hidden = state.hidden.float()
    inner = slice(1, -1) if len(state.ids) > 2 else slice(0, None)
    return Side(hidden[inner].to(kept), torch.tensor(state.ids[inner]), F.normalize(hidden.mean(dim=0), dim=0))


def rarity(passages: Sequence[Sequence[int]]) -> Tensor:
    """Inverse document frequency of every word piece (Robertson and Sparck Jones 1976, with one added), scaled to 1."""
    count = torch.zeros(VOCABULARY)
    for ids in passages:
        count[sorted(set(ids))] += 1
    idf = torch.log(1 + (len(passages) - count + 0.5) / (count + 0.5))
    return idf / idf.max()


class Interaction(nn.Module):
    """Scores of one query with some passages. `idf` is a fixed table, everything else is learned."""

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.idf: Tensor
        self.register_buffer("idf", torch.zeros(VOCABULARY))
        self.project = nn.Linear(DIMENSIONS, width, bias=False)
        nn.init.orthogonal_(self.project.weight)
        self.weigh = nn.Linear(DIMENSIONS + 1, MATCHES)
        nn.init.zeros_(self.weigh.weight)
        nn.init.zeros_(self.weigh.bias)
        with torch.no_grad():
            self.weigh.weight[:, -1] = 4.0  # begin with weights by rarity
        self.join = nn.Linear(2 * MATCHES + 1, 1)
        with torch.no_grad():
            self.join.weight.fill_(4.0)
            self.join.bias.zero_()

    def forward(self, query: Side | Sequence[Side], passages: Sequence[Side]) -> Tensor:
        """Scores (passages,). `query`: one side for all passages, or one for each where pairs were read together."""
        asked = [query] if isinstance(query, Side) else query
        mine = torch.stack([q.tokens for q in asked]).float()  # (1 or passages, query tokens, 384)
        pieces = asked[0].ids
        ids = nn.utils.rnn.pad_sequence([p.ids for p in passages], batch_first=True, padding_value=-1)
        theirs = nn.utils.rnn.pad_sequence([p.tokens for p in passages], batch_first=True).float()
        near = F.normalize(self.project(mine), dim=-1) @ F.normalize(self.project(theirs), dim=-1).transpose(1, 2)
        near = near.masked_fill((ids < 0)[:, None, :], -1.0).amax(dim=2)  # (passages, query tokens)
        same = pieces[None, :, None] == ids[:, None, :]
        both = F.pad(same[:, :-1, :-1] & same[:, 1:, 1:], (1, 1, 1, 1))  # at i: pieces i - 1 and i stand together
        row = (both[:, 1:, 1:] | both[:, :-1, :-1]).any(dim=2)  # together with a neighbour, on either side
        match = torch.stack([near, same.any(dim=2).float(), row.float()], dim=2)
        rare = self.idf[pieces][None, :, None].expand(len(mine), -1, -1)
        share = self.weigh(torch.cat([mine, rare], dim=2)).softmax(dim=1)  # (1 or passages, query tokens, kinds)
        total = (match * share).sum(dim=1)
        unimportant = share < share.amax(dim=1, keepdim=True) / 4
        lowest = match.masked_fill(unimportant, 1.0).amin(dim=1)  # an important token's miss
        whole = torch.stack([p.whole for p in passages]) * torch.stack([q.whole for q in asked])
        out: Tensor = self.join(torch.cat([total, lowest, whole.sum(dim=1, keepdim=True)], dim=1))
        return out.squeeze(1)


def train(
    model: nn.Module,
    lists: Sequence[tuple[T, Sequence[T], Sequence[float]]],
    *,
    epochs: int,
    lr: float,
    seed: int,
    batch: int = 4,
) -> list[float]:
    """Listwise cross-entropy between gains and scores (Cao et al. 2007); returns the mean loss of each epoch.

    `model` scores a query with passages, both as it takes them.
    """

    def loss(part: Sequence[int]) -> Tensor:
        each = []
        for i in part:
            query, passages, gains = lists[i]
            aim = torch.tensor(gains)
            each.append(-(aim / aim.sum() * model(query, passages).log_softmax(dim=0)).sum())
        return torch.stack(each).mean()

    return fit(model, len(lists), loss, epochs=epochs, batch=batch, lr=lr, seed=seed)


class PairHead(ABC):
    """What both rerankers share: scores of (query, passage) pairs, higher is more relevant, and chances from them."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.slope, self.shift = config["platt"]

    @abstractmethod
    def score(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """Scores float32 (texts,) in input order; an empty list gives an empty array."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Calibrated chances that a passage answers its query, for pairs (query, passage) in input order."""
        groups: dict[str, list[int]] = {}
        for at, (query, _) in enumerate(pairs):
            groups.setdefault(query, []).append(at)
        out = [0.0] * len(pairs)
        for query, places in groups.items():
            found = torch.tensor(self.score(query, [pairs[at][1] for at in places])).double()
            for at, chance in zip(places, torch.sigmoid(found * self.slope + self.shift).tolist(), strict=True):
                out[at] = chance
        return out


class Reranker(PairHead):
    """Late interaction: query and passages are encoded apart and meet in `Interaction`."""

    def __init__(self, config: Mapping[str, Any], model: Interaction) -> None:
        super().__init__(config)
        self.model = model
        self.encoder = Encoder(LAYERS, 1, config["max_tokens"])

    @classmethod
    def open(cls, config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> Reranker:
        """The head from its settings and stored tensors."""
        model = Interaction(config["width"])
        store.fill(model, tensors, "reranker")
        return cls(config, model)

    def score(self, query: str, texts: Sequence[str]) -> np.ndarray:
        """See `PairHead`."""
        import numpy as np

        if not texts:
            return np.zeros(0, dtype=np.float32)
        asked, *rest = (side(s) for s in self.encoder.begin([query, *texts]))
        with torch.inference_mode():
            found: np.ndarray = self.model(asked, rest).numpy()
        return found
