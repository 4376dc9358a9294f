# diagnosis: macro-in-child
def document_files():
    macro = """\
{# the macro is in answer.j2 #}
"""
    child = """\
{% extends "base.j2" %}
{% macro document(number, title, text) %}[{{ number }}] {{ title }}: {{ text }}{% endmacro %}
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
