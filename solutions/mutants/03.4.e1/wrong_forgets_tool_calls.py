# diagnosis: fields-forgotten
import re
import secrets

from labsupport.prompts.content import CHAT_ROLES, control_tokens, safe_content


def to_ids(messages, tokenizer, *, tools=(), generation=True):
    if not messages:
        raise ValueError("messages is empty")
    for message in messages:
        if message.get("role") not in CHAT_ROLES:
            raise ValueError(f"role {message.get('role')!r}")
    marks = control_tokens(tokenizer)
    salt = secrets.token_hex(16)
    words = {mark: f"w{salt}w{i}w" for i, mark in enumerate(marks)}

    def hide(value):
        if isinstance(value, str):
            for mark, word in words.items():
                value = value.replace(mark, word)
            return value
        return value

    text = tokenizer.apply_chat_template(
        [{**m, "content": hide(m["content"])} for m in messages], tools=[dict(t) for t in tools] or None, tokenize=False,
        add_generation_prompt=generation,
    )  # fmt: skip
    ids = []
    for part in re.split("(" + "|".join(map(re.escape, marks)) + ")", text):
        if part in marks:
            ids.append(marks[part])
        elif part:
            for mark, word in words.items():
                part = part.replace(word, mark)
            ids += safe_content(part, "split", tokenizer=tokenizer)
    return ids
