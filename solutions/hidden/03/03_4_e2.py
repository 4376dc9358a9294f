"""Hidden check for 03.4.e2: the parent reads the files, the child renders them, the parent compares."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import CheckFailed, expect
from labsupport.lab.exercises.s03.topic4 import MACROS, check_files, expect_messages

DRIVER = """
from labsupport.lab.check import CheckFailed
from labsupport.lab.exercises.s03.topic4 import check_files, render_files


async def drive(subject, call, args):
    files, rows = subject(), []
    for case in args["cases"]:
        try:
            rows.append(render_files(check_files(files), case["documents"], case["question"]))
        except CheckFailed as failed:
            rows.append({"diagnosis": failed.diagnosis, "cause": failed.cause})
    return {"files": files, "rows": rows}
"""

WORDS = ("answer", "brief", "clerk", "desk", "every", "fault", "goods", "house", "item", "label", "never", "order")
LONGEST = 4_000  # characters of both files
SLUGS = {"import-after-use": "the import stands after the use, or in another block", "names": "strict names",
         "macro-not-imported": "the child uses the macro and does not import it", "not-rendered": "it does not render",
         "macro-reads": "the macro may read its arguments only"}  # fmt: skip


def judge_cases(cases: list[dict[str, Any]]) -> Any:
    def judge(result: Any, world: Any) -> None:
        files = result["files"]
        if isinstance(files, dict):
            size = sum(len(str(text)) for text in files.values())
            expect(size <= LONGEST, expected=f"at most {LONGEST} characters", got=size, diagnosis="wrong-files",
                   cause="the files are far too long", read=MACROS)  # fmt: skip
        check_files(files)
        for case, row in zip(cases, result["rows"], strict=True):
            if isinstance(row, dict) and row.get("diagnosis") in SLUGS:
                slug = row["diagnosis"]
                raise CheckFailed(expected="messages", got=slug, case=str(case), cause=SLUGS[slug], read=MACROS,
                                  diagnosis=slug)  # fmt: skip
            expect_messages(row, case["documents"], case["question"])

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def line(low: int = 2, high: int = 7) -> str:
        return " ".join(rng.choice(WORDS) for _ in range(rng.randint(low, high)))

    def documents(n: int) -> list[dict[str, str]]:
        return [{"title": line(1, 3), "text": f"{line()}."} for _ in range(n)]

    def scenario(name: str, cases: list[dict[str, Any]]) -> Scenario:
        return Scenario(name, {"cases": cases}, None, judge_cases(cases))

    yield scenario("fresh documents", [{"documents": documents(n), "question": f"{line()}?"} for n in (1, 2, 11)])
    yield scenario("an empty list", [{"documents": [], "question": f"{line()}?"}])
    odd = ["{{ question }}", "{% endblock %}", "{# x", f"<b>{line()}</b> & 'x' \"y\"", "\u00e9\U0001f600", "a\nb", "%}"]
    rng.shuffle(odd)
    yield scenario("values are text", [
        {"documents": [{"title": odd[i], "text": odd[i - 1]} for i in range(len(odd))], "question": odd[0].strip()}
    ])  # fmt: skip
