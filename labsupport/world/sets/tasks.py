"""Tasks for an agent at the desk of `tasks_desk`: look up, act, tell somebody, or see that it cannot be done.

A task's end state, answer and shortest sequence of calls are computed from the entities of the graph; `prove` replays
the calls on the desk, which reads the facts, and compares. Every argument comes from the request or an earlier result.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from labsupport.world import names
from labsupport.world.docs.page import sections
from labsupport.world.entities import (
    Customer,
    Entity,
    ErrorCode,
    Incident,
    Mark,
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
from labsupport.world.evidence import twins
from labsupport.world.graph import money
from labsupport.world.noise import disturb
from labsupport.world.sets.extract import lay
from labsupport.world.sets.tasks_desk import CANCELLABLE, REFUNDABLE, TOOLS, Desk, Effect, holds, same_end
from labsupport.world.sets.tasks_text import FORMS, FRAMES
from labsupport.world.sides import PATTERN, Split, by_split, share
from labsupport.world.writer import Decks, Writer

TOTAL = 120
Kind = Literal["lookup", "count", "order", "refund", "ticket", "message", "conditional", "impossible"]
Reason = Literal["not_found", "not_allowed", "no_tool", "ambiguous", "mismatch", "not_recorded"]
BANK, OPENERS = sections(FORMS), sections(FRAMES)


@dataclass(frozen=True)
class Step:
    """A call of the shortest solution. `uses` says for an argument which earlier result it comes from, such as
    `1.owner_team`, `0.amount_cents * 50%` or `0.due + 7 days`; other arguments stand in the request."""

    tool: str
    arguments: Mapping[str, Any]
    uses: Mapping[str, str]
    fails: str | None = None  # the error code that the call is to show


class Condition(NamedTuple):
    """What has to be true of a result for these steps to be the right ones: `0.status` is one of `among`."""

    path: str
    among: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """What somebody asks for, and how the desk has to stand in the end.

    `hops` is the number of calls of the shortest solution; 0 where no tool could help. An impossible task has no
    effect and no answer, only a reason that a good reply gives; its steps are those that show why.
    """

    id: str
    split: Split
    template: str
    entities: tuple[str, ...]
    kind: Kind
    form: str
    prompt: str
    hops: int
    steps: tuple[Step, ...]
    conditions: tuple[Condition, ...]
    answer: str | None  # what the reply has to contain
    effects: tuple[Effect, ...]
    impossible: Reason | None


Item = Task


def solved(task: Task, desk: Desk, reply: str, *, declined: bool = False) -> bool:
    """Whether a run solved a task: the desk's end state, the answer in the reply, and declined only if it had to.

    `declined` is the agent's own statement that the task cannot be done.
    """
    right = same_end(task.effects, desk.effects()) and declined == (task.impossible is not None)
    return right and (task.answer is None or holds(reply, task.answer))


# ---- how a request is made
class _Form(NamedTuple):
    """`path` names the field taken from each entity in turn; `acts` are calls after the look-ups, their arguments
    `@` (the start), `0.field` (an earlier result), `?slot` (drawn, in the request) or a constant."""

    name: str
    kind: Kind
    start: str
    path: tuple[str, ...] = ()
    acts: tuple[tuple[str, dict[str, str]], ...] = ()
    contains: tuple[str, ...] = ()  # of the message
    where: Callable[[Any], bool] | None = None
    condition: tuple[str, ...] = ()  # 0.status has to be among them
    impossible: Reason | None = None


def _among(*statuses: str) -> Callable[[Order], bool]:
    return lambda order: order.status in statuses


def _message(to: str, *, about: str = "@") -> tuple[str, dict[str, str]]:
    return "send_message", {"to": to, "about": about, "text": ""}


_OWN = ("product", "owner_team")
_OPEN = lambda ticket: ticket.severity != 3  # noqa: E731 -- tickets of severity 3 are closed
_SHOP = ("open", "picked")
FORMS_: tuple[_Form, ...] = (
    _Form("order_due", "lookup", "order", ("due",)),
    _Form("policy_limit", "lookup", "policy", ("limit",)),
    _Form("error_remedy", "lookup", "error", ("remedy",)),
    _Form("oncall_extension", "lookup", "incident", ("oncall", "extension")),
    _Form("product_channel", "lookup", "product", ("owner_team", "channel")),
    _Form("manager_extension", "lookup", "order", ("customer", "account_manager", "extension")),
    _Form("supplier_part", "lookup", "vulnerability", ("product", "supplier", "part")),
    _Form("contract_lead", "lookup", "agreement", (*_OWN, "lead")),
    _Form("order_lead_email", "lookup", "order", (*_OWN, "lead", "email")),
    _Form("error_lead_address", "lookup", "error", (*_OWN, "lead", "site", "address")),
    _Form("oncall_lead_address", "lookup", "incident", ("oncall", "team", "lead", "site", "address")),
    _Form("manager_lead_address", "lookup", "order",
          ("customer", "account_manager", "team", "lead", "site", "address")),
    _Form("count_orders", "count", "buyer"),
    _Form("cancel", "order", "order", acts=(("cancel_order", {"order_id": "@"}),), where=_among(*CANCELLABLE)),
    _Form("hold", "order", "order", acts=(("hold_order", {"order_id": "@"}),), where=_among(*_SHOP)),
    _Form("release", "order", "order", acts=(("release_order", {"order_id": "@"}),), where=_among("on hold")),
    _Form("postpone", "order", "order", ("",), (("move_due_date", {"order_id": "@", "due": "0.due + ?n days"}),),
          where=_among(*CANCELLABLE)),
    _Form("find_cancel", "order", "pair"),
    _Form("cancel_tell", "order", "order", ("customer", "account_manager", "email"),
          (("cancel_order", {"order_id": "@"}), _message("2.email")), where=_among(*CANCELLABLE)),
    _Form("refund_full", "refund", "order", ("",),
          (("issue_refund", {"order_id": "@", "amount_cents": "0.amount_cents * 100%"}),), where=_among(*REFUNDABLE)),
    _Form("refund_part", "refund", "order", ("",),
          (("issue_refund", {"order_id": "@", "amount_cents": "0.amount_cents * ?pct%"}),), where=_among(*REFUNDABLE)),
    _Form("refund_all_round", "refund", "order", ("customer", "account_manager", "team"),
          (("issue_refund", {"order_id": "@", "amount_cents": "0.amount_cents * 100%"}),
           ("open_ticket", {"team": "2.team", "about": "@", "priority": "?priority"}), _message("1.contact_email")),
          where=_among(*REFUNDABLE)),
    _Form("incident_ticket", "ticket", "incident", _OWN,
          (("open_ticket", {"team": "1.owner_team", "about": "@", "priority": "?priority"}),)),
    _Form("assign_lead", "ticket", "ticket", (*_OWN, "lead"),
          (("assign_ticket", {"ticket_id": "@", "assignee": "2.lead"}),), where=_OPEN),
    _Form("close_tell", "ticket", "ticket", (*_OWN, "channel"),
          (("close_ticket", {"ticket_id": "@"}), _message("2.channel")), where=_OPEN),
    _Form("late_order", "message", "order", ("customer", "account_manager", "email"), (_message("2.email"),),
          ("0.due",)),
    _Form("order_summary", "message", "order", (*_OWN, "channel"), (_message("2.channel"),),
          ("0.customer", "0.quantity", "0.due")),
    _Form("incident_summary", "message", "incident", ("oncall", "manager", "email"), (_message("2.email"),),
          ("0.cause", "0.minutes"), where=None),
    _Form("warn_lead", "message", "vulnerability", (*_OWN, "lead", "email"), (_message("3.email"),),
          ("0.fixed_version",)),
    _Form("hold_if", "conditional", "order", ("",), (("hold_order", {"order_id": "@"}),), where=_among(*_SHOP),
          condition=_SHOP),
    _Form("hold_if", "conditional", "order", ("status",), where=_among("shipped", "delivered", "returned"),
          condition=("shipped", "delivered", "returned")),
    _Form("unknown_order", "impossible", "order", impossible="not_found"),
    _Form("too_late", "impossible", "order", ("",), where=_among("shipped", "delivered", "returned"),
          condition=("shipped", "delivered", "returned"), impossible="not_allowed"),
    _Form("early_refund", "impossible", "order", ("",), where=_among("open", "picked", "shipped", "on hold"),
          condition=("open", "picked", "shipped", "on hold"), impossible="not_allowed"),
    _Form("too_much", "impossible", "order", ("",), where=_among(*REFUNDABLE), impossible="not_allowed"),
    _Form("no_tool", "impossible", "product", impossible="no_tool"),
    _Form("several", "impossible", "buyer", impossible="ambiguous"),
    _Form("other_buyer", "impossible", "order", ("",), impossible="mismatch"),
    _Form("no_telephone", "impossible", "product", ("supplier", ""), impossible="not_recorded"),
    _Form("stranger", "impossible", "order", ("",), impossible="not_allowed"),
)  # fmt: skip
OPENS = {"order": ("get_order", "order_id"), "policy": ("get_policy", "topic"), "error": ("get_error", "code"),
         "incident": ("get_incident", "incident_id"), "vulnerability": ("get_vulnerability", "vulnerability_id"),
         "ticket": ("get_ticket", "ticket_id"), "agreement": ("get_contract", "customer"),
         "product": ("get_product", "name"), "customer": ("get_customer", "name"), "team": ("get_team", "name"),
         "person": ("get_person", "name"), "site": ("get_site", "name"), 
         "supplier": ("get_supplier", "name")}  # fmt: skip


class _Draft(NamedTuple):
    values: dict[str, str]
    steps: list[Step]
    answer: str | None
    effects: list[Effect]
    refs: list[str]


class _Maker:
    def __init__(self, world: World) -> None:
        self.world, self.rng = world, random.Random(f"tasks-{world.seed}")
        self.used: dict[str, None] = {}  # what a task starts at: once only
        ends = {p.replaces for p in world.policies}
        kinds: dict[str, Sequence[Entity]] = {
            "order": world.orders, "error": world.errors, "incident": world.incidents, "ticket": world.incidents,
            "vulnerability": world.vulnerabilities, "product": world.products, "agreement": world.customers,
            "policy": [p for p in world.policies if p.id not in ends],
        }  # fmt: skip
        self.pools: dict[tuple[str, Split], list[Entity]] = {}
        for kind, entities in kinds.items():
            for entity in self.rng.sample(list(entities), len(entities)):
                self.pools.setdefault((kind, world.split[entity.id]), []).append(entity)
        self.pairs: dict[tuple[str, str], list[Order]] = {}
        for order in world.orders:
            self.pairs.setdefault((order.customer, order.product), []).append(order)

    # ---- what the desk would show, read from the entities
    def fields(self, kind: str, e: Any) -> dict[str, Any]:
        """The fields of an entity's tool result that forms use; a value `=id` is the name of another entity."""
        w = self.world
        if kind == "agreement":
            now = next(c for c in w.contracts if c.customer == e.id and c.start <= w.today < c.end)
            return {"product": f"={now.product}"}
        match e:
            case Order():
                return {"customer": f"={e.customer}", "product": f"={e.product}", "due": e.due.isoformat(),
                        "amount_cents": e.cents, "status": e.status, "quantity": e.quantity}  # fmt: skip
            case Policy():
                return {"limit": e.limit}
            case ErrorCode():
                return {"product": f"={e.product}", "remedy": e.remedy}
            case Incident():
                return {"product": f"={e.product}", "oncall": f"={e.oncall}", "cause": e.cause, "minutes": e.minutes}
            case Vulnerability():
                return {"product": f"={e.product}", "fixed_version": e.fixed}
            case Product():
                return {"owner_team": f"={e.owner}", "supplier": f"={e.supplier}"}
            case Customer():
                return {"account_manager": f"={e.manager}", "contact_email": e.email}
            case Person():
                return {"team": f"={e.team}", "manager": f"={e.manager}", "site": f"={e.site}", "email": e.email,
                        "extension": e.extension}  # fmt: skip
            case Team():
                return {"lead": f"={e.lead}", "channel": e.channel}
            case Site():
                return {"address": e.address}
            case Supplier():
                return {"part": e.part}
        raise TypeError(f"{e!r} is nothing that a task asks about")

    def label(self, kind: str, e: Any) -> str:
        if kind == "ticket":
            return str(e.id).replace("INC-", "TCK-")
        return str(e.topic if kind == "policy" else getattr(e, "name", e.id))

    # ---- drafts
    def chain(self, form: _Form, start: Entity) -> tuple[list[Step], list[dict[str, Any]], list[str]] | None:
        """The look-ups of a form from its start, what each shows, and the entities passed."""
        kind, at, path = form.start, start, f"{form.start}"
        steps: list[Step] = []
        shown: list[dict[str, Any]] = []
        refs = [start.id]
        for place, field in enumerate(form.path):
            tool, key = OPENS[kind]
            uses = {} if place == 0 else {key: f"{place - 1}.{path}"}
            steps.append(Step(tool, {key: self.label(kind, at)}, uses))
            found = self.fields(kind, at)
            shown.append({k: self.world.name(v[1:]) if str(v).startswith("=") else v for k, v in found.items()})
            value = str(found.get(field, ""))
            if value.startswith("="):
                if value[1:] not in self.world.by_id:
                    return None  # the head of the company has no manager
                kind, path = value[1:].partition("-")[0], field
                if place + 1 < len(form.path):
                    at = self.world.by_id[value[1:]]
                    refs.append(at.id)
        return steps, shown, refs

    def draft(self, form: _Form, start: Any) -> _Draft | None:
        rng = self.rng
        made = self.chain(form, start)
        if made is None:
            return None
        steps, shown, refs = made
        values = {"id": self.label(form.start, start), "n": str(rng.randrange(2, 21)),
                  "pct": rng.choice(("10", "20", "50")), "priority": rng.choice(("low", "high", "urgent"))}  # fmt: skip
        answer = str(shown[-1][form.path[-1]]) if not form.acts and form.path and form.path[-1] else None
        effects: list[Effect] = []
        for tool, wanted in form.acts:
            arguments: dict[str, Any] = {}
            uses: dict[str, str] = {}
            for key, said in wanted.items():
                said = re.sub(r"\?(\w+)", lambda m: values[m[1]], said)
                if said == "@":
                    arguments[key] = values["id"]
                elif not re.match(r"\d\.", said):
                    arguments[key] = said
                else:
                    arguments[key], uses[key] = _derived(said, shown), said
            if tool == "send_message":
                told = [str(_derived(path, shown)) for path in form.contains]
                arguments["text"] = f"{values['id']}: {', '.join(told)}" if told else f"{values['id']} is done."
            steps.append(Step(tool, arguments, uses))
            effects.append(_effect(tool, arguments, [str(_derived(path, shown)) for path in form.contains]))
        if form.impossible:
            return self.spoilt(form, start, values, steps, refs)
        return _Draft(values, steps, answer, effects, refs)

    def spoilt(
        self, form: _Form, start: Any, values: dict[str, str], steps: list[Step], refs: list[str]
    ) -> _Draft | None:
        """What makes an impossible request so."""
        rng, world = self.rng, self.world
        match form.name:
            case "unknown_order":
                free = [t for t in twins(start.id) if t not in world.by_id and names.side(t) == world.side]
                if not free:
                    return None
                values["id"] = rng.choice(free)
                steps, refs = [Step("get_order", {"order_id": values["id"]}, {}, "not_found")], []
            case "too_much":
                values["amount"] = money(start.cents + rng.randrange(2, 60) * 50)
            case "other_buyer":
                others = [
                    c for c in world.customers if c.id != start.customer and world.split[c.id] == world.split[start.id]
                ]
                if not others:
                    return None
                other = rng.choice(others)
                values["customer"] = other.name
                refs = [*refs, other.id]
            case "no_telephone":
                steps = [steps[0], Step("get_supplier", steps[1].arguments, {"name": "0.supplier"})]
            case "stranger":
                values["mail"] = f"{rng.choice(('info', 'buying', 'desk', 'post'))}@{rng.choice(_ELSEWHERE)}.example"
        return _Draft(values, steps, None, [], refs)

    def paired(self, form: _Form, split: Split) -> _Draft | None:
        """A request that names a customer, and a product or a status, instead of a number."""
        rng, world = self.rng, self.world
        if form.start == "buyer":
            buyers = [c for c in world.customers if world.split[c.id] == split]
            if not buyers:
                return None
            buyer = rng.choice(buyers)
            many = form.impossible is not None
            status = "open" if many else rng.choice(("on hold", "returned", "cancelled", "picked"))
            n = sum(o.customer == buyer.id and o.status == status for o in world.orders)
            step = Step("find_orders", {"customer": buyer.name, "product": None, "status": status}, {})
            if f"{buyer.id}/{status}" in self.used or n < 2:
                return None
            self.used[f"{buyer.id}/{status}"] = None
            values = {"customer": buyer.name, "status": status}
            return _Draft(values, [step], None if many else str(n), [], [buyer.id])
        fitting = []
        for (customer, product), orders in self.pairs.items():
            live = [o for o in orders if o.status == "open"]
            same = world.split[customer] == world.split[product] == split
            if same and len(live) == 1 and f"{customer}/{product}" not in self.used:
                fitting.append((customer, product, live))
        if not fitting:
            return None
        customer, product, live = rng.choice(fitting)
        self.used[f"{customer}/{product}"] = None
        values = {"customer": world.name(customer), "product": world.name(product)}
        steps = [Step("find_orders", {**values, "status": "open"}, {})]
        arguments = {"order_id": live[0].id}
        steps.append(Step("cancel_order", arguments, {"order_id": "0.orders.0"}))
        return _Draft(values, steps, None, [_effect("cancel_order", arguments, [])], [customer, product, live[0].id])

    def drafts(self, form: _Form, split: Split) -> Iterator[_Draft]:
        """Drafts of a form in a split, all of whose entities belong to it."""
        if form.start in ("pair", "buyer"):
            for _ in range(4):
                if made := self.paired(form, split):
                    yield made
            return
        for start in self.pools.get((form.start, split), []):
            if start.id in self.used or (form.where and not form.where(start)):
                continue
            made = self.draft(form, start)
            if made and all(self.world.split[ref] == split for ref in made.refs):
                self.used[start.id] = None
                yield made


_ELSEWHERE = ("corner-parts", "quick-resale", "blue-pallet", "night-market", "old-quay", "spare-hub")


def _derived(said: str, shown: Sequence[Mapping[str, Any]]) -> Any:
    """The value of `0.field`, `0.amount_cents * 50%` or `0.due + 7 days`."""
    path, *rest = said.split(" ")
    place, field = path.split(".")
    value = shown[int(place)][field]
    if not rest:
        return value
    if rest[0] == "*":
        return value * int(rest[1].rstrip("%")) // 100
    return (date.fromisoformat(value) + timedelta(days=int(rest[1]))).isoformat()


def _effect(tool: str, arguments: Mapping[str, Any], contains: Sequence[str]) -> Effect:
    match tool:
        case "cancel_order" | "hold_order" | "release_order":
            status = {"cancel_order": "cancelled", "hold_order": "on hold", "release_order": "open"}[tool]
            return Effect("orders", arguments["order_id"], {"status": status})
        case "move_due_date":
            return Effect("orders", arguments["order_id"], {"due": arguments["due"]})
        case "issue_refund":
            return Effect("refunds", None, dict(arguments))
        case "open_ticket":
            return Effect("tickets", None, dict(arguments))
        case "assign_ticket":
            return Effect("tickets", arguments["ticket_id"], {"assignee": arguments["assignee"]})
        case "close_ticket":
            return Effect("tickets", arguments["ticket_id"], {"status": "closed"})
    fields = {"to": arguments["to"], "about": arguments["about"]}
    return Effect("messages", None, fields, tuple(contains))


def _conditions(form: _Form) -> tuple[Condition, ...]:
    return (Condition("0.status", form.condition),) if form.condition else ()


def make(world: World) -> Sequence[Task]:
    """The tasks of a world: forms in turn, split by split; a quarter cannot be done."""
    maker, out = _Maker(world), list[Task]()
    writer = Writer(maker.rng, world, Decks())
    wanted = {s: round(PATTERN.count(s) * TOTAL / len(PATTERN)) for s in ("train", "dev", "test")}
    for split in ("train", "dev", "test"):
        possible = [f for f in FORMS_ if not f.impossible]
        impossible = [f for f in FORMS_ if f.impossible]
        streams = {id(f): maker.drafts(f, split) for f in FORMS_}
        for group, total in ((possible, wanted[split] * 3 // 4), (impossible, wanted[split] // 4)):
            queue = maker.rng.sample(group, len(group))
            made = 0
            while made < total and queue:
                form = queue.pop(0)
                draft = next(streams[id(form)], None)
                if draft is None:
                    continue  # nothing of this form is left in the split
                queue.append(form)
                made += 1
                at, said = maker.rng.choice(by_split(share(BANK[form.name], world.side), split))
                text = _worded(maker.rng, writer, said, draft.values, split, world)
                out.append(Task(
                    f"task-{split}-{made + (wanted[split] * 3 // 4 if group is impossible else 0):03d}", split,
                    f"{form.name}/{at}", tuple(dict.fromkeys(draft.refs)), form.kind, form.name, text,
                    len(draft.steps), tuple(draft.steps), _conditions(form), draft.answer, tuple(draft.effects),
                    form.impossible,
                ))  # fmt: skip
    return out


def _worded(
    rng: random.Random, writer: Writer, said: str, values: Mapping[str, str], split: Split, world: World
) -> str:
    for place in ("before", "after"):
        if rng.random() < 0.3:
            extra = rng.choice(by_split(share(OPENERS[place], world.side), split))[1]
            said = f"{extra} {said}" if place == "before" else f"{said} {extra}"
    text, marks = lay(writer.spin(said), {k: (v, "", v) for k, v in values.items()})
    kept = [Mark(m.kind, m.start, m.end) for m in marks]
    return disturb(rng, text, [], kept, rng.choice((0.0, 0.0, 0.0, 0.05)))[0]


# ---- proof
_ID = re.compile(r"\b[A-Z]{1,3}-\d+\b")


def _value(path: str, results: Sequence[Mapping[str, Any]]) -> Any:
    """What a path with its arithmetic gives on results of the desk; None where it leads nowhere."""
    found = re.fullmatch(r"(\d+)\.(\w+)(?:\.(\d+))?(?: \* (\d+)%| \+ (\d+) days)?", path)
    if found is None or int(found[1]) >= len(results):
        return None
    value = results[int(found[1])].get(found[2])
    if found[3] and isinstance(value, list):
        value = value[int(found[3])] if len(value) == 1 else None
    if found[4] and isinstance(value, int):
        return value * int(found[4]) / 100
    if found[5] and isinstance(value, str):
        return date.fromordinal(date.fromisoformat(value).toordinal() + int(found[5])).isoformat()
    return value


def prove(item: Task, world: World) -> list[str]:
    """What is wrong with a task, judged by replaying its steps on the desk."""
    wrong, desk = [], Desk(world)
    results: list[dict[str, Any]] = []
    read: set[int] = set()
    for number, step in enumerate(item.steps):
        for key, value in step.arguments.items():
            path = step.uses.get(key)
            rule = TOOLS[step.tool].parameters["properties"].get(key, {}) if step.tool in TOOLS else {}
            if path:
                read.add(int(path.partition(".")[0]))
                if _value(path, results) != value:
                    wrong.append(f"step {number}: {key} is {value!r}, but {path} gives {_value(path, results)!r}")
            elif value is not None and key != "text" and "enum" not in rule and str(value) not in item.prompt:
                wrong.append(f"step {number}: {key}={value!r} stands neither in the request nor in a result")
        result = desk.call(step.tool, step.arguments)
        if result.get("error") != step.fails:
            wrong.append(f"step {number}: {step.tool} gives {result.get('error')}, not {step.fails}")
        results.append(result)
    for path, among in item.conditions:
        read.add(int(path.partition(".")[0]))
        if _value(path, results) not in among:
            wrong.append(f"{path} is {_value(path, results)!r}, not one of {', '.join(among)}")
    if not same_end(item.effects, desk.effects()):
        wrong.append(f"the desk ends with {desk.effects()}, the task wants {item.effects}")
    if item.hops != len(item.steps) or item.hops > 6 or (item.hops == 0) != (item.impossible == "no_tool"):
        wrong.append(f"{item.hops} hops for {len(item.steps)} steps")
    contained = [c for e in item.effects for c in e.contains]
    for number, result in enumerate(results):  # every call has to serve something
        last = number == len(results) - 1
        told = any(c in map(str, result.values()) for c in contained)
        if not (last or number in read or told or TOOLS[item.steps[number].tool].effect != "read"):
            wrong.append(f"step {number}: {item.steps[number].tool} is of no use")
    wrong += _answered(item, results, world)
    wrong += [f"{ref} is unknown or of another split" for ref in item.entities if world.split.get(ref) != item.split]
    named = set(_ID.findall(item.prompt)) - set(item.entities)
    if named - {t.replace("INC-", "TCK-") for t in item.entities} and item.form != "unknown_order":
        wrong.append(f"the request names {', '.join(sorted(named))}, which the task is not about")
    return wrong


def _answered(item: Task, results: Sequence[Mapping[str, Any]], world: World) -> list[str]:
    """What is wrong with the answer, or with the reason why there is none."""
    last = results[-1] if results else {}
    if item.impossible is None:
        if item.answer is None:
            return [] if item.effects else ["neither an answer nor an effect"]
        if item.answer not in map(str, last.values()):
            return [f"the answer {item.answer!r} is not in the last result"]
        return ["the answer stands in the request"] if item.answer in item.prompt and len(item.answer) > 2 else []
    if item.answer is not None or item.effects:
        return ["is said to be impossible, but has an answer or an effect"]
    match item.impossible:
        case "not_found":
            holds = last.get("error") == "not_found"
        case "ambiguous":
            holds = last.get("count", 0) > 1
        case "mismatch":
            said = [c.name for c in world.customers if c.name in item.prompt]
            holds = bool(said) and "customer" in last and last["customer"] not in said
        case "not_recorded":
            holds = "telephone" not in last and "phone" not in last and "error" not in last
        case "no_tool":
            holds = not results
        case _:
            holds = _refused(item, last, Desk(world))
    return [] if holds else [f"is not impossible as {item.impossible}: {dict(last)}"]


def _refused(item: Task, order: Mapping[str, Any], desk: Desk) -> bool:
    """Whether the desk refuses the act that the request asks for."""
    number = str(order.get("order_id"))
    amount = re.search(r"EUR (\d+)\.(\d\d)", item.prompt)
    address = re.search(r"\S+@[\w-]+\.example", item.prompt)
    if item.form == "too_late":
        result = desk.call("cancel_order", {"order_id": number})
    elif item.form == "early_refund":
        result = desk.call("issue_refund", {"order_id": number, "amount_cents": order["amount_cents"]})
    elif amount:
        result = desk.call("issue_refund", {"order_id": number, "amount_cents": int(amount[1] + amount[2])})
    elif address:
        result = desk.call("send_message", {"to": address[0], "about": number, "text": number})
    else:
        return False
    return result.get("error") == "not_allowed"
