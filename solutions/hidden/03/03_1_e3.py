"""Hidden check for 03.1.e3: random schemas; the strict form is judged by the documents that it takes."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import jsonschema

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect
from labsupport.structured.strict import allows_null

READ = "03.1 A schema that strict modes accept"

DRIVER = """
import copy


async def drive(subject, call, args):
    rows = []
    for schema in args["schemas"]:
        given = copy.deepcopy(schema)
        try:
            rows.append({"made": subject(given), "same": given == schema})
        except NotImplementedError:
            raise
        except Exception as error:
            rows.append({"raised": type(error).__name__})
    return rows
"""

Schema = dict[str, Any]


def objects(node: Any, path: str = "#", *, schema: bool = True) -> list[tuple[str, Schema]]:
    """Every object schema below a node; the keys of `properties` and `$defs` are names, not keywords."""
    found: list[tuple[str, Schema]] = []
    if isinstance(node, list):
        for i, part in enumerate(node):
            found += objects(part, f"{path}/{i}")
    elif isinstance(node, dict):
        if schema and isinstance(node.get("properties"), dict):
            found.append((path, node))
        for key, part in node.items():
            found += objects(part, f"{path}/{key}", schema=not (schema and key in ("properties", "$defs")))
    return found


def keywords(node: Any, *, schema: bool = True) -> set[str]:
    """Every keyword below a node, names of properties and definitions left out."""
    if isinstance(node, list):
        return set().union(*(keywords(part) for part in node))
    if not isinstance(node, dict):
        return set()
    below = [keywords(part, schema=not (schema and key in ("properties", "$defs"))) for key, part in node.items()]
    return set().union(*below) | (set(node) if schema else set())


def nulls(node: Schema) -> int:
    """How often null is a choice of one value."""
    kinds = node.get("type")
    here = kinds.count("null") if isinstance(kinds, list) else int(kinds == "null")
    return here + sum(nulls(part) for part in node.get("anyOf", ()))


def sample(node: Schema, root: Schema, rng: random.Random, optional: bool = True) -> Any:
    """A value of the original schema with null for what is optional, now and then."""
    if "$ref" in node:
        return sample(root["$defs"][node["$ref"].rpartition("/")[2]], root, rng)
    for keyword in ("anyOf", "oneOf", "allOf"):
        if keyword in node:
            return sample(rng.choice(node[keyword]), root, rng)
    if "enum" in node:
        return rng.choice(node["enum"])
    kind = node["type"]
    if kind == "object":
        return {
            name: None if name not in node.get("required", ()) and rng.random() < 0.5 else sample(part, root, rng)
            for name, part in node["properties"].items()
        }
    if kind == "array":
        return [sample(node["items"], root, rng) for _ in range(rng.randint(0, 2))]
    return {"string": "x", "integer": 3, "boolean": True, "null": None}[kind]


def judge_made(schemas: list[Schema], seed: int) -> Any:
    def judge(result: Any, world: Any) -> None:
        rng = random.Random(seed)
        for schema, row in zip(schemas, result, strict=True):
            shown = {"case": json.dumps(schema)[:300], "read": READ}
            made = row.get("made")
            expect(isinstance(made, dict), expected="a schema", got=row,
                cause="a schema that has a strict form is refused",
                   diagnosis="refused", **shown)  # fmt: skip
            expect(row["same"], expected="the input as it was", got="changed", cause="the input was changed",
                   diagnosis="input-changed", **shown)  # fmt: skip
            expect(set(schema.get("$defs", {})) <= set(made.get("$defs", {})), expected=sorted(schema.get("$defs", {})),
                   got=sorted(made.get("$defs", {})), cause="definitions are lost",
                   diagnosis="defs-lost", **shown)  # fmt: skip
            old = dict(objects(schema))
            for path, node in objects(made):
                names = sorted(node["properties"])
                expect(node.get("additionalProperties") is False, expected="closed", got=path,
                       cause="an object below the root is open", diagnosis="not-closed", **shown)  # fmt: skip
                expect(sorted(node.get("required", [])) == names, expected=names, got=node.get("required"),
                       cause="not every property is required", diagnosis="not-required", **shown)  # fmt: skip
                if path in old:
                    expect(sorted(old[path]["properties"]) == names, expected=sorted(old[path]["properties"]),
                        got=names,
                           cause="properties are lost", diagnosis="property-dropped", **shown)  # fmt: skip
                    for name in names:
                        twice = nulls(node["properties"][name]) > 1
                        expect(not twice, expected="null once", got=node["properties"][name],
                               cause="null was there already", diagnosis="null-twice", **shown)  # fmt: skip
                        was = old[path]["properties"][name]
                        null = name not in old[path].get("required", ()) or allows_null(was, schema)
                        expect(allows_null(node["properties"][name], made) == null, expected=f"{name}: null {null}",
                               got=node["properties"][name],
                               cause="an optional property without null, or a required one with it",
                               diagnosis="optional-without-null" if null else "null-everywhere", **shown)  # fmt: skip
            judge_it = jsonschema.Draft202012Validator(made)
            for _ in range(6):
                value = sample(schema, schema, rng)
                expect(judge_it.is_valid(value), expected="valid", got=json.dumps(value)[:200],
                       cause="a document of the schema does not fit the strict form",
                       diagnosis="optional-without-null", **shown)  # fmt: skip
            used = keywords(made)
            for slug, words in (
                ("default-kept", {"default", "title", "examples"}),
                ("one-of-kept", {"oneOf", "allOf"}),
            ):
                expect(not words & used, expected=f"none of {sorted(words)}", got=sorted(words & used),
                       cause="keywords that strict modes lack are left", diagnosis=slug, **shown)  # fmt: skip

    return judge


def judge_refused(cases: list[tuple[Schema, str]]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for (schema, slug), row in zip(cases, result, strict=True):
            expect(row.get("raised") == "NotStrict", expected="NotStrict", got=row, case=json.dumps(schema), read=READ,
                   cause="a schema without a strict form is accepted, or fails in another way",
                   diagnosis=slug)  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def name() -> str:
        return "".join(rng.choices("abcdefgh", k=5))

    def notes(node: Schema) -> Schema:
        if rng.random() < 0.4:
            node = node | {"title": name().upper()}
        return node | {"description": name()} if rng.random() < 0.2 else node

    def make(depth: int, refs: list[str]) -> Schema:
        kinds = ["string", "integer", "boolean", "enum", "nullable"] + ["ref"] * bool(refs)
        kinds += ["object", "object", "array", "oneOf", "allOf"] * (depth > 0)
        kind = rng.choice(kinds)
        if kind == "ref":
            return {"$ref": f"#/$defs/{rng.choice(refs)}"}
        if kind == "object":
            return thing(depth - 1, refs)
        if kind == "array":
            return notes({"type": "array", "items": make(depth - 1, refs)})
        if kind == "oneOf":
            return {rng.choice(("oneOf", "anyOf")): [{"type": "integer"}, thing(depth - 1, refs)]}
        if kind == "allOf":
            return {"allOf": [thing(depth - 1, refs)]}
        if kind == "enum":
            return notes({"type": "string", "enum": [name(), name()]})
        if kind == "nullable":
            return {"anyOf": [{"type": rng.choice(("string", "integer"))}, {"type": "null"}]}
        return notes({"type": kind})

    def thing(depth: int, refs: list[str]) -> Schema:
        fields = {name(): make(depth, refs) for _ in range(rng.randint(1, 3))}
        needed = [key for key in fields if rng.random() < 0.5]
        for key, part in fields.items():
            if key not in needed and "$ref" not in part and rng.random() < 0.6:
                fields[key] = part | {"default": None}
        made: Schema = {"type": "object", "properties": fields}
        return notes(made | ({"required": needed} if needed else {}))

    def whole() -> Schema:
        refs = [name().title() for _ in range(rng.randint(0, 2))]
        made = thing(3, refs)
        return made | ({"$defs": {ref: thing(1, []) for ref in refs}} if refs else {})

    def scenario(label: str, schemas: list[Schema]) -> Scenario:
        return Scenario(label, {"schemas": copy.deepcopy(schemas)}, None, judge_made(schemas, rng.randrange(10**9)))

    integer = {"type": "integer"}
    flat = [{"type": "object", "properties": {"x": {"type": "string"}, "y": integer}, "required": ["x"]},
            {"type": "object", "properties": {name(): integer | {"default": 3}}}]  # fmt: skip
    yield scenario("flat schemas", flat)
    yield scenario("random schemas", [whole() for _ in range(12)])
    with_refs = []
    while len(with_refs) < 6:
        made = whole()
        if "$defs" in made and '"$ref"' in json.dumps(made):
            with_refs.append(made)
    yield scenario("schemas with definitions", with_refs)
    node = {"type": "object", "properties": {"name": {"type": "string"}, "next": {"$ref": "#/$defs/Node"}},
            "required": ["name"]}  # fmt: skip
    recursive = {"$defs": {"Node": node}, "type": "object", "properties": {"root": {"$ref": "#/$defs/Node"}}}
    null = {"$defs": {"Maybe": {"anyOf": [integer, {"type": "null"}]}}, "type": "object",
            "properties": {"a": {"$ref": "#/$defs/Maybe"}, "b": {"$ref": "#/$defs/Maybe"}},
            "required": ["a"]}  # fmt: skip
    yield scenario("recursion, null behind a reference", [recursive, null])
    named = {"type": "object", "properties": {"title": {"type": "string"}, "default": {"type": "string"}}}
    yield scenario("properties called as keywords", [named])
    inside = name()
    cases: list[tuple[Schema, str]] = []
    for bad, slug in (({"type": "object", "additionalProperties": integer}, "free-keys"),
                      ({"type": "object", "properties": {"a": integer}, "additionalProperties": integer}, "free-keys"),
                      ({}, "any-type"), ({"allOf": [integer, {"maximum": rng.randrange(9)}]}, "all-of"),
                      ({"type": "object", "patternProperties": {"^x": integer}}, "free-keys")):  # fmt: skip
        cases.append(({"type": "object", "properties": {inside: bad}, "required": [inside]}, slug))
        cases.append(({"type": "object", "properties": {inside: {"type": "array", "items": bad}}}, slug))
    cases += [({"type": "array", "items": integer}, "root"), (integer, "root")]
    yield Scenario("schemas without a strict form", {"schemas": [schema for schema, _ in cases]}, None,
                   judge_refused(cases))  # fmt: skip
