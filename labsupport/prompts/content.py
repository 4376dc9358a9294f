"""Text of others inside a chat: marks of the template become control tokens, the same marks in a message do not.

Made for byte-level BPE without a normalizer, as the lab models have: there every text is made of plain tokens.
"""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from labsupport.tokens.counting import Message, lab_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerBase

Policy = Literal["split", "reject", "strip"]
CHAT_ROLES = ("system", "user", "assistant", "tool")


class ControlTokenError(ValueError):
    """A text holds a mark of the chat template. `mark`: which, `at`: the character at which it begins."""

    def __init__(self, mark: str, at: int) -> None:
        self.mark, self.at = mark, at
        super().__init__(
            f"the text holds the control token {mark!r} at character {at}: refuse it, or use policy='split'"
        )


@functools.lru_cache(maxsize=8)
def control_tokens(tokenizer: PreTrainedTokenizerBase) -> Mapping[str, int]:
    """Ids of the tokens that stand for structure, by their written form: starts and ends of turns, tool marks."""
    decoder: Mapping[int, Any] = tokenizer.added_tokens_decoder
    return {str(token.content): number for number, token in sorted(decoder.items()) if token.content}


def control_ids(ids: Sequence[int], tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """Those of the ids that are control tokens, in order."""
    known = set(control_tokens(tokenizer).values())
    return [i for i in ids if i in known]


@functools.lru_cache(maxsize=8)
def _marks(tokenizer: PreTrainedTokenizerBase) -> re.Pattern[str]:
    longest_first = sorted(control_tokens(tokenizer), key=len, reverse=True)
    return re.compile("(" + ("|".join(map(re.escape, longest_first)) or r"(?!)") + ")")


@functools.lru_cache(maxsize=8)
def _plain(tokenizer: PreTrainedTokenizerBase) -> Tokenizer:
    """The same tokenizer without its added tokens. `split_special_tokens` would keep the tool marks whole."""
    import json

    from tokenizers import Tokenizer

    made = json.loads(tokenizer.backend_tokenizer.to_str())
    plain: Tokenizer = Tokenizer.from_str(json.dumps(made | {"added_tokens": []}))
    plain.no_truncation()
    plain.no_padding()
    return plain


def _encode(text: str, tokenizer: PreTrainedTokenizerBase) -> list[int]:
    ids: list[int] = _plain(tokenizer).encode(text, add_special_tokens=False).ids
    return ids


@overload
def safe_content(
    text: str, policy: Literal["split"], *, tokenizer: PreTrainedTokenizerBase | None = ...
) -> list[int]: ...


@overload
def safe_content(
    text: str, policy: Literal["reject", "strip"], *, tokenizer: PreTrainedTokenizerBase | None = ...
) -> str: ...


def safe_content(text: str, policy: Policy, *, tokenizer: PreTrainedTokenizerBase | None = None) -> str | list[int]:
    """A text of others, safe to stand in a message.

    split: its token ids, marks spelled in plain tokens; nothing is lost. reject: the text itself, or ControlTokenError.
    strip: the text without marks, also without those that appear when others are cut out; code about chats suffers.
    tokenizer: of the model that reads it, the lab model's by default. Raises ValueError for another policy.
    """
    # BEGIN SOLUTION
    if policy not in get_args(Policy):
        raise ValueError(f"policy={policy!r} must be one of: {', '.join(get_args(Policy))}")
    tokenizer = tokenizer or lab_tokenizer()
    marks = _marks(tokenizer)
    if policy == "split":
        return _encode(text, tokenizer)
    if policy == "reject":
        if found := marks.search(text):
            raise ControlTokenError(found[0], found.start())
        return text
    # cutting one mark out can make another of its neighbours. The rest is kept on a stack, so that this takes one pass
    # over the text and not one for every mark: nested marks would make that quadratic
    longest = max(map(len, control_tokens(tokenizer)), default=0)
    kept: list[str] = []
    for character in text:
        kept.append(character)
        if character in _last(tokenizer):
            tail = "".join(kept[-longest:])
            for mark in control_tokens(tokenizer):
                if tail.endswith(mark):
                    del kept[-len(mark) :]
                    break
    return "".join(kept)
    # END SOLUTION


@functools.lru_cache(maxsize=8)
def _last(tokenizer: PreTrainedTokenizerBase) -> frozenset[str]:
    return frozenset(mark[-1] for mark in control_tokens(tokenizer))


def to_ids(
    messages: Sequence[Message],
    tokenizer: PreTrainedTokenizerBase,
    *,
    tools: Sequence[Mapping[str, Any]] = (),
    generation: bool = True,
) -> list[int]:
    """Token ids of a chat request; control tokens stand only where the chat template wrote them.

    Without marks in the messages these are the ids of `tokens.counting.prompt_tokens`. A mark in a content, in the
    arguments of a tool call or in a tool's description is spelled in plain tokens, so code about chats survives.
    Raises ValueError for no messages and for a role other than system, user, assistant and tool.
    """
    # BEGIN SOLUTION
    if not messages:
        raise ValueError("messages is empty: a chat request has at least one")
    for message in messages:
        if message.get("role") not in CHAT_ROLES:
            raise ValueError(f"role {message.get('role')!r} must be one of: {', '.join(CHAT_ROLES)}")
    marks = _marks(tokenizer)
    # while the template runs, words that nobody can guess stand for the marks in the messages
    nonce = secrets.token_hex(16)
    aliases = {mark: f"x{nonce}x{i}x" for i, mark in enumerate(control_tokens(tokenizer))}

    def hide(value: Any) -> Any:
        if isinstance(value, str):
            return marks.sub(lambda found: aliases[found[0]], value)
        if isinstance(value, Mapping):
            return {hide(k): hide(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [hide(v) for v in value]
        return value

    text: Any = tokenizer.apply_chat_template(
        [hide(dict(m)) for m in messages], tools=[hide(dict(t)) for t in tools] or None, tokenize=False,
        add_generation_prompt=generation,
    )  # fmt: skip
    shown = {alias: mark for mark, alias in aliases.items()}
    ids: list[int] = []
    for part in marks.split(str(text)):  # marks at odd places, the text between them at even ones
        if part in aliases:
            ids.append(control_tokens(tokenizer)[part])
        elif part:
            ids += _encode(re.sub(rf"x{nonce}x\d+x", lambda found: shown[found[0]], part), tokenizer)
    return ids
    # END SOLUTION
