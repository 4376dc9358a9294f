"""The pages of the site as sphinx sources: stages from executed notebooks, the rest from records, ids and docstrings.

`course` reads what there is, `notebook` makes the stage pages, the other modules one kind of page each. None of them
knows sphinx; `labsupport.publish.site` runs it and `inspection` looks at what came out.
"""
