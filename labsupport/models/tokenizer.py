"""Byte-level BPE of the lab models and their ChatML template with Hermes tool calls.

Digits are split singly, so a number costs one token a digit and is copied digit by digit. The space before a capital
letter is a token of its own, so a name has the same tokens after a space, a quote or at the start of an answer: copying
it needs no knowledge of how names are spelled. Any byte sequence round-trips. The tokenizer is learned from generated
texts of other worlds (`corpus.tokenizer_texts`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

END_OF_TEXT, IM_START, IM_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
CONTROL = (END_OF_TEXT, IM_START, IM_END)  # ids 0, 1, 2
TOOL_MARKS = ("<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>")  # ids 3..6, visible in text

# ChatML as Qwen and Hermes models write it, so that vLLM's `hermes` parser reads the calls; the wording is our own.
CHAT_TEMPLATE = """\
{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0]['role'] == 'system' %}
        {{- messages[0]['content'] + '\\n\\n' }}
    {%- endif %}
    {{- '# Tools\\n\\nYou can call these functions. One JSON object a line describes each of them:\\n<tools>' }}
    {%- for tool in tools %}
        {{- '\\n' + (tool | tojson) }}
    {%- endfor %}
    {{- '\\n</tools>\\n\\nTo call a function write its name and arguments as JSON between the marks:\\n' }}
    {{- '<tool_call>\\n{"name": NAME, "arguments": OBJECT}\\n</tool_call><|im_end|>\\n' }}
{%- elif messages[0]['role'] == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if message['role'] == 'system' and loop.first %}
    {%- elif message['role'] == 'assistant' and message.get('tool_calls') %}
        {{- '<|im_start|>assistant' }}
        {%- if message.get('content') %}
            {{- '\\n' + message['content'] }}
        {%- endif %}
        {%- for call in message['tool_calls'] %}
            {%- set call = call.function if call.function is defined else call %}
            {{- '\\n<tool_call>\\n{"name": ' + (call.name | tojson) + ', "arguments": ' }}
            {{- call.arguments if call.arguments is string else (call.arguments | tojson) }}
            {{- '}\\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\\n' }}
    {%- elif message['role'] == 'tool' %}
        {%- if loop.index0 == 0 or messages[loop.index0 - 1]['role'] != 'tool' %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\\n<tool_response>\\n' + message['content'] + '\\n</tool_response>' }}
        {%- if loop.last or messages[loop.index0 + 1]['role'] != 'tool' %}
            {{- '<|im_end|>\\n' }}
        {%- endif %}
    {%- else %}
        {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""


def train(texts: Iterable[str], vocab_size: int, *, min_frequency: int = 40) -> Tokenizer:
    """Learn a byte-level BPE of at most `vocab_size` tokens.

    `min_frequency` stops the merging of pieces that are rarer than it: whole invented names stay split into the
    parts that all worlds share.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r" (?=[A-Z])"), "isolated"),
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size, min_frequency=min_frequency, show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        special_tokens=[AddedToken(t, special=True, normalized=False) for t in CONTROL]
        + [AddedToken(t, special=False, normalized=False) for t in TOOL_MARKS],
    )  # fmt: skip
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in CONTROL])
    tokenizer.add_tokens([AddedToken(t, special=False, normalized=False) for t in TOOL_MARKS])
    return tokenizer


def chatml(messages: Sequence[dict[str, str]], *, tools: Sequence[str] = (), generation: bool = True) -> str:
    """The template's text for plain messages, `tools` as JSON one each: the training loop's fast path, tested against
    the template."""
    messages, text = list(messages), ""
    if tools:
        system = messages.pop(0)["content"] + "\n\n" if messages and messages[0]["role"] == "system" else ""
        text = (
            f"{IM_START}system\n{system}# Tools\n\nYou can call these functions. One JSON object a line describes each "
            "of them:\n<tools>\n" + "\n".join(tools) + "\n</tools>\n\nTo call a function write its name and arguments "
            f'as JSON between the marks:\n<tool_call>\n{{"name": NAME, "arguments": OBJECT}}\n</tool_call>{IM_END}\n'
        )
    text += "".join(f"{IM_START}{m['role']}\n{m['content']}{IM_END}\n" for m in messages)
    return text + (f"{IM_START}assistant\n" if generation else "")


def save(tokenizer: Tokenizer, folder: Path, *, max_length: int) -> None:
    """Write `tokenizer.json`, `tokenizer_config.json` and `chat_template.jinja` in Hugging Face layout."""
    # tokenizers marks everything in special_tokens as special; the tool marks must survive skip_special_tokens
    data: dict[str, Any] = json.loads(tokenizer.to_str())
    for token in data["added_tokens"]:
        token["special"] = token["content"] in CONTROL
    (folder / "tokenizer.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": max_length, "bos_token": None,
        "eos_token": IM_END, "pad_token": END_OF_TEXT, "unk_token": None, "clean_up_tokenization_spaces": False,
        "add_prefix_space": False,
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    (folder / "chat_template.jinja").write_text(CHAT_TEMPLATE, encoding="utf-8")
