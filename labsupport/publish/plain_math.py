"""A sphinx math renderer that shows formulas as their TeX source: for a site without a local MathJax."""

from __future__ import annotations

from typing import Any


def _inline(writer: Any, node: Any) -> None:
    from docutils import nodes  # type: ignore[import-untyped]

    writer.body.append(f'<code class="math">{writer.encode(node.astext())}</code>')
    raise nodes.SkipNode


def _block(writer: Any, node: Any) -> None:
    from docutils import nodes

    writer.body.append(f'<pre class="math">{writer.encode(node.astext())}</pre>')
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, Any]:
    """Register the renderer "plain"."""
    app.add_html_math_renderer("plain", inline_renderers=(_inline, None), block_renderers=(_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
