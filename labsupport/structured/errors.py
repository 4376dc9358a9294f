"""Why there is no parsed object, each reason with its own type and with what is needed to act on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labsupport.usage import Usage


class NoObject(Exception):
    """A model's answer did not become an object."""


class Truncated(NoObject):
    """The answer was cut at the token limit, so that even text that parses may lack its end: raise the limit or split.

    usage: what the cut answer cost; None where the server did not say.
    """

    def __init__(self, usage: Usage | None) -> None:
        spent = "an unknown number of" if usage is None else usage.completion_tokens
        super().__init__(f"the answer was cut after {spent} tokens: raise max_tokens, or split the text")
        self.usage = usage


class Refused(NoObject):
    """The model declined and said why: log it, then one more try with a changed prompt, or a fallback."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the model refused: {reason}")
        self.reason = reason


class Filtered(Refused):
    """The provider's filter stopped the answer."""

    def __init__(self) -> None:
        super().__init__("stopped by the provider's content filter")


class SchemaMismatch(NoObject, ValueError):
    """The text is no object of the schema. errors: where and why; raw: what came, whole."""

    def __init__(self, errors: Sequence[str], raw: Any) -> None:
        super().__init__(f"{len(errors)} error(s), the first: {errors[0] if errors else 'unknown'}")
        self.errors, self.raw = list(errors), raw


class Unsupported(NoObject):
    """The backend cannot hold the schema; nothing was generated. issues: the keywords, or what the server said."""

    def __init__(self, issues: Sequence[object]) -> None:
        super().__init__("the backend does not enforce the schema: " + "; ".join(map(str, issues)))
        self.issues = list(issues)
