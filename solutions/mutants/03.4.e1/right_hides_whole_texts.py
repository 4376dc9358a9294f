# right
import re
import secrets

from labsupport.prompts.content import CHAT_ROLES, control_tokens, safe_content


def to_ids(messages, tokenizer, *, tools=(), generation=True):
    if not messages or any(m.get("role") not in CHAT_ROLES for m in messages):
        raise ValueError("no messages, or an unknown role")
    marks = control_tokens(tokenizer)
    store = {}

    def cover(value):
        if isinstance(value, str) and any(mark in value for mark in marks):
            word = "k" + secrets.token_hex(20)
            store[word] = value
            return word
        if isinstance(value, dict):
            return {cover(k): cover(v) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [cover(v) for v in value]
        return value

    text = tokenizer.apply_chat_template(
        cover(list(messages)), tools=cover(list(tools)) or None, tokenize=False, add_generation_prompt=generation
    )
    # what the template escapes (a quote in JSON), it has to escape in the stored text, too
    plain = tokenizer.apply_chat_template(
        list(messages), tools=list(tools) or None, tokenize=False, add_generation_prompt=generation
    )
    pattern = "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))
    ids, at = [], 0
    pieces = re.split(f"({pattern})", text)
    for piece in pieces:
        if piece in marks:
            assert plain.startswith(piece, at)
            ids.append(marks[piece])
            at += len(piece)
            continue
        parts = re.split(r"(k[0-9a-f]{40})", piece)
        out = ""
        for i, part in enumerate(parts):
            if part in store:
                inner = store[part]
                shown = inner
                if not plain.startswith(inner, at + len(out)):
                    import json

                    shown = json.dumps(inner, ensure_ascii=False)[1:-1]
                out += shown
            else:
                out += part
        assert plain.startswith(out, at), (plain[at : at + 80], out)
        ids += safe_content(out, "split", tokenizer=tokenizer) if out else []
        at += len(out)
    return ids
