# diagnosis: nested-unknown-ignored
from collections.abc import Mapping

from pydantic import ValidationError


def deep(old, new):
    out = dict(old)
    for name, value in new.items():
        out[name] = deep(out[name], value) if isinstance(out.get(name), dict) and isinstance(value, Mapping) else value
    return out


def apply_patch(current, patch):
    for name in patch:
        if name not in type(current).model_fields:
            line = {"type": "extra_forbidden", "loc": (name,), "input": patch[name]}
            raise ValidationError.from_exception_data(type(current).__name__, [line])
    return type(current).model_validate(deep(current.model_dump(round_trip=True), patch))
