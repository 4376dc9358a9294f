# diagnosis: unknown-ignored
from collections.abc import Mapping


def deep(old, new):
    out = dict(old)
    for name, value in new.items():
        out[name] = deep(out[name], value) if isinstance(out.get(name), dict) and isinstance(value, Mapping) else value
    return out


def apply_patch(current, patch):
    return type(current).model_validate(deep(current.model_dump(round_trip=True), patch))
