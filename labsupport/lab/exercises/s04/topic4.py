"""Exercises and review questions of topic 04.4: a filter that fails closed, and a check that looks at every way out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from labsupport.errors import LabError
from labsupport.lab.check import Check, CheckFailed, Choice, Exercise, Question, expect, run_async
from labsupport.retrieval.access import AccessError, passes
from labsupport.retrieval.base import DocMeta
from labsupport.retrieval.leaks import CACHE, LOG, Canary, Leak, Planted
from labsupport.retrieval.retrievers import may_see
from labsupport.world.entities import PUBLIC, Principal

FILTER = "04.4 A filter that fails closed"
LEAKS = "04.4 Every way out"

# ---------------------------------------------------------------- e1 build_filter

OWN, OTHER = "acme", "umbra"
DAY = datetime(2026, 3, 1, tzinfo=UTC)


def meta(tenant: str = PUBLIC, tier: int = 0, department: str = "Sales", doc_type: str = "faq", day: int = 0) -> Any:
    """The payload of a point; `day` counts from the first of March 2026."""
    at = int((DAY + timedelta(days=day)).timestamp())
    return {"meta": {"tenant_id": tenant, "tier": tier, "department": department, "doc_type": doc_type,
                     "updated_at": at}}  # fmt: skip


def made(build: Any, who: Principal, **narrowed: Any) -> Any:
    """The learner's filter. What it raises is a finding here."""
    try:
        return build(who, **narrowed)
    except NotImplementedError:
        raise
    except Exception as error:
        raise CheckFailed(
            expected="a Filter", got=repr(error), case=f"{who.user_id}, {narrowed}", read=FILTER, diagnosis="raised",
            cause="a principal and narrowing that are fine end in an exception",
        ) from None  # fmt: skip


def documents() -> list[DocMeta]:
    """Every third document of the lab world; a made-up grid where a grader's sandbox has no world."""
    from labsupport import world
    from labsupport.retrieval.corpus import meta_of

    try:
        return [meta_of(doc) for doc in world.load().documents[::3]]
    except LabError:
        grid = itertools.product((PUBLIC, OWN, OTHER), range(4), ("Sales", "Engineering", "People"))
        return [
            DocMeta(f"doc-{i:05}", tenant, "faq", room, tier, "en", 1, 2, 0, 0)
            for i, (tenant, tier, room) in enumerate(grid)
        ]


def check_world(build: Any) -> None:
    """Three principals and the world's documents: exactly the ids of the rule."""
    metas = {m.source_id: m for m in documents()}
    home = next(m.tenant_id for m in metas.values() if m.tier == 3 and m.tenant_id != PUBLIC)
    for who in (
        Principal("visitor", PUBLIC, 0, frozenset()),
        Principal("lead", home, 2, frozenset({"Sales"})),
        Principal("director", home, 3, frozenset({"Engineering"})),
    ):
        where = made(build, who)
        want = {i for i, m in metas.items() if may_see(m, who)}
        got = {i for i, m in metas.items() if passes(where, {"meta": asdict(m)})}
        more, fewer = sorted(got - want), sorted(want - got)
        case = f"{who.user_id} of {who.tenant_id}, tier {who.tier}, {sorted(who.departments)}"
        for first in (more or fewer)[:1]:
            case += f"; {first} of {metas[first].tenant_id}, tier {metas[first].tier}, {metas[first].department}"
        expect(
            not more, expected=f"{len(want)} documents", got=f"{len(more)} more, such as {more[:3]}", case=case,
            cause="a part of the rule is missing: tenant, tier, and the department from tier 2 on", read=FILTER,
            diagnosis="too-open",
        )  # fmt: skip
        expect(
            not fewer, expected=f"{len(want)} documents", got=f"{len(fewer)} fewer, such as {fewer[:3]}", case=case,
            cause="the rule is too strict: public documents, and other departments below tier 2, are visible",
            read=FILTER, diagnosis="too-narrow",
        )  # fmt: skip


def check_narrowed(build: Any) -> None:
    who = Principal("lead", OWN, 2, frozenset({"Sales"}))
    rows = [meta(doc_type=t, department=d) for t in ("faq", "policy", "legal") for d in ("Sales", "People")]
    for narrowed, want in (
        ({"doc_types": ["faq"]}, 2),
        ({"doc_types": ("faq", "legal")}, 4),
        ({"department": "People"}, 3),
        ({"doc_types": ["policy"], "department": "Sales"}, 1),
    ):  # fmt: skip
        got = sum(passes(made(build, who, **narrowed), row) for row in rows)
        expect(got == want, expected=want, got=got, case=f"{narrowed} on six public documents",
               cause="narrowing adds conditions, and all of them have to hold", read=FILTER,
               diagnosis="narrowing")  # fmt: skip


def check_dates(build: Any) -> None:
    who = Principal("lead", OWN, 1, frozenset())
    rows = [meta(day=day) for day in range(5)]
    for updated, want in (
        ((DAY + timedelta(days=1), DAY + timedelta(days=3)), [1, 2]),
        ((DAY + timedelta(days=3), None), [3, 4]),
        ((None, DAY + timedelta(days=2)), [0, 1]),
    ):
        where = made(build, who, updated=updated)
        got = [day for day, row in enumerate(rows) if passes(where, row)]
        expect(got == want, expected=want, got=got, case=f"updated={updated} on five days",
               cause="the start is included, the end is not, and both are compared as seconds since 1970",
               read=FILTER, diagnosis="dates")  # fmt: skip


def check_refused(build: Any) -> None:
    raises(lambda: build(Principal("x", OWN, None, frozenset())), AccessError, "tier=None",  # type: ignore[arg-type]
           "a missing tier must not become a missing condition", "bad-tier-accepted")  # fmt: skip
    raises(lambda: build(Principal("x", OWN, 1, frozenset()), updated=(datetime(2026, 3, 1), None)), ValueError,
           "a start without a zone", "without a zone the bound depends on where the server stands",
           "naive-accepted")  # fmt: skip


def raises(call: Callable[[], object], kind: type[Exception], case: str, cause: str, slug: str) -> None:
    """The call raises this kind of exception and no other."""
    try:
        got: object = call()
    except kind:
        return
    except NotImplementedError:
        raise
    except Exception as error:
        got, slug = error, "wrong-exception"
    expect(False, expected=kind.__name__, got=got, case=case, cause=cause, read=FILTER, diagnosis=slug)


# ---------------------------------------------------------------- e2 leak_check

ANN, BEN, EVE = (Principal(name, OWN, 3, frozenset()) for name in ("ann", "ben", "eve"))
TEXTS = {
    "merger plan with Halden CN-AAAA-11": frozenset({"ann"}),
    "salary bands of the board CN-BBBB-22": frozenset({"ben"}),
    "opening hours of the office": frozenset({"ann", "ben", "eve"}),
}
CANARIES = (
    Canary("CN-AAAA-11", "merger with Halden", frozenset({"ann"})),
    Canary("CN-BBBB-22", "salary of the board", frozenset({"ben"})),
)


def leaks_of(check: Any, leaky: Sequence[str]) -> list[Leak]:
    """What the learner's check finds with these leaks put in."""
    retriever = Planted(dict(TEXTS), frozenset(leaky))
    found = run_async(lambda: check(retriever, (ANN, BEN, EVE), CANARIES))
    right_type = isinstance(found, list) and all(isinstance(leak, Leak) for leak in found)
    expect(right_type, expected="a list of Leak", got=found, case=f"leaks put in: {list(leaky)}",
           cause="return a list with one Leak for each way, user and token", read=LEAKS,
           diagnosis="not-leaks")  # fmt: skip
    return list(found)


def check_clean(check: Any) -> None:
    got = leaks_of(check, ())
    expect(got == [], expected=[], got=got, case="a retriever without leaks",
           cause="somebody who may read a document may see its canary: that is no leak", read=LEAKS,
           diagnosis="false-alarm")  # fmt: skip


def check_dense(check: Any) -> None:
    got = leaks_of(check, ("dense",))
    want = [Leak("dense", "ann", "CN-BBBB-22"), Leak("dense", "ben", "CN-AAAA-11"),
            *(Leak("dense", "eve", c.token) for c in CANARIES)]  # fmt: skip
    missing = [leak for leak in want if leak not in got]
    expect(not missing, expected=want, got=got, case="the dense path does not filter",
           cause="ask as everybody, on each path, and look at the texts of the hits", read=LEAKS,
           diagnosis="path-missed")  # fmt: skip
    more = [leak for leak in got if leak not in want]
    expect(not more, expected=want, got=got, case="the dense path does not filter",
           cause="what a path gives past the cache is a leak of that path, and not of the cache as well", read=LEAKS,
           diagnosis="cache-blamed" if any(leak.way == CACHE for leak in more) else "false-alarm")  # fmt: skip
    expect(got == want, expected=want, got=got, case="the dense path does not filter",
           cause="each leak once, sorted", read=LEAKS, diagnosis="not-once-sorted")  # fmt: skip


def check_log(check: Any) -> None:
    got = leaks_of(check, (LOG,))
    want = [Leak(LOG, "", c.token) for c in CANARIES]
    expect(got == want, expected=want, got=got, case="the log holds texts",
           cause="read the log when everybody has asked, those who may read the document too", read=LEAKS,
           diagnosis="log-missed" if len(got) < len(want) else "log-user")  # fmt: skip


EXERCISES = (
    Exercise(
        id="04.4.e1",
        title="A filter that fails closed",
        reference=("labsupport.retrieval.access:build_filter",),
        difficulty=3,
        minutes=25,
        section=FILTER,
        task=(
            "Write `build_filter`: from a principal to a Qdrant filter for what the principal may see.\n\n"
            "- Access: tenant `public` or the principal's own; tier at most the principal's; from tier 2 on one of the "
            "principal's departments.\n"
            "- Narrowing: types, a department, dates (start included, end not). `None` does not narrow; an empty list "
            'or "" matches nothing.\n'
            "- Keys are `meta.tenant_id`, `meta.tier`, `meta.department`, `meta.doc_type`, `meta.updated_at` (seconds "
            "since 1970). A point without a field that is asked for stays out.\n"
            "- A tier that is no int in 0..3, and a tenant that is no text or empty, are an `AccessError`; a datetime "
            "without a zone and from > to a `ValueError`."
        ),
        gotchas=(
            "`True` is an int in Python, and an empty list is false.",
            "An empty `should` lets everything through, and so does a range whose only bound is null.",
            "`must_not` lets points through that lack the field.",
        ),
        hints=(
            "Which conditions are there for everybody, and which only if an argument is not None?",
            "All conditions go into `must`. Two fields with one or several allowed values are `MatchAny`, two are "
            "`Range`; the rule for departments is a nested `Filter(should=[...])` with two ways to pass.",
            "Nest should=[tier below 2, department among the principal's]. MatchAny of an empty list matches nothing, "
            "which is what fails closed. Build a Range for dates only if there is a bound, from `.timestamp()`.",
        ),
        checks=(
            Check("three principals see exactly their documents", check_world),
            Check("types and departments narrow", check_narrowed),
            Check("start included, end not", check_dates),
            Check("no tier, no search", check_refused),
        ),
        time_limit_s=20.0,
    ),
    Exercise(
        id="04.4.e2",
        title="A leak check that looks at every way out",
        reference=("labsupport.retrieval.leaks:leak_check",),
        difficulty=3,
        minutes=25,
        section=LEAKS,
        task=(
            "Write `leak_check`: it asks a retriever for every canary and returns each `Leak` once, sorted.\n\n"
            "- On every path, past the cache, as everybody: a token in the text of a hit of somebody who is not among "
            "that token's readers is a leak of this path. Look for all tokens in every hit.\n"
            "- With the cache, emptied before: readers ask first, then the others. What somebody gets here and did not "
            'get past the cache is a leak by "cache".\n'
            '- At the end, a token in a line of the log is a leak by "log" with the user "".'
        ),
        gotchas=(
            "`retriever.paths` may have a path that you did not think of.",
            "Two canaries may share a probe: what is in the cache then hides the second one.",
            "A log can only hold what somebody was shown: readers have to ask, too.",
        ),
        hints=(
            "Which three places can a text come from, and who has to ask first so that each could give it away?",
            "One helper searches as one person and returns the set of forbidden tokens in the hits. Call it past the "
            "cache for all, keep the sets by user, call `forget`, then call it with the cache, readers first, and "
            "subtract.",
            "for canary: for path: direct = tokens by user, cached=False; forget(); for readers, then others: "
            "cached=True minus direct. Collect Leak objects in a set, add those of the log, return sorted.",
        ),
        checks=(
            Check("no leak, no finding", check_clean),
            Check("a path without a filter", check_dense),
            Check("a log with texts", check_log),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="04.4.q1",
        text="Pre- against post-filtering?",
        choices=(
            Choice(
                "Pre-filtering is the slower one, so it is for audits, and post-filtering for live traffic",
                False,
                "Which is faster depends on selectivity; what may be seen does not depend on traffic.",
            ),
            Choice(
                "Pre-filtering for security and strict constraints, post-filtering for soft preferences only",
                True,
                "Only eligible points are scored before; after, forbidden data was already in the process.",
            ),
            Choice(
                "They return the same hits as long as enough candidates are fetched before the filter is applied",
                False,
                "Enough is k divided by selectivity, unknown beforehand, and forbidden text is handled all the same.",
            ),
        ),
        answer=(
            "Pre-filtering scores eligible points only and is required for security and strict constraints; "
            "post-filtering can return too few results and handles forbidden data, so keep it for soft preferences."
        ),
    ),
    Question(
        id="04.4.q2",
        text="How do you isolate tenants?",
        choices=(
            Choice(
                "One tenant condition from the authenticated identity, on an indexed key, in one audited wrapper",
                True,
                "And separate collections or shards where isolation must not depend on a filter.",
            ),
            Choice(
                "An instruction in the system prompt that names the tenant and forbids the model to use others' texts",
                False,
                "By then the texts are in the prompt; a model's obedience is no access control.",
            ),
            Choice(
                "A tenant id that the model extracts from the question and that the query filters by",
                False,
                "Whoever writes the question would choose the tenant.",
            ),
        ),
        answer=(
            "A mandatory tenant condition from the authenticated identity on an indexed tenant key, enforced in one "
            "wrapper and audited; separate collections or shards when isolation must not depend on a filter."
        ),
    ),
    Question(
        id="04.4.q3",
        text="How does a metadata schema evolve safely?",
        choices=(
            Choice(
                "Require the new field in every filter at once, so that nobody ever finds a point without it",
                False,
                "A filter keeps points out that lack the field: until the backfill is done, recall collapses.",
            ),
            Choice(
                "Rename fields in place, collection by collection, at night",
                False,
                "Readers of the old name find nothing from then on, and there is no way back.",
            ),
            Choice(
                "Version it, backfill before requiring, keep removed fields nullable, swap through an alias",
                True,
                "At each moment old and new readers find what they ask for.",
            ),
        ),
        answer=(
            "Version it, backfill before requiring, keep removed fields nullable until unused, and swap through an "
            "alias."
        ),
    ),
)
