"""Plain JSON for frozen dataclasses and back, driven by their type hints; what the files of a world hold."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar

T = TypeVar("T")


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dates as ISO text, tuples as lists, sets sorted, dataclasses as objects."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date):  # datetime is a date
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(v) for v in value)
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} {value!r} cannot be stored; use plain values, tuples and dataclasses")


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def typed(kind: Any, value: Any) -> Any:
    """The inverse of `plain` for a type hint. Raises TypeError or ValueError when the value does not fit."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        options = typing.get_args(kind)
        if value is None:
            if type(None) in options:
                return None
            raise TypeError(f"null where {kind} is expected")
        return typed(next(o for o in options if o is not type(None)), value)
    if origin is Literal:
        if value not in typing.get_args(kind):
            raise ValueError(f"{value!r} is none of {', '.join(map(str, typing.get_args(kind)))}")
        return value
    if origin is tuple:
        items = typing.get_args(kind)
        if len(items) == 2 and items[1] is Ellipsis:
            return tuple(typed(items[0], v) for v in value)
        return tuple(typed(k, v) for k, v in zip(items, value, strict=True))
    if origin is frozenset:
        return frozenset(typed(typing.get_args(kind)[0], v) for v in value)
    if origin in (dict, Mapping):
        return {k: typed(typing.get_args(kind)[1], v) for k, v in value.items()}
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast(type, kind))
        return typing.cast(Any, kind)(**{name: typed(hints[name], v) for name, v in value.items()})
    if isinstance(kind, type) and issubclass(kind, tuple):  # a NamedTuple
        return kind(*(typed(h, v) for h, v in zip(_hints(kind).values(), value, strict=True)))
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is not Any and not isinstance(value, kind):
        raise TypeError(f"{value!r} where {kind.__name__} is expected")
    return value
