"""Questions and answers: about products and their error codes in public, about teams and rules for staff, about the
own account for customers; in English, German and French.

A product's page is a family `faq/<product>`; some have a later edition, so that the older one quotes old versions and
prices. A few pages carry what readers add below them: personal data, an injected instruction; or a wrong value.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labsupport.world.docs import faq_text, planting
from labsupport.world.docs.formal import Sheet, mixed
from labsupport.world.docs.page import sections, shares
from labsupport.world.docs.policy import last_day
from labsupport.world.entities import PUBLIC, Customer, ErrorCode, Policy, Product, Team, World
from labsupport.world.writer import Meta, Writer

LAYOUTS = 10

BANK = {
    **{f"role.{name}": lines for name, lines in sections(faq_text.ROLES).items()},
    **{k: v for text in (faq_text.GENERAL, faq_text.FACTS, faq_text.PAGE) for k, v in sections(text).items()},
}
FOREIGN = {"de": sections(faq_text.GERMAN), "fr": sections(faq_text.FRENCH)}
FULL = 150
PARTS = {"error": 36, "staff": 14, "own": 13, "rules": 8, "de": 10, "fr": 10, "edition": 11}  # the rest: products
TAILED = ("general", "channel", "site", "address", "plan", "sku", "owner")
FACTS = ("version", "price", "parts", "Parts", "owner", "sku", "meaning", "remedy", "part", "chan", "lead", "site",
         "address", "plan", "manager", "contact", "limit")  # fmt: skip
PLANTS = {"injection": 6, "wrong": 7, "pii": 4}


@dataclass(frozen=True)
class Subject:
    part: str  # product, or one of PARTS
    about: Product | Customer | None
    day: date
    version: int = 1
    plant: str = ""


@dataclass(frozen=True)
class Pair:
    """A question and its answer, and what sets their values just before they are written."""

    question: str
    answer: str
    prepare: Callable[[], object]


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Subject]:
    """Pages of all parts; the later edition of a product's page after the first."""
    wanted = {part: round(count * n / FULL) for part, count in PARTS.items()}
    editions = wanted.pop("edition")
    n_products = max(1, n - sum(wanted.values()) - editions)

    def some_day(first: date) -> date:
        first = min(first, world.today - timedelta(days=20))
        return first + timedelta(days=rng.randrange((world.today - first).days))

    def launched(product: Product) -> date:
        return product.versions[0][1] + timedelta(days=10)

    pool = rng.sample(world.products, len(world.products))
    plants = shares(n_products, PLANTS, FULL * n_products // max(1, n), rng)
    made: list[Subject] = []
    for at in range(n_products):
        product = pool[at % len(pool)]
        again = at >= len(pool)  # a second page on the same product, then on its errors
        day = world.today - timedelta(days=rng.randrange(40)) if plants[at] == "wrong" else some_day(launched(product))
        made.append(Subject("error" if again else "product", product, day, 1, plants[at]))
    for first in rng.sample([s for s in made if s.part == "product"], min(len(pool), n_products, editions)):
        later = min(world.today, first.day + timedelta(days=rng.randrange(120, 500)))
        made.append(Subject("product", first.about, later, 2))
    staffed = date(2023, 2, 1)  # everybody who is asked about has joined by then
    for part, count in wanted.items():
        for _ in range(count):
            if part == "own":
                customer = rng.choice(world.customers)
                made.append(Subject(part, customer, some_day(max(customer.since, staffed))))
            elif part in ("staff", "rules"):
                made.append(Subject(part, None, some_day(staffed)))
            else:
                with_codes = [p for p in world.products if any(e.product == p.id for e in world.errors)]
                product = rng.choice(with_codes if part == "error" else world.products)
                made.append(Subject(part, product, some_day(launched(product))))
    return mixed(rng, made, lambda s: family(s) or s)


def family(subject: Subject) -> str | None:
    """The family of a page; None where it has none."""
    if subject.part == "product" and isinstance(subject.about, Product):
        return f"faq/{subject.about.name.lower()}"
    return None


def write(w: Writer, subject: Subject, turn: int) -> Meta:
    """One page of questions and answers."""
    language = subject.part if subject.part in FOREIGN else "en"
    p = Sheet(w, subject.day, FOREIGN.get(language, BANK), f"faq.{language}", language)
    p.v |= {"today": p.day_text(subject.day), "company": p.world.company, "topic": ""}
    tier, tenant, department = 0, PUBLIC, "Customer Care"
    if language == "en":
        p.tailed = {k: "tail" for k in BANK if k.startswith("role.") or k in TAILED}
    opening = "open"
    match subject.part, subject.about:
        case "own", Customer() as customer:
            pairs, opening = _own(p, customer), "own.open"
            title, tier, tenant = f"Answers for {customer.name}", 1, customer.tenant
        case (("staff" | "rules"), _):
            pairs, opening = (_staff(p) if subject.part == "staff" else _rules(p)), "inside.open"
            tier, tenant, department = 1, w.world.company.lower(), "People"
            titles = {
                "staff": ("Who is who", "New here", "Where to ask"),
                "rules": ("Short answers", "Rules, in brief"),
            }
            title = p.rng.choice(titles[subject.part])
        case part, Product() as product:
            _product_values(p, product)
            if part == "error":
                pairs, opening = _errors(p, product), "error.open"
                title = _title(p, "title.error", product)
            elif language != "en":
                pairs = _foreign(p, product)
                title = {"de": f"Fragen zu {product.name}", "fr": f"Questions sur {product.name}"}[language]
            else:
                pairs = _product(p, product, subject.plant)
                title = _title(p, "title", product)
        case _:
            raise ValueError(f"{subject} is no page of questions")
    LAYOUT[turn % len(LAYOUT)](p, opening, pairs)
    if subject.plant in ("injection", "pii"):
        p.w.text = p.w.text.rstrip("\n") + "\n\n"
        p.text(p.line("comment")).raw("\n")
        if subject.plant == "pii":
            planting.pii(p, "me")
        else:
            planting.injection(p, p.rng.choice(("direct", "polite", "quoted", "comment")))
    made = subject.day if subject.version == 1 else subject.day - timedelta(days=p.rng.randrange(1, 30))
    return Meta(title, tenant, department, tier, made, subject.day, subject.version, language, family(subject))


def _title(p: Sheet, key: str, product: Product) -> str:
    return p.w.spin(p.line(key)).replace("{p}", product.name)


# ---- pairs
def _pair(p: Sheet, key: str, prepare: Callable[[], object] = lambda: None) -> Pair:
    question, answer = p.line(key).removeprefix("+ ").split(" => ")
    return Pair(question, answer, prepare)


def _pairs(p: Sheet, key: str, n: int) -> list[Pair]:
    """Up to `n` different ones."""
    found = (t.removeprefix("+ ").split(" => ") for t in p.lines(key, n))
    return [Pair(question, answer, lambda: None) for question, answer in found]


def _led(p: Sheet, pairs: list[Pair], first: str = "") -> list[Pair]:
    """The pairs with one that states a fact (`first`, where given) among the first two, which every layout shows."""
    slots = (first,) if first else FACTS
    at = next((i for i, e in enumerate(pairs) if any("{" + s + "}" in e.question + e.answer for s in slots)), 0)
    pairs.insert(p.rng.randrange(2), pairs.pop(at))
    return pairs


def _product_values(p: Sheet, product: Product) -> None:
    p.v["prod"] = product.name
    p.fact("version", product.id, "product.version")
    p.fact("price", product.id, "product.price")
    p.fact("sku", product.id, "product.sku")
    p.fact("owner", product.id, "product.owner")
    version = p.w.fact(product.id, "product.version", p.day)[0].object
    p.fact("released", f"{product.id}@{version}", "release.date")
    parts = p.rng.sample(p.w.every(product.id, "product.component"), len(product.components))
    for at, part in enumerate(parts):
        p.v[f"p{at}"] = part
    slots = [f"the {{p{at}}}" for at in range(len(parts))]
    p.macros["parts"] = f"{', '.join(slots[:-1])} and {slots[-1]}"
    p.macros["Parts"] = "T" + p.macros["parts"][1:]


def _product(p: Sheet, product: Product, plant: str) -> list[Pair]:
    wrong = bool(p.spoil(("price",))) if plant == "wrong" else False
    long = p.rng.random() < 0.15
    facts = p.rng.sample(("version", "price", "component", "owner", "sku"), 5 if long else p.rng.randint(1, 4))
    if wrong and "price" not in facts:
        facts[0] = "price"
    pairs = [_pair(p, name) for name in facts]
    pairs += _pairs(p, f"role.{product.role}", 5 if long else p.rng.randint(1, 3))
    pairs += _pairs(p, "general", p.rng.randint(6, 14) if long else p.rng.randint(0, 3))
    codes = _codes(p, product)
    if codes and p.rng.random() < 0.4:
        pairs.append(_code_pair(p, p.rng.choice(codes)))
    return _led(p, _different(p.rng.sample(pairs, len(pairs))), "price" if wrong else "")


def _different(pairs: list[Pair]) -> list[Pair]:
    """Without questions asked before."""
    found: dict[str, Pair] = {}
    for pair in pairs:
        found.setdefault(pair.question, pair)
    return list(found.values())


def _codes(p: Sheet, product: Product) -> list[ErrorCode]:
    return [e for e in p.world.errors if e.product == product.id]


def _set_code(p: Sheet, code: ErrorCode) -> None:
    p.v["code"] = code.id
    p.fact("prod", code.id, "error.product")
    p.fact("part", code.id, "error.component")
    p.fact("meaning", code.id, "error.meaning")
    p.fact("remedy", code.id, "error.remedy")


def _code_pair(p: Sheet, code: ErrorCode, key: str = "error") -> Pair:
    return _pair(p, key, lambda: _set_code(p, code))


def _errors(p: Sheet, product: Product) -> list[Pair]:
    codes = _codes(p, product)
    if p.rng.random() < 0.5:  # others of the same part, in other products
        parts = {c.component: None for c in codes}
        codes = [e for e in p.world.errors if e.component in parts and p.has(e.id, "error.meaning")]
    codes = [c for c in p.rng.sample(codes, len(codes)) if p.has(c.id, "error.meaning")][: p.rng.randint(2, 6)]
    pairs = [_code_pair(p, code) for code in codes]
    extra = [_pair(p, f"role.{product.role}"), _pair(p, "owner"), _pair(p, "version"), _pair(p, "general")]
    # a page that speaks of its own product again after a code of another needs its name back
    named = [Pair(e.question, e.answer, lambda: p.v.update(prod=product.name)) for e in extra]
    return pairs + p.rng.sample(named, p.rng.randint(1, 3))


def _set_team(p: Sheet, team: Team) -> None:
    p.v["team"] = team.name
    p.fact("chan", team.id, "team.channel")
    p.fact("lead", team.id, "team.lead")
    p.fact("site", team.id, "team.site")


def _set_site(p: Sheet, site_id: str) -> None:
    p.v["site"] = p.world.name(site_id)
    p.fact("address", site_id, "site.address")


def _staff(p: Sheet) -> list[Pair]:
    pairs = []
    for team in p.rng.sample(p.world.teams, min(len(p.world.teams), p.rng.randint(2, 6))):
        for key in p.rng.sample(("channel", "lead", "lead", "site", "channel"), p.rng.randint(1, 2)):
            pairs.append(_pair(p, key, lambda team=team: _set_team(p, team)))  # type: ignore[misc]
    for site in p.rng.sample(p.world.sites, p.rng.randint(0, 2)):
        pairs.append(_pair(p, "address", lambda site=site: _set_site(p, site.id)))  # type: ignore[misc]
    p.v["prod"] = p.rng.choice(p.world.products).name
    return p.rng.sample(pairs, len(pairs))


def _set_policy(p: Sheet, policy: Policy) -> None:
    p.v |= {"pid": policy.id, "topic": policy.topic.lower()}
    p.fact("limit", policy.id, "policy.limit", policy.effective)
    p.fact("owner", policy.id, "policy.owner", policy.effective)


def _rules(p: Sheet) -> list[Pair]:
    inforce = [q for q in p.world.policies if q.effective <= p.day <= last_day(p.world, q)]
    pairs = []
    for policy in p.rng.sample(inforce, min(len(inforce), p.rng.randint(3, 8))):
        pairs.append(_pair(p, "limit", lambda policy=policy: _set_policy(p, policy)))  # type: ignore[misc]
    for team in p.rng.sample(p.world.teams, 1):
        pairs.append(_pair(p, "channel", lambda team=team: _set_team(p, team)))  # type: ignore[misc]
    return pairs


def _own(p: Sheet, customer: Customer) -> list[Pair]:
    p.v |= {"cust": customer.name, "prod": p.rng.choice(p.world.products).name}
    p.fact("plan", customer.id, "customer.plan")
    p.fact("contact", customer.id, "customer.contact")
    p.fact("manager", customer.id, "customer.manager")
    pairs = [_pair(p, key) for key in p.rng.sample(("plan", "manager", "contact"), p.rng.randint(2, 3))]
    pairs += _pairs(p, "general", p.rng.randint(1, 3))
    return _led(p, p.rng.sample(pairs, len(pairs)))


def _foreign(p: Sheet, product: Product) -> list[Pair]:
    codes = _codes(p, product) or list(p.world.errors)
    codes = [c for c in codes if p.has(c.id, "error.meaning")] or codes[:1]
    _set_code(p, p.rng.choice(codes))
    p.v["prod"] = product.name
    named = p.world.name(p.w.fact(str(p.v["code"]), "error.product")[0].object)
    pairs = _pairs(p, "pair", p.rng.randint(4, 7))
    pairs = [e for e in pairs if "{code}" not in e.question or named == product.name]  # not a code of another product
    return _led(p, pairs or [_pair(p, "pair")])


# ---- layouts
def _asked(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    p.text(p.line(opening)).raw("\n\n")
    marks = p.rng.choice((("Q: ", "A: "), ("Q. ", ""), ("? ", "> "), ("", "-- ")))
    for pair in pairs:
        pair.prepare()
        p.put(marks[0]).text(pair.question).put(f"\n{marks[1]}").text(pair.answer).raw("\n\n")


def _headed(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    mark = p.rng.choice(("## ", "### "))
    if p.rng.random() < 0.7:
        p.text(p.line(opening)).raw("\n\n")
    for pair in pairs:
        pair.prepare()
        p.put(f"{mark}{pair.question}\n\n{pair.answer}\n\n")
    p.text(p.line("end"))


def _bold(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    for number, pair in enumerate(pairs, 1):
        pair.prepare()
        p.put(f"{number}. **{pair.question}** {pair.answer}\n")
    if p.rng.random() < 0.6:
        p.raw("\n").text(p.line("end"))


def _article(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    first, *rest = pairs
    first.prepare()
    p.put(f"# {first.question}\n\n{first.answer}\n\n")
    kept = rest[: p.rng.randint(1, 3)]
    for pair in kept:
        pair.prepare()
        p.put(f"**{pair.question}**\n{pair.answer}\n\n")
    others = rest[len(kept) :]
    if others and "also" in p.bank:
        p.text(p.line("also")).raw("\n")
        for pair in others:
            pair.prepare()
            p.put(f"- {pair.question}\n")
    p.raw("\n" if others else "").text(p.line("end"))


def _table(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    p.text(p.line(opening)).raw("\n\n| | |\n| --- | --- |\n")
    for pair in pairs:
        pair.prepare()
        p.put(f"| {pair.question} | {pair.answer} |\n")


def _chat(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    """A talk with the desk."""
    hour, minute = p.rng.randrange(7, 18), p.rng.randrange(30)
    agent = p.person().name.split()[0]

    def at() -> str:
        nonlocal minute
        minute += p.rng.randrange(1, 4)
        return f"{hour + minute // 60:02d}:{minute % 60:02d}"

    visitor = p.rng.choice(("visitor", "guest", f"guest {p.rng.randrange(100, 999)}", "you"))
    if "chat.hi" in p.bank and isinstance(p.v.get("prod"), str):
        p.put(f"[{at()}] {visitor}: {p.line('chat.hi')}\n")
    for pair in pairs[: p.rng.randint(2, 4)]:
        pair.prepare()
        p.put(f"[{at()}] {visitor}: {pair.question}\n[{at()}] {agent}: {pair.answer}\n")
    p.put(f"[{at()}] {visitor}: {p.line('chat.ok' if 'chat.ok' in p.bank else 'ok')}\n")


def _column(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    """Letters to a column, each with its sender."""
    p.text(p.line(opening)).raw("\n\n")
    for pair in pairs[: p.rng.randint(2, 5)]:
        if "column" in p.bank:
            p.text(p.line("column"))
        pair.prepare()
        p.text(pair.question).raw("\n").text(pair.answer).raw("\n\n")


def _folded(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    p.text(p.line(opening)).raw("\n\n")
    for pair in pairs:
        pair.prepare()
        p.raw("<details>\n<summary>").put(pair.question).raw("</summary>\n").put(pair.answer).raw("\n</details>\n")
    p.raw("\n").text(*p.maybe(0.6, "end"))


def _brief(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    for pair in pairs[:2]:
        pair.prepare()
        p.text(pair.question, pair.answer).raw("\n\n")


def _yaml(p: Sheet, opening: str, pairs: list[Pair]) -> None:
    """An entry of the help system, as it is stored."""
    p.raw(f"id: help-{p.rng.randrange(100, 999)}\nlang: {p.w.language}\nedited: {p.day.isoformat()}\nitems:\n")
    for pair in pairs:
        pair.prepare()
        p.put(f"  - q: {pair.question}\n    a: {pair.answer}\n")
    if p.rng.random() < 0.5:
        p.put(f"note: {p.line('end')}\n")


LAYOUT = (_asked, _headed, _bold, _article, _table, _chat, _column, _folded, _brief, _yaml)
