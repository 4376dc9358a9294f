"""What the engineers' documents share: machine values that stay the same wherever a product is written about.

Hosts, ports, paths and defaults are no facts of the graph; a default is derived from product and key, so that a
manual, a runbook and a release note of one product agree.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Self

from labsupport.world.docs import technical_text
from labsupport.world.docs.page import FRESH, Bank, Page, Slot, sections
from labsupport.world.entities import Gold, Person, Product, Team, World
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.writer import Decks, Writer

PARTS = sections(technical_text.PARTS)
ROLES = sections(technical_text.ROLES)
CAUSES = sections(technical_text.CAUSES)
WORDS = sections(technical_text.WORDS)


Cell = str | Callable[[], object]  # of a table: text, or what writes itself


COMMANDS = (
    "{slug}ctl {verbs}", "{slug}ctl {verbs} {flags}", "{slug}ctl {comp} {verbs} {flags}", "{slug}ctl {comp} {verbs}",
    "systemctl restart {slug}{unitname}", "systemctl status {slug}{unitname} --lines {nn}", "ls -lt {paths}",
    "tail -n {nnn} /var/log/{slug}/{log}.log", "grep -c {pid} /var/log/{slug}/{log}.log", "df -h {paths}",
    "du -sh {paths}", "ssh {host} uptime", "curl -s http://127.0.0.1:{main}/health", "ss -tn sport = :{main}",
    "journalctl -u {slug}{unitname} --since {clock}",
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """One configuration key of a product."""

    name: str  # rule_engine.cycle
    value: str  # its default
    unit: str  # "" where it has none
    lowest: str  # of the allowed values; both "" where there is no range
    highest: str
    about: str


class Sheet(Page):
    """A page with the vocabulary of engineering: every section of `WORDS` is a slot, see also `MAKE`."""

    product: Product

    def __init__(self, w: Writer, day: date, bank: Bank) -> None:
        super().__init__(w, day, bank)
        self.hosts: list[str] = []
        self.used: list[str] = []  # bank entries that this document has had

    def put(self, template: str, cap: bool = False) -> Self:
        """As of every page, but a host keeps its small letter at the start of a sentence."""
        super().put(template, cap and not template.startswith("{host}"))
        return self

    def raw(self, text: str) -> Self:
        """As of every page, here to keep the type."""
        super().raw(text)
        return self

    def tell(self, *keys: str, sep: str = " ") -> Self:
        """As of every page, here to keep the type."""
        super().tell(*keys, sep=sep)
        return self

    def cell(self, template: str) -> Callable[[], object]:
        """What writes a template, for a table."""
        return lambda: self.put(template)

    def stating(self, subject: str, relation: str, on: date | None = None, form: str = "") -> Callable[[], object]:
        """What writes a fact of the page's day and leaves a span, for a table."""
        fact = self.w.fact(subject, relation, on or self.day, form)
        return lambda: self.w.put("{x}", x=fact)

    def about(self, product: Product) -> Self:
        """Set what the page is about."""
        self.product = product
        self.v["slug"] = product.name.lower().replace(" ", "-")
        self.v["prod"] = product.name
        return self

    @property
    def team(self) -> Team:
        """The team that owns the product."""
        return next(t for t in self.world.teams if t.id == self.product.owner)

    def fresh(self, key: str) -> Slot:
        if key in MAKE:
            return MAKE[key](self)
        if key in WORDS:
            return self.plain(self.w.one(WORDS[key]))
        return super().fresh(key)

    def plain(self, template: str) -> str:
        """A template as text, its slots filled; facts in it are only named and leave no span."""
        out = ""
        for literal, key, _, _ in Formatter().parse(self.w.spin(template)):
            out += literal
            if key is not None:
                value = self.v[key] if key in self.v else self.fresh(key)
                out += value[1] if isinstance(value, tuple) else str(value)
        return out

    def from_bank(self, bank: dict[str, tuple[str, ...]], key: str) -> str:
        """A filled entry of a section outside the page's own bank, dealt."""
        template = self.w.deal(key, bank[key])
        for _ in range(6):
            if template not in self.used:
                break
            template = self.w.deal(key, bank[key])
        self.used.append(template)
        return self.plain(template)

    def cut(self, write: Callable[[], object]) -> Callable[[], object]:
        """Write something now and take it out again; what is returned puts it, spans and all, where it is called."""
        w, start, n_gold, n_marks = self.w, len(self.w.text), len(self.w.gold), len(self.w.marks)
        write()
        text, gold, marks = w.text[start:], w.gold[n_gold:], w.marks[n_marks:]
        w.text = w.text[:start]
        del w.gold[n_gold:], w.marks[n_marks:]

        def paste() -> None:
            by = len(w.text) - start
            w.text += text
            w.gold += [g._replace(start=g.start + by, end=g.end + by) for g in gold]
            w.marks += [m._replace(start=m.start + by, end=m.end + by) for m in marks]

        return paste

    def say(self, subject: str, relation: str) -> bool:
        """One sentence of the relation's own statements, if it was true on the page's day; whether it was."""
        if not self.has(subject, relation):
            return False
        triple, surface = self.w.fact(subject, relation, self.day)
        template = self.w.deal(relation, RELATIONS[relation].statements)
        while template.startswith("{o}") and surface[0].islower():  # a sentence does not start with a small letter
            template = self.w.deal(relation, RELATIONS[relation].statements)
        sentence, start, end = fill(template, self.world.name(subject), surface)
        at = len(self.w.text)
        self.w.gold.append(Gold(triple, at + start, at + end))
        self.raw(sentence)
        return True

    def settings(self, component: str, n: int) -> list[Setting]:
        """`n` configuration keys of a component of this product, in the order of the bank."""
        lines = self.w.some(f"key.{component}", PARTS[f"key.{component}"], n)
        return [self.setting(component, line) for line in sorted(lines, key=PARTS[f"key.{component}"].index)]

    def setting(self, component: str, line: str) -> Setting:
        """The configuration key of a bank line, with this product's default."""
        key, kind, about = line.split("|", 2)
        name = f"{component.replace(' ', '_')}.{key}"
        return Setting(name, *default(self.world, self.product, name, kind), self.w.spin(about))

    def line(self, *keys: str) -> str:
        """As of every page, but from decks of this kind of page: sections of two types may have one name."""
        for key in keys:
            if key in self.bank:
                return self.w.deal(f"{type(self).__name__}.{self.w.language}.{key}", self.bank[key])
        raise KeyError(f"no bank section {keys}")

    def lines(self, key: str, n: int) -> list[str]:
        """`n` different templates of a section, dealt."""
        return self.w.some(f"{type(self).__name__}.{self.w.language}.{key}", self.bank[key], n)

    def log(self, component: str, minute: int = -1) -> str:
        """A line as the component writes it to its log, at a minute of the day or at any time."""
        rng = self.rng
        level = rng.choice(("INFO", "INFO", "WARN", "WARN", "ERROR", "DEBUG"))
        at = minute if minute >= 0 else rng.randrange(1440)
        stamp = f"{at // 60 % 24:02d}:{at % 60:02d}:{rng.randrange(60):02d}"
        stamp += rng.choice(("", f".{rng.randrange(1000):03d}"))
        return f"{stamp} {level:5} {component.replace(' ', '-')}: " + self.from_bank(PARTS, f"log.{component}")

    def command(self) -> str:
        """A shell command of the product's own tool, or of the host."""
        return self.plain(self.rng.choice(COMMANDS))


def default(world: World, product: Product, name: str, kind: str) -> tuple[str, str, str, str]:
    """(default, unit, lowest, highest) of a key of a product; the same in every document."""
    rng = random.Random(f"default-{world.seed}-{product.id}-{name}")
    if kind.startswith("word:"):
        words = kind.removeprefix("word:").split(",")
        return rng.choice(words), "", "", ""
    slug = product.name.lower().replace(" ", "-")
    match kind:
        case "bool":
            return rng.choice(("true", "false")), "", "", ""
        case "path":
            root = rng.choice(("/srv", "/var/lib", "/opt", "/data", "/etc"))
            return f"{root}/{slug}/{name.rsplit('.', 1)[-1].replace('_', '-')}", "", "", ""
        case "host":
            return f"{rng.choice(('ns', 'mx', 'core', 'peer', 'ntp', 'hub'))}-{rng.randrange(1, 40):02d}", "", "", ""
        case "clock":
            return f"{rng.randrange(0, 6):02d}:{rng.randrange(0, 60, 5):02d}", "", "", ""
        case "tcp":
            return str(rng.choice((465, 587, 2525, rng.randrange(5000, 9900)))), "", "", ""
        case "deg":
            return f"-{rng.randrange(5, 31)}", "degrees", "-40", "0"
        case "tenth":
            return f"{rng.randrange(1, 10) / 10}", "degrees", "0.1", "3.0"
        case "px":
            return str(rng.randrange(20, 80) * 100), "pixels", "500", "12000"
    low, high, step, unit = {
        "n": (10, 500, 10, ""), "few": (1, 9, 1, ""), "nn": (10, 90, 2, ""), "nnn": (100, 900, 25, ""),
        "nk": (1, 60, 1, "thousand"), "s": (2, 300, 1, "s"), "ms": (20, 900, 10, "ms"), "min": (1, 120, 1, "min"),
        "h": (1, 96, 1, "h"), "d": (2, 400, 1, "days"), "pct": (5, 95, 1, "%"), "gb": (1, 64, 1, "GB"),
        "mb": (1, 512, 1, "MB"), "kb": (20, 900, 10, "kB"),
    }[kind]  # fmt: skip
    return str(rng.randrange(low, high + 1, step)), unit, str(low), str(high * rng.choice((1, 2, 4)))


def port(world: World, product: Product) -> int:
    """The TCP port a product listens on."""
    return random.Random(f"port-{world.seed}-{product.id}").randrange(5010, 9890)


def edition(w: Writer, family: str, part: str, edits: int) -> None:
    """Make what follows repeatable: the same family, part and number of edits draw the same wording."""
    w.rng = random.Random(f"{w.world.seed}-{family}-{part}-{edits}")
    w.decks = Decks()


def table(head: Sequence[str], rows: Sequence[Sequence[Cell]], w: Writer) -> None:
    """Write a Markdown table; a cell that is a function writes itself, so that it can leave a span."""
    w.raw("| " + " | ".join(head) + " |\n|" + " --- |" * len(head) + "\n")
    for row in rows:
        for cell in row:
            w.raw("| ")
            if callable(cell):
                cell()
            else:
                w.raw(cell)
            w.raw(" ")
        w.raw("|\n")


def second(p: Sheet) -> Person:
    """Somebody else from the owning team, or from anywhere."""
    return p.person(p.team.id)


def _who(p: Page) -> str:
    return second(p).name if isinstance(p, Sheet) else p.person().name


def _host(p: Sheet) -> str:
    """A host; half of the time one that the page has named before."""
    if len(p.hosts) > 1 and p.rng.random() < 0.5:
        return p.rng.choice(p.hosts[-3:])
    kind = p.rng.choice(("gw", "app", "node", "edge", "db", "relay", "web", "job", "core", "mq"))
    p.hosts.append(f"{kind}-{p.rng.randrange(1, 60):02d}")
    return p.hosts[-1]


MAKE: dict[str, Callable[[Sheet], Slot]] = {
    "host": _host,
    "main": lambda p: port(p.world, p.product),
    "tcp": lambda p: p.rng.randrange(1100, 9900),
    "pid": lambda p: p.rng.randrange(1200, 64000),
    "ms": lambda p: p.rng.randrange(12, 980),
    "nth": lambda p: f"{p.rng.randrange(4, 13)}th",
    "nnnn": lambda p: p.rng.randrange(1012, 9890),
    "comp": lambda p: p.rng.choice(p.product.components).replace(" ", "-"),
    "log": lambda p: p.rng.choice(
        ("main", "error", "access", "jobs", "audit", p.rng.choice(p.product.components).replace(" ", "-"))
    ),
    "slug": lambda p: p.product.name.lower(),
    "who2": _who,
    "clock": lambda p: f"{p.rng.randrange(24):02d}:{p.rng.randrange(60):02d}",
    "room": lambda p: FRESH["room"](p),
}
