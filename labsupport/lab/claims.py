"""`claim()`: the verdict on one claim of the curriculum, and `lab claims`, the ledger of all of them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from labsupport import settings
from labsupport.errors import LabError
from labsupport.lab import exercises, records, store
from labsupport.lab.show import ascii_text

Verdict = Literal["holds", "depends", "false", "not here"]
VERDICTS = ("holds", "depends", "false", "not here")
ID = re.compile(r"^\d{2}\.\d+\.c\d+$")


def claim(
    claim_id: str,
    verdict: Verdict,
    *,
    value: float | int | str | bool | None = None,
    interval: tuple[float, float] | None = None,
    note: str = "",
    unit: str = "",
) -> None:
    """Enter one verdict in the ledger and print it without its value, so that the line is the same in every run.

    `value` and `interval` are what this run measured; `say("{01.1.c1}")` and `lab claims` show them. `note` is one
    sentence. Raises LabError for a malformed id, verdict or interval.
    """
    if not ID.match(str(claim_id)):
        raise LabError(f"claim id {claim_id!r} is malformed", 'use NN.k.cM, for example "01.1.c1"')
    if verdict not in VERDICTS:
        raise LabError(f"claim {claim_id}: verdict {verdict!r} is unknown", f"use one of: {', '.join(VERDICTS)}")
    if interval is not None and not records.is_range(interval):
        raise LabError(f"claim {claim_id}: interval {interval!r} does not fit", "give (low, high) with low <= high")
    if verdict != "not here" and value is None and not note:
        raise LabError(f"claim {claim_id} has neither value nor note", "give value=..., or note= with the reason")
    records.check_finite(claim_id, value)
    if hasattr(value, "item"):
        raise LabError(f"claim {claim_id}: {type(value).__name__} is not a plain value", "convert it: float(...)")
    entry = {
        "verdict": verdict, "value": value, "unit": unit, "note": note,
        "interval": [float(end) for end in interval] if interval else None,
    }  # fmt: skip
    records.remember(claim_id, entry)
    print(ascii_text(f"claim {claim_id} {verdict}" + (f": {note}" if note else "")))


def main(argv: Sequence[str], *, root: Path | None = None) -> int:
    """`lab claims [NN]`: every claim with verdict, value, interval and where it was measured."""
    parser = argparse.ArgumentParser(prog="lab claims", description="The claims ledger with verdicts.")
    parser.add_argument("stage", nargs="?")
    args = parser.parse_args(list(argv))
    rows = ledger(args.stage.zfill(2) if args.stage else None, root=root)
    if not rows:
        if args.stage and args.stage.zfill(2) not in exercises.stages():
            raise LabError(f"unknown stage {args.stage!r}", f"stages that exist: {', '.join(exercises.stages())}")
        print("no claims measured yet; run a stage first, for example: lab run 01")
        return 0
    print(f"{'claim':<9} {'verdict':<9} {'value':<24} {'from':<15} note")
    for row in rows:
        print(ascii_text(f"{row['id']:<9} {row['verdict']:<9} {row['text']:<24} {row['from']:<15} {row['note']}"))
    return 0


def ledger(stage: str | None = None, *, root: Path | None = None) -> list[dict[str, Any]]:
    """All claims by id: this machine's best pace first, else the accepted ones."""
    found: dict[str, dict[str, Any]] = {}
    accepted = sorted((root or settings.repo_root()).glob("data/records/??.json"))
    for file in accepted:
        data = store.read(file)
        for claim_id, entry in _claims(data).items():
            found[claim_id] = {**entry, "from": "accepted"}
    for file in sorted((settings.load().home / "records").glob("??.json")):
        paces = store.read(file).get("paces")
        by_pace = paces if isinstance(paces, dict) else {}
        for pace in ("smoke", "full", "deep"):
            for claim_id, entry in _claims(by_pace.get(pace)).items():
                found[claim_id] = {**entry, "from": f"this run, {pace}"}
    return [
        {**entry, "id": claim_id, "text": value_text(entry)}
        for claim_id, entry in sorted(found.items(), key=lambda item: _order(item[0]))
        if stage is None or claim_id.startswith(f"{stage}.")
    ]


def _claims(block: Any) -> dict[str, dict[str, Any]]:
    """The claims in one block of a records file that can be shown; a person may have edited the file."""
    found = block.get("claims") if isinstance(block, dict) else None
    entries = found.items() if isinstance(found, dict) else ()
    return {name: {"note": "", **entry} for name, entry in entries if isinstance(entry, dict) and "verdict" in entry}


def _order(claim_id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", claim_id))


def value_text(entry: dict[str, Any]) -> str:
    """Value, interval and unit of an entry in one line, "-" without a value."""
    value, interval = entry.get("value"), entry.get("interval")
    if value is None:
        return "-"
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    if interval:
        text += f" [{interval[0]:.3g}, {interval[1]:.3g}]"
    return f"{text} {entry.get('unit', '')}".strip()
