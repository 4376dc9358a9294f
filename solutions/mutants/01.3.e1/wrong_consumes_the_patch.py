# diagnosis: input-mutated
from pydantic import BaseModel


def apply_patch(current, patch):
    for name, old in dict(current).items():
        if name not in patch:
            patch[name] = old.model_copy(deep=True) if isinstance(old, BaseModel) else old
        elif isinstance(old, BaseModel) and isinstance(patch[name], dict):
            patch[name] = apply_patch(old, patch[name])
    return type(current).model_validate(patch, extra="forbid")
