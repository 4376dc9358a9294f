# ruff: noqa: E501 -- prose, one entry a line
"""Writes a world's documents from its graph and notes, for every fact stated, where in the text it stands.

Each document type has several layouts and voices. Sentences come from decks that are dealt to the end before they
are shuffled again, so that documents of one type do not open or close alike.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from labsupport.world import banks
from labsupport.world.entities import (
    SCHEMA_VERSION,
    Document,
    Gold,
    Incident,
    Person,
    Policy,
    Product,
    Site,
    Team,
    Triple,
    World,
)
from labsupport.world.relations import RELATIONS
from labsupport.world.writer import Value, Writer


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---- one function a type: fills the writer, returns (title, tenant, department, tier, created, updated, version)
Meta = tuple[str, str, str, int, date, date, int]


def _policy(w: Writer, policy: Policy, turn: int) -> Meta:
    world, pid = w.world, policy.id
    why, rules, details = banks.POLICY[policy.topic]
    n = w.fact(pid, "policy.limit", policy.effective)
    owner, since = w.fact(pid, "policy.owner", policy.effective), w.fact(pid, "policy.effective", policy.effective)
    reason = w.deal("policy.why", banks.POLICY_WHY).replace("{why}", why).replace("{Why}", _capital(why))
    scope, special = w.deal("policy.scope", banks.POLICY_SCOPE), w.deal("policy.except", banks.POLICY_EXCEPT)
    rule = w.rng.choice(rules)
    extra = w.rng.sample(details, w.rng.randrange(1, len(details) + 1))
    old = f"It replaces {policy.replaces}." if policy.replaces else w.rng.choice(
        ("There was no written rule before.", "This is the first version.", "Until now this was custom, not text."))  # fmt: skip
    match turn % 6:
        case 0:
            w.put("<Purpose|1. Purpose|What this is for>\n" + reason + "\n\n")
            w.put("<Who|2. Scope|Scope>\n" + scope + "\n\n<The rule|3. Rule|What applies>\n" + rule, n=n)
            w.put(" " + " ".join(extra) + "\n\n<Special cases|4. Exceptions|Exceptions>\n" + special)
            w.put("\n\nOwner: {owner}. In force from {since}. " + old, owner=owner, since=since)
        case 1:
            w.put("To: all staff\nFrom: {owner}\n", owner=owner)
            w.put("Subject: <new wording|what changes|please read>: {t} ({pid})\n\n", t=policy.topic.lower(), pid=pid)
            w.put(w.deal("policy.mail", ("Dear all,", "Hello everybody,", "Colleagues,", "Good morning,", "Hi all,")))
            w.put("\n\n<from|As of|Starting> {since} " + rule[0].lower() + rule[1:] + " " + old, since=since, n=n)
            w.put("\n\n" + reason + " " + " ".join(extra) + " " + special)
            w.put("\n\n<Regards|Best wishes|Thank you for reading to the end>\n{owner}", owner=owner[1])
        case 2:
            w.put("| {pid} | |\n| --- | --- |\n| Limit | {n} |\n| Owner | {owner} |\n", pid=pid, n=n, owner=owner)
            w.put("| Valid from | {since} |\n| Version | {v} |\n\n", since=since, v=policy.version)
            w.put(" ".join(w.rng.sample([reason, scope, *extra, special], 2 + len(extra))))
        case 3:
            w.put(rule + " " + reason + "\n", n=n)
            for line in extra:
                w.put("\n- " + line)
            w.put("\n- " + scope + "\n- " + special + "\n\n")
            w.say(pid, "policy.owner", on=policy.effective).put(" ")
            w.say(pid, "policy.effective", on=policy.effective)
        case 4:
            w.put(reason + " " + scope + " " + rule + " " + " ".join(extra), n=n)
            w.put(
                "\n\n" + special + " " + old + " <Questions? Ask|Write to|The people to ask are> {owner}.", owner=owner
            )
            w.put(" <Valid since|In force since|Agreed and valid from> {since}.", since=since)
        case _:
            w.put("Q: <So what is the rule?|What is allowed?|In one sentence?>\nA: " + rule, n=n)
            w.put("\n\nQ: <Says who?|Who decided that?|Whom do I ask?>\nA: {owner}, in {pid}. ", owner=owner, pid=pid)
            w.put(special + "\n\nQ: <Why?|What is the idea?>\nA: " + reason)
            w.put("\n\nQ: <Since when?|Is that new?>\nA: Since {since}. ", since=since)
            w.put(old + "\n\nQ: <Anything else?|Small print?>\nA: " + " ".join(extra))
    team = next(t for t in world.teams if t.id == policy.owner)
    title = w.rng.choice(
        (f"{policy.title} ({pid})", f"{pid}: {policy.topic}", f"{policy.topic}, version {policy.version}")
    )
    made = policy.effective - timedelta(days=w.rng.randrange(5, 40))
    tier = 2 if policy.topic in ("Key handling", "Incident review") else 1
    return title, world.company.lower(), team.department, tier, made, policy.effective, policy.version


def _post_mortem(w: Writer, incident: Incident, turn: int) -> Meta:
    world, iid = w.world, incident.id
    product = next(p for p in world.products if p.id == incident.product)
    team = next(t for t in world.teams if t.id == product.owner)
    found, ended, avoid = banks.CAUSE[incident.cause]
    impact = w.rng.choice(banks.ROLE_IMPACT[product.role])
    v: dict[str, Value] = {
        "i": iid, "p": w.fact(iid, "incident.product"), "cause": w.fact(iid, "incident.cause"),
        "min": w.fact(iid, "incident.minutes"), "who": w.fact(iid, "incident.oncall"), "day": w.fact(iid, "incident.date"),
        "found": found, "ended": ended, "avoid": avoid, "impact": impact, "team": team.name, "sev": incident.severity,
        "Found": _capital(found), "Ended": _capital(ended), "Impact": _capital(impact), "Avoid": _capital(avoid),
    }  # fmt: skip
    minute = w.rng.randrange(60)

    def clock(after: int) -> str:
        total = incident.hour * 60 + minute + after
        return f"{total // 60 % 24:02d}:{total % 60:02d}"

    first, second = max(1, incident.minutes // 9), max(3, incident.minutes * 2 // 3)
    v |= {"t0": clock(0), "t1": clock(first), "t2": clock(second), "t3": clock(incident.minutes)}
    lesson = w.deal("pm.lesson", (
        "<We were lucky with the hour.|It could have hit the morning shift.>", "The alarm came from a customer, not from us.",
        "The runbook was right and nobody opened it.", "Two people worked on the same thing without knowing it.",
        "The rehearsal in spring paid off.", "We lost time because the dashboards disagreed.", "Nobody had looked at this part for two years.",
        "The first guess was wrong and cost us <a while|a good part of the time>.", "The status page was updated late.",
        "What helped was a drawing on the wall.", "Access to the second site took too long.", "A new colleague asked the question that solved it.",
        "Everything needed to see it coming was in the log of the week before."))  # fmt: skip
    action = w.deal("pm.action", (
        "Action: {avoid}, owned by {team}.", "{team} will add {avoid}.", "Next step: {avoid}. {team} has it on its list for the coming <sprint|month|fortnight>.",
        "We agreed on {avoid}.", "From now on there is {avoid}.", "{Avoid} would have prevented this; {team} builds it.",
        "Follow-up for {team}: {avoid}.", "The remedy is {avoid}, not more care.", "To do for {team}: {avoid}. To do for everybody: read this.",
        "{team} volunteered for {avoid}.", "It will not come back this way: {avoid} is in review."))  # fmt: skip
    match turn % 6:
        case 0:
            w.put(
                "Summary\n{p} <failed|was disturbed|did not work> on {day} for {min} minutes. The cause was {cause}.\n\n",
                **v,
            )
            w.put("Impact\n{Impact}. Severity {sev}.\n\nTimeline\n{t0} <first errors|alarm>\n", **v)
            w.put("{t1} {who} <takes the call|answers the page|joins>\n{t2} {found}\n{t3} {ended}, all clear\n\n", **v)
            w.put("<Lessons|What we learned>\n" + lesson + "\n\n<Actions|Follow-up>\n" + action, **v)
        case 1:
            w.put("<At|It was> {t0} on {day} <when|and> the pager of {who} went off: {impact}. ", **v)
            w.put("<Eleven messages later|After a look at the charts|A coffee later> it was plain that {found}. ", **v)
            w.put("Behind it was {cause}. {Ended}, and at {t3} {p} was back, {min} minutes after it had gone.\n\n", **v)
            w.put(lesson + " " + action, **v)
        case 2:
            w.put(
                "| <Field|Item|What> | <Value|Entry|Detail> |\n| --- | --- |\n| <Incident|Case|Number> | {i} |\n| <Product|System> | {p} |\n| <Day|Date> | {day} |\n",
                **v,
            )
            w.put("| Minutes | {min} |\n| Root cause | {cause} |\n| On call | {who} |\n\n{Impact}. ", **v)
            w.put("{Found}; therefore {ended}. " + lesson + "\n\n" + action, **v)
        case 3:
            w.put("<Why did {p} fail?|Why was {p} down?> <Because of {cause}.|The short answer: {cause}.>\n", **v)
            w.put(
                "<Why did we not see it?|How did we notice?> {Found}, <but only after|though not before> {t1}.\n", **v
            )
            w.put("Why did it take {min} minutes? " + lesson + " In the end {ended}.\n", **v)
            w.put("What did it do? {Impact}.\nWhat now? " + action + "\n\n(Written by {who}, on call on {day}.)", **v)
        case 4:
            w.say(iid, "incident.date").put(" ").say(iid, "incident.product").put(" {Impact}. ", **v)
            w.say(iid, "incident.oncall").put(" {Found}, and by {t2} the plan was clear. {Ended}. ", **v)
            w.say(iid, "incident.minutes").put("\n\n").say(iid, "incident.cause")
            w.put(" " + lesson + " " + action, **v)
        case _:
            w.put("What customers saw: {impact}.\nWhat we did: {ended}.\nWhat was wrong: {cause}.\n\n", **v)
            w.put("Facts for the file: {p}, {day}, {min} minutes, severity {sev}, {who} on call.\n\n", **v)
            w.put(
                "<Looking back, |In hindsight, |To be honest, >{found} long before anybody acted. "
                + lesson
                + " "
                + action,
                **v,
            )
    if w.rng.random() < 0.6:
        w.put("\n\n" + w.deal("pm.tail", (
            "Customers on the Enterprise plan were called.", "No data was lost.", "Nothing to report to the authorities.", "Cost: one cake for the night shift.",
            "A summary went to all affected tenants.", "Credits were given where the contract says so.", "Raw logs are kept for ninety days.",
            "The review took forty minutes.", "Comments are welcome in the channel.", "See the earlier case with the same symptom, which had another cause.")))  # fmt: skip
    if w.rng.random() < 0.3:
        _log_lines(w, product, incident, clock)
    title = w.rng.choice((f"{iid}: {product.name} down", f"Post-mortem {iid}", f"{product.name}, {incident.minutes} minutes lost",
                          f"Review of {iid} ({incident.cause})"))  # fmt: skip
    made = incident.started + timedelta(days=w.rng.randrange(1, 8))
    return title, world.company.lower(), team.department, 2, made, made, 1


def _log_lines(w: Writer, product: Product, incident: Incident, clock: Callable[[int], str]) -> None:
    """A log excerpt: real post-mortems have long tails that no question is about."""
    node = w.rng.choice(("a", "b", "c")) + str(w.rng.randrange(1, 5))
    w.put("\n\n<Log excerpt|From the log|What the log said>:\n```\n")
    for minute in sorted(w.rng.sample(range(incident.minutes + 1), min(incident.minutes, w.rng.randrange(6, 28)))):
        w.put(f"{clock(minute)} {node} {product.name.lower()} ")
        w.put(
            "<WARN queue depth|INFO retries|WARN slow request ms|INFO open connections|ERROR refused|INFO heartbeat age s>"
        )
        w.put(f" {w.rng.randrange(2, 9000)}\n")
    w.put("```")


def _release(w: Writer, item: tuple[Product, int], turn: int) -> Meta:
    product, at = item
    world, (version, day) = w.world, product.versions[at]
    team = next(t for t in world.teams if t.id == product.owner)
    ver, when = w.fact(product.id, "product.version", day), w.fact(f"{product.id}@{version}", "release.date")
    points: list[str] = []
    for component in w.rng.sample(product.components, w.rng.randrange(1, 4)):
        for news in w.some(f"release.{component}", banks.COMPONENT[component], w.rng.randrange(1, 3)):
            points.append(f"the {component} {news}")
    fixes = [s for s in world.vulnerabilities if s.product == product.id and s.fixed == version]
    upgrade = w.deal("release.upgrade", (
        "No downtime is needed.", "Plan ten minutes of pause.", "The schema changes; take a backup first.", "Update gateways before probes.",
        "Agents update themselves in the night after the release.", "Settings are kept.", "Skipping a version is fine.", "Old clients keep working until the end of the year.",
        "Restart once after the update, not twice.", "Roll out to one site and wait a day.", "Downgrading is possible within a week.", "Caches start empty, so expect slow pages in the first minutes."))  # fmt: skip
    known = w.deal("release.known", (
        "Known issue: printing in landscape cuts the legend.", "Still open: long site names wrap in the mobile view.", "The German texts follow next week.",
        "Not in this release: bulk rename, which we pulled on the last day.", "We know of no open fault.", "Old browsers show the menu twice; a reload helps.", "Sorting by date ignores the time of day for now.",
        "Exports above a gigabyte still go by mail.", "One customer reported flicker on a wall screen; we are looking.", "Dark mode is unfinished in the settings."))  # fmt: skip
    v: dict[str, Value] = {
        "p": product.name,
        "v": ver,
        "day": when,
        "team": (Triple(product.id, "product.owner", team.id), team.name),
    }
    match turn % 5:
        case 0:
            w.put("{p} {v} (<released|out since|shipped on> {day})\n", **v)
            for point in points:
                w.put("\n* " + _capital(point) + ".")
            w.put("\n\n<Upgrade|Updating|Before you update>: " + upgrade + " " + known)
        case 1:
            w.put("<We are glad to release|Today brings|Here is> {p} {v}. <In short: |The gist: |What is new: >", **v)
            w.put("; ".join(points) + ". " + upgrade + "\n\n" + known)
            w.put("\n\n<Date|Day of release>: {day}. <Made by|From> {team}.", **v)
        case 2:
            w.put("Version: {v}\nProduct: {p}\nDate: {day}\nTeam: {team}\n\n<Changes|Changed|News>\n", **v)
            for number, point in enumerate(points, 1):
                w.put(f"{number}. " + _capital(point) + "\n")
            w.put("\n<Notes|Remarks>\n" + known + " " + upgrade)
        case 3:
            w.put("On {day} {team} <finished|closed|signed off> {p} {v}. ", **v)
            for i, point in enumerate(points):
                w.put(
                    (
                        "<The biggest change first: |You asked for it: |Worth the update: >"
                        if i == 0
                        else "<Also, |Then, |Besides, |On top, >"
                    )
                    + point
                    + ". "
                )
            w.put("\n\n" + upgrade + " " + known)
        case _:
            w.put("| {p} | {v} |\n| --- | --- |\n", **v)
            for point in points:
                kind = "fixed" if "no longer" in point or "stops" in point else w.rng.choice(("added", "changed"))
                w.put("| " + kind + " | " + point + " |\n")
            w.put("\n" + known + " " + upgrade + " <Published|Built and tested by us, out on> {day}.", **v)
    for weakness in fixes[:3]:
        w.put("\n\n<Security: |For administrators: |Please note: >").say(weakness.id, "vulnerability.fixed")
        w.put(f" Severity: {weakness.severity}; {weakness.affected} and older are affected.")
    title = w.rng.choice(
        (
            f"{product.name} {version}",
            f"Release notes {product.name} {version}",
            f"What is new in {product.name} {version}",
        )
    )
    return title, world.company.lower(), team.department, 0, day, day, at + 1


def _runbook(w: Writer, item: tuple[Product, str], turn: int) -> Meta:
    product, task = item
    world = w.world
    team = next(t for t in world.teams if t.id == product.owner)
    whens, steps, proofs = banks.TASK[task]
    slots: dict[str, Value] = {"p": product.name.lower(), "c": product.components[0]}
    owner, lead = w.fact(product.id, "product.owner"), w.fact(team.id, "team.lead")
    call, channel = w.fact(team.lead, "person.extension"), w.fact(team.id, "team.channel")
    dropped = w.rng.randrange(len(steps)) if len(steps) > 5 and w.rng.random() < 0.5 else -1
    kept = [s for i, s in enumerate(steps) if i != dropped]
    risk = w.deal("runbook.risk", (
        "Worst case: ten minutes without data on the wall screens.", "Nothing here deletes anything.", "Do this with a second person on the line.", "Safe at any hour.",
        "Avoid Monday mornings, the lorries leave then.", "If a step surprises you, stop.", "Takes a quarter of an hour when all goes well.", "A mistake here is visible to customers.",
        "You need the role Operator and a hardware key.", "Read to the end before the first command.", "Have the last post-mortem open beside this.", "Try it on the staging hosts if you have never done it."))  # fmt: skip
    escalate = w.deal("runbook.escalate", (
        "Stuck? {channel}, or {lead} on extension {call}.", "After twenty minutes without progress call {lead}, extension {call}.", "{owner} owns this; {lead} ({call}) decides in doubt.",
        "Help: {lead}, {call}. Day and night: {channel}.", "If it does not work, do not improvise, ring {lead} on {call}.", "Post in {channel} what you did. {lead} reads along and has extension {call}.",
        "Escalate to {lead} ({call}) of {owner}.", "{channel} is watched in office hours; otherwise {lead}, {call}."))  # fmt: skip
    v = slots | {"owner": owner, "lead": lead, "call": call, "channel": channel, "name": product.name}
    when, proof = w.rng.choice(whens), w.rng.choice(proofs)
    match turn % 5:
        case 0:
            w.put("<Use this when|For the case that|When> " + when + ".\n\n", **v)
            for number, step in enumerate(kept, 1):
                w.put(f"{number}. " + step + "\n", **v)
            w.put("\n<Done when|You are done when|Finished as soon as> " + proof + ".\n\n" + escalate + " " + risk, **v)
        case 1:
            w.put("System: {name}\nOwner: {owner}\nTrigger: " + when + "\n\n" + risk + "\n\n", **v)
            for step in kept:
                w.put("- [ ] " + step + "\n", **v)
            w.put("- [ ] Check: " + proof + "\n\n" + escalate, **v)
        case 2:
            w.put(risk + " <You are here because|The reason to be here:> " + when + ". ", **v)
            for i, step in enumerate(kept):
                w.put(
                    ("<First: |To begin with: |Start like this: >" if i == 0 else "<Then: |Next: |After that: |Now: >")
                    + step[0].lower()
                    + step[1:]
                    + " ",
                    **v,
                )
            w.put("<All is well if|Look whether|It worked if> " + proof + ".\n\n" + escalate, **v)
        case 3:
            w.put("## <Symptom|Situation>\n" + _capital(when) + ".\n\n## <Steps|What to do>\n", **v)
            for number, step in enumerate(kept, 1):
                w.put(f"{number}) " + step + "\n", **v)
            w.put(
                "\n## <Check|Proof>\n"
                + _capital(proof)
                + ".\n\n## <Help|Who helps|Contact>\n"
                + escalate
                + "\n\n## <Risk|Mind>\n"
                + risk,
                **v,
            )
        case _:
            w.put(escalate + "\n\n<The case|When>: " + when + ".\n<The proof|Success>: " + proof + ".\n\n```\n", **v)
            w.put("\n".join("# " + s for s in kept) + "\n```\n\n" + risk, **v)
    title = w.rng.choice(
        (f"{product.name}: {task.lower()}", f"{task} ({product.name})", f"Runbook {product.name}, {task.lower()}")
    )
    made = product.versions[0][1] + timedelta(days=w.rng.randrange(20, 200))
    edited = min(world.today, made + timedelta(days=w.rng.randrange(1, 300)))
    return (
        title,
        world.company.lower(),
        team.department,
        1 if turn % 4 else 2,
        min(made, edited),
        edited,
        w.rng.randrange(1, 7),
    )


def _directory(w: Writer, item: Team | Site, turn: int) -> Meta:
    world = w.world
    made = date(2025, w.rng.randrange(1, 13), w.rng.randrange(1, 28))
    edited = made + timedelta(days=w.rng.randrange(0, 150))
    if isinstance(item, Site):
        teams = [t for t in world.teams if t.site == item.id]
        people = [p for p in world.people if p.site == item.id and p.joined <= edited]
        w.put("<Address|You find us at|Letters to>: {a}. ", a=w.fact(item.id, "site.address"))
        w.put(
            "<It is|We use it as|Officially it is> our {k}<, and it smells of coffee| with a ramp at the back|, two floors, one lift|>.\n\n",
            k=item.kind,
        )
        for i, team in enumerate(w.rng.sample(teams, min(len(teams), 4))):
            w.put(w.rng.choice((" ", "\n")) if i else "").say(team.id, "team.site")
        w.put("\n" if teams else "")
        for person in w.rng.sample(people, min(len(people), w.rng.randrange(4, 9))):
            w.put(w.rng.choice(("\n{n}, {r}, ext. {e}", "\n- {n} ({r}) {e}")), n=person.name,
                  r=w.fact(person.id, "person.role"), e=w.fact(person.id, "person.extension"))  # fmt: skip
        w.put("\n\n" + w.deal("site.tail", (
            "The front desk is staffed from seven to six.", "Bikes go into the yard.", "Deliveries: ring twice.", "The bus stops at the gate every half hour.", "Visitors sign in on the tablet.",
            "The first-aid box hangs next to the kitchen.", "Parking is by plate; tell the desk.", "The canteen closes at two.", "Fire drill: every May and November.", "Meeting rooms are named after rivers.", "Wireless: ask your host for a code.")))  # fmt: skip
        return f"Site {item.name}", world.company.lower(), "Operations", 1, made, edited, 1
    members: list[Person] = [
        p for p in world.people if p.team == item.id and p.joined <= edited and p.id not in (item.lead, "person-0001")
    ]
    shown = w.rng.sample(members, min(len(members), w.rng.choice((4, 6, 8, 12))))
    products = [p for p in world.products if p.owner == item.id]
    mission = w.deal("team.mission", (
        "We keep <the lights on|things running> and the promises small.", "Our work begins where the sensor ends.", "Few people, long lists, good biscuits.", "If it has a number on it, it has passed our desks.",
        "We answer before we are asked twice.", "Half of our time goes into things that then do not happen.", "Ask us early; late questions cost a weekend.", "We write things down.",
        "The team was formed from two older ones and kept the better habits of both.", "You will meet us at the Wednesday stand-up.", "New here? Come by, we explain it in ten minutes.", "We are the last to touch a parcel and the first to be called.", "We care for what nobody sees."))  # fmt: skip
    match turn % 4:
        case 0:
            w.put(mission + "\n\n| Name | Role | Ext. |\n| --- | --- | --- |\n")
            for p in shown:
                w.put(
                    "| {n} | {r} | {e} |\n", n=p.name, r=w.fact(p.id, "person.role"), e=w.fact(p.id, "person.extension")
                )
            w.put("\n").say(item.id, "team.lead").put(" ").say(item.id, "team.site")
        case 1:
            w.say(item.id, "team.lead").put(" ").say(item.id, "team.channel").put(" " + mission + "\n\n")
            for p in shown:
                w.say(p.id, w.rng.choice(("person.role", "person.team", "person.manager", "person.extension"))).put(" ")
        case 2:
            w.put(
                "Lead: {l}\nSite: {s}\nChannel: {c}\n\n",
                l=w.fact(item.id, "team.lead"),
                s=w.fact(item.id, "team.site"),
                c=w.fact(item.id, "team.channel"),
            )
            for p in shown:
                w.put("* {n}, {r}<, on extension | (phone |, dial >", n=p.name, r=w.fact(p.id, "person.role"))
                closing = ")" if w.text.endswith("(phone ") else ""
                w.put("{e}" + closing + "\n", e=w.fact(p.id, "person.extension"))
            w.put("\n" + mission)
        case _:
            w.put(mission + " ").say(item.id, "team.site").put(" ").say(item.id, "team.lead").put(
                "\n\n<Who is who|The people|In alphabetical order>: "
            )
            for i, p in enumerate(sorted(shown, key=lambda p: p.name)):
                w.put(("; " if i else "") + "{n} ({r})", n=p.name, r=w.fact(p.id, "person.role"))
            w.put(". ").say(item.id, "team.channel")
    for product in products[:4]:
        w.put(w.rng.choice(("\n\n", " ", "\n"))).say(product.id, "product.owner")
        if w.rng.random() < 0.5:
            w.put(" ").say(product.id, "product.role")
    title = w.rng.choice((f"{item.name} team", f"Who is who: {item.name}", item.name))
    return title, world.company.lower(), item.department, 1, made, edited, w.rng.randrange(1, 5)


def _faq(w: Writer, product: Product, turn: int) -> Meta:
    world = w.world
    team = next(t for t in world.teams if t.id == product.owner)
    pairs: list[Callable[[], object]] = []

    def general(question: str, answers: tuple[str, ...]) -> Callable[[], object]:
        return lambda: ask(question, lambda: w.put(w.rng.choice(answers)))

    def ask(question: str, answer: Callable[[], object]) -> None:
        style = turn % 4
        w.put(
            {0: "Q: ", 1: "### ", 2: "**", 3: ""}[style] + question + {0: "\nA: ", 1: "\n", 2: "** ", 3: "\n  "}[style]
        )
        answer()
        w.put("\n\n" if style != 2 else "\n")

    for relation in w.rng.sample(
        ("product.version", "product.price", "product.owner", "product.role"), w.rng.randrange(2, 5)
    ):
        question = w.deal("faq." + relation, RELATIONS[relation].questions).replace("{s}", product.name)
        pairs.append(lambda r=relation, q=question: ask(q, lambda: w.say(product.id, r)))  # type: ignore[misc]
    by_question = dict(banks.FAQ_GENERAL)
    for question in w.some("faq.general", list(by_question), w.rng.choice((2, 3, 4, 5, 6, 8, 14))):
        pairs.append(general(question, by_question[question]))
    w.rng.shuffle(pairs)
    if w.rng.random() < 0.6:
        w.put(w.deal("faq.open", (
            "The questions that reach us most, with short answers.", "Collected by the support desk.", "Not found? Ask {channel}.".replace("{channel}", team.channel), "Last cleaned up after the spring release.",
            "Answers for people in a hurry.", "We keep this page short on purpose.", f"About {product.name} and the things around it.", "For customers and for new colleagues."))).put("\n\n")  # fmt: skip
    for pair in pairs:
        pair()
    title = w.rng.choice(
        (f"{product.name} FAQ", f"Questions about {product.name}", f"{product.name}: asked and answered")
    )
    made = product.versions[0][1] + timedelta(days=w.rng.randrange(5, 90))
    edited = max(made, product.versions[-1][1], product.prices[-1][1])
    w.text = w.text.rstrip("\n")
    return title, world.company.lower(), team.department, 0, made, min(edited, world.today), len(product.versions)


def _ticket(w: Writer, number: int, turn: int) -> Meta:
    world = w.world
    order = world.orders[number]
    customer = next(c for c in world.customers if c.id == order.customer)
    agent = next(p for p in world.people if p.id == customer.manager)
    v: dict[str, Value] = {
        "x": "order " + order.id if w.rng.random() < 0.6 else order.id, "o": order.id, "cust": w.fact(order.id, "order.customer"),
        "item": w.fact(order.id, "order.product"), "sum": w.fact(order.id, "order.amount"), "state": w.fact(order.id, "order.status"),
        "due": w.fact(order.id, "order.due"), "q": order.quantity, "agent": (Triple(customer.id, "customer.manager", agent.id), agent.name),
        "plan": w.fact(customer.id, "customer.plan"),
    }  # fmt: skip
    v["X"] = _capital(str(v["x"]))
    opening, trouble = w.deal("ticket.open", banks.TICKET_OPEN), w.deal("ticket.trouble", banks.TICKET_TROUBLE)
    close = w.deal("ticket.close", banks.TICKET_CLOSE)
    look = w.deal("ticket.look", (
        "I see {q} x {item}, {sum}, status {state}, due {due}.", "{o} is {state}. It was promised for {due}.", "Our system says {state}; the date is {due} and the total {sum}.",
        "It is about {item}, {q} pieces, isn't it? Status: {state}.", "Status of {o}: {state}. Planned arrival {due}.", "The invoice over {sum} is right, I checked it.", "{q} of {item} for {sum}, due {due}, at present {state}.",
        "I found it under {cust}: {item}, {state}.", "Due date {due}, nothing has changed there.", "You are on the {plan} plan, so the express freight is free. Status: {state}."))  # fmt: skip
    match turn % 5:
        case 0:
            w.put(
                "Customer: {cust}\n\n" + opening + " " + trouble + "\n\n-- reply by {agent} --\n" + look + " " + close,
                **v,
            )
        case 1:
            w.put(opening + "\n" + trouble + "\n\n> " + look + "\n> " + close + "\n\n", **v)
            w.put(
                w.deal(
                    "ticket.last",
                    (
                        "ok thanks",
                        "Great, that was quick.",
                        "We will see.",
                        "Fine with us.",
                        "Still not happy, but thank you.",
                        "perfect",
                        "Thanks, {agent}.",
                        "I will tell the hall.",
                        "Please keep us posted.",
                    ),
                ),
                **v,
            )
            w.put("\n\n({cust})", **v)
        case 2:
            w.put("[{cust}] " + trouble + " " + opening + "\n[{agent}] " + look + "\n[{agent}] " + close, **v)
        case 3:
            w.put(
                '<Call note|Phone note|Taken by phone>: {cust}, {plan} plan. <Caller says:|They say:|Complaint:> "'
                + trouble
                + '" '
                + look
                + " <Told them:|My answer:> "
                + close
                + " <Signed|Noted by> {agent}",
                **v,
            )
        case _:
            w.put(
                opening
                + " "
                + trouble
                + "\n\n<Kind regards|Regards|Thank you|Best>\n<Receiving|Purchasing|The warehouse desk|Accounts>, {cust}\n\n",
                **v,
            )
            w.put("On it. <|The account is mine, so write to me directly. >" + look + " " + close + "\n{agent}", **v)
    title = w.rng.choice(
        (
            f"{order.id}",
            f"Order {order.id}: {trouble.split('.')[0].split(',')[0].lower()[:48]}",
            f"{customer.name}, {order.id}",
            "Question on an order",
            f"Re: {order.id}",
        )
    )
    made = min(world.today, order.placed + timedelta(days=w.rng.randrange(1, 30)))
    done = min(world.today, made + timedelta(days=w.rng.randrange(0, 6)))
    return title, customer.tenant, "Customer Care", 1, made, done, 1


def _subjects(world: World, kind: str, rng: random.Random, n: int) -> list[object]:
    if kind == "policy":
        pool: Sequence[object] = world.policies
    elif kind == "post_mortem":
        pool = world.incidents
    elif kind == "release_notes":
        pool = [(p, i) for p in world.products for i in range(len(p.versions))]
    elif kind == "runbook":
        pool = [(p, task) for p in world.products for task in banks.TASK]
    elif kind == "directory":
        pool = [*world.teams, *(s for s in world.sites if any(t.site == s.id for t in world.teams))]
    elif kind == "faq":
        pool = world.products
    else:
        pool = range(len(world.orders))
    return rng.sample(list(pool), min(n, len(pool)))
