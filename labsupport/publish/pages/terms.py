"""Glossary, read out of the notebooks: each term in the sentence that introduces it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from labsupport.publish.pages import text
from labsupport.publish.pages.course import Course

# A word in emphasis is a term where the sentence says what it is: at the start of a clause ("A *task* is ..."), before
# a colon or a bracket ("its *lag*: how late ..."), or after "is a" and the like ("is *idempotent* if ...").
EMPHASIS = r"(?<![*\w])\*(?![*\s])([^*\n]+?)\*(?![*\w])"
SAYS = (
    "is|are|says|gives|picks|has|sends|handles|stands|repeats|names|stops|limits|counts|refuses|draws|does|must"
    "|the random|for what"
)
TERM = re.compile(
    rf"(?:(?:^|[;:,] (?:and )?)(?:[Aa]n?|[Tt]he)? ?(?:HTTP )?{EMPHASIS}(?= (?:{SAYS})\b|:| \()"
    rf"|(?:is|are|its|an?|the) {EMPHASIS}(?=:|;| \(|\.|\)| if | mode\b| runs\b))"
)


@dataclass(frozen=True)
class Term:
    """A term, the sentence that introduces it, whether it opens the sentence, and the cell in which that stands."""

    name: str
    sentence: str
    opens: bool
    topic: str
    cell: str


def glossary(course: Course) -> list[Term]:
    """The terms of all stages, each where it is introduced first, in alphabetical order."""
    found: dict[str, Term] = {}
    for stage in course.stages:
        for cell in stage.cells:
            if cell["cell_type"] == "markdown" and cell["metadata"]["lab"]["kind"] in ("prose", "recap"):
                for name, sentence, opens in introduced(cell["source"]):
                    before = found.get(name.lower())
                    if before is None or (opens and not before.opens):
                        term = Term(name, sentence, opens, cell["metadata"]["lab"]["topic"], cell["id"])
                        found[name.lower()] = term
    return [found[name] for name in sorted(found)]


def introduced(source: str) -> Iterator[tuple[str, str, bool]]:
    """(term, sentence, whether it opens the sentence) for each term that a Markdown text introduces."""
    for block in _blocks(source):
        for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z*`\"])", block):
            hidden = re.sub(r"`[^`]*`", lambda m: "`" + "x" * (len(m[0]) - 2) + "`", sentence)
            for match in TERM.finditer(hidden):
                name = (match[1] or match[2]).strip()
                lower = name[:1].lower() + name[1:]
                yield lower if lower.islower() else name, sentence.rstrip(";"), match.start() == 0


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
