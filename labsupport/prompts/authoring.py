"""A child template and its macro, as files: what a person writes who adds a prompt to a folder of templates."""

from __future__ import annotations


def document_files() -> dict[str, str]:
    """Two template files by name, for a folder that holds the lab's `base.j2`.

    "fragments/document.j2" defines the macro `document(number, title, text)`, which prints "[1] Title: text" from its
    arguments and reads nothing else. "answer.j2" extends base.j2 and imports the macro. Its block `system` is "Use
    only the documents."; `context` is one line for each of `documents` (with title and text), numbered from 1, or
    "(no documents)"; `instructions` is the `question`. It reads `documents` and `question`, no other name.
    """
    # BEGIN SOLUTION
    macro = "{% macro document(number, title, text) %}[{{ number }}] {{ title }}: {{ text }}{% endmacro %}\n"
    child = """\
{% extends "base.j2" %}
{% from "fragments/document.j2" import document %}
{% block system %}
Use only the documents.
{% endblock %}
{% block context %}
{% for entry in documents %}
{{ document(loop.index, entry.title, entry.text) }}
{% else %}
(no documents)
{% endfor %}
{% endblock %}
{% block instructions %}
{{ question }}
{% endblock %}
"""
    return {"fragments/document.j2": macro, "answer.j2": child}
    # END SOLUTION
