"""Hidden check for 01.3.e2: the parent invents a registry for every case and knows what it says."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "01.3 Facts belong in data"

DRIVER = """
from pydantic import BaseModel, ValidationError

from labsupport.contracts.registry import ModelSpec, use_registry


async def drive(subject, call, args):
    rows = []
    for case in args["cases"]:
        with use_registry([ModelSpec(**spec) for spec in case["specs"]]):
            values = dict(case["values"])
            if isinstance(values.get("temperature"), str):
                values["temperature"] = float(values["temperature"])
            texts = []
            made = None
            for _ in range(2):
                try:
                    made = subject(**values)
                except ValidationError as error:
                    texts.append(" | ".join(str(entry["msg"]) for entry in error.errors()))
                except NotImplementedError:
                    raise
                except Exception as error:
                    texts.append("!" + type(error).__name__)
            row = {"texts": texts}
            if made is not None:
                try:
                    row["dump"] = {k: str(v) for k, v in made.model_dump().items()}
                    again = subject.model_validate(made.model_dump(round_trip=True))
                    row["again"] = "None" if again is None else again == made
                except Exception as error:
                    row["dump"], row["again"] = {}, type(error).__name__
                try:
                    made.temperature = 1.0
                    row["frozen"] = False
                except Exception:
                    row["frozen"] = True
                try:
                    subject(**values, top_p=1)
                    row["closed"] = False
                except ValidationError:
                    row["closed"] = True
            rows.append(row)
    return rows
"""

Spec = dict[str, Any]
PROVIDERS = ("anthropic", "google", "lab", "openai")


class Case:
    """Values under a registry; `fits` says whether they are right."""

    def __init__(self, specs: list[Spec], values: dict[str, Any], fits: bool, slug: str, cause: str) -> None:
        self.specs, self.values, self.fits, self.slug, self.cause = specs, values, fits, slug, cause


def judge_case(case: Case, row: dict[str, Any]) -> None:
    text = {"case": f"{case.values} with {case.specs}", "read": READ}
    texts = row["texts"]
    crash = next((t for t in texts if t.startswith("!")), "")
    expect(
        not crash, expected="an object or ValidationError", got=crash[1:],
        cause="a validator raises something else than ValueError, or needs a registry that it does not ask for",
        diagnosis="wrong-error", **text,
    )  # fmt: skip
    stale = any("lab-nano" in t for t in texts)
    expect(
        not stale, expected="names of the registry in use", got=texts,
        cause="the registry is read once, when the class is made, and not when an object is validated",
        diagnosis="registry-read-once", **text,
    )  # fmt: skip
    expect(
        bool(texts) != case.fits, expected="accepted" if case.fits else "ValidationError", got=texts or "accepted",
        cause=case.cause, diagnosis=case.slug, **text,
    )  # fmt: skip
    if not case.fits:
        expect(
            len(set(texts)) == 1, expected="the same text twice", got=texts, cause="the error text changes",
            diagnosis="names-unsorted", **text,
        )  # fmt: skip
        return
    for got, slug, what in (
        (row["dump"].get("temperature"), "value-not-returned", "a field validator returns nothing, so None is stored"),
        (row["again"], "self-not-returned", "the model validator returns nothing, so validation gives None"),
    ):
        expect(got != "None", expected="what was validated", got=got, cause=what, diagnosis=slug, **text)
    spec = next(s for s in case.specs if s["name"] == case.values["model"])
    got = row["dump"].get("provider")
    expect(
        got == spec["provider"], expected=spec["provider"], got=row["dump"] or row["again"],
        cause="the provider does not appear in a dump" if got is None else "the provider is guessed from the name",
        diagnosis="provider-not-dumped" if got is None else "provider-guessed", **text,
    )  # fmt: skip
    expect(
        row["frozen"] and row["closed"], expected="frozen, and extra fields forbidden", got=row,
        cause="the class line lost frozen=True or extra='forbid'", diagnosis="not-frozen-or-open", **text,
    )  # fmt: skip
    expect(
        row["again"] is True, expected="a round-trip dump validates to an equal object", got=row["again"],
        cause="provider is a stored field instead of a computed one", diagnosis="provider-stored", **text,
    )  # fmt: skip


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def name(part: str = "") -> str:
        letters = "".join(rng.choice("bcdfghjklz") for _ in range(6))
        return f"{letters[:3]}{part}{letters[3:]}-{rng.randint(100, 999)}"

    def spec(model: str, **values: Any) -> Spec:
        cap = rng.choice([rng.randint(2, 900), rng.randint(4097, 15_999), rng.randint(16_001, 16_384), 140_000])
        return {"name": model, "provider": rng.choice(PROVIDERS), "context_tokens": 500_000, "max_output_tokens": cap,
                **values}  # fmt: skip

    def registry(*first: Spec, count: int = 6) -> list[Spec]:
        specs = [*first, *(spec(name()) for _ in range(count))]
        rng.shuffle(specs)
        return specs

    def values(model: str, **changed: Any) -> dict[str, Any]:
        return {"model": model, "temperature": rng.choice([0.0, 0.3, 1, 2.0]), "max_output_tokens": 1, **changed}

    def scenario(title: str, cases: list[Case]) -> Scenario:
        def judge(result: Any, world: Any) -> None:
            for case, row in zip(cases, result, strict=True):
                judge_case(case, row)

        args = {"cases": [{"specs": case.specs, "values": case.values} for case in cases]}
        return Scenario(title, args, None, judge, 5.0)

    def caps(mine: Spec, slug: str, cause: str) -> list[Case]:
        specs, cap = registry(mine), mine["max_output_tokens"]
        return [
            Case(specs, values(mine["name"], max_output_tokens=cap), True, slug, cause),
            Case(specs, values(mine["name"], max_output_tokens=cap + 1), False, slug, cause),
            Case(specs, values(mine["name"], max_output_tokens=0), False, "cap-wrong", "an output of 0 tokens"),
        ]

    one = spec(name())
    yield scenario(
        "finite temperatures",
        [Case(registry(one), values(one["name"], temperature=t), True, "range-wrong", "a value in range is refused")
         for t in (0, 2, round(rng.uniform(0.01, 1.99), 3))]
        + [Case(registry(one), values(one["name"], temperature=t), False, "range-wrong", "a value outside is accepted")
           for t in (-0.001, 2.001, "inf", "-inf", -rng.randint(1, 9), rng.randint(3, 99))],
    )  # fmt: skip
    yield scenario(
        "NaN",
        [Case(registry(one), values(one["name"], temperature=t), False, "nan-accepted",
              "NaN is neither below nor above a limit, and it is accepted") for t in ("nan", "-nan")],
    )  # fmt: skip
    exact = "the cap is not this model's own, or the cap itself is not allowed"
    yield scenario("caps", [case for _ in range(4) for case in caps(spec(name()), "cap-wrong", exact)])
    inside = [spec(name(part)) for part in ("mini", "gemini", "gpt", "nano")]
    begins = [spec(prefix + name(), provider=rng.choice(("lab", "google"))) for prefix in ("gpt-", "claude-")]
    guessed = "a part of the name decides, where the registry knows"
    yield scenario(
        "names that hold parts of other names",
        [case for mine in (*inside, *begins) for case in caps(mine, "cap-by-name", guessed)],
    )
    known = registry(count=8)
    near = [known[0]["name"][:-1], known[1]["name"] + "0", known[2]["name"].upper(), " " + known[3]["name"], ""]
    yield scenario(
        "names that are nearly known",
        [Case(known, values(model), False, "unknown-accepted", "a name counts as known that is not in the registry")
         for model in near],
    )  # fmt: skip
    yield unknown(registry(count=9), values(name()))
    yield scenario(
        "another registry for the same class",
        [
            Case(registry(spec("aa-1", max_output_tokens=50)), values("aa-1", max_output_tokens=50), True,
                 "registry-read-once", exact),
            Case(registry(spec("aa-1", max_output_tokens=20)), values("aa-1", max_output_tokens=50), False,
                 "registry-read-once", "the caps are remembered from another registry"),
            Case(registry(), values("aa-1"), False, "registry-read-once", "the names are remembered"),
        ],
    )  # fmt: skip


def unknown(specs: list[Spec], values: dict[str, Any]) -> Scenario:
    """The error for an unknown model: every allowed name once, in order."""
    names = sorted(spec["name"] for spec in specs)

    def judge(result: Any, world: Any) -> None:
        case = Case(specs, values, False, "unknown-accepted", "an unknown model is accepted")
        judge_case(case, result[0])
        said = re.findall("|".join(map(re.escape, names)), result[0]["texts"][0])
        text = {"case": f"{values['model']} is not one of {names}", "read": READ}
        expect(
            sorted(said) == names, expected=names, got=result[0]["texts"][0],
            cause="the error does not list every allowed name", diagnosis="names-missing", **text,
        )  # fmt: skip
        expect(
            said == names, expected=names, got=said, cause="the names are not in sorted order",
            diagnosis="names-unsorted", **text,
        )  # fmt: skip

    return Scenario("the text for an unknown model", {"cases": [{"specs": specs, "values": values}]}, None, judge, 5.0)
