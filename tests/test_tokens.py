"""Usage, prices, cost, prefix reuse, history, budgets, compression: golden examples, properties, bad input."""

from __future__ import annotations

import datetime
import itertools
import json
import math
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from labsupport import llm, models
from labsupport.engine.cache import BLOCK, PrefixStore, RowCache
from labsupport.errors import LabError
from labsupport.tokens import errata
from labsupport.tokens.budget import Line, TokenBudget
from labsupport.tokens.compression import Extractive, RandomScorer, SelfInformation, compress, words
from labsupport.tokens.cost import cost, cost_parts
from labsupport.tokens.counting import count_tokens, lab_tokenizer, pieces, prompt_tokens, template_overhead
from labsupport.tokens.economics import (
    PromptPart,
    break_even,
    cost_ratio,
    expected_reuse,
    hit_share,
    plan_prefix,
    prefix_cost,
)
from labsupport.tokens.history import embedding_score, growth, history_policy, history_tokens, replay
from labsupport.tokens.lint import lint_prefix
from labsupport.tokens.money import Money
from labsupport.tokens.outputs import Output, cap_at, is_json, output_report
from labsupport.tokens.prefix import PrefixIndex, PrefixReport, block_of, broken_at, reusable, same_until, shared_prefix
from labsupport.tokens.prices import Price, PriceBook
from labsupport.transformer.checkpoint import Shape
from labsupport.usage import Usage

BOOK = PriceBook.load()
DAY = datetime.date(2026, 1, 1)
counts = st.integers(0, 10**7)
prices = st.integers(0, 10**8)


def price(**terms: Any) -> Price:
    base = {"input": 3_000_000, "cached": 300_000, "write": 3_750_000, "output": 15_000_000}
    return Price(**({"model": "m", "as_of": DAY} | base | terms))


# ---------------------------------------------------------------- usage


def test_usage_absent_is_not_zero() -> None:
    usage = {"prompt_tokens": 7, "completion_tokens": 3, "prompt_tokens_details": None}
    assert Usage.from_response({"usage": usage}) == Usage(7, 3, None, None)
    usage |= {"prompt_tokens_details": {"cached_tokens": 0}, "completion_tokens_details": {"reasoning_tokens": 2}}
    assert Usage.from_response({"usage": usage}) == Usage(7, 3, 0, 2)


def test_usage_of_the_sdk() -> None:
    from openai.types import CompletionUsage
    from openai.types.completion_usage import PromptTokensDetails

    usage = CompletionUsage(
        prompt_tokens=9,
        completion_tokens=1,
        total_tokens=10,
        prompt_tokens_details=PromptTokensDetails(cached_tokens=4),
    )
    assert Usage.from_response(SimpleNamespace(usage=usage)) == Usage(9, 1, 4, None)


# ---------------------------------------------------------------- money and prices


def test_money_is_exact() -> None:
    assert sum([Money("0.1")] * 3) == Decimal("0.3")
    assert isinstance(sum([Money("0.1")] * 3), Money)
    assert Money.from_microusd(12).microusd == 12
    assert str(Money.from_microusd(600_000_000)) == "600.000000"
    assert repr(-Money("0.5") * 2 - 1) == "Money('-2.0')"
    assert isinstance(2 * Money(1), Money)
    assert Money("0.0000005").microusd == 1
    with pytest.raises(TypeError, match="float"):
        Money(0.1)  # type: ignore[arg-type]


def test_price_book_knows_its_names_and_days() -> None:
    assert BOOK["lab-nano"].input == llm.DEFAULT_PRICES["lab-nano"][0]
    assert BOOK["lab-nano"].output == llm.DEFAULT_PRICES["lab-nano"][1]
    with pytest.raises(KeyError, match=r"gpt-nine.*auto-half.*lab-nano"):
        BOOK["gpt-nine"]
    later = datetime.date(2026, 5, 1)
    book = PriceBook([price(as_of=later, input=1), price(input=2)])
    assert (book["m"].input, book.on("m", datetime.date(2026, 4, 30)).input) == (1, 2)
    with pytest.raises(KeyError, match="the first is of 2026-01-01"):
        book.on("m", datetime.date(2025, 12, 31))
    assert book.stale(later + datetime.timedelta(days=90)) == []
    assert book.stale(later + datetime.timedelta(days=91)) == ["m"]
    with pytest.raises(ValueError, match="two prices"):
        PriceBook([price(), price(input=1)])


@pytest.mark.parametrize("edit", [{"input": -1}, {"input": 0.5}, {"output": None}, {"block": 0}, {"extra": 1}])
def test_price_file_errors_name_the_place(tmp_path: Path, edit: dict[str, Any]) -> None:
    row = {"model": "m", "as_of": "2026-01-01", "input": 1, "cached": 1, "write": 1, "output": 1} | edit
    file = tmp_path / "prices.json"
    file.write_text(json.dumps({"about": "", "prices": [row]}), encoding="utf-8")
    with pytest.raises(LabError, match=rf"prices\.0\.{next(iter(edit))}"):
        PriceBook.load(file)


def test_price_file_missing_or_broken(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"none\.json"):
        PriceBook.load(tmp_path / "none.json")
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(LabError, match="the file"):
        PriceBook.load(tmp_path / "x.json")
    row = {"model": "m", "as_of": "2026-01-01", "input": 1, "cached": 1, "write": 1, "output": 1}
    (tmp_path / "x.json").write_text(json.dumps({"about": "", "prices": [row, row]}), encoding="utf-8")
    with pytest.raises(LabError, match="two prices"):
        PriceBook.load(tmp_path / "x.json")


# ---------------------------------------------------------------- cost


def test_cost_golden() -> None:
    # 1,000 fresh at $3 + 4,000 cached at $0.30 + 2,000 written at $3.75 + 500 out at $15, per million
    assert cost(Usage(7000, 500, 4000), price(), writes=2000) == Money("0.0192")
    assert cost(Usage(1000, 500, 0, 400), price()) == cost(Usage(1000, 500), price())  # reasoning is in the output
    assert cost(Usage(0, 3000), price(output=10_000_000)) * 1_000_000 == 30_000
    # a whole day of a 4,000-token prefix
    day = Usage(4000 * 50_000, 0, 0)
    assert cost(day, price()) == 600
    assert cost(Usage(4000 * 50_000, 0, 4000 * 50_000), price()) == 60
    assert cost(Usage(4000 * 50_000, 0, 4000 * 50_000), price(cached=1_500_000)) == 300


def test_cost_rounds_half_up_once() -> None:
    half = price(input=500_000, output=500_000)
    assert cost(Usage(1, 0), half).microusd == 1
    assert cost(Usage(1, 1), half).microusd == 1
    assert cost(Usage(1, 0), price(input=499_999)).microusd == 0
    assert cost(Usage(3, 0), half).microusd == 2


@given(counts, counts, counts, counts, st.tuples(prices, prices, prices, prices))
@settings(max_examples=100)
def test_cost_agrees_with_the_ledger_and_its_parts(
    fresh: int, cached: int, writes: int, out: int, terms: tuple[int, int, int, int]
) -> None:
    p = price(input=terms[0], cached=terms[1], write=terms[2], output=terms[3])
    ledger = llm.Ledger({"m": (p.input, p.output, p.cached)})
    plain = cost(Usage(fresh + cached, out, cached), p)
    assert plain.microusd == ledger.cost("m", fresh + cached, out, cached)
    usage = Usage(fresh + cached + writes, out, cached)
    exact = Decimal(fresh * p.input + cached * p.cached + writes * p.write + out * p.output) / 10**12
    assert abs(cost(usage, p, writes=writes) - exact) <= Decimal("0.0000005")
    parts = sum(cost_parts(usage, p, writes=writes).values())
    assert abs(cost(usage, p, writes=writes) - parts) <= Decimal("0.0000025")


@pytest.mark.parametrize(
    ("counts", "writes"),
    [((-1, 0, None, None), 0), ((1, -1, None, None), 0), ((5, 0, -1, None), 0), ((5, 1, 0, -1), 0),
     ((5, 0, None, None), -1), ((5, 0, 6, None), 0), ((5, 0, 3, None), 3), ((5, 2, 0, 3), 0)],
)  # fmt: skip
def test_cost_refuses(counts: tuple[Any, ...], writes: int) -> None:
    names = ("prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens")
    logged: Any = SimpleNamespace(**dict(zip(names, counts, strict=True)))
    with pytest.raises(ValueError, match="tokens"):
        cost(logged, price(), writes=writes)


# ---------------------------------------------------------------- counting and budgets

CHAT = [{"role": "system", "content": "Answer briefly."}, {"role": "user", "content": "Who leads Billing Care?"}]


def test_count_includes_the_template() -> None:
    tokenizer = lab_tokenizer()
    text = "<|im_start|>system\nAnswer briefly.<|im_end|>\n<|im_start|>user\nWho leads Billing Care?<|im_end|>\n"
    assert count_tokens(CHAT, tokenizer) == len(pieces(text + "<|im_start|>assistant\n"))
    assert count_tokens(CHAT, tokenizer, generation=False) == len(pieces(text))
    assert template_overhead(CHAT, tokenizer) == count_tokens(CHAT, tokenizer) - errata.naive_count(CHAT, tokenizer) > 0
    assert template_overhead(CHAT + CHAT[1:], tokenizer) > template_overhead(CHAT, tokenizer)
    tool = {"type": "function", "function": {"name": "find", "parameters": {"type": "object"}}}
    assert count_tokens(CHAT, tokenizer, tools=[tool]) > count_tokens(CHAT, tokenizer)
    with pytest.raises(ValueError, match="messages is empty"):
        count_tokens([], tokenizer)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_pieces_cover_the_text(text: str) -> None:
    found = pieces(text)
    assert {i for p in found for i in range(p.start, p.end)} == set(range(len(text)))
    assert lab_tokenizer().decode([p.id for p in found]) == text


def test_budget() -> None:
    budget = TokenBudget(1000, 200, {"system": 100, "examples": 250, "user": 50})
    assert (budget.total_input, budget.remaining) == (400, 400)
    assert budget.fits(400)
    assert not budget.fits(401)
    assert budget.keep([100, 200, 150, 10]) == 2  # the third does not fit, and the fourth does not jump the queue
    assert budget.keep([]) == 0
    budget.log("system", 130)
    budget.log("context", 300)
    lines = budget.lines()
    assert lines[0] == Line("system", 100, 130)
    assert [line.over for line in lines] == [30, 0, 0, 0, 0]
    assert lines[-1] == Line("output", 200, None)
    with pytest.raises(KeyError, match="planned: system"):
        budget.log("memory", 1)
    with pytest.raises(ValueError, match="at least 0"):
        budget.log("system", -1)
    with pytest.raises(ValueError, match="at least 0"):
        budget.fits(-1)


@pytest.mark.parametrize(
    ("window", "reserve", "parts"), [(0, 0, {}), (10, -1, {}), (10, 5, {"a": 6}), (10, 0, {"a": -1})]
)
def test_budget_refuses(window: int, reserve: int, parts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"window|at least"):
        TokenBudget(window, reserve, parts)


def test_naive_count_overflows_a_window_it_calls_safe() -> None:
    tokenizer = lab_tokenizer()
    window = errata.naive_count(CHAT, tokenizer)
    assert count_tokens(CHAT, tokenizer) > window


# ---------------------------------------------------------------- prefix reuse


def test_reusable() -> None:
    assert reusable(40, 100, block=16) == 32
    assert reusable(64, 64, block=16) == 48  # the last token is computed
    assert reusable(65, 65, block=16) == 64
    assert reusable(1100, 5000, block=128, minimum=1024) == 1024
    assert reusable(1023, 5000, block=128, minimum=1024) == 0
    for bad in ({"block": 0}, {"block": 1, "minimum": -1}):
        with pytest.raises(ValueError, match="block"):
            reusable(0, 1, **bad)
    with pytest.raises(ValueError, match="shared"):
        reusable(2, 1, block=1)


@given(st.lists(st.lists(st.integers(0, 1), max_size=24), max_size=8), st.integers(1, 4))
def test_index_finds_the_longest_shared_prefix(prompts: list[list[int]], block: int) -> None:
    index = PrefixIndex(block=block)
    for n, prompt in enumerate(prompts):
        shared = max((shared_prefix(prompt, old) // block * block for old in prompts[:n]), default=0)
        assert index.add(prompt) == reusable(shared, len(prompt), block=block)


def test_index_predicts_the_engine() -> None:
    shape = Shape(vocab=8, width=4, layers=1, heads=1, kv_heads=1, head_dim=4, inner=4)
    rows = RowCache(shape, 1, 128, torch.float32, "cpu")
    store, index = PrefixStore(shape, 64, torch.float32, "cpu"), PrefixIndex(block=BLOCK)
    base = [(i * 7 + i // 5) % 8 for i in range(96)]
    prompts = [base, base, base[:64], base[:65], broken_at(base, 40), same_until(base, 70), base[:20]]
    got = []
    for prompt in prompts:
        got.append(store.fetch(prompt, rows, 0))
        store.store(prompt, rows, 0)
    assert [index.add(prompt) for prompt in prompts] == got == [0, 80, 48, 64, 32, 64, 16]


@given(st.integers(0, 50), st.integers(0, 5))
def test_prompts_for_a_staircase(shared: int, seed: int) -> None:
    base = [i % 5 for i in range(50)]
    made = same_until(base, shared, seed=seed)
    assert len(made) == 50
    assert shared_prefix(base, made) == shared
    if shared < 50:
        broken = broken_at(base, shared)
        assert [i for i in range(50) if broken[i] != base[i]] == [shared]
    with pytest.raises(ValueError, match="depth"):
        broken_at(base, 50)
    with pytest.raises(ValueError, match="shared"):
        same_until(base, 51)


def test_staircase_betrays_the_block() -> None:
    base = [i % 11 for i in range(1024)]
    cached = []
    for shared in range(0, 1024, 40):
        index = PrefixIndex(block=16)
        index.add(base)
        cached.append(index.add(same_until(base, shared)))
    assert block_of(cached) == 16
    assert block_of([0, 0]) is block_of([]) is None


def test_report_counts_only_what_was_reported() -> None:
    report = PrefixReport(price(), block=16)
    tokens = [i % 9 for i in range(100)]
    assert report.add(tokens, Usage(100, 1, 0), writes=96) == (100, 0, 0)
    assert report.savings == Money("-0.000072")  # the fee of the write
    assert report.add(tokens, Usage(100, 1, None)).reported is None
    assert (report.predicted, report.share, report.unknown) == (0, None, 1)
    report.add(tokens, Usage(100, 1, 48))
    assert (report.predicted, report.reported, report.share) == (96, 48, 0.5)
    assert report.savings == Money("-0.000072") + Money("0.000130")  # 48 tokens at $2.70, each call rounded
    with pytest.raises(ValueError, match="the server counted 99"):
        report.add(tokens, Usage(99, 1, 0))


def test_a_clock_on_line_one_never_matches() -> None:
    tokenizer = lab_tokenizer()
    system = "You are the desk of the store. " + "Answer from the records only. " * 12
    shares = {}
    for make in (errata.naive_prompt, errata.timed_prompt):
        index = PrefixIndex(block=16)
        made = [prompt_tokens(make(system, "Who leads it?", f"2026-03-04 10:0{n}:00"), tokenizer) for n in range(5)]
        cached = [index.add(tokens) for tokens in made]
        shares[make.__name__] = sum(cached[1:]) / sum(map(len, made[1:]))
    assert shares["naive_prompt"] < 0.2
    assert shares["timed_prompt"] > 0.6


# ---------------------------------------------------------------- lint

TOOL = {"name": "find_order", "parameters": {"type": "object", "properties": {"order": {"type": "string"}}}}
SWAPPED = {"parameters": {"properties": {"order": {"type": "string"}}, "type": "object"}, "name": "find_order"}
END = "\n\nQuestion: {}"


@pytest.mark.parametrize(
    ("first", "second", "cause"),
    [
        ("Now: 2026-03-04 10:05:01\nBe brief.", "Now: 2026-03-04 10:05:09\nBe brief.", "timestamp"),
        ("At 9:59 the desk opened.", "At 9:58 the desk opened.", "timestamp"),
        ("t=1767225600\nBe brief.", "t=1767225601\nBe brief.", "timestamp"),
        ("Session 3f2b8c1e-aa01-4d2e-9f00-1234567890ab\nBe brief.",
         "Session 9a2b8c1e-bb01-4d2e-9f00-1234567890ab\nBe brief.", "id"),
        ("req_8f3a91cc7d\nBe brief.", "req_8f3a91dd7d\nBe brief.", "id"),
        ("Rules:\n- Be brief.", "Rules:\n-  Be brief.", "whitespace"),
        ("Rules:\n- Be brief.", "Rules:\n\n- Be brief.", "whitespace"),
        ("Be brief.\nBe kind.", "Be brief. \nBe kind.", "whitespace"),
        (f"Tools\n{json.dumps(TOOL)}\n", f"Tools\n{json.dumps(SWAPPED)}\n", "key order"),
        (f"[1] Tools\n{json.dumps(TOOL, indent=1)}\n", f"[1] Tools\n{json.dumps(SWAPPED, indent=1)}\n", "key order"),
        (f"{json.dumps(TOOL)}", f"{json.dumps(TOOL, separators=(',', ':'))}", "whitespace"),
        ("Q: red?\nA: no\n\nQ: blue?\nA: yes", "Q: blue?\nA: yes\n\nQ: red?\nA: no", "order"),
        (f"Tools: {json.dumps([TOOL, {'name': 'stop'}])}", f"Tools: {json.dumps([{'name': 'stop'}, TOOL])}", "order"),
        ("Rooms: [1]", "Rooms: 5", "content"),
        ("You serve Ula.", "You serve Elin.", "content"),
    ],
)  # fmt: skip
def test_lint_names_the_cause(first: str, second: str, cause: str) -> None:
    (finding,) = lint_prefix([first + END.format("who?"), second + END.format("where?")])
    assert finding.cause == cause
    assert finding.call == 1
    assert finding.expected != finding.got


@given(st.lists(st.text('ab 1\n{":é', max_size=12), min_size=2, max_size=4))
@settings(max_examples=80, deadline=None)
def test_lint_counts_tokens(prompts: list[str]) -> None:
    found = {finding.call: finding for finding in lint_prefix(prompts)}
    first = [p.id for p in pieces(prompts[0])]
    for call, text in enumerate(prompts[1:], start=1):
        mine = [p.id for p in pieces(text)]
        shared = shared_prefix(first, mine)
        if shared == min(len(first), len(mine)):
            assert call not in found
        else:
            assert found[call].token == shared


def test_lint_counts_tokens_not_characters() -> None:
    pair = ["The order was delivered.", "The order was delivering."]
    (finding,) = lint_prefix(pair)
    assert finding.token < errata.naive_first_difference(pair)
    assert pieces(pair[0])[finding.token].start <= errata.naive_first_difference(pair)
    deep = "[" * 5000
    assert [finding.cause for finding in lint_prefix([deep + "a", deep + "b"])] == ["content"]
    assert lint_prefix([]) == lint_prefix(["a"]) == lint_prefix(["a", "a"]) == []


# ---------------------------------------------------------------- economics


def test_break_even() -> None:
    assert break_even(BOOK["explicit-5min"]) == 2
    assert break_even(BOOK["explicit-1h"]) == 3
    assert break_even(BOOK["auto-half"]) == 1
    assert break_even(price(cached=3_000_000)) is None


@given(st.integers(0, 100), st.integers(0, 300), st.integers(1, 100))
def test_break_even_is_the_first_use_that_pays(cached: int, write: int, fresh: int) -> None:
    p = price(input=fresh, cached=cached, write=write)
    if not (cached >= fresh and write <= fresh):
        uses = range(1, 400)
        paying = next((n for n in uses if write + (n - 1) * cached <= n * fresh), None)
        assert break_even(p) == paying


def test_hit_share() -> None:
    assert hit_share(300, 300) == 1.0
    assert hit_share(301, 300) == 0.0
    assert hit_share(9e9, None) == 1.0
    assert hit_share(300, 300, arrivals="poisson") == pytest.approx(1 - math.exp(-1))
    for bad in (-1.0, math.nan):
        with pytest.raises(ValueError, match="interval_s"):
            hit_share(bad, 300)


def test_prefix_cost_golden() -> None:
    five = BOOK["explicit-5min"]
    assert prefix_cost(five, 4000, 50_000, 1.7, cache=False) == 600
    assert prefix_cost(five, 4000, 50_000, 1.7) == Money("60.0138")  # 49,999 reads and one write
    assert prefix_cost(BOOK["auto-half"], 4000, 50_000) == Money("0.01") + Decimal("49999") * Money("0.00504")
    assert cost_ratio(five, 4000, 1) == 1.25
    assert cost_ratio(five, 4000, 100, 301) == 1.25  # each use comes too late: a quarter dearer
    assert cost_ratio(five, 1000, 100, 1) == 1.0  # below the minimum
    assert cost_ratio(five, 4000, 10_000, 1) == pytest.approx(0.1, abs=0.001)
    assert cost_ratio(BOOK["auto-half"], 4096, 10_000, 1) == pytest.approx(0.5, abs=0.001)
    slow = [cost_ratio(five, 4000, 1000, s, arrivals="poisson") for s in (1, 60, 300, 1000, 2000)]
    assert slow == sorted(slow)
    assert slow[3] < 1.0 < slow[4]  # a hit share of 0.25 / 1.15 breaks even
    with pytest.raises(ValueError, match="calls=0"):
        prefix_cost(five, 1, 0)
    with pytest.raises(ValueError, match="no ratio"):
        cost_ratio(five, 0, 1)


parts_lists = st.lists(st.tuples(st.integers(0, 500), st.sampled_from([0.0, 0.01, 0.1, 0.5, 0.9, 1.0])), max_size=5)


@given(parts_lists)
@settings(max_examples=60, deadline=None)
def test_plan_beats_every_order(drawn: list[tuple[int, float]]) -> None:
    parts = [PromptPart(str(i), *values) for i, values in enumerate(drawn)]
    best = max(expected_reuse(order) for order in itertools.permutations(parts))
    assert expected_reuse(plan_prefix(parts)) == pytest.approx(best)


def test_plan_puts_a_long_part_before_a_rarer_change() -> None:
    parts = [PromptPart("question", 40, 1.0), PromptPart("rule", 20, 0.05), PromptPart("manual", 3000, 0.1),
             PromptPart("system", 10, 0.0)]  # fmt: skip
    assert [part.name for part in plan_prefix(parts)] == ["system", "manual", "rule", "question"]
    with pytest.raises(ValueError, match="changes"):
        plan_prefix([PromptPart("x", 1, 1.5)])


# ---------------------------------------------------------------- history


def talk(turns: int, *, system: str = "Be brief.") -> list[dict[str, str]]:
    messages = [{"role": "system", "content": system}] if system else []
    for n in range(turns):
        messages += [{"role": "user", "content": f"question {n}"}, {"role": "assistant", "content": f"answer {n}"}]
    return [*messages, {"role": "user", "content": "and now?"}]


def sent(policy: Any, turns: int) -> list[str]:
    return [str(m["content"]) for m in policy(talk(turns))]


def test_policies() -> None:
    assert history_policy("full", 0)(talk(5)) == talk(5)
    assert sent(history_policy("window", 2), 5) == [
        "Be brief.", "question 3", "answer 3", "question 4", "answer 4", "and now?"]  # fmt: skip
    assert sent(history_policy("window", 0), 5) == ["Be brief.", "and now?"]
    assert history_policy("window", 9)(talk(5)) == talk(5)
    kept = [len(sent(history_policy("window", 4, step=3), n)) // 2 - 1 for n in range(4, 12)]
    assert kept == [4, 2, 3, 4, 2, 3, 4, 2]

    def score(question: str, texts: Any) -> list[float]:
        return [float("question 1" in text or "answer 0" in text) for text in texts]

    last = sent(history_policy("retrieve", 1, score=score), 5)[-1]
    assert last.index("answer 0") < last.index("question 1") < last.index("and now?")
    assert "question 2" not in last


def test_summary_reads_each_turn_once() -> None:
    calls: list[list[str]] = []

    def summarise(before: str, leaving: Any) -> str:
        calls.append([m["content"] for m in leaving])
        return f"{before}|{len(leaving)}"

    policy = history_policy("summary", 2, summarise=summarise)
    assert sent(policy, 2)[0] == "Be brief."
    assert sent(policy, 3)[0] == "Be brief.\n\nEarlier in this conversation: |2"
    assert sent(policy, 5)[0] == "Be brief.\n\nEarlier in this conversation: |2|4"
    assert sent(policy, 5)[0] == "Be brief.\n\nEarlier in this conversation: |2|4"
    assert calls == [["question 0", "answer 0"], ["question 1", "answer 1", "question 2", "answer 2"]]
    assert policy(talk(3, system=""))[0]["role"] == "system"
    other = [dict(m, content=m["content"].upper()) for m in talk(3)]
    assert str(policy(other)[0]["content"]).endswith("|2")  # another conversation starts afresh


@pytest.mark.parametrize(
    ("kind", "window", "more"),
    [("last", 1, {}), ("window", -1, {}), ("window", 2, {"step": 3}), ("summary", 1, {}), ("retrieve", 1, {}),
     ("summary+retrieve", 1, {"summarise": lambda a, b: a}), ("window", 1, {"top": 0})],
)  # fmt: skip
def test_policy_refuses(kind: Any, window: int, more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"kind|window"):
        history_policy(kind, window, **more)


def test_policy_needs_a_question() -> None:
    for messages in ([], talk(1)[:-1]):
        with pytest.raises(ValueError, match="must end with"):
            history_policy("full", 1)(messages)


def test_history_tokens_golden() -> None:
    assert history_tokens(2000, 20) == (38_000, 380_000)
    assert history_tokens(2000, 1) == (0, 0)
    with pytest.raises(ValueError, match="turns=0"):
        history_tokens(1, 0)


def test_replay_grows_as_it_should() -> None:
    turns = [(f"What is the colour of crate {n} in the northern store?", f"Crate {n} is blue.") for n in range(20)]
    tokenizer = lab_tokenizer()
    full = replay(turns, history_policy("full", 0), tokenizer, system="Be brief.")
    steps = [b.prompt - a.prompt for a, b in itertools.pairwise(full)]
    assert max(steps) - min(steps) <= 6  # a turn is linear: every one adds the same but for digits
    assert full[-1].cumulative == sum(row.prompt for row in full)
    ends = [row.cumulative for row in full]
    assert ends[19] / ends[9] > 3.3  # the sum is quadratic: towards 4 at twice the length
    window = replay(turns, history_policy("window", 2), tokenizer, system="Be brief.")
    assert window[19].prompt - window[9].prompt <= 6
    assert growth(window) < growth(full)
    warm = replay(turns, history_policy("full", 0), tokenizer, system="Be brief.", block=16)
    assert [row.prompt for row in warm] == [row.prompt for row in full]
    assert all(row.fresh < max(steps) + 16 for row in warm[1:])  # each turn pays its own tokens, and part of a block
    assert warm[-1].cumulative < 0.3 * full[-1].cumulative
    # a window that slides every turn reuses next to nothing of what it repeats
    slid = replay(turns, history_policy("window", 4), tokenizer, system="Be brief.", block=16)
    jumped = replay(turns, history_policy("window", 4, step=4), tokenizer, system="Be brief.", block=16)
    assert sum(row.cached for row in slid[6:]) < 0.2 * sum(row.cached for row in jumped[6:])
    assert slid[-1].cumulative > warm[-1].cumulative  # it sends less, and computes more than the whole history, warm
    with pytest.raises(ValueError, match="no turns"):
        growth([])


# ---------------------------------------------------------------- compression

TEXT = ("The northern store keeps paint and tools. Ula Holver leads Billing Care since May. "
        "Crates are blue there.\nOrders above EUR 500 need a second signature. It is cold in the hall.")  # fmt: skip


class Longest:
    def split(self, text: str) -> list[str]:
        return words(text)

    def score(self, units: Any) -> list[float]:
        return [float(len(unit)) for unit in units]


@given(st.text("ab. \n\t!é", max_size=40))
def test_units_join_to_the_text(text: str) -> None:
    assert "".join(words(text)) == text
    assert "".join(Extractive("", lambda texts: []).split(text)) == text


@given(st.floats(1, 30), st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_compress_keeps_order_and_limit(ratio: float, seed: int) -> None:
    short = compress(TEXT, ratio, RandomScorer(seed))
    assert len(pieces(short)) <= len(pieces(TEXT)) / ratio
    rest = iter(TEXT.split())
    assert all(word in rest for word in short.split())


def test_compress_golden_and_bad_input() -> None:
    assert compress("a bbbb cc ddd", 2, Longest(), length=lambda text: len(text.split())) == "bbbb ddd"
    assert compress(TEXT, 1, RandomScorer()) == TEXT
    assert compress("", 4, RandomScorer()) == ""
    assert compress("One long sentence that stays whole.", 5, Extractive("x", lambda texts: [[1.0]] * len(texts))) == ""
    for ratio in (0.5, math.nan):
        with pytest.raises(ValueError, match="ratio"):
            compress(TEXT, ratio, RandomScorer())

    class Broken(Longest):
        def score(self, units: Any) -> list[float]:
            return [1.0]

    with pytest.raises(ValueError, match="scores"):
        compress(TEXT, 2, Broken())


def test_self_information_agrees_with_the_loss() -> None:
    model, tokenizer = models.load("lab-nano")
    scorer = SelfInformation(model, tokenizer)
    units = scorer.split(TEXT)
    scores = scorer.score(units)
    ids = torch.tensor([[p.id for p in pieces(TEXT)]])
    with torch.inference_mode():
        loss = float(model(ids, labels=ids).loss)
    assert sum(scores) == pytest.approx(loss * (ids.shape[1] - 1), rel=1e-4)
    by_word = dict(zip((unit.strip() for unit in units), scores, strict=True))
    assert by_word["Holver"] > by_word["and"]  # an invented name tells more than a joining word
    split = SelfInformation(model, tokenizer, window=16).score(units)
    assert len(split) == len(units)
    assert min(split) >= 0.0
    with pytest.raises(ValueError, match="window=1"):
        SelfInformation(model, tokenizer, window=1)


def test_extractive_keeps_the_sentence_asked_for() -> None:
    from labsupport.serving.embedder import load_embedder

    encode = load_embedder().encode
    scorer = Extractive("Who leads Billing Care?", encode)
    assert compress(TEXT, 2.5, scorer).startswith("Ula Holver leads Billing Care since May.")
    assert max(embedding_score(encode)("the bill", ["an invoice", "the weather"])) == pytest.approx(
        embedding_score(encode)("the bill", ["an invoice"])[0], abs=1e-5
    )


# ---------------------------------------------------------------- outputs


def test_output_report() -> None:
    cut = [Output('{"a": 1', 32, "length")] * 3 + [Output('{"a": 1}', 6, "stop")]
    report = output_report(cut)
    assert (report.n, report.tokens.value) == (4, 25.5)
    assert report.truncated.value == report.invalid_json.value == 0.75
    assert cap_at([10] * 99 + [11]) == 11
    assert is_json("[1]")
    assert not is_json('{"a": 1} done')
    message = SimpleNamespace(message=SimpleNamespace(content="x"), finish_reason="stop")
    response = SimpleNamespace(choices=[message], usage=SimpleNamespace(prompt_tokens=3, completion_tokens=1))
    assert Output.from_response(response) == Output("x", 1, "stop")
    with pytest.raises(ValueError, match="no answers"):
        output_report([])


# ---------------------------------------------------------------- errata


def test_naive_tracker_is_wrong_as_told() -> None:
    tracker = errata.NaiveTracker(3.0)
    assert tracker.track(1120, 1000)["input_cost"] < 0 < tracker.track(1110, 1000)["input_cost"]
    assert tracker.track(2000, 1000)["hit_ratio"] == 2.0
    with pytest.raises(ZeroDivisionError):
        tracker.track(100, 0)
    first = errata.NaiveTracker(3.0).track(4000, 5000)["input_cost"]
    assert first < float(cost(Usage(5000, 0, 0), price(), writes=4000))
    assert errata.naive_usage({"prompt_tokens": 5})["cached_tokens"] == 0


def test_naive_counter_needs_a_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import requests
    from tiktoken import registry

    def refuse(*_: Any, **__: Any) -> None:
        raise requests.ConnectionError("no network")

    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(requests, "get", refuse)
    monkeypatch.setattr(registry, "ENCODINGS", {})
    with pytest.raises(requests.ConnectionError, match="no network"):
        errata.naive_gpt_counter()
