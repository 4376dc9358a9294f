"""An event as it travels: who sent it, what it is, what it says, when. Knows nothing of queues or transports."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    id: the sender's own identity of the event, the same in every redelivery. type: what kind of thing. payload: text
    keys and values that JSON can hold; it is copied, so that later changes by the sender do not reach a receiver.
    occurred_at: with a time zone. Raises ValueError for an empty id or type or a time without zone, and TypeError,
    naming the key path, for a payload that JSON cannot hold.
    """

    id: str
    type: str
    payload: Mapping[str, Any]
    occurred_at: datetime

    def __post_init__(self) -> None:
        for name, value in (("id", self.id), ("type", self.type)):
            if not isinstance(value, str) or not value:
                raise ValueError(f"{name} must be a text that is not empty, got {value!r}")
        if not isinstance(self.occurred_at, datetime) or self.occurred_at.tzinfo is None:
            raise ValueError(f"occurred_at needs a time zone, got {self.occurred_at!r}")
        if not isinstance(self.payload, Mapping):
            raise TypeError(f"payload must be a mapping, got {type(self.payload).__name__}")
        object.__setattr__(self, "payload", _plain(self.payload, "payload"))

    @staticmethod
    def derived_id(type: str, payload: Mapping[str, Any], *, scope: str) -> str:
        """A content hash for a sender that gives no id. A fallback: two equal events become one.

        The type goes into the hash, since "ingested" and "deleted" of one document have the same payload. `scope` says
        within what equal content means the same event (a source and a day, a batch, a file's version): a legitimate
        repeat needs another scope. Equal values in another key order give the same id; 1 and 1.0 do not.
        Raises TypeError as `Event` does.
        """
        return hashlib.sha256(_dump([scope, type, _plain(payload, "payload")])).hexdigest()

    def to_json(self) -> bytes:
        """One line of JSON; equal events give equal bytes."""
        return _dump({**vars(self), "occurred_at": self.occurred_at.isoformat()})

    @classmethod
    def from_json(cls, raw: bytes | str) -> Event:
        """The event that `to_json` wrote. Raises ValueError for anything else."""
        try:
            data = json.loads(raw)
            return cls(data["id"], data["type"], data["payload"], datetime.fromisoformat(data["occurred_at"]))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"not an event: {type(error).__name__}: {error}") from error


def _dump(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _plain(value: Any, path: str, above: tuple[int, ...] = ()) -> Any:
    """A copy of `value` made of what JSON has. TypeError with the path of the first thing that it has not."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if id(value) in above:
        raise TypeError(f"{path} contains itself; JSON has no references")
    above = (*above, id(value))
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):  # json.dumps would turn 1 into "1" without a word
                raise TypeError(f"{path} has the key {key!r} ({type(key).__name__}); JSON has text keys only")
        return {key: _plain(item, f"{path}.{key}", above) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, f"{path}[{index}]", above) for index, item in enumerate(value)]
    raise TypeError(f"{path} is {value!r} ({type(value).__name__}), which JSON cannot hold; convert it first")
