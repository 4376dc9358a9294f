"""Prompt registries and templates as they are often copied, errors kept, so that one can watch them."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# ---- registry


@dataclass
class NaivePrompt:
    """Fixed fields: every other key of the metadata is a TypeError."""

    name: str
    version: str
    template: str
    sha256: str
    description: str = ""
    model: str = ""


def naive_latest(folder: Path) -> str:
    """Last of the sorted file names: v1.9.0 beats v1.10.0. An empty folder is an IndexError."""
    return sorted(path.stem for path in folder.glob("*.txt"))[-1]


def naive_load(root: Path, name: str, version: str = "latest") -> NaivePrompt:
    """`load(root, "qa", "1.2.0")` fails since the files are called v1.2.0.txt; `../` in a name leaves the folder.

    The text is read in whatever encoding the machine has. The hash is computed and compared with nothing. The metadata
    is splatted: author and date are a TypeError, and so is version, which is then passed twice.
    """
    folder = root / name
    stem = naive_latest(folder) if version == "latest" else version
    text = (folder / f"{stem}.txt").read_text()
    record = folder / f"{stem}.json"
    meta = json.loads(record.read_text()) if record.exists() else {}
    digest = hashlib.sha256(text.encode()).hexdigest()
    return NaivePrompt(name=name, version=stem, template=text, sha256=digest, **meta)


def naive_render(template: str, **values: Any) -> str:
    """`str.format`: braces of JSON are a KeyError or IndexError, values that are not used pass without a word."""
    return template.format(**values)


def naive_render_twice(template: str, first: Mapping[str, Any], second: Mapping[str, Any]) -> str:
    """Defaults first, then the request: what a user writes in braces in the first round is filled in in the second."""
    return template.format(**first).format(**second)


def naive_ab(
    a: str, b: str, cases: Sequence[Mapping[str, Any]], scorer: Callable[[str, Mapping[str, Any]], float]
) -> str:
    """The greater mean wins, whatever the number of cases; a tie goes to "a". The scorer gets the raw template.

    No case is a ZeroDivisionError.
    """
    means = {name: sum(scorer(text, case) for case in cases) / len(cases) for name, text in (("a", a), ("b", b))}
    return max(means, key=lambda name: means[name])


def naive_regression(before: float, after: float, points: float = 0.02) -> bool:
    """The 2-point rule: a drop of more than two points is a regression, on 20 cases as on 2,000."""
    return before - after > points


# ---- templates

NAIVE_MACRO = "{% macro citation_macro(source) %}[{{ source.number }}] {{ source.text }}{% endmacro %}"
"""A macro that no loader ever sees."""

NAIVE_BASE = "{% block system %}You answer questions.{% endblock %}\n{% block body %}{% endblock %}"
NAIVE_CHILD = (
    '{% extends "base.j2" %}{% block body %}{% for source in sources %}{{ citation_macro(source) }}\n{% endfor %}'
    "Question: {{ question }}{% endblock %}"
)


def naive_render_template(source: str, values: Mapping[str, Any]) -> str:
    """Jinja with the defaults of a web page. Undefined names render as nothing, and so does a missing question.

    Auto-escape goes by the ending of the file, so that it is off for `rag.j2`. `NAIVE_CHILD` raises that
    citation_macro is undefined. A user's text given as `source` is executed.
    """
    from jinja2 import DictLoader, Environment, select_autoescape

    loader = DictLoader({"base.j2": NAIVE_BASE, "rag.j2": source})
    env = Environment(loader=loader, autoescape=select_autoescape(["html"]))
    return env.get_template("rag.j2").render(**values)


def naive_chat(system: str, user: str) -> str:
    """One formatted string. Tokenized as it is, chat marks that the user wrote become control tokens."""
    return f"<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{user}<|im_end|>\n<|im_start|>assistant\n"


def naive_escape(text: str) -> str:
    """HTML escapes, as if the model were a browser: < & and quotes are corrupted, plain orders pass."""
    return html.escape(text)


def naive_strip(prompt: str) -> str:
    """Removes end marks from the finished string, those of the template among them; nested marks grow together."""
    return prompt.replace("<|im_end|>", "")


NAIVE_REFUND = """\
{% if faulty %}
{% if days <= 60 %}
Refund the whole price.
{% else %}
Offer a repair.
{% endif %}
{% else %}
{% if days <= 30 %}
{% if opened %}
{% if days <= 30 %}
{% if member %}
Offer a voucher.
{% else %}
Decline.
{% endif %}
{% else %}
Refund half of the price.
{% endif %}
{% else %}
Refund the whole price.
{% endif %}
{% else %}
{% if member %}
{% if days <= 60 %}
Offer a voucher.
{% else %}
Decline.
{% endif %}
{% else %}
Decline.
{% endif %}
{% endif %}
{% endif %}
"""
"""A refund rule as five levels of ifs. The fourth was pasted from the second and should read `days > 14`."""
