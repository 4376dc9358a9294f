"""Manuals: cards, pages of reference tables and code, books of many chapters; German and French ones, editions."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labsupport.world.docs import manual_text, planting
from labsupport.world.docs.page import Slot, sections
from labsupport.world.docs.technical import CAUSES, PARTS, ROLES, WORDS, Cell, Sheet, edition, table
from labsupport.world.entities import PUBLIC, Product, World
from labsupport.world.graph import CAUSES as CAUSE_NAMES
from labsupport.world.writer import Meta, Writer

BANK, DE, FR = (sections(t) for t in (manual_text.BANK, manual_text.DE, manual_text.FR))
LAYOUTS = 11
FULL = 190  # documents for which the plan below is meant
MENTIONED = frozenset({"product.owner", "team.channel", "team.lead"})
PLANTED = {"injection": 9, "wrong": 9}


@dataclass(frozen=True)
class Subject:
    """A text on a product as it was at `day`; `edits` counts the changes since the first edition of a family."""

    product: Product
    day: date
    language: str = "en"
    long: bool = False
    planted: str = ""
    edits: int = 0
    family: str = ""
    layout: int = -1


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Subject]:
    """Short pages on all products, long books on some, each in one or several editions."""
    products = list(world.products)
    rng.shuffle(products)
    made: list[Subject] = []
    n_long, n_other = max(1, round(15 * n / FULL)), max(2, round(18 * n / FULL))
    for at, product in enumerate(products):  # long books, every third one in two editions
        if len(made) >= n_long:
            break
        days = _days(world, product, 2 if at % 3 == 0 else 1, rng)
        family = f"book-{product.id}" if len(days) > 1 else ""
        made += [Subject(product, d, long=True, edits=i, family=family, layout=at % 3) for i, d in enumerate(days)]
    made = made[:n_long]
    for number in range(n_other):
        product = rng.choice(products)
        made.append(Subject(product, _days(world, product, 1, rng)[0], "de" if number % 2 else "fr"))
    while len(made) < n:
        product = products[len(made) % len(products)]
        editions = rng.choice((1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3))
        days = _days(world, product, editions, rng)
        family = f"page-{product.id}-{len(made)}" if len(days) > 1 else ""
        layout = rng.randrange(LAYOUTS) if family else -1
        made += [Subject(product, day, edits=i, family=family, layout=layout) for i, day in enumerate(days)]
    free = [i for i, s in enumerate(made[:n]) if not s.family and s.language == "en"]
    plan = [what for what, number in PLANTED.items() for _ in range(round(number * n / FULL))]
    for i, what in zip(rng.sample(free, min(len(free), len(plan))), plan, strict=False):
        made[i] = dataclasses.replace(made[i], planted=what)
    return made[:n]


def _days(world: World, product: Product, n: int, rng: random.Random) -> list[date]:
    """`n` days of edition, each some days after another release; fewer where there are fewer releases."""
    releases = sorted(rng.sample(product.versions, min(n, len(product.versions))), key=lambda v: v[1])
    return [min(world.today, day + timedelta(days=rng.randrange(3, 15))) for _, day in releases]


def write(w: Writer, subject: Subject, turn: int) -> Meta:
    layout = subject.layout if subject.layout >= 0 else turn
    bank = {"de": DE, "fr": FR}.get(subject.language, BANK)
    w.language = subject.language
    p = Manual(w, subject.day, bank).load(subject)
    if subject.planted == "wrong":
        p.spoil(("price", "version", "ext"))
    if subject.language != "en":
        title = p.foreign()
    else:
        title = p.titled()
        if subject.long:
            _book(p, layout)
        else:
            WRITE[layout](p)
    if subject.family:
        p.part_of(f"edition-{subject.edits}")
        p.raw("\n\n").tell("edition")
    elif all(g.triple.relation in MENTIONED for g in w.gold):  # its team is named, but perhaps in passing only
        p.raw("\n\n").tell("edition")
    if subject.planted == "wrong":
        p.raw("\n\n")
        planting.wrong(p)
    if subject.planted == "injection":
        p.inject()
    updated = min(w.world.today, subject.day + timedelta(days=w.rng.choice((0, 0, 20, 90))))
    return Meta(title, PUBLIC, p.team.department, 0, subject.day, updated, subject.edits + 1, subject.language,
                subject.family or None)  # fmt: skip


class Manual(Sheet):
    """The page of a product's manual."""

    subject: Subject
    component = ""

    def load(self, subject: Subject) -> Manual:
        """Set the facts of the product and its team."""
        self.subject = subject
        self.part_of("load")
        product, team = self.about(subject.product).product, self.team
        for key, relation in (("owner", "owner"), ("version", "version"), ("sku", "sku"), ("supplier", "supplier"),
                              ("prole", "role"), ("price", "price")):  # fmt: skip
            self.fact(key, product.id, f"product.{relation}")
        for key, relation in (("lead", "lead"), ("channel", "channel"), ("site", "site")):
            self.fact(key, team.id, f"team.{relation}")
        current = self.w.fact(product.id, "product.version", self.day)[1]
        self.fact("d", f"{product.id}@{current}", "release.date")
        numbers = [v for v, _ in product.versions]
        at = numbers.index(current)
        beta = {"de": "der ersten Beta", "fr": "la première bêta"}.get(self.w.language, "the first beta")
        self.v["before"] = numbers[at - 1] if at else beta
        for key, part in zip(("part", "part2", "part3"), self.w.every(product.id, "product.component"), strict=True):
            self.v[key] = part
        self.v["p"], self.v["day"] = product.name, self.day_text(self.day)
        self.v["a"] = "an" if product.role[0] in "aeiou" else "a"
        self.named.append(self.lead(team))
        chosen = self.person(team.id)
        self.v["who2"] = chosen.name
        self.fact("ext", chosen.id, "person.extension")
        self.component = product.components[0]
        return self

    def part_of(self, name: str) -> None:
        """Begin a part; in a family it is worded the same until an edition changes it, as each does with a third."""
        family = self.subject.family
        if family:
            own = random.Random(f"edits-{self.world.seed}-{family}-{name}")
            edition(self.w, family, name, sum(own.random() < 0.3 for _ in range(self.subject.edits)))
            self.rng = self.w.rng

    def fresh(self, key: str) -> Slot:
        match key:
            case "does" | "new":
                return self.from_bank(ROLES, f"{key}.{self.product.role}")
            case "gain":
                return self.from_bank(PARTS, f"gain.{self.product.components[0]}")
            case "problem":
                return self.from_bank(PARTS, f"fix.{self.rng.choice(self.product.components)}")
            case "clue":
                return self.from_bank(CAUSES, f"clue.{self.rng.choice(CAUSE_NAMES)}")
            case "circ2":
                return " " + self.plain(self.w.one(WORDS["circ"])) if self.rng.random() < 0.5 else ""
            case "cmd":
                return self.tool()
            case "key" | "kvalue" | "about":
                return self.setting_slot(key)
            case "nn2":
                return self.rng.randrange(90, 140)
        return super().fresh(key)

    def tool(self) -> str:
        """A command of the product's own tool."""
        return self.plain(
            self.rng.choice(
                (
                    "{slug}ctl {verbs}",
                    "{slug}ctl {comp} {verbs}",
                    "{slug}ctl {verbs} {flags}",
                    "{slug}ctl {comp} {verbs} {flags}",
                )
            )
        )

    def setting_slot(self, key: str) -> Slot:
        """`{key}`, `{kvalue}` and `{about}` of one sentence are of one setting."""
        if key == "key" or "about" not in self.v:
            chosen = self.settings(self.component or self.rng.choice(self.product.components), 1)[0]
            self.v["kvalue"], self.v["about"] = f"{chosen.value} {chosen.unit}".strip(), chosen.about
            self.v["lastkey"] = chosen.name
        return self.v["lastkey"] if key == "key" else self.v[key]

    def titled(self) -> str:
        """A title for the whole text."""
        product = self.product
        version = self.w.fact(product.id, "product.version", self.day)[1]
        titles = manual_text.TITLES["book" if self.subject.long else "page"]
        return self.w.one(titles).replace("{p}", product.name).replace("{v}", version)

    def sentences(self, key: str, n: int, mark: str = "") -> Manual:
        """`n` sentences of a section in a line, or one a line after a mark."""
        chosen = self.lines(key, n)
        does = [t for t in chosen if "{does}" in t]  # once is enough
        for number, template in enumerate(t for t in chosen if t not in does[1:]):
            for slot in ("about", "kvalue"):
                self.v.pop(slot, None)
            self.component = self.rng.choice(self.product.components)
            if mark.startswith("\n") and self.w.text.endswith("\n"):
                self.raw(mark[1:])
            else:
                self.raw(mark if mark else " " if number else "")
            self.put(self.varied(template), cap=True)
        return self

    def varied(self, template: str) -> str:
        """A sentence, often with an aside or a lead where it has no value of its own."""
        if not template.endswith(".") or self.rng.random() > (0.1 if "{" in template.replace("{n}", "") else 0.9):
            return template
        opening = template[1:2].islower() and "," not in " ".join(template.split()[:6])
        if "lead" in self.bank and opening and self.rng.random() < 0.4:
            return self.line("lead").rstrip() + " " + template[0].lower() + template[1:]
        return template[:-1] + " (" + self.line("aside") + ")."

    def code(self, lines: Sequence[str], kind: str = "") -> Manual:
        """A code block; a line that comes twice is written once."""
        self.raw(f"```{kind}\n" + "\n".join(dict.fromkeys(lines)) + "\n```")
        return self

    def table(self, what: str, rows: Sequence[Sequence[Cell]]) -> None:
        """A table with heads drawn for what it is about."""
        heads = manual_text.HEADS[what].split()
        table([self.rng.choice(head.split("/")).replace("_", " ") for head in heads], rows, self.w)

    def config_table(self, component: str, n: int) -> None:
        """The keys of a component with default, range and meaning."""
        style = self.rng.randrange(4)
        chosen = self.settings(component, n)
        if style == 0:
            for s in chosen:
                self.raw(f"`{s.name}` = {s.value}" + (f" {s.unit}" if s.unit else ""))
                self.raw(f", from {s.lowest} to {s.highest}" if s.lowest else "").raw(f": {s.about}.\n")
        elif style == 1:
            self.code([f"{s.name} = {s.value}" + f"  # {s.about}" for s in chosen], "ini").raw("\n")
        else:
            rows = [[f"`{s.name}`", f"{s.value} {s.unit}".strip(), f"{s.lowest} to {s.highest}" if s.lowest else "-",
                     s.about] for s in chosen]  # fmt: skip
            self.table("conf", rows if style == 2 else rows[::-1])

    def error_table(self, heads: Sequence[str] = ()) -> None:
        """The error codes of the product, from the graph, in four or three columns."""
        wide = not heads and self.rng.random() < 0.6
        rows: list[list[Cell]] = []
        for code in self.codes():
            facts = [self.stating(code, f"error.{x}") for x in ("component", "meaning", "remedy")]
            rows.append([code, *facts[0 if wide else 1 :]])
        if heads:
            table(heads, rows, self.w)
        else:
            self.table("errors" if wide else "errors3", rows)

    def codes(self) -> list[str]:
        """The ids of the product's error codes."""
        return [e.id for e in self.world.errors if e.product == self.product.id]

    def code_sentence(self, code: str, key: str) -> None:
        """A sentence on an error code."""
        self.v["code"] = code
        for slot, relation in (("epart", "component"), ("meaning", "meaning"), ("remedy", "remedy")):
            self.fact(slot, code, f"error.{relation}")
        self.tell(key)

    def foreign(self) -> str:
        """A short manual in German or French; its title."""
        title = self.plain(self.line("title"))
        number = self.rng.random() < 0.4
        heads = [self.plain(h) for h in self.bank["h"]]
        order = [0, *sorted(self.rng.sample((1, 2, 3, 4), self.rng.randrange(2, 5))), 5]
        self.tell("open")
        for at, which in enumerate(order, 1):
            self.raw(f"\n\n{f'{at}. ' if number else '## '}{heads[which]}\n\n")
            match which:
                case 0:
                    self.sentences("over", self.rng.randrange(2, 6))
                case 1:
                    for step, template in enumerate(
                        sorted(self.lines("steps", self.rng.randrange(3, 8)), key=self.bank["steps"].index), 1
                    ):
                        self.raw(f"{step}. ").put(self.varied(template)).raw("\n")
                case 2:
                    self.sentences("conf", self.rng.randrange(1, 4)).raw("\n\n")
                    chosen = self.settings(self.component, self.rng.randrange(2, 5))
                    rows = [
                        [f"`{s.name}`", f"{s.value} {s.unit}".strip(), f"{s.lowest} - {s.highest}" if s.lowest else "-"]
                        for s in chosen
                    ]
                    table([h.strip() for h in self.bank["head"][0].split("|")], rows, self.w)
                case 3:
                    if self.rng.random() < 0.5:
                        self.error_table([h.strip() for h in self.bank["head"][1].split("|")])
                    else:
                        for code in self.codes():
                            self.code_sentence(code, "err")
                            self.raw("\n")
                case 4:
                    self.sentences("care", self.rng.randrange(2, 5))
                case _:
                    self.sentences("help", self.rng.randrange(1, 4))
            self.w.text = self.w.text.rstrip("\n")
        return title

    def inject(self) -> None:
        """Plant an instruction in a comment or in a cell of a table."""
        if self.rng.random() < 0.6:
            self.raw("\n\n")
            planting.injection(self, "comment")
        else:
            self.raw("\n\n")
            rows: list[list[Cell]] = [[f"`{s.name}`", s.value] for s in self.settings(self.component, 2)]
            table(("Key", "Note"), [*rows, ["`note`", lambda: planting.injection(self, "cell")]], self.w)


# ---- chapters: each writes itself; `n` is how much of it, 1 little, 3 everything
def _over(p: Manual, n: int) -> None:
    p.sentences("over", 2 + 2 * n)
    if n > 1:
        p.raw("\n\n").put("<It also|Beyond that it|{p}> {does}.")
        for relation in p.rng.sample(("owner", "role", "sku", "supplier", "component", "version"), n):
            p.raw(" ")
            p.say(p.product.id, f"product.{relation}")


def _needs(p: Manual, n: int) -> None:
    p.sentences("needs", n + 1).raw("\n\n")
    step = p.rng.choice((50, 80, 100, 150, 200))
    rows = [[str(step * 4**i), str(2 * (i + 1)), f"{4 * 2**i + p.rng.randrange(4)} GB",
             f"{20 * 3**i + p.rng.randrange(20)} GB", f"{p.rng.randrange(2, 9) * (i + 1)} Mbit/s"]
            for i in range(n + 1)]  # fmt: skip
    p.table("needs", rows)


def _install(p: Manual, n: int) -> None:
    for number, template in enumerate(sorted(p.lines("install", 4 + 2 * n), key=BANK["install"].index), 1):
        p.raw(f"{number}. ").put(p.varied(template)).raw("\n")
    p.raw("\n").sentences("install.note", n).raw("\n\n")
    p.code([f"$ {p.command()}" for _ in range(n + 1)])


def _net(p: Manual, n: int) -> None:
    rows: list[list[Cell]] = []
    for purpose in p.rng.sample(manual_text.PURPOSES, 2 + 2 * n):
        number = p.plain("{main}" if purpose == "users" else "{tcp}")
        rows.append(
            [
                purpose,
                number,
                p.rng.choice(("in", "out", "both")),
                p.rng.choice(("TCP", "TCP", "UDP")),
                p.plain("{host}"),
            ]
        )
    p.table("net", rows)
    p.raw("\n").sentences("net", n + 1)


def _conf(p: Manual, n: int) -> None:
    components = p.product.components if n > 2 else p.rng.sample(p.product.components, 1)
    p.sentences("conf", n).raw("\n")
    for component in components:
        p.component = component
        p.v["c"] = next(f for f in p.w.every(p.product.id, "product.component") if f[1] == component)
        p.raw("\n### " if n > 2 else "\n").tell("conf.head").raw("\n\n")
        p.config_table(component, 2 + n)
        p.raw("\n").sentences("conf", n).raw("\n")


def _cli(p: Manual, n: int) -> None:
    for _ in range(1 + n):
        p.raw(f"`{p.tool()}`\n:   ").sentences("cli", 1).raw("\n\n")
    part = p.rng.choice(p.product.components)
    at = p.rng.randrange(1300)
    p.code([f"$ {p.plain('{slug}ctl')} {part.replace(' ', '-')} {p.plain('{verbs} {flags}')}",
            *(p.log(part, at + 3 * i + p.rng.randrange(3)) for i in range(n + 1))])  # fmt: skip


def _api(p: Manual, n: int) -> None:
    p.sentences("api", n + 1).raw("\n\n")
    rng = p.rng
    body: dict[str, object] = {}
    for field in rng.sample(manual_text.FIELDS, 3 + n):
        name, kind = field.split(":")
        match kind:
            case "n":
                body[name] = rng.randrange(9000)
            case "t":
                body[name] = rng.randrange(-300, 300) / 10
            case "flag":
                body[name] = rng.random() < 0.5
            case _:
                body[name] = p.plain({"hex": "{serial}", "clock": "{clock}", "word": "{wd}", "host": "{host}"}[kind])
    path = f"/v{rng.randrange(1, 5)}/{rng.choice(manual_text.THINGS)}/{rng.randrange(1000, 99999)}"
    verb = rng.choice(("GET", "POST", "PUT", "PATCH"))
    p.code([f"{verb} {path}", json.dumps(body, indent=rng.choice((None, 2)))], "json")
    if n > 1:
        p.raw("\n\n")
        kinds = {"int": "number", "float": "number", "bool": "flag", "str": "text"}
        p.table("api", [[f"`{k}`", kinds[type(v).__name__], json.dumps(v)] for k, v in body.items()])


def _logs(p: Manual, n: int) -> None:
    part = p.rng.choice(p.product.components)
    at = p.rng.randrange(1300)
    p.sentences("logs", n + 1).raw("\n\n")
    p.code([p.log(part, at + 4 * i + p.rng.randrange(4)) for i in range(n + 2)])


def _errors(p: Manual, n: int) -> None:
    p.sentences("errors", n)
    if p.codes():
        p.raw("\n\n")
        p.error_table()
        for code in p.codes()[: n - 1]:
            p.raw("\n")
            p.code_sentence(code, "errsay")


def _watch(p: Manual, n: int) -> None:
    rows: list[list[Cell]] = []
    for name, unit in (x.split(":") for x in p.rng.sample(manual_text.NUMBERS, 2 + 2 * n)):
        usual = p.rng.randrange(2, 400)
        limit = usual * p.rng.choice((2, 3, 5, 10)) if name != "free space" else usual // 4 + 1
        rows.append([name, f"{usual} {unit}".strip(), f"{limit} {unit}".strip(), p.plain("{clock}")])
    p.table("watch", rows)
    p.raw("\n").sentences("watch", n + 1)


def _backup(p: Manual, n: int) -> None:
    p.sentences("backup", n + 2).raw("\n\n")
    p.code(
        [
            f"# {p.plain('{clock} {host}')}",
            p.command(),
            p.plain("{slug}ctl export --all --node {host} > {paths}/{nnnn}.bak"),
        ][: n + 1]
    )


def _upgrade(p: Manual, n: int) -> None:
    p.sentences("upgrade", n + 1)
    past = [(v, d) for v, d in p.product.versions if d <= p.day][-4:]
    rows: list[list[Cell]] = []
    form = p.rng.choice(("iso", "long", "us"))
    for version, day in past:
        release = f"{p.product.id}@{version}"
        rows.append([p.stating(p.product.id, "product.version", day), p.stating(release, "release.date", day, form),
                     p.plain("{nn} min"), p.plain("{n} months")])  # fmt: skip
    p.raw("\n\n")
    p.table("upgrade", rows)


def _security(p: Manual, n: int) -> None:
    p.sentences("security", n + 1)
    known = [v for v in p.world.vulnerabilities if v.product == p.product.id and p.has(v.id, "vulnerability.fixed")]
    if known:
        p.raw("\n\n")
        about = ("component", "severity", "fixed")
        rows: list[list[Cell]] = [[v.id, *(p.stating(v.id, f"vulnerability.{x}") for x in about)] for v in known]
        p.table("security", rows)


def _users(p: Manual, n: int) -> None:
    p.sentences("users", n + 1).raw("\n\n")
    rows: list[list[Cell]] = []
    for role in p.rng.sample(manual_text.ROLES_OF_USERS, 3 + n):
        sees = p.rng.choice(("all", "own rooms", "own site", "figures"))
        changes = p.rng.choice(("nothing", "limits", "rules", "all", "devices"))
        rows.append([role, sees, changes, p.plain("<{n}|{nn}>")])
    p.table("users", rows)


def _size(p: Manual, n: int) -> None:
    first = p.rng.choice((50, 80, 100, 120, 150))
    rows = [[str(first * 2**i), p.plain("{ms} ms"), p.plain("{nn}.{n} s"), p.plain("{nnnn} MB")] for i in range(2 + n)]
    p.table("size", rows)
    p.raw("\n").sentences("size", n)


def _trouble(p: Manual, n: int) -> None:
    p.sentences("trouble", 2 + 2 * n, p.rng.choice(("\n- ", "\n* ", " ")))


def _simple(key: str, base: int) -> Callable[[Manual, int], None]:
    def chapter(p: Manual, n: int) -> None:
        p.sentences(key, base + n, "\n- " if p.rng.random() < 0.3 else "")

    return chapter


def _imp(p: Manual, n: int) -> None:
    p.sentences("imp", n + 1).raw("\n\n")
    names = p.rng.sample(
        ("serial", "site", "room", "label", "low", "high", "rate", "door", "from", "zone", "cell"), 3 + n
    )
    rows = [",".join(names)]
    for _ in range(n + 1):
        rows.append(
            ",".join(str(p.fresh("serial")) if x == "serial" else str(p.rng.randrange(-30, 900)) for x in names)
        )
    p.code(rows, "csv")


def _gloss(p: Manual, n: int) -> None:
    for template in p.lines("gloss", 3 + 2 * n):
        word, meaning = template.split(" | ")
        p.put(word).raw(": ").put(meaning)
        if "{" not in meaning and p.rng.random() < 0.6:
            p.put(" (" + p.line("aside") + ")")
        p.raw(".\n")


def _example(p: Manual, n: int) -> None:
    p.sentences("example", n + 2)
    if n > 1:
        p.raw("\n\n")
        part = p.rng.choice(p.product.components)
        p.code([f"{s.name} = {s.value}" for s in p.settings(part, n + 1)], "ini")


def _help(p: Manual, n: int) -> None:
    p.sentences("help", n + 2)


CHAPTERS: dict[str, Callable[[Manual, int], None]] = {
    "over": _over, "needs": _needs, "install": _install, "net": _net, "conf": _conf, "cli": _cli, "users": _users,
    "imp": _imp, "api": _api, "logs": _logs, "errors": _errors, "trouble": _trouble, "watch": _watch,
    "jobs": _simple("jobs", 2), "backup": _backup,
    "pair": _simple("pair", 2), "upgrade": _upgrade, "security": _security, "size": _size, "hard": _simple("hard", 2),
    "care": _simple("care", 1), "example": _example, "gloss": _gloss, "help": _help, "more": _simple("more", 2),
}  # fmt: skip


def _chapter(p: Manual, name: str, n: int, style: str) -> None:
    """A chapter with its heading; `style` has the place of the title."""
    p.part_of(name)
    title = p.plain(p.line(f"h.{name}"))
    head = style.replace("{}", title)
    p.raw("\n\n" if p.w.text else "").raw(head)
    if "\n" not in style and not style.endswith(". "):
        p.raw("\n" + ("\n" if style.startswith("#") else ""))
    CHAPTERS[name](p, n)
    p.w.text = p.w.text.rstrip("\n ")


def _book(p: Manual, layout: int) -> None:
    """A whole book, every chapter at length."""
    p.raw(f"# {p.product.name}\n\n").tell("open")
    names = list(CHAPTERS)
    if layout:
        middle = names[1:-3]
        p.rng.shuffle(middle)
        names = [names[0], *middle, *names[-3:]]
    for number, name in enumerate(names, 1):
        _chapter(p, name, 4, ("## {}", f"## {number} {{}}", f"{number}. {{}}\n" + "-" * 20 + "\n")[layout])
        if name in (
            "conf",
            "api",
            "logs",
            "errors",
            "trouble",
            "cli",
        ):  # what people look up is described once more, by example
            p.part_of(name + "2")
            p.raw("\n\n")
            CHAPTERS[
                {"conf": "example", "errors": "logs", "trouble": "logs", "cli": "cli", "logs": "watch", "api": "api"}[
                    name
                ]
            ](p, 4)
            p.w.text = p.w.text.rstrip("\n ")


def _some(p: Manual, low: int, high: int, among: Sequence[str] = tuple(CHAPTERS)) -> list[str]:
    """Some chapters in their usual order."""
    chosen = p.rng.sample(list(among), p.rng.randrange(low, high + 1))
    return [name for name in CHAPTERS if name in chosen]


def _guide(p: Manual) -> None:
    p.tell("open")
    style = p.rng.choice(("## {}", "# {}", "### {}"))
    for name in _some(p, 3, 5):
        _chapter(p, name, 1, style)


def _reference(p: Manual) -> None:
    p.tell("open")
    for name in _some(p, 1, 2, ("conf", "cli", "api", "imp", "errors")):
        _chapter(p, name, 2, "{}\n\n")


def _unix(p: Manual) -> None:
    """As the manual pages of commands are laid out."""
    slug = p.plain("{slug}ctl")
    p.raw(f"NAME\n    {slug} - ").put("{p} <at the command line|from a terminal|by hand>").raw(
        f"\n\nSYNOPSIS\n    {p.command()}\n    {p.command()}\n\nDESCRIPTION\n    "
    )
    p.sentences("cli", 2).raw(" ").sentences("over", 1)
    p.raw("\n\nFILES\n")
    for _ in range(p.rng.randrange(1, 4)):
        p.raw(f"    {p.fresh('paths')}\n")
    p.raw("\nSETTINGS\n")
    for s in p.settings(p.component, 3):
        p.raw(f"    {s.name}  ({s.value} {s.unit})".replace(" )", ")") + f"\n        {s.about}\n")
    p.raw("\nDIAGNOSTICS\n")
    for code in p.codes()[:3]:
        p.raw("    ")
        p.code_sentence(code, "errsay")
        p.raw("\n")
    p.raw("\nSEE ALSO\n    ").sentences("help", 1)


def _prose(p: Manual) -> None:
    p.tell("open").raw(" ").sentences("over", 3)
    for key in p.rng.sample(
        ("conf", "trouble", "security", "users", "backup", "upgrade", "needs", "net", "example"), p.rng.randrange(2, 4)
    ):
        p.raw("\n\n").sentences(key, p.rng.randrange(3, 5))
    p.raw("\n\n").sentences("help", 1)


def _card(p: Manual) -> None:
    """A card of a few lines."""
    p.put("{p} {version}\n")
    for key in p.rng.sample(
        ("hard", "care", "net", "logs", "backup", "watch", "jobs", "pair", "more"), p.rng.randrange(3, 6)
    ):
        p.raw("\n").raw(p.rng.choice(("", "- "))).sentences(key, 1)
    p.raw("\n").sentences("help", 1)


def _codes(p: Manual) -> None:
    p.tell("open").raw(" ").sentences("errors", 1).raw("\n\n")
    codes = p.codes()
    if p.rng.random() < 0.5 and codes:
        p.error_table()
    for code in codes:
        p.raw("\n" if p.w.text.endswith("|\n") else "\n\n" if not p.w.text.endswith("\n\n") else "")
        p.code_sentence(code, "errsay")
    p.raw("\n\n").sentences("trouble", p.rng.randrange(1, 4))


def _numbered(p: Manual) -> None:
    for number, name in enumerate(_some(p, 3, 5), 1):
        _chapter(p, name, 1, f"{number}. {{}}\n")


def _faq(p: Manual) -> None:
    p.tell("open")
    for key, question in p.rng.sample(manual_text.QUESTIONS, p.rng.randrange(4, 7)):
        p.setting_slot("key")
        p.raw("\n\n**").put(question).raw("**\n").sentences(key, p.rng.randrange(1, 4))


def _operator(p: Manual) -> None:
    p.sentences("over", 2).raw("\n\n")
    p.code([p.command() for _ in range(p.rng.randrange(3, 7))])
    p.raw("\n\n").sentences("trouble", p.rng.randrange(2, 5), "\n- ").raw("\n\n")
    p.config_table(p.component, p.rng.randrange(2, 5))
    p.raw("\n").sentences("help", 2)


def _first(p: Manual) -> None:
    """First steps: installation and little else."""
    p.tell("open").raw(" ").sentences("needs", 2).raw("\n\n")
    _install(p, p.rng.randrange(1, 3))
    p.raw("\n\n").sentences("security", 2)


def _half(p: Manual) -> None:
    """Between a page and a book: six to ten chapters."""
    p.raw(f"# {p.product.name}\n\n").tell("open")
    style = p.rng.choice(("## {}", "### {}", "{}\n\n"))
    for name in _some(p, 5, 9):
        _chapter(p, name, 2, style)


WRITE = (_guide, _reference, _unix, _prose, _card, _codes, _numbered, _faq, _operator, _first, _half)
