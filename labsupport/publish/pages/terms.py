"""Glossary and skill map, both read out of the notebooks: terms where they are introduced, skills where they recur."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from labsupport.lab import exercises
from labsupport.publish.pages import text
from labsupport.publish.pages.course import Cell, Course

# A word in emphasis is a term where the sentence says what it is: at the start of a clause ("A *task* is ..."), before
# a colon or a bracket ("its *lag*: how late ..."), or at the end of "is a ..." ("An operation is *idempotent* if ...").
EMPHASIS = r"(?<![*\w])\*(?![*\s])([^*\n]+?)\*(?![*\w])"
SAYS = (
    "is|are|says|gives|picks|has|sends|handles|stands|repeats|names|stops|limits|counts|refuses|draws|does|must"
    "|the random|for what"
)
TERM = re.compile(
    rf"(?:(?:^|[;:,] (?:and )?)(?:[Aa]n?|[Tt]he)? ?(?:HTTP )?{EMPHASIS}(?= (?:{SAYS})\b|:| \()"
    rf"|(?:is|are|its|an?|the|in use holds a) {EMPHASIS}(?=:| \(|\.|\)| if | mode\b))"
)


@dataclass(frozen=True)
class Term:
    """A term, the sentence that introduces it, and the cell in which that stands."""

    name: str
    sentence: str
    topic: str
    cell: str


def glossary(course: Course) -> list[Term]:
    """The terms of all stages, each where it is introduced first, in alphabetical order."""
    found: dict[str, Term] = {}
    for stage in course.stages:
        for cell in stage.cells:
            if cell["cell_type"] == "markdown" and cell["metadata"]["lab"]["kind"] in ("prose", "recap"):
                for name, sentence in introduced(cell["source"]):
                    term = Term(name, sentence, cell["metadata"]["lab"]["topic"], cell["id"])
                    found.setdefault(name.lower(), term)
    return [found[name] for name in sorted(found)]


def introduced(source: str) -> Iterator[tuple[str, str]]:
    """(term, sentence) for each term that a Markdown text introduces."""
    for block in _blocks(source):
        for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z*`\"])", block):
            hidden = re.sub(r"`[^`]*`", lambda m: "`" + "x" * (len(m[0]) - 2) + "`", sentence)
            for match in TERM.finditer(hidden):
                name = (match[1] or match[2]).strip()
                yield name if name[1:2].isupper() else name.lower(), sentence


def _blocks(source: str) -> Iterator[str]:
    """Paragraphs and list items, each in one line, without headings, tables and code."""
    fenced = False
    lines: list[str] = []
    for line in [*source.split("\n"), ""]:
        fenced ^= line.startswith("```")
        item = re.match(r"\s*(?:[-*]|\d+\.) (.*)", line)
        ends = fenced or item or not line.strip() or line.startswith(("#", "|", "```"))
        if ends and lines:
            yield " ".join(lines)
            lines = []
        if item and not fenced:
            lines = [item[1].strip()]
        elif not ends:
            lines.append(line.strip())


def glossary_page(course: Course) -> str:
    """The terms with the sentence that introduces each and a link to it."""
    terms = glossary(course)
    out = [
        "# Glossary",
        f"{text.number(len(terms), 'term')}, each in the sentence that introduces it in a notebook.",
    ]
    letter = ""
    for term in terms:
        first = term.name[0].upper()
        if first != letter:
            letter = first
            out.append(f"## {letter}")
        where = f"[{term.topic or 'opening'}](#cell-{term.cell})"
        out.append(f"**{text.escape(term.name)}** ({where}): {term.sentence}")
    return "\n\n".join(out) + "\n"


def skills_page(course: Course) -> str:
    """What is learnt where and where it is used again, then the plan of all stages."""
    rows = []
    for stage in course.stages:
        for task in exercises.exercises(stage.number):
            topic = task.id.rsplit(".", 1)[0]
            again = [course.topic_link(t) for t in used_in(course, task.reference) if t != topic]
            rows.append([f"{course.link(task.id)} {task.title}", course.topic_link(topic), f"{task.difficulty}",
                         f"{task.minutes}", ", ".join(again) or "-"])  # fmt: skip
    out = [
        "# Skill map",
        f"{text.number(len(rows), 'skill')} so far, each an exercise: what you write, how hard it is (1 to 5), and the "
        "topics whose cells use the same part of the package again.",
        text.table(["skill", "topic", "difficulty:", "minutes:", "used again in"], rows),
        "## All stages",
        "Stages without links are being built.",
    ]
    for number, about in course.index.items():
        there = next((s for s in course.stages if s.number == number), None)
        title = f"{number} {about['title']}"
        lines = [f"### [{title}](#stage-{number})" if there else f"### {title}"]
        for topic, inside in about["topics"].items():
            lines.append(f"- {course.topic_link(topic, f'{topic} ' + text.escape(inside['title']))}")
        out += [lines[0], "\n".join(lines[1:])]
    return "\n\n".join(out) + "\n"


def used_in(course: Course, references: tuple[str, ...]) -> list[str]:
    """The topics whose cells import the module of one of the references, or get the object from another cell."""
    modules = {reference.partition(":")[0] for reference in references}
    found = []
    for stage in course.stages:
        for topic in stage.topics:
            if modules & {module for cell in stage.of(topic) for module in _imports(cell)}:
                found.append(topic)
    return found


def _imports(cell: Cell) -> set[str]:
    """Modules of the package that a code cell imports."""
    if cell["cell_type"] != "code" or cell["metadata"]["lab"]["kind"] == "exercise":
        return set()
    found = set()
    for node in ast.walk(ast.parse(cell["source"])):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("labsupport"):
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name.startswith("labsupport")}
    return found
