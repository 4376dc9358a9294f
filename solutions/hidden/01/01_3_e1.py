"""Hidden check for 01.3.e1: the parent merges plain dictionaries by the rules; the driver holds the models."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "01.3 Changing a part"

DRIVER = """
import copy
from datetime import datetime
from types import MappingProxyType
from typing import Self

from pydantic import BaseModel, Field, ValidationError, computed_field, model_validator


class Span(BaseModel):
    low: int = 0
    high: int = 100
    label: str | None = "none"

    @model_validator(mode="after")
    def ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


class Box(BaseModel):
    span: Span
    weight: float = 1.0


class Open(BaseModel):
    name: str
    note: str | None = "none yet"
    count: int = 1
    made: datetime = datetime(2026, 1, 1)
    span: Span = Field(default_factory=Span)
    box: Box | None = None
    parts: list[Span] = []
    words: list[str] = []


class Closed(BaseModel, extra="forbid", frozen=True):
    low: int
    high: int
    price: int = 1
    memo: str | None = None

    @computed_field
    @property
    def width(self) -> int:
        return self.high - self.low

    @model_validator(mode="after")
    def ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


MODELS = {"Span": Span, "Box": Box, "Open": Open, "Closed": Closed}


def show(model):
    return model.model_dump(mode="json", round_trip=True, warnings=False)


def spoil(value):
    for inner in vars(value).values():
        if isinstance(inner, list):
            inner.append("spoilt")
        elif isinstance(inner, BaseModel):
            spoil(inner)
            for name in type(inner).model_fields:
                setattr(inner, name, None)


async def drive(subject, call, args):
    results = []
    for case in args["cases"]:
        kind = MODELS[case["model"]]
        current = kind.model_validate(case["current"])
        patch = copy.deepcopy(case["patch"])
        given = MappingProxyType(patch) if case["proxy"] else patch
        row = {}
        try:
            made = subject(current, given)
            row["type"] = type(made).__name__
            row["same"] = made is current
            row["made"] = show(made) if isinstance(made, BaseModel) else None
            row["valid"] = True
            try:
                kind.model_validate_json(made.model_dump_json(round_trip=True, warnings=False), strict=False)
            except Exception:
                row["valid"] = False
            if case["model"] != "Closed":
                spoil(made)
        except ValidationError:
            row["raised"] = "ValidationError"
        except Exception as error:
            if isinstance(error, NotImplementedError):
                raise
            row["raised"] = type(error).__name__
        row["after"] = show(current)
        row["patch"] = patch
        results.append(row)
    return results
"""

Values = dict[str, Any]
DEFAULTS: dict[str, Values] = {
    "Span": {"low": 0, "high": 100, "label": "none"},
    "Closed": {"price": 1, "memo": None},
}


def merge(old: Values, patch: Values) -> Values:
    """The rule, on plain values: objects merge, everything else is replaced."""
    new = dict(old)
    for name, value in patch.items():
        both = isinstance(old.get(name), dict) and isinstance(value, dict)
        new[name] = merge(old[name], value) if both else value
    return new


class Case:
    """One call with what has to come of it: `want` values, or None for a ValidationError."""

    def __init__(
        self,
        model: str,
        current: Values,
        patch: Values,
        want: Values | None,
        slug: str,
        cause: str,
        proxy: bool = False,
    ) -> None:
        self.model, self.current, self.patch, self.want = model, current, patch, want
        self.slug, self.cause, self.proxy = slug, cause, proxy

    @property
    def args(self) -> Values:
        return {"model": self.model, "current": self.current, "patch": self.patch, "proxy": self.proxy}


def judge_case(case: Case, row: Values) -> None:
    text = {"case": f"{case.model} {case.current} patched with {case.patch}", "read": READ}
    raised = row.get("raised")
    expect(
        raised in (None, "ValidationError"),
        expected="an object or ValidationError", got=raised,
        cause="the function raises another exception than ValidationError", diagnosis="wrong-error", **text,
    )  # fmt: skip
    expect(
        row["patch"] == case.patch and (raised or not row["same"]),
        expected="arguments as they were", got=row, cause="the patch or the object given is changed or returned",
        diagnosis="input-mutated", **text,
    )  # fmt: skip
    if case.want is None:
        expect(
            raised, expected="ValidationError", got=row.get("made"), cause=case.cause, diagnosis=case.slug, **text,
        )  # fmt: skip
    else:
        expect(
            not raised, expected=case.want, got=raised, cause=case.cause, diagnosis=case.slug, **text,
        )  # fmt: skip
        expect(
            row["type"] == case.model and row["made"] is not None and row["made"] == case.want,
            expected=case.want, got=row["made"], cause=case.cause, diagnosis=case.slug, **text,
        )  # fmt: skip
        expect(
            row["valid"], expected="an object that validates", got=row["made"],
            cause="the result holds values that were never validated", diagnosis="not-validated", **text,
        )  # fmt: skip
    spoilt = row["after"] != case.current
    expect(
        not spoilt, expected=case.current, got=row["after"],
        cause="the old object is changed, by the call or later through the result",
        diagnosis="input-mutated" if raised else "shared-state", **text,
    )  # fmt: skip


def scenario(name: str, cases: list[Case]) -> Scenario:
    def judge(result: Any, world: Any) -> None:
        for case, row in zip(cases, result, strict=True):
            judge_case(case, row)

    return Scenario(name, {"cases": [case.args for case in cases]}, None, judge, 5.0)


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def word() -> str:
        return f"w{rng.randrange(10**8)}"

    def span(**values: Any) -> Values:
        return {"low": rng.randint(1, 20), "high": rng.randint(30, 60), "label": word(), **values}

    def box() -> Values:
        return {"span": span(), "weight": rng.randint(2, 90) / 4}

    def job(**values: Any) -> Values:
        base = {
            "name": word(), "note": word(), "count": rng.randint(2, 99),
            "made": f"2025-0{rng.randint(1, 9)}-03T04:05:06", "span": span(), "box": box(),
            "parts": [span(), span()], "words": [word(), word()],
        }  # fmt: skip
        return {**base, **values}

    def closed() -> Values:
        return {"low": rng.randint(1, 9), "high": rng.randint(20, 40), "price": rng.randint(2, 9), "memo": word()}

    def fine(model: str, current: Values, patch: Values, slug: str, cause: str, want: Values | None = None) -> Case:
        return Case(model, current, patch, want or merge(current, patch), slug, cause, proxy=rng.random() < 0.3)

    def bad(model: str, current: Values, patch: Values, slug: str, cause: str) -> Case:
        return Case(model, current, patch, None, slug, cause)

    plain: dict[str, Callable[[], Any]] = {
        "name": word, "note": word, "count": lambda: rng.randint(100, 999), "words": lambda: [word()],
        "made": lambda: "2024-12-31T23:59:00", "parts": lambda: [span()],
    }  # fmt: skip
    picked = [rng.sample(sorted(plain), rng.randint(1, 4)) for _ in range(6)]
    kept = "a field that the patch does not name loses its value, or one that it names does not get its own"
    yield scenario(
        "fields set and fields kept",
        [fine("Open", job(), {name: plain[name]() for name in names}, "value-lost", kept) for names in picked]
        + [fine("Open", job(), {}, "value-lost", "an empty patch changes something")],
    )
    nullable = "an explicit None is treated as if the field were missing"
    yield scenario(
        "null on nullable fields",
        [
            fine("Open", job(), {"note": None}, "null-dropped", nullable),
            fine("Open", job(), {"note": None, "count": 5}, "null-dropped", nullable),
            fine("Open", job(), {"box": None}, "null-dropped", nullable),
            fine("Open", job(), {"span": {"label": None}}, "null-dropped", nullable),
        ],
    )
    yield scenario(
        "null on other fields",
        [
            bad("Open", job(), {rng.choice(["name", "count", "made"]): None}, "null-not-refused", nullable),
            bad("Open", job(), {"span": None}, "null-not-refused", nullable),
            bad("Open", job(), {"span": {"low": None}}, "null-not-refused", nullable),
        ],
    )
    raw = "values of the patch reach the object without validation"
    number = rng.randint(5, 95)
    current = job()
    yield scenario(
        "values are validated",
        [
            fine("Open", current, {"count": str(number)}, "not-validated", raw, {**current, "count": number}),
            bad("Open", job(), {"count": word()}, "not-validated", raw),
            bad("Open", job(), {"words": [word(), 3]}, "not-validated", raw),
            bad("Open", job(), {"parts": [{"low": 9, "high": 1}]}, "not-validated", raw),
            bad("Open", job(), {"span": word()}, "not-validated", raw),
        ],
    )
    whole = "a rule between fields is not checked on the merged object"
    yield scenario(
        "a rule that only the merge breaks",
        [
            bad("Span", span(), {"low": rng.randint(61, 99)}, "rule-not-rechecked", whole),
            bad("Closed", closed(), {"high": 0}, "rule-not-rechecked", whole),
            bad("Open", job(), {"span": {"low": rng.randint(61, 99)}}, "rule-not-rechecked", whole),
        ],
    )
    above = rng.randint(101, 300)
    yield scenario(
        "a patch that is right only with the rest",
        [
            fine("Span", {"low": above, "high": 500, "label": "x"}, {"low": above + 9}, "patch-judged-alone",
                 "the patch is validated as if it were a whole object, with defaults for the rest"),
            fine("Closed", {"low": -9, "high": -2, "price": 3, "memo": None}, {"high": -1}, "patch-judged-alone",
                 "the patch is validated as if it were a whole object"),
        ],
    )  # fmt: skip
    inner = "a nested model is replaced by the patch's part of it instead of being patched"
    yield scenario(
        "nested models",
        [
            fine("Open", job(), {"span": {"high": rng.randint(61, 99)}}, "nested-replaced", inner),
            fine("Open", job(), {"box": {"weight": 0.5}}, "nested-replaced", inner),
            fine("Open", job(), {"box": {"span": {"low": 0}}, "name": word()}, "nested-replaced", inner),
            fine("Box", box(), {"span": {"label": word()}}, "nested-replaced", inner),
            fine("Open", job(box=None), {"box": box()}, "nested-replaced", "an object for an empty field is not set"),
            fine("Open", job(), {"parts": [span()]}, "list-merged", "lists are replaced, not merged"),
        ],
    )
    silent = "a field that the model does not have is dropped or kept in silence"
    extra = rng.choice(["nmae", "counts", word()])
    yield scenario(
        "unknown fields",
        [
            bad("Open", job(), {extra: word()}, "unknown-ignored", silent),
            bad("Open", job(), {"name": word(), extra: None}, "unknown-ignored", silent),
            bad("Closed", closed(), {extra: 1}, "unknown-ignored", silent),
            bad("Closed", closed(), {"width": 5}, "unknown-ignored", "a computed field is not an input"),
        ],
    )
    yield scenario(
        "unknown fields of a nested model",
        [bad("Open", job(), {"span": {extra: 1}}, "nested-unknown-ignored", silent)],
    )
    yield scenario(
        "frozen, closed, with a computed field",
        [
            fine("Closed", closed(), {"price": rng.randint(10, 99)}, "computed-as-input",
                 "computed fields of a dump are given back as input, or the frozen object is assigned to"),
            fine("Closed", closed(), {"memo": None, "low": 0}, "computed-as-input",
                 "computed fields of a dump are given back as input"),
        ],
    )  # fmt: skip
