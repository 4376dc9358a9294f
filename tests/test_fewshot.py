"""Example library, selection, order and budget, leaks, calibration, and the often copied selection."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from labsupport import world
from labsupport.context.pack import BudgetError
from labsupport.errors import LabError
from labsupport.fewshot import naive, trials
from labsupport.fewshot.leaks import leak_check
from labsupport.fewshot.library import (
    Example,
    ExampleLibrary,
    check_examples,
    knn_vote,
    label_precision,
    mmr_order,
    nearest_first,
    one_of,
    read_examples,
)
from labsupport.fewshot.prompting import as_block, build_messages, calibrate, safe_count
from labsupport.serving.embedder import MODEL_NAME, load_embedder
from labsupport.world.sets.tickets import CATEGORIES

LABELS = one_of(("x", "y"))


def turn(texts: Sequence[str]) -> list[list[float]]:
    """A text is an angle in degrees, with whatever follows a colon left out; the length is not 1 on purpose."""
    angles = [math.radians(float(text.split(":")[0])) for text in texts]
    return [[2 * math.cos(a), 2 * math.sin(a)] for a in angles]


def library(*angles: str, model_id: str = "turn") -> ExampleLibrary:
    examples = [Example(f"e{i}", a, "x" if i % 2 else "y", frozenset({"odd"} if i % 2 else ())) for i, a in
                enumerate(angles)]  # fmt: skip
    return ExampleLibrary(examples, turn, model_id=model_id)


def ids(examples: Sequence[Example]) -> list[str]:
    return [example.id for example in examples]


# ---------------------------------------------------------------- library


def test_nearest_with_tags_exclusion_and_ties() -> None:
    made = library("10", "-10", "40", "10:again", "90")
    assert np.allclose(np.linalg.norm(made.vectors, axis=1), 1)
    assert made.vectors.dtype == np.float32
    assert ids(made.nearest("0", 3)) == ["e0", "e1", "e3"]  # all at the same distance: by id
    assert ids(made.nearest("0", 9)) == ["e0", "e1", "e3", "e2", "e4"]
    assert ids(made.nearest("0", 2, tags={"odd"})) == ["e1", "e3"]
    assert ids(made.nearest("0", 2, exclude={"e0", "e1"})) == ["e3", "e2"]
    assert made.nearest("0", 2, tags={"nobody"}) == made.mmr("0", 2, tags={"nobody"}) == []
    assert ExampleLibrary([], turn).nearest("0", 2) == []
    for call in (made.nearest, made.mmr):
        with pytest.raises(ValueError, match="k=0"):
            call("0", 0)
        with pytest.raises(TypeError, match="collections"):
            call("0", 1, tags="odd")


def test_first_of_unsorted_examples() -> None:
    given = [Example(i, i, "x", frozenset(t)) for i, t in (("d", "e"), ("b", "eh"), ("a", "h"), ("c", "eh"))]
    relevance = [0.9, 0.5, 0.7, 0.5]
    assert nearest_first(given, relevance, 3) == [0, 2, 1]
    assert nearest_first(given, relevance, 1, tags={"e", "h"}) == [1]
    assert nearest_first(given, relevance, 9, exclude={"d", "b"}) == [2, 3]


def test_libraries_that_are_refused() -> None:
    same = [Example("a", "1", "x"), Example("a", "2", "x")]
    with pytest.raises(ValueError, match="twice"):
        ExampleLibrary(same, turn)
    with pytest.raises(ValueError, match="batch"):
        ExampleLibrary([], turn, batch=0)
    for bad in ([[0.0, 0.0]], [[float("nan"), 1.0]], []):
        with pytest.raises(ValueError, match="the embedder gave"):
            ExampleLibrary(same[:1], lambda texts, bad=bad: bad)


def test_embedding_comes_in_batches() -> None:
    sizes: list[int] = []

    def embed(texts: Sequence[str]) -> list[list[float]]:
        sizes.append(len(texts))
        return turn(texts)

    ExampleLibrary([Example(str(i), str(i), "x") for i in range(7)], embed, batch=3)
    assert sizes == [3, 3, 1]


# ---------------------------------------------------------------- diversity


def test_mmr_by_hand() -> None:
    # query at 0 degrees; candidates at 10, 12 and -40: after 10, relevance 0.978 against redundancy 0.9994 loses at
    # lam 0.5 (-0.011) to relevance 0.766 against redundancy 0.643 (+0.062)
    made = library("10", "12", "-40")
    assert ids(made.mmr("0", 2, 0.5)) == ["e0", "e2"]
    assert ids(made.mmr("0", 2, 0.7)) == ["e0", "e1"]  # 0.385 against 0.343
    assert ids(made.mmr("0", 2, 0.5, pool=2)) == ["e0", "e1"]
    assert ids(made.mmr("0", 3, 0.0)) == ["e0", "e2", "e1"]
    assert ids(made.mmr("0", 2, 0.5, exclude={"e2"})) == ["e0", "e1"]


def test_exact_copies_of_a_near_example_stay_until_they_are_removed() -> None:
    made = library("5", "5:a", "5:b", "60")
    near = ExampleLibrary([Example(e.id, e.input, "x") for e in made.examples], turn)
    assert ids(near.mmr("5", 2, 0.7)) == ["e0", "e1"]  # 0.7 - 0.3 = 0.4 against 0.7 * 0.574 - 0.3 * 0.574 = 0.229
    assert ids(near.deduplicated().mmr("5", 2, 0.7)) == ["e0", "e3"]
    assert ids(made.deduplicated().examples) == ["e0", "e1", "e3"]  # another output is a contradiction, not a copy
    with pytest.raises(ValueError, match="threshold"):
        made.deduplicated(1.5)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-180, 180), min_size=1, max_size=8), st.integers(1, 10), st.floats(0, 1))
def test_mmr_reorders_and_returns_all_it_can(angles: list[int], k: int, lam: float) -> None:
    made = library(*map(str, angles))
    picked = ids(made.mmr("0", k, lam))
    assert len(picked) == len(set(picked)) == min(k, len(angles))
    assert picked[0] == ids(made.nearest("0", 1))[0] or lam < 0.001
    assert ids(made.mmr("0", k, 1.0)) == ids(made.nearest("0", k))


def test_mmr_refuses() -> None:
    made = library("1")
    for lam in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="lam"):
            made.mmr("0", 1, lam)
    with pytest.raises(ValueError, match="pool"):
        made.mmr("0", 1, pool=0)
    with pytest.raises(ValueError, match="k=0"):
        mmr_order([1.0], made.vectors, 0, 0.5)


# ---------------------------------------------------------------- files


def test_saved_and_opened(tmp_path: Path) -> None:
    made = library("10", "20:\u2028 two", "30")
    folder = tmp_path / "library"
    made.save(folder)
    made.save(folder)

    def never(texts: Sequence[str]) -> list[list[float]]:
        assert not texts, "a saved library is not embedded again"
        return []

    opened = ExampleLibrary.open(folder, never, model_id="turn", validate=LABELS)
    assert opened.examples == made.examples
    assert np.array_equal(opened.vectors, made.vectors)
    with pytest.raises(LabError, match="'turn'"):
        ExampleLibrary.open(folder, turn, model_id="other", validate=LABELS)
    with pytest.raises(LabError, match="does not allow"):
        ExampleLibrary.open(folder, turn, model_id="turn", validate=one_of(("x",)))
    (folder / "vectors.npy").write_bytes((folder / "vectors.npy").read_bytes()[:-1] + b"\0")
    with pytest.raises(LabError, match="hash"):
        ExampleLibrary.open(folder, turn, model_id="turn", validate=LABELS)
    with pytest.raises(LabError, match="missing"):
        ExampleLibrary.open(tmp_path / "none", turn, model_id="turn", validate=LABELS)


def test_outputs_are_checked_when_read(tmp_path: Path) -> None:
    class Reply(BaseModel):
        code: int

    good = {"id": "a", "input": "i", "output": '{"code": 3}', "tags": ["t"]}
    file = tmp_path / "examples.jsonl"
    file.write_text(json.dumps(good) + "\n\n")
    assert read_examples(file, Reply.model_validate_json) == [Example("a", "i", '{"code": 3}', frozenset({"t"}))]
    file.write_text(json.dumps(good | {"output": 'Sure: {"code": 3}'}))
    with pytest.raises(LabError, match="example 'a'"):
        read_examples(file, Reply.model_validate_json)
    for bad in ("{", "[]", "3", '{"id": "a"}', json.dumps(good | {"tags": "t"}), json.dumps(good | {"output": 3}),
                "[" * 100_000):  # fmt: skip
        file.write_text(json.dumps(good) + "\n" + bad)
        with pytest.raises(LabError, match="line 2"):
            read_examples(file, Reply.model_validate_json)
    file.write_bytes(b"\xff")
    with pytest.raises(LabError, match="UTF-8"):
        read_examples(file, LABELS)
    with pytest.raises(LabError, match="none of the labels"):
        check_examples([Example("a", "i", "z")], LABELS)


# ---------------------------------------------------------------- prompts

BEST = [Example("1", "in1", "out1"), Example("2", "in2", "out2"), Example("3", "in3", "out3")]


def contents(messages: Sequence[dict[str, str]]) -> str:
    return " ".join(m["content"] for m in messages)


def test_order_of_turns() -> None:
    last = build_messages("task", BEST, "user")
    assert contents(last) == "task in3 out3 in2 out2 in1 out1 user"
    assert [m["role"] for m in last[:3]] == ["system", "user", "assistant"]
    assert contents(build_messages("", BEST, "user", order="best_first")) == "in1 out1 in2 out2 in3 out3 user"
    orders = {contents(build_messages("", BEST, "user", order="shuffled", seed=s)) for s in range(40)}
    assert len(orders) == 6
    assert build_messages("", BEST, "u", order="shuffled", seed=1) == build_messages(
        "", BEST, "u", order="shuffled", seed=1
    )
    with pytest.raises(ValueError, match="order"):
        build_messages("", BEST, "user", order="best")  # type: ignore[arg-type]


def test_examples_as_a_block() -> None:
    chat = as_block(build_messages("task", BEST[:2], "user"))
    assert [m["role"] for m in chat] == ["system", "user"]
    assert chat[0]["content"] == "task\n\nText: in2\nLabel: out2\n\nText: in1\nLabel: out1"
    assert as_block(build_messages("", [], "user")) == [{"role": "user", "content": "user"}]
    with pytest.raises(ValueError, match="pairs"):
        as_block([{"role": "assistant", "content": "a"}, {"role": "user", "content": "b"}])


def test_the_budget_drops_the_least_relevant() -> None:
    def words(messages: Sequence[object]) -> int:
        return len(messages)

    assert contents(build_messages("task", BEST, "user", budget_tokens=7, count=words)) == "task in2 out2 in1 out1 user"
    assert contents(build_messages("task", BEST, "user", budget_tokens=2, count=words)) == "task user"
    with pytest.raises(BudgetError, match="before any example"):
        build_messages("task", BEST, "user", budget_tokens=1, count=words)
    with pytest.raises(ValueError, match="budget_tokens"):
        build_messages("task", BEST, "user", budget_tokens=0)
    count = safe_count()
    full = build_messages("task", BEST, "a <|im_end|>")
    tokens = count(full)
    assert build_messages("task", BEST, "a <|im_end|>", budget_tokens=tokens) == full
    assert len(build_messages("task", BEST, "a <|im_end|>", budget_tokens=tokens - 1)) == len(full) - 2


def test_calibration() -> None:
    fair = calibrate({"x": 0.8, "y": 0.2})
    assert fair({"x": 0.8, "y": 0.2}) == pytest.approx({"x": 0.5, "y": 0.5})
    assert fair({"x": 0.6, "y": 0.4}) == pytest.approx({"x": 3 / 11, "y": 8 / 11})
    for priors in ({}, {"x": 0.0}, {"x": float("nan")}, {"x": -1.0}):
        with pytest.raises(ValueError, match="prior"):
            calibrate(priors)
    for bad in ({"x": 1.0}, {"x": 0.0, "y": 0.0}, {"x": -0.1, "y": 1.0}, {"x": float("inf"), "y": 1.0}):
        with pytest.raises(ValueError, match=r"labels|probabilit"):
            fair(bad)


# ---------------------------------------------------------------- leaks and votes


def test_leaks_by_hand() -> None:
    made = library("10", "50")
    found = leak_check(made, {"near": "12", "far": "170", "copy": "50"}, 0.99)
    assert [(leak.example_id, leak.eval_id, leak.exact) for leak in found] == [
        ("e1", "copy", True),
        ("e0", "near", False),
    ]
    assert leak_check(made, {}, 0.9) == leak_check(ExampleLibrary([], turn), {"a": "1"}) == []
    with pytest.raises(ValueError, match="threshold"):
        leak_check(made, {"a": "1"}, 1.1)
    assert len(leak_check(made, {str(i): "11" for i in range(1100)}, 0.99)) == 1100  # more than one batch


def test_votes_and_precision() -> None:
    made = library("0", "30", "35", "200")
    assert knn_vote(made, "0", 1) == "y"
    assert knn_vote(made, "32", 2, exclude={"e2"}) == "x"
    assert knn_vote(ExampleLibrary([], turn), "0", 1) is None
    assert label_precision(made, [("0", "y"), ("0", "x")], 2) == 0.5
    with pytest.raises(ValueError, match="at least one"):
        label_precision(made, [], 1)


def test_minilm_finds_paraphrases_and_neighbours() -> None:
    tickets = [t for t in world.tickets("train") if t.language == "en"][:120]
    made = ExampleLibrary(
        [Example(t.id, t.text, t.category) for t in tickets], load_embedder().encode, model_id=MODEL_NAME, batch=32
    )
    check_examples(made.examples, one_of(CATEGORIES))
    for ticket in tickets[:5]:
        assert made.nearest(ticket.text, 1)[0].input == ticket.text
    leaks = leak_check(made, {"copy": f"  {tickets[3].text.upper()} "}, 0.95)
    assert tickets[3].id in {leak.example_id for leak in leaks}
    banned = {leak.example_id for leak in leaks}
    assert not banned & set(ids(made.nearest(tickets[3].text, 8, exclude=banned)))
    parcel = ExampleLibrary(
        [Example("a", "My parcel has not arrived yet.", "x"), Example("b", "How do I reset my password?", "y")],
        load_embedder().encode,
    )
    paraphrase = {"q": "My parcel hasn't come yet."}
    assert [leak.example_id for leak in leak_check(parcel, paraphrase)] == ["a"]
    assert naive.naive_leaks([e.input for e in parcel.examples], list(paraphrase.values())) == []


# ---------------------------------------------------------------- trials


def test_a_desk_and_its_answers() -> None:
    embed = load_embedder().encode
    desk = trials.ticket_desk("dev", embed, shelf=2, each=1, seed=3)
    assert len(desk.library) == 8
    assert {label for _, label in desk.items} == set(trials.LABELS)
    names = dict(zip(trials.LABELS, reversed(trials.LABELS), strict=True))
    turned = desk.renamed(names, trials.LEARN, embed)
    assert [names[e.output] for e in desk.library.examples] == [e.output for e in turned.library.examples]
    trial = trials.run(desk, lambda text: desk.library.nearest(text, 2))
    assert set(trial.said) <= set(trials.LABELS)
    assert trial.accuracy.value == sum(trial.right) / 4
    assert trials.judged(desk, [label for _, label in desk.items]).accuracy.value == 1
    chats = [build_messages("Say it.", [], text) for text in ("one", "a much longer text than the one before it")]
    together = trials.label_probabilities(chats, ("red", "blue"))
    for chat, found in zip(chats, together, strict=True):  # padding changes nothing
        assert sum(found.values()) == pytest.approx(1)
        assert trials.label_probabilities([chat], ("red", "blue"))[0] == pytest.approx(found, abs=1e-4)
    with pytest.raises(ValueError, match="same token"):
        trials.label_probabilities(chats, ("red", "red"))


# ---------------------------------------------------------------- as often copied


def test_naive_selection_fails_as_said() -> None:
    with pytest.raises(TypeError, match="not supported"):
        naive.naive_select([Example("a", "1", "x"), Example("b", "1", "y")], "0", 1, turn)
    relevance, vectors = [0.9, 0.5, 0.45, 0.4], np.eye(4).tolist()
    redundant = [[1.0, 0.0], [0.3, 0.954], [0.3, 0.954], [0.3, 0.954]]
    assert len(naive.naive_mmr(relevance, redundant, 4)) == 1
    assert len(naive.naive_mmr(relevance, vectors, 4)) == 3  # 0.7 * 0.4 is below 0.3 with no redundancy at all
    assert naive.naive_mmr([0.9, 0.87], [[1.0, 0.0], [1.0, 0.0]], 2) == [0, 1]  # a copy
    assert len(mmr_order(relevance, np.asarray(redundant, dtype=np.float32), 4, 0.7)) == 4


def test_naive_messages_fail_as_said() -> None:
    assert contents(naive.naive_messages("task", BEST, "user")) == "task in1 out1 in2 out2 in3 out3 user"
    shown = naive.naive_with_counterexamples("task", BEST[:1], [Example("w", "in", "WRONG")], "user")
    assert {"role": "assistant", "content": "WRONG"} in shown
