"""What one call used, in tokens, as the server reports it. Knows no prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Usage:
    """Tokens of one call. Cached tokens are part of the prompt, reasoning tokens part of the completion.

    None says that the server did not report a count, which is not the same as 0. Raises ValueError for a count that is
    no whole number of at least 0, and for a part that is larger than its whole.
    """

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int | None = None
    reasoning_tokens: int | None = None

    def __post_init__(self) -> None:
        for whole, part in (("prompt_tokens", "cached_tokens"), ("completion_tokens", "reasoning_tokens")):
            all_of_it, inside = getattr(self, whole), getattr(self, part)
            for name, count in ((whole, all_of_it), (part, 0 if inside is None else inside)):
                if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                    raise ValueError(f"{name}={count!r} must be a whole number of at least 0")
            if inside is not None and inside > all_of_it:
                raise ValueError(f"{part}={inside!r} are part of {whole}={all_of_it!r} and cannot be more")

    @classmethod
    def from_response(cls, response: Any) -> Self:
        """The usage of a chat completion: an object of the openai SDK, or the same as a mapping.

        Raises ValueError for an answer without usage, which a stream has unless it was asked for.
        """
        usage = _field(response, "usage")
        prompt, completion = _field(usage, "prompt_tokens"), _field(usage, "completion_tokens")
        if prompt is None or completion is None:
            raise ValueError("the answer reports no usage: for a stream, ask with stream_options include_usage")
        return cls(
            prompt, completion, _field(_field(usage, "prompt_tokens_details"), "cached_tokens"),
            _field(_field(usage, "completion_tokens_details"), "reasoning_tokens"),
        )  # fmt: skip


def _field(source: Any, name: str) -> Any:
    return source.get(name) if isinstance(source, Mapping) else getattr(source, name, None)
