"""Directory pages: teams, sites, suppliers, customer accounts, on-call rosters, lists of people."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from labsupport.world.docs import directory_text, planting, planting_text
from labsupport.world.docs.desk import Desk
from labsupport.world.docs.page import sections, shares
from labsupport.world.entities import PUBLIC, Customer, Person, Product, Site, Supplier, Team, World
from labsupport.world.writer import Meta, Writer

LAYOUTS = 12
BANK = sections(directory_text.TEXT)
PLANTED = {"contradiction": 4}  # of 150
SHARES = {"team": 0.24, "site": 0.13, "supplier": 0.1, "account": 0.26, "roster": 0.14}  # the rest are lists


@dataclass(frozen=True)
class Entry:
    """One page: of what, about what, as of which day, and which version it is."""

    kind: str
    about: Team | Site | Supplier | Customer | str
    day: date
    version: int = 1
    family: str | None = None
    planted: str = ""


def subjects(world: World, rng: random.Random, n: int) -> Sequence[Entry]:
    """`n` pages; where a lead or a plan has changed, also the page of before, the older one first."""
    found: list[Entry] = []
    for kind, make in (
        ("team", _team_entries),
        ("site", _site_entries),
        ("supplier", _supplier_entries),
        ("account", _account_entries),
        ("roster", _roster_entries),
    ):
        pool = make(world, rng)
        found += [e for group in pool for e in group][: max(1, round(SHARES[kind] * n))]
    keys = [
        *(f"role:{role}" for role, many in Counter(p.role for p in world.people).items() if many > 4),
        *(f"site:{s.id}" for s in world.sites),
        *(f"team:{t.id}" for t in world.teams),
        "products:all",
        *(f"products:{t.id}" for t in world.teams),
    ]
    rng.shuffle(keys)
    found += [Entry("list", key, _recent(world, rng)) for key in keys[: max(0, n - len(found))]]
    plans = shares(len(found), PLANTED, 150, rng)
    able = [i for i, e in enumerate(found) if e.kind in ("account", "list") and not str(e.about).startswith("products")]
    marked = dict(zip(rng.sample(able, min(len(able), sum(map(bool, plans)))), filter(None, plans), strict=False))
    return [replace(e, planted=marked.get(i, "")) for i, e in enumerate(found[:n])]


def _recent(world: World, rng: random.Random, first: date = date(2024, 9, 1)) -> date:
    return first + timedelta(days=rng.randrange(max(1, (world.today - first).days)))


def _team_entries(world: World, rng: random.Random) -> list[list[Entry]]:
    groups = []
    for team in rng.sample(world.teams, len(world.teams)):
        family = f"directory-{team.id}"
        now = Entry("team", team, _recent(world, rng, max(team.lead_since, date(2024, 9, 1))), 1, family)
        if team.former_lead and team.lead_since > date(2023, 5, 1):
            before = team.lead_since - timedelta(days=rng.randrange(20, 300))
            groups.append([Entry("team", team, before, 1, family), replace(now, version=2)])
        else:
            groups.append([now])
    return groups


def _site_entries(world: World, rng: random.Random) -> list[list[Entry]]:
    return [[Entry("site", s, _recent(world, rng))] for s in rng.sample(world.sites, len(world.sites))]


def _supplier_entries(world: World, rng: random.Random) -> list[list[Entry]]:
    return [[Entry("supplier", s, _recent(world, rng))] for s in rng.sample(world.suppliers, len(world.suppliers))]


def _account_entries(world: World, rng: random.Random) -> list[list[Entry]]:
    groups = []
    for customer in rng.sample(world.customers, len(world.customers)):
        family = f"account-{customer.id}"
        now = Entry("account", customer, _recent(world, rng, max(customer.plan_since, date(2024, 9, 1))), 1, family)
        before = customer.plan_since - timedelta(days=rng.randrange(10, 110))
        if customer.former_plan and before > customer.since:
            groups.append([Entry("account", customer, before, 1, family), replace(now, version=2)])
        else:
            groups.append([now])
    return groups


def _roster_entries(world: World, rng: random.Random) -> list[list[Entry]]:
    groups = []
    for team in rng.sample(world.teams, len(world.teams)):
        day = _recent(world, rng, date(2025, 2, 1)) - timedelta(days=40)
        days = [day] if rng.random() < 0.7 else [day, day + timedelta(days=28)]  # the next month of the same roster
        groups.append([Entry("roster", team, d, v, f"roster-{team.id}") for v, d in enumerate(days, 1)])
    return groups


class Sheet:
    """One directory page being written."""

    def __init__(self, w: Writer, entry: Entry) -> None:
        self.w, self.rng, self.world, self.entry = w, w.rng, w.world, entry
        self.p = p = Desk(w, entry.day, BANK, "directory")
        world, rng = self.world, self.rng
        p.v["floor"] = rng.choice(("ground", "first", "second", "third", "top"))
        p.v["past"] = str(rng.randrange(2012, entry.day.year))
        made = [x for x in world.products if x.versions[0][1] <= entry.day] or list(world.products)
        own = [x for x in made if x.owner == getattr(entry.about, "id", "")]
        p.about_product(rng.choice(own or made))
        p.v["team2"] = rng.choice([t for t in world.teams if t is not entry.about]).name

    def say(self, key: str, n: int = 1, sep: str = " ") -> None:
        """Lines of a section."""
        for number, line in enumerate(self.p.lines(key, n)):
            self.p.raw(sep if number else "").put(line, cap=True)

    def fact(self, subject: str, relation: str) -> None:
        """The bare value of a fact."""
        self.p.write(self.p.cell(subject, relation))

    def tell(self, subject: str, relation: str) -> None:
        """A fact as a sentence, as of the day of the page."""
        if self.p.has(subject, relation):
            self.w.say(subject, relation, on=self.entry.day)

    def of(self, subject: str, relation: str) -> Callable[[], object]:
        """What writes the bare value of a fact."""
        return partial(self.fact, subject, relation)

    def told(self, subject: str, relation: str) -> Callable[[], object]:
        """What writes a fact as a sentence."""
        return partial(self.tell, subject, relation)

    def text(self, text: str) -> Callable[[], object]:
        """What writes a text as it is."""
        return partial(self.p.raw, text)

    def filled(self, template: str) -> Callable[[], object]:
        """What writes a template."""
        return partial(self.p.put, template)

    def rows(self, header: str, rows: Sequence[Sequence[Callable[[], object]]]) -> None:
        """A Markdown table; a header of several alternatives is drawn."""
        names = self.w.spin(header)
        self.p.raw(f"| {names} |\n|" + " --- |" * (names.count(" | ") + 1) + "\n")
        for row in rows:
            for cell in row:
                self.p.raw("| ")
                cell()
                self.p.raw(" ")
            self.p.raw("|\n")

    def fields(self, pairs: Sequence[tuple[str, Callable[[], object]]], form: str) -> None:
        """Named values, in the form `{k}` and `{x}`."""
        for name, write in pairs:
            head, tail = form.replace("{k}", self.w.spin(name)).split("{x}")
            self.p.raw(head)
            write()
            self.p.raw(tail)


FORMS = (
    "{k}: {x}\n",
    "{k}: {x}\n",
    "- {k}: {x}\n",
    "**{k}** {x}\n",
    "{k} . . . {x}\n",
    "{k}\n  {x}\n",
    "{k} = {x}\n",
    "* {x} ({k})\n",
)


def write(w: Writer, subject: Entry, turn: int) -> Meta:
    """One page; each kind has three to five layouts."""
    s = Sheet(w, subject)
    rng, world = s.rng, s.world
    kind, about = subject.kind, subject.about
    tenant, department, tier = world.company.lower(), "Operations", 1
    if isinstance(about, Team) and kind == "team":
        s.p.about_team(about)
        (_team_table, _team_prose, _team_fields, _team_answers)[turn % 4](s, about)
        department = about.department
    elif isinstance(about, Team):
        s.p.about_team(about)
        s.p.v["label"] = s.p.day_text(subject.day, "iso")[:7]
        (_roster_table, _roster_lines, _roster_days)[turn % 3](s, about)
        department, tier = about.department, rng.choice((1, 1, 2))
    elif isinstance(about, Site):
        s.p.v |= {"loc": about.name, "use": about.kind}
        tier = rng.choice((0, 0, 1))
        tenant = tenant if tier else PUBLIC
        (_site_prose, _site_fields, _site_list)[turn % 3](s, about, tier)
    elif isinstance(about, Supplier):
        s.p.v["maker"] = about.name
        s.p.fact("part", about.id, "supplier.part")
        (_supplier_fields, _supplier_prose, _supplier_table)[turn % 3](s, about)
        tier = rng.choice((1, 2, 2))
    elif isinstance(about, Customer):
        _account_scene(s, about)
        (_account_fields, _account_prose, _account_table, _account_card)[turn % 4](s, about)
        department, tier = "Sales", rng.choice((2, 2, 2, 3))
    else:
        s.p.v["label"] = _label(world, about)
        (_list_table, _list_lines, _list_groups, _list_csv)[turn % 4](s, about)
        department = "People"
    w.text = w.text.rstrip()
    if subject.planted and not w.marks:
        s.p.raw("\n\n")
        planting.wrong(s.p)
    if tier == 3:
        s.p.seal(planting_text.SEAL)
    goods = str(about).startswith("products")
    title = s.p.plain(s.p.line("title.goods" if goods else f"title.{kind}"))
    return Meta(title, tenant, department, tier, subject.day, subject.day, subject.version, family=subject.family)


def _label(world: World, key: str) -> str:
    """What a list is a list of."""
    kind, _, ref = key.partition(":")
    if kind == "role":
        return f"{ref}s" if not ref.endswith("director") else "management"
    if kind == "products" and ref == "all":
        return "all teams"
    return world.name(ref)


# ---- teams
def _members(s: Sheet, team: Team) -> list[Person]:
    """Some of the team's people of the day, without its lead."""
    pool = [x for x in s.p.staff(team.id) if x.manager and x.id not in (team.lead, team.former_lead)]
    return s.rng.sample(pool, min(len(pool), s.rng.choice((3, 5, 7, 9, 12))))


def _owned(s: Sheet, team: Team) -> list[Product]:
    made = [x for x in s.world.products if x.owner == team.id and x.versions[0][1] <= s.entry.day]
    return s.rng.sample(made, min(len(made), s.rng.randrange(1, 5)))


def _person_cells(s: Sheet, person: Person, relations: Sequence[str]) -> list[Callable[[], object]]:
    name: list[Callable[[], object]] = [s.text(person.name)]
    return name + [s.of(person.id, f"person.{r}") for r in relations]


PEOPLE = (  # what a table of a team shows
    (("role", "extension"), "<Name|Who> | <Role|Job> | <Ext.|Phone>"),
    (("role", "site"), "Name | <Does|Role> | <Sits in|Site>"),
    (("extension", "email"), "<Person|Name> | Ext. | Mail"),
    (("role", "extension", "site"), "Name | Role | Ext. | Site"),
)


def _team_table(s: Sheet, team: Team) -> None:
    s.say("team.about", s.rng.randrange(1, 4))
    s.p.raw("\n\n")
    relations, header = s.rng.choice(PEOPLE)
    s.rows(header, [_person_cells(s, x, relations) for x in _members(s, team)])
    s.p.raw("\n")
    for relation in s.rng.sample(("team.lead", "team.site", "team.channel"), s.rng.randrange(1, 4)):
        s.tell(team.id, relation)
        s.p.raw(" ")


def _team_prose(s: Sheet, team: Team) -> None:
    s.tell(team.id, "team.lead")
    s.p.raw(" ")
    s.tell(team.id, "team.site")
    s.p.raw(" ")
    s.say("team.about", s.rng.randrange(2, 5))
    s.p.raw("\n\n")
    for person in _members(s, team)[:6]:
        s.tell(
            person.id, s.rng.choice(("person.role", "person.manager", "person.extension", "person.team", "person.site"))
        )
        s.p.raw(" ")
    s.p.raw("\n\n")
    for product in _owned(s, team):
        s.tell(product.id, s.rng.choice(("product.owner", "product.role")))
        s.p.raw(" ")
    s.tell(team.id, "team.channel")


def _team_fields(s: Sheet, team: Team) -> None:
    pairs: list[tuple[str, Callable[[], object]]] = [
        ("<Lead|Head>", s.of(team.id, "team.lead")),
        ("<Site|Where>", s.of(team.id, "team.site")),
        ("<Channel|Chat>", s.of(team.id, "team.channel")),
    ]
    s.fields(s.rng.sample(pairs, s.rng.choice((2, 3, 3))), s.rng.choice(FORMS))
    s.p.raw("\n")
    mark = s.rng.choice(("- ", "* ", "", "> "))
    form = s.rng.choice(("{n}, {r}, {e}", "{n} ({r}) {e}", "{e}  {n}, {r}", "{n}: {r}, ext. {e}"))
    for person in _members(s, team):
        s.p.raw(mark)
        _filled(
            s,
            form,
            {"n": s.text(person.name), "r": s.of(person.id, "person.role"), "e": s.of(person.id, "person.extension")},
        )
        s.p.raw("\n")
    s.p.raw("\n")
    s.say("team.about", s.rng.randrange(1, 5), s.rng.choice((" ", "\n")))
    owned = _owned(s, team)
    if owned and s.rng.random() < 0.7:
        s.p.raw("\n\n")
        s.rows(
            "<Product|Ours> | <Kind|What> | <Version|Now>",
            [[s.text(x.name), s.of(x.id, "product.role"), s.of(x.id, "product.version")] for x in owned],
        )


def _filled(s: Sheet, form: str, cells: dict[str, Callable[[], object]]) -> None:
    """Write a form whose one-letter slots write themselves."""
    rest = form
    while "{" in rest:
        before, _, tail = rest.partition("{")
        s.p.raw(before)
        cells[tail[0]]()
        rest = tail[2:]
    s.p.raw(rest)


def _team_answers(s: Sheet, team: Team) -> None:
    asked: list[tuple[str, Callable[[], object]]] = [
        ("<Who runs this?|Whose team is it?|Lead?>", s.told(team.id, "team.lead")),
        ("<Where do you sit?|Where to find us?|Desk?>", s.told(team.id, "team.site")),
        ("<How do I reach you?|Channel?|Where do I ask?>", s.told(team.id, "team.channel")),
        ("<What do you do?|What for?|And all day?>", lambda: s.say("team.about", 2)),
        ("<Anything I should know?|House rules?|Else?>", lambda: s.say("team.about", 1)),
    ]
    for product in _owned(s, team)[:2]:
        asked.append((f"<Is {product.name} yours?|{product.name}?>", s.told(product.id, "product.owner")))
    for person in _members(s, team)[:3]:
        asked.append(
            (f"<Who is {person.name}?|{person.name}?|What about {person.name}?>", s.told(person.id, "person.role"))
        )
    s.rng.shuffle(asked)
    form = s.rng.choice(("{q}\n", "Q: {q}\nA: ", "**{q}** ", "{q} - "))
    for question, answer in asked:
        s.p.raw(form.replace("{q}", s.w.spin(question)))
        answer()
        s.p.raw("\n" if "**" in form else "\n\n")


# ---- sites
def _residents(s: Sheet, site: Site) -> tuple[list[Team], list[Person]]:
    teams = [t for t in s.world.teams if t.site == site.id and s.p.has(t.id, "team.site")]
    people = [x for x in s.p.staff() if x.site == site.id]
    return s.rng.sample(teams, min(len(teams), 4)), s.rng.sample(people, min(len(people), s.rng.randrange(3, 9)))


def _site_prose(s: Sheet, site: Site, tier: int) -> None:
    s.tell(site.id, "site.address")
    s.p.raw(" ").put(s.p.line("site.kind"))
    s.p.raw(" ")
    s.say("site.about", s.rng.randrange(3, 7))
    teams, people = _residents(s, site)
    if tier:
        s.p.raw("\n\n")
        for team in teams:
            s.tell(team.id, "team.site")
            s.p.raw(" ")
        for person in people[:4]:
            s.tell(person.id, s.rng.choice(("person.site", "person.extension", "person.role")))
            s.p.raw(" ")


def _site_fields(s: Sheet, site: Site, tier: int) -> None:
    s.fields(
        [("<Address|Post to|Street>", s.of(site.id, "site.address")), ("<Kind|Use>", s.text(site.kind))],
        s.rng.choice(FORMS),
    )
    s.p.raw("\n")
    mark = s.rng.choice(("- ", "* ", "", "! "))
    s.p.raw(mark)
    s.say("site.about", s.rng.randrange(3, 8), "\n" + mark)
    if tier:
        s.p.raw("\n\n")
        s.rows(
            "<Name|Who> | <Role|Does> | <Ext.|Phone>",
            [_person_cells(s, x, ("role", "extension")) for x in _residents(s, site)[1]],
        )


def _site_list(s: Sheet, site: Site, tier: int) -> None:
    s.say("site.about", 2)
    s.p.raw("\n\n").raw(s.w.spin("<Address|We are at|Find us>: "))
    s.fact(site.id, "site.address")
    s.p.raw("\n\n")
    teams, people = _residents(s, site)
    for team in teams:
        s.p.raw(s.rng.choice(("- ", "* "))).raw(team.name)
        if tier:
            s.p.raw(", ")
            s.fact(team.id, "team.lead")
        s.p.raw(", ")
        s.fact(team.id, "team.channel")
        s.p.raw("\n")
    for person in people if tier else []:
        s.p.raw(f"{person.name} ")
        s.fact(person.id, "person.extension")
        s.p.raw("\n")
    s.p.raw("\n")
    s.say("site.about", s.rng.randrange(1, 4))


# ---- suppliers
def _parts(s: Sheet, supplier: Supplier) -> list[Product]:
    found = [x for x in s.world.products if x.supplier == supplier.id and x.versions[0][1] <= s.entry.day]
    return s.rng.sample(found, min(len(found), 5))


def _supplier_fields(s: Sheet, supplier: Supplier) -> None:
    s.fields(
        [
            ("<Supplier|Name>", s.text(supplier.name)),
            ("<Supplies|Part|Goods>", s.of(supplier.id, "supplier.part")),
            ("<Rating|Class>", s.text(s.rng.choice(("A", "B", "B", "C")))),
            ("<Checked|Reviewed>", s.filled("{lately}")),
        ],
        s.rng.choice(FORMS),
    )
    s.p.raw("\n")
    s.say("supplier.about", s.rng.randrange(2, 6), s.rng.choice((" ", "\n", "\n- ")))
    s.p.raw("\n\n")
    for product in _parts(s, supplier):
        s.tell(product.id, "product.supplier")
        s.p.raw("\n")


def _supplier_prose(s: Sheet, supplier: Supplier) -> None:
    s.tell(supplier.id, "supplier.part")
    s.p.raw(" ")
    s.say("supplier.about", s.rng.randrange(3, 7))
    s.p.raw("\n\n")
    for product in _parts(s, supplier)[:3]:
        s.tell(product.id, "product.supplier")
        s.p.raw(" ")
        s.tell(product.id, s.rng.choice(("product.owner", "product.sku")))
        s.p.raw(" ")


def _supplier_table(s: Sheet, supplier: Supplier) -> None:
    s.tell(supplier.id, "supplier.part")
    s.p.raw("\n\n")
    s.rows(
        "<Goes into|Product> | <Article|SKU> | <Owning team|Owner>",
        [[s.text(x.name), s.of(x.id, "product.sku"), s.of(x.id, "product.owner")] for x in _parts(s, supplier)],
    )
    s.p.raw("\n")
    s.say("supplier.about", s.rng.randrange(2, 6), s.rng.choice((" ", "\n", "\n\n")))


# ---- customers
def _account_scene(s: Sheet, customer: Customer) -> None:
    s.p.about_customer(customer)
    day = s.entry.day
    held = [c for c in s.world.contracts if c.customer == customer.id and c.start <= day]
    if held:
        s.p.about_contract(held[-1])
    if s.entry.planted and held:
        s.p.spoil(("kend", "kamt", "kresp"))


def _latest(s: Sheet, customer: Customer) -> list[str]:
    """The ids of the latest orders, newest first."""
    mine = [o for o in s.world.orders if o.customer == customer.id and o.placed <= s.entry.day]
    return [o.id for o in sorted(mine, key=lambda o: (o.placed, o.id), reverse=True)[: s.rng.randrange(2, 8)]]


def _account_pairs(s: Sheet) -> list[tuple[str, Callable[[], object]]]:
    pairs: list[tuple[str, Callable[[], object]]] = [
        ("<Plan|Package>", s.filled("{plan}")),
        ("<Account manager|With us>", s.filled("{manager}")),
        ("<Contact|Contact there|On their side>", s.filled("{contact}")),
    ]
    if "k" in s.p.v:
        pairs += [
            ("<Contract|Paper>", s.filled("{k}")),
            ("<Runs until|Ends>", s.filled("{kend}")),
            ("<Monthly|Per month>", s.filled("{kamt}")),
            ("<Answer within|Response>", s.filled("{kresp}")),
            ("<Notice|Notice period>", s.filled("{knotice}")),
            ("<Signed by|Signature>", s.filled("{ksign}")),
            ("<Main product|Covers>", s.filled("{kprod}")),
        ]
    return pairs


ORDERS = (  # what a table of orders shows
    (("product", "status", "due"), "Order | <Goods|Product> | <Status|State> | <Due|Date>"),
    (("product", "amount"), "<No.|Order> | Product | <Sum|Total>"),
    (("amount", "due", "status"), "Order | Total | Due | Status"),
)


def _order_rows(s: Sheet, customer: Customer) -> None:
    relations, header = s.rng.choice(ORDERS)
    s.rows(header, [[s.text(o), *(s.of(o, f"order.{r}") for r in relations)] for o in _latest(s, customer)])


def _account_fields(s: Sheet, customer: Customer) -> None:
    pairs = _account_pairs(s)
    keep = sorted(s.rng.sample(range(len(pairs)), s.rng.randrange(max(2, len(pairs) // 2), len(pairs) + 1)))
    s.fields([("<Customer|Account>", s.filled("{firm}")), *(pairs[i] for i in keep)], s.rng.choice(FORMS))
    s.p.raw("\n")
    s.say("account.about", s.rng.randrange(1, 5), s.rng.choice((" ", "\n", "\n- ")))
    s.p.raw("\n\n")
    if s.rng.random() < 0.6:
        _order_rows(s, customer)


def _account_prose(s: Sheet, customer: Customer) -> None:
    for relation in s.rng.sample(("customer.plan", "customer.manager", "customer.contact"), 3):
        s.tell(customer.id, relation)
        s.p.raw(" ")
    s.say("account.about", s.rng.randrange(2, 6))
    s.p.raw("\n\n")
    if "k" in s.p.v:
        s.p.put(s.p.line("account.paper"))
    s.p.raw("\n")
    for order in _latest(s, customer)[:4]:
        s.tell(order, s.rng.choice(("order.status", "order.due", "order.amount", "order.product")))
        s.p.raw(s.rng.choice((" ", "\n")))


def _account_table(s: Sheet, customer: Customer) -> None:
    s.p.put("{firm}: ")
    s.say("account.about", s.rng.randrange(1, 4))
    s.p.raw("\n\n")
    pairs = _account_pairs(s)
    s.rows(
        "<Item|What> | <Value|Entry>",
        [[s.text(s.w.spin(n)), v] for n, v in s.rng.sample(pairs, len(pairs) - s.rng.randrange(2))],
    )
    s.p.raw("\n")
    for order in _latest(s, customer)[:3]:
        s.p.raw(s.rng.choice(("- ", ""))).raw(f"{order}: ")
        s.fact(order, "order.product")
        s.p.raw(", ")
        s.fact(order, "order.status")
        s.p.raw("\n")


def _account_card(s: Sheet, customer: Customer) -> None:
    s.p.put(s.p.line("account.card")).raw("\n")
    if "k" in s.p.v:
        s.p.put(s.p.line("account.card2")).raw("\n")
    s.say("account.about", s.rng.randrange(1, 4), "\n")
    s.p.raw("\n\n")
    _order_rows(s, customer)


# ---- rosters
def _turns(s: Sheet, team: Team, n: int) -> Iterator[tuple[Person, Person]]:
    pool = [x for x in s.p.staff(team.id) if x.manager] or s.p.staff()
    s.rng.shuffle(pool)
    for at in range(n):
        yield pool[at % len(pool)], pool[(at + 1 + len(pool) // 2) % len(pool)]


def _roster_table(s: Sheet, team: Team) -> None:
    if s.rng.random() < 0.6:
        s.tell(team.id, "team.lead")
        s.p.raw("\n\n")
    start = s.entry.day + timedelta(days=(7 - s.entry.day.weekday()) % 7)
    form = s.rng.choice(("iso", "long"))
    s.rows(
        "<From|Week of> | <First|Primary> | <Ext.|Phone> | <Second|Backup>",
        [
            [
                s.text(s.p.day_text(start + timedelta(days=7 * at), form)),
                *_person_cells(s, one, ("extension",)),
                s.text(two.name),
            ]
            for at, (one, two) in enumerate(_turns(s, team, s.rng.choice((4, 5, 8))))
        ],
    )
    s.p.raw("\n")
    s.say("roster.rules", s.rng.randrange(1, 5), s.rng.choice((" ", "\n", "\n- ")))


def _roster_lines(s: Sheet, team: Team) -> None:
    s.p.put(s.p.line("roster.head")).raw("\n\n")
    day = s.entry.day
    form = s.rng.choice(
        (
            "{d}: {n} ({e}), then {m}",
            "{d}  {n} {e} / {m}",
            "- {d} {n}, ext. {e}; backup {m}",
            "{n} from {d}, {e}, behind {m}",
        )
    )
    for one, two in _turns(s, team, s.rng.choice((4, 6, 9))):
        _filled(
            s,
            form,
            {
                "d": s.text(s.p.day_text(day, "iso")),
                "n": s.text(one.name),
                "e": s.of(one.id, "person.extension"),
                "m": s.text(two.name),
            },
        )
        s.p.raw("\n")
        day += timedelta(days=7)
    s.p.raw("\n")
    s.say("roster.rules", s.rng.randrange(2, 5))


def _roster_days(s: Sheet, team: Team) -> None:
    s.say("roster.rules", s.rng.randrange(2, 4))
    s.p.raw("\n\n")
    for name, (one, two) in zip(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), _turns(s, team, 7), strict=True):
        s.p.raw(f"{name}: {one.name} ")
        s.fact(one.id, "person.extension")
        s.p.raw(f", {two.name} ")
        s.fact(two.id, "person.extension")
        s.p.raw("\n")
    s.p.raw("\n")
    s.tell(team.id, "team.channel")


# ---- lists
def _listed(s: Sheet, key: str) -> list[Person]:
    kind, _, ref = key.partition(":")
    pool = [x for x in s.p.staff() if ref in (getattr(x, kind, ""),)] if kind in ("role", "site", "team") else []
    pool = pool or s.p.staff()
    return sorted(
        s.rng.sample(pool, min(len(pool), s.rng.choice((6, 10, 14, 22, 35)))), key=lambda x: x.name.split()[::-1]
    )


def _numbers(s: Sheet, people: Sequence[Person]) -> dict[str, Callable[[], object]]:
    """Who writes the extension of each person; one of them is wrong where the page has a contradiction."""
    chosen = s.rng.choice(people).id if s.entry.planted else ""

    def put(x: Person) -> None:
        s.p.fact("ext", x.id, "person.extension")
        if x.id == chosen:
            s.p.spoil(("ext",))
        s.p.write(s.p.v["ext"])

    return {x.id: partial(put, x) for x in people}


def _goods(s: Sheet, key: str) -> list[Product]:
    ref = key.partition(":")[2]
    made = [x for x in s.world.products if x.versions[0][1] <= s.entry.day]
    own = [x for x in made if x.owner == ref]
    return own if len(own) > 2 else s.rng.sample(made, min(len(made), s.rng.randrange(5, 25)))


GOODS = (  # what a table of products shows
    (("role", "price", "version"), "Product | Kind | <Price|Per month> | Version"),
    (("sku", "price"), "Product | <SKU|Article> | Price"),
    (("owner", "version", "supplier"), "Product | <Owner|Owning team> | Version | Hardware by"),
)


def _list_table(s: Sheet, key: str) -> None:
    if key.startswith("products"):
        relations, header = s.rng.choice(GOODS)
        s.rows(
            header,
            [[s.text(x.name), *(s.of(x.id, f"product.{r}") for r in relations)] for x in _goods(s, key)],
        )
    else:
        people = _listed(s, key)
        numbers = _numbers(s, people)
        other = s.rng.choice(("role", "team", "site", "email"))
        s.rows(
            f"Name | {other.capitalize()} | <Ext.|Phone>",
            [[*_person_cells(s, x, (other,)), numbers[x.id]] for x in people],
        )
    s.p.raw("\n")
    s.say("list.note", s.rng.randrange(1, 4))


def _list_lines(s: Sheet, key: str) -> None:
    s.say("list.note", s.rng.randrange(1, 3))
    s.p.raw("\n\n")
    if key.startswith("products"):
        for made in _goods(s, key):
            s.tell(
                made.id,
                s.rng.choice(("product.price", "product.version", "product.owner", "product.role", "product.sku")),
            )
            s.p.raw("\n")
        return
    people = _listed(s, key)
    numbers = _numbers(s, people)
    form = s.rng.choice(("{n} . . . {e}", "{e}  {n}", "{n}, {r}: {e}", "{n} ({t}) {e}"))
    for x in people:
        _filled(
            s,
            form,
            {"n": s.text(x.name), "e": numbers[x.id], "r": s.of(x.id, "person.role"), "t": s.of(x.id, "person.team")},
        )
        s.p.raw("\n")


def _list_groups(s: Sheet, key: str) -> None:
    """People under the heading of their team; for products, under the one of their owner."""
    if key.startswith("products"):
        _list_table(s, key)
        return
    people = _listed(s, key)
    numbers = _numbers(s, people)
    for team in s.world.teams:
        mine = [x for x in people if x.team == team.id]
        if not mine:
            continue
        s.p.raw(f"{team.name}")
        if s.rng.random() < 0.4:
            s.p.raw(" (")
            s.fact(team.id, "team.channel")
            s.p.raw(")")
        s.p.raw("\n")
        for x in mine:
            s.p.raw(f"  {x.name}, ")
            s.fact(x.id, "person.role")
            s.p.raw(", ")
            numbers[x.id]()
            s.p.raw("\n")
        s.p.raw("\n")
    s.say("list.note", s.rng.randrange(1, 3))


def _list_csv(s: Sheet, key: str) -> None:
    """As it comes out of the system."""
    sep = s.rng.choice((";", ",", "\t"))
    if key.startswith("products"):
        s.p.raw(sep.join(("product", "sku", "price", "version")) + "\n")
        for made in _goods(s, key):
            s.p.raw(made.name)
            for relation in ("sku", "price", "version"):
                s.p.raw(sep)
                s.fact(made.id, f"product.{relation}")
            s.p.raw("\n")
        return
    people = _listed(s, key)
    numbers = _numbers(s, people)
    s.p.raw(sep.join(("name", "role", "site", "ext")) + "\n")
    for x in people:
        s.p.raw(x.name + sep)
        s.fact(x.id, "person.role")
        s.p.raw(sep)
        s.fact(x.id, "person.site")
        s.p.raw(sep)
        numbers[x.id]()
        s.p.raw("\n")
    s.p.raw("\n")
    s.say("list.note")
