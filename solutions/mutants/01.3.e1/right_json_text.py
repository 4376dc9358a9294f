# right
import copy
import json


def apply_patch(current, patch):
    text = json.loads(current.model_dump_json(round_trip=True))
    todo = [(text, copy.deepcopy(dict(patch)))]
    while todo:
        old, new = todo.pop()
        for name, value in new.items():
            if isinstance(value, dict) and isinstance(old.get(name), dict):
                todo.append((old[name], value))
            else:
                old[name] = value
    return type(current).model_validate(text, extra="forbid")
