"""Skills of agents: the next step of a ReAct transcript, plans, decisions by a rule, and memory of a conversation."""
# ruff: noqa: E501, SIM905 -- banks of words read better in a line

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from labsupport.models import phrases
from labsupport.models.examples import Example, asked
from labsupport.models.skills import calls, material
from labsupport.models.sources import SEVERAL, Facts, Texts
from labsupport.models.wording import ABSTAIN
from labsupport.world.entities import Fact
from labsupport.world.evidence import named

REACT_RULES = (
    "Answer with the tools. Write the next step: a Thought and an Action, or a Thought and the Final Answer.",
    "You solve questions step by step.\nThought: what you need\nAction: tool[input]\nWhen you know the answer:\nFinal Answer: the answer",
    "Continue the transcript by one step. Actions look like tool[input]; end with Final Answer.",
    "Think, act, observe. Write one Thought and then either one Action or the Final Answer.",
    "Use this form: Thought, Action, Observation, repeated; then Final Answer. Write only the next part.",
    "What comes next? One Thought, followed by Action: tool[input] or Final Answer: text.",
    "You may use the tools below, one at a time. Stop with Final Answer as soon as the observations tell it.",
    "Work on the question with tools. Reply with the next Thought and Action. If all is known, give the Final Answer.",
    "Next step, please. Do not invent observations.",
    "Write the agent's next two lines.",
    "Follow the pattern Thought / Action / Observation and finish with Final Answer. Produce the next step only.",
    "ReAct: reason in one short Thought, then call a tool with Action: name[argument], or close with Final Answer.",
    "You are an agent with tools. Say what is known and what is missing, then act.",
    "Give the following Thought and Action, or the Thought and Final Answer when nothing is missing.",
)
TOOL_LINES = (
    "- {t}[{a}]: {d}", "{t}[{a}] - {d}", "* {t}: {d} Input: {a}.", "{t}: {d}", "{i}. {t}[{a}] {d}", "- {t} ({a}): {d}",
)  # fmt: skip
TOOL_HEADS = ("Tools:", "You have these tools:", "Available tools", "Tools you can use:", "## Tools", "Actions:")


class Style(NamedTuple):
    """How an agent words its thoughts: what it needs first, after a find, at the end, and after a miss."""

    first: str
    then: str
    last: str
    missed: str
    nothing: str


STYLES = (
    Style("I need the {f} of {s}.", "The {g} of {r} is {o}. Now I need the {f} of {s}.", "The {g} of {r} is {o}.",
          "{t} knows no {s}. I search for it.", "Nothing was found about {s}."),
    Style("First look up {s}.", "{o} is the {g}. Next look up {s}.", "{o} is the {g}, that is the answer.",
          "No entry in {t}. Search for {s}.", "The search found nothing either."),
    Style("Find the {f} of {s}.", "Got {o}. Find the {f} of {s}.", "Got {o}.",
          "Not in {t}. Try the search.", "Not there either."),
    Style("To answer I must know the {f} of {s}.", "I know the {g}: {o}. Missing: {f} of {s}.", "I know the {g}: {o}. Done.",
          "{t} has nothing on {s}, so I search.", "There is nothing on {s}."),
    Style("Missing: {f} of {s}.", "Known: {g} of {r} = {o}. Missing: {f} of {s}.", "Known: {g} of {r} = {o}.",
          "Unknown to {t}: {s}. Search.", "Unknown: {s}."),
    Style("What is the {f} of {s}? I ask a tool.", "{r} has the {g} {o}. What is the {f} of {s}?", "{r} has the {g} {o}.",
          "{t} does not help with {s}. I use the search.", "Nobody knows {s}."),
)  # fmt: skip
TWO_HOPS = (
    "What is the {f} of the {g} of {s}?", "Take the {g} of {s}: what is its {f}?", "I need the {f} of whatever is the {g} of {s}.",
    "{s} has a {g}. Which {f} does that have?", "Tell me the {f} of the {g} of {s}.", "Find the {g} of {s} and then the {f} of that.",
    "Which {f} belongs to the {g} of {s}?", "{g} of {s}: {f}?", "For the {g} of {s}, give the {f}.",
    "Somebody asked for the {f} of the {g} of {s}.", "Look up the {g} of {s}; I want to know its {f}.",
    "the {f} of the {g} of {s} please",
)  # fmt: skip
MISSES = (
    "No entry.",
    "not found",
    "0 results",
    "There is no {s}.",
    "Nothing found for {s}.",
    "[]",
    "empty",
    "Error: unknown {s}",
)
SEARCH = ("search", "find_text", "look_around", "search_all", "seek")
SEARCH_ABOUT = ("Searches all texts.", "Finds anything by words.", "Looks in every document.", "Full text search.")


class Step(NamedTuple):
    """One step of a transcript."""

    thought: str
    action: str  # `tool[input]`, empty for the end
    observation: str  # or the final answer

    def text(self) -> str:
        """What the agent writes in this step."""
        tail = f"Action: {self.action}" if self.action else f"Final Answer: {self.observation}"
        return f"Thought: {self.thought}\n{tail}"


class Offered(NamedTuple):
    """A tool in text form."""

    name: str
    argument: str
    description: str


def _reader(rng: random.Random, kind: str, taken: Sequence[str] = ()) -> Offered:
    """A tool that reads a record of a kind of subject."""
    return _offered(rng, calls.record_family(calls.NOUN_OF[kind], "get"), taken)


def _offered(rng: random.Random, family: calls.Family, taken: Sequence[str] = ()) -> Offered:
    made = calls.drawn(rng, family, taken)
    return Offered(made.name, ", ".join(made.keys.values()), rng.choice(family.descriptions))


def _listed(rng: random.Random, tools: Sequence[Offered]) -> str:
    form = rng.choice(TOOL_LINES)
    lines = [form.format(t=t.name, a=t.argument, d=t.description, i=i) for i, t in enumerate(tools, 1)]
    return "\n".join([rng.choice(TOOL_HEADS), *lines])


def _posed(rng: random.Random, question: str, tools: list[Offered], steps: list[Step], skill: str) -> Example:
    """The transcript up to a step; the next one is the answer."""
    at = rng.randrange(len(steps)) if rng.random() < 0.9 else len(steps) - 1
    rng.shuffle(tools)
    lines = [f"{rng.choice(('Question', 'Question', 'Task', 'User'))}: {question}"]
    for step in steps[:at]:
        lines += [step.text(), f"Observation: {step.observation}"]
    listed, rule, body = _listed(rng, tools), rng.choice(REACT_RULES), "\n".join(lines)
    draw = rng.random()
    if draw < 0.5:
        return Example(skill, (("system", f"{rule}\n\n{listed}"), ("user", body)), steps[at].text())
    if draw < 0.8:
        return asked(rng, rule, f"{listed}\n\n{body}", skill, steps[at].text())
    return Example(skill, (("user", f"{listed}\n\n{body}\n\n{rule}"),), steps[at].text())


def _seen(rng: random.Random, facts: Facts, fact: Fact) -> tuple[str, str]:
    """What a tool returns about the subject of a fact, and the fact's value in it."""
    target = material.entry(rng, facts, fact)
    alike = [f for f in facts.by_subject[fact.subject] if f.relation != fact.relation and f.relation not in SEVERAL
             and not material.close(f.relation, fact.relation)]  # fmt: skip
    around = [material.entry(rng, facts, f) for f in rng.sample(alike, min(len(alike), rng.randrange(3)))]
    items = rng.sample([target, *around], len(around) + 1)
    if rng.random() < 0.5:
        return " ".join(material.said(rng, facts.world, e) for e in items), target.value
    gap, form = rng.choice(("; ", ", ", " | ")), rng.choice(("{f}: {o}", "{f} = {o}", "{f} {o}"))
    return gap.join(form.format(f=material.label(rng, facts.world, e.relation), o=e.value) for e in items), target.value


_NO_NOUN = re.compile(
    r"^(on|in|at|where|who|when|what|how|why|is|was|to|out|due|valid|reported|stands|since|their|our|runs|ends|expires)\b"
    r"|\b(on|for|by|in|of|from|to|at|with|as|us|it|since|until|within|happened|failed|in force)$"
    r"|^(covers|contains|supplies|delivers|provides|makes|call|dial|published|postal|hits product|write in)$"
)


def _noun(rng: random.Random, facts: Facts, relation: str) -> str:
    """A label that can stand before `of`; the relation's first one where all others are phrases."""
    bank = phrases.fields(relation, facts.world.side)
    return rng.choice([f for f in bank if not _NO_NOUN.search(f)] or bank[:1])


def react_facts(rng: random.Random, facts: Facts) -> Example:
    """The next step of an agent that reads records of the world, over one or two hops; now and then nothing is there."""
    world = facts.world
    while True:
        first = material.single(rng, facts)
        later = [f for f in facts.by_subject.get(first.object, []) if f.relation not in SEVERAL]
        if later or rng.random() < 0.12:
            break
    hops = [first, rng.choice(later)] if later else [first]
    labels = [_noun(rng, facts, h.relation) for h in hops]
    subjects = [named(world, h.subject) for h in hops]
    if len(hops) == 2:
        question = rng.choice(TWO_HOPS).format(s=subjects[0], g=labels[0], f=labels[1])
    else:
        question = material.asking(rng, world, material.entry(rng, facts, first))
    kinds = list(dict.fromkeys(h.relation.split(".")[0] for h in hops))
    others = [k for k in calls.NOUN_OF if k not in kinds]
    tools: list[Offered] = []
    for kind in [*kinds, *rng.sample(others, rng.randrange(1, 3))]:
        tools.append(_reader(rng, kind, [t.name for t in tools]))
    search = Offered(rng.choice(SEARCH), "words", rng.choice(SEARCH_ABOUT))
    tools.append(search)
    reading = dict(zip(kinds, tools, strict=False))
    style, steps, missed = rng.choice((*STYLES, STYLES[0], STYLES[0])), list[Step](), rng.random() < 0.2
    known: dict[str, str] = {}
    for at, (hop, label, subject) in enumerate(zip(hops, labels, subjects, strict=True)):
        seen, value = _seen(rng, facts, hop)
        subject = known.get("o", subject)
        words = {"f": label, "s": subject, **known}
        thought = (style.then if at else style.first).format(**words)
        tool = reading[hop.relation.split(".")[0]]
        action = f"{tool.name}[{subject}]"
        known = {"g": label, "r": subject, "o": value}
        if missed and at == len(hops) - 1:
            steps.append(Step(thought, action, rng.choice(MISSES).format(s=subject)))
            thought, action = style.missed.format(t=tool.name, s=subject), f"{search.name}[{subject}]"
            if rng.random() < 0.5:
                steps.append(Step(thought, action, rng.choice(MISSES).format(s=subject)))
                steps.append(Step(style.nothing.format(s=subject), "", ABSTAIN))
                break
        steps.append(Step(thought, action, seen))
    else:
        steps.append(Step(style.last.format(**known), "", known["o"]))
    return _posed(rng, question, tools, steps, "react_facts")


COMPARE = (
    ("Which has the higher {k}: {a} or {b}?", True), ("Which has the lower {k}, {a} or {b}?", False), ("{a} or {b}: who has more {k}?", True),
    ("Compare {a} and {b}: which {k} is greater?", True), ("Whose {k} is smaller, that of {a} or that of {b}?", False),
    ("{a} and {b}: name the one with the larger {k}.", True), ("Of {a} and {b}, which has the least {k}?", False),
)  # fmt: skip
TOTALS = (
    "What is the {k} of {a} and {b} together?", "Add the {k} of {a} to the {k} of {b}.", "Sum of the {k}: {a} and {b}?",
    "How much {k} do {a} and {b} have in all?", "{a} plus {b}: total {k}?", "Give the combined {k} of {a} and {b}.",
)  # fmt: skip
RECORDS = ("read", "card", "lookup", "record", "fetch_card", "show_entry", "entry")
CALCULATORS = ("calculator", "calc", "add_up", "compute", "sums")


def react(rng: random.Random) -> Example:
    """The next step of an agent that compares or adds two numbers it has to look up."""
    key = rng.choice([k for k, v in material.attributes().items() if v[0] == "#"])
    one, two = material.free_subjects(rng, 2)
    a, b = rng.randrange(2, 10 ** rng.randrange(1, 4) + 2), rng.randrange(2, 10 ** rng.randrange(1, 4) + 2)
    b += a == b
    reader = Offered(
        rng.choice(RECORDS),
        "name",
        rng.choice(("Reads the card of a thing.", "Gives the record by name.", "What is known about one item.")),
    )
    adder = Offered(
        rng.choice(CALCULATORS),
        "expression",
        rng.choice(("Adds and multiplies.", "Computes an expression.", "Does sums.")),
    )
    taken = [reader.name, adder.name]
    tools = [reader, adder, *(_offered(rng, calls.any_family(rng), taken) for _ in range(rng.randrange(2)))]

    def card(subject: str, number: int) -> str:
        rows = [(key, str(number))]
        for other in material.free_keys(rng, rng.randrange(3)):
            if other != key:
                rows.append((other, material.free_value(rng, other)))
        rng.shuffle(rows)
        return rng.choice((f"{subject} - ", "", "")) + "; ".join(f"{k}: {v}" for k, v in rows)

    style = rng.choice((*STYLES, STYLES[0], STYLES[0]))
    first = Step(style.first.format(f=key, s=one), f"{reader.name}[{one}]", card(one, a))
    second = Step(style.then.format(f=key, s=two, g=key, r=one, o=a), f"{reader.name}[{two}]", card(two, b))
    if rng.random() < 0.5:
        form, more = rng.choice(COMPARE)
        question = form.format(k=key, a=one, b=two)
        won = one if (a > b) == more else two
        last = [Step(f"{one}: {a}. {two}: {b}. {max(a, b)} is more than {min(a, b)}.", "", won)]
    else:
        question = rng.choice(TOTALS).format(k=key, a=one, b=two)
        last = [
            Step(f"{one}: {a}. {two}: {b}. Now add them.", f"{adder.name}[{a} + {b}]", str(a + b)),
            Step(f"The sum is {a + b}.", "", str(a + b)),
        ]
    return _posed(rng, question, tools, [first, second, *last], "react")


# Plans.

PLAN_FORMS = {
    "{i}. {t}: {v}": "{i}. tool: values", "{i}. {t}({v})": "{i}. tool(values)", "{i}) {t} [{v}]": "{i}) tool [values]",
    "{i}. {t}": "{i}. tool", "{i}. {t} | {p}": "{i}. tool | argument=value", "{i}. {t} - {v}": "{i}. tool - values",
}  # fmt: skip
PLAN_RULES = (
    "Make a plan from the request. One tool a line, like this: {e}", "Write a numbered plan. Each line: {e}",
    "Which tools are needed, and in what order? Lines like {e}", "Plan the work before it is done. Form of a step: {e}",
    "List the steps in the order in which they have to be done. A step is written {e}", "Turn the request into steps ({e}).",
    "Give the plan only. Format: {e}", "Steps please, each as {e}", "Break the task into tool steps. Example of a line: {e}",
    "You plan, another agent carries out. Write lines of the form {e}", "Number the steps; use {e} for every step.",
    "Do not answer the request, plan it: {e}", "Sort out what has to happen first, second and so on. Use the form {e}",
)  # fmt: skip
JOINS = (  # in order
    ("{0} Then: {1}", " After that: {2}", " Next: {3}", " Last: {4}"), ("First: {0} Second: {1}", " Third: {2}", " Fourth: {3}", " Fifth: {4}"),
    ("{0} And {1}", " Also: {2}", " And finally: {3}", " Oh, and: {4}"), ("- {0}\n- {1}", "\n- {2}", "\n- {3}", "\n- {4}"),
    ("1) {0} 2) {1}", " 3) {2}", " 4) {3}", " 5) {4}"), ("{0} When that is done: {1}", " Afterwards: {2}", " Later: {3}", " At the end: {4}"),
    ("Start with this: {0} Go on with: {1}", " Then comes: {2}", " Then: {3}", " Close with: {4}"), ("{0}\n{1}", "\n{2}", "\n{3}", "\n{4}"),
)  # fmt: skip
TURNED = (  # the first to be done is said last
    "{1} But before that: {0}", "{1} Only do so after this: {0}", "Before anything else comes what I say last. {1} And: {0}",
    "{1} First of all, however: {0}", "{1} (This has to be done earlier: {0})",
)  # fmt: skip


def plan(rng: random.Random) -> Example:
    """A request of two to five parts and a list of tools; the answer is one line a part, in the order of doing."""
    n = rng.choices((2, 3, 4, 5), (40, 32, 18, 10))[0]
    families: list[calls.Family] = []
    while len(families) < n + rng.randrange(1, 3):
        made = calls.any_family(rng)
        if all(calls.apart(made, f) and calls.apart(f, made) for f in families):
            families.append(made)
    drawn: list[calls.Drawn] = []
    for family in families:
        drawn.append(calls.drawn(rng, family, [d.name for d in drawn]))
    form, pattern = rng.choice(list(PLAN_FORMS.items()))
    lines, requests = [], []
    for i, tool in enumerate(drawn[:n], 1):
        text, values = calls.request(rng, tool.family, plain=True)
        requests.append(text if text[-1] in ".?!" else f"{text}.")
        said = [(k, _plain(values[mark])) for mark, k in tool.keys.items() if mark in values]
        lines.append(
            form.format(i=i, t=tool.name, v=", ".join(v for _, v in said), p=", ".join(f"{k}={v}" for k, v in said))
        )
    if n == 2 and rng.random() < 0.4:
        whole = rng.choice(TURNED).format(*requests)
    else:
        whole = "".join(rng.choice(JOINS)[: n - 1]).format(*requests)
    shown = rng.sample(drawn, len(drawn))
    listed = _listed(rng, [Offered(d.name, ", ".join(d.keys.values()), _about(rng, d)) for d in shown])
    rule = rng.choice(PLAN_RULES).format(e=pattern.format(i=1))
    draw = rng.random()
    if draw < 0.5:
        return asked(
            rng,
            rule,
            f"{listed}\n\n{rng.choice(('Request: ', '', 'User: ', 'Task: '))}{whole}",
            "plan",
            "\n".join(lines),
        )
    if draw < 0.8:
        return Example("plan", (("system", f"{rule}\n\n{listed}"), ("user", whole)), "\n".join(lines))
    return Example("plan", (("user", f"{whole}\n\n{listed}\n\n{rule}"),), "\n".join(lines))


def _about(rng: random.Random, tool: calls.Drawn) -> str:
    """A description, with the names of arguments explained where they are ordinary words."""
    about = rng.choice(tool.family.descriptions)
    by_key = {a.key: a for a in tool.family.arguments}
    odd = [f"{k}: {by_key[mark].description}" for mark, k in tool.keys.items() if k not in by_key[mark].names]
    return f"{about} ({', '.join(odd)})" if odd else about


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# Decisions by a rule.

VERDICTS = (
    "continue stop ask escalate retry wait approve reject skip archive forward repair refund call accept decline pause hold finish "
    "restart delegate report ignore warn".split()
)
DECIDE_RULES = (
    "Decide by the rule. Reply with one word: {l}.", "What should be done? One of: {l}", "Pick one: {l}. Keep to the rule.",
    "Apply the rule to the case. Answer with {l}.", "One word, please ({l}).", "Choose the next action from {l}.",
    "You are the controller. Say {l}.", "Follow the rule exactly. Possible answers: {l}", "Decision? {l}",
    "Which of these does the rule demand: {l}?", "Read rule and case, then name the action. Actions: {l}", "Reply {l}, nothing else.",
    "The rule says what happens. Your choice: {l}",
)  # fmt: skip
STATES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (  # field, when it applies, values then, value otherwise
    ("last error", "the last step had an error", ("timeout", "no access", "disk full", "bad input"), "none"),
    ("missing", "a value is missing", ("address", "amount", "date", "name"), "nothing"),
    ("tests", "a test failed", ("1 failed", "3 failed", "12 failed"), "all passed"),
    ("user", "the user is angry", ("angry", "very angry"), "calm"),
    ("signed", "the paper is not signed", ("no",), "yes"),
    ("stock", "nothing is in stock", ("0",), "25"),
    ("approval", "the approval is open", ("open", "waiting"), "given"),
    ("duplicate", "it is a duplicate", ("yes",), "no"),
    ("goal", "the goal is reached", ("reached",), "not reached"),
    ("weather", "there is a storm", ("storm", "storm from the west"), "fair"),
    ("door", "the door stands open", ("open",), "closed"),
    ("battery", "the battery is empty", ("empty", "0 percent"), "full"),
    ("reply", "nobody replied", ("none", "no reply"), "received"),
    ("payment", "the payment failed", ("failed", "refused"), "received"),
    ("visitor", "the visitor is unknown", ("unknown",), "known"),
    ("backup", "there is no backup", ("none", "missing"), "from last night"),
)  # fmt: skip
OTHERWISE = ("Otherwise {l}.", "In all other cases: {l}.", "Else {l}.", "If nothing applies, {l}.", "The rest: {l}.")


def decide(rng: random.Random) -> Example:
    """One word from a list, by a rule in the prompt: a table, bounds of a number, or the first condition that holds."""
    draw = rng.randrange(3)
    n = rng.randrange(2, 5)
    labels = rng.sample(VERDICTS, n + (draw != 1))
    if draw == 0:
        rule, rows, right = _by_table(rng, labels)
    elif draw == 1:
        rule, rows, right = _by_bounds(rng, labels)
    else:
        rule, rows, right = _by_first(rng, labels)
    used = {k for k, _ in rows}
    for key in material.free_keys(rng, rng.randrange(3)):
        if key not in used:
            rows.append((key, material.free_value(rng, key)))
    rng.shuffle(rows)
    form, gap = rng.choice(
        (("{k}: {v}", "\n"), ("- {k}: {v}", "\n"), ("{k} = {v}", ", "), ("{k}: {v}", "; "), ("| {k} | {v} |", "\n"))
    )
    case = gap.join(form.format(k=k, v=v) for k, v in rows)
    head = rng.choice(("Case:\n", "State:\n", "Now:\n", "", "What we have:\n", "Situation:\n"))
    rule = rng.choice(("Rule: ", "", "Rules: ", "Policy: ", "How to decide: ")) + rule
    bank = rng.sample(labels, len(labels))
    gapped = rng.choice((", ".join(bank), " / ".join(bank), f"{', '.join(bank[:-1])} or {bank[-1]}", " | ".join(bank)))
    instruction = rng.choice(DECIDE_RULES).format(l=gapped)
    order = rng.random()
    if order < 0.3:
        return Example("decide", (("system", f"{rule}\n{instruction}"), ("user", f"{head}{case}")), right)
    if order < 0.5:
        return Example("decide", (("user", f"{head}{case}\n\n{rule}\n\n{instruction}"),), right)
    return asked(rng, instruction, f"{rule}\n\n{head}{case}", "decide", right)


Rows = list[tuple[str, str]]


def _by_table(rng: random.Random, labels: list[str]) -> tuple[str, Rows, str]:
    key = rng.choice([k for k, v in material.attributes().items() if v[0] not in "#@!&" and len(v) >= len(labels)])
    values = rng.sample(material.attributes()[key], len(labels))
    form = rng.choice(
        (
            "If the {k} is {v}, {l}.",
            "{k} {v}: {l}.",
            "{l} when the {k} is {v}.",
            "With {k} {v} you {l}.",
            "{v} means {l}.",
        )
    )
    parts = [material.capital(form.format(k=key, v=v, l=a)) for v, a in zip(values[:-1], labels[:-1], strict=True)]
    at = rng.randrange(len(labels))
    return " ".join([*parts, rng.choice(OTHERWISE).format(l=labels[-1])]), [(key, values[at])], labels[at]


def _by_bounds(rng: random.Random, labels: list[str]) -> tuple[str, Rows, str]:
    key = rng.choice([k for k, v in material.attributes().items() if v[0] == "#"])
    top = 10 ** rng.randrange(1, 5)
    cuts = sorted(rng.sample(range(2, 9 * top, max(1, top // 50)), len(labels) - 1))
    parts = [
        rng.choice(("Up to {c}: {l}.", "{c} or less: {l}.", "Not more than {c}: {l}.")).format(c=cuts[0], l=labels[0])
    ]
    parts += [f"From {low + 1} to {high}: {a}." for low, high, a in zip(cuts, cuts[1:], labels[1:-1], strict=False)]
    parts.append(
        rng.choice(("Above {c}: {l}.", "More than {c}: {l}.", "Over {c}, {l}.")).format(c=cuts[-1], l=labels[-1])
    )
    at = rng.randrange(len(labels))
    low, high = (cuts[at - 1] + 1 if at else 0), (cuts[at] if at < len(cuts) else 2 * cuts[-1] + 10)
    number = rng.choice((low, high, rng.randint(low, high), rng.randint(low, high)))
    if rng.random() < 0.3:
        parts.reverse()
    return (
        f"{rng.choice(('Look at the {k}.', 'The {k} decides.', 'By {k}:')).format(k=key)} {' '.join(parts)}",
        [(key, str(number))],
        labels[at],
    )


def _by_first(rng: random.Random, labels: list[str]) -> tuple[str, Rows, str]:
    states = rng.sample(STATES, len(labels) - 1)
    at = rng.randrange(len(labels))
    rows: Rows = []
    for i, (field, _, when, otherwise) in enumerate(states):
        holds = i == at or (i > at and rng.random() < 0.4)
        rows.append((field, rng.choice(when) if holds else otherwise))
    form, gap = rng.choice(
        (("{i}. If {c}: {l}.", "\n"), ("If {c}, {l}.", " "), ("{i}) {l} if {c}.", "\n"), ("{l} when {c};", " "))
    )
    parts = [form.format(i=i, c=s[1], l=a) for i, (s, a) in enumerate(zip(states, labels[:-1], strict=True), 1)]
    head = rng.choice(
        (
            "The first that fits counts.",
            "Go from top to bottom, stop at the first that applies.",
            "Earlier lines go before later ones.",
        )
    )
    return gap.join([head, *parts, rng.choice(OTHERWISE).format(l=labels[-1])]), rows, labels[at]


# Memory of a conversation.

MEMORY_RULES = (
    "Remember what the user tells you. If you were not told, reply: {u}", "Keep notes of the conversation; the latest word counts. Unknown: {u}",
    "You are a notebook. Answer questions by what was said, shortly. Not said? Then: {u}", "Short answers from this conversation. Else say: {u}",
    "Listen and remember. What was corrected no longer holds. If asked for something new, reply: {u}",
    "Answer with the value the user gave last. If there is none: {u}", "Your memory is this chat. Reply '{u}' if it holds no answer.",
    "Give back what you were told, in as few words as possible, or: {u}", "Note everything. Answer only what was said here, otherwise: {u}",
    "Later statements replace earlier ones. When nothing was said, answer: {u}", "Be my memory. To what I never said the answer is '{u}'.",
    "Recall facts of this chat. Without a fact reply: {u}", "The user dictates facts and asks later. Value only. No value: {u}",
)  # fmt: skip
UNKNOWN = (
    "You have not told me.", "That was not said.", "I do not know that.", "Not mentioned so far.", "No note on that.", "unknown",
    "We have not talked about it.", "There is nothing in my notes.", ABSTAIN,
)  # fmt: skip
SAID = (
    "The {k} of {s} is {v}.", "{s}: {k} {v}.", "Please note: {k} of {s} is {v}.", "For {s} the {k} is {v}.", "{s} has the {k} {v}.",
    "Remember that the {k} of {s} is {v}.", "I just heard the {k} of {s}: {v}.", "{k} for {s}: {v}", "By the way, {s} has {v} as {k}.",
    "Write down {v} as the {k} of {s}.", "As {k} of {s} take {v}.", "with {s}, the {k} is {v}",
)  # fmt: skip
CORRECTED = (
    "Correction: the {k} of {s} is {v}.", "Sorry, {k} of {s} is {v}, not {w}.", "I was wrong, {s} has the {k} {v}.", "Change the {k} of {s} to {v}.",
    "The {k} of {s} is now {v}.", "Make that {v} for the {k} of {s}.", "No longer {w}: the {k} of {s} is {v}.", "Update for {s}: {k} {v}.",
    "Replace {w} by {v} as {k} of {s}.", "Scrap what I said on {s}, its {k} is {v}.",
)  # fmt: skip
RECALLED = (
    "What is the {k} of {s}?", "What did I say was the {k} of {s}?", "{k} of {s}?", "Which {k} has {s}?", "Tell me the {k} of {s} again.",
    "I forgot the {k} of {s}.", "And the {k} of {s} was?", "Remind me: {k} of {s}", "So, {s}: which {k}?", "Give me the {k} for {s}.",
    "Can you repeat the {k} of {s}?", "Back to {s}. Its {k}?",
)  # fmt: skip
ACKS = (
    "Noted.", "OK.", "Thank you, noted.", "Got it.", "I will remember that.", "All right.", "Written down.", "Understood.", "Fine.", "Yes.",
    "Thanks.", "I have it.",
)  # fmt: skip
SMALL_TALK = (
    ("How are you?", "Fine, thank you."), ("It rains again.", "I am sorry to hear that."), ("I need a coffee.", "Enjoy it."),
    ("Are you still there?", "Yes, I am."), ("That took long.", "Take your time."), ("One moment, the phone rings.", "I will wait."),
    ("Where were we?", "We were taking notes."), ("This office is loud.", "I can imagine."), ("Good so far?", "Yes."),
)  # fmt: skip


class Told(NamedTuple):
    """A statement of a conversation."""

    about: tuple[str, str]  # subject and key
    text: str
    value: str


def _conversation(rng: random.Random, told: list[Told], question: str, answer: str, rule: str) -> Example:
    """A chat in which statements are made in one to four turns of the user, then the question."""
    messages: list[tuple[str, str]] = [("system", rule)]
    turns = min(4, len(told), rng.randrange(2, 5))
    cuts = sorted(rng.sample(range(1, len(told)), turns - 1)) if len(told) > 1 else []
    small = rng.sample(SMALL_TALK, 1)[0] if turns < 4 and rng.random() < 0.35 else None
    echo = rng.random() < 0.25
    for start, end in zip([0, *cuts], [*cuts, len(told)], strict=True):
        piece = told[start:end]
        messages.append(("user", rng.choice((" ", " ", "\n")).join(t.text for t in piece)))
        reply = rng.choice(ACKS)
        if echo and rng.random() < 0.5:
            reply = f"Noted: {piece[-1].value}."
        messages.append(("assistant", reply))
        if small and rng.random() < 0.5:
            messages += [("user", small[0]), ("assistant", small[1])]
            small = None
    return Example("memory", (*messages, ("user", question)), answer)


def memory(rng: random.Random) -> Example:
    """Facts told in a conversation and asked for later; the latest value counts, and some were never told."""
    subjects, keys = material.free_subjects(rng, rng.randrange(1, 4)), material.free_keys(rng, rng.randrange(2, 4))
    pairs = [(s, k) for s in subjects for k in keys]
    rng.shuffle(pairs)
    pairs = pairs[: rng.randrange(2, 6)] if len(pairs) > 2 else pairs
    told, latest = list[Told](), dict[tuple[str, str], str]()
    unknown = rng.random() < 0.16
    wanted = pairs.pop() if unknown else rng.choice(pairs)
    for s, k in pairs:
        latest[s, k] = material.free_value(rng, k)
        told.append(Told((s, k), rng.choice(SAID).format(s=s, k=k, v=latest[s, k]), latest[s, k]))
    changed = [p for p in pairs if rng.random() < (0.5 if p == wanted else 0.25)]
    for s, k in changed:
        before = latest[s, k]
        after = material.near(rng, before) or material.free_value(rng, k)
        if after != before:
            latest[s, k] = after
            told.append(Told((s, k), rng.choice(CORRECTED).format(s=s, k=k, v=after, w=before), after))
    question = rng.choice(RECALLED).format(s=wanted[0], k=wanted[1])
    phrase = rng.choice(UNKNOWN)
    told = [t._replace(text=material.capital(t.text) if rng.random() < 0.8 else t.text) for t in told]
    return _conversation(
        rng, told, question, phrase if unknown else latest[wanted], rng.choice(MEMORY_RULES).format(u=phrase)
    )


NEWS = (
    "Correction: {t}",
    "That has changed. {t}",
    "Sorry, wrong. {t}",
    "Update: {t}",
    "New information: {t}",
    "As of today: {t}",
    "No, listen: {t}",
)


def memory_facts(rng: random.Random, facts: Facts) -> Example:
    """As `memory` with facts of the world, whose questions do not repeat the words of the statements."""
    world, target = facts.world, material.single(rng, facts)
    right = material.entry(rng, facts, target)
    items = material.others(rng, facts, target, rng.randrange(1, 5), strict=True)
    phrase, unknown = rng.choice(UNKNOWN), rng.random() < 0.16
    told = [Told((e.subject, e.relation), material.said(rng, world, e), e.value) for e in items]
    if not unknown or not told:
        unknown = False
        told.insert(
            rng.randrange(len(told) + 1),
            Told((right.subject, right.relation), material.said(rng, world, right), right.value),
        )
        if rng.random() < 0.5:
            raw = world.name(rng.choice(facts.by_relation[target.relation]).object)
            changed = right._replace(value=material.surface(rng, material.near(rng, raw) or raw))
            if changed.value == right.value:
                changed = right._replace(value=f"{right.value} B")
            text = rng.choice(NEWS).format(t=material.said(rng, world, changed))
            place = next(i for i, t in enumerate(told) if t.about == (right.subject, right.relation))
            told.insert(
                rng.randrange(place + 1, len(told) + 1), Told((right.subject, right.relation), text, changed.value)
            )
            right = changed
    question = material.noised(rng, material.asking(rng, world, right), right.subject)
    return _conversation(
        rng, told, question, phrase if unknown else right.value, rng.choice(MEMORY_RULES).format(u=phrase)
    )


FREE: dict[str, Callable[[random.Random], Example]] = {"react": react, "plan": plan, "decide": decide, "memory": memory}
FROM_FACTS: dict[str, Callable[[random.Random, Facts], Example]] = {
    "react_facts": react_facts,
    "memory_facts": memory_facts,
}
FROM_TEXTS: dict[str, Callable[[random.Random, Texts], Example | None]] = {}
SKILLS: dict[str, Callable[..., Example | None]] = {**FREE, **FROM_FACTS, **FROM_TEXTS}
