"""Hidden check for 03.1.e1: the parent is the model server, counts requests and knows what each answer is worth."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "03.1 Reading an answer to its end"

DRIVER = """
import asyncio
from types import SimpleNamespace

from openai.types.chat import ChatCompletion

from labsupport.structured.schema import Extraction


def plain(found):
    if isinstance(found, Extraction):
        return ["object", found.model_dump()]
    if isinstance(found, NotImplementedError):
        raise found
    if isinstance(found, BaseException):
        usage = getattr(found, "usage", None)
        return ["raised", type(found).__name__, {
            "tokens": getattr(usage, "completion_tokens", None), "reason": getattr(found, "reason", None),
            "errors": getattr(found, "errors", None), "raw": getattr(found, "raw", None)}]
    return ["other", repr(found)[:80]]


async def drive(subject, call, args):
    read, extract = subject
    rows = []
    for number, case in enumerate(args["cases"]):
        async def create(**body):
            said = {"messages": body.get("messages"), "format": (body.get("response_format") or {}).get("type")}
            return ChatCompletion.model_validate(await call("ask", [number, said]))

        client = SimpleNamespace(chat=SimpleNamespace(completions=SimpleNamespace(create=create)))
        try:
            found = await asyncio.wait_for(extract(
                case["text"], mode=case["mode"], max_tokens=case["max_tokens"], client=client, model="m",
                repairs=case["repairs"]), 2.0)
        except Exception as error:
            found = error
        rows.append(plain(found))
    return rows
"""

Case = dict[str, Any]
KINDS = ("order", "product", "person", "site", "amount")


class Upstream:
    """Answers each case from its list, the last answer for ever; what was asked is kept."""

    def __init__(self, cases: list[Case]) -> None:
        self.cases = cases
        self.asked: list[list[Any]] = [[] for _ in cases]

    def on(self, event: str, payload: Any) -> Any:
        number, said = payload
        self.asked[number].append(said)
        if len(self.asked[number]) > 200:
            raise RuntimeError("too many requests")
        answers = self.cases[number]["answers"]
        return answers[min(len(self.asked[number]), len(answers)) - 1]


def judge(result: Any, world: Upstream) -> None:
    for case, row, asked in zip(world.cases, result, world.asked, strict=True):
        want = case["want"]
        text = {"case": f"mode {case['mode']}, repairs {case['repairs']}: {case['name']}", "read": READ}
        limit = case["repairs"] + 1
        expect(len(asked) <= limit, expected=f"at most {limit} requests", got=len(asked),
               cause="requests do not end with the last repair", diagnosis="unbounded-retry", **text)  # fmt: skip
        slug, cause = case["slug"], case["cause"]
        empty = row[0] == "other" or (row[0] == "object" and not row[1]["entities"])
        if want[0] == "raised" and empty:
            slug, cause = "empty-result", "an answer that is none came back as None or as an empty object"
        expect(row[:2] == want[:2], expected=want, got=row, cause=cause, diagnosis=slug, **text)
        for key, value in case["details"].items():
            got = row[2][key]
            right = got and any(value in line for line in got) if key == "errors" else got == value
            expect(right, expected=f"{key}: {value}", got=got, cause="the exception lacks what is needed to act on it",
                   diagnosis=case["detail_slug"], **text)  # fmt: skip
        expect(len(asked) == case["requests"], expected=f"{case['requests']} requests", got=len(asked),
               cause="a repair too few, or one where none helps",
               diagnosis="repairs-ignored" if len(asked) < case["requests"] else "repairs-everything",
               **text)  # fmt: skip
        if case["shows"]:
            said = json.dumps([m.get("content") for m in asked[-1]["messages"][2:] if m.get("role") != "assistant"])
            expect(case["shows"] in said, expected="the errors in the request", got=said[-200:],
                   cause="the model is not told what was wrong", diagnosis="errors-not-shown", **text)  # fmt: skip
        want_format = {"prompt": None, "json": "json_object", "schema": "json_schema"}[case["mode"]]
        expect(all(a["format"] == want_format for a in asked), expected=want_format, got=[a["format"] for a in asked],
               cause="the request does not say what the mode asks for", diagnosis="wrong-request", **text)  # fmt: skip


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def word() -> str:
        return "".join(rng.choices("abcdefghij", k=rng.randint(4, 9)))

    def document(**changes: Any) -> dict[str, Any]:
        entities = []
        for _ in range(rng.randint(1, 3)):
            name = rng.choice(
                (word(), f"ORD-{rng.randrange(10**5):05d}", f"{word()} \u00fc\u4e2d", f'{word()} "{{{word()}')
            )
            entities.append({"quote": f"{word()} {name} {word()}", "name": name, "kind": rng.choice(KINDS),
                             "confidence": rng.choice((None, 0.5, 1.0))})  # fmt: skip
        return {"schema_version": 3, "language": rng.choice(("en", "de", "fr", "und")), "entities": entities,
                "complete": rng.random() < 0.5} | changes  # fmt: skip

    def completion(content: str | None, finish: str = "stop", refusal: str | None = None, tokens: int = 9) -> Any:
        message = {"role": "assistant", "content": content, "refusal": refusal}
        return {"id": word(), "object": "chat.completion", "created": 0, "model": "m",
                "choices": [{"index": 0, "message": message, "finish_reason": finish}],
                "usage": {"prompt_tokens": 5, "completion_tokens": tokens, "total_tokens": 5 + tokens}}  # fmt: skip

    def case(name: str, answers: list[Any], want: list[Any], slug: str, cause: str, *, mode: str = "schema",
             repairs: int = 0, requests: int = 1, details: dict[str, Any] | None = None, detail_slug: str = "",
             shows: str = "") -> Case:  # fmt: skip
        return {"name": name, "answers": answers, "want": want, "slug": slug, "cause": cause, "mode": mode,
                "repairs": repairs, "requests": requests, "details": details or {}, "detail_slug": detail_slug,
                "shows": shows, "text": f"{word()} {word()}", "max_tokens": rng.randrange(20, 90)}  # fmt: skip

    def scenario(name: str, cases: list[Case]) -> Scenario:
        return Scenario(name, {"cases": [{k: c[k] for k in ("text", "mode", "repairs", "max_tokens")} for c in cases]},
                        Upstream(cases), judge, time_limit_s=15.0)  # fmt: skip

    whole = []
    for mode in ("prompt", "json", "schema"):
        made = document()
        for ascii_only in (True, False):
            whole.append(case("a whole answer", [completion(json.dumps(made, ensure_ascii=ascii_only))],
                              ["object", made], "whole-answer-lost", "a good answer, escapes included, is not returned",
                              mode=mode))  # fmt: skip
    yield scenario("whole answers, unicode escapes", whole)

    tokens, text = rng.randrange(10, 90), json.dumps(document())
    cut = [case("cut, complete-looking JSON", [completion(text, "length", tokens=tokens)], ["raised", "Truncated"],
                "trusts-truncated", "the answer was cut and is believed", mode=mode, repairs=repairs,
                details={"tokens": tokens}, detail_slug="usage-lost")
           for mode, repairs in (("schema", 0), ("json", 0), ("schema", 2))]  # fmt: skip
    cut.append(case("cut in the middle", [completion(text[: len(text) // 2], "length", tokens=tokens)],
                    ["raised", "Truncated"], "trusts-truncated", "a cut answer is reported as something else",
                    details={"tokens": tokens}, detail_slug="usage-lost"))  # fmt: skip
    yield scenario("cut answers", cut)

    reason = f"I will not, {word()}."
    no = [case("a refusal", [completion(content, refusal=reason)], ["raised", "Refused"], "refusal-lost",
               "the refusal is reported as something else", repairs=repairs, details={"reason": reason},
               detail_slug="refusal-lost") for content, repairs in ((None, 0), ("", 0), (None, 1))]  # fmt: skip
    no += [case("stopped by the filter", [completion(content, "content_filter")], ["raised", "Filtered"], "filter-lost",
                "the filter's stop is reported as something else", repairs=repairs)
           for content, repairs in ((None, 0), (json.dumps(document()), 0), ("", 2))]  # fmt: skip
    yield scenario("refusals and filters", no)

    wrong = []
    for change, where in (({"entities": None}, "entities"), ({"complete": [1]}, "complete"),
                          ({"language": "English"}, "language"), ({"schema_version": "3.1"}, "schema_version"),
                          ({word(): 1}, "")):  # fmt: skip
        raw = json.dumps(document(**change))
        wrong.append(case(f"does not fit at {where or 'an extra key'}", [completion(raw)], ["raised", "SchemaMismatch"],
                          "mismatch-lost", "what does not fit is not a SchemaMismatch",
                          mode=rng.choice(("json", "schema")), details={"errors": where, "raw": raw},
                          detail_slug="mismatch-lost"))  # fmt: skip
    raw = f"{word()} {word()}"
    wrong.append(case("no JSON", [completion(raw)], ["raised", "SchemaMismatch"], "mismatch-lost",
                      "text that is no JSON is not a SchemaMismatch", mode="prompt", details={"raw": raw},
                      detail_slug="mismatch-lost"))  # fmt: skip
    half = json.dumps(document(entities=[{"quote": "x", "name": "x", "kind": "order", "confidence": None}]))
    wrong.append(case("half of a surrogate pair", [completion(half.replace('"x"', '"\\ud83d"', 1))],
                      ["raised", "SchemaMismatch"], "two-steps", "a string that is no text is taken",
                          mode="json"))  # fmt: skip
    yield scenario("answers that do not fit", wrong)

    made = document()
    text = json.dumps(made)
    fenced = [f"```json\n{text}\n```", f"```\n{text}\n```\n", f"{word()}: {text}. {word()}"]
    fences = [case("a fenced object", [completion(f)], ["object", made], "fence-not-read",
                   "prompt mode may surround the object", mode="prompt") for f in fenced]  # fmt: skip
    fences += [case("a fenced object", [completion(f)], ["raised", "SchemaMismatch"], "fence-everywhere",
                    "only prompt mode may surround the object", mode=mode, details={"raw": f},
                    detail_slug="mismatch-lost") for f in fenced for mode in ("json", "schema")]  # fmt: skip
    yield scenario("fences", fences)

    bad = json.dumps(document(entities=None))
    n = rng.randint(2, 4)
    ends = [
        case("never right", [completion(bad)], ["raised", "SchemaMismatch"], "mismatch-lost",
             "the last mismatch is not raised", mode="json", repairs=r, requests=r + 1,
             details={"raw": bad}, detail_slug="mismatch-lost", shows="entities" if r else "")
        for r in (0, 1, n)
    ]  # fmt: skip
    good = document()
    ends.append(case("right at the last try", [completion(bad)] * n + [completion(json.dumps(good))], ["object", good],
                     "repairs-ignored", "the last repair is not read", mode="json", repairs=n, requests=n + 1,
                     shows="entities"))  # fmt: skip
    ends.append(case("cut while repairing", [completion(bad), completion(text, "length")], ["raised", "Truncated"],
                     "trusts-truncated", "a cut repair is believed", mode="json", repairs=3, requests=2))  # fmt: skip
    yield scenario("repairs", ends)
