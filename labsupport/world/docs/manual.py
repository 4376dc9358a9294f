"""Manual pages: reference tables, code, error codes, guides of many chapters, editions of one text, German and French ones."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labsupport.world.docs import manual_text, planting
from labsupport.world.docs.page import Slot, sections, shares
from labsupport.world.docs.technical import CAUSES, PARTS, ROLES, WORDS, Sheet, edition, table
from labsupport.world.entities import PUBLIC, Product, World
from labsupport.world.graph import CAUSES as CAUSE_NAMES
from labsupport.world.writer import Meta, Writer, capital

BANK, DE, FR = (sections(t.replace("\n= injection\n", "\n")) for t in (manual_text.BANK, manual_text.DE, manual_text.FR))
LAYOUTS = 10
FULL = 190  # documents for which the plan below is meant
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
    for at, product in enumerate(products):  # long books, every second one in two editions
        if len(made) >= n_long:
            break
        days = _days(world, product, 2 if at % 2 == 0 else 1, rng)
        made += [Subject(product, d, long=True, edits=i, family=f"book-{product.id}" if len(days) > 1 else "", layout=at % 3)
                 for i, d in enumerate(days)]  # fmt: skip
    made = made[:n_long]
    for number in range(n_other):
        product = rng.choice(products)
        made.append(Subject(product, _days(world, product, 1, rng)[0], "de" if number % 2 else "fr"))
    plan = shares(n, PLANTED, FULL, rng)
    while len(made) < n:
        product = products[len(made) % len(products)]
        editions = rng.choice((1, 1, 1, 1, 1, 2, 3))
        days = _days(world, product, editions, rng)
        family = f"page-{product.id}-{len(made)}" if len(days) > 1 else ""
        layout = rng.randrange(LAYOUTS) if family else -1
        for i, day in enumerate(days):
            made.append(Subject(product, day, planted="" if family else plan[len(made) % len(plan)], edits=i, family=family, layout=layout))
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
        self.v["before"] = numbers[at - 1] if at else "the first beta"
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
        """Begin a part; in a family it is worded the same until it is edited, one part in five by each edition."""
        family = self.subject.family
        if family:
            own = random.Random(f"edits-{self.world.seed}-{family}-{name}")
            edition(self.w, family, name, sum(own.random() < 0.2 for _ in range(self.subject.edits)))
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
                return self.command()
            case "key" | "kvalue" | "about":
                return self.setting_slot(key)
            case "nn2":
                return self.rng.randrange(90, 140)
        return super().fresh(key)

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
        kind = "book" if self.subject.long else "page"
        return self.rng.choice({
            "book": (f"{product.name} {version}: the manual", f"{product.name} handbook, {version}", f"Administrator's guide to {product.name}"),
            "page": (f"{product.name} {version}", f"{product.name}: manual page", f"{product.name} {version}, reference", f"Using {product.name}",
                     f"{product.name}, notes for operators", f"{product.name} in practice"),
        }[kind])  # fmt: skip

    def sentences(self, key: str, n: int, mark: str = "") -> Manual:
        """`n` sentences of a section in a line, or one a line after a mark."""
        for number, template in enumerate(self.lines(key, n)):
            for slot in ("about", "kvalue"):
                self.v.pop(slot, None)
            self.component = self.rng.choice(self.product.components)
            self.raw(mark if mark else " " if number else "").put(template, cap=True)
        return self

    def code(self, lines: Sequence[str], kind: str = "") -> Manual:
        """A code block."""
        return self.raw(f"```{kind}\n") and self.raw("\n".join(lines) + "\n```")  # type: ignore[return-value]

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
            rows = [[f"`{s.name}`", f"{s.value} {s.unit}".strip(), f"{s.lowest} to {s.highest}" if s.lowest else "-", s.about]
                    for s in chosen]  # fmt: skip
            heads = ("Key", "Default", "Range", "Meaning") if style == 2 else ("Setting", "Shipped value", "Allowed", "What it does")
            table(heads, rows if style == 2 else rows[::-1], self.w)

    def error_table(self, heads: Sequence[str] = ("Code", "Part", "Meaning", "Remedy")) -> None:
        """The error codes of the product, from the graph."""
        rows: list[list[str | Callable[[], object]]] = []
        for code in self.codes():
            facts = [self.w.fact(code, f"error.{x}", self.day) for x in ("component", "meaning", "remedy")][-(len(heads) - 1) :]
            rows.append([code, *(lambda f=f: self.w.put("{f}", f=f) for f in facts)])  # type: ignore[misc]
        table(heads, rows, self.w)

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
                    for step, template in enumerate(sorted(self.lines("steps", self.rng.randrange(3, 8)), key=self.bank["steps"].index), 1):
                        self.raw(f"{step}. ").put(template).raw("\n")
                case 2:
                    self.sentences("conf", self.rng.randrange(1, 4)).raw("\n\n")
                    chosen = self.settings(self.component, self.rng.randrange(2, 5))
                    rows = [[f"`{s.name}`", f"{s.value} {s.unit}".strip(), f"{s.lowest} - {s.highest}" if s.lowest else "-"] for s in chosen]
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
            table(("Key", "Note"), [[f"`{s.name}`", s.value] for s in self.settings(self.component, 2)]
                  + [["`note`", lambda: planting.injection(self, "cell")]], self.w)  # fmt: skip


# ---- chapters: each writes itself; `n` is how much of it, 1 little, 3 everything
def _over(p: Manual, n: int) -> None:
    p.sentences("over", 2 + 2 * n)
    if n > 1:
        p.raw("\n\n").put("{p} {does}. <It also|Beyond that it> ").raw(p.from_bank(ROLES, f"does.{p.product.role}")).raw(".")
        for relation in p.rng.sample(("owner", "role", "sku", "supplier", "component", "version"), n):
            p.raw(" ")
            p.say(p.product.id, f"product.{relation}")


def _needs(p: Manual, n: int) -> None:
    p.sentences("needs", n + 1).raw("\n\n")
    step = p.rng.choice((50, 80, 100, 150, 200))
    rows = [[str(step * 4**i), str(2 * (i + 1)), f"{4 * 2**i + p.rng.randrange(4)} GB", f"{20 * 3**i + p.rng.randrange(20)} GB",
             f"{p.rng.randrange(2, 9) * (i + 1)} Mbit/s"] for i in range(n + 1)]  # fmt: skip
    table(("Devices", "Cores", "Memory", "Disk", "Line"), rows, p.w)


def _install(p: Manual, n: int) -> None:
    for number, template in enumerate(sorted(p.lines("install", 4 + 2 * n), key=BANK["install"].index), 1):
        p.raw(f"{number}. ").put(template).raw("\n")
    p.raw("\n").sentences("install.note", n).raw("\n\n")
    p.code([f"$ {p.command()}" for _ in range(n + 1)])


def _net(p: Manual, n: int) -> None:
    what = ["users", "standby", "gateways", "time", "mail", "database", "export", "monitoring", "backup", "printer"]
    rows = [[w, str(p.fresh("main") if w == "users" else p.rng.randrange(1100, 9900)), p.rng.choice(("in", "out", "both")),
             p.rng.choice(("TCP", "TCP", "UDP")), str(p.fresh("host"))] for w in p.rng.sample(what, 2 + 2 * n)]  # fmt: skip
    table(("For", "Port", "Direction", "Protocol", "Example"), rows, p.w)
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
        p.raw(f"`{p.command()}`\n:   ").sentences("cli", 1).raw("\n\n")
    part = p.rng.choice(p.product.components)
    p.code([f"$ {p.plain('{slug}ctl')} {part.replace(' ', '-')} {p.plain('{verbs} {flags}')}",
            *(p.log(part, p.rng.randrange(1440)) for _ in range(n + 1))])  # fmt: skip


def _api(p: Manual, n: int) -> None:
    p.sentences("api", n + 1).raw("\n\n")
    rng = p.rng
    fields = rng.sample(("site", "room", "value", "min", "max", "serial", "rate", "since", "battery", "rssi", "label", "mode", "door", "seen",
                         "queue", "alarm", "unit", "owner", "lag", "count"), 3 + n)  # fmt: skip
    body: dict[str, object] = {}
    for field in fields:
        body[field] = rng.choice((rng.randrange(9000), rng.randrange(-300, 300) / 10, rng.random() < 0.5, str(p.fresh("serial")), str(p.fresh("host"))))
    path = f"/v{rng.randrange(1, 5)}/{rng.choice(('sites', 'devices', 'alarms', 'readings', 'rules', 'tours', 'cases', 'jobs'))}"
    verb = rng.choice(("GET", "POST", "PUT", "PATCH"))
    p.code([f"{verb} {path}/{rng.randrange(1000, 99999)}", json.dumps(body, indent=rng.choice((None, 2)))], "json")
    if n > 1:
        p.raw("\n\n")
        table(("Field", "Type", "Example"), [[f"`{k}`", {"int": "number", "float": "number", "bool": "flag"}.get(type(v).__name__, "text"),
                                              json.dumps(v)] for k, v in body.items()], p.w)  # fmt: skip


def _logs(p: Manual, n: int) -> None:
    part = p.rng.choice(p.product.components)
    at = p.rng.randrange(1300)
    p.sentences("logs", n + 1).raw("\n\n")
    p.code([p.log(part, at + i * p.rng.randrange(1, 6)) for i in range(n + 2)])


def _errors(p: Manual, n: int) -> None:
    p.sentences("errors", n)
    if p.codes():
        p.raw("\n\n")
        p.error_table(p.rng.choice((("Code", "Part", "Meaning", "Remedy"), ("Code", "Raised by", "It says that", "What helps"),
                                    ("Code", "Meaning", "Remedy"), ("Error", "Component", "Explanation", "Fix"))))  # fmt: skip
        for code in p.codes()[: n - 1]:
            p.raw("\n")
            p.code_sentence(code, "errsay")


def _watch(p: Manual, n: int) -> None:
    names = ("queue length", "lag", "memory", "answers per second", "oldest record", "free space", "silent devices", "open alarms", "sign-ins",
             "slow queries", "late readings", "battery warnings", "failed jobs", "clock offset")  # fmt: skip
    units = ("s", "ms", "MB", "GB", "percent", "per minute", "")
    rows = [[name, f"{p.rng.randrange(2, 400)} {p.rng.choice(units)}".strip(), f"{p.rng.randrange(400, 9000)}", str(p.fresh("clock"))]
            for name in p.rng.sample(names, 2 + 2 * n)]  # fmt: skip
    table(p.rng.choice((("Number", "Normal", "Alarm above", "Read at"), ("What", "Usual", "Too much", "First seen"))), rows, p.w)
    p.raw("\n").sentences("watch", n + 1)


def _backup(p: Manual, n: int) -> None:
    p.sentences("backup", n + 2).raw("\n\n")
    p.code([f"# {p.plain('{clock} {host}')}", p.command(), p.plain("{slug}ctl export --all --node {host} > {paths}/{nnnn}.bak")][: n + 1])


def _upgrade(p: Manual, n: int) -> None:
    p.sentences("upgrade", n + 1)
    past = [(v, d) for v, d in p.product.versions if d <= p.day][-4:]
    rows: list[list[str | Callable[[], object]]] = []
    form = p.rng.choice(("iso", "long", "us"))
    for version, day in past:
        rows.append([lambda v=day: p.w.put("{x}", x=p.w.fact(p.product.id, "product.version", v)),
                     lambda v=version, d=day: p.w.put("{x}", x=p.w.fact(f"{p.product.id}@{v}", "release.date", d, form)),
                     f"{p.rng.randrange(2, 60)} min", f"{p.rng.randrange(2, 14)} months"])  # type: ignore[misc]  # fmt: skip
    p.raw("\n\n")
    table(p.rng.choice((("Version", "Released", "Takes", "Supported for"), ("Release", "Date", "Downtime", "Support"))), rows, p.w)


def _security(p: Manual, n: int) -> None:
    p.sentences("security", n + 1)
    known = [v for v in p.world.vulnerabilities if v.product == p.product.id and p.has(v.id, "vulnerability.fixed")]
    if known:
        p.raw("\n\n")
        rows = [[v.id, *(lambda i=v.id, r=r: p.w.put("{x}", x=p.w.fact(i, f"vulnerability.{r}", p.day)) for r in ("component", "severity", "fixed"))]
                for v in known]  # fmt: skip
        table(("Number", "Component", "Severity", "Fixed in"), rows, p.w)  # type: ignore[arg-type]


def _users(p: Manual, n: int) -> None:
    p.sentences("users", n + 1).raw("\n\n")
    roles = p.rng.sample(("reader", "shift", "planner", "administrator", "auditor", "technician", "guest", "script", "owner"), 3 + n)
    table(("Role", "Sees", "Changes", "Sites"), [[r, p.rng.choice(("all", "own rooms", "own site", "figures")), p.rng.choice(("nothing", "limits", "rules", "all", "devices")),
                                                  str(p.rng.randrange(1, 40))] for r in roles], p.w)  # fmt: skip


def _size(p: Manual, n: int) -> None:
    rows = [[str(p.rng.randrange(2, 9) * 10**i), f"{p.rng.randrange(20, 900)} ms", f"{p.rng.randrange(2, 80)}.{p.rng.randrange(10)} s",
             f"{p.rng.randrange(100, 9000)} MB"] for i in range(2, 4 + n)]  # fmt: skip
    table(p.rng.choice((("Devices", "First page", "Month report", "Memory"), ("Readings an hour", "Delay", "Start-up", "Peak memory"))), rows, p.w)
    p.raw("\n").sentences("size", n)


def _trouble(p: Manual, n: int) -> None:
    p.sentences("trouble", 2 + 2 * n, p.rng.choice(("\n- ", "\n* ", " ")))


def _simple(key: str, base: int) -> Callable[[Manual, int], None]:
    def chapter(p: Manual, n: int) -> None:
        p.sentences(key, base + n, "\n- " if p.rng.random() < 0.3 else "")

    return chapter


def _imp(p: Manual, n: int) -> None:
    p.sentences("imp", n + 1).raw("\n\n")
    names = p.rng.sample(("serial", "site", "room", "label", "low", "high", "rate", "door", "from", "zone", "cell"), 3 + n)
    rows = [",".join(names)]
    for _ in range(n + 1):
        rows.append(",".join(str(p.fresh("serial")) if x == "serial" else str(p.rng.randrange(-30, 900)) for x in names))
    p.code(rows, "csv")


def _gloss(p: Manual, n: int) -> None:
    for template in p.lines("gloss", 3 + 2 * n):
        word, meaning = template.split(" | ")
        p.put(word).raw(": ").put(meaning).raw(".\n")


def _example(p: Manual, n: int) -> None:
    p.sentences("example", n + 2)
    if n > 1:
        p.raw("\n\n")
        part = p.rng.choice(p.product.components)
        p.code([f"{s.name} = {s.value}" for s in p.settings(part, n + 1)], "ini")


def _help(p: Manual, n: int) -> None:
    p.sentences("help", n + 2)


CHAPTERS: dict[str, Callable[[Manual, int], None]] = {
    "over": _over, "needs": _needs, "install": _install, "net": _net, "conf": _conf, "cli": _cli, "users": _users, "imp": _imp,
    "api": _api, "logs": _logs, "errors": _errors, "trouble": _trouble, "watch": _watch, "jobs": _simple("jobs", 2), "backup": _backup,
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
        _chapter(p, name, 3, ("## {}", f"## {number} {{}}", f"{number}. {{}}\n" + "-" * 20 + "\n")[layout])
        if name in ("conf", "api", "logs", "errors", "trouble", "cli"):  # what people look up is described once more, by example
            p.part_of(name + "2")
            p.raw("\n\n")
            CHAPTERS[{"conf": "example", "errors": "logs", "trouble": "logs", "cli": "cli", "logs": "watch", "api": "api"}[name]](p, 3)
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
    p.raw(f"NAME\n    {slug} - ").put("{p} <at the command line|from a terminal|by hand>").raw(f"\n\nSYNOPSIS\n    {p.command()}\n    {p.command()}\n\nDESCRIPTION\n    ")
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
    for key in p.rng.sample(("conf", "trouble", "security", "users", "backup", "upgrade", "needs", "net", "example"), p.rng.randrange(2, 4)):
        p.raw("\n\n").sentences(key, p.rng.randrange(3, 5))
    p.raw("\n\n").sentences("help", 1)


def _card(p: Manual) -> None:
    """A card of a few lines."""
    p.put("{p} {version}\n")
    for key in p.rng.sample(("hard", "care", "net", "logs", "backup", "watch", "jobs", "pair", "more"), p.rng.randrange(3, 6)):
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
    for key, question in p.rng.sample((
        ("conf", "How do I change <a setting|`{lastkey}`>?"), ("trouble", "<What if it does not work?|Something is odd. What now?>"),
        ("backup", "<Is my data safe?|Where are the backups?>"), ("upgrade", "<Which version do I need?|How do I update?>"),
        ("users", "<Who may do what?|How do I give rights?>"), ("net", "<Which ports do I open?|What about the firewall?>"),
        ("needs", "<Is my host large enough?|What does it run on?>"), ("help", "<Whom can I ask?|Who answers questions?>"),
        ("logs", "<Where are the logs?|How do I read the log?>"), ("over", "<What is it for?|What does {p} do?>"),
    ), p.rng.randrange(4, 7)):  # fmt: skip
        p.setting_slot("key")
        p.raw("\n\n" + p.rng.choice(("**", "**", "**"))).put(question).raw("**\n").sentences(key, p.rng.randrange(1, 4))


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


WRITE = (_guide, _reference, _unix, _prose, _card, _codes, _numbered, _faq, _operator, _first)
