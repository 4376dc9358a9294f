# right
import copy
from collections.abc import Mapping

from pydantic import BaseModel, ValidationError


def apply_patch(current, patch):
    kind = type(current)
    values = {name: copy.deepcopy(getattr(current, name)) for name in kind.model_fields}
    for name, new in patch.items():
        if name not in values:
            line = {"type": "extra_forbidden", "loc": (name,), "input": new}
            raise ValidationError.from_exception_data(kind.__name__, [line])
        if isinstance(values[name], BaseModel) and isinstance(new, Mapping):
            new = apply_patch(values[name], new)
        values[name] = new
    return kind.model_validate(values)
