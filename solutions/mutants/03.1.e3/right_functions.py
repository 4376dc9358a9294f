# right
from labsupport.structured.strict import NotStrict, allows_null, nullable

DROPPED = {"default", "title", "examples", "discriminator", "$schema", "$id"}


def below(node, path, root):
    if not isinstance(node, dict):
        raise NotStrict(path, "no schema")
    out = {}
    for key, value in node.items():
        if key in DROPPED:
            continue
        if key in ("properties", "$defs"):
            out[key] = {name: below(part, f"{path}/{key}/{name}", root) for name, part in value.items()}
        elif key in ("anyOf", "oneOf", "prefixItems"):
            parts = [below(part, f"{path}/{key}/{i}", root) for i, part in enumerate(value)]
            out["anyOf" if key == "oneOf" else key] = parts
        elif key == "items":
            out[key] = below(value, f"{path}/items", root)
        elif key == "allOf":
            if len(value) > 1:
                raise NotStrict(path, "several parts")
            out.update(below(value[0], path, root))
        else:
            out[key] = value
    if not {"type", "$ref", "anyOf", "enum", "const", "properties"} & set(out):
        raise NotStrict(path, "any type")
    if out.get("type") == "array" and "items" not in out and "prefixItems" not in out:
        raise NotStrict(path, "any item")
    if out.get("type") == "object" or "properties" in out:
        return closed(node, out, path, root)
    return out


def closed(node, out, path, root):
    if out.get("additionalProperties") or "patternProperties" in out or "properties" not in out:
        raise NotStrict(path, "free keys")
    given = node if "properties" in node else node["allOf"][0]
    for name, part in out["properties"].items():
        if name not in given.get("required", []) and not allows_null(part, root):
            out["properties"][name] = nullable(part)
    out["required"] = list(out["properties"])
    out["additionalProperties"] = False
    return out


def to_strict(schema):
    out = below(dict(schema), "#", schema)
    if out.get("type") != "object" and "$ref" not in out:
        raise NotStrict("#", "no object")
    return out
