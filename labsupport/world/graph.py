"""The company before a word is written: entities and dated facts, from one seed."""

from __future__ import annotations

import random
from datetime import date, timedelta

from labsupport.world import names
from labsupport.world.entities import (
    Customer,
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

LAB_SEED = 2026
TODAY = date(2026, 6, 30)
COUNTS = {"sites": 20, "people": 300, "teams": 25, "products": 60, "customers": 40, "suppliers": 15, "orders": 3000,
          "incidents": 200, "vulnerabilities": 120, "policies": 80}  # fmt: skip

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
              "device registry", "map tiles", "calibration table", "mail relay", "audit log", "search index",
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
    "Calibration": ("months", 6, 24), "Cold store entry": ("minutes", 15, 60), "Media contact": ("hours", 2, 24),
}  # fmt: skip


def _day(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def build_graph(seed: int, scale: float = 1.0) -> World:
    """Entities and facts of one world, without documents.

    Only `LAB_SEED` draws from the lab side of the name banks; every other seed draws from the other side.
    Raises ValueError for a scale that is not above 0. Entity counts grow with `scale`, bounded by the name banks.
    """
    if not scale > 0:
        raise ValueError(f"scale={scale!r} must be above 0")
    where: names.Side = "lab" if seed == LAB_SEED else "other"
    rng = random.Random(f"world-{seed}")

    def count(kind: str, least: int, most: int = 10**9) -> int:
        return min(max(least, round(COUNTS[kind] * scale)), most)

    taken: set[str] = set()
    company = rng.choice(names.bank("company", where))

    n_sites = count("sites", 3, len(names.bank("place", where)) * 2 // 3)
    sites = tuple(
        Site(f"site-{i:03d}", name, rng.choice(("office", "warehouse", "lab")),
             f"{rng.randrange(1, 180)} {rng.choice(STREETS)}, {name}")
        for i, name in enumerate(names.choose(rng, "place", where, n_sites), 1)
    )  # fmt: skip

    n_teams = count("teams", 4, len(names.bank("team", where)) * 2 // 3)
    team_names = names.choose(rng, "team", where, n_teams)
    team_sites = [rng.choice(sites) for _ in team_names]

    given, family = names.bank("given", where), names.bank("family", where)
    full: dict[str, None] = {}  # a dict, not a set: the order of a set changes from process to process
    n_people = max(n_teams + 1, count("people", 12, len(given) * len(family) // 4))
    while len(full) < n_people:
        full[f"{rng.choice(given)} {rng.choice(family)}"] = None
    people: list[Person] = []
    head_of_team = {i: f"person-{i + 2:04d}" for i in range(n_teams)}
    for i, name in enumerate(full):
        team = 0 if i == 0 else (i - 1) % n_teams
        lead = 1 <= i <= n_teams
        role = "managing director" if i == 0 else "team lead" if lead else rng.choice(ROLES)
        site = team_sites[team] if rng.random() < 0.8 else rng.choice(sites)
        manager = None if i == 0 else "person-0001" if lead else head_of_team[team]
        # leads have been here longest, so that older documents can name them
        joined = _day(rng, date(2016, 1, 4), date(2019, 12, 20) if i <= n_teams else date(2026, 4, 30))
        people.append(
            Person(f"person-{i + 1:04d}", name, role, f"team-{team + 1:03d}", site.id, manager,
                   f"{rng.randrange(2000, 9900)}", joined)
        )  # fmt: skip
    teams = tuple(
        Team(f"team-{i + 1:03d}", name, DEPARTMENTS.get(name.split()[0], "Engineering"), head_of_team[i],
             team_sites[i].id, "#" + name.lower().replace(" ", "-"))
        for i, name in enumerate(team_names)
    )  # fmt: skip

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
            Product(f"product-{i:03d}", name, role, rng.choice(teams).id, tuple(rng.sample(COMPONENTS, 3)),
                    tuple(versions), tuple(prices))
        )  # fmt: skip

    senior = [p for p in people if p.joined < date(2024, 1, 1)]  # known by name since before the first incident
    customers = tuple(
        Customer(f"customer-{i:03d}", name, name.lower().replace(" ", "-"), rng.choice(PLANS), rng.choice(senior).id,
                 _day(rng, date(2018, 2, 1), date(2025, 12, 20)))
        for i, name in enumerate(names.choose(rng, "firm", where, count("customers", 4, 200)), 1)
    )  # fmt: skip
    suppliers = tuple(
        Supplier(f"supplier-{i:03d}", name, rng.choice(PARTS))
        for i, name in enumerate(names.choose(rng, "supplier", where, count("suppliers", 2, 100)), 1)
    )
    orders: list[Order] = []
    for _ in range(count("orders", 12)):
        product, placed = rng.choice(products), _day(rng, date(2024, 1, 8), TODAY - timedelta(days=2))
        quantity = rng.choice((1, 2, 4, 5, 8, 10, 12, 20, 24, 40, 60))
        orders.append(
            Order(names.number_id(rng, "ORD", 5, where, taken), rng.choice(customers).id, product.id, quantity,
                  quantity * product.prices[0][0], rng.choice(STATUSES), placed,
                  placed + timedelta(days=rng.randrange(3, 35)))
        )  # fmt: skip
    incidents = tuple(
        Incident(names.number_id(rng, "INC", 4, where, taken), rng.choice(products).id, rng.choice(CAUSES),
                 rng.randrange(6, 290), rng.choice(senior).id, _day(rng, date(2024, 2, 1), TODAY - timedelta(days=9)),
                 rng.randrange(24), rng.choice((1, 2, 2, 3, 3, 3)))
        for _ in range(count("incidents", 8, 1500))
    )  # fmt: skip
    vulnerabilities: list[Vulnerability] = []
    for _ in range(count("vulnerabilities", 3, 1500)):
        product = rng.choice([p for p in products if len(p.versions) > 1] or products)
        cut = rng.randrange(1, len(product.versions)) if len(product.versions) > 1 else 0
        vulnerabilities.append(
            Vulnerability(names.number_id(rng, "SEC", 4, where, taken), product.id,
                          product.versions[max(0, cut - 1)][0], product.versions[cut][0],
                          rng.choice(("low", "medium", "high", "critical")))
        )  # fmt: skip
    policies: list[Policy] = []
    topics = rng.sample(list(POLICY_TOPICS), min(len(POLICY_TOPICS), count("policies", 6)))
    for topic in topics:
        unit, low, high = POLICY_TOPICS[topic]
        day, previous = _day(rng, date(2022, 3, 1), date(2024, 3, 1)), None
        for version in range(1, rng.randrange(2, 5)):
            amount = rng.randrange(low, high + 1)
            limit = f"{amount} {unit}" if amount != 1 else f"1 {unit.removesuffix('s')}"
            policy = Policy(names.number_id(rng, "POL", 4, where, taken), f"{topic} policy", topic,
                            rng.choice(teams).id, limit, day, version, previous)  # fmt: skip
            policies.append(policy)
            previous, day = policy.id, day + timedelta(days=rng.randrange(150, 420))
            if day > TODAY:
                break

    world = World(seed, scale, company, TODAY, sites, tuple(people), teams, tuple(products), customers, suppliers,
                  tuple(orders), incidents, tuple(vulnerabilities), tuple(policies))  # fmt: skip
    object.__setattr__(world, "facts", tuple(_facts(world)))
    return world


def money(cents: int) -> str:
    """An amount as the company writes it: `EUR 1240.50`."""
    return f"EUR {cents // 100}.{cents % 100:02d}"


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
        if person.manager:
            add(person.id, "person.manager", person.manager, person.joined)
    joined = {p.id: p.joined for p in w.people}  # a team's facts start with its lead
    for team in w.teams:
        add(team.id, "team.lead", team.lead, joined[team.lead])
        add(team.id, "team.site", team.site, joined[team.lead])
        add(team.id, "team.channel", team.channel, joined[team.lead])
    for product in w.products:
        first = product.versions[0][1]
        add(product.id, "product.owner", product.owner, first)
        add(product.id, "product.role", product.role, first)
        for i, (version, day) in enumerate(product.versions):
            end = product.versions[i + 1][1] if i + 1 < len(product.versions) else None
            add(product.id, "product.version", version, day, end)
            add(f"{product.id}@{version}", "release.date", day.isoformat(), day)
        for i, (cents, day) in enumerate(product.prices):
            end = product.prices[i + 1][1] if i + 1 < len(product.prices) else None
            add(product.id, "product.price", money(cents), day, end)
    for customer in w.customers:
        add(customer.id, "customer.plan", customer.plan, customer.since)
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
        add(incident.id, "incident.product", incident.product, day)
        add(incident.id, "incident.cause", incident.cause, day)
        add(incident.id, "incident.minutes", str(incident.minutes), day)
        add(incident.id, "incident.oncall", incident.oncall, day)
        add(incident.id, "incident.date", day.isoformat(), day)
    for weakness in w.vulnerabilities:
        day = dict(w.by_id[weakness.product].versions)[weakness.fixed]  # type: ignore[union-attr]
        add(weakness.id, "vulnerability.fixed", weakness.fixed, day)
    ends = {p.replaces: p.effective for p in w.policies if p.replaces}
    for policy in w.policies:
        add(policy.id, "policy.owner", policy.owner, policy.effective, ends.get(policy.id))
        add(policy.id, "policy.limit", policy.limit, policy.effective, ends.get(policy.id))
        add(policy.id, "policy.effective", policy.effective.isoformat(), policy.effective, ends.get(policy.id))
    return out
