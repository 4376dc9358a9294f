"""`apply_patch`: change some fields of a validated object and get a validated object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


def apply_patch(current: T, patch: Mapping[str, Any]) -> T:
    """A new object: `current` with the fields that `patch` names, validated as a whole.

    A field that the patch does not name keeps its value; one that it sets to None becomes None, if the model allows
    that. Where both sides hold an object (a nested model and a mapping), that object is patched in turn; lists and
    everything else are replaced. Nothing is mutated. Fields are named as in the class or by their alias.

    Raises ValidationError, as the model itself would, for a value that does not fit, for a rule between fields that
    only the merged object breaks, and for a field that the model does not have (also when it ignores such fields on
    input). Values pass their validators again, so those must accept what they returned. Private attributes start
    anew. After RFC 7396 (JSON merge patch), except that null sets a field and removes none.
    """
    return type(current).model_validate(merged(current, patch), extra="forbid", by_alias=True, by_name=True)


def merged(current: BaseModel, patch: Mapping[str, Any]) -> dict[str, Any]:
    """Field values of `current` (not a dump: no serializer runs, computed fields stay out) under those of `patch`."""
    fields = type(current).model_fields
    by_alias = {field.alias: name for name, field in fields.items() if field.alias}
    values = {name: plain(getattr(current, name)) for name in fields}
    for key, new in patch.items():
        name = by_alias.get(key, key)
        old = getattr(current, name) if name in fields else None
        values[name] = merged(old, new) if isinstance(old, BaseModel) and isinstance(new, Mapping) else new
    return values


def plain(value: Any) -> Any:
    """A copy that shares no mutable container with `value`, nested models included."""
    if isinstance(value, BaseModel):
        return value.model_copy(deep=True)
    if isinstance(value, list | tuple | set | frozenset) and type(value) in (list, tuple, set, frozenset):
        return type(value)(plain(item) for item in value)
    if type(value) is dict:
        return {key: plain(item) for key, item in value.items()}
    return value
