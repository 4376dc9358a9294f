# diagnosis: no-marks
from labsupport.prompts.content import CHAT_ROLES, safe_content


def to_ids(messages, tokenizer, *, tools=(), generation=True):
    if not messages or any(m.get("role") not in CHAT_ROLES for m in messages):
        raise ValueError("no messages, or an unknown role")
    text = tokenizer.apply_chat_template(
        list(messages), tools=list(tools) or None, tokenize=False, add_generation_prompt=generation
    )
    return safe_content(text, "split", tokenizer=tokenizer)
