"""`figure()`: one style, labels with units, alt text, data one click away. matplotlib loads when one is drawn."""

from __future__ import annotations

import base64
import contextlib
import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labsupport.errors import LabError
from labsupport.lab.show import ascii_text, publish
from labsupport.lab.tables import html_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("lab.mplstyle")
UNIT = re.compile(r"[(\[][^)\]]+[)\]]\s*$")
PANEL = "display:inline-block;background:#ffffff;color:#1a1a1a;padding:12px;border:1px solid #8c8c8c;border-radius:8px"


@contextlib.contextmanager
def figure(
    figure_id: str,
    *,
    title: str,
    alt: str,
    data: Mapping[str, Sequence[Any]],
    ncols: int = 1,
    size: tuple[float, float] | None = None,
) -> Iterator[Any]:
    """Draw inside the block on the yielded axes; with `ncols` above 1 on `(figure, array of axes)`.

    `alt` says in at least three sentences or parts split by ";": what is plotted, the trend, the end values. `data`
    is the table behind the plot, columns of equal length. `size` is in inches. Every axis needs a label, and a
    numeric axis a unit in brackets, "time (ms)", "share (1)". Raises LabError, and shows nothing, if one is missing.
    """
    _check_texts(figure_id, title, alt, data)
    import matplotlib.style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.style.context(STYLE):
        fig: Figure = Figure(figsize=size or (3.5 + 3.5 * ncols, 4.0), layout="constrained")
        FigureCanvasAgg(fig)
        axes = fig.subplots(1, ncols)
        yield axes if ncols == 1 else (fig, axes)
        for ax in fig.axes:
            _check_axes(figure_id, ax)
        if ncols == 1:
            axes.set_title(title)
        else:
            fig.suptitle(title, x=0.01, ha="left", fontweight="bold", fontsize=12)
        png = render(fig)
    publish(ascii_text(f"Figure {figure_id}: {title}. {alt}"), html=html_figure(figure_id, title, alt, png, data))


def render(fig: Figure) -> bytes:
    """The figure as PNG without a software or date stamp, so that equal figures are equal bytes."""
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def html_figure(figure_id: str, title: str, alt: str, png: bytes, data: Mapping[str, Sequence[Any]]) -> str:
    """HTML `<figure>`: the image with alt text on a light panel, and its data table in a fold."""
    names = list(data)
    rows = [dict(zip(names, line, strict=True)) for line in zip(*(data[n] for n in names), strict=True)]
    image = base64.b64encode(png).decode()
    return (
        f'<figure id="fig-{figure_id.replace(".", "-")}" style="{PANEL}">'
        f'<img style="max-width:100%;height:auto" alt="{html.escape(alt, quote=True)}" '
        f'src="data:image/png;base64,{image}">'
        f"<figcaption>Figure {html.escape(figure_id)}: {html.escape(title)}</figcaption>"
        f"<details><summary>Data of figure {html.escape(figure_id)}</summary>{html_table(rows)}</details></figure>"
    )


def _check_texts(figure_id: str, title: str, alt: str, data: Mapping[str, Sequence[Any]]) -> None:
    if not title.strip():
        raise LabError(f"figure {figure_id} has no title", "give title='what is shown'")
    parts = [part for part in re.split(r";|[.!?](?:\s|$)", alt) if len(part.split()) >= 2]
    if len(parts) < 3:
        raise LabError(
            f"figure {figure_id}: alt text has {len(parts)} parts, needs 3",
            "say what is plotted; the trend; the end values",
        )
    lengths = {name: len(column) for name, column in data.items()}
    if not lengths or 0 in lengths.values() or len(set(lengths.values())) != 1:
        raise LabError(f"figure {figure_id}: data columns have the lengths {lengths}", "give columns of equal length")


def _check_axes(figure_id: str, ax: Axes) -> None:
    from matplotlib.category import StrCategoryConverter
    from matplotlib.ticker import FixedFormatter, NullFormatter

    if not ax.get_visible() or not ax.has_data():
        return
    for name, axis, label in (("x", ax.xaxis, ax.get_xlabel()), ("y", ax.yaxis, ax.get_ylabel())):
        formatter = axis.get_major_formatter()
        named = isinstance(formatter, FixedFormatter | NullFormatter) or isinstance(
            axis.get_converter(), StrCategoryConverter
        )
        if not label.strip():
            raise LabError(
                f"figure {figure_id}: the {name} axis has no label", f"call ax.set_{name}label('what (unit)')"
            )
        if not named and not UNIT.search(label):
            raise LabError(
                f"figure {figure_id}: the {name} label {label!r} has no unit",
                f"end it with the unit in brackets: {label} (ms), (tokens/s), (1) for a share",
            )
