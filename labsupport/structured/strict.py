"""A JSON Schema in the form that strict modes accept, and payloads of that form read back."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

_DROPPED = ("default", "title", "examples", "discriminator", "$schema", "$id")
_NESTED = ("properties", "$defs")  # name -> schema
_LISTS = ("anyOf", "prefixItems")
_SINGLE = ("items",)
_NULL = {"type": "null"}
_TYPED = frozenset({"type", "properties", "$ref", "anyOf", "enum", "const"})
_VALUE_LIMITS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
                           "maxLength", "pattern", "format", "uniqueItems"})  # fmt: skip


class NotStrict(ValueError):
    """A schema without a strict form. path: where, as a JSON pointer."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path


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
    # BEGIN SOLUTION
    root = copy.deepcopy(dict(schema))

    def strict(node: Any, path: str) -> Any:
        if not isinstance(node, Mapping):
            raise NotStrict(path, f"{node!r} is no schema: give a type")
        made = {k: v for k, v in node.items() if k not in _DROPPED}
        if "oneOf" in made:
            made["anyOf"] = [*made.get("anyOf", []), *made.pop("oneOf")]
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
        if (kinds == "array" and not made.keys() & {"items", "prefixItems"}) or not made.keys() & _TYPED:
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
    # END SOLUTION


def nullable(node: dict[str, Any]) -> dict[str, Any]:
    """The schema or null: as one more type where the schema has one, else as one more choice. The input stays."""
    kind = node.get("type")
    if isinstance(kind, str) and "const" not in node:
        return node | {"type": [kind, "null"]} | ({"enum": [*node["enum"], None]} if "enum" in node else {})
    inner = {key: value for key, value in node.items() if key != "description"}
    choices = inner["anyOf"] if inner.keys() == {"anyOf"} else [inner]
    return {"anyOf": [*choices, _NULL]} | {key: node[key] for key in ("description",) if key in node}


def allows_null(node: Any, root: Mapping[str, Any], seen: tuple[str, ...] = ()) -> bool:
    """Whether null is among the values of a schema: by its type, its choices, its fixed values or what it refers to."""
    if not isinstance(node, Mapping):
        return False
    if "$ref" in node:
        name = str(node["$ref"]).removeprefix("#/$defs/")
        return name not in seen and allows_null(root.get("$defs", {}).get(name), root, (*seen, name))
    if "const" in node or "enum" in node:
        return None in ([node["const"]] if "const" in node else node["enum"])
    for keyword in ("anyOf", "oneOf"):
        if keyword in node:
            return any(allows_null(part, root, seen) for part in node[keyword])
    if "allOf" in node:
        return all(allows_null(part, root, seen) for part in node["allOf"])
    kinds = node.get("type")
    return kinds is None or kinds == "null" or (isinstance(kinds, list) and "null" in kinds)


def from_strict(payload: Any, schema: Mapping[str, Any]) -> Any:
    """A payload of `to_strict(schema)` as one of `schema`: null is left out where it only stands for "not given".

    Those are optional properties that do not allow null themselves, whose default applies again. Choices (`anyOf`) are
    followed where one of them is left beside null. Nothing is validated; the input stays.
    """

    def read(value: Any, node: Any) -> Any:
        for _ in range(64):  # references in a circle end somewhere
            if isinstance(node, Mapping) and "$ref" in node:
                node = schema.get("$defs", {}).get(str(node["$ref"]).removeprefix("#/$defs/"))
            elif isinstance(node, Mapping) and (parts := node.get("anyOf") or node.get("oneOf") or node.get("allOf")):
                left = [part for part in parts if part != _NULL]
                node = left[0] if len(left) == 1 else None
            else:
                break
        if isinstance(node, Mapping) and isinstance(value, Mapping):
            fields, required = node.get("properties", {}), node.get("required", ())
            return {
                k: read(v, fields.get(k)) for k, v in value.items()
                if v is not None or k not in fields or k in required or allows_null(fields[k], schema)
            }  # fmt: skip
        if isinstance(node, Mapping) and isinstance(value, list):
            return [read(item, node.get("items")) for item in value]
        return value

    return read(payload, schema)


def shape_of(schema: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The schema without the keywords that limit values, and where they stood: for a decoder that holds shape only.

    What was left out must be checked on the finished document: validate it with the whole schema or its model. The
    input stays.
    """
    left_out: list[str] = []

    def shape(node: Any, path: str) -> Any:
        if not isinstance(node, Mapping):
            return node
        made: dict[str, Any] = {}
        for keyword, value in node.items():
            at = f"{path}/{keyword}"
            if keyword in _VALUE_LIMITS:
                left_out.append(at)
            elif keyword in _NESTED and isinstance(value, Mapping):
                made[keyword] = {name: shape(part, f"{at}/{name}") for name, part in value.items()}
            elif keyword in _LISTS and isinstance(value, list):
                made[keyword] = [shape(part, f"{at}/{i}") for i, part in enumerate(value)]
            else:
                made[keyword] = shape(value, at) if keyword in _SINGLE else copy.deepcopy(value)
        return made

    return shape(schema, "#"), left_out
