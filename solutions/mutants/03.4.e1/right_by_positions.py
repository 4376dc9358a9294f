# right
import secrets

from labsupport.prompts.content import control_tokens, safe_content


def to_ids(messages, tokenizer, *, tools=(), generation=True):
    if not messages:
        raise ValueError("no messages")
    if any(m.get("role") not in ("system", "user", "assistant", "tool") for m in messages):
        raise ValueError("unknown role")
    marks = control_tokens(tokenizer)
    salt = secrets.token_hex(8)

    def swap(value):
        if isinstance(value, str):
            found, out, at = sorted(marks, key=len, reverse=True), "", 0
            while at < len(value):
                mark = next((m for m in found if value.startswith(m, at)), None)
                out += f"<{salt}{found.index(mark)}>" if mark else value[at]
                at += len(mark) if mark else 1
            return out
        if isinstance(value, dict):
            return {swap(k): swap(v) for k, v in value.items()}
        return [swap(v) for v in value] if isinstance(value, (list, tuple)) else value

    text = tokenizer.apply_chat_template(
        [swap(dict(m)) for m in messages], tools=[swap(dict(t)) for t in tools] or None, tokenize=False,
        add_generation_prompt=generation,
    )  # fmt: skip
    ids, rest = [], ""

    def close():
        back = rest
        for i, mark in enumerate(sorted(marks, key=len, reverse=True)):
            back = back.replace(f"<{salt}{i}>", mark).replace(f"\\u003c{salt}{i}\\u003e", mark)
        return safe_content(back, "split", tokenizer=tokenizer) if back else []

    at = 0
    while at < len(text):
        mark = next((m for m in marks if text.startswith(m, at)), None)
        if mark:
            ids += [*close(), marks[mark]]
            rest, at = "", at + len(mark)
        else:
            rest, at = rest + text[at], at + 1
    return ids + close()
