"""Hidden check for 04.4.e2: retrievers with one leak each, in places that a quick check does not look at."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "04.4 Every way out"

DRIVER = """
from labsupport.retrieval.leaks import Canary, Leak, Planted
from labsupport.world.entities import Principal


async def drive(subject, call, args):
    rows = []
    for case in args["cases"]:
        texts = {text: frozenset(readers) for text, readers in case["texts"]}
        retriever = Planted(texts, frozenset(case["leaky"]), tuple(case["paths"]))
        people = [Principal(user, "acme", 3, frozenset()) for user in case["people"]]
        canaries = [Canary(token, probe, frozenset(readers)) for token, probe, readers in case["canaries"]]
        for user, probe in case.get("before", []):
            await retriever.search(probe, principal=next(p for p in people if p.user_id == user))
        found = await subject(retriever, people, canaries)
        rows.append([[x.way, x.user_id, x.token] if isinstance(x, Leak) else ["no Leak", "", ""] for x in found])
    return rows
"""

Case = dict[str, Any]
CAUSES = {
    "path-missed": "every path of `retriever.paths` is asked, by everybody",
    "cache-missed": "a cache leaks between two people: empty it, let a reader ask first, then the others",
    "log-missed": "the log is read when readers have asked too; before, there is nothing in it",
    "cache-blamed": "what comes past the cache is a leak of its path and not one of the cache",
    "reader-blamed": "a reader of that document may see its canary",
    "log-user": 'a leak by "log" has the user ""',
    "other-canaries": "all tokens are looked for in every hit, not only the one that was asked for",
    "shallow": "the limit is handed on to the search: a leak may stand far down",
    "forget-missed": "what an earlier probe left in the cache hides the leak: empty it before the readers ask",
    "false-alarm": "there is no such leak",
    "not-once-sorted": "each leak once, sorted",
    "not-leaks": "a list of Leak",
}


def oracle(case: Case) -> list[list[str]]:
    """The leaks that must be found, from the case's own list of what was planted."""
    return sorted(case["want"])


def slug_of(case: Case, got: list[list[str]], want: list[list[str]]) -> str:
    readers = {token: set(names) for token, _, names in case["canaries"]}
    if any(way == "no Leak" for way, _, _ in got):
        return "not-leaks"
    missing = [leak for leak in want if leak not in got]
    for way, user, token in (leak for leak in got if leak not in want):
        if way == "log":
            return "log-user"
        if user in readers.get(token, ()):
            return "reader-blamed"
        return "cache-blamed" if way == "cache" else "false-alarm"
    if missing:
        return str(case.get("slug") or {"cache": "cache-missed", "log": "log-missed"}.get(missing[0][0], "path-missed"))
    return "not-once-sorted"


def judge_cases(cases: list[Case]) -> Any:
    def judge(result: Any, world: Any) -> None:
        for case, got in zip(cases, result, strict=True):
            want = oracle(case)
            slug = slug_of(case, got, want) if got != want else ""
            expect(not slug, expected=want, got=got, case=f"leaky: {case['leaky']}, paths {case['paths']}",
                   cause=CAUSES.get(slug, ""), read=READ, diagnosis=slug)  # fmt: skip

    return judge


PATHS = ["dense", "sparse", "fused"]


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    names = rng.sample(["ann", "ben", "eve", "joe", "kim", "lea", "max"], 4)
    topics = rng.sample(["merger", "salary", "audit", "layoff", "patent", "lawsuit"], 3)
    tokens = [f"CN-{rng.randrange(36**4):04X}-{n}{n}" for n in (1, 2, 3)]
    a, b, c, d = names
    owners = ([a], [b], [a, b])
    plain = [[f"{topic} report {token}", who] for topic, token, who in zip(topics, tokens, owners, strict=True)]
    canaries = [[token, topic, who] for token, topic, who in zip(tokens, topics, owners, strict=True)]

    def strangers(n: int) -> list[str]:
        return [p for p in names if p not in owners[n]]

    def case(leaky: list[str], want: list[list[str]], **more: Any) -> Case:
        people = list(names)
        rng.shuffle(people)
        base: Case = {"texts": plain, "leaky": leaky, "paths": PATHS, "people": people, "canaries": canaries}
        return base | {"want": want} | more

    def everywhere(way: str) -> list[list[str]]:
        return [[way, who, tokens[n]] for n in range(3) for who in strangers(n)]

    def scenario(name: str, *cases: Case) -> Scenario:
        return Scenario(name, {"cases": [{k: v for k, v in x.items() if k != "want"} for x in cases]}, None,
                        judge_cases(list(cases)))  # fmt: skip

    yield scenario("no leak", case([], []))
    yield scenario("one path alone", *(case([path], everywhere(path)) for path in PATHS))
    odd = rng.choice(["title", "rerank", "image"])
    more = [*PATHS, odd]
    rng.shuffle(more)
    yield scenario("a path of another name", case([odd], everywhere(odd), paths=more))
    yield scenario("two paths", case(["dense", "fused"], everywhere("dense") + everywhere("fused")))
    yield scenario("the cache", case(["cache"], everywhere("cache")))
    yield scenario("the log", case(["log"], [["log", "", token] for token in tokens]))
    yield scenario("a path, the cache and the log", case(
        ["fused", "cache", "log"],
        everywhere("fused") + everywhere("cache") + [["log", "", token] for token in tokens],
    ))  # fmt: skip
    # two canaries that one probe finds, with readers that have nobody in common: the second hides behind the first
    both = [[f"{topics[0]} report {tokens[0]}", [a]], [f"{topics[0]} annex {tokens[1]}", [b]]]
    one_probe = [[tokens[0], topics[0], [a]], [tokens[1], topics[0], [b]]]
    hidden_cache = [["cache", who, tokens[0]] for who in (b, c, d)] + [["cache", who, tokens[1]] for who in (a, c, d)]
    yield scenario("one probe for two canaries",
                   case(["cache"], hidden_cache, texts=both, canaries=one_probe, slug="forget-missed"))  # fmt: skip
    # somebody without rights asked before: the cache holds an empty answer
    yield scenario("a cache in use", case(["cache"], everywhere("cache"), slug="forget-missed",
                                          before=[[d, topic] for topic in topics]))  # fmt: skip
    # the second canary's own probe finds nothing; it comes out beside the first
    beside = [[f"{topics[0]} report {tokens[0]}", [a]], [f"{topics[0]} annex {tokens[1]}", [b]]]
    lost = [[tokens[0], topics[0], [a]], [tokens[1], "nothing", [b]]]
    wanted = [["sparse", who, tokens[0]] for who in (b, c, d)] + [["sparse", who, tokens[1]] for who in (a, c, d)]
    yield scenario("a canary beside another",
                   case(["sparse"], wanted, texts=beside, canaries=lost, slug="other-canaries"))  # fmt: skip
    crowd = [[f"{topics[0]} plan number {n}", list(names)] for n in range(10, 35)]
    deep = [*crowd, [f"{topics[0]} report {tokens[0]}", [a]]]
    probe = f"{topics[0]} plan number"
    yield scenario("far down", case(["dense"], [["dense", who, tokens[0]] for who in (b, c, d)], texts=deep,
                                    canaries=[[tokens[0], probe, [a]]], slug="shallow"))  # fmt: skip
