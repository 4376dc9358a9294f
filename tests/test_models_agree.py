"""Every shipped generator on the real server in float32: the tokens of transformers, tool calls, schemas, bad input."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema  # type: ignore[import-untyped]
import pytest
import torch
from tokenizers import Tokenizer
from transformers import PreTrainedModel

from labsupport import models, services, world
from labsupport.errors import LabError
from labsupport.models import (
    agree,
    bars,
    bench,
    card,
    config,
    decode,
    evaluate,
    handwritten,
    shipped,
    verdicts,
    wording,
)
from labsupport.services import vllm
from labsupport.services.spec import http_json
from labsupport.services.state import Paths
from labsupport.world.entities import World
from labsupport.world.names import LAB_SEED


@pytest.fixture(scope="module")
def lab() -> World:
    return world.build(LAB_SEED)


# real vLLM ------------------------------------------------------------------------------------------------------


class Served(NamedTuple):
    found: services.Endpoint
    model: PreTrainedModel
    tokenizer: Tokenizer


@pytest.fixture(scope="module", params=shipped.generators())
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One start for each model: float32 on both sides."""
    model, tokenizer = models.load(request.param)
    with agree.server(request.param, home=tmp_path_factory.mktemp("agree")) as found:
        yield Served(found, model, tokenizer.backend_tokenizer)


@pytest.mark.services
def test_both_engines_say_the_same_tokens(served: Served, lab: World) -> None:
    prompts = agree.texts(lab, 100)
    assert len(set(prompts)) == 100
    theirs = agree.served_tokens(served.found, served.tokenizer, prompts)
    found = agree.differences(served.model, served.tokenizer, prompts, theirs)
    assert [d for d in found if not d.excused] == []
    assert len(found) <= 2  # near ties are rare


@pytest.mark.services
def test_the_server_reads_thirty_hermes_calls(served: Served, lab: World) -> None:
    asked = agree.calls(lab, 30)
    assert len({a["call"] for a in asked}) >= 25
    assert agree.parser_faults(served.found, asked) == []


@pytest.mark.services
def test_no_whole_call_of_the_model_is_left_as_text(served: Served, lab: World) -> None:
    for got in agree.each(lambda asked: agree.parsed_call(served.found, asked), agree.calls(lab, 30)):
        assert verdicts.tool_parts(got["content"] or "") is None


@pytest.mark.services
def test_every_constrained_reply_is_valid(served: Served, lab: World) -> None:
    asked = agree.schemas(agree.extracts(lab), 200)
    assert len(asked) == 200
    assert agree.schema_faults(served.found, asked) == []


@pytest.mark.services
def test_the_grammar_of_a_limited_string_is_why_schemas_have_a_pattern() -> None:
    build = vllm.build()
    assert build is not None
    code = 'import xgrammar; print(xgrammar.Grammar.from_json_schema(\'{"type": "string", "maxLength": 4}\'))'
    rules = subprocess.run([str(build.python), "-c", code], capture_output=True, text=True, check=True).stdout
    allowed = next(line for line in rules.splitlines() if line.startswith("root_characters"))
    assert r"[^\"\\\r\n]" in allowed, f"{allowed}: control characters are out, agree._leaf can use maxLength again"


@pytest.mark.services
def test_prompt_beyond_the_served_length_names_both_numbers(served: Served) -> None:
    length = served.found.details["max_model_len"]
    body = {"model": served.found.details["model"], "prompt": [9] * (length + 7), "max_tokens": 4}
    with pytest.raises(RuntimeError, match=rf"answered 400.*{length}") as caught:
        http_json(f"{served.found.url}/completions", body)
    assert str(length + 7) in str(caught.value) or str(length + 1) in str(caught.value)


@pytest.mark.services
def test_unknown_model_on_the_server_names_it(served: Served) -> None:
    body = {"model": "lab-huge", "prompt": "a", "max_tokens": 4}
    with pytest.raises(RuntimeError, match=r"answered 404.*lab-huge"):
        http_json(f"{served.found.url}/completions", body)


# without a server -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def loaded() -> tuple[Any, Tokenizer]:
    model, tokenizer = models.load("lab-nano")
    return model, tokenizer.backend_tokenizer


def greedy(model: Any, tokenizer: Tokenizer, prompt: str, most: int) -> list[int]:
    """The tokens of transformers' own `generate`, end mark included."""
    ids = torch.tensor([tokenizer.encode(prompt).ids])
    made: list[int] = model.generate(ids, max_new_tokens=most, do_sample=False)[0, ids.shape[1] :].tolist()
    return made


def test_differences_are_found_and_near_ties_excused(loaded: tuple[Any, Tokenizer], lab: World) -> None:
    model, tokenizer = loaded
    prompts = agree.texts(lab, 12)
    own = [greedy(model, tokenizer, p, 24) for p in prompts]
    assert agree.differences(model, tokenizer, prompts, own, 24) == []
    changed, cut = [at for at, said in enumerate(own) if len(said) > 4][:2]
    other = [list(said) for said in own]
    other[changed][1] = (other[changed][1] + 1) % 4096
    other[cut] = other[cut][:3]
    found = agree.differences(model, tokenizer, prompts, other, 24)
    assert [(d.prompt, d.position, d.ours) for d in found] == [(changed, 1, own[changed][1]), (cut, 3, own[cut][3])]
    assert all(d.gap >= agree.CLOSE and not d.excused for d in found)
    assert agree.Difference(0, 0, 1, 2, agree.CLOSE / 2).excused
    with pytest.raises(ValueError, match="0 tokens"):
        agree.differences(model, tokenizer, prompts[:1], [[]], 24)


def test_drafts_do_not_change_greedy_answers(loaded: tuple[Any, Tokenizer], lab: World) -> None:
    """Right drafts, wrong ones and none give the text of transformers' own `generate`."""
    model, tokenizer = loaded
    prompts = agree.texts(lab, 30)
    made = [greedy(model, tokenizer, p, 32) for p in prompts]
    want = [tokenizer.decode([t for t in said if t not in (0, 2)], skip_special_tokens=False) for said in made]
    assert decode.answer(model, tokenizer, prompts, max_new=32) == want
    for drafts in (want, [w[: len(w) // 2] + "x" for w in want], [""] * len(want)):
        assert decode.answer(model, tokenizer, prompts, max_new=32, expected=drafts) == want


def test_schemas_are_of_all_forms_and_can_be_kept(lab: World) -> None:
    items = agree.extracts(lab)
    made = agree.schemas(items, 200)
    text = json.dumps([s for _, s in made])
    for word in ('"enum"', '"pattern"', '"array"', '"integer"', '"null"', '"boolean"'):
        assert word in text
    assert len({json.dumps(s) for _, s in made}) > 150
    for _, schema in made:
        jsonschema.Draft202012Validator.check_schema(schema)
        assert not jsonschema.Draft202012Validator(schema).is_valid({})
    assert agree.schemas(items, 200) == made


def test_unknown_models_and_truncated_weights_are_named_before_any_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LabError, match=r"unknown model 'lab-huge'(.|\n)*known models: .*lab-nano"):
        vllm.model_path("lab-huge")
    copy = Path(shutil.copytree(models.path("lab-nano"), tmp_path / "lab-nano"))
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with (
        pytest.raises(LabError, match=r"model\.safetensors has \d+ bytes, the manifest says"),
        agree.server(str(copy), home=tmp_path / "home"),
    ):
        pytest.fail("started")
    assert not Paths(tmp_path / "home").home.exists()


def row(value: float, low: float, high: float) -> verdicts.Row:
    return {"value": value, "low": low, "high": high, "n": 10}


def test_a_bar_within_the_interval_is_not_decided() -> None:
    assert bars.reached(row(0.9, 0.86, 0.95), 0.85) == "yes"
    assert bars.reached(row(0.8, 0.7, 0.84), 0.85) == "no"
    assert bars.reached(row(0.9, 0.8, 0.95), 0.85).startswith("not decided")
    made = bars.table({"json_f1": row(0.9, 0.86, 0.95), "tool_name": row(1, 1, 1)})
    assert [(k, r["bar"], r["reached"]) for k, r in made.items()] == [("json_f1", 0.85, "yes")]
    assert set(bars.LIKE) == set(handwritten.SKILLS)


def test_gap_by_hand() -> None:
    by_hand = {"qa": [("a [1]", "a [2]"), ("b", "c [1]"), (wording.ABSTAIN, wording.ABSTAIN)],
               "abstain": [("a [1]", "a [2]"), (wording.ABSTAIN, wording.ABSTAIN)],
               "json": [('{"a": "x"}', '{"a": "x"}')],
               "claim": [("supported", "supported"), ("supported", "unsupported")],
               "tool": [(wording.NO_TOOL, wording.NO_TOOL)]}  # fmt: skip
    test = {"qa_2": [("a [1]", "a [1]"), ("x", wording.ABSTAIN)], "json": [("no", '{"a": "x"}')],
            "claim": [("supported", "supported"), ("unsupported", "unsupported")],
            "tool": [("x", wording.NO_TOOL)]}  # fmt: skip
    made = bars.gap(by_hand, test)
    differences = {k: (r["handwritten"], r["test"], r["difference"]) for k, r in made.items()}
    assert differences == {
        "qa": (0.5, 1, -0.5), "abstain": (1, 0, 1), "json": (1, 0, 1), "tool": (1, 0, 1), "claim": (0.5, 1, -0.5),
        "all": (0.8, 0.4, 0.4),
    }  # fmt: skip
    assert all(r["low"] <= r["difference"] <= r["high"] for r in made.values())
    assert (made["qa"]["low"], made["qa"]["high"]) == (-1, 0)
    assert bars.gap({}, {}) == {}


def test_writing_figures_leaves_other_files_and_entries(
    tmp_path: Path, lab: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(models.path("lab-nano"), tmp_path / "lab-nano"))
    (copy / "more").mkdir()
    (copy / "more" / "x.bin").write_bytes(b"12")
    listed = json.loads((copy / "MANIFEST.json").read_text())
    digest = "6b51d431df5d7f141cbececcf79edf3dd861c3b4069f0b11661a3eefacbba918"
    listed["files"]["more/x.bin"] = {"sha256": digest, "bytes": 2}
    (copy / "MANIFEST.json").write_text(json.dumps(listed))
    monkeypatch.setattr(evaluate, "answer", lambda model, tokenizer, prompts, **_: ["x"] * len(prompts))
    made = evaluate.report(copy, name="lab-nano", n=24, world=lab)
    assert set(made["bars"]) == {"plain", "extended"}
    assert all(set(rows) == set(bars.BARS) for rows in made["bars"].values())
    assert set(made["gap"]) == {*bars.LIKE, "all"}
    for instruction in ("known", "own"):
        assert made["metrics"][f"handwritten, {instruction} instruction"]["qa_exact"]["n"] == 30
    shipped.write(copy, "eval.json", made)
    assert models.verify(copy) == copy
    assert (copy / "more" / "x.bin").read_bytes() == b"12"
    text = (copy / "README.md").read_text()
    assert text == card.card(copy)
    for bar in bars.BARS.values():
        assert text.count(f"| {bar[0]} |") == 2
    assert "## Generalisation gap" in text
    assert made["model"] in shipped.table(made)
    assert {p.name for p in tmp_path.iterdir()} == {"lab-nano"}


def test_generators_are_the_models_that_write() -> None:
    assert "lab-nano" in shipped.generators()
    assert set(shipped.generators()) <= {*config.names()}
    with pytest.raises(LabError, match="unknown model 'lab-huge'"):
        shipped.main(["lab-huge"])
    with pytest.raises(LabError, match="a card needs dev and test"):
        shipped.main(["lab-nano", "--splits", "dev", "--write"])
    with pytest.raises(LabError, match="'dev,none' is not a list of splits"):
        shipped.main(["--splits", "dev,none"])


def test_ratios_of_speed_reach_the_card(tmp_path: Path) -> None:
    plan = bench.Plan(rounds=4, streams=(1, 8))
    speeds = {"transformers": 10, "server": 30}
    engines = {name: (lambda prompts, speed=speed: float(speed * len(prompts))) for name, speed in speeds.items()}
    rates = bench.measure(engines, iter([[1]] * 1000), plan)
    rows = {r["what"]: (r["value"], r["low"], r["high"]) for r in bench.ratios(rates, plan)}
    assert rows == {
        "server / transformers, 1 stream": (3, 3, 3), "server / transformers, 8 streams": (3, 3, 3),
        "transformers, 8 / 1 streams": (8, 8, 8), "server, 8 / 1 streams": (8, 8, 8),
        "A/A: transformers 8 streams": (1, 1, 1), "A/A: server 8 streams": (1, 1, 1),
    }  # fmt: skip
    copy = Path(shutil.copytree(models.path("lab-nano"), tmp_path / "lab-nano"))
    record = {"model": "lab-nano", "date": "2026-01-02", "hardware": "a machine", "rounds": 4, "settings": "eager mode",
              "ratios": bench.ratios(rates, plan)}  # fmt: skip
    shipped.write(copy, "bench.json", record)
    assert models.verify(copy) == copy
    text = (copy / "README.md").read_text()
    assert text == card.card(copy)
    assert "on 2026-01-02 (a machine); eager mode." in text
    assert "| server / transformers, 8 streams | 3.00 | 3.00 to 3.00 |" in text
    with pytest.raises(LabError, match="gives no interval"):
        bench.main(["lab-nano", "--rounds", "1"])
