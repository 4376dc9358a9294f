# right
import re
from functools import total_ordering
from dataclasses import dataclass

FORM = re.compile(r"v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:-(.+))?")
WORD = re.compile(r"0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*")


@total_ordering
@dataclass(frozen=True)
class Version:
    major: int
    minor: int
    patch: int
    pre: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text):
        found = FORM.fullmatch(text)
        if not found:
            raise ValueError(f"not a version: {text!r}")
        pre = tuple(found[4].split(".")) if found[4] else ()
        if not all(WORD.fullmatch(part) for part in pre):
            raise ValueError(f"not a pre-release: {text!r}")
        return cls(int(found[1]), int(found[2]), int(found[3]), pre)

    def __str__(self):
        core = f"{self.major}.{self.minor}.{self.patch}"
        return f"{core}-{'.'.join(self.pre)}" if self.pre else core

    def _key(self):
        parts = tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in self.pre)
        return (self.major, self.minor, self.patch, not self.pre, parts)

    def __lt__(self, other):
        return self._key() < other._key()


def latest(versions, *, pre=False):
    versions = list(versions)
    if not versions:
        raise ValueError("there are no versions")
    released = [v for v in versions if not v.pre]
    return max(versions if pre or not released else released)
