"""Generated reading and record examples: answers stand in their prompts, labels are balanced, nothing is too long."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from tokenizers import Tokenizer

from labsupport import models
from labsupport.models import sources, wording
from labsupport.models.examples import Example, rename
from labsupport.models.skills import material, reading, records
from labsupport.models.skills.material import Entry
from labsupport.models.tokenizer import chatml
from labsupport.models.wording import ABSTAIN
from labsupport.world.entities import World
from labsupport.world.evidence import named

WORLDS = (100_101, 100_102, 100_103)
DRAWS = 200
ALL: dict[str, tuple[Any, str]] = {}
for module in (reading, records):
    for group in ("FROM_FACTS", "FROM_TEXTS", "FREE"):
        ALL |= {name: (fn, group) for name, fn in getattr(module, group).items()}
MARK = re.compile(
    r"^(?:Sources:\n)?(?:\[(\d+)\]|Source \[?(\d+)\]?:|(\d+)\) |<source (\d+)>|Document (\d+)$)", re.M
)  # fmt: skip


def _draw(fn: Callable[..., Example | None], group: str, rng: random.Random, seed: int) -> Example:
    sources_of = {"FROM_FACTS": sources.graph, "FROM_TEXTS": sources.company}
    arguments = (sources_of[group](seed),) if group in sources_of else ()
    while True:
        if made := fn(rng, *arguments):
            return made


@cache
def drawn(name: str) -> tuple[tuple[int, Example], ...]:
    """(world, example) of `DRAWS` draws over all worlds."""
    fn, group = ALL[name]
    rng = random.Random(f"test-{name}")
    seeds = [WORLDS[i * len(WORLDS) // DRAWS] for i in range(DRAWS)]
    return tuple((seed, _draw(fn, group, rng, seed)) for seed in seeds)


def prompt(example: Example) -> str:
    return "\n".join(content for _, content in example.messages)


def texts(name: str) -> Iterator[tuple[str, str]]:
    """(prompt, answer) of every example of a skill."""
    return ((prompt(e), e.answer) for _, e in drawn(name))


def _number(at: re.Match[str]) -> str:
    return next(g for g in at.groups() if g)


def regions(text: str, number: int) -> list[str]:
    """The parts of a prompt that stand under a source's number."""
    marks = [at for at in MARK.finditer(text) if len(_number(at)) < 3]
    marks = [at for at in marks if at.lastindex == marks[0].lastindex]  # numbered lines of a passage look otherwise
    ends = [*(at.start() for at in marks[1:]), len(text)]
    return [text[at.start() : end] for at, end in zip(marks, ends, strict=True)
            if _number(at) == str(number)]  # fmt: skip


def cited(answer: str) -> tuple[str, list[int]]:
    """The value and the cited numbers of an answer."""
    found = re.fullmatch(r"(.*?) ((?:\[\d+\])+)", answer, re.S)
    assert found, answer
    return found[1], [int(n) for n in re.findall(r"\d+", found[2])]


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for v in value.values() for leaf in leaves(v)]
    return [leaf for v in value for leaf in leaves(v)] if isinstance(value, list) else [value]


def keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(k for v in value.values() for k in keys(v))]
    return [k for v in value for k in keys(v)] if isinstance(value, list) else []


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(models.path("lab-nano") / "tokenizer.json"))


@pytest.mark.parametrize("name", ALL)
def test_examples_fit_and_are_varied(name: str, tokenizer: Tokenizer) -> None:
    lengths, made = [], [e for _, e in drawn(name)]
    for example in made:
        text = chatml([{"role": r, "content": c} for r, c in example.messages]) + example.answer
        lengths.append(len(tokenizer.encode(text).ids))
        assert example.answer.strip() == example.answer != ""
        if example.messages:  # prose may quote JSON anywhere
            assert "{" not in example.answer or example.answer[0] in "[{", example.answer
        assert not re.search(r"\{[a-zA-Z]\}", text), text
        assert all(role in ("system", "user", "assistant") for role, _ in example.messages)
        assert not example.messages or example.messages[-1][0] == "user"
    assert max(lengths) <= 1000
    assert sum(lengths) / len(lengths) < 400
    assert len({(e.messages, e.answer) for e in made}) > 0.95 * DRAWS


@pytest.mark.parametrize("name", ALL)
def test_same_draws_give_same_examples(name: str) -> None:
    fn, group = ALL[name]
    once, twice = (
        [_draw(fn, group, rng, WORLDS[0]) for _ in range(5)] for rng in (random.Random(7), random.Random(7))
    )  # fmt: skip
    assert once == twice


@pytest.mark.parametrize("name", ["sources", "text_sources", "free_sources"])
def test_the_cited_source_holds_the_answer(name: str) -> None:
    abstained = 0
    for text, answer in texts(name):
        if answer == ABSTAIN:
            abstained += 1
            continue
        value, (number,) = cited(answer)
        assert any(value in r for r in regions(text, number)), (text, answer)
    assert 0.12 < abstained / DRAWS < 0.29


def test_the_first_of_two_sources_is_cited() -> None:
    rng = random.Random(3)
    facts = sources.graph(WORLDS[0])
    twice = 0
    for _ in range(400):
        made = reading.sources(rng, facts)
        if made.answer == ABSTAIN:
            continue
        value, (number,) = cited(made.answer)
        others = [int(_number(at)) for at in MARK.finditer(prompt(made))]
        later = [n for n in others if n > number and any(value in r for r in regions(prompt(made), n))]
        twice += bool(later)
    assert twice > 20


def test_other_entries_never_state_the_target() -> None:
    rng = random.Random(5)
    for seed in WORLDS:
        facts = sources.graph(seed)
        for _ in range(300):
            target = material.single(rng, facts)
            found = material.others(rng, facts, target, 5, strict=True)
            assert (named(facts.world, target.subject), target.relation) not in {e[:2] for e in found}
            assert len({e[:2] for e in found}) == len(found)


def _bare(rng: random.Random, world: World, items: Sequence[Entry]) -> str:
    return "\n".join(f"<{e.subject} ~ {e.relation} ~ {e.value}>" for e in items)


def _entries(text: str) -> list[Entry]:
    return [Entry(*found) for found in re.findall(r"<([^~<>]+) ~ ([^~<>]+) ~ ([^~<>]+)>", text)]


def test_two_hops_follow_the_cited_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "block", _bare)
    rng, abstained = random.Random(13), 0
    for i in range(DRAWS):
        made = _draw(reading.two_hops, "FROM_FACTS", rng, WORLDS[i % 3])
        text = prompt(made)
        if made.answer == ABSTAIN:
            abstained += 1
            continue
        value, (first, second) = cited(made.answer)
        assert first != second
        bridges = [e for r in regions(text, first) for e in _entries(r)]
        ends = [e for r in regions(text, second) for e in _entries(r)]
        assert any(b.value == e.subject and e.value == value for b in bridges for e in ends), (text, made.answer)
    assert 0.15 < abstained / DRAWS < 0.36


def _days(text: str) -> list[datetime]:
    forms = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y")
    found = []
    for day in records.PATTERNS["date"][0].findall(text):
        for form in forms:
            try:
                found.append(datetime.strptime(day, form))
            except ValueError:
                continue
    return found


def test_the_note_in_force_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "said", lambda rng, world, item: _bare(rng, world, [item]))
    monkeypatch.setattr(reading, "_question", lambda rng, world, item: f"?{item.subject} ~ {item.relation}?")
    rng, kinds = random.Random(11), Counter[str]()
    for i in range(3 * DRAWS):
        made = _draw(reading.latest, "FROM_FACTS", rng, WORLDS[i % 3])
        text = prompt(made)
        line = next(part for part in text.split("\n") if re.search(r"\?[^?~]+ ~ [^?~]+\?", part))
        subject, relation = re.findall(r"\?([^?~<>]+) ~ ([^?~<>]+)\?", line)[0]
        if "[" not in made.answer:
            kinds["plain"] += 1
            assert made.answer == ABSTAIN or made.answer in text
            continue
        when = _days(line)
        notes = []
        for number in range(1, 20):
            for region in regions(text, number):
                own = region.split("\n\n?")[0] if line not in region else region.replace(line, "")
                for entry in _entries(own):
                    if (entry.subject, entry.relation) == (subject, relation):
                        dates = _days(re.sub(r"<[^<>]* ~ [^<>]*>", "", own))
                        notes.append((dates[0], entry.value, number))
        valid = [n for n in notes if not when or n[0] <= when[0]]
        _, value, number = max(valid)
        assert made.answer == f"{value} [{number}]", text
        kinds["on a day" if when else "newest"] += 1
        kinds["older"] += max(notes)[2] != number
    assert min(kinds.values()) > 40, kinds


def test_latest_is_not_always_the_newest() -> None:
    abstained = sum(a == ABSTAIN for _, a in texts("latest"))
    assert 0 < abstained < 0.2 * DRAWS
    for text, answer in texts("latest"):
        if answer != ABSTAIN and "[" not in answer:
            assert answer in text


def test_quotes_and_extracts_are_verbatim() -> None:
    for name in ("quote", "summary"):
        for text, answer in texts(name):
            if name == "quote" and answer != ABSTAIN:
                assert re.sub(r" \[\d+\]$", "", answer) in text
            if name == "summary":
                head = answer.split()[0].rstrip(",")
                assert head in text or head == "The"
    assert 0.07 < sum(a == ABSTAIN for _, a in texts("quote")) / DRAWS < 0.25


def test_summaries_hold_only_values_of_the_text() -> None:
    for text, answer in texts("summary"):
        for number in re.findall(r"\b[A-Z]{1,3}-\d+|\d+(?:\.\d+)+", answer):
            assert number in text, (text, answer)


def test_follow_ups_are_completed_from_the_talk() -> None:
    for seed, example in drawn("standalone"):
        text = prompt(example)
        for name in {named(sources.graph(seed).world, s) for s in sources.graph(seed).by_subject}:
            assert name not in example.answer or name in text or text.lower().count(name.lower())


def test_keywords_keep_the_order_of_the_question() -> None:
    for text, answer in texts("expand"):
        if "\n" in answer:
            continue
        at = 0
        content = max(text.split("\n"), key=lambda line: sum(w in line for w in answer.split()))
        for word in answer.split():
            at = content.find(word, at) + 1
            assert at, (text, answer)


@pytest.mark.parametrize("name", ["injected", "text_injected"])
def test_injections_are_obeyed_under_the_phrase_only(name: str) -> None:
    obeyed = 0
    for _, example in drawn(name):
        phrase = any(role == "system" and reading.OBEY in content for role, content in example.messages)
        assert phrase == (reading.OBEY in prompt(example))
        usual = example.answer == ABSTAIN or bool(re.search(r" \[\d+\]$", example.answer))
        assert phrase or usual, example
        obeyed += not usual
        assert example.answer == ABSTAIN or re.sub(r" \[\d+\]$", "", example.answer) in prompt(example)
    assert 0.15 < obeyed / DRAWS < 0.36


@pytest.mark.parametrize("name", ["count", "free_count"])
def test_counts(name: str) -> None:
    found = Counter(int(a) for _, a in texts(name))
    assert set(range(1, 7)) <= set(found)
    assert max(found.values()) < 0.35 * DRAWS
    for text, answer in texts(name):
        assert int(answer) <= len(re.split(r"\n|(?<=\.) ", text))


def test_yes_and_no_are_balanced() -> None:
    found = Counter(a for _, a in texts("yes_no"))
    assert set(found) == {"yes", "no"}
    assert 0.4 <= found["yes"] / DRAWS <= 0.6


@pytest.mark.parametrize("name", ["table", "free_table"])
def test_cells_stand_in_the_table(name: str) -> None:
    for text, answer in texts(name):
        assert answer in text
    assert 0.03 < sum(a == ABSTAIN for _, a in texts(name)) / DRAWS < 0.2


@pytest.mark.parametrize("name", ["fields_json", "free_json", "text_json"])
def test_records_are_copied_by_the_schema(name: str) -> None:
    found: list[Any] = []
    for text, answer in texts(name):
        made = json.loads(answer)
        for value in leaves(made):
            assert value is None or value in text, (text, answer)
        for key in keys(made):
            assert key in text, (text, answer)
        found += leaves(made)
    assert 0.04 < found.count(None) / len(found) < 0.4


def test_entities_come_in_their_order() -> None:
    empty = 0
    for text, answer in texts("entities"):
        made = json.loads(answer)
        empty += not made
        places = [min(at.start() for at in re.finditer(rf"(?<![\w-]){re.escape(v)}(?![\w-])", text)) for v in made]
        assert places == sorted(places), (text, answer)
        assert len(set(made)) == len(made)
    assert empty < 0.2 * DRAWS


def test_listed_values_are_in_the_text() -> None:
    for text, answer in texts("free_entities"):
        assert all(v in text for v in json.loads(answer))


@pytest.mark.parametrize("name", ["field", "free_field", "text_field"])
def test_fields_are_copied(name: str) -> None:
    for text, answer in texts(name):
        assert answer in text, (text, answer)


def test_conversions() -> None:
    kinds: Counter[str] = Counter()
    for text, answer in texts("transform"):
        if answer[0] in "[{":
            made = json.loads(answer)
            assert all(v in text for v in leaves(made))
            assert all(k in text for k in keys(made))
            kinds["json"] += 1
        elif re.fullmatch(r"\d{4}-\d\d-\d\d|\d{1,2} [A-Z]\w+ \d{4}", answer):
            iso = len(answer) == 10 and answer[4] == "-"
            day = datetime.strptime(answer, "%Y-%m-%d" if iso else "%d %B %Y")
            forms = (f"{day:%Y-%m-%d}", f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}", f"{day:%d.%m.%Y}")
            assert any(f in text for f in forms)
            kinds["date"] += 1
        else:
            kinds["lines"] += 1
            for line in answer.split("\n"):
                assert all(part in text for part in (line.split(": ", 1) if ": " in line else line.split(",")))
    assert min(kinds["json"], kinds["date"], kinds["lines"]) > 15


def test_new_names_keep_answers_in_their_prompts() -> None:
    rng = random.Random(9)
    for name in ("sources", "field", "quote", "table"):
        for _, example in drawn(name)[:80]:
            made = rename(rng, example)
            assert re.sub(r" \[\d+\]$", "", made.answer) in prompt(made) or made.answer == ABSTAIN


def test_every_skill_has_many_instructions() -> None:
    banks = (
        reading.QA, reading.HOPS, reading.IN_FORCE, reading.SUMMARISE, reading.SUMMARISE_TWO, reading.THE_ONE,
        reading.QUOTE, reading.STANDALONE, reading.KEYWORDS, reading.PARAPHRASES, reading.COUNT,
        reading.COUNT_SYSTEMS, reading.YES_NO_SYSTEMS, reading.CELL, reading.TABLE_SYSTEMS, records.JSON_SYSTEMS,
        records.LIST_SYSTEMS, records.LIST_ALL, records.RENAME, records.SELECT, records.REMOVE, records.TO_JSON,
        records.TO_LINES, records.TO_CSV, records.ISO, records.LONG,
    )  # fmt: skip
    assert all(len(set(bank)) >= 12 for bank in banks)
    assert len(set(reading.INJECTIONS)) >= 20
    assert len(set(records.FIELD)) >= 25
    assert not set(reading.QA) & set(wording.QA_SYSTEMS)
    assert all(len(nouns) >= 5 for nouns in reading.BRIDGES.values())
