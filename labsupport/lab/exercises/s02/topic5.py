"""Exercises and review questions of topic 02.5: the bill of one call, and what breaks a prefix."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from labsupport.lab.check import Check, Choice, Exercise, Question, expect
from labsupport.tokens.counting import Piece
from labsupport.tokens.money import Money
from labsupport.tokens.prices import Price
from labsupport.usage import Usage

PRICES = "02.5 Prices"
LINT = "02.5 Finding what breaks a prefix"

# ---------------------------------------------------------------- e1 cost


def price(**terms: int) -> Price:
    """$3 input, a tenth for reads, 1.25 times for writes, $15 output; `terms` in micro-dollars per million."""
    base = {"input": 3_000_000, "cached": 300_000, "write": 3_750_000, "output": 15_000_000}
    return Price(model="sample", as_of=datetime.date(2026, 1, 1), **(base | terms))


def bill(cost: Any, want: str, case: str, usage: Usage, terms: Price, causes: dict[str, tuple[str, str]], *,
         writes: int = 0) -> None:  # fmt: skip
    """Compare one bill; `causes` maps a wrong amount to (cause, diagnosis)."""
    got = cost(usage, terms, writes=writes) if writes else cost(usage, terms)
    expect(
        isinstance(got, Money), expected=Money(want), got=got, case=case,
        cause="return Money: a float cannot hold a tenth, and a bare number of micro-dollars is far too much",
        read=PRICES, diagnosis="not-money",
    )  # fmt: skip
    cause, slug = causes.get(
        str(got.normalize()), ("a part of the usage has the wrong price or is missing", "wrong-sum")
    )
    expect(got == Money(want), expected=f"${want}", got=f"${got}", case=case, cause=cause, read=PRICES, diagnosis=slug)


def check_parts(cost: Any) -> None:
    bill(cost, "0.0015", "100 fresh tokens in, 80 out", Usage(100, 80, 0), price(), {
        "0.0003": ("the output is not billed", "output-missing"),
        "0.00054": ("output costs its own price, not that of input", "output-as-input"),
    })  # fmt: skip
    bill(cost, "0.0042", "5,000 tokens of prompt, 4,000 of them cached", Usage(5_000, 0, 4_000), price(), {
        "0.0162": ("cached tokens are part of the prompt: what is fresh is the rest", "cached-billed-twice"),
        "0.015": ("cached tokens have a price of their own", "cache-ignored"),
        "0.003": ("a read from the cache is cheap, not free", "reads-free"),
    })  # fmt: skip


def check_discount(cost: Any) -> None:
    for cached, want in ((1_500_000, "0.009"), (750_000, "0.006"), (300_000, "0.0042")):
        bill(cost, want, f"reads at {cached / 3_000_000:g} of the price of input", Usage(5_000, 0, 4_000),
             price(cached=cached), {
                 "0.0042": ("one discount for all: take `price.cached`, providers differ", "one-discount"),
                 "0.009": ("one discount for all: take `price.cached`, providers differ", "one-discount"),
             })  # fmt: skip


def check_writes(cost: Any) -> None:
    first = "the first call: 5,000 tokens of prompt, none cached, 4,000 written"
    bill(cost, "0.018", first, Usage(5_000, 0, 0), price(), {
        "0.0042": ("the first call finds nothing: it writes, and is billed as a hit", "first-call-is-hit"),
        "0.015": ("written tokens cost `price.write`", "write-fee-missing"),
        "0.033": ("written tokens are part of the prompt: they are not fresh, too", "written-billed-twice"),
        "0.03": ("written tokens are part of the prompt: they are not fresh, too", "written-billed-twice"),
    }, writes=4_000)  # fmt: skip


def check_reasoning(cost: Any) -> None:
    bill(cost, "0.0105", "500 output tokens, 400 of them reasoning", Usage(1_000, 500, 0, 400), price(), {
        "0.0165": ("reasoning tokens are in the output already", "reasoning-billed-twice"),
        "0.0045": ("hidden reasoning is output, and billed as such", "reasoning-free"),
    })  # fmt: skip


def check_unreported(cost: Any) -> None:
    case = "a server that does not report cached tokens (None)"
    try:
        got = cost(Usage(1_000, 0), price())
    except TypeError as error:
        got = repr(error)
    expect(
        got == Money("0.003"), expected=Money("0.003"), got=got, case=case,
        cause="an unreported count is billed as fresh, an upper bound", read=PRICES, diagnosis="none-not-handled",
    )  # fmt: skip


def check_rounding(cost: Any) -> None:
    cheap = {"input": 500_000, "cached": 500_000, "write": 500_000, "output": 500_000}
    for usage, terms, want, case in (
        (Usage(1, 0), cheap, "0.000001", "half a micro-dollar: half up"),
        (Usage(5, 0), cheap, "0.000003", "two and a half micro-dollars: half up, not to the even neighbour"),
        (Usage(1, 1), cheap, "0.000001", "half for input and half for output: the sum is rounded, once"),
        (Usage(3, 0), cheap | {"input": 400_000}, "0.000001", "1.2 micro-dollars"),
    ):
        got = cost(usage, price(**terms))
        expect(
            got == Money(want), expected=f"${want}", got=f"${got}", case=case,
            cause="add up exactly, in whole numbers, and round once at the end, half up to a micro-dollar",
            read=PRICES, diagnosis="rounding",
        )  # fmt: skip
    large = Usage(9_007_199_254_740_993, 0)
    got = cost(large, price(input=1_000_000))
    expect(
        got == Money("9007199254.740993"), expected="$9007199254.740993", got=f"${got}",
        case="more tokens than a float can count", cause="a float is in the way: stay with whole numbers or Decimal",
        read=PRICES, diagnosis="float",
    )  # fmt: skip


def logged(prompt: int, output: int, cached: int | None = None, reasoning: int | None = None) -> Any:
    """A usage from a log, which nobody has checked."""
    return SimpleNamespace(
        prompt_tokens=prompt, completion_tokens=output, cached_tokens=cached, reasoning_tokens=reasoning
    )


def check_refuses(cost: Any) -> None:
    for usage, writes, case, slug, cause in (
        (logged(1_000, 0, 1_200), 0, "1,200 cached of 1,000 tokens", "hit-ratio-above-one",
         "a hit ratio above 1 makes the fresh part negative, and in the end the bill"),
        (logged(1_000, 0, 600), 500, "600 cached and 500 written of 1,000 tokens", "hit-ratio-above-one",
         "cached and written tokens together are part of the prompt"),
        (logged(-1, 0), 0, "-1 prompt tokens", "negative-accepted", "a negative count would be money back"),
        (logged(10, -1), 0, "-1 output tokens", "negative-accepted", "a negative count would be money back"),
        (logged(10, 0, -1), 0, "-1 cached tokens", "negative-accepted", "a negative count would be money back"),
        (logged(10, 0, 0), -1, "writes=-1", "negative-accepted", "a negative count would be money back"),
        (logged(10, 5, 0, 6), 0, "6 reasoning tokens of 5 output tokens", "reasoning-above-output",
         "reasoning is part of the output"),
    ):  # fmt: skip
        try:
            got = f"${cost(usage, price(), writes=writes)}"
        except ValueError:
            continue
        except (TypeError, ArithmeticError) as error:
            got = repr(error)
        expect(False, expected="ValueError", got=got, case=case, cause=cause, read=PRICES, diagnosis=slug)


# ---------------------------------------------------------------- e2 lint_prefix


def tokenize(text: str) -> list[Piece]:
    """Tokens for the checks, easy to count by eye: runs of up to four letters or digits, and every other character."""
    return [Piece(int.from_bytes(m[0].encode(), "big"), m.start(), m.end()) for m in re.finditer(r"\w{1,4}|\W", text)]


def findings(lint: Any, prompts: Sequence[str]) -> list[Any]:
    """What the learner's linter finds with the tokenizer above."""
    found = lint(prompts, tokenize=tokenize)
    expect(
        isinstance(found, list), expected="a list of Finding", got=found, case=f"{len(prompts)} prompts",
        cause="collect one Finding for each later prompt that differs", read=LINT, diagnosis="not-a-list",
    )  # fmt: skip
    return found  # type: ignore[no-any-return]


def check_tokens(lint: Any) -> None:
    prompts = ["Order 12345 is late", "Order 12349 is late"]
    got = [f.token for f in findings(lint, prompts)]
    want = [4]
    characters = errata_characters(prompts)
    cause, slug = "the index of the first token whose id differs", "wrong-token"
    if got == [characters]:
        cause, slug = (
            "it compares characters: a changed character changes its whole token",
            "compares-characters",
        )
    expect(got == want, expected=want, got=got, case=f"{prompts}, tokens of up to four letters", cause=cause, read=LINT,
           diagnosis=slug)  # fmt: skip
    one = ["abcdefgh", "abcdefgX"]
    expect(
        [f.token for f in findings(lint, one)] == [1], expected=[1], got=[f.token for f in findings(lint, one)],
        case=f"{one}", cause="the tokens are abcd|efgh and abcd|efgX: the second one differs", read=LINT,
        diagnosis="compares-characters" if [f.token for f in findings(lint, one)] == [7] else "wrong-token",
    )  # fmt: skip


def errata_characters(prompts: Sequence[str]) -> int:
    """Characters that all prompts share."""
    from labsupport.tokens.errata import naive_first_difference

    return naive_first_difference(prompts)


def check_which(lint: Any) -> None:
    prompts = ["one two three", "one two four", "one two three", "one six three", "one two three and on"]
    got = [(f.call, f.token) for f in findings(lint, prompts)]
    want = [(1, 4), (3, 2)]
    cause, slug = "call is the index of the prompt, token that of the first token that differs", "wrong-call"
    if (2, 4) in got:
        cause, slug = "each prompt is compared with the one before it, not with the first one", "compares-neighbours"
    elif any(call == 4 for call, _ in got):
        cause, slug = (
            "a prompt that only goes on where the first one ends has no finding",
            "longer-is-different",
        )
    expect(got == want, expected=want, got=got, case=f"{prompts}", cause=cause, read=LINT, diagnosis=slug)
    for few in ([], ["only one"]):
        expect(findings(lint, few) == [], expected=[], got=findings(lint, few), case=f"{few}",
               cause="nothing to compare with", read=LINT, diagnosis="wrong-call")  # fmt: skip


def cause_of(lint: Any, prompts: Sequence[str], want: str, why: str, slug: str) -> None:
    """The cause that is named for the second prompt."""
    found = findings(lint, prompts)
    got = [f.cause for f in found]
    expect(got == [want], expected=[want], got=got, case=f"{list(prompts)}", cause=why, read=LINT, diagnosis=slug)


def check_stamps(lint: Any) -> None:
    for a, b in (("2026-03-04", "2026-03-05"), ("10:41", "10:42"), ("1767225600", "1767225660")):
        cause_of(lint, [f"Now: {a}\nRules", f"Now: {b}\nRules"], "timestamp",
                 "STAMP matches at the place of the difference, in both prompts", "timestamp-missed")  # fmt: skip
    cause_of(lint, ["Request 7f3a10c9d2e4\nRules", "Request 7f3a20c9d2e4\nRules"], "id",
             "RANDOM_ID matches at the place of the difference, in both prompts", "id-missed")  # fmt: skip
    cause_of(lint, ["Today is 2026-03-04: sell", "Today is 2026-03-04: hold"], "content",
             "there is a date on that line, but the difference is somewhere else", "stamp-elsewhere")  # fmt: skip


def check_whitespace(lint: Any) -> None:
    why = "the rest of the line is the same but for blanks, or a line is empty in one of the prompts"
    cause_of(lint, ["Be brief.  Be kind.", "Be brief. Be kind."], "whitespace", why, "whitespace-missed")
    cause_of(lint, ["Rules\n\nBe brief.", "Rules\nBe brief."], "whitespace", why, "whitespace-missed")


def check_keys(lint: Any) -> None:
    tool = {"name": "find", "parameters": {"type": "object", "required": ["id"]}}
    turned = {"parameters": {"required": ["id"], "type": "object"}, "name": "find"}
    why = (
        "JSON that begins before the difference has the same value in both: only its keys were written in another order"
    )
    for indent in (None, 1):
        prompts = [f"Tools: {json.dumps(t, indent=indent)}\nBe brief." for t in (tool, turned)]
        cause_of(lint, prompts, "key order", why, "key-order-missed")
    other = {"name": "find", "parameters": {"type": "object", "required": ["no"]}}
    cause_of(lint, [f"Tools: {json.dumps(t)}" for t in (tool, other)], "content",
             "the JSON differs in a value: that is no matter of order", "json-value-called-order")  # fmt: skip


def check_order(lint: Any) -> None:
    lines = ["Q: late? A: hold", "Q: broken? A: refund", "Q: lost? A: resend"]
    cause_of(lint, ["\n".join(lines), "\n".join(lines[::-1])], "order",
             "each of the two lines stands further down in the other prompt", "order-missed")  # fmt: skip
    tools = [{"name": "find"}, {"name": "hold"}]
    cause_of(lint, [f"Tools: {json.dumps(t)}" for t in (tools, tools[::-1])], "order",
             "a JSON list has the same items in another order", "order-missed")  # fmt: skip
    cause_of(lint, ["Rules\nWho leads?", "Rules\nWho pays?"], "content",
             "none of the other causes fits: content", "wrong-cause")  # fmt: skip


def check_view(lint: Any) -> None:
    left, right = "a" * 60 + "X" + "b" * 60, "a" * 60 + "Y" + "b" * 60
    found = findings(lint, [f"head\n{left}\ntail", f"head\n{right}\ntail"])
    got = [(f.expected, f.got) for f in found]
    want = [(left[20:100], right[20:100])]
    cause, slug = "show that line only, 40 characters to each side of the first that differs", "wrong-view"
    if got == [(want[0][1], want[0][0])]:
        cause, slug = "expected is the first prompt's line, got this prompt's", "view-swapped"
    expect(got == want, expected=want, got=got, case="a long line with one other letter", cause=cause, read=LINT,
           diagnosis=slug)  # fmt: skip


EXERCISES = (
    Exercise(
        id="02.5.e1",
        title="What one call costs",
        reference=("labsupport.tokens.cost:cost",),
        difficulty=2,
        minutes=15,
        section=PRICES,
        task=(
            "Write `cost`: dollars for one call, as `Money`.\n\n"
            "- `usage.prompt_tokens` counts all input: cached tokens and `writes` are part of it, the rest is fresh.\n"
            "- Each part has its own price: `price.input`, `price.cached`, `price.write`, `price.output`, in "
            "micro-dollars per million tokens.\n"
            "- `cached_tokens` and `reasoning_tokens` may be None, which means not reported.\n"
            "- Add up exactly, then round once, half up, to a whole micro-dollar, for `Money.from_microusd`.\n"
            "- Raise ValueError for a negative count, for cached + writes above the prompt, and for reasoning above "
            "the output: a usage from a log may hold anything."
        ),
        gotchas=(
            "Reasoning tokens are in `completion_tokens` already.",
            "`round` goes to the even neighbour, and a float loses small amounts.",
            "The first call of a prefix finds nothing: it writes.",
        ),
        hints=(
            "What is left of the prompt when cached and written tokens are taken away?",
            "Tokens times micro-dollars per million is a whole number of millionths of a micro-dollar. Sum the four "
            "products as integers; nothing has to be rounded before the end.",
            "Half up for a whole number x of millionths: (x + 500_000) // 1_000_000. Check the counts before you "
            "subtract, with 0 in place of None.",
        ),
        checks=(
            Check("fresh, cached and output have their own prices", check_parts),
            Check("the discount is the price book's", check_discount),
            Check("cache writes are billed as such", check_writes),
            Check("reasoning tokens are billed once", check_reasoning),
            Check("an unreported count is billed as fresh", check_unreported),
            Check("exact sums, rounded once and half up", check_rounding),
            Check("impossible counts are refused", check_refuses),
        ),
    ),
    Exercise(
        id="02.5.e2",
        title="What broke the prefix?",
        reference=("labsupport.tokens.lint:lint_prefix",),
        difficulty=4,
        minutes=30,
        section=LINT,
        task=(
            "Write `lint_prefix`: a `Finding` for each later prompt that leaves the first one's tokens, in order.\n\n"
            "- `tokenize(text)` gives `Piece(id, start, end)`; `token` is the index of the first id that differs. A "
            "prompt that is the beginning of the other one has none.\n"
            "- The *place* is the first character that differs. `expected` and `got` are the line around it, of the "
            "first prompt and of this one: 40 characters before it and 40 from it on, cut at the ends of the line.\n\n"
            "The cause is the first that applies:\n\n"
            '1. `"timestamp"`, 2. `"id"`: a match of STAMP (or RANDOM_ID) covers the place, in both lines.\n'
            '3. `"whitespace"`: from the start of that line on, both lines are equal without blanks, or one is blank.\n'
            '4. `"key order"`: a JSON value that begins before the place, and ends after it, is equal in both.\n'
            '5. `"order"`: such a value is a list with the same items in both; or each of the two lines stands further '
            "down in the other prompt.\n"
            '6. `"content"` otherwise.'
        ),
        gotchas=(
            "Compare with the first prompt, not with the one before.",
            "`json.JSONDecoder().raw_decode(text, start)` reads one JSON value from a place and says where it ends.",
            "The texts are equal further than the tokens are.",
        ),
        hints=(
            "Begin with `token` alone, then the place and the two lines, then one cause after the other.",
            "`zip` over both lists of tokens ends with the shorter one: no difference found means no finding. The "
            'start of the line is one after the last "\\n" before the place; from there on, split at "\\n".',
            "For JSON try every brace or bracket before the place, outermost first: decode both texts there, skip on "
            "ValueError. Equal values: key order. Two lists whose items are equal when sorted by repr: order.",
        ),
        checks=(
            Check("tokens are compared, not characters", check_tokens),
            Check("each prompt is compared with the first", check_which),
            Check("timestamps and random ids are named", check_stamps),
            Check("whitespace is named", check_whitespace),
            Check("JSON with turned keys is named", check_keys),
            Check("reordered lines and lists are named", check_order),
            Check("the finding shows both lines", check_view),
        ),
    ),
)

QUESTIONS = (
    Question(
        id="02.5.q1",
        text="How does prefix caching work, and how do you profit from it?",
        choices=(
            Choice(
                "Blocks of the same leading tokens are reused: keep what is stable first, byte for byte",
                True,
                "One changed token ends the reuse from its block on, so clocks and ids go to the end.",
            ),
            Choice(
                "Answers to equal questions are stored and sent again, so ask in the same words every time",
                False,
                "That is a response cache. A prefix cache keeps keys and values; the answer is computed anew.",
            ),
            Choice(
                "Any passage that was sent before is cheap, wherever in the prompt it stands",
                False,
                "Keys and values depend on all tokens before them: the same text behind another start is new.",
            ),
        ),
        answer=(
            "KV blocks of an identical leading token sequence are reused and billed lower; keep the stable part first "
            "and byte-identical."
        ),
    ),
    Question(
        id="02.5.q2",
        text="When do you compress prompts?",
        choices=(
            Choice(
                "Always: a shorter prompt is never dearer than a long one",
                False,
                "The compressor is a call too, and a text that changes each time is never in the prefix cache.",
            ),
            Choice(
                "When the answers are exact values, since numbers and names carry most information",
                False,
                "Exact values are what is lost: a digit that was cut cannot be answered.",
            ),
            Choice(
                "When a window, latency or input cost binds and tests show a tolerable loss",
                True,
                "Measure on your own questions, compressor included; short prompts have nothing to give.",
            ),
            Choice(
                "When the cache hits are high",
                False,
                "Then the prompt is cheap already, and compression would end the hits.",
            ),
        ),
        answer=(
            "When the window, latency or input cost binds and tests show tolerable loss; not for short or exact-value "
            "prompts."
        ),
    ),
    Question(
        id="02.5.q3",
        text="How do you run a token budget?",
        choices=(
            Choice(
                "Fill the window with context, and give the answer what remains at the end",
                False,
                "Then a long context leaves no room, and the answer is cut or the request refused.",
            ),
            Choice(
                "Fixed parts and answer first, context the rest; drop by rank, log what was used",
                True,
                "Template tokens belong to the fixed parts, and the log shows which part outgrew its plan.",
            ),
            Choice(
                "Set `max_tokens` to the part of the window that the bill allows, and let the model keep to it",
                False,
                "`max_tokens` only cuts the answer; it neither plans the input nor makes the answer brief.",
            ),
        ),
        answer=("Allocate fixed parts and output first, give context the rest, drop by rank, and log actual use."),
    ),
)
