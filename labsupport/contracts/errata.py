"""Sample code as it is often copied, kept wrong on purpose: names that hold rules, an error that prints a set."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

NAIVE_NAMES = {"gpt-4o", "gpt-4o-mini", "claude-3-5-haiku"}  # an allow-list in code, out of date by design


def naive_provider(model: str) -> str:
    """Guesses who serves a model from the beginning of its name."""
    return "openai" if model.startswith("gpt") else "anthropic"


def naive_output_cap(model: str) -> int:
    """Guesses the longest answer from a part of the name, with a round number."""
    return 16_000 if "mini" in model else 4_096


class NaiveGenerationConfig(BaseModel):
    """The sample's configuration: 128,000 is a context size, and the caps are guesses."""

    model: str
    temperature: float = Field(default=0.7, ge=0.0, le=2.0)
    max_tokens: int = Field(default=1024, gt=0, le=128_000)

    @field_validator("model")
    @classmethod
    def known(cls, value: str) -> str:
        if value not in NAIVE_NAMES:
            raise ValueError(f"model must be one of {NAIVE_NAMES}")
        return value

    @model_validator(mode="after")
    def capped(self) -> NaiveGenerationConfig:
        if self.max_tokens > naive_output_cap(self.model):
            raise ValueError(f"max_tokens {self.max_tokens} exceeds {naive_output_cap(self.model)}")
        return self


def naive_error(**values: Any) -> str:
    """The text of the first validation error, or an empty string."""
    try:
        NaiveGenerationConfig(**values)
    except ValidationError as error:
        return str(error.errors()[0]["msg"])
    return ""
