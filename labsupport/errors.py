"""The one error type that the lab shows to people: what is wrong, with the value, and what to do about it."""

from __future__ import annotations


class LabError(Exception):
    """A problem that a person can mend.

    `problem` names the value that is wrong; `remedy` is the next step to take. The command line prints both
    on two lines without a traceback; in a notebook the text of the exception is the same two lines.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}\n  remedy: {remedy}")
        self.problem = problem
        self.remedy = remedy

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback: the frames inside the lab say nothing that helps a reader."""
        return [f"LabError: {self}"]
