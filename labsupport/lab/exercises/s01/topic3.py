"""Exercises and review questions of topic 01.3: a patch that is validated as a whole, and settings checked by data."""

from __future__ import annotations

import copy
import math
import re
from typing import Any, Self

from pydantic import BaseModel, ValidationError, computed_field, model_validator

from labsupport.contracts.registry import ModelSpec, use_registry
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect

PATCH = "01.3 Changing a part"
SETTINGS = "01.3 Facts belong in data"


# ---------------------------------------------------------------- e1 apply_patch


class Hours(BaseModel):
    """From when to when; `closes` has to come later."""

    opens: int = 9
    closes: int = 17

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("closes before it opens")
        return self


class Shop(BaseModel):
    """Ignores unknown fields on input, as pydantic does by default."""

    name: str
    note: str | None = "none yet"
    seats: int = 4
    hours: Hours = Hours()


class Priced(BaseModel, extra="forbid"):
    """Forbids unknown fields, and has a computed one."""

    cents: int
    pieces: int = 1

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total(self) -> int:
        return self.cents * self.pieces


def shop(**values: Any) -> Shop:
    """A fresh shop: no check sees what another one did to it."""
    return Shop(**{"name": "Mill", "note": "ring twice", "seats": 6, **values})


def apply(apply_patch: Any, current: BaseModel, patch: dict[str, Any]) -> Any:
    """The result, or the string "ValidationError"; CheckFailed for any other exception."""
    try:
        return apply_patch(current, patch)
    except (NotImplementedError, CheckFailed):
        raise
    except ValidationError:
        return "ValidationError"
    except Exception as error:
        raise CheckFailed(
            expected="a new object or a ValidationError",
            got=f"{type(error).__name__}: {error}",
            case=f"patch {patch}",
            cause="callers of a contract layer catch ValidationError and nothing else",
            read=PATCH,
            diagnosis="wrong-error",
        ) from error


def check_set_fields(apply_patch: Any) -> None:
    """Named fields change, the others keep their values (not their defaults)."""
    for patch, want in (({"name": "Oak"}, shop(name="Oak")), ({"seats": 8, "note": "x"}, shop(seats=8, note="x"))):
        got = apply(apply_patch, shop(), patch)
        lost = isinstance(got, Shop) and got.seats == 4
        expect(
            got == want,
            expected=want,
            got=got,
            case=f"patch {patch} of {shop()!r}",
            cause="a field that the patch does not name falls back to its default"
            if lost
            else "the merged object is not an object of the same class with the fields of both",
            read=PATCH,
            diagnosis="value-lost" if lost else "wrong-merge",
        )
    got = apply(apply_patch, shop(), {})
    expect(
        got == shop(),
        expected=shop(),
        got=got,
        case="an empty patch",
        cause="a patch that names nothing changes nothing",
        read=PATCH,
        diagnosis="value-lost",
    )


def check_null(apply_patch: Any) -> None:
    """An explicit None is a value: it sets a nullable field and is refused by any other."""
    got = apply(apply_patch, shop(), {"note": None})
    expect(
        isinstance(got, Shop) and got.note is None,
        expected="note=None",
        got=got,
        case="patch {'note': None} of a shop with note='ring twice'",
        cause="None was taken for 'not set': test whether the key is there, not what it holds",
        read=PATCH,
        diagnosis="null-dropped",
    )
    got = apply(apply_patch, shop(), {"name": None})
    expect(
        got == "ValidationError",
        expected="ValidationError",
        got=got,
        case="patch {'name': None}; name is a str",
        cause="None was dropped" if isinstance(got, Shop) and got.name else "None was written without validation",
        read=PATCH,
        diagnosis="null-dropped" if isinstance(got, Shop) and got.name else "not-validated",
    )


def check_validated(apply_patch: Any) -> None:
    """Values of the patch are validated: converted where the model converts, refused where it refuses."""
    got = apply(apply_patch, shop(), {"seats": "12"})
    expect(
        isinstance(got, Shop) and got.seats == 12,
        expected="seats=12, an int",
        got=got,
        case="patch {'seats': '12'}",
        cause="the value was written as it came: model_copy(update=...) and setattr do not validate",
        read=PATCH,
        diagnosis="not-validated",
    )
    got = apply(apply_patch, shop(), {"seats": "a dozen"})
    expect(
        got == "ValidationError",
        expected="ValidationError",
        got=got,
        case="patch {'seats': 'a dozen'}",
        cause="the value was written as it came",
        read=PATCH,
        diagnosis="not-validated",
    )


def check_rule(apply_patch: Any) -> None:
    """A rule between fields is checked on the merged object."""
    hours = Hours(opens=9, closes=12)
    got = apply(apply_patch, hours, {"opens": 14})
    expect(
        got == "ValidationError",
        expected="ValidationError: closes before it opens",
        got=got,
        case=f"patch {{'opens': 14}} of {hours!r}",
        cause="the patch is fine alone, and with the default closes=17: only the merged object breaks the rule",
        read=PATCH,
        diagnosis="rule-not-rechecked",
    )


def check_nested(apply_patch: Any) -> None:
    """A mapping for a field that holds a model patches that model."""
    current = shop(hours=Hours(opens=7, closes=12))
    got = apply(apply_patch, current, {"hours": {"closes": 20}})
    want = shop(hours=Hours(opens=7, closes=20))
    expect(
        got == want,
        expected=want,
        got=got,
        case="patch {'hours': {'closes': 20}} of a shop that opens at 7",
        cause="the nested model was replaced, so the fields that the patch does not name were lost",
        read=PATCH,
        diagnosis="nested-replaced",
    )


def check_unknown(apply_patch: Any) -> None:
    """A field that the model does not have is a ValidationError; a computed field is none of the input."""
    got = apply(apply_patch, shop(), {"naem": "Oak"})
    expect(
        got == "ValidationError",
        expected="ValidationError",
        got=got,
        case="patch {'naem': 'Oak'} of a model that ignores unknown input",
        cause="a typing error in a patch is dropped in silence: forbid extra fields for this validation",
        read=PATCH,
        diagnosis="unknown-ignored",
    )
    got = apply(apply_patch, Priced(cents=5, pieces=2), {"pieces": 3})
    expect(
        got == Priced(cents=5, pieces=3),
        expected=Priced(cents=5, pieces=3),
        got=got,
        case="a model with a computed field that forbids extra fields",
        cause="a plain dump holds computed fields as well, and they are not inputs",
        read=PATCH,
        diagnosis="computed-as-input",
    )


def check_untouched(apply_patch: Any) -> None:
    """Neither argument is changed, also not later through the result."""
    current = shop(hours=Hours(opens=7, closes=12))
    patch = {"name": "Oak", "hours": {"closes": 20}}
    before, sent = current.model_copy(deep=True), copy.deepcopy(patch)
    got = apply(apply_patch, current, patch)
    expect(
        (current, patch) == (before, sent) and got is not current,
        expected="both arguments as they were",
        got=(current, patch),
        case=f"patch {sent}",
        cause="a caller that keeps the old object (for an audit log, or to try again) has it changed under its hands",
        read=PATCH,
        diagnosis="input-mutated",
    )
    got = apply(apply_patch, current, {"name": "Oak"})
    got.hours.opens = 1
    expect(
        current.hours.opens == 7,
        expected="opens=7 in the old object",
        got=current.hours,
        case="the result's nested model is changed afterwards",
        cause="old and new object share their nested model: copy deep",
        read=PATCH,
        diagnosis="shared-state",
    )


# ---------------------------------------------------------------- e2 GenerationConfig

SPECS = (
    ModelSpec(name="nova-7", provider="google", context_tokens=4000, max_output_tokens=600),
    ModelSpec(name="geminimal", provider="lab", context_tokens=9000, max_output_tokens=777),
    ModelSpec(name="gpt-clone", provider="anthropic", context_tokens=9000, max_output_tokens=5000),
    ModelSpec(name="atlas", provider="openai", context_tokens=200_000, max_output_tokens=130_000),
    ModelSpec(name="zephyr", provider="anthropic", context_tokens=4000, max_output_tokens=50),
)


def config(cls: Any, **values: Any) -> Any:
    """An object with these values under a registry of `SPECS`, or the text of the ValidationError."""
    with use_registry(SPECS):
        try:
            # not cls(**...): that gives the object also if an after-validator forgets to return it
            made = cls.model_validate({"model": "nova-7", "temperature": 0.5, "max_output_tokens": 10, **values})
            expect(
                isinstance(made, BaseModel),
                expected="a GenerationConfig",
                got=made,
                case=f"GenerationConfig.model_validate(...) with {values or 'good values'}",
                cause="what an after-validator of the model returns is the result: end it with return self",
                read=SETTINGS,
                diagnosis="self-not-returned",
            )
            made.model_dump()  # the provider is looked up while this registry is in use
            return made
        except ValidationError as error:
            return " | ".join(str(entry["msg"]) for entry in error.errors())
        except (NotImplementedError, CheckFailed):
            raise
        except Exception as error:
            raise CheckFailed(
                expected="an object or a ValidationError",
                got=f"{type(error).__name__}: {error}",
                case=f"{values}",
                cause="a validator reports by ValueError: every other exception leaves the model as a crash",
                read=SETTINGS,
                diagnosis="wrong-error",
            ) from error


def outcome(got: Any) -> str:
    """What to show of a result of `config`: an object's own repr may need the registry that is no longer in use."""
    return "accepted" if isinstance(got, BaseModel) else str(got)


def check_accepts(cls: Any) -> None:
    """A good configuration is accepted, frozen, and closed for other fields."""
    got = config(cls)
    stale = isinstance(got, str) and "lab-nano" in got
    expect(
        isinstance(got, BaseModel),
        expected="accepted",
        got=outcome(got),
        case="nova-7 at 0.5 with 10 tokens, under a registry that has it",
        cause="the registry was read once, at import: call registry() while you validate"
        if stale
        else "a valid configuration is refused",
        read=SETTINGS,
        diagnosis="registry-read-once" if stale else "valid-refused",
    )
    expect(
        got.temperature == 0.5,
        expected="temperature=0.5",
        got=f"temperature={got.temperature}",
        case="the temperature of the accepted object, which was given as 0.5",
        cause="the field holds what its validator returns: end it with return value",
        read=SETTINGS,
        diagnosis="value-not-returned",
    )
    try:
        got.temperature = 1.0
        frozen = False
    except ValidationError:
        frozen = True
    expect(
        frozen and isinstance(config(cls, top_p=1), str),
        expected="a frozen model that forbids extra fields",
        got="assignment or an extra field was accepted",
        case="config.temperature = 1.0, and top_p=1",
        cause="keep frozen=True and extra='forbid' in the class line",
        read=SETTINGS,
        diagnosis="not-frozen-or-open",
    )


def check_temperature(cls: Any) -> None:
    """Temperatures are finite numbers from 0 to 2."""
    for value in (0.0, 2.0, 1):
        got = config(cls, temperature=value)
        expect(
            isinstance(got, BaseModel),
            expected="accepted",
            got=outcome(got),
            case=f"temperature={value}",
            cause="both ends belong to the range",
            read=SETTINGS,
            diagnosis="range-wrong",
        )
    for value in (-0.1, 2.1, math.inf, -math.inf, math.nan):
        got = config(cls, temperature=value)
        nan = math.isnan(value)
        expect(
            isinstance(got, str),
            expected="ValidationError",
            got=outcome(got),
            case=f"temperature={value}",
            cause="every comparison with NaN is false, so 'refuse if below or above' lets it in: ask what is allowed"
            if nan
            else "a value outside the range is accepted",
            read=SETTINGS,
            diagnosis="nan-accepted" if nan else "range-wrong",
        )


def check_cap(cls: Any) -> None:
    """Each model's own cap is the largest output allowed."""
    for spec in SPECS:
        cap = spec.max_output_tokens
        for asked, fits in ((cap, True), (cap + 1, False)):
            got = config(cls, model=spec.name, max_output_tokens=asked)
            expect(
                isinstance(got, BaseModel) == fits,
                expected="accepted" if fits else "ValidationError",
                got=outcome(got),
                case=f"max_output_tokens={asked} for {spec.name}, whose cap is {cap}",
                cause="the cap comes from the model's ModelSpec, and the cap itself is allowed",
                read=SETTINGS,
                diagnosis="cap-wrong",
            )


def check_unknown_model(cls: Any) -> None:
    """An unknown model is refused by a text that lists the allowed names in order."""
    names = sorted(spec.name for spec in SPECS)
    got = config(cls, model="gpt-4")
    expect(
        isinstance(got, str),
        expected="ValidationError",
        got=outcome(got),
        case="model='gpt-4', which is only the beginning of a name",
        cause="a name is known if it is in the registry, exactly",
        read=SETTINGS,
        diagnosis="unknown-accepted",
    )
    listed = re.findall("|".join(map(re.escape, names)), got)
    expect(
        sorted(listed) == names,
        expected=f"all of {', '.join(names)}",
        got=outcome(got),
        case="the error for model='gpt-4'",
        cause="the caller cannot know what is allowed",
        read=SETTINGS,
        diagnosis="names-missing",
    )
    expect(
        listed == names,
        expected=f"... {', '.join(names)}",
        got=outcome(got),
        case="the error for model='gpt-4'",
        cause="sort the names: a set comes in another order in each process, a dict in the order of the file",
        read=SETTINGS,
        diagnosis="names-unsorted",
    )


def check_provider(cls: Any) -> None:
    """`provider` is a computed field that says what the registry says."""
    for spec in SPECS:
        made = config(cls, model=spec.name)
        with use_registry(SPECS):
            got = made.model_dump().get("provider") if isinstance(made, BaseModel) else made
        expect(
            got == spec.provider,
            expected=spec.provider,
            got=got,
            case=f"model_dump()['provider'] for {spec.name}",
            cause="the provider is missing in the dump: keep @computed_field"
            if got is None
            else "the provider was guessed from the name: look it up",
            read=SETTINGS,
            diagnosis="provider-not-dumped" if got is None else "provider-guessed",
        )


EXERCISES = (
    Exercise(
        id="01.3.e1",
        title="A patch that is validated as a whole",
        reference=("labsupport.contracts.patch:apply_patch",),
        difficulty=3,
        minutes=15,
        task=(
            "It returns a new object of the class of `current`, with the fields that `patch` names, validated as a "
            "whole.\n\n"
            "- What the patch does not name keeps its value, not its default; an explicit `None` is a value like any "
            "other.\n"
            "- Where a field holds a model and the patch a mapping, patch that model in the same way.\n"
            "- Anything wrong raises `ValidationError`, also a field that the model does not have."
        ),
        gotchas=(
            "By default a model ignores fields that it does not have; and a computed field is in a dump, but no input.",
            "Whoever changes something inside the new object (a nested model, a list) does not change the old one.",
        ),
        hints=(
            "Which call runs all validators, those between fields too? Build its input first: the old values with the "
            "new ones on top.",
            "`dict(current)` gives field values without computed fields (or `model_dump(round_trip=True)`). "
            "`model_validate` takes `extra='forbid'` for one call. A deep copy first keeps the old object apart.",
            "Write an inner function merge(model, changes): start from dict(model), and for each changed name store "
            "the new value, or merge(old, new) if old is a BaseModel and new a Mapping. Then validate what merge "
            "gives for a deep copy of `current`, by `type(current)`.",
        ),
        section=PATCH,
        checks=(
            Check("named fields change, the others stay", check_set_fields),
            Check("an explicit None is set, a missing field is not", check_null),
            Check("values are validated", check_validated),
            Check("rules between fields see the merged object", check_rule),
            Check("nested models are merged", check_nested),
            Check("unknown fields are refused, computed ones are no input", check_unknown),
            Check("the arguments stay as they are", check_untouched),
        ),
    ),
    Exercise(
        id="01.3.e2",
        title="Settings checked against a registry",
        reference=("labsupport.contracts.generation:GenerationConfig",),
        difficulty=2,
        minutes=10,
        task=(
            "Fill in its three bodies. `registry()`, printed as a table above, is a dictionary from a name to its "
            "`ModelSpec`.\n\n"
            "- `temperature_in_range`: return the value if it is a finite number from 0 to 2, else raise.\n"
            "- `fits_the_model`: raise unless `model` is a name in the registry and `max_output_tokens` at most that "
            "model's own. The error for an unknown model lists the allowed names, sorted.\n"
            "- `provider`: what the registry says of the model."
        ),
        gotchas=(
            "Call `registry()` inside the methods: which models are known may change after the class was made.",
            "NaN is a float.",
            "A validator's result is what it returns: the value of its field, or `self`.",
        ),
        hints=(
            "Which numbers are allowed, and what does your condition say of one that is neither below 0 nor above 2? "
            "Which of the three methods may rely on the others having passed?",
            "Raise ValueError with a text; pydantic makes a ValidationError of it. A chained comparison is true only "
            "for what lies inside, so it is false for NaN.",
            "temperature: raise unless `0 <= value <= 2`. model: if the name is not in registry(), raise with "
            "`', '.join(sorted(...))`; take the spec; raise if more is asked than its cap; return self. provider: "
            "one look-up.",
        ),
        section=SETTINGS,
        checks=(
            Check("a good configuration is accepted, frozen and closed", check_accepts),
            Check("the temperature is finite and in range", check_temperature),
            Check("the cap is the model's own, and the cap itself is allowed", check_cap),
            Check("an unknown model is refused, with the names in order", check_unknown_model),
            Check("the provider comes from the registry", check_provider),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="01.3.q1",
        text="Why is pydantic v2 faster than v1, and where is that felt?",
        choices=(
            Choice(
                "It validates fields in parallel threads, so it is felt on machines with many cores",
                False,
                "One validation runs on one thread, in v1 as in v2.",
            ),
            Choice(
                "It skips checks of values that already have the right type",
                False,
                "v2 checks the same fields. What changed is the language that the checks run in.",
            ),
            Choice(
                "Its validators are compiled code; it is felt on large, nested, frequent payloads",
                True,
                "At a hundred small requests per second the whole cost is far below one percent of a core (01.3.c2).",
            ),
            Choice(
                "It caches the result of equal payloads, which any API with repeated requests will notice at once",
                False,
                "There is no such cache; each call validates anew.",
            ),
        ),
        answer=(
            "Validation runs in compiled code; it shows on nested, high-volume payloads and is negligible at low "
            "request rates."
        ),
    ),
    Question(
        id="01.3.q2",
        text="A booking has `start` and `end`, each with its own format rule, and `end` must be later. Where does the "
        "last rule go?",
        choices=(
            Choice(
                "Into an after-validator of the model",
                True,
                "It runs only if both fields passed, so it may compare two good values.",
            ),
            Choice(
                "Into a field validator of `end` that reads `start` from the raw input",
                False,
                "The raw input is not validated yet; and a later change of `start` alone would not run it.",
            ),
            Choice(
                "Into a before-validator of the model, since it sees both values",
                False,
                "It sees raw input, strings perhaps. Before-validators reshape; they should not compare.",
            ),
        ),
        answer="Field for one value, after-model for relations between valid fields, before-model for reshaping raw "
        "input.",
    ),
    Question(
        id="01.3.q3",
        text="How do you implement PATCH?",
        choices=(
            Choice(
                "`current.model_copy(update=patch.model_dump(exclude_none=True))`",
                False,
                "Two errors: an explicit null is lost, and model_copy does not validate (01.3.r5).",
            ),
            Choice(
                "Fill what the client left out with the model's defaults, then validate that full object as for PUT",
                False,
                "Every field that the client did not mention would be reset.",
            ),
            Choice(
                "`setattr` for each field of the patch",
                False,
                "By default assignment is not validated, and a rule between fields may break halfway.",
            ),
            Choice(
                "Merge the fields that the client set, null included, and validate the merged object",
                True,
                "model_fields_set or exclude_unset says which were set; rules between fields need the whole.",
            ),
        ),
        answer=(
            "Keep only fields that the client set (explicit null included), merge, and validate the merged object."
        ),
    ),
)
