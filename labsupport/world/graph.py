"""The company before a word is written: entities and dated facts, from one seed."""

from __future__ import annotations

import random
from datetime import date, timedelta

from labsupport.world import names
from labsupport.world.entities import (
    Contract,
    Customer,
    ErrorCode,
    Fact,
    Incident,
    Order,
    Person,
    Policy,
    Product,
    Site,
    Supplier,
    Team,
    Vulnerability,
    World,
)
from labsupport.world.faults import FAULTS
from labsupport.world.names import LAB_SEED as LAB_SEED
from labsupport.world.sides import share

TODAY = date(2026, 6, 30)
COUNTS = {"sites": 20, "people": 300, "teams": 25, "products": 60, "customers": 40, "suppliers": 15, "orders": 3000,
          "incidents": 200, "vulnerabilities": 120, "policies": 80, "errors": 150}  # fmt: skip

DEPARTMENTS = {  # first word of a team's name -> department; every other team is Engineering
    "Billing": "Finance", "Invoice": "Finance", "Ledger": "Finance", "Payment": "Finance", "Pricing": "Finance",
    "Customer": "Customer Care", "Support": "Customer Care", "Partner": "Sales", "Catalogue": "Sales",
    "Order": "Operations", "Warehouse": "Operations", "Fleet": "Operations", "Route": "Operations",
    "Field": "Operations", "Storage": "Operations", "Training": "People",
}  # fmt: skip
ROLES = ("engineer", "senior engineer", "analyst", "technician", "account manager", "designer", "tester",
         "support agent", "planner", "bookkeeper", "site reliability engineer", "technical writer")  # fmt: skip
STREETS = ("Quay Road", "Mill Lane", "Foundry Street", "Orchard Way", "Station Square", "Canal Side", "Market Row",
           "Chapel Hill", "Dock Street", "Windmill Close")  # fmt: skip
COMPONENTS = ("ingest queue", "rule engine", "radio driver", "token cache", "report builder", "export job",
              "device registry", "map layer", "calibration table", "mail relay", "audit log", "search index",
              "battery monitor", "time sync", "invoice renderer", "permission check")  # fmt: skip
CAUSES = ("an expired certificate", "a full disk", "a wrong time zone", "a missing index", "a leaking connection pool",
          "a bad calibration file", "a retry storm", "a mistyped firewall rule", "a deadlock in the export job",
          "an oversized message", "a failed power supply", "a stale cache", "a broken migration",
          "a duplicated device key", "a slow name server", "an unpinned dependency", "a rejected bank file",
          "a looping alert rule", "a swapped cable", "a late clock change")  # fmt: skip
PLANS = ("Basic", "Standard", "Plus", "Enterprise")
STATUSES = ("open", "picked", "shipped", "delivered", "on hold", "cancelled", "returned")
PARTS = ("probe housings", "radio modules", "lithium cells", "mounting brackets", "display panels", "antenna cables",
         "thermistors", "shipping crates", "door magnets", "circuit boards")  # fmt: skip
POLICY_TOPICS = {  # topic -> what the policy's one number limits: (units, low, high)
    "Annual leave": ("days", 22, 32), "Travel expenses": ("EUR", 60, 180), "Password change": ("days", 60, 180),
    "Data retention": ("months", 6, 84), "Remote work": ("days", 1, 4), "Refunds": ("days", 10, 45),
    "Guest access": ("hours", 4, 48), "Device loan": ("weeks", 2, 12), "On-call rest": ("hours", 8, 14),
    "Purchase approval": ("EUR", 250, 5000), "Sick notes": ("days", 1, 5), "Log retention": ("days", 14, 400),
    "Training budget": ("EUR", 300, 2500), "Incident review": ("days", 2, 10), "Parental leave": ("weeks", 8, 26),
    "Supplier audit": ("months", 6, 36), "Badge return": ("hours", 12, 96), "Code review": ("hours", 4, 72),
    "Vehicle use": ("EUR", 20, 90), "Overtime": ("hours", 4, 20), "Gifts": ("EUR", 20, 80),
    "Backup": ("hours", 1, 24), "Key handling": ("months", 3, 24), "Visitor parking": ("hours", 2, 10),
    "Complaint handling": ("days", 2, 14), "Hardware disposal": ("weeks", 1, 8), "Price changes": ("days", 14, 90),
    "Delivery notes": ("days", 3, 30), "Spare parts": ("weeks", 1, 12), "Customer visits": ("days", 5, 30),
    "Screen time breaks": ("minutes", 40, 120), "Meeting length": ("minutes", 20, 75),
    "Access review": ("months", 3, 18), "Contract renewal": ("weeks", 4, 20), "Test data": ("days", 7, 90),
    "Night shifts": ("hours", 6, 11),
    "Forklift licence": ("months", 12, 48), "Invoice disputes": ("days", 14, 60), "Relocation": ("EUR", 900, 6000),
    "Calibration": ("months", 6, 24), "Cold store entry": ("minutes", 15, 60), "Media contact": ("hours", 2, 24),
}  # fmt: skip


def _day(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def build_graph(seed: int, scale: float = 1.0, block: int = 0) -> World:
    """Entities and facts of one block of a world, without documents.

    A world above scale 1 is made of blocks, divisions of one company that share no entity; names of the later ones
    carry the block's number, so that ids and tenants stay unique. Only `LAB_SEED` draws from the lab side of the
    name banks. Raises ValueError for a scale that is not above 0 and at most 1.
    """
    if not 0 < scale <= 1:
        raise ValueError(f"scale={scale!r} of one block must be above 0 and at most 1")
    where: names.Side = "lab" if seed == LAB_SEED else "other"
    company = random.Random(f"company-{seed}").choice(names.bank("company", where))
    rng = random.Random(f"world-{seed}-{block}" if block else f"world-{seed}")
    tag, suffix = (f"{block}-", f" {block + 1}") if block else ("", "")
    number = str(block) if block else ""

    def fresh(prefix: str, digits: int, twin: float = 0.0) -> str:
        return names.number_id(rng, f"{prefix}-{number}", digits, where, taken, twin=twin)

    def called(kind: str, n: int) -> list[str]:
        return [name + suffix for name in names.choose(rng, kind, where, n)]

    def count(kind: str, least: int, most: int = 10**9) -> int:
        return min(max(least, round(COUNTS[kind] * scale)), most)

    taken: dict[str, None] = {}  # in the order of their making, so that a choice from them is repeatable
    n_sites = count("sites", 3, len(names.bank("place", where)) * 2 // 3)
    sites = tuple(
        Site(f"site-{tag}{i:03d}", name, rng.choice(("office", "warehouse", "lab")),
             f"{rng.randrange(1, 180)} {rng.choice(STREETS)}, {name}")
        for i, name in enumerate(names.choose(rng, "place", where, n_sites), 1)
    )  # fmt: skip

    n_teams = count("teams", 4, len(names.bank("team", where)) * 2 // 3)
    team_names = called("team", n_teams)
    team_sites = [rng.choice(sites) for _ in team_names]

    given, family = names.bank("given", where), names.bank("family", where)
    full: dict[str, None] = {}  # a dict, not a set: the order of a set changes from process to process
    n_people = max(n_teams + 1, count("people", 12, len(given) * len(family) // 4))
    while len(full) < n_people:
        full[f"{rng.choice(given)} {rng.choice(family)}"] = None
    people: list[Person] = []
    head_of_team = {i: f"person-{tag}{i + 2:04d}" for i in range(n_teams)}
    for i, name in enumerate(full):
        team = 0 if i == 0 else (i - 1) % n_teams
        lead = 1 <= i <= n_teams
        role = "managing director" if i == 0 else "team lead" if lead else rng.choice(ROLES)
        site = team_sites[team] if rng.random() < 0.8 else rng.choice(sites)
        manager = None if i == 0 else f"person-{tag}0001" if lead else head_of_team[team]
        # leads have been here longest, so that older documents can name them
        joined = _day(rng, date(2016, 1, 4), date(2019, 12, 20) if i <= n_teams else date(2026, 4, 30))
        people.append(
            Person(f"person-{tag}{i + 1:04d}", name, role, f"team-{tag}{team + 1:03d}", site.id, manager,
                   f"{rng.randrange(2000, 9900)}", joined, mailbox(name, company))
        )  # fmt: skip
    teams_made: list[Team] = []
    for i, name in enumerate(team_names):
        since, former = people[i + 1].joined, None
        veterans = [p for p in people[n_teams + 1 :] if p.joined < date(2020, 1, 1)]
        if veterans and rng.random() < 0.4:  # an earlier lead, who is still in the company
            former, since = rng.choice(veterans).id, _day(rng, date(2023, 3, 1), date(2026, 2, 27))
        teams_made.append(
            Team(f"team-{tag}{i + 1:03d}", name, DEPARTMENTS.get(name.split()[0], "Engineering"), head_of_team[i],
                 team_sites[i].id, "#" + name.lower().replace(" ", "-"), former, since)
        )  # fmt: skip
    teams = tuple(teams_made)
    suppliers = tuple(
        Supplier(f"supplier-{tag}{i:03d}", name, rng.choice(PARTS))
        for i, name in enumerate(called("supplier", count("suppliers", 2, 100)), 1)
    )

    products: list[Product] = []
    for i, name in enumerate(names.choose(rng, "product", where, count("products", 4, 80)), 1):
        role = next(r for tail, r in names.PRODUCT_ROLE.items() if name.endswith(tail))
        major, minor, patch, day = rng.randrange(1, 6), 0, 0, _day(rng, date(2023, 1, 9), date(2024, 6, 30))
        versions = [(f"{major}.{minor}.{patch}", day)]
        for _ in range(rng.randrange(2, 7)):
            step = rng.random()
            if step < 0.15:
                major, minor, patch = major + 1, 0, 0
            elif step < 0.65:
                minor, patch = minor + 1, 0
            else:
                patch += 1
            day = min(TODAY - timedelta(days=rng.randrange(1, 20)), day + timedelta(days=rng.randrange(25, 140)))
            if day <= versions[-1][1]:
                break
            versions.append((f"{major}.{minor}.{patch}", day))
        cents = rng.randrange(4, 180) * 50
        prices = [(cents, versions[0][1])]
        if rng.random() < 0.5:
            prices.append((cents + rng.randrange(1, 12) * 50, date(2025, rng.randrange(1, 13), 1)))
        products.append(
            Product(f"product-{tag}{i:03d}", name + suffix, role, fresh(name[:3].upper(), 4),
                    rng.choice(teams).id, rng.choice(suppliers).id, tuple(rng.sample(COMPONENTS, 3)), tuple(versions),
                    tuple(prices))
        )  # fmt: skip

    senior = [p for p in people if p.joined < date(2024, 1, 1)]  # known by name since before the first incident
    customers_made: list[Customer] = []
    for i, name in enumerate(called("firm", count("customers", 4, 200)), 1):
        contact = f"{rng.choice(given)} {rng.choice(family)}"
        since = _day(rng, date(2018, 2, 1), date(2025, 6, 20))
        plan, former, changed = rng.choice(PLANS), None, since
        if rng.random() < 0.35:
            former = rng.choice([other for other in PLANS if other != plan])
            changed = _day(rng, max(since + timedelta(days=120), date(2023, 1, 9)), date(2026, 3, 31))
        customers_made.append(
            Customer(f"customer-{tag}{i:03d}", name, name.lower().replace(" ", "-"), plan, rng.choice(senior).id, since,
                     contact, mailbox(contact, name), former, changed)
        )  # fmt: skip
    customers = tuple(customers_made)
    orders: list[Order] = []
    for _ in range(count("orders", 12)):
        product, placed = rng.choice(products), _day(rng, date(2024, 1, 8), TODAY - timedelta(days=2))
        quantity = rng.choice((1, 2, 4, 5, 8, 10, 12, 20, 24, 40, 60))
        orders.append(
            Order(fresh("ORD", 5, 0.25), rng.choice(customers).id, product.id, quantity,
                  quantity * product.prices[0][0], rng.choice(STATUSES), placed,
                  placed + timedelta(days=rng.randrange(3, 35)))
        )  # fmt: skip
    incidents_made: list[Incident] = []
    for _ in range(count("incidents", 8, 1500)):
        hit = rng.sample(products, 1 if rng.random() < 0.75 else rng.randrange(2, 4))
        incidents_made.append(
            Incident(fresh("INC", 4, 0.3), hit[0].id, rng.choice(CAUSES), rng.randrange(6, 290), rng.choice(senior).id,
                     _day(rng, date(2024, 2, 1), TODAY - timedelta(days=9)),
                     rng.randrange(24), rng.choice((1, 2, 2, 3, 3, 3)), tuple(p.id for p in hit[1:]))
        )  # fmt: skip
    incidents = tuple(incidents_made)
    vulnerabilities: list[Vulnerability] = []
    for _ in range(count("vulnerabilities", 3, 1500)):
        product = rng.choice([p for p in products if len(p.versions) > 1] or products)
        cut = rng.randrange(1, len(product.versions)) if len(product.versions) > 1 else 0
        vulnerabilities.append(
            Vulnerability(fresh("SEC", 4, 0.3), product.id,
                          rng.choice(product.components),
                          tuple(v for v, _ in product.versions[rng.randrange(max(1, cut)) : max(1, cut)]),
                          product.versions[cut][0], rng.choice(("low", "medium", "high", "critical")),
                          product.versions[cut][1] + timedelta(days=rng.randrange(15)))
        )  # fmt: skip
    policies: list[Policy] = []
    topics = rng.sample(list(POLICY_TOPICS), min(len(POLICY_TOPICS), count("policies", 6)))
    for topic in topics:
        unit, low, high = POLICY_TOPICS[topic]
        day, previous = _day(rng, date(2022, 3, 1), date(2024, 3, 1)), None
        for version in range(1, rng.randrange(2, 5)):
            amount = rng.randrange(low, high + 1)
            limit = f"{amount} {unit}" if amount != 1 else f"1 {unit.removesuffix('s')}"
            policy = Policy(fresh("POL", 4), f"{topic} policy", topic,
                            rng.choice(teams).id, limit, day, version, previous)  # fmt: skip
            policies.append(policy)
            previous, day = policy.id, day + timedelta(days=rng.randrange(150, 420))
            if day > TODAY:
                break

    contracts: list[Contract] = []
    for customer in customers:
        start, plan = customer.since, customer.former_plan or customer.plan
        while start < TODAY:
            end = start + timedelta(days=365 * rng.choice((1, 2, 2, 3)))
            if customer.former_plan and plan != customer.plan:
                end = customer.plan_since  # the plan changes with the contract
            contracts.append(
                Contract(fresh("CTR", 4), customer.id, plan, rng.choice(products).id,
                         rng.randrange(8, 240) * 2500, start, end, rng.choice((1, 2, 4, 8, 12, 24)),
                         rng.choice((1, 2, 3, 6)), customer.manager)
            )  # fmt: skip
            start, plan = end, customer.plan if end >= customer.plan_since else plan
    errors: list[ErrorCode] = []
    for i in range(count("errors", 6, 8 * len(products))):
        product = products[i % len(products)]
        component = product.components[i // len(products) % len(product.components)]
        known = {(e.product, e.meaning) for e in errors}
        meaning, remedy = rng.choice([f for f in share(FAULTS[component], where) if (product.id, f[0]) not in known])
        errors.append(ErrorCode(fresh("E", 4, 0.3), product.id, component, meaning, remedy))

    world = World(seed, scale, company, TODAY, sites, tuple(people), teams, tuple(products), customers, suppliers,
                  tuple(orders), incidents, tuple(vulnerabilities), tuple(policies), tuple(contracts),
                  tuple(errors))  # fmt: skip
    object.__setattr__(world, "facts", tuple(_facts(world)))
    return world


def mailbox(person: str, firm: str) -> str:
    """An address at a domain that is reserved for examples and can belong to nobody (RFC 2606)."""
    return f"{person.lower().replace(' ', '.')}@{firm.lower().replace(' ', '-')}.example"


def money(cents: int) -> str:
    """An amount as the company writes it: `EUR 1240.50`."""
    return f"EUR {cents // 100}.{cents % 100:02d}"


def _count(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def _facts(w: World) -> list[Fact]:
    out: list[Fact] = []

    def add(subject: str, relation: str, obj: str, since: date, until: date | None = None) -> None:
        out.append(Fact(subject, relation, obj, since, until))

    for site in w.sites:
        add(site.id, "site.address", site.address, date(2016, 1, 4))
    for person in w.people:
        add(person.id, "person.role", person.role, person.joined)
        add(person.id, "person.team", person.team, person.joined)
        add(person.id, "person.site", person.site, person.joined)
        add(person.id, "person.extension", person.extension, person.joined)
        add(person.id, "person.email", person.email, person.joined)
        if person.manager:
            add(person.id, "person.manager", person.manager, person.joined)
    joined = {p.id: p.joined for p in w.people}  # a team's facts start with its first lead
    for team in w.teams:
        start = joined[team.former_lead or team.lead]
        if team.former_lead:
            add(team.id, "team.lead", team.former_lead, start, team.lead_since)
        add(team.id, "team.lead", team.lead, team.lead_since if team.former_lead else start)
        add(team.id, "team.site", team.site, start)
        add(team.id, "team.channel", team.channel, start)
    for product in w.products:
        first = product.versions[0][1]
        add(product.id, "product.owner", product.owner, first)
        add(product.id, "product.role", product.role, first)
        add(product.id, "product.sku", product.sku, first)
        add(product.id, "product.supplier", product.supplier, max(first, date(2023, 1, 1)))
        for component in product.components:
            add(product.id, "product.component", component, first)
        for i, (version, day) in enumerate(product.versions):
            end = product.versions[i + 1][1] if i + 1 < len(product.versions) else None
            add(product.id, "product.version", version, day, end)
            add(f"{product.id}@{version}", "release.date", day.isoformat(), day)
        for i, (cents, day) in enumerate(product.prices):
            end = product.prices[i + 1][1] if i + 1 < len(product.prices) else None
            add(product.id, "product.price", money(cents), day, end)
    for customer in w.customers:
        if customer.former_plan:
            add(customer.id, "customer.plan", customer.former_plan, customer.since, customer.plan_since)
        add(customer.id, "customer.plan", customer.plan, customer.plan_since)
        add(customer.id, "customer.contact", customer.contact, customer.since)
        add(customer.id, "customer.manager", customer.manager, max(customer.since, joined[customer.manager]))
    for supplier in w.suppliers:
        add(supplier.id, "supplier.part", supplier.part, date(2023, 1, 1))
    for order in w.orders:
        add(order.id, "order.customer", order.customer, order.placed)
        add(order.id, "order.product", order.product, order.placed)
        add(order.id, "order.amount", money(order.cents), order.placed)
        add(order.id, "order.status", order.status, order.placed)
        add(order.id, "order.due", order.due.isoformat(), order.placed)
    for incident in w.incidents:
        day = incident.started
        for product_id in (incident.product, *incident.also):
            add(incident.id, "incident.product", product_id, day)
        add(incident.id, "incident.cause", incident.cause, day)
        add(incident.id, "incident.minutes", str(incident.minutes), day)
        add(incident.id, "incident.oncall", incident.oncall, day)
        add(incident.id, "incident.date", day.isoformat(), day)
    for weakness in w.vulnerabilities:
        day = dict(w.by_id[weakness.product].versions)[weakness.fixed]  # type: ignore[union-attr]
        add(weakness.id, "vulnerability.product", weakness.product, day)
        add(weakness.id, "vulnerability.component", weakness.component, day)
        add(weakness.id, "vulnerability.severity", weakness.severity, day)
        for version in weakness.affected:
            add(weakness.id, "vulnerability.affected", version, day)
        add(weakness.id, "vulnerability.fixed", weakness.fixed, day)
    ends = {p.replaces: p.effective for p in w.policies if p.replaces}
    for policy in w.policies:
        add(policy.id, "policy.owner", policy.owner, policy.effective, ends.get(policy.id))
        add(policy.id, "policy.limit", policy.limit, policy.effective, ends.get(policy.id))
        add(policy.id, "policy.effective", policy.effective.isoformat(), policy.effective, ends.get(policy.id))
    for contract in w.contracts:
        day = contract.start
        add(contract.id, "contract.customer", contract.customer, day)
        add(contract.id, "contract.product", contract.product, day)
        add(contract.id, "contract.amount", money(contract.cents), day)
        add(contract.id, "contract.end", contract.end.isoformat(), day)
        add(contract.id, "contract.response", _count(contract.response_hours, "hour"), day)
        add(contract.id, "contract.notice", _count(contract.notice_months, "month"), day)
        add(contract.id, "contract.signatory", contract.signatory, max(day, joined[contract.signatory]))
    for code in w.errors:
        day = w.by_id[code.product].versions[0][1]  # type: ignore[union-attr]
        add(code.id, "error.product", code.product, day)
        add(code.id, "error.component", code.component, day)
        add(code.id, "error.meaning", code.meaning, day)
        add(code.id, "error.remedy", code.remedy, day)
    return out
