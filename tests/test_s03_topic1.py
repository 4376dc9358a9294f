"""Machinery of topic 03.1: decoders behind one interface, records as contracts, schemas of any size, scripted ends."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from labsupport.structured import maskers, overhead_lab, record_lab
from labsupport.structured.automaton import Grammar, UnsupportedSchema
from labsupport.structured.mask import MaskedDecoder
from labsupport.structured.schema import VERSIONS
from labsupport.tokens.counting import lab_tokenizer, prompt_tokens
from labsupport.tokens.local import loaded


def fits(schema: Any, value: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


@pytest.mark.parametrize(("fields", "depth", "unions"), [(3, 1, False), (12, 10, False), (20, 4, True)])
def test_schemas_of_any_size_hold_their_example(fields: int, depth: int, unions: bool) -> None:
    schema = overhead_lab.sized(fields, depth, unions=unions, salt="s")
    value = overhead_lab.example(schema)
    assert fits(schema, value)
    assert Grammar(schema).accepts(json.dumps(value))
    levels, at = 1, value
    while "smore" in at:
        levels, at = levels + 1, at["smore"]
    assert levels == depth
    with pytest.raises(ValueError, match="depth"):
        overhead_lab.sized(3, 4)
    with pytest.raises(UnsupportedSchema):
        Grammar(overhead_lab.recursive())


def test_the_second_document_of_a_schema_is_look_ups() -> None:
    small = overhead_lab.compile_cost(overhead_lab.sized(3, 1), "own")
    large = overhead_lab.compile_cost(overhead_lab.sized(12, 3), "own")
    assert small.masks_again == large.masks_again == 0
    assert large.edges > small.edges > 0
    for backend in ("xgrammar", "llguidance"):
        assert overhead_lab.compile_cost(overhead_lab.sized(3, 1), backend).first_s > 0


def test_three_decoders_write_the_same_record() -> None:
    model, tokenizer = loaded()
    item = record_lab.sample(1, 0, slices=("easy",))[0]
    schema, prompt = record_lab.contract(item, longest=None), prompt_tokens(record_lab.messages(item), tokenizer)
    written = {name: maskers.write(model, prompt, make(schema)(), 80) for name, make in maskers.COMPILERS.items()}
    assert len({w.text for w in written.values()}) == 1
    own = MaskedDecoder(model, tokenizer, Grammar(schema)).generate(prompt, 80)
    assert (own.text, own.finished) == (written["own"].text, written["own"].finished)
    ids = own.ids[:10]
    allowed = {name: maskers.allowed_after(make(schema), ids) for name, make in maskers.COMPILERS.items()}
    marks = set(tokenizer.get_added_vocab().values())
    assert allowed["own"] - marks == allowed["xgrammar"] - marks
    for make in maskers.COMPILERS.values():
        masker = make(schema)()
        with pytest.raises(ValueError, match="cannot follow"):
            masker.accept(lab_tokenizer().encode("]", add_special_tokens=False)[0])
    if own.finished:
        sizes = [len(maskers.vocabulary().bytes[t]) for t in own.ids]
        pushed = record_lab.pushes(item, own.text, sizes, own.outside)
        assert [p.path for p in pushed] == list(json.loads(own.text))
        assert all(0 <= p.outside <= 1.0001 for p in pushed)


def test_gold_fits_its_contract_and_scores_one() -> None:
    for item in record_lab.sample(2, 1):
        right = record_lab.gold(item)
        made = record_lab.score(item, json.dumps(right), 9)
        assert (made.parse_ok, made.schema_ok, made.field_f1, made.span_supported) == (True, True, 1.0, 1.0)
        assert fits(record_lab.contract(item), right)
        assert not record_lab.score(item, "no JSON", 2).parse_ok
        fenced = f"```\n{json.dumps(right)}\n```"
        assert record_lab.score(item, fenced, 9, tolerant=True).schema_ok
        assert not record_lab.score(item, fenced, 9).parse_ok
        assert "required" in record_lab.score(item, "{}", 2).fault


def test_field_f1_counts_types_and_missing_fields() -> None:
    assert record_lab.field_f1({"a": None}, {"a": None}) == 1.0
    assert record_lab.field_f1({"n": "5"}, {"n": 5}) == 0.0
    assert record_lab.field_f1({"a": "x", "b": ["y", None]}, {"a": "x", "b": ["z", None]}) == 0.5
    assert record_lab.field_f1("text", {"a": "x"}) == 0.0


def test_stored_rows_are_what_their_version_reads() -> None:
    for version, row in record_lab.stored_rows(record_lab.sample(1, 0, slices=("easy",))[0]):
        VERSIONS[version].model_validate(row)


def said(*texts: str) -> Any:
    """A chat that answers from a list, the last one for ever, and keeps what it was asked."""
    left, seen = list(texts), list[Any]()

    def chat(messages: Any, **options: Any) -> Any:
        seen.append((messages, options))
        text = left.pop(0) if len(left) > 1 else left[0]
        message = SimpleNamespace(content=text)
        return SimpleNamespace(
            choices=[SimpleNamespace(message=message, finish_reason="stop")], usage=SimpleNamespace(completion_tokens=3)
        )

    return SimpleNamespace(chat=chat, seen=seen)


def test_answers_are_asked_as_the_mode_says_and_retries_are_bounded() -> None:
    item = record_lab.sample(1, 0, slices=("easy",))[0]
    right = json.dumps(record_lab.gold(item))
    never = said("{}")
    assert not record_lab.answer(never.chat, item, "asked", max_tokens=9, retries=2).schema_ok
    assert len(never.seen) == 3
    assert "required" in never.seen[-1][0][-1]["content"]
    once = said("{}", right)
    found = record_lab.answer(once.chat, item, "schema", max_tokens=9, retries=5)
    assert (found.schema_ok, found.tokens, len(once.seen)) == (True, 6, 2)
    assert once.seen[0][1]["response_format"]["json_schema"]["strict"] is True
    spaced = said(right)
    record_lab.answers(spaced.chat, [item, item], "spaced", max_tokens=9)
    assert '": "' in spaced.seen[0][1]["extra_body"]["structured_outputs"]["grammar"]
    assert record_lab.seconds_per_output(spaced.chat, item, "json") > 0


def test_decisions_and_split_answers_survive_text_that_is_no_json() -> None:
    ticket: Any = SimpleNamespace(text="The bill is wrong.", category="billing")
    good = json.dumps({"quote": "bill is wrong", "category": "billing"})
    chat = said(good, "not JSON").chat
    assert record_lab.decisions(chat, [ticket], ("billing", "data"), ("quote", "category")) == [(True, True)]
    assert record_lab.decisions(chat, [ticket], ("billing", "data"), ("quote", "category")) == [(False, False)]
    item = record_lab.sample(1, 0, slices=("nested",), kind="orders")[0]
    assert record_lab.split_answers(said("no").chat, [item], max_tokens=9) in ([0.0], [1.0])
