"""Read a stage source (py:percent) into typed cells. Knows the header keys, not what a good stage is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.settings import repo_root

KINDS = ("setup", "parameters", "demo", "exercise", "experiment", "failure", "review", "recap", "prose")
KEYS = ("kind", "id", "topic", "exercise", "tags")
TAGS = ("run-only",)
TOPIC = re.compile(r"^\d{2}\.\d+$")
HEADER = re.compile(r"^# %%(?!%)")
COMPLETE = re.compile(r"^# complete:(.*)$")  # above the first cell: topics that must carry every curriculum id
SIGNPOST = re.compile(r"^# === .* ===\s*$")  # a divider for the people who edit the file


@dataclass(frozen=True)
class SourceCell:
    """One cell of a stage source. `line` is the line of its header, 1-based; `topic` is "" in the opening."""

    type: str
    source: str
    line: int
    kind: str
    topic: str
    id: str = ""
    exercise: str = ""
    tags: tuple[str, ...] = ()
    unknown: tuple[tuple[str, Any], ...] = ()

    @property
    def run_only(self) -> bool:
        """Whether nbval runs this cell without comparing its output."""
        return "run-only" in self.tags


@dataclass(frozen=True)
class Stage:
    """A parsed stage: number, slug, path and cells."""

    number: str
    slug: str
    path: Path
    cells: tuple[SourceCell, ...] = field(repr=False)
    complete: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """Topics in order of appearance."""
        return tuple(dict.fromkeys(c.topic for c in self.cells if c.topic))


def find_stages(root: Path | None = None) -> list[Path]:
    """All stage sources `solutions/NN_slug.py` in order."""
    return sorted(((root or repo_root()) / "solutions").glob("[0-9][0-9]_*.py"))


def stage_path(stage: str, root: Path | None = None) -> Path:
    """The source of stage "01". Raises LabError that lists what there is."""
    found = {p.name[:2]: p for p in find_stages(root)}
    if stage not in found:
        raise LabError(f"unknown stage {stage!r}", f"stages that exist: {', '.join(found) or 'none'}")
    return found[stage]


def load(path: Path) -> Stage:
    """Parse one stage source. Raises LabError for a file that is not py:percent."""
    import jupytext

    text = path.read_text(encoding="utf-8")
    lines = ["" if SIGNPOST.match(line) else line for line in text.split("\n")]
    starts = [number for number, line in enumerate(lines, 1) if HEADER.match(line)]
    if not starts:
        return Stage(path.name[:2], path.stem[3:], path, ())
    before = [line for line in lines[: starts[0] - 1] if line.strip() and not line.startswith("#")]
    if before:
        raise LabError(f"{path.name}:1: code before the first cell: {before[0]!r}", "put it under a `# %%` header")
    # jupytext wants tags as a list; here they are words in a string, like every other value of a header
    body = "\n".join(re.sub(r'tags="([^"]*)"', _tag_list, s) if HEADER.match(s) else s for s in lines[starts[0] - 1 :])
    cells = jupytext.reads(body, fmt="py:percent").cells
    if len(cells) != len(starts):
        raise LabError(
            f"{path.name}: {len(starts)} headers but {len(cells)} cells", "look for a `# %%` inside a string or comment"
        )
    topic = ""
    parsed = []
    for cell, line in zip(cells, starts, strict=True):
        meta = {k: v for k, v in cell.metadata.items() if k != "lines_to_next_cell"}
        if "title" in meta:  # jupytext puts a bare word of the header here
            meta[str(meta.pop("title"))] = ""
        topic = str(meta.get("topic", topic))
        exercise = str(meta.get("exercise", ""))
        default = "exercise" if exercise else "prose" if cell.cell_type == "markdown" else "demo"
        tags = meta.get("tags", ())
        parsed.append(
            SourceCell(
                type=cell.cell_type,
                source=cell.source.strip("\n"),
                line=line,
                kind=str(meta.get("kind", default)),
                topic=topic,
                id=str(meta.get("id", "")),
                exercise=exercise,
                tags=tuple(tags),
                unknown=tuple((k, v) for k, v in meta.items() if k not in KEYS),
            )
        )
    declared = [m[1] for line in lines[: starts[0] - 1] if (m := COMPLETE.match(line))]
    complete = tuple(re.findall(r"[^\s,]+", " ".join(declared)))
    return Stage(path.name[:2], path.stem[3:], path, tuple(parsed), complete)


def _tag_list(match: re.Match[str]) -> str:
    return f"tags={json.dumps(re.split(r'[ ,]+', match[1].strip()))}"
