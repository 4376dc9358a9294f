"""Tool calls: many families of tools with typed arguments, near misses, and answers from what a tool returned.

A family comes from `calls_text`: either a tool of its own or a verb of record keeping applied to a noun, so that every
tool has neighbours with the same verb on another noun and another verb on the same noun. Half of the names of functions
and arguments are ordinary words, so that the description decides.
"""
# ruff: noqa: E501, SIM905 -- banks of words read better in a line

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from labsupport.models import phrases, wording
from labsupport.models.examples import Example, fresh
from labsupport.models.skills import calls_text, material
from labsupport.models.skills.tools import call_text
from labsupport.models.sources import SEVERAL, Facts, Texts
from labsupport.models.wording import NO_TOOL
from labsupport.world import names
from labsupport.world.evidence import named
from labsupport.world.relations import RELATIONS, fill
from labsupport.world.sets.tasks_desk import TOOLS as DESK


class Argument(NamedTuple):
    """One argument of a family."""

    key: str  # its mark in requests
    kind: str  # int, amount, enum, bool or a kind of text
    options: tuple[str, ...]  # bounds, values of an enum, what is said for true and false
    names: tuple[str, ...]
    description: str
    required: bool


class Family(NamedTuple):
    """What one tool may look like and how people ask for it."""

    group: str  # domain, or noun
    verb: str  # empty for a family of its own
    names: tuple[str, ...]
    descriptions: tuple[str, ...]
    arguments: tuple[Argument, ...]
    requests: tuple[str, ...]
    words: frozenset[str]  # all its words, to keep near synonyms apart


class Noun(NamedTuple):
    """What records are kept of."""

    name: str
    plural: str
    kind: str
    questions: tuple[str, ...]


class Drawn(NamedTuple):
    """One tool as an example offers it."""

    family: Family
    name: str
    keys: dict[str, str]  # mark -> name of the argument, in the order of the specification
    specification: str


_ARGUMENT = re.compile(r"(\w+)(\??) (\w+)(?:\(([^)]*)\))?: ([^|]+?)(?: \| (.*))?")
_MARK = re.compile(r"\{(\w+)\}")
TYPES = {"int": "integer", "amount": "number", "bool": "boolean"}
NAMES = ("given", "family", "product", "place", "firm", "supplier")  # kinds of names that worlds invent
FREE_TEXT = ("words", "title", "sql", "expr", "food", "topic")  # kinds whose end only punctuation shows
SIMILAR = (  # nouns that one question may mean alike
    {"colleague", "employee", "member"}, {"site", "warehouse", "city"}, {"customer", "supplier"}, {"book", "course"},
    {"flat", "lease"},
)  # fmt: skip
EXCLUSIVE = (  # verbs that one request may mean alike
    {"cancel", "delete", "reject", "hold"}, {"get", "print", "export"}, {"release", "approve"}, {"create", "copy"},
    {"comment", "rank"}, {"hold", "move"},
)  # fmt: skip


def _block(text: str, group: str, verb: str, n: Noun | None) -> Family:
    """A family from its block of `calls_text`."""
    head, *lines = text.strip().splitlines()
    first, *descriptions = (part.strip() for part in head.split("|"))
    arguments, requests = [], []
    for line in lines:
        if line.startswith("- "):
            requests.append(line[2:])
        elif match := _ARGUMENT.fullmatch(line):
            key, mark, kind, options, alternatives, about = match.groups()
            values = tuple(re.split(r"[/-]" if kind == "int" else "/", options)) if options else ()
            arguments.append(Argument(key, kind, values, tuple(alternatives.split(", ")), about, not mark))
        else:
            raise ValueError(f"line {line!r} is no argument and no request")
    functions = tuple(first.split(", "))
    if n:
        snake, many = n.name.replace(" ", "_"), n.plural.replace(" ", "_")
        spoken = many if verb in ("list", "count") else snake
        functions = (*(f"{f}_{spoken}" for f in functions), f"{snake}_{verb}")
        if any("{x}" in r for r in requests):
            usual = {"person": ("name", snake, "person"), "path": ("path", snake)}.get(
                n.kind, (f"{snake}_id", "id", snake)
            )
            if n.kind in ("place", "firm", "product", "team", "title", "name", "topic", "host", "snake"):
                usual = ("name", snake, f"{snake}_name")
            kind = "other" if n.kind == "id" else n.kind
            about = f"number of the {n.name}" if n.kind == "id" else f"which {n.name}"
            arguments.insert(0, Argument("x", kind if n.kind != "id" else "key", (n.name,), usual, about, True))
        arguments = [
            a._replace(kind="key" if n.kind == "id" else n.kind, options=(n.name,)) if a.kind == "other" else a
            for a in arguments
        ]
        arguments = [a._replace(description=a.description.replace("{n}", n.name)) for a in arguments]
        article = "an" if n.name[0] in "aeiou" else "a"

        def said(text: str) -> str:
            text = re.sub(r"\b([Aa]) \{n\}", lambda m: m[1] + article[1:] + " {n}", text)
            return text.replace("{n}", n.name).replace("{p}", n.plural)

        descriptions, requests = [said(d) for d in descriptions], [said(r) for r in requests]
        if verb == "get":
            requests += [*n.questions] * 2
    every = " ".join([*functions, *descriptions, *requests]).replace("_", " ").lower()
    return Family(
        group,
        verb,
        functions,
        tuple(descriptions),
        tuple(arguments),
        tuple(requests),
        frozenset(re.findall("[a-z]+", every)),
    )


def _blocks(text: str) -> list[str]:
    """The blocks of a bank: each begins with a line of names and descriptions."""
    return [b.strip() for b in re.split(r"\n(?=[a-z_]+, [a-z_, ]+ \| )", "\n" + text.strip()) if b.strip()]


@lru_cache(maxsize=1)
def own_families() -> tuple[Family, ...]:
    """The families that are no verb of record keeping."""
    found = []
    for domain in calls_text.FAMILIES.split("\n@ ")[1:]:
        group, _, rest = domain.partition("\n")
        found += [_block(block, group.strip(), "", None) for block in _blocks(rest)]
    return tuple(found)


@lru_cache(maxsize=1)
def nouns() -> dict[str, Noun]:
    """What records are kept of, by name."""
    rows = [[c.strip() for c in line.split(" | ")] for line in calls_text.NOUNS.strip().splitlines()]
    return {r[0]: Noun(r[0], r[1], r[2], tuple(q.strip() for q in r[3].split(" ; "))) for r in rows}


@lru_cache(maxsize=1)
def verbs() -> dict[str, str]:
    """Verbs of record keeping and their blocks."""
    return {b.split(",")[0]: b for b in _blocks(calls_text.VERBS)}


@cache
def record_family(noun: str, verb: str) -> Family:
    """The tool that does `verb` to records of `noun`."""
    return _block(verbs()[verb], noun, verb, nouns()[noun])


@lru_cache(maxsize=1)
def _plain() -> list[str]:
    """Common words that may be part of a function's name: none of them is a name, which `rename` would replace."""
    called_so = {n.split()[0].lower() for k in NAMES for n in names.bank(k, "other")}
    return [w for w in wording.COMMON if re.fullmatch("[a-z]{2,}", w) and w not in called_so]


def _letters(rng: random.Random, noun: str) -> str:
    """Letters that stand for a noun in identifiers: its first three, or its first consonants."""
    plain = noun.replace(" ", "")
    short = plain[0] + re.sub("[aeiou]", "", plain[1:])
    return (plain[:3] if rng.random() < 0.7 or len(short) < 3 else short[:3]).upper()


def _words(rng: random.Random, low: int = 1, high: int = 5) -> str:
    return " ".join(rng.choice(wording.COMMON) for _ in range(rng.randrange(low, high)))


def _snake(rng: random.Random) -> str:
    return "_".join(rng.choice(_plain()) for _ in range(rng.randrange(1, 4)))


def _path(rng: random.Random) -> str:
    ending = rng.choice(("txt", "md", "py", "csv", "png", "pdf", "toml", "json", "log", "jpg"))
    return f"{_folder(rng) if rng.random() < 0.5 else ''}{_snake(rng)}{rng.choice(('', rng.randrange(100)))}.{ending}"


def _folder(rng: random.Random) -> str:
    return rng.choice(("", "/")) + "".join(f"{rng.choice(_plain())}/" for _ in range(rng.randrange(1, 3)))


def _title(rng: random.Random) -> str:
    return " ".join(rng.choice(wording.COMMON).capitalize() for _ in range(rng.randrange(1, 4)))


def _date(rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.55:
        return material.some_day(rng).isoformat()
    if draw < 0.8:
        return material.written(rng, material.some_day(rng))
    day = rng.choice(material.attributes()["day"])
    return rng.choice((day, f"next {day}", f"{rng.randrange(1, 29)} {rng.choice(_MONTHS)}"))


_MONTHS = "January February March April May June July August September October November December".split()
TOPICS = (
    "overtime", "parental leave", "travel costs", "gifts", "passwords", "visitors", "company cars", "sick days", "parking",
    "old laptops", "paper waste", "night shifts", "dogs in the office", "lunch breaks", "phone calls abroad", "discounts",
    "late payers", "social media", "spare keys", "home office", "training budgets", "bonus payments", "noise", "fire drills",
)  # fmt: skip
FOODS = "lentils pears rice carrots flour eggs leeks mushrooms barley plums onions yoghurt walnuts cabbage honey beans".split()
LANGUAGES = "Welsh Danish Greek Polish Hindi Swahili Turkish Finnish Korean Catalan".split()
COUNTRIES = "Norway Kenya Peru Japan Malta Chile Iceland Ghana Nepal Latvia Fiji Oman".split()
CURRENCIES = "EUR USD GBP JPY CHF NOK PLN CAD SEK INR".split()

MAKERS: dict[str, Callable[[random.Random], str]] = {
    "id": material.some_id,
    "person": lambda rng: f"{fresh(rng)} {fresh(rng)}",
    "name": fresh,
    "place": fresh,
    "firm": lambda rng: f"{fresh(rng)} {rng.choice(names.FIRM_SECTOR)}",
    "product": lambda rng: fresh(rng) if rng.random() < 0.7 else f"{fresh(rng)} {rng.randrange(1, 90)}",
    "team": lambda rng: rng.choice(names.bank("team", "other")) if rng.random() < 0.5 else f"{fresh(rng)} {rng.choice(names.TEAM_KIND)}",
    "clubname": lambda rng: rng.choice(("FC {n}", "{n} United", "{n} Rovers", "SV {n}", "{n}")).format(n=fresh(rng)),
    "topic": lambda rng: rng.choice(TOPICS) if rng.random() < 0.6 else _words(rng, 1, 3),
    "error": lambda rng: rng.choice(("E-{n}", "ERR-{n}", "E{n}", "F{n}", "0x{n}", "error {n}")).format(n=rng.randrange(10, 9999)),
    "words": _words,
    "word": lambda rng: rng.choice(wording.COMMON),
    "title": lambda rng: f"{_title(rng)} {fresh(rng)}" if rng.random() < 0.3 else _title(rng),
    "date": _date,
    "time": lambda rng: f"{rng.randrange(24)}:{rng.randrange(60):02d}",
    "email": lambda rng: f"{fresh(rng).lower()}{rng.choice(('', '.' + fresh(rng).lower()))}@{rng.choice(_plain())}.example",
    "drug": lambda rng: fresh(rng).lower() + rng.choice(("in", "ol", "ate", "um")),
    "branch": lambda rng: rng.choice(("main", "develop")) if rng.random() < 0.25 else f"{rng.choice(('fix', 'feature', 'docs', 'wip'))}/{_snake(rng)}",
    "path": _path,
    "folder": _folder,
    "hash": lambda rng: f"{rng.randrange(16**7):07x}",
    "version": lambda rng: f"{rng.choice(('', 'v'))}{rng.randrange(10)}.{rng.randrange(20)}.{rng.randrange(20)}",
    "host": lambda rng: f"{rng.choice(_plain())}-{rng.randrange(1, 40)}{rng.choice(('', '.example'))}",
    "ip": lambda rng: f"192.0.2.{rng.randrange(1, 255)}",
    "phone": lambda rng: f"+44 7700 900{rng.randrange(1000):03d}" if rng.random() < 0.5 else f"555-01{rng.randrange(100):02d}",
    "channel": lambda rng: f"#{_snake(rng).replace('_', '-')}",
    "language": lambda rng: rng.choice(LANGUAGES),
    "country": lambda rng: rng.choice(COUNTRIES),
    "currency": lambda rng: rng.choice(CURRENCIES),
    "month": lambda rng: rng.choice(_MONTHS),
    "food": lambda rng: rng.choice(FOODS),
    "classname": lambda rng: f"{rng.randrange(1, 13)}{rng.choice('abcd')}",
    "symbol": lambda rng: "".join(rng.choice("ABCDEFGHKLMNOPRSTUVX") for _ in range(rng.randrange(2, 5))),
    "snake": _snake,
    "sql": lambda rng: f"SELECT {rng.choice(('*', _snake(rng), 'COUNT(*)'))} FROM {_snake(rng)}" + rng.choice(("", f" WHERE {rng.choice(wording.COMMON)} {rng.choice('<>=')} {rng.randrange(500)}")),
    "expr": lambda rng: rng.choice(("{a} + {b}", "{a} * {b}", "{a} - {b} + {c}", "({a} + {b}) * {c}", "{a} / {b}")).format(a=rng.randrange(2, 999), b=rng.randrange(2, 99), c=rng.randrange(2, 20)),
}  # fmt: skip


def value(rng: random.Random, argument: Argument, *, telling: bool = False) -> tuple[str, Any]:
    """A fresh value as a request says it and as JSON has it; `telling` identifiers show what they are numbers of."""
    kind, options = argument.kind, argument.options
    if kind == "int":
        number = rng.randrange(int(options[0]), int(options[1]) + 1)
        return str(number), number
    if kind == "amount":
        if rng.random() < 0.3:
            number = rng.randrange(1, 10 ** rng.randrange(1, 5))
            return str(number), number
        text = f"{rng.randrange(1, 10 ** rng.randrange(1, 5))}.{rng.randrange(10)}{rng.randrange(1, 10)}"
        return text, float(text)
    if kind == "enum":
        choice = rng.choice(options)
        return choice, choice
    if kind == "bool":
        yes = rng.random() < 0.5
        return options[not yes], yes
    if kind == "key":
        shapes = ("{l}-{n}", "{l}-{n}", "{l}{n}", "{l}/{n}", "{l}_{n}")
        text = (
            rng.choice(shapes).format(l=_letters(rng, options[0]), n=rng.randrange(100, 99999))
            if telling or rng.random() < 0.5
            else material.some_id(rng)
        )
        return text, text
    text = MAKERS[kind](rng)
    return text, text


PREFIXES = "get list create hold cancel find show set run open close send check make read move add start stop do use fetch".split()


PATTERNS = ("^[A-Za-z0-9#/_-]+$", "^[^ ]+$", "^[A-Z0-9#/_-]{3,14}$")  # what every identifier here fits


def _invented(rng: random.Random, function: bool) -> str:
    """A name of ordinary words; functions often begin with a verb, which says nothing."""
    parts = [rng.choice(_plain()) for _ in range(rng.choice((1, 1, 2)))]
    if function and rng.random() < 0.6:
        parts = [rng.choice(PREFIXES), parts[0] if rng.random() < 0.5 else rng.choice(list(nouns())).replace(" ", "_")]
    return "_".join(parts)


def drawn(rng: random.Random, family: Family, taken: Sequence[str] = ()) -> Drawn:
    """A family with names, wording and specification; no name of the lab world's desk and none of `taken`."""
    invent = rng.random() < 0.5
    while True:
        name = _invented(rng, True) if invent else rng.choice(family.names)
        if name not in DESK and name not in taken:
            break
        invent = True
    usual = rng.random() < 0.5
    order = list(family.arguments)
    if rng.random() < 0.3:
        rng.shuffle(order)
    keys: dict[str, str] = {}
    for a in order:
        key = rng.choice(a.names) if usual else _invented(rng, False)
        while key in keys.values():
            key = _invented(rng, False)
        keys[a.key] = key
    explained = rng.random() < 0.35 or (not usual and len(order) > 1)
    fields: dict[str, Any] = {}
    for a in order:
        field: dict[str, Any] = {"type": TYPES.get(a.kind, "string")}
        if a.kind == "enum":
            field["enum"] = rng.sample(a.options, len(a.options)) if rng.random() < 0.3 else list(a.options)
        if a.kind == "int" and rng.random() < 0.2:
            field |= {"minimum": int(a.options[0]), "maximum": int(a.options[1])}
        if a.kind == "key" and rng.random() < 0.12:
            field["pattern"] = rng.choice(PATTERNS)
        if explained:
            field["description"] = a.description
        fields[keys[a.key]] = field
    parameters: dict[str, Any] = {"type": "object", "properties": fields}
    required = [keys[a.key] for a in order if a.required]
    if required or rng.random() < 0.5:
        parameters["required"] = required
    if rng.random() < 0.08:
        parameters["additionalProperties"] = False
    function: dict[str, Any] = {"name": name}
    if invent or rng.random() < 0.96:
        function["description"] = rng.choice(family.descriptions)
    function["parameters"] = parameters
    specification = json.dumps({"type": "function", "function": function}, ensure_ascii=False)
    return Drawn(family, name, keys, specification)


def request(rng: random.Random, family: Family, *, plain: bool = False) -> tuple[str, dict[str, Any]]:
    """A request for a family's tool and the values it gives, by mark; `plain` leaves out chatter."""
    form = rng.choice(family.requests)
    marks = _MARK.findall(form)
    telling = family.group not in _spoken(form)
    said: dict[str, str] = {}
    values: dict[str, Any] = {}
    by_key = {a.key: a for a in family.arguments}
    for mark in marks:
        while True:
            said[mark], values[mark] = value(rng, by_key[mark], telling=telling)
            if list(said.values()).count(said[mark]) == 1:  # two places of one request differ
                break
    if rng.random() < 0.12:
        form = _MARK.sub(
            lambda m: m[0], "".join(p if p[:1] == "{" else p.lower() for p in re.split(r"(\{\w+\})", form))
        )
    elif form[0] != "{" and rng.random() < 0.8:
        form = material.capital(form)
    ends_free = bool(re.search(r"\{\w+\}$", form)) and by_key[marks[-1]].kind in FREE_TEXT
    draw = rng.random()
    if draw < 0.1 and not ends_free:
        form = form.rstrip(".?!")
    elif draw < 0.38 and not plain:
        wrap = rng.choice(calls_text.WRAPS)
        other: dict[str, str] = {}
        if rng.random() < 0.25:
            texts = [
                a
                for a in family.arguments
                if a.key in said and isinstance(values[a.key], str) and a.kind not in ("enum", *FREE_TEXT)
            ]
            if texts:
                wrap, picked = rng.choice(calls_text.TRAPS), rng.choice(texts)
                other["o"] = value(rng, picked, telling=telling)[0]
                if other["o"] in said.values():
                    wrap = "{r}"
        if not wrap.endswith("{r}"):
            if ends_free:
                wrap = "{r}"
            elif form[-1] not in ".?!":
                form += "."
        form = wrap.replace("{r}", form).replace("{o}", other.get("o", ""))
    return _MARK.sub(lambda m: said.get(m[1], m[0]), form), values


@cache
def _spoken(form: str) -> str:
    return form.lower()


def apart(target: Family, other: Family, form_names_noun: bool = True) -> bool:
    """Whether a request for `target` cannot mean `other`."""
    if target.group == other.group:
        return (
            bool(target.verb != other.verb or not target.verb)
            and target is not other
            and not any({target.verb, other.verb} <= pair for pair in EXCLUSIVE)
        )
    if target.verb and other.verb:
        if target.verb == other.verb == "get" and not form_names_noun:
            return not any({target.group, other.group} <= alike for alike in SIMILAR)
        return True
    if not target.verb and not other.verb:
        return True
    record, own = (target, other) if target.verb else (other, target)
    if record.verb not in ("get", "list", "create", "count") and _verb_words(record.verb) & _name_words(own):
        return False  # the own family's requests often leave out its noun
    return not set(record.group.split()) & own.words and nouns()[record.group].plural not in own.words


@cache
def _verb_words(verb: str) -> frozenset[str]:
    return frozenset(re.findall("[a-z]+", verbs()[verb].split("|")[0]))


@cache
def _name_words(family: Family) -> frozenset[str]:
    return frozenset(w for n in family.names for w in n.split("_"))


COMPANY = 16  # the first nouns, which companies keep records of


def _any_record(rng: random.Random, noun: str | None = None) -> Family:
    verb = "get" if rng.random() < 0.3 else rng.choice(list(verbs()))
    known = list(nouns())
    return record_family(noun or rng.choice(known[:COMPANY] if rng.random() < 0.3 else known), verb)


@cache
def _domain(group: str) -> tuple[Family, ...]:
    return tuple(f for f in own_families() if f.group == group)


def any_family(rng: random.Random) -> Family:
    """A family: half are records and their verbs."""
    return _any_record(rng) if rng.random() < 0.5 else rng.choice(own_families())


def neighbours(rng: random.Random, target: Family, n: int, *, names_noun: bool = True) -> list[Family]:
    """Up to `n` families that a request for `target` does not mean, most of them close to it."""
    found: list[Family] = []
    for _ in range(12 * n):
        if len(found) == n:
            break
        draw = rng.random()
        if target.verb and draw < 0.42:
            other = _any_record(rng, target.group)
        elif target.verb and draw < 0.8:
            other = record_family(rng.choice(list(nouns())), target.verb)
        elif not target.verb and draw < 0.45:
            other = rng.choice(_domain(target.group))
        else:
            other = any_family(rng)
        if apart(target, other, names_noun) and other not in found:
            found.append(other)
    return found


MOST_CHARACTERS = 2300  # of all specifications


def tool(rng: random.Random) -> Example:
    """One to five tools and a request that one of them serves, or, one time in ten, none."""
    target = any_family(rng)
    text, values = request(rng, target)
    missing = rng.random() < 0.1
    n = rng.choices((1, 2, 3, 4, 5), (12, 26, 32, 18, 12))[0]
    others: list[Family] = []
    while len(others) < max(n - 1, missing):
        others = neighbours(rng, target, max(n - 1, missing), names_noun=target.group in text.lower())
    chosen = drawn(rng, target)
    offered, taken = ([] if missing else [chosen]), [chosen.name]
    for family in others:
        made = drawn(rng, family, taken)
        if offered and sum(len(o.specification) for o in offered) + len(made.specification) > MOST_CHARACTERS:
            break
        offered.append(made)
        taken.append(made.name)
    answer = NO_TOOL if missing else called(chosen, values)
    rng.shuffle(offered)
    messages: list[tuple[str, str]] = [("user", text)]
    if rng.random() < 0.1:
        greeting = rng.choice((("Hello", "Hello. What can I do?"), ("hi", "Hi, how can I help?"), ("Are you there?", "Yes."),
                               ("Good evening", "Good evening. What do you need?")))  # fmt: skip
        messages = [("user", greeting[0]), ("assistant", greeting[1]), *messages]
    if rng.random() < 0.35:
        messages.insert(0, ("system", rng.choice(calls_text.SYSTEMS)))
    return Example("tool", tuple(messages), answer, tools=tuple(o.specification for o in offered))


def called(chosen: Drawn, values: dict[str, Any]) -> str:
    """The call with the values of a request, in the order of the specification."""
    return call_text(chosen.name, {name: values[key] for key, name in chosen.keys.items() if key in values})


# Answers from what a tool returned.

VALUE_ONLY = (
    "Answer with the value only.", "Reply with nothing but the value.", "Give the bare value from the result.",
    "Only the value, no sentence.", "Keep the answer to the value that was asked for.", "Say just the value.",
    "After a tool has answered, give the wanted value alone.", "Short answers: the value and nothing else.",
    "Copy the wanted value out of the tool's reply.", "Your reply is one value from the result.",
    "Use tools. Then reply with the value itself.", "No words around the value, please.",
)  # fmt: skip
SENTENCE = (
    "Answer in one short sentence.", "Reply with one sentence.", "After the tool, answer in a single sentence.",
    "Use the result and say it in one sentence.", "One short sentence from the result, please.",
    "Tell the user what the tool found, in one sentence.", "Answer from the tool's result in a sentence.",
    "Say what the result says, in one line.", "Use tools, then answer shortly in a full sentence.",
    "Keep to the result; one sentence.", "Report the result in a short sentence.", "You answer in whole but short sentences.",
)  # fmt: skip
ASKED = (
    "What is the {k} of the {n} {x}?", "{k} of {n} {x}?", "Tell me the {k} of {n} {x}.", "I need the {k} for {n} {x}.",
    "For {n} {x}, what is the {k}?", "Which {k} does {n} {x} have?", "Please find out the {k} of {n} {x}.",
    "Look up {n} {x} and give me the {k}.", "The {n} {x}: what {k}?", "can you check the {k} of {n} {x}",
    "Somebody wants to know the {k} of {n} {x}.", "{n} {x}, {k} please", "What does the record of {n} {x} say about the {k}?",
)  # fmt: skip
NOT_SAID = "The result does not say."
FAILURES = (
    "no {n} {x}", "{n} {x} not found", "access denied", "timeout after {i} s", "service unavailable", "unknown id {x}",
    "too many requests", "wrong format of {x}", "maintenance until {t}", "quota of {i} calls reached",
)  # fmt: skip


def _reply(result: Any) -> tuple[str, str]:
    """A tool's result as the chat template writes it: in a turn of the user."""
    return "user", f"<tool_response>\n{json.dumps(result, ensure_ascii=False)}\n</tool_response>"


def _record(rng: random.Random, keys: Iterable[str]) -> dict[str, Any]:
    """Values for keys; bare numbers are JSON numbers half of the time."""
    made: dict[str, Any] = {}
    for key in keys:
        text = material.free_value(rng, key)
        made[key.replace(" ", "_")] = int(text) if text.isdigit() and rng.random() < 0.5 else text
    return made


def _wrapped(rng: random.Random, record: dict[str, Any]) -> Any:
    draw = rng.random()
    if draw < 0.6:
        return record
    if draw < 0.8:
        return {rng.choice(("result", "data", "record", "item")): record}
    return {"status": "ok", **record}


def tool_answer(rng: random.Random) -> Example:
    """The user's question, the call, the tool's JSON; the answer is a value or a short sentence from the result."""
    noun = nouns()[rng.choice(list(nouns()))]
    n, draw = noun.name, rng.random()
    bare = rng.random() < 0.5
    keys = [k for k in material.attributes() if k != n]
    key = rng.choice(keys)
    if draw < 0.66:
        family = record_family(n, "get")
        x = value(rng, family.arguments[0])[0]
        values: dict[str, Any] = {"x": x}
        asked = rng.choice(ASKED).format(k=key, n=n, x=x)
        keys = [k for k in rng.sample(keys, rng.randrange(3, 8)) if k != key]
        if draw < 0.48:
            keys.insert(rng.randrange(len(keys) + 1), key)
            record = _record(rng, keys)
            answer = str(record[key.replace(" ", "_")])
            answer = answer if bare else f"The {key} of {n} {x} is {answer}."
        else:
            record, answer = _record(rng, keys), NOT_SAID
        if rng.random() < 0.5:
            record = {rng.choice(("id", "key", n.replace(" ", "_"))): x, **record}
        result: Any = _wrapped(rng, record)
        if draw > 0.57:
            failure = rng.choice(FAILURES).format(
                n=n, x=x, i=rng.randrange(2, 200), t=f"{rng.randrange(24)}:{rng.randrange(60):02d}"
            )
            result = {rng.choice(("error", "message", "problem")): failure}
            if rng.random() < 0.4:
                result = {"status": "failed", **result}
            answer = failure if bare else f"That did not work: {failure}."
    elif draw < 0.9:
        family = record_family(n, "list")
        asked_month = value(rng, family.arguments[0])[0]
        values = {"month": asked_month}
        count = rng.randrange(1, 6)
        xs = list(dict.fromkeys(value(rng, record_family(n, "get").arguments[0])[0] for _ in range(count)))
        rows = [{"id": x, **_record(rng, dict.fromkeys([key, rng.choice(keys)]))} for x in xs]
        field = key.replace(" ", "_")
        picked = rng.choice(rows)
        unique = sum(str(r[field]) == str(picked[field]) for r in rows) == 1
        if draw < 0.82 and unique:
            asked = rng.choice((
                "Which of the {p} of {m} has the {k} {v}?", "Among the {p} of {m}, which one has {k} {v}?", "Find the {n} of {m} whose {k} is {v}.",
                "In {m} there was a {n} with {k} {v}. Which?", "{p} of {m}: the one with {k} {v}?", "I look for the {n} from {m}, {k} {v}.",
            )).format(p=noun.plural, n=n, m=asked_month, k=key, v=picked[field])  # fmt: skip
            answer = picked["id"] if bare else f"It is {picked['id']}."
        else:
            asked = rng.choice((
                "How many {p} are there in {m}?", "How many {p} do you find for {m}?", "Tell me the number of {p} in {m}.", "Count the {p} of {m}.",
                "{m}: number of {p}?", "For {m}, how many {p}?",
            )).format(p=noun.plural, m=asked_month)  # fmt: skip
            answer = str(len(rows)) if bare else f"There are {len(rows)}." if len(rows) > 1 else "There is 1."
        result = rows if rng.random() < 0.5 else {rng.choice(("rows", "items", noun.plural.replace(" ", "_"))): rows}
    else:
        family = record_family(n, rng.choice(("create", "copy")))
        asked, values = request(rng, family)
        made = value(rng, Argument("x", "key", (n,), (), "", True))[0]
        result = {
            "status": rng.choice(("ok", "created", "done")),
            rng.choice(("id", "number", f"{n.replace(' ', '_')}_id")): made,
        }
        if rng.random() < 0.5:
            result["time"] = f"{rng.randrange(24)}:{rng.randrange(60):02d}"
        answer = made if bare else f"Done, the number is {made}."
    chosen = drawn(rng, family)
    specs = [chosen.specification]
    if rng.random() < 0.5:
        specs += [drawn(rng, f, [chosen.name]).specification for f in neighbours(rng, family, 1)]
        rng.shuffle(specs)
    rule = rng.choice(VALUE_ONLY if bare else SENTENCE)
    messages = [("user", asked), ("assistant", called(chosen, values)), _reply(result)]
    if rng.random() < 0.75:
        messages.insert(0, ("system", rule))
    else:
        messages[0] = ("user", f"{asked} {rule}")
    return Example("tool_answer", tuple(messages), answer, tools=tuple(specs))


def tool_fact(rng: random.Random, facts: Facts) -> Example:
    """As `tool_answer` with a record of the world: the question does not repeat the record's key."""
    world = facts.world
    target = material.single(rng, facts)
    relation, subject = RELATIONS[target.relation], named(world, target.subject)
    said = material.surface(rng, world.name(target.object))
    found = {target.relation: said}
    for other in facts.by_subject[target.subject]:
        if other.relation not in SEVERAL:
            found.setdefault(other.relation, material.surface(rng, world.name(other.object)))
    for name in material.relations_of(target.relation.split(".")[0]):
        if name not in found:
            other = rng.choice(facts.by_relation[name])
            found[name] = material.surface(rng, world.name(other.object))
    rows = [(r, v) for r, v in found.items() if r == target.relation or not material.close(r, target.relation)]
    rng.shuffle(rows)
    keys: dict[str, str] = {}
    for r, v in rows:
        key = re.sub(r"[^a-z]+", "_", material.label(rng, world, r).lower()).strip("_")
        if key not in keys:
            keys[key] = v
        elif r == target.relation:
            keys = {**{k: w for k, w in keys.items() if k != key}, key: v}
    question = material.noised(
        rng, rng.choice(phrases.questions(target.relation, world.side)).replace("{s}", subject), subject
    )
    family = record_family(NOUN_OF[target.relation.split(".")[0]], "get")
    chosen = drawn(rng, family)
    bare = rng.random() < 0.5
    answer = said if bare else fill(relation.answer, subject, said)[0]
    head = {rng.choice(("name", "id", "key")): subject} if rng.random() < 0.6 else {}
    messages = [
        ("system", rng.choice(VALUE_ONLY if bare else SENTENCE)), ("user", question),
        ("assistant", called(chosen, {"x": subject})), _reply(_wrapped(rng, {**head, **keys})),
    ]  # fmt: skip
    return Example("tool_fact", tuple(messages), answer, tools=(chosen.specification,))


NOUN_OF = {  # kind of a relation's subject -> noun
    "person": "colleague", "team": "team", "product": "product", "site": "site", "customer": "customer", "order": "order",
    "incident": "incident", "error": "error code", "contract": "contract", "supplier": "supplier", "policy": "policy",
    "vulnerability": "vulnerability", "release": "release",
}  # fmt: skip


def tool_ask(rng: random.Random, facts: Facts) -> Example:
    """A question about something in a world, without the noun, and the tools that read records: which one, with what?"""
    world, target = facts.world, material.any_fact(rng, facts)
    subject = named(world, target.subject)
    noun = NOUN_OF[target.relation.split(".")[0]]
    family = record_family(noun, "get")
    text = material.noised(rng, material.asking(rng, world, material.entry(rng, facts, target)), subject)
    if subject not in text:  # typed in lower case
        text = material.asking(rng, world, material.entry(rng, facts, target))
    others: list[Family] = []
    for _ in range(rng.randrange(1, 5)):
        other = (
            record_family(rng.choice(list(NOUN_OF.values())), "get")
            if rng.random() < 0.6
            else rng.choice(neighbours(rng, family, 1, names_noun=False) or [family])
        )
        if other is not family and other not in others and apart(family, other, False):
            others.append(other)
    missing = rng.random() < 0.1 and bool(others)
    chosen = drawn(rng, family)
    offered, taken = ([] if missing else [chosen]), [chosen.name]
    for other in others:
        offered.append(drawn(rng, other, taken))
        taken.append(offered[-1].name)
    rng.shuffle(offered)
    messages = [("user", text)]
    if rng.random() < 0.35:
        messages.insert(0, ("system", rng.choice(calls_text.SYSTEMS)))
    answer = NO_TOOL if missing else called(chosen, {"x": subject})
    return Example("tool_ask", tuple(messages), answer, tools=tuple(o.specification for o in offered))


FREE: dict[str, Callable[[random.Random], Example]] = {"tool": tool, "tool_answer": tool_answer}
FROM_FACTS: dict[str, Callable[[random.Random, Facts], Example]] = {"tool_ask": tool_ask, "tool_fact": tool_fact}
FROM_TEXTS: dict[str, Callable[[random.Random, Texts], Example | None]] = {}
SKILLS: dict[str, Callable[..., Example | None]] = {**FREE, **FROM_FACTS, **FROM_TEXTS}
