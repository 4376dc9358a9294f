"""Hidden check for 04.4.e1: a full grid of payloads against drawn principals, and everything that must be refused."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect
from labsupport.retrieval.access import passes

READ = "04.4 A filter that fails closed"

DRIVER = """
from datetime import datetime

from labsupport.retrieval.access import AccessError
from labsupport.world.entities import Principal


def date(text):
    return None if text is None else datetime.fromisoformat(text)


async def drive(subject, call, args):
    rows = []
    for case in args["cases"]:
        who = Principal("somebody", case["tenant"], case["tier"], frozenset(case["departments"]))
        more = {name: case[name] for name in ("doc_types", "department") if name in case}
        if "updated" in case:
            more["updated"] = tuple(date(text) for text in case["updated"])
        try:
            rows.append(["filter", subject(who, **more).model_dump(mode="json")])
        except NotImplementedError:
            raise
        except AccessError:
            rows.append(["raised", "AccessError"])
        except ValueError:
            rows.append(["raised", "ValueError"])
        except Exception as error:
            rows.append(["raised", type(error).__name__])
    return rows
"""

Case = dict[str, Any]
Meta = dict[str, Any]
TYPES = ("policy", "faq", "legal", "technical")
KEYS = ("tenant_id", "tier", "department", "doc_type", "updated_at")


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def broken(meta: Meta, case: Case) -> list[str]:
    """Which parts of the rule this payload does not pass, as slugs; empty for one that is let through."""
    found = []
    if meta.get("tenant_id") not in ("public", case["tenant"]):
        found.append("no-tenant" if "tenant_id" in meta else "missing-passes")
    if "tier" not in meta or not meta["tier"] <= case["tier"]:
        found.append("no-tier" if "tier" in meta else "missing-passes")
    if meta.get("tier", 0) >= 2 and meta.get("department") not in case["departments"]:
        granted = case.get("department") == meta.get("department")
        slug = "argument-grants" if granted else "no-department" if case["departments"] else "empty-should"
        found.append(slug if "department" in meta else "missing-passes")
    if case.get("doc_types") is not None and meta.get("doc_type") not in case["doc_types"]:
        slug = "types-ignored" if case["doc_types"] else "empty-means-all"
        found.append(slug if "doc_type" in meta else "missing-passes")
    if case.get("department") is not None and meta.get("department") != case["department"]:
        slug = "department-ignored" if case["department"] else "empty-means-all"
        found.append(slug if "department" in meta else "missing-passes")
    start, end = case.get("updated", (None, None))
    if (start or end) and "updated_at" not in meta:
        found.append("missing-passes")
    elif start and meta["updated_at"] < seconds(start):
        found.append("dates-ignored")
    elif end and meta["updated_at"] >= seconds(end):
        found.append("end-included" if meta["updated_at"] == seconds(end) else "dates-ignored")
    return found


CAUSES = {
    "no-tenant": "documents of another tenant come through: the tenant is a condition of every filter",
    "no-tier": "documents above the principal's tier come through",
    "no-department": "from tier 2 on only documents of the principal's departments are visible",
    "empty-should": "nobody's department fits an empty set, and an empty `should` asks for nothing",
    "argument-grants": "a department that is asked for narrows; it does not let anybody into that department",
    "types-ignored": "the types do not narrow", "department-ignored": "the department does not narrow",
    "dates-ignored": "the dates do not narrow on one side", "end-included": "the end of a range is not part of it",
    "empty-means-all": 'an empty list or "" is not None: it means nothing, and here everything came',
    "missing-passes": "a point without a field that is asked for must stay out",
    "public-hidden": "public documents are everybody's",
    "department-for-all": "below tier 2 the department is no matter",
    "start-excluded": "the start of a range is part of it",
    "null-range": "without dates there is no condition on dates",
    "nothing-in-range": "the stored times are numbers, seconds since 1970", "too-narrow": "visible points stay out",
    "zone-ignored": "a bound in another zone is the same moment: use its timestamp as it is",
    "raised": "a principal that is fine ends in an exception",
}  # fmt: skip


def missed(meta: Meta, case: Case, hidden: list[Meta], wanted: int) -> str:
    """The slug of a payload that should have passed."""
    start, end = case.get("updated", (None, None))
    if start or end:
        if len(hidden) == wanted:
            return "nothing-in-range"
        return "start-excluded" if start and meta.get("updated_at") == seconds(start) else "too-narrow"
    if "updated_at" not in meta:
        return "null-range"
    if all(m["tenant_id"] == "public" for m in hidden):
        return "public-hidden"
    if all(m["tier"] < 2 and m.get("department") not in case["departments"] for m in hidden):
        return "department-for-all"
    return "too-narrow"


Group = tuple[list[Case], list[Meta]]


def compare(case: Case, metas: list[Meta], kind: str, value: Any) -> None:
    """One principal's filter against the payloads of its group."""
    from qdrant_client import models

    expect(kind == "filter", expected="a filter", got=value, case=f"{case}", cause=CAUSES["raised"], read=READ,
           diagnosis="raised")  # fmt: skip
    where = models.Filter.model_validate(value)
    found = [(meta, broken(meta, case), passes(where, {"meta": meta})) for meta in metas]
    wrong = [(meta, parts) for meta, parts, passed in found if passed and parts]
    wrong.sort(key=lambda pair: len(pair[1]))  # one that fails one part alone says which part is missing
    hidden = [meta for meta, parts, passed in found if not passed and not parts]
    wanted = sum(not parts for _, parts, _ in found)
    slug = wrong[0][1][0] if wrong else missed(hidden[0], case, hidden, wanted) if hidden else ""
    if any("dates-ignored" in parts for _, parts in wrong):  # not the end alone comes through
        slug = "dates-ignored"
    if slug and case.get("moved"):
        slug = "zone-ignored"
    first = [*(meta for meta, _ in wrong), *hidden][:1]
    expect(not slug, expected=f"{wanted} of {len(metas)} payloads",
           got=f"{len(wrong)} too many, {len(hidden)} missing, such as {first}", case=f"{case}",
           cause=CAUSES.get(slug, ""), read=READ, diagnosis=slug)  # fmt: skip


def judge_rows(groups: list[Group]) -> Any:
    def judge(result: Any, world: Any) -> None:
        answers = iter(result)
        for cases, metas in groups:
            for case in cases:
                compare(case, metas, *next(answers))

    return judge


Refusal = tuple[list[Case], str, str, str]


def judge_refused(groups: list[Refusal]) -> Any:
    def judge(result: Any, world: Any) -> None:
        answers = iter(result)
        for cases, kind, slug, cause in groups:
            for case in cases:
                how, value = next(answers)
                raised = how == "raised"
                expect(raised and value == kind, expected=kind, got=value if raised else "a filter", case=f"{case}",
                       cause=cause, read=READ, diagnosis="wrong-exception" if raised else slug)  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    own, other = rng.sample(["acme", "umbra", "norvik", "halden", "quill"], 2)
    rooms = rng.sample(["Sales", "People", "Finance", "Legal", "Works"], 3)
    start = datetime(2026, rng.randrange(1, 12), rng.randrange(1, 28), rng.randrange(24), tzinfo=UTC)
    days = [start + timedelta(days=d) for d in range(5)]
    texts = [d.isoformat() for d in days]
    types = rng.sample(TYPES, 4)
    grid: list[Meta] = [
        dict(zip(KEYS, values, strict=True))
        for values in itertools.product(("public", own, other), range(4), rooms, types[:3], [seconds(texts[0])])
    ]
    undated = [{k: v for k, v in m.items() if k != "updated_at"} for m in grid if m["doc_type"] == types[0]]

    def who(tier: Any, *departments: str, tenant: Any = own, **narrowed: Any) -> Case:
        return {"tenant": tenant, "tier": tier, "departments": list(departments), **narrowed}

    def rows(name: str, *groups: Group) -> Scenario:
        return Scenario(name, {"cases": [c for cases, _ in groups for c in cases]}, None, judge_rows(list(groups)))

    low = [m for m in grid if m["tier"] < 2 and m["department"] == rooms[0]]
    mine = [m for m in grid if m["tenant_id"] == own]
    yield rows(
        "who sees what",
        ([who(1, rooms[0])], low),
        ([who(2, rooms[1]), who(1, rooms[0])], mine),
        ([who(t, *rooms[:n]) for t in range(4) for n in (1, 2)], grid),
        ([who(0, tenant="public"), who(3, *rooms, tenant="public")], grid),
        ([who(t) for t in (2, 3)], grid),
    )
    yield rows(
        "narrowed by type and department",
        ([who(1, rooms[0], doc_types=types[:n]) for n in (1, 2, 3)], grid),
        ([who(2, *rooms[:2], department=rooms[n]) for n in (0, 1)], grid),
        ([who(t, rooms[0], department=rooms[1]) for t in (2, 3)], grid),
        ([who(t, rooms[0], doc_types=[]) for t in (1, 3)], grid),
        ([who(3, *rooms, department="")], grid),
        ([who(3, *rooms), who(1, rooms[0], updated=[None, None])], [*grid, *undated]),
    )
    dated = [
        {"tenant_id": own, "tier": 1, "department": rooms[0], "doc_type": "faq", "updated_at": seconds(t)}
        for t in texts
    ]
    moved = [d.astimezone(timezone(timedelta(hours=h))).isoformat() for d, h in ((days[1], 9), (days[3], -7))]
    yield rows(
        "dates",
        ([who(1, rooms[0], updated=[texts[1], texts[3]])], dated),
        ([who(1, rooms[0], updated=[texts[2], None]), who(1, rooms[0], updated=[None, texts[2]])], dated),
        ([who(1, rooms[0], updated=moved, moved=True)], dated),
        ([who(1, rooms[0], updated=[texts[1], texts[1]])], dated),
    )
    full = grid[0] | {"tenant_id": own, "tier": 2, "department": rooms[0]}
    partial = [{k: v for k, v in full.items() if k != gone} for gone in KEYS]
    narrow = {"doc_types": [full["doc_type"]], "department": rooms[0], "updated": [texts[0], None]}
    yield rows(
        "fields that are not there",
        ([who(3, rooms[0])], [full, *partial[:3]]),
        ([who(3, rooms[0], **narrow)], [full, *partial]),
    )
    why = "a tier is an int in 0..3; anything else must end in an AccessError"
    nobody = "without a tenant there is nobody to build a filter for"
    bare = days[0].replace(tzinfo=None).isoformat()
    zone = "a time without a zone means another moment on another server"
    groups: list[Refusal] = [
        ([who(None, rooms[0]), who("3", rooms[0]), who(2.0)], "AccessError", "bad-tier-accepted", why),
        ([who(True, rooms[0]), who(False)], "AccessError", "bool-accepted", why),
        ([who(-1), who(4, rooms[0]), who(9)], "AccessError", "tier-out-of-range", why),
        ([who(1, tenant=""), who(1, tenant=None)], "AccessError", "bad-tenant-accepted", nobody),
        ([who(1, updated=[bare, None]), who(1, updated=[None, bare])], "ValueError", "naive-accepted", zone),
        ([who(1, updated=[texts[2], texts[1]])], "ValueError", "reversed-accepted",
         "a range that ends before it starts is a mistake of the caller"),
    ]  # fmt: skip
    for cases, *_ in groups:
        rng.shuffle(cases)
    args = {"cases": [c for cases, *_ in groups for c in cases]}
    yield Scenario("what is refused", args, None, judge_refused(groups))
