"""From bytes to tokens: which tokens of a vocabulary can go on with a document, and decoding with the others ruled out.

A token is several bytes and may cross a boundary of the grammar (`", "` ends a value, begins a key), so it is allowed
exactly if all of its bytes can be walked. The vocabulary is a trie: tokens with a common beginning share its steps, and
a beginning that leads nowhere ends the search below it. The set of a state is worked out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from labsupport.structured.automaton import Grammar

if TYPE_CHECKING:
    import torch


def byte_alphabet() -> dict[str, int]:
    """The printable stand-in for each byte in a byte-level BPE vocabulary, as GPT-2 introduced it."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(0x100) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {chr(0x100 + i): byte for i, byte in enumerate(hidden)}


@dataclass
class Trie:
    """Tokens by their bytes: `ids` end here, `below` go on."""

    ids: list[int] = field(default_factory=list)
    below: dict[int, Trie] = field(default_factory=dict)


class Vocabulary:
    """The bytes of every token of a byte-level tokenizer, and a trie of them.

    Added tokens (control tokens, marks of tool calls) have no bytes here: no mask ever allows one, so a document cannot
    end a turn or begin a call. The same text written with plain tokens is text. `edges`: steps from node to node.
    Raises ValueError for a tokenizer whose tokens are not bytes in GPT-2's alphabet.
    """

    def __init__(self, tokenizer: Any) -> None:
        alphabet, added = byte_alphabet(), set(tokenizer.get_added_vocab().values())
        self.size = len(tokenizer)
        self.bytes: dict[int, bytes] = {}
        self.trie, self.edges = Trie(), 0
        for text, token in sorted(tokenizer.get_vocab().items(), key=lambda pair: pair[1]):
            if token in added:
                continue
            if not all(character in alphabet for character in text):
                raise ValueError(f"token {token} {text!r} is not in the alphabet of a byte-level BPE tokenizer")
            self.bytes[token] = bytes(alphabet[character] for character in text)
            node = self.trie
            for byte in self.bytes[token]:
                self.edges += byte not in node.below
                node = node.below.setdefault(byte, Trie())
            node.ids.append(token)


@dataclass
class Counts:
    """What a decoder did: `masks` worked out and `hits` found ready, `edges` of the trie walked for the masks."""

    masks: int = 0
    hits: int = 0
    edges: int = 0


class Generation(NamedTuple):
    """A decoded document. finished: the end token came, so the text is a whole document of the grammar.

    outside: for each token written (the end token included) the probability that the model gave to all that the mask
    forbids, 0 to 1: how hard the grammar had to push.
    """

    text: str
    ids: tuple[int, ...]
    finished: bool
    outside: tuple[float, ...]


class Decoding:
    """Greedy decoding with the tokens that `allowed_in` leaves; what the masks are made of is the subclass's affair."""

    model: Any  # of transformers, as is the tokenizer: importing their types takes seconds
    tokenizer: Any
    grammar: Grammar
    vocabulary: Vocabulary
    end: int

    def allowed_in(self, state: int) -> frozenset[int]:
        """The tokens that can follow in a state of the grammar."""
        raise NotImplementedError

    def forbidden(self, state: int, width: int) -> torch.Tensor:
        """The logit mask of a state: True [width] for tokens whose logits become minus infinity."""
        import torch

        mask = torch.ones(width, dtype=torch.bool)
        mask[list(self.allowed_in(state))] = False
        return mask

    def generate(self, prompt: str | Sequence[int], max_tokens: int) -> Generation:
        """The greedy answer to a prompt (its text with the chat template, or its tokens), at most `max_tokens` long.

        Raises ValueError for no model, an empty prompt or `max_tokens < 1`, and when no token goes on.
        """
        import torch
        from transformers import DynamicCache

        ids = self.tokenizer.encode(prompt, add_special_tokens=False) if isinstance(prompt, str) else list(prompt)
        if self.model is None or not ids or max_tokens < 1:
            raise ValueError(f"generate needs a model, a prompt and max_tokens of at least 1, got {max_tokens}")
        model: Any = self.model
        cache, state = DynamicCache(config=model.config), self.grammar.start
        made: list[int] = []
        outside: list[float] = []
        with torch.inference_mode():
            feed = torch.tensor([ids], device=model.device)
            while len(made) < max_tokens:
                logits = model(input_ids=feed, past_key_values=cache, use_cache=True, logits_to_keep=1).logits[0, -1]
                logits = logits.float().cpu()
                forbidden = self.forbidden(state, logits.shape[-1])
                if forbidden.all():
                    raise ValueError(f"no token goes on after {self._text(made)!r}: the vocabulary lacks bytes")
                outside.append(float(torch.softmax(logits, -1)[forbidden].sum()))
                token = int(logits.masked_fill(forbidden, float("-inf")).argmax())
                if token == self.end:
                    return Generation(self._text(made), tuple(made), True, tuple(outside))
                made.append(token)
                after = self.grammar.walk(self._bytes_of(token), state)
                assert after is not None  # the mask allowed it
                state, feed = after, torch.tensor([[token]], device=model.device)
        return Generation(self._text(made), tuple(made), False, tuple(outside))

    def _bytes_of(self, token: int) -> bytes:
        if token not in self.vocabulary.bytes:
            raise ValueError(f"token {token} cannot stand in a document: it is a control token or unknown")
        return self.vocabulary.bytes[token]

    def _text(self, ids: Sequence[int]) -> str:
        return b"".join(self._bytes_of(token) for token in ids).decode(errors="replace")  # cut inside a character


class MaskedDecoder(Decoding):
    """A model that can write only documents of a grammar. `model`: of transformers; None: masks only.

    Works on the tokenizer's own ids; the end of the answer is its end-of-sequence token. `counts` tell the cost. Raises
    ValueError for a tokenizer that is not byte-level or has no end token.
    """

    def __init__(
        self, model: Any, tokenizer: Any, grammar: Grammar,
        *, vocabulary: Vocabulary | None = None,
    ) -> None:  # fmt: skip
        if not isinstance(tokenizer.eos_token_id, int):
            raise ValueError("the tokenizer has no end-of-sequence token, so no document could end")
        self.model, self.tokenizer, self.grammar = model, tokenizer, grammar
        self.end = tokenizer.eos_token_id
        self.vocabulary = vocabulary or Vocabulary(tokenizer)
        self.counts = Counts()
        self._sets: dict[int, frozenset[int]] = {}

    def allowed(self, prefix: str | Sequence[int]) -> set[int]:
        """The tokens that can follow what is written so far, a text or tokens; the end token where it may end there.

        Raises ValueError for a prefix that no document of the grammar begins with.
        """
        # BEGIN SOLUTION
        data = prefix.encode() if isinstance(prefix, str) else b"".join(self._bytes_of(token) for token in prefix)
        state = self.grammar.walk(data)
        if state is None:
            raise ValueError(f"no document of the grammar begins with {data.decode(errors='replace')!r}")
        return set(self.allowed_in(state))
        # END SOLUTION

    def allowed_in(self, state: int) -> frozenset[int]:
        """The tokens that can follow in a state of the grammar; worked out once."""
        if state in self._sets:
            self.counts.hits += 1
            return self._sets[state]
        # BEGIN SOLUTION
        self.counts.masks += 1
        found = [self.end] if self.grammar.complete(state) else []
        todo = [(self.vocabulary.trie, state)]
        while todo:
            node, at = todo.pop()
            for byte, child in node.below.items():
                self.counts.edges += 1
                after = self.grammar.step(at, byte)
                if after is not None:
                    found += child.ids
                    todo.append((child, after))
        kept = self._sets[state] = frozenset(found)
        return kept
        # END SOLUTION
