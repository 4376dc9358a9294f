# right
def document_files():
    macro = """\
{%- macro document(number, title, text) -%}
[{{ number }}] {{ title }}: {{ text }}
{%- endmacro -%}
"""
    child = """\
{% extends "base.j2" %}
{% from "fragments/document.j2" import document %}
{% block system %}
Use only the documents.
{% endblock %}
{% block context %}
{% if documents %}
{% for entry in documents %}
{{ document(number=loop.index, title=entry["title"], text=entry["text"]) }}
{% endfor %}
{% else %}
(no documents)
{% endif %}
{% endblock %}
{% block instructions %}
{{ question }}
{% endblock %}
"""
    return {"fragments/document.j2": macro, "answer.j2": child}
