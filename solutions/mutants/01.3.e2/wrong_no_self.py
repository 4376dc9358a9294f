# diagnosis: self-not-returned
from labsupport.contracts.registry import registry
from typing import Self

from pydantic import BaseModel, Field, computed_field, field_validator, model_validator


class GenerationConfig(BaseModel, frozen=True, extra="forbid"):
    model: str
    temperature: float
    max_output_tokens: int = Field(gt=0, strict=True)

    @field_validator("temperature")
    @classmethod
    def temperature_in_range(cls, value: float) -> float:
        if not 0 <= value <= 2:
            raise ValueError("temperature must be from 0 to 2")
        return value

    @model_validator(mode="after")
    def fits_the_model(self) -> Self:
        allowed = registry()
        if self.model not in allowed:
            raise ValueError(f"unknown model, allowed are {sorted(allowed)}")
        if self.max_output_tokens > allowed[self.model].max_output_tokens:
            raise ValueError("too many tokens")

    @computed_field(repr=False)  # type: ignore[prop-decorator]  # to print an object must not need the registry
    @property
    def provider(self) -> str:
        return registry()[self.model].provider
