"""Registry, generation settings, patches, ids and the machinery of topic 01.3."""

from __future__ import annotations

import asyncio
import json
import math
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field, TypeAdapter, ValidationError, computed_field, model_validator

from labsupport.contracts import bench, coercion_lab, edge_lab, errata, migration_lab, tickets
from labsupport.contracts.generation import GenerationConfig
from labsupport.contracts.ids import ExternalId
from labsupport.contracts.patch import apply_patch
from labsupport.contracts.registry import FILE, ModelSpec, load_registry, registry, use_registry
from labsupport.errors import LabError
from labsupport.settings import repo_root

# ---------------------------------------------------------------- registry


def spec(name: str = "geminimal", cap: int = 100, provider: str = "google", context: int = 1000) -> ModelSpec:
    return ModelSpec.model_validate(
        {"name": name, "provider": provider, "context_tokens": context, "max_output_tokens": cap}
    )


def test_the_shipped_registry_loads_and_knows_the_labs_model() -> None:
    known = load_registry()
    assert list(known) == sorted(known)
    config = json.loads((repo_root() / "data" / "models" / "lab-nano" / "config.json").read_text(encoding="utf-8"))
    assert known["lab-nano"].context_tokens == config["max_position_embeddings"]
    with pytest.raises(TypeError):
        known["x"] = spec()  # type: ignore[index]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["models"].append(d["models"][0]), "listed twice: claude-3-5-haiku"),
        (lambda d: d["models"][0].update(max_output_tokens=10**9), "models.0"),
        (lambda d: d["models"][0].update(provider="acme"), "models.0.provider"),
        (lambda d: d["models"][0].update(context_tokens="1"), "models.0.context_tokens"),
        (lambda d: d["models"][0].update(mini=True), "models.0.mini"),
        (lambda d: d.pop("about"), "about"),
    ],
)
def test_a_wrong_registry_file_is_named_with_its_first_fault(tmp_path: Path, change: Any, said: str) -> None:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "other.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(LabError) as caught:
        load_registry(path)
    assert "other.json" in str(caught.value)
    assert said in str(caught.value)


def test_use_registry_is_undone_also_after_an_error_and_is_not_seen_by_other_threads() -> None:
    seen: list[list[str]] = []
    with pytest.raises(KeyError), use_registry([spec("one")]):  # noqa: PT012
        assert list(registry()) == ["one"]
        other = threading.Thread(target=lambda: seen.append(list(registry())))
        other.start()
        other.join()
        raise KeyError
    assert list(registry()) == seen[0] == list(load_registry())


def test_tasks_with_registries_of_their_own_do_not_mix() -> None:
    async def tenant(name: str) -> list[str]:
        with use_registry([spec(name)]):
            await asyncio.sleep(0)
            return list(registry())

    async def main() -> list[list[str]]:
        return await asyncio.gather(*(tenant(f"m{i}") for i in range(20)))

    assert asyncio.run(main()) == [[f"m{i}"] for i in range(20)]


# ---------------------------------------------------------------- GenerationConfig


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, -0.001, 2.001, "hot", None])
def test_temperature_is_a_finite_number_in_range(bad: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        GenerationConfig(model="lab-nano", temperature=bad, max_output_tokens=1)
    assert {error["loc"] for error in caught.value.errors()} == {("temperature",)}


@pytest.mark.parametrize("good", [0, 2, 0.7, -0.0])
def test_the_ends_of_the_range_are_inside(good: float) -> None:
    assert GenerationConfig(model="lab-nano", temperature=good, max_output_tokens=1).temperature == good


@settings(max_examples=50, deadline=None)
@given(cap=st.integers(1, 1000), asked=st.integers(-5, 1100))
def test_exactly_the_outputs_up_to_the_cap_are_accepted(cap: int, asked: int) -> None:
    with use_registry([spec(cap=cap)]):
        try:
            GenerationConfig(model="geminimal", temperature=1, max_output_tokens=asked)
            accepted = True
        except ValidationError:
            accepted = False
    assert accepted == (1 <= asked <= cap)


def test_provider_comes_from_the_registry_and_is_no_input() -> None:
    config = GenerationConfig(model="gemini-2.0-flash", temperature=1, max_output_tokens=8192)
    assert (config.provider, config.model_dump()["provider"]) == ("google", "google")
    assert errata.naive_provider("gemini-2.0-flash") == "anthropic"
    with pytest.raises(ValidationError, match="provider"):
        GenerationConfig.model_validate(config.model_dump())
    assert GenerationConfig.model_validate(config.model_dump(round_trip=True)) == config
    with pytest.raises(ValidationError, match="frozen"):
        config.temperature = 0.1  # type: ignore[misc]


def test_a_configuration_can_be_printed_after_its_model_left_the_registry() -> None:
    with use_registry([spec()]):
        config = GenerationConfig(model="geminimal", temperature=1, max_output_tokens=1)
    assert "geminimal" in repr(config)
    with pytest.raises(KeyError):
        config.provider  # noqa: B018


def test_the_error_is_the_same_in_every_process() -> None:
    right = (
        "from labsupport.contracts.generation import GenerationConfig as G\n"
        "try: G(model='nano', temperature=1, max_output_tokens=1)\n"
        "except ValueError as e: print(str(e).splitlines()[1])"
    )
    wrong = "from labsupport.contracts.errata import naive_error; print(naive_error(model='nano'))"
    assert len({tuple(migration_lab.in_new_process(right, seed)) for seed in range(4)}) == 1
    assert len({tuple(migration_lab.in_new_process(wrong, seed)) for seed in range(4)}) > 1
    assert ", ".join(sorted(load_registry())) in migration_lab.in_new_process(right, 0)[0]


# ---------------------------------------------------------------- apply_patch


class Range(BaseModel):
    low: int = 0
    high: int = 10

    @model_validator(mode="after")
    def ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


class Job(BaseModel):  # ignores unknown fields on input, as pydantic does by default
    name: str
    note: str | None = "none yet"
    span: Range = Range()
    parts: list[Range] = Field(default_factory=list)
    made: datetime = datetime(2026, 1, 2, tzinfo=UTC)
    long_name: str = Field(default="x", alias="longName")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def width(self) -> int:
        return self.span.high - self.span.low


JOB = Job(name="a", note="n", span=Range(low=2, high=5), parts=[Range()])


def test_an_empty_patch_gives_an_equal_object_that_shares_nothing_mutable() -> None:
    made = apply_patch(JOB, {})
    assert made == JOB
    assert made is not JOB
    assert made.span is not JOB.span
    assert made.parts is not JOB.parts
    assert made.parts[0] is not JOB.parts[0]


def test_null_sets_a_nullable_field_and_is_refused_elsewhere() -> None:
    assert apply_patch(JOB, {"note": None}).note is None
    assert apply_patch(JOB, {"name": "b"}).note == "n"
    with pytest.raises(ValidationError) as caught:
        apply_patch(JOB, {"name": None})
    assert caught.value.errors()[0]["loc"] == ("name",)


def test_a_rule_between_fields_sees_the_merged_object() -> None:
    assert apply_patch(Range(low=2, high=5), {"low": 5}) == Range(low=5, high=5)
    with pytest.raises(ValidationError, match="low is above high"):
        apply_patch(Range(low=2, high=5), {"low": 6})


def test_nested_models_are_merged_lists_are_replaced_and_errors_say_where() -> None:
    made = apply_patch(JOB, {"span": {"high": 9}, "parts": [{"low": 1}]})
    assert (made.span, made.parts, made.width) == (Range(low=2, high=9), [Range(low=1)], 7)
    for patch, where in (
        ({"span": {"high": "x"}}, ("span", "high")),
        ({"span": {"high": 1}}, ("span",)),
        ({"span": {"hihg": 9}}, ("span", "hihg")),
        ({"nmae": "b"}, ("nmae",)),
        ({"width": 3}, ("width",)),
    ):
        with pytest.raises(ValidationError) as caught:
            apply_patch(JOB, patch)
        assert caught.value.errors()[0]["loc"] == where, patch


def test_values_are_validated_and_converted() -> None:
    assert apply_patch(JOB, {"made": "2026-05-01T00:00:00Z"}).made == datetime(2026, 5, 1, tzinfo=UTC)
    assert apply_patch(Range(), {"high": "12"}).high == 12  # where model_copy(update=...) would keep the string


def test_fields_go_by_their_names_and_serializers_do_not_run() -> None:
    assert apply_patch(JOB, {"long_name": "y"}).long_name == "y"
    with pytest.raises(ValidationError, match="longName"):
        apply_patch(JOB, {"longName": "y"})

    class Masked(BaseModel):
        key: str
        n: int = 0

        @pydantic.field_serializer("key")
        def hide(self, value: str) -> str:
            return "***"

    assert apply_patch(Masked(key="k"), {"n": 1}).key == "k"


def test_subclass_instances_frozen_and_forbidding_models() -> None:
    class Wide(Range):
        colour: str = "red"

    class Holder(BaseModel, frozen=True, extra="forbid"):
        span: Range
        n: int = 0

    held = Holder(span=Wide(low=1, high=2, colour="blue"))
    assert apply_patch(held, {"n": 1}).span == Wide(low=1, high=2, colour="blue")

    class Open(BaseModel, extra="allow"):
        n: int = 0

    with pytest.raises(ValidationError, match="colour"):  # rather than to lose it
        apply_patch(Open.model_validate({"colour": "red"}), {"n": 1})
    config = GenerationConfig(model="lab-nano", temperature=1, max_output_tokens=500)
    assert apply_patch(config, {"temperature": 0.5}).temperature == 0.5
    with pytest.raises(ValidationError, match="is above 512"):
        apply_patch(config, {"max_output_tokens": 513})


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_ten_thousand_patches_with_a_fifth_wrong_leave_no_invalid_object(seed: int) -> None:
    import random

    rng = random.Random(seed)
    current, low, high, refused, wrong = Range(), 0, 10, 0, 0
    for _ in range(10_000):
        before = current.model_copy()
        if rng.random() < 0.2:
            wrong += 1
            patch: dict[str, Any] = rng.choice(
                [{"low": high + rng.randint(1, 9)}, {"high": None}, {"low": "x"}, {"lwo": 1}, {"high": low - 1}]
            )
        else:
            low, high = sorted((rng.randint(-50, 50), rng.randint(-50, 50)))
            patch = {"low": low, "high": high}
        sent = dict(patch)
        try:
            new = apply_patch(current, patch)
        except ValidationError:
            refused += 1
            new = current
        assert (current, patch) == (before, sent)
        current = new
        assert (current.low, current.high) == (low, high)
    assert refused == wrong


# ---------------------------------------------------------------- ExternalId

ANY_ID: TypeAdapter[int] = TypeAdapter(ExternalId)


@pytest.mark.parametrize(("given_id", "number"), [(7, 7), ("7", 7), ("007", 7), (0, 0), ("0", 0), (10**30, 10**30)])
@pytest.mark.parametrize("strict", [False, True])
def test_ids_that_are_accepted(given_id: Any, number: int, strict: bool) -> None:
    assert ANY_ID.validate_python(given_id, strict=strict) == number
    assert ANY_ID.validate_json(json.dumps(given_id), strict=strict) == number


@pytest.mark.parametrize(
    "bad", [*edge_lab.BAD_IDS, "", "-1", "4.0", "1e3", "\u00b2", "\uff14\uff12", "\u0664", None, b"42", [1], "9" * 5000]
)
def test_ids_that_are_refused(bad: Any) -> None:
    with pytest.raises(ValidationError):
        ANY_ID.validate_python(bad)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=6))
def test_a_string_is_an_id_exactly_if_it_is_ascii_digits(text: str) -> None:
    try:
        accepted = ANY_ID.validate_python(text) == int(text)
    except ValidationError:
        accepted = False
    assert accepted == (text != "" and set(text) <= set("0123456789"))


def test_the_schema_tells_both_forms() -> None:
    assert ANY_ID.json_schema(mode="validation") == {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    assert ANY_ID.json_schema(mode="serialization") == {"type": "integer"}


# ---------------------------------------------------------------- machinery of the labs


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_edge_lab(seed: int) -> None:
    sent = edge_lab.payloads(seed)
    as_text = sum(payload.valid and isinstance(payload.body["id"], str) for payload in sent)
    assert 100 < as_text < 200
    assert edge_lab.receive(edge_lab.StrictOrder, sent) == edge_lab.Received(as_text, 0)
    assert edge_lab.receive(edge_lab.LaxOrder, sent) == edge_lab.Received(0, 20)
    assert edge_lab.receive(edge_lab.EdgeOrder, sent) == edge_lab.Received(0, 0)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_ticket_export(seed: int) -> None:
    rows = tickets.tickets(50, seed)
    assert tickets.export(rows, tickets.naive_dumps).type_errors == 50
    assert tickets.export(rows, tickets.naive_default_str) == tickets.Export(50, 0, 50, 0)
    for write in (tickets.json_mode, tickets.direct):
        assert tickets.export(rows, write).equal == 50


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_migration_lab(seed: int) -> None:
    old, quiet = migration_lab.build(pydantic.v1)
    kept, warned = migration_lab.build(pydantic)
    sent = migration_lab.payloads(seed)
    assert (quiet, warned) == (0, 5)
    before, after = (migration_lab.compare(m, sent, old) for m in (kept, migration_lab.MigratedOrder))
    assert before.unintended > 20
    assert before.crashes > 0
    assert (after.unintended, after.crashes) == (0, 0)
    assert set(after.cases) <= set(migration_lab.INTENDED)


def test_the_migrated_models_define_without_a_warning() -> None:
    code = "import labsupport.contracts.migration_lab, labsupport.contracts.bench, labsupport.contracts.errata"
    subprocess.run([sys.executable, "-W", "error::DeprecationWarning:labsupport", "-c", code], check=True)


def test_validators_run_in_one_order_per_library() -> None:
    assert migration_lab.order_of_validators(pydantic.v1) == "pre1 pre2 post1 post2"
    assert migration_lab.orders_seen((0, 1, 2), classes=3) == ["pre2 pre1 post1 post2"]


def test_coercion_matrix_has_every_cell_and_strict_is_never_kinder_than_lax() -> None:
    cells = {(c.shown, c.target, c.mode): c for c in coercion_lab.matrix()}
    assert len(cells) == 12 * 4 * 3
    for (shown, target, mode), cell in cells.items():
        if mode == "strict Python" and cell.accepted:
            assert cells[shown, target, "lax"].accepted
    assert cells['"42"', "int", "strict JSON"].accepted is False
    assert cells['"2024-05-01T12:00:00Z"', "datetime", "strict JSON"].accepted is True


def test_bench_arms_agree_on_what_they_return() -> None:
    for shape, arms in bench.validators().items():
        seen = []
        for arm, run in arms.items():
            got = run(bench.BODIES[shape])
            seen.append(got.dict() if arm == "pydantic v1" else got.model_dump() if arm == "pydantic v2" else None)
            if seen[-1] is None:
                import dataclasses

                seen[-1] = dataclasses.asdict(got)
        assert all(value == bench.BODIES[shape] for value in seen), shape


def test_hand_written_checks_refuse_what_they_should() -> None:
    for body in ({**bench.FLAT, "id": True}, {**bench.FLAT, "sku": None}, {"id": 1}):
        with pytest.raises(ValueError, match=r"id is a bool|sku is a NoneType|sku is missing"):
            bench.checked_flat(body)


def test_bench_rows_name_every_arm_once_and_v1_is_slower() -> None:
    found = bench.rows(rounds=4)
    names = [row["what"] for row in found]
    assert len(set(names)) == len(names) == 3 * (4 + 3)
    slow = [row["ratio"] for row in found if "pydantic v1 /" in str(row["what"])]
    assert all(ratio.value > 1.5 for ratio in slow)  # type: ignore[attr-defined]


def test_request_cost_adds_up() -> None:
    cost = asyncio.run(bench.request_cpu(rounds=3, calls=20))
    assert cost.request_us > cost.v2_us > 0
    assert cost.v1_us > cost.v2_us
    assert cost.share(10.0) == pytest.approx(0.001)
    assert 0 < cost.saved_share < 1
