# diagnosis: patch-judged-alone
from collections.abc import Mapping


def deep(old, new):
    out = dict(old)
    for name, value in new.items():
        out[name] = deep(out[name], value) if isinstance(out.get(name), dict) and isinstance(value, Mapping) else value
    return out


def apply_patch(current, patch):
    kind = type(current)
    required = {n: getattr(current, n) for n, f in kind.model_fields.items() if f.is_required()}
    kind.model_validate({**required, **patch}, extra="forbid")  # the patch has to be good by itself
    return kind.model_validate(deep(current.model_dump(round_trip=True), patch), extra="forbid")
