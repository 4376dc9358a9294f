# diagnosis: rule-not-rechecked
from pydantic import create_model


def apply_patch(current, patch):
    kind = type(current)
    fields = {name: (info.annotation, None) for name, info in kind.model_fields.items()}
    partial = create_model("Partial", __config__={"extra": "forbid"}, **fields)
    checked = partial.model_validate(dict(patch))
    values = {**dict(current.model_copy(deep=True)), **{n: getattr(checked, n) for n in checked.model_fields_set}}
    return kind.model_construct(**values)
