"""Hidden check for 04.5.e2: the parent holds points and manifest, and ends the process after each write in turn.

A script brings a corpus from one state to another. First without a crash; then again for write 1, 2, 3 and so on,
until a run has fewer writes than that. After each crash the parent looks whether a version of every document is
complete, lets the learner's code plan and apply once more, and compares with what the documents ask for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect
from labsupport.retrieval.indexer import Stored, drifts, points_of
from labsupport.retrieval.ledger import CHUNKER, MODEL, Entry, Fingerprint, fingerprint, page
from labsupport.world.entities import Document

READ = "04.5 Carrying it out"

DRIVER = """
from dataclasses import asdict

from labsupport.retrieval.indexer import Stored
from labsupport.retrieval.ledger import Entry, Fingerprint, page
from labsupport.retrieval.plan import plan


class Crash(Exception):
    pass


class Remote:
    def __init__(self, call):
        self.call = call

    def write(self, what, *payload):
        if self.call.sync("write", [what, *payload]) == "crash":
            raise Crash(what)


class Points(Remote):
    def of(self, doc_ids=None):
        ids = None if doc_ids is None else list(doc_ids)
        found = self.call.sync("of", ids)
        return {i: {p[0]: Stored(*p) for p in points} for i, points in found.items()}

    def upsert(self, points, vectors):
        rows = [[p.id, p.chunk_id, p.text, dict(p.meta), len(v)] for p, v in zip(points, vectors, strict=True)]
        if rows:
            self.write("upsert", rows)

    def refresh(self, ids, meta):
        if ids := list(ids):
            self.write("refresh", ids, dict(meta))

    def bury(self, ids, now):
        if ids := list(ids):
            self.write("bury", ids, now)

    def erase(self, ids):
        if ids := list(ids):
            self.write("erase", ids)


class Rows(Remote):
    def entries(self):
        return {i: Entry(Fingerprint(*r[:3]), r[3], r[4]) for i, r in self.call.sync("rows").items()}

    def put(self, doc_id, entry):
        f = entry.fingerprint
        row = [f.content, f.metadata, f.pipeline, entry.deleted_at, bool(entry.pending)]
        self.write("put", doc_id, row)

    def forget(self, doc_id):
        self.write("forget", doc_id)


async def drive(subject, call, args):
    result = None
    todo = None
    while True:
        step = await call("next", result)
        if step is None:
            return "end"
        docs = [page(i, text, tier=tier, department=dep) for i, text, tier, dep in step["docs"]]
        points, rows = Points(call), Rows(call)

        def encode(texts):
            call.sync("encode", list(texts))
            return [[1.0, 0.0] for _ in texts]

        try:
            if not step["again"] or todo is None:
                todo = plan(docs, rows.entries(), confirm_deletion=True)
            subject(points, rows, encode, source=lambda: docs, clock=lambda: step["now"]).apply(todo)
            result = "done"
        except NotImplementedError:
            raise
        except Crash:
            result = "crash"
        except Exception as error:
            result = f"raised {type(error).__name__}: {error}"[:200]
"""

Spec = list[Any]  # id, text, tier, department


def made(spec: Spec) -> Document:
    return page(spec[0], spec[1], tier=spec[2], department=spec[3])


def print_of(spec: Spec) -> Fingerprint:
    return fingerprint(made(spec), CHUNKER, MODEL)


class World:
    """Points and rows, which only writes change; one script; a crash after write `at`."""

    def __init__(self, script: dict[str, Any]) -> None:
        self.script = script
        self.at: int | None = None  # the clean run first
        self.writes = 0
        self.round = 0
        self.healing = False
        self.begin()

    # ---- state
    def begin(self) -> None:
        """The state before: live documents as they should be, tombstones of dead ones."""
        self.held: dict[str, Stored] = {}
        self.rows: dict[str, list[Any]] = {}
        self.embedded: list[str] = []
        self.erased = 0
        self.writes = 0
        for specs, dead in ((self.script["before"], 0), (self.script["dead"], 77)):
            for spec in specs:
                mine = print_of(spec)
                for p in points_of(made(spec), mine.pipeline):
                    self.held[p.id] = Stored(p.id, p.chunk_id, p.meta, dead)
                self.rows[spec[0]] = [mine.content, mine.metadata, mine.pipeline, dead or None, False]
        for spec in self.script["past"]:  # tombstones of older versions of live documents
            for p in points_of(made(spec), print_of(spec).pipeline):
                self.held.setdefault(p.id, Stored(p.id, p.chunk_id, p.meta, 55))
        self.buried = {i: s.deleted_at for i, s in self.held.items() if s.deleted_at}

    def of(self, ids: list[str] | None = None) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for p in self.held.values():
            if ids is None or p.meta["source_id"] in ids:
                found.setdefault(p.meta["source_id"], []).append([p.id, p.chunk_id, dict(p.meta), p.deleted_at])
        return found

    # ---- calls
    def on(self, event: str, payload: Any) -> Any:
        if event == "next":
            return self.step(payload)
        if event == "of":
            return self.of(payload)
        if event == "rows":
            return self.rows
        if event == "encode":
            self.embedded += payload
            return None
        what, *rest = payload
        if what == "upsert":
            for i, chunk_id, _, meta, _ in rest[0]:
                self.held[i] = Stored(i, chunk_id, meta, 0)
        elif what in ("refresh", "bury"):
            for i in rest[0]:
                old = self.held.get(i)
                expect(old is not None, expected="a point that is there", got=i, case=what, read=READ,
                       cause="a payload can be set on points that exist only", diagnosis="unknown-point")  # fmt: skip
                assert old is not None
                meta, at = (rest[1], 0) if what == "refresh" else (old.meta, int(rest[1]))
                self.held[i] = Stored(i, old.chunk_id, meta, at)
        elif what == "erase":
            self.erased += sum(self.held.pop(i, None) is not None for i in rest[0])
        elif what == "put":
            self.rows[rest[0]] = rest[1]
        else:
            self.rows.pop(rest[0], None)
        self.writes += 1
        return "crash" if not self.healing and self.writes == self.at else "ok"

    def step(self, result: Any) -> Any:
        if result is not None:
            expect(not str(result).startswith("raised"), expected="no exception", got=result, case=self.where(),
                   read=READ, cause="apply ends in an exception", diagnosis="raised")  # fmt: skip
            if result == "crash":
                self.available()
                self.healing = True
                return self.order(again=self.script["again"])
            self.settled()
            if self.at is None:
                self.tidy()
            elif not self.healing:
                return None  # fewer writes than that: every crash was tried
            self.healing = False
            self.at = (self.at or 0) + 1
            self.begin()
        return self.order(again=False)

    def order(self, *, again: bool) -> dict[str, Any]:
        return {"docs": self.script["after"], "again": again, "now": 99}

    def where(self) -> str:
        how = "without a crash" if self.at is None else f"a crash after write {self.at}"
        return f"{self.script['what']}: {how}{', then the sync again' if self.healing else ''}"

    # ---- judging
    def available(self) -> None:
        """After a crash: of each document that stays, the old or the new version is complete and live."""
        before = {spec[0]: spec for spec in self.script["before"]}
        live = {i for i, p in self.held.items() if not p.deleted_at}
        for spec in self.script["after"]:
            if spec[0] in before:
                versions = [{p.id for p in points_of(made(s), print_of(s).pipeline)} for s in (before[spec[0]], spec)]
                expect(any(v <= live for v in versions), expected="one complete version of " + spec[0], got="none",
                       case=self.where(), read=READ, diagnosis="delete-before-insert",
                       cause="the new points come in before the old ones go")  # fmt: skip

    def settled(self) -> None:
        """Index and manifest are what the documents ask for."""
        docs = [made(spec) for spec in self.script["after"]]
        there = {i: {p[0]: Stored(*p) for p in points} for i, points in self.of().items()}
        rows = {i: Entry(Fingerprint(*r[:3]), r[3], r[4]) for i, r in self.rows.items()}
        found = drifts(docs, there, rows)
        if found:
            kinds = {d.kind for d in found}
            slug, cause = self.explain(kinds, {d.doc_id for d in found}, rows)
            expect(False, expected="no drift", got=[(d.kind, d.doc_id) for d in found[:3]], case=self.where(),
                   cause=cause, read=READ, diagnosis=slug)  # fmt: skip
        for i, at in self.buried.items():
            kept = self.held.get(i)
            if kept is not None and kept.deleted_at:
                expect(kept.deleted_at == at, expected=f"deleted_at={at}", got=kept.deleted_at, case=self.where(),
                       cause="a tombstone that is buried again starts its time to live anew", read=READ,
                       diagnosis="tombstone-moved")  # fmt: skip

    def explain(self, kinds: set[str], ids: set[str], rows: dict[str, Entry]) -> tuple[str, str]:
        """The likely mistake behind drifts of these kinds."""
        after = {spec[0] for spec in self.script["after"]}
        if self.healing:
            if ids - after:
                return "deletion-lost", "the tombstones of a deleted document come before its row"
            if "missing" in kinds or "stale" in kinds:
                return "manifest-before-points", "a row that says done came before what it says"
            if "ghost" in kinds:
                return "ghosts-after-crash", "a row said done while old points were live: pending, or the row last"
            return "row-not-healed", "the row after the second run is not that of the source"
        if any(rows[i].pending for i in ids if i in rows):
            return "pending-left", "after all writes of a document its row is no longer pending"
        if kinds == {"manifest"}:
            return "manifest-not-updated", "every document that was touched gets its row"
        if "missing" in kinds:
            dead = {spec[0] for spec in self.script["dead"] + self.script["past"]}
            if ids <= dead:
                return "restore-hidden", "a point that is there and dead must be made live again"
            return "points-missing", "every chunk of a document needs a live point"
        if "stale" in kinds:
            return "stale-metadata", "points that stay get the new metadata, in every group"
        if ids - after:
            return "deleted-still-live", "every live point of a deleted document is buried"
        return "ghosts", "points of chunks that are no more are buried"

    def tidy(self) -> None:
        """After the clean run: nothing was embedded twice, nothing removed for good."""
        there = {p.id for spec in self.script["before"] + self.script["dead"] + self.script["past"]
                 for p in points_of(made(spec), print_of(spec).pipeline)}  # fmt: skip
        want = [p.text for s in self.script["after"] for p in points_of(made(s), print_of(s).pipeline)
                if p.id not in there]  # fmt: skip
        expect(sorted(self.embedded) == sorted(want), expected=f"{len(want)} chunks embedded", got=len(self.embedded),
               case=self.where(), cause="what is there, live or dead, has its vector", read=READ,
               diagnosis="re-embeds")  # fmt: skip
        expect(not self.erased, expected="tombstones", got=f"{self.erased} points erased", case=self.where(),
               cause="bury: erasing is what purge does, later", read=READ, diagnosis="erased")  # fmt: skip


def judge(result: Any, world: Any) -> None:
    expect(result == "end" and world.at is not None and world.at > 1, expected="every crash tried",
           got=f"{world.at}", case=world.where(), read=READ, diagnosis="writes-nothing",
           cause="a sync with changes has writes")  # fmt: skip


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    words = ["valve", "invoice", "badge", "pallet", "ticket", "router", "permit", "shift", "crate", "sensor"]

    def text(chunks: int) -> str:
        """As many chunks as paragraphs: two of them are longer than a chunk may be."""
        parts = [" ".join(rng.choices(words, k=90)) + f" {rng.randrange(10**6)}." for _ in range(chunks)]
        return "\n\n".join(parts)

    def doc(chunks: int = 1) -> Spec:
        return [f"doc-{rng.randrange(10**5):05d}-{chunks}", text(chunks), rng.choice((1, 2)), "support"]

    def other(spec: Spec, chunks: int = 1) -> Spec:
        return [spec[0], text(chunks), *spec[2:]]

    def mixed(spec: Spec) -> Spec:
        """The middle chunk is another one."""
        parts = spec[1].split("\n\n")
        return [spec[0], "\n\n".join([parts[0], text(1), *parts[2:]]), *spec[2:]]

    def cut(spec: Spec) -> Spec:
        return [spec[0], spec[1].split("\n\n")[0], *spec[2:]]

    def moved(spec: Spec) -> Spec:
        return [*spec[:2], 3 - spec[2], spec[3]]

    still = [doc(1), doc(2)]

    def scenario(what: str, before: list[Spec], after: list[Spec], dead: Any = (), past: Any = (), *,
                 again: bool = False) -> Scenario:  # fmt: skip
        script = {"what": what, "before": [*still, *before], "after": [*still, *after], "dead": list(dead),
                  "past": list(past), "again": again}  # fmt: skip
        rng.shuffle(script["after"])
        return Scenario(what, {}, World(script), judge, time_limit_s=20.0)

    one, three, other_three = doc(1), doc(3), doc(3)
    yield scenario("new documents", [], [doc(1), doc(3)])
    yield scenario("another text in one chunk", [one], [other(one)])
    yield scenario("one of three chunks edited", [three], [mixed(three)])
    yield scenario("three chunks become one", [three, other_three], [cut(three), other(other_three, 1)])
    yield scenario("permissions only", [one, three], [moved(one), moved(three)])
    yield scenario("text and permission", [three], [moved(mixed(three))])
    yield scenario("deleted documents", [one, three], [])
    gone, gone_three = doc(1), doc(3)
    yield scenario("restored, text unchanged", [one], [one, gone, gone_three], [gone, gone_three])
    yield scenario("restored with one new chunk", [], [mixed(gone_three)], [gone_three])
    back = doc(2)
    yield scenario("back to an older text", [other(back, 2)], [back], [], [back])
    old_version = other(three, 3)
    yield scenario("an edit and a deletion beside old tombstones", [three, one], [mixed(three)], [gone],
                   [old_version, other(one, 2)])  # fmt: skip
    yield scenario("the same plan applied again", [one, three, other_three], [other(one), mixed(three), doc(1)],
                   again=True)  # fmt: skip
    yield scenario("everything at once", [one, three, other_three], [moved(one), mixed(three), gone, doc(2)], [gone])
