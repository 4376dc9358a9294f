"""Prompt files by name and version: `NAME/1.2.0.j2` with `NAME/1.2.0.json` beside it, written once, checked by hash.

Knows nothing of environments (`pointer`) and nothing of how a prompt becomes messages (`render`).
"""

from __future__ import annotations

import abc
import datetime
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from labsupport.errors import LabError
from labsupport.prompts import versions
from labsupport.prompts.versions import Version

TEXT, RECORD = ".j2", ".json"
MAX_BYTES = 256 * 1024  # of a template or of its record
_NAME = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)*")
LONGEST = 128  # characters of a name


class PromptNotFound(LabError, LookupError):
    """No prompt of that name or version; the remedy lists what there is."""


class IntegrityError(LabError):
    """A prompt is not what was published: its record is missing or damaged, or its text has another hash."""


@dataclass(frozen=True)
class PromptRef:
    """One version of one prompt."""

    name: str
    version: Version

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True)
class Prompt:
    """A loaded prompt: `template` with line ends as \\n, the `sha256` of its UTF-8 bytes, `meta` as recorded."""

    template: str
    sha256: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    ref: PromptRef | None = field(default=None, kw_only=True)

    @classmethod
    def of(cls, template: str, *, ref: PromptRef | None = None, **meta: Any) -> Prompt:
        """A prompt that no store holds, for example a candidate under test."""
        text = normalised(template)
        return cls(text, text_hash(text), MappingProxyType(meta), ref=ref)


@dataclass(frozen=True)
class ChangeRecord:
    """Who changed what, when and why, the scores before and after over `n` cases, and how to undo it.

    Scores are means on the golden set with the model named; None where nothing was measured, as for a first version.
    Raises ValueError for an empty author, change, reason or rollback, and for scores without a number of cases.
    """

    author: str
    change: str
    reason: str
    rollback: str
    date: datetime.date
    before: float | None = None
    after: float | None = None
    n: int | None = None
    model: str | None = None

    def __post_init__(self) -> None:
        for name in ("author", "change", "reason", "rollback"):
            if not str(getattr(self, name)).strip():
                raise ValueError(f"{name} is empty: a record of change says who, what, why and how to undo it")
        if (self.before is not None or self.after is not None) and (self.n is None or self.n < 1):
            raise ValueError(f"n={self.n!r}: scores mean nothing without the number of cases behind them")


def normalised(text: str) -> str:
    """The text with every line end as \\n and no byte order mark: a checkout with \\r\\n has the same hash."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def text_hash(text: str) -> str:
    """sha256 of the normalised text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(normalised(text).encode("utf-8")).hexdigest()


def check_name(name: str) -> str:
    """The name itself. Raises ValueError unless it is lower-case words of [a-z0-9_-] joined by single slashes."""
    if len(name) > LONGEST or not _NAME.fullmatch(name):
        raise ValueError(f"prompt name {name[:LONGEST]!r} is not of the form qa/cited: a-z, 0-9, _, - and / between")
    return name


def artefact_key(prompt: Prompt, *, model: str, decoding: Mapping[str, Any]) -> str:
    """sha256 over all that a score depends on: text of the prompt, model, decoding settings.

    Give the model by the hash of its weights where you can: a name stays when a checkpoint is swapped underneath.
    """
    parts = json.dumps([prompt.sha256, model, dict(decoding)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(parts.encode()).hexdigest()


class PromptFolder(abc.ABC):
    """The files below a folder: which versions there are, their bytes and records, and writing a new one once."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def names(self) -> list[str]:
        """Every prompt that has a version, in order."""
        found = {path.parent.relative_to(self.root).as_posix() for path in self.root.rglob(f"*{TEXT}")}
        return sorted(name for name in found if len(name) <= LONGEST and _NAME.fullmatch(name))

    def versions(self, name: str) -> list[Version]:
        """The versions of a prompt, ascending. Raises ValueError for a bad name, PromptNotFound and IntegrityError."""
        return sorted(self.files(name))

    @abc.abstractmethod
    def load(self, ref: PromptRef | str, version: Version | str = "latest") -> Prompt:
        """A prompt whose text has the recorded hash."""

    def publish(self, ref: PromptRef, template: str, record: ChangeRecord, **extra: Any) -> Prompt:
        """Write a new version and its record; a version is written once and never changed.

        extra: more keys of the record. Raises ValueError for a bad name, a version that exists, a template that does
        not compile or is above 256 KiB, and for extra keys that the record has itself.
        """
        from labsupport.prompts.render import variables_of

        check_name(ref.name)
        text = normalised(template)
        variables_of(text)  # a template that cannot be rendered is not published
        fixed = {k: v for k, v in asdict(record).items() if v is not None}
        fixed |= {"date": record.date.isoformat(), "version": str(ref.version), "sha256": text_hash(text)}
        if twice := sorted(set(fixed) & set(extra)):
            raise ValueError(f"extra key {twice[0]!r} is a key of the record itself")
        data = (json.dumps(fixed | extra, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8")
        if max(len(data), len(text.encode("utf-8"))) > MAX_BYTES:
            raise ValueError(f"{ref} has more than {MAX_BYTES:,} bytes")
        folder = self.root / ref.name
        self._inside(folder)
        folder.mkdir(parents=True, exist_ok=True)
        taken = ValueError(f"{ref} exists: publish under a new version")
        if any(path.suffix == TEXT and _version(path) == ref.version for path in folder.iterdir()):
            raise taken
        file = folder / f"{ref.version}{TEXT}"
        try:  # the record is the claim on the version: of two publishers one is refused
            with file.with_suffix(RECORD).open("xb") as out:
                out.write(data)
        except FileExistsError:
            raise taken from None
        handle, partial = tempfile.mkstemp(dir=folder, prefix=".", suffix=".tmp")
        try:  # a version is there when its text is, whole
            with os.fdopen(handle, "wb") as out:
                out.write(text.encode("utf-8"))
            os.chmod(partial, 0o644)
            os.replace(partial, file)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            file.with_suffix(RECORD).unlink(missing_ok=True)
            raise
        return self.load(ref)

    def files(self, name: str) -> dict[Version, Path]:
        """The template files of a prompt by version. Raises ValueError, PromptNotFound and IntegrityError."""
        folder = self.root / check_name(name)
        self._inside(folder)
        files: dict[Version, Path] = {}
        for path in sorted(folder.glob(f"*{TEXT}")):
            version = _version(path)
            if version in files:
                raise IntegrityError(f"{files[version]} and {path} are the same version", "remove one of them")
            files[version] = path
        if not files:
            known = ", ".join(self.names()) or "none"
            raise PromptNotFound(f"no prompt is named {name!r} in {self.root}", f"prompts: {known}")
        return files

    def _inside(self, path: Path) -> None:
        if not path.resolve().is_relative_to(self.root.resolve()):  # a link, since names have no dots
            raise IntegrityError(f"{path} leads out of {self.root}", "replace the link by the file itself")

    def read(self, file: Path) -> str:
        """The text of a file as it is stored, line ends included. Raises IntegrityError for what is no such text."""
        self._inside(file)
        try:
            with file.open("rb") as source:
                raw = source.read(MAX_BYTES * 2 + 1)  # \r\n makes a text of line ends twice as long
        except OSError as error:
            raise IntegrityError(f"{file} cannot be read: {error.strerror}", "restore it, or publish again") from None
        if len(raw) > MAX_BYTES * 2:
            raise IntegrityError(
                f"{file} is larger than {MAX_BYTES * 2:,} bytes", "a prompt is short: move the data out"
            )
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise IntegrityError(f"{file} is not UTF-8 at byte {error.start}", "save it as UTF-8") from None

    def record(self, file: Path) -> dict[str, Any]:
        """The JSON object in a file of metadata. Raises IntegrityError for anything else."""
        try:
            meta = json.loads(self.read(file))
        except (ValueError, RecursionError):
            meta = None
        if not isinstance(meta, dict):
            raise IntegrityError(f"{file} is not one JSON object", "restore it, or publish the version again")
        return meta


class PromptStore(PromptFolder):
    """The prompts below a folder, for example `data/prompts/registry`."""

    def load(self, ref: PromptRef | str, version: versions.Version | str = "latest") -> Prompt:
        """A prompt whose text has the recorded hash.

        ref: a `PromptRef`, "qa/cited@1.2.0", or a name, to which `version` belongs: a version (a `v` before it does
            not matter) or "latest", which leaves pre-releases out unless there is nothing else.
        Keys of the record that nobody knows stay in `meta`. The text is read as UTF-8, its line ends become \\n.
        Raises ValueError for a bad name or version, PromptNotFound listing what there is, and IntegrityError for a
        missing or damaged record, another hash, a file that is no UTF-8, too large, outside the folder, or there twice.
        """
        # BEGIN SOLUTION
        if isinstance(ref, str):
            name, at, wanted = ref.partition("@")
            version = wanted if at else version
        else:
            name, version = ref.name, ref.version
        files = self.files(name)
        if version == "latest":
            version = versions.latest(files)
        elif isinstance(version, str):
            version = versions.Version.parse(version)
        if version not in files:
            known = ", ".join(map(str, sorted(files)))
            raise PromptNotFound(f"prompt {name!r} has no version {version}", f"versions: {known}")
        file = files[version]
        meta = self.record(file.with_suffix(RECORD))
        text = normalised(self.read(file))
        digest = text_hash(text)
        if digest != meta.get("sha256"):
            raise IntegrityError(
                f"{file} has sha256 {digest}, its record says {meta.get('sha256')!r}",
                "restore the file, or publish the new text as a new version",
            )
        return Prompt(text, digest, MappingProxyType(meta), ref=PromptRef(name, version))
        # END SOLUTION


def _version(path: Path) -> Version:
    try:
        return Version.parse(path.stem)
    except ValueError:
        raise IntegrityError(
            f"{path.name} in {path.parent} is not named by a version", "name it like 1.2.0.j2, or move it away"
        ) from None
