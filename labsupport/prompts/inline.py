"""A small service with nine prompts in f-strings, as such services are found. A specimen: nothing else imports it.

The dates say when a prompt was written, mostly by copying another one.
"""

from __future__ import annotations


def answer(question: str, sources: str) -> str:
    """2025-02-03."""
    return f"""You work for the support desk.
Use only the sources. Cite like [1].
If the answer is missing, reply: Not found in the sources.

{sources}

{question}"""


def summarise(sources: str) -> str:
    """2025-02-11."""
    return f"""You work for the support desk.
Use only the sources. Cite like [1].

{sources}

Write three sentences at most."""


def answer_short(question: str, sources: str) -> str:
    """2025-03-20."""
    return f"""You work for the support desk.
Use only the sources. Cite like [1].
If the answer is missing, reply: Not found in the sources.
One sentence, please.

{sources}

{question}"""


def classify(labels: str, ticket: str) -> str:
    """2025-04-02."""
    return f"""You work for the support desk.
Which label fits the ticket? {labels}
Reply with one label and nothing else.

{ticket}"""


def answer_mail(question: str, sources: str) -> str:
    """2025-05-15."""
    return f"""You work for our support desk.
Use only the sources. Cite like (1).
If the answer is missing, reply: Not found in the sources.

{sources}

{question}"""


def priority(labels: str, ticket: str) -> str:
    """2025-06-09."""
    return f"""You work for the support desk.
How urgent is the ticket? {labels}
Reply with one label and nothing else.

{ticket}"""


def answer_chat(question: str, sources: str) -> str:
    """2025-08-21."""
    return f"""You work for our support desk.
Use mainly the sources. Cite like (1).
If the answer is missing, say that it was not found.

{sources}

{question}"""


def translate(language: str, text: str) -> str:
    """2025-09-30."""
    return f"""You work for the support desk.
Translate the text to {language}. Reply with the translation and nothing else.

{text}"""


def answer_voice(question: str, sources: str) -> str:
    """2025-11-04."""
    return f"""You work for our friendly support desk.
Use mainly the sources when you can. Cite like (1).
If the answer is missing, say that you could not find it.

{sources}

{question}"""
