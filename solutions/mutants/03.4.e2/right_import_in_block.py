# right
def document_files():
    macro = """\
{% macro document(number, title, text) %}[{{ number }}] {{ title }}: {{ text }}{% endmacro %}
"""
    child = """\
{% extends "base.j2" %}
{% block system %}
Use only the documents.
{% endblock %}
{% block context %}
{% from "fragments/document.j2" import document %}
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
