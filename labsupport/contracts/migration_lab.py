"""One model three times: v1, v1 validators left in a v2 model, and migrated (failure lab 01.3.a).

`ported` is written once and built on both libraries, since that is what a port that "still runs" is. Needs the v1
namespace, which works up to Python 3.13.
"""

from __future__ import annotations

import functools
import random
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Optional

import pydantic
import pydantic.v1
from pydantic import AfterValidator, BaseModel, ValidationInfo, field_validator

LIMIT = 50  # largest quantity
TAG_LENGTH = 8  # longest tag


def ported(library: Any) -> Any:
    """The model as it was written for v1, on `pydantic.v1` or, unchanged, on `pydantic`."""
    validator = library.validator

    class Order(library.BaseModel):  # type: ignore[misc]
        sku: str
        quantity: int
        unit_cents: int
        tags: list[str] = []  # noqa: RUF012  # a model copies its defaults
        note: Optional[str]  # noqa: UP045  # the old spelling; in v1 it also means "may be left out"
        total_cents: int = 0

        @validator("sku", pre=True)
        def strip(cls, value):  # type: ignore[no-untyped-def]
            return value.strip() if isinstance(value, str) else value

        @validator("sku", pre=True)
        def not_blank(cls, value):  # type: ignore[no-untyped-def]
            if value == "":
                raise ValueError("sku is blank")
            return value

        @validator("quantity")
        def limited(cls, value):  # type: ignore[no-untyped-def]
            if value > LIMIT:
                raise TypeError(f"quantity is above {LIMIT}")
            return value

        @validator("tags", each_item=True)
        def short(cls, value):  # type: ignore[no-untyped-def]
            if len(value) > TAG_LENGTH:
                raise ValueError(f"tag is longer than {TAG_LENGTH}")
            return value.lower()

        @validator("total_cents", always=True)
        def total(cls, value, values):  # type: ignore[no-untyped-def]
            return value or values.get("quantity", 0) * values.get("unit_cents", 0)

    return Order


def short_tag(value: str) -> str:
    """A tag in lower case. Raises ValueError when it is too long."""
    if len(value) > TAG_LENGTH:
        raise ValueError(f"tag is longer than {TAG_LENGTH}")
    return value.lower()


class MigratedOrder(BaseModel, coerce_numbers_to_str=True):
    """The same contract said in v2. One thing is meant to differ: 2.5 pieces are refused, not cut to 2."""

    sku: str
    quantity: int
    unit_cents: int
    tags: list[Annotated[str, AfterValidator(short_tag)]] = []
    note: str | None = None
    total_cents: Annotated[int, pydantic.Field(validate_default=True)] = 0

    @field_validator("sku", mode="before")
    @classmethod
    def clean_sku(cls, value: Any) -> Any:
        """Strip first, then refuse what is blank: one validator, so no order to get wrong."""
        value = value.strip() if isinstance(value, str) else value
        if value == "":
            raise ValueError("sku is blank")
        return value

    @field_validator("quantity")
    @classmethod
    def limited(cls, value: int) -> int:
        if value > LIMIT:
            raise ValueError(f"quantity is above {LIMIT}")  # a TypeError would leave the model as a crash
        return value

    @field_validator("total_cents")
    @classmethod
    def total(cls, value: int, info: ValidationInfo) -> int:
        known = info.data
        return value or int(known.get("quantity", 0)) * int(known.get("unit_cents", 0))


@functools.cache  # v1 refuses a second definition of a validator in one process
def build(library: Any) -> tuple[Any, int]:
    """(the ported model, deprecation warnings that defining it gave)."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        model = ported(library)
    return model, sum(issubclass(warning.category, DeprecationWarning) for warning in seen)


CASES: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "plain": lambda rng: {},
    "blank sku": lambda rng: {"sku": " " * rng.randint(1, 3)},
    "empty sku": lambda rng: {"sku": ""},
    "sku is a number": lambda rng: {"sku": rng.randint(1, 999)},
    "no note": lambda rng: {"note": ...},
    "note is a number": lambda rng: {"note": rng.randint(1, 9)},
    "quantity is a string": lambda rng: {"quantity": str(rng.randint(1, LIMIT))},
    "quantity is fractional": lambda rng: {"quantity": rng.randint(1, 9) + 0.5},
    "quantity above limit": lambda rng: {"quantity": LIMIT + rng.randint(1, 9)},
    "long tag": lambda rng: {"tags": ["x" * (TAG_LENGTH + 1)]},
    "tags are a set": lambda rng: {"tags": {"Gift"}},
    "total given": lambda rng: {"total_cents": rng.randint(1, 99)},
}
INTENDED = ("quantity is fractional",)


@dataclass(frozen=True)
class Payload:
    """One input and the case it was made for."""

    case: str
    body: dict[str, Any]


def payloads(seed: int, count: int = 200) -> list[Payload]:
    """`count` inputs, about half of them plain, the others one case each."""
    rng = random.Random(seed)
    special = [name for name in CASES if name != "plain"]
    made = []
    for _ in range(count):
        case = rng.choice(special) if rng.random() < 0.5 else "plain"
        base = {
            "sku": f" SKU-{rng.randint(1, 99)} ", "quantity": rng.randint(1, LIMIT), "unit_cents": rng.randint(1, 900),
            "tags": rng.sample(["New", "Sale", "Gift"], 2), "note": "leave at the door",
        }  # fmt: skip
        body = {key: value for key, value in {**base, **CASES[case](rng)}.items() if value is not ...}
        made.append(Payload(case, body))
    return made


def verdict(model: Any, body: dict[str, Any]) -> str:
    """ "rejected", "crashed: NAME" for anything but a ValidationError, or the accepted values."""
    try:
        made = model(**body)
    except (pydantic.ValidationError, pydantic.v1.ValidationError):
        return "rejected"
    except Exception as error:
        return f"crashed: {type(error).__name__}"
    values = made.dict() if isinstance(made, pydantic.v1.BaseModel) else made.model_dump()
    return f"accepted {values}"


@dataclass(frozen=True)
class Differences:
    """Payloads whose verdict is not v1's: all, those that are not intended, and how many of which case."""

    total: int
    unintended: int
    crashes: int
    cases: dict[str, int]
    examples: dict[str, tuple[str, str]]


def compare(model: Any, sent: Sequence[Payload], before: Any) -> Differences:
    """Verdicts of `model` against those of `before`."""
    cases: Counter[str] = Counter()
    examples: dict[str, tuple[str, str]] = {}
    crashes = 0
    for payload in sent:
        was, now = verdict(before, payload.body), verdict(model, payload.body)
        crashes += now.startswith("crashed")
        if was != now:
            cases[payload.case] += 1
            examples.setdefault(payload.case, (was.split(" {")[0], now.split(" {")[0]))
    unintended = sum(count for case, count in cases.items() if case not in INTENDED)
    return Differences(cases.total(), unintended, crashes, dict(sorted(cases.items())), examples)


def order_of_validators(library: Any) -> str:
    """The order in which validators of one field run: two `pre` and two ordinary ones, named as defined."""
    ran: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        validator = library.validator
        reuse = {"allow_reuse": True} if library is pydantic.v1 else {}

        class Probe(library.BaseModel):  # type: ignore[misc]
            field: int

            @validator("field", pre=True, **reuse)
            def pre1(cls, value):  # type: ignore[no-untyped-def]
                ran.append("pre1")
                return value

            @validator("field", pre=True, **reuse)
            def pre2(cls, value):  # type: ignore[no-untyped-def]
                ran.append("pre2")
                return value

            @validator("field", **reuse)
            def post1(cls, value):  # type: ignore[no-untyped-def]
                ran.append("post1")
                return value

            @validator("field", **reuse)
            def post2(cls, value):  # type: ignore[no-untyped-def]
                ran.append("post2")
                return value

        Probe(field=1)
    return " ".join(ran)


def orders_seen(hash_seeds: Sequence[int], classes: int = 10) -> list[str]:
    """Different orders that v1 validators in v2 take, over new processes with these hash seeds and new classes each."""
    code = (
        "import pydantic; from labsupport.contracts.migration_lab import order_of_validators as o\n"
        f"print('\\n'.join(o(pydantic) for _ in range({classes})))"
    )
    return sorted({line for seed in hash_seeds for line in in_new_process(code, seed)})


def in_new_process(code: str, hash_seed: int) -> list[str]:
    """Lines that `code` prints in a fresh interpreter whose string hashes come from `hash_seed`."""
    import os

    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()
