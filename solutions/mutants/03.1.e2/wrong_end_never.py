# diagnosis: end-missing
from collections.abc import Sequence
from typing import Any

from labsupport.structured.automaton import Grammar
from labsupport.structured.mask import Counts, Decoding, Vocabulary


class MaskedDecoder(Decoding):
    """A model that can write only documents of a grammar. `model` None: masks only.

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
        data = prefix.encode() if isinstance(prefix, str) else b"".join(self._bytes_of(token) for token in prefix)
        state = self.grammar.walk(data)
        if state is None:
            raise ValueError(f"no document of the grammar begins with {data.decode(errors='replace')!r}")
        return set(self.allowed_in(state))

    def allowed_in(self, state: int) -> frozenset[int]:
        """The tokens that can follow in a state of the grammar; worked out once."""
        if state in self._sets:
            self.counts.hits += 1
            return self._sets[state]
        self.counts.masks += 1
        found = set()
        for token, data in self.vocabulary.bytes.items():
            if self.grammar.walk(data, state) is not None:
                found.add(token)
        self._sets[state] = frozenset(found)
        return self._sets[state]
