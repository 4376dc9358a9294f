"""What validation costs: the same contract written four ways, timed in interleaved arms (experiments 01.3.x1 and .x2).

Knows nothing of verdicts. Times leave this module as samples or ratios; only `request_cpu` speaks of microseconds,
since a share of a core cannot be said otherwise.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import json
import time
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

import pydantic
import pydantic.v1
import pydantic_core

from labsupport import stats

SHAPES = ("flat, 10 fields", "nested, 3 levels", "list of 1,000")
ARMS = ("pydantic v2", "pydantic v1", "hand-written checks", "plain dataclass")
JSON_ARMS = ("json.loads + hand", "from_json + hand", "A/A, JSON")
FLAT = {
    "id": 7, "sku": "SKU-7", "name": "Valelink", "quantity": 3, "unit_cents": 4750, "currency": "EUR",
    "weight_kg": 1.25, "fragile": False, "country": "SE", "status": "paid",
}  # fmt: skip
NESTED = {
    "id": 7,
    "customer": {"name": "Ada", "address": {"street": "Main Street 1", "city": "Lund", "zip_code": "22100"}},
    "paid": True,
}
LISTED = {"rows": [{"sku": f"SKU-{number}", "quantity": number % 9, "unit_cents": 4750} for number in range(1000)]}
BODIES: Mapping[str, dict[str, Any]] = dict(zip(SHAPES, (FLAT, NESTED, LISTED), strict=True))


def models(library: Any) -> dict[str, Any]:
    """One model class for each shape, on `pydantic` or `pydantic.v1`: the same lines for both."""

    class Flat(library.BaseModel):  # type: ignore[misc]
        id: int
        sku: str
        name: str
        quantity: int
        unit_cents: int
        currency: str
        weight_kg: float
        fragile: bool
        country: str
        status: str

    class Address(library.BaseModel):  # type: ignore[misc]
        street: str
        city: str
        zip_code: str

    class Customer(library.BaseModel):  # type: ignore[misc]
        name: str
        address: Address

    class Nested(library.BaseModel):  # type: ignore[misc]
        id: int
        customer: Customer
        paid: bool

    class Row(library.BaseModel):  # type: ignore[misc]
        sku: str
        quantity: int
        unit_cents: int

    class Listed(library.BaseModel):  # type: ignore[misc]
        rows: list[Row]

    # the classes are local, so v1 has to be told what the annotations name
    for model in (Customer, Nested, Listed):
        if library is pydantic:
            model.model_rebuild(_types_namespace={"Address": Address, "Customer": Customer, "Row": Row})
        else:
            model.update_forward_refs(Address=Address, Customer=Customer, Row=Row)
    return dict(zip(SHAPES, (Flat, Nested, Listed), strict=True))


@dataclass(slots=True)
class FlatData:
    id: int
    sku: str
    name: str
    quantity: int
    unit_cents: int
    currency: str
    weight_kg: float
    fragile: bool
    country: str
    status: str


@dataclass(slots=True)
class AddressData:
    street: str
    city: str
    zip_code: str


@dataclass(slots=True)
class CustomerData:
    name: str
    address: AddressData


@dataclass(slots=True)
class NestedData:
    id: int
    customer: CustomerData
    paid: bool


@dataclass(slots=True)
class RowData:
    sku: str
    quantity: int
    unit_cents: int


@dataclass(slots=True)
class ListedData:
    rows: list[RowData]


def unchecked_flat(body: Mapping[str, Any]) -> FlatData:
    """Fields into a dataclass; nothing is checked."""
    return FlatData(**body)


def unchecked_nested(body: Mapping[str, Any]) -> NestedData:
    """The same with two inner objects."""
    customer = body["customer"]
    return NestedData(body["id"], CustomerData(customer["name"], AddressData(**customer["address"])), body["paid"])


def unchecked_listed(body: Mapping[str, Any]) -> ListedData:
    """The same a thousand times."""
    return ListedData([RowData(**row) for row in body["rows"]])


def want(body: Mapping[str, Any], name: str, kind: type) -> Any:
    """One field of exactly this type, as careful code by hand would ask for it. Raises ValueError with the field."""
    if name not in body:
        raise ValueError(f"{name} is missing")
    value = body[name]
    if type(value) is not kind:  # exactly: a bool is no int
        raise ValueError(f"{name} is a {type(value).__name__}, not a {kind.__name__}")
    return value


def checked_flat(body: Mapping[str, Any]) -> FlatData:
    """Presence and type of every field, in pure Python."""
    return FlatData(
        want(body, "id", int), want(body, "sku", str), want(body, "name", str), want(body, "quantity", int),
        want(body, "unit_cents", int), want(body, "currency", str), want(body, "weight_kg", float),
        want(body, "fragile", bool), want(body, "country", str), want(body, "status", str),
    )  # fmt: skip


def checked_nested(body: Mapping[str, Any]) -> NestedData:
    """The same with two inner objects."""
    customer = want(body, "customer", dict)
    address = want(customer, "address", dict)
    inner = AddressData(want(address, "street", str), want(address, "city", str), want(address, "zip_code", str))
    return NestedData(want(body, "id", int), CustomerData(want(customer, "name", str), inner), want(body, "paid", bool))


def checked_listed(body: Mapping[str, Any]) -> ListedData:
    """The same a thousand times."""
    rows = want(body, "rows", list)
    return ListedData(
        [RowData(want(row, "sku", str), want(row, "quantity", int), want(row, "unit_cents", int)) for row in rows]
    )


def validators() -> dict[str, dict[str, Callable[[dict[str, Any]], Any]]]:
    """shape -> arm -> function of the body."""
    v1, v2 = models(pydantic.v1), models(pydantic)
    checked = (checked_flat, checked_nested, checked_listed)
    unchecked = (unchecked_flat, unchecked_nested, unchecked_listed)
    return {
        shape: dict(zip(ARMS, (v2[shape].model_validate, v1[shape].parse_obj, by_hand, bare), strict=True))
        for shape, by_hand, bare in zip(SHAPES, checked, unchecked, strict=True)
    }


def timed(function: Callable[[Any], Any], body: Any, times: int) -> float:
    """CPU seconds of one call, as the mean of `times` calls. Other processes' work does not count.

    The garbage collector rests meanwhile, as in `timeit`: it walks all objects of the process, and whose arm it hits
    is chance.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        start = time.process_time()
        for _ in range(times):
            function(body)
        return (time.process_time() - start) / times
    finally:
        if collecting:
            gc.enable()


def repeats(function: Callable[[Any], Any], body: Any, sample_s: float) -> int:
    """How many calls fill about `sample_s`, so that a sample of every arm spans the same time."""
    timed(function, body, 3)  # the first calls also pay for caches
    return max(1, int(sample_s / timed(function, body, 10)))


def samples(shape: str, *, rounds: int, seed: int = 0, sample_s: float = 0.004) -> dict[str, list[float]]:
    """CPU seconds per validation for each arm and for a second run of the first one ("A/A"), `rounds` samples each."""
    arms = validators()[shape]
    arms = {**arms, "A/A": arms["pydantic v2"]}
    body = BODIES[shape]

    def measure(function: Callable[[Any], Any]) -> Callable[[], float]:
        times = repeats(function, body, sample_s)
        return lambda: timed(function, body, times)

    return stats.interleave({name: measure(function) for name, function in arms.items()}, rounds, seed)


def from_bytes(*, rounds: int, seed: int = 0, sample_s: float = 0.004) -> list[Ratio]:
    """The same with JSON text as input: a parser and checks by hand over `model_validate_json`, and A/A.

    Two parsers, the standard library's and the one inside pydantic (`from_json`): they tell the parser's share of a
    difference from the validators'.
    """
    v2, checked = models(pydantic), dict(zip(SHAPES, (checked_flat, checked_nested, checked_listed), strict=True))
    found = []
    for shape in SHAPES:
        text = json.dumps(BODIES[shape]).encode()

        def with_json(body: Any, check: Callable[[Any], Any] = checked[shape]) -> Any:
            return check(json.loads(body))

        def with_core(body: Any, check: Callable[[Any], Any] = checked[shape]) -> Any:
            return check(pydantic_core.from_json(body))

        whole = v2[shape].model_validate_json
        functions = {"v2": whole, JSON_ARMS[0]: with_json, JSON_ARMS[1]: with_core, JSON_ARMS[2]: whole}
        times = {name: repeats(run, text, sample_s) for name, run in functions.items()}
        measured = stats.interleave(
            {name: functools.partial(timed, run, text, times[name]) for name, run in functions.items()}, rounds, seed
        )
        for arm in JSON_ARMS:
            found.append(Ratio(shape, arm, stats.ratio_ci(measured[arm], measured["v2"], paired=True, seed=seed)))
    return found


@dataclass(frozen=True)
class Ratio:
    """How many times as long as pydantic v2 an arm takes for a shape."""

    shape: str
    arm: str
    value: stats.Interval


def ratios(*, rounds: int, seed: int = 0) -> list[Ratio]:
    """Every arm of every shape over pydantic v2, with intervals; the A/A arm shows what no difference looks like."""
    found = []
    for shape in SHAPES:
        measured = samples(shape, rounds=rounds, seed=seed)
        for arm in (*ARMS[1:], "A/A"):
            value = stats.ratio_ci(measured[arm], measured[ARMS[0]], paired=True, seed=seed)
            found.append(Ratio(shape, arm, value))
    return found


def rows(*, rounds: int = 15, seed: int = 0) -> list[dict[str, object]]:
    """For `lab bench-aio`: one line a shape and arm, name and ratio with its interval."""
    return [
        {"what": f"pydantic: {ratio.shape}: {ratio.arm} / pydantic v2", "ratio": ratio.value}
        for ratio in (*ratios(rounds=rounds, seed=seed), *from_bytes(rounds=rounds, seed=seed))
    ]


@dataclass(frozen=True)
class RequestCost:
    """CPU microseconds: of one validation with v2 and v1, and of one whole FastAPI request that validates with v2."""

    v2_us: float
    v1_us: float
    request_us: float

    def share(self, arm_us: float, per_second: float = 100.0) -> float:
        """The part of one core that `per_second` validations take."""
        return arm_us * per_second / 1e6

    @property
    def saved_share(self) -> float:
        """What a change from v1 to v2 saves of a request's CPU, if all the rest stays as it is."""
        return (self.v1_us - self.v2_us) / (self.request_us - self.v2_us + self.v1_us)


async def request_cpu(*, rounds: int, calls: int = 200, seed: int = 0) -> RequestCost:
    """Medians over `rounds`. The request is called in process, without socket and client: a lower bound of its cost."""
    from fastapi import FastAPI

    app = FastAPI()
    flat: Any = models(pydantic)[SHAPES[0]]

    async def take(order: Any) -> dict[str, int]:
        return {"id": order.id}

    take.__annotations__["order"] = flat
    app.post("/orders")(take)
    body = json.dumps(FLAT).encode()
    scope: MutableMapping[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/orders", "raw_path": b"/orders", "query_string": b"", "root_path": "", "server": ("lab", 80),
        "client": ("lab", 1),
        "headers": [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))],
    }  # fmt: skip

    async def one() -> int:
        status = 0

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)

        await app(dict(scope), receive, send)
        return status

    if await one() != 200:
        raise AssertionError("the request that is to be timed does not succeed")
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(calls):
            await one()
        spent.append((time.process_time() - start) / calls)
        await asyncio.sleep(0)
    measured = samples(SHAPES[0], rounds=rounds, seed=seed)
    return RequestCost(
        v2_us=1e6 * stats.median(measured["pydantic v2"]),
        v1_us=1e6 * stats.median(measured["pydantic v1"]),
        request_us=1e6 * stats.median(spent),
    )
