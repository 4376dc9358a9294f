# diagnosis: one-of-kept
import copy
from collections.abc import Mapping
from typing import Any

from labsupport.structured.strict import (
    NotStrict,
    _DROPPED,
    _LISTS,
    _NESTED,
    _NULL,
    _SINGLE,
    _TYPED,
    allows_null,
    nullable,
)


def to_strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The same schema with every property required and no others allowed, `$defs` included; the input stays as it is.

    A property that was optional gets null as a further choice, unless it has it already: required alone would force the
    model to invent a value. Null is said in the short form where there is one ("type": ["integer", "null"]). `oneOf`
    becomes `anyOf`, an `allOf` of one part that part; titles, examples and defaults go (`from_strict` brings defaults
    back into play). The order of keys stays. Raises NotStrict for objects with free keys (write a list of pairs), a
    value of any type, an `allOf` of several parts, and a root that is no object; TypeError for a schema that is no
    mapping.
    """
    if not isinstance(schema, Mapping):
        raise TypeError(f"schema must be a mapping, got {type(schema).__name__}")
    root = copy.deepcopy(dict(schema))

    def strict(node: Any, path: str) -> Any:
        if not isinstance(node, Mapping):
            raise NotStrict(path, f"{node!r} is no schema: give a type")
        made = {k: v for k, v in node.items() if k not in _DROPPED}
        if "oneOf" in made:
            made["oneOf"] = [strict(part, f"{path}/oneOf/{i}") for i, part in enumerate(made["oneOf"])]
        if "allOf" in made:
            parts = made.pop("allOf")
            if len(parts) != 1 or made.keys() & parts[0].keys() - {"description"}:
                raise NotStrict(path, "allOf of several parts: write them as one schema")
            return strict(parts[0] | made, path)
        for keyword in _SINGLE:
            if keyword in made:
                made[keyword] = strict(made[keyword], f"{path}/{keyword}")
        for keyword in _LISTS:
            if keyword in made:
                made[keyword] = [strict(part, f"{path}/{keyword}/{i}") for i, part in enumerate(made[keyword])]
        optional = made.get("properties", {}).keys() - set(made.get("required", ()))
        for keyword in _NESTED:
            if keyword in made:
                made[keyword] = {k: strict(v, f"{path}/{keyword}/{k}") for k, v in made[keyword].items()}
        kinds = made.get("type", "object" if "properties" in made else None)
        if (kinds == "array" and not made.keys() & {"items", "prefixItems"}) or not made.keys() & {*_TYPED, "oneOf"}:
            raise NotStrict(path, "a value of any type: give it one")
        if kinds == "object" or (isinstance(kinds, list) and "object" in kinds):
            if made.get("additionalProperties") or "patternProperties" in made:
                raise NotStrict(path, "an object with free keys: write a list of objects with key and value")
            if "properties" not in made and made.get("additionalProperties") is not False:
                raise NotStrict(path, "an object without declared properties: declare them")
            fields = {
                k: nullable(v) if k in optional and not allows_null(v, root) else v
                for k, v in made.get("properties", {}).items()
            }
            made |= {"properties": fields, "required": list(fields), "additionalProperties": False}
        some = [part for part in made.get("anyOf", ()) if part != _NULL]
        if len(some) == 1 < len(made["anyOf"]) and isinstance(some[0].get("type"), str) and "const" not in some[0]:
            del made["anyOf"]
            return nullable(some[0] | made)
        return made

    made: dict[str, Any] = strict(root, "#")
    if "$ref" not in made and made.get("type") != "object":
        raise NotStrict("#", "the root is no object: put it into one, as the value of a property")
    return made
