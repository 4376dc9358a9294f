"""The status page: what the last full run of `make test` needed, and where the accepted records come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from labsupport.lab import records, store
from labsupport.publish.pages import text


def run_path(root: Path) -> Path:
    """Where `make test` leaves the figures of the last full run."""
    return root / "build" / "test" / "run.json"


def versions(root: Path) -> dict[str, str]:
    """The packages that the lab asks for by name, with the version installed here."""
    named = (root / "requirements" / "lab.in").read_text(encoding="utf-8")
    found = {}
    for name in sorted({"torch", *re.findall(r"^([A-Za-z0-9][\w.-]*)", named, re.M)}, key=str.lower):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def page(root: Path) -> str:
    """The page; without a full run in this checkout it says so."""
    out = ["# Status", "## Last full run", *_run(store.read(run_path(root))), "## Accepted records", *_accepted(root)]
    return "\n\n".join(out) + "\n"


def _run(run: Mapping[str, Any]) -> list[str]:
    notebooks = run.get("notebooks", [])
    if not notebooks:
        return [
            "None in this checkout. `make test` runs everything, writes its figures, and builds these pages with them."
        ]
    rows = [
        [row["stage"], row["kind"], f"{row['seconds']:.0f}", f"{row['peak_mb']:,.0f}", str(row["cells"]),
         str(row["compared"]), str(row["failed"])]
        for row in notebooks
    ]  # fmt: skip
    total = sum(row["seconds"] for row in notebooks)
    rows.append(["all", "", f"{total:.0f}", f"{max(row['peak_mb'] for row in notebooks):,.0f}",
                 *(str(sum(row[name] for row in notebooks)) for name in ("cells", "compared", "failed"))])  # fmt: skip
    head = ["stage", "notebook", "seconds:", "peak MB:", "code cells:", "compared:", "failed:"]
    return [
        "Each student notebook at smoke pace, each solution at full pace. Memory is that of the kernel and its "
        "children, without the model server; the last line has the sums, and the largest memory.",
        text.table(head, rows),
        text.table(
            ["of the run", "value"], [[name, text.escape(value)] for name, value in _about(run["meta"]).items()]
        ),
        "### Versions",
        text.table(["package", "version"], [[text.escape(n), text.escape(v)] for n, v in run["versions"].items()]),
    ]


def _about(meta: Mapping[str, Any]) -> dict[str, str]:
    hardware, hashes = meta["hardware"], meta["hashes"]
    return {
        "date": meta["date"],
        "hardware": f"{hardware['system']} {hardware['machine']}, {text.number(hardware['cores'], 'core')}",
        "Python": meta["python"],
        "model, device, seed": f"{meta['model']}, {meta['device']}, {meta['seed']}",
        **{f"hash of the {name}": value for name, value in hashes.items()},
    }


def _accepted(root: Path) -> list[str]:
    files = sorted((root / "data" / "records").glob("??.json"))
    if not files:
        return ["None yet. `lab measure NN` and `lab accept NN` make them."]
    rows = []
    changed = set()
    for file in files:
        found = store.read(file)
        about = _about(found["meta"])
        now = dict(records.hashes(found["meta"]["model"]))
        differs = [name for name, value in found["meta"]["hashes"].items() if now.get(name) != value]
        changed |= set(differs)
        rows.append([found["stage"], found["pace"], about["date"], str(len(found["records"])),
                     str(len(found.get("claims", {}))), text.escape(f"{about['hardware']}, Python {about['Python']}"),
                     ", ".join(differs) or "nothing"])  # fmt: skip
    head = ["stage", "pace", "date", "records:", "claims:", "measured on", "changed since"]
    return [text.table(head, rows), "*Changed since* compares the hashes of package, world and model with these files."]
