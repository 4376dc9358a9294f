"""Which documents a constrained decoder lets through, asked of the decoder itself: ours, xgrammar, llguidance."""

from __future__ import annotations

import contextlib
import functools
import json
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from labsupport.structured.automaton import Grammar
from labsupport.tokens.counting import lab_tokenizer

Backend = Literal["own", "xgrammar", "llguidance"]
Accepts = Callable[[str], bool]


class BackendRefusal(ValueError):
    """The backend does not compile the schema; the text is its own."""


def acceptor(schema: Mapping[str, Any], backend: Backend) -> Accepts:
    """A function that tells whether the backend lets a whole document through. Separators are those of `json.dumps`.

    Raises BackendRefusal for a schema that the backend does not compile, ValueError for an unknown backend.
    """
    if backend not in _MAKERS:
        raise ValueError(f"backend {backend!r} is none of {', '.join(_MAKERS)}")
    return _MAKERS[backend](schema)


def _own(schema: Mapping[str, Any]) -> Accepts:
    try:
        return Grammar(schema).accepts
    except ValueError as error:
        raise BackendRefusal(str(error)) from None


@functools.cache
def xgrammar_compiler() -> Any:
    """xgrammar's compiler for the lab tokenizer, with its cache."""
    import xgrammar

    tokenizer = lab_tokenizer()
    info = xgrammar.TokenizerInfo.from_huggingface(tokenizer, vocab_size=len(tokenizer))
    return xgrammar.GrammarCompiler(info, max_threads=1)


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Without what native code writes to standard error: xgrammar tells some limits there, with a source line."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _xgrammar(schema: Mapping[str, Any]) -> Accepts:
    import xgrammar

    try:
        with _unheard():
            compiled = xgrammar_compiler().compile_json_schema(json.dumps(schema), any_whitespace=False)
    except Exception as error:  # its own types differ between versions
        raise BackendRefusal(f"{type(error).__name__}: {error}") from None

    def accepts(text: str) -> bool:
        matcher = xgrammar.GrammarMatcher(compiled)
        return bool(matcher.accept_string(text) and matcher.accept_token(lab_tokenizer().eos_token_id))

    return accepts


@functools.cache
def guidance_tokenizer() -> Any:
    """The lab tokenizer as llguidance reads it."""
    import llguidance.hf

    tokenizer: Any = lab_tokenizer()
    return llguidance.hf.from_tokenizer(tokenizer)


def guidance_grammar(schema: Mapping[str, Any]) -> str:
    """llguidance's grammar of a schema, documents as `json.dumps` writes them."""
    from llguidance import LLMatcher

    options: Any = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
    return str(LLMatcher.grammar_from_json_schema(dict(schema), overrides=options))


def _llguidance(schema: Mapping[str, Any]) -> Accepts:
    from llguidance import LLMatcher

    grammar = guidance_grammar(schema)
    fault = LLMatcher.validate_grammar(grammar, guidance_tokenizer())
    if fault:
        raise BackendRefusal(str(fault))

    def accepts(text: str) -> bool:
        matcher = LLMatcher(guidance_tokenizer(), grammar, log_level=0)
        tokens = guidance_tokenizer().tokenize_str(text)
        return matcher.try_consume_tokens(tokens) == len(tokens) and bool(matcher.is_accepting())

    return accepts


_MAKERS: dict[str, Callable[[Mapping[str, Any]], Accepts]] = {
    "own": _own, "xgrammar": _xgrammar, "llguidance": _llguidance,
}  # fmt: skip
