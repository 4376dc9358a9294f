"""Exercises and review questions of topic 03.1: masks over tokens, strict schemas, and an answer read to its end."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]

from labsupport.lab.check import Check, Choice, Exercise, Question, expect, run_async
from labsupport.structured.automaton import Grammar
from labsupport.structured.errors import Filtered, NoObject, Refused, SchemaMismatch, Truncated
from labsupport.structured.mask import Vocabulary, byte_alphabet
from labsupport.structured.schema import Extraction
from labsupport.structured.scripted import Scripted, reply
from labsupport.structured.strict import NotStrict, allows_null

MASK = "03.1 Which tokens may follow"
STRICT = "03.1 A schema that strict modes accept"
READ = "03.1 Reading an answer to its end"

# ---------------------------------------------------------------- e1 read, extract

TEXT = "Our order ORD-1 is late."
DOCUMENT: dict[str, Any] = {
    "schema_version": 3, "language": "en", "complete": True,
    "entities": [{"quote": "order ORD-1 is late", "name": "ORD-1", "kind": "order", "confidence": None}],
}  # fmt: skip
WHOLE = json.dumps(DOCUMENT)


def outcome(
    extract: Any, server: Scripted, mode: str = "schema", *, repairs: int = 0, limit_s: float = 2.0
) -> Any:  # fmt: skip
    """What `extract` returns or raises for a scripted server; TimeoutError after `limit_s`."""

    async def once() -> Any:
        return await asyncio.wait_for(
            extract(TEXT, mode=mode, max_tokens=50, client=server.client, model="scripted", repairs=repairs), limit_s
        )

    try:
        return run_async(once, limit_s + 2)
    except NotImplementedError:
        raise
    except Exception as error:
        return error


def name_of(found: Any) -> str:
    """An outcome as a learner reads it."""
    if isinstance(found, Extraction):
        return f"an Extraction with {len(found.entities)} entities"
    return f"raised {type(found).__name__}: {found}" if isinstance(found, BaseException) else repr(found)


def raised(found: Any, kind: type[BaseException], case: str, cause: str, slug: str) -> None:
    """Expect an exception; returning an object or None where there is none has a diagnosis of its own."""
    if isinstance(found, Extraction) and not found.entities:
        cause, slug = "an empty result looks like a text that names nothing: raise instead", "empty-result"
    elif found is None:
        cause, slug = "None tells nobody what happened: raise", "empty-result"
    expect(
        isinstance(found, kind), expected=kind.__name__, got=name_of(found), case=case, cause=cause, read=READ,
        diagnosis=slug,
    )  # fmt: skip


def check_modes(read: Any, extract: Any) -> None:
    for mode, wanted in (("prompt", None), ("json", "json_object"), ("schema", "json_schema")):
        server = Scripted(reply(WHOLE))
        found = outcome(extract, server, mode)
        expect(found == Extraction.model_validate(DOCUMENT), expected="the extraction", got=name_of(found),
               case=f"a whole answer, mode {mode!r}", cause="read the answer and return it", read=READ,
               diagnosis="whole-answer-lost")  # fmt: skip
        sent = (server.seen[0].get("response_format") or {}).get("type")
        expect(sent == wanted, expected=wanted, got=sent, case=f"response_format of mode {mode!r}",
               cause="`body` holds it already: add the messages, leave the rest", read=READ,
               diagnosis="wrong-request")  # fmt: skip


def check_truncated(read: Any, extract: Any) -> None:
    for text, case in ((WHOLE, "finish_reason length, the text happens to parse"), (WHOLE[:60], "cut in the middle")):
        found = outcome(extract, Scripted(reply(text, finish="length")))
        raised(found, Truncated, case, "look at finish_reason before the text: what parses may lack its end",
               "trusts-truncated")  # fmt: skip
        spent = getattr(found.usage, "completion_tokens", None)
        expect(spent == 9, expected="usage with 9 completion tokens", got=found.usage, case=case,
               cause="give Truncated the usage of the answer", read=READ, diagnosis="usage-lost")  # fmt: skip


def check_refused(read: Any, extract: Any) -> None:
    found = outcome(extract, Scripted(reply(None, refusal="I will not.")))
    raised(found, Refused, "message.refusal is set, content is None",
           "a refusal is no mismatch: its reason stands in message.refusal", "refusal-lost")  # fmt: skip
    expect(found.reason == "I will not.", expected="I will not.", got=found.reason, case="the reason of the refusal",
           cause="give Refused the text of the refusal", read=READ, diagnosis="refusal-lost")  # fmt: skip
    for text in ("", WHOLE):
        found = outcome(extract, Scripted(reply(text, finish="content_filter")))
        raised(found, Filtered, f"finish_reason content_filter, content {text[:12]!r}",
               "the provider's filter stopped the answer: finish_reason says so", "filter-lost")  # fmt: skip


def check_mismatch(read: Any, extract: Any) -> None:
    nulled = json.dumps(DOCUMENT | {"entities": None})
    for text, where in ((nulled, "entities"), ("{}", "language"), ("no JSON here", "document"), (None, "document")):
        found = outcome(extract, Scripted(reply(text)), "json")
        raised(found, SchemaMismatch, f"content {str(text)[:40]!r}", "what does not fit the model is a SchemaMismatch",
               "mismatch-lost")  # fmt: skip
        expect(any(where in line for line in found.errors) and found.raw == (text or ""),
               expected=f"errors that name {where}, and the raw text", got=(found.errors, found.raw),
               case=f"content {str(text)[:40]!r}", cause="error_lines(error) says where; raw is the text as it came",
               read=READ, diagnosis="mismatch-lost")  # fmt: skip
    strict = json.dumps(DOCUMENT).replace('"ORD-1"', '"\\ud800"', 1)
    raised(outcome(extract, Scripted(reply(strict)), "json"), SchemaMismatch, "half of a surrogate pair in a string",
           "json.loads takes what is no text; validate the JSON in one step", "two-steps")  # fmt: skip


def check_fence(read: Any, extract: Any) -> None:
    for text in (f"```json\n{WHOLE}\n```", f"Here it is: {WHOLE} I hope that helps."):
        found = outcome(extract, Scripted(reply(text)), "prompt")
        expect(isinstance(found, Extraction) and bool(found.entities), expected="the extraction", got=name_of(found),
               case=f"prompt mode, {text[:24]!r} ...", cause="`text` is the object without what surrounds it",
               read=READ, diagnosis="fence-not-read")  # fmt: skip
        raised(outcome(extract, Scripted(reply(text)), "json"), SchemaMismatch, f"JSON mode, {text[:24]!r} ...",
               "only prompt mode may be surrounded; elsewhere it is a sign that the mode is not active",
               "fence-everywhere")  # fmt: skip


def check_repairs(read: Any, extract: Any) -> None:
    for repairs in (0, 2):
        server = Scripted(reply("{}"))
        found = outcome(extract, server, "json", repairs=repairs)
        asked = len(server.seen)
        expect(asked <= repairs + 1, expected=f"{repairs + 1} requests", got=f"{asked} requests",
               case=f"a model that never gets it right, repairs={repairs}",
               cause="a model that fails twice in the same way will fail for ever: stop after the last repair",
               read=READ,
               diagnosis="unbounded-retry")  # fmt: skip
        raised(
            found, SchemaMismatch, f"after the last of {repairs} repairs", "raise the last mismatch", "mismatch-lost"
        )
        expect(asked == repairs + 1, expected=f"{repairs + 1} requests", got=f"{asked} requests",
               case=f"repairs={repairs}", cause="each repair is one more request", read=READ,
               diagnosis="repairs-ignored")  # fmt: skip
    server = Scripted(reply("{}"), reply(WHOLE))
    outcome(extract, server, "json", repairs=1)
    added = server.seen[-1]["messages"][2:]
    said = json.dumps([m["content"] for m in added if m["role"] != "assistant"])
    expect("language" in said and len(server.seen) == 2, expected="a second request that shows the errors",
           got=f"{len(server.seen)} requests, the last says {said[-120:]}", case="the repair",
           cause="show the model its answer and what is wrong with it", read=READ,
           diagnosis="errors-not-shown")  # fmt: skip
    for one, kind in ((reply(WHOLE, finish="length"), Truncated), (reply(None, refusal="No."), Refused)):
        server = Scripted(one)
        raised(outcome(extract, server, repairs=2), kind, f"{kind.__name__} with repairs=2",
               "only a mismatch is repaired", "repairs-everything")  # fmt: skip
        expect(len(server.seen) == 1, expected="1 request", got=f"{len(server.seen)} requests", case=kind.__name__,
               cause="the same request would be cut, or refused, again", read=READ,
               diagnosis="repairs-everything")  # fmt: skip
    assert issubclass(Truncated, NoObject)


# ---------------------------------------------------------------- e2 MaskedDecoder.allowed


class TinyTokenizer:
    """A byte-level vocabulary that one can read: token i is `pieces[i]`, then the control tokens."""

    def __init__(self, pieces: list[bytes], added: tuple[str, ...] = ("<|end|>", "<tool>")) -> None:
        shown = {byte: character for character, byte in byte_alphabet().items()}
        self.names = ["".join(shown[byte] for byte in piece) for piece in pieces] + list(added)
        self.added = {name: len(pieces) + i for i, name in enumerate(added)}
        self.eos_token_id = len(pieces)

    def __len__(self) -> int:
        return len(self.names)

    def get_vocab(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.names)}

    def get_added_vocab(self) -> dict[str, int]:
        return self.added


THREE: dict[str, Any] = {
    "type": "object", "required": ["id", "kind", "count"], "additionalProperties": False,
    "properties": {"id": {"type": "string"}, "kind": {"enum": ["order", "other"]}, "count": {
        "type": ["integer", "null"]}},
}  # fmt: skip
PIECES = [bytes([b]) for b in range(0x20, 0x7F)] + [b"\xc3", b"\xa9"]
PIECES += [text.encode() for text in (
    '{"', '", "', '"}', '": ', '": "', '"id', 'id"', 'or', 'order', 'order"', 'order", "', 'ot', 'often', 'null',
    'null}', 'nul', 'none', '12', '12}', '1]', '{[', '}}', '\\"', '\\u', '", "kind',
    '", "count"', ' {"', 'x"}')]  # fmt: skip
TINY: Any = TinyTokenizer(PIECES)


def differences(decoder_class: Any, prefix: Any, say: str) -> tuple[set[bytes], set[bytes], bool, bool]:
    """(tokens that are allowed and must not be, the other way round, end allowed, end right) for one prefix."""
    grammar, vocabulary = Grammar(THREE), Vocabulary(TINY)
    try:
        got = decoder_class(None, TINY, grammar).allowed(prefix)
    except (AttributeError, TypeError) as error:
        if isinstance(prefix, str):
            raise
        expect(False, expected="a set of token ids", got=repr(error), case=say,
               cause="a prefix of token ids has no text: join the bytes of its tokens", read=MASK,
               diagnosis="ids-not-read")  # fmt: skip
    expect(isinstance(got, set), expected="a set of token ids", got=got, case=say, cause="return a set", read=MASK,
           diagnosis="not-a-set")  # fmt: skip
    data = prefix.encode() if isinstance(prefix, str) else b"".join(vocabulary.bytes[t] for t in prefix)
    state = grammar.walk(data)
    assert state is not None
    want = {token for token, piece in vocabulary.bytes.items() if grammar.walk(piece, state) is not None}
    control = got - vocabulary.bytes.keys() - {TINY.eos_token_id}
    expect(not control, expected="no control token", got=sorted(control), case=say,
           cause="control tokens have no bytes: they are no part of any document", read=MASK,
           diagnosis="control-allowed")  # fmt: skip
    plain = got & vocabulary.bytes.keys()
    return ({vocabulary.bytes[t] for t in plain - want}, {vocabulary.bytes[t] for t in want - plain},
            TINY.eos_token_id in got, grammar.complete(state))  # fmt: skip


def compare(decoder_class: Any, prefixes: tuple[Any, ...], *, cause: str, slug: str) -> None:
    """Compare allowed sets with the definition: a token is allowed if all of its bytes can be walked."""
    for prefix in prefixes:
        say = f"after {prefix!r}"
        extra, missing, end, right = differences(decoder_class, prefix, say)
        why, mark = cause, slug
        if any(b in piece for piece in missing for b in b"{}[]"):
            why, mark = "inside a string every brace is a letter like any other", "braces-banned"
        elif any(len(piece) > 1 for piece in missing):
            why, mark = "a token may end one part and begin the next: walk it byte by byte", "boundary-tokens-missing"
        elif any(len(piece) > 1 for piece in extra):
            why, mark = (
                "its first byte can follow, the rest of the token cannot: walk all of its bytes",
                "first-byte-only",
            )
        expect(not extra and not missing, expected="exactly the tokens that can be walked",
               got=f"too many: {sorted(extra)[:6]}, missing: {sorted(missing)[:6]}", case=say, cause=why, read=MASK,
               diagnosis=mark)  # fmt: skip
        expect(end == right, expected=f"end token {'allowed' if right else 'not allowed'}",
               got="allowed" if end else "not allowed", case=say,
               cause="the answer may end where the document is complete, and nowhere else", read=MASK,
               diagnosis="end-missing" if right else "end-early")  # fmt: skip


def check_start(cls: Any) -> None:
    compare(
        cls, ("", "{", '{"', '{"id": '), cause="walk the token's bytes from the state of the prefix", slug="wrong-set"
    )


def check_string(cls: Any) -> None:
    compare(cls, ('{"id": "', '{"id": "x', '{"id": "a{'), cause="inside a string nearly all bytes may follow",
            slug="wrong-set")  # fmt: skip


def check_boundary(cls: Any) -> None:
    compare(cls, ('{"id": "x", "kind": ', '{"id": "x", "kind": "o', '{"id": "x", "kind": "order", "count": '),
            cause="walk all bytes of each token", slug="wrong-set")  # fmt: skip


def check_end(cls: Any) -> None:
    whole = '{"id": "x", "kind": "order", "count": 12'
    compare(cls, (whole, whole + "}", '{"id": "}'), cause="behind the last brace nothing but the end may follow",
            slug="wrong-set")  # fmt: skip


def check_prefix(cls: Any) -> None:
    tiny = {piece: token for token, piece in enumerate(PIECES)}
    compare(cls, ([tiny[b'{"'], tiny[b'id"'], tiny[b":"], tiny[b" "], tiny[b'"']], []),
            cause="the prefix may come as token ids: join their bytes", slug="ids-not-read")  # fmt: skip
    for prefix in ('{"kind', "[", '{"id": 1'):
        try:
            got = cls(None, TINY, Grammar(THREE)).allowed(prefix)
        except ValueError:
            continue
        except (TypeError, KeyError, IndexError, AttributeError) as error:
            got = repr(error)
        expect(False, expected="ValueError", got=got, case=f"after {prefix!r}", read=MASK,
               cause="no document begins like that: an empty set would look like a finished one",
               diagnosis="dead-prefix")  # fmt: skip


# ---------------------------------------------------------------- e3 to_strict


def closed(properties: dict[str, Any], required: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """An object schema, not strict yet."""
    return {"type": "object", "properties": properties, "required": list(properties) if required is None else required,
            **more}  # fmt: skip


ORDER = {
    "$defs": {"Item": closed({"name": {"type": "string", "title": "Name"}, "note": {"type": "string", "default": ""}},
                             ["name"])},
    **closed({"order_id": {"type": "string"}, "first": {"$ref": "#/$defs/Item"},
              "more": {"type": "array", "items": {"$ref": "#/$defs/Item"}, "default": []},
              "due": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}}, ["order_id", "first"]),
}  # fmt: skip


def objects(node: Any, path: str = "#") -> list[tuple[str, dict[str, Any]]]:
    """Every object schema below a node with its path."""
    found = []
    if isinstance(node, dict):
        if "properties" in node and isinstance(node["properties"], dict):
            found.append((path, node))
        for key, part in node.items():
            found += objects(part, f"{path}/{key}")
    elif isinstance(node, list):
        for i, part in enumerate(node):
            found += objects(part, f"{path}/{i}")
    return found


def strict_of(to_strict: Any, schema: dict[str, Any]) -> dict[str, Any]:
    made = to_strict(copy.deepcopy(schema))
    expect(isinstance(made, dict), expected="a schema (dict)", got=made, case=f"{schema}"[:100], cause="return it",
           read=STRICT, diagnosis="not-a-schema")  # fmt: skip
    return made  # type: ignore[no-any-return]


def check_defs(to_strict: Any) -> None:
    made = strict_of(to_strict, ORDER)
    expect("Item" in made.get("$defs", {}), expected="$defs with Item", got=sorted(made), case="a schema with $defs",
           cause="$ref points into $defs: without them nothing can be compiled", read=STRICT,
           diagnosis="defs-lost")  # fmt: skip


def check_closed(to_strict: Any) -> None:
    deep = closed({"a": {"type": "array", "items": closed({"b": {"type": "string"}, "c": {"type": "integer"}}, ["b"])},
                   "d": {"anyOf": [closed({"e": {"type": "string"}}, []), {"type": "null"}]}})  # fmt: skip
    for schema in (closed({"x": {"type": "string"}, "y": {"type": "integer"}}, ["x"]), ORDER, deep):
        found = objects(strict_of(to_strict, schema))
        for path, node in found:
            expect(node.get("additionalProperties") is False, expected="additionalProperties: false",
                   got=node.get("additionalProperties", "missing"), case=f"the object at {path}",
                   cause="every object is closed, also those in $defs, items and anyOf", read=STRICT,
                   diagnosis="not-closed")  # fmt: skip
            expect(sorted(node.get("required", [])) == sorted(node["properties"]), expected=sorted(node["properties"]),
                   got=node.get("required", []), case=f"required of the object at {path}",
                   cause="every property is required, also in $defs, items and anyOf", read=STRICT,
                   diagnosis="not-required")  # fmt: skip


def check_null(to_strict: Any) -> None:
    made = strict_of(to_strict, ORDER)
    item = made.get("$defs", {}).get("Item", {"properties": {}})
    for where, node, name, null in (("", made, "order_id", False), ("", made, "more", True), ("", made, "due", True),
                                    ("$defs/Item/", item, "name", False), ("$defs/Item/", item,
                                        "note", True)):  # fmt: skip
        got = allows_null(node["properties"].get(name), made)
        expect(got == null, expected=f"null {'allowed' if null else 'not allowed'}", got=node["properties"].get(name),
               case=f"{where}{name}, {'optional' if null else 'required'} before",
               cause="required alone forces the model to invent a value: null must be a choice" if null
               else "a property that was required before gets no null", read=STRICT,
               diagnosis="optional-without-null" if null else "null-everywhere")  # fmt: skip
    text = {"order_id": "ORD-1", "first": {"name": "x", "note": None}, "more": None, "due": None}
    expect(jsonschema.Draft202012Validator(made).is_valid(text), expected="valid", got="not valid", case=f"{text}",
           cause="null for each optional property fits the strict schema", read=STRICT,
           diagnosis="optional-without-null")  # fmt: skip
    due = json.dumps({key: part for key, part in made["properties"]["due"].items() if key != "default"})
    expect(due.count("null") == 1, expected="null once", got=due, case="due, which has null already",
           cause="do not add null twice", read=STRICT, diagnosis="null-twice")  # fmt: skip


def check_input(to_strict: Any) -> None:
    schema = copy.deepcopy(ORDER)
    to_strict(schema)
    expect(schema == ORDER, expected=ORDER, got=schema, case="the schema that was given",
           cause="it belongs to the caller, and pydantic caches it: work on a copy", read=STRICT,
           diagnosis="input-changed")  # fmt: skip


def check_dropped(to_strict: Any) -> None:
    made = json.dumps(strict_of(to_strict, ORDER))
    got = [word for word in ("default", "title") if f'"{word}":' in made]
    expect(not got, expected="neither title nor default", got=got, case="keywords that strict modes do not know",
           cause="take them out at every depth", read=STRICT, diagnosis="default-kept")  # fmt: skip
    named = closed({"title": {"type": "string"}, "default": {"type": "string"}})
    kept = sorted(strict_of(to_strict, named).get("properties", {}))
    expect(kept == ["default", "title"], expected=["default", "title"], got=kept,
           case="properties that are called title and default", cause="names of properties are no keywords",
           read=STRICT, diagnosis="property-dropped")  # fmt: skip
    either = closed({"a": {"oneOf": [{"type": "integer"}, {"type": "boolean"}]}})
    node = strict_of(to_strict, either)["properties"]["a"]
    expect("oneOf" not in node and len(node.get("anyOf", [])) == 2, expected="anyOf of both", got=node,
           case="oneOf", cause="strict modes know anyOf only", read=STRICT, diagnosis="one-of-kept")  # fmt: skip


def check_refuses(to_strict: Any) -> None:
    integer = {"type": "integer"}
    for schema, slug, cause in (
        (closed({"tags": {"type": "object", "additionalProperties": integer}}), "free-keys",
         "closing an object with free keys leaves only the empty one: refuse it"),
        (closed({"any": {}}), "any-type", "a value of any type cannot be held to anything"),
        (closed({"a": {"allOf": [integer, {"minimum": 1}]}}), "all-of", "an allOf of several parts has no strict form"),
        ({"type": "array", "items": integer}, "root", "the root of a strict schema is an object"),
    ):  # fmt: skip
        try:
            got = to_strict(schema)
        except NotStrict:
            continue
        except (TypeError, KeyError, AttributeError) as error:
            got = repr(error)
        expect(False, expected="NotStrict", got=got, case=json.dumps(schema)[:120], cause=cause, read=STRICT,
               diagnosis=slug)  # fmt: skip


EXERCISES = (
    Exercise(
        id="03.1.e2",
        title="Which tokens may follow?",
        reference=("labsupport.structured.mask:MaskedDecoder.allowed",),
        difficulty=3,
        minutes=20,
        section=MASK,
        task=(
            "Write `allowed` and `allowed_in`: the ids of all tokens that can go on with a document.\n\n"
            "- `allowed(prefix)` takes a text, or token ids (`self._bytes_of(token)` gives the bytes of one), finds the"
            " state with `self.grammar.walk(data)`, and returns a set. Raise ValueError where no document begins so.\n"
            "- `allowed_in(state)`: a token is allowed if *all* of its bytes can be walked from the state. The end "
            "token `self.end` is allowed where `self.grammar.complete(state)`. Keep the set in `self._sets[state]`.\n"
            "- `self.vocabulary.bytes` maps tokens to bytes. Faster: `self.vocabulary.trie`, whose nodes have `ids` "
            "(tokens that end there) and `below` (byte to node)."
        ),
        gotchas=(
            "A token may close a string, write a comma and open the next key.",
            "Inside a string a brace is a letter.",
            "Control tokens have no bytes and are never allowed.",
        ),
        hints=(
            "For one token: walk its bytes from the state; None means that it cannot follow.",
            "Begin with a loop over `vocabulary.bytes`. Then walk the trie instead: a stack of (node, state), and below"
            " a byte that leads nowhere there is nothing to look at.",
            "Start with [self.end] if the state is complete, else with []. For each byte and child below a node: step "
            "the grammar; if it lives, take the child's ids and go on from there. Store a frozenset.",
        ),
        checks=(
            Check("at the beginning", check_start),
            Check("inside a string", check_string),
            Check("tokens that cross a boundary", check_boundary),
            Check("the end token", check_end),
            Check("prefixes as tokens, prefixes that lead nowhere", check_prefix),
        ),
    ),
    Exercise(
        id="03.1.e3",
        title="A schema that strict modes accept",
        reference=("labsupport.structured.strict:to_strict",),
        difficulty=3,
        minutes=25,
        section=STRICT,
        task=(
            "Write `to_strict`: the same schema, every property required, no others allowed, at every depth.\n\n"
            "- Go through `properties`, `$defs`, `items`, `prefixItems` and `anyOf`; `oneOf` becomes `anyOf`, an"
            " `allOf` of one part that part.\n"
            "- A property that was not required gets null as a further choice, unless it allows null already. "
            "`nullable(node)` and `allows_null(node, root)` of `labsupport.structured.strict` help.\n"
            "- Drop the keywords `title`, `default`, `examples`, `discriminator`, `$schema` and `$id`, not properties "
            "of that name.\n"
            "- Raise `NotStrict(path, problem)` for objects with free keys, values of any type, an `allOf` of several "
            "parts, and a root that is no object. Leave the input as it is."
        ),
        gotchas=(
            "`properties` maps names to schemas: its keys are not keywords.",
            "A reference to a definition can allow null by what it refers to.",
            "`additionalProperties` may be a schema.",
        ),
        hints=(
            "Write an inner function for one node and its path, and let it call itself for what lies below.",
            "Copy the node without the dropped keywords, replace oneOf and allOf, then the parts below, then, for an "
            "object, the three keywords properties, required and additionalProperties.",
            "Which properties are optional has to be known before `required` is overwritten. For those, unless null is "
            "allowed already, put nullable(part) in place of the part.",
        ),
        checks=(
            Check("definitions are kept", check_defs),
            Check("every object is closed and requires all", check_closed),
            Check("what was optional may be null", check_null),
            Check("the input stays as it is", check_input),
            Check("keywords that strict modes lack", check_dropped),
            Check("what has no strict form is refused", check_refuses),
        ),
    ),
    Exercise(
        id="03.1.e1",
        title="An answer, read to its end",
        reference=("labsupport.structured.extraction:read", "labsupport.structured.extraction:extract"),
        difficulty=3,
        minutes=25,
        section=READ,
        task=(
            "Write the end of `read` and of `extract`. Neither returns None, nor an empty object for an answer that is "
            "none.\n\n"
            "- `read`: finish_reason `length` raises `Truncated` with `Usage.from_response(answer)`, `content_filter` "
            "raises `Filtered`, a `message.refusal` raises `Refused`. Otherwise `text` becomes an `Extraction`, or a "
            "`SchemaMismatch(lines, raw)`; `error_lines(error)` of `labsupport.structured.schema` makes the lines of a "
            "ValidationError.\n"
            '- `extract`: ask with `chat`, read (tolerant in mode "prompt"). After a SchemaMismatch ask again at most '
            "`repairs` times, each time with the answer and its errors added to the messages; then raise the last one. "
            "All of it within `deadline_s`."
        ),
        gotchas=(
            "A cut answer can be valid JSON.",
            "`json.loads` and then `model_validate` judges by the rules for Python values, and takes half characters.",
            "Only a mismatch is worth a repair.",
        ),
        hints=(
            "In `read`: the three other ends first, the text last.",
            "`Extraction.model_validate_json(text)` parses and validates in one step. In `extract`: a for loop over "
            "range(repairs + 1) inside `asyncio.timeout(deadline_s)`.",
            "Catch SchemaMismatch alone; in the last turn raise it again. Else chat gets two more messages: the "
            "assistant's raw text, and a user's message with the errors.",
        ),
        checks=(
            Check("a whole answer in each mode", check_modes),
            Check("a cut answer is Truncated", check_truncated),
            Check("refusals and filters keep their names", check_refused),
            Check("what does not fit is a SchemaMismatch", check_mismatch),
            Check("a fence in prompt mode only", check_fence),
            Check("repairs are bounded", check_repairs),
        ),
        time_limit_s=20.0,
    ),
)

QUESTIONS = (
    Question(
        id="03.1.q1",
        text="JSON mode against structured outputs?",
        choices=(
            Choice(
                "JSON mode promises the keys, structured outputs promise that their values are true as well",
                False,
                "Neither knows what is true; and JSON mode knows no keys.",
            ),
            Choice(
                "The first promises syntax, the second keys, types and enums too, neither of them true values",
                True,
                "And both only for an answer that was neither cut nor refused.",
            ),
            Choice(
                "They are two names for one mask; which one a server takes depends on its version alone",
                False,
                "The masks differ: one of any JSON, one of your schema.",
            ),
        ),
        answer=(
            "The first promises syntax, the second also keys, types and enums for a finished, unrefused reply; neither "
            "promises true values."
        ),
    ),
    Question(
        id="03.1.q2",
        text="How does constrained decoding work?",
        choices=(
            Choice(
                "A state of the grammar masks impossible next tokens to minus infinity at each step",
                True,
                "Nested schemas need a stack; compiling is paid once, the mask of a step is small.",
            ),
            Choice(
                "The server writes the answer freely and repeats it until it fits the schema",
                False,
                "That is a retry loop: it costs whole answers and may never end.",
            ),
            Choice(
                "The schema is put into the prompt in a form that the model was trained to obey",
                False,
                "That is asking. A model can ignore a prompt, it cannot choose a token of probability 0.",
            ),
            Choice(
                "The answer is parsed afterwards and what does not fit is taken out or replaced by null",
                False,
                "That is repair after the fact; it invents or loses values.",
            ),
        ),
        answer=(
            "A grammar state derived from the schema masks impossible next tokens to minus infinity at each step;"
            " nested schemas need a stack, compile cost is paid once."
        ),
    ),
    Question(
        id="03.1.q3",
        text="What if there is no parsed object?",
        choices=(
            Choice(
                "The text named nothing: go on with an empty object, so that the pipeline does not stop",
                False,
                "An empty object says that somebody looked and found nothing, which is a lie here.",
            ),
            Choice(
                "It can only be that the schema was too hard: ask again, without a limit, until it fits",
                False,
                "A refusal is refused again, and a cut answer is cut again.",
            ),
            Choice(
                "Tell refusal, truncation, filter and 400 apart; log, then one bounded retry or a fallback",
                True,
                "Check before use, alert on refusals, and change the prompt for the one retry.",
            ),
        ),
        answer=(
            "A refusal comes with its reason; truncation and filter stops raise their own errors, bad requests are HTTP"
            " errors: handle each apart. Check before use, log and alert on refusals, then one bounded retry with a "
            "changed prompt or a declared fallback."
        ),
    ),
)
