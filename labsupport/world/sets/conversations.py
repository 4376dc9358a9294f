"""Sessions in which a user tells an assistant things to be remembered, corrects them, and talks of other things.

Afterwards probes ask: for what was said, for what replaced it, for a colleague's value, for what was never said, for
what was said in an earlier session, and for what another user said to the assistant, which must not leak.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from labsupport.world.docs.page import sections
from labsupport.world.entities import World
from labsupport.world.evidence import long_day, named, valid
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.sets.conversations_text import KNOWN, TALK
from labsupport.world.sides import PATTERN, Split, by_split, share

TOTAL = 96
SHORTEST, LONGEST = 6, 30  # turns
FEW = 8  # people of a split, below which nobody names a deputy
BANK = sections(KNOWN) | sections(TALK)
ProbeKind = Literal["recall", "corrected", "colleague", "never_said", "earlier", "other_user"]
ABSTAIN: tuple[ProbeKind, ...] = ("never_said", "other_user")


class Turn(NamedTuple):
    role: Literal["user", "assistant"]
    text: str


class Told(NamedTuple):
    """A value that a user stated. `whose` is "user" or the name of a colleague; `replaces` is the value before."""

    key: str
    value: str
    whose: str
    session: str
    turn: int
    replaces: str | None


class Probe(NamedTuple):
    """A question asked after the last turn. `answer` is empty where the assistant has to say that it does not know;
    `session` and `turn` say where the answer stands, -1 for nowhere. `forbidden` values are wrong or not to be told."""

    kind: ProbeKind
    question: str
    key: str
    answer: str
    session: str
    turn: int
    forbidden: tuple[str, ...]


class FollowUp(NamedTuple):
    """A question of the conversation that cannot be understood alone, and how it reads when it can."""

    turn: int
    text: str
    standalone: str
    subject: str
    relation: str
    answer: str


@dataclass(frozen=True)
class Conversation:
    """One session of one user. `earlier` is what the same user said in the session `before`; `others` what another user
    said elsewhere: a memory holds it, this user must not see it."""

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    user: str
    tenant: str
    day: date
    before: str | None
    turns: tuple[Turn, ...]
    told: tuple[Told, ...]
    earlier: tuple[Told, ...]
    others: tuple[Told, ...]
    probes: tuple[Probe, ...]
    followups: tuple[FollowUp, ...]


Item = Conversation


class _Key(NamedTuple):
    label: str
    pattern: str  # what every value of this key looks like
    make: Callable[[random.Random], str]


KEYS: Mapping[str, _Key] = {
    "cost_centre": _Key("cost centre", r"\bCC-\d{4}\b", lambda r: f"CC-{r.randrange(1000, 10000)}"),
    "gate": _Key("gate", r"\bgate \d+\b", lambda r: f"gate {r.randrange(1, 25)}"),
    "slot": _Key("earliest time", r"\b\d\d:\d\d\b", lambda r: f"{r.randrange(7, 12):02d}:{15 * r.randrange(4):02d}"),
    "callback": _Key("phone number", r"\+1 \d{3} 555 01\d\d\b",
                     lambda r: f"+1 {r.choice((212, 312, 415, 617))} 555 01{r.randrange(100):02d}"),
    "po": _Key("purchase order", r"\bPO-\d{6}\b", lambda r: f"PO-{r.randrange(100_000, 1_000_000)}"),
    "serial": _Key("serial number", r"\bSN-[0-9A-F]{8}\b", lambda r: f"SN-{r.randrange(16**7, 16**8):08X}"),
    "budget": _Key("budget", r"\bEUR \d+\b", lambda r: f"EUR {r.randrange(6, 190) * 50}"),
    "deadline": _Key("deadline", r"\b\d{1,2} [A-Z][a-z]+ 20\d\d\b",
                     lambda r: long_day(date(2026, 7, 6) + timedelta(days=r.randrange(120)))),
    "temperature": _Key("alarm threshold", r"-?\b\d+ degrees", 
                        lambda r: f"{r.choice((-24, -21, -20, -18, -16, 2, 3, 4, 6, 7, 8))} degrees"),
    "room": _Key("room", r"\b[A-E]\d\.\d\d\b", 
                 lambda r: f"{r.choice('ABCDE')}{r.randrange(1, 6)}.{r.randrange(1, 30):02d}"),
    "deputy": _Key("deputy", "", lambda r: ""),
    "quantity": _Key("quantity", r"\b\d+ crates\b", lambda r: f"{r.randrange(3, 90)} crates"),
}  # fmt: skip
SAME: Mapping[str, tuple[tuple[str, str], ...]] = {  # a question and a second one on the same subject
    "products": (("product.version", "product.price"), ("product.owner", "product.supplier"),
                 ("product.price", "product.sku")),
    "orders": (("order.status", "order.due"), ("order.amount", "order.status")),
    "incidents": (("incident.cause", "incident.minutes"), ("incident.date", "incident.cause")),
    "teams": (("team.lead", "team.channel"), ("team.site", "team.lead")),
    "people": (("person.role", "person.extension"), ("person.team", "person.email")),
}  # fmt: skip
HOP: Mapping[str, tuple[tuple[str, str, str], ...]] = {  # a question, and one on its answer, which is called so
    "products": (("product.owner", "team.lead", "team"), ("product.owner", "team.channel", "team")),
    "orders": (("order.product", "product.version", "product"), ("order.product", "product.owner", "product")),
    "incidents": (("incident.product", "product.owner", "product"),),
    "teams": (("team.lead", "person.extension", "person"), ("team.lead", "person.email", "person")),
    "people": (("person.team", "team.channel", "team"),),
}  # fmt: skip


class _Maker:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, random.Random(f"conversations-{world.seed}")
        self.dealt: dict[tuple[str, Split], list[tuple[int, str]]] = {}
        self.lines: dict[str, list[str]] = {}
        self.pools = {
            (kind, split): [e for e in getattr(world, kind) if world.split[e.id] == split]
            for kind in (*SAME, "customers") for split in ("train", "dev", "test")
        }  # fmt: skip

    def deal(self, key: str, split: Split) -> tuple[int, str]:
        left = self.dealt.get((key, split))
        if not left:
            mine = by_split(share(BANK[key], self.world.side), split)
            left = self.dealt[key, split] = self.rng.sample(mine, len(mine))
        return left.pop()

    def talk(self, key: str) -> str:
        """The next line of small talk or acknowledgement; no label hangs on it, so all splits use the same ones."""
        left = self.lines.get(key)
        if not left:
            mine = share(BANK[key], self.world.side)
            left = self.lines[key] = self.rng.sample(mine, len(mine))
        return left.pop()

    def value(self, key: str, split: Split, taken: Sequence[str]) -> str:
        """A value of a key that is not mixed up with any of `taken`."""
        while True:
            people = self.pools["people", split]
            made = self.rng.choice(people).name if key == "deputy" else KEYS[key].make(self.rng)
            if not any(made in t or t in made for t in taken):  # gate 1 would be found in gate 15
                return str(made)

    def now(self, subject: str, relation: str) -> str:
        return valid(self.world, subject, relation, self.world.today)[0].object

    def question(self, subject: str, relation: str, split: Split) -> str:
        said = self.rng.choice(by_split(share(RELATIONS[relation].questions, self.world.side), split))[1]
        return said.replace("{s}", named(self.world, subject))

    def answer(self, subject: str, relation: str) -> tuple[str, str]:
        value = self.world.name(self.now(subject, relation))
        return fill(RELATIONS[relation].answer, named(self.world, subject), value)[0], value


class _Session:
    """One conversation being written."""

    def __init__(self, maker: _Maker, ident: str, split: Split, again: bool, named_: str, ref: str) -> None:
        self.m, self.id, self.split, self.user, self.ref, self.again = maker, ident, split, named_, ref, again
        self.turns: list[Turn] = []
        self.told: list[Told] = []
        self.followups: list[FollowUp] = []
        self.entities: dict[str, None] = {ref: None}
        self.wording: list[str] = []
        self.colleagues = [p for p in maker.pools["people", split] if p.name != named_]

    def say(self, user: str, bot: str) -> None:
        self.turns += [Turn("user", user), Turn("assistant", bot)]

    def taken(self, key: str) -> list[str]:
        return [t.value for t in self.told if t.key == key] + [self.user]

    def state(self, key: str) -> None:
        at, said = self.m.deal(f"state.{key}", self.split)
        value = self.m.value(key, self.split, self.taken(key))
        text = _upper(said.replace("{x}", value))
        if not self.turns:
            text = f"{self.m.deal('hello.again' if self.again else 'hello', self.split)[1]} {text}"
        self.wording.append(f"{key}/{at}")
        self.told.append(Told(key, value, "user", self.id, len(self.turns), None))
        self.say(text, self.m.talk("ack"))

    def correct(self, key: str) -> None:
        old = [t.value for t in self.told if t.key == key and t.whose == "user"][-1]
        value = self.m.value(key, self.split, self.taken(key))
        text = self.m.deal("correct", self.split)[1]
        text = _upper(text.replace("{x}", value).replace("{old}", old).replace("{label}", KEYS[key].label))
        self.told.append(Told(key, value, "user", self.id, len(self.turns), old))
        self.say(text, self.m.talk("changed"))

    def distract(self, key: str) -> None:
        said = self.m.deal("distract", self.split)[1]
        values = [t.value for t in self.told]
        free = [p for p in self.colleagues if p.name not in values and p.name not in {t.whose for t in self.told}]
        if not free:
            return
        colleague = self.m.rng.choice(free)
        value = self.m.value(key, self.split, [*self.taken(key), colleague.name])
        text = _upper(said.replace("{who}", colleague.name).replace("{x}", value).replace("{label}", KEYS[key].label))
        self.entities[colleague.id] = None
        self.told.append(Told(key, value, colleague.name, self.id, len(self.turns), None))
        self.say(text, self.m.talk("aside"))

    def ask(self) -> None:
        """A question on the graph, and one or two that lean on it."""
        m, rng = self.m, self.m.rng
        kind = rng.choice([k for k in SAME if m.pools[k, self.split]])
        subject = rng.choice(m.pools[kind, self.split]).id
        if rng.random() < 0.5:
            first, second = rng.choice(SAME[kind])
            target, at, shape = subject, "follow.same", {}
        else:
            first, second, called = rng.choice(HOP[kind])
            target, at, shape = m.now(subject, first), "follow.hop", {"k": called}
            if m.world.split.get(target) != self.split:
                return
        self.entities |= dict.fromkeys((subject, target))
        self.say(m.question(subject, first, self.split), m.answer(subject, first)[0])
        said, label = m.deal(at, self.split)[1], RELATIONS[second].fields[0]
        shape |= {"f": label, "a": "an" if label[0] in "aeiou" else "a"}
        text = re.sub(r"\{(\w)\}", lambda g: shape[g[1]], said)
        reply, value = m.answer(target, second)
        self.followups.append(
            FollowUp(len(self.turns), text, m.question(target, second, self.split), target, second, value)
        )
        self.say(text, reply)

    def chat(self) -> None:
        user, bot = self.m.talk("chat").split(" || ")
        self.say(user, bot)

    # ---- after the last turn
    def probe(self, kind: ProbeKind, key: str, answer: Told | None, forbidden: Sequence[str], who: str = "") -> Probe:
        bank = {"colleague": "ask.colleague", "other_user": "ask.other"}.get(kind, f"ask.{key}")
        said = self.m.deal(bank, self.split)[1].replace("{label}", KEYS[key].label).replace("{who}", who)
        if answer is None or kind in ABSTAIN:
            return Probe(kind, said, key, "", "", -1, tuple(forbidden))
        return Probe(kind, said, key, answer.value, answer.session, answer.turn, tuple(forbidden))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _probes(session: _Session, earlier: Sequence[Told], others: Sequence[Told]) -> list[Probe]:
    rng, out = session.m.rng, list[Probe]()
    own = list(dict.fromkeys(t.key for t in session.told if t.whose == "user"))
    for key in own:
        mine = [t for t in session.told if t.key == key and t.whose == "user"]
        rest = [t.value for t in session.told if t.key == key and t is not mine[-1]]
        out.append(session.probe("corrected" if len(mine) > 1 else "recall", key, mine[-1], rest))
    for told in session.told:
        if told.whose != "user":
            rest = [t.value for t in session.told if t.key == told.key and t is not told]
            out.append(session.probe("colleague", told.key, told, rest, told.whose))
    for key in dict.fromkeys(t.key for t in earlier if t.key not in own):
        mine = [t for t in earlier if t.key == key]
        out.append(session.probe("earlier", key, mine[-1], [t.value for t in mine[:-1]]))
    silent = [k for k in KEYS if k not in {t.key for t in (*session.told, *earlier, *others)}]
    out.append(session.probe("never_said", rng.choice(silent), None, ()))
    for told in others[-1:]:
        out.append(session.probe("other_user", told.key, None, [told.value], told.whose))
    return out


def make(world: World) -> Sequence[Conversation]:
    """The sessions of a world; every third one is the second of its user."""
    maker, out = _Maker(world), list[Conversation]()
    rng = maker.rng
    counts: dict[Split, int] = {"train": 0, "dev": 0, "test": 0}
    latest: dict[Split, list[Conversation]] = {"train": [], "dev": [], "test": []}
    met: dict[str, None] = {}
    for number in range(TOTAL):
        split = PATTERN[number % len(PATTERN)]
        if not maker.pools["people", split]:
            continue  # a very small world
        counts[split] += 1
        ident = f"conversation-{number:03d}"
        before = latest[split][-1] if counts[split] % 3 == 0 and latest[split][-1].before is None else None
        if before:
            ref, user, tenant = before.entities[0], before.user, before.tenant
        else:
            staff = [p for p in maker.pools["people", split] if p.id not in met]
            buyers = [c for c in maker.pools["customers", split] if c.id not in met]
            if buyers and (rng.random() < 0.4 or not staff):
                chosen = rng.choice(buyers)
                ref, user, tenant = chosen.id, chosen.contact, chosen.tenant
            else:
                someone = rng.choice(staff or maker.pools["people", split])
                ref, user, tenant = someone.id, someone.name, world.company.lower()
        met[ref] = None
        session = _Session(maker, ident, split, before is not None, user, ref)
        pairs = rng.choice((3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15))
        known = [t.key for t in before.told] if before else []
        crowded = len(maker.pools["people", split]) >= FEW
        fresh = [k for k in KEYS if k not in known and (crowded or k != "deputy")]
        keys = rng.sample(fresh, min(1 + pairs // 4, 4))
        plan: list[str] = [f"correct {k}" for k in keys if rng.random() < 0.5][: pairs // 4]
        plan += [f"distract {k}" for k in keys if rng.random() < 0.4][: max(0, (pairs - len(plan) - len(keys)) // 2)]
        while len(keys) + len(plan) + 2 * sum(p == "ask" for p in plan) + 1 < pairs and rng.random() < 0.8:
            plan.append("ask")
        space = pairs - len(keys) - sum(2 if p == "ask" else 1 for p in plan)
        if space < 0:
            plan = [p for p in plan if p != "ask"]
            space = pairs - len(keys) - len(plan)
        plan += ["chat"] * max(0, space)
        rng.shuffle(plan)
        for place, key in enumerate(keys):  # facts come early, sometimes with something in between
            session.state(key)
            if place == 0 and "chat" in plan and rng.random() < 0.4:
                plan.remove("chat")
                session.chat()
        for what in plan:
            name, _, key = what.partition(" ")
            size = len(session.turns)
            match name:
                case "correct":
                    session.correct(key)
                case "distract":
                    session.distract(key)
                case "ask":
                    session.ask()
            while len(session.turns) < size + (4 if name == "ask" else 2):
                session.chat()
        earlier = tuple(t for t in before.told if t.whose == "user") if before else ()
        strangers = [c for c in latest[split] if c.user != user and c.entities[0] != ref]
        others: tuple[Told, ...] = ()
        if strangers and rng.random() < 0.6:
            stranger = rng.choice(strangers)
            mine = [t for t in stranger.told if t.whose == "user"]
            final = [t for t in mine if t is [u for u in mine if u.key == t.key][-1]]
            texts = " ".join(t.text for t in session.turns)
            quiet = [t for t in final if t.value not in texts and stranger.user not in texts]
            taken = {t.key for t in session.told if t.whose == stranger.user}
            others = tuple(t._replace(whose=stranger.user) for t in quiet if t.key not in taken)[:1]
            if others:
                session.entities[stranger.entities[0]] = None
        made = Conversation(
            ident, split, "+".join(session.wording), tuple(session.entities), user, tenant,
            (before.day + timedelta(days=rng.randrange(2, 40))) if before
            else world.today - timedelta(days=rng.randrange(45, 200)),
            before.id if before else None, tuple(session.turns), tuple(session.told), earlier, others,
            tuple(_probes(session, earlier, others)), tuple(session.followups),
        )  # fmt: skip
        latest[split].append(made)
        out.append(made)
    return out


# ---- proof
def prove(item: Conversation, world: World) -> list[str]:
    """What is wrong with a session: values that nobody noted, probes whose answer the text does not give."""
    wrong = []
    roles = [t.role for t in item.turns]
    if roles != ["user", "assistant"] * (len(roles) // 2) or not SHORTEST <= len(roles) <= LONGEST:
        wrong.append(f"{len(roles)} turns, or not in turn")
    noted: dict[tuple[int, str], str] = {}
    for told in item.told:
        noted[told.turn, told.value] = told.whose
        if (
            told.session != item.id
            or told.value not in item.turns[told.turn].text
            or item.turns[told.turn].role != "user"
        ):
            wrong.append(f"turn {told.turn} does not state {told.value}")
        if told.whose != "user" and told.whose not in item.turns[told.turn].text:
            wrong.append(f"turn {told.turn} does not say that {told.value} belongs to {told.whose}")
        if told.replaces:
            noted[told.turn, told.replaces] = "old"
    people = [p.name for p in world.people]
    for number, turn in enumerate(item.turns):
        if turn.role == "user":
            found = [m for key in KEYS.values() if key.pattern for m in re.findall(key.pattern, turn.text)]
            subjects = {named(world, f.subject) for f in item.followups}
            found += [n for n in people if n in turn.text and n not in subjects and n not in
                      {t.whose for t in item.told if t.turn == number}]  # fmt: skip
            asked = {named(world, ref) for ref in item.entities}
            wrong += [f"turn {number}: {v} is not noted" for v in found if (number, v) not in noted and v not in asked]
    for probe in item.probes:
        wrong += [f"{probe.kind} {probe.key}: {w}" for w in _judged(item, probe)]
    for follow in item.followups:
        name, text = named(world, follow.subject), item.turns[follow.turn].text
        recent = " ".join(t.text for t in item.turns[max(0, follow.turn - 2) : follow.turn])
        facts = valid(world, follow.subject, follow.relation, world.today)
        if text != follow.text or name in text or name not in follow.standalone or name not in recent:
            wrong.append(f"turn {follow.turn}: {text!r} does not lean on {name}, or {follow.standalone!r} does")
        if follow.answer not in [world.name(f.object) for f in facts]:
            wrong.append(f"turn {follow.turn}: the graph does not say {follow.answer}")
        elif follow.answer not in item.turns[follow.turn + 1].text:
            wrong.append(f"turn {follow.turn + 1} does not answer {follow.answer}")
    return wrong + [f"{r} is unknown or of another split" for r in item.entities if world.split.get(r) != item.split]


def _judged(item: Conversation, probe: Probe) -> list[str]:
    """What is wrong with a probe, judged by walking over what was told, in order."""
    said: dict[tuple[str, str], list[Told]] = {}
    for told in sorted(item.told, key=lambda t: t.turn):
        said.setdefault((told.whose, told.key), []).append(told)
    everything = " ".join(t.text for t in item.turns)
    mine = said.get(("user", probe.key), [])
    values = {t.value for (_, key), told in said.items() for t in told if key == probe.key}
    match probe.kind:
        case "recall" | "corrected":
            right: list[Told] = mine[-1:]
            if (len(mine) > 1) != (probe.kind == "corrected"):
                return [f"was stated {len(mine)} times"]
        case "colleague":
            right = [
                t[-1] for (who, key), t in said.items() if key == probe.key and who != "user" and who in probe.question
            ]
        case "earlier":
            before = [t for t in item.earlier if t.key == probe.key and t.session == item.before]
            if mine or not before:
                return ["was stated in this session, or in none before"]
            right, values = [max(before, key=lambda t: t.turn)], {t.value for t in before}
        case "never_said":
            known = mine or any(t.key == probe.key for t in item.earlier)
            return ["was stated"] if known or probe.answer or probe.turn != -1 else []
        case "other_user":
            theirs = [
                t for t in item.others if t.key == probe.key and t.whose in probe.question and t.session != item.id
            ]
            hidden = bool(theirs) and probe.forbidden == (theirs[-1].value,) and theirs[-1].value not in everything
            return [] if hidden and not probe.answer else ["does not hide what another user said"]
    if not right or (probe.answer, probe.session, probe.turn) != (right[0].value, right[0].session, right[0].turn):
        return [f"the answer is not {probe.answer} of turn {probe.turn}"]
    if set(probe.forbidden) != values - {probe.answer}:
        return [f"forbids {probe.forbidden}, the other values are {sorted(values - {probe.answer})}"]
    return []
