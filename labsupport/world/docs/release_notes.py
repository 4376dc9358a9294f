"""Release notes: one a version; consecutive patch releases and whole change logs are near copies of one another."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from labsupport.world.docs import planting, release_notes_text
from labsupport.world.docs.page import sections
from labsupport.world.docs.technical import PARTS, ROLES, WORDS, Cell, Sheet, edition, table
from labsupport.world.entities import Product, World
from labsupport.world.writer import Meta, Writer

BANK = sections(release_notes_text.BANK)
LAYOUTS = 11
TITLES = ("{p} {v}", "Release notes: {p} {v}", "What is new in {p} {v}", "{p}, notes on {v}", "{v} of {p}")
DEVICES = ("gateway", "temperature probe", "door sensor", "shipment tag")
LOG = 3  # the layout that grows by one entry a version


@dataclass(frozen=True)
class Subject:
    """The version `product.versions[at]`; `family` where its text is an edition of the text of the version before."""

    product: Product
    at: int
    family: str = ""
    layout: int = -1  # of all members of the family


class Notes(Sheet):
    """The page of one version."""


@dataclass(frozen=True)
class Item:
    """One line of a list of changes."""

    kind: str  # new, gain, fix, sec, err, inc, misc
    part: str  # the component; the product's name where none is meant
    write: Callable[[], object]


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Subject]:
    """Versions of all products, a product's oldest first; some as families."""
    every: list[Subject] = []
    for at_product, product in enumerate(world.products):
        own = random.Random(f"notes-{world.seed}-{product.id}")
        log = at_product % 12 == 3
        layout = LOG if log else own.choice([x for x in range(LAYOUTS) if x != LOG])
        copied = log or own.random() < 0.45
        numbers = [v.rsplit(".", 1) for v, _ in product.versions]
        for at, (line, _) in enumerate(numbers):
            patched = line in [x for x, _ in (numbers[at - 1 : at] + numbers[at + 1 : at + 2])]
            family = f"notes-{product.id}" if log else f"notes-{product.id}-{line}" if copied and patched else ""
            every.append(Subject(product, at, family, layout if family else -1))
    keep = sorted(rng.sample(range(len(every)), min(n, len(every))))
    return [every[i] for i in keep]


def write(w: Writer, subject: Subject, turn: int) -> Meta:
    product, at = subject.product, subject.at
    version, day = product.versions[at]
    p = page(w, subject, at)
    layout = subject.layout if subject.family else turn if turn != LOG else (turn + 5) % LAYOUTS
    title = w.one(TITLES).replace("{p}", product.name).replace("{v}", version)
    first = at
    while subject.family and first and _line(product, first - 1) == _line(product, first):
        first -= 1
    if subject.family:
        edition(w, subject.family, "frame", 0)
        p.rng = w.rng
    WRITE[layout](p, subject, first)
    internal = layout in (9, 10)
    level = planting.tier(w, 2) if internal else 0
    late = timedelta(days=w.rng.choice((0, 0, 0, 1, 2, 9)))
    return Meta(title, planting.tenant(w.world, level), p.team.department, level, day, min(w.world.today, day + late),
                at + 1 if subject.family else 1, family=subject.family or None)  # fmt: skip


def _line(product: Product, at: int) -> str:
    return product.versions[at][0].rsplit(".", 1)[0]


def page(w: Writer, subject: Subject, at: int) -> Notes:
    """The page of one version, its day the day of release."""
    product = subject.product
    version, day = product.versions[at]
    p = Notes(w, day, BANK)
    p.about(product)
    p.fact("v", product.id, "product.version")
    p.fact("d", f"{product.id}@{version}", "release.date")
    p.fact("owner", product.id, "product.owner")
    p.v["p"] = product.name
    p.v["before"] = product.versions[at - 1][0] if at else "the beta"
    p.v["gap"] = (day - product.versions[at - 1][1]).days if at else p.rng.randrange(20, 60)
    p.v["year"] = day.year - p.rng.randrange(2, 6)
    return p


def facts(p: Sheet, at: int) -> list[Item]:
    """Changes that the graph knows of: weaknesses closed by this version, codes and incidents since the last."""
    product, made = p.product, list[Item]()
    version, day = product.versions[at]
    since = product.versions[at - 1][1] if at else day - timedelta(days=60)
    for weak in p.world.vulnerabilities:
        if weak.product == product.id and weak.fixed == version:

            def sec(weak_id: str = weak.id) -> None:
                p.v["id"] = weak_id
                for key, relation in (("vpart", "component"), ("vsev", "severity"), ("vfix", "fixed")):
                    p.fact(key, weak_id, f"vulnerability.{relation}")
                p.put(p.line("sec"), cap=True)

            made.append(Item("sec", weak.component, sec))
    codes = [e for e in p.world.errors if e.product == product.id]
    for code in p.rng.sample(codes, min(len(codes), p.rng.choice((0, 0, 1, 1, 2)))):

        def err(code_id: str = code.id) -> None:
            p.v["code"] = code_id
            for key, relation in (("epart", "component"), ("meaning", "meaning"), ("remedy", "remedy")):
                p.fact(key, code_id, f"error.{relation}")
            p.put(p.line("err"), cap=True)

        made.append(Item("err", code.component, err))
    past = [i for i in p.world.incidents if product.id in (i.product, *i.also) and since <= i.started < day]
    for incident in past[:1]:

        def inc(incident_id: str = incident.id) -> None:
            p.v["inc"] = incident_id
            p.fact("icause", incident_id, "incident.cause")
            p.put(p.line("inc"), cap=True)

        made.append(Item("inc", product.name, inc))
    return made


def change(p: Sheet, kind: str) -> Item:
    """A change that the graph does not know of."""
    product = p.product
    component = p.rng.choice(product.components)
    if kind == "misc":

        def misc() -> None:
            setting(p, component)
            p.put(p.line("misc"), cap=True)

        return Item(kind, product.name, misc)

    def other() -> None:
        _part(p, component)
        if kind == "new":
            p.v["new"] = p.from_bank(ROLES, f"new.{product.role}")
            setting(p, component)
        elif kind == "gain":
            p.v["gain"], p.v["circ"] = p.from_bank(PARTS, f"gain.{component}"), p.from_bank(WORDS, "circ")
        else:
            p.v["problem"], p.v["circ"] = p.from_bank(PARTS, f"fix.{component}"), p.from_bank(WORDS, "circ")
        p.put(p.line("new.device" if kind == "new" and product.role in DEVICES else kind), cap=True)

    return Item(kind, product.name if kind == "new" else component, other)


def _part(p: Sheet, component: str) -> None:
    p.v["part"] = next(f for f in p.w.every(p.product.id, "product.component") if f[1] == component)


def setting(p: Sheet, component: str) -> None:
    """Set `{key}` and `{kvalue}` to a configuration key of a component and its default."""
    chosen = p.settings(component, 1)[0]
    p.v["key"], p.v["kvalue"] = f"`{chosen.name}`", f"{chosen.value} {chosen.unit}".strip()


def items(p: Sheet, at: int, n: int) -> list[Item]:
    """About `n` changes of a version, those of the graph among them."""
    kinds = p.rng.choices(("fix", "gain", "new", "misc"), (5, 2, 3, 2), k=max(1, n))
    made = facts(p, at) + [change(p, kind) for kind in kinds]
    p.rng.shuffle(made)
    return made


def story(p: Sheet, subject: Subject, first: int, n: int) -> list[Item]:
    """The changes of a version, written and ready to be put; in a family all since its first version, newest on top."""
    made: list[Item] = []
    for at in range(first if subject.family else subject.at, subject.at + 1):
        if subject.family:
            edition(p.w, subject.family, f"items-{at}", 0)
            p.rng = p.w.rng
        fresh = items(p, at, n if at == first else 1 + p.rng.randrange(2))
        made = [Item(i.kind, i.part, p.cut(i.write)) for i in fresh] + made
    if subject.family:
        edition(p.w, subject.family, "rest", 0)
        p.rng = p.w.rng
    return made


def known(p: Sheet, n: int, mark: str = "- ") -> None:
    """`n` open points, one a line."""
    for template in p.lines("known", n):
        component = p.rng.choice(p.product.components)
        setting(p, component)
        p.v["problem"], p.v["circ"] = p.from_bank(PARTS, f"fix.{component}"), p.from_bank(WORDS, "circ")
        p.raw(f"\n{mark}").put(template, cap=True)
    p.v.pop("circ", None)


def upgrade(p: Sheet, n: int, mark: str = "") -> None:
    """`n` remarks on updating, one a line; numbered unless there is a mark."""
    setting(p, p.rng.choice(p.product.components))
    for number, template in enumerate(p.lines("upgrade", n), 1):
        p.raw(f"\n{mark or f'{number}. '}").put(template, cap=True)


def head(p: Sheet, key: str, level: str = "## ") -> None:
    """A heading on a line of its own."""
    p.raw(f"\n\n{level}").tell(f"head.{key}").raw("\n")


def grouped(made: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """Items under the heads new, gain, fix and sec, without empty ones."""
    heads = {"new": "new", "gain": "gain", "misc": "gain", "fix": "fix", "err": "fix", "inc": "fix", "sec": "sec"}
    return [(h, own) for h in ("new", "gain", "fix", "sec") if (own := [i for i in made if heads[i.kind] == h])]


def bullets(p: Sheet, made: Sequence[Item], mark: str = "- ") -> None:
    """Items, one a line."""
    for item in made:
        p.raw(f"\n{mark}")
        item.write()


def intro(p: Sheet, most: int = 2) -> None:
    """The opening sentence and some more."""
    p.tell("open")
    _part(p, p.rng.choice(p.product.components))
    for template in p.lines("small", p.rng.randrange(most + 1)):
        p.raw(" ").put(template, cap=True)


def _markdown(p: Sheet, s: Subject, first: int) -> None:
    if p.rng.random() < 0.7:
        p.raw(f"# {s.product.name} {s.product.versions[s.at][0]}\n\n")
    intro(p)
    mark = p.rng.choice(("- ", "* "))
    for title, own in grouped(story(p, s, first, p.rng.randrange(4, 11))):
        head(p, title)
        bullets(p, own, mark)
    if p.rng.random() < 0.5:
        head(p, "known")
        known(p, p.rng.randrange(1, 4), mark)
    if p.rng.random() < 0.4:
        head(p, "up")
        upgrade(p, p.rng.randrange(2, 5))
    if p.rng.random() < 0.6:
        p.raw("\n\n").tell("close")


def _prose(p: Sheet, s: Subject, first: int) -> None:
    intro(p, 3)
    made = story(p, s, first, p.rng.randrange(2, 7))
    for number, item in enumerate(made):
        p.raw("\n\n" if number % 3 == 0 else " ")
        item.write()
        if p.w.text[-1] not in ".!?":
            p.raw(".")
    p.raw("\n\n").tell("close")


def _table(p: Sheet, s: Subject, first: int) -> None:
    intro(p, 1)
    p.raw("\n\n")
    made = story(p, s, first, p.rng.randrange(4, 10))
    words = {
        "new": "new",
        "gain": "better",
        "misc": "other",
        "fix": "fix",
        "err": "message",
        "inc": "follow-up",
        "sec": "security",
    }
    numbers = p.rng.random() < 0.5
    rows: list[list[Cell]] = [[words[i.kind], i.part, i.write] for i in made]
    if numbers:
        rows = [[str(p.rng.randrange(1000, 9000)), *row] for row in rows]
    table([*(["No."] if numbers else []), "Kind", "Part", "Change"], rows, p.w)
    if p.rng.random() < 0.6:
        p.raw("\n").tell("close")
    if p.rng.random() < 0.4:
        p.raw("\n\n").tell("head.known").raw(":")
        known(p, 2)


def _log(p: Sheet, s: Subject, first: int) -> None:
    """A change log: every version so far, the newest on top; earlier entries stand as they did."""
    product = s.product
    rule = p.rng.choice("=-~")
    form = p.rng.choice(("iso", "long"))
    title = f"{product.name}: change log"
    p.raw(f"{title}\n{rule * len(title)}\n")
    p.tell("close")
    entries: list[list[Callable[[], object]]] = []
    used: list[str] = []
    for at in range(s.at + 1):
        version, day = product.versions[at]
        edition(p.w, s.family, f"log-{at}", 0)
        old = page(p.w, s, at)
        old.used = used
        old.v["d"] = old.w.fact(f"{product.id}@{version}", "release.date", day, form)
        made = [old.cut(old.cell("{v} ({d})"))]
        entries.append(made + [old.cut(item.write) for item in items(old, at, old.rng.randrange(2, 5))])
    for heading, *changes in reversed(entries):
        p.raw("\n\n")
        heading()
        for paste in changes:
            p.raw("\n  * ")
            paste()


def _news(p: Sheet, s: Subject, first: int) -> None:
    p.put("{v}\n<Date|Released>: {d}\n<Product|For>: {p}\n<Before|Replaces|Follows>: {before}\n")
    if p.rng.random() < 0.6:
        p.put("<Product owner|Owner|Owning team>: {owner}\n")
    bullets(p, story(p, s, first, p.rng.randrange(2, 8)), p.rng.choice(("o ", "+ ", "-- ", "> ")))


def _update(p: Sheet, s: Subject, first: int) -> None:
    intro(p, 1)
    head(p, "up", "")
    upgrade(p, p.rng.randrange(4, 8))
    p.raw("\n\n```\n")
    for _ in range(p.rng.randrange(2, 5)):
        p.raw(p.command() + "\n")
    p.raw("```\n\n")
    made = story(p, s, first, p.rng.randrange(2, 5))
    p.put("<In short|What you get|Reasons to do it|Changes>:\n")
    bullets(p, made)
    head(p, "known", "")
    known(p, p.rng.randrange(1, 4))


def _audience(p: Sheet, s: Subject, first: int) -> None:
    intro(p)
    made = story(p, s, first, p.rng.randrange(5, 9))
    groups = p.rng.randrange(2, 5)
    for number, title in enumerate(p.lines("use", groups)):
        p.raw("\n\n").put(title).raw("\n")
        for item in made[number::groups]:
            item.write()
            p.raw("." if p.w.text[-1] not in ".!?" else "").raw(" ")
    p.raw("\n\n").tell("close")


def _letter(p: Sheet, s: Subject, first: int) -> None:
    p.put("<Subject|Re>: ").tell("subject").raw("\n\n").tell("greet").raw("\n\n")
    intro(p, 3)
    for number, item in enumerate(story(p, s, first, p.rng.randrange(2, 5))):
        p.raw("\n\n" if not number else " ")
        item.write()
        p.raw("." if p.w.text[-1] not in ".!?" else "")
    p.raw("\n\n").tell("close", "close")
    p.put("\n\n<Regards|Best wishes|Yours|Until next time>,\n{who2}, {owner}")


def _hotfix(p: Sheet, s: Subject, first: int) -> None:
    p.tell("open", "hot").raw("\n\n")
    made = story(p, s, first, p.rng.choice((1, 1, 1, 2)))
    for item in made:
        item.write()
        p.raw("\n")
    if p.rng.random() < 0.6:
        p.raw("\n").tell("hot")


def _numbers(p: Sheet, s: Subject, first: int) -> None:
    """The internal list: change number, author, part."""
    p.put("{p} {v}, <internal list|list for support|what went in>\n<tagged|built|released> {d}\n")
    for item in story(p, s, first, p.rng.randrange(4, 12)):
        p.raw(f"\n[{p.rng.randrange(2000, 9900)}] {p.person(p.team.id).name.split()[0].lower()} ({item.part}) ")
        item.write()
    if p.rng.random() < 0.7:
        p.put("\n\n<Not in|Left out|Moved to the next>:")
        known(p, p.rng.randrange(1, 3), "[-] ")


def _record(p: Sheet, s: Subject, first: int) -> None:
    """A machine-readable record."""
    p.put("product: {p}\nversion: {v}\nreleased: {d}\nowner: {owner}\nport: {main}\n")
    p.put("<tested_on: [{host}, {host}]|built_on: {host}|approved_by: {who2}>\nchanges:")
    for item in story(p, s, first, p.rng.randrange(3, 9)):
        p.raw(f"\n  - kind: {item.kind}\n    part: {item.part}\n    text: ")
        item.write()
    if p.rng.random() < 0.6:
        p.raw("\nopen:")
        known(p, 2, "  - ")


WRITE = (_markdown, _prose, _table, _log, _news, _update, _audience, _letter, _hotfix, _numbers, _record)
