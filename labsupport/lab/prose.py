"""`say()`: one sentence of Markdown whose numbers come from this run's records."""

from __future__ import annotations

import difflib
import re

from labsupport.errors import LabError
from labsupport.lab import records
from labsupport.lab.show import ascii_text, publish

FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def say(text: str) -> None:
    """Show `text` with `{01.1.x1.blocking_ratio:.1f}` replaced by the recorded value; `{{` is a brace.

    Names are records of this run, or claim ids (their value). Raises LabError for an unknown name or a format that
    does not fit the value.
    """
    known = records.values()

    def fill(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        name, _, spec = match[1].partition(":")
        if name not in known:
            near = difflib.get_close_matches(name, known, n=2)
            hint = f"close: {', '.join(near)}" if near else "record it in an earlier cell of this run"
            raise LabError(f"say(): no record {name!r} in this run", hint)
        value = known[name]["value"]
        try:
            return format(value, spec)
        except (ValueError, TypeError) as error:
            raise LabError(f"say(): {name} = {value!r} does not fit the format {spec!r}", str(error)) from error

    filled = FIELD.sub(fill, text)
    publish(ascii_text(filled), markdown=filled)
