# diagnosis: nested-replaced
def apply_patch(current, patch):
    merged = {**current.model_dump(round_trip=True), **patch}
    return type(current).model_validate(merged, extra="forbid")
