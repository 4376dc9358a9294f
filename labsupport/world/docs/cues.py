"""Which mentions state a fact. A lead's name under a letter is no answer to "who leads the team?".

Documents name people, teams and values for many reasons. A span stays gold only where a reader of the document alone
can tell whose fact it is (`Reader.attributed`) and, for the relations below, where its own sentence says in one of
the words listed what the object is to the subject. Elsewhere it is a mention, and the document does not state the
fact. Knows nothing of how the text was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from labsupport.world.entities import Gold, World
from labsupport.world.writer import Meta

_WORDS = {
    "team.lead": (
        r"\b(lead|leads|led|leader|leading|head|heads|headed|chief|boss|charge|helm|run by|runs|manage[ds]?|manager"
        r"|works? under|'s team|who (?:decides|has the last word) in"
        r"|reports to|decisions in|last word is with|responsible for|at the top|signed by|leit\w*|führt|chef\w*"
        r"|dirig\w*|responsable|tête)\b"
    ),
    "customer.manager": (
        r"\b(account|accounts|manage[ds]?|manager|looks? after|contact|calls? \S+ \S+ first|cares? for|handles?"
        r"|in charge|speaks? for us|visits|ask about a contract|our person|hears it"
        r"|in the hands of|offers to|deals with"
        r"|betreu\w*|zuständig\w*|ansprechpartner\w*|gestionnaire|suit|interlocut\w*)\b"
    ),
    "person.manager": (
        r"\b(reports?|manager|boss|superior|line|works? (?:for|under)|answers to|signs?|signed|approv\w*|holidays?"
        r"|go to|manages|questions of pay|yearly talk|looks after|supervises|above|vorgesetzt\w*|berichtet|chef\w*"
        r"|supérieur\w*|responsable)\b"
    ),
    "incident.oncall": (
        r""
        r"\b(on.call|pager|paged|woke|woken|on duty|duty|shift|watch|week on|night|handled|ran|runs|response|worked on"
        r"|took the call|answered the alarm|dealt with|landed on|led us|acknowledge[ds]?|report(?:s|ed)? on"
        r"|bereitschaft\w*|dienst\w*|astreinte|garde)\b"
    ),
    "customer.contact": (
        r"\b(contact|behalf|other side|our side|write to here|your name|speaks? for"
        r"|ansprechpartner\w*|kontakt\w*|correspondant\w*)\b"
    ),
    "product.owner": (  # a team that keeps a text, answers mail or has something to do is no owner yet
        r"\b(own|owns|owned|owner|owning|belongs? to|maintain(?:s|ed)(?! (?:this|the) text)|builds|develops"
        r"|(?:made|built|developed|kept|cared for|approved|mended|run) by|who (?:makes|builds|wrote|is behind)"
        r"|looked after|looks? after(?! (?:this|the) text)|in the care of|answers for|responsible|team behind"
        r"|in charge|dealing with|keeps \S+ running|, team(?! lead)|product team|decides what|plans what|roadmap"
        r"|pager for|gehört zum|kümmert"
        r"|zuständig|wer baut|von wem|responsable|suivi par|s'occupe|qui fabrique|d'où vient)\b"
    ),
    "policy.owner": (
        r"\b(own|owns|owned|owner|belongs? to|kept by|keeps it|decided by|who (?:wrote|keeps|decides|says so)"
        r"|looks after|maintains|reviews|rereads|responsible|answerable|pen|come from|wrote|drawn up|hands of"
        r"|watches over|pass through|explains|questions on \S+ go|whoever doubts|zuständig|gepflegt|verfasst"
        r"|responsable|(?:tenu|rédigé) par)\b"
    ),
    "product.supplier": (
        r"\b(suppl\w+|hardware|parts|vendor|source|deliver\w*|built with|buy|depends|hangs|without|liefer\w*|livr\w*"
        r"|pièces|matériel)\b"
    ),
    "team.channel": r"\b(channel|chat|ask|questions?|kanal|canal|fragen)\b",
    "contract.response": (
        r"\b(answer\w*|respon\w*|react\w*|promise\w*|says|within|repl\w+|speaks?|waits?|technician|person|clock"
        r"|counted|day and night|antwort\w*|reaktion\w*|réponse|répond|délai)\b"
    ),
}  # fmt: skip
CUES = {relation: re.compile(words, re.IGNORECASE) for relation, words in _WORDS.items()}
_END = re.compile(r"\n|(?<=[.!?])\s")
_ASKED = re.compile(r"\?[^.!?]{0,60}$")  # at most a mark or the name of who answers stands between
# the subject's own name beside it will do, in place of words: "Ada Quill, Verrow Dairies"
NAMED = frozenset({"customer.contact", "team.channel"})
# and here nothing else will, unless the document is about it: who wants forty radio modules need not be their maker
BESIDE = frozenset({"supplier.part", "error.product", "team.site", "order.customer", "incident.date"})
_NUMBERED = {"order": "ORD", "incident": "INC", "contract": "CTR", "vulnerability": "SEC", "error": "E"}


def sentence(text: str, at: int) -> str:
    """The sentence that holds a position; at most a line."""
    start = max((m.end() for m in _END.finditer(text, 0, at)), default=0)
    stop = _END.search(text, at)
    return text[start : stop.start() if stop else len(text)]


def column(text: str, at: int) -> str:
    """The heading of the table column that holds a position; "" outside a table and in its first row."""
    start = text.rfind("\n", 0, at) + 1
    if "|" not in text[start:at]:
        return ""
    top = start
    while (above := text.rfind("\n", 0, max(top - 1, 0)) + 1) < top and "|" in text[above : top - 1]:
        top = above
    cells = text[top : text.find("\n", top)].split("|")
    here = text.count("|", start, at)
    return cells[here] if top < start and here < len(cells) else ""


def context(text: str, at: int) -> str:
    """What is read together with a position: its sentence, the question it answers, the heading of its column."""
    asked = _ASKED.search(text, 0, at)
    question = sentence(text, asked.start()) if asked else ""
    return f"{question} {column(text, at)} {sentence(text, at)}"


class Reader:
    """Reads documents of one world. Build it once: it holds a pattern for each kind of name."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tenants: Mapping[str, str] = {c.id: c.tenant for c in world.customers}
        self.topics: Mapping[str, str] = {p.id: p.topic.lower() for p in world.policies}
        named: dict[str, Iterable[str]] = {
            "product": (p.name for p in world.products), "customer": (c.name for c in world.customers),
            "supplier": (s.name for s in world.suppliers), "team": (t.name for t in world.teams),
            "site": (s.name for s in world.sites), "person": (p.name for p in world.people),
            "policy": (*(p.id for p in world.policies), *(p.topic for p in world.policies)),
        }  # fmt: skip
        forms = {kind: [rf"{head}-\d+"] for kind, head in _NUMBERED.items()}
        forms |= {k: [re.escape(n) for n in sorted(set(names), key=len, reverse=True)] for k, names in named.items()}
        self.patterns = {k: re.compile(rf"(?<![\w-])(?:{'|'.join(f)})(?!\w)", re.IGNORECASE) for k, f in forms.items()}

    def attributed(self, text: str, meta: Meta, span: Gold) -> bool:
        """Whether a reader can tell whose fact it is: the subject is named beside it or in the title, the document is
        kept for that customer, or of all things of its kind the subject is the last one named before (the first one
        after, where none was named before)."""
        subject, kind = self._subject(span)
        if meta.tenant == self.tenants.get(subject) or self._named(span, meta.title):
            return True
        if self._named(span, context(text, span.start)):
            return True
        if span.triple.relation in BESIDE:
            return False
        found = [(m.start() > span.start, m[0].lower()) for m in self.patterns[kind].finditer(text)]
        before, after = [n for late, n in found if not late], [n for late, n in found if late]
        return (before[-1:] or after[:1]) in [[name] for name in self._names(subject)]

    def says(self, text: str, span: Gold) -> bool:
        """Whether the words beside a span state its relation."""
        cue, beside = CUES.get(span.triple.relation), context(text, span.start)
        if cue is None:
            return True
        if text[span.end : span.end + 2].strip().startswith("?"):  # "Who leads the team, still Ada?" asks
            return False
        named = span.triple.relation in NAMED and self._named(span, beside)
        return named or cue.search(beside) is not None

    def stated(self, text: str, meta: Meta, gold: Sequence[Gold]) -> list[Gold]:
        """Those of a document's spans that state their fact."""
        return [span for span in gold if self.attributed(text, meta, span) and self.says(text, span)]

    def _subject(self, span: Gold) -> tuple[str, str]:
        """Whom a span is about (of a release its product), and what kind of thing that is."""
        kind = span.triple.relation.split(".")[0]
        return span.triple.subject.split("@")[0], "product" if kind == "release" else kind

    def _names(self, subject: str) -> list[str]:
        return [self.world.name(subject).lower(), *([self.topics[subject]] if subject in self.topics else [])]

    def _named(self, span: Gold, text: str) -> bool:
        """Whether a text names the subject of a span."""
        subject, kind = self._subject(span)
        names = self._names(subject)
        return any(m[0].lower() in names for m in self.patterns[kind].finditer(text))
