"""Security advisories: the public notice of each vulnerability, later editions of some, digests, and a few internal
notes written while a notice was still under embargo.

The editions of one notice are a family `advisory/<id>`, oldest first.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labsupport.world.docs import advisory_text
from labsupport.world.docs.formal import Sheet, marked, mixed
from labsupport.world.docs.page import sections
from labsupport.world.entities import PUBLIC, Product, Vulnerability, World
from labsupport.world.writer import Meta, Writer

LAYOUTS = 12

BANK = {**marked(advisory_text.COMPONENTS, "component"), **sections(advisory_text.COMMON)}
LEVELS = ("WARN", "INFO", "ERROR")
EVENTS = (
    "accepted", "refused", "retry", "queued", "dropped", "signature-ok", "signature-bad", "timeout", "opened", "closed",
    "slow", "moved", "renewed", "expired", "flushed", "denied", "granted", "truncated", "duplicate", "reconnect",
    "fallback", "throttled", "resumed", "no-answer", "written", "skipped",
)  # fmt: skip
FULL, EDITIONS, DIGESTS, NOTES = 150, 15, 8, 7
SCORES = {"low": (14, 39), "medium": (40, 69), "high": (70, 89), "critical": (90, 99)}  # tenths, as the bands go


@dataclass(frozen=True)
class Subject:
    weakness: Vulnerability
    part: str = "notice"  # notice, edition, digest, note
    revision: int = 1


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Subject]:
    """Notices, each followed by its later editions, and the rest among them."""
    editions, digests, notes = (round(k * n / FULL) for k in (EDITIONS, DIGESTS, NOTES))
    found = list(world.vulnerabilities)
    chosen = rng.sample(found, min(len(found), max(1, n - editions - digests - notes)))
    made = [Subject(v) for v in chosen]
    for weakness in rng.sample(chosen, min(len(chosen), editions)):
        made.append(Subject(weakness, "edition", 2))
    made += [Subject(v, "digest") for v in rng.sample(chosen, min(len(chosen), digests))]
    made += [Subject(v, "note") for v in rng.sample(chosen, min(len(chosen), notes))]
    return mixed(rng, made, lambda s: s.weakness.id if s.part in ("notice", "edition") else s)


def product_of(world: World, weakness: Vulnerability) -> Product:
    """The product that a vulnerability concerns."""
    return next(p for p in world.products if p.id == weakness.product)


def written(world: World, weakness: Vulnerability) -> date:
    """The day of the first notice."""
    return min(weakness.published, world.today)


def write(w: Writer, subject: Subject, turn: int) -> Meta:
    """One document about a vulnerability or, as a digest, about several."""
    world, rng, weakness = w.world, w.rng, subject.weakness
    product = product_of(world, weakness)
    made = written(world, weakness)
    day = made
    if subject.part == "edition":
        day = min(world.today, made + timedelta(days=rng.randrange(2, 80)))
    elif subject.part == "note":
        made = day = dict(product.versions)[weakness.fixed]
    elif subject.part == "digest":
        made = day = min(world.today, made + timedelta(days=rng.randrange(1, 15)))
    p = Sheet(w, day, BANK, "advisory")
    _values(p, weakness)
    title = p.w.spin(p.line("title"))
    for key, value in (("vid", weakness.id), ("p", product.name), ("c", weakness.component), ("f", weakness.fixed),
                       ("s", weakness.severity)):  # fmt: skip
        title = title.replace("{" + key + "}", value)
    department, tier, tenant, noise = p.team_of(product.owner).department, 0, PUBLIC, 0.0
    if subject.part == "digest":
        title = _digest(p, turn)
    elif subject.part == "note":
        _note(p, turn)
        title, tier, tenant, noise = (
            f"Restricted: {weakness.id}, {product.name}, {weakness.component}",
            3,
            world.company.lower(),
            0.006,
        )
    else:
        if subject.part == "edition":
            p.v |= {"rev": subject.revision, "today": p.day_text(day)}
            p.text(p.line("revised"), "\n\n")
        LAYOUT[turn % len(LAYOUT)](p, weakness, product)
        if p.rng.random() < 0.5 and turn % len(LAYOUT) not in (3, 8):  # a letter has ended, a brief one stays brief
            p.w.text = p.w.text.rstrip("\n") + "\n\n"
            p.text(
                *(
                    p.line(k)
                    for k in p.rng.sample(("status", "credit", "contact", "score", "effect"), p.rng.randint(1, 3))
                )
            )
        if weakness.id not in title + p.w.text:  # every notice gives its number
            title = f"{weakness.id}: {title}"
        title += f" (edition {subject.revision})" if subject.revision > 1 else ""
    family = f"advisory/{weakness.id.lower()}" if subject.part in ("notice", "edition") else None
    return Meta(title, tenant, department, tier, made, day, subject.revision, "en", family, noise)


def _values(p: Sheet, weakness: Vulnerability) -> None:
    product = product_of(p.world, weakness)
    released = dict(product.versions)[weakness.fixed]
    for key, name in (("prod", "product"), ("comp", "component"), ("sev", "severity"), ("fixed", "fixed")):
        p.fact(key, weakness.id, f"vulnerability.{name}")
    p.fact("owner", product.id, "product.owner")
    p.fact("chan", product.owner, "team.channel")
    p.fact("lead", product.owner, "team.lead")
    p.fact("released", f"{product.id}@{weakness.fixed}", "release.date", released)
    affected = p.w.every(weakness.id, "vulnerability.affected")
    for at, fact in enumerate(affected):
        p.v[f"a{at}"] = fact
    slots = [f"{{a{at}}}" for at in range(len(affected))]
    p.macros["affected"] = slots[0] if len(slots) == 1 else f"{', '.join(slots[:-1])} and {slots[-1]}"
    low, high = SCORES[weakness.severity]
    score = random.Random(weakness.id).randint(low, high)  # the same in every document
    p.v |= {"vid": weakness.id, "score": f"{score // 10}.{score % 10}", "role": product.role,
            "mail": f"{p.world.company.lower()}.example"}  # fmt: skip
    for mark, name in (("!", "weakness"), (">", "effect"), ("+", "workaround"), ("?", "trace")):
        p.alias[name] = f"component.{weakness.component}.{mark}"
    tailed = (*(p.alias[k] for k in ("weakness", "effect", "workaround", "trace")), "fix", "status")
    p.tailed = dict.fromkeys(tailed, "tail")
    p.named = [p.lead(p.team_of(product.owner))]


def _ways(p: Sheet) -> list[str]:
    """Workarounds, or the sentence that there are none."""
    return p.upto("workaround", 1, 3) if p.rng.random() < 0.85 else [p.line("no.workaround")]


def _traces(p: Sheet, chance: float) -> list[str]:
    """What to look for, with its opening words, as running text."""
    return [f"{p.line('look')} {p.line('trace')}", *p.maybe(0.3, "trace")] if p.rng.random() < chance else []


def _timeline(p: Sheet, weakness: Vulnerability, mark: str) -> None:
    day = written(p.world, weakness) - timedelta(days=p.rng.randrange(40, 120))
    product = product_of(p.world, weakness)
    released = dict(product.versions)[weakness.fixed]
    form = p.rng.choice(("iso", "long", "us"))
    entries = p.w.some("advisory.timeline", BANK["timeline"], p.rng.randint(2, 5))
    for entry in sorted(entries, key=BANK["timeline"].index):  # as things happen: the report first, the release last
        day += timedelta(days=p.rng.randrange(2, 14))
        if day >= released:
            break
        p.put(f"{mark}{p.day_text(day, form)}: {entry}\n")
    p.fact("day", f"{product.id}@{weakness.fixed}", "release.date", released, form)
    p.put(f"{mark}{{day}}: {{fixed}}\n")


def _tree(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    """Keys and values, indented, after the security exchange format."""
    p.text("document:\n  category: security_advisory\n  publisher: {owner}\n  tracking:\n    id: {vid}\n")
    p.raw(f"    current_release_date: {p.day_text(p.day, 'iso')}\n    status: final\n    revision_history:\n")
    _timeline(p, weakness, "      - ")
    p.text("product_status:\n  product: {prod}\n")
    for at in range(len(weakness.affected)):
        p.text(f"  known_affected: {{a{at}}}\n")
    p.text(
        "  fixed: {fixed}\nvulnerability:\n  component: {comp}\n  severity: {sev}\n  base_score: {score}\n  notes:\n"
    )
    p.bullets([p.line("weakness"), *p.upto("effect", 1, 2)], "    - ").raw("remediations:\n")
    p.bullets([p.line("fix")], "  vendor_fix: ").bullets(_ways(p), "  workaround: ")
    if p.rng.random() < 0.6:
        p.raw("detection:\n").bullets(p.upto("trace", 1, 2), "  - ")
    p.raw("acknowledgments:\n").bullets([p.line("credit")], "  - ")


def _headings(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    p.text(p.line("open")).raw("\n\n").head("head.what", "## ").text(p.line("weakness"), *p.upto("effect", 1, 2))
    p.raw("\n\n").head("head.who", "## ").text(p.line("affected")).raw("\n\n").head("head.do", "## ")
    p.text(p.line("fix")).raw("\n\n").bullets(_ways(p))
    if p.rng.random() < 0.7:
        p.raw("\n").head("head.see", "## ").bullets(p.upto("trace", 1, 3), "* ")
    if p.rng.random() < 0.6:
        p.raw("\n").head("head.more", "## ")
        _timeline(p, weakness, "- ")
        p.text("\n", p.line("credit"), *p.maybe(0.5, "contact"))


def _prose(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    p.text(p.line("open"), p.line("weakness"), *p.upto("effect", 1, 2)).raw("\n\n")
    p.text(p.line("affected"), *p.maybe(0.6, "fix"), *_ways(p)).raw("\n\n")
    p.text(*_traces(p, 0.7), p.line("status"), *p.maybe(0.5, "credit"), *p.maybe(0.5, "contact"))


def _mail(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    heads = (
        "From: security@{mail}\nTo: announce@{mail}\nSubject: [{sev}] {prod}, {vid}\n\n",
        "Subject: {vid} -- please update {prod}\n\n", "From: {owner}\nSubject: {prod} {fixed}\n\n", "",
    )  # fmt: skip
    p.text(p.rng.choice(heads), p.line("mail.hello"), "\n\n", p.line("open"), p.line("weakness"))
    p.raw("\n\n").text(p.line("fix"), *_ways(p), p.line("affected")).raw("\n\n")
    p.text(*p.maybe(0.6, "status"), p.line("contact")).raw("\n\n").text(p.line("mail.bye"))


def _status_table(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    p.text(p.line("open")).raw(f"\n\n| {product.name} | status | since |\n| --- | --- | --- |\n")
    days = dict(product.versions)
    for version, day in product.versions:
        if day > p.day:
            break
        p.fact("out", f"{product.id}@{version}", "release.date", form="iso")
        if version in weakness.affected:
            p.text(f"| {{a{weakness.affected.index(version)}}} | affected | {{out}} |\n")
        elif version == weakness.fixed:
            p.text("| {fixed} | fixed | {out} |\n")
        else:
            state = "not affected" if day < days[weakness.affected[0]] else "contains the fix"
            p.text(f"| {version} | {state} | {{out}} |\n")
    p.raw("\n").text(p.line("weakness"), p.line("effect")).raw("\n\n").text(*_ways(p), *_traces(p, 0.7))
    p.text(*p.maybe(0.5, "score"), *p.maybe(0.4, "contact"))


def _asked(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    parts = [("q.what", [p.line("open"), p.line("weakness")]), ("q.me", [p.line("affected")]),
             ("q.do", [p.line("fix"), *_ways(p)]), ("q.bad", [p.line("score"), *p.upto("effect", 1, 2)]),
             ("q.trace", [*p.maybe(0.6, "status"), *_traces(p, 1.0)])]  # fmt: skip
    first, *rest = parts
    rest = p.rng.sample(rest, p.rng.randint(2, 4))
    mark = p.rng.choice(("### ", "Q: ", "- ", "? "))
    for question, lines in [first, *rest]:
        p.text(f"{mark}{p.line(question)}\n", *lines).raw("\n\n")


def _classic(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    """Aligned fields and capitals, as advisories looked on mailing lists."""
    rows = [("Product", "{prod}"), ("Component", "{comp}"), ("Severity", "{sev} ({score})"), ("Affected", "{affected}"),
            ("Fixed in", "{fixed}"), ("Published", p.day_text(p.day)), ("Contact", "{owner}")]  # fmt: skip
    p.raw(f"{p.world.company.upper()} SECURITY ADVISORY {weakness.id}\n{'=' * 60}\n")
    for name, value in rows[: p.rng.randint(5, 7)]:
        p.text(f"{name + ':':12}{value}\n")
    for number, (name, lines) in enumerate((
        ("SUMMARY", [p.line("weakness")]), ("IMPACT", p.upto("effect", 1, 2)), ("SOLUTION", [p.line("fix")]),
        ("WORKAROUND", _ways(p)), ("TRACES", p.upto("trace", 1, 2)), ("CREDIT", [p.line("credit")]),
    ), 1):  # fmt: skip
        if number > 3 and p.rng.random() < 0.35:
            continue
        p.text(f"\n{number}. {name}\n", *lines).raw("\n")
    if p.rng.random() < 0.6:
        p.raw("\nTIMELINE\n")
        _timeline(p, weakness, "  ")
    if p.rng.random() < 0.5:
        digest = "".join(p.rng.choice("0123456789abcdef") for _ in range(64))
        p.text(f"\nSHA-256 of {product.name.lower()}-{weakness.fixed}.img:\n{digest}\n")


def _json(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    p.raw('```json\n{\n  "id": "').put("{vid}").raw('",\n  "product": "').put("{prod}")
    p.raw('",\n  "component": "').put("{comp}").raw('",\n  "severity": "').put("{sev}").raw('",\n  "affected": [')
    for at in range(len(weakness.affected)):
        p.raw(', "' if at else '"').put(f"{{a{at}}}").raw('"')
    p.raw('],\n  "fixed": "').put("{fixed}").raw('",\n  "released": "').put("{released}")
    p.raw(f'",\n  "score": {p.v["score"]},\n  "exploited": false\n}}\n```\n\n')
    p.text(p.line("weakness"), *p.maybe(0.6, "effect"), *p.maybe(0.6, "fix"), *_ways(p)).raw("\n\n")
    p.text(p.line("contact"), *p.maybe(0.4, "credit"))


def _brief(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    p.text(p.line("open"), p.line("affected"), *p.maybe(0.6, "weakness"), *p.maybe(0.5, "workaround"))


def _guide(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    p.text(p.line("open")).raw("\n\n")
    steps = [p.line("affected"), *_ways(p), p.line("fix"), *_traces(p, 0.8)]
    for number, step in enumerate(steps, 1):
        p.text(f"{number}. {step}\n")
    if p.rng.random() < 0.5:
        p.raw(f"\n```\n$ {product.name.lower()}ctl version\n").put("{a0}").raw("   # before\n").put("{fixed}")
        p.raw("   # after\n```\n")
    p.raw("\n").text(p.line("weakness"), *p.maybe(0.5, "effect"), *p.maybe(0.5, "status"))


def _excerpt(p: Sheet, weakness: Vulnerability, product: Product, lines: int) -> None:
    """Lines of a log, none of them a fact."""
    hour = p.rng.randrange(24)
    p.raw("```\n")
    for at in sorted(p.rng.sample(range(3600), lines)):
        word = f"{p.rng.choice(LEVELS)} {p.w.one(EVENTS)}"
        p.raw(f"{p.day.isoformat()}T{hour:02d}:{at // 60:02d}:{at % 60:02d} {p.host} {product.name.lower()} {word} ")
        p.raw(f"{weakness.component.replace(' ', '-')} id={p.rng.randrange(16**6):06x} n={p.rng.randrange(1, 9000)}\n")
    p.raw("```\n\n")


def _log(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    """For administrators who search logs first."""
    p.text(p.line("open"), *_traces(p, 1.0)).raw("\n\n")
    _excerpt(p, weakness, product, p.rng.randint(4, 12))
    p.text(p.line("weakness"), *p.upto("effect", 1, 2)).raw("\n\n")
    p.text(p.line("affected"), p.line("fix"), *p.maybe(0.6, "workaround"), *p.maybe(0.5, "contact"))


def _full(p: Sheet, weakness: Vulnerability, product: Product) -> None:
    """The long report: everything known, with the log of a test."""
    p.text(p.line("open"), p.line("score")).raw("\n\n").head("head.what", "## ")
    p.text(p.line("weakness"), *p.upto("effect", 2, 4)).raw("\n\n").text(*p.upto("status", 1, 3)).raw("\n\n")
    p.head("head.who", "## ").text(*p.upto("affected", 1, 3)).raw("\n\n").head("head.do", "## ")
    for number, step in enumerate([*p.upto("fix", 1, 3), *p.upto("workaround", 2, 4)], 1):
        p.put(f"{number}. {step}\n")
    p.raw("\n").head("head.see", "## ").bullets(p.upto("trace", 2, 4)).raw("\n")
    _excerpt(p, weakness, product, p.rng.randint(15, 60))
    p.head("head.more", "## ")
    _timeline(p, weakness, "- ")
    p.raw("\n").text(*p.upto("credit", 1, 2), *p.upto("contact", 1, 3))


LAYOUT = (_tree, _headings, _prose, _mail, _status_table, _asked, _classic, _json, _brief, _guide, _log, _full)


def _digest(p: Sheet, turn: int) -> str:
    """The notices of some weeks, one line each."""
    recent = [v for v in p.world.vulnerabilities if p.day - timedelta(days=120) <= written(p.world, v) <= p.day]
    chosen = p.rng.sample(recent, min(len(recent), p.rng.randint(3, 9)))
    chosen.sort(key=lambda v: v.published)
    p.v["today"], p.v["count"] = p.day_text(p.day), len(chosen)
    p.text(p.line("digest")).raw("\n\n")
    if turn % 2:
        p.raw("| number | product | component | severity | fixed in |\n| --- | --- | --- | --- | --- |\n")
    for weakness in chosen:
        _values(p, weakness)
        if turn % 2:
            p.text("| {vid} | {prod} | {comp} | {sev} | {fixed} |\n")
        else:
            p.text(f"{p.line('digest.line')}\n")
            if p.rng.random() < 0.5:
                p.text(f"   {p.line('workaround')}\n")
    p.raw("\n").text(p.line("digest.end"))
    return f"Security digest, {p.day:%B %Y}"


def _note(p: Sheet, turn: int) -> None:
    """An internal note from before the notice."""
    talk = p.upto("embargo.note", 3, 5)
    p.text(p.line("embargo"), "\n\n", p.line("weakness"), p.line("effect"), "\n\n", *talk[:2], "\n\n")
    if turn % 2:
        p.bullets([*talk[2:], p.line("affected"), *p.upto("workaround", 0, 1)]).raw("\n")
    else:
        p.text(p.line("affected"), *talk[2:]).raw("\n\n")
    p.seal(BANK["seal"])
