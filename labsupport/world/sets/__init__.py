"""The labelled sets of the lab world, one module a set: what an item is, how items are made, how one is proved.

Every item has `id`, `split`, `template` (which wording made it) and `entities` (the subjects that it is about); no
entity and no template occurs in two splits of a set. The log `traffic` is the exception: its rows have none of them.
`prove` derives an item's label again from graph and documents, without the code that made it: it returns what is wrong.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, get_args

from labsupport.errors import LabError
from labsupport.world.entities import World
from labsupport.world.sides import Split

NAMES = (
    "queries", "qa", "claims", "extract", "tickets", "tasks", "conversations", "traffic", "attacks", "benign_hard",
    "pii", "images", "syncs", "contradictions",
)  # fmt: skip


class Module(Protocol):
    """What a module of this package offers."""

    Item: type

    def make(self, world: World) -> Sequence[Any]:
        """All items of a world, in a fixed order; the same world gives the same items."""

    def prove(self, item: Any, world: World) -> list[str]:
        """What is wrong with an item's label, judged from the graph and the documents; empty when all is right."""


def module(name: str) -> Module:
    """The module of a set. Raises LabError for an unknown name."""
    if name not in NAMES:
        raise LabError(f"unknown labelled set {name!r}", f"use one of: {', '.join(NAMES)}")
    return importlib.import_module(f"labsupport.world.sets.{name}")


def make(name: str, world: World) -> tuple[Any, ...]:
    """The items of a set for any world with documents."""
    return tuple(module(name).make(world))


def divided(name: str) -> bool:
    """Whether the items of a set belong to splits; the request log does not."""
    return "split" in module(name).Item.__annotations__


@cache
def _read(name: str, folder: Path) -> tuple[Any, ...]:
    from labsupport.world import store

    return store.read_set(name, module(name).Item, folder)


def read(name: str, split: Split | None, folder: Path) -> tuple[Any, ...]:
    """The shipped items of a set, all or one split. Raises LabError: unknown set or split, damaged or missing file."""
    module(name)
    if split is not None and split not in get_args(Split):
        raise LabError(f"unknown split {split!r}", f"use one of: {', '.join(get_args(Split))}")
    if split is not None and not divided(name):
        raise LabError(f"{name} is one log without splits", f"read all of it: world.{name}()")
    items = _read(name, folder)
    return items if split is None else tuple(i for i in items if i.split == split)
