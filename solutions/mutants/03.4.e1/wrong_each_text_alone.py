# diagnosis: joins
from labsupport.prompts.content import CHAT_ROLES, control_tokens, safe_content


def to_ids(messages, tokenizer, *, tools=(), generation=True):
    if not messages or any(m.get("role") not in CHAT_ROLES for m in messages):
        raise ValueError("no messages, or an unknown role")
    marks = control_tokens(tokenizer)

    def plain(text):
        return safe_content(text, "split", tokenizer=tokenizer) if text else []

    ids = []
    for message in messages:
        ids += [marks["<|im_start|>"], *plain(message["role"] + "\n"), *plain(message["content"])]
        ids += [marks["<|im_end|>"], *plain("\n")]
    return ids + ([marks["<|im_start|>"], *plain("assistant\n")] if generation else [])
