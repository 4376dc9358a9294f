"""Claims ledger, errata and failure modes: what the course says, what was measured, and in which cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from labsupport.errors import LabError
from labsupport.lab import claims, records, store
from labsupport.publish.pages import notebook, text
from labsupport.publish.pages.course import Cell, Course

WORDS = {"holds": "hold", "depends": "depend", "false": "are false", "not here": "cannot be decided here"}
PRINTED = re.compile(r"^claim (\d{2}\.\d+\.c\d+) (holds|depends|false|not here)(?:: (.*))?$", re.M)


def verdicts(course: Course) -> dict[str, dict[str, Any]]:
    """claim id -> verdict, note, text of the value, and where that comes from.

    The executed notebook gives verdict and note; the accepted records give the value, or else this machine's last
    run, as far as their verdict is the notebook's. Raises LabError for a claim that no cell has judged.
    """
    measured = {row["id"]: row for row in claims.ledger(root=course.root)}
    printed = {
        match[1]: (match[2], match[3] or "")
        for stage in course.stages
        for cell in stage.cells
        for match in PRINTED.finditer(notebook.outputs_text(cell))
    }
    found = {}
    for stage, _, id_ in course.ids(r"c\d+"):
        if id_ not in course.homes:
            continue
        if id_ not in printed:
            raise LabError(f"solutions/{stage.name}.ipynb: claim {id_} has no verdict", "judge it with claim()")
        verdict, note = printed[id_]
        accepted = store.read(records.accepted_path(stage.number, course.root)).get("claims", {}).get(id_)
        row = {**accepted, "text": claims.value_text(accepted), "from": "accepted"} if accepted else measured.get(id_)
        if row is None or row["verdict"] != verdict:
            row = {"text": "-", "from": "notebook"}
        found[id_] = {"verdict": verdict, "note": note, "text": row["text"], "from": row["from"]}
    return found


def ledger_page(course: Course) -> str:
    """Every claim with verdict, value, and a link to the cell that measured it."""
    found = verdicts(course)
    count = Counter(entry["verdict"] for entry in found.values())
    told = ", ".join(f"{count[verdict]} {words}" for verdict, words in WORDS.items() if count[verdict])
    out = [
        "# Claims ledger",
        "Each claim below is something that is commonly said. A cell measures it, and the verdict is what came out: "
        "*holds*, *depends* (on what, says the note), *false*, or *not here* (not to be decided on this machine). "
        f"Of {text.number(len(found), 'claim')} so far {told or 'none is measured'}.",
        "A value in brackets has its interval behind it. Values come from the accepted records of a run at deep pace; "
        "where there are none yet, from the last run on the machine that built these pages; `lab claims` prints yours.",
    ]
    for topic, title, ids_ in by_topic(course, found):
        rows = [
            [
                statement(course, id_),
                f"**{found[id_]['verdict']}**",
                text.escape(found[id_]["text"]),
                text.escape(found[id_]["note"]),
                f"{course.link(id_)}, {found[id_]['from']}",
            ]
            for id_ in ids_
        ]
        out += [f"## {topic} {title}", text.table(["claim", "verdict", "value", "note", "measured in"], rows)]
    return "\n\n".join(out) + "\n"


def statement(course: Course, claim_id: str) -> str:
    """What the claim says, as Markdown. Raises LabError if the index has no text for it."""
    about = course.index[claim_id[:2]]["topics"][claim_id.rsplit(".", 1)[0]]
    said = about.get("claims", {}).get(claim_id)
    if not said:
        raise LabError(f"claim {claim_id} has no text", "add it under claims in labsupport/publish/curriculum_ids.json")
    return text.escape(str(said))


def by_topic(course: Course, wanted: Iterable[str]) -> Iterator[tuple[str, str, list[str]]]:
    """(link to the topic, its title, its ids) for the topics that have one of the ids."""
    chosen = set(wanted)
    for stage in course.stages:
        for topic, about in course.index[stage.number]["topics"].items():
            if ids_ := [id_ for id_ in about["ids"] if id_ in chosen]:
                yield course.topic_link(topic), about["title"], ids_


def errata_page(course: Course) -> str:
    """What is commonly taught wrong: the text of the notebook, and what its cells measured."""
    wanted = [id_ for _, _, id_ in course.ids(r"r\d+") if id_ in course.homes]
    out = [
        "# Errata of common teaching",
        f"{text.number(len(wanted), 'error')} that sample code and tutorials often contain, with what a cell of the "
        "course shows instead. The output under each one is that of the linked cell; the heading is the section's.",
    ]
    for topic, title, ids_ in by_topic(course, wanted):
        out.append(f"## {topic} {title}")
        for id_ in ids_:
            out += _erratum(course, id_)
    return "\n\n".join(out) + "\n"


def _erratum(course: Course, id_: str) -> Iterator[str]:
    """Heading, text, output and reading of one erratum, from the cells that carry it and what reads them."""
    home = course.home(id_)
    cells = course.cells_of(id_) or ([home] if home else [])
    yield f"### {course.link(id_)} {_section(course, cells[0])}".rstrip()
    for cell in cells:
        if cell["cell_type"] == "markdown":
            yield course.linked(_without_headings(cell["source"]), f"errata, {id_}")
    shown = "\n".join(filter(None, (notebook.outputs_text(cell) for cell in cells if cell["cell_type"] == "code")))
    if shown:
        yield text.fenced(shown, "text")
        reading = course.after(cells[-1])
        if reading and _reads(reading, course.after(reading)):
            yield course.linked(reading["source"], f"errata, {id_}")


def _reads(cell: Cell, following: Cell | None) -> bool:
    """Whether a cell is prose about the output before it: no id, no heading, and no lead to an exercise."""
    bare = cell["cell_type"] == "markdown" and not cell["metadata"]["lab"]["id"] and not cell["source"].startswith("#")
    return bare and not (following and following["metadata"]["lab"]["kind"] == "exercise")


def _section(course: Course, cell: Cell) -> str:
    """The heading in the notebook that a cell stands under, without the topic's own."""
    topic = cell["metadata"]["lab"]["topic"]
    heading = ""
    for one in next(stage for stage in course.stages if stage.number == topic[:2]).of(topic):
        found = re.findall(r"^###+ (.+)$", one["source"], re.M) if one["cell_type"] == "markdown" else []
        heading = found[-1] if found else heading
        if one["id"] == cell["id"]:
            break
    return heading


def _without_headings(source: str) -> str:
    return "\n".join(line for line in source.split("\n") if not line.startswith("#")).strip()


def failures(course: Course) -> dict[str, dict[str, str]]:
    """failure id -> title, harm, fix, before, after and the metric, as the executed cell's table has them."""
    found = {}
    for stage, _, id_ in course.ids(r"[a-d]"):
        home = course.home(id_)
        if home is None:
            continue
        row = _failure(home, id_)
        if row is None:
            raise LabError(
                f"solutions/{stage.name}.ipynb, cell {home['id']}: failure {id_} has no table",
                "show it with failure_lab()",
            )
        found[id_] = row
    return found


def _failure(cell: Cell, id_: str) -> dict[str, str] | None:
    """The failure lab in a cell's output: caption, then head, reproduce, harm, fix and after."""
    for (caption, *_), (_, _, metric), reproduce, harm, fix, after in (
        rows for rows in notebook.tables(cell) if len(rows) == 6 and rows[0] and len(rows[1]) == 3
    ):
        match = re.match(rf"Failure lab {re.escape(id_)}(?:: (.*?))? \(\d+ seeds: mean, range\)$", caption)
        if match:
            return {"title": match[1] or reproduce[1], "metric": metric, "before": reproduce[2], "harm": harm[1],
                    "fix": fix[1], "after": after[2]}  # fmt: skip
    return None


def failures_page(course: Course) -> str:
    """Every failure mode with what it does, the fix, and the metric before and after."""
    found = failures(course)
    planned = sum(
        bool(re.fullmatch(r"[a-d]", id_.rsplit(".", 1)[1]))
        for stage in course.index.values()
        for topic in stage["topics"].values()
        for id_ in topic["ids"]
    )
    out = [
        "# Failure modes",
        f"{len(found)} of {planned} planned failure labs are built. Each reproduces a failure over several seeds, "
        "measures the harm, applies a fix and measures again: mean, then the range over the seeds.",
    ]
    for topic, title, ids_ in by_topic(course, found):
        rows = [
            [
                f"{course.link(id_)} {text.escape(found[id_]['title'])}",
                text.escape(found[id_]["harm"]),
                text.escape(found[id_]["metric"]),
                text.escape(found[id_]["before"]),
                text.escape(found[id_]["after"]),
                text.escape(found[id_]["fix"]),
            ]
            for id_ in ids_
        ]
        out += [f"## {topic} {title}", text.table(["failure", "harm", "metric", "before:", "after:", "fix"], rows)]
    return "\n\n".join(out) + "\n"
