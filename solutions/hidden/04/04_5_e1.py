"""Hidden check for 04.5.e1: scripts of syncs over drawn documents; the groups and rows that follow are kept here."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect
from labsupport.retrieval.ledger import CHUNKER, MODEL, fingerprint, page

READ = "04.5 The plan"
GROUPS = ("add", "update_content", "update_metadata", "restore", "delete", "unchanged")

DRIVER = """
from labsupport.retrieval.ledger import CHUNKER, MODEL, Entry, Fingerprint, page


def shown(manifest):
    return {
        i: [e.fingerprint.content, e.fingerprint.metadata, e.fingerprint.pipeline, e.deleted_at, bool(e.pending)]
        for i, e in manifest.items()
    }


async def drive(subject, call, args):
    plan, recorded = subject
    out = []
    for case in args["cases"]:
        manifest = {i: Entry(Fingerprint(*r[:3]), r[3], r[4]) for i, r in case["manifest"].items()}
        rows = []
        for sync in case["syncs"]:
            docs = [page(i, text, tier=tier, department=dep) for i, text, tier, dep in sync["docs"]]
            given = iter(docs) if sync.get("iterator") else docs
            before = dict(manifest)
            try:
                todo = plan(given, manifest, chunker_version=sync.get("chunker", CHUNKER),
                            model_id=sync.get("model", MODEL), confirm_deletion=sync.get("confirm", False))
                groups = {name: [str(i) for i in getattr(todo, name)] for name in args["groups"]}
                kept = manifest == before
                after = recorded(todo, manifest, sync["now"])
                kept = kept and manifest == before
                rows.append([groups, shown(after), kept])
                manifest = after
            except NotImplementedError:
                raise
            except Exception as error:
                rows.append(["raised", type(error).__name__, str(error)[:100]])
                break
        out.append(rows)
    return out
"""

Case = dict[str, Any]
Row = list[Any]


def row_of(doc: list[Any], sync: Case) -> Row:
    """The manifest row of a document that was indexed as it is."""
    made = page(doc[0], doc[1], tier=doc[2], department=doc[3])
    found = fingerprint(made, sync.get("chunker", CHUNKER), sync.get("model", MODEL))
    return [found.content, found.metadata, found.pipeline, None, False]


def oracle(sync: Case, manifest: dict[str, Row]) -> tuple[dict[str, str], dict[str, Row]] | str:
    """The group of each document and the manifest afterwards, or the name of the exception."""
    ids = [d[0] for d in sync["docs"]]
    if len(set(ids)) < len(ids):
        return "ValueError"
    after, group = dict(manifest), dict[str, str]()
    for doc in sync["docs"]:
        new, old = row_of(doc, sync), manifest.get(doc[0])
        if old is None:
            group[doc[0]] = "add"
        elif old[3] is not None:
            group[doc[0]] = "restore"
        elif old[4] or old[0] != new[0] or old[2] != new[2]:
            group[doc[0]] = "update_content"
        else:
            group[doc[0]] = "unchanged" if old[1] == new[1] else "update_metadata"
        after[doc[0]] = old if old is not None and group[doc[0]] == "unchanged" else new
    live = [i for i, row in manifest.items() if row[3] is None]
    gone = [i for i in live if i not in set(ids)]
    if len(gone) * 5 > len(live) and not sync.get("confirm"):
        return "SuspiciousDeletion"
    for i in gone:
        group[i] = "delete"
        after[i] = [*manifest[i][:3], sync["now"], False]
    return group, after


CAUSES = {
    "text-only": "a permission is in the metadata hash, not in the text's",
    "tombstone-counted-as-live": "a row with deleted_at is no live document: its id in the source is a restore",
    "deletes-again": "a tombstone that is still away needs nothing",
    "pipeline-ignored": "another chunker or model changes every vector",
    "metadata-re-embedded": "other metadata alone needs no vector: it is a group of its own",
    "pending-ignored": "a pending row says that a change was begun and not finished",
    "second-run": "after the plan was carried out there is nothing to do",
    "in-two-groups": "each document is in one group",
    "wrong-groups": "compare the row with the new fingerprint, hash by hash",
}


def explain(want: str, got: list[str], about: str) -> str:
    """The likely mistake behind one wrong group."""
    if len(got) > 1:
        return "in-two-groups"
    one = got[0] if got else ""
    if about == "second":
        return "second-run"
    return {
        ("update_metadata", "unchanged"): "text-only", ("update_metadata", "update_content"): "metadata-re-embedded",
        ("restore", "unchanged"): "tombstone-counted-as-live",
        ("restore", "update_content"): "tombstone-counted-as-live",
        ("restore", "update_metadata"): "tombstone-counted-as-live", ("", "delete"): "deletes-again",
        ("restore", "add"): "restored-as-new",
    }.get((want, one), about if about in CAUSES else "wrong-groups")  # fmt: skip


def judge_cases(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, rows in zip(cases, result, strict=True):
            manifest = dict(case["manifest"])
            for number, sync in enumerate(case["syncs"]):
                want = oracle(sync, manifest)
                got = rows[number] if number < len(rows) else ["raised", "nothing", ""]
                shown = f"{case['what']}, sync {number + 1} of {len(case['syncs'])}"
                if isinstance(want, str):
                    expect(got[:2] == ["raised", want], expected=want, got=got, case=shown, read=READ,
                           cause=case["why"], diagnosis=case["slug"])  # fmt: skip
                    break
                raised = got[0] == "raised"
                slug = case["slug"] if raised and case.get("quiet") else "raised"
                if raised and got[1] == "SuspiciousDeletion" and not case.get("quiet"):
                    slug = "guard-in-the-way"
                expect(not raised, expected="a plan", got=got, case=shown, cause=case["why"], read=READ,
                       diagnosis=slug)  # fmt: skip
                compare(case, sync, want, got, shown, manifest)
                manifest = want[1]

    return judge


def compare(case: Case, sync: Case, want: Any, got: Any, shown: str, manifest: dict[str, Row]) -> None:
    """Groups first, then rows, of one sync."""
    group, after = want
    held: dict[str, list[str]] = {}
    for name in GROUPS:
        for i in got[0][name]:
            held.setdefault(i, []).append(name)
    about = sync.get("about", "")
    for i in sorted(group.keys() | held.keys()):
        mine, said = group.get(i, ""), held.get(i, [])
        if said != ([mine] if mine else []):
            slug = explain(mine, said, about)
            if slug == "second-run":
                slug = "manifest-not-updated"
            expect(False, expected=mine or "in no group", got=said, case=f"{shown}: {i}", read=READ, diagnosis=slug,
                   cause=CAUSES.get(slug, "compare the row with the new fingerprint, hash by hash"))  # fmt: skip
    expect(got[2], expected="the manifest as it was", got="changed", case=shown, read=READ,
           cause="plan and recorded are pure: a caller compares before and after",
           diagnosis="mutates-manifest")  # fmt: skip
    for i in sorted(after.keys() | got[1].keys()):
        mine, said_row = after.get(i), got[1].get(i)
        if mine != said_row:
            slug = "manifest-not-updated"
            if mine and said_row and mine[3] != said_row[3] and group.get(i, "") == "":
                slug = "tombstone-moved"
            elif mine and said_row is None and mine[3] is not None:
                slug = "tombstone-dropped"
            expect(False, expected=mine, got=said_row, case=f"{shown}: row of {i}", read=READ, diagnosis=slug,
                   cause="what was indexed gets its new fingerprint, what was deleted the time; the rest "
                   "stays")  # fmt: skip


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    words = ["valve", "invoice", "badge", "pallet", "ticket", "router", "permit", "shift", "crate", "sensor"]

    def drawn(n: int) -> list[list[Any]]:
        numbers = rng.sample(range(10_000), n)
        return [
            [f"doc-{k:05d}", " ".join(rng.choices(words, k=rng.randint(3, 8))) + f" {k}", rng.choice((1, 2)), "support"]
            for k in numbers
        ]

    def sync(docs: list[list[Any]], **more: Any) -> Case:
        return {"docs": [list(d) for d in docs], "now": rng.randrange(10**9, 2 * 10**9), **more}

    def case(what: str, syncs: list[Case], slug: str = "wrong-groups", why: str = "", **more: Any) -> Case:
        manifest = more.pop("manifest", {})
        return {"what": what, "syncs": syncs, "slug": slug, "why": why, "manifest": manifest, **more}

    def scenario(name: str, *cases: Case) -> Scenario:
        return Scenario(name, {"cases": list(cases), "groups": list(GROUPS)}, None, judge_cases(list(cases)))

    base = drawn(rng.randrange(12, 18))
    turned = [[i, t, 3 - tier, dep] for i, t, tier, dep in base[:3]] + base[3:]
    moved = [[i, t, tier, "legal"] for i, t, tier, _ in base[:2]] + base[2:]
    yield scenario("the same sync twice", case("nothing changed", [sync(base), sync(base, about="second")]),
                   case("an edit, then nothing", [
                       sync(base), sync([[base[0][0], "new words", *base[0][2:]], *base[1:]]),
                       sync([[base[0][0], "new words", *base[0][2:]], *base[1:]], about="second")]))  # fmt: skip
    yield scenario("permissions only", case("another tier", [sync(base), sync(turned), sync(turned, about="second")]),
                   case("another department", [sync(base), sync(moved)]))  # fmt: skip
    without = base[2:]
    edited = [[base[0][0], "restored with other words", *base[0][2:]], *base[1:]]
    yield scenario("deleted, still away, and back",
                   case("the same text again", [sync(base), sync(without), sync(without), sync(base),
                                                sync(base, about="second")]),
                   case("back with another text", [sync(base), sync(without), sync(edited)]))  # fmt: skip
    both = [[base[0][0], "other words", 3 - base[0][2], base[0][3]], *base[1:]]
    yield scenario("text and permission of one document", case("both at once", [sync(base), sync(both)]))
    yield scenario("another pipeline",
                   case("another model", [sync(base), sync(base, model="model-b", about="pipeline-ignored"),
                                          sync(base, model="model-b", about="second")]),
                   case("another chunker", [
                       sync(base), sync(base, chunker="lines", about="pipeline-ignored")]))  # fmt: skip
    rows = {d[0]: row_of(d, {}) for d in base}
    rows[base[4][0]] = [*rows[base[4][0]][:4], True]
    yield scenario("a change that was interrupted",
                   case("one row is pending", [sync(base, about="pending-ignored")], manifest=rows))  # fmt: skip
    twenty = drawn(20)
    dead = {d[0]: [*row_of(d, {})[:3], 5, False] for d in drawn(20)}
    live = {d[0]: row_of(d, {}) for d in twenty}
    guard = "no more than a fifth of the live documents may go unasked"
    yield scenario("too many deletions",
                   case("an empty source", [sync([])], "no-guard", guard, manifest=live),
                   case("five of twenty", [sync(twenty[5:])], "no-guard", guard, manifest=live))  # fmt: skip
    others = "tombstones are no live documents: they do not make a deletion look small"
    yield scenario("a guard beside many tombstones",
                   case("five of twenty live rows", [sync(twenty[5:])], "guard-counts-tombstones", others,
                        manifest={**dead, **live}))  # fmt: skip
    yield scenario("exactly a fifth, and a confirmed deletion",
                   case("four of twenty", [sync(twenty[4:])], "guard-at-limit", "the limit itself is allowed",
                        manifest=live, quiet=True),
                   case("confirmed", [sync([], confirm=True)], "confirm-ignored", "confirm_deletion goes on",
                        manifest=live, quiet=True),
                   case("a first sync of nothing", [sync([])], "raised", "no row, no share", quiet=True))  # fmt: skip
    twice = [*base, base[rng.randrange(1, 5)]]
    rng.shuffle(twice)
    yield scenario("an id that comes twice",
                   case("in a list", [sync(twice)], "duplicates-accepted", "the later one would win silently"),
                   case("from an iterator", [sync(twice, iterator=True)], "duplicates-accepted",
                        "the later one would win silently"))  # fmt: skip
    yield scenario("an iterator as source", case("once through", [sync(base, iterator=True)], "iterator-used-twice",
                                                 "an iterator can be walked once", quiet=True))  # fmt: skip
