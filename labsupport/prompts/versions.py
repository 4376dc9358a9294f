"""Semantic versions and the latest of several. Source: semver.org 2.0.0, without build metadata."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_NUMBER = r"(?:0|[1-9][0-9]{0,8})"
_PART = rf"(?:{_NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_FORM = re.compile(rf"v?({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:-({_PART}(?:\.{_PART})*))?")
LONGEST = 64  # characters


@functools.total_ordering
@dataclass(frozen=True)
class Version:
    """A version, as in 1.10.0 or 2.0.0-rc.1; versions compare as numbers, a pre-release below its release."""

    major: int
    minor: int
    patch: int
    pre: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The version that a text names: three numbers, perhaps a `v` before and a pre-release behind them.

        Raises ValueError for anything else, also for 1.2, 01.2.3, vv1.2.3, spaces and build metadata.
        """
        # BEGIN SOLUTION
        # fullmatch: `$` would let a line end pass; [0-9]: \d would let digits of other scripts pass
        match = _FORM.fullmatch(text) if len(text) <= LONGEST else None
        if match is None:
            raise ValueError(f"version {text[:LONGEST]!r} is not of the form 1.2.3 or 1.2.3-rc.1")
        major, minor, patch, pre = match.groups()
        return cls(int(major), int(minor), int(patch), tuple(pre.split(".")) if pre else ())
        # END SOLUTION

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}" + (f"-{'.'.join(self.pre)}" if self.pre else "")

    def __lt__(self, other: object) -> bool:
        # BEGIN SOLUTION
        if not isinstance(other, Version):
            return NotImplemented
        return self._key() < other._key()
        # END SOLUTION

    def _key(self) -> tuple[object, ...]:
        # BEGIN SOLUTION
        # numbers of a pre-release compare as numbers and below words; fewer parts come first
        parts = tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in self.pre)
        return self.major, self.minor, self.patch, not self.pre, parts
        # END SOLUTION


def latest(versions: Iterable[Version], *, pre: bool = False) -> Version:
    """The highest version. A pre-release counts only with `pre`, or where there is nothing else.

    Raises ValueError for no versions.
    """
    # BEGIN SOLUTION
    every = list(versions)
    if not every:
        raise ValueError("no versions: there is no latest")
    return max([v for v in every if pre or not v.pre] or every)
    # END SOLUTION
