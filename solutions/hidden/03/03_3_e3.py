"""Hidden check for 03.3.e3: shelves drawn anew, written beside the learner's code, what is loaded judged here."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from typing import Any

from labsupport.grading.hidden import Scenario
from labsupport.lab.check import expect

READ = "03.3 A store that checks"

DRIVER = """
import tempfile
from pathlib import Path

from labsupport.prompts.store import PromptRef
from labsupport.prompts.versions import Version


def kind(error):
    from labsupport.prompts.store import IntegrityError, PromptNotFound

    for one in (IntegrityError, PromptNotFound, ValueError):
        if isinstance(error, one):
            return one.__name__
    return type(error).__name__


async def drive(subject, call, args):
    rows = []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "shelf"
        root.mkdir()
        for path, text in args["files"].items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("latin-1"))
        for how, ref, version in args["loads"]:
            try:
                if how == "ref":
                    loaded = subject(root).load(PromptRef(ref, Version.parse(version)))
                elif how == "version":
                    loaded = subject(root).load(ref, Version.parse(version))
                elif version:
                    loaded = subject(root).load(ref, version)
                else:
                    loaded = subject(root).load(ref)
                rows.append(["loaded", loaded.template, loaded.sha256, dict(loaded.meta), str(loaded.ref)])
            except NotImplementedError:
                raise
            except Exception as error:
                rows.append(["raised", kind(error), str(error)])
    return rows
"""

Files = dict[str, str]  # path -> bytes, as latin-1


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def put(
    files: Files, name: str, version: str, text: str, /, *, stored: str | None = None, **meta: Any
) -> dict[str, Any]:
    """A version with its record, whose hash is that of `text`; `stored`: what the file holds instead."""
    record = {"sha256": text_hash(text), "author": "mira", "date": "2026-05-04"} | meta
    files[f"{name}/{version}.j2"] = (text if stored is None else stored).encode().decode("latin-1")
    files[f"{name}/{version}.json"] = json.dumps(record)
    return record


def judge_loads(loads: list[Any], want: list[Any], slugs: list[str], cause: str) -> Any:
    def judge(result: Any, world: Any) -> None:
        for load, wanted, slug, got in zip(loads, want, slugs, result, strict=True):
            more = {"case": f"load {load}", "read": READ, "cause": cause}
            if wanted[0] == "raised":
                expect(got[:2] == wanted[:2], expected=wanted[:2], got=got, diagnosis=slug, **more)
                expect(all(part in got[2] for part in wanted[2:]), expected=f"a message with {wanted[2:]}", got=got[2],
                       diagnosis="not-found", **more)  # fmt: skip
                continue
            expect(got[:2] == wanted[:2], expected=wanted[:2], got=got[:2], diagnosis=slug, **more)
            expect(got[3] == wanted[3], expected=wanted[3], got=got[3], diagnosis="metadata-lost", **more)
            expect((got[2], got[4]) == (wanted[2], wanted[4]), expected=(wanted[2], wanted[4]), got=(got[2], got[4]),
                   diagnosis="ref-missing", **more)  # fmt: skip

    return judge


def scenarios(rng: random.Random) -> Iterator[Scenario]:
    words = ("answer", "briefly", "cite", "the", "sources", "only", "never", "guess")

    def text() -> str:
        return " ".join(rng.choice(words) for _ in range(9)) + f" {{{{ q }}}}\nline {rng.randrange(1000)}\n"

    def scenario(name: str, files: Files, rows: list[tuple[Any, Any, str]], cause: str) -> Scenario:
        loads, want, slugs = [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]
        return Scenario(name, {"files": files, "loads": loads}, None, judge_loads(loads, want, slugs, cause))

    name = f"desk/{rng.choice(words)}-{rng.randrange(99)}"
    low, high = f"1.{rng.randrange(2, 10)}.0", f"1.{rng.randrange(10, 30)}.0"
    files: Files = {}
    texts = {v: text() for v in (low, high, "2.0.0-rc.1")}
    records = {v: put(files, name, v, t) for v, t in texts.items()}

    def good(version: str) -> Any:
        return ["loaded", texts[version], text_hash(texts[version]), records[version], f"{name}@{version}"]

    yield scenario("the latest", files, [
        (["text", name, ""], good(high), "latest-as-text"),
        (["text", f"{name}@latest", ""], good(high), "latest-as-text"),
    ], "as numbers, and no pre-release")  # fmt: skip
    yield scenario("forms of a reference", files, [
        (["text", f"{name}@{low}", ""], good(low), "form-refused"),
        (["text", f"{name}@v{low}", ""], good(low), "form-refused"),
        (["text", name, low], good(low), "form-refused"), (["text", name, f"v{low}"], good(low), "form-refused"),
        (["version", name, low], good(low), "form-refused"), (["ref", name, low], good(low), "form-refused"),
        (["text", f"{name}@2.0.0-rc.1", ""], good("2.0.0-rc.1"), "form-refused"),
        (["text", f"{name}@{low}", high], good(low), "form-refused"),
    ], "a version may be named in several ways")  # fmt: skip

    files, texts, records = {}, {v: text() for v in (low, high)}, {}
    records[low] = put(files, name, low, texts[low], stored=texts[low].replace("\n", "\r\n"))
    records[high] = put(files, name, high, texts[high], stored="\ufeff" + texts[high].replace("\n", "\r"))
    yield scenario("line ends of another checkout", files, [
        (["text", f"{name}@{low}", ""], good(low), "line-ends"), (["text", name, ""], good(high), "line-ends"),
    ], "line ends and a byte order mark do not change a prompt")  # fmt: skip

    files, texts, records = {}, {low: "Gr\u00fc\u00dfe, r\u00e9ponds: {{ q }}\n"}, {}
    records[low] = put(files, name, low, texts[low], owner="desk", version=high, name="other", template="x", ref=1)
    yield scenario("unknown keys and letters", files, [(["text", name, ""], good(low), "metadata-splatted")],
                   "all keys stay, none decides")  # fmt: skip

    files = {}
    put(files, name, "1.0.0", text(), stored=text())
    put(files, name, "1.1.0", text(), sha256=None)
    put(files, name, "1.2.0", text())
    files[f"{name}/1.2.0.json"] = "[]"
    put(files, name, "1.3.0", text())
    del files[f"{name}/1.3.0.json"]
    shouted = text()
    put(files, name, "1.4.0", shouted, stored=shouted + " ")
    empty = text()
    put(files, name, "1.5.0", empty, sha256="")
    broken = ["raised", "IntegrityError"]
    yield scenario("what is not as it was published", files, [
        (["text", f"{name}@1.0.0", ""], broken, "hash-not-compared"),
        (["text", f"{name}@1.1.0", ""], broken, "hash-not-compared"),
        (["text", f"{name}@1.2.0", ""], broken, "record-missing"),
        (["text", f"{name}@1.3.0", ""], broken, "record-missing"),
        (["text", f"{name}@1.4.0", ""], broken, "hash-not-compared"),
        (["text", f"{name}@1.5.0", ""], broken, "hash-not-compared"),
    ], "the recorded hash decides")  # fmt: skip

    files = {}
    put(files, name, low, text())
    put(files, name, high, text())
    put(files, "../secret", "1.0.0", text())
    refused = ["raised", "ValueError"]
    yield scenario("names that leave the folder", files, [
        ([*way], refused, "traversal") for way in (
            ("text", "../secret", ""), ("text", "../secret@1.0.0", ""), ("ref", "../secret", "1.0.0"),
            ("text", "desk/../../secret", "1.0.0"), ("text", f"{name}/", ""), ("text", "", ""),
        )
    ], "a name is checked before it becomes a path")  # fmt: skip
    yield scenario("what is not there", files, [
        (["text", "desk/nobody", ""], ["raised", "PromptNotFound", name], "not-found"),
        (["text", f"{name}@9.0.0", ""], ["raised", "PromptNotFound", low, high], "not-found"),
        (["version", name, "9.0.0"], ["raised", "PromptNotFound", low, high], "not-found"),
        (["text", f"{name}@newest", ""], refused, "bad-version"),
    ], "say what there is")  # fmt: skip
