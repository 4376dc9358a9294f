"""The prompts that come with the lab: a registry and templates under `data/prompts`, with a manifest of all files.

After a change of a template or the datasheet, `python -m labsupport.prompts.shipped` writes the manifest anew.
"""

from __future__ import annotations

from pathlib import Path

from labsupport import settings
from labsupport.models import folders
from labsupport.prompts.store import PromptStore


def prompts_dir() -> Path:
    """The folder of all of them."""
    return settings.repo_root() / "data" / "prompts"


def templates_dir() -> Path:
    """Templates and fragments, for `PromptTemplate` and `compose`."""
    return prompts_dir() / "templates"


def registry() -> PromptStore:
    """The shipped versions. It belongs to the repository: publish into a store of your own."""
    return PromptStore(prompts_dir() / "registry")


def verify() -> None:
    """Raises LabError naming the first file that is missing or changed."""
    folders.compare(prompts_dir(), "restore the file from the repository, or publish the change as a new version")


if __name__ == "__main__":
    folders.write_manifest(prompts_dir(), "prompts")
