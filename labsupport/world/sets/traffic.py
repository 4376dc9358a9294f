"""Ninety days of requests to the company's assistant: seasons, four planted drifts and one cost incident.

What happened is known: `EVENTS` says what changes on which day, and every row follows from it and from the graph. The
log is simulated; its latencies and quality labels stand for no real model.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from labsupport.world.entities import World
from labsupport.world.relations import RELATIONS
from labsupport.world.sets.traffic_text import GERMAN, OPENERS, TOPICS
from labsupport.world.sides import share

DAYS = 90
PER_DAY = 130  # on a weekday without season
PRICES = {"lab-nano": (50_000, 200_000), "lab-small": (250_000, 1_000_000)}  # micro-dollars per million tokens: in, out

HOURS = (1, 1, 1, 1, 2, 4, 9, 14, 18, 20, 19, 16, 12, 15, 18, 17, 14, 10, 7, 5, 4, 3, 2, 1)  # weight of each hour

EventKind = Literal["topic", "language", "stale", "quality", "cost"]


@dataclass(frozen=True)
class Event:
    """Something planted: on the days `first` to `last` (counted from 0, both included) the log follows it."""

    kind: EventKind
    first: int
    last: int
    what: str


EVENTS = (
    Event("topic", 24, 89, "a new product is launched; questions about it grow to a quarter of all within eight days"),
    Event("language", 40, 89, "German customers join; the German share rises from 5% to 30% within six days"),
    Event("cost", 48, 48, "an agent of one tenant repeats itself for nine hours with ever longer prompts"),
    Event("stale", 56, 69, "the index stops being updated; answers about facts that changed since are old"),
    Event("quality", 76, 89, "a prompt edit shortens answers and drops the source; correctness falls"),
)


class Request(NamedTuple):
    """One request. A row, not an object, in the file: ninety days are many."""

    at: datetime  # UTC
    tenant: str
    user: str  # pseudonym
    topic: str
    language: str
    text: str
    subject: str  # entity asked about
    relation: str  # what is asked about it
    model: str
    prompt_version: str
    index_date: date  # how new the index was
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    latency_ms: int
    status: int
    attempts: int
    micro_dollars: int
    stale: bool  # the fact had changed after the index was built
    correct: bool | None  # None when there was no answer
    faithful: bool | None


Item = Request


def active(kind: EventKind, day: int) -> float:
    """How far an event has come on a day: 0 outside, growing to 1 (topic in eight days, language in six)."""
    event = next(e for e in EVENTS if e.kind == kind)
    if not event.first <= day <= event.last:
        return 0.0
    ramp = {"topic": 8, "language": 6}.get(kind, 1)
    return min(1.0, (day - event.first + 1) / ramp)


def volume(start: date, day: int) -> float:
    """Requests of a day relative to a plain weekday: weekends are quiet, Mondays and month ends are not."""
    today = start + timedelta(days=day)
    week = (1.15, 1.0, 1.0, 1.0, 0.9, 0.3, 0.22)[today.weekday()]
    return week * (1.25 if today.day >= 28 or today.day <= 2 else 1.0) * (1 + 0.06 * math.sin(day / 9))


def launched(world: World) -> str:
    """The id of the product whose launch is the topic drift: the newest one."""
    return max(world.products, key=lambda p: (p.versions[0][1], p.id)).id


def _mix(start: date, day: int) -> dict[str, float]:
    """Share of each topic on a day, before the launch: billing rises at month ends, orders on Mondays."""
    today = start + timedelta(days=day)
    mix = {name: weight for name, (weight, _) in TOPICS.items()}
    if today.day >= 27 or today.day <= 3:
        mix["billing"] *= 2.2
    if today.weekday() == 0:
        mix["orders"] *= 1.5
    return mix


def _changed(world: World, subject: str, relation: str, today: date, since: date) -> bool:
    return any(since < f.since <= today for f in world.facts_about.get((subject, relation), []))


def make(world: World) -> Sequence[Request]:
    """The log of a world, in order of time; the same world gives the same rows."""
    rng = random.Random(f"traffic-{world.seed}")
    start = world.today - timedelta(days=DAYS)
    new = launched(world)
    subjects = {
        "team": [t.id for t in world.teams], "person": [p.id for p in world.people],
        "product": [p.id for p in world.products if p.id != new], "order": [o.id for o in world.orders],
        "customer": [c.id for c in world.customers], "incident": [i.id for i in world.incidents],
        "policy": [p.id for p in world.policies], "contract": [c.id for c in world.contracts],
        "error": [e.id for e in world.errors], "vulnerability": [v.id for v in world.vulnerabilities],
    }  # fmt: skip
    tenants = [c.tenant for c in world.customers]
    weights = [1 / (i + 2) for i in range(len(tenants))]  # few large, many small
    spender = tenants[len(tenants) // 2]
    rows: list[Request] = []
    of_relation = {relation: name for name, (_, relations) in TOPICS.items() for relation in relations}
    recent = [f for f in world.facts if f.since > start and f.relation in of_relation]

    def row(day: int, at: datetime, *, runaway: int = 0) -> Request:
        mix = _mix(start, day)
        topic = rng.choices(list(mix), list(mix.values()))[0]
        fresh = rng.random() < 0.25 * active("topic", day) and not runaway
        relation = rng.choice(TOPICS["products" if fresh else topic][1])
        subject = new if fresh else rng.choice(subjects[relation.split(".")[0]])
        while world.facts_about[subject, relation][0].since > at.date():  # nobody asks about what does not exist yet
            relation = rng.choice(TOPICS[topic][1])
            subject = rng.choice(subjects[relation.split(".")[0]])
        index = start + timedelta(days=(55 if active("stale", day) else day) - 1)
        news = [f for f in recent if index < f.since <= at.date()] if active("stale", day) and not fresh else []
        if news and rng.random() < 0.35:  # people ask about what is new
            fact = rng.choice(news)
            subject, relation, topic = fact.subject, fact.relation, of_relation[fact.relation]
        german = rng.random() < 0.05 + 0.25 * active("language", day)
        name = world.name(subject)
        if german and relation in GERMAN:
            text = rng.choice(share(GERMAN[relation], world.side)).replace("{s}", name)
        else:
            german = False
            text = rng.choice(RELATIONS[relation].questions_for(world.side)).replace("{s}", name)
            if rng.random() < 0.35:
                opener = rng.choice(share(OPENERS, world.side))
                text = f"{opener} {text}" if opener[-1] in ".!?" else f"{opener} {text[0].lower()}{text[1:]}"
        model = "lab-nano" if rng.random() < 0.4 else "lab-small"
        short = active("quality", day) > 0
        stale = _changed(world, subject, relation, at.date(), index)
        tokens_in = max(120, int(rng.gauss(520, 90)) + 90 * runaway)
        cached = min(tokens_in, rng.choice((0, 256, 256, 320))) if not runaway else 0
        out = max(6, int(rng.gammavariate(4, 12 if not short else 5)))
        status = rng.choices((200, 429, 500, 504), (0.975, 0.012, 0.008, 0.005))[0]
        attempts = 1 if status == 200 and rng.random() < 0.97 else rng.randrange(2, 4)
        price_in, price_out = PRICES[model]
        fresh_in = (tokens_in - cached) + cached // 10
        micro = (fresh_in * price_in + out * price_out) * attempts // 1_000_000
        latency = int((18 + tokens_in * 0.05 + out * (7 if model == "lab-nano" else 16)) * rng.lognormvariate(0, 0.25))
        right = 0.8 if model == "lab-nano" else 0.92
        right -= 0.14 if short else 0.0
        answered = status == 200
        return Request(
            at, spender if runaway else rng.choices(tenants, weights)[0], f"u-{rng.randrange(1, 600):04d}",
            "launch" if fresh else topic, "de" if german else "en", text, subject, relation, model,
            "1.4.0" if short else "1.3.2", index, tokens_in, cached, out if answered else 0, latency * attempts, status,
            attempts, micro, stale, (not stale and rng.random() < right) if answered else None,
            rng.random() < (0.8 if short else 0.95) if answered else None,
        )  # fmt: skip

    for day in range(DAYS):
        count = round(PER_DAY * volume(start, day) * rng.uniform(0.94, 1.06))
        hours = rng.choices(range(24), HOURS, k=count)
        when = sorted(time(h, rng.randrange(60), rng.randrange(60)) for h in hours)
        rows += [row(day, datetime.combine(start + timedelta(days=day), t)) for t in when]
        if active("cost", day):
            begin = datetime.combine(start + timedelta(days=day), time(1, 12))
            rows += [row(day, begin + timedelta(seconds=54 * i), runaway=i + 1) for i in range(600)]
    return sorted(rows, key=lambda r: r.at)


def prove(item: Request, world: World) -> list[str]:
    """What is wrong with one row, judged from the graph, the calendar of events and the price list."""
    wrong = []
    start = world.today - timedelta(days=DAYS)
    day = (item.at.date() - start).days
    if not 0 <= day < DAYS:
        wrong.append(f"{item.at} lies outside the ninety days")
        return wrong
    if (item.subject, item.relation) not in world.facts_about:
        wrong.append(f"nothing is known of {item.relation} of {item.subject}")
    if world.name(item.subject) not in item.text:
        wrong.append(f"the text does not name {world.name(item.subject)}")
    price_in, price_out = PRICES[item.model]
    paid_in = item.tokens_in - item.tokens_cached + item.tokens_cached // 10
    answer = item.tokens_out
    if item.status == 200 and item.micro_dollars != (
        (paid_in * price_in + answer * price_out) * item.attempts // 1_000_000
    ):
        wrong.append(f"{item.micro_dollars} micro-dollars do not follow from the price list")
    if (item.status == 200) != (item.correct is not None):
        wrong.append("quality without an answer, or an answer without quality")
    elif world.facts_about[item.subject, item.relation][0].since > item.at.date():
        wrong.append(f"{item.subject} did not exist on {item.at.date()}")
    if item.stale != _changed(world, item.subject, item.relation, item.at.date(), item.index_date):
        wrong.append(f"stale is {item.stale}, the graph says otherwise")
    if item.stale and item.correct:
        wrong.append("an answer from an old index about a changed fact cannot be correct")
    frozen = start + timedelta(days=next(e for e in EVENTS if e.kind == "stale").first - 2)
    if active("stale", day) and item.index_date != frozen:
        wrong.append(f"the index of {item.index_date} was not frozen at {frozen}")
    if (item.topic == "launch") and (item.subject != launched(world) or not active("topic", day)):
        wrong.append("a question about the launch before it, or about another product")
    if (item.prompt_version == "1.4.0") != (active("quality", day) > 0):
        wrong.append(f"prompt {item.prompt_version} was not live on day {day}")
    return wrong
