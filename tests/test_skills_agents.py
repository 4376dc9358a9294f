"""Tool calls and skills of agents: every answer follows from its prompt; labels, lengths and names are balanced."""

from __future__ import annotations

import ast
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from labsupport.models import sources, wording
from labsupport.models import tokenizer as tok
from labsupport.models.examples import Example, rename
from labsupport.models.skills import agents, calls, calls_text, material
from labsupport.world import names
from labsupport.world.sets.tasks_desk import TOOLS as DESK

WORLDS = (100_003, 100_017, 100_031)
ALL = sorted([*calls.SKILLS, *agents.SKILLS])


def draw(skill: str, seed: int) -> Example:
    """One example of a skill, from one of three training worlds where it needs one."""
    rng = random.Random(f"{skill}-{seed}")
    free, from_facts = calls.FREE | agents.FREE, calls.FROM_FACTS | agents.FROM_FACTS
    return free[skill](rng) if skill in free else from_facts[skill](rng, sources.graph(WORLDS[seed % 3]))


def many(skill: str, n: int = 200) -> list[Example]:
    return [draw(skill, seed) for seed in range(n)]


def prompt(example: Example) -> str:
    return "\n".join(content for _, content in example.messages)


def call_of(text: str) -> dict[str, Any]:
    match = re.fullmatch(r"<tool_call>\n(.*)\n</tool_call>", text)
    assert match, text
    return json.loads(match[1])  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def tokenizer():  # type: ignore[no-untyped-def]
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(Path(__file__).parents[1] / "data/models/lab-nano/tokenizer.json"))


@pytest.mark.parametrize("skill", ALL)
def test_examples_are_reproducible_short_and_leave_the_global_generator_alone(skill: str, tokenizer) -> None:  # type: ignore[no-untyped-def]
    before = random.getstate()
    made = many(skill)
    assert random.getstate() == before
    assert made[:20] == many(skill, 20)
    assert len({(e.tools, e.messages) for e in made}) > 195
    sizes = []
    for e in made:
        text = tok.chatml([{"role": r, "content": c} for r, c in e.messages], tools=e.tools) + e.answer
        sizes.append(len(tokenizer.encode(text).ids))
        assert e.messages[-1][0] == "user"
        assert e.answer.strip() == e.answer != ""
    assert max(sizes) <= 1000
    assert sum(s <= 600 for s in sizes) > 160


def test_banks_are_wide_and_every_request_gives_what_its_tool_requires() -> None:
    families = [*calls.own_families(), *(calls.record_family(n, v) for n in calls.nouns() for v in calls.verbs())]
    assert len(calls.own_families()) >= 70
    for family in families:
        assert len(family.requests) >= 7, family.names
        assert len(family.names) >= 2, family.names
        required = {a.key for a in family.arguments if a.required}
        for form in family.requests:
            marks = re.findall(r"\{(\w+)\}", form)
            assert required <= set(marks) <= {a.key for a in family.arguments}, form
            assert len(marks) == len(set(marks)), form
    assert min(map(len, (calls_text.SYSTEMS, calls_text.WRAPS, calls.VALUE_ONLY, calls.SENTENCE))) >= 12
    assert min(map(len, (agents.REACT_RULES, agents.PLAN_RULES, agents.DECIDE_RULES, agents.MEMORY_RULES))) >= 12


def test_no_request_and_no_function_is_one_of_the_desk() -> None:
    asked = [r for _, requests in wording.DESK_REQUESTS.values() for r in requests]
    desk = {re.sub(r"\W+", " ", r.replace("{0}", "")).strip().lower() for r in asked}
    families = [*calls.own_families(), *(calls.record_family(n, v) for n in calls.nouns() for v in calls.verbs())]
    mine = {re.sub(r"\W+", " ", re.sub(r"\{\w+\}", "", r)).strip().lower() for f in families for r in f.requests}
    assert not desk & mine
    for e in many("tool", 400) + many("tool_answer") + many("tool_fact"):
        assert not {json.loads(t)["function"]["name"] for t in e.tools} & set(DESK)


def test_calls_fit_their_specification_and_copy_the_request() -> None:
    made, missing, typed = many("tool", 600), 0, Counter[str]()
    for e in made:
        functions = {f["name"]: f for f in (json.loads(t)["function"] for t in e.tools)}
        assert 1 <= len(functions) == len(e.tools) <= 5
        if e.answer == wording.NO_TOOL:
            missing += 1
            continue
        call = call_of(e.answer)
        parameters = functions[call["name"]]["parameters"]
        given, fields = call["arguments"], parameters["properties"]
        assert set(parameters.get("required", ())) <= set(given) <= set(fields)
        assert list(given) == [k for k in fields if k in given]
        said = e.messages[-1][1]
        for key, value in given.items():
            kind = fields[key]["type"]
            typed[kind] += 1
            if kind == "boolean":
                assert isinstance(value, bool)
                continue
            assert isinstance(value, {"string": str, "integer": int, "number": int | float}[kind])
            assert str(value) in said, (value, said)
            assert value in fields[key].get("enum", [value])
    assert 0.06 < missing / len(made) < 0.14
    assert min(typed["boolean"], typed["integer"], typed["number"]) > 5
    calls_made = [call_of(e.answer) for e in many("tool", 3000) if e.answer != wording.NO_TOOL]
    yes = [v for c in calls_made for v in c["arguments"].values() if isinstance(v, bool)]
    assert 0.3 < sum(yes) / len(yes) < 0.7


def test_the_right_tool_has_no_place_and_no_cue() -> None:
    places, longest, offered = Counter[bool](), [], 0
    for e in many("tool", 900):
        if e.answer == wording.NO_TOOL or len(e.tools) != 2:
            continue
        offered += 1
        named = [json.loads(t)["function"]["name"] for t in e.tools]
        at = named.index(call_of(e.answer)["name"])
        places[at == 0] += 1
        longest.append(len(e.tools[at]) > len(e.tools[1 - at]))
    assert 0.4 < places[True] / offered < 0.6
    assert 0.38 < sum(longest) / offered < 0.62


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for v in value.values() for leaf in leaves(v)]
    return [leaf for v in value for leaf in leaves(v)] if isinstance(value, list) else [str(value)]


def listed(result: Any) -> list[Any]:
    """The rows of a result that has any."""
    if isinstance(result, list):
        return result
    return next((v for v in result.values() if isinstance(v, list)), [])


@pytest.mark.parametrize("skill", ["tool_answer", "tool_fact"])
def test_answers_come_from_the_result(skill: str) -> None:
    forms = Counter[str]()
    for e in many(skill, 300):
        assert [r for r, _ in e.messages][-3:] == ["user", "assistant", "user"]
        call = call_of(e.messages[-2][1])
        functions = {f["name"]: f for f in (json.loads(t)["function"] for t in e.tools)}
        assert set(call["arguments"]) <= set(functions[call["name"]]["parameters"]["properties"])
        match = re.fullmatch(r"<tool_response>\n(.*)\n</tool_response>", e.messages[-1][1])
        assert match
        result = json.loads(match[1])
        bare = any(rule in prompt(e) for rule in calls.VALUE_ONLY)
        values = leaves(result)
        if e.answer == calls.NOT_SAID:
            forms["missing"] += 1
            asked = [k for k in material.attributes() if re.search(rf"\b{re.escape(k)}\b", e.messages[-3][1])]
            assert any(f'"{k.replace(" ", "_")}": ' not in match[1] for k in asked)
        elif re.search(r"[Hh]ow many|umber of|Count the", e.messages[-3][1]) and (rows := listed(result)):
            assert int(e.answer.rstrip(".").split()[-1]) == len(rows)
            forms["count"] += 1
        else:
            forms["bare" if bare else "sentence"] += 1
            assert e.answer in values if bare else any(v in e.answer for v in values), (values, e.answer)
    assert 0.35 < forms["bare"] / (forms["bare"] + forms["sentence"]) < 0.65
    assert skill == "tool_fact" or min(forms["missing"], forms["count"]) > 8


def test_steps_follow_from_the_transcript() -> None:
    done, ends = Counter[int](), 0
    for e in many("react", 300) + many("react_facts", 300):
        text = prompt(e)
        match = re.fullmatch(r"Thought: (.+)\n(?:Action: (\w+)\[(.+)\]|Final Answer: (.+))", e.answer)
        assert match, e.answer
        _, name, argument, final = match.groups()
        done[len(re.findall(r"^Observation: ", text, re.M))] += 1
        if final:
            ends += 1
            assert final == wording.ABSTAIN or final in text
            continue
        assert re.search(rf"\b{name}\b", text)
        if "+" in argument:
            assert all(n in text for n in argument.split(" + "))
        else:
            assert argument in text
    assert sum(done[i] for i in range(1, 5)) > 350
    assert set(done) <= set(range(5))
    assert 0.2 < ends / 600 < 0.55


def test_sums_and_comparisons_are_right() -> None:
    seen = Counter[str]()
    for e in many("react", 600):
        observed = re.findall(r"^Observation: (\d+)$", prompt(e), re.M)
        asked = re.findall(r"^Action: \w+\[(\d+ \+ \d+)\]$", prompt(e), re.M)
        if observed and asked:
            a, _, b = asked[-1].split()
            assert int(observed[-1]) == int(a) + int(b)
            assert e.answer.endswith(f"Final Answer: {observed[-1]}")
            seen["sum"] += 1
        compared = r"Thought: (.+): (\d+)\. (.+): (\d+)\. \d+ is more than \d+\.\nFinal Answer: (.+)"
        match = re.fullmatch(compared, e.answer)
        if match:
            one, a, two, b, won = match.groups()
            more = one if int(a) > int(b) else two
            less = bool(re.search(r"lower|smaller|least", prompt(e)))
            assert (won == more) != less
            seen["first" if won == one else "second"] += 1
    assert seen["sum"] > 20
    assert 0.35 < seen["first"] / (seen["first"] + seen["second"]) < 0.65


def test_plans_name_offered_tools_and_copy_values() -> None:
    lengths = Counter[int]()
    for e in many("plan", 300):
        lines, text = e.answer.splitlines(), prompt(e)
        lengths[len(lines)] += 1
        assert [int(re.match(r"\d+", line)[0]) for line in lines] == list(range(1, len(lines) + 1))  # type: ignore[index]
        names = [re.match(r"\d+[.)] (\w+)", line)[1] for line in lines]  # type: ignore[index]
        assert len(set(names)) == len(names)
        listed = re.findall(r"^(?:- |\* |\d+\. )?(\w+)(?=\[|:| \()", text, re.M)
        assert set(names) <= set(listed)
        assert set(listed) - set(names)
    assert set(lengths) == {2, 3, 4, 5}


CONDITIONS = {field: (condition, when) for field, condition, when, _ in agents.STATES}


def holds(field: str, value: str, text: str) -> bool:
    """Whether the case says that a field has a value."""
    return bool(re.search(rf"{field}(: | = | \| ){re.escape(value)}( \||;|,|\n|$)", text))


def test_decisions_obey_the_rule_and_are_balanced() -> None:
    places, checked = list[float](), Counter[str]()
    for e in many("decide", 3000):
        text = prompt(e)
        assert re.search(rf"\b{e.answer}\b", text, re.I)
        if any(head in text for head in ("The first that fits counts.", "Go from top", "Earlier lines go")):
            order = [f for _, f in sorted((text.find(c), f) for f, (c, _) in CONDITIONS.items() if c in text)]
            hits = [f for f in order if any(holds(f, when, text) for when in CONDITIONS[f][1])]
            places.append((order.index(hits[0]) if hits else len(order)) / len(order))
            if hits:
                condition = re.escape(CONDITIONS[hits[0]][0])
                assert re.search(rf"{condition}[:,] {e.answer}\b|\b{e.answer} (if|when) {condition}", text), text
                checked["first"] += 1
            else:
                checked["otherwise"] += 1
        elif re.search(r"From \d+ to \d+: |(Above|More than|Over) \d+", text):
            low, high = -1, 10**9
            span = re.search(rf"From (\d+) to (\d+): {e.answer}\b", text)
            above = re.search(rf"(?:Above|More than|Over) (\d+)[:,] {e.answer}\b", text)
            below = re.search(rf"(?:(?:Up to|Not more than) (\d+)|(\d+) or less): {e.answer}\b", text)
            if span:
                low, high = int(span[1]), int(span[2])
            elif above:
                low = int(above[1]) + 1
            else:
                assert below, text
                high = int(below[1] or below[2])
            key = re.search(r"Look at the ([a-z ]+)\.|The ([a-z ]+) decides|By ([a-z ]+):", text)
            assert key
            name = next(g for g in key.groups() if g)
            values = re.findall(rf"\b{name}(?:: | = | \| )(\d+)\b(?! or less)", text)
            assert values, text
            assert low <= int(values[-1]) <= high, text
            checked["bounds"] += 1
        else:
            checked["table"] += 1
    assert min(checked.values()) > 200
    assert 0.4 < sum(places) / len(places) < 0.6


def test_memory_gives_the_latest_value_or_the_agreed_phrase() -> None:
    unknown = corrected = 0
    made = many("memory", 400) + many("memory_facts", 400)
    for e in made:
        roles = [r for r, _ in e.messages]
        assert roles[0] == "system"
        assert roles[1:] == ["user", "assistant"] * ((len(roles) - 2) // 2) + ["user"]
        assert 4 <= len(roles) <= 11
        body = "\n".join(c for _, c in e.messages[1:-1])
        if e.answer in e.messages[0][1]:
            unknown += 1
            continue
        assert e.answer in body
        corrected += any(word in body for word in ("Correction", "Update", "wrong", "No longer", "Replace", "now "))
    assert 0.08 < unknown / len(made) < 0.25
    assert corrected > 200


def test_a_tool_message_is_written_as_the_chat_template_does() -> None:
    from jinja2 import Environment

    env = Environment()
    env.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    template = env.from_string(tok.CHAT_TEMPLATE)
    for e in many("tool_answer", 30):
        messages: list[dict[str, Any]] = []
        for role, content in e.messages:
            if role == "assistant":
                call = call_of(content)
                messages.append({"role": role, "content": "", "tool_calls": [{"type": "function", "function": call}]})
            elif content.startswith("<tool_response>"):
                messages.append({"role": "tool", "content": content.split("\n")[1]})
            else:
                messages.append({"role": role, "content": content})
        whole = template.render(messages=messages, tools=[json.loads(t) for t in e.tools], add_generation_prompt=True)
        assert whole == tok.chatml([{"role": r, "content": c} for r, c in e.messages], tools=e.tools)


def test_plan_values_are_values_of_the_request() -> None:
    for e in many("plan", 200):
        for line in e.answer.splitlines():
            match = re.fullmatch(r"\d+[.)] \w+(?:: | \||\(| \[| - )?(.*?)[)\]]?", line)
            assert match
            said = match[1]
            if "=" in said or not said or "SELECT" in said or "(" in said:
                continue
            for value in said.split(", "):
                assert value in ("true", "false") or value.rstrip(")]") in prompt(e), (value, line)


def test_a_specification_can_be_read_back() -> None:
    kinds = Counter[str]()
    for e in many("tool"):
        for text in e.tools:
            assert "\n" not in text
            function = ast.literal_eval(text.replace("false", "False").replace("true", "True"))["function"]
            fields = function["parameters"]["properties"].values()
            kinds.update(p["type"] + ("/enum" if "enum" in p else "") for p in fields)
            kinds["described"] += "description" in function
    assert set(kinds) == {"string", "integer", "number", "boolean", "string/enum", "described"}


def test_questions_about_the_world_choose_a_reader_and_copy_the_subject() -> None:
    made, missing, first, offered = many("tool_ask", 400), 0, 0, 0
    for e in made:
        functions = {f["name"]: f for f in (json.loads(t)["function"] for t in e.tools)}
        if e.answer == wording.NO_TOOL:
            missing += 1
            continue
        call = call_of(e.answer)
        (key,) = functions[call["name"]]["parameters"]["properties"]
        assert list(call["arguments"]) == [key]
        assert call["arguments"][key] in e.messages[-1][1]
        about = functions[call["name"]].get("description", call["name"].replace("_", " ")).lower()
        assert any(noun in about for noun in calls.NOUN_OF.values()), about
        if len(e.tools) == 2:
            offered += 1
            first += json.loads(e.tools[0])["function"]["name"] == call["name"]
    assert 0.05 < missing / len(made) < 0.14
    assert 0.38 < first / offered < 0.62


def test_identifiers_fit_the_patterns() -> None:
    rng = random.Random(4)
    for noun in calls.nouns():
        argument = calls.Argument("x", "key", (noun,), (), "", True)
        for _ in range(40):
            text = calls.value(rng, argument)[0]
            assert all(re.search(p, text) for p in calls.PATTERNS), text


@pytest.mark.parametrize("skill", ["tool_ask", "tool_fact", "react_facts", "memory_facts"])
def test_renamed_examples_stay_whole(skill: str) -> None:
    known = {n.split()[0].lower() for k in calls.NAMES for n in names.bank(k, "other")}
    for seed, e in enumerate(many(skill, 150)):
        made = rename(random.Random(seed), e)
        named = known & {w.lower() for w in re.findall("[A-Za-z]+", prompt(e))}
        assert (made.messages != e.messages) == bool(named)
        assert made.tools == e.tools
        if skill == "tool_ask" and made.answer != wording.NO_TOOL:
            call = call_of(made.answer)
            assert call["name"] in [json.loads(t)["function"]["name"] for t in made.tools]
            assert next(iter(call["arguments"].values())) in made.messages[-1][1]
        elif skill == "react_facts" and (action := re.search(r"Action: (\w+)\[(.+)\]", made.answer)):
            assert action[1] in prompt(made)
            assert action[2] in prompt(made)
        elif skill == "memory_facts":
            assert made.answer in prompt(made)
