# diagnosis: wrong-error
from collections.abc import Mapping


def deep(old, new):
    out = dict(old)
    for name, value in new.items():
        if name not in out:
            raise KeyError(name)
        out[name] = deep(out[name], value) if isinstance(out[name], dict) and isinstance(value, Mapping) else value
    return out


def apply_patch(current, patch):
    return type(current).model_validate(deep(current.model_dump(round_trip=True), patch))
