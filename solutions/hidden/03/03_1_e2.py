"""Hidden check for 03.1.e2: random vocabularies, schemas and prefixes; the definition itself is the oracle."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect
from labsupport.structured.automaton import Grammar

READ = "03.1 Which tokens may follow"

DRIVER = """
from labsupport.structured.automaton import Grammar
from labsupport.structured.mask import byte_alphabet


class Tokenizer:
    def __init__(self, pieces, added, end):
        shown = {byte: character for character, byte in byte_alphabet().items()}
        self.vocab = {"".join(shown[b] for b in bytes.fromhex(piece)): i for i, piece in enumerate(pieces)}
        self.added = {name: len(pieces) + i for i, name in enumerate(added)}
        self.eos_token_id = self.added[end]

    def __len__(self):
        return len(self.vocab) + len(self.added)

    def get_vocab(self):
        return {**self.vocab, **self.added}

    def get_added_vocab(self):
        return self.added


async def drive(subject, call, args):
    tokenizer = Tokenizer(args["pieces"], args["added"], args["end"])
    decoder = subject(None, tokenizer, Grammar(args["schema"]))
    rows = []
    for prefix in args["prefixes"]:
        try:
            found = decoder.allowed(prefix)
            rows.append(sorted(int(token) for token in found) if isinstance(found, (set, frozenset)) else "no set")
        except NotImplementedError:
            raise
        except ValueError:
            rows.append("ValueError")
        except Exception as error:
            rows.append(type(error).__name__)
    return rows
"""


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    def name() -> str:
        return "".join(rng.choices("abcdefgh", k=rng.randint(2, 4)))

    def leaf() -> dict[str, Any]:
        return rng.choice((
            {"type": "string"}, {"type": ["string", "null"]}, {"type": "integer"}, {"type": ["integer", "null"]},
            {"enum": [name(), name() + '"', name()]}, {"type": "array", "items": {"type": "string"}, "maxItems": 2},
            {"type": "boolean"},
        ))  # fmt: skip

    def three() -> dict[str, Any]:
        names = [n + str(i) for i, n in enumerate((name(), name(), name()))]
        leaves = [{"type": "string"}, leaf(), leaf()]
        rng.shuffle(leaves)
        fields = dict(zip(names, leaves, strict=True))
        return {"type": "object", "properties": fields, "required": names, "additionalProperties": False}

    def value(schema: dict[str, Any]) -> Any:
        if "enum" in schema:
            return rng.choice(schema["enum"])
        kind = schema["type"]
        kind = rng.choice(kind) if isinstance(kind, list) else kind
        if kind == "object":
            return {key: value(part) for key, part in schema["properties"].items()}
        if kind == "array":
            return [value(schema["items"]) for _ in range(rng.randint(0, 2))]
        text = "".join(rng.choices('ab {[]}":,\\\u00e9\u20ac', k=rng.randint(2, 6)))
        return {"string": text, "integer": rng.choice((0, -7, 120)), "boolean": True, "null": None}[kind]

    def document(schema: dict[str, Any]) -> str:
        return json.dumps(value(schema), ensure_ascii=False)

    def scenario(label: str, schema: dict[str, Any], prefixes: list[Any], slug: str, pieces: list[bytes]) -> Scenario:
        grammar, end = Grammar(schema), len(pieces) + rng.randrange(2)
        want: list[Any] = []
        for prefix in prefixes:
            data = prefix.encode() if isinstance(prefix, str) else b"".join(pieces[t] for t in prefix)
            state = grammar.walk(data)
            if state is None:
                want.append("ValueError")
                continue
            found = [t for t, piece in enumerate(pieces) if grammar.walk(piece, state) is not None]
            want.append(found + ([end] if grammar.complete(state) else []))

        def judge(result: Any, world: Any) -> None:
            for prefix, row, right in zip(prefixes, result, want, strict=True):
                shown = {"case": f"after {prefix!r}", "read": READ}
                if isinstance(row, str) or isinstance(right, str):
                    expect(row == right, expected=right, got=row, diagnosis="dead-prefix",
                           cause="a prefix that no document has is a ValueError, any other a set", **shown)  # fmt: skip
                    continue
                extra, missing = set(row) - set(right), set(right) - set(row)
                for odd in extra:
                    expect(odd < len(pieces) or odd == end, expected="no control token", got=odd,
                           cause="control tokens have no bytes", diagnosis="control-allowed", **shown)  # fmt: skip
                expect(end not in missing, expected="the end token", got="not allowed", diagnosis="end-missing",
                       cause="the document is complete", **shown)  # fmt: skip
                expect(end not in extra, expected="no end token", got="allowed", diagnosis="end-early",
                       cause="the document is not complete", **shown)  # fmt: skip
                braces = [pieces[t] for t in missing if t < len(pieces) and pieces[t] in (b"{", b"}", b"[", b"]")]
                expect(not braces, expected="braces inside a string", got=f"missing: {braces[:5]}",
                       diagnosis="braces-banned", cause="braces in a string are letters", **shown)  # fmt: skip
                expect(not missing, expected="every token that can be walked", got=[pieces[t] for t in missing][:5],
                       cause="a token that crosses a boundary is missing",
                       diagnosis="boundary-tokens-missing", **shown)  # fmt: skip
                expect(not extra, expected="no other token", got=[pieces[t] for t in extra][:5],
                       cause="a token whose later bytes lead nowhere is allowed", diagnosis=slug, **shown)  # fmt: skip

        names = ["<a>", "<b>", "<c>"]
        args = {"pieces": [p.hex() for p in pieces], "added": names, "end": names[end - len(pieces)],
                "schema": schema, "prefixes": prefixes}  # fmt: skip
        return Scenario(label, args, None, judge)

    for label, slug in (("cut anywhere", "first-byte-only"), ("inside strings", "first-byte-only"),
                        ("complete documents", "end-missing"), ("prefixes as tokens", "first-byte-only"),
                        ("prefixes that lead nowhere", "dead-prefix")):  # fmt: skip
        schema = three()
        documents = [document(schema) for _ in range(6)]
        found = {bytes([b]) for text in documents for b in text.encode()} | {bytes([b]) for b in range(0x20, 0x7F)}
        for text in documents:  # pieces of documents cross all boundaries; with a wrong last byte they lead nowhere
            data = text.encode()
            for _ in range(25):
                at = rng.randrange(len(data))
                piece = data[at : at + rng.randint(2, 6)]
                found |= {piece, piece[:-1] + bytes([rng.choice(b'x{"}, 0')])}
        pieces = sorted(found, key=lambda piece: rng.random())
        if label == "complete documents":
            prefixes: list[Any] = [*documents[:3], *(text[:-1] for text in documents[:3])]
        elif label == "inside strings":
            key = next(k for k, part in schema["properties"].items() if part == {"type": "string"})
            heads = [text[: text.index(f'"{key}": "') + len(key) + 5] for text in documents]
            prefixes = [head + rng.choice(("", "x", "{", "a[", "\u00e9")) for head in heads]
        elif label == "prefixes as tokens":
            singles = {piece[0]: t for t, piece in enumerate(pieces) if len(piece) == 1}
            prefixes = [[singles[b] for b in text.encode()[: rng.randrange(len(text))]] for text in documents]
            prefixes.append([])
        elif label == "prefixes that lead nowhere":
            prefixes = [f"x{documents[0]}", documents[1] + " ", "[", documents[2][:3]]
        else:
            prefixes = [text[: rng.randrange(len(text))] for text in documents]
        yield scenario(label, schema, prefixes, slug, pieces)
