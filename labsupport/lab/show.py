"""Show things in a notebook, or print their plain text elsewhere. The only place that talks to IPython."""

from __future__ import annotations

from typing import Any


def in_notebook() -> bool:
    """Whether an IPython kernel runs this code."""
    import sys

    if "IPython" not in sys.modules:  # without the import there can be no kernel, and importing it costs 200 ms
        return False
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return shell is not None and getattr(shell, "kernel", None) is not None


def publish(plain: str, *, html: str = "", markdown: str = "") -> None:
    """Display HTML or Markdown with `plain` as its text form; outside a notebook print `plain`."""
    if not in_notebook():
        print(plain)
        return
    from IPython.display import display

    bundle: dict[str, Any] = {"text/plain": plain}
    if html:
        bundle["text/html"] = html
    if markdown:
        bundle["text/markdown"] = markdown
    display(bundle, raw=True)  # type: ignore[no-untyped-call]


def ascii_text(text: str) -> str:
    """`text` with every non-ASCII character escaped, for consoles of any code page."""
    return text.encode("ascii", "backslashreplace").decode()
