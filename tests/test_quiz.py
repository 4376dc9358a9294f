"""Review questions: what their HTML and their plain text hold, and whether they can be guessed without reading."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from labsupport.lab import exercises, quiz
from labsupport.lab.check import Choice, Question
from labsupport.publish import build, source

QUESTION = Question(
    id="99.1.q1", text="Is `1 < 2`?", answer="It is: `1` comes first.",
    choices=(Choice("no", False, "count"), Choice("yes <b>", True, "it is"), Choice("maybe", False, "no")),
)  # fmt: skip


class Text(HTMLParser):
    """Texts of a fragment by the element around each, and its nesting checked."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.feed(fragment)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append((self.open[-1], data.strip()))


def question(right: int, lengths: tuple[int, ...] = (8, 8, 8)) -> Question:
    choices = tuple(Choice("x" * length, place == right, "a reason") for place, length in enumerate(lengths))
    return Question(id=f"99.1.q{right}", text="?", choices=choices, answer="Right.")


def test_a_quiz_gives_each_choice_its_reason_in_a_fold_that_needs_no_script() -> None:
    page = quiz.html_cards((QUESTION,))
    assert [page.count(f'class="{name}"') for name in ("lab-question", "lab-choice", "lab-answer")] == [1, 3, 1]
    assert page.count("<details") == page.count("<summary>") == 4
    assert [part.split('"')[0] for part in page.split('data-right="')[1:]] == ["no", "yes", "no"]
    found = Text(page).found
    assert found[:3] == [("strong", "99.1.q1"), ("p", "Is"), ("code", "1 < 2")]
    assert [text for tag, text in found if tag == "summary"] == ["A. no", "B. yes <b>", "C. maybe", "Model answer"]
    assert [text for tag, text in found if tag == "strong"][1:] == ["Not right.", "Right.", "Not right."]
    assert "<script" not in page


def test_a_reveal_card_shows_the_question_and_hides_the_answer_only() -> None:
    found = Text(quiz.reveal_cards((QUESTION,))).found
    assert found == [
        ("strong", "99.1.q1"), ("summary", "Is"), ("code", "1 < 2"), ("summary", "?"),
        ("p", "It is:"), ("code", "1"), ("p", "comes first."),
    ]  # fmt: skip


def test_a_balanced_set_has_no_problem() -> None:
    assert quiz.imbalance([question(i % 3) for i in range(6)]) == []
    assert quiz.imbalance([question(1)] * 3) == []  # three say nothing yet


@pytest.mark.parametrize(
    ("questions", "problem"),
    [
        ([question(1)] * 4, "the right answer is B in 4 of 4 questions"),
        ([question(0, (9, 8, 8)), question(1, (8, 9, 8)), question(2, (8, 8, 9)), question(0)], "the longest in 3"),
        ([question(0, (7, 8, 8)), question(1, (8, 7, 8)), question(2, (8, 8, 7)), question(0)], "shortest in 3"),
        (
            [question(0, (90, 8, 8)), question(1, (8, 90, 8)), question(2), question(0)],
            "times as long as wrong ones",
        ),
        ([question(0, (8, 8))], "1 right of 2 choices"),
        ([question(7)], "0 right of 3 choices"),
    ],
)  # fmt: skip
def test_a_set_that_can_be_guessed_is_named(questions: list[Question], problem: str) -> None:
    assert [text for text in quiz.imbalance(questions) if problem in text]


@pytest.mark.parametrize("stage", exercises.stages())
def test_questions_of_every_stage_are_balanced(stage: str) -> None:
    assert quiz.imbalance(exercises.questions(stage)) == []


@pytest.mark.parametrize("stage", exercises.stages())
def test_every_choice_has_a_reason_and_every_question_an_answer(stage: str) -> None:
    for asked in exercises.questions(stage):
        assert all(len(choice.why.split()) >= 3 for choice in asked.choices), asked.id
        assert len({choice.why for choice in asked.choices}) == len(asked.choices), asked.id
        assert len(asked.answer.split()) >= 5, asked.id


@pytest.mark.parametrize("path", source.find_stages(), ids=lambda p: p.stem)
def test_the_stored_reviews_are_those_of_today(path) -> None:
    """A solution notebook shows the questions as they were when it ran; the site shows what the notebook stores."""
    made = build.read_notebook(path.with_suffix(".ipynb"))
    cells = [c for c in made["cells"] if c["cell_type"] == "code" and c["metadata"]["lab"]["kind"] == "review"]
    assert cells
    for cell in cells:
        topic = cell["metadata"]["lab"]["topic"]
        stored = ["".join(out["data"]["text/html"]) for out in cell["outputs"]]
        assert stored == [quiz.html_cards(exercises.questions(topic.split(".")[0], topic))], topic
