"""A canned OpenAI-compatible answerer for plumbing labs: echoes text, counts words as tokens, hashes text to vectors.

Every body carries `"simulated": true` and the model name `echo`: nothing here says anything about model quality.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
from collections.abc import Mapping
from typing import Any

MODEL = "echo"
DIMENSIONS = 384
RERANK_MS = 2.0  # what the simulator takes for each document of a rerank request, beside any scripted latency
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PIECE = re.compile(r"\s*\S+")


class BadRequest(Exception):
    """The request is not valid; the text goes to the client with status 400."""


def count_tokens(text: str) -> int:
    """Words and punctuation marks: a deterministic stand-in for a tokenizer."""
    return len(_TOKEN.findall(text))


def request_tokens(request: Mapping[str, Any]) -> int:
    """Tokens of a request's input, at least 1; what is no text counts nothing."""
    given: list[Any] = []
    for name in ("input", "prompt"):
        value = request.get(name)
        given += value if isinstance(value, list) else [value]
    messages = request.get("messages")
    given += [m.get("content") for m in messages if isinstance(m, Mapping)] if isinstance(messages, list) else []
    return max(1, sum(count_tokens(text) for text in given if isinstance(text, str)))


def embedding(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """A unit vector made from a hash of the text: equal texts agree, nothing else is meaningful."""
    raw = hashlib.shake_256(text.encode()).digest(4 * dimensions)
    values = [number - 2147483647.5 for number in struct.unpack(f"<{dimensions}I", raw)]
    length = sum(value * value for value in values) ** 0.5
    return [value / length for value in values]


def answer(path: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """The complete JSON body for POST `path` (below /v1). Raises BadRequest that names what is wrong."""
    if path == "/embeddings":
        return _embeddings(request)
    if path == "/rerank":
        return _rerank(path, request)
    chat = path == "/chat/completions"
    text, prompt_tokens, finish = _text(chat, request)
    choice: dict[str, Any] = {"index": 0, "finish_reason": finish, "logprobs": None}
    if chat:
        choice["message"] = {"role": "assistant", "content": text, "refusal": None}
    else:
        choice["text"] = text
    kind = "chat.completion" if chat else "text_completion"
    return {**_head(path, request, kind), "choices": [choice], "usage": _usage(prompt_tokens, count_tokens(text))}


def frames(path: str, request: Mapping[str, Any], chunks: int | None = None) -> list[dict[str, Any]]:
    """The JSON documents of the streamed answer, without `[DONE]`: one per word, or `chunks` content frames."""
    chat = path == "/chat/completions"
    text, prompt_tokens, finish = _text(chat, request)
    pieces = _PIECE.findall(text) or [text]
    if chunks is not None:
        # even cuts by character: there may be more chunks than words
        pieces = [text[len(text) * i // chunks : len(text) * (i + 1) // chunks] for i in range(chunks)]
    head = _head(path, request, "chat.completion.chunk" if chat else "text_completion")

    def frame(delta: dict[str, Any], piece: str, reason: str | None) -> dict[str, Any]:
        body: dict[str, Any] = {"delta": delta} if chat else {"text": piece}
        return {**head, "choices": [{"index": 0, **body, "logprobs": None, "finish_reason": reason}]}

    result = [frame({"role": "assistant", "content": ""}, "", None)] if chat else []
    result += [frame({"content": piece}, piece, None) for piece in pieces]
    result.append(frame({}, "", finish))
    options = request.get("stream_options")
    if isinstance(options, Mapping) and options.get("include_usage"):
        result.append({**head, "choices": [], "usage": _usage(prompt_tokens, count_tokens(text))})
    return result


def models() -> dict[str, Any]:
    """The body of GET /v1/models."""
    entry = {"id": MODEL, "object": "model", "created": 0, "owned_by": "simulator"}
    return {"object": "list", "data": [entry], "simulated": True}


def _head(path: str, request: Mapping[str, Any], kind: str) -> dict[str, Any]:
    # a digest instead of a counter or a clock: the same request gives the same bytes
    digest = hashlib.blake2b(json.dumps([path, request], sort_keys=True).encode(), digest_size=8).hexdigest()
    return {"id": f"echo-{digest}", "object": kind, "created": 0, "model": MODEL, "simulated": True}


def _usage(prompt: int, completion: int) -> dict[str, Any]:
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": 0},
    }


def _text(chat: bool, request: Mapping[str, Any]) -> tuple[str, int, str]:
    if chat:
        messages = request.get("messages")
        if not isinstance(messages, list) or not messages or not all(isinstance(m, Mapping) for m in messages):
            raise BadRequest("messages must be a list of at least one message")
        contents = [_content(message.get("content")) for message in messages]
        prompt, last = sum(map(count_tokens, contents)), contents[-1]
    else:
        last = request.get("prompt")  # type: ignore[assignment]
        if not isinstance(last, str):
            raise BadRequest("prompt must be a string")
        prompt = count_tokens(last)
    limit = request.get("max_completion_tokens", request.get("max_tokens"))
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
        raise BadRequest(f"max_tokens={limit!r} must be a whole number of at least 1")
    text = f"echo: {last}"
    ends = [match.end() for match in _TOKEN.finditer(text)]
    if limit is not None and len(ends) > limit:
        return text[: ends[limit - 1]], prompt, "length"
    return text, prompt, "stop"


def _content(content: object) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content if isinstance(part, Mapping))
    raise BadRequest("content must be text or a list of parts")


def _rerank(path: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Share of the query's words that a document has, best first: the order of the answer is not that of the input."""
    query, documents, top_n = request.get("query"), request.get("documents"), request.get("top_n")
    if not isinstance(query, str) or not query:
        raise BadRequest("query must be a text that is not empty")
    if not isinstance(documents, list) or not documents or not all(isinstance(text, str) for text in documents):
        raise BadRequest("documents must be a list of at least one text")
    if top_n is not None and (isinstance(top_n, bool) or not isinstance(top_n, int) or top_n < 1):
        raise BadRequest(f"top_n={top_n!r} must be a whole number of at least 1")
    asked = {word.casefold() for word in _TOKEN.findall(query)}
    scores = [len(asked & {word.casefold() for word in _TOKEN.findall(text)}) / len(asked) for text in documents]
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:top_n]
    results = [{"index": i, "relevance_score": scores[i]} for i in order]
    return {**_head(path, request, "list"), "model": request.get("model", MODEL), "results": results}


def _embeddings(request: Mapping[str, Any]) -> dict[str, Any]:
    given = request.get("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
        raise BadRequest("input must be a text or a list of texts, none of them empty")
    dimensions = request.get("dimensions", DIMENSIONS)
    if isinstance(dimensions, bool) or not isinstance(dimensions, int) or not 1 <= dimensions <= 8192:
        raise BadRequest(f"dimensions={dimensions!r} must be a whole number from 1 to 8192")
    data: list[dict[str, Any]] = []
    for index, text in enumerate(texts):
        vector: list[float] | str = embedding(text, dimensions)
        if request.get("encoding_format") == "base64":
            vector = base64.b64encode(struct.pack(f"<{dimensions}f", *vector)).decode()
        data.append({"object": "embedding", "index": index, "embedding": vector})
    tokens = sum(map(count_tokens, texts))
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return {"object": "list", "data": data, "model": MODEL, "usage": usage, "simulated": True}
