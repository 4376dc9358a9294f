"""`ExternalId`: a third party's numeric id, which may come as a number or as its digits."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator


def id_from_edge(value: Any) -> int:
    """The id as an int. Raises ValueError unless it is an int (no bool) or a string of ASCII digits.

    `int()` alone would be too kind: it takes "4_2", "+42", " 42 ", digits of other scripts, True and 42.9. Zeros in
    front are dropped, so "007" and 7 are one id: use a string type for a partner that tells them apart.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():  # isdigit alone takes superscripts
        return int(value)
    raise ValueError("an id is a whole number, or a string of the digits 0 to 9")


ExternalId = Annotated[int, BeforeValidator(id_from_edge, json_schema_input_type=int | str)]
"""An int inside, tolerant at the edge in exactly one way. Works in strict models: it runs before their type check."""
