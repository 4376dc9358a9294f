"""Which mentions state a fact. A lead's name under a letter is no answer to "who leads the team?".

Documents name people for many reasons. For the relations below a span stays gold only where its own sentence says,
in one of the words listed, what the person is to the subject; elsewhere it is a mention, and the document does not
state the fact. Knows nothing of how the text was made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from labsupport.world.entities import Gold, World

_WORDS = {
    "team.lead": (
        r"\b(lead|leads|led|leader|leading|head|heads|headed|chief|boss|charge|helm|run by|runs|manage[ds]?|manager"
        r"|works? under|'s team|leit\w*|führt|chef\w*|dirig\w*|responsable|tête)\b"
    ),
    "customer.manager": (
        r"\b(account|accounts|manage[ds]?|manager|looks? after|contact|calls? \S+ \S+ first|cares? for|handles?"
        r"|in charge|speaks? for us|betreu\w*|zuständig\w*|ansprechpartner\w*|gestionnaire|suit|interlocut\w*)\b"
    ),
    "person.manager": (
        r"\b(reports?|manager|boss|superior|line|works? (?:for|under)|answers to|signs?|signed|approv\w*|holidays?"
        r"|go to|vorgesetzt\w*|berichtet|chef\w*|supérieur\w*|responsable)\b"
    ),
    "incident.oncall": (
        r"\b(on.call|pager|paged|woke|woken|on duty|duty|shift|watch|week on|night|handled|ran|runs|response|worked on"
        r"|took the call|acknowledge[ds]?|report(?:s|ed)? on|bereitschaft\w*|dienst\w*|astreinte|garde)\b"
    ),
    "customer.contact": (
        r"\b(contact|behalf|other side|your name|speaks? for|ansprechpartner\w*|kontakt\w*|correspondant\w*)\b"
    ),
}  # fmt: skip
CUES = {relation: re.compile(words, re.IGNORECASE) for relation, words in _WORDS.items()}
_END = re.compile(r"\n|(?<=[.!?])\s")
NAMED = frozenset({"customer.contact"})  # the subject's own name beside it will do: "Ada Quill, Verrow Dairies"


def sentence(text: str, at: int) -> str:
    """The sentence that holds a position; at most a line."""
    start = max((m.end() for m in _END.finditer(text, 0, at)), default=0)
    stop = _END.search(text, at)
    return text[start : stop.start() if stop else len(text)]


def stated(text: str, gold: Sequence[Gold], world: World) -> list[Gold]:
    """The spans that state their fact; those of relations without an entry in `CUES` all do."""

    def says(span: Gold) -> bool:
        cue = CUES.get(span.triple.relation)
        if cue is None:
            return True
        said = sentence(text, span.start)
        named = span.triple.relation in NAMED and world.name(span.triple.subject) in said
        return named or cue.search(said) is not None

    return [span for span in gold if says(span)]
