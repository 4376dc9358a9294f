# diagnosis: null-dropped
def apply_patch(current, patch):
    new = {name: value for name, value in patch.items() if value is not None}
    merged = {**current.model_dump(round_trip=True), **new}
    return type(current).model_validate(merged, extra="forbid")
