"""Requests, catalogues and scripted failures of topic 03.2, without a server."""

from __future__ import annotations

import asyncio
import collections
import json
from typing import Any

import pytest

from labsupport import world
from labsupport.agents import asked as requests
from labsupport.agents import catalogue, failures
from labsupport.agents.desk import desk_registry
from labsupport.agents.loop import Budget, Run, Step, planned, run_loop
from labsupport.agents.registry import Registry
from labsupport.agents.scripted import MODEL, Turn, scripted
from labsupport.agents.tools import ToolCall
from labsupport.agents.trials import BUDGET, Trial, choice, summary
from labsupport.world.sets.tasks_desk import TOOLS, Desk


@pytest.fixture(scope="module")
def registry() -> Registry:
    return desk_registry(Desk(world.load()), requests.TOOLS)


def test_there_are_two_hundred_requests_of_the_stated_kinds() -> None:
    everything = requests.asked()
    counts = collections.Counter((one.split, one.kind) for one in everything)
    assert len(everything) == 200
    assert all(counts[half, kind] * 2 == n for kind, n in requests.COUNTS.items() for half in ("dev", "test"))
    assert len({one.id for one in everything}) == 200
    requests.asked.cache_clear()
    assert requests.asked() == everything


def test_no_record_is_asked_for_in_both_halves() -> None:
    keys: dict[str, set[str]] = {"dev": set(), "test": set()}
    for one in requests.asked():
        if one.calls:
            keys[one.split].add(str(next(iter(one.calls[0][1].values()))))
    assert not keys["dev"] & keys["test"]


def test_every_solution_gives_its_answers(registry: Registry) -> None:
    async def contents(one: requests.Asked) -> list[str]:
        calls = [ToolCall("c", name, json.dumps(dict(given))) for name, given in one.calls]
        return [(await registry.execute(call)).content for call in calls]

    async def main() -> None:
        for one in requests.asked():
            found = await contents(one)
            assert all(any(value in text for text in found) for value in one.answers), one
            assert len(found) == {"none": 0, "one": 1, "independent": 2, "dependent": 2}[one.kind]
            if one.kind == "dependent":  # the second call cannot be made from the request alone
                second = str(next(iter(one.calls[1][1].values())))
                assert second in found[0]
                assert second not in one.prompt

    asyncio.run(main())


def test_samples() -> None:
    found = requests.sample(3, seed=1)
    assert collections.Counter(one.kind for one in found) == dict.fromkeys(requests.KINDS, 3)
    assert found == requests.sample(3, seed=1)
    assert len(requests.sample(1_000, split="dev")) == 100
    with pytest.raises(ValueError, match="each=0"):
        requests.sample(0)


def played(turns: list[Turn], registry: Registry, one: requests.Asked) -> Trial:
    client, _ = scripted(turns)
    run = asyncio.run(
        run_loop(one.messages, registry, max_steps=4, budget=BUDGET, deadline_s=20, client=client, model=MODEL)
    )
    return Trial(one, run)


def test_trials_are_scored(registry: Registry) -> None:
    chain = requests.sample(1, kinds=("dependent",))[0]
    solved = played(
        [*(Turn(calls=[call]) for call in chain.calls), Turn(f"It is {chain.answers[0]}.")], registry, chain
    )
    assert (solved.selected, solved.arguments, solved.right, solved.false_success) == (True, 1.0, True, False)
    first = played([Turn(calls=[chain.calls[0]]), Turn("It is Nobody.")], registry, chain)
    assert (first.selected, first.arguments, first.right, first.false_success) == (False, 0.5, False, True)
    honest = played([Turn("I could not find out.")], registry, chain)
    assert (honest.selected, honest.false_success) == (False, False)
    idle = requests.sample(1, kinds=("none",))[0]
    left = played([Turn("A parcel is a box.")], registry, idle)
    assert (left.selected, left.arguments, left.calls) == (True, None, [])
    assert summary([solved, first, left])["selection"] == pytest.approx(2 / 3)
    assert summary([solved, first, left])["arguments"] == pytest.approx(0.75)
    assert choice("auto", chain) == "auto"
    assert choice("named", idle) == {"type": "function", "function": {"name": requests.TOOLS[0]}}


def test_catalogues() -> None:
    assert all(name in TOOLS for name in catalogue.LINES)
    assert len(catalogue.LINES) == 16
    for style in catalogue.STYLES:
        names = [entry["function"]["name"] for entry in catalogue.entries(style, 16)]
        assert names == list(catalogue.LINES)
    assert {e["function"]["description"] for e in catalogue.entries("vague", 4)} == {catalogue.VAGUE}
    assert len(catalogue.overlapping()) == 6
    for tools in (0, 17):
        with pytest.raises(ValueError, match=f"tools={tools}"):
            catalogue.entries("vague", tools)


def test_the_rule_knows_records_and_nothing_else() -> None:
    lab = world.load()
    keys = [entity.name for kind in (lab.products, lab.teams) for entity in kind]
    assert all(catalogue.routed(one, keys) == bool(one.calls) for one in requests.asked())


def test_what_a_failed_call_says() -> None:
    assert failures.told("silent") == ""
    assert failures.leaks(failures.told("trace")) == len(failures.SECRETS)
    assert failures.leaks(failures.told("structured")) == 0
    assert json.loads(failures.told("structured"))["error"]["retryable"] is True


@pytest.mark.parametrize(("form", "right"), [("silent", False), ("trace", False), ("structured", True)])
def test_the_reader_recovers_only_from_a_hint(registry: Registry, form: Any, right: bool) -> None:
    one = requests.sample(1, kinds=("one",))[0]
    client, _ = scripted(failures.reader(one))
    run = asyncio.run(
        run_loop([*one.messages, *failures.failed_call(one, form)], registry, max_steps=4, budget=Budget(tokens=9_000),
                 deadline_s=20, client=client, model=MODEL)
    )  # fmt: skip
    trial = Trial(one, run)
    assert trial.right == right
    assert (failures.leaks(run.answer) > 0) == (form == "trace")


def test_an_obedient_model_is_stopped() -> None:
    client, sent = scripted(failures.ask_again)
    run: Run = asyncio.run(
        run_loop([{"role": "user", "content": "x"}], Registry([failures.endless("a part")]), max_steps=10,
                 budget=Budget(tokens=10_000), deadline_s=20, client=client, model=MODEL)
    )  # fmt: skip
    assert (run.status, run.answer, len(sent.requests)) == ("loop", None, 3)
    assert [step.prompt_tokens for step in run.steps] == sorted({step.prompt_tokens for step in run.steps})


def test_places_of_a_turn() -> None:
    calls = [ToolCall(str(i), "t", text) for i, text in enumerate(('{"a": 1}', '{"a": 1.0}', '{"a": 2}'))]
    results = planned(calls)
    assert [result.error_code for result in results] == ["not_run", "duplicate_call", "not_run"]
    step = Step("", tuple(calls), "tool_calls", None, 1, 1, None, True, results)
    assert step.open_places() == [0, 2]
