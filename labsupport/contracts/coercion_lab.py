"""Twelve inputs, four types, three modes: what pydantic accepts (experiment 01.3.x3)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

INPUTS: tuple[Any, ...] = (
    42, 1, "42", " 42 ", "4_2", 42.0, 42.5, True, "yes", None, "2024-05-01T12:00:00Z", datetime(2024, 5, 1, 12),
)  # fmt: skip
TYPES: tuple[type, ...] = (int, bool, str, datetime)
MODES = ("lax", "strict Python", "strict JSON")


@dataclass(frozen=True)
class Cell:
    """One try: `accepted` is None where JSON cannot express the input; `value` is what came out."""

    shown: str
    target: str
    mode: str
    accepted: bool | None
    value: Any = None


def shown(value: Any) -> str:
    """The input as a person reads it: JSON text, or the object's type for what JSON has not."""
    return "datetime object" if isinstance(value, datetime) else json.dumps(value)


def attempt(target: type, value: Any, mode: str) -> Cell:
    """Validate one input. The JSON mode writes it as JSON first and validates the text."""
    adapter: TypeAdapter[Any] = TypeAdapter(target)
    try:
        if mode == "strict JSON":
            if isinstance(value, datetime):
                return Cell(shown(value), target.__name__, mode, None)
            got = adapter.validate_json(json.dumps(value), strict=True)
        else:
            got = adapter.validate_python(value, strict=mode == "strict Python")
    except ValidationError:
        return Cell(shown(value), target.__name__, mode, False)
    return Cell(shown(value), target.__name__, mode, True, got)


def matrix(inputs: Sequence[Any] = INPUTS) -> list[Cell]:
    """Every input with every type and mode, input by input."""
    return [attempt(target, value, mode) for value in inputs for target in TYPES for mode in MODES]
