"""Decisions about retries: may this failure be retried, when, and is there budget for it. No I/O, no waiting.

Sources: RFC 9110 (sections 9.2.2 and 10.2.3); "Exponential backoff and jitter" and "Timeouts, retries and backoff with
jitter" of the AWS builders' library; "Handling overload" in Google's SRE book (retry budgets).
"""

from __future__ import annotations

import email.utils
import math
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import httpx

Verdict = Literal["retry", "fatal", "unknown_outcome"]

_NOT_DONE = frozenset({408, 409, 429, 503, 529})  # 409: somebody holds a lock; 529: overloaded, at some model APIs
_MAYBE_DONE = frozenset({500, 502, 504})
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout)
# our own pool is full, or our request is wrong: not the provider's fault, and no better the next time
_OUR_FAULT = (httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.LocalProtocolError)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?")


@dataclass(frozen=True)
class Attempt:
    """One request that was sent. status: None when no answer came. waited_s: the wait before it, in seconds.

    reason: how it ended: "ok", "status 503", "deadline" when the time was up, or the name of the exception.
    """

    status: int | None
    waited_s: float
    reason: str


class DeadlineExceeded(Exception):
    """The time is up, or would be before the next attempt. `__cause__`: the last exception, if there was one."""

    def __init__(self, attempts: Sequence[Attempt], deadline_s: float) -> None:
        ends = ", ".join(attempt.reason for attempt in attempts)
        super().__init__(f"no success within {deadline_s:g} s; attempts: {ends or 'none'}")
        self.attempts = list(attempts)
        self.deadline_s = deadline_s


class GaveUp(Exception):
    """No further attempt is made. reason: "fatal", "attempts", "budget" or "unknown outcome".

    last: the exception or response that ended it; an exception is also the `__cause__`.
    """

    def __init__(self, last: BaseException | httpx.Response, attempts: Sequence[Attempt], reason: str) -> None:
        ends = ", ".join(attempt.reason for attempt in attempts)
        super().__init__(f"gave up ({reason}); attempts: {ends or 'none'}")
        self.last = last
        self.attempts = list(attempts)
        self.reason = reason


def classify(outcome: BaseException | httpx.Response) -> Verdict:
    """What a failed attempt means for the next one.

    retry: the request was surely not carried out. unknown_outcome: it may have been, so a repetition may do the work
    twice unless the server recognises it. fatal: it will not go differently the next time, as an exhausted quota (429
    with the error code insufficient_quota), and everything that is no transport failure. The body of a response must
    have been read. Raises ValueError for a 2xx response: there is nothing to decide.
    """
    if isinstance(outcome, httpx.Response):
        if outcome.is_success:
            raise ValueError(f"status {outcome.status_code} is a success: there is nothing to classify")
        if outcome.status_code in _MAYBE_DONE:
            return "unknown_outcome"
        return "retry" if outcome.status_code in _NOT_DONE and not quota_is_exhausted(outcome) else "fatal"
    if isinstance(outcome, _OUR_FAULT):
        return "fatal"
    if isinstance(outcome, _NEVER_SENT):
        return "retry"
    return "unknown_outcome" if isinstance(outcome, httpx.TransportError | TimeoutError) else "fatal"


def quota_is_exhausted(response: httpx.Response) -> bool:
    """Whether a 429 says that the account's quota is used up: waiting seconds does not help, as with a rate limit."""
    if response.status_code != 429:
        return False
    try:
        error: Any = response.json()["error"]
        return "insufficient_quota" in (error.get("code"), error.get("type"))
    except (ValueError, TypeError, KeyError, AttributeError):  # the body can be anything
        return False


def parse_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header: seconds or an HTTP date. What lies in the past is 0.

    None for a missing header and for one that says nothing, which is not an error: the usual wait then applies.
    now: the time, with its zone, that a date is compared with; ValueError when the zone is missing.
    """
    if now.tzinfo is None:
        raise ValueError(f"now={now!r} has no time zone: use datetime.now(UTC)")
    text = (value or "").strip()
    if _NUMBER.fullmatch(text):
        seconds = float(text)
        return max(0.0, seconds) if math.isfinite(seconds) else None
    try:
        then = email.utils.parsedate_to_datetime(text)
        return max(0.0, (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - now.timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def full_jitter(attempt: int, *, base_s: float, cap_s: float, rng: random.Random) -> float:
    """A wait drawn uniformly from [0, window]; the window doubles from `base_s` with each attempt, up to `cap_s`.

    attempt: number of the failed attempt, from 0. Seconds. Without a minimum, since that would take the jitter away
    where the window is smallest.
    """
    return rng.uniform(0.0, min(cap_s, base_s * 2.0 ** min(attempt, 1000)))  # a float ends at 2**1024


class RetryBudget:
    """Retries as a share of requests: each first attempt deposits `ratio`, each retry withdraws 1.

    Over any time T there are at most `burst + ratio * requests + min_per_s * T` retries, however much fails. Share one
    per upstream. min_per_s: deposits per second that keep a quiet client able to retry. burst: what it holds at most,
    and at the start. Raises ValueError for a negative argument or a burst below 1.
    """

    def __init__(
        self, ratio: float, min_per_s: float, *, clock: Callable[[], float] = time.monotonic, burst: float = 10.0
    ) -> None:
        if not (ratio >= 0 and min_per_s >= 0 and burst >= 1):
            raise ValueError(
                f"ratio and min_per_s must be 0 or more and burst 1 or more, got {ratio}, {min_per_s} and {burst}"
            )
        self.ratio = ratio
        self.min_per_s = min_per_s
        self.burst = burst
        self._clock = clock
        self._balance = burst
        self._seen_at = clock()

    def request(self) -> None:
        """A first attempt was made: deposit `ratio`."""
        self._deposit(self.ratio)

    def take(self) -> bool:
        """Whether one retry may be made; if so, it is paid for."""
        now = self._clock()
        self._deposit((now - self._seen_at) * self.min_per_s)
        self._seen_at = now
        if self._balance < 1.0 - 1e-9:  # ten deposits of 0.1 add up to a little less than 1
            return False
        self._balance = max(0.0, self._balance - 1.0)
        return True

    def _deposit(self, amount: float) -> None:
        self._balance = min(self.burst, self._balance + amount)
