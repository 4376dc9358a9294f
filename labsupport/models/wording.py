"""The fixed wording of prompts: instructions, labels and tools that training and evaluation share.

Everything else in an example (names, sentences, questions, values) comes from worlds, whose two sides share nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

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


class Tool(NamedTuple):
    """A family of tools for training: names, description, arguments (name alternatives, kind), requests."""

    names: tuple[str, ...]
    description: str
    arguments: tuple[tuple[tuple[str, ...], str], ...]
    requests: tuple[str, ...]  # {0}, {1}: the arguments in order


TOOLS = (
    Tool(("find_order", "order_status", "read_order"), "Read one order.", ((("order_id", "order", "id"), "order"),),
         ("Where is {0}?", "What is the state of {0}?", "Has {0} left yet?", "Tell me about {0}.", "Look at {0}.")),
    Tool(("find_person", "person_card", "look_up_person"), "Look up a colleague.",
         ((("name", "person", "full_name"), "person"),),
         ("Who is {0}?", "Find {0} for me.", "I need the card of {0}.", "How do I reach {0}?")),
    Tool(("find_product", "product_sheet", "read_product"), "Read the sheet of a product.",
         ((("product", "name", "product_name"), "product"),),
         ("What do we know about {0}?", "Show me {0}.", "What does {0} cost?", "Which version of {0} is out?")),
    Tool(("find_team", "team_page", "read_team"), "Read the page of a team.",
         ((("team", "name", "team_name"), "team"),),
         ("Who is in {0}?", "How do I write to {0}?", "Open the page of {0}.", "Who runs {0}?")),
    Tool(("find_site", "site_info"), "Read about a site.", ((("site", "name", "place"), "place"),),
         ("Where is {0} exactly?", "What is the address of {0}?", "Tell me how to get to {0}.")),
    Tool(("find_customer", "customer_file", "read_account"), "Read the file of a customer.",
         ((("customer", "name", "account"), "firm"),),
         ("What plan does {0} have?", "Open the file of {0}.", "Who looks after {0}?", "Since when is {0} with us?")),
    Tool(("find_incident", "incident_report"), "Read an incident.", ((("incident_id", "incident", "id"), "incident"),),
         ("What happened in {0}?", "How long did {0} last?", "Summarise {0}.", "What was behind {0}?")),
    Tool(("explain_error", "error_help"), "Explain an error code.", ((("code", "error_code"), "error"),),
         ("The screen says {0}.", "What does {0} mean?", "We keep seeing {0}, why?")),
    Tool(("search_documents", "search_texts"), "Search the documents.", ((("query", "words", "text"), "words"),),
         ("Search for {0}.", "Is there anything written on {0}?", "Find texts about {0}.")),
    Tool(("cancel", "cancel_delivery", "stop_order"), "Cancel an order.", ((("order_id", "order", "id"), "order"),),
         ("Please cancel {0}.", "{0} is no longer wanted, stop it.", "Call off {0}.")),
    Tool(("give_refund", "pay_back", "refund"), "Pay money back for an order.",
         ((("order_id", "order", "id"), "order"), (("amount", "euros", "sum"), "number")),
         ("Pay back {1} euros for {0}.", "{0} gets {1} euros back.", "Refund {1} on {0}.")),
    Tool(("file_ticket", "new_ticket", "report_fault"), "Open a ticket.",
         ((("customer", "account"), "firm"), (("product", "about"), "product")),
         ("{0} reports a fault in {1}, open a ticket.", "Open a ticket for {0} about {1}.",
          "{1} is down at {0}, please note it.")),
    Tool(("write_message", "post_message", "notify"), "Send a message.",
         ((("to", "recipient"), "person"), (("text", "message", "body"), "words")),
         ("Tell {0}: {1}", "Send {0} this: {1}", "Write to {0}: {1}")),
    Tool(("book_room", "reserve_room"), "Book a room.", ((("site", "place"), "place"), (("day", "date"), "day")),
         ("I need a room in {0} on {1}.", "Book a room at {0} for {1}.", "{1}, a room in {0} please.")),
    Tool(("set_extension", "change_phone"), "Change the extension of a person.",
         ((("person", "name"), "person"), (("extension", "number"), "number")),
         ("{0} now has extension {1}.", "Set the phone of {0} to {1}.", "Change {0} to {1} in the phone list.")),
)  # fmt: skip


# Everyday words, so that ordinary English is not spelled letter by letter; names come from the worlds' own parts.
COMMON = tuple(
    word
    for line in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)

# Requests for the tools of the lab world's desk, to judge with only: no wording and no tool of `TOOLS` is among them.
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
