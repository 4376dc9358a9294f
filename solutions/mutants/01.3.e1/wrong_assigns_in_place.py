# diagnosis: input-mutated
def apply_patch(current, patch):
    for name, value in patch.items():
        setattr(current, name, value)
    return type(current).model_validate(current.model_dump(round_trip=True))
