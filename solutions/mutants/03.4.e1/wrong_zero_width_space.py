# diagnosis: text-changed
import re

from labsupport.prompts.content import CHAT_ROLES, control_tokens, safe_content


def to_ids(messages, tokenizer, *, tools=(), generation=True):
    if not messages:
        raise ValueError("messages is empty")
    for message in messages:
        if message.get("role") not in CHAT_ROLES:
            raise ValueError(f"role {message.get('role')!r}")
    marks = control_tokens(tokenizer)
    words = {mark: mark[0] + chr(0x200B) + mark[1:] for i, mark in enumerate(marks) if i >= 0}

    def hide(value):
        if isinstance(value, str):
            for mark, word in words.items():
                value = value.replace(mark, word)
            return value
        if isinstance(value, dict):
            return {hide(k): hide(v) for k, v in value.items()}
        return [hide(v) for v in value] if isinstance(value, (list, tuple)) else value

    text = tokenizer.apply_chat_template(
        [hide(dict(m)) for m in messages], tools=[hide(dict(t)) for t in tools] or None, tokenize=False,
        add_generation_prompt=generation,
    )  # fmt: skip
    ids = []
    for part in re.split("(" + "|".join(map(re.escape, marks)) + ")", text):
        if part in marks:
            ids.append(marks[part])
        elif part:
            ids += safe_content(part, "split", tokenizer=tokenizer)
    return ids
