"""The constrained decoder and its judges, the contract and its versions, strict schemas, typed errors."""

from __future__ import annotations

import asyncio
import copy
import io
import json
import random
import re
import tokenize
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import httpx2
import jsonschema
import openai
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from labsupport import llm
from labsupport.aio.retry import RetryBudget
from labsupport.structured import automaton, mask, naive
from labsupport.structured.audit import PROBES, audit, probe
from labsupport.structured.automaton import Grammar, UnsupportedSchema
from labsupport.structured.backends import BackendRefusal, acceptor
from labsupport.structured.errors import Filtered, Refused, SchemaMismatch, Truncated, Unsupported
from labsupport.structured.extraction import complete, constraint_holds, extract, extraction_schema, read, unwrapped
from labsupport.structured.mask import MaskedDecoder, Vocabulary
from labsupport.structured.schema import Extraction, language_code, migrate
from labsupport.structured.strict import NotStrict, from_strict, shape_of, to_strict
from labsupport.structured.support import check_support
from labsupport.tokens.counting import lab_tokenizer, prompt_tokens

Schema = dict[str, Any]
STR, INT, NUM, BOOL, NULL = ({"type": t} for t in ("string", "integer", "number", "boolean", "null"))


def obj(**properties: Any) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def either(*options: Any) -> Schema:
    return {"anyOf": list(options)}


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# ---------------------------------------------------------------- random schemas, documents and damage


def random_schema(rng: random.Random, depth: int = 3) -> Schema:
    """A schema of the subset; objects come more often near the root."""
    kinds = ["string", "integer", "number", "boolean", "null", "enum", "const", "types"]
    kinds += ["object", "array", "anyOf", "nullable"] * (depth > 0)
    kind = rng.choice(kinds)
    if kind == "enum":
        return {"enum": rng.sample(["a", "ab", 'q"', "é", 1, 12, -3, 0.5, True, None], rng.randrange(1, 5))}
    if kind == "const":
        return {"const": rng.choice(["x", "x y\n", 7, False, None])}
    if kind == "types":
        return {"type": rng.sample(["string", "integer", "boolean", "null"], 2)}
    if kind == "object":
        names = rng.sample(["a", "b b", "c", "ü", 'k"', "order_id"], rng.randrange(4))
        return obj(**{name: random_schema(rng, depth - 1) for name in names})
    if kind == "array":
        low = rng.randrange(3)
        bounds = {"minItems": low, "maxItems": low + rng.randrange(3)}
        chosen = {k: v for k, v in bounds.items() if rng.random() < 0.6}
        return {"type": "array", "items": random_schema(rng, depth - 1), **chosen}
    if kind == "anyOf":
        return either(random_schema(rng, depth - 1), random_schema(rng, depth - 1))
    return either(random_schema(rng, depth - 1), NULL) if kind == "nullable" else {"type": kind}


def random_value(rng: random.Random, schema: Schema) -> Any:
    if "enum" in schema:
        return rng.choice(schema["enum"])
    if "const" in schema:
        return schema["const"]
    if "anyOf" in schema:
        return random_value(rng, rng.choice(schema["anyOf"]))
    kind = schema["type"]
    kind = rng.choice(kind) if isinstance(kind, list) else kind
    if kind == "string":
        return "".join(rng.choices('ab {[]}":,\\/\n\tnullé€😀\x7f0', k=rng.randrange(6)))
    if kind == "integer":
        return rng.choice([0, 7, -7, 10, 10**20])
    if kind == "number":
        return rng.choice([0, -1, 0.25, -2.5e-9, 1e22, 12])
    if kind == "boolean":
        return rng.random() < 0.5
    if kind == "array":
        low = schema.get("minItems", 0)
        n = rng.randint(low, schema.get("maxItems", low + 2))
        return [random_value(rng, schema["items"]) for _ in range(n)]
    return {k: random_value(rng, v) for k, v in schema["properties"].items()} if kind == "object" else None


def mutated(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    junk = rng.choice('{}[]",:0e-.tn\\ u')
    return rng.choice([text[:at] + junk + text[at:], text[:at] + text[at + 1 :], text[:at] + junk + text[at + 1 :],
                       text[:at], text + junk])  # fmt: skip


def judged(schema: Schema, text: str) -> bool:
    """The judge: JSON as the standard has it, and valid under the schema; `json` alone takes NaN and repeated keys."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(found)) != len(found):
            raise ValueError("a key twice")
        return dict(found)

    def no(name: str) -> Any:
        raise ValueError(name)

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=no)
    except ValueError:
        return False
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


def canonical(schema: Schema, text: str) -> bool:
    """Whether a valid document is one that the grammar promises to accept: what `json.dumps` writes for its value."""
    return judged(schema, text) and dumps(json.loads(text)) == text


@pytest.mark.parametrize("seed", range(100))
def test_random_schemas_take_all_valid_documents_and_no_invalid_one(seed: int) -> None:
    rng = random.Random(f"structured-{seed}")
    schema = random_schema(rng)
    jsonschema.Draft202012Validator.check_schema(schema)
    grammar = Grammar(schema)
    for _ in range(15):
        text = dumps(random_value(rng, schema))
        assert judged(schema, text)
        state: int | None = grammar.start
        for character in text:
            assert state is not None
            state = grammar.walk(character.encode(), state)
            assert state is not None, (schema, text, character)
        assert grammar.complete(state)
        for _ in range(8):
            wrong = mutated(rng, text)
            if grammar.accepts(wrong):
                assert judged(schema, wrong), (schema, wrong)  # sound: nothing invalid passes
            elif canonical(schema, wrong):  # complete, but that an integer has no fraction here, and no exponent
                assert re.search(r"[0-9][.e]", wrong), (schema, wrong)


def test_one_character_at_a_time_no_dead_end() -> None:
    """From every state that random bytes reach, some byte goes on or the document is complete."""
    rng = random.Random(5)
    for seed in range(40):
        grammar = Grammar(random_schema(random.Random(f"alive-{seed}")))
        for _ in range(5):
            state = grammar.start
            for _ in range(60):
                ways = [b for b in range(256) if grammar.step(state, b) is not None]
                assert ways or grammar.complete(state)
                if not ways:
                    break
                state = grammar.step(state, rng.choice(ways)) or 0


@settings(max_examples=150, deadline=None)
@given(st.text(), st.booleans())
def test_every_string_is_taken_in_both_spellings(text: str, ascii_only: bool) -> None:
    if any("\ud800" <= c <= "\udfff" for c in text):
        return
    assert GRAMMAR_STR.accepts(json.dumps(text, ensure_ascii=ascii_only))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=8))
def test_a_string_is_exactly_what_json_and_utf8_allow(inside: bytes) -> None:
    data = b'"' + inside + b'"'
    state = GRAMMAR_STR.walk(data)
    try:
        value = json.loads(data.decode())
        value.encode()  # half a surrogate pair
        valid = isinstance(value, str)
    except (ValueError, AttributeError):
        valid = False
    assert (state is not None and GRAMMAR_STR.complete(state)) == valid


GRAMMAR_STR = Grammar(STR)


def test_exactly_the_well_formed_utf8_is_taken() -> None:
    edges = (0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0)
    for lead in range(0x80, 0x100):
        for tail in [b"", *(bytes([b]) for b in edges), *(bytes([b, 0x80]) for b in edges),
                     *(bytes([b, 0xBF, 0x80]) for b in edges)]:  # fmt: skip
            data = bytes([lead]) + tail
            try:
                valid = "\0" not in data.decode()
            except UnicodeDecodeError:
                valid = False
            assert (GRAMMAR_STR.walk(b'"' + data + b'"') is not None) == valid, data


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (r'"\ud83d\ude00"', True), (r'"\ud83d"', False), (r'"\ude00"', False), (r'"\ud83d\u0041"', False),
        (r'"\u00e9"', True), (r'"\x"', False), ('"a\nb"', False), ('"\ud800"', False), ('"', False), ('""x', False),
    ],
)  # fmt: skip
def test_escapes_and_surrogates(text: str, right: bool) -> None:
    assert GRAMMAR_STR.accepts(text) is right


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (INT, ["0", "-0", "10"], ["01", "1.0", "1e1", "+1", "-", ""]),
        (NUM, ["0", "0.5", "-1.5E+3", "1e9"], [".5", "1.", "1e", "NaN", "Infinity", "00"]),
        ({"enum": ["1", 1, "10"]}, ['"1"', "1", '"10"'], ['"', '"100"', "10"]),
        ({"type": "array", "items": INT, "minItems": 1, "maxItems": 2}, ["[1]", "[1, 2]"],
         ["[]", "[1, 2, 3]", "[1, ]"]),
        ({"type": "array", "items": INT, "maxItems": 0}, ["[]"], ["[1]"]),
        (obj(), ["{}"], ["{ }", '{"a": 1}']),
        (either(obj(a=INT), obj(a=STR, b=NULL)), ['{"a": 1}', '{"a": "", "b": null}'], ['{"a": 1, "b": null}']),
        ({"type": ["integer", "null"]}, ["null", "3"], ["nul", '"3"']),
    ],
)  # fmt: skip
def test_single_cases(schema: Schema, good: list[str], bad: list[str]) -> None:
    grammar = Grammar(schema)
    assert [t for t in good if not grammar.accepts(t)] == []
    assert [t for t in bad if grammar.accepts(t)] == []


DEEP: Schema = STR
for _ in range(11):
    DEEP = {"type": "array", "items": DEEP}


@pytest.mark.parametrize(
    ("schema", "keyword", "said"),
    [
        ({"type": "integer", "minimum": 1}, "minimum", "check it on the finished document"),
        ({"type": "string", "pattern": "a"}, "pattern", "finished document"),
        ({"oneOf": [INT]}, "oneOf", "to_strict"),
        (obj(a={"allOf": [INT]}), "allOf", "#/properties/a"),
        ({"type": "object", "properties": {"a": INT}, "additionalProperties": False}, "optional property 'a'", "null"),
        ({"type": "object", "properties": {}}, "object with free keys", "to_strict"),
        ({"type": "array"}, "array without items", "schema for its items"),
        ({"type": "array", "items": INT, "maxItems": 10**9}, "maxItems", "0 to 1000"),
        ({"type": "array", "items": INT, "minItems": 3, "maxItems": 2}, "maxItems", "no list fits"),
        ({"type": "string", "items": INT}, "items", "says nothing about string"),
        ({}, "a value of any type", "give its type"),
        ({"type": "date"}, "type 'date'", "seven types"),
        ({"enum": []}, "enum", "at least one"),
        ({"const": {"a": 1}}, "const", "write them as schemas"),
        ({"const": float("nan")}, "const", "cannot be written"),
        ({"type": "string", "enum": [1]}, "enum", "not of type"),
        ({"$ref": "https://schemas.example/a"}, "$ref", "no entry of $defs"),
        ({"$ref": "#/$defs/N", "$defs": {"N": obj(next=either({"$ref": "#/$defs/N"}, NULL))}}, "$ref", "holds itself"),
        (DEEP, "nesting", "flatten"),
        ({"type": "array", "items": True}, "True", "#/items"),
    ],
)
def test_what_lies_outside_the_subset_is_refused_by_name(schema: Schema, keyword: str, said: str) -> None:
    with pytest.raises(UnsupportedSchema) as caught:
        Grammar(schema)
    assert caught.value.keyword == keyword
    assert said in str(caught.value)
    with pytest.raises(TypeError):
        Grammar([])  # type: ignore[arg-type]


def test_a_schema_that_doubles_at_every_level_costs_no_time() -> None:
    defs = {f"A{i}": either(*[{"$ref": f"#/$defs/A{i + 1}"}] * 2) for i in range(60)} | {"A60": INT}
    grammar = Grammar({"$ref": "#/$defs/A0", "$defs": defs})
    assert grammar.accepts("12")
    assert grammar.states < 10


def test_walking_the_same_ground_again_is_free() -> None:
    grammar = Grammar({"type": "array", "items": obj(name=STR)})
    one = [{"name": "abcabc"}] * 3
    assert grammar.accepts(dumps(one))
    known = (grammar.states, grammar.moves)
    assert grammar.accepts(dumps(one * 500))
    assert (grammar.states, grammar.moves) == known


# ---------------------------------------------------------------- masks over the real vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(lab_tokenizer())


THREE = obj(id=STR, kind={"enum": ["order", "incident"]}, count=either(INT, NULL))


def test_the_vocabulary_is_the_tokenizers(vocabulary: Vocabulary) -> None:
    tokenizer = lab_tokenizer()
    text = 'Größe {"a": [1, 2]} 😀\n'
    ids = tokenizer.encode(text, add_special_tokens=False)
    assert b"".join(vocabulary.bytes[i] for i in ids) == text.encode()
    assert len(vocabulary.bytes) == vocabulary.size - len(tokenizer.get_added_vocab())


def test_a_vocabulary_of_another_kind_is_refused() -> None:
    class WordPieces:
        def __len__(self) -> int:
            return 1

        def get_vocab(self) -> dict[str, int]:
            return {"\u4e00": 0}

        def get_added_vocab(self) -> dict[str, int]:
            return {}

    with pytest.raises(ValueError, match="alphabet"):
        Vocabulary(WordPieces())  # type: ignore[arg-type]


PREFIXES = [
    "", "{", '{"id": "', '{"id": "a{', '{"id": "x", "kind": "', '{"id": "x", "kind": "order", "count": 1',
    '{"id": "x", "kind": "order", "count": 1}', '{"id": "é', '{"id": "\\u00',
]  # fmt: skip


@pytest.mark.parametrize("prefix", PREFIXES)
def test_allowed_is_what_walking_every_token_says(vocabulary: Vocabulary, prefix: str) -> None:
    grammar = Grammar(THREE)
    decoder = MaskedDecoder(None, lab_tokenizer(), grammar, vocabulary=vocabulary)
    state = grammar.walk(prefix.encode())
    assert state is not None
    plain = {token for token, data in vocabulary.bytes.items() if grammar.walk(data, state) is not None}
    plain |= {decoder.end} if grammar.complete(state) else set()
    assert decoder.allowed(prefix) == plain
    ids = lab_tokenizer().encode(prefix, add_special_tokens=False)
    assert decoder.allowed(ids) == plain
    assert decoder.counts.masks == decoder.counts.hits == 1
    assert decoder.counts.edges <= vocabulary.edges


def test_masks_act_on_tokens_not_on_meaning(vocabulary: Vocabulary) -> None:
    decoder = MaskedDecoder(None, lab_tokenizer(), Grammar(THREE), vocabulary=vocabulary)
    by_bytes = {data: token for token, data in vocabulary.bytes.items()}
    inside = decoder.allowed('{"id": "x')
    assert {by_bytes[b] for b in (b"{", b"[", b"n", b'"', b'",')} <= inside
    assert not {t for t in inside if vocabulary.bytes[t].startswith((b'"}', b'"]', b'":'))}  # more keys must follow
    assert decoder.allowed('{"id": "x", "kind": "order", "count": null}') == {decoder.end}
    assert decoder.end not in decoder.allowed('{"id": "x", "kind": "order", "count": null')
    # the first-byte filter lets tokens through that lead nowhere, and takes braces from strings
    wrong = naive.naive_allowed(decoder.grammar, vocabulary, '{"id": "x')
    assert by_bytes[b"{"] not in wrong
    kind = '{"id": "x", "kind": '
    assert naive.naive_allowed(decoder.grammar, vocabulary, kind) > decoder.allowed(kind)
    for bad in ("[", '{"kind"', '{"id": 1'):
        with pytest.raises(ValueError, match="begins with"):
            decoder.allowed(bad)
        with pytest.raises(ValueError, match="begins with"):
            naive.naive_allowed(decoder.grammar, vocabulary, bad)
    for control in (1, 2, 3, 10**6):
        with pytest.raises(ValueError, match="control token or unknown"):
            decoder.allowed([control])


def test_control_tokens_are_never_allowed_inside_a_document(vocabulary: Vocabulary) -> None:
    decoder = MaskedDecoder(None, lab_tokenizer(), Grammar(STR), vocabulary=vocabulary)
    assert not decoder.allowed('"') & set(lab_tokenizer().get_added_vocab().values())
    assert decoder.grammar.accepts('"<|im_end|>"')  # the text of the mark is text


def test_masked_greedy_decoding_writes_valid_documents_only(vocabulary: Vocabulary) -> None:
    from labsupport.tokens.local import loaded

    model, tokenizer = loaded()
    text = "Our order ORD-56823 from Wendero Markets has not turned up. We ordered 40 pieces for EUR 1100.00."
    finished = 0
    for seed in range(30):
        rng = random.Random(f"masked-{seed}")
        names = rng.sample(["order_id", "customer", "quantity", "amount", "contact", "kind"], rng.randrange(1, 4))
        bounded = {"type": "array", "items": {"enum": ["late", "lost", "damaged"]}, "maxItems": 2}
        leaves = [INT, BOOL, {"enum": ["order", "incident"]}, either(STR, NULL), bounded, obj(value=either(INT, NULL))]
        schema = obj(**{name: rng.choice(leaves) for name in names})
        ask = f"Extract as JSON: {', '.join(names)}\n\n{text}"
        decoder = MaskedDecoder(model, tokenizer, Grammar(schema), vocabulary=vocabulary)
        made = decoder.generate(prompt_tokens([{"role": "user", "content": ask}], tokenizer), 80)
        assert len(made.outside) == len(made.ids) + made.finished
        assert all(0 <= p <= 1.0001 for p in made.outside)
        if made.finished:
            finished += 1
            assert judged(schema, made.text), (schema, made.text)
        else:
            assert len(made.ids) == 80
    assert finished == 30


def test_generate_says_when_it_was_cut_and_what_it_lacks(vocabulary: Vocabulary) -> None:
    from labsupport.tokens.local import loaded

    model, tokenizer = loaded()
    cut = MaskedDecoder(model, tokenizer, Grammar(THREE), vocabulary=vocabulary).generate("Reply in JSON:", 2)
    assert (cut.finished, len(cut.ids)) == (False, 2)
    assert not Grammar(THREE).accepts(cut.text)
    with pytest.raises(ValueError, match="needs a model"):
        MaskedDecoder(None, tokenizer, Grammar(THREE), vocabulary=vocabulary).generate("x", 2)
    with pytest.raises(ValueError, match="at least 1, got 0"):
        MaskedDecoder(model, tokenizer, Grammar(THREE), vocabulary=vocabulary).generate("x", 0)
    with pytest.raises(ValueError, match="no end-of-sequence"):
        MaskedDecoder(model, SimpleNamespace(eos_token_id=None), Grammar(THREE), vocabulary=vocabulary)  # type: ignore[arg-type]


def test_automaton_and_mask_stay_readable() -> None:
    def code_lines(path: str) -> int:
        """Lines with code on them: docstrings, comments and blank lines are not counted."""
        skip = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
        lines, fresh = set[int](), True
        for token in tokenize.generate_tokens(io.StringIO(Path(path).read_text(encoding="utf-8")).readline):
            if token.type == tokenize.STRING and fresh:
                continue
            if token.type not in skip:
                lines.update(range(token.start[0], token.end[0] + 1))
            fresh = token.type in skip
        return len(lines)

    assert code_lines(automaton.__file__) + code_lines(mask.__file__) <= 400


# ---------------------------------------------------------------- other decoders


@pytest.mark.parametrize("backend", ["xgrammar", "llguidance"])
def test_other_decoders_agree_on_what_is_a_document(backend: Literal["xgrammar", "llguidance"]) -> None:
    rng, tried, differ = random.Random("peers"), 0, []
    schemas = [THREE, obj(a={"type": "array", "items": INT, "maxItems": 2}, b=either(STR, NULL)), obj(n=NUM, t=BOOL)]
    for schema in schemas:
        theirs, ours = acceptor(schema, backend), acceptor(schema, "own")
        for _ in range(12):
            text = dumps(random_value(rng, schema)).replace("\x7f", "")
            for candidate in (text, mutated(rng, text), mutated(rng, text)):
                tried += 1
                if ours(candidate) != theirs(candidate):
                    differ.append((candidate, ours(candidate), judged(schema, candidate)))
    assert tried > 100
    assert differ == []
    # one difference: llguidance takes DEL for a control character, which RFC 8259 does not
    assert acceptor(STR, backend)('"\x7f"') is (backend == "xgrammar")


def test_masks_are_those_of_xgrammar(vocabulary: Vocabulary) -> None:
    import xgrammar

    tokenizer = lab_tokenizer()
    info = xgrammar.TokenizerInfo.from_huggingface(tokenizer, vocab_size=len(tokenizer))
    compiled = xgrammar.GrammarCompiler(info, max_threads=1).compile_json_schema(dumps(THREE), any_whitespace=False)
    decoder = MaskedDecoder(None, tokenizer, Grammar(THREE), vocabulary=vocabulary)
    marks = set(tokenizer.get_added_vocab().values()) - {decoder.end}
    for prefix in PREFIXES:
        matcher = xgrammar.GrammarMatcher(compiled)
        assert prefix == "" or matcher.accept_string(prefix)
        bits = xgrammar.allocate_token_bitmask(1, len(tokenizer))
        matcher.fill_next_token_bitmask(bits)
        theirs = {t for t in range(len(tokenizer)) if int(bits[0, t // 32]) >> (t % 32) & 1}
        assert decoder.allowed(prefix) == theirs - marks, prefix


def test_audit_names_what_a_backend_drops() -> None:
    schema = obj(a={"type": "array", "items": INT, "uniqueItems": True}, b={"type": "string", "format": "hue"})
    found = {f.keyword: f for f in audit(schema, "xgrammar")}
    assert (found["uniqueItems"].verdict, found["uniqueItems"].path) == ("ignored", "#/properties/a")
    assert found["format"].verdict == "not_probed"
    assert found["required"].ok
    refused = {f.keyword: f.verdict for f in audit(schema, "own") if not f.ok}
    assert refused == {"uniqueItems": "refused", "format": "not_probed", "schema": "refused"}
    assert [f for f in audit(THREE, "own") if not f.ok] == []
    assert "ignored" in str(found["uniqueItems"])
    with pytest.raises(ValueError, match="none of own"):
        audit(schema, "other")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        audit(None, "own")  # type: ignore[arg-type]


def test_probes_have_a_document_on_either_side() -> None:
    for keyword, (schema, good, bad) in PROBES.items():
        judge = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        assert (judge.is_valid(good), judge.is_valid(bad)) == (True, False), keyword
        assert probe(keyword, "", "own")[0] in ("enforced", "refused", "not_probed")


def test_backend_refusals_are_one_type() -> None:
    with pytest.raises(BackendRefusal, match="minimum"):
        acceptor({"type": "integer", "minimum": 1}, "own")
    with pytest.raises(BackendRefusal):
        acceptor({"type": "string", "not": {"const": "a"}}, "llguidance")


# ---------------------------------------------------------------- strict schemas


class Inner(BaseModel):
    size: int = 3
    note: str | None = None


class Outer(BaseModel):
    name: str
    inner: Inner = Inner()
    more: list[Inner] = []
    mood: Literal["a", "b"] | None = None


def test_to_strict_requires_everything_and_forces_nothing() -> None:
    before = Outer.model_json_schema()
    kept = copy.deepcopy(before)
    made = to_strict(before)
    assert before == kept
    assert made["required"] == list(made["properties"]) == ["name", "inner", "more", "mood"]
    assert made["$defs"]["Inner"]["required"] == ["size", "note"]
    assert made["$defs"]["Inner"]["properties"]["size"] == {"type": ["integer", "null"]}
    assert made["properties"]["mood"] == {"enum": ["a", "b", None], "type": ["string", "null"]}
    assert made["properties"]["inner"] == {"anyOf": [{"$ref": "#/$defs/Inner"}, {"type": "null"}]}
    assert to_strict(made) == made
    text = '{"name": "x", "inner": {"size": null, "note": null}, "more": [], "mood": null}'
    assert Grammar(made).accepts(text)
    with pytest.raises(ValidationError):
        Outer.model_validate_json(text)
    assert Outer.model_validate(from_strict(json.loads(text), before)) == Outer(name="x")
    wrong = naive.naive_to_strict(before)
    assert "$defs" not in wrong
    with pytest.raises(UnsupportedSchema, match="no entry"):
        Grammar(wrong)


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "free keys"),
        ({"type": "object"}, "without declared"),
        ({"type": "array", "items": {"type": "string"}}, "root"),
        (obj(a={"allOf": [INT, {"minimum": 1}]}), "allOf"),
        (obj(a=True), "#/properties/a"),
        (obj(a={}), "any type"),
        (obj(a={"type": "array"}), "any type"),
        (obj(a=obj() | {"additionalProperties": True}), "free keys"),
    ],
)
def test_what_has_no_strict_form(schema: Schema, said: str) -> None:
    with pytest.raises(NotStrict, match=said):
        to_strict(schema)


def test_shape_of_keeps_shape_and_says_what_it_left_out() -> None:
    shape, left_out = shape_of(extraction_schema())
    assert sorted(p.rpartition("/")[2] for p in left_out) == ["maximum", "minimum"]
    with pytest.raises(UnsupportedSchema, match=r"minimum|maximum"):
        Grammar(extraction_schema())
    text = dumps(GOLD | {"entities": [GOLD["entities"][0] | {"confidence": 7}]})
    assert Grammar(shape).accepts(text)
    with pytest.raises(ValidationError):
        Extraction.model_validate_json(text)


# ---------------------------------------------------------------- versions and support

GOLD: dict[str, Any] = {
    "schema_version": 3, "language": "en",
    "entities": [{"quote": "order ORD-1\nis late", "name": "ORD-1", "kind": "order", "confidence": 0.9}],
    "complete": True,
}  # fmt: skip
OLD = {"language": "de-DE", "entities": [{"name": "ORD-1", "kind": "order", "quote": "ORD-1 fehlt"}]}


def test_migrate_reads_all_three_versions() -> None:
    assert migrate(GOLD) == Extraction.model_validate(GOLD)
    kept = copy.deepcopy(OLD)
    one = migrate(OLD | {"extra": 1})
    assert (one.schema_version, one.language, one.complete, one.entities[0].confidence) == (3, "de", False, None)
    assert kept == OLD
    assert migrate(OLD | {"schema_version": 2, "complete": True}).complete is True
    assert [language_code(t) for t in ("EN", " German ", "fr_CA", "Klingon", "")] == ["en", "de", "fr", "und", "und"]
    with pytest.raises(ValidationError, match="complete"):
        naive.naive_consumer({"schema_version": 2, "language": "en", "entities": []})


@pytest.mark.parametrize(
    ("payload", "where"),
    [
        (GOLD | {"schema_version": 4}, "schema_version"), (GOLD | {"schema_version": True}, "schema_version"),
        (GOLD | {"schema_version": [3]}, "schema_version"), (GOLD | {"language": "English"}, "language"),
        (GOLD | {"extra": 1}, "extra"), (OLD | {"entities": None}, "entities"), ({}, "language"),
    ],
)  # fmt: skip
def test_migrate_is_loud(payload: dict[str, Any], where: str) -> None:
    with pytest.raises(SchemaMismatch) as caught:
        migrate(payload)
    assert any(where in line for line in caught.value.errors)
    assert caught.value.raw == payload
    with pytest.raises(TypeError):
        migrate([])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quote", "name", "codes"),
    [
        ("order ORD-1\n is  late", "ORD-1", []), ("Order ORD-1", "ORD-1", ["quote_missing"]),
        ("order ORD-1", "ORD-2", ["name_outside_quote"]), (" ", "ORD-1", ["empty_quote"]),
        ("order ORD-9", "ORD-2", ["quote_missing", "name_outside_quote"]), ("is late", "", ["empty_name"]),
    ],
)  # fmt: skip
def test_check_support(quote: str, name: str, codes: list[str]) -> None:
    entity = {"quote": quote, "name": name, "kind": "order", "confidence": None}
    found = check_support(Extraction.model_validate(GOLD | {"entities": [entity]}), "Our order ORD-1 is\nlate today.")
    assert [issue.code for issue in found] == codes
    assert all(issue.entity == 0 for issue in found)


# ---------------------------------------------------------------- extract


def reply(
    content: str | None = None, *, finish: str = "stop", refusal: str | None = None, **more: Any
) -> dict[str, Any]:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    usage = {"prompt_tokens": 5, "completion_tokens": 9, "total_tokens": 14}
    choices = [{"index": 0, "message": message, "finish_reason": finish}]
    return {
        "id": "r",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": choices,
        "usage": usage,
    } | more


class Server:
    """Answers from a list, in order; keeps the requests. An answer is a body or (status, headers, body)."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.seen = list(answers), list[dict[str, Any]]()
        transport = httpx2.MockTransport(self.handle)
        self.client = openai.AsyncOpenAI(
            base_url="http://model.example/v1", api_key="none", max_retries=0,
            http_client=httpx2.AsyncClient(transport=transport),
        )  # fmt: skip

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        self.seen.append(json.loads(request.content))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
        return httpx2.Response(status, headers=headers, json=body)

    def extract(self, mode: Any = "schema", **more: Any) -> Extraction:
        return asyncio.run(extract("Our order ORD-1 is late.", mode=mode, max_tokens=50, client=self.client, **more))


WHOLE = json.dumps(GOLD)


@pytest.mark.parametrize("mode", ["prompt", "json", "schema"])
def test_extract_asks_as_the_mode_says(mode: str) -> None:
    server = Server(reply(WHOLE))
    assert server.extract(mode) == Extraction.model_validate(GOLD)
    sent = server.seen[0].get("response_format")
    assert (sent or {}).get("type") == {"prompt": None, "json": "json_object", "schema": "json_schema"}[mode]
    if mode == "schema":
        assert sent["json_schema"]["strict"] is True
        assert sent["json_schema"]["schema"] == extraction_schema()


@pytest.mark.parametrize("wrap", ["```json\n{}\n```", "Sure, {{here}} it is: {} Bye }}", "{}"])
def test_only_prompt_mode_unwraps(wrap: str) -> None:
    text = wrap.replace("{{", "{").replace("}}", "}").replace("{}", WHOLE)
    assert Server(reply(text)).extract("prompt").complete
    if text != WHOLE:
        with pytest.raises(SchemaMismatch) as caught:
            Server(reply(text)).extract("json")
        assert caught.value.raw == text


def test_unwrapped_is_bounded() -> None:
    assert unwrapped("{" * 100_000) == "{" * 100_000
    assert unwrapped("no object") == "no object"
    assert unwrapped("x [" * 3 + '{"a": "}"} {"b": 1}') == '{"a": "}"}'


def test_a_cut_answer_is_truncated_however_complete_it_looks() -> None:
    with pytest.raises(Truncated) as caught:
        Server(reply(WHOLE, finish="length")).extract()
    assert caught.value.usage is not None
    assert caught.value.usage.completion_tokens == 9
    whole = SimpleNamespace(content=WHOLE)
    cut = SimpleNamespace(choices=[SimpleNamespace(message=whole, finish_reason="length")], usage=None)
    with pytest.raises(Truncated, match="unknown"):
        read(cut)
    trusted = SimpleNamespace(choices=[SimpleNamespace(message=whole, finish_reason="length")])
    assert naive.naive_read(trusted).complete  # the naive reader believes it


def test_refusals_and_filters_have_their_own_types() -> None:
    with pytest.raises(Refused) as caught:
        Server(reply(refusal="I will not.")).extract()
    assert caught.value.reason == "I will not."
    with pytest.raises(Filtered):
        Server(reply("", finish="content_filter")).extract()


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("[]", "document"), ("", "document"), (None, "document"), (json.dumps(GOLD | {"entities": None}), "entities"),
        (json.dumps(GOLD | {"complete": "true"})[:-1], "document"),
        (json.dumps(GOLD | {"language": "English"}), "language"), (json.dumps(GOLD | {"schema_version": 2}), "version"),
        ('{"language": "\\ud800"}', "document"),
    ],
)  # fmt: skip
def test_mismatches_say_where_and_keep_the_text(content: str | None, where: str) -> None:
    server = Server(reply(content))
    with pytest.raises(SchemaMismatch) as caught:
        server.extract("json")
    assert any(where in line for line in caught.value.errors)
    assert caught.value.raw == (content or "")
    assert len(server.seen) == 1
    assert naive.naive_read(SimpleNamespace(choices=[])).entities == []


def test_repairs_are_bounded_and_show_the_errors() -> None:
    server = Server(reply("{}"), reply(WHOLE))
    assert server.extract("json", repairs=1).complete
    assert "language" in server.seen[1]["messages"][-1]["content"]
    assert server.seen[1]["messages"][-2] == {"role": "assistant", "content": "{}"}
    server = Server(*[reply("{}")] * 5)
    with pytest.raises(SchemaMismatch):
        server.extract("json", repairs=2)
    assert len(server.seen) == 3


def test_no_choices_and_wrong_arguments() -> None:
    with pytest.raises(SchemaMismatch, match="no choices"):
        Server(reply(choices=[])).extract()
    for text, more in ((" \n", {}), ("x", {"max_tokens": 0}), ("x", {"repairs": -1}), ("x", {"deadline_s": 0.0})):
        with pytest.raises(ValueError, match=r"empty|want"):
            asyncio.run(extract(text, **{"mode": "json", "max_tokens": 5, "client": Server().client} | more))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="none of prompt"):
        Server().extract("yaml")


def test_unsupported_by_audit_and_by_the_server() -> None:
    server = Server()
    with pytest.raises(Unsupported) as caught:
        server.extract(backend="own")  # ours holds no numeric bounds
    assert {"minimum", "maximum"} <= {finding.keyword for finding in caught.value.issues}
    assert server.seen == []
    said = {"error": {"message": "The provided JSON schema contains features not supported by xgrammar."}}
    with pytest.raises(Unsupported, match="not supported by xgrammar"):
        Server((400, {}, said)).extract()
    too_long = {"error": {"message": "This model's maximum context length is 100 tokens."}}
    with pytest.raises(openai.BadRequestError):
        Server((400, {}, too_long)).extract()


def run_complete(server: Server, **more: Any) -> list[float]:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    options: dict[str, Any] = {"deadline_s": 1000.0, "rng": random.Random(1), "sleep": sleep,
                               "budget": RetryBudget(1.0, 0.0)} | more  # fmt: skip
    asyncio.run(complete(server.client, {"model": "m", "messages": []}, **options))
    return waits


def test_failures_that_pass_are_repeated_and_others_not() -> None:
    waits = run_complete(Server((503, {"retry-after": "7"}, {}), httpx2.ReadError("gone"), reply("x")))
    assert len(waits) == 2
    assert 7.0 <= waits[0] <= 7.5
    quota = {"error": {"code": "insufficient_quota", "message": "paid up"}}
    for answer, kind in (((401, {}, {}), openai.AuthenticationError), ((429, {}, quota), openai.RateLimitError)):
        server = Server(answer)
        with pytest.raises(kind):
            run_complete(server)
        assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("more", "calls"),
    [({"attempts": 2}, 2), ({"deadline_s": 3.0}, 1), ({"budget": RetryBudget(0.0, 0.0, burst=1.0)}, 2)],
)
def test_repetition_ends(more: dict[str, Any], calls: int) -> None:
    server = Server(*[(503, {"retry-after": "5"}, {})] * 9)
    with pytest.raises(openai.InternalServerError):
        run_complete(server, **more)
    assert len(server.seen) == calls


def test_extract_opens_and_closes_a_client_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(reply(WHOLE))
    monkeypatch.setattr(llm, "async_client", lambda **_: server.client)
    made = asyncio.run(extract("ORD-1 is late.", mode="json", max_tokens=50))
    assert made.complete
    assert server.client.is_closed()


def test_the_deadline_holds_for_a_server_that_says_nothing() -> None:
    async def silent(request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(30)
        raise AssertionError("not reached")

    http = httpx2.AsyncClient(transport=httpx2.MockTransport(silent))
    client = openai.AsyncOpenAI(base_url="http://model.example/v1", api_key="none", max_retries=0, http_client=http)
    with pytest.raises(TimeoutError):
        asyncio.run(extract("ORD-1", mode="json", max_tokens=5, client=client, deadline_s=0.05))


class Constraining(Server):
    """Holds the schema of `response_format`; like newer servers it ignores what it does not know, and answers 200."""

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        sent = json.loads(request.content)
        wanted: Callable[[Any], str] = lambda s: json.dumps({"word": s["properties"]["word"]["const"]})  # noqa: E731
        held = sent.get("response_format", {}).get("json_schema", {}).get("schema")
        return httpx2.Response(200, json=reply(wanted(held) if held else '{"word": "hello"}'))


def test_a_constraint_is_proved_not_believed() -> None:
    client = Constraining().client
    assert asyncio.run(constraint_holds(client, seed=1)).holds
    for ignored in ("guided_json", "structured_outputs"):
        assert not asyncio.run(constraint_holds(client, field=ignored, seed=1)).holds
    body = naive.naive_body({"model": "m"}, THREE)
    assert "response_format" not in body


def test_the_beta_helper_raises_where_none_is_expected() -> None:
    server = Server(reply(WHOLE, finish="length"))
    with pytest.raises((AttributeError, openai.LengthFinishReasonError)):
        asyncio.run(naive.naive_parse(server.client, [], model="m", max_tokens=5))
