"""Record skills: extraction to JSON by a schema, lists of names, single fields, conversions of records."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from labsupport.models import phrases, wording
from labsupport.models.examples import Example, asked, fresh
from labsupport.models.skills import material as m
from labsupport.models.skills.material import Entry
from labsupport.models.skills.texts import extraction, window
from labsupport.models.sources import SEVERAL, Facts, Texts
from labsupport.models.wording import ABSTAIN
from labsupport.world.entities import World
from labsupport.world.evidence import named

JSON_SYSTEMS = (
    "Read the text and fill the schema. Values are copied as they stand; what is missing becomes null.",
    "Reply with JSON only, keys exactly as given, null for anything the text leaves open.",
    "Pull these keys out of the text into one JSON object. No value found: null.",
    "You turn texts into records. Output: JSON by the schema, nothing around it; unknown is null.",
    "Convert the text to JSON. Take the keys from the schema and the values from the text (null if absent).",
    "Extract. JSON. Missing -> null.",
    "Structure the following information as requested. Do not invent values, write null.",
    "Fill in the form. The result is JSON on one line; empty fields are null.",
    "Give the data as JSON in the order of the schema. What the text does not tell is null.",
    "Copy each value word for word under its key. Keys without a value in the text get null.",
    "An extraction task: schema and text below. Answer with the JSON object alone. Unstated means null.",
    "Make a record of this. Only JSON, only the given keys, null where there is nothing.",
    "Parse the message into the structure shown. Write null for each field that is not mentioned.",
    "Your output is read by a program: one JSON value matching the schema, null for gaps.",
)
LIST_SYSTEMS = (
    "List all of them as JSON, in the order in which they appear.",
    "One object for each item of the text, in its order. JSON only.",
    "Extract every item; reply with JSON.", "Return all entries, none left out, as JSON by the schema.",
    "Collect all items from the text into the list. Keep the order. null for what an item lacks.",
    "The text holds several records. Give all of them in the structure below.", "All items, in order, as JSON.",
    "Find each of them in the text and write one object per item.",
    "Complete list as JSON, please; missing values are null.",
    "Turn every entry into an object of the list, first come first.", "Extract the whole list. Output JSON only.",
    "Read all the entries and return them as JSON objects with the given keys.",
)  # fmt: skip
SCHEMA_HEADS = (
    "Schema: ",
    "Schema:\n",
    "Format: ",
    "JSON: ",
    "Fields: ",
    "Keys: ",
    "Fill this: ",
    "Output format:\n",
    "Template: ",
)
TEXT_HEADS = ("Text: ", "Text:\n", "", "Input: ", "Message:\n", "Source: ", "Document:\n", "---\n", "Note: ")
ABOUT = ("About: {s}", "Subject: {s}", "Extract for {s}.", "We want {s}.", "Record of {s}", "For: {s}",
    "Only {s} counts.",
         "The object describes {s}.", "Entity: {s}", "Item: {s}")  # fmt: skip
NESTS = ("details", "info", "data", "record", "attributes", "fields", "content", "profile", "values", "meta")


class Slot(NamedTuple):
    """One field to extract: its key, what it means in words, its value."""

    key: str
    meaning: str
    value: str | None
    choices: tuple[str, ...] = ()  # of an enum


def styled(words: str, style: str) -> str:
    """Words as a key: snake, camel, title or as they are."""
    if style == "words":
        return words
    parts: list[str] = re.findall(r"[^\W_]+", words)
    if style == "camel":
        return parts[0].lower() + "".join(p.capitalize() for p in parts[1:])
    if style == "title":
        return " ".join(parts).capitalize()
    gap = "-" if style == "kebab" else "_"
    return gap.join(str(p).lower() for p in parts)


def _style(rng: random.Random) -> str:
    return rng.choices(("snake", "camel", "title", "words", "kebab"), (55, 15, 10, 15, 5))[0]


def _opaque(rng: random.Random, n: int) -> list[str]:
    """Keys that say nothing: only their description tells what belongs there."""
    draw = rng.randrange(4)
    if draw == 0:
        return [f"f{i}" for i in range(1, n + 1)]
    if draw == 1:
        return list("abcdefghij"[:n])
    if draw == 2:
        return [f"field_{i}" for i in rng.sample(range(1, 30), n)]
    return [f"{rng.choice(m.THINGS)}_{i}" for i in range(1, n + 1)]


def _json_schema(value: Any, notes: Mapping[str, Slot], described: bool) -> dict[str, Any]:
    if isinstance(value, dict):
        inner = {k: _json_schema(v, notes, described) | _note(notes.get(k), described) for k, v in value.items()}
        return {"type": "object", "properties": inner}
    if isinstance(value, list):
        return {"type": "array", "items": _json_schema(value[0], notes, described) if value else {"type": "string"}}
    return {"type": "string"}


def _note(slot: Slot | None, described: bool) -> dict[str, Any]:
    if slot is None:
        return {}
    made: dict[str, Any] = {"description": slot.meaning} if described else {}
    return made | ({"enum": list(slot.choices)} if slot.choices else {})


def _filled(value: Any, leaf: Callable[[str], Any], key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _filled(v, leaf, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_filled(value[0], leaf, key)] if value else [leaf(key)]
    return leaf(key)


def schema_text(rng: random.Random, made: Any, slots: Sequence[Slot], *, opaque: bool = False) -> str:
    """The schema of a record: JSON skeleton, JSON Schema, list of keys or described keys."""
    notes = {s.key: s for s in slots}
    flat = isinstance(made, dict) and not any(isinstance(v, (dict, list)) for v in made.values())
    draw = rng.random()
    if draw < 0.2:
        described = opaque or rng.random() < 0.4
        return json.dumps(_json_schema(made, notes, described), ensure_ascii=False)
    if opaque and (not flat or draw < 0.5):
        shown = _filled(made, lambda k: f"<{notes[k].meaning}>" if k in notes else "string")
        return json.dumps(shown, ensure_ascii=False)
    if flat and (opaque or draw < 0.38):
        form = rng.choice(("{k}: {d}", "- {k}: {d}", "{k} ({d})", "{k} = {d}", "* {k} - {d}", '"{k}": the {d}'))
        return "\n".join(form.format(k=s.key, d=s.meaning) for s in slots)
    if flat and draw < 0.58:
        keys = [s.key for s in slots]
        return rng.choice((", ".join(keys), "\n".join(f"- {k}" for k in keys), " | ".join(keys), json.dumps(keys)))
    leaf = rng.choice(("string", "string", "string", "", None, "...", "text"))
    return json.dumps(_filled(made, lambda _: leaf), ensure_ascii=False)


def _form(
    rng: random.Random, skill: str, systems: Sequence[str], schema: str, about: str, text: str, answer: Any
) -> Example:
    """Schema and text in either order under an instruction."""
    system = rng.choice(wording.JSON_SYSTEMS if systems is JSON_SYSTEMS and rng.random() < 0.25 else systems)
    head, body = rng.choice(SCHEMA_HEADS), rng.choice(TEXT_HEADS)
    parts = [f"{head}{schema}", f"{body}{text}"]
    if rng.random() < 0.25:
        parts.reverse()
    if about:
        parts.insert(rng.randrange(3), rng.choice(ABOUT).format(s=about))
    content = rng.choice(("\n", "\n\n")).join(parts)
    said = json.dumps(answer, ensure_ascii=False)
    if rng.random() < 0.15:
        return Example(skill, (("user", f"{content}\n\n{system}"),), said)
    return asked(rng, system, content, skill, said)


def _mail(rng: random.Random, text: str) -> str:
    """The text as an e-mail, or as it is."""
    if rng.random() < 0.8:
        return text
    hello = rng.choice(("Hi,", "Hello all,", "Dear team,", "Good morning,"))
    bye = rng.choice(("Regards", "Thanks", "Best", "Bye"))
    head = rng.choice(("", f"Subject: {rng.choice(('notes', 'update', 'as promised', 'for the file'))}\n\n"))
    return f"{head}{hello}\n{text}\n{bye}, {fresh(rng)}"


def _meaning(rng: random.Random, world: World, relation: str) -> str | None:
    """A name of the relation that no other relation of its kind shares; None if there is none."""
    kind = relation.split(".")[0]
    shared = {f for r in m.relations_of(kind) if r != relation for f in phrases.fields(r, world.side)}
    own = [f for f in phrases.fields(relation, world.side) if f not in shared]
    return rng.choice(own) if own else None


ENUMS = ("order.status", "customer.plan", "vulnerability.severity", "product.role", "person.role")


def _slot(rng: random.Random, facts: Facts, relation: str, value: str | None, style: str) -> Slot | None:
    meaning = _meaning(rng, facts.world, relation)
    if meaning is None:
        return None
    choices: tuple[str, ...] = ()
    if relation in ENUMS and rng.random() < 0.3:
        found = sorted({facts.world.name(f.object) for f in facts.by_relation.get(relation, ())} - {value})
        found += [value] if value else []
        choices = tuple(rng.sample(found, len(found)))
    return Slot(styled(meaning, style), meaning, value, choices)


def fields_json(rng: random.Random, facts: Facts) -> Example | None:
    """A record of one subject, or all subjects of a kind, as JSON by a schema."""
    draw = rng.random()
    return _one(rng, facts) if draw < 0.6 else _all(rng, facts) if draw < 0.85 else _lists(rng, facts)


def _one(rng: random.Random, facts: Facts) -> Example | None:
    """Some fields of one subject among others, flat or nested; a fifth of the fields are not in the text."""
    world, target = facts.world, m.single(rng, facts)
    subject, kind = named(world, target.subject), target.relation.split(".")[0]
    known = [f for f in facts.by_subject[target.subject] if f.relation not in SEVERAL and f != target]
    stated = [m.entry(rng, facts, f) for f in (target, *rng.sample(known, rng.randrange(min(5, len(known)) + 1)))]
    alone = rng.random() < 0.25
    taken = {e.relation for e in stated}
    alien = [e for e in m.others(rng, facts, target, rng.randrange(1, 5)) if e.subject != subject]
    alien = [] if alone else alien
    style = _style(rng)
    absent = [r for r in m.relations_of(kind) if r not in taken and not any(m.close(r, t) for t in taken)]
    wanted = rng.sample(stated, rng.randrange(1, len(stated) + 1))
    gaps = rng.sample(absent, min(len(absent), rng.choice((0, 0, 1, 1, 2))))
    slots = [_slot(rng, facts, e.relation, e.value, style) for e in wanted]
    slots += [_slot(rng, facts, r, None, style) for r in gaps]
    kept = [s for s in slots if s]
    opaque = rng.random() < 0.15
    if opaque:
        kept = [s._replace(key=k) for s, k in zip(kept, _opaque(rng, len(kept)), strict=True)]
    rng.shuffle(kept)
    if not kept or len({s.key for s in kept}) < len(kept):
        return None
    made: dict[str, Any] = {s.key: s.value for s in kept}
    if len(kept) > 2 and rng.random() < 0.2:
        cut = rng.randrange(1, len(kept) - 1)
        nest = rng.choice([n for n in NESTS if n not in made])
        made = {s.key: s.value for s in kept[:cut]} | {nest: {s.key: s.value for s in kept[cut:]}}
    schema = schema_text(rng, made, kept, opaque=opaque)
    items = rng.sample([*stated, *alien], len(stated) + len(alien))
    text = _mail(rng, "\n".join(m.block(rng, world, g) for g in m.deal(rng, None, items, rng.randrange(1, 3))))
    return _form(rng, "fields_json", JSON_SYSTEMS, schema, "" if alone else subject, text, made)


PLURALS = {
    "person": ("people", "persons", "colleagues", "staff"), "team": ("teams", "groups"), "product": ("products",
    "articles"),
    "customer": ("customers", "clients"), "order": ("orders", "items"), "incident": ("incidents", "outages"),
    "contract": ("contracts", "agreements"), "policy": ("policies", "rules"), "error": ("errors", "codes"),
    "vulnerability": ("vulnerabilities", "advisories"), "site": ("sites", "places"), "supplier": ("suppliers",
    "vendors"),
    "release": ("releases", "versions"),
}  # fmt: skip


def _wrapped(rng: random.Random, rows: list[dict[str, Any]], name: str) -> Any:
    """A bare list, or an object that holds it."""
    return rows if rng.random() < 0.5 else {name: rows}


def _all(rng: random.Random, facts: Facts) -> Example | None:
    """All subjects of a kind with some of their fields as a list of objects, in the order of the text."""
    world = facts.world
    kind = rng.choice([k for k in PLURALS if any(r.startswith(f"{k}.") for r in facts.by_relation)])
    relations = [r for r in m.relations_of(kind) if r in facts.by_relation and r != "person.manager"]
    chosen = rng.sample(relations, min(len(relations), rng.choice((1, 1, 2, 2, 3))))
    bank = list(dict.fromkeys(f.subject for f in facts.by_relation[chosen[0]]))
    subjects = rng.sample(bank, min(len(bank), rng.randrange(1, 5)))
    style = _style(rng)
    slots = [_slot(rng, facts, r, None, style) for r in chosen]
    kept = [s for s in slots if s]
    head = Slot(styled(rng.choice(("name", "id", kind)), style), f"name of the {kind}", None)
    if len(kept) < len(chosen) or len({s.key for s in kept} | {head.key}) <= len(kept):
        return None
    groups, rows = [], []
    for subject in subjects:
        values = {f.relation: m.entry(rng, facts, f) for f in facts.by_subject[subject] if f.relation in chosen}
        left = [r for r in values if len(values) == 1 or rng.random() < 0.9] or list(values)
        groups.append([values[r] for r in rng.sample(left, len(left))])
        row: dict[str, Any] = {head.key: named(world, subject)}
        rows.append(row | {s.key: values[r].value if r in left else None for s, r in zip(kept, chosen, strict=True)})
    texts = [m.block(rng, world, g) for g in groups] if rng.random() < 0.5 else [
        " ".join(m.said(rng, world, e) for e in g) for g in groups]  # fmt: skip
    for _ in range(rng.randrange(3)):  # sentences that name nothing of the kind
        fact = m.any_fact(rng, facts)
        if kind not in (fact.relation.split(".")[0], fact.object.split("-")[0]) and "@" not in fact.subject:
            texts.insert(rng.randrange(len(texts) + 1), m.said(rng, world, m.entry(rng, facts, fact)))
    made = _wrapped(rng, rows, rng.choice(PLURALS[kind]))
    schema = schema_text(rng, made, [head, *kept])
    return _form(rng, "fields_json", LIST_SYSTEMS, schema, "", _mail(rng, "\n".join(texts)), made)


def _lists(rng: random.Random, facts: Facts) -> Example | None:
    """A field with several values as a list in the order of the text, beside a plain one."""
    world = facts.world
    relation = rng.choice([r for r in SEVERAL if r in facts.by_relation])
    target = rng.choice(facts.by_relation[relation])
    bank = facts.by_relation[relation]
    subject = named(world, target.subject)
    mine = [m.entry(rng, facts, f) for f in facts.by_subject[target.subject] if f.relation == relation]
    pool = sorted({world.name(f.object) for f in bank} - {e.value for e in mine})
    mine += [Entry(subject, relation, v) for v in rng.sample(pool, min(len(pool), rng.randrange(3)))]
    mine = [] if rng.random() < 0.08 else rng.sample(mine, rng.randrange(1, len(mine) + 1))
    rest = m.others(rng, facts, target, rng.randrange(1, 5))
    items = rng.sample([*mine, *rest], len(mine) + len(rest))
    order = [e.value for e in items if e in mine]
    plain = [e for e in rest if e.subject == subject and e.relation not in SEVERAL]
    style = _style(rng)
    meaning = m.label(rng, world, relation)
    several = Slot(
        styled(rng.choice((f"{meaning} list", f"all {meaning}", f"list of {meaning}", meaning)), style),
        f"all values of {meaning}",
        None,
    )
    made: dict[str, Any] = {several.key: order}
    slots = [several]
    if plain and (extra := _slot(rng, facts, plain[0].relation, plain[0].value, style)) and extra.key not in made:
        made = {extra.key: extra.value, **made} if rng.random() < 0.5 else {**made, extra.key: extra.value}
        slots.append(extra)
    text = "\n".join(m.said(rng, world, e) for e in items) if rng.random() < 0.6 else m.block(rng, world, items)
    if not items:
        return None
    return _form(rng, "fields_json", JSON_SYSTEMS, schema_text(rng, made, slots), subject, _mail(rng, text), made)


FREE_FORMS = (
    "The {k} of {s} is {v}.", "{s} has the {k} {v}.", "{k} of {s}: {v}", "For {s} we noted {v} as {k}.",
    "{v} is the {k} of {s}.",
    "As to {s}, the {k} is {v}.", "{s} - {k}: {v}", "{s} comes with {k} {v}.", "We wrote down {v} as the {k} of {s}.",
    "{s} | {k} | {v}", "The {k} given for {s} was {v}.", "Under {k}, {s} shows {v}.", "With {s} goes {v} ({k}).",
)  # fmt: skip
CARD_FORMS = (
    "{K}: {v}",
    "- {k}: {v}",
    "{k} = {v}",
    "* {K} - {v}",
    "{k}: {v}",
    "{k} is {v}.",
    "The {k} is {v}.",
    "{k} {v},",
)


def _story(rng: random.Random, rows: Sequence[tuple[str, Mapping[str, str]]], *, mixed: bool) -> str:
    """Invented records as a text: cards one after the other, or single sentences, `mixed` in any order."""
    if rng.random() < 0.4:
        form, gap = rng.choice(CARD_FORMS), rng.choice(("\n", "\n", " "))
        head = rng.choice(("{s}\n", "# {s}\n", "Name: {s}\n", "{s}: ", "Entry {s}\n"))
        cards = []
        for subject, cells in rows:
            lines = [form.format(k=k, K=m.capital(k), v=v) for k, v in rng.sample(list(cells.items()), len(cells))]
            cards.append(head.format(s=subject) + gap.join(lines))
        return "\n\n".join(cards)
    forms = rng.sample(FREE_FORMS, rng.choice((1, 2, 4)))
    lines = []
    for subject, cells in rows:
        for k, v in rng.sample(list(cells.items()), len(cells)):
            lines.append(rng.choice(forms).format(s=subject, k=k, v=v))
    if mixed:
        rng.shuffle(lines)
    if rng.random() < 0.3:
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(m.FILLERS))
    ended = all(line.endswith(".") for line in lines)
    return (" " if ended and rng.random() < 0.6 else "\n").join(lines)


def free_json(rng: random.Random) -> Example:
    """Invented records by any schema: one of several subjects, or all of them."""
    keys = m.free_keys(rng, rng.randrange(2, 7))
    asked_for = rng.sample(keys, rng.randrange(1, min(4, len(keys)) + 1))
    subjects = m.free_subjects(rng, rng.choice((1, 1, 2, 2, 3)))
    style, opaque = _style(rng), rng.random() < 0.15
    rows: list[tuple[str, dict[str, str]]] = []
    for subject in subjects:
        told = [k for k in keys if rng.random() < 0.8] or keys[:1]
        rows.append((subject, {k: m.free_value(rng, k) for k in told}))
    names = _opaque(rng, len(asked_for)) if opaque else [styled(k, style) for k in asked_for]
    slots = [Slot(n, k, None) for n, k in zip(names, asked_for, strict=True)]

    def record(cells: Mapping[str, str]) -> dict[str, Any]:
        return {s.key: cells.get(s.meaning) for s in slots}

    if len(rows) > 1 and rng.random() < 0.35:
        head = Slot(styled(rng.choice(("name", "item", "entry")), style), "what it is about", None)
        made = _wrapped(
            rng, [{head.key: s, **record(c)} for s, c in rows], rng.choice(("items", "entries", "records", "things"))
        )
        schema = schema_text(rng, made, [head, *slots], opaque=opaque)
        return _form(rng, "fields_json", LIST_SYSTEMS, schema, "", _mail(rng, _story(rng, rows, mixed=False)), made)
    subject, cells = rng.choice(rows)
    made = record(cells)
    if len(made) > 2 and rng.random() < 0.2:
        nest = rng.choice([n for n in NESTS if n not in made])
        cut = rng.randrange(1, len(slots))
        made = {s.key: made[s.key] for s in slots[:cut]} | {nest: {s.key: made[s.key] for s in slots[cut:]}}
    schema = schema_text(rng, made, slots, opaque=opaque)
    about = subject if len(rows) > 1 or rng.random() < 0.3 else ""
    return _form(rng, "fields_json", JSON_SYSTEMS, schema, about, _mail(rng, _story(rng, rows, mixed=True)), made)


def text_json(rng: random.Random, texts: Texts) -> Example | None:
    """A labelled text of a company and the record it holds, under many instructions and schemas."""
    item = rng.choice(texts.extracts)
    plain = extraction(rng, item)
    made = json.loads(plain.answer)
    if len(item.text) > 2000:
        return None
    if all(not isinstance(v, (dict, list)) for v in made.values()):  # texts leave many fields open; ask for fewer
        kept = {k: v for k, v in made.items() if v is not None or rng.random() < 0.45}
        made = kept or made
    schema = schema_text(rng, made, [Slot(k, k.replace("_", " "), None) for k in made])
    return _form(rng, "fields_json", JSON_SYSTEMS, schema, "", item.text, made)


FIELD = (
    "Extract the {f} of {s}.", "What is the {f} of {s}? Value only.", "{f} of {s}:", "Give me {s}'s {f}.",
    "Field {f}, entity {s}.",
    "Read off the {f} for {s}.", "Which {f} does the text give for {s}?", "Return the {f} belonging to {s}.",
    "{s} -> {f}",
    "Find {s} and report the {f}.", "Please enter the {f} of {s}.", "Write down the {f} of {s} and nothing else.",
    "I need one value: the {f} of {s}.", "Only the {f} of {s}, please.", "Look for the {f} of {s} in the text.",
    "Copy the {f} of {s} from the text.", "Locate the {f} that goes with {s}.", "Tell me {f} for {s}.",
    "Name {s}'s {f}.",
    "In this text, what stands for {f} of {s}?", "Form field '{f}' for {s}:", "{s}, {f}?", "State the {f} of {s}.",
    "Pick the {f} of {s} out of this.", "Key: {f}. Subject: {s}. Value:", "What would you enter under {f} for {s}?",
    "Identify the {f} of {s}.", "Get {f} of {s}", "For {s}: {f}", "The form asks for the {f} of {s}. Answer:",
    "Could you copy out the {f} of {s}?", "Single value wanted: {f} ({s}).", "Fill the gap: the {f} of {s} is ___",
)  # fmt: skip
OR_NONE = (
    " If it is not there, reply: {a}", " Otherwise: {a}", " Not in the text? Then: {a}", " ({a} if missing)",
    " When the text is silent, write {a}", " Without a value reply {a}",
)  # fmt: skip


def _single(rng: random.Random, f: str, s: str, text: str, value: str | None) -> Example:
    """A request for one value; the value that is missing has its own reply, which is sometimes named needlessly."""
    request = rng.choice(FIELD).format(f=f, s=s)
    if value is None or rng.random() < 0.12:
        request += rng.choice(OR_NONE).format(a=ABSTAIN)
    draw = rng.random()
    answer = ABSTAIN if value is None else value
    if draw < 0.2:
        return Example("field", (("system", request), ("user", text)), answer)
    head = rng.choice(("", "", "Text: ", "Text:\n", "Source:\n"))
    content = f"{request}\n\n{head}{text}" if draw < 0.55 else f"{head}{text}\n\n{request}"
    return Example("field", (("user", content),), answer)


def field(rng: random.Random, facts: Facts) -> Example:
    """One value of a subject from a text that holds near misses."""
    world, target = facts.world, m.single(rng, facts)
    gold = m.entry(rng, facts, target)
    missing = rng.random() < 0.1
    items = m.others(rng, facts, target, rng.randrange(1 if missing else 0, 7), strict=missing)
    items += [] if missing else [gold]
    groups = m.deal(rng, None, rng.sample(items, len(items)), rng.randrange(1, 4))
    text = _mail(rng, rng.choice(("\n", "\n\n")).join(m.block(rng, world, g) for g in groups))
    f = m.label(rng, world, gold.relation)
    return _single(rng, f, gold.subject, text, None if missing else gold.value)


def free_field(rng: random.Random) -> Example:
    """One value of an invented subject."""
    keys, subjects = m.free_keys(rng, rng.randrange(1, 5)), m.free_subjects(rng, rng.randrange(1, 5))
    rows = [(s, {k: m.free_value(rng, k) for k in keys}) for s in subjects]
    subject, cells = rng.choice(rows)
    key = rng.choice(keys)
    value: str | None = cells[key]
    if len(subjects) * len(keys) > 1 and rng.random() < 0.1:
        value = None
        del cells[key]
        rows = [r for r in rows if r[1]]
    return _single(rng, key, subject, _mail(rng, _story(rng, rows, mixed=True)), value)


def text_field(rng: random.Random, texts: Texts) -> Example | None:
    """One value from a real passage."""
    doc, gold = rng.choice(texts.golds)
    key = gold.triple[:2]
    if gold.triple.relation in SEVERAL or any(g.triple[:2] == key and g.triple != gold.triple for g in doc.gold):
        return None
    subject = named(texts.world, gold.triple.subject)
    text = window(rng, doc, gold.start, gold.end, 600, subject)
    if text is None:
        return None
    f = m.label(rng, texts.world, gold.triple.relation)
    return _single(rng, f, subject, text, doc.text[gold.start : gold.end])


_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
PATTERNS: dict[str, tuple[re.Pattern[str], tuple[str, ...]]] = {
    "date": (re.compile(rf"\d{{4}}-\d\d-\d\d|\d{{1,2}} (?:{_MONTH}) \d{{4}}|(?:{_MONTH}) \d{{1,2}}, \d{{4}}"),
             ("dates", "days", "calendar dates", "dates mentioned")),
    "amount": (re.compile(r"EUR \d+\.\d\d"), ("amounts of money", "amounts", "sums in EUR", "prices and amounts")),
    "order": (re.compile(r"\bORD-\d+"), ("order numbers", "orders", "ids of orders")),
    "incident": (re.compile(r"\bINC-\d+"), ("incident numbers", "incidents", "ids of incidents")),
    "contract": (re.compile(r"\bCTR-\d+"), ("contract numbers", "contracts")),
    "policy": (re.compile(r"\bPOL-\d+"), ("policy numbers", "policies")),
    "vulnerability": (re.compile(r"\bSEC-\d+"), ("vulnerability numbers", "advisory ids")),
    "error": (re.compile(r"\bE-\d+"), ("error codes", "codes of errors")),
    "mail": (re.compile(r"[\w.]+@[\w.]+\.example"), ("e-mail addresses", "mail addresses", "emails")),
    "channel": (re.compile(r"#[a-z][\w-]+"), ("chat channels", "channels")),
}  # fmt: skip
NAMES = {
    "people": ("people", "persons", "names of people", "human names"), "products": ("products", "product names"),
    "customers": ("customers", "names of customers"), "teams": ("teams", "names of teams"),
    "suppliers": ("suppliers", "names of suppliers"),
}  # fmt: skip
LIST_ALL = (
    "List all {k} in the text as a JSON list, in the order of appearance.", "Extract all {k}. Reply with a JSON array.",
    "Which {k} are mentioned? JSON list, each once.", "Find the {k} in this text; answer as a JSON list of strings.",
    "{k}, as JSON array:", "Collect every one of the {k} in order. Output: JSON list.",
    "Give me the {k} as [\"...\"]; empty list if none.",
    "Return a JSON list with the {k} of the text, without repeats.", "Named things wanted: {k}. Format: JSON list.",
    "Read the text and list its {k} (JSON, order of the text, [] if there are none).",
    "Entities to find: {k}. JSON array, please.",
    "All {k} -> JSON list", "Mark the {k}: reply with a JSON array of the exact strings.",
    "What {k} occur here? Use a JSON list.",
)  # fmt: skip


def _listing(rng: random.Random, kind: str, text: str, found: Sequence[str]) -> Example:
    request = rng.choice(LIST_ALL).format(k=kind)
    answer = json.dumps(list(dict.fromkeys(found)), ensure_ascii=False)
    draw = rng.random()
    if draw < 0.3:
        return Example("entities", (("system", request), ("user", text)), answer)
    content = f"{request}\n\n{text}" if draw < 0.65 else f"{text}\n\n{request}"
    return Example("entities", (("user", content),), answer)


def entities(rng: random.Random, facts: Facts) -> Example | None:
    """All names, numbers, days or amounts of a kind in a text, in order of appearance, each once."""
    world, target = facts.world, m.any_fact(rng, facts)
    items = [m.entry(rng, facts, target), *m.others(rng, facts, target, rng.randrange(1, 6))]
    rng.shuffle(items)
    blocks = [m.block(rng, world, g) for g in m.deal(rng, None, items, rng.randrange(1, 4))]
    flowing = all(b[-1:] in ".!?" and "\n" not in b for b in blocks)
    text = _mail(rng, (" " if flowing and rng.random() < 0.6 else "\n").join(blocks))
    if rng.random() < 0.5:
        kind = rng.choice(list(NAMES))
        if kind == "people" and re.search(r", (?:\w+)$", text):  # a mail is signed with a single name
            return None
        made = {"people": ("person",), "teams": ("team",), "customers": ("customer",), "products": ("product",
        "release"),
                "suppliers": ("supplier",)}[kind]  # fmt: skip
        known = {e.name for e in getattr(world, kind)}
        if kind == "people":
            known |= {c.contact for c in world.customers}
        known |= {e.subject.split(" ")[0] if kind == "products" else e.subject
                  for e in items if e.relation.split(".")[0] in made}  # fmt: skip
        longest = sorted(known, key=len, reverse=True)
        pattern = re.compile("|".join(rf"(?<![\w-]){re.escape(n)}(?![\w-])" for n in longest))
        words = rng.choice(NAMES[kind])
    else:
        present = [k for k, (p, _) in PATTERNS.items() if p.search(text)]
        kind = rng.choice(present if present and rng.random() < 0.93 else list(PATTERNS))
        pattern, names = PATTERNS[kind]
        words = rng.choice(names)
    found = pattern.findall(text)
    if not found and rng.random() < 0.8:
        return None
    return _listing(rng, words, text, found)


def free_entities(rng: random.Random) -> Example:
    """All values of one key in a text on invented things, in order of appearance."""
    keys = m.free_keys(rng, rng.randrange(1, 4))
    forms = rng.sample(FREE_FORMS, 3)
    lines: list[tuple[str, str]] = []
    for subject in m.free_subjects(rng, rng.randrange(2, 6)):
        for key in rng.sample(keys, rng.randrange(1, len(keys) + 1)):
            value = m.free_value(rng, key)
            lines.append((key, value))
            lines[-1] = (key, value + "\0" + rng.choice(forms).format(s=subject, k=key, v=value))
    rng.shuffle(lines)
    key = rng.choice(keys)
    found = [v.split("\0")[0] for k, v in lines if k == key]
    text = "\n".join(v.split("\0")[1] for _, v in lines)
    kind = rng.choice((f"values of {key}", f"values given as {key}", f"entries for {key}", f"{key} values"))
    return _listing(rng, kind, text, found)


RENAME = (
    "Rename the keys: {r}.", "Use other keys ({r}).", "Change these keys: {r}. Keep all values.", "Map the keys {r}.",
    "Same object with new key names: {r}", "Replace the key names as follows: {r}",
    "{r}. Rewrite the JSON with these names.",
    "Rewrite the JSON so that its keys are renamed: {r}.", "Keys to rename: {r}",
    "Apply this mapping to the keys: {r}.",
    "The target system calls them differently: {r}. Convert.", "New names: {r}. Everything else stays.",
)  # fmt: skip
SELECT = (
    "Keep only {k}.", "Select the keys {k}.", "Give the object with nothing but {k}.", "Reduce the JSON to {k}.",
    "Project on {k}.",
    "Return only these keys: {k}.", "I need {k} and no other key.", "Drop everything except {k}.", "Filter: {k}",
    "Pick {k} out of the object.", "A smaller JSON with {k}, please.",
    "Which part of the JSON has {k}? Return it as JSON.",
)  # fmt: skip
REMOVE = (
    "Remove {k}.", "Drop the keys {k}.", "Delete {k} from the object.", "The same JSON without {k}.",
    "Leave out {k}.", "Strip {k}.",
    "All keys but {k}.", "Take {k} away and return the rest as JSON.", "Cut {k}.", "Return the object minus {k}.",
    "Everything except {k}, as JSON.", "Hide {k}: reply with the other keys.",
)  # fmt: skip
TO_JSON = (
    "Convert to JSON.", "Write this as JSON.", "As a JSON object, please.", "Make JSON of it, values as strings.",
    "Turn this into JSON.",
    "Give the same data in JSON.", "JSON, one line:", "Parse it and output JSON.", "Represent the data as JSON.",
    "Transform to JSON.",
    "Output the record in JSON notation.", "Rewrite in JSON with the keys as they are.",
)  # fmt: skip
TO_LINES = (
    "Write the JSON as lines of the form key: value.", "Convert to key: value lines.",
    "One line a key, like key: value.",
    "Print the object as plain lines (key: value).", "No JSON, please: key: value, one each line.",
    "Flatten to lines key: value.",
    "Turn the JSON into a list of key: value lines.", "Make it readable: a line key: value for each key.",
    "Text form of this object, key: value.", "List the pairs as key: value.", "Show the record as key: value lines.",
    "Undo the JSON; lines key: value.",
)  # fmt: skip
TO_CSV = (
    "Convert to CSV with a header.", "As CSV: header line, then the row.", "Write this as CSV.",
    "CSV with header, please.",
    "Turn the JSON into CSV, keys as header.", "Give two CSV lines: keys and values.", "Make a CSV of it.",
    "JSON to CSV.",
    "Export as comma-separated values with a header.", "Header and values, separated by commas.", "Save as CSV:",
    "Rewrite the object as a CSV header and one row.",
)  # fmt: skip
ISO = (
    "Write the date as YYYY-MM-DD.", "Convert to ISO format.", "ISO date of this?", "Normalise the date (YYYY-MM-DD).",
    "Give the date in the form 2024-01-31.", "Turn this into an ISO 8601 date.", "Machine-readable date, please.",
    "date -> ISO",
    "Rewrite with year-month-day in digits.", "Standard form of the date (year first):", "Format: YYYY-MM-DD.",
    "How is this day written in ISO format?",
)  # fmt: skip
LONG = (
    "Write the date with the name of the month, like 3 May 2020.", "Spell out the month: day month year.",
    "Long form, day first.",
    "Turn the ISO date into words like 9 July 2021.", "Human-readable date (day month year), please.",
    "ISO -> 1 June 2022 style",
    "Give the date as in a letter: 24 August 2023.", "Rewrite as day, month name, year.",
    "How would one write this in English, day first?",
    "Expand the date to D Month YYYY.", "Format: D Month YYYY.", "Make this date readable, e.g. 15 October 2019.",
)  # fmt: skip


def _request(rng: random.Random, requests: Sequence[str], data: str, answer: str, **parts: str) -> Example:
    request = rng.choice(requests).format(**parts)
    draw = rng.random()
    if draw < 0.25:
        return Example("transform", (("system", request), ("user", data)), answer)
    content = f"{request}\n\n{data}" if draw < 0.65 else f"{data}\n\n{request}"
    return Example("transform", (("user", content),), answer)


def _listed(rng: random.Random, keys: Sequence[str]) -> str:
    return rng.choice((", ", ", ", " and ") if len(keys) == 2 else (", ", "; ")).join(keys)


def transform(rng: random.Random) -> Example:
    """A record in another form: keys renamed or selected, CSV or lines to JSON and back, dates to ISO and back."""
    draw = rng.randrange(12)
    if draw < 2:
        day = date(1990, 1, 1) + timedelta(rng.randrange(15000))
        iso, long = day.isoformat(), f"{day.day} {day:%B %Y}"
        if draw == 0:
            shown = rng.choice((long, long, f"{day:%B} {day.day}, {day.year}", f"{day:%d.%m.%Y}", f"{day:%A}, {long}"))
            return _request(rng, ISO, shown, iso)
        return _request(rng, LONG, iso, long)
    style = _style(rng)
    keys = m.free_keys(rng, rng.randrange(2, 7))
    record = {styled(k, style): m.free_value(rng, k) for k in keys}
    names = list(record)
    plain = not any("," in v or ":" in v or ";" in v for v in record.values())
    shown = json.dumps(record, ensure_ascii=False, indent=rng.choice((None, None, None, 2)))
    if draw < 4:
        old = rng.sample(names, rng.randrange(1, min(3, len(names)) + 1))
        new: dict[str, str] = {}
        for key in old:
            name = rng.choice((rng.choice(m.THINGS), f"new_{styled(key, 'snake')}", rng.choice(wording.COMMON)))
            while name in record or name in new.values():
                name = rng.choice(m.THINGS)
            new[key] = name
        arrow = rng.choice((" -> ", " to ", " becomes ", " => ", "="))
        made = {new.get(k, k): v for k, v in record.items()}
        renaming = ", ".join(f"{a}{arrow}{b}" for a, b in new.items())
        return _request(rng, RENAME, shown, json.dumps(made, ensure_ascii=False), r=renaming)
    if draw < 7:
        some = rng.sample(names, rng.randrange(1, len(names)))
        keep = draw < 6
        answer = json.dumps({k: v for k, v in record.items() if (k in some) is keep}, ensure_ascii=False)
        return _request(rng, SELECT if keep else REMOVE, shown, answer, k=_listed(rng, some))
    if draw < 9 and plain:
        rows = [record]
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            rows.append({k: m.free_value(rng, w) for k, w in zip(names, keys, strict=True)})
        if all("," not in v and ";" not in v for r in rows for v in r.values()):
            gap = rng.choice((",", ",", ";", ", ", "\t"))
            data = "\n".join([gap.join(names), *(gap.join(r.values()) for r in rows)])
            return _request(rng, TO_JSON, data, json.dumps(rows if len(rows) > 1 else record, ensure_ascii=False))
    if draw < 10:
        form = rng.choice(("{k}: {v}", "{k} = {v}", "- {k}: {v}", "{k}: {v}", "{k}={v}", "* {k} - {v}"))
        data = rng.choice(("\n", "\n", "; ")).join(form.format(k=k, v=v) for k, v in record.items())
        return _request(rng, TO_JSON, data, json.dumps(record, ensure_ascii=False))
    if draw == 10 and plain:
        return _request(rng, TO_CSV, shown, ",".join(names) + "\n" + ",".join(record.values()))
    return _request(rng, TO_LINES, shown, "\n".join(f"{k}: {v}" for k, v in record.items()))


FROM_FACTS: dict[str, Callable[[random.Random, Facts], Example | None]] = {
    "fields_json": fields_json, "entities": entities, "field": field,
}  # fmt: skip
FROM_TEXTS: dict[str, Callable[[random.Random, Texts], Example | None]] = {
    "text_json": text_json, "text_field": text_field,
}  # fmt: skip
FREE: dict[str, Callable[[random.Random], Example]] = {
    "free_json": free_json, "free_entities": free_entities, "free_field": free_field, "transform": transform,
}  # fmt: skip
SKILLS: dict[str, Callable[..., Example | None]] = {**FROM_FACTS, **FROM_TEXTS, **FREE}
