"""Rules that script the provider simulator, and the seeded schedule that decides which rule meets which request.

A rule is a small frozen dataclass; build it with the function of the same name in lower case. Rules are tried in the
order given. The first latency rule that fires gives the delay; the first fault that fires ends the search. `n` counts
only requests that reach the rule, so `status(500, n=2), status(429, n=1)` gives 500, 500, 429, then success.
Knows nothing of sockets or clocks, except for the rate limit's token bucket, which is given the time.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any, Literal, cast, get_args

MalformedKind = Literal["bad_json", "missing_done", "truncated_chunk", "wrong_content_type"]
RetryAfter = float | Literal["auto", "date"] | None
_STREAM_ONLY = frozenset({"missing_done"})


@dataclass(frozen=True)
class LogNormal:
    """A latency distribution with a long tail: `median_ms` times exp(sigma * standard normal)."""

    median_ms: float
    sigma: float

    def __post_init__(self) -> None:
        _not_negative("median_ms", self.median_ms)
        _not_negative("sigma", self.sigma)


@dataclass(frozen=True)
class Rule:
    """Base of all rules: fires for the first `n` requests that reach it, or with probability `p`, or always."""

    n: int | None = field(default=None, kw_only=True)
    p: float | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if self.n is not None and self.p is not None:
            raise ValueError(f"n={self.n!r} and p={self.p!r}: give one of them, or none for every request")
        if self.n is not None and (isinstance(self.n, bool) or not isinstance(self.n, int) or self.n < 1):
            raise ValueError(f"n={self.n!r} must be a whole number of at least 1")
        if self.p is not None:
            _share("p", self.p)

    @property
    def name(self) -> str:
        """The fault's name in the ledger."""
        return _NAMES[type(self)]


@dataclass(frozen=True)
class Latency(Rule):
    ms: float | tuple[float, float] | LogNormal

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.ms, LogNormal):
            return
        if isinstance(self.ms, tuple):
            if len(self.ms) != 2:
                raise ValueError(f"ms={self.ms!r} must be (low, high)")
            for value in self.ms:
                _not_negative("ms", value)
            if self.ms[0] > self.ms[1]:
                raise ValueError(f"ms={self.ms!r}: low is above high")
            return
        _not_negative("ms", self.ms)

    def draw_ms(self, u: float) -> float:
        """The latency in milliseconds for a uniform draw u in [0, 1)."""
        if isinstance(self.ms, LogNormal):
            # keep u off 0, where the inverse is infinite
            return self.ms.median_ms * math.exp(self.ms.sigma * NormalDist().inv_cdf(max(u, 2.0**-53)))
        if isinstance(self.ms, tuple):
            return self.ms[0] + u * (self.ms[1] - self.ms[0])
        return self.ms


@dataclass(frozen=True)
class Status(Rule):
    code: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    committed: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.code, bool) or not isinstance(self.code, int) or not 200 <= self.code <= 599:
            raise ValueError(f"code={self.code!r} must be an HTTP status from 200 to 599")
        for name, value in self.headers:
            if not name or any(c in name + value for c in "\r\n\0"):
                raise ValueError(f"header {name!r}: {value!r} is not a header line")

    @property
    def name(self) -> str:
        return f"status:{self.code}"


@dataclass(frozen=True)
class RateLimit(Rule):
    rpm: float
    burst: int = 1
    retry_after: RetryAfter = "auto"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.n is not None or self.p is not None:
            raise ValueError("rate_limit takes neither n nor p: it looks at every request")
        if not (_is_number(self.rpm) and 0 < self.rpm < math.inf):
            raise ValueError(f"rpm={self.rpm!r} must be above 0")
        if isinstance(self.burst, bool) or not isinstance(self.burst, int) or self.burst < 1:
            raise ValueError(f"burst={self.burst!r} must be a whole number of at least 1")
        if isinstance(self.retry_after, str):
            if self.retry_after not in ("auto", "date"):
                raise ValueError(f"retry_after={self.retry_after!r} must be seconds, 'auto', 'date' or None")
        elif self.retry_after is not None:
            _not_negative("retry_after", self.retry_after)


@dataclass(frozen=True)
class TokenLimit(RateLimit):
    """A rate limit whose `rpm` and `burst` count the tokens of a request, not requests."""


@dataclass(frozen=True)
class DropAfterCommit(Rule):
    pass


@dataclass(frozen=True)
class Hang(Rule):
    pass


@dataclass(frozen=True)
class SlowBody(Rule):
    ms_per_chunk: float
    chunks: int

    def __post_init__(self) -> None:
        super().__post_init__()
        _not_negative("ms_per_chunk", self.ms_per_chunk)
        if isinstance(self.chunks, bool) or not isinstance(self.chunks, int) or self.chunks < 1:
            raise ValueError(f"chunks={self.chunks!r} must be a whole number of at least 1")


@dataclass(frozen=True)
class ResetMidStream(Rule):
    after_chunks: int
    how: Literal["rst", "close"] = "rst"

    def __post_init__(self) -> None:
        super().__post_init__()
        _count("after_chunks", self.after_chunks)
        if self.how not in ("rst", "close"):
            raise ValueError(f"how={self.how!r} must be 'rst' or 'close'")


@dataclass(frozen=True)
class StallMidStream(Rule):
    after_chunks: int
    ms: float

    def __post_init__(self) -> None:
        super().__post_init__()
        _count("after_chunks", self.after_chunks)
        _not_negative("ms", self.ms)


@dataclass(frozen=True)
class MalformedFrame(Rule):
    kind: MalformedKind

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.kind not in get_args(MalformedKind):
            raise ValueError(f"kind={self.kind!r} must be one of {', '.join(get_args(MalformedKind))}")

    @property
    def name(self) -> str:
        return f"malformed_frame:{self.kind}"


@dataclass(frozen=True)
class Mix(Rule):
    """One draw per request picks at most one of several rules; see `mix`."""

    arms: tuple[tuple[Rule, float], ...]
    seed: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.n is not None or self.p is not None:
            raise ValueError("a mix takes neither n nor p: its rules have probabilities")
        for rule, share in self.arms:
            if isinstance(rule, Mix | RateLimit):
                raise ValueError(f"{rule.name} cannot be part of a mix")
            if rule.n is not None or rule.p is not None:
                raise ValueError(f"{rule!r}: a rule in a mix has its probability in the mix, not n or p of its own")
            _share("p", share)
        total = math.fsum(share for _, share in self.arms)
        if total > 1.0 + 1e-9:
            raise ValueError(f"the probabilities of the mix add up to {total:g}, above 1")


_NAMES: dict[type[Rule], str] = {
    Latency: "latency",
    Status: "status",
    RateLimit: "rate_limit",
    TokenLimit: "token_limit",
    DropAfterCommit: "drop_after_commit",
    Hang: "hang",
    SlowBody: "slow_body",
    ResetMidStream: "reset_mid_stream",
    StallMidStream: "stall_mid_stream",
    MalformedFrame: "malformed_frame",
    Mix: "mix",
}
_CLASSES = {name: cls for cls, name in _NAMES.items()}


def latency(ms: float | tuple[float, float] | LogNormal, n: int | None = None, p: float | None = None) -> Latency:
    """Wait before the answer: fixed, uniform between (low, high), or LogNormal; milliseconds before time scale.

    The delay comes before every answer except a rate limit's 429. With n or p, requests that this rule does not meet
    are left to the next latency rule. ValueError for negative or non-finite milliseconds.
    """
    return Latency(ms, n=n, p=p)


def status(
    code: int,
    n: int | None = None,
    p: float | None = None,
    headers: Mapping[str, str] | None = None,
    body: str | Mapping[str, Any] | None = None,
    *,
    committed: bool = False,
) -> Status:
    """Answer with this HTTP status; `body` replaces the OpenAI-style error (a mapping becomes JSON).

    `committed=True` does the work first (an ambiguous failure). ValueError for a code outside 200..599 or bad header.
    """
    import json

    text = json.dumps(body) if isinstance(body, Mapping) else body
    return Status(code, tuple((headers or {}).items()), text, committed, n=n, p=p)


def rate_limit(rpm: float, burst: int = 1, retry_after: RetryAfter = "auto") -> RateLimit:
    """429 beyond `rpm` requests per (scaled) minute, by a token bucket that holds `burst` requests and starts full.

    retry_after: "auto" = whole seconds until a token is free, rounded up; "date" = the same as an HTTP date; a number =
    that many seconds whatever the bucket holds; None = no header. Seconds are scaled (so fractions appear when the time
    scale is below 1, which RFC 9110 does not allow for real servers); a date is always in real whole seconds.
    """
    return RateLimit(rpm, burst, retry_after)


def token_limit(tpm: float, burst: int, retry_after: RetryAfter = "auto") -> TokenLimit:
    """429 beyond `tpm` tokens of requests per (scaled) minute, by a bucket that holds `burst` tokens and starts full.

    Tokens are those that the echo reports as usage of the input. A request above `burst` costs the whole bucket.
    `retry_after` as for `rate_limit`.
    """
    return TokenLimit(tpm, burst, retry_after)


def drop_after_commit(n: int | None = None, p: float | None = None) -> DropAfterCommit:
    """Do the work, then close the socket without an answer: the client cannot know that it was done."""
    return DropAfterCommit(n=n, p=p)


def hang(n: int | None = None, p: float | None = None) -> Hang:
    """Accept the request and never answer; no work is done. Ends when the client leaves or the simulator is reset."""
    return Hang(n=n, p=p)


def slow_body(ms_per_chunk: float, chunks: int, n: int | None = None, p: float | None = None) -> SlowBody:
    """Headers at once, then the body in `chunks` pieces, each after `ms_per_chunk`.

    A streamed echo has `chunks` content frames; a stream from upstream keeps its frames and gets the pause before each.
    """
    return SlowBody(ms_per_chunk, chunks, n=n, p=p)


def reset_mid_stream(
    after_chunks: int, n: int | None = None, p: float | None = None, *, how: Literal["rst", "close"] = "rst"
) -> ResetMidStream:
    """Break the connection after this many SSE frames (a plain body is cut in half): by TCP RST, or by an early
    close."""
    return ResetMidStream(after_chunks, how, n=n, p=p)


def stall_mid_stream(after_chunks: int, ms: float, n: int | None = None, p: float | None = None) -> StallMidStream:
    """Pause for `ms` after this many SSE frames (a plain body: after its first half), then go on."""
    return StallMidStream(after_chunks, ms, n=n, p=p)


def malformed_frame(kind: MalformedKind, n: int | None = None, p: float | None = None) -> MalformedFrame:
    """Do the work, answer 200, and break the format.

    bad_json: a cut-off JSON document (streams: in the second frame). missing_done: a stream that ends without `[DONE]`
    (leaves plain requests alone). truncated_chunk: the connection ends inside a chunk or before Content-Length.
    wrong_content_type: the right body announced as text/html.
    """
    return MalformedFrame(kind, n=n, p=p)


def mix(arms: Mapping[Rule, float], seed: int | None = None) -> Mix:
    """A rule that picks at most one of several rules per request with the given probabilities (sum <= 1).

    `seed` replaces the simulator's seed for this draw. ValueError for probabilities outside [0, 1] or a sum above 1.
    """
    return Mix(tuple(arms.items()), seed)


def to_json(rule: Rule) -> dict[str, Any]:
    """A rule as JSON-able data; `from_json` is its inverse."""
    data: dict[str, Any] = {"rule": _NAMES[type(rule)]}
    for item in dataclasses.fields(rule):
        value = getattr(rule, item.name)
        if isinstance(value, LogNormal):
            value = {"median_ms": value.median_ms, "sigma": value.sigma}
        elif isinstance(rule, Mix) and item.name == "arms":
            value = [[to_json(arm), share] for arm, share in rule.arms]
        data[item.name] = value
    return data


def from_json(data: Mapping[str, Any]) -> Rule:
    """The rule that `to_json` wrote. ValueError for an unknown rule."""
    values = dict(data)
    cls = _CLASSES.get(values.pop("rule", ""))
    if cls is None:
        raise ValueError(f"rule={data.get('rule')!r} is unknown: {', '.join(_CLASSES)}")
    if cls is Latency:
        ms = values["ms"]
        values["ms"] = LogNormal(**ms) if isinstance(ms, dict) else tuple(ms) if isinstance(ms, list) else ms
    elif cls is Status:
        values["headers"] = tuple((name, value) for name, value in values.get("headers", ()))
    elif cls is Mix:
        values["arms"] = tuple((from_json(arm), share) for arm, share in values["arms"])
    return cls(**values)


@dataclass(frozen=True)
class Plan:
    """What happens to one request. `limited`: the rate limit refused it, with seconds until a token (real time)."""

    delay_ms: float = 0.0
    fault: Rule | None = None
    limited: RateLimit | None = None
    wait_s: float = 0.0


class Schedule:
    """The rules for one group of requests, with their counters.

    Draws depend on (seed, rule, request) only, never on time. A request is known by its key, when it has one, plus how
    often that key was seen, otherwise by its number in order of arrival: keyed requests get the same faults in whatever
    order they arrive.
    """

    def __init__(self, rules: Sequence[Rule], *, seed: int, time_scale: float = 1.0) -> None:
        self._rules = tuple(rules)
        self._seed = seed
        self._count = 0
        self._seen: dict[str, int] = {}
        self._fired = [0] * len(self._rules)
        self._buckets = {
            index: _Bucket(rule.rpm / 60.0 / time_scale, rule.burst)
            for index, rule in enumerate(self._rules)
            if isinstance(rule, RateLimit)
        }

    def plan(self, key: str | None, *, now: float, stream: bool = False, tokens: Callable[[], int] = lambda: 1) -> Plan:
        """Decide on the next request. `now`: monotonic seconds; `stream`: whether it asked for a stream; `tokens`:
        counts those of its input, called where a rule limits them."""
        if key is None:
            ident = f"#{self._count}"
        else:
            attempt = self._seen.get(key, 0)
            self._seen[key] = attempt + 1
            ident = f"{key}\n{attempt}"
        self._count += 1
        # limits first: a refused request uses up no other rule's n
        for index, bucket in self._buckets.items():
            wait_s = bucket.take(now, tokens() if isinstance(self._rules[index], TokenLimit) else 1)
            if wait_s > 0.0:
                return Plan(limited=cast(RateLimit, self._rules[index]), wait_s=wait_s)
        delay_ms: float | None = None
        fault: Rule | None = None
        for index, rule in enumerate(self._rules):
            if isinstance(rule, RateLimit):
                continue
            if isinstance(rule, Latency):
                if delay_ms is None and self._fires(index, rule, ident):
                    delay_ms = rule.draw_ms(self._draw(index, ident, "ms"))
                continue
            if fault is not None or (_needs_stream(rule) and not stream):
                continue
            if isinstance(rule, Mix):
                chosen = self._choose(index, rule, ident)
                if isinstance(chosen, Latency):
                    if delay_ms is None:
                        delay_ms = chosen.draw_ms(self._draw(index, ident, "ms"))
                elif chosen is not None and (stream or not _needs_stream(chosen)):
                    fault = chosen
            elif self._fires(index, rule, ident):
                fault = rule
        return Plan(delay_ms=delay_ms or 0.0, fault=fault)

    def _fires(self, index: int, rule: Rule, ident: str) -> bool:
        if rule.n is not None:
            self._fired[index] += 1
            return self._fired[index] <= rule.n
        return rule.p is None or self._draw(index, ident, "p") < rule.p

    def _choose(self, index: int, rule: Mix, ident: str) -> Rule | None:
        u = self._draw(index, ident, "mix", rule.seed)
        for arm, share in rule.arms:
            if u < share:
                return arm
            u -= share
        return None

    def _draw(self, index: int, ident: str, what: str, seed: int | None = None) -> float:
        text = f"{self._seed if seed is None else seed}\n{index}\n{what}\n{ident}"
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        return (int.from_bytes(digest, "big") >> 11) * 2.0**-53


class _Bucket:
    def __init__(self, rate_per_s: float, burst: int) -> None:
        self._rate = rate_per_s
        self._burst = float(burst)
        self._tokens = float(burst)
        self._last: float | None = None

    def take(self, now: float, cost: float = 1.0) -> float:
        """Take `cost` tokens, at most the burst: 0.0 when they were there, else the seconds until they will be."""
        cost = min(cost, self._burst)
        if self._last is not None:
            self._tokens = min(self._burst, self._tokens + (now - self._last) * self._rate)
        self._last = now
        if self._tokens >= cost - 1e-9:
            self._tokens -= cost
            return 0.0
        return (cost - self._tokens) / self._rate


def _needs_stream(rule: Rule) -> bool:
    return isinstance(rule, MalformedFrame) and rule.kind in _STREAM_ONLY


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _not_negative(name: str, value: float) -> None:
    if not (_is_number(value) and 0.0 <= value < math.inf):
        raise ValueError(f"{name}={value!r} must be 0 or more, and finite")


def _share(name: str, value: float) -> None:
    if not (_is_number(value) and 0.0 <= value <= 1.0):
        raise ValueError(f"{name}={value!r} must be a probability from 0 to 1")


def _count(name: str, value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name}={value!r} must be a whole number, 0 or more")
