"""Exercises and review questions of topic 02.2: a cascade that fails closed, an interval and a sample size."""

from __future__ import annotations

import asyncio
import functools
import math
from collections.abc import Callable
from typing import Any

from labsupport.cascade.tier import Answer, NoAnswer, Tier
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect, run_async
from labsupport.usage import Usage

MISSING = "02.2 Missing confidence"
SMALLEST = "02.2 The smallest example"
SURE = '02.2 How sure is "19 of 20"?'

# ---------------------------------------------------------------- e1 cascade

TIERS = (
    Tier("nano", "lab-nano", "http://127.0.0.1:1/v1", 0.1, 0.4, 100),
    Tier("small", "lab-small", "http://127.0.0.1:1/v1", 2.0, 8.0, 300),
    Tier("large", "lab-large", "http://127.0.0.1:1/v1", 10.0, 40.0, 900),
)
TOKENS = {"nano": (100, 10), "small": (110, 20), "large": (120, 30)}
COSTS = {tier.name: tier.cost(Usage(*TOKENS[tier.name])) for tier in TIERS}


def said(name: str, sure: float | None, latency_s: float = 0.25) -> Answer:
    return Answer(f"from {name}", sure, Usage(*TOKENS[name]), latency_s)


class Script:
    """Answers by the tier's name, or raises; remembers who was asked."""

    def __init__(self, **by_tier: Answer | BaseException) -> None:
        self.by_tier = by_tier
        self.asked: list[str] = []

    async def call(self, tier: Tier, req: Any) -> Answer:
        self.asked.append(tier.name)
        await asyncio.sleep(0)
        got = self.by_tier[tier.name]
        if isinstance(got, BaseException):
            raise got
        return got

    def run(self, cascade: Any, threshold: float, count: int = 2) -> Any:
        return run_async(lambda: cascade("a question", list(TIERS[:count]), threshold, call=self.call))


def check_confident(cascade: Any) -> None:
    for sure in (0.8, 0.95):
        script = Script(nano=said("nano", sure), small=said("small", 0.9))
        result = script.run(cascade, 0.8)
        expect(
            script.asked == ["nano"] and result.answer.text == "from nano", expected="only nano is asked",
            got=f"asked {script.asked}, answer {result.answer.text!r}", case=f"confidence {sure}, threshold 0.8",
            cause="an answer whose confidence is at least the threshold ends the cascade", read=SMALLEST,
            diagnosis="threshold-not-inclusive" if sure == 0.8 else "asks-on",
        )  # fmt: skip
        expect(
            result.tier == TIERS[0] and [a.outcome for a in result.tried] == ["accepted"],
            expected="tier nano, one attempt: accepted", got=f"{result.tier!r}, {result.tried!r}",
            case=f"confidence {sure}, threshold 0.8", cause="`tier` and `tried` say who answered and what was tried",
            read=SMALLEST, diagnosis="wrong-shape",
        )  # fmt: skip


def check_missing(cascade: Any) -> None:
    for sure, slug, cause in (
        (
            None,
            "fails-open",
            "a number stands in for a missing confidence: 1.0 never escalates, nor 0.0 at threshold 0",
        ),
        (math.nan, "nan-accepted", "comparisons with NaN are false: ask whether it is enough, not whether it is low"),
        (95.0, "out-of-range", "95 is no probability, perhaps percent: outside [0, 1] there is no confidence"),
        (-0.5, "out-of-range", "outside [0, 1] there is no confidence, also at threshold 0"),
    ):
        for threshold in (0.7, 0.0):
            script = Script(nano=said("nano", sure), small=said("small", 0.9))
            try:
                script.run(cascade, threshold)
            except TypeError as error:
                got = f"TypeError: {error}"
            else:
                got = f"asked {script.asked}"
            expect(
                script.asked == ["nano", "small"] and not got.startswith("TypeError"),
                expected="nano, then small", got=got, case=f"nano's confidence is {sure}, threshold {threshold}",
                cause=cause, read=MISSING, diagnosis=slug,
            )  # fmt: skip


def check_sums(cascade: Any) -> None:
    script = Script(nano=said("nano", 0.2, 0.25), small=said("small", 0.3, 0.5), large=said("large", 0.9, 1.0))
    result = script.run(cascade, 0.8, 3)
    want = sum(COSTS.values())
    last = math.isclose(result.total_cost, COSTS["large"])
    expect(
        math.isclose(result.total_cost, want), expected=f"{want:.3e} USD", got=f"{result.total_cost:.3e} USD",
        case="three tiers are tried", read=SMALLEST,
        cause="only the tier that answered is counted; the others sent their invoices, too" if last
        else "each tier's cost is tier.cost(answer.usage): input and output have prices of their own",
        diagnosis="last-tier-cost" if last else "wrong-cost",
    )  # fmt: skip
    expect(
        math.isclose(result.total_latency_s, 1.75), expected="1.75 s", got=f"{result.total_latency_s} s",
        case="three tiers that took 0.25, 0.5 and 1 s", cause="the user waited for every tier that was tried",
        read=SMALLEST, diagnosis="last-tier-latency",
    )  # fmt: skip


def check_last(cascade: Any) -> None:
    script = Script(nano=said("nano", 0.1), small=said("small", None))
    result = script.run(cascade, 0.99)
    outcomes = [getattr(attempt, "outcome", attempt) for attempt in getattr(result, "tried", ())]
    expect(
        getattr(result, "tier", None) == TIERS[1] and outcomes == ["escalated", "accepted"],
        expected="a CascadeResult with tier small; escalated, accepted", got=repr(result),
        case="no tier reaches the threshold",
        cause="after the last tier there is nobody to ask: its answer is accepted, in a result of the same form",
        read=SMALLEST, diagnosis="last-tier-shape",
    )  # fmt: skip


def check_failures(cascade: Any) -> None:
    script = Script(nano=TimeoutError("nano is down"), small=said("small", 0.9))
    case = "nano raises TimeoutError, small answers"
    try:
        result = script.run(cascade, 0.8)
    except (TimeoutError, NoAnswer) as error:
        raise CheckFailed(
            expected="the answer of small", got=repr(error), case=case,
            cause="a tier that fails is a reason to ask the next one, not to fail", read=MISSING,
            diagnosis="exception-escapes",
        ) from None  # fmt: skip
    seen = [(a.tier, a.outcome, a.error) for a in result.tried]
    want = [("nano", "failed", "TimeoutError"), ("small", "accepted", None)]
    expect(
        seen == want, expected=want, got=seen, case=f"{case}: (tier, outcome, error) of `tried`",
        cause="a failure that leaves no trace in `tried` is never mended", read=MISSING,
        diagnosis="failure-not-recorded",
    )  # fmt: skip
    script = Script(nano=said("nano", 0.6), small=ConnectionError("down"))
    try:
        result = script.run(cascade, 0.8)
    except (ConnectionError, NoAnswer) as error:
        raise CheckFailed(
            expected="the answer of nano", got=repr(error), case="nano is unsure, small raises ConnectionError",
            cause="an unsure answer came and is thrown away: return the answer of the last tier that gave one",
            read=MISSING, diagnosis="loses-answer",
        ) from None  # fmt: skip
    expect(
        result.tier == TIERS[0], expected="tier nano", got=repr(result.tier), read=MISSING,
        case="nano is unsure, small raises ConnectionError", cause="`tier` is the one whose answer is returned",
        diagnosis="loses-answer",
    )  # fmt: skip


def check_all_failed(cascade: Any) -> None:
    script = Script(nano=TimeoutError(), small=ConnectionError("down"))
    caught: BaseException | None = None
    try:
        script.run(cascade, 0.8)
    except NotImplementedError:
        raise
    except Exception as error:
        caught = error
    expect(
        isinstance(caught, NoAnswer) and len(caught.tried) == 2, expected="NoAnswer with two attempts",
        got=repr(caught), case="both tiers raise", cause="without any answer the caller gets NoAnswer(tuple(tried))",
        read=MISSING, diagnosis="no-answer",
    )  # fmt: skip


def check_cancel(cascade: Any) -> None:
    script = Script(nano=asyncio.CancelledError(), small=said("small", 0.9))

    async def main() -> str:
        try:
            await cascade("a question", list(TIERS[:2]), 0.8, call=script.call)
        except asyncio.CancelledError:
            return "CancelledError"
        return "an answer"

    got = run_async(main)
    expect(
        got == "CancelledError", expected="CancelledError passes through", got=got,
        case="the caller cancels the cascade",
        cause="`except BaseException` takes the caller's wish to stop for a failure of a tier", read=MISSING,
        diagnosis="swallows-cancellation",
    )  # fmt: skip


def check_arguments(cascade: Any) -> None:
    for tiers, threshold, slug in (
        ([], 0.5, "empty-list"), (TIERS[:1], 1.5, "no-validation"), (TIERS[:1], -0.1, "no-validation"),
        (TIERS[:1], math.nan, "no-validation"),
    ):  # fmt: skip
        script = Script(nano=said("nano", 0.9))
        got = "no exception"
        try:
            run_async(functools.partial(cascade, "q", list(tiers), threshold, call=script.call))
        except ValueError:
            if not script.asked:
                continue
            got = "ValueError after a tier had been asked"
        except NotImplementedError:
            raise
        except Exception as error:
            got = repr(error)
        expect(
            False, expected="ValueError, before anyone is asked", got=got,
            case=f"{len(tiers)} tiers, threshold {threshold}",
            cause="refuse an empty list before the loop: after it there is no answer, and NoAnswer is for failed tiers"
            if not tiers else "a threshold is a probability: outside [0, 1], and NaN, nothing sensible can follow",
            read=MISSING, diagnosis=slug,
        )  # fmt: skip


# ---------------------------------------------------------------- e2 wilson, n_required


def check_limits(wilson: Any, n_required: Any) -> None:
    for right, total, want in ((20, 20, (0.8389, 1.0)), (0, 20, (0.0, 0.1611)), (19, 20, (0.7639, 0.9911))):
        got = wilson(right, total)
        normal = math.isclose(got[0], got[1]) or got[1] > 1 or got[0] < 0
        expect(
            all(abs(a - b) < 1e-3 for a, b in zip(got, want, strict=True)), expected=want, got=got,
            case=f"wilson({right}, {total})", read=SURE,
            cause="this is the normal interval: it shrinks to a point at the ends and leaves [0, 1] near them" if normal
            else "centre (p + z^2 / 2n) / (1 + z^2 / n), and the half width is divided by the same 1 + z^2 / n",
            diagnosis="normal-interval" if normal else "wrong-interval",
        )  # fmt: skip


def check_exact_ends(wilson: Any, n_required: Any) -> None:
    for total in (3, 7, 49, 1000):
        low, high = wilson(0, total)[0], wilson(total, total)[1]
        expect(
            (low, high) == (0.0, 1.0), expected="exactly 0 and exactly 1", got=(low, high),
            case=f"lower limit of 0 of {total}, upper limit of {total} of {total}",
            cause="a subtraction leaves a rounding error: return 0 for no success and 1 for all", read=SURE,
            diagnosis="rounding-at-the-ends",
        )  # fmt: skip


def check_level(wilson: Any, n_required: Any) -> None:
    got = wilson(15, 20, level=0.99)
    expect(
        abs(got[0] - 0.4628) < 2e-3 and abs(got[1] - 0.9126) < 2e-3, expected=(0.463, 0.913), got=got,
        case="wilson(15, 20, level=0.99)", cause="z is NormalDist().inv_cdf(0.5 + level / 2), not always 1.96",
        read=SURE, diagnosis="level-ignored",
    )  # fmt: skip
    for bad in ((21, 20), (-1, 20), (0, 0)):
        try:
            found = wilson(*bad)
        except ValueError:
            continue
        except Exception as error:
            found = error
        expect(
            False, expected="ValueError", got=found, case=f"wilson{bad}",
            cause="there is no share of such counts; say so instead of dividing", read=SURE, diagnosis="no-validation",
        )  # fmt: skip


def check_unpaired(wilson: Any, n_required: Any) -> None:
    for p1, p2, power, want in ((0.96, 0.97, 0.8, 5301), (0.6, 0.7, 0.9, 477), (0.7, 0.6, 0.8, 356)):
        got = n_required(p1, p2, power)
        one_sided = math.isclose(got, want * (1.645 + 0.84) ** 2 / (1.96 + 0.84) ** 2, rel_tol=0.03) and power == 0.8
        expect(
            abs(got - want) <= max(2, 0.005 * want) and isinstance(got, int), expected=f"about {want}, an int", got=got,
            case=f"n_required({p1}, {p2}, {power})", read=SURE,
            cause="the test is two-sided: z for 0.5 + level / 2" if one_sided
            else "for each arm ((z_level * root(2 q (1 - q)) + z_power * root(p1 (1 - p1) + p2 (1 - p2))) / d)^2, "
            "rounded up, with q the mean of both",
            diagnosis="one-sided" if one_sided else "wrong-unpaired",
        )  # fmt: skip


def check_paired(wilson: Any, n_required: Any) -> None:
    unpaired = n_required(0.96, 0.97, 0.8)
    for p1, p2, discordant, want in ((0.96, 0.97, 0.02, 1568), (0.6, 0.65, 0.2, 625)):
        got = n_required(p1, p2, 0.8, discordant=discordant)
        same = got == n_required(p1, p2, 0.8) or got == unpaired
        expect(
            abs(got - want) <= max(3, 0.01 * want), expected=f"about {want} pairs", got=got,
            case=f"n_required({p1}, {p2}, 0.8, discordant={discordant})", read=SURE,
            cause="the unpaired formula was applied to pairs: what both arms get right or wrong cancels" if same
            else "under the null the variance is `discordant`, otherwise discordant - d^2",
            diagnosis="unpaired-for-paired" if same else "wrong-paired",
        )  # fmt: skip


def check_impossible(wilson: Any, n_required: Any) -> None:
    for bad in (
        {"p1": 0.5, "p2": 0.5}, {"p1": 96, "p2": 97}, {"p1": 0.5, "p2": 0.6, "power": 1.0},
        {"p1": 0.5, "p2": 0.6, "discordant": 0.05}, {"p1": 0.9, "p2": 1.0, "discordant": 0.2},
    ):  # fmt: skip
        try:
            found: object = n_required(**bad)
        except ValueError:
            continue
        except Exception as error:
            found = error
        expect(
            False, expected="ValueError", got=found, case=f"n_required({bad})",
            cause="two arms that differ by d disagree on at least d of the cases, and equal shares need no number"
            if "discordant" in bad else "shares are in [0, 1], differ, and power is below 1",
            read=SURE, diagnosis="no-validation",
        )  # fmt: skip


def visible(*pairs: tuple[str, Callable[..., None]]) -> tuple[Check, ...]:
    return tuple(Check(name, run) for name, run in pairs)


EXERCISES = (
    Exercise(
        id="02.2.e1",
        title="A cascade that fails closed",
        reference=("labsupport.cascade.cascade:cascade",),
        difficulty=3,
        minutes=20,
        section=MISSING,
        task=(
            "Write `cascade`: ask the tiers in order with `await call(tier, req)` and return the first answer that is "
            "confident enough.\n\n"
            "- Enough is a number in [0, 1] that is at least `threshold`. None, NaN and anything else escalates.\n"
            "- The last tier's answer is accepted in any case, in a result of the same form.\n"
            "- A tier that raises is recorded as `failed`; without any answer raise `NoAnswer(tuple(tried))`.\n"
            "- `total_cost` and `total_latency_s` are sums over *every* tier tried."
        ),
        gotchas=(
            "`sure < threshold` is false for NaN, so a test for *too low* lets NaN pass.",
            "If the last tier fails, an earlier unsure answer is better than none.",
            "A cancellation is no failure of a tier.",
        ),
        hints=(
            "What is the one question to ask of a confidence so that None and NaN both fall on the careful side?",
            "Keep a list `tried` and the best answer so far. Per tier: try the call, record a failure and go on, or "
            "record escalated or accepted, and stop in the second case. All sums come from `tried` at the end.",
            "enough is: not None, between 0 and 1, at least threshold. accepted = enough or this is the last position. "
            "Attempt(tier.name, tier.model, outcome, sure, seconds, dollars, error name). Catch Exception, no wider.",
        ),
        checks=visible(
            ("a confident first tier ends it", check_confident),
            ("no confidence escalates", check_missing),
            ("cost and time of every tier count", check_sums),
            ("the last tier's answer has the same form", check_last),
            ("a failing tier escalates and is recorded", check_failures),
            ("all tiers failing is NoAnswer", check_all_failed),
            ("cancellation passes through", check_cancel),
            ("bad arguments are refused at once", check_arguments),
        ),
    ),
    Exercise(
        id="02.2.e2",
        title="An interval, and how many cases",
        reference=("labsupport.stats:wilson", "labsupport.stats:n_required"),
        difficulty=3,
        minutes=20,
        section=SURE,
        task=(
            "Write `wilson`, the limits of a share, and `n_required`, the cases that tell two shares apart.\n\n"
            "- `statistics.NormalDist().inv_cdf` gives the z of a level and of a power.\n"
            "- Wilson: centre `(p + z^2 / 2n) / (1 + z^2 / n)`, half width "
            "`z * sqrt(p (1 - p) / n + z^2 / 4n^2) / (1 + z^2 / n)`.\n"
            "- `n_required` gives cases per arm; with `discordant` (share on which exactly one of both is right) "
            "pairs."
        ),
        gotchas=(
            "At no success and at all of them one limit is exactly 0 or 1; a rounding error must not remain.",
            "The test is two-sided.",
            "Two arms that differ by d must disagree on at least d of the cases.",
        ),
        hints=(
            "Both formulas are a z times a root. Which variance belongs under each root?",
            "Unpaired: under the null both arms have the mean share, under the alternative each its own. Paired: only "
            "the discordant pairs count, as coin flips that are fair under the null.",
            "root = z_level * sqrt(null) + z_power * sqrt(alternative); n = ceil((root / d)^2). Null: 2 q (1 - q), or "
            "discordant. Alternative: the sum of both variances, or discordant minus d squared.",
        ),
        checks=visible(
            ("Wilson's limits, also at 0 and 20 of 20", check_limits),
            ("exactly 0 and exactly 1 at the ends", check_exact_ends),
            ("other levels, and counts that are none", check_level),
            ("cases per arm", check_unpaired),
            ("pairs", check_paired),
            ("what no two arms can have is refused", check_impossible),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="02.2.q1",
        text="Where do emergent abilities appear?",
        choices=(
            Choice(
                "At about 70 billion parameters, where the transformer changes its phase",
                False,
                "No such constant is known. Reports lay between fifty and a hundred billion, for old recipes.",
            ),
            Choice(
                "Reported near 50 to 100 billion, in part an artefact of the metric",
                True,
                "All-or-nothing scores turn a smooth gain per token into a jump; test your task instead of assuming.",
            ),
            Choice(
                "Nowhere: every ability grows in proportion to the number of parameters",
                False,
                "Loss is smooth, but a task's score need not be proportional to anything.",
            ),
        ),
        answer=(
            "Reported near 50 to 100 billion for older recipes, partly an artefact of all-or-nothing metrics; test "
            "your task instead of assuming."
        ),
    ),
    Question(
        id="02.2.q2",
        text="A local small model or an API: how do you decide?",
        choices=(
            Choice(
                "Compute the break-even at real utilisation, then weigh privacy and operations",
                True,
                "A machine is paid by the hour, an API by the token; what is cheaper depends on how busy it is.",
            ),
            Choice(
                "Take the local one: after the hardware is paid its tokens cost nothing",
                False,
                "Idle hours are paid as well, and so are operations; at low load an own token is the dearest of all.",
            ),
            Choice(
                "Take the API below one hundred thousand requests a month, since small volumes never pay for a machine "
                "that stands idle at night",
                False,
                "A count of requests says nothing: tokens, price and utilisation decide.",
            ),
        ),
        answer=(
            "Fixed hourly cost against per-token cost: compute break-even at real utilisation, then weigh privacy and "
            "operations."
        ),
    ),
    Question(
        id="02.2.q3",
        text="How do you route by complexity?",
        choices=(
            Choice(
                "By prompt length: long prompts go to the large model, since length measures difficulty",
                False,
                "Length is one weak signal; a short question can need several steps.",
            ),
            Choice(
                "Ask the large model first whether the small one would do, and follow its advice from then on",
                False,
                "Then every request pays the large model, which is what the router should avoid.",
            ),
            Choice(
                "Cheap signals (task, length, confidence), conservative at first, logged and audited",
                True,
                "Rules or a small model classify; the log shows where quality drifts, and evidence loosens the rules.",
            ),
        ),
        answer=(
            "A cheap classifier on task, length and confidence signals, conservative at first, with logged and audited "
            "decisions."
        ),
    ),
)
