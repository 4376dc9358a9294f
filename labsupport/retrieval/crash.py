"""A process that dies after a given write: the only way to know that the next run heals what this one left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

WRITES = frozenset({"upsert", "refresh", "bury", "erase", "put", "forget"})


class Died(Exception):
    """Stands for the end of the process; what was written before it is there."""


class Fuse:
    """Counts writes and breaks after number `at` (from 1; None: never). `log` holds the names of the writes."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.log: list[str] = []

    def burn(self, name: str) -> None:
        """One write was done. Raises Died when it was the last one."""
        self.log.append(name)
        if len(self.log) == self.at:
            raise Died(f"after write {self.at}, {name}")


class Fused:
    """Stands in for a store or a manifest: every call goes through, and each write burns the fuse."""

    def __init__(self, inner: Any, fuse: Fuse) -> None:
        self._inner, self._fuse = inner, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name not in WRITES:
            return found

        def write(*args: Any, **named: Any) -> Any:
            done = found(*args, **named)
            # an empty write reaches nobody
            if not (name in WRITES - {"put", "forget"} and isinstance(args[0], Sequence) and not args[0]):
                self._fuse.burn(name)
            return done

        return write
