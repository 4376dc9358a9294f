"""Skill map: what is learnt in which topic, and what builds on it, read out of the imports of cells and package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from labsupport.lab import exercises
from labsupport.publish.pages import api, text
from labsupport.publish.pages.course import Cell, Course

Graph = Mapping[str, frozenset[str]]  # module -> modules of the package that it imports


def page(course: Course) -> str:
    """Every exercise as a skill with the topics and parts of the package that use it again, then all stages."""
    graph = imports(course.root / "labsupport")
    reached = reach(course, graph)
    rows = []
    for stage in course.stages:
        for task in exercises.exercises(stage.number):
            topic = task.id.rsplit(".", 1)[0]
            modules = {reference.partition(":")[0] for reference in task.reference}
            again = [course.topic_link(one) for one in reached if one != topic and modules & reached[one]]
            again += [f"`{part}`" for part in builds_on(graph, modules)]
            names = ", ".join(f"`{name}`" for name in task.names)
            rows.append([f"{course.link(task.id)} {text.escape(task.title)}", names, f"{task.difficulty}",
                         f"{task.minutes}", ", ".join(again) or "-"])  # fmt: skip
    out = [
        "# Skill map",
        f"{text.number(len(rows), 'skill')} so far, each an exercise: what you write, how hard it is (1 to 5), and "
        "where it is used again: topics whose cells need its module, directly or through others, and parts of the "
        "package that import it.",
        text.table(["skill", "you write", "difficulty:", "minutes:", "used again in"], rows),
        "## All stages",
        "Stages without links are being built.",
    ]
    for number, about in course.index.items():
        there = any(stage.number == number for stage in course.stages)
        title = f"{number} {about['title']}"
        topics = about["topics"].items()
        out += [
            f"### [{title}](#stage-{number})" if there else f"### {title}",
            "\n".join(
                f"- {course.topic_link(topic, f'{topic} ' + text.escape(one['title']))}" for topic, one in topics
            ),
        ]
    return "\n\n".join(out) + "\n"


# A pattern and not `ast`: walking every tree of the package takes as long as rendering two stages.
IMPORT = re.compile(
    r"^[ \t]*(?:from (labsupport[\w.]*) import (?:\(([^)]*)\)|([^\n#]*))|import (labsupport[\w.]*))", re.MULTILINE
)


def imports(package: Path) -> Graph:
    """Which module of a package imports which others, from the source text."""
    sources = {api.module_name(package, path): path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    return {name: frozenset(imported(source) & set(sources)) for name, source in sources.items()}


def imported(source: str) -> set[str]:
    """Every name that a text imports from the package, modules and what is in them alike."""
    found = set()
    for module, several, line, whole in IMPORT.findall(source):
        names = re.findall(r"(\w+)(?: as \w+)?\s*(?:,|$)", re.sub(r"#.*", "", several or line).strip())
        found |= {whole or module, *(f"{module}.{name}" for name in names)}
    return found


def reach(course: Course, graph: Graph) -> dict[str, set[str]]:
    """For each topic the modules of the package that its cells import, directly or through others."""
    found = {}
    for stage in course.stages:
        for topic in stage.topics:
            reached: set[str] = set()
            waiting = {name for cell in stage.of(topic) for name in _cell_imports(cell)} & set(graph)
            while waiting:
                reached |= waiting
                waiting = {name for one in waiting for name in graph[one]} - reached
            found[topic] = reached
    return found


def _cell_imports(cell: Cell) -> set[str]:
    """What a cell imports; an exercise's own imports do not count, they are what is learnt there."""
    code = cell["cell_type"] == "code" and cell["metadata"]["lab"]["kind"] != "exercise"
    return imported(cell["source"]) if code else set()


def builds_on(graph: Graph, modules: set[str]) -> list[str]:
    """Parts of the package, other than the modules' own and the lab's tools, that import one of the modules."""
    own = {_part(name) for name in modules} | {"labsupport.lab", "labsupport.grading", "labsupport.publish"}
    return sorted({_part(name) for name, needs in graph.items() if modules & needs} - own)


def _part(name: str) -> str:
    return ".".join(name.split(".")[:2])
