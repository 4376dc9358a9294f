"""Twelve scripted changes of the corpus, each on the state that the one before leaves, and what an index has to do.

Start from the shipped documents and `apply` the syncs in order. The expected sets follow from the states alone: what
an indexer reports can be compared with them, and `prove` derives them again by walking over all documents.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from labsupport.errors import LabError
from labsupport.world import chunks
from labsupport.world.entities import PUBLIC, SCHEMA_VERSION, Document, Gold, Mark, World
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.sides import Split, share
from labsupport.world.writer import opening

Op = Literal["add", "edit", "permission", "touch", "delete", "restore", "rename"]
State = dict[str, Document]


@dataclass(frozen=True)
class Splice:
    """Replace `text[start:end]` by `text`; `gold` holds the facts that the new text states, counted from its start."""

    start: int
    end: int
    text: str
    gold: tuple[Gold, ...] = ()


@dataclass(frozen=True)
class Change:
    """One step. Which fields are set depends on `op`: a whole `document` (add), `splices` from the end of the text to
    its start (edit, and restore with changes), the new `tier` and `department` (permission), `new_id` (rename)."""

    op: Op
    doc_id: str
    document: Document | None = None
    splices: tuple[Splice, ...] = ()
    tier: int | None = None
    department: str | None = None
    new_id: str | None = None


@dataclass(frozen=True)
class Expected:
    """What the sync means for an index. Documents by id; chunks by id in the state after (removed: in that before).

    `embed` lists the chunks whose text no document has had before, in the shipped corpus or since: only they need the
    embedder. `metadata` chunks keep id and text, but their access fields, date or department changed.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]  # other text
    metadata_only: tuple[str, ...]  # same text, other fields
    restored: tuple[str, ...]  # among the added: was there before, and was deleted
    renamed: tuple[tuple[str, str], ...]  # (old, new), among the removed and the added
    chunks_added: tuple[str, ...]
    chunks_removed: tuple[str, ...]
    chunks_changed: tuple[str, ...]  # same id, other text
    chunks_metadata: tuple[str, ...]
    chunks_embed: tuple[str, ...]


@dataclass(frozen=True)
class Sync:
    """One sync. `number` counts from 1; the set is one script and is not divided, its split says test."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    number: int
    day: date
    what: str
    changes: tuple[Change, ...]
    expected: Expected


Item = Sync


# ---- applying
def _moved(doc: Document, splice: Splice) -> Document:
    shift = len(splice.text) - (splice.end - splice.start)

    def kept(start: int, end: int) -> bool:
        return end <= splice.start or start >= splice.end

    def at(place: int) -> int:
        return place + shift if place >= splice.end else place

    gold = [Gold(g.triple, at(g.start), at(g.end)) if g.start >= splice.end else g
            for g in doc.gold if kept(g.start, g.end)]  # fmt: skip
    gold += [Gold(g.triple, g.start + splice.start, g.end + splice.start) for g in splice.gold]
    marks = [Mark(m.kind, at(m.start), at(m.end), m.note) if m.start >= splice.end else m
             for m in doc.marks if kept(m.start, m.end)]  # fmt: skip
    text = doc.text[: splice.start] + splice.text + doc.text[splice.end :]
    return replace(doc, text=text, gold=tuple(sorted(gold, key=lambda g: (g.start, g.triple))), marks=tuple(marks))


def apply(state: Mapping[str, Document], sync: Sync, deleted: dict[str, Document]) -> State:
    """The documents after a sync. `deleted` holds what earlier syncs deleted and is brought up to date in place.

    Raises LabError when a change does not fit the state: syncs only work in order, on the shipped documents.
    """
    after = dict(state)
    for change in sync.changes:
        source = deleted if change.op == "restore" else after
        if change.op == "add":
            if change.document is None or change.doc_id in after:
                raise LabError(
                    f"sync {sync.number} adds {change.doc_id}, which is there", "apply the syncs in order, once"
                )
            after[change.doc_id] = change.document
            continue
        doc = source.get(change.doc_id)
        if doc is None:
            raise LabError(f"sync {sync.number} changes {change.doc_id}, which is not there",
                           "apply the syncs in order, to the shipped documents")  # fmt: skip
        if change.op == "delete":
            deleted[change.doc_id] = after.pop(change.doc_id)
            continue
        for splice in change.splices:
            doc = _moved(doc, splice)
        if change.splices:
            doc = replace(doc, version=doc.version + 1)
        if change.tier is not None:
            doc = replace(doc, access_tier=change.tier, department=change.department or doc.department)
        if change.op in ("edit", "touch") or change.splices:
            doc = replace(doc, updated_at=sync.day)
        if change.op == "restore":
            del deleted[change.doc_id]
        if change.new_id:
            del after[change.doc_id]
            doc = replace(doc, doc_id=change.new_id)
        after[doc.doc_id] = doc
    return after


# ---- what follows
def _fields(doc: Document) -> tuple[object, ...]:
    return doc.tenant, doc.department, doc.access_tier, doc.updated_at, doc.version


def _expect(before: State, after: State, touched: Sequence[str], gone: Mapping[str, Document], known: set[str],
            renamed: Sequence[tuple[str, str]]) -> Expected:  # fmt: skip
    """The expected sets from the documents that the script touched; `known` are the texts of chunks embedded so far."""
    ids = list(dict.fromkeys(touched))
    added = [i for i in ids if i in after and i not in before]
    removed = [i for i in ids if i in before and i not in after]
    both = [i for i in ids if i in before and i in after]
    edited = [i for i in both if before[i].text != after[i].text]
    metadata = [i for i in both if before[i].text == after[i].text and _fields(before[i]) != _fields(after[i])]
    old = {c.id: c.text for i in (*removed, *both) for c in chunks.of_document(before[i])}
    new = {c.id: c.text for i in (*added, *both) for c in chunks.of_document(after[i])}
    changed = [i for i in new if i in old and old[i] != new[i]]
    fresh = [i for i in new if i not in old]
    same = [i for i in new if old.get(i) == new[i]]
    stale = {i for i in both if _fields(before[i]) != _fields(after[i])}
    return Expected(
        tuple(added), tuple(removed), tuple(edited), tuple(metadata), tuple(i for i in added if i in gone),
        tuple(renamed), tuple(fresh), tuple(i for i in old if i not in new), tuple(changed),
        tuple(i for i in same if i.split("#")[0] in stale), tuple(i for i in new if new[i] not in known),
    )  # fmt: skip


# ---- the script
_TITLES = ("Summary for {s}", "{s} at a glance", "What we know about {s}", "Fact sheet: {s}", "{s}, short and dry",
           "Card: {s}", "{s} on one page", "Key data of {s}")  # fmt: skip
_OPENERS = (
    "This page was put together from the register; ask the owner before you quote it.",
    "A short page, because people kept asking. It replaces nothing.",
    "New on the intranet. Whoever finds a mistake reports it to the owner named below.",
    "Collected for the newcomers of this month, in no particular order.",
    "Written after the last review, where nobody had these lines at hand.",
    "For the binder at the front desk and for the search alike.",
    "The following was read from the register on the day of publication.",
    "One page instead of four mails.",
)
_NOTES = (
    "Checked again, nothing else has changed.", "Wording made shorter after a remark from the dock.",
    "The drawing on the last page is out of date and will follow.", "Read and found correct by two people.",
    "Please use this copy and throw the printed one away.", "A reader missed a comma; it is there now.",
    "The next check is planned for the autumn.", "Moved here from the old site without further changes.",
    "Questions to the owner of the page, not to the night desk.", "This copy was compared with the paper one.",
)  # fmt: skip


class _Script:
    """Writes the changes one after another and keeps the state that they leave."""

    def __init__(self, world: World) -> None:
        self.world, self.rng = world, random.Random(f"syncs-{world.seed}")
        self.state: State = {d.doc_id: d for d in world.documents}
        self.deleted: State = {}
        self.known = {c.text for d in world.documents for c in chunks.of_document(d)}
        self.next_id = max(int(d.doc_id.removeprefix("doc-")) for d in world.documents) + 1
        plain = [d for d in world.documents if d.family is None and d.language == "en"]
        plain = [d for d in plain if len(chunks.of_document(d)) >= 2]
        self.fresh = [d.doc_id for d in self.rng.sample(plain, len(plain))]  # used once, unless a sync says otherwise
        self.size = max(2, round(len(world.documents) / 100))  # one percent
        self.day = world.today

    # ---- choosing and writing
    def pick(self, n: int, fits: Callable[[Document], bool] = lambda d: True) -> list[str]:
        found = [i for i in self.fresh if i in self.state and fits(self.state[i])][:n]
        self.fresh = [i for i in self.fresh if i not in found]
        return found

    def new_id(self) -> str:
        self.next_id += 1
        return f"doc-{self.next_id - 1:05d}"

    def statement(self, subject: str, relation: str) -> tuple[str, Gold] | None:
        """A true sentence about something, with its gold span."""
        facts = [f for f in self.world.facts_about.get((subject, relation), ()) if f.until is None]
        if not facts:
            return None
        value = self.world.name(facts[-1].object)
        said = self.rng.choice(opening(RELATIONS[relation].statements_for(self.world.side), value))
        text, start, end = fill(said, self.world.name(subject), value)
        return text, Gold(facts[-1].triple, start, end)

    def written(self) -> Document:
        """A new page about a product or a team."""
        rng, world = self.rng, self.world
        kind, subject = rng.choice((("product", rng.choice(world.products)), ("team", rng.choice(world.teams))))
        title = rng.choice(share(_TITLES, self.world.side)).replace("{s}", subject.name)
        text, gold = f"# {title}\n\n{rng.choice(share(_OPENERS, self.world.side))}\n\n", list[Gold]()
        relations = [r for r in RELATIONS if r.startswith(f"{kind}.")]
        for relation in rng.sample(relations, rng.randrange(3, len(relations) + 1)):
            if made := self.statement(subject.id, relation):
                gold.append(Gold(made[1].triple, made[1].start + len(text), made[1].end + len(text)))
                text += made[0] + rng.choice((" ", " ", "\n\n"))
        team = world.by_id[subject.owner if kind == "product" else subject.id]  # type: ignore[union-attr]
        return Document(
            self.new_id(), world.company.lower() if rng.random() < 0.7 else PUBLIC, "directory",
            team.department, 1, "en", self.day, self.day, 1, SCHEMA_VERSION, title, text.rstrip(), tuple(gold),  # type: ignore[union-attr]
        )  # fmt: skip

    def edited(self, doc: Document, how: str) -> tuple[Splice, ...]:
        """An edit: `note` in front, `tail` at the end, `line` in the middle, `cut` (a part of the paragraphs goes)."""
        rng = self.rng
        parts = chunks.of_document(doc)
        if how == "note":
            return (Splice(0, 0, f"Note of {self.day.isoformat()}: {rng.choice(share(_NOTES, self.world.side))}\n\n"),)
        if how == "cut":  # the middle chunks go, so that the last one gets another number
            first, last = parts[len(parts) // 3 or 1], parts[max(len(parts) // 3 or 1, len(parts) * 2 // 3 - 1)]
            return (Splice(first.start, last.end, ""),)
        about = [g.triple for g in doc.gold if g.triple.relation in RELATIONS and "@" not in g.triple.subject]
        rng.shuffle(about)
        made = None
        for triple in about:
            kind = triple.relation.partition(".")[0]
            options = [r for r in RELATIONS if r.startswith(f"{kind}.")]
            made = made or self.statement(triple.subject, rng.choice(options))
        text, gold = (made[0], (made[1],)) if made else (rng.choice(share(_NOTES, self.world.side)), ())
        starts = [c.start for c in parts[1:] if doc.text[: c.start].endswith("\n\n")]
        starts = [at for at in starts if doc.text[:at].count("```") % 2 == 0]  # not into a block of code
        inside = how == "line" and bool(starts)
        place = starts[len(starts) // 2] if inside else len(doc.text)
        head, tail = ("", "\n\n") if inside else ("\n\n", "")
        spans = tuple(Gold(g.triple, g.start + len(head), g.end + len(head)) for g in gold)
        return (Splice(place, place, head + text + tail, spans),)

    def edits(self, ids: Sequence[str], hows: Sequence[str]) -> list[Change]:
        return [Change("edit", i, splices=self.edited(self.state[i], hows[n % len(hows)])) for n, i in enumerate(ids)]

    def rights(self, doc: Document) -> Change:
        """Another tier; and another department where that decides who reads."""
        tier = self.rng.choice([t for t in (1, 2) if t != doc.access_tier])
        others = sorted({t.department for t in self.world.teams} - {doc.department})
        department = self.rng.choice(others) if others and self.rng.random() < 0.5 else doc.department
        return Change("permission", doc.doc_id, tier=tier, department=department)

    def internal(self) -> Callable[[Document], bool]:
        own = self.world.company.lower()
        return lambda d: d.tenant == own and d.access_tier in (1, 2)

    # ---- the twelve
    def changes(self, number: int) -> tuple[str, list[Change]]:
        n, state = self.size, self.state
        match number:
            case 1:
                return "one percent of the documents edited", self.edits(self.pick(n), ("tail", "line", "note", "line"))
            case 2:
                return "new documents", [
                    Change("add", d.doc_id, d) for d in (self.written() for _ in range(max(2, n // 2)))
                ]
            case 3:
                ids = self.pick(n // 2 or 1, self.internal())
                return "permissions only", [self.rights(state[i]) for i in ids]
            case 4:
                return "documents deleted", [Change("delete", i) for i in self.pick(n)]
            case 5:
                ids = self.pick(n // 2 or 1)
                return "documents renamed, text unchanged", [Change("rename", i, new_id=self.new_id()) for i in ids]
            case 6:
                back = list(self.deleted)[: n // 2 or 1]
                return "deleted documents restored, text unchanged", [Change("restore", i) for i in back]
            case 7:
                ids = self.pick(n // 2 or 1, lambda d: len(chunks.of_document(d)) >= 3)
                return "documents shortened, so that chunks vanish", self.edits(ids, ("cut",))
            case 8:
                made = []
                for i in self.pick(n // 2 or 1, self.internal()):
                    right = self.rights(state[i])
                    made.append(replace(right, op="edit", splices=self.edited(state[i], "tail")))
                return "text and permissions of the same documents", made
            case 9:
                back = list(self.deleted)[: n // 4 or 1]
                restored = [Change("restore", i, splices=self.edited(self.deleted[i], "tail")) for i in back]
                return "some restored with a new text, others deleted", restored + [
                    Change("delete", i) for i in self.pick(n // 2 or 1)
                ]
            case 10:
                made = []
                for i in self.pick(n // 3 or 1):
                    made.append(Change("rename", i, new_id=self.new_id(), splices=self.edited(state[i], "tail")))
                return "renamed and edited at once", made
            case 11:
                copies = []
                for i in self.pick(n // 4 or 1):
                    twin = replace(state[i], doc_id=self.new_id(), created_at=self.day, updated_at=self.day)
                    copies.append(Change("add", twin.doc_id, twin))
                return "files touched without a change, and copies of documents", copies + [
                    Change("touch", i) for i in self.pick(n)
                ]
        pages = [self.written() for _ in range(n // 4 or 1)]
        made = [Change("add", d.doc_id, d) for d in pages]
        made += self.edits(self.pick(n // 3 or 1), ("note", "line", "cut"))
        made += [self.rights(state[i]) for i in self.pick(n // 4 or 1, self.internal())]
        made += [Change("delete", i) for i in self.pick(n // 4 or 1)]
        made += [Change("restore", i) for i in list(self.deleted)[: n // 5 or 1]]
        made += [Change("rename", i, new_id=self.new_id()) for i in self.pick(n // 5 or 1)]
        return "everything at once", made

    def sync(self, number: int) -> Sync:
        self.day += timedelta(days=1)
        what, changes = self.changes(number)
        draft = Sync(
            f"sync-{number:02d}", "test", f"sync/{number}", (), number, self.day, what, tuple(changes), _NOTHING
        )
        before, gone = self.state, dict(self.deleted)
        after = apply(before, draft, self.deleted)
        renamed = [(c.doc_id, c.new_id) for c in changes if c.new_id]
        touched = [i for c in changes for i in (c.doc_id, c.new_id) if i]
        expected = _expect(before, after, touched, gone, self.known, renamed)
        self.known |= {c.text for i in touched if i in after for c in chunks.of_document(after[i])}
        self.state = after
        return replace(draft, expected=expected)


_NOTHING = Expected((), (), (), (), (), (), (), (), (), (), ())


def make(world: World) -> Sequence[Sync]:
    """The twelve syncs of a world."""
    script = _Script(world)
    return [script.sync(number) for number in range(1, 13)]


# ---- proof
@dataclass
class _Replay:
    """The states of a world's script, made once: a proof of one sync needs those before it."""

    world: World
    syncs: tuple[Sync, ...]
    states: list[State]
    gone: list[State]


def _replay(world: World) -> _Replay:
    cached = world.__dict__.get("_syncs_replayed")
    if isinstance(cached, _Replay):
        return cached
    syncs, deleted = tuple(make(world)), State()
    states, gone = [{d.doc_id: d for d in world.documents}], [State()]
    for sync in syncs:
        states.append(apply(states[-1], sync, deleted))
        gone.append(dict(deleted))
    made = _Replay(world, syncs, states, gone)
    world.__dict__["_syncs_replayed"] = made
    return made


def prove(item: Sync, world: World) -> list[str]:
    """What is wrong with a sync: the state after it by its own changes, and the sets by comparing whole states."""
    replay = _replay(world)
    if not 1 <= item.number <= len(replay.syncs):
        return [f"there is no sync {item.number}"]
    before, gone = replay.states[item.number - 1], replay.gone[item.number - 1]
    try:
        after = apply(before, item, dict(gone))
    except LabError as error:
        return [error.problem]
    wrong = []
    if after != replay.states[item.number]:
        wrong.append("leaves another state than the script")
    diff = _diff(item, before, after, gone, replay.states[: item.number])
    for name, found in diff.items():
        said = getattr(item.expected, name)
        if set(said) != found or len(said) != len(found):
            wrong.append(f"{name}: {len(said)} expected, the states differ in {len(found)}: "
                         f"{sorted(map(str, set(said) ^ found))[:3]}")  # fmt: skip
    touched = {i for c in item.changes for i in (c.new_id or c.doc_id,)}
    for doc in (after[i] for i in touched if i in after):
        for span in doc.gold:
            said, meant = doc.text[span.start : span.end], world.name(span.triple.object)
            if span.triple not in world.by_triple or not (said == meant or _day(said, meant)):
                wrong.append(f"{doc.doc_id}: span says {said!r}, the graph {meant!r}")
    return wrong


def _day(said: str, meant: str) -> bool:
    from labsupport.world.validate import says

    return says(said, meant)


def _diff(item: Sync, before: State, after: State, gone: Mapping[str, Document], states: Sequence[State]
          ) -> dict[str, set[object]]:  # fmt: skip
    """All expected sets from the states alone: every document of both is looked at, not only what the script names."""

    def cut(state: State) -> dict[str, tuple[str, Document]]:
        return {c.id: (c.text, d) for d in state.values() if d is not other(d, state) for c in chunks.of_document(d)}

    def other(doc: Document, state: State) -> Document | None:  # the same object on both sides cannot differ
        return (after if state is before else before).get(doc.doc_id)

    old, new = cut(before), cut(after)
    differs = {i for i in before.keys() & after.keys() if before[i] != after[i]}
    text = {i for i in differs if before[i].text != after[i].text}
    fresh = {i for i in new if i not in old or old[i][0] != new[i][0]}
    wanted = {new[i][0] for i in fresh}
    seen: set[str] = set()
    looked: set[int] = set()
    for state in states:
        for doc in state.values():
            if id(doc) not in looked:
                looked.add(id(doc))
                seen |= wanted & {c.text for c in chunks.of_document(doc)}
    moved = {(c.doc_id, c.new_id) for c in item.changes if c.op == "rename"}
    return {
        "added": set(after.keys() - before.keys()), "removed": set(before.keys() - after.keys()), "edited": set(text),
        "metadata_only": set(differs - text), "restored": set((after.keys() - before.keys()) & gone.keys()),
        "renamed": {m for m in moved if m[0] in before and m[1] in after and m[0] not in after},
        "chunks_added": set(new.keys() - old.keys()), "chunks_removed": set(old.keys() - new.keys()),
        "chunks_changed": {i for i in old.keys() & new.keys() if old[i][0] != new[i][0]},
        "chunks_metadata": {i for i in old.keys() & new.keys() if old[i][0] == new[i][0]},
        "chunks_embed": {i for i in fresh if new[i][0] not in seen},
    }  # fmt: skip
