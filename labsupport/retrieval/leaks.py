"""Who can read what they must not: canaries planted in restricted documents, and every way a text can leave.

A canary is a string that stands in one document only. If it comes out for somebody whom the access rule does not let
read that document, it leaked, whatever ranked it. Ways out: each search path, the cache between two people, the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from labsupport.retrieval.base import Hit
from labsupport.world.entities import Document, Principal, visible

if TYPE_CHECKING:
    from labsupport.world.sets.queries import Query

LOG, CACHE = "log", "cache"
ALL_PATHS = ("dense", "sparse", "fused")


@dataclass(frozen=True)
class Canary:
    """A string in one document, a query that finds that document, and the ids of the users who may read it."""

    token: str
    probe: str
    readers: frozenset[str]


@dataclass(frozen=True, order=True)
class Leak:
    """A canary that came out by `way`: a search path, "cache" or "log". The log has the `user_id` ""."""

    way: str
    user_id: str
    token: str


class Searchable(Protocol):
    """What a leak check needs of a retriever: all of its paths, its cache and its log."""

    @property
    def paths(self) -> Sequence[str]:
        """The names of its search paths, such as "dense", "sparse" and "fused"."""

    async def search(
        self, text: str, *, principal: Principal, limit: int = 10, path: str = "fused", cached: bool = True
    ) -> list[Hit]:
        """Hits of one path. `cached=False` neither reads nor fills the cache."""

    def forget(self) -> None:
        """Empty the cache."""

    def log(self) -> Sequence[str]:
        """All lines that were logged so far."""


async def leak_check(
    retriever: Searchable, principals: Sequence[Principal], canaries: Sequence[Canary], *, limit: int = 50
) -> list[Leak]:
    """Every leak that asking for the canaries shows, each once, sorted.

    For each canary its probe is asked on each of `retriever.paths`, with `limit`:

    - past the cache (`cached=False`) by everybody: a token in the text of a hit of somebody who is not among that
      token's readers is a leak by this path. All canaries count, not only the one that was asked for.
    - with the cache, emptied before (`forget`): its readers ask first, then the others. A token that somebody gets here
      and did not get on the same path past the cache is a leak by the way "cache".

    At the end, when readers have asked too: a token in any line of `retriever.log()` is a leak by the way "log" with
    user_id "", whoever asked: those who read a log are none of the readers.
    """
    leaks: set[Leak] = set()

    async def seen(who: Principal, probe: str, path: str, cached: bool) -> set[str]:
        """The tokens that one search gives to somebody who must not have them."""
        hits = await retriever.search(probe, principal=who, limit=limit, path=path, cached=cached)
        return {c.token for c in canaries if who.user_id not in c.readers and any(c.token in h.text for h in hits)}

    for canary in canaries:
        readers_first = sorted(principals, key=lambda who: who.user_id not in canary.readers)
        for path in retriever.paths:
            direct = {who.user_id: await seen(who, canary.probe, path, False) for who in principals}
            leaks |= {Leak(path, user, token) for user, tokens in direct.items() for token in tokens}
            retriever.forget()
            for who in readers_first:
                more = await seen(who, canary.probe, path, True) - direct[who.user_id]
                leaks |= {Leak(CACHE, who.user_id, token) for token in more}
    lines = retriever.log()
    leaks |= {Leak(LOG, "", c.token) for c in canaries if any(c.token in line for line in lines)}
    return sorted(leaks)


def canaries_of(
    queries: Sequence[Query], documents: Mapping[str, Document], principals: Sequence[Principal]
) -> list[Canary]:
    """The planted canaries that restricted queries are after; each query is a probe, readers follow `visible`.

    `documents` by id. One canary a document, with the first query whose withheld answer stands in it.
    """
    found: dict[str, Canary] = {}
    for query in queries:
        for doc in (documents[chunk.partition("#")[0]] for chunk in query.withheld):
            readers = frozenset(who.user_id for who in principals if visible(doc, who))
            for mark in doc.marks:
                if mark.kind == "canary":
                    found.setdefault(mark.note, Canary(mark.note, query.text, readers))
    return list(found.values())


@dataclass
class Planted:
    """An instrument: a retriever over a few texts with leaks that were put in on purpose.

    `texts` maps a text to the ids of its readers. A path ranks by shared words. `leaky` names what does not ask who is
    asking: search paths (any name in `paths`), "cache" (keyed by text and path alone), "log" (writes texts instead of
    ids). `calls` keeps (user, path, cached) of every search.
    """

    texts: dict[str, frozenset[str]]
    leaky: frozenset[str] = frozenset()
    paths: Sequence[str] = ALL_PATHS
    calls: list[tuple[str, str, bool]] = field(default_factory=list)
    _cache: dict[tuple[str, ...], list[Hit]] = field(default_factory=dict)
    _log: list[str] = field(default_factory=list)

    async def search(
        self, text: str, *, principal: Principal, limit: int = 10, path: str = "fused", cached: bool = True
    ) -> list[Hit]:
        """Texts that share a word with the query, most shared words first. Raises ValueError for an unknown path."""
        if path not in self.paths:
            raise ValueError(f"path={path!r}: use one of {', '.join(self.paths)}")
        self.calls.append((principal.user_id, path, cached))
        key = (text, path) if CACHE in self.leaky else (text, path, principal.user_id)
        if cached and key in self._cache:
            return self._cache[key][:limit]
        asked = set(text.casefold().split())
        shared = {t: len(asked & set(t.casefold().split())) for t in self.texts}
        open_to_all = path in self.leaky
        found = [t for t, readers in self.texts.items() if shared[t] and (open_to_all or principal.user_id in readers)]
        ranked = sorted(found, key=lambda t: (-shared[t], t))
        numbers = {t: i for i, t in enumerate(self.texts)}
        hits = [Hit(f"text-{numbers[t]}", float(shared[t]), t) for t in ranked]
        if cached:
            self._cache[key] = hits
        self._log.append(str([h.text if LOG in self.leaky else h.id for h in hits[:limit]]))
        return hits[:limit]

    def forget(self) -> None:
        """Empty the cache."""
        self._cache.clear()

    def log(self) -> list[str]:
        """One line a search that was not answered from the cache."""
        return list(self._log)
