"""Topic 03.3: golden cases, how often rule and test are wrong, the drill, and the class that loads."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from labsupport.errors import LabError
from labsupport.models import wording
from labsupport.prompts import drill, golden, power
from labsupport.prompts.evaluate import Case, sign_flip_p
from labsupport.prompts.shipped import registry
from labsupport.prompts.store import PromptFolder, PromptStore


def slow_alarm(n: int, discordant: float, points: float) -> float:
    """The same chance, summed over how many cases differ."""
    total = 0.0
    for k in range(n + 1):
        chance = math.comb(n, k) * discordant**k * (1 - discordant) ** (n - k)
        total += chance * sum(math.comb(k, lost) for lost in range(k + 1) if 2 * lost - k > points * n + 1e-9) / 2**k
    return total


@pytest.mark.parametrize(("n", "discordant"), [(1, 0.5), (20, 0.2), (50, 0.3), (100, 0.2), (100, 0.0), (20, 1.0)])
def test_the_rules_false_alarms(n: int, discordant: float) -> None:
    assert power.rule_alarm(n, discordant) == pytest.approx(slow_alarm(n, discordant, 0.02), abs=1e-9)
    assert power.rule_alarm(n, discordant, points=0.1) == pytest.approx(slow_alarm(n, discordant, 0.1), abs=1e-9)


def test_the_figures_of_the_curriculum() -> None:
    assert [round(power.rule_alarm(n, 0.2), 2) for n in (100, 200, 1000)] == [0.29, 0.24, 0.07]


@pytest.mark.parametrize(("lost", "won"), [(0, 0), (3, 7), (7, 3), (0, 6), (5, 5)])
def test_mcnemar_is_the_sign_flip_of_zeros_and_ones(lost: int, won: int) -> None:
    assert power.mcnemar_p(lost, won) == pytest.approx(sign_flip_p([1.0] * won + [-1.0] * lost or [0.0]))


def test_calls_know_the_truth() -> None:
    a = [1.0, 1.0, 0.0, 1.0, 0.0] * 20
    b = [1.0, 0.0, 1.0, 1.0, 0.0] * 20
    harmless = power.calls(a, b, n=100, repeats=400, seed=0)
    assert harmless.test_worse <= 0.05
    assert harmless.test_better <= 0.05
    assert abs(harmless.rule_worse - power.rule_alarm(100, 0.4)) < 0.08
    down = power.calls(a, b, n=300, repeats=200, seed=0, effect=-0.2)
    up = power.calls(a, b, n=300, repeats=200, seed=0, effect=0.2)
    assert min(down.test_worse, up.test_better) > 0.9
    assert max(down.test_better, up.test_worse) == 0
    assert power.calls(a, b, n=20, repeats=50, seed=3) == power.calls(a, b, n=20, repeats=50, seed=3)


def test_bad_calls() -> None:
    for change in ({"n": 0}, {"repeats": 0}, {"effect": -0.9}, {"b": [0.5, 1.0]}, {"b": [1.0]}):
        with pytest.raises(ValueError, match=r"at least|only|each 0 or 1"):
            power.calls(**{"a": [1.0, 0.0], "b": [0.0, 1.0], "n": 5, "repeats": 2, "seed": 0, **change})  # type: ignore[arg-type]
    for bad in ((0, 0.2), (10, 1.2)):
        with pytest.raises(ValueError, match="want"):
            power.rule_alarm(*bad)
    with pytest.raises(ValueError, match="counts"):
        power.mcnemar_p(-1, 0)


def test_turns() -> None:
    low, high = [0.0] * 20, [1.0] * 20
    one = [0.0] * 19 + [1.0]
    scores = {("m", "p"): low, ("m", "q"): high, ("k", "p"): high, ("k", "q"): low, ("m", "r"): one, ("k", "r"): high}
    found = {turn.prompts: (turn.better, turn.worse, turn.sure) for turn in power.turns(scores, seed=0)}
    assert found == {("p", "q"): (("m",), ("k",), True), ("q", "r"): (("k",), ("m",), True)}


def test_qa_cases_hold_their_answers() -> None:
    cases = golden.qa_cases(30, seed=0, places=("alone", "first", "second"))
    assert len({case.id for case in cases}) == 30
    assert cases == golden.qa_cases(30, seed=0, places=("alone", "first", "second"))
    for case in cases:
        sources = case.variables["sources"]
        assert len(sources) == (1 if case.slice == "alone" else 2)
        at = 1 if case.slice == "second" else 0
        assert " ".join(case.expected.split()) in sources[at]
        if len(sources) == 2:
            assert case.expected not in sources[1 - at]
    with pytest.raises(ValueError, match="short passage"):
        golden.qa_cases(10_000, seed=0)


def test_ticket_cases_are_asked_in_their_language() -> None:
    cases = golden.ticket_cases(30, seed=1)
    assert {case.slice for case in cases} == {"de", "fr"}
    for case in cases:
        assert case.variables["question"] in golden.ASK[case.slice].values()
    with pytest.raises(ValueError, match="such questions"):
        golden.ticket_cases(10_000, seed=0)


@pytest.mark.parametrize(
    ("answer", "expected", "score"),
    [("Orla [1]", "Orla", 1.0), (" Orla", "Orla", 1.0), ("Orla [1] [2]", "Orla", 0.0), ("orla", "Orla", 0.0),
     ("Absent des sources.", wording.ABSTAIN, 1.0), ("Nicht in den Quellen gefunden.", wording.ABSTAIN, 1.0)],
)  # fmt: skip
def test_scores(answer: str, expected: str, score: float) -> None:
    assert golden.right(answer, Case("c", {}, expected=expected)) == score


def test_a_judge_answers_alike_in_a_batch_and_alone() -> None:
    judge, alone = golden.Judge("lab-nano", max_new=6), golden.Judge("lab-nano", max_new=6)
    prompt, cases = registry().load("qa/cited"), golden.qa_cases(3, seed=0)
    from labsupport.prompts.render import render

    assert judge.scores(prompt, cases) == [alone(render(prompt, **case.variables), case) for case in cases]
    with pytest.raises(LabError, match="unknown model"):
        golden.Judge("lab-huge")
    with pytest.raises(LabError, match="no checkpoint"):
        golden.Judge("lab-nano@7k")
    assert golden.weights_hash("lab-nano") != golden.weights_hash("lab-nano@4199k")


def test_a_pointer_is_faster_than_a_restart(tmp_path: Path) -> None:
    slow, fast = drill.drill("source", tmp_path / "a"), drill.drill("pointer", tmp_path / "b")
    assert fast.bad < slow.bad
    assert fast.seconds < slow.seconds
    with pytest.raises(ValueError, match="source or pointer"):
        drill.drill("git", tmp_path / "c")  # type: ignore[arg-type]


def test_a_folder_alone_cannot_load(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="abstract"):
        PromptFolder(tmp_path)  # type: ignore[abstract]
    assert isinstance(PromptStore(tmp_path), PromptFolder)
