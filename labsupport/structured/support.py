"""Does the text say what was extracted? Shape is not truth; an invented passage is the cheapest lie to catch."""

from __future__ import annotations

from typing import Literal, NamedTuple

from labsupport.structured.schema import Extraction

Code = Literal["empty_quote", "quote_missing", "empty_name", "name_outside_quote"]


class Issue(NamedTuple):
    """What is wrong with the entity number `entity`, counted from 0."""

    entity: int
    code: Code
    problem: str


def flat(text: str) -> str:
    """The text with every run of whitespace as one blank, none at the ends."""
    return " ".join(text.split())


def check_support(extraction: Extraction, text: str) -> list[Issue]:
    """Every entity whose quote does not stand in the text, or whose name does not stand in its quote.

    Whitespace is normalised on both sides, since a line break in the source says nothing; case and punctuation count.
    An empty quote stands in every text and supports nothing, so it is an issue of its own, as is an empty name.
    """
    # BEGIN SOLUTION
    issues, source = [], flat(text)
    for i, entity in enumerate(extraction.entities):
        quote, name = flat(entity.quote), flat(entity.name)
        if not quote:
            issues.append(Issue(i, "empty_quote", f"{name!r} has no quote"))
        elif quote not in source:
            issues.append(Issue(i, "quote_missing", f"the text does not say {quote!r}"))
        if not name:
            issues.append(Issue(i, "empty_name", f"the entity of the quote {quote!r} has no name"))
        elif quote and name not in quote:
            issues.append(Issue(i, "name_outside_quote", f"{name!r} does not stand in the quote {quote!r}"))
    return issues
    # END SOLUTION
