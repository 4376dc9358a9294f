"""The course as the pages see it: stages with their executed notebooks, and the place of every id."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.publish import build, ids, source

Cell = dict[str, Any]
# a topic where it is named as one; 10.2 elsewhere may be a number
TOPIC = re.compile(r"(?:(?<=^- )|(?<=^\| )|(?<=[Tt]opic ))\d{2}\.\d+(?![\w.]*\w)")


@dataclass(frozen=True)
class Stage:
    """One stage: its number, file name without ending, title, and the cells of both notebooks."""

    number: str
    name: str
    title: str
    cells: tuple[Cell, ...] = field(repr=False)
    student: dict[str, Cell] = field(repr=False)  # by cell id
    topics: dict[str, str]  # topic -> title, in order

    @property
    def page(self) -> str:
        """The page of the stage as a whole, seen from the top folder, without ending."""
        return f"stages/{self.name}"

    def of(self, topic: str) -> list[Cell]:
        """The cells of one topic, or with "" those of the opening."""
        return [cell for cell in self.cells if cell["metadata"]["lab"]["topic"] == topic]


@dataclass(frozen=True)
class Course:
    """All stages that exist, the index of ids, and the cell in which each id is at home."""

    root: Path
    stages: tuple[Stage, ...]
    index: dict[str, Any] = field(repr=False)
    homes: dict[str, str] = field(repr=False)  # curriculum id -> cell id

    def ids(self, pattern: str) -> Iterator[tuple[Stage, str, str]]:
        """(stage, topic, id) of the ids of existing stages whose last part matches, in the curriculum's order."""
        for stage in self.stages:
            for topic, about in self.index[stage.number]["topics"].items():
                for one in about["ids"]:
                    if re.fullmatch(pattern, one.rsplit(".", 1)[1]):
                        yield stage, topic, one

    def cells_of(self, id_: str) -> list[Cell]:
        """The cells whose metadata carry an id."""
        found = next((s for s in self.stages if s.number == id_[:2]), None)
        return [cell for cell in found.cells if cell["metadata"]["lab"]["id"] == id_] if found else []

    def after(self, cell: Cell) -> Cell | None:
        """The cell that follows one in its notebook."""
        for stage in self.stages:
            for one, following in itertools.pairwise(stage.cells):
                if one is cell:
                    return following
        return None

    def home(self, id_: str) -> Cell | None:
        """The cell that an id leads to, None if it is not in a notebook yet."""
        found = next((s for s in self.stages if s.number == id_[:2]), None)
        return next((c for c in found.cells if c["id"] == self.homes.get(id_)), None) if found else None

    def link(self, id_: str, text: str = "") -> str:
        """A Markdown link to the cell of an id, or the bare text if there is none."""
        return f"[{text or id_}](#cell-{self.homes[id_]})" if id_ in self.homes else text or id_

    def topic_link(self, topic: str, text: str = "") -> str:
        """A Markdown link to the page of a topic, or the bare text if there is none."""
        there = any(topic in stage.topics for stage in self.stages)
        return f"[{text or topic}](#topic-{topic.replace('.', '-')})" if there else text or topic

    def known(self, id_: str) -> bool:
        """Whether the curriculum has the id."""
        topic = self.index.get(id_[:2], {}).get("topics", {}).get(id_.rsplit(".", 1)[0], {})
        return id_ in topic.get("ids", ())

    def linked(self, text: str, place: str) -> str:
        """Markdown with every id and topic outside code and headings as a link. Raises LabError for an unknown id."""
        lines, fenced = [], False
        for number, line in enumerate(text.split("\n"), 1):
            fenced ^= line.lstrip().startswith(("```", "~~~"))
            for found in ids.ID.findall(line):
                if not self.known(found):
                    raise LabError(
                        f"{place}:{number}: unknown id {found}", "use an id of the curriculum, or mend the typing error"
                    )
            lines.append(line if fenced or line.startswith("#") else self._linked_line(line))
        return "\n".join(lines)

    def _linked_line(self, line: str) -> str:
        parts = re.split(
            r"(`+[^`]*`+|!?\[[^\]]*\]\([^)]*\)|<[^>]*>|\{\{.*?\}\})", line
        )  # code, links, tags, fields stay
        for i in range(0, len(parts), 2):
            text = TOPIC.sub(lambda m: self.topic_link(m[0]), parts[i])
            parts[i] = ids.ID.sub(lambda m: self.link(m[0]), text)
        return "".join(parts)


def load(root: Path) -> Course:
    """Read all stages. Raises LabError for a notebook that is missing, was not executed, or holds an unknown id."""
    index = ids.curriculum()
    stages = tuple(_stage(path, index) for path in source.find_stages(root))
    homes = {id_: cell for stage in stages for id_, cell in _homes(stage, index).items()}
    course = Course(root, stages, index, homes)
    for stage in stages:
        for cell in stage.cells:
            if (id_ := cell["metadata"]["lab"]["id"]) and not course.known(id_):
                raise LabError(f"solutions/{stage.name}.ipynb, cell {cell['id']}: unknown id {id_}", "mend the source")
    return course


def _stage(path: Path, index: dict[str, Any]) -> Stage:
    made = build.read_notebook(path.with_suffix(".ipynb"))
    given = build.read_notebook(path.parent.parent / "notebooks" / f"{path.stem}.ipynb")
    number = path.name[:2]
    remedy = f"lab build {number} --execute"
    for folder, one in (("solutions", made), ("notebooks", given)):
        if one is None:
            raise LabError(f"{folder}/{path.stem}.ipynb is missing or not a notebook", f"make it with `{remedy}`")
    assert made is not None
    assert given is not None
    code = [cell for cell in made["cells"] if cell["cell_type"] == "code" and cell["source"].strip()]
    unrun = [cell["id"] for cell in code if cell["execution_count"] is None]
    if unrun or not any(cell["outputs"] for cell in code):
        raise LabError(
            f"solutions/{path.stem}.ipynb has no outputs: {len(unrun)} of {len(code)} cells were not run"
            + (f", first {unrun[0]}" if unrun else ""),
            f"run `{remedy}`",
        )
    topics = dict.fromkeys(c["metadata"]["lab"]["topic"] for c in made["cells"] if c["metadata"]["lab"]["topic"])
    titles = index.get(number, {}).get("topics", {})
    unknown = [topic for topic in topics if topic not in titles]
    if unknown:
        raise LabError(f"solutions/{path.stem}.ipynb: unknown topic {unknown[0]}", "use a topic of the curriculum")
    return Stage(
        number=number,
        name=path.stem,
        title=index[number]["title"],
        cells=tuple(made["cells"]),
        student={cell["id"]: cell for cell in given["cells"]},
        topics={topic: titles[topic]["title"] for topic in topics},
    )


def _homes(stage: Stage, index: dict[str, Any]) -> dict[str, str]:
    """For each id the cell that measures it: it calls claim() or failure_lab(), or is the first to carry the id."""
    called: dict[str, str] = {}
    carried: dict[str, str] = {}
    named: dict[str, str] = {}
    for cell in stage.cells:
        lab, text = cell["metadata"]["lab"], cell["source"]
        if lab["id"]:
            carried.setdefault(lab["id"], cell["id"])
        if cell["cell_type"] == "code":
            for id_ in re.findall(r"(?:claim|failure_lab)\(\s*[\"'](\d{2}\.\d+\.[a-z]\d*)[\"']", text):
                called.setdefault(id_, cell["id"])
            for id_ in ids.ID.findall(text):
                named.setdefault(id_, cell["id"])
            if lab["kind"] == "review":
                asked = index[stage.number]["topics"][lab["topic"]]["ids"]
                carried |= {id_: cell["id"] for id_ in asked if ".q" in id_}
    return {**named, **carried, **called}
