"""Wording is partitioned like names: what the lab world says, training worlds never say, and the reverse.

A bank of templates is split by the hash rank of its texts, 60% for the lab world. Within the lab world, templates of
labelled items are split again, so that train, dev and test never share one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, TypeVar

from labsupport.world.names import Side

T = TypeVar("T")
Split = Literal["train", "dev", "test"]
PATTERN: tuple[Split, ...] = ("train", "dev", "test", "train", "dev", "test", "train", "dev", "test", "train")
FIXED = 4  # banks with fewer entries are short fixed wording that both sides use


def rank(text: str) -> bytes:
    """What decides the place of a text in every partition: its hash, nothing else."""
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


@cache
def _share(bank: tuple[Any, ...], where: Side) -> tuple[Any, ...]:
    if len(bank) < FIXED:
        return bank
    ordered = sorted(range(len(bank)), key=lambda i: rank(repr(bank[i])))
    cut = max(2, round(len(bank) * 0.6))
    chosen = set(ordered[:cut] if where == "lab" else ordered[cut:])
    return tuple(entry for i, entry in enumerate(bank) if i in chosen)


def share(bank: Sequence[T], where: Side) -> tuple[T, ...]:
    """The part of a bank (strings or tuples of strings) that one side may use, in the bank's order."""
    return _share(tuple(bank), where)


@cache
def _by_split(bank: tuple[Any, ...], split: Split) -> tuple[tuple[int, Any], ...]:
    if len(bank) < 3:
        raise ValueError(f"a bank of {len(bank)} cannot be divided into train, dev and test; write at least 3 entries")
    ordered = sorted(range(len(bank)), key=lambda i: rank("split" + repr(bank[i])))
    mine = {i for at, i in enumerate(ordered) if PATTERN[at % len(PATTERN)] == split}
    return tuple((i, bank[i]) for i in sorted(mine))


def by_split(bank: Sequence[T], split: Split) -> tuple[tuple[int, T], ...]:
    """(index in the bank, template) of the templates that items of one split may use. Needs three or more."""
    return _by_split(tuple(bank), split)
