"""What an instructor gets in words: the rubric and the question bank, made from the exercises and their mutants."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence

from labsupport.grading import matrix
from labsupport.grading.hidden import Roots
from labsupport.lab.check import Exercise, Question
from labsupport.lab.quiz import LETTERS


def exercises(stages: Iterable[str], roots: Roots) -> dict[str, list[Exercise]]:
    """Exercises by stage."""
    return {stage: [roots.exercise(i) for i in roots.ids([stage])] for stage in stages}


def questions(stages: Iterable[str], roots: Roots) -> list[Question]:
    """Review questions of the stages that have any."""
    found: list[Question] = []
    for stage in stages:
        if roots.ids([stage]):
            found += importlib.import_module(roots.modules.format(stage=stage)).QUESTIONS
    return found


def rubric(stages: Sequence[str], roots: Roots) -> str:
    """Markdown: per exercise what earns the point, and the wrong answers that the checks tell apart."""
    lines = [
        "# Rubric",
        "",
        "An exercise earns one point when all its visible checks and all hidden scenarios pass, else none.",
    ]
    lines += [
        "Hidden inputs are drawn anew for each run. For a late stage a share of its points is taken (`course.toml`)."
    ]
    for stage, found in exercises(stages, roots).items():
        lines += ["", f"## Stage {stage}: {len(found)} points, {sum(e.minutes for e in found)} minutes"]
        for exercise in found:
            slugs = sorted({slug for one in matrix.variants(exercise, roots) for slug in one.slugs})
            lines += ["", f"### {exercise.id} {exercise.title}", "", exercise.task, ""]
            lines.append(f"- difficulty {exercise.difficulty} of 5, {exercise.minutes} minutes")
            lines.append(f"- to write: {', '.join(f'`{name}`' for name in exercise.names)}")
            lines += [f"- visible check: {check.name}" for check in exercise.checks]
            lines.append(f"- mistakes told apart: {', '.join(f'`{slug}`' for slug in slugs)}")
            if exercise.section:
                lines.append(f"- to read: {exercise.section}")
    return "\n".join(lines) + "\n"


def question_bank(stages: Sequence[str], roots: Roots) -> str:
    """Markdown: every review question with its choices, the reasons and the model answer."""
    lines = ["# Questions with answers", ""]
    for question in questions(stages, roots):
        lines += [f"## {question.id}", "", question.text, ""]
        for letter, choice in zip(LETTERS, question.choices, strict=False):
            lines.append(
                f"- {letter}{' (right)' if choice.right else ''}: {_sentence(choice.text)} {_sentence(choice.why)}"
            )
        lines += ["", f"Model answer: {question.answer}", ""]
    return "\n".join(lines)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def gift(stages: Sequence[str], roots: Roots) -> str:
    """The same questions in GIFT, the text format in which Moodle and others import questions."""
    blocks = []
    for question in questions(stages, roots):
        choices = [
            f"  {'=' if choice.right else '~'}{_gift(choice.text)}#{_gift(_sentence(choice.why))}"
            for choice in question.choices
        ]
        general = f"  ####{_gift(question.answer)}"
        blocks.append("\n".join([f"::{question.id}::[markdown]{_gift(question.text)} {{", *choices, general, "}"]))
    return "\n\n".join(blocks) + "\n"


def _gift(text: str) -> str:
    """Text with GIFT's own characters escaped; a blank line would end the question."""
    for mark in "\\~=#{}:":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
