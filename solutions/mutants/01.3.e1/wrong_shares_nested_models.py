# diagnosis: shared-state
from collections.abc import Mapping

from pydantic import BaseModel


def apply_patch(current, patch):
    def merge(model, changes):
        values = dict(model)
        for name, new in changes.items():
            old = values.get(name)
            values[name] = merge(old, new) if isinstance(old, BaseModel) and isinstance(new, Mapping) else new
        return values

    return type(current).model_validate(merge(current, patch), extra="forbid")
