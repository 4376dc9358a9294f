"""`apply_patch`: change some fields of a validated object and get a validated object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


def apply_patch(current: T, patch: Mapping[str, Any]) -> T:
    """A new object: `current` with the fields that `patch` names, validated as a whole.

    A field that the patch does not name keeps its value. One that it sets to None becomes None, if the model allows
    None there. Where the field holds a model and the patch a mapping, that model is patched in the same way; lists and
    all other values are replaced. Neither argument is changed, and the result shares nothing mutable with `current`.

    Raises ValidationError for a value that does not fit, for a rule between fields that only the merged object
    breaks, and for a field that the model does not have, even if the model ignores such fields on input.
    """
    # a rule of RFC 7396 is left out on purpose: there null removes a field, here it is a value like any other

    def merge(model: BaseModel, changes: Mapping[str, Any]) -> dict[str, Any]:
        values = dict(model)  # the fields as they are: no serializer runs, and computed fields stay out
        for name, new in changes.items():
            old = values.get(name)
            values[name] = merge(old, new) if isinstance(old, BaseModel) and isinstance(new, Mapping) else new
        return values

    merged = merge(current.model_copy(deep=True), patch)
    return type(current).model_validate(merged, extra="forbid", by_name=True, by_alias=False)
