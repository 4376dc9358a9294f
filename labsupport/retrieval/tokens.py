"""Words for lexical search: one spelling for each word, and ids that are found whole and by their parts.

Knows no index. The point of writing it down: an index and its queries must be cut by the same rule.
"""

from __future__ import annotations

import re
import unicodedata


def tokenize(text: str) -> list[str]:
    """The tokens of a text in order: NFKC and casefolded, without punctuation around them.

    `-`, `_`, `.` and `/` stay inside a token; such a compound is followed by its parts: "ORD-77?" gives "ord-77",
    "ord", "77". Any other character that is no letter or digit separates.
    """
    word = r"[^\W_]+(?:[-_./][^\W_]+)*"  # letters and digits, joined by one of - _ . / inside
    found = []
    for token in re.findall(word, unicodedata.normalize("NFKC", text).casefold()):
        found.append(token)
        parts = re.split(r"[-_./]", token)
        if len(parts) > 1:
            found.extend(parts)
    return found
