"""The extraction contract in its three versions, and the way from each of them to the newest.

Writers write version 3 only. Readers go through `migrate`, which takes all three: stored rows and messages on their way
do not change when the code does. Field order is generation order, so the quote stands before what is concluded from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from labsupport.structured.errors import SchemaMismatch
from labsupport.world.sets.extract import Class

Language = Literal["en", "de", "fr", "und"]
"""ISO 639 codes of the lab's languages; `und` is the code for "undetermined", so that nothing has to be invented."""

LANGUAGES: dict[str, Language] = {"english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr"}
"""How version 1 spelled languages, besides codes with or without a region."""


class Entity(BaseModel):
    """Something that a text names: where it says so, what it is called there, what it is, and how sure the model is.

    quote: the passage, word for word. name: the entity inside it. confidence: a generated number from 0 to 1, or null;
    it means nothing until it is calibrated.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    quote: str
    name: str
    kind: Class
    confidence: Annotated[float, Field(ge=0, le=1)] | None


class Extraction(BaseModel):
    """Version 3: everything that one text names. complete: the model says that it left nothing out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[3]
    language: Language
    entities: list[Entity]
    complete: bool


class EntityV1(BaseModel):
    """An entity as versions 1 and 2 wrote it: the conclusion first, the passage after it."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: Class
    quote: str


class ExtractionV1(BaseModel):
    """Version 1: no number of its own, and the language in free text."""

    model_config = ConfigDict(frozen=True)

    language: str
    entities: list[EntityV1]


class ExtractionV2(BaseModel):
    """Version 2: numbered, and with a new field; without its default, every row of version 1 would be rejected."""

    model_config = ConfigDict(frozen=True)

    schema_version: Literal[2] = 2
    language: str
    entities: list[EntityV1]
    complete: bool = False


VERSIONS: dict[int, type[BaseModel]] = {1: ExtractionV1, 2: ExtractionV2, 3: Extraction}


def validated(model: type[BaseModel], payload: Any) -> Any:
    """The payload (a JSON value) as an object of the model; SchemaMismatch with every error otherwise."""
    try:
        return model.model_validate(payload)
    except ValidationError as error:
        raise SchemaMismatch(error_lines(error), payload) from None


def error_lines(error: ValidationError) -> list[str]:
    """One line for each error: where, and what is wrong. Input values are left out, they can be long or private."""
    return [f"{'.'.join(map(str, e['loc'])) or 'document'}: {e['msg']}" for e in error.errors(include_input=False)]


def language_code(text: str) -> Language:
    """The code for a language in free text: "EN", "de-DE", "German"; `und` for what is not known."""
    word = text.strip().lower()
    code = word.replace("_", "-").partition("-")[0]
    return code if code in get_args(Language) else LANGUAGES.get(word, "und")  # type: ignore[return-value]


def migrate(payload: Mapping[str, Any]) -> Extraction:
    """A payload of version 1, 2 or 3 as version 3. Unknown fields of the old versions are dropped, the input stays.

    What an old version did not say is not made up: its confidence is null, version 1 is not known to be complete, and a
    language that is not recognised is `und`. Raises SchemaMismatch for a version that does not exist (a newer one
    included) and for a payload that its version does not allow, TypeError for one that is no mapping.
    """
    if not isinstance(payload, Mapping):
        raise TypeError(f"payload must be a mapping, got {type(payload).__name__}")
    # BEGIN SOLUTION
    version = payload.get("schema_version", 1)
    if isinstance(version, bool) or not isinstance(version, int) or version not in VERSIONS:
        known = ", ".join(map(str, VERSIONS))
        raise SchemaMismatch([f"schema_version: {version!r} is none of {known}; update this reader"], payload)
    found = validated(VERSIONS[version], payload)
    if isinstance(found, Extraction):
        return found
    entities = [Entity(quote=e.quote, name=e.name, kind=e.kind, confidence=None) for e in found.entities]
    return Extraction(
        schema_version=3, language=language_code(found.language), entities=entities,
        complete=getattr(found, "complete", False),
    )  # fmt: skip
    # END SOLUTION
