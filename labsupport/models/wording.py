"""The fixed wording of prompts: instructions, labels and tools that training and evaluation share.

Everything else in an example (names, sentences, questions, values) comes from worlds, whose two sides share nothing.
"""

from __future__ import annotations

from pathlib import Path

ABSTAIN = "Not found in the sources."
NO_TOOL = "None of the tools can do that."
LABELS = ("supported", "unsupported")

QA_SYSTEMS = (
    "Answer from the sources and cite them like [1]. If they do not say, reply: Not found in the sources.",
    "Use only the sources. Cite like [1]. If the answer is missing, reply: Not found in the sources.",
    "Give a short answer with its source number, like [1], or reply: Not found in the sources.",
)
FIELD_REQUESTS = (
    "Extract the {f} of {s}.", "Give the {f} of {s}.", "Read the text and name the {f} of {s}.",
    "What is the {f} of {s}? Answer with the value only.", "Field: {f} of {s}",
)  # fmt: skip
REPEAT_REQUESTS = ("Repeat the text.", "Copy this word for word.", "Say it again:")
PAIR_REQUESTS = ("What belongs to {k}?", "Look up {k}.", "Give the value of {k}.", "{k}?")
SENTENCE_HINTS = ("Answer in one sentence.", "Reply with one full sentence.", "One sentence, please.")
CLAIM_SYSTEMS = (
    "Does the passage support the claim? Reply supported or unsupported.",
    "Judge the claim by the passage alone: supported or unsupported.",
    "Say whether the passage states the claim. One word: supported or unsupported.",
)
JSON_SYSTEMS = (
    "Extract the fields as JSON. Use null for what the text does not say.",
    "Fill this schema from the text. Reply with JSON only; null where nothing is said.",
    "Return one JSON object with these fields, null if missing.",
)
CLASS_SYSTEMS = {
    "category": ("Sort the ticket into one category: {l}.", "Which label fits the ticket? {l}",
                 "Classify the message. Labels: {l}. Reply with one label."),
    "priority": ("How urgent is the ticket: {l}?", "Give the priority of the message. Labels: {l}."),
    "sentiment": ("What is the tone of the ticket: {l}?", "Give the sentiment of the message. Labels: {l}."),
}  # fmt: skip


# Everyday words, so that ordinary English is not spelled letter by letter; names come from the worlds' own parts.
COMMON = tuple(
    word
    for line in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)

# Requests for the tools of the lab world's desk, to judge with only: no wording and no tool of training is among them.
DESK_REQUESTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # tool -> (kinds of its arguments, requests)
    "get_order": (("order",), ("I need the details of {0}.", "When is {0} promised?", "Check {0} for the caller.")),
    "get_person": (("person",), ("In which team is {0} working?", "Please get the extension of {0}.")),
    "get_product": (("product",), ("Pull up {0} from the catalogue.", "Who supplies {0}?")),
    "get_team": (("team",), ("I have to talk to {0}, which channel is it?", "Name the lead of {0}.")),
    "get_site": (("site",), ("The driver asks for the street of {0}.", "What kind of site is {0}?")),
    "get_customer": (("customer",), ("Which contact do we have at {0}?", "Bring up {0}, they are on the phone.")),
    "get_incident": (("incident",), ("Give me the cause of {0}.", "How many minutes did {0} take?")),
    "get_error": (("error",), ("A gateway reports {0}, what now?", "Remedy for {0}, please.")),
    "cancel_order": (("order",), ("The customer does not want {0} any more.", "{0} has to be cancelled.")),
    "hold_order": (("order",), ("Put {0} on hold until Monday.", "{0} must wait.")),
    "get_contract": (("customer",), ("What does the contract of {0} say on notice?", "Until when is {0} bound?")),
    "get_policy": (("topic",), ("What is our rule on {0}?", "Read me the limit for {0}.")),
}
