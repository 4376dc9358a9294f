"""How each relation of the graph is said, asked and labelled; the wordings are in `relations_text`.

Statements are whole sentences, questions ask for the object, fields name it in a form. A relation has at least ten
statements and ten questions; a world uses only the part of them that its side may use (`statements_for`).
"""

from __future__ import annotations

from dataclasses import dataclass

from labsupport.world.names import Side
from labsupport.world.relations_text import TEXT
from labsupport.world.sides import share


def fill(template: str, subject: str, obj: str) -> tuple[str, int, int]:
    """The sentence and the character span `[start, end)` of the object in it. `{a}` becomes a or an."""
    head, tail = template.replace("{s}", subject).split("{o}")
    head = head.replace("{a}", "an" if obj[0].lower() in "aeiou" else "a")
    text = head + obj + tail
    return text, len(head), len(head) + len(obj)


@dataclass(frozen=True)
class Relation:
    """The wordings of one relation."""

    name: str
    statements: tuple[str, ...]
    questions: tuple[str, ...]
    fields: tuple[str, ...]
    answer: str  # a full-sentence answer

    def statements_for(self, where: Side) -> tuple[str, ...]:
        """The statements that one side may use."""
        return share(self.statements, where)

    def questions_for(self, where: Side) -> tuple[str, ...]:
        """The questions that one side may use."""
        return share(self.questions, where)


def _parse(text: str) -> dict[str, Relation]:
    found: dict[str, Relation] = {}
    for block in text.split("\n= ")[1:]:
        head, *lines = block.strip().splitlines()
        name, fields, answer = (part.strip() for part in head.split("|"))
        said = {mark: tuple(line[2:] for line in lines if line.startswith(mark + " ")) for mark in "+?"}
        found[name] = Relation(name, said["+"], said["?"], tuple(fields.split("; ")), answer)
    return found


RELATIONS = _parse(TEXT)
