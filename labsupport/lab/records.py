"""`record()`: typed results of a run under the lab home, and `lab accept`, which promotes them to data/records."""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import hashlib
import math
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

from labsupport import settings
from labsupport.errors import LabError
from labsupport.lab import session, store
from labsupport.lab.show import ascii_text

Kind = Literal["exact", "banded", "run_only"]
Direction = Literal["", "higher", "lower", "equal", "x"]
V = TypeVar("V", bound="int | float | str | bool")

NAME = re.compile(r"^\d{2}\.\d+\.[a-z]\d*(\.[A-Za-z0-9_]+)+$")
_this_run: dict[str, dict[str, Any]] = {}


def record(
    name: str,
    value: V,
    *,
    expected: float | int | str | bool | None = None,
    band: tuple[float, float] | None = None,
    kind: Kind = "banded",
    unit: str = "",
    direction: Direction = "",
    naive: float | None = None,
) -> V:
    """Store one result and return it.

    `name` is an experiment or failure id and a name, "01.1.x1.blocking_ratio". `expected` is the curriculum's
    prediction, a value or a comparison such as "> 10"; it decides the verdict. `band` is the regression limit
    (inclusive) and must exclude `naive`, the naive arm's value. `unit` of a ratio is "x", `direction` says which way
    is better or "x" for a ratio.

    exact: prints the value. banded: prints the band only, so that the line is the same in every run. run_only: prints
    the value, in a cell tagged run-only. Outside its band a value raises AssertionError at full and deep pace; at
    smoke pace, whose grids are too small for the band, it is only said. Raises LabError for a malformed call.
    """
    _check_call(name, value, band, kind, naive)
    verdict = judge(value, expected, band)
    entry = {
        "value": value, "unit": unit, "kind": kind, "expected": expected, "band": list(band) if band else None,
        "direction": direction, "naive": naive, "verdict": verdict,
    }  # fmt: skip
    _this_run[name] = entry
    _store("records", name, entry)
    tail = f"{' ' + unit if unit else ''} : {verdict}"
    inside = band is None or band[0] <= float(value) <= band[1]
    pace = _pace()
    if kind == "banded" and band is not None and inside:
        print(ascii_text(f"{name} within [{band[0]:g}, {band[1]:g}]{tail}"))
    elif inside:
        print(ascii_text(f"{name} = {_text(value)}{tail}"))
    else:
        assert band is not None
        line = ascii_text(f"{name} = {_text(value)} is outside [{band[0]:g}, {band[1]:g}]{tail}")
        if pace != "smoke":
            raise AssertionError(line)
        print(f"{line} (not asserted at smoke pace)")
    return value


def judge(value: Any, expected: Any, band: tuple[float, float] | None) -> str:
    """The verdict: "as predicted", "differs from predicted ..." or "no prediction".

    With a band the prediction is compared with the whole band, not with today's value, so that the verdict does not
    flip between runs; where the band leaves it open, the value decides.
    """
    if expected is None:
        return "no prediction"
    ok: bool
    if isinstance(expected, str) and (test := re.fullmatch(r"\s*(>=|<=|>|<)\s*([-+0-9.eE]+)\s*", expected)):
        limit = float(test[2])
        ends = [_compare(end, test[1], limit) for end in band] if band else []
        ok = ends[0] if ends and len(set(ends)) == 1 else _compare(float(value), test[1], limit)
    elif band is not None and not isinstance(expected, str):
        ok = band[0] <= float(expected) <= band[1]
    else:
        ok = bool(value == expected)
    return "as predicted" if ok else f"differs from predicted {_text(expected)}"


def _compare(value: float, sign: str, limit: float) -> bool:
    return {">": value > limit, "<": value < limit, ">=": value >= limit, "<=": value <= limit}[sign]


def _check_call(name: str, value: Any, band: Any, kind: str, naive: float | None) -> None:
    if not NAME.match(str(name)):
        raise LabError(f"record name {name!r} is malformed", 'use ID.name, for example "01.1.x1.blocking_ratio"')
    if kind not in ("exact", "banded", "run_only"):
        raise LabError(f"record {name}: kind {kind!r} is unknown", "use exact, banded or run_only")
    if hasattr(value, "item"):
        raise LabError(f"record {name}: {type(value).__name__} is not a plain value", "convert it: float() or int()")
    if not isinstance(value, int | float | str | bool):
        raise LabError(f"record {name}: {value!r} is a {type(value).__name__}", "give a number, a bool or a string")
    check_finite(name, value)
    if kind == "banded" and band is None:
        raise LabError(f"record {name}: kind banded without a band", "give band=(lo, hi), or kind='exact'")
    if band is not None:
        if isinstance(value, str) or not is_range(band):
            raise LabError(
                f"record {name}: band {band!r} does not fit", "give band=(lo, hi) with lo <= hi for a number"
            )
        if naive is not None and band[0] <= naive <= band[1]:
            raise LabError(
                f"record {name}: band {list(band)} includes the naive arm's {naive:g}",
                "narrow the band, or measure something that the fix really changes",
            )


def is_range(pair: Any) -> bool:
    """Whether `pair` is two numbers (low, high) with low <= high."""
    two = isinstance(pair, tuple | list) and len(pair) == 2 and all(isinstance(end, int | float) for end in pair)
    return two and bool(pair[0] <= pair[1])


def check_finite(name: str, value: Any) -> None:
    """Raise LabError for NaN and infinity."""
    if isinstance(value, float) and not math.isfinite(value):  # JSON has no NaN, and no band could catch one
        raise LabError(f"{name}: {value!r} is not finite", "look for an empty sample or a division by zero")


def _text(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def values() -> dict[str, dict[str, Any]]:
    """Records and claims of this process by name: what `say()` may quote."""
    return dict(_this_run)


def path(stage: str) -> Path:
    """The stage's records file under the lab home."""
    return settings.load().home / "records" / f"{stage}.json"


def accepted_path(stage: str, root: Path | None = None) -> Path:
    """The stage's accepted records in the repository."""
    return (root or settings.repo_root()) / "data" / "records" / f"{stage}.json"


def _pace() -> str:
    now = session.current()
    return now.pace if now else settings.load().pace


def keep(name: str, value: float, *, unit: str = "", interval: tuple[float, float] | None = None) -> None:
    """Store a value without printing it and without a band; `say()` may quote it. Raises LabError unless finite."""
    check_finite(name, value)
    entry = {
        "value": value,
        "unit": unit,
        "kind": "run_only",
        "band": None,
        "expected": None,
        "verdict": "no prediction",
    }
    _this_run[name] = {**entry, "interval": list(interval) if interval else None}
    _store("records", name, _this_run[name])


def remember(name: str, entry: dict[str, Any]) -> None:
    """Make an entry quotable by `say()` and store it as a claim."""
    _this_run[name] = entry
    _store("claims", name, entry)


def _store(section: str, name: str, entry: dict[str, Any]) -> None:
    # one block a pace: a smoke run must not overwrite what a full run measured
    with store.update(path(name[:2])) as data:
        data["stage"] = name[:2]
        block = data.setdefault("paces", {}).setdefault(_pace(), {})
        block["meta"] = meta()
        block.setdefault(section, {})[name] = {**entry, "run": block["meta"]["run"]}
        runs = {**block.get("runs", {}), block["meta"]["run"]: _origin(block["meta"])}
        used = {entry["run"] for part in ("records", "claims") for entry in block.get(part, {}).values()}
        block["runs"] = {run: origin for run, origin in runs.items() if run in used}


def _origin(about: dict[str, Any]) -> dict[str, Any]:
    """The part of a run's `meta` in which all results of one accepted file agree."""
    return {name: about[name] for name in ("seed", "model", "device", "hashes")}


def meta() -> dict[str, Any]:
    """Where a record comes from: run, seed, model, date, hashes of code, data and model, hardware."""
    now = session.current()
    base = settings.load()
    model = now.model if now else base.model
    return {
        "run": now.run_id if now else "none",
        "seed": now.seed if now else base.seed,
        "model": model,
        "device": now.device if now else base.device,
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "hashes": dict(hashes(model)),
        "hardware": {"machine": platform.machine(), "system": platform.system(), "cores": os.cpu_count() or 0},
        "python": platform.python_version(),
    }


@functools.lru_cache(maxsize=8)
def hashes(model: str) -> tuple[tuple[str, str], ...]:
    """SHA-256 (12 hex digits) of the code, the world's data and the model's files; "none" where there is nothing."""
    root = settings.repo_root()
    found = {
        "code": sorted((root / "labsupport").rglob("*.py")),
        "data": sorted(p for p in (root / "data" / "world").rglob("*") if p.is_file()),
        "model": sorted(p for p in (root / "data" / "models" / Path(model).name).rglob("*") if p.is_file()),
    }
    return tuple((name, _tree_hash(root, files)) for name, files in found.items())


def _tree_hash(root: Path, files: list[Path]) -> str:
    if not files:
        return "none"
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(root).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:12]


def accept(argv: Sequence[str], *, root: Path | None = None) -> int:
    """`lab accept NN [--pace deep]`: copy this machine's records of a stage to data/records/NN.json.

    Raises LabError, and writes nothing, when there are no records, when they differ in seed, device, model or hashes
    from the last run (whose are what the file will say), or when one lies outside its band or the accepted one.
    """
    parser = argparse.ArgumentParser(prog="lab accept", description="Promote records of the last run.")
    parser.add_argument("stage")
    parser.add_argument("--pace", choices=("full", "deep"), default="deep")
    args = parser.parse_args(list(argv))
    args.stage = args.stage.zfill(2)
    if not re.fullmatch(r"[0-9]{2}", args.stage):  # it becomes a file name
        raise LabError(f"stage {args.stage!r} is not a stage number", "give two digits, for example 01")
    block = store.read(path(args.stage)).get("paces", {}).get(args.pace, {})
    found: dict[str, dict[str, Any]] = block.get("records", {})
    if not found:
        raise LabError(
            f"stage {args.stage} has no records at {args.pace} pace on this machine",
            f"run it first: lab run {args.stage} --pace {args.pace}",
        )
    entries = {**found, **block.get("claims", {})}
    runs, last = block.get("runs", {}), _origin(block["meta"])
    other = sorted(name for name, entry in entries.items() if runs.get(entry.get("run")) != last)
    if other:
        raise LabError(
            f"{len(other)} of {len(entries)} results come from another seed, device, model, code or data than the last "
            f"run's, for example {other[0]}",
            f"measure the whole stage again; for results that no longer exist, delete {path(args.stage)} before",
        )
    before = store.read(accepted_path(args.stage, root)).get("records", {})
    bad = []
    for name, entry in sorted(found.items()):
        for label, band in (("its band", entry["band"]), ("the accepted band", before.get(name, {}).get("band"))):
            if band and not (isinstance(entry["value"], int | float) and band[0] <= entry["value"] <= band[1]):
                bad.append(f"{name} = {_text(entry['value'])} is outside {label} {band}")
                break
    if bad:
        raise LabError("; ".join(bad), "find out what changed; a band is moved by hand, with a reason, never by accept")
    value = {"stage": args.stage, "pace": args.pace, **{k: block[k] for k in ("meta", "records")}}
    store.write(accepted_path(args.stage, root), {**value, "claims": block.get("claims", {})})
    print(f"accepted {len(found)} records and {len(block.get('claims', {}))} claims of stage {args.stage}")
    return 0
