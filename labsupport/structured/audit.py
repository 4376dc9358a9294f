"""Does a backend enforce what a schema asks for? Each keyword is tried with a document on either side of it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from labsupport.structured.automaton import NOTES
from labsupport.structured.backends import Backend, BackendRefusal, acceptor

Verdict = Literal["enforced", "ignored", "too_strict", "refused", "not_probed"]

_STR, _INT = {"type": "string"}, {"type": "integer"}


def _object(properties: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties),
            "additionalProperties": False} | more  # fmt: skip


PROBES: dict[str, tuple[dict[str, Any], Any, Any]] = {  # keyword -> schema, a value that fits, one that does not
    "type": (_INT, 7, "7"),
    "properties": (_object({"a": _INT}), {"a": 1}, {"a": "x"}),
    "required": (_object({"a": _INT, "b": _INT}), {"a": 1, "b": 2}, {"a": 1}),
    "additionalProperties": (_object({"a": _INT}), {"a": 1}, {"a": 1, "b": 2}),
    "items": ({"type": "array", "items": _INT}, [1, 2], ["x"]),
    "minItems": ({"type": "array", "items": _INT, "minItems": 2}, [1, 2], [1]),
    "maxItems": ({"type": "array", "items": _INT, "maxItems": 2}, [1, 2], [1, 2, 3]),
    "uniqueItems": ({"type": "array", "items": _INT, "uniqueItems": True}, [1, 2], [1, 1]),
    "prefixItems": ({"type": "array", "prefixItems": [_INT, _STR], "items": False}, [1, "x"], ["x", 1]),
    "enum": ({"enum": ["a", "b"]}, "b", "c"),
    "const": ({"const": "a"}, "a", "b"),
    "anyOf": ({"anyOf": [_INT, {"type": "null"}]}, None, "x"),
    "oneOf": ({"oneOf": [_INT, {"type": "null"}]}, None, "x"),
    "allOf": ({"allOf": [{"type": "integer", "minimum": 5}, {"maximum": 9}]}, 7, 3),
    "not": ({"type": "string", "not": {"const": "a"}}, "b", "a"),
    "$ref": ({"$defs": {"A": _INT}, **_object({"a": {"$ref": "#/$defs/A"}})}, {"a": 1}, {"a": "x"}),
    "minimum": ({"type": "integer", "minimum": 5}, 7, 3),
    "maximum": ({"type": "integer", "maximum": 5}, 3, 7),
    "exclusiveMinimum": ({"type": "integer", "exclusiveMinimum": 5}, 6, 5),
    "exclusiveMaximum": ({"type": "integer", "exclusiveMaximum": 5}, 4, 5),
    "multipleOf": ({"type": "integer", "multipleOf": 5}, 10, 7),
    "minLength": ({"type": "string", "minLength": 2}, "ab", "a"),
    "maxLength": ({"type": "string", "maxLength": 2}, "ab", "abc"),
    "pattern": ({"type": "string", "pattern": "^[A-Z]{3}-[0-9]+$"}, "ORD-1", "order 1"),
    "format": ({"type": "string", "format": "date"}, "2026-02-01", "soon"),
    "patternProperties": ({"type": "object", "patternProperties": {"^n": _INT}}, {"n1": 1}, {"n1": "x"}),
    "minProperties": ({"type": "object", "additionalProperties": _INT, "minProperties": 1}, {"a": 1}, {}),
    "maxProperties": ({"type": "object", "additionalProperties": _INT, "maxProperties": 1}, {}, {"a": 1, "b": 2}),
    "contains": ({"type": "array", "items": _INT, "contains": {"const": 1}}, [1, 2], [2]),
}  # fmt: skip
FORMATS = {"date": ("2026-02-01", "soon"), "date-time": ("2026-02-01T10:00:00Z", "soon"), "time": ("10:00:00Z", "soon"),
           "email": ("a@b.example", "a b"), "uuid": ("6f1b3a5e-0000-4000-8000-000000000000", "6f1b"),
           "ipv4": ("192.0.2.1", "192.0.2")}  # fmt: skip


class Finding(NamedTuple):
    """What a backend makes of one keyword. path: where the schema uses it first, as a JSON pointer.

    verdict: enforced (the fitting document passes, the other does not), ignored (both pass), too_strict (the fitting
    one does not pass), refused (the probe does not compile: detail says why), not_probed (no probe for the keyword).
    """

    path: str
    keyword: str
    verdict: Verdict
    detail: str

    @property
    def ok(self) -> bool:
        """Whether the keyword can be relied on."""
        return self.verdict == "enforced"

    def __str__(self) -> str:
        return f"{self.keyword} at {self.path}: {self.verdict}" + (f" ({self.detail})" if self.detail else "")


def keywords(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Path, keyword and value of everything in a schema that restricts documents, in reading order."""
    todo: list[tuple[str, Any]] = [("#", schema)]
    while todo:
        path, node = todo.pop()
        if not isinstance(node, Mapping):
            continue
        below: list[tuple[str, Any]] = []
        for keyword, value in node.items():
            if keyword not in NOTES:
                yield path, keyword, value
            if keyword in ("properties", "$defs", "patternProperties") and isinstance(value, Mapping):
                below += [(f"{path}/{keyword}/{name}", part) for name, part in value.items()]
            elif keyword in ("anyOf", "oneOf", "allOf", "prefixItems") and isinstance(value, list):
                below += [(f"{path}/{keyword}/{i}", part) for i, part in enumerate(value)]
            elif keyword in ("items", "not", "additionalProperties", "contains"):
                below.append((f"{path}/{keyword}", value))
        todo += reversed(below)


def audit(schema: Mapping[str, Any], backend: Backend) -> list[Finding]:
    """One finding for each keyword that the schema uses, then one for the schema as a whole if it does not compile.

    A probe is a small schema of its own with one document that fits and one that does not; the schema's own values are
    not tried, except for `format`. Raises ValueError for an unknown backend, TypeError for a schema that is no mapping.
    """
    if not isinstance(schema, Mapping):
        raise TypeError(f"schema must be a mapping, got {type(schema).__name__}")
    # BEGIN SOLUTION
    findings: dict[tuple[str, str], Finding] = {}
    for path, keyword, value in keywords(schema):
        variant = str(value) if keyword == "format" else ""
        if (keyword, variant) not in findings:
            verdict, detail = probe(keyword, variant, backend)
            findings[keyword, variant] = Finding(path, keyword, verdict, detail)
    try:
        acceptor(schema, backend)
    except BackendRefusal as refusal:
        findings["schema", ""] = Finding("#", "schema", "refused", str(refusal))
    return list(findings.values())
    # END SOLUTION


@functools.cache
def probe(keyword: str, variant: str, backend: Backend) -> tuple[Verdict, str]:
    """The verdict on one keyword and what there is to say about it. variant: the format, for `format`, else ""."""
    if keyword not in PROBES or (keyword == "format" and variant not in FORMATS):
        return "not_probed", f"no probe for {variant or keyword!r}"
    schema, good, bad = PROBES[keyword]
    if keyword == "format":
        schema, (good, bad) = {"type": "string", "format": variant}, FORMATS[variant]
    try:
        accepts = acceptor(schema, backend)
    except BackendRefusal as refusal:
        return "refused", str(refusal)
    if not accepts(json.dumps(good)):
        return "too_strict", f"{json.dumps(good)} does not pass"
    return ("ignored", f"{json.dumps(bad)} passes") if accepts(json.dumps(bad)) else ("enforced", "")
