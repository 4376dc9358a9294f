# right
import functools


class Version:
    def __init__(self, major, minor, patch, pre=()):
        self.major, self.minor, self.patch, self.pre = major, minor, patch, tuple(pre)

    @classmethod
    def parse(cls, text):
        rest = text.removeprefix("v")
        core, dash, tail = rest.partition("-")
        numbers = [cls._number(part, text) for part in core.split(".")]
        if len(numbers) != 3 or (dash and not tail):
            raise ValueError(text)
        pre = tail.split(".") if dash else []
        for part in pre:
            if not part or not all(c.isascii() and (c.isalnum() or c == "-") for c in part):
                raise ValueError(text)
            if part.isdecimal():
                cls._number(part, text)
        return cls(*numbers, pre)

    @staticmethod
    def _number(part, text):
        if not (part.isascii() and part.isdecimal()) or (part[0] == "0" and part != "0"):
            raise ValueError(f"{part!r} in {text!r} is no number of a version")
        return int(part)

    def __str__(self):
        return ".".join(map(str, (self.major, self.minor, self.patch))) + ("-" + ".".join(self.pre) if self.pre else "")

    def compare(self, other):
        mine, theirs = (self.major, self.minor, self.patch), (other.major, other.minor, other.patch)
        if mine != theirs:
            return -1 if mine < theirs else 1
        if bool(self.pre) != bool(other.pre):
            return -1 if self.pre else 1
        for a, b in zip(self.pre, other.pre):
            if a == b:
                continue
            if a.isdecimal() and b.isdecimal():
                return -1 if int(a) < int(b) else 1
            if a.isdecimal() != b.isdecimal():
                return -1 if a.isdecimal() else 1
            return -1 if a < b else 1
        return (len(self.pre) > len(other.pre)) - (len(self.pre) < len(other.pre))

    def __eq__(self, other):
        return isinstance(other, Version) and self.compare(other) == 0

    def __hash__(self):
        return hash(str(self))

    def __lt__(self, other):
        return self.compare(other) < 0

    def __gt__(self, other):
        return self.compare(other) > 0

    def __le__(self, other):
        return self.compare(other) <= 0

    def __ge__(self, other):
        return self.compare(other) >= 0


def latest(versions, *, pre=False):
    best = fallback = None
    for one in versions:
        if pre or not one.pre:
            best = one if best is None or one > best else best
        fallback = one if fallback is None or one > fallback else fallback
    if fallback is None:
        raise ValueError("no versions to choose from")
    return fallback if best is None else best
