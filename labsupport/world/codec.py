"""Plain JSON for frozen dataclasses and back, driven by their type hints; what the files of a world hold."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
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


def typed(kind: Any, value: Any) -> Any:
    """The inverse of `plain` for a type hint. Raises TypeError, ValueError or KeyError when the value does not fit."""
    return reader(kind)(value)


day = lru_cache(maxsize=8192)(date.fromisoformat)  # few different days, many of each


@cache
def reader(kind: Any) -> Callable[[Any], Any]:
    """What `typed` does for one type hint, looked up once: files have many thousands of rows."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _union(kind, args)
    if origin is Literal:
        return _literal(args)
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        each = reader(args[0])
        return lambda value: tuple([each(v) for v in value])
    if origin is tuple:
        readers = [reader(k) for k in args]
        return lambda value: tuple([read(v) for read, v in zip(readers, value, strict=True)])
    if origin is frozenset:
        each = reader(args[0])
        return lambda value: frozenset([each(v) for v in value])
    if origin in (dict, Mapping):
        each = reader(args[1])
        return lambda value: {k: each(v) for k, v in value.items()}
    if dataclasses.is_dataclass(kind):
        fields = {name: reader(hint) for name, hint in typing.get_type_hints(kind).items()}
        return lambda value: typing.cast(Any, kind)(**{name: fields[name](v) for name, v in value.items()})
    if isinstance(kind, type) and issubclass(kind, tuple):  # a NamedTuple
        readers = [reader(hint) for hint in typing.get_type_hints(kind).values()]
        return lambda value: kind(*[read(v) for read, v in zip(readers, value, strict=True)])
    if kind is datetime:
        return datetime.fromisoformat
    if kind is date:
        return day
    return _plain(kind)


def _union(kind: Any, args: Sequence[Any]) -> Callable[[Any], Any]:
    read, optional = reader(next(a for a in args if a is not type(None))), type(None) in args

    def one(value: Any) -> Any:
        if value is not None:
            return read(value)
        if optional:
            return None
        raise TypeError(f"null where {kind} is expected")

    return one


def _literal(args: Sequence[Any]) -> Callable[[Any], Any]:
    def one(value: Any) -> Any:
        if value not in args:
            raise ValueError(f"{value!r} is none of {', '.join(map(str, args))}")
        return value

    return one


def _plain(kind: Any) -> Callable[[Any], Any]:
    def one(value: Any) -> Any:
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if kind is not Any and not isinstance(value, kind):
            raise TypeError(f"{value!r} where {kind.__name__} is expected")
        return value

    return one
