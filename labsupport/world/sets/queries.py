"""Retrieval queries of eight kinds, each with the passages that answer it and a grade for every related passage.

Grades follow from the spans: 3 states what is asked (of a chain: the last fact), 2 states a hop before it, another
value of the same relation (an older or newer version), or states it only after the as-of day, 1 is about the same
subject. Only what the principal may see is graded. `restricted` and `no_answer` have no gold: the right answer is to
abstain. What an entitled reader would be answered stands in `withheld`; `for_entitled` gives that reader's query.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, TypeVar

from labsupport.world import chunks
from labsupport.world.docs.page import sections
from labsupport.world.entities import Customer, Document, Person, Principal, Product, Site, Team, Triple, World, visible
from labsupport.world.evidence import Evidence, Statement, entity, hinting, long_day, named, twins, valid
from labsupport.world.graph import CAUSES
from labsupport.world.relations import RELATIONS
from labsupport.world.sets import queries_text as text
from labsupport.world.sides import Split, by_split, share
from labsupport.world.writer import capital

T = TypeVar("T")
Kind = Literal["identifier", "paraphrase", "mixed", "multi_hop", "global", "temporal", "restricted", "no_answer"]
PER_SPLIT: dict[Kind, int] = {
    "identifier": 80, "paraphrase": 45, "mixed": 44, "multi_hop": 48, "global": 32, "temporal": 40, "restricted": 36,
    "no_answer": 36,
}  # fmt: skip
SPLITS: tuple[Split, ...] = ("train", "dev", "test")
ABSTAIN: tuple[Kind, ...] = ("restricted", "no_answer")
BY_ID = ("order", "incident", "vulnerability", "policy", "contract", "error")  # subjects that texts call by their id
LEADS_TO = {  # relation that can be the first hop -> what its object is
    "incident.product": "product", "order.product": "product", "error.product": "product",
    "vulnerability.product": "product", "contract.product": "product", "policy.owner": "team",
    "product.owner": "team", "person.team": "team", "incident.oncall": "person", "contract.signatory": "person",
    "customer.manager": "person", "team.lead": "person", "order.customer": "customer",
    "contract.customer": "customer", "product.supplier": "supplier",
}  # fmt: skip
HISTORIES = ("team.lead", "product.version", "product.price", "customer.plan", "policy.limit")
HOME = {  # paraphrase of what -> types of documents that are about it; elsewhere it is mentioned in passing
    "policy": ("policy", "faq"), "incident": ("post_mortem",), "fault": ("manual", "faq", "advisory"),
    "part": ("directory", "contract", "faq"),
}  # fmt: skip
LOOSE = ("by", "in", "on", "from", "since", "until", "within", "to", "for", "do")  # a field's label that is no noun
MOST = 6  # gold passages of one fact; a fact that more passages state is found by luck
WIDEST = 16  # gold passages of a global query
FRAMES, HOPS, TEMPORAL, GLOBAL, NONE, PARAPHRASE = (
    sections(t) for t in (text.FRAMES, text.HOPS, text.TEMPORAL, text.GLOBAL, text.NONE, text.PARAPHRASE)
)
FAULTS = {
    meaning: tuple(said.split("; ")) for meaning, said in (ln.split(" | ") for ln in text.FAULTS.strip().splitlines())
}
STOP = frozenset(text.STOP.split())
_WORD = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"(?<=\w{3})(?:ings?|ed|es|s|ly|er|e)$")


@dataclass(frozen=True)
class Query:
    """One query of one principal. `facts` is what is asked, a chain in order of its hops; empty when nothing has it."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    kind: Kind
    text: str
    principal: Principal
    as_of: date  # the day for which the answer is to be true
    facts: tuple[Triple, ...]
    answer: tuple[str, ...]  # the graph's values; empty when the right answer is to abstain
    gold_chunk_ids: tuple[str, ...]
    graded_relevance: dict[str, int]  # chunk id -> 1 to 3; what is not listed has 0
    entitled: Principal | None = None  # restricted: somebody who may see the answer
    withheld: tuple[str, ...] = ()  # restricted: the chunks that state it, none of which the principal may see
    missing: tuple[str, ...] = ()  # no_answer: words that no passage has together with the subject

    def for_entitled(self) -> Query:
        """A restricted query as an entitled reader asks it. Raises ValueError for other kinds."""
        if self.entitled is None:
            raise ValueError(f"query {self.id} is {self.kind}, only restricted ones have an entitled reader")
        grades = self.graded_relevance | dict.fromkeys(self.withheld, 3)
        return replace(self, principal=self.entitled, gold_chunk_ids=self.withheld, graded_relevance=grades,
                       entitled=None, withheld=())  # fmt: skip


Item = Query


@lru_cache(maxsize=8192)
def words(said: str) -> frozenset[str]:
    """The content words of a text, lower case and without common endings, for the test that two texts share none."""
    found = (w for w in _WORD.findall(said.lower()) if len(w) > 2 and w not in STOP)
    return frozenset(_ENDING.sub("", w) for w in found)


def _order(chunk_id: str) -> tuple[str, int]:
    doc, _, number = chunk_id.partition("#")
    return doc, int(number)


def _versions(world: World, fact: Triple) -> list[Triple]:
    """The same fact of other versions of a policy, which have ids of their own."""
    if not fact.relation.startswith("policy."):
        return []
    topic = next(p.topic for p in world.policies if p.id == fact.subject)
    return [
        f.triple
        for p in world.policies
        if p.topic == topic and p.id != fact.subject
        for f in world.facts_about.get((p.id, fact.relation), [])
    ]


def _turns(groups: Iterable[Sequence[T]]) -> Iterator[T]:
    """One of each group, then the next of each, until all are used up."""
    left = [list(reversed(group)) for group in groups]
    while left := [group for group in left if group]:
        for group in left:
            yield group.pop()


def _answer(world: World, kind: Kind, facts: Sequence[Triple]) -> tuple[str, ...]:
    """The values asked for; of a chain all, the last one being the answer; of a theme each with its subject."""
    each = [f"{named(world, f.subject)}: {world.name(f.object)}" if kind == "global" else world.name(f.object)
            for f in facts]  # fmt: skip
    return tuple(dict.fromkeys(each))


def _together(world: World, name: str, hints: Sequence[str]) -> bool:
    """Whether some passage has the name and one of the hints."""
    found = re.compile(r"\b(?:" + "|".join(map(re.escape, hints)) + r")", re.IGNORECASE)
    return any(
        name in c.text and found.search(c.text)
        for doc in world.documents
        if name in doc.text and found.search(doc.text)
        for c in chunks.of_document(doc)
    )


class _Maker:
    """The queries of one kind and split in the making."""

    def __init__(self, evidence: Evidence, kind: Kind, split: Split) -> None:
        self.evidence, self.world, self.kind, self.split = evidence, evidence.world, kind, split
        self.rng = random.Random(f"queries-{self.world.seed}-{kind}-{split}")
        self.out: list[Query] = []
        self.uses: dict[str, int] = {}
        self.seen: dict[str, None] = {}

    # ---- choosing
    def deal(self, name: str, bank: Sequence[T]) -> tuple[str, T]:
        """(template id, entry) of a bank's entries for this split."""
        at, entry = self.rng.choice(by_split(share(bank, self.world.side), self.split))
        return f"{name}/{at}", entry

    def shuffled(self, pool: Iterable[T]) -> list[T]:
        found = list(pool)
        self.rng.shuffle(found)
        return found

    def mine(self, subject: str) -> bool:
        return self.world.split.get(entity(subject)) == self.split

    def current(self, relations: Callable[[str], bool], most: int = MOST) -> dict[str, list[Triple]]:
        """By relation, shuffled: stated facts of this split's subjects that are true today and the only ones so."""
        found: dict[str, list[Triple]] = {}
        for (subject, relation), facts in self.world.facts_about.items():
            if not relations(relation) or not self.mine(subject) or not any(f.docs for f in facts):
                continue
            now = valid(self.world, subject, relation, self.world.today)
            if len(now) == 1 and 0 < len(self.passages([now[0].triple])) <= most:
                found.setdefault(relation, []).append(now[0].triple)
        for pool in found.values():
            self.rng.shuffle(pool)
        return found

    def passages(self, facts: Iterable[Triple]) -> dict[str, Statement]:
        """Chunk id -> a statement in it, of all passages that state one of the facts."""
        return {s.chunk.id: s for fact in facts for s in self.evidence.stated.get(fact, ())}

    def reader(self, *docs: Document) -> Principal | None:
        """Somebody who may see all of the documents."""
        pool = [p for p in self.evidence.readers(docs[0]) if all(visible(d, p) for d in docs[1:])]
        return self.rng.choice(pool) if pool else None

    # ---- wording
    def question(self, fact: Triple, lead: float = 0.0) -> tuple[str, str]:
        """(template, text) that asks for the object of a fact."""
        bank = FRAMES["release"] if fact.relation == "release.date" else RELATIONS[fact.relation].questions
        template, said = self.deal(fact.relation, bank)
        said = said.replace("{s}", named(self.world, fact.subject))
        if self.rng.random() < lead:
            outer, frame = self.deal("lead", FRAMES["lead"])
            template, said = f"{outer}+{template}", frame.replace("{q}", said)
        return template, said

    # ---- the item
    def grades(self, facts: Sequence[Triple], who: Principal, as_of: date) -> dict[str, int]:
        """Chunk id -> grade of everything the principal may see, see the module's docstring."""
        found: dict[str, int] = {}

        def note(s: Statement, grade: int) -> None:
            if visible(s.doc, who):
                found[s.chunk.id] = max(found.get(s.chunk.id, 0), grade)

        for fact in facts:
            whole = 2 if self.kind == "multi_hop" and fact != facts[-1] else 3
            for s in self.evidence.about[entity(fact.subject)]:
                if s.triple == fact:
                    note(s, whole if s.doc.created_at <= as_of else 2)
                else:
                    note(s, 2 if s.triple[:2] == fact[:2] else 1)
            for other in _versions(self.world, fact):
                for s in self.evidence.stated.get(other, ()):
                    note(s, 2)
        return {c: found[c] for c in sorted(found, key=_order)}

    def gold(self, facts: Sequence[Triple], who: Principal, as_of: date) -> dict[str, Statement]:
        """The passages that state one of the facts, in documents that the principal may see and that existed."""
        found = self.passages(facts)
        return {
            c: found[c]
            for c in sorted(found, key=_order)
            if any(
                visible(s.doc, who) and s.doc.created_at <= as_of
                for f in facts
                for s in self.evidence.stated.get(f, ())
                if s.chunk.id == c
            )
        }

    def add(self, template: str, said: str, facts: Sequence[Triple], who: Principal, *, as_of: date | None = None,
            entities: Sequence[str] = (), entitled: Principal | None = None,
            missing: Sequence[str] = ()) -> None:  # fmt: skip
        """Append a query unless its text was used; gold and grades follow from the facts."""
        day = as_of or self.world.today
        if said in self.seen:
            return
        self.seen[said] = None
        abstains = self.kind in ABSTAIN
        self.out.append(Query(
            f"q-{self.split}-{self.kind}-{len(self.out) + 1:03d}", self.split, template,
            tuple(dict.fromkeys(entities or [entity(f.subject) for f in facts])), self.kind, capital(said), who, day,
            tuple(facts), () if abstains else _answer(self.world, self.kind, facts),
            () if abstains else tuple(self.gold(facts, who, day)), self.grades(facts, who, day), entitled,
            tuple(self.gold(facts, entitled, day)) if entitled else (), tuple(missing),
        ))  # fmt: skip
        for name in self.out[-1].entities:
            self.uses[name] = self.uses.get(name, 0) + 1

    def full(self) -> bool:
        return len(self.out) >= PER_SPLIT[self.kind]

    def make(self) -> list[Query]:
        """All queries of this kind and split."""
        getattr(self, f"_{self.kind}")()
        return self.out[: PER_SPLIT[self.kind]]

    # ---- kinds
    def _simple(self, pools: dict[str, list[Triple]], fits: Callable[[Triple], bool],
                ask: Callable[[Triple], tuple[str, str]]) -> None:  # fmt: skip
        """Single facts, relations in turn, a subject at most twice; the reader sees a passage that names it."""
        for fact in _turns(pools.values()):
            if self.full():
                return
            if self.uses.get(entity(fact.subject), 0) > 1 or not fits(fact):
                continue
            who = self.reader(self.rng.choice(list(self.passages([fact]).values())).doc)
            name = named(self.world, fact.subject)
            if who and any(name in s.chunk.text for s in self.gold([fact], who, self.world.today).values()):
                self.add(*ask(fact), [fact], who)

    def _identifier(self) -> None:
        def twin(fact: Triple) -> bool:
            return any(t in s.doc.text for t in twins(fact.subject) for s in self.evidence.about.get(t, ()))

        def ask(fact: Triple) -> tuple[str, str]:
            if self.rng.random() < 0.5:
                return self.question(fact)
            template, frame = self.deal("field", FRAMES["field"])
            nouns = [f for f in RELATIONS[fact.relation].fields if f.split()[-1] not in LOOSE]
            field = self.rng.choice(nouns)
            return template, frame.replace("{s}", fact.subject).replace("{f}", field)

        self._simple(self.current(lambda r: r.split(".")[0] in BY_ID), twin, ask)

    def _mixed(self) -> None:
        pools = self.current(lambda r: r.split(".")[0] not in BY_ID and r != "product.sku")
        self._simple(pools, lambda fact: True, lambda fact: self.question(fact, lead=0.8))

    def _multi_hop(self) -> None:
        wide = self.current(lambda r: f"hop.{r}" in HOPS or f"ask.{r}" in HOPS, 2 * MOST)
        known = {fact[:2]: fact for pool in wide.values() for fact in pool}
        chains: dict[tuple[str, ...], list[tuple[Triple, ...]]] = {}
        for first in (f for r, pool in wide.items() if r in LEADS_TO for f in pool):
            for relation in wide:
                step = known.get((first.object, relation))
                if step is None:
                    continue
                if f"ask.{relation}" in HOPS:
                    chains.setdefault((first.relation, relation), []).append((first, step))
                for last in wide if relation in LEADS_TO and self.rng.random() < 0.3 else ():
                    end = known.get((step.object, last))
                    if end and f"ask.{last}" in HOPS:
                        chains.setdefault((first.relation, relation, last), []).append((first, step, end))
        for chain in _turns(self.shuffled(chains.values())):
            if self.full():
                return
            if any(self.uses.get(entity(f.subject), 0) > 2 for f in chain):
                continue
            if any(chain[-1].object in f for f in chain[:-1]):
                continue
            if chain[-2].relation == "team.lead" and chain[-1].relation == "person.role":
                continue  # the question would give the answer: a lead is a team lead
            picks = [self.rng.choice(list(self.passages([f]).values())).doc for f in chain]
            who = self.reader(*picks) if len({d.doc_id for d in picks}) > 1 else None
            if who is None:
                continue
            found = self.gold(chain, who, self.world.today)
            if len(found) > 10 or any(all(f in self.evidence.in_chunk[c] for f in chain) for c in found):
                continue
            said = named(self.world, chain[0].subject)
            templates: list[str] = []
            for fact in chain[:-1]:
                template, phrase = self.deal(f"hop.{fact.relation}", HOPS[f"hop.{fact.relation}"])
                said, templates = phrase.replace("{s}", said), [*templates, template]
            template, phrase = self.deal(f"ask.{chain[-1].relation}", HOPS[f"ask.{chain[-1].relation}"])
            said = phrase.replace("{x}", said)
            if not any(named(self.world, f.object) in said for f in chain):
                self.add("+".join([*templates, template]), said, chain, who)

    def _global(self) -> None:
        groups = []
        for theme, scopes in _scopes(self.world, self.split).items():
            groups.append(self.shuffled((theme, scope, facts) for scope, facts in scopes))
        for theme, scope, facts in _turns(groups):
            if self.full():
                return
            stated = [f for f in facts if f in self.evidence.stated]
            docs = list({s.doc.doc_id: s.doc for s in self.passages(stated).values()}.values())
            if len(docs) < 3:
                continue
            who = self.reader(self.rng.choice(docs))
            if who is None:
                continue
            seen = [f for f in facts if self.gold([f], who, self.world.today)]
            found = self.gold(seen, who, self.world.today)
            if len(seen) < 2 or not 3 <= len(found) <= WIDEST or len({s.doc.doc_id for s in found.values()}) < 3:
                continue
            template, said = self.deal(f"global.{theme}", GLOBAL[theme])
            shown = scope.split(":")[-1]
            name = self.world.name(shown) if theme != "rules" else shown.lower()
            self.add(template, said.replace("{s}", name), seen, who, entities=[scope])

    def _temporal(self) -> None:
        groups: list[list[Triple]] = []
        for relation in HISTORIES:
            pool = []
            for (subject, which), facts in self.world.facts_about.items():
                if which == relation and self.mine(subject):
                    rivals = len(facts) > 1 or bool(_versions(self.world, facts[0].triple))
                    pool += [f.triple for f in facts if f.docs and rivals]
            groups.append(self.shuffled(pool))
        for fact in _turns(groups):
            if self.full():
                return
            period = self.world.by_triple[fact]
            found = list(self.passages([fact]).values())
            if self.uses.get(fact.subject, 0) > 1 or len(found) > 2 * MOST:
                continue
            source = self.rng.choice(found).doc
            first = max(period.since, source.created_at)
            last = (period.until or self.world.today + timedelta(days=1)) - timedelta(days=1)
            who = self.reader(source)
            if first > last or who is None:
                continue
            day = first + timedelta(days=self.rng.randrange((last - first).days + 1))
            others = [f.triple for f in self.world.facts_about[fact[:2]]] + _versions(self.world, fact)
            if not any(visible(s.doc, who) for f in others if f != fact for s in self.evidence.stated.get(f, ())):
                continue
            template, said = self.deal(f"temporal.{fact.relation}", TEMPORAL[fact.relation])
            name = named(self.world, fact.subject)
            if fact.relation == "policy.limit":
                name = next(p.topic.lower() for p in self.world.policies if p.id == fact.subject)
            self.add(template, said.replace("{s}", name).replace("{d}", long_day(day)), [fact], who, as_of=day)

    def _restricted(self) -> None:
        pools: dict[str, list[Triple]] = {}
        for fact in (f for pool in self.current(lambda r: True).values() for f in pool):
            docs = [s.doc for s in self.passages([fact]).values()]
            level = min(d.access_tier for d in docs)
            if level == 3 or (level and all(d.tenant != self.world.company.lower() for d in docs)) or level == 2:
                own = docs[0].tenant == self.world.company.lower()
                pools.setdefault(f"{level if own else 'tenant'}-{fact.relation.split('.')[0]}", []).append(fact)
        for fact in _turns(self.shuffled(pool) for pool in pools.values()):
            if self.full():
                return
            found = self.passages([fact])
            name = named(self.world, fact.subject)
            if self.uses.get(entity(fact.subject), 0) > 1 or not any(name in s.chunk.text for s in found.values()):
                continue
            docs = list({s.doc.doc_id: s.doc for s in found.values()}.values())
            hints = {d.doc_id: d for d in (*docs, *hinting(self.world, fact))}  # a table may imply what no span states
            barred = [p for p in self.evidence.principals if not any(visible(d, p) for d in hints.values())]
            near = [p for p in barred if p.tenant_id == docs[0].tenant]
            entitled = self.reader(docs[0])
            if entitled and barred:
                who = self.rng.choice(near if near and self.rng.random() < 0.7 else barred)
                self.add(*self.question(fact, lead=0.4), [fact], who, entitled=entitled)

    def _no_answer(self) -> None:
        silent = [  # in the graph, but no document says it
            now[0].triple
            for (subject, relation), facts in self.world.facts_about.items()
            if not any(f.docs for f in facts) and self.mine(subject) and self.evidence.about.get(entity(subject))
            if (now := valid(self.world, subject, relation, self.world.today))
        ]
        relations: dict[str, list[Triple]] = {}
        for fact in self.shuffled(silent):
            relations.setdefault(fact.relation, []).append(fact)
        third, staff = PER_SPLIT["no_answer"] // 3, [p for p in self.evidence.principals if p.tier]
        for fact in _turns(relations.values()):
            if len(self.out) == third:
                break
            if any(hinting(self.world, f.triple) for f in self.world.facts_about[fact[:2]]):  # former values count too
                continue
            if fact.relation == "product.role":  # every page on a product tells a little of what it is
                continue
            self.add(*self.question(fact, lead=0.3), [fact], self.rng.choice(staff))
        pools = self.current(lambda r: r.split(".")[0] in BY_ID)
        for fact in _turns(pools.values()):  # an id that differs by a digit from one that documents know
            if len(self.out) >= 2 * third:
                break
            free = [t for t in twins(fact.subject) if t not in self.world.by_id]
            invented = self.rng.choice(free)
            if self._fresh(invented) and not _together(self.world, invented, [invented]):
                template, said = self.question(fact._replace(subject=invented))
                self.add(template, said, [], self.rng.choice(staff), entities=[invented], missing=[invented])
        subjects: dict[str, Sequence[Person | Product | Customer | Team | Site]] = {
            "person": self.world.people, "product": self.world.products, "customer": self.world.customers,
            "team": self.world.teams, "site": self.world.sites,
        }  # fmt: skip
        for kind, thing in _turns(
            [(k, e) for e in self.shuffled(things) if self.mine(e.id) and self.evidence.about.get(e.id)]
            for k, things in subjects.items()
        ):
            if self.full():
                return
            template, entry = self.deal(f"none.{kind}", NONE[kind])
            said, _, hints = entry.partition(" | ")
            if not _together(self.world, thing.name, hints.split(", ")):
                self.add(template, said.replace("{s}", thing.name), [], self.rng.choice(staff), entities=[thing.id],
                         missing=hints.split(", "))  # fmt: skip

    def _fresh(self, invented: str) -> bool:
        """Whether only this split can come to an invented id: its nearest real ids are all of this split."""
        return all(self.mine(t) for t in twins(invented) if t in self.world.by_id)

    def _paraphrase(self) -> None:
        policies = self.shuffled(self._policies())  # most: their passages are about one thing
        groups = [policies[at::3] for at in range(3)]
        groups += [self.shuffled(found) for found in (self._failures(), self._faults(), self._parts())]
        for most in (1.0, 0.5):  # first those that no other passage answers in passing
            for template, wordings, facts in _turns(groups):
                if self.full():
                    return
                self._reworded(template, wordings, facts, most)

    def _reworded(self, template: str, wordings: list[tuple[str, str]], facts: list[Triple], most: float) -> None:
        """Add a query in the first wording that shares no word with its gold, `most` of which is about the subject."""
        at_home = [s.doc for s in self.passages(facts).values() if s.doc.doc_type in HOME[template]]
        for who in self.some_readers(at_home):
            gold = self.gold(facts, who, self.world.today)
            home = sum(s.doc.doc_type in HOME[template] for s in gold.values())
            taken = frozenset[str]().union(*(words(s.chunk.text) for s in gold.values()))
            fits = [(name, said) for name, said in wordings if not words(said) & taken]
            if fits and 0 < len(gold) <= MOST and home >= most * len(gold):
                self.add(f"{template}+{fits[0][0]}", fits[0][1], facts, who)
                return

    def some_readers(self, docs: Sequence[Document], n: int = 12) -> list[Principal]:
        """Some of those who may see one of the documents."""
        pool = [p for doc in docs for p in self.evidence.readers(doc)]
        return self.rng.sample(pool, min(n, len(pool)))

    def _framed(self, frame: str, values: Sequence[tuple[str, str]], key: str = "{x}") -> list[tuple[str, str]]:
        frames = by_split(share(PARAPHRASE[frame], self.world.side), self.split)
        return self.shuffled(
            (f"{name}+{frame}/{at}", said.replace(key, value)) for at, said in frames for name, value in values
        )

    def _faults(self) -> Iterator[tuple[str, list[tuple[str, str]], list[Triple]]]:
        """Trouble in a user's words; the codes that mean it must all belong to this split."""
        for meaning, said in FAULTS.items():
            codes = [e for e in self.world.errors if e.meaning == meaning]
            if codes and all(self.mine(e.id) for e in codes):
                facts = [Triple(e.id, "error.meaning", e.meaning) for e in codes]
                facts += [Triple(e.id, "error.remedy", e.remedy) for e in codes]
                for at, value in enumerate(said):
                    yield "fault", self._framed("frame.fault", [(f"{meaning}/{at}", value)]), facts

    def _policies(self) -> Iterator[tuple[str, list[tuple[str, str]], list[Triple]]]:
        """The limit, the owner and the first day of what holds today; a topic's wordings stay in its split."""
        for policy in self.world.policies:
            if not self.mine(policy.id) or not valid(self.world, policy.id, "policy.limit", self.world.today):
                continue
            for at, said in enumerate(share(PARAPHRASE[f"policy.{policy.topic}"], self.world.side)):
                yield "policy", [(f"{policy.topic}/{at}", said)], [Triple(policy.id, "policy.limit", policy.limit)]
            values = [(f"{policy.topic}/{at}", x) for at, x in enumerate(PARAPHRASE[f"topic.{policy.topic}"])]
            for relation in ("policy.owner", "policy.effective"):
                fact = self.world.facts_about[policy.id, relation][0].triple
                yield "policy", self._framed(f"frame.{relation}", values), [fact]

    def _failures(self) -> Iterator[tuple[str, list[tuple[str, str]], list[Triple]]]:
        """Outages by what broke and why; all that fit the description must belong to this split."""
        found: dict[tuple[str, str], list[str]] = {}
        role = {p.id: p.role for p in self.world.products}
        for incident in self.world.incidents:
            found.setdefault((incident.cause, role[incident.product]), []).append(incident.id)
        for (cause, what), ids in found.items():
            if all(self.mine(i) for i in ids):
                (at, why), (of, thing) = (
                    self.rng.choice(by_split(PARAPHRASE[k], self.split)) for k in (f"cause.{cause}", f"role.{what}")
                )
                framed = self._framed("frame.incident", [(f"{cause}/{at}", why)], "{c}")
                wordings = [(f"{what}/{of}+{name}", said.replace("{r}", thing)) for name, said in framed]
                yield "incident", wordings, [Triple(i, "incident.cause", cause) for i in ids]

    def _parts(self) -> Iterator[tuple[str, list[tuple[str, str]], list[Triple]]]:
        parts: dict[str, list[str]] = {}
        for supplier in self.world.suppliers:
            parts.setdefault(supplier.part, []).append(supplier.id)
        for part, ids in parts.items():
            if all(self.mine(i) for i in ids):
                values = [(f"{part}/{at}", said) for at, said in by_split(PARAPHRASE[f"part.{part}"], self.split)]
                yield "part", self._framed("frame.part", values), [Triple(i, "supplier.part", part) for i in ids]


def _scopes(world: World, split: Split) -> dict[str, list[tuple[str, list[Triple]]]]:
    """Theme -> (scope, the facts that belong to it), from the entities of this split. The outages of a cause are
    everybody's: there the cause is what belongs to a split."""

    def mine(entities: Sequence[T]) -> list[T]:
        return [e for e in entities if world.split[e.id] == split]  # type: ignore[attr-defined]

    products, topics = mine(world.products), dict.fromkeys(p.topic for p in mine(world.policies))

    def cause(ids: Iterable[tuple[str, str]]) -> list[Triple]:
        return [Triple(i, "incident.cause", c) for i, c in ids]

    return {
        "cause": [(f"cause:{c}", cause((i.id, c) for i in world.incidents if i.cause == c))
                  for _, c in by_split(CAUSES, split)],
        "outages": [(t.id, cause((i.id, i.cause) for i in world.incidents
                                 if any(p.id in (i.product, *i.also) and p.owner == t.id for p in products)))
                    for t in mine(world.teams)],
        "releases": [(p.id, [Triple(f"{p.id}@{v}", "release.date", d.isoformat()) for v, d in p.versions])
                     for p in products],
        "weaknesses": [(p.id, [Triple(v.id, "vulnerability.fixed", v.fixed) for v in world.vulnerabilities
                               if v.product == p.id]) for p in products],
        "codes": [(p.id, [Triple(e.id, "error.meaning", e.meaning) for e in world.errors if e.product == p.id])
                  for p in products],
        "contracts": [(c.id, [Triple(k.id, "contract.product", k.product) for k in world.contracts
                              if k.customer == c.id]) for c in mine(world.customers)],
        "rules": [(f"topic:{topic}", [Triple(p.id, "policy.limit", p.limit) for p in world.policies
                                      if p.topic == topic]) for topic in topics],
        "staff": [(t.id, [Triple(p.id, "person.role", p.role) for p in world.people if p.team == t.id])
                  for t in mine(world.teams)],
    }  # fmt: skip


def make(world: World) -> Sequence[Query]:
    """All queries of a world, split by split and kind by kind; fewer of a kind where the documents do not give more."""
    evidence = Evidence(world)
    return [query for split in SPLITS for kind in PER_SPLIT for query in _Maker(evidence, kind, split).make()]


# ---- the proof: from facts to the documents that they list, and from there to spans and passages
def _stating(world: World, fact: Triple) -> dict[str, Document]:
    """Chunk id -> its document, of all passages with a span of this fact."""
    known = world.by_triple.get(fact)
    docs = [world.by_doc[d] for d in known.docs] if known else []
    return {chunks.at(doc, g.start).id: doc for doc in docs for g in doc.gold if g.triple == fact}


def _regraded(item: Query, world: World) -> dict[str, int]:
    found: dict[str, int] = {}

    def raise_to(fact: Triple, grade: int, late: int) -> None:
        for chunk, doc in _stating(world, fact).items():
            if visible(doc, item.principal):
                found[chunk] = max(found.get(chunk, 0), grade if doc.created_at <= item.as_of else late)

    for fact in item.facts:
        head = entity(fact.subject)
        product = world.by_id.get(head)
        dated = [f"{head}@{v}" for v, _ in getattr(product, "versions", ())]
        for subject in (head, *dated):
            for relation in RELATIONS:
                for known in world.facts_about.get((subject, relation), ()):
                    same = 2 if (subject, relation) == fact[:2] else 1
                    raise_to(known.triple, same, same)
        raise_to(fact, 2 if item.kind == "multi_hop" and fact != item.facts[-1] else 3, 2)
        topic = getattr(product, "topic", None)
        for policy in world.policies if topic else ():
            if policy.topic == topic and policy.id != head:
                for known in world.facts_about.get((policy.id, fact.relation), ()):
                    raise_to(known.triple, 2, 2)
    return found


def _theme(world: World, theme: str, scope: str) -> set[Triple]:
    """The facts of a global query, from the relations of the graph."""
    scope = scope.split(":")[-1]

    def having(relation: str, value: str) -> list[str]:
        return [f.subject for f in world.facts if f.relation == relation and f.object == value]

    def told(relation: str, subjects: Iterable[str]) -> set[Triple]:
        return {f.triple for s in subjects for f in world.facts_about.get((s, relation), ())}

    match theme:
        case "cause":
            return told("incident.cause", having("incident.cause", scope))
        case "outages":
            return told(
                "incident.cause", (i for p in having("product.owner", scope) for i in having("incident.product", p))
            )
        case "releases":
            return {f.triple for f in world.facts if f.relation == "release.date" and entity(f.subject) == scope}
        case "weaknesses":
            return told("vulnerability.fixed", having("vulnerability.product", scope))
        case "codes":
            return told("error.meaning", having("error.product", scope))
        case "contracts":
            return told("contract.product", having("contract.customer", scope))
        case "rules":
            return told("policy.limit", (p.id for p in world.policies if p.topic == scope))
        case _:
            return told("person.role", having("person.team", scope))


def prove(item: Query, world: World) -> list[str]:
    """What is wrong with a query: its gold and grades, who sees them, and what its kind promises."""
    wrong = []
    stating = {fact: _stating(world, fact) for fact in item.facts}
    seen = {c for found in stating.values() for c, d in found.items()
            if visible(d, item.principal) and d.created_at <= item.as_of}  # fmt: skip
    grades = _regraded(item, world)
    if grades != item.graded_relevance:
        wrong.append(f"grades differ for {sorted(set(grades.items()) ^ set(item.graded_relevance.items()))[:3]}")
    for fact in item.facts:
        if item.kind != "global" and fact not in [
            f.triple for f in valid(world, fact.subject, fact.relation, item.as_of)
        ]:
            wrong.append(f"{fact} is not true on {item.as_of}")
    if item.kind in ABSTAIN:
        if item.gold_chunk_ids or item.answer or seen:
            wrong.append(f"is to be left unanswered, but {sorted(seen) or item.gold_chunk_ids} answer it")
    elif set(item.gold_chunk_ids) != seen or not seen:
        wrong.append(f"gold is {sorted(seen)}, not {item.gold_chunk_ids}")
    elif item.answer != _answer(world, item.kind, item.facts):
        wrong.append(f"the answer {item.answer} is not the graph's")
    text_of = {
        c.id: c.text for d in dict.fromkeys(c.split("#")[0] for c in seen) for c in chunks.of_document(world.by_doc[d])
    }
    names = [named(world, f.subject) for f in item.facts]
    match item.kind:
        case "identifier":
            near = [
                t
                for t in twins(names[0])
                for r in RELATIONS
                for f in world.facts_about.get((t, r), ())
                if any(t in world.by_doc[d].text for d in f.docs)
            ]
            if names[0] not in item.text or not near:
                wrong.append(f"{names[0]} is not asked for, or no document knows an identifier like it")
        case "paraphrase":
            shared = {w for c in seen for w in words(text_of[c]) & words(item.text)}
            if shared or any(n in item.text for n in names):
                wrong.append(f"shares {sorted(shared) or names} with its gold")
        case "multi_hop":
            for before, after in zip(item.facts, item.facts[1:], strict=False):
                if before.object != after.subject or world.name(after.subject) in item.text:
                    wrong.append(f"{before} and {after} are no hidden hop")
            if any(all(c in found for found in stating.values()) for c in seen):
                wrong.append("one passage states every hop")
            if len({c.split("#")[0] for c in seen}) < 2 or len(item.facts) < 2:
                wrong.append("one document states every hop")
        case "global":
            theme = item.template.removeprefix("global.").split("/")[0]
            expected = {f for f in _theme(world, theme, item.entities[0])
                        if any(visible(d, item.principal) for d in _stating(world, f).values())}  # fmt: skip
            if expected != set(item.facts) or len(expected) < 2 or len({c.split("#")[0] for c in seen}) < 3:
                wrong.append(f"facts differ from the theme: {sorted(expected ^ set(item.facts))[:3]}")
        case "temporal":
            rivals = world.facts_about[item.facts[0][:2]]
            policy = world.by_id[entity(item.facts[0].subject)]
            others = [p for p in world.policies if p.topic == getattr(policy, "topic", "") and p != policy]
            if long_day(item.as_of) not in item.text or (len(rivals) < 2 and not others):
                wrong.append("does not name its day, or nothing was superseded")
        case "restricted":
            entitled = item.entitled
            allowed = {c for found in stating.values() for c, d in found.items() if entitled and visible(d, entitled)}
            if not allowed or allowed != set(item.withheld):
                wrong.append(f"an entitled reader finds {sorted(allowed)}, not {item.withheld}")
            if any(visible(d, item.principal) for f in item.facts for d in (*stating[f].values(), *hinting(world, f))):
                wrong.append("the principal may see a document that answers it")
        case "no_answer":
            for fact in item.facts:
                if any(f.docs or hinting(world, f.triple) for f in world.facts_about[fact[:2]]):
                    wrong.append(f"a document states {fact}, or implies it")
            if item.missing and _together(world, world.name(item.entities[0]), item.missing):
                wrong.append(f"a passage has {item.missing} together with its subject")
            if not item.facts and not item.missing:
                wrong.append("does not say what is missing")
    return wrong
