# diagnosis: whitespace-missed
import json

from labsupport.tokens.lint import RANDOM_ID, STAMP, Finding


def covers(pattern, line, place):
    return any(m.start() <= place < m.end() for m in pattern.finditer(line))


def same_items(a, b):
    return isinstance(a, list) and isinstance(b, list) and sorted(map(repr, a)) == sorted(map(repr, b))


def in_json(one, two, at):
    for start in range(at):
        if one[start] not in "{[":
            continue
        try:
            a, end = json.JSONDecoder().raw_decode(one, start)
            b, _ = json.JSONDecoder().raw_decode(two, start)
        except ValueError:
            continue
        if end > at and a == b:
            return "key order"
        if end > at and same_items(a, b):
            return "order"
    return None


def why(one, two, at):
    begin = one.rfind("\n", 0, at) + 1
    old, new = one[begin:].split("\n"), two[begin:].split("\n")
    place = at - begin
    if covers(STAMP, old[0], place) and covers(STAMP, new[0], place):
        cause = "timestamp"
    elif covers(RANDOM_ID, old[0], place) and covers(RANDOM_ID, new[0], place):
        cause = "id"
    elif "".join(old[0].split()) == "".join(new[0].split()):
        cause = "whitespace"
    else:
        cause = in_json(one, two, at)
        if cause is None:
            cause = "order" if old[0] in new[1:] and new[0] in old[1:] else "content"
    low, high = max(0, place - 40), place + 40
    return cause, old[0][low:high], new[0][low:high]


def lint_prefix(prompts, *, tokenize):
    found = []
    if not prompts:
        return found
    base = prompts[0]
    first = tokenize(base)
    for call, text in enumerate(prompts[1:], start=1):
        token = None
        for index, (a, b) in enumerate(zip(first, tokenize(text))):
            if a.id != b.id:
                token = index
                break
        if token is None:
            continue
        at = 0
        while at < min(len(base), len(text)) and base[at] == text[at]:
            at += 1
        found.append(Finding(call, token, *why(base, text, at)))
    return found
