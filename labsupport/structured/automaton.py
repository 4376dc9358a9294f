"""A subset of JSON Schema as an automaton over bytes: which byte may follow, and whether the document is complete.

The subset: objects with fixed properties (all required, no others), arrays with `items`, `minItems` and `maxItems`,
strings, integers, numbers, booleans, null, `enum` and `const` of plain values, `anyOf`, lists of types, and `$ref` into
`$defs` without recursion. Every other keyword is refused by name: a keyword that is dropped in silence is a promise
that nobody keeps. Documents are written as `json.dumps` writes them, properties in the order of the schema, so that
there is no whitespace to get lost in. Knows nothing of tokens.

A configuration is a stack: on top the place in the value that is being written, below it what is still to come. Where
`anyOf` leaves it open what a value will be, a state holds several stacks. States get numbers when they are first
reached and remember where each byte led, so that text is walked with one table look-up a byte (a lazy subset
construction). Sources: RFC 8259 (JSON), RFC 3629 (UTF-8), JSON Schema 2020-12; Willard and Louf, arXiv 2307.09702.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MAX_DEPTH = 10  # nested objects and arrays; the limit of strict modes at vendors, too
MAX_ITEMS = 1000  # a counted list has a state for each count

NOTES = frozenset({"title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$comment",
                   "$schema", "$id", "$defs"})  # fmt: skip
"""Keywords that restrict nothing."""
KEYWORDS = frozenset({"type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "enum",
                      "const", "anyOf", "$ref"})  # fmt: skip
_OF_TYPE = {"object": {"properties", "required", "additionalProperties"}, "array": {"items", "minItems", "maxItems"}}
_LATER = "take it out of the schema for the decoder and check it on the finished document"
REMEDIES = {
    "oneOf": "write anyOf: to_strict does it", "allOf": "write the parts as one schema: to_strict does it for one part",
    "nullable": "write anyOf with {'type': 'null'}", "prefixItems": "write an object with a property for each place",
    "patternProperties": "write a list of objects with key and value", "discriminator": "leave it out: to_strict does",
}  # fmt: skip


class UnsupportedSchema(ValueError):
    """A schema outside the subset. keyword: what is not supported; path: where (a JSON pointer); remedy: what to do."""

    def __init__(self, keyword: str, path: str, remedy: str) -> None:
        super().__init__(f"{keyword} at {path} is not supported: {remedy}")
        self.keyword, self.path, self.remedy = keyword, path, remedy


@dataclass(eq=False)
class Place:
    """A place inside a plain value: where each byte leads, and whether the value may end here."""

    moves: dict[int, Place] = field(default_factory=dict)
    final: bool = False

    def to(self, found: Iterable[int], place: Place) -> Place:
        """Let these bytes lead to `place`; returns self."""
        self.moves.update(dict.fromkeys(found, place))
        return self


@dataclass(frozen=True, eq=False)
class Sequel:
    """Parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(eq=False)
class Items:
    """The rest of a list of which `count` items are written; `following` is the same list with one item more."""

    item: Node
    low: int
    high: int | None
    count: int = 0
    after_next: Items | None = None

    def following(self) -> Items:
        """The list after one more item; without a maximum, counts that make no difference are one state."""
        if self.after_next is None:
            same = self.high is None and self.count >= max(self.low, 1)
            self.after_next = self if same else Items(self.item, self.low, self.high, self.count + 1)
        return self.after_next


Node = Place | Sequel | Choice | Items
Stack = tuple[Node, ...]  # the top comes first


def literals(texts: Iterable[str]) -> Place:
    """Exactly these texts."""
    start = Place()
    for text in texts:
        at = start
        for byte in text.encode():
            at = at.moves.setdefault(byte, Place())
        at.final = True
    return start


def string() -> Place:
    """A JSON string: valid UTF-8, no bare control characters, known escapes, no half of a surrogate pair."""
    inside, end, escape = Place(), Place(final=True), Place()
    inside.to((*range(0x20, 0x80),), inside)
    inside.to(b'"', end)
    inside.to(b"\\", escape)
    escape.to(b'"\\/bfnrt', inside)
    last, last2, last3 = Place(), Place(), Place()  # so many bytes until the character is complete
    for here, then in ((last, inside), (last2, last), (last3, last2)):
        here.to(range(0x80, 0xC0), then)
    inside.to(range(0xC2, 0xE0), last)
    inside.to(range(0xE1, 0xF0), last2)
    inside.to(range(0xF1, 0xF4), last3)
    # second bytes with a narrower range: no overlong forms, no surrogates, nothing above U+10FFFF
    for lead, second, then in ((0xE0, range(0xA0, 0xC0), last), (0xED, range(0x80, 0xA0), last),
                               (0xF0, range(0x90, 0xC0), last2), (0xF4, range(0x80, 0x90), last2)):  # fmt: skip
        inside.to((lead,), Place().to(second, then))
    digits = b"0123456789abcdefABCDEF"

    def hexes(count: int, then: Place) -> Place:
        for _ in range(count):
            then = Place().to(digits, then)
        return then

    low_d = Place().to(b"cdefCDEF", hexes(2, inside))
    pair = Place().to(b"\\", Place().to(b"u", Place().to(b"dD", low_d)))
    after_d = Place().to(b"01234567", hexes(2, inside))
    after_d.to(b"89abAB", hexes(2, pair))  # the high half of a pair: the low one must follow
    escape.to(b"u", Place().to(digits, hexes(3, inside)).to(b"dD", after_d))
    return Place().to(b'"', inside)


def number(*, integer: bool) -> Place:
    """A JSON number; an integer has neither fraction nor exponent."""
    start, minus, zero, whole = Place(), Place(), Place(final=True), Place(final=True)
    start.to(b"-", minus)
    for place in (start, minus):
        place.to(b"0", zero)
        place.to(b"123456789", whole)
    whole.to(b"0123456789", whole)
    if not integer:
        dot, fraction, e, sign, power = Place(), Place(final=True), Place(), Place(), Place(final=True)
        for place in (zero, whole):
            place.to(b".", dot)
        for place in (dot, fraction):
            place.to(b"0123456789", fraction)
        for place in (zero, whole, fraction):
            place.to(b"eE", e)
        e.to(b"+-", sign)
        for place in (e, sign, power):
            place.to(b"0123456789", power)
    return start


def resolve(schema: Any, root: Mapping[str, Any], path: str, seen: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """What a `$ref` into `$defs` stands for, and the names met on the way; UnsupportedSchema for recursion."""
    while isinstance(schema, Mapping) and "$ref" in schema:
        target = schema["$ref"]
        name = target.removeprefix("#/$defs/") if isinstance(target, str) else None
        if name is None or name == target or name not in (root.get("$defs") or {}):
            raise UnsupportedSchema("$ref", path, f"{target!r} is no entry of $defs of this schema")
        if name in seen:
            raise UnsupportedSchema("$ref", path, f"{name} holds itself: write out as many levels as you need")
        extra = sorted(schema.keys() - NOTES - {"$ref"})
        if extra:
            raise UnsupportedSchema(extra[0], path, "beside $ref it is easily overlooked: move it into the definition")
        schema, seen = root["$defs"][name], (*seen, name)
    return schema, seen


class Grammar:
    """A schema of the subset, compiled. States are small integers; `start` is the first one.

    separators: between items and after keys, as of `json.dumps`. `states` and `moves` count what was worked out so far:
    both grow with the variety of the text that is walked, not with its length. Not safe to share between threads.
    Raises UnsupportedSchema for anything outside the subset, TypeError for a schema that is no mapping.
    """

    start = 0

    def __init__(self, schema: Mapping[str, Any], *, separators: tuple[str, str] = (", ", ": ")) -> None:
        if not isinstance(schema, Mapping):
            raise TypeError(f"schema must be a mapping, got {type(schema).__name__}")
        self.schema = schema
        self._comma, self._colon = separators
        self._string, self._separator = string(), literals([self._comma])
        self._made: dict[tuple[int, int], Node] = {}  # a definition is compiled once a depth, however often it is used
        self._known: dict[frozenset[Stack], int] = {}
        self._stacks: list[frozenset[Stack]] = []
        self._table: list[dict[int, int | None]] = []
        try:
            self._number_of([(self._compile(schema, "#", 0, ()),)])
        except RecursionError:
            raise UnsupportedSchema("nesting", "#", f"more than {MAX_DEPTH} levels: flatten it") from None

    @property
    def states(self) -> int:
        """States reached so far."""
        return len(self._stacks)

    @property
    def moves(self) -> int:
        """Steps worked out so far; every further one over the same ground is a look-up."""
        return sum(map(len, self._table))

    def step(self, state: int, byte: int) -> int | None:
        """The state after one byte more, or None where no document of the grammar goes on with it."""
        row = self._table[state]
        if byte not in row:
            after = [
                (found, *stack[1:])
                for stack in self._stacks[state]
                if stack and isinstance(stack[0], Place) and (found := stack[0].moves.get(byte)) is not None
            ]
            row[byte] = self._number_of(after) if after else None
        return row[byte]

    def walk(self, data: bytes, state: int = start) -> int | None:
        """The state after these bytes, from `state` on; None as `step`."""
        at: int | None = state
        for byte in data:
            if at is None:
                break
            at = self.step(at, byte)
        return at

    def complete(self, state: int) -> bool:
        """Whether the document may end here."""
        return () in self._stacks[state]

    def accepts(self, text: str) -> bool:
        """Whether the text is a whole document of the grammar."""
        state = self.walk(text.encode(errors="surrogatepass"))  # a lone surrogate is refused as the bytes it becomes
        return state is not None and self.complete(state)

    def _number_of(self, stacks: Iterable[Stack]) -> int:
        """The number of the state with these stacks, each brought to the place of its next byte (or to its end)."""
        todo, seen, ready = list(stacks), set[Stack](), set[Stack]()
        while todo:
            stack = todo.pop()
            if stack in seen:
                continue
            seen.add(stack)
            if not stack:
                ready.add(stack)
                continue
            top, rest = stack[0], stack[1:]
            if isinstance(top, Sequel):
                todo.append(top.parts + rest)
            elif isinstance(top, Choice):
                todo.extend((option, *rest) for option in top.options)
            elif isinstance(top, Items):
                if top.count >= top.low:
                    todo.append(rest)
                if top.high is None or top.count < top.high:
                    comma = (self._separator,) if top.count else ()
                    todo.append((*comma, top.item, top.following(), *rest))
            else:
                if top.moves:
                    ready.add(stack)
                if top.final:
                    todo.append(rest)
        key = frozenset(ready)
        if key not in self._known:
            self._known[key] = len(self._stacks)
            self._stacks.append(key)
            self._table.append({})
        return self._known[key]

    def _compile(self, schema: Any, path: str, depth: int, seen: tuple[str, ...]) -> Node:
        schema, seen = resolve(schema, self.schema, path, seen)
        known = (id(schema), depth)
        if known not in self._made:
            self._made[known] = self._node(schema, path, depth, seen)
        return self._made[known]

    def _node(self, schema: Any, path: str, depth: int, seen: tuple[str, ...]) -> Node:
        if not isinstance(schema, Mapping):
            raise UnsupportedSchema(repr(schema), path, "write a schema with a type")
        for keyword in sorted(map(str, schema.keys() - KEYWORDS - NOTES)):
            raise UnsupportedSchema(keyword, path, REMEDIES.get(keyword, _LATER))
        if depth > MAX_DEPTH:
            raise UnsupportedSchema(
                "nesting", path, f"more than {MAX_DEPTH} levels: flatten it, or split it in two calls"
            )
        used = schema.keys() - NOTES
        if "enum" in used or "const" in used:
            return self._fixed(schema, path)
        if "anyOf" in used:
            if used != {"anyOf"} or not isinstance(schema["anyOf"], Sequence) or not schema["anyOf"]:
                raise UnsupportedSchema("anyOf", path, "give a list of alternatives, and nothing beside it")
            return Choice(
                tuple(self._compile(s, f"{path}/anyOf/{i}", depth, seen) for i, s in enumerate(schema["anyOf"]))
            )
        types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type")
        if not isinstance(types, Sequence) or not types:
            raise UnsupportedSchema("a value of any type", path, "give its type")
        allowed = {"type"}.union(*(_OF_TYPE.get(str(t), set()) for t in types))
        for keyword in sorted(used - allowed):
            raise UnsupportedSchema(keyword, path, f"it says nothing about {' or '.join(map(str, types))}: take it out")
        return Choice(tuple(self._of_type(t, schema, path, depth, seen) for t in types))

    def _fixed(self, schema: Mapping[str, Any], path: str) -> Node:
        keyword = "const" if "const" in schema else "enum"
        values = [schema["const"]] if keyword == "const" else schema["enum"]
        if not isinstance(values, Sequence) or isinstance(values, str) or not values:
            raise UnsupportedSchema("enum", path, "give a list of at least one value")
        if not all(value is None or isinstance(value, str | int | float) for value in values):
            raise UnsupportedSchema(keyword, path, "objects and lists as fixed values: write them as schemas")
        for other in sorted(schema.keys() - NOTES - {keyword, "type"}):
            raise UnsupportedSchema(other, path, f"beside {keyword} it says nothing new: take it out")
        types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type")
        if types is not None and not all(any(_is_a(value, t) for t in types) for value in values):
            raise UnsupportedSchema(keyword, path, f"a value is not of type {schema['type']!r}: take it out")
        try:
            return literals(json.dumps(value, ensure_ascii=False, allow_nan=False) for value in values)
        except (ValueError, UnicodeError):
            raise UnsupportedSchema(keyword, path, "a value cannot be written as JSON: take it out") from None

    def _of_type(self, kind: Any, schema: Mapping[str, Any], path: str, depth: int, seen: tuple[str, ...]) -> Node:
        if kind == "string":
            return self._string
        if kind in ("integer", "number"):
            return number(integer=kind == "integer")
        if kind in ("boolean", "null"):
            return literals(["null"] if kind == "null" else ["true", "false"])
        if kind == "array":
            if "items" not in schema:
                raise UnsupportedSchema("array without items", path, "give a schema for its items")
            low, high = schema.get("minItems", 0), schema.get("maxItems")
            for name, count in (("minItems", low), ("maxItems", 0 if high is None else high)):
                if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MAX_ITEMS:
                    raise UnsupportedSchema(name, path, f"{count!r} is no whole number from 0 to {MAX_ITEMS}")
            if high is not None and high < low:
                raise UnsupportedSchema("maxItems", path, f"{high} is below minItems {low}: no list fits")
            item = self._compile(schema["items"], f"{path}/items", depth + 1, seen)
            return Sequel((literals(["["]), Items(item, low, high), literals(["]"])))
        if kind == "object":
            properties = schema.get("properties")
            if not isinstance(properties, Mapping) or schema.get("additionalProperties") is not False:
                raise UnsupportedSchema("object with free keys", path, "name all properties and set "
                                        "additionalProperties to false: to_strict does")  # fmt: skip
            required = schema.get("required", [])
            if not isinstance(required, Sequence) or sorted(map(str, required)) != sorted(properties):
                odd = min({*map(str, required)} ^ set(properties), default="twice")
                raise UnsupportedSchema(f"optional property {odd!r}", path, "require it and allow null: to_strict does")
            parts: list[Node] = []
            for i, (name, value) in enumerate(properties.items()):
                key = json.dumps(name, ensure_ascii=False) + self._colon
                parts.append(literals([(self._comma if i else "{") + key]))
                parts.append(self._compile(value, f"{path}/properties/{name}", depth + 1, seen))
            return Sequel((*parts, literals(["}" if parts else "{}"])))
        raise UnsupportedSchema(f"type {kind!r}", path, "use one of the seven types of JSON")


def _is_a(value: Any, kind: Any) -> bool:
    """Whether a plain value has a type of JSON Schema."""
    names = {str: ["string"], int: ["integer", "number"], float: ["number"], bool: ["boolean"], type(None): ["null"]}
    return kind in names.get(type(value), [])
