"""Ways to rule tokens out behind one small interface, so that they can be compared: none, ours, xgrammar, llguidance.

All of them say which tokens cannot follow; the loop that asks the model is the same. Knows nothing of prompts.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from labsupport.structured.automaton import Grammar
from labsupport.structured.backends import guidance_grammar, guidance_tokenizer, xgrammar_compiler
from labsupport.structured.mask import MaskedDecoder, Vocabulary
from labsupport.tokens.counting import lab_tokenizer

if TYPE_CHECKING:
    import torch

Schema = Mapping[str, Any]


class Masker(Protocol):
    """One document in the making."""

    def rule_out(self, logits: torch.Tensor) -> torch.Tensor:
        """The logits [vocabulary], minus infinity where a token cannot follow."""

    def accept(self, token: int) -> None:
        """Go on behind this token."""


class Free:
    """No constraint."""

    def rule_out(self, logits: torch.Tensor) -> torch.Tensor:
        """The logits as they are."""
        return logits

    def accept(self, token: int) -> None:
        """Nothing to remember."""


@functools.cache
def vocabulary() -> Vocabulary:
    """The lab tokenizer's vocabulary as bytes, read once a process."""
    return Vocabulary(lab_tokenizer())


class Own:
    """Our decoder, whose masks are kept as tensors for each state of the grammar."""

    def __init__(self, decoder: MaskedDecoder) -> None:
        self.decoder, self.state = decoder, decoder.grammar.start
        self._masks: dict[int, torch.Tensor] = decoder.__dict__.setdefault("tensors", {})

    def rule_out(self, logits: torch.Tensor) -> torch.Tensor:
        """Masked by the tensor of the state."""
        if self.state not in self._masks:
            self._masks[self.state] = self.decoder.forbidden(self.state, logits.shape[-1])
        return logits.masked_fill(self._masks[self.state], float("-inf"))

    def accept(self, token: int) -> None:
        """Walk the token's bytes; the end token leads nowhere."""
        if token != self.decoder.end:
            after = self.decoder.grammar.walk(self.decoder.vocabulary.bytes[token], self.state)
            if after is None:
                raise ValueError(f"token {token} cannot follow here")
            self.state = after


class XGrammar:
    """A matcher of xgrammar and its bit mask."""

    def __init__(self, compiled: Any) -> None:
        import xgrammar

        self._matcher = xgrammar.GrammarMatcher(compiled)
        self._bits = xgrammar.allocate_token_bitmask(1, len(lab_tokenizer()))

    def rule_out(self, logits: torch.Tensor) -> torch.Tensor:
        """Masked by the bits that xgrammar fills."""
        self._matcher.fill_next_token_bitmask(self._bits)
        return apply_bits(logits, self._bits)

    def accept(self, token: int) -> None:
        """Tell the matcher."""
        if not self._matcher.accept_token(token):
            raise ValueError(f"token {token} cannot follow here")


class Guidance:
    """A matcher of llguidance and its bit mask."""

    def __init__(self, grammar: str) -> None:
        from llguidance import LLMatcher

        self._matcher = LLMatcher(guidance_tokenizer(), grammar, log_level=0)

    def rule_out(self, logits: torch.Tensor) -> torch.Tensor:
        """Masked by the bits that llguidance computes."""
        import torch

        bits = torch.frombuffer(bytearray(self._matcher.compute_bitmask()), dtype=torch.int32)
        return apply_bits(logits, bits[None])

    def accept(self, token: int) -> None:
        """Tell the matcher."""
        if not self._matcher.consume_token(token):
            raise ValueError(f"token {token} cannot follow here")


def apply_bits(logits: torch.Tensor, bits: torch.Tensor) -> torch.Tensor:
    """The logits [vocabulary] with minus infinity where the bit mask [1, words] has a 0."""
    import xgrammar

    masked = logits.clone()[None]
    xgrammar.apply_token_bitmask_inplace(masked, bits)
    return masked[0]


def compile_own(schema: Schema) -> Callable[[], Masker]:
    """Our grammar of a schema; its states and masks are worked out when they are first reached."""
    decoder = MaskedDecoder(None, lab_tokenizer(), Grammar(schema), vocabulary=vocabulary())
    return lambda: Own(decoder)


def compile_xgrammar(schema: Schema, compiler: Any = None) -> Callable[[], Masker]:
    """xgrammar's grammar of a schema, by a compiler that keeps what it has compiled."""
    compiled = (compiler or xgrammar_compiler()).compile_json_schema(json.dumps(schema), any_whitespace=False)
    return lambda: XGrammar(compiled)


def compile_guidance(schema: Schema) -> Callable[[], Masker]:
    """llguidance's grammar of a schema; it, too, works out masks when they are first reached."""
    grammar = guidance_grammar(schema)
    return lambda: Guidance(grammar)


COMPILERS: dict[str, Callable[[Schema], Callable[[], Masker]]] = {
    "own": compile_own, "xgrammar": compile_xgrammar, "llguidance": compile_guidance,
}  # fmt: skip


class Written(NamedTuple):
    """A greedy answer: its tokens without the end token, and whether that came."""

    ids: tuple[int, ...]
    finished: bool

    @property
    def text(self) -> str:
        """The text of the tokens."""
        return b"".join(vocabulary().bytes.get(token, b"?") for token in self.ids).decode(errors="replace")


def write(model: Any, prompt: Sequence[int], masker: Masker, max_tokens: int) -> Written:
    """The greedy answer of a model to a prompt of token ids, under a masker."""
    import torch
    from transformers import DynamicCache

    end, cache, made = lab_tokenizer().eos_token_id, DynamicCache(config=model.config), list[int]()
    with torch.inference_mode():
        feed = torch.tensor([list(prompt)])
        while len(made) < max_tokens:
            logits = model(input_ids=feed, past_key_values=cache, use_cache=True, logits_to_keep=1).logits[0, -1]
            token = int(masker.rule_out(logits.float()).argmax())
            if token == end:
                return Written(tuple(made), True)
            masker.accept(token)
            made.append(token)
            feed = torch.tensor([[token]])
    return Written(tuple(made), False)


def seconds_per_token(model: Any, prompt: Sequence[int], document: Sequence[int], masker: Masker) -> float:
    """Seconds for one token of a document that is forced on the model: its step, the mask, the choice.

    The same tokens for every masker, so that only the masking differs. The prompt is read before the clock starts.
    """
    import torch
    from transformers import DynamicCache

    cache = DynamicCache(config=model.config)
    with torch.inference_mode():
        options: dict[str, Any] = {"past_key_values": cache, "use_cache": True, "logits_to_keep": 1}
        logits = model(input_ids=torch.tensor([list(prompt)]), **options).logits[0, -1]
        started = time.perf_counter()
        for token in document:
            int(masker.rule_out(logits.float()).argmax())
            masker.accept(token)
            logits = model(input_ids=torch.tensor([[token]]), **options).logits[0, -1]
        return (time.perf_counter() - started) / len(document)


def seconds_of_masks(make: Callable[[], Masker], document: Sequence[int]) -> float:
    """Seconds for all masks along a document, without any model."""
    import torch

    masker, logits = make(), torch.zeros(len(lab_tokenizer()))
    started = time.perf_counter()
    for token in document:
        masker.rule_out(logits)
        masker.accept(token)
    return time.perf_counter() - started


def allowed_after(make: Callable[[], Masker], prefix: Sequence[int]) -> set[int]:
    """The tokens that a decoder allows behind a prefix of token ids."""
    import torch

    masker = make()
    for token in prefix:
        masker.accept(token)
    left = masker.rule_out(torch.zeros(len(lab_tokenizer())))
    return set((left > float("-inf")).nonzero()[:, 0].tolist())
