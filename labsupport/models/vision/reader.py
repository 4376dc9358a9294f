"""`VisionReader`: asks a lab model about a picture. `load` puts a shipped encoder before the model it was made for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from labsupport import models
from labsupport.errors import LabError
from labsupport.models.vision.data import HEAD, QUESTIONS, UNIT, question_text, up
from labsupport.models.vision.model import Encoder, VisionConfig, fingerprint, merged, parted, soft_prompt

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM

END = 2  # the token <|im_end|>
WEIGHTS = "encoder.safetensors"


class Reading(NamedTuple):
    """An answer and the probability of each of its tokens, the end mark included."""

    text: str
    probabilities: tuple[float, ...]

    @property
    def min_token_prob(self) -> float:
        """The smallest of the probabilities: how sure the model was where it was least sure."""
        return min(self.probabilities)


def canvas(picture: Picture | np.ndarray, max_side: int) -> np.ndarray:
    """Grey pixels (uint8), white added at the right and below up to multiples of a merged patch.

    Raises ValueError for an empty picture, one that is larger than `max_side` pixels, or an array of another form.
    """
    pixels = picture if isinstance(picture, np.ndarray) else np.asarray(picture.convert("L"))
    if pixels.ndim != 2 or pixels.dtype != np.uint8 or not pixels.size:
        raise ValueError(f"{pixels.dtype} of shape {pixels.shape}: give grey pixels, uint8 [height, width]")
    if max(pixels.shape) > max_side:
        raise ValueError(f"{pixels.shape[1]} x {pixels.shape[0]} pixels: scale down, a side may have {max_side}")
    height, width = pixels.shape
    page = np.full((up(height, UNIT), up(width, UNIT)), 255, dtype=np.uint8)
    page[:height, :width] = pixels
    return page


class VisionReader:
    """An encoder in front of a language model, whose adapters are already part of it."""

    def __init__(self, encoder: Encoder, lm: LlamaForCausalLM, tokenizer: Tokenizer) -> None:
        width = lm.config.hidden_size
        if encoder.config.lm_width != width:
            raise ValueError(f"the encoder projects to width {encoder.config.lm_width}, the language model has {width}")
        self.encoder, self.lm, self.tokenizer = encoder.eval(), lm, tokenizer
        self.device = next(encoder.parameters()).device

    @torch.no_grad()
    def encode(self, pictures: Sequence[Picture | np.ndarray]) -> list[Tensor]:
        """Soft tokens [places, lm_width] of each picture. Pictures of one size go through together, so that nothing is
        masked and the result does not depend on the company."""
        pages = [canvas(p, self.encoder.config.max_side) for p in pictures]
        shapes: dict[tuple[int, ...], list[int]] = {}
        for i, page in enumerate(pages):
            shapes.setdefault(page.shape, []).append(i)
        out: list[Tensor] = [torch.empty(0)] * len(pages)
        for mine in shapes.values():
            tokens = self.encoder(torch.from_numpy(np.stack([pages[i] for i in mine])).to(self.device))
            for i, made in zip(mine, tokens, strict=True):
                out[i] = made
        return out

    @torch.no_grad()
    def answer(
        self, pictures: Sequence[Picture | np.ndarray], question: str = QUESTIONS["total"], *, max_new: int = 64,
        rows: int = 16,
    ) -> list[Reading]:  # fmt: skip
        """Greedy answers to one question about each picture, `rows` at a time. Raises ValueError as `canvas` does."""
        lm: Any = self.lm  # transformers' own annotations do not fit its classes
        head = torch.tensor(self.tokenizer.encode(HEAD).ids, device=self.device)
        rest = torch.tensor([self.tokenizer.encode(question_text(question)).ids], device=self.device)
        out = []
        for first in range(0, len(pictures), rows):
            soft = self.encode(pictures[first : first + rows])
            prompts = [soft_prompt(self.lm, head, tokens[None], rest)[0] for tokens in soft]
            length = max(map(len, prompts))
            inputs = prompts[0].new_zeros(len(prompts), length, prompts[0].shape[1])
            mask = torch.zeros(len(prompts), length, dtype=torch.long, device=self.device)
            for i, prompt in enumerate(prompts):  # padding stands at the left, where answers do not continue
                inputs[i, length - len(prompt) :], mask[i, length - len(prompt) :] = prompt, 1
            made = lm.generate(
                inputs_embeds=inputs, attention_mask=mask, max_new_tokens=max_new, do_sample=False, eos_token_id=END,
                pad_token_id=0, output_logits=True, return_dict_in_generate=True,
            )  # fmt: skip
            chances = torch.stack(made.logits, dim=1).float().softmax(-1)  # [rows, new, vocabulary]
            chosen = chances.gather(-1, made.sequences[..., None])[..., 0]
            for ids, probabilities in zip(made.sequences.tolist(), chosen.tolist(), strict=True):
                end = ids.index(END) if END in ids else len(ids)
                text = self.tokenizer.decode(ids[:end], skip_special_tokens=False)
                out.append(Reading(text, tuple(probabilities[: end + 1])))
        return out


def load(
    name: str | Path = "lab-vision", *, lm: tuple[LlamaForCausalLM, Tokenizer] | str | None = None, device: str = "cpu"
) -> VisionReader:
    """The shipped encoder in front of its language model (float32), every file compared with its manifest first.

    `lm` is another place of that model, or the model itself with its tokenizer. Raises LabError for a damaged file, and
    for a language model with other weights: soft tokens mean nothing to it.
    """
    from safetensors.torch import load_file

    from labsupport.models.vision.train import language_model

    folder = models.verify(name)
    known: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    owner = known["language_model"]
    given = lm if isinstance(lm, tuple) else language_model(lm or owner["name"])[:2]
    found = fingerprint(given[0])
    if found != owner["sha256"]:
        raise LabError(
            f"{folder.name} belongs to {owner['name']} with weights {owner['sha256'][:12]}, this one has {found[:12]}",
            f"load it with {owner['name']} as shipped, or train again with `lab train-vision` and export",
        )
    weights, adapters = parted(load_file(folder / WEIGHTS))
    encoder = Encoder(VisionConfig(**known["encoder"]))
    encoder.load_state_dict(weights)
    model: Any = merged(given[0], adapters)
    return VisionReader(encoder.to(device), model.to(device).eval(), given[1])
