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


def draw(training: Mapping[str, Any]) -> bytes:
    """The figure as PNG from what training.json holds; equal values give equal bytes."""
    import matplotlib.style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    curve, skills = training["curve"], training["skills"]
    with matplotlib.style.context(STYLE):
        figure = Figure(figsize=(13.0, 4.0), layout="constrained")
        FigureCanvasAgg(figure)
        left, right = figure.subplots(1, 2)
        for name, label in (("loss", "all weighted tokens"), ("answer_loss", "tokens of answers")):
            groups = [curve[i : i + MEAN] for i in range(0, len(curve), MEAN)]
            left.plot(
                [g[-1]["tokens"] / 1e6 for g in groups], [sum(p[name] for p in g) / len(g) for g in groups], label=label
            )
        left.set(title="Loss", xlabel="tokens seen (million)", ylabel="loss (nats a token)", yscale="log")
        left.set_yticks(TICKS, [f"{tick:g}" for tick in TICKS])
        left.minorticks_off()
        for name in SHOWN:
            right.plot([p["tokens"] / 1e6 for p in skills], [p[name] for p in skills], marker="o", label=name)
        right.set(title="Exact on held-out worlds", xlabel="tokens seen (million)", ylabel="share (1)", ylim=(0, 1))
        for axes in (left, right):
            axes.legend(fontsize="small", loc="upper left", bbox_to_anchor=(1.0, 1.0))
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=100, metadata={"Software": None})
    return buffer.getvalue()


def alt(training: Mapping[str, Any]) -> str:
    """What the figure shows, in words: axes, trend, last values."""
    curve, skills = training["curve"], training["skills"]
    ends = ", ".join(f"{name} {skills[-1][name]:.2f}" for name in SHOWN)
    return (
        f"Loss in nats a token goes from {curve[0]['loss']:.2f} to {curve[-1]['loss']:.2f} over "
        f"{training['tokens'] / 1e6:.1f} million tokens; shares exact on held-out worlds at the last point: {ends}"
    )
