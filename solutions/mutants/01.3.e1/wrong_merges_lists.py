# diagnosis: list-merged
from collections.abc import Mapping


def deep(old, new):
    if isinstance(old, list) and isinstance(new, list):
        return old + [item for item in new if item not in old]
    if isinstance(old, dict) and isinstance(new, Mapping):
        return {**old, **{name: deep(old.get(name), value) for name, value in new.items()}}
    return new


def apply_patch(current, patch):
    return type(current).model_validate(deep(current.model_dump(round_trip=True), patch), extra="forbid")
