"""Model cards and the datasheet of the lab world as pages; they live beside the weights and the data."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from labsupport.errors import LabError

FIGURE = re.compile(r"\]\(([\w-]+\.png)\)")
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)


def write(root: Path, folder: Path) -> tuple[list[str], list[str]]:
    """Write the pages under `folder`; returns those of the models and those of the data. Raises LabError for a model
    without a card."""
    models = []
    for path in sorted(p for p in (root / "data" / "models").glob("*") if p.is_dir()):
        card = path / "README.md"
        if not card.is_file():
            raise LabError(f"data/models/{path.name} has no README.md", "write its card")
        models.append(_page(folder, f"models/{path.name}", _with_figures(path, folder / "models")))
    sheets = sorted((root / "data").glob("*/DATASHEET.md"))
    return models, [_page(folder, f"data/{p.parent.name}", p.read_text(encoding="utf-8")) for p in sheets]


def _with_figures(model: Path, target: Path) -> str:
    """The text of a model's card; its figures are copied into `target` under the model's name."""
    text = (model / "README.md").read_text(encoding="utf-8")
    for figure in FIGURE.findall(text):
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(model / figure, target / f"{model.name}-{figure}")
    return FIGURE.sub(rf"]({model.name}-\1)", text)


def _page(folder: Path, name: str, card: str) -> str:
    """Save a card without its front matter, whose lines follow the title."""
    match = FRONT.match(card)
    about = [line.partition(":") for line in match[1].split("\n") if ":" in line] if match else []
    body = FRONT.sub("", card).strip()
    if about:
        told = "; ".join(f"{key.strip().replace('_', ' ')}: {value.strip()}" for key, _, value in about)
        title, _, rest = body.partition("\n")
        body = f"{title}\n\n{told[0].upper()}{told[1:]}.\n{rest}"
    path = folder / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body + "\n", encoding="utf-8")
    return name
