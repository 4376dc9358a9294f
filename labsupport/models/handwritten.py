"""Prompts written by hand, to judge with only: does a skill hold outside the wording of the training generator?

The training examples and the lab world come from generators, so a model could learn how generators write. These prompts
(handwritten.jsonl) are in no generator's words: longer passages, misspellings, chat, other subjects, and passages from
the project's own documentation. Half of each skill comes with an instruction of `wording` ("known"; with tools, without
any instruction), half with one written for this set that asks for the same form of reply ("own").

The set is frozen. A figure on it compares with an earlier one only while the prompts are the same, and a prompt that
is mended after its results were seen is a prompt fitted to a model. So nothing here may change after the first training
that is judged by it, an error found later included: it is reported beside the figure. `FROZEN` holds the file's hash.

Answers are strings that the prompt contains, labels it offers, or the fixed replies; `parse` checks each row.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from labsupport.errors import LabError
from labsupport.models import wording
from labsupport.models.examples import Example

FILE = Path(__file__).with_name("handwritten.jsonl")
FROZEN = "04ac62b5e450751fadd06a3445f8cbad4e8c636f46c885729311f29f73af137e"
SKILLS = ("qa", "abstain", "field", "json", "tool", "category", "claim")
STYLES = ("typos", "lower", "long", "docs", "domain", "chat", "plain")
INSTRUCTIONS = ("known", "own")
_KEYS = {"id", "skill", "messages", "tools", "answer", "style", "instruction"}
_REMEDY = "restore labsupport/models/handwritten.jsonl from the repository; the set is frozen"
_SOURCE = re.compile(r"^\[(\d+)\] ", re.M)
_CALL = re.compile(r"<tool_call>\n(.+)\n</tool_call>")


@dataclass(frozen=True)
class Prompt:
    """One prompt: chat messages up to the user's, offered tools, the one right answer, and how it was written."""

    id: str
    skill: str
    messages: tuple[tuple[str, str], ...]  # (role, content)
    tools: tuple[str, ...]  # JSON specifications, as in the training examples
    answer: str
    style: str
    instruction: str  # "known": in the words of training; "own": not

    @property
    def text(self) -> str:
        """All messages, joined by empty lines."""
        return "\n\n".join(content for _, content in self.messages)


def sources(text: str) -> dict[int, str]:
    """The numbered sources of a prompt by number, each up to the next one; the last one ends at an empty line."""
    starts = list(_SOURCE.finditer(text))
    ends = [m.start() for m in starts[1:]] + [len(text)]
    found = {int(m[1]): text[m.end() : end] for m, end in zip(starts, ends, strict=True)}
    return {n: part.split("\n\n")[0] for n, part in found.items()}


def _fault(p: Prompt) -> str | None:
    """What is wrong with the answer of a prompt, or None."""
    match p.skill:
        case "qa":
            cited = re.fullmatch(r"(.+) \[(\d+)\]", p.answer)
            if not cited or cited[1] not in sources(p.text).get(int(cited[2]), ""):
                return f"answer {p.answer!r} is not a value with the number of a source that contains it"
        case "abstain":
            if p.answer != wording.ABSTAIN:
                return f"answer {p.answer!r} is not {wording.ABSTAIN!r}"
        case "claim":
            if p.answer not in wording.LABELS:
                return f"answer {p.answer!r} is none of {', '.join(wording.LABELS)}"
        case "json":
            values = json.loads(p.answer)
            if json.dumps(values, ensure_ascii=False) != p.answer or not 2 <= len(values) <= 5:
                return f"answer {p.answer!r} is not one plain JSON object of 2 to 5 fields"
            for key, value in values.items():
                if key not in p.text or (value is not None and value not in p.text):
                    return f"the prompt does not contain field {key!r} or its value {value!r}"
        case "tool":
            return _tool_fault(p)
        case _:
            if p.answer not in p.text:
                return f"the prompt does not contain the answer {p.answer!r}"
    return None


def _tool_fault(p: Prompt) -> str | None:
    """What is wrong with the answer of a prompt with tools, or None."""
    offered: dict[str, Any] = {}
    for tool in p.tools:
        function = json.loads(tool)["function"]
        offered[function["name"]] = list(function["parameters"]["properties"])
    if not 2 <= len(offered) <= 3:
        return f"{len(offered)} tools, 2 or 3 wanted"
    if p.answer == wording.NO_TOOL:
        return None
    form = _CALL.fullmatch(p.answer)
    call = json.loads(form[1]) if form else {}
    if list(call) != ["name", "arguments"] or list(call["arguments"]) != offered.get(call["name"]):
        return f"answer {p.answer!r} is no call of an offered tool with its arguments in order"
    missing = [v for v in call["arguments"].values() if v not in p.messages[-1][1]]
    return f"the request does not contain {missing[0]!r}" if missing else None


def _prompt(row: dict[str, Any]) -> Prompt:
    """A row as a prompt. Raises ValueError with what is wrong."""
    if set(row) != _KEYS:
        raise ValueError(f"keys {', '.join(sorted(row))} instead of {', '.join(sorted(_KEYS))}")
    messages = tuple((str(role), str(content)) for role, content in row["messages"])
    p = Prompt(row["id"], row["skill"], messages, tuple(row["tools"]), row["answer"], row["style"], row["instruction"])
    for value, known in ((p.skill, SKILLS), (p.style, STYLES), (p.instruction, INSTRUCTIONS)):
        if value not in known:
            raise ValueError(f"{value!r} is none of {', '.join(known)}")
    if [role for role, _ in messages] not in (["user"], ["system", "user"]):
        raise ValueError(
            f"roles {[role for role, _ in messages]}; a prompt is one user message, or a system one before"
        )
    fault = _fault(p)
    if fault:
        raise ValueError(fault)
    return p


def parse(text: str) -> tuple[Prompt, ...]:
    """The prompts of a JSON lines text. Raises LabError naming the first line that is not a valid prompt."""
    found: list[Prompt] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found.append(_prompt(json.loads(line)))
            if found[-1].id != f"h{number:03d}":
                raise ValueError(f"id {found[-1].id!r} instead of 'h{number:03d}'")
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise LabError(f"line {number} of the handwritten prompts: {error}", _REMEDY) from None
    return tuple(found)


def sha256(path: Path = FILE) -> str:
    """The hash of a prompt file, as hexadecimal digits. Raises LabError when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise LabError(f"{path} cannot be read: {error.strerror}", _REMEDY) from None


def read(path: Path) -> tuple[Prompt, ...]:
    """The prompts of a file that is, byte for byte, the frozen one. Raises LabError when it is not."""
    if sha256(path) != FROZEN:
        raise LabError(f"{path} has the hash {sha256(path)[:12]}..., the frozen set has {FROZEN[:12]}...", _REMEDY)
    return parse(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def prompts() -> tuple[Prompt, ...]:
    """The frozen set, read once. Raises LabError when the file was changed or has a wrong line."""
    return read(FILE)


def as_examples() -> list[Example]:
    """The set in the form in which the evaluation takes training and lab examples, in the same order."""
    return [Example(p.skill, p.messages, p.answer, p.tools, prompt_counts=False) for p in prompts()]
