# diagnosis: macro-not-a-file
MACRO = "{% macro document(number, title, text) %}[{{ number }}] {{ title }}: {{ text }}{% endmacro %}"


def document_files():
    child = """\
{% extends "base.j2" %}
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
    return {"answer.j2": child}
