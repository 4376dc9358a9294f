# diagnosis: not-validated
def apply_patch(current, patch):
    return current.model_copy(update=dict(patch), deep=True)
