"""Policies: the text of every version, and what a company writes around them.

A topic is a family `policy/<topic>`, its versions one after another. A site's own copy, nearly the same text, is a
family of its own, `policy/<topic>/<site>`. Announcements, leaflets, minutes and translations belong to no family.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labsupport.world.docs import policy_text
from labsupport.world.docs.formal import Sheet, marked, mixed
from labsupport.world.docs.page import sections
from labsupport.world.entities import Policy, Site, World
from labsupport.world.writer import Decks, Meta, Writer

LAYOUTS = 12

BANK = {**marked(policy_text.TOPICS.replace("{n}", "{n9}"), "topic"), **sections(policy_text.COMMON)}
BANK = {k: tuple(t.replace("{n9}", "{limit}") for t in v) if k.endswith(".!") else v for k, v in BANK.items()}
FOREIGN = {"de": sections(policy_text.GERMAN), "fr": sections(policy_text.FRENCH)}
PARTS = {
    "memo": 24,
    "leaflet": 18,
    "minutes": 16,
    "site": 4,
    "questions": 10,
    "handbook": 7,
    "de": 15,
    "fr": 15,
}  # of FULL
FULL = 190
SHARED = 1  # topics whose versions share their wording, as versions in real archives do


@dataclass(frozen=True)
class Subject:
    policy: Policy
    part: str  # text, or one of PARTS
    site: Site | None = None
    fixed: str = ""  # documents with the same seed share their wording


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Subject]:
    """Whole families of texts, and the other parts about policies among them."""
    topics: dict[str, list[Policy]] = {}
    for policy in world.policies:
        topics.setdefault(policy.topic, []).append(policy)
    wanted = {part: round(count * n / FULL) for part, count in PARTS.items()}
    chosen: list[Policy] = []
    shared: list[str] = []
    for topic in rng.sample(list(topics), len(topics)):
        if len(chosen) + len(topics[topic]) > max(n - sum(wanted.values()), 2):
            continue
        chosen += topics[topic]
        if len(topics[topic]) > 1 and len(shared) < SHARED * n // FULL:
            shared.append(topic)
    twins = {p.id: rng.choice(world.sites) for p in rng.sample(chosen, min(len(chosen), wanted.pop("site")))}
    seeds = {p.id: f"{world.seed}-{p.topic if p.topic in shared else p.id}" for p in chosen}
    made = [Subject(p, "text", None, seeds[p.id] if p.id in twins or p.topic in shared else "") for p in chosen]
    made += [Subject(p, "site", twins[p.id], seeds[p.id]) for p in chosen if p.id in twins]
    made.sort(key=lambda s: (s.policy.topic, s.policy.version, s.part == "site"))
    while len(made) + sum(wanted.values()) < n:
        wanted[rng.choice(("memo", "leaflet", "questions"))] += 1
    for part, count in wanted.items():
        made += [Subject(rng.choice(chosen), part) for _ in range(count)]
    return mixed(rng, made, lambda s: family(s) or s)


def family(subject: Subject) -> str | None:
    """The family of a document; None where it has none."""
    name = f"policy/{subject.policy.topic.lower()}"
    match subject.part:
        case "text":
            return name
        case "site":
            return f"{name}/{subject.site.name.lower() if subject.site else ''}"
        case _:
            return None


def write(w: Writer, subject: Subject, turn: int) -> Meta:
    """One document about a policy."""
    policy, rng = subject.policy, w.rng
    world = w.world
    day = policy.effective
    if subject.part not in ("text", "site"):
        day += timedelta(days=rng.randrange(0, 9 if subject.part == "memo" else 150))
        day = min(day, last_day(world, policy))
    made = policy.effective - timedelta(days=rng.randrange(5, 40)) if subject.part in ("text", "site") else day
    if subject.fixed:  # wording from the seed, so that near copies are near
        w.rng, w.decks = random.Random(subject.fixed), Decks()
        turn = w.rng.randrange(LAYOUTS)
    language = subject.part if subject.part in FOREIGN else "en"
    p = Sheet(w, day, FOREIGN.get(language, BANK), f"policy.{language}", language)
    _values(p, policy)
    noise = 0.0
    if subject.part in FOREIGN:
        _foreign(p, policy, turn)
        title = f"{policy.id} ({'Deutsch' if language == 'de' else 'français'}): {policy.topic}"
    elif subject.part == "text":
        TEXTS[turn % len(TEXTS)](p, policy)
        title = rng.choice((
            f"{policy.title} ({policy.id})", f"{policy.id}: {policy.topic}",
            f"{policy.topic}, version {policy.version}", policy.title, f"{policy.id} {policy.title}, v{policy.version}",
        ))  # fmt: skip
    elif subject.part == "site":
        assert subject.site is not None
        _site(p, policy, subject.site, turn, rng)
        title = f"{policy.title}, {subject.site.name}"
    else:
        noise = {"memo": 0.006, "minutes": 0.01}.get(subject.part, 0.0)
        title = PARTS_WRITERS[subject.part](p, policy, turn)
    owner = p.team_of(policy.owner)
    tier = (
        2 if policy.topic in ("Key handling", "Incident review", "Supplier audit") or subject.part == "minutes" else 1
    )
    return Meta(
        title, world.company.lower(), owner.department, tier, made, day,
        policy.version if subject.part in ("text", "site") else 1, language, family(subject), noise,
    )  # fmt: skip


def _values(p: Sheet, policy: Policy) -> None:
    on = policy.effective
    p.fact("limit", policy.id, "policy.limit", on)
    p.fact("owner", policy.id, "policy.owner", on)
    p.fact("since", policy.id, "policy.effective", on)
    p.fact("lead", policy.owner, "team.lead")
    p.fact("chan", policy.owner, "team.channel")
    p.v |= {"pid": policy.id, "topic": policy.topic.lower(), "old": policy.replaces or "", "version": policy.version}
    lead = p.lead(p.team_of(policy.owner))
    p.named.append(lead)  # so that nobody else in the text is the lead by chance
    for mark, name in (("*", "reason"), ("!", "rule"), ("+", "detail"), ("?", "special"), (">", "case")):
        p.alias[name] = f"topic.{policy.topic}.{mark}"
    if "tail" in p.bank:
        p.tailed = dict.fromkeys((p.alias["detail"], p.alias["special"], "scope", "except", "breach", "review"), "tail")
        p.tailed[p.alias["rule"]] = "rule.tail"
    if policy.replaces:
        p.v["oldlimit"] = p.w.fact(policy.replaces, "policy.limit", on)


def _before(p: Sheet, policy: Policy, chance: float = 0.7) -> list[str]:
    """What was there before."""
    if p.rng.random() > chance:
        return []
    if not policy.replaces:
        return [p.line("first")]
    return [p.line(p.rng.choice(("old", "old", "change")))]


def _history(p: Sheet, policy: Policy) -> None:
    """A table of earlier edits, none of them a fact."""
    day = policy.effective
    rows = []
    for entry in p.upto("history", 3, 7):
        day -= timedelta(days=p.rng.randrange(2, 60))
        rows.append((day, entry))
    p.raw("\n| no. | day | by | edit |\n| --- | --- | --- | --- |\n")
    for number, (day, entry) in enumerate(reversed(rows), 1):
        p.raw(f"| {policy.version - 1}.{number} | {p.day_text(day, 'iso')} | ").put(f"{{col}} | {entry} |\n")


def _numbered(p: Sheet, policy: Policy) -> None:
    parts: list[tuple[str, list[str]]] = [("why", p.upto("why", 1, 2)), ("scope", p.upto("scope", 1, 2)),
                                          ("rule", [p.line("rule")]), ("detail", p.upto("detail", 3, 4))]  # fmt: skip
    if p.rng.random() < 0.8:
        parts.append(("except", [*p.upto("special", 1, 2), p.line("except")]))
    if p.rng.random() < 0.5:
        parts.append(("case", p.upto("case", 1, 2)))
    parts.append(("end", [p.line("since"), p.line("contact"), *_before(p, policy), *p.maybe(0.5, "review")]))
    for number, (name, lines) in enumerate(parts, 1):
        p.head(f"head.{name}", f"{number}. ")
        if len(lines) > 1 and p.rng.random() < 0.7:
            for at, entry in enumerate(lines, 1):
                p.text(f"{number}.{at} {entry}\n")
        else:
            p.text(*lines, "\n")
        p.raw("\n")
    if p.rng.random() < 0.4:
        _history(p, policy)


def _table(p: Sheet, policy: Policy) -> None:
    rows = [("limit", "{limit}"), ("owner", "{owner}"), ("valid from", "{since}"), ("lead", "{lead}")]
    if policy.replaces:
        rows.append(("replaces", "{old}"))
    p.rng.shuffle(rows)
    p.raw(f"| {policy.id} | {policy.topic.lower()} |\n| --- | --- |\n")
    for name, value in rows[: p.rng.randint(3, 5)]:
        p.text(f"| {name} | {value} |\n")
    p.raw("\n").text(p.line("why"), *p.upto("detail", 2, 4), *p.maybe(0.5, "scope")).raw("\n\n")
    p.text(*p.upto("special", 1, 2), *p.maybe(0.6, "except"), *p.maybe(0.6, "case")).raw("\n")
    if p.rng.random() < 0.5:
        p.raw("\n").text(*p.maybe(0.7, "breach"), *p.maybe(0.5, "review"))


def _headed(p: Sheet, policy: Policy) -> None:
    p.text(p.line("rule"), p.line("since")).raw("\n\n").head("head.detail", "## ")
    p.bullets([*p.upto("detail", 2, 4), *p.maybe(0.5, "scope")]).raw("\n").head("head.except", "## ")
    p.bullets(p.upto("special", 1, 2)).bullets(p.maybe(0.6, "except")).raw("\n")
    if p.rng.random() < 0.6:
        p.head("head.case", "## ").text(*p.upto("case", 1, 3)).raw("\n\n")
    p.head("head.why", "## ").text(p.line("why"), *_before(p, policy)).raw("\n\n").text(p.line("contact"))


def _short(p: Sheet, policy: Policy) -> None:
    p.text(p.line("rule"), *p.maybe(0.6, "detail"), *p.maybe(0.5, "special"))
    p.text(p.line("contact"), *p.maybe(0.4, "since"))


def _prose(p: Sheet, policy: Policy) -> None:
    p.text(p.line("why"), *_before(p, policy), p.line("rule"), *p.upto("detail", 2, 4)).raw("\n\n")
    p.text(*p.upto("case", 1, 2), *p.upto("special", 1, 2), p.line("except")).raw("\n\n")
    p.text(*p.maybe(0.7, "scope"), p.line("since"), p.line("contact"), *p.maybe(0.5, "review"))


def _asked(p: Sheet, policy: Policy) -> None:
    pairs = [("qa.rule", [p.line("rule"), *p.maybe(0.5, "detail")]), ("qa.who", [p.line("contact")]),
             ("qa.why", [p.line("why")]), ("qa.when", [p.line("since"), *_before(p, policy, 0.5)]),
             ("qa.else", p.upto("detail", 1, 2)), ("qa.else", [p.line("special"), *p.maybe(0.6, "case")])]  # fmt: skip
    first, *rest = pairs
    p.rng.shuffle(rest)
    style = p.rng.choice((("Q: ", "A: "), ("**", ""), ("> ", ""), ("", "-- ")))
    for question, lines in [first, *rest[: p.rng.randint(2, 5)]]:
        p.text(f"{style[0]}{p.line(question)}{'**' if style[0] == '**' else ''}\n{style[1]}", *lines).raw("\n\n")


def _record(p: Sheet, policy: Policy) -> None:
    rows = [("Decision", [p.line("rule")]), ("Because", [p.line("why"), *p.maybe(0.5, "case")]),
            ("Applies", [p.line("scope")]), ("Not", [p.line("special"), *p.maybe(0.5, "except")]),
            ("From", [p.line("since")]), ("Who", [p.line("contact")]), ("Before", _before(p, policy)),
            ("Again", p.maybe(0.7, "review")), ("How", p.upto("detail", 1, 3))]  # fmt: skip
    kept = rows[:1] + [r for r in rows[1:] if r[1] and p.rng.random() < 0.8]
    for name, lines in kept:
        p.text(f"{name}:", *lines).raw("\n")


def _long(p: Sheet, policy: Policy) -> None:
    p.text(*p.upto("why", 2, 3), *_before(p, policy)).raw("\n\n").text(p.line("rule"), *p.upto("scope", 2, 3))
    p.raw("\n\n").head("head.detail", "### ").text(*p.upto("detail", 3, 5)).raw("\n\n").head("head.except", "### ")
    p.text(*p.upto("special", 2, 3), *p.upto("except", 1, 3)).raw("\n\n").head("head.case", "### ")
    for case in p.upto("case", 2, 3):
        p.text(case, *p.maybe(0.4, "breach")).raw("\n\n")
    p.text(*p.upto("breach", 2, 4)).raw("\n\n").head("head.end", "### ")
    p.text(p.line("since"), p.line("contact"), p.line("review")).raw("\n")
    _history(p, policy)


def _matrix(p: Sheet, policy: Policy) -> None:
    p.text(p.line("why")).raw("\n\n| no. | what | decided by |\n| --- | --- | --- |\n")
    entries = [p.line("rule"), *p.upto("detail", 2, 4), *p.upto("special", 1, 2)]
    for number, entry in enumerate(entries, 1):
        who = "{lead}" if number == 1 else p.rng.choice(("{col}", "{team}", "{owner}", "{team}"))
        p.text(f"| {number} | {entry} | {who} |\n")
    p.raw("\n").text(p.line("since"), *_before(p, policy), *p.maybe(0.6, "except"))


def _steps(p: Sheet, policy: Policy) -> None:
    p.head("leaflet").raw("\n").text(p.line("rule")).raw("\n\n")
    for number, entry in enumerate([*p.upto("detail", 2, 4), *p.upto("special", 1, 2)], 1):
        p.text(f"{number}) {entry}\n")
    p.raw("\n").text(p.line("contact"), *p.maybe(0.5, "since"), *p.maybe(0.5, "breach"))


TEXTS = (_numbered, _table, _headed, _short, _prose, _asked, _record, _long, _matrix, _steps, _long, _prose)


def _site(p: Sheet, policy: Policy, site: Site, turn: int, rng: random.Random) -> None:
    """The company's text with a local head and local lines; the wording between is that of the company's text."""
    p.v["spot"] = site.name
    theirs, named = Decks(), list(p.named)

    def local(put: Callable[[], object]) -> None:
        """Write without a trace in what the company's text draws from."""
        mine, decks = p.rng, p.w.decks
        p.rng, p.w.rng, p.w.decks = rng, rng, theirs
        put()
        p.rng, p.w.rng, p.w.decks = mine, mine, decks

    local(lambda: p.text(p.line("site.open")).raw("\n\n"))
    p.named = named
    TEXTS[turn % len(TEXTS)](p, policy)
    p.w.text = p.w.text.rstrip("\n") + "\n\n"
    local(lambda: p.bullets(p.upto("site.line", 2, 4), p.rng.choice(("- ", "* ", "+ "))))


def _memo(p: Sheet, policy: Policy, turn: int) -> str:
    heads = ("To: all staff\nFrom: {owner}\nSubject: {topic}, {pid}\n\n",
             "From: {col}\nTo: everyone in {place} and {place}\nRe: {pid}\n\n", "", "**{pid}** | {topic}\n\n",
             "Subject: [{owner}] {topic}\n\n", "")  # fmt: skip
    p.text(heads[turn % len(heads)], p.line("memo"), "\n\n", p.line("memo.start"))
    changes = [p.line("change")] if policy.replaces and p.rng.random() < 0.7 else []
    p.text(*changes, p.line("since")).raw("\n\n").text(*p.maybe(0.7, "why"), *p.upto("detail", 1, 2))
    p.text(*p.maybe(0.5, "special"), *p.maybe(0.3, "case")).raw("\n\n").text(*p.upto("memo.end", 1, 2))
    p.raw("\n\n").text(p.line("memo.bye"))
    return p.rng.choice((f"New: {policy.topic.lower()}", f"{policy.id} from {policy.effective:%B}", "Please read",
                         f"{policy.topic}: what changes", f"Mail to all, {policy.topic.lower()}"))  # fmt: skip


def _leaflet(p: Sheet, policy: Policy, turn: int) -> str:
    p.head("leaflet").raw("\n")
    if turn % 3 == 0:
        p.text(p.line("rule")).raw("\n\n").head("leaflet.do").bullets(p.upto("detail", 1, 3), "+ ")
        p.raw("\n").head("leaflet.dont").bullets(p.upto("special", 1, 2), "! ")
        p.text("\n{owner}, {pid}")
    elif turn % 3 == 1:
        p.text("{pid}: {limit}.", *p.upto("detail", 1, 2), p.line("contact"))
    else:
        p.bullets([p.line("rule"), *p.upto("special", 1, 2), *p.upto("detail", 0, 1)], "[ ] ")
        p.text("\n{lead}, {owner}, {since}")
    return p.rng.choice((f"{policy.topic} in short", f"Leaflet {policy.id}", f"Card: {policy.topic.lower()}"))


def _minutes(p: Sheet, policy: Policy, turn: int) -> str:
    talk = p.upto("approve", 3, 5)
    p.text(("{pid}, {topic}\n\n", "{topic}: approval of {pid}\n\n", "")[turn % 3]).text(*talk[:2]).raw("\n\n")
    if turn % 2:
        p.text(p.line("approve.text"), p.line("rule"), p.line("since")).raw("\n\n")
        p.bullets(talk[2:], ("* ", "- ", "o ")[turn % 3]).bullets([p.line("contact")])
    else:
        p.text(*talk[2:]).raw("\n\n").text(p.line("rule"), *p.maybe(0.5, "special"), p.line("since"))
        p.text(*_before(p, policy))
    return p.rng.choice((f"Approval of {policy.id}", f"Round on {policy.topic.lower()}", f"Minutes, {policy.id}"))


def _questions(p: Sheet, policy: Policy, turn: int) -> str:
    _asked(p, policy)
    return f"Questions on {policy.topic.lower()} ({policy.id})"


def _handbook(p: Sheet, policy: Policy, turn: int) -> str:
    """A chapter that joins the texts of several policies in force on one day."""
    inforce = [q for q in p.world.policies if q.effective <= p.day <= last_day(p.world, q) and q != policy]
    others = p.rng.sample(inforce, min(len(inforce), p.rng.randint(3, 9)))
    p.text(p.line("leaflet"), "\n\n", p.line("scope")).raw("\n\n")
    for number, part in enumerate([policy, *others], 1):
        _values(p, part)
        p.raw(f"{'#' * (1 + turn % 2)} {number}. {part.topic}\n\n" if turn % 3 else f"{number}  {part.topic.upper()}\n")
        p.rng.choice((_prose, _headed, _short, _prose, _table, _record))(p, part)
        p.w.text = p.w.text.rstrip() + "\n\n"
    n, month = p.rng.randrange(2, 9), f"{p.day:%B %Y}"
    return p.rng.choice((f"Handbook, chapter {n}", f"Handbook of {month}, part {n}", f"Staff handbook ({month}), {n}"))


PARTS_WRITERS = {
    "handbook": _handbook,
    "memo": _memo,
    "leaflet": _leaflet,
    "minutes": _minutes,
    "questions": _questions,
}


UNITS = {
    "de": {"day": "Tag", "days": "Tage", "hour": "Stunde", "hours": "Stunden", "week": "Woche", "weeks": "Wochen",
           "month": "Monat", "months": "Monate", "minute": "Minute", "minutes": "Minuten"},
    "fr": {"day": "jour", "days": "jours", "hour": "heure", "hours": "heures", "week": "semaine", "weeks": "semaines",
           "month": "mois", "months": "mois", "minute": "minute", "minutes": "minutes"},
}  # fmt: skip


def _foreign(p: Sheet, policy: Policy, turn: int) -> None:
    number, unit = policy.limit.split()
    limit = p.line("limit")
    if unit in UNITS[p.w.language]:  # the value stays as the graph writes it, the reader gets his own unit beside it
        limit = limit.replace("{limit}", f"{{limit}} ({number} {UNITS[p.w.language][unit]})")
    parts = [limit, *p.upto("body", 1, 2), p.line("since"), *p.upto("body", 1, 3), p.line("owner")]
    p.text(p.line("open")).raw("\n\n")
    match turn % 4:
        case 0:
            p.text(*parts).raw("\n\n")
        case 1:
            p.bullets(parts).raw("\n")
        case 2:
            for at, entry in enumerate(parts, 1):
                p.text(f"{at}. {entry}\n")
            p.raw("\n")
        case _:
            cut = p.rng.randint(2, 3)
            p.text(*parts[:cut]).raw("\n\n").text(*parts[cut:]).raw("\n\n")
    p.text(*p.upto("end", 1, 2))


def last_day(world: World, policy: Policy) -> date:
    """The last day on which a policy was in force; today for one that still is."""
    nexts = next((p.effective for p in world.policies if p.replaces == policy.id), None)
    return nexts - timedelta(days=1) if nexts else world.today
