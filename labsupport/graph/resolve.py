"""From words to nodes: normalise, look the alias up, else the nearest known name of the same type."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from labsupport.world.entities import World

EntityId = str
Encode = Callable[[Sequence[str]], Any]
KIND_OF = {"sites": "site", "people": "person", "teams": "team", "products": "product", "customers": "customer",
           "suppliers": "supplier", "orders": "order", "incidents": "incident", "vulnerabilities": "vulnerability",
           "policies": "policy", "contracts": "contract", "errors": "error"}  # fmt: skip
TAU = 0.75
_FILLER = re.compile(r"^(?:the|a|an|our)\s+|\s+(?:team|product|site)$")


def normalise(name: str) -> str:
    """Unicode compatibility form, lower case, single blanks, no articles around and no word for the type behind."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split()).strip(" .,;:'\"")
    return _FILLER.sub("", folded)


class Resolver:
    """Names of known entities by type. Call it with a mention: `resolve(mention, type)`.

    encode: texts to unit vectors; without it only exact aliases are found. tau: the least cosine of a near name.
    """

    def __init__(
        self, known: Iterable[tuple[str, str, EntityId]], encode: Encode | None = None, tau: float = TAU
    ) -> None:
        if not 0 < tau <= 1:
            raise ValueError(f"tau={tau!r} must be above 0 and at most 1")
        self.aliases: dict[str, dict[str, EntityId]] = defaultdict(dict)  # type -> normalised name -> id
        for name, kind, entity in known:
            self.aliases[kind].setdefault(normalise(name), entity)
        self.encode, self.tau = encode, tau
        self._vectors: dict[str, Any] = {}

    def knows(self, mention: str, kind: str) -> bool:
        """Whether a mention is, or is near, the name of a known entity of that type."""
        return self(mention, kind) in self.aliases.get(kind, {}).values()

    def __call__(self, mention: str, kind: str) -> EntityId:
        """The id of the entity meant; of an unknown one `type:normalised name`: equal mentions stay one node."""
        name = normalise(mention)
        known = self.aliases.get(kind, {})
        if name in known:
            return known[name]
        # an identifier that differs in one digit is another thing, however near its vector is
        if self.encode is not None and known and not any(letter.isdigit() for letter in name):
            names = list(known)
            if kind not in self._vectors:
                self._vectors[kind] = self.encode(names)
            cosines = self._vectors[kind] @ self.encode([name])[0]
            best = int(cosines.argmax())
            if float(cosines[best]) >= self.tau:
                return known[names[best]]
        return f"{kind}:{name}"


def world_names(world: World) -> list[tuple[str, str, EntityId]]:
    """Name, type and id of every entity of a world, the causes of incidents included."""
    found = [(world.name(e.id), KIND_OF[kind], e.id) for kind in world.KINDS for e in getattr(world, kind)]
    causes = dict.fromkeys(incident.cause for incident in world.incidents)
    return [*found, *((cause, "cause", f"cause:{cause}") for cause in causes)]


def resolver_of(world: World, encode: Encode | None = None, tau: float = TAU) -> Resolver:
    """A resolver that knows the entities of a world, as a company's master data does."""
    return Resolver(world_names(world), encode, tau)


class Linker:
    """Finds the entities that a question names, by their aliases, the longest first; words of one belong to no other.

    A topic of policies names all of its versions.
    """

    def __init__(self, world: World) -> None:
        self.ids: dict[str, list[EntityId]] = defaultdict(list)
        for name, _, entity in world_names(world):
            self.ids[name.casefold()].append(entity)
        for policy in world.policies:
            self.ids[policy.topic.casefold()].append(policy.id)
        longest = sorted(self.ids, key=lambda name: (-len(name), name))
        self._any = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")

    def anchors(self, text: str) -> list[EntityId]:
        """Ids of the entities named, in the order of the text, each once."""
        found = (self.ids[match.group()] for match in self._any.finditer(text.casefold()))
        return list(dict.fromkeys(entity for ids in found for entity in ids))
