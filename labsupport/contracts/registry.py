"""What is known of each model, as data: `model_registry.json` beside this file, never a rule about names.

The file lies in the package and not under `data/`, because code that checks a configuration must find it wherever the
package is installed; it is data all the same, so a new model is a new line and no release of code.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from labsupport.errors import LabError

FILE = Path(__file__).with_name("model_registry.json")

Provider = Literal["anthropic", "google", "lab", "openai"]
"""A closed set on purpose: each provider needs code that can talk to it. Its models are open: data."""


class ModelSpec(BaseModel, frozen=True, extra="forbid"):
    """One model: its exact name, who serves it, and its two limits in tokens.

    `context_tokens` bounds prompt and answer together, `max_output_tokens` the answer alone. Raises ValidationError for
    an output limit above the context.
    """

    name: str = Field(min_length=1)
    provider: Provider
    context_tokens: int = Field(gt=0, strict=True)
    max_output_tokens: int = Field(gt=0, strict=True)

    @model_validator(mode="after")
    def output_fits_context(self) -> Self:
        if self.max_output_tokens > self.context_tokens:
            raise ValueError(f"max_output_tokens {self.max_output_tokens} is above the context {self.context_tokens}")
        return self


class RegistryFile(BaseModel, frozen=True, extra="forbid"):
    """The file's layout: what it is and how far to trust it, and the models. A name twice is an error."""

    about: str
    models: tuple[ModelSpec, ...]

    @model_validator(mode="after")
    def names_are_unique(self) -> Self:
        names = [spec.name for spec in self.models]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"listed twice: {', '.join(twice)}")
        return self


def load_registry(path: Path = FILE) -> Mapping[str, ModelSpec]:
    """Name to specification, read-only. Raises LabError that names the file and the first thing wrong with it."""
    try:
        found = RegistryFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise LabError(f"{path.name}: {where}: {first['msg']}", f"mend {path}") from error
    return MappingProxyType({spec.name: spec for spec in found.models})


_shipped = functools.cache(load_registry)
_chosen: ContextVar[Mapping[str, ModelSpec] | None] = ContextVar("model_registry", default=None)


def registry() -> Mapping[str, ModelSpec]:
    """The models that are known at this moment, by name. Ask each time: tests and tenants may use another list."""
    chosen = _chosen.get()
    return _shipped() if chosen is None else chosen


@contextlib.contextmanager
def use_registry(specs: Iterable[ModelSpec]) -> Iterator[Mapping[str, ModelSpec]]:
    """Inside the block `registry()` holds these models and no others, for this task and thread only."""
    token = _chosen.set(MappingProxyType({spec.name: spec for spec in specs}))
    try:
        yield registry()
    finally:
        _chosen.reset(token)
