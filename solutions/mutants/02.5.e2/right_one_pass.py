# right
import json

from labsupport.tokens.counting import pieces
from labsupport.tokens.lint import RANDOM_ID, STAMP, Finding


class Pair:
    """The first prompt and a later one, and the place where they part."""

    def __init__(self, base, text):
        self.base, self.text = base, text
        self.at = next((i for i, (a, b) in enumerate(zip(base, text)) if a != b), min(len(base), len(text)))
        self.begin = base[: self.at].rfind("\n") + 1
        self.old, self.new = base[self.begin :].splitlines() or [""], text[self.begin :].splitlines() or [""]

    def matches(self, pattern):
        spans = [[m.span() for m in pattern.finditer(line)] for line in (self.old[0], self.new[0])]
        place = self.at - self.begin
        return all(any(a <= place < b for a, b in found) for found in spans)

    def blank(self):
        bare = [line.translate({ord(c): None for c in " \t\r\f\v"}) for line in (self.old[0], self.new[0])]
        return bare[0] == bare[1] or "" in bare

    def json(self):
        decode = json.JSONDecoder().raw_decode
        for start, letter in enumerate(self.base[: self.at]):
            if letter in "[{":
                try:
                    (a, end), (b, _) = decode(self.base, start), decode(self.text, start)
                except ValueError:
                    continue
                if end <= self.at:
                    continue
                if a == b:
                    return "key order"
                if type(a) is type(b) is list and sorted(a, key=repr) == sorted(b, key=repr):
                    return "order"
        return ""

    def cause(self):
        if self.matches(STAMP):
            return "timestamp"
        if self.matches(RANDOM_ID):
            return "id"
        if self.blank():
            return "whitespace"
        moved = self.old[0] in self.new[1:] and self.new[0] in self.old[1:]
        return self.json() or ("order" if moved else "content")

    def view(self):
        place = self.at - self.begin
        return [line[max(0, place - 40) : place + 40] for line in (self.old[0], self.new[0])]


def lint_prefix(prompts, *, tokenize=pieces):
    made = [[piece.id for piece in tokenize(text)] for text in prompts]
    rows = []
    for call in range(1, len(prompts)):
        different = [i for i in range(min(len(made[0]), len(made[call]))) if made[0][i] != made[call][i]]
        if different:
            pair = Pair(prompts[0], prompts[call])
            rows.append(Finding(call, different[0], pair.cause(), *pair.view()))
    return rows
