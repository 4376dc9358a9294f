"""`review()`: the review questions of a topic as folds that read without JavaScript, with a plain-text form."""

from __future__ import annotations

import html

from labsupport.errors import LabError
from labsupport.lab import exercises
from labsupport.lab.check import Question
from labsupport.lab.show import ascii_text, publish

LETTERS = "ABCDEFGH"


def review(topic: str) -> None:
    """Show the questions of a topic such as "01.2". Raises LabError if the topic has none."""
    stage = str(topic).split(".")[0]
    found = exercises.questions(stage, topic)
    if not found:
        known = sorted({q.id.rsplit(".", 1)[0] for q in exercises.questions(stage)})
        raise LabError(
            f"topic {topic!r} has no review questions", f"topics with questions: {', '.join(known) or 'none'}"
        )
    publish(plain_cards(found), html=html_cards(found))


def html_cards(questions: tuple[Question, ...]) -> str:
    """Self-contained HTML: one block a question, every choice a fold with its reason, the model answer last."""
    parts = []
    for question in questions:
        choices = "".join(
            f"<details><summary>{LETTERS[i]}. {html.escape(choice.text)}</summary>"
            f"<p><strong>{'Right' if choice.right else 'Not right'}.</strong> {html.escape(choice.why)}</p></details>"
            for i, choice in enumerate(question.choices)
        )
        parts.append(
            f'<section aria-label="Question {question.id}"><p><strong>{question.id}</strong> '
            f"{html.escape(question.text)}</p>{choices}"
            f"<details><summary>Model answer</summary><p>{html.escape(question.answer)}</p></details></section>"
        )
    return "\n".join(parts)


def plain_cards(questions: tuple[Question, ...]) -> str:
    """The same as ASCII text: questions and choices first, then the answers."""
    ask, tell = [], []
    for q in questions:
        ask += [f"{q.id} {q.text}", *(f"  {LETTERS[i]}. {c.text}" for i, c in enumerate(q.choices))]
        letter = next(LETTERS[i] for i, c in enumerate(q.choices) if c.right)
        tell.append(f"{q.id} {letter}. {q.answer}")
    return ascii_text("\n".join([*ask, "Answers", *tell]))


def imbalance(questions: tuple[Question, ...]) -> list[str]:
    """Ways in which the right answers can be guessed without reading: an empty list is balanced.

    Each question needs 3 or 4 choices, one of them right. Over all questions the right one may not sit in one place,
    nor be the longest, in more than half of them (from four questions on, where a share means something).
    """
    problems = []
    places: list[int] = []
    longest = 0
    for q in questions:
        right = [i for i, c in enumerate(q.choices) if c.right]
        if len(right) != 1 or not 3 <= len(q.choices) <= 4:
            problems.append(f"{q.id}: {len(right)} right of {len(q.choices)} choices, needs 1 of 3 or 4")
            continue
        places.append(right[0])
        longest += max(range(len(q.choices)), key=lambda i: len(q.choices[i].text)) == right[0]
    total = len(places)
    if total >= 4:
        for place in sorted(set(places)):
            if places.count(place) > total / 2:
                problems.append(f"the right answer is {LETTERS[place]} in {places.count(place)} of {total} questions")
        if longest > total / 2:
            problems.append(f"the right answer is the longest in {longest} of {total} questions")
    return problems
