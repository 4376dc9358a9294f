"""Markdown for generated pages: tables, escapes, folds, HTML back to text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

SPECIAL = re.compile(r"[\\$*_<>\[\]{}|~]")


def escape(text: str) -> str:
    """`text` as Markdown that shows it unchanged, except that `code` in backticks stays code."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(part if i % 2 else SPECIAL.sub(r"\\\g<0>", part) for i, part in enumerate(parts))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table of cells that are Markdown already; a head that ends with ":" is set to the right."""
    right = [name.endswith(":") for name in head]
    lines = [[name.removesuffix(":") for name in head], ["--:" if r else "---" for r in right], *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))


def fold(summary: str, body: str, name: str) -> str:
    """A fold that opens without JavaScript; `body` is Markdown, `name` a class for the style sheet."""
    return f'<details class="{name}">\n<summary>{html.escape(summary)}</summary>\n\n{body.strip()}\n\n</details>'


def fenced(text: str, language: str) -> str:
    """A code block that may hold backticks itself."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def plain(markup: str) -> str:
    """HTML as text in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def number(count: int, one: str, many: str = "") -> str:
    """ "1 claim", "2 claims"."""
    return f"{count} {one if count == 1 else many or one + 's'}"
