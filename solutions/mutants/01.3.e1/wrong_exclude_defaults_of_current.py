# diagnosis: value-lost
def apply_patch(current, patch):
    return type(current).model_validate(
        {
            **{
                n: f.default
                for n, f in type(current).model_fields.items()
                if not f.is_required() and f.default_factory is None
            },
            **{n: getattr(current, n) for n, f in type(current).model_fields.items() if f.is_required()},
            **patch,
        },
        extra="forbid",
    )
