"""`lab uninstall [--yes]`: list, then remove, everything that the lab put on this machine."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from labsupport import settings
from labsupport.bootstrap import FOLDERS
from labsupport.errors import LabError

# What the lab writes into its home; whoever adds a name there adds it here.
WRITTEN = {
    "services", "records", "runs", "jupyter", "progress.json", "qdrant", "models", "training", "cache",
    "ipython", "matplotlib", "jupyter-test", ".DS_Store",
}  # fmt: skip


def targets(root: Path, home: Path) -> list[tuple[Path, str]]:
    """What exists and would go, with its purpose."""
    known = [
        (home, "lab home: services, records, progress"),
        (root / "work", "YOUR WORKING COPIES of the notebooks"),
        (root / "build", "logs and generated pages"),
        *((root / FOLDERS[kind], f"{kind} environment") for kind in ("serve", "lab")),  # this process runs in `lab`
    ]
    return [(path, purpose) for path, purpose in known if path.exists()]


def check_home(home: Path, root: Path) -> None:
    """Raise LabError for a lab home that holds other things too, or that contains the project or the user's home."""
    for precious in (Path.home(), root):
        if precious == home or precious.is_relative_to(home):
            raise LabError(f"LAB_HOME={home} contains {precious}", "remove the lab's files there by hand")
    if home.is_dir():
        names = {entry.name for entry in home.iterdir()}
        # beside the names: lock files, half-written files and copies of a damaged file, all named after it
        other = sorted(name for name in names - WRITTEN if not name.lstrip(".").startswith("progress.json."))
        if other:
            raise LabError(
                f"LAB_HOME={home} holds things that are not the lab's: {', '.join(other[:5])}",
                "check the setting, or move them away; nothing was removed",
            )


def size_mb(path: Path) -> float:
    """Size on disk of a folder in MB (10^6 bytes), links not followed."""
    total = 0
    for base, _, files in os.walk(path):
        for name in files:
            entry = Path(base, name)
            if not entry.is_symlink():
                total += entry.stat().st_size
    return total / 1e6


def main(argv: list[str]) -> int:
    """Ask, stop what runs, remove. Exit code 1 when the person declines."""
    parser = argparse.ArgumentParser(prog="lab uninstall", description="remove everything the lab put here")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(argv)
    root, home = settings.repo_root(), settings.load().home
    check_home(home, root)
    found = targets(root, home)
    for path, purpose in found:
        print(f"  {size_mb(path):7.0f} MB  {path}  ({purpose})")
    if not found:
        print("nothing to remove")
        return 0
    if not args.yes:
        if not sys.stdin.isatty():
            raise LabError("lab uninstall needs an answer and this is not a terminal", "give --yes to remove all of it")
        if input("remove all of it? type yes: ").strip() != "yes":
            print("nothing was removed")
            return 1
    from labsupport.publish import open_lab
    from labsupport.services import commands

    open_lab.stop(home)
    commands.down([])
    for path, _ in found:
        shutil.rmtree(path, ignore_errors=False) if path.is_dir() else path.unlink()
        print(f"removed {path}")
    print(f"the project folder itself stays: {root}")
    return 0
