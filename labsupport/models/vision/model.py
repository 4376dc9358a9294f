"""A vision transformer (ViT, arXiv 2010.11929), a projector, and a language model that reads their output.

A picture is cut into patches of 16 x 16 pixels, each patch becomes a vector, and the vectors look at each other through
attention. Four neighbours are then merged into one and projected to the width of the language model, which sees the
result as if it were the embeddings of words (LLaVA, arXiv 2304.08485, with the two-layer projector of 2310.03744). Its
own weights stay; low-rank adapters teach it to use such vectors. Beside the patches, a fixed number of learned queries
(BLIP-2, arXiv 2301.12597) collect what may be asked for, wherever it stands: a patch holds pieces of characters,
a query holds one whole character.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils import parametrize

from labsupport.models.vision.data import OTHER, PLACES, QUERIES, ROLES, SLOTS, SPELLED

ADAPTERS = "lm."  # before the names of the adapters' weights in a file that holds the encoder's too

if TYPE_CHECKING:
    from transformers import LlamaForCausalLM


@dataclass(frozen=True)
class VisionConfig:
    """Shape of the encoder. Sides in pixels; `lm_width` is the width of the language model it was made for."""

    lm_width: int
    patch: int = 16  # what `stem` makes of the sides
    merge: int = 2
    width: int = 128
    layers: int = 6
    heads: int = 4
    max_side: int = 1024
    read_at: int = 2  # after how many blocks a training head asks the patches for their characters
    placed_at: int = 4  # and for their roles and places; the queries join then
    queries: int = QUERIES


def rotary(rows: int, columns: int, size: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Cosines and sines [rows * columns, size / 2] of the angles that encode where a patch is: the first half of them
    turns with its row, the second with its column (2-D RoPE). Attention then depends on distances, wherever on the page
    two patches lie."""
    speed = 100.0 ** -(torch.arange(size // 4, device=device) / (size // 4))
    down = torch.arange(rows, device=device)[:, None] * speed
    across = torch.arange(columns, device=device)[:, None] * speed
    angles = torch.cat([down[:, None].expand(-1, columns, -1), across[None].expand(rows, -1, -1)], dim=-1).flatten(0, 1)
    return angles.cos(), angles.sin()


def turn(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate pairs of the last dimension of x [..., places, size] by the angles of the places."""
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1).to(x.dtype)


def attend(q: Tensor, k: Tensor, v: Tensor, *, causal: bool = False, scale: float | None = None) -> Tensor:
    """Scaled dot-product attention [batch, heads, places, size]. In float32 on a CPU, whatever the rest is in: its
    gradient in bfloat16 takes there up to five times as long, as measured with torch 2.13."""
    dtype = v.dtype
    if v.device.type == "cpu":
        q, k, v = q.float(), k.float(), v.float()
    with torch.autocast(v.device.type, enabled=v.device.type != "cpu"):
        y = F.scaled_dot_product_attention(q, k, v, is_causal=causal, scale=scale)
    return y.to(dtype)


class Block(nn.Module):
    """Attention between all patches, then a feed-forward layer on each; both add to what is there (pre-norm)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        nn.init.zeros_(self.out.weight)  # a fresh block changes nothing, which steadies the first steps
        nn.init.zeros_(self.down.weight)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """x [batch, places + queries, width]: patches, whose angles are given, see each other by content and distance;
        queries, which come last and stand nowhere, see everything by content alone."""
        places = len(cos)
        y = self.norm1(x)
        q, k, v = (f(y).view(*y.shape[:2], self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        patches = attend(
            turn(q[:, :, :places], cos, sin), turn(k[:, :, :places], cos, sin), v[:, :, :places]
        )  # no mask
        y = torch.cat([patches, attend(q[:, :, places:], k, v)], dim=2) if x.shape[1] > places else patches
        x = x + self.out(y.transpose(1, 2).flatten(2))
        return x + self.down(F.gelu(self.up(self.norm2(x))))  # type: ignore[no-any-return]


def stem(width: int) -> nn.Sequential:
    """Turns 16 x 16 pixels into one vector. The first ViT used a single linear layer, which has to learn every stroke
    at each of 256 offsets; four small convolutions that halve the sides share what they learn (arXiv 2106.14881). They
    see 7 pixels beyond each border of a patch, so that a digit cut in two is whole for one of its patches."""
    layers: list[nn.Module] = []
    for before, after, kernel in ((1, 16, 4), (16, 32, 4), (32, 64, 4), (64, width, 2)):
        layer = nn.Conv2d(before, after, kernel, stride=2, padding=(kernel - 2) // 2)
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class ViT(nn.Module):
    """Pictures to a grid of vectors."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.config = config
        width, most = config.width, config.max_side // config.patch
        self.embed = stem(width)
        self.row = nn.Parameter(torch.randn(most, width) * 0.02)
        self.column = nn.Parameter(torch.randn(most, width) * 0.02)
        self.blocks = nn.ModuleList(Block(width, config.heads) for _ in range(config.layers))
        self.norm = nn.LayerNorm(width)
        self.queries = nn.Parameter(torch.randn(config.queries, width) * 0.02)

    def forward(self, pictures: Tensor) -> tuple[list[Tensor], Tensor]:
        """Grey pictures [batch, height, width] (uint8, sides multiples of `patch`) to the patches' vectors after each
        block, [batch, rows, columns, width], and those of the queries after the last, [batch, queries, width]; the last
        ones are normalised."""
        ink = 1.0 - pictures.float() / 255.0  # paper is 0, ink is 1
        x = self.embed(ink[:, None]).permute(0, 2, 3, 1)
        rows, columns = x.shape[1:3]
        x = x + self.row[:rows, None] + self.column[:columns]
        cos, sin = rotary(rows, columns, self.config.width // self.config.heads, x.device)
        x, states, places = x.flatten(1, 2), list[Tensor](), rows * columns
        joined = min(self.config.placed_at, self.config.layers - 1)
        for n, block in enumerate(self.blocks):
            if n == joined:
                x = torch.cat([x, self.queries.to(x.dtype).expand(len(x), -1, -1)], dim=1)
            x = block(x, cos, sin)
            states.append(x[:, :places].view(len(x), rows, columns, -1))
        return [*states[:-1], self.norm(states[-1])], self.norm(x[:, places:])


class Projector(nn.Module):
    """Merges squares of patches and takes them, and the queries, to the language model's width: two-layer MLPs."""

    def __init__(self, config: VisionConfig, rms: float) -> None:
        super().__init__()
        self.merge = config.merge
        self.hidden = nn.Linear(config.merge**2 * config.width, config.lm_width)
        self.out = nn.Linear(config.lm_width, config.lm_width)
        self.query_hidden = nn.Linear(config.width, config.lm_width)
        self.query_out = nn.Linear(config.lm_width, config.lm_width)
        self.size = nn.Parameter(torch.full((config.lm_width,), rms))  # soft tokens start as long as embeddings are

    def forward(self, x: Tensor, queries: Tensor) -> Tensor:
        """Patches [batch, rows, columns, width] and queries [batch, queries, width] to soft tokens
        [batch, rows * columns / merge^2 + queries, lm_width]: line by line, then the queries."""
        m = self.merge
        batch, rows, columns, width = x.shape
        x = x.view(batch, rows // m, m, columns // m, m, width).permute(0, 1, 3, 2, 4, 5).flatten(3).flatten(1, 2)
        x = self.out(F.gelu(self.hidden(x)))
        x = torch.cat([x, self.query_out(F.gelu(self.query_hidden(queries)))], dim=1)
        return F.rms_norm(x.float(), x.shape[-1:]) * self.size


class TrainingHeads(nn.Module):
    """What the patches are asked while training, so that each learns to see before the whole is understood: which
    characters have their centre in each of its slots, which amount it belongs to, and where in that amount its
    characters stand. A query, which then has to find its character by that, is asked for it."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.characters = nn.Linear(config.width, SLOTS[0] * SLOTS[1] * (OTHER + 1))
        self.places = nn.Linear(config.width, SLOTS[0] * SLOTS[1] * PLACES)
        self.roles = nn.Linear(config.width, ROLES)
        self.queries = nn.Linear(config.width, len(SPELLED) + 1)


class Encoder(nn.Module):
    """ViT and projector: what is trained and shipped."""

    def __init__(self, config: VisionConfig, rms: float = 1.0) -> None:
        super().__init__()
        self.config = config
        self.vit, self.projector = ViT(config), Projector(config, rms)

    def forward(self, pictures: Tensor) -> Tensor:
        """uint8 [batch, height, width] to soft tokens [batch, places, lm_width]."""
        states, queries = self.vit(pictures)
        return self.projector(states[-1], queries)  # type: ignore[no-any-return]


class LowRank(nn.Module):
    """What is added to a frozen matrix [out, in]: the product of two narrow ones, nothing at first (LoRA, arXiv
    2106.09685)."""

    def __init__(self, shape: torch.Size, rank: int) -> None:
        super().__init__()
        self.a = nn.Parameter(torch.randn(rank, shape[1]) / shape[1] ** 0.5)
        self.b = nn.Parameter(torch.zeros(shape[0], rank))

    def forward(self, weight: Tensor) -> Tensor:
        return weight + (self.b @ self.a).to(weight.dtype)


def matrices(lm: LlamaForCausalLM) -> dict[str, nn.Linear]:
    """The linear layers of all blocks, by name."""
    return {name: layer for name, layer in lm.model.layers.named_modules() if isinstance(layer, nn.Linear)}


def adapt(lm: LlamaForCausalLM, rank: int) -> nn.ModuleDict:
    """Put low-rank adapters on every matrix of the blocks; they alone are to be trained."""
    made = nn.ModuleDict()
    for name, layer in matrices(lm).items():
        part = LowRank(layer.weight.shape, rank)
        parametrize.register_parametrization(layer, "weight", part)
        made[name.replace(".", "_")] = part
    return made


def merged(lm: LlamaForCausalLM, adapters: Mapping[str, Tensor]) -> LlamaForCausalLM:
    """A copy of the language model with the state of its adapters added to its matrices; the original stays."""
    changed = copy.deepcopy(lm)
    with torch.no_grad():
        for name, layer in matrices(changed).items():
            key = name.replace(".", "_")
            layer.weight += (adapters[f"{key}.b"].float() @ adapters[f"{key}.a"].float()).to(layer.weight)
    return changed


def parted(weights: Mapping[str, Tensor]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The weights of a file in float32: the encoder's, and the adapters'."""
    encoder = {n: w.float() for n, w in weights.items() if not n.startswith(ADAPTERS)}
    return encoder, {n[len(ADAPTERS) :]: w.float() for n, w in weights.items() if n.startswith(ADAPTERS)}


def soft_prompt(lm: LlamaForCausalLM, head: Tensor, tokens: Tensor, rest: Tensor) -> Tensor:
    """The language model's input [batch, length, lm_width]: `head` ids [h], soft tokens [batch, places, lm_width],
    `rest` ids [batch, r] (the question and what follows)."""
    embed: Any = lm.get_input_embeddings()
    text = embed(rest)
    return torch.cat([embed(head).expand(len(tokens), -1, -1), tokens.to(text.dtype), text], dim=1)


def causal_attention(
    module: Any, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, *, scaling: float,
    **ignored: Any,
) -> tuple[Tensor, None]:  # fmt: skip
    """`attend` as transformers calls an attention, for rows without padding."""
    key, value = (x.repeat_interleave(module.num_key_value_groups, dim=1) for x in (key, value))
    return attend(query, key, value, causal=True, scale=scaling).transpose(1, 2), None


def fingerprint(lm: LlamaForCausalLM) -> str:
    """sha256 of a language model's weights in bfloat16, as they are shipped, whatever file they were read from."""
    digest = hashlib.sha256()
    for name, weight in sorted(lm.state_dict().items()):
        if name != "lm_head.weight":  # tied with the embedding
            digest.update(name.encode())
            digest.update(weight.detach().to("cpu", torch.bfloat16).contiguous().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()
