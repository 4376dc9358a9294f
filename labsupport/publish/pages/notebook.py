"""An executed solution notebook as pages: one for the stage, one for each topic. Knows nothing of other pages."""

from __future__ import annotations

import base64
import html
import re
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.lab import exercises
from labsupport.lab.check import Exercise
from labsupport.lab.hints import LEVELS
from labsupport.publish import build
from labsupport.publish.pages import text
from labsupport.publish.pages.course import Cell, Course, Stage

PICTURE = re.compile(r'src="data:image/png;base64,([A-Za-z0-9+/=\s]+)"')
FIGURES = "_static/figures"


def write(course: Course, folder: Path) -> None:
    """Write the pages of all stages and their downloads under `folder`."""
    for stage in course.stages:
        _save(folder / f"{stage.page}.ipynb", overview(course, stage), folder)
        for topic in stage.topics:
            _save(folder / f"{topic_page(topic)}.ipynb", topic_cells(course, stage, topic), folder)
        download = folder / "downloads" / f"{stage.name}.ipynb"
        download.parent.mkdir(exist_ok=True)
        download.write_bytes((course.root / "notebooks" / download.name).read_bytes())


def topic_page(topic: str) -> str:
    """The page of a topic, seen from the top folder, without ending."""
    return f"stages/{topic.replace('.', '-')}"


def _save(path: Path, cells: Iterable[Cell], folder: Path) -> None:
    made = [_light(cell, folder) for cell in cells]
    above: tuple[int, ...] = ()
    for cell in made:
        if cell["cell_type"] == "markdown":
            cell["source"], above = ordered_headings(cell["source"], above)
    build.save(path, build.dumps(build.notebook(made)))


def _markdown(source: str, id_: str) -> Cell:
    return {"cell_type": "markdown", "id": id_, "metadata": {}, "source": source}


def overview(course: Course, stage: Stage) -> list[Cell]:
    """The stage's own page: its opening, a table of its topics, the download, the set-up cells."""
    cells = stage.of("")
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
    place = f"solutions/{stage.name}.ipynb"
    opening = [_markdown(course.linked(c["source"], f"{place}, cell {c['id']}"), c["id"]) for c in prose]
    opening.insert(0, _markdown(f"(stage-{stage.number})=", "stage"))
    names = "\n".join(Path(topic_page(topic)).name for topic in stage.topics)
    rows = []
    for topic in stage.topics:
        tasks = [t for t in exercises.exercises(stage.number) if t.id.startswith(f"{topic}.")]
        have = [id_ for id_ in course.homes if id_.startswith(f"{topic}.")]
        count = {kind: sum(bool(re.fullmatch(kind, i.rsplit(".", 1)[1])) for i in have) for kind in KINDS}
        rows.append([course.topic_link(topic), f"{len(tasks)}",
                     f"{sum(t.minutes for t in tasks)}", *map(str, count.values())])  # fmt: skip
    head = ["topic", "exercises:", "minutes for them:", *(f"{name}:" for name in KINDS.values())]
    contents = (
        f"## Topics\n\n{text.table(head, rows)}\n\n"
        f"Work on it: `lab open {stage.number}` opens your own copy; or take the "
        f"{{download}}`student notebook <../downloads/{stage.name}.ipynb>`, which is this stage without solutions and "
        f"outputs.\n\n```{{toctree}}\n:hidden:\n\n{names}\n```"
    )
    setup = [_markdown("## Set-up\n\nThe first cells of the notebook.", "set-up")]
    return [*opening, _markdown(contents, "contents"), *setup, *(c for c in cells if c["cell_type"] == "code")]


KINDS = {r"x\d+": "experiments", r"[a-d]": "failure labs", r"c\d+": "claims", r"q\d+": "questions"}


def topic_cells(course: Course, stage: Stage, topic: str) -> list[Cell]:
    """The page of one topic: its cells with outputs, each under a target; hints and solutions folded."""
    place = f"solutions/{stage.name}.ipynb"
    out: list[Cell] = []
    for cell in stage.of(topic):
        lab = cell["metadata"]["lab"]
        target = f"(cell-{cell['id']})=\n"
        if cell["cell_type"] == "markdown":
            if lab["kind"] == "exercise" and cell["source"].startswith("After an attempt"):
                continue  # the hints are on the page
            source = course.linked(cell["source"], f"{place}, cell {cell['id']}")
            if not out:
                source = _titled(source, course, stage, topic)
            out.append(_markdown(target + source, cell["id"]))
            continue
        if lab["kind"] == "exercise":
            task = exercises.find(lab["id"])
            out.append(_markdown(target + _stub(stage.student[cell["id"]], task), cell["id"] + "-stub"))
            shown = {"tags": ["hide-input"], "mystnb": {"code_prompt_show": "Show a solution",
                                                        "code_prompt_hide": "Hide the solution"}}  # fmt: skip
            out.append({**cell, "metadata": shown})
            continue
        out += [_markdown(target.rstrip(), cell["id"] + "-target"), {**cell, "metadata": {}}]
    return out


def _titled(source: str, course: Course, stage: Stage, topic: str) -> str:
    """The first cell of a topic with its target, and below the heading where one is."""
    heading, _, rest = source.partition("\n")
    line = (
        f"Stage [{stage.number} {stage.title}](#stage-{stage.number}), "
        f"{{download}}`student notebook <../downloads/{stage.name}.ipynb>`."
    )
    return f"(topic-{topic.replace('.', '-')})=\n{heading}\n\n{line}\n{rest}"


def _stub(cell: Cell, task: Exercise) -> str:
    """What the learner finds in the exercise cell, and the hints in three folds."""
    hints = [
        text.fold(f"Hint {i} of 3: {level}", hint, "hint")
        for i, (level, hint) in enumerate(zip(LEVELS, task.hints, strict=True), 1)
    ]
    return "\n\n".join([text.fenced(cell["source"], "python"), *hints])


def _light(cell: Cell, folder: Path) -> Cell:
    """The cell without the lab's metadata, and with the pictures of its outputs as files."""
    if cell["cell_type"] == "markdown":
        return dict(cell)
    outputs = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        if "text/html" in data:
            lifted = lift_pictures(_joined(data["text/html"]), folder, cell["id"])
            output = {**output, "data": {**data, "text/html": lifted}}
        outputs.append(output)
    return {**cell, "outputs": outputs}


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def lift_pictures(markup: str, folder: Path, name: str, up: str = "../") -> str:
    """HTML with its inline PNGs written to files, which keeps a page light; sizes keep the text from jumping."""
    count = 0

    def lift(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        png = base64.b64decode(match[1])
        path = folder / FIGURES / f"{name}-{count}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png)
        width, height = struct.unpack(">II", png[16:24])  # the IHDR chunk comes first
        return f'src="{up}{FIGURES}/{path.name}" width="{width}" height="{height}" loading="lazy"'

    return PICTURE.sub(lift, markup)


def figure(course: Course, figure_id: str, folder: Path) -> str | None:
    """The HTML of one figure for a page in the top folder, None if no cell has drawn it."""
    wanted = f'<figure id="fig-{figure_id.replace(".", "-")}"'
    for stage in course.stages:
        for cell in stage.cells:
            for output in cell.get("outputs", ()):
                markup = _joined(output.get("data", {}).get("text/html", ""))
                if markup.startswith(wanted):
                    return lift_pictures(markup, folder, cell["id"], up="")
    return None


def promises(course: Course) -> str:
    """A list of the stages, each with the sentence of its opening that a run can prove wrong."""
    lines = []
    for stage in course.stages:
        opening = "\n\n".join(cell["source"] for cell in stage.of("") if cell["cell_type"] == "markdown")
        promise = next(
            (p for p in re.split(r"\n\s*\n|^#.*\n", opening, flags=re.M) if p.strip().startswith("By the end ")), ""
        )
        if not promise:
            raise LabError(
                f"solutions/{stage.name}.ipynb: the opening does not say what will have been shown",
                'begin a paragraph with "By the end you will have shown that ..."',
            )
        lines.append(f"- [{stage.number} {stage.title}](#stage-{stage.number}): {' '.join(promise.split())}")
    return "\n".join(lines)


def ordered_headings(source: str, above: tuple[int, ...] = ()) -> tuple[str, tuple[int, ...]]:
    """Headings of a Markdown text so that the page's first has level 1 and none skips a level.

    `above` holds the levels, as the source has them, of the headings that the text stands under; returned with it.
    """
    lines = []
    fenced = False
    for line in source.split("\n"):
        fenced ^= line.startswith("```")
        match = re.match(r"(#+) (.*)", line)
        if match and not fenced:
            above = (*(one for one in above if one < len(match[1])), len(match[1]))
            line = f"{'#' * len(above)} {match[2]}"
        lines.append(line)
    return "\n".join(lines), above


def outputs_text(cell: Cell) -> str:
    """The plain text of a code cell's outputs, streams and tables, in their order."""
    parts = []
    for output in cell.get("outputs", ()):
        data: dict[str, Any] = output.get("data", {})
        part = _joined(output.get("text", "") or data.get("text/plain", ""))
        if not part.startswith("Figure "):
            parts.append(part.strip("\n"))
    return "\n".join(part for part in parts if part)


def tables(cell: Cell) -> list[list[list[str]]]:
    """The HTML tables among a cell's outputs as rows of plain text, the caption as a row of one cell before them."""
    found = []
    for output in cell.get("outputs", ()):
        markup = _joined(output.get("data", {}).get("text/html", ""))
        if markup.startswith("<table>"):
            caption = re.search(r"<caption>(.*?)</caption>", markup, re.S)
            rows = [[html.unescape(caption[1])]] if caption else [[]]
            for row in re.findall(r"<tr>(.*?)</tr>", markup, re.S):
                rows.append([text.plain(one) for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)])
            found.append(rows)
    return found
