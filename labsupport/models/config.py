"""Sizes of the lab models: one frozen configuration per size, read from `configs/NAME.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport.errors import LabError
from labsupport.models.pointers import KINDS

if TYPE_CHECKING:
    from transformers import LlamaConfig

CONFIGS = Path(__file__).parent / "configs"


@dataclass(frozen=True)
class ModelConfig:
    """Architecture (Llama) and training recipe of one lab model. Lengths in tokens, rates per step."""

    name: str
    vocab_size: int
    hidden_size: int
    layers: int
    heads: int
    kv_heads: int
    intermediate_size: int
    max_length: int = 1024  # trained length
    extended_length: int = 4096  # second configuration, RoPE scaled with YaRN
    rope_theta: float = 10000.0
    tokenizer_of: str = ""  # a shipped model whose tokenizer this one shares; empty: learn one
    starts_from: str = ""  # a shipped model of this shape, or NAME@TOKENSk, that a run trains on; empty: random weights
    # training recipe
    seed: int = 0
    stage_shares: tuple[float, ...] = (0.05, 0.2, 0.6)  # of all tokens, where the second and later stages begin
    stage_lengths: tuple[int, ...] = (256, 256, 512, 512)  # length of the packed rows in each stage
    stage_batches: tuple[int, ...] = (4096, 4096, 4096, 4096)  # packed positions of a step in each stage
    total_tokens: int = 10_000_000  # length of the learning-rate schedule
    muon_lr: float = 0.01
    adamw_lr: float = 2e-3
    answer_weight: float = 5.0
    prompt_share: float = 0.3  # of the prompt's positions, how many have a loss (weight 1): the output layer is dear
    warmup_steps: int = 20
    cooldown_share: float = 0.4
    # a gentler part after total_tokens, which begins with an average of the weights and those at the start
    second_tokens: int = 0  # its length; 0: none
    second_share: float = 0.75  # what the trained weights count in that average
    second_rate: float = 0.25  # factor on the rates
    probe_tokens: int = 500_000  # distance of the points of the skill curve
    mixture: str = "default"  # of skills, a key of `corpus.MIXTURES`
    pointer_weight: float = 0.0  # of the losses that tell heads where to look (`guide`); 0: none
    pointer_heads: dict[str, list[list[int]]] = field(default_factory=dict)  # [layer, head] by kind of pointer
    number_weight: float = 1.0  # what an answer's source number counts, in other tokens of the answer

    @property
    def parameters(self) -> int:
        """Number of trained parameters (embedding tied with the output layer)."""
        h, kv = self.hidden_size, self.hidden_size // self.heads * self.kv_heads
        layer = 2 * h * h + 2 * h * kv + 3 * h * self.intermediate_size + 2 * h
        return self.vocab_size * h + self.layers * layer + h

    def __post_init__(self) -> None:
        stages = len(self.stage_shares) + 1
        if len(self.stage_lengths) != stages or len(self.stage_batches) != stages:
            raise TypeError(f"stage_shares gives {stages} stages, stage_lengths and stage_batches must have as many")
        if self.second_tokens and not self.starts_from:
            raise TypeError("a second part averages with the weights at the start: second_tokens needs starts_from")
        if self.pointer_weight and set(self.pointer_heads) != set(KINDS):
            raise TypeError(f"pointer_heads names {sorted(self.pointer_heads)}: all of {', '.join(KINDS)} are needed")
        for layer, head in (pair for pairs in self.pointer_heads.values() for pair in pairs):
            if not (0 <= layer < self.layers and 0 <= head < self.heads):
                raise TypeError(f"there is no head {head} in a layer {layer}: {self.layers} layers, {self.heads} heads")
        if max(self.stage_lengths) > self.max_length:
            raise TypeError(f"a row of {max(self.stage_lengths)} tokens is longer than max_length {self.max_length}")

    @property
    def all_tokens(self) -> int:
        """Tokens of both parts."""
        return self.total_tokens + self.second_tokens

    @property
    def stage_steps(self) -> tuple[int, ...]:
        """The steps at which the second and later stages begin, for rows without padding."""
        steps, begun, out = 0, 0.0, []
        for share, positions in zip(self.stage_shares, self.stage_batches, strict=False):
            steps += round((share - begun) * self.total_tokens / positions)
            begun = share
            out.append(steps)
        return tuple(out)

    def stage(self, step: int) -> int:
        """The stage of the corpus at a step."""
        return sum(step >= first for first in self.stage_steps)

    def llama(self, *, extended: bool = False) -> LlamaConfig:
        """The transformers configuration: plain, or RoPE-scaled (YaRN, arXiv 2309.00071) to `extended_length`."""
        from transformers import LlamaConfig

        rope: dict[str, Any] = {"rope_type": "default", "rope_theta": self.rope_theta}
        if extended:
            rope = {
                "rope_type": "yarn", "rope_theta": self.rope_theta, "factor": self.extended_length / self.max_length,
                "original_max_position_embeddings": self.max_length,
            }  # fmt: skip
        return LlamaConfig(
            vocab_size=self.vocab_size, hidden_size=self.hidden_size, num_hidden_layers=self.layers,
            num_attention_heads=self.heads, num_key_value_heads=self.kv_heads, head_dim=self.hidden_size // self.heads,
            intermediate_size=self.intermediate_size, hidden_act="silu", rms_norm_eps=1e-6, tie_word_embeddings=True,
            max_position_embeddings=self.extended_length if extended else self.max_length, rope_parameters=rope,
            bos_token_id=0, eos_token_id=2, pad_token_id=0, attention_bias=False, mlp_bias=False,
        )  # fmt: skip


def names() -> list[str]:
    """Names of the sizes that have a configuration file."""
    return sorted(p.stem for p in CONFIGS.glob("*.toml"))


def read(name: str) -> ModelConfig:
    """The configuration called `name`. Raises LabError for an unknown name or a wrong key in the file."""
    path = CONFIGS / f"{name}.toml"
    if name not in names():
        raise LabError(f"there is no model configuration {name!r}", f"known configurations: {', '.join(names())}")
    try:
        return from_dict({"name": name, **tomllib.loads(path.read_text(encoding="utf-8"))})
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise LabError(f"{path} is not a model configuration: {error}", "compare it with lab-nano.toml") from None


def from_dict(values: dict[str, Any]) -> ModelConfig:
    """Build a configuration; raises TypeError that names an unknown or missing key."""
    unknown = set(values) - {f.name for f in fields(ModelConfig)}
    if unknown:
        raise TypeError(f"unknown key(s) {', '.join(sorted(unknown))}")
    lists = {k: tuple(v) for k, v in values.items() if isinstance(v, list)}
    return ModelConfig(**(values | lists))


def to_dict(config: ModelConfig) -> dict[str, Any]:
    """The configuration as plain data."""
    return asdict(config)
