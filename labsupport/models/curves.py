"""The picture of a training run on its card: loss, and what was exact on held-out worlds, by tokens seen."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = "curves.png"
STYLE = Path(__file__).parents[1] / "lab" / "lab.mplstyle"
SHOWN = ("repeat", "pairs", "fact:qa", "text:json", "text:category", "tool")  # of the skills that are probed
TICKS = (0.1, 0.2, 0.5, 1, 2, 5)
MEAN = 10  # points of the loss that are averaged, each over ten steps


def runs(training: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The training runs of a model in order: one, or two where it was trained on from a checkpoint of its own."""
    return [*([training["before"]] if "before" in training else []), training]


def draw(training: Mapping[str, Any]) -> bytes:
    """The figure as PNG from what training.json holds, a row for every run; equal values give equal bytes."""
    import matplotlib.style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shown = runs(training)
    with matplotlib.style.context(STYLE):
        figure = Figure(figsize=(13.0, 4.0 * len(shown)), layout="constrained")
        FigureCanvasAgg(figure)
        for at, (run, (left, right)) in enumerate(
            zip(shown, figure.subplots(len(shown), 2, squeeze=False), strict=True)
        ):
            curve, skills, since = run["curve"], run["skills"], ", trained on" if at else ""
            for name, label in (("loss", "all weighted tokens"), ("answer_loss", "tokens of answers")):
                groups = [curve[i : i + MEAN] for i in range(0, len(curve), MEAN)]
                left.plot([g[-1]["tokens"] / 1e6 for g in groups], [sum(p[name] for p in g) / len(g) for g in groups],
                          label=label)  # fmt: skip
            left.set(title=f"Loss{since}", ylabel="loss (nats a token)", yscale="log")
            left.set_yticks(TICKS, [f"{tick:g}" for tick in TICKS])
            left.minorticks_off()
            for name in SHOWN:
                right.plot([p["tokens"] / 1e6 for p in skills], [p[name] for p in skills], marker="o", label=name)
            right.set(title=f"Exact on held-out worlds{since}", ylabel="share (1)", ylim=(0, 1))
            for axes in (left, right):
                axes.set_xlabel(f"tokens seen{' since' if at else ''} (million)")
                axes.legend(fontsize="small", loc="upper left", bbox_to_anchor=(1.0, 1.0))
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=100, metadata={"Software": None})
    return buffer.getvalue()


def alt(training: Mapping[str, Any]) -> str:
    """What the figure shows, in words: axes, trend, last values."""
    return "; then, trained on: ".join(
        f"Loss in nats a token goes from {run['curve'][0]['loss']:.2f} to {run['curve'][-1]['loss']:.2f} over "
        f"{run['tokens'] / 1e6:.1f} million tokens; shares exact on held-out worlds at the last point: "
        + ", ".join(f"{name} {run['skills'][-1][name]:.2f}" for name in SHOWN)
        for run in runs(training)
    )
