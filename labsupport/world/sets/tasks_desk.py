"""The desk that agent tasks are solved at: typed tools, and a small state of orders, tickets, refunds and messages.

The state starts from the graph and only these tools change it. A desk reads facts; it knows nothing of how tasks are
made, so replaying a task on it proves the task.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple

from labsupport.world.entities import World
from labsupport.world.evidence import valid

PRIORITIES = ("low", "normal", "high", "urgent")
STATUSES = ("open", "picked", "shipped", "delivered", "on hold", "cancelled", "returned")
CANCELLABLE = ("open", "picked", "on hold")
REFUNDABLE = ("delivered", "returned", "cancelled")
Code = Literal["unknown_tool", "invalid_arguments", "not_found", "not_allowed"]


class Tool(NamedTuple):
    """A tool: `parameters` is a JSON Schema; `effect` says whether it reads, changes the state, or leaves the house."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    effect: Literal["read", "write", "external"]


@dataclass(frozen=True)
class Effect:
    """One row that differs from the start. `id` is None for a new row; a new row's `fields` are all of its fields.

    In the gold of a task, `contains` lists what the free text of a message must hold, and `fields` leaves the text out.
    """

    table: Literal["orders", "tickets", "refunds", "messages"]
    id: str | None
    fields: Mapping[str, Any]
    contains: tuple[str, ...] = ()


def _text(description: str, pattern: str = "") -> dict[str, Any]:
    return {"type": "string", "description": description} | ({"pattern": pattern} if pattern else {})


def _tool(
    name: str, effect: Literal["read", "write", "external"], description: str, /, **fields: dict[str, Any]
) -> Tool:
    schema = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    return Tool(name, description, schema, effect)


_ORDER = _text("Order number, for example ORD-48213.", r"^ORD-\d+$")
_TICKET = _text("Ticket number, for example TCK-4821.", r"^TCK-\d+$")
_ABOUT = _text("The number of what it is about: an order, incident, ticket or vulnerability.", r"^[A-Z]+-\d+$")
TOOLS: Mapping[str, Tool] = {t.name: t for t in (
    _tool("get_order", "read", "One order: customer, product, quantity, amount_cents, status, placed, due. Does not "
          "search; use find_orders when the number is not known.", order_id=_ORDER),
    _tool("find_orders", "read", "Numbers of a customer's orders, lowest first, and their count. Null means any.",
          customer=_text("Full name of the customer."),
          product={"type": ["string", "null"], "description": "Name of a product, or null."},
          status={"type": ["string", "null"], "enum": [*STATUSES, None], "description": "Order status, or null."}),
    _tool("get_customer", "read", "One customer: plan, account_manager, contact, contact_email. No orders or contract.",
          name=_text("Full name of the customer.")),
    _tool("get_contract", "read", "The contract of a customer that is in force today: contract_id, plan, product, "
          "amount_cents, end, response_hours, notice_months, signatory.", customer=_text("Full name of the customer.")),
    _tool("get_product", "read", "One product: role, sku, owner_team, supplier, version, price_cents per month.",
          name=_text("Name of the product.")),
    _tool("get_team", "read", "One team: department, lead, site, channel.", name=_text("Name of the team.")),
    _tool("get_person", "read", "One member of staff: role, team, site, manager, extension, email. Customers' contacts "
          "are not staff.", name=_text("First and last name.")),
    _tool("get_site", "read", "One site: its kind and address.", name=_text("Name of the site.")),
    _tool("get_supplier", "read", "One supplier: the part that it delivers.", name=_text("Name of the supplier.")),
    _tool("get_incident", "read", "One incident: product, cause, minutes, oncall, date.",
          incident_id=_text("Incident number, for example INC-4821.", r"^INC-\d+$")),
    _tool("get_vulnerability", "read", "One vulnerability: product, component, severity, fixed_version.",
          vulnerability_id=_text("Number, for example SEC-4821.", r"^SEC-\d+$")),
    _tool("get_error", "read", "One error code: product, component, meaning, remedy.",
          code=_text("Error code, for example E-4821.", r"^E-\d+$")),
    _tool("get_policy", "read", "The policy on a topic, in force today: policy_id, limit, owner_team, effective.",
          topic=_text("Topic, for example Annual leave.")),
    _tool("get_ticket", "read", "One ticket: about, product, assignee, priority, status.", ticket_id=_TICKET),
    _tool("cancel_order", "write", "Cancel an order that is open, picked or on hold. Refunds nothing.",
          order_id=_ORDER),
    _tool("hold_order", "write", "Put an order that is open or picked on hold.", order_id=_ORDER),
    _tool("release_order", "write", "Open an order again that is on hold.", order_id=_ORDER),
    _tool("move_due_date", "write", "Give an order that is open, picked or on hold another due date.", order_id=_ORDER,
          due=_text("The new day, YYYY-MM-DD.", r"^\d{4}-\d{2}-\d{2}$")),
    _tool("issue_refund", "write", "Refund an order that is delivered, returned or cancelled, once, at most in full.",
          order_id=_ORDER, amount_cents={"type": "integer", "minimum": 1, "description": "Euro cents."}),
    _tool("open_ticket", "write", "Open a ticket with a team.", team=_text("Name of the team."), about=_ABOUT,
          priority={"type": "string", "enum": list(PRIORITIES), "description": "How urgent it is."}),
    _tool("assign_ticket", "write", "Give an open ticket to a member of staff.", ticket_id=_TICKET,
          assignee=_text("First and last name.")),
    _tool("close_ticket", "write", "Close an open ticket.", ticket_id=_TICKET),
    _tool("send_message", "external", "Send a message to staff, to a customer's contact, or to a team's channel. "
          "Other addresses are refused.", to=_text("E-mail address or #channel."), about=_ABOUT,
          text=_text("What the message says.")),
)}  # fmt: skip


def schemas(names: Sequence[str] = tuple(TOOLS)) -> list[dict[str, Any]]:
    """The tools as the `tools` of a chat completion request."""
    return [
        {"type": "function", "function": {"name": t.name, "description": t.description, "parameters": t.parameters}}
        for t in (TOOLS[name] for name in names)
    ]


class Refused(Exception):
    """A call that the desk does not carry out; `code` says why."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


def issues(tool: Tool, arguments: Mapping[str, Any]) -> list[str]:
    """What is wrong with the arguments of a call, by the part of JSON Schema that the tools use."""
    fields = tool.parameters["properties"]
    wrong = [f"{key}: not a parameter" for key in arguments if key not in fields]
    for key, rule in fields.items():
        if key not in arguments:
            wrong.append(f"{key}: missing")
            continue
        value, kinds = arguments[key], rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
        fits = {"string": isinstance(value, str), "null": value is None,
                "integer": isinstance(value, int) and not isinstance(value, bool)}  # fmt: skip
        if not any(fits[kind] for kind in kinds):
            wrong.append(f"{key}: {value!r} is not of type {' or '.join(kinds)}")
        elif "enum" in rule and value not in rule["enum"]:
            wrong.append(f"{key}: {value!r} is none of {', '.join(map(str, rule['enum']))}")
        elif "pattern" in rule and not re.search(rule["pattern"], value):
            wrong.append(f"{key}: {value!r} does not match {rule['pattern']}")
        elif "minimum" in rule and value < rule["minimum"]:
            wrong.append(f"{key}: {value!r} is below {rule['minimum']}")
    return wrong


class Desk:
    """A state and its tools. `call` never raises for a wrong call: it returns `{"error": code, "message": ...}`."""

    def __init__(self, world: World) -> None:
        self.world, self.day = world, world.today
        self.tables: dict[str, dict[str, dict[str, Any]]] = {"orders": {}, "tickets": {}, "refunds": {}, "messages": {}}
        self._before: dict[tuple[str, str], dict[str, Any]] = {}

    # ---- reading facts
    @cached_property
    def _ids(self) -> dict[str, str]:
        kinds = (self.world.sites, self.world.people, self.world.teams, self.world.products, self.world.customers,
                 self.world.suppliers)  # fmt: skip
        return {f"{e.id.partition('-')[0]}:{e.name}": e.id for kind in kinds for e in kind}

    @cached_property
    def _addresses(self) -> set[str]:
        known = {"person.email", "team.channel"}
        staff = {f.object for f in self.world.facts if f.relation in known}
        return staff | {c.email for c in self.world.customers}

    def _id(self, kind: str, name: str) -> str:
        found = self._ids.get(f"{kind}:{name}")
        if found is None:
            raise Refused("not_found", f"no {kind} is called {name!r}")
        return found

    def _numbered(self, ref: str, what: str) -> str:
        if (ref, what) not in self.world.facts_about:
            raise Refused("not_found", f"{ref} does not exist")
        return ref

    def _now(self, subject: str, relation: str) -> str:
        """The value that a relation has today, as a text calls it; "" where it has none."""
        found = valid(self.world, subject, relation, self.day)
        return self.world.name(found[0].object) if found else ""

    def _view(self, subject: str, **fields: str) -> dict[str, Any]:
        return {key: self._now(subject, relation) for key, relation in fields.items()}

    def _row(self, table: str, key: str) -> dict[str, Any]:
        """A row of the state, made from the graph at first sight."""
        rows = self.tables[table]
        if key not in rows and table == "orders":
            self._numbered(key, "order.customer")
            amount = self._now(key, "order.amount").removeprefix("EUR ").replace(".", "")
            rows[key] = {"order_id": key} | self._view(key, customer="order.customer", product="order.product") | {
                "quantity": self.world.by_id[key].quantity, "amount_cents": int(amount),  # type: ignore[union-attr]
                "status": self._now(key, "order.status"), "placed": _since(self.world, key, "order.status"),
                "due": self._now(key, "order.due"),
            }  # fmt: skip
        if key not in rows and table == "tickets":  # every incident has a follow-up ticket
            incident = key.replace("TCK-", "INC-")
            self._numbered(incident, "incident.product")
            severity = self.world.by_id[incident].severity  # type: ignore[union-attr]
            rows[key] = {
                "ticket_id": key, "about": incident, "product": self._now(incident, "incident.product"),
                "assignee": self._now(incident, "incident.oncall"),
                "priority": "high" if severity == 1 else "normal", "status": "closed" if severity == 3 else "open",
            }  # fmt: skip
        return rows[key]

    def _change(self, table: str, key: str, **fields: Any) -> dict[str, Any]:
        row = self._row(table, key)
        self._before.setdefault((table, key), dict(row))
        row.update(fields)
        return dict(row)

    def _new(self, table: Literal["tickets", "refunds", "messages"], **fields: Any) -> dict[str, Any]:
        key = f"{table.removesuffix('s')}-{len(self.tables[table]) + 1}"
        self.tables[table][key] = fields
        self._before[table, key] = {}
        return {"id": key} | fields

    # ---- calls
    def call(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Run one tool; the result as a dict, or an error with its code."""
        tool = TOOLS.get(name)
        try:
            if tool is None:
                raise Refused("unknown_tool", f"there is no tool {name!r}")
            if wrong := issues(tool, arguments):
                raise Refused("invalid_arguments", "; ".join(wrong))
            if tool.effect == "read":
                return self._read(name, arguments)
            return self._write(name, arguments)
        except Refused as refused:
            return {"error": refused.code, "message": str(refused)}

    def _read(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        key = next(iter(given.values()))
        match name:
            case "get_order" | "get_ticket":
                return dict(self._row("orders" if name == "get_order" else "tickets", key))
            case "find_orders":
                return self._find(**given)
            case "get_customer":
                ref = self._id("customer", key)
                found = self._view(ref, plan="customer.plan", account_manager="customer.manager",
                                   contact="customer.contact")  # fmt: skip
                return {"name": key} | found | {"contact_email": self.world.by_id[ref].email}  # type: ignore[union-attr]
            case "get_contract":
                return self._contract(self._id("customer", key))
            case "get_product":
                ref = self._id("product", key)
                found = self._view(ref, role="product.role", sku="product.sku", owner_team="product.owner",
                                   supplier="product.supplier", version="product.version")  # fmt: skip
                price = self._now(ref, "product.price").removeprefix("EUR ").replace(".", "")
                return {"name": key} | found | {"price_cents": int(price)}
            case "get_team":
                ref = self._id("team", key)
                found = self._view(ref, lead="team.lead", site="team.site", channel="team.channel")
                return {"name": key, "department": self.world.by_id[ref].department} | found  # type: ignore[union-attr]
            case "get_person":
                return {"name": key} | self._view(
                    self._id("person", key), role="person.role", team="person.team", site="person.site",
                    manager="person.manager", extension="person.extension", email="person.email",
                )  # fmt: skip
            case "get_site":
                ref = self._id("site", key)
                return {"name": key, "kind": self.world.by_id[ref].kind} | self._view(ref, address="site.address")  # type: ignore[union-attr]
            case "get_supplier":
                return {"name": key} | self._view(self._id("supplier", key), part="supplier.part")
            case "get_incident":
                self._numbered(key, "incident.product")
                found = self._view(key, product="incident.product", cause="incident.cause", oncall="incident.oncall",
                                   date="incident.date")  # fmt: skip
                return {"incident_id": key, "minutes": int(self._now(key, "incident.minutes"))} | found
            case "get_vulnerability":
                self._numbered(key, "vulnerability.product")
                return {"vulnerability_id": key} | self._view(
                    key, product="vulnerability.product", component="vulnerability.component",
                    severity="vulnerability.severity", fixed_version="vulnerability.fixed",
                )  # fmt: skip
            case "get_error":
                self._numbered(key, "error.product")
                return {"code": key} | self._view(
                    key, product="error.product", component="error.component", meaning="error.meaning",
                    remedy="error.remedy",
                )  # fmt: skip
            case _:
                return self._policy(key)

    def _find(self, customer: str, product: str | None, status: str | None) -> dict[str, Any]:
        buyer = self._id("customer", customer)
        wanted = self._id("product", product) if product else None
        found = []
        for order in self.world.orders:
            facts = self.world.facts_about
            if facts[order.id, "order.customer"][0].object != buyer:
                continue
            if wanted and facts[order.id, "order.product"][0].object != wanted:
                continue
            if status is None or self._row("orders", order.id)["status"] == status:
                found.append(order.id)
        return {"orders": sorted(found), "count": len(found)}

    def _contract(self, customer: str) -> dict[str, Any]:
        for fact in self.world.facts:
            if fact.relation == "contract.customer" and fact.object == customer and fact.since <= self.day:
                end = self._now(fact.subject, "contract.end")
                if date.fromisoformat(end) > self.day:
                    found = self._view(fact.subject, product="contract.product", signatory="contract.signatory")
                    amount = self._now(fact.subject, "contract.amount").removeprefix("EUR ").replace(".", "")
                    hours = int(self._now(fact.subject, "contract.response").split()[0])
                    months = int(self._now(fact.subject, "contract.notice").split()[0])
                    return {"contract_id": fact.subject, "plan": self._now(customer, "customer.plan"), "end": end,
                            "amount_cents": int(amount), "response_hours": hours,
                            "notice_months": months} | found  # fmt: skip
        raise Refused("not_found", f"{self.world.name(customer)} has no contract in force")

    def _policy(self, topic: str) -> dict[str, Any]:
        for policy in self.world.policies:
            if policy.topic == topic and (limit := self._now(policy.id, "policy.limit")):
                found = self._view(policy.id, owner_team="policy.owner", effective="policy.effective")
                return {"policy_id": policy.id, "topic": topic, "limit": limit} | found
        raise Refused("not_found", f"no policy in force on {topic!r}")

    def _write(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        def need(what: str, row: Mapping[str, Any], allowed: Sequence[str]) -> None:
            if row["status"] not in allowed:
                states = f"{', '.join(allowed[:-1])} or {allowed[-1]}" if len(allowed) > 1 else allowed[0]
                raise Refused("not_allowed", f"{what} is {row['status']}; this needs one that is {states}")

        if order := given.get("order_id"):
            row = self._row("orders", order)
            match name:
                case "cancel_order":
                    need(order, row, CANCELLABLE)
                    return self._change("orders", order, status="cancelled")
                case "hold_order":
                    need(order, row, ("open", "picked"))
                    return self._change("orders", order, status="on hold")
                case "release_order":
                    need(order, row, ("on hold",))
                    return self._change("orders", order, status="open")
                case "move_due_date":
                    need(order, row, CANCELLABLE)
                    return self._change("orders", order, due=given["due"])
            need(order, row, REFUNDABLE)
            if given["amount_cents"] > row["amount_cents"]:
                raise Refused("not_allowed", f"{given['amount_cents']} is more than the order's {row['amount_cents']}")
            if any(r["order_id"] == order for r in self.tables["refunds"].values()):
                raise Refused("not_allowed", f"{order} is refunded already")
            return self._new("refunds", order_id=order, amount_cents=given["amount_cents"])
        if name == "open_ticket":
            self._id("team", given["team"])
            return self._new("tickets", team=given["team"], about=given["about"], priority=given["priority"])
        if ticket := given.get("ticket_id"):
            need(ticket, self._row("tickets", ticket), ("open",))
            if name == "close_ticket":
                return self._change("tickets", ticket, status="closed")
            self._id("person", given["assignee"])
            return self._change("tickets", ticket, assignee=given["assignee"])
        if given["to"] not in self._addresses:
            raise Refused("not_allowed", f"{given['to']} is nobody's address here")
        return self._new("messages", to=given["to"], about=given["about"], text=given["text"])

    def effects(self) -> tuple[Effect, ...]:
        """What differs from the start, in the order in which it was first touched."""
        out = []
        for (table, key), before in self._before.items():
            row = self.tables[table][key]
            fields = {k: v for k, v in row.items() if before.get(k) != v}
            if fields:
                out.append(Effect(table, key if before else None, fields))  # type: ignore[arg-type]
        return tuple(out)


def _since(world: World, subject: str, relation: str) -> str:
    return world.facts_about[subject, relation][0].since.isoformat()


def same_end(gold: Sequence[Effect], found: Sequence[Effect]) -> bool:
    """Whether a desk ended as a task wants it: the same rows, in any order; messages need what they must contain."""

    def key(effect: Effect) -> str:
        return repr((effect.table, effect.id, sorted((k, v) for k, v in effect.fields.items() if k != "text")))

    if Counter(map(key, gold)) != Counter(map(key, found)):
        return False
    texts: dict[str, list[str]] = {}
    for effect in found:
        texts.setdefault(key(effect), []).append(str(effect.fields.get("text", "")))
    return all(any(all(holds(t, c) for c in e.contains) for t in texts[key(e)]) for e in gold)


def holds(text: str, value: str) -> bool:
    """Whether a text has a value, in any case, that is not a piece of a longer word, number or date."""
    return re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text, re.I) is not None
