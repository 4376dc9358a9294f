"""`table()` as HTML with an ASCII form, and `failure_lab()`: reproduce, harm, fix, metric after."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any, Literal

from labsupport.errors import LabError
from labsupport.lab import records, session
from labsupport.lab.show import ascii_text, publish


def table(rows: Sequence[Mapping[str, Any]], caption: str = "") -> None:
    """Show rows of the same columns. Raises LabError for no rows or rows whose columns differ."""
    _check_rows(rows)
    publish(plain_table(rows, caption), html=html_table(rows, caption))


def plain_table(rows: Sequence[Mapping[str, Any]], caption: str = "") -> str:
    """ASCII form: columns padded to their widest cell, numbers to the right."""
    names = list(rows[0])
    cells = [[ascii_text(cell_text(row[name])) for name in names] for row in rows]
    widths = [max(len(ascii_text(name)), *(len(line[i]) for line in cells)) for i, name in enumerate(names)]
    right = [all(isinstance(row[name], int | float) for row in rows) for name in names]

    def line(parts: Sequence[str]) -> str:
        padded = (p.rjust(w) if r else p.ljust(w) for p, w, r in zip(parts, widths, right, strict=True))
        return "  ".join(padded).rstrip()

    head = [line([ascii_text(n) for n in names]), line(["-" * w for w in widths])]
    return "\n".join(([ascii_text(caption)] if caption else []) + head + [line(c) for c in cells])


def html_table(rows: Sequence[Mapping[str, Any]], caption: str = "") -> str:
    """HTML form with caption and column headers in scope, for screen readers."""
    names = list(rows[0])
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell_text(row[name]))}</td>" for name in names) + "</tr>" for row in rows
    )
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def cell_text(value: Any) -> str:
    """Four significant digits for a float, plain text for the rest."""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"
    return str(value)


def _check_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows or not rows[0]:
        raise LabError("table() got no rows", "give a list of dictionaries with the same keys")
    for number, row in enumerate(rows):
        if list(row) != list(rows[0]):
            raise LabError(
                f"table() row {number} has the columns {list(row)}, row 0 has {list(rows[0])}",
                "give every row the same keys",
            )


def failure_lab(
    lab_id: str,
    *,
    metric: str,
    unit: str,
    before: Sequence[float],
    after: Sequence[float],
    harm: str,
    fix: str,
    reproduce: str = "",
    title: str = "",
    better: Literal["lower", "higher"] = "lower",
    min_factor: float = 1.0,
) -> float:
    """Show and record one failure lab; `before` and `after` hold one value a seed. Returns the factor gained.

    The factor is mean before / mean after when lower is better, else the inverse; infinite when that divides by
    zero. Raises AssertionError if the mean after is not better than before, or at full and deep
    pace if the factor is below `min_factor`; LabError for missing seeds.
    """
    now = session.current()
    needed = len(now.seeds) if now else 1
    if len(before) != len(after) or len(before) < needed:
        raise LabError(
            f"failure lab {lab_id} got {len(before)} values before and {len(after)} after",
            f"give one value a seed for each of the {needed} seeds: for seed in session.seeds",
        )
    means = fmean(before), fmean(after)
    factor = ratio(*means) if better == "lower" else ratio(means[1], means[0])
    label = f"{metric} ({unit})" if unit else metric
    rows = [
        {"step": "reproduce", "what": reproduce or title or "run the failing arm", label: spread(before)},
        {"step": "harm", "what": harm, label: ""},
        {"step": "fix", "what": fix, label: ""},
        {"step": "after", "what": f"{better} is better", label: spread(after)},
    ]
    table(rows, caption=f"Failure lab {lab_id}{': ' + title if title else ''} ({len(before)} seeds: mean, range)")
    for arm, values in (("before", before), ("after", after)):
        records.keep(f"{lab_id}.{arm}", fmean(values), unit=unit, interval=(min(values), max(values)))
    if not (means[1] < means[0] if better == "lower" else means[1] > means[0]):
        raise AssertionError(
            f"failure lab {lab_id}: {metric} after {spread(after)} is not better than {spread(before)}"
        )
    if factor < min_factor and (now is None or now.pace != "smoke"):
        raise AssertionError(f"failure lab {lab_id}: gained a factor of {factor:.3g}, needs {min_factor:g}")
    return factor


def ratio(larger: float, smaller: float) -> float:
    """larger / smaller, infinite for a zero below."""
    return larger / smaller if smaller else float("inf")


def spread(values: Sequence[float]) -> str:
    """Mean with the range over the seeds."""
    mean = cell_text(float(fmean(values)))
    if len(values) == 1:
        return mean
    return f"{mean} [{cell_text(float(min(values)))}, {cell_text(float(max(values)))}]"
