"""Exercises and review questions of topic 04.5: the plan of a sync, and carrying it out through crashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from labsupport.lab.check import Check, Choice, Exercise, Question, expect
from labsupport.retrieval.crash import Died, Fuse, Fused
from labsupport.retrieval.indexer import Point, Stored, drifts, points_of
from labsupport.retrieval.ledger import CHUNKER, MODEL, Entry, fingerprint, page
from labsupport.retrieval.plan import SuspiciousDeletion
from labsupport.retrieval.plan import plan as right_plan

PLAN = "04.5 The plan"
APPLY = "04.5 Carrying it out"
GROUPS = ("add", "update_content", "update_metadata", "restore", "delete", "unchanged")


# ---------------------------------------------------------------- e1 plan and recorded


def rows(docs: Iterable[Any]) -> dict[str, Entry]:
    """The manifest of documents that are indexed as they are."""
    return {doc.doc_id: Entry(fingerprint(doc, CHUNKER, MODEL)) for doc in docs}


def grouped(todo: Any) -> dict[str, list[str]]:
    """Document ids of each group, sorted."""
    got = {name: getattr(todo, name, None) for name in GROUPS}
    wrong = next((name for name, ids in got.items() if not isinstance(ids, tuple | list)), None)
    expect(wrong is None, expected="a SyncPlan", got=todo, case="what plan returns", read=PLAN, diagnosis="not-a-plan",
           cause="return SyncPlan(...) with a tuple of ids for each group")  # fmt: skip
    return {name: sorted(ids or ()) for name, ids in got.items()}


def raised(call: Callable[[], Any], kind: type[Exception], case: str, cause: str, slug: str) -> None:
    """The call raises this kind of exception."""
    try:
        got: object = call()
    except kind:
        return
    except NotImplementedError:
        raise
    except Exception as error:
        got = error
    expect(False, expected=kind.__name__, got=got, case=case, cause=cause, read=PLAN, diagnosis=slug)


OLD = tuple(page(f"doc-{i}", f"Text number {i}.") for i in range(1, 6))
NEW = (page("doc-1", "Another text."), *OLD[1:4], page("doc-6", "A new document."))


def check_five(plan: Any, recorded: Any) -> None:
    try:
        todo = plan(list(NEW), rows(OLD))
    except SuspiciousDeletion as error:
        expect(False, expected="a plan", got=error.problem, case="one of five live documents has gone", read=PLAN,
               cause="MOST_DELETED itself is allowed: refuse what is more", diagnosis="guard-at-limit")  # fmt: skip
    got = grouped(todo)
    want = {name: list[str]() for name in GROUPS} | {
        "add": ["doc-6"], "update_content": ["doc-1"], "delete": ["doc-5"], "unchanged": ["doc-2", "doc-3", "doc-4"],
    }  # fmt: skip
    expect(got == want, expected=want, got=got, case="doc-1 has another text, doc-5 has gone, doc-6 is new", read=PLAN,
           cause="compare the fingerprint of each document with the one in its manifest row",
           diagnosis="wrong-groups")  # fmt: skip


def check_first(plan: Any, recorded: Any) -> None:
    got = grouped(plan(list(OLD), {}))
    want = [doc.doc_id for doc in OLD]
    expect(got["add"] == want, expected=want, got=got["add"], case="an empty manifest", read=PLAN,
           cause="a document without a row is new", diagnosis="wrong-groups")  # fmt: skip
    empty = plan([], {})
    expect(not any(grouped(empty).values()), expected="nothing to do", got=empty, case="no document and no row",
           cause="no live row: no share to compute", read=PLAN, diagnosis="raised")  # fmt: skip


def check_carries(plan: Any, recorded: Any) -> None:
    todo = plan(list(NEW), rows(OLD))
    names = set(todo.fingerprints)
    expect(names == {d.doc_id for d in NEW} == set(todo.docs), expected=sorted(d.doc_id for d in NEW),
           got=sorted(names), case="docs and fingerprints of the plan", read=PLAN, diagnosis="plan-without-source",
           cause="whoever carries the plan out needs the documents and their new fingerprints")  # fmt: skip


def check_recorded(plan: Any, recorded: Any) -> None:
    before = rows(OLD)
    kept = dict(before)
    after = recorded(plan(list(NEW), before), before, 1_700_000_000)
    expect(before == kept, expected=kept, got=before, case="the manifest that was handed in", read=PLAN,
           cause="return a new mapping: the caller compares both", diagnosis="mutates-manifest")  # fmt: skip
    want = rows(NEW) | {"doc-5": Entry(before["doc-5"].fingerprint, 1_700_000_000)}
    wrong = sorted(i for i in want.keys() | after.keys() if want.get(i) != after.get(i))
    expect(not wrong, expected=want.get(wrong[0] if wrong else ""), got=after.get(wrong[0] if wrong else ""), read=PLAN,
           case=f"the row of {wrong[0] if wrong else ''} after the sync", diagnosis="manifest-not-updated",
           cause="what was indexed gets its new fingerprint, what was deleted keeps its own and gets the "
           "time")  # fmt: skip


def check_twice(plan: Any, recorded: Any) -> None:
    raised(lambda: plan([OLD[0], OLD[1], OLD[0]], {}), ValueError, "doc-1 comes twice in the source",
           "the later one would silently win: refuse it and name the id", "duplicates-accepted")  # fmt: skip


# ---------------------------------------------------------------- e2 Indexer.apply


class MemoryPoints:
    """The point store's methods over a mapping."""

    def __init__(self) -> None:
        self.held: dict[str, Stored] = {}

    def of(self, doc_ids: Iterable[str] | None = None) -> dict[str, dict[str, Stored]]:
        wanted, found = None if doc_ids is None else set(doc_ids), dict[str, dict[str, Stored]]()
        for one in self.held.values():
            if wanted is None or one.meta["source_id"] in wanted:
                found.setdefault(one.meta["source_id"], {})[one.id] = one
        return found

    def upsert(self, points: Sequence[Point], vectors: Sequence[Sequence[float]]) -> None:
        for point, _ in zip(points, vectors, strict=True):
            self.held[point.id] = Stored(point.id, point.chunk_id, dict(point.meta))

    def refresh(self, ids: Sequence[str], meta: Mapping[str, Any]) -> None:
        self.held.update({i: Stored(i, self.held[i].chunk_id, dict(meta)) for i in ids})

    def bury(self, ids: Sequence[str], now: int) -> None:
        self.held.update({i: Stored(i, self.held[i].chunk_id, self.held[i].meta, now) for i in ids})

    def erase(self, ids: Sequence[str]) -> None:
        for i in ids:
            self.held.pop(i, None)


class MemoryManifest:
    """The manifest's methods over a mapping."""

    def __init__(self) -> None:
        self.rows: dict[str, Entry] = {}

    def entries(self) -> dict[str, Entry]:
        return dict(self.rows)

    def put(self, doc_id: str, entry: Entry) -> None:
        self.rows[doc_id] = entry

    def forget(self, doc_id: str) -> None:
        self.rows.pop(doc_id, None)


class Bench:
    """A learner's indexer over stores that are watched."""

    def __init__(self, indexer: Any) -> None:
        self.points, self.manifest, self.embedded = MemoryPoints(), MemoryManifest(), list[str]()
        self.indexer = indexer

    def sync(self, docs: Sequence[Any], now: int = 1_000, crash: int | None = None) -> None:
        fuse = Fuse(crash)
        made = self.indexer(
            Fused(self.points, fuse), Fused(self.manifest, fuse), self.encode, source=lambda: docs, clock=lambda: now
        )
        made.apply(right_plan(docs, self.manifest.entries(), confirm_deletion=True))

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        self.embedded += texts
        return [[1.0, 0.0] for _ in texts]

    def clean(self, docs: Sequence[Any], case: str, slug: str, cause: str) -> None:
        found = drifts(docs, self.points.of(), self.manifest.entries())
        expect(not found, expected="no drift", got=found[:2], case=case, cause=cause, read=APPLY, diagnosis=slug)


def paragraphs(*names: str) -> str:
    """A text with one chunk for each name."""
    return "\n\n".join(f"{name}: " + "word " * 110 for name in names)


FIRST = (page("doc-1", paragraphs("a", "b", "c")), page("doc-2", "One."), page("doc-3", "Two."))
SECOND = (page("doc-1", paragraphs("a", "B", "c")), page("doc-2", "One.", tier=2), page("doc-4", "Three."))


def check_clean(indexer: Any) -> None:
    bench = Bench(indexer)
    bench.sync(FIRST)
    bench.clean(FIRST, "the first sync of three documents", "points-missing",
                "for each document of add: embed its points, upsert them, write its row")  # fmt: skip
    bench.sync(SECOND, 2_000)
    bench.clean(SECOND, "one edited, one with another tier, one deleted, one new", "drift-after-sync",
                "see the kind: missing and ghost are points, stale is metadata, manifest is a row")  # fmt: skip


def check_embeds(indexer: Any) -> None:
    bench = Bench(indexer)
    bench.sync(FIRST)
    bench.embedded.clear()
    bench.sync(SECOND)
    want = [p.text for doc in (SECOND[0], SECOND[2]) for p in points_of(doc, "")]
    want = [text for text in want if text.startswith(("B", "Three"))]
    got = [text[:12] for text in bench.embedded]
    expect(sorted(bench.embedded) == sorted(want), expected=[t[:12] for t in want], got=got, read=APPLY,
           case="of three chunks one is edited; of another document only the tier", diagnosis="re-embeds",
           cause="a point id holds the hash of its text: what is there needs no vector")  # fmt: skip


def check_tombstones(indexer: Any) -> None:
    bench = Bench(indexer)
    bench.sync(FIRST)
    before = set(bench.points.held)
    bench.sync(SECOND, 2_000)
    lost = before - set(bench.points.held)
    expect(not lost, expected="points marked as deleted", got=f"{len(lost)} points are gone", read=APPLY,
           case="an edited and a deleted document", diagnosis="erased",
           cause="bury, do not erase: a reader may hold them, and a restore needs them")  # fmt: skip


def check_one_crash(indexer: Any) -> None:
    bench = Bench(indexer)
    bench.sync(FIRST[1:2])
    edited = (page("doc-2", "Another text."),)
    try:
        bench.sync(edited, 2_000, crash=1)
    except Died:
        shown = [p for p in bench.points.held.values() if not p.deleted_at]
        expect(shown, expected="a live point", got="none", case="a crash after the first write of an edit", read=APPLY,
               cause="bring the new points in before the old ones go", diagnosis="delete-before-insert")  # fmt: skip
    bench.sync(edited, 3_000)
    bench.clean(edited, "an edit, a crash after its first write, and the sync again", "manifest-before-points",
                "a row that says done must not come before what it says")  # fmt: skip


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="04.5.e1",
        title="The plan of a sync",
        reference=("labsupport.retrieval.plan:plan", "labsupport.retrieval.plan:recorded"),
        difficulty=2,
        minutes=20,
        section=PLAN,
        task=(
            "Write `plan`: the source and the manifest in, a `SyncPlan` out. Touch nothing.\n\n"
            "- No row: `add`. A row with `deleted_at`: `restore`, whatever its text.\n"
            "- Another content or pipeline hash, or a row that is `pending`: `update_content`.\n"
            "- Only other metadata: `update_metadata`. Nothing differs: `unchanged`.\n"
            "- A live row without a document: `delete`. More than MOST_DELETED of the live rows: "
            "`SuspiciousDeletion`, unless `confirm_deletion`. An id that comes twice: ValueError.\n\n"
            "Then `recorded`: the manifest after the plan, as a new mapping."
        ),
        gotchas=(
            "A tombstone whose document is still away needs nothing.",
            "The share is of live rows; exactly MOST_DELETED is allowed.",
            "`docs` may be an iterator: walk over it once.",
        ),
        hints=(
            "Which questions about a row come first: is it there, is it dead, what differs?",
            "Collect the source by id first, with the check for duplicates. One chain of conditions then puts each "
            "document into exactly one group; deletions are live rows that no document asked for.",
            "Give SyncPlan the documents and the new fingerprints, too: `recorded` makes Entry(fingerprint) for the "
            "four groups that were indexed, and replaces `deleted_at` in the rows of the deleted ones.",
        ),
        checks=(
            Check("add, edit and delete among five", check_five),
            Check("a first sync, and an empty one", check_first),
            Check("the plan carries its source", check_carries),
            Check("the manifest after it", check_recorded),
            Check("an id that comes twice", check_twice),
        ),
    ),
    Exercise(
        id="04.5.e2",
        title="Carry a plan out, through crashes",
        reference=("labsupport.retrieval.indexer:Indexer.apply",),
        difficulty=4,
        minutes=35,
        section=APPLY,
        task=(
            "Write `Indexer.apply`. The process may die after any write; the next sync plans again and applies, and "
            "then `verify()` must be empty.\n\n"
            "- `self.wanted(todo, id)` is what a document should have, `self.points.of(ids)` what is there, dead "
            "points included.\n"
            "- Embed and `upsert` only points that are not there. `refresh` those that are there dead or with other "
            "metadata; `bury` live ones that nobody wants any more.\n"
            "- At any moment, the old or the new version of a document is complete.\n"
            "- `manifest.put(id, Entry(fingerprint))` says done. `pending=True` says begun: `plan` does it again.\n"
            "- `delete`: the tombstones first, then the row with `deleted_at`."
        ),
        gotchas=(
            "A restored document brings points back that are there, dead.",
            "An edited document has kept chunks: their metadata changes, too.",
            "A tombstone keeps its time: do not bury it again.",
        ),
        hints=(
            "Imagine the crash after each line you write. What does the next plan see, and is it enough?",
            "For each document split what it wants and what is there into three: new, kept, old. Write new, refresh "
            "kept, then note in the manifest that old ones are still live, bury them, and note that all is done.",
            "The row without `pending` is the last write of a document. For a deletion keep the old fingerprint: "
            "`dataclasses.replace` makes a row with another `deleted_at`.",
        ),
        checks=(
            Check("a clean run verifies", check_clean),
            Check("only new chunks are embedded", check_embeds),
            Check("tombstones, not holes", check_tombstones),
            Check("a crash after the first write", check_one_crash),
        ),
    ),
)

QUESTIONS: tuple[Question, ...] = (
    Question(
        id="04.5.q1",
        text="How do you detect what changed in the sources?",
        choices=(
            Choice(
                "Compare modified times: the file system keeps them, and reading a text to hash it costs too much",
                False,
                "A copy, a restore or a wrong clock moves the time without the text, or the text without the time.",
            ),
            Choice(
                "Hash all that the index depends on; capture changes where freshness matters; times only as a hint",
                True,
                "Text, metadata with permissions, chunker and model: a hash of the text alone misses the rest.",
            ),
            Choice(
                "Hash the normalised text of each document: equal text means equal vectors, so nothing else is needed",
                False,
                "A tightened permission or a new model changes the index and no text.",
            ),
        ),
        answer=(
            "Hash what the index depends on for correctness and use change data capture where freshness matters; "
            "timestamps are only a hint."
        ),
    ),
    Question(
        id="04.5.q2",
        text="A document has left the source. Soft or hard delete?",
        choices=(
            Choice(
                "Tombstone it at once, filter at query time, and purge after a time to live",
                True,
                "Reversible, and safe for reads in flight; every search has to carry the filter.",
            ),
            Choice(
                "Remove its points at once, so that no search can ever forget to filter out what is deleted",
                False,
                "A bulk deletion is seen half-done, and a source that was empty by mistake cannot be undone.",
            ),
            Choice(
                "Keep it and lower its score, since an old document may still answer a question better than none",
                False,
                "It would still be shown: a deletion is a decision of the source, not of the ranking.",
            ),
            Choice(
                "Mark it and keep the mark for good: storage is cheap and an audit may ask for it",
                False,
                "An obligation to delete reaches the vectors too; purge when the time to live is over.",
            ),
        ),
        answer=(
            "Tombstone at once and filter, then purge after a time to live; hard deletion frees space but is "
            "irreversible and can be observed half-done."
        ),
    ),
    Question(
        id="04.5.q3",
        text="How do you change the embedding model?",
        choices=(
            Choice(
                "Embed new and changed documents with the new model; the old vectors are replaced as documents change",
                False,
                "One field then holds vectors of two models, and scores across them mean nothing.",
            ),
            Choice(
                "Send queries to a second index at once and fill it in the background, so that nobody waits",
                False,
                "Until the backfill is complete they miss whatever is not there yet.",
            ),
            Choice(
                "Fill a second index, evaluate it, move the alias at once, and keep the old index for the way back",
                True,
                "Readers keep the old one until the new one is complete; the alias moves in one step.",
            ),
        ),
        answer=("Build a second index, backfill, evaluate, move the alias atomically; keep the old one for rollback."),
    ),
)
