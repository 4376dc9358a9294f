"""How a claim denies a fact, and how it adds a second one. Plain claims use the relations' own statements."""

from __future__ import annotations

# {f} names the relation's object (owner, due date, ...), {a} is its article, {s} the subject, {o} what is denied
NEGATIVE = (
    "The {f} of {s} is not {o}.", "{o} is not the {f} of {s}.", "For {s}, {o} is not the {f}.",
    "As for {s}, the {f} is not {o}.", "{s} does not have {o} as its {f}.", "It is not {o} that {s} has as {f}.",
    "The {f} of {s} is something other than {o}, not {o}.", "{o} was never the {f} of {s}.",
    "With {s} the {f} is not given as {o}.", "Nobody lists {o} as the {f} of {s}; it is not.",
    "Do not put {o} down as the {f} of {s}.", "If asked for the {f} of {s}, {o} is not the answer.",
    "The {f} noted for {s} is not {o}.", "{s} has {a} {f}, but not {o}.", "Not {o} is the {f} of {s}.",
    "The entry {f} under {s} does not read {o}.", "{f} of {s}: not {o}.", "On {s}: the {f} is not {o}.",
    "You will not find {o} as the {f} of {s}.", "{o}, in any case, is not the {f} of {s}.",
    "What stands as {f} of {s} is not {o}.", "The {f} of {s} cannot be {o}; it is not.",
    "Regarding {s}, {o} does not apply as {f}.", "The {f} for {s} is not {o} but another one.",
    "Take note that the {f} of {s} is not {o}.", "{s} and {o} do not go together as far as the {f} is concerned.",
    "Contrary to rumour, the {f} of {s} is not {o}.", "{o} does not figure as the {f} of {s}.",
    "We checked {s}: its {f} is not {o}.", "{o} may be many things, but not the {f} of {s}.",
    "Under {f}, {s} does not show {o}.", "The record of {s} does not have {o} for its {f}.",
)  # fmt: skip

# {a} is a first statement without its full stop; {f} and {o} belong to the same subject
JOIN = (
    "{a}; the {f} is {o}.", "{a}, and the {f} is {o}.", "{a}. The {f} is {o}.", "{a} ({f}: {o}).",
    "{a}, with {o} as the {f}.", "{a}. {f}: {o}.", "{a}, while the {f} is {o}.", "{a}; as {f} we have {o}.",
    "{a}. As for the {f}, that is {o}.", "{a}, the {f} being {o}.", "{a}. Its {f} is given as {o}.",
    "{a}; {o} is the {f}.", "{a}, and {o} is the {f}.", "{a}. On top of that, the {f} is {o}.",
    "{a}, and under {f} stands {o}.", "{a}. {o} is listed as the {f}.", "{a}; for the {f}, read {o}.",
    "{a} - {f} {o}.", "{a}. Besides, {o} is the {f}.", "{a}; the {f} in this case is {o}.",
    "{a}, {o} being the {f}.", "{a}. The {f} in question: {o}.", "{a}; note {o} as the {f}.",
    "{a}, and as {f} it says {o}.", "{a}. What is more, {o} is given as the {f}.",
)  # fmt: skip
