"""`review()`: the review questions of a topic as folds that read without JavaScript, with a plain-text form."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from labsupport.errors import LabError
from labsupport.lab import exercises
from labsupport.lab.check import Question
from labsupport.lab.show import ascii_text, publish

LETTERS = "ABCDEFGH"
LENGTH_LIMIT = 1.25  # mean length of right choices to that of wrong ones, and its inverse


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


def html_cards(questions: Sequence[Question]) -> str:
    """Self-contained HTML: one group a question, every choice a fold with its reason, the model answer last.

    The classes and `data-right` are what the site's style sheet and script (publish/static/quiz.*) hold on to.
    """
    parts = []
    for question in questions:
        choices = "".join(
            f'<details class="lab-choice" data-right="{"yes" if choice.right else "no"}">'
            f"<summary>{LETTERS[i]}. {rich(choice.text)}</summary>"
            f"<p><strong>{'Right' if choice.right else 'Not right'}.</strong> {rich(choice.why)}</p></details>"
            for i, choice in enumerate(question.choices)
        )
        parts.append(
            f'<div class="lab-question" role="group" aria-label="Question {question.id}">'
            f"<p><strong>{question.id}</strong> {rich(question.text)}</p>"
            f"{choices}{_fold('Model answer', question)}</div>"
        )
    return "\n".join(parts)


def reveal_cards(questions: Sequence[Question]) -> str:
    """HTML without choices: each question a fold that holds its model answer, for recall."""
    return "\n".join(_fold(f"<strong>{q.id}</strong> {rich(q.text)}", q) for q in questions)


def _fold(summary: str, question: Question) -> str:
    return f'<details class="lab-answer"><summary>{summary}</summary><p>{rich(question.answer)}</p></details>'


def rich(text: str) -> str:
    """Text of a question as HTML: escaped, with `code` in backticks marked as such."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def plain_cards(questions: Sequence[Question]) -> str:
    """The same as ASCII text: questions and choices first, then the answers."""
    ask, tell = [], []
    for q in questions:
        ask += [f"{q.id} {q.text}", *(f"  {LETTERS[i]}. {c.text}" for i, c in enumerate(q.choices))]
        letter = next(LETTERS[i] for i, c in enumerate(q.choices) if c.right)
        tell.append(f"{q.id} {letter}. {q.answer}")
    return ascii_text("\n".join([*ask, "Answers", *tell]))


def imbalance(questions: Sequence[Question]) -> list[str]:
    """Ways in which the right answers can be guessed without reading: an empty list is balanced.

    Each question needs 3 or 4 choices, one of them right. From four questions on, where a share means something, the
    right one may not sit in one place, nor be the longest, nor the shortest, in more than half of them, and over all
    of them right and wrong choices are equally long within LENGTH_LIMIT.
    """
    problems = []
    found: list[tuple[int, list[int]]] = []  # place of the right choice, lengths of all
    for q in questions:
        right = [i for i, c in enumerate(q.choices) if c.right]
        if len(right) != 1 or not 3 <= len(q.choices) <= 4:
            problems.append(f"{q.id}: {len(right)} right of {len(q.choices)} choices, needs 1 of 3 or 4")
        else:
            found.append((right[0], [len(c.text) for c in q.choices]))
    total = len(found)
    if total < 4:
        return problems
    seen = Counter([f"the right answer is {LETTERS[place]}" for place, _ in found])
    for name, extreme in (("longest", max), ("shortest", min)):
        seen[f"the right answer is the {name}"] = sum(
            [i for i, n in enumerate(ls) if n == extreme(ls)] == [place] for place, ls in found
        )
    problems += [f"{what} in {count} of {total} questions" for what, count in seen.items() if count > total / 2]
    ratio = fmean(ls[place] for place, ls in found) / fmean(
        n for place, ls in found for i, n in enumerate(ls) if i != place
    )
    if not 1 / LENGTH_LIMIT <= ratio <= LENGTH_LIMIT:
        problems.append(f"right answers are {ratio:.2f} times as long as wrong ones, limit {LENGTH_LIMIT:g}")
    return problems
