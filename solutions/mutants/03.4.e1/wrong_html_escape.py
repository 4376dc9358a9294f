# diagnosis: html-escape
import html

from labsupport.prompts.content import CHAT_ROLES


def to_ids(messages, tokenizer, *, tools=(), generation=True):
    if not messages or any(m.get("role") not in CHAT_ROLES for m in messages):
        raise ValueError("no messages, or an unknown role")
    text = tokenizer.apply_chat_template(
        [{**m, "content": html.escape(m["content"])} for m in messages], tools=list(tools) or None, tokenize=False,
        add_generation_prompt=generation,
    )  # fmt: skip
    return tokenizer(text, add_special_tokens=False)["input_ids"]
