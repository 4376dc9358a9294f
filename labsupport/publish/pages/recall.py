"""Review cards: every question of every stage without its choices, the model answer in a fold."""

from __future__ import annotations

from labsupport.lab import exercises, quiz
from labsupport.publish.pages import text
from labsupport.publish.pages.course import Course


def page(found: Course) -> str:
    """The page of all cards, topic by topic."""
    parts = []
    count = 0
    for stage in found.stages:
        for topic, title in stage.topics.items():
            asked = exercises.questions(stage.number, topic)
            count += len(asked)
            if asked:
                parts += [f"## {found.topic_link(topic)} {text.escape(title)}", quiz.reveal_cards(asked)]
    intro = (
        f"{text.number(count, 'question')} to answer from memory before you open the fold. The page of each topic asks "
        "them with choices, and tells of each choice why it is right or not."
    )
    return "\n\n".join(["# Review cards", intro, *parts]) + "\n"
