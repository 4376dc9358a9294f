"""Queries, questions and contradictions: the counts that the labs need, and proofs that notice a wrong label."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from labsupport import world
from labsupport.world import chunks, codec, hardness, sets, validate
from labsupport.world.evidence import named, twins
from labsupport.world.graph import LAB_SEED
from labsupport.world.sets import contradictions, qa, queries
from labsupport.world.sets.contradictions import Contradiction
from labsupport.world.sets.qa import Question
from labsupport.world.sets.queries import Query

NAMES = ("queries", "qa", "contradictions")
Made = dict[str, tuple[Any, ...]]


@pytest.fixture(scope="module")
def lab() -> world.World:
    return world.build(LAB_SEED)


@pytest.fixture(scope="module")
def made(lab: world.World) -> Made:
    return {name: sets.make(name, lab) for name in NAMES}


def of_kind(made: Made, kind: str) -> list[Query]:
    return [q for q in made["queries"] if q.kind == kind]


# ---- what the labs need
def test_each_split_has_enough_queries_of_every_kind(made: Made) -> None:
    count = Counter((q.split, q.kind) for q in made["queries"])
    for split in ("train", "dev", "test"):
        assert sum(n for (s, _), n in count.items() if s == split) >= 240
        assert min(count[split, kind] for kind in queries.PER_SPLIT) >= 25
        assert count[split, "identifier"] >= 60


def test_questions_are_enough_and_some_have_no_answer(made: Made) -> None:
    found = made["qa"]
    assert len(found) >= 300
    assert min(Counter(q.split for q in found).values()) >= 100
    for split in ("train", "dev", "test"):
        share = [not q.answerable for q in found if q.split == split]
        assert 0.1 < sum(share) / len(share) < 0.25
    assert len({q.relation for q in found}) >= 35


@pytest.mark.parametrize("name", NAMES)
def test_every_label_is_proved_and_no_entity_or_template_is_in_two_splits(
    name: str, made: Made, lab: world.World
) -> None:
    assert validate.items(name, made[name], lab) == []


@pytest.mark.parametrize("name", NAMES)
def test_training_worlds_have_proved_sets_too(name: str) -> None:
    other = world.build(7, 0.2)
    found = sets.make(name, other)
    assert found
    assert validate.items(name, found, other) == []


@pytest.mark.parametrize("name", NAMES)
def test_same_world_same_items_and_files_give_them_back(name: str, made: Made, lab: world.World) -> None:
    assert sets.make(name, lab) == made[name]
    kind = sets.module(name).Item
    for item in made[name][::7]:
        assert codec.typed(kind, json.loads(json.dumps(codec.plain(item)))) == item


# ---- what the kinds promise, read from texts and rights without the code that made them
def test_nobody_is_given_what_they_may_not_see(made: Made, lab: world.World) -> None:
    for query in made["queries"]:
        for chunk in (*query.gold_chunk_ids, *query.graded_relevance):
            assert world.visible(lab.by_doc[chunk.split("#")[0]], query.principal), query.id


def test_gold_is_graded_and_absent_where_the_answer_is_to_abstain(made: Made) -> None:
    for query in made["queries"]:
        least = 2 if query.kind == "multi_hop" else 3
        assert {query.graded_relevance[c] for c in query.gold_chunk_ids} <= {least, 3}
        assert set(query.graded_relevance.values()) <= {1, 2, 3}
        assert bool(query.gold_chunk_ids) == bool(query.answer) == (query.kind not in queries.ABSTAIN)


def test_identifier_queries_have_a_near_twin_in_the_documents(made: Made, lab: world.World) -> None:
    every = "\n".join(d.text for d in lab.documents)
    known = set(re.findall(r"\b[A-Z]+-\d+\b", every))
    for query in of_kind(made, "identifier"):
        (name,) = set(re.findall(r"\b[A-Z]+-\d+\b", query.text))
        digits = [i for i, c in enumerate(name) if c.isdigit()]
        near = {name[:i] + d + name[i + 1 :] for i in digits for d in "0123456789"} - {name}
        assert near & known, query.text


def test_paraphrases_share_no_content_word_with_their_gold(made: Made, lab: world.World) -> None:
    texts = {c.id: c.text.lower() for c in chunks.of_world(lab)}
    for query in of_kind(made, "paraphrase"):
        long = [w for w in re.findall(r"[a-z]+", query.text.lower()) if w not in queries.STOP and len(w) > 2]
        assert long, query.text
        for chunk in query.gold_chunk_ids:
            assert not set(long) & set(re.findall(r"[^\W\d_]+", texts[chunk])), (query.text, chunk)
        assert not re.search(r"\d{3}|-\d", query.text)


def test_a_chain_needs_two_documents_and_hides_what_joins_them(made: Made, lab: world.World) -> None:
    found = of_kind(made, "multi_hop")
    assert {len(q.facts) for q in found} == {2, 3}
    for query in found:
        assert len({c.split("#")[0] for c in query.gold_chunk_ids}) >= 2
        assert named(lab, query.facts[0].subject) in query.text
        assert not any(lab.name(f.object) in query.text for f in query.facts)


def test_temporal_queries_ask_for_days_before_a_change_too(made: Made, lab: world.World) -> None:
    found = of_kind(made, "temporal")
    assert all(str(q.as_of.year) in q.text for q in found)
    past = [q for q in found if (lab.by_triple[q.facts[0]].until or lab.today) <= lab.today and q.as_of < lab.today]
    assert len(past) > len(found) / 2
    assert (
        sum(2 in q.graded_relevance.values() for q in found) > len(found) / 2
    )  # another version is there to be confused


def test_restricted_queries_have_an_answer_for_somebody_else(made: Made, lab: world.World) -> None:
    for query in of_kind(made, "restricted"):
        docs = [lab.by_doc[c.split("#")[0]] for c in query.withheld]
        assert docs
        assert not any(world.visible(d, query.principal) for d in docs)
        allowed = query.for_entitled()
        assert all(world.visible(d, allowed.principal) for d in docs)
        assert allowed.gold_chunk_ids == query.withheld
    tiers = {lab.by_doc[q.withheld[0].split("#")[0]].access_tier for q in of_kind(made, "restricted")}
    assert {2, 3} <= tiers
    with pytest.raises(ValueError, match="only restricted"):
        of_kind(made, "mixed")[0].for_entitled()


def test_unanswerable_queries_are_of_three_sorts(made: Made) -> None:
    for split in ("train", "dev", "test"):
        found = [q for q in of_kind(made, "no_answer") if q.split == split]
        silent = [q for q in found if q.facts]
        invented = [q for q in found if q.missing == q.entities]
        assert min(len(silent), len(invented), len(found) - len(silent) - len(invented)) >= 8


def test_answers_are_copied_from_their_passage(made: Made, lab: world.World) -> None:
    texts = {c.id: c.text for c in chunks.of_world(lab)}
    for question in made["qa"]:
        if question.answerable:
            assert question.answer in texts[question.chunk_id]
            assert lab.by_doc[question.doc_id].text[question.start : question.end] == question.answer


def test_every_planted_contradiction_is_listed(made: Made, lab: world.World) -> None:
    marks = {(d.doc_id, m.start) for d in lab.documents for m in d.marks if m.kind == "contradiction"}
    assert marks == {(c.doc_id, c.start) for c in made["contradictions"] if c.kind == "planted"}
    assert {c.kind for c in made["contradictions"]} == {"planted", "superseded"}


# ---- the proofs notice what is wrong
def _fewer_grades(q: Query) -> dict[str, int]:
    return dict(list(q.graded_relevance.items())[1:])


QUERY_FAULTS: dict[str, tuple[str, Callable[[Query, world.World], Query]]] = {
    "lost gold": ("identifier", lambda q, w: dataclasses.replace(q, gold_chunk_ids=q.gold_chunk_ids[1:])),
    "other grade": (
        "mixed",
        lambda q, w: dataclasses.replace(q, graded_relevance=dict.fromkeys(q.graded_relevance, 1)),
    ),
    "lost grade": ("temporal", lambda q, w: dataclasses.replace(q, graded_relevance=_fewer_grades(q))),
    "other day": ("temporal", lambda q, w: dataclasses.replace(q, as_of=q.as_of - timedelta(days=4000))),
    "other answer": ("global", lambda q, w: dataclasses.replace(q, answer=("nothing",))),
    "lost fact": ("global", lambda q, w: dataclasses.replace(q, facts=q.facts[1:])),
    "open hop": ("multi_hop", lambda q, w: dataclasses.replace(q, text=q.text + w.name(q.facts[0].object))),
    "one hop": ("multi_hop", lambda q, w: dataclasses.replace(q, facts=q.facts[-1:])),
    "same words": ("paraphrase", lambda q, w: dataclasses.replace(q, text=chunk_text(w, q.gold_chunk_ids[0]))),
    "entitled asks": ("restricted", lambda q, w: dataclasses.replace(q, principal=q.entitled or q.principal)),
    "nothing withheld": ("restricted", lambda q, w: dataclasses.replace(q, withheld=())),
    "nobody may see": (
        "mixed",
        lambda q, w: dataclasses.replace(q, principal=world.Principal("x", "?", -1, frozenset())),
    ),
    "nothing missing": ("no_answer", lambda q, w: dataclasses.replace(q, facts=(), missing=())),
}


def chunk_text(made: world.World, chunk_id: str) -> str:
    doc = made.by_doc[chunk_id.split("#")[0]]
    return next(c.text for c in chunks.of_document(doc) if c.id == chunk_id)


@pytest.mark.parametrize("fault", QUERY_FAULTS)
def test_proof_notices_a_wrong_query(fault: str, made: Made, lab: world.World) -> None:
    kind, spoil = QUERY_FAULTS[fault]
    for query in of_kind(made, kind)[:20]:
        wrong = spoil(query, lab)
        assert wrong == query or queries.prove(wrong, lab), (fault, wrong)
    assert any(spoil(q, lab) != q for q in of_kind(made, kind)[:20])


def test_proof_notices_a_query_that_a_document_answers(made: Made, lab: world.World) -> None:
    answered = next(q for q in of_kind(made, "identifier"))
    wrong = dataclasses.replace(answered, kind="no_answer", gold_chunk_ids=(), answer=())
    assert any("is to be left unanswered" in problem for problem in queries.prove(wrong, lab))


QA_FAULTS: dict[str, Callable[[Question], Question]] = {
    "other span": lambda q: dataclasses.replace(q, start=q.start + 1, end=q.end + 1),
    "other answer": lambda q: dataclasses.replace(q, answer=q.answer + "x"),
    "other value": lambda q: dataclasses.replace(q, value="x"),
    "before it was true": lambda q: dataclasses.replace(q, as_of=q.as_of - timedelta(days=9000)),
    "answerable denied": lambda q: dataclasses.replace(q, answerable=False, start=0, end=0, answer="", value=""),
    "other relation": lambda q: dataclasses.replace(
        q, relation="site.address" if q.relation != "site.address" else "x"
    ),
}


@pytest.mark.parametrize("fault", QA_FAULTS)
def test_proof_notices_a_wrong_question(fault: str, made: Made, lab: world.World) -> None:
    for question in [q for q in made["qa"] if q.answerable][:60]:
        assert qa.prove(QA_FAULTS[fault](question), lab), (fault, question)


CONTRADICTION_FAULTS: dict[str, Callable[[Contradiction], Contradiction]] = {
    "other span": lambda c: dataclasses.replace(c, start=c.start + 1),
    "other truth": lambda c: dataclasses.replace(c, true=c.stated),
    "other kind": lambda c: dataclasses.replace(c, kind="planted" if c.kind == "superseded" else "superseded"),
    "other witness": lambda c: dataclasses.replace(c, true_docs=(*c.true_docs, c.doc_id)),
}


@pytest.mark.parametrize("fault", CONTRADICTION_FAULTS)
def test_proof_notices_a_wrong_contradiction(fault: str, made: Made, lab: world.World) -> None:
    for item in made["contradictions"]:
        assert contradictions.prove(CONTRADICTION_FAULTS[fault](item), lab), (fault, item)


def test_twins_differ_in_one_digit_and_never_start_with_zero() -> None:
    found = twins("INC-4821")
    assert len(found) == len(set(found)) == 9 * 4 - 1
    assert all(sum(a != b for a, b in zip(name, "INC-4821", strict=True)) == 1 for name in found)
    assert "INC-0821" not in found


# ---- hardness
def test_tokens_keep_identifiers_whole_and_split_them_too() -> None:
    assert hardness.tokens("Where is ORD-48213?") == ["where", "is", "ord-48213", "ord", "48213"]
    assert hardness.tokens("Version 2.1.0, please.") == ["version", "2.1.0", "2", "1", "0", "please"]


def test_words_favour_identifiers_and_meaning_favours_paraphrases(made: Made, lab: world.World) -> None:
    asked = [q for kind in ("identifier", "paraphrase", "no_answer") for q in of_kind(made, kind) if q.split == "dev"]
    gold = {c.split("#")[0] for q in asked[:30] + asked[80:110] for c in q.gold_chunk_ids}
    few = [d for d in lab.documents if d.doc_id in gold and len(d.text) < 4000][:50]
    small = dataclasses.replace(lab, documents=tuple(few))
    kept = {c.id for c in chunks.of_world(small)}
    asked = [q for q in asked if set(q.gold_chunk_ids) <= kept]
    rows = {row.kind: row for row in hardness.measure(small, asked)}
    assert set(rows) == {"identifier", "paraphrase", "all"}  # what has no gold is left out
    assert rows["identifier"].bm25 > rows["identifier"].dense
    assert rows["paraphrase"].dense > rows["paraphrase"].bm25
    for row in rows.values():
        assert max(row.bm25, row.dense) <= row.union <= min(1.0, row.bm25 + row.dense)
