"""`lab eval-models`: judges the shipped models, prints a table of each, and puts the figures into their folders."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from labsupport import models, offline
from labsupport.errors import LabError
from labsupport.models import card, folders
from labsupport.world.sides import Split


def generators() -> list[str]:
    """Names of the shipped models that write text."""
    return [name for name in models.names() if _writes_text(models.path(name))]


def _writes_text(folder: Path) -> bool:
    try:
        kinds = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("architectures") or []
    except (OSError, ValueError, AttributeError):  # a head, or a damaged file, which loading reports
        return False
    return any(str(kind).endswith("ForCausalLM") for kind in kinds)


def replace_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files of a model folder and their entries in MANIFEST.json; a reader sees the old folder or the new one.

    Other files and entries (which may lie in subfolders) stay as they are. Raises OSError when the disk is full; the
    folder is unchanged then.
    """
    with folders.replacing(folder) as fresh:
        shutil.copytree(folder, fresh, dirs_exist_ok=True)
        manifest = json.loads((fresh / folders.MANIFEST).read_text(encoding="utf-8"))
        for name, text in texts.items():
            raw = text.encode()
            (fresh / name).write_bytes(raw)
            (fresh / name).chmod(0o644)
            manifest["files"][name] = {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
        manifest["files"] = dict(sorted(manifest["files"].items()))
        (fresh / folders.MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def write(folder: Path, name: str, value: Mapping[str, Any]) -> None:
    """Put a JSON file (eval.json, bench.json) into a model folder, with the card that follows from it.

    Raises LabError for a folder that has no training.json, from which the card is written.
    """
    if not (folder / "training.json").exists():
        raise LabError(f"{folder} has no training.json, so its card cannot be written", "leave out --write")
    text = json.dumps(value, indent=1) + "\n"
    replace_files(folder, {name: text, "README.md": card.card(folder, {name: value})})


def table(evaluation: Mapping[str, Any]) -> str:
    """The figures of a model in plain text."""
    lines = [f"{evaluation['model']}: {evaluation['decoding']}; {evaluation['interval']}"]
    for split, rows in evaluation["metrics"].items():
        lines += ["", f"{split:<62} value   interval          n"]
        lines += [f"  {r['what'][:59]:<60} {r['value']:.3f}  {r['low']:.3f} to {r['high']:.3f} {r['n']:>5}"
                  for r in rows.values()]  # fmt: skip
    for name, rows in evaluation["bars"].items():
        lines += ["", f"{f'bars, {name} configuration':<45} bar    value  interval         reached"]
        lines += [f"  {r['name']:<42} {r['bar']:.2f}   {r['value']:.3f}  {r['low']:.3f} to {r['high']:.3f}  "
                  f"{r['reached']}" for r in rows.values()]  # fmt: skip
    if evaluation["gap"]:
        lines += ["", f"{'generalisation gap':<62} hand   test   difference"]
        lines += [f"  {r['what'][:59]:<60} {r['handwritten']:.3f}  {r['test']:.3f}  {r['difference']:+.3f}  "
                  f"{r['low']:+.3f} to {r['high']:+.3f}" for r in evaluation["gap"].values()]  # fmt: skip
    return "\n".join(lines)


def main(argv: list[str]) -> int:
    """`lab eval-models [NAME ...] [--n N] [--splits dev,test] [--write]`."""
    parser = argparse.ArgumentParser(prog="lab eval-models", description="Judge the shipped generator models.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: {', '.join(generators())}")
    parser.add_argument("--n", type=int, default=200, help="prompts of a kind at most (default 200)")
    parser.add_argument("--splits", default="dev,test", help="splits of the lab world (default dev,test)")
    parser.add_argument(
        "--write", action="store_true", help="put the figures into eval.json, the card and the manifest"
    )
    options = parser.parse_args(argv)
    splits = [s for s in options.splits.split(",") if s]
    unknown = [s for s in splits if s not in get_args(Split)]
    if unknown or not splits:
        raise LabError(f"--splits {options.splits!r} is not a list of splits", f"use {', '.join(get_args(Split))}")
    if options.n < 1:
        raise LabError(f"--n {options.n} asks for no prompt", "give a whole number above 0")
    if options.write and set(splits) != {"dev", "test"}:
        raise LabError("a card needs dev and test", "leave out --splits, or --write")
    folders = [models.verify(name) for name in options.names or generators()]
    offline.apply()  # before torch is imported: on a busy machine more threads only wait for each other
    from labsupport.models import evaluate

    for folder in folders:
        evaluation = evaluate.report(folder, name=folder.name, n=options.n, splits=splits)
        print(table(evaluation), end="\n\n", flush=True)
        if options.write:
            write(folder, "eval.json", evaluation)
            print(f"wrote {folder}", flush=True)
    return 0
