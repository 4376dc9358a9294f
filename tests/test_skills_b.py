"""Skills of judging and labelling: every answer follows from its prompt, and no label is more frequent than others."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from labsupport.models import sources, wording
from labsupport.models.examples import Example
from labsupport.models.skills import judging, labelling

SEEDS = (100_001, 123_456, 159_999)
DRAWS = 200


def drawn(module: object, skill: str, draws: int = DRAWS) -> Iterator[Example]:
    for seed in SEEDS:
        rng = random.Random(f"{skill}-{seed}")
        count = 0
        while count < draws:
            made: Example | None
            if skill in module.FROM_FACTS:  # type: ignore[attr-defined]
                made = module.FROM_FACTS[skill](rng, sources.graph(seed))  # type: ignore[attr-defined]
            elif skill in module.FROM_TEXTS:  # type: ignore[attr-defined]
                made = module.FROM_TEXTS[skill](rng, sources.company(seed))  # type: ignore[attr-defined]
            else:
                made = module.FREE[skill](rng)  # type: ignore[attr-defined]
            if made is not None:
                count += 1
                yield made


def whole(made: Example) -> str:
    return "\n\n".join(content for _, content in made.messages)


ALL = [(m, s) for m in (judging, labelling) for s in m.SKILLS]


@pytest.mark.parametrize(("module", "skill"), ALL, ids=[s for _, s in ALL])
def test_short_and_repeatable(module: object, skill: str) -> None:
    first, again = list(drawn(module, skill, 60)), list(drawn(module, skill, 60))
    assert first == again
    for made in first:
        assert made.messages
        assert made.messages[-1][0] == "user"
        assert made.answer == made.answer.strip() != ""
        assert len(whole(made)) + len(made.answer) < 2400
        assert not re.search(r"\{\w\}", whole(made))
    assert len({m.messages for m in first}) > 0.97 * len(first)


POSITIVE = {p for p, _ in (*judging.SAME, *judging.HELD, *judging.VERDICTS, *judging.GRADES)} | {wording.LABELS[0]}
NEGATIVE = {n for _, n in (*judging.SAME, *judging.HELD, *judging.VERDICTS, *judging.GRADES)} | {wording.LABELS[1]}


@pytest.mark.parametrize("skill", [s for s in judging.SKILLS if s not in ("prefer", "claim_list")])
def test_judgements_are_balanced(skill: str) -> None:
    told = Counter(made.answer.split(":")[0] for made in drawn(judging, skill))
    yes, no = sum(told[p] for p in POSITIVE), sum(told[n] for n in NEGATIVE)
    assert yes + no > 0.9 * told.total()  # the rest are letters defined in the prompt
    assert 0.4 < yes / (yes + no) < 0.6


def test_preference_and_lists_are_balanced() -> None:
    told = Counter(made.answer for made in drawn(judging, "prefer"))
    assert set(told) == {"A", "B", "tie"}
    assert 0.4 < told["A"] / (told["A"] + told["B"]) < 0.6
    assert 0.04 < told["tie"] / told.total() < 0.16
    lines = Counter(line.split(": ")[1] for made in drawn(judging, "claim_list") for line in made.answer.split("\n"))
    yes, no = sum(lines[p] for p in POSITIVE), sum(lines[n] for n in NEGATIVE)
    assert 0.4 < yes / (yes + no) < 0.6


def blocks(made: Example) -> list[str]:
    """The messages and their pieces between blank lines, longest first."""
    found = [content for _, content in made.messages]
    found += [b for content in found for b in content.split("\n\n")]
    return sorted(dict.fromkeys(found), key=len, reverse=True)


@cache
def pattern(form: str, **groups: str) -> re.Pattern[str]:
    text = re.escape(form)
    for name, inner in groups.items():
        text = text.replace(r"\{" + name + r"\}", f"(?P<{name}>{inner})", 1)
    return re.compile(re.sub(r"\\\{\w\\\}", ".+?", text), re.DOTALL)


def test_equal_means_equal() -> None:
    forms = [pattern(f, a=r"[^\n]+?", b=r"[^\n]+?") for f in judging.TWO]
    instructions, read = [pattern(f) for f in judging.EQUAL], 0
    for made in drawn(judging, "equal"):
        pieces = [b for b in blocks(made) if not any(i.match(b) for i in instructions)]
        found = {m["a"] == m["b"] for b in pieces for f in forms if (m := f.fullmatch(b))}
        if len(found) == 1:
            read += 1
            answer = made.answer.split(":")[0]
            assert (answer in {p for p, _ in judging.SAME}) == found.pop(), made
    assert read > 0.75 * len(SEEDS) * DRAWS


def test_contains_means_contains() -> None:
    forms = [pattern(f, v=r"[^\n]+?") for f in judging.CONTAINS]
    for made in drawn(judging, "contains"):
        pieces = blocks(made)
        values = {(m["v"], b) for b in pieces for f in forms if (m := f.fullmatch(b))}
        assert values, made
        right = made.answer in {p for p, _ in judging.HELD}
        held = {any(v in other for other in pieces if b not in other) for v, b in values}
        assert right in held, made


def test_easy_claims_repeat_their_sentence_or_do_not() -> None:
    for seed in SEEDS:
        facts, rng = sources.graph(seed), random.Random(seed)
        for _ in range(DRAWS):
            made = judging.case(rng, facts, 0)
            if made.supported:  # in the same words, but for the form of a date
                assert made.stated in made.passage
                assert made.claim == made.passage or re.search(r"\d{4}", made.claim)
            else:
                assert made.claim != made.passage


@pytest.mark.parametrize("level", [2, 3])
def test_what_claims_state_stands_in_the_passage(level: int) -> None:
    absent = 0
    for seed in SEEDS:
        facts, rng = sources.graph(seed), random.Random(seed)
        for _ in range(DRAWS):
            made = judging.case(rng, facts, level)
            assert not made.supported or made.stated
            assert all(
                part in made.passage
                for part in ([made.stated] if made.stated in made.passage else made.stated.split(" and "))
            )
            absent += not made.stated
    assert 0.05 < absent / (len(SEEDS) * DRAWS) < 0.35


def test_neither_length_nor_shape_of_a_claim_tells() -> None:
    facts, rng = sources.graph(SEEDS[0]), random.Random(5)
    made = [judging.case(rng, facts, 3) for _ in range(2000)]
    size = {
        b: sum(len(c.claim) for c in made if c.supported == b) / sum(c.supported == b for c in made)
        for b in (True, False)
    }
    assert abs(size[True] - size[False]) < 4
    denied = [c.supported for c in made if re.search(r"\b(not|isn't|never|Nobody|wrong|other)\b", c.claim)]
    assert 0.4 < sum(denied) / len(denied) < 0.6


def test_the_preferred_answer_is_backed() -> None:
    for made in drawn(judging, "prefer"):
        text = whole(made)
        listed = dict(re.findall(r"^\[(\d)\] (.+)$", text, re.MULTILINE))
        answers = dict(re.findall(r"^(?:Answer |\()?([AB])(?:\)|:) (.+)$", text, re.MULTILINE))
        if made.answer == "tie" or wording.ABSTAIN in answers[made.answer]:
            continue
        number = re.search(r"\[(\d)\]", answers[made.answer])
        assert number, made
        value = re.sub(
            r"^(It is|The answer is|That would be|\[\d\] says|According to \[\d\]:) |,? ?(see )?\[\d\]\.?$|\.$",
            "",
            answers[made.answer],
        )
        assert value in listed[number[1]], made


def test_grades_follow_the_rule() -> None:
    read = 0
    rules = [(name, pattern(f, x=r"[^\n]+?")) for name, forms in judging.RULES.items() for f in forms]
    heads = re.compile(r"^(?:Answer|Reply|Candidate):[ \n]")
    for made in drawn(judging, "grade"):
        for form in judging.GRADE:
            for name, rule in rules:
                joined = pattern(form, r=".+?")
                for block in (b for b in blocks(made) if "\n\n" not in b):
                    if (m := joined.fullmatch(block)) and (r := rule.fullmatch(m["r"])):
                        rest = "\n\n".join(content for _, content in made.messages).replace(block, "", 1).strip()
                        given = [rest, *([heads.sub("", rest, count=1)] if heads.match(rest) else [])]
                        x = r.groupdict().get("x", "")
                        right = made.answer in {p for p, _ in judging.GRADES}
                        read += 1
                        assert right in {judging.kept(name, g, x) for g in given}, (made, name, x)
    assert read > 0.8 * len(SEEDS) * DRAWS


# ---- labelling
def offered(made: Example) -> list[str]:
    """The words of all label names that the prompt could offer, as it writes them."""
    return [made.answer] if made.answer in whole(made) else []


@pytest.mark.parametrize("skill", list(labelling.SKILLS))
def test_the_label_is_offered(skill: str) -> None:
    for made in drawn(labelling, skill):
        assert offered(made), made


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize(("skill", "bank"), [("labels", "TOPICS"), ("sentiment", "TONES"), ("priority", "PRIORITIES")])
def test_the_label_is_that_of_a_sentence_in_the_message(skill: str, bank: str) -> None:
    """With slips of the fingers a sentence is still found by most of its words."""
    every = labelling.bank(bank)
    default = {"sentiment": "neutral", "priority": "normal"}.get(skill)
    for made in drawn(labelling, skill):
        text = whole(made)
        row = re.search(rf"^(?:- )?{re.escape(made.answer)}(?:: | = | - | \()(.+?)\)?$", text, re.MULTILINE)
        said = {made.answer.lower().replace("_", " "), row[1].lower() if row else ""}
        keys = {b.key for b in every if said & {b.meaning.lower(), *(n.lower() for n in b.names)}}
        assert len(keys) == 1, (made, keys)
        have = words(text)
        held = {
            b.key for b in every for t in (*b.texts, *(x for f in b.foreign for x in f))
            if len((w := words(re.sub(r"\{\w\}", "", t))) & have) >= 0.6 * len(w)
        }  # fmt: skip
        mixed = keys == {"mixed"} and {"positive", "negative"} <= held
        assert keys <= held or keys == {default} or mixed, made


@pytest.mark.parametrize("skill", ["labels", "label_words", "tickets"])
def test_the_right_label_stands_anywhere(skill: str) -> None:
    """In lists of two labels the right one is the first about half of the time."""
    places = Counter[bool]()
    for made in drawn(labelling, skill, 400):
        for a, b in re.findall(
            r"(?:Labels|Options|Values|tags for the [\w -]+|one of): ([^,;|/\n]+)(?:,|;| \||/) ([^,;|/\n.]+)[.\n]",
            whole(made) + "\n",
        ):
            if made.answer in (a.strip(), b.strip()):
                places[made.answer == a.strip()] += 1
    assert places.total() > 20
    assert 0.25 < places[True] / places.total() < 0.75


def test_labels_are_many_and_even() -> None:
    told = Counter[str]()
    by_name = {n: b.key for b in labelling.bank("TOPICS") for n in b.names}
    for made in drawn(labelling, "labels", 600):
        if made.answer in by_name:
            told[by_name[made.answer]] += 1
    assert len(told) == len(labelling.bank("TOPICS"))
    assert max(told.values()) < 3 * min(told.values())


def test_shots_with_one_prefix_have_one_label() -> None:
    seen = 0
    for made in drawn(labelling, "few_shot", 400):
        turns = [c for r, c in made.messages if r != "system"]
        body = "\n".join(turns)
        last = re.findall(r"\b([A-Z]{1,3})-\d{4,5}\b", body)
        if len(last) < 3 or len(made.messages) > 2 or "[?]" in body:
            continue
        seen += 1
        rows = re.split(r"(?=\b[A-Z]{1,3}-\d{4,5}\b)", body)[1:]
        alike = [r for r in rows[:-1] if r.startswith(last[-1] + "-")]
        assert alike
        assert all(made.answer in r for r in alike), made
    assert seen > 30


def test_enough_is_written() -> None:
    assert len(labelling.inventories()) > 50
    for name, least in (("TOPICS", 15), ("PRIORITIES", 15), ("TONES", 18)):
        bank = labelling.bank(name)
        assert all(len(b.texts) >= least for b in bank)
        every = [t for b in bank for t in b.texts]
        assert len(set(every)) == len(every)
    for inventory in labelling.inventories():
        assert len(inventory.labels) >= 2
        assert all(b.texts for b in inventory.labels)
    wordings: tuple[Callable[..., object] | tuple[str, ...], ...] = (
        judging.EQUAL, judging.CONTAINS, judging.MENTIONS, judging.JUDGE, judging.LIST, judging.PREFER, judging.GRADE,
        labelling.INSTRUCTIONS, labelling.DEFINED, labelling.SHOTS,
    )  # fmt: skip
    assert all(len(set(w)) >= 12 for w in wordings if isinstance(w, tuple))
